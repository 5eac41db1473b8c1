"""The only door to the store's engine (pyoxigraph, on disk) and to the network (any SPARQL 1.1 endpoint).

A store is a folder derived from files of quads and disposable:  STORE/current names the sub-folder that is valid, itself named
by a hash of the sources.  A build writes a new sub-folder and then swings `current` in one rename, so that an interrupted build
leaves the last good store and a reader never sees half of one.  Beside the named graphs the store holds their union as its default
graph: the engine's own union view gives a triple once for every graph that tells it, which makes every count wrong.  `open_store` gives the same `ask` for a folder and for `https://…`.
Answers come as terms in their N-Quads form; nothing heavy is imported before it is needed.
"""
from __future__ import annotations

import os

from kg import data
from kg.store.answers import Answer
from kg.vocab import ONTOLOGY

TYPE_CHECKING = False
if TYPE_CHECKING:      # a query pays for every import here; kg.model alone would double what it costs
    from collections.abc import Iterable, Iterator, Sequence

    from kg.errors import UserError



def fault(message: str, **where) -> UserError:
    """A UserError, its module imported only now that there is one."""
    from kg.errors import UserError
    return UserError(message, **where)


# ── building ──────────────────────────────────────────────────────────────────────────────────────────────────────

def fingerprint(sources: Iterable[str]) -> str:
    """The hash that names a store: of the sources' names and bytes."""
    from hashlib import blake2b
    h = blake2b(digest_size=12)
    for path in sources:
        h.update(os.path.basename(path).encode() + b"\0")
        with open(path, "rb") as f:
            while block := f.read(1 << 20):
                h.update(block)
        h.update(b"\0")
    return h.hexdigest()


def current(place: str | os.PathLike) -> str | None:
    """The folder of the valid store under `place`, None where there is none."""
    try:
        with open(os.path.join(place, "current"), encoding="utf-8") as f:
            path = os.path.join(os.fspath(place), f.read().strip())
    except OSError:
        return None
    return path if os.path.isdir(path) else None


