"""Finding one's way: help of every verb, its examples run, what was mistyped, completion in real shells, the manual page."""
from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from running import TOP, Screen, call, environment, kg

from kg.cli import GROUPS
from kg.cli import kg as root
from kg.cli.completing import VALUES, _Bash
from kg.cli.helping import BRIEF

VERBS = [name for verbs in GROUPS.values() for name in verbs]


def commands(ctx: click.Context) -> Iterator[click.Context]:
    """Every verb, those of a verb with verbs of its own too."""
    for name in ctx.command.list_commands(ctx):
        sub = click.Context(ctx.command.get_command(ctx, name), info_name=name, parent=ctx)
        yield sub
        if isinstance(sub.command, click.Group):
            yield from commands(sub)


ALL = {ctx.command_path: ctx for ctx in commands(click.Context(root, info_name="kg"))}


def examples(command: click.Command) -> list[str]:
    """The examples that a help ends with; a line that begins further in goes on."""
    last = re.split(r"\n\s*\n", cleandoc(command.help or "").rstrip())[-1]
    if not last.startswith("\b\nExamples:\n"):
        return []
    return re.sub(r"\s*\\\n\s+", " ", last.split("Examples:\n")[1]).lstrip().split("\n  ")


# ── help ──────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_help_fits_a_screen(tmp_path: Path) -> None:
    done = kg("--help", cwd=tmp_path, COLUMNS="80")
    lines = done.stdout.rstrip("\n").split("\n")
    assert done.returncode == 0 and len(lines) <= 23 and max(map(len, lines)) <= 80, "80 by 24, and a prompt below"
    words = re.split(r"\s+", done.stdout)
    assert not [v for v in VERBS if v not in words] and all(title.split()[0] in words for title in GROUPS)
    assert set(BRIEF) == set(VERBS) and not [v for v in VERBS if f"{v:<10} {BRIEF[v]}" not in done.stdout]
    assert kg("--version", cwd=tmp_path).stdout.startswith("kg, version ")


@pytest.mark.parametrize("path", ALL)
def test_every_verb_ends_its_help_with_two_examples(path: str, tmp_path: Path) -> None:
    found = examples(ALL[path].command)
    assert len(found) >= 2 and all(re.search(rf"\bkg (-C \w+ )?{path[3:]}\b", x) or path == "kg shell" and "kg shell" in x for x in found), found
    done = call(*path.split()[1:], "--help", cwd=tmp_path)
    assert done.returncode == 0 and done.stdout.startswith(f"Usage: {path} ")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples suppose it: the seeds, built, and what is named in them."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(TOP / "seeds", folder / "seeds", ignore=shutil.ignore_patterns("build"))
    for name in ("Makefile", "setup.cfg", "pyproject.toml"):
        shutil.copy(TOP / name, folder)
    (folder / "articles").mkdir()
    text = "زار الرئيس التركي رجب طيب أردوغان طهران."
    for name, content in (("articles/a.txt", text), ("tagged.txt", "زار O\nبيروت B-LOC\n. O\n\nفي O\nعمان B-LOC\n. O\n"), ("notes.ttl", "<urn:x:note> <http://www.w3.org/2000/01/rdf-schema#label> \"note\" .\n"),
                          ("gold.jsonl", '{"doc": "a", "sentence": 0, "trigger": [0, 3], "event": "CONSULT", "actors": [], "recipients": [], "date": null, "place": [], "status": "actual", "source": null, "optional": false}\n'),
                          ("clusters.jsonl", '{"doc": "a", "start": 0, "end": 3, "type": "CONSULT", "class": "Visit", "cluster": "visit", "note": null}\n'),
                          ("judged.jsonl", f'{{"text": "{text}", "event_type": "CONSULT", "correct_answer": "yes", "spans": [], "source_gold": "", "target_gold": ""}}\n')):
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "bin").mkdir()
    (folder / "bin" / "kg").write_text(f"#!/bin/sh\nexec '{sys.executable}' -m kg \"$@\"\n")
    (folder / "bin" / "kg").chmod(0o755)
    assert call("init", "mine", cwd=folder).returncode == 0
    shutil.copy(folder / "articles" / "a.txt", folder / "mine" / "articles")
    late = folder / "seeds" / "beijing-accord-2023.txt"
    late.rename(folder / "late.txt")
    assert call("build", "-q", cwd=folder).returncode == 0
    (folder / "late.txt").rename(late)      # so that there is a graph before the last one
    assert call("build", "-q", cwd=folder).returncode == call("-C", "seeds", "build", "-q", cwd=folder).returncode == 0
    assert call("facts", "ula-summit-2021", "-o", "sheet.yaml", cwd=folder).returncode == 0
    return folder


