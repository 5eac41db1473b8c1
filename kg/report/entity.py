"""The page of an entity: who it is, what it did and had done to it, what it said, and where it is named."""
from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from kg.merge import Happening
from kg.model import Claim, Entity, Relation
from kg.report.html import Html, el, grid, join, words
from kg.report.site import Site
from kg.report.telling import happening_link, linked, pieces, quote_of, when

UP = "../"
OFFICES = ("holdsOffice", "formerOffice", "leaderOf", "headOfDelegation", "spokespersonOf", "memberOf")
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
        _section("offices", _ties([f for f in ties if f.relation in OFFICES], e, site), sum(f.relation in OFFICES for f in ties), site),
        _section("ties", _ties([f for f in ties if f.relation not in OFFICES], e, site), sum(f.relation not in OFFICES for f in ties), site),
        _met(e, [h for _, h in parts], site),
        el("div", id="happenings", class_="here"), _section("did", _list(did, site), len(did), site), _section("done-to", _list(done, site), len(done), site),
        _section("other-parts", join(join([el("h3", w.term(role), id=f"part-{role}"), _list([h for r, h in others if r == role], site)]) for role in sorted({r for r, _ in others})) or None, len(others), site),
        _section("said", join(quote_of(f, site, UP, speaker=True) for f in claims) or None, len(claims), site), _named(e, site)])


def _ties(found: list[Relation], e: Entity, site: Site) -> Html | None:
    """Ties in order of time, those that say the same in one entry with all of their quotes."""
    groups: dict[tuple, list[Relation]] = {}
    for f in sorted(found, key=lambda f: ((f.valid and (f.valid.start or f.valid.end)) or "~", f.doc, f.trigger.start, f.id)):
        groups.setdefault((f.subject.entity.id, f.relation, f.object.entity.id, f.role, f.valid and (f.valid.start, f.valid.end)), []).append(f)
    rows = [el("li", el("p", linked(pieces(some[0], site), site, UP), *([", ", when(some[0].valid, site)] if some[0].valid else [])),
               el("details", el("summary", f"{site.wording.say('quotes')}: {len(some)}"), *(quote_of(f, site, UP) for f in some)), class_="tie") for some in groups.values()]
    return el("ul", *rows, class_="lines") if rows else None


def _met(e: Entity, happenings: list[Happening], site: Site) -> Html | None:
    """Whom it met: who else took part in what it took part in of PLOVER's type CONSULT, each with the meetings."""
    found: dict[str, list[Happening]] = {}
    for h in {h.id: h for h in happenings if h.event == "CONSULT" and h.status == "actual"}.values():
        for other in sorted({x.id for x in (*h.actors, *h.recipients)} - {e.id}):
            found.setdefault(other, []).append(h)
    if not found or all(e.id not in {x.id for x in (*h.actors, *h.recipients)} for hs in found.values() for h in hs):
        return None
    rows = [el("li", el("details", el("summary", words(site.entities[x].label(site.wording.language)), f" ({len(hs)})"), el("p", site.entity(site.entities[x], UP)), _list(hs, site)))
            for x, hs in sorted(found.items(), key=lambda t: (-len(t[1]), t[0]))]
    return el("section", el("h2", f"{site.wording.say('met')} ({len(found)})", id="met"), el("ul", *rows, class_="met"), aria_labelledby="met")


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
    return el("div", el("p", el("a", w.say("entities"), href=UP + "entities.html"), class_="crumbs"), el("h1", words(mine)), el("dl", *(join([el("dt", k), el("dd", v)]) for k, v in rows if v), class_="meta"))


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
        rows = [el("tr", el("td", site.entity(e, "")), el("td", words(e.label("en" if w.language == "ar" else "ar"))), el("td", e.country or ""),
                   el("td", _count(e, "happenings", len(site.parts.get(e.id, ())), site), class_="n"), el("td", _count(e, "named", len(site.named.get(e.id, ())), site), class_="n")) for e in found]
        heads = [w.say(k) for k in ("name", "other-name", "country", "happenings", "times")]
        out.append(el("section", el("h2", f"{w.kind(type)} ({len(found)})", id=type), grid(heads, rows, range(3, 5)), aria_labelledby=type))
    return join(out)


def _count(e: Entity, anchor: str, number: int, site: Site) -> Html | int:
    """A number as the way to what it counts."""
    return el("a", number, href=f"{quote(site.files[f'entity:{e.id}'])}#{anchor}") if number else number
