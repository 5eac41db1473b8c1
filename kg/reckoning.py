"""The conventions by which an expression of time becomes days: which August, which end of a range, what part of a year.

`value` is the one door; `kg.dating` wraps it in dates and reckons from both ends where the article's own date is an interval.  News speaks
of the past unless something says otherwise, so a weekday is the latest one up to the article's day and a month without a year the latest
not after it.  Weekdays and distances are in `kg.distances`, the arithmetic beneath in `kg.calendars`.
"""
from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from kg.calendars import GREGORIAN, HIJRI, Calendar, add_months, part_of, unit_around, weekday_after, weekday_before
from kg.distances import NAMES, STEPS, Anchor, Found, base_day, distance, placed_unit, weekday_near
from kg.find.time_expr import TimeExpr

_SOON, _LONG_AGO = 100, 200     # days: an unplaced day or month this near ahead and that far back is the coming one


def value(e: TimeExpr, at: Anchor) -> Found | None:
    """The days of an expression; None where what it is counted from is unknown.  ValueError, OverflowError or KeyError for a day that no
    calendar has."""
    if e.kind == "range" and e.to:
        return _range(e, at)
    base = _whole(e, at)
    if base is None or not e.part or not (base.start and base.end):
        return base
    start, end = part_of((base.start, base.end), e.part)
    late = base.precision == "month" and e.part in ("late", "end")
    precision = "end-of-month" if late else "interval" if e.part[0] != "t" and e.part[1].isdigit() else "approximate"
    return Found(start, end, precision, base.method)


def _whole(e: TimeExpr, at: Anchor) -> Found | None:
    """What the expression means before any part of it is taken."""
    if e.rule == "eve-of" and e.to:
        day = value(e.to, at)
        return Found(day.start - timedelta(days=1), day.start - timedelta(days=1), "day", "day-before") if day and day.start else None
    if e.century is not None or e.decade is not None:
        return _decade(e, at)
    if e.season:
        return _season(e, at)
    if e.month or e.day:
        return _calendar(e, at)
    if e.year:
        return Found(*(HIJRI if e.hijri else GREGORIAN).year(e.year), "year", "hijri" if e.hijri else "absolute")
    if e.weekday is not None and e.amount is None:
        return weekday_near(e, at)
    if e.amount is not None:
        return distance(e, at)
    return placed_unit(e, at) if e.unit and e.shift else None


# --- the calendar -------------------------------------------------------------------------------------------------------------------


def _calendar(e: TimeExpr, at: Anchor) -> Found | None:
    """A month or a day of one."""
    system = HIJRI if e.hijri else GREGORIAN
    year, month, method = e.year, e.month, "hijri" if e.hijri else "absolute"
    if month is None:                                                   # "the 28th of the same month"
        base = base_day(e.shift, at)
        if base is None:
            return None
        first = unit_around(base, "month", STEPS[e.shift])[0]
        year, month, method = year or first.year, first.month, f"{NAMES[e.shift]}-month"
    if year is None and e.year_shift:                                   # "in May of last year"
        base = base_day(e.year_shift, at)
        if base is None:
            return None
        year, method = system.of(base)[0] + STEPS[e.year_shift], f"{NAMES[e.year_shift]}-year"
    if year is None:
        year, method = _year_of(e, month, system, at)
        if year is None:
            return None
    if e.day:
        day = system.day(year, month, e.day)
        return Found(day, day, "approximate" if e.approx else "day", method)
    return Found(*system.month(year, month), "month", method)


def _year_of(e: TimeExpr, month: int, system: Calendar, at: Anchor) -> tuple[int | None, str]:
    """The year of a month that is named without one."""
    base = base_day(e.shift, at)
    if base is None:
        return None, ""
    year, now = system.of(base)
    if e.shift in ("past", "past2", "latest", "previous"):
        return year - (month >= now) - (e.shift == "past2"), "last-of-name"
    if e.shift in ("future", "future2", "next"):
        return year + (month <= now) + (e.shift == "future2"), "next-of-name"
    choices = [y for y in (year - 1, year, year + 1) if _day_exists(system, y, month, e.day)]
    if not choices:
        return None, ""
    first = {y: system.day(y, month, e.day) if e.day else system.month(y, month)[0] for y in choices}
    last = {y: first[y] if e.day else system.month(y, month)[1] for y in choices}
    if e.shift in ("present", "same") or e.rule.endswith("-dated"):
        return min(choices, key=lambda y: (abs((first[y] - base).days), y)), "this-month"
    if e.weekday is not None and e.day:
        choices = [y for y in choices if first[y].weekday() == e.weekday] or choices
    before = max((y for y in choices if first[y] <= base), default=None)
    after = min((y for y in choices if last[y] >= base), default=None)
    if before is None or after is None:
        return (before if after is None else after), "nearest"
    soon = not at.past and (first[after] - base).days <= _SOON and (base - last[before]).days >= _LONG_AGO
    return (after, "coming") if at.future or soon else (before, "latest")


