"""Which date is whose: the expression of time that belongs to an event, found in its clause or in those above it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.arabic import IN
from kg.find.chunk import Chunk
from kg.find.heads import Clause, Head
from kg.find.sentence import Sentence
from kg.lexicon import Lexicon
from kg.model import Date


def own_time(head: Head, dates: dict[int, Date], temporal: frozenset[str], clauses: Sequence[Clause] = (), apart: bool = False) -> tuple[Date, str] | None:
    """The resolved date that stands with an event word, and why it is its: (date, reason), None where no expression does.

    `dates` maps the first token of an expression to its Date.  Nearest wins: behind the noun itself, in the clause (behind the
    word before in front of it), then the clause that governs it unless «بعد», «قبل» and their like stand between.  With `apart`
    («اتهمه أمس بخرق الهدنة») the day of its clause is that of the verb alone.
    """
    if not dates:
        return None
    for c in head.times:
        if c.i in dates:
            return dates[c.i], "beside"
    found = _in_clause(head, head.clause, dates, temporal, apart)
    if found:
        return found, "clause"
    within = [h.chunk for h in head.governs if not h.verb and h.role == IN and h.chunk.start < head.chunk.start] if head.verb else []
    for told in clauses:                                 # «مفاوضات … استضافتها … يومي 23 و24»: a relative clause dates its noun
        if told.kind == "rel" and (head.chunk in told.antecedent and not head.verb or any(c in told.antecedent for c in within)):      # «وفي القمة التي انعقدت عام 1945 اتفق …»
            found = next((dates[c.i] for c in told.times if c.i in dates), None)
            if found:
                return found, "relative-clause"
    if apart and not head.verb and head.governor is not None and head.governor.chunk.event is not None:
        return None
    h, steps = head, 0
    while h.governor is not None and steps < 4:
        if h.role in temporal:
            return _told_first(h, dates)
        h, steps = h.governor, steps + 1
        for c in h.times:
            if c.i in dates:
                return dates[c.i], "governor"
        found = _in_clause(h, h.clause, dates, temporal)
        if found:
            return found, "governor"
    clause: Clause | None = head.clause.before
    steps = 0
    while clause is not None and steps < 3 and not _is_future(head):
        days = [dates[c.i] for c in clause.times if c.i in dates]
        if days:
            return days[0], "clause-before"
        clause, steps = clause.before, steps + 1
    top = h if not head.verb else head
    opener = top.clause.opener
    if top.clause.kind == "sub" and opener is not None and opener.verb and opener.chunk.speech is not None and not _is_future(head):
        said = next((dates[c.i] for c in opener.clause.times if c.i in dates), None)
        if said is not None and said.precision == "day":
            return replace(said, start=None, precision="before", method="said-on"), "said-on"
    if head.clause.kind in ("purpose", "conj", "rel") and head.clause.parent is not None and not _is_future(head):
        inherited = [dates[c.i] for c in head.clause.parent.times if c.i in dates]
        if inherited and head.clause.kind != "rel":
            return inherited[0], "clause-above"
    return None


def _told_first(head: Head, dates: dict[int, Date]) -> tuple[Date, str] | None:
    """«ففي 24 نوفمبر … بعد إسقاط …»: a date that opens the sentence is that of what it tells, cause and all."""
    clause: Clause | None = head.clause
    while clause is not None:
        first = next((c for c in clause.times if c.i in dates and clause.verb is not None and c.start < clause.verb.chunk.start), None)
        if first is not None:
            return dates[first.i], "clause-opening"
        clause = clause.before
    return None


def _outer(head: Head | None) -> Head | None:
    """The head of a chain of genitives: «منذ انهيار محادثات السلام في أبريل» is told of the collapse."""
    while head is not None and head.role == "genitive" and head.governor is not None and not head.governor.verb:
        head = head.governor
    return head


def _is_future(head: Head) -> bool:
    return head.verb and head.chunk.form.future


def _in_clause(head: Head, clause: Clause, dates: dict[int, Date], temporal: frozenset[str], apart: bool = False) -> Date | None:
    """The date of a clause that is the word's; with `apart` («أمس … بسبب الحرب») only one that stands right behind it."""
    if not clause.times:
        return None
    taken = {c.i for h in clause.heads if h is not head for c in h.times}
    times = [c for c in clause.times if c.i in dates and c.i not in taken]
    if not times:
        return None
    elsewhere = {c.i for c in times if (near := _outer(max((h for h in clause.heads if h.chunk.start < c.start), key=lambda h: h.chunk.start, default=None))) is not None
                 and near is not _outer(head) and not near.verb and near.role in temporal}      # «… منذ اغتيال فلان عام 2005»
    times = [c for c in times if c.i not in elsewhere] or []
    if not times:
        return None
    behind = [c for c in times if c.start > head.chunk.start]
    before = [c for c in times if c.start < head.chunk.start]
    between = lambda c: any(h is not head and head.chunk.start < h.chunk.start < c.start and not h.verb and h.governor is not head for h in clause.heads)
    closest = next((c for c in behind if not between(c)), None)
    if apart and closest is None:
        return None
    chosen = closest or (before[-1] if before else behind[0])
    return dates[chosen.i]


def coming(s: Sentence, first: int, last: int) -> bool:
    """«والأربعاء، ينضم …»: a day that opens the sentence and is followed by an imperfect is still to come."""
    after = next((k for k in range(last, min(last + 2, len(s.tokens))) if s.is_word(k)), None)
    return first == 0 and after is not None and bool(verbs := s.words[after].verbs) and all(v.tense == "i" and not v.conj for v in verbs)


def planned(c: Chunk, chunks: Sequence[Chunk], lexicon: Lexicon) -> bool:
    """«يعقد الوزراء اجتماعا السبت», «يزور X بغداد الأحد»: an imperfect that opens a sentence and tells of a meeting or visit tells one to come."""
    return c.k < 3 and c.form.tense == "i" and c.form.voice == "a" and all(d.kind in "WTN" for d in chunks[:c.k]) \
        and any(d.event is not None and lexicon.classes.get(d.event.cls, (None,))[0] == "CONSULT" for d in chunks[c.k:c.k + 4])
