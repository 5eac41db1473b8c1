"""`kg build`, `kg export`, `kg validate`."""
from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from kg.cli import speaking
from kg.cli.screen import tell


@click.command("build", short_help="Read the articles that changed and rebuild the graph.")
@speaking.talking
def build_verb() -> int:
    """Build the collection's graph: build/facts, build/graph.nq and the store.

    \b
    Examples:
      kg build
      kg -C seeds build --verbose
    """
    return build_graph()


def build_graph(summary: bool = True) -> int:
    """Builds, and tells it; the exit code."""
    from kg.assembly import counted
    from kg.build import build
    from kg.cli import collection, complain
    from kg.cli.comparing import since_last_build
    c, loud = collection(), speaking.verbose()
    with speaking.progress(off=loud) as progress:
        staged = speaking.say if loud else lambda line: None if line.startswith("reading ") else progress.stage(line)
        built = build(c, tell=staged, progress=progress.each)
    for e in built.errors:
        complain(e)
    if built.errors and not built.read and not built.kept:
        return 2
    for p in built.problems:
        tell(f"kg: {p.path}: {p.severity}: {p.message}\n  hint: {p.hint}", err=True)
    if built.held:
        click.echo(f"kg: the facts of the last good reading stay for {', '.join(built.held)}", err=True)
    if built.headed and not speaking.quiet():
        first, more = ", ".join(built.headed[:3]), f" and {len(built.headed) - 3} more" if len(built.headed) > 3 else ""
        tell(f"kg: note: a headline seems to stand in the text of {first}{more}, and is read as a sentence\n  hint: title = \"…\" in NAME.toml is its place", err=True)
    if loud and built.changed:
        from kg.cli.deciding import say_merges
        say_merges(c, set(built.read))
    if summary and not speaking.quiet():
        _summary(built, counted(c))
        if built.changed and (line := since_last_build(c)):
            click.echo(f"since the last build: {line}  (kg diff shows it)")
    return 1 if built.errors else 0


def _summary(built, said) -> None:
    """What was found, in a dozen lines."""
    if built.changed:
        gone = f", {len(built.dropped)} dropped" if built.dropped else ""
        click.echo(f"read {len(built.read)} article{'s' * (len(built.read) != 1)}, kept {len(built.kept)} as they were{gone}")
    else:
        click.echo(f"nothing changed: {len(built.kept)} article{'s' * (len(built.kept) != 1)}, the graph is up to date")
    click.echo(f"{said.articles} article{'s say' if said.articles != 1 else ' says'} {said.events.total()} events, {said.claims} claims, {said.ties} offices and other ties")
    for kind in sorted({kind for kind, _ in said.events}):
        types = {t: n for (k, t), n in said.events.items() if k == kind}
        click.echo(f"  {sum(types.values()):4d} {kind}: " + ", ".join(f"{n} {t}" for t, n in sorted(types.items())))
    click.echo("not coded: " + (", ".join(f"{n} {k}" for k, n in sorted(said.unread.items())) or "nothing") + "  (kg ledger lists them)")


