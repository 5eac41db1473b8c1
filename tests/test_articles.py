"""Articles from files: what is known beside the text, encodings, and every way in which an input can be wrong.

`errors/` holds, in the manner of hledger, a file or folder that provokes each error and beside it `NAME.expected`: the command, what
it must say on standard error, and its exit code.
"""
from __future__ import annotations

import json
import shlex
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import kg

from kg.articles import LARGEST, decode_bytes, find, iso_day, read_article, read_articles
from kg.model import UserError

ERRORS = Path(__file__).parent / "errors"
NEWS = "زار وزير الخارجية التركي مولود جاويش أوغلو موسكو يوم الاثنين، والتقى نظيره الروسي سيرغي لافروف.\n"


def provoke(case: Path, folder: Path) -> str:
    """The case as it runs: command, standard error, exit code."""
    command = case.read_text(encoding="utf-8").splitlines()[0].removeprefix("$ kg ")
    done = kg(*shlex.split(command), cwd=folder)
    return f"$ kg {command}\n{done.stderr}exit {done.returncode}\n".replace(str(folder), "…")


@pytest.fixture(scope="module")
def provoked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All cases, run side by side in one copy of the folder."""
    folder = tmp_path_factory.mktemp("kg") / "errors"
    shutil.copytree(ERRORS, folder)
    with ThreadPoolExecutor(4) as pool:
        cases = sorted(ERRORS.glob("*.expected"))
        return dict(zip((c.stem for c in cases), pool.map(lambda case: provoke(case, folder), cases)))


@pytest.mark.parametrize("name", sorted(p.stem for p in ERRORS.glob("*.expected")))
def test_error(name: str, provoked: dict[str, str]) -> None:
    """One clear message, with file and line where there is one, and the right exit code."""
    assert provoked[name] == (ERRORS / f"{name}.expected").read_text(encoding="utf-8")


def test_every_error_says_what_to_do_or_where() -> None:
    """A golden message names the program first, never a module of ours or of Python's, and ends in exit code 1 or 2."""
    for case in ERRORS.glob("*.expected"):
        lines = case.read_text(encoding="utf-8").splitlines()
        assert lines[-1] in ("exit 1", "exit 2") and len(lines) > 2, case.name
        assert not any(word in " ".join(lines) for word in ("Error:" if "kg: " in lines[1] else "Traceback", "object at 0x", "NoneType", "codec")), case.name


def test_too_large(tmp_path: Path) -> None:
    """50 MB are refused before they are read, whatever they hold, and the articles beside are read."""
    with (tmp_path / "large.txt").open("wb") as f:
        f.truncate(50_000_000)
    (tmp_path / "small.txt").write_text(NEWS, encoding="utf-8")
    done = kg("extract", "--format", "text", tmp_path, cwd=tmp_path)
    assert done.returncode == 1 and "large.txt: the file is larger than 20 MB\n  hint: " in done.stderr and "small" in done.stdout
    assert 50_000_000 > LARGEST


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_recognised(encoding: str) -> None:
    assert decode_bytes((NEWS * 3).encode(encoding), "a.txt") == NEWS * 3


def test_same_facts_in_windows_1256(tmp_path: Path) -> None:
    """The encoding makes no difference to what is read, offsets included."""
    said = {}
    for encoding in ("utf-8", "cp1256", "utf-16"):
        (tmp_path / encoding).mkdir()
        (tmp_path / encoding / "a.txt").write_bytes(NEWS.encode(encoding))
        done = kg("extract", tmp_path / encoding / "a.txt", cwd=tmp_path)
        assert done.returncode == 0 and not done.stderr
        said[encoding] = done.stdout
    assert said["utf-8"] == said["cp1256"] == said["utf-16"] and said["utf-8"]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_users_fault(raw: bytes) -> None:
    try:
        assert isinstance(decode_bytes(raw, "a.txt"), str)
    except UserError as e:
        assert e.path == "a.txt" and e.hint


