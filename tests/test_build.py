"""Building: only what changed is read, nothing is lost when it is interrupted, and the same articles give the same bytes."""
from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from running import TOP, environment, kg

from kg.build import build
from kg.collection import Collection, init, read
from kg.kept import load_raw, load_reading, load_readings, write_atomically
from kg.model import UserError

ARTICLES = {
    "cairo": ("2018-04-03", "التقى وزير الخارجية الروسي سيرغي لافروف نظيره المصري سامح شكري في القاهرة يوم الاثنين.\nوأعلنت مصر أنها ترحب بالاتفاق."),
    "tehran": ("2018-04-05", "زار الرئيس التركي رجب طيب أردوغان طهران، وأجرى محادثات مع الرئيس الإيراني حسن روحاني."),
    "geneva": ("2018-04-09", "فرضت الولايات المتحدة عقوبات على شركات روسية.\nونددت موسكو بهذه الخطوة."),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of three short articles, not built yet."""
    init(tmp_path / "mine")
    for name, (day, text) in ARTICLES.items():
        (tmp_path / "mine" / "articles" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
        (tmp_path / "mine" / "articles" / f"{name}.toml").write_text(f"date = {day}\n", encoding="utf-8")
    return tmp_path / "mine"


def snapshot(folder: Path) -> dict[str, bytes]:
    """The bytes of everything built that does not depend on the machine: facts and graph."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted((folder / "build").rglob("*")) if p.suffix in (".jsonl", ".nq") and p.name not in ("previous.nq", "changes.nq")}


def graph(folder: Path) -> str:
    return (folder / "build" / "graph.nq").read_text(encoding="utf-8")


def counted(folder: Path) -> int:
    """How many quads a query sees."""
    done = kg("query", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "--format", "csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


def edit(folder: Path, name: str, text: str) -> None:
    (folder / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")


def test_a_headline_left_in_the_text_is_hinted_at(folder: Path) -> None:
    """A few words without a mark at their end, above an empty line: told once, by the build that reads them, and by kg validate."""
    edit(folder, "tehran", "أردوغان يزور طهران ويلتقي روحاني\n\n" + ARTICLES["tehran"][1] + "\n")
    edit(folder, "geneva", ARTICLES["geneva"][1].replace("\n", "\n\n") + "\n")
    edit(folder, "cairo", "القاهرة\n\n" + ARTICLES["cairo"][1] + "\n")
    first, second, quiet = kg("build", cwd=folder), kg("build", cwd=folder), kg("build", "--quiet", cwd=folder)
    assert first.stderr == "kg: note: a headline seems to stand in the text of tehran, and is read as a sentence\n  hint: title = \"…\" in NAME.toml is its place\n"
    assert first.returncode == 0 and second.stderr == quiet.stderr == ""
    checked = kg("validate", "--fail-on", "warning", cwd=folder)
    assert [line for line in checked.stdout.splitlines() if "headline" in line] == [
        "note: tehran: a headline seems to stand in the text, where it is read as a sentence; its place is title = \"…\" in NAME.toml «أردوغان يزور طهران ويلتقي روحاني»"]
    assert checked.returncode == 0 and "1 note" in checked.stdout


def test_only_what_changed_is_read(folder: Path) -> None:
    """A second build reads nothing; a changed text, sidecar or correction one article; a removed article takes its facts along."""
    c = read(folder)
    assert build(c).read == ("cairo", "geneva", "tehran")
    before = snapshot(folder)
    again = build(c)
    assert not again.changed and again.kept == ("cairo", "geneva", "tehran") and snapshot(folder) == before
    edit(folder, "tehran", ARTICLES["tehran"][1] + "\nوانتقد روحاني العقوبات الأمريكية.\n")
    assert build(c).read == ("tehran",)
    changed = {name for name, content in snapshot(folder).items() if content != before[name]}
    assert changed == {"build/facts/tehran.jsonl", "build/graph.nq"}
    (folder / "articles" / "cairo.toml").write_text("date = 2018-05-03\n")
    assert build(c).read == ("cairo",) and load_reading(c, "cairo").written.start == "2018-05-03"
    (folder / "articles" / "geneva.corrections.yaml").write_text("- do: add\n  set: {class: Meeting, event: CONSULT, mode: meet}\n")
    assert build(c).read == ("geneva",)
    for end in (".txt", ".toml"):
        (folder / "articles" / f"cairo{end}").unlink()
    gone = build(c)
    assert gone.dropped == ("cairo",) and not gone.read and [r.article.id for r in load_readings(c)] == ["geneva", "tehran"]
    assert "cairo" not in graph(folder) and not (folder / "build" / "facts" / "cairo.jsonl").exists()
    edit(folder, "cairo", ARTICLES["cairo"][1])
    assert build(c).read == ("cairo",)


def test_own_words_and_base_rebuild(folder: Path) -> None:
    """A word or a base of the collection's own changes what was built; a broken file of words leaves it."""
    c = read(folder)
    build(c)
    (folder / "words").mkdir()
    (folder / "words" / "own.toml").write_text('organizations = [\n {id="blue-line", ar="هيئة الخط الأزرق", en="Blue Line Authority", country="LBN", sector="NGO"},\n]\n', encoding="utf-8")
    edit(folder, "geneva", "التقى الرئيس الروسي وفدا من هيئة الخط الأزرق في جنيف.\n")
    assert set(build(c).read) == {"cairo", "geneva", "tehran"} and "blue-line" in graph(folder)
    before = snapshot(folder)
    (folder / "words" / "own.toml").write_text("organizations = [\n {id=\n", encoding="utf-8")
    done = kg("build", cwd=folder)
    assert done.returncode == 2 and "own.toml:2" in done.stderr and snapshot(folder) == before
    shutil.rmtree(folder / "words")
    (folder / "kg.toml").write_text('base = "https://example.org/kg/"\n')
    assert set(build(read(folder)).read) == {"cairo", "geneva", "tehran"} and "urn:kg:id:" not in graph(folder)


def test_an_article_that_breaks_keeps_its_last_good_facts(folder: Path) -> None:
    """A sidecar, a text or corrections that cannot be read take nothing out of the graph, and are told at every build until mended."""
    assert kg("build", cwd=folder).returncode == 0
    before = snapshot(folder)
    for name, text in (("cairo.toml", "date = 2018-04-\n"), ("tehran.txt", ""), ("geneva.corrections.yaml", "- do: nothing\n")):
        place = folder / "articles" / name
        good = place.read_text(encoding="utf-8") if place.exists() else None
        place.write_text(text, encoding="utf-8")
        for _ in range(2):
            done = kg("build", cwd=folder)
            assert done.returncode == 1 and name in done.stderr and "last good reading" in done.stderr
            assert snapshot(folder) == before
        place.unlink() if good is None else place.write_text(good, encoding="utf-8")
    assert kg("build", cwd=folder).returncode == 0 and snapshot(folder) == before


def test_a_correction_of_an_impossible_value(folder: Path) -> None:
    """It is found while building; the article keeps what it said, the others are built."""
    assert kg("build", cwd=folder).returncode == 0
    before = snapshot(folder)
    (folder / "articles" / "cairo.corrections.yaml").write_text("- do: add\n  set: {class: Meeting, status: perhaps}\n")
    edit(folder, "geneva", ARTICLES["geneva"][1] + "\nورفضت موسكو الاتهامات.\n")
    for _ in range(2):
        done = kg("build", cwd=folder)
        assert done.returncode == 1 and "cairo.corrections.yaml" in done.stderr and "perhaps" in done.stderr
    after = snapshot(folder)
    assert after["build/facts/cairo.jsonl"] == before["build/facts/cairo.jsonl"] and after["build/facts/geneva.jsonl"] != before["build/facts/geneva.jsonl"]


def test_nothing_readable_leaves_the_graph(folder: Path) -> None:
    assert kg("build", cwd=folder).returncode == 0
    before, count = snapshot(folder), counted(folder)
    for name in ARTICLES:
        edit(folder, name, "")
    done = kg("build", cwd=folder)
    assert done.returncode == 2 and done.stderr.count("the article is empty") == 3 and snapshot(folder) == before and counted(folder) == count


def test_reading_that_was_cut_off_is_made_up_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts written by a build that never ended are not taken for those of the text that was there before and is there again."""
    from kg import build as module
    c = read(folder)
    build(c)
    before = snapshot(folder)
    edit(folder, "cairo", "زار لافروف بغداد.\n")

    def cut(*_):
        raise KeyboardInterrupt
    with monkeypatch.context() as m:
        m.setattr(module, "assemble", cut)
        with pytest.raises(KeyboardInterrupt):
            build(c)
    edit(folder, "cairo", ARTICLES["cairo"][1] + "\n")
    assert build(c).read == ("cairo",) and snapshot(folder) == before


def test_interrupted(folder: Path) -> None:
    """A signal in the middle of reading: exit code 130, one line, the last good graph answers, and the next build makes up for it."""
    kg("build", cwd=folder)
    good, count = graph(folder), counted(folder)
    rows = [json.dumps({"id": f"wire-{n}", "text": (ARTICLES["cairo"][1] + "\n") * 40}, ensure_ascii=False) for n in range(150)]
    (folder / "articles" / "wire.jsonl").write_text("\n".join(rows), encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-m", "kg", "build", "--verbose"], cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "wire-10" in line:
            break
    process.send_signal(signal.SIGINT)
    rest = process.stderr.read()
    assert process.wait(30) == 130 and "Traceback" not in rest and rest.splitlines()[-1] == "kg: interrupted; the last good graph is untouched"
    assert graph(folder) == good and counted(folder) == count
    (folder / "articles" / "wire.jsonl").write_text("\n".join(rows[:3]), encoding="utf-8")
    done = kg("build", cwd=folder)
    assert done.returncode == 0 and "wire-2" in graph(folder) and "wire-3" not in graph(folder)
    assert not [p.name for p in (folder / "build").rglob(".*") if p.name.startswith((".graph", ".new", ".state", ".wire", ".next"))]


@pytest.mark.parametrize("blocks", [1, 24])
def test_full_disk(folder: Path, blocks: int) -> None:
    """Where files cannot grow past some size, as on a full disk: exit code 2, one message, the last good graph answers."""
    kg("build", cwd=folder)
    good, count = snapshot(folder)["build/graph.nq"], counted(folder)
    edit(folder, "cairo", (ARTICLES["cairo"][1] + "\n") * 12)
    done = kg("build", cwd=folder, shell=f"ulimit -f {blocks}")
    assert done.returncode == 2 and "cannot be written" in done.stderr and "the last good graph is untouched" in done.stderr
    assert snapshot(folder)["build/graph.nq"] == good and counted(folder) == count
    assert kg("build", cwd=folder).returncode == 0 and snapshot(folder)["build/graph.nq"] != good


def test_same_bytes_everywhere(folder: Path, tmp_path: Path) -> None:
    """Another hash seed, locale, time zone, place and order of files give the same facts and the same graph."""
    other = tmp_path / "elsewhere" / "deep"
    (other / "articles").mkdir(parents=True)
    for path in sorted((folder / "articles").iterdir(), reverse=True):
        shutil.copy(path, other / "articles")
    (other / "kg.toml").write_bytes((folder / "kg.toml").read_bytes())
    assert kg("build", cwd=folder, PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC").returncode == 0
    assert kg("-C", other, "build", cwd=tmp_path, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Riyadh").returncode == 0
    assert snapshot(folder) == snapshot(other)


def test_rebuilt_piece_by_piece_is_built_at_once(folder: Path, tmp_path: Path) -> None:
    """It makes no difference in how many builds the articles came."""
    at_once = tmp_path / "at-once"
    shutil.copytree(folder, at_once)
    build(read(at_once))
    aside = {name: (folder / "articles" / f"{name}.txt").rename(tmp_path / name) for name in ("cairo", "geneva")}
    build(read(folder))
    for name, path in aside.items():
        path.rename(folder / "articles" / f"{name}.txt")
        build(read(folder))
    assert snapshot(folder) == snapshot(at_once)


def test_names_that_are_no_identifiers(folder: Path) -> None:
    """File names and ids with blanks, Arabic letters, slashes and quotes; a text with a NUL and bidi controls."""
    edit(folder, "تقرير من موسكو (1)", "زار الوزير\u200f موسكو\x00 يوم الأحد.\n")
    (folder / "articles" / "wire.jsonl").write_text('{"id": "a/b \\"c\\" <d>", "text": "زار لافروف القاهرة."}\n{"id": "../../up", "text": "زار لافروف بغداد."}\n', encoding="utf-8")
    done = kg("build", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert {"تقرير من موسكو (1)", 'a/b "c" <d>', "../../up"} < {r.article.id for r in load_readings(read(folder))}
    assert sorted(p.name for p in folder.parent.iterdir()) == ["mine"]
    assert counted(folder) > 100 and kg("export", "--format", "ttl", cwd=folder).returncode == 0


def test_damaged_build_folder(folder: Path) -> None:
    """State that cannot be read is built anew; a fact file that cannot be read is named."""
    c = read(folder)
    build(c)
    before = snapshot(folder)
    for text in ("", "[]", "{\"stamp\": 3}", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")):
        (c.build / "state.json").write_text(text)
        assert len(build(c).read) == 3 and snapshot(folder) == before
    (c.facts / "cairo.jsonl").write_text("{}\n")
    with pytest.raises(UserError, match="article"):
        load_raw(c, "cairo")


def test_write_atomically(tmp_path: Path) -> None:
    """A file is written whole, or stays as it was with nothing left beside it."""
    path = tmp_path / "deep" / "a.txt"
    write_atomically(path, ["one\n"])

    def broken():
        yield "two\n"
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        write_atomically(path, broken())
    assert path.read_text() == "one\n" and os.listdir(path.parent) == ["a.txt"]
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limit[1]))
    try:
        with pytest.raises(UserError, match="cannot be written"):
            write_atomically(path, ["x" * 5000])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert path.read_text() == "one\n" and os.listdir(path.parent) == ["a.txt"]


def test_makefile_of_a_collection(tmp_path: Path) -> None:
    """`kg init` gives a folder that works by itself: make, make again, a question, an export, clean."""
    assert kg("init", "mine", cwd=tmp_path).returncode == 0
    (tmp_path / "mine" / "articles" / "cairo.txt").write_text(ARTICLES["cairo"][1], encoding="utf-8")

    def make(*args: str) -> subprocess.CompletedProcess:
        return subprocess.run(["make", "-C", "mine", f"KG={sys.executable} -m kg", *args], cwd=tmp_path, capture_output=True, text=True, env=environment(), timeout=120)
    first, second = make(), make()
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "read 1 article" in first.stdout and "nothing changed" in second.stdout
    asked = make("query", "Q=ASK { ?s a kg:Event }")
    assert asked.returncode == 0 and "true" in asked.stdout.lower() + asked.stderr.lower(), asked
    assert make("export").returncode == 0 and "@prefix" in (tmp_path / "mine" / "build" / "graph.ttl").read_text(encoding="utf-8")
    assert "build" in make("help").stdout
    assert make("clean").returncode == 0 and not (tmp_path / "mine" / "build").exists() and (tmp_path / "mine" / "articles" / "cairo.txt").exists()


def test_this_project_builds_its_seeds(tmp_path: Path) -> None:
    """The collection that comes with kg is found from the top of the project and builds without a complaint."""
    shutil.copytree(TOP / "seeds", tmp_path / "seeds")
    done = kg("build", cwd=tmp_path)
    assert done.returncode == 0 and not done.stderr and (tmp_path / "build" / "graph.nq").exists()
    c: Collection = read(tmp_path / "seeds")
    assert len(load_readings(c)) == len(list((TOP / "seeds").glob("*.txt")))


def test_a_warning_about_an_article_ends_no_build(tmp_path: Path) -> None:
    """What an article tells of the order contradicts its dates: told on standard error, and the graph is built."""
    (tmp_path / "kg.toml").touch()
    (tmp_path / "a.txt").write_text("زار وزير الخارجية المصري سامح شكري بغداد يوم 3 مارس 2020.\nأجرى سامح شكري محادثات مع فؤاد حسين يوم 9 مارس 2020 خلال زيارته.\n", encoding="utf-8")
    done = kg("build", cwd=tmp_path)
    assert done.returncode == 0 and "warning: what is told of the order contradicts the dates" in done.stderr and "read 1 article" in done.stderr + done.stdout
