"""Who is who across articles: one entity under all its spellings, and two people of one name kept two; scored, explained, reversible.

An article's own reading knows who is meant within it (`kg.link`).  Here its entities are set beside those of other articles.  What a
list knows is itself wherever it stands.  A person whom no list knows is joined by his name and what is told of him: country, office,
sector, time.  Names are compared only within blocks of a folded skeleton, so that the work grows as n log n; pairs are joined best
first, never where two of a group forbid each other; and all is sorted first, so that the order of articles leaves no trace.

What is told by a title alone («a US official»), as a group or as a part of a state keeps the identifier that says so.  Precision comes
before recall: two nodes for one man are a blemish, one node for two men an error (`kg.namesakes`).
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from kg.model import Entity
from kg.namesakes import SETTLED, THRESHOLD, Key, Sight, Verdict, like
from kg.pins import Pins
from kg.romanization import slug
from kg.spelling import Forms, skeleton
from kg.vocab import digest

TRIED = 40              # with how many neighbours of a crowded block one is compared: those whose names stand next to it


@dataclass(frozen=True, slots=True)
class Join:
    """Why two articles' entities were taken for one; a score of 9 is a person's word."""
    first: Key
    second: Key
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class One:
    """One entity of the world: how the graph names it, what articles called it (other names), where it is met, and why that is one."""
    entity: Entity
    aliases: tuple[str, ...]
    members: tuple[Key, ...]
    joins: tuple[Join, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Everybody whose identity was in question; an entity that is not here is itself."""
    ones: tuple[One, ...] = ()

    def places(self) -> dict[Key, Entity]:
        """Which entity an article's entity is, where the graph gives it another identifier."""
        return {key: one.entity for one in self.ones for key in one.members if key[1] != one.entity.id}


# ── crowds ────────────────────────────────────────────────────────────────────────────────────────────────────────

@dataclass(frozen=True, slots=True)
class Crowd:
    """Sights of several articles that say the same of the same name: compared once, by their `head`, the first by article."""
    head: Sight
    second: Sight | None
    last: Key
    size: int

    def of(self, s: Sight) -> Crowd:
        """One of its members by itself."""
        return Crowd(s, None, s.key, 1)


def tell(s: Sight) -> tuple:
    """What a sight says: those that say the same are a crowd."""
    month = -1 if s.known or len(s.names[0]) > 1 or s.written is None else s.written // SETTLED
    e = s.entity
    return (e.type, e.id, e.country or "", e.sector or "", s.names, tuple(sorted(s.posts)), s.known, s.loose, month, tuple(sorted(e.labels)), e.wikidata or "")


def crowd(members: Sequence[Sight]) -> Crowd:
    """The crowd of some sights that say the same, sorted by article."""
    return Crowd(members[0], members[1] if len(members) > 1 else None, members[-1].key, len(members))


def slots(s: Sight) -> set[tuple[str, ...]]:
    """Within which two sights are worth comparing: the same kind, and a skeleton of first and last word, or of the last."""
    kind = s.entity.type
    return {(kind, s.entity.id), *((kind, "last", skeleton(n[-1])) for n in s.names), *((kind, skeleton(n[0]), skeleton(n[1] if len(n) > 1 else "")) for n in s.names)}


def in_question(s: Sight, bound: Container[str]) -> bool:
    """Is it open who that is: somebody whom no list knows, or of whom merges.toml speaks?"""
    return not s.known or s.entity.id in bound


def bound(pins: Pins) -> set[str]:
    """The ids of entities of which merges.toml speaks."""
    return {i.partition("@")[0] for ids in pins.same | pins.different for i in ids}


def open_ones(crowds: Sequence[Crowd], pins: Pins) -> list[int]:
    """The crowds, by position, whose identity is in question, and all that somebody of these may be: the others are themselves."""
    ruled, touched = bound(pins), set()
    mine = [{*slots(c.head), (c.head.entity.id,)} for c in crowds]
    for c, some in zip(crowds, mine):
        if in_question(c.head, ruled):
            touched |= some
    idents = {c.head.entity.id for c, some in zip(crowds, mine) if not touched.isdisjoint(some)}
    return [n for n, c in enumerate(crowds) if c.head.entity.id in idents]


# ── putting them together ─────────────────────────────────────────────────────────────────────────────────────────

def _blocks(seen: list[Sight]) -> Iterable[list[int]]:
    """Positions within which pairs are worth comparing."""
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for i, s in enumerate(seen):
        for slot in slots(s):
            blocks[slot].append(i)
    return [sorted(b, key=lambda i: (seen[i].names, seen[i].key)) for _, b in sorted(blocks.items()) if len(b) > 1]


