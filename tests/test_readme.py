"""The README runs: each of its console blocks is executed in a copy of the project's folder and its output compared.

    python tests/test_readme.py --update     run the blocks and write what they print into the README, and its generated tables
    python tests/test_readme.py --scores     measure by `kg eval` on the gold and write the table of scores, with today's date

A block is lines of `$ command` (going on in lines of `> …`), each followed by what it prints, on standard output and standard error.
A line that is only `…` stands for lines left out.  The blocks run in their order, in one folder, so that a later one can go on from an
earlier one; each command is a process of its own and must end well.  Blanks at the ends of lines do not count, and the folder that the
blocks run in is left out of paths.
"""
from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

TOP = Path(__file__).resolve().parent.parent
README = TOP / "README.md"
SHARED = TOP.parent / "shared"
GOLD = (("two articles", "../shared/gold/seeds.jsonl", "seeds"), ("17 other texts", "../shared/gold/news_dev.jsonl", "corpora/news"),
        ("58 more, also at hand", "tests/cases/events_dev.jsonl", "corpora/news"), ("30 that no rule was made for", "tests/cases/events_heldout.jsonl", "corpora/news"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = r"(<!-- table: {} -->\n).*?(<!-- end -->)"
MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "VENV", "PYTHON", "NAME", "Q")


class Step(NamedTuple):
    """One command of a block: the line of the README it stands on, what bash is given, what the README says it prints."""
    line: int
    command: str
    expected: list[str]


def steps(block: str, line: int) -> list[Step]:
    """The commands of a block that begins on a line.

    >>> steps("$ cat <<END\\n> a\\n> END\\na\\n", 5)
    [Step(line=5, command='cat <<END\\na\\nEND', expected=['a'])]
    """
    out: list[Step] = []
    for n, row in enumerate(block.splitlines(), line):
        if row.startswith("$ "):
            out.append(Step(n, row[2:], []))
        elif out and not out[-1].expected and (row + " ").startswith("> "):
            out[-1] = out[-1]._replace(command=out[-1].command + "\n" + row[2:])
        else:
            assert out, f"README.md:{n}: a block begins with a command"
            out[-1].expected.append(row)
    return out


def blocks(text: str) -> Iterator[tuple[re.Match, list[Step]]]:
    """The console blocks of a text with their commands."""
    for m in BLOCK.finditer(text):
        yield m, steps(m[1], text.count("\n", 0, m.start(1)) + 1)


def lay_out(folder: Path) -> None:
    """What a clone holds that the blocks need, and a `.venv` whose `kg` and `python` are those that run the tests."""
    shutil.copytree(TOP / "seeds", folder / "seeds", ignore=shutil.ignore_patterns("build"))
    for name in ("Makefile", "setup.cfg", "pyproject.toml"):
        shutil.copy(TOP / name, folder)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, what in (("kg", f"'{sys.executable}' -m kg"), ("python", f"'{sys.executable}'")):
        (programs / name).write_text(f'#!/bin/sh\nexec {what} "$@"\n')
        (programs / name).chmod(0o755)
    (folder / ".venv" / ".ready").touch()


def environment(folder: Path) -> dict[str, str]:
    """That of a user who stands in the folder and has made `kg` known; nothing of a `make` that runs the tests."""
    kept = {k: v for k, v in os.environ.items() if k not in MAKE}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH", "")])), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1",
                   "COLUMNS": "100", "PATH": os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]]), "LC_ALL": "C.UTF-8"}


