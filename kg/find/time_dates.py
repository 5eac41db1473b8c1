"""Dates by the calendar: days of a month, months, years, and ranges of them."""
from __future__ import annotations

from kg.arabic import HYPHENS, QUOTE_CLOSE, QUOTE_OPEN
from kg.find.time_atoms import DASHES, day_number, integer, month_name, placed_unit, unit, year_name, year_number
from kg.find.time_expr import TimeExpr, make
from kg.find.time_words import Phrase

# --- figures ------------------------------------------------------------------------------------------------------------------------


def numeric(p: Phrase, i: int) -> TimeExpr | None:
    """24/11/2015, 2015-11-24, 24.11.2015, and Hijri years where an era or the number says so."""
    figure = p.mean[i].get("figure")
    if figure:
        fields, after = figure.split("."), i + 1
    elif integer(p, i) is not None:
        j, fields = i, [p.word(i)]
        while len(fields) < 3 and p.word(j + 1) and p.word(j + 1) in HYPHENS and p.word(j + 1) == (p.word(i + 1)) and integer(p, j + 2) is not None:
            fields.append(p.word(j + 2))
            j += 2
        after = j + 1
    else:
        return None
    if len(fields) != 3 or not all(f.isdigit() for f in fields):
        return None
    if len(fields[0]) == 4:
        fields.reverse()
    day, month, year = map(int, fields)
    if len(fields[2]) != 4 or not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    named = year_number(p, after - 1, False)
    hijri = 1300 <= year <= 1500
    if named and after - 1 > i and not figure and named.after > after:
        after, hijri = named.after, named.hijri
    elif p.is_a(after, "era") and p.free(after):
        after, hijri = after + 1, p.mean[after]["era"] == "hijri"
    if not hijri and not 1800 <= year <= 2200:
        return None
    return make(p, i, after, "date", "figures", year=year, month=month, day=day, hijri=hijri)


# --- days of a month ----------------------------------------------------------------------------------------------------------------


def date(p: Phrase, i: int) -> TimeExpr | None:
    """One or more days of a month: "24 November 2015", "23 and 24 of January last", "29 to 30", "the 28th of the same month"."""
    first = day_number(p, i)
    if first is None:
        return None
    slashed = _slashed(p, i)
    if slashed:
        return slashed
    days, j, joint = [first[0]], first[1], "and"
    while len(days) < 8:
        step = _joint(p, j)
        more = day_number(p, step[1]) if step else None
        if more is None or more[0] <= days[-1] and step[0] == "to" and more[0] > 31:
            break
        days.append(more[0])
        joint, j = step[0], more[1]
    tail = _month_of(p, j, integer(p, j - 1) is not None)
    if tail is None and len(days) > 1:                       # the day may stand alone: "5, 6 May" read from the 5 failed
        days, j, joint = days[:1], first[1], "and"
        tail = _month_of(p, j, integer(p, j - 1) is not None)
    if tail is None:
        return None
    fields, after = tail
    head = i - 1
    while p.is_a(head, "unit"):
        head -= 1
    if p.is_a(head, "name_head") and fields.get("year") is None and fields.get("shift") is None:
        return None
    if set(fields) <= {"month", "hijri"} and p.word(i - 1) in QUOTE_OPEN and p.word(after) in QUOTE_CLOSE and p.word(after):
        return None                                             # the bloc «14 March»
    if "year" not in fields and head >= 0:
        for day, month, year in p.mean[head].get("known", ()):
            if (day, month) == (days[0], fields.get("month")) and fields.get("shift") is None and fields.get("year_shift") is None:
                fields = {**fields, "year": year}
    kind = "anaphoric" if fields.get("shift") in ("same", "next", "previous") or fields.get("year_shift") in ("same", "next", "previous") else "date"
    if len(days) == 1:
        return make(p, i, after, kind, "day-of-month", day=days[0], **fields)
    listed = joint == "and" and not p.is_a(i - 1, "between")
    end = make(p, i, after, kind, "day-of-month", day=days[-1], **fields)
    return make(p, i, after, "range", "days-of-month", day=days[0], to=end, listed=listed, **fields)


def _slashed(p: Phrase, i: int) -> TimeExpr | None:
    """Day and month in figures without a year, where "day" stands before them or "last", "this" behind: يوم 20/9, 20/9 الجاري."""
    day, month = integer(p, i), integer(p, i + 2)
    if p.word(i + 1) != "/" or day is None or month is None or not 1 <= month <= 12 or p.word(i + 3) == "/":
        return None
    fields, after = month_fields(p, i + 3, month, False)
    if len(fields) == 2 and not (p.mean[i - 1].get("unit", ("",))[0] == "day" if i else False):
        return None
    return make(p, i, after, "date", "figures", day=day, **fields)


def _joint(p: Phrase, i: int) -> tuple[str, int] | None:
    """What joins two days or years: ("and" or "to", index after)."""
    k = p.joined(i)
    if k is not None:
        return ("to", k + 1) if p.is_a(k, "to") else ("and", k)
    if p.is_a(i, "to"):
        return "to", i + 1
    if p.word(i) in DASHES or p.word(i) == "/":
        return "to", i + 1
    return ("and", i + 1) if p.is_a(i, "comma") else None


