"""Happenings in order of time, with their articles and words, and the filter over them."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kg.merge import Happening
from kg.report.chart import by_period, column, columns, legend, span, unit
from kg.report.html import Html, between, el, join
from kg.report.site import Site, year
from kg.report.telling import happening_entry, section
from kg.vocab import local

EARLY, LONG = .05, 24        # of what happened so much may lie before the axis of a chart that would be longer than so many periods
LISTED = 500                # a page of what is of one type holds so many


def overview(site: Site, height: int = 170) -> Html | None:
    """What happened over time as columns, each leading to the first happening of its period."""
    found = [h for h in site.accounts.happenings if h.status == "actual"]
    by = unit(found)
    groups = by_period(found, by)
    if not groups:
        return None
    early = _early(groups)
    axis = span([n for n in groups if n not in early], by)
    bars = [column(name, some, site.happening(some[0], ""), site) for name, some in groups.items()]
    drawn = {id(h) for some in groups.values() for h in some}
    left = [h for h in found if id(h) not in drawn]
    note = el("p", between(site.wording.say("without-period"), el("a", len(left), href=site.happening(left[0], ""))), class_="note small") if left else None
    before = [h for n in early for h in groups[n]]
    also = el("p", between(site.wording.say("before-axis"), site.wording.iso(axis[0]), el("a", len(before), href=site.happening(before[0], ""))), class_="note small") if before else None
    return el("figure", legend(site), columns(bars, axis, site, site.wording.say("over-time"), height), also, note, class_="chart")


def _early(groups: Mapping[str, list[Happening]]) -> list[str]:
    """The first periods, where they hold little of all and reach far back: an axis that began with them would be all but empty."""
    names, total = list(groups), sum(map(len, groups.values()))
    out, seen = [], 0
    for name in names:
        seen += len(groups[name])
        if seen > EARLY * total:
            break
        out.append(name)
    return out if out and len(span(names, "year" if len(names[0]) == 4 else "month")) > LONG else []


def index(site: Site) -> Html:
    """The body of `timeline.html`: the timeline itself, or the way to its pages."""
    found = site.accounts.happenings
    w = site.wording
    head = [el("h1", w.say("timeline")), overview(site)]
    if set(site.stands.values()) <= {"timeline.html"}:
        return join([*head, timeline(list(found), site, "")])
    pages = Counter(site.stands.values())
    listed = el("ul", *(el("li", el("a", el("b", _name(p, site)), " ", el("span", n, class_="n"), href=p)) for p, n in sorted(pages.items())), class_="years")
    return join([*head, section("pages", site, listed)])


def _name(path: str, site: Site) -> str:
    """What a page of the timeline is called: `2016`, `2016-08`, `2016-08 (2)`."""
    name, _, part = path.removeprefix("timeline/").removesuffix(".html").partition("-part-")
    name = site.wording.say("undated") if name == "undated" else site.wording.iso(name)
    return f"{name} ({part})" if part else name


def parts(site: Site) -> Iterator[tuple[str, str, Html]]:
    """(path, name, body) of every further page of the timeline, with the way to its neighbours."""
    w = site.wording
    groups: dict[str, list[Happening]] = {}
    for h in site.accounts.happenings:
        if site.stands[h.id] != "timeline.html":
            groups.setdefault(site.stands[h.id], []).append(h)
    paths = sorted(groups)
    for n, path in enumerate(paths):
        ways = [el("a", w.say(key), " ", _name(other, site), href="../" + other, rel=rel) for key, rel, m in (("earlier", "prev", n - 1), ("later", "next", n + 1))
                if 0 <= m < len(paths) for other in (paths[m],)]
        body = join([el("p", el("a", w.say("timeline"), href="../timeline.html"), class_="crumbs"), el("h1", _name(path, site)), timeline(groups[path], site, "../"),
                     el("nav", join(ways, " "), class_="turn", aria_label=w.say("pages"))])
        yield path, f"{w.say('timeline')}: {_name(path, site)}", body


def timeline(found: list[Happening], site: Site, up: str) -> Html:
    """These happenings in order of time, those without a date behind, with the filter over them."""
    w = site.wording
    dated, undated = [h for h in found if year(h)], [h for h in found if not year(h)]
    main = el("ol", *(happening_entry(h, site, up) for h in dated), class_="timeline") if dated else el("p", w.say("no-happenings")) if not undated else None
    rest = [el("h3", f"{w.say('undated')} ({len(undated)})", id="undated"), el("ol", *(happening_entry(h, site, up) for h in undated), class_="timeline")] if undated else []
    return section("happenings", site, _filter(found, site), main, *rest, note="timeline-note")


def _filter(found: list[Happening], site: Site) -> Html:
    """Shown by the script that makes it work."""
    w = site.wording
    everybody = {e.id: e for h in found for e in (*h.actors, *h.recipients, *(e for _, e in h.participants))}
    named = sorted(everybody.values(), key=lambda e: (e.label(w.language).casefold(), e.id))
    types = sorted({h.event or "-" for h in found})
    chosen = lambda key, options: el("label", el("span", w.say(key)), " ", el("select", *options, name=key))
    return el("form", chosen("type", [el("option", w.say("all-types"), value=""), *(el("option", w.plover(None if t == "-" else t), value=t) for t in types)]), " ",
              chosen("actor", [el("option", w.say("all-actors"), value=""), *(el("option", e.label(w.language), value=local(e.id)) for e in named)]), " ",
              certainty(found, site), " ", el("span", el("output", len(found), aria_live="polite"), " ", w.say("shown"), class_="count"),
              class_="filter", hidden=True, aria_label=w.say("filter"))


def certainty(found: list[Happening], site: Site) -> Html:
    """The choice of how sure a happening must be: its status, its standing, its independent sources."""
    w = site.wording
    status, standing = sorted({h.status for h in found}), sorted({h.standing for h in found})
    options = [el("option", w.say("all-certainties"), value=""), *(el("option", w.value(x), value=f"status {x}") for x in status),
               *(el("option", w.value(x), value=f"standing {x}") for x in standing)]
    if any(site.sources.get(h.id, 1) > 1 for h in found):
        options.append(el("option", w.say("several-sources"), value="sources 2"))
    return el("label", el("span", w.say("certainty")), " ", el("select", *options, name="certainty"))


def of_types(site: Site) -> Iterator[tuple[str, str, Html]]:
    """(path, name, body) of the pages that list what is of one type, where its number on the first page leads."""
    from kg.report.telling import happening_link
    w = site.wording
    groups: dict[str, list[Happening]] = {}
    for h in site.accounts.happenings:
        groups.setdefault(h.event or "-", []).append(h)
    for type, found in sorted(groups.items()):
        chunks = [found[n:n + LISTED] for n in range(0, len(found), LISTED)]
        for n, some in enumerate(chunks):
            ways = el("p", join((el("a", m + 1, href="../" + type_page(type, m), aria_current="page" if m == n else None) for m in range(len(chunks))), " "), class_="turn") if len(chunks) > 1 else None
            name = w.plover(None if type == "-" else type)
            body = join([el("p", el("a", w.say("overview"), href="../index.html"), class_="crumbs"), el("h1", f"{name} ({len(found)})"), ways,
                         el("ul", *(happening_link(h, site, "../") for h in some), class_="lines")])
            yield type_page(type, n), name, body


def type_page(type: str, number: int = 0) -> str:
    """The page that lists what is of a type."""
    name = "outside" if type == "-" else type.lower()
    return f"type/{name}{f'-{number + 1}' if number else ''}.html"
