"""Who used force and who suffered it, where print does not tell active from passive nor whose a reported deed was."""
from __future__ import annotations

from kg.arabic import AGENT, BY, DAMMA, FROM
from kg.find.cast import Roles
from kg.find.heads import Head
from kg.find.pairs import STRUCK, Pairs
from kg.find.subjects import subject_of
from kg.lexicon import Use
from kg.model import Ref

ARMED = frozenset({"MIL", "REB", "UAF"})
FIRE = frozenset({"MissileStrike", "Airstrike", "DroneStrike", "Shelling"})
HARMLESS = frozenset({"CVL", "LAB", "EDU", "REF", "MED"})
FORCES = frozenset({"MIL", "GOV", "REB", "COP", "UAF", "SPY", "IGO"})


class Force(Pairs):
    """Tells of a verb of force whether its subject suffered it, and of a word of force whether he who reports it did it."""

    def suffered(self, verb: Head) -> bool:
        """«قتل ثمانية من الجنود وجرح عشرون»: does the subject of a verb of force suffer it?"""
        return self._passive(verb, verb.use, self.refs(subject_of(verb)), self.refs(verb.object))

    def _passive(self, head: Head, use: Use, subject: list[Ref], objects: list[Ref]) -> bool:
        form = head.chunk.form
        if use.role("subject") != "actor" or not use.role("object") or self.blow(head) is not None:
            return False
        raw = self.text[head.chunk.start:head.chunk.end]
        if form.voice == "p" or DAMMA in raw[:3]:
            return not (objects and form.voice == "a")
        if use.cls == "Accusation" and BY in head.slots and head.pre and not (objects or head.object or form.pron):
            return True                                          # «الحكومة تتهم بالتعذيب»
        if use.cls not in STRUCK or form.pron:
            return False
        if head.pre and (head.counted or (head.object and head.object[0].k <= head.chunk.k + 2)):
            return False                                         # «تلاميذ احتجزوا أربعة …»
        if subject and all(x.how == "theirs" for x in subject) and not head.object:
            return True                                          # «أربعة من جنودها قتلوا في قصف»
        if subject and all(x.how == "group" and x.entity.sector in HARMLESS for x in subject) and not (head.object and head.object[0].kind == "N"):
            return True                                          # «قتل ستة أشخاص، بينهم …»
        if head.subject and not head.object and head.subject[0].kind == "N" and head.subject[0].k > head.chunk.k and (head.numbered or head.subject[0].names[0].how == "some-of-it"):
            return True                                          # «جرح خمسة عناصر من الشرطة»
        return all(c.kind == "C" and c.adverbial and not c.definite and not c.nisba for c in head.object) and not any((x.entity.sector in FORCES and x.how != "group" and x.entity.type != "Person") or x.entity.type == "State" for x in subject if x.how != "nationality")

    def _boasts(self, head: Head, use: Use, r: Roles) -> bool:
        """«أعلن الحوثيون إطلاق صواريخ على X»: the armed report as their own the fire on another state, unless they say where it came from."""
        governor = head.governor
        struck = {x.entity.country for x in (*r.recipient, *r.place)} - {None}
        if use.cls not in FIRE or governor is None or not governor.verb or r.actor or head.chunk.definite or head.slots.keys() & {FROM, AGENT} or not struck:
            return False
        told = self.refs(subject_of(governor))
        return bool(told) and all(x.entity.sector in ARMED and x.entity.type != "Person" and x.entity.country is not None and x.entity.country not in struck for x in told)
