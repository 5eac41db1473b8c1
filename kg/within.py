"""Do two facts of one article tell the same happening?  A score with its reasons, or a veto with its reason.

An article names its happening in the headline, tells it in the first sentence and comes back to it as «الزيارة» or «خلال لقائهما»; so what
is asked beside kind, participants, time and place is how the later fact is told: as new, or as known.
"""
from __future__ import annotations

from kg import kin
from kg.families import GENERIC, PLAIN_TALKS, REPEATED, SERIES, SIDED, SINGULAR, TOGETHER, died_in, stated, together
from kg.likeness import Reason, Verdict, Weights, overlap, realis, verdict, veto
from kg.model import Event, Ref
from kg.profile import Profile

THRESHOLD = 4.0          # points from which two facts of an article are one
WHO = Weights(1.75, 0.75, 0.5, 3.5)
OTHERS = 3               # names around two events that are no parties of both, from which they stand in one context
BESIDE = 150             # characters between two events of a sentence that is not told twice in it
PHRASE = 40              # characters between a strike and who died in it, told in one phrase
FEW = 10                 # days that one thing may go on and still be dated by them
_CALL = "PhoneCall"


def refers(first: Profile, later: Profile) -> bool:
    """Is the later one a noun with its article («القمة»), and the other the last of its class that was told before?"""
    return later.known and later.back == first.order and (later.event.cls not in GENERIC or later.entry == first.entry)


def seated(a: Profile, b: Profile) -> bool:
    """Are both talks that go on in rounds, held where one of them is called by the place («محادثات جنيف»)?"""
    if a.family != "talks" or not {a.event.cls, b.event.cls} <= SERIES:
        return False
    cities = {r.entity.id for r in a.event.place if r.entity.type != "State"} & {r.entity.id for r in b.event.place}
    return not cities.isdisjoint(a.named | b.named)


def _kind(a: Profile, b: Profile) -> Reason | None:
    """Whether the classes can name one thing; None where they cannot."""
    x, y = a.event.cls, b.event.cls
    if a.family != b.family:
        return None
    if x == y:
        return 2.0, f"both {x}"
    if (died := died_in(x, y)) is not False:
        return (1.0, "who died in it") if died else None
    if seated(a, b):
        return 2.0, "talks known by their place"
    if _CALL in (x, y) and not {x, y} & {"Talks", "Consultation"}:
        return None
    if a.family == "talks":
        return (0.5, f"{x} and {y} may name one thing") if {x, y} & {*PLAIN_TALKS, _CALL} else None
    return 1.25, f"{x} and {y} may name one thing"


def _who(a: Profile, b: Profile, back: bool) -> list[Reason]:
    """What the participants say for and against; a noun that goes back names them loosely, if at all."""
    if together(a.event.event or b.event.event, a.event.cls):
        return _as_one_set(a.event, b.event, a.family, back or a.days == b.days is not None and kin.place_kin(a.event.place, b.event.place) == kin.SAME, b.last == a.order)
    if a.family == "visit" and not (a.event.actors and b.event.actors) and not back:
        return [(-1.5, "one names no visitor"), *_side("recipient", a.event.recipients, b.event.recipients, back, a.family)]
    sides = (("actor", a.event.actors, b.event.actors), ("recipient", a.event.recipients, b.event.recipients))[:1 if died_in(a.event.cls, b.event.cls) else 2]         # who died is not what was struck
    return [r for word, xs, ys in sides if xs and ys
            for r in _side(word, xs, ys, back, a.family)]


def _common(a: Event, b: Event, family: str) -> list[kin.Pair]:
    """Who stands on both as one set: of a deal whoever speaks for its parties."""
    return (kin.sides if family in SIDED else kin.matched)(a.actors + a.recipients, b.actors + b.recipients)


def _as_one_set(a: Event, b: Event, family: str, back: bool, next_one: bool) -> list[Reason]:
    xs, ys = a.actors + a.recipients, b.actors + b.recipients
    if not xs or not ys:
        return [(-0.25, "one names nobody")]
    found, sizes = _common(a, b, family), (len({r.entity.id for r in xs}), len({r.entity.id for r in ys}))
    out = [(min(sum(map(WHO.of, found)), WHO.most), f"same participants: {kin.named(found)}")] if found else []
    left = min(sizes) - len(found)
    if next_one and family == "talks" and not left and len(found) > 1 and any(p.kin != kin.OWN for p in found) and all(r.how == "sides" for r in ys):
        out.append((1.5, "its two sides"))
    if left:
        loose = back or kin.guessed(xs) or kin.guessed(ys)
        out.append(((-0.5 if loose else -1.25) * min(left, 2), "other participants"))
    elif len(found) > 1 and sizes[0] == sizes[1] and any(p.kin != kin.STATE for p in found):
        out.append((1.0, "nobody else"))
    return out


