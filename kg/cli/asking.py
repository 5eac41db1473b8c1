"""`kg ask` and `kg query`: the path that must be quick, so nothing is imported that an answer does not need."""
from __future__ import annotations

import os
import sys

import click

from kg.cli.answers import LABELLED, beside, chosen, labelled, write_answer

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


def options(verb):
    """The options that both verbs have."""
    for option in reversed((
            click.option("--format", "form", type=click.Choice(FORMATS), help="Default: table on a terminal; TSV or Turtle into a pipe."),
            click.option("-o", "--output", help="Write to a file; its ending says the format."),
            click.option("--labels", type=click.Choice(["ar", "en", "iri"]), default="iri", help="Show labels in this language in place of IRIs; in JSON and XML beside them."),
            click.option("--asserted", is_flag=True, help="Leave out what is inferred: only what articles say and merging concludes."),
            click.option("-e", "--exit-status", "strict", is_flag=True, help="Exit code 1 where there is no answer, as where an ASK is false."),
            click.option("--timing", is_flag=True, help="Say afterwards how long the first row and all rows took."),
            click.option("--timeout", "seconds", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="End the query when it takes longer."),
            click.option("--limit-memory", "megabytes", type=click.IntRange(min=1), metavar="MB", help="End the query when it needs more."),
            click.option("--pager/--no-pager", default=True, help="Long tables through the pager; default: yes."))):
        verb = option(verb)
    return verb


def _answered(ask, form: str | None, output: str | None, labels: str, asserted: bool, strict: bool, timing: bool, seconds: float | None, megabytes: int | None, pager: bool) -> int:
    """Opens the graph, asks it (`ask`: store, prefixes, collection → Answer) and writes the answer, within limits where there are any."""
    def work() -> int:
        from time import perf_counter
        began = perf_counter()
        store, names, c = open_graph(asserted)
        if megabytes is not None:
            from kg.cli.limits import confine
            confine(megabytes)
        opened = perf_counter()
        answer = ask(store, names, c)
        if labels != "iri" and answer.kind == "rows":
            answer = (labelled if chosen(answer.kind, form, output) in LABELLED else beside)(answer, store, names, labels)
        watch = _Watch(answer) if timing or strict and answer.kind != "truth" else None
        code = write_answer(answer, form, names, output, pager)
        if strict and watch and answer.kind != "truth" and not watch.rows:
            code = 1
        if timing:
            click.echo(watch.told(began, opened, perf_counter()), err=True)
        return code
    from kg.cli.stopping import at_once
    if seconds is None and megabytes is None:
        with at_once():
            return work()
    from kg.cli.limits import within
    return within(seconds, megabytes, work)


def _checked(ask, text: str, path: str):
    """The same question; once the engine has taken it, names of its text that the ontology has not are told on standard error."""
    def asked(store, names, c):
        answer = ask(store, names, c)
        if text:
            from kg.cli import complain
            from kg.unknown import unknown
            for warning in unknown(text, store, names, path):
                complain(warning)
        return answer
    return asked


def _own(saved) -> tuple[str, str]:
    """The text and file of a saved question that is to be checked: of one that comes with kg there is nothing to check."""
    from kg import data
    return ("", "") if os.path.dirname(saved.path) == os.fspath(data.queries()) else (saved.text, saved.path)


class _Watch:
    """Counts the rows of an answer and looks at the clock when the first comes."""

    def __init__(self, answer):
        self.rows, self.first = 0, None
        answer.rows = self._watched(answer.rows)

    def _watched(self, rows):
        from time import perf_counter
        for row in rows:
            self.first = self.first or perf_counter()
            self.rows += 1
            yield row

    def told(self, began: float, opened: float, ended: float) -> str:
        """The line to print."""
        ms = lambda a, b: f"{(b - a) * 1000:.1f} ms"
        return f"opened in {ms(began, opened)}, " + (f"first row after {ms(opened, self.first)}, " if self.first else "") + f"{self.rows} row{'s' * (self.rows != 1)} in {ms(opened, ended)}"


