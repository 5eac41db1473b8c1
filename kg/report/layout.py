"""Where the nodes of a graph are drawn: a spring layout without chance, so that the same graph is always the same picture.

The first nodes are laid out by springs and repulsion (Fruchterman and Reingold, 1991), from a spiral on which the busiest stand in the middle;
those beyond are put beside the one that they are tied to most.  Only the four kinds of arithmetic and square roots are used, which every
machine rounds alike.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence

SPRUNG, ROUNDS = 110, 160          # nodes laid out by springs, and how often all are moved
TURN = complex(-0.7373688780783197, 0.6754902942615238)      # the golden angle, as a turn
Pair = tuple[int, int]


def layout(count: int, ties: Mapping[Pair, int], ratio: float = 1.7) -> list[tuple[int, int]]:
    """Places for the nodes 0…count-1, the busiest first, around 0,0; `ties` says how strongly two of them are tied, `ratio` how broad the
    picture is against its height, for names stand beside each other worse than above.

    >>> layout(2, {(0, 1): 3}) == layout(2, {(0, 1): 3}), layout(0, {})
    (True, [])
    """
    first = min(count, SPRUNG)
    at = _spiral(first)
    near: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for (a, b), n in sorted(ties.items()):
        near[a].append((b, n))
        near[b].append((a, n))
    inner = [[(b, min(2.5, n ** .5)) for b, n in row if b < first] for row in near[:first]]
    heat = 60.0
    for _ in range(ROUNDS):
        at = _moved(at, inner, heat)
        heat = max(1.0, heat * .972)
    places = [(z.real, z.imag) for z in at]
    turn = 1 + 0j
    for i in range(first, count):
        turn *= TURN
        host = next((b for b, _ in sorted(near[i], key=lambda x: (-x[1], x[0])) if b < len(places)), None)
        x, y = places[host] if host is not None else (0.0, 0.0)
        far = 26 + (i - first) % 5 * 9 if host is not None else 420
        places.append((x + turn.real * far, y + turn.imag * far))
    return [(round(x * ratio), round(y)) for x, y in places]


def _spiral(count: int) -> list[complex]:
    out, turn = [], 1 + 0j
    for i in range(count):
        out.append(turn * (18 * (i + .5) ** .5))
        turn *= TURN
    return out


def _moved(at: list[complex], near: Sequence[Sequence[tuple[int, float]]], heat: float) -> list[complex]:
    """All nodes moved once: away from each other, along their ties, and towards the middle."""
    want = 62.0
    push = [0j] * len(at)
    for i, a in enumerate(at):
        for j in range(i):
            d = a - at[j]
            square = d.real * d.real + d.imag * d.imag or .01
            if square < 44_000:
                step = d * (want * want / square)
                push[i] += step
                push[j] -= step
    out = []
    for i, a in enumerate(at):
        move = push[i] - a * .14
        for j, pull in near[i]:
            d = at[j] - a
            move += d * ((d.real * d.real + d.imag * d.imag) ** .5 / want * .35 * pull)
        long = (move.real * move.real + move.imag * move.imag) ** .5
        out.append(a + move * (min(long, heat) / long) if long else a)
    return out
