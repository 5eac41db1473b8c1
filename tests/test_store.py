"""The store on disk and a SPARQL endpoint behind one interface: four query forms, broken queries, interrupted builds."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from test_graph import everything

from kg import store, terms, vocab
from kg.model import UserError

NAMES = vocab.prefixes()
ROOT = Path(__file__).resolve().parent.parent


def write(path, quads):
    path.write_text("\n".join(terms.lines(quads)) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("graph")
    store.build(write(folder / "graph.nq", everything()), folder / "store")
    return folder / "store"


class Handler(BaseHTTPRequestHandler):
    """A SPARQL 1.1 protocol server over a real store: what an endpoint on the network answers."""

    def do_POST(self):
        from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)["query"][0]
        if "BUSY" in query:
            return self.reply(503, "text/plain", b"try later")
        if "HTML" in query:
            return self.reply(200, "text/html", b"<html>")
        try:
            found = self.server.engine.query(query)
        except SyntaxError as e:
            return self.reply(400, "text/plain", str(e).encode())
        if isinstance(found, (QueryBoolean, QuerySolutions)):
            return self.reply(200, "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON))
        return self.reply(200, "application/n-triples", found.serialize(format=RdfFormat.N_TRIPLES))

    def reply(self, code, kind, body):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def url(place):
    from pyoxigraph import Store
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.engine = Store.read_only(store.current(place))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["disk", "endpoint"])
def graph(request, place, url):
    return store.open_store(place if request.param == "disk" else url)


def test_select(graph):
    answer = graph.ask("SELECT ?label ?none { id:OMN rdfs:label ?label . OPTIONAL { id:OMN kg:nothing ?none } } ORDER BY ?label", NAMES)
    assert (answer.kind, answer.variables) == ("rows", ("label", "none"))
    assert sorted(answer.rows) == [('"Oman"@en', None), ('"عُمان"@ar', None)]


def test_ask(graph):
    assert graph.ask("ASK { ?e a kg:Visit }", NAMES).truth is True
    assert graph.ask("ASK { ?e a kg:Coup }", NAMES).truth is False


def test_construct_and_describe(graph):
    built = graph.ask("CONSTRUCT { ?x rdfs:label ?l } WHERE { ?x a kg:State ; rdfs:label ?l }", NAMES)
    assert built.kind == "triples" and ("<urn:kg:id:IRN>", f"<{NAMES['rdfs']}label>", '"Iran"@en') in set(built.rows)
    described = list(graph.ask("DESCRIBE id:OMN", NAMES).rows)
    assert {s for s, _, _ in described} == {"<urn:kg:id:OMN>"} and len(described) == len(set(described))


def test_a_pattern_sees_all_graphs_and_each_triple_once(graph):
    count = lambda q: [int(terms.value(n)) for (n,) in graph.ask(q, NAMES).rows]
    assert count("SELECT (COUNT(*) AS ?n) { id:OMN rdfs:label ?l }") == [2]
    assert count("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { id:OMN rdfs:label ?l } }")[0] >= 3


def test_arabic_goes_there_and_back(graph):
    assert graph.ask('ASK { ?x rdfs:label "بحر عمان"@ar }', NAMES).truth


@pytest.mark.parametrize("query, line, column, said", [
    ("SELECT ?x WHERE {\n  ?x a kg:Visit ", 1, 17, "{ is never closed"),
    ("SELECT ?x {\n  ?x a foo:Bar\n}", 2, 8, "unknown prefix foo:"),
    ("SELEC ?x {}", 1, 1, "did you mean SELECT?"),
    ("", 1, 1, "the query is empty"),
    ("# nothing\n", 1, 1, "the query is empty"),
    ("DELETE WHERE { ?s ?p ?o }", 1, 1, "an update is not a query"),
    ('SELECT ?x { ?x rdfs:label "Oman }', 1, 27, "this string is not ended"),
    ("SELECT ?x { ?x a kg:Visit ) }", 1, 27, ") stands where { should be closed"),
    ("SELECT ?x { ?x kg:actor }", 1, 25, "expected an object (variable, name, IRI, text or number), found «}»"),
    ("SELECT ?x { ?x kg:actor ?y . ?x }", 1, 33, "expected a property, found «}»"),
    ("SELECT ?x { ?x a kg:Visit }\nORDER ?x", 2, 7, "expected BY, found «?x»; ORDER BY ?x"),
    ("SELECT ?x { ?x a kg:Visit } LIMIT many", 1, 35, "expected a whole number, found «many»; LIMIT 10"),
    ("SELECT ?x { ?x a kg:Visit } LIMIT 3 ORDER BY ?x", 1, 37, "found «ORDER»; they stand behind the pattern, in this order and once"),
    ("SELECT ?x, ?y { ?x kg:actor ?y }", 1, 10, "found «,»; a , goes on with the same property; what is selected or ordered by is parted by blanks alone"),
    ("SELECT ?x { ?x kg:startDate ?d FILTER ?d > 3 }", 1, 39, "expected a condition in brackets, found «?d»; a condition stands in brackets: FILTER(?x > 3)"),
    ("SELECT ?x { ?x kg:startDate ?d FILTER(?d > ) }", 1, 44, "expected an expression, found «)»"),
    ("SELECT ?x { ?x ?p ?l FILTER(langg(?l) = 'ar') }", 1, 29, "found «langg»; there is no function langg: did you mean LANG or STRLANG?"),
    ("SELECT (COUNT(?x) AS) { ?x a kg:Visit }", 1, 21, "expected a variable, found «)»; a name is given by a variable: (COUNT(?x) AS ?n)"),
    ("SELECT ?x WHERE ?x a kg:Visit", 1, 17, "expected «{», found «?x»; WHERE { ?who kg:actor ?what }"),
    ("ASK { ?x a kg:Visit } please", 1, 23, "expected the end of the query, GROUP, HAVING, ORDER, LIMIT or OFFSET, found «please»"),
])
def test_a_malformed_query_is_answered_with_its_place(graph, query, line, column, said):
    with pytest.raises(UserError) as caught:
        graph.ask(query, NAMES, path="q.rq")
    e = caught.value
    assert said in f"{e.message}; {e.hint}" and (e.path, e.line, e.column) == ("q.rq", line, column) and e.excerpt == query.split("\n")[line - 1]


def test_what_the_engine_alone_knows_is_told_with_its_place(place):
    with pytest.raises(UserError) as caught:
        store.open_store(place).ask("SELECT ?x\n{ ?x a kg:Visit . BIND(1 AS ?y) BIND(2 AS ?y) }", NAMES)
    assert caught.value.line == 2 and caught.value.column == 43 and caught.value.message == "?y has a value already where BIND would give it one"


@pytest.mark.parametrize("prefix, hint", [("kgg", "did you mean kg:?"), ("foaf", "put PREFIX foaf: <http://xmlns.com/foaf/0.1/> before the query"), ("qwertz", "declare it with PREFIX")])
def test_an_unknown_prefix_is_helped_with(graph, prefix, hint):
    with pytest.raises(UserError) as caught:
        graph.ask(f"SELECT ?x {{ ?x a {prefix}:Visit }}", NAMES)
    assert caught.value.message == f"unknown prefix {prefix}:" and hint in caught.value.hint


@pytest.mark.parametrize("query", [
    "SELECT * { ?s a kg:Visit ; } ORDER BY DESC(?s) LIMIT 3 OFFSET 1", "SELECT (COUNT(*) AS ?n) { ?s kg:actor/kg:country? ?c , ?d FILTER NOT EXISTS { ?s kg:place ?p } }",
    "SELECT ?s { VALUES ?s { kg:Visit } . ?s rdfs:label 'x'@en }", "SELECT ?s { ?s ?p ?o FILTER(?o IN (1, 2) && REGEX(STR(?s), '^a')) } GROUP BY ?s ?p ?o HAVING (COUNT(*) > 1)",
    "ASK { ?s kg:startDate '2016-01-01'^^xsd:date ; kg:place [ a kg:Place ] . }", "SELECT ?s { { ?s a kg:Visit } UNION { ?s a kg:Meeting } MINUS { ?s kg:place ?x } BIND(xsd:integer('3') AS ?k) }"])
def test_a_sound_query_keeps_to_the_grammar(graph, query):
    from kg.syntax import wrong
    graph.ask(query, NAMES)
    assert wrong(query) is None


def test_a_prefix_in_a_string_or_an_iri_is_no_prefix(graph):
    assert not graph.ask('ASK { <urn:x:y> rdfs:label "foo:bar" } # and baz:no', NAMES).truth


def test_a_query_keeps_its_own_prefixes(graph):
    assert graph.ask("PREFIX kg: <urn:other#> ASK { ?e a <urn:kg:ontology#Visit> FILTER NOT EXISTS { ?e a kg:Visit } }", NAMES).truth


def test_no_graph_is_one_clear_message(tmp_path):
    with pytest.raises(UserError) as caught:
        store.open_store(tmp_path / "nothing")
    assert "no graph under" in caught.value.message and "kg build" in caught.value.hint


def test_an_endpoint_that_is_away_busy_or_no_endpoint(url):
    with pytest.raises(UserError, match="cannot be reached"):
        store.open_store("http://127.0.0.1:9/sparql", timeout=2).ask("ASK {}", NAMES)
    with pytest.raises(UserError, match="answered 503: try later"):
        store.open_store(url).ask("ASK { ?BUSY ?p ?o }", NAMES)
    with pytest.raises(UserError, match="text/html, which is neither"):
        store.open_store(url).ask("ASK { ?HTML ?p ?o }", NAMES)


def test_a_second_build_builds_nothing(tmp_path):
    source = write(tmp_path / "g.nq", everything())
    assert store.build(source, tmp_path / "s") is True
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "s").rglob("*")}
    assert store.build(source, tmp_path / "s") is False
    assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "s").rglob("*")}


def test_a_new_build_replaces_the_old_one_and_leaves_one_store(tmp_path):
    source = write(tmp_path / "g.nq", everything())
    store.build(source, tmp_path / "s")
    write(source, [q for q in everything() if "first" not in q[3]])
    assert store.build(source, tmp_path / "s") is True
    assert not store.open_store(tmp_path / "s").ask("ASK { GRAPH <urn:kg:id:article:first> { ?s ?p ?o } }", NAMES).truth
    assert len([p for p in (tmp_path / "s").iterdir() if p.is_dir()]) == 1


BUILDING = """import sys
from kg.store import build
build(sys.argv[1], sys.argv[2])"""


@pytest.mark.parametrize("all_of_them", [False, True])
def test_ctrl_c_ends_a_long_load_at_once(tmp_path, all_of_them):
    """Whether the terminal sends it to each process or somebody to the builder alone; the engine's own calls would go on for some seconds."""
    store.build(write(tmp_path / "g.nq", everything()), tmp_path / "s")
    good, source = store.current(tmp_path / "s"), tmp_path / "big.nq"
    source.write_text("".join(f"<urn:kg:id:e{n}> <urn:kg:ontology#actor> <urn:kg:id:somebody{n % 997}> <urn:kg:id:article:wire-{n // 40}> .\n" for n in range(300_000)), encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-c", BUILDING, source, tmp_path / "s"], stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT)
    while not [*(tmp_path / "s").glob(".new-*/*.sst")]:
        assert process.poll() is None
        time.sleep(0.01)
    began = time.monotonic()
    (os.killpg if all_of_them else os.kill)(process.pid, signal.SIGINT)
    said = process.stderr.read()
    assert process.wait() != 0 and time.monotonic() - began < 1 and "KeyboardInterrupt" in said
    assert store.current(tmp_path / "s") == good and store.open_store(tmp_path / "s").ask("ASK { id:OMN ?p ?o }", NAMES).truth
    assert [p.name for p in (tmp_path / "s").iterdir() if p.is_dir()] == [os.path.basename(good)]


def test_much_is_loaded_as_little_is(tmp_path, monkeypatch):
    from kg.store import loading
    source = write(tmp_path / "g.nq", everything())
    store.build(source, tmp_path / "here")
    monkeypatch.setattr(loading, "APART", 0)
    store.build(source, tmp_path / "apart")
    asked = [[*store.open_store(tmp_path / where).ask("SELECT ?g ?s ?p ?o { { GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o", NAMES).rows] for where in ("here", "apart")]
    assert len(asked[0]) > 100 and asked[0] == asked[1]
    source.write_text("<urn:x> <urn:y> .\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        store.build(source, tmp_path / "apart")
    assert "broken RDF" in caught.value.message and caught.value.line == 1 and caught.value.path == str(source) and caught.value.hint


def test_a_broken_source_leaves_the_last_good_store(tmp_path):
    source = write(tmp_path / "g.nq", everything())
    store.build(source, tmp_path / "s")
    source.write_text(source.read_text(encoding="utf-8") + "<urn:a> <urn:b> oops .\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        store.build(source, tmp_path / "s")
    assert "broken RDF" in caught.value.message and caught.value.line == len(terms.lines(everything())) + 1
    assert store.open_store(tmp_path / "s").ask("ASK { ?e a kg:Visit }", NAMES).truth
    assert len([p for p in (tmp_path / "s").iterdir() if p.is_dir()]) == 1


def test_a_build_that_is_killed_leaves_the_last_good_store(tmp_path):
    source = write(tmp_path / "g.nq", everything())
    store.build(source, tmp_path / "s")
    write(source, [*everything(), ("<urn:a>", "<urn:b>", "<urn:c>", "<urn:d>")])
    script = ("import os, sys\nfrom kg import store\nstore._point = lambda place, name: os._exit(9)\n"       # killed after writing, before switching
              f"store.build({str(source)!r}, {str(tmp_path / 's')!r})")
    done = subprocess.run([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 9
    graph = store.open_store(tmp_path / "s")
    assert graph.ask("ASK { ?e a kg:Visit }", NAMES).truth and not graph.ask("ASK { <urn:a> ?p ?o }", NAMES).truth
    assert store.build(source, tmp_path / "s") is True
    assert store.open_store(tmp_path / "s").ask("ASK { <urn:a> ?p ?o }", NAMES).truth
    assert len([p for p in (tmp_path / "s").iterdir() if p.is_dir()]) == 1


def test_the_ontology_is_in_the_store(place):
    rows = store.open_store(place).ask("SELECT ?l { kg:Visit rdfs:subClassOf* kg:Event ; rdfs:label ?l FILTER(LANG(?l) = 'ar') }", NAMES).rows
    assert [terms.value(r[0]) for r in rows] == ["زيارة"]


def test_saved_queries_and_names_work_over_an_endpoint(url):
    from kg import query
    graph = store.open_store(url)
    rows = list(query.answer(query.load("leaders-met"), {"a": "عمان", "since": "3 May 2021"}, graph, NAMES).rows)
    assert len(rows) == 2 and all('"2021-05-03"' in r[0] for r in rows)
