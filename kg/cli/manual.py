"""`kg man`: the manual page, made from the help of the verbs, so that it cannot say anything else."""
from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from textwrap import wrap

import click

ENDINGS = (("0", "done"), ("1", "problems were found, a question has the answer no, or nothing was found"), ("2", "a fault of usage, or input that cannot be read"), ("130", "interrupted; the last good graph is untouched"))


@click.command("man", short_help="Print the manual page: of kg, or of one verb.")
@click.argument("verb", nargs=-1)
@click.pass_context
def man_verb(ctx: click.Context, verb: tuple[str, ...]) -> None:
    """Print a manual page in roff, for  kg man | man -l -  or a folder of manuals.  Without a verb it holds all of them; VERB may be two
    words, as lexicon add.

    \b
    Examples:
      kg man > kg.1
      kg man lexicon add
    """
    root = ctx.find_root()
    found, command = click.Context(root.command, info_name="kg"), root.command
    for name in verb:
        sub = command.get_command(found, name) if isinstance(command, click.Group) else None
        if sub is None:
            raise click.UsageError(f"{found.command_path} has no verb {name!r}", ctx)
        found, command = click.Context(sub, info_name=name, parent=found), sub
    click.echo("\n".join(page(found)))


def page(ctx: click.Context) -> Iterator[str]:
    """The lines of the page of a command."""
    from kg import __version__
    name = ctx.command_path.replace(" ", "-")
    about = _summary(ctx)
    yield from (f'.TH {name.upper()} 1 "" "kg {__version__}" "kg"', ".SH NAME", f"{name} \\- {_text(about[:1].lower() + about[1:].rstrip('.'))}", ".SH SYNOPSIS", *_usage(ctx), ".SH DESCRIPTION", *_prose(ctx), ".SH OPTIONS", *_options(ctx))
    if subs := list(_subs(ctx)):
        yield ".SH VERBS"
        for sub in subs:
            yield from (f".SS {_text(sub.command_path.removeprefix('kg '))}", *_usage(sub), ".PP", *_prose(sub), *_options(sub))
    if ctx.parent is None:
        yield from _surroundings()


def _surroundings() -> Iterator[str]:
    """Files, variables and exit codes."""
    from kg.settings import KEYS
    yield ".SH FILES"
    for path, what in (("kg.toml", "of a collection: its settings, which kg config lists"), ("$XDG_CONFIG_HOME/kg/kg.toml", "of a user: language, bidi, color, pager"), ("$XDG_STATE_HOME/kg/history", "what was typed at kg shell")):
        yield from (".TP", f".I {_text(path)}", _text(what))
    yield ".SH ENVIRONMENT"
    for key, about in KEYS.items():
        for variable, means in about.variables:
            yield from (".TP", f".B {variable}", _text(f"{key} = {means}" if means else about.what))
    yield ".SH EXIT STATUS"
    for code, what in ENDINGS:
        yield from (".TP", f".B {code}", _text(what))


def _subs(ctx: click.Context) -> Iterator[click.Context]:
    """The verbs below a command, those of a group after it."""
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            sub = click.Context(ctx.command.get_command(ctx, name), info_name=name, parent=ctx)
            yield sub
            yield from _subs(sub)


def _summary(ctx: click.Context) -> str:
    return ctx.command.get_short_help_str(200) if ctx.command.short_help else (ctx.command.help or "").strip().split("\n\n")[0].replace("\n", " ").split(". ")[0]


def _usage(ctx: click.Context) -> list[str]:
    return [f".B {_text(ctx.command_path)}", _text(" ".join(ctx.command.collect_usage_pieces(ctx)))]


def _prose(ctx: click.Context) -> Iterator[str]:
    """The help: paragraphs filled, examples as they stand."""
    for n, block in enumerate(re.split(r"\n\s*\n", cleandoc(ctx.command.help or ""))):
        if block.startswith("\b"):
            head, *lines = block[1:].strip("\n").split("\n")
            yield from (".PP", _text(head), ".RS 4", ".nf", *(_text(line.strip()) for line in lines), ".fi", ".RE")
        elif block.strip():
            yield from ([".PP"] if n else [])
            yield from map(_text, wrap(" ".join(block.split()), 72, break_on_hyphens=False))


def _options(ctx: click.Context) -> Iterator[str]:
    for p in ctx.command.get_params(ctx):
        if isinstance(p, click.Option) and (record := p.get_help_record(ctx)):
            yield from (".TP", f".B {_text(record[0])}", *map(_text, wrap(record[1] or "", 72, break_on_hyphens=False)))


def _text(text: str) -> str:
    """A line of roff that prints as it is written."""
    out = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha").replace("`", "\\(ga").replace("'", "\\(aq")
    return "\\&" + out if out[:1] in (".", "\\") and out.startswith((".", "\\(aq")) else out
