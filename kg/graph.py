"""Readings → quads: one named graph an article, with the words behind every fact; what merging concludes in a graph of its own.

    article:NAME                what that article says: facts, the entities, stretches of text, dates and quantities they rest on
    graph:offices               who held which office when, as the lexicon knows it
    graph:conclusions           happenings told by the facts, contradictions, differences

An article's graph depends on its Reading alone, so changing one article rewrites one graph.  Each graph describes all it names,
so that it can be validated alone.  Nothing said by somebody is asserted: a claim is a node with a speaker and a stance, an event that
only a source tells carries `kg:source`, and what is established is `kg:standing` on the happening.  The vocabulary is that of
`ontology/diplomacy.ttl`.
"""
from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import Iterable, NamedTuple

from kg import terms, vocab
from kg.accounts import Accounts, Difference, Tie
from kg.merge import Happening
from kg.model import Claim, Date, Entity, Event, Quantity, Reading, Ref, Relation, Span, Unread
from kg.plover import score
from kg.terms import RDF_TYPE, Quad

Fact = Event | Claim | Relation
TYPE_CLASS = {"MilitaryOperation": "NamedOperation"}      # kg:MilitaryOperation is the event
ROLE_PROPERTY = {"headOfDelegation": "delegationHead"}


class Tenure(NamedTuple):
    """A dated office of the lexicon: who, which office (id and labels by language), of what, from and to (ISO days or None)."""
    person: Entity
    office: str
    labels: tuple[tuple[str, str], ...]
    of: Entity
    start: str | None
    end: str | None


class Fix(NamedTuple):
    """A person's word on a fact: `kind` changed, added or rejected; `field`, `old` and `new` None where the whole fact is meant."""
    fact: str
    kind: str
    field: str | None
    old: str | None
    new: str | None
    why: str | None


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


class Graph:
    """Collects the quads of one named graph; every node it makes it also describes, once."""

    def __init__(self, base: str, name: str):
        self.base, self.name = base, terms.iri(name)
        self.quads: set[Quad] = set()
        self.known: set[str] = set()

    def add(self, s: str, p: str, *objects: str | None) -> None:
        """Triples with one subject and property; an object None is left out."""
        self.quads.update((s, p, o, self.name) for o in objects if o is not None)

    def node(self, kind: str, name: str, cls: str, *more: str) -> str:
        """A node of that kind with its class."""
        s = terms.iri(vocab.kind_iri(self.base, kind, name))
        self.add(s, RDF_TYPE, kg(cls), *more)
        return s

    def fact(self, ident: str, kind: str = "event") -> str:
        return terms.iri(vocab.fact_iri(self.base, ident, kind))

    def entity(self, e: Entity) -> str:
        s = terms.iri(vocab.entity_iri(self.base, e.id))
        if s in self.known:
            return s
        self.known.add(s)
        self.add(s, RDF_TYPE, kg(TYPE_CLASS.get(e.type, e.type)))
        labels = dict(e.labels)
        self.add(s, LABEL, *(terms.text(text, language) for language, text in labels.items()))
        if "ar" not in labels:
            self.add(s, LABEL, terms.text(e.label("ar"), "ar"))
        self.add(s, kg("isoCountry"), e.country and terms.text(e.country))
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


def measured(value: str) -> str:
    """A measured value in the form the store keeps: a number as decimal, a duration as xsd:duration, else plain text."""
    number = value.removeprefix("-")
    if number.replace(".", "", 1).isdecimal() and number.isascii():
        return terms.decimal(value)
    return terms.typed(value, "duration") if value.startswith("P") and value[1:2].isdigit() or value.startswith("PT") else terms.text(value)


# ── one article ───────────────────────────────────────────────────────────────────────────────────────────────────

