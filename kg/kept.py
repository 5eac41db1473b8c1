"""What a build keeps on disk of each article, and how files are written: whole or not at all."""
from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from kg.collection import Collection
from kg.corrections import apply
from kg.graph import Fix
from kg.model import Reading, UserError
from kg.records import reading_from_lines
from kg.vocab import local


def write_atomically(path: Path, chunks: Iterable[str], lasting: bool = True) -> None:
    """Writes a file whole or not at all; the folder is made.  What is not `lasting` is not waited for until the disk holds it: it can be made again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as f:
            f.writelines(chunks)
            if lasting:
                f.flush()
                os.fsync(f.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as e:
        Path(name).unlink(missing_ok=True)
        if isinstance(e, OSError):
            raise UserError(f"cannot be written: {e.strerror}", str(path), hint="the last good graph is untouched; make room and build again") from None
        raise


def facts_name(id: str) -> str:
    """What the file of an article's facts is called."""
    return f"{local(id)}.jsonl"


def fixes_name(id: str) -> str:
    """What the file of the corrections that an article was built with is called."""
    return f"{local(id)}.corrections.json"


def fact_file(collection: Collection, id: str) -> Path:
    """The facts of an article."""
    return collection.facts / facts_name(id)


def fixes_file(collection: Collection, id: str) -> Path:
    """The corrections that an article was built with."""
    return collection.facts / fixes_name(id)


def load_fixes(collection: Collection, id: str) -> list[dict]:
    """The corrections that an article was built with."""
    path = fixes_file(collection, id)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def fixes_of(collection: Collection, id: str) -> list[Fix]:
    """What the corrections that an article was built with did to its facts."""
    corrections = load_fixes(collection, id)
    return apply(load_raw(collection, id), corrections)[1] if corrections else []


def load_raw(collection: Collection, id: str) -> Reading:
    """The stored reading of one article before any correction; UserError where the collection holds none of that id."""
    path = fact_file(collection, id)
    if not path.exists():
        raise UserError(f"there is no article {id!r} in this graph", str(collection.facts), hint=_near(collection, id) or "kg build reads new articles")
    with path.open(encoding="utf-8") as f:
        return reading_from_lines(f, str(path))


def _near(collection: Collection, id: str) -> str:
    names = sorted(p.stem for p in collection.facts.glob("*.jsonl")) if collection.facts.is_dir() else []
    found = [n for n in names if id and id in n][:3] or get_close_matches(id, names, 3)
    return f"did you mean {', '.join(found)}?" if found else ""


def load_reading(collection: Collection, id: str) -> Reading:
    """The stored reading of one article with what a person corrected in it."""
    return apply(load_raw(collection, id), load_fixes(collection, id))[0]


def load_readings(collection: Collection) -> list[Reading]:
    """All stored readings, by article id."""
    if not collection.facts.is_dir() and not collection.quads.exists():      # of imported RDF alone there are no facts
        raise UserError("nothing has been built here", str(collection.build), hint="run kg build first")
    with_ids = (p.open(encoding="utf-8").readline() for p in sorted(collection.facts.glob("*.jsonl")))
    return [load_reading(collection, id) for id in sorted(json.loads(head)["doc"] for head in with_ids)]
