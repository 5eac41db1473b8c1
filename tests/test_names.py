"""Who and what is named: borders of names that no list knows, what is no name, and the measure of it."""
from __future__ import annotations

from pathlib import Path

import pytest
from running import call

from kg.arabic import tokenize
from kg.collection import open_lexicon
from kg.evaluate_names import evaluate_names, spots, tagged_sentences
from kg.find.names import names_at, remembered
from kg.find.sentence import Sentence
from kg.find.times import find_times

TAGGED = """زار O
بوتين B-PERS
أنقرة B-LOC
. O

قالت O
صحيفة O
" O
النهار B-ORG
" O
إن O
الجيش O
الإسرائيلي O
قصف O
مدينة O
صور B-LOC

فاز O
نادي B-ORG
دلفاروس I-ORG
على O
وردة B-ORG
الجبل I-ORG
"""


@pytest.fixture(scope="module")
def lexicon():
    return open_lexicon()


def seen(text: str, lexicon, heard=None) -> list[str]:
    """What is named in a text, as kind:words, with the end of the chunk behind > where it goes on behind the name."""
    tokens = tokenize(text)
    s = Sentence(text, tokens, lexicon, 0, len(text), find_times(tokens, lexicon.time_words), heard={} if heard is None else heard)
    out, i = [], 0
    while i < len(tokens):
        names = names_at(s, i)
        for n in names:
            out.append(f"{n.how}:{text[n.start:n.end]}" + (">" + tokens[n.j - 1].text if tokens[n.j - 1].end > n.end else ""))
            if heard is not None:
                heard |= remembered(s, n)
        i = max(i + 1, names[-1].j) if names else i + 1
    return out


@pytest.mark.parametrize("text, wanted", [
    ('قالت صحيفة "البارق" اللبنانية', ['head-word:صحيفة "البارق">اللبنانية']),
    ("أعلن نادي دلفاروس الإيطالي", ["head-word:نادي دلفاروس>الإيطالي"]),
    ("أعلنت شركة Norvex الهندية", ["head-word:شركة Norvex>الهندية"]),
    ("قالت وكالة كريملين للأنباء", ["head-word:وكالة كريملين للأنباء"]),
    ("أعلنت الجمعية النمساوية لمناصرة الشعوب المنكوبة", ["head-word:الجمعية النمساوية لمناصرة الشعوب المنكوبة"]),
    ("نظم معهد بحوث السلام ندوة", ["head-word:معهد بحوث السلام"]),
    ("تخرج في جامعة الملك طلال", ["head-word:جامعة الملك طلال"]),
    ("تخرج في جامعة زيورخ", ["head-word:جامعة زيورخ"]),
    ("دعت لجنة الدفاع النواب", ["described:لجنة الدفاع"]),
    ("قررت نقابة الصيادلة السودانية الإضراب", ["head-word:نقابة الصيادلة السودانية"]),
])
def test_a_head_word_and_its_name(text: str, wanted: list[str], lexicon) -> None:
    """Proper names leave the nationality behind them out and take their purpose in; everyday words only describe."""
    assert seen(text, lexicon)[:len(wanted)] == wanted


@pytest.mark.parametrize("text, never", [
    ("حرية حركة الناس والبضائع", "حركة"),
    ("تجمع الرئيس بأنصاره في الساحة", "تجمع"),
    ("أسهم في تنظيم المعرض", "تنظيم"),
    ("فاز بقوة الإرادة", "قوة"),
    ("تسعى الدولتان إلى علاقات ثنائية متينة", "علاقات"),
    ("تحدث إلى إدارة الفندق مستشفى ميداني", "مستشفى"),
])
def test_an_everyday_noun_is_no_body(text: str, never: str, lexicon) -> None:
    assert not [n for n in seen(text, lexicon) if never in n]


