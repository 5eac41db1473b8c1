"""The command line itself: help of every verb, exit codes, pipes, and the words of the lexicon."""
from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from running import TOP, call, environment

from kg.lexicon.adding import placed, row

NEWS = "التقى وزير الخارجية الروسي سيرغي لافروف نظيره المصري سامح شكري في القاهرة يوم الاثنين.\n"


@pytest.mark.parametrize("args", [["bild"], ["build", "x"], ["--no-such-option"], ["extract"], ["export", "--format", "doc"], ["lexicon", "nothing"], ["ask", "no-such-question"], ["-C", "nowhere", "build"]])
def test_usage_faults_exit_2(args: list[str], tmp_path: Path) -> None:
    done = call(*args, cwd=tmp_path)
    assert done.returncode == 2 and done.stderr and not done.stdout


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    """`kg extract … | head` ends quietly however much there was to say."""
    (tmp_path / "a.txt").write_text(NEWS * 400, encoding="utf-8")
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m kg extract a.txt --mentions | head -1"], cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr and done.stdout.count("\n") == 1


def test_lexicon_try(tmp_path: Path) -> None:
    """Each word with what it can be; a word that no list holds says so."""
    said = call("lexicon", "try", "زار الرئيس الروسي أنقرة غقغقغ", cwd=tmp_path).stdout
    assert "event word CONSULT, Visit (verb زَارَ, past)" in said and "title: president  kg/words/offices.toml:" in said and "adjective of Russia (RUS)" in said
    assert "capital: Ankara (ankara, Q3640, TUR)" in said and "غقغقغ   not in the lexicon" in said
    assert "facts:\n  CONSULT/Visit  president of Russia -> Turkey" in said


def test_lexicon_try_says_names_whole_with_the_line_of_their_entry(tmp_path: Path) -> None:
    """Each entry named stands where it is said to; a name of two words is one; a time is a time; a name of no list says so."""
    said = call("lexicon", "try", "--date", "2015-03-06", "التقى فلاديمير بوتين المحلل العماني سالم الزدجالي أمس قرب مقر حلف شمال الأطلسي", cwd=tmp_path).stdout
    rows = said.split("facts:")[0]
    assert "person: Vladimir Putin (putin, Q7747, RUS)" in rows and "بوتين  not in" not in rows and "person: سالم الزدجالي, a name that no list has" in rows
    assert "time: 2015-03-05" in rows
    places = [m.split(":") for m in re.findall(r"kg/words/\S+\.toml:\d+", rows)]
    lines = {(f, n): (TOP / f).read_text(encoding="utf-8").splitlines()[int(n) - 1] for f, n in places}
    assert len(places) > 6 and any('id="putin"' in x for x in lines.values()) and any("اِلْتَقَى" in x for x in lines.values()) and any('id="nato"' in x for x in lines.values())
    assert all(max(map(len, row.split("\n"))) <= 84 for row in rows.split("\n"))


