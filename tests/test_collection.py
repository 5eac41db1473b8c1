"""A collection: where it is looked for, what its kg.toml may say, and its folder as `kg init` makes it."""
from __future__ import annotations

from pathlib import Path

import pytest

from kg.collection import find, init, nearest, read
from kg.model import UserError


def test_looked_for_here_above_and_in_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "mine"
    init(mine)
    (mine / "articles" / "deep").mkdir()
    for place in (mine, mine / "articles", mine / "articles" / "deep"):
        monkeypatch.chdir(place)
        assert find().folder == mine
    (tmp_path / "project" / "seeds").mkdir(parents=True)
    (tmp_path / "project" / "seeds" / "kg.toml").write_text("")
    monkeypatch.chdir(tmp_path / "project")
    assert find().folder == tmp_path / "project" / "seeds"
    monkeypatch.chdir(tmp_path)
    assert nearest() is None
    with pytest.raises(UserError, match="no collection"):
        find()
    assert find("mine").folder == mine and find(tmp_path).folder == tmp_path
    with pytest.raises(UserError, match="no such folder"):
        find("nowhere")


def test_defaults_of_a_plain_folder(tmp_path: Path) -> None:
    """A folder of articles needs no kg.toml."""
    c = read(tmp_path)
    assert (c.articles, c.build, c.base, c.language, c.store) == (tmp_path, tmp_path / "build", "urn:kg:id:", "en", "")
    (tmp_path / "articles").mkdir()
    assert read(tmp_path).articles == tmp_path / "articles"


def test_what_kg_toml_says(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/kg/"\nlanguage = "ar"\narticles = "news"\nbuild = "../out"\nstore = "https://example.org/sparql"\nbidi = "off"\n')
    c = read(tmp_path)
    assert (c.articles, c.build, c.base, c.language, c.store, c.bidi) == (tmp_path / "news", tmp_path.parent / "out", "https://example.org/kg/", "ar", "https://example.org/sparql", "off")
    assert c.facts == tmp_path.parent / "out" / "facts" and c.quads == tmp_path.parent / "out" / "graph.nq" and c.words == tmp_path / "words"


@pytest.mark.parametrize(("text", "line", "message"), [
    ('x = 1\n', 1, "unknown key 'x'"), ('\n\nbase = "kg"\n', 3, "absolute IRI"), ('base = "https://example.org/a b/"\n', 1, "absolute IRI"), ('base = "https://example.org"\n', 1, "absolute IRI"),
    ('language = "fr"\n', 1, "language is one of"), ('# x\nlanguage = 3\n', 2, "must be a text"), ('bidi = "left"\n', 1, "bidi is one of"), ('base = "urn:x:"\nbase = "urn:y:"\n', 2, "overwrite"), ("build = 'x\n", 1, "Expected"),
    ('[articles]\nfolder = "x"\n', 1, "must be a text")])
def test_faults_name_their_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    (tmp_path / "kg.toml").write_text(text)
    with pytest.raises(UserError, match=message) as caught:
        read(tmp_path)
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "kg.toml"), line)


def test_a_kg_toml_of_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes("# Genève\n".encode("latin-1"))
    with pytest.raises(UserError, match="not UTF-8"):
        read(tmp_path)


def test_init_writes_over_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "mine"
    assert sorted(p.name for p in init(folder)) == [".gitignore", "Makefile", "kg.toml"] and (folder / "articles").is_dir()
    (folder / "kg.toml").write_text('language = "ar"\n')
    assert init(folder) == [] and (folder / "kg.toml").read_text() == 'language = "ar"\n'
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UserError):
            init(place)
