"""Validation: the shapes on an article's graph, and our own checks on its reading; each problem names fact, article and words."""
from __future__ import annotations

from dataclasses import replace

import gold
import pytest
import sample

from kg import checks, ontology, shapes, terms, vocab
from kg.accounts import accounts
from kg.conclusions import conclusion_quads
from kg.graph import article_quads, office_quads
from kg.merge import merge
from kg.model import Date, Quantity, Span

KG = vocab.ONTOLOGY
DAY = "<http://www.w3.org/2001/XMLSchema#date>"


@pytest.mark.parametrize("reading", sample.readings(), ids=lambda r: r.article.id)
def test_our_own_articles_pass(reading):
    assert shapes.check(article_quads(reading)) == () and checks.check(reading, ontology.names()) == ()


def test_conclusions_and_offices_pass():
    readings = sample.readings()
    assert shapes.check(conclusion_quads(accounts(readings, merge(readings)))) == ()
    assert shapes.check(office_quads([(sample.SALIM, "foreign-minister", (("ar", "وزير"), ("en", "minister")), sample.OMAN, "2020-08-18", None)])) == ()


@pytest.mark.skipif(not gold.available(), reason="../shared is not here")
def test_gold_passes():
    readings = gold.readings()[0]
    for r in readings:
        assert shapes.check(article_quads(r)) == ()
    assert shapes.check(conclusion_quads(accounts(readings, merge(readings)))) == ()


def visit(quads):
    return next(s for s, p, o, _ in quads if o == f"<{KG}Visit>")


def without(quads, prop):
    node = visit(quads)
    return [q for q in quads if not (q[0] == node and q[1] == f"<{KG}{prop}>")]


def put(quads, prop, value):
    return without(quads, prop) + [(visit(quads), f"<{KG}{prop}>", value, quads[0][3])]


@pytest.mark.parametrize("spoil, said", [
    (lambda q: without(q, "status"), "an event must have one kg:status"),
    (lambda q: without(q, "rule"), "a fact must name the one rule"),
    (lambda q: without(q, "trigger"), "a fact must name its article"),
    (lambda q: put(q, "confidence", terms.decimal("1.5")), "one kg:confidence"),
    (lambda q: put(q, "ploverType", '"GREET"'), "one of PLOVER's sixteen types"),
    (lambda q: put(q, "endDate", f'"2021-02-30"^^{DAY}'), "kg:endDate must be one well-formed xsd:date"),
    (lambda q: put(q, "startDate", terms.date("2021-06-01")), "not after kg:endDate"),
    (lambda q: [*q, (visit(q), terms.RDF_TYPE, f"<{KG}Meeting>", q[0][3])], "exactly one event class"),
    (lambda q: [*q, (visit(q), f"<{KG}actor>", "<urn:kg:id:nobody>", q[0][3])], "described in this graph"),
])
def test_a_spoilt_graph_is_found_out(spoil, said):
    quads = article_quads(sample.first())
    problems = shapes.check(spoil(quads), "articles/first.txt")
    assert any(said in p.message for p in problems), problems
    assert all(p.path == "articles/first.txt" and p.severity in ("error", "warning") for p in problems)


def test_a_problem_names_fact_article_and_words():
    p = shapes.check(without(article_quads(sample.first()), "status"))[0]
    assert (p.fact, p.doc, p.span.text, p.severity) == (sample.first().events[0].id, "first", "زار", "error")


def test_a_claim_that_is_asserted_is_found_out():
    quads = article_quads(sample.first())
    claim = next(s for s, p, o, _ in quads if o == f"<{KG}Claim>")
    problems = shapes.check([*quads, (claim, terms.RDF_TYPE, f"<{KG}Shootdown>", quads[0][3])])
    assert any("a claim is only a claim" in p.message for p in problems)


# ── our own checks ────────────────────────────────────────────────────────────────────────────────────────────────

def spoilt(number=0, **changes):
    r = sample.first()
    events = list(r.events)
    events[number] = replace(events[number], **changes)
    return replace(r, events=tuple(events))


def day(d):
    return Date(d, d, "day", "absolute")


R = sample.first()
CASES = {
    "quote-mismatch": spoilt(trigger=Span(0, 3, "جاء")),
    "trigger-outside-evidence": spoilt(evidence=(R.events[2].evidence[0],)),
    "meeting-of-one": spoilt(1, actors=R.events[1].actors[:1]),
    "on-both-sides": spoilt(recipients=R.events[0].actors),
    "end-before-start": spoilt(date=Date("2021-05-03", "2021-05-02", "interval", "absolute")),
    "event-after-article": spoilt(date=day("2021-05-09")),
    "planned-in-the-past": spoilt(3, date=day("2021-04-01")),
    "no-such-fact": spoilt(causes=("event:nothing",)),
    "causes-itself": spoilt(causes=(R.events[0].id,)),
    "same-id": spoilt(1, id=R.events[0].id),
    "unknown-class": spoilt(cls="Dance"),
    "unknown-tie": replace(R, relations=(replace(R.relations[0], relation="likes"),)),
    "impossible-figure": spoilt(quantities=(Quantity("count", "-2", "drone", R.events[2].quantities[0].span),)),
    "office-held-by-two": replace(R, relations=(*R.relations, replace(R.relations[0], id="relation:holds-office-b", role="وزير الخارجية", subject=R.events[1].actors[1]))),
    "against-himself": replace(R, claims=(R.claims[0], replace(R.claims[1], speakers=R.claims[0].speakers))),
}


@pytest.mark.parametrize("code", CASES)
def test_each_check_finds_its_fault_and_nothing_else(code):
    problems = checks.check(CASES[code], ontology.names())
    assert code in {p.code for p in problems}
    assert {p.code for p in problems} <= {code, "unknown-class", "on-both-sides"} | ({"no-such-fact"} if code == "same-id" else set()), problems
    p = next(p for p in problems if p.code == code)
    assert p.doc == "first" and p.fact and p.path == "articles/first.txt" and p.line >= 1 and p.span.text


def test_a_whole_collection_is_validated_article_by_article():
    assert list(shapes.validate(sample.readings())) == []
    found = list(shapes.validate([CASES["event-after-article"], sample.second()]))
    assert [(p.code, p.doc) for p in found] == [("event-after-article", "first")]


def test_a_fact_written_by_hand_passes_with_its_correction():
    from kg.graph import Fix
    from kg.records import from_json
    fact = from_json({"kind": "event", "doc": "first", "id": "event:visit-by-hand", "class": "Visit", "event": "CONSULT", "mode": "visit",
                      "actors": [{"id": "OMN", "type": "State", "labels": {"ar": "عُمان"}}], "date": {"start": "2021-05-02", "end": "2021-05-02"}})
    reading = replace(R, events=(*R.events, fact))
    assert shapes.check(article_quads(reading, fixes=[Fix(fact.id, "added", None, None, None, "known from the ministry")])) == ()
    assert checks.check(reading, ontology.names()) == ()
    assert any("or the correction by which a person wrote it" in p.message for p in shapes.check(article_quads(reading)))
