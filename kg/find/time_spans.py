"""Times told by counting units: last month, two days ago, a day later, the last three years, for six months, every day."""
from __future__ import annotations

from kg.find.time_atoms import Length, length, lengths, month_name, number, placed_unit, unit, year_number
from kg.find.time_days import day_expr
from kg.find.time_expr import TimeExpr, make
from kg.find.time_words import Phrase

BRACKETS = frozenset("()«»")
SIGNS = {"past": -1.0, "latest": -1.0, "future": 1.0, "previous": -1.0, "next": 1.0}


def placed(p: Phrase, i: int) -> TimeExpr | None:
    """One unit told by its place: "last week", "the current year", "the same month", "the following day"."""
    read = placed_unit(p, i)
    if read is None:
        return None
    name, shift, after = read
    if name == "year" and p.is_a(i - 1, "general") and p.free(i):
        return None
    if name == "hour" or shift == "latest" and name in ("day", "hour", "minute", "second") or name in ("second", "minute"):
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
        if read is None or read.bare or not (read.defined or p.is_a(i, "the", "number") or p.is_a(i - 1, "for_the")):
            return None
        name, amount, j = read.unit, read.amount, read.after
    while p.is_a(j, "filler"):
        j += 1
    sign = p.find(j, "modifier") if p.free(j) else None
    if sign is None or sign[0] not in SIGNS:
        return None
    kind = "anaphoric" if sign[0] in ("next", "previous") else "relative"
    return make(p, i, sign[1], kind, "stretch", unit=_day(name), amount=_signed(amount, SIGNS[sign[0]]), few=amount is None,
                span=True, shift="past" if sign[0] == "latest" else sign[0])


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
    many = lengths(p, j)
    if many is None or many[2].defined:
        return None
    parts, after, head = many
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
        if word == "after" and p.is_a(after + 1, "now"):
            return make(p, i, after + 2, "relative", "hence", amount=_signed(amount, sign), ahead=True, **fields)
        if p.is_a(after + 1, "that_one"):
            return make(p, i, after + 2, "anaphoric", "offset", amount=_signed(amount, sign), **fields)
        if word == "after" and p.is_a(after + 1, "lasting"):
            return make(p, j, after, "duration", "lasted", lengths=parts)
        return make(p, i, after, "anaphoric", "offset", amount=_signed(amount, sign), anchored=True, **fields)
    return make(p, i, after, "relative", "ago" if sign < 0 else "hence", amount=_signed(amount, sign), **fields)


def _signed(amount: float | None, sign: float) -> float | None:
    """The amount with its direction; of an unknown number the direction alone, as plus or minus one."""
    return sign if amount is None else sign * amount


def _may_be_bare(p: Phrase, head: Length, after: int) -> bool:
    """Whether an uncounted unit behind a preposition is a distance: not "before the decade's …", not the year of a number."""
    if head.unit in ("second", "night") or head.unit == "year" and (year_number(p, after, True) or "int" in p.mean[after]):
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
    many = lengths(p, j)
    if many is None or many[2].defined:
        return None
    amount, name = many[0][0]
    return make(p, i, many[1], "anaphoric", "offset", unit=_day(name), amount=_signed(amount, sign), few=amount is None, approx=approx)


def eve(p: Phrase, i: int) -> TimeExpr | None:
    """"On the eve of": the day before an event, or before the date that follows."""
    if not p.is_a(i, "eve"):
        return None
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
    if p.is_a(before, "for", "for_verb") or p.is_a(i, "alone"):
        return True
    if head.amount is None:
        return p.clitic(i, "toward") or p.is_a(before, "since", "after", "before") or any(p.is_a(before - k, "for_verb") for k in (1, 2))
    return head.unit in ("hour", "day", "week", "month") and p.is_a(before - 1, "for_verb")


def _is_age(p: Phrase, before: int, first: int, after: int) -> bool:
    if any(p.is_a(before - k, "age_head") for k in range(3) if before - k >= 0):
        return True
    aside = p.word(first - 1) in BRACKETS or p.is_a(first - 1, "comma")
    ended = p.word(after) in BRACKETS or p.is_a(after, "comma", "stop")
    u = unit(p, after - 1)
    return aside and ended and "int" in p.mean[first] and len(p.word(first)) < 3 and u is not None and u[0] == "year"


def apart(p: Phrase, i: int) -> TimeExpr | None:
    """The distance of an event named before it: "after the attack by two days", بعد الهجوم بيومين."""
    if not p.clitic(i, "with") or not any(p.is_a(i - k, "before", "after") for k in range(2, 7) if i - k >= 0):
        return None
    approx, j = _about(p, i)
    read = lengths(p, j)
    if read is None or read[2].defined or read[2].bare and read[2].unit in ("second", "decade", "century", "night"):
        return None
    return make(p, i, read[1], "anaphoric", "offset", unit=_day(read[0][0][1]), amount=1.0, few=True, approx=approx, anchored=True, lengths=read[0])


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
