"""Arabic letters: spelling folded with the way back to the raw characters, words, clitics, sentences.

The only door to pyarabic, and the only module that may hold Arabic letters.  Two rules decide everything here.
Spelling is folded word by word and never for the whole text, so that a word's `start` and `end` always count characters of
the raw article.  And folding unites only what Arabic newsrooms themselves confuse (hamza seats, ta marbuta, alef maqsura,
vowel marks, tatweel, Persian letters, presentation forms, foreign digits): pyarabic's `normalize_alef` and default
`normalize_hamza` fold more than that and make other words of them, so its character classes are used and those two are not.
"""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from pyarabic import araby_const as araby  # its character classes alone: the whole of araby takes five times as long to import

from kg.once import once

_ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c\u00ad"
_MARKS = "".join(araby.TASHKEEL) + "\u0653\u0654\u0655\u0670" + "".join(chr(c) for c in range(0x06D6, 0x06EE) if unicodedata.category(chr(c)) == "Mn")
DELETED = frozenset(_MARKS + araby.TATWEEL + _ZERO_WIDTH)

_SAME = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك",
         "گ": "ك", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ڤ": "ف", "پ": "ب", "چ": "ج", "ژ": "ز", "٫": ".", "٬": ","}
_TABLE = {ord(c): None for c in DELETED} | {ord(a): b for a, b in _SAME.items()}
_TABLE |= {ord("٠") + i: str(i) for i in range(10)} | {ord("۰") + i: str(i) for i in range(10)}

LETTER = "ء-غف-يٱ-ۓەۺ-ۿﭐ-﷏ﷰ-ﷻﹰ-ﻼ"
_INNER = re.escape(_MARKS + araby.TATWEEL) + "\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\u061c"
_LATIN_LETTER = rf"(?:(?![{LETTER}{araby.TATWEEL}])[^\W\d_])"         # a Latin word ends where Arabic begins
_TOKEN = re.compile(rf"\s*+(?:([{LETTER}][{LETTER}{_INNER}]*+)|([0-9٠-٩۰-۹]+(?:[.,٫٬][0-9٠-٩۰-۹]+)*)"
                    rf"|({_LATIN_LETTER}+(?:['’]{_LATIN_LETTER}+)*)|([^\w\s#{_INNER}\u2060\ufeff\x00-\x1f\x7f]))")      # a hashtag is its words
_PRESENTED = re.compile("[ﭐ-﷿ﹰ-ﻼ]")
_VARIED = re.compile(f"[ﭐ-﷿ﹰ-ﻼ{re.escape(''.join(map(chr, _TABLE)))}]")       # what folding may change
_END = re.compile(r"[.!?؟…]+[\"”»)\]]*(?=\s|$)")

