"""`kg completion`, and what shells ask of kg while somebody types: verbs, options, saved questions with their parameters, articles, settings,
and entities by their ids or by any of their names.

click finds out what is being typed and speaks with the shells.  What is ours: which parameter is a name of what (`VALUES`), and a script for bash that
passes the line itself, for bash parts words at every `:` and `=`.
"""
from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete, add_completion_class

from kg.cli.helping import BRIEF

VALUES = {
    "kg": {"folder": "dir"}, "facts": {"article": "article"}, "same": {"things": "entity"}, "different": {"first": "entity", "second": "entity"},
    "export": {"article": "article"}, "validate": {"article": "article"}, "ask": {"name": "saved", "output": "file"}, "query": {"sparql": "saved", "paths": "file", "folder": "dir", "output": "file"},
    "show": {"entity": "entity", "output": "file"}, "search": {"words": "entity", "output": "file"}, "path": {"a": "entity", "b": "entity", "classes": "class", "output": "file"}, "timeline": {"a": "party", "b": "party", "place": "point", "output": "file"},
    "relations": {"a": "party", "b": "party"}, "man": {"verb": "verb"}, "why": {"facts": "entity"}, "diff": {"sides": "file"}, "add": {"cls": "class"}, "get": {"key": "key"}, "set": {"key": "key", "value": "setting"}, "unset": {"key": "key"},
}
_BASH = r"""%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(%(complete_var)s=bash_complete COMP_LINE="${COMP_LINE:0:COMP_POINT}" "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


@click.command("completion", short_help="Print the script that completes kg in bash, zsh or fish.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="SHELL")
@click.pass_context
def completion_verb(ctx: click.Context, shell: str) -> None:
    """Completes verbs, options, saved questions and their parameters, articles and settings, and entities by id or name, in Arabic too.
    For good: put  eval "$(kg completion bash)"  into ~/.bashrc, the same with zsh into ~/.zshrc (below compinit); for fish print it to
    ~/.config/fish/completions/kg.fish.

    \b
    Examples:
      eval "$(kg completion bash)"
      kg completion fish > kg.fish
    """
    click.echo(KINDS[shell](ctx.find_root().command, {}, "kg", "_KG_COMPLETE").source())


class Name(click.ParamType):
    """A parameter that names something; used only while completing."""
    name = "name"

    def __init__(self, kind: str):
        self.kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return list(items(self.kind, ctx, incomplete))


def items(kind: str, ctx: click.Context, typed: str) -> Iterator[CompletionItem]:
    """What may be typed on for a name of that kind."""
    from kg.cli import collection, here
    from kg.errors import UserError
    root = ctx.find_root()
    root.obj = root.params.get("folder")
    with ctx.scope(cleanup=False):
        try:
            if kind in ("file", "dir"):
                yield CompletionItem(typed, type=kind)
            elif kind == "verb":
                yield from (CompletionItem(v, help=BRIEF[v]) for v in BRIEF if v.startswith(typed))
            elif kind == "article":
                yield from (CompletionItem(p.stem) for p in sorted(collection().facts.glob("*.jsonl")) if p.stem.startswith(typed))
            elif kind in ("key", "setting"):
                from kg.settings import KEYS
                known = KEYS.get(ctx.params.get("key") or "")
                values = {k: about.what for k, about in KEYS.items()} if kind == "key" else dict.fromkeys(known.allowed if known else (), "")
                yield from (CompletionItem(k, help=what or None) for k, what in values.items() if k.startswith(typed))
            elif kind == "saved":
                from kg import query
                from kg.cli.asking import own_folders
                c = here()
                yield from (CompletionItem(s.name, help=s.title(c.language if c else "en")) for s in query.listing(own_folders()) if s.name.startswith(typed))
            else:
                yield from _named(kind, typed)
        except UserError:      # there is no graph, or it is broken: kg says so when it is called
            return


def _named(kind: str, typed: str) -> Iterator[CompletionItem]:
    from kg.cli.asking import open_graph
    from kg.suggest import Suggester
    store, names, c = open_graph()
    for s in Suggester(lambda: store, names, (), c.language).values(kind, typed):
        yield CompletionItem(s.text, help=s.meta, labels=s.labels)


# ── what click does not know ──────────────────────────────────────────────────────────────────────────────────────

class _Completes(ShellComplete):
    """Completion with our names, in a shell of any kind."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        try:
            return list(self._found(args, incomplete))
        except click.UsageError:       # of what was typed before
            return []

    def _found(self, args: list[str], incomplete: str) -> Iterator[CompletionItem]:
        from kg.cli import GROUPS
        verbs = [v for group in GROUPS.values() for v in group]
        verb = _verb(self.cli, args)
        if verb is None and not incomplete.startswith("-") and not _waits(self.cli, args):
            yield from (CompletionItem(v, help=BRIEF.get(v)) for v in verbs if v.startswith(incomplete))
            return
        command = self.cli.get_command(click.Context(self.cli), verb) if verb else None
        for c in (self.cli, command, *(getattr(command, "commands", {}).values())):
            for p in c.params if c else ():
                if kind := VALUES.get(c.name or "", {}).get(p.name or ""):
                    p.type = Name(kind)
        if verb == "ask":
            at = args.index("ask") + 1
            given = [*args[at:], *(incomplete.split("=", 1)[:1] if "=" in incomplete else ())]
            name = next((x for x in given if not x.startswith("-")), None)
            if name and (found := self._parameter(args[:at], command, name, given, incomplete)) is not None:
                yield from found
                return
        yield from super().get_completions(args, incomplete)

    def _parameter(self, before: list[str], command: click.Command, name: str, given: list[str], incomplete: str) -> list[CompletionItem] | None:
        """The parameters of a saved question, or the values of the one that stands before; None where click knows."""
        from kg import query
        from kg.cli.asking import own_folders
        from kg.errors import UserError
        root = self.cli.make_context("kg", before[:-1], resilient_parsing=True)
        root.obj = root.params.get("folder")
        ctx = click.Context(command, parent=root)
        with ctx.scope(cleanup=False):
            try:
                params = {f"--{p.name}": p for p in query.load(name, own_folders()).params}
            except UserError:
                return None
        if given and (p := params.get(given[-1])):
            return list(items("language" if p.name == "lang" else p.type, ctx, incomplete.partition("=")[2] if incomplete.startswith("--") else incomplete.lstrip("=")))
        if incomplete.startswith("-") or not incomplete:
            own = [CompletionItem(x, help=p.description) for x, p in params.items() if x.startswith(incomplete) and x not in given]
            return own + (command.shell_complete(ctx, incomplete) if incomplete else [])
        return None


