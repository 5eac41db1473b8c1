"""Dates for expressions of time, lengths for durations, and the date of an article that prints none.

    TimeExpr + written + previous + tense ──resolve──▶ Date
    TimeExpr, …  ──infer_written──▶ Date + the reasons for it

Where the article's own date is an interval, an expression is reckoned from both its ends: if they agree the answer is as sharp as ever, if
not it is the interval that covers both.  The conventions are in `kg.reckoning` and `kg.distances`.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from kg.calendars import GREGORIAN, Days, weekday_after, weekday_before
from kg.distances import Anchor, Found
from kg.find.time_expr import TimeExpr
from kg.model import Date
from kg.reckoning import value

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def resolve(expr: TimeExpr, written: Date | None, previous: Date | None = None, tense: str | None = None) -> Date | None:
    """The days that an expression means, without what stands before it (for "since" and "before" see `bounded`).

    `written` is the article's date, a day or an interval; `previous` the last date resolved in the text, for "the same month" and "a day
    later"; `tense` past or future where the sentence says so, None to go by the expression's own cues.  None for durations, for what
    recurs, for what is counted from an unnamed event, and where the date it is counted from is unknown or impossible.
    """
    if expr.kind in ("duration", "set") or expr.anchored:
        return None
    refs = _days(written) if written and written.start and written.end else None
    future = tense == "future" or tense is None and expr.ahead
    found = []
    for ref in sorted(set(refs)) if refs else [None]:
        try:
            days = value(expr, Anchor(ref, _days(previous), future, tense == "past"))
        except (ValueError, OverflowError, KeyError):      # 31 February, a Hijri year outside the tables, a year before 1
            days = None
        if days is None:
            return None
        found.append(days)
    low, high = found[0], found[-1]
    if low[:2] == high[:2]:
        return _date(low, expr.text)
    start = None if low.start is None or high.start is None else min(low.start, high.start)
    end = None if low.end is None or high.end is None else max(low.end, high.end)
    return _date(Found(start, end, "interval" if start and end else low.precision, low.method), expr.text)


def bounded(value: Date | None, relation: str) -> Date | None:
    """The date that "since", "until", "before", "after" or "by" it makes: one side open.  A date without a relation is unchanged."""
    if value is None or relation not in ("since", "until", "before", "after", "by"):
        return value
    if relation in ("since", "after"):
        start = value.start if relation == "since" or not value.end else _iso(date.fromisoformat(value.end) + timedelta(days=1))
        return replace(value, start=start, end=None, precision="after") if start else value
    end = value.end if relation != "before" or not value.start else _iso(date.fromisoformat(value.start) - timedelta(days=1))
    return replace(value, start=None, end=end, precision="before") if end else value


def _days(value: Date | None) -> Days | None:
    """Both ends of a date; an open one takes the other's place."""
    if value is None or not (value.start or value.end):
        return None
    start, end = value.start or value.end, value.end or value.start
    return date.fromisoformat(start), date.fromisoformat(end)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(found: Found, text: str) -> Date:
    return Date(_iso(found.start), _iso(found.end), found.precision, found.method, text)


# --- durations ------------------------------------------------------------------------------------------------------------------------


def duration_iso(expr: TimeExpr) -> str | None:
    """A duration as ISO 8601, PT2H15M; None for what is no duration or counts an unknown number.

    Parts of a unit become the next smaller one: half a year is six months, half a month fifteen days, a century a hundred years.
    """
    if expr.kind != "duration" or not expr.lengths or any(amount is None or amount < 0 for amount, _ in expr.lengths):
        return None
    if len(expr.lengths) == 1 and expr.lengths[0][1] == "week" and expr.lengths[0][0] % 1 == 0:
        return f"P{int(expr.lengths[0][0])}W"
    total: dict = dict.fromkeys(("Y", "M", "D", "h", "m", "s"), 0)
    for amount, unit in expr.lengths:
        sign, factor = {"century": ("Y", 100), "decade": ("Y", 10), "year": ("Y", 1), "month": ("M", 1), "week": ("D", 7), "day": ("D", 1),
                        "night": ("D", 1), "hour": ("h", 1), "minute": ("m", 1), "second": ("s", 1)}[unit]
        total[sign] += _exact(amount) * factor
    for sign, smaller, factor in (("Y", "M", 12), ("M", "D", 30), ("D", "h", 24), ("h", "m", 60), ("m", "s", 60)):
        rest = total[sign] % 1
        total[sign], total[smaller] = total[sign] - rest, total[smaller] + rest * factor
    days = "".join(f"{int(total[s])}{s}" for s in "YMD" if total[s])
    time = "".join(f"{int(total[s])}{s.upper()}" for s in "hms" if int(total[s]))
    return f"P{days}" + (f"T{time}" if time else "") if days or time else "PT0S"


