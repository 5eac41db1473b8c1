"""The fact sheet of an article: its facts as YAML that a person reads and edits, and back into corrections.

    article: NAME
    facts:
    - fact: event:visit-kx3j2a7q        which fact; an entry without it is a new one
      kind: event
      words: زار                         where it was read
      sentence: …
      class: Visit                      from here on, what can be changed
      actors: [putin (Vladimir Putin)]
      …
    printed: [event:visit-kx3j2a7q]     what the sheet was printed with

An entry deleted is a fact rejected, but only of those that the sheet was `printed` with: a fact that is read, or was added, since then
stays.  Entities are written as an id, a name in Arabic or English, or an ISO code; for one that nobody knows yet, as a mapping with
`id`, `type` and `labels`.  The same sheet applied twice gives the same corrections.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from kg.articles import iso_day
from kg.corrections import Fact, entry_lines, made, parse_yaml, write_yaml
from kg.directory import Directory
from kg.model import Reading, Ref, UserError
from kg.records import from_json, to_json

EDITABLE = {"event": ("class", "event", "mode", "actors", "recipients", "object", "date", "place", "status", "modality", "sources"),
            "claim": ("speaker", "stance", "about"), "relation": ("subject", "relation", "object", "role")}
SHOWN = ("fact", "kind", "words", "sentence")
NEEDED = {"event": ("class",), "claim": ("speaker", "stance"), "relation": ("subject", "relation", "object")}
MANY, ONE = ("actors", "recipients", "place", "sources", "speaker"), ("subject", "object")


def sheet(reading: Reading, corrections: Sequence[Mapping] = ()) -> str:
    """The fact sheet of a corrected reading: one entry a fact in the order of the text, and the reasons given for its corrections."""
    why = {x["fact"]: x["why"] for x in corrections if x.get("why") and "fact" in x}
    facts = sorted(_facts(reading).values(), key=lambda f: (f.trigger.start, f.id))
    entries = [_entry(f) | ({"why": why[f.id]} if f.id in why else {}) for f in facts]
    name = reading.article.id
    head = f"# Facts of {name}.  Change a value, delete an entry (a fact rejected) or add one without `fact:`; `why:` says why.\n# Then: kg facts {name} --apply THIS-FILE\n"
    foot = "# What this sheet was printed with: leave it, so that nothing is rejected that you have not seen.\n"
    return head + write_yaml({"article": name, "facts": entries}) + foot + write_yaml({"printed": [f.id for f in facts]})


def _facts(reading: Reading) -> dict[str, Fact]:
    return {f.id: f for f in (*reading.events, *reading.claims, *reading.relations)}


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
        return f"{value['id']} ({value['labels'].get('en') or value['labels'].get('ar') or value['id']})"
    if isinstance(value, dict) and "precision" in value:
        return value["start"] if value["precision"] == "day" else {k: value[k] for k in ("start", "end", "precision")}
    return value


def corrections(reading: Reading, old: Sequence[Mapping], text: str, path: str, names: Directory) -> list[dict]:
    """The corrections that make a reading, as it was read, into an edited sheet; what the `old` ones say beyond the sheet stays."""
    return Sheet(reading, old, text, path, names).run()


class Sheet:
    """One edited sheet on its way into corrections; knows on which line each entry begins."""

    def __init__(self, reading: Reading, old: Sequence[Mapping], text: str, path: str, names: Directory):
        self.reading, self.path, self.names, self.rows = reading, path, names, text.splitlines()
        edited = parse_yaml(text, path)
        if not isinstance(edited, dict) or not isinstance(edited.get("facts"), list):
            raise UserError("a fact sheet has `article:` and a list `facts:`", path, 1, hint="kg facts ARTICLE prints one")
        if edited.get("article") not in (None, reading.article.id):
            raise UserError(f"this is the sheet of {edited['article']!r}, not of {reading.article.id!r}", path, 1, hint=f"kg facts {edited['article']} --apply {path}")
        self.entries, self.lines = edited["facts"], entry_lines(text, "facts")
        self.printed = {str(x) for x in edited.get("printed") or ()}
        self.facts = _facts(reading)
        self.added = {made(reading, x["set"]).id: x for x in old if x["do"] == "add"}
        self.old = {x["fact"]: x for x in old if x["do"] != "add"}
        self.line = 1

    def run(self) -> list[dict]:
        found: dict[str, dict] = {}
        seen: set[str] = set()
        for entry, self.line in zip(self.entries, self.lines):
            if not isinstance(entry, dict):
                raise self.fail("an entry of a fact sheet holds `key: value` lines")
            ident = entry.get("fact")
            if ident is not None and ident in seen:
                raise self.fail(f"the fact {ident} stands here a second time", str(ident))
            x = self._new(entry) if ident is None else self._known(str(ident), entry)
            seen.add(str(ident))
            if x is not None:
                found[self._checked(x).id] = x
        kept = {id: x for id, x in {**self.old, **self.added}.items() if id not in seen and id not in found and (x["do"] == "reject" or id not in self.printed)}
        rejected = {id: {"do": "reject", "fact": id} for id in self.facts if id in self.printed and id not in seen}
        return sorted((rejected | kept | found).values(), key=lambda x: (("change", "reject", "add").index(x["do"]), x.get("fact") or made(self.reading, x["set"]).id))

    def _known(self, ident: str, entry: Mapping) -> dict | None:
        """What an entry with an id changes: None where it says what was read."""
        fact = self.facts.get(ident) or (made(self.reading, self.added[ident]["set"]) if ident in self.added else None)
        if fact is None:
            near = get_close_matches(ident, [*self.facts, *self.added], 1)
            raise self.fail(f"there is no fact {ident} in this article", ident, f"is it {near[0]}? an entry that you add has no `fact`" if near else "leave `fact` out of an entry that you add")
        before = _entry(fact)
        self._check(entry, before["kind"])
        for key in SHOWN[1:]:
            if key in entry and entry[key] != before[key]:
                raise self.fail(f"`{key}` says where the fact was read and cannot be changed", key + ":", "delete the entry and add another without `fact`")
        changed = {k: v for k, v in entry.items() if k in EDITABLE[before["kind"]] and v != before.get(k)}
        last = self.old.get(ident) or self.added.get(ident) or {}
        why = entry.get("why") or last.get("why")
        values = self._values(changed, before["kind"], (last.get("set") or {}, to_json(fact)))
        if ident in self.added:
            return self._said({"do": "add", "set": {"id": ident} | self.added[ident]["set"] | values} if values else dict(self.added[ident]), why)
        unshown = {k: v for k, v in (last.get("set") or {}).items() if k not in EDITABLE[before["kind"]]}
        return self._said({"do": "change", "fact": ident, "set": unshown | values}, why) if unshown | values else None

    def _new(self, entry: Mapping) -> dict:
        kind = entry.get("kind", "event")
        if kind not in EDITABLE:
            raise self.fail(f"`kind` is {kind!r}", "kind:", "one of event, claim, relation")
        self._check(entry, kind)
        lacking = [k for k in NEEDED[kind] if not entry.get(k)]
        if lacking:
            raise self.fail(f"a new {kind} needs `{lacking[0]}`")
        record = {"kind": kind} | self._words(entry) | self._values({k: v for k, v in entry.items() if k in EDITABLE[kind] and v is not None}, kind, ())
        return self._said({"do": "add", "set": record}, entry.get("why"))

    def _checked(self, x: Mapping) -> Fact:
        """The fact as the correction makes it; a value that no fact can have is refused where the sheet says it."""
        try:
            if x["do"] == "add":
                return made(self.reading, x["set"])
            return from_json(to_json(self.facts[x["fact"]]) | x["set"])
        except UserError as e:
            field = e.message.split("`")[1] + ":" if e.message.count("`") > 1 else ""
            raise self.fail(e.message, field, e.hint) from None

    @staticmethod
    def _said(x: dict, why: Any) -> dict:
        return x | {"why": str(why)} if why else x

    def _check(self, entry: Mapping, kind: str) -> None:
        for key in entry:
            if key not in (*SHOWN, "why", *EDITABLE[kind]):
                near = get_close_matches(str(key), EDITABLE[kind], 1)
                raise self.fail(f"unknown key {key!r}", f"{key}:", (f"did you mean {near[0]}? " if near else "") + f"what can be changed: {', '.join(EDITABLE[kind])}")

    def _words(self, entry: Mapping) -> dict:
        """Where the words of a new fact stand in the article; {} for one without words."""
        words, text = str(entry.get("words") or ""), self.reading.article.text
        if not words:
            return {}
        start = text.find(words)
        if start < 0:
            raise self.fail("these words do not stand in the article", "words:", "copy them from it, or leave `words` out of a fact that you know by hand")
        span = {"start": start, "end": start + len(words), "text": words}
        a, b = next(((a, b) for a, b in self.reading.sentences if a <= start < b), (start, start + len(words)))
        return {"trigger": span, "evidence": [{"start": a, "end": b, "text": text[a:b]}]}

    def _values(self, changed: Mapping, kind: str, before: Sequence[Mapping]) -> dict:
        """Edited values as record values: entities looked up, dates completed, the PLOVER type of a class filled in."""
        out: dict[str, Any] = {}
        for key, value in changed.items():
            if key in MANY:
                out[key] = [self._entity(v, key, before) for v in (value if isinstance(value, list) else [value] if value else [])]
            elif key in ONE:
                out[key] = None if value is None else self._entity(value, key, before)
            elif key == "date":
                out[key] = self._date(value, before)
            elif value is not None and not isinstance(value, str):
                raise self.fail(f"`{key}` must be a text", f"{key}:")
            else:
                out[key] = value
        if kind == "event" and "class" in out:
            event, mode, contexts = self._class(out["class"])
            out = {"class": out["class"], "event": event, "mode": mode, "contexts": list(contexts)} | out
        return out

    def _class(self, name: Any) -> tuple:
        if name not in self.names.words.classes:
            near = get_close_matches(str(name), self.names.words.classes, 3)
            raise self.fail(f"the ontology has no class {name!r}", "class:", f"did you mean {', '.join(near)}?" if near else "kg ask --list and ontology/diplomacy.ttl name the classes")
        return self.names.words.classes[name]

    def _entity(self, value: Any, key: str, before: Sequence[Mapping]) -> dict:
        """The record of an entity: as it stood in the fact, where the sheet still says so; else looked up."""
        for record in before:
            stood = record.get(key)
            for r in stood if isinstance(stood, list) else [stood] if stood else []:
                if _plain(r) == value:
                    return r
        if isinstance(value, dict):
            lacking = [k for k in ("id", "type", "labels") if not value.get(k)]
            if lacking:
                raise self.fail(f"a new entity needs `{lacking[0]}`", f"{key}:", "{id: some-name, type: Person, labels: {en: Some Name}}")
            return dict(value) | {"how": "corrected"}
        try:
            found = self.names.find(str(value))
        except UserError as e:
            raise self.fail(e.message, str(value), e.hint) from None
        return self.names.record(Ref(found, self.names.nowhere, "corrected"))

    def _date(self, value: Any, before: Sequence[Mapping]) -> dict | None:
        if value is None:
            return None
        for record in before:
            if record.get("date") and _plain(record["date"]) == value:
                return record["date"]
        if not isinstance(value, dict):
            value = {"start": value, "end": value, "precision": "day"}
        line = self._at("date:")
        start, end = (iso_day(value[k], self.path, line, self.rows[line - 1]) if value.get(k) else None for k in ("start", "end"))
        if start and end and end < start:
            raise self.fail(f"the date ends ({end}) before it begins ({start})", "date:")
        return {"start": start, "end": end, "precision": value.get("precision") or ("day" if start == end else "interval"), "method": "corrected", "text": ""}

    def _at(self, needle: str) -> int:
        """The first line of the entry that holds the needle, else the one on which it begins."""
        end = next((n for n in self.lines if n > self.line), len(self.rows) + 1)
        return next((n for n in range(self.line, end) if needle in self.rows[n - 1]), self.line)

    def fail(self, message: str, needle: str = "", hint: str = "") -> UserError:
        line = self._at(needle) if needle else self.line
        return UserError(message, self.path, line, self.rows[line - 1].find(needle) + 1 if needle and needle in self.rows[line - 1] else 1, self.rows[line - 1], hint)
