"""The order of happenings: what sentences say of it, what follows from it, and the line that it makes of them."""
from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sample
from hypothesis import given, settings
from hypothesis import strategies as st
from running import call
from test_store import write

from kg import chronicle, ontology, store, terms, timeline, vocab
from kg.accounts import accounts
from kg.collection import open_lexicon
from kg.conclusions import conclusion_quads
from kg.find.ordered import distance
from kg.find.time_expr import TimeExpr
from kg.graph import article_quads
from kg.merge import merge
from kg.model import Article, Date, TimeTie
from kg.order import Known, Told, arrange
from kg.read import read
from kg.records import from_json, to_json

CASES = tomllib.loads((Path(__file__).parent / "cases" / "order.toml").read_text(encoding="utf-8"))
NAMES = vocab.prefixes()


# ── what a sentence says ──────────────────────────────────────────────────────────────────────────────────────────

def cases() -> list:
    out = []
    for form, rows in CASES.items():
        for n, case in enumerate(rows):
            marks = [pytest.mark.xfail(reason=case["fails"], strict=True)] if "fails" in case else []
            out.append(pytest.param(case, id=f"{form}-{n + 1}", marks=marks))
    return out


@pytest.fixture(scope="module")
def words():
    return open_lexicon()


@pytest.mark.parametrize("case", cases())
def test_what_a_sentence_says_of_the_order(case, words):
    r = read(Article("case", case["say"], date=case["on"]), words)
    cls = {e.id: e.cls for e in r.events}
    told = sorted(f"{e.cls} {t.relation} {cls[t.fact]}" + (f" {t.least}..{t.most}" if t.least is not None else "") for e in r.events for t in e.order)
    assert told == sorted(case["is"])
    days = {f"{e.cls} {e.date.start}" for e in r.events if e.date and e.date.start == e.date.end}
    assert set(case.get("days", ())) <= days
    for e in r.events:
        for t in e.order:
            assert r.article.text[t.span.start:t.span.end] == t.span.text != ""


def test_a_record_keeps_the_order(words):
    r = read(Article("x", CASES["apart"][1]["say"], date="2021-05-10"), words)
    tied = next(e for e in r.events if e.order)
    assert from_json(to_json(tied), r.article.text) == tied
    assert from_json({k: v for k, v in to_json(tied).items() if k != "order"}) == replace(tied, order=())


@pytest.mark.parametrize("amount, unit, approx, days", [(2, "day", False, (2, 2)), (1, "week", False, (6, 8)), (-3, "day", False, (3, 3)), (1, "month", False, (27, 33)),
                                                        (2, "day", True, (1, 3)), (5, "hour", False, (0, 1)), (1, "month", True, (17, 43))])
def test_a_distance_is_as_loose_as_its_unit(amount, unit, approx, days):
    assert distance(TimeExpr(0, 1, 0, 1, "", "anaphoric", "offset", amount=amount, unit=unit, approx=approx)) == days


# ── what follows ──────────────────────────────────────────────────────────────────────────────────────────────────

def ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def days(order, name: str) -> tuple[str | None, str | None]:
    return tuple(b and date.fromordinal(b.day).isoformat() for b in order.windows[name])


SHOT, LETTER = ordinal("2015-11-24"), ordinal("2016-06-27")


def test_what_has_no_date_lies_between_what_came_before_and_after():
    order = arrange({"shot": Known(SHOT, SHOT), "death": Known(None, None), "letter": Known(None, LETTER)},
                    [Told("shot", "before", "death"), Told("death", "before", "letter")])
    assert days(order, "death") == ("2015-11-24", "2016-06-27") and not order.conflicts
    assert days(order, "letter") == ("2015-11-24", "2016-06-27")      # through the death
    after = order.windows["letter"].after
    assert after.source == "shot" and [(t.one, t.two) for t in after.chain] == [("death", "letter"), ("shot", "death")]


def test_within_a_longer_one_and_led_to():
    order = arrange({"visit": Known(SHOT, SHOT + 2), "talk": Known(None, None), "deal": Known(None, None)}, [Told("talk", "during", "visit"), Told("talk", "led-to", "deal")])
    assert days(order, "talk") == ("2015-11-24", "2015-11-26") and days(order, "deal") == ("2015-11-24", None)


