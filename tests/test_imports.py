"""Files from elsewhere: facts are held to the contract and become readings, RDF goes into a graph of its own, both stay and can be taken out.

What is wrong with a file is told by the golden messages `errors/import-*.expected`.
"""
from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from running import call

from kg import contract, imports, terms
from kg.build import build
from kg.collection import init, read
from kg.graph import article_quads
from kg.model import Article, UserError
from kg.ontology import known
from kg.records import facts_to_lines, reading_to_lines
from kg.shapes import check
from kg.store.foreign import foreign

KNOWN = known()
NOTES = ('@prefix ex: <http://example.org/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n'
         '<urn:kg:id:putin> ex:met [ rdfs:label "رئيس البلدية"@AR ; ex:age 50.10 ] , _:b . _:b ex:says "a\\"b\\n\\u0001" .\n')


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A new collection without an article."""
    init(tmp_path / "mine")
    return tmp_path / "mine"


def graph(folder: Path) -> list[str]:
    return (folder / "build" / "graph.nq").read_text(encoding="utf-8").splitlines()


def take(rows: list[str], articles: dict[str, Article] | None = None) -> contract.Given:
    return contract.readings(rows, "x.jsonl", "imports/x.jsonl", articles or {}, KNOWN)


def lines(*readings) -> list[str]:
    return [line for r in readings for line in facts_to_lines(r)]


# ── facts: the contract ───────────────────────────────────────────────────────────────────────────────────────────

def test_facts_come_back_as_they_were() -> None:
    """All facts of the readings, in whatever order the lines come, with and without the articles' texts at hand."""
    wanted = sample.readings()
    for rows in (lines(*wanted), lines(*wanted)[::-1]):
        for articles in ({}, {r.article.id: r.article for r in wanted}):
            found = take(rows, articles)
            assert not found.errors and sorted(found.readings) == ["first", "second"]
            for r in wanted:
                got = found.readings[r.article.id]
                assert (sorted(facts_to_lines(got))) == sorted(facts_to_lines(r)) and got.origin == "imports/x.jsonl"
                assert (got.written, got.reasons, got.article.date, got.article.publisher) == (r.written, r.reasons, r.article.date, r.article.publisher)


def test_whole_readings_come_back_whole() -> None:
    """With the articles' own lines nothing is lost, not even what was not understood."""
    wanted = sample.readings()
    found = take([line for r in wanted for line in reading_to_lines(r)])
    back = [replace(r, origin="", article=replace(r.article, path=w.article.path)) for r, w in zip(found.readings.values(), wanted)]
    assert not found.errors and [replace(r, mentions=w.mentions) for r, w in zip(back, wanted)] == wanted and back[0].mentions == wanted[0].mentions


def test_every_name_of_a_fact_is_a_mention() -> None:
    """Bare facts name people whose offices the graph should know: what they quote stands in for the names that the reading found."""
    found = take(lines(sample.first())).readings["first"]
    assert {m.ref.entity.id for m in found.mentions} == {"salim-al-hinai", "OMN", "IRN", "iran-foreign-minister", "tehran", "gulf-of-oman", "drone", "geneva"}
    assert all(sample.FIRST[m.ref.mention.start:m.ref.mention.end] == m.ref.mention.text for m in found.mentions)


def test_imported_graphs_keep_to_the_shapes() -> None:
    """A fact without words too: the file that it was given in stands for them."""
    event = json.loads(lines(sample.first())[0])
    bare = {k: event[k] for k in ("kind", "doc", "event", "class", "actors", "article")} | {"id": "1", "date": {"start": "2021-05-03", "end": "2021-05-03"}}
    bare["actors"] = [{k: v for k, v in a.items() if k != "mention"} for a in bare["actors"]]
    for rows in (lines(sample.first()), [json.dumps(bare)]):
        quads = article_quads(take(rows).readings["first"])
        assert [p for p in check(quads) if p.severity == "error"] == []
        assert ("<urn:kg:id:reading:first>", "<urn:kg:ontology#importedFrom>", '"imports/x.jsonl"') in {q[:3] for q in quads}


