"""Slips in the word files: for those who write words.

A word file compiles where its form holds; what is held here is what the form cannot: a lemma without an example or with one in which
it is not found, a class that the ontology lacks, an entry that stands twice, an office that ends before it begins.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.arabic import ARTICLE, Token, tokenize
from kg.lexicon import Lexicon
from kg.model import Problem, UserError

WORDS = {"verbs": "v", "auxiliaries": "v", "passive": "v", "nouns": "n", "participles": "p"}
NAMED = ("iso", "id", "lemma", "ar", "office")
CONDITIONS = ("class", "with", "not_with", "before", "not_before", "takes", "complement", "args")


class Entry(NamedTuple):
    """One entry of a word file: where it stands, in which table, and what it says.  `folder` tells built-in words from a collection's own."""
    path: str
    line: int
    table: str
    row: Mapping
    folder: str = ""

    def problem(self, code: str, message: str, severity: str = "error", hint: str = "") -> Problem:
        return Problem(severity, code, message, path=self.path, line=self.line, hint=hint)


def entries(path: str, text: str, data: Mapping, folder: str = "") -> Iterator[Entry]:
    """The entries of one word file, each with the line on which its name stands."""
    lines = text.splitlines()
    for table, rows in data.items():
        if isinstance(rows, list):
            last = next((n for n, x in enumerate(lines) if x.split("=")[0].strip() == table), 0)
            for row in rows:
                if isinstance(row, Mapping):
                    name = f'"{next((row[k] for k in NAMED if k in row), None) or next((v for v in row.values() if isinstance(v, str)), "")}"'
                    last = next((n for n in range(last + 1, len(lines)) if name in lines[n]), last)
                    yield Entry(path, last + 1, table, row, folder)


def lint(found: Sequence[Entry], lexicon: Lexicon) -> list[Problem]:
    """Everything that is wrong with some entries, in the order of files and lines."""
    problems = [*duplicates(found), *unknown_classes(found, lexicon), *examples(found, lexicon), *offices(found, lexicon), *bodies(found)]
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.code, p.message))


def duplicates(found: Iterable[Entry]) -> Iterator[Problem]:
    """The same word under the same conditions twice in one file, or an id used twice; a collection may write a thing anew, not use its id for another."""
    seen: dict[tuple, Entry] = {}
    for e in found:
        if e.table in WORDS:
            key = (e.path, e.table, e.row.get("lemma"), *(repr(e.row.get(k)) for k in CONDITIONS))
        elif "id" in e.row and "ar" in e.row or "iso" in e.row:
            key = ("entity", e.row.get("iso") or e.row.get("id"))
        else:
            continue
        first = seen.setdefault(key, e)
        if first is not e and (first.folder == e.folder or first.table != e.table):
            yield e.problem("duplicate", f"«{e.row.get('lemma') or key[1]}» stands a second time", "warning", f"the first is {first.path}:{first.line}")


def unknown_classes(found: Iterable[Entry], lexicon: Lexicon) -> Iterator[Problem]:
    """A class that is not in the ontology."""
    from difflib import get_close_matches
    for e in found:
        name = e.row.get("class")
        if e.table in WORDS and name is not None and name not in lexicon.classes and name != "-":
            near = get_close_matches(str(name), lexicon.classes, 2)
            yield e.problem("unknown-class", f"the ontology has no class {name!r}", hint=f"did you mean {', '.join(near)}?" if near else "")


def examples(found: Iterable[Entry], lexicon: Lexicon) -> Iterator[Problem]:
    """A word without an example, or one that its example does not show in any form that the lexicon knows."""
    lemmas = {(pos, lemma): i for i, (pos, lemma, *_) in enumerate(lexicon.lemmas)}
    for e in found:
        example, lemma = e.row.get("example"), e.row.get("lemma")
        if e.table not in WORDS or lemma is None:
            continue
        if not example:
            if e.row.get("class"):
                yield e.problem("no-example", f"«{lemma}» has no example", "warning")
        elif lemmas.get((WORDS[e.table], lemma)) not in heard(tokenize(example), lexicon):
            yield e.problem("example", f"«{lemma}» is not found in its example: {example}", hint="is it spelled and conjugated as the lexicon does? kg lexicon try shows each word")


