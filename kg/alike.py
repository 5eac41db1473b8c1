"""Do two facts tell the same happening?  A score with its reasons, or a veto with its reason.

Points are added for what agrees and a conflict that no careful reader would overlook is a veto, so that every merge can be
explained in a sentence and taken back.  The figures are whole and half points chosen by hand and checked on the gold clusters
of the seed articles (`tests/test_merge.py`), not learned; precision is preferred, since two rows for one happening are a
blemish and one row for two happenings is an error.
"""
from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kg.model import Date, Entity, Event, Ref

THRESHOLD = 4.5
LOOSE = frozenset({"approximate", "before", "after", "end-of-month"})
FAMILIES = {      # the class that tells most stands first: of a mediation and its talks the happening is the mediation
    "visit": ("Visit", "Reception", "Delegation"),
    "talks": ("Mediation", "Summit", "Negotiation", "Conference", "Session", "Meeting", "Talks", "Consultation"),
    "deal": ("Agreement", "Signing", "Adoption", "Ratification"),
    "death": ("Killing", "Shooting", "Death", "Assassination", "Massacre"),
    "strike": ("Airstrike", "DroneStrike", "Shelling", "MissileStrike", "Bombing", "Attack", "ChemicalAttack", "SuicideAttack"),
    "fight": ("Clash", "Battle"),
    "sanction": ("Sanction", "Embargo"),
    "coup": ("Coup", "CoupAttempt"),
    "operation": ("MilitaryOperation", "Invasion"),
    "thaw": ("Normalization", "RelationsImprovement"),
    "chill": ("RelationsDeterioration", "Crisis"),
}
FAMILY = {cls: family for family, classes in FAMILIES.items() for cls in classes}
TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE"})      # participants of such an event are one set, whoever the sentence makes its subject


class Verdict(NamedTuple):
    """`score` None for a veto; `reasons` name each thing that agreed, or the one that forbade it."""
    score: float | None
    reasons: tuple[str, ...]


def family(event: Event) -> str:
    """The family of an event's class: classes by which newsrooms name one and the same happening."""
    return FAMILY.get(event.cls, event.cls)


def realis(event: Event) -> str:
    """Happened, to come, or denied: what is planned and what is wished tell of one thing that has not happened."""
    return {"actual": "actual", "negated": "negated"}.get(event.status, "irrealis")


def days(d: Date | None) -> tuple[int, int] | None:
    """(first, last) ordinal day; an open side is a month away, which is how far newsrooms look back with "earlier"."""
    if d is None or not (d.start or d.end):
        return None
    a = date.fromisoformat(d.start) if d.start else date.fromisoformat(d.end) - timedelta(31)
    b = date.fromisoformat(d.end) if d.end else a + timedelta(31)
    return a.toordinal(), b.toordinal()


def stretched(d: Date | None) -> tuple[int, int] | None:
    """The days an imprecise date may mean: half a month to either side of an approximate one, a month before a `before`."""
    span = days(d)
    if span is None or d.precision not in LOOSE:
        return span
    back = 31 if d.precision == "before" else 15 if d.precision == "approximate" else 3
    ahead = 31 if d.precision == "after" else 15 if d.precision == "approximate" else 3
    return span[0] - back, span[1] + ahead


def _when(a: Event, b: Event, near: bool) -> Verdict:
    x, y = days(a.date), days(b.date)
    if x is None or y is None:
        if a.doc == b.doc:
            if x is None and y is None:
                return Verdict(1.0, ("in one sentence",)) if a.evidence[:1] == b.evidence[:1] else Verdict(-1.0, ())
            return Verdict(0.0, ())
        return Verdict(0.5, ("written within days of each other",)) if near else Verdict(None, ("one is undated, in another article",))
    if x == y and x[0] == x[1]:
        return Verdict(3.0, (f"same day {a.date.start}",))
    gap = max(x[0], y[0]) - min(x[1], y[1])
    if gap <= 0:
        wide = max(x[1], y[1]) - min(x[0], y[0])
        return Verdict(2.0 if wide <= 31 else 0.5, ("dates overlap",))
    s, t = stretched(a.date), stretched(b.date)
    if max(s[0], t[0]) <= min(s[1], t[1]):
        return Verdict(1.0, ("dates agree within their precision",))
    if gap <= 1 and a.doc != b.doc:
        return Verdict(0.5, ("dates a day apart",))
    return Verdict(None, ("dates do not meet",))


