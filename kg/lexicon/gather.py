"""Public word lists → kg/words/names.txt and kg/words/common.txt: what can be part of a personal name, and what never is; and
kg/words/latin.tsv: how name words are usually written in Latin letters.

Nobody has a list of everybody.  But most people are called by words that many others are called by, and most other words stand
in the text with an article or a pronoun glued to them, as a name seldom does.  So a word is told by two figures: how often people
bear it against how often it is printed at all, and how often it carries an article or a pronoun against how often it stands bare.
Words that are names and everyday words alike («عادل»، «كريم») go in neither list: there the sentence decides.

Run by hand, seldom: `python -m kg.lexicon.gather`.  It rewrites the lower part of both lists and keeps the upper, hand-kept one;
with `latin` behind it, it rewrites latin.tsv and nothing else.
It wants packages that nothing else here wants, so they are imported inside; these made the lists that are kept:

    arabic-name-romanizer 0.2.0   words in the names of citizens of Arab states and Iran, from Wikidata (CC0)
    arabnamer 0.1.3               name words of all the world in Arabic spelling and in Latin, © E. Yousef, CC BY 4.0
    wordfreq 3.1.1                how often Arabic words are printed, © R. Speer and others, CC BY-SA 4.0
"""
from __future__ import annotations

import json
import re
import sqlite3
import sys
import unicodedata
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from importlib.resources import files
from math import log10
from pathlib import Path

from kg.arabic import ARTICLE, IMPERFECT, PROCLITICS, VERB_ENDS, articled, fold, splits, tokenize, unsuffixed
from kg.lexicon import Lexicon
from kg.romanization import romanize
from kg.spelling import by_letters

MARK = "# --- gathered by kg/lexicon/gather.py: do not edit below, write above"
NAMELIKE, OFTEN_NAME, FOREIGN = 6.2, 5.5, 5.0       # log10 of bearers over share of print: from «حسن» up, from «لوكا» up, from «روبرتو» up
BARE, SELDOM, GLUED = 0.01, 0.05, 0.3               # glued occurrences over bare ones: of a foreign name, of most names, of everyday words
SEEN, FREQUENT, EVERYDAY, CEASELESS = 10 ** -7.6, 10 ** -5.6, 10 ** -5.15, 10 ** -4.5   # share of print: of a name, a common word, …
ENOUGH = 14_000
ELSEWHERE, MULTITUDE, AKIN = frozenset({"DZ", "TN", "MA", "LB", "IR", "PK", "KM", "DJ", "MR"}), 25, 0.6      # of Latin forms: other spelling habits, bearers, consonants shared


class Evidence:
    """What the packages say about words, all folded: share of print, glued share, bearers, given-name share, names of the world."""

    def __init__(self) -> None:
        from wordfreq import get_frequency_dict
        self.printed: Counter[str] = Counter()
        for word, share in get_frequency_dict("ar", wordlist="large").items():
            self.printed[fold(word)] += share
        self.glued = self._glued()
        self.bearers, self.given = self._bearers()
        text = files("arabnamer").joinpath("data/dict_FINAL.json").read_text(encoding="utf-8")
        self.world = {fold(ar) for ar in json.loads(text).values() if " " not in ar.strip()}

    def _glued(self) -> Counter[str]:
        """How often a word is printed with an article, a pronoun of two letters or more, or the future's letter."""
        out: Counter[str] = Counter()
        for word, share in self.printed.items():
            if share < 1e-8:
                continue
            if word.startswith(ARTICLE) and len(word) > 4:
                out[word[2:]] += share
            for stem in {stem for stem, pronoun in unsuffixed(word) if len(pronoun) > 1} | {s.stem for s in splits(word) if s.future}:
                out[stem] += share
        return out

    @staticmethod
    def _bearers() -> tuple[Counter[str], Counter[str]]:
        """How many full names hold a word, and how many begin with it."""
        database = sqlite3.connect(f"file:{files('arabic_name_romanizer').joinpath('resources/names.sqlite3')}?mode=ro", uri=True)
        bearers, first = Counter(), Counter()
        for (name,) in database.execute("select distinct arabic_key from full_names where source = 'wikidata'"):
            words = fold(name).split()
            bearers.update(words)
            first[words[0]] += 1
        for unit, role, count in database.execute("select arabic_key, role, sum(count) from units where source = 'wikidata' group by 1, 2"):
            for word in fold(unit).split():
                bearers[word] = max(bearers[word], count)
                first[word] += count * (role == "given")
        database.close()
        return bearers, first

    def namelike(self, word: str) -> float:
        """log10 of bearers over share of print; 0 without two bearers."""
        return log10(self.bearers[word] / max(self.printed[word], SEEN)) if self.bearers[word] > 1 else 0.0

    def gluing(self, word: str) -> float:
        """Glued over bare occurrences; of a word with the article, how much its bare form is printed."""
        if not self.printed[word]:
            return 0.0
        return (self.printed[word[2:]] if word.startswith(ARTICLE) else self.glued[word]) / self.printed[word]


