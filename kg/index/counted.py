"""The rows of the graphs that stand on all articles, by the unit that gives them, and how many units give each: a row goes with the last of them.

    unit       what one thing gives (a happening, an article's causes, a place, …): its rows and the entities that it names
    row        each such row, by a hash of it, with the number of units
    entity     each entity that units name, as they name it, with the number of units
"""
from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING

from kg.index.packed import packed, unpacked
from kg.model import Entity

if TYPE_CHECKING:
    from kg.index import Index

TABLES = """
CREATE TABLE unit (name TEXT PRIMARY KEY, rows BLOB, entities BLOB) WITHOUT ROWID;
CREATE TABLE row (hash INTEGER PRIMARY KEY, units INTEGER);
CREATE TABLE entity (ident TEXT, hash INTEGER, units INTEGER, value BLOB, PRIMARY KEY (ident, hash)) WITHOUT ROWID;
"""
MANY = 300_000           # changed rows that are held before they are counted, where all is new


def number(text: str) -> int:
    """A text as a number that the engine can hold; of millions of texts no two are likely to share one."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


class Units:
    """What units give now; `settled` says what that changes in the graph."""

    def __init__(self, index: Index, fresh: bool):
        self.db, self.fresh = index, fresh
        self.rows: Counter[str] = Counter()
        self.entities: Counter[Entity] = Counter()

    def put(self, name: str, rows: Iterable[str], entities: Iterable[Entity] = ()) -> None:
        """What a unit gives, in the place of what it gave; nothing removes it."""
        rows, entities = set(rows), set(entities)
        old_rows, old_entities = (set(), set()) if self.fresh else self._of(name)
        self.rows.update(rows - old_rows)
        self.rows.subtract(old_rows - rows)
        self.entities.update(entities - old_entities)
        self.entities.subtract(old_entities - entities)
        if rows or entities:
            if rows != old_rows or entities != old_entities:
                self.db.run("INSERT OR REPLACE INTO unit VALUES (?, ?, ?)", name, zlib.compress("".join(sorted(rows)).encode(), 1), packed(entities) if entities else None)
        elif not self.fresh:
            self.db.run("DELETE FROM unit WHERE name = ?", name)

    def _of(self, name: str) -> tuple[set[str], set[Entity]]:
        for blob, entities in self.db.run("SELECT rows, entities FROM unit WHERE name = ?", name):
            try:
                return {row + "\n" for row in zlib.decompress(blob).decode().split("\n")[:-1]}, unpacked(entities) if entities else set()
            except (TypeError, ValueError, zlib.error):
                raise DatabaseError("a damaged row") from None
        return set(), set()

    def named(self) -> Iterator[tuple[str, dict[Entity, int]]]:
        """The ids of entities that units name otherwise than before, each with all that is told of it and by how many."""
        changed = sorted(((e, n) for e, n in self.entities.items() if n), key=lambda x: x[0].id)
        for e, n in changed:
            self.db.run("INSERT INTO entity VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET units = units + excluded.units", e.id, number(repr(e)), n, packed(e))
        self.db.run("DELETE FROM entity WHERE units = 0")
        self.entities.clear()
        for ident in sorted({e.id for e, _ in changed}):
            yield ident, {unpacked(value): units for units, value in self.db.run("SELECT units, value FROM entity WHERE ident = ?", ident)}

    def full(self) -> bool:
        """Is it time to settle what has come together?"""
        return self.fresh and len(self.rows) >= MANY

    def settled(self) -> tuple[set[str], set[str]]:
        """(the rows that no unit gives any more, those that none gave before)."""
        lost, come = set(), set()
        for row, change in self.rows.items():
            if not change:
                continue
            at = number(row)
            before = next((n for (n,) in self.db.run("SELECT units FROM row WHERE hash = ?", at)), 0)
            if before + change:
                self.db.run("INSERT OR REPLACE INTO row VALUES (?, ?)", at, before + change)
            else:
                self.db.run("DELETE FROM row WHERE hash = ?", at)
                lost.add(row)
            if not before:
                come.add(row)
        self.rows.clear()
        return lost, come
