"""Whom an act of speech is about: of whom it asks, refuses, blames or praises what stands below it."""
from __future__ import annotations

from kg.arabic import AGAINST, BEHIND, BETWEEN, BY, FOR, FROM, IN, ON, PERFECT, WITH
from kg.find.cast import Roles
from kg.find.doers import VISITS
from kg.find.heads import Head
from kg.find.streets import Streets
from kg.find.subjects import subject_of
from kg.lexicon import Use
from kg.model import Ref

REFUSED = frozenset({"ASSAULT", "COERCE", "PROTEST"})      # what somebody else would do, where it is refused
PRAISING = frozenset({"Praise", "Thanks", "Welcome", "Congratulation"})      # of whoever did it: «ثمن دعم X لـY»


class Addressed(Streets):
    """Looks below the head of an act of speech for whoever does there what is spoken of; `roles` and `_hosted` are what `Roler` makes of them."""

    def roles(self, head: Head, use: Use, governed: bool = True) -> Roles:
        raise NotImplementedError

    def _hosted(self, head: Head, use: Use, r: Roles) -> None:
        raise NotImplementedError

    def _demanded(self, head: Head, r: Roles) -> None:
        """«يجب أن تنسحب X», «يتعين رحيل X»: what must be done is asked of him who would do it."""
        r.actor = []
        if not r.recipient:
            noun = next((h for h in head.governs if not h.verb and h.chunk.event is not None), None)
            r.add("recipient", self._who_would(head))
            if noun is not None and not r.recipient:
                r.add("recipient", self.roles(noun, noun.use, governed=False).actor)
            if not r.recipient:                                  # «قال إن قطر يجب أن تقر …»
                r.add("recipient", [x for x in self.refs(head.pre) if x.entity.type != "Place"])

    def _suffered(self, use: Use) -> bool:
        """Does a word of force name what befell somebody («مقتل»، «انفجار») or came from outside («هجوم»), not what a speaker could report as his own («قصف»)?"""
        return self._plover(use) == "ASSAULT" and use.cls != "Capture" and not (use.cls == "Battle" and use.role(BETWEEN) is None) and not (use.role("genitive") == use.role(FOR) == "recipient")

    def peaceful(self, verb: Head) -> bool:
        """«خرجوا في مسيرة … مما أدى إلى مقتل شخصين»: does a clause of outcome follow what its subject did without force?"""
        before = verb.inherit if verb.clause.turn == "outcome" else None
        return before is not None and not any(self._plover(h.chunk.event) in ("ASSAULT", "COERCE") for h in (before, *before.governs))

    def hoping(self, verb: Head) -> list[Ref]:
        """«يأمل بوتين أن يتم التوصل إلى اتفاق مع X»: of what is to come about, he who hopes for it is one side."""
        opener, be = verb.clause.opener if verb.clause.kind == "sub" else None, verb.chunk.uses.get("aux")
        if opener is None or ("passive" not in verb.chunk.uses or verb.object) and (be is None or be.get("takes") != PERFECT):
            return []                                        # «تأمل X أن تشمل المفاوضات …» is no side of them
        aux = opener.chunk.uses.get("aux") if opener.chunk.speech is None else None
        told = [h.chunk.speech.get("stance") for h in (opener, *opener.governs) if h.chunk.speech is not None]      # also «أعرب عن أمله في أن …»
        if "hopes" not in told and not (opener.verb and aux is not None and aux.get("status") in ("hypothetical", "future")):
            return []
        return [x for x in (self.subject(opener) if opener.verb else self.speakers(opener)) if x.entity.type != "Place"]

    def _who_would(self, head: Head) -> list[Ref]:
        """Who would do what a clause with «أن» under this word tells."""
        below = next((h for h in self.heads if h.verb and h.clause.opener is head and h.clause.kind == "sub"), None)
        return [x for x in self.refs(subject_of(below)) if x.entity.type != "Place"] if below is not None and below.chunk.form.voice == "a" else []

    def _below(self, head: Head, use: Use, r: Roles) -> None:
        """«رفض الاعتراف بـX», «طالب بانسحاب X»: whom an act of speech is about stands with the noun that it governs."""
        plover = self._plover(use)
        if r.recipient:
            r.recipient = [x for x in r.recipient if x.entity.id not in {y.entity.id for y in r.actor}]      # «في أول رد سوري» names no other
        if r.recipient or plover not in ("REJECT", "REQUEST", "THREATEN", "ACCUSE", "SUPPORT", "SANCTION", "AGREE", "CONCEDE", "PROTEST"):
            return
        if head.verb and plover in ("THREATEN", "REQUEST") and use.role("object") == "recipient" and head.object and head.object[0].kind in "NC" and not head.object[0].nisba and not self.refs(head.object):
            return                                               # «حذر الغرب من تزويد X»: he who is told it is nobody whom a list knows
        own = {x.entity.id for x in r.actor}
        below = [*head.governs, *self._deep_below(head)]
        for child in [*below, *(h for c in below for h in c.governs if use.cls == "Commitment" and c.chunk.event is not None and h.chunk.event is not None and self._plover(h.chunk.event) == "AID" and h.role in (FOR, IN, BY, "genitive"))]:
            if child.verb or child.chunk.event is None or child.role in self.lexicon.temporal or child is head or use.cls == "Agreement" and self._plover(child.chunk.event) == "SANCTION":      # «اتفقوا على فرض عقوبات على X»: not with X
                continue
            inner = self.roles(child, child.use, governed=plover == "PROTEST")
            for part in child.governs:                           # «تعهد بتقديم مساعدات لX»
                if part.role == "genitive" and part.chunk.event is not None and not inner.recipient:
                    mine = self.roles(part, part.use, governed=False)
                    inner.recipient = mine.recipient or (mine.actor if plover == "SANCTION" and WITH in part.slots else [])      # «ألغى اتفاقية التعاون مع X»
            if plover == "REJECT" and not inner.actor:
                self._hosted(child, child.chunk.event, inner)    # «رفضت مطالب قدمتها الدول الأربع»
                inner.actor = inner.actor or [x for h in self.heads if h.resumes and child.chunk in h.antecedent and h.chunk.event is not None and h.chunk.event.cls == child.chunk.event.cls for x in self.refs(subject_of(h))]
            befell = self._plover(child.chunk.event) in ("ASSAULT", "COERCE")      # «قلق حيال اعتقال ناشطين», «رفض أي تدخل في X»: nobody blames or refuses the victims
            chosen = inner.actor if plover == "REQUEST" or use.cls == "Denial" or plover in ("ACCUSE", "REJECT") and befell and use.cls != "Denial" else inner.actor or inner.recipient if plover == "ACCUSE" or use.cls in PRAISING else inner.recipient or inner.actor
            if plover == "REJECT" and self._plover(child.chunk.event) == "REQUEST" and child.role in ("post", "genitive", FOR):      # «رفض طلب X وقف …»: X, and not of whom he asked it
                r.add("recipient", [x for x in inner.actor if x.entity.id not in own])
                return
            if child.chunk.event.cls == "Alliance" and child.genitive and plover != "ACCUSE":      # «يدعم انضمام X إلى الحلف»: X, and not the alliance
                chosen = self.refs(child.genitive) or chosen
            chosen = self.refs(child.owner) or chosen            # «رحبت بقرار المغرب قطع العلاقات»
            if plover == "REJECT" and not chosen and not befell:      # «يرفض الاعتراف بالرئيس»
                chosen = [x for prep, group in child.slots.items() if prep != IN for x in self.refs(group) if x.entity.type in ("Person", "State", "Organization")]
            if plover == "PROTEST":                              # «تظاهروا للتنديد بـX», «مطالبين الحكومة», «على زيارة X»: against whom
                kind = self.lexicon.classes.get(child.chunk.event.cls, (None,))[0]
                chosen = inner.actor if child.role in (ON, AGAINST) else chosen if kind in ("ACCUSE", "REQUEST", "REJECT") else []
            r.add("recipient", [x for x in chosen if x.entity.id not in own])
            if r.recipient:
                return
        if plover == "REJECT" and head.verb:                     # «لن يقبل أن تكون X وسيطا»
            r.add("recipient", [x for x in self._who_would(head) if x.entity.id not in own])

    def _deep_below(self, head: Head) -> list[Head]:
        """«دعمه لجهود الوساطة العمانية»: the event nouns that common nouns in its slots have as genitives."""
        ends = [group[-1].k for group in head.slots.values() if group and group[-1].kind == "C"]
        return [h for h in self.heads if h.deep and h.chunk.k - 1 in ends]

    def _under_event(self, head: Head, governor: Head, r: Roles) -> None:
        outer = governor.use
        theirs = self.roles(governor, outer, governed=False)
        plover = self.lexicon.classes.get(outer.cls, (None,))[0]
        if (plover == "REQUEST" and head.role != IN) or (plover == "ACCUSE" and (head.role in (BY, ON, BEHIND) or (outer.cls == "Accusation" and head.role != "genitive"))):
            r.add("actor", theirs.recipient)
        elif plover == "THREATEN" and head.role == FROM:
            r.add("actor", theirs.recipient)                     # «حذرت X Y من استخدام …»: Y would
        elif plover == "REJECT" and outer.cls != "Denial" and self._plover(head.use) in REFUSED:
            return                                               # «رفض أي تدخل عسكري في X»: nobody in particular does what is refused
        elif plover in ("REJECT", "THREATEN", "AGREE") or (plover == "CONSULT" and head.role == FOR):
            r.add("actor", () if outer.cls == "Offer" and head.role == FOR and head.use.cls == "PrisonerExchange" else theirs.actor)      # «عرض التوسط بين X وY لتبادل الأسرى»
            if plover == "CONSULT" and head.role == FOR and not (outer.cls in VISITS and len(r.actor) > 1):
                r.add("actor", theirs.recipient)             # but «زار تونس للقاء أطراف النزاع» met these
        elif head.role in self.lexicon.goals and plover in ("COOPERATE", "MOBILIZE", "AID", "SUPPORT", "CONCEDE"):
            r.add("actor", theirs.recipient if plover in ("AID", "SUPPORT", "CONCEDE") or outer.cls == "Permission" else theirs.actor)
