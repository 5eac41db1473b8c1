"""Whose the things are that somebody takes, closes, freezes or calls back, and so whom it befalls."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.arabic import ACCUSATIVE, ADJECTIVE_ENDS, ARTICLE, FOR, FROM, ON, PERSON, fold, unsuffixed
from kg.find.addressed import Addressed
from kg.find.bodies import CROWD
from kg.find.chunk import Chunk
from kg.find.doers import put
from kg.find.heads import Head
from kg.find.subjects import subject_of
from kg.lexicon import Use
from kg.model import Ref, Span

FELT = frozenset({"Killing", "Injury", "Destruction"})      # what befalls somebody, and nobody's own
FELLING = frozenset({"Killing", "Injury", "Assassination"})
SUFFERING = frozenset({"SANCTION", "COERCE"})      # whose object may be a thing, told as the theme


class Things(Addressed):
    """Asks of the object of an act whom it belongs to."""

    def whose(self, head: Head) -> list[Ref]:
        """«قصف مواقع للحوثيين», «دمر دبابة للجيش», «سفينة تابعة لإسرائيل»: whose the thing is that force struck or took, as «ل» behind it says."""
        thing, theirs = (head.object or head.genitive)[-1:], head.slots.get(FOR, ())
        if not thing or not theirs or theirs[0].kind != "N" or thing[0].definite and thing[0].kind == "C" or any(r.entity.type not in ("Weapon", "Facility") for r in thing[0].refs):
            return []
        return [x for x in self.refs(theirs) if x.entity.type in ("State", "Organization", "Group")] if theirs[0].k - thing[0].k < 4 else []

    def belonging(self, head: Head, group: Sequence[Chunk]) -> list[Ref]:
        """«غارات على معسكرات تابعة للحوثيين»: whose a thing is, as an adjective says with «ل» behind it."""
        c = group[-1] if group else None
        return self.refs(head.slots.get(FOR)) if c is not None and c.kind == "C" and fold(self.text[c.start:c.end]).removeprefix(ARTICLE).removesuffix(ACCUSATIVE) in self.lexicon.belonging else []

    def seats(self, head: Head) -> list[Ref]:
        """«أمام مقر للشرطة في مقديشو», «اعتقلت الشرطة في نيروبي …»: the city by which a body is told whom force strikes, or the police that take somebody."""
        groups = [*head.slots.values(), head.object, head.genitive, [c for c in head.subject if c.refs and c.refs[0].entity.sector == "COP"]]
        return [Ref(self.lexicon.entity(name.seat), Span(c.start, c.end, self.text[c.start:c.end]), "seat") for g in groups for c in g if c.kind == "N" for name in c.names if name.seat >= 0]

    def manner(self, c: Chunk) -> bool:
        """«حبسه احتياطيا», «محاكمته غيابيا»: an adjective that says how, and nobody who does or suffers."""
        return c.kind == "C" and c.adverbial and not c.nisba and self.text[c.start:c.end].endswith(ADJECTIVE_ENDS[1] + ACCUSATIVE)

    def behind(self, group: Sequence[Chunk]) -> list[Ref]:
        """«بحق المصارع فلان الفلاني», «اعتقلت الشرطة المدون فلانا»: the name of somebody who is told by a noun of no list, right behind it."""
        noun = group[-1] if group else None
        if noun is None or noun.kind != "C" or not noun.definite or noun.tag != "w":
            return []
        return [x for h in self.heads if h.verb for g in h.post if g[0].kind == "N" and g[0].i == noun.j and not g[0].conj and not g[0].prep and g is not h.subject for x in self.refs(g[:1]) if x.entity.type == "Person"]

    def launched(self, head: Head, use: Use) -> list[Ref]:
        """«صد هجوما لقوات X», «في قصف للجيش»: whose force it is, as «ل» right behind a bare noun says."""
        theirs = head.slots.get(FOR, ())
        if head.verb or use.cls in FELT or self._plover(use) != "ASSAULT" or use.role(FOR) is not None and ON not in head.slots or head.genitive or not theirs or theirs[0].kind != "N" or head.chunk.definite or head.chunk.form.pron or theirs[0].i > head.chunk.j + 2:
            return []
        return [x for x in self.refs(theirs[:1]) if x.entity.type in ("State", "Organization", "Group")]

    def befallen(self, head: Head, use: Use, actors: Sequence[Ref]) -> list[Ref]:
        """«جمدت أصولا روسية», «ألغت تأشيرات مسؤولين», «علق عضوية X», «صادرت يختا يملكه رجل أعمال روسي»: whom an act befalls that is done to a thing of his."""
        if use.cls == "TreatyWithdrawal":                # «انسحبت من المحكمة الجنائية الدولية»
            return [x for x in self.refs(head.slots.get(FROM)) if x.entity.type == "Organization"]
        thing, role = (head.object, use.role("object")) if head.verb else (head.genitive, use.role("genitive"))
        if self._plover(use) not in SUFFERING or not thing or role not in ("theme", "recipient", "place"):
            return self._origin(head, use)
        for more in head.post:                           # «تأشيرات عدد من المسؤولين»
            thing = [*thing, *more] if more[0].kind == "N" and not more[0].conj and thing[-1].kind == "C" and more[0].k == thing[-1].k + 2 and more[0].i - thing[-1].j < 3 else thing
        named = [x for x in self.refs(thing, acting=False) if x.entity.type in ("Person", "State", "Organization", "Group")]
        if role == "place":                              # «داهمت منزل فلان»: his, but no state whose city is searched
            return [x for x in named if x.entity.type in ("Person", "Organization") and thing[0].kind == "C"]
        own = {x.entity.id for x in actors}
        suffix = self._suffix(thing[0])
        theirs = self.pronoun(head, self._at(head), suffix, own) if suffix and not head.verb else []      # «انتهاك مجالها الجوي»
        return named or self._owners(thing) or self._holders(thing) or theirs or self._origin(head, use)

    def others(self, head: Head) -> list[Ref]:
        """«قتل أربعة جنود وأصيب خمسة آخرون», «… وأصيب العشرات»: more of those whom the word of force before it felled, unless that was a man with a name."""
        if not any(c.kind == "C" and fold(self.text[c.start:c.end]) in self.lexicon.others or c.kind == "N" and c.names[0].kind == "group" and self.lexicon.groups[c.names[0].index][0] == CROWD
                   for g in (head.subject, head.object, head.genitive) for c in g):
            return []
        before = next((h for h in reversed(self.heads) if h.chunk.start < head.chunk.start and h.chunk.event is not None and h.chunk.event.cls in FELT), None)
        return [replace(x, how="told-before") for x in self.roles(before, before.use, governed=False).recipient if x.entity.type != "Person"] if before is not None else []

    def launchers(self, head: Head) -> list[Ref]:
        """«اعترضت X صواريخ أطلقها الحوثيون»: whose arms are shot down, as the clause said of them tells."""
        return [x for h in self.heads if h.verb and h.resumes and h.antecedent and h.antecedent[-1] in head.object for x in self.refs(h.subject) if x.entity.type != "Place"]

    def felled(self, head: Head) -> list[Ref]:
        """«قتلت غارة القيادي فلان», «قتل هجوم ثلاثة جنود»: behind an attack that kills stand its victims: a man, for nobody has a raid of his own, or some
        who are told as new."""
        blow = self.blow(head)
        if blow is None:
            return []
        struck = blow.object or blow.genitive
        found = self.refs(struck) or self._owners(struck)
        return found if blow.object or all(x.entity.type == "Person" for x in found) or not any(c.definite for c in struck) else []

    def blow(self, head: Head) -> Head | None:
        """The attack that is the subject of a verb of killing: «قتلت غارة إسرائيلية …»."""
        first = (head.subject or head.object)[:1] if head.verb and head.chunk.event is not None and head.chunk.event.cls in FELLING else []
        if not first or first[0].kind != "E" or head.object and head.object[0] is not first[0]:
            return None
        return next((h for h in head.governs if h.chunk is first[0] and h.chunk.event is not None and self._plover(h.chunk.event) == "ASSAULT"), None)

    def _suffix(self, c: Chunk) -> str:
        """The person of the suffix of a common noun: of «مجالها» the third, feminine."""
        word = fold(self.text[c.start:c.end]) if c.kind == "C" and not c.definite else ""
        return next((PERSON[pron] for stem, pron in unsuffixed(word) if PERSON[pron][0] == "3" and self.lexicon.get("c" + stem) and not self.lexicon.get("c" + word)), "")

    def _origin(self, head: Head, use: Use) -> list[Ref]:
        """«رسوما على واردات الصلب من البرازيل»: from which state the goods come."""
        return [x for x in self.refs(head.slots.get(FROM, ())) if x.entity.type == "State"] if use.role(FROM) is None and self._plover(use) == "SANCTION" else []

    def _holders(self, thing: Sequence[Chunk]) -> list[Ref]:
        """«… يملكه رجل أعمال روسي»: who has it, as the verb of its relative clause says."""
        out: list[Ref] = []
        for h in self.heads:
            if h.verb and (h.resumes or h.subject == h.antecedent) and h.antecedent and h.antecedent[-1] in thing and (links := {u.get("links") for u in h.chunk.uses.values()} & {"owns", "flies"}):
                group = subject_of(h) if "owns" in links else h.object      # «ترفع علم بنما»
                for x in self.refs(group) or self._owners(group):
                    put(out, x)
        return out