def is_name(word: str, e: Evidence) -> bool:
    """Is a word a name unit, and seldom anything else?"""
    rate, gluing = e.namelike(word), e.gluing(word)
    if len(word) < 3 or e.printed[word] < SEEN or word[0] in PROCLITICS and word[1:].startswith(ARTICLE):
        return False
    if word.startswith(ARTICLE):
        return rate >= NAMELIKE or (rate >= OFTEN_NAME and e.namelike(word[2:]) >= OFTEN_NAME)
    if rate >= NAMELIKE or (rate >= OFTEN_NAME and gluing < SELDOM):
        return True
    if gluing < BARE and word in e.world and (rate >= FOREIGN or not rate):
        return e.printed[word] < EVERYDAY * 6
    return False


def is_foreign(word: str, e: Evidence) -> bool:
    """Is a name word nothing else at all, so that it names somebody even where it stands alone («أينشتاين»)?"""
    return len(word) > 3 and word in e.world and e.namelike(word) < OFTEN_NAME and e.gluing(word) < BARE / 3 and e.printed[word] < EVERYDAY and not word.startswith(ARTICLE)


def is_common(word: str, e: Evidence, lexicon: Lexicon) -> bool:
    """Is a word an everyday one that nobody is called by?  Words with clitics are left out where the rest is printed more."""
    if len(word) < 2 or e.printed[word] < FREQUENT or [t.kind for t in tokenize(word)] != ["w"]:
        return False
    rate = e.namelike(word)
    if rate >= FOREIGN or (rate and e.printed[word] < EVERYDAY) or (word in e.world and e.gluing(word) < GLUED):
        return False
    if any(s.stem != word and e.printed[s.stem] > e.printed[word] for s in splits(word) if s.conj or s.prep or s.future):
        return False
    if any(len(p) > 1 and e.printed[stem] > e.printed[word] for stem, p in unsuffixed(word)):
        return False
    if word[-1] == ARTICLE[0] and e.printed[word[:-1]] > e.printed[word] / 3 and e.gluing(word[:-1]) >= GLUED:     # «حاليا»
        return True
    if e.printed[word] > CEASELESS and word not in e.world and not lexicon.get("e" + word):
        return True
    if word.startswith(ARTICLE):
        return e.gluing(word) >= SELDOM * 2 and e.namelike(word[2:]) < FOREIGN
    return e.gluing(word) >= SELDOM or conjugated(word, e) >= SELDOM


def conjugated(word: str, e: Evidence) -> float:
    """How much a word is printed with a verb's endings or another person's letter, against itself."""
    forms = [word + end for end in VERB_ENDS] + ([c + word[1:] for c in IMPERFECT if c != word[0]] if word[0] in IMPERFECT else [])
    found = [e.printed[form] for form in forms if e.printed[form]]
    return sum(found) / e.printed[word] if len(found) > 1 else 0.0


def known_otherwise(word: str, lexicon: Lexicon) -> bool:
    """Does the lexicon know a word as something else than a person: place, nationality, title, body, event, function word, verb?"""
    if any(lexicon.get(kind + stem) for kind in "tbgrhofnsd" for stem in {word, word.removeprefix(ARTICLE)}):
        return True
    if any(lexicon.entity(int(value.split(",")[0])).type != "Person" for value in lexicon.get("e" + word)):
        return True
    return bool(lexicon.word(word).nouns) or any(form.person in ("3ms", "3fs", "3mp") and not form.pron for form in lexicon.word(word).verbs)


def names(e: Evidence, lexicon: Lexicon) -> list[str]:
    """Lines of names.txt: a word, «given» where it mostly opens a name, «alone» where it is nothing else; the people of the lexicon lend their names too."""
    e.world |= {word for i in lexicon.by_id.values() if lexicon.entity(i).type == "Person" for word in fold(lexicon.entity(i).label("ar")).split()}
    out = []
    for word in sorted(set(e.bearers) | e.world):
        if is_name(word, e) and not lexicon.word(word).nisba and (not known_otherwise(word, lexicon) or (e.namelike(word) > NAMELIKE + 0.3 and not lexicon.get("f" + word))):
            opens = 2 * e.given[word] >= e.bearers[word] if e.bearers[word] > 1 else not word.startswith(ARTICLE)
            out.append(word + " given" * opens + " alone" * is_foreign(word, e))
    return out


def common(e: Evidence, lexicon: Lexicon, taken: set[str]) -> list[str]:
    """Lines of common.txt: the most printed words first, as many as are enough, then in the order of the alphabet."""
    ranked = sorted((w for w in e.printed if w not in taken and is_common(w, e, lexicon)), key=lambda w: (-e.printed[w], w))
    return sorted(ranked[:ENOUGH])


