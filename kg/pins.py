"""What people say is one and what is not: merges.toml of a collection, an input of its build.

    [[same]]
    facts = ["event:visit-w5rcni24", "event:visit-k3f9a2xq"]       # or entities = ["id:a-name", "id:another-spelling"]
    why = "one visit"                                              # optional
    [[different]]
    facts = […]

The order of the file leaves no trace.
"""
from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kg.model import UserError

FILE = "merges.toml"


@dataclass(frozen=True, slots=True)
class Pins:
    """Sets of ids (facts or entities) that are one, and sets of which no two are."""
    same: frozenset[frozenset[str]] = frozenset()
    different: frozenset[frozenset[str]] = frozenset()



def load(path: Path) -> Pins:
    """The pins of a file; none where there is no file.  UserError for what is no such file."""
    if not path.exists():
        return Pins()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise UserError(f"cannot be read: {e}", str(path)) from None
    sets = {name: frozenset(frozenset(x.get("facts") or x.get("entities") or ()) for x in tables.get(name, ())) for name in ("same", "different")}
    return Pins(sets["same"], sets["different"])
