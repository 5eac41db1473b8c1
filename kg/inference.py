"""What follows from what is said: the ontology's axioms and who held office then, as quads of a graph of their own, `graph:inferred`.

    subclass      (x a C), C rdfs:subClassOf D                       → (x a D)
    subproperty   (x p y), p rdfs:subPropertyOf q                    → (x q y)
    inverse       (x p y), p owl:inverseOf q                         → (y q x)
    symmetric     (x p y), p an owl:SymmetricProperty                → (y p x)
    transitive    (x p y), (y p z), p an owl:TransitiveProperty      → (x p z)
    tie           a kg:Relation with its subject, tie and object     → (subject tie object)
    class         (h kg:ofClass C), C rdfs:subClassOf D              → (h kg:ofClass D), up to kg:Event
    office        a person takes part in a happening whose days all lie in an office holding of his
                                                                     → a kg:Acting: who acted in what, under which holding, for whom

Each rule but the last looks at one graph, the last at one happening and the holdings of those who took part, so what an article or a
happening gives depends on nothing else, and costs what it gives.  Nothing asserted changes: who leaves that graph out sees what was said.
Which axioms there are is read from the ontology (`axioms`); `LEFT` says which kinds of axiom are not drawn upon, and why.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kg import terms, vocab
from kg.nodes import kg, std
from kg.terms import RDF_TYPE, Quad

Triple = tuple[str, str, str]
SUBCLASS, SUBPROPERTY, INVERSE = std("rdfs:subClassOf"), std("rdfs:subPropertyOf"), std("owl:inverseOf")
SYMMETRIC, TRANSITIVE = std("owl:SymmetricProperty"), std("owl:TransitiveProperty")
RULES = {SUBCLASS: "subclass", SUBPROPERTY: "subproperty", INVERSE: "inverse", SYMMETRIC: "symmetric", TRANSITIVE: "transitive"}
LEFT = {
    std("rdfs:domain"): "says what a property is for; the shapes check it, and a type that is not told is not made up",
    std("rdfs:range"): "as rdfs:domain",
    std("owl:disjointWith"): "a constraint: the shapes and tests look for what breaks it, nothing follows from it",
    std("owl:equivalentClass"): "bridges of alignments.ttl to other vocabularies: they stand in the store as they are, for a query that walks them",
    std("owl:equivalentProperty"): "as owl:equivalentClass",
}
_EVENT, _OF_CLASS, _PARTICIPANT = kg("Event"), kg("ofClass"), kg("participant")
_START, _END = kg("startDate"), kg("endDate")


class Axioms(NamedTuple):
    """What the ontology declares, closed upwards: everything above each class and property; inverses both ways."""
    classes: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, tuple[str, ...]]
    inverses: Mapping[str, tuple[str, ...]]
    symmetric: frozenset[str]
    transitive: frozenset[str]


class Step(NamedTuple):
    """One conclusion: by which rule, and the triples and the axiom that it was drawn from."""
    rule: str
    triple: Triple
    given: tuple[Triple, ...]


# ── the axioms ────────────────────────────────────────────────────────────────────────────────────────────────────

def _closed(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Everything above each term, by name."""
    above: dict[str, set[str]] = defaultdict(set)
    for low, high in pairs:
        above[low].add(high)
    out = {}
    for low in list(above):
        found, todo = set(), [low]
        while todo:
            fresh = above.get(todo.pop(), set()) - found
            found |= fresh
            todo += fresh
        out[low] = tuple(sorted(found - {low}))
    return out


def axioms(ontology: Iterable[Quad]) -> Axioms:
    """The axioms among the ontology's triples; those about terms of other vocabularies are no part of it."""
    own = f"<{vocab.ONTOLOGY}"
    rows = [(s, p, o) for s, p, o, _ in ontology if s.startswith(own)]
    pairs = lambda wanted: [(s, o) for s, p, o in rows if p == wanted and o.startswith(own)]
    kinds = lambda wanted: frozenset(s for s, p, o in rows if p == RDF_TYPE and o == wanted)
    inverses: dict[str, set[str]] = defaultdict(set)
    for s, o in pairs(INVERSE):
        inverses[s].add(o)
        inverses[o].add(s)
    return Axioms(_closed(pairs(SUBCLASS)), _closed(pairs(SUBPROPERTY)), {p: tuple(sorted(qs)) for p, qs in inverses.items()}, kinds(SYMMETRIC), kinds(TRANSITIVE))


# ── within one graph ──────────────────────────────────────────────────────────────────────────────────────────────