def _day_exists(system: Calendar, year: int, month: int, day: int | None) -> bool:
    try:
        system.day(year, month, day or 1)
    except (ValueError, OverflowError):
        return False
    return True


def _decade(e: TimeExpr, at: Anchor) -> Found | None:
    if e.hijri:
        return None
    if e.century:
        first = (e.century - 1) * 100
    elif e.shift:
        base = base_day(e.shift, at)
        if base is None:
            return None
        first = unit_around(base, "century", STEPS[e.shift])[0].year
    else:
        first = 1900
    if e.decade is None:
        return Found(date(first, 1, 1), date(first + 99, 12, 31), "interval", "century")
    return Found(date(first + e.decade, 1, 1), date(first + e.decade + 9, 12, 31), "interval", "decade")


def _season(e: TimeExpr, at: Anchor) -> Found | None:
    """Seasons of whole months; a winter is named by the year it ends in."""
    month = {"winter": 12, "spring": 3, "summer": 6, "autumn": 9}[e.season]
    if e.year is None and e.year_shift is None:
        named = replace(e, month=month, season=None)
        year, method = _year_of(named, month, GREGORIAN, at)
    else:
        base = base_day(e.year_shift, at)
        if e.year is None and base is None:
            return None
        year, method = (e.year, "absolute") if e.year else (base.year + STEPS[e.year_shift], f"{NAMES[e.year_shift]}-year")
        year -= month == 12
    if year is None:
        return None
    first = date(year, month, 1)
    return Found(first, add_months(first, 3) - timedelta(days=1), "approximate", method)


def _range(e: TimeExpr, at: Anchor) -> Found | None:
    """From the first end to the second, each lending the other the month or year it lacks."""
    first, second = replace(e, kind="date", to=None), e.to
    if first.month and second.month and not first.year and not first.year_shift and not first.shift:
        first = replace(first, shift=second.shift, year_shift=second.year_shift)
        if second.year:
            first = replace(first, year=second.year - (first.month > second.month))
    elif first.month and first.year and second.month and not second.year and not second.shift and not second.year_shift:
        second = replace(second, year=first.year + (second.month < first.month))
    if first.weekday is not None and second.weekday is not None and first.day is None and first.amount is None:
        return _weekdays(first, second, at)
    end = value(second, at)
    start = value(first, at)
    if start is None or end is None:
        return None
    if start.start and end.end and start.start > end.end and first.month and not first.year:
        year = start.start.year - 1
        start = value(replace(first, year=year, shift=None, year_shift=None), at) if not first.hijri else start
    if start is None or start.start is None or end.end is None or start.start > end.end:
        return None
    return Found(start.start, end.end, _joint_precision(start, end), end.method if end.method != "absolute" else start.method)


def _weekdays(first: TimeExpr, second: TimeExpr, at: Anchor) -> Found | None:
    ahead = at.future or first.shift in ("future", "future2", "next")
    if ahead:
        start = weekday_near(first, at)
        end = start and weekday_after(start.start, second.weekday)
        return start and Found(start.start, end, _joint_precision(start, start._replace(end=end, start=end)), "weekday")
    end = weekday_near(second, at)
    start_day = end and weekday_before(end.start, first.weekday)
    return end and Found(start_day, end.end, _joint_precision(end._replace(start=start_day), end), "weekday")


def _joint_precision(start: Found, end: Found) -> str:
    """Two neighbouring days are as good as a day (the night of the 29th to the 30th); anything longer is an interval."""
    days = start.precision == end.precision == "day" and (end.end - start.start).days <= 1
    return "day" if days else "interval"
