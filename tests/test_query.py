"""Saved queries: headers, typed parameters as people write them, and answers in every format."""
from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
from test_graph import everything
from test_store import write

from kg import formats, lookup, query, sparql, store, vocab
from kg.model import UserError

NAMES = vocab.prefixes()


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graph")
    store.build(write(folder / "graph.nq", everything()), folder / "store")
    return store.open_store(folder / "store")


# ── headers ───────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("saved", query.listing(), ids=lambda s: s.name)
def test_every_saved_query_has_titles_and_sound_parameters(saved):
    assert saved.titles["en"] and saved.titles["ar"]
    body = saved.text.split("\n\n", 1)[1]
    for p in saved.params:
        assert f"${p.name}" in body, f"{p.name} is not used"
        assert not re.search(rf"\?{p.name}\b", body), f"?{p.name} and ${p.name} are one variable"
        assert p.description
    assert set(re.findall(r"\$(\w+)", body)) == {p.name for p in saved.params}
    assert "ORDER BY" in body
    assert not any("$" in m["string"] for m in sparql.PIECE.finditer(body) if m["string"])


@pytest.mark.parametrize("saved", query.listing(), ids=lambda s: s.name)
def test_every_saved_query_runs(saved, graph):
    given = {p.name: {"entity": "Oman", "party": "Oman", "class": "Visit", "point": "Muscat"}.get(p.type, "2021") for p in saved.params if p.default == "!"}
    if saved.name == "evidence":
        given = {"of": "happening:visit-salim-al-hinai-irn-2021-05-03"}
    list(query.answer(saved, given, graph, NAMES).rows)


def test_the_arabic_titles_and_labels(graph):
    answer = query.answer(query.load("leaders-met"), {"lang": "ar"}, graph, NAMES)
    rows = [dict(zip(answer.variables, r)) for r in formats.cells(answer, NAMES)]
    assert {"سالم الهنائي"} <= {r["who"] for r in rows} and {"زيارة", "لقاء"} == {r["what"] for r in rows}


@pytest.mark.parametrize("text, line, said", [("# title: x\n# param: a nonsense - x\n\nASK {}", 2, "a parameter is"), ("# param: a\n", 1, "a parameter is")])
def test_a_broken_header_is_answered_with_its_line(text, line, said):
    with pytest.raises(UserError) as caught:
        query.parse(text, "x", "x.rq")
    assert said in caught.value.message and caught.value.line == line


def test_a_collections_own_queries(tmp_path):
    (tmp_path / "mine.rq").write_text("# title: Mine\n\nASK {}", encoding="utf-8")
    assert query.load("mine", [str(tmp_path)]).title() == "Mine"
    assert {"mine", "timeline"} <= {s.name for s in query.listing([str(tmp_path)])}


def test_unknown_names_and_parameters(graph):
    with pytest.raises(UserError) as caught:
        query.load("timelime")
    assert "timeline" in caught.value.hint
    with pytest.raises(UserError, match="has no parameter 'x'"):
        query.answer(query.load("timeline"), {"x": "1"}, graph, NAMES)
    with pytest.raises(UserError, match="needs --who"):
        query.answer(query.load("said-of"), {}, graph, NAMES)


def test_a_parameter_cannot_break_out_of_its_place(graph):
    saved = query.parse("# title: x\n# param: word text ! x\n\nASK { ?x rdfs:label $word }", "x")
    evil = '" } INSERT DATA { <urn:a> <urn:b> "'
    assert query.answer(saved, {"word": evil}, graph, NAMES).truth is False


# ── what people write ─────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("name, ident", [
    ("OMN", "OMN"), ("Oman", "OMN"), ("oman", "OMN"), ("عمان", "OMN"), ("عُمان", "OMN"), ("id:OMN", "OMN"), ("urn:kg:id:OMN", "OMN"), ("<urn:kg:id:OMN>", "OMN"),
    ("salim-al-hinai", "salim-al-hinai"), ("سالم الهنائي", "salim-al-hinai"), ("الهنائي", "salim-al-hinai"), ("Salim al Hinai", "salim-al-hinai"), ("ايران", "IRN")])
def test_an_entity_by_any_of_its_names(graph, name, ident):
    assert lookup.entity(name, graph, NAMES) == f"<urn:kg:id:{ident}>"


@pytest.mark.parametrize("name", ["مسقط", "Muscat", "muscat", "id:muscat", "عمان", "OMN"])
def test_a_capital_that_acts_is_its_state(graph, name):
    """Whether or not the graph names the capital; «عمان» is the state before it is the capital of another."""
    assert lookup.term("party", name, graph, NAMES, "a") == "<urn:kg:id:OMN>"


def test_a_capital_is_a_place_where_a_place_is_asked_for(graph):
    with pytest.raises(UserError, match="no entity in the graph"):
        lookup.term("entity", "Muscat", graph, NAMES, "place")


def test_a_name_that_fits_nothing_or_several_is_asked_back(graph):
    with pytest.raises(UserError) as caught:
        lookup.entity("Omann", graph, NAMES, "--a")
    assert "--a: no entity in the graph is called 'Omann'" == caught.value.message and "Oman (OMN)" in caught.value.hint
    with pytest.raises(UserError) as caught:
        lookup.entity("al", graph, NAMES, "a")
    assert "no entity" in caught.value.message or "can mean" in caught.value.message


