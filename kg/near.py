"""Why a happening is one: what joined its facts, what it is part of, what says it is disputed, and what was nearly joined and why it was not.

The answer is made from the happenings as merging left them; every pair that is told is compared again, so that nothing needs to be kept of the
millions that were looked at.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg import alike, within
from kg.accounts import Accounts, Dispute
from kg.blocks import candidates
from kg.likeness import Link, Reason, Verdict, veto
from kg.merge import Happening
from kg.order import Window
from kg.parts import Part
from kg.pins import Pins
from kg.profile import Key
from kg.rulings import Rulings
from kg.tellings import Telling

SHOWN = 5                # of what was nearly joined, the nearest
SAME_ARTICLE = 2.0       # points from which two facts of one article were near


@dataclass(frozen=True, slots=True)
class Nearly:
    """Two facts that were not joined: one of this happening, one of another, the points and reasons, and what stood against it."""
    fact: Key
    other: Key
    happening: str
    score: float | None
    reasons: tuple[Reason, ...]
    against: str


@dataclass(frozen=True, slots=True)
class WhyOne:
    """All there is to say about one happening; `window`, where it has no exact day, is what follows for it from the order that is told."""
    happening: Happening
    sources: int
    links: tuple[Link, ...]
    whole: Part | None
    parts: tuple[Part, ...]
    dispute: Dispute | None
    nearly: tuple[Nearly, ...]
    window: Window | None = None


def _against(v: Verdict, threshold: float, ruled: bool) -> str:
    if ruled:
        return "people keep them apart"
    if v.score is None:
        return v.reasons[0][1]
    return f"{threshold:g} points are needed" if v.score < threshold else "the other facts of the two speak against it"


def _within(t: Telling, other: Telling) -> Verdict:
    """The best that the facts of two tellings of one article have for each other."""
    found = [within.compare(a, b) for a in t.facts for b in other.facts]
    return max(found, key=lambda v: (v.score is not None, v.score or 0.0), default=veto("nothing told"))


def compared(one: Key, other: Key, happenings: Sequence[Happening]) -> Verdict:
    """What speaks for two facts being one, and what against it: as facts of one article, or as tellings of two."""
    told = {p.key: t for h in happenings for t in h.told for p in t.facts}
    if one[0] != other[0]:
        return alike.compare(told[one], told[other])
    profile = {p.key: p for k in (one, other) for p in told[k].facts}
    return within.compare(profile[one], profile[other])


def _close(a: Telling, b: Telling, v: Verdict) -> float:
    """How near two tellings came: their points, or, where something forbade it, what they have in common; 0 for strangers."""
    if v.score is not None:
        return v.score if v.score >= alike.NEARLY else 0.0
    shared = alike.common(a, b)
    return alike.NEARLY / 2 if (len(shared.all) > 1 or shared.actors and shared.recipients) else 0.0


def nearly(h: Happening, happenings: Sequence[Happening], pins: Pins = Pins()) -> tuple[Nearly, ...]:
    """What was nearly joined to a happening, the nearest first."""
    told = sorted((t for x in happenings for t in x.told), key=lambda t: t.key)
    place = {t.key: x.id for x in happenings for t in x.told}
    mine, rulings, out = {n for n, t in enumerate(told) if place[t.key] == h.id}, Rulings(pins), []
    ids = lambda t: [p.event.id for p in t.facts]
    for i, j in candidates(told, mine):
        if (i in mine) != (j in mine):
            a, b = (told[i], told[j]) if i in mine else (told[j], told[i])
            v = alike.compare(a, b)
            if close := _close(a, b, v):
                out.append((-close, Nearly(a.key, b.key, place[b.key], v.score, v.reasons if v.score is not None else (), _against(v, alike.THRESHOLD, rulings.different(ids(a), ids(b))))))
    for t in h.told:
        for other in (x for x in told if x.doc == t.doc and x.family == t.family and place[x.key] != h.id):
            v = _within(t, other)
            if v.score is not None and v.score >= SAME_ARTICLE:
                out.append((-v.score, Nearly(t.key, other.key, place[other.key], v.score, v.reasons, _against(v, within.THRESHOLD, rulings.different(ids(t), ids(other))))))
    return tuple(n for _, n in sorted(out, key=lambda x: (x[0], x[1].fact, x[1].other))[:SHOWN])


def one(h: Happening, found: Accounts, pins: Pins = Pins()) -> WhyOne:
    """The explanation of one happening of what merging concluded."""
    return WhyOne(h, dict(found.sources).get(h.id, 1), h.links, next((p for p in found.parts if p.part == h.id), None), tuple(p for p in found.parts if p.whole == h.id),
                  next((d for d in found.disputes if d.happening == h.id), None), nearly(h, found.happenings, pins))