JSON = st.recursive(st.none() | st.booleans() | st.integers(-5, 500) | st.floats(allow_nan=False) | st.text(max_size=8), lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=5), x, max_size=3), max_leaves=6)
PATHS = [("date",), ("date", "start"), ("actors",), ("actors", 0), ("actors", 0, "labels"), ("actors", 0, "mention"), ("actors", 0, "mention", "start"), ("participants",), ("quantities",), ("place",),
         ("trigger",), ("trigger", "end"), ("evidence",), ("evidence", 0), ("causes",), ("contexts",), ("class",), ("event",), ("mode",), ("confidence",), ("id",), ("doc",), ("kind",), ("schema",), ("article",),
         ("article", "written"), ("article", "date"), ("article", "reasons"), ("rule",), ("speaker",), ("content",), ("about",), ("stance",), ("subject",), ("object",), ("relation",), ("valid",), ("cues",), ("sentences",),
         ("text",), ("actors", 0, "country"), ("actors", 0, "id")]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 30), st.sampled_from(PATHS), JSON)
def test_whatever_stands_in_a_field_is_taken_or_answered_with_its_line(n: int, path: tuple, value) -> None:
    """No value of any field ends in a bug: it is fit for the graph, or the complaint names its line."""
    rows = [line for r in sample.readings() for line in reading_to_lines(r)] if n % 2 else lines(*sample.readings())
    n %= len(rows)
    record = json.loads(rows[n])
    place = record
    for step in path[:-1]:
        place = place.get(step) if isinstance(place, dict) else place[0] if isinstance(place, list) and place else None
    if isinstance(place, dict):
        place[path[-1]] = value
    elif isinstance(place, list) and place:
        place[0] = value
    rows[n] = json.dumps(record)
    found = take(rows)
    for reading in found.readings.values():
        assert list(reading_to_lines(reading)) and all(terms.line(q) for q in article_quads(reading))
    assert all(isinstance(e, UserError) and e.path == "x.jsonl" and 1 <= e.line <= len(rows) for e in found.errors)


def test_null_says_of_an_article_as_much_as_nothing() -> None:
    """One fact says that the date of its article is not known, the other says nothing of it: they do not contradict each other."""
    rows = lines(*sample.readings())
    n, record = next((n, r) for n, r in enumerate(map(json.loads, rows)) if r.get("article") and r["article"].get("date") is None)
    record["article"] = {k: v for k, v in record["article"].items() if k != "date"} if "date" in record["article"] else record["article"] | {"date": None}
    assert take([*rows[:n], json.dumps(record), *rows[n + 1:]]).errors == take(rows).errors


# ── facts: the verb ───────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("whole", [[], ["--whole"]], ids=["facts", "whole"])
def test_a_collection_goes_there_and_back(seeds: Path, mine: Path, whole: list[str]) -> None:
    """What export prints, import takes: the same facts, the same happenings, the same answers; as whole readings the same graph.

    How many sources are independent of each other only whole readings can tell, which carry the outlets and the texts."""
    exported = call("export", "--format", "facts", *whole, cwd=seeds)
    done = call("import", cwd=mine, input=exported.stdout)
    assert done.returncode == 0 and not done.stderr and "facts of 4 articles" in done.stdout
    facts = call("export", "--format", "facts", cwd=seeds).stdout
    assert call("export", "--format", "facts", cwd=mine).stdout == facts and facts.count("\n") > 100
    here, there = (set(graph(folder)) for folder in (seeds, mine))
    own = lambda rows: {r for r in rows if not any(x in r for x in ("#programVersion>", "#importedFrom>", "#contentHash>"))}
    told = lambda rows: {r for r in rows if r.endswith(("<urn:kg:id:graph:conclusions> .", "<urn:kg:id:graph:offices> .")) and (whole or not any(x in r for x in ("#independentSources>", "#corroborates>")))}
    assert told(here) == told(there) and (not whole or own(here) == own(there))
    assert call("ask", "timeline", "--format", "tsv", cwd=mine).stdout == call("ask", "timeline", "--format", "tsv", cwd=seeds).stdout
    assert call("validate", cwd=mine).stdout == call("validate", cwd=seeds).stdout
    assert call("report", cwd=mine).returncode == 0 and call("ledger", cwd=mine).returncode == 0


