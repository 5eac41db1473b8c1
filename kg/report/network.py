"""A graph to walk through: people, bodies and states, tied by what happened between them.

Its strongest ties are drawn when the report is written, as links that work without a script.  `graph.js` filters them by time, type, who took
part and certainty, shows more of them on request, and what each stands on; what it needs lies in a script of its own, since a page that was
opened from disk may read no other file.
"""
from __future__ import annotations

import json
from collections import Counter
from itertools import combinations, product
from typing import NamedTuple
from urllib.parse import quote

from kg.merge import Happening
from kg.model import Entity
from kg.plover import score
from kg.relations import mean
from kg.report.html import Html, el, join
from kg.report.layout import Pair, layout
from kg.report.site import Site, year
from kg.report.telling import in_line
from kg.report.timeline import certainty
from kg.report.wording import quad

DRAWN = 80                 # ties that are drawn without being asked for
NAME = 30                  # letters of a name that are drawn
ROOM = 1190                # so broad a picture is drawn as it is; in a broader one names and nodes are larger


class Network(NamedTuple):
    """`nodes`, the busiest first; what happened, each with the ties it makes, by positions of nodes; where the nodes are drawn."""
    nodes: tuple[Entity, ...]
    happenings: tuple[tuple[Happening, tuple[Pair, ...]], ...]
    places: tuple[tuple[int, int], ...]

    def ties(self, actual: bool = True) -> dict[Pair, list[Happening]]:
        """The happenings between each two, the most first; only what took place counts unless told otherwise."""
        out: dict[Pair, list[Happening]] = {}
        for h, pairs in self.happenings:
            for p in pairs if h.status == "actual" or not actual else ():
                out.setdefault(p, []).append(h)
        return dict(sorted(out.items(), key=lambda x: (-len(x[1]), x[0])))


def _pairs(h: Happening) -> list[tuple[str, str]]:
    """Who is tied by a happening: each who did to each to whom it was done; those who did it together where it was done to nobody."""
    both = product([e.id for e in h.actors], [e.id for e in h.recipients]) if h.actors and h.recipients else combinations([e.id for e in h.actors or h.recipients], 2)
    return sorted({tuple(sorted(p)) for p in both if p[0] != p[1]})


def network(site: Site) -> Network:
    """The network of all happenings between two or more."""
    told = [(h, p) for h in site.accounts.happenings if (p := _pairs(h))]
    weight = Counter(e for h, pairs in told for e in {x for p in pairs for x in p})
    ids = sorted(weight, key=lambda e: (-weight[e], e))
    at = {e: n for n, e in enumerate(ids)}
    rows = tuple((h, tuple(sorted({tuple(sorted((at[a], at[b]))) for a, b in pairs}))) for h, pairs in told)
    bare = Network(tuple(site.entities[e] for e in ids), rows, ())
    springs = dict(list((bare.ties() or bare.ties(actual=False)).items())[:DRAWN])
    every = Counter(p for _, pairs in rows for p in pairs)
    degree = Counter(n for p, hs in springs.items() for n in p for _ in hs)
    rooms = [(max(60.0, 9.6 * min(len(e.label(site.wording.language)), NAME)), 2 * _radius(degree[n]) + 36) for n, e in enumerate(bare.nodes)]
    return bare._replace(places=tuple(layout(rooms, {p: len(hs) for p, hs in springs.items()}, every)))


def _radius(degree: int) -> float:
    """How large a node is of which so much is told."""
    return min(16.0, 4 + 1.6 * degree ** .5)


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────

def body(net: Network, site: Site) -> Html:
    """All of the page below its navigation."""
    w = site.wording
    if not net.nodes:
        return join([el("h1", w.say("graph")), el("p", w.say("no-pairs"))])
    ties = net.ties() or net.ties(actual=False)
    shown = dict(list(ties.items())[:DRAWN])
    side = el("section", el("h2", w.say("chosen"), id="chosen"), el("div", el("p", w.say("choose-note"), class_="note"), id="panel", aria_live="polite"), aria_labelledby="chosen", class_="panel")
    rows = [el("li", el("a", _name(net, p, site), href=site.happening(hs[0], "")), " ", el("span", len(hs), class_="n soft")) for p, hs in shown.items()]
    listed = el("details", el("summary", w.say("ties-drawn").format(len(shown))), el("ol", *rows, class_="ties"))
    return join([el("h1", w.say("graph")), el("p", w.say("graph-note"), class_="note"), _form(net, len(ties), site),
                 el("div", el("figure", picture(net, shown, site), _keys(site), class_="stage"), side, class_="columns wide-left"), listed])


def _name(net: Network, p: Pair, site: Site) -> str:
    return " – ".join(net.nodes[n].label(site.wording.language) for n in p)