QUOTE_OPEN, QUOTE_CLOSE = frozenset("\"“«„‟"), frozenset("\"”»‟“")
HYPHENS = frozenset("-–—‐‑/")
SENTENCE_MARKS = frozenset(".؛:!؟?;")
COMMAS = frozenset("،,")
QUESTION = "؟"
ARTICLE = "ال"
IN, ON, TO, FOR, BY, FROM, ABOUT, WITH, BETWEEN, AGAINST, AGENT = "في", "علي", "الي", "ل", "ب", "من", "عن", "مع", "بين", "ضد", "من_قبل"
BEHIND = "وراء"
PERSON = {"ه": "3ms", "ها": "3fs", "هما": "3md", "هم": "3mp", "هن": "3fp", "نا": "1p", "ي": "1s", "ني": "1s", "ك": "2s", "كم": "2p", "كما": "2d", "كن": "2p"}
CONJUNCTIONS = frozenset("وف")
CONJUNCTION, PROCLITICS, ADJECTIVE_ENDS = "و", frozenset("وفبلك"), ("يه", "ي", "ه")
PLURAL_ENDS, GODLY = ("ين", "ون", "يه"), frozenset({"الله", "الدين", "بالله"})
NASAB = frozenset({"بن", "بنت"})          # what stands before them is a given name, whatever else the word means
FEMININE_PLURAL = "ات"
DUAL = "ان"
BESIDES = "علاوه"      # «علاوة على …», as it is folded
INVITED = "بدعوه"      # «بدعوة من …», as it is folded: by whose invitation
PERFECT = "قد"
PROTESTED = "احتج"      # «احتج», «احتجاج», as they are folded: what a government does with words
WHAT, MATTER = "ما", "الامر"      # «ما أدى إلى …», «الأمر الذي أدى إلى …», as they are folded
MEDIATED = "بوساطه"     # «بوساطة مصرية»: who brought the two together
ACCUSATIVE = "ا"      # «ضمنا», «قريبا»: how an adverb ends, and an indefinite object
LIKE = "ك"            # «كامل» is no «ك» and «أمل»
ONE = frozenset({"احد", "احدي"})
THEIRS = "هم"
HERS = "ها"
BARE_ENDS = "ن"       # «أن», «إن», «لأن» without a suffix
TA = "ت"              # the ending of a perfect whose subject is feminine
HAMZA, MADDA = "أ", "آ"
DID_NOT = "لم"
ROUND = "جوله"          # as it is folded: «جولة ثالثة من المحادثات»
PREFIXES = "يت"       # the prefixes of the imperfect, of the third person, masculine and feminine
FUTURE = "س"          # stands before them
TRAILING, LEADING = " .،؛\"”»\n", " :،\"“«"
DAMMA, TANWIN, SHADDA = "\u064f", "\u064b", "\u0651"      # TANWIN: the accusative ending of an indefinite noun
MASDAR = re.compile("ت[^اوي].ي[^هاوي]|است..ا.|ان..ا.|ا.ت.ا.")      # of the second, tenth, seventh and eighth form, folded
IMPERFECT, VERB_ENDS = frozenset("يتنا"), ("ت", "وا", "ون", "تا", "تم")      # a verb's first letters, and endings that no name takes


@dataclass(slots=True)
class Token:
    """A word, number or mark: raw offsets, the raw text, its folded spelling and its kind (w Arabic, l Latin, n number, p mark)."""
    start: int
    end: int
    text: str
    fold: str
    kind: str


def articled(text: str) -> bool:
    """Does a raw word begin with the article?  «إلكترونية» and «آلية» do not, though they fold to the same letters.

    >>> articled("الحكومة"), articled("إلكترونية"), articled("آلية")
    (True, False, False)
    """
    return text.startswith(ARTICLE)


class Split(NamedTuple):
    """One way to take a folded word apart: conjunction (و ف), preposition (ب ك ل), future (س), article, and the rest.

    `stem` keeps the article where the word had one, so that a name is looked up as it is written in full; `cut` is the number
    of folded characters before the stem.
    """
    conj: str
    prep: str
    future: bool
    definite: bool
    stem: str
    cut: int


class Folded(NamedTuple):
    """Folded text with the way back: character i of `text` comes from raw character `origin[i]`."""
    text: str
    origin: tuple[int, ...]

    def raw(self, i: int, length: int) -> int:
        """The raw offset of folded position i; past the end, the raw `length`."""
        return self.origin[i] if i < len(self.origin) else length


@once
def fold(word: str) -> str:
    """One spelling for all the ways a newsroom writes a word.

    >>> fold("إِسْــقاطٌ"), fold("الأُمم المتّحدة"), fold("ﻻ"), fold("۲۰۱۷"), fold("روسي\u200c")
    ('اسقاط', 'الامم المتحده', 'لا', '2017', 'روسي')
    """
    if not _VARIED.search(word):
        return word
    if _PRESENTED.search(word):
        word = unicodedata.normalize("NFKC", word)
    return word.translate(_TABLE)


def folded(text: str) -> str:
    """`fold` for whole texts, of which nothing is remembered."""
    return text.translate(_TABLE)


