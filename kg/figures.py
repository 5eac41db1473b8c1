"""What is in a graph: counted by SPARQL, so that a store on disk and an endpoint answer alike, imported graphs among the rest.

A figure is a kind of count (`classes`), an item within it (`Visit`) and a value; their names in both languages stand in
`figures.toml`, those of classes and values in the ontology.
"""
from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg import ontology, terms, vocab
from kg.plover import QUAD_CLASSES

TOTAL = "total"
ENTITIES = ("Person", "State", "Organization", "Group", "Place", "Weapon", "Document", "NamedOperation", "Facility")
# An event stands in one graph with its status; what inference adds stands in another and is not counted again.
_TOLD = "GRAPH ?g { ?e a kg:Event ; kg:status ?status ; a ?class FILTER(?class != kg:Event) OPTIONAL { ?e kg:ploverType ?type } }"
_EVENTS = f"SELECT ?class ?type ?status (COUNT(DISTINCT ?e) AS ?n) {{ {_TOLD} }} GROUP BY ?class ?type ?status"
_COUNTS = {
    "undated-events": "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e a kg:Event ; kg:status ?status FILTER NOT EXISTS { ?e kg:startDate|kg:endDate ?d } }",
    "articles": "SELECT (COUNT(?a) AS ?n) { ?a a kg:Article }",
    "claims": "SELECT ?item (COUNT(?c) AS ?n) { ?c a kg:Claim ; kg:stance ?item } GROUP BY ?item",
    "relations": "SELECT ?item (COUNT(?r) AS ?n) { ?r a kg:Relation ; kg:relation ?item } GROUP BY ?item",
    "entities": f"SELECT ?item (COUNT(DISTINCT ?e) AS ?n) {{ VALUES ?item {{ {' '.join('kg:' + x for x in ENTITIES)} }} ?e a ?item }} GROUP BY ?item",
    "happenings": "SELECT (COUNT(?h) AS ?n) { ?h a kg:Happening }",
    "standing": "SELECT ?item (COUNT(?h) AS ?n) { ?h a kg:Happening ; kg:standing ?item } GROUP BY ?item",
    "several-facts": "SELECT (COUNT(?h) AS ?n) { { SELECT ?h (COUNT(?f) AS ?told) { ?f kg:reports ?h } GROUP BY ?h HAVING(COUNT(?f) > 1) } }",
    "several-articles": "SELECT (COUNT(?h) AS ?n) { { SELECT ?h (COUNT(?a) AS ?told) { ?h kg:teller ?a } GROUP BY ?h HAVING(COUNT(?a) > 1) } }",
    "contradictions": "SELECT (COUNT(?d) AS ?n) { ?d a kg:Dispute }",
    "differences": "SELECT (COUNT(?d) AS ?n) { ?d a kg:Difference }",
    "no-date": "SELECT (COUNT(?h) AS ?n) { ?h a kg:Happening FILTER NOT EXISTS { ?h kg:startDate|kg:endDate ?d } }",
    "places": "SELECT ?item (COUNT(DISTINCT ?h) AS ?n) { ?h a kg:Happening ; kg:place ?item } GROUP BY ?item",
    "voices": "SELECT ?item (COUNT(DISTINCT ?f) AS ?n) { ?f kg:source|kg:speaker ?item ; kg:recordId ?id } GROUP BY ?item",
    "languages": "SELECT ?item (COUNT(?a) AS ?n) { ?a a kg:Article OPTIONAL { ?a dcterms:language ?item } } GROUP BY ?item",
    "tellers": "SELECT ?item (COUNT(?a) AS ?n) { ?a a kg:Article OPTIONAL { ?a dcterms:publisher ?item } } GROUP BY ?item",
    "unread": "SELECT ?item (COUNT(?u) AS ?n) { ?u a kg:Unread ; kg:unreadKind ?item } GROUP BY ?item",
}
_WRITTEN = "SELECT (MIN(?d) AS ?first) (MAX(?d) AS ?last) { ?a a kg:Article ; kg:startDate|kg:endDate ?d }"
_HAPPENED = "SELECT (MIN(?d) AS ?first) (MAX(?d) AS ?last) { ?h a kg:Happening ; kg:startDate|kg:endDate ?d }"
_GRAPHS = "SELECT ?g { GRAPH ?g { } }"
_LABELS = "SELECT ?item ?label { VALUES ?item { %s } ?item rdfs:label ?label }"


class Figure(NamedTuple):
    """One count: of what, which item of it ('total' for all), how it is called, how many (or which day)."""
    figure: str
    item: str
    label: str
    value: int | str


