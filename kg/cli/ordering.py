"""`kg timeline`."""
from __future__ import annotations

import sys

import click

from kg.cli.asking import FORMATS

ROWS = tuple(f for f in FORMATS if f in ("table", "csv", "tsv", "json", "jsonl", "xml", "md"))


@click.command("timeline", short_help="What happened in order of time, the undated by what is known of their order.")
@click.option("--a", "a", metavar="WHO", help="A party: a person, a body, or a state with all who stand for it.")
@click.option("--b", "b", metavar="WHO", help="The other party.")
@click.option("--place", metavar="WHERE", help="Only what happened there: a place or a state, by any of its names.")
@click.option("--since", metavar="DATE", help="Only what may lie on or after this day, month or year.")
@click.option("--until", metavar="DATE", help="Only what may lie on or before it.")
@click.option("--why", is_flag=True, help="Under each line its id for kg why, the articles and the words behind it, and what each worked-out bound follows from.")
@click.option("--lang", type=click.Choice(["ar", "en"]), help="The language of names; default: the collection's.")
@click.option("--format", "form", type=click.Choice(ROWS), help="Default: lines for reading on a terminal, TSV into a pipe.")
@click.option("-o", "--output", help="Write to a file; its ending says the format.")
def timeline_verb(a: str | None, b: str | None, place: str | None, since: str | None, until: str | None, why: bool, lang: str | None, form: str | None, output: str | None) -> int:
    """Set what happened in order.  What has no exact day stands where the order that texts tell puts it, with the bounds that follow
    ("after 2015-11-24, before 2016-06-27"; both include the day itself); a day after = was counted from another date.

    \b
    Examples:
      kg timeline --a RUS --b TUR
      kg timeline --a السعودية --b إيران --since 2016 --why
    """
    from kg import lookup, portrait, timeline
    from kg.cli.asking import open_graph, write_answer
    store, names, c = open_graph()
    language = lang or c.language
    party = lambda value, name: lookup.term("party", value, store, names, f"--{name}") if value else None
    first, last = lookup.edges(since, until, store, names)
    found = timeline.entries(store, names, party(a, "a"), party(b, "b"), lookup.term("entity", place, store, names, "--place") if place else None,
                             first or timeline.FIRST, last or timeline.LAST, language)
    told = None
    if why:
        timeline.explain(found, store, names, language)
        by = {portrait.short(e.cells["happening"][1:-1], names): e.cells["happening"] for e in found}
        told = {by[i]: words for i, words in portrait.evidence(store, names, by).items()}
    if output or form not in (None, "table") or form is None and not sys.stdout.isatty():
        return write_answer(timeline.answer(found, why, told), form, names, output)
    from shutil import get_terminal_size

    from kg.cli.screen import isolate
    width = min(get_terminal_size((80, 24)).columns, 120) if sys.stdout.isatty() else 80
    for line in timeline.lines(found, width, why, told, names, language) or [portrait.say("nothing known", language)]:
        click.echo(isolate(line))
    return 0
