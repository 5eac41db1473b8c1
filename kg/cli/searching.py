"""`kg search`."""
from __future__ import annotations

import click

from kg.cli import laying


@click.command("search", short_help="Find words in names and articles, however they are spelled.")
@click.argument("words", nargs=-1, required=True)
@click.option("--in", "where", type=click.Choice(["labels", "articles", "quotes"]), help="Only names; only articles; only sentences that gave a fact.")
@click.option("--since", metavar="DATE", help="Only articles written on or after this day, month or year.")
@click.option("--until", metavar="DATE", help="Only articles written on or before it.")
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many are shown.")
@laying.options
def search_verb(words: tuple[str, ...], where: str | None, since: str | None, until: str | None, most: int, output: str | None, form: str | None, language: str | None, why: bool) -> int:
    """Every word must be found, with anything glued to it and however it is spelled; "words in quotes" stand together; a name is found in
    Latin letters too, wherever the text means its bearer.  Each sentence leads to the facts read from it.  Exit code 1 where nothing is found.

    \b
    Examples:
      kg search '"وقف إطلاق النار"' سوريا
      kg search Erdogan --in quotes --since 2017
    """
    from kg import lookup, portrait, search
    store, names, c, language = laying.opened(language)
    sought = " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)
    count, hits = search.search(search.refreshed(c, store, names), sought, [where] if where else search.KINDS, *lookup.edges(since, until, store, names), most)
    hits = [h._replace(ids=tuple(portrait.short(i, names) if h.kind == "labels" else i for i in h.ids)) for h in hits]
    say = lambda key, **values: portrait.say(key, language, **values)
    says = portrait.told(store, names, [i for h in hits if h.kind != "labels" for i in h.ids], language) if why else {}
    if not laying.drawn(form, output):
        columns = ("kind", "article", "line", "written", "text", "found", "ids", *(("says",) if why else ()))
        found = [(h.kind, h.doc, h.line or "", h.written, h.text, " … ".join(dict.fromkeys(h.text[a:b] for a, b in h.marks)), " ".join(h.ids), *(("; ".join(says.get(i, i) for i in h.ids),) if why else ())) for h in hits]
        laying.rows(form, output, names, columns, found, False, {})
        return int(not count)
    for h in hits:
        _hit(h, says if why else None, say)
    if hits:
        click.echo()
    laying.lay(say("found", n=count) + (f" · {say('shown', n=len(hits))}" if len(hits) < count else "") if count else say("not found"))
    return int(not count)


def _hit(h, says: dict | None, say) -> None:
    """Where it was found, the text with what was sought in brackets, and to what it leads: the entity, or the facts read from it."""
    if h.kind == "labels":
        laying.lay(_marked(h), found=True)
        click.echo(" " * 4 + h.ids[0])
        return
    laying.lay(laying.bold(f"{h.doc}:{h.line}" if h.line else f"{h.doc}, {say('title')}") + (f"  {h.written}" if h.written else ""))
    laying.lay(_marked(h), 4, found=True)
    if says is None:
        row = ""
        for i in h.ids:      # no id is broken in two, so that it can be copied
            if row and len(row) + len(i) + 6 > laying.room():
                click.echo("    " + row)
                row = ""
            row += "  " * bool(row) + i
        if row:
            click.echo("    " + row)
        return
    for i in h.ids:
        laying.lay(f"{i}  {says.get(i, '')}".rstrip(), 4)


def _marked(hit) -> str:
    """The text with what was sought in brackets."""
    out, at = [], 0
    for start, end in hit.marks:
        if start >= at:
            out += [hit.text[at:start], "[", hit.text[start:end], "]"]
            at = end
    return " ".join("".join((*out, hit.text[at:])).split())
