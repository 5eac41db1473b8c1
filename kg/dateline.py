"""When an article was written, from its own words, where nothing beside it says so: an interval with its reasons, never a guess.

The words give bounds.  A dated happening told as past puts the article after it; "last August" puts it after that August and before the
next; "today, Friday" fixes the weekday.  Which August is meant follows from the dated happenings: the nearest one to the date told before.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from kg.calendars import GREGORIAN, Days, weekday_after, weekday_before
from kg.dating import _days, resolve
from kg.find.time_expr import TimeExpr
from kg.model import Date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


class _Bound(NamedTuple):
    """The article is from no earlier than `low` and no later than `high`, for this reason."""
    low: date | None
    high: date | None
    reason: str


def infer_written(exprs: Sequence[TimeExpr]) -> tuple[Date | None, tuple[str, ...]]:
    """The interval in which a text with these expressions of time, in its order, was written; and why, in sentences that quote it.

    None where no day of any year is told as past (the reasons then say what is known, such as the weekday); precision `after` where
    only the earlier end is known, `day` where the text prints its own date.
    """
    printed = next((e for e in exprs if e.rule == "today-dated" and e.year and e.day), None)
    if printed is not None:
        day = resolve(printed, None)
        if day is not None:
            return replace(day, method="printed", text=""), (f"The words «{printed.text}» date the article itself.",)
    weekday, said = _weekday(exprs)
    told = _told(exprs)
    if not told:
        return None, said
    latest = max(told, key=lambda t: t[1])
    bounds = [_Bound(latest[1], None, f"It tells «{latest[2].text}» as past, so it was written on or after {latest[1]}.")]
    bounds += [b for e in exprs if (b := _placed(e, exprs, told, latest[1]))]
    low = max(b.low for b in bounds if b.low)
    high = min((b.high for b in bounds if b.high), default=None)
    if high is not None and low > high:
        low, high, bounds = latest[1], None, bounds[:1]
    if weekday is not None:
        low = weekday_after(low, weekday)
        high = weekday_before(high, weekday) if high and weekday_before(high, weekday) >= low else high
    reasons = tuple(dict.fromkeys(b.reason for b in bounds if b.low in (None, low) or b.high or b is bounds[0])) + said
    if high is None:
        return Date(low.isoformat(), None, "after", "inferred"), reasons
    return Date(low.isoformat(), high.isoformat(), "day" if low == high else "interval", "inferred"), reasons


def _weekday(exprs: Sequence[TimeExpr]) -> tuple[int | None, tuple[str, ...]]:
    """The weekday of the article, by "today, Friday" or "yesterday, Thursday", where these agree."""
    found = [((e.weekday - int(e.amount)) % 7, e.text) for e in exprs if e.unit == "day" and e.amount is not None and e.weekday is not None and
             e.kind == "relative"]
    days = {day for day, _ in found}
    if len(days) != 1:
        return None, ()
    return found[0][0], (f"The words «{found[0][1]}» say that it was written on a {WEEKDAYS[found[0][0]]}.",)


def _told(exprs: Sequence[TimeExpr]) -> list[tuple[int, date, TimeExpr]]:
    """Happenings that the text dates by itself, with a year or by counting on from one: (index, first day, expression)."""
    told: list[tuple[int, date, TimeExpr]] = []
    previous: Date | None = None
    for i, e in enumerate(exprs):
        if e.ahead or e.relation in ("until", "by", "before") or e.kind in ("duration", "set"):
            continue
        value = resolve(e, None, previous)
        if value and value.start:
            told.append((i, date.fromisoformat(value.start), e))
            previous = value
    return told


def _placed(e: TimeExpr, exprs: Sequence[TimeExpr], told: list[tuple[int, date, TimeExpr]], latest: date) -> _Bound | None:
    """The bound of "last August" or "the 5th of this month of May": the occurrence nearest to the date told before it."""
    last = e.to if e.kind == "range" and e.to else e
    if e.kind not in ("date", "range", "part") or last.month is None or last.hijri or last.year or last.year_shift or e.ahead:
        return None
    if last.shift not in ("past", "present"):
        return None
    at = next(i for i, other in enumerate(exprs) if other is e)
    before = [t for t in told if t[0] < at]
    near = before[-1][1] if before else latest
    choices = [(y, *GREGORIAN.month(y, last.month)) for y in range(near.year - 1, near.year + 3)]
    year, first, end = min(choices, key=lambda c: (_gap(c[1:], near), c[0]))
    while last.shift == "past" and GREGORIAN.month(year + 1, last.month)[0] <= latest or last.shift == "present" and end < latest:
        year += 1
        first, end = GREGORIAN.month(year, last.month)
    name = f"{MONTHS[last.month - 1]} {year}"
    if last.shift == "present":
        return _Bound(first, end, f"«{e.text}» puts it in {name}.")
    high = GREGORIAN.month(year + 1, last.month)[0] - timedelta(days=1)
    return _Bound(end + timedelta(days=1), high,
                  f"«{e.text}» is {name}, the nearest to what is told before it, so it was written after that month and before {MONTHS[last.month - 1]} {year + 1}.")


def _gap(days: Days, day: date) -> int:
    return max((days[0] - day).days, (day - days[1]).days, 0)
