"""The shell: how lines become commands, what commands do, and the whole of it in a process with input piped in."""
from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from running import Screen

from kg import shell
from kg.lines import Reader, arguments, depth, is_sparql
from kg.model import UserError
from kg.shell import COMMANDS, Shell
from kg.store import Answer
from kg.suggest import Suggester

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


TRUE, FALSE = ('"' + x + '"^^<http://www.w3.org/2001/XMLSchema#boolean>' for x in ("true", "false"))
NAMES = {"kg": "urn:kg:ontology#", "id": "urn:kg:id:", "happening": "urn:kg:id:happening:", "rdfs": "urn:rdfs#", "owl": "urn:owl#"}
PEOPLE = [("<urn:kg:id:putin>", "<urn:kg:ontology#Person>", '"فلاديمير بوتين"@ar', TRUE), ("<urn:kg:id:putin>", "<urn:kg:ontology#Person>", '"Vladimir Putin"@en', TRUE),
          ("<urn:kg:id:SAU>", "<urn:kg:ontology#State>", '"السعودية"@ar', TRUE), ("<urn:kg:id:SAU>", "<urn:kg:ontology#State>", '"Saudi Arabia"@en', TRUE),
          ("<urn:kg:id:erdogan>", "<urn:kg:ontology#Person>", '"رجب طيب أردوغان"@ar', TRUE), ("<urn:kg:id:erdogan>", "<urn:kg:ontology#Person>", '"Recep Tayyip Erdoğan"@en', TRUE),
          ("<urn:kg:id:erdogan>", "<urn:kg:ontology#Person>", '"أردوغان"@ar', FALSE)]
TERMS = [("<urn:kg:ontology#Visit>", "<urn:owl#Class>", '"زيارة"@ar', TRUE), ("<urn:kg:ontology#Visit>", "<urn:owl#Class>", '"visit"@en', TRUE), ("<urn:kg:ontology#Veto>", "<urn:owl#Class>", None, TRUE),
         ("<urn:kg:ontology#actor>", "<urn:owl#ObjectProperty>", '"actor"@en', TRUE), ("<urn:other>", "<urn:owl#Class>", None, TRUE)]


