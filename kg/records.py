"""Facts as records and back: the contract between reading, graph and people (version 1, one JSON object a fact).

`to_json` writes a fact with its keys in the contract's order; `from_json` reads a record that a person or a program wrote
and answers a broken one with the line it stands on.  `reading_to_lines` keeps a whole Reading, so that the graph, `why` and
the fact sheet start from the file under `build/facts/` and no article is read twice:

    {"kind": "article", …, "written": …, "reasons": […], "sentences": […], "text": …}      the first line
    {"kind": "event"|"claim"|"relation"|"mention"|"time"|"unread", …}                        the rest, in reading order

`facts_to_lines` writes facts for other programs: each with what is known of its article in a field `article`; `kg.contract` reads
such a file back.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from kg.model import SCHEMA, Article, Claim, Date, Entity, Event, Mention, Participant, Quantity, Reading, Ref, Relation, Span, TimeMention, TimeTie, Unread, UserError

Fact = Event | Claim | Relation
Record = dict[str, Any]

TYPES = ("Person", "State", "Organization", "Group", "Place", "Weapon", "Document", "MilitaryOperation", "Facility")
STATUSES = ("actual", "future", "hypothetical", "negated")
MODALITIES = (None, "demanded", "promised", "alleged", "denied", "expected", "possible")
PRECISIONS = ("day", "interval", "month", "year", "approximate", "before", "after", "end-of-month")
PLOVER = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
          "MOBILIZE", "COERCE", "ASSAULT")


def refs_of(fact: Fact) -> list[Ref]:
    """Everybody and everything that a fact names, in a fixed order."""
    match fact:
        case Event():
            return [*fact.actors, *fact.recipients, *(p.ref for p in fact.participants), *fact.place, *fact.sources, *filter(None, (fact.object, fact.weapon))]
        case Claim():
            return list(fact.speakers)
    return [fact.subject, fact.object]


# ── values → records ──────────────────────────────────────────────────────────────────────────────────────────────

def _span(s: Span) -> Record:
    return {"start": s.start, "end": s.end, "text": s.text}


def _date(d: Date | None) -> Record | None:
    return d and {"start": d.start, "end": d.end, "precision": d.precision, "method": d.method, "text": d.text}


def _entity(e: Entity) -> Record:
    return {"id": e.id, "type": e.type, "labels": dict(e.labels), "wikidata": e.wikidata, "country": e.country, "sector": e.sector}


def _ref(r: Ref | None) -> Record | None:
    return r and _entity(r.entity) | {"mention": _span(r.mention), "how": r.how}


def _quantity(q: Quantity) -> Record:
    return {"kind": q.kind, "value": q.value, "unit": q.unit} | _span(q.span)


def _event(f: Event) -> Record:
    return {
        "kind": "event", "schema": SCHEMA, "doc": f.doc, "id": f.id, "event": f.event, "mode": f.mode, "contexts": list(f.contexts), "class": f.cls,
        "actors": [_ref(r) for r in f.actors], "recipients": [_ref(r) for r in f.recipients],
        "participants": [{"role": p.role, "entity": _ref(p.ref)} for p in f.participants],
        "date": _date(f.date), "place": [_ref(r) for r in f.place], "status": f.status, "modality": f.modality,
        "sources": [_ref(r) for r in f.sources], "object": _ref(f.object), "weapon": _ref(f.weapon), "topics": [_span(t) for t in f.topics],
        "quantities": [_quantity(q) for q in f.quantities], "causes": list(f.causes), "trigger": _span(f.trigger),
        "evidence": [_span(e) for e in f.evidence], "rule": f.rule, "confidence": f.confidence, "cues": [_span(c) for c in f.cues],
        "order": [{"relation": t.relation, "fact": t.fact, "least": t.least, "most": t.most} | _span(t.span) for t in f.order],
    }


def _claim(f: Claim) -> Record:
    return {"kind": "claim", "schema": SCHEMA, "doc": f.doc, "id": f.id, "speaker": [_ref(r) for r in f.speakers], "stance": f.stance, "about": f.about,
            "content": _span(f.content), "date": _date(f.date), "trigger": _span(f.trigger), "evidence": [_span(e) for e in f.evidence],
            "rule": f.rule, "confidence": f.confidence}


def _relation(f: Relation) -> Record:
    return {"kind": "relation", "schema": SCHEMA, "doc": f.doc, "id": f.id, "subject": _ref(f.subject), "relation": f.relation, "object": _ref(f.object),
            "role": f.role, "valid": _date(f.valid), "trigger": _span(f.trigger), "evidence": [_span(e) for e in f.evidence],
            "rule": f.rule, "confidence": f.confidence}


def to_json(fact: Event | Claim | Relation | Mention | TimeMention | Unread) -> Record:
    """The record of a fact, mention, time or unread word: plain dicts and lists, keys in the contract's order."""
    match fact:
        case Event():
            return _event(fact)
        case Claim():
            return _claim(fact)
        case Relation():
            return _relation(fact)
        case Mention():
            return {"kind": "mention", "doc": fact.doc, "entity": _ref(fact.ref)} | _span(fact.ref.mention)
        case TimeMention():
            return {"kind": "time", "doc": fact.doc} | _span(fact.span) | {"date": _date(fact.date), "rule": fact.rule}
        case Unread():
            return {"kind": "unread", "doc": fact.doc, "unread": fact.kind} | _span(fact.span) | {"why": fact.why}
    raise TypeError(f"no record for {type(fact).__name__}")