@lru_cache(maxsize=1)
def words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The names of figures, items and columns by language."""
    return tomllib.loads((Path(__file__).parent / "figures.toml").read_text(encoding="utf-8"))


class _Asked:
    """A graph, asked for its counts; the answers remembered while its figures are put together."""

    def __init__(self, store, names: Mapping[str, str], language: str):
        self.store, self.names, self.language = store, names, language
        self.labels = ontology.labels()

    def counts(self, query: str) -> list[tuple[str | None, int]]:
        """(item as a term, number) of each row, the greatest first; the item None where the query has none, or it is not bound."""
        rows = [(row[0] if len(row) > 1 else None, int(terms.value(row[-1]))) for row in self.store.ask(query, dict(self.names)).rows]
        return sorted(rows, key=lambda x: (-x[1], x[0] or ""))

    def one(self, name: str) -> int:
        return self.counts(_COUNTS[name])[0][1]

    def days(self, query: str) -> list[str]:
        """First and last day, '' for none."""
        row = next(iter(self.store.ask(query, dict(self.names)).rows), (None, None))
        return [terms.value(t) if t else "" for t in row]

    def named(self, key: str) -> str:
        """A word of our own for an item; the item itself where there is none."""
        found = words()["items"].get(key)
        return found[self.language] if found else key

    def term(self, local: str) -> str:
        """The label of a term of the ontology."""
        found = self.labels.get(local, {})
        return found.get(self.language) or found.get("en") or local

    def of_ontology(self, figure: str, query: str) -> Iterator[Figure]:
        for item, n in self.counts(query):
            local = terms.value(item or "<>").removeprefix(vocab.ONTOLOGY)
            yield Figure(figure, local, self.term(local), n)

    def of_texts(self, figure: str, query: str) -> Iterator[Figure]:
        for item, n in self.counts(query):
            key = terms.value(item) if item else "unknown"
            yield Figure(figure, key, self.named(key), n)

    def of_entities(self, figure: str, query: str) -> Iterator[Figure]:
        """Items that are entities, by their labels in the graph; the total first."""
        found = [(item, n) for item, n in self.counts(query) if item]
        called: dict[str, dict[str, str]] = {}
        if found:
            for item, label in self.store.ask(_LABELS % " ".join(item for item, _ in found), dict(self.names)).rows:
                text, tongue, _ = terms.split_literal(label)
                called.setdefault(item, {})[tongue] = min(text, called.get(item, {}).get(tongue, text))
        yield Figure(figure, TOTAL, self.named(TOTAL), len(found))
        for item, n in found:
            local = terms.value(item).removeprefix(self.names["id"])
            labels = called.get(item, {})
            yield Figure(figure, local, labels.get(self.language) or labels.get("en") or local, n)


def figures(store, names: Mapping[str, str], language: str = "en") -> list[Figure]:
    """All figures of a graph, in a fixed order; `names` are its prefixes."""
    ask = _Asked(store, names, language)
    out = [Figure("articles", TOTAL, ask.named(TOTAL), ask.one("articles"))]
    out += [Figure("written", item, ask.named(item), day) for item, day in zip(("first", "last"), ask.days(_WRITTEN)) if day]
    out += [*ask.of_texts("languages", _COUNTS["languages"]), *ask.of_texts("tellers", _COUNTS["tellers"])]
    out += _facts(ask)
    out += ask.of_entities("voices", _COUNTS["voices"])
    out += ask.of_ontology("entities", _COUNTS["entities"])
    out.append(Figure("happenings", TOTAL, ask.named(TOTAL), ask.one("happenings")))
    out += [Figure("happenings", key, ask.named(key), ask.one(key)) for key in ("several-facts", "several-articles", "no-date", "contradictions", "differences")]
    out += [Figure("happened", item, ask.named(item), day) for item, day in zip(("first", "last"), ask.days(_HAPPENED)) if day]
    out += [*ask.of_ontology("standing", _COUNTS["standing"]), *ask.of_entities("places", _COUNTS["places"]), *ask.of_texts("unread", _COUNTS["unread"]), *_imported(ask)]
    return out


def _facts(ask: _Asked) -> list[Figure]:
    """Facts by kind; events by class, type, quad class and status; claims by stance, relations by tie."""
    classes, types, quads, status = Counter(), Counter(), Counter(), Counter()
    for cls, type, state, n in ask.store.ask(_EVENTS, dict(ask.names)).rows:
        if cls is None:
            continue
        count, plover = int(terms.value(n)), terms.value(type) if type else "outside-plover"
        classes[terms.value(cls).removeprefix(vocab.ONTOLOGY)] += count
        types[plover] += count
        quads[QUAD_CLASSES.get(plover, "outside plover").replace(" ", "-")] += count
        status[terms.value(state).removeprefix(vocab.ONTOLOGY)] += count
    stances, ties = list(ask.of_ontology("stances", _COUNTS["claims"])), list(ask.of_ontology("ties", _COUNTS["relations"]))
    out = [Figure("facts", key, ask.named(key), n) for key, n in (("events", classes.total()), ("claims", sum(x.value for x in stances)), ("relations", sum(x.value for x in ties)))]
    out.append(Figure("undated", "events", ask.named("events"), ask.one("undated-events")))
    for figure, found, label in (("quads", quads, ask.named), ("types", types, ask.named), ("classes", classes, ask.term), ("status", status, ask.term)):
        out += [Figure(figure, item, label(item), n) for item, n in sorted(found.items(), key=lambda x: (-x[1], x[0]))]
    return out + stances + ties


def _imported(ask: _Asked) -> Iterator[Figure]:
    """Imported graphs by the number of their triples."""
    head = f"{ask.names['graph']}imported-"
    for graph in sorted(terms.value(g) for (g,) in ask.store.ask(_GRAPHS, dict(ask.names)).rows):
        if graph.startswith(head):
            yield Figure("imported", graph.removeprefix(head), graph.removeprefix(head), ask.counts(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0][1])
