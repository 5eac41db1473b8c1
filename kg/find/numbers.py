"""What is measured: durations, distances, and how many weapons or people, each with its words."""
from __future__ import annotations

from kg.arabic import AGENT
from kg.dating import duration_iso
from kg.find.chunk import Chunk
from kg.find.clauses import Parse
from kg.find.heads import Head
from kg.find.sentence import Sentence
from kg.model import Quantity

NUMBERS = {"s": "1", "d": "2"}


def quantities(s: Sentence, parse: Parse, head: Head) -> tuple[Quantity, ...]:
    """The quantities of one event: the durations of its clause, distances beside its place, counts of the weapons among its words."""
    out = []
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