def test_a_distance_in_days_goes_both_ways():
    known = {"shot": Known(SHOT, SHOT), "halt": Known(None, None), "eve": Known(None, None)}
    order = arrange(known, [Told("shot", "before", "halt", 1, 1), Told("eve", "before", "shot", 6, 8)])
    assert days(order, "halt") == ("2015-11-25", "2015-11-25") and days(order, "eve") == ("2015-11-16", "2015-11-18")


def test_a_circle_orders_nothing_and_is_given_back():
    ties = [Told("a", "before", "b"), Told("b", "before", "c"), Told("c", "before", "a"), Told("c", "before", "d")]
    order = arrange({"a": Known(SHOT, SHOT), "b": Known(None, None), "c": Known(SHOT, SHOT), "d": Known(None, None)}, ties)
    assert [(c.kind, set(c.ties)) for c in order.conflicts] == [("circle", set(ties[:3]))]
    assert order.ties == (ties[3],) and days(order, "d") == ("2015-11-24", None)


def test_each_within_the_other_is_no_circle_but_before_and_within_is():
    both = arrange({"a": Known(SHOT, SHOT), "b": Known(None, None)}, [Told("a", "during", "b"), Told("b", "during", "a")])
    assert not both.conflicts and days(both, "b") == ("2015-11-24", "2015-11-24")
    assert [c.kind for c in arrange({"a": Known(None, None), "b": Known(None, None)}, [Told("a", "before", "b"), Told("b", "during", "a")]).conflicts] == ["circle"]


def test_ties_against_the_dates_are_given_back_and_only_those():
    known = {"a": Known(SHOT + 5, SHOT + 5), "b": Known(None, None), "c": Known(SHOT, SHOT), "d": Known(SHOT + 9, SHOT + 9)}
    ties = [Told("a", "before", "b"), Told("b", "before", "c"), Told("c", "before", "d")]
    order = arrange(known, ties)
    assert [(c.kind, c.ties) for c in order.conflicts] == [("dates", tuple(ties[:2]))] and order.ties == (ties[2],)
    assert "b" not in order.windows


def test_distances_that_cannot_all_be_true():
    ties = [Told("a", "before", "b", 1, 1), Told("b", "before", "c", 1, 1), Told("a", "before", "c", 5, 5)]
    order = arrange({"a": Known(SHOT, SHOT), "b": Known(None, None), "c": Known(None, None)}, ties)
    assert {t for c in order.conflicts for t in c.ties} == set(ties) and not order.ties


def test_what_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="over before it begins"):
        arrange({"a": Known(5, 4), "b": Known(None, None)}, [Told("a", "before", "b")])


# A world in which everything has its day; what is told of it is true, and dates are given of some of it, more or less exactly.
truths = st.lists(st.tuples(st.integers(1, 400), st.integers(0, 6), st.sampled_from(("day", "loose", "after", "before", "none"))), min_size=2, max_size=14)
pairs = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.booleans()), max_size=30)


def world(things, links):
    span = {f"h{n:02}": (start, start + length) for n, (start, length, _) in enumerate(things)}
    known = {h: {"day": Known(a, b), "loose": Known(a - 20, b + 20), "after": Known(a, None), "before": Known(None, b), "none": Known(None, None)}[how]
             for (h, (a, b)), (_, _, how) in zip(span.items(), things)}
    told = []
    for i, j, exact in links:
        one, two = f"h{i:02}", f"h{j:02}"
        if one == two or one not in span or two not in span:
            continue
        (a, b), (c, d) = span[one], span[two]
        if b < c:
            told.append(Told(one, "before", two, c - a, c - a) if exact else Told(one, "before", two))
        elif c <= a and b <= d:
            told.append(Told(one, "during", two))
    return span, known, told


