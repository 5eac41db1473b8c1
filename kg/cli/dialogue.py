"""`kg shell`: the shell's side that prints, reads lines and calls verbs; errors are shown and the dialogue goes on.

On a terminal with the line editor (`kg.cli.editing`); on one that can only print (TERM=dumb) with bare lines; from a pipe without prompts.
"""
from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext

import click


@click.command("shell", short_help="Ask in a dialogue: saved queries, SPARQL, who, why.")
@click.option("--asserted", is_flag=True, help="Leave out what is inferred: only what articles say and merging concludes.")
@click.pass_context
def shell_verb(ctx: click.Context, asserted: bool) -> int:
    """Ask the graph in a dialogue.  A line names a saved query with its parameters, or begins SPARQL, which ends with a ; or a blank
    line; \\help lists the rest.  On a terminal with history, colours and suggestions: names may be typed in Arabic or Latin letters.
    Works with input piped in, and then ends with exit code 1 where a command failed.

    \b
    Examples:
      kg shell
      echo 'leaders-met a=RUS b=TUR' | kg shell
    """
    from kg.cli.asking import open_graph, own_folders
    from kg.shell import Shell
    store, names, c = open_graph(asserted)
    out = _Terminal(ctx, names)
    out.shell = shell = Shell(store, names, own_folders(), c.language, out)
    out.typing = sys.stdin.isatty() and sys.stdout.isatty()
    if not out.typing:
        return int(_dialogue(shell, _piped))
    if (c.folder / c.build).is_dir() and not asserted and not c.store:
        out.renewed = _renewer(os.fspath(c.build / "store"), shell)
    click.echo("kg shell: \\help says what can be typed, \\list shows the saved queries, \\quit leaves")
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        _dialogue(shell, _bare)
    else:
        _dialogue(shell, _edited(shell, out))
    return 0


class _Terminal:
    """What the shell prints, calls and edits (`kg.shell.Out`)."""

    def __init__(self, ctx: click.Context, names: dict[str, str]):
        self.ctx, self.names, self.typing = ctx, names, False
        self.shell = None
        self.remember: Callable[[str], object] = str
        self.renewed: Callable[[], object] = lambda: None

    def answer(self, answer, form: str | None, path: str, labels: str | None) -> None:
        from kg.cli.answers import LABELLED, chosen, labelled, write_answer
        if labels and (form == "vertical" or chosen(answer.kind, form, path) in LABELLED):
            answer = labelled(answer, self.shell.store, self.names, labels)
        if form == "vertical":
            vertical(answer.readable(answer) if answer.readable else answer, self.names)
        else:
            write_answer(answer, form, self.names, path or None, pager=False)

    def call(self, verb: str, arguments: list[str], wishes: dict[str, str], path: str) -> None:
        from kg.cli import kg
        command = kg.get_command(self.ctx, verb)
        args = list(arguments)
        for p in command.params:
            name, value = p.opts[-1], wishes.get(p.opts[0])
            if value and not any(a == name or a.startswith(name + "=") for a in arguments) and value in getattr(p.type, "choices", (value,)):
                args += [name, value]
        run = lambda: command.main(args, prog_name=f"\\{verb}", parent=self.ctx, standalone_mode=False)
        if not path:
            run()
            return
        from contextlib import redirect_stdout
        from io import StringIO
        from pathlib import Path

        from kg.kept import write_atomically
        with redirect_stdout(StringIO()) as said:
            run()
        write_atomically(Path(path), [said.getvalue()])

    def edit(self, text: str) -> str | None:
        if not self.typing:
            raise click.UsageError("\\e needs a terminal")
        changed = click.edit(text or "SELECT * {\n}\n", extension=".rq", require_save=True)
        if changed:
            self.remember(changed)
        return changed

    def tell(self, line: str) -> None:
        from kg.cli.screen import isolate
        click.echo("\n".join(map(isolate, line.split("\n"))))

    def note(self, line: str) -> None:
        from kg.cli.screen import isolate
        sys.stdout.flush()
        click.echo("\n".join(isolate(x, err=True) for x in line.split("\n")), err=True)


def vertical(answer, names: dict[str, str]) -> None:
    """One value a line, each row under its number."""
    from shutil import get_terminal_size

    from kg import formats
    from kg.cli.screen import isolate
    from kg.terminal import fold, pad, width
    side = max(map(width, answer.variables), default=0)
    columns = get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    count = 0
    for count, row in enumerate(formats.cells(answer, names), 1):
        click.echo(f"─[ {count} ]".ljust(min(columns, 40), "─"))
        for name, cell in zip(answer.variables, row):
            for n, line in enumerate(fold(cell, max(20, columns - side - 3)) if cell else [""]):
                click.echo(f"{pad('' if n else isolate(name), side)} │ {isolate(line)}".rstrip())
    if not count:
        click.echo("no answer")


def _renewer(place: str, shell) -> Callable[[], object]:
    """Opens the store anew where it was built anew in the meantime."""
    from kg.store import Store, current
    opened = [current(place)]

    def renewed() -> None:
        now = current(place)
        if now and now != opened[0]:
            shell.store, opened[0] = Store(place), now
            click.echo("the graph was built anew; what follows asks the new one", err=True)
    return renewed


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def _piped(waiting: bool) -> str | None:
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _bare(waiting: bool) -> str | None:
    try:
        return input("  > " if waiting else "kg> ")
    except KeyboardInterrupt:
        click.echo()
        raise
    except EOFError:
        click.echo()
        return None


def _edited(shell, out: _Terminal) -> Callable[[bool], str | None]:
    from kg.cli.editing import Editor
    from kg.cli.screen import coloured, isolate
    from kg.shell import history_file
    from kg.suggest import Suggester
    editor = Editor(Suggester(lambda: shell.store, shell.names, shell.folders, shell.language), history_file(), coloured(), isolate)
    out.remember = editor.remember
    return lambda waiting: editor.ask()


# ── the dialogue ──────────────────────────────────────────────────────────────────────────────────────────────────

def _dialogue(shell, ask: Callable[[bool], str | None]) -> bool:
    """Reads and obeys until the end or \\quit; True where a command failed.  Ctrl-C drops what was begun on a terminal."""
    from kg.cli.paging import paged
    from kg.lines import Reader
    reader, failed = Reader(), False
    while True:
        try:
            line = ask(reader.waiting)
            for command in reader.end() if line is None else reader.feed(line):
                with paged() if shell.out.typing and not command.startswith(("\\e", "\\o")) else nullcontext():
                    done = _obey(shell, command)
                failed |= done is None
                if done is False:
                    return failed
            if line is None:
                return failed
        except KeyboardInterrupt:
            if not shell.out.typing:
                raise
            reader.drop()


def _obey(shell, command: str) -> bool | None:
    """False to leave, None where it failed, which has been shown."""
    from kg.cli import complain
    from kg.errors import UserError
    try:
        shell.out.renewed()
        return shell.obey(command)
    except UserError as e:
        sys.stdout.flush()
        complain(e)
    except click.ClickException as e:
        sys.stdout.flush()
        e.show()
    except (KeyboardInterrupt, click.Abort):
        if not shell.out.typing:
            raise
        click.echo()
    return None
