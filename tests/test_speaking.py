"""What long work says while it goes on, what --quiet and --verbose change, colours, and what is left behind when it is stopped or the disk is full."""
from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from running import call, environment, kg, on_terminal
from test_build import ARTICLES, counted, graph

from kg.cli import speaking
from kg.collection import init

SENTENCES = [text for _, text in ARTICLES.values()]


def write(folder: Path, count: int, times: int) -> None:
    """So many articles, each with its sentences told so many times."""
    for n in range(count):
        (folder / "articles" / f"a{n:03}.txt").write_text((SENTENCES[n % 3] + "\n") * times, encoding="utf-8")
        (folder / "articles" / f"a{n:03}.toml").write_text(f"date = {2010 + n % 10}-{1 + n % 12:02}-{1 + n % 28:02}\n")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection of 150 articles, built."""
    folder = tmp_path_factory.mktemp("many") / "mine"
    init(folder)
    write(folder, 150, 1)
    assert kg("build", "-q", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def few(tmp_path: Path) -> Path:
    init(tmp_path / "mine")
    write(tmp_path / "mine", 3, 1)
    return tmp_path / "mine"


# ── progress ──────────────────────────────────────────────────────────────────────────────────────────────────────

WORK = """import time
from kg.cli import speaking
speaking.AFTER = 0.1
with speaking.progress() as p:
    for _ in p.each(range(40), "reading"):
        time.sleep(0.02)
    p.stage("putting the graph together")
    time.sleep(0.2)
print("done")"""


def test_a_bar_with_rate_and_time_left(few: Path) -> None:
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", on_terminal(cwd=few, program=("-c", WORK)))
    assert re.search(r"reading ━+ +\d+ of 40 articles  \d+ a second  \d+ s left", shown) and re.search("putting the graph together .*0:00:0", shown)
    assert shown.rstrip().splitlines()[-1].strip() == "done", "the bar goes away"
    built = on_terminal("build", cwd=few)
    assert "read 3 articles" in built and "not coded" in built.rstrip().splitlines()[-1]


def test_lines_in_a_log(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is no terminal: a line every so often, whole, without control characters; none for what is quick."""
    assert kg("build", cwd=few).stderr == ""
    write(few, 3, 2)
    monkeypatch.setattr(speaking, "EVERY", 0)
    done = call("build", cwd=few)
    assert done.returncode == 0 and [re.sub(r"[\d.,]+ a second, \d+ s", "N a second, N s", line) for line in done.stderr.splitlines()] == [
        f"{what}: {n} of 3 articles, N a second, N s left" for what in ("reading", "taking in") for n in (1, 2)]
    assert "\x1b" not in done.stderr and "\r" not in done.stderr


def test_quiet(few: Path, tmp_path: Path) -> None:
    """Nothing but what was asked for, wherever the option stands."""
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"doc": "a000", "sentence": 1, "event": "CONSULT", "class": "Meeting", "status": "actual", "trigger": {"start": 0, "end": 5, "text": "التقى"}, "actors": [], "recipients": []}\n', encoding="utf-8")
    for args in (("-q", "build"), ("build", "--quiet"), ("-q", "report"), ("report", "-q"), ("-q", "export", "-o", tmp_path / "x.ttl"), ("export", "-q", "--format", "graphml", "-o", tmp_path / "x.graphml")):
        write(few, 3, 1 + len(args))
        done = call(*args, cwd=few)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), args
    write(few, 3, 1)
    assert on_terminal("build", "-q", cwd=few) == ""
    done = kg("eval", "-q", gold, few / "articles", cwd=few)
    assert done.returncode == 0 and "P " in done.stdout and done.stderr == ""
    (few / "articles" / "a000.txt").write_bytes(b"\xff\xfe\x00")
    done = kg("-q", "build", cwd=few)
    assert done.returncode == 1 and "a000.txt" in done.stderr, "what is wrong is said all the same"


# ── why ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def test_verbose_says_why(few: Path) -> None:
    told = lambda *args: call(*args, cwd=few).stderr
    first = told("build", "--verbose")
    assert "reading a000: new\n" in first and "putting the graph together\n" in first and re.search(r"merged \d+ facts into \d+ of \d+ happenings", first)
    state = few / "build" / "state.json"
    state.write_text(re.sub('("stamp": ".)', r"\1x", state.read_text()))      # as if it had been built with other words
    assert "reading a001: the words changed\n" in told("-v", "build")
    with (few / "kg.toml").open("a") as f:
        f.write("# nothing new\n")
    assert told("-v", "build") == ""
    text = (few / "kg.toml").read_text()
    (few / "kg.toml").write_text(text.replace("urn:kg:id:", "urn:other:"))
    assert "reading a002: the base changed\n" in told("-v", "build")
    (few / "build" / "facts" / "a001.jsonl").unlink()
    assert told("-v", "build").startswith("reading a001: its facts were gone\n")
    (few / "articles" / "a000.toml").unlink()
    (few / "articles" / "a000.txt").unlink()
    assert "putting the graph together: 1 article gone\n" in told("-v", "build")
    said = told("-v", "export", "-o", few / "x.ttl")
    assert re.search(r"reading the graph: [\d,]+ triples in \d+\.\d s", said) and "wrote" in said


