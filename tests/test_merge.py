"""Facts of one happening find each other, others do not; contradictions and differences; on our own articles and on gold's clusters."""
from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import gold
import pytest
import sample

from kg.accounts import accounts
from kg.alike import compare
from kg.merge import merge
from kg.model import Date
from kg.pins import Pins
from kg.profile import key
from kg.rulings import Rulings
from kg.tellings import tellings

needs_gold = pytest.mark.skipif(not gold.available(), reason="../shared is not here")


def day(d):
    return Date(d, d, "day", "absolute")


def told(reading, event):
    """What an article tells in one event alone."""
    r = replace(reading, events=(event,))
    return tellings(r, Rulings(Pins()))[0]


def words(verdict):
    return tuple(w for _, w in verdict.reasons)


def test_one_happening_told_by_two_articles():
    found = {h.id: h for h in merge(sample.readings())}
    visit = found["visit-salim-al-hinai-irn-2021-05-03"]
    assert visit.docs == ("first", "second") and len(visit.facts) == 2
    assert visit.links[0].reasons[:2] == ((2.0, "both Visit"), (3.0, "same day 2021-05-03")) and visit.links[0].score >= 4.5
    assert {h.cls for h in found.values()} == {"Visit", "Meeting", "Shootdown", "Talks"}


@pytest.mark.parametrize("change, why", [
    ({"date": day("2021-05-20")}, "dates do not meet"), ({"status": "negated"}, "actual or negated"), ({"cls": "PhoneCall"}, "another kind of event"), ({"date": None}, "undated"),
])
def test_what_forbids_a_merge_is_said(change, why):
    one, other = sample.readings()
    a, b = one.events[0], other.events[1]
    assert compare(told(one, a), told(other, b)).score is not None
    verdict = compare(told(one, a), told(other, replace(b, **change)))
    assert verdict.score is None and why in words(verdict)[0]


def test_what_two_agree_on_again_and_again_is_not_one_for_the_two_alone():
    """An agreement of the same two, undated and told two years later, of which nothing is told that both tell; in the same days it is one."""
    one, other = sample.readings()
    someone = sample.entity("someone", "Person", "فلان", "Someone", "QAT", "GOV")
    agreed = {"cls": "Agreement", "event": "AGREE", "mode": None, "place": ()}
    whom = tuple(replace(r, entity=someone) for r in one.events[0].recipients)
    a, b = (replace(e, **agreed, recipients=whom) for e in (one.events[0], other.events[1]))
    a, b = replace(told(one, a), content=()), replace(told(other, replace(b, date=None)), content=())
    a, b = replace(a, written=a.days[1] + 1), replace(b, written=a.days[1] + 2)
    assert compare(a, b).score is not None
    assert words(compare(a, replace(b, written=b.written + 730))) == ("one is undated, in another article",)


def test_another_place_or_other_people_are_another_happening():
    one, other = sample.readings()
    a, b = told(one, one.events[0]), other.events[1]
    assert words(compare(a, told(other, replace(b, place=one.events[3].place)))) == ("another place",)
    someone = replace(sample.entity("someone", "Person", "فلان", "Someone", "QAT", "GOV"))
    assert compare(a, told(other, replace(b, actors=(replace(b.actors[0], entity=someone),), place=()))).score is None


def test_a_denial_contradicts_the_claim_and_the_fact():
    found = accounts(sample.readings(), merge(sample.readings()))
    ties = {(t.kind, t.first[1].partition("-")[0], t.second[1].partition("-")[0]) for t in found.ties}
    assert {t for t in ties if t[0] == "contradicts"} == {("contradicts", "claim:asserts", "claim:denies"), ("contradicts", "event:shootdown", "claim:denies")}


