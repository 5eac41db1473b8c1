"""What is measured: durations, distances, and how many weapons or people, each with its words."""
from __future__ import annotations

from collections.abc import Sequence

from kg.arabic import ACCUSATIVE, AGENT, FROM
from kg.dating import duration_iso
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.heads import Head
from kg.find.sentence import Sentence
from kg.find.time_atoms import number
from kg.find.time_words import Phrase
from kg.model import Quantity, Ref

NUMBERS = {"s": "1", "d": "2"}
COUNTED = frozenset({"group", "people", "nationality"})      # how people are told who may stand behind a number
FEW = 7          # words that a number may have: «مئة وخمسة وعشرين من …»


def quantities(s: Sentence, parse: Parse, head: Head, befell: Sequence[Ref] = ()) -> tuple[Quantity, ...]:
    """The quantities of one event: the durations of its clause, distances beside its place, counts of the weapons among its words, and of the people whom it befell."""
    out = [q for r in befell if r.how in COUNTED and (q := _people(s, r)) is not None]
    for c in head.clause.times:
        length = duration_iso(c.time) if c.time is not None and c.time.kind == "duration" else None
        if length and _belongs(head, c, parse):
            out.append(Quantity("duration", length, None, s.span(c.start, c.end)))
    for c in parse.units:
        if c.k > head.chunk.k and parse.chunks[c.k - 1].tag == "n" and _nearest(head, c, parse):
            number = parse.chunks[c.k - 1]
            out.append(Quantity("distance", s.tokens[number.i].fold.replace(",", ""), c.tag.split(":")[1], s.span(number.start, c.end)))
    for c in _own(head):
        for name in c.names:
            if name.how == "kind" and name.entity is not None and name.entity.type == "Weapon" and name.number in NUMBERS:
                out.append(Quantity("count", NUMBERS[name.number], "weapon", s.span(name.start, name.end)))
    return tuple(out)


def _people(s: Sentence, r: Ref) -> Quantity | None:
    """«قتل 43 متظاهرا», «ثمانية من الجنود»: how many people a group is, as the number before it says, or behind it where the figures were swapped in print."""
    i = next((k for k, t in enumerate(s.tokens) if t.end > r.mention.start), len(s.tokens))
    if r.how == "nationality" and not (i < len(s.words) and s.words[i].nisba):
        return None                                      # «ثلاث دبابات روسية»
    j = next((k for k, t in enumerate(s.tokens) if t.start >= r.mention.end), len(s.tokens))
    if j < len(s.tokens) and s.tokens[j].kind == "n" and s.tokens[j].fold.isdigit() and s.tokens[j - 1].fold.endswith(ACCUSATIVE):
        return Quantity("count", str(int(s.tokens[j].fold)), "person", s.span(r.mention.start, s.tokens[j].end))
    until = i - 1 if i and s.tokens[i - 1].fold == FROM else i
    first = max(0, until - FEW)
    if until and s.tokens[until - 1].kind == "n" and (figures := s.tokens[until - 1].fold.replace(",", "")).isdigit():
        timed = any(start <= until - 1 < t.last for start, t in s.times.items())      # «في عام 2014 جنود»
        return None if timed else Quantity("count", str(int(figures)), "person", s.span(s.tokens[until - 1].start, r.mention.end))
    p = Phrase(s.tokens[first:until], s.lexicon.time_words)
    for k in range(until - first):
        read = number(p, k)
        if read is not None and read[1] == until - first and read[0].is_integer():
            return Quantity("count", str(int(read[0])), "person", s.span(s.tokens[first + k].start, r.mention.end))
    return None


def _own(head: Head) -> list[Chunk]:
    """The names on the side that acts: how many warplanes shot, not how many missiles."""
    own = [*(head.subject if head.verb else head.genitive), *head.slots.get(AGENT, ())]
    for h in head.governs:
        if not h.verb and h.chunk.form.pron:                 # «نتيجة استهدافها … من قبل طائرة»
            own += h.slots.get(AGENT, ())
    return [c for c in own if c.kind == "N"] if own else []


def _belongs(head: Head, c: Chunk, parse: Parse) -> bool:
    """A length of time belongs to the event that is the subject of its clause, else to the nearest before it."""
    before = [h for h in head.clause.heads if h.chunk.event is not None and h.chunk.start < c.start]
    subject = [h for h in before if h.role in ("pre", "post")]
    return bool(before) and head is (subject or before)[0]


def _nearest(head: Head, c: Chunk, parse: Parse) -> bool:
    before = [h for h in parse.heads if h.chunk.event is not None and h.chunk.start < c.start and h.clause.number == head.clause.number]
    return bool(before) and head is before[0]
