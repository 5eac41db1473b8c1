"""Heads → events: which words tell a happening of their own, with type, roles, status and the words that make it so."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.arabic import AGAINST, BETWEEN, BY, FOR, FROM, IN, ON, TO, WITH
from kg.find.asides import invited, mediated, undone
from kg.find.attitudes import attitudes
from kg.find.cast import Roles
from kg.find.clauses import Parse
from kg.find.fitting import FORCE
from kg.find.found import Found, naming, sources
from kg.find.heads import Head, calls
from kg.find.pairs import STRUCK
from kg.find.roles import JOINT, Roler
from kg.find.sentence import Sentence
from kg.find.status import status_of, told_of
from kg.find.told import in_the_street, in_words, natural, passing, plover_of, resolved, to_where, unreal
from kg.lexicon import Use
from kg.model import Ref

ACCORDS = frozenset({"Agreement", "CeasefireAgreement"})
TRUCES = frozenset({"Ceasefire", "CeasefireAgreement", "CeasefireDeclaration"})
APART = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "CONSULT"})      # told apart even as the genitive of another event
TOLD_OF = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT", "SUPPORT"})      # acts of speech, and what they are about
TOLD = TOLD_OF | {"AGREE"}       # and what nobody does but he who says it
BARE = frozenset({"Attack", "Demonstration"})      # told of an attack or march by a verb that says no more of it
DECREED = frozenset({"COERCE", "SANCTION"})      # what judges and governments order, and is done by that
HURT = frozenset({"Killing", "Injury", "Destruction"})       # what nature does as well


def find_events(s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """The events of a parsed sentence, in the order of their words."""
    roler.heads = parse.heads
    kept = [h for h in parse.heads if h.chunk.event is not None and not _absorbed(h, s) and not naming(h, h.chunk.event, s) and not _pointing(h, parse) and not _called(h) and not _theirs(h, parse)]
    out: list[Found] = []
    struck_by = {id(k): _aimed(k, kept, s) for k in kept}      # by head of force: the verbs that only say whom it struck
    told = [h for aims in struck_by.values() for h in aims]
    for head in kept:
        use = head.use
        if head in told or _same_blow(head, s) or use.cls in HURT and natural(head, s) or any(resolved(c) and plover_of(s, c.chunk.event) in FORCE for c in head.governs):
            continue                                         # «عازم على القصف» tells the force to come
        if (paper := _left_paper(head, use, parse)) is not None:
            use = replace(use, cls="TreatyWithdrawal")
        roles = roler.roles(head, use)
        if use.cls in STRUCK:                                # «قتل خمسة من أعضاء مجلس إنقاذ ديالى»: a place is where, and nobody who dies
            roles.add("place", [r for r in roles.recipient if r.entity.type == "Place"])
            roles.recipient = [r for r in roles.recipient if r.entity.type != "Place"]
        if paper is not None:
            roles.recipient, roles.place = [r for p in paper for r in roler.named_in(p) if r.entity.id not in {x.entity.id for x in roles.actor}], []
        for child in head.governs:
            if _same_blow(child, s):
                inner = roler.roles(child, child.use, governed=False)
                roles.actor = roles.actor or inner.actor
                roles.weapon, roles.place = roles.weapon or inner.weapon, roles.place or inner.place
        aims = struck_by[id(head)]
        for verb in aims:
            struck = roler.roles(verb, verb.use, governed=False)
            roles.add("recipient", struck.recipient if not roles.recipient else ())
            roles.place, roles.object, roles.weapon = roles.place or struck.place, roles.object or struck.object, roles.weapon or struck.weapon
        parts = [c for c in head.governs if c.chunk.event is not None and _absorbed(c, s)]
        parts += [g for c in parts for g in c.governs if g.role == "genitive" and g.chunk.event is not None and _absorbed(g, s)]      # «أرسلت قافلة مساعدات إلى X»
        for child in parts:
            if (plover_of(s, use), plover_of(s, child.chunk.event)) != ("PROTEST", "SUPPORT"):      # «مسيرات تضامنا مع X»
                inner = roler.roles(child, child.use)
                if use.cls == "Battle" and child.chunk.event.cls not in JOINT:      # «صد هجوما لX»: X, whose attack it is, is driven back
                    inner.recipient, inner.actor = inner.actor, []
                    roles.recipient = []
                    roles.add("recipient", inner.recipient)
                if child.role == FROM and plover_of(s, use) == "ACCUSE":      # «مخاوف من استعدادات X»: of him, and not his
                    inner.recipient, inner.actor = inner.actor or inner.recipient, []
                if use.cls == "Denial" and plover_of(s, child.chunk.event) != "ACCUSE":      # «نفت تزويد X بالسلاح»: to nobody
                    inner.recipient = []
                if plover_of(s, use) == "REJECT" and plover_of(s, child.chunk.event) == "REQUEST":      # «تجاهلت دعوة X إلى التفاوض مع Y»: X
                    inner.recipient, inner.actor = inner.actor, []
                if plover_of(s, use) == "REQUEST":               # «طلبت الشركات من X فرض حصار»: X is to do it, and does not ask
                    inner.actor = [x for x in inner.actor if x.entity.id not in {r.entity.id for r in roles.recipient}]
                if head.verb and not roles.actor and plover_of(s, use) in TOLD and use.cls not in JOINT:      # «يقبلون بوجود علاقة بين X وY»
                    inner.actor = []
                _merge(roles, inner, use, child.use, plover_of(s, use) in ("SANCTION", "REJECT"))
        if head.verb and use.cls in BARE and (own := next((h for h in head.governs if h.chunk in head.subject and plover_of(s, h.chunk.event) in (plover_of(s, use), "COERCE")), None)) is not None:
            inner, use, told = roler.roles(own, own.use, governed=False), replace(use, cls=own.use.cls), [*told, own]      # «خرجت مسيرات», «استهدفت هجمات سيبرانية …»
            if use.role("object") == "recipient" and not (head.object or own.object or own.chunk.form.pron or head.chunk.form.pron):      # «استهدف هجوم مقر الشرطة»: what stands behind the noun is the verb's object
                aimed_at = [x for x in roler.refs(own.genitive) + roler._owners(own.genitive) if x.entity.type not in ("Place", "Weapon")]
                inner.actor = [x for x in inner.actor if all(x.entity.id != y.entity.id for y in aimed_at)]
                inner.recipient = aimed_at or inner.recipient
            roles.actor, roles.place = roles.actor or inner.actor, roles.place or inner.place
            roles.add("recipient", inner.recipient or (roles.place if plover_of(s, use) == "COERCE" else ()))
        if use.cls == "Order" and roles.actor and (all(r.entity.sector == "JUD" for r in roles.actor) or not roler.refs(head.object) and all(r.entity.sector == "GOV" for r in roles.actor)) and (deed := next((h for h in head.governs if plover_of(s, h.chunk.event) in DECREED), None)) is not None:
            inner = roler.roles(deed, deed.use, governed=False)      # «أمرت محكمة بحبس فلان»: it is done to him
            use, roles.recipient, told = replace(use, cls=deed.use.cls), inner.recipient, [*told, deed]
        use = undone(head, _closer(to_where(in_words(in_the_street(use, roles, s), roles), roles), head, s), s, parse)
        status, modality, cues = ("actual", None, ()) if told_of(head, parse) else status_of(head, s)
        turned = use.get("negated")
        if turned and status == "negated" and modality != "denied":
            use, status = replace(use, cls=turned), "actual"      # «لن توافق على الخطة» refuses it
            if turned == "Criticism":                        # «لم يلتزم X بالاتفاق»: he who says so blames X
                use, roles.recipient, roles.actor = replace(use, args={"subject": "blamed"}), roles.actor, []
        elif turned == use.cls:
            continue                                         # «سمح لهم بالدخول»: only «لن يسمح» refuses
        if status in ("actual", "future") and plover_of(s, use) in FORCE and (less := unreal(head, s, parse)) and (status == "actual" or less == "negated"):
            status = less
        rule = _rule(head) if not aims or head.chunk.definite else "light-verb"      # «هجوم استهدف …» tells a new one
        out.append(Found(head, use, roles, status, modality or use.get("modality") or None, cues, sources(head, roler, parse), rule, _confidence(head, use, roles), plover_of(s, use) in FORCE and passing(head, s, parse) and all(h.chunk.form.tense == "i" or passing(h, s, parse) for h in aims)))
        out += invited(out[-1], s, parse, roler)
    out += mediated(out, s, parse, roler)
    out += [f for h in parse.heads if (f := _operation(h, s, parse, roler)) is not None]
    return out + attitudes(s, parse, roler)


def _operation(head: Head, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«أطلقت تركيا عملية نبع السلام ضد …»: an operation called by its name, behind a support verb, is under way as one without a name would be."""
    light = head.chunk.uses.get("light") if head.verb else None
    if light is None or light.get("takes") != "object" or head.chunk.event is not None or head.chunk.speech is not None:
        return None
    named = next((x for x in roler.refs(head.object) if x.entity.type == "MilitaryOperation"), None)
    if named is None:
        return None
    use = replace(light, source="event", cls="MilitaryOperation", args={"subject": "actor", ON: "recipient", AGAINST: "recipient", IN: "place"}, near=frozenset(), not_near=frozenset(), weak=False, extra={})
    roles = roler.roles(head, use, governed=False)
    roles.object = named
    status, modality, cues = status_of(head, s)
    return Found(head, use, roles, status, modality, cues, sources(head, roler, parse), "operation", _confidence(head, use, roles), passing(head, s, parse))