def test_a_state_and_a_class(graph):
    assert lookup.term("state", "omn", graph, NAMES, "s") == "<urn:kg:id:OMN>"
    with pytest.raises(UserError, match="no state"):
        lookup.term("state", "Tehran", graph, NAMES, "s")
    for name in ("Visit", "kg:Visit", "visit", "زيارة"):
        assert lookup.term("class", name, graph, NAMES, "c") == "<urn:kg:ontology#Visit>"
    with pytest.raises(UserError, match="no event class"):
        lookup.term("class", "Dance", graph, NAMES, "c")


@pytest.mark.parametrize("text, days", [
    ("2017", ("2017-01-01", "2017-12-31")), ("2016-02", ("2016-02-01", "2016-02-29")), ("2017-03-10", ("2017-03-10",) * 2), ("10/3/2017", ("2017-03-10",) * 2),
    ("3/2017", ("2017-03-01", "2017-03-31")), ("10 March 2017", ("2017-03-10",) * 2), ("Mar 10, 2017", ("2017-03-10",) * 2), ("١٠ مارس ٢٠١٧", ("2017-03-10",) * 2),
    ("24 نوفمبر/تشرين الثاني 2015", ("2015-11-24",) * 2), ("كانون الأول 2016", ("2016-12-01", "2016-12-31")), ("2017-02-30", None), ("soon", None), ("10 Marsch", None)])
def test_dates_as_written(text, days):
    assert lookup.days(text) == days


def test_a_date_that_is_none(graph):
    with pytest.raises(UserError, match="is no date"):
        lookup.term("since", "the other day", graph, NAMES, "since")


# ── formats ───────────────────────────────────────────────────────────────────────────────────────────────────────

QUERY = 'SELECT ?x ?l ?n ?none { VALUES (?l ?n) { ("a,\\"b\\"\\nc\\t|"@en 7) ("عمان"@ar 1.5) } BIND(id:OMN AS ?x) } ORDER BY ?n'


def render(graph, form, sparql=QUERY):
    return "".join(formats.render(graph.ask(sparql, NAMES), form, NAMES))


def test_csv(graph):
    text = render(graph, "csv")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["x", "l", "n", "none"], ["urn:kg:id:OMN", "عمان", "1.5", ""], ["urn:kg:id:OMN", 'a,"b"\nc\t|', "7", ""]]


def test_tsv_json_xml_are_the_w3cs_and_agree(graph):
    from pyoxigraph import QueryResultsFormat, parse_query_results
    forms = {"tsv": QueryResultsFormat.TSV, "json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    want = [tuple(map(str, row)) for row in graph._engine.query(QUERY, prefixes=NAMES)]
    for form, kind in forms.items():
        assert [tuple(map(str, row)) for row in parse_query_results(render(graph, form), kind)] == want, form


def test_json_lines_and_markdown(graph):
    rows = [json.loads(x) for x in render(graph, "jsonl").splitlines()]
    assert rows[0] == {"x": "id:OMN", "l": "عمان", "n": 1.5, "none": None} and rows[1]["n"] == 7
    assert render(graph, "md").splitlines()[3] == '| id:OMN | a,"b" c\t\\| | 7 |  |'


@pytest.mark.parametrize("form, text", [("csv", "true\n"), ("tsv", "true\n"), ("md", "true\n"), ("json", '{"head":{},"boolean":true}\n')])
def test_truth(graph, form, text):
    assert render(graph, form, "ASK { ?x a kg:State }") == text


def test_truth_as_xml(graph):
    assert ET.fromstring(render(graph, "xml", "ASK { ?x a kg:Coup }"))[1].text == "false"


def test_triples_go_into_every_graph_format_and_into_rows(graph):
    sparql = "CONSTRUCT { ?x rdfs:label ?l } WHERE { ?x a kg:State ; rdfs:label ?l }"
    assert render(graph, "ttl", sparql).startswith("@prefix id: <urn:kg:id:> .\n@prefix rdfs:")
    assert len(render(graph, "nt", sparql).splitlines()) == len(render(graph, "csv", sparql).splitlines()) - 1
    assert json.loads(render(graph, "jsonld", sparql))["@graph"]


def test_rows_do_not_go_into_turtle(graph):
    with pytest.raises(UserError, match="ttl cannot hold rows"):
        render(graph, "ttl")


def test_rows_stream(graph):
    chunks = formats.render(graph.ask("SELECT ?s ?p ?o { ?s ?p ?o }", NAMES), "tsv", NAMES)
    assert next(chunks) == "?s\t?p\t?o\n" and next(chunks).count("\t") == 2


@pytest.mark.parametrize("path, form", [("a.csv", "csv"), ("b/x.ttl", "ttl"), ("x.JSONLD", "jsonld"), ("x.srx", "xml"), ("x", None), ("x.doc", None)])
def test_the_ending_says_the_format(path, form):
    assert formats.by_extension(path) == form
