"""How far two names stand for one actor or one place: the same, a state for its own people, a title for its holder."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.model import Entity, Ref

SAME, STATE, OWN = 2.0, 1.5, 1.0           # the same person or body; the same state; a state and its own
OF_THE_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
GUESSED = frozenset({"pronoun", "sides", "side", "own-state", "told-before", "body-of-the-state-spoken-of", "nationality", "group", "crew", "described",
                     "head-word"})         # ways of resolving a name that may go astray: a clash with such a one forbids nothing

TITLED = frozenset({"title", "counterpart"})        # told by his office alone


class Pair(NamedTuple):
    """One of each side who may be one, and how far (`SAME`, `STATE` or `OWN`)."""
    kin: float
    one: Entity
    other: Entity


def kin(a: Entity, b: Entity) -> float:
    """How far two names stand for one actor: 2 the same person or body, 1.5 the same state, 1 a state and its own; 0 not at all.

    Armed groups, oppositions, parties and peoples do not stand for the state they live in; a group of its officials or soldiers does.
    """
    if a.id == b.id:
        return STATE if a.type == "State" else SAME
    if not a.country or a.country != b.country:
        return 0.0
    if a.country == "IGO":
        return OWN if a.type == b.type == "Group" else 0.0         # «the powers» and «the international community»
    if "State" in (a.type, b.type):
        return OWN if all(e.type == "State" or e.sector is None or e.sector in OF_THE_STATE for e in (a, b)) else 0.0
    return OWN if "Group" in (a.type, b.type) and {a.sector, b.sector} <= OF_THE_STATE else 0.0


def like(x: Ref, y: Ref) -> float:
    """`kin` of two mentions; somebody told by his title alone may be anybody of his state and sector."""
    a, b = x.entity, y.entity
    found = kin(a, b)
    if not found and not TITLED.isdisjoint((x.how, y.how)) and a.type == b.type == "Person" and a.country and a.country == b.country != "IGO" and a.sector == b.sector:
        return OWN
    return found


def matched(xs: Sequence[Ref], ys: Sequence[Ref]) -> list[Pair]:
    """Greedy best pairs of two sides, each entity used once."""
    likely = []
    for x in xs:
        a = x.entity
        for y in ys:
            b = y.entity
            if a.id == b.id or a.country and a.country == b.country:         # nobody else is kin
                found = like(x, y)
                if found:
                    likely.append(Pair(found, a, b))
    if len(likely) < 2:
        return likely
    used_x, used_y, out = set(), set(), []
    for p in sorted(likely, key=lambda p: (-p.kin, p.one.id, p.other.id)):
        if p.one.id not in used_x and p.other.id not in used_y:
            used_x.add(p.one.id)
            used_y.add(p.other.id)
            out.append(p)
    return out


def sides(xs: Sequence[Ref], ys: Sequence[Ref]) -> list[Pair]:
    """`matched`, where states come together: whoever speaks for a state stands for its side, be he the president in one place and the minister in the other."""
    found = matched(xs, ys)
    left = [[r.entity for r in side if all(r.entity.id not in (p.one.id, p.other.id) for p in found)] for side in (xs, ys)]
    official = lambda e: bool(e.country) and e.country != "IGO" and (e.type == "State" or e.sector in OF_THE_STATE)
    other = {e.country: e for e in reversed(left[1]) if official(e)}
    return found + [Pair(OWN, e, other.pop(e.country)) for e in left[0] if official(e) and e.country in other]


def named(pairs: Sequence[Pair]) -> str:
    """The pairs as a person reads them: «Russia, Turkey for Recep Tayyip Erdoğan»."""
    return ", ".join(p.one.label("en") if p.one.id == p.other.id else f"{p.one.label('en')} for {p.other.label('en')}" for p in pairs)


def guessed(refs: Sequence[Ref]) -> bool:
    """Was everybody of this side resolved in a way that may go astray?"""
    return all(r.how in GUESSED for r in refs)


def place_kin(xs: Sequence[Ref], ys: Sequence[Ref]) -> float:
    """Of two sets of places: 2 the same place, 1.5 the same state, 1 one within the other's country, 0 where a side is empty, -1 apart."""
    if not xs or not ys:
        return 0.0
    best = -1.0
    for x in xs:
        for y in ys:
            a, b = x.entity, y.entity
            if a.id == b.id:
                best = max(best, SAME if a.type != "State" else STATE)
            elif a.country and a.country == b.country and "State" in (a.type, b.type):
                best = max(best, OWN)
    return best
