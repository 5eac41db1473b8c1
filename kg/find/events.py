"""Heads → events: which words tell a happening of their own, with type, roles, status and the words that make it so."""
from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from kg.arabic import AGAINST, BETWEEN, BY, FOR, FROM, IN, INVITED, ON, TO
from kg.find.cast import Roles
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.fitting import FORCE
from kg.find.heads import OWED, Clause, Head
from kg.find.roles import JOINT, Roler
from kg.find.sentence import Sentence
from kg.find.status import status_of, told_of
from kg.find.subjects import calls, subject_of
from kg.find.told import marching, natural, passing, plover_of, unreal
from kg.lexicon import Use
from kg.model import Ref, Span

ACCORDS = frozenset({"Agreement", "CeasefireAgreement"})
APART = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "CONSULT"})      # told apart even as the genitive of another event
TOLD_OF = frozenset({"ACCUSE", "REQUEST", "THREATEN", "REJECT", "SUPPORT"})      # acts of speech, and what they are about
HURT = frozenset({"Killing", "Injury", "Destruction"})       # what nature does as well
OFFICES = frozenset({"GOV", "LEG", "PTY", "JUD", "REL", "OPP"})       # of people who attack in words; of bodies and groups only VOICES do
VOICES = frozenset({"LEG", "PTY", "MED", "NGO", "JUD", "EDU", "BUS"})
HIT = frozenset({"MIL", "COP", "REB", "UAF", "CVL", "LAB", "REF"})     # whom one attacks with one's hands


class Found(NamedTuple):
    """An event of one sentence before its date and its place in the discourse are known."""
    head: Head
    use: Use
    roles: Roles
    status: str
    modality: str | None
    cues: tuple[Span, ...]
    sources: tuple[Ref, ...]
    rule: str
    confidence: float
    passing: bool = False      # only mentioned beside what the sentence tells


