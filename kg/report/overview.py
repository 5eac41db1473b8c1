"""The report's first page: figures, timeline, who with whom, contradictions, and what is not known."""
from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

from kg.accounts import Difference, Tie
from kg.merge import Happening
from kg.model import Date, Entity
from kg.plover import score
from kg.relations import counted, mean
from kg.report.html import Html, el, join, words
from kg.report.site import Site
from kg.report.telling import kind_class, quote_of, section, when
from kg.report.timeline import all_of_it
from kg.report.wording import quad

QUADS = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict", "outside-plover")
KINDS = ("no-participant", "mention", "undated", "event-word", "silent-sentence")


def overview_body(site: Site) -> Html:
    """All of the page below its navigation."""
    return join([el("h1", site.wording.say("report")), _figures(site), _articles(site), all_of_it(site), _pairs(site), _contradictions(site), _unknown(site)])


def _table(heads: list[str], rows: list[Html], numbers: range = range(0)) -> Html:
    """A table that scrolls by itself where the screen is narrow; `numbers` are the columns that hold figures."""
    return el("div", el("table", el("thead", el("tr", *(el("th", h, scope="col", class_="n" if n in numbers else None) for n, h in enumerate(heads)))), el("tbody", *rows)), class_="wide")


def _figures(site: Site) -> Html:
    w, h = site.wording, site.accounts.happenings
    events = [e for r in site.readings for e in r.events]
    totals = (("articles", len(site.readings), "#articles"), ("happenings", len(h), "#timeline"), ("events", len(events), "#timeline"), ("claims", sum(len(r.claims) for r in site.readings), "#articles"),
              ("relations", sum(len(r.relations) for r in site.readings), "#articles"), ("entities", len(site.entities), "entities.html"))
    cards = el("ul", *(el("li", el("a", el("b", n), " ", w.say(k), href=href)) for k, n, href in totals), class_="cards")
    kinds, most = Counter(quad(e.event) for e in events), max(Counter(quad(e.event) for e in events).values(), default=1)
    rows = []
    for q in (q for q in QUADS if kinds[q]):
        types = sorted(Counter(e.event for e in events if quad(e.event) == q).items(), key=lambda t: (-t[1], t[0] or ""))
        bar = el("span", class_="bar", style=f"--part:{100 * kinds[q] / most:.0f}%")
        rows.append(el("tr", el("th", w.say(q), scope="row"), el("td", kinds[q], class_="n"), el("td", bar, class_="bars"), el("td", join((f"{w.plover(t)} {n}" for t, n in types), w.comma())), class_=q))
    return section("figures", site, cards, _table([w.say("kind"), w.say("number"), "", w.say("types")], rows, range(1, 2)) if rows else None)


def _articles(site: Site) -> Html:
    w = site.wording
    rows = [el("tr", el("td", el("a", words(r.article.title or r.article.id), href=site.article(r.article.id, ""))), el("td", r.article.publisher and words(r.article.publisher)),
               el("td", when(r.written, site)), *(el("td", el("a", n, href=site.article(r.article.id, "", "facts")), class_="n") for n in (len(r.events), len(r.claims), len(r.relations))))
            for r in site.readings]
    return section("articles", site, _table([w.say(k) for k in ("article", "publisher", "written", "events", "claims", "relations")], rows, range(3, 6)))


# ── who with whom ─────────────────────────────────────────────────────────────────────────────────────────────────

def side(e: Entity, site: Site) -> Entity:
    """The state that somebody acts for: a state's people, bodies and forces stand for it, all others for themselves."""
    state = site.entities.get(e.country or "")
    return state if state is not None and state.type == "State" and (e.sector in ("GOV", "MIL") or e.type == "Place") else e


def pairs(site: Site) -> dict[tuple[str, str], list[Happening]]:
    """Happenings that took place between two parties; in a symmetric one every two who took part are a pair."""
    found: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for h in site.accounts.happenings:
        if h.status != "actual":
            continue
        a, b = ({side(e, site).id for e in es} for es in (h.actors, h.recipients))
        both = {(x, y) for x in a for y in b} if b else set(combinations(sorted(a), 2))
        for pair in sorted({tuple(sorted(p)) for p in both if p[0] != p[1]}):
            found[pair].append(h)
    return found


