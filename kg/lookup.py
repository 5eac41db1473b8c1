"""What a person writes for a parameter → the one term it means: an entity by any of its names, a class by its label, a date as written.

Names are compared folded (hamza, ta marbuta, accents and case do not matter).  A name that fits whole wins over one that fits in
part; what fits nothing or several things is asked back, with what it could have been, never guessed.
"""
from __future__ import annotations

from kg import terms, vocab
from kg.store import fault

_NAMES = """SELECT DISTINCT ?e ?name ?whole {
  VALUES ?type { kg:Person kg:State kg:Organization kg:Group kg:Place kg:Weapon kg:Document kg:NamedOperation kg:Facility }
  ?e a ?type . { ?e rdfs:label ?name BIND(true AS ?whole) } UNION { ?e skos:altLabel ?name BIND(false AS ?whole) } }"""
_STATES = "SELECT DISTINCT ?e ?name ?whole { ?e a kg:State ; rdfs:label ?name BIND(true AS ?whole) }"
_ONES = "SELECT DISTINCT ?theirs ?one { { ?one kg:identityScore ?score . ?theirs owl:sameAs ?one } UNION { ?words kg:identifiedAs ?one ; kg:names ?theirs } }"
_CLASSES = "SELECT DISTINCT ?e ?name ?whole { ?e rdfs:subClassOf* kg:Event ; rdfs:label ?name BIND(true AS ?whole) }"


_SITES = """SELECT DISTINCT ?e ?name ?whole ?point ?known {
  ?e geo:hasGeometry/geo:asWKT ?point ; kg:locationPrecision/skos:notation ?known .
  { ?e rdfs:label ?name BIND(true AS ?whole) } UNION { ?e skos:altLabel ?name BIND(false AS ?whole) } }"""


def fold(name: str) -> str:
    """A name without what spelling leaves open: case and accents of Latin letters, what `kg.arabic.fold` unites of Arabic ones.

    >>> fold("Erdoğan") == fold("ERDOGAN")
    True
    """
    import unicodedata
    if not name.isascii() and any(unicodedata.bidirectional(c) == "AL" for c in name):
        from kg.arabic import fold as arabic
        name = " ".join(arabic(w) for w in name.split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("-", " ").split())


def _match(value: str, rows: list[tuple[str, str, bool]]) -> list[str]:
    """IRIs whose name fits: whole labels, else whole other names, else labels that hold all its words."""
    wanted = fold(value)
    folded = [(e, fold(name), whole) for e, name, whole in rows]
    for fits in (lambda n, whole: whole and n == wanted, lambda n, whole: n == wanted, lambda n, whole: set(wanted.split()) <= set(n.split())):
        found = sorted({e for e, n, whole in folded if fits(n, whole)})
        if found:
            return found
    return []


def _ones(found: list[str], store, names: dict[str, str]) -> list[str]:
    """Entities as what is concluded from all articles names them: the one that an article's is, or the several of one name."""
    ones: dict[str, set[str]] = {}
    for theirs, one in store.ask(_ONES, names).rows:
        ones.setdefault(theirs, set()).add(one)
    return sorted({one for e in found for one in ones.get(e, {e})})


def _named(value: str, query: str, store, names: dict[str, str], what: str, param: str) -> str:
    rows = [(e, terms.value(n), "true" in w) for e, n, w in store.ask(query, names).rows]
    found = _match(value, rows)
    found = _ones(found, store, names) if found and query == _NAMES else found
    if len(found) == 1:
        return found[0]
    label: dict[str, str] = {}
    for e, n, _ in sorted(rows):
        label.setdefault(e, n)
    show = lambda e: f"{label[e]} ({e[1:-1].removeprefix(names['id']).removeprefix(names['kg'])})"
    if found:
        raise fault(f"{param}: {value!r} can mean {len(found)} things", hint="; ".join(show(e) for e in found[:8]))
    from difflib import get_close_matches
    words = sorted({w for _, n, _ in rows for w in (fold(n), *fold(n).split())})
    near = get_close_matches(fold(value), words, 3, 0.7)
    close = dict.fromkeys(show(e) for e, n, _ in sorted(rows) if not {fold(n), *fold(n).split()}.isdisjoint(near))
    raise fault(f"{param}: no {what} in the graph is called {value!r}", hint=("perhaps " + "; ".join(list(close)[:4])) if close else "")


