"""Who is it that acts, speaks or owns: noun groups, understood subjects, suffixes and nationalities, asked of the discourse."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.arabic import ABOUT, BETWEEN, BY, CONJUNCTION, FOR, FROM, TO, WITH, fold, tokenize
from kg.find.chunk import Chunk
from kg.find.heads import Clause, Head, means_speaker
from kg.find.subjects import subject_of
from kg.lexicon import Use
from kg.link import Discourse
from kg.model import Ref, Span

VISITS = frozenset({"Visit", "Delegation"})
ONE_BODY = frozenset({"COP", "GOV", "JUD", "LEG"})      # of bodies that act in the singular
DUAL = ("3md", "3fd")
HOSTING = 20           # letters that hold the word before an event noun


def put(refs: list[Ref], ref: Ref) -> None:
    for r in refs:
        if r.entity.id == ref.entity.id:
            return
    refs.append(ref)


def receives(verb: Head) -> bool:
    """Does the object of a verb come to its subject: «استقبل»?"""
    return verb.chunk.event is not None and verb.chunk.event.role("object") == "actor"


def _fits(refs: list[Ref], form: str) -> bool:
    """Can a suffix of that person mean these?"""
    kinds = {x.entity.type for x in refs}
    if form in ("3md", "3mp"):
        return len(refs) > 1 or kinds == {"Group"}
    if form == "3ms":
        return len(refs) == 1 and kinds <= {"Person", "Organization", "Group", "State"}
    return form == "3fs" and len(refs) == 1 and kinds <= {"State", "Organization", "Group"}


class Doers:
    """Fills the roles of heads of one sentence; asks the discourse for pronouns and for who acted last."""

    def __init__(self, text: str, lexicon, discourse: Discourse):
        self.text, self.lexicon, self.discourse = text, lexicon, discourse
        self.heads: list[Head] = []

    def refs(self, group: Iterable[Chunk] | None, acting: bool = True) -> list[Ref]:
        """Whom a noun group stands for; a city that acts stands for its state."""
        out: list[Ref] = []
        chunks = list(group or ())
        for c in chunks:
            if c.refs and c.kind == "N":
                for ref in c.refs:
                    if acting and ref.entity.type == "Place" and not c.prep and self.discourse.capital(ref.entity):
                        ref = Ref(self.lexicon.state(ref.entity.country), ref.mention, "capital")
                    put(out, ref)
                    if ref.entity.type == "Weapon":
                        for nation in self._owners([c]):
                            put(out, nation)
            elif c.kind == "C" and c.conj and c.nisba and c.definite == chunks[0].definite and out and chunks[0].kind == "N" and chunks[0].names[0].of and chunks[0].names[0].kind in ("group", "body"):
                for nation in self._owners([c]):                 # «القوات الهندية والباكستانية»
                    put(out, nation)
        return out

    def another(self, refs: list[Ref], group: Sequence[Chunk], actors: Sequence[Ref]) -> list[Ref]:
        """«أطلقوا عليهم النار»: a pronoun behind a preposition is somebody else than who acts."""
        acting = {x.entity.id for x in actors}
        if len(group) != 1 or group[0].kind != "N" or group[0].names[0].kind != "pronoun" or not refs or not {x.entity.id for x in refs} <= acting:
            return refs
        return list(self.discourse.pronoun(refs[0].mention, group[0].names[0].gender, acting))

    def of_state(self, ref: Ref) -> Ref:
        """For a place that is visited or struck: the state it lies in."""
        state = self.lexicon.state(ref.entity.country)
        return Ref(state, ref.mention, "place-of-the-state") if ref.entity.type == "Place" and state else ref

    def speakers(self, head: Head | None) -> tuple[Ref, ...]:
        """Who speaks in a speech verb: its subject, else the one who spoke last."""
        if head is None:
            return ()
        if not head.verb:                                   # «… مؤكدا أن»: the subject of the verb it follows
            above: Clause | None = head.clause
            named: list[Ref] = []
            while above is not None and len(named) != 1:   # «إن الجانبين بحثا …، مشيرا إلى …»: one man, so the verb above
                named = [x for x in self.refs(subject_of(above.verb)) if x.entity.type != "Place"] if above.verb is not None else named
                above = above.opener.clause if above.kind == "sub" and above.opener is not None else None
            return tuple(named) or self.discourse.speaker()
        found = self.refs(subject_of(head))
        found = self.quoted(head) or found
        if not found and head.chunk.form.tense == "i" and not head.chunk.conj:
            return ()                                       # «يذكر أن», «يقال إن»: nobody says it
        if not found and head.subject:
            return ()                                       # «أعلن مسؤول كبير», «وأضاف المصدر»: somebody else
        return tuple(found) or self.discourse.speaker(head.chunk.form.person)

    def retold(self, head: Head) -> bool:
        """«قال X إن Y أعلن …»: does a speaker other than an agency tell what is said here, so that he goes on speaking?"""
        clause: Clause | None = head.clause
        while clause is not None:
            opener = clause.opener
            if clause.kind == "sub" and opener is not None and opener is not head and opener.chunk.speech is not None:
                through = self.speakers(opener)
                return bool(through) and any(x.entity.sector != "MED" for x in through)
            clause = clause.parent
        return False

    def quoted(self, head: Head) -> list[Ref]:
        """«نقلت وكالة … عن الوزير قوله»: him whose words an agency passes on; [] where it says so of nobody."""
        through = self.refs(subject_of(head)) if head.chunk.speech is not None and head.chunk.speech.get("stance") == "quotes" else []
        if not through or any(x.entity.sector != "MED" for x in through):
            return []
        return [x for x in self.refs(head.slots.get(ABOUT, ())) if x.entity.type != "Place"]

    def subject(self, head: Head) -> list[Ref]:
        """The subject of a verb, from this sentence or from what was said before."""
        if head.chunk.form.person[0] == "1":
            return list(self._speaking(head))
        if head.counted and not means_speaker(head) and not (head.pre and head.pre[0].kind == "N"):                                         # «قتل أكثر من ثلاثين شخصا»: nobody who has a name, but «قتل ثلاثة فلسطينيين»
            before = head.inherit if head.chunk.conj and head.object and not head.subject else None
            if before is None or self._plover(before.chunk.event) not in ("ASSAULT", "COERCE") or before.counted or self.suffered(before):
                return self._owners(head.subject)
            return self.refs(subject_of(before))      # «اقتحمت القوات البلدة واعتقلت خمسة فلسطينيين»
        group = subject_of(head)
        found = self.refs(group)
        if not found and group and group[0].kind == "N" and group[0].names[0].kind == "sides" and head.object and head.object[0].k == group[-1].k + 1:
            found = self.refs(head.object)                       # «شدد الزعماء الثلاثة X وY وZ على …»: their names stand behind
        if len(found) == 1 and not head.subject and head.chunk.form.person == "3mp" and found[0].how not in ("people", "nationality") and (found[0].entity.type in ("Person", "State") or found[0].entity.sector in ONE_BODY):
            return self._understood(head)                    # «فرقت الشرطة متظاهرين يطالبون …»: one does not act in the plural
        if found and len(found) < 2 and not head.subject and head.chunk.form.person in DUAL and (met := self.met_here(head)):
            return met                                       # «استقبل الرئيس نظيره وبحثا …»
        if found:
            pronoun = head.clause.pronoun if group == head.pre and group[0].conj else ""
            return [*self._understood(head, pronoun), *found] if pronoun else found      # «إنه وبوتين اتفقا»
        if group:
            apart = head.chunk.event and (head.chunk.event.cls in VISITS or self._plover(head.chunk.event) == "ASSAULT")
            return ([] if apart else self._maker(group[0], head)) or self._owners(group)
        owners = self._doers(head.antecedent) if head.resumes and head.antecedent[-1].kind == "E" else []      # «زيارة الأمير … يجري خلالها محادثات»
        return self._understood(head) if len(owners) < 2 and head.chunk.form.person in DUAL else owners or self._understood(head)

    def suffered(self, verb: Head) -> bool:
        """«قتل ثمانية من الجنود وجرح عشرون»: does the subject of a verb of force suffer it?  `kg.find.force` knows."""
        raise NotImplementedError

    def _speaking(self, head: Head) -> tuple[Ref, ...]:
        """Who says «we» and «I»: the speaker of the words it stands in, else who spoke last."""
        clause: Clause | None = head.clause
        while clause is not None:
            if clause.kind == "sub" and clause.opener is not None and clause.opener.chunk.speech is not None:
                return self.speakers(clause.opener) or self.discourse.speaker()
            clause = clause.parent
        return self.discourse.speaker()

    def _understood(self, head: Head, person: str = "") -> list[Ref]:
        """The subject of a verb that names none: of the verbs above it the nearest whose subject agrees with it, else who acted last."""
        person = person or head.chunk.form.person
        clause: Clause | None = head.clause
        steps = 0
        while clause is not None and steps < 5:
            opener = clause.opener if clause.kind in ("sub", "purpose") else None
            for verb in (opener, clause.verb):
                if verb is None or not verb.verb or verb is head or verb.chunk.start > head.chunk.start:
                    continue
                found = self.refs(subject_of(verb)) or (self.refs(verb.slots.get(FOR)) if verb is opener and not verb.chunk.speech else []) or list(self.discourse.speaker(verb.chunk.form.person) if verb is opener and verb.chunk.speech else ())
                if found and self.discourse.agrees(found, person):
                    return found
            clause, steps = clause.parent, steps + 1
        if person in DUAL:
            return self.met_here(head) or list(self.discourse.pronoun(self._at(head), "3md"))
        return list(self.discourse.subject(person)) if head.clause.kind in ("main", "conj") else []

    def met_here(self, head: Head) -> list[Ref]:
        """The two who met in what the sentence told before; who they are `kg.find.pairs` knows."""
        return []

    def _at(self, head: Head) -> Span:
        return Span(head.chunk.start, head.chunk.end, self.text[head.chunk.start:head.chunk.end])

    def _plover(self, use: Use | None) -> str | None:
        return self.lexicon.classes.get(use.cls, (None,))[0] if use else None

    def _maker(self, thing: Chunk, head: Head) -> list[Ref]:
        """«وقع X مرسوما يفرض …»: what a paper or step does, does he who made it; [] where it is no object of a verb before."""
        for h in self.heads if thing.kind in "EC" else ():
            told = h.chunk.speech is not None and h.chunk.speech.get("stance") == "describes" or h.chunk.event is not None and h.chunk.event.role("subject") == "recipient"      # «وصف X الحادث، الذي أدى …», «تلقى X برقية تحثه …»: not X's doing
            if h.verb and h is not head and not told and self._plover(h.chunk.event) not in ("ASSAULT", "COERCE") and h.chunk.start < thing.start and any(thing in g for g in (*h.post, *(h.slots.values() if self._plover(h.chunk.event) == "SUPPORT" else ()))) and thing not in h.subject:
                return self.refs(subject_of(h))
        return []

    def pronoun(self, head: Head, span: Span, form: str, exclude: Iterable[str] = ()) -> list[Ref]:
        """Whom a suffix means: the subject of its own or a higher clause where gender and number fit, else the last who can be meant."""
        clause: Clause | None = head.clause
        steps, barred = 0, set(exclude)
        ahead, aside = clause.verb, not head.verb and head.role in self.lexicon.during      # «دعا X Y، خلال استقباله Z، إلى …»: X's
        comes = head.chunk.event is not None and head.chunk.event.cls in VISITS         # «استقبل X Y لدى وصوله»: the guest is who comes
        if not head.verb and head.role in self.lexicon.temporal and ahead is not None and ahead.chunk.start > span.start and clause.kind in ("main", "conj") and not (comes and receives(ahead)):
            found = [x for x in self.refs(subject_of(ahead)) if x.entity.id not in barred]      # «بعد وصوله، التقى فلان …»
            if found and _fits(found, form) and self.discourse.agrees(found, form):
                return [Ref(x.entity, span, "pronoun") for x in found]
        if not head.verb and clause is not None and form == "3ms" and (greeted := self._greeted(clause, span)) and greeted[0].entity.id not in barred:
            return [Ref(x.entity, span, "pronoun") for x in greeted]
        while clause is not None and steps < (1 if head.verb and clause.kind == "sub" else 4):      # «اتصل به وأطلعه»: him who was told of last
            verb = clause.verb
            if verb is not None and verb is not head and verb.chunk.start < span.start:
                blamed = verb.chunk.event is not None and not (aside and self._plover(verb.chunk.event) == "REQUEST") and self.lexicon.classes.get(verb.chunk.event.cls, (None,))[0] in ("ACCUSE", "REQUEST", "THREATEN", "SANCTION")
                told = self.refs(verb.object) or [x for prep, g in verb.slots.items() if verb.chunk.event.role(prep) == "recipient" for x in self.refs(g)] if blamed or comes and receives(verb) else []      # «انتقدت X Y على تدخلها»: Y's meddling
                found = [x for x in told or self._doers(subject_of(verb)) if x.entity.id not in barred]
                if found and (_fits(found, form) or self.discourse.is_woman(found, form)) and self.discourse.agrees(found, form):
                    person = self.discourse.person_since(found[0], span, barred) if form == "3ms" and found[0].entity.type != "Person" else None
                    if person is not None:                       # «محاكمة أجراها الكونغرس لعزل ترامب بسبب قراره»
                        return [Ref(person, span, "pronoun")]
                    return [Ref(x.entity, span, "pronoun") for x in found]
            clause, steps = clause.parent, steps + 1
        return list(self.discourse.pronoun(span, form, barred))

    def _greeted(self, clause: Clause, span: Span) -> list[Ref]:
        """«هنأ X Y بفوزه», «بعث X برقية تهنئة إلى Y بمناسبة فوزه»: the one man who is congratulated, or condoled with."""
        for h in clause.heads:
            if h.chunk.event is not None and h.chunk.event.cls in ("Congratulation", "Condolence") and h.chunk.start < span.start:
                verb = clause.verb
                groups = [h.object if h.verb else [], *(g for v in (h, verb) if v is not None for prep, g in v.slots.items() if prep in (FOR, TO))]
                found = [x for g in groups for x in self.refs(g) if x.entity.type == "Person" and x.mention.end < span.start]
                return found if len(found) == 1 else []
        return []

    def _doers(self, group: list[Chunk]) -> list[Ref]:
        """Whom a subject names; of «زيارة الأمير ستقتصر …» the prince."""
        return self.refs(group) or [x for h in self.heads if h.chunk in group and not h.verb for x in self.refs(h.genitive) if x.entity.type == "Person"]

    def _owners(self, group: Iterable[Chunk]) -> list[Ref]:
        """The states of nationality that stand in an object that is itself no name: «طائرة روسية» is Russia's."""
        out: list[Ref] = []
        for c in group or ():
            for index in c.nisba or ():
                entity = self.lexicon.entity(index)
                put(out, Ref(entity, Span(c.start, c.end, self.text[c.start:c.end]), "nationality"))
        return out

    def hosting(self, head: Head) -> bool:
        """«استعداد X لاستضافة محادثات»: does a noun of hosting stand right before, so that X only has it at home?"""
        before = fold(self.text[max(0, head.chunk.start - HOSTING):head.chunk.start]).split()
        return not head.verb and bool(before) and any(tag == "lightnoun:host" for tag, _, _ in self.lexicon.word(before[-1]).tags)

    def gathered(self, verb: Head) -> list[Ref]:
        """«قمة جمعت X وY», «اجتماع يضم …»: whom a meeting brings together; nobody where it is said whom it did not."""
        if any(f.tag == "neg" for f in verb.flags):
            return []
        met = self.refs(verb.object)
        for prep, group in verb.slots.items():
            if prep in (WITH, BETWEEN, BY, FROM):
                met += [x for x in self.refs(group) if x.entity.type != "Place"]
        return met + self.pronoun(verb, self._at(verb), verb.chunk.form.pron) if verb.chunk.form.pron and not verb.resumes else met

    def guests(self, head: Head) -> list[Ref]:
        """«وصل إلى تركيا … استجابة لدعوة من نظيره»: whom an invitation is for, he who comes, as the verb of its clause says."""
        clause: Clause | None = head.clause
        while clause is not None:
            comes = clause.verb
            if comes is not None and comes.chunk.event is not None and self._plover(comes.chunk.event) == "CONSULT":
                return [x for x in self.subject(comes) if x.entity.type == "Person"]
            clause = clause.parent
        return []

    def named_in(self, ref: Ref) -> list[Ref]:
        """The states that the name of a paper names: «الاتفاق النووي الإيراني»."""
        words = [self.lexicon.word(t.fold) for t in tokenize(self.text, ref.mention.start, ref.mention.end)]
        told = [self.lexicon.entity(int(x.value.split(",")[0])) for w in words for x in w.nisba[:1]]
        named = [self.lexicon.entity(int(v.split(",")[0])) for t in tokenize(self.text, ref.mention.start, ref.mention.end) for word in {t.fold, t.fold[1:] if t.fold[0] == CONJUNCTION else t.fold} for v in self.lexicon.get("e" + word)]
        return [Ref(e, ref.mention, "nationality") for e in (*told, *(e for e in named if e.type == "State"))]

    def one_man(self, head: Head, genitive: list[Ref], objects: list[Ref]) -> list[Ref]:
        """«اغتيال قيادي الحزب فلان», «خطف الإمام المصري فلان»: a victim told by what he is, with his name behind; [] where two stand there.

        A verbal noun has a doer and a victim («اغتيال إسرائيل فلانا»), but it is states and bodies that do, and hardly ever one man to another.
        """
        of = head.genitive[0] if head.genitive else None
        if of is not None and objects[0].entity.type == "Person" and head.object and not head.object[0].conj and (of.kind == "C" or of.kind == "N" and of.names[0].kind == "group" and of.names[0].gender == "m"):
            return objects
        return genitive if genitive and all(x.entity.type == "Person" for x in genitive) else []

    def predicated(self, head: Head) -> list[Ref]:
        """Of whom a participle is said: the group before it in its clause, else the subject of the verb that opens the clause."""
        if head.antecedent:
            return self.refs(head.antecedent)
        clause = head.clause
        before = [g for g in clause.pre if (g[0].kind == "N" or g[-1].kind == "N" and any(r.entity.type == "Person" for r in g[-1].refs)) and g[0].start < head.chunk.start]
        if before:
            return self.refs(before[-1])
        if clause.opener is not None and clause.opener.verb and clause.kind == "sub":
            return self.subject(clause.opener)
        up: Clause | None = clause
        while up is not None:
            for verb in (up.verb, up.opener if up.kind == "sub" else None):
                if verb is not None and verb.verb and verb is not head and (found := self.subject(verb)):
                    return found
            up = up.parent
        return []
