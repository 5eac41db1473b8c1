"""What a sentence says of the order of happenings: «بعد», «قبل», «عقب», «قبيل», «خلال» and their like between two of them, and how far apart.

The date of the one says little of the other: each tie stays with its event, with its words, and `kg.order` works out from all of them what
is known of when.  Only a distance told to the day dates the one from the other here («قبل 10 أيام من …»).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.events import Found
from kg.find.heads import Head
from kg.find.roles import JOINT
from kg.find.sentence import Sentence
from kg.find.time_expr import TimeExpr
from kg.lexicon import Lexicon
from kg.model import Date, Event, Span, TimeTie

HAPPENS = ("actual", "future")
DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}
SLACK = {"hour": 1, "day": 0, "week": 1, "month": 3, "year": 30}        # days to either side of a distance in that unit: none but days are meant to the day
ABOUT = 4                                                              # "about two days" may be this many times as loose, and a day more
FORCE, FORCEFUL = "ASSAULT", ("ASSAULT", "COERCE", "PROTEST")
DEALS = frozenset({"Agreement", "Signing", "Adoption", "Ratification"})      # «الاتفاق» is also the one that was signed
INVERSE = {"after": "before", "before": "after"}
Made = Sequence[tuple[Found, Event]]


def ordered(made: Made, s: Sentence, parse: Parse, told: Sequence[Event]) -> list[tuple[Found, Event]]:
    """The events of a sentence with what it says of their order; `told` are those of the sentences before it."""
    return _Ordered(made, s, parse, told).all() if made else []


class _Ordered:
    """Collects the ties of one sentence."""

    def __init__(self, made: Made, s: Sentence, parse: Parse, told: Sequence[Event]):
        self.made, self.s, self.parse, self.told, self.lexicon = made, s, parse, told, s.lexicon
        self.of = {id(f.head): e for f, e in made}
        self.ties: dict[str, list[TimeTie]] = {}
        self.dates: dict[str, Date] = {}

    def all(self) -> list[tuple[Found, Event]]:
        for h in self.parse.heads:
            if h.verb:
                self._clause(h)
            else:
                self._noun(h)
        for c in self.parse.chunks:
            if c.kind == "N" and c.names and c.names[0].kind == "pronoun" or c.kind == "F" and c.tag == "dem":
                self._that(c)
            elif c.kind == "C" and c.prep and c.definite:
                self._incident(c)
            elif c.kind == "F" and c.tag.startswith("conj"):
                self._then(c)
        return [(f, replace(e, order=tuple(self.ties.get(e.id, ())), date=self.dates.get(e.id, e.date)) if e.id in self.ties or e.id in self.dates else e) for f, e in self.made]

    def _add(self, e: Event | None, relation: str, other: Event | None, span: Span, days: tuple[int, int] | None = None) -> None:
        """Ties an event to another; to what was told before only the event of this sentence is tied, the other way round if need be."""
        here = {x.id for _, x in self.made}
        if e is not None and other is not None and e.id not in here and relation in INVERSE:
            e, relation, other = other, INVERSE[relation], e
        if e is not None and e.id not in here:
            return
        if e is not None and other is not None and e.id != other.id and e.status in HAPPENS and other.status in HAPPENS:
            ties = self.ties.setdefault(e.id, [])
            if not any(t.fact == other.id for t in ties):
                least, most = days or (None, None)
                ties.append(TimeTie(relation, other.id, least, most, span))

    def _count(self, e: Event, other: Event, days: int, noun: Chunk) -> None:
        """`e` is so many days after the other, which the noun tells: dates the one of the two that has no day of its own, or only that of the
        words for the other; words behind the noun are the noun's."""
        days_of = lambda x: x.date if x.date is not None and x.date.precision == "day" and x.date.start is not None else None
        mine, theirs = days_of(e), days_of(other)
        shared = e.date is not None and other.date is not None and e.date.text and e.date.text == other.date.text
        behind = shared and any(c.kind == "T" and c.k > noun.k and c.time.text == e.date.text for c in self.parse.chunks)
        if mine and not behind and (other.date is None or shared):
            self.dates[other.id] = _shifted(mine, -days)
        elif theirs and (e.date is None or behind):
            self.dates[e.id] = _shifted(theirs, days)

    def _noun(self, h: Head) -> None:
        """«قصفت … بعد زيارة …», «عقب القصف أدانت …»: the noun behind the preposition, against what its clause tells."""
        relation = relation_of(h.role, self.lexicon)
        verb = h.governor or h.clause.verb
        if not relation or verb is None:
            return
        other = self.of.get(id(h)) or taken_up(h.chunk, self.told, self.lexicon)
        main = self.of.get(id(verb)) or next((e for f, e in self.made if f.head.governor is verb and (f.head.role == "post" or f.rule == "light-verb")
                                                          and not relation_of(f.head.role, self.lexicon)), None)
        if main is None and verb.chunk.speech is None:       # «وجاء الهجوم عقب …»: told again
            main = next((found for g in self.parse.heads if g.governor is verb and g.role == "post" and (found := taken_up(g.chunk, self.told, self.lexicon))), None)
        days = self._apart(h.chunk) if relation != "during" else None
        self._add(main, relation, other, self._words(h.role, h.chunk), days)
        if main is not None and other is not None and days and days[0] == days[1]:
            self._count(main, other, days[0] if relation == "after" else -days[0], h.chunk)

    def _clause(self, h: Head) -> None:
        """«… قبل أن يلتقي …», «بعدما زار …، قصفت …»: a clause of its own behind such a word."""
        below = h.clause.kind == "sub" and h is h.clause.verb and h.clause.opener is not None
        opens = next((c for c in reversed(self.parse.chunks[:h.chunk.k]) if c.kind == "S"), None) if below else None
        if opens is not None and opens.i:
            relation = relation_of(self.s.tokens[opens.i - 1].fold, self.lexicon)
            if relation:
                self._add(self.of.get(id(h.clause.opener)), relation, self.of.get(id(h)), self._words(self.s.tokens[opens.i - 1].fold, opens))
        first = self.parse.chunks[0] if self.parse.chunks else None
        if h.clause.number == 0 and h is h.clause.verb and first is not None and first.tag == "conj:cause":
            main = next((e for f, e in self.made if f.head.verb and f.head.clause.number == 1 and f.head.clause.kind == "main"), None)
            self._add(main, "after", self.of.get(id(h)), self.s.span(first.start, first.end))

    def _that(self, c: Chunk) -> None:
        """«وبعدها أمر …»: what follows, against what was told last: in this sentence, or alone in the one before."""
        relation = relation_of(c.prep, self.lexicon) if c.prep else ""
        if relation not in ("after", "before"):
            return
        verbs = [(f, e) for f, e in self.made if f.head.verb]
        main = next((e for f, e in verbs if e.trigger.start > c.start), None)
        last = next((e for f, e in reversed(verbs) if e.trigger.end < c.start), None)
        if last is None and not any(e.trigger.end < c.start for _, e in self.made):
            alone = [e for e in self.told if e.evidence[:1] == self.told[-1].evidence[:1] and e.status == "actual"]
            last = alone[0] if len(alone) == 1 else None
        self._add(main, relation, last, self._words(c.prep, c))

    def _incident(self, c: Chunk) -> None:
        """«وقتل … بعد الحادث»: the act of force told last, in a sentence before."""
        relation = relation_of(c.prep, self.lexicon)
        if relation and not c.bare_words(self.s).isdisjoint(self.lexicon.incidents):
            before = [e for _, e in self.made if e.trigger.end < c.start]
            main = max(before, key=lambda e: e.trigger.start) if before else next((e for f, e in self.made if f.head.verb), None)
            self._add(main, relation, next((e for e in reversed(self.told) if e.event in FORCEFUL), None), self._words(c.prep, c))

    def _then(self, c: Chunk) -> None:
        """«زار X ثم التقى Y»: two verbs in the order of the words."""
        if self.s.tokens[c.i].fold not in self.lexicon.then:
            return
        after = next((e for f, e in self.made if f.head.verb and f.head.clause.kind == "conj" and e.trigger.start > c.start), None)
        before = next((e for f, e in reversed(self.made) if f.head.verb and e.trigger.end < c.start), None)
        self._add(after, "after", before, self.s.span(c.start, c.end))

    def _words(self, role: str, c: Chunk) -> Span:
        """The words from the preposition to the end of the noun, or the noun alone where the preposition is of several words."""
        at = next((i for i in range(c.i, max(-1, c.i - 8), -1) if self.s.tokens[i].fold.endswith(role)), c.i)
        token = self.s.tokens[at]
        start = self.s.begin(at, len(token.fold) - len(role)) if token.fold.endswith(role) else c.start
        return self.s.span(min(start, c.start), self.s.tokens[c.j - 1].end)

    def _apart(self, c: Chunk) -> tuple[int, int] | None:
        """Least and most days of a distance told beside the noun: «بعد يومين من الهجوم», «بعد الهجوم بيومين»."""
        ahead = self.parse.chunks[c.k + 1:c.k + 7]
        end = next((n for n, d in enumerate(ahead) if d.kind in "VEW"), len(ahead))
        near = [d.time for d in (*self.parse.chunks[max(0, c.k - 2):c.k], *ahead[:end]) if d.kind == "T" and d.time is not None and d.time.anchored]
        return distance(near[0]) if len(near) == 1 else None


