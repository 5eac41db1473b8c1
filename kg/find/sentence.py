"""One sentence on its way through the finders: its tokens, what each can be, and the raw text they came from."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import MappingProxyType

from kg.arabic import Token, raw_cut, raw_end
from kg.lexicon import Lexicon
from kg.lexicon.word import Word
from kg.model import Entity, Span

MODIFIER = Word((), (), (("mod", "", ""),), (), (), (), (), {}, {}, (), {})
NOTHING: Mapping[str, Entity | None] = MappingProxyType({})


class Sentence:
    """The tokens of one sentence with all readings of each; asked by every finder, changed by none.

    `heard` is what the article has told of before: a folded last name or short name, or the id of a known body, and who it is (None for
    a person whom no list knows).
    """

    __slots__ = ("_whole", "ahead", "bare", "end", "heard", "lexicon", "number", "start", "text", "times", "tokens", "words")

    def __init__(self, text: str, tokens: list[Token], lexicon: Lexicon, start: int, end: int, times: Sequence = (), number: int = 0, heard: Mapping[str, Entity | None] = NOTHING):
        self.text, self.tokens, self.lexicon, self.start, self.end, self.number, self.heard = text, tokens, lexicon, start, end, number, heard
        word_of = lexicon.word
        self.words: list[Word] = [word_of(t.fold) for t in tokens]
        for i, word in enumerate(self.words):
            if "a" in word.opens and (of := next((x for x in lexicon.names_at(tokens, i, "a") if x.words == 2), None)):
                self.words[i] = replace(word, nisba=(of,))           # «الكوري الجنوبي»: the second word only says which of two
                self.words[i + 1] = MODIFIER
        self.bare = frozenset(chain.from_iterable([w.bare for w in self.words]))      # its words without clitics and endings
        self.times = {t.first: t for t in times} if times else {}
        self._whole = self.span(start, end)
        self.ahead: dict[tuple[int, bool], frozenset[str]] = {}       # what `chunks` has found to follow a token, remembered for the next word of it

    def span(self, start: int, end: int) -> Span:
        """The span of raw offsets, with its words."""
        return Span(start, end, self.text[start:end])

    def whole(self) -> Span:
        """The sentence itself, as evidence."""
        return self._whole

    def begin(self, i: int, cut: int) -> int:
        """The raw offset of token i after `cut` folded characters of clitics."""
        return raw_cut(self.tokens[i], cut) if cut else self.tokens[i].start

    def finish(self, i: int, length: int | None = None) -> int:
        """The raw end of token i, or the raw offset after its first `length` folded characters."""
        return self.tokens[i].end if length is None else raw_end(self.tokens[i], length)

    def tag(self, i: int, *names: str) -> str:
        """The first function-word tag of token i among `names`, '' where it has none; clitics allowed."""
        if i < len(self.words):
            for tag, _, _ in self.words[i].tags:
                if tag.split(":")[0] in names:
                    return tag
        return ""

    def is_word(self, i: int) -> bool:
        """Is token i an Arabic word?"""
        return i < len(self.tokens) and self.tokens[i].kind == "w"
