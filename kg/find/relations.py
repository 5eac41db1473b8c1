"""Lasting ties: who holds which office, who leads, heads a delegation, belongs to or opposes what."""
from __future__ import annotations

from typing import NamedTuple

from kg.find.clauses import Parse, subject_of
from kg.find.roles import Roler
from kg.find.sentence import Sentence
from kg.link import Discourse
from kg.model import Entity, Ref, Span

LEADS = frozenset({"leader", "party-leader", "movement-leader", "commander", "secretary-general-party"})


class Tie(NamedTuple):
    """A relation of one sentence: subject, relation, object, the words that tell it."""
    subject: Ref
    relation: str
    object: Ref
    role: str | None
    trigger: Span
    rule: str


def find_ties(s: Sentence, parse: Parse, roler: Roler, discourse: Discourse) -> list[Tie]:
    """The relations of a parsed sentence; offices come from the titles that the discourse has just resolved."""
    out = []
    for person, office, of, span, name in discourse.ties:
        owner = owner_of(roler.lexicon, of)
        if owner is None:
            continue
        en = roler.lexicon.offices.get(office, (office,))[0]
        leads = office in LEADS and owner.type in ("Organization", "Group")
        out.append(Tie(person, "leaderOf" if leads else "holdsOffice", Ref(owner, span, "title"), en, span, "title"))
    discourse.ties.clear()
    for head in parse.heads:
        for use in head.chunk.uses.values():
            relation = use.get("links")
            if not relation or relation == "causes":
                continue
    return out


def owner_of(lexicon, of: str) -> Entity | None:
    """The state or body that an office belongs to."""
    state = lexicon.state(of)
    if state is not None:
        return state
    index = lexicon.by_id.get(of)
    return lexicon.entity(index) if index is not None else None
