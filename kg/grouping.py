"""Links between things → groups of things: best links first, and no group that its own members speak against.

Joining whatever is linked makes chains: A is like B, B like C, and A nothing like C.  So two groups become one only where their members
agree on average (average linkage), and never where two of them exclude each other.  The outcome depends on the links and the scores alone,
in whatever order they come, and only on those of one connected component.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

MOST = 5             # members of a group that are asked; of a group of hundreds those that were joined first speak for all
NEVER = float("-inf")


def components(size: int, links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected components of 0 … size-1, each sorted, in the order of their first members.

    >>> components(5, [(0, 3), (4, 3)])
    [[0, 3, 4], [1], [2]]
    """
    parent = list(range(size))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in links:
        a, b = sorted((root(i), root(j)))
        parent[b] = a
    found: dict[int, list[int]] = {}
    for i in range(size):
        found.setdefault(root(i), []).append(i)
    return list(found.values())


def grouped(members: Sequence[int], links: Sequence[tuple[int, int]], between: Callable[[int, int], float], mean: float,
            forced: Iterable[tuple[int, int]] = ()) -> list[list[int]]:
    """The groups of one component, each sorted: `forced` pairs first, then `links`, best first as given.

    `between` scores any two members, `NEVER` for two that exclude each other; two groups are joined where they score `mean` on average.
    """
    group = {i: [i] for i in members}

    def join(i: int, j: int) -> None:
        one, other = group[i], group[j]
        one.extend(other)
        for k in other:
            group[k] = one

    for i, j in forced:
        if group[i] is not group[j]:
            join(i, j)
    for i, j in links:
        one, other = group[i], group[j]
        if one is not other:
            scores = [between(x, y) for x in one[:MOST] for y in other[:MOST]]
            if sum(scores) >= mean * len(scores):
                join(i, j)
    return sorted((sorted(g) for g in {id(g): g for g in group.values()}.values()), key=lambda g: g[0])
