"""Two graphs → what was gained, lost and altered between them, in facts.

A fact is first known again by its id, which holds neither offsets nor dates; then by its article, sentence and word (the class is
another now); by its sentence and class (the article has another name now); in the end by its article, class and word, where no other
fact has these (the sentence was rewritten).  Altered is a fact in the same place with other values,
field by field; how sure the reading was and by which rule is not what the fact says, and is left out.  Of happenings it is told which
were merged, split, or are told with other values.  Only what differs is looked at.
"""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kg import terms, vocab
from kg.inference import Axioms
from kg.nodes import LABEL, kg, std
from kg.rows import Rows, differing
from kg.terms import RDF_TYPE

KINDS = {kg("Event"): "event", kg("Claim"): "claim", kg("Relation"): "relation", kg("Happening"): "happening"}
_PLAIN = ("ploverType", "ploverMode", "status", "modality", "context", "place", "source", "object", "weapon", "topic", "stance", "speaker", "content", "subject", "relation", "role",
          "standing", "teller")
_FACTS = ("ledTo", "about")
_OWN = f"<{vocab.ONTOLOGY}"
GRAPHS = 100     # rows that say what a subject is: far more than any fact has
Values = tuple[str, ...]


class Told(NamedTuple):
    """A fact or happening as one of the graphs has it: its IRI, what kind of thing, its class, where it stands, and its values by field."""
    iri: str
    kind: str
    cls: str
    article: str
    sentence: str
    words: str
    start: int
    fields: Mapping[str, Values]

    @property
    def id(self) -> str:
        """`event:visit-…`, without the base."""
        head, _, name = self.iri.rpartition(":")
        return f"{head.rpartition(':')[2].rpartition('/')[2]}:{name}"


class Altered(NamedTuple):
    """The same with other values: each field with what it was and what it is."""
    old: Told
    new: Told
    fields: tuple[tuple[str, Values, Values], ...]


class Regrouped(NamedTuple):
    """Happenings that became one, or one that became several: their ids on either side."""
    old: Values
    new: Values


class Changes(NamedTuple):
    """All that differs; `articles` are those that came and those that went."""
    gained: tuple[Told, ...]
    lost: tuple[Told, ...]
    altered: tuple[Altered, ...]
    merged: tuple[Regrouped, ...]
    split: tuple[Regrouped, ...]
    refined: tuple[Altered, ...]
    begun: tuple[Told, ...]            # happenings that no fact told before
    ended: tuple[Told, ...]            # happenings that no fact tells any more
    articles: tuple[Values, Values] = ((), ())

    @property
    def any(self) -> bool:
        return any(self[:8]) or any(self.articles)


class Side:
    """One of the graphs, asked for what a subject says."""

    def __init__(self, rows: Rows, known: Axioms):
        self.rows, self.known = rows, known
        self._shown: dict[str, str] = {}
        self._told: dict[str, Told | None] = {}

    def of(self, subject: str) -> dict[str, list[str]]:
        """The values of each property of a subject."""
        out: dict[str, list[str]] = defaultdict(list)
        for _, p, o, _ in self.rows.of(subject):
            if o not in out[p]:
                out[p].append(o)
        return out

    def types(self, subject: str) -> set[str]:
        """What a subject is.  An entity is described in every article that names it, a fact in few graphs: that many are looked at."""
        return {o for _, _, o, _ in self.rows.of(subject, RDF_TYPE, GRAPHS)}

    def told(self, subject: str) -> Told | None:
        """What stands there, None where it is neither a fact nor a happening."""
        if subject not in self._told:
            kind = next((KINDS[t] for t in sorted(self.types(subject)) if t in KINDS), None)
            self._told[subject] = self._read(subject, kind, self.of(subject)) if kind else None
        return self._told[subject]

    def _read(self, subject: str, kind: str, said: dict[str, list[str]]) -> Told:
        span = self.of(said[kg("trigger")][0]) if said.get(kg("trigger")) else {}
        text = lambda node, p: "".join(terms.value(x) for x in node.get(p, ())[:1])
        sentences = sorted((int(text(e, std("oa:start")) or 0), text(e, std("oa:exact"))) for e in map(self.of, said.get(kg("evidence"), ())))
        article = said.get(kg("inArticle"), [""])[0]
        name = text(self.of(article), std("dcterms:identifier")) or article.rpartition(":")[2].rstrip(">") if article else ""
        return Told(terms.value(subject), kind, self._cls(kind, said), name, " ".join(t for _, t in sentences), text(span, std("oa:exact")), int(text(span, std("oa:start")) or 0),
                    self._fields(said))

    def _cls(self, kind: str, said: dict[str, list[str]]) -> str:
        """The most particular class, stance or tie."""
        if kind != "event":
            named = said.get(kg({"claim": "stance", "relation": "relation", "happening": "eventClass"}[kind]), ())
        else:
            above = {c for t in said[RDF_TYPE] for c in self.known.classes.get(t, ())}
            named = [t for t in said[RDF_TYPE] if t.startswith(_OWN) and t not in above]
        return min(named, default="").removeprefix(_OWN).rstrip(">")

    def _fields(self, said: dict[str, list[str]]) -> dict[str, Values]:
        roles = [p[len(_OWN):-1] for p in said if kg("participant") in self.known.properties.get(p, ())]
        out = {name: tuple(sorted(map(self.shown, said[kg(name)]))) for name in (*_PLAIN, *roles) if said.get(kg(name))}
        out |= {name: tuple(sorted({vocab_name(o) for o in said[kg(name)]})) for name in _FACTS if said.get(kg(name))}
        if said.get(kg("quantity")):
            out["quantity"] = tuple(sorted(map(self._quantity, said[kg("quantity")])))
        ends = [terms.value(said[kg(p)][0]) if said.get(kg(p)) else "…" for p in ("startDate", "endDate")]
        if ends != ["…", "…"]:
            sure = [vocab_name(p) for p in said.get(kg("precision"), ())]
            out["date"] = (" ".join([ends[0] if ends[0] == ends[1] else "..".join(ends), *(f"({p})" for p in sure if p != "Day")]),)
        return out

    def _quantity(self, node: str) -> str:
        said = self.of(node)
        return " ".join(terms.value(said[kg(p)][0]) for p in ("quantityKind", "value", "unit") if said.get(kg(p)))

    def shown(self, term: str) -> str:
        """A value for a person: an entity by its id and English label, whatever else by its name or text."""
        if term[0] != "<":
            return terms.value(term)
        if term not in self._shown:
            labels = [o for _, _, o, _ in self.rows.of(term, LABEL, GRAPHS) if o.endswith("@en")]
            self._shown[term] = vocab_name(term) if term.startswith(_OWN) or not labels else f"{terms.value(min(labels))} ({vocab_name(term)})"
        return self._shown[term]