@settings(max_examples=300, deadline=None)
@given(truths, pairs)
def test_true_ties_never_contradict_and_their_bounds_hold_what_is_true(things, links):
    span, known, told = world(things, links)
    order = arrange(known, told)
    loops = {frozenset((t.one, t.two)) for t in told if t.kind == "during"} & {frozenset((t.one, t.two)) for t in told if t.kind == "before"}
    assert not loops and not order.conflicts
    for h, (after, before) in order.windows.items():
        assert after is None or after.day <= span[h][0]
        assert before is None or span[h][0] <= before.day


@settings(max_examples=300, deadline=None)
@given(truths, pairs, st.randoms(use_true_random=False))
def test_bounds_only_narrow_and_the_order_of_the_input_does_not_matter(things, links, chance):
    _, known, told = world(things, links)
    order = arrange(known, told)
    for h, (after, before) in order.windows.items():
        assert known[h].first is None or after.day >= known[h].first
        assert known[h].last is None or before.day <= known[h].last
    shuffled, people = list(told) * 2, list(known.items())
    chance.shuffle(shuffled)
    chance.shuffle(people)
    assert arrange(dict(people), shuffled) == order
    fewer = arrange(known, told[:len(told) // 2])
    for h, (after, before) in fewer.windows.items():
        assert after is None or order.windows[h].after.day >= after.day
        assert before is None or order.windows[h].before.day <= before.day


@settings(max_examples=300, deadline=None)
@given(truths, st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.sampled_from(("before", "during", "led-to")), st.none() | st.integers(0, 9)), max_size=25),
       st.randoms(use_true_random=False))
def test_whatever_is_told_ends_in_bounds_that_agree_and_loses_nothing(things, links, chance):
    _, known, _ = world(things, [])
    told = [Told(f"h{i:02}", kind, f"h{j:02}", apart if kind == "before" else None, apart if kind == "before" else None) for i, j, kind, apart in links]
    order = arrange(known, told)
    ours = {t for t in told if t.one in known and t.two in known and t.one != t.two}
    assert {*order.ties, *(t for c in order.conflicts for t in c.ties)} == ours
    assert all(after is None or before is None or after.day <= before.day for after, before in order.windows.values())
    chance.shuffle(told)
    assert arrange(known, told) == order


def test_a_long_tale_is_ordered_in_little_more_than_its_length():
    """One pass: the edges are walked a fixed number of times, however long the chain (quadratic work would take minutes here)."""
    names = [f"h{n:05}" for n in range(20_000)]
    random.Random(4).shuffle(names)
    order = arrange({h: Known(SHOT, SHOT) if n == 0 else Known(None, None) for n, h in enumerate(names)}, [Told(a, "before", b) for a, b in zip(names, names[1:])])
    assert order.windows[names[-1]].after.day == SHOT and len(order.windows[names[-1]].after.chain) == 16


# ── in the graph ──────────────────────────────────────────────────────────────────────────────────────────────────

def tale(first_is: str = "after"):
    """The two articles of the sample, the first saying that the meeting was after the visit (or before) and the shootdown two days before the visit."""
    one, two = sample.readings()
    visit, meeting, shot, talks = one.events
    span = visit.trigger
    meeting = replace(meeting, date=None, order=(TimeTie(first_is, visit.id, None, None, span),))
    shot = replace(shot, date=None, sources=(), order=(TimeTie("before", visit.id, 2, 2, span),))
    return [replace(one, events=(visit, meeting, shot, talks)), replace(two, events=two.events[1:])]


def graph(tmp_path, readings):
    found = accounts(readings, merge(readings))
    order = chronicle.order(found.happenings, readings)
    quads = [q for r in readings for q in article_quads(r)] + conclusion_quads(found, named=ontology.labels()) + chronicle.order_quads(found.happenings, readings, order)
    store.build(write(tmp_path / "g.nq", quads), tmp_path / "store")
    return store.open_store(tmp_path / "store"), order


