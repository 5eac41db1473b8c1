"""Which tellings are worth comparing: those that share a slot, so that of a hundred thousand only some dozens are looked at for each.

A slot is family, anchor and time.  Anchors are the states of the participants (a person's, a body's), who has none by his own name, cities,
and what kind of thing it is («النووي»).  Time is the day for what is dated, the month for what is dated loosely, the days of writing for
what is not dated, and none for an undated thing that may be known by itself.  A telling either seeks in a slot or is only found there: two
well dated ones meet in their days, and need not meet again in their month.

In a slot that is too full (some states act every day) each is compared with its neighbours only, sorted so that what is likely one stands side
by side.  So the work grows with the number of tellings, times the logarithm that sorting costs.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations, islice

from kg.alike import LASTING, RECENT
from kg.families import GENERIC, SERIES, stated
from kg.model import Ref
from kg.tellings import Telling

FULL = 24                # members of a slot that are all compared with each other
NEIGHBOURS = 8          # in a fuller one, how many on either side
REACH = 4 * NEIGHBOURS  # within so many places
SHORT, LONG = 10, 190    # days up to which a span is told by days, and by months
MOST = 4                 # of a long list of participants those that are set in pairs
WEEK = 6                 # twice the days that articles of one story lie apart

Slot = tuple[str, str, str, int]     # family, anchor, kind of time, which


def _party(r: Ref) -> str:
    e = r.entity
    return e.country if e.country and (e.country != "IGO" or e.type == "Group") else e.id


def anchors(t: Telling) -> list[str]:
    """What another telling must share to be the same: a party, a city, a modifier; sorted."""
    found = {_party(r) for r in t.people}
    found.update(t.cities)
    found.update(t.modifiers)
    return sorted(found)


def _months(first: int, last: int) -> Iterable[int]:
    a, b = date.fromordinal(first), date.fromordinal(last)
    return range(a.year * 12 + a.month, b.year * 12 + b.month + 1)


def couples(t: Telling) -> list[str]:
    """Two who are both named, no states: who acts upon whose side; of what is done together any two."""
    persons = lambda refs: sorted({r.entity.id for r in refs if r.entity.type != "State"})[:MOST]
    found = [f"{a}|{b}" for a, b in combinations(persons(t.people), 2)]
    if not t.together:
        found += [f"{a}>{b}" for a in persons(t.actors) for b in sorted({_party(r) for r in t.recipients})[:MOST]]
    return found


def _times(t: Telling) -> list[tuple[str, int, bool]]:
    """(kind, which, seeks) of a telling's times, for what shares an anchor."""
    out: list[tuple[str, int, bool]] = []
    span = t.dated.reach if t.dated else None
    wide = span[1] - span[0] if span else None
    if wide is not None and wide <= SHORT:
        out += [("day", d, True) for d in range(span[0], span[1] + 2)]
    if wide is not None and wide <= LONG:
        out += [("month", m, wide > SHORT) for m in _months(*span)]
    if t.written is not None:
        out += [("written", which, span is None) for which in (t.written // WEEK * 2, (t.written + WEEK // 2) // WEEK * 2 + 1)]
    return out


def _by_itself(t: Telling, vague: bool) -> Iterator[tuple[str, str, int, bool]]:
    """(anchor, kind, which, seeks) where an undated telling may be known without a date near it: see `kg.alike`."""
    if t.once or t.family == "deal":
        yield from ((anchor, "ever", 0, vague) for anchor in anchors(t))
    elif t.family == "talks" and t.classes <= SERIES:
        yield from ((city, "ever", 0, vague or t.dated.days[1] - t.dated.days[0] > LASTING) for city in sorted(t.cities))
    elif GENERIC.isdisjoint(t.classes):
        yield from ((anchor, "ever", 0, vague) for anchor in sorted(t.modifiers | t.named | t.cities))
    if t.family == "talks" and len(t.people) > 2:
        yield from ((anchor, "ever", 0, vague) for anchor in (*(f"{city}+" for city in sorted(t.cities | t.named)), "+".join(sorted(_party(r) for r in t.people))))
    if t.family in ("talks", "visit"):
        months = _months(*t.dated.reach) if not vague else _months(t.written - RECENT, t.written + 1) if t.written is not None else ()
        yield from ((couple, "recent", m, vague) for couple in couples(t) for m in months)
    elif not stated(t.event, t.cls):
        yield from ((couple, "ever", 0, vague) for couple in couples(t))


def slots(t: Telling) -> list[tuple[Slot, bool]]:
    """The signature of a telling: its slots, sorted, and whether it seeks there or is only found."""
    times = _times(t)
    vague = t.dated is None or t.dated.reach[1] - t.dated.reach[0] > LONG
    out = {(t.family, anchor, kind, which): seeks for anchor in anchors(t) for kind, which, seeks in times}
    out.update({(t.family, anchor, kind, which): seeks for anchor, kind, which, seeks in _by_itself(t, vague)})
    if t.once:         # the one summit of these days
        out.update({(t.family, f"/{t.cls}", kind, which): seeks for kind, which, seeks in times if kind == "written"})
    return sorted(out.items())


def neighbours(members: Sequence[tuple[int, bool]], told: Sequence[Telling], kind: str) -> Iterator[tuple[int, int]]:
    """The pairs of one slot that are compared, by position: all in a slot that is not full, else each with those beside it."""
    full = len(members) > FULL
    ordered = sorted(members, key=lambda m: rank(told[m[0]], kind)) if full else members
    for i, j in beside([(i, seeks, told[i].key[0]) for i, seeks in ordered], full):
        yield (i, j) if i < j else (j, i)


def beside(ordered: Sequence[tuple[int, bool, str]], full: bool, upto: int | None = None) -> Iterator[tuple[int, int]]:
    """The pairs of a slot whose members (number, seeks, article) stand in order, or those only that one of the first `upto` begins."""
    if not full:
        yield from ((a, b) for (a, seeks, doc), (b, too, other) in combinations(ordered, 2) if (seeks or too) and doc != other)
        return
    for n, (i, seeks, doc) in enumerate(ordered[:upto]):
        found = ((i, j) for j, too, other in ordered[n + 1:n + 1 + REACH] if (seeks or too) and other != doc)
        yield from islice(found, NEIGHBOURS)


def rank(t: Telling, kind: str) -> str:
    """What to sort a full slot by: the participants within a day, the time in all others; then the telling's key."""
    who = sorted({r.entity.id for r in t.people})
    return "\1".join(("\2".join((t.cls if kind == "day" else f"{t.days[0] if t.days else t.written or 0:08}", *who)), *t.key))


def candidates(told: Sequence[Telling], wanted: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """The pairs of tellings worth comparing, each once, by their positions in a list sorted by key; with `wanted` only those of these."""
    families: dict[str, list[int]] = defaultdict(list)
    for n, t in enumerate(told):
        families[t.family].append(n)
    mine = None if wanted is None else {slot for n in wanted for slot, _ in slots(told[n])}
    size = len(told)
    for family in sorted(families if mine is None else {told[n].family for n in wanted}):
        filled: dict[Slot, list[tuple[int, bool]]] = defaultdict(list)
        for n in families[family]:
            for slot, seeks in slots(told[n]):
                if mine is None or slot in mine:
                    filled[slot].append((n, seeks))
        seen: set[int] = set()
        for slot, members in filled.items():
            if len(members) > 1:
                for i, j in neighbours(members, told, slot[2]):
                    if i * size + j not in seen and (wanted is None or i in wanted or j in wanted):
                        seen.add(i * size + j)
                        yield i, j
