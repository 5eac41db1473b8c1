"""`kg facts`."""
from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("facts", short_help="Write an article's facts as a sheet to correct, and apply a corrected sheet.")
@click.argument("article")
@click.option("--apply", "edited", metavar="SHEET", type=click.Path(path_type=Path, allow_dash=True), help="Keep what this edited sheet says otherwise, beside the article.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the sheet is written. Default: standard output.")
def facts_verb(article: str, edited: Path | None, output: Path | None) -> None:
    """Write the facts of ARTICLE (its name or its file) as YAML to read and correct.

    In the sheet change a value, delete an entry or add one, then apply it: what differs is kept as NAME.corrections.yaml beside the
    article, survives every rebuild and wins over the reading. A sheet for a NAME that no article has may add facts known by hand.

    \b
    Examples:
      kg facts ula-summit-2021 -o sheet.yaml
      kg facts ula-summit-2021 --apply sheet.yaml
    """
    from kg.cli import collection
    from kg.corrections import apply, corrections_path, load_corrections
    from kg.kept import load_raw, write_atomically
    from kg.model import Article, Reading, UserError
    from kg.sheets import sheet
    if edited and output:
        raise UserError("--apply and --output do not go together", hint="apply the sheet first, then print a new one")
    c = collection()
    name = _name(article, c)
    path = corrections_path(c, name)
    old = load_corrections(path)
    try:
        reading = load_raw(c, name)
    except UserError:
        if edited is None or not _by_hand(edited, name):
            raise
        reading = Reading(Article(name, ""), None)
    if edited:
        click.echo(_keep(c, reading, old, edited, path))
        return
    text = sheet(apply(reading, old, str(path))[0], old)
    if output:
        write_atomically(output, [text])
        click.echo(f"wrote {output}; correct it, then: kg facts {name} --apply {output}", err=True)
    else:
        sys.stdout.write(text)


def _name(article: str, c) -> str:
    """The id of an article given by id or by file; a file elsewhere is refused."""
    from kg.errors import UserError
    path = Path(article)
    if not path.is_file() or path.suffix == "":
        return article
    if path.resolve().parent != c.articles:
        raise UserError("this file lies outside the collection", article, hint=f"its articles lie in {c.articles}; -C FOLDER names another collection")
    return path.stem.removesuffix(".corrections")


def _text(edited: Path) -> str:
    from kg.articles import decode, decode_bytes
    return decode_bytes(sys.stdin.buffer.read(), "standard input") if str(edited) == "-" else decode(edited)


def _by_hand(edited: Path, name: str) -> bool:
    """Is this a sheet of facts known by hand: one that says itself that it is of that name, and corrects no fact that was read?"""
    from kg.corrections import parse_yaml
    if str(edited) == "-":
        return False
    found = parse_yaml(_text(edited), str(edited))
    return isinstance(found, dict) and found.get("article") == name and "/" not in name and not found.get("printed")


def _keep(c, reading, old: list[dict], edited: Path, path: Path) -> str:
    """Writes the corrections of an edited sheet; gives the line that says what was kept."""
    from collections import Counter

    from kg.collection import open_lexicon
    from kg.corrections import apply, write_yaml
    from kg.directory import Directory
    from kg.kept import write_atomically
    from kg.sheets import corrections
    shown = "standard input" if str(edited) == "-" else str(edited)
    found = corrections(reading, old, _text(edited), shown, Directory(open_lexicon(c), [apply(reading, old)[0]]))
    apply(reading, found, shown)
    if found == old:
        return "the sheet says nothing new"
    if found:
        head = f"# Corrections of {reading.article.id}, applied at every build; written by kg facts, and yours to edit.\n"
        write_atomically(path, [head, write_yaml(found)])
    else:
        path.unlink(missing_ok=True)
    count = Counter(x["do"] for x in found)
    kinds = ", ".join(f"{count[do]} {word}" for do, word in (("change", "changed"), ("reject", "rejected"), ("add", "added")) if count[do])
    return f"{_from_here(path)}: {kinds or 'no correction left'}; kg build brings it into the graph"


def _from_here(path: Path) -> str:
    """A path as somebody who stands here would write it."""
    import os
    return os.path.relpath(path)
