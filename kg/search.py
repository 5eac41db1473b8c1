"""Full text over what was read: sentences of articles, and what everything in the graph is called, spelled as anybody spells it.

A word is found under every way to write it and with anything glued to it: «السلام», «وللسلام» and «سَلام» are one; a name also in Latin
letters and under any of its names, because a sentence is kept with the labels of whom it means.  The engine is SQLite's FTS5; its file,
`build/search.db`, is disposable and brought up to date by the first search after a build: only the articles that changed are taken anew.
"""
from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import terms
from kg.arabic import Token, splits, tokenize
from kg.collection import Collection
from kg.errors import UserError
from kg.kept import load_reading
from kg.lookup import fold
from kg.model import Reading
from kg.store import current

VERSION = "1"
ARTICLE = 2              # letters of the Arabic article
WORDS = frozenset("wln")  # kinds of tokens that are words or numbers
KINDS = ("labels", "articles", "quotes")
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE article (file TEXT PRIMARY KEY, look TEXT);
CREATE TABLE line (id INTEGER PRIMARY KEY, kind TEXT, file TEXT, doc TEXT, number INTEGER, written TEXT, text TEXT, ids TEXT);
CREATE INDEX line_file ON line (file);
CREATE VIRTUAL TABLE words USING fts5 (own, named, tokenize = "unicode61 remove_diacritics 0");
"""
_NAMED = """SELECT ?e ?name { VALUES ?type { kg:Person kg:State kg:Organization kg:Group kg:Place kg:Weapon kg:Document kg:NamedOperation kg:Facility }
  ?e a ?type { ?e rdfs:label ?name } UNION { ?e skos:altLabel ?name } }"""


class Hit(NamedTuple):
    """What was found: a label of the graph or a sentence.  `ids` are the entity, or the facts read from the sentence; `marks` the (start, end)
    of what was sought within `text`; `line` counts from 1; `written` is an ISO day, '' where not known."""
    kind: str
    doc: str
    line: int
    text: str
    ids: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]
    written: str


def keys(token: Token) -> set[str]:
    """All under which a word is found: itself, and what is left where clitics and article are cut off.

    >>> sorted(keys(tokenize("وللسلام")[0]))
    ['السلام', 'سلام', 'لسلام', 'للسلام', 'وللسلام']
    """
    if token.kind != "w":
        return {bare(token)}
    return {token.fold, *(s.stem for s in splits(token.fold) if len(s.stem) > 1), *(s.stem[ARTICLE:] for s in splits(token.fold) if s.definite and len(s.stem) > ARTICLE + 1)}


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────────

def _database(path: Path) -> sqlite3.Connection:
    """The file, made anew where there is none of this version or it is damaged."""
    try:
        db = sqlite3.connect(path)
        if db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone() == (VERSION,):
            return db
        db.close()
    except sqlite3.Error:
        pass
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript(_TABLES)
    db.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
    return db


def refreshed(collection: Collection, store, names: dict[str, str]) -> sqlite3.Connection:
    """The file as the graph now is.  A change takes out whole articles and puts them in anew, in one transaction."""
    path = collection.build / "search.db"
    if not collection.facts.is_dir():
        raise UserError("nothing has been built here", str(collection.build), hint="run kg build first")
    try:
        db = _database(path)
        with db:
            _articles(db, collection)
            _labels(db, store, names, (current(collection.build / "store") or "", collection.base))
    except sqlite3.Error as e:
        raise UserError(f"the index of words cannot be written: {e}", str(path), hint="make room, or remove the file") from None
    return db


def _articles(db: sqlite3.Connection, collection: Collection) -> None:
    have = dict(db.execute("SELECT file, look FROM article"))
    there = {path.stem: _look(path) for path in sorted(collection.facts.glob("*.jsonl"))}
    for name in sorted(have.keys() | there.keys()):
        if have.get(name) != there.get(name):
            _drop(db, name)
            if name in there:
                with (collection.facts / f"{name}.jsonl").open(encoding="utf-8") as f:
                    doc = json.loads(f.readline())["doc"]
                _take(db, name, load_reading(collection, doc))
                db.execute("INSERT INTO article VALUES (?, ?)", (name, there[name]))


def _labels(db: sqlite3.Connection, store, names: dict[str, str], stamp: tuple[str, str]) -> None:
    now = json.dumps(stamp)
    if db.execute("SELECT value FROM meta WHERE name = 'labels'").fetchone() != (now,):
        _drop(db, "")
        for e, name in sorted({(e, terms.value(name)) for e, name in store.ask(_NAMED, names).rows}):
            _put(db, "labels", "", ("", 0, "", name, [e[1:-1]]), ())
        db.execute("INSERT OR REPLACE INTO meta VALUES ('labels', ?)", (now,))


def _look(path: Path) -> str:
    """The hash of an article's facts and corrections."""
    h = blake2b(path.read_bytes(), digest_size=12)
    beside = path.with_name(f"{path.stem}.corrections.json")
    h.update(beside.read_bytes() if beside.exists() else b"")
    return h.hexdigest()


