"""Where a query leaves the grammar of SPARQL 1.1, and what could stand there, in a person's words.

The engine's own messages point behind the place and name letters rather than things, so a query that it refused is read here once more, by
the grammar in `sparql.toml`.  SPARQL needs one token of looking ahead (section 19.8 of the recommendation), so the farthest token that nothing
fits is the place, and what was tried there is what was expected.  The words that SPARQL has are those of that grammar.  Nothing of this
is loaded for a query that runs.
"""
from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from kg.sparql import IRI, STRING

_LOCAL = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"          # what the name behind a prefix may hold beside letters
_TOKEN = re.compile(rf"(?P<IRI>{IRI})|(?P<STRING>{STRING})|(?P<comment>\#[^\n]*|\s+)|(?P<VAR>[?$]\w+)|(?P<BLANK>_:\w(?:[\w.-]*[\w-])?)"
                    rf"|(?P<NAME>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:[\w:]|{_LOCAL})(?:(?:[\w.:-]|{_LOCAL})*(?:[\w:-]|{_LOCAL}))?)?)"
                    r"|(?P<LANG>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)|(?P<INTEGER>\d+(?![\d.eE]))|(?P<NUMBER>(?:\d+\.\d*|\.?\d+)(?:[eE][+-]?\d+)?)"
                    r"|(?P<word>[^\W\d]\w*)|(?P<mark>\^\^|&&|\|\||!=|<=|>=|==|<>|.)", re.DOTALL)
_GRAMMAR = re.compile(r"'[^']+'|[A-Za-z]+|[()|?*+]")
_OPERATORS = {"*", "/", "+", "-", "=", "!=", "<", ">", "<=", ">=", "NOT", "IN", "&&", "||", "?", "|", "@language", "^^"}
_SHOWN = 6      # things that a message names; where more could stand, the closing marks are what helps


class Token(NamedTuple):
    """A word of a query: its kind (a mark or keyword is its own kind, keywords in capitals), its text, and where it begins."""
    kind: str
    text: str
    start: int


class Wrong(NamedTuple):
    """Where a query goes wrong: the offset, the token there, what could stand there, and what to do about it where that is known."""
    offset: int
    found: str
    expected: tuple[str, ...]
    hint: str


@lru_cache(1)
def known() -> dict[str, dict[str, str]]:
    """The tables of sparql.toml."""
    return tomllib.loads((files("kg") / "sparql.toml").read_text(encoding="utf-8"))


def tokens(sparql: str) -> list[Token]:
    """A query as its tokens; blanks and comments are left out, the end is one of them.

    >>> [t.kind for t in tokens("ASK { ?s a kg:Visit } # all")]
    ['ASK', '{', 'VAR', 'a', 'NAME', '}', 'END']
    """
    out = []
    for m in _TOKEN.finditer(sparql):
        kind, text = m.lastgroup, m[0]
        if kind == "word":
            kind = text if text == "a" else "BOOLEAN" if text.lower() in ("true", "false") else text.upper()
        if kind != "comment":
            out.append(Token(text if kind == "mark" else kind, text, m.start()))
    return [*out, Token("END", "", len(sparql))]


@lru_cache(1)
def _rules() -> dict[str, tuple]:
    """The grammar: a rule is ("all", parts), ("one", choices), ("any" | "some" | "maybe", part), ("is", kind of token) or ("rule", name)."""
    rules = known()["rules"]
    return {name: _parsed(_GRAMMAR.findall(text), rules) for name, text in rules.items()}


def _parsed(words: list[str], rules: dict[str, str]) -> tuple:
    choices, row = [], []
    while words:
        word = words.pop(0)
        if word == ")":
            break
        if word == "|":
            choices.append(row)
            row = []
        elif word in ("?", "*", "+"):
            row.append(({"?": "maybe", "*": "any", "+": "some"}[word], row.pop()))
        elif word == "(":
            row.append(_parsed(words, rules))
        else:
            row.append(("rule", word) if word in rules else ("is", word.strip("'")))
    choices.append(row)
    several = tuple(("all", tuple(c)) if len(c) > 1 else c[0] for c in choices)
    return ("one", several) if len(several) > 1 else several[0]


