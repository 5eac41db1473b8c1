"""The order of what changed and of all that is tied to it; what is tied to none of them stays as it was ordered."""
from __future__ import annotations

from collections.abc import Iterable

from kg import chronicle
from kg.renewal.world import World


def renewed(world: World, changed: Iterable[int], gone: Iterable[int], ties: Iterable[int | None]) -> None:
    """Orders changed happenings anew; `ties` are those by which they and those that are no more were held."""
    db, old = world.tellings, {t for t in ties if t is not None}
    seeds = {*changed, *(h for t in old for h in db.tied(t))}
    seen: set[int] = set()
    now = set()
    for seed in sorted(seeds):
        if seed not in seen:
            whole = _tied(world, seed)
            seen |= whole
            old |= {t for h in whole if (t := db.tie(h)) is not None}
            now.add(min(whole))
            _order(world, whole)
    for t in {*old, *gone} - now:
        world.put(f"o:{t}", ())
        world.articles.problem(f"o:{t}", [])


def _tied(world: World, seed: int) -> set[int]:
    """All that the order of things ties to a happening."""
    found, todo = {seed}, [seed]
    while todo:
        h = todo.pop()
        ids = {p.event.id for n in world.tellings.telling(h) for p in world.tellings.get(n).facts}
        docs = {i.doc for i in (world.tellings.get(n) for n in world.tellings.telling(h))}
        linked = {y for d in docs for pair in world.articles.get(d).order for x, y in (pair, pair[::-1]) if x in ids}
        for n in world.tellings.of_facts(linked - ids):
            other = world.tellings.happening_of(n)
            if other not in found:
                found.add(other)
                todo.append(other)
    return found


def _order(world: World, hs: set[int]) -> None:
    happenings = [world.happening(h) for h in sorted(hs)]
    written = {d: world.articles.get(d).written for x in happenings for d in x.docs}
    tie = min(hs)
    world.tellings.bind(hs, tie)
    found = chronicle.arranged(happenings, written)
    world.put(f"o:{tie}", chronicle.written_quads(happenings, written, found, world.base))
    world.articles.problem(f"o:{tie}", chronicle.problems(found, {d: world.articles.get(d).path for d in written}))
    world.settle()
