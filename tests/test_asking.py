"""`kg query` and `kg ask` on the command line: values, labels, tables and the pager, plans, limits, help."""
from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import call, environment, kg, own_articles

from kg import headings, query
from kg.cli.answers import _widths
from kg.sparql import substitute

VISITS = "SELECT ?e ?day ?who { ?e a kg:Visit ; kg:startDate ?day ; kg:actor ?who } ORDER BY ?day"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?c)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The collection of our own articles, built."""
    return own_articles(tmp_path_factory.mktemp("asked"))


def ok(*args: str, cwd: Path, input: str | None = None) -> str:
    done = call(*args, cwd=cwd, input=input)
    assert done.returncode == 0, done.stderr
    return done.stdout


def on_a_terminal(*args: str, cwd: Path, columns: int = 80, lines: int = 24, keys: bytes = b"", wait: float = 20, **env: str) -> str:
    """What `kg ARGS` writes to a terminal of that size, until it ends."""
    parent, child = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "kg", *args], stdin=child, stdout=child, stderr=child, cwd=cwd, close_fds=True, start_new_session=True,
                               env=environment() | {"COLUMNS": str(columns), "LINES": str(lines), "TERM": "xterm"} | env)
    os.close(child)
    if keys:
        os.write(parent, keys)
    out, until = b"", time.monotonic() + wait
    try:
        while time.monotonic() < until:
            if select.select([parent], [], [], 0.2)[0]:
                try:
                    piece = os.read(parent, 1 << 16)
                except OSError:
                    break
                if not piece:
                    break
                out += piece
            elif process.poll() is not None:
                break
    finally:
        process.kill()
        process.wait()
        os.close(parent)
    return out.decode("utf-8", "replace").replace("\r\n", "\n")


# ── where the query comes from, and its values ────────────────────────────────────────────────────────────────────

def test_a_query_from_everywhere(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(VISITS, encoding="utf-8")
    wanted = ok("query", VISITS, cwd=folder)
    assert wanted.count("\n") == 2
    assert ok("query", "-f", str(tmp_path / "q.rq"), cwd=folder) == ok("query", "-", cwd=folder, input=VISITS) == wanted
    assert ok("query", "timeline", "--bind", "a=RUS", "--bind", "b=تركيا", cwd=folder) == ok("ask", "timeline", "--a", "RUS", "--b", "تركيا", cwd=folder)
    missing = call("query", "timelin", cwd=folder)
    assert missing.returncode == 2 and "perhaps timeline" in missing.stderr


@pytest.mark.parametrize(("value", "query"), [
    ("who=id:erdogan", "SELECT ?d { ?e a kg:Visit ; kg:actor ?who ; kg:startDate ?d }"), ("d=2016-08-09", "SELECT ?e { ?e a kg:Visit ; kg:startDate ?d }"),
    ('l="فلاديمير بوتين"@ar', "SELECT ?e { ?e rdfs:label ?l }"), ("n=2", "SELECT ?e ?m { ?e kg:value ?m FILTER(?m = ?n) }"), ("t=ACCUSE", "SELECT ?e { ?e kg:ploverType $t }"),
    ("c=<urn:kg:ontology#Visit>", "SELECT ?e ?c { ?e a ?c } ORDER BY ?c ?e")])
def test_a_variable_is_given_a_value(folder: Path, value: str, query: str) -> None:
    assert ok("query", query, "--bind", value, cwd=folder).count("\n") > 1


def test_a_bound_variable_that_is_shown_stays_a_column(folder: Path) -> None:
    assert ok("query", "SELECT ?who (COUNT(*) AS ?n) { ?e kg:actor ?who } GROUP BY ?who", "--bind", "who=id:erdogan", cwd=folder).startswith("?who\t?n\n<urn:kg:id:erdogan>\t")


@given(st.lists(st.sampled_from(["?a", "$a", '"?a"', "<urn:?a>", "# ?a\n", "?ab", "{ ", "} ", "'$a' ", "SELECT ", " ?a ", "(?a AS ?b) ", "BY ", "WHERE "]), max_size=12))
def test_only_variables_are_replaced(pieces: list[str]) -> None:
    """What stands in strings, IRIs, comments and longer names stays; no other character is lost."""
    text = "".join(pieces)
    put = substitute(text, {"a": "<urn:t>"})
    kept = [m[0] for m in re.finditer(r'"\?a"|<urn:\?a>|# \?a\n|\?ab', text)]
    assert [m[0] for m in re.finditer(r'"\?a"|<urn:\?a>|# \?a\n|\?ab', put)] == kept
    assert substitute(text, {}) == text == substitute(text, {"other": "1"})


# ── Arabic for readers ────────────────────────────────────────────────────────────────────────────────────────────

def test_a_table_speaks_arabic_and_formats_for_programs_keep_their_names(folder: Path) -> None:
    given = ("ask", "timeline", "--a", "قطر", "--lang", "ar")
    table = ok(*given, "--format", "table", cwd=folder).splitlines()
    assert re.split(r"  +", table[0]) == ["البداية", "النهاية", "دقة التاريخ", "الحدث", "الفاعل", "الطرف الآخر", "المكان", "الدرجة", "الثبوت", "الحادثة"]
    assert "يوم" in table[1] and "مروي" in table[1] and "السعودية، البحرين" in table[1] and not re.search("told|day", table[1])
    assert ok(*given, "--format", "md", cwd=folder).startswith("| البداية |")
    for form, start in (("csv", "start,end,precision"), ("tsv", "?start\t?end\t?precision"), ("json", '{"head":{"vars":["start"'), ("jsonl", '{"start"')):
        told = ok(*given, "--format", form, cwd=folder)
        assert told.startswith(start) and "السعودية" in told and "told" in told, "names in Arabic, columns and fixed values as they are"
    assert "start" in ok(*given[:-2], "--format", "table", cwd=folder)


def test_the_collections_language_is_that_of_its_answers(folder: Path) -> None:
    settings = folder / "kg.toml"
    before = settings.read_text(encoding="utf-8")
    try:
        settings.write_text(before + 'language = "ar"\n', encoding="utf-8")
        for verb in ("ask", "query"):
            assert ok(verb, "leaders-met", "--format", "table", cwd=folder).startswith("البداية")
        assert "أردوغان" in ok("ask", "leaders-met", "--format", "csv", cwd=folder)
        assert ok("ask", "relations-by-month", "--a", "RUS", "--b", "TUR", "--format", "table", cwd=folder).startswith("الشهر"), "also of what has no names"
        assert ok("ask", "leaders-met", "--lang", "en", "--format", "table", cwd=folder).startswith("start")
        assert ok("shell", cwd=folder, input="\\format table\nleaders-met\n\\x\nmeeting-length\n").count("الحدث") == 2
    finally:
        settings.write_text(before, encoding="utf-8")
    assert call("ask", "leaders-met", "--lang", "fr", cwd=folder).returncode == 2


@pytest.mark.parametrize("saved", query.listing(), ids=lambda s: s.name)
def test_every_column_and_fixed_value_has_its_arabic(saved: query.Saved) -> None:
    """Of the questions that come with kg: each column, and each word that a query itself puts into one."""
    words = headings._words()
    known = lambda table, column: table.get(f"{saved.name}.{column}", table.get(column))
    head = re.search(r"SELECT\b(.*?)\bWHERE\b", saved.text, re.DOTALL)[1]
    columns = re.findall(r"\?(\w+)", re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*AS (\?\w+)\)|(\?\w+)", lambda m: m[1] or m[2], re.sub(r"ROUND\(.*?\) / 100", "(x)", head)))
    assert not [c for c in columns if not known(words["columns"], c)]
    fixed = [(v, c) for v, c in re.findall(r'BIND\("([^"]+)" AS \?(\w+)\)', saved.text) if c in columns]
    if table := re.search(r"VALUES \(\?class \?(\w+)\) \{(.*?) \}\n", saved.text):
        fixed += [(v, table[1]) for v in re.findall(r'"([^"]+)"', table[2])]
    assert not [(v, c) for v, c in fixed if v not in (known(words["values"], c) or {})]


def test_no_heading_is_of_no_column() -> None:
    words, saved = headings._words(), {s.name: s for s in query.listing()}
    keys = {k for table in ("columns", "notations", "values") for k in words[table]} | {k for table in ("offices", "lists") for k in words[table]["columns"]}
    assert not [k for k in keys if not (re.search(rf"\?{k.split('.')[1]}\b", saved[k.split(".")[0]].text) if "." in k else any(re.search(rf"\?{k}\b", s.text) for s in saved.values()))]


# ── names that the ontology has not ───────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("used", "meant"), [
    ("a kg:Arest", "kg:Arrest"), ("a kg:visit", "kg:Visit"), ("kg:actr ?x", "kg:actor"), ("kg:Actor ?x", "kg:actor"), ("a kg:phone_call", "kg:PhoneCall"), ("a kg:زياره", "kg:Visit"),
    ("a kg:وقف_إطلاق_النار", "kg:Ceasefire"), ("a <urn:kg:ontology#Vissit>", "<urn:kg:ontology#Visit>")])
def test_a_name_that_is_not_in_the_ontology_is_told_and_not_refused(folder: Path, used: str, meant: str) -> None:
    done = call("query", f"SELECT ?e {{ ?e {used} }}", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "?e\n")
    assert done.stderr == f"kg: 1:{16 + 2 * used.startswith('a ')}: warning: the ontology has no {used.removeprefix('a ').removesuffix(' ?x')}\n  hint: did you mean {meant}?\n"


def test_names_that_are_there_are_not_told(folder: Path) -> None:
    """What is known, what stands in texts and comments, other vocabularies, a prefix that means something else."""
    for text in ('SELECT ?e { ?e a kg:Coup ; rdfs:labell ?l FILTER(?l != "kg:Arest") } # kg:Arest', "PREFIX kg: <urn:other#> SELECT ?e { ?e a kg:Arest }", "SELECT (kg:distance(1, 2, 3, 4) AS ?d) {}"):
        assert call("query", text, cwd=folder).stderr == ""
    assert call("query", "ASK { ?e a kg:Arest", cwd=folder).stderr.count("warning") == 0, "a query that is broken is told that alone"


def test_own_saved_questions_and_the_shell_tell_them_too(folder: Path) -> None:
    (folder / "queries").mkdir(exist_ok=True)
    own = folder / "queries/slip.rq"
    own.write_text("# title: A slip\nSELECT ?e { ?e a kg:Zzyzx }\n", encoding="utf-8")
    wanted = f"kg: {own}:2:18: warning: the ontology has no kg:Zzyzx\n  hint: kg schema lists the classes and properties that are in use\n"
    try:
        assert [call(verb, "slip", cwd=folder).stderr for verb in ("ask", "query")] == [wanted, wanted]
    finally:
        own.unlink()
        own.parent.rmdir()
    assert "did you mean kg:Arrest?" in call("shell", cwd=folder, input="SELECT ?e { ?e a kg:Arest };\n").stderr


# ── labels, timing, plans ─────────────────────────────────────────────────────────────────────────────────────────

def test_labels_in_place_of_iris(folder: Path) -> None:
    row = ok("query", VISITS, "--labels", "ar", cwd=folder).splitlines()[1].split("\t")
    assert row[2] == '"رجب طيب أردوغان"@ar' and row[0].startswith("<urn:kg:id:event:"), "what has no label keeps its IRI"
    assert "Recep Tayyip Erdoğan" in ok("query", VISITS, "--labels", "en", "--format", "md", cwd=folder)
    both = json.loads(ok("query", VISITS, "--labels", "en", "--format", "json", cwd=folder))
    assert both["head"]["vars"] == ["e", "eLabel", "day", "who", "whoLabel"], "programs keep the IRIs"
    assert both["results"]["bindings"][0]["who"]["value"] == "urn:kg:id:erdogan" and both["results"]["bindings"][0]["whoLabel"]["value"] == "Recep Tayyip Erdoğan"


def test_the_engines_own_writer_and_ours_give_the_same(folder: Path) -> None:
    """The W3C's four formats, read back by rdflib from what the engine writes and from what is written where rows are watched."""
    from rdflib import Literal, URIRef
    from rdflib.query import Result
    text = 'SELECT * { VALUES (?a ?b) { (1 "x\\ty\\"<&\\u0001;"@en) (<urn:a> "قطر"@ar) (UNDEF 1.50) (true "2016-08-09"^^xsd:date) ("a,\\r\\nb" 1e3) } }'.replace("\\u0001;", "")
    for form in ("csv", "tsv", "json", "xml"):
        native, watched = (kg("query", text, "--format", form, *more, cwd=folder).stdout for more in ((), ("-e",)))
        if form == "csv":
            import csv
            rows = list(csv.reader(io.StringIO(native, newline="")))
            assert rows == list(csv.reader(io.StringIO(watched, newline=""))) and len(rows) == 6 and rows[2] == ["urn:a", "قطر"]
            continue
        one, other = (Result.parse(io.BytesIO(out.encode()), format=form) for out in (native, watched))
        assert [list(row) for row in one] == [list(row) for row in other] and len(one) == 5
        assert list(one)[1] == (URIRef("urn:a"), Literal("قطر", lang="ar"))