class Ask(click.Command):
    """`kg ask NAME --param value`: the options of the query that is named are taken as its parameters, and `--help` behind a name tells them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj_params, rest, i = {}, [], 0
        own = {o: not p.is_flag for p in self.params if isinstance(p, click.Option) for o in (*p.opts, *p.secondary_opts)}
        while i < len(args):
            name, eq, value = args[i].partition("=")
            if name.startswith("--") and name not in own and name != "--help":
                if not eq:
                    i += 1
                    if i >= len(args):
                        from kg.cli.questions import meant
                        raise click.UsageError(f"{name} needs a value.{meant(name, own)}", ctx)
                    value = args[i]
                ctx.obj_params[name[2:]] = value
            else:
                rest.append(args[i])
                if own.get(args[i]) and i + 1 < len(args):
                    i += 1
                    rest.append(args[i])
            i += 1
        if rest and not rest[0].startswith("-") and {"--help", "-h"} & set(rest):
            from kg.cli.questions import told
            click.echo(told(rest[0]))
            ctx.exit()
        return super().parse_args(ctx, rest)


@click.command("ask", cls=Ask, short_help="Ask a saved question: kg ask NAME [--param value].", context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the saved questions and their parameters.")
@click.option("--show", is_flag=True, help="Print the query instead of asking it.")
@click.option("--lang", "language", type=click.Choice(["ar", "en"]), help="The language of names, and of what a table calls its columns; default: the collection's.")
@options
@click.pass_context
def ask_verb(ctx: click.Context, name: str | None, listing: bool, show: bool, language: str | None, **how) -> int:
    """Answer a saved question.  People and states may be named by any of their names, dates as people write them.  Without a name the
    questions are listed; kg ask NAME --help tells what one takes.

    \b
    Examples:
      kg ask leaders-met
      kg ask timeline --a روسيا --b TUR --since 2016-06
    """
    from kg import query
    if not name:
        from kg.cli.questions import listed
        click.echo("\n".join(listed(listing)))
        return 0
    saved = query.load(name, own_folders())
    if show:
        click.echo(saved.text)
        return 0
    for other in sorted(ctx.obj_params.keys() - {p.name for p in saved.params}):
        from kg.cli.questions import meant
        if near := meant(f"--{other}", [f"--{p.name}" for p in saved.params] + [o for p in ctx.command.params for o in p.opts]):
            raise click.UsageError(f"{saved.name} has no parameter --{other}.{near}", ctx)
    given = ctx.obj_params | ({"lang": language} if language else {})
    return _answered(_checked(lambda store, names, c: query.answer(saved, given, store, names, language=c.language), *_own(saved)), **how)


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
@click.option("-f", "--file", "paths", multiple=True, help="Read the query from a file; several with --output-dir.")
@click.option("--output-dir", "folder", metavar="FOLDER", help="Write the answer to each file there, under the file's name.")
@click.option("--bind", "bound", multiple=True, metavar="VAR=VALUE", help="Give a variable a value: an IRI, prefix:name, date, number, text, \"text\"@ar; VAR:party=VALUE by a name.")
@click.option("--explain", is_flag=True, help="Show what the query means step by step, and how long it takes, in place of the answer.")
@options
def query_verb(sparql: str | None, paths: tuple[str, ...], folder: str | None, bound: tuple[str, ...], explain: bool, **how) -> int:
    """Run SPARQL given as an argument, in a file (-f), on standard input (-), or by the name of a saved question, whose parameters --bind
    gives.  The project's prefixes are known.

    \b
    Examples:
      kg query 'SELECT ?e ?day { ?e a kg:Visit ; kg:startDate ?day } ORDER BY ?day' --labels ar
      kg query 'ASK { ?e a kg:Ceasefire }'
    """
    if folder or len(paths) > 1:
        return max(_asked(None, path, bound, explain, how | _filed(path, folder, how["form"])) for path in _several(paths, folder))
    return _asked(sparql, paths[0] if paths else None, bound, explain, how)


def _several(paths: tuple[str, ...], folder: str | None) -> tuple[str, ...]:
    from kg.errors import UserError
    if not folder:
        raise UserError("several files have several answers", hint="--output-dir FOLDER writes each to a file of its own")
    if not paths:
        raise UserError("--output-dir needs queries in files", hint="-f FILE, as often as there are files")
    return paths


def _filed(path: str, folder: str, form: str | None) -> dict[str, str | None]:
    """Where the answer to a query in a file is written, and as what: its form tells whether rows or triples come."""
    import re

    from kg.sparql import PIECE
    bare = PIECE.sub(lambda m: " " if m["comment"] or m["iri"] or m["string"] else m[0], _text(None, path)[0])
    asked = re.search(r"(?i)\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare)
    form = form or ("ttl" if asked and asked[1].upper() in ("CONSTRUCT", "DESCRIBE") else "tsv")
    return {"form": form, "output": os.path.join(folder, f"{os.path.splitext(os.path.basename(path))[0]}.{form}")}


def _asked(sparql: str | None, path: str | None, bound: tuple[str, ...], explain: bool, how: dict) -> int:
    """One query's exit code: its text, the values of its variables, its answer."""
    sparql, saved = _text(sparql, path)
    if saved:
        from kg import query
        given = dict(_halves(x) for x in bound)
        read = lambda store, names: query.bind(saved, given, store, names, "--bind {}")
        ask = _checked(lambda store, names, c: query.answer(saved, given, store, names, "--bind {}", c.language), *_own(saved))
    else:
        from kg.binding import bind
        read = lambda store, names: bind(sparql, [_halves(x) for x in bound], store, names) if bound else sparql
        ask = _checked(lambda store, names, c: store.ask(read(store, names), names, path or ""), sparql, path or "")
    if explain:
        return _explained(read, path or "", how["asserted"])
    return _answered(ask, **how)


