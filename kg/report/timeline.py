"""Happenings in order of time, with their articles and words, and the filter over them."""
from __future__ import annotations

from collections import Counter

from kg.merge import Happening
from kg.report.html import Html, el
from kg.report.site import MANY, Site, year
from kg.report.telling import happening_entry, section
from kg.vocab import local


def all_of_it(site: Site) -> Html:
    """The timeline for the first page: itself, or the way to a page for each year."""
    found = site.accounts.happenings
    if len(found) > MANY:
        years = sorted(Counter(year(h) or "undated" for h in found).items())
        name = lambda y: site.wording.say("undated") if y == "undated" else y
        return section("timeline", site, el("ul", *(el("li", el("a", f"{name(y)} ({n})", href=f"timeline/{y}.html")) for y, n in years), class_="years"))
    return timeline(list(found), site, "")


def timeline(found: list[Happening], site: Site, up: str) -> Html:
    """These happenings in order of time, those without a date behind, with the filter over them."""
    w = site.wording
    dated, undated = [h for h in found if year(h)], [h for h in found if not year(h)]
    main = el("ol", *(happening_entry(h, site, up) for h in dated), class_="timeline") if dated else el("p", w.say("no-happenings"))
    rest = [el("h3", f"{w.say('undated')} ({len(undated)})", id="undated"), el("ol", *(happening_entry(h, site, up) for h in undated), class_="timeline")] if undated else []
    return section("timeline", site, _filter(found, site), main, *rest, note="timeline-note")


def _filter(found: list[Happening], site: Site) -> Html:
    """Shown by the script that makes it work."""
    w = site.wording
    everybody = {e.id: e for h in found for e in (*h.actors, *h.recipients, *(e for _, e in h.participants))}
    named = sorted(everybody.values(), key=lambda e: (e.label(w.language).casefold(), e.id))
    types = sorted({h.event or "-" for h in found})
    chosen = lambda key, options: el("label", w.say(key), " ", el("select", *options, name=key))
    return el("form", el("span", w.say("filter")), " ",
              chosen("type", [el("option", w.say("all-types"), value=""), *(el("option", w.plover(None if t == "-" else t), value=t) for t in types)]), " ",
              chosen("actor", [el("option", w.say("all-actors"), value=""), *(el("option", e.label(w.language), value=local(e.id)) for e in named)]), " ",
              el("output", len(found), aria_live="polite"), " ", w.say("shown"), class_="filter", hidden=True)
