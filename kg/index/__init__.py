"""What a build keeps beside the graph, so that the next one passes over what did not change: a small database, disposable like the store.

    article     each article's fact files as they looked when it was taken in, and what it counts for in the summary
    meta        which program and words made the graph, and which store and file this goes with
    the rest    what stands on all articles, as far as it was concluded: the modules of this package say which tables hold what

The engine is SQLite; a build is one transaction.
"""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from kg.index import articles, counted, parts, people, told

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE article (doc TEXT PRIMARY KEY, look TEXT, known TEXT);
"""
FAULTS = (sqlite3.Error,)     # what the engine raises where the disk is full or the file damaged


class Index:
    """The database of one build; to be used in `with`, which takes back what was not committed."""

    def __init__(self, path: Path, new: bool = False):
        """Opens the file, or makes a new one."""
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}{'' if new else '?mode=rw'}", uri=True, isolation_level=None)
        if new:      # nothing to lose yet: the file is renamed to its place when it is whole
            self._db.execute("PRAGMA journal_mode = OFF")
            for tables in (_TABLES, articles.TABLES, counted.TABLES, parts.TABLES, people.TABLES, told.TABLES):
                self._db.executescript(tables)
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends; what was not committed is taken back."""
        self._db.close()

    def commit(self) -> None:
        """Keeps what was changed."""
        self._db.execute("COMMIT")

    def get(self, name: str) -> str:
        """A value that a build left, '' for none."""
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def put(self, name: str, value: str) -> None:
        """Leaves a value for the next build."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def looks(self) -> dict[str, str]:
        """Each article with the look of its fact files when it was taken in."""
        return dict(self._db.execute("SELECT doc, look FROM article"))

    def known(self) -> Iterator[dict]:
        """What each article counts for in the summary, by article id."""
        for (text,) in self._db.execute("SELECT known FROM article ORDER BY doc"):
            try:
                yield json.loads(text)
            except (TypeError, ValueError):
                raise sqlite3.DatabaseError("a damaged row") from None

    def drop(self, doc: str) -> None:
        """Takes an article out."""
        self._db.execute("DELETE FROM article WHERE doc = ?", (doc,))

    def add(self, doc: str, look: str, known: dict) -> None:
        """Takes an article in, in the place of what was kept of it."""
        self._db.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?)", (doc, look, json.dumps(known, sort_keys=True)))

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """One statement of a module of this package."""
        return self._db.execute(sql, values)

    def listed(self, name: str) -> list[str]:
        """A list that a build left."""
        return json.loads(self.get(name) or "[]")

    def list(self, name: str, found: list[str]) -> None:
        """Leaves a list for the next build."""
        self.put(name, json.dumps(found))


def opened(path: Path, stamp: str) -> Index | None:
    """The index of a build that had this stamp; None where there is none, or it cannot be read."""
    if not path.exists():
        return None
    try:
        found = Index(path)
        if found.get("stamp") == stamp:
            return found
        found.close()
    except sqlite3.Error:
        return None
    return None


def damaged(e: Exception) -> bool:
    """Does a fault of the engine mean that the file is no whole database, rather than that it cannot be written?"""
    return type(e) is sqlite3.DatabaseError