def _side(word: str, xs: tuple[Ref, ...], ys: tuple[Ref, ...], back: bool, family: str) -> list[Reason]:
    if not xs or not ys:
        return []
    found, loose = kin.matched(xs, ys), back or kin.guessed(xs) or kin.guessed(ys)
    if not found:
        return [(-0.75 if loose else -3.0 if word == "actor" else -1.25, f"another {word}")]
    best = max(found, key=lambda p: p.kin)
    if family == "visit" and word == "actor" and best.kin == kin.OWN:
        return [(0.0 if loose else -1.0, "a state's visitor may be another one")]
    alone = family == "visit" and word == "actor" and best.kin == kin.SAME
    return [(WHO.of(best) + (0.5 if alone else 0.0), f"same {word}: {kin.named(found)}")]


def _when(a: Profile, b: Profile) -> list[Reason] | Verdict:
    x, y = a.days, b.days
    if x is None or y is None:
        return []
    if x == y and x[1] - x[0] <= FEW:
        return [(1.5 if a.firm and b.firm else 0.75, f"same day {a.event.date.start}" if x[0] == x[1] else "same days")]
    if max(x[0], y[0]) <= min(x[1], y[1]):
        return [(0.75 if max(x[1], y[1]) - min(x[0], y[0]) <= 31 else 0.25, "dates overlap")]
    if max(a.reach[0], b.reach[0]) <= min(a.reach[1], b.reach[1]):
        return [(0.5, "dates agree within their precision")]
    return veto("dates do not meet", True) if a.firm and b.firm else [(-1.5, "dates do not meet")]


def _where(a: Profile, b: Profile, back: bool) -> list[Reason] | Verdict:
    xs, ys = a.event.place, b.event.place
    found = kin.place_kin(xs, ys)
    if found >= 0:
        return [({kin.SAME: 1.25, kin.STATE: 1.25, kin.OWN: 0.5}.get(found, 0.0), "same place")]
    if a.family in ("talks", "visit") and not back and not kin.guessed(xs) and not kin.guessed(ys):
        return veto("another place")
    return [(-2.0, "another place")]


def _status(a: Profile, b: Profile) -> list[Reason] | Verdict:
    if realis(a.event.status) == realis(b.event.status):
        return []
    words = f"one is {a.event.status}, the other {b.event.status}"
    if "negated" in (a.event.status, b.event.status):
        return [(-2.5, words)]
    if not (a.marked and b.marked):
        return [(-0.5, words)]         # a bare noun says nothing of when
    return veto(words, True) if {a.event.status, b.event.status} == {"actual", "hypothetical"} else [(-1.5, words)]         # what is wished is not what was done


def _reference(a: Profile, b: Profile, back: bool) -> list[Reason]:
    """What it says that the later one is told as known."""
    same_word = bool(a.entry) and a.entry == b.entry
    if back:
        xs, ys = a.event.actors + a.event.recipients, b.event.actors + b.event.recipients
        sure = same_word or a.event.cls in SINGULAR or not xs or not ys or _common(a.event, b.event, a.family)
        return [(2.5 if sure else 0.5, f"«{b.event.trigger.text}» goes back to it")]
    if not b.definite:
        dated = a.days is None and b.days is not None and b.days[1] - b.days[0] <= FEW and b.firm
        new = dated and a.noun and b.noun and a.sentence > 1 and b.event.cls in GENERIC
        return [(-3.0, "told as new, with a day of its own")] if new else []
    if not b.known and b.back == a.order and (a.event.cls not in GENERIC or same_word):
        return [(1.0, "told as known, and the last of its kind")]
    if b.known and b.event.cls in GENERIC and b.back > a.order:
        return [(-2.0, "goes back to a nearer one")]
    return [(0.5 if b.known else 0.25, "told as known")]