def steps(said: Iterable[Triple], known: Axioms) -> Iterator[Step]:
    """What follows from the triples of one graph, each conclusion once, in an order that depends on the triples alone."""
    start = sorted(set(said))
    seen, todo = set(start), start[::-1]
    ahead: dict[tuple[str, str], list[str]] = defaultdict(list)
    behind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for step in _ties(start):
        if step.triple not in seen:
            seen.add(step.triple)
            todo.append(step.triple)
            yield step
    while todo:
        triple = todo.pop()
        for step in (*_single(triple, known), *_chained(triple, known, ahead, behind)):
            if step.triple not in seen:
                seen.add(step.triple)
                todo.append(step.triple)
                yield step


def _ties(said: Iterable[Triple]) -> Iterator[Step]:
    """Relations, told with their words and validity, as the plain tie that they tell."""
    parts: dict[str, dict[str, list[Triple]]] = defaultdict(lambda: defaultdict(list))
    wanted = {kg("subject"), kg("relation"), kg("object")}
    for t in said:
        if t[1] in wanted:
            parts[t[0]][t[1]].append(t)
    for _, part in sorted(parts.items()):
        if len(part) == 3:
            yield from (Step("tie", (a[2], p[2], b[2]), (a, p, b)) for a in part[kg("subject")] for p in part[kg("relation")] for b in part[kg("object")])


def _single(triple: Triple, known: Axioms) -> Iterator[Step]:
    """What follows from one triple."""
    s, p, o = triple
    if p == RDF_TYPE:
        yield from (Step("subclass", (s, p, above), (triple, (o, SUBCLASS, above))) for above in known.classes.get(o, ()))
        return
    yield from (Step("subproperty", (s, q, o), (triple, (p, SUBPROPERTY, q))) for q in known.properties.get(p, ()))
    if o[0] == "<":
        yield from (Step("inverse", (o, q, s), (triple, (p, INVERSE, q))) for q in known.inverses.get(p, ()))
        if p in known.symmetric:
            yield Step("symmetric", (o, p, s), (triple, (p, RDF_TYPE, SYMMETRIC)))
    if p == _OF_CLASS:
        yield from (Step("class", (s, p, above), (triple, (o, SUBCLASS, above))) for above in known.classes.get(o, ()) if above == _EVENT or _EVENT in known.classes.get(above, ()))


def _chained(triple: Triple, known: Axioms, ahead: dict[tuple[str, str], list[str]], behind: dict[tuple[str, str], list[str]]) -> list[Step]:
    """What follows from a triple of a transitive property and those that came before it; nothing is tied to itself."""
    s, p, o = triple
    if p not in known.transitive or s == o:
        return []
    axiom = (p, RDF_TYPE, TRANSITIVE)
    out = [Step("transitive", (s, p, z), (triple, (o, p, z), axiom)) for z in ahead[o, p] if z != s]
    out += [Step("transitive", (y, p, o), ((y, p, s), triple, axiom)) for y in behind[s, p] if y != o]
    ahead[s, p].append(o)
    behind[o, p].append(s)
    return out


# ── office at the time ────────────────────────────────────────────────────────────────────────────────────────────

