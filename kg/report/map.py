"""Where it happened: a map drawn when the report is written, of what lies at a point and, drawn otherwise, of what is only the middle of something.

A plate carrée whose degrees of longitude are as short as they are in the middle of the map.  Coastlines are Natural Earth's, without borders:
no judgement on whose a place is.
"""
from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from kg.gazetteer import Location
from kg.merge import Happening
from kg.model import Entity
from kg.report.html import Html, el, grid, join, words
from kg.report.site import Site
from kg.report.telling import section

EDGE = .04                 # of what happened so much may lie east, west, north or south of the first page's map
SHOWN, DRAWN = 40, 250      # places on the first page's map, and on that of all
WIDE, HIGH = 1000.0, 520.0
LETTER = 7.2               # how broad a letter of a label is, about
LEAST, TALLEST = 14.0, 150.0      # degrees of latitude that are shown at least and at most
KM = 111.2                 # a degree of latitude
Point = tuple[float, float]


class Spot(NamedTuple):
    """A place with what happened there."""
    place: Entity
    at: Location
    happenings: tuple[Happening, ...]


def spots(site: Site) -> list[Spot]:
    """The places at which something happened and of which it is known where they lie, the busiest first."""
    found: dict[str, list[Happening]] = {}
    for h in site.accounts.happenings:
        for e in h.places:
            if e.id in site.located:
                found.setdefault(e.id, []).append(h)
    return [Spot(site.entities[id], site.located[id], tuple(hs)) for id, hs in sorted(found.items(), key=lambda x: (-len(x[1]), x[0]))]


class View(NamedTuple):
    """Which part of the earth is shown, and how much of the picture a degree is."""
    west: float
    north: float
    x: float
    y: float

    def place(self, long: float, lat: float) -> Point:
        return (long - self.west) * self.x, (self.north - lat) * self.y


def view(points: Iterable[Point]) -> View:
    """The view that holds these points (longitude, latitude) with room around them.

    >>> v = view([(44.4, 33.3), (37.2, 36.2)]); [round(n) for n in v.place(40.8, 34.75)]
    [500, 260]
    """
    points = list(points)
    longs, lats = [p[0] for p in points], [p[1] for p in points]
    middle, lat = (min(longs) + max(longs)) / 2, (min(lats) + max(lats)) / 2
    lat = max(-60.0, min(70.0, lat))
    short = max(.35, cos(radians(lat)))
    high = max(LEAST, (max(lats) - min(lats)) * 1.35, (max(longs) - min(longs)) * 1.25 * short * HIGH / WIDE)
    y = HIGH / min(high, TALLEST)
    return View(middle - WIDE / 2 / (y * short), min(lat + HIGH / y / 2, 88.0) if high > TALLEST / 2 else lat + HIGH / y / 2, y * short, y)


# ── coasts ────────────────────────────────────────────────────────────────────────────────────────────────────────