def _anew(a: Profile, b: Profile) -> bool:
    """Is the later one told as new, of parties of whom not two are those of the first («أزمة بين …»)?"""
    xs, ys = a.event.actors + a.event.recipients, b.event.actors + b.event.recipients
    return b.noun and not b.definite and bool(xs and ys) and len(kin.matched(xs, ys)) < 2


def _words(a: Profile, b: Profile, back: bool) -> list[Reason]:
    """What the phrases share, and what is asked of deeds of the tongue: two demands of one day are two unless they demand the same."""
    e, f = a.event, b.event
    weight, shared = overlap(a.content, b.content)
    out = [(0.5 if weight < 1 else 1.0 if weight < 2 else 1.5, f"both «{' '.join(shared)}»")] if weight >= 0.5 else []
    says = stated(e.event, e.cls) or e.event == "COOPERATE" or e.event == "AGREE" and not (a.noun and b.noun)
    if says and weight < 0.5 and not back and (e.event in TOGETHER or not (e.recipients and f.recipients)):
        out.append((-2.0 if a.content and b.content else -0.5, "nothing shared in what is said"))
    if a.named & b.named:
        out.append((1.5, "one name"))
    elif seated(a, b):
        out.append((1.0, "known by their place"))
    elif a.modifiers & b.modifiers:
        out.append((1.0, f"both «{' '.join(sorted(a.modifiers & b.modifiers))}»"))
    elif a.definite and b.definite and a.modifiers and b.modifiers:
        out.append((-1.0, f"«{' '.join(sorted(a.modifiers))}» or «{' '.join(sorted(b.modifiers))}»"))
    if e.cls == f.cls and not says:
        out.append((1.25, "such a thing is told once") if e.cls in SINGULAR and not _anew(a, b) else (0.0 if e.event in REPEATED else 0.5, "one kind of thing"))
        out.append((0.25 if a.entry and a.entry == b.entry else 0.0, "the same word"))
    return out


def _parties(e: Event) -> set[str]:
    return {r.entity.id for r in (*e.actors, *e.recipients, *e.place)}


def _death_in(a: Profile, b: Profile) -> bool:
    """Do a strike and who died in it stand in one phrase («قتلوا خلال الهجوم»)?"""
    return a.sentence == b.sentence and b.last == a.order and b.event.trigger.start - a.event.trigger.end < PHRASE and bool(died_in(a.event.cls, b.event.cls))


def _rest(a: Profile, b: Profile, back: bool) -> list[Reason]:
    e, f = a.event, b.event
    out = [(0.25, "opens the article")] if a.sentence == 1 < b.sentence else []
    if _death_in(a, b):
        out.append((3.0, f"«{f.trigger.text}» is told of it"))
    elif a.sentence == b.sentence and f.trigger.start - e.trigger.end < BESIDE and not back:
        out.append((-0.5, "side by side"))
    if e.object and f.object and e.object.entity.id == f.object.entity.id:
        out.append((0.75, f"same object: {e.object.entity.label('en')}"))
    if e.sources and f.sources and any(p.kin > kin.OWN for p in kin.matched(e.sources, f.sources)):
        out.append((0.25, "same source"))
    if len((a.around & b.around) - (_parties(e) & _parties(f))) >= OTHERS:
        out.append((0.5, "others named around both"))
    if e.cls in GENERIC or f.cls in GENERIC:
        out.append((-0.25, "a common thing"))
    if a.round != b.round and seated(a, b):
        out.append((-3.0, "a round, and the talks as a whole"))
    if a.many != b.many and a.family in ("talks", "visit"):
        out.append((-3.0, "one or many"))
    return out


def compare(a: Profile, b: Profile, any_realis: bool = False) -> Verdict:
    """Whether two facts of one article tell one happening; with `any_realis` also what one tells as done and the other as not done."""
    if a.order > b.order:
        a, b = b, a
    kind = _kind(a, b)
    if kind is None:
        return veto("another kind of event")
    back = refers(a, b)
    when, where, status = _when(a, b), _where(a, b, back), [] if any_realis else _status(a, b)
    for found in (when, where, status):
        if isinstance(found, Verdict):
            return found
    return verdict([kind, *status, *_who(a, b, back), *when, *where, *_reference(a, b, back), *_words(a, b, back), *_rest(a, b, back)])
