"""A store with some rows taken out and others put in, beside the one it was made of; and all its quads, one by one."""
from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from kg.store import _point, _sweep, current, fault
from kg.store.foreign import written
from kg.vocab import ONTOLOGY_GRAPH

BULK = 20_000          # rows from which on they are written as tables of their own


def changed(place: str | os.PathLike, lost: Iterable[str], come: Iterable[str]) -> str:
    """Makes a store of the valid one without the rows that are `lost` and with those that `come`, lines of N-Quads; gives its name, to be
    switched to with `switch`.

    Its files are links to those of the valid store, which the engine never changes once written: the valid one stays as it is.
    """
    place, lost, come = os.fspath(place), sorted(lost), sorted(come)
    old = current(place)
    if old is None:
        raise fault(f"no graph under {place}", path=place, hint="build it first: kg build")
    name = blake2b(repr((os.path.basename(old), lost, come)).encode(), digest_size=12).hexdigest()
    fresh = os.path.join(place, f".new-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _linked(old, fresh)
        _change(fresh, lost, come)
        shutil.rmtree(os.path.join(place, name), ignore_errors=True)
        os.replace(fresh, os.path.join(place, name))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return name


def switch(place: str | os.PathLike, name: str) -> None:
    """Makes a store that `changed` made the valid one, and removes all others."""
    _point(os.fspath(place), name)
    _sweep(os.fspath(place), keep=name)


def _linked(old: str, fresh: str) -> None:
    """A copy of a store that nobody writes: its tables by link, where the disk has links, the few small files that are appended to by copy."""
    os.makedirs(fresh)
    for name in os.listdir(old):
        if name == "LOCK" or name.startswith("LOG"):
            continue
        source, target = os.path.join(old, name), os.path.join(fresh, name)
        try:
            if not name.endswith((".sst", ".blob")):
                shutil.copyfile(source, target)
            else:
                os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def _change(folder: str, lost: list[str], come: list[str]) -> None:
    """Changes a store; a triple leaves the union where no graph says it any more."""
    from pyoxigraph import DefaultGraph, RdfFormat, parse
    from pyoxigraph import Quad as Row
    from pyoxigraph import Store as Engine
    engine, nowhere = Engine(folder), DefaultGraph()
    gone = list(parse("".join(lost).encode(), RdfFormat.N_QUADS))
    for q in gone:
        engine.remove(q)
    rows = list(parse("".join(come).encode(), RdfFormat.N_QUADS))
    rows += [Row(q.subject, q.predicate, q.object, nowhere) for q in rows]
    (engine.bulk_extend if len(rows) > BULK else engine.extend)(rows)
    for s, p, o in {(q.subject, q.predicate, q.object) for q in gone}:
        if all(q.graph_name == nowhere for q in engine.quads_for_pattern(s, p, o, None)):
            engine.remove(Row(s, p, o, nowhere))
    for g in {q.graph_name for q in gone}:
        if next(engine.quads_for_pattern(None, None, None, g), None) is None:
            engine.remove_graph(g)
    engine.flush()


def rows(place: str | os.PathLike) -> Iterator[str]:
    """The lines of N-Quads of all graphs but the ontology's, in no order."""
    from pyoxigraph import DefaultGraph, NamedNode
    from pyoxigraph import Store as Engine
    engine, aside = Engine.read_only(current(place) or ""), (DefaultGraph(), NamedNode(ONTOLOGY_GRAPH))
    for graph in engine.named_graphs():
        if graph not in aside:
            for q in engine.quads_for_pattern(None, None, None, graph):
                yield f"<{q.subject.value}> <{q.predicate.value}> {written(q.object)} <{q.graph_name.value}> ."


def of_graph(place: str | os.PathLike, graph: str) -> list[str]:
    """The lines of N-Quads of one graph, with their ends."""
    from pyoxigraph import NamedNode
    from pyoxigraph import Store as Engine
    engine = Engine.read_only(current(place) or "")
    return [f"<{q.subject.value}> <{q.predicate.value}> {written(q.object)} {graph} .\n" for q in engine.quads_for_pattern(None, None, None, NamedNode(graph[1:-1]))]
