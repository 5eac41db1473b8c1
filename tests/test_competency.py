"""The twenty questions that the graph must answer, each held on the gold of the two seed articles (see tests/gold.py).

What is asserted is what a careful reader finds there; the queries themselves know neither article: parties, places and classes come in as
parameters, by the names that people use.
"""
from __future__ import annotations

import gold
import pytest

from kg import formats, query, store, terms, vocab
from kg.accounts import accounts
from kg.conclusions import conclusion_quads
from kg.graph import Tenure, article_quads, office_quads
from kg.merge import merge
from kg.model import Entity

pytestmark = pytest.mark.skipif(not gold.available(), reason="../shared is not here")
NAMES = vocab.prefixes()
FIRST, SECOND = gold.FIRST, gold.SECOND


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gold")
    readings = gold.readings()[0]
    putin = Entity("putin", "Person", (("ar", "فلاديمير بوتين"), ("en", "Vladimir Putin")), None, "RUS", "GOV")
    russia = Entity("RUS", "State", (("ar", "روسيا"), ("en", "Russia")), None, "RUS")
    tenures = [Tenure(putin, "president", (("ar", "رئيس"), ("en", "president")), russia, "2012-05-07", None),
               Tenure(putin, "prime-minister", (("ar", "رئيس الوزراء"), ("en", "prime minister")), russia, "2008-05-08", "2012-05-07")]
    quads = [q for r in readings for q in article_quads(r)] + conclusion_quads(accounts(readings, merge(readings))) + office_quads(tenures)
    (folder / "graph.nq").write_text("\n".join(terms.lines(quads)) + "\n", encoding="utf-8")
    store.build(folder / "graph.nq", folder / "store")
    return store.open_store(folder / "store")


@pytest.fixture
def ask(graph):
    """The rows of a saved query, as a list of dicts of what a person reads."""
    def rows(name, **given):
        answer = query.answer(query.load(name), {k.rstrip("_"): v for k, v in given.items()}, graph, NAMES)
        return [dict(zip(answer.variables, row)) for row in formats.cells(answer, NAMES)]
    return rows


def parts(cell):
    return set(cell.split(", ")) if cell else set()


ERDOGAN, PUTIN = "Recep Tayyip Erdoğan", "Vladimir Putin"


def test_01_leaders_met(ask):
    found = {(r["what"], r["start"], r["end"], r["precision"], frozenset(parts(r["who"]) | parts(r["whom"])), r["where"]) for r in ask("leaders-met", a="Turkey", b="روسيا")}
    assert found == {
        ("visit", "2017-03-10", "2017-03-10", "day", frozenset({ERDOGAN, PUTIN, "Russia"}), "Moscow"),
        ("meeting", "2017-03-10", "2017-03-10", "day", frozenset({ERDOGAN, PUTIN}), "Moscow"),
        ("visit", "2016-08-09", "2016-08-09", "day", frozenset({ERDOGAN, "Russia"}), "Saint Petersburg"),
        ("phone call", "", "2016-06-27", "before", frozenset({ERDOGAN, PUTIN}), ""),
        ("phone call", "2016-07-20", "2016-08-03", "approximate", frozenset({ERDOGAN, PUTIN}), "")}


def test_02_after_the_shootdown(ask):
    found = [(r["day"], r["what"]) for r in ask("after", class_="Shootdown", by="Russia", to="تركيا")]
    assert found == [("2015-11-25", "suspension of trade"), ("2015-11-25", "visa measure"), ("2015-11-28", "sanction"), ("2015-11-28", "travel ban")]
    assert ask("after", class_="Shootdown", by="Turkey", to="Russia") == []


def test_03_shot_down(ask):
    (r,) = ask("shot-down")
    assert (r["what"], r["whose"], r["by"], r["with"], r["where"], r["distance"], r["start"], r["end"]) == (
        "Su-24", "Russia", "Turkey", "air-to-air missile", "Syria", "4 km", "2015-11-24", "2015-11-24")


def test_04_deaths_and_rescues(ask):
    found = {(r["fate"], r["who"], frozenset(parts(r["by"]))) for r in ask("deaths")}
    assert found == {("killed", "Oleg Peshkov", frozenset({"Syrian Turkmen militants"})),
                     ("rescued", "second pilot of the Su-24", frozenset({"Russian forces", "Syrian units"}))}


