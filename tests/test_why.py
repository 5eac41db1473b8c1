"""Why the graph says so: words, file, characters, rule, lexicon entry, how the date and each participant were found, merging."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sample

from kg.cli.explaining import _happening
from kg.graph import Fix
from kg.model import Span, TimeTie, UserError
from kg.near import WhyOne
from kg.why import why

READINGS = sample.readings()
VISIT = READINGS[0].events[0]


def test_a_fact_is_explained():
    (w,) = why(VISIT.id, READINGS)
    assert (w.kind, w.name, w.rule, w.entry) == ("event", "Visit", "verb/own", "events/x.toml:7")
    assert (w.trigger.path, w.trigger.line, w.trigger.column, w.trigger.start, w.trigger.text) == ("articles/first.txt", 1, 1, 0, "زار")
    assert w.evidence[0].text == sample.FIRST.split("\n")[0]
    assert w.date_how == "the words «أمس الاثنين», read by the rule weekday, in an article written 2021-05-04, give 2021-05-03 (day)"
    assert [(p.role, p.entity, p.how, p.place.text) for p in w.parts] == [
        ("actor", "salim-al-hinai", "name", "سالم الهنائي"), ("recipient", "IRN", "name", "إيران"), ("place", "tehran", "name", "طهران")]


def test_what_a_fact_was_merged_with_and_why():
    (w,) = why(VISIT.id, READINGS)
    assert w.merged.others == (("second", READINGS[1].events[1].id),) and (3.0, "same day 2021-05-03") in w.merged.links[0].reasons


@pytest.mark.parametrize("ident", [VISIT.id, VISIT.id.partition(":")[2], f"urn:kg:id:{VISIT.id}", f"<urn:kg:id:{VISIT.id}>"])
def test_a_fact_by_any_of_its_names(ident):
    assert [w.id for w in why(ident, READINGS)] == [VISIT.id]


def test_a_happening_an_entity_and_an_article():
    one, *facts = why("happening:visit-salim-al-hinai-irn-2021-05-03", READINGS)
    assert {w.id for w in facts} == {f.id for f in one.happening.facts} == {VISIT.id, READINGS[1].events[1].id}
    assert len(why("id:salim-al-hinai", READINGS)) == 4
    assert len(why("article:second", READINGS)) == 2


def test_what_is_told_of_the_order_bounds_a_happening_without_a_day():
    """The meeting after the visit of 3 May is no earlier, and the words that say so are told; one of a known day needs no bound."""
    visit = VISIT
    later = replace(visit, id="event:later", cls="Meeting", event="CONSULT", date=None, order=(TimeTie("after", visit.id, None, None, Span(0, 3, "بعد")),))
    readings = [replace(READINGS[0], events=(visit, later), claims=(), relations=())]
    by_cls = {w.happening.cls: w for ident in ("event:later", visit.id) for w in why("happening:" + why(ident, readings)[0].merged.happening.removeprefix("happening:"), readings) if isinstance(w, WhyOne)}
    after = by_cls["Meeting"].window.after
    assert date.fromordinal(after.day).isoformat() == "2021-05-03" and after.chain[0].words == "بعد" and after.source == by_cls["Visit"].happening.id
    assert by_cls["Visit"].window is None
    assert [row for row in _happening(by_cls["Meeting"]) if row.startswith("  after   2021-05-03, by the date of happening:visit-")]


def test_claims_ties_causes_and_cues():
    shot = READINGS[0].events[2]
    (w,) = why(shot.id, READINGS)
    assert {s for _, s, _ in w.said} == {"asserts", "denies"} and w.merged.standing == "contested"
    (denial,) = [w for w in why("claim:" + READINGS[0].claims[1].id.partition(":")[2], READINGS)]
    assert {k for k, _ in denial.ties} == {"contradicts"} and denial.about == shot.id
    (talks,) = why(READINGS[0].events[3].id, READINGS)
    assert (talks.status, talks.modality, [c.text for c in talks.cues]) == ("future", "expected", ["ومن المقرر"])
    (cause,) = why(READINGS[1].events[0].id, READINGS)
    assert cause.led_to == (READINGS[1].events[1].id,)


def test_corrections_are_shown_and_a_rejected_fact_says_so():
    fix = Fix(VISIT.id, "changed", "date", "2021-05-02", "2021-05-03", "checked with the ministry")
    assert why(VISIT.id, READINGS, fixes=[fix])[0].fixes == (fix,)
    with pytest.raises(UserError, match="was rejected by a correction: not so"):
        why("event:gone-1", READINGS, fixes=[Fix("event:gone-1", "rejected", None, None, None, "not so")])


def test_an_unknown_name_is_asked_back():
    with pytest.raises(UserError) as caught:
        why("event:visit-xyz", READINGS)
    assert "nothing called" in caught.value.message and "event:visit-" in caught.value.hint
