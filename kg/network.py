"""Happenings → a network in GraphML, for Gephi and its kin: who acted on whom.

    node    an actor: type, country, sector, both labels, how many facts name it
    edge    from an actor to a recipient of one happening, with its type, mode, score and time; where nobody is the recipient (a meeting, an
            agreement) those who took part are tied in both directions
            or, weighted: one edge a pair and quad class, its weight the number of happenings, its score their mean

`start` and `end` are ISO days; Gephi makes its timeline of the two (Data laboratory, Merge columns, Create time interval).  Keys that
Gephi has a meaning for are named as it wants them: label, weight.  Only what took place is a tie: what is negated, possible or to come is
counted and told.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product
from typing import NamedTuple

from kg.merge import Happening
from kg.model import Entity, Reading
from kg.nodes import latin
from kg.plover import QUAD_CLASSES, score
from kg.records import refs_of

OUTSIDE = "outside PLOVER"
NODE = {"label": "string", "label_ar": "string", "label_en": "string", "type": "string", "country": "string", "sector": "string", "wikidata": "string", "facts": "int"}
EDGE = {"label": "string", "happening": "string", "class": "string", "type": "string", "mode": "string", "quad_class": "string", "score": "double", "start": "string", "end": "string",
        "precision": "string", "standing": "string", "articles": "int", "mutual": "boolean"}
PAIR = {"label": "string", "weight": "double", "quad_class": "string", "score": "double", "start": "string", "end": "string", "types": "string"}
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
Value = str | int | float | bool | None


class Network(NamedTuple):
    """The text of the file in chunks, how many nodes and edges it has, and what is in none, with its number."""
    chunks: Iterator[str]
    nodes: int
    edges: int
    left_out: dict[str, int]


class Edge(NamedTuple):
    """A tie between two actors with its values, in the order of the keys."""
    id: str
    source: str
    target: str
    values: dict[str, Value]


def network(readings: Iterable[Reading], found: Iterable[Happening], weighted: bool = False, language: str = "en") -> Network:
    """The network of what took place: an edge a pair of a happening, or, `weighted`, one a pair and quad class."""
    readings, out = list(readings), Counter()
    ties: list[tuple[Happening, Entity, Entity, bool]] = []
    nodes: dict[str, Entity] = {}
    for h in found:
        if h.status != "actual":
            out["happenings " + {"negated": "that did not take place", "hypothetical": "only possible", "future": "still to come"}[h.status]] += 1
            continue
        nodes |= {e.id: e for e in (*h.actors, *h.recipients)}
        pairs = _pairs(h)
        ties += [(h, a, b, mutual) for a, b, mutual in pairs]
        out["happenings of one party or none"] += not pairs
    edges = _weighted(ties) if weighted else _single(ties)
    out["claims"] += sum(len(r.claims) for r in readings)
    out["offices and other ties"] += sum(len(r.relations) for r in readings)
    facts = Counter(ident for r in readings for f in (*r.events, *r.claims, *r.relations) for ident in {ref.entity.id for ref in refs_of(f)})
    return Network(_text(nodes, facts, edges, PAIR if weighted else EDGE, language), len(nodes), len(edges), {k: n for k, n in out.items() if n})


def _pairs(h: Happening) -> list[tuple[Entity, Entity, bool]]:
    """Who acted on whom; those of a side without another are tied to each other, in both directions."""
    if h.actors and h.recipients:
        return [(a, b, False) for a, b in product(h.actors, h.recipients) if a.id != b.id]
    return [(a, b, True) for a, b in permutations(h.actors or h.recipients, 2)]


def _quad(h: Happening) -> str:
    return QUAD_CLASSES.get(h.event, OUTSIDE) if h.event else OUTSIDE


def _single(ties: Sequence[tuple[Happening, Entity, Entity, bool]]) -> list[Edge]:
    out, count = [], Counter()
    for h, a, b, mutual in ties:
        count[h.id] += 1
        out.append(Edge(f"{h.id}~{count[h.id]}", a.id, b.id, {
            "label": h.cls, "happening": f"happening:{h.id}", "class": h.cls, "type": h.event, "mode": h.mode, "quad_class": _quad(h), "score": score(h.event, h.mode),
            "start": h.date and h.date.start, "end": h.date and h.date.end, "precision": h.date and h.date.precision, "standing": h.standing, "articles": len(h.docs), "mutual": mutual}))
    return out


def _weighted(ties: Sequence[tuple[Happening, Entity, Entity, bool]]) -> list[Edge]:
    groups: dict[tuple[str, str, str], list[Happening]] = defaultdict(list)
    for h, a, b, _ in ties:
        groups[a.id, b.id, _quad(h)].append(h)
    out = []
    for (a, b, quad), told in sorted(groups.items()):
        points = [p for h in told if (p := score(h.event, h.mode)) is not None]
        edges = sorted(x for h in told if h.date for x in (h.date.start, h.date.end) if x)
        types = Counter(h.event or h.cls for h in told)
        out.append(Edge(f"{a}~{b}~{quad.replace(' ', '-')}", a, b, {
            "label": quad, "weight": float(len(told)), "quad_class": quad, "score": round(sum(points) / len(points), 2) if points else None,
            "start": edges[0] if edges else None, "end": edges[-1] if edges else None, "types": ", ".join(f"{n} {t}" for t, n in sorted(types.items()))}))
    return out


# ── GraphML ───────────────────────────────────────────────────────────────────────────────────────────────────────

def _xml(value: Value) -> str:
    """A value as XML holds it; characters that no XML may hold are left out."""
    if isinstance(value, bool):
        return str(value).lower()
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff" or c in "\t\n\r").translate(_XML)


def _data(values: dict[str, Value], side: str) -> str:
    return "".join(f'<data key="{side}_{k}">{_xml(v)}</data>' for k, v in values.items() if v is not None and v != "")


def _text(nodes: dict[str, Entity], facts: Counter, edges: Sequence[Edge], keys: dict[str, str], language: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for side, word, known in (("n", "node", NODE), ("e", "edge", keys)):
        yield from (f'<key id="{side}_{k}" for="{word}" attr.name="{k}" attr.type="{kind}"/>\n' for k, kind in known.items())
    yield '<graph id="kg" edgedefault="directed">\n'
    for id in sorted(nodes):
        e = nodes[id]
        values = {"label": latin(e) if language == "en" else e.label(language), "label_ar": e.label("ar"), "label_en": latin(e), "type": e.type, "country": e.country,
                  "sector": e.sector, "wikidata": e.wikidata, "facts": facts[id]}
        yield f'<node id="{_xml(id)}">{_data(values, "n")}</node>\n'
    for x in edges:
        yield f'<edge id="{_xml(x.id)}" source="{_xml(x.source)}" target="{_xml(x.target)}">{_data(x.values, "e")}</edge>\n'
    yield "</graph>\n</graphml>\n"
