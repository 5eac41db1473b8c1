"""Contradictions and differences, side by side: who says which, in how many independent sources, in which words."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.accounts import Difference, Dispute, Side, Tie, Variant
from kg.report.html import Html, el, join, words
from kg.report.site import Site
from kg.report.telling import brief, quote_of

LISTED, QUOTES = 60, 4            # entries on a page, quotes of a side that are shown at once


def entries(site: Site) -> list[tuple[str, Html]]:
    """(kind, entry) of all of them: disputes first, then what two facts contradict each other in beside them, then differences."""
    found = site.accounts
    over = {d.happening for d in found.disputes}
    ties = [t for t in found.ties if t.kind == "contradicts" and t.about not in over]
    return [("dispute", _dispute(d, site)) for d in found.disputes] + [("dispute", _tie(t, site)) for t in ties] + [("difference", _difference(d, site)) for d in found.differences]


def count(site: Site) -> int:
    """How many there are."""
    over = {d.happening for d in site.accounts.disputes}
    return len(over) + sum(t.kind == "contradicts" and t.about not in over for t in site.accounts.ties) + len(site.accounts.differences)


def pages(site: Site) -> Iterator[tuple[str, str, Html]]:
    """(path, name, body) of the pages that show them."""
    w, found = site.wording, entries(site)
    chunks = [found[n:n + LISTED] for n in range(0, len(found), LISTED)] or [[]]
    for n, some in enumerate(chunks):
        ways = el("nav", join((el("a", m + 1, href=path(m), aria_current="page" if m == n else None) for m in range(len(chunks))), " "), class_="turn", aria_label=w.say("pages")) if len(chunks) > 1 else None
        parts = [el("section", el("h2", w.say(key), id=key), *rows, aria_labelledby=key) for kind, key in (("dispute", "said-and-denied"), ("difference", "told-differently"))
                 if (rows := [entry for k, entry in some if k == kind])]
        nothing = None if some else el("p", w.say("no-contradictions"))
        yield path(n), w.say("contradictions"), join([el("h1", w.say("contradictions")), el("p", w.say("contradictions-note"), class_="note"), ways, nothing, *parts, ways])


def path(number: int) -> str:
    """The page of that number, from 0."""
    return f"disputes-{number + 1}.html" if number else "disputes.html"


def overview(site: Site, most: int = 3) -> Html:
    """The first of them, and the way to all."""
    w, found = site.wording, entries(site)
    if not found:
        return el("p", w.say("no-contradictions"))
    more = el("p", el("a", w.say("all-contradictions").format(len(found)), href=path(0)), class_="more")
    return join([*(entry for _, entry in found[:most]), more])


def _over(ident: str, lead: str, site: Site) -> Html | None:
    h = site.happenings.get(ident)
    return h and el("p", el("span", lead, class_="lead"), " ", el("a", *brief(h, site), href=site.happening(h, "")), class_="about")


def _sources(number: int, site: Site) -> Html:
    return el("span", f"{site.wording.say('independent')}: {number}", class_="badge")


def _few(quotes: Iterable[Html], site: Site) -> Html:
    """The first quotes, the others folded up."""
    quotes = list(quotes)
    rest = el("details", el("summary", f"{site.wording.say('more-quotes')} ({len(quotes) - QUOTES})"), *quotes[QUOTES:]) if len(quotes) > QUOTES else None
    return join([*quotes[:QUOTES], rest])


def _dispute(d: Dispute, site: Site) -> Html:
    return el("article", _over(d.happening, site.wording.say("about"), site), el("div", *(_side(s, site) for s in d.sides), class_="sides"), class_="versus")


def _side(s: Side, site: Site) -> Html:
    w = site.wording
    voices = [site.entity(site.entities.get(v) or site.accounts.voices[v], "") for v in s.voices if v in site.entities or v in site.accounts.voices]
    own = [w.say("own-voice")] if s.docs else []
    head = el("h3", w.say("says-so" if s.holds == "asserts" else "denies-it"), " ", _sources(s.sources, site))
    return el("div", head, el("p", join([*voices, *own], w.comma()), class_="who"), _few((quote_of(site.facts[k], site, "") for k in s.facts if k in site.facts), site), class_=s.holds)


def _tie(t: Tie, site: Site) -> Html:
    both = [site.facts[k] for k in (t.first, t.second)]
    return el("article", _over(t.about, site.wording.say("about"), site), el("div", *(quote_of(f, site, "", speaker=True) for f in both), class_="sides"), class_="versus")


def _difference(d: Difference, site: Site) -> Html:
    w = site.wording
    groups: dict[tuple[str, str | None], list[Variant]] = {}
    for v in d.variants:
        groups.setdefault((v.value, v.unit), []).append(v)
    told = [el("div", el("h3", words(value), f" {w.unit(unit)}" if unit else None, " ", _sources(some[0].sources, site)), _few((quote_of(site.facts[v.fact], site, "") for v in some), site))
            for (value, unit), some in groups.items()]
    return el("article", _over(d.happening, w.aspect(d.aspect), site), el("div", *told, class_="sides"), class_="versus")
