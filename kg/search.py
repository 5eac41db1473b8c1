"""Full text over what was read: sentences of articles, and what everything in the graph is called, spelled as anybody spells it.

A word is found under every way to write it and with anything glued to it, either way round: «السلام», «وللسلام» and «سَلام» are one.  A name
is found in Latin letters too, and under any of its names, because a sentence is kept with the labels of whom it means; and where a name is
found in no spelling of its own, under its consonants, which its transliterations share.  The engine is SQLite's FTS5, whose tokenizer knows
nothing of Arabic: what it gets is folded and cut here.  Its file, `build/search.db`, is disposable and brought up to date by the first
search after a build: only the articles that changed are taken anew.
"""
from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import spelling, terms
from kg.arabic import Token, splits, tokenize
from kg.collection import Collection
from kg.errors import UserError
from kg.kept import load_reading
from kg.lookup import fold
from kg.model import Reading
from kg.store import current

VERSION = "2"
ARTICLE = 2              # letters of the Arabic article
WORDS = frozenset("wln")  # kinds of tokens that are words or numbers
KINDS = ("labels", "articles", "quotes")
WHOLE, ALIKE = "x", "z"  # stand before a word as it is printed, and before the consonants of a name
BONES = 3                # consonants from which on they tell one name from another
PATIENCE = 60            # seconds that a search waits for another one to write
APART = " · "            # between the names of one thing
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS article (file TEXT PRIMARY KEY, look TEXT);
CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, kind TEXT, file TEXT, doc TEXT, number INTEGER, written TEXT, text TEXT, ids TEXT, means TEXT);
CREATE INDEX IF NOT EXISTS line_file ON line (file);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (own, named, tokenize = "unicode61 remove_diacritics 0");
"""
_NAMED = """SELECT ?e ?name ?lang { VALUES ?type { kg:Person kg:State kg:Organization kg:Group kg:Place kg:Weapon kg:Document kg:NamedOperation kg:Facility }
  ?e a ?type { ?e rdfs:label ?name BIND(LANG(?name) AS ?lang) } UNION { ?e skos:altLabel ?name BIND("~" AS ?lang) } }"""


class Hit(NamedTuple):
    """What was found: the names of something in the graph, or a sentence.  `ids` are the entity, or the facts read from the sentence; `marks` the
    (start, end) of what was sought within `text`; `line` counts from 1 and is 0 for a title; `written` is an ISO day, '' where not known."""
    kind: str
    doc: str
    line: int
    text: str
    ids: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]
    written: str


def keys(token: Token) -> set[str]:
    """All under which a word is found: itself, and what is left where clitics and article are cut off.

    >>> sorted(keys(tokenize("وللسلام")[0])), sorted(keys(tokenize("Erdoğan")[0]))
    (['السلام', 'سلام', 'لسلام', 'للسلام', 'وللسلام'], ['erdogan'])
    """
    if token.kind != "w":
        return {bare(token)}
    return {token.fold, *(s.stem for s in splits(token.fold) if len(s.stem) > 1), *(s.stem[ARTICLE:] for s in splits(token.fold) if s.definite and len(s.stem) > ARTICLE + 1)}


def bare(token: Token) -> str:
    """The form under which a word that a person typed is looked up first: without the article, clitics left alone, for they may be its own letters."""
    if token.kind == "w":
        return token.fold[ARTICLE:] if splits(token.fold)[0].definite and len(token.fold) > ARTICLE + 1 else token.fold
    return fold(token.text) if token.kind == "l" else token.fold


def bones(token: Token) -> str:
    """The consonants of a name, '' where they are too few to tell one from another.

    >>> bones(tokenize("Mohamed")[0]) == bones(tokenize("Muhammad")[0]), bones(tokenize("جورباتشوف")[0]) == bones(tokenize("غورباتشوف")[0]), bones(tokenize("Ali")[0])
    (True, True, '')
    """
    word = bare(token)
    found = spelling.skeleton(word) if token.kind == "w" else spelling.consonants(word) if token.kind == "l" else ""
    return found if len(found) >= BONES else ""


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────────

def _database(path: Path) -> sqlite3.Connection:
    """The file, made anew where there is none of this version or it is damaged."""
    try:
        db = sqlite3.connect(path, timeout=PATIENCE)
        if db.execute("SELECT value FROM meta WHERE name = 'version'").fetchone() == (VERSION,):
            return db
        db.close()
    except sqlite3.Error:
        pass
    path.unlink(missing_ok=True)
    return _empty(path)


def _empty(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=PATIENCE)
    db.executescript(f"BEGIN IMMEDIATE; {_TABLES} INSERT OR IGNORE INTO meta VALUES ('version', '{VERSION}'); COMMIT")
    return db


def refreshed(collection: Collection, store, names: dict[str, str]) -> sqlite3.Connection:
    """The file as the graph now is.  A change takes out whole articles and puts them in anew, in one transaction; where the folder cannot be
    written, everything is taken into memory, once for each search."""
    if not collection.facts.is_dir():
        raise UserError("nothing has been built here", str(collection.build), hint="run kg build first")
    stamp = json.dumps((current(collection.build / "store"), collection.base))
    try:
        db = _database(collection.build / "search.db")
        _follow(db, collection, store, names, stamp)
    except (sqlite3.OperationalError, OSError):
        db = _empty(":memory:")
        _follow(db, collection, store, names, stamp)
    return db


def _follow(db: sqlite3.Connection, collection: Collection, store, names: dict[str, str], stamp: str) -> None:
    """Nothing to do where the store is the one that was last taken in."""
    if db.execute("SELECT value FROM meta WHERE name = 'stamp'").fetchone() == (stamp,) and "null" not in stamp:
        return
    with db:
        db.execute("BEGIN IMMEDIATE")
        _articles(db, collection)
        _labels(db, store, names)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (stamp,))


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


def _labels(db: sqlite3.Connection, store, names: dict[str, str]) -> None:
    """What everything is called, all names of one in one line: the English label, the Arabic one, other spellings."""
    _drop(db, "")
    called: dict[str, set[tuple[str, str]]] = {}
    for e, name, lang in store.ask(_NAMED, names).rows:
        called.setdefault(e[1:-1], set()).add(({"en": "0", "ar": "1"}.get(terms.value(lang), "2"), terms.value(name)))
    for e, found in sorted(called.items()):
        _put(db, "labels", "", ("", 0, "", APART.join(dict.fromkeys(name for _, name in sorted(found))), [e]), ())


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
    """The title and the sentences of an article, each with the facts whose trigger stands in it and where it names whom, with their labels."""
    text, written = r.article.text, r.article.date or (r.written.start if r.written and r.written.start else "") or ""
    facts = sorted((f.trigger.start, f.id) for f in (*r.events, *r.claims, *r.relations))
    named = sorted({(m.ref.mention.start, m.ref.mention.end, tuple(sorted({name for _, name in m.ref.entity.labels}))) for m in r.mentions})
    title = r.article.title or ""
    if title and title not in text:
        _put(db, "articles", file, (r.article.id, 0, written, title, []), ())
    for start, end in r.sentences:
        _put(db, "articles", file, (r.article.id, text.count("\n", 0, start) + 1, written, text[start:end], [x for at, x in facts if start <= at < end]),
             [(a - start, b - start, labels) for a, b, labels in named if start <= a < end])


def _put(db: sqlite3.Connection, kind: str, file: str, line: tuple, named: Iterable[tuple[int, int, tuple[str, ...]]]) -> None:
    doc, number, written, text, ids = line
    named = list(named)
    at = db.execute("INSERT INTO line (kind, file, doc, number, written, text, ids, means) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (kind, file, doc, number, written, text, json.dumps(ids), json.dumps(named, ensure_ascii=False))).lastrowid
    names = sorted({name for *_, labels in named for name in labels} if kind == "articles" else {text})
    alike = [ALIKE + found for name in names for token in tokenize(name) if token.kind in WORDS and (found := bones(token))]
    own = [x for token in tokenize(text) if token.kind in WORDS for x in (*sorted(keys(token)), *sorted({WHOLE + token.fold, WHOLE + bare(token)} if token.kind == "w" else ()))]
    others = [x for name in (names if kind == "articles" else ()) for token in tokenize(name) if token.kind in WORDS for x in sorted(keys(token))]
    db.execute("INSERT INTO words (rowid, own, named) VALUES (?, ?, ?)", (at, " ".join(own), " ".join(others + alike)))


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


def _forms(db: sqlite3.Connection, token: Token) -> tuple[str, ...]:
    """Under which forms a word that a person typed is looked up.

    Itself, and with its clitics cut off where what is left is a word that stands somewhere by itself: «والسلام» looks for «سلام» too, and
    «وزير» for no «زير».  Where none of that is found, whatever name has its consonants.
    """
    stands = lambda form: db.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{form}"',)).fetchone()
    own = bare(token)
    cut = sorted(keys(token) - {own, token.fold}, key=lambda k: (-len(k), k)) if token.kind == "w" else []
    found = (own, *(k for k in cut if stands(WHOLE + k)))
    alike = bones(token)
    return found if not alike or any(map(stands, found)) else (ALIKE + alike,)


def search(db: sqlite3.Connection, sought: str, kinds: Iterable[str] = KINDS, since: str = "", until: str = "", most: int = 20) -> tuple[int, list[Hit]]:
    """How much was found, and the best of it: names first, then sentences by BM25, in which a word that is printed weighs more than a label.

    Every word must be found, a phrase as it stands.  `kinds` as in `KINDS`: quotes are sentences from which something was read.  UserError where
    nothing is sought.
    """
    wanted = [[(t, _forms(db, t)) for t in part] for part in parts(sought)]
    if not wanted:
        raise UserError("there is no word to look for", hint="kg search --help shows how")
    asked = " AND ".join("(" + " OR ".join(f'"{f}"' for f in forms) + ")" for part in wanted for _, forms in part)
    where = [f"l.kind = '{kind}'{more}" for kind, more in (("labels", ""), ("articles", "" if "articles" in kinds else " AND l.ids != '[]'")) if kind in kinds or kind == "articles" and "quotes" in kinds]
    query = f"""FROM words JOIN line l ON l.id = words.rowid WHERE words MATCH ?1 AND ({" OR ".join(where)})
        AND (l.kind = 'labels' OR ((?2 = '' OR l.written >= ?2) AND (?3 = '' OR (l.written != '' AND l.written <= ?3))))"""
    phrases = any(len(part) > 1 for part in wanted)
    best = db.execute(f"""SELECT l.kind, l.doc, l.number, l.text, l.ids, l.written, l.means {query} ORDER BY l.kind = 'articles', bm25(words, 4.0, 1.0), l.doc, l.number, l.id
        LIMIT ?4""", (asked, since, until, -1 if phrases else most))
    found = [Hit(kind, doc, number, text, tuple(json.loads(ids)), marks, written) for kind, doc, number, text, ids, written, named in best if (marks := _marks(text, json.loads(named), wanted)) is not None]
    count = len(found) if phrases else db.execute(f"SELECT COUNT(*) {query}", (asked, since, until)).fetchone()[0]
    return count, found[:most]


Wanted = list[list[tuple[Token, tuple[str, ...]]]]


def _marks(text: str, named: list, wanted: Wanted) -> tuple[tuple[int, int], ...] | None:
    """Where what is sought stands in a text, or where the text means whom it names; None where a phrase stands in neither."""
    out: set[tuple[int, int]] = set()
    for part in wanted:
        sought = [set(forms) for _, forms in part]
        at = _places(text, sought) or [(start, end) for start, end, labels in named if any(_places(label, sought) for label in labels)]
        if not at and len(part) > 1:
            return None
        out |= set(at)
    return tuple(sorted(out))


def _places(text: str, sought: list[set[str]]) -> list[tuple[int, int]]:
    """Where words stand one behind the other; the names of one thing are not read across."""
    tokens = [t for t in tokenize(text) if t.kind in WORDS]
    under = [keys(t) | {ALIKE + bones(t)} for t in tokens]
    spans = ((tokens[i].start, tokens[i + len(sought) - 1].end) for i in range(len(tokens) - len(sought) + 1) if all(s & under[i + n] for n, s in enumerate(sought)))
    return [(a, b) for a, b in spans if APART not in text[a:b]]
