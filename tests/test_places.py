"""Where places lie: the gazetteer's tables, the graph of places, distances in queries, and what happened near a place."""
from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from running import call
from test_ontology import DECLARED, problems
from test_store import write

from kg import data, formats, gazetteer, lookup, places, query, store, terms, vocab
from kg.accounts import accounts
from kg.conclusions import conclusion_quads
from kg.errors import UserError
from kg.gazetteer import distance
from kg.merge import merge
from kg.model import Entity

NAMES = vocab.prefixes()
KG = vocab.ONTOLOGY
WORDS = Path(data.words())


# ── the tables ────────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.fixture(scope="module")
def located():
    return gazetteer.locations()


def ours() -> dict[str, tuple[str, str | None]]:
    """Id → kind and state of every place and state of the word files."""
    states = tomllib.loads((WORDS / "states.toml").read_text(encoding="utf-8"))["states"]
    return ({p["id"]: (p["kind"], p.get("country")) for p in tomllib.loads((WORDS / "places.toml").read_text(encoding="utf-8"))["places"]}
            | {s["iso"]: ("state", s["iso"]) for s in states} | {s["capital"]["id"]: ("capital", s["iso"]) for s in states if "capital" in s})


def test_every_line_is_of_a_place_that_we_have(located):
    known = ours()
    assert not set(located) - set(known)
    assert all(at.precision == "state" for id, at in located.items() if known[id][0] == "state")
    assert not [id for id, at in located.items() if at.precision == "state" and known[id][0] != "state"]
    assert all((at.extent is None) == (at.precision == "point") for at in located.values())


def test_nothing_is_located_that_no_point_can_stand_for(located):
    assert not [id for id, (kind, _) in ours().items() if kind in ("continent", "river", "road", "border", "desert") and id in located]


def test_nearly_all_towns_and_states_are_located(located):
    for kind, least in (("city", 0.98), ("town", 0.93), ("capital", 0.99), ("state", 0.98)):
        all_of = [id for id, (k, _) in ours().items() if k == kind]
        assert sum(id in located for id in all_of) >= least * len(all_of), kind


OVERSEAS = {"canary-islands", "gibraltar", "diego-garcia", "bermuda", "faroe-islands", "hawaii", "pearl-harbor", "guam", "curacao", "mayotte", "reunion", "new-caledonia",
            "french-guiana"}


def test_every_place_lies_in_its_state(located):
    """No farther from the middle of the state than nineteen in twenty of its towns and as far again."""
    def far(id: str, country: str) -> bool:
        here, state = located[id], located[country]
        return distance(float(here.lat), float(here.long), float(state.lat), float(state.long)) > 2 * state.extent + 100
    assert {id for id, (_, country) in ours().items() if id in located and country in located and far(id, country)} == OVERSEAS


@pytest.mark.parametrize("id, lat, long, within", [("manbij", 36.53, 37.95, 3), ("kobani", 36.89, 38.35, 5), ("alula", 26.62, 37.92, 5), ("saint-petersburg", 59.94, 30.31, 10),
                                                   ("strait-of-hormuz", 26.57, 56.25, 60), ("washington", 38.9, -77.04, 10), ("incirlik-air-base", 37.0, 35.43, 3), ("brussels-airport", 50.90, 4.48, 3)])
def test_places_are_where_an_atlas_has_them(located, id, lat, long, within):
    assert distance(float(located[id].lat), float(located[id].long), lat, long) <= within


def test_areas_are_named(located):
    areas = gazetteer.areas()
    assert {at.area for at in located.values() if at.area} <= set(areas) and all(names["en"] for names in areas.values())
    assert areas[located["manbij"].area] == {"en": "Aleppo Governorate", "ar": "محافظة حلب"}