def _left_paper(head: Head, use: Use, parse: Parse) -> tuple[Ref, ...] | None:
    """«أشاد بالاتفاق النووي رغم انسحاب X منه»: the paper that «منه» means, told of last; () where it has no name, None where there is none."""
    left = head.slots.get(FROM, []) if use.cls == "Withdrawal" else []
    if len(left) != 1 or left[0].kind != "N" or left[0].names[0].kind != "pronoun":
        return None
    for c in reversed(parse.chunks[:head.chunk.k]):
        if c.event is not None and c.event.cls in ACCORDS:
            return ()
        if c.kind == "N" and c.refs and c.names[0].kind != "pronoun" and c.refs[0].entity.type != "Place":
            return c.refs[:1] if c.refs[0].entity.type == "Document" else None
    return None


def _theirs(head: Head, parse: Parse) -> bool:
    """«أمهلت قادة الانقلاب», «منفذو الهجوم»: a deed by which people are called, right behind a word for them, is not told again."""
    c, before = head.chunk, parse.chunks[head.chunk.k - 1] if head.chunk.k else None
    return not head.verb and c.definite and not c.form.pron and not c.prep and not c.conj and before is not None and before.kind == "N" and before.names[0].kind == "group" and before.names[0].number == "p" and not before.definite and not before.names[0].of and before.j == c.i


