"""Spans that nest and overlap → one row of segments, so that each letter of an article is printed once whatever was read from it."""
from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the article with what it stands for."""
    start: int
    end: int
    what: Hashable


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch within which the same marks hold, the shortest mark first; `opens` and `closes` are those that begin and end with it."""
    start: int
    end: int
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    closes: tuple[Mark, ...]


def segments(start: int, end: int, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> list[Segment]:
    """The segments of `start..end`, without gap or overlap, cut at every edge of a mark and at `cuts`.

    Marks that lie outside are left out, those that reach out are cut off.

    >>> [(s.start, s.end, [m.what for m in s.marks]) for s in segments(0, 9, [Mark(1, 6, "a"), Mark(4, 8, "b"), Mark(4, 6, "c")])]
    [(0, 1, []), (1, 4, ['a']), (4, 6, ['c', 'b', 'a']), (6, 8, ['b']), (8, 9, [])]
    """
    inside = sorted((m for m in marks if m.start < m.end and m.start < end and m.end > start), key=_order)
    edges = sorted({start, end, *(min(max(x, start), end) for m in inside for x in (m.start, m.end)), *(c for c in cuts if start < c < end)})
    out, active, waiting = [], [], inside[::-1]
    for a, b in zip(edges, edges[1:]):
        active = [m for m in active if m.end > a]
        while waiting and waiting[-1].start <= a:
            active.append(waiting.pop())
        out.append(Segment(a, b, tuple(sorted(active, key=lambda m: (m.end - m.start, m.start, str(m.what)))),
                           tuple(m for m in active if max(m.start, start) == a), tuple(m for m in active if min(m.end, end) == b)))
    return out


def _order(m: Mark) -> tuple[int, int, str]:
    return m.start, -m.end, str(m.what)