def test_verbose_says_which_facts_are_one(few: Path) -> None:
    """Two articles of one day that tell one visit: both facts and the reasons are named."""
    for name in ("x", "y"):
        (few / "articles" / f"{name}.txt").write_text("زار الرئيس التركي رجب طيب أردوغان طهران يوم 4 أبريل 2018.\n", encoding="utf-8")
    said = call("build", "-v", cwd=few).stderr
    line = next(x for x in said.splitlines() if x.startswith("one happening: ") and "both Visit" in x)
    assert "same day 2018-04-04" in line and len(set(re.findall(r"event:visit-\w+", line))) == 2
    assert "one happening" not in call("build", cwd=few).stderr


# ── colours ───────────────────────────────────────────────────────────────────────────────────────────────────────

def test_colours(few: Path) -> None:
    assert kg("build", cwd=few).returncode == 0
    ask = ("relations", "RUS", "EGY", "--format", "chart")
    coloured = lambda text: "\x1b[3" in text
    piped = lambda *before, **env: kg(*before, *ask, cwd=few, **({"NO_COLOR": ""} | env)).stdout
    drawn = lambda *before, **env: on_terminal(*before, *ask, cwd=few, **({"NO_COLOR": ""} | env))
    assert coloured(drawn()) and not coloured(piped())
    assert not coloured(drawn(NO_COLOR="1")) and not coloured(drawn(TERM="dumb"))
    assert coloured(piped("--color", "always")) and coloured(piped(FORCE_COLOR="1"))
    (few / "kg.toml").write_text((few / "kg.toml").read_text() + 'color = "never"\n')
    assert not coloured(drawn()) and coloured(drawn("--color", "always", NO_COLOR="1"))


# ── stopped ───────────────────────────────────────────────────────────────────────────────────────────────────────

def test_interrupted(many: Path) -> None:
    """Ctrl-C reaches every process of the job, as from a terminal, while articles are read and while the graph is put together: exit code 130,
    one line, nobody left behind, the last good graph unchanged and to be asked; the next build takes up what was begun."""
    folder = many
    good, count = graph(folder), counted(folder)
    write(folder, 150, 2)
    said = ""
    for moment in ("reading a100", "putting the graph together"):
        process = subprocess.Popen([sys.executable, "-m", "kg", "build", "--verbose"], cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True)
        for line in process.stderr:
            said += line
            if line.startswith(moment):
                break
        os.killpg(process.pid, signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(30) == 130 and "Traceback" not in rest and rest.splitlines()[-1] == "kg: interrupted; the last good graph is untouched"
        with pytest.raises(ProcessLookupError):
            os.killpg(process.pid, 0)
        assert graph(folder) == good and counted(folder) == count
    assert "reading a000: its last reading was not finished\n" in said


def test_interrupted_while_it_starts(few: Path) -> None:
    """Also before there is anything to interrupt: no traceback."""
    assert kg("build", cwd=few).returncode == 0
    for delay in (0.02, 0.04, 0.08):
        process = subprocess.Popen([sys.executable, "-c", "import sys; print('up', file=sys.stderr, flush=True); sys.argv[1:] = ['build']; from kg.__main__ import start; start()"],
                                   cwd=few, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stderr.readline() == "up\n"
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode in (0, 130) or "kg/cli" not in err, err      # what Python itself does before kg begins is not ours


def test_full_disk(tmp_path: Path) -> None:
    """A disk that is really full, of 24 MB: exit code 2, one message, the last good graph answers; with room again the next build succeeds."""
    unshare = ["unshare", "--user", "--map-root-user", "--mount", "bash", "-ec"]
    if not shutil.which("unshare") or subprocess.run([*unshare, f"mount -t tmpfs none {tmp_path}"], capture_output=True).returncode:
        pytest.skip("no file system may be mounted here: unshare of util-linux, and user namespaces")
    run = f"{sys.executable} -m kg -C {tmp_path}/mine"
    source = tmp_path.parent / "source"
    init(source)
    write(source, 6, 30)
    script = f"""mount -t tmpfs -o size=24m none {tmp_path}
        {run[:run.index(' -C')]} init {tmp_path}/mine > /dev/null
        cp {source}/articles/a000.* {tmp_path}/mine/articles
        {run} build -q; md5sum < {tmp_path}/mine/build/graph.nq
        ask() {{ {run} query 'SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }}' --format csv | tail -1; }}; ask
        cp {source}/articles/* {tmp_path}/mine/articles
        head -c $(( $(df --output=avail -B1 {tmp_path} | tail -1) - 500000 )) /dev/zero > {tmp_path}/fill
        {run} build -q && false || echo "code $?"; md5sum < {tmp_path}/mine/build/graph.nq; ask
        rm {tmp_path}/fill; {run} build -q; ask; ls -A {tmp_path}/mine/build/store | wc -l"""
    done = subprocess.run([*unshare, script], capture_output=True, text=True, env=environment(), timeout=120)
    before, n, code, after, same, later, stores = done.stdout.split("\n")[:7]
    assert code == "code 2" and (before, n) == (after, same) and int(later) > int(n) and stores == "2", done
    assert "cannot be written" in done.stderr and "the last good graph is untouched" in done.stderr and "Traceback" not in done.stderr
