"""What is part of what after some happenings changed: these are set beside those of their days and articles, and all others stay."""
from __future__ import annotations

from collections.abc import Iterable

from kg.conclusions import part_quads
from kg.parts import Part, order, round_about, slots, within
from kg.renewal.world import World


def renewed(world: World, changed: Iterable[int], gone: Iterable[int]) -> None:
    """Finds the wholes of changed happenings, and of those that had or have one of these as theirs."""
    db, changed, gone = world.parts, sorted(changed), sorted(gone)
    asked: set[int] = set(changed)
    for h in (*changed, *gone):
        if not world.fresh:
            asked.update(db.leave(h))
    places = {}
    for h in changed:
        places[h] = slots(world.happening(h))
        db.enter(h, *places[h])
    for h in changed:
        keys, part, whole = places[h]
        for other in db.near(keys, True) - {h} if part else ():
            _pair(world, h, other)
        for other in db.near(keys, False) - {h} if whole else ():
            if other not in places:
                _pair(world, other, h)
                asked.add(other)
    for h in sorted(asked - set(gone)):
        found = [(order(Part(p.part, world.tellings.name(whole), p.score, p.reasons), cls), whole) for whole, cls, p in db.wholes(h)]
        whole = min(found)[1] if found else None
        db.settle(h, whole)
    below = {x for h in asked - set(gone) for x in _below(world, h)}
    for h in gone:
        db.settle(h, None)
        world.put(f"p:{h}", ())
    for h in sorted(below - set(gone)):
        world.put(f"p:{h}", part_quads(_chain(world, h), world.base))


def _pair(world: World, part: int, whole: int) -> None:
    one, other = world.happening(part), world.happening(whole)
    found = within(one, other)
    if found is not None:
        world.parts.pair(part, whole, other.cls, found)


def _below(world: World, h: int) -> set[int]:
    """A happening and all that is part of it, or of a part of it."""
    found, todo = {h}, [h]
    while todo:
        fresh = set(world.parts.within(todo.pop())) - found
        found |= fresh
        todo += fresh
    return found


def _chain(world: World, h: int) -> list[Part]:
    """What a happening is part of, what that is part of, and so on, under their names."""
    out: list[Part] = []
    while (whole := world.parts.whole(h)) is not None and len(out) < 64 and not round_about(str(h), lambda x: None if (w := world.parts.whole(int(x))) is None else str(w)):
        why = next(p for n, _, p in world.parts.wholes(h) if n == whole)
        out.append(Part(world.tellings.name(h), world.tellings.name(whole), why.score, why.reasons))
        h = whole
    return out
