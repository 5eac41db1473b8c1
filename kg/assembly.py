"""What articles say → the graph: its store, and beside it the index by which one changed article is taken in without the others.

    build/store/       the graph, and the ontology with it
    build/index.db     what a build knows of all articles (`kg.index`), and which store it goes with
    build/graph.nq     the graph as sorted N-Quads, of a collection of up to WHOLE articles; of a larger one `kg export` writes it when asked

The next store, index and file are made beside those there are and switched to at the end.  Where they do not go together, or were made by
another program or with other words, all is put together afresh from the facts.
"""
from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import __version__, gazetteer, imports, ontology, places, store, terms, vocab
from kg.collection import Collection
from kg.corrections import apply, corrections_path, unplaced
from kg.graph import Tenure, article_quads, office_quads
from kg.increments import Changes, conclude, link
from kg.index import FAULTS, Index, damaged, opened
from kg.kept import fact_file, fixes_file, load_fixes, load_raw, write_atomically
from kg.lexicon import Lexicon
from kg.merge import slots, written_day
from kg.model import Entity, Problem, Reading, UserError
from kg.plover import QUAD_CLASSES
from kg.store.changing import changed, rows, switch

WHOLE = 500          # articles up to which graph.nq is written at every build: beyond, that would take longer than all the rest
OUTSIDE = "outside PLOVER"


class Counted(NamedTuple):
    """What a collection says, in numbers: events by quad class and type, and what was left uncoded by kind."""
    articles: int
    events: Counter[tuple[str, str]]
    claims: int
    ties: int
    unread: Counter[str]


class _Rows(Changes):
    """The quads of a graph that is made afresh, written down as they come."""

    def __init__(self, file) -> None:
        super().__init__()
        self.file = file

    def add(self, quads: Iterable[terms.Quad]) -> None:
        """Quads of the graph, each once."""
        self.file.writelines(terms.line(q) + "\n" for q in quads)


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


def _valid(collection: Collection, stamp: str) -> Index | None:
    """The index of the graph there is; None where there is none, or it does not go with the store."""
    index = opened(index_file(collection), stamp)
    if index is not None:
        there = store.current(collection.build / "store")
        if there and os.path.basename(there) == index.get("store") and collection.quads.exists() == bool(index.get("whole")):
            return index
        index.close()
    return None


def assemble(collection: Collection, ids: Sequence[str], words: Lexicon, stamp: str) -> list[Problem]:
    """Brings the graph to what the stored facts of these articles say; gives the corrections that had no effect.

    Nothing is switched to before all of it is written, so that the last good graph stays where it was when something cannot be written.
    """
    stats = {id: _stat(collection, id) for id in ids}
    index = _valid(collection, stamp)
    if index is not None and len(ids) <= WHOLE and not index.get("whole"):
        index.close()
        index = None
    beside = collection.build / ".next"
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        if index is not None:
            with index:
                try:
                    return _onwards(collection, index, stats, words, beside)
                except FAULTS as e:
                    if not damaged(e):
                        raise
        return _afresh(collection, stats, words, stamp, beside)
    except (OSError, *FAULTS) as e:
        raise UserError(f"the graph cannot be written: {getattr(e, 'strerror', None) or e}", str(collection.build), hint="the last good graph is untouched; make room and build again") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _afresh(collection: Collection, stats: dict[str, str], words: Lexicon, stamp: str, beside: Path) -> list[Problem]:
    fresh, whole = beside / collection.quads.name, len(stats) <= WHOLE
    with Index(beside / "index.db", new=True) as index:
        with fresh.open("w", encoding="utf-8", newline="\n") as f:
            problems = _change(collection, index, stats, words, _Rows(f))
        if whole:
            write_atomically(fresh, sorted(fresh.open(encoding="utf-8", newline="\n")))
        store.build(fresh, collection.build / "store")
        index.put("stamp", stamp)
        index.put("store", os.path.basename(store.current(collection.build / "store") or ""))
        index.put("whole", "yes" if whole else "")
        index.commit()
    _settle(collection, fresh if whole else None)
    os.replace(beside / "index.db", index_file(collection))
    return problems


def _onwards(collection: Collection, index: Index, stats: dict[str, str], words: Lexicon, beside: Path) -> list[Problem]:
    changes = Changes()
    problems = _change(collection, index, stats, words, changes)
    name = changed(collection.build / "store", changes.graphs, changes.quads)
    fresh = beside / collection.quads.name if len(stats) <= WHOLE else None
    if fresh:
        write_atomically(fresh, _rewritten(collection.quads, changes))
    index.put("store", name)
    index.put("whole", "yes" if fresh else "")
    index.commit()
    _settle(collection, fresh)
    switch(collection.build / "store", name)
    return problems


def _settle(collection: Collection, fresh: Path | None) -> None:
    """Puts the file of the whole graph into its place, or takes it away where there is none any more."""
    if fresh:
        os.replace(fresh, collection.quads)
    else:
        collection.quads.unlink(missing_ok=True)


def _rewritten(path: Path, changes: Changes) -> list[str]:
    """The lines of a graph's file after some changes, sorted."""
    gone = tuple(f" {g} .\n" for g in changes.graphs)
    with path.open(encoding="utf-8", newline="\n") as f:
        kept = {row for row in f if not row.endswith(gone)} if gone else set(f)
    kept -= {terms.line(q) + "\n" for q, there in changes.quads.items() if not there}
    return sorted(kept | {terms.line(q) + "\n" for q, there in changes.quads.items() if there})


