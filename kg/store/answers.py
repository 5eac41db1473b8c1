"""What a query gives: rows, triples or a truth, as the engine finds them; rows can be written by the engine itself."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

NATIVE = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}      # formats of rows that the engine writes


class Answer:
    """What a query gives.  `kind` rows: `variables` and `rows` (None: unbound); triples: `rows` of three terms; truth: `truth`.

    `rows` is an iterator: rows come while the engine finds them, and once.  `write` puts them into a file instead, by the engine itself.
    `readable` makes of it what a person is shown, where that is not the same.
    """
    __slots__ = ("_found", "_native", "kind", "readable", "rows", "truth", "variables")

    def __init__(self, kind: str, variables: tuple[str, ...] = (), rows: Iterable[tuple[str | None, ...]] = (), truth: bool = False, native=None):
        self.kind, self.variables, self.truth, self._native = kind, variables, truth, native
        self.rows = self._found = iter(rows)
        self.readable: Callable[[Answer], Answer] | None = None

    def write(self, file: BinaryIO, format: str) -> bool:
        """Writes rows of which none was taken yet into a file, in one of `NATIVE`; False where that is not the engine's, and nothing was written.

        Much quicker than rows made in Python.
        """
        if self._native is None or format not in NATIVE or self.rows is not self._found:      # somebody watches the rows
            return False
        from pyoxigraph import QueryResultsFormat
        try:
            self._native.serialize(_Escaping(file) if format == "xml" else file, getattr(QueryResultsFormat, NATIVE[format]))
        except BrokenPipeError:
            raise
        except (OSError, RuntimeError) as e:
            from kg.errors import UserError
            raise UserError(f"the query cannot be answered: {e}") from None
        return True


class _Escaping:
    """A file of XML: a carriage return stays one, which a parser would read as a new line where it stands bare."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def write(self, block: bytes) -> int:
        self._file.write(block.replace(b"\r", b"&#13;"))
        return len(block)

    def flush(self) -> None:
        self._file.flush()