class _Reading:
    """One reading of a query: how far it came, and what was tried there."""

    def __init__(self, words: list[Token]):
        self.words, self.far = words, 0
        self.tried: dict[str, str] = {}               # kinds of token, each as people call it
        self.entered: list[tuple[int, str]] = []      # where the rules that have a name for people were entered

    def fits(self, rule: tuple, at: int) -> int | None:
        """The place behind what a rule fits at a place, None where it does not."""
        kind, what = rule
        if kind == "is":
            if self.words[at].kind == what:
                return at + 1
            self._missed(what, at)
            return None
        if kind == "rule":
            called = known()["called"].get(what)
            if called:
                self.entered.append((at, called))
            end = self.fits(_rules()[what], at)
            if called:
                self.entered.pop()
            return end
        if kind == "all":
            for part in what:
                at = self.fits(part, at)
                if at is None:
                    return None
            return at
        if kind == "one":
            return next((end for choice in what if (end := self.fits(choice, at)) is not None), None)
        end = self.fits(what, at)
        if kind == "some" and end is None:
            return None
        while kind != "maybe" and end is not None and end > at:
            at, end = end, self.fits(what, end)
        return at if end is None else end

    def _missed(self, what: str, at: int) -> None:
        if at > self.far:
            self.far, self.tried = at, {}
        if at == self.far:
            self.tried[what] = next((called for place, called in self.entered if place == at), known()["called"].get(what, what))


@lru_cache
def begins(rule: str) -> frozenset[str]:
    """The keywords that a rule of the grammar may begin with.

    >>> sorted(begins("Query"))
    ['ASK', 'BASE', 'CONSTRUCT', 'DESCRIBE', 'PREFIX', 'SELECT']
    """
    reading = _Reading([Token("END", "", 0)])
    reading.fits(("rule", rule), 0)
    return frozenset(x for x in reading.tried if x in keywords())


@lru_cache(1)
def keywords() -> frozenset[str]:
    """Every keyword and function of SPARQL."""
    return frozenset(re.findall(r"'([A-Z]\w+)'", " ".join(known()["rules"].values())))


def wrong(sparql: str) -> Wrong | None:
    """Where a query leaves the grammar; None where it keeps to it, and what is wrong is its meaning.

    >>> w = wrong("SELECT ?x { ?x a kg:Visit } LIMIT many")
    >>> w.found, w.expected, w.hint
    ('many', ('a whole number',), 'LIMIT 10')
    """
    words = tokens(sparql)
    reading = _Reading(words)
    if reading.fits(("rule", "Query"), 0) is not None:
        return None
    token, before = words[reading.far], words[reading.far - 1].kind if reading.far else ""
    called = token.kind != "END" and words[reading.far + 1].kind == "("
    expected = _told(list(dict.fromkeys(reading.tried.values())))
    hint = next((_hints(table)[word] for table, word in (("behind", before), ("instead", token.kind), ("lacking", " ".join(expected))) if word in _hints(table)), "")
    return Wrong(token.start, token.text, tuple(expected[:_SHOWN]), hint or _meant(token, called, set(reading.tried)))


def _meant(token: Token, called: bool, tried: set[str]) -> str:
    """The keyword or function that was nearly written; '' where none was."""
    from difflib import get_close_matches
    if not token.text.isidentifier():
        return ""
    near = get_close_matches(token.kind, sorted(tried & keywords()), 2, 0.6)
    meant = f"did you mean {' or '.join(near)}?" if near else ""
    if called and begins("Call") <= tried:
        return f"there is no function {token.text}: " + (meant or "those of others are called by a prefix or an IRI, as kg:distance(…)")
    return meant


@lru_cache
def _hints(table: str) -> dict[str, str]:
    """What is said of each word of a table; a line in capitals may be for several, and `%s` in it is the word."""
    return {word: said.replace("%s", word) for line, said in known()[table].items() for word in (line.split() if line.isupper() else [line])}


def _told(tried: list[str]) -> list[str]:
    """What could stand there, what helps most first: things, marks, keywords; what only goes on with what stands before is one thing or left out."""
    operators = [x for x in tried if x in _OPERATORS]
    if len(operators) > 1:
        tried = [x for x in tried if x not in _OPERATORS]
        if not any(x.startswith("an object") for x in tried):
            tried.append("an operator")
    return sorted(tried, key=lambda x: (x.isupper(), len(x) == 1 and x not in "})", tried.index(x)))