def test_told_as_done_and_told_as_not_done():
    r = sample.second()
    denied = replace(r, article=replace(r.article, id="third"), events=(replace(r.events[0], doc="third", id="event:shootdown-z", status="negated"),))
    readings = [r, denied]
    found = accounts(readings, merge(readings))
    assert [(t.kind, t.second) for t in found.ties] == [("contradicts", ("third", "event:shootdown-z"))] or found.ties[0].first == ("third", "event:shootdown-z")
    assert [h.standing for h in found.happenings if h.cls == "Shootdown" and h.status == "actual"] == ["contested"]


def test_a_dispute_has_its_two_sides_and_their_sources():
    """Who tells and affirms it, who denies it; an outlet that prints it twice is one source, two outlets are two."""
    first, second = sample.readings()
    first, second = (replace(r, article=replace(r.article, publisher=p)) for r, p in ((first, "Our Agency"), (second, "Another")))
    (dispute,) = accounts([first, second], merge([first, second])).disputes
    yes, no = dispute.sides
    assert dispute.happening.startswith("shootdown") and (yes.holds, no.holds) == ("asserts", "denies")
    assert (yes.voices, yes.docs, yes.sources) == (("OMN",), ("second",), 2) and (no.voices, no.docs, no.sources) == (("IRN",), (), 1)
    again = [first, replace(second, article=replace(second.article, publisher="Our Agency"))]
    assert accounts(again, merge(again)).disputes[0].sides[0].sources == 1


def test_independent_sources_bear_each_other_out():
    first, second = sample.readings()
    first, second = (replace(r, article=replace(r.article, publisher=p)) for r, p in ((first, "Our Agency"), (second, "Another")))
    for other, count in ((second, 2), (replace(second, article=replace(second.article, publisher="Our Agency")), 1)):
        found = accounts([first, other], merge([first, other]))
        visit = next(h for h in found.happenings if h.cls == "Visit")
        assert dict(found.sources)[visit.id] == count
        assert [(t.first, t.second) for t in found.ties if t.kind == "corroborates" and t.about == visit.id] == [(key(visit.facts[0]), key(visit.facts[1]))][:count - 1]


def test_other_figures_are_a_difference():
    found = accounts(sample.readings(), merge(sample.readings()))
    assert [(d.aspect, [(v.fact[0], v.value, v.sources) for v in d.variants]) for d in found.differences] == [("count", [("first", "2", 1), ("second", "1", 1)])]


def test_days_apart_by_one_are_a_difference():
    a, b = sample.readings()
    shifted = replace(b, events=(b.events[0], replace(b.events[1], date=day("2021-05-04"), causes=())))
    found = accounts([a, shifted], merge([a, shifted]))
    assert ("date", ("2021-05-03", "2021-05-04")) in [(d.aspect, tuple(v.value for v in d.variants)) for d in found.differences]


def test_every_event_belongs_to_exactly_one_happening():
    readings = sample.readings() + (gold.readings()[0] if gold.available() else [])
    told = [(f.doc, f.id) for h in merge(readings) for f in h.facts]
    assert sorted(told) == sorted((e.doc, e.id) for r in readings for e in r.events)
    names = [h.id for h in merge(readings)]
    assert len(set(names)) == len(names)


@needs_gold
def test_clusters_of_gold():
    """Pairs of facts that gold puts in one cluster: none joined wrongly, at most the two undated ones missed."""
    readings, cluster = gold.readings()
    happening = {f.id: h.id for h in merge(readings) for f in h.facts}
    pairs = [(cluster[a] == cluster[b], happening[a] == happening[b]) for a, b in combinations(sorted(cluster), 2)]
    right, wrong, missed = sum(g and p for g, p in pairs), sum(p and not g for g, p in pairs), sum(g and not p for g, p in pairs)
    assert wrong == 0 and missed <= 2 and right >= 11


@needs_gold
def test_gold_contradiction_and_difference():
    readings, cluster = gold.readings()
    found = accounts(readings, merge(readings))
    assert {t.about for t in found.ties if t.kind == "contradicts"} == {"airspace-violation-rus-tur-2015-11-24"}
    assert [(d.aspect, [v.value for v in d.variants]) for d in found.differences] == [("count", ["2", "1"])]