@pytest.mark.parametrize("value", ["who:party=أردوغان", "who:entity=Erdogan", "who=id:erdogan"])
def test_a_variable_is_somebody_by_any_name(folder: Path, value: str) -> None:
    assert "2016-08-09" in ok("query", "SELECT ?d { ?e a kg:Visit ; kg:actor ?who ; kg:startDate ?d }", "--bind", value, cwd=folder)


@pytest.mark.parametrize("day", ["2016-08-09", "9/8/2016", "9 August 2016", "9 آب 2016"])
def test_a_variable_is_a_day_as_people_write_it(folder: Path, day: str) -> None:
    assert ok("query", "SELECT ?e { ?e a kg:Visit ; kg:startDate ?d }", "--bind", f"d:date={day}", cwd=folder).count("\n") == 2


@pytest.mark.parametrize(("bound", "said"), [
    ("d:date=آب 2016", "is no day"), ("da=1", "did you mean ?d?"), ("d:dates=1", "there is no type 'dates'"), ("d", "takes VAR=VALUE"), ("d:party=Erdogann", "perhaps")])
def test_a_value_that_means_nothing(folder: Path, bound: str, said: str) -> None:
    done = call("query", "SELECT ?e { ?e kg:startDate ?d }", "--bind", bound, cwd=folder)
    assert done.returncode == 2 and said in done.stderr