@pytest.mark.parametrize("line, said", [("x\t91\t10", "a latitude"), ("x\t9\t190", "a longitude"), ("x\t9\t10\tcity", "one of point, region, state"), ("x\t9\t10\tregion\tfar", "a number of kilometres")])
def test_a_broken_line_is_answered_with_its_number(tmp_path, line, said):
    (tmp_path / "coordinates.tsv").write_text(f"# own\n{line}\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        gazetteer.locations([str(tmp_path)])
    assert said in caught.value.message and caught.value.line == 2


def test_a_collection_adds_and_takes_away(tmp_path):
    (tmp_path / "coordinates.tsv").write_text("my-village\t36.10\t37.20\nmanbij\t-\n", encoding="utf-8")
    found = gazetteer.locations([str(tmp_path)])
    assert found["my-village"].wkt == "POINT(37.2 36.1)" and found["my-village"].precision == "point" and "manbij" not in found


# ── the graph of places ───────────────────────────────────────────────────────────────────────────────────────────

TOWN = Entity("manbij", "Place", (("ar", "منبج"), ("en", "Manbij")), None, "SYR")
NEAR = Entity("jarabulus", "Place", (("ar", "جرابلس"), ("en", "Jarabulus")), None, "SYR")
WIDE = Entity("aleppo-countryside", "Place", (("ar", "ريف حلب"), ("en", "Aleppo countryside")), None, "SYR")
SYRIA = Entity("SYR", "State", (("ar", "سوريا"), ("en", "Syria")), None, "SYR")
LOST = Entity("no-such-place", "Place", (("ar", "اللامكان"), ("en", "Nowhere")), None, "SYR")


def place_quads(*entities: Entity):
    return places.place_quads({e.id: e for e in entities}, gazetteer.locations(), gazetteer.areas())


def test_a_place_has_its_point_its_area_and_how_exact_it_is():
    quads = place_quads(TOWN, SYRIA, LOST)
    about = lambda s: {(p.rpartition("#")[2].rstrip(">"), o) for x, p, o, _ in quads if x == f"<urn:kg:id:{s}>"}
    assert {("lat", terms.decimal("36.52815")), ("long", terms.decimal("37.95495")), ("locationPrecision", f"<{KG}Point>"), ("adminCode", '"SY-HL"'),
            ("adminArea", '"محافظة حلب"@ar'), ("sameAs", "<https://sws.geonames.org/167357/>"), ("country", "<urn:kg:id:SYR>")} <= about("manbij")
    assert ("asWKT", f'"POINT(37.95495 36.52815)"^^<{NAMES["geo"]}wktLiteral>') in about("point:manbij")
    state = dict(about("SYR"))
    assert state["locationPrecision"] == f"<{KG}StateMiddle>" and state["extent"] == terms.integer(355)
    assert not about("no-such-place")


def test_the_graph_of_places_uses_only_declared_terms_and_passes_the_shapes():
    import re
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o, _ in place_quads(TOWN, NEAR, WIDE, SYRIA))
    assert set(re.findall(r"<urn:kg:ontology#(\w+)>", lines)) - DECLARED == set()
    assert problems(lines) == []
    assert any("a state is no point" in m for _, m in problems(lines.replace(f"{KG}StateMiddle", f"{KG}Point")))
    assert any("latitude" in m for _, m in problems(lines.replace('"36.52815"', '"136.52815"')))


def test_the_places_of_a_graph_are_those_that_its_facts_name():
    found = places.named(sample.readings())
    assert set(found) == {"OMN", "IRN", "tehran", "gulf-of-oman", "geneva"}


# ── distances ─────────────────────────────────────────────────────────────────────────────────────────────────────

def moved(n: int, e: Entity):
    """The first article of the sample again, told of another place on another day."""
    r = sample.first()
    visit = replace(r.events[0], doc=f"d{n}", id=f"event:visit-{n:08}", place=tuple(replace(p, entity=e) for p in r.events[0].place),
                    date=replace(r.events[0].date, start=f"2021-05-{n + 1:02}", end=f"2021-05-{n + 1:02}"))
    return replace(r, article=replace(r.article, id=f"d{n}"), events=(visit,), claims=(), relations=(), unread=())


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("near")
    readings = [moved(n, e) for n, e in enumerate((TOWN, NEAR, WIDE, SYRIA, LOST))]
    quads = conclusion_quads(accounts(readings, merge(readings))) + place_quads(*places.named(readings).values())
    store.build(write(folder / "g.nq", quads), folder / "store")
    return store.open_store(folder / "store")


def near(graph, **given):
    answer = query.answer(query.load("near"), given, graph, NAMES)
    return [dict(zip(answer.variables, row)) for row in formats.cells(answer, NAMES)]


def test_what_happened_near_a_place(graph):
    assert [(r["where"], r["away"], r["known"]) for r in near(graph, place="منبج")] == [("Manbij", "0", "point"), ("Jarabulus", "33", "point")]
    assert [r["where"] for r in near(graph, place="Manbij", km="100")] == ["Manbij", "Jarabulus", "Aleppo countryside"]
    assert [r["where"] for r in near(graph, place="Manbij", km="100", coarse="point")] == ["Manbij", "Jarabulus"]
    assert [r["where"] for r in near(graph, place="Manbij", km="32")] == ["Manbij"]
    assert [r["where"] for r in near(graph, place="36.9,38.0", km="20", since="2021-05", until="2021-05-03")] == ["Jarabulus"]
    assert near(graph, place="Manbij", since="2022") == []


def test_a_state_is_left_out_unless_asked_for(graph):
    assert "Syria" not in [r["where"] for r in near(graph, place="Homs", km="300")]
    assert "Syria" in [r["where"] for r in near(graph, place="Homs", km="300", coarse="state")]
    with pytest.raises(UserError, match="is a state"):
        near(graph, place="سوريا")


def test_a_place_is_found_by_any_name_also_where_nothing_happened_in_it(graph):
    found = lookup.point("كوباني", graph, NAMES)
    assert found == lookup.point("Kobani", graph, NAMES) == lookup.point("عين العرب", graph, NAMES) == lookup.point("kobani", graph, NAMES)
    assert found.startswith('"POINT(38.3')
    with pytest.raises(UserError) as caught:
        lookup.point("Atlantis", graph, NAMES)
    assert "not known where" in caught.value.message and "latitude,longitude" in caught.value.hint