def _called(head: Head) -> bool:
    """«اعتبرته تدخلا في شؤونها»: what something is called is no happening that he who says so has part in."""
    g, opener = head.governor, head.clause.opener
    if not head.verb and head.clause.kind == "sub" and head.clause.verb is None and head.clause.pronoun and head is head.clause.heads[0] and not head.chunk.prep and opener is not None and opener.chunk.speech is not None and opener.chunk.speech.get("stance") == "describes":
        return True                                      # «وصف البيان بأنه تدخل في شؤونها»
    return not head.verb and g is not None and g.verb and bool(g.chunk.form.pron) and head.role == "post" and not head.chunk.definite and calls(g)


def _pointing(head: Head, parse: Parse) -> bool:
    """«نوه إلى أن …»: a word of praise that is also one of saying, with a clause for what is said and nothing that is praised."""
    return head.chunk.event.cls == "Praise" and head.chunk.speech is not None and BY not in head.slots and any(c.kind == "sub" and c.opener is head for c in parse.clauses)


def _closer(use: Use, head: Head, s: Sentence) -> Use:
    """An agreement is of the kind that the words absorbed into it tell: «توصل … إلى … هدنة» is a ceasefire agreed."""
    if use.cls != "Agreement":
        return use
    within = {"post", "genitive", TO, ON, FOR} | s.lexicon.about
    below = [c.chunk.event for c in head.governs if c.chunk.event is not None and c.role in within and _absorbed(c, s)]
    below += [d.chunk.event for c in head.governs if c.chunk.event is not None and _absorbed(c, s) for d in c.governs if d.chunk.event is not None]
    return replace(use, cls="CeasefireAgreement") if any(u.cls in ("Ceasefire", "CeasefireAgreement") for u in below) else use


