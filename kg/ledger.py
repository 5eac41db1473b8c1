"""What articles say and nobody coded, ranked: words and names that the lexicon lacks, offices without a holder, events without a participant or date.

    Readings, Lexicon ──rows──▶ Row, Row, …      most frequent first, each with an example, so that the next line of a word file is plain to see
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.arabic import ARTICLE, Token, tokenize, unsuffixed
from kg.lexicon import Lexicon
from kg.model import Claim, Event, Reading, Ref, Relation, Span

KINDS = {
    "unknown-word": "words that are in no list",
    "unknown-name": "names in facts that are in no list",
    "unknown-holder": "offices in facts whose holder on that day is not known",
    "no-participant": "event words with neither participant nor place",
    "mention": "force that is only mentioned, not told",
    "undated": "events without a date",
    "silent-sentence": "sentences in which nothing was found, by article",
}


class Row(NamedTuple):
    """One word, name or office of a kind: what it is, how often, and where it stands first."""
    kind: str
    word: str
    about: str
    count: int
    path: str
    line: int
    before: str
    text: str
    after: str


def rows(readings: Iterable[Reading], lexicon: Lexicon) -> list[Row]:
    """Every kind in the order of KINDS, in each the most frequent first."""
    found: dict[tuple[str, str], list] = {}
    for r in readings:
        for kind, word, about, span in (*_named(r, lexicon), *_words(r, lexicon), *_unread(r)):
            entry = found.setdefault((kind, word), [0, about, r, span])
            entry[0] += 1
    order = list(KINDS)
    ranked = sorted(found.items(), key=lambda x: (order.index(x[0][0]), -x[1][0], x[0][1]))
    return [Row(kind, word, about, count, r.article.path or r.article.id, r.article.text.count("\n", 0, span.start) + 1, *_around(r, span)) for (kind, word), (count, about, r, span) in ranked]


def _around(r: Reading, span: Span, size: int = 32) -> tuple[str, str, str]:
    """A few words before the span, the span, a few words behind it, within its sentence."""
    a, b = next(((a, b) for a, b in r.sentences if a <= span.start < b), (span.start, span.end))
    text = r.article.text or " " * span.start + span.text      # of an imported article the text may not be here
    left, right = text[max(a, span.start - size):span.start], text[span.end:min(b, span.end + size)]
    left = left if span.start - size <= a else "…" + left.partition(" ")[2]
    right = right if span.end + size >= b else right.rpartition(" ")[0] + "…"
    return " ".join(left.split()), " ".join(text[span.start:span.end].split())[:60], " ".join(right.split())


def _unread(r: Reading) -> Iterator[tuple[str, str, str, Span]]:
    for u in r.unread:
        if u.kind in KINDS:
            silent = u.kind == "silent-sentence"
            yield u.kind, r.article.id if silent else u.span.text, "" if silent else u.why.partition(":")[0], u.span


def _named(r: Reading, lexicon: Lexicon) -> Iterator[tuple[str, str, str, Span]]:
    """Who takes part in facts and is in no list: people and bodies by name, holders by their office."""
    seen = set()
    for f in (*r.events, *r.claims, *r.relations):
        for ref in _refs(f):
            key = (ref.mention.start, ref.entity.id)
            if ref.entity.id in lexicon.by_id or key in seen or not ref.mention.text:
                continue
            seen.add(key)
            if ref.how == "title":
                yield "unknown-holder", ref.entity.label("en"), r.written.start or "" if r.written else "", ref.mention
            elif len(ref.entity.labels) == 1 and ref.mention.text.split()[-1] in ref.entity.label("ar"):      # without a label in English: made of the text, and named here
                yield "unknown-name", ref.entity.label("ar"), ref.entity.type, ref.mention


def _refs(f: Event | Claim | Relation) -> Iterator[Ref]:
    if isinstance(f, Event):
        yield from (*f.actors, *f.recipients, *f.place)
    elif isinstance(f, Claim):
        yield from f.speakers
    else:
        yield from (f.subject, f.object)


def _words(r: Reading, lexicon: Lexicon) -> Iterator[tuple[str, str, str, Span]]:
    """Words that are nothing to the lexicon, outside names and times, by their form without article and conjunction."""
    taken = [(m.ref.mention.start, m.ref.mention.end) for m in r.mentions] + [(t.span.start, t.span.end) for t in r.times]
    covered = {i for a, b in taken for i in range(a, b)}
    for a, b in r.sentences:
        tokens = tokenize(r.article.text, a, b)
        for i, t in enumerate(tokens):
            if t.kind == "w" and len(t.fold) > 2 and not covered & {t.start, t.end - 1} and unknown(tokens, i, lexicon):
                stems = [stem.removeprefix(ARTICLE) for stem, _, _, definite, _, _ in lexicon.word(t.fold).starts if definite]
                yield "unknown-word", min(stems, key=len) if stems else t.fold, "", Span(t.start, t.end, t.text)


def unknown(tokens: list[Token], i: int, lexicon: Lexicon) -> bool:
    """Is a word nothing to the lexicon: no form of a verb or noun, no name, title or function word, on neither plain list?"""
    word = lexicon.word(tokens[i].fold)
    if word.verbs or word.nouns or word.tags or word.nisba or any(lexicon.names_at(tokens, i, kind) for kind in "etbghodrs"):
        return False
    stems = {s for stem, *_ in word.starts for s in (stem, stem.removeprefix(ARTICLE))}
    stems |= {s for stem in tuple(stems) for s, _ in unsuffixed(stem)}
    table = lexicon.time_words.table
    return not any(lexicon.get(kind + s) for s in stems for kind in "ucegnv") and not any(s in table for s in stems)