def _shifted(d: Date, days: int) -> Date:
    day = (date.fromisoformat(d.start or "") + timedelta(days=days)).isoformat()
    return Date(day, day, "day", "days-apart")


def relation_of(role: str, lexicon: Lexicon) -> str:
    """What a preposition makes of the happening before it against the one behind it: after, before, during, or ''."""
    return "after" if role in lexicon.later else "before" if role in lexicon.earlier else "during" if role in lexicon.during else ""


def distance(e: TimeExpr) -> tuple[int, int] | None:
    """A distance from an event in days, least and most; None where no number is told.

    Whatever is not told in days is loose: two weeks later is rarely the same weekday.
    """
    amount, unit = e.lengths[0] if e.lengths else (None if e.few else e.amount, e.unit)
    if amount is None or unit not in DAYS or len(e.lengths) > 1:
        return None
    days, slack = abs(amount) * DAYS[unit], SLACK[unit] * (ABOUT if e.approx else 1) + bool(e.approx)
    return max(0, int(days - slack)), int(-(-days // 1)) + slack


def taken_up(c: Chunk, told: Sequence[Event], lexicon: Lexicon) -> Event | None:
    """The happening told before that a definite noun speaks of again: the last of its class; else of what its class is another word for, an
    act of force just told, or the last meeting."""
    if c.event is None or not (c.definite or c.form is not None and c.form.pron):
        return None
    plover = lexicon.classes.get(c.event.cls, (None,))[0]
    fits = (lambda e: e.cls == c.event.cls,
            lambda e: {e.cls, c.event.cls} <= DEALS or c.event.cls == "Attack" and e.event == FORCE,
            lambda e: plover in FORCEFUL and e.event in FORCEFUL and e.evidence[:1] == told[-1].evidence[:1],
            lambda e: c.event.cls in JOINT and e.cls in JOINT and e.event == plover == "CONSULT")
    return next((e for fit in fits for e in reversed(told) if fit(e)), None)