def test_bounds_stand_in_the_graph_with_what_they_follow_from(tmp_path):
    g, order = graph(tmp_path, tale())
    assert not order.conflicts
    rows = [tuple(map(terms.value, r)) for r in g.ask("SELECT ?c ?earliest ?latest { ?h kg:eventClass ?c ; kg:earliest ?earliest ; kg:latest ?latest } ORDER BY ?c", NAMES).rows]
    assert rows == [(vocab.ONTOLOGY + "Meeting", "2021-05-03", "2021-05-04"), (vocab.ONTOLOGY + "Shootdown", "2021-05-01", "2021-05-01")]
    assert g.ask("ASK { ?one kg:before ?two . ?one a kg:Happening ; kg:eventClass kg:Visit . ?two kg:eventClass kg:Meeting ; kg:earliest '2021-05-03'^^xsd:date }", NAMES).truth
    assert g.ask("ASK { ?h kg:earliestBy ?tie . ?tie kg:orderKind 'before' ; kg:leastDays 2 ; kg:orderFact/kg:evidence ?quote ; kg:orderWords ?words }", NAMES).truth
    assert g.ask("ASK { ?one a kg:Event ; kg:before ?two . ?two a kg:Event }", NAMES).truth


def test_a_contradiction_is_a_problem_with_its_article_and_facts():
    readings = tale()
    one = readings[0]
    visit, meeting = one.events[:2]
    visit = replace(visit, order=(TimeTie("after", meeting.id, None, None, meeting.trigger),))
    readings[0] = replace(one, events=(visit, *one.events[1:]))
    found = accounts(readings, merge(readings))
    (p,) = chronicle.problems(chronicle.order(found.happenings, readings), {"first": "first.txt"})
    assert (p.severity, p.code, p.doc, p.path) == ("warning", "order-circle", "first", "first.txt") and {p.fact, *p.related} == {visit.id, meeting.id}
    assert "goes round in a circle" in p.message and "«زار»" in p.message


def test_an_order_against_dates_is_reported_and_the_dates_stay(tmp_path):
    one = sample.first()
    visit, meeting, shot, talks = one.events
    wrong = replace(one, events=(replace(visit, order=(TimeTie("before", shot.id, None, None, visit.trigger),)), meeting, shot, talks))
    g, order = graph(tmp_path, [wrong])
    assert [c.kind for c in order.conflicts] == ["dates"]
    assert not g.ask("ASK { ?x kg:before ?y . ?x a kg:Happening }", NAMES).truth and not g.ask("ASK { ?x kg:earliest|kg:latest ?d ; kg:startDate ?s }", NAMES).truth


def test_what_is_told_as_done_was_so_before_the_article():
    happenings = accounts([sample.first()], merge([sample.first()])).happenings
    undated = replace(next(h for h in happenings if h.cls == "Meeting"), date=None)
    written = {"first": Date("2021-05-04", "2021-05-04", "day")}
    assert chronicle.known(undated, written) == Known(None, ordinal("2021-05-04"))
    assert chronicle.known(replace(undated, status="future"), written) == Known(ordinal("2021-05-04"), None)
    assert chronicle.known(replace(undated, status="hypothetical"), written) == Known(None, None)
    about = replace(undated, date=Date("2021-04-20", "2021-04-24", "approximate"))
    assert chronicle.known(about, written) == Known(ordinal("2021-04-05"), ordinal("2021-05-04"))


# ── the line ──────────────────────────────────────────────────────────────────────────────────────────────────────

