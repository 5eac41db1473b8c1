"""Readings → quads: what stands in which graph, canonical literals, nothing claimed asserted, the ontology's own terms only."""
from __future__ import annotations

import random
from dataclasses import replace

import gold
import pytest
import sample

from kg import plover, store, terms, vocab
from kg.accounts import accounts
from kg.conclusions import conclusion_quads
from kg.graph import Fix, Tenure, article_quads, office_quads
from kg.merge import merge

KG = vocab.ONTOLOGY
ARTICLE = "<urn:kg:id:article:first>"


def everything(base=vocab.DEFAULT_BASE):
    readings = sample.readings()
    tenures = [(sample.SALIM, "foreign-minister", (("ar", "وزير الخارجية"), ("en", "foreign minister")), sample.OMAN, "2020-08-18", None)]
    return [q for r in readings for q in article_quads(r, base, "0.1.0")] + conclusion_quads(accounts(readings, merge(readings)), base) + office_quads(tenures, base)


def objects(quads, subject, prop):
    return sorted(o for s, p, o, _ in quads if s == subject and p == f"<{KG}{prop}>")


def test_an_article_has_one_graph_of_its_own_and_describes_all_it_names():
    quads = article_quads(sample.first())
    assert {g for *_, g in quads} == {ARTICLE}
    described = {s for s, p, _, _ in quads if p == terms.RDF_TYPE}
    named = {o for s, p, o, _ in quads if o.startswith("<urn:kg:id:") and p != f"<{KG}country>"}
    assert named <= described


def test_the_graph_of_an_article_depends_on_nothing_but_its_reading():
    alone = article_quads(sample.first(), version="0.1.0")
    assert alone == article_quads(sample.first(), version="0.1.0") == sorted(alone)
    assert [q for q in sorted(everything()) if q[3] == ARTICLE] == alone


def test_events_carry_words_rule_participants_and_dates():
    r = sample.first()
    quads, visit = article_quads(r), f"<urn:kg:id:{r.events[0].id}>"
    assert objects(quads, visit, "actor") == ["<urn:kg:id:salim-al-hinai>"]
    assert objects(quads, visit, "startDate") == ['"2021-05-03"^^<http://www.w3.org/2001/XMLSchema#date>']
    assert objects(quads, visit, "confidence") == ['"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>']
    assert objects(quads, visit, "status") == [f"<{KG}Actual>"]
    assert objects(quads, visit, "rule") == ["<urn:kg:id:rule:" + vocab.local("verb/own") + ">"]
    assert objects(quads, objects(quads, visit, "lexiconEntry")[0], "line") == [terms.integer(7)]
    trigger = objects(quads, visit, "trigger")[0]
    oa = vocab.STANDARD["oa"]
    assert {(p, o) for s, p, o, _ in quads if s == trigger and p.startswith(f"<{oa}")} == {
        (f"<{oa}start>", terms.integer(0)), (f"<{oa}end>", terms.integer(3)), (f"<{oa}exact>", '"زار"')}


def test_a_mention_says_how_it_was_resolved():
    quads = article_quads(sample.first())
    how = {(o, h) for s, p, o, _ in quads if p == f"<{KG}names>" for h in objects(quads, s, "resolvedBy")}
    assert ("<urn:kg:id:OMN>", '"capital"') in how and ("<urn:kg:id:iran-foreign-minister>", '"counterpart"') in how


def test_claims_are_never_asserted_as_facts():
    r = sample.first()
    quads = article_quads(r)
    for c in r.claims:
        node = f"<urn:kg:id:{c.id}>"
        assert [o for s, p, o, _ in quads if s == node and p == terms.RDF_TYPE] == [f"<{KG}Claim>"]
        assert not objects(quads, node, "status") and not objects(quads, node, "actor")
    shot = f"<urn:kg:id:{r.events[2].id}>"
    assert objects(quads, shot, "source") == ["<urn:kg:id:OMN>"]
    found = accounts(sample.readings(), merge(sample.readings()))
    standing = {h.cls: h.standing for h in found.happenings}
    assert standing == {"Visit": "told", "Meeting": "told", "Talks": "told", "Shootdown": "contested"}
    undenied = [replace(sample.first(), claims=())]
    assert {h.cls: h.standing for h in accounts(undenied, merge(undenied)).happenings}["Shootdown"] == "attributed"


