"""The fact record: the contract's fields in their order, the way there and back, and complaints that name line and field."""
from __future__ import annotations

import json
from dataclasses import replace

import gold
import pytest
import sample

from kg.model import Event, UserError
from kg.records import dump, from_json, reading_from_lines, reading_to_lines, to_json

EVENT = ["kind", "schema", "doc", "id", "event", "mode", "contexts", "class", "actors", "recipients", "participants", "date", "place", "status", "modality", "sources", "object",
         "weapon", "topics", "quantities", "causes", "trigger", "evidence", "rule", "confidence"]
CLAIM = ["kind", "doc", "id", "speaker", "stance", "about", "content", "date", "trigger", "evidence", "rule", "confidence"]
RELATION = ["kind", "doc", "id", "subject", "relation", "object", "role", "valid", "trigger", "evidence", "rule", "confidence"]


def facts():
    return [f for r in sample.readings() for f in (*r.events, *r.claims, *r.relations)]


@pytest.mark.parametrize("kind, fields", [("event", EVENT), ("claim", CLAIM), ("relation", RELATION)])
def test_fields_stand_in_the_order_of_the_contract(kind, fields):
    record = next(x for x in map(to_json, facts()) if x["kind"] == kind)
    assert [k for k in record if k in fields] == fields


def test_an_entity_reference_has_the_fields_of_the_contract():
    ref = to_json(sample.first().events[0])["actors"][0]
    assert list(ref)[:7] == ["id", "type", "labels", "wikidata", "country", "sector", "mention"]
    assert list(ref["mention"]) == ["start", "end", "text"]


def test_every_fact_comes_back_as_it_was():
    for r in sample.readings():
        for f in (*r.events, *r.claims, *r.relations, *r.mentions, *r.times, *r.unread):
            assert from_json(json.loads(dump(to_json(f))), r.article.text) == f


def test_a_whole_reading_is_kept_without_loss():
    for r in sample.readings():
        lines = list(reading_to_lines(r))
        assert reading_from_lines(lines) == r
        assert reading_from_lines(line + "\n" for line in lines) == r
        assert not any("\n" in line for line in lines)


@pytest.mark.skipif(not gold.available(), reason="../shared is not here")
def test_gold_readings_are_kept_without_loss():
    for r in gold.readings()[0]:
        assert reading_from_lines(reading_to_lines(r)) == r


def test_line_separators_of_unicode_do_not_break_lines():
    r = sample.second()
    r = replace(r, article=replace(r.article, title="a\u2028b\u0085c\x0bd"))
    text = "\n".join(reading_to_lines(r))
    assert reading_from_lines(text.split("\n")) == r


def broken(**changes):
    record = to_json(sample.first().events[0])
    for name, value in changes.items():
        if value is ...:
            del record[name]
        else:
            record[name] = value
    return record


@pytest.mark.parametrize("changes, said", [
    ({"id": ...}, "field `id` is missing"),
    ({"doc": None}, "`doc` may not be null"),
    ({"kind": "happening"}, "`kind` is 'happening'"),
    ({"event": "GREET"}, "`event` is 'GREET'"),
    ({"status": "maybe"}, "`status` is 'maybe'"),
    ({"actors": "putin"}, "`actors` has the wrong type"),
    ({"actors": [{"id": "x", "type": "Ghost"}]}, "`type` is 'Ghost'"),
    ({"date": {"start": "2017-02-30", "end": None}}, "no such day: 2017-02-30"),
    ({"date": {"start": "2017-03-02", "end": "2017-03-01", "precision": "day"}}, "ends (2017-03-01) before it starts"),
    ({"trigger": {"start": 3, "end": 1, "text": ""}}, "a span from 3 to 1"),
    ({"trigger": {"start": 0, "end": 4, "text": "قال "}}, "the article prints «زار »"),
    ({"confidence": 2}, "`confidence` is 2"),
    ({"quantities": [{"kind": "count"}]}, "field `value` is missing"),
])
def test_a_broken_record_is_answered_with_its_line(changes, said):
    with pytest.raises(UserError) as caught:
        from_json(broken(**changes), sample.FIRST, "facts.jsonl", 7)
    assert said in caught.value.message and (caught.value.path, caught.value.line) == ("facts.jsonl", 7)


def test_a_fact_written_by_hand_needs_little():
    f = from_json({"kind": "event", "doc": "by-hand", "id": "event:visit-x", "class": "Visit", "event": "CONSULT",
                   "actors": [{"id": "OMN", "type": "State", "labels": {"ar": "عُمان"}}], "date": {"start": "2021-05-03", "end": "2021-05-03"}})
    assert isinstance(f, Event) and f.status == "actual" and f.date.precision == "day" and f.confidence == 1.0 and f.trigger.text == ""


@pytest.mark.parametrize("lines, line, said", [
    ([], 0, "an empty fact file"),
    (["{"], 1, "not JSON"),
    (['{"kind": "event"}'], 1, "the first line of a fact file is the article"),
    ([dump({"kind": "article", "doc": "x", "text": ""}), '{"kind": "event", "doc": "x"}'], 2, "field `id` is missing"),
])
def test_a_damaged_fact_file_is_answered_with_its_line(lines, line, said):
    with pytest.raises(UserError) as caught:
        reading_from_lines(lines, "build/facts/x.jsonl")
    assert said in caught.value.message and caught.value.line == line and caught.value.path == "build/facts/x.jsonl"
