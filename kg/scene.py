"""What a happening or a fact is: its class and standing, who took part in which role, what came before and after, who tells it.

A portrait like that of an entity (`kg.portrait`).  Its sections are the properties that the graph has of it, called as the ontology calls
them: a property that is added one day is shown without a line here.
"""
from __future__ import annotations

from kg import terms, vocab
from kg.errors import UserError
from kg.portrait import Line, Portrait, short, when

KINDS = ("happening", "event", "claim", "relation")     # how the identifiers of such things begin
# How it was read and merged is told by `kg why`; what is said twice is said once.
_ASIDE = frozenset(vocab.ONTOLOGY + name for name in (
    "ofClass", "participant", "onBehalfOf", "teller", "mergeReason", "mergeScore", "partReason", "earliestBy", "latestBy", "mention", "trigger", "rule", "readBy",
    "recordId", "lexiconEntry", "confidence", "cue", "time", "inArticle", "precision", "startDate", "endDate", "earliest", "latest", "eventClass", "status", "standing"))
_FIRST = ("actor", "recipient", "speaker", "subject", "relation", "stance")
_LAST = ("reportedBy", "evidence")
_IS = """SELECT ?class ?start ?end ?latest ?earliest ?status ?standing ?label ?lang ?article {
  OPTIONAL { %(e)s kg:eventClass/rdfs:label ?class FILTER(LANG(?class) = "%(lang)s") } OPTIONAL { %(e)s kg:reports/kg:eventClass/rdfs:label ?class FILTER(LANG(?class) = "%(lang)s") }
  OPTIONAL { %(e)s a ?type . ?type rdfs:label ?class FILTER(LANG(?class) = "%(lang)s") FILTER NOT EXISTS { %(e)s a ?narrower . ?narrower rdfs:subClassOf+ ?type FILTER(?narrower != ?type) } }
  OPTIONAL { %(e)s kg:startDate ?start } OPTIONAL { %(e)s kg:endDate ?end } OPTIONAL { %(e)s kg:latest ?latest } OPTIONAL { %(e)s kg:earliest ?earliest }
  OPTIONAL { %(e)s kg:status/rdfs:label ?status FILTER(LANG(?status) = "%(lang)s") } OPTIONAL { %(e)s kg:standing/rdfs:label ?standing FILTER(LANG(?standing) = "%(lang)s") }
  OPTIONAL { %(e)s kg:inArticle/dcterms:identifier ?article } OPTIONAL { %(e)s rdfs:label ?label BIND(LANG(?label) AS ?lang) } } ORDER BY ?class ?lang ?label"""
_HAS = """SELECT DISTINCT ?p ?caption ?o ?name ?reported ?start ?end ?article ?value ?unit ?exact { %(e)s ?p ?o . ?p rdfs:label ?caption FILTER(LANG(?caption) = "%(lang)s")
  OPTIONAL { ?o rdfs:label ?name FILTER(LANG(?name) = "%(lang)s") } OPTIONAL { ?o kg:inArticle/dcterms:identifier ?article }
  OPTIONAL { ?o kg:reports/rdfs:label ?reported FILTER(LANG(?reported) = "%(lang)s" && ?p != kg:reportedBy) }
  OPTIONAL { ?o oa:exact ?exact } OPTIONAL { ?o kg:value ?value OPTIONAL { ?o kg:unit ?unit } } OPTIONAL { ?o a kg:Happening . OPTIONAL { ?o kg:startDate ?start } OPTIONAL { ?o kg:endDate ?end } } }"""


def scene(store, names: dict[str, str], given: str, language: str = "en") -> Portrait:
    """What the graph has of a happening, an event, a claim or a relation, by its identifier; UserError where there is none."""
    iri = vocab.expand(given, names) or ""
    asked = {"e": terms.iri(iri), "lang": language}
    rows = lambda query: [tuple(terms.value(t) if t else "" for t in row) for row in store.ask(query % asked, names).rows]
    if not store.ask(f"ASK {{ {asked['e']} a ?type }}", names).truth:
        raise UserError(f"the graph has nothing called {given!r}", hint="kg timeline --format tsv and kg search name what there is")
    labels: dict[str, str] = {}
    facts: dict[str, str] = {}
    for cls, start, end, latest, earliest, status, standing, label, lang, article in rows(_IS):
        labels |= {lang: label} if label else {}
        told = {"kind": facts.get("kind") or cls, "date": when(start, end) or when(earliest, "", "") or when("", "", latest), "status": status, "standing": standing, "article": article}
        facts |= {key: value for key, value in told.items() if value}
    lines = sorted({_line(row, iri, names) for row in rows(_HAS) if row[0] not in _ASIDE})
    return Portrait(short(iri, names), labels, (), facts, tuple(line for _, line in lines))


def _line(row: tuple[str, ...], iri: str, names: dict[str, str]) -> tuple[tuple[int, str, str], Line]:
    """A line, and where it stands; what is no thing of its own (a number, a text) rests on what has it."""
    p, caption, o, name, reported, start, end, article, value, unit, exact = row
    local, about = p.removeprefix(vocab.ONTOLOGY), short(o, names) if ":" in o and " " not in o else ""
    itself = about and about.partition(":")[0] in (*KINDS, "id")
    what = f"«{' '.join(exact.split())}»" if exact else " ".join(filter(None, (value, unit))) if value else name or reported or (about if itself else o)
    rank = _FIRST.index(local) if local in _FIRST else 90 + _LAST.index(local) if local in _LAST else 50
    days = when(start, end)
    return (rank, caption, days or "~"), Line(caption, days if days not in what else "", what, article if article and article not in what and not exact else "", about if itself else short(iri, names))