def test_several_files_and_no_answer(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rows.rq").write_text(VISITS, encoding="utf-8")
    (tmp_path / "graph.rq").write_text("# SELECT\nCONSTRUCT WHERE { ?e a kg:Visit }", encoding="utf-8")
    assert ok("query", "-f", str(tmp_path / "rows.rq"), "-f", str(tmp_path / "graph.rq"), "--output-dir", str(tmp_path / "out"), cwd=folder) == ""
    assert (tmp_path / "out/rows.tsv").read_text().count("\n") == 2 and "kg:Visit" in (tmp_path / "out/graph.ttl").read_text()
    assert "--output-dir" in call("query", "-f", "a", "-f", "b", cwd=folder).stderr
    nothing = "SELECT ?e { ?e a kg:Nothing }"
    assert [call("query", nothing, *more, cwd=folder).returncode for more in ((), ("-e",))] == [0, 1] and call("query", VISITS, "-e", cwd=folder).returncode == 0


def test_ctrl_c_ends_a_query_at_once(folder: Path) -> None:
    process = subprocess.Popen([sys.executable, "-m", "kg", "query", RUNAWAY], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    time.sleep(2.5)
    began = time.monotonic()
    process.send_signal(2)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, b"kg: interrupted; the last good graph is untouched\n") and time.monotonic() - began < 5


def test_timing_is_told_beside_the_answer(folder: Path) -> None:
    done = call("query", VISITS, "--timing", cwd=folder)
    assert done.stdout == ok("query", VISITS, cwd=folder) and re.fullmatch(r"opened in [\d.]+ ms, first row after [\d.]+ ms, 1 row in [\d.]+ ms\n", done.stderr)


def test_a_query_is_explained(folder: Path) -> None:
    lines = ok("query", VISITS + " LIMIT 3", "--explain", cwd=folder).splitlines()
    assert lines[:5] == ["SELECT", "  slice 0 to 3", "    select ?e ?day ?who", "      order ?day", "        triples"]
    assert sorted(line.strip() for line in lines[5:8]) == ["?e kg:actor ?who", "?e kg:startDate ?day", "?e rdf:type kg:Visit"] and "1 row in" in lines[-1]
    path = ok("query", "SELECT ?c { ?e kg:actor/kg:country? ?c OPTIONAL { ?e kg:place ?p } FILTER(?c != kg:x) }", "--explain", cwd=folder)
    assert "optional" in path and "filter" in path and "kg:actor/" in path and "kg:country" in path
    assert "the query is malformed" not in path and call("query", "SELECT ?x {", "--explain", cwd=folder).returncode == 2


# ── limits ────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_a_query_that_runs_away_is_stopped(folder: Path) -> None:
    began = time.monotonic()
    done = kg("query", RUNAWAY, "--timeout", "1", cwd=folder)
    assert done.returncode == 2 and "longer than 1 seconds" in done.stderr and not done.stdout
    assert time.monotonic() - began < 20, "it would take years"


def test_a_query_that_wants_too_much_memory_is_stopped(folder: Path) -> None:
    done = kg("query", GREEDY, "--limit-memory", "50", "--timeout", "60", cwd=folder)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, "kg: the query needed more than 50 MB")


