"""What can be asked of a graph: the classes and properties that are in use, how often, what they are called, and an example of each.

Counts come from the graph by SPARQL; labels, domains and ranges from the ontology.  Examples, and the domain and range of a property that
the ontology does not declare (of other vocabularies, of imported graphs), are taken from some of its triples, so that a large graph
answers as soon as a small one.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg import ontology, terms, vocab
from kg.vocab import ONTOLOGY_GRAPH

SAMPLE = 200      # triples of a property that are looked at
MOST = 3          # classes that are named where the ontology declares none
_USED = "SELECT ?t (COUNT(*) AS ?n) {{ {} }} GROUP BY ?t"
_OURS = f'FILTER(!STRSTARTS(STR(?s), "{ONTOLOGY_GRAPH}"))'      # what the ontology says of itself is no news
_SOME = f"{{{{ SELECT (<{{0}}> AS ?t) ?s ?o {{{{ {{1}} {_OURS} }}}} LIMIT {SAMPLE} }}}}"
_SIDES = "SELECT ?t ?s ?o ?of ?to {{ {} OPTIONAL {{ ?s a ?of FILTER NOT EXISTS {{ GRAPH graph:inferred {{ ?s a ?of }} }} }} OPTIONAL {{ ?o a ?to FILTER NOT EXISTS {{ GRAPH graph:inferred {{ ?o a ?to }} }} }} }}"      # not every class above
_INSTANCES = "SELECT ?t ?s {{ {} }}"
_LABELS = "SELECT ?t ?label {{ VALUES ?t {{ {} }} ?t rdfs:label ?label }}"


class Entry(NamedTuple):
    """A class or property in use.  `domain` and `range` are '' for a class; the example is an instance, or a whole triple."""
    kind: str
    name: str
    label: str
    count: int
    domain: str
    range: str
    example: str


class _Declared(NamedTuple):
    """What the ontology says of its terms: labels by language, domains, ranges, classes right above; terms as they stand in a graph."""
    labels: dict[str, dict[str, str]]
    domain: dict[str, list[str]]
    range: dict[str, list[str]]
    above: dict[str, list[str]]

    def covered(self, cls: str, others: Iterable[str]) -> bool:
        """Is one of the others a class above it?"""
        return any(c in others or self.covered(c, others) for c in self.above.get(cls, ()))


def _declared() -> _Declared:
    out = _Declared(defaultdict(dict), defaultdict(list), defaultdict(list), defaultdict(list))
    rdfs = vocab.STANDARD["rdfs"]
    sides = {f"<{rdfs}domain>": out.domain, f"<{rdfs}range>": out.range, f"<{rdfs}subClassOf>": out.above}
    for s, p, o, _ in ontology.triples():
        if p == f"<{rdfs}label>":
            text, language, _ = terms.split_literal(o)
            out.labels[s][language] = text
        elif p in sides:
            sides[p][s].append(o)
    return out


def schema(store, names: Mapping[str, str], language: str = "en") -> list[Entry]:
    """Classes, then properties, the most frequent first; `names` are the prefixes of the graph."""
    names, declared = dict(names), _declared()
    short = lambda term: vocab.shorten(term[1:-1], names) or term
    classes, properties = _counted(store, names, "?s a ?t"), _counted(store, names, "?s ?t ?o")
    labels = _labels(store, names, [*classes, *properties], declared)
    label = lambda t: labels.get(t, {}).get(language) or labels.get(t, {}).get("en") or labels.get(t, {}).get("") or ""
    example: dict[str, str] = {}
    for c, s in _sampled(store, names, _INSTANCES, classes, lambda c: f"?s a {c}"):
        example[c] = min(s, example.get(c, s))
    out = [Entry("class", short(c), label(c), n, "", "", short(example[c])) for c, n in classes.items() if c in example]
    triples: dict[str, tuple[str, str]] = {}
    of, to = defaultdict(Counter), defaultdict(Counter)
    for p, s, o, before, behind in _sampled(store, names, _SIDES, properties, lambda p: f"?s {p} ?o"):
        triples[p] = min((s, o), triples.get(p, (s, o)))
        of[p].update([before] if before else [])
        to[p].update([side] if (side := behind or _datatype(o)) else [])
    for p, n in properties.items():
        if p in triples:
            s, o = triples[p]
            domain, range = (" | ".join(map(short, sorted(said.get(p, ())) or _commonest(found[p], declared))) for said, found in ((declared.domain, of), (declared.range, to)))
            out.append(Entry("property", short(p), label(p), n, domain, range, f"{short(s)} {short(p)} {_shown(o, short)}"))
    return out


def _counted(store, names: dict[str, str], pattern: str) -> dict[str, int]:
    """How often each class or property is used, the most frequent first; what the ontology says itself is taken off."""
    found: Counter[str] = Counter()
    for query, sign in ((pattern, 1), (f"GRAPH <{ONTOLOGY_GRAPH}> {{ {pattern} }}", -1)):
        for t, n in store.ask(_USED.format(query), names).rows:
            if t:
                found[t] += sign * int(terms.value(n))
    return dict(sorted(((t, n) for t, n in found.items() if n > 0), key=lambda x: (-x[1], x[0])))


def _sampled(store, names: dict[str, str], query: str, wanted: Iterable[str], pattern) -> Iterable[tuple]:
    """Some triples of each class or property, by one query for all."""
    parts = [_SOME.format(t[1:-1], pattern(t)) for t in wanted]
    return store.ask(query.format(" UNION ".join(parts)), names).rows if parts else ()


def _datatype(term: str) -> str:
    """The datatype of a literal as a term, '' for an IRI."""
    if not term.startswith('"'):
        return ""
    _, language, datatype = terms.split_literal(term)
    return f"<{vocab.STANDARD['rdf']}langString>" if language else f"<{datatype or terms.XSD + 'string'}>"


def _commonest(found: Counter[str], declared: _Declared) -> list[str]:
    """The most frequent classes, of which none stands above another."""
    return [c for c, _ in sorted(found.items(), key=lambda x: (-x[1], x[0])) if not declared.covered(c, found)][:MOST]


def _labels(store, names: dict[str, str], wanted: list[str], declared: _Declared) -> dict[str, dict[str, str]]:
    """Labels of terms: the ontology's, else those that an imported vocabulary gives."""
    out = {t: declared.labels[t] for t in wanted if t in declared.labels}
    foreign = [t for t in wanted if t not in out]
    if foreign:
        for t, label in store.ask(_LABELS.format(" ".join(foreign)), names).rows:
            text, language, _ = terms.split_literal(label)
            out.setdefault(t, {})[language] = min(text, out.get(t, {}).get(language, text))
    return out


def _shown(term: str, short) -> str:
    """The object of an example: short, a long text cut."""
    if term.startswith("<"):
        return short(term)
    text, language, datatype = terms.split_literal(term)
    text = " ".join(text.split())
    if datatype == terms.XSD + "integer" or datatype == terms.XSD + "decimal" and "." in text:
        return text
    return f'"{terms.escape(text if len(text) <= 40 else text[:39] + "…")}"' + (f"@{language}" if language else f"^^{short(f'<{datatype}>')}" if datatype else "")
