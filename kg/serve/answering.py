"""A process that answers queries, one after another, so that a query which runs away can be ended by ending its process.

    python -m kg.serve.answering PLACE BASE ROWS SECONDS MEGABYTES

It reads a request a line (JSON: query, default, named, forms, base) from standard input and writes a reply: a head (a line of JSON), then
pieces, each behind its length of four bytes, to one of length 0; length `BROKEN` says that the answer cannot be finished and is
followed by a line of JSON.  Faults found within the first `HELD` bytes are told in the head, so that the status can be right.
"""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator

HELD = 1 << 18              # bytes of an answer that are gathered before its head is sent
PIECE = 1 << 15
BROKEN = 0xFFFFFFFF


class Refusal(Exception):
    """An answer that is not given or not gone on with: the HTTP status and why."""

    def __init__(self, status: int, why: str):
        super().__init__(why)
        self.status, self.why = status, why


class Answering:
    """The store under `place`, opened anew when a build has replaced it; `most` rows an answer."""

    def __init__(self, place: str, names: dict[str, str], most: int):
        self.place, self.names, self.most = place, names, most
        self._store, self._folder = None, None

    def open(self):
        """The store as it now is."""
        from kg.store import Store, current
        folder = current(self.place)
        if self._store is None or folder != self._folder:
            self._store, self._folder = Store(self.place), folder
        return self._store

    def answer(self, asked: dict) -> tuple[str, Iterator[str]]:
        """The kind of the answer and its text in pieces; UserError where the query is malformed, Refusal where no form is accepted."""
        found = self.open().ask(asked["query"], self.names, dataset=(asked["default"], asked["named"]), base=asked["base"])
        form = asked["forms"][found.kind]
        if not form:
            raise Refusal(406, {"rows": "rows", "truth": "true or false", "triples": "triples"}[found.kind] + " cannot be sent in a form that the client accepts")
        found.rows = self._counted(found.rows)
        if form == "rdf":
            from kg.store.foreign import rdf_xml
            return found.kind, rdf_xml(found.rows, self.names)
        from kg.formats import render
        return found.kind, render(found, form, self.names)

    def _counted(self, rows: Iterator) -> Iterator:
        for n, row in enumerate(rows):
            if n == self.most:
                raise Refusal(413, f"the answer has more than {self.most} rows, which is as many as are sent: ask with LIMIT, or start the server with a higher --limit")
            yield row


def _pieces(texts: Iterator[str]) -> Iterator[bytes]:
    """The same bytes in pieces worth sending."""
    held, size = [], 0
    for text in texts:
        piece = text.encode()
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def reply(answering: Answering, asked: dict) -> Iterator[bytes]:
    """The bytes of one reply."""
    from kg.errors import UserError
    head = lambda **what: json.dumps(what).encode() + b"\n"
    sent, held, size = False, [], 0
    try:
        kind, texts = answering.answer(asked)
        for piece in _pieces(texts):
            if not piece:
                continue
            held.append(len(piece).to_bytes(4, "big") + piece)
            size += len(piece)
            if sent or size >= HELD:
                yield (b"" if sent else head(kind=kind)) + b"".join(held)
                sent, held = True, []
        yield (b"" if sent else head(kind=kind)) + b"".join(held) + bytes(4)
    except (UserError, Refusal, OSError, RuntimeError) as e:
        status, why = (e.status, e.why) if isinstance(e, Refusal) else (400, "\n".join(e.told())) if isinstance(e, UserError) else (500, f"the query cannot be answered: {e}")
        yield (BROKEN.to_bytes(4, "big") if sent else b"") + head(status=status, why=why)


def main(place: str, base: str, rows: str, seconds: str, megabytes: str) -> None:
    """Answers until standard input ends."""
    import resource
    import signal

    from kg import vocab
    from kg.store import taken
    signal.signal(signal.SIGINT, signal.SIG_IGN)                    # Ctrl-C is the server's to see
    answering = Answering(place, vocab.prefixes(base), int(rows))
    if int(megabytes):
        answering.open()
        resource.setrlimit(resource.RLIMIT_AS, (taken() + (int(megabytes) << 20),) * 2)
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        signal.alarm(int(float(seconds)) + 10)                      # the system ends this process, should the server be gone
        for piece in reply(answering, json.loads(line)):
            out.write(piece)
            out.flush()
        signal.alarm(0)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except BrokenPipeError:
        os._exit(0)
