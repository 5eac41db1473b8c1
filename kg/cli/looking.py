"""`kg show`, `kg path` and `kg search`."""
from __future__ import annotations

import sys
from collections.abc import Iterable

import click

FEW = 8             # lines of a section that are shown without --all
WIDE = 120          # columns from which on every line ends with its id
FORMATS = click.Choice(["text", "tsv", "jsonl"])


def _options(verb):
    """The options that all three have."""
    for option in (click.option("--format", "form", type=FORMATS, help="Default: text on a terminal, TSV into a pipe."),
                   click.option("--lang", "language", type=click.Choice(["ar", "en"]), help="The language of names; default: the collection's."),
                   click.option("--why", is_flag=True, help="Under each line the articles and the words that it rests on.")):
        verb = option(verb)
    return verb


def _opened(language: str | None):
    from kg.cli.asking import open_graph
    store, names, c = open_graph()
    return store, names, c, language or c.language


def _width() -> int:
    from shutil import get_terminal_size
    return min(get_terminal_size((80, 24)).columns, 160) if sys.stdout.isatty() else 80


def _bold(text: str) -> str:
    from kg.cli.screen import coloured
    return click.style(text, bold=True) if coloured() else text


def _say(text: str, indent: int = 0) -> None:
    """A text folded to the width, each line as the terminal needs it."""
    from kg.cli.screen import isolate
    from kg.terminal import fold
    for line in fold(text, _width() - indent):
        click.echo(" " * indent + isolate(line))


def _rows(form: str, columns: tuple[str, ...], rows: Iterable[tuple]) -> None:
    """Rows for other programs."""
    from json import dumps
    if form == "tsv":
        click.echo("\t".join(columns))
    for row in rows:
        click.echo(dumps(dict(zip(columns, row)), ensure_ascii=False) if form == "jsonl" else "\t".join(" ".join(str(x).split()) for x in row))


def _form(form: str | None) -> str:
    return form or ("text" if sys.stdout.isatty() else "tsv")


# ── show ──────────────────────────────────────────────────────────────────────────────────────────────────────────

@click.command("show", short_help="Who or what somebody is, and all that is told of them.")
@click.argument("entity")
@click.option("--all", "whole", is_flag=True, help="Every line of every section.")
@_options
def show_verb(entity: str, whole: bool, form: str | None, language: str | None, why: bool) -> None:
    """Names, offices in time, ties, what it did and had done to it, whom it met, what it said.  ENTITY is any of its names or its id.
    Of a long section the most telling lines are shown, in order of time.

    \b
    Examples:
      kg show أردوغان
      kg show RUS --why
    """
    from kg import lookup, portrait
    store, names, _, language = _opened(language)
    p = portrait.portrait(store, names, lookup.entity(entity, store, names, "entity"), language)
    told = portrait.evidence(store, names, [x.id for x in p.lines]) if why else {}
    if _form(form) != "text":
        columns = ("section", "when", "what", "more", "id", *(("article", "words") if why else ()))
        _rows(_form(form), columns, ((x.section, x.when, x.what, x.more, x.id, *((told.get(x.id) or [("", "")])[0] if why else ())) for x in p.lines))
        return
    say = lambda key, **values: portrait.say(key, language, **values)
    other = "en" if language == "ar" else "ar"
    _say(" · ".join(filter(None, (_bold(p.names.get(language) or p.names.get(other) or p.id), p.names.get(other) if language in p.names else None, p.facts.get("kind"), p.id))))
    for key, value in ((k, p.facts[k]) for k in ("state", "sector", "same as", "named") if k in p.facts):
        _say(f"{say(key)}: {value}", 2)
    if p.others:
        _say(f"{say('also')}: {'، '.join(p.others) if language == 'ar' else ', '.join(p.others)}", 2)
    for section in dict.fromkeys(x.section for x in p.lines):
        _section(section, [x for x in p.lines if x.section == section], told, whole, why, say)
    if not p.lines:
        _say(say("nothing"), 2)


