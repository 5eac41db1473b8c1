"""`kg show` and `kg path`."""
from __future__ import annotations

import click

from kg.cli import laying

FEW = 8             # lines of a section that are shown without --all


# ── show ──────────────────────────────────────────────────────────────────────────────────────────────────────────

@click.command("show", short_help="Who or what somebody is, and all that is told of them.")
@click.argument("entity")
@click.option("--all", "whole", is_flag=True, help="Every line of every section.")
@click.option("--order", type=click.Choice(["time", "telling"]), default="time", show_default=True, help="How the lines of a section are ordered.")
@laying.options
def show_verb(entity: str, whole: bool, order: str, output: str | None, form: str | None, language: str | None, why: bool) -> None:
    """Names, offices in time, ties, what it did and had done to it, whom it met, what it said.  ENTITY is any of its names or its id, or the id
    of a happening or fact.  Of a long section the most telling lines are shown: what weighs most, and what most articles tell.

    \b
    Examples:
      kg show أردوغان
      kg show RUS --why
    """
    from kg import portrait
    store, names, _, language = laying.opened(language)
    p = _of(entity, store, names, language)
    if order == "telling":
        p = p._replace(lines=tuple(sorted(p.lines, key=lambda x: (list(dict.fromkeys(y.section for y in p.lines)).index(x.section), -x.weight))))
    told = portrait.evidence(store, names, [id for x in p.lines for id in (x.id, *x.others)]) if why else {}
    told |= {x.id: sorted({words for id in (x.id, *x.others) for words in told.get(id, ())}) for x in p.lines if x.others and why}
    if not laying.drawn(form, output):
        laying.rows(form, output, names, ("section", "when", "what", "more", "id"), [x[:5] for x in p.lines], why, told)
        return
    say = lambda key, **values: portrait.say(key, language, **values)
    other = "en" if language == "ar" else "ar"
    laying.lay(" · ".join(filter(None, (laying.bold(p.names.get(language) or p.names.get(other) or p.id), p.names.get(other) if language in p.names else None,
                                        p.facts.get("kind"), p.id if p.names else None))))
    for key in ("date", "status", "standing", "article", "state", "sector", "same as", "named"):
        if key in p.facts:
            laying.lay(f"{say(key)}: {p.facts[key]}", 2)
    if p.others:
        laying.lay(f"{say('also')}: {say('list').join(p.others)}", 2)
    if not p.names or p.id.partition(":")[0] != "id":
        _roles(p, told if why else None)
        return
    for section in dict.fromkeys(x.section for x in p.lines):
        _section(section, [x for x in p.lines if x.section == section], told if why else None, whole, say)
    if not p.lines:
        laying.lay(say("nothing"), 2)


def _of(entity: str, store, names: dict[str, str], language: str):
    """The portrait of what a name or an id means."""
    from kg import lookup, portrait, scene, vocab
    kind = vocab.shorten(entity, names).partition(":")[0] if entity.startswith(names["id"]) else entity.partition(":")[0]
    if kind in scene.KINDS:
        return scene.scene(store, names, entity, language)
    return portrait.portrait(store, names, lookup.entity(entity, store, names), language)


def _roles(p, told: dict | None) -> None:
    """What a happening or a fact has, a property a line; under it no id and no words that are its own, for they stand at its head and among its lines."""
    from kg.terminal import pad, width
    side = max((width(x.section) for x in p.lines), default=0)
    click.echo()
    for n, x in enumerate(p.lines):
        caption = "" if n and p.lines[n - 1].section == x.section else x.section
        text = " · ".join(filter(None, (x.when, x.what, x.more)))
        laying.line(pad(caption, side) + "  ", text, "" if x.id == p.id else x.id, None if told is None or x.id == p.id else told.get(x.id, ()))


