"""`kg serve` as its clients see it: the W3C's protocol cases, curl, SPARQLWrapper, a client in JavaScript, a browser; limits that hold.

Every server here is the real command in a process of its own, on a free port of loopback, ended by its process id.
"""
from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
from running import TOP, environment, own_articles
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

from kg import store
from kg.serve.protocol import Refused, asks_elsewhere, read

W3C = TOP.parent / "shared" / "w3c" / "sparql" / "sparql11" / "protocol"
CHROMIUM = Path("/usr/bin/chromium")
LABELS = 'SELECT ?c ?l { ?c a owl:Class ; rdfs:label ?l FILTER(?c = kg:Visit) } ORDER BY LANG(?l)'
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextlib.contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[str, int]]:
    """`kg serve` over a collection: its address and process id."""
    command = [sys.executable, "-m", "kg", "-C", str(folder), "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(), cwd=folder)
    try:
        lines = iter(process.stdout.readline, "")
        address = next((m[0] for line in lines if (m := re.search(r"http://\S+:\d+", line))), None)
        assert address, process.stderr.read()
        yield address, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(10) == 0, process.stderr.read()
        finally:
            process.kill()
            process.stdout.close()
            process.stderr.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The collection of our own articles, built, with its report."""
    return own_articles(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with served(folder) as (address, _):
        yield address


def fetch(address: str, method: str = "GET", path: str = "/sparql", body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request by hand: status, headers in lower case, body."""
    host, _, port = address.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=60)
    try:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        reply = connection.getresponse()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()
    finally:
        connection.close()


def ask(address: str, query: str, accept: str = "application/sparql-results+json", **more: str) -> tuple[int, dict[str, str], bytes]:
    return fetch(address, "POST", "/sparql", urlencode({"query": query} | more).encode(), Accept=accept, Content_Type="application/x-www-form-urlencoded")


# ── the W3C's protocol cases ──────────────────────────────────────────────────────────────────────────────────────

HT, MF, CNT, UT = (rdflib.Namespace(x) for x in ("http://www.w3.org/2011/http#", "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
                                                 "http://www.w3.org/2011/content#", "http://www.w3.org/2009/sparql/tests/test-update#"))
FORMATS = {"boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
           "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"),
           "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples")}


def cases() -> list:
    """(name, requests) of the suite's manifest; none where the suite is not here."""
    if not W3C.is_dir():
        return [pytest.param("", [], marks=pytest.mark.skip(reason="the W3C suite is not beside the project (../shared/w3c)"))]
    g = rdflib.Graph().parse(W3C / "manifest.ttl")
    manifest = next(g.subjects(rdflib.RDF.type, MF.Manifest))
    return [pytest.param(str(case).rpartition("#")[2], list(requests(g, case)), id=str(case).rpartition("#")[2]) for case in g.items(g.value(manifest, MF.entries))]


def requests(g: rdflib.Graph, case) -> Iterator[dict]:
    for request in g.items(g.value(g.value(case, MF.action), HT.requests)):
        body, answer, headers = g.value(request, HT.body), g.value(request, HT.resp), g.value(request, HT.headers)
        sent = {str(g.value(h, HT.fieldName)): str(g.value(h, HT.fieldValue)) for h in g.items(headers)} if headers else {}
        encoding = str(g.value(body, CNT.characterEncoding) or "UTF-8") if body else ""
        truth, form = g.value(answer, MF.expectedBoolean), g.value(answer, MF.expectedFormat)
        yield {"method": str(g.value(request, HT.methodName)), "path": str(g.value(request, HT.absolutePath)), "headers": sent,
               "body": str(g.value(body, CNT.chars)).encode(encoding) if body else None, "status": {str(s)[-3] for s in g.objects(answer, MF.expectedStatus)},
               "truth": None if truth is None else bool(truth), "format": None if form is None else str(form)}


@pytest.fixture(scope="module")
def suite(tmp_path_factory) -> Iterator[str]:
    """A server over the suite's data."""
    place = tmp_path_factory.mktemp("w3c")
    (place / "kg.toml").write_text("", encoding="utf-8")
    g = rdflib.Graph().parse(W3C / "manifest.ttl")
    data = {str(g.value(d, rdflib.RDFS.label)): Path(str(g.value(d, UT.graph)).removeprefix("file://")) for d in g.objects(None, UT.graphData)}
    quads = [f"{line.rstrip().removesuffix('.')} <{graph}> ." for graph, path in sorted(data.items())
             for line in rdflib.Graph().parse(W3C / path.name, format="nt").serialize(format="nt").splitlines() if line.strip()]
    (place / "data.nq").write_text("\n".join(quads) + "\n", encoding="utf-8")
    store.build(place / "data.nq", place / "build" / "store", ontology=False)
    with served(place, "--no-report") as (address, _):
        yield address


