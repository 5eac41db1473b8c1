"""Do two articles tell the same happening?  A score with its reasons, or a veto with its reason.

What is compared are tellings (`kg.tellings`): all that each article says of it.  Precision is preferred, since two rows for one happening are a
blemish and one row for two happenings is an error: who does not say when is only joined to what happens once, has a name of its own, or
has both sides in common.
"""
from __future__ import annotations

from typing import NamedTuple

from kg import kin
from kg.families import GENERIC, PLAIN_TALKS, SERIES, died_in, stated
from kg.likeness import Reason, Verdict, Weights, overlap, verdict, veto
from kg.tellings import Telling

THRESHOLD = 4.5
NEARLY = 2.5             # points from which a pair is worth showing as nearly joined
WHO = Weights(1.75, 1.25, 0.75, 4.0)
REPEATEDLY = ("talks", "visit", "deal")      # what the same two do again and again: of an undated one only what is told of it, or the days, say which
LASTING = 31             # days: what is dated by more is no day of a round
HALF_A_YEAR = 183        # days in which the same three and more do not come together twice in one city
NEAR, RECENT, AHEAD = 3, 14, 60      # days: articles of one story; news that is still told undated; how far ahead a plan may look


class Common(NamedTuple):
    """Who stands on both: as one set where the two sides do one thing together, else side by side."""
    together: bool
    all: list[kin.Pair]
    actors: list[kin.Pair]
    recipients: list[kin.Pair]

    @property
    def anybody(self) -> bool:
        """Is there anybody in common?"""
        return bool(self.all or self.actors or self.recipients)


def common(a: Telling, b: Telling) -> Common:
    """Who two tellings have in common."""
    if a.together:
        return Common(True, kin.matched(a.people, b.people), [], [])
    return Common(False, [], kin.matched(a.actors, b.actors), kin.matched(a.recipients, b.recipients))


def near(a: Telling, b: Telling) -> bool:
    """Were their articles written within days of each other?"""
    return a.written is not None and b.written is not None and abs(a.written - b.written) <= NEAR


def _called(a: Telling, b: Telling) -> bool:
    """Is one called by the place of the other («قمة أنقرة»), or both by one name?"""
    return not a.named.isdisjoint(b.named) or not a.named.isdisjoint(b.cities) or not b.named.isdisjoint(a.cities)


def seated(a: Telling, b: Telling) -> bool:
    """Are both talks that go on in rounds, held where one of them is called by the place («محادثات جنيف»)?"""
    return a.family == "talks" and a.classes <= SERIES and b.classes <= SERIES and not (a.cities & b.cities).isdisjoint(a.named | b.named)


def _kind(a: Telling, b: Telling) -> Reason | Verdict:
    if a.family != b.family:
        return veto("another kind of event")
    if a.family in ("talks", "visit") and a.many != b.many:
        return veto("one or many")
    shared = a.classes & b.classes
    if a.cls == b.cls:
        return 2.0, f"both {a.cls}"
    if not shared and (died := died_in(a.cls, b.cls)) is not False:
        return (1.0, "who died in it") if died else veto("another kind of event")
    if seated(a, b):
        return 2.0, "talks known by their place"
    if a.family == "talks":
        if "PhoneCall" in (a.cls, b.cls) or not {a.cls, b.cls} & PLAIN_TALKS:
            return veto(f"a {a.cls} is no {b.cls}")
        return 1.0 if shared else 0.5, f"{a.cls} and {b.cls} may name one thing"
    return 2.0 if shared else 1.25, f"both {min(shared)}" if shared else f"{a.cls} and {b.cls} may name one thing"


def _dated(a: Telling, b: Telling) -> Reason | Verdict:
    """Both say when."""
    one, other = a.dated, b.dated
    x, y, firm = one.days, other.days, one.firm and other.firm
    if x == y and x[0] == x[1]:
        return 3.0 if firm else 2.0, f"same day {one.event.date.start}"
    gap = max(x[0], y[0]) - min(x[1], y[1])
    if gap <= 0:
        return 2.0 if max(x[1], y[1]) - min(x[0], y[0]) <= 31 else 0.5, "dates overlap"
    if max(one.reach[0], other.reach[0]) <= min(one.reach[1], other.reach[1]):
        return 1.0, "dates agree within their precision"
    if gap == 1 and not (firm and a.family == "talks"):
        return (-0.5 if firm else 0.5), "dates a day apart"
    return veto("dates do not meet", True)