def _section(section: str, lines: list, told: dict, whole: bool, why: bool, say) -> None:
    click.echo()
    _say(_bold(f"{say(section)} ({len(lines)})"))
    kept = lines if whole or len(lines) <= FEW + 1 else [x for n, x in sorted(sorted(enumerate(lines), key=lambda x: (-x[1].weight, x[0]))[:FEW])]
    side = max((len(x.when) for x in kept), default=0)
    for x in kept:
        _line(f"{x.when:{side}}{'  ' if side else ''}" + (" " if x.more[:1] in "+→←" else " · ").join(filter(None, (x.what, x.more))), x.id, side + 4 if side else 4, why)
        for article, words in told.get(x.id, ()):
            _say(f"{article}: «{words}»", 8)
    if len(kept) < len(lines):
        _say("… " + say("more", n=len(lines) - len(kept)), 2)


def _line(text: str, id: str, hang: int, why: bool) -> None:
    """A line and, where there is room or the reader asks for it, the id that it stands on."""
    from kg.cli.screen import isolate
    from kg.terminal import fold, width
    room = _width()
    first, *rest = fold(text, room - hang) if width(text) + 2 > room else [text]
    beside = room >= WIDE and width(first) + len(id) + 6 <= room and not rest
    click.echo("  " + isolate(first) + (" " * (room - width(first) - len(id) - 2) + id if beside else ""))
    for line in rest:
        click.echo(" " * hang + isolate(line))
    if why and not beside:
        click.echo(" " * hang + id)


# ── path ──────────────────────────────────────────────────────────────────────────────────────────────────────────

@click.command("path", short_help="The shortest chains of shared happenings between two.")
@click.argument("a")
@click.argument("b")
@click.option("--class", "cls", metavar="CLASS", help="Only by happenings of this class, by its name in Arabic or English.")
@click.option("--since", metavar="DATE", help="Only by what may lie on or after this day, month or year.")
@click.option("--until", metavar="DATE", help="Only by what may lie on or before it.")
@click.option("--longest", type=click.IntRange(1, 20), default=6, show_default=True, help="How many steps at most.")
@click.option("--most", type=click.IntRange(min=1), default=5, show_default=True, help="How many chains of the shortest length are shown.")
@_options
def path_verb(a: str, b: str, cls: str | None, since: str | None, until: str | None, longest: int, most: int, form: str | None, language: str | None, why: bool) -> int:
    """Who stands between A and B: A took part in something with C, and C in something with B.  Exit code 1 where nothing joins them.

    \b
    Examples:
      kg path أردوغان IRN
      kg path putin QAT --class Meeting --since 2016
    """
    from kg import lookup, paths, portrait
    from kg.errors import UserError
    from kg.terms import value
    store, names, _, language = _opened(language)
    one, other = (lookup.entity(x, store, names, name) for x, name in ((a, "a"), (b, "b")))
    if one == other:
        raise UserError(f"{a!r} and {b!r} are one")
    edges = [value(lookup.term(kind, given, store, names, kind)) if given else "" for kind, given in (("since", since), ("until", until))]
    met = paths.gather(store, names, *edges, lookup.term("class", cls, store, names, "class") if cls else "")
    chains = paths.shortest(met, one, other, longest)
    shown = paths.best(met, chains, most)
    label = paths.labels(store, names, {x for chain in shown for s in chain for x in (s.one, s.other, s.happening)}, language)
    short = lambda term: portrait.short(term[1:-1], names)
    told = portrait.evidence(store, names, [short(s.happening) for chain in shown for s in chain]) if why else {}
    say = lambda key, **values: portrait.say(key, language, **values)
    if _form(form) != "text":
        columns = ("chain", "step", "one", "happening", "of", "other", "id", *(("article", "words") if why else ()))
        _rows(_form(form), columns, ((n, k, label[s.one], label[s.happening], s.of, label[s.other], short(s.happening), *((told.get(short(s.happening)) or [("", "")])[0] if why else ()))
                                     for n, chain in enumerate(shown, 1) for k, s in enumerate(chain, 1)))
    elif shown:
        _say(_bold(say("chains", n=len(chains), k=len(shown[0]))))
        for chain in shown:
            click.echo()
            _say(label[chain[0].one], 2)
            for s in chain:
                _line("  │ " + label[s.happening] + (f" ({say('of shared', n=s.of)})" if s.of > 1 else ""), short(s.happening), 6, why)
                for article, words in told.get(short(s.happening), ()):
                    _say(f"{article}: «{words}»", 8)
                _say(label[s.other], 2)
        if len(shown) < len(chains):
            _say("… " + say("shown", n=len(shown)), 0)
    if not shown:
        click.echo(say("no chain", n=longest), err=True)
    return int(not shown)


