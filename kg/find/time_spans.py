"""Times told by units: last month, this week, two days ago, a day later, the last three years, half of 2015, for six months, every day."""
from __future__ import annotations

from kg.find.time_atoms import Length, length, lengths, month_name, number, ordinal, placed_unit, unit, year_name, year_number
from kg.find.time_dates import day_expr, month, month_fields, year_expr
from kg.find.time_expr import TimeExpr, make, over
from kg.find.time_words import Phrase

SIGNS = {"past": -1.0, "latest": -1.0, "future": 1.0, "previous": -1.0, "next": 1.0}


def placed(p: Phrase, i: int) -> TimeExpr | None:
    """One unit told by its place: "last week", "the current year", "the same month", "the following day"."""
    read = placed_unit(p, i)
    if read is None:
        return None
    name, shift, after = read
    if name == "year" and p.is_a(i - 1, "general") and p.free(i):
        return None
    if shift == "latest" and name in ("day", "hour", "minute", "second") or name in ("second", "minute"):
        return None
    if name == "day" and shift in ("past", "future") and not p.is_a(i, "these"):
        return None
    if name in ("day", "night") and p.word(i - 1) and p.is_a(i - 1, "alike"):
        return None
    kind = "anaphoric" if shift in ("same", "next", "previous") else "relative"
    return make(p, i, after, kind, f"{shift}-unit", unit="day" if name == "night" else name, shift=shift)


def stretch(p: Phrase, i: int) -> TimeExpr | None:
    """Several units told by their place: "the last two months", "the coming three days", "the past 24 hours", "the coming weeks"."""
    u = unit(p, i)
    if u and u[2] and u[1] in ("two", "many"):
        name, amount, j = u[0], 2.0 if u[1] == "two" else None, i + 1
        if u[1] == "many":
            count = number(p, j) if p.free(j) else None
            if count:
                amount, j = count
    else:
        j = i + 1 if p.is_a(i, "the") else i
        read = length(p, j)
        if read is None or read.bare or not (read.defined or p.is_a(i, "the") or p.is_a(i, "number")):
            return None
        name, amount, j = read.unit, read.amount, read.after
    while p.is_a(j, "filler"):
        j += 1
    read = p.find(j, "modifier") if p.free(j) else None
    if read is None or read[0] not in SIGNS:
        return None
    kind = "anaphoric" if read[0] in ("next", "previous") else "relative"
    return make(p, i, read[1], kind, "stretch", unit=_day(name), amount=_signed(amount, SIGNS[read[0]]), few=amount is None,
                span=True, shift="past" if read[0] == "latest" else read[0])


def last_ones(p: Phrase, i: int) -> TimeExpr | None:
    """"The last three years" with the adjective before: آخر ثلاث سنوات."""
    read = p.find(i, "last_one")
    count = length(p, read[1]) if read else None
    if count is None or count.bare or count.defined:
        return None
    return make(p, i, count.after, "relative", "stretch", unit=_day(count.unit), amount=_signed(count.amount, -1.0), few=count.amount is None,
                span=True, shift="past")


def _day(name: str) -> str:
    return "day" if name == "night" else name


def _about(p: Phrase, i: int) -> tuple[bool, int]:
    """Skip words like about, more than, the passing of: (whether there were any, index after)."""
    start = i
    while True:
        read = p.find(i, "about")
        if read is None:
            return i > start, i
        i = read[1]


def away(p: Phrase, i: int) -> TimeExpr | None:
    """A distance from today or from an event: "two days ago", "for four years now", "in a week", "two months after the launch"."""
    word = next((w for w in ("since", "before", "after") if p.find(i, w)), None)
    if word is None or p.is_a(i - 1, "from") and word == "before" and p.free(i):
        return None
    approx, j = _about(p, p.find(i, word)[1])
    if not p.free(j) and not approx:
        return None
    read = lengths(p, j)
    if read is None or read[2].defined:
        return None
    parts, after, head = read
    if head.bare and not _may_be_bare(p, head, after):
        return None
    amount, name = parts[0]
    fields: dict[str, object] = {"unit": _day(name), "few": amount is None, "approx": approx}
    if len(parts) > 1 or amount is not None and amount % 1:
        fields["lengths"] = parts
    if word == "since":
        return make(p, i, after, "relative", "ago", amount=_signed(amount, -1.0), relation="since", **fields)
    sign = -1.0 if word == "before" else 1.0
    if p.is_a(after, "from", "since") or word == "after" and p.is_a(after, "upon"):
        if p.is_a(after + 1, "that_one"):
            return make(p, i, after + 2, "anaphoric", "offset", amount=_signed(amount, sign), **fields)
        if word == "after" and p.is_a(after + 1, "lasting"):
            return make(p, j, after, "duration", "lasted", lengths=parts)
        if not (p.is_a(after + 1, "day") and p.mean[after + 1]["day"] == 0):
            return make(p, i, after, "anaphoric", "offset", amount=_signed(amount, sign), anchored=True, **fields)
    return make(p, i, after, "relative", "ago" if sign < 0 else "hence", amount=_signed(amount, sign), **fields)


def _signed(amount: float | None, sign: float) -> float | None:
    """The amount with its direction; of an unknown number the direction alone, as plus or minus one."""
    return sign if amount is None else sign * amount