@pytest.mark.parametrize(("name", "capital"), [("تونس", "tunis"), ("الجزائر", "algiers"), ("Djibouti", "djibouti-city"), ("سوريا", "damascus"), ("Singapore", "")])
def test_a_state_tells_the_id_of_its_capital_which_may_have_its_name(graph, name, capital):
    with pytest.raises(UserError, match="is a state") as caught:
        lookup.point(name, graph, NAMES)
    assert caught.value.hint == f"give a town{f' (its capital has the id {capital})' if capital else ''}, or latitude,longitude"
    assert not capital or lookup.point(capital, graph, NAMES) == lookup.point(f"id:{capital}", graph, NAMES)


def ask_km(graph, *at: float) -> float:
    (row,) = graph.ask("SELECT (kg:distance({!r}, {!r}, {!r}, {!r}) AS ?km) {{}}".format(*at), NAMES).rows
    return float(terms.value(row[0]))


def test_distance_is_a_function_of_queries(graph):
    assert ask_km(graph, 36.528, 37.955, 36.82, 38.01) == pytest.approx(32.8, abs=0.1)
    assert ask_km(graph, 48.8566, 2.3522, 51.5074, -0.1278) == pytest.approx(343.6, abs=1)      # Paris to London
    assert ask_km(graph, 0, 179.5, 0, -179.5) == pytest.approx(111.2, abs=0.1)
    rows = list(graph.ask("SELECT ?p (kg:distance(?a, ?b, 36.53, 37.95) AS ?km) { ?p wgs:lat ?a ; wgs:long ?b FILTER(kg:distance(?a, ?b, 36.53, 37.95) < 50) } ORDER BY ?km", NAMES).rows)
    assert [vocab.shorten(r[0][1:-1], NAMES) for r in rows] == ["id:manbij", "id:jarabulus"]
    assert [r for r in graph.ask("SELECT (kg:distance('x', 1, 2, 3) AS ?km) {}", NAMES).rows] == [(None,)]
    assert graph.ask("ASK { FILTER(kg:distance(1, 2, 3) > 0) }", NAMES).truth is False


def test_geosparql_gives_the_same(graph):
    text = "SELECT (geof:distance('POINT(37.95 36.53)'^^geo:wktLiteral, 'POINT(38.01 36.82)'^^geo:wktLiteral, uom:metre) AS ?m) {}"
    (row,) = graph.ask(text, NAMES).rows
    assert float(terms.value(row[0])) / 1000 == pytest.approx(distance(36.53, 37.95, 36.82, 38.01), rel=0.005)


latitudes, longitudes = st.integers(-8500, 8500).map(lambda n: n / 100), st.integers(-18000, 18000).map(lambda n: n / 100)


@pytest.fixture(scope="module")
def arithmetic():
    """The lines of the saved question that work out the distance, as a query of their own, for one place at latitude and longitude given."""
    body = query.load("near").text
    inner = body[body.index("BIND(STRBEFORE"):body.index("FILTER(?far <= $km)")].replace("FILTER(?dy * 12742.0176e0 <= $km)", "")
    import pyoxigraph
    empty = pyoxigraph.Store()

    def ask(lat, long, lat2, long2):
        text = query._put(f"SELECT ?far {{ VALUES (?lat ?long) {{ ({lat2!r} {long2!r}) }} {inner} }}", {"place": f'"POINT({long!r} {lat!r})"'})
        return float(next(iter(empty.query(text, prefixes=NAMES)))["far"].value)
    return ask


@settings(max_examples=150, deadline=None)
@given(latitudes, longitudes, latitudes, longitudes)
def test_the_arithmetic_of_the_saved_question_is_the_haversine(arithmetic, lat, long, lat2, long2):
    exact = distance(lat, long, lat2, long2)
    if exact < 5000:
        assert arithmetic(lat, long, lat2, long2) == pytest.approx(exact, rel=1e-4, abs=0.02)


@settings(max_examples=100, deadline=None)
@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_one(lat, long, lat2, long2):
    there = distance(lat, long, lat2, long2)
    assert there == pytest.approx(distance(lat2, long2, lat, long), abs=1e-6) and 0 <= there <= 20016
    assert distance(lat, long, lat, long) == 0


# ── on the command line ───────────────────────────────────────────────────────────────────────────────────────────

def test_a_collection_with_a_village_of_its_own(tmp_path):
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "places.toml").write_text('places = [{id="zahrat-al-wadi", ar="زهرة الوادي", en="Zahrat al-Wadi", country="SYR", kind="village"}]\n', encoding="utf-8")
    (tmp_path / "words" / "coordinates.tsv").write_text("zahrat-al-wadi\t36.60\t37.90\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("التقى وزير الدفاع التركي نظيره الروسي في زهرة الوادي في 3 مايو 2021.\n", encoding="utf-8")
    (tmp_path / "kg.toml").write_text('articles = "."\n', encoding="utf-8")
    assert call("build", "--quiet", cwd=tmp_path).returncode == 0
    out = call("ask", "near", "--place", "منبج", "--km", "15", "--format", "csv", cwd=tmp_path).stdout.splitlines()
    assert len(out) == 2 and out[1].startswith("9,Zahrat al-Wadi,point,2021-05-03")
