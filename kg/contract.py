"""A file of facts that another program or a person wrote → Readings: every field checked against the contract, each complaint with its line.

    {"kind": "event", "schema": "1", "doc": "NAME", …, "article": {"date": …}}       a fact, with what is known of its article
    {"kind": "article", "doc": "NAME", …, "text": …}                                 its article, where the file brings that along

The facts of one `doc` become the reading of that article.  The article must be known: it stands in the collection, or the file says
what it is, in a line of its own or in the field `article` of any of its facts (`{}` where nothing is known of it).  Where its text
is at hand every quotation must stand in it; without a text the quotations rest on the word of whoever wrote the file.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from kg.arabic import sentences
from kg.model import SCHEMA, Article, Claim, Date, Entity, Event, Mention, Reading, Ref, Relation, Span, UserError
from kg.nodes import ROLE_PROPERTY
from kg.ontology import Known
from kg.records import ABOUT_ARTICLE, Fact, Reader, Record, article_of, refs_of, with_records

KINDS = ("event", "claim", "relation", "mention", "time", "unread", "article")
_CODE, _QID, _MODE, _CONTEXT = re.compile(r"[A-Z]{3}"), re.compile(r"Q[1-9][0-9]*"), re.compile(r"[a-z][a-z-]*"), re.compile(r"[a-z][a-z_]*")
_HALF = re.compile("[\ud800-\udfff]")


class Checker(Reader):
    """Reads a record as `Reader` does, and holds it to what the ontology names and the shapes ask for."""

    def __init__(self, known: Known, path: str, line: int, row: str, text: str | None = None):
        super().__init__(text, path, line)
        self.known, self.row = known, row

    def fail(self, message: str, hint: str = "") -> UserError:
        return UserError(message, self.path, self.line, excerpt=self.row[:100], hint=hint)

    def name(self, key: str, found: str, allowed: Iterable[str], what: str) -> None:
        """One of the ontology's names; the nearest ones where it is none."""
        from difflib import get_close_matches
        if found not in allowed:
            near = get_close_matches(found, sorted(allowed), 3)
            raise self.fail(f"`{key}`: the ontology has no {what} {found!r}", f"did you mean {', '.join(near)}?" if near else "kg schema and ontology/diplomacy.ttl name them")

    def match(self, key: str, found: str | None, pattern: re.Pattern, form: str) -> None:
        if found and not pattern.fullmatch(found):      # an empty text stands for null
            raise self.fail(f"`{key}` is {found!r}", f"write {form}")

    def texts(self, r: Record, key: str) -> None:
        for x in self.get(r, key, list, []):
            if not isinstance(x, str):
                raise self.fail(f"`{key}` is a list of texts, and holds {json.dumps(x, ensure_ascii=False)[:60]}")

    def span(self, r: Record) -> Span:
        found = super().span(r)
        if found.text and len(found.text) != found.end - found.start:
            raise self.fail(f"«{found.text[:40]}» has {len(found.text)} characters and cannot stand at {found.start}–{found.end}",
                            "offsets count characters of the raw article, a byte-order mark left out, before any normalisation")
        return found

    def entity(self, r: Record) -> Entity:
        for language, label in self.get(r, "labels", dict).items():
            if not isinstance(label, str) or not label.strip():
                raise self.fail(f"`labels`: {language} is {json.dumps(label, ensure_ascii=False)[:60]}", 'a name by language: {"ar": "…", "en": "…"}')
        found = super().entity(r)
        if not found.labels or not found.id.strip():
            raise self.fail(f"the entity {found.id!r} has no {'name in `labels`' if found.id.strip() else '`id`'}", '{"id": "some-name", "type": "Person", "labels": {"ar": "…"}}')
        self.match("country", found.country, _CODE, "an ISO 3166 alpha-3 code, or IGO")
        self.match("sector", found.sector, _CODE, "a PLOVER sector of three capitals: GOV, MIL, REB …")
        self.match("wikidata", found.wikidata, _QID, "a Wikidata number: Q7747")
        return found

    def article(self, r: Record) -> Reading:
        """What is known of an article, without facts yet."""
        self.texts(r, "reasons")
        for s in self.get(r, "sentences", list, []):
            if not (isinstance(s, list) and len(s) == 2 and all(type(x) is int for x in s)):
                raise self.fail(f"`sentences` is a list of [start, end], and holds {json.dumps(s)[:60]}")
        if day := self.get(r, "date", str, None):
            self.date({"date": {"start": day, "end": day}}, "date")
        return article_of(r, self)

    def quotes(self, f: Fact) -> None:
        """A fact with words has evidence in which its trigger stands."""
        if f.trigger.text and not any(e.start <= f.trigger.start and f.trigger.end <= e.end for e in f.evidence):
            raise self.fail(f"the trigger «{f.trigger.text}» stands in none of the fact's `evidence`", "evidence is the sentence or clause that the fact was read from")

    def event(self, r: Record) -> Event:
        for key in ("contexts", "causes"):
            self.texts(r, key)
        if "event" not in r:
            raise self.fail("field `event` is missing", "a PLOVER type, or null for a happening outside PLOVER")
        found = super().event(r)
        self.name("class", found.cls, self.known.classes, "event class")
        if (found.event is None) != (self.known.classes[found.cls] is None):
            raise self.fail(f"`event` is {found.event or 'null'}, and the class {found.cls} is {self.known.classes[found.cls] or 'outside PLOVER'}")
        self.match("mode", found.mode, _MODE, "a PLOVER mode in small letters")
        for context in found.contexts:
            self.match("contexts", context, _CONTEXT, "PLOVER contexts in small letters")
        for p in found.participants:
            self.name("role", ROLE_PROPERTY.get(p.role, p.role), self.known.roles, "role")
        self.quotes(found)
        return found

    def claim(self, r: Record) -> Claim:
        found = super().claim(r)
        self.name("stance", found.stance, self.known.stances, "stance")
        if not found.speakers or not found.content.text:
            raise self.fail("a claim needs a `speaker`" if not found.speakers else "a claim needs a `content`, the words that are claimed")
        self.quotes(found)
        return found

    def relation(self, r: Record) -> Relation:
        found = super().relation(r)
        self.name("relation", found.relation, self.known.ties, "tie")
        self.quotes(found)
        return found


