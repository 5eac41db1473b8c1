"""Facts → the table that event-data users work with: the columns of POLECAT, one row an event or one row a happening.

Columns and their order are those of the public POLECAT files (Leidos, Harvard Dataverse, doi:10.7910/DVN/AJGVIT); the values are as
there: types and quad classes in capitals, several values of one cell joined by `; ` in one order for names, countries, numbers and
sectors, `None` standing for the one that has none.  What a fact has no source for stays empty.  A table of happenings that took
place cannot hold everything that a fact says: what is left out is counted and told.
"""
from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg import __version__
from kg.merge import Happening
from kg.model import Article, Date, Entity, Event, Reading, Ref
from kg.nodes import latin
from kg.plover import QUAD_CLASSES, score

if TYPE_CHECKING:
    from kg.gazetteer import Location

_SIDE = ("{} Name", "{} Country", "{} COW", "Primary {} Sector", "{} Sectors", "{} Title", "{} Name Raw", "Wikipedia {} ID")
COLUMNS = ("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", *(c.format("Actor") for c in _SIDE),
           *(c.format("Recipient") for c in _SIDE), "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
           "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version")
PLANNED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})      # to come, these are AGREE in PLOVER's terms (manual of 2021)
TOWNS = frozenset({"capital", "city", "town", "village"})


class Atlas(NamedTuple):
    """What is known of places by their ids: `kind` (city, sea, …), and where they lie (`kg.gazetteer`), with the names of admin areas."""
    kind: Callable[[str], str | None]
    located: Mapping[str, Location] = {}
    areas: Mapping[str, Mapping[str, str]] = {}


class Table(NamedTuple):
    """Rows in the order of `COLUMNS`; what is in no row, and what the rows do not say of what is in them, each with its number."""
    rows: list[tuple[str, ...]]
    left_out: dict[str, int]
    unsaid: dict[str, int]


class Telling(NamedTuple):
    """What one row is made of: an event, or a happening with all the facts that tell it."""
    id: str
    event: str | None
    mode: str | None
    status: str
    date: Date | None
    actors: Sequence[Entity]
    recipients: Sequence[Entity]
    places: Sequence[Entity]
    facts: Sequence[Event]


@lru_cache(maxsize=1)
def _codes() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "polecat.toml").read_text(encoding="utf-8"))


def events(readings: Iterable[Reading], atlas: Atlas, language: str = "en") -> Table:
    """One row an event, in the order of articles and texts."""
    readings = sorted(readings, key=lambda r: r.article.id)
    unique = lambda refs: tuple({r.entity.id: r.entity for r in refs}.values())
    told = [Telling(e.id, e.event, e.mode, e.status, e.date, unique(e.actors), unique(e.recipients), unique(e.place), (e,))
            for r in readings for e in sorted(r.events, key=lambda e: (e.trigger.start, e.id))]
    return _table(told, readings, atlas, language, "event")


def happenings(readings: Iterable[Reading], found: Iterable[Happening], atlas: Atlas, language: str = "en") -> Table:
    """One row a happening, whoever tells it and how often."""
    told = [Telling(f"happening:{h.id}", h.event, h.mode, h.status, h.date, h.actors, h.recipients, h.places, h.facts) for h in found]
    return _table(told, list(readings), atlas, language, "happening")


def _table(told: Iterable[Telling], readings: Sequence[Reading], atlas: Atlas, language: str, what: str) -> Table:
    by_doc = {r.article.id: r for r in readings}
    rows, out, unsaid = [], Counter(), Counter()
    for t in told:
        reason = _left_out(t)
        if reason:
            out[f"{what}s {reason}"] += 1
            continue
        tellers = [by_doc[d] for d in sorted({f.doc for f in t.facts})]
        rows.append(_row(t, tellers, atlas, language))
        unsaid += _unsaid(t)
    out["claims"] += sum(len(r.claims) for r in readings)
    out["offices and other ties"] += sum(len(r.relations) for r in readings)
    return Table(rows, {k: n for k, n in out.items() if n}, dict(unsaid))


def _left_out(t: Telling) -> str:
    """Why something has no row, '' where it has one: a row says that it took place."""
    if t.event is None:
        return "outside PLOVER"
    if t.status == "future" and t.event in (*PLANNED, "AGREE"):
        return ""
    return {"actual": "", "future": "still to come", "negated": "that did not take place", "hypothetical": "only possible"}[t.status]


def _unsaid(t: Telling) -> Counter:
    """What the columns have no place for, of something that has a row."""
    found = Counter()
    date = _day(t.date)
    found["without a date"] += t.status != "future" and not date
    found["dated by one edge of a longer time"] += t.status != "future" and bool(date) and t.date.precision != "day"
    found["planned, and so AGREE, dated by the article"] += t.status == "future"
    found["told by a source"] += all(f.sources for f in t.facts)
    found["with a modality"] += any(f.modality for f in t.facts)
    found["with further roles"] += any(f.participants for f in t.facts)
    found["with an object or weapon"] += any(f.object or f.weapon for f in t.facts)
    found["with quantities"] += any(f.quantities for f in t.facts)
    found["with causes"] += any(f.causes for f in t.facts)
    found["in more than one place"] += len(t.places) > 1
    return found


