"""Which facts are one: our own little articles read and merged; the same in any order; pinned and undone; refined and never erased."""
from __future__ import annotations

import random
import tomllib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import crowd
import gold
import pytest
import sample

from kg import alike, terms
from kg.accounts import accounts
from kg.blocks import FULL, candidates, neighbours, slots
from kg.collection import open_lexicon
from kg.conclusions import conclusion_quads
from kg.grouping import NEVER, components, grouped
from kg.kin import kin, matched, sides
from kg.merge import PRECISE, merge
from kg.model import Article, Date, Ref
from kg.near import nearly
from kg.parts import parts
from kg.pins import Pins
from kg.profile import key
from kg.read import read
from kg.rulings import Rulings
from kg.sources import Sources, byline, origins, reprints
from kg.tellings import tellings

CASES = tomllib.loads((Path(__file__).parent / "cases" / "happenings.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words():
    return open_lexicon()


def readings(case, words):
    return [read(Article(f"a{n}", say, date=on), words) for n, (say, on) in enumerate(zip(case["say"], case["on"]), 1)]


def named(f, many: bool) -> str:
    return (f"{f.doc[1:]}:" if many else "") + f.trigger.text


# ── what is one ───────────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("case", [pytest.param(case, id=f"{form}-{n}") for form, rows in CASES.items() for n, case in enumerate(rows, 1)])
def test_which_facts_of_our_articles_are_one(case, words):
    found = merge(readings(case, words))
    many = len(case["say"]) > 1
    told = {named(f, many) for h in found for f in h.facts}
    assert {w for some in (*case["one"], *case.get("part", ())) for w in some} <= told and len(told) > 1 or not case["one"]
    assert sorted(sorted(named(f, many) for f in h.facts) for h in found if len(h.facts) > 1) == sorted(map(sorted, case["one"]))
    of = {named(f, many): h.id for h in found for f in h.facts}
    assert {(of[part], of[whole]) for part, whole in case.get("part", ())} <= {(p.part, p.whole) for p in parts(found)}


def test_every_link_says_why(words):
    """The points of a link are those of its reasons, and each reason has words."""
    links = [x for form in CASES.values() for case in form for h in merge(readings(case, words)) for x in h.links]
    assert len(links) >= 6
    for x in links:
        assert x.score == sum(points for points, _ in x.reasons) >= alike.NEARLY and all(points and said for points, said in x.reasons)


# ── whatever the order ────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("seed", range(4))
def test_the_same_bytes_in_whatever_order(seed):
    """Articles, the events of an article and the participants of nobody else's: shuffled, the graph of conclusions has the same bytes."""
    whole = crowd.readings(600, seed) + sample.readings() + (gold.readings()[0] if gold.available() else [])
    rng = random.Random(seed)
    shuffled = [replace(r, events=tuple(rng.sample(r.events, len(r.events))), claims=tuple(rng.sample(r.claims, len(r.claims)))) for r in rng.sample(whole, len(whole))]
    one, other = (conclusion_quads(accounts(rs, merge(rs))) for rs in (whole, shuffled))
    assert terms.lines(one) == terms.lines(other) and len(one) > 3000


def test_what_has_nothing_to_do_with_a_happening_leaves_it_as_it_is():
    """Groups are made component by component: strangers change nothing."""
    mine = sample.readings()
    alone, among = merge(mine), merge(mine + crowd.readings(500))
    assert {h.id: [key(f) for f in h.facts] for h in alone}.items() <= {h.id: [key(f) for f in h.facts] for h in among}.items()


# ── pins ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def together(found, *ids):
    return any(set(ids) <= {f.id for f in h.facts} for h in found)


def test_people_say_what_is_one_and_what_is_not():
    rs = sample.readings()
    visit, again, meeting = rs[0].events[0].id, rs[1].events[1].id, rs[0].events[1].id
    assert together(merge(rs), visit, again) and not together(merge(rs), visit, meeting)
    apart = Pins(different=frozenset([frozenset((visit, again))]))
    assert not together(merge(rs, apart), visit, again)
    joined = merge(rs, Pins(same=frozenset([frozenset((visit, meeting))])))
    assert together(joined, visit, meeting, again)
    (link,) = [x for h in joined for x in h.links if {x.first[1], x.second[1]} == {visit, meeting}]
    assert link.score is None and not link.reasons
    assert merge(rs, Pins(same=frozenset([frozenset(("event:gone", "event:nowhere"))]))) == merge(rs)


def test_pins_hold_across_articles_and_through_others():
    """What is the same as something is the same as all that is; who is kept from one of a group stays out of it."""
    rs = sample.readings()
    shot, talks, again = rs[0].events[2].id, rs[0].events[3].id, rs[1].events[0].id
    assert together(merge(rs, Pins(same=frozenset([frozenset((talks, again))]))), talks, again)
    kept = merge(rs, Pins(same=frozenset([frozenset((talks, again))]), different=frozenset([frozenset((shot, talks))])))
    assert together(kept, talks, again) and not together(kept, shot, talks)


def test_who_speaks_for_a_state_stands_for_its_side_of_a_deal():
    """The president in one place and the minister in the other are one side; an opposition of the state is none."""
    at = sample.first().events[0].trigger
    ref = lambda ident, country, sector: Ref(sample.entity(ident, "Person", ident, ident, country, sector), at)
    president, minister, rebel, guest = ref("president", "SDN", "GOV"), ref("minister", "SDN", "GOV"), ref("rebel", "SDN", "REB"), ref("guest", "TCD", "GOV")
    named = lambda xs, ys: [(p.one.id, p.other.id) for p in sides(xs, ys)]
    assert named([president, guest], [guest, minister]) == [("guest", "guest"), ("president", "minister")]
    assert named([president], [rebel]) == named([president], [guest]) == [] and not matched([president], [minister])


# ── refinement ────────────────────────────────────────────────────────────────────────────────────────────────────

def test_a_later_article_refines_and_never_erases():
    first, second = sample.readings()
    vague = replace(first.events[0], date=Date("2021-05-01", "2021-05-31", "month", "absolute"), recipients=(), id="event:visit-vague")
    before = next(h for h in merge([replace(first, events=(vague,), claims=())]))
    after = next(h for h in merge([replace(first, events=(vague,), claims=()), second]) if h.cls == "Visit")
    assert before.date.precision == "month" and after.date.start == "2021-05-03" and after.date.precision == "day" and len(after.facts) == 2
    assert {e.id for e in before.actors} <= {e.id for e in after.actors} and after.recipients == ()


@pytest.mark.parametrize("seed", range(3))
def test_what_a_happening_has_it_keeps(seed):
    """Whoever is named stays, or gives way to his own people; a date only grows sharper; whatever articles are added."""
    rs = crowd.readings(800, seed)
    before, after = merge(rs[:60]), merge(rs)
    place = {key(f): h for h in after for f in h.facts}
    grown = 0
    for h in before:
        wider = place[key(h.facts[0])]
        if not {key(f) for f in h.facts} <= {key(f) for f in wider.facts}:
            continue
        grown += len(wider.facts) > len(h.facts)
        people = wider.actors + wider.recipients
        assert all(any(e.id == x.id or kin(e, x) for x in people) for e in h.actors + h.recipients)
        assert not h.date or PRECISE[wider.date.precision] <= PRECISE[h.date.precision]
    assert grown > 5


# ── few pairs are compared, and none is missed ────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("events", [300, 900])
def test_no_likely_pair_is_overlooked(events, monkeypatch):
    """As long as no slot is full, the pairs that are compared hold all that comparing everything with everything finds likely."""
    monkeypatch.setattr("kg.blocks.FULL", 10 ** 6)
    told = sorted((t for r in crowd.readings(events, a_day=25) for t in tellings(r, Rulings(Pins()))), key=lambda t: t.key)
    compared = set(candidates(told))
    likely = lambda i, j: (v := alike.compare(told[i], told[j])).score is not None and v.score >= alike.THRESHOLD
    wanted = {(i, j) for i, j in combinations(range(len(told)), 2) if told[i].doc != told[j].doc and likely(i, j)}
    assert wanted <= compared and len(wanted) > 10 and len(compared) < len(told) ** 2 / 20


def test_a_full_slot_is_not_quadratic():
    """A thousand articles that tell one meeting: each is compared with a few, and they are one happening all the same."""
    (r,) = crowd.readings(1)
    day = Date("2010-01-01", "2010-01-01", "day", "absolute")
    rs = [replace(r, article=replace(r.article, id=f"b{n}"), events=(replace(r.events[0], doc=f"b{n}", id=f"event:b{n}", date=day, cls="Meeting", event="CONSULT"),)) for n in range(1000)]
    told = sorted((t for x in rs for t in tellings(x, Rulings(Pins()))), key=lambda t: t.key)
    assert sum(1 for _ in candidates(told)) < 40 * len(told)
    assert [len(h.facts) for h in merge(rs)] == [1000]
    members = [(n, True) for n in range(FULL)]
    assert sum(1 for _ in neighbours(members, told, "day")) == FULL * (FULL - 1) // 2
    assert slots(told[0]) == sorted(slots(told[0]))


def test_only_what_concerns_some_is_compared():
    told = sorted((t for r in crowd.readings(400) for t in tellings(r, Rulings(Pins()))), key=lambda t: t.key)
    every, mine = set(candidates(told)), {7, 70}
    assert set(candidates(told, mine)) == {p for p in every if mine & set(p)}


def test_groups_whose_members_speak_against_each_other_stay_apart():
    scores = {(0, 1): 5.0, (1, 2): 5.0, (0, 2): -8.0}
    between = lambda i, j: scores[min(i, j), max(i, j)]
    assert grouped([0, 1, 2], [(0, 1), (1, 2)], between, 1.0) == [[0, 1], [2]]
    assert grouped([0, 1, 2], [(0, 1), (1, 2)], lambda i, j: NEVER if {i, j} == {0, 2} else 5.0, 1.0) == [[0, 1], [2]]
    assert grouped([0, 1, 2], [(0, 1)], between, 1.0, forced=[(0, 2)]) == [[0, 1, 2]]
    assert components(4, [(3, 1)]) == [[0], [1, 3], [2]]


# ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────────

AGENCY = ("أعلنت وزارة الخارجية العمانية أن سفينة تجارية تعرضت لهجوم قبالة سواحل صلالة فجر الخميس دون وقوع إصابات بين أفراد طاقمها. "
          "وأضافت الوزارة في بيان لها أن فرق الإنقاذ وصلت إلى السفينة بعد ساعتين وأن التحقيقات جارية لمعرفة ملابسات الحادث والجهة المسؤولة عنه.")


def outlet(doc: str, text: str, publisher: str | None = None):
    (r,) = crowd.readings(1)
    return replace(r, article=Article(doc, text, publisher=publisher), events=(replace(r.events[0], doc=doc, id=f"event:{doc}", evidence=(replace(r.events[0].evidence[0], text=text.split(". ")[0]),)),))


def test_an_agency_text_reprinted_is_one_source():
    rs = [outlet("a", AGENCY, "Paper A"), outlet("b", "عمان - " + AGENCY, "Paper B"), outlet("c", AGENCY + " وكانت المنطقة شهدت حوادث مماثلة.", "Paper C"),
          outlet("d", "قال صيادون في صلالة إنهم شاهدوا دخانا يتصاعد من سفينة بعيدة صباح الخميس ثم سمعوا دوي انفجار قوي.", "Paper D")]
    assert reprints(rs) == {"a": "a", "b": "a", "c": "a", "d": "d"}
    facts = [e for r in rs for e in r.events]
    assert [[f.doc for f in some] for some in Sources(origins(rs)).independent(facts)] == [["a", "b", "c"], ["d"]]


def test_one_outlet_is_one_source_and_so_is_a_quoted_agency():
    rs = [outlet("a", "نص أول عن الحادث في الميناء", "Paper"), outlet("b", "نص آخر لا يشبه الأول في شيء من ألفاظه", "Paper")]
    assert len(Sources(origins(rs)).independent([e for r in rs for e in r.events])) == 1
    agency = sample.entity("suna", "Organization", "سونا", "SUNA", "SDN", "MED")
    quoted = [replace(r.events[0], sources=(replace(r.events[0].actors[0], entity=agency),)) for r in (outlet("c", "نص ثالث", "P3"), outlet("d", "نص رابع مختلف", "P4"))]
    assert len(Sources({}).independent(quoted)) == 1


def test_the_agency_of_the_dateline_or_last_line():
    from kg.model import Mention, Span
    agency = sample.entity("suna", "Organization", "سونا", "SUNA", "SDN", "MED")
    text = "الخرطوم (سونا) - وصل الوزير إلى العاصمة صباح اليوم في زيارة تستمر يومين يلتقي خلالها عددا من كبار المسؤولين ويبحث معهم سبل التعاون بين البلدين في مجالات الزراعة."
    at = lambda where, found: replace(outlet(f"{found.start}", where, f"Paper {found.start}"), mentions=(Mention("x", Ref(agency, found)),))
    dateline = at(text, Span(9, 13, "سونا"))
    middle = at(text + " " + text, Span(len(text) + 10, len(text) + 14, "سونا"))
    assert byline(dateline) == "suna" and byline(middle) is None
    assert Sources(origins([dateline])).of(dateline.events[0]) == "agency:suna"


def test_sentences_of_nearly_the_same_words_are_one_source():
    """Two papers that print one sentence of an agency in articles of their own."""
    sentence = AGENCY.split(". ")[0]
    rs = [outlet("a", sentence + ". " + "وفي سياق آخر افتتح معرض الكتاب في مسقط بمشاركة دور نشر من عشرين دولة عربية وأجنبية هذا الأسبوع.", "A"),
          outlet("b", sentence + ". " + "من جهة أخرى ارتفعت أسعار النفط في الأسواق العالمية إلى أعلى مستوى لها منذ ثلاثة أعوام وفق بيانات.", "B")]
    assert len(set(reprints(rs).values())) == 2
    assert len(Sources(origins(rs)).independent([e for r in rs for e in r.events])) == 1


# ── why ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_what_was_nearly_joined_says_why_it_was_not(words):
    found = merge(readings(CASES["across"][2], words))            # a summit of three, and a meeting of two of them
    summit, meeting = (next(h for h in found if h.cls == cls) for cls in ("Summit", "Meeting"))
    (near,) = nearly(summit, found)
    assert (near.score, near.against, near.happening) == (None, "two of them meet in one, more in the other", meeting.id)


def test_what_people_keep_apart_is_nearly_one():
    rs = sample.readings()
    visit, again = rs[0].events[0].id, rs[1].events[1].id
    apart = Pins(different=frozenset([frozenset((visit, again))]))
    found = merge(rs, apart)
    (near,) = [n for h in found for n in nearly(h, found, apart) if n.fact[1] == visit]
    assert near.against == "people keep them apart" and near.score > alike.THRESHOLD
