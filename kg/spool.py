"""More rows than should be held at once: written aside in sorted runs, and read back as one."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from pathlib import Path

RUN = 400_000            # rows that are held


class Spool:
    """Rows in a folder that is thrown away afterwards."""

    def __init__(self, folder: Path):
        self.folder, self.held, self.runs = folder, [], 0

    def add(self, rows: Iterable[str]) -> None:
        """Takes rows, each of which comes once."""
        self.held.extend(rows)
        if len(self.held) >= RUN:
            with (self.folder / f"run{self.runs}").open("w", encoding="utf-8", newline="\n") as f:
                f.writelines(sorted(self.held))
            self.held, self.runs = [], self.runs + 1

    def sorted(self) -> Iterator[str]:
        """All rows, sorted."""
        with ExitStack() as stack:
            runs = [stack.enter_context((self.folder / f"run{n}").open(encoding="utf-8", newline="\n")) for n in range(self.runs)]
            yield from merge(*runs, sorted(self.held))