@pytest.mark.parametrize("text, wanted", [
    ("اتهم رئيس الوزراء العراقي واشنطن بخرق الاتفاق", ["title:رئيس الوزراء العراقي", "name:واشنطن"]),
    ("زار وزير الخارجية الروسي طهران", ["title:وزير الخارجية الروسي", "name:طهران"]),
    ("اختطف مسلحون مجهولون دبلوماسيا إيرانيا", ["group:مسلحون مجهولون", "title:دبلوماسيا إيرانيا"]),
    ("اقتحم مستوطنون المسجد الأقصى", ["group:مستوطنون", "name:المسجد الأقصى"]),
    ("اعتقل جنود إسرائيليون شبانا فلسطينيين", ["group:جنود إسرائيليون", "group:شبانا فلسطينيين"]),
    ("هاجم مسلحون الشرطة", ["group:مسلحون", "body:الشرطة"]),
    ("قتل مسلحون تركمان سوريون جنديا", ["group:مسلحون تركمان سوريون", "group:جنديا"]),
    ("حضر عادل فتحي وفرج شلبي", ["name:عادل فتحي", "name:فرج شلبي"]),
    ("فرق شاسع بين دولتين متكاملتين", []),
    ("قال ألبرت هانكوك", ["name:ألبرت هانكوك"]),
    ("زارت فانيسا فيرغسون المتحف", ["name:فانيسا فيرغسون"]),
    ("سجل الفرنسي لودوكان جيلوري هدفا", ["name:لودوكان جيلوري"]),
    ("أحرز عبد العاطي إيكيدر لقبا", ["name:عبد العاطي إيكيدر"]),
    ("نقلت مجلة عن «الشرق الأوسط» أمس", ["name:الشرق الأوسط"]),
])
def test_borders_of_people_and_groups(text: str, wanted: list[str], lexicon) -> None:
    """A place is nobody's name, an indefinite sound plural takes no genitive, adjectives agree, «و» opens another name."""
    assert seen(text, lexicon) == wanted


def test_short_names_come_back(lexicon) -> None:
    """A last name or a company's name alone means nothing before the full name has been told, and a loose name neither."""
    later = "انتقد دلفاروك نورفكس والجزيرة"
    assert seen(later, lexicon) == []
    heard: dict = {}
    seen("التقى ألبرت دلفاروك مدير شركة نورفكس في مقر قناة الجزيرة", lexicon, heard)
    assert set(heard) == {"دلفاروك", "نورفكس", "aljazeera"}
    assert seen(later, lexicon, heard) == ["name:دلفاروك", "short-name:نورفكس", "name:الجزيرة"]


def test_the_measure_counts_names_as_corpora_tag_them(lexicon) -> None:
    """Exact words and kind; a common noun before the name, quotation marks and what every state has are not asked for."""
    result = evaluate_names(tagged_sentences(TAGGED), lexicon)
    assert {k: tuple(s) for k, s in result.scores.items()} == {"PERS": (1, 1, 1), "LOC": (2, 2, 2), "ORG": (2, 2, 3), "all": (5, 5, 6)}
    assert [(c.sentence, c.missed, c.false) for c in result.cases] == [(3, ((4, 6, "ORG"),), ())]
    assert spots(["I-LOC", "B-LOC", "I-PERS", "O", "B-MISC"]) == {(0, 1, "LOC"), (1, 2, "LOC"), (2, 3, "PERS")}


def test_kg_eval_names(tmp_path: Path) -> None:
    """The figures of all, of one half, and the misses in their sentences."""
    (tmp_path / "tagged.txt").write_text(TAGGED, encoding="utf-8")
    done = call("eval", "--names", "tagged.txt", "--show", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.splitlines() == [
        "3 MISSED  ORG  فاز نادي دلفاروس على [وردة الجبل]",
        "PERS: P 1.000 R 1.000 F1 1.000  (1 of 1 gold, 1 predicted)", "LOC: P 1.000 R 1.000 F1 1.000  (2 of 2 gold, 2 predicted)",
        "ORG: P 1.000 R 0.667 F1 0.800  (2 of 3 gold, 2 predicted)", "all: P 1.000 R 0.833 F1 0.909  (5 of 6 gold, 5 predicted)"]
    first = call("eval", "--names", "tagged.txt", "--half", "first", cwd=tmp_path).stdout
    assert "all: P 1.000 R 1.000 F1 1.000  (2 of 2 gold" in first
    second = call("eval", "--names", "tagged.txt", "--half", "second", "--show", cwd=tmp_path).stdout
    assert second.startswith("3 MISSED") and "(3 of 4 gold" in second


@pytest.mark.parametrize("args, said", [
    (["eval"], "GOLD and FOLDER"), (["eval", "--half", "first"], "--half goes with --names"), (["eval", "--names", "t.txt", "gold.jsonl", "x"], "leave GOLD"),
    (["eval", "--names", "nowhere.txt"], "cannot be read"), (["eval", "--names", "bad.txt"], "bad.txt:2:1: a word and its tag were expected"),
])
def test_faults_of_the_measure(args: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("زار O\nبوتين بوتين B-PERS\n", encoding="utf-8")
    done = call(*args, cwd=tmp_path)
    assert done.returncode == 2 and said in done.stderr and not done.stdout
