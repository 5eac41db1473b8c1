"""What the ontology names: its event classes and ties, and what they are called in Arabic and English.

Read from `ontology/diplomacy.ttl` when asked, once a call; nothing on the path of a query comes here.
"""
from __future__ import annotations

from collections import defaultdict

from kg import data, store, terms, vocab

_KG = f"<{vocab.ONTOLOGY}"


def names() -> frozenset[str]:
    """Local names of all event classes (below kg:Event) and ties (below kg:tie)."""
    below: dict[str, set[str]] = defaultdict(set)
    for s, p, o, _ in store.parse_file(data.ontology("diplomacy.ttl")):
        if p.endswith(("#subClassOf>", "#subPropertyOf>")) and s.startswith(_KG):
            below[o].add(s)
    out: set[str] = set()
    todo = [_KG + "Event>", _KG + "tie>"]
    while todo:
        fresh = below.get(todo.pop(), set()) - out
        out |= fresh
        todo += fresh
    return frozenset(t[len(_KG):-1] for t in out)


def labels() -> dict[str, dict[str, str]]:
    """Labels by language of every term, by its local name: `{"Visit": {"ar": "…", "en": "visit"}, …}`."""
    out: dict[str, dict[str, str]] = defaultdict(dict)
    label = f"<{vocab.STANDARD['rdfs']}label>"
    for s, p, o, _ in store.parse_file(data.ontology("diplomacy.ttl")):
        if p == label and s.startswith(_KG):
            text, language, _ = terms.split_literal(o)
            out[s[len(_KG):-1]][language] = text
    return dict(out)
