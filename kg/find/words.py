"""What a written word tells by itself, wherever it stands: asked of every word and answered once for each different one."""
from __future__ import annotations

from typing import NamedTuple

from kg.arabic import ACCUSATIVE, ADJECTIVE_ENDS, ARTICLE, BY, CONJUNCTION, CONJUNCTIONS, FOR, IN, PERSON, PREFIXES, crude, feminine, unsuffixed, verbal_noun
from kg.lexicon import Lexicon
from kg.lexicon.word import VerbForm
from kg.once import once

NAMELESS = frozenset("vncsf")       # kinds of words by which no name begins: verbs, nouns of events and of saying, everyday words, function words
OTHERS, SMALL = frozenset("tborghs"), frozenset("cf")      # kinds of what is no person, and of everyday and function words
SECTOR, ARMED = 3, frozenset({"MIL", "REB", "COP", "UAF", "SPY"})               # of a group: field, and those who act for whose they are
NAMING = frozenset({"crew", "counterpart", "placehead", "own", "here"})        # but for these function words


class Plain(NamedTuple):
    """A word as a common noun: what is glued to it, the letters of that, has it an article, is it a noun of saying, the nation it tells, and what its ending says."""
    conj: str
    prep: str
    cut: int
    definite: bool
    statement: bool
    nisba: tuple[int, ...]
    dated: bool
    qualifies: bool
    adverbial: bool


@once
def may_begin(lexicon: Lexicon, word: str) -> bool:
    """Can a name begin with this word?  Most words are none, and no finder need be asked about them, save behind a verb of saying."""
    w = lexicon.word(word)
    if w.nisba or not w.opens.keys() <= NAMELESS or w.tags and any(tag.split(":")[0] in NAMING for tag, _, _ in w.tags):
        return True
    return "f" in w.suffixes and counterpart(lexicon, word) or "g" in w.suffixes and forces(lexicon, word) is not None


@once
def counterpart(lexicon: Lexicon, word: str) -> bool:
    """Does the word, its suffix left out, say «counterpart»?"""
    return "f" in lexicon.word(word).suffixes and any(tag.startswith("counterpart") for stem, _ in unsuffixed(word) for tag, _, _ in lexicon.tags(stem))


@once
def forces(lexicon: Lexicon, word: str) -> tuple[str, str, str] | None:
    """«جنوده», «بقواتها»: forces with the suffix of whose they are: (conjunction, preposition, person of the suffix)."""
    w, forms = lexicon.word(word), lexicon.forms
    for stem, conj, prep, definite, _, _ in w.starts if "g" in w.suffixes else ():
        for bare, pron in () if definite else unsuffixed(stem):
            if "g" in forms(bare) and "c" not in forms(stem) and PERSON[pron][0] == "3" and not feminine(bare) and any(v.endswith(",p") and lexicon.groups[int(v[:-2])][SECTOR] in ARMED for v in forms(bare)["g"]):
                return conj, prep, PERSON[pron]
    return None


@once
def ordinary(lexicon: Lexicon, word: str) -> bool:
    """Is a word known as something that no personal name holds: an everyday word, a verb, an event noun, a title, a body?"""
    w, forms = lexicon.word(word), lexicon.forms
    if len(word) < 2 or w.nouns or "c" in forms(word) or "c" in forms(crude(word)) or any(v.person[0] == "3" for v in w.verbs):
        return True
    for stem, _, prep, definite, cut, _ in w.starts:
        here = forms(stem)
        if "c" in here or (cut and len(stem) > 3 and ("e" in here or "given" in here.get("u", ()))) or (definite and prep):
            return True
        if cut < 2 and not OTHERS.isdisjoint(here) or definite and not OTHERS.isdisjoint(forms(stem[2:])):
            return True
        if any((len(pron) > 1 or PERSON[pron][0] == "3") and not SMALL.isdisjoint(forms(bare)) for bare, pron in unsuffixed(stem)):
            return True
    return word[0] in PREFIXES and len(word) > 3 and "c" in forms(word[1:])        # «يسمع»


@once
def says(lexicon: Lexicon, word: str) -> bool:
    """Is a word a verb of saying in the third person?"""
    return any(v.person[0] == "3" and not v.pron and any(u.source == "speech" for u in lexicon.senses(v.lemma)) for v in lexicon.word(word).verbs)


