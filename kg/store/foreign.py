"""RDF from elsewhere, as our own quads; and RDF/XML, for clients that know nothing younger."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.store import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.errors import UserError

FOREIGN = {"ttl": "TURTLE", "trig": "TRIG", "nt": "N_TRIPLES", "nq": "N_QUADS", "rdf": "RDF_XML", "jsonld": "JSON_LD"}      # what may come from elsewhere


def foreign(data: bytes, form: str, graph: str, blank: str, path: str = "") -> list[tuple[str, str, str, str]]:
    """The quads of RDF from elsewhere, in one of `FOREIGN`, sorted: all in one graph, terms as the store writes them.

    A blank node becomes an IRI that begins with `blank`, numbered by its first place in the file, so that the same file gives the same
    names.  The direction of a text is left out.  UserError, naming `path`, for what is broken or a triple within a triple.
    """
    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse
    from pyoxigraph import Store as Engine
    names: dict[str, NamedNode] = {}
    where, engine = NamedNode(graph), Engine()

    def named(term):
        if isinstance(term, Triple):
            raise fault("a triple within a triple (RDF 1.2) cannot be taken in", path=path, hint="write what is said of a triple as triples of their own")
        if isinstance(term, Literal) and term.direction is not None:
            return Literal(term.value, language=term.language)
        return names.setdefault(term.value, NamedNode(f"{blank}{len(names) + 1}")) if isinstance(term, BlankNode) else term
    try:
        engine.extend(Quad(named(q.subject), q.predicate, named(q.object), where) for q in parse(data, getattr(RdfFormat, FOREIGN[form])))
    except SyntaxError as e:
        raise _misread(e, data, path) from None
    return sorted((f"<{q.subject.value}>", f"<{q.predicate.value}>", written(q.object), f"<{graph}>") for q in engine)


def _misread(e: SyntaxError, data: bytes, path: str) -> UserError:
    if "LoadDocumentCallback" in e.msg:
        return fault("its @context lies elsewhere, and kg fetches nothing", path=path, hint="put the context itself into the file")
    rows = data.decode("utf-8", "replace").splitlines()
    message = e.msg.partition(": ")[2] if e.msg.startswith("Parser error") else e.msg
    return fault(f"broken RDF: {message}", path=path, line=e.lineno or 0, column=e.offset or 0, excerpt=rows[e.lineno - 1][:200] if e.lineno and e.lineno <= len(rows) else "")


def written(term) -> str:
    """A term of the engine as `kg.terms` writes it."""
    from kg.terms import XSD, text
    value = term.value
    if type(term).__name__ == "NamedNode":
        return f"<{value}>"
    plain = term.language or term.datatype.value == XSD + "string"
    return text(value, term.language) if plain else f"{text(value)}^^<{term.datatype.value}>"


def rdf_xml(triples: Iterable[tuple[str, str, str]], names: dict[str, str]) -> Iterator[str]:
    """The triples, sorted, as RDF/XML in one piece; UserError where a property's IRI cannot be the name of an element."""
    from pyoxigraph import RdfFormat, parse, serialize
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in sorted(triples))
    used = {p: iri for p, iri in names.items() if "<" + iri in lines}
    try:
        yield serialize((q.triple for q in parse(lines, RdfFormat.N_TRIPLES)), format=RdfFormat.RDF_XML, prefixes=used).decode() + "\n"
    except ValueError as e:
        raise fault(f"RDF/XML cannot hold this answer: {e}", hint="ask for text/turtle") from None
