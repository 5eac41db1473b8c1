"""Who does what the verb says: its subject and object among the noun groups around it, by order, agreement, and what it goes on from."""
from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from kg.arabic import ABOUT, BY, FOR, IN, TO, WITH
from kg.find.chunk import Chunk
from kg.find.heads import Head, calls, fell_before, means_speaker, relative_to
from kg.lexicon import Lexicon
from kg.model import Ref

TALKS = frozenset({"Talks", "Meeting", "Consultation", "PhoneCall", "Negotiation"})      # whose verb wants a partner
PLURAL = frozenset({"3md", "3fd", "3mp", "3fp"})


def may_mean(c: Chunk, gender: str) -> bool:
    """May «الذي» (m) or «التي» (f) lead back to this chunk?"""
    if c.kind == "N":
        return c.names[0].gender in ("", gender) or c.names[0].how == "delegation"
    return c.feminine is None or c.feminine == (gender == "f")


def transparent(head: Head) -> bool:
    """An auxiliary that only colours the next verb: «كان … قد زار»، «بدأ يقصف»."""
    return "aux" in head.chunk.uses and "event" not in head.chunk.uses and "speech" not in head.chunk.uses


def is_feminine(group: list) -> bool | None:
    """Is a noun group grammatically feminine?  None where print does not tell."""
    c = group[0]
    if c.kind == "N" and c.names[0].gender in ("m", "f"):
        return c.names[0].gender == "f"
    if c.kind == "C" and c.nisba and c.feminine is False:
        return False                                     # «فلسطينيين»: people
    return True if c.kind == "E" and (c.feminine or getattr(c.form, "number", "s") == "p") else None


def agrees(form, group: list) -> bool:
    """Could the group be the subject of the verb form, standing behind it?"""
    if not group or group[0].oblique:
        return False
    feminine = is_feminine(group)
    return feminine is None or feminine == (form.person[1] == "f")


