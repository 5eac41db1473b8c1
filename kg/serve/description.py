"""What the endpoint is, told to programs in RDF (SPARQL 1.1 Service Description, W3C, 2013)."""
from __future__ import annotations

from kg.serve.protocol import ROWS, TRIPLES
from kg.serve.workers import Limits
from kg.terms import text
from kg.vocab import ONTOLOGY

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NAMES = {"json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV", "tsv": "SPARQL_Results_TSV",
          "ttl": "Turtle", "nt": "N-Triples", "rdf": "RDF_XML", "jsonld": "JSON-LD"}


def description(address: str, limits: Limits, form: str) -> str:
    """The service at an address, as RDF in one of the formats of kg.formats, or `rdf` for RDF/XML."""
    service, dataset, graph, distance = f"<{address}>", f"<{address}#dataset>", f"<{address}#default-graph>", f"<{ONTOLOGY}distance>"
    say = lambda s, p, o: (s, f"<{p if ':' in p else SD + p}>", o)
    triples = [
        say(service, RDF, f"<{SD}Service>"), say(service, "endpoint", service), say(service, "supportedLanguage", f"<{SD}SPARQL11Query>"),
        say(service, "defaultDataset", dataset), say(dataset, RDF, f"<{SD}Dataset>"), say(dataset, "defaultGraph", graph), say(graph, RDF, f"<{SD}Graph>"),
        say(service, "extensionFunction", distance), say(distance, RDF, f"<{SD}Function>"),
        say(service, "http://www.w3.org/2000/01/rdf-schema#comment", text(f"Read only. An answer may take {limits.seconds:g} seconds and has at most {limits.rows} rows. "
                                                                          "The default graph holds what all graphs say.", "en")),
        *(say(service, "resultFormat", f"<{FORMATS}{_NAMES[f]}>") for f in sorted({*ROWS.values(), *TRIPLES.values()}) if f in _NAMES)]
    names = {"sd": SD, "formats": FORMATS, "kg": ONTOLOGY, "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
    if form == "rdf":
        from kg.store.foreign import rdf_xml
        return "".join(rdf_xml(triples, names))
    from kg.turtle import write
    return "".join(write(((*t, "") for t in triples), form, names))