def test_limits_change_nothing_else(folder: Path) -> None:
    limits = ("--timeout", "60", "--limit-memory", "2000")
    assert kg("query", VISITS, *limits, cwd=folder).stdout == ok("query", VISITS, cwd=folder)
    wrong = kg("query", "SELECT ?x { ?x a foo:Bar }", *limits, cwd=folder)
    assert wrong.returncode == 2 and "unknown prefix foo:" in wrong.stderr
    assert kg("query", "ASK { ?x a kg:Nothing }", *limits, cwd=folder).returncode == 1


def test_the_first_row_does_not_wait_for_the_last(folder: Path) -> None:
    """Of some hundred million rows the first are read and the rest never made."""
    for form in ("tsv", "csv", "jsonl", "json", "xml", "md"):
        command = [sys.executable, "-m", "kg", "query", "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }", "--format", form]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, env=environment())
        assert len(process.stdout.read(2000)) == 2000, form
        process.stdout.close()
        assert process.wait(20) == 0, "a reader that has seen enough is no fault"


# ── tables and the pager ──────────────────────────────────────────────────────────────────────────────────────────

@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 100)), min_size=1, max_size=8), st.integers(8, 200))
def test_columns_fit(columns: list[tuple[int, int]], room: int) -> None:
    widths = _widths([[word] for word, _ in columns], [[word + more] for word, more in columns], room)
    assert sum(widths) <= max(room, len(columns)) and all(1 <= w <= word + more for w, (word, more) in zip(widths, columns))
    if sum(word + more for word, more in columns) <= room:
        assert widths == [word + more for word, more in columns], "nothing is narrowed without need"


