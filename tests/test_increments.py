"""One article more, less or otherwise: the graph is what it would be had all been built at once, and only that is done which must be."""
from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import invented
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import kg

from kg import __version__, assembly, chronicle, gathering, gazetteer, imports, ontology, places, store, terms
from kg.accounts import accounts
from kg.build import build
from kg.collection import open_lexicon, read
from kg.conclusions import conclusion_quads
from kg.corrections import apply
from kg.equals import identity_quads
from kg.graph import article_quads, office_quads
from kg.index import Index
from kg.inference import axioms, inferred
from kg.kept import load_fixes, load_raw, load_readings
from kg.merge import merge
from kg.model import UserError
from kg.renewal.kept import persons
from kg.store.changing import rows
from kg.together import pins, who_and_one


def at_once(folder: Path) -> str:
    """The graph of the facts that lie in a folder, in one go: every step over all articles, nothing kept."""
    c = read(folder)
    words, done, quads = open_lexicon(c), load_readings(c), []
    for r in done:
        quads += article_quads(r, c.base, __version__, apply(load_raw(c, r.article.id), load_fixes(c, r.article.id))[1])
    who_is, one = who_and_one(c, done, words)
    found = accounts(one, merge(one, pins(c)))
    quads += conclusion_quads(found, c.base, ontology.labels()) + identity_quads(who_is, done, c.base)
    quads += chronicle.order_quads(found.happenings, one, chronicle.order(found.happenings, one), c.base)
    quads += [q for p, held in assembly.tenures(words).items() if p in persons([*done, *one]) for q in office_quads(held, c.base)] + imports.graphs(c)
    quads += places.place_quads(places.named(done, words.state), gazetteer.locations([os.fspath(c.words)]), gazetteer.areas(), c.base)
    quads += inferred(quads, axioms(ontology.triples()), c.base)
    return "".join(row + "\n" for row in sorted(set(terms.lines(quads))))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection of two dozen invented articles, built."""
    folder = tmp_path_factory.mktemp("many") / "one"
    invented.write(folder, range(24))
    assert kg("build", "-q", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def folder(many: Path, tmp_path: Path) -> Path:
    shutil.copytree(many, tmp_path / "one")
    return tmp_path / "one"


def afresh(folder: Path) -> tuple[str, list[str]]:
    """The graph and the union of all graphs, built in one go from what lies in a folder now."""
    other = folder.with_name("afresh")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns("build"))
    build(read(other))
    return result(other)


def result(folder: Path) -> tuple[str, list[str]]:
    answer = store.open_store(folder / "build" / "store").ask("SELECT ?s ?p ?o { ?s ?p ?o }", {})
    return (folder / "build" / "graph.nq").read_text(encoding="utf-8"), sorted(map(str, answer.rows))


def test_removing_an_article_removes_what_only_it_said(folder: Path) -> None:
    """With and without it, the same bytes in the file and the same triples in the store; put back, as before."""
    before = result(folder)
    for name in ("a000001", "a000002"):       # told again by each other
        for end in (".txt", ".toml"):
            (folder / "articles" / f"{name}{end}").rename(folder / f"{name}{end}")
        assert build(read(folder)).dropped == (name,)
        assert result(folder) == afresh(folder)
    for path in folder.glob("a0*"):
        path.rename(folder / "articles" / path.name)
    assert build(read(folder)).read == ("a000001", "a000002") and result(folder) == before


def test_changed_and_added_articles(folder: Path) -> None:
    """An article that now tells what another one tells, a new one, and a correction, one after the other."""
    shutil.copy(folder / "articles" / "a000004.txt", folder / "articles" / "a000009.txt")
    assert build(read(folder)).read == ("a000009",) and result(folder) == afresh(folder)
    invented.write(folder, range(24, 27))
    (folder / "articles" / "a000003.corrections.yaml").write_text("- do: add\n  set: {class: Meeting, event: CONSULT, mode: meet}\n")
    assert len(build(read(folder)).read) == 4 and result(folder) == afresh(folder)


TOLD = (      # what an article may say: the same told twice, told and denied, one name for two men, a man under two names, an office then held
    "زار سيرجي لافروف بغداد يوم 3 مايو 2016.\n",
    "وصل لافروف إلى بغداد في زيارة يوم 3 مايو 2016، والتقى نظيره العراقي.\n",
    "قصفت طائرات روسيا مواقع في حلب يوم 5 مايو 2016. وقال فلاديمير بوتين إن روسيا ترفض التدخل.\n",
    "نفت روسيا أن تكون قد قصفت حلب يوم 5 مايو 2016.\n",
    "قال سالم الهنائي، سفير عمان في القاهرة، إن بلاده تدعم مصر. والتقى الهنائي سامح شكري يوم 7 مايو 2016.\n",
    "التقى السفير العماني سالم بن علي الهنائي وزير الخارجية المصري سامح شكري في القاهرة يوم 7 مايو 2016.\n",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.sampled_from((*range(len(TOLD)), None)), min_size=1, max_size=3), min_size=2, max_size=4), st.booleans())
def test_articles_come_change_and_go_in_any_order(tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, int | None]], pinned: bool) -> None:
    """After each build the graph and its store are, byte by byte, what all at once would give."""
    folder = tmp_path_factory.mktemp("steps") / "one"
    (folder / "articles").mkdir(parents=True)
    (folder / "kg.toml").touch()
    (folder / "articles" / "z.txt").write_text(TOLD[0], encoding="utf-8")
    build(read(folder))
    for n, step in enumerate(steps):
        for doc, said in step.items():
            path = folder / "articles" / f"{doc}.txt"
            path.unlink(missing_ok=True) if said is None else path.write_text(TOLD[said], encoding="utf-8")
        if pinned and n == 1:
            (folder / "merges.toml").write_text('[[different]]\nentities = ["sergey-lavrov@a", "sergey-lavrov@z"]\n')
        build(read(folder))
        graph = (folder / "build" / "graph.nq").read_text(encoding="utf-8")
        assert graph == at_once(folder)
        assert sorted(row + "\n" for row in rows(folder / "build" / "store")) == graph.splitlines(keepends=True)
    assert result(folder) == afresh(folder)


def test_a_decision_of_a_person_changes_the_conclusions_alone(folder: Path) -> None:
    """merges.toml between two builds: nothing is read again, and the graph is that of all at once; taken away, as before."""
    before = result(folder)
    events = sorted(e.id for r in load_readings(read(folder)) if r.article.id in ("a000003", "a000004") for e in r.events)
    (folder / "merges.toml").write_text(f"[[same]]\nfacts = {json.dumps(events[:2])}\n")
    built = build(read(folder))
    assert not built.read and built.changed and result(folder) == afresh(folder) != before
    (folder / "merges.toml").unlink()
    assert build(read(folder)).changed and result(folder) == before


def test_unchanged_articles_are_not_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one changed article the graph is made; the rows of all others stay, and so do the files of the store."""
    made, real = [], assembly.article_quads
    monkeypatch.setattr(assembly, "article_quads", lambda r, *more: made.append(r.article.id) or real(r, *more))
    old = {p.name: p.stat().st_ino for p in Path(store.current(folder / "build" / "store")).glob("*.sst")}
    (folder / "articles" / "a000005.txt").write_text("زار لافروف بغداد.\n", encoding="utf-8")
    before = (folder / "build" / "graph.nq").read_bytes()
    assert build(read(folder)).read == ("a000005",) and made == ["a000005"]
    new = {p.name: p.stat().st_ino for p in Path(store.current(folder / "build" / "store")).glob("*.sst")}
    assert old and old.keys() & new.keys() and all(new[n] == old[n] for n in old.keys() & new.keys())
    assert (folder / "build" / "previous.nq").read_bytes() == before and result(folder) == afresh(folder)


