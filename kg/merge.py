"""Many Readings → one set of happenings: scored, explained, reversible, and the same whatever the order of the input.

    Reading ──tellings──▶ Telling, … ──candidates──▶ pairs ──compare──▶ links ──grouped──▶ Happening

Nothing in an article's own graph changes when another article arrives: facts stay as told, and a `Happening` names the facts
that tell it.  Each step is a function of what it is given alone: the tellings of one article, the slots of one telling, the score of one
pair, the groups of one connected component of links; so that a change of one article concerns only the components it touches.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.alike import THRESHOLD, compare
from kg.blocks import candidates
from kg.families import RANK
from kg.grouping import NEVER, components, grouped
from kg.likeness import Link, Verdict
from kg.model import Date, Entity, Event, Reading
from kg.pins import Pins
from kg.profile import BORROWED, days, key
from kg.rulings import Rulings
from kg.tellings import Telling, tellings
from kg.vocab import digest, hyphened, local
from kg.within import compare as compare_within

MEAN, VETO = 1.0, -3.0           # what the tellings of two groups must have on average, and what a veto counts there
RIVALS = 4.0                     # what is taken off two tellings of one article, which itself kept them apart
PRECISE = {p: i for i, p in enumerate(("day", "interval", "end-of-month", "month", "approximate", "year", "before", "after"))}


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened in the world, as far as its facts agree.

    `standing` is told, attributed or contested; `links` say why the facts are one, within each article and between them; `told` is what each
    article tells of it.
    """
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
    told: tuple[Telling, ...] = ()

    def called(self, name: str) -> Happening:
        """The same under another name."""
        return replace(self, id=name)

    @property
    def docs(self) -> tuple[str, ...]:
        """The articles that tell it, sorted."""
        return tuple(sorted({f.doc for f in self.facts}))


class Scores:
    """What was found of pairs of tellings; a pair that was not compared yet is compared when it is asked for."""

    def __init__(self, rulings: Rulings):
        self.rulings, self.found = rulings, {}

    def verdict(self, a: Telling, b: Telling) -> Verdict:
        """`compare`, remembered."""
        pair = (a.key, b.key)
        if pair not in self.found:
            self.found[pair] = compare(a, b)
        return self.found[pair]

    def between(self, a: Telling, b: Telling) -> float:
        """What speaks for two tellings of one group, in numbers; `NEVER` where people or a hard veto keep them apart."""
        if self.rulings.apart and self.rulings.different(_ids(a), _ids(b)):
            return NEVER
        if a.key > b.key:
            a, b = b, a
        if a.doc == b.doc:
            scores = [2 * VETO if (v := compare_within(x, y)).score is None else v.score for x in a.facts for y in b.facts]
            return min(sum(scores) / len(scores) - RIVALS, 0.0)
        v = self.verdict(a, b)
        return NEVER if v.hard else VETO if v.score is None else v.score


def _ids(t: Telling) -> list[str]:
    return [p.event.id for p in t.facts]


def together(component: Sequence[Telling], links: Sequence[tuple[int, int]], scores: Scores) -> list[list[int]]:
    """The groups of one connected component, by position; `links` are its pairs of likely ones."""
    ranked = sorted(links, key=lambda x: (-scores.verdict(component[x[0]], component[x[1]]).score, component[x[0]].key, component[x[1]].key))
    forced = scores.rulings.same([_ids(t) for t in component])
    return grouped(range(len(component)), ranked, lambda i, j: scores.between(component[i], component[j]), MEAN, forced)


def unnamed(readings: Iterable[Reading], pins: Pins = Pins()) -> list[Happening]:
    """The happenings that these readings tell, under names that several may share.  Every event belongs to exactly one."""
    rulings = Rulings(pins)
    told = sorted((t for r in readings for t in tellings(r, rulings)), key=lambda t: t.key)
    scores = Scores(rulings)
    good = [(i, j) for i, j in candidates(told) if (v := compare(told[i], told[j])).score is not None and v.score >= THRESHOLD]
    whole = components(len(told), [*good, *rulings.same([_ids(t) for t in told])])
    found = []
    for some, links in zip(whole, _shared_out(good, whole)):
        place = {i: n for n, i in enumerate(some)}
        found += of_component([told[i] for i in some], [(place[i], place[j]) for i, j in links], scores)
    return found