def _article(g: Graph, r: Reading) -> None:
    a, s = r.article, g.article(r.article.id)
    g.add(s, RDF_TYPE, kg("Article"))
    g.add(s, std("dcterms:identifier"), terms.text(a.id))
    g.add(s, std("dcterms:title"), a.title and words(a.title))
    g.add(s, std("dcterms:publisher"), a.publisher and words(a.publisher))
    g.add(s, std("dcterms:creator"), a.author and words(a.author))
    g.add(s, std("dcterms:language"), a.language and terms.text(a.language))
    g.add(s, std("dcterms:source"), a.url and terms.text(a.url))
    g.add(s, std("dcterms:date"), a.date and terms.date(a.date))
    g.add(s, kg("contentHash"), terms.text(sha256(a.text.encode()).hexdigest()))
    if r.written:
        g.add(s, kg("written"), g.interval(r.written))
        g.days(s, r.written)
    g.add(s, kg("writtenReason"), *(words(x) for x in r.reasons))


def _fact(g: Graph, f: Fact, s: str, reading: str, refs: Iterable[Ref | None]) -> None:
    """What every fact has: its words, its rule, how sure, and the mentions of its participants."""
    g.add(s, kg("recordId"), terms.text(f.id))
    if f.trigger.text:
        g.add(s, kg("inArticle"), g.article(f.doc))
        g.add(s, kg("trigger"), g.span(f.doc, f.trigger))
        g.add(s, kg("readBy"), reading)
    g.add(s, kg("evidence"), *(g.span(f.doc, e) for e in f.evidence if e.text))
    g.add(s, kg("mention"), *(g.mention(f.doc, r) for r in refs if r is not None))
    g.add(s, kg("confidence"), terms.decimal(f.confidence))
    rule, _, where = f.rule.partition(":")
    node = g.node("rule", rule or "by-hand", "Rule")
    g.add(node, LABEL, terms.text(rule or "by hand", "en"))
    g.add(s, kg("rule"), node)
    if where:
        path, _, line = where.rpartition(":")
        entry = g.node("entry", where.replace("/", "."), "LexiconEntry")
        g.add(entry, kg("path"), terms.text(path or where))
        g.add(entry, kg("line"), terms.integer(int(line)) if path and line.isdecimal() else None)
        g.add(s, kg("lexiconEntry"), entry)


def _event(g: Graph, e: Event, reading: str) -> None:
    s = g.fact(e.id)
    g.add(s, RDF_TYPE, kg("Event"), kg(e.cls))
    _fact(g, e, s, reading, (*e.actors, *e.recipients, *(p.ref for p in e.participants), *e.place, *e.sources, e.object, e.weapon))
    g.add(s, kg("ploverType"), e.event and terms.text(e.event))
    g.add(s, kg("ploverMode"), e.mode and terms.text(e.mode))
    points = score(e.event, e.mode)
    g.add(s, kg("conflictCooperationScore"), None if points is None else terms.decimal(points))
    g.add(s, kg("context"), *(terms.text(c) for c in e.contexts))
    for name, refs in (("actor", e.actors), ("recipient", e.recipients), ("place", e.place), ("source", e.sources), ("object", (e.object,)), ("weapon", (e.weapon,))):
        g.add(s, kg(name), *(g.entity(r.entity) for r in refs if r))
    for p in e.participants:
        g.add(s, kg(ROLE_PROPERTY.get(p.role, p.role)), g.entity(p.ref.entity))
    if e.date:
        g.add(s, kg("time"), g.interval(e.date))
        g.days(s, e.date)
    g.add(s, kg("status"), terms.iri(vocab.individual(e.status)))
    g.add(s, kg("modality"), e.modality and terms.iri(vocab.individual(e.modality)))
    g.add(s, kg("topic"), *(words(t.text) for t in e.topics))
    g.add(s, kg("quantity"), *(g.quantity(e.doc, q) for q in e.quantities))
    g.add(s, kg("cue"), *(g.span(e.doc, c) for c in e.cues))
    for cause in e.causes:
        if cause != e.id:
            g.add(g.fact(cause), kg("ledTo"), s)


def _claim(g: Graph, c: Claim, reading: str) -> None:
    s = g.fact(c.id, "claim")
    g.add(s, RDF_TYPE, kg("Claim"))
    _fact(g, c, s, reading, c.speakers)
    g.add(s, kg("speaker"), *(g.entity(r.entity) for r in c.speakers))
    g.add(s, kg("stance"), terms.iri(vocab.individual(c.stance)))
    g.add(s, kg("about"), c.about and g.fact(c.about))
    g.add(s, kg("content"), c.content.text and words(c.content.text) or None)
    if c.date:
        g.add(s, kg("time"), g.interval(c.date))
        g.days(s, c.date)


