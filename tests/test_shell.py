"""The shell: how lines become commands, what commands do, and the whole of it in a process with input piped in."""
from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import shell
from kg.model import UserError
from kg.shell import Reader, Shell, arguments, depth, is_sparql
from kg.store import Answer

ROOT = Path(__file__).parent.parent


def commands(text: str) -> list[str]:
    """What the shell is told by these lines."""
    reader = Reader()
    return [c for line in text.split("\n") for c in reader.feed(line)] + list(reader.end())


@pytest.mark.parametrize("text, expected", [
    ("timeline a=RUS", ["timeline a=RUS"]),
    ("\\help\n\n# a remark\n\\quit", ["\\help", "\\quit"]),
    ("ASK { ?s ?p ?o };\ntimeline", ["ASK { ?s ?p ?o }", "timeline"]),
    ("SELECT ?e {\n  ?e a kg:Visit ;\n     kg:actor ?a\n};", ["SELECT ?e {\n  ?e a kg:Visit ;\n     kg:actor ?a\n}"]),          # a ; within braces goes on
    ("SELECT ?e { ?e a kg:Visit }\n  LIMIT 1\n\ntimeline", ["SELECT ?e { ?e a kg:Visit }\n  LIMIT 1", "timeline"]),              # a blank line ends
    ("SELECT ?e {\n\n ?e a kg:Visit }\n\n", ["SELECT ?e {\n\n ?e a kg:Visit }"]),                                                 # but not within braces
    ("ASK {\n\n\ntimeline", ["ASK {", "timeline"]),                                                                              # two do
    ("PREFIX x: <urn:x#>\n\nASK { ?s a x:Y };", ["PREFIX x: <urn:x#>\n\nASK { ?s a x:Y }"]),                                      # nor behind the prefixes
    ('ASK { ?s rdfs:label "};" }; # done', ['ASK { ?s rdfs:label "};" }']),                                                       # strings and remarks do not count
    ("ask{?s ?p ?o}", ["ask{?s ?p ?o}"]),                                                                                        # the end of input ends
    ("SELECT * {\r\n?s ?p ?o };\r\n", ["SELECT * {\n?s ?p ?o }"]),
])
def test_lines_become_commands(text: str, expected: list[str]) -> None:
    assert commands(text) == expected


def test_depth_and_kind() -> None:
    assert depth('{ "{" <urn:a#b> # {') == 1 and depth("{()}") == 0
    assert is_sparql("select*{") and is_sparql("ASK{") and not is_sparql("selections a=b") and not is_sparql("timeline")


def test_arguments() -> None:
    assert arguments("after by='Vladimir Putin' --days 7 --to=TUR;") == ("after", {"by": "Vladimir Putin", "days": "7", "to": "TUR"})
    for wrong in ("after RUS", "after --by", "after by='x"):
        with pytest.raises(UserError):
            arguments(wrong)


class Remembers:
    """A store of three labels that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, sparql: str, names: dict[str, str], path: str = "") -> Answer:
        self.asked.append(sparql)
        if "rdfs:label" in sparql:
            return Answer("rows", ("l",), [('"روسيا"@ar',)] if '"ar"' in sparql and "RUS" in sparql else [])
        if "owl:Class" in sparql:
            return Answer("rows", ("t",), [("<urn:kg:ontology#Visit>",), ("<urn:kg:ontology#Veto>",), ("<urn:other>",)])
        return Answer("rows", ("a", "b"), [("<urn:kg:id:RUS>", '"x"'), ("<urn:kg:id:nobody>", None)])


@pytest.fixture
def talk():
    shown, told, explained = [], [], []
    store = Remembers()
    names = {"kg": "urn:kg:ontology#", "id": "urn:kg:id:", "rdfs": "urn:rdfs#", "owl": "urn:owl#"}
    s = Shell(store, names, (), "en", lambda a, form: shown.append((list(a.rows), form)), explained.append, told.append)
    return s, store, shown, told, explained


def test_labels_take_the_place_of_iris(talk) -> None:
    s, _, shown, _, _ = talk
    assert s.obey("\\labels ar") and s.obey("SELECT * { ?a ?b ?c }")
    assert shown == [([('"روسيا"@ar', '"x"'), ("<urn:kg:id:nobody>", None)], None)]
    s.obey("\\labels off")
    s.obey("\\format csv")
    s.obey("SELECT * { ?a ?b ?c }")
    assert shown[-1] == ([("<urn:kg:id:RUS>", '"x"'), ("<urn:kg:id:nobody>", None)], "csv")


def test_commands(talk) -> None:
    s, _, _, told, explained = talk
    assert s.obey("\\why putin") and explained == ["putin"]
    assert s.obey("\\help") and all(c in told[0] for c in shell.COMMANDS)
    told.clear()
    assert s.obey("\\list timeline") and told[0].startswith("timeline") and any("since=" in line for line in told)
    assert s.obey("\\quit") is False
    for wrong in ("\\nope", "\\labels fr", "\\format pdf", "\\why", "no-such-query", "timeline colour=red"):
        with pytest.raises(UserError):
            s.obey(wrong)


def test_completion(talk) -> None:
    s, *_ = talk
    assert s.completions("", "time") == ["timeline"] and s.completions("", "\\h") == ["\\help"] and s.completions("", "sel") == ["SELECT"]
    assert "since=" in s.completions("timeline a=RUS ", "") and s.completions("\\labels ", "a") == ["ar"]
    assert s.completions("SELECT * { ?s a ", "kg:V") == ["kg:Veto", "kg:Visit"] and s.completions("SELECT * { ?s ", "k") == ["kg:"]
    assert s.completions("SELECT * { ?s a ", "nope:V") == [] and "FILTER" in s.completions("ASK { ", "FIL")


def test_history_lies_in_the_state_folder(monkeypatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/var/x")
    assert shell.history_file() == "/var/x/kg/history"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")        # the specification: a relative path is ignored
    assert shell.history_file().endswith(".local/state/kg/history")


# ── the whole of it ───────────────────────────────────────────────────────────────────────────────────────────────

@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A collection of two of the project's own articles, built."""
    folder = tmp_path_factory.mktemp("shell")
    (folder / "kg.toml").write_text("")
    for name in ("moscow-visit-2017", "road-to-astana-2017"):
        for end in (".txt", ".toml"):
            if (path := ROOT / "seeds" / (name + end)).exists():
                shutil.copy(path, folder)
    done = kg(folder, "build", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


def kg(folder: Path, *args: str, given: str = "") -> subprocess.CompletedProcess:
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "XDG_STATE_HOME": str(folder / "state")}
    return subprocess.run([sys.executable, "-m", "kg", "-C", str(folder), *args], input=given, capture_output=True, text=True, encoding="utf-8", env=env, timeout=120)


