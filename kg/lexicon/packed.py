"""Records as bytes, written once and read one by one: what makes a lexicon of many thousand lines open in a millisecond."""
from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

SHORT = 24          # bytes of a row that many others may be like


class Rows:
    """A list of records of which each is unpacked when it is asked for: opening the lexicon reads none of them."""

    def __init__(self, packed: memoryview):
        size = int.from_bytes(packed[:4], "little")
        self._ends, self._data = packed[4:size].cast("I"), packed[size:]
        self._short: dict[bytes, Any] = {}        # the short ones, of which many are alike: each is unpacked once

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, i: int) -> Any:
        start, end = self._ends[i], self._ends[i + 1]
        if end - start > SHORT:
            return marshal.loads(self._data[start:end])
        packed = bytes(self._data[start:end])
        found = self._short.get(packed)
        if found is None:
            found = self._short[packed] = marshal.loads(packed)
        return found


def dumps(value: Any) -> bytes:
    """A value for `marshal.loads`; version 2 of its format writes equal values alike, later ones tell which strings the process shares."""
    return marshal.dumps(value, 2)


def pack(rows: Iterable[tuple]) -> bytes:
    """A list of records for `Rows`: how many bytes tell where each record begins, where each begins, and the records."""
    packed = [dumps(row) for row in rows]
    ends = array("I", [0, *accumulate(map(len, packed))]).tobytes()
    return (4 + len(ends)).to_bytes(4, "little") + ends + b"".join(packed)
