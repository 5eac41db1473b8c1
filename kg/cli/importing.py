"""`kg import`."""
from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli import speaking

MOST = 20      # complaints of one file that are shown


@click.command("import", short_help="Take RDF, or facts that others wrote, into the collection.")
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--name", help="What it is called here. Default: the file's name.")
@click.option("--format", "form", type=click.Choice(["facts", "ttl", "trig", "nt", "nq", "rdf", "jsonld"]), help="Default: by the file's ending.")
@click.option("--no-build", is_flag=True, help="Only keep the file; the next kg build brings it into the graph.")
@click.option("--list", "listed", is_flag=True, help="What has been imported.")
@click.option("--remove", metavar="NAME", help="Take out again what was imported under this name.")
@speaking.talking
def import_verb(file: Path | None, name: str | None, form: str | None, no_build: bool, listed: bool, remove: str | None) -> int:
    """Take FILE (- or nothing: standard input) into the collection: it is checked, kept under imports/ and built into the graph.

    RDF (Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD) goes into a graph of its own, graph:imported-NAME. Facts (JSON Lines, as kg
    extract and kg export --format facts print them) become the readings of their articles, in place of what kg reads there, and are
    merged with all others.

    \b
    Examples:
      kg import notes.ttl
      kg -C seeds export --format facts | kg -C mine import --name from-seeds
    """
    from kg import imports
    from kg.cli import collection
    from kg.cli.making import build_graph
    c = collection()
    if listed:
        return _list(c)
    if remove:
        one = imports.remove(c, remove)
        click.echo(f"removed {one.shown}")
    elif file is None and sys.stdin.isatty():
        raise click.UsageError("FILE is needed, or something on standard input")
    elif not _take(c, file, name, form):
        return 1
    if no_build:
        return 0
    if remove and _nothing_left(c):
        imports.empty(c)
        return 0
    return build_graph(summary=False)


def _nothing_left(c) -> bool:
    from kg import articles, imports
    from kg.corrections import corrected_names
    there = c.articles.is_dir() and any(p.suffix in articles.SUFFIXES for p in c.articles.iterdir())
    return not there and not imports.listing(c) and not corrected_names(c)


def _list(c) -> int:
    """Each file with its form, and what it gives."""
    from kg import imports
    from kg.vocab import kind_iri, prefixes, shorten
    for one in imports.listing(c):
        graph = imports.graph_iri(c, one.name)
        where = "facts" if one.form == imports.FACTS else shorten(graph, prefixes(c.base)) or kind_iri(c.base, "graph", one.name)
        click.echo(f"{one.name}  {one.shown}  {where}")
    return 0


def _take(c, file: Path | None, name: str | None, form: str | None) -> bool:
    """Checks a file and keeps it; False where it breaks the shapes.  UserError where it cannot be read."""
    from kg import imports
    from kg.errors import UserError
    data, path = _read(file)
    form = form or imports.form_of(path, data)
    if form is None:
        raise UserError("it cannot be told what this is", path or "standard input", hint="--format says it: facts, ttl, trig, nt, nq, rdf or jsonld")
    one = imports.place(c, imports.plain_name(name or (Path(path).stem if path else "imported")), form)
    origin = one._replace(path=Path(path or "standard input"))       # complaints are about the file that was given
    before = [x for x in imports.listing(c) if x.name == one.name]
    said = _facts(c, one, origin, data) if form == imports.FACTS else _rdf(c, one, origin, data)
    if said is None:
        return False
    for x in before:
        x.path.unlink()
    _write(one.path, data)
    click.echo(f"{one.shown}{' (in place of the one before)' if before else ''}: {said}")
    return True


def _read(file: Path | None) -> tuple[bytes, str]:
    """The bytes and the path of what is imported, '' for standard input."""
    from kg.errors import UserError
    if file is None or str(file) == "-":
        return sys.stdin.buffer.read(), ""
    try:
        return file.read_bytes(), str(file)
    except OSError as e:
        raise UserError(f"cannot be read: {e.strerror}", str(file), hint="check the name") from None


def _facts(c, one, origin, data: bytes) -> str | None:
    """What a file of facts gives; its faults are shown, and nothing is kept of it where there is one."""
    from kg import imports
    from kg.checks import facts
    from kg.cli import complain
    from kg.errors import UserError
    from kg.gathering import articles_of
    there = {a.id: a for a in articles_of(c, [])} if c.articles.is_dir() and any(c.articles.iterdir()) else {}
    given = imports.check_facts(origin, data, there)
    _, others = imports.given(c, there, but=one.name)
    twice = next((x for r in given.readings.values() for x in imports.named(r) if x in others), None)
    errors = list(given.errors)
    if twice:
        errors.append(UserError(f"the {twice} stands in {others[twice]} already", origin.shown, hint=f"kg import --remove {Path(others[twice]).stem} takes that out"))
    for e in errors[:MOST]:
        complain(e)
    if len(errors) > MOST:
        complain(UserError(f"{len(errors) - MOST} more faults", origin.shown))
    if errors:
        raise UserError("nothing was imported", origin.shown, hint="correct these lines and import it again")
    count = sum(len(facts(r)) for r in given.readings.values())
    own = sum(doc in there for doc in given.readings)
    articles = f"{len(given.readings)} article{'s' * (len(given.readings) != 1)}"
    return f"{count} fact{'s' * (count != 1)} of {articles}" + (f", in place of what is read in {own} of this collection's" if own else "")


def _rdf(c, one, origin, data: bytes) -> str | None:
    """What a file of RDF gives; None where it breaks the shapes."""
    from kg import imports
    from kg.vocab import prefixes, shorten
    quads = imports.rdf(c, one._replace(path=origin.path), data)
    problems = imports.check_rdf(quads, origin.shown)
    for p in problems[:MOST]:
        click.echo(f"kg: {p.path}: {p.severity}: {p.message}" + (f"  ({p.fact})" if p.fact else ""), err=True)
    if len(problems) > MOST:
        click.echo(f"kg: {origin.shown}: {len(problems) - MOST} more", err=True)
    if any(p.severity == "error" for p in problems):
        click.echo(f"kg: {origin.shown}: nothing was imported: the file breaks the shapes (ontology/shapes.ttl)", err=True)
        return None
    graph = imports.graph_iri(c, one.name)
    return f"{len(quads)} triple{'s' * (len(quads) != 1)}, graph {shorten(graph, prefixes(c.base)) or graph}"


def _write(path: Path, data: bytes) -> None:
    """Keeps the file byte for byte."""
    import os

    from kg.errors import UserError
    beside = path.with_name(f".{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError as e:
        raise UserError(f"cannot be written: {e.strerror}", str(path)) from None
