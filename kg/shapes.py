"""Quads of one article, `ontology/shapes.ttl` → Problems, by pyshacl; one graph at a time, so that no store is ever held in memory.

Only this module and the tests know rdflib and pyshacl, and it imports them when it is called.  Each problem names the fact, the article
and the words, found from the graph itself.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from kg import checks, data, ontology, terms, vocab
from kg.graph import Fix, article_quads
from kg.model import Problem, Reading, Span
from kg.pins import Pins
from kg.terms import Quad

_SEVERITY = {"Violation": "error", "Warning": "warning", "Info": "note"}
_KG, _OA, _SH = vocab.ONTOLOGY, vocab.STANDARD["oa"], vocab.STANDARD["sh"]


@lru_cache(maxsize=2)
def _shapes(path: str):
    from rdflib import Graph
    return Graph().parse(path, format="turtle")


def _rdf(quads: Iterable[Quad]):
    """The triples as an rdflib graph, each term made straight from its text."""
    from rdflib import Graph, Literal, URIRef
    made: dict[str, object] = {}

    def term(t: str):
        found = made.get(t)
        if found is None:
            if t[0] == "<":
                found = URIRef(t[1:-1])
            else:
                text, language, datatype = terms.split_literal(t)
                found = Literal(text, lang=language or None, datatype=URIRef(datatype) if datatype else None)
            made[t] = found
        return found
    graph = Graph()
    for s, p, o, _ in quads:
        graph.add((term(s), term(p), term(o)))
    return graph


class _Places:
    """Where a node of the graph stands in the text: its article and its words."""

    def __init__(self, quads: list[Quad]):
        self.values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for s, p, o, _ in quads:
            self.values[s[1:-1], p[1:-1]].append(terms.value(o))

    def one(self, node: str, *properties: str) -> str | None:
        for p in properties:
            if found := self.values.get((node, p)):
                return sorted(found)[0]
        return None

    def span(self, node: str) -> Span | None:
        where = node if (node, _OA + "exact") in self.values else self.one(node, _KG + "trigger", _KG + "evidence")
        if where is None or (where, _OA + "start") not in self.values:
            return None
        number = lambda p: int(text) if (text := self.one(where, _OA + p) or "").isdecimal() else 0
        return Span(number("start"), number("end"), self.one(where, _OA + "exact") or "")

    def doc(self, node: str) -> str:
        article = self.one(node, _KG + "inArticle") or node
        return self.one(article, vocab.STANDARD["dcterms"] + "identifier") or ""


def _ill_formed(term: str) -> str | None:
    """The datatype that a literal claims and does not have; None for a sound one.  pyshacl cannot compare such and would stop."""
    if term[0] != '"' or not term.endswith(">"):
        return None
    text, _, datatype = terms.split_literal(term)
    kind = datatype.rpartition("#")[2]
    try:
        {"date": date.fromisoformat, "integer": int, "decimal": Decimal}.get(kind, str)(text)
    except (ValueError, InvalidOperation):
        return f"xsd:{kind}"
    return None


def check(quads: Iterable[Quad], path: str = "", shapes: str | None = None) -> tuple[Problem, ...]:
    """What in one article's graph breaks the shapes, sorted; `path` is the article's file, `shapes` another file of shapes."""
    from pyshacl import validate
    from rdflib import RDF, Namespace
    quads = list(quads)
    ill = [(q, kind) for q in quads if (kind := _ill_formed(q[2]))]
    sound = [q for q in quads if not _ill_formed(q[2])] if ill else quads
    sh = Namespace(_SH)
    _, report, _ = validate(_rdf(sound), shacl_graph=_shapes(shapes or data.ontology("shapes.ttl")), inference="none", advanced=False, meta_shacl=False)
    places, out = _Places(quads), set()
    for (s, p, o, _), kind in ill:
        node, name = s[1:-1], vocab.shorten(p[1:-1], vocab.STANDARD) or p[1:-1]
        out.add(Problem("error", "shape-datatype", f"{name} must be one well-formed {kind} (found {terms.value(o)!r})", places.doc(node), places.one(node, _KG + "recordId") or node,
                        places.span(node), path))
    for r in report.subjects(RDF.type, sh.ValidationResult):
        severity = _SEVERITY.get(str(report.value(r, sh.resultSeverity)).rpartition("#")[2], "error")
        focus, value = str(report.value(r, sh.focusNode)), report.value(r, sh.value)
        node = str(value) if value is not None and places.span(str(value)) and not places.span(focus) else focus
        messages = sorted((m for m in report.objects(r, sh.resultMessage)), key=lambda m: (getattr(m, "language", None) != "en", str(m)))
        shown = "" if value is None or str(value) in (node, focus) else f" (found {str(value).removeprefix(_KG)!r})"
        code = str(report.value(r, sh.sourceConstraintComponent)).rpartition("#")[2].removesuffix("ConstraintComponent")
        out.add(Problem(severity, f"shape-{vocab.hyphened(code)}", (str(messages[0]) if messages else "breaks a shape") + shown, places.doc(node),
                        places.one(node, _KG + "recordId") or node, places.span(node), path))
    return tuple(sorted(out, key=lambda p: (p.severity, p.span.start if p.span else -1, p.fact, p.code, p.message)))


def validate(readings: Iterable[Reading], base: str = vocab.DEFAULT_BASE, version: str = "", conclusions: bool = True, fixes: Mapping[str, Sequence[Fix]] = {}, pins: Pins = Pins()) -> Iterator[Problem]:
    """All problems of a collection, article by article: the shapes on each article's graph and our own checks on its reading; then, with
    `conclusions`, the shapes on what merging concludes; `fixes` tells by article id what corrections did.  Problems come while the next article is still to be checked."""
    readings = list(readings)
    known = ontology.names()
    for r in readings:
        found = {*check(article_quads(r, base, version, fixes.get(r.article.id, ())), r.article.path), *checks.check(r, known)}
        yield from sorted(found, key=lambda p: (p.severity, p.span.start if p.span else -1, p.code, p.fact, p.message))
    if conclusions and readings:
        from kg import chronicle
        from kg.accounts import accounts
        from kg.conclusions import conclusion_quads
        from kg.merge import merge
        found = accounts(readings, merge(readings, pins))
        order = chronicle.order(found.happenings, readings)
        yield from check(conclusion_quads(found, base))
        yield from check(chronicle.order_quads(found.happenings, readings, order, base))
        yield from chronicle.problems(order, {r.article.id: r.article.path for r in readings})
