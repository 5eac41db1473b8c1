"""How well articles are read: the figures of the README on the gold, and the facts of the project's own articles, line by line.

`python tests/test_read.py --update` writes the golden files anew; read their diff before you commit it.
"""
from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from kg.articles import read_article
from kg.cli.printing import fact_line
from kg.collection import open_lexicon
from kg.evaluate import evaluate
from kg.model import Article
from kg.read import read
from kg.records import to_json

SHARED = HERE.parent.parent / "shared"
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))
GOLDEN = HERE / "articles"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")

# The least that the reading may score: F1 of found, who-to-whom, full record, claims, relations.  Raised when the reading gets better.
FLOORS = {"seeds": (0.95, 0.92, 0.88, 0.90, 0.90), "news_dev": (0.85, 0.63, 0.52)}


@pytest.fixture(scope="module")
def lexicon():
    return open_lexicon()


def facts(path: Path, lexicon) -> list:
    r = read(read_article(path), lexicon)
    return sorted((*r.events, *r.claims, *r.relations), key=lambda f: (f.trigger.start, f.id))


def golden_lines(path: Path, lexicon) -> list[str]:
    return [f"{f.trigger.start}-{f.trigger.end} {fact_line(f)}" for f in facts(path, lexicon)]


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_facts_of_our_own_articles(path, lexicon):
    assert golden_lines(path, lexicon) == (GOLDEN / f"{path.stem}.facts").read_text(encoding="utf-8").splitlines()


@shared
def test_facts_of_the_real_articles_by_offset_and_hash(lexicon):
    found = {f"{p.stem} {f.trigger.start}-{f.trigger.end} {digest(fact_line(f))}" for p in sorted((SHARED / "seeds").glob("*.txt")) for f in facts(p, lexicon)}
    assert found == set((GOLDEN / "real.hashes").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("sentence", "words"), [
    ("نفى وزير الخارجية الجزائري رمطان لعمامرة، أمس، وجود أي وساطة.", "وجود أي وساطة"),
    ("نفى رمطان لعمامرة، وزير الخارجية الجزائري، وجود أي وساطة.", "وجود أي وساطة"),
    ("أكد الملك عبد الله الثاني والرئيس المصري عبد الفتاح السيسي ضرورة وقف إطلاق النار.", "ضرورة وقف إطلاق النار"),
    ("وعبرت موسكو وأنقرة عن ارتياحهما لسير المحادثات.", "عن ارتياحهما لسير المحادثات"),
    ("أعلنت وزارة الدفاع الأميركية، اليوم الخميس، عقوبات على شركة صينية.", "عقوبات على شركة صينية"),
    ("يعتبرها وزير الخارجية الإيراني خرقا للاتفاق.", "خرقا للاتفاق"),
    ("وقال وزير الدفاع الأردني إن القوات المسلحة مستعدة.", "إن القوات المسلحة مستعدة"),
    ("انسحبت القوات من المدينة، كما أعلنت وزارة الدفاع العراقية.", "وزارة الدفاع العراقية")])
def test_what_is_said_begins_behind_who_says_it(sentence, words, lexicon):
    """Where no «أن» opens it; where nothing is left then, there is nothing else to show."""
    r = read(Article("a", sentence, "a.txt", date="2022-03-03"), lexicon)
    assert [c.content.text for c in r.claims] == [words]
    assert all(r.article.text[c.content.start:c.content.end] == c.content.text for c in r.claims), "a stretch of the text"


@pytest.mark.parametrize("goes_on", ["، لكن باكو نفت ذلك", "، فيما أكدت باكو أنها لم تقصف"])
def test_what_is_said_ends_where_another_speaks(goes_on, lexicon):
    r = read(Article("a", f"قالت أرمينيا إن أذربيجان قصفت مدينة غوريس{goes_on}.", "a.txt", date="2022-09-13"), lexicon)
    assert next(c.content.text for c in r.claims) == "إن أذربيجان قصفت مدينة غوريس" and len(r.claims) == 2


@pytest.mark.parametrize(("text", "of"), [
    ("اتهمت مصر إثيوبيا بقصف قرية حدودية. ونفت إثيوبيا أن تكون قصفت القرية.", "Shelling"),
    ("قالت أرمينيا إن أذربيجان قصفت مدينة غوريس. ونفت أذربيجان قصف المدينة.", "Shelling"),
    ("قالت أرمينيا إن أذربيجان قصفت مدينة غوريس. ونفت تركيا قصف المدينة.", None),
    ("قالت أرمينيا إن أذربيجان قصفت مدينة غوريس. ونفت أذربيجان حشد القوات.", "MilitaryBuildup")])
