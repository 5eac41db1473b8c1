"""Files, folders, JSON Lines, front matter and sidecars → Article.

An article is a text file; what is known of it beside the text stands in a sidecar of the same name (`NAME.toml`), in front
matter (`---` lines at its head), or in the fields of a JSON Lines record.  Offsets of facts count characters of the text
after front matter is blanked out and a byte-order mark removed, so that they fit the file as an editor shows it.

What a person may get wrong (encoding, size, dates, keys, an empty folder) ends in a `UserError` that names file and line.
"""
from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kg.arabic import SENTENCE_MARKS, TRAILING, arabic_share, fold
from kg.model import Article, UserError

LARGEST = 20_000_000          # bytes: some 100 times the longest news text, and far below what would exhaust memory
HEADLINE = (3, 16)            # words of a headline, at least and at most: a place and an agency are none, a sentence is longer
SUFFIXES = (".txt", ".md", ".jsonl")
KNOWN = ("title", "date", "publisher", "language", "url", "author")
_RECORD = 'each line is one object: {"text": "…", "date": "2017-03-10"}'
_FRONT = re.compile(r"---[ \t\r]*\n((?:.*?\n)??)---[ \t\r]*(?:\n|\Z)", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=\Z|[T ])")
_HALF = re.compile("[\ud800-\udfff]")


def find(paths: Iterable[str | Path]) -> list[Path]:
    """The article files that some paths name: files as they are, folders by their .txt, .md and .jsonl files, in the order of names."""
    out: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted((p for p in path.iterdir() if p.suffix in SUFFIXES and not p.name.startswith(".") and p.name.lower() != "readme.md"), key=lambda p: p.name)
            if not inside:
                raise UserError("there is no article in this folder", str(path), hint="put one text file per article there: NAME.txt, with NAME.toml beside it for title and date")
            out += inside
        elif path.exists():
            out.append(path)
        else:
            raise UserError("there is no such file", str(path), hint="check the name; a folder of articles may be given too")
    return list(dict.fromkeys(out))


def read_articles(path: Path, date: str | None = None, skip: Callable[[UserError], None] | None = None) -> Iterator[Article]:
    """The articles of one file: one for a text, one a line for JSON Lines.  `date` overrides what the file says.

    `skip` is told of each record of JSON Lines that cannot be read, and the rest goes on; without it the first one raises.
    """
    if path.suffix == ".jsonl":
        yield from _records(path, date, skip)
    else:
        yield read_article(path, date)


def read_article(path: Path, date: str | None = None) -> Article:
    """One text file with its front matter and sidecar."""
    text = decode(path)
    known, text = _front_matter(path, text)
    known |= sidecar(path)
    return article(path.stem, text, str(path), known | ({"date": date} if date else {}))


def article(id: str, text: str, path: str, known: Mapping[str, object], line: int = 0) -> Article:
    """An Article from a text and what is known of it; refuses a text in which there is nothing to read."""
    if not text.strip():
        raise UserError("the article is empty", path, line, hint="a text file holds the article's words; title and date go into NAME.toml")
    if not arabic_share(text):
        raise UserError("there is no Arabic in this text", path, line or 1, excerpt=text.strip().splitlines()[0][:80], hint="kg reads Arabic news; is this the right file, and was it saved as UTF-8?")
    value = lambda key: None if known.get(key) in (None, "") else str(known[key])
    return Article(id, text, path, value("title"), value("date"), value("publisher"), value("language"), value("url"), value("author"))


def headline(text: str) -> str:
    """The first line, where it looks like a headline that was left in the text: a few words without a mark at their end, and an empty line
    below; '' where it does not.

    >>> headline("\\nالوزير يزور بغداد اليوم\\n\\nقال الوزير.\\n"), headline("قال الوزير.\\n\\nوأضاف."), headline("الوزير يزور بغداد\\nقال.")
    ('الوزير يزور بغداد اليوم', '', '')
    """
    first, *rest = text.strip().split("\n")
    line = first.strip()
    left = len(rest) > 1 and not rest[0].strip() and HEADLINE[0] <= len(line.split()) <= HEADLINE[1] and line[-1] not in SENTENCE_MARKS | set(TRAILING)
    return line if left else ""


def decode(path: Path) -> str:
    """The text of a file: UTF-8, with or without mark; UTF-16 and Windows-1256 are recognised, anything else is refused."""
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(f"the file is larger than {LARGEST // 1_000_000} MB", str(path), hint="one file holds one article; split a collection into files, or give it as JSON Lines with one article a line")
        raw = path.read_bytes()
    except OSError as e:
        raise UserError(f"cannot be read: {e.strerror}", str(path)) from None
    return decode_bytes(raw, str(path))