def build(sources: str | os.PathLike | Iterable[str | os.PathLike], place: str | os.PathLike, ontology: bool = True) -> bool:
    """Builds the store of these files under `place`; False where the valid store is already theirs.

    Quads keep their graphs; a file of triples (`.ttl`, `.nt`) goes into the ontology's graph, and the ontology itself is added unless
    told otherwise, so that queries know labels and superclasses.  UserError for a file that is not RDF.
    """
    import shutil

    from kg.store.loading import load
    place = os.fspath(place)
    files = sorted(map(os.fspath, [sources] if isinstance(sources, (str, os.PathLike)) else sources))
    files += [data.ontology("alignments.ttl"), data.ontology("diplomacy.ttl")] if ontology else []
    name = fingerprint(files)
    if (old := current(place)) == os.path.join(place, name):
        return False
    os.makedirs(place, exist_ok=True)
    fresh = os.path.join(place, f".new-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        load(files, fresh)
        shutil.rmtree(os.path.join(place, name), ignore_errors=True)
        os.replace(fresh, os.path.join(place, name))
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _point(place, name)
    if old:
        shutil.rmtree(old, ignore_errors=True)
    _sweep(place, keep=name)
    return True


def _point(place: str, name: str) -> None:
    """Makes that sub-folder the valid one, in one step."""
    beside = os.path.join(place, f".current-{os.getpid()}")
    with open(beside, "w", encoding="utf-8") as f:
        f.write(name + "\n")
        f.flush()
        os.fsync(f.fileno())
    os.replace(beside, os.path.join(place, "current"))


def _sweep(place: str, keep: str) -> None:
    """Removes what interrupted builds left; those of a process that still runs stay."""
    import shutil
    for name in os.listdir(place):
        if name.startswith((".new-", ".current-")) and not _alive(name.rpartition("-")[2]):
            path = os.path.join(place, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        elif len(name) == 24 and name != keep and os.path.isdir(os.path.join(place, name)):
            shutil.rmtree(os.path.join(place, name), ignore_errors=True)


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

class Store:
    """A store on disk, opened to be read; works beside a builder."""

    def __init__(self, place: str):
        from pyoxigraph import Store as Engine
        folder = current(place)
        if folder is None:
            raise fault(f"no graph under {place}", path=place, hint="build it first: kg build")
        try:
            self._engine = Engine.read_only(folder)
        except OSError as e:
            raise fault(f"the store cannot be opened: {e}", path=folder, hint="build it again: kg build") from None

    def ask(self, sparql: str, names: dict[str, str], path: str = "", dataset: tuple[Sequence[str], Sequence[str]] = ((), ()), base: str | None = None) -> Answer:
        """Answers a query of any of the four forms.  `names` are prefixes known beside the query's own; a pattern outside GRAPH sees
        all graphs; `dataset` are the IRIs of the default and the named graphs to see instead, whatever the query says of them;
        relative IRIs begin at `base`, and are a fault without it.
        UserError with line, column and excerpt where the query is malformed (`path`: its file)."""
        from pyoxigraph import QueryBoolean, QuerySolutions
        try:
            found = self._engine.query(sparql, base_iri=base, prefixes=names, custom_functions=_functions(sparql), **(_seen(*dataset) if any(dataset) else {}))
        except SyntaxError as e:
            from kg.malformed import malformed
            raise malformed(str(e), sparql, names, path) from None
        except (OSError, RuntimeError) as e:
            raise _unanswered(e, sparql, names, path) from None
        if isinstance(found, QueryBoolean):
            return Answer("truth", truth=bool(found))
        if isinstance(found, QuerySolutions):
            return Answer("rows", tuple(v.value for v in found.variables), _rows(found, path), native=found)
        return Answer("triples", ("subject", "predicate", "object"), _triples(found))


def _unanswered(e: Exception, sparql: str, names: dict[str, str], path: str) -> UserError:
    from kg.meaning import no_function
    return no_function(str(e), sparql, names, path) or fault(f"the query cannot be answered: {e}", path=path)


def _seen(default: Sequence[str], named: Sequence[str]) -> dict:
    from pyoxigraph import NamedNode
    return {"default_graph": [NamedNode(g) for g in default], "named_graphs": [NamedNode(g) for g in named]}


def _functions(sparql: str) -> dict | None:
    """What a query may call beside SPARQL's own functions: kg:distance, in kilometres; None where its text speaks of no distance.

    geof:distance and the rest of GeoSPARQL on points are the engine's.  What is no point has no distance: the call is then unbound.
    """
    if "distance" not in sparql:
        return None
    from pyoxigraph import Literal, NamedNode

    from kg.gazetteer import told
    return {NamedNode(ONTOLOGY + "distance"): lambda *given: None if (km := told([x.value for x in given])) is None else Literal(km)}


def _triples(found) -> Iterator[tuple[str, str, str]]:
    """Each triple once, whatever the engine repeats."""
    seen = set()
    for t in found:
        triple = str(t.subject), str(t.predicate), str(t.object)
        if triple not in seen:
            seen.add(triple)
            yield triple


def _rows(solutions, path: str = "") -> Iterator[tuple[str | None, ...]]:
    try:
        for row in solutions:
            yield tuple([None if v is None else str(v) for v in row])
    except (OSError, RuntimeError) as e:      # of the engine: what is done with a row happens elsewhere
        raise fault(f"the query cannot be answered: {e}", path=path) from None


class Endpoint:
    """A SPARQL 1.1 endpoint, with the same interface.  Which graphs its default graph holds is the endpoint's to say."""

    def __init__(self, url: str, timeout: float = 60.0):
        self.url, self.timeout = url, timeout

    def ask(self, sparql: str, names: dict[str, str], path: str = "") -> Answer:
        """As `Store.ask`; prefixes that the query uses and does not declare are put before it, on its own first line."""
        from urllib.error import HTTPError, URLError
        from urllib.parse import urlencode
        from urllib.request import Request, urlopen

        from kg.malformed import malformed
        from kg.sparql import declared
        whole = declared(sparql, names)
        body = urlencode({"query": whole}).encode()
        accept = "application/sparql-results+json, application/n-triples;q=0.9, text/turtle;q=0.8"
        request = Request(self.url, body, {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept})
        try:
            with urlopen(request, timeout=self.timeout) as reply:
                return _parsed(reply.read(), reply.headers.get_content_type(), self.url)
        except HTTPError as e:
            text = e.read(4000).decode("utf-8", "replace").strip()
            if e.code == 400:
                raise malformed(text, sparql, names, path, shift=len(whole) - len(sparql)) from None
            raise fault(f"{self.url} answered {e.code}: {text.splitlines()[0] if text else e.reason}", path=path) from None
        except (URLError, TimeoutError, ConnectionError) as e:
            raise fault(f"{self.url} cannot be reached: {getattr(e, 'reason', e)}", path=path) from None


def _parsed(body: bytes, kind: str, url: str) -> Answer:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results
    results, rdf = QueryResultsFormat.from_media_type(kind), RdfFormat.from_media_type(kind)
    try:
        if results is not None:
            found = parse_query_results(body, results)
            if isinstance(found, QueryBoolean):
                return Answer("truth", truth=bool(found))
            return Answer("rows", tuple(v.value for v in found.variables), _rows(found))
        if rdf is not None:
            return Answer("triples", ("subject", "predicate", "object"), list(_triples(parse(body, rdf))))
    except SyntaxError as e:
        raise fault(f"{url} sent an answer that cannot be read: {e.msg}") from None
    raise fault(f"{url} answered with {kind}, which is neither query results nor RDF")


def taken() -> int:
    """Bytes of address space that this process has before it answers anything: the limit is on what comes beside."""
    try:
        with open("/proc/self/statm", encoding="ascii") as f:
            return int(f.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 1 << 29


def open_store(place: str | os.PathLike, timeout: float = 60.0) -> Store | Endpoint:
    """The store under a folder, or the endpoint behind `http://…` and `https://…`."""
    place = os.fspath(place)
    return Endpoint(place, timeout) if place.startswith(("http://", "https://")) else Store(place)


def parse_file(path: str, graph: str = "") -> list[tuple[str, str, str, str]]:
    """The quads of any file of RDF, told by its extension; triples go into `graph` (a term, '' for the default graph)."""
    from pyoxigraph import DefaultGraph

    from kg.store.loading import parsed
    return [(str(q.subject), str(q.predicate), str(q.object), graph if isinstance(q.graph_name, DefaultGraph) else str(q.graph_name))
            for q in parsed(os.fspath(path))]