@pytest.mark.parametrize("columns", [80, 120, 200])
def test_a_table_fits_the_terminal(folder: Path, columns: int) -> None:
    from kg.terminal import width
    shown = on_a_terminal("--bidi", "terminal", "query", "SELECT ?who ?words { ?f kg:speaker/rdfs:label ?who ; kg:content ?words FILTER(LANG(?who) = 'ar') }", "--no-pager", cwd=folder, columns=columns)
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in shown.splitlines()]
    assert len(lines) > 5 and all(width(line) <= columns for line in lines) and len({width(line.partition("│")[0]) for line in lines if "│" in line}) == 1


def test_a_long_table_goes_through_the_pager_and_a_short_one_does_not(folder: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "PAGED"\ncat\n', encoding="utf-8")
    pager.chmod(0o755)
    long = "SELECT ?e ?what { ?e a kg:Event ; kg:ploverType ?what } ORDER BY ?e"
    shown = on_a_terminal("query", long, cwd=folder, lines=10, PAGER=str(pager))
    assert shown.startswith("PAGED") and shown.count("event:") > 30
    assert "PAGED" not in on_a_terminal("query", VISITS, cwd=folder, PAGER=str(pager))
    assert "PAGED" not in on_a_terminal("query", long, "--no-pager", cwd=folder, lines=10, PAGER=str(pager))
    assert "PAGED" not in on_a_terminal("query", long, "--format", "tsv", cwd=folder, lines=10, PAGER=str(pager))


# ── saved questions ───────────────────────────────────────────────────────────────────────────────────────────────

def test_flags_stand_before_or_behind_the_name_of_a_question(folder: Path) -> None:
    asked = ok("ask", "timeline", "--a", "RUS", "--format", "table", cwd=folder)
    assert asked.count("\n") > 3
    assert ok("ask", "timeline", "--no-pager", "--a", "RUS", "--format", "table", cwd=folder) == ok("ask", "--no-pager", "timeline", "--a", "RUS", "--format", "table", cwd=folder) == asked


def test_the_list_of_questions(folder: Path) -> None:
    lines = ok("ask", cwd=folder).splitlines()
    assert any(line.startswith("leaders-met ") and "Which leaders met" in line for line in lines) and not any("--" in line for line in lines)
    assert any("--since since:" in line for line in ok("ask", "--list", cwd=folder).splitlines())


def test_a_question_tells_what_it_takes_and_its_example_runs(folder: Path) -> None:
    for name in [line.split()[0] for line in ok("ask", cwd=folder).splitlines() if not line.startswith(" ")]:
        text = ok("ask", name, "--help", cwd=folder)
        example = text[text.index("Example:"):].splitlines()[1].split()[1:]
        done = call(*example, "--format", "json", cwd=folder)
        assert done.returncode == 0 or "no entity in the graph" in done.stderr, (example, done.stderr)
        if done.returncode == 0:
            json.loads(done.stdout)
