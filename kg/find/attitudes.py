"""What speakers think and want of others, where no word of blame, refusal or demand says it: «وصفه بأنه جريمة», «إن على X أن …»,
«نريد من X أن …», «إن X مسؤولة عن …», «إن قصف X جريمة», «لا مكان لـX»."""
from __future__ import annotations

from dataclasses import replace

from kg.arabic import FOR, WITH
from kg.find.cast import Roles
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.found import Found, naming, sources
from kg.find.heads import OWED, Clause, Head
from kg.find.roles import Roler, blaming, impersonal
from kg.find.sentence import Sentence
from kg.find.status import status_of
from kg.find.subjects import subject_of
from kg.find.told import plover_of
from kg.lexicon import Use
from kg.memory import OBSERVERS
from kg.model import Ref

NONE: frozenset[str] = frozenset()
PREDICATE = 7          # chunks behind its subject in which a predicate may stand


def attitudes(s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """The acts of speech of a sentence that are told by its frame."""
    found = [_judged(h, s, parse, roler) for h in parse.heads] + [_owed(c, s, parse, roler) for c in parse.clauses] + [_asked(h, s, parse, roler) for h in parse.heads]
    found += [_at_fault(c, s, parse, roler) for c in parse.clauses if c.kind == "sub" and c.verb is None and c.opener is not None and c.pre and not (c.opener.chunk.speech and c.opener.chunk.speech.get("stance") == "describes")]
    return [f for f in [*found, *_excluded(s, parse, roler)] if f is not None]


def _act(cls: str, opener: Head, at: Chunk, clause: Clause, **extra: str) -> tuple[Head, Use]:
    """A head that stands for an act of speech told by no word of its own, at the words that tell it."""
    use = Use("event", "", cls, {"subject": "actor"}, NONE, NONE, NONE, NONE, False, extra, (opener.chunk.speech or opener.chunk.event or next(iter(opener.chunk.uses.values()))).where)
    c = Chunk("E", at.i, at.j, at.start, at.end)
    c.told(opener.chunk.form, {"event": use})
    c.k, c.quoted = at.k, at.quoted
    return Head(c, clause), use


def _judged(head: Head, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«وصف الحادث بأنه جريمة», «اعتبر أن الانسحاب خاطئ»: a description in words of blame is criticism."""
    use = head.chunk.speech
    if use is None or use.get("stance") != "describes" or head.chunk.event is not None or naming(head, use, s):
        return None
    blame = next((c for c in parse.chunks[head.chunk.k + 1:] if c.kind in "CE" and (not c.bare_words(s).isdisjoint(s.lexicon.negative) or _wrongful(c, parse, s))), None)
    if blame is None or any(c.tag.startswith(OWED) for c in parse.chunks[head.chunk.k + 1:blame.k]):
        return None                                      # «اعتبر أن من الضروري التدخل»
    roles = Roles()
    roles.add("actor", [x for x in (roler.subject(head) if head.verb else roler.predicated(head)) if x.how != "nationality"])
    own = {x.entity.id for x in roles.actor}
    between = parse.chunks[head.chunk.k + 1:blame.k]
    blamed = roler.refs(head.object) or roler._owners(head.object) or next((found for h in parse.heads if h.chunk in between and h.clause.kind != "rel" and h.chunk.event is not None and (found := roler.roles(h, h.use, governed=False).actor)), [])
    deed = next((c.pre[0] if c.pre else subject_of(c.verb) if c.verb is not None else [] for c in parse.clauses if c.opener is head and c.kind == "sub"), [])
    blamed = blamed or roler.refs(deed) or roler._owners(deed)      # «اعتبرت أن موقف X يشكل …»
    roles.add("recipient", [x for x in blamed if x.entity.id not in own and x.entity.type != "Place"])
    criticism = replace(use, source="event", cls="Criticism", args={"subject": "actor"}, weak=False)
    status, modality, cues = status_of(head, s)
    return Found(head, criticism, roles, status, modality, (*cues, s.span(blame.start, blame.end)), (), "judgement", 0.6)


def _wrongful(c: Chunk, parse: Parse, s: Sentence) -> bool:
    """«وصفه بأنه تدخل في شؤونها»: is what something is called a deed of force?"""
    return c.kind == "E" and not c.definite and not c.prep and parse.chunks[c.k - 1].kind == "S" and bool(parse.chunks[c.k - 1].pron) and plover_of(s, c.event) in ("COERCE", "ASSAULT")


def _owed(clause: Clause, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«قال إن على X أن تفي بالتزاماتها», «قال إن من الضروري أن تفي X بها»: what is owed is demanded by him who says so."""
    opener, verb = clause.opener, clause.verb
    owed = next((f for f in (verb.flags if verb is not None else [*clause.pending, *(f for h in clause.heads for f in h.flags)]) if f.tag.startswith(OWED)), None) if clause.kind == "sub" and opener is not None else None
    if opener is None or owed is None or any(plover_of(s, h.chunk.event) == "REQUEST" for h in (opener, verb) if h is not None):
        return None
    who = clause.owing                                   # «على» stands before him who owes
    first, at = (who[0].k, who[0].i - 1) if who else (owed.k, owed.i)
    if at < 0 or verb is None and not (who or any(h.flags for h in clause.heads)) or first > 0 and parse.chunks[first - 1].tag == "neg":
        return None
    mark = Chunk("E", at, at + 1, s.tokens[at].start, s.tokens[at].end if who else owed.end)
    mark.k, mark.quoted = who[-1].k if who else owed.k, who[0].quoted if who else owed.quoted
    head, use = _act("Demand", opener, mark, clause, modality="demanded")
    roles = Roles()
    speakers = sources(head, roler, parse)
    roles.add("actor", speakers)
    said = {x.entity.id for x in speakers}
    theirs = who if verb is None else subject_of(verb) if verb.chunk.form.voice == "a" else []
    roles.add("recipient", [x for x in roler.refs(theirs) if x.entity.type != "Place" and x.entity.id not in said])
    return Found(head, use, roles, "actual", "demanded", (), speakers, "owed", 0.6) if roles.actor else None


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
    use = replace(next(iter(head.chunk.uses.values())), source="event", cls="Demand", args={"subject": "actor"}, near=NONE, not_near=NONE, weak=False, extra={"modality": "demanded"})
    return Found(head, use, roles, "actual", "demanded", (), sources(head, roler, parse), "asked", 0.6)


def _at_fault(clause: Clause, s: Sentence, parse: Parse, roler: Roler) -> Found | None:
    """«قال إن X مسؤولة عن …», «إن X دولة إرهابية», «إن قصف X جريمة»: a clause without a verb that says what is wrong blames whoever did it."""
    opener, group = clause.opener, clause.pre[0]
    fault = _predicate(group, s, parse)
    if opener is None or fault is None or group[0].prep:
        return None
    head, use = _act("Accusation" if not fault.bare_words(s).isdisjoint(s.lexicon.at_fault) else "Criticism", opener, fault, clause)
    roles = Roles()
    blamed = roler.refs(group) or roler._owners(group) or next((found for h in parse.heads if h.chunk is group[0] and (found := roler.roles(h, h.use, governed=False).actor)), [])
    roles.add("recipient", [x for x in blamed if x.entity.type != "Place"])
    theirs = {x.entity.country or x.entity.id for x in roles.recipient}
    speakers = sources(head, roler, parse)
    roles.add("actor", [x for x in speakers if (x.entity.country or x.entity.id) not in theirs])
    return Found(head, use, roles, "actual", None, (), speakers, "at-fault", 0.6) if roles.actor and roles.recipient else None


def _predicate(group: list[Chunk], s: Sentence, parse: Parse) -> Chunk | None:
    """The word of blame that is said of a noun group: the first indefinite word behind it and behind what hangs on it, or the adjective of that word."""
    behind = [*(group[1:] if group[0].kind != "N" else ()), *parse.chunks[group[-1].k + 1:group[-1].k + PREDICATE]]
    for c in behind:
        if c.kind in "VSRWT" or c.conj:
            return None
        if c.kind in "CEN" and not c.prep and (not c.definite or not c.bare_words(s).isdisjoint(s.lexicon.at_fault)):
            after = parse.chunks[c.k + 1:c.k + 2]
            return next((x for x in [c, *(x for x in after if x.kind in "CE" and not (x.prep or x.conj or x.definite))] if _wrong(x, s, parse)), None)
    return None


def _wrong(c: Chunk, s: Sentence, parse: Parse) -> bool:
    """Is a predicate a word of blame: «مسؤولة», «جريمة», «غير شرعية»?"""
    words, before = c.bare_words(s), parse.chunks[c.k - 1]
    if before.tag == "neg":
        return any(f"{s.tokens[before.i].fold} {w}" in s.lexicon.negative for w in words)
    return not c.definite and not words.isdisjoint(s.lexicon.negative) or not words.isdisjoint(s.lexicon.at_fault)


def _excluded(s: Sentence, parse: Parse, roler: Roler) -> list[Found]:
    """«لا مكان لـX في …», «لا دور لـX»: who is said to have no place is refused by him who says so."""
    out = []
    for c in parse.chunks if not s.bare.isdisjoint(s.lexicon.no_room) else ():
        whose = parse.chunks[c.k + 1] if c.k + 1 < len(parse.chunks) else None
        if c.kind != "C" or c.prep or whose is None or whose.kind != "N" or whose.prep != FOR or c.bare_words(s).isdisjoint(s.lexicon.no_room) or not any(b.tag == "neg" for b in parse.chunks[max(0, c.k - 2):c.k]):
            continue
        clause = next((x for x in reversed(parse.clauses) if x.kind == "sub" and x.opener is not None and x.opener.chunk.speech is not None and x.opener.chunk.start < c.start), None)
        if clause is None or clause.opener is None:
            continue
        head, use = _act("Rejection", clause.opener, c, clause)
        roles, speakers = Roles(), sources(head, roler, parse)
        roles.add("actor", speakers)
        roles.add("recipient", [x for x in roler.refs([whose]) if x.entity.type != "Place"])
        if roles.actor and roles.recipient:
            out.append(Found(head, use, roles, "actual", None, (), speakers, "excluded", 0.6))
    return out


def spoken(f: Found, plover: str | None, actors: list[Ref], recipients: list[Ref], again: bool) -> tuple[Found, list[Ref], list[Ref]]:
    """What an act of speech has from whoever says so: (it, actors, recipients); `again`: the sentence told an act of that type before."""
    use, head = f.use, f.head
    needed = not head.verb and not actors and plover == "REQUEST" and use.get("modality") == "demanded" and use.role("subject") is None      # «لا بد من …»
    if f.sources and (needed or impersonal(head, use)):      # «قال X إنه يجب على Y …»: X demands it of Y
        recipients = recipients or [r for r in actors if r.entity.id not in {x.entity.id for x in f.sources}]
        actors = list(f.sources)
    if (use.get("subject") == "speaker" or plover == "THREATEN" and not use.weak) and not (head.verb or actors or again or f.status == "negated") and f.sources:
        actors, f = list(f.sources), f._replace(status="actual")      # «إن أي هجوم سيقابل برد ساحق», «غير مقبول»
    theirs = {x.entity.country for x in recipients}
    if blaming(head, use):                               # «قال X إن قرار Y يمثل انتهاكا»: X blames Y
        actors = [r for r in f.sources if recipients and r.entity.sector not in OBSERVERS and r.entity.country not in theirs]
        recipients = recipients if actors else []
    if not actors and recipients and not head.verb and WITH in head.slots and plover == "SANCTION":
        actors = [r for r in f.sources if r.entity.country not in theirs and r.entity.sector not in OBSERVERS]      # «قالت X إن قطع العلاقات مع Y …»
    return f, actors, recipients