@once
def pronominal(lexicon: Lexicon, word: str) -> tuple[str, str, str] | None:
    """A word as a preposition with its pronoun: (conjunction, preposition, pronoun)."""
    if len(word) > 5 and "f" not in lexicon.word(word).suffixes:
        return None
    short = [(word[0], word[1:])] if word[0] in (BY, FOR) and word[1:] in PERSON else []
    for stem, pron in (*short, *unsuffixed(word)):
        for conj, base in (("", stem), (stem[0], stem[1:])):
            if PERSON[pron][0] != "3" or (conj and conj not in CONJUNCTIONS) or not (base in (BY, FOR, IN) or "prep" in lexicon.get("f" + base)):
                continue
            w = lexicon.word(word)
            if len(word) > 3 and any(u.source != "plain" for v in w.verbs if v.pron == "" for u in lexicon.senses(v.lemma)):
                return None
            if base in (BY, FOR, IN) or len(base) > 4 or not w.nouns:
                return conj, base, pron
    return None


@once
def bearing(lexicon: Lexicon, word: str) -> tuple[str, str, str, str] | None:
    """A word as a noun that carries an event noun, in the accusative or with a suffix: (tag, conjunction, preposition, whose it is)."""
    suffixed = unsuffixed(word) if "f" in lexicon.word(word).suffixes else ()
    for stem, suffix in (*suffixed, *([(word[:-1], "")] if word.endswith(ACCUSATIVE) else ())):
        for tag, conj, prep in lexicon.tags(stem):
            kind, pron = tag.split(":")[0], PERSON.get(suffix, "")
            if (kind in ("lightnoun", "modal") and pron[:1] == "3") or (not suffix and tag.endswith(":noun")):
                return tag if kind == "modal" else "lightnoun", conj, prep, pron
    return None


@once
def leads_away(lexicon: Lexicon, word: str) -> bool:
    """Is a word a preposition, other than of time?"""
    tags = lexicon.word(word).tags
    return bool(tags) and word not in lexicon.temporal and any(tag == "prep" and not conj for tag, conj, _ in tags)


@once
def plain(lexicon: Lexicon, word: str) -> Plain:
    """A word as a common noun."""
    w, forms = lexicon.word(word), lexicon.forms
    conj, prep, cut, definite = "", "", 0, word.startswith(ARTICLE)
    everyday = lambda stem: "c" in forms(stem) and "c" not in forms(word)
    for stem, c, p, d, n, _ in w.starts[1:]:
        if d or (c == CONJUNCTION and "c" not in forms(word) and (len(stem) > 3 or len(stem) == 3 and everyday(stem))) or (p in (BY, FOR) and len(stem) > (2 if p == BY else 3) and (everyday(stem) or "c" not in forms(word) and verbal_noun(stem))):
            conj, prep, cut, definite = c, p, n, d
            break
    statement = any("s" in forms(stem[2:] if d else stem) for stem, _, _, d, _, _ in w.starts)
    nisba = () if not w.nisba else tuple(dict.fromkeys(int(x.value.split(",")[0]) for x in w.nisba if x.value.split(",")[1] != "mp" or not x.definite))[:1]
    return Plain(conj, prep, cut, definite, statement, nisba, not conj and not prep and word.removeprefix(ARTICLE) in lexicon.dated,
                 word.endswith(ADJECTIVE_ENDS[:2]), not conj and not prep and word.endswith(ACCUSATIVE))


@once
def readings(lexicon: Lexicon, word: str) -> tuple[tuple[VerbForm, int, int], ...]:
    """A word as a verb of news: its forms, what makes each less likely than another, and what does so where no damma shows its passive."""
    out, verbs = [], lexicon.word(word).verbs
    for v in verbs:
        if (v.person == "1s" and v.tense == "i" and not v.future) or (v.purpose and v.person[0] == "1"):
            continue
        if v.conj and v.pron and any(lexicon.get(kind + stem) for stem, _ in unsuffixed(word) for kind in "bh"):      # «وزارته» is his ministry
            continue
        unlike = 0 if v.voice == "a" else 45 if any(o.voice == "a" and o.person[0] == "3" for o in verbs) else 12
        out.append((v, (5 if v.person == "3fp" else 0) + (3 if v.pron else 0) + (3 if v.purpose else 0) + (40 if v.person == "1s" else 0) + len(v.conj), unlike))
    return tuple(out)
