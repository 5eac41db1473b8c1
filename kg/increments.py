"""One article changed → what changes in what is concluded from all: only the components of facts that it touches are concluded again.

Facts belong to one component where they are linked: likely one happening, told by one and denied by the other, cause and effect, or before and after.
Whatever is concluded from a component depends on its facts alone, with one exception: happenings of one name in several components each
get a digest, so that a component is also concluded again when it comes to share a name or shares it no more.  All articles at once are no
other case than one after the other, so the outcome is the same in whatever order and in however many builds they come.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg import chronicle, vocab
from kg.accounts import accounts, contrary
from kg.alike import THRESHOLD, compare
from kg.conclusions import Labels, conclusion_quads
from kg.index import Index
from kg.merge import Happening, in_order, named, near, slots, unnamed
from kg.model import Reading
from kg.terms import Quad

MANY = 200_000           # quads whose changes are counted before they are taken into account


class Changes:
    """What a graph loses and gains: whole graphs that go, single quads that go, quads that come; the last word on a quad counts."""

    def __init__(self) -> None:
        self.graphs: set[str] = set()
        self.quads: dict[Quad, bool] = {}

    def add(self, quads: Iterable[Quad]) -> None:
        """Quads that are there from now on."""
        for q in quads:
            self.quads[q] = True

    def remove(self, quad: Quad) -> None:
        """A quad that is not there any more."""
        self.quads[quad] = False


def link(index: Index, fresh: Iterable[int]) -> None:
    """Links new events with each other and with those that are there."""
    fresh = sorted(fresh)
    new = set(fresh)
    own: dict[str, dict[str, int]] = {}
    quarrels: dict[str, set[int]] = {}
    for n in fresh:
        e, _, day = index.told(n)
        own.setdefault(e.doc, {})[e.id] = n
        for m in sorted(index.sharing(slots(e, day))):
            if m != n and (m not in new or m < n):
                other, _, then = index.told(m)
                verdict, against = compare(e, other, near(day, then)), contrary(e, other, near(day, then))
                if against or verdict.score is not None and verdict.score >= THRESHOLD:
                    index.link(n, m)
                if against and e.doc == other.doc:
                    quarrels.setdefault(e.doc, set()).update((n, m))
    for doc, ids in own.items():
        for n in ids.values():
            for cause in (*index.told(n)[0].causes, *(t.fact for t in index.told(n)[0].order)):
                if cause in ids:
                    index.link(n, ids[cause])
        if doc in quarrels:      # what is told and denied within an article is weighed with all its claims
            said = sorted(quarrels[doc] | {n for n in ids.values() if index.told(n)[1]})
            for n in said[1:]:
                index.link(said[0], n)


def _components(index: Index, touched: set[int], fresh: Iterable[int]) -> tuple[list[list[int]], set[int]]:
    """The components, as they are now, of new events and of those whose component was touched; and all components of before among them."""
    waiting, old, seen = list(fresh), set(), set()
    for c in touched:
        old.add(c)
        waiting += index.members(c)
    found = []
    while waiting:
        start = waiting.pop()
        if start in seen:
            continue
        seen.add(start)
        group, edge = [], [start]
        while edge:
            n = edge.pop()
            group.append(n)
            c = index.component_of(n)
            if c is not None and c not in old:
                old.add(c)
                waiting += index.members(c)
            for m in index.linked(n):
                if m not in seen:
                    seen.add(m)
                    edge.append(m)
        found.append(sorted(group))
    return found, old


def conclude(index: Index, touched: set[int], fresh: Iterable[int], changes: Changes, base: str = vocab.DEFAULT_BASE, labels: Labels | None = None) -> None:
    """Concludes anew what is linked with new events, and what a taken out article was part of."""
    groups, old = _components(index, touched, fresh)
    balance: Counter[Quad] = Counter()
    renamed: Counter[str] = Counter()
    for c in sorted(old):
        balance.subtract(index.concluded(c))
        renamed.subtract(index.dissolve(c))
    again = {}
    for members in groups:
        names = Counter(h.id for h in unnamed(index.readings(members)))
        again[index.form(members, names)] = members
        renamed.update(names)
    for name in sorted(n for n, k in renamed.items() if k):
        bearers = index.bearers(name)
        now = sum(bearers.values())
        if (now > 1) != (now - renamed[name] > 1):
            for c in sorted(set(bearers) - set(again)):
                again[c] = index.members(c)
                balance.subtract(index.concluded(c))
    for c, members in again.items():
        found = unnamed(index.readings(members))
        count = {h.id: sum(index.bearers(h.id).values()) for h in found}
        quads, problems = _said(index.readings(members), in_order(named(found, count)), base, labels)
        index.keep(c, quads, problems)
        balance.update(quads)
        if len(balance) > MANY:
            _settle(index, balance, changes, base)
    _settle(index, balance, changes, base)


def _said(readings: list[Reading], happenings: tuple[Happening, ...], base: str, labels: Labels | None) -> tuple[list[Quad], list[dict]]:
    """What follows from one component: its quads, and what contradicts itself in it."""
    found = accounts(readings, happenings)
    order = chronicle.order(found.happenings, readings)
    problems = [{"severity": p.severity, "code": p.code, "message": p.message, "doc": p.doc, "fact": p.fact, "hint": p.hint, "related": p.related} for p in chronicle.problems(order, {})]
    return conclusion_quads(found, base, labels) + chronicle.order_quads(found.happenings, readings, order, base), problems


def _settle(index: Index, balance: Counter[Quad], changes: Changes, base: str) -> None:
    """Takes what components say more or less often into account: about a happening only one of them speaks."""
    own = f"<{base}happening:"
    for q, k in balance.items():
        if k:
            before, after = (int(k < 0), int(k > 0)) if q[0].startswith(own) else index.count(q, k)
            if after and not before:
                changes.add([q])
            elif before and not after:
                changes.remove(q)
    balance.clear()
