"""A Reading with some of its entities as others, in every fact that names them; the words stay as printed."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kg.model import Claim, Entity, Event, Reading, Ref, Relation
from kg.records import refs_of

Change = Callable[[Entity], Entity]


def renamed(reading: Reading, change: Change) -> Reading:
    """The same reading with each entity changed; facts that name nobody changed are the same objects."""
    made: dict[Entity, Entity] = {}

    def other(e: Entity) -> Entity:
        if e not in made:
            made[e] = change(e)
        return made[e]

    def ref(r: Ref) -> Ref:
        e = other(r.entity)
        return r if e is r.entity else replace(r, entity=e)
    some = lambda refs: tuple(map(ref, refs))

    def fact(f):
        if all(other(r.entity) is r.entity for r in refs_of(f)):
            return f
        match f:
            case Event():
                return replace(f, actors=some(f.actors), recipients=some(f.recipients), participants=tuple(replace(p, ref=ref(p.ref)) for p in f.participants),
                               place=some(f.place), sources=some(f.sources), object=f.object and ref(f.object), weapon=f.weapon and ref(f.weapon))
            case Claim():
                return replace(f, speakers=some(f.speakers))
            case Relation():
                return replace(f, subject=ref(f.subject), object=ref(f.object))
    mentions = tuple(m if (r := ref(m.ref)) is m.ref else replace(m, ref=r) for m in reading.mentions)
    return replace(reading, events=tuple(map(fact, reading.events)), claims=tuple(map(fact, reading.claims)), relations=tuple(map(fact, reading.relations)), mentions=mentions)


def told_as(reading: Reading, meant: Mapping[str, Entity]) -> Reading:
    """A reading with some entities, by their ids in it, as the ones that they are."""
    return renamed(reading, lambda e: meant.get(e.id, e)) if meant else reading