def entity(value: str, store, names: dict[str, str], param: str = "ENTITY", query: str = _NAMES, what: str = "entity") -> str:
    """The entity of an id (`putin`, `RUS`, `id:putin`, an IRI) or of any name that the graph gives it."""
    iri = vocab.expand(value, names) if ":" in value else vocab.entity_iri(names["id"], value) if value.isascii() and " " not in value else None
    if iri is not None and store.ask(f"ASK {{ <{iri}> a ?type }}" if "<" not in iri and ">" not in iri else "ASK {}", names).truth:
        ones = _ones([terms.iri(iri)], store, names) if query == _NAMES else []
        if len(ones) < 2:
            return ones[0] if ones else terms.iri(iri)
        raise fault(f"{param}: {value!r} can mean {len(ones)} things", hint="; ".join(e[1:-1].removeprefix(names["id"]) for e in ones[:8]))
    return _named(value, query, store, names, what, param)


def _capital(value: str) -> str | None:
    """The ISO code of the state whose capital a name or id means, and nothing else does: who acts or speaks there is the state."""
    from kg import data
    from kg.arabic import fold as arabic
    from kg.lexicon.cache import load
    words = load(data.words(), data.ontology("diplomacy.ttl"))
    named = {int(v.split(",")[0]) for v in words.get("e" + " ".join(map(arabic, value.split())))}
    named |= {i for i in words.state_of if fold(value) in (fold(words.entity(i).label("en")), words.entity(i).id.replace("-", " "))}
    states = {words.state_of[i] for i in named if words.kind(i) == "capital"}
    return states.pop() if len(states) == 1 and all(words.kind(i) == "capital" for i in named) else None


def point(value: str, store, names: dict[str, str], param: str = "PLACE") -> str:
    """The GeoSPARQL point of `latitude,longitude`, or of a place: one that the graph locates, else one that the words and the gazetteer know,
    for what happened near a town can be asked where nothing happened in it.  A state is no point."""
    from kg import gazetteer
    given = gazetteer.degrees(value)
    if given is not None:
        return _wkt(gazetteer.Location(*given).wkt, names)
    rows = [tuple(map(terms.value, row)) for row in store.ask(_SITES, names).rows]
    local = value.removeprefix("id:")
    where = {e: (wkt, known) for e, _, _, wkt, known in rows}
    iri = vocab.entity_iri(names["id"], local)
    found = [iri] if iri in where else _match(value, [(e, name, whole == "true") for e, name, whole, _, _ in rows])
    sites = {e.removeprefix(names["id"]): where[e] for e in found} or {id: (at.wkt, at.precision) for id, at in _gazetteer(local).items()}
    if len(sites) > 1:
        raise fault(f"{param}: {value!r} can mean {len(sites)} places", hint=f"give one by its id, {' or '.join(sorted(sites)[:8])}; or latitude,longitude")
    if not sites:
        raise fault(f"{param}: it is not known where {value!r} lies", hint="give latitude,longitude, as 36.53,37.95; or a town near it")
    ((id, (wkt, known)),) = sites.items()
    if known.startswith("state"):
        raise fault(f"{param}: {value!r} is a state, and its middle is no place to measure from", hint=f"give a town{_seat(id)}, or latitude,longitude")
    return _wkt(wkt, names)


def _seat(state: str) -> str:
    """How the capital of a state is asked for: by its id, for some go by the state's own name."""
    from kg import data
    from kg.lexicon.cache import load
    words = load(data.words(), data.ontology("diplomacy.ttl"))
    return next((f" (its capital has the id {words.entity(i).id})" for i, of in words.state_of.items() if of == state and words.kind(i) == "capital"), "")


def _wkt(text: str, names: dict[str, str]) -> str:
    return f'"{text}"^^<{names["geo"]}wktLiteral>'


def _gazetteer(value: str) -> dict:
    """The places that the built-in words call so, by their ids, and where they lie."""
    from kg import data, gazetteer
    from kg.arabic import fold as arabic
    from kg.lexicon.cache import load
    words = load(data.words(), data.ontology("diplomacy.ttl"))
    located = gazetteer.locations()
    named = {words.entity(int(v.split(",")[0])).id for v in words.get("e" + " ".join(map(arabic, value.split())))}
    wanted = fold(value)
    named |= {id for id in located if id in words.by_id and (fold(id) == wanted or fold(words.entity(words.by_id[id]).label("en")) == wanted)}
    return {id: located[id] for id in sorted(named) if id in located}


