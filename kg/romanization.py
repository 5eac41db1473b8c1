"""Arabic letters → Latin ones, letter by letter: names of identifiers, and a rough reading of names whose usual form nobody knows."""
from __future__ import annotations

import re
import unicodedata

from kg.arabic import ARTICLE, tokenize
from kg.once import once

_LATIN = {"ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s",
          "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
          "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": ""}
_LONG = {"و": "u", "ي": "i", "ا": "a"}
_JOINT, _UNNAMEABLE = re.compile(r"\s*([-/])\s*"), re.compile(r"[^a-z0-9]+")
_PLAIN = set("ابتثجحخدذرزسشصضطظعغفقكلمنهءوي")


def romanize(text: str) -> str:
    """A plain Latin spelling for labels and readable identifiers: consonants as news in English writes them, the long vowels, an `a`
    where two consonants would meet unreadably.  Not a scholarly transliteration, and not reversible.

    >>> romanize("فلاديمير"), romanize("الجعفري"), romanize("سو-24")
    ('fladimir', 'al-jafri', 'su-24')
    """
    words = []
    for t in tokenize(text):
        word = t.fold
        if t.kind != "w":
            words.append(word)
            continue
        article = word.startswith(ARTICLE) and len(word) > 4
        body = word[2:] if article else word
        out = ""
        for i, c in enumerate(body):
            vowel = c in _LONG and i > 0 and body[i - 1] not in "اوي"
            out += _LONG[c] if vowel else _LATIN.get(c, c)
        words.append(("al-" if article else "") + out)
    joined = " ".join(words)
    return _JOINT.sub(r"\1", joined) if "-" in joined or "/" in joined else joined


@once
def slug(text: str) -> str:
    """A readable local name for an identifier: lower-case ASCII letters, digits and single hyphens; 'x' where nothing is left.

    >>> slug("محمد علوش"), slug("Su-24 / shootdown")
    ('mhmd-alush', 'su-24-shootdown')
    """
    latin = unicodedata.normalize("NFKD", romanize(text)).encode("ascii", "ignore").decode().lower()
    return _UNNAMEABLE.sub("-", latin).strip("-") or "x"