@once
def fold_with_origin(raw: str) -> Folded:
    """`fold`, character by character, with the raw offset of every character kept: for cutting clitics off a printed word."""
    if len(whole := fold(raw)) == len(raw) and not _PRESENTED.search(raw):
        return Folded(whole, tuple(range(len(raw))))
    letters, origin = [], []
    for i, c in enumerate(raw):
        for d in fold(c):
            letters.append(d)
            origin.append(i)
    return Folded("".join(letters), tuple(origin))


def raw_cut(token: Token, cut: int) -> int:
    """The raw offset in the article where the token's stem begins, `cut` folded characters into it."""
    if not cut:
        return token.start
    return token.start + fold_with_origin(token.text).raw(cut, len(token.text))


def raw_end(token: Token, length: int) -> int:
    """The raw offset in the article after the first `length` folded characters of the token: where a suffix begins."""
    if length >= len(token.fold):
        return token.end
    return token.start + fold_with_origin(token.text).raw(length, len(token.text))


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end], with offsets in the whole text.

    >>> [t.fold for t in tokenize("وصل #بوتين إلى موسكو، في ٢٤ منه.")]
    ['وصل', 'بوتين', 'الي', 'موسكو', '،', 'في', '24', 'منه', '.']
    """
    out = []
    for m in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind, raw, after = " wnlp"[m.lastindex], m[m.lastindex], m.end()      # the kinds of the pattern's groups
        out.append(Token(after - len(raw), after, raw, raw.casefold() if kind == "l" else fold(raw), kind))
    return out


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences: lines, cut after sentence-final punctuation that a space follows, never within the first 15 characters
    of a line (so that an abbreviation or a numbered heading does not stand alone)."""
    spans, pos = [], 0
    for line in text.split("\n"):
        start = 0
        for m in _END.finditer(line):
            if m.end() - start > 15:
                spans.append((pos + start, pos + m.end()))
                start = m.end()
        spans.append((pos + start, pos + len(line)))
        pos += len(line) + 1
    whole = [(text[s:e].lstrip(), e) for s, e in spans]
    return [(e - len(sentence), e - len(sentence) + len(sentence.rstrip())) for sentence, e in whole if sentence]


@once
def splits(word: str) -> tuple[Split, ...]:
    """Every way to read proclitics into a folded word, the word itself first; which one holds is the lexicon's to say.

    >>> [(s.conj, s.prep, s.stem) for s in splits("وللامم")]
    [('', '', 'وللامم'), ('و', '', 'للامم'), ('و', 'ل', 'لامم'), ('و', 'ل', 'الامم')]
    """
    first = word[:1]
    if first not in _CLITICS or first == "ا" and word[1:2] != "و":
        return (_split(("", "", False, word[:2] == ARTICLE, word, 0)),)
    out, heads = [_split(("", "", False, False, word, 0))], [("", word)]
    if len(word) > 2 and first in "وف":
        rest = word[1:]
        heads.append((first, rest))
        out.append(_split((first, "", False, rest[:2] == ARTICLE, rest, 1)))
    for conj, rest in heads:
        first = rest[0]
        if len(rest) > 2 and first in "بكل":
            stem = rest[1:]
            out.append(_split((conj, first, False, stem[:2] == ARTICLE, stem, len(conj) + 1)))
            if first == "ل" == rest[1]:
                out.append(_split((conj, "ل", False, True, ARTICLE + rest[2:], len(conj) + 1)))
        elif len(rest) > 3 and first == FUTURE and rest[1] in "يتنا":
            out.append(_split((conj, "", True, False, rest[1:], len(conj) + 1)))
        elif len(rest) > 3 and first == "ا" and rest[1] == "و" and not conj:
            out.append(_split(("ا", "", False, False, rest[2:], 2)))
    return tuple(out)


_split = partial(tuple.__new__, Split)
_CLITICS = frozenset("وفبكلسا")      # the letters that proclitics begin with
_SUFFIXES = frozenset({"هما", "كما", "هم", "هن", "ها", "نا", "كم", "كن", "ني", "ه", "ك", "ي"})
_LAST = frozenset(word[-2:] for word in _SUFFIXES)      # how they end


