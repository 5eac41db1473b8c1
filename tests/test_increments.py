"""One article more, less or otherwise: the graph is what it would be had all been built at once, and only that is done which must be."""
from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import invented
import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from running import kg

from kg import assembly, chronicle, gathering, store
from kg.accounts import accounts
from kg.build import build
from kg.collection import read
from kg.conclusions import conclusion_quads
from kg.increments import Changes, conclude, link
from kg.index import Index
from kg.merge import merge, slots, written_day
from kg.model import Claim, Date, Event, Reading, UserError
from kg.store.changing import rows


def retold(r: Reading, doc: str, shift: int, denied: bool, moved: bool) -> Reading:
    """An article that tells the same otherwise: on another day, as not done, or elsewhere."""
    def day(d: Date | None) -> Date | None:
        later = lambda x: x and (date.fromisoformat(x) + timedelta(shift)).isoformat()
        return d and replace(d, start=later(d.start), end=later(d.end))

    def fact(f: Event | Claim) -> Event | Claim:
        f = replace(f, doc=doc, id=f"{f.id}-{doc}", date=day(f.date))
        if isinstance(f, Claim):
            return replace(f, about=f.about and f"{f.about}-{doc}")
        geneva = sample.first().events[3].place
        return replace(f, causes=tuple(f"{c}-{doc}" for c in f.causes), status="negated" if denied and f.cls == "Shootdown" else f.status,
                       place=geneva if moved and f.place else f.place)
    return replace(r, article=replace(r.article, id=doc), written=day(r.written), events=tuple(map(fact, r.events)), claims=tuple(map(fact, r.claims)))


VERSIONS = {(doc, n): retold((sample.first, sample.second)[i % 2](), doc, shift, denied, moved)
            for i, doc in enumerate("abcdef") for n, (shift, denied, moved) in enumerate(((0, False, False), (i % 3, True, False), (0, i < 3, True), (40, False, i > 2)))}


def whole(readings: list[Reading]) -> set:
    found = accounts(readings, merge(readings))
    order = chronicle.order(found.happenings, readings)
    return {*conclusion_quads(found), *chronicle.order_quads(found.happenings, readings, order)}


def test_the_pool_is_worth_its_name() -> None:
    """It holds joined facts, contradictions, differences, causes, and happenings that share a name: what increments could get wrong."""
    readings = [VERSIONS[doc, i % 3] for i, doc in enumerate("abcdef")]
    found = accounts(readings, merge(readings))
    said = Counter(p.rpartition("#")[2] for _, p, _, _ in whole(readings))
    assert any(len(h.facts) > 1 for h in found.happenings) and found.ties and found.differences and said["ledTo>"]
    assert any(h.id[-5] == "-" and not h.id[-4:].isdigit() for h in found.happenings)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from((0, 1, 2, 3, None)), min_size=1, max_size=3), min_size=1, max_size=6))
def test_conclusions_are_those_of_all_at_once(steps: list[dict[str, int | None]]) -> None:
    """Articles come, change and go in any order: what stands in the graph in the end is what merging them all concludes."""
    there: dict[str, Reading] = {}
    graph: set = set()
    with Index(None, new=True) as index:
        for step in steps:
            touched, fresh, changes = set(), [], Changes()
            for doc, n in step.items():
                if doc in there:
                    touched |= index.drop(doc, slots)
                    del there[doc]
                if n is not None:
                    r = there[doc] = VERSIONS[doc, n]
                    fresh += index.add(r, "", written_day(r), {}, slots)
            link(index, fresh)
            conclude(index, touched, fresh, changes)
            for q, come in changes.quads.items():
                assert (q in graph) is not come or come, "what goes was there"
                (graph.add if come else graph.discard)(q)
            assert graph == whole(list(there.values()))


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


def test_a_large_collection_has_no_file_of_the_graph(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond some articles the file is made when asked for, with the same bytes; coming and going across that bound loses nothing."""
    before = result(folder)[0]
    monkeypatch.setattr(assembly, "WHOLE", 24)
    c = read(folder)
    invented.write(folder, range(24, 25))
    assert build(c).read and not c.quads.exists()
    large = sorted(row + "\n" for row in assembly.graph_lines(c))
    done = kg("export", "--format", "nq", cwd=folder)
    assert done.returncode == 0 and done.stdout == "".join(large) and not build(c).changed
    for end in (".txt", ".toml"):
        (folder / "articles" / f"a000024{end}").unlink()
    assert build(c).dropped and result(folder)[0] == before and before != "".join(large)


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


@pytest.mark.parametrize("harm", ["nothing", "empty", "garbage", "torn", "another store", "no store", "no graph"])
def test_a_damaged_index_is_made_again(folder: Path, harm: str) -> None:
    """Without it, or where it does not go with the rest, the graph is put together from the facts and nothing is read again."""
    c, before = read(folder), result(folder)
    path = assembly.index_file(c)
    size = path.stat().st_size
    if harm == "nothing":
        path.unlink()
    elif harm == "no graph":
        c.quads.unlink()
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
    """However far a build came, the graph answers as before or as after, and the next build ends it."""
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