def of_component(members: Sequence[Telling], links: Sequence[tuple[int, int]], scores: Scores) -> list[Happening]:
    """The happenings of one connected component, under names that others may share; `links` are its likely pairs, by position."""
    if len(members) == 1:
        return [happening(members)]
    groups = together(members, links, scores)
    return [happening([members[i] for i in g], [link(members[i], members[j], scores) for i, j in pairs]) for g, pairs in zip(groups, _shared_out(links, groups))]


def merge(readings: Iterable[Reading], pins: Pins = Pins()) -> tuple[Happening, ...]:
    """The happenings that these readings tell, sorted by date, class and name.  Every event belongs to exactly one."""
    found = unnamed(readings, pins)
    return in_order(named(found, Counter(h.id for h in found)))


def _shared_out(links: Iterable[tuple[int, int]], groups: Sequence[Sequence[int]]) -> list[list[tuple[int, int]]]:
    """For each group the links that lie within it."""
    owner = {i: n for n, g in enumerate(groups) for i in g}
    out: list[list[tuple[int, int]]] = [[] for _ in groups]
    for i, j in links:
        if owner[i] == owner[j]:
            out[owner[i]].append((i, j))
    return out


def link(a: Telling, b: Telling, scores: Scores) -> Link:
    """Why two tellings of two articles are one."""
    v = scores.verdict(a, b)
    return Link(a.key, b.key, v.score, v.reasons)


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
    """The most precise date that a fact gives in words of its own, else the most precise one."""
    dated = [f.date for f in facts if f.date]
    return min(dated, key=lambda d: (d.method in BORROWED and d.precision != "before", PRECISE.get(d.precision, 9), (days(d)[1] - days(d)[0]) if days(d) else 0, d.start or "", d.end or ""), default=None)


def _standing(facts: list[Event]) -> str:
    return "told" if any(not f.sources for f in facts) else "attributed"


def happening(told: Sequence[Telling], links: Sequence[Link] = ()) -> Happening:
    """What some tellings tell together; `links` are those between articles."""
    facts = [p.event for p in sorted((p for t in told for p in t.facts), key=lambda p: (p.key[0], p.event.trigger.start, p.key))]
    classes = Counter(f.cls for f in facts)
    cls = min(classes, key=lambda c: (-classes[c], RANK.get(c, 0), c))
    first = next(f for f in facts if f.cls == cls)
    when = _date(facts)
    actors, recipients = _entities(facts, "actors"), _entities(facts, "recipients")
    if first.event in ("CONSULT", "AGREE", "COOPERATE") or set(actors) <= set(recipients):
        recipients = tuple(e for e in recipients if e not in actors)
    else:
        actors = tuple(e for e in actors if e not in recipients)         # told once of two together, and once of one to the other
    who = [local(e.id).lower() for e in ((actors[:1] + recipients[:1]) if recipients else actors[:2])]
    name = "-".join([hyphened(cls), *who, (when and (when.start or when.end)) or "undated"])
    people = {(p.role, p.ref.entity) for f in facts for p in f.participants}
    every = sorted([*links, *(x for t in told for x in t.links)], key=lambda x: (x.first, x.second))
    return Happening(
        id=name, cls=cls, event=first.event, mode=first.mode or next((f.mode for f in facts if f.mode), None), facts=tuple(facts), actors=actors, recipients=recipients,
        participants=tuple(sorted(people, key=lambda p: (p[0], p[1].id))), places=_entities(facts, "place"), objects=_entities(facts, "object"),
        weapons=_entities(facts, "weapon"), sources=_entities(facts, "sources"), date=when, status=_status(told), standing=_standing(facts), links=tuple(every),
        told=tuple(told))


def _status(told: Sequence[Telling]) -> str:
    """The status that most facts give whose words say so; what one article announced and another tells as done is done."""
    facts = [p for t in told for p in t.facts]
    said = Counter(p.event.status for p in ([p for p in facts if p.marked] or facts))
    if said["actual"] and any(t.realis == "actual" for t in told):
        return "actual"
    return min(said, key=lambda s: (-said[s], s))


def named(found: Iterable[Happening], count: Mapping[str, int]) -> list[Happening]:
    """Happenings of a name that `count` says several have get a digest of the facts that tell them."""
    return [h if count[h.id] == 1 else h.called(particular(h)) for h in found]


def particular(h: Happening) -> str:
    """The name of a happening that shares its plain one with others."""
    return f"{h.id}-{digest(*(x for f in h.facts for x in key(f)), length=4)}"


def in_order(found: Iterable[Happening]) -> tuple[Happening, ...]:
    """Happenings by date, class and name."""
    return tuple(sorted(found, key=lambda h: ((h.date and (h.date.start or h.date.end)) or "9999", h.cls, h.id)))
