"""Happenings within happenings: the talks of a visit, the meetings at a summit, what was agreed in them, the strikes of an operation.

They are neither duplicates nor strangers.  A part is looked for where its whole is: in the same days with the same people, or, where no day
is told, in the same article; its participants are the whole's, or some of them, or the visitor and somebody of the country he visits.
What is nearest to a part is its whole, so that a part of a part is not counted twice.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kg import kin
from kg.likeness import Reason, realis
from kg.merge import Happening
from kg.model import Entity
from kg.profile import days

HELD = ("Meeting", "Talks", "Consultation", "Negotiation", "Session", "Reception", "Conference", "Summit")
MADE = ("Agreement", "Signing", "Commitment", "Acceptance", "Ratification", "Adoption", "CeasefireAgreement", "Appeal", "Support", "Praise", "Congratulation", "Rejection", "Criticism", "Invitation",
        "Proposal", "Demand")
FORCE = ("Airstrike", "Shelling", "MissileStrike", "DroneStrike", "Bombing", "Capture", "Storming", "Clash", "Battle", "Attack", "Killing", "Blockade", "Deployment")
WHOLES: dict[str, tuple[str, ...]] = {         # the class of a whole → the classes of its parts; the narrower whole stands first
    "PhoneCall": MADE, "Meeting": MADE, "Talks": MADE, "Session": ("Adoption", "Veto", "Rejection", "Criticism", "Appeal"), "Letter": ("Apology", "Invitation", "Condolence"),
    "Negotiation": ("Session", "Meeting", "Talks", *MADE[:7]), "Conference": ("Session", "Meeting", "Talks", *MADE), "Summit": ("Session", "Meeting", "Talks", *MADE),
    "Visit": (*HELD, "Signing"),
    "Shootdown": ("Killing", "Death"), "Airstrike": ("Killing", "Destruction"), "Bombing": ("Killing",), "ChemicalAttack": ("Killing",), "Attack": ("Killing",),
    "MilitaryOperation": FORCE, "Invasion": FORCE, "War": (*FORCE, "MilitaryOperation", "Invasion"),
    "CoupAttempt": ("Killing", "Arrest"), "Coup": ("Killing", "Arrest")}
LASTS = 4                # days that a visit or a summit of which one day is told may go on
ENOUGH = 3.5             # points from which something is a part


class Part(NamedTuple):
    """A happening that is part of another, and why."""
    part: str
    whole: str
    score: float
    reasons: tuple[Reason, ...]


def _people(h: Happening) -> tuple[Entity, ...]:
    return h.actors + h.recipients


def _kin(xs: Sequence[Entity], ys: Sequence[Entity]) -> list[Entity]:
    """Those of the first who are among the second, or stand for one of them."""
    return [x for x in xs if any(kin.kin(x, y) for y in ys)]


def _named(who: Sequence[Entity]) -> str:
    return ", ".join(e.label("en") for e in who)


def _time(part: Happening, whole: Happening) -> Reason | None:
    """That they may be one within the other; None where they cannot."""
    if realis(part.status) != realis(whole.status) and not (part.status != "negated" and whole.status == "actual" and set(part.docs) & set(whole.docs)):
        return None
    x, y = days(part.date), days(whole.date)
    if x is None or y is None:
        return (0.25, "told in one article") if set(part.docs) & set(whole.docs) else None
    if y[0] <= x[0] and x[1] <= max(y[1], y[0] + LASTS if y[1] - y[0] < LASTS else y[1]):
        return (1.5 if x[1] - x[0] <= LASTS else 0.5), "within its days"
    return None


def _of_visit(part: Happening, whole: Happening) -> list[Reason] | None:
    """The visitor takes part, with his host or somebody of the host's country."""
    visitors = _kin(whole.actors, _people(part))
    hosts = {e.id if e.type == "State" else e.country for e in whole.recipients} | {e.country for e in whole.places}
    met = [e for e in _people(part) if (e.id if e.type == "State" else e.country) in hosts and not _kin([e], whole.actors)]
    if not visitors or not met and not any(e.country in hosts for e in part.places):
        return None
    return [(1.5, f"the visitor: {_named(visitors)}"), (1.0, f"on the other side: {_named(met)}") if met else (0.5, "where he visits")]


def _of_gathering(part: Happening, whole: Happening) -> list[Reason] | None:
    """All who take part in it take part in the whole, and of what is held there fewer than of the whole."""
    mine, theirs = _people(part), _people(whole)
    among = _kin(mine, theirs)
    if len(mine) < 2 or len(among) < len(mine) or part.cls in HELD and len(mine) >= len(theirs):
        return None
    return [(1.5, f"all of its participants: {_named(among)}")]