class Collected:
    """What a file says of one article, as its lines come: what is known of it, and its facts with the lines they stand on."""

    def __init__(self, doc: str):
        self.doc = doc
        self.head: Reading | None = None       # a line of its own
        self.about: Record | None = None       # the field `article` of its facts
        self.rows: list[tuple[Checker, Record]] = []


class Given(NamedTuple):
    """What a file of facts gives: readings by their `doc`, everything that is wrong with it, line by line, and the docs with a fault: they
    have no reading, so that no half of one reaches the graph."""
    readings: dict[str, Reading]
    errors: list[UserError]
    broken: set[str]


def readings(rows: Iterable[str], path: str, origin: str, articles: Mapping[str, Article], known: Known) -> Given:
    """Checks a file of facts, its rows in order.  `path` is what complaints call it, `origin` what the graph does; `articles` are those of
    the collection by id."""
    found: dict[str, Collected] = {}
    errors: list[UserError] = []
    broken: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.strip():
            doc = ""
            try:
                checker, record = _record(row, number, path, known)
                doc = checker.get(record, "doc", str)
                _collect(found.setdefault(doc, Collected(doc)), checker, record)
            except UserError as e:
                errors.append(e)
                broken.add(doc)
    done = {}
    ids: dict[str, int] = {}
    for doc, c in found.items():
        faults: list[UserError] = []
        reading = _reading(c, articles.get(doc), origin, ids, faults)
        errors += faults
        if faults:
            broken.add(doc)
        elif doc not in broken:
            done[doc] = reading
    if not found and not errors:
        errors.append(UserError("there is no fact in this file", path, hint="kg extract prints facts, one JSON object a line"))
    return Given(done, sorted(errors, key=lambda e: e.line), broken)


def _record(row: str, number: int, path: str, known: Known) -> tuple[Checker, Record]:
    """The record of a line with the checker that knows where it stands."""
    checker = Checker(known, path, number, row.strip())
    try:
        record = json.loads(row)
    except (json.JSONDecodeError, RecursionError) as e:
        raise UserError(f"not JSON: {getattr(e, 'msg', 'nested too deeply')}", path, number, getattr(e, "colno", 1), row[:100], "one JSON object a line") from None
    if not isinstance(record, dict):
        raise checker.fail("a fact is a JSON object", '{"kind": "event", "doc": …}')
    if _HALF.search(row) or _HALF.search(json.dumps(record, ensure_ascii=False)):
        raise checker.fail("the record holds half a character (a lone surrogate)", "the program that wrote it cut a text within a character")
    checker.choice("kind", checker.get(record, "kind", str), KINDS)
    if str(record.get("schema", SCHEMA)) != SCHEMA:
        raise checker.fail(f"`schema` is {record['schema']!r}", f"this program knows version {SCHEMA} of the contract")
    return checker, record


