"""Lasting ties: who holds which office, who leads, heads a delegation, belongs to or opposes what."""
from __future__ import annotations

from typing import NamedTuple

from kg.find.clauses import Parse
from kg.find.heads import Head
from kg.find.roles import Roler
from kg.find.sentence import Sentence
from kg.find.subjects import subject_of
from kg.lexicon import Use
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
        if owner is None or person.how == "title":            # «مراسل القناة» without a name is nobody yet
            continue
        en = roler.lexicon.offices.get(office, (office,))[0]
        leads = office in LEADS and owner.type in ("Organization", "Group")
        out.append(Tie(person, "leaderOf" if leads else "holdsOffice", Ref(owner, span, "title"), en, span, "title"))
    discourse.ties.clear()
    if discourse.crews:
        out += [Tie(person, "crewOf", craft, None, span, "crew") for person, craft, span in discourse.crews]
        discourse.crews.clear()
    for head in parse.heads:
        use = head.chunk.uses.get("tie")
        if use is not None:
            out += _told(s, parse, head, use, roler)
    for c in parse.chunks:
        if c.prep and c.kind == "N" and c.prep in roler.lexicon.slots and roler.lexicon.slots[c.prep] == "headOfDelegation" and c.k:
            body = next((d for d in reversed(parse.chunks[:c.k]) if d.kind == "N" and d.refs), None)
            if body is not None and c.refs and c.refs[0].entity.type == "Person" and body.refs[0].entity.type != "Person":
                out.append(Tie(c.refs[0], "headOfDelegation", body.refs[0], None, s.span(parse.chunks[c.k].start, c.end), "preposition"))
    return out


def _told(s: Sentence, parse: Parse, head: Head, use: Use, roler: Roler) -> list[Tie]:
    """The tie that a verb («الذي ترأسه فلان») or an adjective («المناهضة للحكومة») tells."""
    trigger = s.span(head.chunk.start, head.chunk.end)
    relation = use.get("links")
    if head.verb:
        people = [r for r in roler.refs(subject_of(head)) if r.entity.type == "Person"]
        bodies = [r for r in roler.refs(head.object) if r.entity.type in ("State", "Organization", "Group")]
        return [Tie(p, relation, b, None, trigger, "verb") for p in people[:1] for b in bodies[-1:]]
    against = [r for group in head.slots.values() for r in roler.refs(group) if r.entity.type in ("State", "Organization", "Group")]
    mine = [r for c in reversed(parse.chunks[:head.chunk.k]) if c.kind == "N" for r in _bodies(c, roler)]
    return [Tie(mine[0], relation, against[0], None, trigger, "adjective")] if mine and against and mine[0].entity.id != against[0].entity.id else []


def _bodies(c, roler: Roler) -> list[Ref]:
    """The bodies that a name speaks of: itself, or what its bearer leads («زعيم تنظيم …، أحد أكبر القوى»)."""
    led = [owner_of(roler.lexicon, n.of) for n in c.names if n.of and n.office]
    return [r for r in c.refs if r.entity.type in ("Organization", "Group")] + [Ref(e, c.refs[0].mention, "led-by") for e in led if e is not None and c.refs and e.type in ("Organization", "Group")]


def owner_of(lexicon, of: str) -> Entity | None:
    """The state or body that an office belongs to."""
    state = lexicon.state(of)
    if state is not None:
        return state
    index = lexicon.by_id.get(of)
    return lexicon.entity(index) if index is not None else None
