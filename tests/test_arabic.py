"""Arabic letters: what must hold for any text, and what newsrooms write for one word."""
from __future__ import annotations

import doctest
import importlib
import pkgutil
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import arabic
from kg.arabic import DELETED, fold, fold_with_origin, raw_cut, raw_end, sentences, splits, tokenize, unsuffixed
from kg.romanization import slug

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژڤکگیٱ"
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640\u0653\u0654\u0655"
CONTROLS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\u00ad"
PRESENTED = "\ufedf\ufef4\ufe8e\ufefb\ufe91\ufdf2\ufb8e\ufbfc"
NEWS = st.text(st.sampled_from(LETTERS + MARKS + CONTROLS + PRESENTED + "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹0123456789" + "    \n،؛؟.!:\"«»()-–abcXYZé"), max_size=120)
ANY = st.one_of(NEWS, st.text(max_size=80))


@given(ANY)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not DELETED & set(fold(text))


@given(ANY)
def test_fold_with_origin_leads_back(text: str) -> None:
    """Each folded character comes from the raw one that its origin names, in order."""
    folded = fold_with_origin(text)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(folded.origin)
    assert all(letter in fold(text[i]) for letter, i in zip(folded.text, folded.origin))
    assert folded.raw(len(folded.text), len(text)) == len(text)


@given(ANY)
def test_tokens_give_back_the_text(text: str) -> None:
    """Offsets count raw characters; tokens stand in order, do not overlap, and hold every letter and digit."""
    tokens = tokenize(text)
    assert all(text[t.start:t.end] == t.text != "" for t in tokens)
    assert all(a.end <= b.start for a, b in zip(tokens, tokens[1:]))
    held = {i for t in tokens for i in range(t.start, t.end)}
    lost = {c for i, c in enumerate(text) if i not in held and (c in LETTERS or c.isdecimal() and c in "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
    assert not lost


@given(ANY, st.integers(0, 40), st.integers(0, 40))
def test_a_part_is_tokenized_in_place(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    assert all(start <= t.start < t.end <= end and text[t.start:t.end] == t.text for t in tokenize(text, start, end))


@given(ANY)
def test_sentences_cover_the_text(text: str) -> None:
    """Sentences stand in order, without overlap, and leave out nothing but blanks."""
    spans = sentences(text)
    assert all(a < b for a, b in spans) and all(x[1] <= y[0] for x, y in zip(spans, spans[1:]))
    inside = {i for a, b in spans for i in range(a, b)}
    assert all(c.isspace() for i, c in enumerate(text) if i not in inside)
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


@given(st.text(st.sampled_from(LETTERS + MARKS + CONTROLS), min_size=1, max_size=14))
def test_clitics_are_cut_at_raw_letters(word: str) -> None:
    """Whatever is glued to a word, its stem begins and ends within the word as it is printed."""
    for t in tokenize(word):
        assert fold(t.text) == t.fold
        for s in splits(t.fold):
            assert t.start <= raw_cut(t, s.cut) <= t.end
        for stem, pronoun in unsuffixed(t.fold):
            assert pronoun and t.start <= raw_end(t, len(t.fold) - len(pronoun)) <= t.end


@given(st.text(max_size=40))
def test_slugs_are_plain(text: str) -> None:
    made = slug(text)
    assert made.isascii() and made == made.lower() and made.strip("-") == made and set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and made


@pytest.mark.parametrize("written", [
    "الإسقاط", "الاسقاط", "اﻹسقاط", "الإِسْقاطُ", "الإســقاط", "ال\u200dإسقاط", "\u202bالإسقاط\u202c", "الأسقاط", "ٱلإسقاط", "الا\u0655سقاط"])
def test_one_word_many_spellings(written: str) -> None:
    """Hamza seats, vowel marks, tatweel, presentation forms, joiners and bidi controls make no other word."""
    assert fold(written) == fold("الإسقاط")


@pytest.mark.parametrize(("written", "same"), [
    ("مستشفى", "مستشفي"), ("قمة", "قمه"), ("مسؤول", "مسوول"), ("شؤون", "شوون"), ("تركیا", "تركيا"), ("ترکيا", "تركيا"), ("ﺗﺮﻛﻴﺎ", "تركيا"), ("إيران", "ايران"), ("ڤيينا", "فيينا"), ("پوتين", "بوتين"), ("أوردوچان", "اوردوجان"),
    ("٢٠١٧", "2017"), ("۲۰۱۷", "2017"), ("٣٫٥", "3.5")])
def test_folded(written: str, same: str) -> None:
    assert fold(written) == same


@pytest.mark.parametrize(("one", "other"), [("علم", "عمل"), ("قرن", "قران"), ("سوريا", "سورية"), ("ماء", "ما"), ("جزء", "جز")])
def test_not_folded_together(one: str, other: str) -> None:
    """What no newsroom confuses stays apart: letters, long vowels, a hamza that stands on the line."""
    assert fold(one) != fold(other)


def test_words_stay_whole_around_marks() -> None:
    text = "وصل الرَّئِيسُ إلى أَنْقَرَة\u200f، في ١٠ آذار/مارس ٢٠١٧."
    assert [t.text for t in tokenize(text)] == ["وصل", "الرَّئِيسُ", "إلى", "أَنْقَرَة\u200f", "،", "في", "١٠", "آذار", "/", "مارس", "٢٠١٧", "."]
    assert [t.kind for t in tokenize(text)] == list("wwwwpwnwpwnp")


@pytest.mark.parametrize(("text", "words"), [("ـالرئيس", ["الرئيس"]), ("قناةRTالعربية", ["قناة", "RT", "العربية"]), ("F16المقاتلة", ["F", "16", "المقاتلة"]), ("ـ", []), ("\u200fسيرغي \u200f\x00لافروف\ufeff \u064f", ["سيرغي", "لافروف"]), ("O’Brien", ["O’Brien"])])
def test_words_of_two_scripts(text: str, words: list[str]) -> None:
    assert [t.text for t in tokenize(text)] == words


def test_sentence_borders() -> None:
    text = "التقى الوزيران في جنيف اليوم. وقال أحدهما: \"سنعود قريبا!\" ثم غادرا\nعنوان جديد\n\nهل تنعقد القمة المقررة؟ نعم."
    assert [text[a:b] for a, b in sentences(text)] == [
        "التقى الوزيران في جنيف اليوم.", "وقال أحدهما: \"سنعود قريبا!\"", "ثم غادرا", "عنوان جديد", "هل تنعقد القمة المقررة؟", "نعم."]


def test_long_lines_stay_quick() -> None:
    """A long line without a full stop is read in seconds, whatever it is made of."""
    for text in ("كلمة " * 40_000, "ا" * 100_000, "١" * 100_000, "\u064e" * 100_000, ".؟!" * 60_000, "«" * 60_000):
        assert tokenize(text) is not None and sentences(text) is not None


@pytest.mark.parametrize("module", sorted(m.name for m in pkgutil.walk_packages(kg.__path__, "kg.") if not m.name.endswith("__main__")))
def test_doctests(module: str) -> None:
    """What the docstrings show is what happens."""
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_marks_are_marks() -> None:
    """Nothing that is a letter is deleted."""
    assert all(unicodedata.category(c) in ("Mn", "Cf", "Lm") for c in DELETED), [hex(ord(c)) for c in arabic.DELETED if unicodedata.category(c) not in ("Mn", "Cf", "Lm")]


settings.register_profile("kg", max_examples=150, deadline=None)
settings.load_profile("kg")
