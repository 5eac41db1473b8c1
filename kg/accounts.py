"""Accounts of one happening side by side: what contradicts, what bears out, what is told differently.

A contradiction lies between what is said (two claims of opposite stance, a denial and the fact it denies) or between what is told
(one fact says it happened, the other that it did not).  A difference is milder: both tell the happening, with other figures,
days or places.  Both sides are kept; nothing here decides who is right.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.alike import THRESHOLD, compare, kin, realis
from kg.merge import Happening, Key, key, pairs
from kg.model import Claim, Event, Quantity, Reading, Ref, Span

POSITIVE = frozenset({"asserts", "alleges", "describes", "confirms", "admits"})
NEGATIVE = frozenset({"denies", "doubts"})


@dataclass(frozen=True, slots=True)
class Tie:
    """Two facts that contradict or corroborate each other; `about` is the happening concerned, '' where it is none."""
    kind: str                   # contradicts, corroborates
    first: Key
    second: Key
    about: str


@dataclass(frozen=True, slots=True)
class Variant:
    """What one fact says."""
    fact: Key
    value: str
    unit: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect that the facts of a happening tell differently: count, duration, distance, money, date, place, actor, recipient."""
    happening: str
    aspect: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Happenings with their standing, and what lies between their accounts."""
    happenings: tuple[Happening, ...]
    ties: tuple[Tie, ...]
    differences: tuple[Difference, ...]


def _voices(fact: Claim | Event) -> frozenset[str]:
    """Who says it; nobody for what an article tells in its own voice."""
    return frozenset(r.entity.id for r in (fact.speakers if isinstance(fact, Claim) else fact.sources))


def _claim_ties(claims: list[Claim], happening: Happening) -> set[Tie]:
    """Ties among the claims about one happening, and between a denial and the facts that tell what is denied."""
    out = set()
    for n, a in enumerate(claims):
        for b in claims[n + 1:]:
            sides = {a.stance in NEGATIVE, b.stance in NEGATIVE}
            if {a.stance, b.stance} <= POSITIVE | NEGATIVE and _voices(a) != _voices(b):
                out.add(Tie("contradicts" if len(sides) == 2 else "corroborates", key(a), key(b), happening.id))
    said = {s for c in claims if c.stance in POSITIVE for s in _voices(c)}
    for c in (c for c in claims if c.stance in NEGATIVE):
        for f in happening.facts:
            voices = {r.entity.id for r in f.sources}
            if realis(f) == "actual" and not voices & _voices(c) and not (voices and voices <= said):
                out.add(Tie("contradicts", key(f), key(c), happening.id))
    return out


def _said_already(ties: set[Tie], facts: dict[Key, Claim | Event]) -> set[Tie]:
    """Ties between sourced facts of an article whose sources already contradict each other in its claims: the same quarrel, read twice."""
    quarrels = {(doc, frozenset((_voices(facts[t.first]), _voices(facts[t.second])))) for t in ties for doc in (t.first[0], t.second[0])
                if t.kind == "contradicts" and isinstance(facts[t.first], Claim) and isinstance(facts[t.second], Claim)}
    return {t for t in ties if t.kind == "contradicts" and not (isinstance(facts[t.first], Claim) and isinstance(facts[t.second], Claim))
            and _voices(facts[t.first]) and _voices(facts[t.second]) and t.first[0] == t.second[0]
            and (t.first[0], frozenset((_voices(facts[t.first]), _voices(facts[t.second])))) in quarrels}


def contrary(a: Event, b: Event, near: bool) -> bool:
    """Does one fact say it happened and the other that it did not?"""
    if {realis(a), realis(b)} != {"actual", "negated"}:
        return False
    verdict = compare(a, b, near, any_realis=True)
    return verdict.score is not None and verdict.score >= THRESHOLD + 0.5


def _told_and_denied(readings: list[Reading], place: dict[Key, Happening]) -> set[Tie]:
    """One fact says it happened, another that it did not."""
    out = set()
    for a, b, near in pairs(readings):
        if contrary(a, b, near):
            told = a if realis(a) == "actual" else b
            out.add(Tie("contradicts", key(a), key(b), place[key(told)].id))
    return out


def _inside(q: Quantity, refs: Iterable[Ref | None]) -> bool:
    return any(r is not None and r.mention.text and r.mention.start < q.span.end and q.span.start < r.mention.end for r in refs)


def _aspect(e: Event, q: Quantity) -> tuple[str, str]:
    """What a quantity counts or measures, so that only like is set beside like: the role whose words it stands in, else its unit."""
    for role, refs in (("weapon", (e.weapon,)), ("object", (e.object,)), ("actor", e.actors), ("recipient", e.recipients)):
        if _inside(q, refs):
            return q.kind, role
    return q.kind, (q.unit or "").casefold()


def _quantities(h: Happening) -> list[Difference]:
    found: dict[tuple[str, str], list[Variant]] = defaultdict(list)
    for e in h.facts:
        for q in e.quantities:
            found[_aspect(e, q)].append(Variant(key(e), q.value, q.unit, q.span))
    return [Difference(h.id, aspect[0], tuple(v)) for aspect, v in sorted(found.items()) if len({x.value for x in v}) > 1 and len({x.fact for x in v}) > 1]


def _dates(h: Happening) -> list[Difference]:
    days = [(e, e.date.start) for e in h.facts if e.date and e.date.precision == "day" and e.date.start == e.date.end]
    if len({d for _, d in days}) < 2:
        return []
    return [Difference(h.id, "date", tuple(Variant(key(e), d, None, e.trigger) for e, d in days))]


def _side(h: Happening, name: str) -> list[Difference]:
    """Two facts that name another actor, recipient or place for one happening, of which neither stands for the other."""
    told = [(e, getattr(e, name)) for e in h.facts if getattr(e, name)]
    if len({e.doc for e, _ in told}) < 2 or h.event in ("CONSULT", "AGREE", "COOPERATE"):
        return []
    for n, (a, xs) in enumerate(told):
        for b, ys in told[n + 1:]:
            if a.doc != b.doc and not any(kin(x.entity, y.entity) for x in xs for y in ys):
                variants = (Variant(key(e), ", ".join(r.entity.label("en") for r in refs), None, refs[0].mention) for e, refs in ((a, xs), (b, ys)))
                return [Difference(h.id, {"actors": "actor", "recipients": "recipient"}.get(name, name), tuple(variants))]
    return []


def accounts(readings: Iterable[Reading], happenings: tuple[Happening, ...]) -> Accounts:
    """What the readings say against and for each other, and the happenings again, those denied by somebody marked `contested`."""
    readings = sorted(readings, key=lambda r: r.article.id)
    place = {key(f): h for h in happenings for f in h.facts}
    about: dict[str, list[Claim]] = defaultdict(list)
    for c in sorted((c for r in readings for c in r.claims), key=lambda c: (c.doc, c.trigger.start, c.id)):
        if c.about and (c.doc, c.about) in place:
            about[place[c.doc, c.about].id].append(c)
    ties = _told_and_denied(readings, place)
    for h in happenings:
        ties |= _claim_ties(about.get(h.id, []), h)
    facts = {key(f): f for r in readings for f in (*r.events, *r.claims)}
    ties -= _said_already(ties, facts)
    contested = {t.about for t in ties if t.kind == "contradicts"}
    marked = tuple(replace(h, standing="contested") if h.id in contested else h for h in happenings)
    differences = [d for h in happenings for d in (*_quantities(h), *_dates(h), *_side(h, "actors"), *_side(h, "recipients"), *_side(h, "place"))]
    return Accounts(marked, tuple(sorted(ties, key=lambda t: (t.kind, t.first, t.second))), tuple(differences))
