"""What a collection's build is made from: its articles with their corrections, and a key of the content of each.

A file that looks as it did when its key was taken (size, time of change, of the sidecar and the corrections too) is not opened again.
A look that is younger than `RACY` proves nothing, since a file may change twice within one tick of the disk's clock.  Imported facts are checked
again only when one of their files changed, or the text of an article of theirs.
"""
from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import articles, imports
from kg.collection import Collection
from kg.corrections import ENDING, corrected_names, corrections_name, corrections_path, load_corrections
from kg.model import Article, Reading, UserError

RACY = 2.0          # seconds


class Input(NamedTuple):
    """An article with its corrections and a key of the content of both; `given` is its reading where an imported file holds it.

    `unopened` is the file of an article whose text was not looked at, since it looks as it did; `unchecked` says that an imported file
    holds its reading, as it did when that was checked.
    """
    article: Article
    key: str
    corrections: list[dict]
    given: Reading | None = None
    unopened: Path | None = None
    unchecked: bool = False


class Checked(NamedTuple):
    """Imported facts that were found right: a key of their files, and for each article of theirs a key of its text beside the articles ('' for none)
    and one of its reading."""
    files: str
    articles: dict[str, list[str]]


class Gathered(NamedTuple):
    """The articles, sorted by id; what could not be read; by file name what each looks like: [id, look]; and what imported facts were
    checked: `Checked`, None where there are none or something was wrong with them; `texts` are the articles of which these speak."""
    collection: Collection
    inputs: list[Input]
    errors: list[UserError]
    seen: dict[str, list[str]]
    checked: Checked | None = None
    texts: Mapping[str, Article] = {}

    def whole(self, x: Input) -> Input:
        """An input with its text, or with the reading that an imported file holds."""
        if x.unchecked:
            reading = imports.given(self.collection, self.texts)[0].readings[x.article.id]
            return x._replace(article=reading.article, given=reading)
        if x.unopened is None:
            return x
        found: dict[str, Input] = {}
        errors: list[UserError] = []
        _take(self.collection, articles.read_article(x.unopened), found, errors)
        if errors:
            raise errors[0]
        return found[x.article.id]


class _Looks:
    """What the files of a folder look like, by name: all asked for at once."""

    def __init__(self, folder: Path):
        self.now = time.time()
        self.stats = {e.name: e.stat() for e in os.scandir(folder) if e.is_file()} if folder.is_dir() else {}

    def of(self, name: str, id: str) -> str:
        """The look of an article with what lies beside it, '' where it is too young to be trusted."""
        out = []
        for beside in (name, f"{id}.toml", corrections_name(id)):
            s = self.stats.get(beside)
            if s is not None and max(s.st_mtime, s.st_ctime) > self.now - RACY:
                return ""
            out.append(f"{s.st_size}-{s.st_mtime_ns}-{s.st_ctime_ns}" if s else "")
        return " ".join(out)


def changed_of(collection: Collection, id: str, seen: Mapping[str, list[str]]) -> str:
    """Which of an article's files looks other than at the last build: its text, its sidecar, its corrections."""
    name, look = next(((name, look) for name, (of, look) in seen.items() if of == id), ("", ""))
    parts, path, now = look.split(" "), collection.articles / name, []
    for beside in (path, path.with_suffix(".toml"), corrections_path(collection, id)) if len(parts) == 3 else ():
        s = beside.stat() if beside.is_file() else None
        now.append(f"{s.st_size}-{s.st_mtime_ns}-{s.st_ctime_ns}" if s else "")
    return " and ".join(what for what, a, b in zip(("text", "sidecar", "corrections"), parts, now) if a != b) or "text, sidecar or corrections"


