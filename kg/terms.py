"""RDF terms and quads as plain strings: the N-Quads form of each term, in the lexical form that the store keeps.

    quad = (subject, predicate, object, graph)        graph '' for the default graph
    "<urn:kg:id:putin>"   '"Moscow"@en'   '"2015-11-24"^^<http://www.w3.org/2001/XMLSchema#date>'

Strings sort, hash and compare fast, need no library, and a line of N-Quads is four of them and a full stop.  The store
rewrites numbers (`0.50` becomes `0.5`, `007` becomes `7`) and language tags (lower case); writing them so from the start
is what makes facts, store and export agree byte for byte.  There are no blank nodes anywhere in the product.
"""
from __future__ import annotations

import re
from decimal import Decimal
from typing import Iterable, Iterator

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
Quad = tuple[str, str, str, str]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_UNESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LITERAL = re.compile(r'"(?P<body>(?:[^"\\]|\\.)*)"(?:@(?P<lang>[A-Za-z0-9-]+)|\^\^<(?P<type>[^>]*)>)?\Z', re.S)
_LINE = re.compile(r'[ \t]*(<[^<>"\s]*>)[ \t]+(<[^<>"\s]*>)[ \t]+(<[^<>"\s]*>|"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^<>"\s]*>)?)'
                   r'(?:[ \t]+(<[^<>"\s]*>))?[ \t]*\.[ \t]*(?:#.*)?\Z')


def escape(text: str) -> str:
    """The text inside the quotes of a canonical N-Quads literal.

    >>> escape('say "no"' + chr(10) + chr(1))
    'say \\\\"no\\\\"\\\\n\\\\u0001'
    """
    return _TO_ESCAPE.sub(lambda m: _ESCAPES.get(m.group()) or f"\\u{ord(m.group()):04X}", text)


def unescape(body: str) -> str:
    """The text that a quoted N-Quads body stands for; the way back from `escape`."""
    if "\\" not in body:
        return body
    return _UNESCAPE.sub(lambda m: chr(int(m.group(1) or m.group(2), 16)) if m.group(1) or m.group(2) else _PLAIN.get(m.group(3), m.group(0)), body)


def iri(value: str) -> str:
    """`<value>`; ValueError for characters that no IRI may hold, so that a bad name never reaches a file."""
    if _NOT_IN_IRI.search(value) or ":" not in value:
        raise ValueError(f"not an IRI: {value!r}")
    return f"<{value}>"


def text(value: str, language: str | None = None) -> str:
    """A string, with its language where it has one (lower case, as the store keeps it)."""
    return f'"{escape(value)}"@{language.lower()}' if language else f'"{escape(value)}"'


def typed(value: str, datatype: str) -> str:
    """A literal of an XSD datatype by its local name; the caller gives the canonical lexical form."""
    return f'"{escape(value)}"^^<{XSD}{datatype}>'


def integer(value: int) -> str:
    """An xsd:integer in canonical form."""
    return typed(str(int(value)), "integer")


def decimal(value: float | str | Decimal) -> str:
    """An xsd:decimal as the store writes it: no exponent, no trailing zero, `1` and not `1.0`.

    >>> decimal(0.90), decimal("4.00"), decimal(-3.5)
    ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"4"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"-3.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    lexical = format(Decimal(str(value)), "f")
    if "." in lexical:
        lexical = lexical.rstrip("0").rstrip(".")
    return typed("0" if lexical in ("-0", "") else lexical, "decimal")


def date(day: str) -> str:
    """An xsd:date from an ISO day."""
    return typed(day, "date")


def split_literal(term: str) -> tuple[str, str, str]:
    """(text, language, datatype IRI) of a literal term; language and datatype are '' where there is none.

    >>> split_literal('"x"@ar'), split_literal('"7"^^<http://www.w3.org/2001/XMLSchema#integer>')
    (('x', 'ar', ''), ('7', '', 'http://www.w3.org/2001/XMLSchema#integer'))
    """
    m = _LITERAL.match(term)
    if not m:
        raise ValueError(f"not a literal: {term!r}")
    return unescape(m["body"]), m["lang"] or "", m["type"] or ""


def value(term: str) -> str:
    """What a person reads of a term: the IRI without its brackets, the text without its quotes."""
    return term[1:-1] if term.startswith("<") else split_literal(term)[0]


def line(quad: Quad) -> str:
    """One line of N-Quads, without its line end."""
    s, p, o, g = quad
    return f"{s} {p} {o} {g} ." if g else f"{s} {p} {o} ."


def lines(quads: Iterable[Quad]) -> list[str]:
    """The canonical file of these quads: each once, sorted by code point."""
    return sorted({line(q) for q in quads})


def parse(rows: Iterable[str], where: str = "") -> Iterator[Quad]:
    """Quads of N-Quads lines written by `lines`; ValueError with `where` and the line number for anything else."""
    for number, row in enumerate(rows, 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        m = _LINE.match(row.rstrip("\r\n"))
        if not m:
            raise ValueError(f"{where}:{number}: not a line of N-Quads without blank nodes: {row.strip()[:80]}")
        yield m[1], m[2], m[3], m[4] or ""
