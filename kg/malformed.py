"""What is wrong with a query that an engine refused, said to a person: where, what stands there, and what was expected.

Engines tell little ("expected [_]"), and often of a place behind the fault.  What a look at the text tells better is told instead:
where it leaves the grammar, what it cannot mean, brackets, strings, prefixes, triples that lack a part, functions that there are not, commas where none belong.
"""
from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import UserError
from kg.meaning import meaning
from kg.sparql import PIECE
from kg.syntax import Wrong, tokens, wrong

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*(?:\n|\Z)|PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s+<[^>]*>)*", re.IGNORECASE)
_CLOSES = {"}": "{", ")": "(", "]": "["}
FUNCTIONS = ("STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT SUBSTR STRLEN REPLACE UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS "
             "STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI "
             "ISBLANK ISLITERAL ISNUMERIC REGEX COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT EXISTS ADJUST").split()
KEYWORDS = ("SELECT CONSTRUCT DESCRIBE ASK WHERE FROM NAMED ORDER BY ASC DESC LIMIT OFFSET DISTINCT REDUCED OPTIONAL GRAPH UNION MINUS FILTER BIND AS VALUES SERVICE SILENT NOT IN EXISTS GROUP "
            "HAVING BASE PREFIX UNDEF SEPARATOR LATERAL").split()
TELLING = ("BY", "WHERE", "HAVING", "LIMIT", "OFFSET", "VALUES")      # of what an engine says that it expected, the rest is chosen at random
COMMON = {"foaf": "http://xmlns.com/foaf/0.1/", "schema": "https://schema.org/", "dc": "http://purl.org/dc/elements/1.1/", "time": "http://www.w3.org/2006/time#", "org": "http://www.w3.org/ns/org#",
          "sh": "http://www.w3.org/ns/shacl#", "void": "http://rdfs.org/ns/void#", "dcat": "http://www.w3.org/ns/dcat#", "wdt": "http://www.wikidata.org/prop/direct/", "dbr": "http://dbpedia.org/resource/",
          "dbo": "http://dbpedia.org/ontology/", "lode": "http://linkedevents.org/ontology/", "crm": "http://www.cidoc-crm.org/cidoc-crm/", "sd": "http://www.w3.org/ns/sparql-service-description#"}
_TOKEN = re.compile(PIECE.pattern + r"""|(?P<local>(?<=:)[\w.%-]*[\w%-])|(?P<word>[^\W\d]\w*)|(?P<number>[+-]?\d+(?:\.\d+)?)|(?P<lang>@[A-Za-z-]+)|(?P<typed>\^\^)|(?P<mark>[.;,/|*+?!^=<>&-]+)""", re.DOTALL)


