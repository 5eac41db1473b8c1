"""What is typed at the shell, or piped into it: lines become commands, and a command its words.

    timeline a=RUS                     a line each
    SELECT ?e { ?e a kg:Visit };       but for SPARQL, which goes on to a `;` outside brackets, or a blank line
"""
from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from kg.model import UserError
from kg.sparql import PIECE

_PROLOGUE = re.compile(r"PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s+<[^>]*>", re.IGNORECASE)


def depth(text: str) -> int:
    """How many brackets are open at the end of some SPARQL; strings, IRIs and comments do not count.

    >>> depth('SELECT * { ?s rdfs:label "}" ;'), depth("ASK { ?s ?p <urn:a#b> } # {")
    (1, 0)
    """
    return sum(1 if m["brace"] in "{([" else -1 for m in PIECE.finditer(text) if m["brace"])


def _bare(text: str) -> str:
    """SPARQL without its comments; lines keep their numbers."""
    return PIECE.sub(lambda m: "" if m["comment"] else m[0], text)


def _ended(text: str) -> bool:
    """Whether SPARQL ends here, with a semicolon that no bracket encloses."""
    return _bare(text).rstrip().endswith(";") and depth(text) <= 0


def is_sparql(line: str) -> bool:
    """Whether a line begins a query in SPARQL rather than naming a saved one."""
    from kg.syntax import begins
    return re.split(r"[\s{(*<?$]", line.strip(), maxsplit=1)[0].upper() in begins("Query")


class Reader:
    """Gathers lines into commands: one line each, but for SPARQL, which goes on to a `;` or a blank line.

    A blank line within brackets does not end a query, two do, so that a query with a gap can be pasted and one never closed be left;
    nor does one between the prefixes and the query itself.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []

    @property
    def waiting(self) -> bool:
        """Whether a query has begun and goes on."""
        return bool(self._lines)

    def drop(self) -> None:
        """Forgets what was begun."""
        self._lines.clear()

    def feed(self, line: str) -> Iterator[str]:
        """The commands that this line (or pasted lines) completes."""
        for row in line.split("\n"):
            row = row.rstrip("\r")
            if not self._lines:
                bare = row.strip()
                if not bare or bare.startswith("#"):
                    continue
                if not is_sparql(bare):
                    yield bare
                    continue
            self._lines.append(row)
            if self._complete():
                yield self._take()

    def end(self) -> Iterator[str]:
        """What is left when the input ends."""
        if self._lines:
            yield self._take()

    def _complete(self) -> bool:
        text = "\n".join(self._lines)
        if _ended(text):
            return True
        if self._lines[-1].strip():
            return False
        begun = _PROLOGUE.sub("", _bare(text)).strip()
        return (bool(begun) and depth(text) <= 0) or not self._lines[-2].strip()

    def _take(self) -> str:
        text = "\n".join(self._lines).rstrip()
        self._lines.clear()
        return _bare(text).rstrip().rstrip(";").rstrip() if _ended(text) else text


def complete(text: str) -> bool:
    """Whether a line that ends here leaves nothing waiting: what Enter asks.

    >>> complete("timeline"), complete("ASK {"), complete("ASK { ?s ?p ?o }"), complete("ASK { ?s ?p ?o };"), complete("ASK { ?s ?p ?o }\\n")
    (True, False, False, True, True)
    """
    reader = Reader()
    for _ in reader.feed(text):
        pass
    return not reader.waiting


def words(command: str) -> list[str]:
    """The words of a command; what stands in quotes is one."""
    try:
        return shlex.split(command.rstrip().rstrip(";"))
    except ValueError:
        raise UserError("a quotation mark is not closed", excerpt=command, line=0) from None


def arguments(command: str) -> tuple[str, dict[str, str]]:
    """A saved query's name and the parameters given to it.

    >>> arguments('after by=RUS to="تركيا" --days 7;')
    ('after', {'by': 'RUS', 'to': 'تركيا', 'days': '7'})
    """
    name, *rest = words(command)
    given, waiting = {}, iter(rest)
    for word in waiting:
        key, eq, value = word.partition("=")
        if not eq:
            value = next(waiting, None) if key.startswith("--") else None
            if value is None:
                raise UserError(f"{word!r} is no parameter", hint=f"parameters are written name=value; \\list {name} shows them")
        given[key.removeprefix("--")] = value
    return name, given