def outside(place: Path) -> dict[str, str]:
    """The environment of a shell that knows `kg`, with settings of its own."""
    return environment(PATH=f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}", XDG_CONFIG_HOME=str(place / "config"), XDG_STATE_HOME=str(place / "state"), LC_ALL="C.UTF-8")


@pytest.mark.parametrize(("path", "example"), [(path, x) for path, ctx in ALL.items() for x in examples(ctx.command) if path != "kg serve"])
def test_examples_run(path: str, example: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each does what it says on the seeds; exit code 1 is an answer, such as no or nothing found."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place / "config"))
    (place / "seeds" / "merges.toml").unlink(missing_ok=True)       # what an example before it said
    if re.search(r"[|>$&]", re.sub(r"'[^']*'|\"[^\"$]*\"", "", example)):
        done = subprocess.run(["bash", "-c", example], cwd=place, env=outside(place), stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", timeout=60)
    else:
        done = call(*shlex.split(example)[1:], cwd=place / "mine" if path == "kg lexicon add" else place)      # so that those after it need not compile the words again
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr


@pytest.mark.parametrize("example", examples(ALL["kg serve"].command))
def test_examples_of_serving(example: str, place: Path) -> None:
    server = subprocess.Popen([sys.executable, "-m", *shlex.split(example), "--port", "0"], cwd=place, env=outside(place), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
    try:
        said = ""
        while "http://" not in said and (line := server.stdout.readline()):
            said += line
        assert "http://127.0.0.1:" in said
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


# ── what was mistyped ─────────────────────────────────────────────────────────────────────────────────────────────

@pytest.mark.parametrize("path", ALL)
def test_a_wrong_option_is_told_the_right_one(path: str, tmp_path: Path) -> None:
    ctx = ALL[path]
    long = [o for p in ctx.command.get_params(ctx) if isinstance(p, click.Option) for o in p.opts if len(o) > 4]
    done = call(*path.split()[1:], f"{long[0]}x", cwd=tmp_path)
    assert done.returncode == 2 and re.search(rf"{long[0]}x.*{long[0]}\b", done.stderr, re.DOTALL), done.stderr


def test_a_wrong_parameter_of_a_question_is_told_the_right_one(place: Path) -> None:
    for wrong, right in (("--sinec", "--since"), ("--formt", "--format")):
        done = call("ask", "timeline", wrong, "2016", cwd=place)
        assert done.returncode == 2 and f"no parameter {wrong}. Did you mean {right}?" in done.stderr


@pytest.mark.parametrize("wrong, right", [(("shwo",), "show"), (("exprot",), "export"), (("config", "gte"), "get"), (("lexicon", "lnt"), "lint"), (("completion", "bsh"), "bash"), (("export", "--format", "trg"), "trig")])
def test_a_wrong_verb_is_told_the_right_one(wrong: tuple[str, ...], right: str, tmp_path: Path) -> None:
    done = call(*wrong, cwd=tmp_path)
    assert done.returncode == 2 and f"'{right}'" in done.stderr and not done.stdout


# ── completion ────────────────────────────────────────────────────────────────────────────────────────────────────

def completed(line: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What kg tells bash that may follow."""
    monkeypatch.setenv("COMP_LINE", line)
    monkeypatch.chdir(place)
    return _Bash(root, {}, "kg", "_KG_COMPLETE").complete().split("\n")


@pytest.mark.parametrize(("line", "first"), [
    ("kg sho", "plain,show"), ("kg -C seeds sho", "plain,show"), ("kg -C ", "dir,"), ("kg --color al", "plain,always"), ("kg show put", "plain,putin"), ("kg show بوت", "plain,putin"), ("kg show 'فلاديمير بو", "plain,putin"),
    ("kg -C seeds path putin erd", "plain,erdogan"), ("kg why happening:visit-erd", "plain,visit-erdogan-rus-2016-08-09"), ("kg ask timel", "plain,timeline"), ("kg ask timeline --a Turk", "plain,TUR"),
    ("kg ask timeline --since", "plain,--since"), ("kg ask after --class Shootd", "plain,Shootdown"), ("kg ask timeline --lang=a", "plain,ar"), ("kg ask timeline --form", "plain,--format"), ("kg timeline --a=سعود", "plain,SAU"),
    ("kg query --format=jsonl", "plain,jsonl"), ("kg query -f ", "file,"), ("kg facts ula", "plain,ula-summit-2021"), ("kg config set bi", "plain,bidi"), ("kg config set bidi vis", "plain,visual"), ("kg lexicon l", "plain,lint"),
    ("kg lexicon add --cl", "plain,--class"), ("kg completion z", "plain,zsh"), ("kg export -o ", "file,")])
def test_what_may_follow(line: str, first: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert completed(line, place, monkeypatch)[:1] == [first]


@pytest.mark.parametrize("line", ["kg nonsense x", "kg show --nonsense x ", "kg ask timeline --a ", "kg show zzzz", "kg ask nonsense --a x", "kg show 'unclosed zz"])
def test_nothing_follows_what_is_wrong(line: str, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kg.toml").write_text("")
    assert completed(line, tmp_path, monkeypatch) == [""]


def test_what_several_begin_with_does_not_replace_other_letters(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = completed("kg show سعود", place, monkeypatch)
    assert "plain,SAU" in found and found[-1] == "plain,سعود"


def test_every_parameter_that_names_somebody_is_completed() -> None:
    """A parameter that is neither a choice, a number, a path, a date nor free text has its place in the table."""
    free = {"why", "since", "until", "bound", "host", "origins", "name", "remove", "date", "kind", "text"}
    missing = [(path, p.name) for path, ctx in ALL.items() for p in ctx.command.params
               if type(p.type) is type(click.STRING) and not getattr(p, "is_flag", False) and p.name not in free | set(VALUES.get(ctx.command.name, ())) and path != "kg lexicon add"]
    assert not missing
    assert not [(verb, p) for verb, params in VALUES.items() for p in params if verb != "kg" and not any(ctx.command.name == verb and p in {x.name for x in ctx.command.params} for ctx in ALL.values())]


SHELLS = {"bash": ("bash --norc --noprofile -i", 'eval "$(kg completion bash)"'), "zsh": ("zsh -f", 'autoload -Uz compinit; compinit -u -D; eval "$(kg completion zsh)"'),
          "fish": ("fish --no-config", "kg completion fish | source")}


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux: apt-get install tmux")
@pytest.mark.parametrize("shell", SHELLS)
def test_in_a_real_shell(shell: str, place: Path) -> None:
    """A verb, an option, an entity in Latin letters and one in Arabic."""
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}: apt-get install {shell}")
    program, script = SHELLS[shell]
    wanted = "فلاديمير" if shell == "fish" else "putin"
    with Screen(f"env {shlex.join(f'{k}={v}' for k, v in outside(place).items() if k in ('PATH', 'PYTHONPATH', 'PYTHONIOENCODING', 'LC_ALL', 'XDG_CONFIG_HOME'))} HOME={place} {program}", place, 100, 24) as screen:
        screen.type(f"{script}; echo rea''dy\n", "ready")
        screen.type("kg doct\t", "kg doctor ")
        screen.type("--hel\t", "kg doctor --help")
        screen.keys("C-u")
        screen.type("kg path puti\t", "kg path putin ")
        screen.type("بوت\t", f"kg path putin {wanted}")


# ── the manual page ───────────────────────────────────────────────────────────────────────────────────────────────

def test_the_manual_tells_every_verb_and_option(tmp_path: Path) -> None:
    page = call("man", cwd=tmp_path).stdout
    assert page == call("man", cwd=tmp_path).stdout and all(f".SH {x}\n" in page for x in ("NAME", "SYNOPSIS", "OPTIONS", "VERBS", "FILES", "ENVIRONMENT", "EXIT STATUS"))
    plain = page.replace("\\-", "-")
    assert not [path for path in ALL if f".SS {path[3:]}\n" not in plain]
    assert not [(path, o) for path, ctx in ALL.items() for p in ctx.command.params if isinstance(p, click.Option) and not p.hidden for o in p.opts if o not in plain]
    assert ".TH KG\\-LEXICON\\-ADD" in call("man", "lexicon", "add", cwd=tmp_path).stdout.replace("-", "\\-").replace("\\\\-", "\\-") and call("man", "nonsense", cwd=tmp_path).returncode == 2


@pytest.mark.skipif(not shutil.which("mandoc") and not shutil.which("man"), reason="needs mandoc or man: apt-get install mandoc")
def test_the_manual_is_sound_roff(tmp_path: Path) -> None:
    (tmp_path / "kg.1").write_text(call("man", cwd=tmp_path).stdout, encoding="utf-8")
    if shutil.which("mandoc"):
        done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", "kg.1"], cwd=tmp_path, capture_output=True, text=True)
        assert not [line for line in (done.stdout + done.stderr).splitlines() if "missing date" not in line]
        shown = subprocess.run(["mandoc", "-Tutf8", "kg.1"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8").stdout
    else:
        shown = subprocess.run(["man", "-l", "kg.1"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", env=os.environ | {"MANWIDTH": "80", "LC_ALL": "C.UTF-8"}).stdout
    shown = re.sub(".\b", "", shown)
    assert "kg show أردوغان" in shown and '"وقف إطلاق النار"' in shown and "$XDG_STATE_HOME/kg/history" in shown
