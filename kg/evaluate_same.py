"""Mentions that gold puts into clusters in, precision and recall of merging out: does one happening stand once, and two stand apart?

Gold is one JSON object a line, a mention of an event in an article by its place alone:

    {"doc", "start", "end", "type", "class", "cluster", "part_of", "note"}      two mentions of one cluster tell one happening

An event that was read stands for the mention whose characters its trigger shares, or comes within five characters of, one for one, the
nearest first and of equally near ones that of gold's PLOVER type.  What is measured is merging, not reading: only pairs of mentions that
were both read are asked for, and how many were read is told beside it.  A pair is right where gold and merging both make it one; B-cubed
asks the same from the side of each mention (Bagga and Baldwin 1998), so that a cluster of twenty does not outweigh all others.  Of parts it is
asked whether some happening of the part was put into some happening of the whole.
A mention whose note begins with `doubtful` is left out.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import md5
from itertools import combinations
from typing import NamedTuple

from kg.evaluate import Score
from kg.merge import Happening
from kg.model import Event, UserError
from kg.parts import Part
from kg.profile import Key, key

NEAR = 5                    # characters between a trigger and the mention it may still stand for
PROCESS = "Process"         # the class of what goes on for years, where two readers differ most on what is one


class Mention(NamedTuple):
    """One mention of gold; `whole` is the cluster that its own is part of, '' where none."""
    doc: str
    start: int
    end: int
    type: str
    cls: str
    cluster: str
    whole: str


class Pair(NamedTuple):
    """Two mentions on which gold and merging do not agree: `kind` is wrong (joined) or missed (left apart)."""
    kind: str
    first: Event
    second: Event
    clusters: tuple[str, str]


class Result(NamedTuple):
    """How many mentions gold has and how many were read; pairwise scores by name; B-cubed (precision, recall); parts; the pairs that went wrong."""
    asked: int
    read: int
    pairs: dict[str, Score]
    bcubed: tuple[float, float]
    parts: Score
    faults: tuple[Pair, ...]


def mentions(rows: Iterable[dict], path: str = "") -> list[Mention]:
    """The mentions of gold's records that a reader was sure of.  UserError for a record without place or cluster."""
    out = []
    for n, r in enumerate(rows, 1):
        try:
            found = Mention(r["doc"], int(r["start"]), int(r["end"]), r.get("type") or "", r.get("class") or "", r["cluster"], r.get("part_of") or "")
        except (KeyError, TypeError, ValueError) as e:
            raise UserError(f"no mention with its cluster: {e}", path, n, hint='{"doc": …, "start": 0, "end": 4, "cluster": …}') from None
        if not (r.get("note") or "").startswith("doubtful"):
            out.append(found)
    return out


def half_of(doc: str) -> str:
    """`even` or `odd`: the half an article falls into by a hash of its name, so that one half can be worked on and the other only measured.

    >>> half_of("a"), half_of("e")
    ('odd', 'even')
    """
    return ("even", "odd")[int(md5(doc.encode(), usedforsecurity=False).hexdigest(), 16) % 2]


def aligned(gold: Sequence[Mention], events: Iterable[Event]) -> list[tuple[Mention, Event]]:
    """Each mention with the event that stands for it, one for one, in the order of gold; those that were not read are left out."""
    told: dict[str, list[Event]] = defaultdict(list)
    for e in events:
        told[e.doc].append(e)
    near = []
    for n, m in enumerate(gold):
        for e in told[m.doc]:
            gap = max(m.start, e.trigger.start) - min(m.end, e.trigger.end)
            if gap <= NEAR:
                near.append((max(gap, 0), e.event != m.type, abs(m.start - e.trigger.start), n, e.id, e))
    mine: dict[int, Event] = {}
    used: set[Key] = set()
    for *_, n, _, e in sorted(near, key=lambda x: x[:5]):
        if n not in mine and key(e) not in used:
            mine[n] = e
            used.add(key(e))
    return [(gold[n], mine[n]) for n in sorted(mine)]


def bcubed(clusters: Sequence[str], groups: Sequence[str]) -> tuple[float, float]:
    """Precision and recall averaged over mentions, of which `clusters` says how they belong together and `groups` how they were put.

    >>> bcubed("aab", "xyy")
    (0.6666666666666666, 0.6666666666666666)
    """
    both, gold, found = Counter(zip(clusters, groups)), Counter(clusters), Counter(groups)
    total = len(clusters) or 1
    return sum(both[c, g] / found[g] for c, g in zip(clusters, groups)) / total, sum(both[c, g] / gold[c] for c, g in zip(clusters, groups)) / total


def _kinds(m: Mention, n: Mention) -> Iterable[str]:
    """The names under which a pair is counted."""
    across, lasting = m.doc != n.doc, PROCESS in (m.cls, n.cls)
    yield "all"
    yield "across articles" if across else "within one article"
    if not lasting:
        yield f"all without {PROCESS}"
        if across:
            yield f"across articles without {PROCESS}"


def _parts(found: Sequence[tuple[Mention, Event]], place: dict[Key, str], parts: Iterable[Part]) -> Score:
    """Pairs of a part and its whole, both read, by the happenings that stand for them; what is predicted of others is not asked."""
    stands = defaultdict(set)
    for m, e in found:
        stands[m.cluster].add(place[key(e)])
    wanted = {(m.cluster, m.whole) for m, _ in found if m.whole in stands}
    owners = defaultdict(set)
    for cluster, ids in stands.items():
        for ident in ids:
            owners[ident].add(cluster)
    told = {(p.part, p.whole) for p in parts if p.part in owners and p.whole in owners}
    right = sum(any((a, b) in told for a in stands[part] for b in stands[whole]) for part, whole in wanted)
    return Score(right, sum(not any((a, b) in wanted for a in owners[part] for b in owners[whole]) for part, whole in told) + right, len(wanted))


def evaluate_same(gold: Sequence[Mention], happenings: Iterable[Happening], parts: Iterable[Part] = ()) -> Result:
    """Scores merging against gold, over the mentions that were read."""
    happenings = list(happenings)
    place = {key(f): h.id for h in happenings for f in h.facts}
    found = aligned(gold, (f for h in happenings for f in h.facts))
    rows: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    faults = []
    for (m, a), (n, b) in combinations(found, 2):
        wanted, joined = m.cluster == n.cluster, place[key(a)] == place[key(b)]
        if wanted or joined:
            for name in _kinds(m, n):
                rows[name].append((wanted, joined))
            if wanted != joined:
                faults.append(Pair("missed" if wanted else "wrong", a, b, (m.cluster, n.cluster)))
    scores = {name: Score(sum(w and j for w, j in pairs), sum(j for _, j in pairs), sum(w for w, _ in pairs)) for name, pairs in sorted(rows.items())}
    return Result(len(gold), len(found), scores, bcubed([m.cluster for m, _ in found], [place[key(e)] for _, e in found]), _parts(found, place, parts), tuple(faults))