@click.command("export", short_help="Write the graph as RDF, facts, POLECAT's table or a network.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file; its ending says the format. Default: standard output.")
@click.option("--format", "form", type=click.Choice(["ttl", "trig", "nt", "nq", "jsonld", "facts", "polecat-csv", "graphml"]), help="Default: by the file's ending, else ttl.")
@click.option("--article", help="Only what this article says.")
@click.option("--happenings", is_flag=True, help="polecat-csv: a row a happening, whoever tells it, in place of a row an event.")
@click.option("--weighted", is_flag=True, help="graphml: one edge a pair and quad class, in place of one a happening.")
@click.option("--whole", is_flag=True, help="facts: also the articles' texts, names, times, and what was not understood.")
@click.option("--asserted", is_flag=True, help="RDF: leave out what is inferred.")
@click.option("--lang", "language", type=click.Choice(["ar", "en"]), help="polecat-csv, graphml: the language of names. Default: the collection's.")
@speaking.talking
def export_verb(output: Path | None, form: str | None, article: str | None, happenings: bool, weighted: bool, whole: bool, asserted: bool, language: str | None) -> None:
    """Write the graph in one canonical text: the same facts give the same bytes.

    As RDF it is all there: Turtle, TriG, N-Triples, N-Quads or JSON-LD. facts (.jsonl) are the corrected facts, one JSON object a line,
    which kg import takes back. polecat-csv (.csv; with tabs .tsv) is the table of event-data users, graphml (.graphml) a network for
    Gephi; what these two cannot hold is counted on standard error.

    \b
    Examples:
      kg export -o build/graph.ttl
      kg export --format polecat-csv --happenings -o build/events.csv
      kg export --weighted -o build/network.graphml
    """
    from kg import formats, terms, turtle, vocab
    from kg.asserted import without
    from kg.cli import collection, exchange
    from kg.errors import UserError
    from kg.kept import write_atomically
    c = collection()
    if not c.quads.exists():
        raise UserError("nothing has been built here", str(c.build), hint="run kg build first")
    form = form or exchange.by_ending(output) or (formats.by_extension(str(output)) if output else None) or "ttl"
    exchange.check(form, happenings=happenings, weighted=weighted, whole=whole)
    if form in exchange.FORMS:
        return exchange.export(c, form, output, article, {"happenings": happenings, "weighted": weighted, "whole": whole}, language)
    if form not in formats.GRAPHS:
        raise UserError(f"a graph cannot be written as {form}", str(output or ""), hint="ttl, trig, nt, nq, jsonld, facts (.jsonl), polecat-csv (.csv) or graphml")
    with speaking.progress() as progress, c.quads.open(encoding="utf-8") as f:
        rows = progress.each(without(f, c.base) if asserted else f, "reading the graph", "triples")
        quads = list(terms.parse(rows, str(c.quads)))
    if article:
        graph = terms.iri(vocab.kind_iri(c.base, "article", article))
        quads = [q for q in quads if q[3] == graph]
        if not quads:
            raise UserError(f"there is no article {article!r} in this graph", hint="kg ask written-when lists them")
    text = turtle.write(quads, form, vocab.prefixes(c.base))
    if output:
        write_atomically(output, text)
        speaking.say(f"wrote {output}")
    else:
        sys.stdout.writelines(text)


@click.command("validate", short_help="Check the graph against the shapes and our own rules.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "none"]), default="error", show_default=True, help="What makes the exit code 1.")
@click.option("--article", help="Only this article.")
def validate_verb(fail_on: str, article: str | None) -> int:
    """Check every article's graph and every imported one by SHACL, and the facts by rules of our own; each problem names fact, article and
    words.

    \b
    Examples:
      kg validate
      kg validate --fail-on warning
    """
    from itertools import chain

    from kg import imports
    from kg.cli import collection
    from kg.kept import fixes_of, load_reading, load_readings
    from kg.shapes import validate
    from kg.together import pins
    c = collection()
    readings = [load_reading(c, article)] if article else load_readings(c)
    taken = [] if article else [one for one in imports.listing(c) if one.form != imports.FACTS]
    found = Counter()
    for p in chain(validate(readings, c.base, fixes={r.article.id: fixes_of(c, r.article.id) for r in readings}, pins=pins(c)), *(imports.check_rdf(imports.rdf(c, one), one.origin) for one in taken)):
        found[p.severity] += 1
        words = f" «{p.span.text[:80]}»" if p.span and p.span.text else ""
        tell(f"{p.severity}: {p.doc or p.path}: {p.message}{words}" + (f"  ({p.fact})" if p.fact else ""))
    click.echo(f"{len(readings)} articles checked: " + (", ".join(f"{n} {k}{'s' * (n != 1)}" for k, n in sorted(found.items())) or "no problem"))
    return int(bool(found["error"] and fail_on != "none" or found["warning"] and fail_on == "warning"))
