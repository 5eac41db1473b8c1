"""The smallest things that times are made of: numbers, lengths, months, years, modifiers.

Each reader takes a sentence and the index of a word and answers what begins there and where it ends, or None.
"""
from __future__ import annotations

from typing import NamedTuple

from kg.arabic import ARTICLE, HYPHENS
from kg.find.time_words import Phrase

DASHES = HYPHENS - {"/"}
RELATIVE = frozenset({"past", "past2", "present", "future", "future2"})


class Length(NamedTuple):
    """A counted unit: `amount` None where the number is not said; `bare` where no number word stands by it ("days", "a month")."""
    amount: float | None
    unit: str
    after: int
    bare: bool = False
    defined: bool = False


class MonthName(NamedTuple):
    month: int
    hijri: bool
    trust: str      # forms: surely a month; weak, strict: needs company
    after: int


class YearName(NamedTuple):
    """A year by number, or by its place (`shift`)."""
    year: int | None
    hijri: bool
    shift: str | None
    after: int


def integer(p: Phrase, i: int) -> int | None:
    """The whole number that word i prints in figures."""
    return p.mean[i].get("int")


def number(p: Phrase, i: int) -> tuple[float, int] | None:
    """A number in figures or words: hundreds, then units, then tens, as Arabic says them."""
    n = integer(p, i)
    if n is not None:
        if p.mean[i + 1].get("number") == 1000 and p.free(i + 1):
            return float(n * 1000), i + 2
        return float(n), i + 1
    figure = p.mean[i].get("figure")
    if figure:
        head, _, tail = figure.replace(",", "").partition(".")
        return (float(f"{head}.{tail}"), i + 1) if tail.isdigit() and head.isdigit() else None
    total, current, last, j = 0.0, 0.0, 0, i
    while True:
        scale = p.mean[j].get("number") if j > i and p.free(j) else None
        if scale == 100 and last == 1 or scale == 1000 and last:
            total, current, last = (total + current * 1000, 0.0, 1000) if scale == 1000 else (total, current * 100, 100)
            j += 1
            continue
        k = i if j == i else p.joined(j)
        read = _cardinal(p, k) if k is not None else None
        if read is None or last and not _follows(read[0], last):
            break
        current, last, j = current + read[0], _rank(read[0]), read[1]
        if last == 1000:
            total, current = total + current, 0.0
    return (total + current, j) if j > i else None


def _rank(value: float) -> int:
    return 1 if value < 10 else 10 if value < 100 else 100 if value < 1000 else 1000


def _follows(value: float, last: int) -> bool:
    return 20 <= value < 100 if last == 1 else _rank(value) < last and last > 10


def _cardinal(p: Phrase, i: int) -> tuple[float, int] | None:
    ten = p.is_a(i + 1, "ten") and p.free(i + 1)
    if p.is_a(i, "before_ten"):
        return (p.mean[i]["before_ten"] + 10.0, i + 2) if ten else None
    value = p.mean[i].get("number")
    if value is None:
        return None
    return (value + 10.0, i + 2) if ten and 2 < value < 10 else (float(value), i + 1)


def ordinal(p: Phrase, i: int) -> tuple[int, int] | None:
    """An ordinal from first to ninety-ninth, definite as days of the month are."""
    value = p.mean[i].get("ordinal")
    if value is None:
        tens = p.mean[i].get("number")
        return (tens, i + 1) if tens and tens >= 20 and tens < 100 and p.word(i)[p.cut.get(i, 0):].startswith(ARTICLE) else None
    if p.is_a(i + 1, "ten") and p.free(i + 1):
        return value + 10, i + 2
    k = p.joined(i + 1)
    tens = p.mean[k].get("number") if k is not None else None
    if tens and 20 <= tens < 100:
        return value + tens, k + 1
    return value, i + 1


def day_number(p: Phrase, i: int) -> tuple[int, int] | None:
    """A day of the month, in figures or as an ordinal."""
    n = integer(p, i)
    if n is not None:
        return (n, i + 1) if 1 <= n <= 31 and len(p.word(i)) <= 2 else None
    read = ordinal(p, i)
    if read is None:
        spelled = (p.mean[i]["day_ordinal"], i + 1) if p.is_a(i, "day_ordinal") else number(p, i) if p.is_a(i, "number", "before_ten") else None
        read = (int(spelled[0]), spelled[1]) if spelled and _one_month(p, spelled[1]) and p.free(spelled[1]) else None
    return read if read and 1 <= read[0] <= 31 else None


def unit(p: Phrase, i: int) -> tuple[str, str, bool] | None:
    """(unit, one/two/pair/many, definite) of word i."""
    return p.mean[i].get("unit")


def length(p: Phrase, i: int) -> Length | None:
    """A number of units: "three days", "48 hours", "two years", "several months", "half an hour", and, bare, "days" or "a month"."""
    u = unit(p, i)
    if u:
        name, form, defined = u
        if name == "hour" and p.is_a(i + 1, "hours_of"):
            return None
        if form == "two":
            after = i + 2 if p.mean[i + 1].get("number") == 2 else i + 1
            return Length(2.0, name, after, False, defined)
        if form == "many":
            return Length(None, name, i + 1, True, defined)
        if form == "one" and not defined:
            if p.mean[i + 1].get("number") == 1 and p.free(i + 1):
                return Length(1.0, name, i + 2)
            return Length(1.0, name, i + 1, True)
        return None
    few = p.find(i, "few")
    if few:
        u = unit(p, few[1])
        return Length(None, u[0], few[1] + 1, False, u[2]) if u and u[1] == "many" else None
    part = p.find(i, "fraction")
    if part:
        u = unit(p, part[1])
        return Length(part[0], u[0], part[1] + 1, False, False) if u and u[1] == "one" else None
    count = number(p, i)
    if count:
        u = unit(p, count[1]) if p.free(count[1]) else None
        if u and u[1] in ("one", "many") and not (u[0] == "night" and count[0] >= 1000):     # the thousand and one nights
            return Length(count[0], u[0], count[1] + 1, False, u[2])
    return None


