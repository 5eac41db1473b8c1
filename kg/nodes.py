"""The nodes of a graph and how their quads are collected: every node that is named is also described, once, in the same graph.

Entities, stretches of text, mentions, dates and quantities are minted from content, so that two facts that rest on the same words
rest on the same node, and the order in which facts arrive leaves no trace.
"""
from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from kg import spelling, terms, vocab
from kg.model import Date, Entity, Quantity, Ref, Span
from kg.terms import RDF_TYPE, Quad

TYPE_CLASS = {"MilitaryOperation": "NamedOperation"}      # kg:MilitaryOperation is the event
ROLE_PROPERTY = {"headOfDelegation": "delegationHead"}


def kg(name: str) -> str:
    """An ontology term."""
    return f"<{vocab.ONTOLOGY}{name}>"


def std(name: str) -> str:
    """A term of one of the standard vocabularies, by its prefixed name."""
    prefix, _, rest = name.partition(":")
    return f"<{vocab.STANDARD[prefix]}{rest}>"


LABEL, SAME, ALT = std("rdfs:label"), std("owl:sameAs"), std("skos:altLabel")


def _arabic(words: str) -> bool:
    return any(unicodedata.bidirectional(c) == "AL" for c in words)


def words(value: str) -> str:
    """A literal in the language its letters show: Arabic, else English."""
    return terms.text(value, "ar" if _arabic(value) else "en")


def latin(e: Entity) -> str:
    """The English label of an entity, else its Arabic one letter by letter."""
    return dict(e.labels).get("en") or spelling.latin(e.label("ar"), {})


