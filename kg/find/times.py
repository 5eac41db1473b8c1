"""Expressions of time in a sentence: a left-to-right grammar that looks at a word only where the lexicon says a time may start.

    tokens ──Phrase──▶ meanings ──rules──▶ the longest expression at each word ──▶ TimeExpr, …

`kg.dating` says what they mean against the article's date.  A sentence without a word of time costs one dictionary look-up a word.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from kg.arabic import Token
from kg.find import time_periods as periods
from kg.find import time_spans as spans
from kg.find.time_atoms import integer, unit
from kg.find.time_dates import date, month, numeric, year_expr
from kg.find.time_days import day_expr, day_word, weekday, with_day_part
from kg.find.time_expr import TimeExpr, make, over
from kg.find.time_words import Phrase, TimeWords

__all__ = ["TimeExpr", "TimeWords", "find_times"]

Rule = Callable[[Phrase, int], TimeExpr | None]
_RELATIONS = ("since", "until", "before", "after", "by")
_FUTURE_REACH = 12      # words back that a word of the future is looked for


def find_times(tokens: list[Token], words: TimeWords) -> list[TimeExpr]:
    """The expressions of time in one sentence, left to right, none overlapping another.

    `tokens` come from `kg.arabic.tokenize`; offsets in the result count characters of the article, clitics left out.
    """
    p = Phrase(tokens, words)
    found, after = [], 0
    for i in p.starts:
        expr = _at(p, i) if i >= after else None
        if expr is not None:
            expr = with_day_part(p, _ranged(p, expr))
            found.append(_in_context(p, expr))
            after = expr.last
    return found


def _at(p: Phrase, i: int) -> TimeExpr | None:
    """The longest expression that begins at word i; of two as long, the rule named first."""
    best = None
    for rule in _rules(p.mean[i]["go"]):
        expr = rule(p, i)
        if expr is not None and (best is None or expr.last > best.last):
            best = expr
    return best


@cache
def _rules(go: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules that a word of these categories may begin, in their order."""
    return tuple(rule for rule, starts in _RULES if not starts.isdisjoint(go))


def _days(p: Phrase, i: int) -> TimeExpr | None:
    """Days of a month; the article written apart (الـ28) belongs to them."""
    if p.is_a(i, "the"):
        read = date(p, i + 1)
        return over(p, read, i, read.last) if read else None
    return date(p, i)


def _day_part(p: Phrase, i: int) -> TimeExpr | None:
    """A part of the day before what names the day: "Thursday evening", "the night of 29 to 30 December"."""
    read = p.find(i, "day_part")
    if read is None:
        return None
    j = read[1]
    u = unit(p, j)
    if u and u[0] == "day" and u[1] in ("one", "pair") and not u[2]:
        j += 1
    found = [e for e in (day_expr(p, j, night=bool(p.find(i, "night"))), spans.placed(p, j)) if e]
    core = max(found, key=lambda e: e.last, default=None)
    if core is None or core.unit not in (None, "day", "month", "week") or p.is_a(i, "eve") and core.kind != "weekday":
        return None
    if core.unit in ("month", "week") and core.day is None and core.weekday is None:
        return None
    return over(p, core, i, core.last)


def _unit(p: Phrase, i: int) -> TimeExpr | None:
    """What a unit begins: "day 14 February", "the month of June", "the year 2015", "last week"."""
    u = unit(p, i)
    if u is None:
        return spans.placed(p, i)
    name, form, defined = u
    if name in ("day", "night") and not defined and form in ("one", "pair", "many"):
        core = day_expr(p, i + 1, night=name == "night")
        if core:
            return over(p, core, i, core.last)
    if name == "day" and defined and form == "many":
        core = date(p, i + 1)
        if core and core.kind == "range":
            return over(p, core, i, core.last)
    if name == "month" and form in ("one", "pair"):
        core = month(p, i + 1, True) if p.free(i + 1) else None
        if core:
            return over(p, core, i, core.last)
    if name == "year" and form in ("one", "pair", "many"):
        core = year_expr(p, i + 1, True) if p.free(i + 1) and not p.is_a(i - 1, "number") and integer(p, i - 1) is None else None
        if core:
            return over(p, core, i, core.last)
    return spans.placed(p, i) or periods.century(p, i)