def _of_force(part: Happening, whole: Happening) -> list[Reason] | None:
    """The same actor, against the same or at the same place."""
    actors = _kin(part.actors, whole.actors)
    if part.actors and whole.actors and not actors:
        return None
    whom = _kin(part.recipients, whole.recipients + whole.objects)
    where = _kin(part.places, whole.places) or [p for p in part.places if p.country in {e.id for e in whole.places}]
    return [(1.0, f"by the same: {_named(actors)}") if actors else (0.0, ""), (1.0, f"against the same: {_named(whom)}") if whom else (0.0, ""),
            (1.0, f"there: {_named(where)}") if where else (0.0, "")]


def compare(part: Happening, whole: Happening) -> tuple[float, tuple[Reason, ...]]:
    """(the points for one happening being part of the other, 0.0 where it cannot be; why)."""
    when = _time(part, whole) if part.cls in WHOLES.get(whole.cls, ()) else None
    if when is None:
        return 0.0, ()
    check = _of_visit if whole.cls == "Visit" else _of_force if whole.event in ("ASSAULT", "MOBILIZE") else _of_gathering
    found = check(part, whole)
    if found is None:
        return 0.0, ()
    reasons = [(0.5, f"{part.cls} within {whole.cls}"), when, *found]
    if {f.evidence[:1] for f in part.facts} & {f.evidence[:1] for f in whole.facts if f.evidence}:
        reasons.append((1.0, "told in one sentence"))
    if set(part.docs) & set(whole.docs) and when[1] != "told in one article":
        reasons.append((0.5, "told in one article"))
    if _kin([p for p in part.places if p.type != "State"], whole.places):
        reasons.append((1.0, f"in the same place: {_named(_kin(part.places, whole.places))}"))
    return sum(points for points, _ in reasons), tuple(r for r in reasons if r[0])


_RANK = {cls: n for n, cls in enumerate(WHOLES)}
_KINDS = {cls for some in WHOLES.values() for cls in some}


def slots(h: Happening) -> tuple[set[tuple], bool, bool]:
    """Where a happening is looked for, and whether as a part and as a whole: in its articles, and in its days with its parties."""
    span = days(h.date)
    keys: set[tuple] = {("doc", d) for d in h.docs[:8]}
    if span and span[1] - span[0] <= 2 * LASTS:
        parties = {e.country or e.id for e in _people(h)}
        keys |= {(p, d) for p in parties for d in (span if h.cls not in WHOLES else range(span[0], span[1] + LASTS + 1))}
    return keys, h.cls in _KINDS, h.cls in WHOLES


def _pairs(happenings: Sequence[Happening]) -> Iterator[tuple[Happening, Happening]]:
    """Happenings that may be part and whole: of one article, or of the same days with a party in common."""
    found: dict[tuple, tuple[list[Happening], list[Happening]]] = defaultdict(lambda: ([], []))
    for h in happenings:
        keys, part, whole = slots(h)
        for k in keys:
            if part:
                found[k][0].append(h)
            if whole:
                found[k][1].append(h)
    seen = set()
    for some, wholes in found.values():
        for whole in wholes:
            for part in some:
                if part.cls in WHOLES[whole.cls] and part.id != whole.id and (part.id, whole.id) not in seen:
                    seen.add((part.id, whole.id))
                    yield part, whole


def within(part: Happening, whole: Happening) -> Part | None:
    """One happening as part of another, None where not enough says so."""
    score, reasons = compare(part, whole)
    return Part(part.id, whole.id, score, reasons) if score >= ENOUGH else None


def order(p: Part, cls: str) -> tuple:
    """What to sort the wholes of a part by, the best first; `cls` is the class of the whole."""
    return -p.score, _RANK[cls], p.whole


def parts(happenings: Sequence[Happening]) -> tuple[Part, ...]:
    """What is part of what, by id; each part in its narrowest and likeliest whole."""
    best: dict[str, tuple] = {}
    for part, whole in _pairs(happenings):
        if (p := within(part, whole)) is not None:
            found = (order(p, whole.cls), p)
            best[part.id] = min(best.get(part.id, found), found)
    return tuple(best[ident][1] for ident in sorted(best) if not round_about(ident, lambda x: best[x][1].whole if x in best else None))


def round_about(ident: str, whole: Callable[[str], str | None]) -> bool:
    """Would following the wholes come back to the part?"""
    at: str | None = ident
    for _ in range(8):
        at = whole(at)
        if at is None or at == ident:
            break
    return at == ident