def _month_of(p: Phrase, i: int, figure: bool) -> tuple[dict[str, object], int] | None:
    """The month behind a day: by name with its year, or told by its place ("of the same month", "of the current one")."""
    j, of = i, p.is_a(i, "from") and p.free(i)
    if of:
        j += 1
    placed = placed_unit(p, j)
    if placed and placed[0] == "month":
        fields: dict[str, object] = {"unit": "month", "shift": placed[1]}
        year = year_name(p, placed[2], bare=False)
        return (fields, placed[2]) if year is None else ({**fields, "year": year.year, "year_shift": year.shift}, year.after)
    u = unit(p, j)
    if u and u[0] == "month" and u[1] == "one":
        j += 1
    if not p.free(j):
        return None
    name = month_name(p, j)
    if name:
        return month_fields(p, name.after, name.month, name.hijri, oldest=1000)
    if p.is_a(i, "of_it") and not (i > 1 and p.is_a(i - 2, "unit")):
        return {"unit": "month", "shift": "same"}, i + 1
    read = p.find(i, "modifier") if figure and p.free(i) else None
    if read and read[0] in ("present", "past", "future") and (read[0] == "present" or _in_before(p, i)):
        return {"unit": "month", "shift": read[0]}, read[1]
    return None


def _in_before(p: Phrase, i: int) -> bool:
    return i >= 2 and p.is_a(i - 2, "in") and not p.is_a(i - 2, "the")


def month_fields(p: Phrase, i: int, month: int, hijri: bool, oldest: int = 1900) -> tuple[dict[str, object], int]:
    """What follows a month's name: its year, or last/next, or nothing."""
    fields: dict[str, object] = {"month": month, "hijri": hijri}
    year = year_name(p, i, oldest=oldest)
    if year:
        fields |= {"year": year.year} if year.shift is None else {"year_shift": year.shift}
        twin = month_name(p, year.after + 1) if p.word(year.after) == "(" else None
        closed = twin and twin.month == month and p.word(twin.after) == ")"         # 11 September 2001 (Aylul)
        return fields, twin.after + 1 if closed else year.after
    read = p.find(i, "modifier")
    if read and p.free(i):
        return {**fields, "shift": read[0]}, read[1]
    era = p.is_a(i, "era") and p.free(i) and p.touching(i)
    return fields, i + 1 if era else i


# --- months and years ----------------------------------------------------------------------------------------------------------------

_BEFORE_MONTH = ("in", "since", "until", "before", "after", "by", "during", "between", "to")


def month(p: Phrase, i: int, said: bool = False) -> TimeExpr | None:
    """A month without a day: with a year, "last", a paired name, the word month before it (`said`) or a preposition."""
    name = month_name(p, i)
    if name is None:
        return None
    fields, after = month_fields(p, name.after, name.month, name.hijri)
    day = i - 2 if p.is_a(i - 1, "from") else i - 1
    if not said and day >= 0 and p.free(i) and (p.is_a(day, "ordinal", "ten") or integer(p, day) and day_number(p, day)):
        return None                                         # a day that belongs to a name: the movement of 6 April
    sure = said or "year" in fields or "shift" in fields or "year_shift" in fields
    before = i - 1
    if not sure:
        preposed = bool(p.prep.get(i)) or p.is_a(before, *_BEFORE_MONTH) or name.trust == "forms" and p.is_a(before, "from")
        if name.trust == "strict" or name.trust == "weak" and not preposed or p.is_a(before, "name_head"):
            return None
        if not preposed and not p.is_a(before, "unit", "part") and name.after == i + 1 and p.joined(i) is None:
            return None
    expr = make(p, i, after, "date", "month", **fields)
    k = p.joined(after) if p.joined(after) is not None else after + 1 if p.is_a(after, "to") or p.word(after) in DASHES else None
    if k is not None and (p.free(k) or k == after):
        if p.is_a(k, "to") and k > after - 1 and p.joined(after) is not None:
            k += 1
        twin = month_name(p, k)
        if twin and twin.hijri == name.hijri and twin.month != name.month and "year" not in fields:
            more, end = month_fields(p, twin.after, twin.month, twin.hijri)
            if "year" in more or "shift" in more or "year_shift" in more or p.is_a(i - 1, "unit", "between", "from", "in", "during"):
                other = make(p, k, end, "date", "month", **more)
                listed = p.joined(after) is not None and not p.is_a(i - 1, "between")
                placed = {"shift": more.get("shift"), "year_shift": more.get("year_shift")}
                return make(p, i, end, "range", "months", to=other, listed=listed, **{**fields, **placed})
    return expr


def year_expr(p: Phrase, i: int, said: bool) -> TimeExpr | None:
    """A year, or years joined: 2015, 2011 and 2014, 2015-2016; `said` after the word year."""
    first = year_number(p, i, said)
    if first is None or first.year is None:
        return None
    expr = make(p, i, first.after, "date", "year", year=first.year, hijri=first.hijri)
    step = _joint(p, first.after)
    other = year_number(p, step[1], said) if step else None
    if other is None and step and p.word(first.after) in HYPHENS and len(p.word(step[1])) == 2 and integer(p, step[1]) is not None:
        short = first.year // 100 * 100 + integer(p, step[1])
        other = first._replace(year=short, after=step[1] + 1) if short > first.year else None
    if other and other.year and other.year > first.year and (step[0] == "to" or said or p.is_a(i - 1, "between", "in")):
        end = make(p, step[1], other.after, "date", "year", year=other.year, hijri=other.hijri)
        listed = step[0] == "and" and not p.is_a(i - 1, "between")
        return make(p, i, other.after, "range", "years", year=first.year, hijri=first.hijri, to=end, listed=listed)
    return expr
