"""`kg doctor`."""
from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from kg.errors import UserError

ROOM, LITTLE = 50_000_000, 1_000_000_000      # bytes of disk below which a build fails, and below which one should know
MUCH = 500_000_000                            # bytes of compiled words: some twenty times what one state of them takes
FAULTS = (UserError, OSError, ValueError)


class Finding(NamedTuple):
    """One thing that was looked at: `state` ok, note (works, but) or broken, and what mends it."""
    state: str
    name: str
    text: str
    mend: str = ""


@click.command("doctor", short_help="Say what is here, whether Arabic shows, how to mend it.")
def doctor_verb() -> int:
    """Look at everything that kg needs and print what there is, a line each; below what is amiss, how to mend it.  Exit code 1 where
    something is broken.

    \b
    Examples:
      kg doctor
      kg -C seeds doctor
    """
    from kg.cli.screen import tell
    broken, painted = 0, _painted()
    for part in (_program, _data, _collection, _terminal, _disk):
        for f in part():
            broken += f.state == "broken"
            click.echo(painted(f"{f.state:6}"), nl=False)
            tell(f"  {f.name:11}  {f.text}", 15, lead=6)
            for line in f.mend.splitlines():
                tell(f"{'':21}{line}", 21)
    click.echo(f"\n{broken} thing{'s are' if broken > 1 else ' is'} broken" if broken else "\nnothing is broken")
    return int(bool(broken))


def _painted():
    """Colours of the three states, where they are wanted."""
    from kg.cli.screen import coloured
    colours = {"ok": "green", "note": "yellow", "broken": "red"}
    try:
        wanted = coloured()
    except UserError:      # of kg.toml, told below
        wanted = False
    return (lambda word: click.style(word, fg=colours[word.strip()])) if wanted else lambda word: word


def _program() -> Iterator[Finding]:
    """kg, Python, and what kg needs."""
    import platform

    import kg
    from kg import compiled
    yield Finding("ok", "kg", f"{kg.__version__} in {Path(kg.__file__).parent}")
    yield Finding("ok" if sys.version_info >= (3, 11) else "broken", "Python", f"{platform.python_version()} in {sys.prefix}", "" if sys.version_info >= (3, 11) else "kg needs Python 3.11 or later")
    there, missing = [], []
    for name, least in _needed():
        found = _version(name)
        if found is None or _number(found) < _number(least):
            missing.append(f"{name} {found} is here, {least} is needed" if found else f"{name} is missing")
        else:
            there.append(f"{name} {found}")
    if there:
        yield Finding("ok", "packages", ", ".join(there))
    for what in missing:
        yield Finding("broken", "packages", what, f"{sys.executable} -m pip install --upgrade {what.split()[0]}")
    where = compiled.folder()
    fits = compiled.fits(where) if where else None
    if fits:
        yield Finding("ok", "reader", f"machine code in {where}")
    elif fits is None:
        yield Finding("ok", "reader", "Python; make fast compiles it to machine code, which reads half as fast again")
    else:
        yield Finding("note", "reader", f"Python, for what is in {where} was made of other sources", "make fast, in the folder of kg")
    for name, what in (("owlrl", "a second opinion on what is inferred, for the tests"), ("pytest", "runs the tests")):
        if _version(name) is None:
            yield Finding("note", "optional", f"{name} is not here: {what}", f"{sys.executable} -m pip install {name}")


def _needed() -> list[tuple[str, str]]:
    """The packages that kg needs, each with its least version."""
    import re
    from importlib.metadata import PackageNotFoundError, requires
    try:
        wanted = [x for x in requires("kg") or () if "extra ==" not in x]
    except PackageNotFoundError:        # a bare checkout
        from configparser import ConfigParser

        from kg import data
        parser = ConfigParser()
        parser.read(os.path.join(os.path.dirname(data.ontology()), "setup.cfg"), encoding="utf-8")
        wanted = parser.get("options", "install_requires", fallback="").split("\n")
    found = (re.match(r"([\w.-]+)[^>]*(?:>=\s*([\w.]+))?", x.strip()) for x in wanted)
    return sorted({(m[1], m[2] or "") for m in found if m}, key=lambda x: x[0].lower())


def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(x) for x in version.split(".") if x.isdecimal())


def _data() -> Iterator[Finding]:
    """Words, ontology and the compiled lexicon."""
    from kg import data
    from kg.lexicon.cache import cache_folder
    try:
        yield Finding("ok", "ontology", data.ontology())
        yield Finding("ok", "words", data.words())
    except FileNotFoundError as e:
        yield Finding("broken", "data", str(e), "install the program again")
        return
    folder = cache_folder()
    size = sum(p.stat().st_size for p in folder.glob("lexicon-*"))
    told = f"{folder}, {size / 1e6:,.0f} MB" if size else f"{folder}, empty: the next command that reads compiles the words"
    if not os.access(folder, os.W_OK):
        yield Finding("note", "cache", told, "it cannot be written, so every start compiles the words: set XDG_CACHE_HOME to a folder of yours")
    else:
        yield Finding("ok" if size < MUCH else "note", "cache", told, "" if size < MUCH else f"most is of words that have changed since: rm {folder}/lexicon-*; what is needed is made again")


