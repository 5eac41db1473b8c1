"""From syntax to roles: who fills which role of an event word, given its frame and what governs it."""
from __future__ import annotations

from kg.arabic import ABOUT, AGAINST, AGENT, BESIDES, BETWEEN, BY, FOR, IN, ON, TO, WITH
from kg.find.cast import Roles
from kg.find.chunk import Chunk
from kg.find.doers import VISITS, put, receives
from kg.find.force import FIRE, HARMLESS, Force
from kg.find.heads import Head, owned_up
from kg.find.pairs import STRUCK
from kg.find.subjects import reason, sat, subject_of
from kg.lexicon import Use
from kg.memory import OBSERVERS
from kg.model import Ref

JOINT = frozenset({"Meeting", "Talks", "Negotiation", "Summit", "Conference", "Session", "Consultation", "PhoneCall", "Agreement", "Signing", "Cooperation",
                   "EconomicCooperation", "MilitaryCooperation", "JointExercise", "CommitteeFormation", "Alliance", "TradeDeal", "CeasefireAgreement", "Clash",
                   "Battle", "Ceasefire", "PrisonerExchange", "CeasefireDeclaration", "Disagreement", "TalksFailure"})
PLEDGED = frozenset({"SANCTION", "AGREE", "SUPPORT", "COOPERATE", "AID", "REJECT", "CONCEDE", "RETREAT"})      # what a speaker points to as his own: «أشار إلى إعادة فرض العقوبات»
OWN = frozenset({"Commitment", "Rejection", "Support", "Praise", "Cooperation"})      # a speaker's own also with the article: «شدد على الالتزام بـ…»
STRIKING = frozenset({"ASSAULT", "COERCE", "SANCTION", "AID"})
TAKING = frozenset({"ASSAULT", "COERCE"})      # whose object may be a thing, and its owner he whom it befell


def impersonal(head: Head, use: Use) -> bool:
    """«يجب», «ينبغي»: a verb of demand whose subject is what must be done, and not who asks for it."""
    return head.verb and use.get("modality") == "demanded" and use.role("subject") is None and use.role(ON) == "recipient"


def blaming(head: Head, use: Use) -> bool:
    """«قرار X يمثل انتهاكا», «X يقوض السلام»: a verb whose subject is a deed, or whoever did harm, for which he who tells it blames X."""
    return head.verb and use.cls == "Criticism" and use.role("subject") in ("recipient", "blamed")


