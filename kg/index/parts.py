"""Which happenings may be part of which, and which are, by their numbers."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.index.counted import number
from kg.index.packed import packed, unpacked
from kg.parts import Part

if TYPE_CHECKING:
    from kg.index import Index

TABLES = """
CREATE TABLE part_slot (slot INTEGER, h INTEGER, part INTEGER, whole INTEGER, PRIMARY KEY (slot, h)) WITHOUT ROWID;
CREATE INDEX part_slot_h ON part_slot (h);
CREATE TABLE part_pair (part INTEGER, whole INTEGER, cls TEXT, value BLOB, PRIMARY KEY (part, whole)) WITHOUT ROWID;
CREATE INDEX part_pair_whole ON part_pair (whole);
CREATE TABLE part (part INTEGER PRIMARY KEY, whole INTEGER);
CREATE INDEX part_whole ON part (whole);
"""


class Parts:
    """Happenings within happenings."""

    def __init__(self, index: Index):
        self.db = index

    def leave(self, h: int) -> set[int]:
        """Takes a happening out; gives those that may have been part of it."""
        found = {p for (p,) in self.db.run("SELECT part FROM part_pair WHERE whole = ? UNION SELECT part FROM part WHERE whole = ?", h, h)}
        for sql in ("DELETE FROM part_slot WHERE h = ?", "DELETE FROM part_pair WHERE part = ?", "DELETE FROM part_pair WHERE whole = ?"):
            self.db.run(sql, h)
        return found

    def enter(self, h: int, slots: Iterable[tuple], part: bool, whole: bool) -> None:
        """Puts a happening where it is looked for."""
        for slot in slots:
            self.db.run("INSERT OR REPLACE INTO part_slot VALUES (?, ?, ?, ?)", number(repr(slot)), h, part, whole)

    def near(self, slots: Iterable[tuple], whole: bool) -> set[int]:
        """Those that are looked for there, as wholes or as parts."""
        sql = f"SELECT h FROM part_slot WHERE slot = ? AND {'whole' if whole else 'part'}"
        return {h for slot in slots for (h,) in self.db.run(sql, number(repr(slot)))}

    def pair(self, part: int, whole: int, cls: str, why: Part) -> None:
        """Remembers that one may be part of the other, of that class."""
        self.db.run("INSERT OR REPLACE INTO part_pair VALUES (?, ?, ?, ?)", part, whole, cls, packed(why))

    def wholes(self, part: int) -> list[tuple[int, str, Part]]:
        """What a happening may be part of: number, class, why."""
        return [(whole, cls, unpacked(value)) for whole, cls, value in self.db.run("SELECT whole, cls, value FROM part_pair WHERE part = ?", part)]

    def whole(self, part: int) -> int | None:
        """What a happening is part of."""
        return next(iter(self.db.run("SELECT whole FROM part WHERE part = ?", part)), (None,))[0]

    def settle(self, part: int, whole: int | None) -> None:
        """Says what a happening is part of."""
        if whole is None:
            self.db.run("DELETE FROM part WHERE part = ?", part)
        else:
            self.db.run("INSERT OR REPLACE INTO part VALUES (?, ?)", part, whole)

    def within(self, whole: int) -> list[int]:
        """What is part of a happening."""
        return [p for (p,) in self.db.run("SELECT part FROM part WHERE whole = ?", whole)]