def vocab_name(term: str) -> str:
    """The last part of an IRI; of a fact without the digest that a matched fact may have another of."""
    name = term[1:-1].rpartition("#")[2].rpartition(":")[2].rpartition("/")[2]
    kind = term[1:-1].rpartition(":")[0].rpartition(":")[2]
    return f"{kind}:{name.rpartition('-')[0]}" if kind in ("event", "claim", "relation") else name


# ── comparing ─────────────────────────────────────────────────────────────────────────────────────────────────────

def compare(before: Rows, after: Rows, known: Axioms, rows: Iterable[str] | None = None) -> Changes:
    """What differs between two graphs; `rows` are those in which they differ, where that is known already."""
    old, new = Side(before, known), Side(after, known)
    touched = _touched(before, after, (row for _, row in differing(before, after)) if rows is None else rows)
    found = [(x, old.told(x), new.told(x)) for x in sorted(touched)]
    pairs, gone, fresh = _matched([(a, b) for _, a, b in found if (a or b) and (a or b).kind != "happening"])
    altered = tuple(sorted((x for a, b in pairs if (x := _altered(a, b)).fields), key=lambda x: _order(x.new)))
    merged, split, refined, begun, ended = _happenings([(a, b) for _, a, b in found if (a or b) and (a or b).kind == "happening"], pairs, old, new)
    came, went = (tuple(sorted(_article(side, x) for x in touched if kg("Article") in side.types(x) and kg("Article") not in other.types(x)))
                  for side, other in ((new, old), (old, new)))
    return Changes(tuple(sorted(fresh, key=_order)), tuple(sorted(gone, key=_order)), altered, merged, split, refined, begun, ended, (came, went))


def _touched(before: Rows, after: Rows, rows: Iterable[str]) -> set[str]:
    """The subjects of all rows that differ, but for those of what is inferred, and the facts whose quantities do."""
    out, measured = set(), set()
    for row in rows:
        subject = row.partition(" ")[0]
        if row.endswith("graph:inferred> ."):
            continue
        (measured if ":quantity:" in subject else out).add(subject)
    measured = {q for q in measured if before.of(q) and after.of(q)}          # of one that came or went, so did the row that names it
    if measured:
        mark = f" {kg('quantity')} ".encode()
        for side in (before, after):
            at = side.data.find(mark)
            while at >= 0:
                end = side.data.find(b" ", at + len(mark))
                if side.data[at + len(mark):end].decode() in measured:
                    out.add(side.data[side.data.rfind(b"\n", 0, at) + 1:at].decode())
                at = side.data.find(mark, end)
    return out


def _article(side: Side, subject: str) -> str:
    return terms.value(side.of(subject).get(std("dcterms:identifier"), [subject])[0])