def _by_subject(said: Iterable[Triple]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in said:
        found[s][p].append(o)
    return found


def holdings(offices: Iterable[Triple]) -> dict[str, list[tuple[str, dict[str, list[str]]]]]:
    """The office holdings of the offices' graph by their holder, each with its properties."""
    out = defaultdict(list)
    for s, held in sorted(_by_subject(offices).items()):
        for person in held.get(kg("holder"), ()):
            out[person].append((s, held))
    return out


def _days(text: str) -> tuple[str, str]:
    """The first and the last day that a year, month or day may mean; ISO texts compare as days do.

    >>> _days("2014"), _days("2014-05"), _days("2014-05-20")
    (('2014-01-01', '2014-12-31'), ('2014-05-01', '2014-05-31'), ('2014-05-20', '2014-05-20'))
    """
    return (text, text) if len(text) == 10 else (f"{text}-01-01", f"{text}-12-31") if len(text) == 4 else (f"{text}-01", f"{text}-31")


def in_force(held: Mapping[str, list[str]], first: str, last: str) -> list[str] | None:
    """The properties by which an office was held from the first day to the last, None where it was not or is not known to have been:
    an edge known to a month or year only must leave the whole of it outside."""
    begun = next((p for p in (_START, kg("startsIn")) if held.get(p)), None)
    ended = next((p for p in (_END, kg("endsIn"), kg("openEnded")) if held.get(p)), None)
    if begun is None or ended is None or _days(terms.value(held[begun][0]))[1] > first:
        return None
    return [begun, ended] if ended == kg("openEnded") or _days(terms.value(held[ended][0]))[0] >= last else None


def acting(happening: str, told: Mapping[str, list[str]], held: Mapping[str, list[tuple[str, dict[str, list[str]]]]], known: Axioms, base: str) -> Iterator[Step]:
    """Who acted for whom in one happening: for everybody who takes part in it, the offices that he held on all of its days."""
    if not told.get(_START) or not told.get(_END):
        return
    first, last = terms.value(told[_START][0]), terms.value(told[_END][0])
    dated = ((happening, _START, told[_START][0]), (happening, _END, told[_END][0]))
    roles = sorted(p for p in told if _PARTICIPANT in known.properties.get(p, ()))
    for person in sorted({e for p in roles for e in told[p]}):
        role = next(p for p in roles if person in told[p])
        for holding, its in held.get(person, ()):
            edges = in_force(its, first, last)
            if edges is None:
                continue
            given = ((happening, role, person), *dated, (holding, kg("holder"), person), *((holding, p, its[p][0]) for p in edges), *((holding, kg("officeOf"), x) for x in its.get(kg("officeOf"), ())))
            name = f"{_local(happening, base, 'happening')}-{_local(holding, base, 'holding')}"
            node = terms.iri(vocab.kind_iri(base, "acting", name))
            said = [(node, RDF_TYPE, kg("Acting")), (node, kg("actedIn"), happening), (node, kg("actedBy"), person), (node, kg("actedUnder"), holding)]
            said += [x for of in its.get(kg("officeOf"), ()) for x in ((node, kg("actedFor"), of), (happening, kg("onBehalfOf"), of))]
            yield from (Step("office", t, given) for t in said)


def _local(term: str, base: str, kind: str) -> str:
    return term[1:-1].removeprefix(f"{base}{kind}:")


# ── all together ──────────────────────────────────────────────────────────────────────────────────────────────────

@lru_cache(8)
def graph_name(base: str) -> str:
    """The term that names the graph of what is inferred."""
    return terms.iri(vocab.kind_iri(base, "graph", "inferred"))


def all_steps(quads: Iterable[Quad], known: Axioms, base: str) -> Iterator[Step]:
    """What follows from these graphs, graph by graph, then who acted for whom."""
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for s, p, o, g in quads:
        if g != graph_name(base):
            graphs[g].append((s, p, o))
    for g in sorted(graphs):
        yield from steps(graphs[g], known)
    held = holdings(graphs.get(terms.iri(vocab.kind_iri(base, "graph", "offices")), ()))
    concluded = _by_subject(graphs.get(terms.iri(vocab.kind_iri(base, "graph", "conclusions")), ()))
    for h in sorted(concluded):
        if kg("Happening") in concluded[h].get(RDF_TYPE, ()):
            yield from acting(h, concluded[h], held, known, base)


def inferred(quads: Iterable[Quad], known: Axioms, base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The graph of what follows from these graphs, sorted."""
    name = graph_name(base)
    return sorted({(*step.triple, name) for step in all_steps(quads, known, base)})


def particular(quads: Iterable[Quad], known: Axioms) -> list[Quad]:
    """Quads without the types that follow from another type of the same node, but for those that the graph itself says beside a more
    particular one: what the shapes, which count types, are for."""
    quads = list(quads)
    types: dict[str, set[str]] = defaultdict(set)
    for s, p, o, _ in quads:
        if p == RDF_TYPE:
            types[s].add(o)
    implied = {s: {above for t in found for above in known.classes.get(t, ())} - {_EVENT, kg("Evidence")} for s, found in types.items()}
    return [q for q in quads if q[1] != RDF_TYPE or q[2] not in implied[q[0]]]


def explain(triple: Triple, quads: Iterable[Quad], known: Axioms, base: str = vocab.DEFAULT_BASE) -> list[Step]:
    """How a triple follows: the last step first, then the steps behind what it was drawn from; empty where it does not follow."""
    found: dict[Triple, Step] = {}
    for step in all_steps(quads, known, base):
        found.setdefault(step.triple, step)
    out, todo, seen = [], [triple], set()
    while todo:
        step = found.get(todo.pop(0))
        if step is not None and step.triple not in seen:
            seen.add(step.triple)
            out.append(step)
            todo += step.given
    return out