class _Groups:
    """Which profiles are one so far; two that forbid each other never come together."""

    def __init__(self, size: int, apart: set[tuple[int, int]]):
        self.of = {i: [i] for i in range(size)}
        self.apart = defaultdict(set)
        for i, j in apart:
            self.apart[i].add(j)
            self.apart[j].add(i)

    def join(self, i: int, j: int) -> bool:
        one, two = self.of[i], self.of[j]
        if one is two:
            return True
        if len(one) < len(two):
            one, two = two, one
        if any(self.apart[x] & set(one) for x in two if x in self.apart):
            return False
        one.extend(two)
        self.of |= dict.fromkeys(two, one)
        return True


def _pinned(ident: str, at: Mapping[str, list[int]]) -> list[int]:
    """The profiles that an id of merges.toml means."""
    return at.get(ident, [])


class Group(NamedTuple):
    """Crowds that are one entity, by position, under which name, and why."""
    entity: Entity
    aliases: tuple[str, ...]
    crowds: tuple[int, ...]
    joins: tuple[Join, ...]


def identify(found: Iterable[Sight], spell: Forms = Forms(), pins: Pins = Pins()) -> Identity:
    """Everybody's identity over all articles; the same whatever the order of `found`."""
    ranked = sorted(found, key=lambda s: (tell(s), s.key))
    members = [list(group) for _, group in groupby(ranked, key=tell)]
    crowds = [crowd(m) for m in members]
    asked = open_ones(crowds, pins)
    split, groups = decide([crowds[n] for n in asked], lambda n: members[asked[n]], spell, pins)
    keys = lambda n: [split[n].head.key] if split[n].size == 1 else [s.key for s in members[asked[n]]] if n < len(asked) else []
    ones = [One(g.entity, g.aliases, tuple(sorted(k for n in g.crowds for k in keys(n))), g.joins) for g in groups]
    settled: dict[str, list[Sight]] = defaultdict(list)
    for n in sorted(set(range(len(crowds))) - set(asked)):
        settled[crowds[n].head.entity.id] += members[n]
    ones += [One(some[0].entity, (), tuple(sorted(s.key for s in some)), ()) for some in settled.values()]
    return Identity(tuple(sorted((o for o in ones if len(o.members) > 1 or o.members[0][1] != o.entity.id), key=lambda o: (o.entity.id, o.members))))


def decide(asked: Sequence[Crowd], members: Callable[[int], Sequence[Sight]], spell: Forms, pins: Pins) -> tuple[list[Crowd], list[Group]]:
    """Who is one among crowds in question, sorted by what they tell; `members` gives the sights of one that falls apart.

    Gives the crowds again, such single sights behind them (the place of the crowd that they were is in no group), and the groups.
    """
    ruled = bound(pins)
    crowds, whole = list(asked), []
    for n, c in enumerate(asked):
        if c.size > 1 and (c.head.entity.id in ruled or _self(c, spell) is None):
            for s in members(n):
                whole.append(len(crowds))
                crowds.append(c.of(s))
        else:
            whole.append(n)
    heads = {n: crowds[n].head for n in whole}
    good, apart = _verdicts([heads[n] for n in whole], spell)
    at: dict[str, list[int]] = defaultdict(list)
    for i, n in enumerate(whole):
        at[heads[n].entity.id].append(i)
        if heads[n].entity.id in ruled:
            at[f"{heads[n].entity.id}@{heads[n].doc}"].append(i)
    told = {(i, j) for ids in pins.same for i in _all(ids, at) for j in _all(ids, at) if i < j}
    groups = _Groups(len(whole), (apart - told) | {(min(i, j), max(i, j)) for ids in pins.different for a, b in [sorted(ids)] for i in _pinned(a, at) for j in _pinned(b, at) if i != j})
    joins: dict[int, list[Join]] = defaultdict(list)
    key = lambda i: heads[whole[i]].key
    for i, j in sorted(told, key=lambda p: (key(p[0]), key(p[1]))):
        if groups.join(i, j):
            joins[i].append(Join(key(i), key(j), 9.0, ("said to be the same in merges.toml",)))
    for i, j, verdict in good:
        if (i, j) not in told and groups.join(i, j):
            joins[i].append(Join(key(i), key(j), verdict.score or 0.0, verdict.reasons))
    found = {id(g): sorted(g) for g in groups.of.values()}
    return crowds, _named([([(whole[i], crowds[whole[i]]) for i in g], [x for i in g for x in joins[i]] + [x for i in g for x in _crowd(crowds[whole[i]], spell)]) for g in found.values()])


def _all(ids: Iterable[str], at: Mapping[str, list[int]]) -> list[int]:
    return sorted({i for ident in ids for i in _pinned(ident, at)})


