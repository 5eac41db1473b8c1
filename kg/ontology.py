"""What the ontology names: its event classes and ties, and what they are called in Arabic and English.

Read from `ontology/diplomacy.ttl` when asked, once a call; nothing on the path of a query comes here.
"""
from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kg import data, store, terms, vocab

_KG = f"<{vocab.ONTOLOGY}"
_NOTATION = f"<{vocab.STANDARD['skos']}notation>"


class Known(NamedTuple):
    """The words that a fact may be made of, as records write them: event classes with their PLOVER type (None outside PLOVER), ties, roles
    and stances."""
    classes: dict[str, str | None]
    ties: frozenset[str]
    roles: frozenset[str]
    stances: frozenset[str]


def triples() -> list[terms.Quad]:
    """All that the ontology says."""
    return store.parse_file(data.ontology("diplomacy.ttl"))


def _below(found: list[terms.Quad]) -> dict[str, set[str]]:
    """What hangs right under each class and property."""
    out: dict[str, set[str]] = defaultdict(set)
    for s, p, o, _ in found:
        if p.endswith(("#subClassOf>", "#subPropertyOf>")) and s.startswith(_KG):
            out[o].add(s)
    return out


def _under(root: str, below: dict[str, set[str]]) -> frozenset[str]:
    """Local names of everything under a term."""
    out: set[str] = set()
    todo = [f"{_KG}{root}>"]
    while todo:
        fresh = below.get(todo.pop(), set()) - out
        out |= fresh
        todo += fresh
    return frozenset(t[len(_KG):-1] for t in out)


def names() -> frozenset[str]:
    """Local names of all event classes (below kg:Event) and ties (below kg:tie)."""
    below = _below(triples())
    return _under("Event", below) | _under("tie", below)


def known() -> Known:
    """What facts are checked against."""
    found = triples()
    below = _below(found)
    types = {s[len(_KG):-1]: terms.value(o) for s, p, o, _ in found if p == f"{_KG}ploverType>"}
    stances = {s for s, p, o, _ in found if p == terms.RDF_TYPE and o == f"{_KG}Stance>"}
    return Known({c: types.get(c) for c in _under("Event", below)}, _under("tie", below), _under("participant", below),
                 frozenset(terms.value(o) for s, p, o, _ in found if p == _NOTATION and s in stances))


def labels() -> dict[str, dict[str, str]]:
    """Labels by language of every term, by its local name: `{"Visit": {"ar": "…", "en": "visit"}, …}`."""
    out: dict[str, dict[str, str]] = defaultdict(dict)
    label = f"<{vocab.STANDARD['rdfs']}label>"
    for s, p, o, _ in triples():
        if p == label and s.startswith(_KG):
            text, language, _ = terms.split_literal(o)
            out[s[len(_KG):-1]][language] = text
    return dict(out)
