"""Happenings that a prepositional phrase tells beside an event: who had invited to it, and who mediated it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.arabic import INVITED, MEDIATED
from kg.find.cast import Roles
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.found import Found
from kg.find.heads import Clause, Head
from kg.find.roles import Roler
from kg.find.sentence import Sentence
from kg.find.told import plover_of
from kg.lexicon import Use
from kg.model import Ref

UNDONE = {"SANCTION": "SanctionsLifting", "COERCE": "SanctionsLifting", "ACCUSE": "Concession", "THREATEN": "Concession", "REQUEST": "Concession", "PROTEST": "Deescalation", "MOBILIZE": "Deescalation"}      # what becomes of it when it is undone
SETTLED = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT", "CONCEDE", "RETREAT"})      # what mediation brings about


def undone(head: Head, use: Use, s: Sentence, parse: Parse) -> Use:
    """«رفع تعليق العضوية», «ألغت تحذيرها», «أسقطت المحكمة التهم»: what a word undoes is the contrary of what it names."""
    if head.verb or head.chunk.conj:
        return use
    plover, k, light = plover_of(s, use), head.chunk.k, head.governor.chunk.uses.get("light") if head.governor is not None and head.governor.verb else None
    before = parse.chunks[k - 1] if k else None
    noun = before is not None and before.kind in "CF" and not before.definite and before.j == head.chunk.i and any(w in s.lexicon.undoing for w in s.words[before.i].bare)
    plover = "MOBILIZE" if use.cls == "JointExercise" and not noun else plover
    if plover in UNDONE and (noun and plover != "MOBILIZE" or light is not None and light.get("links") == "undoes" and head.role == "post"):
        return replace(use, cls=UNDONE[plover], weak=False)
    return use


def invited(f: Found, s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """«زيارة … بدعوة من نظيره», «اجتماع بدعوة من …»: that he was invited is told as well."""
    group = f.head.slots.get(INVITED)
    if not group or plover_of(s, f.use) != "CONSULT":
        return []
    came = [x for x in f.roles.actor if x.entity.type == "Person"]      # «حضر X قمة المجموعة بدعوة من Y»
    return _told(f, "Invitation", group, roler.refs(group), came or f.roles.actor, s, parse)


def mediated(found: Sequence[Found], s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """«هدنة بوساطة مصرية», «تبادلا الأسرى بوساطة من قطر»: he who mediated brought the two together."""
    out: list[Found] = []
    for h in parse.heads:
        up: Head | None = h
        group, steps = h.slots.get(MEDIATED), 0
        while group and steps < 4 and up is not None:
            f = next((f for f in found if f.head is up and plover_of(s, f.use) in SETTLED and f.status in ("actual", "future")), None)
            if f is not None and (made := _told(f, "Mediation", group, roler.refs(group) + roler._owners(group), [*f.roles.actor, *(f.roles.recipient if plover_of(s, f.use) != "RETREAT" else ())], s, parse)):
                out += made
                break
            up, steps = up.governor, steps + 1
    return out


def _told(f: Found, cls: str, group: list[Chunk], actors: list[Ref], others: list[Ref], s: Sentence, parse: Parse) -> list[Found]:
    """An event of that class whose word is the preposition, done by whom it names to those of the event beside it; none where either is missing."""
    at = parse.chunks[group[0].k - 1].j
    c = Chunk("E", at, at + 1, s.tokens[at].start, s.tokens[at].end)
    use = replace(f.use, source="event", cls=cls, args={"subject": "actor"}, near=frozenset(), not_near=frozenset(), weak=False, extra={})
    c.told(f.head.chunk.form, {"event": use})
    c.k, c.quoted = group[0].k, group[0].quoted
    roles = Roles()
    roles.add("actor", actors)
    own = {x.entity.id for x in roles.actor}
    roles.add("recipient", [x for x in others if x.entity.id not in own])
    return [Found(Head(c, Clause("main")), use, roles, "actual", None, (), f.sources, "invitation", 0.7)] if roles.actor and roles.recipient else []