class Roler(Force):
    """Fills the roles of the heads of one sentence, asking `Doers` who does what."""

    def roles(self, head: Head, use: Use, governed: bool = True) -> Roles:
        """The roles of one event head under one use of its word; `governed` takes in what stands above and below it."""
        r = Roles()
        governed = governed and not (use.cls in JOINT and self.hosting(head))
        (self._verb if head.verb else self._noun)(head, use, r)
        for prep, group in head.slots.items():
            self._slot(head, use, prep, group, r)
        if impersonal(head, use):
            self._demanded(head, r)
        if governed:
            self._hosted(head, use, r)
            self._governed(head, use, r)
            self._below(head, use, r)
        if use.cls in JOINT and not r.actor:
            for child in head.governs:                           # «المفاوضات بشأن اتفاق بين X وY»
                if not child.verb and child.chunk.event is not None and ((child.role in self.lexicon.about or child.role == FOR and BETWEEN in child.slots) and child.chunk.event.cls in JOINT or governed and child.role == "genitive" and (child.chunk.event.cls in JOINT or BETWEEN in child.slots)):
                    r.add("actor", self.roles(child, child.use, governed=False).actor)
        r.add("recipient", self._between_whom(head, r) if governed and use.cls == "Mediation" and not r.recipient else ())
        if use.cls in ("Clash", "Battle") and len(r.actor) == 1 and WITH in head.slots and governed and not head.verb:
            r.actor = [*self.hurt_in(head), *r.actor]
        if use.cls in JOINT and len(r.actor) == 1 and head.verb and self._plover(use) == "CONSULT":
            self._during(head, r, governed)
        if not r.recipient and self._plover(use) in TAKING and use.cls not in STRUCK and use.role(FOR) is None:
            r.add("recipient", self.whose(head))
        if use.cls in STRUCK and (more := self.others(head)):
            r.recipient = more
        r.add("recipient", self.launchers(head) if use.cls in ("Shootdown", "Destruction") and not r.recipient else ())
        r.add("recipient", () if r.recipient else self.befallen(head, use, r.actor))
        r.add("actor", () if r.actor else self.launched(head, use))
        r.add("recipient", self.issued(head) if not r.recipient and self._plover(use) in ("SUPPORT", "REJECT", "ACCUSE") and use.cls not in JOINT else ())
        if self._plover(use) == "PROTEST":
            r.add("recipient", self.defied(head, r.actor))
            r.add("recipient", self.resented(head) if not r.recipient else ())
        if use.cls == "Invitation" and not head.verb and r.actor and not r.recipient:
            r.add("recipient", self.guests(head))
        if not r.place and self._plover(use) in TAKING:
            r.add("place", self.seats(head))
        if r.between:
            self._between(use, r)
        if blaming(head, use):
            r.recipient = [x for x in self.subject(head) if x.entity.type != "Place"] if use.role("subject") == "blamed" else []
            r.add("recipient", () if r.recipient else self.doers_of(head))
        if (use.cls == "TreatyWithdrawal" or self._plover(use) == "SUPPORT" and use.cls not in JOINT) and not r.recipient and r.object is not None:
            r.add("recipient", self.named_in(r.object))
        if self._plover(use) in TAKING and any(x.entity.type == "Place" for x in r.actor):      # a town uses no force, and is where it was
            r.add("place", [x for x in r.actor if x.entity.type == "Place"])
            r.actor = [x for x in r.actor if x.entity.type != "Place"]
        if r.recipient:
            own = {x.entity.id for x in r.actor} | ({x.entity.country or "" for x in r.actor} if self._plover(use) == "REQUEST" and all(x.entity.type == "Person" for x in r.actor) else set())
            r.recipient = [x for x in r.recipient if x.entity.id not in own]      # «أكد الوزيران أهمية التعاون بين البلدين» asks it of nobody
        return r

    def _hosted(self, head: Head, use: Use, r: Roles) -> None:
        """«الهجوم الذي شنه الجيش», «مفاوضات … استضافتها أستانا»: what a support verb of its relative clause tells of an event noun."""
        for h in self.heads:
            if not h.verb or head.chunk not in h.antecedent or h is head.governor:
                continue
            light = h.chunk.uses.get("light")
            if any(f.tag == "neg" for f in h.flags):         # «محادثات لم يحضرها X»
                continue
            if use.cls in VISITS and h.chunk.event is None and not r.recipient:
                self._toured(h, r)
            if h.chunk.event is None and not r.actor:
                for prep in (BETWEEN, WITH, AGAINST, AGENT):     # «مفاوضات استمرت سنوات بين X وY»
                    self._slot(head, use, prep, h.slots.get(prep, []), r)
            if light is None or h.chunk.event is not None:
                continue
            if light.get("subject") == "event":
                r.add("actor", self.gathered(h))
            elif light.get("subject") == "place":
                for x in self.refs(h.subject, acting=False):
                    r.add("place", [x])
                    r.others.append(("host", x))
            elif h.resumes or h.chunk.form.voice == "p":
                self._light(head, h, light, use, r)

    def _verb(self, head: Head, use: Use, r: Roles) -> None:
        form, subject = head.chunk.form, self.subject(head)
        objects = self.refs(head.object)
        for ref in self._owners(head.object):
            objects.append(ref)
        if form.pron and not head.resumes:
            span = self._at(head)
            objects += self.pronoun(head, span, form.pron, {x.entity.id for x in subject})
        if not subject and objects and head.subject and head.subject[0].kind == "N" and head.subject[0].names[0].kind == "sides":
            subject, objects = objects, []                       # «وقع طرفا النزاع، X وY، اتفاقا»
        if form.person == "1p" and self._plover(use) in ("ASSAULT", "COERCE", "MOBILIZE"):      # «قتلناهم», says the spokeswoman
            subject = [Ref(self.lexicon.state(x.entity.country), x.mention, "own-state") if x.entity.type == "Person" and x.entity.sector not in OBSERVERS and self.lexicon.state(x.entity.country) else x for x in subject]
        theirs = {x.entity.id for x in objects}
        subject = [x for x in subject if x.entity.id not in theirs] or subject
        if use.cls == "Meeting" and head.chunk.conj and not objects and WITH not in head.slots and len(subject) > 1 and len({x.entity.country for x in subject}) == 1:
            came = self.discourse.subject(form.person)            # «وصل X إلى الخرطوم. والتقى رئيس المجلس ورئيس الوزراء»
            if came and came[0].entity.type == "Person" and came[0].entity.country != subject[0].entity.country:
                subject, objects = list(came), subject
        if self._passive(head, use, subject, objects):
            r.add(use.role("object") or "recipient", subject)
            r.rules.append("passive")
            return
        r.add(use.role("subject") or "actor", subject)
        if use.cls in VISITS and use.role("object") == "recipient":
            r.add("place", objects)
            objects = [self.of_state(x) for x in objects]
        if use.role("object") == "object" and (self._plover(use) == "AID" or use.role(FOR) == use.role(TO) == "recipient"):
            r.add("recipient", [x for x in objects if x.entity.type == "State" and x.how == "name"])      # «سلمت فرنسا المغرب مطلوبا»: a state is handed nothing over
        r.add(use.role("object") or "", objects or (self.behind(head.object) or self.felled(head) if use.cls in STRUCK else []))

    def _noun(self, head: Head, use: Use, r: Roles) -> None:
        form = head.chunk.form
        said = self.lexicon.participle(form.lemma)               # whose complement is whom it befalls: «مطالبين الحكومة»
        if said:
            r.add(use.role("subject") or "actor", self.predicated(head))
        role = use.role("genitive") or ((use.role("object") or "recipient") if said else "actor")
        span = self._at(head)
        genitive = self.refs(head.genitive) + self._owners(head.genitive) if head.genitive else []
        plover = self._plover(use)
        if plover in ("ASSAULT", "PROTEST") and role == "actor" and genitive and not head.object and not head.slots.keys() & {ON, AGAINST}:
            where = [x for x in self.refs(head.genitive, acting=False) if x.entity.type == "Place"]
            if len(where) == len(genitive):                      # «هجمات بغداد», «هجمات لندن ومدريد» struck them
                r.add("place", where)
                genitive = []
        if use.cls in JOINT and genitive and use.cls != "Alliance":      # «محادثات جنيف», «اتفاقات درعا وحمص» are held there
            where = [x for x in self.refs(head.genitive, acting=False) if x.entity.type == "Place"]
            if where if len(genitive) == 1 else all(x.entity.type == "Place" for x in genitive):
                r.add("place", where)
                genitive = []
        if head.owner and role == "actor" and use.cls not in JOINT and self.refs(head.owner):
            role = "recipient"                                   # «عزم الأمم المتحدة دعوة الحكومة»: who does so stands before the noun
        if role == "recipient" and plover == "SUPPORT" and FOR in head.slots and (genitive or form.pron):
            role = "actor"                                       # «دعمه للاتفاق» is his support of it
        if use.role("genitive") == "actor" and plover == "AID" and form.number == "s" and FOR not in head.slots and head.governor is not None and any(u.source == "aux" or u.cls == "Commitment" for u in head.governor.chunk.uses.values()):
            role = "recipient"                                   # «تسعى إلى مساعدة السوريين»
        if role == "recipient" and genitive and all(x.how == "own-state" for x in genitive):
            role = "actor"                                       # «تأييد بلاده لما …»: whose minister says so
        if use.cls in VISITS and role == "actor" and TO not in head.slots and FOR not in head.slots and genitive and all(x.entity.type in ("State", "Place") for x in genitive):
            r.add("place", self.refs(head.genitive, acting=False))
            genitive, role = [self.of_state(x) for x in genitive], "recipient"      # «قام بزيارة إيران»
        if plover in STRIKING and head.governor is not None and head.governor.verb and "passive" in head.governor.chunk.uses and not head.object:
            role = "recipient"                                   # «سيتم استهدافها»
        if use.cls == "Withdrawal" and role == "object" and genitive and not head.owner and not form.pron and all(x.entity.type in ("Group", "Organization") for x in genitive) and not (head.governor is not None and head.governor.verb and head.governor.chunk.event is None and head.governor.chunk.uses.keys() & {"aux", "light"}):
            role = "actor"                                       # «سحب القوات الأجنبية»: it is they who go
        if head.governor is not None and genitive and {x.entity.id for x in genitive} <= {x.entity.id for x in self.felled(head.governor)}:
            role = "recipient"                                   # «قتلت غارة القيادي فلان»
        if form.pron and not self.refs(head.owner):          # «مواصلة X غاراتها»: X's
            doing = self.subject(head.governor) if role == "recipient" and head.governor is not None and head.governor.verb and (aux := head.governor.chunk.uses.get("aux")) is not None and head.role in ("post", aux.get("takes")) else []      # «حاول التنظيم اغتيالها»
            genitive = self.pronoun(head, span, form.pron, {x.entity.id for x in doing}) + genitive
        objects = self.refs(head.object) + self._owners(head.object) if head.object else []
        apposed = self.one_man(head, genitive, objects) if use.cls in STRUCK and objects else []
        if apposed:
            genitive, objects = apposed, []                      # «اغتيال القيادي في الحزب فلان»
        given = role == "object" and bool(head.object) and use.role(FOR) == "recipient" and bool(genitive) and all(x.entity.type in ("State", "Organization", "Person") for x in genitive) and not any(x.entity.type != "Weapon" for x in objects)
        if given:
            role, objects = "recipient", []                      # «تسليم أوكرانيا دبابات»: she is given them
        acts = not (given or apposed) and (objects or (head.object and not self.manner(head.object[0]) and use.cls not in VISITS and not (genitive and all(x.entity.sector in HARMLESS for x in genitive))) or ((form.pron or genitive and all(x.entity.type != "Person" for x in genitive)) and any(c.role == "genitive" and (form.pron or c.chunk.definite or c.genitive) for c in head.governs)))      # «منعها دخول X», «توقيع X الاتفاق»
        if acts and (genitive or head.genitive) and role in ("recipient", "object") and not said:
            received = use.role("object") == "actor"             # «استقباله وزيرا»: the guest acts
            r.add("recipient" if received else "actor", genitive)
            r.add("actor" if received else "recipient", objects)
        else:
            if genitive:
                r.add(role, genitive)
            if role not in ("actor", "recipient", "with") and use.cls not in JOINT:
                r.between += [x for x in genitive if x.how in ("people", "nationality")]      # «إلغاء إعفاء الأتراك» touches Turkey
            if objects:
                r.add("recipient" if role == "actor" and use.cls not in JOINT else "actor", objects)      # «لقائه نظيره»: both meet
        if head.owner or head.chunk.pron:
            r.add(use.role("subject") or "actor", self.refs(head.owner) + (self.pronoun(head, span, head.chunk.pron) if head.chunk.pron else []))
        if head.chunk.nisba:
            nations = [Ref(self.lexicon.entity(i), span, "nationality") for i in head.chunk.nisba]
            slot = use.role("nisba") or "actor"
            if len(nations) > 1 or use.cls in JOINT:
                r.add("actor", nations)
            elif not r.actor or slot != "actor":
                r.add(slot, nations)

    def _slot(self, head: Head, use: Use, prep: str, group: list[Chunk], r: Roles) -> None:
        role = use.role(prep)
        if prep == ON and head.verb and group and group[0].start < head.chunk.start and self._plover(use) == "PROTEST":
            return                                               # «أسئلة على الشرطة … يتجمع المتظاهرون»: asked of them before
        if prep == FOR and use.cls in VISITS and not head.verb:  # «الزيارة الأولى للرئيس إلى روسيا», «زيارة لمسؤول كويتي للعراق»
            visitors = self.refs(group) if TO in head.slots else [x for x in self.refs(group) if x.entity.type == "Person"]
            r.add("actor", visitors)
            group = [c for c in group if not any(x.entity.id in {v.entity.id for v in visitors} for x in c.refs)]
        if role == "with" and use.cls not in JOINT:
            role = "recipient"
        refs = self.another(self.refs(group, acting=prep != IN), group, r.actor) or (self.behind(group) or self.belonging(head, group) if self._plover(use) in STRIKING else [])
        if role is None:
            role = "recipient" if prep == ON and self._plover(use) == "PROTEST" else self.lexicon.slots.get(prep)
            if role == "attendee":                               # «لقاء بحضور X» is also his, «وقعا اتفاقا بحضور X» is not
                role = "with" if self._plover(use) == "CONSULT" else None
            if (role == "with" and use.cls not in JOINT) or (role == "recipient" and self._plover(use) == "CONSULT"):
                return                                           # «ناقشا سبل التحرك ضد X»: nobody is talked at
        if prep == BY:                                           # «التقى به في …», «بأبوظبي»: a city is where, and no partner; «هجوم بسيارة مفخخة»
            r.add("place", [x for x in self.refs(group, acting=False) if x.entity.type == "Place"])
            refs = [x for x in (self.refs(group, acting=False) or refs) if x.entity.type != "Place"]
            r.add("weapon", [x for x in refs if x.entity.type == "Weapon"])
        if prep == BETWEEN and head.verb and (use.cls in VISITS or use.cls in JOINT and len(r.actor) > 1 and head.object):
            return                                               # «وصلت الثقة بين البلدين إلى …»
        if prep == BETWEEN and use.cls not in JOINT:
            refs = [Ref(self.lexicon.state(x.entity.country), x.mention, "capital") if x.entity.type == "Place" and self.discourse.capital(x.entity) else x for x in refs]
            r.add("place", [x for x in refs if x.entity.type == "Place"])      # «قطعوا الطريق بين البصرة والناصرية»
            r.between += [x for x in refs if x.entity.type != "Place" and x.how != "pronoun" or x.how == "pronoun" and use.cls not in STRUCK]      # «بينهم نساء» are some of the dead
            return
        if prep == BY and use.cls == "RelationsCut" and WITH not in head.slots and refs and all(x.entity.type == "State" for x in refs):
            role = "recipient"                                   # «قطع علاقاتها بX»
        if role == "place" and prep != IN and self._plover(use) == "PROTEST":
            r.add("recipient", [x for x in refs if x.entity.type == "Organization"])      # «تظاهروا أمام السفارة»
        if role == "recipient" and prep == IN and len(refs) > 1:      # «أضرموا النار في القنصلية في النجف»
            r.add("place", [x for x in refs if x.entity.type == "Place"])
            refs = [x for x in refs if x.entity.type != "Place"] or refs
        if role == "place":
            refs = [x for x in refs if x.how != "nationality"]
        if not any(x.how == "unknown-name" for x in refs) and (owners := self._owners(group if role != "place" or any(c.place for c in group) else ())):
            refs += [x for x in owners if x.entity.id not in {y.entity.id for y in refs}]
        if role == "theme" and prep == BY and self._plover(use) == "AGREE" and group[0].kind == "C" and use.role("object") != "recipient" and r.actor:
            r.add("recipient", [x for x in refs if x.entity.type == "State" and x.how == "name"])      # «ملتزمون بأمن X»
        if role == "recipient" and group and group[0].kind == "C" and self._plover(use) == "PROTEST":
            refs = [x for x in refs if x.entity.type != "Group"]             # «ضد قانون العملاء الأجانب»
        if role == "theme" and prep in (TO, FOR) and self._plover(use) == "REQUEST" and not r.recipient and group and group[0].kind == "N":
            role = "recipient"                                   # «دعوة إلى الحكومة», but of a deed («دعوة إلى الحوار») there is nobody to name
        if role is None:
            return
        if role == "recipient" and prep in (TO, FOR) and use.cls in VISITS:
            led = next((n for n, c in enumerate(group) if n and not c.conj and c.prep and c.k > group[n - 1].k + 1), len(group))      # «زيارته إلى X عائدا إلى Y»
            for ref in refs if led == len(group) else self.refs(group[:led]):
                if ref.entity.type in ("Place", "State"):
                    r.add("place", [ref])
                r.add("recipient", [self.of_state(ref)])
            return
        if refs and role in ("actor", "recipient", "with"):
            refs = [Ref(self.lexicon.state(x.entity.country), x.mention, "capital") if x.entity.type == "Place" and self.discourse.capital(x.entity) else x for x in refs]
        r.add(role, refs)

    def _governed(self, head: Head, use: Use, r: Roles) -> None:
        """What an event noun has from the word that governs it: «أجرى X محادثات», «طالب X بانسحاب Y»."""
        governor = head.governor
        if governor is None or governor is head or head.owner or head.chunk.pron or (head.deep and head.role not in self.lexicon.temporal and head.role != IN):
            return
        if governor.verb and head.role == IN and use.cls in JOINT and len(r.actor) < 2 and governor.chunk.uses.get("light") is not None and governor.chunk.uses["light"].get("subject") == "event":
            r.add("actor", self.refs(governor.subject) + self.refs(governor.object))      # «جمع X الرئيسين في لقاء»
        r.add("actor", self.hoping(governor) if use.cls in JOINT and len(r.actor) < 2 and governor.verb and head.chunk in governor.subject else ())
        if owned_up(head) and not r.actor:
            r.add("actor", self.subject(governor))
            return
        named = head.chunk.definite and not head.chunk.form.pron      # «على أهمية الزيارة»: whose visit it is was told before
        sources = governor.chunk.uses
        light = sources.get("light")
        if ("speech" in sources and self._suffered(use) and not self._boasts(head, use, r) and not (light and (light.get("subject") == "actor" or light.get("takes") == head.role))) or (reason(head, self.lexicon) and not head.chunk.form.pron):
            return                                               # «أعلنت الشرطة مقتل …», «أعرب عن أسفه لإلغاء …»: who tells of it has not done it
        if governor.verb and light and (head.role == "post" or head.role == light.get("takes")) and "event" not in sources:
            self._light(head, governor, light, use, r)
        elif governor.verb and "passive" in sources and head.chunk in governor.subject:
            for prep, group in governor.slots.items():           # «اندلعت في المدينة مظاهرات»
                self._slot(head, use, prep, [c for c in group if c.start < head.chunk.start], r)
        elif governor.verb and "aux" in sources and "event" not in sources and (head.role in ("post", sources["aux"].get("takes"), ABOUT, BY, ON, TO) or head.role == FOR and sources["aux"].get("takes") == TO):
            if not r.actor or (use.cls in JOINT and (len(r.actor) == 1 or WITH in head.slots)):
                doers = self.refs(governor.slots.get(FOR)) if sources["aux"].get("takes") == BY == head.role and FOR in governor.slots else self.subject(governor)      # «سمح لإسرائيل بالانتقام»
                r.actor = [x for x in doers if x.entity.type != "Place" and x.entity.sector not in OBSERVERS and x.entity.id not in {y.entity.id for y in r.actor}] + r.actor
        elif governor.verb and "speech" in sources and (head.role in ("post", ABOUT, BY) or (head.role in (TO, ON) and use.cls in self.lexicon.classes and self.lexicon.classes[use.cls][0] in PLEDGED)) and "event" not in sources and (not named or use.cls in OWN):
            if use.cls != "TalksFailure" and not self.refs(head.genitive) and (not r.actor or (use.cls in JOINT and len(r.actor) == 1 and WITH in head.slots)):
                r.add("actor", self.subject(governor))
            if not r.recipient and use.cls not in JOINT and self._plover(use) in ("AGREE", "SUPPORT", "CONCEDE") and governor.object and governor.object[0].kind == "N":
                r.add("recipient", [x for x in self.refs(governor.object) if x.entity.type in ("Person", "State", "Organization")])      # «أبلغت X Y استعدادها»
        elif governor.verb and use.cls in VISITS and not r.actor and not head.genitive and (head.role == IN or head.role in self.lexicon.temporal) and not named:
            came = self.refs(governor.object) if receives(governor) else self.subject(governor)
            r.add("actor", [x for x in came if x.entity.type == "Person"])      # «قال في مستهل زيارة», «استقبل X Y في زيارة رسمية»
        elif governor.verb and use.cls in JOINT and self.lexicon.classes[use.cls][0] in ("CONSULT", "AGREE") and (head.role in self.lexicon.temporal or (head.role in (IN, BESIDES) and (WITH in head.slots or use.cls == "PhoneCall" and self.refs(governor.object))) or sat(head, governor, r.actor)) and len(r.actor) <= 1 and (sat(head, governor, r.actor) or not self.refs(head.genitive)) and (r.actor or not named) and self._plover(governor.chunk.event) not in STRIKING:
            r.add("actor", self.subject(governor))
            if len(r.actor) == 1 and governor.chunk.speech is not None:
                r.add("actor", [x for x in self.refs(governor.object) if x.entity.type in ("Person", "State")])      # «أبلغ X Y خلال لقاء»
        elif governor.verb and use.cls in FIRE and head.role == IN and not r.actor and not named and governor.chunk.form.voice == "a" and self._plover(governor.chunk.event) == "ASSAULT" and not self.suffered(governor):
            r.add("actor", self.subject(governor))               # «اغتالت إسرائيل فلانا في غارة»
        elif governor.chunk.event is not None and (not r.actor or (use.cls in JOINT and len(r.actor) == 1 and not head.genitive and not head.chunk.nisba)) and (not named or (head.role == IN and use.cls == "Agreement") or governor.chunk.event.cls == "Commitment") and head.role not in self.lexicon.temporal:
            self._under_event(head, governor, r)
        elif governor.verb and use.cls in JOINT and head.role in self.lexicon.goals and len(r.actor) == 1 and not named:
            r.add("actor", [x for x in self.subject(governor) if x.entity.type != "Place"])      # «وصل للقاء الأمير», «توجه لإجراء محادثات مع نظيره»
        elif governor.verb and "event" not in sources and head.role in self.lexicon.goals and use.cls not in JOINT and not r.actor and not named and not (head.genitive and use.role("genitive") in (None, "actor")):
            r.add("actor", [x for x in self.subject(governor) if x.entity.type != "Place"])      # «ستستخدم القاعدة لشن هجمات»

    def _light(self, head: Head, governor: Head, light: Use, use: Use, r: Roles) -> None:
        role = light.get("subject", "actor")
        if "speech" in governor.chunk.uses and use.cls not in JOINT and use.role("genitive") in (None, "actor") and any(x.how != "own-state" and x.entity.type in ("Person", "State", "Organization", "Group") for x in self.refs(head.genitive)):
            return                                               # «أعلنت الأمم المتحدة موافقة الحكومة»: hers, and not the speaker's
        if "speech" in governor.chunk.uses and head.chunk.nisba and head.chunk.definite and self._plover(use) in STRIKING or light.get("links") == "causes" and self._plover(use) == "PROTEST":
            return                                               # «أعلنت الوزارة ارتفاع ضحايا القصف الإسرائيلي», «فجر القرار احتجاجات»: by others
        if role == "event":
            r.add("actor", self.gathered(governor))
            return
        doing = "passive" not in governor.chunk.uses or (head.chunk not in governor.subject and subject_of(governor))      # «بدأ X زيارة», but «بدأت الزيارة»
        subject = self.subject(governor) if governor.chunk.form.voice == "a" and doing and not (self._plover(use) == "ASSAULT" and self.peaceful(governor)) else []
        if role == "place":
            r.add("place", subject)
        elif role == use.role("genitive") == "recipient" and use.role("object") == "actor":
            r.add("actor", subject)                             # «حظي باستقبال من …»: the visitor
        elif role == "recipient" or (use.role("subject") == "recipient"):
            r.add("recipient", [self.of_state(x) for x in subject or self.refs(c for c in governor.slots.get(FOR, ()) if c.kind == "N" and governor.subject and c.k == governor.subject[-1].k + 1)])      # «تعرض رتل للجيش لهجوم»
        else:
            before = list(r.actor)
            if use.cls in JOINT and len(before) > 1 and any(slot == BETWEEN for slot in head.slots):
                helped = [x for prep, group in governor.slots.items() if prep == WITH for x in self.refs(group)]
                r.add("initiator", [*subject, *helped])         # «بادرت روسيا بالتعاون مع إيران بمفاوضات بين X وY»
                for prep, group in governor.slots.items():
                    if prep != WITH:
                        self._slot(head, use, prep, [c for c in group if c is not head.chunk], r)
                return
            r.actor = []
            r.add("actor", subject)
            if not subject and doing and governor.subject and governor.subject[0].kind == "C" and use.role("genitive") == "actor" and use.role(FOR) == "recipient" and not head.slots.keys() & {FOR, TO}:
                r.add("recipient", before)                       # «سارعت عواصم إلى تهنئة الرئيس»: to him, by whom nobody names
                before = []
            for x in before:
                if use.cls in JOINT or use.role("genitive") == "actor" and not subject or not subject:
                    put(r.actor, x)
                elif (x.entity.country or x.entity.id) not in {y.entity.country or y.entity.id for y in r.actor} and not r.recipient and use.cls not in JOINT:
                    put(r.recipient, x)
        for prep, group in governor.slots.items():
            if prep != head.role or group[0] is not head.chunk:
                self._slot(head, use, prep, [c for c in group if c is not head.chunk], r)
                if prep in (TO, FOR) and not r.recipient and use.cls not in JOINT | VISITS and use.role(prep) is None and use.role("subject") != "recipient":
                    r.add("recipient", [x for x in self.refs(group) if x.entity.type in ("Person", "State", "Organization")])      # «وجه دعوة إلى X»
