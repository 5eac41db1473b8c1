"""The graphs that stand on all articles, after some of them changed: only that is concluded again which may be otherwise.

    sights ──▶ who is who ──▶ tellings ──▶ pairs in their slots ──▶ components ──▶ happenings ──▶ accounts, parts, order
                                                                                                      └──▶ rows that come and go

Each step is that of the module of its name, over what is kept in the index (`kg.index`) instead of over all readings, and hands on what
became otherwise.  What each thing says are the rows of a unit; a row is in the graph as long as some unit gives it.  So the graph is, byte
by byte, what all articles at once would give, whatever was built before: `tests/test_increments.py` holds it to that.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from kg import vocab
from kg.identity import bound
from kg.index.told import DENIED
from kg.lexicon import Lexicon
from kg.model import Reading
from kg.namesakes import sights
from kg.nodes import described
from kg.recast import told_as
from kg.renewal import happenings, order, parts, people, sources, surroundings
from kg.renewal.kept import Kept, kept
from kg.renewal.told import Told
from kg.renewal.world import World
from kg.tellings import tellings


class Beside(NamedTuple):
    """What stands beside the articles: how to read the facts of one, the words, where places lie."""
    reading: Callable[[str], Reading]
    words: Lexicon
    located: Callable[[], Mapping]
    areas: Callable[[], Mapping]


def renew(world: World, changed: Iterable[tuple[str, Reading]], gone: Iterable[str], beside: Beside) -> None:
    """Brings what is kept to what the changed articles say now and without those that are gone; `world.settled` has what comes of it."""
    gone = set(gone)
    ids = _met(world, changed, gone, beside.words)
    moved = people.renewed(world)
    told, before, now = Told(world), {}, {}
    for doc in sorted({*ids, *moved, *gone}):
        before[doc] = None if world.fresh else world.articles.get(doc)
        now[doc] = None
        if doc in gone:
            told.article(doc, ())
            world.articles.drop(doc)
            for unit in ("m", "d"):
                world.put(f"{unit}:{doc}", ())
            continue
        now[doc] = _article(world, told, beside.reading(doc))
        world.settle()
    told.all_at_once() if world.fresh else told.compared()
    both = {doc: (before[doc], now[doc]) for doc in before}
    origins = sources.renewed(world, both)
    made, lost = happenings.remade(world, told)
    of = lambda numbers: {h for n in numbers if (h := world.tellings.happening_of(n)) is not None}
    docs = {*(d for d in before if d not in gone), *origins}
    theirs = [n for d in docs for n in world.tellings.of_doc(d)]
    asked = {*made, *of(told.quarrels), *of(theirs), *of(m for n in theirs for m in world.tellings.paired(n, DENIED))}
    ties = [world.tellings.tie(h) for h in asked]
    happenings.told(world, asked)
    for h in lost:
        world.put(f"h:{h}", ())
    happenings.causes(world, {t.doc for h in made for _, t in world.told(h)} | docs)
    parts.renewed(world, asked, lost)
    order.renewed(world, asked, lost, [*ties, *(told.ties[h] for h in lost)])
    surroundings.renewed(world, both.values(), beside.words.state, beside.located, beside.areas)
    for ident, met in world.units.named():
        graph = vocab.kind_iri(world.base, "graph", "conclusions")
        world.put(f"e:{ident}", described(met, world.base, graph) if met else ())


def _met(world: World, changed: Iterable[tuple[str, Reading]], gone: Iterable[str], words: Lexicon) -> list[str]:
    """Takes in whom the changed articles name, and gives these articles."""
    ids, ruled, left = [], bound(world.pins), set()
    for doc, reading in chain(changed, ((doc, None) for doc in gone)):
        left |= set() if world.fresh else world.people.leave(doc)
        if reading is not None:
            ids.append(doc)
            world.people.meet(sights(reading, words), ruled)
        world.settle()
    world.people.sweep(left)
    return ids


def _article(world: World, told: Told, raw: Reading) -> Kept:
    """The tellings of an article with everybody as the one that all articles mean, and what is kept of it."""
    doc = raw.article.id
    here = world.people.here(doc)
    one = told_as(raw, {ident: e for ident, (_, e) in here.items()})
    people.mention_unit(world, raw, here)
    mine = tellings(one, world.rulings)
    told.article(doc, mine)
    found = kept(raw, one, mine)
    world.articles.put(doc, found)
    return found
