"""Which words earn their place: of every lemma of events, how often one of its forms stands in some texts and how many facts it gave there."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kg.arabic import tokenize
from kg.lexicon import Lexicon
from kg.lexicon.lint import phrases
from kg.model import Reading

OUTSIDE = "outside PLOVER"


class Tally(NamedTuple):
    """A lemma of events: v n p as it is a verb, noun or participle; its classes and types; occurrences of its forms (which other words may
    share), and facts read from it, all and by type and class."""
    pos: str
    lemma: str
    classes: tuple[str, ...]
    types: tuple[str, ...]
    occurs: int
    facts: int
    by_class: tuple[tuple[str, str, int], ...]


def tally(readings: Iterable[Reading], lexicon: Lexicon) -> list[Tally]:
    """Every lemma of events, those with the most facts first."""
    seen: Counter[int] = Counter()
    fired: dict[str, Counter[tuple[str, str]]] = {}
    for r in readings:
        for a, b in r.sentences:
            tokens = tokenize(r.article.text, a, b)
            for i, t in enumerate(tokens):
                if t.kind == "w":
                    word = lexicon.word(t.fold)
                    seen.update({x.lemma for x in (*word.verbs, *word.nouns)} | phrases(tokens, i, lexicon))
        for e in r.events:
            fired.setdefault(e.rule.partition(":")[2].strip(), Counter())[e.event or OUTSIDE, e.cls] += 1
    out = []
    for i, (pos, lemma, *_) in enumerate(lexicon.lemmas):
        uses = [u for u in lexicon.senses(i) if u.source == "event"]
        if uses:
            kind = {"v": "verb", "n": "noun", "p": "participle"}[pos]
            by_class = sum((fired.get(where, Counter()) for where in dict.fromkeys(u.where for u in uses)), Counter())
            types = tuple(dict.fromkeys(lexicon.classes.get(u.cls, (None,))[0] or OUTSIDE for u in uses))
            out.append(Tally(kind, lemma, tuple(dict.fromkeys(u.cls for u in uses)), types, seen[i], by_class.total(), tuple((*k, n) for k, n in sorted(by_class.items()))))
    return sorted(out, key=lambda t: (-t.facts, -t.occurs, t.lemma))
