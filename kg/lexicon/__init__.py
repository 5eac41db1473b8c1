"""The compiled lexicon: opened in a millisecond, asked a million times.

`load` finds the word files (the built-in ones, then a collection's own `words/`), compiles them when they changed, and opens
the result; `Lexicon.word` says everything that one written word can be, and remembers the answer, since a hundred thousand
words of news are some ten thousand different ones.
"""
from __future__ import annotations

import marshal
import os
import tempfile
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg.arabic import FOR, PERSON, Token, crude, splits, unsuffixed
from kg.model import Entity

FORMAT = 9      # of the compiled files: raised when their meaning changes


BARE = frozenset({"sub", "neg", "cond", "fut", "perf", "conj", "pron", "prep"})      # function words that no preposition is glued to


class VerbForm(NamedTuple):
    """A word read as a verb: lemma index, tense p or i, person 3ms … 1p, voice a or p, and what is glued to it."""
    lemma: int
    tense: str
    person: str
    voice: str
    conj: str
    future: bool
    pron: str          # person of an object pronoun
    cut: int
    purpose: bool      # ل before an imperfect: «ليبحث»
    length: int        # of the form without clitics, in folded characters


class NounForm(NamedTuple):
    """A word read as a noun of the lexicon: lemma index, number s d p, and what is glued to it; `length` of stem in folded characters."""
    lemma: int
    number: str
    definite: bool
    conj: str
    prep: str
    pron: str
    cut: int
    length: int


class Sense(NamedTuple):
    """A word or name found under one kind of key: the record behind it and what is glued before it."""
    value: str
    conj: str
    prep: str
    definite: bool
    cut: int
    words: int          # how many tokens the name takes


class Word(NamedTuple):
    """Everything one written word can be."""
    verbs: tuple[VerbForm, ...]
    nouns: tuple[NounForm, ...]
    tags: tuple[tuple[str, str, str], ...]            # function word: (tag, conj, prep)
    nisba: tuple[Sense, ...]
    starts: tuple[tuple[str, str, str, bool, int, int], ...]   # stems that may open a longer name: (stem, conj, prep, definite, cut, longest)
    bare: frozenset[str]


class Use(NamedTuple):
    """One line of a word file: what a lemma means under which conditions."""
    source: str
    lemma: str
    cls: str | None
    args: tuple[tuple[str, str], ...]
    near: tuple[str, ...]
    not_near: tuple[str, ...]
    before: tuple[str, ...]
    not_before: tuple[str, ...]
    weak: bool
    extra: tuple[tuple[str, str], ...]
    where: str

    def get(self, key: str, default: str = "") -> str:
        """A further key of the line, such as `takes` or `stance`."""
        return dict(self.extra).get(key, default)

    def role(self, slot: str) -> str | None:
        """The role that the frame gives to a slot, None where it has none."""
        return dict(self.args).get(slot)