def kin(a: Entity, b: Entity) -> float:
    """How far two names stand for one actor: 2 the same person or body, 1.5 the same state, 1 a state and its own; 0 not at all.

    Armed groups and oppositions do not stand for the state whose country they live in.
    """
    if a.id == b.id:
        return 1.5 if a.type == "State" else 2.0
    if not a.country or a.country != b.country or a.country == "IGO":
        return 0.0
    if any(e.type == "Group" or e.sector in ("REB", "OPP") for e in (a, b)):
        return 0.0
    return 1.0 if "State" in (a.type, b.type) else 0.0


def _pairs(xs: tuple[Ref, ...], ys: tuple[Ref, ...]) -> list[tuple[float, Entity, Entity]]:
    """Greedy best pairs of two sides, each entity used once."""
    ranked = sorted(((kin(x.entity, y.entity), x.entity, y.entity) for x in xs for y in ys), key=lambda t: (-t[0], t[1].id, t[2].id))
    used_x, used_y, out = set(), set(), []
    for k, x, y in ranked:
        if k and x.id not in used_x and y.id not in used_y:
            used_x.add(x.id)
            used_y.add(y.id)
            out.append((k, x, y))
    return out


def _named(pairs: list[tuple[float, Entity, Entity]]) -> str:
    return ", ".join(x.label("en") if x.id == y.id else f"{x.label('en')} for {y.label('en')}" for _, x, y in pairs)


def _sides(a: Event, b: Event) -> Verdict:
    score, reasons = 0.0, []
    for word, xs, ys in (("actor", a.actors, b.actors), ("recipient", a.recipients, b.recipients)):
        if not xs or not ys:
            continue
        pairs = _pairs(xs, ys)
        if not pairs:
            return Verdict(None, (f"another {word}",))
        score += max(k for k, _, _ in pairs)
        reasons.append(f"same {word}: {_named(pairs)}")
    return Verdict(score, tuple(reasons))


def _together(a: Event, b: Event) -> Verdict:
    xs, ys = a.actors + a.recipients, b.actors + b.recipients
    if not xs or not ys:
        return Verdict(0.0, ())
    pairs = _pairs(xs, ys)
    sizes = len({x.entity.id for x in xs}), len({y.entity.id for y in ys})
    dated = days(a.date) is not None and days(b.date) is not None
    need = min(2, max(sizes)) if not dated else 0 if _same_place(a, b) > 0 else min(2, *sizes)
    if len(pairs) < need:
        return Verdict(None, ("other participants",))
    return Verdict(min(sum(k for k, _, _ in pairs), 4.0), (f"same participants: {_named(pairs)}",) if pairs else ())


def _same_place(a: Event, b: Event) -> float:
    """1.5 the same place, 0.5 one within the other's country, 0 unknown, -1 two different places."""
    if not a.place or not b.place:
        return 0.0
    best = -1.0
    for x in a.place:
        for y in b.place:
            if x.entity.id == y.entity.id:
                return 1.5 if x.entity.type != "State" else 1.0
            if x.entity.country and x.entity.country == y.entity.country and "State" in (x.entity.type, y.entity.type):
                best = 0.5
    return best


def compare(a: Event, b: Event, near: bool = False, any_realis: bool = False) -> Verdict:
    """Whether two facts tell one happening; `near`: their articles were written within days of each other.

    With `any_realis` what one tells as done and the other as not done is compared all the same: to find contradictions.
    """
    if family(a) != family(b):
        return Verdict(None, ("another kind of event",))
    if realis(a) != realis(b) and not any_realis:
        return Verdict(None, (f"one is {a.status}, the other {b.status}",))
    parts = [Verdict(2.0, (f"both {a.cls}",)) if a.cls == b.cls else Verdict(1.0, (f"{a.cls} and {b.cls} name one thing",))]
    parts.append(_when(a, b, near))
    parts.append(_together(a, b) if (a.event or b.event) in TOGETHER else _sides(a, b))
    place = _same_place(a, b)
    parts.append(Verdict(None, ("another place",)) if place < 0 else Verdict(place, ("same place",) if place else ()))
    for word, x, y in (("object", a.object, b.object), ("weapon", a.weapon, b.weapon)):
        if x and y and x.entity.id == y.entity.id:
            parts.append(Verdict(1.0, (f"same {word}: {x.entity.label('en')}",)))
        elif x and y and word == "object" and not kin(x.entity, y.entity):      # "a bomber" and "an aircraft" may be one thing; two things may be two happenings
            parts.append(Verdict(-1.0, (f"{x.entity.label('en')} or {y.entity.label('en')}",)))
    for p in parts:
        if p.score is None:
            return p
    return Verdict(sum(p.score for p in parts), tuple(r for p in parts for r in p.reasons))
