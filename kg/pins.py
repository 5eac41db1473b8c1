"""What a person decided of identity: `merges.toml` at the top of a collection, which every build holds to.

    [[same]]
    facts = ["event:visit-w5rcni24", "event:visit-k3aq7d2x"]      # one happening, told twice
    why = "one visit"                                             # may be left out
    [[different]]
    entities = ["id:saud@first", "id:saud@second"]                # two people of one name: `@` names the article

An entry names facts or entities, two or more; the order of entries means nothing, and an entry removed is undone at the next build.
Those of a `same` are one, and whoever is the same as one of them is too; those of a `different` are pairwise never one.
"""
from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UserError

FILE = "merges.toml"
_FACT = re.compile(r"(?:event|claim|relation):[^\s\"@]+\Z")
_ENTITY = re.compile(r"(?:id:)?[^\s\"@:/]+(?:@[^\s\"]+)?\Z")
_HEAD = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")


@dataclass(frozen=True, slots=True)
class Pins:
    """Groups that are one and pairs that are not, by ids of facts (`event:…`) and of entities, whose `id:` is left out."""
    same: frozenset[frozenset[str]] = frozenset()
    different: frozenset[frozenset[str]] = frozenset()


def load(path: Path) -> Pins:
    """The pins of a file, none where there is none; UserError with file and line for what is not of the form or contradicts itself."""
    if not path.exists():
        return Pins()
    from kg.articles import decode
    return parse(decode(path), str(path))


def parse(text: str, path: str = FILE) -> Pins:
    """The pins of a text.

    >>> sorted(map(sorted, parse('[[same]]\\nentities = ["id:a-name", "id:another"]').same))
    [['a-name', 'another']]
    """
    rows = text.splitlines() or [""]
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        where = re.search(r"line (\d+), column (\d+)", str(e))
        line, column = (int(where[1]), int(where[2])) if where else (len(rows), 1)
        raise UserError(str(e).split(" (at")[0], path, line, column, rows[min(line, len(rows)) - 1]) from None
    heads = [(m[1], n) for n, row in enumerate(rows, 1) if (m := _HEAD.match(row))]
    entries: list[tuple[str, frozenset[str], int]] = []
    for kind, listed in found.items():
        at = [n for name, n in heads if name == kind]
        if kind not in ("same", "different") or not isinstance(listed, list):
            line = at[0] if at else next((n for n, row in enumerate(rows, 1) if kind in row), 1)
            raise UserError(f"unknown entry {kind!r}", path, line, 1, rows[line - 1], "an entry begins with [[same]] or [[different]]")
        for x, line in zip(listed, [*at, *[1] * len(listed)]):          # entries in one line, as no command writes them, count from the top
            entries.append((kind, _members(x if isinstance(x, dict) else {}, path, line, rows), line))
    _agree(entries, path, rows)
    pairs = (frozenset((a, b)) for kind, ids, _ in entries if kind == "different" for a in ids for b in ids if a < b)
    return Pins(frozenset(ids for kind, ids, _ in entries if kind == "same"), frozenset(pairs))


def _members(x: dict, path: str, line: int, rows: list[str]) -> frozenset[str]:
    """The ids that an entry names."""
    end = next((n for n in range(line, len(rows)) if _HEAD.match(rows[n])), len(rows))

    def fault(message: str, word: str, hint: str = "") -> UserError:
        n = next((n for n in range(line - 1, end) if word and word in rows[n]), line - 1)
        return UserError(message, path, n + 1, max(rows[n].find(word), 0) + 1, rows[n], hint)
    for key in x:
        if key not in ("facts", "entities", "why"):
            raise fault(f"unknown key {key!r}", key, "the keys are facts, entities, why")
    kinds = [k for k in ("facts", "entities") if k in x]
    if len(kinds) != 1:
        raise fault("an entry names either facts or entities", kinds[-1] if kinds else "")
    ids, form = x[kinds[0]], _FACT if kinds == ["facts"] else _ENTITY
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids) or not isinstance(x.get("why", ""), str):
        raise fault(f"{kinds[0]} is a list of ids in quotes, and why a text", kinds[0])
    for i in ids:
        if not form.match(i):
            raise fault(f"{i!r} is no id of {'a fact' if form is _FACT else 'an entity'}", i, "kg why shows ids; kg same and kg different write them for you")
    found = frozenset(i.removeprefix("id:") for i in ids)
    if len(found) < 2:
        raise fault("an entry names two or more", kinds[0])
    return found


def _agree(entries: list[tuple[str, frozenset[str], int]], path: str, rows: list[str]) -> None:
    """No two that are the same, also by way of others, may be different."""
    one: dict[str, set[str]] = {}
    for kind, ids, _ in entries:
        if kind == "same":
            whole = set().union(ids, *(one.get(i, ()) for i in ids))
            one |= dict.fromkeys(whole, whole)
    for kind, ids, line in sorted(entries, key=lambda e: e[2]):
        clash = sorted(i for i in ids if one.get(i, set()) & ids - {i})
        if kind == "different" and clash:
            other = next(n for k, same, n in entries if k == "same" and clash[0] in same)
            raise UserError(f"{' and '.join(clash[:2])} are said to be the same and to be different", path, line, 1, rows[line - 1], f"the other entry begins on line {other}; remove one")


def entry(kind: str, key: str, ids: Iterable[str], why: str = "") -> str:
    """The text of an entry, as a person would write it."""
    quoted = ", ".join(f'"{i}"' for i in ids)
    escaped = "".join(max(c, " ") for c in why).replace("\\", "\\\\").replace('"', '\\"')
    return f"\n[[{kind}]]\n{key} = [{quoted}]\n" + (f'why = "{escaped}"\n' if why else "")