def _drop(db: sqlite3.Connection, file: str) -> None:
    db.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM line WHERE file = ?)", (file,))
    db.execute("DELETE FROM line WHERE file = ?", (file,))
    db.execute("DELETE FROM article WHERE file = ?", (file,))


def _take(db: sqlite3.Connection, file: str, r: Reading) -> None:
    """The sentences of an article, each with the facts whose trigger stands in it and the labels of whom it names."""
    text, written = r.article.text, r.article.date or (r.written.start if r.written and r.written.start else "") or ""
    facts = sorted((f.trigger.start, f.id) for f in (*r.events, *r.claims, *r.relations))
    named = sorted((m.ref.mention.start, name) for m in r.mentions for _, name in m.ref.entity.labels)
    for start, end in r.sentences:
        inside = lambda found: [x for at, x in found if start <= at < end]
        _put(db, "articles", file, (r.article.id, text.count("\n", 0, start) + 1, written, text[start:end], inside(facts)), inside(named))


def _put(db: sqlite3.Connection, kind: str, file: str, line: tuple, named: Iterable[str]) -> None:
    doc, number, written, text, ids = line
    at = db.execute("INSERT INTO line (kind, file, doc, number, written, text, ids) VALUES (?, ?, ?, ?, ?, ?, ?)", (kind, file, doc, number, written, text, json.dumps(ids))).lastrowid
    bag = lambda texts: " ".join(k for t in texts for token in tokenize(t) for k in sorted(keys(token)))
    db.execute("INSERT INTO words (rowid, own, named) VALUES (?, ?, ?)", (at, bag([text]), bag(sorted(set(named)))))


# ── the search ────────────────────────────────────────────────────────────────────────────────────────────────────

def parts(sought: str) -> list[list[Token]]:
    """What is sought: words one by one, what stands in quotes together.

    >>> [[t.fold for t in p] for p in parts('"وقف إطلاق النار" حلب')]
    [['وقف', 'اطلاق', 'النار'], ['حلب']]
    """
    out = []
    for quoted, word in re.findall(r'["«“](.+?)["»”]|(\S+)', sought):
        tokens = [t for t in tokenize(quoted or word) if t.kind in WORDS]
        out += [tokens] if quoted else [[t] for t in tokens]
    return [p for p in out if p]


def bare(token: Token) -> str:
    """The form under which a word that a person typed is looked up: without the article, clitics left alone, for they may be its own letters."""
    if token.kind == "w":
        return token.fold[ARTICLE:] if splits(token.fold)[0].definite and len(token.fold) > ARTICLE + 1 else token.fold
    return fold(token.text) if token.kind == "l" else token.fold


def search(db: sqlite3.Connection, sought: str, kinds: Iterable[str] = KINDS, since: str = "", until: str = "", most: int = 20) -> tuple[int, list[Hit]]:
    """How much was found, and the best of it: labels first, then sentences by BM25, in which a word that is printed weighs more than a label.

    Every word must be found, a phrase as it stands.  `kinds` as in `KINDS`: quotes are sentences from which something was read.  UserError where
    nothing is sought.
    """
    wanted = parts(sought)
    if not wanted:
        raise UserError("there is no word to look for", hint="kg search --help shows how")
    asked = " AND ".join('"' + bare(t).replace('"', "") + '"' for p in wanted for t in p)
    where = ["l.kind = 'labels' AND ?1" if "labels" in kinds else "0", "l.kind = 'articles' AND ?1" if "articles" in kinds else "l.kind = 'articles' AND l.ids != '[]'" if "quotes" in kinds else "0"]
    rows = db.execute(f"""SELECT l.kind, l.doc, l.number, l.text, l.ids, l.written FROM words JOIN line l ON l.id = words.rowid WHERE words MATCH ?2 AND ({where[0]} OR {where[1]})
        AND (l.kind = 'labels' OR ((?3 = '' OR l.written >= ?3) AND (?4 = '' OR (l.written != '' AND l.written <= ?4))))
        ORDER BY l.kind = 'articles', bm25(words, 4.0, 1.0), l.doc, l.number, l.id""", (1, asked, since, until))
    found = [Hit(kind, doc, number, text, tuple(json.loads(ids)), marks, written) for kind, doc, number, text, ids, written in rows if (marks := _marks(text, wanted)) is not None]
    return len(found), found[:most]


def _marks(text: str, wanted: list[list[Token]]) -> tuple[tuple[int, int], ...] | None:
    """Where what is sought stands in a text; None where a phrase does not stand in it as such.  A word may be missing: it is then in a name."""
    tokens = [t for t in tokenize(text) if t.kind in WORDS]
    under = [keys(t) for t in tokens]
    out = set()
    for part in wanted:
        sought = [bare(t) for t in part]
        at = [i for i in range(len(tokens) - len(part) + 1) if all(s in under[i + n] for n, s in enumerate(sought))]
        if not at and len(part) > 1:
            return None
        out |= {(tokens[i].start, tokens[i + len(part) - 1].end) for i in at}
    return tuple(sorted(out))
