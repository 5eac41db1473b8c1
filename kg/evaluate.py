"""Gold in, precision, recall and F1 out: how well a reading agrees with a careful reader's.

Records are the fact record's JSON on both sides.  Events of one article are paired by the best assignment within one sentence
(Kuhn–Munkres); a pair counts at three levels.

    found         a type that gold allows, in the same sentence
    who-to-whom   and the participants agree: on each side at least one of gold's, and half of those predicted; of a meeting, agreement
                  or cooperation both sides are one set, of which two must agree
    full record   and status and date: the intervals overlap by half of their union

Gold that is marked optional is neither asked for nor punished; what gold has no kind of (a PLOVER type null) is left out.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kg.arabic import sentences, tokenize

Record = dict
LEVELS = ("found", "who-to-whom", "full record")
ONE_SET = frozenset({"CONSULT", "AGREE", "COOPERATE"})
LOOSE = frozenset({"before", "after", "approximate", "end-of-month"})
REBELS = frozenset({"REB", "OPP"})


class Score(NamedTuple):
    """Counts of one level: right, predicted, asked for."""
    right: int
    predicted: int
    asked: int

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.asked if self.asked else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def plus(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(self, other)))


class Case(NamedTuple):
    """One line of the comparison: gold, prediction (either may be missing), the level reached (0 to 3) and the sentence."""
    doc: str
    sentence: int
    gold: Record | None
    predicted: Record | None
    level: int


class Result(NamedTuple):
    """Scores by level and kind, by type and by rule, and every case for showing."""
    levels: dict[str, Score]
    types: dict[str, Score]
    rules: dict[str, Score]
    cases: tuple[Case, ...]


def _norm(text: str | None) -> str:
    return " ".join(t.fold for t in tokenize(text or "", 0) if t.kind != "p").casefold()


def _names(e: Record) -> set[str]:
    labels = e.get("labels") if isinstance(e.get("labels"), dict) else {}
    raw = [e.get("ar"), e.get("en"), *labels.values(), (e.get("mention") or {}).get("text") if isinstance(e.get("mention"), dict) else None]
    return {n for n in map(_norm, filter(None, raw)) if len(n) > 1}


def same(gold: Record, predicted: Record) -> bool:
    """Do two entity references mean the same?  By name; by country only where one of them is a state and neither an opposition or group."""
    a, b = _names(gold), _names(predicted)
    if a & b or any(len(x) > 3 and len(y) > 3 and (f" {x} " in f" {y} " or f" {y} " in f" {x} ") for x in a for y in b):
        return True
    country = gold.get("country")
    if not country or country == "IGO" or country != predicted.get("country"):
        return False
    if any(e.get("sector") in REBELS or e.get("type") == "Group" for e in (gold, predicted)):
        return False
    return "State" in (gold.get("type"), predicted.get("type"))


def _side(gold: Sequence[Record], predicted: Sequence[Record], need: int = 1) -> bool:
    if not gold:
        return True
    hit = sum(any(same(g, p) for p in predicted) for g in gold)
    right = sum(any(same(g, p) for g in gold) for p in predicted)
    return hit >= min(need, len(gold)) and 2 * right >= len(predicted) > 0


def _who(g: Record, p: Record) -> bool:
    sides = [(r.get("actors") or [], r.get("recipients") or []) for r in (g, p)]
    if p["event"] in ONE_SET:
        return _side(sides[0][0] + sides[0][1], sides[1][0] + sides[1][1], 2)
    return _side(sides[0][0], sides[1][0]) and _side(sides[0][1], sides[1][1])


def _days(d: object) -> tuple[int, int] | None:
    if not isinstance(d, dict) or not (d.get("start") or d.get("end")):
        return None
    a, b = (dt.date.fromisoformat(d[k][:10]).toordinal() if d.get(k) else None for k in ("start", "end"))
    a = b - 365 if a is None else a
    b = a + (365 if d.get("precision") == "after" else 0) if b is None else b
    return min(a, b), max(a, b)


def _when(g: Record, p: Record) -> bool:
    if g.get("date") == "any":
        return True
    gold, found = _days(g.get("date")), _days(p.get("date"))
    if gold is None:
        return found is None or found[1] - found[0] >= 6
    if found is None:
        return False
    overlap, union = min(gold[1], found[1]) - max(gold[0], found[0]) + 1, max(gold[1], found[1]) - min(gold[0], found[0]) + 1
    return overlap > -31 if g["date"].get("precision") in LOOSE else 2 * overlap >= union


def level(g: Record, p: Record) -> int:
    """How far a prediction agrees with gold: 0 not at all to 3 in full."""
    if p["event"] not in g["event"]:
        return 0
    if not _who(g, p):
        return 1
    status = {g["status"]} | ({"future", "hypothetical"} if g["status"] in ("future", "hypothetical") else set())
    return 3 if p.get("status", "actual") in status and _when(g, p) else 2


def assign(weight: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) of the greatest total weight, by Kuhn–Munkres on negated weights; O(n²m)."""
    n, m = len(weight), len(weight[0]) if weight else 0
    if not n or not m:
        return []
    if n > m:
        return [(i, j) for j, i in assign([list(column) for column in zip(*weight)])]
    big, u, v, match = 1e18, [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1)
    for row in range(1, n + 1):
        match[0], at = row, 0
        low, way, used = [big] * (m + 1), [0] * (m + 1), [False] * (m + 1)
        while match[at]:
            used[at], r, delta, nearest = True, match[at], big, 0
            for j in range(1, m + 1):
                if not used[j]:
                    cost = -weight[r - 1][j - 1] - u[r] - v[j]
                    if cost < low[j]:
                        low[j], way[j] = cost, at
                    if low[j] < delta:
                        delta, nearest = low[j], j
            for j in range(m + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    low[j] -= delta
            at = nearest
        while at:
            match[at], at = match[way[at]], way[at]
    return [(match[j] - 1, j - 1) for j in range(1, m + 1) if match[j]]


def _where(record: Record, spans: Sequence[tuple[int, int]]) -> set[int]:
    s = record.get("sentence")
    if isinstance(s, int):
        return {s}
    if isinstance(s, list):
        return {i for i, (a, b) in enumerate(spans, 1) if a < s[1] and b > s[0]}
    t = record.get("trigger") or next(iter(record.get("evidence") or []), {})
    at = t[0] if isinstance(t, list) else t.get("start", -1)
    return {i for i, (a, b) in enumerate(spans, 1) if a <= at < b}


def _others(kind: str, agree: Callable[[Record, Record], bool], gold: Iterable[Record], predicted: Iterable[Record], spans, known: set[str] | None = None) -> Score:
    G = sorted((g for g in gold if g.get("kind") == kind), key=lambda g: bool(g.get("optional")))
    P = [p for p in predicted if p.get("kind") == kind and (known is None or p.get("relation") in known)]
    used: set[int] = set()
    right = free = 0
    for g in G:
        j = next((j for j, p in enumerate(P) if j not in used and _where(p, spans) & _where(g, spans) and agree(g, p)), None)
        if j is not None:
            used.add(j)
            right += not g.get("optional")
            free += bool(g.get("optional"))
    return Score(right, len(P) - free, sum(not g.get("optional") for g in G))


def _listed(x: object) -> list:
    return x if isinstance(x, list) else [x] if x else []


def evaluate(gold: Sequence[Record], predicted: Sequence[Record], text_of: Callable[[str], str]) -> Result:
    """Scores predictions against gold; `text_of` gives the text of an article by its id."""
    known = {g["relation"] for g in gold if g.get("kind") == "relation"}
    totals = {name: Score(0, 0, 0) for name in LEVELS}
    rest = {"claims": Score(0, 0, 0), "relations": Score(0, 0, 0)}
    types: dict[str, Score] = {}
    rules: dict[str, Score] = {}
    cases: list[Case] = []
    for doc in sorted({g["doc"] for g in gold}):
        spans = sentences(text_of(doc))
        mine, theirs = [g for g in gold if g["doc"] == doc], [p for p in predicted if p.get("doc") == doc]
        gs = [g for g in mine if g.get("event")]
        ps = [p for p in theirs if p.get("kind", "event") == "event" and p.get("event")]
        grid = [[level(g, p) if _where(g, spans) & _where(p, spans) else 0 for p in ps] for g in gs]
        weights = [[10 * x + (x > 0) * (not g.get("optional")) for x in row] for g, row in zip(gs, grid)]
        got = {i: j for i, j in assign(weights) if grid[i][j]}
        free = {j for i, j in got.items() if gs[i].get("optional")}
        need = [i for i, g in enumerate(gs) if not g.get("optional")]
        for n, name in enumerate(LEVELS, 1):
            totals[name] = totals[name].plus(Score(sum(i in got and grid[i][got[i]] >= n for i in need), len(ps) - len(free), len(need)))
        place = lambda r: min(_where(r, spans), default=0)
        for i, g in enumerate(gs):
            j = got.get(i)
            cases.append(Case(doc, place(g), g, ps[j] if j is not None else None, grid[i][j] if j is not None else 0))
            if not g.get("optional"):
                _count(types, g["event"][0], Score(int(j is not None), 0, 1))
        for j, p in enumerate(ps):
            if j not in got.values():
                cases.append(Case(doc, place(p), None, p, 0))
            if j not in free:
                right = int(j in got.values())
                _count(types, p["event"], Score(0, 1, 0))
                _count(rules, str(p.get("rule", "")).split(":")[0], Score(right, 1, 0))
        alike = lambda g, p, key: _side(_listed(g.get(key)), _listed(p.get(key)))
        stance = lambda g, p: g["stance"] == p.get("stance") or {g["stance"], p.get("stance")} <= {"asserts", "describes"}
        rest["claims"] = rest["claims"].plus(_others("claim", lambda g, p: alike(g, p, "speaker") and stance(g, p), mine, theirs, spans))
        rest["relations"] = rest["relations"].plus(_others("relation", lambda g, p: alike(g, p, "subject") and g["relation"] == p.get("relation"), mine, theirs, spans, known))
    return Result(totals | {k: s for k, s in rest.items() if s.asked}, dict(sorted(types.items())), dict(sorted(rules.items())), tuple(cases))


def _count(table: dict[str, Score], key: str, score: Score) -> None:
    table[key] = table.get(key, Score(0, 0, 0)).plus(score)