def _section(section: str, lines: list, told: dict | None, whole: bool, say) -> None:
    click.echo()
    laying.lay(laying.bold(f"{say(section)} ({len(lines)})"))
    kept = lines if whole or len(lines) <= FEW + 1 else [x for _, x in sorted(sorted(enumerate(lines), key=lambda x: (-x[1].weight, x[0]))[:FEW])]
    side = max((len(x.when) for x in kept), default=0)
    for x in kept:
        text = (" " if x.more[:1] in "+→←" else " · ").join(filter(None, (x.what, x.more)))
        laying.line(f"{x.when:{side}}{'  ' * bool(side)}", text, x.id, None if told is None else told.get(x.id, ()))
    if len(kept) < len(lines):
        laying.lay("… " + say("more", n=len(lines) - len(kept)), 2)


# ── path ──────────────────────────────────────────────────────────────────────────────────────────────────────────

@click.command("path", short_help="The shortest chains of shared happenings between two.")
@click.argument("a")
@click.argument("b")
@click.option("--class", "classes", multiple=True, metavar="CLASS", help="Only by happenings of this class, by its name in Arabic or English; again for more.")
@click.option("--since", metavar="DATE", help="Only by what may lie on or after this day, month or year.")
@click.option("--until", metavar="DATE", help="Only by what may lie on or before it.")
@click.option("--longest", type=click.IntRange(1, 20), default=6, show_default=True, help="How many steps at most.")
@click.option("--most", type=click.IntRange(min=1), default=5, show_default=True, help="How many chains of the shortest length are shown.")
@laying.options
def path_verb(a: str, b: str, classes: tuple[str, ...], since: str | None, until: str | None, longest: int, most: int, output: str | None, form: str | None, language: str | None, why: bool) -> int:
    """Who stands between A and B: A took part in something with C, and C in something with B.  Exit code 1 where nothing joins them.

    \b
    Examples:
      kg path أردوغان IRN
      kg path putin QAT --class Meeting --since 2016
    """
    from kg import lookup, paths, portrait
    from kg.errors import UserError
    store, names, _, language = laying.opened(language)
    one, other = (lookup.entity(x, store, names, name) for x, name in ((a, "A"), (b, "B")))
    if one == other:
        raise UserError(f"{a!r} and {b!r} are one")
    ground = paths.Ground(store, names, *lookup.edges(since, until, store, names), [lookup.term("class", x, store, names, "--class") for x in classes])
    chains = paths.Chains(ground.beside, one, other, longest)
    shown = [paths.steps(ground, chains, chain) for chain in chains.best(most)]
    label = paths.labels(store, names, {x for chain in shown for s in chain for x in (s.one, s.other, s.happening)}, language)
    short = lambda term: portrait.short(term[1:-1], names)
    told = portrait.evidence(store, names, [short(s.happening) for chain in shown for s in chain]) if why else {}
    say = lambda key, **values: portrait.say(key, language, **values)
    if not laying.drawn(form, output):
        found = [(n, k, label[s.one], label[s.happening], s.of, label[s.other], short(s.one), short(s.happening), short(s.other)) for n, chain in enumerate(shown, 1) for k, s in enumerate(chain, 1)]
        laying.rows(form, output, names, ("chain", "step", "one", "happening", "of", "other", "from", "id", "to"), found, why, told)
    elif shown:
        laying.lay(laying.bold(say("chains", n=len(chains), k=len(shown[0]))))
        for chain in shown:
            click.echo()
            laying.lay(label[chain[0].one], 2)
            for s in chain:
                text = label[s.happening] + (f" ({say('of shared', n=s.of)})" if s.of > 1 else "")
                laying.line("│ ", text, short(s.happening), told.get(short(s.happening), ()) if why else None, 4)
                laying.lay(label[s.other], 2)
        if len(shown) < len(chains):
            laying.lay("… " + say("shown", n=len(shown)))
    if not shown:
        click.echo(say("no chain", n=longest), err=True)
    return int(not shown)