def gather(collection: Collection, seen: Mapping[str, list[str]] | None = None, keys: Mapping[str, str] | None = None, checked: Checked | None = None) -> Gathered:
    """The articles of a collection; `seen` and `keys` are the looks and keys of the last build, `checked` what it found right.

    Imported facts take the place of what would be read in their article, or bring one along.  Corrections of which no article has the
    name stand as an article without text: facts known by hand.
    """
    found: dict[str, Input] = {}
    errors: list[UserError] = []
    looks, looked = _Looks(collection.articles), {}
    files = imports.facts_key(collection)
    if checked is not None and checked.files != files:
        checked = None
    theirs = frozenset(checked.articles if checked else ())
    if files and not checked:
        seen = {}      # imported facts are checked against the texts of their articles
    by_hand = corrected_names(collection)
    seen, keys, here = seen or {}, keys or {}, os.path.relpath(collection.articles, collection.folder)
    for path in _files(collection):
        id, end = os.path.splitext(path.name)
        look = looks.of(path.name, id) if end != ".jsonl" else ""
        other = id in found      # a second file of that name
        if look and seen.get(path.name) == [id, look] and keys.get(id) and not other and id not in theirs:
            found[id] = Input(Article(id, "", os.path.join(here, path.name)), keys[id], [], None, path)
        else:
            for a in _articles(path, errors):
                _take(collection, a, found, errors)
        if look and id in found and not other:
            looked[path.name] = [id, look]
    texts, broken = {id: x.article for id, x in found.items() if x.unopened is None}, set()
    if checked and all(checked.articles[id][0] == _key(texts.get(id)) for id in theirs):
        for id in sorted(theirs):
            found.pop(id, None)
            _take(collection, Article(id, "", ""), found, errors, checked.articles[id][1])
    elif files:
        if checked:
            return gather(collection)      # the text of one of them changed
        given, _ = imports.given(collection, texts)
        errors, broken = [*errors, *given.errors], given.broken
        for id in (*given.readings, *given.broken):
            found.pop(id, None)
        for reading in given.readings.values():
            _take(collection, reading.article, found, errors, reading)
        checked = None if given.errors else Checked(files, {id: [_key(texts.get(id)), _key(r)] for id, r in given.readings.items()})
    taken = {corrections_path(collection, id) for id in (*found, *broken)} | {Path(e.path) for e in errors} | {Path(e.path).with_suffix(ENDING) for e in errors if e.path}
    for id in by_hand:
        if corrections_path(collection, id) not in taken:
            _take(collection, Article(id, "", str(corrections_path(collection, id))), found, errors)
    return Gathered(collection, [found[id] for id in sorted(found)], errors, looked, checked, texts)


def articles_of(collection: Collection, errors: list[UserError]) -> Iterator[Article]:
    """The articles in the collection's folder; what cannot be read is told in `errors`."""
    for path in _files(collection):
        yield from _articles(path, errors)


def _files(collection: Collection) -> list[Path]:
    there = any(p.suffix in articles.SUFFIXES for p in collection.articles.iterdir()) if collection.articles.is_dir() else False
    if not there and (corrected_names(collection) or imports.listing(collection)):
        return []
    return articles.find([collection.articles])


def _articles(path: Path, errors: list[UserError]) -> Iterator[Article]:
    try:
        yield from articles.read_articles(path, skip=errors.append)
    except UserError as e:
        errors.append(e)


def _key(x: Article | Reading | None) -> str:
    """A key of a content, '' for none."""
    return "" if x is None else blake2b(repr(x).encode(), digest_size=16).hexdigest()


def _take(collection: Collection, a: Article, found: dict[str, Input], errors: list[UserError], given: Reading | str | None = None) -> None:
    """Takes an article in with its key, its path as seen from the collection; refuses a second one of its name and broken corrections.

    `given` is the reading that an imported file holds, or the key of one that was checked.
    """
    if a.id in found:
        errors.append(UserError(f"a second article {a.id!r}", a.path, hint=f"the first is {found[a.id].article.path}; ids come from file names and must differ"))
        return
    fixes = corrections_path(collection, a.id)
    try:
        corrections = load_corrections(fixes)
        for x in corrections:
            if not a.text and given is None and x["do"] != "add":
                raise UserError(f"this corrects the fact {x['fact']} of an article that is not here", str(fixes), hint=f"{a.id}.txt is gone: bring it back, or remove its corrections")
    except UserError as e:
        errors.append(e)
        return
    if given is None:
        a = replace(a, path=os.path.relpath(a.path, collection.folder))
    content = repr((a, corrections) if given is None else (given if isinstance(given, str) else _key(given), corrections))
    found[a.id] = Input(a, blake2b(content.encode(), digest_size=16).hexdigest(), corrections, None if isinstance(given, str) else given, None, isinstance(given, str))
