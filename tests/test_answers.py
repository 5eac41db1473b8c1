"""The twenty questions answered from what was really read: the project's own articles, and the two real ones where they are here.

The answers to our own articles are kept as they are printed; those to the real ones with every Arabic cell as a hash, since their
text is not ours.  `python tests/test_answers.py --update` writes them anew; read the diff before you commit it.
"""
from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from kg import formats, query, store, vocab
from kg.build import build
from kg.collection import read as read_collection

SHARED = HERE.parent.parent / "shared" / "seeds"
GOLDEN = HERE / "answers"
NAMES = vocab.prefixes()
QUESTIONS = {
    "own": {
        "leaders-met": {}, "after": {"class": "Shootdown", "by": "Russia", "to": "تركيا"}, "shot-down": {}, "deaths": {}, "contradictions": {}, "differences": {},
        "ceasefires": {"place": "Syria"}, "talks": {"place": "أستانا"}, "offices": {}, "meeting-length": {}, "planned": {}, "timeline": {"a": "Russia", "b": "Turkey"},
        "led-to": {}, "told-by-both": {}, "one-voice": {}, "relations-by-month": {"a": "RUS", "b": "TUR"}, "initiators": {}, "said-of": {"who": "بوتين", "class": "Shootdown"},
        "written-when": {}, "unknown": {}, "near": {"place": "موسكو", "km": "700"}}}
QUESTIONS["real"] = QUESTIONS["own"]


def graph(folder: Path, articles: Path):
    place = folder / "collection"
    place.mkdir()
    for path in articles.iterdir():
        if path.suffix in (".txt", ".toml") and path.name != "kg.toml":
            shutil.copy(path, place / path.name)
            (place / path.name).chmod(0o644)
    c = read_collection(place)
    build(c)
    return store.open_store(c.build / "store")


def lines(name: str, given: dict, place, real: bool) -> list[str]:
    answer = query.answer(query.load(name), given, place, NAMES)
    hide = lambda cell: hashlib.sha256(cell.encode()).hexdigest()[:10] if real and any("\u0600" <= c <= "\u06ff" for c in cell) else cell
    return ["\t".join(answer.variables), *sorted("\t".join(hide(cell) for cell in row) for row in formats.cells(answer, NAMES))]


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return graph(tmp_path_factory.mktemp("own"), HERE.parent / "seeds")


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return graph(tmp_path_factory.mktemp("real"), SHARED)


@pytest.mark.parametrize("name", QUESTIONS["own"])
def test_answer_from_our_own_articles(name, own):
    assert lines(name, QUESTIONS["own"][name], own, False) == (GOLDEN / "own" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", QUESTIONS["real"])
def test_answer_from_the_real_articles(name, real):
    assert lines(name, QUESTIONS["real"][name], real, True) == (GOLDEN / "real" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()


def test_every_question_has_an_answer(own):
    for name, given in QUESTIONS["own"].items():
        assert len(lines(name, given, own, False)) > 1, name


if __name__ == "__main__" and "--update" in sys.argv:
    import tempfile
    for kind, articles in (("own", HERE.parent / "seeds"), ("real", SHARED)):
        if articles.is_dir():
            with tempfile.TemporaryDirectory() as folder:
                place = graph(Path(folder), articles)
                (GOLDEN / kind).mkdir(parents=True, exist_ok=True)
                for name, given in QUESTIONS[kind].items():
                    (GOLDEN / kind / f"{name}.tsv").write_text("\n".join(lines(name, given, place, kind == "real")) + "\n", encoding="utf-8")
