r"""The interactive shell: a table over the same verbs.

    timeline a=RUS b=TUR          a saved query, by its name, with its parameters
    SELECT ?e { ?e a kg:Visit };  SPARQL, over as many lines as it takes: up to a `;` outside brackets, or a blank line
    \help                         a command of the shell; \show, \why, \timeline and their like are verbs of the command line

Nothing here prints or catches: what answers, calls a verb, edits and tells is given by the command line, so that the shell can be tested
with lists.  What may stand where the cursor is, `kg.suggest` knows; the line editor is `kg.cli.editing`.
"""
from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from itertools import takewhile
from textwrap import wrap
from time import perf_counter
from typing import NamedTuple, Protocol

from kg import formats, query
from kg.lines import Reader, arguments, is_sparql, words
from kg.model import UserError
from kg.store import Answer, Endpoint, Store
from kg.unknown import unknown


class Command(NamedTuple):
    """A command of the shell: what it takes and does.  Of one that is a verb of `kg`: the verb; under which options its words stand, where
    not as arguments; and whether all its words are one name.  `choices` are its values where they are few, `value` what it takes."""
    takes: str
    what: str
    verb: str = ""
    options: tuple[str, ...] = ()
    whole: bool = False
    choices: tuple[str, ...] = ()
    value: str = ""


ON_OFF = ("on", "off")
COMMANDS = {
    "\\help": Command("", "what can be typed here"),
    "\\list": Command("[NAME]", "the saved queries, or the parameters of one", value="query"),
    "\\show": Command("WHO", "who somebody is, and what is told of them", "show", whole=True, value="entity"),
    "\\search": Command("WORDS", "words in names and articles, however spelled", "search", value="entity"),
    "\\timeline": Command("[A [B]]", "what happened in order of time", "timeline", ("--a", "--b"), value="entity"),
    "\\relations": Command("A B", "how two stood to each other", "relations", value="entity"),
    "\\path": Command("A B", "who stands between two", "path", value="entity"),
    "\\why": Command("FACT", "the words behind a fact, a happening or an entity", "why", whole=True, value="entity"),
    "\\labels": Command("ar|en|off", "show names in this language in place of IRIs", choices=("ar", "en", "off")),
    "\\format": Command("FORMAT", "how answers are written: table, csv, tsv, json …; auto", choices=("table", *formats.ROWS, "ttl", "auto")),
    "\\x": Command("[on|off]", "one value a line", choices=ON_OFF),
    "\\timing": Command("[on|off]", "say how long answers take", choices=ON_OFF),
    "\\o": Command("FILE", "write the last answer to a file, as its ending says", value="file"),
    "\\e": Command("[NAME]", "edit the last query, or a saved one, in $EDITOR", value="query"),
    "\\quit": Command("", "leave; so does Ctrl-D"),
}
OTHERS = {"\\h": "\\help", "\\?": "\\help", "\\l": "\\list", "\\q": "\\quit", "\\exit": "\\quit"}


class Out(Protocol):
    """What a shell needs of the world around it."""

    def answer(self, answer: Answer, form: str | None, path: str, labels: str | None) -> None:
        """Prints an answer in a format (None: as the output asks for; "vertical": a value a line), or writes it to a file; with labels of that
        language in place of IRIs, where one is given."""

    def call(self, verb: str, arguments: list[str], wishes: dict[str, str], path: str) -> None:
        """Calls a verb, what it prints going to a file where one is named.  `wishes` are options that it is given where it has them."""

    def edit(self, text: str) -> str | None:
        """A text as somebody changed it, None where they left it."""

    def tell(self, line: str) -> None:
        """Prints what was asked for."""

    def note(self, line: str) -> None:
        """Prints what is not of the answer."""


