"""Where changed articles come from, and those whose text they print or that print theirs."""
from __future__ import annotations

from heapq import heapify, heappop, heappush

from kg.renewal.kept import Kept
from kg.renewal.world import World
from kg.sources import ASKED, FEWEST, first_print, origin


def renewed(world: World, changed: dict[str, tuple[Kept | None, Kept | None]]) -> set[str]:
    """Finds anew where articles come from; `changed` are those that changed, with what was kept of them and what is now.  Gives the
    articles of another origin than before."""
    db, groups, todo = world.articles, set(), set()
    for doc, (old, now) in sorted(changed.items()):
        runs = [k.runs if k and len(k.runs) >= FEWEST else frozenset() for k in (old, now)]
        groups |= {db.first(doc), doc} - {""}
        db.run(doc, runs[0] - runs[1], False)
        db.run(doc, runs[1] - runs[0], True)
        todo |= {doc} if now else set()
        if not world.fresh:
            todo.update(_later(world, doc, runs[0] | runs[1]))
    waiting = list(todo)
    heapify(waiting)
    seen: set[str] = set()
    while waiting:
        doc = heappop(waiting)
        mine = db.get(doc)
        if doc in seen or mine is None:
            continue
        seen.add(doc)
        first = first_print(doc, mine.runs, lambda h, doc=doc: db.holders(h, doc, ASKED), db.first, lambda d: db.get(d).runs)
        if first != (was := db.first(doc)):
            db.printed(doc, first)
            groups |= {first, was} - {""}
            if not world.fresh:
                for d in _later(world, doc, mine.runs if len(mine.runs) >= FEWEST else frozenset()):
                    heappush(waiting, d)
    return {doc for group in groups for doc in _originated(world, group)}


def _later(world: World, doc: str, runs: frozenset[int]) -> set[str]:
    """The articles behind one that ask it for the first print of their text."""
    return {d for r in runs if len(world.articles.holders(r, doc, ASKED)) < ASKED for d in world.articles.later(r, doc)}


def _originated(world: World, group: str) -> list[str]:
    """The articles of one text of which the origin is another one than before."""
    docs = world.articles.prints(group)
    kept = {d: world.articles.get(d) for d in docs}
    outlets = len({k.publisher or d for d, k in kept.items()})
    out = []
    for d, k in kept.items():
        now = origin(d, k.agency, k.publisher, group, outlets)
        if now != world.articles.origin(d):
            world.articles.comes(d, now)
            out.append(d)
    return out
