r"""The interactive shell: a table over the same verbs.

    timeline a=RUS b=TUR          a saved query, by its name, with its parameters
    SELECT ?e { ?e a kg:Visit };  SPARQL, over as many lines as it takes: up to a `;` outside brackets, or a blank line
    \help                         a command of the shell

Nothing here prints or catches: what answers, explains and tells is given by the command line, so that the shell can be tested with
lists and a terminal needs no more than `readline`.
"""
from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterable, Iterator

from kg import query, terms
from kg.model import UserError
from kg.store import Answer, Endpoint, Store

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
STARTS = (*FORMS, "PREFIX", "BASE")
KEYWORDS = (*STARTS, "WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH", "BIND", "VALUES", "EXISTS", "NOT", "DISTINCT", "REDUCED", "FROM", "AS", "IN",
            "GROUP", "HAVING", "ORDER", "BY", "ASC", "DESC", "LIMIT", "OFFSET", "SERVICE", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "COALESCE",
            "IF", "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "REGEX", "CONTAINS", "STRSTARTS", "STRENDS", "REPLACE", "CONCAT", "YEAR", "MONTH", "DAY")
COMMANDS = {
    "\\help": ("", "what can be typed here"),
    "\\list": ("[NAME]", "the saved queries, or the parameters of one"),
    "\\labels": ("ar|en|off", "show names in this language in place of IRIs"),
    "\\format": ("table|csv|tsv|json|jsonl|xml|md|ttl|auto", "how answers are written"),
    "\\why": ("FACT", "the words behind a fact, a happening or an entity"),
    "\\quit": ("", "leave; so does Ctrl-D"),
}
_PIECE = re.compile(r'''<[^<>"{}|^`\\\s]*>|"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*|(?P<opens>[{(\[])|(?P<closes>[})\]])''', re.DOTALL)
_PROLOGUE = re.compile(r"PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s+<[^>]*>", re.IGNORECASE)
_TERMS = """SELECT DISTINCT ?t { VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:NamedIndividual } ?t a ?kind }"""


def depth(text: str) -> int:
    """How many brackets are open at the end of some SPARQL; strings, IRIs and comments do not count.

    >>> depth('SELECT * { ?s rdfs:label "}" ;'), depth("ASK { ?s ?p <urn:a#b> } # {")
    (1, 0)
    """
    return sum(1 if m["opens"] else -1 if m["closes"] else 0 for m in _PIECE.finditer(text))


def _bare(text: str) -> str:
    """SPARQL without its comments; lines keep their numbers."""
    return _PIECE.sub(lambda m: "" if m[0][0] == "#" else m[0], text)


def _ended(text: str) -> bool:
    """Whether SPARQL ends here, with a semicolon that no bracket encloses."""
    return _bare(text).rstrip().endswith(";") and depth(text) <= 0


def is_sparql(line: str) -> bool:
    """Whether a line begins a query in SPARQL rather than naming a saved one."""
    return re.split(r"[\s{(*<?$]", line.strip(), maxsplit=1)[0].upper() in STARTS


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


class Shell:
    """What a command does.  `answer` prints an Answer in a format (None: as the output asks for), `explain` a fact, `tell` a line."""

    def __init__(self, store: Store | Endpoint, names: dict[str, str], folders: Iterable[str], language: str,
                 answer: Callable[[Answer, str | None], object], explain: Callable[[str], object], tell: Callable[[str], object]):
        self.store, self.names, self.folders, self.language = store, names, tuple(folders), language
        self.answer, self.explain, self.tell = answer, explain, tell
        self.labels: str | None = None
        self.form: str | None = None
        self._known: dict[tuple[str, str], str] = {}

    def obey(self, command: str) -> bool:
        """Does one command; False for the one that leaves.  UserError for what cannot be done."""
        if command.startswith("\\"):
            return self._own(command)
        if is_sparql(command):
            self._show(self.store.ask(command, self.names))
            return True
        name, given = arguments(command)
        saved = query.load(name, self.folders)
        if any(p.name == "lang" for p in saved.params):
            given.setdefault("lang", self.labels or self.language)
        self._show(query.answer(saved, given, self.store, self.names))
        return True

    def _own(self, command: str) -> bool:
        name, _, rest = command.partition(" ")
        rest = rest.strip().rstrip(";").strip()
        match name:
            case "\\quit" | "\\q" | "\\exit":
                return False
            case "\\help" | "\\h" | "\\?":
                self.tell(self.help())
            case "\\list" | "\\l":
                self._list(rest)
            case "\\labels":
                self.labels = _choice(rest, ("ar", "en", "off"), name)
                self.labels = None if self.labels == "off" else self.labels
            case "\\format":
                chosen = _choice(rest, tuple(COMMANDS["\\format"][0].split("|")), name)
                self.form = None if chosen == "auto" else chosen
            case "\\why":
                if not rest:
                    raise UserError("\\why takes a fact, a happening or an entity", hint="\\why putin, or \\why happening:… as answers name them")
                self.explain(rest)
            case _:
                raise UserError(f"there is no command {name}", hint="\\help lists them")
        return True

    def help(self) -> str:
        """What can be typed, in a dozen lines."""
        width = max(len(f"{c} {takes}") for c, (takes, _) in COMMANDS.items() if len(takes) < 12) + 2
        rows = [f"  {f'{c} {takes}':{width}s}{what}" if len(takes) < 12 else f"  {c} {takes}\n  {'':{width}s}{what}" for c, (takes, what) in COMMANDS.items()]
        return "\n".join((
            "A saved query by its name, with parameters:   leaders-met a=RUS since=2016",
            "SPARQL, up to a ; outside brackets or a blank line:   SELECT ?e { ?e a kg:Visit };",
            "Commands:", *rows, "Prefixes known: " + " ".join(f"{p}:" for p in sorted(self.names))))

    def _list(self, name: str) -> None:
        wanted = [query.load(name, self.folders)] if name else query.listing(self.folders)
        for saved in wanted:
            self.tell(f"{saved.name:20s} {saved.title(self.labels or self.language)}")
            for p in saved.params if name else ():
                default = "  (required)" if p.default == "!" else "" if p.default == "-" else f"  (default {p.default})"
                self.tell(f"  {p.name}=  {p.type}: {p.description}{default}")

    def _show(self, answer: Answer) -> None:
        if answer.kind == "rows" and self.labels:
            answer = Answer("rows", answer.variables, self._named(answer.rows, self.labels))
        form = self.form
        if answer.kind == "triples" and form == "table":
            form = "ttl"
        self.answer(answer, form)

    def _named(self, rows: Iterable[tuple], language: str) -> Iterator[tuple]:
        """Rows with the labels of what has one."""
        for row in rows:
            yield tuple(self._label(t, language) if t and t[0] == "<" else t for t in row)

    def _label(self, term: str, language: str) -> str:
        if (term, language) not in self._known:
            found = self.store.ask(f'SELECT ?l {{ {term} rdfs:label ?l FILTER(langMatches(lang(?l), "{language}")) }}', self.names)
            self._known[term, language] = min((row[0] for row in found.rows if row[0]), default=term)
        return self._known[term, language]

    def completions(self, before: str, word: str) -> list[str]:
        """What may stand in place of `word`, given the line before it."""
        words = before.split()
        if not words:
            pool = [s.name for s in query.listing(self.folders)] + list(COMMANDS) + list(STARTS)
        elif words[0] in ("\\list", "\\labels", "\\format"):
            pool = [s.name for s in query.listing(self.folders)] if words[0] == "\\list" else COMMANDS[words[0]][0].split("|")
        elif not is_sparql(before) and words[0] in (saved := {s.name: s for s in query.listing(self.folders)}):
            pool = [f"{p.name}=" for p in saved[words[0]].params]
        elif ":" in word:
            pool = self._terms(word.partition(":")[0])
        else:
            pool = [f"{p}:" for p in self.names] + list(KEYWORDS)
        return sorted({x for x in pool if x.startswith(word)} or {x for x in pool if word and x.casefold().startswith(word.casefold())})

    def _terms(self, prefix: str) -> list[str]:
        """The classes, properties and values of the ontology under a prefix."""
        space = self.names.get(prefix)
        if space is None:
            return []
        found = (terms.value(row[0]) for row in self.store.ask(_TERMS, self.names).rows if row[0])
        return [f"{prefix}:{iri[len(space):]}" for iri in found if iri.startswith(space)]


def arguments(command: str) -> tuple[str, dict[str, str]]:
    """A saved query's name and the parameters given to it.

    >>> arguments('after by=RUS to="تركيا" --days 7;')
    ('after', {'by': 'RUS', 'to': 'تركيا', 'days': '7'})
    """
    try:
        name, *rest = shlex.split(command.rstrip().rstrip(";"))
    except ValueError:
        raise UserError("a quotation mark is not closed", excerpt=command, line=0) from None
    given, waiting = {}, iter(rest)
    for word in waiting:
        key, eq, value = word.partition("=")
        if not eq:
            value = next(waiting, None) if key.startswith("--") else None
            if value is None:
                raise UserError(f"{word!r} is no parameter", hint=f"parameters are written name=value; \\list {name} shows them")
        given[key.removeprefix("--")] = value
    return name, given


def _choice(given: str, allowed: tuple[str, ...], command: str) -> str:
    if given not in allowed:
        raise UserError(f"{command} takes one of {', '.join(allowed)}" + (f", not {given!r}" if given else ""))
    return given


def history_file() -> str:
    """Where the history lies, by the XDG base directory specification."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return os.path.join(state if os.path.isabs(state) else os.path.expanduser("~/.local/state"), "kg", "history")
