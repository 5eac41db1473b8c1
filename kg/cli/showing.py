"""`kg report`."""
from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli import speaking


@click.command("report", short_help="Write the facts as pages: timeline, articles, who and what.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="Where the pages go; default: report/ beside the graph.")
@click.option("--language", type=click.Choice(["ar", "en", "both"]), help="The language of the pages; default: the collection's.")
@speaking.talking
def report_verb(output: Path | None, language: str | None) -> None:
    """Write a folder of pages that open from disk: figures, a timeline, who with whom, a map, a graph to walk through, contradictions,
    every article with its facts marked in its text, and a page for everybody named.  With both languages each page leads to its twin.

    \b
    Examples:
      kg report
      kg report -o build/pages --language both
    """
    from kg import gazetteer
    from kg.cli import collection
    from kg.kept import load_readings
    from kg.report.pages import write
    from kg.together import as_one, pins
    c = collection()
    folder = output or c.build / "report"
    with speaking.progress() as progress:
        progress.stage("reading the graph")
        readings = as_one(c, load_readings(c))
        progress.stage("merging")
        count = write(readings, folder, c.language if language in (None, "both") else language, pins(c), gazetteer.locations([str(c.words)]), both=language == "both", progress=progress.each)
    if not speaking.quiet():
        click.echo(f"{count} pages: {os.path.relpath(folder / 'index.html')}")
