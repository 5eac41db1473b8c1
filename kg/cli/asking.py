"""`kg ask` and `kg query`: the path that must be quick, so nothing is imported that an answer does not need."""
from __future__ import annotations

import os
import sys

import click

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "xml", "md", "ttl", "nt", "nq", "trig", "jsonld")


def open_graph(asserted: bool = False):
    """The store of this call's collection and the prefixes it knows; `asserted`: without what is inferred."""
    from kg import store, vocab
    from kg.cli import collection
    c = collection()
    place = c.store or os.fspath(c.build / "store")
    if asserted and c.store:
        raise store.fault("--asserted needs the collection's own graph, not an endpoint", hint="ask there with GRAPH and FILTER(?g != graph:inferred)")
    if asserted:
        from kg.asserted import asserted_store
        place = asserted_store(c)
    return store.open_store(place), vocab.prefixes(c.base), c


def write_answer(answer, form: str | None, names: dict[str, str], output: str | None = None) -> int:
    """Prints an answer: a table on a terminal, TSV or Turtle into a pipe, or as asked; exit code 1 for an ASK that is false."""
    from kg import formats
    if form is None and output:
        form = formats.by_extension(output)
    to_terminal = sys.stdout.isatty() and not output
    form = form or ("table" if to_terminal or answer.kind == "truth" else "ttl" if answer.kind == "triples" else "tsv")
    if form == "table":
        _table(answer, names)
    elif output:
        from pathlib import Path

        from kg.kept import write_atomically
        write_atomically(Path(output), formats.render(answer, form, names))
    else:
        for chunk in formats.render(answer, form, names):
            sys.stdout.write(chunk)
    return int(answer.kind == "truth" and not answer.truth)


NARROW = 14      # characters a column: a terminal that gives less shows one row under another


def _table(answer, names: dict[str, str]) -> None:
    """Rows fitted to the terminal's width; triples as Turtle; truth as a word."""
    from kg import formats
    if answer.kind == "truth":
        print("true" if answer.truth else "false")
        return
    if answer.kind == "triples":
        sys.stdout.writelines(formats.render(answer, "ttl", names))
        return
    rows = list(formats.cells(answer, names))
    if not rows:
        print("no answer")
        return
    if not sys.stdout.isatty():
        print("\n".join(_plain(answer.variables, rows)))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kg.cli.screen import Cell, isolate
    from kg.terminal import fold
    console = Console()
    if console.width < NARROW * len(answer.variables):
        side = max(map(len, answer.variables))
        for n, row in enumerate(rows):
            if n:
                print()
            for name, cell in zip(answer.variables, row):
                lines = [isolate(line) for line in fold(cell, max(20, console.width - side - 2))] if cell else []
                for m, line in enumerate(lines):
                    console.print(Text(f"{'' if m else name:>{side}}  ", style="bold").append(Text(line, style="not bold")), soft_wrap=True)
        return
    table = Table(show_lines=False, pad_edge=False, header_style="bold")
    for name in answer.variables:
        table.add_column(Cell(name, "bold"), overflow="fold")
    for row in rows:
        table.add_row(*(Cell(cell) for cell in row))
    console.print(table)


def _plain(variables, rows: list[list[str]]) -> list[str]:
    """Aligned columns without colour or lines."""
    from kg.terminal import pad, width
    widths = [max(map(width, column)) for column in zip(variables, *rows)]
    return ["  ".join(map(pad, row, widths)).rstrip() for row in (list(variables), *rows)]


