"""What the graph says of what articles name beside what they tell: where places lie, and who held office when."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kg.model import Entity
from kg.nodes import usual
from kg.places import place_quads
from kg.renewal.kept import Kept
from kg.renewal.world import World

if TYPE_CHECKING:
    from kg.gazetteer import Location

PERSON, PLACE, COUNTRY = "person", "place", "country"


def renewed(world: World, changed: Iterable[tuple[Kept | None, Kept | None]], state: Callable[[str], Entity | None], located: Callable[[], Mapping[str, Location]],
            areas: Callable[[], Mapping[str, Mapping[str, str]]]) -> None:
    """Says anew where places lie and who held which office, of those whom changed articles named or name."""
    asked: set[tuple[str, str]] = set()
    for old, now in changed:
        before, after = _named(old), _named(now)
        for sign, some in ((-1, before - after), (1, after - before)):
            for kind, e in some:
                world.articles.name(kind, e, sign)
                asked.add((PLACE if kind == COUNTRY else kind, e if isinstance(e, str) else e.id))
    for kind, ident in sorted(asked):
        if kind == PERSON:
            world.put(f"f:{ident}", world.office_quads(ident) if world.articles.named(PERSON, ident) else ())
        else:
            told, around = world.articles.named(PLACE, ident), world.articles.named(COUNTRY, ident)
            e = usual(told) if told else state(ident) if around else None
            world.put(f"l:{ident}", place_quads({ident: e}, located(), areas(), world.base) if e else ())


def _named(k: Kept | None) -> set[tuple[str, Entity | str]]:
    return {*((PERSON, p) for p in k.persons), *((PLACE, e) for e in k.places), *((COUNTRY, c) for c in k.countries)} if k else set()