def _undated(a: Telling, b: Telling, who: Common) -> Reason | Verdict:
    """One at least does not say when."""
    told, silent = (a, b) if a.days else (b, a)
    if told.days and silent.written is not None and silent.realis == "actual" and told.days[0] > silent.written + 1:
        return veto("told before it happened", True)
    if near(a, b):
        return (1.0 if a.cls == b.cls and a.once else 0.5), "written within days of each other"
    if seated(a, b) and (found := _rounds(told, silent)) is not None:
        return found
    if a.once and b.once or a.family == "deal" and overlap(a.content, b.content)[0] >= 1 or _gathered(told, silent, who) or _both_sides(a, who) and (a.family not in REPEATEDLY or _recent(told, silent)) \
            or GENERIC.isdisjoint(a.classes | b.classes) and (_called(a, b) or not a.modifiers.isdisjoint(b.modifiers)):
        return -0.5, "one is undated, in another article"
    return veto("one is undated, in another article")


def _rounds(told: Telling, silent: Telling) -> Reason | None:
    """Of talks known by their place: a round that is told with its day, one that is to come, or the talks as a whole, of which no day is told."""
    if told.days is not None and told.days[1] - told.days[0] <= LASTING:
        near_it = silent.written is not None and told.days[0] - AHEAD <= silent.written <= told.days[1] + RECENT
        return (-0.5, "one is undated, in another article") if near_it else None
    if told.realis != silent.realis or told.round != silent.round:
        return None
    if told.realis == "actual":
        return -0.5, "the talks as a whole"
    if told.written is None or silent.written is None:
        return -1.0, "to come, in an article without a date"
    return (-0.5, "both to come") if abs(told.written - silent.written) <= AHEAD else None


def _recent(told: Telling, silent: Telling) -> bool:
    return told.days is not None and silent.written is not None and silent.written - RECENT <= told.days[1] <= silent.written + 1


def _gathered(told: Telling, silent: Telling, who: Common) -> bool:
    """Do three and more come together, the same or in the same city, within weeks or months?  They do not do so every day, whoever calls it a summit."""
    when = told.days[0] if told.days else told.written
    if not who.together or len(who.all) < 3 or when is None or silent.written is None:
        return False
    alone = len(who.all) == len(told.people) == len(silent.people)
    there = _called(told, silent) or not told.cities.isdisjoint(silent.cities)
    return (alone or there) and silent.written - (HALF_A_YEAR if there else RECENT) <= when <= silent.written + AHEAD


def _both_sides(a: Telling, who: Common) -> bool:
    """Two persons or bodies in common, or actor and recipient alike and the actor the same."""
    if who.together:
        return sum(p.kin == kin.SAME for p in who.all) > 1
    return not stated(a.event, a.cls) and bool(who.recipients) and any(p.kin == kin.SAME for p in who.actors)


def _planned(a: Telling, b: Telling) -> Reason | Verdict | None:
    """What one announces and the other tells as done may be one, where the announcement lies before it and not far."""
    if a.realis == b.realis:
        return None
    words = f"{a.realis} or {b.realis}"
    if "negated" in (a.realis, b.realis):
        return veto(words, True)
    if a.days and b.days and a.dated.firm and b.dated.firm and a.days == b.days:
        return -0.5, words
    plan, done = (a, b) if a.realis == "irrealis" else (b, a)
    then = done.days[0] if done.days else done.written
    if plan.written is not None and then is not None and plan.written <= (done.days[1] if done.days else then) and then - plan.written <= AHEAD:
        return -1.0, words
    return veto(words, True)


