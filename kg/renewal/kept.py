"""What the happenings of other articles ask of one article: kept beside its tellings, so that its facts need not be read for it."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg import places
from kg.accounts import denied_within
from kg.charges import answered
from kg.model import Claim, Date, Entity, Event, Reading
from kg.profile import Key
from kg.sources import byline, shingles
from kg.tellings import Telling


class Kept(NamedTuple):
    """`claims` are those about a fact; `charges` accusations by their ids, each with what answers it; `denied` tellings of it, the one told and
    the other denied; `causes` and `order` pairs of facts; `persons` all whom it names, `places` what the graph of places tells of."""
    path: str
    publisher: str
    agency: str | None
    runs: frozenset[int]
    written: Date | None
    claims: tuple[Claim, ...]
    charges: tuple[tuple[str, Event | Claim], ...]
    denied: tuple[tuple[Key, Key], ...]
    causes: tuple[tuple[str, str], ...]
    order: tuple[tuple[str, str], ...]
    persons: frozenset[str]
    places: tuple[Entity, ...]
    countries: frozenset[str]


def persons(readings: Iterable[Reading]) -> frozenset[str]:
    """The ids of all persons whom readings name."""
    return frozenset(m.ref.entity.id for r in readings for m in r.mentions if m.ref.entity.type == "Person")


def kept(raw: Reading, one: Reading, told: Sequence[Telling]) -> Kept:
    """What is kept of an article: `one` names everybody as the one that all articles mean."""
    named = places.told(raw)
    return Kept(
        one.article.path, one.article.publisher or "", byline(one), shingles(one.article.text), one.written, tuple(c for c in one.claims if c.about),
        tuple((e.id, c) for e, c, _ in answered(one)), tuple((yes.key, no.key) for yes, no in denied_within(told)), tuple((c, e.id) for e in one.events for c in e.causes),
        tuple((e.id, x) for e in one.events for x in (*(t.fact for t in e.order), *e.causes)), persons((raw, one)), tuple(named.values()), places.countries(raw))