@given(st.text(st.sampled_from(NEWS), min_size=40, max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be"]))
@settings(max_examples=60)
def test_arabic_survives_its_encoding(text: str, encoding: str) -> None:
    text = "خبر عاجل من العاصمة الروسية موسكو: " + text.replace("\ufeff", "")
    assert decode_bytes(text.encode(encoding), "a.txt") == text


def test_damaged_utf_8_is_no_windows_1256() -> None:
    """One byte lost in a copy must not turn an article into letters that mean nothing."""
    raw = (NEWS * 5).encode()
    with pytest.raises(UserError, match="damaged") as caught:
        decode_bytes(raw[:len(NEWS.encode()) + 11] + raw[len(NEWS.encode()) + 12:], "a.txt")
    assert caught.value.line == 2


def test_sidecar_and_front_matter(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "a.toml").write_text('title = "زيارة"\ndate = 2017-03-10\npublisher = "Agency"\nlanguage = "ar"\nurl = "https://example.org/1"\nauthor = "A"\n', encoding="utf-8")
    a = read_article(tmp_path / "a.txt")
    assert (a.id, a.title, a.date, a.publisher, a.language, a.url, a.author) == ("a", "زيارة", "2017-03-10", "Agency", "ar", "https://example.org/1", "A")
    for end in ("\n", "\r\n"):
        front = f"---{end}title: \"زيارة: الأولى\"{end}date = ٢٠١٧-٠٣-١٠{end}---{end}"
        (tmp_path / "b.md").write_bytes((front + NEWS).encode())
        b = read_article(tmp_path / "b.md")
        assert (b.title, b.date) == ("زيارة: الأولى", "2017-03-10")
        assert len(b.text) == len(front + NEWS) and b.text.strip() == NEWS.strip() and b.text.index("زار") == len(front)
    (tmp_path / "c.txt").write_text("---\n---\n" + NEWS, encoding="utf-8")
    assert read_article(tmp_path / "c.txt").text.strip() == NEWS.strip()
    assert read_article(tmp_path / "a.txt", "2018-01-01").date == "2018-01-01"


def test_offsets_are_those_of_the_file_without_its_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeff".encode() + NEWS.replace("\n", "\r\n").encode())
    assert read_article(tmp_path / "a.txt").text.startswith("زار") and read_article(tmp_path / "a.txt").text.endswith("\r\n")


def test_json_lines(tmp_path: Path) -> None:
    """One article a line, with or without an id; unknown fields are passed over, line separators within a text are none of ours."""
    rows = [{"id": "one", "text": NEWS, "date": "2017-03-10", "title": None, "score": 3}, {"text": NEWS + "\u2028\u0085" + NEWS}]
    (tmp_path / "wire.jsonl").write_text("\r\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\r\n", encoding="utf-8", newline="")
    found = list(read_articles(tmp_path / "wire.jsonl"))
    assert [a.id for a in found] == ["one", "wire-2"] and found[0].date == "2017-03-10" and found[1].text == rows[1]["text"]


def test_a_bad_record_does_not_hide_the_good_ones(tmp_path: Path) -> None:
    (tmp_path / "wire.jsonl").write_text(f'{{"text": "{NEWS.strip()}"}}\n{{"text": 3}}\n{{"text": "{NEWS.strip()}"}}\n' + "[" * 100_000 + "\n", encoding="utf-8")
    faults: list[UserError] = []
    assert [a.id for a in read_articles(tmp_path / "wire.jsonl", skip=faults.append)] == ["wire-1", "wire-3"]
    assert [e.line for e in faults] == [2, 4]
    with pytest.raises(UserError):
        list(read_articles(tmp_path / "wire.jsonl"))


def test_find_keeps_order_and_names_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.jsonl", "a.toml", "README.md", ".hidden.txt", "a.corrections.yaml"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in find([tmp_path])] == ["a.md", "b.txt", "c.jsonl"]
    assert [p.name for p in find([tmp_path / "b.txt", tmp_path])] == ["b.txt", "a.md", "c.jsonl"]


@given(st.dates())
def test_days(day: date) -> None:
    assert iso_day(day) == iso_day(day.isoformat()) == iso_day(f" {day.isoformat()} ") == iso_day(day.isoformat().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == day.isoformat()


@pytest.mark.parametrize("text", ["", "2017", "2017-3-10", "20170310", "2017-W10-5", "2017-02-30", "2017-13-01", "10/03/2017", "2017-03-10th", "أمس", "0000-01-01"])
def test_no_days(text: str) -> None:
    with pytest.raises(UserError, match="is not a day"):
        iso_day(text)