def settle(head: Head) -> None:
    """Subject and object of a verb, from what stands behind it, before it, and what it inherits."""
    form, uses = head.chunk.form, head.chunk.uses
    light = uses.get("light") or (uses.get("aux") if "event" not in uses else None)
    post = [g for g in takewhile(_no_pronoun, head.post) if not (g[0].conj and g is not head.post[0])] if head.post else []
    takes_object = light is not None and light.get("takes", "object") == "object"
    first_event = next((n for n, g in enumerate(post) if g[0].kind == "E"), None) if post else None
    if takes_object and first_event is not None and "passive" not in uses and not (form.pron and head.clause.kind == "rel" and head.antecedent and head.antecedent[-1].kind == "E" and post[first_event][0].k == head.chunk.k + 1):      # but «هجوم أعقبه انفجار»
        nouns = [g for g in post[:first_event] if not (g[-1].tag == "n" and g[-1].k + 1 == post[first_event][0].k)]      # «قدمت 28 طلبا»
        given = "event" in uses and uses["event"].role("object") == "recipient"
        if given and len(nouns) > 2 and nouns[-1][0].kind == "C" and nouns[-1][-1].k + 1 == post[first_event][0].k:
            nouns.pop()                                  # «منح الاتحاد تونس حزمة دعم»
        head.object = [*nouns.pop(), *post[first_event]] if given and nouns and nouns[-1][0].kind == "N" and (len(nouns) > 1 or head.pre or relative_to(head)) else post[first_event]      # «منح البنك الأردن قرضا»
    else:
        nouns = post
    if len(nouns) > 1 and nouns[1][0].kind == "N" and nouns[0][0].kind == "C" and len(nouns[0]) == 1 and nouns[0][0].adverbial:
        nouns = nouns[1:]            # «انتقد ضمنا دمشق»
    frame = uses.get("event")
    if means_speaker(head) and not head.pre and form.voice == "a" and "passive" not in uses and (frame is None or takes_object or frame.role("object") is not None):
        head.object = head.object or (nouns[0] if nouns else [])      # «قال إنه سيلتقي الرئيس»: who does so stands in the suffix
        return
    relative = bool(head.antecedent) and head.clause.kind == "rel"
    if form.person[0] == "1":
        head.object = head.object or (nouns[0] if nouns else [])
        return
    if relative and form.pron and not (form.pron == "3ms" and head.antecedent[-1].feminine and head.antecedent[-1].kind != "N") and not (_person(head.antecedent) and form.pron == "3ms" and (head.object or nouns) and (head.object or nouns[0])[0].kind in "CE"):
        head.resumes = True          # but «الوزير الذي سلمه رسالة» handed it to somebody told before
        head.subject = nouns[0] if nouns else []
        head.object = head.object or list(head.antecedent)
        return
    if relative and form.person in PLURAL and head.antecedent[-1].kind == "E" and any(c.kind == "N" and c.names[0].kind == "pronoun" for g in head.slots.values() for c in g):
        head.resumes, head.object = True, head.object or (nouns[0] if nouns else [])      # «اتصال بحثا خلاله الأزمة»: they are told before
        return
    if relative and len(nouns) == 1 and head.antecedent[-1].kind == "E" and form.voice == "a" and nouns[0][0].kind in "NC" and frame is not None and frame.cls in TALKS and frame.role("object") is not None and any(c.kind == "N" and c.names[0].kind == "pronoun" for g in head.slots.values() for c in g):
        head.resumes, head.object = True, head.object or nouns[0]      # «في زيارة يلتقي خلالها الرئيس»: he who is on the visit does
        return
    if relative and len(nouns) == 1 and nouns[0][0].kind == "N" and form.voice == "a" and frame is not None and frame.role("object") == "recipient" and frame.role("subject") == "actor" and (giver := _asks_both(head, nouns[0])) is not None:
        head.resumes, head.object = True, head.object or nouns[0]      # «قدمت X دعوى تتهم فيها Y», «ألقى X خطابا هاجم فيه Y»: he whose paper or speech it is does
        head.subject = subject_of(giver)
        return
    if relative and nouns and (nouns[0][0].kind == "N" or nouns[0][0].kind == "E" and nouns[0][0].definite and light is None or head.antecedent[-1].kind == "E") and agrees(form, nouns[0]) and any(c.kind == "N" and c.names[0].kind == "pronoun" for g in head.slots.values() for c in g):
        head.resumes = True          # «اجتماع شارك فيه وزراء»
        head.subject = nouns[0]
        head.object = head.object or (nouns[1] if len(nouns) > 1 else [])
        return
    if relative and (head.antecedent[-1].kind == "E" or form.voice == "p") and not (nouns and nouns[0][0].kind == "N") and any(c.kind == "N" and c.names[0].kind == "pronoun" for g in head.slots.values() for c in g):
        head.resumes = True          # «زيارة يجري خلالها محادثات»: who does so is told before
        head.object = head.object or (nouns[0] if nouns else [])
        return
    if relative and _person(head.antecedent) and any(prep in (TO, FOR, WITH) and c.kind == "N" and c.names[0].kind == "pronoun" and c.names[0].gender[2:] == "s" and c.names[0].gender[1:2] == ("f" if is_feminine(head.antecedent) else "m") for prep, g in head.slots.items() for c in g) and not (nouns and nouns[0][0].kind == "N" and not agrees(form, nouns[0])):
        head.resumes = True          # «الملك الذي سينقل إليه رسالة»: who does so is told before, or stands behind the verb
        head.subject, more = (nouns[0], nouns[1:]) if nouns and nouns[0][0].kind == "N" else ([], nouns)
        head.object = head.object or (more[0] if more else [])
        return
    if relative and form.person == "3ms" and _many(head.antecedent):      # many do not act in the singular
        if head.counted or nouns and nouns[0][0].kind == "N":    # «الخاطفون الذين قتل ستة من رفاقهم»
            head.subject = nouns[0] if nouns and agrees(form, nouns[0]) else []
        else:
            head.object = head.object or list(head.antecedent)   # «الرهائن الذين أطلق سراحهم», «الجنود الذين أفرج عنهم»
        return
    if relative and not ("speech" in uses and nouns and nouns[0][0].kind == "N" and nouns[0][0].k == head.chunk.k + 1 and agrees(form, nouns[0])):
        head.subject = list(head.antecedent)
        head.object = head.object or (nouns[0] if nouns else [])
        return
    if form.person in PLURAL:
        head.subject = list(head.pre)
        head.object = head.object or (nouns[0] if nouns else [])
        return
    if nouns and head.pre and agrees(form, nouns[0]) and (form.person == "3ms" and _many(head.pre) or _topic(head, nouns[0])):
        head.subject, head.resumes = nouns[0], form.pron == "3mp" or head.pre[0].kind in "EC"      # «ثلاثة جنود خطفهم مسلحون»: many do not act in the singular
        head.object = head.object or (list(head.pre) if head.resumes else nouns[1] if len(nouns) > 1 else [])
        return
    if head.pre and (head.pre[0].kind in "NC" or (head.pre[0].kind == "E" and "event" not in uses)) and not (nouns and not agrees(form, head.pre) and agrees(form, nouns[0])):
        head.subject = list(head.pre)
        head.object = head.object or (nouns[0] if nouns else [])
        return
    if len(nouns) == 1 and not head.pre and frame is not None and frame.role("object") is not None and "speech" not in uses and form.voice == "a" and (_counterpart(nouns[0]) or frame.role("object") == "with" and _one(nouns[0]) and not head.slots.keys() & {WITH, BY}):
        head.object = head.object or nouns[0]            # «على أن يلتقي نظيره», «ومن المقرر أن يلتقي الوزير»: whom somebody told of before meets
        return
    if head.clause.turn == "outcome" and head is head.clause.verb and not (nouns and nouns[0][0].k == head.chunk.k + 1):
        head.object = head.object or (nouns[0] if nouns else [])
        return
    theirs = subject_of(head.inherit) if head.inherit is not None else []
    fell = frame is not None and head.inherit is not None and fell_before(head.inherit, frame)
    if fell and nouns and nouns[0][0].kind == "N" and not form.pron:
        head.subject = nouns[0]
        head.object = head.object or (nouns[1] if len(nouns) > 1 else [])
        return
    carried = head.inherit is not None and (head.chunk.conj or head.clause.kind in ("conj", "purpose")) and "passive" not in uses and theirs and frame is not None and form.voice != "p" and not fell and not (head.counted and _many(nouns[0] if nouns else []))
    if carried and not head.chunk.conj and (head.clause.turn == "contrast" or _many(theirs)) and nouns and nouns[0][0].kind == "N" and nouns[0][0].names[0].kind != "counterpart" and nouns[0][0].names[0].how != "kind" and nouns[0][0].k == head.chunk.k + 1 and agrees(form, nouns[0]):
        carried = False                                  # «قتل خمسة عندما فتحت الشرطة النار», «رحبت X بالقرار، فيما دعت Y …»: a new subject behind a new verb
    if carried and frame is not None and frame.cls == "Appointment" and frame.role("object") == "recipient" and len(nouns) == 2 and _named(nouns[0]) and nouns[1][0].kind == "C" and not nouns[1][0].definite and agrees(form, theirs):
        head.object = head.object or nouns[0]            # «أقال X الوزير وعين فلانا خلفا له»
    elif carried and nouns and nouns[0][0].kind == "C" and nouns[0][0].k > head.chunk.k + 2 and agrees(form, theirs):
        head.object = head.object or nouns[0]            # «طلبت من الموظفين مغادرتها»: no subject stands behind a preposition
    elif carried and frame is not None and frame.role("object") is not None and nouns and (len(nouns) == 1 or nouns[0][0].kind == "C" and not nouns[0][0].definite and nouns[1][0].kind == "E") and not form.pron and theirs and (nouns[0][0].kind == "E" or agrees(form, theirs)):
        head.object = head.object or nouns[0]            # «فرض X عقوبات ومنع السياح»: who goes on acting is told before
    elif form.pron and head.inherit is not None and head.chunk.conj and calls(head) and nouns and nouns[0][0].kind in "CE" and not nouns[0][0].definite:
        pass                                             # «رفضت القرار واعتبرته تدخلا …»: what it is called, and nobody who acts
    elif nouns and agrees(form, nouns[0]):
        head.subject = nouns[0]
        head.object = head.object or (nouns[1] if len(nouns) > 1 else [])
    elif len(nouns) > 1 and nouns[1][0].kind == "N" and not nouns[1][0].conj and agrees(form, nouns[1]) and is_feminine(nouns[1]) is not None:
        head.subject, head.object = nouns[1], head.object or nouns[0]      # «زار أنقرة بعد القمة الرئيس الفلسطيني»
    elif nouns and head.inherit is None and not head.chunk.conj and not form.pron and nouns[0][0].k == head.chunk.k + 1 and nouns[0][0].kind == "N" and head.clause.kind == "main" and (not head.object or first_event):
        head.subject = nouns[0]                          # the first verb of a sentence has its subject behind it, whatever its gender
        head.object = head.object or (nouns[1] if len(nouns) > 1 else [])
    elif nouns:
        head.object = head.object or nouns[0]


