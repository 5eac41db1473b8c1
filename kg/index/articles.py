"""What is kept of each article for what stands on all of them: its runs of words, where it comes from, and what it names.

    kept       what other articles' happenings ask of one (`kg.renewal.kept`), the first that prints its text, and where it comes from
    run        the articles that have a run of words
    named      what articles name that the graph says more of (places, office holders), each as it is told, with the number of articles
    problem    what is wrong with an article's corrections, or contradicts itself in the order that is told
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.index.counted import number
from kg.index.packed import packed, unpacked
from kg.model import Entity, Problem

if TYPE_CHECKING:
    from kg.index import Index

TABLES = """
CREATE TABLE kept (doc TEXT PRIMARY KEY, first TEXT, origin TEXT, value BLOB) WITHOUT ROWID;
CREATE INDEX kept_first ON kept (first);
CREATE TABLE run (run INTEGER, doc TEXT, PRIMARY KEY (run, doc)) WITHOUT ROWID;
CREATE TABLE named (kind TEXT, ident TEXT, hash INTEGER, articles INTEGER, value BLOB, PRIMARY KEY (kind, ident, hash)) WITHOUT ROWID;
CREATE TABLE problem (unit TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
"""


class Articles:
    """What is kept of each article."""

    def __init__(self, index: Index):
        self.db = index
        self.known: dict[str, Any] = {}

    def get(self, doc: str) -> Any | None:
        """What is kept of an article, None where nothing is."""
        if doc not in self.known:
            self.known[doc] = next((unpacked(v) for (v,) in self.db.run("SELECT value FROM kept WHERE doc = ?", doc)), None)
        return self.known[doc]

    def put(self, doc: str, value: Any) -> None:
        """Keeps that of an article; where it comes from is said later."""
        self.db.run("INSERT INTO kept (doc, first, origin, value) VALUES (?, '', '', ?) ON CONFLICT DO UPDATE SET value = excluded.value", doc, packed(value))
        self.known[doc] = value

    def drop(self, doc: str) -> None:
        """Forgets an article."""
        self.db.run("DELETE FROM kept WHERE doc = ?", doc)
        self.known.pop(doc, None)

    def first(self, doc: str) -> str:
        """The first article that prints its text, '' where that was not found yet."""
        return next(iter(self.db.run("SELECT first FROM kept WHERE doc = ?", doc)), ("",))[0]

    def origin(self, doc: str) -> str:
        """Where an article comes from."""
        return next(iter(self.db.run("SELECT origin FROM kept WHERE doc = ?", doc)), ("",))[0]

    def printed(self, doc: str, first: str) -> None:
        """Says which article printed its text first."""
        self.db.run("UPDATE kept SET first = ? WHERE doc = ?", first, doc)

    def comes(self, doc: str, origin: str) -> None:
        """Says where an article comes from."""
        self.db.run("UPDATE kept SET origin = ? WHERE doc = ?", origin, doc)

    def prints(self, first: str) -> list[str]:
        """The articles whose text that one printed first."""
        return [doc for (doc,) in self.db.run("SELECT doc FROM kept WHERE first = ?", first)]

    # runs

    def run(self, doc: str, runs: Iterable[int], there: bool) -> None:
        """Says that an article has these runs of words, or has not any more."""
        for r in runs:
            self.db.run("INSERT OR IGNORE INTO run VALUES (?, ?)" if there else "DELETE FROM run WHERE run = ? AND doc = ?", r, doc)

    def holders(self, run: int, before: str, most: int) -> list[str]:
        """The first articles that have a run, of those before one."""
        return [d for (d,) in self.db.run("SELECT doc FROM run WHERE run = ? AND doc < ? ORDER BY doc LIMIT ?", run, before, most)]

    def later(self, run: int, than: str) -> list[str]:
        """The articles behind one that have a run."""
        return [d for (d,) in self.db.run("SELECT doc FROM run WHERE run = ? AND doc > ?", run, than)]

    # what is named

    def name(self, kind: str, e: Entity | str, more: int) -> None:
        """One article more or less that names an entity, or an id alone."""
        ident = e if isinstance(e, str) else e.id
        self.db.run("INSERT INTO named VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET articles = articles + excluded.articles", kind, ident, number(repr(e)), more, packed(e))

    def named(self, kind: str, ident: str) -> dict[Any, int]:
        """What articles tell of an entity, each with their number."""
        self.db.run("DELETE FROM named WHERE kind = ? AND ident = ? AND articles = 0", kind, ident)
        return {unpacked(v): n for n, v in self.db.run("SELECT articles, value FROM named WHERE kind = ? AND ident = ?", kind, ident)}

    # problems

    def problem(self, unit: str, found: list[Problem]) -> None:
        """What is wrong with one thing now."""
        if found:
            self.db.run("INSERT OR REPLACE INTO problem VALUES (?, ?)", unit, packed(found))
        else:
            self.db.run("DELETE FROM problem WHERE unit = ?", unit)

    def problems(self) -> list[Problem]:
        """All that is wrong."""
        return [p for (v,) in self.db.run("SELECT value FROM problem ORDER BY unit") for p in unpacked(v)]
