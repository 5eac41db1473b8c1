"""Long answers on a terminal go through a pager: the user's, else less."""
from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class _Left(Exception):
    """Who read has left the pager; what would still be printed is not wanted."""


class _Paged(io.TextIOBase):
    """Standard output that keeps what is written until it is more than fits on the screen, and then hands all of it to a pager."""
    encoding, errors = "utf-8", "strict"

    def __init__(self, terminal, command: list[str]):
        self._terminal, self._command, self._kept, self._lines = terminal, command, [], 0
        self._size = shutil.get_terminal_size()
        self._pager: subprocess.Popen | None = None

    def isatty(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError("text, not bytes")
        if self._pager is None:
            self._kept.append(text)
            self._lines += sum(1 + len(line) // self._size.columns for line in text.split("\n")) - 1
            if self._lines >= self._size.lines - 1:
                self._begin()
        else:
            self._give(text)
        return len(text)

    def _begin(self) -> None:
        env = {"LESS": "-FRX", "LESSCHARSET": "utf-8", "LESSUTFCHARDEF": "200e-200f:z,2066-2069:z"} | os.environ
        self._pager = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=self._terminal, env=env, text=True, encoding="utf-8")
        self._give("".join(self._kept))

    def _give(self, text: str) -> None:
        try:
            self._pager.stdin.write(text)
        except BrokenPipeError:
            raise _Left from None

    def end(self) -> None:
        """Prints what fitted the screen, or waits until the pager is left."""
        if self._pager is None:
            self._terminal.write("".join(self._kept))
            self._terminal.flush()
            return
        with suppress(BrokenPipeError):
            self._pager.stdin.close()
        while self._pager.poll() is None:
            with suppress(KeyboardInterrupt):      # it is for the pager
                self._pager.wait()


@contextmanager
def paged() -> Iterator[None]:
    """What is printed meanwhile goes to a pager where it is more than the screen shows; nothing changes where there is no terminal or pager."""
    from kg.cli.screen import settings
    command = shlex.split(settings()["pager"].value or "less")
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb" or not shutil.which(command[0]):
        yield
        return
    terminal = sys.stdout
    sys.stdout = page = _Paged(terminal, command)
    try:
        with suppress(_Left):
            yield
    finally:
        sys.stdout = terminal
        page.end()
