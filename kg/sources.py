"""How many independent sources stand behind something: an agency text reprinted five times is one source.

Where a fact comes from is, in this order: the agency or paper that the sentence names («نقلت وكالة …»), the agency in the article's dateline or
last line, the text it shares with articles of other outlets, its outlet.  Facts whose sentences are nearly the same words come from one
source too, whatever the rest of their articles.

Texts are compared by shingles, runs of four words (Broder 1997, "On the resemblance and containment of documents"), of which every fourth
is kept by its hash, so that an article costs a few dozen numbers and is set beside those alone that share one.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from zlib import crc32

from kg.arabic import folded
from kg.model import Claim, Event, Reading, Ref

SHINGLE, KEPT = 4, 4             # words in a run; one of how many runs is kept
SHARED, FEWEST = 0.5, 6          # of the shorter text's runs so many are the other's; a text of fewer runs is no text
SENTENCE, SHORTEST = 0.6, 8      # so for sentences, of which every run of three words is kept, from so many words on
ASKED = 4                        # texts that share a run and are compared: a reprint of a reprint is found by the first
BYLINE = 60                      # characters at either end of an article where a name is its agency's


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def shingles(text: str, length: int = SHINGLE, kept: int = KEPT) -> frozenset[int]:
    """The runs of words of a text as numbers, one of `kept`, chosen by their hash.

    >>> len(shingles("one two three four five", 2, 1)), shingles("one", 2, 1)
    (4, frozenset())
    """
    words = _words(text)
    runs = (crc32(" ".join(words[i:i + length]).encode()) for i in range(len(words) - length + 1))
    return frozenset(h for h in runs if h % kept == 0)


def resemblance(a: frozenset[int], b: frozenset[int]) -> float:
    """How much of the shorter one lies in the other, 0 to 1."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def first_print(doc: str, runs: frozenset[int], holders: Callable[[int], Sequence[str]], first: Callable[[str], str], known: Callable[[str], frozenset[int]]) -> str:
    """The first article, by id, that prints the text of this one; itself where there is none.

    `holders` gives the articles before it that have a run, the first few of them; `first` and `known` what was found of those, and their runs.
    """
    if len(runs) >= FEWEST:
        for other in sorted({first(d) for h in sorted(runs) for d in holders(h)[:ASKED]}):
            if resemblance(runs, known(other)) >= SHARED:
                return other
    return doc


def reprints(readings: Iterable[Reading]) -> dict[str, str]:
    """For each article the first, by id, of those that print the same text; itself where there is none."""
    first: dict[str, str] = {}
    holders: dict[int, list[str]] = defaultdict(list)
    runs: dict[str, frozenset[int]] = {}
    for r in sorted(readings, key=lambda r: r.article.id):
        doc = r.article.id
        runs[doc] = shingles(r.article.text)
        first[doc] = first_print(doc, runs[doc], lambda h: holders[h], first.__getitem__, runs.__getitem__)
        for h in runs[doc] if len(runs[doc]) >= FEWEST else ():
            holders[h].append(doc)
    return first


def _agency(refs: Iterable[Ref]) -> str | None:
    return next((r.entity.id for r in refs if r.entity.type == "Organization" and r.entity.sector == "MED"), None)


def byline(reading: Reading) -> str | None:
    """The agency or paper that an article names in its dateline or in its last line."""
    end = len(reading.article.text.rstrip())
    return _agency(m.ref for m in reading.mentions if m.ref.mention.text and (m.ref.mention.end <= BYLINE or m.ref.mention.start >= end - BYLINE))


def origin(doc: str, agency: str | None, publisher: str, first: str, outlets: int) -> str:
    """Where an article comes from, as a name; `outlets` is the number of those that print its text."""
    return f"agency:{agency}" if agency else f"text:{first}" if outlets > 1 or not publisher else f"outlet:{publisher}"


def origins(readings: Iterable[Reading]) -> dict[str, str]:
    """Where each of some articles comes from."""
    readings = list(readings)
    first, outlets = reprints(readings), defaultdict(set)
    for r in readings:
        outlets[first[r.article.id]].add(r.article.publisher or r.article.id)
    return {r.article.id: origin(r.article.id, byline(r), r.article.publisher or "", first[r.article.id], len(outlets[first[r.article.id]])) for r in readings}


class Sources:
    """Where the facts of articles come from, whose own origin is known."""

    def __init__(self, origin: Mapping[str, str]):
        self.origin = origin

    def of(self, fact: Event | Claim) -> str:
        """Where one fact comes from, as a name: `agency:afp`, `text:ARTICLE`, `outlet:NAME`."""
        agency = _agency(fact.sources if isinstance(fact, Event) else fact.speakers)
        return f"agency:{agency}" if agency else self.origin.get(fact.doc, f"text:{fact.doc}")

    def independent(self, facts: Sequence[Event | Claim]) -> list[list[Event | Claim]]:
        """The facts by independent source, each in order, the source of the first fact first."""
        facts = sorted(facts, key=lambda f: (f.doc, f.trigger.start, f.id))
        parent = {self.of(f): self.of(f) for f in facts}

        def root(name: str) -> str:
            while parent[name] != name:
                name = parent[name]
            return name

        if len(parent) > 1:
            for one, other in _alike([(self.of(f), f.evidence[0].text if f.evidence else "") for f in facts]):
                a, b = sorted((root(one), root(other)))
                parent[b] = a
        out: dict[str, list[Event | Claim]] = {}
        for f in facts:
            out.setdefault(root(self.of(f)), []).append(f)
        return list(out.values())


def _alike(told: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of origins of which some sentence is nearly the same."""
    holders: dict[int, list[int]] = defaultdict(list)
    runs, out = [], []
    for n, (origin, sentence) in enumerate(told):
        mine = shingles(sentence, 3, 1)
        runs.append(mine)
        if len(mine) < SHORTEST - 2:
            continue
        for m in sorted({m for h in mine for m in holders[h][:ASKED]}):
            if told[m][0] != origin and resemblance(mine, runs[m]) >= SENTENCE:
                out.append((told[m][0], origin))
        for h in mine:
            holders[h].append(n)
    return out
