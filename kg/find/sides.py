"""Whose sides they are: adjectives of nationality that set states side by side, or say who «the two sides» are."""
from __future__ import annotations

from collections.abc import Sequence

from kg.find.chunk import Chunk
from kg.find.sentence import Sentence
from kg.link import Discourse
from kg.model import Ref


def pair(s: Sentence, chunks: Sequence[Chunk], discourse: Discourse) -> None:
    """«التعاون الروسي التركي»: two nationalities of one noun set their states side by side, where nobody has been yet."""
    if 2 in discourse.sets:
        return
    for n, c in enumerate(chunks):
        if not c.nisba and (n + 1 == len(chunks) or not chunks[n + 1].nisba):
            continue
        nations = list(c.nisba) if c.kind == "E" else [i for d in chunks[n:n + 2] if d.kind == "C" for i in d.nisba]
        states = [discourse.lexicon.entity(i) for i in dict.fromkeys(nations)]
        if len(states) == 2 and all(e.type == "State" for e in states):
            discourse.sets[2] = tuple(Ref(e, s.span(c.start, c.end), "nationality") for e in states)
            return


def name_sides(s: Sentence, chunks: list[Chunk]) -> list[Chunk]:
    """«الجانبان المصري والروسي»: whose sides they are is said by the adjectives behind, which are no nouns of their own."""
    if not any(c.nisba and c.kind == "C" for c in chunks):
        return chunks
    out: list[Chunk] = []
    for n, c in enumerate(chunks):
        side = next((d for d in reversed(out) if d.kind == "N" and d.names[0].kind == "sides"), None) if c.kind == "C" and c.nisba else None
        named = n + 1 < len(chunks) and chunks[n + 1].kind == "N" and not chunks[n + 1].conj and not chunks[n + 1].prep
        if side is not None and not named and (out[-1] is side or (chunks[n - 1].nisba and c.conj and chunks[n - 1] not in out)):
            told = side.refs if all(r.how == "nationality" for r in side.refs) else ()
            side.refs = (*told, Ref(s.lexicon.entity(c.nisba[0]), s.span(side.start, c.end), "nationality"))
            continue
        out.append(c)
    for k, c in enumerate(out):
        c.k = k
    return out
