"""What an expression of time says, before it is known when the article was written.

One flat value carries every kind, because a date, a weekday and "last month" combine freely ("Friday 23 June of last year"); a field
that an expression does not use stays None.  `kg.dating` turns it into a `Date` or an ISO duration.

    kind        printed                          fields
    date        24 نوفمبر 2015, مايو الماضي       day month year | shift (of the month) | hijri | season
    weekday     مساء الخميس, الجمعة الماضي        weekday shift
    relative    أمس, العام الماضي, قبل يومين      unit amount shift | span
    anaphoric   بعدها بيوم, الشهر ذاته            unit amount shift, counted from the date told before
    part        مطلع 2017, أواخر العام الماضي     part on the fields of what it is a part of
    range       بين 25 و27 يوليو                  the first end here, the second in `to`
    duration    ساعتين وربع الساعة                lengths
    set         كل يوم                            nothing to resolve
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from kg.arabic import Token, raw_cut
from kg.find.time_words import Phrase


@dataclass(frozen=True, slots=True)
class TimeExpr:
    """An expression of time: words [first, last) of the sentence, characters [start, end) of the article without clitics.

    `rule`      the rule that read it
    `weekday`   0 Monday … 6 Sunday;  `day` of the month, `month` 1–12 of the calendar that `hijri` names, `year`
    `shift`     past, past2, present, future, future2, next, previous, same, latest: of the weekday, month or unit
    `year_shift`  the same, of the year that a month or day is put in ("in May of last year")
    `unit`      second … century, what `amount` counts, negative into the past; with `few` the number is unknown and `amount` ±1
    `span`      the whole stretch of `amount` units ("the last three days"), not the point that far away
    `part`      early mid late end h1 h2 q1…q4 t1 t3 w1…w5, f3m the first and l3m the last three months (w weeks, d days)
    `decade`    0–90;  `century` its ordinal;  `season` winter … autumn
    `anchored`  counted from an event that is named beside it ("two days after the signing"): not resolved by a date alone
    `relation`  what stands before it: since until before after by, or ''
    `ahead`     words before it speak of the future
    `listed`    a range whose ends are named one by one ("on the 23rd and 24th"), not from … to
    `lengths`   of a duration: (number, unit), …; number None where it is not said
    """
    first: int
    last: int
    start: int
    end: int
    text: str
    kind: str
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hijri: bool = False
    weekday: int | None = None
    shift: str | None = None
    year_shift: str | None = None
    unit: str | None = None
    amount: float | None = None
    few: bool = False
    span: bool = False
    part: str | None = None
    decade: int | None = None
    century: int | None = None
    season: str | None = None
    approx: bool = False
    anchored: bool = False
    relation: str = ""
    ahead: bool = False
    listed: bool = False
    to: TimeExpr | None = None
    lengths: tuple[tuple[float | None, str], ...] = ()


def make(p: Phrase, first: int, last: int, kind: str, rule: str, **fields: Any) -> TimeExpr:
    """An expression over the words [first, last) of a sentence, its offsets and text filled in."""
    start, end, text = _place(p, first, last)
    return TimeExpr(first, last, start, end, text, kind, rule, **fields)


def over(p: Phrase, expr: TimeExpr, first: int, last: int, **fields: Any) -> TimeExpr:
    """The same expression over other words (a part of day before it, a weekday behind), with some fields changed."""
    start, end, text = _place(p, first, last)
    return replace(expr, first=first, last=last, start=start, end=end, text=text, **fields)


def _place(p: Phrase, first: int, last: int) -> tuple[int, int, str]:
    start, end = raw_cut(p.tokens[first], p.cut.get(first, 0)), p.tokens[last - 1].end
    return start, end, printed(p.tokens[first:last], start)


def printed(tokens: list[Token], start: int) -> str:
    """The words as printed from offset `start` on, the white space between them as that many spaces."""
    out, at = [], start
    for t in tokens:
        begin = max(t.start, start)
        out.append(" " * (begin - at) + t.text[begin - t.start:])
        at = t.end
    return "".join(out)