def _row(t: Telling, tellers: Sequence[Reading], atlas: Atlas, language: str) -> tuple[str, ...]:
    planned = t.status == "future"
    event, mode = ("AGREE", None) if planned else (t.event, t.mode)
    points = score(event, mode)
    written = sorted(filter(None, (_written(r) for r in tellers)))
    articles = [r.article for r in tellers]
    cells = [t.id, (written[0] if written else "") if planned else _day(t.date), event, mode or "", f"{points:g}", QUAD_CLASSES[event].upper(),
             _joined(c for f in t.facts for c in f.contexts)]
    for side, entities in (("actors", t.actors), ("recipients", t.recipients)):
        cells += _side(entities, _raw(t.facts, side), tellers, language)
    cells += _place(t.places, _raw(t.facts, "place"), atlas, language)
    cells += [_joined(_known(articles, "publisher")), written[0] if written else "", *_story(tellers, language), _joined(_known(articles, "language")), f"kg-{__version__}"]
    return tuple(cells)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values))


def _aligned(values: Sequence[str | None]) -> str:
    """One value a name, `None` for the one that has none; nothing where none has one."""
    return "; ".join(v or "None" for v in values) if any(values) else ""


def _known(articles: Iterable[Article], field: str) -> list[str]:
    return [v for a in articles if (v := getattr(a, field))]


def _name(e: Entity, language: str) -> str:
    return latin(e) if language == "en" else e.label(language)


def _day(d: Date | None) -> str:
    """The day, else the first, else the only edge that is known."""
    return "" if d is None else d.start or d.end or ""


def _written(r: Reading) -> str:
    """The day on which an article was written, '' where it is not known to the day."""
    return r.article.date or (r.written.start if r.written and r.written.precision == "day" and r.written.start else "")


def _raw(facts: Iterable[Event], field: str) -> dict[str, list[str]]:
    """How the texts name each entity of a role."""
    out: dict[str, list[str]] = {}
    for f in facts:
        refs: tuple[Ref, ...] = getattr(f, field)
        for r in refs:
            if r.mention.text and " ".join(r.mention.text.split()) not in out.setdefault(r.entity.id, []):
                out[r.entity.id].append(" ".join(r.mention.text.split()))
    return out


def _side(entities: Sequence[Entity], raw: dict[str, list[str]], tellers: Sequence[Reading], language: str) -> list[str]:
    """The cells of one side.  A title is one that an article gives the person; the id of Wikipedia stays empty, for only Wikidata's is known."""
    titles = {e.id: [x.role for r in tellers for x in r.relations if x.relation == "holdsOffice" and x.role and x.subject.entity.id == e.id] for e in entities}
    cow, sectors = _codes()["cow"], [e.sector for e in entities]
    return [_aligned([_name(e, language) for e in entities]), _aligned([e.country for e in entities]), _aligned([str(cow[e.country]) if e.country in cow else None for e in entities]),
            sectors[0] or "" if sectors else "", _aligned(sectors), _aligned([", ".join(dict.fromkeys(titles[e.id])) for e in entities]),
            _aligned([", ".join(raw.get(e.id, ())) for e in entities]), ""]


def _place(places: Sequence[Entity], raw: dict[str, list[str]], atlas: Atlas, language: str) -> list[str]:
    """The cells of the place: the first that is no state, else the state.

    Coordinates only of what is a point: neither a state nor a region is one in its middle, and the columns could not say so.
    """
    if not places:
        return [""] * 10
    e = next((p for p in places if p.type != "State"), places[0])
    kind = "state" if e.type == "State" else atlas.kind(e.id) or ""
    at = atlas.located.get(e.id)
    names = atlas.areas.get(at.area, {}) if at and e.type != "State" else {}
    lat, long = (at.lat, at.long) if at and at.precision == "point" and e.type != "State" else ("", "")
    number = at.source.removeprefix("geonames:") if lat and at.source.startswith("geonames:") else ""
    return [_name(e, language), _name(e, language) if kind in TOWNS else "", "", names.get(language) or names.get("en", ""), e.id if e.type == "State" else e.country or "",
            lat, long, number, ", ".join(raw.get(e.id, ())), _codes()["features"].get(kind, "")]


def _story(tellers: Iterable[Reading], language: str) -> list[str]:
    """Everybody and everything that the articles name, in the order of their texts."""
    named = [m.ref.entity for r in tellers for m in sorted(r.mentions, key=lambda m: (m.ref.mention.start, m.ref.entity.id))]
    return [_joined(_name(e, language) for e in named if e.type in types) for types in (("Person",), ("Organization", "Group"), ("Place", "State", "Facility"))]
