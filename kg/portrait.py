"""Who or what something is, and what is told of it: names, offices, ties, what it did and had done to it, whom it met, what it said.

All of it is asked of the graph, so every line has the id of the fact, happening or holding that it stands on, which `kg why` explains.
"""
from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg import terms, vocab

_IS = """SELECT ?type ?kind ?name ?lang ?other ?iso ?sector ?country ?wikidata {
  { %(e)s a ?type OPTIONAL { ?type rdfs:label ?kind FILTER(LANG(?kind) = "%(lang)s") } } UNION { %(e)s rdfs:label ?name BIND(LANG(?name) AS ?lang) } UNION { %(e)s skos:altLabel ?other } UNION { %(e)s kg:isoCountry ?iso }
  UNION { %(e)s kg:ploverSector ?sector } UNION { %(e)s kg:country/rdfs:label ?country FILTER(LANG(?country) = "%(lang)s") } UNION { %(e)s owl:sameAs ?wikidata } }"""
_OFFICES = """SELECT DISTINCT ?since ?until ?office ?en ?name ?whom ?holding { ?holding kg:holder %(e)s ; kg:office/rdfs:label ?office, ?en FILTER(LANG(?office) = "%(lang)s" && LANG(?en) = "en")
  OPTIONAL { ?holding kg:startDate|kg:startsIn ?since } OPTIONAL { ?holding kg:endDate|kg:endsIn ?until }
  OPTIONAL { ?holding kg:officeOf ?whom OPTIONAL { ?whom rdfs:label ?name FILTER(LANG(?name) = "%(lang)s") } } }"""
_HOLDERS = _OFFICES.replace("kg:officeOf ?whom", "kg:holder ?whom").replace("kg:holder %(e)s", "kg:officeOf %(e)s")      # the other end of the same
_TIES = """SELECT DISTINCT ?side ?relation ?role ?other ?o ?article ?written ?fact {
  { ?fact kg:subject %(e)s ; kg:object ?o BIND("of" AS ?side) } UNION { ?fact kg:object %(e)s ; kg:subject ?o BIND("by" AS ?side) }
  ?fact a kg:Relation ; kg:relation/rdfs:label ?relation FILTER(LANG(?relation) = "%(lang)s")
  OPTIONAL { ?o rdfs:label ?other FILTER(LANG(?other) = "%(lang)s") } OPTIONAL { ?fact kg:role ?role } OPTIONAL { ?fact kg:inArticle ?in . ?in dcterms:identifier ?article OPTIONAL { ?in kg:startDate ?written } } }
  ORDER BY ?side ?relation ?other ?role ?article ?fact"""
_ROLES = 'SELECT DISTINCT ?en ?name { ?office a kg:Office ; rdfs:label ?en, ?name FILTER(LANG(?en) = "en" && LANG(?name) = "%s") } ORDER BY ?en DESC(?name)'
_DEEDS = """SELECT ?h ?side ?class ?start ?end ?latest ?status ?standing ?score ?type (COUNT(DISTINCT ?article) AS ?told)
    (GROUP_CONCAT(DISTINCT ?actor; separator="%(comma)s") AS ?who) (GROUP_CONCAT(DISTINCT ?recipient; separator="%(comma)s") AS ?whom) {
  VALUES (?p ?side) { (kg:actor "did") (kg:recipient "was done to it") (kg:place "happened there") (kg:object "was its matter") (kg:weapon "was done with it") (kg:participant "took part") }
  ?h ?p %(e)s ; a kg:Happening ; kg:eventClass/rdfs:label ?class ; kg:status/skos:notation ?status ; kg:standing/skos:notation ?standing FILTER(LANG(?class) = "%(lang)s")
  OPTIONAL { ?h kg:startDate ?start } OPTIONAL { ?h kg:endDate ?end } OPTIONAL { ?h kg:latest ?latest } OPTIONAL { ?h kg:conflictCooperationScore ?score } OPTIONAL { ?h kg:ploverType ?type } OPTIONAL { ?h kg:teller ?article }
  OPTIONAL { ?h kg:actor ?a . ?a rdfs:label ?actor FILTER(?a != %(e)s && LANG(?actor) = "%(lang)s") } OPTIONAL { ?h kg:recipient ?r . ?r rdfs:label ?recipient FILTER(?r != %(e)s && LANG(?recipient) = "%(lang)s") }
} GROUP BY ?h ?side ?class ?start ?end ?latest ?status ?standing ?score ?type"""
_SAID = """SELECT DISTINCT ?stance ?content ?about ?article ?written ?fact { ?fact a kg:Claim ; kg:speaker %(e)s ; kg:stance/rdfs:label ?stance FILTER(LANG(?stance) = "%(lang)s") OPTIONAL { ?fact kg:content ?content }
  OPTIONAL { ?fact kg:about/kg:reports/rdfs:label ?about FILTER(LANG(?about) = "%(lang)s") }
  OPTIONAL { ?fact kg:inArticle ?in . ?in dcterms:identifier ?article OPTIONAL { ?in kg:startDate ?written } } } ORDER BY ?written ?article ?fact"""
