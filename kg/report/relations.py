"""Who with whom over time: the pairs that most happened between, each with its chart, its figures and what they count."""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from kg.merge import Happening
from kg.model import Date, Entity
from kg.plover import score
from kg.relations import counted, mean
from kg.report.chart import by_period, column, columns, legend, scale, span, unit
from kg.report.html import Html, el, join, words
from kg.report.site import Site
from kg.report.telling import brief, kind_class, section
from kg.vocab import digest

SHOWN, LISTED = 6, 120        # pairs on the first page, and on the page of their own
Pair = tuple[str, str]


def side(e: Entity, site: Site) -> Entity:
    """The state that somebody acts for: a state's people, bodies and forces stand for it, all others for themselves."""
    state = site.entities.get(e.country or "")
    return state if state is not None and state.type == "State" and (e.sector in ("GOV", "MIL") or e.type == "Place") else e


def pairs(site: Site) -> dict[Pair, list[Happening]]:
    """Happenings that took place between two parties, the busiest pair first; in a symmetric one every two who took part are a pair."""
    found: dict[Pair, list[Happening]] = defaultdict(list)
    for h in site.accounts.happenings:
        if h.status != "actual":
            continue
        a, b = ({side(e, site).id for e in es} for es in (h.actors, h.recipients))
        both = {(x, y) for x in a for y in b} if b else set(combinations(sorted(a), 2))
        for pair in sorted({tuple(sorted(p)) for p in both if p[0] != p[1]}):
            found[pair].append(h)
    return dict(sorted(found.items(), key=lambda t: (-len(t[1]), t[0])))


def anchor(pair: Pair) -> str:
    """The id of a pair's section; `-2016-08` behind it is that of a period."""
    return f"p-{digest(chr(0).join(pair))}"


def _chart(pair: Pair, found: Sequence[Happening], by: str, axis: Sequence[str], most: tuple[int, int], site: Site, page: str, height: int) -> Html:
    bars = [column(name, some, f"{page}#{anchor(pair)}-{name}", site) for name, some in by_period(found, by).items()]
    return columns(bars, axis, site, f"{_plain(pair, site)}: {site.wording.say('over-time')}", height, most=most)


def _plain(pair: Pair, site: Site) -> str:
    return " – ".join(site.entities[e].label(site.wording.language) for e in pair)


def _frame(chosen: dict[Pair, list[Happening]]) -> tuple[str, list[str], tuple[int, int]]:
    """What charts share so that they can be compared: the length of a period, the periods, the scale."""
    every = [h for found in chosen.values() for h in found]
    by = unit(every)
    groups = [by_period(found, by) for found in chosen.values()]
    return by, span({n for g in groups for n in g}, by), scale(some for g in groups for some in g.values())


def overview(site: Site) -> Html:
    """The busiest pairs as charts side by side, and the way to all."""
    w, all_of_them = site.wording, pairs(site)
    first = dict(list(all_of_them.items())[:SHOWN])
    if not first:
        return section("who-with-whom", site, el("p", w.say("no-pairs")))
    by, axis, most = _frame(first)
    cells = [el("li", el("h3", el("a", words(_plain(p, site)), href=f"pairs.html#{anchor(p)}"), " ", el("span", len(found), class_="n soft")),
                _chart(p, found, by, axis, most, site, "pairs.html", 84)) for p, found in first.items()]
    more = el("p", el("a", w.say("all-pairs").format(len(all_of_them)), href="pairs.html"), class_="more")
    return section("who-with-whom", site, legend(site), el("ul", *cells, class_="multiples"), more, note="who-note")


def body(site: Site) -> Html:
    """The page of all pairs."""
    w, found = site.wording, pairs(site)
    head = [el("h1", w.say("who-with-whom")), el("p", w.say("who-note"), class_="note")]
    if not found:
        return join([*head, el("p", w.say("no-pairs"))])
    shown = dict(list(found.items())[:LISTED])
    by, axis, _ = _frame(shown)
    rest = el("p", w.say("more-pairs").format(len(found) - LISTED), class_="note") if len(found) > LISTED else None
    return join([*head, legend(site), *(_pair(p, some, by, axis, site) for p, some in shown.items()), rest])


def _pair(pair: Pair, found: list[Happening], by: str, axis: Sequence[str], site: Site) -> Html:
    """One pair: who, figures that lead to their happenings, the chart where it says more than a list."""
    w, ident = site.wording, anchor(pair)
    kinds = Counter(q.rpartition(" ")[2].lower() for q in counted(h.event for h in found).elements())
    points, days = mean(score(h.event, h.mode) for h in found), [d for h in found if h.date for d in (h.date.start or h.date.end,) if d]
    figures = [(w.say("happenings"), len(found)), *((w.say({"plover": "other"}.get(k, k)), kinds[k]) for k in ("cooperation", "conflict", "plover") if kinds[k]),
               *([(w.say("score"), words(f"{points:+.1f}"))] if points is not None else []), *([(w.say("period"), w.day(Date(min(days), max(days), "interval")))] if days else [])]
    groups = by_period(found, by)
    placed = {id(h) for some in groups.values() for h in some}
    rows = [_row(h, site, f"{ident}-{name}" if n == 0 else None) for name, some in groups.items() for n, h in enumerate(some)] + [_row(h, site, None) for h in found if id(h) not in placed]
    chart = _chart(pair, found, by, axis, scale(groups.values()), site, "", 72) if len(groups) > 1 else None
    head = el("h2", site.entity(site.entities[pair[0]], ""), " – ", site.entity(site.entities[pair[1]], ""), id=f"{ident}-name")
    return el("section", head, el("dl", *(join([el("dt", k), el("dd", v)]) for k, v in figures), class_="meta across"), chart,
              el("details", el("summary", f"{w.say('happenings')} ({len(found)})"), el("ul", *rows, class_="lines"), open=len(found) <= 6), id=ident, class_="pair", aria_labelledby=f"{ident}-name")


def _row(h: Happening, site: Site, ident: str | None) -> Html:
    return el("li", el("p", el("a", *brief(h, site), href=site.happening(h, ""))), class_=kind_class(h), id=ident)