class Lexicon:
    """The words of one build: forms behind a memory-mapped trie, meanings in one table.  Immutable; its caches only remember."""

    def __init__(self, trie, table: dict, signature: str):
        self.trie, self.signature = trie, signature
        self.classes, self.offices, self.holders, self.state_of = table["classes"], table["offices"], table["holders"], table["state_of"]
        self.bodies, self.groups, self.heads, self.negative = table["bodies"], table["groups"], table["heads"], frozenset(table["negative"])
        self.owing = frozenset(table["owing"])             # prepositions behind which force is told as the cause of something
        self.topical = frozenset(table["topical"])         # words behind which force is what something is about
        self.about, self.during = frozenset(table["about"]), frozenset(table["during"])
        self.governing = frozenset(table["governing"])     # prepositions that only a noun can follow
        self.masculine, self.causal = frozenset(table["masculine"]), frozenset(table["causal"])
        self.temporal, self.slots = frozenset(table["temporal"]), table["slots"]
        self.lemmas, self._uses, self._entities, self._time = table["lemmas"], table["uses"], table["entities"], table["time"]
        self._words: dict[str, Word] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._entity: dict[int, Entity] = {}
        self._senses: dict[int, tuple[Use, ...]] = {}

    # --- meanings ------------------------------------------------------------------------------------------------------------
    def get(self, key: str) -> tuple[str, ...]:
        """The records under one key of the trie, kind letter included."""
        found = self._keys.get(key)
        if found is None:
            found = self._keys[key] = tuple(v.decode() for v in self.trie.get(key, ()))
        return found

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

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Entity id → index."""
        return {row[0]: i for i, row in enumerate(self._entities)}

    def state(self, iso: str | None) -> Entity | None:
        """The state of an ISO code."""
        return self.entity(self.by_id[iso]) if iso in self.by_id else None

    def senses(self, lemma: int) -> tuple[Use, ...]:
        """The uses of a lemma, in the order of the word files."""
        found = self._senses.get(lemma)
        if found is None:
            found = self._senses[lemma] = tuple(Use(*self._uses[i]) for i in self.lemmas[lemma][2])
        return found

    @cached_property
    def time_words(self):
        """The words of time, as the time grammar wants them."""
        from kg.find.times import TimeWords
        return TimeWords.from_plain(self._time)

    def holder(self, office: str, of: str, day: str | None) -> tuple[Entity, tuple[str, str]] | None:
        """Who held an office on an ISO day, with the term; None where nobody is known, or two are."""
        found = [(e, (a, b)) for a, b, e in self.holders.get(f"{office}@{of}", ()) if day and _begins(a) <= day and b != "?" and day <= _ends(b)]
        return (self.entity(found[0][0]), found[0][1]) if len(found) == 1 else None

    # --- words ---------------------------------------------------------------------------------------------------------------
    def word(self, folded: str) -> Word:
        """Everything a folded word can be."""
        found = self._words.get(folded)
        if found is None:
            found = self._words[folded] = self._analyse(folded)
        return found

    def _analyse(self, folded: str) -> Word:
        verbs, nouns, tags, nisba, starts, bare = [], [], [], [], [], set()
        for s in splits(folded):
            bare.add(crude(s.stem))
            longest = self.get("m" + s.stem)
            starts.append((s.stem, s.conj, s.prep, s.definite, s.cut, int(longest[0]) if longest else 1))
            for tag in self.get("f" + s.stem):
                if not s.future and not (s.prep and tag.split(":")[0] in BARE):
                    tags.append((tag, s.conj, s.prep))
            self._verbs(s, verbs)
            if not s.future:
                self._nouns(s, nouns)
                stem = s.stem[2:] if s.definite else s.stem
                nisba += [Sense(v, s.conj, s.prep, s.definite, s.cut, 1) for v in self.get("a" + stem)]
        for stem, _ in unsuffixed(folded):
            for s in splits(stem):
                bare.add(crude(s.stem))
        return Word(tuple(dict.fromkeys(verbs)), tuple(dict.fromkeys(nouns)), tuple(dict.fromkeys(tags)), tuple(nisba), tuple(starts), frozenset(bare))

    def _verbs(self, s, out: list[VerbForm]) -> None:
        if s.prep and s.prep != FOR:
            return
        for stem, pron in ((s.stem, ""), *(() if s.definite else unsuffixed(s.stem))):
            if len(pron) == 1 and PERSON[pron] == "1s":      # a verb takes the longer suffix
                continue
            for value in self.get("v" + stem):
                lemma, tense, person, voice = value.split(",")
                if (s.future or s.prep) and tense != "i":
                    continue
                out.append(VerbForm(int(lemma), tense, person, voice, s.conj, s.future, PERSON.get(pron, ""), s.cut, bool(s.prep), len(s.stem) - len(pron)))

    def _nouns(self, s, out: list[NounForm]) -> None:
        bare, article = (s.stem[2:], 2) if s.definite else (s.stem, 0)
        for value, definite in [(v, s.definite) for v in self.get("n" + bare)] + [(v, False) for v in (self.get("n" + s.stem) if s.definite else ())]:
            lemma, number = value.split(",")
            out.append(NounForm(int(lemma), number, definite, s.conj, s.prep, "", s.cut, len(s.stem)))
        if not s.definite or any(self.get("n" + stem) for stem, _ in unsuffixed(s.stem)):
            for stem, pron in unsuffixed(s.stem):
                for value in self.get("n" + stem):
                    lemma, number = value.split(",")
                    out.append(NounForm(int(lemma), number, False, s.conj, s.prep, PERSON[pron], s.cut, len(s.stem) - len(pron)))

    def names_at(self, tokens: list[Token], i: int, kind: str) -> list[Sense]:
        """The longest names of a kind that begin at token i, all readings of that length; hyphens and quotation marks within are passed over."""
        word = self.word(tokens[i].fold)
        best: list[Sense] = []
        size = 0
        for stem, conj, prep, definite, cut, longest in word.starts:
            parts, j, key = 1, i + 1, kind + stem
            found = [(key, 1)] if self.get(key) else []
            if definite and kind in "tghrobd" and self.get(kind + stem[2:]):
                found.append((kind + stem[2:], 1))
            if definite and kind in "tghrobd":
                longest = max(longest, int((self.get("m" + stem[2:]) or ("1",))[0]))
            alternative = kind + stem[2:] if definite and kind in "tghrobd" else None
            while parts < longest and j < len(tokens):
                t = tokens[j]
                j += 1
                if t.kind == "p":
                    if t.text in "-–\"“”«»#_/" and j - i < longest + 4:
                        continue
                    break
                parts += 1
                key += " " + t.fold
                if self.get(key):
                    found.append((key, j - i))
                if alternative:
                    alternative += " " + t.fold
                    if self.get(alternative):
                        found.append((alternative, j - i))
            if found and found[-1][1] >= size:
                if found[-1][1] > size:
                    best, size = [], found[-1][1]
                best += [Sense(v, conj, prep, definite, cut, size) for k, n in found if n == size for v in self.get(k)]
        return best


def _begins(day: str) -> str:
    return (day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]


def _ends(day: str) -> str:
    return "9999-12-31" if not day else day + "-12-31" if len(day) == 4 else day + "-31" if len(day) == 7 else day


def cache_folder() -> Path:
    """Where compiled lexicons lie: the user's cache folder, else a temporary one."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "kg"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    except OSError:
        return Path(tempfile.gettempdir())


