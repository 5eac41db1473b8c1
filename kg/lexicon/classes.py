"""The event classes of the ontology as the lexicon needs them: rdflib is asked once, when the lexicon is compiled."""
from __future__ import annotations

from pathlib import Path


def read_classes(ontology: Path) -> dict[str, tuple[str | None, str | None, tuple[str, ...]]]:
    """Event class → (PLOVER type or None, mode or None, default contexts), from the annotations in the ontology."""
    from rdflib import OWL, RDF, Graph, URIRef

    from kg.vocab import ONTOLOGY
    graph = Graph().parse(ontology, format="turtle")
    term = lambda name: URIRef(ONTOLOGY + name)
    out = {}
    for cls in graph.subjects(RDF.type, OWL.Class):
        name = str(cls).removeprefix(ONTOLOGY)
        plover, mode = graph.value(cls, term("ploverType")), graph.value(cls, term("ploverMode"))
        contexts = sorted(str(o).removeprefix(ONTOLOGY) for o in graph.objects(cls, term("defaultContext")))
        out[name] = (str(plover) if plover and str(plover) != "-" else None, str(mode) if mode else None, tuple(contexts))
    return dict(sorted(out.items()))
