"""`kg config`."""
from __future__ import annotations

from pathlib import Path

import click


@click.group("config", invoke_without_command=True, short_help="List and change settings.")
@click.pass_context
def config_verb(ctx: click.Context) -> None:
    """List every setting with its value and what gave it: an option of the call, the environment, kg.toml of the collection, your own
    ~/.config/kg/kg.toml, or the default.

    \b
    Examples:
      kg config
      kg config set language ar --user
    """
    if ctx.invoked_subcommand is None:
        _list()


def _list() -> None:
    from kg.cli.screen import settings
    from kg.terminal import pad, width
    found = settings()
    rows = [(key, s.value or "-", s.origin + (f" ({_short(s.place)})" if s.place else "")) for key, s in found.items()]
    wide = [max(width(row[n]) for row in rows) for n in (0, 1)]
    for key, value, origin in rows:
        click.echo(f"{pad(key, wide[0])}  {pad(value, wide[1])}  {origin}")


def _short(place: str) -> str:
    """A path as seen from here or from home, where that is shorter."""
    from os.path import expanduser, isabs, relpath
    if not isabs(place):
        return place
    home = expanduser("~")
    return min(relpath(place), "~" + place.removeprefix(home) if place.startswith(home + "/") else place, key=len)


@config_verb.command("get", short_help="Print the value of a setting.")
@click.argument("key")
def get(key: str) -> None:
    """Print the value that KEY has in this call.

    \b
    Examples:
      kg config get language
      kg -C seeds config get base
    """
    from kg.cli.screen import settings
    click.echo(settings()[_known(key)].value)


@config_verb.command("set", short_help="Change a setting; comments in the file stay.")
@click.argument("key")
@click.argument("value")
@click.option("--user", is_flag=True, help="For all your collections, in ~/.config/kg/kg.toml.")
def set_(key: str, value: str, user: bool) -> None:
    """Give KEY a VALUE in the collection's kg.toml, or in your own with --user.

    \b
    Examples:
      kg config set language ar
      kg config set bidi visual --user
    """
    _change(_known(key), value, user)


@config_verb.command("unset", short_help="Take a setting out of the file.")
@click.argument("key")
@click.option("--user", is_flag=True, help="From ~/.config/kg/kg.toml.")
def unset(key: str, user: bool) -> None:
    """Take KEY out of the collection's kg.toml, or out of your own with --user.

    \b
    Examples:
      kg config unset language
      kg config unset bidi --user
    """
    _change(_known(key), None, user)


def _known(key: str) -> str:
    from kg.errors import UserError
    from kg.settings import KEYS, fault
    if key not in KEYS:
        raise UserError(*fault(key, "")[:1], hint=fault(key, "")[1])
    return key


def _change(key: str, value: str | None, user: bool) -> None:
    from kg.cli.screen import settings
    from kg.kept import write_atomically
    from kg.settings import change, user_file
    path = user_file() if user else _own_file()
    write_atomically(path, [change(path, key, value)])
    now = settings(afresh=True)[key]
    over = "" if now.origin == ("user" if user else "collection") or value is None else f"; here {now.origin} ({_short(now.place)}) comes first and says {now.value}"
    click.echo(f"{_short(str(path))}: " + (f"{key} is {value}" if value is not None else f"{key} is no longer set, and is {now.value or 'nothing'} by {now.origin}") + over)


def _own_file() -> Path:
    """kg.toml of the collection of this call, also of one in which something is wrong: this is how it is mended."""
    from kg.collection import folder_of
    from kg.settings import FILE
    return folder_of(click.get_current_context().find_root().obj) / FILE
