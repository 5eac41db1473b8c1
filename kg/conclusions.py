"""What merging concludes → the quads of one graph: happenings, what contradicts or bears out what, and what is told differently.

It names facts by their identifiers and leaves their own graphs as they are, so that a merge can be taken back by dropping this graph.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import permutations

from kg import terms, vocab
from kg.accounts import Account, Accounts, Difference, Dispute, Tie
from kg.likeness import told as in_words
from kg.merge import Happening
from kg.model import Entity
from kg.nodes import LABEL, ROLE_PROPERTY, Graph, described, kg, measured, words
from kg.parts import Part
from kg.plover import score
from kg.terms import Quad

Labels = Mapping[str, Mapping[str, str]]      # term → language → label


def _label(h: Happening, language: str, named: Labels) -> str:
    """A name for a happening that a person can read: which class, who, to whom and when."""
    what = named.get(h.cls, {}).get(language) or vocab.hyphened(h.cls).replace("-", " ")
    sides = [", ".join(e.label(language) for e in side[:3]) for side in (h.actors, h.recipients)]
    when = h.date and (h.date.start or h.date.end)
    return " · ".join(filter(None, (what, " → ".join(filter(None, sides)), when)))


def _happening(g: Graph, h: Happening, named: Labels) -> str:
    s = g.node("happening", h.id, "Happening")
    g.add(s, kg("eventClass"), kg(h.cls))
    g.add(s, LABEL, *(terms.text(_label(h, language, named), language) for language in ("ar", "en") if language == "en" or named))
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
    g.add(s, kg("mergeReason"), *(terms.text(in_words(x.reasons), "en") for x in h.links if x.reasons))
    scores = [x.score for x in h.links if x.score is not None]
    g.add(s, kg("mergeScore"), terms.decimal(min(scores)) if scores else None)
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
        g.add(one, kg("independentSources"), terms.integer(v.sources))
        g.add(one, kg("evidence"), g.span(v.fact[0], v.span) if v.span and v.span.text else None)
    first = {v.value: v.fact[1] for v in reversed(d.variants)}         # one fact for each value: of a hundred reports all pairs would be too many
    for a, b in permutations(sorted(set(first.values())), 2):
        g.add(g.fact(a), kg("differsFrom"), g.fact(b))


def _dispute(g: Graph, d: Dispute, entities: Mapping[str, Entity]) -> None:
    s = g.node("dispute", d.happening, "Dispute")
    g.add(s, kg("disputed"), terms.iri(vocab.kind_iri(g.base, "happening", d.happening)))
    for side in d.sides:
        one = g.node("side", f"{d.happening}-{side.holds}", "Side")
        g.add(s, kg("side"), one)
        g.add(one, kg("holds"), terms.iri(vocab.individual(side.holds)))
        g.add(one, kg("voice"), *(g.entity(entities[v]) for v in side.voices))
        g.add(one, kg("inArticle"), *(g.article(doc) for doc in side.docs))
        g.add(one, kg("saidIn"), *(g.fact(ident) for _, ident in side.facts))
        g.add(one, kg("independentSources"), terms.integer(side.sources))


def _graph(base: str, met: set[Entity]) -> Graph:
    return Graph(base, vocab.kind_iri(base, "graph", "conclusions"), met)


def account_quads(a: Account, met: set[Entity], base: str = vocab.DEFAULT_BASE, named: Labels | None = None) -> set[Quad]:
    """What the graph says of one happening, and of what is told of it; entities are added to `met` and described elsewhere."""
    g, h = _graph(base, met), a.happening
    s = _happening(g, h, named or {})
    for f in h.facts:
        g.add(s, kg("quantity"), *(terms.iri(vocab.kind_iri(base, "quantity", f"{f.doc}_{q.span.start}-{q.span.end}-{q.kind}")) for q in f.quantities))
    for t in a.ties:
        _tie(g, t)
    for d in a.differences:
        _difference(g, d)
    if a.dispute:
        _dispute(g, a.dispute, a.voices)
    g.add(s, kg("independentSources"), terms.integer(a.sources))
    return g.quads


def cause_quads(causes: Iterable[tuple[str, str]], base: str = vocab.DEFAULT_BASE) -> set[Quad]:
    """Which happening led to which, by their ids."""
    g = _graph(base, set())
    for cause, effect in causes:
        if cause != effect:
            g.add(terms.iri(vocab.kind_iri(base, "happening", cause)), kg("ledTo"), terms.iri(vocab.kind_iri(base, "happening", effect)))
    return g.quads


def part_quads(parts: Iterable[Part], base: str = vocab.DEFAULT_BASE) -> set[Quad]:
    """Which happening is part of which, and why."""
    g = _graph(base, set())
    for p in parts:
        part, whole = (terms.iri(vocab.kind_iri(base, "happening", ident)) for ident in (p.part, p.whole))
        g.add(part, kg("partOf"), whole)
        g.add(part, kg("partReason"), terms.text(in_words(p.reasons), "en"))
    return g.quads


def conclusion_quads(found: Accounts, base: str = vocab.DEFAULT_BASE, named: Labels | None = None) -> list[Quad]:
    """The graph of what merging concludes from all articles, sorted: happenings and their parts, disputes, differences, sources.

    `named` are the ontology's labels (`kg.ontology.labels()`); with them happenings are labelled in Arabic too.
    """
    met: Counter[Entity] = Counter()
    place = {f.id: h.id for h in found.happenings for f in h.facts}
    quads = part_quads(found.parts, base) | cause_quads(((place[c], h.id) for h in found.happenings for f in h.facts for c in f.causes if c in place), base)
    for a in found.each:
        mine: set[Entity] = set()
        quads |= account_quads(a, mine, base, named)
        met.update(mine)
    return sorted(quads | described(met, base, vocab.kind_iri(base, "graph", "conclusions")))