def _waits(cli: click.Command, args: list[str]) -> bool:
    """Whether the last word is an option of kg itself that takes a value."""
    return bool(args) and any(args[-1] in p.opts and not p.is_flag for p in cli.params if isinstance(p, click.Option))


def _verb(cli: click.Command, args: list[str]) -> str | None:
    """The verb among the words."""
    for n, word in enumerate(args):
        if not word.startswith("-") and not _waits(cli, args[:n]):
            return word
    return None


class _Bash(_Completes, BashComplete):
    source_template = _BASH
    _typed = ""

    def source(self) -> str:
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        from os import environ
        line = environ["COMP_LINE"]
        self._typed = re.search(r"(?:\\.|\S)*\Z", line)[0]
        lexer = shlex.shlex(line, posix=True, punctuation_chars="")
        lexer.whitespace_split, lexer.commenters = True, ""
        words = []
        try:
            words += lexer
        except ValueError:         # a quotation mark is open
            words.append(lexer.token)
        return (words[1:-1], words[-1]) if self._typed and len(words) > 1 else (words[1:], "")

    def complete(self) -> str:
        args, word = self.get_completion_args()
        found = self.get_completions(args, word)
        names, typed = [x.value for x in found if x.type == "plain"], word.partition("=")[2] if word.startswith("--") and "=" in word else word
        if len(names) > 1 and not any(x.startswith(typed) for x in names):
            names.append(typed)         # or bash would put what the others begin with in place of what was typed
        cut = re.search(r"\A[^\"']*[:=]|", self._typed)[0]      # what bash takes for words of their own
        quoted = self._typed[:1] in "\"'" and self._typed
        rest = [x if quoted else re.sub(r"([^\w@%+=:,./-])", r"\\\1", x) for x in names]
        return "\n".join([*(f"plain,{x.removeprefix(cut)}" for x in rest), *(f"{x.type}," for x in found if x.type != "plain")])


class _Zsh(_Completes, ZshComplete):
    pass


class _Fish(_Completes, FishComplete):
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """fish shows only what holds what was typed, so a name typed in other letters than the id's becomes the whole name."""
        return [CompletionItem(next((n for n in x.labels or () if incomplete.casefold() in n.casefold()), x.value), help=f"{x.value}: {x.help}")
                if x.labels and not x.value.startswith(incomplete) else x for x in super().get_completions(args, incomplete)]


KINDS = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def install() -> None:
    """Makes click speak with shells in our way."""
    for name, kind in KINDS.items():
        add_completion_class(kind, name)
