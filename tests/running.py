"""The real command line in a process of its own, for the tests that need it."""
from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

TOP = Path(__file__).parent.parent


def environment(**more: str) -> dict[str, str]:
    """The environment of such a process: this checkout first, no colours, an encoding that knows Arabic."""
    path = os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH", "")]))
    return os.environ | {"PYTHONPATH": path, "NO_COLOR": "1", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"} | more


def call(*args: str | Path, cwd: Path, input: str | None = None) -> subprocess.CompletedProcess:
    """The same within this process, quicker: for verbs that touch neither signals nor limits."""
    from kg.cli import main
    out, err, old, stdin = io.StringIO(), io.StringIO(), Path.cwd(), sys.stdin
    os.chdir(cwd)
    try:
        sys.stdin = io.TextIOWrapper(io.BytesIO((input or "").encode()), encoding="utf-8")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main([str(a) for a in args])
    except SystemExit as e:
        return subprocess.CompletedProcess(args, e.code or 0, out.getvalue(), err.getvalue())
    finally:
        os.chdir(old)
        sys.stdin = stdin
    raise AssertionError("main ends in an exit code")


def kg(*args: str | Path, cwd: Path, input: str | None = None, shell: str = "", **env: str) -> subprocess.CompletedProcess:
    """`kg ARGS` in a folder; `shell` stands before it, as `ulimit -f 10`.  Whatever happens, it must not end in a traceback."""
    command = [sys.executable, "-m", "kg", *map(str, args)]
    if shell:
        command = ["bash", "-c", f"{shell}; exec {shlex.join(command)}"]
    done = subprocess.run(command, cwd=cwd, input=input, capture_output=True, text=True, encoding="utf-8", env=environment(**env), timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def on_terminal(*args: str | Path, cwd: Path, columns: int = 100, program: tuple[str, ...] = ("-m", "kg"), **env: str) -> str:
    """What `kg ARGS`, or another Python program, prints on a terminal of its own (a pseudo-terminal), with its colours and marks; it must end
    within a minute."""
    import fcntl
    import pty
    import struct
    import termios
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    known = {k: v for k, v in environment(**env).items() if k not in ("COLUMNS", "TMUX", "VTE_VERSION", "KG_BIDI") or k in env}
    process = subprocess.Popen([sys.executable, *program, *map(str, args)], cwd=cwd, env={"TERM": "xterm-256color"} | known | env, stdin=slave, stdout=slave, stderr=slave)
    os.close(slave)
    out = b""
    with contextlib.suppress(OSError):      # the end of a pseudo-terminal
        while block := os.read(master, 65536):
            out += block
    os.close(master)
    assert process.wait(60) in (0, 1) and b"Traceback" not in out, out.decode()
    return out.decode().replace("\r\n", "\n")


class Screen:
    """A program in a real terminal (tmux): what is typed, and what is then seen."""

    def __init__(self, program: str, cwd: Path, columns: int, lines: int):
        self._name = f"kg-tests-{os.getpid()}-{id(self)}"
        self._start = ["-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(lines), "-c", str(cwd), program]

    def __enter__(self) -> Self:
        self._tmux(*self._start)
        return self

    def __exit__(self, *error) -> None:
        self._tmux("kill-server")

    def _tmux(self, *args: str) -> str:
        return subprocess.run(["tmux", "-L", self._name, *args], capture_output=True, text=True, encoding="utf-8", check=True, env=os.environ | {"LANG": "C.UTF-8"}).stdout

    def keys(self, *names: str) -> None:
        """Presses keys by their names."""
        self._tmux("send-keys", *names)

    def type(self, text: str, *wanted: str) -> str:
        """Types a text, its \\t and \\n as keys, and waits for what is wanted."""
        for piece in re.split(r"([\t\n])", text):
            if piece in ("\t", "\n"):
                self.keys("Tab" if piece == "\t" else "Enter")
            elif piece:
                self._tmux("send-keys", "-l", "--", piece[:-1] + "\\;" if piece.endswith(";") else piece)      # a ; at the end would part commands of tmux
        return self.wait(*wanted)

    def wait(self, *wanted: str) -> str:
        """What is seen, without marks of direction, once it holds all that is wanted."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            seen = re.sub("[\u200e\u200f]", "", self._tmux("capture-pane", "-p", "-J"))
            trimmed = re.sub(" +$", "", seen, flags=re.MULTILINE)
            if all(w in seen or w in trimmed for w in wanted):
                return seen
            time.sleep(0.05)
        raise AssertionError(f"{wanted} did not appear:\n{seen}")


def own_articles(place: Path) -> Path:
    """A folder as the built collection of the articles that come with kg."""
    import shutil

    from kg.build import build
    from kg.collection import read
    for path in (TOP / "seeds").iterdir():
        if path.is_file():
            shutil.copy(path, place)
    (place / "kg.toml").write_text('articles = "."\n', encoding="utf-8")
    build(read(place))
    return place