def _may_be_bare(p: Phrase, head: Length, after: int) -> bool:
    """Whether an uncounted unit behind a preposition is a distance: not "before the decade's …", not the year of a number."""
    if head.unit in ("second", "night") or head.unit == "year" and year_number(p, after, True):
        return False
    if head.unit == "month" and month_name(p, after) or head.unit == "day" and day_expr(p, after):
        return False
    ends = not p.word(after) or p.tokens[after].kind == "p" or p.is_a(after, "from", "in", "upon", "since", "after", "before", "to", "and", "ahead")
    return ends or head.unit not in ("decade", "minute", "century", "day") or head.amount is None


def offset(p: Phrase, i: int) -> TimeExpr | None:
    """A distance from the date told before: "a day later", "about a month after that", "two days before it"."""
    sign, read = 1.0, p.find(i, "after_it")
    if read is None:
        sign, read = -1.0, p.find(i, "before_it")
    if read is None:
        return None
    j = read[1]
    if p.is_a(j, "with"):
        j += 1
    elif not p.clitic(j, "with"):
        return None
    approx, j = _about(p, j)
    read = lengths(p, j)
    if read is None or read[2].defined:
        return None
    amount, name = read[0][0]
    return make(p, i, read[1], "anaphoric", "offset", unit=_day(name), amount=_signed(amount, sign), few=amount is None, approx=approx)


def eve(p: Phrase, i: int) -> TimeExpr:
    """"On the eve of": the day before an event, or before the date that follows."""
    day = day_expr(p, i + 1)
    if day is not None and day.kind == "date" and day.day:
        return make(p, i, day.last, "relative", "eve-of", unit="day", amount=-1.0, to=day)
    return make(p, i, i + 1, "anaphoric", "eve", unit="day", amount=-1.0, anchored=True)


def duration(p: Phrase, i: int) -> TimeExpr | None:
    """A length of time, where it is one: counted, dual, or a bare unit behind a word like "for" or "lasted"; never somebody's age."""
    read = lengths(p, i)
    if read is None:
        return None
    parts, after, head = read
    if head.defined and not parts[0][0]:
        return None
    before = i - 1
    while before >= 0 and p.is_a(before, "about", "from", "than"):
        before -= 1
    if head.bare and not _is_long(p, head, i, before):
        return None
    if _is_age(p, before, i, after):
        return None
    if head.defined and head.unit in ("day", "year", "month", "week", "hour", "minute", "second") and p.is_a(i, "unit"):
        return None
    if not p.free(i) and p.prep.get(i) and not p.clitic(i, "toward") and not p.clitic(i, "with"):
        return None
    return make(p, i, after, "duration", "length", lengths=parts)


def _is_long(p: Phrase, head: Length, i: int, before: int) -> bool:
    """Whether an uncounted unit is a length: behind "for" or "lasted", or many of them behind "since", "after" or a proclitic "for"."""
    if p.is_a(before, "for", "for_verb"):
        return True
    if head.amount is None:
        return p.clitic(i, "toward") or p.is_a(before, "since", "after", "before") or any(p.is_a(before - k, "for_verb") for k in (1, 2))
    return head.unit in ("hour", "day", "week", "month") and p.is_a(before - 1, "for_verb")


def _is_age(p: Phrase, before: int, first: int, after: int) -> bool:
    if any(p.is_a(before - k, "age_head") for k in range(3) if before - k >= 0):
        return True
    return p.word(first - 1) == "(" and p.word(after) == ")"


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
    read = ordinal(p, i + 1)
    n = p.mean[i + 1].get("int")
    if read is None and not n:
        return None
    value, after = read if read else (n, i + 2)
    return make(p, i, after, "date", "century", century=int(value)) if 1 <= value <= 30 else None


def decade(p: Phrase, i: int) -> TimeExpr | None:
    """The eighties of the last century, the nineties."""
    value = p.mean[i].get("decade")
    if value is None:
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


def apart(p: Phrase, i: int) -> TimeExpr | None:
    """The distance of an event named before it: "after the attack by two days", بعد الهجوم بيومين."""
    if not p.clitic(i, "with") or not any(p.is_a(i - k, "before", "after") for k in range(2, 7) if i - k >= 0):
        return None
    approx, j = _about(p, i)
    read = lengths(p, j)
    if read is None or read[2].defined or read[2].bare and read[2].unit in ("second", "decade", "century", "night"):
        return None
    return make(p, i, read[1], "anaphoric", "offset", unit=_day(read[0][0][1]), amount=1.0, few=True, approx=approx, anchored=True)


def holiday(p: Phrase, i: int) -> TimeExpr | None:
    """A day with a name of its own, with its year or place or behind a preposition of time."""
    read = p.find(i, "holiday")
    if read is None:
        return None
    (month_number, day, hijri), j = read
    fields, after = month_fields(p, j, month_number, hijri)
    return make(p, i, after, "date", "holiday", day=day, approx=hijri, **fields)


def ordinal_unit(p: Phrase, i: int) -> TimeExpr | None:
    """The first week of June, the second half of it: a numbered week or day in a month."""
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


def every(p: Phrase, i: int) -> TimeExpr | None:
    """What comes back: every day, every four years, daily."""
    read = p.find(i, "each_word")
    if read:
        return make(p, i, read[1], "set", "every")
    read = p.find(i, "each")
    if read is None or not p.free(read[1]):
        return None
    j = read[1]
    u = unit(p, j)
    if u and u[1] == "one" and not u[2]:
        return make(p, i, j + 1, "set", "every")
    count = length(p, j)
    if count and not count.bare and not count.defined:
        return make(p, i, count.after, "set", "every")
    return None
