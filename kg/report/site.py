"""Where everything stands: which page tells an article, an entity, a happening, and the way there from any other page."""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from kg.accounts import Accounts
from kg.gazetteer import Location
from kg.merge import Happening
from kg.model import Claim, Entity, Event, Reading, Ref, Relation
from kg.profile import Key, key
from kg.relations import period_of
from kg.report.html import Html, el, plain, words
from kg.report.wording import Wording
from kg.vocab import digest, local

Fact = Event | Claim | Relation
MANY = 600                # so many happenings are one page; more go into a page a year, and where a year has more, into one a month


@dataclass(frozen=True, slots=True)
class Site:
    """All that a page needs to be written.  Paths are relative to the report's folder; `up` leads there from a page."""
    wording: Wording
    readings: tuple[Reading, ...]
    accounts: Accounts
    entities: Mapping[str, Entity]
    files: Mapping[str, str]                       # `article:ID` and `entity:ID` → path
    facts: Mapping[Key, Fact]
    told: Mapping[Key, Happening]
    happenings: Mapping[str, Happening]            # by id
    titles: Mapping[str, str]                      # article → what it is called
    parts: Mapping[str, tuple[tuple[str, Happening], ...]]      # entity → (role, happening)
    other: Mapping[str, tuple[Claim | Relation, ...]]           # entity → the claims and ties that name it
    named: Mapping[str, tuple[tuple[str, str], ...]]            # entity → (article, words) of each mention
    stands: Mapping[str, str]                      # happening → the page of the timeline that it stands on
    sources: Mapping[str, int]                     # happening → how many independent sources tell it
    located: Mapping[str, Location]                # entity → where it lies
    home: str = ""                                 # the folder of this language within the report: "" or "ar/"
    twin: tuple[str, str] | None = None            # the other language that was written, with its folder

    def article(self, doc: str, up: str, anchor: str = "") -> str:
        """The way to an article's page, or to a place on it."""
        return _way(up, self.files[f"article:{doc}"], anchor)

    def page_of(self, h: Happening) -> str:
        """The page on which a happening stands."""
        return self.stands[h.id]

    def happening(self, h: Happening, up: str) -> str:
        """The way to a happening."""
        return _way(up, self.page_of(h), happening_anchor(h))

    def entity(self, e: Entity, up: str) -> Html:
        """An entity's name as a link to its page, its other label on hovering."""
        other = e.label("en" if self.wording.language == "ar" else "ar")
        mine = e.label(self.wording.language)
        path = self.files.get(f"entity:{e.id}")
        return _entity_link(mine, other, up + path) if path else words(mine)

    def happened(self) -> tuple[str, str]:
        """The first and last day of what happened, '' where nothing has a day."""
        days = sorted(d for h in self.accounts.happenings if h.date and h.status == "actual" for d in (h.date.start, h.date.end) if d)
        return (days[0], days[-1]) if days else ("", "")


@lru_cache(maxsize=1 << 14)
def _entity_link(mine: str, other: str, path: str) -> Html:
    return el("a", words(mine), class_="entity", href=quote(path), title=plain(other) if other != mine else None)


def _way(up: str, path: str, anchor: str = "") -> str:
    return up + quote(path) + (f"#{quote(anchor, safe=':')}" if anchor else "")


def year(h: Happening) -> str:
    """The year of a happening, '' where it has no date."""
    return ((h.date and (h.date.start or h.date.end)) or "")[:4]


def _stands(happenings: Iterable[Happening]) -> dict[str, str]:
    """Where each happening stands: all on one page, else on its year's, where that is full on its month's, and where that is full on one of several."""
    happenings = list(happenings)
    if len(happenings) <= MANY:
        return {h.id: "timeline.html" for h in happenings}
    full = {y for y, n in Counter(map(year, happenings)).items() if n > MANY}
    met: Counter[str] = Counter()
    out = {}
    for h in happenings:
        name = year(h) or "undated"
        if h.date and year(h) in full:
            month = period_of(h.date.start or "", h.date.end or "", "month")
            name = month if month.startswith(name) else name
        out[h.id] = f"timeline/{name}{f'-part-{met[name] // MANY + 1}' if met[name] >= MANY else ''}.html"
        met[name] += 1
    return out


