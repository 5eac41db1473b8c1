"""What is known of when, from what is known of the order: bounds for happenings without an exact date, each with its reason.

Every happening has a start and an end, whole days, of which its date says something or nothing.  What texts say of the order of two
happenings ties these together, and bounds travel along the ties: a death after a shooting-down of 24 November, and before a letter of June,
lies between.  All ties are differences of days ("no earlier than that, plus two"): a simple temporal network (Dechter, Meiri and Pearl 1991),
whose bounds one pass finds where it follows the ties; only distances told in days ("two days after") go both ways and want a pass more each.
Bounds only ever narrow.  Ties that contradict each other or the dates order nothing: all of a contradictory chain are laid aside and given
back, and nobody decides here which of them is wrong.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.grouping import components

START, END = 0, 1
LONGEST = 16                       # ties of a reason that are told: nobody follows more
STRICT = ("before", "led-to")      # what is so of two happenings cannot be so the other way round
Node = tuple[str, int]             # a happening's start or end


class Known(NamedTuple):
    """What is known of a happening apart from any order: ordinals of the first day of its start and the last of its end, None where open."""
    first: int | None
    last: int | None


class Told(NamedTuple):
    """`one` was before `two`, during it, or led to it; `least` and `most` days lie between where a distance is told.

    Days are counted from the one's start to the other's.  `facts` are the facts that say so, (article, the fact of `one`, that of `two`); `words` what was read as saying it.
    """
    one: str
    kind: str                      # before, during, led-to
    two: str
    least: int | None = None
    most: int | None = None
    facts: tuple[tuple[str, str, str], ...] = ()
    words: str = ""


class Bound(NamedTuple):
    """A day that a happening is no earlier or no later than; the ties by which it came from the date of `source`, the nearest first, none
    where that is the happening itself."""
    day: int
    source: str
    chain: tuple[Told, ...]


class Window(NamedTuple):
    """Between which days a happening began; None where that side is open."""
    after: Bound | None
    before: Bound | None


class Conflict(NamedTuple):
    """Ties that cannot all be true: `kind` is circle, or dates where they stand against dates or distances in days."""
    kind: str
    ties: tuple[Told, ...]


class Order(NamedTuple):
    """The bounds of every happening that a tie holds, these ties, and those that contradict."""
    windows: Mapping[str, Window]
    ties: tuple[Told, ...]
    conflicts: tuple[Conflict, ...]


class _Edge(NamedTuple):
    """`into` is no earlier than `out` plus `days`; `tie` None for an end, which is never before its start."""
    out: Node
    into: Node
    days: int
    tie: Told | None
    back: bool = False             # the upper end of a distance, which runs against the order


def _edges(tie: Told) -> list[_Edge]:
    one, two = tie.one, tie.two
    if tie.kind == "during":
        return [_Edge((two, START), (one, START), 0, tie), _Edge((one, END), (two, END), 0, tie)]
    if tie.kind == "led-to":
        return [_Edge((one, START), (two, START), 0, tie)]
    out = [_Edge((one, END), (two, START), 0, tie)]
    if tie.least is not None:
        out.append(_Edge((one, START), (two, START), tie.least, tie))
    return out if tie.most is None else [*out, _Edge((two, START), (one, START), -tie.most, tie, True)]


def arrange(known: Mapping[str, Known], told: Iterable[Told]) -> Order:
    """The order of these happenings.  Ties to a happening that is not known are left out; the order in which they come does not matter.

    ValueError for a happening that would end before it starts by its own date.
    """
    ties = sorted({t for t in told if t.one in known and t.two in known and t.one != t.two}, key=_sorted_by)
    names = sorted({h for t in ties for h in (t.one, t.two)})
    at = {h: n for n, h in enumerate(names)}
    whole = components(len(names), [(at[t.one], at[t.two]) for t in ties])
    part_of = {names[i]: n for n, part in enumerate(whole) for i in part}
    shared: list[list[Told]] = [[] for _ in whole]
    for t in ties:
        shared[part_of[t.one]].append(t)
    parts = [_arranged(known, some) for some in shared]
    return Order({h: w for p in parts for h, w in p.windows.items()}, tuple(sorted((t for p in parts for t in p.ties), key=_sorted_by)), tuple(c for p in parts for c in p.conflicts))


def _arranged(known: Mapping[str, Known], ties: list[Told]) -> Order:
    """The order of happenings that ties hold together, directly or by others: nothing outside can change it."""
    known = {h: known[h] for h in sorted({h for t in ties for h in (t.one, t.two)})}
    for h, k in known.items():
        if k.first is not None and k.last is not None and k.first > k.last:
            raise ValueError(f"{h} is over before it begins")
    conflicts: list[Conflict] = []
    while True:
        edges = [e for t in ties for e in _edges(t)] + [_Edge((h, START), (h, END), 0, None) for h in known]
        rank = _ranks([e for e in edges if not e.back])
        found = _circles(edges, rank)
        if not found:
            low, high, endless = _bounds(known, edges, rank)
            found = endless or _against(known, low, high)
        if not found:
            return Order({h: Window(_bound(low, (h, START)), _bound(high, (h, START))) for t in ties for h in (t.one, t.two)}, tuple(ties), tuple(conflicts))
        conflicts += found
        wrong = {t for c in found for t in c.ties}
        ties = [t for t in ties if t not in wrong]


def _sorted_by(t: Told) -> tuple:
    return t.one, t.two, t.kind, t.least if t.least is not None else -1, t.most if t.most is not None else -1, t.facts, t.words


# ── circles ───────────────────────────────────────────────────────────────────────────────────────────────────────

def _ranks(edges: Iterable[_Edge]) -> dict[Node, int]:
    """Node → number of its strongly connected component, the sinks first: Tarjan's algorithm, without recursion."""
    follows: dict[Node, list[Node]] = defaultdict(list)
    for e in edges:
        follows[e.out].append(e.into)
        follows.setdefault(e.into, [])
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    rank: dict[Node, int] = {}
    stack: list[Node] = []
    for root in sorted(follows):
        work = [(root, iter(follows[root]))] if root not in index else []
        while work:
            node, rest = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
            child = next((c for c in rest if c not in rank), None)
            if child is not None and child not in index:
                work.append((child, iter(follows[child])))
            elif child is not None:
                low[node] = min(low[node], index[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    number = len(rank)
                    while stack[-1] != node:
                        rank[stack.pop()] = number
                    rank[stack.pop()] = number
    return rank


def _circles(edges: Iterable[_Edge], rank: Mapping[Node, int]) -> list[Conflict]:
    """What would be before itself: the ties of each circle in which one is before another."""
    circles: dict[int, set[Told]] = defaultdict(set)
    for e in edges:
        if e.tie is not None and not e.back and rank[e.out] == rank[e.into]:
            circles[rank[e.out]].add(e.tie)
    found = [tuple(sorted(ties, key=_sorted_by)) for ties in circles.values() if any(t.kind in STRICT for t in ties)]
    return [Conflict("circle", ties) for ties in sorted(found, key=lambda ties: _sorted_by(ties[0]))]


# ── bounds ────────────────────────────────────────────────────────────────────────────────────────────────────────

class _Side:
    """One side of all bounds: of each start or end that has one the day, the happening whose date it is, the ties that lie between, and the
    edge by which it came.  Lower bounds grow along the edges, upper ones shrink against them; `sign` makes both the same work."""

    def __init__(self, sign: int):
        self.sign = sign
        self.day: dict[Node, int] = {}
        self.source: dict[Node, str] = {}
        self.length: dict[Node, int] = {}
        self.came: dict[Node, _Edge] = {}

    def date(self, node: Node, day: int) -> None:
        """A bound that a happening has of itself."""
        self.day[node], self.source[node], self.length[node] = day, node[0], 0

    def along(self, edge: _Edge) -> bool:
        """Lets a bound travel one edge, where it is closer than the one that stands there."""
        here, there = (edge.out, edge.into) if self.sign > 0 else (edge.into, edge.out)
        if here not in self.day:
            return False
        day = self.day[here] + self.sign * edge.days
        if there in self.day and (day - self.day[there]) * self.sign <= 0:
            return False
        self.day[there], self.source[there], self.came[there] = day, self.source[here], edge
        self.length[there] = self.length[here] + (edge.tie is not None)
        return True

    def chain(self, node: Node, longest: int | None = None) -> list[Told]:
        """The ties by which the bound of a node came, the nearest first, no more than `longest`; a chain that runs in a circle ends where it
        closes."""
        out: list[Told] = []
        seen = {node}
        while node in self.came and len(out) != longest:
            edge = self.came[node]
            node = edge.out if self.sign > 0 else edge.into
            if edge.tie is not None and edge.tie not in out[-2:]:
                out.append(edge.tie)
            if node in seen:
                break
            seen.add(node)
        return out


def _bounds(known: Mapping[str, Known], edges: Iterable[_Edge], rank: Mapping[Node, int]) -> tuple[_Side, _Side, list[Conflict]]:
    """Lower and upper bounds of all starts and ends, as narrow as the ties make them; and distances by which one would narrow for ever."""
    edges = list(edges)
    forward, backward = _in_order([e for e in edges if not e.back], rank), [e for e in edges if e.back]
    low, high = _Side(1), _Side(-1)
    for h, k in known.items():
        if k.first is not None:
            low.date((h, START), k.first)
        if k.last is not None:
            high.date((h, END), k.last)
    against = forward[::-1]
    moved: list[tuple[_Side, _Edge]] = []
    for _ in range(len(backward) + 1):
        for side, way in ((low, forward), (high, against)):
            for e in way:
                side.along(e)
        moved = [(side, e) for side in (low, high) for e in backward if side.along(e)]
        if not moved:
            break
    endless = {tuple(sorted(set(side.chain(e.into if side is low else e.out)), key=_sorted_by)) for side, e in moved}
    return low, high, [Conflict("dates", ties) for ties in sorted(endless, key=lambda ties: list(map(_sorted_by, ties)))]


def _in_order(edges: Sequence[_Edge], rank: Mapping[Node, int]) -> list[_Edge]:
    """The edges so that each comes after those that lead to it; those of a circle, which then says only that two are of one time, as often as
    it has members."""
    size: dict[int, int] = defaultdict(int)
    for number in rank.values():
        size[number] += 1
    inner: dict[int, list[_Edge]] = defaultdict(list)
    outer: dict[int, list[_Edge]] = defaultdict(list)
    for e in edges:
        (inner if rank[e.into] == rank[e.out] else outer)[rank[e.out]].append(e)
    return [e for number in sorted({*inner, *outer}, reverse=True) for e in (*inner[number] * size[number], *outer[number])]


def _against(known: Mapping[str, Known], low: _Side, high: _Side) -> list[Conflict]:
    """The shortest chains of ties between a bound and one that it cannot stand beside.  Longer ones may only pass on what these do wrong."""
    wrong = [(h, end) for h in known for end in (START, END)]
    wrong = [node for node in wrong if node in low.day and node in high.day and low.day[node] > high.day[node]]
    least = min((low.length[node] + high.length[node] for node in wrong), default=0)
    chains = {tuple(sorted({*low.chain(node), *high.chain(node)}, key=_sorted_by)) for node in wrong if low.length[node] + high.length[node] == least}
    return [Conflict("dates", ties) for ties in sorted(chains, key=lambda ties: list(map(_sorted_by, ties)))]


def _bound(side: _Side, node: Node) -> Bound | None:
    return Bound(side.day[node], side.source[node], tuple(side.chain(node, LONGEST))) if node in side.day else None
