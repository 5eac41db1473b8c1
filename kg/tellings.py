"""One article's facts → its tellings: each happening that it tells, with all the facts that tell it.

Such facts are put together before articles are compared, since each alone tells too little: the noun that comes back has no date, the verb of
the headline no place.  A telling depends on its own article alone.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg import kin
from kg.families import RANK, SINGULAR, stated, together
from kg.grouping import NEVER, grouped
from kg.likeness import Link, Verdict, realis
from kg.model import Reading, Ref
from kg.profile import Days, Key, Profile, profiles, written_day
from kg.rulings import Rulings
from kg.within import THRESHOLD, compare

MEAN = 1.5               # what the facts of two groups must have on average before the groups become one
VETO = -3.0              # what a veto counts in that average


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article tells of one happening: its facts, why they are one, and what they say together.

    `cls` is the class that tells most and `classes` all; `dated` is the fact that dates it best.  Participants stand once each, by the
    surest mention, and `people` are both sides; `cities` are the places that are no states; `together` tells whether its sides do one
    thing together, and `once` whether such a thing happens once; `content`, `modifiers`, `named` are those of all its facts, as in `Profile`; `round`: any of them is told as one of several.
    """
    key: Key
    facts: tuple[Profile, ...]
    links: tuple[Link, ...]
    family: str
    cls: str
    classes: frozenset[str]
    event: str | None
    written: int | None
    actors: tuple[Ref, ...]
    recipients: tuple[Ref, ...]
    places: tuple[Ref, ...]
    people: tuple[Ref, ...]
    cities: frozenset[str]
    together: bool
    once: bool
    objects: frozenset[str]
    dated: Profile | None
    realis: str
    content: tuple[tuple[str, float], ...]
    modifiers: frozenset[str]
    named: frozenset[str]
    many: bool
    round: bool

    @property
    def doc(self) -> str:
        """The article."""
        return self.key[0]

    @property
    def days(self) -> Days | None:
        """When, as ordinals."""
        return self.dated.days if self.dated else None


def _pooled(facts: Sequence[Profile], side: str) -> tuple[Ref, ...]:
    """The entities of one side, each once by its surest mention, in the order of the text."""
    found: dict[str, Ref] = {}
    for p in facts:
        for r in getattr(p.event, side):
            if r.entity.id not in found or found[r.entity.id].how in kin.GUESSED and r.how not in kin.GUESSED:
                found[r.entity.id] = r
    return tuple(found.values())


def _united(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def telling(facts: Sequence[Profile], links: Sequence[Link] = (), written: int | None = None) -> Telling:
    """The telling of some facts of one article, in the order of the text."""
    first = facts[0]
    classes = frozenset(p.event.cls for p in facts)
    cls = min(classes, key=lambda c: (RANK.get(c, 0), c)) if len(classes) > 1 else first.event.cls
    words: dict[str, float] = {}
    for p in facts:
        for word, weight in p.content:
            words[word] = max(weight, words.get(word, 0.0))
    dated = [p for p in facts if p.days]
    event = next(p.event.event for p in facts if p.event.cls == cls)
    actors, recipients, places = (_pooled(facts, side) for side in ("actors", "recipients", "place"))
    said = Counter(realis(p.event.status) for p in ([p for p in facts if p.marked] or facts))
    return Telling(
        key=first.key, facts=tuple(facts), links=tuple(links), family=first.family, cls=cls, classes=classes,
        event=event, written=written, actors=actors, recipients=recipients, places=places, people=actors + recipients,
        cities=frozenset(r.entity.id for r in places if r.entity.type != "State"), together=together(event, cls),
        once=cls in SINGULAR and not stated(event, cls), objects=frozenset(p.event.object.entity.id for p in facts if p.event.object),
        dated=min(dated, key=lambda p: (not p.firm, p.days[1] - p.days[0], p.order)) if dated else None,
        realis=min(said, key=lambda x: (-said[x], x)), content=tuple(sorted(words.items())),
        modifiers=_united(p.modifiers for p in facts), named=_united(p.named for p in facts), many=all(p.many for p in facts), round=any(p.round for p in facts))


def tellings(reading: Reading, rulings: Rulings) -> list[Telling]:
    """What an article tells, each happening once, in the order of the text: every event belongs to exactly one telling."""
    facts, written = profiles(reading), written_day(reading)
    found: dict[tuple[int, int], Verdict] = {}
    families: dict[str, list[int]] = {}
    for n, p in enumerate(facts):
        families.setdefault(p.family, []).append(n)
    for some in families.values():
        found.update(((i, j), compare(facts[i], facts[j])) for i, j in combinations(some, 2))
    ids = [(p.event.id,) for p in facts]
    forced = rulings.same(ids)
    good = sorted((pair for pair, v in found.items() if v.score is not None and v.score >= THRESHOLD), key=lambda pair: (-found[pair].score, pair[1] - pair[0], pair))

    def between(i: int, j: int) -> float:
        if rulings.different(ids[i], ids[j]):
            return NEVER
        v = found.get((i, j) if i < j else (j, i))
        return NEVER if v is not None and v.hard else VETO if v is None or v.score is None else v.score

    groups = grouped(range(len(facts)), good, between, MEAN, forced)
    place = {i: n for n, g in enumerate(groups) for i in g}
    links: dict[int, list[Link]] = {}
    for i, j in sorted({*good, *forced}):
        if place[i] == place[j]:
            v = found.get((i, j)) or Verdict(None, ())
            links.setdefault(place[i], []).append(Link(facts[i].key, facts[j].key, v.score, v.reasons))
    return [telling([facts[i] for i in g], links.get(n, ()), written) for n, g in enumerate(groups)]
