"""What articles say → the graph: its file, its store, and beside them the index by which unchanged articles are passed over.

    build/graph.nq     the graph as sorted N-Quads, the truth; beside it previous.nq, the one before
    build/store/       the store of it, disposable, and the ontology with it
    build/index.db     what is kept of each article (`kg.index`), and which store and file it goes with

What one article says, and what follows from that alone, is made again for changed articles only; what is concluded from all of them (who is
who, happenings, their order, offices, places) where something that it was concluded from changed (`kg.renewal`).  The graph does not depend on
the builds that led to it.  Of the file and of the store only the rows that differ are replaced.

The next store, index and file are made beside those there are and switched to at the end.  Where they do not go together, or were made by
another program or with other words, all is put together afresh from the facts.
"""
from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from filecmp import cmp
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg import __version__, data, gazetteer, imports, ontology, store, terms, vocab
from kg.collection import Collection
from kg.corrections import apply, corrections_path, unplaced
from kg.graph import Tenure, article_quads
from kg.index import FAULTS, Index, damaged, opened
from kg.inference import axioms, inferred
from kg.kept import facts_name, fixes_name, load_fixes, load_raw, load_reading, load_readings, write_atomically
from kg.lexicon import Lexicon
from kg.model import Problem, Reading, UserError
from kg.plover import QUAD_CLASSES
from kg.renewal import Beside, renew
from kg.renewal.world import World, lines
from kg.rows import Amiss, keep, leave_changes, patched
from kg.spool import Spool
from kg.store.changing import changed, of_graph, switch
from kg.together import pins

OUTSIDE = "outside PLOVER"


class Counted(NamedTuple):
    """What a collection says, in numbers: events by quad class and type, and what was left uncoded by kind."""
    articles: int
    events: Counter[tuple[str, str]]
    claims: int
    ties: int
    unread: Counter[str]


def index_file(collection: Collection) -> Path:
    """Where the index lies."""
    return collection.build / "index.db"


def standing(collection: Collection, stamp: str, beside: str) -> bool:
    """Is there a whole graph made with this stamp, and with what stands `beside` the articles?"""
    index = _valid(collection, stamp, beside)
    if index is None:
        return False
    index.close()
    return True


def _whole(stamp: str, beside: str) -> str:
    """A stamp with the ontology, from which follows what is kept of each article, and a key of imports and merges.toml."""
    return f"{stamp}-{store.fingerprint([data.ontology('alignments.ttl'), data.ontology('diplomacy.ttl')])}-{beside}"


def _valid(collection: Collection, stamp: str, beside: str) -> Index | None:
    """The index of the graph there is; None where there is none, or it does not go with the store and the file."""
    index = opened(index_file(collection), _whole(stamp, beside))
    if index is not None:
        there = store.current(collection.build / "store")
        if there and os.path.basename(there) == index.get("store") and collection.quads.exists() and str(collection.quads.stat().st_size) == index.get("size"):
            return index
        index.close()
    return None


def assemble(collection: Collection, ids: Sequence[str], words: Lexicon, stamp: str, key: str, tell: Callable[[str], None] = lambda line: None,
             progress: Callable[[Sequence, str], Iterable] = lambda items, what: items) -> list[Problem]:
    """Brings the graph to what the stored facts of these articles say; gives the corrections that had no effect, and what contradicts itself
    in the order that is told.  `key` names the imports and merges.toml as they are.

    Nothing is switched to before all of it is written, so that the last good graph stays where it was when something cannot be written.
    """
    index = _valid(collection, stamp, key)
    beside = collection.build / ".next"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        if index is not None:
            with index:
                try:
                    return _onwards(collection, index, ids, words, beside, progress)
                except Amiss:
                    pass         # the file, the store and the index do not go together: all is put together again
                except FAULTS as e:
                    if not damaged(e):
                        raise
        return _afresh(collection, ids, words, _whole(stamp, key), beside, tell, progress)
    except (OSError, *FAULTS) as e:
        raise UserError(f"the graph cannot be written: {getattr(e, 'strerror', None) or e}", str(collection.build), hint="the last good graph is untouched; make room and build again") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _afresh(collection: Collection, ids: Sequence[str], words: Lexicon, stamp: str, beside: Path, tell: Callable[[str], None], progress: Callable[[Sequence, str], Iterable]) -> list[Problem]:
    """Puts all together; the index is the last to come, so that it never speaks of a graph that is not there."""
    fresh, spool = beside / collection.quads.name, Spool(beside)
    with Index(beside / "index.db", new=True) as index:
        lost, come, problems = _change(collection, index, ids, words, progress, spool.add)
        spool.add(come - lost)
        tell("writing the graph and its store")
        write_atomically(fresh, spool.sorted())
        store.build(fresh, collection.build / "store")
        _leave(index, os.path.basename(store.current(collection.build / "store") or ""), fresh)
        index.put("stamp", stamp)
        index.commit()
    _settle(collection, fresh)
    os.replace(beside / "index.db", index_file(collection))
    return problems


