"""Who is who → quads of the graph of conclusions: one entity with all its names, and which articles' entities it is.

Articles' graphs keep the identifiers that their own reading minted.  Where an entity of theirs is one of another identifier, here stands
`owl:sameAs` from theirs to it; where one identifier of theirs is two entities in the world, each mention of it is `kg:identifiedAs` the
one that is meant.  Happenings name the one entity, so that a plain query over them counts everybody once.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg import terms, vocab
from kg.identity import Identity, Join
from kg.model import Entity, Reading
from kg.nodes import ALT, SAME, Graph, kg, words
from kg.records import refs_of
from kg.terms import Quad


def one_quads(e: Entity, aliases: Iterable[str], others: Iterable[str], joins: Sequence[Join], base: str = vocab.DEFAULT_BASE) -> set[Quad]:
    """One entity with its names; `others` are the ids of articles' entities that are always it, `joins` say why."""
    g = Graph(base, vocab.kind_iri(base, "graph", "conclusions"))
    s = g.entity(e)
    g.add(s, ALT, *(words(text) for text in aliases))
    for ident in others:
        g.add(terms.iri(vocab.entity_iri(base, ident)), SAME, s)
    if joins:
        g.add(s, kg("identityReason"), *(terms.text("; ".join(j.reasons), "en") for j in joins))
        g.add(s, kg("identityScore"), terms.decimal(min(j.score for j in joins)))
    return g.quads


def mention_quads(r: Reading, meant: Mapping[str, Entity], base: str = vocab.DEFAULT_BASE) -> set[Quad]:
    """Whom each mention of an article means, of those of its entities' ids that are not always one; `meant` by these ids."""
    g = Graph(base, vocab.kind_iri(base, "graph", "conclusions"))
    refs = [m.ref for m in r.mentions] + [ref for f in (*r.events, *r.claims, *r.relations) for ref in refs_of(f)] if meant else []
    for ref in refs:
        if ref.mention.text and (e := meant.get(ref.entity.id)) is not None:
            span = g.span(r.article.id, ref.mention)
            g.add(span, terms.RDF_TYPE, kg("Mention"))
            g.add(span, kg("identifiedAs"), g.entity(e))
    return g.quads


def identity_quads(found: Identity, readings: Iterable[Reading], base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The quads, sorted.  An entity that every article calls by one identifier has nothing to add."""
    meant: dict[str, set[str]] = defaultdict(set)
    for one in found.ones:
        for _, ident in one.members:
            meant[ident].add(one.entity.id)
    plain, quads = {ident for ident, ones in meant.items() if len(ones) == 1}, set()
    for one in found.ones:
        if others := sorted({ident for _, ident in one.members} - {one.entity.id}):
            quads |= one_quads(one.entity, one.aliases, [x for x in others if x in plain], one.joins, base)
    here: dict[str, dict[str, Entity]] = defaultdict(dict)
    for (doc, ident), e in found.places().items():
        if ident not in plain:
            here[doc][ident] = e
    for r in readings:
        quads |= mention_quads(r, here.get(r.article.id, {}), base)
    return sorted(quads)