def test_05_contradictions(ask):
    rows = ask("contradictions")
    assert {(r["holds"], r["who"], r["sources"]) for r in rows} == {("asserts", "Turkey", "1"), ("denies", "Ministry of Defence of Russia", "1"), ("denies", "Syrian air defence", "1")}
    assert all(r["matter"].startswith("airspace violation") and r["words"] for r in rows)
    assert ask("contradictions", party="Russia") == rows and ask("contradictions", party="Iran") == []


def test_06_differences(ask):
    assert [(r["article"], r["aspect"], r["value"], r["unit"]) for r in ask("differences")] == [(FIRST, "count", "2", "warplane"), (SECOND, "count", "1", "warplane")]
    assert all(r["happening"].startswith("happening:shootdown-") for r in ask("differences"))


def test_07_ceasefire(ask):
    found = [(r["what"], r["start"], r["end"], frozenset(parts(r["between"])), frozenset(parts(r["brokers"])), r["where"]) for r in ask("ceasefires", place="Syria")]
    sides = frozenset({"Government of Syria", "armed Syrian opposition"})
    assert found == [("ceasefire agreement", "2016-12-29", "2016-12-29", sides, frozenset({"Russia", "Turkey"}), "Syria"),
                     ("ceasefire in force", "2016-12-29", "2016-12-30", sides, frozenset(), "Syria")]


def test_08_astana(ask):
    rows = ask("talks", place="أستانا")
    assert {(r["start"], r["end"]) for r in rows} == {("2017-01-23", "2017-01-24")} and len({r["happening"] for r in rows}) == 1
    who = lambda part: {r["who"] for r in rows if r["part"] == part}
    assert {(r["who"], r["of"]) for r in rows if r["part"] == "delegation head"} == {
        ("Bashar Jaafari", "Government of Syria"), ("Mohammed Alloush", "armed Syrian opposition"), ("Staffan de Mistura", "United Nations")}
    assert who("called by") == {"Russia", "Turkey", "Iran"} and who("hosted by") == {"Kazakhstan"}
    assert {"Government of Syria", "armed Syrian opposition", "United Nations"} <= who("took part")
    assert [w.partition(" · ")[0] for w in who("outcome")] == ["agreement"]


def test_09_offices(ask):
    found = {(r["who"].partition(" (")[0], r["tie"], r["role"], r["of"]) for r in ask("offices")}
    assert {(PUTIN, "holds office", "president", "Russia"), ("Bashar Jaafari", "holds office", "permanent representative to the United Nations", "Syria"),
            ("Mohammed Alloush", "leader of", "", "Jaysh al-Islam"), ("Staffan de Mistura", "holds office", "Special Envoy for Syria", "United Nations"),
            ("Zaur Shoj", "holds office", "director of the Moscow bureau", "Al Jazeera"),
            ("al-Muʿtazz Billah Hasan", "holds office", "correspondent in Ankara", "Al Jazeera")} <= found
    assert {r["who"] for r in ask("offices", body="Jaysh al-Islam")} == {"Mohammed Alloush"}


def test_10_meeting_length(ask):
    (r,) = ask("meeting-length", since="2017-03-10", until="10 March 2017")
    assert (r["length"], r["day"], parts(r["who"])) == ("PT2H15M", "2017-03-10", {ERDOGAN, PUTIN}) and "Hasan" in r["says"]


def test_11_planned(ask):
    found = {(r["what"], r["status"], r["where"], r["thing"]) for r in ask("planned")}
    assert found == {("arms deal", "hypothetical", "", "S-400"), ("negotiation", "future", "Astana", ""), ("negotiation", "future", "Geneva", ""), ("agreement", "future", "", "")}


def test_12_timeline(ask):
    rows = ask("timeline", a="Russia", b="Turkey")
    days = [r["start"] or r["end"] for r in rows]
    assert days == sorted(days) and (days[0], days[-1]) == ("2015-11-24", "2017-03-10")
    assert {"shootdown", "suspension of trade", "visa measure", "sanction", "travel ban", "apology", "normalization of relations", "phone call", "visit", "economic cooperation",
            "meeting"} <= {r["what"] for r in rows}
    assert {r["what"] for r in ask("timeline", a="Russia", b="Turkey", since="June 2016", until="2016-06")} == {"apology", "phone call", "normalization of relations"}


