"""Why the graph says so: a fact, happening or entity explained from the stored readings, without the graph.

The answer is made of values (`Why` and its parts); printing is the command line's.  Every sentence of reasoning is built from what the
fact itself carries: the words, how each name was resolved, the method that dated it, the rule and the lexicon entry that read it.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg import vocab
from kg.accounts import Accounts, accounts
from kg.chronicle import open_day, order
from kg.graph import Fix
from kg.identity import Identity, One
from kg.likeness import Link
from kg.merge import Happening, merge
from kg.model import Article, Claim, Date, Event, Reading, Ref, Relation, Span, UserError
from kg.naming import united
from kg.near import WhyOne, one
from kg.pins import Pins
from kg.profile import key

Fact = Event | Claim | Relation


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of an article as a person finds it: `line` and `column` count from 1, `start` and `end` characters from 0."""
    path: str
    line: int
    column: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in a fact: the role, who, in which words, and how these words came to mean him."""
    role: str
    entity: str
    label: str
    how: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Merged:
    """The happening a fact was merged into: its id and standing, the other facts that tell it, and why it was taken for one with them."""
    happening: str
    standing: str
    others: tuple[tuple[str, str], ...]                                # (doc, fact id)
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """All there is to say about one fact."""
    id: str
    kind: str
    name: str                              # class, stance or tie
    article: Article
    written: Date | None
    written_reasons: tuple[str, ...]
    trigger: Place | None
    evidence: tuple[Place, ...]
    rule: str
    entry: str                             # FILE:LINE of the lexicon entry, '' where none is named
    confidence: float
    status: str
    modality: str | None
    cues: tuple[Place, ...]
    date: Date | None
    date_how: str
    parts: tuple[Part, ...]
    causes: tuple[str, ...]
    led_to: tuple[str, ...]
    about: str | None
    said: tuple[tuple[str, str, str], ...]      # claims about it: (claim id, stance, speakers)
    merged: Merged | None
    ties: tuple[tuple[str, str], ...]      # (contradicts | corroborates, fact id)
    fixes: tuple[Fix, ...]
    origin: str = ""       # the file the fact was given in, '' where it was read here


def place(article: Article, span: Span) -> Place | None:
    """Where a span stands in its file; None for a fact that no article tells."""
    if not span.text:
        return None
    before = article.text[:span.start]
    return Place(article.path, before.count("\n") + 1, span.start - (before.rfind("\n") + 1) + 1, span.start, span.end, span.text)


def _parts(article: Article, f: Fact) -> tuple[Part, ...]:
    if isinstance(f, Event):
        sides: list[tuple[str, Ref]] = [(role, r) for role, refs in (("actor", f.actors), ("recipient", f.recipients)) for r in refs]
        sides += [(p.role, p.ref) for p in f.participants] + [("place", r) for r in f.place] + [("source", r) for r in f.sources]
        sides += [(role, r) for role, r in (("object", f.object), ("weapon", f.weapon)) if r]
    else:
        sides = [("speaker", r) for r in f.speakers] if isinstance(f, Claim) else [("subject", f.subject), ("object", f.object)]
    return tuple(Part(role, r.entity.id, r.entity.label("en"), r.how, place(article, r.mention)) for role, r in sides)


def date_how(d: Date | None, written: Date | None) -> str:
    """One sentence on how a date was found.

    >>> date_how(Date("2017-03-10", "2017-03-10", "day", "weekday", "Friday"), Date("2017-03-12", "2017-03-12", "day", "given"))
    'the words «Friday», read by the rule weekday, in an article written 2017-03-12, give 2017-03-10 (day)'
    """
    if d is None:
        return "the text gives no date that could be resolved"
    days = d.start if d.start == d.end else f"{d.start or '…'} to {d.end or '…'}"
    words = f"the words «{d.text}»" if d.text else "no words of its own"
    wrote = "" if written is None else f", in an article written {written.start}" if written.start == written.end else f", in an article written {written.start or '…'} to {written.end or '…'}"
    return f"{words}, read by the rule {d.method or 'unnamed'}{wrote}, give {days} ({d.precision})"


def _merged(f: Fact, found: Accounts) -> Merged | None:
    h = next((h for h in found.happenings if any(key(x) == key(f) for x in h.facts)), None)
    if h is None:
        return None
    return Merged(h.id, h.standing, tuple(key(x) for x in h.facts if key(x) != key(f)), tuple(x for x in h.links if key(f) in (x.first, x.second)))


def explain(f: Fact, reading: Reading, found: Accounts, fixes: Iterable[Fix] = ()) -> Why:
    """The explanation of one fact of a reading; `found` is what `kg.accounts` concluded from all readings."""
    a = reading.article
    rule, _, entry = f.rule.partition(":")
    event = f if isinstance(f, Event) else None
    when = f.valid if isinstance(f, Relation) else f.date
    ties = tuple(sorted((t.kind, other[1]) for t in found.ties for mine, other in ((t.first, t.second), (t.second, t.first)) if mine == key(f)))
    led_to = tuple(e.id for e in reading.events if f.id in e.causes)
    said = tuple((c.id, c.stance, ", ".join(r.entity.label("en") for r in c.speakers)) for c in reading.claims if c.about == f.id)
    name = f.cls if event else f.stance if isinstance(f, Claim) else f.relation
    return Why(
        f.id, type(f).__name__.lower(), name, a, reading.written, reading.reasons, place(a, f.trigger), tuple(p for e in f.evidence if (p := place(a, e))), rule, entry,
        f.confidence, event.status if event else "", event.modality if event else None, tuple(p for c in (event.cues if event else ()) if (p := place(a, c))),
        when, date_how(when, reading.written), _parts(a, f), event.causes if event else (), led_to,
        f.about if isinstance(f, Claim) else None, said,
        _merged(f, found) if event else None, ties, tuple(x for x in fixes if x.fact == f.id), reading.origin)


def _facts(readings: Iterable[Reading]) -> list[tuple[Fact, Reading]]:
    return [(f, r) for r in readings for f in (*r.events, *r.claims, *r.relations)]


def _local(ident: str, base: str) -> str:
    """What a person may write for a thing (an id, `event:…`, `id:putin`, `<iri>`, an IRI) → its local name."""
    name = ident.strip("<>").removeprefix(base)
    return name.removeprefix("id:")


def why(ident: str, readings: Sequence[Reading], base: str = vocab.DEFAULT_BASE, fixes: Iterable[Fix] = (), who: Identity = Identity(), pins: Pins = Pins()) -> tuple[Why | WhyOne, ...]:
    """The explanations of what `ident` names: one fact; a happening and its facts; the facts that name an entity; those of an article.

    UserError with near ids where it names nothing.
    """
    fixes, name, told = tuple(fixes), _local(ident, base), []
    theirs = {(doc, own) for x in who.ones for doc, own in x.members if vocab.local(own) == name}
    readings = united(readings, who)
    ones = {e.id for place, e in who.places().items() if place in theirs} | {name}
    found = accounts(readings, merge(readings, pins))
    everything = _facts(readings)
    chosen = [(f, r) for f, r in everything if name in (f.id, vocab.fact_iri("", f.id, type(f).__name__.lower()), f.id.partition(":")[2])]
    if not chosen:
        chosen = _of_happening(name, found.happenings, everything)
        told = [one(h, found, pins) for h in found.happenings if vocab.local(h.id) == name.removeprefix("happening:")]
        told = [replace(w, window=order(found.happenings, readings).windows.get(w.happening.id)) if open_day(w.happening) else w for w in told]
    if not chosen:
        chosen = [(f, r) for f, r in everything if any(vocab.local(p.entity) in ones for p in _parts(r.article, f))]
    if not chosen:
        chosen = [(f, r) for f, r in everything if name in (r.article.id, f"article:{vocab.local(r.article.id)}")]
    if chosen:
        return (*told, *(explain(f, r, found, fixes) for f, r in chosen))
    rejected = next((x for x in fixes if x.fact == name), None)
    if rejected is not None:
        raise UserError(f"{name} was rejected by a correction" + (f": {rejected.why}" if rejected.why else ""))
    from difflib import get_close_matches
    near = get_close_matches(name, sorted({f.id for f, _ in everything} | {f"happening:{h.id}" for h in found.happenings}), 3, 0.6)
    raise UserError(f"the graph has nothing called {ident!r}", hint="perhaps " + ", ".join(near) if near else "kg ask timeline shows happenings with their names")


def who_is(ident: str, found: Identity, base: str = vocab.DEFAULT_BASE) -> tuple[One, ...]:
    """The entities that an id means which more than one name or article stands for: by their own id, or by an article's."""
    name = _local(ident, base)
    return tuple(one for one in found.ones if name in {vocab.local(i) for i in (one.entity.id, *(own for _, own in one.members))})


def _of_happening(name: str, happenings: Iterable[Happening], everything: list[tuple[Fact, Reading]]) -> list[tuple[Fact, Reading]]:
    wanted = name.removeprefix("happening:")
    keys = {key(f) for h in happenings if vocab.local(h.id) == wanted for f in h.facts}
    return [(f, r) for f, r in everything if isinstance(f, Event) and key(f) in keys]