@pytest.mark.parametrize(("name", "sent"), cases())
def test_protocol_case(name: str, sent: list[dict], suite: str) -> None:
    """Every case about queries, and every refusal.  The cases that change a graph are refused, for this endpoint is read only."""
    for one in sent:
        status, headers, body = fetch(suite, one["method"], one["path"].replace("/sparql/", "/sparql", 1), one["body"], **one["headers"])
        if name.startswith("update_"):
            assert status == 403, body
            return
        assert str(status)[0] in one["status"], body
        kind = headers["content-type"].partition(";")[0]
        if one["format"]:
            assert kind in FORMATS[one["format"]]
        if one["truth"] is not None:
            got = json.loads(body)["boolean"] if kind.endswith("json") else b"<boolean>true" in body
            assert got is one["truth"]


# ── what is asked, and in which form it is told ───────────────────────────────────────────────────────────────────

@pytest.mark.parametrize(("accept", "form", "kind"), [
    ("*/*", "", "application/sparql-results+json"), ("", "", "application/sparql-results+json"), ("text/csv", "", "text/csv"),
    ("text/csv;q=0.5, application/sparql-results+xml", "", "application/sparql-results+xml"), ("text/tab-separated-values", "", "text/tab-separated-values"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "", "application/xml"), ("application/json", "", "application/json"),
    ("image/png", "", None), ("text/csv", "xml", "application/sparql-results+xml"), ("text/csv", "jsonl", "application/x-ndjson")])
def test_rows_in_the_form_that_is_wanted(server: str, accept: str, form: str, kind: str | None) -> None:
    status, headers, body = ask(server, LABELS, accept, **({"format": form} if form else {}))
    assert (status, headers["content-type"].removesuffix("; charset=utf-8")) == ((200, kind) if kind else (406, "text/plain"))
    assert "زيارة" in body.decode() if kind else b"accepts" in body


