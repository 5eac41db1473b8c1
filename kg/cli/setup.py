"""`kg init`."""
from __future__ import annotations

from pathlib import Path

import click


@click.command("init", short_help="Make a folder into a collection: kg.toml, articles/, Makefile.")
@click.argument("folder", type=click.Path(path_type=Path))
def init_verb(folder: Path) -> None:
    """Make FOLDER into a collection of your own.

    Writes kg.toml, a Makefile of a few lines and a place for articles; leaves alone what is there.

    \b
    Examples:
      kg init mine
      kg init mine && ls mine
    """
    from kg.collection import init
    for path in init(folder):
        click.echo(f"wrote {path}")
    click.echo(f"put articles into {folder / 'articles'} (NAME.txt, with NAME.toml for title and date), then: make -C {folder}")
