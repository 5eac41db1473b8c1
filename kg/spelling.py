"""How a name may be spelled: its skeleton, which spellings of foreign names share, and its usual Latin form.

A third module that may hold Arabic letters beside `kg.arabic`, which knows words of any kind: this one knows names alone.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kg.arabic import ARTICLE, NASAB, articled, tokenize
from kg.romanization import romanize

BINDERS = frozenset({*NASAB, "ابن", "ال"})      # «بن», «ابن», «بنت» and the «آل» of a house: written or left out at will
_SERVANT = "عبد"
_FIRSTS = frozenset({"عبد", "ابو", "ابي", "ام"})      # one name with the word behind them: «عبد الله»
_WEAK = frozenset("اويىء")
_ONE = str.maketrans({"غ": "ج"})      # the two letters by which newsrooms write a foreign g
_LITTLE = {"بن": "bin", "ابن": "ibn", "بنت": "bint", "ال": "Al", "ابو": "Abu", "ابي": "Abi", "عبد": "Abd", "الله": "Allah", "الدين": "al-Din", "ام": "Umm", "و": "wa"}
_PLACED = {"بن": "bin", "بنت": "bint", "ابن": "ibn"}      # small letters within a name
_MANY = re.compile(r"(.)\1+")
_LATIN_ONE = {"kh": "k", "gh": "g", "dh": "d", "th": "t", "ph": "f", "ck": "k", "dj": "j", "tch": "s", "sch": "s", "sh": "s", "ch": "s", "ou": "u", "q": "k", "c": "k", "v": "f", "p": "b"}
_DIGRAPHS = re.compile("|".join(sorted(_LATIN_ONE, key=len, reverse=True)))


class Forms(NamedTuple):
    """What is known of name words, folded and without article: their usual Latin forms, and which a multitude bears as given names."""
    latin: Mapping[str, str] = {}
    common: frozenset[str] = frozenset()

    def of(self, word: str) -> str | None:
        """The Latin form of a word, whether it has the article or not."""
        return self.latin.get(word) or self.latin.get(word.removeprefix(ARTICLE))

    def alike(self, a: str, b: str) -> float:
        """1 for one word, 0.5 for two spellings of one foreign or rare name, 0.25 for two short ones, 0 for two names («سالم»، «سليم»)."""
        if a == b:
            return 1.0
        x, y = self.of(a), self.of(b)
        if x and y:
            return 0.5 if x == y and len(x) > 4 and skeleton(a) == skeleton(b) else 0.0
        bare = skeleton(a)
        return 0.0 if bare != skeleton(b) or len(bare) < 3 else 0.5 if len(bare) > 3 else 0.25

    def crowded(self, word: str) -> bool:
        """Do so many bear it as a given name that it tells nobody apart?  «عبد الرحمن» and the like are of that kind too."""
        return word in self.common or word.startswith(_SERVANT)

    def rare(self, surname: str) -> bool:
        """Is a surname long, no given name, and none that an adjective of origin or a trade makes of many?"""
        return len(surname) > 4 and not self.crowded(surname) and not surname.startswith(ARTICLE)


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name that tell people apart: without «بن» and «آل», and «عبد» with what belongs to it.

    >>> words_of("محمد بن سلمان آل سعود"), words_of("عبدالله العلي") == words_of("عبد الله العلي")
    (('محمد', 'سلمان', 'سعود'), True)
    """
    out: list[str] = []
    held = ""
    for t in tokenize(name):
        if t.kind not in "wln" or t.fold in BINDERS:
            continue
        if t.fold in _FIRSTS:
            held += t.fold
            continue
        out.append(held + t.fold)
        held = ""
    return (*out, held) if held else tuple(out)


def skeleton(word: str) -> str:
    """The consonants of a folded name word, which its transliterations share: no article, no long vowels, nothing doubled.

    >>> from kg.arabic import fold
    >>> skeleton(fold("ألكساندر")) == skeleton(fold("الكسندر")), skeleton("جلانتز") == skeleton("غلانتز"), skeleton("فريدونكينار")
    (True, True, 'فردنكنر')
    """
    body = _MANY.sub(r"\1", (word.removeprefix(ARTICLE) if len(word) > 4 else word).translate(_ONE))
    return body[:1] + "".join(c for c in body[1:].removesuffix("ه") if c not in _WEAK)


