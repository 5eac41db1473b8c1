"""A score made of named reasons, and what the two comparisons of merging have in common.

Points are added for what agrees and taken off for what does not, and a clash that no careful reader would overlook is a veto, so that
every merge can be explained in a sentence and taken back.  The points are quarters chosen by hand, not learned: they were tried on the
articles of one half of `tests/cases/same.jsonl` and measured on the other.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.kin import OWN, SAME, STATE, Pair
from kg.profile import Key

Reason = tuple[float, str]           # points, and the words that tell what they are given or taken for


class Verdict(NamedTuple):
    """`score` None for a veto; `reasons` name each thing that agreed or did not, or the one that forbade it.

    A veto is `hard` where the two cannot be one whatever else speaks for it; others are mistakes of reading as often as not.
    """
    score: float | None
    reasons: tuple[Reason, ...]
    hard: bool = False


class Link(NamedTuple):
    """Why two facts were taken for one happening; `score` None where people said so."""
    first: Key
    second: Key
    score: float | None
    reasons: tuple[Reason, ...]


def veto(words: str, hard: bool = False) -> Verdict:
    """A verdict against, with its reason."""
    return Verdict(None, ((0.0, words),), hard)


def verdict(reasons: Sequence[Reason]) -> Verdict:
    """The sum of what was found; what gave no points is not told."""
    return Verdict(sum(points for points, _ in reasons), tuple(r for r in reasons if r[0]))


def told(reasons: Sequence[Reason]) -> str:
    """Reasons as a person reads them.

    >>> told(((2.0, "both Visit"), (-1.0, "another place")))
    'both Visit +2; another place -1'
    """
    return "; ".join(words if not points else f"{words} {points:+g}" for points, words in reasons)


def realis(status: str) -> str:
    """Happened, to come, or denied: what is planned and what is wished tell of one thing that has not happened."""
    return status if status in ("actual", "negated") else "irrealis"


class Weights(NamedTuple):
    """What kinship is worth to a comparison: the same person or body, the same state, a state and its own; `most` together."""
    same: float
    state: float
    own: float
    most: float

    def of(self, pair: Pair) -> float:
        """The points for one pair."""
        return {SAME: self.same, STATE: self.state, OWN: self.own}[pair.kin]


def overlap(a: Sequence[tuple[str, float]], b: Sequence[tuple[str, float]]) -> tuple[float, tuple[str, ...]]:
    """(the weight of the words that two sorted lists share, those words)."""
    if not a or not b:
        return 0.0, ()
    other = dict(b)
    shared = [(w, min(x, other[w])) for w, x in a if w in other]
    return sum(x for _, x in shared), tuple(w for w, _ in shared)