def test_every_entity_can_be_read_in_arabic_and_english():
    quads = everything()
    label = f"<{vocab.STANDARD['rdfs']}label>"
    entities = {s for s, p, o, _ in quads if p == terms.RDF_TYPE and o in {f"<{KG}{t}>" for t in ("Person", "State", "Place", "Weapon", "Organization")}}
    for e in entities:
        assert {o[-3:] for s, p, o, _ in quads if s == e and p == label} == {"@ar", "@en"}, e


def test_wikidata_stands_only_where_it_was_given():
    quads = everything()
    same = {(s, o) for s, p, o, _ in quads if p == f"<{vocab.STANDARD['owl']}sameAs>"}
    assert same == {("<urn:kg:id:OMN>", "<http://www.wikidata.org/entity/Q842>"), ("<urn:kg:id:IRN>", "<http://www.wikidata.org/entity/Q794>")}


def test_offices_are_dated():
    quads = office_quads([Tenure(sample.SALIM, "foreign-minister", (("en", "foreign minister"),), sample.OMAN, "2020-08-18", None)])
    node = next(s for s, p, o, _ in quads if o == f"<{KG}OfficeHolding>")
    assert objects(quads, node, "holder") == ["<urn:kg:id:salim-al-hinai>"] and objects(quads, node, "startDate") == [terms.date("2020-08-18")] and not objects(quads, node, "endDate")


def test_a_correction_is_kept_with_the_fact_it_corrects():
    r = sample.first()
    fact = r.events[0].id
    quads = article_quads(r, fixes=[Fix(fact, "changed", "date", "2021-05-02", "2021-05-03", "checked")])
    node = objects(quads, f"<urn:kg:id:{fact}>", "correctedBy")[0]
    assert objects(quads, node, "field") == ['"date"'] and objects(quads, node, "newValue") == ['"2021-05-03"']


def test_the_store_keeps_every_literal_as_it_is_written(tmp_path):
    rows = terms.lines(everything())
    (tmp_path / "g.nq").write_text("\n".join(rows) + "\n", encoding="utf-8")
    store.build(tmp_path / "g.nq", tmp_path / "store", ontology=False)
    answer = store.open_store(tmp_path / "store").ask("SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } }", {})
    assert sorted(terms.line(row) for row in answer.rows) == rows


def test_one_base_for_all_identifiers():
    base = "https://example.org/kg/"
    assert {s for s, *_ in everything(base)} & {s for s, *_ in everything()} == set()
    for s, _, _, g in everything(base):
        assert s.startswith(f"<{base}") and "/" not in s[len(base) + 1:], s
        assert g.startswith(f"<{base}")


def test_no_blank_nodes_and_no_slash_in_local_names():
    for s, _, o, g in everything():
        assert s[0] == g[0] == "<" and o[0] in '<"'
        assert "/" not in s


def test_the_graph_uses_no_term_that_the_ontology_lacks():
    from kg import data
    known = {s for s, *_ in store.parse_file(data.ontology("diplomacy.ttl"))}
    used = {t for s, p, o, _ in everything() for t in (p, o) if t.startswith(f"<{KG}")}
    assert used <= known, sorted(used - known)


def test_the_scores_are_those_of_the_ontology():
    from kg import data
    facts = {}
    for s, p, o, _ in store.parse_file(data.ontology("diplomacy.ttl")):
        facts.setdefault(s, {})[p.rpartition("#")[2][:-1]] = o
    seen = 0
    for s, f in facts.items():
        if "conflictCooperationScore" in f and "ploverType" in f:
            event, mode = terms.value(f["ploverType"]), terms.value(f["ploverMode"]) if "ploverMode" in f else None
            assert float(terms.value(f["conflictCooperationScore"])) == plover.score(event, mode), s
            seen += 1
    assert seen > 16


def test_the_order_of_readings_changes_nothing():
    if gold.available():
        readings = gold.readings()[0] + sample.readings()
    else:
        readings = sample.readings()
    want = conclusion_quads(accounts(readings, merge(readings)))
    for seed in range(4):
        random.Random(seed).shuffle(readings)
        assert conclusion_quads(accounts(readings, merge(readings))) == want


@pytest.mark.parametrize("value, term", [
    ("4", '"4"^^<http://www.w3.org/2001/XMLSchema#decimal>'), ("4.50", '"4.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ("PT2H15M", '"PT2H15M"^^<http://www.w3.org/2001/XMLSchema#duration>'), ("Paris", '"Paris"'), ("some", '"some"')])
def test_measured_values_have_the_form_that_the_store_keeps(value, term):
    from kg.nodes import measured
    assert measured(value) == term
