"""What articles say → the graph: its file, its store, and beside them the index by which unchanged articles are passed over.

    build/graph.nq     the graph as sorted N-Quads, the truth; beside it previous.nq, the one before
    build/store/       the store of it, disposable, and the ontology with it
    build/index.db     what is kept of each article (`kg.index`), and which store and file it goes with

What one article says, and what follows from that alone, is made again for changed articles only.  What is concluded from all of them (who is
who, happenings, their order, offices, places) is concluded anew from the kept readings, as if all came at once: so the graph does not depend
on the builds that led to it.  Of the file and of the store only the rows that differ are replaced.

The next store, index and file are made beside those there are and switched to at the end.  Where they do not go together, or were made by
another program or with other words, all is put together afresh from the facts.
"""
from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg import __version__, chronicle, data, gazetteer, imports, ontology, places, store, terms, vocab
from kg.accounts import accounts
from kg.collection import Collection
from kg.conclusions import conclusion_quads
from kg.corrections import apply, corrections_path, unplaced
from kg.equals import identity_quads
from kg.graph import Tenure, article_quads, office_quads
from kg.index import FAULTS, Index, damaged, opened
from kg.inference import axioms, inferred
from kg.kept import fact_file, fixes_file, load_fixes, load_raw, load_readings, write_atomically
from kg.lexicon import Lexicon
from kg.merge import merge
from kg.model import Problem, Reading, UserError
from kg.plover import QUAD_CLASSES
from kg.rows import keep
from kg.store.changing import changed, switch
from kg.together import pins, who_and_one

OUTSIDE = "outside PLOVER"


class Counted(NamedTuple):
    """What a collection says, in numbers: events by quad class and type, and what was left uncoded by kind."""
    articles: int
    events: Counter[tuple[str, str]]
    claims: int
    ties: int
    unread: Counter[str]