def _onwards(collection: Collection, index: Index, ids: Sequence[str], words: Lexicon, beside: Path, progress: Callable[[Sequence, str], Iterable]) -> list[Problem]:
    """Brings the graph there is to the new one: what differs goes and comes."""
    lost, come, problems = _change(collection, index, ids, words, progress)
    lost, come = lost - come, come - lost
    fresh = beside / collection.quads.name
    patched(collection.quads, lost, come, fresh)
    name = changed(collection.build / "store", lost, come) if lost or come else index.get("store")
    _leave(index, name, fresh)
    index.commit()
    if _settle(collection, fresh):
        leave_changes(collection.quads, lost | come)
    switch(collection.build / "store", name)
    return problems


def _leave(index: Index, name: str, fresh: Path) -> None:
    index.put("store", name)
    index.put("size", str(fresh.stat().st_size))


def _settle(collection: Collection, fresh: Path) -> bool:
    """Puts the file of the graph into its place, and keeps the one before; False where it is in its place already, since a build was cut off
    behind that: what was kept then stays."""
    if collection.quads.exists() and cmp(fresh, collection.quads, shallow=False):
        return False
    keep(collection.quads)
    os.replace(fresh, collection.quads)
    return True


def _looks(collection: Collection, ids: Sequence[str]) -> dict[str, str]:
    """What articles' fact files look like: what is kept of one is made again when that is another."""
    there = {e.name: e.stat() for e in os.scandir(collection.facts)} if collection.facts.is_dir() else {}
    look = lambda s: f"{s.st_size}-{s.st_mtime_ns}" if s else ""
    return {id: f"{look(there.get(facts_name(id)))} {look(there.get(fixes_name(id)))}" for id in ids}


def _change(collection: Collection, index: Index, ids: Sequence[str], words: Lexicon, progress: Callable[[Sequence, str], Iterable], spill: Callable[[list[str]], None] | None = None) -> tuple[set[str], set[str], list[Problem]]:
    """Takes in what changed since the index was made, and what is concluded from that: the rows that go and come, and what is wrong.

    With `spill` nothing was kept, and rows go there as they come.
    """
    before, base, fresh = index.looks(), collection.base, spill is not None
    world = World(index, base, pins(collection), axioms(ontology.triples()), ontology.labels(), tenures(words), fresh, spill or (lambda rows: None))
    lost, come = set(), set()
    looks = _looks(collection, ids)
    stale, gone = [id for id in ids if before.get(id) != looks[id]], sorted(before.keys() - looks.keys())
    graph = lambda id: terms.iri(vocab.kind_iri(base, "article", id))
    for id in (*gone, *stale):
        lost.update(of_graph(collection.build / "store", graph(id)) if id in before else ())
    reading = cache(lambda id: load_reading(collection, id)) if not fresh else lambda id: load_reading(collection, id)

    def taken() -> Iterator[tuple[str, Reading]]:
        for id in progress(stale, "taking in"):
            raw, corrections = load_raw(collection, id), load_fixes(collection, id)
            corrected, fixes = apply(raw, corrections)
            quads = article_quads(corrected, base, __version__, fixes)
            spill(lines(set(quads))) if spill else come.update(lines(quads))
            world.units.put(f"a:{id}", lines(inferred(quads, world.axioms, base)))
            index.add(id, looks[id], _numbers(corrected))
            world.articles.problem(f"a:{id}", unplaced(raw, corrections, os.fspath(corrections_path(collection, id))))
            yield id, corrected
    for id in gone:
        index.drop(id)
        world.units.put(f"a:{id}", ())
        world.articles.problem(f"a:{id}", [])
    renew(world, taken(), gone, Beside(reading, words, cache(lambda: gazetteer.locations([os.fspath(collection.words)])), gazetteer.areas))
    if fresh:
        world.put("x", imports.graphs(collection))
    went, came = world.settled()
    return lost | went, come | came, [replace(p, path=os.path.relpath(p.path) if p.path else "") for p in world.articles.problems()]


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


def tenures(words: Lexicon) -> dict[str, list[Tenure]]:
    """The dated offices of everybody whom the lexicon knows to have held one, by person, sorted."""
    out: dict[str, list[Tenure]] = {}
    for key, held in words.holders.items():
        office, of = key.split("@")
        owner = words.state(of) or (words.entity(words.by_id[of]) if of in words.by_id else None)
        for start, end, index in held if owner is not None else ():
            person = words.entity(index)
            en, lemma = words.offices.get(office, (office,))[0], words.offices.get(office, ("",) * 5)[4]
            labels = (("ar", lemma), ("en", en)) if lemma else (("en", en),)
            out.setdefault(person.id, []).append(Tenure(person, office, labels, owner, start if start[:4].isdecimal() else None, None if end and not end[:4].isdecimal() else end))
    return {id: sorted(some, key=lambda t: (t.office, t.of.id, t.start or "")) for id, some in out.items()}
