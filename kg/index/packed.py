"""Values of the middle, packed to be kept: a pickle of which only the project's own values are read back, in an envelope that shows damage."""
from __future__ import annotations

import io
import pickle
import zlib
from sqlite3 import DatabaseError
from typing import Any

OWN = {"kg.model", "kg.profile", "kg.tellings", "kg.likeness", "kg.namesakes", "kg.parts", "kg.renewal.kept"}      # modules whose classes a packed value may be made of


class _Reader(pickle.Unpickler):
    """Finds the project's values and nothing else, so that a file from elsewhere can call nothing."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of `OWN`; what a packed value else is made of needs no name but that of a set."""
        if module in OWN or (module, name) in {("builtins", "frozenset"), ("builtins", "set")}:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value")


def packed(value: Any) -> bytes:
    """A value as bytes."""
    return zlib.compress(pickle.dumps(value, 5), 1)


def unpacked(data: bytes) -> Any:
    """The value again; the engine's own fault where the bytes are damaged."""
    try:
        return _Reader(io.BytesIO(zlib.decompress(data))).load()
    except (zlib.error, pickle.UnpicklingError, EOFError, TypeError, AttributeError, ImportError):
        raise DatabaseError("a damaged row") from None