def test_lexicon_stats(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    said = call("lexicon", "stats", tmp_path, "--never", cwd=tmp_path).stdout
    rows = said.splitlines()
    assert re.match(r"1 text, \d{4} words of events: \d+ stand in the texts, 1 give facts", rows[0])
    consult = next(row for row in rows if row.startswith("CONSULT"))
    assert consult.split()[2:] >= ["1"] and consult.split()[3:5] == ["1", "1"] and consult.endswith("Meeting 1")
    assert any(row.split()[:4] == ["1", "of", "1", "اِلْتَقَى"] for row in rows) and any(row.startswith("stand in none of the texts: 1") for row in rows)
    counts = [json.loads(line) for line in call("lexicon", "stats", tmp_path, "--format", "jsonl", cwd=tmp_path).stdout.splitlines()]
    assert len(counts) == int(rows[0].split()[2]) and sum(c["facts"] for c in counts) == 1 and counts[0]["by_class"] == {"Meeting": 1}


def test_ledger(tmp_path: Path) -> None:
    """What is not understood, most frequent first, with its place; a record that cannot be read is complained of and the rest goes on."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("التقى وزير الخارجية الروسي المبعوث زيدون الجيم في القاهرة. وسادت الغضبنة المدينة والغضبنة شديدة.\nوزار وزير التجارة الفنلندي بيروت.\n", encoding="utf-8")
    (folder / "b.jsonl").write_text('{"a": 1}\n' * 9 + '{"text": "زار الوزير الروسي أنقرة في 5 مارس 2015."}\n', encoding="utf-8")
    done = call("ledger", folder, "--format", "jsonl", cwd=tmp_path)
    rows = {(r["kind"], r["word"]): r for r in map(json.loads, done.stdout.splitlines())}
    assert rows["unknown-word", "غضبنه"]["count"] == 2 and rows["unknown-word", "غضبنه"]["example"] == {"path": str(folder / "a.txt"), "line": 1, "text": "وسادت [الغضبنة] المدينة والغضبنة شديدة."}
    assert ("unknown-holder", "foreign minister of Russia") in rows and rows["undated", "زار"]["about"] == "Visit" and rows["undated", "زار"]["example"]["line"] == 2
    assert done.returncode == 1 and done.stderr.count("the record has no text") == 3 and "6 more records" in done.stderr
    text = call("ledger", folder, "--kind", "undated", "--most", "1", cwd=tmp_path).stdout.splitlines()
    assert text[0].startswith("undated: ") and len(text) == 3 and text[2].startswith("         a.txt:")
    assert call("ledger", folder, "--kind", "undatd", cwd=tmp_path).returncode == 2


LINTED = '''verbs = [
 {lemma="بَاحَثَ", class="Tlks", example="باحث الوزير نظيره"},
 {lemma="بَاحَثَ", class="Talks", example="باحث الوزير نظيره"},
 {lemma="بَاحَثَ", class="Talks", example="باحث الوزير نظيره مرة أخرى"},
 {lemma="نَاوَشَ", class="Talks", example="لا شيء هنا"},
 {lemma="نَابَذَ", class="Talks"},
]
'''
PEOPLE = '''people = [
 {id="one-king", ar="الملك الأول", en="First King", country="JOR", offices=[{office="king", of="MNG", from="2001-01-01", to="2005-01-01"}]},
 {id="two-king", ar="الملك الثاني", en="Second King", country="JOR", offices=[{office="king", of="MNG", from="2003-01-01"}, {office="king", of="KAZ", from="2003-01-01", to="2001-01-01"}]},
 {id="three-king", ar="الملك الثالث", en="Third King", offices=[{office="kng", of="MNG", from="2003-01-01"}]},
 {id="four-king", ar="الملك الرابع", en="Fourth King", offices=[{office="king", of="Atlantis", from="2003"}, {office="king", of="MNG", from="2003-14"}]},
]
'''


BODIES = 'organizations = [\n {id="blue-line-body", ar="هيئة الخط الأزرق", en="Blue Line Authority", sector="NGO"},\n]\n'


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection with words of its own, some of them wrong."""
    folder = tmp_path_factory.mktemp("kg")
    (folder / "words" / "events").mkdir(parents=True)
    for name, text in (("kg.toml", ""), ("words/events/own.toml", LINTED), ("words/own.toml", PEOPLE), ("words/more.toml", BODIES), ("a.txt", "التقى الرئيس الروسي وفدا من هيئة الخط الأزرق.\n")):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_own_words_are_used_by_every_verb(mine: Path) -> None:
    """`kg extract` and `kg lexicon try` within a collection read with its words, and outside it without."""
    assert '"blue-line-body"' in call("extract", "a.txt", "--format", "jsonl", "--mentions", cwd=mine).stdout
    assert "organization: Blue Line Authority (blue-line-body)" in call("lexicon", "try", "هيئة الخط الأزرق", cwd=mine).stdout
    assert '"blue-line-body"' not in call("extract", mine / "a.txt", "--format", "jsonl", "--mentions", cwd=TOP).stdout


def test_lexicon_lint(mine: Path) -> None:
    """What is wrong with words is told by file and line; errors make the exit code 1."""
    done = call("lexicon", "lint", cwd=mine)
    own = [line for line in done.stdout.splitlines() if line.startswith("words/")]
    wanted = ["words/events/own.toml:2: error: the ontology has no class 'Tlks'  (did you mean Talks", "words/events/own.toml:4: warning: «بَاحَثَ» stands a second time",
              "words/events/own.toml:5: error: «نَاوَشَ» is not found in its example", "words/events/own.toml:6: warning: «نَابَذَ» has no example",
              "words/own.toml:3: error: two-king is king of KAZ until 2001-01-01, before it begins", "words/own.toml:3: warning: two-king is king of MNG from 2003-01-01 while one-king is until 2005-01-01",
              "words/own.toml:4: error: three-king holds an office that offices.toml lacks: kng",
              "words/own.toml:5: error: four-king: 2003-14 is no day, month or year", "words/own.toml:5: error: four-king is king of Atlantis, which no state, body or place is called"]
    assert done.returncode == 1 and len(own) == len(wanted) and all(line.startswith(w) for line, w in zip(own, wanted)), "\n".join(own)


@pytest.fixture()
def empty(tmp_path: Path) -> Path:
    """A collection without words of its own."""
    (tmp_path / "kg.toml").write_text("", encoding="utf-8")
    return tmp_path


VERB = ("lexicon", "add", "verb", "دَاهَنَ", "--class", "Praise", "--example", "داهن الوزير الروسي نظيره المصري")


def test_a_word_is_added_and_read(empty: Path) -> None:
    """The line stands in the collection's own words, is told with its place, and changes what is read."""
    done = call(*VERB, cwd=empty)
    assert done.returncode == 0 and done.stdout.startswith('words/events/own.toml:2: {lemma="دَاهَنَ", class="Praise"')
    was, now = done.stdout.split("  was: ")[1].split("  now: ")
    assert "SUPPORT/Praise" not in was and "SUPPORT/Praise" in now
    (empty / "a.txt").write_text("وداهنت الوزيرة نظيرها الروسي.\n", encoding="utf-8")
    assert '"Praise"' in call("extract", "a.txt", "--format", "jsonl", cwd=empty).stdout
    assert call("lexicon", "add", "noun", "مداهنة", "--class", "Praise", "--example", "ندد الحزب بمداهنة الوزير للسفير", cwd=empty).returncode == 0
    assert call("lexicon", "lint", cwd=empty).returncode == 0


def test_words_written_by_hand_stay_as_they_are() -> None:
    """A line goes to the end of its table, whatever the layout, and every other character stays."""
    for text in ('# mine\npeople = [ # all\n {id="a-b", ar="زيدون الكاف", en="A B", aliases=["ز [ك]"]}, # the first\n]\n', 'people = [\n {id="a-b", ar="زيدون الكاف", en="A B"}]\nplaces = []\n'):
        after, at = placed(text, "people", row("person", "زيدون الجيم", {"en": "Zaydun al-Jim", "country": "OMN", "alias": ["أبو الجيم"]}), "people.toml")
        assert after.splitlines()[at - 1].strip().startswith('{id="zaydun-al-jim"') and [p["id"] for p in tomllib.loads(after)["people"]] == ["a-b", "zaydun-al-jim"]
        assert all(part in after for part in text.replace("}]", "}").splitlines())


@pytest.mark.parametrize("args, said", [
    (("verb", "دَاهَنَ", "--class", "Prase", "--example", "داهن الوزير"), "there is no class 'Prase': Praise"),
    (("verb", "دَاهَنَ", "--class", "Praise", "--example", "مدح الوزير"), "is not found in its example"),
    (("verb", "زَارَ", "--class", "Visit", "--vowel", "u", "--example", "زار الوزير"), "«زَارَ» stands already: kg/words/events/consult.toml:"),
    (("verb", "داهن", "--class", "Praise", "--example", "داهن الوزير"), "has no vowel signs"),
    (("verb", "دَهَنَ", "--class", "Praise", "--example", "دهن الوزير"), "has three letters: --vowel"),
    (("verb", "دَاهَنَ", "--example", "داهن"), "a verb needs --class"),
    (("verb", "دَاهَنَ", "--class", "Praise", "--example", "داهن", "--country", "OMN"), "a verb has no --country"),
    (("person", "فلاديمير بوتين", "--en", "V. Putin"), "is Vladimir Putin (putin) already: kg/words/people.toml:"),
    (("person", "زيدون الجيم", "--en", "Putin"), "the id putin is taken"),
    (("person", "زيدون الجيم", "--en", "Zaydun", "--country", "OMA"), "there is no state with the code 'OMA'"),
    (("person", "زيدون الجيم", "--en", "Zaydun", "--country", "OMN", "--office", "minster"), "there is no office 'minster'"),
    (("person", "زيدون الجيم", "--en", "Zaydun", "--country", "OMN", "--office", "king", "--from", "2004-14"), "2004-14 is no day, month or year"),
    (("person", "زيدون الجيم", "--en", "Zaydun", "--wikidata", "7747"), "is no Wikidata number"),
    (("title", "وزير الخارجية", "--en", "minister of the outside"), "is the title foreign minister already: kg/words/offices.toml:"),
    (("place", "Khoud", "--en", "Al Khoud"), "is not written in Arabic letters"),
])
def test_a_word_that_is_wrong_is_refused_and_nothing_written(args: tuple[str, ...], said: str, empty: Path) -> None:
    done = call("lexicon", "add", *args, cwd=empty)
    assert done.returncode == 2 and said in done.stderr and not done.stdout and not list(empty.rglob("*.toml"))[1:], done.stderr + done.stdout


def test_a_broken_file_of_words_is_left_alone(empty: Path) -> None:
    file = empty / "words" / "events" / "own.toml"
    file.parent.mkdir(parents=True)
    file.write_text("verbs = [\n {lemma=\n]\n", encoding="utf-8")
    done = call(*VERB, cwd=empty)
    assert done.returncode == 2 and "own.toml:2" in done.stderr and file.read_text(encoding="utf-8") == "verbs = [\n {lemma=\n]\n"