@dataclass
class _Taken:
    """What is put together: the articles as corrected, what is wrong with them, the rows that were made, and the graphs that stay."""
    readings: list[Reading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: set[str] = field(default_factory=set)
    staying: set[str] = field(default_factory=set)

    def add(self, quads: Iterable[terms.Quad]) -> None:
        """Rows of the new graph."""
        self.rows.update(_lines(quads))


def _lines(quads: Iterable[terms.Quad]) -> list[str]:
    return [row + "\n" for row in terms.lines(quads)]


def index_file(collection: Collection) -> Path:
    """Where the index lies."""
    return collection.build / "index.db"


def standing(collection: Collection, stamp: str) -> bool:
    """Is there a whole graph made with this stamp?"""
    index = _valid(collection, stamp)
    if index is None:
        return False
    index.close()
    return True


def _whole(stamp: str) -> str:
    """A stamp with the ontology, from which follows what is kept of each article."""
    return f"{stamp}-{store.fingerprint([data.ontology('alignments.ttl'), data.ontology('diplomacy.ttl')])}"


def _valid(collection: Collection, stamp: str) -> Index | None:
    """The index of the graph there is; None where there is none, or it does not go with the store and the file."""
    index = opened(index_file(collection), _whole(stamp))
    if index is not None:
        there = store.current(collection.build / "store")
        if there and os.path.basename(there) == index.get("store") and collection.quads.exists() and str(collection.quads.stat().st_size) == index.get("size"):
            return index
        index.close()
    return None


def assemble(collection: Collection, ids: Sequence[str], words: Lexicon, stamp: str) -> list[Problem]:
    """Brings the graph to what the stored facts of these articles say; gives the corrections that had no effect, and what contradicts itself
    in the order that is told.

    Nothing is switched to before all of it is written, so that the last good graph stays where it was when something cannot be written.
    """
    index = _valid(collection, stamp)
    beside = collection.build / ".next"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        if index is not None:
            with index:
                try:
                    return _onwards(collection, index, ids, words, beside)
                except FAULTS as e:
                    if not damaged(e):
                        raise
        return _afresh(collection, ids, words, stamp, beside)
    except (OSError, *FAULTS) as e:
        raise UserError(f"the graph cannot be written: {getattr(e, 'strerror', None) or e}", str(collection.build), hint="the last good graph is untouched; make room and build again") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _afresh(collection: Collection, ids: Sequence[str], words: Lexicon, stamp: str, beside: Path) -> list[Problem]:
    """Puts all together; the index is the last to come, so that it never speaks of a graph that is not there."""
    fresh = beside / collection.quads.name
    with Index(beside / "index.db", new=True) as index:
        taken = _change(collection, index, ids, words)
        write_atomically(fresh, sorted(taken.rows))
        store.build(fresh, collection.build / "store")
        _leave(index, os.path.basename(store.current(collection.build / "store") or ""), fresh)
        index.put("stamp", _whole(stamp))
        index.commit()
    _settle(collection, fresh)
    os.replace(beside / "index.db", index_file(collection))
    return taken.problems


def _onwards(collection: Collection, index: Index, ids: Sequence[str], words: Lexicon, beside: Path) -> list[Problem]:
    """Brings the graph there is to the new one: what differs goes and comes."""
    taken = _change(collection, index, ids, words)
    with collection.quads.open(encoding="utf-8", newline="\n") as f:
        old = list(f)
    known = {row for row in old if row[row.rindex("<"):-3] not in taken.staying}
    lost, come = known - taken.rows, taken.rows - known
    name = changed(collection.build / "store", lost, come) if lost or come else index.get("store")
    fresh = beside / collection.quads.name
    write_atomically(fresh, sorted([row for row in old if row not in lost] + sorted(come)))
    _leave(index, name, fresh)
    index.commit()
    _settle(collection, fresh)
    switch(collection.build / "store", name)
    return taken.problems


def _leave(index: Index, name: str, fresh: Path) -> None:
    index.put("store", name)
    index.put("size", str(fresh.stat().st_size))


def _settle(collection: Collection, fresh: Path) -> None:
    """Puts the file of the graph into its place, and keeps the one before."""
    keep(collection.quads)
    os.replace(fresh, collection.quads)


def _look(collection: Collection, id: str) -> str:
    """What an article's fact files look like: what is kept of it is made again when that is another."""
    out = []
    for path in (fact_file(collection, id), fixes_file(collection, id)):
        try:
            s = os.stat(path)
            out.append(f"{s.st_size}-{s.st_mtime_ns}")
        except FileNotFoundError:
            out.append("")
    return " ".join(out)


def _change(collection: Collection, index: Index, ids: Sequence[str], words: Lexicon) -> _Taken:
    """Takes in what changed since the index was made, and concludes from all."""
    before, known, taken = index.looks(), axioms(ontology.triples()), _Taken()
    for id in sorted(before.keys() - set(ids)):
        index.drop(id)
    for id in ids:
        look, raw, corrections = _look(collection, id), load_raw(collection, id), load_fixes(collection, id)
        corrected, fixes = apply(raw, corrections)
        taken.readings.append(corrected)
        taken.problems += unplaced(raw, corrections, os.path.relpath(corrections_path(collection, id)))
        if before.get(id) == look:
            taken.staying.add(terms.iri(vocab.kind_iri(collection.base, "article", id)))
        else:
            quads = article_quads(corrected, collection.base, __version__, fixes)
            taken.add(quads)
            index.add(id, look, _numbers(corrected), _lines(inferred(quads, known, collection.base)))
    whole = _concluded(collection, taken, words)
    taken.add(whole)
    taken.add(inferred(whole, known, collection.base))
    taken.rows.update(index.inferred())
    return taken


def _concluded(collection: Collection, taken: _Taken, words: Lexicon) -> list[terms.Quad]:
    """The graphs that stand on all articles together, and what was imported."""
    done, base = taken.readings, collection.base
    who_is, one = who_and_one(collection, done, words)
    found = accounts(one, merge(one, pins(collection)))
    order = chronicle.order(found.happenings, one)
    taken.problems += chronicle.problems(order, {r.article.id: os.path.relpath(r.article.path) if r.article.path else "" for r in done})
    return [*conclusion_quads(found, base, ontology.labels()), *identity_quads(who_is, done, base), *chronicle.order_quads(found.happenings, one, order, base),
            *office_quads(tenures(done, words), base), *imports.graphs(collection),
            *places.place_quads(places.named(done, words.state), gazetteer.locations([os.fspath(collection.words)]), gazetteer.areas(), base)]


def _numbers(r: Reading) -> dict:
    """An article's part of the summary."""
    events = Counter((QUAD_CLASSES.get(e.event, OUTSIDE), e.event or e.cls) for e in r.events)
    return {"events": [[*k, n] for k, n in sorted(events.items())], "claims": len(r.claims), "ties": len(r.relations), "unread": Counter(u.kind for u in r.unread)}


def counted(collection: Collection) -> Counted:
    """What the graph's articles say, in numbers: as the index has them, where it can be read."""
    try:
        with Index(index_file(collection)) as index:
            known = list(index.known())
    except FAULTS:
        known = [_numbers(r) for r in load_readings(collection)]
    events: Counter[tuple[str, str]] = Counter()
    unread: Counter[str] = Counter()
    for k in known:
        events.update({(a, b): n for a, b, n in k["events"]})
        unread.update(k["unread"])
    return Counted(len(known), events, sum(k["claims"] for k in known), sum(k["ties"] for k in known), unread)


def tenures(readings: Iterable[Reading], words: Lexicon) -> list[Tenure]:
    """The dated offices of everybody whom the readings name."""
    named = {ref.entity.id for r in readings for m in r.mentions for ref in [m.ref] if ref.entity.type == "Person"}
    out = []
    for key, held in words.holders.items():
        office, of = key.split("@")
        owner = words.state(of) or (words.entity(words.by_id[of]) if of in words.by_id else None)
        for start, end, index in held:
            person = words.entity(index)
            if person.id in named and owner is not None:
                en, lemma = words.offices.get(office, (office,))[0], words.offices.get(office, ("",) * 5)[4]
                labels = (("ar", lemma), ("en", en)) if lemma else (("en", en),)
                out.append(Tenure(person, office, labels, owner, start if start[:4].isdecimal() else None, None if end and not end[:4].isdecimal() else end))
    return sorted(out, key=lambda t: (t.person.id, t.office, t.of.id, t.start or ""))