_NAMED = """SELECT ?article ?written (COUNT(DISTINCT ?m) AS ?n) {
  { ?m kg:names %(e)s } UNION { ?m kg:identifiedAs %(e)s } UNION { %(e)s kg:identityScore ?score . ?theirs owl:sameAs %(e)s . ?m kg:names ?theirs }
  ?m kg:inArticle ?in . ?in dcterms:identifier ?article OPTIONAL { ?in kg:startDate ?written } } GROUP BY ?article ?written ORDER BY ?article"""
_PEOPLE = """SELECT ?name (COUNT(DISTINCT ?h) AS ?n) ?who { ?who kg:country %(e)s ; rdfs:label ?name FILTER(LANG(?name) = "%(lang)s" && ?who != %(e)s) ?h a kg:Happening ; kg:actor|kg:recipient ?who } GROUP BY ?name ?who ORDER BY DESC(?n) ?name"""
KINDS = frozenset(vocab.ONTOLOGY + k for k in ("Person", "State", "Organization", "Group", "Place", "Weapon", "Document", "NamedOperation", "Facility"))
SIDES = ("did", "was done to it", "took part", "was its matter", "was done with it", "happened there")


@lru_cache(maxsize=1)
def _captions() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "portrait.toml").read_text(encoding="utf-8"))


def say(key: str, language: str, **values: object) -> str:
    """A caption in that language, its {places} filled; a word without one is shown as it is, so that nothing is hidden."""
    found = _captions().get(key)
    return found[language].format(**values) if found else key


class Line(NamedTuple):
    """A line of a portrait: its section, when (ISO days or a range, '' unknown), what, more (who else, whose words), and the id that it stands on.
    `weight` says how telling it is beside others of its section; `others` are the ids of facts that say the same."""
    section: str
    when: str
    what: str
    more: str
    id: str
    weight: float = 0.0
    others: tuple[str, ...] = ()


class Portrait(NamedTuple):
    """`names` are labels by language, `others` further spellings; `facts` key figures by name (kind, country, sector, ISO, Wikidata, articles)."""
    id: str
    names: dict[str, str]
    others: tuple[str, ...]
    facts: dict[str, str]
    lines: tuple[Line, ...]


def portrait(store, names: dict[str, str], e: str, language: str = "en") -> Portrait:
    """Everything that the graph says of an entity (a term), in sections in a fixed order, each by time."""
    asked = {"e": e, "lang": language, "comma": say("list", language)}
    rows = lambda query: [tuple(terms.value(t) if t else "" for t in row) for row in store.ask(query % asked, names).rows]
    labels, others, facts = _is(rows(_IS), names)
    ties = rows(_TIES)
    lines = _offices("offices", rows(_OFFICES), ties, names, language) + _offices("held by", rows(_HOLDERS), ties, names, language)
    here = {terms.value(en): terms.value(name) for en, name in store.ask(_ROLES % language, names).rows} if ties and language != "en" else {}
    lines += _ties(ties, here, names, language)
    deeds = rows(_DEEDS)
    lines += _deeds(deeds, names, language)
    lines += _met(deeds, names, language)
    lines += [Line("said", written, stance, say("besides", language).join(filter(None, (f"«{content}»" if content else about, article))), short(f, names), float(bool(about)))
              for stance, content, about, article, written, f in rows(_SAID)]
    if facts.get("ISO 3166") and "state" not in facts:
        lines += [Line("stand for it", "", name, n, short(who, names), float(n)) for name, n, who in rows(_PEOPLE)]
    told = rows(_NAMED)
    if told:
        days = sorted(w for _, w, _ in told if w) or [""]
        span = days[0] if days[0] == days[-1] else say("from to", language, one=days[0], two=days[-1])
        facts["named"] = say("articles", language, n=sum(int(n) for *_, n in told), a=len(told), days=span).rstrip(" ,،")
    return Portrait(short(e[1:-1], names), labels, others, facts, tuple(lines))


