"""Days by name: weekdays, today and its neighbours, with the date or part of day beside them."""
from __future__ import annotations

from kg.arabic import HYPHENS
from kg.find.time_atoms import RELATIVE, placed_unit
from kg.find.time_dates import date, numeric
from kg.find.time_expr import TimeExpr, make, over
from kg.find.time_words import Phrase


def day_expr(p: Phrase, i: int, night: bool = False) -> TimeExpr | None:
    """Whatever names a day or days at word i: today, a weekday, a date.  `night` lets two weekdays stand side by side."""
    if not p.free(i):
        return None
    return numeric(p, i) or date(p, i) or weekday(p, i, night) or day_word(p, i)


def weekday(p: Phrase, i: int, night: bool = False) -> TimeExpr | None:
    """A weekday, alone, placed ("last Friday"), dated ("Friday 23 June"), or several ("Monday and Tuesday")."""
    day = p.mean[i].get("weekday")
    if day is None or day == 6 and p.is_a(i + 1, "ten") or p.is_a(i - 1, "day_head"):
        return None
    if day == 0 and p.is_a(i - 1, "between", "to") and not _weekday_joined(p, i + 1):
        return None
    days, j, joint = [day], i + 1, "and"
    while len(days) < 7:
        k = _weekday_joined(p, j) or (j if night and len(days) == 1 and p.free(j) and p.is_a(j, "weekday") else None)
        if k is None:
            break
        joint = "to" if p.is_a(j, "to") or p.word(j) in HYPHENS else "and"
        days.append(p.mean[k]["weekday"])
        j = k + 1
    shift, j = _shift(p, j)
    week = placed_unit(p, j + 1) if p.is_a(j, "from") and p.free(j) else None
    year_shift = None
    if week and week[0] == "week":
        shift, j, year_shift = week[1], week[2], "week"
    if len(days) > 1:
        end = make(p, j - 1, j, "weekday", "weekday", weekday=days[-1], shift=shift)
        return make(p, i, j, "range", "weekdays", weekday=days[0], shift=shift, to=end, listed=joint == "and" or night)
    if year_shift:
        return make(p, i, j, "weekday", "weekday-of-week", weekday=day, shift=shift, unit="week")
    dated = _date_behind(p, j)
    if dated and shift is None:
        return over(p, dated[0], i, dated[1], weekday=day, kind=dated[0].kind)
    kind = "anaphoric" if shift in ("next", "previous", "same") else "weekday"
    return make(p, i, j, kind, "weekday", weekday=day, shift=shift)


def _weekday_joined(p: Phrase, i: int) -> int | None:
    """The weekday joined at i by and, to or a dash."""
    k = p.joined(i)
    if k is None and (p.is_a(i, "to") or p.word(i) in HYPHENS):
        k = i + 1
    elif k is not None and p.is_a(k, "to"):
        k += 1
    return k if k is not None and p.is_a(k, "weekday") and not p.prep.get(k) else None


def _shift(p: Phrase, i: int) -> tuple[str | None, int]:
    read = p.find(i, "modifier")
    if read and p.free(i) and (read[0] in RELATIVE or read[0] in ("next", "previous", "same")):
        return read
    return None, i


def _date_behind(p: Phrase, i: int) -> tuple[TimeExpr, int] | None:
    """A date in apposition, bare, after a comma or in brackets: ("23 June 2017", index after)."""
    mark = p.word(i)
    j = i + 1 if mark == "(" or p.is_a(i, "comma", "matching") else i
    read = numeric(p, j) or date(p, j)
    if read is None or read.kind == "range":
        return None
    if mark == "(":
        return (read, read.last + 1) if p.word(read.last) == ")" else None
    return read, read.last


def day_word(p: Phrase, i: int) -> TimeExpr | None:
    """Today, yesterday, the day before, tomorrow: with the weekday or the date that may stand in apposition."""
    read = p.find(i, "day")
    if read is None:
        return None
    shift, j = read
    if shift == 0 and j == i + 1:
        named = p.is_a(i - 1, "outlet") and not p.is_a(i - 2, "in", "to", "from")
        if named or p.is_a(j, "not_today", "ordinal") and p.free(j) or p.is_a(i - 1, "these", "those", "same_before"):
            return None
    if shift == 1 and p.is_a(i - 1, "not_tomorrow"):
        return None
    rule = {0: "today", -1: "yesterday", -2: "day-before-yesterday", 1: "tomorrow", 2: "day-after-tomorrow"}[shift]
    day, mark = None, p.word(j)
    k = j + 1 if mark == "(" or p.is_a(j, "comma") else j
    if p.is_a(k, "weekday") and p.free(k) and not (p.is_a(j, "comma") and _weekday_joined(p, k + 1)):
        closed = k + 2 if mark == "(" and p.word(k + 1) == ")" else k + 1
        if mark != "(" or closed == k + 2:
            day, j = p.mean[k]["weekday"], closed
    dated = _date_behind(p, j)
    if dated and dated[0].kind == "date":
        return over(p, dated[0], i, dated[1], weekday=day, unit="day", amount=float(shift), rule=rule + "-dated")
    return make(p, i, j, "relative", rule, unit="day", amount=float(shift), weekday=day)


def with_day_part(p: Phrase, expr: TimeExpr) -> TimeExpr:
    """The expression with a part of day behind it ("Friday evening") taken in; the date stays what it is."""
    read = p.find(expr.last, "day_part_after")
    if read and p.free(expr.last) and not p.is_a(read[1], "weekday", "day"):
        return over(p, expr, expr.first, read[1])
    return expr
