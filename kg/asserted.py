"""The graph of a collection with and without what is inferred: the store without it, and how an inferred triple follows.

The store that queries use holds all; the one without `graph:inferred` is made of the same file when it is first asked for, and again
when the graph has changed.  It is disposable as the other is: build/asserted/.
"""
from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import ontology, store, terms, vocab
from kg.collection import Collection
from kg.errors import UserError
from kg.inference import Step, Triple, axioms, explain, graph_name
from kg.kept import write_atomically


def asserted_store(collection: Collection) -> str:
    """Where the store without what is inferred lies; made where the valid one is of another graph."""
    place, whole = collection.build / "asserted", store.current(collection.build / "store")
    if whole is None:
        raise UserError("nothing has been built here", str(collection.build), hint="run kg build first")
    of, name = place / "of", os.path.basename(whole)
    if store.current(place) is None or not of.exists() or of.read_text(encoding="utf-8").strip() != name:
        own = place / collection.quads.name
        try:
            write_atomically(own, without(_rows(collection), collection.base))
            store.build(own, place)
        finally:
            own.unlink(missing_ok=True)
        write_atomically(of, [name + "\n"])
    return os.fspath(place)


def _rows(collection: Collection) -> Iterator[str]:
    with collection.quads.open(encoding="utf-8") as f:
        yield from f


def without(rows: Iterable[str], base: str) -> Iterator[str]:
    """The lines of N-Quads that are not of the inferred graph."""
    ending = f" {graph_name(base)} .\n"
    return (row for row in rows if not row.endswith(ending))


def triple_of(text: str, base: str) -> Triple | None:
    """What a person writes for a triple, `SUBJECT PROPERTY OBJECT`, as terms: `a` is the type, a bare name an entity or one of ours; None for less or more.

    >>> triple_of("putin kg:onBehalfOf RUS", "urn:kg:id:")
    ('<urn:kg:id:putin>', '<urn:kg:ontology#onBehalfOf>', '<urn:kg:id:RUS>')
    """
    words = text.split()
    if len(words) != 3:
        return None
    names = vocab.prefixes(base)
    s, p, o = words
    thing = lambda word: terms.iri(vocab.expand(word, names) or vocab.entity_iri(base, word))
    return thing(s), terms.RDF_TYPE if p == "a" else terms.iri(vocab.expand(p, names) or vocab.ONTOLOGY + p), thing(o)


def follows(collection: Collection, triple: Triple) -> tuple[list[str], list[Step]]:
    """The graphs that say a triple themselves, and how it follows where it is inferred; UserError where the graph has it neither way."""
    inferred, told, near = graph_name(collection.base), [], set()
    said = f"{' '.join(triple)} "
    for row in _rows(collection):
        if row.startswith(said):
            told.append(row.rsplit(" ", 2)[1])
        if triple[0] in row:
            near.add(row.rsplit(" ", 2)[1])
    if not told:
        raise UserError("the graph does not say so, nor does it follow", excerpt=" ".join(vocab.shorten(t[1:-1], vocab.prefixes(collection.base)) or t for t in triple), hint="kg query shows what it says: kg query 'DESCRIBE …'")
    if told != [inferred]:
        return [g for g in told if g != inferred], []
    near |= {terms.iri(vocab.kind_iri(collection.base, "graph", name)) for name in ("offices", "conclusions")}
    quads = [q for q in terms.parse(_rows(collection), os.fspath(Path(collection.quads))) if q[3] in near]
    return [], explain(triple, quads, axioms(ontology.triples()), collection.base)