def _order(x: Told) -> tuple:
    return x.article, x.start, x.iri


def _matched(found: Iterable[tuple[Told | None, Told | None]]) -> tuple[list[tuple[Told, Told]], list[Told], list[Told]]:
    """Facts paired with themselves, those that are gone and those that are new."""
    found = list(found)
    pairs = [(a, b) for a, b in found if a and b]
    gone, fresh = [a for a, b in found if a and not b], [b for a, b in found if b and not a]
    keys: tuple[Callable[[Told], tuple], ...] = (lambda x: (x.kind, x.article, x.sentence, x.words), lambda x: (x.kind, x.sentence, x.cls), lambda x: (x.kind, x.article, x.cls, x.words))
    for key in keys:
        before, after = _keyed(gone, key), _keyed(fresh, key)
        here = [(a, b) for k in before for a, b in zip(before[k], after.get(k, ())) if key is not keys[-1] or len(before[k]) == len(after[k]) == 1]
        known = {x.iri for pair in here for x in pair}
        pairs, gone, fresh = pairs + here, [a for a in gone if a.iri not in known], [b for b in fresh if b.iri not in known]
    return pairs, gone, fresh


def _keyed(facts: Iterable[Told], key: Callable[[Told], tuple]) -> dict[tuple, list[Told]]:
    """Facts with words of their own by a key, in their order in the text."""
    out: dict[tuple, list[Told]] = defaultdict(list)
    for x in sorted(facts, key=_order):
        if x.sentence:
            out[key(x)].append(x)
    return out


def _altered(a: Told, b: Told) -> Altered:
    """Two of one, with the fields in which they differ."""
    rows = [(name, (x,) if x else (), (y,) if y else ()) for name, x, y in (("class", a.cls, b.cls), ("article", a.article, b.article), ("words", a.words, b.words), ("sentence", a.sentence, b.sentence)) if x != y]
    rows += [(name, a.fields.get(name, ()), b.fields.get(name, ())) for name in sorted({*a.fields, *b.fields}) if a.fields.get(name, ()) != b.fields.get(name, ())]
    return Altered(a, b, tuple(rows))


def _happenings(found: list[tuple[Told | None, Told | None]], pairs: list[tuple[Told, Told]], old: Side, new: Side) -> tuple:
    """Which happenings became one, which several, which are told with other values, which are new and which are gone.

    Facts that stay in their happening do not differ and are not looked at: a happening that stands on both sides still holds some.
    """
    of = lambda side, x: next((terms.value(h) for h in side.of(terms.iri(x.iri)).get(kg("reports"), ())), None)
    moves = {(of(old, a), of(new, b)) for a, b in pairs if a.kind == "event"}
    moves = {(x, y) for x, y in moves if x and y} | {(a.iri, b.iri) for a, b in found if a and b and _stays(a.iri, old, new)}
    moves |= {(y, y) for x, y in moves if x != y and old.told(terms.iri(y)) and _stays(y, old, new)} | {(x, x) for x, y in moves if x != y and new.told(terms.iri(x)) and _stays(x, old, new)}
    into, out_of = defaultdict(set), defaultdict(set)
    for x, y in moves:
        into[y].add(x)
        out_of[x].add(y)
    name = lambda iris: tuple(sorted(Told(i, "", "", "", "", "", 0, {}).id for i in iris))
    merged = tuple(sorted(Regrouped(name(xs), name([y])) for y, xs in into.items() if len(xs) > 1))
    split = tuple(sorted(Regrouped(name([x]), name(ys)) for x, ys in out_of.items() if len(ys) > 1))
    plain = [(x, y) for x, y in sorted(moves) if len(into[y]) == len(out_of[x]) == 1]
    refined = tuple(r for x, y in plain if (a := old.told(terms.iri(x))) and (b := new.told(terms.iri(y))) and (r := _altered(a, b)).fields)
    begun = tuple(b for a, b in found if b and not a and b.iri not in into)
    ended = tuple(a for a, b in found if a and not b and a.iri not in out_of)
    return merged, split, refined, begun, ended


def _stays(iri: str, old: Side, new: Side) -> bool:
    """Whether a happening of that id holds a fact on both sides that it held on the other; true where the graphs do not say which it holds."""
    a, b = (set(side.of(terms.iri(iri)).get(kg("reportedBy"), ())) for side in (old, new))
    return bool(a & b) if a and b else True


def by_article(changes: Changes) -> dict[str, Counter[str]]:
    """How much was gained, lost and altered in each article, by its id."""
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for what, facts in (("gained", changes.gained), ("lost", changes.lost), ("altered", [x.new for x in changes.altered])):
        for f in facts:
            out[f.article][what] += 1
    return dict(sorted(out.items()))
