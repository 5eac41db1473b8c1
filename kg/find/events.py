"""Heads → events: which words tell a happening of their own, with type, roles, status and the words that make it so."""
from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from kg.arabic import ABOUT, BY, FOR, FROM, IN, INVITED, ON, TO
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.heads import Clause, Head
from kg.find.roles import JOINT, Roler, Roles, impersonal
from kg.find.sentence import Sentence
from kg.find.told import FORCE, passing, plover_of
from kg.lexicon import Use
from kg.model import Ref, Span

ACCORDS = frozenset({"Agreement", "CeasefireAgreement"})
APART = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "CONSULT"})      # told apart even as the genitive of another event
COMMITS = {"AGREE": ("future", "promised"), "THREATEN": ("future", None), "REQUEST": ("hypothetical", "demanded"), "REJECT": ("negated", None)}
HOPED = frozenset({"hopes", "expects"})     # stances of a speaker who tells of what is not yet


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
    kept = [h for h in parse.heads if h.chunk.event is not None and not _absorbed(h, s)]
    out = []
    for head in kept:
        use = head.chunk.event
        if _same_blow(head, s):
            continue
        roles = roler.roles(head, use)
        for child in head.governs:
            if _same_blow(child, s):
                inner = roler.roles(child, child.chunk.event, governed=False)
                roles.actor = roles.actor or inner.actor
                roles.weapon, roles.place = roles.weapon or inner.weapon, roles.place or inner.place
        for child in head.governs:
            if child.chunk.event is not None and _absorbed(child, s):
                _merge(roles, roler.roles(child, child.chunk.event), use, child.chunk.event)
        use = _closer(use, head, s)
        status, modality, cues = ("actual", None, ()) if _told_of(head, parse) else _status(head, s)
        if use.cls == "Acceptance" and status == "negated":
            use, status = replace(use, cls="Rejection"), "actual"      # «لن توافق على الخطة» refuses it
        rule = _rule(head)
        out.append(Found(head, use, roles, status, modality or use.get("modality") or None, cues, _sources(head, roler, parse), rule, _confidence(head, use, roles), plover_of(s, use) in FORCE and passing(head, s, parse)))
        out += _invited(out[-1], s, parse, roler)
    return out + [f for h in parse.heads if (f := _judged(h, s, parse, roler)) is not None]


