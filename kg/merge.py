"""Many Readings → one set of happenings: scored, explained, reversible, and the same whatever the order of the input.

Nothing in an article's own graph changes when another article arrives: facts stay as told, and a `Happening` names the facts
that tell it.  Pairs are only compared where they can agree at all (same family of classes, a shared party, object or place,
and neighbouring months or the same article), then joined best first, as long as no two facts of a group forbid each other.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.alike import FAMILIES, THRESHOLD, Verdict, compare, days, family, stretched
from kg.model import Date, Entity, Event, Reading
from kg.vocab import digest, hyphened, local

Key = tuple[str, str]                # (doc, fact id)
PRECISE = {p: i for i, p in enumerate(("day", "interval", "end-of-month", "month", "approximate", "year", "before", "after"))}


@dataclass(frozen=True, slots=True)
class Link:
    """Why two facts were taken for one happening."""
    first: Key
    second: Key
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened in the world, as far as its facts agree.  `standing`: told, attributed or contested."""
    id: str
    cls: str
    event: str | None
    mode: str | None
    facts: tuple[Event, ...]
    actors: tuple[Entity, ...]
    recipients: tuple[Entity, ...]
    participants: tuple[tuple[str, Entity], ...]
    places: tuple[Entity, ...]
    objects: tuple[Entity, ...]
    weapons: tuple[Entity, ...]
    sources: tuple[Entity, ...]
    date: Date | None
    status: str
    standing: str
    links: tuple[Link, ...]

    @property
    def docs(self) -> tuple[str, ...]:
        """The articles that tell it, sorted."""
        return tuple(sorted({f.doc for f in self.facts}))


def key(fact) -> Key:
    """What names a fact across readings."""
    return fact.doc, fact.id


def _order(e: Event) -> tuple:
    return e.doc, e.trigger.start, e.id


def _months(e: Event) -> list[int]:
    """Months a dated fact may fall in; none for an undated one or one of half a year and more."""
    span = stretched(e.date)
    if span is None or span[1] - span[0] > 190:
        return []
    first, last = date.fromordinal(span[0] - 2), date.fromordinal(span[1] + 2)
    return list(range(first.year * 12 + first.month, last.year * 12 + last.month + 1))


