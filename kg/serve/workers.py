"""The processes that answer: a few, started when first needed, ended when a query takes too long or its client goes away."""
from __future__ import annotations

import json
import os
import queue
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from kg.serve.answering import BROKEN
from kg.serve.protocol import Refused, Wanted


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may take: seconds of waiting for it, rows, and megabytes of its process (0: any)."""
    seconds: float = 30.0
    rows: int = 1_000_000
    megabytes: int = 4096


class Cut(Exception):
    """An answer that is not finished."""


class TooLong(Cut):
    """Its time is over."""


class Died(Cut):
    """Its process is gone, or has said why it does not go on."""


class Worker:
    """One process; answers one query at a time."""

    def __init__(self, place: str, base: str, limits: Limits):
        command = [sys.executable, "-m", "kg.serve.answering", place, base, str(limits.rows), str(limits.seconds), str(limits.megabytes)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
                                         env=os.environ | {"MALLOC_ARENA_MAX": "2"})      # each further arena takes 64 MB of the address space that is limited
        self._held, self._left = b"", 0.0

    def ask(self, wanted: Wanted, seconds: float) -> dict:
        """Sends a query and gives the head of the reply."""
        self._held, self._left = b"", seconds
        asked = {"query": wanted.query, "default": wanted.default, "named": wanted.named, "forms": wanted.forms, "base": wanted.base}
        try:
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        except BrokenPipeError:
            raise Died("its process was gone") from None
        return json.loads(self._line())

    def pieces(self) -> Iterator[bytes]:
        """The body of the reply; Died where it cannot be finished, for whatever reason."""
        while size := int.from_bytes(self._exactly(4), "big"):
            if size == BROKEN:
                raise Died(json.loads(self._line())["why"])
            yield self._exactly(size)

    def _more(self) -> None:
        """Waits for more of the reply; only this waiting counts, not the time that a slow client takes."""
        fd, before = self._process.stdout.fileno(), time.monotonic()
        ready, _, _ = select.select([fd], [], [], max(0.0, self._left))
        self._left -= time.monotonic() - before
        if not ready:
            raise TooLong("its time was over")
        piece = os.read(fd, 1 << 16)
        if not piece:
            raise Died("its process needed more memory than allowed")
        self._held += piece

    def _exactly(self, size: int) -> bytes:
        while len(self._held) < size:
            self._more()
        out, self._held = self._held[:size], self._held[size:]
        return out

    def _line(self) -> bytes:
        while b"\n" not in self._held:
            self._more()
        out, _, self._held = self._held.partition(b"\n")
        return out

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            pipe.close()
        self._process.wait()


class Pool:
    """So many workers at most.  Thread-safe: each request takes one and gives it back, or a place for a new one."""

    def __init__(self, place: str, base: str, limits: Limits, size: int):
        self.place, self.base, self.limits = place, base, limits
        self._free: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)

    def answer(self, wanted: Wanted) -> tuple[dict, Iterator[bytes]] | Refused:
        """The head of the answer and its pieces, or why there is none."""
        try:
            worker = self._free.get(timeout=self.limits.seconds)
        except queue.Empty:
            return Refused(503, "every worker is busy; ask again later")
        try:
            worker = worker or Worker(self.place, self.base, self.limits)
            head = worker.ask(wanted, self.limits.seconds)
        except TooLong:
            self._replace(worker)
            return Refused(503, f"the query takes longer than the {self.limits.seconds:g} seconds that an answer may take: ask for less, or start the server with a higher --timeout")
        except Died:
            self._replace(worker)
            return Refused(503, f"the query needs more than the {self.limits.megabytes} MB that it may use: ask for less, or start the server with a higher --limit-memory")
        except BaseException:
            self._replace(worker)
            raise
        if "status" in head:
            self._free.put(worker)
            return Refused(head["status"], head["why"])
        return head, self._body(worker)

    def _body(self, worker: Worker) -> Iterator[bytes]:
        """The pieces of an answer; the worker is given back at their end, and ended where that is not reached."""
        try:
            yield from worker.pieces()
        except BaseException:               # the client is gone, or the answer cannot be finished: the connection is cut, which tells the client
            self._replace(worker)
            raise
        self._free.put(worker)

    def _replace(self, worker: Worker | None) -> None:
        if worker is not None:
            worker.end()
        self._free.put(None)

    def close(self) -> None:
        """Ends the workers that wait."""
        while True:
            try:
                worker = self._free.get_nowait()
            except queue.Empty:
                return
            if worker is not None:
                worker.end()
