"""The fact sheet of an article, and what a person corrected in it.

`kg facts ARTICLE` writes the facts as YAML that a person reads and edits; what differs from the reading is kept beside the article as
`NAME.corrections.yaml`: facts changed, added or rejected.  Corrections name a fact by its id, which does not depend on offsets, so
they survive every rebuild; they win over the reading, and `kg why` shows them.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.collection import Collection
from kg.graph import Fix
from kg.model import Claim, Event, Reading, Relation, UserError
from kg.records import from_json, to_json

Fact = Event | Claim | Relation
EDITABLE = {"event": ("event", "class", "mode", "actors", "recipients", "date", "place", "status", "modality", "sources"),
            "claim": ("speaker", "stance", "about"), "relation": ("subject", "relation", "object", "role")}


def corrections_path(collection: Collection, id: str) -> Path:
    """Where the corrections of an article lie: beside it."""
    return collection.articles / f"{id}.corrections.yaml"


def parse_yaml(text: str, path: str) -> Any:
    """YAML as plain values; a UserError with line and column where it is broken."""
    import yaml
    try:
        return yaml.load(text, Loader=_loader(yaml))
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        rows = text.splitlines()
        raise UserError(f"not valid YAML: {getattr(e, 'problem', e)}", path, line, column, rows[line - 1] if 0 < line <= len(rows) else "") from None


def _loader(yaml):
    """Like the safe loader, but a date stays the text that was written."""
    class Loader(yaml.SafeLoader):
        pass
    Loader.yaml_implicit_resolvers = {k: [(tag, exp) for tag, exp in v if tag != "tag:yaml.org,2002:timestamp"] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    return Loader


def write_yaml(value: Any) -> str:
    """Plain values as YAML, Arabic as it is, keys in the order given."""
    import yaml
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)


def load_corrections(path: Path) -> list[dict]:
    """The corrections of a file: [] where there is none; UserError for one that does not hold to the form."""
    if not path.exists():
        return []
    found = parse_yaml(path.read_text(encoding="utf-8"), str(path)) or []
    if not isinstance(found, list) or not all(isinstance(x, dict) and x.get("do") in ("change", "add", "reject") for x in found):
        raise UserError("corrections are a list of entries with `do: change`, `do: add` or `do: reject`", str(path), 1, hint="kg facts ARTICLE --apply SHEET writes them")
    for n, x in enumerate(found, 1):
        if x["do"] != "add" and not isinstance(x.get("fact"), str):
            raise UserError(f"entry {n} does not say which `fact` it corrects", str(path), 1)
        if x["do"] != "reject" and not isinstance(x.get("set"), dict):
            raise UserError(f"entry {n} does not say what to `set`", str(path), 1)
    return found


def apply(reading: Reading, corrections: Sequence[Mapping]) -> tuple[Reading, list[Fix]]:
    """A reading with its corrections, and what each of them did."""
    if not corrections:
        return reading, []
    facts: dict[str, Fact] = {f.id: f for f in (*reading.events, *reading.claims, *reading.relations)}
    fixes: list[Fix] = []
    for x in corrections:
        if x["do"] == "reject":
            facts.pop(x["fact"], None)
            fixes.append(Fix(x["fact"], "rejected", None, None, None, x.get("why")))
        elif x["do"] == "add":
            fact = _made(reading, x)
            facts[fact.id] = fact
            fixes.append(Fix(fact.id, "added", None, None, None, x.get("why")))
        elif x["fact"] in facts:
            before = to_json(facts[x["fact"]])
            after = before | x["set"] | {"rule": "corrected", "confidence": 1.0}
            facts[x["fact"]] = from_json(after, reading.article.text or None)
            fixes += [Fix(x["fact"], "changed", field, _short(before.get(field)), _short(value), x.get("why")) for field, value in x["set"].items()]
    kind = lambda cls: tuple(f for f in facts.values() if isinstance(f, cls))
    return replace(reading, events=kind(Event), claims=kind(Claim), relations=kind(Relation)), fixes


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_short(v) for v in value)
    if isinstance(value, dict):
        return str(value.get("id") or "…".join(str(value.get(k) or "") for k in ("start", "end")))
    return "" if value is None else str(value)


def _made(reading: Reading, x: Mapping) -> Fact:
    """A fact written by hand: the record may leave out all that has a plain default."""
    from kg.vocab import fact_id
    record = dict(x["set"])
    kind = record.setdefault("kind", "event")
    record.setdefault("doc", reading.article.id)
    name = record.get("class") or record.get("stance") or record.get("relation") or "fact"
    trigger = record.setdefault("trigger", {"start": 0, "end": 0, "text": ""})
    defaults = {"schema": "1", "id": fact_id(kind, reading.article.id, str(name), trigger.get("text", ""), write_yaml(record)), "event": None, "mode": None, "contexts": [], "class": None, "actors": [],
                "recipients": [], "participants": [], "date": None, "place": [], "status": "actual", "modality": None, "sources": [], "object": None, "weapon": None, "topics": [],
                "quantities": [], "causes": [], "evidence": [], "cues": [], "rule": "by-hand", "confidence": 1.0, "about": None, "role": None, "valid": None,
                "content": {"start": 0, "end": 0, "text": ""}, "speaker": []}
    return from_json(defaults | record, None)


def sheet(reading: Reading) -> str:
    """The fact sheet of a reading: one entry a fact, the sentence it comes from first, then what can be corrected."""
    head = f"# Facts of {reading.article.id}. Change a value, delete an entry (a rejected fact), or add one; then: kg facts {reading.article.id} --apply THIS-FILE\n"
    entries = [_entry(f) for f in sorted((*reading.events, *reading.claims, *reading.relations), key=lambda f: (f.trigger.start, f.id))]
    return head + write_yaml({"article": reading.article.id, "facts": entries})


def _entry(fact: Fact) -> dict:
    record = to_json(fact)
    kind = record["kind"]
    out = {"fact": fact.id, "kind": kind, "words": fact.trigger.text, "sentence": fact.evidence[0].text if fact.evidence else ""}
    return out | {field: _plain(record.get(field)) for field in EDITABLE[kind]}


def _plain(value: Any) -> Any:
    """Entities as their ids with a label to read them by, dates as days: what a person edits."""
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict) and "labels" in value:
        return f"{value['id']} ({value['labels'].get('en') or value['labels'].get('ar')})"
    if isinstance(value, dict) and "precision" in value:
        return {k: value[k] for k in ("start", "end", "precision")}
    return value


def differences(reading: Reading, text: str, path: str, entity: Any) -> list[dict]:
    """The corrections that make a reading into an edited sheet.  `entity` turns an id, name or code into an entity record."""
    edited = parse_yaml(text, path)
    if not isinstance(edited, dict) or not isinstance(edited.get("facts"), list):
        raise UserError("a fact sheet has `article:` and a list `facts:`", path, 1, hint="kg facts ARTICLE prints one")
    facts = {f.id: f for f in (*reading.events, *reading.claims, *reading.relations)}
    out, seen = [], set()
    for n, entry in enumerate(edited["facts"], 1):
        if not isinstance(entry, dict):
            raise UserError(f"entry {n} is no mapping", path, 1)
        ident = entry.get("fact")
        if ident is None:
            out.append({"do": "add", "set": _set(entry, entry, entity, reading, path)})
            continue
        if ident not in facts:
            raise UserError(f"entry {n}: there is no fact {ident!r} in this article", path, _line(text, str(ident)), hint="leave `fact` out of an entry that you add")
        seen.add(ident)
        before = _entry(facts[ident])
        changed = {k: v for k, v in entry.items() if k in EDITABLE[before["kind"]] and v != before.get(k)}
        if changed:
            out.append({"do": "change", "fact": ident, "set": _set(changed, entry, entity, reading, path)})
    out += [{"do": "reject", "fact": id} for id in facts if id not in seen]
    return out


def _line(text: str, needle: str) -> int:
    return next((n for n, row in enumerate(text.splitlines(), 1) if needle in row), 1)


def _set(changed: Mapping, entry: Mapping, entity: Any, reading: Reading, path: str) -> dict:
    """Edited values as record values: entities looked up, dates completed, words found in the text."""
    out: dict[str, Any] = {}
    for key, value in changed.items():
        if key in ("actors", "recipients", "place", "sources", "speaker"):
            out[key] = [entity(str(v), path) for v in value or []]
        elif key in ("subject", "object"):
            out[key] = entity(str(value), path)
        elif key == "date":
            out[key] = _dated(value, path)
        elif key == "words":
            start = reading.article.text.find(str(value))
            if start >= 0:
                out["trigger"] = {"start": start, "end": start + len(str(value)), "text": str(value)}
                a, b = next(((a, b) for a, b in reading.sentences if a <= start < b), (start, start + len(str(value))))
                out["evidence"] = [{"start": a, "end": b, "text": reading.article.text[a:b]}]
        elif key in ("event", "class", "mode", "status", "modality", "stance", "about", "relation", "role", "kind"):
            out[key] = value
    return out


def _dated(value: Any, path: str) -> dict | None:
    from kg.articles import iso_day
    if value is None:
        return None
    if isinstance(value, str):
        value = {"start": value, "end": value, "precision": "day"}
    if not isinstance(value, dict):
        raise UserError("a date is a day, or start, end and precision", path, 1)
    start, end = (iso_day(value[k], path) if value.get(k) else None for k in ("start", "end"))
    if start and end and end < start:
        raise UserError(f"the date ends ({end}) before it begins ({start})", path, 1)
    return {"start": start, "end": end, "precision": value.get("precision") or ("day" if start == end else "interval"), "method": "corrected", "text": ""}
