"""The happenings that changed tellings tell, their names, and what is told of each: made anew where something about them is otherwise."""
from __future__ import annotations

from collections.abc import Iterable

from kg.accounts import Tie, account, opposed, told_order
from kg.conclusions import account_quads, cause_quads
from kg.index.counted import number
from kg.index.told import DENIED, ONE
from kg.merge import happening, of_component, particular
from kg.model import Claim, Entity, Event
from kg.profile import Key, key
from kg.renewal.told import Told, components
from kg.renewal.world import World
from kg.sources import Sources


def remade(world: World, told: Told) -> tuple[set[int], set[int]]:
    """Makes the happenings of all components that changed; gives those that are other ones or have another name now, and those that are no more."""
    db, plains, made = world.tellings, set(), set()
    seeds = {*told.new, *told.touched, *(n for h in told.left for n in db.telling(h))}
    gone = {h for h in told.left if not db.telling(h)}
    for some in components(world, seeds):
        place = {n: i for i, n in enumerate(some)}
        links = sorted((i, place[b]) for n, i in place.items() for b in (db.paired(n, ONE) if len(some) > 1 else ()) if i < place[b])
        members, number_of = [db.get(n) for n in some], {db.get(n).key: n for n in some}
        before = {h for n in some if (h := db.happening_of(n)) is not None}
        kept = set()
        for found in of_component(members, links, world.scores):
            mine = sorted(number_of[t.key] for t in found.told)
            mark = str(number(repr((mine, [(x.first, x.second) for x in found.links]))))
            had = db.happening_of(mine[0])
            if had is not None and had not in kept and db.made(had) == mark and sorted(db.telling(had)) == mine:
                kept.add(had)
                continue
            h = db.make(found.id, mark, mine)
            plains.add(found.id)
            made.add(h)
            world.made[h] = found
        gone |= before - kept
    gone = {h for h in gone if not db.telling(h)}
    for h in gone:
        told.ties[h] = db.tie(h)
        plains.add(db.unmake(h))
        world.made.pop(h, None)
    return made | _named(world, plains), gone


def _named(world: World, plains: Iterable[str]) -> set[int]:
    """Names the happenings of these plain names; gives those that have another name than before."""
    db, out = world.tellings, set()
    for plain in sorted(plains):
        called = db.called(plain)
        for h, was in called:
            name = plain
            if len(called) > 1:
                name = particular(world.made[h].called(plain) if h in world.made else happening([t for _, t in world.told(h)]))
            if name != was:
                db.call(h, name)
                out.add(h)
            if h in world.made:
                world.made[h] = world.made[h].called(name)
    return out


def told(world: World, hs: Iterable[int]) -> None:
    """Says anew what is told of happenings."""
    for h in sorted(hs):
        one, claims, denied, charges = world.happening(h), [], [], []
        facts: dict[Key, Event | Claim] = {}
        own, kept = {f.id for f in one.facts}, {d: world.articles.get(d) for d in one.docs}
        for k in kept.values():
            claims += [c for c in k.claims if c.about in own]
            charges += [(ident, c) for ident, c in k.charges if ident in own]
            denied += [pair for pair in k.denied if pair[0][1] in own]
        ties = {Tie("contradicts", *sorted(pair), one.id) for pair in denied}
        for n, t in world.told(h):
            for m in world.tellings.paired(n, DENIED) if t.realis == "actual" else ():
                other = world.tellings.get(m)
                ties.add(opposed(t, other, one.id))
                facts[other.key] = other.facts[0].event
        for _, no in denied:
            n = min(world.tellings.of_facts([no[1]]))
            facts[no] = world.tellings.get(n).facts[0].event
        facts |= {key(f): f for f in (*one.facts, *claims, *(c for _, c in charges))}
        by_id = {f.id: f for f in one.facts}
        found = account(one, sorted(claims, key=told_order), ties, {Tie("contradicts", key(by_id[ident]), key(c), one.id) for ident, c in charges}, facts,
                        Sources({d: world.articles.origin(d) for d in {f.doc for f in facts.values()}}))
        met: set[Entity] = set()
        quads = account_quads(found, met, world.base, world.labels)
        world.put(f"h:{h}", [*quads, *(q for p in sorted({e.id for e in met if e.type == "Person"}) for q in world.office_quads(p))], met)
        world.settle()


def causes(world: World, docs: Iterable[str]) -> None:
    """Says anew which happening of an article led to which."""
    for doc in sorted(docs):
        k = world.articles.get(doc)
        name: dict[str, str] = {}
        for ident in {x for pair in (k.causes if k else ()) for x in pair}:
            for n in world.tellings.of_facts([ident]):
                name[ident] = world.tellings.name(world.tellings.happening_of(n))
        world.put(f"d:{doc}", cause_quads(((name[c], name[e]) for c, e in (k.causes if k else ()) if c in name and e in name), world.base))
