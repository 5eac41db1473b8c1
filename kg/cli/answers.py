"""How an answer is written: a table on a terminal, in blocks so that a long one begins at once, through a pager where it is longer than the
screen; TSV, Turtle and their kin into pipes and files, row by row."""
from __future__ import annotations

import os
import sys

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NARROW = 14      # characters a column: a terminal that gives less shows one row under another
BLOCK = 400      # rows that are looked at to fit the columns; the next ones keep to the same widths
FIRST = 20       # rows whose labels are asked for first: the first row is not to wait for the labels of many
READERS = ("table", "md")      # what people read, and programs do not
LABELLED = ("table", "tsv", "csv", "md", "jsonl")


def write_answer(answer, form: str | None, names: dict[str, str], output: str | None = None, pager: bool = True) -> int:
    """Prints an answer: a table on a terminal, TSV or Turtle into a pipe, or as asked; exit code 1 for an ASK that is false."""
    form = chosen(answer.kind, form, output)
    if form in READERS and answer.readable:
        answer = answer.readable(answer)
    try:
        _write(answer, form, names, output, pager)
    except BrokenPipeError:             # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return int(answer.kind == "truth" and not answer.truth)


def _write(answer, form: str, names: dict[str, str], output: str | None, pager: bool) -> None:
    from kg import formats
    if form == "table":
        lines = _table(answer, names)
        if pager and sys.stdout.isatty():
            from kg.cli.paging import paged
            with paged():
                _printed(lines)
        else:
            _printed(lines)
    elif output:
        from pathlib import Path

        from kg.kept import write_atomically
        write_atomically(Path(output), formats.render(answer, form, names))
    else:
        _streamed(answer, form, names)


def _streamed(answer, form: str, names: dict[str, str]) -> None:
    """By the engine's own writer where it has one, which is quicker; else row by row, and what is slow to find is seen when it is found."""
    from time import monotonic

    from kg import formats
    binary = getattr(sys.stdout, "buffer", None)
    if binary is not None and answer.kind == "rows":
        sys.stdout.flush()
        if answer.write(binary, form):
            sys.stdout.flush()
            return
    told = 0.0
    for chunk in formats.render(answer, form, names):
        sys.stdout.write(chunk)
        if (now := monotonic()) - told > 0.1:
            sys.stdout.flush()
            told = now
    sys.stdout.flush()


def chosen(kind: str, form: str | None, output: str | None) -> str:
    """The format that an answer of a kind is written in: as asked, by the file's ending, or by where it goes."""
    if form is None and output:
        from kg.formats import by_extension
        form = by_extension(output)
    to_terminal = sys.stdout.isatty() and not output
    return form or ("table" if to_terminal or kind == "truth" else "ttl" if kind == "triples" else "tsv")


def labelled(answer, store, names: dict[str, str], language: str):
    """The answer with the label of everything that has one in place of its IRI, asked for row by row as they come."""
    from kg.store import Answer
    if answer.kind != "rows":
        return answer
    named = Answer("rows", answer.variables, (tuple(known.get(t) or t if t else t for t in row) for row, known in _looked_up(answer.rows, store, names, language)))
    named.readable = answer.readable
    return named


def beside(answer, store, names: dict[str, str], language: str):
    """The answer with a column `xLabel` behind each `x` whose first rows hold IRIs: for programs, which need these."""
    from itertools import chain, islice

    from kg.store import Answer
    first = list(islice(answer.rows, FIRST))
    places = [i for i, v in enumerate(answer.variables) if f"{v}Label" not in answer.variables and any(row[i] and row[i][0] == "<" for row in first)]
    wide = lambda row, labels: tuple(x for i, t in enumerate(row) for x in ((t, labels[i]) if i in places else (t,)))
    named = _looked_up(chain(first, answer.rows), store, names, language)
    return Answer("rows", wide(answer.variables, [f"{v}Label" for v in answer.variables]), (wide(row, [known.get(t) or None for t in row]) for row, known in named))