def fact_anchor(fact: Fact) -> str:
    """The id of a fact's entry on its article's page; `m-` before it is its mark in the text."""
    return fact.id if re.fullmatch(r"[\w:.-]+", fact.id) else local(fact.id)


def happening_anchor(h: Happening) -> str:
    """The id of a happening on its page."""
    return f"h-{local(h.id)}"


def refs(fact: Fact) -> list[tuple[str, Ref]]:
    """Everybody named in a fact, with the role."""
    if isinstance(fact, Claim):
        return [("speaker", r) for r in fact.speakers]
    if isinstance(fact, Relation):
        return [("subject", fact.subject), ("object", fact.object)]
    sides = (("actor", fact.actors), ("recipient", fact.recipients), ("place", fact.place), ("source", fact.sources))
    out = [(role, r) for role, found in sides for r in found] + [(p.role, p.ref) for p in fact.participants]
    return out + [(role, r) for role, r in (("object", fact.object), ("weapon", fact.weapon)) if r is not None]


def _files(readings: Iterable[Reading], entities: Iterable[str]) -> dict[str, str]:
    """A file for every article and entity; names that a file system could confuse or not hold get a digest."""
    wanted = [(f"article:{r.article.id}", "article", local(r.article.id)) for r in readings] + [(f"entity:{e}", "entity", local(e)) for e in entities]
    count = Counter((folder, name.casefold()) for _, folder, name in wanted)
    safe = lambda folder, name: count[folder, name.casefold()] == 1 and len(name.encode()) < 200 and name.casefold() not in ("con", "aux", "nul", "prn")
    return {ident: f"{folder}/{name if safe(folder, name) else name[:60] + '-' + digest(ident)}.html" for ident, folder, name in wanted}


def _parts(happenings: Iterable[Happening]) -> Iterator[tuple[str, tuple[str, Happening]]]:
    for h in happenings:
        sides = (("actor", h.actors), ("recipient", h.recipients), ("place", h.places), ("object", h.objects), ("weapon", h.weapons), ("source", h.sources))
        yield from ((e.id, (role, h)) for role, es in sides for e in es)
        yield from ((e.id, (role, h)) for role, e in h.participants)


def _grouped(pairs: Iterable[tuple]) -> dict[str, tuple]:
    found: dict[str, list] = defaultdict(list)
    for key_, value in pairs:
        if not found[key_] or found[key_][-1] is not value:
            found[key_].append(value)
    return {k: tuple(v) for k, v in found.items()}


def survey(readings: Iterable[Reading], accounts: Accounts, wording: Wording, located: Mapping[str, Location] | None = None, home: str = "",
           twin: tuple[str, str] | None = None) -> Site:
    """The site of these readings; entities are those that any name or fact of theirs means."""
    readings = tuple(sorted(readings, key=lambda r: r.article.id))
    facts: dict[Key, Fact] = {(f.doc, f.id): f for r in readings for f in (*r.events, *r.claims, *r.relations)}
    entities: dict[str, Entity] = {}
    for e in [m.ref.entity for r in readings for m in r.mentions] + [ref.entity for f in facts.values() for _, ref in refs(f)]:
        known = entities.setdefault(e.id, e)
        if len(e.labels) > len(known.labels):
            entities[e.id] = e
    ordered = dict(sorted(entities.items()))
    told = {key(f): h for h in accounts.happenings for f in h.facts}
    other = _grouped((ref.entity.id, f) for f in facts.values() if not isinstance(f, Event) for _, ref in refs(f))
    named = _grouped((m.ref.entity.id, (m.doc, m.ref.mention.text)) for r in readings for m in r.mentions)
    return Site(wording, readings, accounts, ordered, _files(readings, ordered), facts, told, {h.id: h for h in accounts.happenings},
                {r.article.id: r.article.title or r.article.id for r in readings}, _grouped(_parts(accounts.happenings)), other, named,
                _stands(accounts.happenings), dict(accounts.sources), located or {}, home, twin)
