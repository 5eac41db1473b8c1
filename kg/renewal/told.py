"""The tellings of changed articles, and which pairs of tellings are likely one after that: looked for in the slots that changed, and there
only among those that stand beside what came or went."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.accounts import denies
from kg.alike import THRESHOLD, compare
from kg.blocks import FULL, REACH, beside, candidates, rank, slots
from kg.index.counted import number
from kg.index.told import DENIED, ONE
from kg.renewal.world import World
from kg.tellings import Telling

Pair = tuple[int, int]


class Told:
    """What came and went: `new` tellings; the happenings that lost some (`left`); `touched`, tellings that stay and have other pairs now; `quarrels`,
    those that deny or are denied otherwise than before; `ties`, what the happenings that are no more were ordered with."""

    def __init__(self, world: World):
        self.world, self.db = world, world.tellings
        self.new: dict[int, Telling] = {}
        self.left: set[int] = set()
        self.ties: dict[int, int | None] = {}
        self.touched: set[int] = set()
        self.quarrels: set[int] = set()
        self.gained: set[Pair] = set()
        self.lost: set[Pair] = set()

    def article(self, doc: str, told: Sequence[Telling]) -> None:
        """Puts an article's tellings in the place of those it had; what is told as before stays."""
        had = self.db.of_doc(doc) if not self.world.fresh else {}
        marks = [number(repr(t)) for t in told]
        for n, mark in had.items():
            if mark not in marks:
                self._remove(n)
        for t, mark in zip(told, marks):
            if mark not in had.values():
                n = self.db.add(t, mark)
                self.new[n] = t
                if not self.world.fresh:
                    for slot, seeks in slots(t):
                        self._slot(n, t, slot, seeks, True)

    def _remove(self, n: int) -> None:
        t = self.db.get(n)
        for slot, seeks in slots(t):
            self._slot(n, t, slot, seeks, False)
        self.touched.update(self.db.paired(n, ONE))
        self.quarrels.update(self.db.paired(n, DENIED))
        if (h := self.db.happening_of(n)) is not None:
            self.left.add(h)
        self.db.remove(n, t)
        self.touched.discard(n)
        self.quarrels.discard(n)

    def _slot(self, n: int, t: Telling, slot: tuple, seeks: bool, comes: bool) -> None:
        """Puts a telling into a slot or takes it out, and sees which pairs that makes and unmakes."""
        there = self.db.inside(slot, FULL + 2)
        size = len(there) + comes
        if size <= FULL:
            if comes:
                self.db.enter(n, t, slot, seeks)
                self.gained |= {_pair(n, m) for m, too, doc in there if (seeks or too) and doc != t.doc}
            else:
                self.db.quit(t, slot)
            return
        small = min(len(there), len(there) + (1 if comes else -1)) <= FULL         # full on one side of the change only: all of its pairs change
        before = self._around(slot, t, small)
        if comes:
            self.db.enter(n, t, slot, seeks)
        else:
            self.db.quit(t, slot)
        after = self._around(slot, t, small)
        self.lost |= before - after
        self.gained |= after - before

    def _around(self, slot: tuple, t: Telling, small: bool) -> set[Pair]:
        """The pairs of a slot which a telling's coming or going may change."""
        if small:
            there = self.db.inside(slot, FULL + 2)
            return {_pair(*p) for p in beside(there, len(there) > FULL)}
        at = rank(t, slot[2])
        first, here = self.db.before(slot, at, REACH), self.db.at(slot, at)
        return {_pair(*p) for p in beside([*first, *here, *self.db.after(slot, at, REACH)], True, len(first) + len(here))}

    def _still(self, a: int, b: int) -> bool:
        """Is a pair that one slot makes no more made by another one?"""
        x, y = self.db.get(a), self.db.get(b)
        other = dict(slots(y))
        for slot, seeks in slots(x):
            if slot in other and (seeks or other[slot]):
                there = self.db.inside(slot, FULL + 1)
                if len(there) <= FULL:
                    return True
                (n, t, s), m = ((a, x, seeks), b) if rank(x, slot[2]) < rank(y, slot[2]) else ((b, y, other[slot]), a)
                if any(m in p for p in beside([(n, s, t.doc), *self.db.after(slot, rank(t, slot[2]), REACH)], True, 1)):
                    return True
        return False

    def compared(self) -> None:
        """Compares what came together, and forgets what does not stand side by side any more."""
        alive = lambda p: all(self.db.happening_of(n) is not None or n in self.new for n in p)
        for a, b in sorted(self.lost):
            if (self.db.kinds(a, b) or (a, b) in self.gained) and alive((a, b)) and not self._still(a, b):
                self.gained.discard((a, b))
                kinds = self.db.kinds(a, b)
                self.db.part(a, b)
                self.touched |= {a, b} if ONE in kinds else set()
                self.quarrels |= {a, b} if DENIED in kinds else set()
        for a, b in sorted(p for p in self.gained if alive(p)):
            if not self.db.kinds(a, b):
                self._compare(a, b)

    def _compare(self, a: int, b: int) -> None:
        x, y = sorted((self.db.get(a), self.db.get(b)), key=lambda t: t.key)
        v = compare(x, y)
        if v.score is not None and v.score >= THRESHOLD:
            self.db.pair(a, b, ONE)
            self.touched |= {a, b}
        if denies(x, y):
            self.db.pair(a, b, DENIED)
            self.quarrels |= {a, b}

    def all_at_once(self) -> None:
        """Where all tellings are new: into their slots with them, and compared as `kg.merge` does."""
        for n, t in self.new.items():
            self.db.enter_all(n, t)
        ranked = sorted(self.new.items(), key=lambda x: x[1].key)
        for i, j in candidates([t for _, t in ranked]):
            self._compare(ranked[i][0], ranked[j][0])


def _pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def forced(world: World) -> dict[int, set[int]]:
    """Which tellings people said to be one, by number."""
    ids = sorted(world.rulings.group)
    numbers = sorted(world.tellings.of_facts(ids), key=lambda n: world.tellings.get(n).key) if ids else []
    out: dict[int, set[int]] = {}
    for i, j in world.rulings.same([[p.event.id for p in world.tellings.get(n).facts] for n in numbers]):
        out.setdefault(numbers[i], set()).add(numbers[j])
        out.setdefault(numbers[j], set()).add(numbers[i])
    return out


def components(world: World, seeds: Iterable[int]) -> list[list[int]]:
    """The components of likely ones in which some tellings stand, each in the order of its keys."""
    ruled, seen, out = forced(world), set(), []
    for seed in sorted(seeds):
        if seed in seen:
            continue
        seen.add(seed)
        found, todo = [seed], [seed]
        while todo:
            n = todo.pop()
            for m in (*world.tellings.paired(n, ONE), *ruled.get(n, ())):
                if m not in seen:
                    seen.add(m)
                    found.append(m)
                    todo.append(m)
        out.append(sorted(found, key=lambda n: world.tellings.get(n).key))
    return out
