"""What the compiled lexicon answers: who held an office, which verbs only mark a clause, which keys its files may have."""
from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kg.collection import open_lexicon
from kg.lexicon.keys import tables, unknown
from kg.model import Article
from kg.read import read

WORDS = Path(__file__).parent.parent / "kg" / "words"


@pytest.fixture(scope="module")
def lexicon():
    return open_lexicon()


def actors(text: str, lexicon) -> list[set[str]]:
    return [{r.entity.id for r in e.actors} for e in read(Article("a", text), lexicon).events]


def test_an_envoy_is_told_by_where_he_is_sent(lexicon) -> None:
    """Of the many envoys of one body, the one to that country on that day."""
    text = "التقى المبعوث الأممي إلى {} وزير الخارجية الروسي في جنيف في 5 مارس {}."
    assert actors(text.format("سوريا", 2015), lexicon) == [{"de-mistura", "lavrov"}]
    assert actors(text.format("سوريا", 2013), lexicon) == [{"lakhdar-brahimi", "lavrov"}]
    assert actors(text.format("اليمن", 2019), lexicon) == [{"griffiths", "lavrov"}]


def test_the_head_of_a_body_goes_by_any_title_of_heads(lexicon) -> None:
    """«رئيس» of a movement whose head is its leader; a state has several heads, and «رئيس» is one of them only."""
    assert lexicon.holder("president", "hamas", "2018-03-05")[0].id == lexicon.holder("leader", "hamas", "2018-03-05")[0].id
    assert lexicon.holder("commander", "TUR", "2018-03-05") is None and lexicon.holder("spokesperson", "hamas", "1950-01-01") is None


def test_a_verb_spelled_like_a_noun_is_a_verb_where_no_noun_can_be(lexicon) -> None:
    """The imperfect in the third person, of verbs that no other file has."""
    sources = lambda word: {u.source for v in lexicon.word(word).verbs for u in lexicon.senses(v.lemma)}
    assert "plain" in sources("يجسد") and not sources("جسد") & {"plain"}


@pytest.mark.parametrize("path", sorted(WORDS.rglob("*.toml")), ids=lambda p: p.stem)
def test_every_key_is_read(path: Path) -> None:
    where, data = path.relative_to(WORDS).as_posix(), tomllib.loads(path.read_text(encoding="utf-8"))
    assert not list(unknown(where, data))
    table, rows = next((t, r) for t, r in data.items() if isinstance(r, list))
    entry = next((r for r in rows if isinstance(r, dict)), None)
    if entry is not None:
        assert [x[2] for x in unknown(where, {table: [entry | {"lable": 1}]})] == ["lable"]
    assert [x[2] for x in unknown(where, {"tabel": []})] == ["tabel"]


def test_no_key_is_known_that_no_module_reads() -> None:
    """Each key that an entry may have stands, quoted, in a module that reads words."""
    code = "".join(p.read_text(encoding="utf-8") for p in (*(WORDS.parent / "lexicon").glob("*.py"), *(WORDS.parent / "find").glob("*.py"), WORDS.parent / "read.py") if p.name != "keys.py")
    known = {key for where in ("people.toml", "particles.toml", "time.toml", "speech.toml", "events/x.toml") for keys in tables(where).values() for key in keys}
    assert not [key for key in known if not re.search(rf"""["']{key}["']|\\[.{key}.\\]""", code)]
