"""What a build must know of all articles to take in one: a small database beside the graph, disposable like the store.

    article     its fact files as they were, when it was written, what it counts for in the summary, the persons it names
    event       a fact, the claims about it, and the component of facts that it was last concluded with
    slot        which events share a slot, and so are worth comparing (`kg.merge.slots`)
    link        which events are concluded together
    component   the quads that were concluded from one, and the names of its happenings
    shared      how many components say a quad that is not about a happening: it goes when the last one does

The engine is SQLite; a build is one transaction.
"""
from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from kg.model import Article, Claim, Date, Event, Reading, UserError
from kg.records import Reader, dump, from_json, to_json
from kg.terms import Quad

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE article (doc TEXT PRIMARY KEY, stat TEXT, written TEXT, day INTEGER, known TEXT);
CREATE TABLE event (n INTEGER PRIMARY KEY, doc TEXT, data TEXT, claims TEXT, component INTEGER);
CREATE INDEX of_article ON event (doc);
CREATE INDEX of_component ON event (component);
CREATE TABLE slot (hash INTEGER, n INTEGER, PRIMARY KEY (hash, n)) WITHOUT ROWID;
CREATE TABLE link (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE component (c INTEGER PRIMARY KEY, quads BLOB, problems TEXT);
CREATE TABLE name (name TEXT, c INTEGER, count INTEGER, PRIMARY KEY (name, c)) WITHOUT ROWID;
CREATE INDEX name_of ON name (c);
CREATE TABLE shared (hash BLOB PRIMARY KEY, count INTEGER) WITHOUT ROWID;
"""
_REMEMBERED = 20_000          # events kept as values while a build compares them
FAULTS = (sqlite3.Error,)     # what the engine raises where the disk is full or the file damaged
Told = tuple[Event, tuple[Claim, ...], int | None]


def _hash(slot: tuple) -> int:
    return int.from_bytes(blake2b(repr(slot).encode(), digest_size=8).digest(), signed=True)


def _event(text: str) -> Event:
    return from_json(json.loads(text))


class Index:
    """The database of one build; to be used in `with`, which takes back what was not committed."""

    def __init__(self, path: Path | None, new: bool = False):
        """Opens the file, makes a new one, or one in memory where no path is given."""
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}{'' if new else '?mode=rw'}" if path else ":memory:", uri=bool(path), isolation_level=None)
        self._events: dict[int, Told] = {}
        self._db.execute("PRAGMA cache_size = -100000")
        if new:      # nothing to lose yet: the file is renamed to its place when it is whole
            self._db.execute("PRAGMA journal_mode = OFF")
            self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def __enter__(self) -> Index:
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

    # ── articles and their events ────────────────────────────────────────────────────────────────────────────────

    def stats(self) -> dict[str, str]:
        """Each article with the state of its fact files when it was taken in."""
        return dict(self._db.execute("SELECT doc, stat FROM article"))

    def known(self) -> Iterator[dict]:
        """What is kept of each article for the summary, by article id."""
        return (json.loads(row[0]) for row in self._db.execute("SELECT known FROM article ORDER BY doc"))

    def drop(self, doc: str, slots_of) -> set[int]:
        """Takes an article out; gives the components its events were in."""
        day = (self._db.execute("SELECT day FROM article WHERE doc = ?", (doc,)).fetchone() or (None,))[0]
        touched = set()
        for n, data, component in self._db.execute("SELECT n, data, component FROM event WHERE doc = ?", (doc,)).fetchall():
            touched.add(component)
            self._db.executemany("DELETE FROM slot WHERE hash = ? AND n = ?", [(_hash(s), n) for s in slots_of(_event(data), day)])
            others = self.linked(n)
            self._db.executemany("DELETE FROM link WHERE a = ? AND b = ?", [(n, o) for o in others] + [(o, n) for o in others])
        self._db.execute("DELETE FROM event WHERE doc = ?", (doc,))
        self._db.execute("DELETE FROM article WHERE doc = ?", (doc,))
        return touched

    def add(self, r: Reading, stat: str, day: int | None, known: dict, slots_of) -> list[int]:
        """Takes an article in; gives the numbers of its events."""
        self._db.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?)", (r.article.id, stat, dump(r.written and {k: getattr(r.written, k) for k in ("start", "end", "precision", "method", "text")}), day, dump(known)))
        out = []
        for e in r.events:
            claims = tuple(c for c in r.claims if c.about == e.id)
            n = self._db.execute("INSERT INTO event (doc, data, claims) VALUES (?, ?, ?)", (e.doc, dump(to_json(e)), dump([to_json(c) for c in claims]))).lastrowid
            self._db.executemany("INSERT INTO slot VALUES (?, ?)", [(_hash(s), n) for s in slots_of(e, day)])
            self._events[n] = e, claims, day
            out.append(n)
        return out

    def told(self, n: int) -> Told:
        """An event, the claims about it, and the day its article was written."""
        if n not in self._events:
            if len(self._events) > _REMEMBERED:
                self._events.clear()
            data, claims, day = self._db.execute("SELECT data, claims, day FROM event JOIN article USING (doc) WHERE n = ?", (n,)).fetchone()
            self._events[n] = _event(data), tuple(from_json(c) for c in json.loads(claims)), day
        return self._events[n]

    def readings(self, members: Iterable[int]) -> list[Reading]:
        """What articles say of some events and nothing else, by article id."""
        by_doc: dict[str, list[Told]] = {}
        for n in sorted(members):
            by_doc.setdefault(self.told(n)[0].doc, []).append(self.told(n))
        out = []
        for doc in sorted(by_doc):
            written = self._db.execute("SELECT written FROM article WHERE doc = ?", (doc,)).fetchone()[0]
            date = json.loads(written)
            out.append(Reading(Article(doc, ""), date and Date(**date), events=tuple(t[0] for t in by_doc[doc]), claims=tuple(c for t in by_doc[doc] for c in t[1])))
        return out

    # ── what belongs together ────────────────────────────────────────────────────────────────────────────────────

    def sharing(self, slots: Iterable[tuple]) -> set[int]:
        """The events that share a slot."""
        return {n for s in slots for (n,) in self._db.execute("SELECT n FROM slot WHERE hash = ?", (_hash(s),))}

    def link(self, a: int, b: int) -> None:
        """Two events are to be concluded together."""
        self._db.executemany("INSERT OR IGNORE INTO link VALUES (?, ?)", [(a, b), (b, a)])

    def linked(self, n: int) -> list[int]:
        """The events that one is linked with."""
        return [b for (b,) in self._db.execute("SELECT b FROM link WHERE a = ?", (n,))]

    def members(self, component: int) -> list[int]:
        """The events of a component."""
        return [n for (n,) in self._db.execute("SELECT n FROM event WHERE component = ?", (component,))]

    def component_of(self, n: int) -> int | None:
        """The component an event was last concluded with; None for a new one."""
        return self._db.execute("SELECT component FROM event WHERE n = ?", (n,)).fetchone()[0]

    def concluded(self, component: int) -> list[Quad]:
        """The quads that were concluded from a component."""
        row = self._db.execute("SELECT quads FROM component WHERE c = ?", (component,)).fetchone()
        return [tuple(q) for q in json.loads(zlib.decompress(row[0]))] if row and row[0] else []

    def dissolve(self, component: int) -> Counter[str]:
        """Takes a component away; gives the names that its happenings had."""
        names = Counter(dict(self._db.execute("SELECT name, count FROM name WHERE c = ?", (component,))))
        self._db.execute("DELETE FROM component WHERE c = ?", (component,))
        self._db.execute("DELETE FROM name WHERE c = ?", (component,))
        return names

    def form(self, members: Iterable[int], names: Counter[str]) -> int:
        """A new component with the names of its happenings."""
        c = self._db.execute("INSERT INTO component (quads) VALUES (NULL)").lastrowid
        self._db.executemany("UPDATE event SET component = ? WHERE n = ?", [(c, n) for n in members])
        self._db.executemany("INSERT INTO name VALUES (?, ?, ?)", [(name, c, k) for name, k in names.items()])
        return c

    def keep(self, component: int, quads: list[Quad], problems: list[dict]) -> None:
        """Keeps what was concluded from a component, and what contradicts itself in it."""
        self._db.execute("UPDATE component SET quads = ?, problems = ? WHERE c = ?", (zlib.compress(json.dumps(quads, ensure_ascii=False).encode(), 1), dump(problems) if problems else None, component))

    def problems(self) -> Iterator[dict]:
        """What contradicts itself in all components."""
        return (p for (text,) in self._db.execute("SELECT problems FROM component WHERE problems IS NOT NULL") for p in json.loads(text))

    def bearers(self, name: str) -> dict[int, int]:
        """The components with a happening of that name, and how many each has."""
        return dict(self._db.execute("SELECT c, count FROM name WHERE name = ?", (name,)))

    def count(self, quad: Quad, change: int) -> tuple[int, int]:
        """How many components say a quad, before and after a change."""
        h = blake2b("\0".join(quad).encode(), digest_size=12).digest()
        before = (self._db.execute("SELECT count FROM shared WHERE hash = ?", (h,)).fetchone() or (0,))[0]
        if before + change > 0:
            self._db.execute("INSERT OR REPLACE INTO shared VALUES (?, ?)", (h, before + change))
        else:
            self._db.execute("DELETE FROM shared WHERE hash = ?", (h,))
        return before, before + change


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
