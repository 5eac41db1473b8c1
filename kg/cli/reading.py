"""`kg extract`."""
from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("extract", short_help="Print the facts of articles, one JSON object a line.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl", "text"]), help="Default: text on a terminal, jsonl into a pipe.")
@click.option("--mentions", is_flag=True, help="Also every name and every expression of time that was found.")
@click.option("--date", metavar="YYYY-MM-DD", help="When the articles were written, where no sidecar says it.")
@click.option("--ledger", is_flag=True, help="Also what was seen and not understood.")
def extract_verb(files: tuple[Path, ...], form: str | None, mentions: bool, date: str | None, ledger: bool) -> int:
    """Print what FILES (or folders of articles) say.

    \b
    Examples:
      kg extract seeds/ula-summit-2021.txt
      kg extract seeds --format jsonl --mentions
    """
    from kg.articles import find, iso_day, read_articles
    from kg.cli import complain, lexicon
    from kg.errors import UserError
    from kg.lexicon.latin import forms
    from kg.naming import spelled
    from kg.read import read
    form = form or ("text" if sys.stdout.isatty() else "jsonl")
    day = iso_day(date) if date else None
    words, good, bad = None, 0, 0
    paths: list[Path] = []
    for f in files:
        try:
            paths += find([f])
        except UserError as e:
            complain(e)
            bad += 1
    for path in paths:
        faults: list[UserError] = []
        found = []
        try:
            found += read_articles(path, day, skip=faults.append)
        except UserError as e:
            faults.append(e)
        for article in found:
            words = words or lexicon()
            _print(spelled(read(article, words), forms()), form, mentions, ledger)
        for e in faults:
            complain(e)
        good, bad = good + len(found), bad + len(faults)
    return 0 if not bad else 1 if good else 2


def _print(reading, form: str, mentions: bool, ledger: bool) -> None:
    from kg.records import dump, to_json
    facts = sorted((*reading.events, *reading.claims, *reading.relations), key=lambda f: (f.trigger.start, f.id))
    more = (*(reading.mentions if mentions else ()), *(reading.times if mentions else ()), *(reading.unread if ledger else ()))
    if form == "jsonl":
        sys.stdout.write("".join(dump(to_json(f)) + "\n" for f in (*facts, *more)))
        return
    from kg.cli.printing import fact_lines
    from kg.cli.screen import tell
    for line in fact_lines(reading, facts):
        tell(line, 4)
