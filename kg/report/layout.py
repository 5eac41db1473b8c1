"""Where the nodes of a graph are drawn: a spring layout without chance, so that the same graph is always the same picture.

Those that the strongest ties hold are laid out by springs and repulsion (Fruchterman and Reingold, 1991), from a spiral on which the busiest
stand in the middle, and then moved apart until their names have room; those beyond are put beside the one that they are tied to most.  Only the
four kinds of arithmetic and square roots are used, which every machine rounds alike.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence

ROUNDS, APART = 160, 120               # how often all are moved by springs, and apart
WANT = 62.0                            # how long a tie wants to be
BROAD = 1.7                            # how broad the picture is against its height, for names stand beside each other worse than above
TURN = complex(-0.7373688780783197, 0.6754902942615238)      # the golden angle, as a turn
Pair = tuple[int, int]
Room = tuple[float, float]


def layout(rooms: Sequence[Room], springs: Mapping[Pair, int], ties: Mapping[Pair, int]) -> list[tuple[int, int]]:
    """Places for nodes, around 0,0.  `rooms` is how broad and high each is with its name; `springs` are the strongest ties, with how strong
    they are; `ties` all of them.

    >>> room = [(90.0, 40.0)] * 3
    >>> layout(room[:2], {(0, 1): 3}, {}) == layout(room[:2], {(0, 1): 3}, {}), layout([], {}, {}), len(layout(room, {(0, 2): 1}, {(1, 2): 1}))
    (True, [], 3)
    """
    count = len(rooms)
    first = sorted({n for p in springs for n in p})
    local = {n: i for i, n in enumerate(first)}
    near = [[(b, min(2.5, n ** .5)) for b, n in row] for row in _near(len(first), {(local[a], local[b]): n for (a, b), n in springs.items()})]
    at, heat = _spiral(len(first)), 60.0
    for _ in range(ROUNDS):
        at = _moved(at, near, heat)
        heat = max(1.0, heat * .972)
    places = dict(zip(first, _apart([(z.real * BROAD, z.imag) for z in at], [rooms[n] for n in first])))
    every, turn = _near(count, ties), 1 + 0j
    for i in (n for n in range(count) if n not in local):
        turn *= TURN
        host = next((b for b, _ in sorted(every[i], key=lambda x: (-x[1], x[0])) if b in places), None)
        x, y = places[host] if host is not None else (0.0, 0.0)
        far = 40 + i % 7 * 16 if host is not None else 420
        places[i] = (x + turn.real * far * BROAD, y + turn.imag * far)
    return [(round(x), round(y)) for _, (x, y) in sorted(places.items())]


def _near(count: int, ties: Mapping[Pair, int]) -> list[list[tuple[int, int]]]:
    out: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for (a, b), n in sorted(ties.items()):
        out[a].append((b, n))
        out[b].append((a, n))
    return out


def _apart(places: list[tuple[float, float]], rooms: Sequence[Room]) -> list[tuple[float, float]]:
    """Nodes whose rooms overlap moved apart, by the shorter way."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    for _ in range(APART):
        moved = False
        for i in range(len(xs)):
            for j in range(i):
                dx, dy = xs[i] - xs[j], ys[i] - ys[j]
                wide, high = (rooms[i][0] + rooms[j][0]) / 2, (rooms[i][1] + rooms[j][1]) / 2
                over_x, over_y = wide - abs(dx), high - abs(dy)
                if over_x > 0 and over_y > 0:
                    moved = True
                    if over_x / wide < over_y / high:
                        step = over_x / 2 if dx >= 0 else -over_x / 2
                        xs[i], xs[j] = xs[i] + step, xs[j] - step
                    else:
                        step = over_y / 2 if dy >= 0 else -over_y / 2
                        ys[i], ys[j] = ys[i] + step, ys[j] - step
        if not moved:
            break
    return list(zip(xs, ys))


def _spiral(count: int) -> list[complex]:
    out, turn = [], 1 + 0j
    for i in range(count):
        out.append(turn * (18 * (i + .5) ** .5))
        turn *= TURN
    return out


def _moved(at: list[complex], near: Sequence[Sequence[tuple[int, float]]], heat: float) -> list[complex]:
    """All nodes moved once: away from each other, along their ties, and towards the middle."""
    push = [0j] * len(at)
    for i, a in enumerate(at):
        for j in range(i):
            d = a - at[j]
            square = d.real * d.real + d.imag * d.imag or .01
            if square < 44_000:
                step = d * (WANT * WANT / square)
                push[i] += step
                push[j] -= step
    out = []
    for i, a in enumerate(at):
        move = push[i] - a * .14
        for j, pull in near[i]:
            d = at[j] - a
            move += d * ((d.real * d.real + d.imag * d.imag) ** .5 / WANT * .35 * pull)
        long = (move.real * move.real + move.imag * move.imag) ** .5
        out.append(a + move * (min(long, heat) / long) if long else a)
    return out
