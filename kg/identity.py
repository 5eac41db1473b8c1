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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

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


# ── putting them together ─────────────────────────────────────────────────────────────────────────────────────────

def _blocks(seen: list[Sight]) -> Iterable[list[int]]:
    """Positions within which pairs are worth comparing: the same kind, and a skeleton of first and last word, or of the last."""
    blocks: dict[tuple, list[int]] = defaultdict(list)
    for i, s in enumerate(seen):
        slots = {(s.entity.type, s.entity.id)}
        for n in s.names:
            slots |= {(s.entity.type, "last", skeleton(n[-1])), (s.entity.type, skeleton(n[0]), skeleton(n[1] if len(n) > 1 else ""))}
        for slot in slots:
            blocks[slot].append(i)
    return [sorted(b, key=lambda i: (seen[i].names, seen[i].key)) for _, b in sorted(blocks.items()) if len(b) > 1]


def _profiles(seen: Iterable[Sight]) -> list[list[Sight]]:
    """Sights that say the same of the same name, in lists: crowds of them are compared once, by their first."""
    month = lambda s: -1 if s.known or len(s.names[0]) > 1 or s.written is None else s.written // SETTLED
    tell = lambda s: (s.entity.type, s.entity.id, s.entity.country or "", s.entity.sector or "", s.names, sorted(s.posts), s.known, s.loose, month(s))
    ranked = sorted(seen, key=lambda s: (tell(s), s.key))
    return [list(group) for _, group in groupby(ranked, key=tell)]


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


def identify(found: Iterable[Sight], spell: Forms = Forms(), pins: Pins = Pins()) -> Identity:
    """Everybody's identity over all articles; the same whatever the order of `found`."""
    bound = {i.partition("@")[0] for ids in pins.same | pins.different for i in ids}
    seen = sorted(found, key=lambda s: s.key)
    profiles = [part for p in _profiles(seen) for part in ([[s] for s in p] if p[0].entity.id in bound else [p])]
    heads = [p[0] for p in profiles]
    inner = [_self(p, spell) for p in profiles]
    split = [[s] for p, whole in zip(profiles, inner) if whole is None for s in p]
    profiles = [p for p, whole in zip(profiles, inner) if whole is not None] + split
    heads = [p[0] for p in profiles]
    good, apart = _verdicts(heads, spell)
    at: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(profiles):
        at[p[0].entity.id].append(i)
        if p[0].entity.id in bound:
            at[f"{p[0].entity.id}@{p[0].doc}"].append(i)
    told = {(i, j) for ids in pins.same for i in _all(ids, at) for j in _all(ids, at) if i < j}
    groups = _Groups(len(profiles), (apart - told) | {(min(i, j), max(i, j)) for ids in pins.different for a, b in [sorted(ids)] for i in _pinned(a, at) for j in _pinned(b, at) if i != j})
    joins: dict[int, list[Join]] = defaultdict(list)
    for i, j in sorted(told):
        if groups.join(i, j):
            joins[i].append(Join(heads[i].key, heads[j].key, 9.0, ("said to be the same in merges.toml",)))
    for i, j, verdict in good:
        if (i, j) not in told and groups.join(i, j):
            joins[i].append(Join(heads[i].key, heads[j].key, verdict.score or 0.0, verdict.reasons))
    whole = {id(g): sorted(g) for g in groups.of.values()}
    return Identity(_ones([([s for i in g for s in profiles[i]], [x for i in g for x in joins[i]] + [x for i in g for x in _crowd(profiles[i], spell)]) for g in whole.values()]))


def _all(ids: Iterable[str], at: Mapping[str, list[int]]) -> list[int]:
    return sorted({i for ident in ids for i in _pinned(ident, at)})


def _self(profile: list[Sight], spell: Forms) -> Verdict | None:
    """Is a name told alike in several articles one entity?  None where the name alone does not show it."""
    if len(profile) == 1:
        return Verdict(9.0, ())
    verdict = like(profile[0], profile[1], spell)
    return verdict if verdict.score is not None and verdict.score >= THRESHOLD else None


def _crowd(profile: list[Sight], spell: Forms) -> list[Join]:
    """The reason for which a profile's articles are one, told once."""
    if len(profile) == 1 or profile[0].known:
        return []
    verdict = like(profile[0], profile[1], spell)
    return [Join(profile[0].key, profile[-1].key, verdict.score or 0.0, verdict.reasons)]


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


def _ones(groups: list[tuple[list[Sight], list[Join]]]) -> tuple[One, ...]:
    """Entities with one identifier each: the known one, else that of the fullest name; namesakes get their country, else a digest, behind it."""
    chosen = []
    for members, joins in groups:
        docs = Counter(s.entity.id for s in members)
        best = min(members, key=lambda s: (not s.known, s.entity.id.endswith("-"), -len(s.names[0]), -docs[s.entity.id], s.entity.id, s.doc))
        chosen.append((best, members, joins))
    taken = Counter(s.entity.id for ids in ({m.entity.id: m for m in members} for _, members, _ in chosen) for s in ids.values())
    wanted = Counter((best.entity.id, _country(members)) for best, members, _ in chosen)
    out = []
    for best, members, joins in chosen:
        ident, country = best.entity.id, _country(members)
        if taken[ident] > 1 and not best.known:
            ident = f"{ident}-{slug(country)}" if country and wanted[ident, country] == 1 else f"{ident}-{digest(*min(s.key for s in members), length=5)}"
        ids = {s.entity.id for s in members}
        if ids == {ident} and len(members) < 2:
            continue
        out.append(_one(best, ident, country, members, joins))
    return tuple(sorted(out, key=lambda o: o.entity.id))


def _country(members: list[Sight]) -> str:
    """The country that most articles give; '' where none does."""
    count = Counter(s.entity.country for s in members if s.entity.country)
    return min(count, key=lambda c: (c == "IGO", -count[c], c)) if count else ""


def _one(best: Sight, ident: str, country: str, members: list[Sight], joins: list[Join]) -> One:
    sectors = Counter(s.entity.sector for s in members if s.entity.sector)
    labels = dict(best.entity.labels)
    for s in sorted(members, key=lambda s: (s.key)):
        if not best.known and "en" not in labels and dict(s.entity.labels).get("en"):
            labels["en"] = s.entity.label("en")
    e = best.entity if best.known else replace(best.entity, id=ident, labels=tuple(labels.items()), country=country or None, sector=min(sectors, key=lambda s: (-sectors[s], s)) if sectors else best.entity.sector)
    others = {text for s in members for _, text in s.entity.labels} - {text for _, text in e.labels}
    return One(e, tuple(sorted(others)), tuple(sorted(s.key for s in members)), tuple(sorted(set(joins), key=lambda j: (j.first, j.second))))
