"""`kg stats` and `kg schema`: what is in a graph, and what can be asked of it."""
from __future__ import annotations

import sys
from pathlib import Path

import click

FORMS = ("table", "json", "tsv")


def _write(rows: list[dict], columns: list[str], form: str | None, output: Path | None, called: dict[str, str]) -> None:
    """Rows as a table on a terminal or as asked, as TSV into a pipe; `called` are the columns' names for people."""
    if form == "table" and output:
        raise click.UsageError("a table is for a terminal: write json or tsv into a file")
    form = form or ({".json": "json", ".tsv": "tsv"}.get(output.suffix) if output else None) or ("table" if sys.stdout.isatty() and not output else "tsv")
    if form == "table":
        from kg import terms
        from kg.cli.asking import write_answer
        from kg.store import Answer
        write_answer(Answer("rows", tuple(called[c] for c in columns), [tuple(terms.text(str(r[c])) for c in columns) for r in rows]), "table", {})
        return
    text = _json(rows) if form == "json" else ["\t".join(columns) + "\n", *("\t".join(" ".join(str(r[c]).split()) for c in columns) + "\n" for r in rows)]
    if output:
        from kg.kept import write_atomically
        write_atomically(output, text)
        click.echo(f"wrote {output}", err=True)
    else:
        sys.stdout.writelines(text)


def _json(rows: list[dict]) -> list[str]:
    from json import dumps
    return ["[\n" + ",\n".join(dumps(r, ensure_ascii=False) for r in rows) + "\n]\n"]


def _language(given: str | None, c) -> tuple[str, dict]:
    from kg.figures import words
    language = given or c.language
    return language, {key: name[language] for key, name in words()["columns"].items()}


@click.command("stats", short_help="Say what is in the graph: articles, period, facts, who, where.")
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: table on a terminal, tsv into a pipe.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file; its ending says the format.")
@click.option("--lang", "given", type=click.Choice(["ar", "en"]), help="The language of names. Default: the collection's.")
@click.option("--most", default=10, show_default=True, help="How many items of a kind a table shows; json and tsv show all.")
def stats_verb(form: str | None, output: Path | None, given: str | None, most: int) -> None:
    """Say what is in the graph: articles and when they were written, facts by class and quad class, entities by type, happenings and
    where, who says what, what is told by several or contradicted, what has no date, what was imported.

    \b
    Examples:
      kg stats
      kg stats --lang ar --format json
    """
    from kg.cli.asking import open_graph
    from kg.figures import figures, words
    store, names, c = open_graph()
    language, called = _language(given, c)
    rows = [f._asdict() for f in figures(store, names, language)]
    if form == "table" or form is None and sys.stdout.isatty() and not output:
        rows = _short(rows, most, words(), language)
        _write(rows, ["figure", "item", "value"], "table", output, called)
    else:
        _write(rows, ["figure", "item", "label", "value"], form, output, called)


def _short(rows: list[dict], most: int, words: dict, language: str) -> list[dict]:
    """Rows for a person: the name of a figure on its first row only, no more items of it than asked for."""
    from itertools import groupby
    out = []
    for figure, group in groupby(rows, key=lambda r: r["figure"]):
        items = list(group)
        shown = items if len(items) <= most + 1 else items[:most]
        for n, r in enumerate(shown):
            out.append({"figure": words["figures"][figure][language] if n == 0 else "", "item": "" if r["item"] == "total" else r["label"], "value": r["value"]})
        if len(shown) < len(items):
            out.append({"figure": "", "item": f"… {len(items) - len(shown)} {words['items']['more'][language]}", "value": ""})
    return out


@click.command("schema", short_help="Say what can be asked of the graph: classes and properties in use.")
@click.option("--format", "form", type=click.Choice(FORMS), help="Default: table on a terminal, tsv into a pipe.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file; its ending says the format.")
@click.option("--lang", "given", type=click.Choice(["ar", "en"]), help="The language of labels. Default: the collection's.")
def schema_verb(form: str | None, output: Path | None, given: str | None) -> None:
    """List the classes and properties that the graph uses, imported graphs among the rest: how often, their label, of what to what a
    property leads, and an example each.

    \b
    Examples:
      kg schema
      kg schema --lang ar --format tsv
    """
    from kg.cli.asking import open_graph
    from kg.figures import words
    from kg.schema import schema
    store, names, c = open_graph()
    language, called = _language(given, c)
    rows = [e._asdict() for e in schema(store, names, language)]
    if form == "table" or form is None and sys.stdout.isatty() and not output:
        rows = [r | {"kind": words()["items"][r["kind"]][language]} for r in rows]
    _write(rows, ["kind", "name", "label", "count", "domain", "range", "example"], form, output, called)