def execute(command: str, folder: Path) -> tuple[int, list[str]]:
    """The exit code of a command and the lines it prints."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, encoding="utf-8", timeout=300)
    rows = done.stdout.replace(f"{folder}{os.sep}", "").splitlines()
    return done.returncode, [row.rstrip() for row in rows]


def frame(expected: list[str]) -> tuple[list[str], list[str]] | None:
    """What stands before and after the `…` of an output, None where nothing is left out.

    >>> frame(["a", "…"]), frame(["a"])
    ((['a'], []), None)
    """
    if "…" not in expected:
        return None
    at = expected.index("…")
    assert "…" not in expected[at + 1:], "one `…` a command"
    return expected[:at], expected[at + 1:]


def refreshed(expected: list[str], got: list[str]) -> list[str]:
    """What the README should say: the output, with as much left out as before.

    >>> refreshed(["a", "…", "z"], ["b", "c", "d", "y"]), refreshed(["a"], ["b", "c"])
    (['b', '…', 'y'], ['b', 'c'])
    """
    cut = frame(expected)
    if cut is None or len(got) <= len(cut[0]) + len(cut[1]):
        return got
    return got[:len(cut[0])] + ["…"] + got[len(got) - len(cut[1]):]


# ---------------------------------------------------------------- what is generated

def kg(*args: str) -> str:
    """What `kg ARGS` prints at the top of the project."""
    done = subprocess.run([sys.executable, "-m", "kg", *args], cwd=TOP, env=environment(TOP), capture_output=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout


def sections(help: str) -> dict[str, dict[str, str]]:
    """The indented lists of a help page: title → name → text.

    >>> sections("Ask it:\\n  ask  Ask a\\n       question.\\n  why  Say why.\\n")
    {'Ask it': {'ask': 'Ask a question.', 'why': 'Say why.'}}
    """
    out: dict[str, dict[str, str]] = {}
    title = name = ""
    for row in help.splitlines():
        if m := re.fullmatch(r"(\w[\w ]*):", row):
            title = m[1]
        elif title and (m := re.fullmatch(r"  (\S.*?)(?:\s{2,}(\S.*))?", row)):
            name = m[1]
            out.setdefault(title, {})[name] = m[2] or ""
        elif title in out and row.strip():
            out[title][name] = f"{out[title][name]} {row.strip()}".strip()
    return out


def verbs() -> dict[str, dict[str, str]]:
    """The verbs by their group, each with the sentence that says what it does."""
    from kg.cli import GROUPS
    from kg.cli import kg as root
    return {title: {verb: root.get_command(None, verb).get_short_help_str(200) for verb in group} for title, group in GROUPS.items()}


def verbs_table() -> str:
    """The reference: each verb, what it does, what it takes."""
    rows = ["| verb | what it does | what it takes |", "| --- | --- | --- |"]
    for title, group in verbs().items():
        rows.append(f"| *{title}* | | |")
        for verb, does in group.items():
            page = kg(verb, "--help")
            usage = re.sub(r"\s+", " ", re.search(r"Usage: kg (.*?)\n\n", page, re.DOTALL)[1])
            words = usage.split(" ")[1:]
            taken = [w for w in words if w not in ("[OPTIONS]", "COMMAND", "[COMMAND]", "[ARGS]...")]
            taken += [*sections(page).get("Commands", {}), *(re.findall(r"--[\w-]+", o)[-1] for o in sections(page)["Options"] if "--help" not in o)]
            rows.append(f"| `kg {verb}` | {does} | {' '.join(f'`{t}`' for t in taken)} |")
    return "\n".join(rows)


def asked() -> dict[str, list[str]]:
    """The saved questions by `kg ask --list`: name → the question, then its parameters, those that must be given marked."""
    out: dict[str, list[str]] = {}
    for row in kg("ask", "--list").splitlines():
        if row[:1].strip():
            name, _, title = row.partition(" ")
            out[name] = [title.strip()]
        else:
            out[name].append(re.match(r"\s+(--[\w-]+)", row)[1] + ("*" if row.endswith("(required)") else ""))
    return out


def questions_table() -> str:
    """The saved questions in English and Arabic with their parameters."""
    rows = ["| name | question | السؤال | parameters |", "| --- | --- | --- | --- |"]
    for name, (title, *parameters) in asked().items():
        arabic = re.search(r"^# title-ar: (.*)$", (TOP / "ontology" / "queries" / f"{name}.rq").read_text(encoding="utf-8"), re.MULTILINE)[1]
        shown = " ".join(f"`{p.rstrip('*')}`{'*' * p.endswith('*')}" for p in parameters if p != "--lang")
        rows.append(f"| `{name}` | {title} | {arabic} | {shown} |")
    return "\n".join(rows)


GENERATED = {"verbs": verbs_table, "questions": questions_table}


def replace_table(text: str, name: str, table: str) -> str:
    """The text with what stands between `<!-- table: NAME -->` and `<!-- end -->` made anew."""
    text, count = re.subn(TABLE.format(name), lambda m: f"{m[1]}{table}\n{m[2]}", text, flags=re.DOTALL)
    assert count == 1, f"the README has {count} tables called {name}"
    return text


def scores_table(today: str) -> str:
    """Measured by `kg eval` now, on the gold that lies beside the project."""
    rows = [f"| measured {today} | precision | recall | F1 | right of gold |", "| --- | --- | --- | --- | --- |"]
    for title, gold, texts in GOLD:
        command = f"kg eval {gold} ../shared/{texts}"
        rows.append(f"| **{title}**: `{command}` | | | | |")
        for name, p, r, f1, right in re.findall(r"^([\w -]+): P ([\d.]+) R ([\d.]+) F1 ([\d.]+)  \((\d+ of \d+) gold", kg(*command.split()[1:]), re.MULTILINE):
            if not right.endswith(" of 0"):
                rows.append(f"| {name} | {p} | {r} | {f1} | {right} |")
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    """Writes the README anew; nothing is written where a command fails."""
    text = README.read_text(encoding="utf-8")
    if arguments == ["--scores"]:
        README.write_text(replace_table(text, "scores", scores_table(datetime.date.today().isoformat())), encoding="utf-8")
        return 0
    if arguments != ["--update"]:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        lay_out(folder)
        new, end, changed = [], 0, 0
        for m, commands in blocks(text):
            rows = []
            for step in commands:
                code, got = execute(step.command, folder)
                if code or any(row.startswith("Traceback") for row in got):
                    print(f"README.md:{step.line}: exit code {code}: {step.command}", *got, sep="\n", file=sys.stderr)
                    return 1
                expected = refreshed(step.expected, got)
                changed += expected != step.expected
                rows += ["$ " + step.command.replace("\n", "\n> "), *expected]
            new += [text[end:m.start(1)], "".join(row.rstrip() + "\n" for row in rows)]
            end = m.end(1)
    text = "".join(new) + text[end:]
    for name, table in GENERATED.items():
        text = replace_table(text, name, table())
    README.write_text(text, encoding="utf-8")
    print(f"README.md: {changed} outputs changed")
    return 0


# ---------------------------------------------------------------- the tests

TEXT = README.read_text(encoding="utf-8") if README.exists() else ""
STEPS = [step for _, commands in blocks(TEXT) for step in commands]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[int, list[str]]]:
    """What each command printed, by its line: all of them, in their order, in one folder."""
    folder = tmp_path_factory.mktemp("readme").resolve()
    lay_out(folder)
    return {step.line: execute(step.command, folder) for step in STEPS}


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS, ids=[f"line {s.line}" for s in STEPS])
def test_block(step: Step, outputs: dict[int, tuple[int, list[str]]]) -> None:
    code, got = outputs[step.line]
    assert code == 0, "\n".join([step.command, *got])
    cut = frame(step.expected)
    if cut is None:
        assert got == step.expected, "python tests/test_readme.py --update writes it anew"
    else:
        head, tail = cut
        assert got[:len(head)] == head
        assert got[len(got) - len(tail):] == tail and len(got) >= len(head) + len(tail)


def test_no_shell_block_is_left_out() -> None:
    kinds = {m[1] for m in FENCE.finditer(TEXT)}
    assert kinds <= {"console", "text", "toml"}, "a shell block is called console, so that it is run"
    assert not [m[2] for m in FENCE.finditer(TEXT) if m[1] != "console" and re.search(r"^\$ ", m[2], re.MULTILINE)]
    assert len(STEPS) >= 25


@pytest.mark.parametrize("name", GENERATED)
def test_generated_table(name: str) -> None:
    assert replace_table(TEXT, name, GENERATED[name]()) == TEXT, "python tests/test_readme.py --update writes it anew"


def test_every_verb_is_documented() -> None:
    named = [verb for group in verbs().values() for verb in group]
    assert named and not [v for v in named if f"| `kg {v}` |" not in TEXT]


def test_every_saved_question_is_documented() -> None:
    files = {p.stem for p in (TOP / "ontology" / "queries").glob("*.rq")}
    assert files == set(asked()) and not [n for n in files if f"| `{n}` |" not in TEXT]


def test_the_pictures_are_of_this_ontology() -> None:
    ontology = (TOP / "ontology" / "diplomacy.ttl").read_text(encoding="utf-8")
    terms = set(re.findall(r"^kg:(\w+)", ontology, re.MULTILINE))
    ours = re.findall(r"(?<![\w:])kg:(\w+)", re.sub(r"`[^`\n]*…[^`\n]*`", "", TEXT))
    assert {"Fact", "Event", "Claim", "Relation", "Happening"} <= set(ours) <= terms | set(re.findall(r"the ontology has no kg:(\w+)", TEXT))      # but for a slip that is shown as one
    picture = re.search(r"<!-- classes -->\n```text\n(.*?)```", TEXT, re.DOTALL)[1]
    assert not [c for c in re.findall(r"\b[A-Z][a-z]\w+", picture) if c not in terms]
    for score, kind, classes in re.findall(r"^ *(-?[\d.]+)  ([A-Z]+) +(.*)", picture, re.MULTILINE):
        for c in re.findall(r"\b[A-Z][a-z]\w+", classes):
            entry = re.search(rf"^kg:{c} a owl:Class\b.*?\.\n", ontology, re.MULTILINE | re.DOTALL)[0]
            assert f'"{kind}"' in entry or f"kg:{kind}" in entry, f"{c} is no {kind}"


def test_toml_examples_are_toml() -> None:
    import tomllib
    for m in FENCE.finditer(TEXT):
        if m[1] == "toml":
            tomllib.loads(m[2])


def test_links_within_the_project_lead_somewhere() -> None:
    links = [x for x in re.findall(r"\]\(([^)\s]+)\)", TEXT) if "://" not in x]
    heads = {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)}
    assert not [x for x in links if (x[1:] not in heads if x.startswith("#") else not (TOP / x.partition("#")[0]).exists())]


def test_the_contents_lead_to_every_section_in_order() -> None:
    contents, _, rest = FENCE.sub("", TEXT).partition("\n## ")
    assert re.findall(r"\[([^]]*)\]\(#", contents) == re.findall(r"^## (.*)$", f"## {rest}", re.MULTILINE)


def test_the_scores_say_how_and_when() -> None:
    table = re.search(TABLE.format("scores"), TEXT, re.DOTALL)
    assert table and all(f"kg eval {gold} ../shared/{texts}" in table[0] for _, gold, texts in GOLD)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
