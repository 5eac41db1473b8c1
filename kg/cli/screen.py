"""What is drawn on a terminal passes here: Arabic as that terminal needs it, and colours as they are wanted."""
from __future__ import annotations

import os
import sys

import click


def isolate(text: str, err: bool = False) -> str:
    """A cell or a line as the terminal needs it, so that Arabic in it reads right and does not disturb the order of what stands beside it
    (`kg.terminal`); untouched where the output is no terminal.  Once for each text, after it was cut or folded."""
    if text.isascii() or not (sys.stderr if err else sys.stdout).isatty():
        return text
    from kg import terminal
    return terminal.isolate(text, bidi()[0]) if terminal.RTL.search(text) else text


def tell(line: str, hang: int = 0, err: bool = False, lead: int = 0) -> None:
    """A line of a text; on a terminal folded to its width, what follows the first line `hang` columns in, and each line as the terminal
    needs it: a terminal that folds by itself would show the end of a sentence first where kg has ordered it.  `lead` columns of it are
    printed already."""
    if not (sys.stderr if err else sys.stdout).isatty():
        click.echo(line, err=err)
        return
    from shutil import get_terminal_size

    from kg.terminal import fold
    room = max(20, get_terminal_size().columns - hang - lead)
    for n, part in enumerate(fold(line[hang:], room)):
        click.echo(isolate((" " * (hang + lead) if n else line[:hang]) + part, err), err=err)


def bidi() -> tuple[str, str]:
    """Who orders Arabic here, and what says so: asked once a call, and only where there is Arabic to show."""
    ctx = click.get_current_context(silent=True)
    kept = ctx.meta if ctx else {}
    if "kg.bidi" not in kept:
        from kg.terminal import guess
        chosen = settings()["bidi"]
        kept["kg.bidi"] = guess(os.environ, _around()) if chosen.value == "auto" else (chosen.value, chosen.place)
    return kept["kg.bidi"]


def settings(afresh: bool = False):
    """Every key of kg.toml with its value in this call and where that comes from; asked once a call."""
    from kg.cli import here
    from kg.settings import OPTIONS, layered
    ctx = click.get_current_context(silent=True)
    kept = ctx.meta if ctx else {}
    if afresh or "kg.settings" not in kept:
        c, given = here() if ctx else None, kept.get("kg", {})
        kept["kg.settings"] = layered(c.folder if c else None, {key: given.get(key) for key in OPTIONS})
    return kept["kg.settings"]


def _around() -> str:
    """What tmux knows of the terminal it is shown in: its answer to XTVERSION, and its TERM."""
    if not os.environ.get("TMUX"):
        return ""
    import subprocess
    try:
        return subprocess.run(["tmux", "display-message", "-p", "#{client_termtype}|#{client_termname}"], capture_output=True, text=True, timeout=1).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def heed(ctx: click.Context) -> None:
    """Colours and pager by option, environment and kg.toml: told in the variables that all who draw here obey, and to click."""
    from kg.errors import UserError
    try:
        known = settings()
    except UserError:      # of a broken kg.toml, of which the verb complains
        return
    if known["pager"].value:
        os.environ["PAGER"] = known["pager"].value
    if known["color"].value != "auto":
        always = known["color"].value == "always"
        ctx.color = always
        os.environ.pop("NO_COLOR" if always else "FORCE_COLOR", None)
        os.environ["FORCE_COLOR" if always else "NO_COLOR"] = "1"


def coloured() -> bool:
    """Whether this call may colour what it prints; click is told."""
    chosen = settings()["color"].value
    on = chosen == "always" or chosen == "auto" and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if ctx := click.get_current_context(silent=True):
        ctx.color = on
    return on