class Ask(click.Command):
    """`kg ask NAME --param value`: the options of the query that is named are taken as its parameters."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj_params, rest, i = {}, [], 0
        own = {o for p in self.params for o in p.opts}
        while i < len(args):
            name, eq, value = args[i].partition("=")
            if name.startswith("--") and name not in own and name not in ("--help",):
                if not eq:
                    i += 1
                    if i >= len(args):
                        raise click.UsageError(f"{name} needs a value", ctx)
                    value = args[i]
                ctx.obj_params[name[2:]] = value
            else:
                rest.append(args[i])
                if args[i] in ("--format", "-o", "--output") and i + 1 < len(args):
                    i += 1
                    rest.append(args[i])
            i += 1
        return super().parse_args(ctx, rest)


@click.command("ask", cls=Ask, short_help="Ask a saved question: kg ask NAME [--param value].", context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the saved questions and their parameters.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: table on a terminal, TSV into a pipe.")
@click.option("-o", "--output", help="Write to a file; its ending says the format.")
@click.option("--asserted", is_flag=True, help="Leave out what is inferred: only what articles say and merging concludes.")
@click.option("--show", is_flag=True, help="Print the query instead of asking it.")
@click.pass_context
def ask_verb(ctx: click.Context, name: str | None, listing: bool, form: str | None, output: str | None, asserted: bool, show: bool) -> int:
    """Answer a saved question.  People and states may be named by any of their names, dates as people write them.

    \b
    Examples:
      kg ask leaders-met
      kg ask --list
    """
    from kg import query
    folders = own_folders()
    if listing or not name:
        for saved in query.listing(folders):
            click.echo(f"{saved.name:20s} {saved.title('en')}")
            for p in saved.params:
                default = "" if p.default in ("!", "-") else f" (default {p.default})"
                click.echo(f"{'':22s}--{p.name} {p.type}: {p.description}{default}{' (required)' if p.default == '!' else ''}")
        return 0
    saved = query.load(name, folders)
    if show:
        click.echo(saved.text)
        return 0
    store, names, _ = open_graph(asserted)
    return write_answer(query.answer(saved, ctx.obj_params, store, names), form, names, output)


def own_folders() -> list[str]:
    """The folder of a collection's own saved queries, where it has one."""
    from kg.cli import collection
    from kg.errors import UserError
    try:
        folder = os.fspath(collection().folder / "queries")
    except UserError:
        return []
    return [folder] if os.path.isdir(folder) else []


@click.command("query", short_help="Ask in SPARQL 1.1: SELECT, ASK, CONSTRUCT, DESCRIBE.")
@click.argument("sparql", required=False)
@click.option("-f", "--file", "path", help="Read the query from a file.")
@click.option("--bind", "bound", multiple=True, metavar="VAR=VALUE", help="Give a variable a value: an IRI, prefix:name, or a text.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: table on a terminal; TSV or Turtle into a pipe.")
@click.option("-o", "--output", help="Write to a file; its ending says the format.")
@click.option("--asserted", is_flag=True, help="Leave out what is inferred: only what articles say and merging concludes.")
def query_verb(sparql: str | None, path: str | None, bound: tuple[str, ...], form: str | None, output: str | None, asserted: bool) -> int:
    """Run SPARQL given as an argument, in a file (-f), or on standard input (-).  The project's prefixes are known.

    \b
    Examples:
      kg query 'SELECT ?e ?day { ?e a kg:Visit ; kg:startDate ?day } ORDER BY ?day'
      kg query 'ASK { ?e a kg:Ceasefire }'
    """
    from kg.errors import UserError
    if path:
        try:
            with open(path, encoding="utf-8") as f:
                sparql = f.read()
        except OSError as e:
            raise UserError(f"cannot be read: {e.strerror}", path) from None
    elif sparql == "-" or (sparql is None and not sys.stdin.isatty()):
        sparql = sys.stdin.read()
    if not sparql or not sparql.strip():
        raise UserError("there is no query", hint="kg query 'SELECT …', -f FILE, or - for standard input")
    store, names, _ = open_graph(asserted)
    if bound:
        from kg.sparql import substitute
        sparql = substitute(sparql, dict(_bound(x, names) for x in bound))
    return write_answer(store.ask(sparql, names, path or ""), form, names, output)


def _bound(text: str, names: dict[str, str]) -> tuple[str, str]:
    from kg import terms, vocab
    from kg.errors import UserError
    name, eq, value = text.partition("=")
    if not eq:
        raise UserError(f"--bind takes VAR=VALUE, not {text!r}")
    iri = vocab.expand(value, names)
    return name.lstrip("?$"), terms.iri(iri) if iri else terms.text(value)
