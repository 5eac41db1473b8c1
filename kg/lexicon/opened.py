"""The compiled lexicon: opened in a millisecond, asked a million times.

`kg.lexicon.cache` opens it.  `Lexicon.word` says everything that one written word can be, and remembers the answer, since a hundred
thousand words of news are some ten thousand different ones.
"""
from __future__ import annotations

import marshal
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.arabic import Token
from kg.lexicon.packed import Rows
from kg.lexicon.word import ARTICLED, NOTHING, Sense, Word, analyse, tagged
from kg.model import Entity
from kg.once import once

NONE: frozenset[str] = frozenset()
WITHIN = frozenset("-–\"“”«»#_/")     # marks within a name that are passed over


@dataclass(slots=True)
class Use:
    """One line of a word file: what a lemma means under which conditions."""
    source: str
    lemma: str
    cls: str | None
    args: dict[str, str]
    near: frozenset[str]
    not_near: frozenset[str]
    before: frozenset[str]
    not_before: frozenset[str]
    weak: bool
    extra: dict[str, str]
    where: str

    def get(self, key: str, default: str = "") -> str:
        """A further key of the line, such as `takes` or `stance`."""
        return self.extra.get(key, default)

    def role(self, slot: str) -> str | None:
        """The role that the frame gives to a slot, None where it has none."""
        return self.args.get(slot)