def _relation(g: Graph, r: Relation, reading: str) -> None:
    s = g.fact(r.id, "relation")
    g.add(s, RDF_TYPE, kg("Relation"))
    _fact(g, r, s, reading, (r.subject, r.object))
    g.add(s, kg("subject"), g.entity(r.subject.entity))
    g.add(s, kg("relation"), kg(r.relation))
    g.add(s, kg("object"), g.entity(r.object.entity))
    g.add(s, kg("role"), r.role and words(r.role))
    if r.valid:
        g.add(s, kg("valid"), g.interval(r.valid))
        g.days(s, r.valid)


def _unread(g: Graph, u: Unread) -> None:
    s = g.node("unread", f"{u.doc}_{u.span.start}-{u.span.end}-{u.kind}", "Unread")
    g.add(s, kg("inArticle"), g.article(u.doc))
    g.add(s, kg("unreadKind"), terms.text(u.kind))
    g.add(s, kg("why"), words(u.why))
    g.add(s, kg("evidence"), g.span(u.doc, u.span) if u.span.text else None)


def _fix(g: Graph, x: Fix) -> None:
    s = g.node("correction", f"{x.fact}-{x.kind}-{vocab.digest(x.field or '', x.new or '', length=5)}", "Correction")
    g.add(s, kg("corrects"), g.fact(x.fact))
    g.add(s, kg("correctionKind"), terms.text(x.kind))
    for name, value in (("field", x.field), ("oldValue", x.old), ("newValue", x.new), ("why", x.why)):
        g.add(s, kg(name), value and terms.text(value))
    if x.kind != "rejected":
        g.add(g.fact(x.fact), kg("correctedBy"), s)


def article_quads(reading: Reading, base: str = vocab.DEFAULT_BASE, version: str = "", fixes: Iterable[Fix] = ()) -> list[Quad]:
    """The graph of one article, sorted.  `version` is the program's, kept with the reading; `fixes` are the corrections already applied to it."""
    g = Graph(base, vocab.kind_iri(base, "article", reading.article.id))
    _article(g, reading)
    node = g.node("reading", reading.article.id, "Reading")
    g.add(node, std("prov:used"), g.article(reading.article.id))
    g.add(node, kg("programVersion"), version and terms.text(version) or None)
    for e in reading.events:
        _event(g, e, node)
    for c in reading.claims:
        _claim(g, c, node)
    for r in reading.relations:
        _relation(g, r, node)
    for u in reading.unread:
        _unread(g, u)
    for x in fixes:
        _fix(g, x)
    return sorted(g.quads)


# ── what is known beside the articles, and what merging concludes ─────────────────────────────────────────────────

