"""Where ontology/, seeds/ and kg/words/ lie: in an installed wheel, an editable install or a bare checkout.

In a checkout they stand beside the package; a wheel puts them under `share/kg/` of the environment (`[options.data_files]` of setup.cfg).
Paths are plain strings: every command pays for this module, and pathlib costs more than all of it.
"""
from __future__ import annotations

import os
import sys

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def _find(name: str) -> str:
    beside = os.path.dirname(_PACKAGE)
    roots = [beside, os.path.join(sys.prefix, "share", "kg"), os.path.normpath(os.path.join(beside, "..", "..", "..", "share", "kg"))]      # the last: pip install --user
    for root in roots:
        path = os.path.join(root, name)
        if os.path.isdir(path) and (root != beside or os.path.isfile(os.path.join(beside, "setup.cfg"))):
            return path
    raise FileNotFoundError(f"the program's own folder {name}/ is in none of {', '.join(roots)}: install the program again")


def words() -> str:
    """The folder of word lists."""
    return os.path.join(_PACKAGE, "words")


def ontology(name: str = "") -> str:
    """The folder of the ontology, or one file of it: `diplomacy.ttl`, `shapes.ttl`, `alignments.ttl`."""
    return os.path.join(_find("ontology"), name) if name else _find("ontology")


def seeds() -> str:
    """The folder of the articles that come with kg."""
    return _find("seeds")


def queries() -> str:
    """The folder of saved queries."""
    return os.path.join(_find("ontology"), "queries")
