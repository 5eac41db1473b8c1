"""Periods and their parts: early 2017, late last year, the first week of June, the eighties, summer 2015, a feast."""
from __future__ import annotations

from kg.find.time_atoms import integer, length, number, ordinal, unit, year_name
from kg.find.time_dates import month, month_fields, year_expr
from kg.find.time_expr import TimeExpr, make, over
from kg.find.time_spans import placed
from kg.find.time_words import Phrase


def part(p: Phrase, i: int) -> TimeExpr | None:
    """A part of a month, year, week, decade or century: "early 2017", "late last year", "the end of June", "the first half of 2015"."""
    read = p.find(i, "part")
    if read is None:
        return None
    name, j = read
    if p.is_a(j, "from") and p.free(j):
        j += 1
    if not p.free(j):
        return None
    if j == i + 1 and name in ("h1",) and not p.is_a(j, "from"):
        return None
    base = period(p, j)
    if base is None or base.kind == "range" or base.part:
        return None
    if name in ("late", "early") and j == i + 1 and p.is_a(i, "last_one", "first_one") and base.rule == "this-unit":
        return None
    return over(p, base, i, base.last, part=name, kind="anaphoric" if base.kind == "anaphoric" else "part", rule=base.rule)


def period(p: Phrase, i: int) -> TimeExpr | None:
    """A month, year, week, season, decade or century, as something that has a beginning, a middle and an end."""
    if not p.free(i):
        return None
    u = unit(p, i)
    if u and u[1] == "one":
        found = placed(p, i) or century(p, i)
        if found:
            return found
        if u[0] == "month":
            named = month(p, i + 1, True)
            if named:
                return over(p, named, i, named.last)
        if u[0] == "year":
            named = year_expr(p, i + 1, True)
            if named:
                return over(p, named, i, named.last)
        if u[2] and u[0] in ("week", "month", "year", "decade", "century") and not p.is_a(i + 1, "ordinal"):
            return make(p, i, i + 1, "relative", "this-unit", unit=u[0], shift="present")
        return None
    return placed(p, i) or month(p, i, True) or decade(p, i) or year_expr(p, i, False) or season(p, i)


def century(p: Phrase, i: int) -> TimeExpr | None:
    """A century by its number: the twentieth, the nineteenth."""
    u = unit(p, i)
    if not u or u[0] != "century" or u[1] != "one" or not u[2]:
        return None
    j = i + 2 if p.is_a(i + 1, "the") else i + 1
    read = ordinal(p, j)
    value, after = read if read else (integer(p, j) or 0, j + 1)
    hijri = p.is_a(after, "era") and p.mean[after]["era"] == "hijri"
    return make(p, i, after + hijri, "date", "century", century=int(value), hijri=hijri) if 1 <= value <= 30 else None


def decade(p: Phrase, i: int) -> TimeExpr | None:
    """The eighties of the last century, the nineties."""
    value = p.mean[i].get("decade")
    if value is None or p.is_a(i + 1, "from") and p.is_a(i + 2, "age_head"):         # in her thirties
        return None
    j = i + 2 if p.is_a(i + 1, "from") and p.free(i + 1) else i + 1
    which = placed(p, j) or century(p, j) if p.free(j) else None
    if which and (which.unit == "century" or which.century):
        return make(p, i, which.last, "date", "decade", decade=value, shift=which.shift, century=which.century)
    return make(p, i, i + 1, "date", "decade", decade=value) if value > 10 else None


def season(p: Phrase, i: int) -> TimeExpr | None:
    """A season with its year or place: summer 2015, last autumn; alone the word is too often something else."""
    this = p.is_a(i, "these")
    read = p.find(i + this, "season")
    if read is None:
        return None
    value, j = read
    if this:
        return make(p, i, j, "date", "season", season=value, shift="present")
    year = year_name(p, j)
    if year:
        return make(p, i, year.after, "date", "season", season=value, year=year.year, year_shift=year.shift)
    modifier = p.find(j, "modifier")
    if modifier and p.free(j):
        return make(p, i, modifier[1], "date", "season", season=value, shift=modifier[0])
    return None


def holiday(p: Phrase, i: int) -> TimeExpr | None:
    """A day with a name of its own, with its year or place or behind a preposition of time."""
    read = p.find(i, "holiday")
    if read is None:
        return None
    (month_number, day, hijri), j = read
    fields, after = month_fields(p, j, month_number, hijri)
    return make(p, i, after, "date", "holiday", day=day, approx=hijri, **fields)


def _first_units(p: Phrase, i: int) -> TimeExpr | None:
    """The first or last so many months, weeks or days of a period: الأشهر الثلاثة الأولى من العام, أول ستة أشهر من 2018."""
    u = unit(p, i)
    if u and u[1] == "many" and u[2]:
        name, count = u[0], number(p, i + 1) if p.free(i + 1) else None
        amount, j = count if count else (None, i + 1)
        last = p.find(j, "modifier")
        if p.mean[j].get("ordinal") == 1:
            edge, j = "f", j + 1
        elif last and last[0] == "latest":
            edge, j = "l", last[1]
        else:
            return None
    elif p.is_a(i, "first_one", "last_one"):
        told = length(p, i + 1)
        if told is None or told.bare or told.defined:
            return None
        edge, name, amount, j = "f" if p.is_a(i, "first_one") else "l", told.unit, told.amount, told.after
    else:
        return None
    if name not in ("month", "week", "day") or not p.is_a(j, "from") or not p.free(j):
        return None
    base = period(p, j + 1)
    if base is None or base.kind == "range" or base.part:
        return None
    share = f"{edge}{int(amount)}{name[0]}" if amount and amount >= 1 else "early" if edge == "f" else "late"
    return over(p, base, i, base.last, part=share, kind="anaphoric" if base.kind == "anaphoric" else "part")


def ordinal_unit(p: Phrase, i: int) -> TimeExpr | None:
    """The first week of June, the second half of it: a numbered week or day in a month."""
    several = _first_units(p, i)
    if several:
        return several
    u = unit(p, i)
    if not u or u[1] != "one" or not u[2] or u[0] not in ("week", "day"):
        return None
    read = ordinal(p, i + 1)
    last = p.find(i + 1, "modifier")
    if read is None and last and last[0] == "latest":
        read = (5, last[1])
    if read is None or not p.is_a(read[1], "from"):
        return None
    base = period(p, read[1] + 1)
    if base is None or base.part or base.rule == "this-unit" and u[0] == "day":
        return None
    if u[0] == "day" and base.month and read[0] <= 31 and read[1] - i == 2 and not last:
        return over(p, base, i, base.last, day=read[0], rule="day-of-month")
    if u[0] == "week" and (base.month or base.unit == "month") and read[0] <= 5:
        return over(p, base, i, base.last, part=f"w{read[0]}", kind="anaphoric" if base.kind == "anaphoric" else "part")
    return None
