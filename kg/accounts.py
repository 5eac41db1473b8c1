"""Accounts of one happening side by side: what contradicts, what bears out, what is told differently, and on how many sources each rests.

A contradiction lies between what is said (two claims of opposite stance, a denial and the fact it denies, an accusation and the denial
of the accused) or between what is told (one fact says it happened, the other that it did not).  A difference is milder: both tell the happening, with other figures,
days or places.  Both sides are kept; nothing here decides who is right.  A side is as strong as the independent sources that tell it
(`kg.sources`), not as often as it was printed.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from kg import alike, within
from kg.blocks import candidates
from kg.charges import CHARGES, DENIAL, answered
from kg.kin import kin
from kg.likeness import realis
from kg.merge import Happening
from kg.model import Claim, Entity, Event, Quantity, Reading, Ref, Span
from kg.parts import Part, parts
from kg.profile import BORROWED, Key, key
from kg.sources import Sources, origins
from kg.tellings import Telling

POSITIVE = frozenset({"asserts", "alleges", "describes", "confirms", "admits"})
NEGATIVE = frozenset({"denies", "doubts"})
MARGIN = 0.5             # points beyond those of a merge that two facts need which contradict each other
Fact = Event | Claim


@dataclass(frozen=True, slots=True)
class Tie:
    """Two facts that contradict or corroborate each other; `about` is the happening concerned, '' where it is none."""
    kind: str                   # contradicts, corroborates
    first: Key
    second: Key
    about: str


@dataclass(frozen=True, slots=True)
class Variant:
    """What one fact says; `sources` is the number of independent sources that say the same."""
    fact: Key
    value: str
    unit: str | None
    span: Span | None
    sources: int = 1


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect that the facts of a happening tell differently: count, duration, distance, money, date, place, actor, recipient."""
    happening: str
    aspect: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Who says of a disputed happening that it was (`holds` asserts) or was not (denies), in which facts, from how many independent sources.

    `voices` are the ids of speakers and sources, `docs` the articles that say it in a voice of their own.
    """
    holds: str
    facts: tuple[Key, ...]
    voices: tuple[str, ...]
    docs: tuple[str, ...]
    sources: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """A happening of which some say that it was and others that it was not, or an accusation and who denies it."""
    happening: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """All that is told of one happening: it and its standing, what lies between the facts that tell it, and how many sources do.

    `voices` are the entities that stand on the sides of its dispute.
    """
    happening: Happening
    ties: tuple[Tie, ...]
    differences: tuple[Difference, ...]
    dispute: Dispute | None
    sources: int
    voices: Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Happenings with their standing, what lies between their accounts, what is part of what, and how many sources tell each happening.

    `voices` are the entities that stand on the sides of disputes, by id; `each` holds all that is told of each happening.
    """
    happenings: tuple[Happening, ...]
    ties: tuple[Tie, ...]
    differences: tuple[Difference, ...]
    disputes: tuple[Dispute, ...] = ()
    parts: tuple[Part, ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    voices: Mapping[str, Entity] = field(default_factory=dict)
    each: tuple[Account, ...] = ()


def _voices(fact: Fact) -> frozenset[str]:
    """Who says it; nobody for what an article tells in its own voice."""
    return frozenset(r.entity.id for r in (fact.speakers if isinstance(fact, Claim) else fact.sources))


# ── contradictions ────────────────────────────────────────────────────────────────────────────────────────────────

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
            voices = _voices(f)
            if realis(f.status) == "actual" and not voices & _voices(c) and not (voices and voices <= said):
                out.add(Tie("contradicts", key(f), key(c), happening.id))
    return out


def _said_already(ties: set[Tie], facts: Mapping[Key, Fact]) -> set[Tie]:
    """Ties between sourced facts of one article whose sources already contradict each other in claims about the same happening: one quarrel,
    read twice."""
    quarrels = {frozenset((_voices(facts[t.first]), _voices(facts[t.second]))) for t in ties
                if t.kind == "contradicts" and isinstance(facts[t.first], Claim) and isinstance(facts[t.second], Claim)}
    return {t for t in ties if t.kind == "contradicts" and not (isinstance(facts[t.first], Claim) and isinstance(facts[t.second], Claim))
            and _voices(facts[t.first]) and _voices(facts[t.second]) and frozenset((_voices(facts[t.first]), _voices(facts[t.second]))) in quarrels
            and t.first[0] == t.second[0]}


def denies(a: Telling, b: Telling) -> bool:
    """Does one of two articles tell what the other says did not happen?"""
    if {a.realis, b.realis} != {"actual", "negated"}:
        return False
    v = alike.compare(a, b, any_realis=True)
    return v.score is not None and v.score >= alike.THRESHOLD + MARGIN


def denied_within(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """What one article tells and says did not happen: (the one, the other), of all its tellings."""
    for no in (t for t in told if t.realis == "negated"):
        for yes in (t for t in told if t.family == no.family and t.realis == "actual"):
            v = within.compare(yes.facts[0], no.facts[0], any_realis=True)
            if v.score is not None and v.score >= within.THRESHOLD + 2 * MARGIN:
                yield yes, no


def opposed(a: Telling, b: Telling, about: str) -> Tie:
    """The tie between what is told and what is denied; `about` is the happening that the one tells."""
    return Tie("contradicts", *sorted((a.key, b.key)), about)


def _told_and_denied(happenings: Sequence[Happening]) -> Iterator[Tie]:
    """One fact says it happened, another that it did not: in two articles, or in one."""
    told = sorted((t for h in happenings for t in h.told), key=lambda t: t.key)
    place = {t.key: h.id for h in happenings for t in h.told}
    denied = {n for n, t in enumerate(told) if t.realis == "negated"}
    for i, j in candidates(told, denied) if denied else ():
        a, b = told[i], told[j]
        if denies(a, b):
            yield opposed(a, b, place[a.key if a.realis == "actual" else b.key])
    by_doc = defaultdict(list)
    for t in told:
        by_doc[t.doc].append(t)
    for doc in {told[n].doc for n in denied}:
        for yes, no in denied_within(by_doc[doc]):
            yield opposed(yes, no, place[yes.key])


def _dispute(ties: Iterable[Tie], h: Happening, claims: Sequence[Claim], facts: Mapping[Key, Fact], sources: Sources) -> Dispute | None:
    """Of a happening that is contradicted the two sides: what tells and affirms it, what tells the contrary and denies it."""
    sides: dict[bool, set[Key]] = {True: set(), False: set()}
    against = [t for t in ties if t.kind == "contradicts"]
    for t in against:
        for k in (t.first, t.second):
            f = facts[k]
            sides[realis(f.status) != "negated" and f.cls != DENIAL if isinstance(f, Event) else f.stance not in NEGATIVE].add(k)
    for c in claims if against else ():
        if c.stance in POSITIVE | NEGATIVE:
            sides[c.stance not in NEGATIVE].add(key(c))
    if against and any(not _voices(f) for f in h.facts):         # an article's own word for it stands on the side that tells it
        sides[True].update(key(f) for f in h.facts if realis(f.status) == "actual")
    if not sides[True] or not sides[False]:
        return None
    return Dispute(h.id, tuple(_side(name, sorted(sides[yes]), facts, sources) for name, yes in (("asserts", True), ("denies", False))))


def _told_by(f: Fact) -> tuple[Ref, ...]:
    """Who holds what a fact says: who accuses and who denies it, where that is the fact itself."""
    return f.speakers if isinstance(f, Claim) else f.actors if f.cls in CHARGES or f.cls == DENIAL else f.sources


def _side(holds: str, keys: Sequence[Key], facts: Mapping[Key, Fact], sources: Sources) -> Side:
    mine = [facts[k] for k in keys]
    return Side(holds, tuple(keys), tuple(sorted({r.entity.id for f in mine for r in _told_by(f)})), tuple(sorted({f.doc for f in mine if not _told_by(f)})), len(sources.independent(mine)))


# ── differences ───────────────────────────────────────────────────────────────────────────────────────────────────

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
    days = [(e, e.date.start) for e in h.facts if e.date and e.date.precision == "day" and e.date.start == e.date.end and e.date.method not in BORROWED]
    if len({d for _, d in days}) < 2:
        return []
    return [Difference(h.id, "date", tuple(Variant(key(e), d, None, e.trigger) for e, d in days))]


def _party(h: Happening, name: str) -> list[Difference]:
    """Two articles that name another actor, recipient or place for one happening, of which neither stands for the other."""
    if len(h.docs) < 2 or h.event in ("CONSULT", "AGREE", "COOPERATE"):
        return []
    told: dict[tuple[str, ...], list[Event]] = defaultdict(list)          # who was named → the first facts that name them, of two articles at most
    for e in h.facts:
        who = tuple(sorted(r.entity.id for r in getattr(e, name)))
        if who and len(told[who]) < 2 and all(e.doc != x.doc for x in told[who]):
            told[who].append(e)
    for (_, some), (_, others) in combinations(sorted(told.items()), 2):
        for a, b in product(some, others):
            xs, ys = getattr(a, name), getattr(b, name)
            if a.doc != b.doc and not any(kin(x.entity, y.entity) for x in xs for y in ys):
                variants = (Variant(key(e), ", ".join(r.entity.label("en") for r in refs), None, refs[0].mention) for e, refs in sorted(((a, xs), (b, ys)), key=lambda x: key(x[0])))
                return [Difference(h.id, {"actors": "actor", "recipients": "recipient"}.get(name, name), tuple(variants))]
    return []


def _counted(d: Difference, facts: Mapping[Key, Fact], sources: Sources) -> Difference:
    """A difference whose variants say how many independent sources tell them."""
    count = {value: len(sources.independent([facts[v.fact] for v in d.variants if v.value == value])) for value in {v.value for v in d.variants}}
    return replace(d, variants=tuple(replace(v, sources=count[v.value]) for v in d.variants))


def _borne_out(h: Happening, apart: list[list[Fact]]) -> set[Tie]:
    """Independent sources bear each other out: the first fact of the first with the first fact of each other."""
    told = [next((f for f in facts if realis(f.status) == realis(h.status)), None) for facts in apart]
    return {Tie("corroborates", key(told[0]), key(f), h.id) for f in told[1:] if told[0] is not None and f is not None}


# ── all of it ─────────────────────────────────────────────────────────────────────────────────────────────────────

def account(h: Happening, claims: Sequence[Claim], denied: Iterable[Tie], charges: Iterable[Tie], facts: Mapping[Key, Fact], sources: Sources) -> Account:
    """What is told of one happening: by its facts, by the `claims` about it in the order of their articles, by what denies it, and by
    accusations with the denials that answer them.  That somebody accused is not in doubt, so nothing is contested by these.

    `facts` are those that the ties name.
    """
    ties = {*denied, *_claim_ties(list(claims), h)}
    ties -= _said_already(ties, facts)
    marked = replace(h, standing="contested") if any(t.kind == "contradicts" for t in ties) else h
    apart = sources.independent(h.facts) if len(h.facts) > 1 else [list(h.facts)]
    ties |= {*_borne_out(marked, apart), *charges}
    own = {key(f): f for f in h.facts}
    differences = [_counted(d, own, sources) for d in (*_quantities(h), *_dates(h), *_party(h, "actors"), *_party(h, "recipients"), *_party(h, "place"))] if len(h.facts) > 1 else []
    dispute = _dispute(ties, h, claims, facts, sources)
    said = sorted({k for side in dispute.sides for k in side.facts}) if dispute else ()
    return Account(marked, tuple(sorted(ties, key=lambda t: (t.kind, t.first, t.second))), tuple(differences), dispute, len(apart), {r.entity.id: r.entity for k in said for r in _told_by(facts[k])})


def told_order(c: Claim) -> tuple:
    """What to sort claims by: article, place in it, name."""
    return c.doc, c.trigger.start, c.id


def accounts(readings: Iterable[Reading], happenings: tuple[Happening, ...]) -> Accounts:
    """What the readings say against and for each other, and the happenings again, those denied by somebody marked `contested`."""
    readings = sorted(readings, key=lambda r: r.article.id)
    sources, place = Sources(origins(readings)), {key(f): h for h in happenings for f in h.facts}
    about: dict[str, list[Claim]] = defaultdict(list)
    for c in sorted((c for r in readings for c in r.claims), key=told_order):
        if c.about and (c.doc, c.about) in place:
            about[place[c.doc, c.about].id].append(c)
    denied, charges = defaultdict(set), defaultdict(set)
    for t in _told_and_denied(happenings):
        denied[t.about].add(t)
    for e, c in ((e, c) for r in readings for e, c, _ in answered(r) if key(e) in place):
        charges[place[key(e)].id].add(Tie("contradicts", key(e), key(c), place[key(e)].id))
    facts = {key(f): f for r in readings for f in (*r.events, *r.claims)}
    found = [account(h, about.get(h.id, ()), denied.get(h.id, ()), charges.get(h.id, ()), facts, sources) for h in happenings]
    marked = tuple(a.happening for a in found)
    return Accounts(marked, tuple(sorted((t for a in found for t in a.ties), key=lambda t: (t.kind, t.first, t.second))), tuple(d for a in found for d in a.differences),
                    tuple(sorted((a.dispute for a in found if a.dispute), key=lambda d: d.happening)), parts(marked),
                    tuple((a.happening.id, a.sources) for a in found), {ident: e for a in found for ident, e in a.voices.items()}, tuple(found))