def _self(c: Crowd, spell: Forms) -> Verdict | None:
    """Is a name told alike in several articles one entity?  None where the name alone does not show it."""
    if c.second is None:
        return Verdict(9.0, ())
    verdict = like(c.head, c.second, spell)
    return verdict if verdict.score is not None and verdict.score >= THRESHOLD else None


def _crowd(c: Crowd, spell: Forms) -> list[Join]:
    """The reason for which a crowd's articles are one, told once."""
    if c.second is None or c.head.known:
        return []
    verdict = like(c.head, c.second, spell)
    return [Join(c.head.key, c.last, verdict.score or 0.0, verdict.reasons)]


def _verdicts(heads: list[Sight], spell: Forms) -> tuple[list[tuple[int, int, Verdict]], set[tuple[int, int]]]:
    """Pairs that agree, best first; pairs that forbid each other.  A surname that fits two people fits neither."""
    pairs = {(min(i, j), max(i, j)) for block in _blocks(heads) for n, i in enumerate(block) for j in (block[n + 1:] if len(block) <= TRIED else block[n + 1:n + 1 + TRIED])}
    good, apart = [], set()
    for i, j in sorted(pairs):
        verdict = like(heads[i], heads[j], spell)
        if verdict.score is None:
            apart.add((i, j))
        elif verdict.score >= THRESHOLD:
            good.append((i, j, verdict))
    short = lambda i: not heads[i].known and len(heads[i].names[0]) == 1
    owners: dict[int, set[int]] = defaultdict(set)
    for i, j, _ in good:
        for a, b in ((i, j), (j, i)):
            if short(a) and not short(b):
                owners[a].add(b)
    torn = {a for a, found in owners.items() if any((min(x, y), max(x, y)) in apart for x in found for y in found if x < y)}
    kept = [(i, j, v) for i, j, v in good if i not in torn and j not in torn]
    return sorted(kept, key=lambda x: (-x[2].score, heads[x[0]].key, heads[x[1]].key)), apart


def _named(groups: list[tuple[list[tuple[int, Crowd]], list[Join]]]) -> list[Group]:
    """Groups with one identifier each: the known one, else that of the fullest name; namesakes get their country, else a digest, behind it."""
    chosen = []
    for numbered, joins in groups:
        members = [c for _, c in numbered]
        docs: Counter[str] = Counter()
        for c in members:
            docs[c.head.entity.id] += c.size
        best = min((c.head for c in members), key=lambda s: (not s.known, s.entity.id.endswith("-"), -len(s.names[0]), -docs[s.entity.id], s.entity.id, s.doc))
        chosen.append((best, members, joins, tuple(n for n, _ in numbered)))
    taken = Counter(ident for _, members, _, _ in chosen for ident in {c.head.entity.id for c in members})
    wanted = Counter((best.entity.id, _country(members)) for best, members, _, _ in chosen)
    out = []
    for best, members, joins, numbers in chosen:
        ident, country = best.entity.id, _country(members)
        if taken[ident] > 1 and not best.known:
            ident = f"{ident}-{slug(country)}" if country and wanted[ident, country] == 1 else f"{ident}-{digest(*min(c.head.key for c in members), length=5)}"
        entity, aliases = _one(best, ident, country, members)
        out.append(Group(entity, aliases, numbers, tuple(sorted(set(joins), key=lambda j: (j.first, j.second)))))
    return out


def _country(members: Sequence[Crowd]) -> str:
    """The country that most articles give; '' where none does."""
    count: Counter[str] = Counter()
    for c in members:
        if c.head.entity.country:
            count[c.head.entity.country] += c.size
    return min(count, key=lambda c: (c == "IGO", -count[c], c)) if count else ""


def _one(best: Sight, ident: str, country: str, members: Sequence[Crowd]) -> tuple[Entity, tuple[str, ...]]:
    """The entity, and its other names."""
    sectors: Counter[str] = Counter()
    for c in members:
        if c.head.entity.sector:
            sectors[c.head.entity.sector] += c.size
    labels = dict(best.entity.labels)
    for s in sorted((c.head for c in members), key=lambda s: s.key):
        if not best.known and "en" not in labels and dict(s.entity.labels).get("en"):
            labels["en"] = s.entity.label("en")
    e = best.entity if best.known else replace(best.entity, id=ident, labels=tuple(labels.items()), country=country or None, sector=min(sectors, key=lambda s: (-sectors[s], s)) if sectors else best.entity.sector)
    others = {text for c in members for _, text in c.head.entity.labels} - {text for _, text in e.labels}
    return e, tuple(sorted(others))