# ── records → values ──────────────────────────────────────────────────────────────────────────────────────────────

class Reader:
    """Reads the values of one record and knows where it stands, so that every complaint names file, line and field.

    `text` is the article's text where it is at hand: then every span must print what the article prints at its offsets.
    """

    def __init__(self, text: str | None = None, path: str = "", line: int = 0):
        self.text, self.path, self.line = text, path, line

    def fail(self, message: str, hint: str = "") -> UserError:
        return UserError(message, path=self.path, line=self.line, hint=hint)

    def get(self, r: Record, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """Field `key`, of that type; the default where it is absent or null, a complaint where there is none."""
        if not isinstance(r, dict):
            raise self.fail(f"expected an object with `{key}`, found {json.dumps(r, ensure_ascii=False)[:60]}")
        found = r.get(key)
        if found is None:
            if default is ...:
                raise self.fail(f"field `{key}` is missing" if key not in r else f"field `{key}` may not be null")
            return default
        if not isinstance(found, kind) or isinstance(found, bool):
            raise self.fail(f"field `{key}` has the wrong type: {json.dumps(found, ensure_ascii=False)[:60]}")
        return found

    def choice(self, key: str, found: Any, allowed: tuple) -> Any:
        if found not in allowed:
            raise self.fail(f"`{key}` is {found!r}", hint="one of " + ", ".join("null" if a is None else str(a) for a in allowed))
        return found

    def span(self, r: Record) -> Span:
        start, end, text = self.get(r, "start", int), self.get(r, "end", int), self.get(r, "text", str)
        if not 0 <= start <= end:
            raise self.fail(f"a span from {start} to {end}")
        if self.text is not None and text and self.text[start:end] != text:
            raise self.fail(f"the article prints «{self.text[start:end][:60]}» at {start}–{end}, the record says «{text[:60]}»",
                            hint="offsets count characters of the raw article, before any normalisation")
        return Span(start, end, text)

    def spans(self, r: Record, key: str) -> tuple[Span, ...]:
        return tuple(self.span(s) for s in self.get(r, key, list, []))

    def date(self, r: Record, key: str) -> Date | None:
        d = self.get(r, key, dict, None)
        if d is None:
            return None
        start, end = self.get(d, "start", str, None), self.get(d, "end", str, None)
        from datetime import date
        for day in (start, end):
            try:
                date.fromisoformat(day or "2000-01-01")
            except ValueError:
                raise self.fail(f"`{key}` has no such day: {day}", hint="write YYYY-MM-DD") from None
        if start and end and start > end:
            raise self.fail(f"`{key}` ends ({end}) before it starts ({start})")
        precision = self.choice("precision", self.get(d, "precision", str, "day" if start == end else "interval"), PRECISIONS)
        return Date(start, end, precision, self.get(d, "method", str, ""), self.get(d, "text", str, ""))

    def entity(self, r: Record) -> Entity:
        labels = tuple(self.get(r, "labels", dict, {}).items())
        return Entity(self.get(r, "id", str), self.choice("type", self.get(r, "type", str), TYPES), labels, self.get(r, "wikidata", str, None),
                      self.get(r, "country", str, None), self.get(r, "sector", str, None))

    def ref(self, r: Record) -> Ref:
        mention = self.get(r, "mention", dict, None)
        return Ref(self.entity(r), self.span(mention) if mention else Span(0, 0, ""), self.get(r, "how", str, "name"))

    def refs(self, r: Record, key: str) -> tuple[Ref, ...]:
        return tuple(self.ref(x) for x in self.get(r, key, list, []))

    def one(self, r: Record, key: str) -> Ref | None:
        found = self.get(r, key, dict, None)
        return None if found is None else self.ref(found)

    def quantity(self, r: Record) -> Quantity:
        return Quantity(self.get(r, "kind", str), str(self.get(r, "value", (str, int, float))), self.get(r, "unit", str, None), self.span(r))

    def trigger(self, r: Record) -> Span:
        """A fact written by hand, with no article behind it, has none."""
        return self.span(r["trigger"]) if self.get(r, "trigger", dict, None) else Span(0, 0, "")

    def confidence(self, r: Record) -> float:
        found = self.get(r, "confidence", (int, float), 1.0)
        if not 0 <= found <= 1:
            raise self.fail(f"`confidence` is {found}", hint="a number from 0 to 1")
        return float(found)

    def event(self, r: Record) -> Event:
        people = tuple(Participant(self.get(p, "role", str), self.ref(self.get(p, "entity", dict))) for p in self.get(r, "participants", list, []))
        return Event(
            self.get(r, "doc", str), self.get(r, "id", str), self.choice("event", self.get(r, "event", str, None), (None, *PLOVER)),
            self.get(r, "mode", str, None), tuple(self.get(r, "contexts", list, [])), self.get(r, "class", str),
            self.refs(r, "actors"), self.refs(r, "recipients"), people, self.date(r, "date"), self.refs(r, "place"),
            self.choice("status", self.get(r, "status", str, "actual"), STATUSES), self.choice("modality", self.get(r, "modality", str, None), MODALITIES),
            self.refs(r, "sources"), self.one(r, "object"), self.one(r, "weapon"), self.spans(r, "topics"),
            tuple(self.quantity(q) for q in self.get(r, "quantities", list, [])), tuple(self.get(r, "causes", list, [])),
            self.trigger(r), self.spans(r, "evidence"), self.get(r, "rule", str, ""), self.confidence(r), self.spans(r, "cues"),
            tuple(self.time_tie(t) for t in self.get(r, "order", list, [])))

    def time_tie(self, r: Record) -> TimeTie:
        return TimeTie(self.choice("relation", self.get(r, "relation", str), ("after", "before", "during")), self.get(r, "fact", str),
                       self.get(r, "least", int, None), self.get(r, "most", int, None), self.span(r))

    def claim(self, r: Record) -> Claim:
        content = self.get(r, "content", dict, None)
        return Claim(self.get(r, "doc", str), self.get(r, "id", str), self.refs(r, "speaker"), self.get(r, "stance", str), self.get(r, "about", str, None),
                     self.span(content) if content else Span(0, 0, ""), self.date(r, "date"), self.trigger(r), self.spans(r, "evidence"),
                     self.get(r, "rule", str, ""), self.confidence(r))

    def relation(self, r: Record) -> Relation:
        return Relation(self.get(r, "doc", str), self.get(r, "id", str), self.ref(self.get(r, "subject", dict)), self.get(r, "relation", str),
                        self.ref(self.get(r, "object", dict)), self.get(r, "role", str, None), self.date(r, "valid"), self.trigger(r),
                        self.spans(r, "evidence"), self.get(r, "rule", str, ""), self.confidence(r))

    def read(self, r: Record) -> Event | Claim | Relation | Mention | TimeMention | Unread:
        """The value of a record, by its `kind`."""
        match self.get(r, "kind", str):
            case "event":
                return self.event(r)
            case "claim":
                return self.claim(r)
            case "relation":
                return self.relation(r)
            case "mention":
                return Mention(self.get(r, "doc", str), self.ref(self.get(r, "entity", dict)))
            case "time":
                return TimeMention(self.get(r, "doc", str), self.span(r), self.date(r, "date"), self.get(r, "rule", str, ""))
            case "unread":
                return Unread(self.get(r, "doc", str), self.get(r, "unread", str), self.span(r), self.get(r, "why", str, ""))
            case other:
                raise self.fail(f"`kind` is {other!r}", hint="one of event, claim, relation, mention, time, unread")


def from_json(record: Record, text: str | None = None, path: str = "", line: int = 0) -> Event | Claim | Relation | Mention | TimeMention | Unread:
    """The fact of a record.  UserError with `path` and `line` where it breaks the contract, or where `text` does not print its spans."""
    return Reader(text, path, line).read(record)


# ── a whole reading ───────────────────────────────────────────────────────────────────────────────────────────────

def dump(record: Record) -> str:
    """One line of JSON, Arabic as it is."""
    return json.dumps(record, ensure_ascii=False)


ABOUT_ARTICLE = ("title", "date", "publisher", "language", "url", "author")


def _about(reading: Reading) -> Record:
    """What is known of a reading's article beside its text."""
    return {k: getattr(reading.article, k) for k in ABOUT_ARTICLE} | {"written": _date(reading.written), "reasons": list(reading.reasons)}


def facts_to_lines(reading: Reading) -> Iterator[str]:
    """The events, claims and relations of a reading in the order of the text, one line each, with what is known of the article."""
    about = {k: v for k, v in _about(reading).items() if v}
    for fact in sorted((*reading.events, *reading.claims, *reading.relations), key=lambda f: (f.trigger.start, f.id)):
        yield dump(to_json(fact) | {"article": about})


def reading_to_lines(reading: Reading) -> Iterator[str]:
    """The lines of `build/facts/NAME.jsonl`, without line ends: the article with its text first, then every record."""
    a = reading.article
    yield dump({"kind": "article", "schema": SCHEMA, "doc": a.id, "path": a.path} | _about(reading)
               | {"sentences": [list(s) for s in reading.sentences], "text": a.text} | ({"origin": reading.origin} if reading.origin else {}))
    for group in (reading.events, reading.claims, reading.relations, reading.mentions, reading.times, reading.unread):
        for fact in group:
            yield dump(to_json(fact))


def article_of(r: Record, reader: Reader) -> Reading:
    """The reading, without facts yet, of an article's record."""
    word = {k: reader.get(r, k, str, None) for k in ABOUT_ARTICLE}
    article = Article(reader.get(r, "doc", str), reader.get(r, "text", str, ""), reader.get(r, "path", str, ""), **word)
    return Reading(article, reader.date(r, "written"), tuple(reader.get(r, "reasons", list, [])), sentences=tuple((s, e) for s, e in reader.get(r, "sentences", list, [])),
                   origin=reader.get(r, "origin", str, ""))


def reading_from_lines(lines: Iterable[str], path: str = "") -> Reading:
    """The Reading that `reading_to_lines` wrote.  UserError with `path` and line for a damaged file."""
    found: list = []
    head = None
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as e:
            raise UserError(f"not JSON: {e.msg}", path=path, line=number, column=e.colno, excerpt=line[:120]) from None
        reader = Reader(head.article.text or None if head else None, path, number)      # no text, no check of quotes
        if head is not None:
            found.append(reader.read(record))
        elif not isinstance(record, dict) or record.get("kind") != "article":
            raise reader.fail("the first line of a fact file is the article", hint="rebuild it from the article")
        else:
            head = article_of(record, reader)
    if head is None:
        raise UserError("an empty fact file", path=path, hint="rebuild it from the article")
    return with_records(head, found)


def with_records(head: Reading, found: Iterable[Event | Claim | Relation | Mention | TimeMention | Unread]) -> Reading:
    """A reading with the values of its records, each under its kind, in their order."""
    groups: dict[type, list] = {Event: [], Claim: [], Relation: [], Mention: [], TimeMention: [], Unread: []}
    for value in found:
        groups[type(value)].append(value)
    return replace(head, **{name: tuple(g) for name, g in zip(("events", "claims", "relations", "mentions", "times", "unread"), groups.values())})
