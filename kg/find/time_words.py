"""The words of time, compiled: one dictionary from a folded word to what it may mean, and a sentence read through it.

`kg/words/time.toml` is compiled once (`TimeWords.from_toml`), kept with the lexicon as plain values (`to_plain`) and opened by wrapping
these again (`from_plain`, microseconds).  A `Phrase` is a sentence looked up word by word: what each word means, without its clitics.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kg.arabic import ARTICLE, Token, fold, splits
from kg.once import once

STARTERS = (
    "month", "hijri", "weekday", "season", "holiday", "day", "unit", "decade", "these", "those", "same_before", "of_it", "part",
    "day_part", "number", "ordinal", "day_ordinal", "fraction", "before_ten", "few", "each", "each_word", "last_one", "since", "before",
    "after", "after_it", "before_it", "eve", "the")
_SIMPLE = (  # section of time.toml → category
    ("outlets", "outlet"), ("not_today", "not_today"), ("not_tomorrow_heads", "not_tomorrow"), ("fillers", "filler"),
    ("of_time", "of_time"), ("wholes", "whole"), ("these", "these"), ("those", "those"), ("same_before", "same_before"),
    ("of_it", "of_it"), ("general_heads", "general"), ("day_parts", "day_part"), ("night_parts", "night"),
    ("day_parts_after", "day_part_after"), ("tens_word", "ten"), ("less", "less"), ("few", "few"), ("each", "each"),
    ("last_ones", "last_one"), ("first_ones", "first_one"), ("near_year_heads", "near_year_head"),
    ("hours_of", "hours_of"), ("each_words", "each_word"), ("about", "about"), ("for_words", "for"), ("for_verbs", "for_verb"),
    ("after_it", "after_it"), ("before_it", "before_it"), ("that_one", "that_one"), ("now", "now"), ("before_christ", "bc"),
    ("eve", "eve"), ("lasting", "lasting"), ("year_heads", "year_head"), ("name_heads", "name_head"), ("day_heads", "day_head"),
    ("number_heads", "number_head"), ("counted", "counted"), ("age_heads", "age_head"), ("ahead", "ahead"), ("and", "and"),
    ("the", "the"), ("for_the", "for_the"), ("with", "with"), ("matching", "matching"), ("upon", "upon"), ("alike", "alike"),
    ("toward", "toward"), ("commas", "comma"), ("stops", "stop"))
_VALUED = (  # section, category, key of the value
    ("weekdays", "weekday", "weekday"), ("seasons", "season", "season"), ("eras", "era", "era"), ("days", "day", "shift"),
    ("decades", "decade", "decade"), ("modifiers", "modifier", "shift"), ("parts", "part", "part"), ("numbers", "number", "n"),
    ("before_ten", "before_ten", "n"), ("ordinals", "ordinal", "n"), ("fractions", "fraction", "n"),
    ("day_ordinals", "day_ordinal", "n"))
SECTIONS = (*(section for section, _ in _SIMPLE), "future_prefixes", "future_stems", "proclitics")     # of time.toml that are plain lists
_DEFINED = ("number", "decade")     # categories whose forms also come with the article


@dataclass(frozen=True, slots=True)
class TimeWords:
    """`table`: folded word → {category: value}; "multi" holds the longer forms that begin with the word, "go" the categories
    by which a time may start here.

    `future_prefixes`, `future_stems`: how verbs of the future begin, and go on; `proclitics`: letters that may be cut off a word's head.
    """
    table: dict[str, dict[str, Any]]
    future_prefixes: tuple[str, ...]
    future_stems: tuple[str, ...]
    proclitics: str
    meaning: Callable[[str], tuple[dict[str, Any], str, str, int] | None] = field(init=False, repr=False, compare=False)     # `_meaning`, remembered
    future_heads: tuple[str, ...] = field(init=False, repr=False, compare=False)        # the prefixes of the future, alone and behind a conjunction

    def __post_init__(self) -> None:
        object.__setattr__(self, "meaning", once(self._meaning))
        object.__setattr__(self, "future_heads", tuple(head + prefix for head in ("", *self.proclitics[:2]) for prefix in self.future_prefixes))

    def _meaning(self, word: str) -> tuple[dict[str, Any], str, str, int] | None:
        """What a folded word means, without its clitics where these are no part of it: (meanings, conjunction, preposition, letters of both)."""
        entry = self.table.get(word)
        if entry is not None:
            return entry, "", "", 0
        for s in splits(word)[1:] if word[0] in self.proclitics else ():
            entry = self.table.get(s.stem)
            if entry is not None and not s.future and (len(s.stem) > 2 or "month" not in entry):
                return entry, s.conj, s.prep, s.cut
        return None

    @classmethod
    def from_toml(cls, data: dict[str, Any]) -> TimeWords:
        """Compile the parsed `time.toml`; KeyError for a section that lacks its forms, which `kg lexicon lint` reports."""
        table: dict[str, dict[str, Any]] = {}

        def add(form: str, category: str, value: Any) -> None:
            first, *rest = fold(form).split()
            entry = table.setdefault(first, {})
            if rest:
                entry["multi"] = tuple(sorted({*entry.get("multi", ()), (tuple(rest), category, value)}, key=lambda m: (-len(m[0]), m[0], m[1])))
            else:
                entry.setdefault(category, value)

        for section, category in _SIMPLE:
            for form in data.get(section, ()):
                add(form, category, True)
        for section, category, key in _VALUED:
            for line in data.get(section, ()):
                for form in line["forms"]:
                    add(form, category, line[key])
                    if category in _DEFINED:
                        add(ARTICLE + form, category, line[key])
        for line in data.get("relations", ()):
            for form in line["forms"]:
                add(form, line["relation"], True)
        for section, category in (("months", "month"), ("hijri_months", "hijri")):
            for line in data.get(section, ()):
                for trust in ("forms", "weak", "strict"):
                    for form in line.get(trust, ()):
                        add(form, category, (line["month"], trust))
        for line in data.get("holidays", ()):
            for form in line["forms"]:
                add(form, "holiday", (line["month"], line["day"], line.get("hijri", False)))
        for line in data.get("known", ()):
            for head in line["heads"]:
                entry = table.setdefault(fold(head), {})
                entry["known"] = (*entry.get("known", ()), (line["day"], line["month"], line["year"]))
        for line in data.get("units", ()):
            for number in ("one", "two", "pair", "many"):
                for form in line.get(number, ()):
                    add(form, "unit", (line["unit"], number, False))
                    add(ARTICLE + form, "unit", (line["unit"], number, True))
            for form in line.get("alone", ()):
                add(form, "alone", True)
        for entry in table.values():
            go = {c for c in STARTERS if c in entry} | {m[1] for m in entry.get("multi", ()) if m[1] in STARTERS}
            if go:
                entry["go"] = tuple(sorted(go))
        return cls(dict(sorted(table.items())), tuple(data.get("future_prefixes", ())),
                   tuple(sorted({fold(w) for w in data.get("future_stems", ())})), "".join(data.get("proclitics", ())))

    def to_plain(self) -> tuple[Any, ...]:
        """Dictionaries, tuples, strings and numbers only, in a fixed order: for marshal."""
        return (self.table, self.future_prefixes, self.future_stems, self.proclitics)

    @classmethod
    def from_plain(cls, plain: tuple[Any, ...]) -> TimeWords:
        """The inverse of `to_plain`; nothing is copied."""
        return cls(*plain)


NOTHING: dict[str, Any] = {}
INT, FIGURE = ("int",), ("figure",)


class Phrase:
    """A sentence looked up: for word i, `mean[i]` its meanings, `conj[i]` and `prep[i]` its clitics, `cut[i]` their length.

    Reading past the end gives words without meaning, so rules need not count.  `starts` are the words where a time may start.
    """
    __slots__ = ("conj", "cut", "mean", "prep", "size", "starts", "tokens", "words")

    def __init__(self, tokens: list[Token], words: TimeWords):
        table, meaning = words.table, words.meaning
        self.tokens, self.words, self.size = tokens, words, len(tokens)
        self.mean: list[dict[str, Any]] = [NOTHING] * (self.size + 12)
        self.conj, self.prep, self.cut = {}, {}, {}
        self.starts: list[int] = []
        for i, token in enumerate(tokens):
            if token.kind == "w":
                if found := meaning(token.fold):
                    entry, conj, prep, cut = found
                    self.mean[i] = entry
                    if cut:
                        self.conj[i], self.prep[i], self.cut[i] = conj, prep, cut
                    if "go" in entry:
                        self.starts.append(i)
                continue
            word = token.fold
            if token.kind == "n":
                self.mean[i] = {"int": int(word), "go": INT} if word.isdigit() and len(word) < 9 else {"figure": word, "go": FIGURE}
                self.starts.append(i)
            elif word in table:
                self.mean[i] = table[word]

    def find(self, i: int, category: str) -> tuple[Any, int] | None:
        """(value, index after) where a form of that category begins at word i, the longest first; else None."""
        entry = self.mean[i]
        if entry:
            for rest, cat, value in entry.get("multi", ()):
                if cat == category and all(self.word(i + 1 + k) == w for k, w in enumerate(rest)):
                    return value, i + 1 + len(rest)
            if category in entry:
                return entry[category], i + 1
        return None

    def word(self, i: int) -> str:
        """The folded word i, '' outside the sentence."""
        return self.tokens[i].fold if 0 <= i < self.size else ""

    def is_a(self, i: int, *categories: str) -> bool:
        """Whether the single word i (0 ≤ i) has one of these meanings."""
        return i >= 0 and not self.mean[i].keys().isdisjoint(categories)

    def free(self, i: int) -> bool:
        """Whether word i carries no proclitic."""
        return not self.cut.get(i)

    def clitic(self, i: int, category: str) -> bool:
        """Whether word i carries a preposition of that category."""
        return category in self.words.table.get(self.prep.get(i, ""), NOTHING)

    def joined(self, i: int) -> int | None:
        """The word that an 'and' at i joins: i + 1 after a separate و, i itself where the word carries it; None without one."""
        if self.conj.get(i) and not self.prep.get(i):
            return i
        return i + 1 if i < self.size and "and" in self.mean[i] else None

    def touching(self, i: int) -> bool:
        """Whether word i stands right behind word i - 1, without a space."""
        return 0 < i < self.size and self.tokens[i].start == self.tokens[i - 1].end
