"""What other tools get: POLECAT's table, a network in GraphML, facts as JSON Lines, and what a graph says of itself."""
from __future__ import annotations

import csv
import io
import json
import threading
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from http.server import ThreadingHTTPServer
from pathlib import Path

import pyoxigraph
import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from running import call
from test_store import Handler

from kg import figures, network, plover, polecat, schema, store, vocab
from kg.accounts import accounts
from kg.cli.exchange import _separated
from kg.collection import init, open_lexicon
from kg.gazetteer import Location
from kg.merge import merge
from kg.model import Entity
from kg.nodes import latin

GOLDEN = Path(__file__).parent / "exchange"
# The header of the public files, as they print it: DOI 10.7910/DVN/AJGVIT.
HEADER = ("Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,"
          "Recipient Name,Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,Placename,City,District,Province,Country,"
          "Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,Publication Date,Story People,Story Organizations,Story Locations,Language,Version").split(",")
XMLNS = "{http://graphml.graphdrawing.org/xmlns}"


ATLAS = polecat.Atlas({"tehran": "capital", "geneva": "city", "gulf-of-oman": "sea"}.get,
                      {"tehran": Location("35.69", "51.42", area="IR-23", source="geonames:112931"), "gulf-of-oman": Location("25", "58", "region", 300), "IRN": Location("32", "53", "state")},
                      {"IR-23": {"en": "Tehran Province"}})


def happenings():
    return accounts(sample.readings(), merge(sample.readings())).happenings


# ── POLECAT's table ───────────────────────────────────────────────────────────────────────────────────────────────

def test_the_table_has_the_columns_of_the_public_files() -> None:
    assert list(polecat.COLUMNS) == HEADER


def test_the_table_of_events() -> None:
    """Golden: types, scores, quad classes, codes of both sides, raw names, place; the visit to come is an AGREE dated by its article."""
    table = polecat.events(sample.readings(), ATLAS)
    text = "".join(_separated([polecat.COLUMNS, *table.rows], tabs=False))
    assert text == (GOLDEN / "events.csv").read_text(encoding="utf-8")
    assert table.left_out == {"claims": 2, "offices and other ties": 1} and table.unsaid["planned, and so AGREE, dated by the article"] == 1


def test_a_row_a_happening() -> None:
    """Six events tell four happenings; a row names what all its facts name."""
    table = polecat.happenings(sample.readings(), happenings(), ATLAS)
    rows = [dict(zip(polecat.COLUMNS, r)) for r in table.rows]
    shot = next(r for r in rows if r["Event Type"] == "ASSAULT")
    assert len(rows) == 4 and shot["Event ID"].startswith("happening:shootdown-irn-") and shot["Event Date"] == "2021-05-01"
    assert (shot["Actor Name"], shot["Actor COW"], shot["Recipient Country"], shot["Recipient COW"]) == ("Iran", "630", "OMN", "698")
    assert (shot["Latitude"], shot["Province"]) == ("", ""), "a region is no point in its middle"
    assert shot["Feature Type"] == "SEA" and shot["City"] == "" and shot["Intensity"] == "-9.5" and shot["Source"] == "Our Agency" and shot["Publication Date"] == "2021-05-04"


@pytest.mark.parametrize("change, reason", [
    ({"event": None}, "events outside PLOVER"), ({"status": "negated"}, "events that did not take place"), ({"status": "hypothetical"}, "events only possible"),
    ({"status": "future", "event": "ASSAULT"}, "events still to come")])
def test_what_did_not_take_place_has_no_row(change: dict, reason: str) -> None:
    r = sample.second()
    r = replace(r, events=(replace(r.events[0], **change),))
    table = polecat.events([r], ATLAS)
    assert not table.rows and table.left_out == {reason: 1}


def test_several_actors_stand_in_one_order() -> None:
    """Names, countries, numbers and sectors belong together by their place; None stands where one has none; a name of one letterset is given in Latin."""
    r = sample.first()
    body = Entity("some-body", "Organization", (("ar", "هيئة ما"),))
    visit = replace(r.events[0], actors=(replace(r.events[0].actors[0], entity=body), *r.events[0].actors, *r.events[0].recipients), recipients=())
    row = dict(zip(polecat.COLUMNS, polecat.events([replace(r, events=(visit,))], ATLAS).rows[0]))
    assert (row["Actor Name"], row["Actor Country"], row["Actor COW"], row["Actor Sectors"], row["Primary Actor Sector"]) == (
        f"{latin(body)}; Salim al-Hinai; Iran", "None; OMN; IRN", "None; 698; 630", "None; GOV; None", "")
    assert row["Actor Title"] == "None; وزير الخارجية; None" and row["Recipient Name"] == row["Recipient COW"] == row["Wikipedia Actor ID"] == ""
    assert dict(zip(polecat.COLUMNS, polecat.events([replace(r, events=(visit,))], ATLAS, "ar").rows[0]))["Actor Name"] == "هيئة ما; سالم الهنائي; إيران"