@lru_cache(maxsize=1)
def coasts() -> tuple[tuple[Point, ...], ...]:
    """The rings of `coast.txt`, as longitude and latitude."""
    out = []
    for line in (Path(__file__).parent / "coast.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        x = y = 0
        ring = []
        for pair in line.split():
            dx, _, dy = pair.partition(",")
            x, y = x + int(dx), y + int(dy)
            ring.append((x / 20, y / 20))
        out.append(tuple(ring))
    return tuple(out)


def clipped(ring: Iterable[Point], wide: float, high: float) -> list[Point]:
    """A ring cut off at the edges of a picture, by Sutherland and Hodgman's method.

    >>> clipped([(-5, -5), (5, -5), (5, 5), (-5, 5)], 10, 10)
    [(5.0, 0.0), (5, 5), (0.0, 5.0), (0.0, 0.0)]
    """
    out = list(ring)
    for axis, edge, sign in ((0, 0.0, 1), (0, wide, -1), (1, 0.0, 1), (1, high, -1)):
        given, out = out, []
        for a, b in zip(given, given[1:] + given[:1]):
            inside, then = sign * (a[axis] - edge) >= 0, sign * (b[axis] - edge) >= 0
            if inside:
                out.append(a)
            if inside != then:
                t = (edge - a[axis]) / (b[axis] - a[axis])
                out.append((edge, a[1] + t * (b[1] - a[1])) if axis == 0 else (a[0] + t * (b[0] - a[0]), edge))
        if out and out[0] == out[-1] and len(out) > 1:
            out.pop()
    return out if len(out) > 2 else []


def _land(v: View) -> Html:
    rows = []
    for ring in coasts():
        points = clipped((v.place(*p) for p in ring), WIDE, HIGH)
        shown: list[str] = []
        for x, y in points:
            text = f"{x:.0f} {y:.0f}"
            if not shown or shown[-1] != text:
                shown.append(text)
        if len(shown) > 2:
            rows.append("M" + "L".join(shown) + "Z")
    return el("path", d="".join(rows), class_="land", fill_rule="evenodd")


def _graticule(v: View) -> list[Html]:
    """Lines of latitude and longitude, with their degrees."""
    step = next((s for s in (2, 5, 10, 20, 30) if WIDE / v.x / s <= 9), 45)
    out = []
    for n in range(-180 // step, 180 // step + 1):
        x, y = v.place(n * step, n * step)
        if 0 < x < WIDE:
            out += [el("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1="0", y2=f"{HIGH:.0f}", class_="degree"), el("text", _degrees(n * step, "EW"), x=f"{x + 3:.1f}", y=f"{HIGH - 6:.0f}", class_="tick")]
        if 0 < y < HIGH and -90 < n * step < 90:
            out += [el("line", x1="0", x2=f"{WIDE:.0f}", y1=f"{y:.1f}", y2=f"{y:.1f}", class_="degree"), el("text", _degrees(n * step, "NS"), x="6", y=f"{y - 4:.1f}", class_="tick")]
    return out


def _degrees(n: int, ways: str) -> str:
    return f"{abs(n)}°{'' if n == 0 else ways[n < 0]}"


# ── what happened ─────────────────────────────────────────────────────────────────────────────────────────────────

def drawn(found: list[Spot], site: Site) -> Html:
    """The picture: rings for regions and states first, points over them, then names where there is room."""
    v = view((float(s.at.long), float(s.at.lat)) for s in found)
    taken: list[tuple[float, float, float, float]] = []
    below, above, names = [], [], []
    for s in found:
        x, y = v.place(float(s.at.long), float(s.at.lat))
        point = s.at.precision == "point"
        r = min(16.0, 3 + 2.4 * len(s.happenings) ** .5)
        told = told_of(s, site)
        if not point and s.at.extent:
            below.append(el("ellipse", cx=f"{x:.1f}", cy=f"{y:.1f}", rx=f"{min(s.at.extent / KM * v.y, 260):.1f}", ry=f"{min(s.at.extent / KM * v.y, 260):.1f}", class_="extent"))
        above.append(el("a", el("title", told), el("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{r:.1f}", class_="spot" if point else "spot middle"), href=quote(site.files[f"entity:{s.place.id}"]), aria_label=told))
        taken.append((x - r, y - r, x + r, y + r))
        label = s.place.label(site.wording.language)
        if (spot := _room(x, y, r, len(label) * LETTER, taken[:-1])) is not None:
            taken.append(spot[1])
            names.append(el("text", label, x=f"{spot[0][0]:.1f}", y=f"{spot[0][1]:.1f}", text_anchor=spot[2], class_="place" if point else "place middle"))
    frame = el("rect", x="0", y="0", width=f"{WIDE:.0f}", height=f"{HIGH:.0f}", class_="sea")
    return el("svg", frame, _land(v), *_graticule(v), *below, *above, *names, viewBox=f"0 0 {WIDE:.0f} {HIGH:.0f}", class_="map", role="group", aria_label=site.wording.say("where"))


def _room(x: float, y: float, r: float, wide: float, taken: Iterable[tuple[float, float, float, float]]) -> tuple[Point, tuple[float, float, float, float], str] | None:
    """Where a name goes: right of its place, left, above or below; None where it would lie upon another."""
    for dx, dy, anchor in ((r + 4, 4, "start"), (-r - 4, 4, "end"), (0, -r - 5, "middle"), (0, r + 15, "middle")):
        left = x + dx - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        box = (left, y + dy - 13, left + wide, y + dy + 4)
        if box[0] > 2 and box[2] < WIDE - 2 and box[1] > 2 and box[3] < HIGH - 2 and not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            return (x + dx, y + dy), box, anchor
    return None


def told_of(s: Spot, site: Site) -> str:
    """A place in words: its name, what the point is, how much happened there."""
    w = site.wording
    what = "" if s.at.precision == "point" else f" ({w.say('middle-of-state' if s.at.precision == 'state' else 'middle-of-region')})"
    return f"{s.place.label(w.language)}{what}: {len(s.happenings)} {w.say('happenings')}"


def overview(site: Site) -> Html | None:
    """The map of the busiest places, and the way to all."""
    found, w = spots(site), site.wording
    if not found:
        return None
    more = el("p", el("a", w.say("all-places").format(len(found)), href="places.html"), class_="more")
    return section("where", site, _figure(_middle(found)[:SHOWN], site), more, note="where-note")


def _middle(found: list[Spot]) -> list[Spot]:
    """The places without the few that lie far off, which would make a map of the world of one of a region."""
    total = sum(len(s.happenings) for s in found)
    for axis in ("long", "lat"):
        seen, kept = 0, set()
        for s in sorted(found, key=lambda s: (float(getattr(s.at, axis)), s.place.id)):
            if EDGE * total <= seen + len(s.happenings) and seen <= (1 - EDGE) * total:
                kept.add(s.place.id)
            seen += len(s.happenings)
        found = [s for s in found if s.place.id in kept]
    return found


def _figure(found: list[Spot], site: Site) -> Html:
    w = site.wording
    rough = any(s.at.precision != "point" for s in found)
    keys = el("ul", el("li", w.say("a-point"), class_="k-point"), el("li", w.say("middle-of-region"), class_="k-middle"), class_="legend") if rough else None
    return el("figure", drawn(found, site), keys, class_="chart")


def body(site: Site) -> Html:
    """The page of all places: the map, and the same as a table: what each counts, what the point is, and where it is told."""
    found, w = spots(site), site.wording
    if not found:
        return join([el("h1", w.say("where")), el("p", w.say("no-places"))])
    way = lambda s: f"{quote(site.files[f'entity:{s.place.id}'])}#part-place"
    kinds = {"point": "a-point", "state": "middle-of-state"}
    rows = [el("tr", el("td", site.entity(s.place, "")), el("td", el("a", len(s.happenings), href=way(s)), class_="n"), el("td", w.say(kinds.get(s.at.precision, "middle-of-region"))),
               el("td", words(f"{s.at.lat}, {s.at.long}"), class_="n")) for s in found]
    unplaced = {e.id: e for h in site.accounts.happenings for e in h.places if e.id not in site.located}
    rest = el("p", f"{w.say('unplaced')}: ", join((site.entity(e, "") for _, e in sorted(unplaced.items())), w.comma()), class_="note") if unplaced else None
    table = grid([w.say(k) for k in ("name", "happenings", "what-point", "coordinates")], rows, range(1, 4, 2))
    return join([el("h1", w.say("where")), el("p", w.say("where-note"), class_="note"), _figure(found[:DRAWN], site), table, rest])
