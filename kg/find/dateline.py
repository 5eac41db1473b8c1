"""The dateline of a lead: where and by whom an article was sent, which is no part of what it tells."""
from __future__ import annotations

from kg.arabic import HYPHENS
from kg.find.chunk import Chunk
from kg.find.verbal import dated_line


def without_dateline(chunks: list[Chunk], first: bool) -> list[Chunk]:
    """The chunks of a lead without «دبي (CNN)--» or «عمان ـ رويترز:»: where and by whom it was sent is no part of what it tells.

    The second form may stand behind a headline of the same line; the first only opens a text (its `first` sentence).
    """
    signed = next((n for n, c in enumerate(chunks) if c.kind == "W" and c.tag == ":" and _sent(chunks, n) < n), None)
    if signed is not None:
        start = _sent(chunks, signed)
        chunks[signed].tag = "."                         # what stands before it is a headline
        return _numbered([*chunks[:start], *(chunks[signed:] if start else chunks[signed + 1:])])
    if first and dated_line(chunks[:2]):                 # «غزة 12 أكتوبر (شينخوا) أكد …»
        told = next((n for n, c in enumerate(chunks[2:7], 2) if c.kind == "V"), 0)
        if told and all(c.kind == "W" or c.kind == "N" and c.names[0].entity is not None and c.names[0].entity.sector == "MED" for c in chunks[2:told]):
            return _numbered([chunks[1], *chunks[told:]])
    for n, c in enumerate(chunks[:14] if first else ()):
        if c.kind == "W" and c.tag in HYPHENS and n and chunks[n - 1].kind == "W" and chunks[n - 1].tag == ")":
            while n < len(chunks) and chunks[n].kind == "W":
                n += 1
            return _numbered(chunks[n:])
        if c.kind == "V":
            break
    return chunks


def _sent(chunks: list[Chunk], colon: int) -> int:
    """Where the place begins that stands with an agency's name or letters before this colon; the colon's own position where none does."""
    k, agency, place = colon, False, colon
    while k and (d := chunks[k - 1]).kind in "NCWQ" and not d.prep and colon - k < 12:
        entity = d.names[0].entity if d.kind == "N" else None
        if d.kind == "C" and d.j == d.i + 1 and d.end - d.start == 1 or entity is not None and entity.sector == "MED" and place == colon:
            agency = True                                # «ا ف ب»
        elif agency and (entity.type in ("Place", "State") if entity is not None else d.kind == "C" and (k == 1 or chunks[k - 2].kind == "W")):
            place = k - 1
        elif d.kind not in "WQ":
            break
        k -= 1
    return 0 if agency and k == 0 and colon - k < 4 else place      # «ب: …», left where the agency's letters were cut apart


def _numbered(chunks: list[Chunk]) -> list[Chunk]:
    for k, c in enumerate(chunks):
        c.k = k
    return chunks
