"""Two parties over time: what happened between them, by month or year, counted by PLOVER's quad classes and scored.

The figures are the same wherever they are shown, in `kg relations` and in the report: `counted`, `mean`, `telling`, `periods`.  What
happened between two parties is what one did to the other, or both together with nobody else as its recipient; a happening counts where it
took place and its tellers do not contradict each other.  A happening whose days do not fit in one month stands in its year, one that fits
in no year in none.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg import terms, vocab
from kg.plover import QUAD_CLASSES, score

OUTSIDE = "outside PLOVER"
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
UNDATED = "undated"
_ROLES = """SELECT DISTINCT ?h ?p { VALUES ?p { kg:actor kg:recipient } { ?h ?p %s } %s }"""
_FOR = "UNION { ?x kg:country %s . ?h ?p ?x }"      # a state's people, bodies and places
_TO_SOMEBODY = "SELECT DISTINCT ?h { VALUES ?h { %s } ?h kg:recipient ?other }"
_DEEDS = """SELECT ?h ?type ?mode ?class ?start ?end ?standing ?label (COUNT(DISTINCT ?article) AS ?tellers) WHERE { VALUES ?h { %s }
  ?h kg:status ?status ; kg:standing/skos:notation ?standing ; kg:eventClass ?class ; rdfs:label ?label FILTER(?status = kg:Actual && LANG(?label) = "%s")
  OPTIONAL { ?h kg:ploverType ?type } OPTIONAL { ?h kg:ploverMode ?mode } OPTIONAL { ?h kg:startDate ?start } OPTIONAL { ?h kg:endDate ?end }
  OPTIONAL { ?h kg:teller ?article }
} GROUP BY ?h ?type ?mode ?class ?start ?end ?standing ?label"""
_TOLD = """SELECT DISTINCT ?article ?words ?f { ?f kg:reports <%s> ; kg:inArticle/dcterms:identifier ?article ; kg:evidence/oa:exact ?words } ORDER BY ?article ?f ?words"""


class Deed(NamedTuple):
    """A happening between two parties: its IRI, name, class, PLOVER type and mode, ISO days ('' where unknown), standing, how many articles tell it."""
    id: str
    label: str
    cls: str
    type: str | None
    mode: str | None
    start: str
    end: str
    standing: str = "told"
    tellers: int = 1

    @property
    def score(self) -> float | None:
        """What it counts on PLOVER's scale; None outside PLOVER."""
        return score(self.type, self.mode)


class Period(NamedTuple):
    """A month (`2016-08`), a year or `undated`: the number of its happenings of each quad class, their mean score, the most telling first."""
    name: str
    counts: Counter[str]
    mean: float | None
    telling: tuple[Deed, ...]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


# ── the figures ───────────────────────────────────────────────────────────────────────────────────────────────────

def quad(type: str | None) -> str:
    """The quad class of a PLOVER type."""
    return QUAD_CLASSES.get(type or "", OUTSIDE)


def counted(types: Iterable[str | None]) -> Counter[str]:
    """How many of each quad class."""
    return Counter(map(quad, types))


def mean(scores: Iterable[float | None]) -> float | None:
    """The mean conflict–cooperation score, of what has one; None where nothing has.

    >>> mean([4, -9, None]), mean([None])
    (-2.5, None)
    """
    known = [s for s in scores if s is not None]
    return sum(known) / len(known) if known else None


def telling(deeds: Iterable[Deed]) -> list[Deed]:
    """The furthest from zero first, then what more articles tell, then what was earlier."""
    return sorted(deeds, key=lambda d: (-abs(d.score or 0), -d.tellers, d.start or d.end or "~", d.id))


def period_of(start: str, end: str, by: str = "month") -> str:
    """The month or year that the days lie in; the year where no one month holds them.

    >>> period_of("2016-08-09", "2016-08-09"), period_of("2016-08-20", "2016-09-02"), period_of("2015-12-30", "2016-01-02"), period_of("", "2016-06-27")
    ('2016-08', '2016', 'undated', '2016-06')
    """
    first, last = start or end, end or start
    for length in (7, 4) if by == "month" else (4,):
        if first and first[:length] == last[:length]:
            return first[:length]
    return UNDATED


def periods(deeds: Iterable[Deed], by: str = "month") -> list[Period]:
    """The periods in which something happened, in order; what fits in none comes last."""
    groups: dict[str, list[Deed]] = {}
    for d in deeds:
        groups.setdefault(period_of(d.start, d.end, by), []).append(d)
    return [Period(name, counted(d.type for d in found), mean(d.score for d in found), tuple(telling(found)))
            for name, found in sorted(groups.items(), key=lambda x: (x[0] == UNDATED, x[0]))]


# ── from a graph ──────────────────────────────────────────────────────────────────────────────────────────────────

def between(store, names: dict[str, str], a: str, b: str, language: str = "en", alone: bool = False, since: str = "", until: str = "") -> list[Deed]:
    """What happened between two parties (terms), contested happenings among the rest, by date.  A state's people, bodies and places stand for
    it, unless `alone`; `since` and `until` are ISO days, and what has no date is left out where one is given."""
    shared = _shared(store, names, a, b, alone)
    out = []
    for h, kind, mode, cls, start, end, standing, label, tellers in store.ask(_DEEDS % (" ".join(shared), language), names).rows if shared else ():
        text = lambda term: terms.value(term) if term else ""
        deed = Deed(text(h), text(label), text(cls).removeprefix(vocab.ONTOLOGY), text(kind) or None, text(mode) or None, text(start), text(end), text(standing), int(text(tellers)))
        first, last = deed.start or deed.end, deed.end or deed.start
        if (since or until) and (not first or since and last < since or until and first > until):
            continue
        out.append(deed)
    return sorted(out, key=lambda d: (d.start or d.end or "~", d.id))


def _shared(store, names: dict[str, str], a: str, b: str, alone: bool) -> list[str]:
    """The happenings between two.  Each party's are asked for by themselves: no engine finds a good order for both at once."""
    def of(party: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {"actor": set(), "recipient": set()}
        for h, p in store.ask(_ROLES % (party, "" if alone else _FOR % party), names).rows:
            found[p[1:-1].removeprefix(vocab.ONTOLOGY)].add(h)
        return found
    one, other = of(a), of(b)
    both = sorted(one["actor"] & other["actor"])
    elsewhere = {h for h, in store.ask(_TO_SOMEBODY % " ".join(both), names).rows} if both else set()
    return sorted((one["actor"] & other["recipient"]) | (other["actor"] & one["recipient"]) | (set(both) - elsewhere))


def voices(store, names: dict[str, str], deed: Deed) -> list[tuple[str, str, str]]:
    """The facts that tell it: article, sentence, fact."""
    return [tuple(terms.value(x) if x else "" for x in row) for row in store.ask(_TOLD % deed.id, names).rows]


def split(deeds: Sequence[Deed]) -> tuple[list[Deed], list[Deed]]:
    """Those that count, and the contested ones."""
    return [d for d in deeds if d.standing != "contested"], [d for d in deeds if d.standing == "contested"]
