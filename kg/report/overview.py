"""The report's first page: what this is, its figures, when, who with whom, where, what is contradicted, and what is not known."""
from __future__ import annotations

from collections import Counter

from kg.report import disputes, map, relations
from kg.report import timeline as over_time
from kg.report.html import Html, between, el, grid, join, words
from kg.report.site import Site, year
from kg.report.telling import brief, happening_link, kind_class, section, when
from kg.report.wording import quad

QUADS = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict", "outside-plover")
KINDS = ("no-participant", "mention", "undated", "event-word", "silent-sentence")
LATEST = 8                # happenings that the first page tells


def overview_body(site: Site) -> Html:
    """All of the page below its navigation."""
    w = site.wording
    return join([_head(site), section("timeline", site, over_time.overview(site), _latest(site)), relations.overview(site), map.overview(site),
                 section("contradictions", site, disputes.overview(site), note="contradictions-note"), _kinds(site),
                 section("unknown", site, el("p", el("a", w.say("unknown-more").format(sum(len(r.unread) for r in site.readings)), href="unknown.html"), class_="more"), note="unknown-note")])


def _head(site: Site) -> Html:
    """One sentence, and figures that lead to what they count."""
    w, found = site.wording, site.accounts
    first, last = site.happened()
    years = first[:4] if first[:4] == last[:4] else w.say("interval").format(w.iso(first[:4]), w.iso(last[:4]))
    lead = el("p", between(w.say("lead"), years), class_="standfirst") if first else el("p", w.say("lead-undated"), class_="standfirst")
    total = lambda kind: sum(len(getattr(r, kind)) for r in site.readings)
    figures = (("articles", len(site.readings), "articles.html"), ("happenings", len(found.happenings), "timeline.html"), ("events", total("events"), "articles.html"), ("claims", total("claims"), "articles.html"),
               ("relations", total("relations"), "articles.html"), ("entities", len(site.entities), "entities.html"), ("contradictions-short", disputes.count(site), "disputes.html"))
    return join([el("h1", w.say("report")), lead, el("ul", *(el("li", el("a", el("b", n), " ", w.say(k), href=href)) for k, n, href in figures), class_="cards", id="figures")])


def _latest(site: Site) -> Html | None:
    """The last of what happened, and the way to all."""
    dated = [h for h in site.accounts.happenings if year(h) and h.status == "actual"]
    if not dated:
        return el("p", site.wording.say("no-happenings"))
    last = sorted(dated, key=lambda h: (h.date.start or h.date.end, h.id), reverse=True)[:LATEST]
    more = el("p", el("a", site.wording.say("all-happenings").format(len(site.accounts.happenings)), href="timeline.html"), class_="more")
    return join([el("h3", site.wording.say("latest")), el("ul", *(happening_link(h, site, "") for h in last), class_="lines latest"), more])


def _kinds(site: Site) -> Html | None:
    w, found = site.wording, site.accounts.happenings
    kinds = Counter(quad(h.event) for h in found)
    rows = []
    for q in (q for q in QUADS if kinds[q]):
        types = sorted(Counter(h.event or "-" for h in found if quad(h.event) == q).items(), key=lambda t: (-t[1], t[0]))
        bar = el("svg", el("rect", width=f"{100 * kinds[q] / max(kinds.values()):.0f}%", height="12", class_=q), width="100%", height="12", aria_hidden="true")
        listed = (el("a", w.plover(None if t == "-" else t), " ", el("span", n, class_="n"), href=over_time.type_page(t)) for t, n in types)
        rows.append(el("tr", el("th", w.say(q), scope="row"), el("td", kinds[q], class_="n"), el("td", bar, class_="bars"), el("td", join(listed, w.comma()))))
    return section("what", site, grid([w.say(k) for k in ("kind", "number", "compared", "types")], rows, range(1, 2)), note="what-note") if rows else None


# ── pages that the first one leads to ─────────────────────────────────────────────────────────────────────────────

def articles_body(site: Site) -> Html:
    """All articles, with what was read from each."""
    w = site.wording
    kinds = ("events", "claims", "relations")
    rows = [el("tr", el("td", el("a", words(site.titles[r.article.id]), href=site.article(r.article.id, ""))), el("td", r.article.publisher and words(r.article.publisher)),
               el("td", when(r.written, site)), *(el("td", el("a", len(getattr(r, k)), href=site.article(r.article.id, "", "facts")), class_="n") for k in kinds))
            for r in site.readings]
    foot = el("tr", el("th", w.say("together"), scope="row", colspan="3"), *(el("td", sum(len(getattr(r, k)) for r in site.readings), class_="n") for k in kinds))
    return join([el("h1", f"{w.say('articles')} ({len(rows)})"), grid([w.say(k) for k in ("article", "publisher", "written", *kinds)], rows, range(3, 6), foot)])


def unknown_body(site: Site) -> Html:
    """What was seen and not understood."""
    w = site.wording
    rows, totals = [], Counter()
    for r in site.readings:
        kinds = Counter(u.kind for u in r.unread)
        totals += kinds
        cells = [el("td", el("a", kinds[k], href=site.article(r.article.id, "", "unread")) if kinds[k] else "0", class_="n") for k in KINDS]
        rows.append(el("tr", el("td", el("a", words(site.titles[r.article.id]), href=site.article(r.article.id, ""))), *cells))
    heads = [w.say("article"), *(w.say("undated-kind" if k == "undated" else k) for k in KINDS)]
    foot = el("tr", el("th", w.say("together"), scope="row"), *(el("td", totals[k], class_="n") for k in KINDS))
    nobody = [h for h in site.accounts.happenings if not h.actors and h.status == "actual"]
    listed = el("ul", *(el("li", el("p", el("a", *brief(h, site), href=site.happening(h, ""))), class_=kind_class(h)) for h in nobody), class_="lines")
    named = el("details", el("summary", f"{w.say('nobody')} ({len(nobody)})"), listed) if nobody else None
    head = [el("h1", w.say("unknown")), el("p", w.say("unknown-note"), class_="note")]
    if not named and not any(r.unread for r in site.readings):
        return join([*head, el("p", w.say("nothing-unknown"))])
    return join([*head, grid(heads, rows, range(1, 6), foot), named])