def _absorbed(head: Head, s: Sentence) -> bool:
    """Is the event word only part of its governor's event: «وقع اتفاقا», «فرض عقوبات», «قام بزيارة»?"""
    governor = head.governor
    if head.verb or head.deep or governor is None or governor.chunk.event is None or governor is head:
        return False
    mine, theirs = head.chunk.event, governor.chunk.event
    if theirs.cls == "MeetingRequest" and mine.cls in JOINT and head.role in ("post", "genitive", BY, TO):
        return True                                        # «طلبت عقد الجلسة»
    if theirs.cls in ACCORDS and (mine.cls in ACCORDS or mine.cls == "Ceasefire" or (head.role in s.lexicon.about and not head.chunk.form.pron)):
        return True                                        # «توصل … إلى اتفاق حول وقف إطلاق النار» is one agreement
    if theirs.cls == mine.cls == "CrowdControl" and head.role in s.lexicon.goals:
        return True                                        # «استخدمت الشرطة الغاز لتفريق المتظاهرين» is one thing done
    if theirs.cls in ("CeasefireViolation", "CeasefireDeclaration") and mine.cls in TRUCES and head.role in ("post", "genitive", BY):
        return True                                        # «انهارت الهدنة بين X وY», «خرق اتفاق وقف النار»
    if mine.cls == theirs.cls == "Visit" and head.role == IN:
        return True                                        # «وصل … في زيارة»
    if theirs.cls == "TalksFailure" and mine.cls in ACCORDS and head.role == IN:
        return True                                        # «فشل المجلس في الاتفاق على بيان»
    if mine.cls in JOINT and (theirs.cls == "Visit" or head.role == IN and theirs.cls == "TalksFailure"):
        return False                                       # «وصل للقاء الأمير», «أخفقا في محادثات جرت بينهما»
    if plover_of(s, mine) == "ASSAULT" and head.role == IN and (BETWEEN in head.slots or WITH in head.slots and mine.cls in JOINT):
        return False                                       # «سقط قتلى في مواجهات بين X وY»
    if head.role == FOR and BETWEEN in head.slots and plover_of(s, mine) == "COOPERATE" and (theirs.cls in ("Signing", "Agreement") or plover_of(s, theirs) == "COOPERATE"):
        return True                                        # «اتفاقية للتعاون بين X وY» is the accord of these two
    close = head.role in ("post", "genitive") or head.role == governor.chunk.uses.get("light", theirs).get("takes", "-") or theirs.role(head.role) is not None
    if not close or head.role in s.lexicon.temporal:
        return False
    if head.role == "post" and head.chunk in governor.subject:
        return False
    same = plover_of(s, mine) == plover_of(s, theirs)
    named = bool(head.chunk.bare_words(s) & set(theirs.near)) if theirs.near and not (theirs.cls in HURT and mine.cls not in HURT and same) else False      # «أصيب عشرة في غارات» were hurt by them
    chained = not governor.verb and head.role == "genitive" and plover_of(s, mine) not in APART
    apart = mine.weak and (head.slots or head.genitive or head.object or not head.chunk.form.pron) and plover_of(s, mine) in APART | {"AID"} and plover_of(s, theirs) in TOLD_OF      # «اتهمها بفرض حصار على المدينة»
    return named or mine.weak and not apart or chained or (same and head.role in ("post", "genitive"))


def _aimed(head: Head, heads: Sequence[Head], s: Sentence) -> list[Head]:
    """«تفجير استهدف حافلة», «الهجوم الذي طال السفارة»: the verbs that say of a noun of force only whom it struck, and tell nothing else."""
    if head.verb or plover_of(s, head.use) != "ASSAULT":
        return []
    return [h for h in heads if h.verb and h.antecedent and h.antecedent[-1] is head.chunk and h.subject and h.subject[-1] is head.chunk and h.clause.kind == "rel" and not h.resumes
            and h.use.cls in ("Attack", head.use.cls) and plover_of(s, h.use) == "ASSAULT" and not any(f.tag == "neg" for f in h.flags)]


def _same_blow(head: Head, s: Sentence) -> bool:
    """«إسقاط القاذفة … نتيجة استهدافها بصاروخ»: force told again by a pronoun is the same happening, told more closely."""
    g = head.governor
    return (not head.verb and bool(head.chunk.form.pron) and g is not None and g is not head and not g.verb and g.chunk.event is not None and not head.chunk.nisba
            and plover_of(s, head.chunk.event) == plover_of(s, g.chunk.event) == "ASSAULT")


def _merge(roles: Roles, inner: Roles, use: Use, absorbed: Use, against: bool) -> None:
    """Adds what an absorbed word knows to its governor's roles, where these are empty; `against` says that a partner has it done to him."""
    if not roles.recipient and use.cls not in JOINT:     # «ناقشا سبل التعاون ضد X»: not with him
        roles.add("recipient", inner.recipient)
    if against and use.cls not in JOINT and absorbed.cls in JOINT and len(inner.actor) == 1 and not inner.recipient:
        roles.add("recipient", [x for x in inner.actor if x.entity.id not in {a.entity.id for a in roles.actor}])      # «إلغاء الاتفاق مع X» is done to X
        inner.actor = []
    if (not roles.actor and use.cls not in JOINT) or (use.cls in JOINT and absorbed.cls in JOINT and len(roles.actor) < 2):
        roles.add("actor", inner.actor)
    elif not roles.recipient and not inner.recipient and use.cls not in JOINT:
        roles.add("recipient", [x for x in inner.actor if x.entity.id not in {a.entity.id for a in roles.actor}])
    roles.place += [x for x in inner.place if x.entity.id not in {p.entity.id for p in roles.place}]
    roles.object = roles.object or inner.object


def _rule(head: Head) -> str:
    if head.verb:
        return "verb"
    g = head.governor
    if g is not None and g.chunk.uses.keys() & {"light", "passive", "aux"} and g.chunk.event is None:
        return "light-verb"
    return "verbal-noun"


def _confidence(head: Head, use: Use, roles: Roles) -> float:
    """How sure: a frame whose wanted neighbour stood there, a named actor and a named recipient each add to a sober start."""
    sure = 0.55 + 0.1 * bool(use.near) + 0.12 * bool(roles.actor) + 0.12 * bool(roles.recipient) - 0.15 * use.weak + 0.05 * head.verb
    return round(min(sure, 0.95), 2)
