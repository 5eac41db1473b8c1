"""`kg export` in forms that are no RDF: POLECAT's table, facts as JSON Lines, GraphML."""
from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from kg.cli.speaking import say

FORMS = {"polecat-csv": ("csv", "tsv", "txt"), "facts": ("jsonl", "ndjson"), "graphml": ("graphml",)}      # with the endings of files that ask for each
SWITCHES = {"happenings": "polecat-csv", "weighted": "graphml", "whole": "facts"}


def by_ending(path: Path | None) -> str | None:
    """The form that a file name asks for, None where it asks for none of these."""
    ending = path.suffix[1:].lower() if path else ""
    return next((form for form, endings in FORMS.items() if ending in endings), None)


def check(form: str, **given: bool) -> None:
    """Switches that do not go with the form are refused."""
    for switch, wanted in SWITCHES.items():
        if given.get(switch) and form != wanted:
            raise click.UsageError(f"--{switch} goes with --format {wanted}")


def export(c, form: str, output: Path | None, article: str | None, switches: dict[str, bool], language: str | None) -> None:
    """Writes the corrected facts of the built graph in that form, and says what it could not hold."""
    from kg.kept import load_reading, load_readings, write_atomically
    readings = [load_reading(c, article)] if article else load_readings(c)
    if form == "graphml" or switches.get("happenings"):
        from kg.together import as_one
        readings = as_one(c, readings)
    chunks, said = {"polecat-csv": _table, "facts": _facts, "graphml": _network}[form](c, readings, output, switches, language or c.language)
    if output:
        write_atomically(output, chunks)
        say(f"wrote {output}")
    else:
        sys.stdout.writelines(chunks)
    for line in said:
        say(line)


def _happenings(c, readings):
    from kg.accounts import accounts
    from kg.merge import merge
    from kg.together import pins
    return accounts(readings, merge(readings, pins(c))).happenings


def _table(c, readings, output: Path | None, switches: dict[str, bool], language: str) -> tuple[Iterable[str], list[str]]:
    from kg import gazetteer, polecat
    from kg.collection import open_lexicon
    words = open_lexicon(c)
    atlas = polecat.Atlas(lambda id: words.kind(words.by_id[id]) if id in words.by_id else None, gazetteer.locations([str(c.words)]), gazetteer.areas())
    table = polecat.happenings(readings, _happenings(c, readings), atlas, language) if switches["happenings"] else polecat.events(readings, atlas, language)
    tabs = output is not None and output.suffix.lower() != ".csv"
    said = [f"{len(table.rows)} rows, one {'a happening' if switches['happenings'] else 'an event'}"]
    said += [f"  not in the table: {_counted(table.left_out)}"] if table.left_out else []
    said += [f"  in the table, but not all of it: {_counted(table.unsaid)}"] if table.unsaid else []
    return _separated([polecat.COLUMNS, *table.rows], tabs), said


def _separated(rows: Iterable[tuple[str, ...]], tabs: bool) -> Iterator[str]:
    """Rows with commas, quoted where need be; or with tabs, as the public files are, and then no cell holds a tab or an end of line."""
    from kg.formats import cell
    for row in rows:
        yield ("\t".join(" ".join(x.split()) for x in row) if tabs else ",".join(map(cell, row))) + "\n"


def _counted(what: dict[str, int]) -> str:
    """The most frequent first."""
    return ", ".join(f"{k} {n}" for k, n in sorted(what.items(), key=lambda x: (-x[1], x[0])))


def _facts(c, readings, output: Path | None, switches: dict[str, bool], language: str) -> tuple[Iterable[str], list[str]]:
    from kg.records import facts_to_lines, reading_to_lines
    lines = reading_to_lines if switches["whole"] else facts_to_lines
    return (line + "\n" for r in readings for line in lines(r)), []


def _network(c, readings, output: Path | None, switches: dict[str, bool], language: str) -> tuple[Iterable[str], list[str]]:
    from kg.network import network
    made = network(readings, _happenings(c, readings), switches["weighted"], language)
    return made.chunks, [f"{made.nodes} nodes, {made.edges} edges" + (f"\n  not in the network: {_counted(made.left_out)}" if made.left_out else "")]
