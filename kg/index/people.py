"""Who is met in which article, as `kg.identity` asks for it: crowds of sights that say the same, and whom they were found to be.

    crowd      what sights of one crowd say, and whether it is open who that is
    slot       within which crowds are compared
    sight      the articles of each crowd, with the day of writing
    meant      where the graph gives an article's entity another identifier: whom a crowd, or a single sight of it, was found to be
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.identity import Crowd, slots, tell
from kg.index.counted import number
from kg.index.packed import packed, unpacked
from kg.model import Entity
from kg.namesakes import Sight

if TYPE_CHECKING:
    from kg.index import Index

TABLES = """
CREATE TABLE crowd (id INTEGER PRIMARY KEY, ident TEXT, open INTEGER, value BLOB);
CREATE INDEX crowd_ident ON crowd (ident);
CREATE INDEX crowd_open ON crowd (open) WHERE open;
CREATE TABLE crowd_slot (slot INTEGER, crowd INTEGER, PRIMARY KEY (slot, crowd)) WITHOUT ROWID;
CREATE TABLE sight (crowd INTEGER, doc TEXT, written INTEGER, PRIMARY KEY (crowd, doc)) WITHOUT ROWID;
CREATE INDEX sight_doc ON sight (doc);
CREATE TABLE meant (crowd INTEGER, doc TEXT, always INTEGER, value BLOB, PRIMARY KEY (crowd, doc)) WITHOUT ROWID;
"""
Meant = dict[tuple[int, str], tuple[bool, Entity]]      # (crowd, '' or the article of a single sight) → is its id always that one, the entity


class People:
    """The crowds of a collection."""

    def __init__(self, index: Index):
        self.db = index
        self.known: set[int] = set()

    def leave(self, doc: str) -> set[int]:
        """Takes an article's sights out; gives their crowds."""
        found = {c for (c,) in self.db.run("SELECT crowd FROM sight WHERE doc = ?", doc)}
        self.db.run("DELETE FROM sight WHERE doc = ?", doc)
        return found

    def meet(self, found: Iterable[Sight], ruled: set[str]) -> set[int]:
        """Takes an article's sights in; gives their crowds.  `ruled` are the ids of which merges.toml speaks."""
        out = set()
        for s in found:
            crowd = number(repr(tell(s)))
            out.add(crowd)
            self.db.run("INSERT OR REPLACE INTO sight VALUES (?, ?, ?)", crowd, s.doc, s.written)
            if crowd not in self.known:
                self.known.add(crowd)
                self.db.run("INSERT OR IGNORE INTO crowd VALUES (?, ?, ?, ?)", crowd, s.entity.id, not s.known or s.entity.id in ruled, packed(s))
                for slot in {*slots(s), (s.entity.id,)}:
                    self.db.run("INSERT OR IGNORE INTO crowd_slot VALUES (?, ?)", number(repr(slot)), crowd)
        return out

    def sweep(self, crowds: Iterable[int]) -> None:
        """Removes those of these crowds that nobody is in any more."""
        for c in crowds:
            if not self.docs(c):
                self.db.run("DELETE FROM crowd WHERE id = ?", c)
                self.db.run("DELETE FROM crowd_slot WHERE crowd = ?", c)
                self.known.discard(c)

    def docs(self, crowd: int) -> list[str]:
        """The articles of a crowd, sorted."""
        return [doc for (doc,) in self.db.run("SELECT doc FROM sight WHERE crowd = ? ORDER BY doc", crowd)]

    def asked(self) -> dict[int, Crowd]:
        """The crowds of which it is open who they are, and all that somebody of these may be, in the order of what they tell."""
        found = []
        for ident, value in self.db.run("""
                SELECT id, value FROM crowd WHERE ident IN (SELECT ident FROM crowd WHERE id IN (SELECT crowd FROM crowd_slot WHERE slot IN
                    (SELECT slot FROM crowd_slot WHERE crowd IN (SELECT id FROM crowd WHERE open))))"""):
            s, ends = unpacked(value), self._ends(ident)
            if ends:
                found.append((ident, Crowd(_told_in(s, *ends[0]), _told_in(s, *ends[1]) if len(ends) > 1 else None, (self._last(ident), s.entity.id), self._size(ident))))
        return dict(sorted(found, key=lambda x: tell(x[1].head)))

    def _ends(self, crowd: int) -> list[tuple[str, int | None]]:
        return list(self.db.run("SELECT doc, written FROM sight WHERE crowd = ? ORDER BY doc LIMIT 2", crowd))

    def _last(self, crowd: int) -> str:
        return next(iter(self.db.run("SELECT doc FROM sight WHERE crowd = ? ORDER BY doc DESC LIMIT 1", crowd)))[0]

    def _size(self, crowd: int) -> int:
        return next(iter(self.db.run("SELECT count(*) FROM sight WHERE crowd = ?", crowd)))[0]

    def members(self, crowd: int, head: Sight) -> list[Sight]:
        """The sights of a crowd, sorted by article."""
        return [_told_in(head, doc, written) for doc, written in self.db.run("SELECT doc, written FROM sight WHERE crowd = ? ORDER BY doc", crowd)]

    def meant(self) -> Meant:
        """Who was found to be whom."""
        return {(c, doc): (bool(always), unpacked(value)) for c, doc, always, value in self.db.run("SELECT crowd, doc, always, value FROM meant")}

    def mean(self, found: Meant) -> None:
        """Who is found to be whom now."""
        self.db.run("DELETE FROM meant")
        for (c, doc), (always, e) in found.items():
            self.db.run("INSERT INTO meant VALUES (?, ?, ?, ?)", c, doc, always, packed(e))

    def here(self, doc: str) -> dict[str, tuple[bool, Entity]]:
        """Whom the entities of one article are, by their ids in it, where that is another id."""
        return {ident: (bool(always), unpacked(value)) for ident, always, value in self.db.run("""
            SELECT crowd.ident, meant.always, meant.value FROM sight JOIN meant ON meant.crowd = sight.crowd AND meant.doc IN ('', sight.doc)
            JOIN crowd ON crowd.id = sight.crowd WHERE sight.doc = ?""", doc)}


def _told_in(s: Sight, doc: str, written: int | None) -> Sight:
    return s._replace(doc=doc, written=written)
