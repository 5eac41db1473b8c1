"""The text of a query: prefixes it needs, parameters put into it, and what is wrong with it, said to a person.

Nothing here runs a query.  The text is cut into the pieces that matter (IRIs, strings, comments, braces, names), so that a `$name` in
a string or a comment stays what it is.
"""
from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:      # substitution is on the path of every saved query; kg.model is not
    from kg.errors import UserError

_PIECE = re.compile(r'''(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<string>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')'''
                    r'''|(?P<comment>\#[^\n]*)|(?P<variable>[?$]\w+)|(?P<brace>[{}()\[\]])|(?P<quote>["'])|(?P<name>(?:[^\W\d_][\w.-]*)?:)''', re.DOTALL)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*(?:\n|\Z)|PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s+<[^>]*>)*", re.IGNORECASE)
_CLOSES = {"}": "{", ")": "(", "]": "["}


def declared(sparql: str, names: dict[str, str]) -> str:
    """The query with the prefixes it uses and does not declare put before it, on its own first line so that lines keep their numbers.

    >>> declared("SELECT ?s { ?s a kg:Event }", {"kg": "urn:k#", "id": "urn:i:"})
    'PREFIX kg: <urn:k#> SELECT ?s { ?s a kg:Event }'
    """
    own = {m.lower() for m in re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql)}
    used = dict.fromkeys(m["name"][:-1] for m in _PIECE.finditer(sparql) if m["name"])
    return "".join(f"PREFIX {p}: <{names[p]}> " for p in used if p in names and p.lower() not in own) + sparql


def substitute(sparql: str, terms: dict[str, str]) -> str:
    """The query with each `$name` that `terms` gives a term for replaced by it; a `$name` without one stays a variable and means any.

    >>> substitute('SELECT * { ?s kg:actor $who . ?s rdfs:label "$who" } # $who', {"who": "<urn:kg:id:RUS>"})
    'SELECT * { ?s kg:actor <urn:kg:id:RUS> . ?s rdfs:label "$who" } # $who'
    """
    def put(m: re.Match) -> str:
        word = m["variable"]
        return terms.get(word[1:], word) if word and word[0] == "$" else m[0]
    return _PIECE.sub(put, sparql)


def _unbalanced(sparql: str) -> tuple[int, str] | None:
    """Where a bracket is not closed or a string not ended: offset and what to say."""
    stack: list[tuple[str, int]] = []
    for m in _PIECE.finditer(sparql):
        if m["quote"]:
            return m.start(), "this string is not ended"
        mark = m["brace"]
        if mark in _CLOSES.values():
            stack.append((mark, m.start()))
        elif mark:
            if not stack or stack[-1][0] != _CLOSES[mark]:
                return m.start(), f"{mark} closes nothing" if not stack else f"{mark} stands where {stack[-1][0]} should be closed"
            stack.pop()
    return (stack[-1][1], f"{stack[-1][0]} is never closed") if stack else None


def _place(sparql: str, offset: int) -> tuple[int, int, str]:
    line = sparql.count("\n", 0, offset)
    return line + 1, offset - (sparql.rfind("\n", 0, offset) + 1) + 1, sparql.split("\n")[line]


def malformed(message: str, sparql: str, names: dict[str, str], path: str = "", shift: int = 0) -> UserError:
    """What is wrong with a query that an engine refused, with line, column and the line itself.

    `message` is the engine's own; `shift` the characters that were put before the query's first line.  What a look at the text can
    tell better (no form, an open brace, an unknown prefix) is told instead.
    """
    from kg.errors import UserError

    def error(what: str, offset: int, hint: str = "") -> UserError:
        line, column, excerpt = _place(sparql, offset)
        return UserError(what, path, line, column, excerpt, hint)
    start = _PROLOGUE.match(sparql).end()
    first = re.match(r"\w*", sparql[start:])[0]
    if not sparql[start:].strip():
        return error("the query is empty", 0)
    if first.upper() in _UPDATES:
        return error("the graph is only read here; an update is not a query", start, "facts are changed by correcting them: kg facts ARTICLE")
    if first.upper() not in _FORMS:
        return error(f"a query does not start with «{first or sparql[start]}»", start, "it starts with " + ", ".join(_FORMS[:-1]) + " or " + _FORMS[-1])
    if (found := _unbalanced(sparql)) is not None:
        return error(found[1], found[0])
    own = {m.lower() for m in re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql)}
    for m in _PIECE.finditer(sparql):
        if m["name"] and m["name"][:-1].lower() not in own and m["name"][:-1] not in names:
            return error(f"unknown prefix {m['name']}", m.start(), "declare it with PREFIX, or use one of " + " ".join(f"{p}:" for p in sorted(names)))
    at = re.search(r"\bat (\d+):(\d+)", message) or re.search(r"(?i)line (\d+),? col(?:umn)? (\d+)", message)
    sentence = re.search(r"\bThe [A-Za-z ]+[a-z]", message)
    what = sentence[0][0].lower() + sentence[0][1:] if sentence else "the query is malformed here" if at else f"the query is malformed: {message.split(chr(10))[0][:200]}"
    if not at:
        return error(what, start)
    lines = sparql.split("\n")
    line = min(int(at[1]), len(lines))
    column = max(1, int(at[2]) - (shift if line == 1 else 0))
    return UserError(what, path, line, min(column, len(lines[line - 1]) + 1), lines[line - 1])