def _asks_both(head: Head, group: list) -> Head | None:
    """The verb above a relative clause with «فيه», where it gave or held what that is said of: its subject, with whom the verb agrees, acts on, and the one noun behind is whom it befalls."""
    above = head.clause.parent.verb if head.clause.parent is not None else None
    if above is None or not any(c.kind == "N" and c.names[0].kind == "pronoun" for c in head.slots.get(IN, ())):
        return None
    theirs = subject_of(above)
    both = bool(theirs) and agrees(head.chunk.form, theirs) and above.chunk.form.person == head.chunk.form.person and head.antecedent[-1] not in theirs and "passive" not in above.chunk.uses and (is_feminine(group) is not None or agrees(head.chunk.form, group))
    return above if both else None


def _no_pronoun(group: list) -> bool:
    """«…، هو الأول»: a pronoun of its own opens what is said next, and nothing behind it is the verb's."""
    return group[0].kind != "N" or group[0].names[0].kind != "pronoun"


def _counterpart(group: list) -> bool:
    """«نظيره»: somebody else's, who does not act on himself."""
    return group[0].kind == "N" and group[0].names[0].kind == "counterpart"


def _one(group: list) -> bool:
    """Does a noun group name one person?"""
    return len(group) == 1 and group[0].kind == "N" and len(group[0].refs) == 1 and group[0].refs[0].entity.type == "Person"