def consonants(word: str) -> str:
    """The consonants of a word in folded Latin letters, which the transliterations of one name share: vowels, what is doubled or silent left out.

    >>> len({consonants(x) for x in ("mohammed", "muhammad", "mohamed")}), consonants("gaddafi") == consonants("gadhafi"), consonants("khaled") == consonants("khalid")
    (1, True, True)
    """
    body = _MANY.sub(r"\1", _DIGRAPHS.sub(lambda m: _LATIN_ONE[m[0]], word))
    return "".join(c for n, c in enumerate(body) if c.isalnum() and c not in ("aeiouyw" if n else "")).removesuffix("h")


def latin(name: str, known: Mapping[str, str]) -> str:
    """A name in Latin letters: each word in its usual form where `known` (folded word → form) has it, else letter by letter.

    >>> latin("مساعد بن محمد العيبان", {"مساعد": "Musaed", "محمد": "Mohammed", "عيبان": "Aiban"})
    'Musaed bin Mohammed al-Aiban'
    >>> latin("عبد الرحيم الشطي", {"رحيم": "Rahim", "شطي": "Shatti"}), latin("فلان", {}), latin("عبدالله", {"عبدالله": "Abdullah"})
    ('Abd al-Rahim al-Shatti', 'Flan', 'Abdullah')
    """
    out: list[str] = []
    for n, t in enumerate(tokenize(name)):
        if t.kind == "p":
            if t.text in "-–—/" and out:
                out[-1] += t.text
            continue
        word = t.fold if t.kind != "l" else t.text
        said = word if t.kind != "w" else _one(word, known, n > 0, articled(t.text))
        if out and out[-1].endswith(tuple("-–—/")):
            out[-1] += said
        else:
            out.append(said)
    joined = " ".join(out)
    return joined[:1].upper() + joined[1:] if not joined.startswith("al-") else "A" + joined[1:]


def _one(word: str, known: Mapping[str, str], within: bool, definite: bool) -> str:
    """One Arabic word; `definite` where it is printed with an article."""
    if word in _LITTLE:
        return _PLACED[word] if within and word in _PLACED else _LITTLE[word].capitalize() if word in _PLACED else _LITTLE[word]
    if word in known:
        return known[word]
    if definite and len(word) > 4:
        return "al-" + (known.get(word[2:]) or by_letters(word[2:]))
    for head, said in (("عبدال", "Abd al-"), ("ابو", "Abu ")):
        if word.startswith(head) and len(word) > len(head) + 2:
            return said + (known.get(word[len(head):]) or by_letters(word[len(head):]))
    return by_letters(word)


def by_letters(word: str) -> str:
    """Letter by letter: long vowels as they are, a short `a` where consonants would meet that no mouth joins; a nisba's end is `i`."""
    ended = word[:-1] if word.endswith("ه") and len(word) > 2 else word
    ta = "a" if ended != word else ""
    plain = romanize(ended).replace("al-", "al")
    spoken = _voiced(plain.removesuffix("wy") + "wi" if plain.endswith("wy") else plain) + ta
    return spoken[:1].upper() + spoken[1:]


_UNIT = re.compile(r"kh|gh|sh|th|dh|[a-z]|.")


def _voiced(plain: str) -> str:
    """Consonants that open a word or follow one another by threes get a short `a` between them.

    >>> _voiced("mhmd"), _voiced("shtti"), _voiced("fladimir")
    ('mahmad', 'shatti', 'fladimir')
    """
    units = _UNIT.findall(plain)
    vowel = lambda u: u[:1] in "aiueo"
    out: list[str] = []
    for n, u in enumerate(units):
        if not vowel(u) and n and not vowel(out[-1]) and u[:1].isalpha() and out[-1][:1].isalpha():
            opens = n == 1 and not (u in ("l", "r") and vowel(units[2:3][0] if units[2:] else "a"))
            third = n > 1 and not vowel(units[n - 1]) and (not vowel(out[-2]) if len(out) > 1 else True)
            last = n == len(units) - 1
            if opens or third or (last and n > 1 and u in ("r", "l", "m", "n", "d", "f", "q", "k", "b") and u != units[n - 1]):
                out.append("a")
        out.append(u)
    return "".join(out)
