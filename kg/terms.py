"""RDF terms and quads as plain strings: the N-Quads form of each term, in the lexical form that the store keeps.

    quad = (subject, predicate, object, graph)        graph '' for the default graph
    "<urn:kg:id:putin>"   '"Moscow"@en'   '"2015-11-24"^^<http://www.w3.org/2001/XMLSchema#date>'

Strings sort, hash and compare fast, need no library, and a line of N-Quads is four of them and a full stop.  The store
rewrites numbers (`0.50` becomes `0.5`, `007` becomes `7`) and language tags (lower case); writing them so from the start
is what makes facts, store and export agree byte for byte.  There are no blank nodes anywhere in the product.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:      # a query pays for every import here: typing alone costs as much as opening the store
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
Quad = tuple[str, str, str, str]

_ESCAPES = {c: f"\\u{c:04X}" for c in (*range(32), 127)} | {ord(c): e for c, e in (
    ("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\b", "\\b"), ("\f", "\\f"))}
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_NOT_IN_IRI = frozenset('<>"{}|^`\\') | {chr(c) for c in range(33)}
_LINE = (r'[ \t]*(<[^<>"\s]*>)[ \t]+(<[^<>"\s]*>)[ \t]+(<[^<>"\s]*>|"(?:[^"\\\n\r]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^<>"\s]*>)?)'
         r'(?:[ \t]+(<[^<>"\s]*>))?[ \t]*\.[ \t]*(?:#.*)?\Z')


def escape(text: str) -> str:
    """The text inside the quotes of a canonical N-Quads literal.

    >>> escape('say "no"' + chr(10) + chr(1))
    'say \\\\"no\\\\"\\\\n\\\\u0001'
    """
    return text.translate(_ESCAPES)


def unescape(body: str) -> str:
    """The text that a quoted N-Quads body stands for; the way back from `escape`."""
    if "\\" not in body:
        return body
    import re
    return re.sub(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", lambda m: chr(int(m.group(1) or m.group(2), 16)) if m.group(1) or m.group(2) else _PLAIN.get(m.group(3), m.group(0)), body, flags=re.DOTALL)


def iri(value: str) -> str:
    """`<value>`; ValueError for characters that no IRI may hold, so that a bad name never reaches a file."""
    if ":" not in value or not _NOT_IN_IRI.isdisjoint(value):
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
    from decimal import Decimal
    lexical = format(Decimal(str(value)), "f")
    if "." in lexical:
        lexical = lexical.rstrip("0").rstrip(".")
    return typed("0" if lexical in ("-0", "") else lexical, "decimal")


def date(day: str) -> str:
    """An xsd:date from an ISO day."""
    return typed(day, "date")


def duration(value: str) -> str:
    """An xsd:duration as the store writes it: whole days and years out of hours and months.

    >>> duration("PT48H"), duration("P18M"), duration("PT0S")
    ('"P2D"^^<http://www.w3.org/2001/XMLSchema#duration>', '"P1Y6M"^^<http://www.w3.org/2001/XMLSchema#duration>', '"PT0S"^^<http://www.w3.org/2001/XMLSchema#duration>')
    """
    import re
    found = re.fullmatch(r"P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", value, re.ASCII)
    if not found:
        return typed(value, "duration")
    years, months, days, hours, minutes, seconds = (int(x or 0) for x in found.groups())
    years, months = divmod(12 * years + months, 12)
    minutes, seconds = divmod(60 * minutes + seconds, 60)
    hours, minutes = divmod(60 * hours + minutes, 60)
    days, hours = divmod(24 * days + hours, 24)
    date, time = ("".join(f"{n}{unit}" for n, unit in some if n) for some in (((years, "Y"), (months, "M"), (days, "D")), ((hours, "H"), (minutes, "M"), (seconds, "S"))))
    return typed(f"P{date}" + (f"T{time}" if time else "") if date or time else "PT0S", "duration")


def split_literal(term: str) -> tuple[str, str, str]:
    """(text, language, datatype IRI) of a literal term; language and datatype are '' where there is none.

    >>> split_literal('"x"@ar'), split_literal('"7"^^<http://www.w3.org/2001/XMLSchema#integer>')
    (('x', 'ar', ''), ('7', '', 'http://www.w3.org/2001/XMLSchema#integer'))
    """
    end = term.rfind('"')
    if end < 1 or term[0] != '"':
        raise ValueError(f"not a literal: {term!r}")
    tail = term[end + 1:]
    return unescape(term[1:end]), tail[1:] if tail[:1] == "@" else "", tail[3:-1] if tail[:2] == "^^" else ""


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
    import re
    match = re.compile(_LINE).match
    for number, row in enumerate(rows, 1):
        if not row.strip() or row.lstrip().startswith("#"):
            continue
        m = match(row.rstrip("\r\n"))
        if not m:
            raise ValueError(f"{where}:{number}: not a line of N-Quads without blank nodes: {row.strip()[:80]}")
        yield m[1], m[2], m[3], m[4] or ""