def test_imported_facts_take_the_place_of_a_reading_and_merge_with_others(seeds: Path, mine: Path) -> None:
    """Of an article that is here the file's facts count and nothing else; those of another article tell the same happening."""
    name = "moscow-visit-2017"
    for end in (".txt", ".toml"):
        (mine / "articles" / f"{name}{end}").write_bytes((seeds / "articles" / f"{name}{end}").read_bytes())
    rows = [json.loads(r) for r in call("export", "--format", "facts", "--article", name, cwd=seeds).stdout.splitlines()]
    shot = next(r for r in rows if r.get("class") == "Shootdown")
    (mine / "one.jsonl").write_text(json.dumps({k: v for k, v in shot.items() if k != "article"}) + "\n", encoding="utf-8")
    other = json.dumps(shot | {"doc": "elsewhere", "id": "coder-7", "trigger": None, "evidence": [], "quantities": [], "article": {"date": "2017-03-12", "publisher": "a coder"}})
    (mine / "two.jsonl").write_text(other + "\n", encoding="utf-8")
    said = call("import", "one.jsonl", cwd=mine)
    assert said.stdout == "imports/one.jsonl: 1 fact of 1 article, in place of what is read in 1 of this collection's\n" and not said.stderr
    assert call("import", "two.jsonl", cwd=mine).returncode == 0
    answer = call("query", "SELECT ?f ?h { ?f a kg:Event ; kg:reports ?h } ORDER BY ?f", "--format", "csv", cwd=mine).stdout.split()[1:]
    assert [r.split(",")[0].removeprefix("urn:kg:id:event:") for r in answer] == ["coder-7", shot["id"].partition(":")[2]] and len({r.split(",")[1] for r in answer}) == 1
    why = call("why", "coder-7", cwd=mine).stdout
    assert "given   in imports/two.jsonl" in why and f"with {shot['id']} of {name}" in why
    assert "no problem" in call("validate", cwd=mine).stdout


def test_an_import_is_an_input_of_every_build(seeds: Path, mine: Path) -> None:
    """Built from nothing it gives the same bytes; changed it is read again; taken out it takes along what only it said."""
    assert call("import", "--name", "all", cwd=mine, input=call("export", "--format", "facts", cwd=seeds).stdout).returncode == 0
    (mine / "notes.ttl").write_text(NOTES, encoding="utf-8")
    assert call("import", "notes.ttl", cwd=mine).returncode == 0
    before = graph(mine)
    assert call("build", cwd=mine).stdout.startswith("nothing changed")
    for name in ("graph.nq", "state.json"):
        (mine / "build" / name).unlink()
    assert call("build", "--quiet", cwd=mine).returncode == 0 and graph(mine) == before
    assert [r.split()[0] for r in call("import", "--list", cwd=mine).stdout.splitlines()] == ["all", "notes"]
    assert call("import", "--remove", "all", cwd=mine).stdout == "removed imports/all.jsonl\n"
    assert {r.rsplit(" ", 2)[1] for r in graph(mine)} == {"<urn:kg:id:graph:imported-notes>"} and not list((mine / "build" / "facts").glob("*.jsonl"))
    (mine / "imports" / "notes.ttl").write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n", encoding="utf-8")
    assert call("build", "--quiet", cwd=mine).returncode == 0 and graph(mine) == ["<urn:x:a> <urn:x:b> <urn:x:c> <urn:kg:id:graph:imported-notes> ."]
    assert call("import", "--remove", "notes", cwd=mine).returncode == 0 and not (mine / "build" / "graph.nq").exists()


