"""The two whom a dual verb without a subject means: those who met, called or agreed in what the sentence has told before it."""
from __future__ import annotations

from kg.arabic import ABOUT, BETWEEN, BY, FROM, IN, TO, WITH
from kg.find.cast import Roles
from kg.find.doers import VISITS
from kg.find.heads import Head
from kg.find.things import Things
from kg.lexicon import Use
from kg.model import Ref

STRUCK = frozenset({"Killing", "Injury", "Arrest", "Kidnapping", "Execution", "Assassination", "Torture", "Conviction", "Deportation", "Massacre"})
APART = frozenset({"CVL", "JRN", "MED", "EDU", "REF", "LAB"})      # who is hurt where others fight
FOUGHT = frozenset({"ASSAULT", "COERCE", "RETREAT"})
MEETING = frozenset({"CONSULT", "AGREE", "COOPERATE"})


class Pairs(Things):
    """Knows the sides of a meeting told earlier in the sentence."""

    def __init__(self, text: str, lexicon, discourse):
        super().__init__(text, lexicon, discourse)
        self.asked: set[int] = set()                     # heads whose sides are being looked for

    def _between(self, use: Use, r: Roles) -> None:
        """«أوقف … بين البلدين»: of the two between whom something is stopped, the one who did not do it has it done to him."""
        own = {x.entity.country or x.entity.id for x in r.actor}
        if use.cls == "Mediation" and not r.recipient and len(r.between) > 1:
            r.add("recipient", [x for x in r.between if x.entity.id not in {y.entity.id for y in r.actor}])      # «الوساطة بين X وY»
        elif r.actor and not r.recipient:
            r.add("recipient", [x for x in r.between if (x.entity.country or x.entity.id) not in own])
        elif r.between and use.cls in STRUCK and not r.recipient:
            r.add("recipient", r.between)                        # «أوقع قتلى بين الجنود»
        elif not r.actor and r.between and self._plover(use) not in ("REJECT", "ACCUSE", "REQUEST", "THREATEN"):
            r.add("actor", r.between)

    def _gathered(self, verb: Head, r: Roles) -> None:
        """«قمة جمعت X وY», «اجتماع يضم …»: whom a meeting brings together; nobody where it is said whom it did not."""
        if any(f.tag == "neg" for f in verb.flags):
            return
        r.add("actor", self.refs(verb.object))
        for prep, group in verb.slots.items():
            if prep in (WITH, BETWEEN, BY, FROM):
                r.add("actor", [x for x in self.refs(group) if x.entity.type != "Place"])
        if verb.chunk.form.pron and not verb.resumes:
            r.add("actor", self.pronoun(verb, self._at(verb), verb.chunk.form.pron))

    def _toured(self, verb: Head, r: Roles) -> None:
        """«جولة تشمل القاهرة وبيروت», «زيارة تقوده إلى …»: where a clause about a visit says that it leads."""
        where = [x for g in (verb.subject, verb.object, verb.slots.get(TO, [])) for x in self.refs(g, acting=False) if x.entity.type in ("Place", "State")]
        for x in where:
            r.add("place", [x])
            r.add("recipient", [self.of_state(x)])

    def _during(self, head: Head, r: Roles, governed: bool) -> None:
        """«بحث X خلال اتصال مع Y العلاقات»: with whom somebody talks is the other one of the meeting or call in which he does."""
        for child in head.governs:
            if child.verb or child.role not in self.lexicon.during and not (governed and child.role == IN) or child.chunk.event is None or self._plover(child.chunk.event) != "CONSULT" or child.chunk.event.cls in VISITS:
                continue
            told = self.roles(child, child.use)
            sides = [x for x in (*told.actor, *told.recipient) if x.entity.type != "Place"]
            if any(x.entity.id == r.actor[0].entity.id for x in sides):
                r.add("actor", sides)

    def hurt_in(self, head: Head) -> list[Ref]:
        """«أصيب خمسة من رجال الشرطة في مواجهات مع محتجين», «سيطرت الفصائل على المدينة بعد معارك مع الجيش»: the other side of a clash with somebody is who was
        hurt or taken in it or fought before doing something, unless they are nobody's side."""
        verb = head.governor
        if verb is None or verb.chunk.event is None or self._plover(verb.use) not in FOUGHT or not verb.verb and verb.chunk.event.cls not in STRUCK or head.role != IN and head.role not in self.lexicon.temporal:
            return []
        told = self.roles(verb, verb.use, governed=False)
        return [x for x in told.actor or (told.recipient if verb.chunk.event.cls in STRUCK else ()) if x.entity.type not in ("Person", "Place") and x.entity.sector not in APART]

    def _between_whom(self, head: Head, r: Roles) -> list[Ref]:
        """«توسطت في إبرام اتفاق بين X وY»: between whom somebody mediates stands with what he brings about."""
        own = {x.entity.id for x in r.actor}
        for child in [*head.governs, *(h for c in head.governs for h in c.governs)]:
            if child.verb or child.chunk.event is None or child.role in self.lexicon.temporal:
                continue
            told = [x for x in self.roles(child, child.use, governed=False).actor if x.entity.id not in own]
            if len(told) > 1:
                return told
        return []

    def issued(self, head: Head) -> list[Ref]:
        """«رحبت بالبيان الصادر عن X», «تقديره للجهود التي بذلها X»: whose paper or work it is that somebody speaks of."""
        groups = [*head.slots.values(), head.object, head.genitive]
        things = [c for g in groups for c in g if c.kind == "C" and c.definite]
        by = [c for c in head.slots.get(ABOUT, ()) if c.kind == "N" and any(d.dated and d.k == c.k - 1 for d in things)]
        return self.refs(by) or [x for h in self.heads if h.verb and h.resumes and h.chunk.event is None and h.antecedent and h.antecedent[-1] in things and h.subject and h.subject[0].kind == "N" for x in self.refs(h.subject) if x.entity.type != "Place"]

    def met_here(self, head: Head) -> list[Ref]:
        """«تلقى X اتصالا من Y بحثا خلاله …», «استقبل X Y، وناقشا …»: the two of the last meeting, visit or call before a dual verb."""
        if head.chunk.start in self.asked:
            return []
        self.asked.add(head.chunk.start)
        for h in reversed(self.heads):
            use = h.chunk.event
            if use is None or h.chunk.start >= head.chunk.start or self._plover(use) not in MEETING:
                continue
            told = self.roles(h, use)
            sides = [x for x in (*told.actor, *told.recipient) if x.entity.type != "Place"]
            if len(sides) == 2 and (use.cls not in VISITS or all(x.entity.type == "Person" for x in sides)):
                self.asked.discard(head.chunk.start)
                return sides
        self.asked.discard(head.chunk.start)
        return []
