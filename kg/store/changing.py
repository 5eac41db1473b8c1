"""A store with some graphs and quads taken out and others put in, beside the one it was made of; and all its quads, one by one."""
from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from kg.store import ONTOLOGY_GRAPH, _point, _sweep, current, fault, written
from kg.terms import Quad

BULK = 20_000          # rows from which on they are written as tables of their own


def changed(place: str | os.PathLike, graphs: Iterable[str], quads: Mapping[Quad, bool]) -> str:
    """Makes a store of the valid one without some graphs, without the `quads` that are False and with those that are True; gives its
    name, to be switched to with `switch`.

    Its files are links to those of the valid store, which the engine never changes once written: the valid one stays as it is.
    """
    place = os.fspath(place)
    old = current(place)
    if old is None:
        raise fault(f"no graph under {place}", path=place, hint="build it first: kg build")
    gone, come = sorted(graphs), sorted(f"{s} {p} {o} {g} ." for (s, p, o, g), there in quads.items() if there)
    lost = sorted(q for q, there in quads.items() if not there)
    name = blake2b(repr((os.path.basename(old), gone, come, lost)).encode(), digest_size=12).hexdigest()
    fresh = os.path.join(place, f".new-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _linked(old, fresh)
        _change(fresh, gone, lost, come)
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


def _change(folder: str, graphs: list[str], lost: list[Quad], come: list[str]) -> None:
    """Changes a store; a triple leaves the union where no graph says it any more."""
    from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse
    from pyoxigraph import Quad as Row
    from pyoxigraph import Store as Engine
    engine, nowhere = Engine(folder), DefaultGraph()
    gone = [q for g in graphs for q in engine.quads_for_pattern(None, None, None, NamedNode(g[1:-1]))]
    gone += parse("\n".join(f"{s} {p} {o} {g} ." for s, p, o, g in lost).encode(), RdfFormat.N_QUADS)
    for q in gone:
        engine.remove(q)
    for g in graphs:
        engine.remove_graph(NamedNode(g[1:-1]))
    rows = list(parse("\n".join(come).encode(), RdfFormat.N_QUADS))
    rows += [Row(q.subject, q.predicate, q.object, nowhere) for q in rows]
    (engine.bulk_extend if len(rows) > BULK else engine.extend)(rows)
    for s, p, o in {(q.subject, q.predicate, q.object) for q in gone}:
        if all(q.graph_name == nowhere for q in engine.quads_for_pattern(s, p, o, None)):
            engine.remove(Row(s, p, o, nowhere))
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