def test_piped(built: Path) -> None:
    done = kg(built, "shell", given="ASK { ?e a kg:Visit };\nSELECT ?e WHERE {\n  ?e a kg:Visit ;\n     a kg:Event\n} LIMIT 1\n\n\\format csv\nwritten-when\n")
    assert done.returncode == 0 and done.stderr == ""
    truth, head, row, *rest = done.stdout.splitlines()
    assert (truth, head) == ("true", "?e") and row.startswith("<urn:kg:id:event:visit-") and "moscow-visit-2017" in "".join(rest)


def test_errors_are_shown_and_the_dialogue_goes_on(built: Path) -> None:
    done = kg(built, "shell", given="nonsense\nSELECT ?x { ?x a nope:X };\n\\labels fr\nASK { ?e a kg:Visit };\n\\quit\nASK { never };\n")
    assert done.returncode == 1 and done.stdout == "true\n" and "Traceback" not in done.stderr
    assert "nonsense" in done.stderr and "unknown prefix nope:" in done.stderr and "\\labels takes one of" in done.stderr and "never" not in done.stderr


def test_why(built: Path) -> None:
    done = kg(built, "shell", given="\\why putin\n\\why nobody-at-all\nASK { ?e a kg:Visit };\n")
    assert "moscow-visit-2017.txt" in done.stdout and done.stdout.endswith("true\n") and "nobody-at-all" in done.stderr and done.returncode == 1


def test_no_graph_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("")
    done = kg(tmp_path, "shell", given="\\quit\n")
    assert done.returncode == 2 and "kg build" in done.stderr and "Traceback" not in done.stderr


def test_on_a_terminal(built: Path) -> None:
    """A pseudo-terminal: prompt, completion by Tab, continuation, history kept."""
    pytest.importorskip("readline")
    master, slave = pty.openpty()
    env = os.environ | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(built / "state"), "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen([sys.executable, "-m", "kg", "-C", str(built), "shell"], stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True)
    os.close(slave)
    try:
        assert "kg> " in heard(master, "kg> ")
        os.write(master, b"writ\t\n")
        assert "written-when" in (said := heard(master, "kg> ")) and "article" in said
        os.write(master, b"ASK {\n")
        assert "  > " in heard(master, "  > ")
        os.write(master, b"?e a kg:Visit };\n")
        assert "true" in heard(master, "kg> ")
        os.write(master, b"\x04")
        process.wait(20)
    finally:
        process.kill()
        os.close(master)
    assert process.returncode == 0
    assert "ASK {" in (built / "state" / "kg" / "history").read_text(encoding="utf-8")


def heard(master: int, until: str, seconds: float = 30) -> str:
    """What a terminal shows up to some words."""
    text, end = "", time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([master], [], [], 0.5)[0]:
            try:
                text += os.read(master, 65536).decode("utf-8", "replace")
            except OSError:
                break
            if re.sub(r"\x1b\[[?0-9;]*[a-z]", "", text).endswith(until):
                break
    return text
