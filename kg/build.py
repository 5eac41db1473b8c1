"""Articles → build/: read what changed, put the graph together, switch to it in one step.

    build/facts/NAME.jsonl   what one article says, with the key of everything that it depends on
    build/graph.nq           the graph: sorted N-Quads, the truth
    build/store/             the store made of it, disposable
    build/state.json         which article was built from what

An article is read again when its text, its sidecar, its corrections, the words or the program changed; the graph is put together
again when any fact file changed.  Every file is written beside its place and renamed, so that a build that is interrupted, or runs
out of disk, leaves the last good graph where it was.
"""
from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import __version__, articles
from kg.accounts import accounts
from kg.collection import Collection, open_lexicon
from kg.conclusions import conclusion_quads
from kg.corrections import apply, corrections_path, load_corrections
from kg.graph import Tenure, article_quads, office_quads
from kg.lexicon import Lexicon
from kg.merge import merge
from kg.model import Article, Problem, Reading, UserError
from kg.read import read
from kg.records import reading_from_lines, reading_to_lines
from kg.terms import lines
from kg.vocab import local


class Built(NamedTuple):
    """What a build did: ids of articles read, kept and dropped, and what was wrong with inputs that could not be read."""
    read: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    errors: tuple[UserError, ...]
    changed: bool
    readings: tuple[Reading, ...]


def program_key() -> str:
    """A short name for the program as it is: its version and the text of its modules."""
    h = blake2b(__version__.encode(), digest_size=8)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        if "cli" not in path.parts:
            h.update(path.read_bytes())
    return h.hexdigest()


def write_atomically(path: Path, chunks: Iterable[str]) -> None:
    """Writes a file whole or not at all; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as f:
            f.writelines(chunks)
            f.flush()
            os.fsync(f.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as e:
        Path(name).unlink(missing_ok=True)
        if isinstance(e, OSError):
            raise UserError(f"cannot be written: {e.strerror}", str(path), hint="the last good graph is untouched; make room and build again") from None
        raise


def gather(collection: Collection) -> tuple[list[tuple[Article, str]], list[UserError]]:
    """The articles of a collection with a key of their content, sorted by id, and what could not be read."""
    found: dict[str, tuple[Article, str]] = {}
    errors: list[UserError] = []
    for path in articles.find([collection.articles]):
        try:
            for a in articles.read_articles(path):
                if a.id in found:
                    raise UserError(f"a second article {a.id!r}", a.path, hint=f"the first is {found[a.id][0].path}; ids come from file names and must differ")
                shown = os.path.relpath(a.path, collection.folder)
                a = Article(a.id, a.text, shown, a.title, a.date, a.publisher, a.language, a.url, a.author)
                fixes = corrections_path(collection, a.id)
                key = blake2b(repr((a, fixes.read_bytes() if fixes.exists() else b"")).encode(), digest_size=16).hexdigest()
                found[a.id] = (a, key)
        except UserError as e:
            errors.append(e)
    return [found[id] for id in sorted(found)], errors


def build(collection: Collection, tell: Callable[[str], None] = lambda line: None, progress: Callable[[Sequence], Iterable] = iter) -> Built:
    """Builds what changed; raises UserError where no article at all could be read."""
    inputs, errors = gather(collection)
    if not inputs:
        raise errors[0]
    words = open_lexicon(collection)
    stamp = f"{words.signature}-{program_key()}-{collection.base}"
    state = _state(collection)
    known = state.get("articles", {}) if state.get("stamp") == stamp else {}
    stale = [(a, key) for a, key in inputs if known.get(a.id) != key or not _fact_file(collection, a.id).exists()]
    gone = sorted(set(state.get("articles", {})) - {a.id for a, _ in inputs})
    if not stale and not gone and collection.quads.exists() and state.get("stamp") == stamp:
        return Built((), tuple(a.id for a, _ in inputs), (), tuple(errors), False, ())
    fresh: dict[str, Reading] = {}
    for a, _ in progress(stale):
        tell(f"reading {a.id}")
        fresh[a.id] = corrected(collection, read(a, words), words)
        write_atomically(_fact_file(collection, a.id), (line + "\n" for line in reading_to_lines(fresh[a.id])))
    for id in gone:
        _fact_file(collection, id).unlink(missing_ok=True)
    readings = [fresh.get(a.id) or load_reading(collection, a.id) for a, _ in inputs]
    tell("putting the graph together")
    assemble(collection, readings, words)
    write_atomically(collection.build / "state.json", [json.dumps({"stamp": stamp, "articles": {a.id: key for a, key in inputs}}, indent=1, sort_keys=True) + "\n"])
    return Built(tuple(fresh), tuple(a.id for a, _ in inputs if a.id not in fresh), tuple(gone), tuple(errors), True, tuple(readings))


def _state(collection: Collection) -> dict:
    try:
        return json.loads((collection.build / "state.json").read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return {}


def _fact_file(collection: Collection, id: str) -> Path:
    return collection.facts / f"{local(id)}.jsonl"


def corrected(collection: Collection, reading: Reading, words: Lexicon) -> Reading:
    """A reading with what a person corrected in it."""
    return apply(reading, load_corrections(corrections_path(collection, reading.article.id)))[0]


def load_reading(collection: Collection, id: str) -> Reading:
    """The stored reading of one article; UserError where the collection holds none of that id."""
    path = _fact_file(collection, id)
    if not path.exists():
        raise UserError(f"there is no article {id!r} in this graph", str(collection.facts), hint="kg build reads new articles")
    with path.open(encoding="utf-8") as f:
        return reading_from_lines(f, str(path))


def load_readings(collection: Collection) -> list[Reading]:
    """All stored readings, by article id."""
    if not collection.facts.is_dir():
        raise UserError("nothing has been built here", str(collection.build), hint="run kg build first")
    return [load_reading(collection, p.stem) for p in sorted(collection.facts.glob("*.jsonl"))]


def assemble(collection: Collection, readings: Sequence[Reading], words: Lexicon) -> None:
    """Readings → graph.nq and the store of it."""
    from kg import store
    quads: list = []
    for r in readings:
        quads += article_quads(r, collection.base, __version__, apply(r, load_corrections(corrections_path(collection, r.article.id)))[1])
    quads += conclusion_quads(accounts(readings, merge(readings)), collection.base)
    quads += office_quads(tenures(readings, words), collection.base)
    rows = sorted(set(lines(quads)))
    write_atomically(collection.quads, (row + "\n" for row in rows))
    store.build(collection.quads, collection.build / "store")


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
                out.append(Tenure(person, office, labels, owner, _day(start), _day(end)))
    return sorted(out, key=lambda t: (t.person.id, t.office, t.of.id, t.start or ""))


def _day(text: str) -> str | None:
    """A tenure's edge as a day where it is known to the day."""
    return text if len(text) == 10 else None


def input_problems(errors: Iterable[UserError]) -> tuple[Problem, ...]:
    """Inputs that could not be read, as problems."""
    return tuple(Problem("error", "unreadable", e.message, path=e.path, line=e.line, hint=e.hint) for e in errors)