def _collect(c: Collected, checker: Checker, record: Record) -> None:
    """Takes in one line: the article, or a fact with what it says of its article."""
    if not c.doc.strip() or "/" in c.doc:
        raise checker.fail(f"`doc` is {c.doc!r}", "the name of an article: its file name without the extension")
    if record["kind"] == "article":
        if c.head is not None:
            raise checker.fail(f"the article {c.doc!r} stands here a second time")
        c.head = checker.article(record)
        return
    about = checker.get(record, "article", dict, None)
    if about is not None:
        about = {k: v for k, v in about.items() if v is not None}              # null says as much as nothing
        if c.about is not None and about != c.about:
            key = next(k for k in sorted({*about, *c.about}) if about.get(k) != c.about.get(k))
            raise checker.fail(f"another fact says otherwise of the article {c.doc!r}: `{key}`")
        c.about = about
    c.rows.append((checker, record))


def _reading(c: Collected, there: Article | None, origin: str, ids: dict[str, int], faults: list[UserError]) -> Reading | None:
    """The reading of one article: what is known of it, then its facts, checked one by one and then with each other.

    `ids` are those of the file so far with their lines: a fact is named by its id alone, whatever the article.
    """
    if not c.rows and c.head is None:
        return None                                          # its lines have faults, each told already
    try:
        head = _head(c, there, origin)
    except UserError as e:
        faults.append(e)
        return None
    known, found, lines = head.article.text or None, [], {}
    for checker, record in c.rows:
        checker.text = known
        try:
            value = checker.read(record)
            if isinstance(value, (Event, Claim, Relation)):
                if not value.id.strip() or value.id in ids:
                    raise checker.fail(f"a second fact has the id {value.id!r}" if value.id.strip() else "the `id` is empty",
                                       f"the first stands on line {ids[value.id]}" if value.id in ids else "")
                ids[value.id], lines[value.id] = checker.line, checker
            found.append(value)
        except UserError as e:
            faults.append(e)
    reading = with_records(head, found)
    if not reading.mentions:
        reading = replace(reading, mentions=_mentions(reading))
    faults += _between(reading, lines)
    return reading


def _head(c: Collected, there: Article | None, origin: str) -> Reading:
    """The reading without facts: the collection's article wins over what the file says of it."""
    first = c.rows[0][0] if c.rows else None
    if c.head is not None:
        head = c.head
    elif c.about is not None:
        head = first.article({"doc": c.doc} | c.about)
    elif there is not None:
        head = Reading(there, None)
    else:
        raise first.fail(f"there is no article {c.doc!r}, neither in this collection nor in this file",
                         f'put {c.doc}.txt into the collection, or let a fact say what is known of it: "article": {{"title": …, "date": …}}')
    article = replace(head.article, path="") if there is None else replace(there, **{k: getattr(head.article, k) for k in ABOUT_ARTICLE if getattr(there, k) is None})
    day = article.date
    written = head.written or (Date(day, day, "day", "given") if day else None)
    reasons = head.reasons or (("the date was given beside the text",) if day else ())
    return replace(head, article=article, written=written, reasons=reasons, origin=origin, sentences=head.sentences if there is None and head.sentences else tuple(sentences(article.text)))


def _mentions(reading: Reading) -> tuple[Mention, ...]:
    """Every name that the facts rest on, in the order of the text: what a file of bare facts says of names."""
    refs: dict[tuple, Ref] = {}
    for f in (*reading.events, *reading.claims, *reading.relations):
        for ref in refs_of(f):
            if ref.mention.text:
                refs.setdefault((ref.mention.start, ref.mention.end, ref.entity.id), ref)
    return tuple(Mention(reading.article.id, refs[key]) for key in sorted(refs))


def _between(reading: Reading, lines: Mapping[str, Checker]) -> list[UserError]:
    """Facts that name a fact which is not there, and an entity that is two things."""
    out: list[UserError] = []
    types: dict[str, str] = {}
    for f in (*reading.events, *reading.claims, *reading.relations):
        named: tuple[Any, ...] = f.causes if isinstance(f, Event) else (f.about,) if isinstance(f, Claim) and f.about else ()
        for ident in named:
            if ident not in lines or ident == f.id:
                out.append(lines[f.id].fail(f"`{'causes' if isinstance(f, Event) else 'about'}` names {ident!r}, " + ("the fact itself" if ident == f.id else f"which no fact of {f.doc!r} is")))
        for ref in refs_of(f):
            if types.setdefault(ref.entity.id, ref.entity.type) != ref.entity.type:
                out.append(lines[f.id].fail(f"{ref.entity.id!r} is of the type {ref.entity.type} here and {types[ref.entity.id]} before"))
    return out
