"""Files of RDF into a new store of the engine's.

    python -m kg.store.loading FOLDER FILE…

The engine loads within one call and hears of no signal before it has ended.  Much is therefore loaded by a process of its own, which Ctrl-C
ends at once; to load in slices that last no longer than a second took a fifth to a half longer, measured on 1.3 million quads.
"""
from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from kg.errors import UserError
from kg.vocab import ONTOLOGY_GRAPH

APART = 12 << 20        # bytes of RDF from which on a process is started for them: they take nearly a second, and to start it 40 ms
_FORMATS = {".nq": "N_QUADS", ".nt": "N_TRIPLES", ".ttl": "TURTLE", ".trig": "TRIG", ".rdf": "RDF_XML", ".jsonld": "JSON_LD"}


def load(files: list[str], folder: str) -> None:
    """Loads files into a new store.  UserError for a file that is not RDF, OSError for what the disk refuses."""
    if sum(map(os.path.getsize, files)) < APART:
        _fill(files, folder)
        return
    import pickle
    import subprocess
    process = subprocess.Popen([sys.executable, "-m", "kg.store.loading", folder, *files], stdout=subprocess.PIPE)
    try:
        fault, _ = process.communicate()
    finally:
        process.kill()
        process.wait()
    if fault:
        raise pickle.loads(fault)
    if process.returncode:
        raise OSError(f"the process that loads the store ended with {process.returncode}")


def _fill(files: list[str], folder: str) -> None:
    from pyoxigraph import DefaultGraph, NamedNode, Quad, Store
    store = Store(folder)
    for path in files:
        form, whole = _format(path), path.endswith((".nq", ".trig"))
        try:
            store.bulk_load(path=path, format=form, to_graph=None if whole else NamedNode(ONTOLOGY_GRAPH))
        except SyntaxError as e:
            raise _broken(e, path) from None
        if not whole:
            store.bulk_load(path=path, format=form)
    nowhere = DefaultGraph()
    store.bulk_extend(Quad(q.subject, q.predicate, q.object, nowhere) for path in files if path.endswith((".nq", ".trig")) for q in parsed(path))
    store.optimize()
    store.flush()


def _format(path: str):
    from pyoxigraph import RdfFormat
    form = _FORMATS.get(os.path.splitext(path)[1])
    if form is None:
        raise UserError(f"not a file of RDF: {path}", path=path, hint="one of " + " ".join(_FORMATS))
    return getattr(RdfFormat, form)


def parsed(path: str) -> Iterator:
    """The quads of a file, as the engine has them."""
    from pyoxigraph import parse
    try:
        yield from parse(path=path, format=_format(path))
    except SyntaxError as e:
        raise _broken(e, path) from None
    except OSError as e:
        raise UserError(f"cannot be read: {e.strerror or e}", path=path) from None


def _broken(e: SyntaxError, path: str) -> UserError:
    return UserError(f"broken RDF: {e.msg}", path=path, line=e.lineno or 0, column=e.offset or 0, excerpt=(e.text or "").rstrip(), hint="correct it, or build it again")


def main(folder: str, *files: str) -> None:
    """Loads in a process of its own; what is wrong goes to standard output, pickled."""
    import pickle
    import signal
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        _fill(list(files), folder)
    except (UserError, OSError) as e:
        sys.stdout.buffer.write(pickle.dumps(e))


if __name__ == "__main__":
    main(*sys.argv[1:])
