"""The shortest chains of shared happenings between two: A met C, C called B.

Two are next to each other where one happening that took place has both among its actors and recipients.  Of all shortest chains those
come first whose happenings are told most and date nearest to each other.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg import terms

MOST = 200_000       # chains that are looked at: more of one length say nothing more
_TOOK_PART = """SELECT DISTINCT ?h ?who ?start ?end ?told { %s ?h a kg:Happening ; kg:status kg:Actual ; kg:standing ?standing ; kg:actor|kg:recipient ?who FILTER(?standing != kg:Contested)
  { SELECT ?h (COUNT(DISTINCT ?article) AS ?told) { ?h a kg:Happening ; kg:teller ?article } GROUP BY ?h } OPTIONAL { ?h kg:startDate ?start } OPTIONAL { ?h kg:endDate ?end } }"""
_LABELS = 'SELECT ?x ?label { VALUES ?x { %s } ?x rdfs:label ?label FILTER(LANG(?label) = "%s") }'


class Step(NamedTuple):
    """From one to the next: by a happening, one of `of` that both share."""
    one: str
    happening: str
    of: int
    other: str


class Met(NamedTuple):
    """What took place between whom: happening → (participants, day, how many articles tell it)."""
    happenings: Mapping[str, tuple[frozenset[str], str, int]]
    by: Mapping[str, frozenset[str]]          # participant → its happenings


def gather(store, names: dict[str, str], since: str = "", until: str = "", classes: Iterable[str] = ()) -> Met:
    """Who shared what, from the graph: of some classes (terms) and their subclasses, and of the days from `since` to `until`, where given."""
    wanted = " ".join(sorted(classes))
    where = f"?h kg:eventClass/rdfs:subClassOf* ?wanted . VALUES ?wanted {{ {wanted} }}" if wanted else ""
    found: dict[str, list] = {}
    for h, who, start, end, told in store.ask(_TOOK_PART % where, names).rows:
        first, last = (terms.value(x) if x else "" for x in (start or end, end or start))
        if (since or until) and (not first or since and last < since or until and first > until):
            continue
        found.setdefault(h, [set(), first, int(terms.value(told))])[0].add(who)
    by = defaultdict(set)
    for h, (who, _, _) in found.items():
        for x in who:
            by[x].add(h)
    return Met({h: (frozenset(who), day, told) for h, (who, day, told) in found.items()}, {x: frozenset(hs) for x, hs in by.items()})


def neighbours(met: Met, x: str) -> set[str]:
    """All who shared something with one."""
    return set().union(*(met.happenings[h][0] for h in met.by.get(x, ()))) - {x}


def shortest(met: Met, a: str, b: str, longest: int = 6) -> list[tuple[str, ...]]:
    """All shortest chains from a to b, each the entities on it; none where they are further apart than `longest` steps or not joined."""
    before: dict[str, set[str]] = {a: set()}
    edge = {a}
    for _ in range(longest):
        reached: dict[str, set[str]] = defaultdict(set)
        for x in edge:
            for y in neighbours(met, x):
                if y not in before:
                    reached[y].add(x)
        before |= reached
        edge = set(reached)
        if b in edge or not edge:
            break
    if b not in before or a == b:
        return []
    chains = [(b,)]
    while chains[0][0] != a:
        chains = [(x, *chain) for chain in chains for x in sorted(before[chain[0]])][:MOST]
    return chains


def steps(met: Met, chain: tuple[str, ...]) -> tuple[Step, ...]:
    """A chain with, for each step, the happening that most articles tell, the first of these by date."""
    out = []
    for one, other in zip(chain, chain[1:]):
        shared = sorted(met.by[one] & met.by[other], key=lambda h: (-met.happenings[h][2], met.happenings[h][1] or "~", h))
        out.append(Step(one, shared[0], len(shared), other))
    return tuple(out)


def best(met: Met, chains: Iterable[tuple[str, ...]], most: int) -> list[tuple[Step, ...]]:
    """The chains to show first: whose weakest step shares most, then by their names."""
    told = [(steps(met, c), c) for c in chains]
    return [s for s, _ in sorted(told, key=lambda x: (-min(step.of for step in x[0]), -sum(step.of for step in x[0]), x[1]))[:most]]


def labels(store, names: dict[str, str], things: Iterable[str], language: str) -> dict[str, str]:
    """Labels of terms in a language; what has none is called by its id."""
    wanted = sorted(set(things))
    out = {x: x[1:-1].rpartition(":")[2] for x in wanted}
    return out | {x: terms.value(label) for x, label in store.ask(_LABELS % (" ".join(wanted), language), names).rows} if wanted else out