class Shell:
    """What a command does."""

    def __init__(self, store: Store | Endpoint, names: dict[str, str], folders: Iterable[str], language: str, out: Out):
        self.store, self.names, self.folders, self.language, self.out = store, names, tuple(folders), language, out
        self.labels: str | None = None
        self.form: str | None = None
        self.vertical = self.timing = False
        self.last = self.query = ""      # the command that gave the last answer, and the last one that is a query

    def obey(self, command: str) -> bool:
        """Does one command; False for the one that leaves.  UserError for what cannot be done."""
        name, _, rest = command.partition(" ")
        name = OTHERS.get(name, name)
        if not command.startswith("\\") or name in COMMANDS and COMMANDS[name].verb:
            self.last = command
            self.query = self.query if command.startswith("\\") else command
            began = perf_counter()
            count = self._do(command)
            if self.timing:
                self.out.note(f"{f'{count} rows, ' if count is not None else ''}{(perf_counter() - began) * 1000:,.0f} ms")
            return True
        return self._own(name, rest.strip().rstrip(";").strip())

    def _do(self, command: str, output: str = "") -> int | None:
        """Asks, or calls a verb; what comes goes to a file where one is named.  How many rows came, None where there are none to count."""
        if command.startswith("\\"):
            form = formats.by_extension(output) if output else self.form
            self.out.call(*verb(command), {k: v for k, v in (("--lang", self.labels), ("--format", form)) if v}, output)
            return None
        if is_sparql(command):
            answer = self.store.ask(command, self.names)
            for warning in unknown(command, self.store, self.names):
                self.out.note("\n".join(warning.told()))
            return self._show(answer, output)
        name, given = arguments(command)
        saved = query.load(name, self.folders)
        return self._show(query.answer(saved, given, self.store, self.names, "{}", self.labels or self.language), output)

    def _own(self, name: str, rest: str) -> bool:
        match name:
            case "\\quit":
                return False
            case "\\help":
                self.out.tell(self.help())
            case "\\list":
                self._list(rest)
            case "\\labels":
                self.labels = _choice(rest, name)
                self.labels = None if self.labels == "off" else self.labels
            case "\\format":
                chosen = _choice(rest, name)
                self.form = None if chosen == "auto" else chosen
            case "\\x":
                self.vertical = _choice(rest, name) == "on" if rest else not self.vertical
            case "\\timing":
                self.timing = _choice(rest, name) == "on" if rest else not self.timing
            case "\\o":
                self._export(rest)
            case "\\e":
                return self._edit(rest)
            case _:
                raise UserError(f"there is no command {name}", hint=_near(name))
        return True

    def help(self) -> str:
        """What can be typed, on one screen."""
        rows = [f"  {f'{c} {about.takes}':<20s} {about.what}" for c, about in COMMANDS.items()]
        return "\n".join((
            "A saved query by its name, with parameters:   leaders-met a=RUS since=2016",
            "SPARQL, to a ; or a blank line outside brackets:   SELECT ?e { ?e a kg:Visit };",
            *rows, "Keys: Tab suggests, Ctrl-R searches what was typed, Alt-Enter begins a new line",
            *wrap("Prefixes: " + " ".join(f"{p}:" for p in sorted(self.names)), 80)))

    def _list(self, name: str) -> None:
        wanted = [query.load(name, self.folders)] if name else query.listing(self.folders)
        for saved in wanted:
            self.out.tell(f"{saved.name:20s} {saved.title(self.labels or self.language)}")
            for p in saved.params if name else ():
                default = "  (required)" if p.default == "!" else "" if p.default == "-" else f"  (default {p.default})"
                self.out.tell(f"  {p.name}=  {p.type}: {p.description}{default}")

    def _export(self, path: str) -> None:
        """The last answer into a file.  It is asked anew, so that no answer, however long, need be kept."""
        path = "".join(shlex.split(path)[:1]) if path[:1] in "\"'" else path
        if not path or not self.last:
            raise UserError("\\o takes a file" if not path else "there is no answer yet to write", hint="\\o answer.csv after a query")
        if formats.by_extension(path) is None:
            raise UserError(f"the ending of {path!r} says no format", hint="one of " + " ".join(f".{x}" for x in formats.EXTENSIONS))
        self._do(self.last, os.path.expanduser(path))
        self.out.note(f"written: {path}")

    def _edit(self, name: str) -> bool:
        text = query.load(name, self.folders).text if name else self.query
        changed = self.out.edit(text)
        if changed is None or not changed.strip() or changed == text:
            self.out.note("nothing was changed")
            return True
        reader = Reader()
        return all([self.obey(command) for command in (*reader.feed(changed), *reader.end())])      # noqa: C419 (each is obeyed, whatever came of the one before)

    def _show(self, answer: Answer, output: str) -> int | None:
        count = 0

        def counted(rows: Iterable[tuple]) -> Iterator[tuple]:
            nonlocal count
            for row in rows:
                count += 1
                yield row
        if answer.kind != "truth":
            answer.rows = counted(answer.rows)
        form = "vertical" if self.vertical and answer.kind == "rows" and self.form in (None, "table") else self.form
        if answer.kind == "triples" and form == "table":
            form = "ttl"
        self.out.answer(answer, None if output else form, output, self.labels)
        return None if answer.kind == "truth" else count


def verb(command: str) -> tuple[str, list[str]]:
    """The verb of a command and its arguments; options stand behind the names.

    >>> verb("\\\\timeline RUS TUR --since 2016"), verb("\\\\show Recep Tayyip Erdogan --why")
    (('timeline', ['--a', 'RUS', '--b', 'TUR', '--since', '2016']), ('show', ['Recep Tayyip Erdogan', '--why']))
    """
    name, _, rest = command.partition(" ")
    about, given = COMMANDS[name], words(rest)
    plain = list(takewhile(lambda w: not w.startswith("--"), given))
    behind = given[len(plain):]
    if about.whole and plain:
        plain = [" ".join(plain)]
    if not plain and about.takes[:1] not in ("", "["):
        raise UserError(f"{name} takes {about.takes}", hint=f"{name} putin" if about.value == "entity" else "")
    if about.options:
        if len(plain) > len(about.options):
            raise UserError(f"{name} takes {about.takes}; a name of several words stands in quotes")
        plain = [x for pair in zip(about.options, plain) for x in pair]
    return about.verb, plain + behind


def _choice(given: str, command: str) -> str:
    allowed = COMMANDS[command].choices
    if given not in allowed:
        raise UserError(f"{command} takes one of {', '.join(allowed)}" + (f", not {given!r}" if given else ""))
    return given


def _near(command: str) -> str:
    from difflib import get_close_matches
    near = get_close_matches(command, COMMANDS, 1)
    return f"did you mean {near[0]}?" if near else "\\help lists them"


def history_file() -> str:
    """Where the history lies, by the XDG base directory specification."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return os.path.join(state if os.path.isabs(state) else os.path.expanduser("~/.local/state"), "kg", "history")