def _exact(amount: float):
    """The amount without the rounding of floats: a whole number, or a fraction such as a third."""
    if amount % 1 == 0:
        return int(amount)
    from fractions import Fraction  # seldom told, and slow to import
    return Fraction(amount).limit_denominator(1000)


# --- the article's own date ---------------------------------------------------------------------------------------------------------
# The words give bounds.  A dated happening told as past puts the article after it; "last August" puts it after that August and before the
# next; "today, Friday" fixes the weekday.  Which August is meant follows from the dated happenings: the nearest one to the date told before.

_CHAIN = 45     # days from one happening to the next that still make one tale


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
    latest = max(told, key=lambda t: t.day)
    bounds = [_Bound(latest.day, None, f"It tells «{latest.expr.text}» as past, so it was written on or after {latest.day}.")]
    bounds += [b for at, e in enumerate(exprs) if (b := _placed(e, at, told, latest.day))]
    low = max(b.low for b in bounds if b.low)
    high = min((b.high for b in bounds if b.high), default=None)
    if high is not None and low > high:
        low, high, bounds = latest.day, None, bounds[:1]
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


class _Told(NamedTuple):
    """A happening that the text dates by itself, with a year or by counting on from one: its first day, and whether the month is known."""
    at: int
    day: date
    sharp: bool
    expr: TimeExpr


def _told(exprs: Sequence[TimeExpr]) -> list[_Told]:
    """What the text dates as past, in its order; whatever is as late as a date it speaks of as coming is taken for coming too."""
    coming = [value.start for e in exprs if e.ahead and (e.year or e.to and e.to.year) and (value := resolve(e, None)) and value.start]
    told: list[_Told] = []
    previous: Date | None = None
    for i, e in enumerate(exprs):
        if e.ahead or e.relation in ("until", "by", "before") or e.kind in ("duration", "set") or e.century or e.decade:
            continue
        days = resolve(e, None, previous)
        if days and days.start and not (coming and days.start >= min(coming)):
            told.append(_Told(i, date.fromisoformat(days.start), days.precision != "year", e))
            previous = days
    return told


def _placed(e: TimeExpr, at: int, told: list[_Told], latest: date) -> _Bound | None:
    """The bound of "last August" or "this May", where the text's own tale leads up to it.

    Of all the Augusts it is the first that ends after what is told just before it, if that is at most `_CHAIN` days later: a tale that runs
    on.  After a wider gap any later August would do, so nothing is bound.
    """
    last = e.to if e.kind == "range" and e.to else e
    if e.kind not in ("date", "range", "part") or last.month is None or last.hijri or last.year or last.year_shift or e.ahead:
        return None
    before = [t for t in told if t.at < at and t.sharp]
    if last.shift not in ("past", "present") or not before:
        return None
    near = before[-1].day
    year = next(y for y in (near.year, near.year + 1) if GREGORIAN.month(y, last.month)[1] >= near)
    first, end = GREGORIAN.month(year, last.month)
    if (first - near).days > _CHAIN or end < latest and last.shift == "present" or GREGORIAN.month(year + 1, last.month)[0] <= latest:
        return None
    name = f"{MONTHS[last.month - 1]} {year}"
    if last.shift == "present":
        return _Bound(first, end, f"It goes on from what is told before to «{e.text}», so it was written in {name}.")
    high = GREGORIAN.month(year + 1, last.month)[0] - timedelta(days=1)
    return _Bound(end + timedelta(days=1), high, f"«{e.text}» is {name}, to which the dates before it lead up, so it was written after that month "
                                                 f"and before {MONTHS[last.month - 1]} {year + 1}.")
