"""The page of an entity: who it is, what it did and had done to it, what it said, and where it is named."""
from __future__ import annotations

from collections import Counter

from kg.merge import Happening
from kg.model import Claim, Entity, Relation
from kg.report.html import Html, el, join, words
from kg.report.site import Site
from kg.report.telling import happening_link, linked, pieces, quote_of

UP = "../"
FIRST = ("Person", "State", "Organization", "Group", "Place")        # the kinds of entity that a reader looks for first


def entity_body(e: Entity, site: Site) -> Html:
    """All of the page below its navigation."""
    w, parts = site.wording, site.parts.get(e.id, ())
    did, done = [h for role, h in parts if role == "actor"], [h for role, h in parts if role == "recipient"]
    others = [(role, h) for role, h in parts if role not in ("actor", "recipient")]
    mine = site.other.get(e.id, ())
    ties, claims = [f for f in mine if isinstance(f, Relation)], [f for f in mine if isinstance(f, Claim)]
    return join([
        _head(e, site),
        _section("ties", el("ul", *(el("li", el("p", linked(pieces(f, site), site, UP)), quote_of(f, site, UP), class_="tie") for f in ties)) if ties else None, len(ties), site),
        _section("did", _list(did, site), len(did), site), _section("done-to", _list(done, site), len(done), site),
        _section("other-parts", join(join([el("h3", w.term(role)), _list([h for r, h in others if r == role], site)]) for role in sorted({r for r, _ in others})) or None, len(others), site),
        _section("said", join(quote_of(f, site, UP, speaker=True) for f in claims) or None, len(claims), site), _named(e, site)])


def _section(key: str, inner: Html | None, count: int, site: Site) -> Html | None:
    return inner and el("section", el("h2", f"{site.wording.say(key)} ({count})", id=key), inner, aria_labelledby=key)


def _list(happenings: list[Happening], site: Site) -> Html | None:
    return el("ul", *(happening_link(h, site, UP) for h in happenings), class_="lines") if happenings else None


def _head(e: Entity, site: Site) -> Html:
    w = site.wording
    mine, others = e.label(w.language), [text for language, text in e.labels if text != e.label(w.language)]
    state = site.entities.get(e.country or "")
    country = e.country and e.country != e.id and (site.entity(state, UP) if state else e.country)
    wikidata = e.wikidata and el("a", e.wikidata, href=f"https://www.wikidata.org/wiki/{e.wikidata}", rel="external noreferrer")
    rows = ((w.say("other-name"), join((words(x) for x in others), w.comma()) or None), (w.say("kind"), w.kind(e.type)), (w.say("country"), country),
            (w.say("sector"), e.sector and el("code", e.sector)), ("Wikidata", wikidata), (w.say("identifier"), el("code", e.id)))
    return el("div", el("h1", words(mine)), el("dl", *(join([el("dt", k), el("dd", v)]) for k, v in rows if v), class_="meta"))


def named_as(e: Entity, site: Site) -> tuple[Counter, Counter]:
    """How often each article names an entity, and in which words."""
    found = site.named.get(e.id, ())
    return Counter(doc for doc, _ in found), Counter(text for _, text in found if text)


def _named(e: Entity, site: Site) -> Html | None:
    w = site.wording
    docs, texts = named_as(e, site)
    if not docs:
        return None
    ordered = sorted(texts.items(), key=lambda t: (-t[1], t[0]))
    listed = el("ul", *(el("li", el("a", words(site.titles[d]), href=site.article(d, UP)), f" ({n})") for d, n in sorted(docs.items())))
    return el("section", el("h2", f"{w.say('named-in')} ({sum(docs.values())})", id="named"), listed,
              el("p", f"{w.say('named-as')}: ", join((join([words(t), f" ({n})"]) for t, n in ordered), w.comma())), aria_labelledby="named")


def catalogue_body(site: Site) -> Html:
    """The page of all entities, by kind, those that most happenings name first."""
    w = site.wording
    out = [el("h1", w.say("entities"))]
    for type in sorted({e.type for e in site.entities.values()}, key=lambda t: (FIRST.index(t) if t in FIRST else len(FIRST), t)):
        found = sorted((e for e in site.entities.values() if e.type == type), key=lambda e: (-len(site.parts.get(e.id, ())), -len(site.named.get(e.id, ())), e.id))
        head = el("tr", *(el("th", w.say(k), scope="col", class_="n" if k in ("happenings", "times") else None) for k in ("name", "other-name", "country", "happenings", "times")))
        rows = [el("tr", el("td", site.entity(e, "")), el("td", words(e.label("en" if w.language == "ar" else "ar"))), el("td", e.country or ""),
                   el("td", len(site.parts.get(e.id, ())), class_="n"), el("td", len(site.named.get(e.id, ())), class_="n")) for e in found]
        out.append(el("section", el("h2", f"{w.kind(type)} ({len(found)})", id=type), _scroll(el("table", el("thead", head), el("tbody", *rows))), aria_labelledby=type))
    return join(out)


def _scroll(table: Html) -> Html:
    """A table that scrolls by itself where the screen is narrow."""
    return el("div", table, class_="wide")
