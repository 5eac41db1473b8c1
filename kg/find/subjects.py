"""Who does what the verb says: its subject and object among the noun groups around it, by order, agreement, and what it goes on from."""
from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from kg.arabic import ABOUT, ARTICLE, BETWEEN, BY, FOR, IN, ON, TO, WITH
from kg.find.chunk import Chunk
from kg.find.heads import Clause, Head, calls, fell_before, means_speaker, relative_to
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
    if relative and len(nouns) == 1 and head.antecedent[-1].kind == "E" and form.voice == "a" and nouns[0][0].kind == "N" and frame is not None and frame.cls in TALKS and frame.role("object") is not None and any(c.kind == "N" and c.names[0].kind == "pronoun" for g in head.slots.values() for c in g):
        head.resumes, head.object = True, head.object or nouns[0]      # «في زيارة يلتقي خلالها الرئيس»: he who is on the visit does
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
    if carried and nouns and nouns[0][0].kind == "C" and nouns[0][0].k > head.chunk.k + 2 and agrees(form, theirs):
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


def _no_pronoun(group: list) -> bool:
    """«…، هو الأول»: a pronoun of its own opens what is said next, and nothing behind it is the verb's."""
    return group[0].kind != "N" or group[0].names[0].kind != "pronoun"


def _counterpart(group: list) -> bool:
    """«نظيره»: somebody else's, who does not act on himself."""
    return group[0].kind == "N" and group[0].names[0].kind == "counterpart"


def _one(group: list) -> bool:
    """Does a noun group name one person?"""
    return len(group) == 1 and group[0].kind == "N" and len(group[0].refs) == 1 and group[0].refs[0].entity.type == "Person"


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


def sent_by(c: Chunk, of: Chunk) -> bool:
    """Does a group of officials, told by no name of its own, act for the states or bodies that stand behind «من»?"""
    return c.kind == "N" and c.names[0].kind == "group" and not c.definite and bool(c.refs) and c.refs[0].entity.sector == "GOV" and not c.refs[0].entity.country \
        and bool(of.refs) and all(r.entity.type in ("State", "Organization") for r in of.refs)


def deep_in(chunks: Sequence[Chunk], c: Chunk, group: list | None) -> str:
    """The preposition of the noun that an event noun is the genitive of: «لمراقبة تنفيذ وقف …»; '' where it is of none."""
    at = next((d for d in reversed(chunks[:c.k]) if d.kind != "F" or d.tag not in ("lightnoun", "quant", "dem")), None)
    if at is None or at.kind != "C" or at.definite or at.j != chunks[at.k + 1].i:
        return ""
    return at.prep or (getattr(group[0], "prep", "") if group and group[-1] is at else "")


def bare_craft(c: Chunk) -> bool:
    """«طائرات التحالف», «مدفعية الجيش»: arms told by their kind, without article or nationality, whose owner may stand behind them."""
    return c.kind == "N" and c.names[0].how == "kind" and not c.nisba and bool(c.refs) and c.refs[0].entity.type == "Weapon" and not c.refs[0].mention.text.startswith(ARTICLE)


def copula(c: Chunk, last: Chunk | None) -> bool:
    """«زيارة الأمير هي الأولى»: a pronoun behind a noun, which only joins subject and predicate; the long «إياها» is an object."""
    return c.kind == "N" and c.names[0].kind == "pronoun" and c.end - c.start < 4 and not c.prep and not c.conj and last is not None and last.kind in "NCE"


def predicate(c: Chunk, chunks: Sequence[Chunk]) -> bool:
    """«لقاء هو الأول من نوعه»: what a pronoun behind a noun joins to it."""
    return c.kind == "C" and not c.prep and not c.conj and c.k > 1 and c.j == c.i + 1 and chunks[c.k - 1].j == c.i and copula(chunks[c.k - 1], chunks[c.k - 2])


def described(c: Chunk, last: Chunk | None) -> bool:
    """«سمحت للمفتشين الدوليين بالدخول»: a word with the article behind a group that stands behind a preposition is its adjective."""
    return c.kind == "C" and c.definite and not c.prep and not c.conj and not c.nisba and last is not None and last.kind == "N" and bool(last.prep) and last.names[0].kind == "group" and last.j == c.i