class Graph:
    """Collects the quads of one named graph; every node it makes it also describes, once."""

    def __init__(self, base: str, name: str, met: set[Entity] | None = None):
        """With `met`, entities are not described here but collected there, for `described`."""
        self.base, self.name, self.met = base, terms.iri(name), met
        self.quads: set[Quad] = set()
        self.known: set[str] = set()

    def add(self, s: str, p: str, *objects: str | None) -> None:
        """Triples with one subject and property; an object None is left out, and so is '', which is no term (of an empty text there is nothing to say)."""
        self.quads.update((s, p, o, self.name) for o in objects if o)

    def node(self, kind: str, name: str, cls: str, *more: str) -> str:
        """A node of that kind with its class."""
        s = terms.iri(vocab.kind_iri(self.base, kind, name))
        self.add(s, RDF_TYPE, kg(cls), *more)
        return s

    def fact(self, ident: str, kind: str = "event") -> str:
        return terms.iri(vocab.fact_iri(self.base, ident, kind))

    def entity(self, e: Entity) -> str:
        s = terms.iri(vocab.entity_iri(self.base, e.id))
        if self.met is not None:
            self.met.add(e)
            return s
        if s in self.known:
            return s
        self.known.add(s)
        self.add(s, RDF_TYPE, kg(TYPE_CLASS.get(e.type, e.type)))
        labels = dict(e.labels)
        self.add(s, LABEL, *(terms.text(text, language) for language, text in labels.items()))
        if "ar" not in labels:
            self.add(s, LABEL, terms.text(e.label("ar"), "ar"))
        if "en" not in labels:
            self.add(s, LABEL, terms.text(latin(e), "en"))      # every name can be read in both, and queries stay plain
        self.add(s, kg("isoCountry"), e.country and terms.text(e.country))
        if e.type in ("Person", "Organization", "Place", "Facility") and e.country and e.country != "IGO" and e.sector not in ("REB", "OPP"):
            self.add(s, kg("country"), terms.iri(vocab.entity_iri(self.base, e.country)))      # rebels lie in a state and do not stand for it
        self.add(s, kg("ploverSector"), e.sector and e.sector.isascii() and len(e.sector) == 3 and terms.text(e.sector) or None)
        self.add(s, SAME, e.wikidata and terms.iri(vocab.STANDARD["wd"] + e.wikidata))
        return s

    def span(self, doc: str, span: Span) -> str:
        """A stretch of an article; its own node, shared by all facts that rest on it."""
        s = terms.iri(vocab.span_iri(self.base, doc, span.start, span.end))
        if s not in self.known:
            self.known.add(s)
            self.add(s, RDF_TYPE, kg("Evidence"), std("oa:TextPositionSelector"), std("oa:TextQuoteSelector"))
            self.add(s, kg("inArticle"), self.article(doc))
            self.add(s, std("oa:start"), terms.integer(span.start))
            self.add(s, std("oa:end"), terms.integer(span.end))
            self.add(s, std("oa:exact"), terms.text(span.text))
        return s

    def article(self, doc: str) -> str:
        return terms.iri(vocab.kind_iri(self.base, "article", doc))

    def mention(self, doc: str, ref: Ref) -> str | None:
        """Where the text names an entity, and how it was resolved; None for a reference without words."""
        if not ref.mention.text:
            return None
        s = self.span(doc, ref.mention)
        e = self.entity(ref.entity)
        self.add(s, RDF_TYPE, kg("Mention"))
        self.add(s, kg("names"), e)
        self.add(s, kg("resolvedBy"), terms.text(ref.how))
        if ref.how == "name" and ref.mention.text not in dict(ref.entity.labels).values():
            self.add(e, ALT, words(ref.mention.text))
        return s

    def interval(self, d: Date) -> str:
        """The node of a date with its precision and how it was found; equal dates found alike are one node."""
        span = d.start if d.start == d.end else f"{d.start or 'before'}_{d.end or 'after'}"
        s = self.node("date", f"{span}-{vocab.digest(d.precision, d.method, d.text, length=5)}", "DateInterval")
        self.days(s, d)
        self.add(s, kg("dateMethod"), d.method and terms.text(d.method) or None)
        self.add(s, kg("dateText"), d.text and words(d.text) or None)
        return s

    def days(self, s: str, d: Date | None) -> None:
        """Start, end and precision straight on a node, so that plain queries stay plain."""
        if d is not None:
            self.add(s, kg("startDate"), d.start and terms.date(d.start))
            self.add(s, kg("endDate"), d.end and terms.date(d.end))
            self.add(s, kg("precision"), terms.iri(vocab.individual(d.precision)))

    def quantity(self, doc: str, q: Quantity) -> str:
        s = self.node("quantity", f"{doc}_{q.span.start}-{q.span.end}-{q.kind}", "Quantity")
        self.add(s, kg("quantityKind"), terms.text(q.kind))
        self.add(s, kg("value"), measured(q.value))
        self.add(s, kg("unit"), q.unit and words(q.unit))
        self.add(s, kg("evidence"), self.span(doc, q.span) if q.span.text else None)
        return s


def usual(met: Mapping[Entity, int]) -> Entity:
    """Of what is told of one entity here and there what is told of it most often, then what tells most; whichever came first."""
    return min(met, key=lambda e: (-met[e], -len(e.labels), -sum(len(text) for _, text in e.labels), not e.country, not e.sector, e.labels, e.type, e.country or "", e.sector or "", e.wikidata or ""))


def described(met: Mapping[Entity, int], base: str, graph: str) -> set[Quad]:
    """The quads that describe entities in a graph, each as it is told most often."""
    g = Graph(base, graph)
    of: dict[str, dict[Entity, int]] = {}
    for e, count in met.items():
        of.setdefault(vocab.entity_iri(base, e.id), {})[e] = count
    for some in of.values():
        g.entity(usual(some))
    return g.quads


def measured(value: str) -> str:
    """A measured value in the form the store keeps: a number as decimal, a duration as xsd:duration, else plain text."""
    number = value.removeprefix("-")
    if number.replace(".", "", 1).isdecimal() and number.isascii():
        return terms.decimal(value)
    return terms.duration(value) if value.startswith("P") and value[1:2].isdigit() or value.startswith("PT") else terms.text(value)