def test_who_denies_a_deed_denies_what_was_told_of_him(text, of, lexicon):
    """Where the word for it tells nothing else; another's deed, or another kind of deed, he does not deny."""
    r = read(Article("a", text, "a.txt", date="2022-09-13"), lexicon)
    (denial,) = (c for c in r.claims if c.stance == "denies")
    assert next((e.cls for e in r.events if e.id == denial.about), None) == of


def digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:12]


@shared
@pytest.mark.parametrize("gold, folder", [("seeds", "seeds"), ("news_dev", "corpora/news")])
def test_scores_do_not_fall(gold, folder, lexicon):
    wanted = [json.loads(line) for line in (SHARED / "gold" / f"{gold}.jsonl").read_text(encoding="utf-8").splitlines()]
    docs = sorted({g["doc"] for g in wanted})
    found = [to_json(f) for d in docs for f in facts(SHARED / folder / f"{d}.txt", lexicon)]
    result = evaluate(wanted, found, lambda doc: (SHARED / folder / f"{doc}.txt").read_text(encoding="utf-8-sig"))
    scores = [s.f1 for s in result.levels.values()]
    print(gold, {name: round(s.f1, 3) for name, s in result.levels.items()})
    assert all(score >= floor for score, floor in zip(scores, FLOORS[gold])), scores


@shared
def test_eval_agrees_with_the_scorer_to_the_last_digit(tmp_path, lexicon):
    import subprocess
    predicted = tmp_path / "found.jsonl"
    found = [to_json(f) for p in sorted((SHARED / "seeds").glob("*.txt")) for f in facts(p, lexicon)]
    predicted.write_text("".join(json.dumps(f, ensure_ascii=False) + "\n" for f in found), encoding="utf-8")
    gold, folder = SHARED / "gold" / "seeds.jsonl", SHARED / "seeds"
    theirs = subprocess.run([sys.executable, SHARED / "gold" / "score.py", gold, predicted, folder], capture_output=True, text=True, check=True).stdout
    ours = subprocess.run([sys.executable, "-m", "kg", "eval", gold, folder, "--predicted", predicted], capture_output=True, text=True, check=True, cwd=HERE.parent).stdout
    assert ours == theirs


@shared
def test_texts_without_politics_give_next_to_nothing(lexicon):
    texts = sorted((SHARED / "corpora" / "news").glob("hn*.txt"))
    events = [f for p in texts for f in facts(p, lexicon) if getattr(f, "event", None)]
    assert len(events) <= max(1, 2 * len(texts)), [fact_line(f) for f in events]


@pytest.mark.parametrize("say, places", [("عقدت المفاوضات في عاصمة كازاخستان يوم 4 مايو 2017.", ["astana"]), ("عقدت المفاوضات في العاصمة الأردنية أمس.", ["amman"]),
                                         ("عقدت المفاوضات في العاصمة عمان أمس.", ["amman"])])
def test_the_capital_of_a_state_is_a_city(say, places, lexicon):
    (event,) = read(Article("capital", say, date="2017-05-05"), lexicon).events
    assert [r.entity.id for r in event.place] == places


@pytest.mark.parametrize("say, places", [("انفجرت سيارة مفخخة أمام مقر للشرطة في كابل.", ["kabul"]), ("اعتقلت الشرطة في نيروبي أربعة محتجين.", ["nairobi"]),
                                         ("عقد وزراء الداخلية في الرباط اجتماعا أمس.", ["rabat"])])
def test_the_city_by_which_a_body_is_told_is_where(say, places, lexicon):
    (event,) = read(Article("seat", say, date="2017-05-05"), lexicon).events
    assert [r.entity.id for r in event.place] == places


def test_spans_give_back_the_article(lexicon):
    for path in SEEDS:
        text = path.read_text(encoding="utf-8")
        for f in facts(path, lexicon):
            for span in (f.trigger, *f.evidence):
                assert text[span.start:span.end] == span.text


def test_reading_twice_and_in_another_order_is_the_same(lexicon):
    first = [golden_lines(p, lexicon) for p in SEEDS]
    assert [golden_lines(p, lexicon) for p in reversed(SEEDS)][::-1] == first


if __name__ == "__main__" and "--update" in sys.argv:
    words = open_lexicon()
    GOLDEN.mkdir(exist_ok=True)
    for p in SEEDS:
        (GOLDEN / f"{p.stem}.facts").write_text("\n".join(golden_lines(p, words)) + "\n", encoding="utf-8")
    if SHARED.is_dir():
        rows = sorted(f"{p.stem} {f.trigger.start}-{f.trigger.end} {digest(fact_line(f))}" for p in sorted((SHARED / "seeds").glob("*.txt")) for f in facts(p, words))
        (GOLDEN / "real.hashes").write_text("\n".join(rows) + "\n", encoding="utf-8")