def _who(a: Telling, b: Telling, who: Common) -> list[Reason] | Verdict:
    if who.together:
        return _as_one_set(a, b, who.all)
    out = []
    for word, xs, ys, found in (("actor", a.actors, b.actors, who.actors), ("recipient", a.recipients, b.recipients, who.recipients)):
        if not xs or not ys:
            continue
        if not found:
            if not kin.guessed(xs) and not kin.guessed(ys):
                return veto(f"another {word}")
            out.append((-1.0, f"another {word}"))
            continue
        best = max(found, key=lambda p: p.kin)
        if word == "actor" and a.family == "visit" and best.kin == kin.OWN:
            return veto("a state's visitor may be another one")
        out.append((WHO.of(best), f"same {word}: {kin.named(found)}"))
    return out


def _as_one_set(a: Telling, b: Telling, found: list[kin.Pair]) -> list[Reason] | Verdict:
    if not a.people or not b.people:
        return []
    if not found:
        return [(-1.0, "other participants")] if seated(a, b) else veto("other participants")
    sizes = len({r.entity.id for r in a.people}), len({r.entity.id for r in b.people})
    out = [(min(sum(map(WHO.of, found)), WHO.most), f"same participants: {kin.named(found)}")]
    left = min(sizes) - len(found)
    if left:
        out.append((-1.0 * min(left, 2), "others beside them"))
    if len(found) > 1 and sizes[0] == sizes[1] == len(found):
        out.append((0.5 if len(found) == 2 else 1.0, "nobody else"))
    elif min(sizes) > 1 and sizes[0] != sizes[1] and a.family == "talks" and not seated(a, b):
        if min(sizes) == 2 and a.cls != b.cls:
            return veto("two of them meet in one, more in the other")
        out.append((-1.5, "fewer meet in one than in the other"))
    return out


def _where(a: Telling, b: Telling) -> Reason | Verdict:
    found = kin.place_kin(a.places, b.places)
    if found < 0:
        return (-0.5, "another place") if kin.guessed(a.places) or kin.guessed(b.places) else veto("another place", True)
    return {kin.SAME: 1.5, kin.STATE: 0.75, kin.OWN: 0.5}.get(found, 0.0), "same place"


def _words(a: Telling, b: Telling) -> list[Reason]:
    weight, shared = overlap(a.content, b.content)
    out = [(0.5 if weight < 1.5 else 1.0 if weight < 3 else 1.5, f"both «{' '.join(shared)}»")] if weight >= 0.75 else []
    if stated(a.event, a.cls) and weight < 0.75:
        out.append((-2.0, "nothing shared in what is said"))
    if _called(a, b):
        out.append((1.5, "known by their place") if seated(a, b) else (1.0, "one name"))
    if not a.modifiers.isdisjoint(b.modifiers):
        out.append((0.5, f"both «{' '.join(sorted(a.modifiers & b.modifiers))}»"))
    if not a.objects.isdisjoint(b.objects):
        out.append((0.75, "same object"))
    if a.once and b.once:
        out.append((0.75, "such a thing happens once"))
    return out


def compare(a: Telling, b: Telling, any_realis: bool = False) -> Verdict:
    """Whether two articles tell one happening.

    With `any_realis` what one tells as done and the other as not done is compared all the same: to find contradictions.
    """
    if a.key > b.key:
        a, b = b, a
    kind = _kind(a, b)
    if isinstance(kind, Verdict):
        return kind
    dated = a.days is not None and b.days is not None
    when = _dated(a, b) if dated else None
    if isinstance(when, Verdict):
        return when
    who = common(a, b)
    found = [kind]
    for result in (when or _undated(a, b, who), None if any_realis else _planned(a, b), _where(a, b), _who(a, b, who)):
        if isinstance(result, Verdict):
            return result
        found += result if isinstance(result, list) else [result] if result else []
    if not who.anybody and kin.place_kin(a.places, b.places) != kin.SAME and a.modifiers.isdisjoint(b.modifiers) \
            and not (near(a, b) and a.cls == b.cls and a.once):
        return veto("nobody and no place in common")
    return verdict(found + _words(a, b))
