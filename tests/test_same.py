"""Same input, same bytes: whatever was read before, in whatever order, locale, process and hash seed, and with the lexicon just compiled."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import TOP, environment

from kg.arabic import fold
from kg.articles import read_articles
from kg.collection import open_lexicon
from kg.lexicon import cache
from kg.read import read

ARTICLES = sorted((TOP / "seeds").glob("*.txt"))


def test_what_was_read_before_leaves_no_trace() -> None:
    """One lexicon remembers words for all articles; what it remembers must not depend on which came first."""
    found = [a for path in ARTICLES for a in read_articles(path)]
    forwards, backwards = open_lexicon(), open_lexicon()
    first = [read(a, forwards) for a in found]
    assert [read(a, backwards) for a in reversed(found)] == first[::-1]
    assert [read(a, forwards) for a in found] == first
    assert all(read(a, open_lexicon()) == one for a, one in zip(found, first))


def test_a_full_memory_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of words does not grow for ever, and to forget it changes nothing."""
    found = [a for path in ARTICLES for a in read_articles(path)]
    lexicon = open_lexicon()
    first = [read(a, lexicon) for a in found]
    known = lexicon.word.cache_info().currsize
    monkeypatch.setattr("kg.once.FULL", 10)
    assert [read(a, lexicon) for a in found] == first
    assert 10 < lexicon.word.cache_info().currsize < known and fold.cache_info().currsize < known


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, bytes]]:
    """Two processes at the same time, each in an environment of its own and with no compiled lexicon: (its cache, what it printed)."""
    environments = ({"PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Riyadh"})
    running = []
    for more in environments:
        cache = tmp_path_factory.mktemp("cache")
        env = {k: v for k, v in environment(**more, XDG_CACHE_HOME=str(cache)).items() if k != "PYTHONIOENCODING"}
        running.append((cache, subprocess.Popen([sys.executable, "-m", "kg", "extract", "--mentions", "--ledger", *map(str, ARTICLES)], env=env, stdout=subprocess.PIPE)))
    return [(cache, process.communicate(timeout=120)[0]) for cache, process in running]


def test_same_facts_in_every_process(alike: list[tuple[Path, bytes]]) -> None:
    (_, one), (_, other) = alike
    assert one == other and one.count(b"\n") > 100 and "بوتين".encode() in one


def test_same_lexicon_in_every_process(alike: list[tuple[Path, bytes]]) -> None:
    """The compiled files too, but for their name, which tells when the word files were last changed."""
    one, other = ({path.suffix: path.read_bytes() for path in cache.rglob("lexicon-*")} for cache, _ in alike)
    assert one == other and sorted(one) == [".table", ".trie"]


def test_order_of_files() -> None:
    """The facts of an article are the same whatever stands before it on the command line."""
    def facts(*paths: Path) -> list[str]:
        done = subprocess.run([sys.executable, "-m", "kg", "extract", *map(str, paths)], env=environment(), capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout.splitlines()
    assert sorted(facts(*ARTICLES)) == sorted(facts(*reversed(ARTICLES))) == sorted(line for path in ARTICLES for line in facts(path))


def test_a_damaged_cache_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a compiled file is no lexicon: it is compiled anew, and the file replaced."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    count = len(open_lexicon().lemmas)
    (table,) = tmp_path.rglob("*.table")
    content = table.read_bytes()
    for broken in (content[:len(content) // 2], b"", b"\0" * 100):
        table.unlink()
        table.write_bytes(broken)
        assert len(open_lexicon().lemmas) == count and table.read_bytes() == content


def test_only_the_compiled_lexicons_wanted_last_are_kept(tmp_path: Path) -> None:
    """The oldest go, in pairs; what is not ours stays."""
    names = [f"lexicon-{n:020x}" for n in range(cache.KEPT + 5)]
    for n, name in enumerate(names):
        for ending in (".table", ".trie"):
            (tmp_path / (name + ending)).write_bytes(b"x")
            os.utime(tmp_path / (name + ending), (1_000_000 + n, 1_000_000 + n))
    (tmp_path / "other").write_bytes(b"x")
    cache._touch(tmp_path / (names[0] + ".table"))
    cache._sweep(tmp_path)
    kept = [names[0], *names[6:]]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["other", *(n + e for n in kept for e in (".table", ".trie"))])
