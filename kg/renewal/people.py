"""Who is who after some articles changed: asked again only where it is open who somebody is, and told of the articles for which that changes."""
from __future__ import annotations

from collections import defaultdict

from kg.equals import mention_quads, one_quads
from kg.identity import decide
from kg.index.people import Meant
from kg.lexicon.latin import forms
from kg.model import Entity, Reading
from kg.renewal.world import World


def renewed(world: World) -> set[str]:
    """Decides again who is who; gives the articles whose entities are other ones now."""
    before, ones = world.people.meant(), set(world.index.listed("ones"))
    asked = world.people.asked()
    numbers, heads = list(asked), list(asked.values())
    crowds, groups = decide(heads, lambda n: world.people.members(numbers[n], heads[n].head), forms(), world.pins)
    owner = _owners(world, numbers, heads, crowds)
    now: Meant = {}
    of_ident: dict[str, set[str]] = defaultdict(set)
    for g in groups:
        idents = {crowds[n].head.entity.id for n in g.crowds}
        if sum(crowds[n].size for n in g.crowds) > 1 or idents != {g.entity.id}:
            for ident in idents:
                of_ident[ident].add(g.entity.id)
    always = {ident for ident, found in of_ident.items() if len(found) == 1}
    written = set()
    for g in groups:
        others = sorted({crowds[n].head.entity.id for n in g.crowds} - {g.entity.id})
        for n in g.crowds if others else ():
            ident = crowds[n].head.entity.id
            if ident != g.entity.id:
                now[owner[n]] = ident in always, g.entity
        if others:
            name = f"i:{g.entity.id}"
            written.add(name)
            world.put(name, one_quads(g.entity, g.aliases, [x for x in others if x in always], g.joins, world.base))
    for name in ones - written:
        world.put(name, ())
    if written != ones:
        world.index.list("ones", sorted(written))
    changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    if changed:
        world.people.mean(now)
    return {d for c, doc in changed for d in ([doc] if doc else world.people.docs(c))}


def _owners(world: World, numbers: list[int], heads: list, crowds: list) -> list[tuple[int, str]]:
    """For each crowd, or single sight of one that fell apart, its number and the article of a single one."""
    whose: dict[tuple[str, str], int] = {}
    for number, c in zip(numbers, heads):
        if c.size > 1 and len(crowds) > len(heads):
            whose.update({(doc, c.head.entity.id): number for doc in world.people.docs(number)})
    return [(numbers[n], "") if n < len(heads) else (whose[c.head.key], c.head.doc) for n, c in enumerate(crowds)]


def mention_unit(world: World, raw: Reading, here: dict[str, tuple[bool, Entity]]) -> None:
    """What the graph says of whom an article's mentions mean."""
    world.put(f"m:{raw.article.id}", mention_quads(raw, {ident: e for ident, (always, e) in here.items() if not always}, world.base))