def picture(net: Network, shown: dict[Pair, list[Happening]], site: Site) -> Html:
    """The ties as lines, the nodes as links to their pages, names where there is room."""
    w = site.wording
    used = sorted({n for p in shown for n in p})
    box = _box([net.places[n] for n in used])
    unit = max(1.0, box[2] / ROOM)
    lines = []
    for (a, b), found in reversed(shown.items()):
        (x1, y1), (x2, y2) = net.places[a], net.places[b]
        lines.append(el("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=f"edge {tone(found)}", stroke_width=f"{min(8, 1.8 * len(found) ** .5):.1f}"))
    degree = Counter(n for p, found in shown.items() for n in p for _ in found)
    return el("svg", el("g", *lines, class_="lines"), el("g", *(_node(net, n, degree[n], unit, site) for n in used), class_="nodes"), font_size=f"{14 * unit:.1f}", viewBox=" ".join(map(str, box)), class_="graph", role="group", aria_label=w.say("graph"))


def _node(net: Network, n: int, degree: int, unit: float, site: Site) -> Html:
    e, (x, y) = net.nodes[n], net.places[n]
    r = round(_radius(degree) * unit, 1)
    shape = el("rect", x=f"{x - r:.1f}", y=f"{y - r:.1f}", width=f"{2 * r:.1f}", height=f"{2 * r:.1f}", rx="2") if e.type == "State" else el("circle", cx=x, cy=y, r=r)
    name = e.label(site.wording.language)
    return el("a", shape, el("text", name if len(name) <= NAME else name[:NAME - 2] + "…", x=x, y=f"{y + r + 15 * unit:.1f}"), href=quote(site.files[f"entity:{e.id}"]), class_=f"node {e.type}", data_n=n, aria_label=f"{name}, {site.wording.kind(e.type)}")


def _box(places: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs) - 90, min(ys) - 40, max(xs) - min(xs) + 180, max(ys) - min(ys) + 90


def tone(found: list[Happening]) -> str:
    """Whether what happened between two is cooperation, conflict or both, by its mean score."""
    points = mean(score(h.event, h.mode) for h in found)
    return "none" if points is None else "cooperation" if points > 1 else "conflict" if points < -1 else "mixed"


def _keys(site: Site) -> Html:
    w = site.wording
    return el("ul", *(el("li", w.say(k), class_=f"k-{k}") for k in ("cooperation", "mixed", "conflict")), el("li", w.kind("State"), class_="k-state"), el("li", w.kind("Person"), class_="k-person"), class_="legend")


def _form(net: Network, ties: int, site: Site) -> Html:
    """The filters, shown by the script that makes them work."""
    w = site.wording
    found = [h for h, _ in net.happenings]
    years = sorted({y for h in found if (y := year(h))})
    types = sorted({h.event or "-" for h in found})
    chosen = lambda key, first, options: el("label", el("span", w.say({"until": "to-year"}.get(key, key))), " ", el("select", el("option", w.say(first), value=""), *options, name=key))
    option = lambda v, text: el("option", text, value=v)
    slider = el("label", el("span", w.say("ties-shown")), " ", el("input", type="range", name="most", min="1", max=ties, value=min(ties, DRAWN)), el("output", min(ties, DRAWN), name="drawn"), class_="most")
    return el("form", chosen("since", "any-time", [option(y, y) for y in years]), " ", chosen("until", "any-time", [option(y, y) for y in years]), " ",
              chosen("type", "all-types", [option(t, w.plover(None if t == "-" else t)) for t in types]), " ",
              chosen("who", "all-actors", [option(n, e.label(w.language)) for n, e in sorted(enumerate(net.nodes), key=lambda x: (x[1].label(w.language).casefold(), x[0]))]), " ",
              certainty(found, site), " ", slider, " ", el("button", w.say("reset"), type="reset"), " ", el("span", el("output", aria_live="polite", name="count"), class_="count"),
              class_="filter graph-filter", hidden=True, aria_label=w.say("filter"))


# ── what the script reads ─────────────────────────────────────────────────────────────────────────────────────────

def script(net: Network, site: Site) -> str:
    """`graph-data.js`: nodes, happenings and the words of the interface, one a line."""
    w = site.wording
    pages = sorted({site.page_of(h) for h, _ in net.happenings})
    place = {p: n for n, p in enumerate(pages)}
    dump = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    nodes = ",\n".join(dump([e.label(w.language), quote(site.files[f"entity:{e.id}"]), e.type, w.kind(e.type), *net.places[n]]) for n, e in enumerate(net.nodes))
    rows = ",\n".join(dump(_row(h, pairs, place, site)) for h, pairs in net.happenings)
    says = {k: w.say(k) for k in ("chosen", "choose-note", "happenings", "its-page", "all-of-it", "ties-of", "nothing-so", "graph-count")}
    return f"globalThis.KG_GRAPH={{\nsays:{dump(says)},\npages:{dump(pages)},\nnodes:[\n{nodes}],\nhappenings:[\n{rows}]}}\n"


def _row(h: Happening, pairs: tuple[Pair, ...], place: dict[str, int], site: Site) -> list:
    """A happening: first and last day, type, quad class, status, standing, sources, score, ties, page, anchor, words."""
    w, href = site.wording, site.happening(h, "").partition("#")[2]
    return [(h.date and h.date.start) or "", (h.date and h.date.end) or "", h.event or "-", quad(h.event), h.status, h.standing, site.sources.get(h.id, 1), score(h.event, h.mode),
            [list(p) for p in pairs], place[site.page_of(h)], href, f"{w.day(h.date)} · {in_line(h, site)}"]
