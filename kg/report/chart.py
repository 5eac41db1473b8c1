"""Columns over time, drawn as SVG when the report is written: cooperation upwards, conflict downwards, each column a link to what it counts.

Places along the axis are in per cent and heights in pixels, so that a chart is as wide as its page while its letters stay as they are.
In Arabic time runs from right to left, as the words do.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.merge import Happening
from kg.relations import UNDATED, counted, period_of
from kg.report.html import Html, el
from kg.report.site import Site

UP = ("material cooperation", "verbal cooperation", "outside PLOVER")        # from the axis outwards
DOWN = ("material conflict", "verbal conflict")
MONTHS = 48                # so many months are drawn as months, more as years
LABELS = 8                 # not more labels along the axis


@dataclass(frozen=True, slots=True)
class Column:
    """What happened in one period, where it is told, and the words for it."""
    period: str
    counts: Mapping[str, int]
    href: str
    words: str


def unit(happenings: Iterable[Happening]) -> str:
    """Month or year, whichever draws these in few enough columns."""
    names = sorted(n for h in happenings for n in (period(h, "month"),) if n != UNDATED)
    return "month" if names and len(_between(names[0][:4] + "-01", names[-1][:4] + "-12")) <= MONTHS else "year"


def period(h: Happening, by: str) -> str:
    """The month or year of a happening; its year where no month holds it, `undated` where no year does."""
    return period_of(h.date.start or "", h.date.end or "", by) if h.date else UNDATED


def by_period(happenings: Iterable[Happening], by: str) -> dict[str, list[Happening]]:
    """The happenings of each period that has any, in order; what fits in no period of this length is left out."""
    out: dict[str, list[Happening]] = {}
    for h in happenings:
        name = period(h, by)
        if name != UNDATED and len(name) == (7 if by == "month" else 4):
            out.setdefault(name, []).append(h)
    return dict(sorted(out.items()))


def span(periods: Iterable[str], by: str) -> list[str]:
    """All periods from the first to the last, a few more where they are few, so that columns do not become broad."""
    names = sorted(periods)
    if not names:
        return []
    first, last = names[0], names[-1]
    if by == "month":
        return _between(first[:4] + "-01", last[:4] + "-12") if len(_between(first, last)) < 6 else _between(first, last)
    around = max(0, 5 - (int(last) - int(first))) // 2
    return [f"{y:04}" for y in range(int(first) - around, int(last) + around + 1)]


def _between(first: str, last: str) -> list[str]:
    """Every month from one to another."""
    a, b = (int(x[:4]) * 12 + int(x[5:7]) - 1 for x in (first, last))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(a, b + 1)]


def column(name: str, found: Sequence[Happening], href: str, site: Site) -> Column:
    """The column of a period."""
    counts = counted(h.event for h in found)
    w = site.wording
    told = w.comma().join(f"{counts[q]} {w.say(q.lower().replace(' ', '-'))}" for q in (*UP, *DOWN) if counts[q])
    return Column(name, counts, href, f"{w.iso(name)}: {told}")


def columns(given: Iterable[Column], axis: Sequence[str], site: Site, title: str, height: int = 180, labels: bool = True, most: tuple[int, int] | None = None) -> Html:
    """The chart.  `axis` are its periods from first to last, `most` how far its scale reaches up and down, for charts to be compared."""
    given = {c.period: c for c in given}
    tall = lambda quads: max((sum(c.counts.get(q, 0) for q in quads) for c in given.values()), default=0)
    up, down = most or (tall(UP), tall(DOWN))
    per = height / max(1, up + down)
    zero = per * up + 6
    wide = 100 / max(1, len(axis))
    place = {name: 100 - wide * (n + 1) if site.wording.language == "ar" else wide * n for n, name in enumerate(axis)}
    bars = [_bar(c, place[c.period], wide, zero, per) for c in given.values() if c.period in place]
    line = el("line", x1="0%", x2="100%", y1=f"{zero:.1f}", y2=f"{zero:.1f}", class_="axis")
    below = _labels(axis, place, wide, height + 26, site) if labels else []
    return el("svg", el("title", title), line, *bars, *below, class_="columns-chart", width="100%", height=str(height + (34 if labels else 12)), role="group", aria_label=title)


def _bar(c: Column, x: float, wide: float, zero: float, per: float) -> Html:
    """A column: its parts, and over all of its height the link that they stand in."""
    gap = min(wide * .16, .4)
    out, up, down = [], zero, zero
    for q in UP:
        if n := c.counts.get(q, 0):
            up -= n * per
            out.append(_part(x + gap, up, wide - 2 * gap, n * per, q))
    for q in DOWN:
        if n := c.counts.get(q, 0):
            out.append(_part(x + gap, down, wide - 2 * gap, n * per, q))
            down += n * per
    return el("a", el("title", c.words), *out, href=c.href, aria_label=c.words)


def _part(x: float, y: float, wide: float, high: float, quad: str) -> Html:
    return el("rect", x=f"{x:.2f}%", y=f"{y:.1f}", width=f"{wide:.2f}%", height=f"{max(high - .8, .8):.1f}", class_=quad.lower().replace(" ", "-"))


def _labels(axis: Sequence[str], place: Mapping[str, float], wide: float, y: int, site: Site) -> list[Html]:
    """Names of periods under the axis, as many as have room."""
    years = [n for n in axis if n.endswith("-01") or len(n) == 4]
    names = axis if len(axis) <= LABELS else years if len(axis[0]) == 4 or len(years) > 2 else axis[::3]
    step = -(-len(names) // LABELS)
    inside = lambda x: min(max(x, 3.5), 96.5)
    return [el("text", name[:4] if name.endswith("-01") and len(axis) > LABELS else name, x=f"{inside(place[name] + wide / 2):.2f}%", y=y, class_="tick") for name in list(names)[::step]]


def legend(site: Site, quads: Iterable[str] = (*UP[:2], *DOWN)) -> Html:
    """What the colours mean."""
    keys = [q.lower().replace(" ", "-") for q in quads]
    return el("ul", *(el("li", site.wording.say(k), class_=k) for k in keys), class_="legend")


def scale(groups: Iterable[Iterable[Happening]]) -> tuple[int, int]:
    """How far up and down the tallest columns of several charts reach."""
    counts: list[Counter[str]] = [counted(h.event for h in found) for found in groups]
    tall = lambda quads: max((sum(c[q] for q in quads) for c in counts), default=0)
    return tall(UP), tall(DOWN)
