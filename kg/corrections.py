"""What a person corrected in the reading of an article: kept beside it as `NAME.corrections.yaml`, applied at every build.

    - do: change                      a fact read wrongly: `set` holds the fields that are otherwise
      fact: event:visit-kx3j2a7q
      set: {status: negated}
      why: the visit was called off
    - do: reject                      a fact that the article does not tell
      fact: event:meeting-2ab4k6xq
    - do: add                         a fact that was not read; without `trigger` it has no words behind it
      set: {kind: event, class: Visit, actors: […], …}

Corrections name a fact by its id, which does not depend on offsets, so they survive every rebuild; they win over the reading, and
`kg why` shows them.  A file whose NAME is no article's may add facts of its own: known by hand, with no article behind them.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.articles import decode
from kg.collection import Collection
from kg.graph import Fix
from kg.model import Claim, Event, Problem, Reading, Relation, UserError
from kg.records import dump, from_json, to_json
from kg.vocab import fact_id, local

Fact = Event | Claim | Relation
ENDING = ".corrections.yaml"
NOWHERE = {"start": 0, "end": 0, "text": ""}
DEFAULTS: dict[str, Any] = {
    "event": None, "mode": None, "contexts": [], "actors": [], "recipients": [], "participants": [], "date": None, "place": [], "status": "actual",
    "modality": None, "sources": [], "object": None, "weapon": None, "topics": [], "quantities": [], "causes": [], "cues": [],
    "speaker": [], "about": None, "content": NOWHERE, "role": None, "valid": None, "trigger": NOWHERE, "evidence": [], "rule": "by-hand", "confidence": 1.0}


def corrections_path(collection: Collection, id: str) -> Path:
    """Where the corrections of an article lie: beside it, by its name; by a plain one for an id that is no file name."""
    return collection.articles / corrections_name(id)


def corrections_name(id: str) -> str:
    """What the file of an article's corrections is called."""
    return f"{id if '/' not in id and id[:1] != '.' else local(id)}{ENDING}"


def corrected_names(collection: Collection) -> list[str]:
    """The names under which there are corrections, sorted."""
    return sorted(p.name.removesuffix(ENDING) for p in collection.articles.glob(f"*{ENDING}")) if collection.articles.is_dir() else []


def parse_yaml(text: str, path: str) -> Any:
    """YAML as plain values; a UserError with line and column where it is broken."""
    import yaml
    try:
        return yaml.load(text, Loader=_loader(yaml))
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        rows = text.splitlines()
        raise UserError(f"not valid YAML: {getattr(e, 'problem', None) or getattr(e, 'reason', 'unreadable')}", path, line, column,
                        rows[line - 1] if 0 < line <= len(rows) else "") from None


def _loader(yaml):
    """Like the safe loader, but a date stays the text that was written."""
    class Loader(yaml.SafeLoader):
        pass
    Loader.yaml_implicit_resolvers = {k: [(tag, exp) for tag, exp in v if tag != "tag:yaml.org,2002:timestamp"] for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    return Loader


def entry_lines(text: str, key: str | None = None) -> list[int]:
    """The lines on which the entries of a YAML list begin: of the whole text, or of the list under `key`."""
    import yaml
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if key is not None and isinstance(node, yaml.MappingNode):
        node = next((v for k, v in node.value if k.value == key), None)
    return [x.start_mark.line + 1 for x in node.value] if isinstance(node, yaml.SequenceNode) else []


def write_yaml(value: Any) -> str:
    """Plain values as YAML, Arabic as it is, keys in the order given."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)


def load_corrections(path: Path) -> list[dict]:
    """The corrections of a file: [] where there is none; UserError with the line of an entry that does not hold to the form."""
    if not path.exists():
        return []
    text = decode(path)
    found = parse_yaml(text, str(path)) or []
    hint = "kg facts ARTICLE --apply SHEET writes them"
    if not isinstance(found, list):
        raise UserError("corrections are a list of entries with `do: change`, `do: add` or `do: reject`", str(path), 1, hint=hint)
    for x, line in zip(found, entry_lines(text)):
        fault = _fault(x)
        if fault:
            raise UserError(fault, str(path), line, 1, text.splitlines()[line - 1], hint)
    return found


def _fault(x: Any) -> str:
    """What is wrong with the form of one entry, '' for nothing."""
    if not isinstance(x, dict) or x.get("do") not in ("change", "add", "reject"):
        return "an entry begins with `do: change`, `do: add` or `do: reject`"
    if x["do"] != "add" and not isinstance(x.get("fact"), str):
        return "the entry does not say which `fact` it corrects"
    if x["do"] != "reject" and not isinstance(x.get("set"), dict):
        return "the entry does not say what to `set`"
    return ""


def apply(reading: Reading, corrections: Sequence[Mapping], path: str = "") -> tuple[Reading, list[Fix]]:
    """A reading with its corrections, and what each of them did; a correction whose fact is not read any more does nothing.

    UserError, naming `path`, for a value that no fact can have.
    """
    if not corrections:
        return reading, []
    facts: dict[str, Fact] = {f.id: f for f in (*reading.events, *reading.claims, *reading.relations)}
    fixes: list[Fix] = []
    for x in corrections:
        why = x.get("why") and str(x["why"])
        if x["do"] == "add":
            fact = made(reading, x["set"], path)
            facts[fact.id] = fact
            fixes.append(Fix(fact.id, "added", None, None, None, why))
        elif x["fact"] not in facts:
            continue
        elif x["do"] == "reject":
            del facts[x["fact"]]
            fixes.append(Fix(x["fact"], "rejected", None, None, None, why))
        else:
            before = to_json(facts[x["fact"]])
            facts[x["fact"]] = from_json(before | x["set"] | {"rule": "corrected", "confidence": 1.0}, reading.article.text or None, path)
            fixes += [Fix(x["fact"], "changed", field, _short(before.get(field)), _short(value), why) for field, value in x["set"].items()]
    kind = lambda cls: tuple(f for f in facts.values() if isinstance(f, cls))
    return replace(reading, events=kind(Event), claims=kind(Claim), relations=kind(Relation)), fixes


def unplaced(reading: Reading, corrections: Sequence[Mapping], path: str = "") -> list[Problem]:
    """A warning for each correction whose fact is not read any more: kept, but without effect."""
    there = {f.id for f in (*reading.events, *reading.claims, *reading.relations)} | {made(reading, x["set"], path).id for x in corrections if x["do"] == "add"}
    return [Problem("warning", "correction-without-fact", f"a correction ({x['do']}) names a fact that is not read any more: {x['fact']}", reading.article.id, x["fact"], path=path,
                    hint="look at the article with kg facts, and correct the fact that took its place") for x in corrections if x["do"] != "add" and x["fact"] not in there]


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_short(v) for v in value)
    if isinstance(value, dict):
        return str(value.get("id") or "…".join(str(value.get(k) or "") for k in ("start", "end")))
    return "" if value is None else str(value)


def made(reading: Reading, given: Mapping, path: str = "") -> Fact:
    """A fact written by hand: the record may leave out all that has a plain default; its id is made of what it says."""
    record = {"kind": "event", "doc": reading.article.id} | dict(given)
    name = record.get("class") or record.get("stance") or record.get("relation") or "fact"
    words = (record.get("trigger") or NOWHERE)["text"]
    ident = fact_id(str(record["kind"]), reading.article.id, str(name), words, dump(dict(sorted(record.items()))))
    return from_json(DEFAULTS | {"id": ident} | record, None, path)