def office_quads(tenures: Iterable[Tenure], base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The graph of dated offices, sorted.  Plain tuples in `Tenure`'s order do as well."""
    g = Graph(base, vocab.kind_iri(base, "graph", "offices"))
    for person, office, labels, of, start, end in tenures:
        held = g.node("office", f"{office}-{of.id}", "Office")
        g.add(held, LABEL, *(terms.text(text, language) for language, text in labels))
        g.add(held, kg("officeOf"), g.entity(of))
        s = g.node("holding", f"{person.id}-{office}-{of.id}-{start or 'unknown'}", "OfficeHolding")
        g.add(s, kg("holder"), g.entity(person))
        g.add(s, kg("office"), held)
        g.add(s, kg("officeOf"), g.entity(of))
        g.add(s, kg("startDate"), start and terms.date(start))
        g.add(s, kg("endDate"), end and terms.date(end))
    return sorted(g.quads)


def _label(h: Happening, language: str) -> str:
    """A name for a happening that a person can read: who, to whom, which class and when."""
    side = lambda entities: ", ".join(e.label(language) for e in entities[:3])
    who = " → ".join(filter(None, (side(h.actors), side(h.recipients))))
    when = h.date and (h.date.start or h.date.end)
    return " · ".join(filter(None, (vocab.hyphened(h.cls).replace("-", " "), who, when)))


def _happening(g: Graph, h: Happening) -> str:
    s = g.node("happening", h.id, "Happening")
    g.add(s, kg("eventClass"), kg(h.cls))
    g.add(s, LABEL, terms.text(_label(h, "en"), "en"))
    g.add(s, kg("ploverType"), h.event and terms.text(h.event))
    g.add(s, kg("ploverMode"), h.mode and terms.text(h.mode))
    points = score(h.event, h.mode)
    g.add(s, kg("conflictCooperationScore"), None if points is None else terms.decimal(points))
    for name, entities in (("actor", h.actors), ("recipient", h.recipients), ("place", h.places), ("object", h.objects), ("weapon", h.weapons), ("source", h.sources)):
        g.add(s, kg(name), *(g.entity(e) for e in entities))
    for role, e in h.participants:
        g.add(s, kg(ROLE_PROPERTY.get(role, role)), g.entity(e))
    g.days(s, h.date)
    g.add(s, kg("status"), terms.iri(vocab.individual(h.status)))
    g.add(s, kg("standing"), terms.iri(vocab.individual(h.standing)))
    g.add(s, kg("teller"), *(g.article(d) for d in h.docs))
    for f in h.facts:
        g.add(g.fact(f.id), kg("reports"), s)
    g.add(s, kg("mergeReason"), *(terms.text("; ".join(x.reasons), "en") for x in h.links))
    if h.links:
        g.add(s, kg("mergeScore"), terms.decimal(min(x.score for x in h.links)))
    return s


def _tie(g: Graph, t: Tie) -> None:
    a, b = (g.fact(ident) for _, ident in (t.first, t.second))
    g.add(a, kg(t.kind), b)
    g.add(b, kg(t.kind), a)


def _difference(g: Graph, d: Difference) -> None:
    s = g.node("difference", f"{d.happening}-{d.aspect}-{vocab.digest(*(v.fact[1] for v in d.variants), length=4)}", "Difference")
    g.add(s, kg("differsIn"), terms.iri(vocab.kind_iri(g.base, "happening", d.happening)))
    g.add(s, kg("differenceKind"), terms.text(d.aspect))
    for v in d.variants:
        one = g.node("variant", f"{v.fact[1].partition(':')[2] or v.fact[1]}-{d.aspect}-{vocab.digest(v.value, length=4)}", "Variant")
        g.add(s, kg("variant"), one)
        g.add(one, kg("toldIn"), g.fact(v.fact[1]))
        g.add(one, kg("value"), terms.date(v.value) if d.aspect == "date" else measured(v.value))
        g.add(one, kg("unit"), v.unit and words(v.unit))
        g.add(one, kg("evidence"), g.span(v.fact[0], v.span) if v.span and v.span.text else None)
    told = sorted({v.fact[1] for v in d.variants})
    for n, a in enumerate(told):
        for b in told[n + 1:]:
            g.add(g.fact(a), kg("differsFrom"), g.fact(b))
            g.add(g.fact(b), kg("differsFrom"), g.fact(a))


def conclusion_quads(found: Accounts, base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The graph of what merging concludes from all articles, sorted: happenings, contradictions, differences."""
    g = Graph(base, vocab.kind_iri(base, "graph", "conclusions"))
    place = {f.id: terms.iri(vocab.kind_iri(base, "happening", h.id)) for h in found.happenings for f in h.facts}
    for h in found.happenings:
        s = _happening(g, h)
        for f in h.facts:
            g.add(s, kg("quantity"), *(terms.iri(vocab.kind_iri(base, "quantity", f"{f.doc}_{q.span.start}-{q.span.end}-{q.kind}")) for q in f.quantities))
            for cause in f.causes:
                if cause in place and place[cause] != s:
                    g.add(place[cause], kg("ledTo"), s)
    for t in found.ties:
        _tie(g, t)
    for d in found.differences:
        _difference(g, d)
    return sorted(g.quads)
