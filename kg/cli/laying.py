"""How the verbs that tell of somebody lay out their lines: a reader's on a terminal, with the id that each stands on, and rows for programs."""
from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence

import click

from kg.cli.ordering import ROWS

WIDE, WIDEST = 120, 160                     # columns from which on every line ends with its id, and which no line goes beyond
_FOUND = re.compile(r"\[[^\[\]]*\]")


def options(verb):
    """The options that all of them have."""
    for option in (click.option("-o", "--output", help="Write to a file; its ending says the format."),
                   click.option("--format", "form", type=click.Choice(ROWS), help="Default: lines for reading on a terminal, TSV into a pipe."),
                   click.option("--lang", "language", type=click.Choice(["ar", "en"]), help="The language of names; default: the collection's."),
                   click.option("--why", is_flag=True, help="Under each line its id for kg why, the articles and the words behind it.")):
        verb = option(verb)
    return verb


def opened(language: str | None):
    """The graph, its prefixes, the collection, and the language of names."""
    from kg.cli.asking import open_graph
    store, names, c = open_graph()
    return store, names, c, language or c.language


def drawn(form: str | None, output: str | None) -> bool:
    """Is this for a reader?"""
    return form == "table" or form is None and not output and sys.stdout.isatty()


def room() -> int:
    """Columns to write in: the terminal's, 80 where there is none."""
    from shutil import get_terminal_size
    return min(get_terminal_size((80, 24)).columns, WIDEST) if sys.stdout.isatty() else 80


def bold(text: str) -> str:
    """A heading."""
    from kg.cli.screen import coloured
    return click.style(text, bold=True) if coloured() else text


def lay(text: str, indent: int = 0, found: bool = False) -> None:
    """A text folded to the width, each line as the terminal needs it; `found`: what stands in brackets is set off by weight too, but only now
    that the line is ordered, for what is printed between Arabic letters would part them."""
    from kg.cli.screen import coloured, isolate
    from kg.terminal import fold
    for line in fold(text, room() - indent):
        line = isolate(line)
        click.echo(" " * indent + (_FOUND.sub(lambda m: click.style(m[0], bold=True), line) if found and coloured() else line))


def line(left: str, text: str, id: str, told: Sequence[tuple[str, str]] | None = None, indent: int = 2) -> None:
    """A line: what stands to its left, its text, and the id that it rests on where there is room.  With `told`, under it that id and the
    articles with their words."""
    from kg.cli.screen import isolate
    from kg.terminal import fold, width
    start = indent + width(left)
    first, *rest = fold(text, max(20, room() - start))
    beside = room() >= WIDE and not rest and start + width(first) + len(id) + 2 <= room()
    click.echo(" " * indent + isolate(left) + isolate(first) + (" " * (room() - start - width(first) - len(id)) + id if beside else ""))
    for more in rest:
        click.echo(" " * start + isolate(more))
    if told is not None:
        start = min(start, 32)
        if not beside:
            click.echo(" " * start + id)
        for n, (article, words) in enumerate(told):
            if not n or told[n - 1][0] != article:
                click.echo(" " * start + article)
            lay(f"«{words}»", start + 2)      # on lines of its own, which are ordered as Arabic


def rows(form: str | None, output: str | None, names: dict[str, str], columns: Sequence[str], found: Iterable[Sequence[str | int]], why: bool, told: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Rows for other programs, which have a column `id`; with `why` a row for each article and its words."""
    if why:
        at = columns.index("id")
        found = [(*row, *words) for row in found for words in told.get(str(row[at])) or [("", "")]]
        columns = (*columns, "article", "words")
    if not output and form in (None, "tsv"):
        for row in (columns, *found):
            click.echo("\t".join(" ".join(str(x).split()) for x in row))
        return
    from kg.cli.asking import write_answer
    from kg.store import Answer
    from kg.terms import integer, text
    term = lambda x: integer(x) if isinstance(x, int) else text(x) if x else None
    write_answer(Answer("rows", tuple(columns), [tuple(map(term, row)) for row in found]), form, names, output)
