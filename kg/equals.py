"""Who is who → quads of the graph of conclusions: one entity with all its names, and which articles' entities it is.

Articles' graphs keep the identifiers that their own reading minted.  Where an entity of theirs is one of another identifier, here stands
`owl:sameAs` from theirs to it; where one identifier of theirs is two entities in the world, each mention of it is `kg:identifiedAs` the
one that is meant.  Happenings name the one entity, so that a plain query over them counts everybody once.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg import terms, vocab
from kg.identity import Identity
from kg.model import Reading
from kg.nodes import ALT, SAME, Graph, kg, words
from kg.records import refs_of
from kg.terms import Quad


def identity_quads(found: Identity, readings: Iterable[Reading], base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The quads, sorted.  An entity that every article calls by one identifier has nothing to add."""
    g = Graph(base, vocab.kind_iri(base, "graph", "conclusions"))
    meant: dict[str, set[str]] = defaultdict(set)
    for one in found.ones:
        for _, ident in one.members:
            meant[ident].add(one.entity.id)
    places, plain = found.places(), {ident for ident, ones in meant.items() if len(ones) == 1}
    for one in found.ones:
        others = sorted({ident for _, ident in one.members} - {one.entity.id})
        if not others:
            continue
        s = g.entity(one.entity)
        g.add(s, ALT, *(words(text) for text in one.aliases))
        for ident in others:
            if ident in plain:
                g.add(terms.iri(vocab.entity_iri(base, ident)), SAME, s)
        if one.joins:
            g.add(s, kg("identityReason"), *(terms.text("; ".join(j.reasons), "en") for j in one.joins))
            g.add(s, kg("identityScore"), terms.decimal(min(j.score for j in one.joins)))
    for r in readings:
        doc = r.article.id
        refs = [m.ref for m in r.mentions] + [ref for f in (*r.events, *r.claims, *r.relations) for ref in refs_of(f)]
        for ref in refs:
            if ref.mention.text and ref.entity.id not in plain and (e := places.get((doc, ref.entity.id))) is not None:
                span = g.span(doc, ref.mention)
                g.add(span, terms.RDF_TYPE, kg("Mention"))
                g.add(span, kg("identifiedAs"), g.entity(e))
    return sorted(g.quads)
