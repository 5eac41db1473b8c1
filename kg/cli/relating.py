"""`kg relations`: two parties over time, as a table and a chart."""
from __future__ import annotations

import sys

import click

WIDTH, LEAST = 80, 6      # columns of the whole chart, and of a bar at least
VERBAL, MATERIAL = "░", "█"


@click.command("relations", short_help="Say how two parties stood to each other, month by month.")
@click.argument("a")
@click.argument("b")
@click.option("--by", type=click.Choice(["month", "year"]), default="month", show_default=True, help="How long a period is.")
@click.option("--since", help="First day, month or year.")
@click.option("--until", help="Last day, month or year.")
@click.option("--alone", is_flag=True, help="A state is itself only, without its people, bodies and places.")
@click.option("--why", is_flag=True, help="Under the most telling happenings their ids for kg why, the articles and the words behind them.")
@click.option("--lang", "language", type=click.Choice(["ar", "en"]), help="The language of names. Default: the collection's.")
@click.option("--format", "form", type=click.Choice(["chart", "table", "tsv", "json", "jsonl"]), help="Default: chart and table on a terminal (table is the same), TSV into a pipe.")
def relations_verb(a: str, b: str, by: str, since: str | None, until: str | None, alone: bool, why: bool, language: str | None, form: str | None) -> int:
    """Count what happened between A and B in each period by PLOVER's quad classes, with the mean conflict–cooperation score and the most
    telling happenings.  Each is named by any of its names; a state stands for its people, bodies and places too.

    \b
    Examples:
      kg relations RUS TUR
      kg relations SAU IRN --by year --why
    """
    from kg import lookup, relations
    from kg.cli.asking import open_graph
    from kg.errors import UserError
    store, names, c = open_graph()
    language = language or c.language
    one, other = (lookup.term("party", x, store, names, name) for x, name in ((a, "A"), (b, "B")))
    if one == other:
        raise UserError(f"{a!r} and {b!r} are one party")
    found, contested = relations.split(relations.between(store, names, one, other, language, alone, *lookup.edges(since, until, store, names)))
    table = relations.periods(found, by)
    form = form or ("chart" if sys.stdout.isatty() else "tsv")
    told = (lambda d: relations.voices(store, names, d)) if why else None
    if form in ("chart", "table"):
        _chart(table, found, contested, told, language, names)
    else:
        sys.stdout.writelines({"json": _json, "jsonl": _jsonl, "tsv": _tsv}[form](table, told))
    return 0


def _figure(x: float | None) -> str:
    return "" if x is None else f"{x:+.2f}"


def _counts(p) -> list[int]:
    from kg.relations import OUTSIDE, QUADS
    return [p.counts[q] for q in (*QUADS, OUTSIDE)]


def _tsv(table, told):
    from kg.relations import OUTSIDE, QUADS
    yield "\t".join(("period", "happenings", *(q.replace(" ", "_") for q in QUADS), OUTSIDE.replace(" ", "_").lower(), "mean", "telling", "name", *(("article", "words") if told else ()))) + "\n"
    for p in table:
        best = p.telling[0]
        row = [p.name, p.total, *_counts(p), _figure(p.mean), best.id, best.label]
        if told:
            row += (told(best) or [("", "", "")])[0][:2]
        yield "\t".join(" ".join(str(x).split()) for x in row) + "\n"


def _json(table, told):
    yield "[\n" + ",\n".join(row.rstrip() for row in _jsonl(table, told)) + "\n]\n"


def _jsonl(table, told):
    from json import dumps

    from kg.relations import OUTSIDE, QUADS
    for p in table:
        deeds = []
        for d in p.telling:
            one = {"happening": d.id, "name": d.label, "class": d.cls, "type": d.type, "mode": d.mode, "start": d.start or None, "end": d.end or None, "score": d.score, "articles": d.tellers}
            deeds.append(one | ({"told": [{"article": x, "words": words, "fact": f} for x, words, f in told(d)]} if told else {}))
        yield dumps({"period": p.name, "happenings": p.total, **dict(zip((*QUADS, OUTSIDE), _counts(p))), "mean": p.mean and round(p.mean, 2), "telling": deeds}, ensure_ascii=False) + "\n"


