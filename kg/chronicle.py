"""The order of happenings, as the facts that tell them say it, and the quads of what follows from it: a graph of its own.

    kg:before, kg:during      between two happenings, where a text says so and nothing contradicts it
    kg:Ordering               one such tie with its words, the facts that say it, and the days between where they are told
    kg:earliest, kg:latest    what follows for a happening without an exact day, with the ties by which it follows

What happened did so before the article that tells of it was written, so that even a happening of no date has an end.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kg import terms, vocab
from kg.merge import Happening
from kg.model import Date, Problem, Reading
from kg.nodes import Graph, kg, words
from kg.order import Bound, Conflict, Known, Order, Told, arrange
from kg.terms import Quad

SOFT = 15                  # days that an approximate date may be off to either side, as merging has it
RELATION = {"before": "before", "during": "during"}


def ties(happenings: Iterable[Happening]) -> list[Told]:
    """What the facts of these happenings say of their order, equal sayings as one."""
    happenings = list(happenings)
    of = {(f.doc, f.id): h.id for h in happenings for f in h.facts}
    said: dict[tuple, set[tuple[tuple[str, str, str], str]]] = {}
    for h in happenings:
        for f in h.facts if h.status in ("actual", "future") else ():
            for t in f.order:
                one, two = (f.id, t.fact) if t.relation != "after" else (t.fact, f.id)
                key = (of.get((f.doc, one)), "during" if t.relation == "during" else "before", of.get((f.doc, two)), t.least, t.most)
                said.setdefault(key, set()).add(((f.doc, one, two), t.span.text))
            for cause in f.causes:
                said.setdefault((of.get((f.doc, cause)), "led-to", h.id, None, None), set()).add(((f.doc, cause, f.id), ""))
    return [Told(*key, tuple(sorted({facts for facts, _ in sayings})), min(sayings)[1]) for key, sayings in said.items() if key[0] and key[2] and key[0] != key[2]]


def known(h: Happening, written: Mapping[str, Date | None]) -> Known:
    """What is known of a happening's days apart from the order: its date, and the days of the articles that tell it as done, or as to come."""
    first, last = _days(h.date)
    told = [written[f.doc] for f in h.facts if written.get(f.doc) is not None]
    if h.status == "actual":
        by = min((date.fromisoformat(d.end).toordinal() for d in told if d.end), default=None)
        if by is not None and (first is None or first <= by):
            last = by if last is None else min(last, by)
    elif h.status == "future" and first is None:
        since = max((date.fromisoformat(d.start).toordinal() for d in told if d.start), default=None)
        first = since if since is not None and (last is None or since <= last) else None
    return Known(first, last)


def _days(d: Date | None) -> tuple[int | None, int | None]:
    """First and last possible day of a date."""
    if d is None:
        return None, None
    soft = SOFT if d.precision == "approximate" else 0
    return tuple(date.fromisoformat(x).toordinal() + sign * soft if x else None for x, sign in ((d.start, -1), (d.end, 1)))


def open_day(h: Happening) -> bool:
    """Is it not known to the day when it began?"""
    return h.date is None or h.date.start is None or h.date.start != h.date.end


def order(happenings: Iterable[Happening], readings: Iterable[Reading]) -> Order:
    """The order of these happenings, told by these readings."""
    return arranged(list(happenings), {r.article.id: r.written for r in readings})


def arranged(happenings: Sequence[Happening], written: Mapping[str, Date | None]) -> Order:
    """The order of these happenings, told by articles written then."""
    return arrange({h.id: known(h, written) for h in happenings}, ties(happenings))


def problems(found: Order, paths: Mapping[str, str]) -> list[Problem]:
    """The contradictions in what is told of the order, one each; `paths` are the files of the articles by their ids."""
    return [_problem(c, paths) for c in found.conflicts]


def _problem(c: Conflict, paths: Mapping[str, str]) -> Problem:
    doc, one, two = min(f for t in c.ties for f in t.facts)
    said = "; ".join(f"{t.one} {t.kind} {t.two}" + (f" «{t.words}»" if t.words else "") + f" ({', '.join(sorted({d for d, _, _ in t.facts}))})" for t in c.ties)
    what = "goes round in a circle" if c.kind == "circle" else "contradicts the dates"
    related = sorted({x for t in c.ties for _, a, b in t.facts for x in (a, b)} - {two})
    return Problem("warning", f"order-{c.kind}", f"what is told of the order {what}: {said}", doc, two, path=paths.get(doc, ""),
                   hint="kg why tells how each was read; a date or fact is corrected with kg facts", related=tuple(related))


# ── quads ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def order_quads(happenings: Iterable[Happening], readings: Iterable[Reading], found: Order, base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The graph of the order of happenings, sorted."""
    return written_quads(happenings, {r.article.id: r.written for r in readings}, found, base)


def written_quads(happenings: Iterable[Happening], written: Mapping[str, Date | None], found: Order, base: str = vocab.DEFAULT_BASE) -> list[Quad]:
    """The same, told by articles written then."""
    g = Graph(base, vocab.kind_iri(base, "graph", "order"))
    name = lambda id: terms.iri(vocab.kind_iri(base, "happening", id))
    nodes = {t: _ordering(g, t, name) for t in found.ties}
    for h in happenings:
        window = found.windows.get(h.id)
        after, before = window or (None, None)
        start, end = _ordinal(h.date and h.date.start), _ordinal(h.date and h.date.end)
        if after is not None and after.chain and (start is None or after.day > start):
            _bounded(g, name(h.id), "earliest", after, nodes)
        if before is not None and before.chain and (end is None or before.day < end):
            _bounded(g, name(h.id), "latest", before, nodes)
        if h.date is None and not (before and before.chain):
            _told_by(g, h, name(h.id), written)
    return sorted(g.quads)


def _ordering(g: Graph, t: Told, name) -> str:
    s = g.node("order", f"{t.one}-{t.kind}-{t.two}" + (f"-{t.least}-{t.most}" if t.least is not None else ""), "Ordering")
    g.add(s, kg("orders"), name(t.one))
    g.add(s, kg("orderedAgainst"), name(t.two))
    g.add(s, kg("orderKind"), terms.text(t.kind))
    g.add(s, kg("leastDays"), None if t.least is None else terms.integer(t.least))
    g.add(s, kg("mostDays"), None if t.most is None else terms.integer(t.most))
    g.add(s, kg("orderWords"), t.words and words(t.words) or None)
    g.add(s, kg("orderFact"), *(g.fact(x) for _, one, two in t.facts for x in (one, two)))
    if t.kind in RELATION:
        g.add(name(t.one), kg(RELATION[t.kind]), name(t.two))
    return s


def _ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day).toordinal() if day else None


def _bounded(g: Graph, s: str, side: str, bound: Bound, nodes: Mapping[Told, str]) -> None:
    g.add(s, kg(side), terms.date(date.fromordinal(bound.day).isoformat()))
    g.add(s, kg(f"{side}By"), *(nodes[t] for t in bound.chain))


def _told_by(g: Graph, h: Happening, s: str, written: Mapping[str, Date | None]) -> None:
    """An undated happening is no later than the first article that tells it as done."""
    days = sorted((d.end, f.doc) for f in h.facts if (d := written.get(f.doc)) is not None and d.end)
    if h.status == "actual" and days:
        g.add(s, kg("latest"), terms.date(days[0][0]))
        g.add(s, kg("latestBy"), g.article(days[0][1]))