class Remembers:
    """A store of a few names that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, sparql: str, names: dict[str, str], path: str = "") -> Answer:
        self.asked.append(sparql)
        if "kg:Person" in sparql or "owl:Class" in sparql:
            return Answer("rows", ("e", "type", "name", "whole"), PEOPLE if "kg:Person" in sparql else TERMS)
        if "subClassOf*" in sparql:
            return Answer("rows", ("e", "type", "name", "whole"), TERMS[:2])
        if "?s ?e ?o" in sparql:
            return Answer("rows", ("e", "type", "name", "whole"), [("<urn:rdfs#label>", '"Property"', None, None)])
        return Answer("truth", truth=True) if sparql.startswith("ASK") else Answer("rows", ("a", "b"), [("<urn:kg:id:RUS>", '"x"'), ("<urn:kg:id:nobody>", None)])


class Hears:
    """The world around a shell: keeps what is printed, called and noted, and edits as it is told to."""

    def __init__(self) -> None:
        self.shown: list = []
        self.told: list[str] = []
        self.noted: list[str] = []
        self.called: list = []
        self.becomes: str | None = None
        self.edited = ""

    def answer(self, answer: Answer, form: str | None, path: str, labels: str | None) -> None:
        self.shown.append((list(answer.rows), form, path, labels))

    def call(self, verb: str, arguments: list[str], wishes: dict[str, str], path: str) -> None:
        self.called.append((verb, arguments, wishes, path))

    def edit(self, text: str) -> str | None:
        self.edited = text
        return self.becomes

    def tell(self, line: str) -> None:
        self.told.append(line)

    def note(self, line: str) -> None:
        self.noted.append(line)


@pytest.fixture
def talk() -> tuple[Shell, Remembers, Hears]:
    store, out = Remembers(), Hears()
    return Shell(store, NAMES, (), "en", out), store, out


def test_labels_and_formats(talk) -> None:
    s, _, out = talk
    rows = [("<urn:kg:id:RUS>", '"x"'), ("<urn:kg:id:nobody>", None)]
    assert s.obey("\\labels ar") and s.obey("SELECT * { ?a ?b ?c }") and out.shown == [(rows, None, "", "ar")]
    s.obey("\\labels off")
    s.obey("\\format csv")
    s.obey("SELECT * { ?a ?b ?c }")
    assert out.shown[-1] == (rows, "csv", "", None)


def test_commands(talk) -> None:
    s, _, out = talk
    assert s.obey("\\help") and all(c in out.told[0] for c in COMMANDS)
    assert out.told[0].count("\n") < 23 and max(map(len, out.told[0].split("\n"))) <= 80, "it fits a screen"
    out.told.clear()
    assert s.obey("\\list timeline") and out.told[0].startswith("timeline") and any("since=" in line for line in out.told)
    assert s.obey("\\quit") is False and s.obey("\\q") is False
    for wrong in ("\\nope", "\\labels fr", "\\format pdf", "\\why", "\\show", "\\x maybe", "\\timeline A B C", '\\show "a', "no-such-query", "timeline colour=red"):
        with pytest.raises(UserError):
            s.obey(wrong)
    with pytest.raises(UserError) as e:
        s.obey("\\shwo RUS")
    assert "\\show" in e.value.hint


@pytest.mark.parametrize("typed, called", [
    ("\\why putin", ("why", ["putin"])), ("\\why happening:x kg:ofClass kg:Visit;", ("why", ["happening:x kg:ofClass kg:Visit"])), ("\\show رجب طيب أردوغان --why", ("show", ["رجب طيب أردوغان", "--why"])),
    ("\\timeline", ("timeline", [])), ("\\timeline 'Vladimir Putin' TUR --since 2016", ("timeline", ["--a", "Vladimir Putin", "--b", "TUR", "--since", "2016"])),
    ("\\search '\"وقف إطلاق النار\"' سوريا", ("search", ['"وقف إطلاق النار"', "سوريا"])), ("\\path putin IRN", ("path", ["putin", "IRN"])), ("\\relations RUS TUR --by year", ("relations", ["RUS", "TUR", "--by", "year"]))])
def test_verbs(talk, typed: str, called: tuple) -> None:
    s, _, out = talk
    assert s.obey(typed) and out.called == [(*called, {}, "")]
    s.obey("\\labels ar")
    s.obey(typed)
    assert out.called[-1] == (*called, {"--lang": "ar"}, "")


def test_every_verb_of_the_shell_is_one_of_the_command_line() -> None:
    from kg.cli import GROUPS
    verbs = {v for group in GROUPS.values() for v in group}
    assert {about.verb for about in COMMANDS.values() if about.verb} <= verbs


def test_vertical_and_timing(talk) -> None:
    s, _, out = talk
    s.obey("\\x")
    s.obey("\\timing on")
    s.obey("SELECT * { ?a ?b ?c }")
    assert out.shown[-1][1] == "vertical" and re.fullmatch(r"2 rows, \d+ ms", out.noted[-1])
    s.obey("\\x off")
    s.obey("ASK { ?a ?b ?c }")
    assert out.shown[-1][1] is None and re.fullmatch(r"\d+ ms", out.noted[-1])


def test_the_last_answer_is_written(talk) -> None:
    s, store, out = talk
    with pytest.raises(UserError):
        s.obey("\\o answer.csv")
    s.obey("SELECT * { ?a ?b ?c }")
    s.obey("\\help")
    s.obey("\\format json")
    assert s.obey('\\o "my answer.csv"') and out.shown[-1][1:] == (None, "my answer.csv", None) and store.asked[-1] == "SELECT * { ?a ?b ?c }" and out.noted == ["written: my answer.csv"]
    s.obey("\\show putin")
    assert s.obey("\\o who.tsv") and out.called[-1] == ("show", ["putin"], {"--format": "tsv"}, "who.tsv")
    with pytest.raises(UserError):
        s.obey("\\o answer.pdf")


def test_editing(talk) -> None:
    s, store, out = talk
    s.obey("ASK { ?a ?b ?c }")
    assert s.obey("\\e") and out.edited == "ASK { ?a ?b ?c }" and out.noted == ["nothing was changed"]
    out.becomes = "SELECT * {\n ?a ?b ?c\n}\n"
    assert s.obey("\\e") and out.shown[-1][0] and store.asked[-1] == "SELECT * {\n ?a ?b ?c\n}" == s.query
    assert s.obey("\\e timeline") and out.edited.startswith("# title:")


@pytest.mark.parametrize("typed, found", [
    ("time", "timeline"), ("\\h", "\\help"), ("sel", "SELECT"), ("timeline a=RUS ", "b="), ("timeline a=RUS b", "b="), ("\\labels a", "ar"), ("\\list timel", "timeline"),
    ("timeline a=بوت", "putin"), ('timeline a="فلاديمير بو', "putin"), ("timeline --a Put", "putin"), ("timeline a=RUS lang=a", "ar"), ("after class=زيار", "Visit"),
    ("\\show اردوغ", "erdogan"), ("\\show Erdogan", "erdogan"), ("\\relations putin سعود", "SAU"), ("\\path erdogan vladimir pu", "putin"),
    ("SELECT * { ?s kg:actor بوت", "id:putin"), ("SELECT * { ?s kg:actor فلاديمير بو", "id:putin"), ("SELECT * { ?s kg:actor put", "id:putin"), ("SELECT * { ?s kg:actor id:سعود", "id:SAU"),
    ("SELECT * { ?s kg:actor id:vlad", "id:putin"), ("SELECT * { ?s a kg:Ve", "kg:Veto"), ("SELECT * { ?s a زيار", "kg:Visit"), ("SELECT * { ?s kg:act", "kg:actor"), ("SELECT * { ?s k", "kg:"),
    ("SELECT * { ?s rdfs:la", "rdfs:label"), ("SELECT ?what { ?w", "?what"), ("ASK { FIL", "FILTER")])
def test_suggestions(typed: str, found: str) -> None:
    first = Suggester(Remembers, NAMES).suggest(typed)[0]
    assert first.text == found
    assert not re.search(r"[\s={]", typed[len(typed) - first.back:].replace("فلاديمير بو", "").replace("vladimir pu", "")), "what is typed of the word is replaced, and no more"


def test_what_is_suggested_is_explained() -> None:
    assert Suggester(Remembers, NAMES).suggest("ASK { بوت")[0].meta == "Vladimir Putin · فلاديمير بوتين · Person"
    assert Suggester(Remembers, NAMES, (), "ar").suggest("ASK { بوت")[0].meta.startswith("فلاديمير بوتين")
    assert Suggester(Remembers, NAMES).suggest("after ")[0].meta.endswith("(required)")


@pytest.mark.parametrize("typed", ['ASK { ?s ?p "put', "ASK { ?s ?p <urn:put", "ASK { ?s ?p ?o } # put", "ASK { nope:put", "timeline since=2", "no-such-query a=put", "\\quit put", "\\nope put"])
def test_nothing_is_suggested_where_nothing_fits(typed: str) -> None:
    assert Suggester(Remembers, NAMES).suggest(typed) == []


def test_suggestions_follow_the_store_that_is_open() -> None:
    stores = [Remembers()]
    s = Suggester(lambda: stores[-1], NAMES)
    s.suggest("ASK { put")
    s.suggest("ASK { puti")
    assert sum("kg:Person" in q for q in stores[0].asked) == 1
    stores.append(Remembers())
    assert s.suggest("ASK { put") and sum("kg:Person" in q for q in stores[1].asked) == 1


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


def test_labels(built: Path) -> None:
    """Labels take the place of IRIs where a person reads, and not where a program follows them."""
    asked = "SELECT ?e { VALUES ?e { id:putin kg:Visit } };\n"
    done = kg(built, "shell", given=f"\\labels ar\n{asked}\\labels en\n\\x\n{asked}\\x off\n\\format json\n{asked}")
    assert done.returncode == 0 and '"فلاديمير بوتين"@ar' in done.stdout and "e │ Vladimir Putin\n" in done.stdout and '"urn:kg:id:putin"' in done.stdout


def test_why(built: Path) -> None:
    done = kg(built, "shell", given="\\why putin\n\\why nobody-at-all\nASK { ?e a kg:Visit };\n")
    assert "moscow-visit-2017.txt" in done.stdout and done.stdout.endswith("true\n") and "nobody-at-all" in done.stderr and done.returncode == 1


def test_no_graph_is_one_clear_message(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("")
    done = kg(tmp_path, "shell", given="\\quit\n")
    assert done.returncode == 2 and "kg build" in done.stderr and "Traceback" not in done.stderr


def test_on_a_terminal_that_only_prints(built: Path) -> None:
    """TERM=dumb: prompt, continuation, Ctrl-C drops the line, Ctrl-D leaves, and no escape code at all."""
    master, slave = pty.openpty()
    env = os.environ | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(built / "state"), "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen([sys.executable, "-m", "kg", "-C", str(built), "shell"], stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True)
    os.close(slave)
    said = ""
    try:
        said += heard(master, "kg> ")
        os.write(master, b"ASK {\n")
        said += heard(master, "  > ")
        assert "  > " in said
        time.sleep(0.3)      # until it reads: an interruption just before waits for the next line
        os.kill(process.pid, signal.SIGINT)
        said += heard(master, "kg> ")
        os.write(master, "ASK { ?e rdfs:label ?l FILTER(CONTAINS(?l, 'بوتين'))\n};\n".encode())
        said += heard(master, "true\r\nkg> ")
        assert "true" in said
        os.write(master, b"\x04")
        process.wait(20)
    finally:
        process.kill()
        os.close(master)
    assert process.returncode == 0 and "\x1b" not in said


# ── the line editor ───────────────────────────────────────────────────────────────────────────────────────────────

def typed(*pieces: str, history: Path, times: int = 1) -> list[str | None]:
    """What the editor gives for keys typed one after another."""
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from kg.cli.editing import Editor
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        editor = Editor(Suggester(Remembers, NAMES), str(history), True)
        timers = [threading.Timer(0.3 if history.exists() else 0, keys.send_text, ["".join(pieces)]), threading.Timer(15, keys.send_text, ["\x03" * 9])]      # once the history has been read; and lest it wait for ever
        for timer in timers:
            timer.start()
        out: list[str | None] = []
        for _ in range(times):
            try:
                out.append(editor.ask())
            except KeyboardInterrupt:
                out.append("dropped")
        timers[1].cancel()
        return out


def test_enter_goes_on_until_a_command_is_whole(tmp_path: Path) -> None:
    keys = ["timeline a=بوتين\r", "ASK {\r", "?s ?p ?o\r", "};\r", "SELECT *\x1b\r{ ?s ?p ?o };\r", "\x04"]
    assert typed(*keys, history=tmp_path / "h", times=4) == ["timeline a=بوتين", "ASK {\n  ?s ?p ?o\n};", "SELECT *\n{ ?s ?p ?o };", None]


def test_dropping_a_line(tmp_path: Path) -> None:
    assert typed("ASK {\r", "\x03", "timeline\r", history=tmp_path / "h", times=2) == ["dropped", "timeline"]


def test_pasted_lines_come_as_they_are(tmp_path: Path) -> None:
    assert typed("\x1b[200~ASK {\n ?s ?p ?o };\ntimeline\x1b[201~\r", history=tmp_path / "h") == ["ASK {\n ?s ?p ?o };\ntimeline"]


def test_history(tmp_path: Path) -> None:
    """It is on disk for its owner alone, Arabic and lines that go on included; arrow up, a search and a suggestion find what was typed before."""
    path = tmp_path / "state" / "kg" / "history"
    typed("timeline a=بوتين\r", "ASK {\r};\r", history=path, times=2)
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert "+timeline a=بوتين" in path.read_text(encoding="utf-8")
    assert typed("\x1b[A\r", history=path) == ["ASK {\n};"]
    assert typed("\x12time\r\r", history=path) == ["timeline a=بوتين"]


def test_a_long_history_is_shortened(tmp_path: Path) -> None:
    from kg.cli.editing import KEPT, History
    path = tmp_path / "history"
    path.write_text("".join(f"\n# then\n+timeline since={n}\n+\n" for n in range(2 * KEPT + 1)), encoding="utf-8")
    kept = list(History(str(path)).load_history_strings())
    assert len(kept) == KEPT and kept[0] == f"timeline since={2 * KEPT}\n" and path.read_text().count("+timeline") == KEPT
    assert list(History(str(path)).load_history_strings()) == kept and path.stat().st_mode & 0o777 == 0o600


def test_a_history_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert typed("timeline\r", history=tmp_path / "file" / "history") == ["timeline"]


def test_completion_in_the_editor(tmp_path: Path) -> None:
    """Names in Arabic and in Latin letters become ids; a file is completed for \\o."""
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from kg.cli.editing import _Completer
    offered = lambda text, asked=False: [(c.text, c.start_position, c.display_meta_text) for c in _Completer(Suggester(Remembers, NAMES), str.upper).get_completions(Document(text), CompleteEvent(completion_requested=asked))]
    assert offered("ASK { بوت") == offered("ASK { put") == [("id:putin", -3, "VLADIMIR PUTIN · فلاديمير بوتين · PERSON")]
    assert offered("timeline ") == [] and len(offered("timeline ", True)) == 5
    (tmp_path / "answer.csv").write_text("")
    assert offered(f"\\o {tmp_path}/ans", True)[0][0] == "wer.csv"


@pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux: apt-get install tmux")
def test_in_a_real_terminal(built: Path) -> None:
    """In tmux: suggestions appear while Arabic is typed, Tab takes one, lines go on, a long answer is paged, \\x and \\o work, Ctrl-C drops, Ctrl-D leaves."""
    program = f"env PYTHONPATH={ROOT} XDG_STATE_HOME={built}/tmux TERM=xterm-256color PAGER=less KG_BIDI=terminal {sys.executable} -m kg -C {built} shell; echo left $?; sleep 60"
    with Screen(program, built, 90, 24) as screen:
        screen.wait("kg>")
        screen.type("SELECT ?e { ?e kg:actor بوت", "id:putin  Vladimir Putin · فلاديمير بوتين · Person")
        screen.type("\t }", "?e { ?e kg:actor id:putin }")
        screen.type("\n", "\n  >")
        screen.type("LIMIT 1;\n", "happening:", "\n──")
        screen.type("\\x\nSELECT ?s { ?s ?p ?o } LIMIT 90;\n", "─[ 1 ]", "\n:")
        screen.type("q", "\nkg>")
        screen.type("\\o rows.csv\n", "written: rows.csv")
        screen.type("SELECT {\n", " {>")
        screen.keys("C-c")
        screen.wait("{>\nkg>")
        screen.keys("C-d")
        screen.wait("left 0")
    assert (built / "rows.csv").read_text().count("\n") == 91


def test_other_verbs_do_not_load_the_editor(built: Path) -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "kg", "-C", str(built), "ask", "written-when"], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    piped = subprocess.run([sys.executable, "-X", "importtime", "-m", "kg", "-C", str(built), "shell"], input="written-when\n", capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.returncode == piped.returncode == 0 and not re.search("prompt_toolkit|pygments", done.stderr + piped.stderr)


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