_EVIDENCE = """SELECT DISTINCT ?of ?article ?words { { VALUES ?of { %s } ?f kg:reports ?of } UNION { VALUES ?of { %s } ?of kg:recordId ?id BIND(?of AS ?f) }
  ?f kg:inArticle/dcterms:identifier ?article ; kg:evidence/oa:exact ?words } ORDER BY ?of ?article ?words"""


def evidence(store, names: dict[str, str], ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """The (article, sentence) that each of these ids rests on: a happening on all that tell it, a fact on its own; what rests on no article is not in it."""
    wanted = sorted({f"<{vocab.expand(i, names)}>" for i in ids})
    out: dict[str, list[tuple[str, str]]] = {}
    for of, article, words in store.ask(_EVIDENCE % (" ".join(wanted), " ".join(wanted)), names).rows if wanted else ():
        out.setdefault(short(of[1:-1], names), []).append((terms.value(article), " ".join(terms.value(words).split())))
    return out


_FACTS = """SELECT ?of ?label { VALUES ?of { %s } { ?of kg:reports/rdfs:label ?label FILTER(LANG(?label) = "%s") }
  UNION { ?of kg:speaker/rdfs:label ?who ; kg:stance/rdfs:label ?stance FILTER(LANG(?who) = "%s" && LANG(?stance) = "%s") BIND(CONCAT(?who, ": ", ?stance) AS ?label) }
  UNION { ?of kg:subject/rdfs:label ?one ; kg:relation/rdfs:label ?tie ; kg:object/rdfs:label ?other FILTER(LANG(?one) = "%s" && LANG(?tie) = "%s" && LANG(?other) = "%s") BIND(CONCAT(?one, ": ", ?tie, " · ", ?other) AS ?label) } }
  ORDER BY ?of DESC(?label)"""


def told(store, names: dict[str, str], ids: Iterable[str], language: str = "en") -> dict[str, str]:
    """What each of these facts says, in a line: the happening that an event reports, who holds a claim how, who is what of whom."""
    wanted = sorted({f"<{vocab.expand(i, names)}>" for i in ids})
    return {short(of[1:-1], names): terms.value(label) for of, label in store.ask(_FACTS % (" ".join(wanted), *[language] * 6), names).rows} if wanted else {}


def short(iri: str, names: dict[str, str]) -> str:
    """An IRI as a person writes it."""
    return vocab.shorten(iri, names) or iri


def _is(rows: Iterable[tuple[str, ...]], names: dict[str, str]) -> tuple[dict[str, str], tuple[str, ...], dict[str, str]]:
    labels: dict[str, str] = {}
    others, facts = set(), {}
    for type, kind, name, lang, other, iso, sector, country, wikidata in rows:
        if type in KINDS:
            facts["kind"] = kind or type.removeprefix(vocab.ONTOLOGY)
        if name:
            labels[lang] = min(name, labels.get(lang, name))
        others |= {other} - {""}
        facts |= {k: v for k, v in (("state", country), ("ISO 3166", iso), ("sector", sector), ("same as", short(wikidata, names) if wikidata.startswith("http") else "")) if v}
    return labels, tuple(sorted(others - set(labels.values()))), facts


def _ties(rows: Iterable[tuple[str, ...]], here: dict[str, str], names: dict[str, str], language: str) -> list[Line]:
    """What is told to tie it to others, each tie once however often it is told: in which article, or in how many, and how often."""
    told: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for side, relation, role, other, o, article, _, fact in rows:
        told.setdefault((side, relation, other, o, role), []).append((article, short(fact, names)))
    out = []
    for (side, relation, other, _, role), facts in told.items():
        articles = sorted({article for article, _ in facts} - {""})
        where = articles[0] if len(articles) == 1 else say("in articles", language, n=len(articles)) if articles else ""
        often = say("mentions", language, n=len(facts)) if len(facts) > max(1, len(articles)) else ""
        out.append(Line("ties" if side == "of" else "tied to it", "", f"{relation}: {other}", say("besides", language).join(filter(None, (here.get(role, role), say("list", language).join(filter(None, (where, often)))))),
                        facts[0][1], float(len(facts)), tuple(id for _, id in facts[1:])))
    return out


def _offices(section: str, rows: Iterable[tuple[str, ...]], ties: Iterable[tuple[str, ...]], names: dict[str, str], language: str) -> list[Line]:
    """Who held an office, in order of time: as the lists say that kg reads with, and as the articles do that were written meanwhile."""
    out = []
    for since, until, office, en, name, whom, holding in sorted(rows, key=lambda r: (r[0] or r[1], *r)):
        told = sorted({article for _, _, role, _, other, article, written, _ in ties if (role, other) == (en, whom) and written and since <= written and (not until or written <= until)})
        more = say("besides", language).join(filter(None, ("" if name in office else name, say("told in", language, articles=", ".join(told)) if told else "")))
        out.append(Line(section, _span(since, until, language), office, more, short(holding, names), 3.0 * bool(told) + 2.0 * (not until) + float(since[:4] or 0) / 10_000))
    return out


def _span(since: str, until: str, language: str) -> str:
    """An office's time: both ends, one, or nothing."""
    if since and until:
        return say("from to", language, one=since, two=until)
    return say("since", language, day=since) if since else say("until", language, day=until) if until else ""


def when(start: str, end: str, latest: str = "") -> str:
    """A happening's time in short: a day, a range, one side of it.

    >>> when("2016-08-09", "2016-08-09"), when("2016-01-01", "2016-01-31"), when("", "2016-02-01"), when("", "", "2017-01-01")
    ('2016-08-09', '2016-01', '..2016-02-01', '..2017-01-01')
    """
    if start and start == end:
        return start
    if start and end:
        year, month, day = start.split("-")
        if day == "01" and start[:7] == end[:7] and end[8:] >= "28":
            return start[:7]
        return year if (start[5:], end[5:], year) == ("01-01", "12-31", end[:4]) else f"{start}..{end}"
    return f"{start}.." if start else f"..{end or latest}" if end or latest else ""


def _deeds(rows: Sequence[tuple[str, ...]], names: dict[str, str], language: str) -> list[Line]:
    found, nearer = [], {h for h, side, *_ in rows if side != "took part"}
    for h, side, cls, start, end, latest, status, standing, score, _, told, who, whom in rows:
        if side == "took part" and h in nearer:             # every role is one of the participants, by inference
            continue
        flags = [say(x, language) for x in (status if status != "actual" else "", standing if standing != "told" else "") if x]
        what = cls + (f" [{say('list', language).join(flags)}]" if flags else "")
        weight = (abs(float(score)) if score else 0.0) / (1 if status == "actual" else 2)
        arrow = f"→ {whom}" if whom and side != "was done to it" else ""
        more = " ".join(filter(None, (who and {"did": "+ ", "was done to it": "← "}.get(side, "") + who, arrow)))
        found.append((SIDES.index(side), start or end or latest or "~", Line(side, when(start, end, latest), what, more, short(h, names), weight + int(told))))
    return [line for *_, line in sorted(found, key=lambda x: (x[0], x[1], x[2].id))]


def _met(rows: Iterable[tuple[str, ...]], names: dict[str, str], language: str) -> list[Line]:
    """Whom it met, called or visited, or was visited by: how often, and when last."""
    times: dict[str, set[tuple[str, str]]] = {}
    comma = say("list", language)
    for h, side, _, start, end, _, status, _, _, type, _, who, whom in rows:
        if type == "CONSULT" and status == "actual" and side in ("did", "was done to it"):
            for other in {*who.split(comma), *whom.split(comma)} - {""}:
                times.setdefault(other, set()).add((start or end, h))
    out = []
    for other, found in sorted(times.items(), key=lambda x: (-len(x[1]), x[0])):
        day, h = max(found)
        out.append(Line("met", say("last", language, day=day) if day else "", other, say("times", language, n=len(found)) if len(found) > 1 else "", short(h, names), float(len(found))))
    return out
