"""Every written form of a verb, a noun and an adjective of nationality: made once, when the lexicon is compiled.

Verbs are conjugated by libqutrub, the only morphological library for Arabic that was found both right and fast (98.5 % of the
verbs of a treebank, 1 to 4 ms a verb); nouns need only the handful of endings that unvocalised print shows.  Forms are folded,
because readers of news do not see the difference either; the second person is left out, because news does not use it.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.arabic import fold

VOWELS = {"a": "فتحة", "i": "كسرة", "u": "ضمة"}
_TENSES = {"الماضي المعلوم": ("p", "a"), "الماضي المجهول": ("p", "p"), "المضارع المعلوم": ("i", "a"), "المضارع المجزوم": ("i", "a"),
           "المضارع المنصوب": ("i", "a"), "المضارع المجهول": ("i", "p"), "المضارع المجهول المجزوم": ("i", "p"), "المضارع المجهول المنصوب": ("i", "p")}
_JUSSIVE = frozenset({"المضارع المجزوم", "المضارع المجهول المجزوم"})
_PERSONS = {"هو": "3ms", "هي": "3fs", "هما": "3md", "هما مؤ": "3fd", "هم": "3mp", "هن": "3fp", "نحن": "1p", "أنا": "1s"}


def verb_forms(lemma: str, vowel: str | None = None) -> dict[str, frozenset[tuple[str, str, str]]]:
    """Folded form → its readings (tense p perfect, i imperfect or j a jussive spelled unlike the indicative, person as 3ms … 1p, voice a or p).

    `lemma` is the vocalised third person masculine singular of the perfect; `vowel` the imperfect's a, i or u, which only
    form I needs.

    >>> sorted(verb_forms("زَارَ", "u")["يزور"]), ("p", "3ms", "a") in verb_forms("اِلْتَقَى")["التقي"]
    ([('i', '3ms', 'a')], True)
    """
    from libqutrub.mosaref_main import do_sarf
    table = do_sarf(lemma, VOWELS.get(vowel or "a", VOWELS["a"]), past=True, future=True, passive=True, future_moode=True, alltense=False,
                    transitive=True, display_format="DICT")
    broken = fold(lemma).startswith("تو")       # libqutrub loses a letter in the passive of form V with an initial و
    out: dict[str, set[tuple[str, str, str]]] = {}
    for tense, row in (table or {}).items():
        if tense in _TENSES and not (broken and _TENSES[tense] == ("p", "p")):
            for person, form in row.items():
                if person in _PERSONS and form:
                    out.setdefault(fold(form), set()).add(("j" if tense in _JUSSIVE else _TENSES[tense][0], _PERSONS[person], _TENSES[tense][1]))
    for readings in out.values():
        readings -= {("j", *rest) for _, *rest in readings - {("j", *rest) for t, *rest in readings if t == "j"}}
    return {form: frozenset(readings) for form, readings in out.items()}


def noun_forms(lemma: str, plurals: Iterable[str] = (), person: bool = False) -> Iterator[tuple[str, str]]:
    """(folded form without article, number s d p) of a noun: its duals, its plurals given or sound, its accusative.

    `person` adds the sound masculine plural.  Of a lemma of several words only the first is inflected.

    >>> sorted(set(noun_forms("زيارة")))
    [('زيارات', 'p'), ('زيارتا', 'd'), ('زيارتان', 'd'), ('زيارتي', 'd'), ('زيارتين', 'd'), ('زياره', 's')]
    """
    head, _, rest = fold(lemma).partition(" ")
    tail = " " + rest if rest else ""
    stem = head.removesuffix("ه")
    t = "ت" if head.endswith("ه") else ""
    yield head + tail, "s"
    if not t and not head.endswith(("ات", "ون", "ا")) and not tail:      # «كمينا» as well, which is no plural
        yield head + "ا", "s"
    if not head.endswith(("ات", "ون", "ين")):
        for ending in ("ان", "ين", "ا", "ي"):
            if not (ending in "اي" and not t) or person:
                yield stem + t + ending + tail, "d"
        yield stem + "ات" + tail, "p"
        if person and not t:
            for ending in ("ون", "ين", "و", "ي"):
                yield stem + ending + tail, "p"
    for plural in plurals:
        word = fold(plural)
        yield word, "p"
        if not word.endswith(("ات", "ون", "ين", "ا")) and " " not in word:
            yield word + "ا", "p"
        if person and word.endswith(("ون", "ين")):
            yield word[:-2] + "و", "p"
            yield word[:-2] + "ي", "p"


def nisba_forms(adjective: str, broken: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """(folded form without article, gender and number as ms fs md fd mp fp) of an adjective of nationality in -ي.

    >>> dict(nisba_forms("تركي", ["أتراك"]))["اتراك"], dict(nisba_forms("تركي"))["تركيه"]
    ('mp', 'fs')
    """
    stem, _, second = fold(adjective).partition(" ")
    for ending, tag in (("", "ms"), ("ا", "ms"), ("ه", "fs"), ("ان", "md"), ("تان", "fd"), ("تين", "fd"), ("ين", "mp"), ("ون", "mp"), ("ات", "fp")):
        if second:                   # «كوري جنوبي», «الكورية الجنوبية»: both words agree
            yield f"{stem}{ending} {second}{ending}", tag
            yield f"ال{stem}{ending} ال{second}{ending}", tag
        else:
            yield stem + ending, tag
    if not second:
        yield stem + "ي", "mp"
    for word in broken:
        yield fold(word), "mp"
        yield fold(word) + "ا", "mp"


def construct_plural(title: str) -> Iterator[str]:
    """A folded plural title and, of a sound plural, its forms before a genitive.

    >>> list(construct_plural("مندوبون")), list(construct_plural("وزراء خارجيه"))
    (['مندوبون', 'مندوبو', 'مندوبي'], ['وزراء خارجيه'])
    """
    yield title
    head, _, rest = title.partition(" ")
    if head.endswith(("ون", "ين")):
        for ending in ("و", "ي"):
            yield head[:-2] + ending + (" " + rest if rest else "")


def collective(noun: str) -> bool:
    """Is the dictionary form itself a sound feminine plural, as «قوات»?"""
    return fold(noun).split()[0].endswith("ات")


def with_singulars(wanted: Iterable[str], singular: Mapping[str, str]) -> tuple[str, ...]:
    """The words that a use wants near it, and of those that are counted the singular that stands behind a higher number: «سحب ألفي جندي».

    >>> with_singulars(("جنود", "سفير"), {"جنود": "جندي"})
    ('جندي', 'جنود', 'سفير')
    """
    return tuple(sorted({*wanted, *(singular[w] for w in wanted if w in singular)}))