# ── search ────────────────────────────────────────────────────────────────────────────────────────────────────────

@click.command("search", short_help="Find words in names and articles, however they are spelled.")
@click.argument("words", nargs=-1, required=True)
@click.option("--in", "where", type=click.Choice(["labels", "articles", "quotes"]), help="Only names; only articles; only sentences that gave a fact.")
@click.option("--since", metavar="DATE", help="Only articles written on or after this day, month or year.")
@click.option("--until", metavar="DATE", help="Only articles written on or before it.")
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many are shown.")
@_options
def search_verb(words: tuple[str, ...], where: str | None, since: str | None, until: str | None, most: int, form: str | None, language: str | None, why: bool) -> int:
    """Every word must be found, with anything glued to it and however it is spelled; "words in quotes" stand together; a name is found in
    Latin letters too, wherever the text means its bearer.  Each sentence leads to the facts read from it.  Exit code 1 where nothing is found.

    \b
    Examples:
      kg search '"وقف إطلاق النار"' سوريا
      kg search Erdogan --in quotes --since 2017
    """
    from kg import lookup, portrait, search
    from kg.terms import value
    store, names, c, language = _opened(language)
    edges = [value(lookup.term(kind, given, store, names, kind)) if given else "" for kind, given in (("since", since), ("until", until))]
    sought = " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)
    count, hits = search.search(search.refreshed(c, store, names), sought, [where] if where else search.KINDS, *edges, most)
    say = lambda key, **values: portrait.say(key, language, **values)
    ids = lambda h: [portrait.short(i, names) if h.kind == "labels" else i for i in h.ids]
    if _form(form) != "text":
        _rows(_form(form), ("kind", "article", "line", "written", "text", "ids"), ((h.kind, h.doc, h.line or "", h.written, h.text, " ".join(ids(h)) if form != "jsonl" else ids(h)) for h in hits))
    else:
        _found(hits, ids, why)
        _say(say("found", n=count) + (f" · {say('shown', n=len(hits))}" if len(hits) < count else "") if count else say("not found"))
    return int(not count)


def _found(hits: list, ids, why: bool) -> None:
    for h in hits:
        if h.kind == "labels":
            _line(_marked(h), ids(h)[0], 4, True)
        else:
            _say(_bold(f"{h.doc}:{h.line}") + (f"  {h.written}" if h.written else ""))
            _say(_marked(h), 4)
            if why:
                for i in ids(h):
                    click.echo(" " * 8 + i)
    if hits:
        click.echo()


def _marked(hit) -> str:
    """The text with what was sought set off: bold where colours are wanted, else left as it is."""
    from kg.cli.screen import coloured
    text = " ".join(hit.text.split()) if not hit.marks else hit.text
    if not coloured() or not hit.marks:
        return text
    out, at = [], 0
    for start, end in hit.marks:
        if start >= at:
            out += [text[at:start], "\x1b[1m", text[start:end], "\x1b[22m"]
            at = end
    return "".join((*out, text[at:]))