def _collection() -> Iterator[Finding]:
    """Settings, the collection and its graph."""
    from kg.cli import collection
    from kg.settings import read_file, user_file
    try:
        own = read_file(user_file(), personal=True)
        yield Finding("ok", "settings", f"{user_file()}{'' if own else ' (none)'}; kg config lists them")
        c = collection()
    except UserError as e:
        if "no collection" in e.message:
            yield Finding("note", "collection", "none here or above", "kg init FOLDER makes one; kg -C FOLDER doctor looks at one elsewhere")
        else:
            yield Finding("broken", "settings", e.told()[0], e.hint)
        return
    yield Finding("ok", "collection", f"{c.folder}, articles in {c.articles}")
    yield _graph(c)


def _graph(c) -> Finding:
    """Whether the graph is there, opens, and is what the articles say now."""
    from kg import store
    from kg.build import plan
    if c.store:
        try:
            store.open_store(c.store).ask("ASK {}", {})
            return Finding("ok", "graph", f"the endpoint {c.store} answers")
        except FAULTS as e:
            return Finding("broken", "graph", f"the endpoint {c.store} does not answer: {e}", "kg config unset store asks the graph here")
    if not c.quads.exists():
        return Finding("note", "graph", f"nothing has been built in {c.build}", "kg build")
    try:
        answer = store.open_store(os.fspath(c.build / "store")).ask("ASK { ?x a ?y }", {})
        todo = plan(c)
    except FAULTS as e:
        return Finding("broken", "graph", f"{c.build}: {e}", f"rm -r {c.build} && kg build puts it together again")
    size = f"{c.quads} ({c.quads.stat().st_size / 1e6:.1f} MB)"
    if not answer.truth:
        return Finding("broken", "graph", f"{size}, but its store is empty", f"rm -r {c.build / 'store'} && kg build")
    if todo is None or todo.idle:
        return Finding("ok", "graph", f"{size}, up to date")
    stale = [f"{len(todo.stale)} article{'s' * (len(todo.stale) != 1)} to read ({todo.stale[0][0].article.id}: {todo.stale[0][1]})"] if todo.stale else []
    return Finding("note", "graph", f"{size}, not up to date: {', '.join(stale + todo.others())}", "kg build")


def _terminal() -> Iterator[Finding]:
    """Where what is printed goes, and whether Arabic shows there."""
    import locale
    from shutil import which

    from kg.cli.screen import bidi, coloured, settings
    from kg.terminal import guess
    charset = locale.nl_langinfo(locale.CODESET) if hasattr(locale, "nl_langinfo") else locale.getpreferredencoding(False)
    named = next((f"{v}={os.environ[v]}" for v in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(v)), "no LANG")
    utf8 = charset.replace("-", "").lower() == "utf8"
    yield Finding("ok" if utf8 else "note", "locale", f"{named}, {charset}", "" if utf8 else "kg writes UTF-8 all the same; export LANG=C.UTF-8 tells other programs")
    try:
        known = settings()
        mode, why = bidi()
    except UserError:      # told above
        known, (mode, why) = {}, guess(os.environ)
    if not sys.stdout.isatty():
        yield Finding("ok", "Arabic", "this is no terminal: text goes out in logical order, without marks")
    else:
        yield from _sample(mode, why)
    if known:
        yield Finding("ok", "colour", "yes" if coloured() else "no")
    pager = known["pager"].value if known else os.environ.get("PAGER", "")
    program = (pager or "less").split()[0]
    yield Finding("ok", "pager", pager or program) if which(program) else Finding("note", "pager", f"{program} is not here", "install it, or kg config set pager PROGRAM --user")


def _sample(mode: str, why: str) -> Iterator[Finding]:
    """A line of Arabic from the ontology, and what one should see."""
    from kg import ontology
    from kg.terminal import isolate
    word = next(x for _, x in sorted(ontology.labels().items()) if " " in x.get("ar", "") and x.get("en"))
    yield Finding("ok", "Arabic", f"{mode}: {why or 'as it was set'}; {_MEANS[mode]}")
    yield Finding("ok", "sample", f"│ 1 │ {isolate(word['ar'], mode)} │ 2 │", _SEE.format(word["en"]))


_MEANS = {"terminal": "the terminal orders and joins letters; marks hold cells apart, copying gives logical order", "isolate": "the terminal orders and joins letters; isolates hold cells apart",
          "visual": "kg orders and joins letters; what is copied from the screen is in that order, what is piped is not", "off": "text goes out as it is written"}
_SEE = """it should read «{}» from right to left in joined letters, with 1 to its left and 2 to its right;
else try kg --bidi visual doctor and kg --bidi terminal doctor, and keep what is right: kg config set bidi MODE --user"""


def _disk() -> Iterator[Finding]:
    """Room for what is built."""
    from shutil import disk_usage

    from kg.cli import here
    try:
        c = here()
    except UserError:
        c = None
    folder = c.build if c else Path.cwd()
    folder = next(f for f in (folder, *folder.parents) if f.exists())
    free = disk_usage(folder).free
    state = "broken" if free < ROOM else "note" if free < LITTLE else "ok"
    yield Finding(state, "disk", f"{free / 1e9:,.1f} GB free at {folder}", "" if state == "ok" else "make room: a build needs it for a second copy of the graph")
    if not os.access(folder, os.W_OK):
        yield Finding("broken", "disk", f"{folder} cannot be written", "change its permissions, or kg config set build FOLDER")