def _looked_up(found: Iterator[tuple], store, names: dict[str, str], language: str) -> Iterator[tuple[tuple, dict[str, str]]]:
    """Rows, each with the labels known by then."""
    from itertools import islice
    known: dict[str, str] = {}
    size = FIRST
    while block := list(islice(found, size)):
        new = sorted({t for row in block for t in row if t and t[0] == "<" and t not in known})
        known.update(dict.fromkeys(new, ""))
        if new:
            asked = f'SELECT ?x ?l (LANG(?l) = "{language}" AS ?mine) {{ VALUES ?x {{ {" ".join(new)} }} ?x rdfs:label ?l FILTER(LANG(?l) IN ("ar", "en")) }} ORDER BY ?x ?mine DESC(?l)'
            known.update({x: label for x, label, _ in store.ask(asked, names).rows})
        yield from ((row, known) for row in block)
        size = 1000


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────────

def _table(answer, names: dict[str, str]) -> Iterable[str]:
    """The lines of a table: fitted to a terminal, with plain columns elsewhere; triples as Turtle; truth as a word."""
    from itertools import islice

    from kg import formats
    if answer.kind == "truth":
        return ["true" if answer.truth else "false"]
    if answer.kind == "triples":
        return (line for chunk in formats.render(answer, "ttl", names) for line in chunk.removesuffix("\n").split("\n"))
    cells = formats.cells(answer, names)
    first = list(islice(cells, BLOCK))
    if not first:
        return ["no answer"]
    if not sys.stdout.isatty():
        return _plain(answer.variables, first, cells)
    from shutil import get_terminal_size
    width = get_terminal_size((80, 24)).columns
    if width < NARROW * len(answer.variables):
        return _under(answer.variables, first, cells, width)
    return _fitted(answer.variables, first, cells, width)


def _plain(variables, first: list[list[str]], more: Iterable[list[str]]) -> Iterator[str]:
    """Aligned columns without colour or lines."""
    from itertools import chain

    from kg.terminal import pad, width
    widths = [max(map(width, column)) for column in zip(variables, *first)]
    for row in chain([list(variables)], first, more):
        yield "  ".join(map(pad, row, widths)).rstrip()


def _under(variables, first: list[list[str]], more: Iterable[list[str]], columns: int) -> Iterator[str]:
    """One cell under another, a blank line between rows."""
    from itertools import chain

    from kg.cli.screen import coloured, isolate
    from kg.terminal import fold, width
    side = max(map(width, variables))
    bold = (lambda text: click.style(text, bold=True)) if coloured() else str
    for n, row in enumerate(chain(first, more)):
        if n:
            yield ""
        for name, cell in zip(variables, row):
            for m, line in enumerate(fold(cell, max(20, columns - side - 2)) if cell else []):
                yield bold(" " * side if m else " " * (side - width(name)) + isolate(name)) + "  " + isolate(line)


def _fitted(variables, first: list[list[str]], more: Iterable[list[str]], columns: int) -> Iterator[str]:
    """A table with lines; what does not fit is folded within its cell."""
    from itertools import chain

    from kg.cli.screen import coloured, isolate
    from kg.terminal import clip, fold, pad, width
    widths = _widths([[max(width(word) for word in (c.split() or [""])) for c in column] for column in zip(variables, *first)],
                     [[width(c) for c in column] for column in zip(variables, *first)], columns - 3 * len(variables) + 1)
    bold = (lambda text: click.style(text, bold=True)) if coloured() else str
    yield bold(" │ ".join(pad(isolate(clip(name, w)), w) for name, w in zip(variables, widths)).rstrip())
    yield "─┼─".join("─" * w for w in widths)
    for row in chain(first, more):
        folded = [fold(cell, w) for cell, w in zip(row, widths)]
        for n in range(max(map(len, folded))):
            pieces = [lines[n] if n < len(lines) else "" for lines in folded]
            yield " │ ".join(pad(isolate(p), w) for p, w in zip(pieces, widths)).rstrip()


def _widths(words: list[list[int]], cells: list[list[int]], room: int) -> list[int]:
    """The columns' widths: what they want where there is room, else the widest give first, down to their longest word, then below it.

    >>> _widths([[4], [5]], [[10], [30]], 50), _widths([[4], [5]], [[10], [30]], 30), _widths([[10], [10]], [[10], [10]], 10)
    ([10, 30], [10, 20], [5, 5])
    """
    want = [max(column) for column in cells]
    least = [min(max(column), 40) for column in words]
    while sum(want) > room and (wider := [i for i, w in enumerate(want) if w > least[i]]):
        want[max(wider, key=lambda i: (want[i] - least[i], -i))] -= 1
    while sum(want) > room and max(want) > 1:
        want[want.index(max(want))] -= 1
    return want


def _printed(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
