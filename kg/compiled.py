"""The reader in machine code, where it was compiled (`make fast`, `kg.compiling`): found at the start, and used while its sources are as they were.

Every start of `kg` pays for this module, so it asks only for a file that says of which state of the sources the machine code is.  What
does not fit them is passed over, and Python reads; `kg doctor` tells which of the two reads.
"""
from __future__ import annotations

import os
import sys

STATE, NO = "state", "no"       # the file that names the sources it was made of; what KG_COMPILED is where Python is to read
WHOLE = ("find",)               # packages of which every module is compiled
SINGLE = ("arabic.py", "lexicon/opened.py", "lexicon/packed.py", "lexicon/word.py", "link.py", "memory.py", "read.py")
_HERE = os.path.dirname(os.path.abspath(__file__))


def folder() -> str:
    """Where the machine code lies: in the environment that kg runs in, or where the variable KG_COMPILED says; '' where it says `no`."""
    told = os.environ.get("KG_COMPILED", "")
    return "" if told == NO else told or os.path.join(sys.prefix, "lib", f"kg-compiled-{sys.implementation.cache_tag}")


def sources() -> list[str]:
    """The paths of the modules that are compiled, in order."""
    found = [os.path.join(part, name) for part in WHOLE for name in sorted(os.listdir(os.path.join(_HERE, part))) if name.endswith(".py") and name != "__init__.py"]
    return [os.path.join(_HERE, path) for path in (*found, *SINGLE)]


def state() -> str:
    """The sources as they are now: a line of path, size in bytes and time of change in nanoseconds each."""
    return "".join(f"{path} {s.st_size} {s.st_mtime_ns}\n" for path in sources() for s in (os.stat(path),))


def fits(where: str) -> bool | None:
    """Is the machine code in a folder that of the sources as they are?  None where there is none."""
    try:
        with open(os.path.join(where, STATE), encoding="utf-8") as f:
            return f.read() == state()
    except OSError:
        return None


class _Finder:
    """Finds a module in the folder of machine code, ahead of its source."""

    def __init__(self, where: str):
        self.files = {name.partition(".")[0].replace("-", "."): os.path.join(where, name) for name in os.listdir(where) if name != STATE}

    def find_spec(self, name: str, path=None, target=None):
        """Where a module lies; None for all that were not compiled."""
        if name not in self.files:
            return None
        from importlib.util import spec_from_file_location
        return spec_from_file_location(name, self.files[name])


def prefer() -> None:
    """Lets machine code that fits the sources go before them."""
    where = folder()
    if where and fits(where):
        sys.meta_path.insert(0, _Finder(where))
