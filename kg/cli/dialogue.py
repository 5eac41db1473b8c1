"""`kg shell`: the terminal's side of the shell: prompts, history and completion; errors are shown and the dialogue goes on."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import click


@click.command("shell", short_help="Ask in a dialogue: saved queries, SPARQL, why.")
@click.option("--asserted", is_flag=True, help="Leave out what is inferred: only what articles say and merging concludes.")
@click.pass_context
def shell_verb(ctx: click.Context, asserted: bool) -> int:
    """Ask the graph in a dialogue.  A line names a saved query with its parameters, or begins SPARQL, which ends with a ; or a blank
    line; \\help lists the rest.  On a terminal with history and completion (Tab); works with input piped in, and then ends with exit
    code 1 where a command failed.

    \b
    Examples:
      kg shell
      echo 'leaders-met a=RUS b=TUR' | kg shell
    """
    from kg.cli.asking import open_graph, own_folders, write_answer
    from kg.shell import Shell
    store, names, c = open_graph(asserted)
    shell = Shell(store, names, own_folders(), c.language, lambda answer, form: write_answer(answer, form, names), _explainer(ctx), click.echo)
    if sys.stdin.isatty():
        click.echo("kg shell: \\help says what can be typed, \\list shows the saved queries, \\quit leaves")
        with _line_editor(shell.completions):
            _dialogue(shell, _prompted)
        return 0
    return int(_dialogue(shell, lambda waiting: _piped()))


def _explainer(ctx: click.Context) -> Callable[[str], object]:
    """`kg why`, called from here."""
    def explain(ident: str) -> None:
        from kg.cli import kg
        kg.get_command(ctx, "why").main([ident], prog_name="\\why", parent=ctx, standalone_mode=False)
    return explain


def _prompted(waiting: bool) -> str | None:
    try:
        return input("  > " if waiting else "kg> ")
    except EOFError:
        click.echo()
        return None


def _piped() -> str | None:
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _dialogue(shell, ask: Callable[[bool], str | None]) -> bool:
    """Reads and obeys until the end or \\quit; True where a command failed.  Ctrl-C drops what was begun on a terminal."""
    from kg.shell import Reader
    reader, failed = Reader(), False
    while True:
        try:
            line = ask(reader.waiting)
            for command in reader.end() if line is None else reader.feed(line):
                done = _obey(shell, command)
                failed |= done is None
                if done is False:
                    return failed
            if line is None:
                return failed
        except KeyboardInterrupt:
            if not sys.stdin.isatty():
                raise
            reader.drop()
            click.echo()


def _obey(shell, command: str) -> bool | None:
    """False to leave, None where it failed, which has been shown."""
    from kg.cli import complain
    from kg.errors import UserError
    try:
        return shell.obey(command)
    except UserError as e:
        sys.stdout.flush()
        complain(e)
    except click.ClickException as e:
        e.show()
    return None


@contextmanager
def _line_editor(completions: Callable[[str, str], list[str]]) -> Iterator[None]:
    """History and completion by the standard library's readline, where this Python has it."""
    try:
        import readline
    except ImportError:
        yield
        return
    from kg.shell import history_file
    path, found = history_file(), []

    def complete(text: str, state: int) -> str | None:
        from kg.errors import UserError
        if state == 0:
            try:
                found[:] = completions(readline.get_line_buffer()[:readline.get_begidx()], text)
            except UserError:
                found.clear()
        return (found[state] + ("" if found[state].endswith((":", "=")) else " ")) if state < len(found) else None

    readline.set_completer_delims(" \t\n{}()[]|/^*+!,;<>\"'")
    readline.set_completer(complete)
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    with suppress(OSError):
        readline.read_history_file(path)
    readline.set_history_length(2000)
    try:
        yield
    finally:
        with suppress(OSError):
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            readline.write_history_file(path)
