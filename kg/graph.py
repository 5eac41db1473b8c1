"""Readings → quads: one named graph an article, with the words behind every fact; what merging concludes in a graph of its own.

    article:NAME                what that article says: facts, the entities, stretches of text, dates and quantities they rest on
    graph:offices               who held which office when, as the lexicon knows it
    graph:conclusions           happenings told by the facts, contradictions, differences
    graph:inferred              what follows from the others (`kg.inference`)

An article's graph depends on its Reading alone, so changing one article rewrites one graph.  Each graph describes all it names,
so that it can be validated alone.  Nothing said by somebody is asserted: a claim is a node with a speaker and a stance, an event that
only a source tells carries `kg:source`, and what is established is `kg:standing` on the happening.  The vocabulary is that of
`ontology/diplomacy.ttl`.
"""
from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from kg import terms, vocab
from kg.model import Claim, Entity, Event, Reading, Ref, Relation, Unread
from kg.nodes import LABEL, ROLE_PROPERTY, Graph, kg, std, words
from kg.plover import score
from kg.terms import RDF_TYPE, Quad

Fact = Event | Claim | Relation


class Tenure(NamedTuple):
    """A dated office of the lexicon: who, which office (id and labels by language), of what, from and to: an ISO day, month or year, None
    where it is not known; an `end` of '' is open as far as the lexicon knows."""
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
    g.add(s, kg("contentHash"), terms.text(sha256(a.text.encode()).hexdigest()) if a.text else None)
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
    for t in e.order:
        one, two = (g.fact(t.fact), s) if t.relation == "after" else (s, g.fact(t.fact))
        g.add(one, kg("during" if t.relation == "during" else "before"), two)
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
    if not reading.origin:
        g.add(node, kg("programVersion"), version and terms.text(version) or None)
    else:
        g.add(node, kg("importedFrom"), terms.text(reading.origin))
        for kind, facts in (("event", reading.events), ("claim", reading.claims), ("relation", reading.relations)):
            for f in facts:
                g.add(g.fact(f.id, kind), kg("readBy"), node)      # also one without words
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


# ── what is known beside the articles ─────────────────────────────────────────────────────────────────────────────

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
        for edge, value in (("start", start), ("end", end)):
            g.add(s, kg(f"{edge}Date" if len(value or "") == 10 else f"{edge}sIn"), terms.typed(value, {4: "gYear", 7: "gYearMonth"}.get(len(value), "date")) if value else None)
        g.add(s, kg("openEnded"), terms.typed("true", "boolean") if end == "" else None)
    return sorted(g.quads)
