"""Sorted N-Quads as they lie on disk: the rows of one subject, and the rows in which two files differ, without reading all of either.

A built graph is sorted by code point, which in UTF-8 is the order of its bytes: a subject is found by halving, and stretches that two
files share are passed over as they are, so that comparing two graphs costs what differs in them and one pass over their bytes.
"""
from __future__ import annotations

import errno
import mmap
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from kg import store, terms
from kg.errors import UserError
from kg.terms import Quad

_LARGEST = 1 << 20


class Rows:
    """The rows of one graph file, sorted; `graphs` tells whether they name the graph that each stands in."""

    def __init__(self, data: bytes | mmap.mmap, graphs: bool):
        self.data, self.graphs = data, graphs

    def of(self, subject: str, predicate: str = "", most: int = 0) -> list[Quad]:
        """The quads of one subject, with a predicate those of it alone; `most` of them at most, where given."""
        data, key = self.data, f"{subject} {predicate}".encode() + b" " * bool(predicate)
        low, high = 0, len(data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = _end(data, start)
            if data[start:end] < key:
                low = end + 1
            else:
                high = start
        found = []
        while low < len(data) and data[low:low + len(key)] == key and not (most and len(found) == most):
            end = _end(data, low)
            found.append(data[low:end].decode())
            low = end + 1
        return list(terms.parse(found))


def _end(data: bytes | mmap.mmap, start: int) -> int:
    """Where the row that begins there ends."""
    end = data.find(b"\n", start)
    return len(data) if end < 0 else end


def differing(old: Rows, new: Rows) -> Iterator[tuple[bool, str]]:
    """The rows that stand in one of two files only, in order; True for those of the new one."""
    a, b, i, j, block = old.data, new.data, 0, 0, 64
    while i < len(a) and j < len(b):
        piece = a[i:i + block]
        if block > 1 and piece == b[j:j + block] and (cut := piece.rfind(b"\n") + 1):
            i, j, block = i + cut, j + cut, min(block * 2, _LARGEST)
            continue
        if block > 64:
            block //= 4
            continue
        mine, other = a[i:_end(a, i)], b[j:_end(b, j)]
        if mine == other:
            i, j, block = i + len(mine) + 1, j + len(other) + 1, 4096
        elif mine < other:
            yield False, mine.decode()
            i += len(mine) + 1
        else:
            yield True, other.decode()
            j += len(other) + 1
    for data, at, side in ((a, i, False), (b, j, True)):
        while at < len(data):
            row = data[at:_end(data, at)]
            yield side, row.decode()
            at += len(row) + 1


class Amiss(Exception):
    """A graph that holds what it should not, or does not hold what it should."""


def patched(old: Path, lost: Iterable[str], come: Iterable[str], new: Path) -> None:
    """Writes a graph as it is but for some rows, given with their ends; what lies between them is copied as it is.  `Amiss` where a row that
    goes is not there, or one that comes is."""
    changes = sorted([(row.encode(), False) for row in lost] + [(row.encode(), True) for row in come])
    with old.open("rb") as source, new.open("wb") as target:
        data = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) if os.fstat(source.fileno()).st_size else b""
        at = 0
        for row, comes in changes:
            place = _place(data, row, at)
            _copied(source.fileno(), target, at, place)
            at = place
            if comes == (data[place:place + len(row)] == row):
                raise Amiss(f"this row is {'already' if comes else 'not'} in the graph: {row.decode()}")
            if comes:
                target.write(row)
            else:
                at += len(row)
        _copied(source.fileno(), target, at, len(data))
    new.chmod(0o644)


def _place(data: bytes | mmap.mmap, row: bytes, low: int) -> int:
    """Where a row stands, or would stand, not before `low`."""
    high, floor = len(data), low
    while low < high:
        start = data.rfind(b"\n", floor, (low + high) // 2) + 1 or floor
        end = _end(data, start) + 1
        if data[start:end] < row:
            low = end
        else:
            high = start
    return low


def _copied(source: int, target: BinaryIO, start: int, end: int) -> None:
    """Copies a stretch of one file behind what stands in the other, within the system where it can."""
    target.flush()
    while start < end:
        try:
            sent = os.copy_file_range(source, target.fileno(), min(end - start, 1 << 30), start)
        except (AttributeError, OSError):
            sent = os.write(target.fileno(), os.pread(source, min(end - start, _LARGEST), start))
        if not sent:
            raise OSError(errno.EIO, "the graph is shorter than it was")
        start += sent


def built(path: str | os.PathLike) -> Rows:
    """A graph that a build wrote, mapped and not read."""
    with open(path, "rb") as f:
        return Rows(mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) if os.fstat(f.fileno()).st_size else b"", True)


def taken(quads: Iterable[Quad], graphs: bool) -> Rows:
    """Quads from anywhere as sorted rows, without their graphs where the other side has none."""
    return Rows("".join(row + "\n" for row in terms.lines(quads if graphs else ((s, p, o, "") for s, p, o, _ in quads))).encode(), graphs)


def read(path: str) -> list[Quad]:
    """The quads of a file of RDF in any form that is read elsewhere; UserError for what is none."""
    try:
        return store.parse_file(path)
    except FileNotFoundError:
        raise UserError("there is no such file", path) from None


def previous(graph: Path) -> Path:
    """Where the graph before the last build lies, kept to be compared with."""
    return graph.with_name("previous.nq")


def keep(graph: Path) -> None:
    """Keeps a graph that is about to be replaced, under a second name: the same file where the disk knows links."""
    beside = graph.with_name(".previous.nq")
    beside.unlink(missing_ok=True)
    if graph.exists():
        try:
            os.link(graph, beside)
        except OSError:
            shutil.copyfile(graph, beside)
        os.replace(beside, previous(graph))


# ── what the last build changed ───────────────────────────────────────────────────────────────────────────────────

def leave_changes(quads: Path, rows: Iterable[str]) -> None:
    """Leaves the rows in which a graph differs from the one before it, for who asks next; a note, which nothing depends on."""
    text = f"{_stamp(quads)}\n" + "".join(sorted(rows))
    try:
        _note(quads).write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        _note(quads).unlink(missing_ok=True)


def left_changes(quads: Path) -> list[str] | None:
    """Those rows; None where no note was left of just these two graphs."""
    try:
        head, *rows = _note(quads).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return rows[:-1] if head == _stamp(quads) else None


def _note(quads: Path) -> Path:
    return quads.with_name("changes.nq")


def _stamp(quads: Path) -> str:
    """What tells this pair of graphs from any other: sizes, and when each was written."""
    return " ".join(f"{s.st_size}-{s.st_mtime_ns}" if (s := path.stat() if path.exists() else None) else "none" for path in (previous(quads), quads))