def test_the_timeline_puts_the_undated_where_the_order_has_them(tmp_path):
    g, _ = graph(tmp_path, tale())
    found = timeline.entries(g, NAMES)
    timeline.explain(found, g, NAMES)
    assert timeline.lines(found, 80, why=True) == [
        "= 2021-05-01        shootdown: Iran → Oman (Gulf of Oman) [contested]",
        "                      after 2021-05-01: 2 days before visit · Salim al-Hinai →",
        "                        Iran · 2021-05-03 «زار» (first)",
        "                      before 2021-05-01: 2 days before visit · Salim al-Hinai →",
        "                        Iran · 2021-05-03 «زار» (first)",
        "2021-05-03          visit: Salim al-Hinai → Iran (Tehran)",
        "after 2021-05-03    meeting: Wazir al-Kharjia al-Ayrani, Salim al-Hinai (Tehran)",
        "before 2021-05-04     after 2021-05-03: after visit · Salim al-Hinai → Iran ·",
        "                        2021-05-03 «زار» (first)",
        "                      before 2021-05-04: told as done in first"]
    assert all(len(line) <= 80 for line in timeline.lines(found, 80, why=True))
    theirs = timeline.entries(g, NAMES, language="ar")
    timeline.explain(theirs, g, NAMES, "ar")
    said = [line.strip() for line in timeline.lines(theirs, 200, why=True, language="ar")]
    assert [line for line in said if not line.startswith("2021")] == [
        "= 2021-05-01        إسقاط طائرة: إيران → عُمان (بحر عمان) [مختلف فيه]",
        "بعد 2021-05-01: قبل زيارة · سالم الهنائي → إيران · 2021-05-03 (الأيام: 2) «زار» (first)", "قبل 2021-05-01: قبل زيارة · سالم الهنائي → إيران · 2021-05-03 (الأيام: 2) «زار» (first)",
        "بعد 2021-05-03      لقاء: وزير الخارجية الإيراني، سالم الهنائي (طهران)", "قبل 2021-05-04        بعد 2021-05-03: بعد زيارة · سالم الهنائي → إيران · 2021-05-03 «زار» (first)",
        "قبل 2021-05-04: يرويه واقعا first"]
    (tmp_path / "other").mkdir()
    before, _ = graph(tmp_path / "other", tale("before"))
    assert [e.cells["what"].split('"')[1] for e in timeline.entries(before, NAMES)] == ["shootdown", "meeting", "visit"]


def test_the_timeline_is_narrowed_by_what_may_be(tmp_path):
    g, _ = graph(tmp_path, tale())
    what = lambda **k: [e.cells["what"].split('"')[1] for e in timeline.entries(g, NAMES, **k)]
    assert what(since="2021-05-04") == ["meeting"] and what(until="2021-05-02") == ["shootdown"] and what(place="<urn:kg:id:gulf-of-oman>") == ["shootdown"]
    assert what(a="<urn:kg:id:salim-al-hinai>", b="<urn:kg:id:IRN>") == ["visit", "meeting"] and what(a="<urn:kg:id:OMN>", b="<urn:kg:id:IRN>") == ["shootdown", "visit", "meeting"]


def test_the_order_of_the_articles_leaves_no_trace(tmp_path):
    readings = tale()
    rows = []
    for articles in (readings, readings[::-1]):
        found = accounts(articles, merge(articles)).happenings
        rows.append(chronicle.order_quads(found, articles, chronicle.order(found, articles)))
    assert rows[0] == rows[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tale")
    (folder / "a.txt").write_text("قصفت إيران دهوك في 3 مايو 2021. وأغلقت تركيا المعبر بعد الهجوم على دهوك بيومين.\nوأدانت مصر إيران عقب القصف.\n", encoding="utf-8")
    (folder / "a.toml").write_text("date = 2021-05-10\n", encoding="utf-8")
    (folder / "kg.toml").write_text('articles = "."\n', encoding="utf-8")
    assert call("build", "--quiet", cwd=folder).returncode == 0
    return folder


def test_the_timeline_on_the_command_line(built):
    assert call("timeline", "--format", "table", cwd=built).stdout == (
        "2021-05-03          shelling: Iran → Duhok\n"
        "2021-05-05          closure: Turkey\n"
        "2021-05-10          condemnation: Egypt → Iran\n")
    piped = call("timeline", "--a", "EGY", cwd=built).stdout.splitlines()
    assert piped[0].split("\t") == [f"?{c}" for c in timeline.COLUMNS] and len(piped) == 2
    assert '"why"' in call("timeline", "--why", "--format", "json", cwd=built).stdout
    assert call("timeline", "--place", "nowhere", cwd=built).returncode == 2
    assert call("timeline", "--place", "العراق", "--format", "table", cwd=built).stdout == "2021-05-03          shelling: Iran → Duhok\n"
    assert call("ask", "near", "--place", "الموصل", "--km", "100", "--format", "csv", cwd=built).stdout.splitlines()[1].startswith("60,Duhok,point,2021-05-03")
    assert call("timeline", "--since", "2022", "--format", "table", cwd=built).stdout == "nothing is known of that\n"
    assert call("validate", cwd=built).stdout.endswith("no problem\n")