def slots(e: Event, written: int | None) -> list[tuple]:
    """The slots of one event, each once: only events that share one are worth comparing.  `written`: the day of its article, None unknown."""
    entities = [r.entity for r in (*e.actors, *e.recipients, *e.place)] + [r.entity for r in (e.object, e.weapon) if r]
    names = {x.id for x in entities} | {x.country for x in entities if x.country and x.country != "IGO"} or {""}
    when = [("doc", e.doc)] + [("month", m) for m in _months(e)]
    if e.date is None and written is not None:
        when.append(("week", written // 7))
    return list(dict.fromkeys([(family(e), n, w) for n in sorted(names) for w in when] + [(family(e), "", ("doc", e.doc))]))


def _blocks(events: list[Event], written: dict[str, int | None]) -> Iterable[list[int]]:
    """Groups of positions within which pairs are worth comparing."""
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for i, e in enumerate(events):
        for slot in slots(e, written.get(e.doc)):
            blocks[slot].append(i)
    return blocks.values()


def written_day(reading: Reading) -> int | None:
    """The day an article was written, as an ordinal; None where it is not known to the week."""
    span = days(reading.written)
    return span[0] if span and span[1] - span[0] <= 7 else None


def near(a: int | None, b: int | None) -> bool:
    """Were two articles written within three days of each other?"""
    return a is not None and b is not None and abs(a - b) <= 3


def pairs(readings: Iterable[Reading]) -> Iterator[tuple[Event, Event, bool]]:
    """Pairs of facts worth comparing, each once, in a fixed order, and whether their articles were written within three days."""
    readings = sorted(readings, key=lambda r: r.article.id)
    events = sorted((e for r in readings for e in r.events), key=_order)
    written = {r.article.id: written_day(r) for r in readings}
    candidates = {(i, j) for block in _blocks(events, written) for n, i in enumerate(block) for j in block[n + 1:]}
    for i, j in sorted(candidates):
        a, b = events[i], events[j]
        yield a, b, near(written.get(a.doc), written.get(b.doc))


def _links(readings: list[Reading]) -> tuple[list[tuple[Event, Event, Verdict]], set[frozenset[Key]]]:
    """Pairs that agree, best first and nearest first among equals; and the pairs that forbid each other."""
    good, forbidden = [], set()
    for a, b, near in pairs(readings):
        verdict = compare(a, b, near)
        if verdict.score is None:
            forbidden.add(frozenset((key(a), key(b))))
        elif verdict.score >= THRESHOLD:
            good.append((a, b, verdict))
    apart = lambda a, b: abs(a.trigger.start - b.trigger.start) if a.doc == b.doc else 1 << 30
    return sorted(good, key=lambda t: (-t[2].score, apart(t[0], t[1]), _order(t[0]), _order(t[1]))), forbidden


def _groups(events: list[Event], good: list[tuple[Event, Event, Verdict]], forbidden: set[frozenset[Key]]) -> list[tuple[list[Event], list[Link]]]:
    group = {key(e): [e] for e in events}
    links: dict[int, list[Link]] = defaultdict(list)
    for a, b, verdict in good:
        one, two = group[key(a)], group[key(b)]
        if one is not two:
            if any(frozenset((key(x), key(y))) in forbidden for x in one for y in two):
                continue
            one.extend(two)
            links[id(one)] += links.pop(id(two), [])
            for e in two:
                group[key(e)] = one
        links[id(one)].append(Link(key(a), key(b), verdict.score, verdict.reasons))
    unique = {id(g): g for g in group.values()}
    return [(sorted(g, key=_order), sorted(links.get(n, []), key=lambda x: (x.first, x.second))) for n, g in unique.items()]


def _entities(facts: list[Event], side: str) -> tuple[Entity, ...]:
    """The entities of one side, those that most facts name first; a state gives way to its own people and bodies."""
    found = [r.entity for f in facts for r in (getattr(f, side) if isinstance(getattr(f, side), tuple) else filter(None, [getattr(f, side)]))]
    count, value = Counter(e.id for e in found), {e.id: e for e in found}
    for e in list(value.values()):
        if e.type == "State" and side in ("actors", "recipients") and any(
                o.country == e.id and o.type in ("Person", "Organization") and o.sector in ("GOV", "MIL") and count[o.id] >= count[e.id] for o in value.values()):
            del value[e.id]
    return tuple(sorted(value.values(), key=lambda e: (-count[e.id], e.id)))


def _date(facts: list[Event]) -> Date | None:
    """The most precise date that a fact gives."""
    dated = [f.date for f in facts if f.date]
    return min(dated, key=lambda d: (PRECISE.get(d.precision, 9), (days(d)[1] - days(d)[0]) if days(d) else 0, d.start or "", d.end or ""), default=None)


def _standing(facts: list[Event]) -> str:
    return "told" if any(not f.sources for f in facts) else "attributed"


def _happening(facts: list[Event], links: list[Link]) -> Happening:
    classes = Counter(f.cls for f in facts)
    cls = min(classes, key=lambda c: (-classes[c], FAMILIES.get(family(facts[0]), (c,)).index(c), c))
    first = next(f for f in facts if f.cls == cls)
    when = _date(facts)
    actors, recipients = _entities(facts, "actors"), _entities(facts, "recipients")
    if first.event in ("CONSULT", "AGREE", "COOPERATE"):
        recipients = tuple(e for e in recipients if e not in actors)
    who = [local(e.id).lower() for e in ((actors[:1] + recipients[:1]) if recipients else actors[:2])]
    name = "-".join([hyphened(cls), *who, (when and (when.start or when.end)) or "undated"])
    people = {(p.role, p.ref.entity) for f in facts for p in f.participants}
    return Happening(
        id=name, cls=cls, event=first.event, mode=first.mode or next((f.mode for f in facts if f.mode), None), facts=tuple(facts), actors=actors, recipients=recipients,
        participants=tuple(sorted(people, key=lambda p: (p[0], p[1].id))), places=_entities(facts, "place"), objects=_entities(facts, "object"),
        weapons=_entities(facts, "weapon"), sources=_entities(facts, "sources"), date=when, status=first.status, standing=_standing(facts), links=tuple(links))


def named(found: Iterable[Happening], count: Mapping[str, int]) -> list[Happening]:
    """Happenings of a name that `count` says several have get a digest of the facts that tell them."""
    return [h if count[h.id] == 1 else replace(h, id=f"{h.id}-{digest(*(x for f in h.facts for x in key(f)), length=4)}") for h in found]


def unnamed(readings: Iterable[Reading]) -> list[Happening]:
    """The happenings that these readings tell, under names that several may share.  Every event belongs to exactly one.

    What one group becomes depends on the events alone that links join with it, directly or by others: given those alone, it is the same.
    """
    readings = list(readings)
    events = sorted((e for r in readings for e in r.events), key=_order)
    good, forbidden = _links(readings)
    return [_happening(facts, links) for facts, links in _groups(events, good, forbidden)]


def in_order(found: Iterable[Happening]) -> tuple[Happening, ...]:
    """Happenings by date, class and name."""
    return tuple(sorted(found, key=lambda h: ((h.date and (h.date.start or h.date.end)) or "9999", h.cls, h.id)))


def merge(readings: Iterable[Reading]) -> tuple[Happening, ...]:
    """The happenings that these readings tell, sorted by date, class and name."""
    found = unnamed(readings)
    return in_order(named(found, Counter(h.id for h in found)))