def _text(sparql: str | None, path: str | None):
    """The query's text, or the saved question that is named by it."""
    from kg.errors import UserError
    if path:
        try:
            with open(path, encoding="utf-8") as f:
                sparql = f.read()
        except (OSError, UnicodeDecodeError) as e:
            raise UserError(f"cannot be read: {getattr(e, 'strerror', '') or e}", path) from None
    elif sparql == "-" or (sparql is None and not sys.stdin.isatty()):
        sparql = sys.stdin.read()
    if not sparql or not sparql.strip():
        raise UserError("there is no query", hint="kg query 'SELECT …', -f FILE, or - for standard input")
    if sparql.replace("-", "").isalnum() and sparql.isascii() and not path:
        from kg import query
        return "", query.load(sparql, own_folders())
    return sparql, None


def _explained(read, path: str, asserted: bool) -> int:
    """Prints the steps of a query and how long it took; its rows are counted, not shown."""
    from time import perf_counter

    from kg import plan
    began = perf_counter()
    store, names, _ = open_graph(asserted)
    opened = perf_counter()
    text = read(store, names)
    answer = store.ask(text, names, path)
    watch = _Watch(answer)
    for _ in answer.rows:
        pass
    ended = perf_counter()
    click.echo("\n".join(plan.algebra(text, names)))
    click.echo(watch.told(began, opened, ended) + (f", {'true' if answer.truth else 'false'}" if answer.kind == "truth" else ""))
    return 0


def _halves(text: str) -> tuple[str, str]:
    from kg.errors import UserError
    name, eq, value = text.partition("=")
    if not eq:
        raise UserError(f"--bind takes VAR=VALUE, not {text!r}", hint="as day=2016-08-09, or who:party=RUS")
    return name.lstrip("?$"), value