def load(words: Path, ontology: Path, own: tuple[Path, ...] = ()) -> Lexicon:
    """Opens the lexicon of the word files under `words` and of a collection's own folders; compiles it first where they changed.

    Raises UserError with file and line for a word file that cannot be read.
    """
    import marisa_trie
    files = sorted(p for folder in (words, *own) for p in (*folder.rglob("*.toml"), *folder.rglob("*.txt"))) + [ontology, Path(__file__).parent / "compile.py", Path(__file__).parent / "inflect.py"]
    stats = [(str(p), (s := p.stat()).st_size, s.st_mtime_ns) for p in files]
    signature = blake2b(repr((FORMAT, stats)).encode(), digest_size=10).hexdigest()
    base = cache_folder() / f"lexicon-{signature}"
    forms, table = base.with_suffix(".trie"), base.with_suffix(".table")
    trie = marisa_trie.BytesTrie()
    try:
        data = marshal.loads(table.read_bytes())
        return Lexicon(trie.mmap(str(forms)), data, signature)
    except (OSError, ValueError, EOFError, TypeError, RuntimeError):
        pass
    from kg.lexicon.compile import Builder, read_classes
    builder = Builder(read_classes(ontology))
    for folder in (words, *own):
        builder.read(folder)
    trie_bytes, table_bytes = builder.write()
    for path, content in ((forms, trie_bytes), (table, table_bytes)):
        _replace(path, content)
    return Lexicon(trie.frombytes(trie_bytes), marshal.loads(table_bytes), signature)


def _replace(path: Path, content: bytes) -> None:
    """Writes a cache file whole or not at all; a folder that cannot be written only costs the next start its time."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as f:
            f.write(content)
        os.replace(name, path)
    except OSError:
        pass