def test_what_looks_as_it_did_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unchanged files are known by their look once they are old enough; a changed text, sidecar or correction is never missed."""
    monkeypatch.setattr(gathering, "RACY", -1.0)
    opened = []
    from kg import articles
    real = articles.read_articles
    monkeypatch.setattr(articles, "read_articles", lambda path, **more: opened.append(path.name) or real(path, **more))
    c = read(folder)
    build(c)
    opened.clear()
    assert not build(c).changed and not opened
    path = folder / "articles" / "a000005.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("2", "3"), encoding="utf-8")
    (folder / "articles" / "a000006.toml").write_text("date = 2011-01-01\n")
    (folder / "articles" / "a000007.corrections.yaml").write_text("- do: add\n  set: {class: Meeting, event: CONSULT, mode: meet}\n")
    assert build(c).read == ("a000005", "a000006", "a000007") and sorted(opened) == ["a000005.txt", "a000006.txt", "a000007.txt"]
    (c.facts / "a000008.jsonl").unlink()
    assert build(c).read == ("a000008",) and result(folder) == afresh(folder)


def test_a_file_that_may_change_within_a_tick_is_opened(folder: Path) -> None:
    c = read(folder)
    edited = folder / "articles" / "a000005.txt"
    for text in ("زار لافروف بغداد.\n", "زار لافروف دمشق.\n", "زار لافروف بيروت.\n"):
        edited.write_text(text, encoding="utf-8")
        assert build(c).read == ("a000005",)
    assert "a000005.txt" not in json.loads((c.build / "state.json").read_text()).get("seen", {})


@pytest.mark.parametrize("harm", ["nothing", "empty", "garbage", "torn", "another store", "no store", "no graph", "half a graph"])
def test_a_damaged_index_is_made_again(folder: Path, harm: str) -> None:
    """Without it, or where it does not go with the rest, the graph is put together from the facts and nothing is read again."""
    c, before = read(folder), result(folder)
    path = assembly.index_file(c)
    size = path.stat().st_size
    if harm == "nothing":
        path.unlink()
    elif harm == "no graph":
        c.quads.unlink()
    elif harm == "half a graph":
        c.quads.write_text(before[0][:len(before[0]) // 2], encoding="utf-8")
    elif harm == "no store":
        shutil.rmtree(c.build / "store")
    elif harm == "another store":
        with Index(path) as index:
            index.put("store", "0" * 24)
            index.commit()
    elif harm == "torn":
        with path.open("r+b") as f:
            f.seek(8192)
            f.write(os.urandom(size - 16384))
    else:
        path.write_bytes(b"" if harm == "empty" else b"x" * size)
    built = build(c)
    assert not built.read and (built.changed or harm == "torn")
    invented.write(folder, [30])
    assert build(c).read == ("a000030",)
    for end in (".txt", ".toml"):
        (folder / "articles" / f"a000030{end}").unlink()
    assert build(c).dropped == ("a000030",) and result(folder) == before


@pytest.mark.parametrize("where", ["_change", "_settle", "switch"])
def test_cut_off_anywhere(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """However far a build came, the graph answers as before or as after, the next build ends it, and then the graph before is still known."""
    c, before = read(folder), result(folder)
    (folder / "articles" / "a000005.txt").write_text("زار لافروف بغداد.\n", encoding="utf-8")

    def cut(*_):
        raise KeyboardInterrupt
    with monkeypatch.context() as m:
        m.setattr(assembly, where, cut)
        with pytest.raises(KeyboardInterrupt):
            build(c)
    assert result(folder)[1] == before[1] and not (c.build / ".next").exists()
    assert build(c).changed and result(folder) == afresh(folder)
    assert (c.build / "previous.nq").read_text(encoding="utf-8") == before[0], "what kg diff compares with"


def test_a_full_disk_while_the_store_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    c, before = read(folder), result(folder)
    (folder / "articles" / "a000005.txt").write_text("زار لافروف بغداد.\n", encoding="utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")
    with monkeypatch.context() as m:
        m.setattr(assembly, "changed", full)
        with pytest.raises(UserError, match="No space left"):
            build(c)
    assert result(folder) == before
    assert build(c).read == () or result(folder) == afresh(folder)


def test_all_rows_of_the_store(folder: Path) -> None:
    """What the store holds is what the file holds, letter by letter."""
    assert sorted(row + "\n" for row in rows(folder / "build" / "store")) == result(folder)[0].splitlines(keepends=True)
