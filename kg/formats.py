"""Answers as text: rows as CSV, TSV, JSON, XML (the W3C forms), JSON Lines and Markdown; triples as Turtle and its kin; truth as a word.

Row formats stream: each chunk is written while the engine finds the next row.  Nothing here decides colours or widths; a terminal's
table is made from `cells`.
"""
from __future__ import annotations

from kg.store import fault
from kg.terms import split_literal, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store import Answer

ROWS = ("csv", "tsv", "json", "jsonl", "xml", "md")
GRAPHS = ("ttl", "nt", "nq", "trig", "jsonld")
EXTENSIONS = {"ttl": "ttl", "turtle": "ttl", "nt": "nt", "nq": "nq", "trig": "trig", "jsonld": "jsonld", "csv": "csv", "tsv": "tsv", "json": "json", "srj": "json",
              "jsonl": "jsonl", "ndjson": "jsonl", "xml": "xml", "srx": "xml", "md": "md"}
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def by_extension(path: str) -> str | None:
    """The format that a file name asks for, None where it asks for none."""
    return EXTENSIONS.get(path.rpartition(".")[2].lower()) if "." in path else None


def render(answer: Answer, format: str, names: dict[str, str]) -> Iterator[str]:
    """The text of an answer in chunks.  UserError for a format that does not fit what the query gives."""
    if answer.kind == "truth":
        return iter([_truth(answer.truth, format)])
    if answer.kind == "triples" and format in ("nt", "nq"):      # as they are found: sorted, the first would wait for the last
        return (f"{s} {p} {o} .\n" for s, p, o in answer.rows)
    if answer.kind == "triples" and format in GRAPHS:
        from kg.turtle import write
        return write(((s, p, o, "") for s, p, o in answer.rows), format, names)
    if format not in ROWS:
        what = "triples" if answer.kind == "triples" else "rows"
        raise fault(f"{format} cannot hold {what}", hint=f"{what} go into " + ", ".join((*GRAPHS, *ROWS) if what == "triples" else ROWS))
    return {"csv": _csv, "tsv": _tsv, "json": _json, "jsonl": _jsonl, "xml": _xml, "md": _markdown}[format](answer, names)


def cells(answer: Answer, names: dict[str, str]) -> Iterator[list[str]]:
    """Rows for a person: IRIs short, literals without quotes, '' where nothing is bound."""
    for row in answer.rows:
        yield [shown(term, names) for term in row]


def shown(term: str | None, names: dict[str, str]) -> str:
    """One term for a person.

    >>> shown('"x"@ar', {}), shown("<urn:kg:ontology#Visit>", {"kg": "urn:kg:ontology#"}), shown(None, {})
    ('x', 'kg:Visit', '')
    """
    if term is None:
        return ""
    if term[0] != "<":
        return value(term)
    from kg.vocab import shorten
    return shorten(term[1:-1], names) or term[1:-1]


def _truth(truth: bool, format: str) -> str:
    word = "true" if truth else "false"
    if format == "json":
        return f'{{"head":{{}},"boolean":{word}}}\n'
    if format == "xml":
        return f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>{word}</boolean></sparql>\n'
    return word + "\n"


def cell(text: str) -> str:
    """A cell of CSV, in quotes where it must be.

    >>> cell("a, b"), cell("yes")
    ('"a, b"', 'yes')
    """
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in '",\r\n') else text


def _csv(answer: Answer, names: dict[str, str]) -> Iterator[str]:
    yield ",".join(answer.variables) + "\r\n"
    for row in answer.rows:
        yield ",".join("" if t is None else cell(value(t)) for t in row) + "\r\n"


def _tsv(answer: Answer, names: dict[str, str]) -> Iterator[str]:
    yield "\t".join("?" + v for v in answer.variables) + "\n"
    for row in answer.rows:
        yield "\t".join("" if t is None else _turtle_term(t) for t in row) + "\n"


def _turtle_term(term: str) -> str:
    """A term as Turtle writes it, numbers bare: what the W3C's TSV asks for."""
    if term[0] != '"':
        return term
    text, _, datatype = split_literal(term)
    bare = (datatype.endswith("#integer") and text.lstrip("+-").isdecimal()) or (datatype.endswith("#decimal") and "." in text)
    return text if bare else term


def _bindings(row: tuple[str | None, ...], variables: tuple[str, ...]) -> dict:
    out = {}
    for name, term in zip(variables, row):
        if term is None:
            continue
        if term[0] == "<":
            out[name] = {"type": "uri", "value": term[1:-1]}
        elif term[0] == "_":
            out[name] = {"type": "bnode", "value": term[2:]}
        else:
            text, language, datatype = split_literal(term)
            out[name] = {"type": "literal", "value": text} | ({"xml:lang": language} if language else {}) | ({"datatype": datatype} if datatype else {})
    return out


def _json(answer: Answer, names: dict[str, str]) -> Iterator[str]:
    from json import dumps
    yield '{"head":{"vars":' + dumps(list(answer.variables)) + '},"results":{"bindings":['
    comma = "\n"
    for row in answer.rows:
        yield comma + dumps(_bindings(row, answer.variables), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}}\n"


def _jsonl(answer: Answer, names: dict[str, str]) -> Iterator[str]:
    """One plain object a row: numbers and booleans as such, everything else as a person reads it."""
    from json import dumps
    for row in answer.rows:
        yield dumps({v: _plain(t, names) for v, t in zip(answer.variables, row)}, ensure_ascii=False) + "\n"


def _plain(term: str | None, names: dict[str, str]):
    if term is None:
        return None
    if term[0] == '"':
        text, _, datatype = split_literal(term)
        kind = datatype.rpartition("#")[2]
        if kind == "integer":
            return int(text)
        if kind in ("decimal", "double", "float"):
            return float(text)
        return text == "true" if kind == "boolean" else text
    return shown(term, names)


def _xml(answer: Answer, names: dict[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>'
    yield "".join(f'<variable name="{v}"/>' for v in answer.variables) + "</head>\n<results>\n"
    for row in answer.rows:
        out = []
        for name, b in _bindings(row, answer.variables).items():
            text = b["value"].translate(_XML).replace("\r", "&#13;")
            lang = f' xml:lang="{b["xml:lang"]}"' if "xml:lang" in b else ""
            kind = f' datatype="{b["datatype"].translate(_XML)}"' if "datatype" in b else ""
            out.append(f'<binding name="{name}"><{b["type"]}{lang}{kind}>{text}</{b["type"]}></binding>')
        yield "<result>" + "".join(out) + "</result>\n"
    yield "</results>\n</sparql>\n"


def _markdown(answer: Answer, names: dict[str, str]) -> Iterator[str]:
    yield "| " + " | ".join(answer.variables) + " |\n| " + " | ".join("---" for _ in answer.variables) + " |\n"
    for row in cells(answer, names):
        yield "| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in row) + " |\n"
