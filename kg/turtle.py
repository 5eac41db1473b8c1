"""Quads → the one canonical text: Turtle, TriG, N-Triples, N-Quads, JSON-LD.

The same facts give the same bytes on every machine.  Turtle and TriG are written for a reader and for `git diff`: only the prefixes
that are used; subjects grouped by what they are (ontology, article, entities, facts, then the words they rest on, in the end
what merging concludes) and ordered by date within a group; `a` and `rdfs:label` first, then properties by name; one value a line.
There are no blank nodes and no nesting, so a changed fact changes only its own lines.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg import terms
from kg.terms import RDF_TYPE, XSD, Quad
from kg.vocab import KINDS, ONTOLOGY, STANDARD, shorten

FORMATS = ("ttl", "trig", "nt", "nq", "jsonld")
_LABEL = f"<{STANDARD['rdfs']}label>"
_START, _END = f"<{ONTOLOGY}startDate>", f"<{ONTOLOGY}endDate>"
_CHARACTER = f"<{STANDARD['oa']}start>"
_GROUPS = ("article", "reading", "", "office", "holding", "acting", "happening", "event", "claim", "relation", "difference", "variant", "correction", "unread", "span", "date",
           "quantity", "rule", "entry", "graph", "genid")
_TITLES = {"article": "Articles", "reading": "How they were read", "": "Who, what and where", "office": "Offices", "holding": "Who held them", "acting": "Who acted for whom", "happening": "Happenings",
           "event": "Events, as told", "claim": "Claims", "relation": "Relations", "difference": "Told differently", "variant": "Variants", "correction": "Corrections",
           "unread": "Not read", "span": "Words", "date": "Dates", "quantity": "Quantities", "rule": "Rules", "entry": "Lexicon entries", "graph": "Graphs", "genid": "Without a name of their own",
           "ontology": "Vocabulary"}
_INTEGER, _DECIMAL, _BOOLEAN = XSD + "integer", XSD + "decimal", XSD + "boolean"


class Writer:
    """Writes terms short and remembers which prefixes it used."""

    def __init__(self, names: dict[str, str]):
        self.names = names
        self.used: set[str] = set()
        self.known: dict[str, str] = {}

    def term(self, term: str) -> str:
        """A term as Turtle writes it."""
        found = self.known.get(term)
        if found is None:
            found = self.known[term] = self._iri(term) if term[0] == "<" else self._literal(term) if term[0] == '"' else term
        return found

    def _iri(self, term: str) -> str:
        short = shorten(term[1:-1], self.names)
        if short is None:
            return term
        self.used.add(short.partition(":")[0])
        return short

    def _literal(self, term: str) -> str:
        text, language, datatype = terms.split_literal(term)
        if not datatype:
            return term
        if datatype == _INTEGER and re.fullmatch(r"[+-]?[0-9]+", text) or datatype == _DECIMAL and re.fullmatch(r"[+-]?[0-9]*\.[0-9]+", text):
            return text
        if datatype == _BOOLEAN and text in ("true", "false"):
            return text
        return f'{term[:term.rfind(chr(34)) + 1]}^^{self.term(f"<{datatype}>")}'

    def short(self, iri: str) -> str:
        """An IRI for JSON-LD: prefixed where a prefix fits, else whole."""
        found = self.known.get(iri)
        if found is None:
            found = shorten(iri, self.names)
            if found:
                self.used.add(found.partition(":")[0])
            found = self.known[iri] = found or iri
        return found

    def prefixes(self) -> str:
        """The @prefix lines of what was used, and a blank line."""
        rows = [f"@prefix {p}: <{self.names[p]}> .\n" for p in sorted(self.used)]
        return "".join(rows) + ("\n" if rows else "")


def _kind(subject: str, base: str) -> str:
    """The group of a subject, by its identifier."""
    iri = subject[1:-1]
    if not iri.startswith(base):
        return "ontology"
    head, colon, _ = iri[len(base):].partition(":")
    return head if colon and head in KINDS else ""


def _order(subject: str, triples: dict[str, list[str]], base: str) -> tuple:
    """Where a subject stands: its group, then its date, then its place in the article, then its name."""
    kind = _kind(subject, base)
    rank = -1 if kind == "ontology" else _GROUPS.index(kind) if kind in _GROUPS else len(_GROUPS)
    if kind in ("happening", "event"):
        when = (triples.get(_START) or triples.get(_END) or ["~"])[0]
        return rank, when, subject
    if kind == "span":
        character = terms.value(triples[_CHARACTER][0]) if _CHARACTER in triples else "0"
        return rank, subject.rpartition("_")[0], int(character), subject
    return rank, "", subject


def _property_order(p: str) -> tuple[int, str]:
    return (0 if p == RDF_TYPE else 1 if p == _LABEL else 2, p)


def _object_order(o: str) -> tuple[int, str]:
    """Arabic before other languages, IRIs as they are; numbers by length, so that 9 comes before 10."""
    return (0 if o.endswith('"@ar') else 1, o)


def _subject(subject: str, triples: dict[str, list[str]], writer: Writer, indent: str) -> str:
    rows = []
    for p in sorted(triples, key=_property_order):
        objects = [writer.term(o) for o in sorted(triples[p], key=_object_order)]
        name = "a" if p == RDF_TYPE else writer.term(p)
        rows.append(f"{name} " + ", ".join(objects) if sum(map(len, objects)) < 90 or len(objects) == 1 else f"{name} " + f",\n{indent}        ".join(objects))
    return f"{indent}{writer.term(subject)} " + f" ;\n{indent}    ".join(rows) + " .\n"


def _grouped(triples: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in sorted(set(triples)):
        found[s][p].append(o)
    return found


def _body(triples: Iterable[tuple[str, str, str]], writer: Writer, indent: str = "") -> list[str]:
    """The subjects' blocks in order, a comment before each group."""
    base = writer.names.get("id", "\0")
    found = _grouped(triples)
    out, group = [], None
    for _, subject in sorted((_order(s, t, base), s) for s, t in found.items()):
        kind = _kind(subject, base)
        if kind != group:
            out.append(f"{'' if group is None else chr(10)}{indent}# {_TITLES.get(kind, kind)}\n\n")
            group = kind
        elif kind not in ("span", "date"):
            out.append("\n")
        out.append(_subject(subject, found[subject], writer, indent))
    return out


