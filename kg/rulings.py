"""Pins as merging asks for them: by fact, which group people put it into and whom they keep it from."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.grouping import components
from kg.pins import Pins


class Rulings:
    """What pins say of facts, by their ids; sets that share a fact are one."""

    def __init__(self, pins: Pins):
        ids = sorted({x for one in pins.same for x in one})
        at = {x: n for n, x in enumerate(ids)}
        pairs = [(at[a], at[b]) for one in pins.same for a, b in zip(sorted(one), sorted(one)[1:])]
        self.group = {ids[i]: n for n, found in enumerate(components(len(ids), pairs)) for i in found}
        self.apart: dict[str, set[str]] = defaultdict(set)
        for kept in pins.different:
            for x in kept:
                self.apart[x] |= kept - {x}

    def same(self, ids: Sequence[Iterable[str]]) -> list[tuple[int, int]]:
        """Which of some things are to be one, each given by the ids of its facts: pairs of positions."""
        first: dict[int, int] = {}
        out = []
        if self.group:
            for n, facts in enumerate(ids):
                for g in sorted({self.group[x] for x in facts if x in self.group}):
                    if first.setdefault(g, n) != n:
                        out.append((first[g], n))
        return out

    def different(self, xs: Iterable[str], ys: Iterable[str]) -> bool:
        """Are two things to be kept apart, each given by the ids of its facts?"""
        if not self.apart:
            return False
        others = set(ys)
        return any(x in self.apart and not others.isdisjoint(self.apart[x]) for x in xs)