@once
def unsuffixed(word: str) -> tuple[tuple[str, str], ...]:
    """Every (stem, pronoun) that a folded word may be, with the spelling that the stem has when it stands alone.

    >>> unsuffixed("زيارته")[:2], ("لقاء", "هما") in unsuffixed("لقايهما"), ("دعوا", "ه") in unsuffixed("دعوه")
    ((('زيارت', 'ه'), ('زياره', 'ه')), True, True)
    """
    if word[-1:] not in _LAST and word[-2:] not in _LAST:
        return ()
    out = []
    for size in (3, 2, 1):
        s = word[-size:]
        if s in _SUFFIXES and len(word) - size >= 2:
            stem = word[:-size]
            last = stem[-1]
            out.append((stem, s))
            if last == "ت":
                out.append((stem[:-1] + "ه", s))
            elif last == "ا":
                out.append((stem[:-1] + "ي", s))
            elif last in "يو" and stem[-2] == "ا":
                out.append((stem[:-1] + "ء", s))
            elif last == "و":
                out.append((stem + "ا", s))
    return tuple(out)


_TWO, _ONE = frozenset({"ات", "ين", "ون", "ان"}), frozenset({"ه", "ا"})      # endings that `crude` leaves out


def crude(word: str) -> str:
    """A folded word without article and common endings: enough to tell whether a word stands near, too little to name it."""
    if len(word) < 4:
        return word
    if word[:2] == ARTICLE:
        word = word[2:]
    if len(word) > 4 and word[-2:] in _TWO:
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] in _ONE else word


def stem(word: str) -> str:
    """`crude` of a word without its proclitics too: «والنووي», «للنووي» and «النووي» are one."""
    if len(word) > 5 and word.startswith(ARTICLE, 1):
        word = word[1:]
    return crude(ARTICLE + word[2:] if len(word) > 4 and word.startswith("لل") else word)


def several(word: str, lemma: str) -> bool:
    """Is a folded noun in the dual or plural and its entry is not («لقاءات» and «لقاء»; «محادثات» is its own)?"""
    return len(word) > 4 and any(word.endswith(end) and not lemma.endswith(end) for end in ("ات", "ين", "ان"))


def arabic_share(text: str) -> float:
    """How much of the letters of a text are Arabic, 0 to 1; 0 for a text without letters."""
    letters = [c for c in text if c.isalpha()]
    return sum("\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufeff" for c in letters) / len(letters) if letters else 0.0


def to_nominative(word: str) -> str:
    """The sound masculine plural as it stands in a heading.

    >>> to_nominative("مسلحين"), to_nominative("فلسطين")
    ('مسلحون', 'فلسطين')
    """
    return word[:-2] + "ون" if word.endswith("ين") and len(word) > 5 and not word.startswith(("فلسطين", "البحرين", "أوكرانيين")) else word


def verbal_noun(stem: str) -> bool:
    """Has a folded word the shape of a derived verbal noun, as no name and hardly another word has: «تسييس», «استقطاب», «انخراط»?

    >>> verbal_noun("تسييس"), verbal_noun("استقطاب"), verbal_noun("ترامب")
    (True, True, False)
    """
    return bool(MASDAR.fullmatch(stem))


def feminine(noun: str) -> bool:
    """Does a noun's first word end in ta marbuta?"""
    return fold(noun).split()[0].endswith("ه")


def feminine_head(label: str) -> bool:
    """Is a name feminine, as the ending of its first word or of the adjective behind it shows?

    >>> feminine_head("الأمم المتحدة"), feminine_head("منظمة الصحة العالمية"), feminine_head("مجلس الأمن الدولي")
    (True, True, False)
    """
    words = fold(label).split()
    return feminine(words[0]) or len(words) == 2 and words[0].startswith(ARTICLE) == words[1].startswith(ARTICLE) and feminine(words[1])


def ends_in_ta(raw: str) -> bool:
    """Does a printed word end in ta marbuta, as no verb does?"""
    return raw.endswith("\u0629") or "\u0629" in raw and "".join(c for c in raw if c not in DELETED).endswith("\u0629")