def heard(tokens: Sequence[Token], lexicon: Lexicon) -> set[int]:
    """The lemmas of which some form stands among the words."""
    out: set[int] = set()
    for i, t in enumerate(tokens):
        if t.kind == "w":
            word = lexicon.word(t.fold)
            out |= {x.lemma for x in (*word.verbs, *word.nouns)}
            out |= phrases(tokens, i, lexicon)
    return out


def phrases(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> set[int]:
    """Lemmas of one or several words that begin at token i."""
    out = set()
    for stem, *_ in lexicon.word(tokens[i].fold).starts:
        for key in {stem, stem.removeprefix(ARTICLE)}:
            for j in range(i, min(i + 5, len(tokens))):
                if j > i:
                    key += " " + tokens[j].fold
                for kind in "ns":
                    out |= {int(value.split(",")[0]) for value in lexicon.get(kind + key)}
    return out


def offices(found: Iterable[Entry], lexicon: Lexicon) -> Iterator[Problem]:
    """Terms that no calendar has or that end before they begin, offices and owners that nothing defines, two people at once in an office that one holds."""
    found = list(found)
    sole = {e.row["id"] for e in found if e.table == "offices" and e.row.get("sole")}
    held: dict[str, list[tuple[str, str, str, Entry]]] = {}
    for e in found:
        for x in e.row.get("offices", ()) if e.table == "people" else ():
            who, office, of, start, end = e.row["id"], x["office"], x["of"], str(x.get("from", "")), str(x.get("to", ""))
            wrong = [day for day in (start, end) if day and not _is_day(day)]
            if wrong:
                yield e.problem("no-date", f"{who}: {wrong[0]} is no day, month or year", hint="2004, 2004-11 or 2004-11-11")
            elif start and end and end < start[:len(end)]:
                yield e.problem("inverted-office", f"{who} is {office} of {of} until {end}, before it begins ({start})")
            elif office not in lexicon.offices:
                yield e.problem("unknown-office", f"{who} holds an office that offices.toml lacks: {office}")
            elif of not in lexicon.by_id:
                yield e.problem("unknown-owner", f"{who} is {office} of {of}, which no state, body or place is called")
            elif start and office in sole and (end or not x.get("until_unknown")):
                held.setdefault(f"{office} of {of}" + (f" at {x['at']}" if x.get("at") else ""), []).append((start, end or "9999", who, e))
    for office, terms in sorted(held.items()):
        terms.sort(key=lambda t: t[:3])
        last = terms[0]
        for term in terms[1:]:
            (_, end, who, _), (start, _, other, entry) = last, term
            if start < end[:len(start)] and who != other:
                yield entry.problem("two-in-one-office", f"{other} is {office} from {start} while {who} is until {end if end < '9999' else 'today'}", "warning")
            last = max(last, term, key=lambda t: t[1])


def _is_day(text: str) -> bool:
    """A day, a month or a year of the calendar, written as ISO 8601 does."""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4:])
    except ValueError:
        return False
    return len(text) in (4, 7, 10)


def bodies(found: Iterable[Entry]) -> Iterator[Problem]:
    """An organization that says it is some state's army or ministry names a body of groups.toml and the state."""
    found = list(found)
    known = {e.row.get("id") for e in found if e.table == "bodies"}
    for e in found:
        if e.table == "organizations" and "body" in e.row and (e.row["body"] not in known or not e.row.get("country")):
            yield e.problem("unknown-body", f"{e.row['id']} is a body that groups.toml lacks, or of no country: {e.row['body']}")


def culprit(fault: UserError, folders: Sequence[Path]) -> UserError:
    """A fault that names a word file, with the line of the entry that cannot be compiled when it stands alone."""
    from kg.lexicon.compile import Builder, parse
    path = Path(fault.path)
    folder = next((f for f in folders if path.is_relative_to(f)), None)
    if folder is None:
        return fault
    text = path.read_text(encoding="utf-8")
    for e in entries(fault.path, text, parse(path)):
        try:
            Builder({}).file(path.relative_to(folder).as_posix(), {e.table: [e.row]})
        except UserError as wrong:
            return UserError(wrong.message, fault.path, e.line, 1, text.splitlines()[e.line - 1], wrong.hint)
        except (KeyError, TypeError, AttributeError) as wrong:
            return UserError(f"the entry lacks {wrong}" if isinstance(wrong, KeyError) else fault.message, fault.path, e.line, 1, text.splitlines()[e.line - 1], fault.hint)
    return fault