def kept(path: Path, mark: str = MARK) -> list[str]:
    """The hand-kept part of a list, above the mark."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return lines[:lines.index(mark)] if mark in lines else lines


def write(path: Path, gathered: list[str]) -> None:
    """Rewrites what was gathered, leaving out what the hand-kept part says (a word after `-` is in neither)."""
    own = kept(path)
    said = {fold(line.split("#")[0].split()[0].removeprefix("-")) for line in own if line.split("#")[0].split()}
    lines = [line for line in gathered if line.split()[0] not in said]
    path.write_text("\n".join([*own, MARK, *lines]) + "\n", encoding="utf-8")


def spellings(lexicon: Lexicon) -> list[str]:
    """Lines of latin.tsv: a folded name word without its article, its usual Latin form, «common» where a multitude bears it as a given name.

    Our own people come first, whose names stand in both scripts; then Wikidata's bearers, of whom those count less whose states write
    French or Persian; then the dictionary of the world's names.  A form whose consonants are not the word's is somebody's other name.
    """
    own: dict[str, Counter[str]] = defaultdict(Counter)
    for i in lexicon.by_id.values():
        e = lexicon.entity(i)
        ar, en = e.label("ar").split(), e.label("en").split()
        if e.type == "Person" and len(ar) == len(en):
            for a, b in zip(ar, en):
                _vote(own, a, b, 1.0)
    borne: dict[str, Counter[str]] = defaultdict(Counter)
    common: Counter[str] = Counter()
    database = sqlite3.connect(f"file:{files('arabic_name_romanizer').joinpath('resources/names.sqlite3')}?mode=ro", uri=True)
    for word, form, country, role, count in database.execute("select arabic_key, latin, country, role, sum(count) from units where source = 'wikidata' group by 1, 2, 3, 4 order by 1, 2, 3, 4"):
        _vote(borne, word, form, count * (0.3 if country in ELSEWHERE else 1.0))
        common[fold(word)] += count * (role == "given")
    database.close()
    world: dict[str, Counter[str]] = defaultdict(Counter)
    for form, word in json.loads(files("arabnamer").joinpath("data/dict_FINAL.json").read_text(encoding="utf-8")).items():
        _vote(world, word, form, 1.0)
    lines = []
    for word in sorted({*own, *borne, *world}):
        votes = own.get(word) or (borne[word] if borne.get(word) and sum(borne[word].values()) >= 2 else None) or world.get(word)
        if votes:
            form = max(votes, key=lambda f: (round(votes[f], 3), likeness(word, f), -len(f), f))
            if by_letters(word) != form or common[word] >= MULTITUDE:
                lines.append(f"{word}\t{form}" + "\tcommon" * (common[word] >= MULTITUDE))
    return lines


def _vote(votes: dict[str, Counter[str]], word: str, form: str, weight: float) -> None:
    """Counts a Latin form of a word, both without the article, in plain letters; leaves out what is no spelling of that word."""
    latin = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c)).replace("’", "").replace("'", "").replace("ʿ", "").replace("`", "")
    bare = re.sub(r"(?i)\A(?:al|el|ul|as|ad|an|ar|at|az|ash)[- ](?=\w)", "", latin.strip())
    folded = fold(word.strip())
    if articled(word.strip()) and len(folded) > 4:
        folded = folded[2:].strip()
        bare = re.sub(r"\AAl(?=[a-z]{5})", "", bare) if not likeness(folded, bare) > 0.8 else bare
    if re.fullmatch(r"[A-Za-z][A-Za-z]+(?:-[A-Za-z]+)?", bare) and len(folded) > 1 and [t.kind for t in tokenize(folded)] == ["w"] and likeness(folded, bare) >= AKIN:
        votes[folded][bare[:1].upper() + bare[1:]] += weight


def likeness(word: str, form: str) -> float:
    """How far the consonants of a word and of a Latin form are the same, 0 to 1."""
    sound = lambda s: re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouwy'h-]", "", s.lower().replace("ck", "k").replace("ph", "f").replace("v", "f").replace("p", "b").replace("g", "j").replace("q", "k").replace("c", "k").replace("x", "ks")))
    return SequenceMatcher(None, sound(romanize(word).replace("gh", "j")), sound(form.replace("gh", "j")), autojunk=False).ratio() if sound(form) else float(len(word) < 5)


def write_spellings(path: Path, lines: list[str]) -> None:
    """Rewrites latin.tsv below its head."""
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def main() -> None:
    """Rewrites both lists of the built-in words, or their Latin spellings."""
    from kg import data
    from kg.lexicon.cache import load
    folder = Path(data.words())
    lexicon = load(folder, Path(data.ontology("diplomacy.ttl")))
    if sys.argv[1:] == ["latin"]:
        write_spellings(folder / "latin.tsv", spellings(lexicon))
        return
    evidence = Evidence()
    units = names(evidence, lexicon)
    write(folder / "names.txt", units)
    own = {t.fold for line in kept(folder / "names.txt") for t in tokenize(line.split("#")[0]) if t.kind == "w"}
    write(folder / "common.txt", common(evidence, lexicon, own | {line.split()[0] for line in units}))


if __name__ == "__main__":
    main()
