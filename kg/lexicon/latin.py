"""The usual Latin forms of name words, from kg/words/latin.tsv: opened when labels are made or identities compared, and never at start."""
from __future__ import annotations

import os
from functools import lru_cache

from kg import data
from kg.spelling import Forms


@lru_cache(1)
def forms() -> Forms:
    """The table, read once."""
    with open(os.path.join(data.words(), "latin.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
    return Forms({row[0]: row[1] for row in rows}, frozenset(row[0] for row in rows if len(row) > 2))
