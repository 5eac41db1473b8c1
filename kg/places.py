"""Places and states → the quads that say where they lie: a graph of its own, of what is known beside the articles.

Coordinates stand right on the place (`wgs:lat`, `wgs:long`), so that plain queries stay plain, and once more as a GeoSPARQL point, so that
stores which know geography can use them.  `kg:locationPrecision` says whether the point is the place itself or only the middle of a region or
state, and `kg:extent` how far such a one reaches; a place without a known point is not in the graph.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kg import terms, vocab
from kg.model import Entity, Reading, Relation
from kg.nodes import SAME, Graph, kg, std, usual
from kg.terms import RDF_TYPE, Quad

if TYPE_CHECKING:
    from kg.gazetteer import Location

SITED = ("Place", "State", "Facility")
PRECISION = {"point": "point", "region": "region-middle", "state": "state-middle"}
GEONAMES = "https://sws.geonames.org/"


def told(r: Reading) -> dict[str, Entity]:
    """The places, states and facilities that the facts of one reading name, by id."""
    found: dict[str, Counter[Entity]] = defaultdict(Counter)
    refs = [x for e in r.events for x in (*e.actors, *e.recipients, *(p.ref for p in e.participants), *e.place, *e.sources, e.object) if x is not None]
    for x in (*refs, *(ref for t in (*r.claims, *r.relations) for ref in ((t.subject, t.object) if isinstance(t, Relation) else t.speakers))):
        if x.entity.type in SITED:
            found[x.entity.id][x.entity] += 1
    return {ident: usual(some) for ident, some in found.items()}


def countries(r: Reading) -> frozenset[str]:
    """The states, by their codes, in which what one reading names lies."""
    return frozenset(e.country for e in told(r).values() if e.country)


def named(readings: Iterable[Reading], state: Callable[[str], Entity | None] = lambda iso: None) -> dict[str, Entity]:
    """The places, states and facilities that the facts of these readings name, by id, and the states that they lie in, which `state` knows
    by their ISO codes."""
    met: dict[str, Counter[Entity]] = defaultdict(Counter)
    within: set[str] = set()
    for r in readings:
        within |= countries(r)
        for ident, e in told(r).items():
            met[ident][e] += 1
    found = {ident: usual(some) for ident, some in met.items()}
    return {iso: s for iso in within if (s := state(iso)) is not None} | found


def place_quads(places: Mapping[str, Entity], located: Mapping[str, Location], areas: Mapping[str, Mapping[str, str]], base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The graph of where these places lie, sorted.  `located` and `areas` are the gazetteer's."""
    g = Graph(base, vocab.kind_iri(base, "graph", "places"))
    for id, entity in sorted(places.items()):
        if id in located:
            _place(g, entity, located[id], areas)
    return sorted(g.quads)


def _place(g: Graph, entity: Entity, at: Location, areas: Mapping[str, Mapping[str, str]]) -> None:
    s = g.entity(entity)
    g.add(s, std("wgs:lat"), terms.decimal(at.lat))
    g.add(s, std("wgs:long"), terms.decimal(at.long))
    point = terms.iri(vocab.kind_iri(g.base, "point", entity.id))
    g.add(s, std("geo:hasGeometry"), point)
    g.add(point, RDF_TYPE, std("geo:Geometry"))
    g.add(point, std("geo:asWKT"), f'"{at.wkt}"^^{std("geo:wktLiteral")}')
    g.add(s, kg("locationPrecision"), terms.iri(vocab.individual(PRECISION[at.precision])))
    g.add(s, kg("extent"), None if at.extent is None else terms.integer(at.extent))
    g.add(s, kg("adminCode"), at.area and terms.text(at.area) or None)
    g.add(s, kg("adminArea"), *(terms.text(name, language) for language, name in sorted(areas.get(at.area, {}).items())))
    kind, _, number = at.source.partition(":")
    g.add(s, SAME, terms.iri(f"{GEONAMES}{number}/") if kind == "geonames" else None)
