"""How a collection of thousands of articles is built and kept up: whole processes, with their memory, and what lies on disk afterwards.

    python tests/bench_many.py [COUNT [SENTENCES]]     10,000 articles of 8 sentences by default; `make bench-many` calls it

The articles are invented (`tests/invented.py`).  The first build reads all of them and takes its time; what is measured after it is what a
person waits for who changed one.
"""
from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench import KG, environment, table
from invented import write


def measured(*command: str) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor, and the most memory in MB, of a process that must end well."""
    began = time.perf_counter()
    process = os.posix_spawn(command[0], command, environment(), file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(process, 0)
    assert status == 0, command
    return time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def size(folder: Path) -> int:
    """What the files of a folder take, in MB."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) // 1_000_000


def main(count: int, sentences: int) -> None:
    """Builds, changes, removes, and prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, range(count), sentences)
        rows = []

        def row(what: str, verb: str = "build") -> None:
            taken, cpu, memory = measured(*KG, "-C", str(folder), verb)
            rows.append((what, f"{taken:.2f} s", f"{cpu:.2f} s of the processor, {memory} MB"))
        row(f"build {count} articles of {sentences} sentences afresh")
        time.sleep(3)
        row("build again, nothing changed")
        row("once more")
        row("its report", "report")
        row("its report again, nothing changed", "report")
        for n in (count // 2, count // 3):
            (folder / "articles" / f"a{n:06}.txt").write_text((folder / "articles" / f"a{n + 5:06}.txt").read_text(encoding="utf-8"), encoding="utf-8")
            row("one article changed")
        for end in (".txt", ".toml"):
            (folder / "articles" / f"a{count // 2:06}{end}").unlink()
        row("one article removed")
        write(folder, [count], sentences)
        row("one article added")
        rows.append(("on disk", f"{size(folder / 'build')} MB", f"facts {size(folder / 'build' / 'facts')}, store {size(folder / 'build' / 'store')}, index {(folder / 'build' / 'index.db').stat().st_size // 1_000_000}"))
        print(table(rows))
        shutil.rmtree(folder / "build")


if __name__ == "__main__":
    given = [int(x) for x in sys.argv[1:]]
    main(*given, *(10_000, 8)[len(given):])