def _chart(table, found, contested, told, language: str, names: dict[str, str]) -> None:
    """A row a period: conflict to the left, cooperation to the right, then number and mean; below, what was most telling.

    Verbal and material are told apart by how dense the blocks are, not by colour alone."""
    from kg.cli.screen import isolate
    from kg.terminal import pad
    put = lambda text, room, side="left": pad(isolate(text), room, side)      # filled up outside, where no mark or ligature counts
    say = {key: names[language] for key, names in _words().items()}
    if not table:
        click.echo(say["nothing"])
        return
    name = lambda p: say["undated"] if p.name == "undated" else p.name
    first = max(len(name(p)) for p in table) + 2
    numbers = max(len(say["happenings"]) + 2, 12)
    side = max(LEAST, (WIDTH - first - 3 - numbers - 8) // 2)
    most = max(max(sum(_sides(p)[:2]), sum(_sides(p)[2:4]), 1) for p in table)
    scale = min(3, side // most) if most <= side else side / most
    paint = _painter()
    tail = lambda n, x: f"{n:>{numbers}}{'' if x is None else f'{x:+.1f}':>8}".rstrip()
    click.echo(f"{'':{first}}" + put(say["conflict"], side, "right") + " │ " + put(say["cooperation"], side) + put(say["happenings"], numbers, "right") + put(say["mean"], 8, "right"))
    last = ""
    for p in table:
        if last and _gap(last, p.name):
            click.echo("⋮")
        last = p.name
        vc, mc, vp, mp, _ = _sides(p)
        left, right = _bar(mc, vc, scale), _bar(mp, vp, scale)
        spread = lambda bar, pad: paint("red" if pad == "left" else "green", bar)
        click.echo(put(name(p), first) + " " * (side - len(left)) + spread(left[::-1], "left") + " │ " + spread(right, "right") + " " * (side - len(right)) + tail(p.total, p.mean))
    from kg.relations import mean
    click.echo(put(say["total"], first) + f"{'':{side}} │ {'':{side}}" + tail(len(found), mean(d.score for d in found)))
    click.echo(f"{VERBAL} {isolate(say['verbal'])}  {MATERIAL} {isolate(say['material'])}  " + (f"{MATERIAL * scale} = 1" if scale >= 1 else f"{MATERIAL} = {1 / scale:.1f}"))
    click.echo(f"\n{isolate(say['telling'])}")
    hang = first + 7
    for p in table:
        for d in p.telling[:3 if told else 1]:
            _deed(put(name(p), first) + f"{'' if d.score is None else f'{d.score:+g}':>5}  ", d, hang, told, names)
    for n, d in enumerate(contested):
        if not n:
            click.echo("\n" + isolate(say["contested"]))
        _deed(" " * hang, d, hang, told, names)


def _deed(left: str, d, hang: int, told, names: dict[str, str]) -> None:
    """A happening; with `told` its id, and the articles with their words."""
    from kg.cli.screen import isolate
    from kg.terminal import fold
    from kg.vocab import shorten
    under, last = [shorten(d.id, names) or d.id] * bool(told), ""
    for article, words, _ in told(d) if told else ():
        under += [article] * (article != last)
        under += ["  " + line for line in fold(f"«{' '.join(words.split())}»", WIDTH - hang - 2)]
        last = article
    for n, line in enumerate((*fold(d.label, WIDTH - hang), *under)):
        click.echo((left if not n else " " * hang) + isolate(line))


def _words() -> dict[str, dict[str, str]]:
    import tomllib
    from pathlib import Path

    import kg
    return tomllib.loads((Path(kg.__file__).parent / "relations.toml").read_text(encoding="utf-8"))["says"]


def _sides(p) -> tuple[int, int, int, int, int]:
    """Verbal and material conflict, verbal and material cooperation, the rest."""
    verbal, material, against, harm, rest = _counts(p)
    return against, harm, verbal, material, rest


def _bar(material: int, verbal: int, scale: float) -> str:
    """From the axis outwards: material first; what is there at all is at least one block."""
    length = lambda n: max(1, round(n * scale)) if n else 0
    return MATERIAL * length(material) + VERBAL * length(verbal)


def _gap(before: str, after: str) -> bool:
    """Whether months or years lie between two periods in which nothing happened."""
    def number(name: str) -> int | None:
        year, dash, month = name.partition("-")
        return int(year) * 12 + int(month) if dash else int(year) if year.isdecimal() else None
    a, b = number(before), number(after)
    return len(before) == len(after) and a is not None and b is not None and b - a > 1


def _painter():
    """Colours where they are wanted."""
    from kg.cli.screen import coloured
    return (lambda colour, text: click.style(text, fg=colour) if text else text) if coloured() else lambda colour, text: text
