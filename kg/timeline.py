"""Happenings in order of time, those without an exact day where what is known of the order puts them.

What is known stands in the graph (`kg.chronicle` put it there): dates, bounds that follow from the order, and which came before which.
Here they are only set in a line: by their days, the undated by their bounds, and never against what is told of the order.
"""
from __future__ import annotations

from kg.portrait import say
from kg.store import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIRST, LAST = "0001-01-01", "9999-12-31"
COLUMNS = ("start", "end", "precision", "earliest", "latest", "what", "who", "whom", "where", "standing", "happening")
_HAPPENINGS = """SELECT ?start ?end ?precision ?earliest ?latest ?what
       (GROUP_CONCAT(DISTINCT ?actor; separator="%(comma)s") AS ?who)
       (GROUP_CONCAT(DISTINCT ?recipient; separator="%(comma)s") AS ?whom)
       (GROUP_CONCAT(DISTINCT ?site; separator="%(comma)s") AS ?where) ?standing ?happening WHERE {
  { SELECT DISTINCT ?happening ?class ?standing {
    %(only)s ?happening a ?type ; kg:eventClass ?class ; kg:status ?status ; kg:standing/skos:notation ?standing FILTER(?type = kg:Happening && ?status = kg:Actual)
  } }
  OPTIONAL { ?happening kg:startDate ?start } OPTIONAL { ?happening kg:endDate ?end } OPTIONAL { ?happening kg:precision/skos:notation ?precision }
  OPTIONAL { ?happening kg:earliest ?earliest } OPTIONAL { ?happening kg:latest ?latest }
  OPTIONAL { ?class rdfs:label ?what FILTER(LANG(?what) = "%(language)s") }
  OPTIONAL { ?happening kg:actor/rdfs:label ?actor FILTER(LANG(?actor) = "%(language)s") }
  OPTIONAL { ?happening kg:recipient/rdfs:label ?recipient FILTER(LANG(?recipient) = "%(language)s") }
  OPTIONAL { ?happening kg:place/rdfs:label ?site FILTER(LANG(?site) = "%(language)s") }
} GROUP BY ?start ?end ?precision ?earliest ?latest ?what ?standing ?happening ORDER BY ?happening"""
_OF = "SELECT DISTINCT ?h { VALUES ?role { kg:actor kg:recipient } { ?h ?role %s } UNION { ?who kg:country %s . ?h ?role ?who } }"      # asked for by itself, for speed
_AT = """SELECT DISTINCT ?h { { ?h kg:place %s } UNION { ?where kg:country %s . ?h kg:place ?where }
  UNION { ?h kg:recipient %s . %s a kg:Place } UNION { ?where kg:country %s . ?h kg:recipient ?where . ?where a ?type FILTER(?type = kg:Place) } }"""
_BEFORE = "SELECT DISTINCT ?one ?two { { ?one kg:before ?two } UNION { ?one kg:ledTo ?two } UNION { ?two kg:during ?one } ?one a kg:Happening . ?two a kg:Happening }"
_REASONS = """SELECT ?happening ?side ?kind ?one ?two ?words ?least ?most ?article (GROUP_CONCAT(DISTINCT ?doc; separator=", ") AS ?docs) {
  VALUES (?by ?side) { (kg:earliestBy "after") (kg:latestBy "before") } ?happening ?by ?tie .
  OPTIONAL { ?tie kg:orderKind ?kind ; kg:orders ?one ; kg:orderedAgainst ?two OPTIONAL { ?tie kg:orderWords ?words } OPTIONAL { ?tie kg:leastDays ?least ; kg:mostDays ?most } }
  OPTIONAL { ?tie kg:orderFact/kg:inArticle/dcterms:identifier ?doc } OPTIONAL { ?tie a kg:Article ; dcterms:identifier ?article }
} GROUP BY ?happening ?side ?kind ?one ?two ?words ?least ?most ?article ORDER BY ?happening ?side ?one ?two ?kind"""