def _invited(f: Found, s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """«زيارة … بدعوة من نظيره», «اجتماع بدعوة من …»: that he was invited is told as well."""
    group = f.head.slots.get(INVITED)
    if not group or plover_of(s, f.use) != "CONSULT":
        return []
    at = parse.chunks[group[0].k - 1].j
    c = Chunk("E", at, at + 1, s.tokens[at].start, s.tokens[at].end)
    use = replace(f.use, source="event", cls="Invitation", args={"subject": "actor"}, near=frozenset(), not_near=frozenset(), weak=False, extra={})
    c.form, c.uses, c.k, c.quoted = f.head.chunk.form, {"event": use}, group[0].k, group[0].quoted
    roles = Roles()
    roles.add("actor", roler.refs(group))
    own = {x.entity.id for x in roles.actor}
    roles.add("recipient", [x for x in f.roles.actor if x.entity.id not in own])
    return [Found(Head(c, Clause("main")), use, roles, "actual", None, (), f.sources, "invitation", 0.7)] if roles.actor and roles.recipient else []


def _judged(head: Head, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«وصف الحادث بأنه جريمة», «اعتبر أن الانسحاب خاطئ»: a description in words of blame is criticism."""
    use = head.chunk.speech
    if use is None or use.get("stance") != "describes" or head.chunk.event is not None:
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
    status, modality, cues = _status(head, s)
    return Found(head, criticism, roles, status, modality, (*cues, s.span(blame.start, blame.end)), (), "judgement", 0.6)


def _closer(use: Use, head: Head, s: Sentence) -> Use:
    """An agreement is of the kind that the words absorbed into it tell: «توصل … إلى … هدنة» is a ceasefire agreed."""
    if use.cls != "Agreement":
        return use
    below = [c.chunk.event for c in head.governs if c.chunk.event is not None and c.role in ("post", "genitive", TO, ON, FOR, *s.lexicon.about) and _absorbed(c, s)]
    below += [d.chunk.event for c in head.governs if c.chunk.event is not None and _absorbed(c, s) for d in c.governs if d.chunk.event is not None]
    return replace(use, cls="CeasefireAgreement") if any(u.cls in ("Ceasefire", "CeasefireAgreement") for u in below) else use


def _absorbed(head: Head, s: Sentence) -> bool:
    """Is the event word only part of its governor's event: «وقع اتفاقا», «فرض عقوبات», «قام بزيارة»?"""
    governor = head.governor
    if head.verb or head.deep or governor is None or governor.chunk.event is None or governor is head:
        return False
    mine, theirs = head.chunk.event, governor.chunk.event
    if theirs.cls in ACCORDS and (mine.cls in ACCORDS or mine.cls == "Ceasefire" or (head.role in s.lexicon.about and not head.chunk.form.pron)):
        return True                                        # «توصل … إلى اتفاق حول وقف إطلاق النار» is one agreement
    if mine.cls == theirs.cls == "Visit" and head.role == IN:
        return True                                        # «وصل … في زيارة»
    if theirs.cls == "Visit" and mine.cls in JOINT:
        return False                                       # «وصل للقاء الأمير»
    close = head.role in ("post", "genitive") or head.role == governor.chunk.uses.get("light", theirs).get("takes", "-") or theirs.role(head.role) is not None
    if not close or head.role in s.lexicon.temporal:
        return False
    if head.role == "post" and head.chunk in governor.subject:
        return False
    same = plover_of(s, mine) == plover_of(s, theirs)
    named = bool(head.chunk.bare_words(s) & set(theirs.near)) if theirs.near else False
    chained = not governor.verb and head.role == "genitive" and plover_of(s, mine) not in APART
    return named or mine.weak or chained or (same and head.role in ("post", "genitive"))


def _same_blow(head: Head, s: Sentence) -> bool:
    """«إسقاط القاذفة … نتيجة استهدافها بصاروخ»: force told again by a pronoun is the same happening, told more closely."""
    g = head.governor
    return (not head.verb and bool(head.chunk.form.pron) and g is not None and g is not head and not g.verb and g.chunk.event is not None and not head.chunk.nisba
            and plover_of(s, head.chunk.event) == plover_of(s, g.chunk.event) == "ASSAULT")


def _merge(roles: Roles, inner: Roles, use: Use, absorbed: Use) -> None:
    """Adds what an absorbed word knows to its governor's roles, where these are empty."""
    if not roles.recipient:
        roles.add("recipient", inner.recipient)
    if (not roles.actor and use.cls not in JOINT) or (use.cls in JOINT and absorbed.cls in JOINT and len(roles.actor) < 2):
        roles.add("actor", inner.actor)
    elif not roles.recipient and not inner.recipient and use.cls not in JOINT:
        roles.add("recipient", [x for x in inner.actor if x.entity.id not in {a.entity.id for a in roles.actor}])
    roles.place += [x for x in inner.place if x.entity.id not in {p.entity.id for p in roles.place}]
    roles.object = roles.object or inner.object


def _status(head: Head, s: Sentence) -> tuple[str, str | None, tuple[Span, ...]]:
    """Did it happen?  From particles before the word, from the verb that governs it, and from the clause it stands in."""
    status, modality, cues = "actual", None, []

    def cue(c: Chunk) -> None:
        cues.append(s.span(c.start, c.end))

    line, h, depth = [head], head.governor if head.verb or not head.chunk.definite or head.role not in s.lexicon.temporal and head.role not in s.lexicon.about else None, 0
    while h is not None and depth < 3:
        if not any(u in h.chunk.uses for u in ("light", "passive", "aux", "event")):
            break
        line.append(h)
        h, depth = h.governor, depth + 1
    for n, h in enumerate(line):
        outer = h.chunk.event if n else None
        if outer is not None and head.role not in s.lexicon.temporal:
            plover = plover_of(s, outer)
            child = line[n - 1]
            if plover in COMMITS and child.role in ("post", "genitive", BY, ON, TO, FOR, ABOUT, FROM) and (impersonal(h, outer) or not (child.role == "post" and child.chunk in h.subject)) and outer.cls not in ("Agreement", "Acceptance"):
                new, mood = COMMITS[plover]
                if status == "actual":
                    status, modality = (new, mood) if new != "negated" else ("hypothetical", None)
                    cue(h.chunk)
        status, modality = _own_marks(h, status, modality, cue, head, s)
        if outer is not None:
            break
    if status == "actual" and head.verb and head.resumes and head.chunk.form.tense == "i" and head.antecedent[-1].kind == "E":
        noun = next((h for h in head.clause.parent.heads if h.chunk is head.antecedent[-1]), None) if head.clause.parent is not None else None
        if noun is not None and noun is not head and _status(noun, s)[0] == "future":
            return "future", modality, tuple(cues)         # «من المقرر أن تبدأ الزيارة التي يلتقي خلالها …»
    status, modality = _clause_marks(head, line[-1] if line[-1].verb else head, s, status, modality, cue)
    return status, modality, tuple(cues)


def _told_of(head: Head, parse: Parse) -> bool:
    """«سيشرح نتائج المحادثات التي أجراها …»: a definite noun of which a clause tells that it was."""
    return not head.verb and head.chunk.definite and any(
        h.resumes and h.verb and head.chunk in h.antecedent and h.chunk.form.tense == "p" and not h.flags and h.chunk.uses.keys() & {"light", "passive"} for h in parse.heads)


def _own_marks(h: Head, status: str, modality: str | None, cue, head: Head, s: Sentence) -> tuple[str, str | None]:
    form = h.chunk.form
    if h.verb and form.future:
        status = "future" if status == "actual" else status
        cue(h.chunk)
    aux = h.chunk.uses.get("aux")
    if aux is not None and (h is not head) and aux.get("status") and "event" not in h.chunk.uses:
        status, modality = aux.get("status"), aux.get("modality") or modality
        cue(h.chunk)
    for carried in h.governs:
        if carried.verb and "aux" in carried.chunk.uses and carried.chunk.uses["aux"].get("status"):
            status, modality = carried.chunk.uses["aux"].get("status"), carried.chunk.uses["aux"].get("modality") or modality
            cue(carried.chunk)
    for f in h.flags:
        if f.tag == "neg" and status != "negated":
            status = "negated"
            cue(f)
        elif f.tag == "fut" and status == "actual":
            status = "future"
            cue(f)
        elif f.tag == "cond":
            status = "hypothetical"
            cue(f)
        elif f.tag.startswith("modal"):
            _, new, mood, wants = (f.tag.split(":") + ["", "", ""])[:4]
            if new == "hypothetical" and mood and not h.verb and h.chunk.definite and not h.chunk.form.pron:
                continue            # «ضرورة الاتفاق» speaks of an agreement that is there
            if wants == "imperfect" and not (h.verb and form.tense == "i"):
                continue
            if status == "actual":
                status, modality = new, mood or modality
                cue(f)
    return status, modality


def _clause_marks(head: Head, told: Head, s: Sentence, status: str, modality: str | None, cue) -> tuple[str, str | None]:
    """What the clause of a word says of its truth; `told` is the verb that tells it, the word itself or a support verb above it."""
    clause = head.clause
    if status != "actual":
        return status, modality
    if clause.kind == "purpose" or (head.verb and head.chunk.form.purpose):
        return "hypothetical", modality
    if not head.verb and head.role == FOR and head.governor is not None and not _takes_it(head.governor, FOR) and plover_of(s, head.governor.chunk.event) != "CONSULT" and not head.chunk.event.cls in ("Visit",):
        if head.governor.verb or head.governor.chunk.event is not None:
            return "hypothetical", modality
    opener = clause.opener
    if clause.kind == "sub" and opener is not None and told is clause.verb:
        outer = opener.chunk.event
        plover = plover_of(s, outer)
        if plover in COMMITS and told.chunk.form.tense == "i":
            cue(opener.chunk)
            new, mood = COMMITS[plover]
            return ("hypothetical" if new == "negated" else new), mood
        aux = opener.chunk.uses.get("aux")
        if aux is not None and aux.get("status"):
            cue(opener.chunk)
            return aux.get("status"), aux.get("modality") or modality
        speech = opener.chunk.speech
        if speech is not None and speech.get("stance") in HOPED and told.chunk.form.tense == "i":
            cue(opener.chunk)
            return "hypothetical", "expected"            # «يأمل أن يتم التوصل إلى اتفاق»
    return status, modality


def _takes_it(governor: Head, prep: str) -> bool:
    """«تعرض لهجوم»: does a support verb take its event noun behind this preposition?"""
    light = governor.chunk.uses.get("light")
    return light is not None and light.get("takes") == prep


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
