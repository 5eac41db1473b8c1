"""`--bind`: what a person writes for a variable of a query → the term that it stands for, in the query's text.

In the text, so that a store on disk and any endpoint take it alike.
"""
from __future__ import annotations

import re

from kg import query, terms, vocab
from kg.sparql import PIECE, substitute
from kg.store import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LITERAL = re.compile(r'("(?:[^"\\\n]|\\.)*")(?:@[A-Za-z0-9-]+|\^\^(<[^<>\s]+>|[\w.-]*:[\w.-]+))?\Z')


def bind(text: str, given: Iterable[tuple[str, str]], store, names: dict[str, str]) -> str:
    """The query with its variables given their values: each a name, or `name:type` with one of the types of saved queries, and what was written.

    UserError for a variable that the query has not, or a value that means nothing or two things.
    """
    used = {m["variable"][1:] for m in PIECE.finditer(text) if m["variable"]}
    known = {}
    for name, value in given:
        name, typed, kind = name.partition(":")
        if name not in used:
            from difflib import get_close_matches
            near = get_close_matches(name, used, 1, 0.5)
            raise fault(f"the query has no variable ?{name}", hint=f"did you mean ?{near[0]}?" if near else "it has " + (" ".join(f"?{v}" for v in sorted(used)) or "none"))
        known[name] = _typed(kind, value, store, names, name) if typed else guessed(value, names)
    return substitute(text, known)


def _typed(kind: str, value: str, store, names: dict[str, str], name: str) -> str:
    """A value of a type of saved queries, or a day however it is written."""
    from kg.lookup import days, term
    if kind == "date":
        span = days(value)
        if span is None or span[0] != span[1]:
            raise fault(f"--bind {name}: {value!r} is no day", hint="write 2016-08-09, 9/8/2016 or 9 August 2016; since and until take months and years")
        return terms.date(span[0])
    if kind not in query.TYPES:
        raise fault(f"--bind {name}: there is no type {kind!r}", hint="types: date " + " ".join(query.TYPES))
    return term(kind, value, store, names, f"--bind {name}")


def guessed(value: str, names: dict[str, str]) -> str:
    """The term that a value is by its looks: a literal as SPARQL writes it, an IRI, a day, a number, true or false, else a text.

    >>> guessed("kg:Visit", {"kg": "urn:k#"}), guessed("7", {}), guessed("Moscow", {}), guessed("true", {})
    ('<urn:k#Visit>', '7', '"Moscow"', 'true')
    """
    if m := _LITERAL.match(value):
        iri = m[2] and m[2][0] != "<" and vocab.expand(m[2], names)
        return f"{m[1]}^^<{iri}>" if iri else value
    if iri := vocab.expand(value, names):
        return terms.iri(iri)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return terms.typed(value, "date")
    return value if re.fullmatch(r"[+-]?\d+(\.\d+)?|true|false", value, re.ASCII) else terms.text(value)