def _stat(collection: Collection, id: str) -> str:
    """The state of an article's fact files: what is kept of it is looked at again when that is another."""
    out = []
    for path in (fact_file(collection, id), fixes_file(collection, id)):
        try:
            s = os.stat(path)
            out.append(f"{s.st_size}-{s.st_mtime_ns}")
        except FileNotFoundError:
            out.append("")
    return " ".join(out)


def _change(collection: Collection, index: Index, stats: dict[str, str], words: Lexicon, changes: Changes) -> list[Problem]:
    """Takes in what changed since the index was made."""
    before = index.stats()
    touched: set[int] = set()
    fresh: list[int] = []
    for id in sorted(before.keys() | stats.keys()):
        if before.get(id) == stats.get(id):
            continue
        if id in before:
            touched |= index.drop(id, slots)
            changes.graphs.add(terms.iri(vocab.kind_iri(collection.base, "article", id)))
        if id in stats:
            raw, corrections = load_raw(collection, id), load_fixes(collection, id)
            corrected, fixes = apply(raw, corrections)
            fresh += index.add(corrected, stats[id], written_day(corrected), _known(corrected, unplaced(raw, corrections)), slots)
            changes.add(article_quads(corrected, collection.base, __version__, fixes))
    link(index, fresh)
    conclude(index, touched, fresh, changes, collection.base, ontology.labels())
    known = list(index.known())
    _replace(index, changes, "offices", office_quads(tenures({p for k in known for p in k["people"]}, words), collection.base))
    sited = {e[0]: Entity(e[0], e[1], tuple(map(tuple, e[2])), *e[3:]) for k in known for e in k["sited"]}
    _replace(index, changes, "places", places.place_quads(places.with_states(sited, words.state), gazetteer.locations([os.fspath(collection.words)]), gazetteer.areas(), collection.base))
    rdf = imports.key(collection)
    if rdf != index.get("imports"):
        _replace(index, changes, "imported", imports.graphs(collection))
        index.put("imports", rdf)
    paths = {k["doc"]: os.path.relpath(k["path"]) if k["path"] else "" for k in known}
    return [Problem(**{**p, "path": os.path.relpath(corrections_path(collection, p["doc"]))}) for k in known for p in k["problems"]] + \
        sorted((Problem(**{**p, "related": tuple(p["related"]), "path": paths.get(p["doc"], "")}) for p in index.problems()), key=lambda p: (p.doc, p.fact, p.message))


def _replace(index: Index, changes: Changes, name: str, quads: list[terms.Quad]) -> None:
    """Puts some graphs in the place of those that were there under a name."""
    key = blake2b(repr(sorted(quads)).encode(), digest_size=12).hexdigest()
    if index.get(f"{name} key") != key:
        changes.graphs.update(index.get(f"{name} graphs").split())
        changes.add(quads)
        index.put(f"{name} key", key)
        index.put(f"{name} graphs", " ".join(sorted({q[3] for q in quads})))


def _known(r: Reading, problems: list[Problem]) -> dict:
    """What is kept of an article's reading beside its events: the persons it names, its part of the summary, what is wrong with its corrections."""
    events = Counter((QUAD_CLASSES.get(e.event, OUTSIDE), e.event or e.cls) for e in r.events)
    return {"doc": r.article.id, "path": r.article.path, "sited": [[e.id, e.type, e.labels, e.wikidata, e.country, e.sector] for e in places.named([r]).values()],
            "people": sorted({m.ref.entity.id for m in r.mentions if m.ref.entity.type == "Person"}),
            "events": [[*k, n] for k, n in sorted(events.items())], "claims": len(r.claims), "ties": len(r.relations), "unread": dict(sorted(Counter(u.kind for u in r.unread).items())),
            "problems": [{"severity": p.severity, "code": p.code, "message": p.message, "doc": p.doc, "fact": p.fact, "hint": p.hint} for p in problems]}


def counted(collection: Collection) -> Counted:
    """What the graph's articles say, in numbers."""
    events: Counter[tuple[str, str]] = Counter()
    unread: Counter[str] = Counter()
    with Index(index_file(collection)) as index:
        known = list(index.known())
    for k in known:
        events.update({(a, b): n for a, b, n in k["events"]})
        unread.update(k["unread"])
    return Counted(len(known), events, sum(k["claims"] for k in known), sum(k["ties"] for k in known), unread)


def graph_lines(collection: Collection) -> Iterator[str]:
    """The lines of the whole graph, without line ends: of its file where there is one, else from the store, in no order."""
    if not collection.quads.exists():
        if not store.current(collection.build / "store"):
            raise UserError("nothing has been built here", str(collection.build), hint="run kg build first")
        yield from rows(collection.build / "store")
        return
    with collection.quads.open(encoding="utf-8") as f:
        yield from (row.rstrip("\n") for row in f)


def tenures(named: set[str], words: Lexicon) -> list[Tenure]:
    """The dated offices of these persons."""
    out = []
    for key, held in words.holders.items():
        office, of = key.split("@")
        owner = words.state(of) or (words.entity(words.by_id[of]) if of in words.by_id else None)
        for start, end, index in held:
            person = words.entity(index)
            if person.id in named and owner is not None:
                en, lemma = words.offices.get(office, (office,))[0], words.offices.get(office, ("",) * 5)[4]
                labels = (("ar", lemma), ("en", en)) if lemma else (("en", en),)
                out.append(Tenure(person, office, labels, owner, _day(start), _day(end)))
    return sorted(out, key=lambda t: (t.person.id, t.office, t.of.id, t.start or ""))


def _day(text: str) -> str | None:
    """A tenure's edge as a day where it is known to the day."""
    return text if len(text) == 10 else None