def test_every_state_has_its_number_or_none() -> None:
    """The numbers of the Correlates of War: one a state, but for the two that are no more; four have none."""
    cow = polecat._codes()["cow"]
    words = open_lexicon()
    states = {e for e in words.by_id if len(e) == 3 and e.isupper()}
    assert states - set(cow) == {"PSE", "VAT", "ESH", "HKG"} and not set(cow) - states
    assert [c for c, n in Counter(cow.values()).items() if n > 1] == [cow["SRB"], cow["RUS"]] and cow["SUN"] == cow["RUS"] == 365 and cow["DEU"] == 255 and cow["VNM"] == 816
    assert set(polecat._codes()["features"]) - {"state"} <= {words.kind(i) for i in words.by_id.values()}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=5))
def test_rows_come_back_from_csv_as_they_were(rows: list[list[str]]) -> None:
    """With commas nothing is lost; with tabs no cell breaks its row."""
    rows = [["a", "b", "c"], *rows]
    assert list(csv.reader(io.StringIO("".join(_separated(rows, tabs=False)), newline=""))) == rows
    lines = "".join(_separated(rows, tabs=True)).split("\n")
    assert lines.pop() == "" and [len(r.split("\t")) for r in lines] == [3] * len(rows)


def test_the_table_of_the_seeds(seeds: Path) -> None:
    """By the verb: every event that took place has its row, and what is left out is told with its number."""
    events = [r for r in map(json.loads, call("export", "--format", "facts", cwd=seeds).stdout.splitlines()) if r["kind"] == "event"]
    done = call("export", "-o", "events.csv", cwd=seeds)
    rows = list(csv.DictReader((seeds / "events.csv").open(encoding="utf-8", newline="")))
    wanted = {e["id"] for e in events if e["event"] and (e["status"] == "actual" or e["status"] == "future" and e["event"] in ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"))}
    assert {r["Event ID"] for r in rows} == wanted and done.returncode == 0 and not done.stdout
    gone = Counter(e["status"] for e in events if e["id"] not in wanted and e["event"])
    assert f"{len(rows)} rows, one an event\n" in done.stderr and f"events that did not take place {gone['negated']}" in done.stderr and "claims 14" in done.stderr
    for r in rows:
        e = next(e for e in events if e["id"] == r["Event ID"])
        assert float(r["Intensity"]) == plover.score(r["Event Type"], r["Event Mode"]) and r["Quad Code"] == plover.QUAD_CLASSES[r["Event Type"]].upper()
        assert r["Event Type"] == (e["event"] if e["status"] == "actual" else "AGREE")
        said = {a["id"]: [b["mention"]["text"] for b in e["actors"] if b["id"] == a["id"]] for a in e["actors"]}
        assert r["Actor Name Raw"].split("; ") == ([", ".join(dict.fromkeys(x)) for x in said.values()] or [""])
    call("export", "-o", "events.tsv", cwd=seeds)
    assert list(csv.DictReader((seeds / "events.tsv").open(encoding="utf-8", newline=""), delimiter="\t")) == [{k: " ".join(v.split()) for k, v in r.items()} for r in rows]


# ── GraphML ───────────────────────────────────────────────────────────────────────────────────────────────────────

def parsed(text: str) -> tuple[dict, list[dict]]:
    """Nodes by id and edges, with their values, of a GraphML text."""
    root = ET.fromstring(text)
    names = {k.get("id"): k.get("attr.name") for k in root.iter(f"{XMLNS}key")}
    values = lambda x: {names[d.get("key")]: d.text or "" for d in x.iter(f"{XMLNS}data")}
    return {n.get("id"): values(n) for n in root.iter(f"{XMLNS}node")}, [{"id": e.get("id"), "source": e.get("source"), "target": e.get("target")} | values(e) for e in root.iter(f"{XMLNS}edge")]


def test_who_acts_on_whom() -> None:
    """An edge from actor to recipient of each happening; those who meet are tied both ways; what is to come is no tie."""
    made = network.network(sample.readings(), happenings())
    nodes, edges = parsed("".join(made.chunks))
    assert (made.nodes, made.edges) == (len(nodes), len(edges)) and made.left_out == {"happenings still to come": 1, "claims": 2, "offices and other ties": 1}
    assert nodes["salim-al-hinai"] == {"label": "Salim al-Hinai", "label_ar": "سالم الهنائي", "label_en": "Salim al-Hinai", "type": "Person", "country": "OMN", "sector": "GOV", "facts": "4"}
    assert nodes["iran-foreign-minister"]["label"] == latin(sample.PEER) and latin(sample.PEER).isascii()
    shot = next(e for e in edges if e["class"] == "Shootdown")
    assert (shot["source"], shot["target"], shot["type"], shot["mode"], shot["score"], shot["start"], shot["end"], shot["quad_class"], shot["mutual"], shot["articles"]) == (
        "IRN", "OMN", "ASSAULT", "aerial", "-9.5", "2021-05-01", "2021-05-01", "material conflict", "false", "2")
    assert {(e["source"], e["target"], e["mutual"]) for e in edges if e["class"] == "Meeting"} == {("salim-al-hinai", "iran-foreign-minister", "true"), ("iran-foreign-minister", "salim-al-hinai", "true")}


def test_a_pair_and_quad_class_is_one_weighted_edge() -> None:
    made = network.network(sample.readings(), [*happenings(), *(replace(h, id=h.id + "-again", date=None, mode=None) for h in happenings() if h.cls == "Shootdown")], weighted=True)
    _, edges = parsed("".join(made.chunks))
    shot = next(e for e in edges if (e["source"], e["target"]) == ("IRN", "OMN"))
    assert (shot["weight"], shot["score"], shot["start"], shot["types"]) == ("2", "-9.25", "2021-05-01", "2 ASSAULT")


@given(TEXTS, TEXTS)
def test_any_name_fits_into_xml(ar: str, id: str) -> None:
    """What no XML may hold is left out, everything else comes back."""
    r = sample.first()
    odd = Entity(id or "x", "Person", (("ar", ar or "y"),))
    r = replace(r, events=(replace(r.events[0], actors=(replace(r.events[0].actors[0], entity=odd),)),))
    nodes, edges = parsed("".join(network.network([r], merge([r])).chunks))
    legal = lambda text: "".join(c for c in text if c in "\t\n\r" or c >= " " and c not in "\ufffe\uffff")
    assert any(n["label_ar"] == legal(odd.label("ar")) for n in nodes.values() if "label_ar" in n) or not legal(odd.label("ar"))
    assert all(e["source"] in nodes and e["target"] in nodes for e in edges)


@pytest.mark.parametrize("switch", [[], ["--weighted"]], ids=["single", "weighted"])
def test_networkx_reads_the_network_of_the_seeds(seeds: Path, switch: list[str]) -> None:
    nx = pytest.importorskip("networkx", reason="networkx is not installed (pip install '.[test]')")
    done = call("export", *switch, "-o", "network.graphml", cwd=seeds)
    g = nx.read_graphml(seeds / "network.graphml", force_multigraph=True)
    assert done.stderr.splitlines()[1] == f"{len(g)} nodes, {g.number_of_edges()} edges" and g.is_directed()
    assert g.nodes["erdogan"]["label_ar"] == "رجب طيب أردوغان" and g.nodes["erdogan"]["facts"] > 5 and type(g.nodes["erdogan"]["facts"]) is int
    shot = next(d for _, _, d in g.edges(data=True) if (d.get("class") == "Shootdown" if not switch else d["quad_class"] == "material conflict" and "ASSAULT" in d["types"]))
    assert shot["score"] < -5 and shot["start"] == "2015-11-24"


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_exported_facts_are_the_corrected_ones_in_the_form_of_the_contract(seeds: Path) -> None:
    """As kg extract prints them, each with what is known of its article; a correction is in them."""
    rows = [json.loads(r) for r in call("export", "--format", "facts", cwd=seeds).stdout.splitlines()]
    extracted = [json.loads(r) for name in sorted((seeds / "articles").glob("*.txt")) for r in call("extract", name, "--format", "jsonl", cwd=seeds).stdout.splitlines()]
    assert [{k: v for k, v in r.items() if k != "article"} for r in rows] == extracted and {r["kind"] for r in rows} == {"event", "claim", "relation"}
    assert all(r["article"]["date" if r["doc"] != "road-to-astana-2017" else "title"] for r in rows)
    fixes = seeds / "articles" / "ula-summit-2021.corrections.yaml"
    fixes.write_text("- do: reject\n  fact: event:reception-fdbziniu\n", encoding="utf-8")
    call("build", "--quiet", cwd=seeds)
    again = call("export", "-o", "facts.jsonl", "--article", "ula-summit-2021", cwd=seeds)
    left = [json.loads(r)["id"] for r in (seeds / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert left == [r["id"] for r in rows if r["doc"] == "ula-summit-2021" and r["id"] != "event:reception-fdbziniu"] and again.returncode == 0
    fixes.unlink()
    call("build", "--quiet", cwd=seeds)


@pytest.mark.parametrize("args", [["--happenings"], ["--weighted", "--format", "facts"], ["--whole", "-o", "x.csv"]])
def test_switches_go_with_their_form(seeds: Path, args: list[str]) -> None:
    done = call("export", *args, cwd=seeds)
    assert done.returncode == 2 and "goes with --format" in done.stderr and not (seeds / "x.csv").exists()


# ── what is in a graph, and what can be asked of it ───────────────────────────────────────────────────────────────

def test_the_figures_of_the_seeds_agree_with_the_facts(seeds: Path) -> None:
    """Counted anew from the exported facts and by saved questions."""
    found: dict[tuple[str, str], object] = {(r["figure"], r["item"]): r["value"] for r in json.loads(call("stats", "--format", "json", cwd=seeds).stdout)}
    rows = [json.loads(r) for r in call("export", "--format", "facts", cwd=seeds).stdout.splitlines()]
    events = [r for r in rows if r["kind"] == "event"]
    of = lambda figure: {item: n for (f, item), n in found.items() if f == figure}
    assert of("facts") == {k: sum(r["kind"] == k[:-1] for r in rows) for k in ("events", "claims", "relations")}
    assert of("classes") == Counter(e["class"] for e in events) and of("types") == Counter(e["event"] or "outside-plover" for e in events)
    assert of("quads") == Counter(plover.QUAD_CLASSES.get(e["event"], "outside PLOVER").lower().replace(" ", "-") for e in events)
    assert {k.lower(): n for k, n in of("status").items()} == Counter(e["status"] for e in events) and found["undated", "events"] == sum(e["date"] is None for e in events)
    assert of("articles") == {"total": 4} and of("languages") == {"ar": 4} and found["happened", "first"] == "2015-11-24"
    assert found["happenings", "contradictions"] == len({r.split("\t")[0] for r in call("ask", "contradictions", "--format", "tsv", cwd=seeds).stdout.splitlines()[1:]})
    assert found["happenings", "several-articles"] == len({r.split("\t")[-1] for r in call("ask", "told-by-both", "--format", "tsv", cwd=seeds).stdout.splitlines()[1:]} or {0}) > 0


def test_figures_in_both_languages(seeds: Path) -> None:
    """Keys stay, names change; every figure and every item of ours has a name in both languages, and is used."""
    en, ar = (json.loads(call("stats", "--format", "json", "--lang", language, cwd=seeds).stdout) for language in ("en", "ar"))
    assert Counter((r["figure"], r["item"], r["value"]) for r in en) == Counter((r["figure"], r["item"], r["value"]) for r in ar)
    assert next(r["label"] for r in ar if r["item"] == "Shootdown") == "إسقاط طائرة" and next(r["label"] for r in ar if r["figure"] == "places" and r["item"] == "moscow") == "موسكو"
    words = figures.words()
    assert all(set(x) == {"en", "ar"} and all(x.values()) for part in words.values() for x in part.values())
    assert set(words["figures"]) >= {r["figure"] for r in en}
    table = call("stats", "--format", "table", "--lang", "ar", "--most", "2", cwd=seeds).stdout
    assert "الأحداث بحسب الصنف" in table and "… " in table and "events by" not in table


def test_the_schema_names_what_is_in_use(seeds: Path) -> None:
    """Counts are those of queries, every example holds, and every class of the facts is there."""
    entries = [dict(zip(*(r.split("\t") for r in (head, row)))) for head, *rows in [call("schema", "--format", "tsv", cwd=seeds).stdout.splitlines()] for row in rows]
    by = {(e["kind"], e["name"]): e for e in entries}
    assert by["class", "kg:Visit"]["label"] == "visit" and by["property", "kg:actor"] | {"count": "", "example": ""} == {
        "kind": "property", "name": "kg:actor", "label": "actor", "count": "", "domain": "kg:Occurrence", "range": by["property", "kg:actor"]["range"], "example": ""}
    assert by["property", "oa:start"]["domain"].startswith("kg:Evidence") or "kg:Evidence" in by["property", "oa:start"]["domain"]
    assert by["property", "oa:start"]["range"] == "xsd:integer" and by["property", "kg:startDate"]["range"] == "xsd:date"
    graph, names = store.open_store(seeds / "build" / "store"), vocab.prefixes()
    for e in entries:
        pattern = f"?s a {e['name']}" if e["kind"] == "class" else f"?s {e['name']} ?o"
        counted = f"SELECT (COUNT(*) AS ?n) {{ {pattern} FILTER NOT EXISTS {{ GRAPH <urn:kg:ontology> {{ {pattern} }} }} }}"
        assert [int(n.split('"')[1]) for (n,) in graph.ask(counted, names).rows] == [int(e["count"])], e
        if "…" not in e["example"] and "entry:" not in e["example"]:
            assert graph.ask(f"ASK {{ {e['example'] if e['kind'] == 'property' else e['example'] + ' a ' + e['name']} }}", names).truth, e
    arabic = call("schema", "--format", "json", "--lang", "ar", cwd=seeds).stdout
    assert next(e for e in json.loads(arabic) if e["name"] == "kg:Visit")["label"] == "زيارة"
    assert call("schema", "--format", "table", "--lang", "ar", cwd=seeds).stdout.splitlines()[0].split()[0] == "النوع"


def test_an_endpoint_says_the_same(seeds: Path) -> None:
    """Figures and schema are asked in SPARQL, so that a store on disk and one behind an address answer alike."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.engine = pyoxigraph.Store.read_only(store.current(seeds / "build" / "store"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here, there = store.open_store(seeds / "build" / "store"), store.open_store(f"http://127.0.0.1:{server.server_port}/sparql")
    try:
        assert figures.figures(there, vocab.prefixes()) == figures.figures(here, vocab.prefixes())
        assert schema.schema(there, vocab.prefixes()) == schema.schema(here, vocab.prefixes())
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("verb", ["stats", "schema"])
def test_into_a_file(seeds: Path, verb: str) -> None:
    """The ending says the form; a table is for people."""
    for name in ("x.json", "x.tsv"):
        assert call(verb, "-o", name, cwd=seeds).returncode == 0
        assert (seeds / name).read_text(encoding="utf-8") == call(verb, "--format", name[2:], cwd=seeds).stdout
    assert call(verb, "--format", "table", "-o", "x.txt", cwd=seeds).returncode == 2 and not (seeds / "x.txt").exists()


def test_foreign_terms_are_called_as_their_own_vocabulary_calls_them(tmp_path: Path) -> None:
    """Of an imported property the schema shows label, and what it leads from and to."""
    path = tmp_path / "graph.nq"
    rows = ['<urn:x:a> <urn:x:wrote> <urn:x:book> <urn:g> .', '<urn:x:book> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:x:Book> <urn:g> .', '<urn:x:book> <urn:x:year> "1999"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .',
            '<urn:x:wrote> <http://www.w3.org/2000/01/rdf-schema#label> "كتب"@ar <urn:g> .', '<urn:x:wrote> <http://www.w3.org/2000/01/rdf-schema#label> "wrote"@en <urn:g> .']
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    store.build(path, tmp_path / "store")
    found = {e.name: e for e in schema.schema(store.open_store(tmp_path / "store"), vocab.prefixes(), "ar")}
    assert found["<urn:x:wrote>"] == schema.Entry("property", "<urn:x:wrote>", "كتب", 1, "", "<urn:x:Book>", "<urn:x:a> <urn:x:wrote> <urn:x:book>")
    assert found["<urn:x:year>"].range == "xsd:integer" and found["<urn:x:Book>"].example == "<urn:x:book>" and "kg:Visit" not in found


def test_nothing_built_is_one_clear_message(tmp_path: Path) -> None:
    init(tmp_path / "mine")
    for verb in ("stats", "schema", "export"):
        done = call(verb, cwd=tmp_path / "mine")
        assert done.returncode == 2 and "kg build" in done.stderr and not done.stdout
