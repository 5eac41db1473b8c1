"""Where ontology/, seeds/ and kg/words/ lie: in an installed wheel, an editable install or a bare checkout.

In a checkout they stand beside the package; in a wheel under `kg/_data/` (setup.cfg maps `kg._data.ontology` to `ontology`, and so
on).  Paths are plain strings: every command pays for this module, and pathlib costs more than all of it.
"""
from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def _find(name: str) -> str:
    for root in (os.path.join(_PACKAGE, "_data"), os.path.dirname(_PACKAGE)):
        path = os.path.join(root, name)
        if os.path.isdir(path):
            return path
    raise FileNotFoundError(f"the program's own folder {name}/ is neither beside nor inside {_PACKAGE}: reinstall it")


def words() -> str:
    """The folder of word lists."""
    return os.path.join(_PACKAGE, "words")


def ontology(name: str = "") -> str:
    """The folder of the ontology, or one file of it: `diplomacy.ttl`, `shapes.ttl`, `alignments.ttl`."""
    return os.path.join(_find("ontology"), name) if name else _find("ontology")


def queries() -> str:
    """The folder of saved queries."""
    return os.path.join(_find("ontology"), "queries")


def seeds() -> str:
    """The folder of the project's own articles."""
    return _find("seeds")