def test_facts_that_did_not_change_are_not_checked_again(seeds: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where another article changes; but where their file, the text of their article or a correction of theirs does."""
    name = "moscow-visit-2017"
    for end in (".txt", ".toml"):
        (mine / "articles" / f"{name}{end}").write_bytes((seeds / "articles" / f"{name}{end}").read_bytes())
    (mine / "articles" / "other.txt").write_text("زار لافروف بغداد.\n", encoding="utf-8")
    (mine / "imports").mkdir()
    facts = mine / "imports" / "one.jsonl"
    facts.write_text(call("export", "--format", "facts", "--article", name, cwd=seeds).stdout, encoding="utf-8")
    checked, real = [], imports.check_facts
    monkeypatch.setattr(imports, "check_facts", lambda *given: checked.append(1) or real(*given))
    c = read(mine)
    assert build(c).read == (name, "other") and len(checked) == 1
    before = graph(mine)
    assert not build(c).changed and len(checked) == 1
    (mine / "articles" / "other.txt").write_text("زار لافروف دمشق.\n", encoding="utf-8")
    assert build(c).read == ("other",) and len(checked) == 1
    (c.facts / f"{name}.jsonl").unlink()
    assert build(c).read == (name,) and len(checked) == 2
    (mine / "articles" / f"{name}.corrections.yaml").write_text("- do: add\n  set: {class: Meeting, event: CONSULT, mode: meet}\n")
    assert build(c).read == (name,) and len(checked) == 3
    rows = facts.read_text(encoding="utf-8").splitlines(keepends=True)
    facts.write_text("".join(rows[:-1]), encoding="utf-8")
    assert build(c).read == (name,) and len(checked) == 4
    text = mine / "articles" / f"{name}.txt"
    text.write_text("و" + text.read_text(encoding="utf-8"), encoding="utf-8")
    assert build(c).errors and len(checked) > 4, "its quotations do not stand there any more"
    text.write_text(text.read_text(encoding="utf-8")[1:], encoding="utf-8")
    facts.write_text("".join(rows), encoding="utf-8")
    (mine / "articles" / f"{name}.corrections.yaml").unlink()
    (mine / "articles" / "other.txt").write_text("زار لافروف بغداد.\n", encoding="utf-8")
    assert not build(c).errors and graph(mine) == before


def test_a_file_that_breaks_later_keeps_the_last_good_facts(seeds: Path, mine: Path) -> None:
    """An edited file is answered with its line, the article that it spoils keeps what it said, and the others are built."""
    assert call("import", "--name", "all", cwd=mine, input=call("export", "--format", "facts", cwd=seeds).stdout).returncode == 0
    before, path = graph(mine), mine / "imports" / "all.jsonl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"class": "Reception"', '"class": "Recption"', 1), encoding="utf-8")
    done = call("build", "--quiet", cwd=mine)
    assert done.returncode == 1 and "imports/all.jsonl:" in done.stderr and "did you mean Reception" in done.stderr and "facts of the last good reading stay" in done.stderr
    assert graph(mine) == before
    path.write_text(text, encoding="utf-8")
    assert call("build", "--quiet", cwd=mine).returncode == 0 and graph(mine) == before


def test_corrections_win_over_imported_facts(seeds: Path, mine: Path) -> None:
    assert call("import", cwd=mine, input=call("export", "--format", "facts", "--article", "ula-summit-2021", cwd=seeds).stdout).returncode == 0
    sheet = call("facts", "ula-summit-2021", cwd=mine).stdout
    (mine / "sheet.yaml").write_text(sheet.replace("status: actual", "status: negated", 1), encoding="utf-8")
    assert call("facts", "ula-summit-2021", "--apply", "sheet.yaml", cwd=mine).returncode == 0 and call("build", "--quiet", cwd=mine).returncode == 0
    assert sum("#status> <urn:kg:ontology#Negated>" in r and "article:ula" in r for r in graph(mine)) == 1


def test_one_fact_stands_in_one_file(mine: Path) -> None:
    """What is imported already, by article or by id, is refused under another name and replaced under its own."""
    (mine / "a.jsonl").write_text("\n".join(lines(sample.first())), encoding="utf-8")
    assert call("import", "a.jsonl", cwd=mine).returncode == 0
    again = call("import", "a.jsonl", "--name", "b", cwd=mine)
    assert again.returncode == 2 and "the article first stands in imports/a.jsonl already" in again.stderr and not (mine / "imports" / "b.jsonl").exists()
    (mine / "c.jsonl").write_text(lines(sample.first())[0].replace('"doc": "first"', '"doc": "third"'), encoding="utf-8")
    assert f"the fact {json.loads(lines(sample.first())[0])['id']} stands in imports/a.jsonl already" in call("import", "c.jsonl", cwd=mine).stderr
    assert "(in place of the one before)" in call("import", "a.jsonl", cwd=mine).stdout


# ── RDF ───────────────────────────────────────────────────────────────────────────────────────────────────────────

FORMS = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "rdf": "xml", "jsonld": "json-ld"}


def quads_of(folder: Path, data: bytes, form: str) -> list[terms.Quad]:
    return imports.rdf(read(folder), imports.place(read(folder), "notes", form), data)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_every_form_of_a_graph_gives_the_same_quads(mine: Path, seeds: Path) -> None:
    """A whole graph of ours written by another library in each of the six forms."""
    text = call("export", "--format", "ttl", cwd=seeds).stdout
    data = rdflib.Dataset()
    data.default_graph.parse(data=text, format="turtle")
    found = {}
    for form, name in FORMS.items():
        whole = data if form in ("trig", "nq", "jsonld") else data.default_graph
        found[form] = quads_of(mine, whole.serialize(format=name, encoding="utf-8"), form)
    assert len(found["ttl"]) > 5000 and all(q == found["ttl"] for q in found.values())
    assert imports.check_rdf(found["ttl"], "x.ttl") == ()


def test_nodes_without_a_name_get_one_that_stays(mine: Path) -> None:
    first, second = (quads_of(mine, NOTES.encode(), "ttl") for _ in range(2))
    assert first == second and {q[3] for q in first} == {"<urn:kg:id:graph:imported-notes>"}
    assert {t for q in first for t in q if "genid" in t} == {"<urn:kg:id:genid:notes-1>", "<urn:kg:id:genid:notes-2>"}
    assert {q[2] for q in first} >= {'"رئيس البلدية"@ar', '"50.1"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"a\\"b\\n\\u0001"'}
    assert list(terms.parse(terms.lines(first))) == sorted(first)


@given(st.permutations(range(6)))
def test_the_order_of_triples_is_no_matter(order: list[int]) -> None:
    rows = [f'<urn:x:{n}> <urn:x:p> "{n}"@en .' for n in range(6)]
    make = lambda rows: foreign("\n".join(rows).encode(), "nt", "urn:x:g", "urn:x:b-")
    assert make([rows[i] for i in order]) == make(rows)


def test_a_triple_within_a_triple_is_refused() -> None:
    with pytest.raises(UserError, match="triple within a triple"):
        foreign(b"<urn:x:a> <urn:x:b> <<( <urn:x:c> <urn:x:d> <urn:x:e> )>> .", "nt", "urn:x:g", "urn:x:b-")


def test_an_imported_graph_is_asked_beside_the_others(mine: Path) -> None:
    """Queries see it with the rest and alone, validation checks it, and names of its own files do no harm."""
    (mine / "my notes.ttl").write_text(NOTES + '<urn:kg:id:putin> a <urn:kg:ontology#Person> ; rdfs:label "بوتين"@ar .\n', encoding="utf-8")
    done = call("import", "my notes.ttl", cwd=mine)
    assert done.returncode == 0 and done.stdout == "imports/my-notes.ttl: 7 triples, graph graph:imported-my-notes\n"
    assert call("query", 'ASK { id:putin a kg:Person . GRAPH graph:imported-my-notes { id:putin <http://example.org/met>/rdfs:label ?who } }', cwd=mine).stdout == "true\n"
    assert "no problem" in call("validate", cwd=mine).stdout
    (mine / "imports" / "my-notes.ttl").write_text("<urn:kg:id:putin> a <urn:kg:ontology#Person> .\n", encoding="utf-8")
    assert call("validate", cwd=mine).stdout.startswith("error: imports/my-notes.ttl: an entity must have a label in Arabic")