class Entry:
    """A line of the timeline: the terms of its columns, and why its bounds are what they are, in words."""
    __slots__ = ("cells", "why")

    def __init__(self, cells: dict[str, str | None]):
        self.cells, self.why = cells, []

    def day(self, name: str) -> str | None:
        """A day of the entry as text, None where it has none."""
        term = self.cells.get(name)
        return term.split('"')[1] if term else None

    @property
    def low(self) -> str | None:
        """The first day that it may have begun on."""
        return max(filter(None, (self.day("start"), self.day("earliest"))), default=None)

    @property
    def high(self) -> str | None:
        """The last day that it may have begun on."""
        return min(filter(None, (self.day("end"), self.day("latest"))), default=None)


def entries(store, names: dict[str, str], a: str | None = None, b: str | None = None, place: str | None = None, since: str = FIRST, until: str = LAST,
            language: str = "en") -> list[Entry]:
    """The happenings between these parties, at that place, that may lie between these days, in order; of one whose one side is open the other
    side counts.  `a`, `b` and `place` are terms."""
    theirs = [{h for h, in store.ask(query, names).rows} for query in (*(_OF % (x, x) for x in (a, b) if x), *([_AT % ((place,) * 5)] if place else ()))]
    only = f"VALUES ?happening {{ {' '.join(sorted(set.intersection(*theirs)))} }}" if theirs else ""
    answer = store.ask(_HAPPENINGS % {"only": only, "language": language, "comma": say("list", language)}, names)
    found = [Entry(dict(zip(answer.variables, row))) for row in answer.rows]
    bounded = (since, until) != (FIRST, LAST)
    kept = [e for e in found if not bounded or (day := e.low or e.high) and (e.high or day) >= since and day <= until]
    return _in_line(kept, store.ask(_BEFORE, names).rows)


def _in_line(found: list[Entry], before: Iterable[tuple[str, str]]) -> list[Entry]:
    """The entries so that none stands before one that it came after, else by their days: Kahn's algorithm with a heap."""
    from heapq import heapify, heappop, heappush
    by = {e.cells["happening"]: e for e in found}
    follow: dict[str, set[str]] = {name: set() for name in by}
    for one, two in before:
        if one in by and two in by and one != two:
            follow[one].add(two)
    waits = {name: 0 for name in by}
    for following in follow.values():
        for name in following:
            waits[name] += 1
    ready = [(_key(by[name]), name) for name, n in waits.items() if not n]
    heapify(ready)
    out: list[Entry] = []
    while ready:
        _, name = heappop(ready)
        out.append(by.pop(name))
        for after in sorted(follow[name]):
            waits[after] -= 1
            if not waits[after]:
                heappush(ready, (_key(by[after]), after))
    return out + [by[name] for _, name in sorted((_key(e), name) for name, e in by.items())]      # what goes round in a circle, by its days alone


def _key(e: Entry) -> tuple[str, int, str]:
    """Where an entry wants to stand: on its first day, with the sharpest first; what is only known to be over by a day stands before that."""
    low, high = e.low, e.high
    return (low, 1, high or LAST) if low else (high, 0, high) if high else (LAST, 2, LAST)


def explain(found: Iterable[Entry], store, names: dict[str, str], language: str = "en") -> None:
    """Gives each entry the reasons of its bounds, the nearest tie first."""
    by = {e.cells["happening"]: e for e in found}
    chains: dict[tuple[str, str], list[dict[str, str]]] = {}
    answer = store.ask(_REASONS, names)
    for row in answer.rows:
        cells = dict(zip(answer.variables, row))
        if cells["happening"] in by:
            chains.setdefault((cells["happening"], cells["side"].strip('"')), []).append(cells)
    label = _labels(store, names, language)
    bound = lambda name, side: say(side, language, day=by[name].day("earliest" if side == "after" else "latest"))
    for (name, side), ties in sorted(chains.items(), key=lambda c: (c[0][0], c[0][1] != "after")):
        by[name].why.append(f"{bound(name, side)}: {' · '.join(_told(name, ties, label, language))}")


def _labels(store, names: dict[str, str], language: str) -> Mapping[str, str]:
    from kg.terms import value
    rows = store.ask(f'SELECT ?h ?label {{ ?h a kg:Happening ; rdfs:label ?label FILTER(LANG(?label) = "{language}") }}', names).rows
    return {h: value(label) for h, label in rows}


_SAID = {"before": ("is before", "is after"), "during": ("is during", "is around"), "led-to": ("led to", "comes of")}      # of the first of two, and of the second