def _figure(p: Phrase, i: int) -> TimeExpr | None:
    """A date in figures, or a year without its word where what stands around it says that it is one."""
    n = integer(p, i)
    if n is None and "figure" not in p.mean[i]:
        return None
    whole = numeric(p, i)
    if whole or n is None or len(p.word(i)) != 4 or not 1900 <= n <= 2100:
        return whole
    read = year_expr(p, i, False)
    if read is None or p.is_a(i - 1, "number_head") or p.is_a(i - 2, "number_head") or p.is_a(read.last, "counted", "unit"):
        return None
    if read.kind == "range" or p.is_a(i - 1, "year_head") or p.is_a(i - 2, "near_year_head") or p.word(i - 1) == "(" and p.word(read.last) == ")":
        return read
    timely = p.is_a(i - 1, "in", "since", "until", "by", "during", "before", "after", "between")
    if not timely or p.is_a(i - 1, "about"):
        return None
    ends = not p.word(read.last) or p.tokens[read.last].kind == "p"
    return read if n % 100 or ends else None


_COUNTS = frozenset({"unit", "int", "figure", "number", "before_ten", "few", "fraction"})
_RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (spans.offset, frozenset({"after_it", "before_it"})),
    (_day_part, frozenset({"day_part"})),
    (_days, frozenset({"int", "ordinal", "day_ordinal", "number", "before_ten", "the"})),
    (_unit, frozenset({"unit", "these", "those", "same_before"})),
    (weekday, frozenset({"weekday"})),
    (day_word, frozenset({"day"})),
    (spans.away, frozenset({"since", "before", "after"})),
    (periods.part, frozenset({"part"})),
    (periods.ordinal_unit, frozenset({"unit", "part", "last_one"})),
    (spans.stretch, _COUNTS | {"the"}),
    (spans.last_ones, frozenset({"last_one"})),
    (spans.every, frozenset({"each", "each_word"})),
    (month, frozenset({"month", "hijri"})),
    (periods.holiday, frozenset({"holiday"})),
    (periods.season, frozenset({"season", "these"})),
    (periods.decade, frozenset({"decade"})),
    (_figure, frozenset({"int", "figure"})),
    (spans.apart, _COUNTS),
    (spans.duration, _COUNTS),
    (spans.eve, frozenset({"eve"})))


def _ranged(p: Phrase, expr: TimeExpr) -> TimeExpr:
    """Join an expression to the next one where "from … to", "between … and" or a dash makes them one stretch."""
    before, j = expr.first - 1, expr.last
    if expr.kind not in ("date", "weekday", "relative", "part", "anaphoric") or expr.rule in ("ago", "hence", "offset", "stretch"):
        return expr
    joint = p.joined(j)
    opened = p.is_a(before, "from", "between")
    if p.is_a(j, "to") and p.free(j) and opened:
        k = j + 1
    elif joint is not None and p.is_a(joint, "to") and opened:
        k = joint + 1
    elif joint is not None and p.is_a(before, "between"):
        k = joint
    elif p.word(j) in ("-", "–", "—") and expr.kind == "date" and expr.month:
        k = j + 1
    else:
        return expr
    if k < p.size and "go" in p.mean[k] and (p.free(k) or k == joint):
        other = _at(p, k)
        if other and other.kind in ("date", "weekday", "relative", "part", "anaphoric") and other.rule not in ("ago", "hence", "offset"):
            return make(p, expr.first, other.last, "range", "from-to", **{**_value(expr), "to": other})
    return expr


def _value(expr: TimeExpr) -> dict[str, object]:
    """The fields that say when, without those that say where in the text."""
    kept = ("year", "month", "day", "hijri", "weekday", "shift", "year_shift", "unit", "amount", "part", "decade", "century", "season")
    return {name: getattr(expr, name) for name in kept}


def _in_context(p: Phrase, expr: TimeExpr) -> TimeExpr:
    """The expression with what stands before it: since, until, …; and whether the future is spoken of."""
    before = expr.first - 1
    while before > 0 and p.is_a(before, "about") and not p.is_a(before, *_RELATIONS):
        before -= 1
    relation = expr.relation or next((r for r in _RELATIONS if p.is_a(before, r)), "")
    if relation == "before" and p.is_a(before - 1, "from"):
        relation = ""
    ahead = expr.kind in ("date", "weekday", "range", "relative") and _speaks_of_future(p, expr.first)
    return replace(expr, relation=relation, ahead=ahead) if relation != expr.relation or ahead else expr


def _speaks_of_future(p: Phrase, first: int) -> bool:
    words = 0
    for i in range(first - 1, -1, -1):
        token = p.tokens[i]
        words += token.kind != "p"
        if words > _FUTURE_REACH or p.is_a(i, "stop"):
            return False
        if p.is_a(i, "ahead") or token.kind == "w" and _future_verb(token.fold, p.words):
            return True
    return False


def _future_verb(word: str, words: TimeWords) -> bool:
    """Whether a word is a verb of the future that news often uses (سيلتقي, وستعقد); too many names begin as they do for letters to tell."""
    return word.startswith(words.future_heads) and any(word.startswith(head) and word.startswith(words.future_stems, len(head)) for head in words.future_heads)
