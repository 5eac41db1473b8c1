"""Our own checks of what was read: what no shape can see, because it compares facts with the text, with time or with each other.

Each check is one small function from a reading to problems; a problem names the fact, the article and the words.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.articles import headline
from kg.families import FAMILIES
from kg.model import Claim, Event, Problem, Quantity, Reading, Relation, Span
from kg.records import refs_of

Fact = Event | Claim | Relation
MEETINGS = frozenset(FAMILIES["talks"]) - {"Mediation", "Conference", "Session"}
SHARED = frozenset({"member", "minister", "deputy", "ambassador", "adviser", "correspondent", "spokesperson", "envoy"})


def facts(r: Reading) -> tuple[Fact, ...]:
    """All facts of a reading."""
    return (*r.events, *r.claims, *r.relations)


def _problem(r: Reading, severity: str, code: str, message: str, f: Fact, span: Span | None = None, hint: str = "", related: tuple[str, ...] = ()) -> Problem:
    return Problem(severity, code, message, r.article.id, f.id, span or f.trigger, r.article.path, line_of(r.article.text, (span or f.trigger).start), hint, related)


def line_of(text: str, offset: int) -> int:
    """The line of a character, counted from 1."""
    return text.count("\n", 0, offset) + 1


def spans(f: Fact) -> list[Span]:
    """Every stretch of text that a fact quotes."""
    out = [f.trigger, *f.evidence, *(r.mention for r in refs_of(f))]
    if isinstance(f, Event):
        out += [*f.topics, *f.cues, *(q.span for q in f.quantities)]
    elif isinstance(f, Claim):
        out.append(f.content)
    return [s for s in out if s.text]


def quotes(r: Reading) -> Iterator[Problem]:
    """A quote must be what the article prints at its place, where its text is at hand, and the trigger must stand in the evidence."""
    for f in facts(r):
        for s in spans(f) if r.article.text else ():
            if r.article.text[s.start:s.end] != s.text:
                yield _problem(r, "error", "quote-mismatch", f"the article prints «{r.article.text[s.start:s.end][:40]}» where the fact quotes «{s.text[:40]}»", f, s,
                               "the article changed after it was read: build again")
        if f.trigger.text and f.evidence and not any(e.start <= f.trigger.start and f.trigger.end <= e.end for e in f.evidence):
            yield _problem(r, "error", "trigger-outside-evidence", f"«{f.trigger.text}» stands in none of the sentences given as evidence", f)


def meeting_of_one(r: Reading) -> Iterator[Problem]:
    """Nobody meets alone: the other side was not understood."""
    for e in r.events:
        who = {x.entity.id for x in (*e.actors, *e.recipients)} | {p.ref.entity.id for p in e.participants if p.role in ("companion", "guest", "host")}
        if e.cls in MEETINGS and len(who) == 1 and e.status == "actual":
            yield _problem(r, "warning", "meeting-of-one", f"a {e.cls} of one: {(*e.actors, *e.recipients)[0].entity.label('en') if e.actors or e.recipients else next(iter(who))}", e,
                           hint="kg facts ARTICLE to name the other side")


def both_sides(r: Reading) -> Iterator[Problem]:
    """Nobody does a thing to himself."""
    for e in r.events:
        recipients = {x.entity.id: x for x in e.recipients}
        for x in e.actors:
            if x.entity.id in recipients:
                yield _problem(r, "error", "on-both-sides", f"{x.entity.label('en')} is both actor and recipient", e, recipients[x.entity.id].mention if recipients[x.entity.id].mention.text else None)


def time_order(r: Reading) -> Iterator[Problem]:
    """What happened did so before it was written down; what is to come is not over long ago; ends follow starts."""
    for f in facts(r):
        d = f.valid if isinstance(f, Relation) else f.date
        if d is None:
            continue
        if d.start and d.end and d.end < d.start:
            yield _problem(r, "error", "end-before-start", f"ends {d.end}, before it starts {d.start}", f)
        if isinstance(f, Event) and r.written is not None:
            if f.status == "actual" and d.start and r.written.end and d.start > r.written.end:
                yield _problem(r, "error", "event-after-article", f"told as done on {d.start}, in an article written by {r.written.end}", f, hint="its date or its status was misread")
            if f.status == "future" and d.end and r.written.start and d.end < r.written.start:
                yield _problem(r, "warning", "planned-in-the-past", f"told as to come by {d.end}, in an article written from {r.written.start}", f)


def _exclusive(role: str | None) -> bool:
    return role is not None and not any(word in role.casefold() for word in SHARED)


def office_held_by_two(r: Reading) -> Iterator[Problem]:
    """One office, two holders, and nothing that sets them apart in time."""
    held: dict[tuple[str, str], dict[str, Relation]] = defaultdict(dict)
    for f in r.relations:
        if f.relation == "holdsOffice" and _exclusive(f.role):
            held[f.role, f.object.entity.id].setdefault(f.subject.entity.id, f)
    for (role, _), holders in sorted(held.items()):
        found = sorted(holders.values(), key=lambda f: (f.trigger.start, f.id))
        for a, b in zip(found, found[1:]):
            if not (a.valid and b.valid and ((a.valid.end or "9") < (b.valid.start or "0") or (b.valid.end or "9") < (a.valid.start or "0"))):
                yield _problem(r, "warning", "office-held-by-two", f"{a.subject.entity.label('en')} and {b.subject.entity.label('en')} both hold «{role}» of {b.object.entity.label('en')}",
                               b, related=(a.id,))


def dangling(r: Reading) -> Iterator[Problem]:
    """Facts that name other facts must name facts that are there; ids are there once."""
    known: dict[str, Fact] = {}
    for f in facts(r):
        if f.id in known:
            yield _problem(r, "error", "same-id", f"two facts have the id {f.id}", f)
        known[f.id] = f
    for f in facts(r):
        for ident in (*f.causes, *(t.fact for t in f.order)) if isinstance(f, Event) else (f.about,) if isinstance(f, Claim) and f.about else ():
            if ident not in known:
                yield _problem(r, "error", "no-such-fact", f"names {ident}, which this article does not tell", f, related=(ident,))
            elif ident == f.id:
                yield _problem(r, "error", "causes-itself", "leads to itself", f)


def against_himself(r: Reading) -> Iterator[Problem]:
    """One speaker who asserts and denies the same was misread, or is news."""
    by: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for c in r.claims:
        for s in c.speakers:
            if c.about:
                by[s.entity.id, c.about].append(c)
    for _, claims in sorted(by.items()):
        if {"denies"} < {c.stance for c in claims} and any(c.stance in ("asserts", "alleges", "confirms") for c in claims):
            yield _problem(r, "warning", "against-himself", "one speaker both asserts and denies it", claims[-1], related=tuple(c.id for c in claims[:-1]))


def unknown_terms(r: Reading, known: frozenset[str]) -> Iterator[Problem]:
    """A class or tie that the ontology has not would be lost on every query."""
    for f in facts(r):
        name = f.cls if isinstance(f, Event) else f.relation if isinstance(f, Relation) else None
        if name is not None and name not in known:
            yield _problem(r, "error", "unknown-class" if isinstance(f, Event) else "unknown-tie", f"the ontology has no {name!r}", f, hint="see ontology/diplomacy.ttl")


def measures(r: Reading) -> Iterator[Problem]:
    """Figures that cannot be: a negative count, a duration or distance below nothing."""
    def wrong(q: Quantity) -> bool:
        return q.value.startswith("-") or (q.kind == "duration" and not q.value.startswith("P"))
    for e in r.events:
        for q in e.quantities:
            if wrong(q):
                yield _problem(r, "error", "impossible-figure", f"a {q.kind} of {q.value}", e, q.span)


def headed(r: Reading) -> Iterator[Problem]:
    """A headline that was left in the text is read as one of its sentences, and tells what it announces a second time."""
    if line := headline(r.article.text):
        start = r.article.text.index(line)
        yield Problem("note", "headline-in-text", "a headline seems to stand in the text, where it is read as a sentence; its place is title = \"…\" in NAME.toml", r.article.id,
                      span=Span(start, start + len(line), line), path=r.article.path, line=line_of(r.article.text, start))


CHECKS = (quotes, meeting_of_one, both_sides, time_order, office_held_by_two, dangling, against_himself, measures, headed)


def check(reading: Reading, known: frozenset[str] | None = None) -> tuple[Problem, ...]:
    """All problems of one reading, errors first, then as they stand in the text.  `known`: `kg.ontology.names()`, None to leave that check out."""
    found = {p for one in CHECKS for p in one(reading)}
    if known is not None:
        found.update(unknown_terms(reading, known))
    return tuple(sorted(found, key=lambda p: (p.severity, p.span.start if p.span else -1, p.code, p.fact, p.message)))