@pytest.mark.parametrize(("accept", "parser"), [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")])
def test_triples_in_every_form_are_the_same(server: str, accept: str, parser: str) -> None:
    status, headers, body = ask(server, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a kg:Ceasefire }", accept)
    assert status == 200 and headers["content-type"].startswith(accept)
    _, _, plain = ask(server, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a kg:Ceasefire }", "application/n-triples")
    assert set(rdflib.Graph().parse(data=body, format=parser)) == set(rdflib.Graph().parse(data=plain, format="nt")) != set()


def test_an_answer_is_named_so_that_it_need_not_be_sent_twice(server: str) -> None:
    path = "/sparql?" + urlencode({"query": LABELS})
    first, again = fetch(server, path=path), fetch(server, path=path, If_None_Match=fetch(server, path=path)[1]["etag"])
    assert first[0] == 200 and again[0] == 304 and again[2] == b""
    assert fetch(server, path=path, Accept="text/csv")[1]["etag"] != first[1]["etag"]
    assert fetch(server, "HEAD", path)[0::2] == (200, b"")


@pytest.mark.parametrize(("query", "status", "told"), [
    ("SELECT * { ?s a foo:Bar }", 400, "1:17: unknown prefix foo:"), ("SELECT * {\n ?s ?p", 400, "{ is never closed"),
    ("INSERT DATA { <urn:a> <urn:b> 1 }", 400, "the graph is only read here"), ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "asks no other")])
def test_what_is_wrong_is_said(server: str, query: str, status: int, told: str) -> None:
    got, headers, body = ask(server, query)
    assert got == status and told in body.decode() and headers["content-type"].startswith("text/plain")


def test_service_in_words_is_no_service() -> None:
    assert asks_elsewhere("SELECT * { Service <urn:x> {} }") and asks_elsewhere("SELECT * {SERVICE SILENT ?x {}}")
    assert not asks_elsewhere('SELECT ?service { ?service ex:service "SERVICE x" } # SERVICE')
    assert isinstance(read("POST", "", "application/sparql-update", b"CLEAR ALL", ""), Refused)


def test_service_description(server: str) -> None:
    """The W3C's three cases: it is RDF, names this endpoint, and keeps to the vocabulary."""
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for accept, parser in (("*/*", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        status, headers, body = fetch(server, Accept=accept)
        g = rdflib.Graph().parse(data=body, format=parser)
        service = g.value(None, rdflib.RDF.type, sd.Service)
        assert status == 200 and (service, sd.endpoint, rdflib.URIRef(server + "/sparql")) in g
        assert set(g.objects(service, sd.supportedLanguage)) == {sd.SPARQL11Query}


# ── limits ────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_limits_hold_and_the_server_goes_on(folder: Path) -> None:
    with served(folder, "--no-report", "--timeout", "2", "--limit", "50", "--workers", "2", "--limit-memory", "600") as (address, pid):
        status, _, body = ask(address, RUNAWAY)
        assert status == 503 and b"longer than the 2 seconds" in body
        status, _, body = ask(address, "SELECT * { ?s ?p ?o }")
        assert status == 413 and b"more than 50 rows" in body, body
        status, _, body = ask(address, 'SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?c)))) AS ?n) { ?a ?b ?c . ?d ?e ?f }')
        assert status == 503, body
        assert ask(address, "SELECT * { ?s ?p ?o } LIMIT 50")[0] == 200
        time.sleep(0.2)
        assert len(children(pid)) <= 2, "no process is left behind"


def test_a_long_answer_that_cannot_be_finished_is_cut_where_clients_see_it(folder: Path) -> None:
    with served(folder, "--no-report", "--limit", "3000") as (address, _), pytest.raises(http.client.IncompleteRead):
        ask(address, "SELECT ?s ?p ?o ?x { ?s ?p ?o . ?x a owl:Class }", "text/csv")


def test_a_client_that_goes_away_frees_its_worker(folder: Path) -> None:
    with served(folder, "--no-report", "--workers", "1", "--timeout", "20") as (address, _):
        host, _, port = address.removeprefix("http://").partition(":")
        for _ in range(2):
            connection = http.client.HTTPConnection(host, int(port), timeout=60)
            connection.request("GET", "/sparql?" + urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}), headers={"Accept": "text/csv"})
            assert connection.getresponse().read(10)
            connection.close()
        assert ask(address, "ASK {}")[0] == 200


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        pytest.skip("this system does not list a process's children")
    return [int(x) for x in found.read_text().split()]


def test_a_build_beside_it_is_seen(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "growing"
    shutil.copytree(folder, place)
    with served(place, "--no-report") as (address, _):
        count = lambda: int(json.loads(ask(address, "SELECT (COUNT(*) AS ?n) { ?a a kg:Article }")[2])["results"]["bindings"][0]["n"]["value"])
        before = count()
        (place / "new.txt").write_text("زار وزير الخارجية المصري سامح شكري بغداد يوم 3 مارس 2020 والتقى نظيره العراقي.\n", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "kg", "-C", str(place), "build", "--quiet"], check=True, env=environment())
        assert count() == before + 1


# ── who may read ──────────────────────────────────────────────────────────────────────────────────────────────────

def test_other_origins_and_other_names_are_kept_out(server: str, folder: Path) -> None:
    assert "access-control-allow-origin" not in fetch(server, Origin="https://example.org")[1]
    assert fetch(server, Host="evil.example:80")[0] == 403 and fetch(server, Host="localhost")[0] == 200
    with served(folder, "--no-report", "--cors", "https://example.org") as (address, _):
        assert fetch(address, Origin="https://example.org")[1]["access-control-allow-origin"] == "https://example.org"
        assert "access-control-allow-origin" not in fetch(address, Origin="https://example.com")[1]
        assert fetch(address, "OPTIONS", Origin="https://example.org")[0] == 204


@pytest.mark.parametrize("path", ["/../kg.toml", "/%2e%2e/kg.toml", "/..%2fkg.toml", "//etc/passwd", "/.kg-report", "/nothing.html", "/articles", "/\x00".replace("\x00", "%00")])
def test_only_the_report_is_read_from_disk(server: str, path: str) -> None:
    status, _, body = fetch(server, path=path)
    assert status == 404 and b"no such page" in body


def test_the_report_is_served(server: str, folder: Path) -> None:
    status, headers, body = fetch(server, path="/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8") and body == (folder / "build" / "report" / "index.html").read_bytes()
    for page in sorted((folder / "build" / "report").rglob("*.html"))[:20]:
        assert fetch(server, path="/" + quote(page.relative_to(folder / "build" / "report").as_posix()))[2] == page.read_bytes()
    assert fetch(server, "POST", "/")[0] == 405


def test_faults_before_it_starts(tmp_path: Path, folder: Path) -> None:
    run = lambda place, *more: subprocess.run([sys.executable, "-m", "kg", "-C", str(place), "serve", *more], capture_output=True, text=True, env=environment(), timeout=60)
    done = run(tmp_path)
    assert done.returncode == 2 and "no graph under" in done.stderr
    with served(folder, "--no-report") as (address, _):
        done = run(folder, "--no-report", "--port", address.rpartition(":")[2])
        assert done.returncode == 2 and "cannot be had" in done.stderr and "Traceback" not in done.stderr


# ── clients of others ─────────────────────────────────────────────────────────────────────────────────────────────

def test_sparqlwrapper(server: str) -> None:
    client = SPARQLWrapper(server + "/sparql")
    client.setQuery("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX kg: <urn:kg:ontology#> SELECT ?l { kg:Visit rdfs:label ?l } ORDER BY ?l")
    client.setReturnFormat(JSON)
    rows = [b["l"]["value"] for b in client.queryAndConvert()["results"]["bindings"]]
    assert "زيارة" in rows
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().split("\r\n")[1:-1] == rows
    client.setReturnFormat(XML)
    client.setMethod("POST")
    assert "زيارة" in client.queryAndConvert().toxml()
    client.setQuery("PREFIX kg: <urn:kg:ontology#> CONSTRUCT WHERE { ?s a kg:Ceasefire }")
    client.setReturnFormat(TURTLE)
    turtle = rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")
    client.setReturnFormat(XML)
    assert set(client.queryAndConvert()) == set(turtle) != set()


def test_curl(server: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    done = subprocess.run(["curl", "-sf", "-G", "--data-urlencode", f"query={LABELS}", "-H", "Accept: text/csv", server + "/sparql"], capture_output=True, check=True)
    assert done.stdout.decode().splitlines() == ["c,l", "urn:kg:ontology#Visit,زيارة", "urn:kg:ontology#Visit,visit"]


def test_a_client_in_javascript(server: str, tmp_path: Path) -> None:
    """fetch-sparql-endpoint, of the Comunica project."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed")
    done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(tmp_path), "fetch-sparql-endpoint@7"], capture_output=True, text=True, timeout=120)
    if done.returncode:
        pytest.skip("npm could not install fetch-sparql-endpoint: " + done.stderr[-200:])
    (tmp_path / "client.mjs").write_text("""
        import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";
        const client = new SparqlEndpointFetcher(), at = process.argv[2];
        const names = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX kg: <urn:kg:ontology#> ";
        const gather = async (stream) => { const out = []; for await (const x of stream) out.push(x); return out; };
        const rows = await gather(await client.fetchBindings(at, names + "SELECT ?l { kg:Visit rdfs:label ?l }"));
        const triples = await gather(await client.fetchTriples(at, names + "CONSTRUCT WHERE { ?s a kg:Ceasefire }"));
        const truth = await client.fetchAsk(at, names + "ASK { ?s a kg:Ceasefire }");
        console.log(JSON.stringify({ rows: rows.map((r) => r.l.value).sort(), triples: triples.length, truth }));""", encoding="utf-8")
    done = subprocess.run(["node", "client.mjs", server + "/sparql"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    got = json.loads(done.stdout)
    assert got["truth"] is True and got["triples"] > 0 and "زيارة" in got["rows"]


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_query_page_is_for_browsers(server: str) -> None:
    status, headers, body = fetch(server, Accept="text/html,*/*;q=0.8")
    assert status == 200 and headers["content-type"].startswith("text/html") and "script-src 'self'" in headers["content-security-policy"]
    assert 'lang="en" dir="ltr"' in body.decode() and 'lang="ar" dir="rtl"' in fetch(server, path="/sparql?lang=ar", Accept="text/html")[2].decode()
    saved = json.loads(re.search(r'id="data">(.*?)</script>', body.decode(), re.DOTALL)[1])["saved"]
    assert len(saved) > 10
    for name, query in saved.items():
        assert ask(server, query)[0] == 200, name


def test_the_query_page_answers_in_a_browser(server: str, tmp_path: Path) -> None:
    """An address with the name of a saved question asks it at once."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed")
    dump = lambda address: subprocess.run([str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=4000", "--enable-logging=stderr",
                                           "--dump-dom", address], capture_output=True, text=True, timeout=90, env=os.environ | {"HOME": str(tmp_path)})
    done = dump(server + "/sparql#leaders-met")
    assert "<table>" in done.stdout and 'scope="col"' in done.stdout, done.stdout[-2000:]
    assert "CONSOLE" not in done.stderr, done.stderr