def above(clause: Clause, prep: str, deed: bool = False) -> Head | None:
    """«أعرب خلال مؤتمر جمعهما في باريس عن أسفه»: the verb above a relative clause in which nothing asks for the preposition, where it does; one that only
    carries a `deed` takes it behind any («تعرضت القاعدة التي تضم قوات X لهجوم»)."""
    asks = lambda head: any(use.role(prep) or use.get("takes") == prep for use in head.chunk.uses.values())
    verb = clause.parent.verb if clause.kind == "rel" and clause.verb is not None and clause.parent is not None else None
    if verb is None or prep in verb.slots or not asks(verb) or any(asks(head) for head in clause.heads):
        return None
    light = verb.chunk.uses.get("light")
    return verb if prep in (ABOUT, ON, TO) or deed and light is not None and light.get("takes") == prep and not light.get("links") and verb.chunk.event is None else None


def of_noun(prep: str, group: Sequence[Chunk], last: Chunk) -> bool:
    """Does a prepositional group belong to the noun before it, and to no head?  «حسب بيان للرئاسة» is the source's, «الاتفاق النووي مع إيران» what
    the paper is called, «فصائل من بينها …» one of them."""
    if last.prep == "attribution" and last.kind == "C" or prep == WITH and last.kind == "N" and last.refs and last.refs[0].entity.type == "Document":
        return True
    return prep == BETWEEN and len(group) == 1 and group[0].kind == "N" and group[0].names[0].kind == "pronoun" and group[0].names[0].gender[2:] == "s"


def among(c: Chunk, chunks: Sequence[Chunk]) -> bool:
    """«… بينهم شرطيان», «… بينهم 3 نساء»: does a noun say who some of those told before are?"""
    k = c.k - 1
    while k > 0 and chunks[k].kind == "F" and chunks[k].tag == "quant":
        k -= 1
    return k >= 0 and chunks[k].kind == "N" and chunks[k].prep == BETWEEN and chunks[k].names[0].kind == "pronoun"


def apart(head: Head, between: Sequence[Chunk]) -> bool:
    """Does a noun with an article, no genitive of the event noun nor an adjective, stand between it and «بين …», which then is its own?"""
    own = head.genitive + head.object
    return any(c.kind == "C" and c.tag == "w" and c.definite and not c.prep and not c.conj and c not in own and not c.nisba and c.feminine is None and head.chunk.definite for c in between)


def asking(line: list[Head], prep: str) -> Head:
    """Whose the group behind a preposition is: the nearest head whose frame asks for it, up to a verb that stands between («خلافها لن يؤثر على
    المحادثات»), else the nearest.  Talks whose parties are told leave the partner to the verb that wants one («ناقش المحادثات السورية مع X»)."""
    found: list[Head] = []
    for head in line:
        use = head.chunk.event or head.chunk.uses.get("light") or head.chunk.uses.get("aux") or head.chunk.speech
        if use and (prep in use.args or use.get("takes") == prep) and not (prep == TO and head.verb and TO in head.slots):      # nobody turns to two in a row
            found.append(head)
        if head.verb and not head.chunk.uses.keys() & {"light", "aux", "passive"}:
            break
    if len(found) > 1 and prep == WITH and not found[0].verb and (found[0].genitive or found[0].chunk.nisba) and found[1].verb and found[1].chunk.event is not None and found[1].chunk.event.cls in TALKS and WITH not in found[1].slots:
        return found[1]
    return (found or line)[0]


def wanted_by(line: list[Head], prep: str) -> Head | None:
    """The nearest head any of whose frames asks for an event noun behind the preposition, or the verb that stands between."""
    for head in line:
        if any(use.role(prep) or use.get("takes") == prep for use in head.chunk.uses.values()) or (head.verb and not head.chunk.uses.keys() & {"light", "aux", "passive"}):
            return head
    return None


def goes_on_of(c: Chunk, rel: Clause) -> bool:
    """«التفجيرات التي أودت بحياة …، وجرحت …»: does a coordinated verb agree with the noun of a relative clause, and not with the verb above it?"""
    above = rel.parent.verb.chunk.form
    return c.form.person[2:] == "s" and c.form.person[1] != above.person[1] and bool(rel.antecedent) and is_feminine(rel.antecedent[-1:]) == (c.form.person[1] == "f")


def from_above(c: Chunk, opener: Head, verb: Head) -> bool:
    """Does a coordinated verb go on from the verb that opened the clause, rather than from the clause's own verb?"""
    if c.form.person != opener.chunk.form.person:
        return False
    if verb.chunk.form.tense == "i" and goes_on_with(c, opener):
        return True
    return c.form.person[1:2] != verb.chunk.form.person[1:2] or (c.speech is not None and opener.chunk.speech is not None and verb.chunk.speech is None)


def goes_on_with(c: Chunk, opener: Head) -> bool:
    """Is a coordinated verb told as the one that opened the clause is, of the same person and done: «قال إن الوضع خطير، ودعا …»?"""
    return c.form.person == opener.chunk.form.person and c.form.tense == opener.chunk.form.tense == "p"


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
