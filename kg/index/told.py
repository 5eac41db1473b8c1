"""The tellings of all articles and what merging found of them: their slots, who is likely one, who denies whom, and which happening each tells.

    telling    one telling, by number, and the happening that it tells
    fact       which telling a fact belongs to
    slot       the members of each slot, in the order in which a full one is looked through
    pair       two tellings that are likely one (kind 1), or one of which denies the other (2); each stands there both ways
    happening  name and what it is made of, by number; `tie` is the lowest number of those that the order of things ties it to
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.blocks import rank, slots
from kg.index.counted import number
from kg.index.packed import packed, unpacked
from kg.tellings import Telling

if TYPE_CHECKING:
    from kg.index import Index

TABLES = """
CREATE TABLE telling (n INTEGER PRIMARY KEY, doc TEXT, happening INTEGER, hash INTEGER, value BLOB);
CREATE INDEX telling_doc ON telling (doc);
CREATE INDEX telling_happening ON telling (happening);
CREATE TABLE fact (id TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE slot (slot INTEGER, rank TEXT, n INTEGER, seeks INTEGER, doc TEXT, PRIMARY KEY (slot, rank)) WITHOUT ROWID;
CREATE TABLE pair (a INTEGER, b INTEGER, kind INTEGER, PRIMARY KEY (a, b, kind)) WITHOUT ROWID;
CREATE TABLE happening (h INTEGER PRIMARY KEY, plain TEXT, name TEXT, made TEXT, tie INTEGER);
CREATE INDEX happening_plain ON happening (plain);
CREATE INDEX happening_tie ON happening (tie);
"""
ONE, DENIED = 1, 2
Member = tuple[int, bool, str]            # number, seeks, article


class Tellings:
    """All tellings, by number."""

    def __init__(self, index: Index):
        self.db = index
        self.known: dict[int, Telling] = {}

    def get(self, n: int) -> Telling:
        """One telling."""
        if n not in self.known:
            self.known[n] = unpacked(next(iter(self.db.run("SELECT value FROM telling WHERE n = ?", n)))[0])
        return self.known[n]

    def of_doc(self, doc: str) -> dict[int, int]:
        """The numbers of an article's tellings, each with a hash of it."""
        return dict(self.db.run("SELECT n, hash FROM telling WHERE doc = ?", doc))

    def add(self, t: Telling, mark: int) -> int:
        """Takes a telling in, but for its slots; gives its number."""
        n = self.db.run("INSERT INTO telling (doc, hash, value) VALUES (?, ?, ?)", t.doc, mark, packed(t)).lastrowid
        for p in t.facts:
            self.db.run("INSERT OR REPLACE INTO fact VALUES (?, ?)", p.event.id, n)
        self.known[n] = t
        return n

    def remove(self, n: int, t: Telling) -> None:
        """Takes a telling out, but for its slots."""
        for p in t.facts:
            self.db.run("DELETE FROM fact WHERE id = ? AND n = ?", p.event.id, n)
        self.db.run("DELETE FROM pair WHERE b = ? AND a IN (SELECT b FROM pair WHERE a = ?)", n, n)
        self.db.run("DELETE FROM pair WHERE a = ?", n)
        self.db.run("DELETE FROM telling WHERE n = ?", n)
        self.known.pop(n, None)

    def of_facts(self, ids: Iterable[str]) -> set[int]:
        """The tellings to which these facts belong."""
        return {n for i in ids for (n,) in self.db.run("SELECT n FROM fact WHERE id = ?", i)}

    # slots

    def enter(self, n: int, t: Telling, slot: tuple, seeks: bool) -> None:
        """Puts a telling into a slot."""
        self.db.run("INSERT OR REPLACE INTO slot VALUES (?, ?, ?, ?, ?)", number(repr(slot)), rank(t, slot[2]), n, seeks, t.doc)

    def enter_all(self, n: int, t: Telling) -> None:
        """Puts a telling into all of its slots."""
        for slot, seeks in slots(t):
            self.enter(n, t, slot, seeks)

    def quit(self, t: Telling, slot: tuple) -> None:
        """Takes a telling out of a slot."""
        self.db.run("DELETE FROM slot WHERE slot = ? AND rank = ?", number(repr(slot)), rank(t, slot[2]))

    def inside(self, slot: tuple, most: int) -> list[Member]:
        """The members of a slot in order, no more than so many."""
        return list(self.db.run("SELECT n, seeks, doc FROM slot WHERE slot = ? ORDER BY rank LIMIT ?", number(repr(slot)), most))

    def before(self, slot: tuple, at: str, most: int) -> list[Member]:
        """So many members before a place in a slot, in order."""
        return list(self.db.run("SELECT n, seeks, doc FROM slot WHERE slot = ? AND rank < ? ORDER BY rank DESC LIMIT ?", number(repr(slot)), at, most))[::-1]

    def after(self, slot: tuple, at: str, most: int) -> list[Member]:
        """So many members behind a place in a slot, in order."""
        return list(self.db.run("SELECT n, seeks, doc FROM slot WHERE slot = ? AND rank > ? ORDER BY rank LIMIT ?", number(repr(slot)), at, most))

    def at(self, slot: tuple, at: str) -> list[Member]:
        """Who stands at a place in a slot, if anybody."""
        return list(self.db.run("SELECT n, seeks, doc FROM slot WHERE slot = ? AND rank = ?", number(repr(slot)), at))

    # pairs

    def pair(self, a: int, b: int, kind: int) -> None:
        """Remembers what two tellings are to each other."""
        self.db.run("INSERT OR IGNORE INTO pair VALUES (?, ?, ?), (?, ?, ?)", a, b, kind, b, a, kind)

    def part(self, a: int, b: int) -> None:
        """Forgets what two tellings are to each other."""
        self.db.run("DELETE FROM pair WHERE (a = ? AND b = ?) OR (a = ? AND b = ?)", a, b, b, a)

    def paired(self, n: int, kind: int) -> list[int]:
        """The tellings that are likely one with this one, or deny it or are denied by it."""
        return [b for (b,) in self.db.run("SELECT b FROM pair WHERE a = ? AND kind = ?", n, kind)]

    def kinds(self, a: int, b: int) -> set[int]:
        """What two tellings are to each other."""
        return {kind for (kind,) in self.db.run("SELECT kind FROM pair WHERE a = ? AND b = ?", a, b)}

    # happenings

    def happening_of(self, n: int) -> int | None:
        """Which happening a telling tells."""
        return next(iter(self.db.run("SELECT happening FROM telling WHERE n = ?", n)), (None,))[0]

    def telling(self, h: int) -> list[int]:
        """The tellings of a happening."""
        return [n for (n,) in self.db.run("SELECT n FROM telling WHERE happening = ?", h)]

    def made(self, h: int) -> str:
        """What a happening is made of."""
        return next(iter(self.db.run("SELECT made FROM happening WHERE h = ?", h)), ("",))[0]

    def make(self, plain: str, made: str, told: Iterable[int]) -> int:
        """A new happening; gives its number."""
        h = self.db.run("INSERT INTO happening (plain, name, made) VALUES (?, '', ?)", plain, made).lastrowid
        for n in told:
            self.db.run("UPDATE telling SET happening = ? WHERE n = ?", h, n)
        return h

    def unmake(self, h: int) -> str:
        """Takes a happening out; gives the plain name that it had."""
        plain = next(iter(self.db.run("SELECT plain FROM happening WHERE h = ?", h)), ("",))[0]
        self.db.run("DELETE FROM happening WHERE h = ?", h)
        return plain

    def called(self, plain: str) -> list[tuple[int, str]]:
        """The happenings of one plain name, each with the name that it has."""
        return list(self.db.run("SELECT h, name FROM happening WHERE plain = ? ORDER BY h", plain))

    def name(self, h: int) -> str:
        """What a happening is called."""
        return next(iter(self.db.run("SELECT name FROM happening WHERE h = ?", h)))[0]

    def call(self, h: int, name: str) -> None:
        """Names a happening."""
        self.db.run("UPDATE happening SET name = ? WHERE h = ?", name, h)

    def tie(self, h: int) -> int | None:
        """The lowest of those that a happening is tied to by the order that is told."""
        return next(iter(self.db.run("SELECT tie FROM happening WHERE h = ?", h)), (None,))[0]

    def tied(self, tie: int) -> Iterator[int]:
        """All that are tied together."""
        yield from (h for (h,) in self.db.run("SELECT h FROM happening WHERE tie = ?", tie))

    def bind(self, hs: Iterable[int], tie: int) -> None:
        """Ties happenings together."""
        for h in hs:
            self.db.run("UPDATE happening SET tie = ? WHERE h = ?", tie, h)
