"""The shortest chains of shared happenings between two: A met C, C called B.

Two are next to each other where one happening that took place has both among its actors and recipients.  The search goes from both ends at
once, a level at a time, from the end that has the fewer to go on from: what is near is found without looking at the rest of the graph.
Of all shortest chains those come first whose weakest step shares most; of what two share, what most articles tell.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from kg import terms

MOST = 50_000        # chains that are looked at: more of one length say nothing more
# An object that is a constant is compared in a filter: joined, the engine would go through all that have it.
_SHARED = """?h kg:actor|kg:recipient %(one)s ; kg:status ?status ; kg:standing ?standing FILTER(?status = kg:Actual && ?standing != kg:Contested) %(more)s"""
_BESIDE = """SELECT ?x ?y (COUNT(DISTINCT ?h) AS ?n) { VALUES ?x { %(of)s } %(shared)s ?h kg:actor|kg:recipient ?y FILTER(?x != ?y) } GROUP BY ?x ?y"""
_TOLD = """SELECT ?h (COUNT(DISTINCT ?article) AS ?told) (MIN(?from) AS ?first) { %(shared)s ?h kg:actor|kg:recipient %(other)s OPTIONAL { ?h kg:teller ?article } OPTIONAL { ?h kg:startDate ?from } }
  GROUP BY ?h ORDER BY DESC(?told) (!BOUND(?first)) ?first ?h LIMIT 1"""
_LABELS = 'SELECT ?x ?label { VALUES ?x { %s } ?x rdfs:label ?label FILTER(LANG(?label) = "%s") }'

Beside = Callable[[Iterable[str]], Mapping[str, Mapping[str, int]]]       # of some the neighbours, and how much each two share


class Step(NamedTuple):
    """From one to the next: by a happening, one of `of` that both share."""
    one: str
    happening: str
    of: int
    other: str


class Ground:
    """The part of a graph in which chains are sought: of some classes (terms) and their subclasses, of the days from `since` to `until`, where given."""

    def __init__(self, store, names: dict[str, str], since: str = "", until: str = "", classes: Iterable[str] = ()):
        self.store, self.names = store, names
        days = [f'COALESCE(?end, ?start) >= "{since}"^^xsd:date'] * bool(since) + [f'COALESCE(?start, ?end) <= "{until}"^^xsd:date'] * bool(until)
        self.more = f"OPTIONAL {{ ?h kg:startDate ?start }} OPTIONAL {{ ?h kg:endDate ?end }} FILTER({' && '.join(days)})" if days else ""
        if wanted := " ".join(sorted(classes)):
            narrower = sorted(c for c, in store.ask(f"SELECT DISTINCT ?c {{ VALUES ?wanted {{ {wanted} }} ?c rdfs:subClassOf* ?wanted }}", names).rows)
            self.more += f" ?h kg:eventClass ?class FILTER(?class IN ({', '.join(narrower)}))"

    def beside(self, of: Iterable[str]) -> dict[str, dict[str, int]]:
        """All who share something with each of these, and how many things."""
        out: dict[str, dict[str, int]] = {}
        query = _BESIDE % {"of": " ".join(sorted(of)), "shared": _SHARED % {"one": "?x", "more": self.more} + " ."}
        for x, y, n in self.store.ask(query, self.names).rows:
            out.setdefault(x, {})[y] = int(terms.value(n))
        return out

    def telling(self, one: str, other: str) -> str:
        """Of all that two share what most articles tell, the first of these by date."""
        query = _TOLD % {"shared": _SHARED % {"one": one, "more": self.more} + " .", "other": other}
        return next(h for h, *_ in self.store.ask(query, self.names).rows)


class Chains:
    """All shortest chains between two, which `walk` walks; `steps` is their length, 0 where nothing joins them within what was allowed."""

    def __init__(self, beside: Beside, a: str, b: str, longest: int = 6):
        self.a, self.b, self.shared = a, b, Counter[frozenset[str]]()
        sides: list[dict[str, list[str]]] = [{a: []}, {b: []}]       # entity → those by which it was reached, from either end
        edges, self.middle, self.steps = [[a], [b]], [], 0
        while not self.middle and all(edges) and self.steps < longest and a != b:
            side = len(edges[0]) > len(edges[1])
            edges[side] = self._on(beside, sides[side], edges[side])
            self.steps += 1
            self.middle = sorted(x for x in edges[side] if x in sides[not side])
        self.steps *= bool(self.middle)
        self.back, self.forth = sides

    def _on(self, beside: Beside, reached: dict[str, list[str]], edge: list[str]) -> list[str]:
        """A level further: who is next to one of the edge and was not reached before."""
        fresh: dict[str, list[str]] = {}
        for x, near in sorted(beside(edge).items()):
            for y, n in near.items():
                if y not in reached:
                    fresh.setdefault(y, []).append(x)
                    self.shared[frozenset((x, y))] = n
        reached |= fresh
        return list(fresh)

    def __len__(self) -> int:
        """How many there are."""
        return sum(self._ways(self.back, x) * self._ways(self.forth, x) for x in self.middle)

    def _ways(self, reached: Mapping[str, list[str]], x: str) -> int:
        known: dict[str, int] = {}

        def ways(at: str) -> int:
            if at not in known:
                known[at] = sum(map(ways, reached[at])) if reached[at] else 1
            return known[at]
        return ways(x)

    def walk(self) -> Iterator[tuple[str, ...]]:
        """Each as the entities on it, from a to b."""
        for x in self.middle:
            for head in self._ways_of(self.back, x):
                for tail in self._ways_of(self.forth, x):
                    yield (*head[::-1], *tail[1:])

    def _ways_of(self, reached: Mapping[str, list[str]], x: str) -> Iterator[tuple[str, ...]]:
        if not reached[x]:
            yield (x,)
        for before in sorted(reached[x]):
            for way in self._ways_of(reached, before):
                yield (x, *way)

    def best(self, most: int) -> list[tuple[str, ...]]:
        """Those to show first: whose weakest step shares most, then by their names."""
        def weak(chain: tuple[str, ...]) -> tuple:
            shared = [self.shared[frozenset(pair)] for pair in zip(chain, chain[1:])]
            return -min(shared), -sum(shared), chain
        return sorted(islice(self.walk(), MOST), key=weak)[:most]


def steps(ground: Ground, chains: Chains, chain: tuple[str, ...]) -> tuple[Step, ...]:
    """A chain with a happening for each step."""
    return tuple(Step(one, ground.telling(one, other), chains.shared[frozenset((one, other))], other) for one, other in zip(chain, chain[1:]))


def labels(store, names: dict[str, str], things: Iterable[str], language: str) -> dict[str, str]:
    """Labels of terms in a language; what has none is called by its id."""
    wanted = sorted(set(things))
    out = {x: x[1:-1].rpartition(":")[2] for x in wanted}
    return out | {x: terms.value(label) for x, label in store.ask(_LABELS % (" ".join(wanted), language), names).rows} if wanted else out