def find_events(s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """The events of a parsed sentence, in the order of their words."""
    roler.heads = parse.heads
    kept = [h for h in parse.heads if h.chunk.event is not None and not _absorbed(h, s) and not _naming(h, h.chunk.event, s) and not _pointing(h, parse) and not _called(h)]
    out = []
    for head in kept:
        use = head.chunk.event
        if _same_blow(head, s) or use.cls in HURT and natural(head, s):
            continue
        if (paper := _left_paper(head, use, parse)) is not None:
            use = replace(use, cls="TreatyWithdrawal")
        roles = roler.roles(head, use)
        if paper is not None:
            roles.recipient, roles.place = [r for p in paper for r in roler.named_in(p) if r.entity.id not in {x.entity.id for x in roles.actor}], []
        for child in head.governs:
            if _same_blow(child, s):
                inner = roler.roles(child, child.chunk.event, governed=False)
                roles.actor = roles.actor or inner.actor
                roles.weapon, roles.place = roles.weapon or inner.weapon, roles.place or inner.place
        for child in head.governs:
            if child.chunk.event is not None and _absorbed(child, s):
                inner = roler.roles(child, child.chunk.event)
                if child.role == FROM and plover_of(s, use) == "ACCUSE":      # «مخاوف من استعدادات X»: of him, and not his
                    inner.recipient, inner.actor = inner.actor or inner.recipient, []
                _merge(roles, inner, use, child.chunk.event, plover_of(s, use) in ("SANCTION", "REJECT"))
        use = _closer(_in_words(_in_the_street(use, roles, s), roles), head, s)
        status, modality, cues = ("actual", None, ()) if told_of(head, parse) else status_of(head, s)
        turned = use.get("negated")
        if turned and status == "negated" and modality != "denied":
            use, status = replace(use, cls=turned), "actual"      # «لن توافق على الخطة» refuses it
        elif turned == use.cls:
            continue                                         # «سمح لهم بالدخول»: only «لن يسمح» refuses
        if status == "actual" and plover_of(s, use) in FORCE:
            status = unreal(head, s, parse) or status
        rule = _rule(head)
        out.append(Found(head, use, roles, status, modality or use.get("modality") or None, cues, _sources(head, roler, parse), rule, _confidence(head, use, roles), plover_of(s, use) in FORCE and passing(head, s, parse)))
        out += _invited(out[-1], s, parse, roler)
    out += [f for h in parse.heads if (f := _operation(h, s, parse, roler)) is not None]
    return out + [f for h in parse.heads if (f := _judged(h, s, parse, roler)) is not None] + [f for c in parse.clauses if (f := _owed(c, s, parse, roler)) is not None] + [f for h in parse.heads if (f := _asked(h, s, parse, roler)) is not None] + [f for c in parse.clauses if (f := _at_fault(c, s, parse, roler)) is not None]


def _invited(f: Found, s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """«زيارة … بدعوة من نظيره», «اجتماع بدعوة من …»: that he was invited is told as well."""
    group = f.head.slots.get(INVITED)
    if not group or plover_of(s, f.use) != "CONSULT":
        return []
    at = parse.chunks[group[0].k - 1].j
    c = Chunk("E", at, at + 1, s.tokens[at].start, s.tokens[at].end)
    use = replace(f.use, source="event", cls="Invitation", args={"subject": "actor"}, near=frozenset(), not_near=frozenset(), weak=False, extra={})
    c.told(f.head.chunk.form, {"event": use})
    c.k, c.quoted = group[0].k, group[0].quoted
    roles = Roles()
    roles.add("actor", roler.refs(group))
    own = {x.entity.id for x in roles.actor}
    roles.add("recipient", [x for x in f.roles.actor if x.entity.id not in own])
    return [Found(Head(c, Clause("main")), use, roles, "actual", None, (), f.sources, "invitation", 0.7)] if roles.actor and roles.recipient else []


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
    return Found(head, use, roles, status, modality, cues, _sources(head, roler, parse), "operation", _confidence(head, use, roles), passing(head, s, parse))


def _judged(head: Head, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«وصف الحادث بأنه جريمة», «اعتبر أن الانسحاب خاطئ»: a description in words of blame is criticism."""
    use = head.chunk.speech
    if use is None or use.get("stance") != "describes" or head.chunk.event is not None or _naming(head, use, s):
        return None
    blame = next((c for c in parse.chunks[head.chunk.k + 1:] if c.kind in "CE" and not c.bare_words(s).isdisjoint(s.lexicon.negative)), None)
    if blame is None:
        return None
    roles = Roles()
    roles.add("actor", [x for x in (roler.subject(head) if head.verb else roler.predicated(head)) if x.how != "nationality"])
    own = {x.entity.id for x in roles.actor}
    between = [c for c in parse.chunks[head.chunk.k + 1:blame.k]]
    blamed = roler.refs(head.object) or roler._owners(head.object) or next((found for h in parse.heads if h.chunk in between and h.clause.kind != "rel" and h.chunk.event is not None and (found := roler.roles(h, h.chunk.event, governed=False).actor)), [])
    roles.add("recipient", [x for x in blamed if x.entity.id not in own])
    criticism = replace(use, source="event", cls="Criticism", args={"subject": "actor"}, weak=False)
    status, modality, cues = status_of(head, s)
    return Found(head, criticism, roles, status, modality, (*cues, s.span(blame.start, blame.end)), (), "judgement", 0.6)


def _owed(clause: Clause, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«قال إن على X أن تفي بالتزاماتها», «قال إن من الضروري أن تفي X بها»: what is owed is demanded by him who says so."""
    opener, verb = clause.opener, clause.verb
    owed = next((f for f in (verb.flags if verb is not None else [*clause.pending, *(f for h in clause.heads for f in h.flags)]) if f.tag.startswith(OWED)), None) if clause.kind == "sub" and opener is not None else None
    if owed is None or any(plover_of(s, h.chunk.event) == "REQUEST" for h in (opener, verb) if h is not None):
        return None
    who = clause.owing                                   # «على» stands before him who owes
    first, at = (who[0].k, who[0].i - 1) if who else (owed.k, owed.i)
    if at < 0 or verb is None and not who or first > 0 and parse.chunks[first - 1].tag == "neg":
        return None
    c = Chunk("E", at, at + 1, s.tokens[at].start, s.tokens[at].end if who else owed.end)
    use = Use("event", "", "Demand", {"subject": "actor"}, frozenset(), frozenset(), frozenset(), frozenset(), False, {"modality": "demanded"}, (opener.chunk.speech or opener.chunk.event or next(iter(opener.chunk.uses.values()))).where)
    c.told(opener.chunk.form, {"event": use})
    c.k, c.quoted = who[-1].k if who else owed.k, who[0].quoted if who else owed.quoted
    head, roles = Head(c, clause), Roles()
    sources = _sources(head, roler, parse)
    roles.add("actor", sources)
    said = {x.entity.id for x in sources}
    theirs = who if verb is None else subject_of(verb) if verb.chunk.form.voice == "a" else []
    roles.add("recipient", [x for x in roler.refs(theirs) if x.entity.type != "Place" and x.entity.id not in said])
    return Found(head, use, roles, "actual", "demanded", (), sources, "owed", 0.6) if roles.actor else None


def _asked(head: Head, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«نريد من X أن تفي بتعهداتها», «نتوقع من X خطوات»: what is wanted or awaited of somebody is asked of him."""
    asks = next((prep for u in head.chunk.uses.values() if (prep := u.get("asks"))), None) if head.verb and head.chunk.event is None else None
    group = head.slots.get(asks) if asks else None
    if not group or group[0].kind != "N" or any(c.kind in "VESWC" for c in parse.chunks[head.chunk.k + 1:group[0].k]) or any(f.tag == "neg" for f in head.flags):
        return None
    roles = Roles()
    roles.add("actor", [x for x in roler.subject(head) if x.how != "nationality"])
    roles.add("recipient", [x for x in roler.refs(group) if x.entity.type != "Place"] or [roler.of_state(x) for x in roler.refs(group, acting=False)])
    own = {x.entity.id for x in roles.actor}
    if not roles.actor or not roles.recipient or any(x.entity.id in own for x in roles.recipient):
        return None
    use = replace(next(iter(head.chunk.uses.values())), source="event", cls="Demand", args={"subject": "actor"}, near=frozenset(), not_near=frozenset(), weak=False, extra={"modality": "demanded"})
    return Found(head, use, roles, "actual", "demanded", (), _sources(head, roler, parse), "asked", 0.6)


def _at_fault(clause: Clause, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«قال إن X مسؤولة عن …», «اعتبر أن X متورطة في …»: a clause without a verb that says who did wrong blames him."""
    opener, group = clause.opener, clause.pre[0] if clause.pre else []
    if clause.kind != "sub" or clause.verb is not None or opener is None or not group or group[0].kind != "N":
        return None
    fault = next((c for c in parse.chunks[group[0].k + 1:group[-1].k + 5] if c.kind != "F" and c not in group or c.tag == "neg"), None)
    if fault is None or fault.kind not in "CEN" or fault.prep or fault.conj or fault.bare_words(s).isdisjoint(s.lexicon.at_fault):
        return None
    roles = Roles()
    roles.add("recipient", [x for x in roler.refs(group) if x.entity.type != "Place"])
    c = Chunk("E", fault.i, fault.j, fault.start, fault.end)
    use = Use("event", "", "Accusation", {"subject": "actor"}, frozenset(), frozenset(), frozenset(), frozenset(), False, {}, next(iter(opener.chunk.uses.values())).where)
    c.told(opener.chunk.form, {"event": use})
    c.k, c.quoted = fault.k, fault.quoted
    head = Head(c, clause)
    sources = _sources(head, roler, parse)
    blamed = {x.entity.country or x.entity.id for x in roles.recipient}
    roles.add("actor", [x for x in sources if (x.entity.country or x.entity.id) not in blamed])
    return Found(head, use, roles, "actual", None, (), sources, "at-fault", 0.6) if roles.actor and roles.recipient else None


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


def _naming(head: Head, use: Use, s: Sentence) -> bool:
    """«من وصفهم بالإرهابيين»: is somebody only called so, in passing?"""
    c = head.chunk
    return head.verb and c.form.pron[:1] == "3" and c.i > 0 and s.tokens[c.i - 1].fold in s.lexicon.whoever and (use.cls == "Criticism" or use.source == "speech")


def _called(head: Head) -> bool:
    """«اعتبرته تدخلا في شؤونها»: what something is called is no happening that he who says so has part in."""
    g = head.governor
    return not head.verb and g is not None and g.verb and bool(g.chunk.form.pron) and head.role == "post" and not head.chunk.definite and calls(g)


def _pointing(head: Head, parse: Parse) -> bool:
    """«نوه إلى أن …»: a word of praise that is also one of saying, with a clause for what is said and nothing that is praised."""
    return head.chunk.event.cls == "Praise" and head.chunk.speech is not None and BY not in head.slots and any(c.kind == "sub" and c.opener is head for c in parse.clauses)


def _closer(use: Use, head: Head, s: Sentence) -> Use:
    """An agreement is of the kind that the words absorbed into it tell: «توصل … إلى … هدنة» is a ceasefire agreed."""
    if use.cls != "Agreement":
        return use
    below = [c.chunk.event for c in head.governs if c.chunk.event is not None and c.role in ("post", "genitive", TO, ON, FOR, *s.lexicon.about) and _absorbed(c, s)]
    below += [d.chunk.event for c in head.governs if c.chunk.event is not None and _absorbed(c, s) for d in c.governs if d.chunk.event is not None]
    return replace(use, cls="CeasefireAgreement") if any(u.cls in ("Ceasefire", "CeasefireAgreement") for u in below) else use


def _in_the_street(use: Use, roles: Roles, s: Sentence) -> Use:
    """What demonstrators do is protest: their attack is a riot, their siege a road blocked, and people who protest demonstrate."""
    instead = s.lexicon.instead.get(use.cls)
    if instead is None or not roles.actor:
        return use
    cls, sectors = instead
    return replace(use, cls=cls) if all(r.entity.type == "Group" and r.entity.sector in sectors or marching(r, s.lexicon) for r in roles.actor) else use


def _in_words(use: Use, roles: Roles) -> Use:
    """«هاجم الرئيس المعارضة», «شن الحزب هجوما على الحكومة»: who holds an office or speaks for a party attacks in words, unless it is a state or with a weapon."""
    if use.cls != "Attack" or not roles.actor:
        return use
    talkers = all(r.entity.sector in OFFICES if r.entity.type == "Person" else r.entity.sector in VOICES for r in roles.actor)
    if not talkers or roles.weapon or roles.place or any(r.entity.type in ("State", "Place") or r.entity.sector in HIT for r in roles.recipient):
        return use
    return replace(use, cls="Criticism")


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
    if mine.cls == theirs.cls == "Visit" and head.role == IN:
        return True                                        # «وصل … في زيارة»
    if mine.cls in JOINT and (theirs.cls == "Visit" or head.role == IN and theirs.cls == "TalksFailure"):
        return False                                       # «وصل للقاء الأمير», «أخفقا في محادثات جرت بينهما»
    if plover_of(s, mine) == "ASSAULT" and head.role == IN and BETWEEN in head.slots:
        return False                                       # «سقط قتلى في مواجهات بين X وY»
    close = head.role in ("post", "genitive") or head.role == governor.chunk.uses.get("light", theirs).get("takes", "-") or theirs.role(head.role) is not None
    if not close or head.role in s.lexicon.temporal:
        return False
    if head.role == "post" and head.chunk in governor.subject:
        return False
    same = plover_of(s, mine) == plover_of(s, theirs)
    named = bool(head.chunk.bare_words(s) & set(theirs.near)) if theirs.near else False
    chained = not governor.verb and head.role == "genitive" and plover_of(s, mine) not in APART
    apart = mine.weak and (head.slots or head.genitive or head.object or not head.chunk.form.pron) and plover_of(s, mine) in APART | {"AID"} and plover_of(s, theirs) in TOLD_OF      # «اتهمها بفرض حصار على المدينة»
    return named or mine.weak and not apart or chained or (same and head.role in ("post", "genitive"))


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


def _sources(head: Head, roler: Roler, parse: Parse) -> tuple[Ref, ...]:
    """Who says so: the speaker of the clause it stands in; of quoted words without one, the last speaker."""
    clause, steps = head.clause, 0
    while clause is not None and steps < 8:
        opener = clause.opener
        if clause.kind == "sub" and opener is not None and opener.chunk.speech is not None:
            return roler.speakers(opener)
        clause, steps = clause.parent, steps + 1
    if head.chunk.quoted:
        return roler.discourse.speaker()
    return parse.attributed


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