def _unbalanced(sparql: str) -> tuple[int, str] | None:
    """Where a bracket is not closed or a string not ended: offset and what to say."""
    stack: list[tuple[str, int]] = []
    for m in PIECE.finditer(sparql):
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
    tell better is told instead.
    """

    def error(what: str, offset: int, hint: str = "") -> UserError:
        line, column, excerpt = _place(sparql, offset)
        return UserError(what, path, line, column, excerpt, hint)
    start = _PROLOGUE.match(sparql).end()
    first = re.match(r"\w*", sparql[start:])[0]
    if not sparql[start:].strip():
        return error("the query is empty", 0)
    if first.upper() in _UPDATES:
        return error("the graph is only read here; an update is not a query", start, "facts are changed by correcting them: kg facts ARTICLE")
    if first.upper() not in (*_FORMS, "PREFIX", "BASE"):
        return error(f"a query does not start with «{first or sparql[start]}»", start, "it starts with " + ", ".join(_FORMS[:-1]) + " or " + _FORMS[-1])
    left = wrong(sparql)
    if (found := _unbalanced(sparql)) is not None and (left is None or not left.found or left.offset >= found[0] and not found[1].endswith("never closed")):
        return error(found[1], found[0])
    own = {m.lower() for m in re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql)}
    for token in tokens(sparql):
        prefix = token.text.partition(":")[0]
        if token.kind == "NAME" and prefix.lower() not in own and prefix not in names and (left is None or token.start <= left.offset):
            return error(f"unknown prefix {prefix}:", token.start, _prefix(prefix, names))
    if left is not None and (found := _ungrammatical(sparql, start, left)) is not None:
        return error(*found)
    if (unmeant := meaning(sparql, message)) is not None:
        return error(unmeant[1], unmeant[0], *unmeant[2:])
    at = re.search(r"\bat (\d+):(\d+)", message) or re.search(r"(?i)line (\d+),? col(?:umn)? (\d+)", message)
    sentence = re.search(r"\bThe [A-Za-z ]+[a-z]", message)
    expected = _expected(message)
    what = sentence[0][0].lower() + sentence[0][1:] if sentence else "the query is malformed here" + (f": {expected}" if expected else "") if at else f"the query is malformed: {message.split(chr(10))[0][:200]}"
    if not at:
        return error(what, start)
    lines = sparql.split("\n")
    line = min(int(at[1]), len(lines))
    column = max(1, int(at[2]) - (shift if line == 1 else 0))
    return UserError(what, path, line, min(column, len(lines[line - 1]) + 1), lines[line - 1])


def _ungrammatical(sparql: str, start: int, left: Wrong) -> tuple[str, int, str]:
    """Where a query leaves the grammar: a usual slip by its name, else what stands there and what could."""
    slip = next(iter(_slips(sparql, start)), None)
    if slip is not None and slip[1] <= left.offset:
        return slip
    *some, last = (x if x.isalnum() or " " in x else f"«{x}»" for x in left.expected)
    expected = f"{', '.join(some)} or {last}" if some else last
    return f"expected {expected}, " + (f"found «{left.found}»" if left.found else "found the end of the query"), left.offset, left.hint


def _prefix(name: str, names: dict[str, str]) -> str:
    """What to do about an unknown prefix: a near one, a vocabulary that is usually called so, or the known ones."""
    from difflib import get_close_matches
    if name.lower() in COMMON:
        return f"put PREFIX {name}: <{COMMON[name.lower()]}> before the query"
    near = get_close_matches(name, names, 2, 0.5) or [p for p in names if p.lower() == name.lower()]
    if near:
        return "did you mean " + " or ".join(f"{p}:" for p in near) + "?"
    return "declare it with PREFIX, or use one of " + " ".join(f"{p}:" for p in sorted(names))


def _expected(message: str) -> str:
    """The keywords that an engine would have taken, in words; '' where it names none."""
    words = [w for w in TELLING if re.search(rf"\b{w}\b", message.partition("expected")[2])]
    return f"expected {' or '.join(words)}" if 0 < len(words) < len(TELLING) else ""


def _slips(sparql: str, start: int) -> Iterable[tuple[str, int, str]]:
    """Usual slips, in the order of the text: what to say, where, and a hint."""
    tokens = [m for m in _TOKEN.finditer(sparql, start) if m.lastgroup not in ("comment",)]
    depth = 0
    for n, m in enumerate(tokens):
        before, after = tokens[n - 1] if n else None, tokens[n + 1] if n + 1 < len(tokens) else None
        word, following = (m["word"] or "").upper(), (after[0] if after else "")
        depth += {"{": 1, "}": -1}.get(m["brace"] or "", 0)
        if m["mark"] == "," and depth == 0 and before is not None and before["variable"]:
            yield "the variables of SELECT stand side by side, without commas", m.start(), ""
        elif word in ("ORDER", "GROUP") and following.upper() != "BY":
            yield f"{word} wants BY behind it", m.end(), f"{word} BY ?variable"
        elif word in ("LIMIT", "OFFSET") and not (after is not None and after["number"]):
            yield f"{word} wants a number", after.start() if after else m.end(), ""
        elif word == "FILTER" and following not in ("(",) and following.upper() not in (*FUNCTIONS, "NOT") and not (after is not None and (after["name"] or after["iri"])):
            yield "FILTER wants its condition in brackets", after.start() if after else m.end(), "FILTER(?x > 3)"
        elif word == "AS" and not (after is not None and after["variable"]):
            yield "AS wants a variable behind it", m.end(), "(COUNT(?x) AS ?n)"
        elif word == "WHERE" and following != "{":
            yield "WHERE wants {", m.end(), "WHERE { ?who kg:actor ?what }"
        elif word == "ORDER" and any((t["word"] or "").upper() in ("LIMIT", "OFFSET") for t in tokens[max(0, n - 4):n]):
            yield "ORDER BY stands before LIMIT and OFFSET", m.start(), ""
        elif m["mark"] in ("=", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-") and following in (")", "}"):
            yield f"{m[0]} lacks its right side", m.end(), ""
        elif word == "BIND" and following != "(":
            yield "BIND wants brackets", m.end(), "BIND(… AS ?x)"
        elif word and following == "(" and word not in FUNCTIONS and word not in KEYWORDS and not (before is not None and before["name"]):
            yield _function(m["word"], m.start())
        elif m["typed"] and not (after is not None and (after["iri"] or after["name"])):
            yield "^^ wants a datatype behind it", m.end(), '"2016-08-09"^^xsd:date'
        elif m[0] == "}" and depth == 0 and after is not None and after["word"] and following.upper() not in (*KEYWORDS, "HAVING") and "{" not in sparql[m.end():]:
            yield f"«{following}» stands behind the end of the query", after.start(), ""
        elif m[0] in ("}", ".", ";") and (lack := _lacks(tokens[:n])):
            yield lack, m.start(), "as in ?who kg:actor ?what"


def _function(name: str, at: int) -> tuple[str, int, str]:
    from difflib import get_close_matches
    near = get_close_matches(name.upper(), FUNCTIONS, 2, 0.6)
    return f"there is no function {name}", at, ("did you mean " + " or ".join(near) + "?") if near else "functions of others are called by a prefix or an IRI, as kg:distance(…)"


def _lacks(tokens: list[re.Match]) -> str:
    """What a triple that ends behind these tokens lacks, '' where it lacks nothing that a simple look can tell."""
    terms = 0
    for n, m in reversed(list(enumerate(tokens))):
        if m[0] == "{" and "VALUES" == next((t[0].upper() for t in reversed(tokens[:n]) if not t["variable"] and t[0] not in "()"), ""):
            return ""                   # its rows are no triples
        if m[0] in ("{", "}", ".", ";", ",") or m["word"] and m["word"].upper() in KEYWORDS:
            bare = m[0] in ("{", ".", "}")
            return "" if terms == 0 or not bare or terms > 2 else ("a triple lacks its object" if terms == 2 else "a triple lacks its property and object")
        if m["variable"] or m["iri"] or m["string"] or m["number"] or m["word"] or m["name"]:
            terms += 1
        elif not m["local"]:
            return ""                   # a path, a bracket, a literal's tag: more than a simple look can tell
    return ""