def test_13_led_to(ask):
    found = {(r["cause"], r["effect"]) for r in ask("led-to")}
    assert {("shootdown", e) for e in ("boycott by a state", "suspension of trade", "visa measure", "sanction", "deterioration of relations", "killing")} <= found
    assert {("letter", "normalization of relations"), ("visit", "end of a crisis")} <= found
    assert {r["cause"] for r in ask("led-to", class_="Visit")} == {"visit"}


def test_14_told_by_both(ask):
    rows = ask("told-by-both")
    assert {(r["what"], r["article"]) for r in rows} == {(w, a) for w in ("shootdown", "apology", "letter") for a in (FIRST, SECOND)}
    assert all(r["words"] in r["sentence"] for r in rows)


def test_15_one_voice(ask):
    rows = ask("one-voice")
    assert {("Turkey", "claim", "alleges"), ("Ministry of Defence of Russia", "claim", "denies"), (PUTIN, "claim", "describes")} <= {(r["speaker"], r["kind"], r["what"]) for r in rows}
    assert {r["office"] for r in rows if r["speaker"] == PUTIN} == {"president"}
    assert {r["office"] for r in rows if r["speaker"].startswith("Zaur Shoj")} == {"director of the Moscow bureau"}
    assert any(r["kind"] == "event" and r["what"] == "arms deal" for r in rows)
    claims = [c for x in gold.readings()[0] for c in x.claims]
    assert {r["fact"] for r in rows if r["kind"] == "claim"} == {c.id for c in claims}


def test_16_relations_by_month(ask):
    rows = {r["month"]: float(r["mean"]) for r in ask("relations-by-month", a="RUS", b="TUR")}
    assert rows["2015-11"] < -6 and rows["2016-06"] > 0 and rows["2016-08"] > 5 and rows["2017-03"] > 2
    assert list(rows) == sorted(rows)


def test_17_initiators(ask):
    found = {(r["role"], r["party"], r["what"]) for r in ask("initiators")}
    assert {("initiator", x, "negotiation") for x in ("Russia", "Turkey", "Iran")} | {("mediator", x, "mediation") for x in ("Russia", "Turkey")} | {("host", "Kazakhstan", "negotiation")} == found


def test_18_said_of(ask):
    (r,) = ask("said-of", who="بوتين", class_="Shootdown")
    text = gold.readings()[0][1].article.text
    assert r["stance"] == "describes" and r["content"] in text and r["of"].startswith("shootdown") and "\u0637\u0639\u0646\u0629" in r["content"]


def test_19_written_when(ask):
    rows = {r["article"]: r for r in ask("written-when")}
    assert (rows[FIRST]["start"], rows[FIRST]["end"], rows[FIRST]["method"]) == ("2017-03-10", "2017-03-10", "given")
    assert (rows[SECOND]["start"], rows[SECOND]["end"], rows[SECOND]["precision"]) == ("2017-02-01", "2017-11-30", "interval")
    assert all(r["reasons"] for r in rows.values())


def test_20_unknown(ask):
    rows = ask("unknown")
    assert {"date", "actor", "place"} <= {r["missing"] for r in rows}
    assert ("date", "mediation") in {(r["missing"], r["what"]) for r in rows} and ("actor", "coup attempt") in {(r["missing"], r["what"]) for r in rows}
    silent = [u for r in gold.readings()[0] for u in r.unread]
    assert len([r for r in rows if r["missing"] == "silent-sentence"]) == len(silent) > 0


def test_every_answer_can_be_asked_for_its_words(ask):
    (r,) = ask("shot-down")
    rows = ask("evidence", of=r["happening"])
    assert {x["article"] for x in rows} == {FIRST, SECOND}
    texts = {x.article.id: x.article.text for x in gold.readings()[0]}
    assert all(texts[x["article"]][int(x["start"]):int(x["end"])] == x["trigger"] and x["sentence"] in texts[x["article"]] for x in rows)