def _named(group: list) -> bool:
    """Is it one man by his name?"""
    return group[0].kind == "N" and len(group) == 1 and _person(group) and (group[0].names[0].kind in ("entity", "unknown") or bool(group[0].names[0].given) or group[0].names[0].entity is not None)


def _many(group: list) -> bool:
    """Does a noun group mean many people?"""
    return bool(group) and group[0].kind == "N" and (group[0].oblique or group[0].names[0].kind in ("group", "sides") and group[0].names[0].number != "s" and not group[0].names[0].gender)


def _topic(head: Head, after: list) -> bool:
    """«الهجوم نفذه انتحاري»: does a suffix take up the thing that stands before the verb, and who did it stand right behind?"""
    before = head.pre[-1]
    return before.kind in "EC" and before.definite and head.chunk.form.pron == ("3fs" if before.feminine else "3ms") and after[0].kind == "N" and after[0].k == head.chunk.k + 1


def _person(group: list) -> bool:
    return bool(group) and group[-1].kind == "N" and any(r.entity.type == "Person" for r in group[-1].refs)


def subject_of(head: Head, depth: int = 0) -> list:
    """The subject group of a verb, its own or inherited from the verb before; [] where the text before must say."""
    if head.subject:
        return head.subject
    if head.inherit is not None and depth < 4 and head.chunk.form.person[0] == "3":
        return subject_of(head.inherit, depth + 1)
    return []


def look_ahead(verbs: Sequence[Head]) -> None:
    """«وبعد أن نوه بـ…، دعا فلان …»: a clause that stands before its main verb and names nobody has that verb's subject."""
    if len(verbs) > 1 and verbs[0].chunk.k == 1 and not subject_of(verbs[0]):
        main = next((h for h in verbs[1:] if h.clause.kind == "main"), None)
        if main is not None and main.chunk.form.person == verbs[0].chunk.form.person and main.subject and main.subject[0].kind == "N":
            verbs[0].inherit = main


def reason(head: Head, lexicon: Lexicon) -> bool:
    """«أعرب عن أسفه لإلغاء …», «انتقدها لمنعها …»: is it for this that somebody feels, thanks or blames, and no aim?"""
    g = head.governor
    if head.role != FOR or head.verb or g is None or not g.verb:
        return False
    light = g.chunk.uses.get("light")
    felt = g.chunk.event is not None and lexicon.classes.get(g.chunk.event.cls, (None,))[0] in ("ACCUSE", "SUPPORT", "SANCTION")
    return (light is not None and light.get("takes") == ABOUT) or (felt and bool(head.chunk.form.pron))


def stated(head: Head) -> bool:
    """«أكد موقف بلاده الداعم لـX»: is what the adjective says the very thing that a verb of saying states?"""
    verb, last = head.clause.verb, head.antecedent[-1]
    return verb is not None and verb.chunk.speech is not None and last not in verb.subject and any(last in g for g in verb.post)


def sat(head: Head, governor: Head, actors: Sequence[Ref]) -> bool:
    """«قال X في جلسة مجلس الأمن»: did he who speaks sit with the bodies whose meeting it was?"""
    return head.role == IN and governor.chunk.speech is not None and bool(actors) and all(x.entity.type == "Organization" for x in actors)