def lengths(p: Phrase, i: int) -> tuple[tuple[tuple[float | None, str], ...], int, Length] | None:
    """A whole duration: a length, a fraction more or less ("and a quarter", "less a third"), smaller units after it.

    Returns ((number, unit), …), the index after, and the first length as read.
    """
    head = length(p, i)
    if head is None:
        return None
    amount, j = head.amount, head.after
    k = p.joined(j)
    fraction = p.find(k, "fraction") if k is not None else None
    if fraction is None and p.is_a(j, "less"):
        fraction = p.find(j + 1, "fraction")
        fraction = (-fraction[0], fraction[1]) if fraction else None
    if fraction and amount is not None:
        u = unit(p, fraction[1])
        if u is None or u[0] == head.unit:
            amount, j = amount + fraction[0], fraction[1] + (u is not None)
            head = head._replace(bare=False)
    out = [(amount, head.unit)]
    order = ("century", "decade", "year", "month", "week", "day", "hour", "minute", "second")
    while out[-1][1] in order and out[-1][0] is not None:
        k = p.joined(j)
        more = length(p, k) if k is not None else None
        if more is None or more.bare or more.unit not in order or order.index(more.unit) <= order.index(out[-1][1]):
            break
        out.append((more.amount, more.unit))
        j = more.after
        head = head._replace(bare=False)
    behind = p.find(j, "of_time") or p.find(j, "whole")
    if behind:
        j = behind[1]
    return tuple(out), j, head


def month_name(p: Phrase, i: int) -> MonthName | None:
    """A month by name, with the second name of a pair: slash, brackets, hyphen or nothing between."""
    name = _one_month(p, i)
    if name is None or name.hijri:
        return name
    j, mark = name.after, p.word(name.after)
    if mark and mark in HYPHENS or mark == "(":
        twin = _one_month(p, j + 1)
        if twin and not twin.hijri:
            if mark == "(" and p.word(twin.after) == ")":        # a bracketed name that is another month is a slip of the pen
                return name._replace(trust="forms", after=twin.after + 1)
            if mark != "(" and twin.month == name.month:
                return name._replace(trust="forms", after=twin.after)
    twin = _one_month(p, j)
    if twin and twin.month == name.month and not twin.hijri and p.free(j):
        return name._replace(trust="forms", after=twin.after)
    return name


def _one_month(p: Phrase, i: int) -> MonthName | None:
    for category in ("month", "hijri"):
        read = p.find(i, category)
        if read:
            return MonthName(read[0][0], category == "hijri", read[0][1], read[1])
    return None


def year_name(p: Phrase, i: int, bare: bool = True, oldest: int = 1900) -> YearName | None:
    """The year behind a month: "2015", "(of) the year 2015", "of last year", "of the same year"; `bare` allows the number alone, from
    `oldest` on."""
    j = i
    if p.is_a(j, "from") and p.free(j) or p.is_a(j, "comma") and integer(p, j + 1) or p.is_a(j, "in") and p.free(j):
        j += 1
    shift = placed_unit(p, j)
    if shift and shift[0] == "year":
        return YearName(None, False, shift[1], shift[2])
    u = unit(p, j)
    if u and u[0] == "year" and u[1] == "one":
        return year_number(p, j + 1, True)
    if p.is_a(j, "from") or not bare or j > i and p.is_a(i, "in"):
        return None
    return year_number(p, j, False, oldest)


def year_number(p: Phrase, i: int, said: bool, oldest: int = 1900) -> YearName | None:
    """A number that can be a year; `said` where the word year stands before it, so that old, short and spelled-out ones count."""
    n = integer(p, i)
    after = i + 1
    if n is None:
        spelled = number(p, i) if said else None
        if not spelled or not 1000 < spelled[0] < 2200:
            return None
        n, after = int(spelled[0]), spelled[1]
    era = p.mean[after].get("era") if p.free(after) else None
    if era:
        after += 1
    if p.find(after, "bc"):
        return None
    hijri = era == "hijri" or era is None and 1380 <= n <= 1460
    if era and 1 <= n <= 2200 and (len(p.word(i)) > 2 or said):
        return YearName(n, hijri, None, after)
    if len(p.word(i)) == 2 and said and n >= 30:
        return YearName(1900 + n, False, None, after)
    if oldest <= n <= 2100 or said and 500 <= n <= 2200:
        return YearName(n, hijri, None, after)
    return None


def placed_unit(p: Phrase, i: int) -> tuple[str, str, int] | None:
    """(unit, shift, after) of "last year", "this week", "the same month", "that day": one definite unit told by its place."""
    for category, shift in (("these", "present"), ("those", "same"), ("same_before", "same")):
        if p.is_a(i, category) and (p.free(i) or p.prep.get(i)):
            u = unit(p, i + 1)
            if u and u[1] == "one" and u[2] and p.free(i + 1):
                after = i + 2
                if p.find(after, "modifier") and shift == "present":
                    after = p.find(after, "modifier")[1]
                return u[0], shift, after
            return None
    u = unit(p, i)
    if not u or u[1] != "one" or not u[2]:
        return None
    j = i + 1
    if p.is_a(j, "filler"):
        j += 1
    read = p.find(j, "modifier")
    if read is None or not p.free(j):
        return None
    return u[0], read[0], read[1]
