"""What a query means step by step: its algebra (SPARQL 1.1 Query, section 18), as a tree of lines.

The engine has no plan to show and orders joins by itself; what can be shown is what it is given, which is what a person can change.
"""
from __future__ import annotations

from collections.abc import Iterator

from kg.sparql import declared

_SHOWN = {"BGP": "triples", "Join": "join", "LeftJoin": "optional", "Filter": "filter", "Union": "union", "Graph": "graph", "Extend": "bind", "Minus": "minus", "Group": "group",
          "AggregateJoin": "aggregate", "OrderBy": "order", "Project": "select", "Distinct": "distinct", "Reduced": "reduced", "Slice": "slice", "ToMultiSet": "subquery", "values": "values", "SelectQuery": "SELECT",
          "AskQuery": "ASK", "ConstructQuery": "CONSTRUCT", "DescribeQuery": "DESCRIBE"}


def algebra(sparql: str, names: dict[str, str]) -> Iterator[str]:
    """The lines of the tree, the outermost step first.  The query must be one that the engine has taken."""
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.parserutils import CompValue
    manager = prepareQuery(declared(sparql, names))

    def short(term) -> str:
        from rdflib import URIRef
        from rdflib.paths import Path

        from kg.vocab import shorten
        if isinstance(term, URIRef):
            return shorten(str(term), names) or term.n3()
        if isinstance(term, Path):
            return _path(term.n3(), names)
        return term.n3() if hasattr(term, "n3") else str(term)

    def walk(node, depth: int) -> Iterator[str]:
        if not isinstance(node, CompValue):
            return
        name, pad = _SHOWN.get(node.name), "  " * depth
        if name == "triples":
            yield f"{pad}triples"
            yield from (f"{pad}  {' '.join(map(short, t))}" for t in node.triples)
            return
        if name:
            about = {"Project": lambda: " ".join(v.n3() for v in node.PV), "Extend": lambda: node.var.n3(), "Graph": lambda: short(node.term), "Slice": lambda: f"{node.start or 0} to {node.start + node.length if node.length is not None else 'the end'}",
                     "OrderBy": lambda: " ".join(c.expr.n3() if hasattr(c.expr, "n3") else "an expression" for c in node.expr), "values": lambda: f"{len(node.res)} rows"}.get(node.name, str)()
            yield f"{pad}{name}" + (f" {about}" if about and not about.startswith(node.name) else "")
            depth += 1
        for key in ("p", "p1", "p2"):
            yield from walk(node.get(key), depth)
    return walk(manager.algebra, 0)


def _path(text: str, names: dict[str, str]) -> str:
    import re

    from kg.vocab import shorten
    return re.sub(r"<([^<>]*)>", lambda m: shorten(m[1], names) or m[0], text)
