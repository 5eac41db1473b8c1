"""Who is accused, and denies it: which accusation of an article a denial in it answers, scored by named reasons.

«اتهمت مصر قطر بدعم الإرهاب، الأمر الذي تنفيه الدوحة»: that Cairo accused Doha is not in doubt; what stands against what is the charge
and the denial.  A denial answers an accusation only where the accused deny it, or others say so of what the charge is made of.
"""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from kg.arabic import stem, tokenize
from kg.kin import kin
from kg.likeness import Reason, realis
from kg.model import Claim, Event, Reading, Ref

ENOUGH = 2.5             # points that a denial needs to be the answer to an accusation
CHARGES = frozenset({"Accusation", "Criticism"})
DENIAL = "Denial"        # the class of denials of accusations: «رفضت هذه الاتهامات»
LONG = 4                 # letters of a word that tells something
Fact = Event | Claim


def _words(text: str, ends: bool = False) -> list[str]:
    """The folded words of a text, with `ends` those before its first mark."""
    tokens = tokenize(text, 0, len(text))
    if ends:
        tokens = tokens[:next((n for n, t in enumerate(tokens) if t.kind != "w"), len(tokens))]
    return [t.fold for t in tokens if t.kind == "w"]


def _behind(f: Fact) -> list[str]:
    """What is charged or denied: the words behind the one that says so; a denial ends with its clause («…، قائلة إن»)."""
    quote = next((x for x in f.evidence if x.start <= f.trigger.start and f.trigger.end <= x.end), None)
    said = f.content.text if isinstance(f, Claim) else quote.text[f.trigger.end - quote.start:] if quote else ""
    return _words(said, ends=isinstance(f, Claim) or f.cls == DENIAL)


def _who(f: Fact) -> tuple[Ref, ...]:
    return f.speakers if isinstance(f, Claim) else f.actors


def _shared(e: Event, c: Fact) -> list[str]:
    """Telling words of both; who accuses and is accused is no such word."""
    named = {stem(w) for r in (*e.actors, *e.recipients, *_who(c)) for w in _words(r.mention.text)}
    one, other = ({stem(w) for w in _behind(f)} for f in (e, c))
    return sorted(w for w in (one & other) - named if len(w) >= LONG)


def _reasons(e: Event, c: Fact, denial: Event | None, between: int) -> list[Reason]:
    """What says that `c` answers the accusation `e`; `denial` is the event that its words tell, `between` counts sentences that facts quote."""
    if any(kin(a.entity, s.entity) for a in e.actors for s in _who(c)) or not e.recipients:
        return []
    shared = _shared(e, c)
    accused = any(kin(a.entity, s.entity) for a in e.recipients for s in _who(c))
    if not accused and not shared:
        return []
    out = [(0.5, "the accused deny")] if accused else []
    if e.cls == "Accusation":
        out.append((0.5, "an accusation"))
    if denial is not None and accused:
        out.append((2.0, "an accusation is denied"))
        if any(kin(a.entity, r.entity) for a in e.actors for r in denial.recipients):
            out.append((1.0, "denied to who accuses"))
    if between == 0:
        out.append((1.5, "in one sentence"))
    elif 0 < between <= 2:
        out.append((1.0, "right after it"))
    if shared:
        out.append((min(2.0, 1.0 * len(shared)), f"both «{' '.join(shared)}»"))
    return out


def _denials(reading: Reading) -> list[tuple[Fact, Event | None]]:
    """What denies: a claim, with the event that its words tell as well if it is an accusation that is denied, or that event alone."""
    events = {e.trigger.start: e for e in reading.events if e.cls == DENIAL and e.trigger.text and realis(e.status) == "actual"}
    claims = {c.trigger.start: c for c in reading.claims if c.stance == "denies" and c.trigger.text}
    return [(claims.get(at) or events[at], events.get(at)) for at in sorted(events.keys() | claims.keys())]


def answered(reading: Reading) -> Iterator[tuple[Event, Fact, list[Reason]]]:
    """Each accusation of an article with each denial that answers it, and why; where none is called so, the nearest criticism."""
    starts = sorted({x.start for f in (*reading.events, *reading.claims) for x in f.evidence if x.text})
    charges = sorted((e for e in reading.events if e.cls in CHARGES and e.trigger.text and realis(e.status) == "actual"), key=lambda e: (e.trigger.start, e.id))
    for c, denial in _denials(reading) if charges else ():
        found = []
        for e in charges:
            why = _reasons(e, c, denial, bisect_right(starts, c.trigger.start) - bisect_right(starts, e.trigger.start))
            if sum(points for points, _ in why) >= ENOUGH:
                found.append((e, c, why))
        sure = [x for x in found if x[0].cls == "Accusation"]
        yield from sure or sorted(found, key=lambda x: (abs(x[0].trigger.start - c.trigger.start), x[0].id))[:1]
