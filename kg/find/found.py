"""What is found of an event in one sentence, and who says so, before its date and its place in the discourse are known."""
from __future__ import annotations

from typing import NamedTuple

from kg.find.cast import Roles
from kg.find.clauses import Parse
from kg.find.heads import Clause, Head
from kg.find.roles import Roler
from kg.find.sentence import Sentence
from kg.lexicon import Use
from kg.model import Ref, Span


class Found(NamedTuple):
    """An event of one sentence before its date and its place in the discourse are known."""
    head: Head
    use: Use
    roles: Roles
    status: str
    modality: str | None
    cues: tuple[Span, ...]
    sources: tuple[Ref, ...]
    rule: str
    confidence: float
    passing: bool = False      # only mentioned beside what the sentence tells


def sources(head: Head, roler: Roler, parse: Parse) -> tuple[Ref, ...]:
    """Who says so: the speaker of the clause it stands in; of quoted words without one, the last speaker."""
    clause: Clause | None = head.clause
    steps = 0
    while clause is not None and steps < 8:
        opener = clause.opener
        if clause.kind == "sub" and opener is not None and opener.chunk.speech is not None:
            return roler.speakers(opener)
        clause, steps = clause.parent, steps + 1
    if head.chunk.quoted:
        return roler.discourse.speaker()
    return parse.attributed


def naming(head: Head, use: Use, s: Sentence) -> bool:
    """«من وصفهم بالإرهابيين»: is somebody only called so, in passing?"""
    c = head.chunk
    return head.verb and c.form.pron[:1] == "3" and c.i > 0 and s.tokens[c.i - 1].fold in s.lexicon.whoever and (use.cls == "Criticism" or use.source == "speech")