class Lexicon:
    """The words of one build: forms behind a memory-mapped trie, meanings in memory-mapped tables.  Immutable; its caches only remember."""

    def __init__(self, trie, tables: memoryview, signature: str):
        size = int.from_bytes(tables[:4], "little")
        table = marshal.loads(tables[4:size])
        self._part = {name: tables[size + a:size + b] for name, (a, b) in table["parts"].items()}
        if size + max(b for _, b in table["parts"].values()) != len(tables):
            raise EOFError("the compiled tables are not whole")
        self.trie, self.signature = trie, signature
        self.classes, self.offices, self.state_of = table["classes"], table["offices"], table["state_of"]
        self.bodies, self.groups, self.heads, self.negative = table["bodies"], table["groups"], table["heads"], frozenset(table["negative"])
        self.at_fault = frozenset(table["at_fault"])       # adjectives by which somebody is said to have done a wrong
        self.to_be = frozenset(table["to_be"])             # what makes of an office one whose holder is not yet known
        self.no_room = frozenset(table["no_room"])         # what somebody is said not to have where he is refused
        self.owing = frozenset(table["owing"])             # prepositions behind which force is told as the cause of something
        self.fiction, self.nature = frozenset(table["fiction"]), frozenset(table["nature"])      # words of films and of accidents
        self.topical = frozenset(table["topical"])         # words behind which force is what something is about
        self.instead, self.marchers = table["instead"], frozenset(table["marchers"])      # class → (class, sectors): what it is where people in the street do it
        self.hostile = frozenset(table["hostile"])         # adjectives that say whom somebody is against
        self.about, self.during, self.firsts, self.realms, self.belonging, self.whens, self.most, self.undoing = frozenset(table["about"]), frozenset(table["during"]), frozenset(table["firsts"]), frozenset(table["realms"]), frozenset(table["belonging"]), frozenset(table["whens"]), frozenset(table["most"]), frozenset(table["undoing"])
        self.whoever = frozenset(table["whoever"])         # «من» and its like, before a verb: «من وصفهم بالإرهابيين» only names them
        self.others = frozenset(table["others"])           # «آخرون»: more of those who were told before
        self.thwarting = frozenset(table["thwarting"])     # nouns that say of the force behind them that it did not come about
        self.vague = frozenset(table["vague"])             # words that say of a day only that it was not long ago, or long ago
        self.dated = frozenset(table["dated"])             # participles that have a time of their own
        self.goals, self.reasons, self.earlier, self.later, self.then, self.incidents, self.countries = (frozenset(table[x]) for x in ("goals", "reasons", "earlier", "later", "then", "incidents", "countries"))
        self.governing = frozenset(table["governing"])     # prepositions that only a noun can follow
        self.masculine, self.causal = frozenset(table["masculine"]), frozenset(table["causal"])
        self.temporal, self.slots = frozenset(table["temporal"]), table["slots"]
        self.apart = self.temporal - self.during           # words of time behind which another day is told
        self.lemmas, self._uses, self._entities, self._forms_of = (Rows(self._part[name]) for name in ("lemmas", "uses", "entities", "forms"))
        self.forms = once(self._forms)      # everything under a stem or phrase of the trie: kind → records
        self.word = once(partial(analyse, self.forms))     # everything that a folded word can be
        self.participle = once(lambda lemma: self.lemmas[lemma][0] == "p")     # is a lemma that of a participle?
        self._asked: tuple[list[Token] | None, dict[tuple[int, str], list[Sense]]] = None, {}     # what was found in the sentence asked about last
        self._entity: dict[int, Entity] = {}
        self._senses: dict[int, tuple[Use, ...]] = {}
        self._by_id: dict[str, int] | None = None           # the rest is unpacked when it is first asked for
        self._holders: dict[str, list[tuple[str, str, int]]] | None = None
        self._held_by: dict[int, list[tuple[str, str, str]]] | None = None
        self._time_words: Any = None
        self.tops = tuple(office for office, row in self.offices.items() if row[7])       # the offices that are the head of what they belong to
        self.state_ids = frozenset(self.state_of.values())       # the ISO codes of the states

    # --- meanings ------------------------------------------------------------------------------------------------------------
    def _forms(self, stem: str) -> dict[str, tuple]:
        row = self.trie.get(stem)
        return NOTHING if row is None else self._forms_of[row]

    def get(self, key: str) -> tuple[str, ...]:
        """The records of one kind under a stem or phrase; `key` is the letter of the kind and the stem."""
        return self.forms(key[1:]).get(key[0], ())

    def entity(self, index: int) -> Entity:
        """The entity of an index, labels in Arabic and English."""
        if index not in self._entity:
            id, type, ar, en, wikidata, country, sector, _ = self._entities[index]
            labels = (("ar", ar), ("en", en)) if en else (("ar", ar),)
            self._entity[index] = Entity(id, type, labels, wikidata, country, sector)
        return self._entity[index]

    def kind(self, index: int) -> str | None:
        """What kind of place or weapon an entity is (city, sea, aircraft, …), None where not said."""
        return self._entities[index][7]

    @property
    def by_id(self) -> dict[str, int]:
        """Entity id → index."""
        if self._by_id is None:
            self._by_id = marshal.loads(self._part["ids"])
        return self._by_id

    @property
    def holders(self) -> dict[str, list[tuple[str, str, int]]]:
        """Office@owner → who held it: (from, to, index of the person)."""
        if self._holders is None:
            self._holders = marshal.loads(self._part["holders"])
        return self._holders

    @property
    def held_by(self) -> dict[int, list[tuple[str, str, str]]]:
        """Index of a person → what offices they held: (office@owner, from, to)."""
        if self._held_by is None:
            self._held_by = marshal.loads(self._part["held"])
        return self._held_by

    def state(self, iso: str | None) -> Entity | None:
        """The state of an ISO code, or whatever else has this id."""
        return self.entity(self.by_id[iso]) if iso in self.by_id else None

    def senses(self, lemma: int) -> tuple[Use, ...]:
        """The uses of a lemma, in the order of the word files."""
        found = self._senses.get(lemma)
        if found is None:
            found = self._senses[lemma] = tuple(self._use(*self._uses[i]) for i in self.lemmas[lemma][2])
        return found

    def _use(self, source, lemma, cls, args, near, not_near, before, not_before, weak, extra, where) -> Use:
        words = [frozenset(x) if x else NONE for x in (near, not_near, before, not_before)]
        return Use(source, lemma, cls, dict(args), words[0], words[1], words[2], words[3], weak, dict(extra) if extra else NOTHING, where)

    @property
    def time_words(self) -> Any:
        """The words of time (`kg.find.time_words.TimeWords`), as the time grammar wants them."""
        if self._time_words is None:
            from kg.find.times import TimeWords
            self._time_words = TimeWords.from_plain(marshal.loads(self._part["time"]))
        return self._time_words

    def holder(self, office: str, of: str, day: str | None) -> tuple[Entity, tuple[str, str]] | None:
        """Who held an office on an ISO day, with the term; None where nobody is known, or two are.

        «رئيس», «زعيم» and «قائد» of a body are the head of it, by whatever name its office goes.
        """
        found = self._holding(office, of, day)
        if not found and of not in self.state_ids and office in self.tops:
            found = [x for other in self.tops for x in self._holding(other, of, day)]
        return (self.entity(found[0][0]), found[0][1]) if len(found) == 1 else None

    def _holding(self, office: str, of: str, day: str | None) -> list[tuple[int, tuple[str, str]]]:
        return [(e, (a, b)) for a, b, e in self.holders.get(f"{office}@{of}", ()) if day and _begins(a) <= day and b != "?" and day <= _ends(b)]

    # --- words ---------------------------------------------------------------------------------------------------------------
    def tags(self, folded: str) -> tuple[tuple[str, str, str], ...]:
        """What a folded word can be as a function word: (tag, conj, prep)."""
        return tagged(self.forms, folded)

    def names_at(self, tokens: list[Token], i: int, kind: str) -> Sequence[Sense]:
        """The longest names of a kind that begin at token i, all readings of that length; hyphens and quotation marks within are passed over."""
        word = self.word(tokens[i].fold)
        if kind not in word.opens:
            return ()
        if kind in word.seconds:
            j = i + 1
            while j < len(tokens) and tokens[j].text in WITHIN:
                j += 1
            if j < len(tokens) and f" {tokens[j].fold} " in word.seconds[kind]:
                if self._asked[0] is not tokens:
                    self._asked = tokens, {}
                found = self._asked[1].get((i, kind))
                if found is None:
                    found = self._asked[1][i, kind] = self._several(tokens, i, kind, word)
                return found
        alone = word.alone.get(kind)
        return self._one_word(word, kind) if alone is None else alone

    def _one_word(self, word: Word, kind: str) -> tuple[Sense, ...]:
        """The names of a kind that a word is by itself, which it remembers."""
        found: list[Sense] = []
        forms = self.forms
        for stem, conj, prep, definite, cut, _ in word.opens[kind]:
            for head in (stem, stem[2:]) if definite and kind in ARTICLED else (stem,):
                here = forms(head)
                if kind in here:
                    found += [Sense(v, conj, prep, definite, cut, 1) for v in here[kind]]
        word.alone = {**word.alone, kind: tuple(found)}
        return word.alone[kind]

    def _several(self, tokens: list[Token], i: int, kind: str, word: Word) -> list[Sense]:
        """The longest names of a kind that begin with a word and may go on behind it."""
        best: list[Sense] = []
        size = 1
        for stem, conj, prep, definite, cut, longest in word.opens[kind]:
            rest, ends = _behind(tokens, i, longest)
            for head in (stem, stem[2:]) if definite and kind in ARTICLED else (stem,):
                for key in reversed(self.trie.prefixes(head + rest)):
                    length = ends.get(len(key) - len(head), 0)
                    if length >= size and (values := self.forms(key).get(kind)):
                        if length > size:
                            best, size = [], length
                        best += [Sense(v, conj, prep, definite, cut, length) for v in values]
                        break
        return best


def _behind(tokens: list[Token], i: int, longest: int) -> tuple[str, dict[int, int]]:
    """What a name of so many words may hold behind its first word at token i, marks within a name left out, and where it may end: letters → tokens of the name."""
    rest, ends = "", {0: 1}
    for j in range(i + 1, len(tokens)):
        t = tokens[j]
        if len(ends) == longest or t.kind == "p" and (t.text not in WITHIN or j - i >= longest + 3):
            break
        if t.kind != "p":
            rest += " " + t.fold
            ends[len(rest)] = j - i + 1
    return rest, ends


def _begins(day: str) -> str:
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]


def _ends(day: str) -> str:
    return "9999-12-31" if not day else day + "-12-31" if len(day) == 4 else day + "-31" if len(day) == 7 else day