def decode_bytes(raw: bytes, path: str) -> str:
    """`decode` for bytes that are at hand already."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _strict(raw, "utf-16", path)
    for encoding, high in (("utf-16-le", raw[1:4000:2]), ("utf-16-be", raw[0:4000:2])):
        if len(high) > 1 and high.count(6) > 0.4 * len(high):      # the high byte of Arabic letters; a control character in any other encoding
            return _strict(raw, encoding, path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = raw[:e.start].count(b"\n") + 1
        text = raw.decode("utf-8", "replace")
    if arabic_share(text) > 0.8 and text.count("\ufffd") < 0.1 * len(text):
        raise UserError("the text is UTF-8 but damaged here", path, line, excerpt=text.splitlines()[line - 1][:80], hint="fetch or copy the file again")
    guess = "" if b"\x00" in raw else raw.decode("cp1256", "replace")
    if arabic_share(guess) > 0.8:
        return guess
    raise UserError("the text is not UTF-8", path, line, hint="save the file as UTF-8; iconv -f WINDOWS-1256 -t UTF-8 or -f UTF-16 may help")


def _strict(raw: bytes, encoding: str, path: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise UserError("the text looks like UTF-16 but is not whole", path, 1, hint="fetch the file again, or save it as UTF-8") from None


def sidecar(path: Path) -> dict[str, object]:
    """What `NAME.toml` beside an article says of it; {} where there is none."""
    side = path.with_suffix(".toml")
    if not side.exists():
        return {}
    text = decode(side)
    try:
        known = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise _toml_error(e, text, str(side)) from None
    return check(known, str(side), text)


def check(known: Mapping[str, object], path: str, text: str = "", offset: int = 0) -> dict[str, object]:
    """The fields of a sidecar with their values checked: an unknown key or an impossible date is refused where it stands."""
    out: dict[str, object] = {}
    for key, value in known.items():
        line = next((n for n, row in enumerate(text.splitlines(), 1) if re.match(rf"\s*{re.escape(str(key))}\s*[=:]", row)), 1) + offset
        excerpt = text.splitlines()[line - 1 - offset] if text else ""
        if key not in KNOWN:
            raise UserError(f"unknown key {key!r}", path, line, 1, excerpt, f"the keys are {', '.join(KNOWN)}")
        if key == "date":
            value = iso_day(value, path, line, excerpt)
        elif not isinstance(value, str):
            raise UserError(f"{key} must be a text in quotes", path, line, 1, excerpt)
        out[key] = value
    return out


def iso_day(value: object, path: str = "", line: int = 0, excerpt: str = "") -> str:
    """A day as YYYY-MM-DD, from a TOML date or a text; Arabic digits are understood."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    found = _DAY.match(fold(str(value)).strip())
    try:
        return datetime.date.fromisoformat(found[0] if found else "").isoformat()
    except ValueError:
        raise UserError(f"{str(value)!r} is not a day", path, line, 1, excerpt, "write it as 2017-03-10") from None


def _toml_error(e: tomllib.TOMLDecodeError, text: str, path: str, offset: int = 0) -> UserError:
    where = re.search(r"line (\d+), column (\d+)", str(e))
    line, column = (int(where[1]), int(where[2])) if where else (max(1, text.count("\n")), 1)
    lines = text.splitlines()
    return UserError(str(e).split(" (at")[0], path, line + offset, column, lines[line - 1] if line <= len(lines) else "", 'a sidecar is TOML: title = "…" and date = 2017-03-10, one a line')


def _front_matter(path: Path, text: str) -> tuple[dict[str, object], str]:
    """Front matter and the text with it blanked out, so that offsets and lines stay those of the file."""
    m = _FRONT.match(text)
    if not m:
        return {}, text
    known: dict[str, object] = {}
    for n, row in enumerate(m[1].splitlines(), 2):
        if not row.strip():
            continue
        key, sep, value = row.partition("=" if "=" in row and ":" not in row.split("=")[0] else ":")
        if not sep:
            raise UserError("front matter holds one `key: value` a line", str(path), n, 1, row)
        known |= check({key.strip(): value.strip().strip("\"'")}, str(path), f"{key}:{value}", n - 1)
    return known, re.sub(r"[^\n]", " ", text[:m.end()]) + text[m.end():]


def _records(path: Path, date: str | None, skip: Callable[[UserError], None] | None) -> Iterator[Article]:
    """JSON Lines: objects with `text` and, each optional, `id` and the fields of a sidecar."""
    seen: dict[str, int] = {}
    faults = 0
    for n, row in enumerate(decode(path).split("\n"), 1):
        if not row.strip():
            continue
        try:
            found = _record(path, n, row, date)
            if found.id in seen:
                raise UserError(f"a second article {found.id!r}", str(path), n, 1, row[:80], f"the first is on line {seen[found.id]}; ids must differ")
        except UserError as e:
            if skip is None:
                raise
            skip(e)
            faults += 1
            continue
        seen[found.id] = n
        yield found
    if not seen and not faults:
        raise UserError("there is no article in this file", str(path), hint=_RECORD)


def _record(path: Path, n: int, row: str, date: str | None) -> Article:
    """The article of line n."""
    try:
        known = json.loads(row)
    except (json.JSONDecodeError, RecursionError) as e:
        raise UserError(f"not JSON: {getattr(e, 'msg', 'nested too deeply')}", str(path), n, getattr(e, "colno", 1), row, _RECORD) from None
    if not isinstance(known, dict) or not isinstance(known.get("text"), str):
        raise UserError("the record has no text", str(path), n, 1, row[:80], _RECORD)
    if _HALF.search("".join(v for v in known.values() if isinstance(v, str))):
        raise UserError("the record holds half a character (a lone surrogate)", str(path), n, 1, row[:80], "the program that wrote it cut a text within a character")
    text, id = known.pop("text"), str(known.pop("id", None) or f"{path.stem}-{n}")
    fields = {k: v for k, v in known.items() if k in KNOWN and v is not None}
    try:
        return article(id, text, str(path), check(fields, str(path)) | ({"date": date} if date else {}), n)
    except UserError as e:
        raise UserError(e.message, str(path), n, 1, row[:80], e.hint) from None
