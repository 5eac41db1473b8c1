"""Sentences judged by coders: what counts as read, and what force is told or only mentioned."""
from __future__ import annotations

import json

import pytest

from kg.cli import kg
from kg.collection import open_lexicon
from kg.evaluate_plover import evaluate
from kg.model import Article
from kg.read import read


@pytest.fixture(scope="module")
def lexicon():
    return open_lexicon()


TOLD = (
    "هاجم مسلحون دورية للشرطة قرب الجسر وقتلوا ثلاثة جنود.",
    "أعلنت الشرطة مقتل سبعة أشخاص في انفجار سيارة ملغومة.",
    "وأصيب نحو 30 متظاهرا بجروح في صدامات مع الشرطة.",
    "قال الناطق إن انتحاريا يقود شاحنة فجر نفسه أمام المخفر.",
    "انفجرت عبوة ناسفة في سوق الخضار.",
    "فتحت الشرطة النار على المتظاهرين.",
)
MENTIONED = (
    "بحث القضاة أمس قضية اغتيال سالم الحداد.",
    "زار الوزير المدينة للمرة الأولى منذ الهجوم على المتحف.",
    "هل تقصف الطائرات جسر المدينة؟",
    "أدلى المتهم بقتل الحارس بأقواله أمام القاضي.",
    "شن المرشح هجوما حادا على منافسه.",
    "احتل سهم المصرف صدارة التداول.",
)


def judged(text: str, label: str, event_type: str = "ASSAULT") -> dict:
    return {"text": text, "event_type": event_type, "label": label}


@pytest.mark.parametrize("text", TOLD)
def test_force_that_is_told_is_an_event(text, lexicon):
    assert any(e.event == "ASSAULT" and e.status == "actual" for e in read(Article("a", text), lexicon).events)


@pytest.mark.parametrize("text", MENTIONED)
def test_force_that_is_only_mentioned_is_none(text, lexicon):
    assert not [e.cls for e in read(Article("a", text), lexicon).events if e.event == "ASSAULT"]


def test_sentences_are_counted_by_type_and_other_labels_left_out(lexicon):
    rows = [judged(TOLD[0], "yes"), judged(MENTIONED[0], "yes"), judged(MENTIONED[1], "easy no"), judged(TOLD[1], "easy no"), judged(TOLD[2], "difficult no"),
            judged("تظاهر آلاف العمال أمام الوزارة.", "yes", "PROTEST")]
    result = evaluate(rows, lambda a: read(a, lexicon))
    assert result.types["ASSAULT"] == (1, 2, 2) and result.types["PROTEST"] == (1, 1, 1)
    assert [(v.kind, v.text) for v in result.verdicts] == [("missed", MENTIONED[0]), ("false", TOLD[1])]
    assert "only mentioned" not in result.verdicts[1].why and "«مقتل»" in result.verdicts[1].why


def test_sides_are_met_by_a_word_of_the_span_clitics_aside(lexicon):
    spans = [{"source_actor": ["المسلحون"], "target_actor": ["للشرطة"], "verb": ["هاجم"]}]
    row = {"text": TOLD[0], "event_type": "ASSAULT", "spans": spans, "source_gold": "المسلحون", "target_gold": "للجيران"}
    result = evaluate([row, row | {"target_gold": "", "source_gold": "البحارة", "spans": []}], lambda a: read(a, lexicon))
    assert result.sides == {("ASSAULT", "actors"): (1, 2), ("ASSAULT", "recipients"): (1, 1)} and not result.types


def test_the_people_of_a_protest_and_against_whom_it_goes(lexicon):
    e, = (e for e in read(Article("a", "احتشد عدد من الطلاب أمام السفارة الفرنسية."), lexicon).events if e.event == "PROTEST")
    assert [r.entity.label("en") for r in e.actors] == ["students"] and [r.entity.country for r in e.recipients] == ["FRA"]
    assert not [e for e in read(Article("a", "وهتف المتظاهرون ورددوا الشعارات."), lexicon).events if e.event == "PROTEST"], "what demonstrators shout is no demonstration more"


def test_who_announces_a_death_has_not_caused_it_and_a_count_is_no_name(lexicon):
    e, = (e for e in read(Article("a", TOLD[1]), lexicon).events if e.cls == "Killing")
    assert not e.actors and [(r.entity.id, r.entity.label("en")) for r in e.recipients] == [("ashkhas", "persons")]


def test_nobodys_envoys_meet_nobody(lexicon):
    assert not read(Article("a", "زار صيادون محليون البحيرة."), lexicon).events


def test_eval_prints_scores_and_misses(tmp_path):
    from click.testing import CliRunner
    gold = tmp_path / "judged.jsonl"
    gold.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in (judged(TOLD[0], "yes"), judged(MENTIONED[1], "yes"))), encoding="utf-8")
    done = CliRunner().invoke(kg, ["eval", "--plover", str(gold), "--show"], standalone_mode=False)
    assert done.exit_code == 0 and "ASSAULT: P 1.000 R 0.500 F1 0.667  (1 of 2 gold, 1 predicted)" in done.output
    assert "ASSAULT missed:" in done.output and MENTIONED[1] in done.output