def cls(value: str, store, names: dict[str, str], param: str = "CLASS") -> str:
    """The event class of a local name (`Shootdown`), a prefixed name or a label."""
    iri = vocab.expand(value, names) if ":" in value else vocab.ONTOLOGY + value if value.isidentifier() and value.isascii() else None
    if iri is not None and store.ask(f"ASK {{ <{iri}> a ?type }}", names).truth:
        return terms.iri(iri)
    return _named(value, _CLASSES, store, names, "event class", param)


def days(value: str) -> tuple[str, str] | None:
    """First and last ISO day of a date as written: a year, a month or a day, in digits or with a month's name; None for anything else.

    >>> days("2015"), days("2016-02"), days("24/11/2015"), days("24 November 2015"), days("March 2017")
    (('2015-01-01', '2015-12-31'), ('2016-02-01', '2016-02-29'), ('2015-11-24', '2015-11-24'), ('2015-11-24', '2015-11-24'), ('2017-03-01', '2017-03-31'))
    """
    import re
    parts = re.findall(r"\d+|[^\W\d_]+", value)
    year = next((int(p) for p in parts if p.isdecimal() and len(p) == 4), None)
    if year is None or not 1 <= year:
        return None
    numbers = [int(p) for p in parts if p.isdecimal() and len(p) != 4]
    words = " ".join(p for p in parts if not p.isdecimal())
    if words:
        month = _month(words)
        day = numbers[0] if numbers else None
        if month is None or len(numbers) > 1:
            return None
    elif len(parts[0]) == 4:
        month, day = (*numbers, None, None)[:2]
    else:
        day, month = (None, numbers[0]) if len(numbers) == 1 else (*numbers, None)[:2]
    return _bounds(year, month, day)


def _bounds(year: int, month: int | None, day: int | None) -> tuple[str, str] | None:
    from datetime import date, timedelta
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        last = first
    elif month:
        last = (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    else:
        last = date(year, 12, 31)
    return first.isoformat(), last.isoformat()


def _month(words: str) -> int | None:
    """The month of a name: English by its first three letters, Arabic as `words/time.toml` lists them, one name or two joined."""
    import calendar
    if words.isascii():
        short = words[:3].title()
        return list(calendar.month_abbr).index(short) if len(words) > 2 and short in calendar.month_abbr else None
    import os
    import tomllib

    from kg import data
    with open(os.path.join(data.words(), "time.toml"), "rb") as f:
        months = tomllib.load(f)["months"]
    known = {fold(n): m["month"] for m in months for key in ("forms", "weak", "strict") for n in m.get(key, ())}
    wanted = fold(words)
    found = {known[wanted]} if wanted in known else {n for w, n in known.items() if f" {w} " in f" {wanted} "}
    return found.pop() if len(found) == 1 else None


def edges(since: str | None, until: str | None, store, names: dict[str, str]) -> tuple[str, str]:
    """The first and last ISO day that --since and --until mean; '' for one that was not given."""
    first, last = (terms.value(term(kind, given, store, names, f"--{kind}")) if given else "" for kind, given in (("since", since), ("until", until)))
    return first, last


def term(kind: str, value: str, store, names: dict[str, str], param: str) -> str:
    """The term that a value means for a parameter of that type; UserError where it means none or several.  `param` is what a person
    calls the parameter where the value was typed: `--by`, `--bind by`, `ENTITY`."""
    if kind == "entity":
        return entity(value, store, names, param)
    if kind == "party" and len(value) == 3 and value.isascii() and value.isupper():      # an ISO code: no words are opened for it
        return entity(value, store, names, param)
    if kind == "party":
        return entity(_capital(value.removeprefix("id:")) or value, store, names, param)
    if kind == "state":
        return entity(value.upper() if len(value) == 3 and value.isascii() else value, store, names, param, _STATES, "state")
    if kind == "point":
        return point(value, store, names, param)
    if kind == "class":
        return cls(value, store, names, param)
    if kind in ("since", "until"):
        span = days(value)
        if span is None:
            raise fault(f"{param}: {value!r} is no date", hint="write 2017, 2017-03, 2017-03-10 or 10 March 2017")
        return terms.date(span[kind == "until"])
    if kind == "number":
        if not value.removeprefix("-").replace(".", "", 1).isdecimal():
            raise fault(f"{param}: {value!r} is no number")
        return terms.decimal(value) if "." in value else terms.integer(int(value))
    return terms.text(value)
