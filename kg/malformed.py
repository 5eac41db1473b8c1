"""What is wrong with a query that an engine refused, said to a person: where, what stands there, and what was expected.

Engines tell little ("expected [_]"), and often of a place behind the fault.  The grammar tells better where a query leaves it (`kg.syntax`),
and a look at the text what it cannot mean (`kg.meaning`).  Left for here is what no grammar knows: brackets that were opened
elsewhere, strings that go on, and prefixes.
"""
from __future__ import annotations

import re

from kg.errors import UserError
from kg.meaning import meaning
from kg.sparql import place
from kg.syntax import Token, Wrong, known, tokens, wrong

_CLOSES = {"}": "{", ")": "(", "]": "["}


def malformed(message: str, sparql: str, names: dict[str, str], path: str = "", shift: int = 0) -> UserError:
    """What is wrong with a query that an engine refused, with line, column and the line itself.

    `message` is the engine's own; `shift` the characters that were put before the query's first line.  What a look at the text can
    tell better is told instead.
    """
    words, left = tokens(sparql), wrong(sparql)
    if len(words) == 1:
        found = 0, "the query is empty"
    else:
        found = _unbalanced(words, left) or _undeclared(words, names, left) or (_ungrammatical(left) if left else meaning(sparql, message))
    if found is not None:
        return UserError(found[1], path, *place(sparql, found[0]), *found[2:])
    at = re.search(r"\bat (\d+):(\d+)", message) or re.search(r"(?i)line (\d+),? col(?:umn)? (\d+)", message)
    sentence = re.search(r"\bThe [A-Za-z ]+[a-z]", message)
    if not at:
        return UserError(f"the query is malformed: {message.split(chr(10))[0][:200]}", path, *place(sparql, words[0].start))
    lines = sparql.split("\n")
    line = min(int(at[1]), len(lines))
    column = max(1, int(at[2]) - (shift if line == 1 else 0))
    what = sentence[0][0].lower() + sentence[0][1:] if sentence else "the query is malformed here"
    return UserError(what, path, line, min(column, len(lines[line - 1]) + 1), lines[line - 1])


def _unbalanced(words: list[Token], left: Wrong | None) -> tuple[int, str] | None:
    """Where a bracket is not closed or a string not ended: offset and what to say; None where the query goes wrong before that is felt."""
    stack: list[Token] = []
    felt = lambda at: left is None or not left.found or left.offset >= at
    for word in words:
        if word.kind in ("'", '"'):
            return (word.start, "this string is not ended") if felt(word.start) else None
        if word.kind in _CLOSES.values():
            stack.append(word)
        elif word.kind in _CLOSES:
            if not stack or stack[-1].kind != _CLOSES[word.kind]:
                what = f"{word.kind} closes nothing" if not stack else f"{word.kind} stands where {stack[-1].kind} should be closed"
                return (word.start, what) if felt(word.start) else None
            stack.pop()
    return (stack[-1].start, f"{stack[-1].kind} is never closed") if stack and (left is None or not left.found) else None


def _undeclared(words: list[Token], names: dict[str, str], left: Wrong | None) -> tuple[int, str, str] | None:
    """The first prefix that neither the query nor the graph knows, of those that stand before it goes wrong."""
    prefix = lambda word: word.text.partition(":")[0]
    own = {prefix(word).lower() for before, word in zip(words, words[1:]) if before.kind == "PREFIX"}
    return next(((w.start, f"unknown prefix {prefix(w)}:", _prefix(prefix(w), names)) for w in words
                 if w.kind == "NAME" and prefix(w).lower() not in own and prefix(w) not in names and (left is None or w.start < left.offset)), None)


def _prefix(name: str, names: dict[str, str]) -> str:
    """What to do about an unknown prefix: a near one, a vocabulary that is usually called so, or the known ones."""
    from difflib import get_close_matches
    if usual := known()["prefixes"].get(name.lower()):
        return f"put PREFIX {name}: <{usual}> before the query"
    near = get_close_matches(name, names, 2, 0.5) or [p for p in names if p.lower() == name.lower()]
    if near:
        return "did you mean " + " or ".join(f"{p}:" for p in near) + "?"
    return "declare it with PREFIX, or use one of " + " ".join(f"{p}:" for p in sorted(names))


def _ungrammatical(left: Wrong) -> tuple[int, str, str]:
    """Where a query leaves the grammar: what stands there and what could."""
    *some, last = (x if x.isalnum() or " " in x else f"«{x}»" for x in left.expected)
    expected = f"{', '.join(some)} or {last}" if some else last
    return left.offset, f"expected {expected}, found " + (f"«{left.found}»" if left.found else "the end of the query"), left.hint
