"""What a request asks by the SPARQL 1.1 Protocol (W3C, 2013), or why it is refused; and in which form the answer goes back.

The three ways to send a query (section 2.1): GET with `query=`, POST of a form, POST of the query itself; `default-graph-uri` and
`named-graph-uri` say which graphs it sees and override what the query says of them (2.1.4).  Nothing here runs a query.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from kg.sparql import PIECE

# What each kind of answer can be sent as, the first where the client takes anything: media type → format of kg.formats.
ROWS = {"application/sparql-results+json": "json", "application/sparql-results+xml": "xml", "text/csv": "csv", "text/tab-separated-values": "tsv",
        "application/json": "json", "application/xml": "xml", "text/xml": "xml", "application/x-ndjson": "jsonl"}
TRUTH = {m: f for m, f in ROWS.items() if f in ("json", "xml")}
TRIPLES = {"text/turtle": "ttl", "application/n-triples": "nt", "application/rdf+xml": "rdf", "application/ld+json": "jsonld", "text/plain": "nt",
           "application/x-turtle": "ttl", "application/xml": "rdf", "text/xml": "rdf", "application/json": "jsonld"}
KINDS = {"rows": ROWS, "truth": TRUTH, "triples": TRIPLES}
CALLED = {"turtle": "ttl", "ntriples": "nt", "n-triples": "nt", "json-ld": "jsonld", "rdf+xml": "rdf", "rdfxml": "rdf", "xml": "rdf", "json": "jsonld"}     # what clients call them in `format=`
LONGEST = 1 << 20            # bytes of a request's body
_SERVICE = re.compile(r"(?<![\w:?$@.-])SERVICE(?![\w:.-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query and the graphs that it may see; `media` tells for each kind of answer the type to send it as, '' where none is accepted.
    Relative IRIs begin at `base`, the endpoint's address (RFC 3986, 5.1.3)."""
    query: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    media: dict[str, str]
    base: str | None = None

    @property
    def forms(self) -> dict[str, str]:
        """The format of kg.formats for each kind of answer, '' where the client takes none of ours."""
        return {kind: KINDS[kind].get(media, "") for kind, media in self.media.items()}


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that is not answered: the HTTP status, and why in a sentence; `allow` lists the methods that are."""
    status: int
    why: str
    allow: str = ""


def read(method: str, query_string: str, content_type: str, body: bytes, accept: str, base: str | None = None) -> Wanted | Refused | None:
    """What a request to the endpoint asks; None where it asks nothing and is to be told what the service is.

    >>> read("GET", "query=ASK%20%7B%7D", "", b"", "*/*").forms["truth"]
    'json'
    >>> read("PUT", "", "", b"", "").status
    405
    """
    if method not in ("GET", "HEAD", "POST"):
        return Refused(405, "a query comes by GET or POST", "GET, HEAD, POST, OPTIONS")
    try:
        given = parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=1000)
        if method == "POST":
            kind = parse_options_header(content_type)[0].lower()
            if kind == "application/x-www-form-urlencoded":
                given += parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000)
            elif kind == "application/sparql-query":
                if any(k == "query" for k, _ in given):
                    return Refused(400, "two queries: one in the address, one in the body")
                given.append(("query", body.decode("utf-8")))
            elif kind == "application/sparql-update":
                return Refused(403, "the graph is only read here; an update is not taken")
            else:
                return Refused(415, "the body of a POST is application/sparql-query or application/x-www-form-urlencoded")
    except UnicodeDecodeError:
        return Refused(400, "the request is not UTF-8")
    except ValueError as e:
        return Refused(400, f"the request cannot be read: {e}")
    if any(k == "update" for k, _ in given):
        return Refused(403, "the graph is only read here; an update is not taken")
    asked = [v for k, v in given if k == "query"]
    if not asked:
        return None if method != "POST" else Refused(400, "there is no query in the request")
    if len(asked) > 1:
        return Refused(400, "there is more than one query in the request")
    if asks_elsewhere(asked[0]):
        return Refused(403, "SERVICE is not followed: this endpoint asks no other")
    form = next((v for k, v in given if k == "format"), "")
    graphs = lambda name: tuple(v for k, v in given if k == name)
    return Wanted(asked[0], graphs("default-graph-uri"), graphs("named-graph-uri"), {kind: _media(kind, accept, form) for kind in KINDS}, base)


def asks_elsewhere(sparql: str) -> bool:
    """Whether a query asks another endpoint; the word in a string, an IRI or a name is none.

    >>> asks_elsewhere('SELECT * { service ?s {} }'), asks_elsewhere('SELECT ?service { ?service rdfs:label "SERVICE" }')
    (True, False)
    """
    return _SERVICE.search(PIECE.sub(lambda m: " " if m["iri"] or m["string"] or m["comment"] else m[0], sparql)) is not None


def _media(kind: str, accept: str, form: str) -> str:
    """The media type for one kind of answer: what `format=` names (a name of ours, a client's or a type), else what is accepted most."""
    offered = KINDS[kind]
    named = form if form in offered else next((m for f in (form, CALLED.get(form)) for m, own in offered.items() if f == own), "")
    return named or parse_accept_header(accept or "*/*", MIMEAccept).best_match(offered, "")
