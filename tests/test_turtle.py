"""The canonical text: round trips through two libraries without loss, the same bytes in every process, and fit to be read."""
from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import gold
import pytest
from test_graph import everything

from kg import store, terms, vocab
from kg.turtle import FORMATS, write

NAMES = vocab.prefixes()
ODD = [("<urn:kg:id:x>", "<urn:kg:ontology#content>", t, "<urn:kg:id:article:odd>") for t in (
    terms.text('say "no"\\ \n\t\r\b\f\x01\x7f\u200f\u2028\U0001f54a', "ar"), terms.text(""), terms.text("7"), terms.integer(-7), terms.decimal("7"), terms.decimal("-0.50"),
    terms.typed("true", "boolean"), terms.typed("x", "token"), terms.typed("P1D", "duration"), terms.text("a", "en-gb"), terms.iri("http://example.org/a b".replace(" ", "%20")),
    terms.iri("urn:kg:id:event:ends."), terms.iri("urn:kg:id:تقرير"), terms.iri("urn:kg:id:"), terms.iri("urn:kg:id:a'b"), terms.text("''' \"\"\""))]


def quads():
    return sorted({*everything(), *ODD, ("<urn:kg:id:y>", terms.RDF_TYPE, "<urn:kg:ontology#Event>", "")})


def merged(found):
    return {(s, p, o, "") for s, p, o, _ in found}


def text(form, found=None):
    return "".join(write(quads() if found is None else found, form, NAMES))


@pytest.mark.parametrize("form", FORMATS)
def test_round_trip_through_the_store(form, tmp_path):
    path = tmp_path / f"graph.{form}"
    path.write_bytes(text(form).encode())
    assert set(store.parse_file(str(path))) == (merged(quads()) if form in ("ttl", "nt") else set(quads()))


pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def rdflib_term(t):
    from rdflib import Literal, URIRef
    if isinstance(t, URIRef):
        return f"<{t}>"
    assert isinstance(t, Literal)
    return terms.text(str(t), t.language) if t.language else f'"{terms.escape(str(t))}"' + (f"^^<{t.datatype}>" if t.datatype and not str(t.datatype).endswith("#string") else "")


@pytest.mark.parametrize("form", FORMATS)
def test_round_trip_through_rdflib(form):
    import rdflib
    rdflib.NORMALIZE_LITERALS = False
    try:
        data = rdflib.Dataset()
        data.parse(data=text(form), format={"ttl": "turtle", "jsonld": "json-ld", "nq": "nquads"}.get(form, form))
        default = str(data.default_graph.identifier)
        found = {(rdflib_term(s), rdflib_term(p), rdflib_term(o), "" if g is None or str(g) == default else f"<{g}>") for s, p, o, g in data.quads()}
    finally:
        rdflib.NORMALIZE_LITERALS = True
    assert found == (merged(quads()) if form in ("ttl", "nt") else set(quads()))


@pytest.mark.parametrize("form", FORMATS)
def test_the_order_of_the_input_changes_nothing(form):
    shuffled = quads()
    random.Random(5).shuffle(shuffled)
    assert text(form, shuffled + shuffled[:50]) == text(form)


def test_the_same_bytes_in_processes_with_other_hash_seeds():
    script = "import hashlib, test_turtle as t\nfor f in t.FORMATS: print(f, hashlib.sha256(t.text(f).encode()).hexdigest())"
    here = Path(__file__).parent
    def run(seed):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}"}
        return subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True).stdout
    one = run("1")
    assert one == run("4242")
    assert one.splitlines()[0] == "ttl " + hashlib.sha256(text("ttl").encode()).hexdigest()


def test_turtle_is_fit_to_be_read():
    found = text("ttl")
    head, _, body = found.partition("\n\n")
    declared = re.findall(r"@prefix (\w+):", head)
    assert declared == sorted(declared) and all(re.search(rf"(?<![\w:]){p}:", body) for p in declared)
    assert not re.search(r"<urn:kg:id:event:[a-z0-9-]+>", body)
    assert re.search(r'\nid:OMN a kg:State ;\n    rdfs:label "عُمان"@ar, "Oman"@en ;\n    kg:isoCountry "OMN" ;', body) or 'id:OMN a kg:State ;\n    rdfs:label "عُمان"@ar, "Oman"@en ;' in body
    titles = re.findall(r"(?m)^# (.+)$", body)
    assert titles == sorted(titles, key=titles.index) and titles.index("Articles") < titles.index("Who, what and where") < titles.index("Happenings") < titles.index("Events, as told") < titles.index("Words")
    dates = re.findall(r"(?m)^happening:\S+?-(\d{4}-\d\d-\d\d) a", body)
    assert dates == sorted(dates)


def test_a_changed_fact_changes_only_its_own_lines():
    before = text("ttl").splitlines()
    changed = [(s, p, terms.decimal("0.4") if p.endswith("#confidence>") and "visit" in s and "first" in g else o, g) for s, p, o, g in quads()]
    after = text("ttl", changed).splitlines()
    assert len(after) == len(before) and sum(a != b for a, b in zip(before, after)) == 1


@pytest.mark.skipif(not gold.available(), reason="../shared is not here")
def test_gold_round_trips(tmp_path):
    from kg.graph import article_quads
    found = {q for r in gold.readings()[0] for q in article_quads(r)}
    path = tmp_path / "gold.trig"
    path.write_bytes(text("trig", found).encode())
    assert set(store.parse_file(str(path))) == found


def test_an_empty_graph_is_an_empty_text():
    assert text("ttl", []) == "" and text("nq", []) == ""