def turtle(quads: Iterable[Quad], names: dict[str, str]) -> Iterator[str]:
    """The union of all graphs as Turtle, in chunks."""
    writer = Writer(names)
    body = _body(((s, p, o) for s, p, o, _ in quads), writer)
    yield writer.prefixes()
    yield from body


def trig(quads: Iterable[Quad], names: dict[str, str]) -> Iterator[str]:
    """Graph by graph: the default graph first, then articles by name, then what is known and concluded."""
    writer = Writer(names)
    graphs: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for s, p, o, g in quads:
        graphs[g].append((s, p, o))
    out = []
    for g in sorted(graphs):
        if not g:
            out += _body(graphs[g], writer)
        else:
            out += [f"{chr(10) if out else ''}{writer.term(g)} {{\n", *_body(graphs[g], writer, "    "), "}\n"]
    yield writer.prefixes()
    yield from out


def _json_value(term: str, writer: Writer) -> dict | str:
    if term[0] != '"':
        return {"@id": writer.short(term[1:-1])}
    text, language, datatype = terms.split_literal(term)
    if language:
        return {"@value": text, "@language": language}
    return {"@value": text, "@type": writer.short(datatype)} if datatype else text


def _node(subject: str, triples: dict[str, list[str]], writer: Writer) -> dict:
    node: dict = {"@id": writer.short(subject[1:-1])}
    for p in sorted(triples, key=_property_order):
        if p == RDF_TYPE:
            node["@type"] = [writer.short(o[1:-1]) for o in sorted(triples[p])]
        else:
            values = [_json_value(o, writer) for o in sorted(triples[p], key=_object_order)]
            node[writer.short(p[1:-1])] = values[0] if len(values) == 1 else values
    return node


def jsonld(quads: Iterable[Quad], names: dict[str, str]) -> Iterator[str]:
    """JSON-LD with its context in the file: the default graph's nodes, then one object with `@graph` for every named graph."""
    from json import dumps
    writer, base = Writer(names), names.get("id", "\0")
    graphs: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for s, p, o, g in quads:
        graphs[g].append((s, p, o))
    out = []
    for g in sorted(graphs):
        found = _grouped(graphs[g])
        inner = ",\n".join(dumps(_node(s, found[s], writer), ensure_ascii=False) for _, s in sorted((_order(s, t, base), s) for s, t in found.items()))
        out.append(inner if not g else f'{{"@id": {dumps(writer.short(g[1:-1]), ensure_ascii=False)}, "@graph": [\n{inner}\n]}}')
    context = {p: {"@id": names[p], "@prefix": True} for p in sorted(writer.used)}
    yield '{\n"@context": ' + dumps(context, ensure_ascii=False) + ',\n"@graph": [\n' + ",\n".join(out) + "\n]\n}\n"


def write(quads: Iterable[Quad], format: str, names: dict[str, str]) -> Iterator[str]:
    """The canonical text of quads in one of `FORMATS`, in chunks; Turtle and N-Triples hold the union of all graphs."""
    if format == "ttl":
        return turtle(quads, names)
    if format == "trig":
        return trig(quads, names)
    if format == "jsonld":
        return jsonld(quads, names)
    rows = terms.lines(quads if format == "nq" else ((s, p, o, "") for s, p, o, _ in quads))
    return (row + "\n" for row in rows)