def _told(at: str, ties: list[dict[str, str]], label: Mapping[str, str], language: str) -> list[str]:
    """The ties of one bound, from the happening on to the one whose date it is."""
    from kg.terms import value
    out, left = [], list(ties)
    while left:
        tie = next((t for t in left if at in (t["one"], t["two"])), left[0])
        left.remove(tie)
        if tie["article"]:
            out.append(say("told as done", language, article=value(tie["article"])))
            continue
        first = tie["one"] == at
        other = tie["two"] if first else tie["one"]
        kind = _SAID[value(tie["kind"])][not first]
        words = (f" «{value(tie['words'])}»" if tie["words"] else "") + f" ({value(tie['docs'])})"
        out.append(say(kind, language, apart=_days(tie, language), other=label.get(other, other.strip("<>").rpartition(":")[2])) + words)
        at = other
    return out


def _days(tie: dict[str, str], language: str) -> str:
    if not tie["least"]:
        return ""
    from kg.terms import value
    least, most = value(tie["least"]), value(tie["most"])
    return say("days to", language, least=least, most=most) if least != most else say("one day" if least == "1" else "days", language, n=least)


def answer(found: Iterable[Entry], why: bool = False, told: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> Answer:
    """The entries as rows, for every format of answers; with `why` the reasons in a column of their own, with `told` (happening → articles and
    their words) the words behind each."""
    from kg.terms import text
    columns = (*COLUMNS, *["why"] * why, *["told"] * (told is not None))
    more = {"why": lambda e: "; ".join(e.why), "told": lambda e: "; ".join(f"{article}: «{words}»" for article, words in (told or {}).get(e.cells["happening"], ()))}
    return Answer("rows", columns, [tuple((text(said) if (said := more[c](e)) else None) if c in more else e.cells.get(c) for c in columns) for e in found])


# ── on a terminal ─────────────────────────────────────────────────────────────────────────────────────────────────

def when(e: Entry, language: str = "en") -> list[str]:
    """What is known of the day, in one line or two: a date as an article gives it, and what follows from the order."""
    start, end, earliest, latest = (e.day(x) for x in ("start", "end", "earliest", "latest"))
    if start and start == end:
        return [start]
    if earliest and earliest == latest:
        return [f"= {earliest}"]
    told = lambda key, day: [say(key, language, day=day)] if day else []
    if start and end and not (earliest or latest):
        about = (e.cells.get("precision") or "").strip('"') == "approximate"
        return [*(told("about", start) if about else [start]), "   " * about + told("to", end)[0]]
    return told("after", e.low) + told("before", e.high) or [say("no date", language)]


def lines(found: Iterable[Entry], width: int = 80, why: bool = False, told: Mapping[str, Sequence[tuple[str, str]]] | None = None, names: Mapping[str, str] | None = None,
          language: str = "en") -> list[str]:
    """The entries for a reader, no line wider than `width`: the day to the left, what happened to the right; with `told` (happening → articles and
    their words) under each its id and those."""
    from textwrap import wrap

    from kg.terminal import pad
    from kg.terms import value
    left = 20
    out: list[str] = []
    for e in found:
        cell = {c: value(t) if (t := e.cells.get(c)) else "" for c in COLUMNS}
        sides = " → ".join(filter(None, (cell["who"], cell["whom"])))
        what = cell["what"] + (f": {sides}" if sides else "") + (f" ({cell['where']})" if cell["where"] else "") + (" " + say(f"[{cell['standing']}]", language) if cell["standing"] != "told" else "")
        body = wrap(what, max(20, width - left)) or [""]
        body += [line for reason in (e.why if why else ()) for line in wrap(reason, max(20, width - left), initial_indent="  ", subsequent_indent="    ")]
        if told is not None:
            from kg.vocab import shorten
            iri = e.cells["happening"]
            body += [f"  {shorten(iri[1:-1], names or {}) or iri}"]
            body += [line for article, words in told.get(iri, ()) for line in (f"  {article}", *wrap(f"«{words}»", max(20, width - left), initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False))]
        days = when(e, language)
        for n in range(max(len(days), len(body))):
            day, text = (days[n] if n < len(days) else ""), (body[n] if n < len(body) else "")
            out.append((pad(day, left) + text).rstrip())
    return out
