"""How far, and which one: weekdays, units told by their place, and so many units from the article's day or from the date told before.

The conventions of nearness stand here (which Friday, how wide "a month ago" is); the arithmetic beneath is in `kg.calendars`.
"""
from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kg.calendars import Days, shifted, unit_around, weekday_after, weekday_before
from kg.find.time_expr import TimeExpr

STEPS = {"past2": -2, "past": -1, "latest": -1, "previous": -1, "present": 0, "same": 0, "future": 1, "next": 1, "future2": 2}
NAMES = {"past2": "last-but-one", "past": "last", "latest": "last", "previous": "previous", "present": "this", "same": "same", "future": "next",
          "next": "following", "future2": "next-but-one"}


FROM_TEXT = frozenset({"same", "next", "previous"})     # counted from the date told before, not from the article's
_SLACK = {"day": 1, "week": 3, "month": 7, "year": 45, "decade": 366, "century": 1830}


class Found(NamedTuple):
    """A stretch of days, an end None where open, how sure its edges are and which convention found it."""
    start: date | None
    end: date | None
    precision: str
    method: str


class Anchor(NamedTuple):
    """What an expression is counted from: the article's day (None unknown), the date told before, whether the future is meant."""
    ref: date | None
    told: Days | None
    future: bool
    past: bool


def base_day(shift: str | None, at: Anchor) -> date | None:
    """The day that a placed month or year is counted from."""
    if shift in FROM_TEXT:
        return (at.told[1] if shift == "next" else at.told[0]) if at.told else None
    return at.ref


def weekday_near(e: TimeExpr, at: Anchor) -> Found | None:
    base = base_day(e.shift, at)
    if base is None:
        return None
    if e.unit == "week" and e.shift:
        day = unit_around(base, "week", STEPS[e.shift])[0] + timedelta(days=e.weekday)
    elif e.shift in ("past", "past2", "latest", "previous"):
        day = weekday_before(base, e.weekday, False) - timedelta(days=7 * (e.shift == "past2"))
    elif e.shift in ("future", "future2", "next"):
        day = weekday_after(base, e.weekday, False) + timedelta(days=7 * (e.shift == "future2"))
    elif at.future or e.shift == "same":
        day = weekday_after(base, e.weekday)
    else:
        day = weekday_before(base, e.weekday)
    return Found(day, day, "day", "weekday")


def distance(e: TimeExpr, at: Anchor) -> Found | None:
    """A number of units away from the article's day or from the date told before."""
    if e.kind == "anaphoric" or e.rule == "hence" and not at.future and at.told and e.unit not in ("decade", "century"):
        base = at.told
    else:
        base = (at.ref, at.ref) if at.ref and not (e.rule == "hence" and not at.future) else None
    if base is None:
        return None
    if e.span:
        return _stretch(e, base[e.amount > 0])
    if (base[1] - base[0]).days <= 7:
        base = (base[e.amount > 0],) * 2
    if e.weekday is not None:
        return _day_word(e, base[0])
    ends = [_point(e, day) for day in base]
    if e.rule == "hence" and base == at.told and at.ref and (ends[0].start or at.ref) > at.ref:
        return None     # told as past, it cannot lie ahead of the article
    return Found(ends[0].start, ends[1].end, ends[0].precision, ends[0].method)


def _day_word(e: TimeExpr, ref: date) -> Found:
    """Today, yesterday or tomorrow with its weekday: the weekday is right where the two quarrel (a report printed a day late)."""
    day = ref + timedelta(days=int(e.amount))
    if day.weekday() != e.weekday:
        day = weekday_after(ref, e.weekday, False) if e.amount > 0 else weekday_before(ref, e.weekday, e.amount == 0)
    return Found(day, day, "day", "article-date" if e.amount == 0 else "day-word")


def _point(e: TimeExpr, base: date) -> Found:
    sign = 1 if e.amount > 0 else -1
    method = "article-date" if e.rule == "today" else "day-word" if e.kind == "relative" and e.rule not in ("ago", "hence") else \
        ("day-after" if sign > 0 else "day-before") if e.kind == "anaphoric" and e.unit == "day" and abs(e.amount) == 1 and not e.few else e.rule
    if e.few:
        return _few(e, base, sign, method)
    day = shifted(base, e.amount, e.unit)
    if e.unit in ("second", "minute", "hour") or e.unit == "day" and not e.approx:
        return Found(day, day, "day", method)
    if e.unit == "year" and e.kind != "anaphoric" and e.amount == int(e.amount):
        return Found(date(day.year, 1, 1), date(day.year, 12, 31), "approximate", method)
    slack = timedelta(days=1 if e.unit == "week" and not e.approx else _SLACK[e.unit])
    return Found(day - slack, day + slack, "approximate", method)


def _few(e: TimeExpr, base: date, sign: int, method: str) -> Found:
    """An unknown number of units: two to ten days, two to eight weeks, two to eleven months; further away one side stays open."""
    if e.unit in ("second", "minute", "hour"):
        near, far = base, base + timedelta(days=sign * (e.unit == "hour"))
    elif e.unit in ("day", "week", "month"):
        near, far = shifted(base, 2 * sign, e.unit), shifted(base, sign * {"day": 10, "week": 8, "month": 11}[e.unit], e.unit)
    else:
        near = shifted(base, 2 * sign, e.unit)
        return Found(near, None, "after", method) if sign > 0 else Found(None, near, "before", method)
    return Found(min(near, far), max(near, far), "approximate", method)


def _stretch(e: TimeExpr, base: date) -> Found:
    """The last or coming so many units, up to or from the base; without a number the far side stays open."""
    if e.few:
        if e.unit in ("second", "minute", "hour"):
            return Found(*sorted((base, base + timedelta(days=1 if e.amount > 0 else -1))), "approximate", "stretch")
        return Found(base, None, "after", "stretch") if e.amount > 0 else Found(None, base, "before", "stretch")
    hours = {"second": 86400, "minute": 1440, "hour": 24}.get(e.unit)
    far = shifted(base, e.amount, e.unit) if not hours else base + timedelta(days=int(-(-abs(e.amount) // hours)) * (1 if e.amount > 0 else -1))
    return Found(*sorted((base, far)), "interval", "stretch")


def placed_unit(e: TimeExpr, at: Anchor) -> Found | None:
    """This week, last month, the coming year, the same day."""
    base = base_day(e.shift, at)
    if base is None or e.unit not in ("day", "week", "month", "year", "decade", "century"):
        return None
    if e.unit == "day" and e.shift == "same":
        return Found(*at.told, "day" if at.told[0] == at.told[1] else "interval", "same-day")
    if e.shift == "latest":
        return Found(shifted(base, -1, e.unit), base, "interval", "stretch")
    precision = {"day": "day", "month": "month", "year": "year"}.get(e.unit, "interval")
    method = {("day", "present"): "article-date", ("day", "next"): "day-after", ("day", "previous"): "day-before"}.get((e.unit, e.shift))
    return Found(*unit_around(base, e.unit, STEPS[e.shift]), precision, method or f"{NAMES[e.shift]}-{e.unit}")