def _pairs(site: Site) -> Html:
    w = site.wording
    rows = []
    for (a, b), found in sorted(pairs(site).items(), key=lambda t: (-len(t[1]), t[0])):
        kinds = Counter()
        for q, n in counted(h.event for h in found).items():
            kinds[q.rpartition(" ")[2].lower()] += n
        points = mean(score(h.event, h.mode) for h in found)
        days = [d for h in found if h.date for d in (h.date.start or h.date.end,)]
        listed = el("details", el("summary", f"{w.say('happenings')} ({len(found)})"), el("ul", *(el("li", el("a", *_brief(h, site), href=site.happening(h, "")), class_=kind_class(h)) for h in found)))
        rows.append(el("tr", el("td", site.entity(site.entities[a], ""), " – ", site.entity(site.entities[b], ""), listed), *(el("td", kinds[k] or "", class_="n") for k in ("cooperation", "conflict", "plover")),
                       el("td", words(f"{points:+.1f}") if points is not None else "", class_="n"), el("td", w.day(Date(min(days), max(days), "interval")) if days else "")))
    heads = [w.say(k) for k in ("parties", "cooperation", "conflict", "other", "score", "period")]
    return section("who-with-whom", site, _table(heads, rows, range(1, 5)) if rows else el("p", w.say("no-pairs")), note="who-note" if rows else "")


def _brief(h: Happening, site: Site) -> list[object]:
    w = site.wording
    who = lambda es: w.comma().join(e.label(w.language) for e in es)
    return [w.day(h.date), " ", w.term(h.cls), f": {who(h.actors) or w.say('somebody')}" if h.actors or h.recipients else "", f" {w.say('arrow')} {who(h.recipients)}" if h.recipients else ""]


# ── contradictions and what is not known ──────────────────────────────────────────────────────────────────────────

def _contradictions(site: Site) -> Html:
    ties = [t for t in site.accounts.ties if t.kind == "contradicts"]
    rows = [_tie(t, site) for t in ties] + [_difference(d, site) for d in site.accounts.differences]
    return section("contradictions", site, *(rows or [el("p", site.wording.say("no-contradictions"))]), note="contradictions-note" if rows else "")


def _over(ident: str, lead: str, site: Site) -> Html | None:
    h = site.happenings.get(ident)
    return h and el("p", f"{lead}: ", el("a", *_brief(h, site), href=site.happening(h, "")))


def _tie(t: Tie, site: Site) -> Html:
    both = [site.facts[k] for k in (t.first, t.second)]
    return el("div", _over(t.about, site.wording.say("about"), site), el("div", *(quote_of(f, site, "", speaker=True) for f in both), class_="sides"), class_="versus")


def _difference(d: Difference, site: Site) -> Html:
    w = site.wording
    told = [el("div", el("p", el("b", words(v.value)), f" {v.unit}" if v.unit else None), quote_of(site.facts[v.fact], site, "")) for v in d.variants]
    return el("div", _over(d.happening, f"{w.say('differ-in')}: {w.aspect(d.aspect)}", site), el("div", *told, class_="sides"), class_="versus")


def _unknown(site: Site) -> Html:
    w = site.wording
    rows = []
    for r in site.readings:
        kinds = Counter(u.kind for u in r.unread)
        cells = [el("td", el("a", kinds[k], href=site.article(r.article.id, "", "unread")) if kinds[k] else "0", class_="n") for k in KINDS]
        rows.append(el("tr", el("td", el("a", words(site.titles[r.article.id]), href=site.article(r.article.id, ""))), *cells))
    heads = [w.say("article"), *(w.say("undated-kind" if k == "undated" else k) for k in KINDS)]
    nobody = [h for h in site.accounts.happenings if not h.actors and h.status == "actual"]
    named = el("details", el("summary", f"{w.say('nobody')} ({len(nobody)})"), el("ul", *(el("li", el("a", *_brief(h, site), href=site.happening(h, "")), class_=kind_class(h)) for h in nobody))) if nobody else None
    if not named and not any(r.unread for r in site.readings):
        return section("unknown", site, el("p", w.say("nothing-unknown")))
    return section("unknown", site, _table(heads, rows, range(1, 5)), named, note="unknown-note")
