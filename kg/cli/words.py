"""`kg lexicon`: which words fire, which are written wrongly, and what the words of a text are."""
from __future__ import annotations

from pathlib import Path

import click


@click.group("lexicon", short_help="Look after the words: stats, lint, try.")
def lexicon_verb() -> None:
    """Look after the words: those that come with kg, overlaid by those in the collection's own words/."""


@lexicon_verb.command("stats", short_help="Which words fire on the texts of a folder, and which never.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--never", is_flag=True, help="List the words that never fire, too.")
@click.option("--most", default=30, show_default=True, help="How many of the words that fire.")
def stats(folder: Path | None, never: bool, most: int) -> None:
    """Count the facts that each word of the lexicon gives on the texts in FOLDER, the collection's by default.

    \b
    Examples:
      kg lexicon stats seeds
      kg lexicon stats seeds --never --most 5
    """
    from collections import Counter

    from kg.articles import find, read_articles
    from kg.cli import collection, lexicon
    from kg.read import read
    words = lexicon()
    fired: Counter[str] = Counter()
    texts = 0
    for path in find([folder or collection().articles]):
        for article in read_articles(path):
            r, texts = read(article, words), texts + 1
            fired.update(f.rule.partition(":")[2].strip() for f in (*r.events, *r.claims, *r.relations))
    uses = [u for i in range(len(words.lemmas)) for u in words.senses(i) if u.source in ("event", "speech")]
    written = dict.fromkeys(u.where for u in uses)
    silent = [where for where in written if not fired[where]]
    click.echo(f"{texts} texts: {len(written) - len(silent)} of {len(written)} words of events and speech fire, {len(silent)} never do")
    for where, count in sorted(fired.items(), key=lambda x: (-x[1], x[0]))[:most]:
        if where in written:
            click.echo(f"  {count:5d}  {where}")
    if never:
        click.echo("never:\n" + "\n".join(f"         {where}" for where in silent))


@lexicon_verb.command("lint", short_help="Look for slips in the word files.")
def lint() -> int:
    """Look for entries that stand twice, unknown classes, words without an example or not found in it, offices that overlap.

    The exit code is 1 where there is an error; warnings leave it 0.
    """
    from kg import data
    from kg.cli import here, lexicon
    from kg.lexicon.compile import parse
    from kg.lexicon.lint import entries, lint
    words = lexicon()
    own = here()
    folders = [Path(data.words())] + ([own.words] if own and own.words.is_dir() else [])
    found = [e for folder in folders for path in sorted(folder.rglob("*.toml")) for e in entries(_shown(path), path.read_text(encoding="utf-8"), parse(path), str(folder))]
    problems = lint(found, words)
    for p in problems:
        click.echo(f"{p.path}:{p.line}: {p.severity}: {p.message}" + (f"  ({p.hint})" if p.hint else ""))
    errors = sum(p.severity == "error" for p in problems)
    click.echo(f"{len(found)} entries: {errors} errors, {len(problems) - errors} warnings")
    return 1 if errors else 0


def _shown(path: Path) -> str:
    """A path as seen from here, where it lies below."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


@lexicon_verb.command("try", short_help="What each word of a text is to the lexicon.")
@click.argument("text", nargs=-1, required=True)
def try_text(text: tuple[str, ...]) -> None:
    """Print everything that each word of TEXT can be: verb, noun, name, title, adjective of nationality, function word.

    \b
    Example:
      kg lexicon try "أجرى الرئيس الروسي محادثات في أنقرة"
    """
    from kg.cli import lexicon
    from kg.lexicon.lint import explain
    for word, senses in explain(" ".join(text), lexicon()):
        click.echo(f"{word}: {senses[0] if senses else 'not in the lexicon'}")
        for sense in senses[1:]:
            click.echo(f"{' ' * len(word)}  {sense}")
