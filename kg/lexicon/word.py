"""What one written word can be: verb, noun, function word, adjective of nationality, or the beginning of a name, whatever is glued to it."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from kg.arabic import FOR, PERSON, Split, crude, splits, unsuffixed

Forms = Callable[[str], dict[str, tuple]]
Start = tuple[str, str, str, bool, int, int]      # how a longer name may begin: stem, conj, prep, definite, cut, longest
ARTICLED = frozenset("tghrobd")      # kinds whose names are found also behind an article
NOTHING: dict[str, Any] = {}
NEGATING = "neg:inner"      # of a noun that negates the one behind it
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


@dataclass(slots=True)
class Sense:
    """A word or name found under one kind of key: the record behind it and what is glued before it."""
    value: str
    conj: str
    prep: str
    definite: bool
    cut: int
    words: int          # how many tokens the name takes


@dataclass(slots=True)
class Word:
    """Everything one written word can be."""
    verbs: tuple[VerbForm, ...]
    nouns: tuple[NounForm, ...]
    tags: tuple[tuple[str, str, str], ...]            # function word: (tag, conj, prep)
    nisba: tuple[Sense, ...]
    starts: tuple[Start, ...]   # stems that may open a longer name: (stem, conj, prep, definite, cut, longest)
    stems: tuple[str, ...]        # of these the stems alone
    bare: tuple[str, ...]         # it without clitics and endings
    opens: dict[str, tuple[Start, ...]]     # kind → those of them by which a name of that kind may begin
    seconds: dict[str, str]       # kind → the words that come second in a longer name of that kind that begins with it, a blank about each
    suffixes: tuple[str, ...]     # the kinds of what it is without a suffix, «f» in «نظيره»
    alone: dict[str, tuple[Sense, ...]]      # kind → the names that it is by itself, of the kinds asked for


def analyse(forms: Forms, folded: str) -> Word:
    """Everything that a folded word can be; `forms` tells what the lexicon has under a stem: kind → records."""
    verbs: list[VerbForm] = []
    nouns: list[NounForm] = []
    tags: list[tuple[str, str, str]] = []
    starts: list[Start] = []
    stems: list[str] = []
    bare: list[str] = []
    nisba: tuple[Sense, ...] = ()
    suffixes: tuple[str, ...] = ()
    opens: dict[str, tuple[Start, ...]] = {}
    seconds: dict[str, str] = {}
    whole = unsuffixed(folded)                           # what has no suffix has none without its clitics
    for s in splits(folded):
        conj, prep, future, definite, stem, cut = s
        stems.append(stem)
        bare.append(crude(stem))
        here, under = forms(stem), forms(stem[2:]) if definite else NOTHING
        if not here and not under:
            starts.append((stem, conj, prep, definite, cut, 1))
        elif under or "m" in here:
            starts.append(start := (stem, conj, prep, definite, cut, here["m"][0] if "m" in here else 1))
            _openings(start, here, under, opens, seconds)
        else:
            starts.append(start := (stem, conj, prep, definite, cut, 1))
            for kind in here:
                opens[kind] = (*opens[kind], start) if kind in opens else (start,)
        suffixed = []
        for base, pron in (unsuffixed(stem) if cut else whole) if whole else ():
            if found := forms(base):
                suffixed.append((found, False, pron))
                suffixes = (*suffixes, *found)
        if suffixed or "v" in here:
            _verbs(s, here, () if definite else suffixed, verbs)
        if suffixed or "n" in here or "n" in under:
            _nouns(s, here, under, suffixed, nouns)
        if "f" in here:
            tags += _tags(s, here)
        if not future and "a" in (found := under if definite else here):
            nisba = (*nisba, *[Sense(v, conj, prep, definite, cut, 1) for v in found["a"]])
    for base, _ in whole:                                # what has no clitic has none without its suffix
        bare += [crude(s.stem) for s in splits(base)] if len(stems) > 1 else (crude(base),)
    return Word(_once(verbs) if verbs else (), _once(nouns) if nouns else (), _once(tags) if tags else (), nisba, tuple(starts), tuple(stems), tuple(bare),
                opens or NOTHING, seconds or NOTHING, suffixes, NOTHING)


def _once(found: list) -> tuple:
    """Each of some readings once, in their order."""
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _openings(start: tuple, here: dict, under: dict, opens: dict, seconds: dict) -> None:
    """Adds to `opens` and `seconds` what names a stem begins as it stands (`here`), and behind its article (`under`)."""
    kinds, wide = {*here, *ARTICLED.intersection(under)} if under else set(here), start
    if "m" in here:
        kinds.remove("m")
        for kind, second in here["m"][1].items():
            kinds.add(kind)
            seconds[kind] = seconds.get(kind, "") + second
    if "m" in under:
        longest, more = under["m"]
        for kind in ARTICLED.intersection(more):
            kinds.add(kind)
            seconds[kind] = seconds.get(kind, "") + more[kind]
        wide = (*start[:5], max(longest, start[5]))
    narrow, wider = (start,), (wide,)
    for kind in kinds:
        opens[kind] = opens.get(kind, ()) + (wider if kind in ARTICLED else narrow)


def tagged(forms: Forms, folded: str) -> tuple[tuple[str, str, str], ...]:
    """What a folded word can be as a function word: (tag, conj, prep)."""
    return tuple(dict.fromkeys(tag for s in splits(folded) if "f" in (here := forms(s.stem)) for tag in _tags(s, here)))


def _tags(s: Split, here: dict) -> list[tuple[str, str, str]]:
    """What a stem is as a function word."""
    return [] if s.future else [(tag, s.conj, s.prep) for tag in here["f"] if not (s.prep and tag.split(":")[0] in BARE and tag != NEGATING)]


def _verbs(s: Split, here: dict, suffixed: Sequence[tuple[dict, bool, str]], out: list[VerbForm]) -> None:
    """Adds what a stem is as a verb: by its own records (`here`), and by those of the stems that it has without a suffix."""
    conj, prep, future, _, stem, cut = s
    if prep and prep != FOR:
        return
    for forms, _, suffix in ((here, False, ""), *suffixed):
        if "v" not in forms or (len(suffix) == 1 and PERSON[suffix] == "1s"):      # a verb takes the longer suffix
            continue
        pron, size = PERSON.get(suffix, ""), len(stem) - len(suffix)
        for lemma, tense, person, voice in forms["v"]:
            if tense == "i" or not (future or prep):
                out.append(_verb((lemma, tense, person, voice, conj, future, pron, cut, prep != "", size)))


def _nouns(s: Split, here: dict, under: dict, suffixed: Sequence[tuple[dict, bool, str]], out: list[NounForm]) -> None:
    """Adds what a stem is as a noun: behind its article (`under`), as it stands (`here`), and without a suffix."""
    conj, prep, future, _, stem, cut = s
    for forms, definite, suffix in ((under, True, ""), (here, False, ""), *suffixed) if not future else ():
        if suffix and "n" in here and PERSON[suffix] == "1s":                       # «قتلى» are the dead, and not «my killing»
            continue
        for value in forms.get("n", ()):
            lemma, number = value.split(",")
            out.append(_noun((int(lemma), number, definite, conj, prep, PERSON.get(suffix, ""), cut, len(stem) - len(suffix))))


_verb, _noun = partial(tuple.__new__, VerbForm), partial(tuple.__new__, NounForm)
