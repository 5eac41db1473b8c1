"""The command line: parse, call one verb, print.

Every start of `kg` passes here, so this module imports click and nothing else; the files beside it, one a group of verbs, are
imported when one of their verbs is called.  The user's faults are caught here, once, and here only.
"""
from __future__ import annotations

import sys
from io import TextIOWrapper
from os import environ

import click

from kg import __version__

GROUPS = {
    "Make a graph": {"init": "setup", "build": "making", "extract": "reading", "facts": "correcting",
                     "same": "merging", "different": "merging", "export": "making", "import": "importing"},
    "Ask it": {"ask": "asking", "query": "asking", "show": "looking", "search": "searching", "path": "looking", "timeline": "ordering", "relations": "relating", "why": "explaining", "shell": "dialogue", "report": "showing", "serve": "serving", "stats": "describing",
               "schema": "describing", "diff": "comparing"},
    "Look after it": {"validate": "making", "eval": "measuring", "ledger": "measuring", "lexicon": "words", "doctor": "doctor", "config": "configuring",
                      "completion": "completing", "man": "manual"},
}


class Verbs(click.Group):
    """The verbs, imported when called and listed in groups."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for verbs in GROUPS.values() for name in verbs]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        import importlib
        module = next((verbs[name] for verbs in GROUPS.values() if name in verbs), None)
        return getattr(importlib.import_module(f"kg.cli.{module}"), name.replace("-", "_") + "_verb") if module else None

    def resolve_command(self, ctx: click.Context, args: list[str]):
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            import difflib
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), 1)
            raise click.UsageError(f"there is no verb {args[0]!r}." + (f" Did you mean {near[0]!r}?" if near else ""), ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from kg.cli.helping import page
        formatter.write(page(GROUPS, (self.help or "").split(", and")[0] + ".") + "\n")


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
@click.option("-C", "--collection", "folder", metavar="FOLDER", help="The collection to work in; else the one here or above.")
@click.option("--bidi", type=click.Choice(["auto", "terminal", "visual", "isolate", "off"]), metavar="MODE", help="Arabic is ordered by: auto, terminal, visual (kg)…")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), metavar="WHEN", help="Colours: auto, always, never.")
@click.option("-q", "--quiet", is_flag=True, help="Only what was asked for, and what is wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Say what was decided, and why.")
@click.pass_context
def kg(ctx: click.Context, folder: str | None, **given) -> None:
    """Knowledge graphs from Arabic political news: who did what to whom, when, where, and who says so."""
    ctx.obj = folder
    ctx.meta["kg"] = given
    if any(given.values()) or sys.stdout.isatty() or sys.stderr.isatty():
        from kg.cli.screen import heed
        heed(ctx)


def collection():
    """The collection that this call works in."""
    from kg.collection import find
    return find(click.get_current_context().find_root().obj)


def here():
    """The collection that this call works in, None where there is none: for verbs that do without."""
    from kg.collection import find, nearest
    folder = click.get_current_context().find_root().obj
    return find(folder) if folder else nearest()


def lexicon():
    """The words that this call reads with: the built-in ones, overlaid by those of the collection here."""
    from kg.collection import open_lexicon
    return open_lexicon(here())


def complain(error) -> None:
    """A user's fault on standard error."""
    from kg.cli.screen import isolate
    first, *rest = error.told()
    print("\n".join(isolate(line, err=True) for line in (f"kg: {first}", *rest)), file=sys.stderr)


def prepare() -> None:
    """What every call sets before it begins."""
    import gc
    gc.set_threshold(200_000, 50, 100)      # reading leaves no cycles behind, and to look for them oftener takes a sixth of its time
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):                   # the same bytes in every locale
            stream.reconfigure(encoding="utf-8", errors=stream.errors)


def main(args: list[str] | None = None) -> None:
    """Runs one verb.  Exit codes: 0 fine, 1 problems found or an ASK that is false, 2 usage and unreadable input, 130 interrupted."""
    from kg.errors import UserError
    prepare()
    if "_KG_COMPLETE" in environ:
        from kg.cli.completing import install
        install()
    try:
        sys.exit(kg.main(args, prog_name="kg", standalone_mode=False) or 0)
    except UserError as e:
        complain(e)
        sys.exit(2)
    except click.exceptions.Exit as e:
        sys.exit(e.exit_code)
    except click.ClickException as e:
        e.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        import signal
        signal.signal(signal.SIGINT, signal.SIG_IGN)            # who presses it twice gets no traceback either
        print("kg: interrupted; the last good graph is untouched", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        import os
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
