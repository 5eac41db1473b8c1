"""Where places lie: kg/words/coordinates.tsv and areas.tsv, and what a collection's own `words/coordinates.tsv` adds.

    coordinates.tsv   id ⇥ latitude ⇥ longitude ⇥ precision ⇥ extent in km ⇥ area ⇥ source      the last four may be left out
    areas.tsv         code of an admin area ⇥ its name in English ⇥ in Arabic

`precision` is `point` (a town, a crossing, a building), `region` or `state`: of these two the point is only their middle, and `extent` says
how far from it they reach.  A place of which nothing certain is known stands in no line.  Read while a graph is built, and for one question;
`kg.lexicon.locate` wrote most of it.
"""
from __future__ import annotations

import os
from math import asin, cos, radians, sin, sqrt

from kg import data
from kg.errors import UserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

EARTH = 6371.0088      # km, the mean radius (IUGG)
PRECISIONS = ("point", "region", "state")
LARGE, LONG = 90.0, 180.0


class Location:
    """A point on the earth, degrees as text in the form that the store keeps; `extent` km or None, `area` a code or '', `source` as printed."""
    __slots__ = ("area", "extent", "lat", "long", "precision", "source")

    def __init__(self, lat: str, long: str, precision: str = "point", extent: int | None = None, area: str = "", source: str = ""):
        self.lat, self.long, self.precision, self.extent, self.area, self.source = lat, long, precision, extent, area, source

    @property
    def wkt(self) -> str:
        """Well-known text, longitude first as GeoSPARQL wants it."""
        return f"POINT({self.long} {self.lat})"


def distance(lat: float, long: float, lat2: float, long2: float) -> float:
    """Kilometres between two points along a great circle, by the haversine formula.

    >>> round(distance(36.53, 37.95, 36.82, 38.01), 1)      # Manbij to Jarabulus
    32.7
    """
    a, b = radians(lat), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(long2 - long) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(h)))


def told(degrees: Sequence[str]) -> float | None:
    """The distance between two points told as the text of four numbers, to the metre; None where that is not what they are."""
    try:
        lat, long, lat2, long2 = map(float, degrees)
    except ValueError:
        return None
    return round(distance(lat, long, lat2, long2), 3)


def degrees(text: str) -> tuple[str, str] | None:
    """Latitude and longitude as a person writes them, `36.53,37.95`; None for anything else.

    >>> degrees("36.530, 37.95"), degrees("91,0"), degrees("Manbij")
    (('36.53', '37.95'), None, None)
    """
    lat, comma, long = text.partition(",")
    found = _degree(lat, LARGE), _degree(long, LONG)
    return found if comma and None not in found else None


def _degree(text: str, most: float) -> str | None:
    """A number of degrees in its shortest form, None where it is none or too large."""
    bare = text.strip()
    number = bare.removeprefix("-")
    if not (number.isascii() and number.replace(".", "", 1).isdecimal() and float(number) <= most):
        return None
    whole, _, part = number.partition(".")
    short = (whole.lstrip("0") or "0") + ("." + part.rstrip("0") if part.rstrip("0") else "")
    return "-" + short if bare != number and short != "0" else short


def lines(path: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table with their numbers, cut at tabs; comments and blank lines left out."""
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if line.strip() and not line.startswith("#"):
                yield number, line.rstrip("\n").split("\t")


def locations(folders: Iterable[str] = ()) -> dict[str, Location]:
    """Id → where it lies: the built-in ones and those of a collection's own folders of words, a later line winning over an earlier one."""
    out: dict[str, Location] = {}
    for folder in (data.words(), *folders):
        path = os.path.join(folder, "coordinates.tsv")
        for number, row in lines(path) if os.path.exists(path) else ():
            if len(row) > 2:
                out[row[0]] = _location(row, path, number)
            elif row[-1] == "-":
                out.pop(row[0], None)
    return out


def _location(row: list[str], path: str, number: int) -> Location:
    lat, long = _degree(row[1], LARGE), _degree(row[2], LONG)
    precision, extent, area, source = (row[3:] + [""] * 4)[:4]
    wrong = "a latitude from -90 to 90" if lat is None else "a longitude from -180 to 180" if long is None else \
        "one of " + ", ".join(PRECISIONS) if (precision or "point") not in PRECISIONS else "a number of kilometres" if extent and not extent.isdecimal() else ""
    if wrong:
        raise UserError(f"{row[0]}: expected {wrong}", path=path, line=number, column=1, excerpt=" ".join(row), hint="id, latitude, longitude, precision, extent in km, with tabs between")
    return Location(lat, long, precision or "point", int(extent) if extent else None, area, source)


def areas() -> dict[str, dict[str, str]]:
    """Code of an admin area → its name by language."""
    return {row[0]: {language: name for language, name in zip(("en", "ar"), row[1:]) if name} for _, row in lines(os.path.join(data.words(), "areas.tsv"))}
