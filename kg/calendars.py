"""Arithmetic of calendars: spans of months, years and centuries, weekdays, and the Hijri calendar.

Days are `datetime.date`; months and years have a first and a last day.  The Hijri calendar is Umm al-Qura, as the package `hijridate`
tables it (1343–1500 AH); it is imported only when a Hijri date has to be reckoned.
"""
from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Protocol

Days = tuple[date, date]


class Calendar(Protocol):
    """What dating asks of a calendar; ValueError or OverflowError for what it does not have."""

    def of(self, day: date) -> tuple[int, int]:
        """(year, month) of a day."""

    def day(self, year: int, month: int, day: int) -> date: ...

    def month(self, year: int, month: int) -> Days: ...

    def year(self, year: int) -> Days: ...


class Gregorian:
    """The civil calendar."""

    def of(self, day: date) -> tuple[int, int]:
        return day.year, day.month

    def day(self, year: int, month: int, day: int) -> date:
        return date(year, month, day)

    def month(self, year: int, month: int) -> Days:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])

    def year(self, year: int) -> Days:
        return date(year, 1, 1), date(year, 12, 31)


class Hijri:
    """The calendar of Umm al-Qura.

    >>> Hijri().day(1436, 10, 22)
    datetime.date(2015, 8, 7)
    """

    def of(self, day: date) -> tuple[int, int]:
        from hijridate import Gregorian as Civil
        found = Civil.fromdate(day).to_hijri()
        return found.year, found.month

    def day(self, year: int, month: int, day: int) -> date:
        from hijridate import Hijri as Lunar
        found = Lunar(year, month, day).to_gregorian()
        return date(found.year, found.month, found.day)

    def month(self, year: int, month: int) -> Days:
        from hijridate import Hijri as Lunar
        first = self.day(year, month, 1)
        return first, first + timedelta(days=Lunar(year, month, 1).month_length() - 1)

    def year(self, year: int) -> Days:
        return self.month(year, 1)[0], self.month(year, 12)[1]


GREGORIAN, HIJRI = Gregorian(), Hijri()


def add_months(day: date, months: int) -> date:
    """The same day that many months on, or the last of a shorter month.

    >>> add_months(date(2016, 1, 31), 1), add_months(date(2016, 1, 31), -2)
    (datetime.date(2016, 2, 29), datetime.date(2015, 11, 30))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def unit_around(day: date, unit: str, steps: int = 0) -> Days:
    """The week (Monday to Sunday, ISO 8601), month, year, decade or century that holds a day, or the one `steps` further.

    A century counts as people say it: the last century is 1900–1999.
    """
    if unit == "day":
        return day + timedelta(days=steps), day + timedelta(days=steps)
    if unit == "week":
        monday = day - timedelta(days=day.weekday() - 7 * steps)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        first = add_months(day.replace(day=1), steps)
        return GREGORIAN.month(first.year, first.month)
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    first_year = day.year // size * size + steps * size
    return date(first_year, 1, 1), date(first_year + size - 1, 12, 31)


def shifted(day: date, amount: float, unit: str) -> date:
    """The day `amount` units away; hours count as whole days of 24, parts of a year as months."""
    if unit in ("second", "minute", "hour"):
        return day + timedelta(days=int(amount / {"second": 86400, "minute": 1440, "hour": 24}[unit]))
    if unit in ("day", "week"):
        return day + timedelta(days=round(amount * (7 if unit == "week" else 1)))
    return add_months(day, round(amount * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]))


def weekday_before(day: date, weekday: int, including: bool = True) -> date:
    """The latest such weekday (0 Monday) up to a day."""
    back = (day.weekday() - weekday) % 7
    return day - timedelta(days=back or (0 if including else 7))


def weekday_after(day: date, weekday: int, including: bool = True) -> date:
    """The first such weekday from a day on."""
    on = (weekday - day.weekday()) % 7
    return day + timedelta(days=on or (0 if including else 7))


_YEAR = {"early": ((1, 1), (3, 31)), "mid": ((5, 1), (8, 31)), "late": ((10, 1), (12, 31)), "end": ((11, 1), (12, 31)),
         "h1": ((1, 1), (6, 30)), "h2": ((7, 1), (12, 31)), "q1": ((1, 1), (3, 31)), "q2": ((4, 1), (6, 30)), "q3": ((7, 1), (9, 30)),
         "q4": ((10, 1), (12, 31))}
_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31), "end": (21, 31), "h1": (1, 15), "h2": (16, 31)}
_SHARE = {"early": (0, 1, 3), "mid": (1, 2, 3), "late": (2, 3, 3), "end": (2, 3, 3), "h1": (0, 1, 2), "h2": (1, 2, 2), "q1": (0, 1, 4),
          "q2": (1, 2, 4), "q3": (2, 3, 4), "q4": (3, 4, 4), "t1": (0, 1, 3), "t3": (2, 3, 3)}


def part_of(days: Days, part: str) -> Days:
    """The early, middle or late part, half, quarter, third or n-th week (w1 …) of a stretch, or its first or last n units (f3m, l10d).

    Conventions of this project: a year begins until March, its middle is May to August, it is late from October and ends from November;
    a month has three parts of ten days; anything else is divided evenly.

    >>> part_of((date(2016, 6, 1), date(2016, 6, 30)), "end")
    (datetime.date(2016, 6, 21), datetime.date(2016, 6, 30))
    """
    first, last = days
    size = (last - first).days + 1
    if part[0] in "fl" and part[-1] in "dwm" and part[1:-1].isdigit():
        return _edge(first, last, part[0], int(part[1:-1]), {"d": "day", "w": "week", "m": "month"}[part[-1]])
    if part[0] == "w":
        start = first + timedelta(days=7 * (int(part[1:]) - 1))
        return min(start, last), min(start + timedelta(days=6), last)
    if 28 <= size <= 31 and part in _MONTH:
        start, end = _MONTH[part]
        return first + timedelta(days=start - 1), min(first + timedelta(days=end - 1), last)
    if 365 <= size <= 366 and first.month == 1 and part in _YEAR:
        (m1, d1), (m2, d2) = _YEAR[part]
        return date(first.year, m1, d1), date(first.year, m2, d2)
    if part in ("early", "late", "end", "mid") and size > 3000 and first.month == 1:      # decades and centuries in whole years
        years = round(size / 365.2425)
        low, high, of = _SHARE[part]
        return date(first.year + years * low // of, 1, 1), date(first.year + years * high // of - 1, 12, 31)
    low, high, of = _SHARE[part]
    return first + timedelta(days=size * low // of), first + timedelta(days=max(size * high // of - 1, size * low // of))


def _edge(first: date, last: date, edge: str, count: int, unit: str) -> Days:
    if edge == "f":
        return first, min(shifted(first, count, unit) - timedelta(days=1), last)
    return max(shifted(last + timedelta(days=1), -count, unit), first), last
