"""`kg same`, `kg different`."""
from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.identity import Identity
    from kg.model import Reading


class Meant(NamedTuple):
    """What an argument means: `ids` as merges.toml names them, `one` how the graph names it now, `label` for a person."""
    key: str
    ids: tuple[str, ...]
    one: str
    label: str


@click.command("same", short_help="Say that facts, happenings or entities are one.")
@click.argument("things", nargs=-1, required=True, metavar="A B...")
@click.option("--why", "why", metavar="TEXT", default="", help="The reason, kept beside the entry.")
def same_verb(things: tuple[str, ...], why: str) -> None:
    """Say that two or more are one: facts or happenings by id, entities by id or name (`id@ARTICLE` for the one of that article).

    It adds an entry to merges.toml in the collection's folder; the next build holds to it, and without the entry it is as before.

    \b
    Examples:
      kg same lavrov shoigu --why "only to show how"
      kg same happening:phone-call-erdogan-putin-2016-06-27 happening:phone-call-erdogan-putin-2016-07-20
    """
    _keep("same", things, why)


@click.command("different", short_help="Say that two facts, happenings or entities are not one.")
@click.argument("first")
@click.argument("second")
@click.option("--why", "why", metavar="TEXT", default="", help="The reason, kept beside the entry.")
def different_verb(first: str, second: str, why: str) -> None:
    """Say that two are not one: facts or happenings by id, entities by id or name (`id@ARTICLE` for the one of that article).

    It adds an entry to merges.toml in the collection's folder; the next build holds to it, and without the entry it is as before.

    \b
    Examples:
      kg different lavrov shoigu
      kg different happening:meeting-erdogan-putin-2017-03-10 happening:reception-erdogan-putin-2017-03-10 --why "one met, one was received"
    """
    _keep("different", (first, second), why)


def _keep(kind: str, things: Sequence[str], why: str) -> None:
    """Writes the entry, if it agrees with those that are there, and says what it will change."""
    from os.path import relpath

    from kg import pins
    from kg.articles import decode
    from kg.cli import collection
    from kg.cli.screen import tell
    from kg.collection import open_lexicon
    from kg.errors import UserError
    from kg.kept import load_readings, write_atomically
    from kg.naming import united
    from kg.together import who
    c = collection()
    readings = load_readings(c)
    words = open_lexicon(c)
    found = who(c, readings, words)
    one = united(readings, found)
    meant = [_meant(thing, c, readings, one, found, words) for thing in things]
    if len({m.key for m in meant}) > 1:
        raise UserError("facts and entities do not go together", hint="name two facts or happenings, or two entities")
    groups = [tuple(i for m in meant for i in m.ids)] if kind == "same" else list(product(*(m.ids for m in meant)))
    if any(len(set(ids)) < 2 for ids in groups):
        raise UserError(f"{things[0]} and {things[-1]} are one and the same fact or article's entity", hint="id@ARTICLE names the entity of one article")
    path = c.folder / pins.FILE
    old = decode(path) if path.exists() else "# What is one and what is not, held to by every build; kg same and kg different add entries, and they are yours to edit.\n"
    known = pins.parse(old, str(path))
    text = old + "".join(pins.entry(kind, meant[0].key, dict.fromkeys(f"id:{i}" if meant[0].key == "entities" else i for i in ids), why) for ids in groups)
    if pins.parse(text, str(path)) == known:
        click.echo(f"{relpath(path)} says so already")
        return
    write_atomically(path, [text])
    tell(f"{relpath(path)}: {len(groups)} entr{'y' if len(groups) == 1 else 'ies'} added; {_effect(kind, meant)}; kg build brings it into the graph")


def _effect(kind: str, meant: Sequence[Meant]) -> str:
    """What the next build will do otherwise."""
    apart = len({m.one for m in meant}) > 1
    names = " and ".join(dict.fromkeys(f"{m.label} ({m.one})" for m in meant))
    if kind == "same":
        return f"{names} will be one" if apart else f"{names}: one already, and will stay so"
    return f"{names} are two already, and will stay so" if apart else f"{names} will be two"


def _meant(thing: str, c, readings: Sequence[Reading], one: Sequence[Reading], found: Identity, words) -> Meant:
    """The facts or the entity that a person names; UserError where it is nothing, or several."""
    from kg.accounts import accounts
    from kg.directory import Directory
    from kg.errors import UserError
    from kg.merge import merge
    from kg.together import pins
    from kg.vocab import local
    name = thing.strip("<>").removeprefix(c.base)
    if name.partition(":")[0] in ("event", "happening"):
        happenings = accounts(one, merge(one, pins(c))).happenings
        for h in happenings:
            facts = tuple(f.id for f in h.facts)
            if name in facts or name == f"happening:{local(h.id)}":
                return Meant("facts", (name,) if name in facts else facts, f"happening:{h.id}", h.cls)
        raise UserError(f"the graph has no fact or happening called {thing!r}", hint="kg ask timeline shows happenings with their names; kg why shows their facts")
    ident, at, doc = name.removeprefix("id:").partition("@")
    whole = {x.entity.id: x for x in found.ones}
    if at:
        there = {m.ref.entity.id: m.ref.entity for r in readings if r.article.id == doc for m in r.mentions}
        if ident not in there:
            raise UserError(f"the article {doc!r} names nobody {ident!r}", hint="kg why ARTICLE shows whom it names")
        e = found.places().get((doc, ident), there[ident])
        return Meant("entities", (f"{ident}@{doc}",), e.id, e.label("en"))
    own = {r.entity.id for x in readings for r in _refs(x)}
    if ident in own and ident not in whole:      # an article's own name of it
        ones = {x.entity.id: x.entity for x in found.ones if ident in {i for _, i in x.members}}
        if len(ones) > 1:
            raise UserError(f"{ident} is {len(ones)} in the graph", hint="; ".join(f"{i} ({', '.join(d for d, k in whole[i].members if k == ident)})" for i in sorted(ones)))
        e = next(iter(ones.values()), None)
        label = e or next(r.entity for x in readings for r in _refs(x) if r.entity.id == ident)
        return Meant("entities", (ident,), label.id, label.label("en"))
    e = Directory(words, one).find(ident)
    if e.id in whole and e.id not in own:        # one of several of a name: by its articles
        return Meant("entities", tuple(f"{i}@{d}" for d, i in whole[e.id].members), e.id, e.label("en"))
    return Meant("entities", (e.id,), e.id, e.label("en"))


def _refs(reading: Reading):
    from kg.records import refs_of
    return [m.ref for m in reading.mentions] + [ref for f in (*reading.events, *reading.claims, *reading.relations) for ref in refs_of(f)]
