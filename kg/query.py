"""Saved queries: `ontology/queries/NAME.rq`, each with a header that says what it asks and which values it takes.

    # title: What did one party do to another after an event?
    # title-ar: …
    # param: class class Shootdown the event's class          name, type, default, description
    # param: by entity - who did it                            `-`: may be left out and then means any; `!`: must be given

A parameter stands in the query as `$name` and is replaced by one term before the query runs, which works for a store on disk and for
any endpoint alike.  Types: entity, party, state, class, point, since, until, text, number (`kg.lookup` reads what a person writes for each).
"""
from __future__ import annotations

import os

from kg import data
from kg.store import fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TYPES = ("entity", "party", "state", "class", "point", "since", "until", "text", "number")


class Param:
    """A value that a query takes: `default` '-' means any, '!' that it must be given."""
    __slots__ = ("default", "description", "name", "type")

    def __init__(self, name: str, type: str, default: str, description: str):
        self.name, self.type, self.default, self.description = name, type, default, description


class Saved:
    """A saved query: its name (the file's), its titles by language, its parameters and its text."""
    __slots__ = ("name", "params", "path", "text", "titles")

    def __init__(self, name: str, path: str, titles: dict[str, str], params: tuple[Param, ...], text: str):
        self.name, self.path, self.titles, self.params, self.text = name, path, titles, params, text

    def title(self, language: str = "en") -> str:
        """The question it answers, in that language, else in English."""
        return self.titles.get(language) or self.titles.get("en") or self.name


def parse(text: str, name: str, path: str = "") -> Saved:
    """A saved query from its text; UserError with the line of a header that is broken."""
    titles: dict[str, str] = {}
    params: list[Param] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#"):
            break
        key, colon, rest = line[1:].strip().partition(":")
        if colon and key == "title":
            titles["en"] = rest.strip()
        elif colon and key.startswith("title-"):
            titles[key[6:]] = rest.strip()
        elif colon and key == "param":
            words = rest.split(None, 3)
            if len(words) < 3 or words[1] not in TYPES:
                raise fault("a parameter is `# param: name type default description`", path=path, line=number, column=1, excerpt=line, hint="types: " + ", ".join(TYPES))
            params.append(Param(words[0], words[1], words[2], words[3] if len(words) > 3 else ""))
    return Saved(name, path, titles, tuple(params), text)


def _files(folders: Iterable[str]) -> dict[str, str]:
    """Name → path of the saved queries; a later folder's own query replaces a built-in one of the same name."""
    found = {}
    for folder in (data.queries(), *folders):
        if os.path.isdir(folder):
            found |= {name[:-3]: os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".rq")}
    return found


def _read(path: str, name: str) -> Saved:
    try:
        with open(path, encoding="utf-8") as f:
            return parse(f.read(), name, path)
    except (OSError, UnicodeDecodeError) as e:
        raise fault(f"cannot be read: {e}", path=path) from None


def listing(folders: Iterable[str] = ()) -> list[Saved]:
    """All saved queries, by name: the built-in ones and those of a collection's own folders."""
    return [_read(path, name) for name, path in sorted(_files(folders).items())]


def load(name: str, folders: Iterable[str] = ()) -> Saved:
    """One saved query; UserError with the nearest names where there is none of that name."""
    path = os.path.join(data.queries(), name + ".rq")
    if "/" not in name and not folders and os.path.isfile(path):
        return _read(path, name)
    files = _files(folders)
    if name not in files:
        from difflib import get_close_matches
        near = get_close_matches(name, files, 3, 0.4)
        raise fault(f"there is no saved query {name!r}", hint=("perhaps " + ", ".join(near)) if near else "kg ask --list shows them all")
    return _read(files[name], name)


def bind(saved: Saved, given: Mapping[str, str], store, names: dict[str, str], spelled: str = "--{}") -> str:
    """The query with its parameters put in.  `given` are values as a person writes them; `store` and `names` (prefixes) tell what they
    mean; `spelled` is how a parameter is named where they were typed.  UserError for a parameter that the query has not, that is missing, or whose value means nothing or two things."""
    known = {p.name for p in saved.params}
    for name in given:
        if name not in known:
            raise fault(f"{saved.name} has no parameter {name!r}", hint="it has " + (", ".join(sorted(known)) or "none"))
    terms = {}
    for p in saved.params:
        value = given.get(p.name, p.default)
        if value == "!":
            raise fault(f"{saved.name} needs {spelled.format(p.name)}", hint=p.description)
        if value != "-":
            terms[p.name] = _plain(p.type, value) or _term(p.type, value, store, names, spelled.format(p.name))
    return _put(saved.text, terms)


def _plain(kind: str, value: str) -> str | None:
    """The term of a value that needs no looking up (a text, a year, a small number): defaults are of this kind, and cost next to nothing."""
    if kind == "text":
        from kg.terms import text
        return text(value)
    if kind in ("since", "until") and len(value) == 4 and value.isdecimal() and value.isascii():
        return f'"{value}-{"01-01" if kind == "since" else "12-31"}"^^<http://www.w3.org/2001/XMLSchema#date>'
    return value if kind == "number" and value.isdecimal() and value.isascii() else None


def _term(kind: str, value: str, store, names: dict[str, str], name: str) -> str:
    from kg.lookup import term
    return term(kind, value, store, names, name)


def _put(text: str, terms: Mapping[str, str]) -> str:
    """The query with each `$name` replaced.  A saved query holds no `$` in its strings (a test sees to it), so no lexer is needed."""
    head, *rest = text.split("$")
    out = [head]
    for piece in rest:
        end = 0
        while end < len(piece) and (piece[end].isalnum() or piece[end] == "_"):
            end += 1
        out.append(terms.get(piece[:end], "$" + piece[:end]) + piece[end:])
    return "".join(out)


def answer(saved: Saved, given: Mapping[str, str], store, names: dict[str, str], spelled: str = "--{}", language: str = "en"):
    """The Answer to a saved query with these parameters.  `lang` among them may be given to any: what it says, else `language`, is the language
    of names, and of what a reader is shown as columns and fixed values (`Answer.readable`)."""
    own = next((p.default for p in saved.params if p.name == "lang"), None)
    spoken = given.get("lang") or (language if language != "en" else own or language)
    given = given | {"lang": spoken} if own else {name: value for name, value in given.items() if name != "lang"}
    found = store.ask(bind(saved, given, store, names, spelled), names, saved.path)
    if spoken == "ar":
        found.readable = lambda answer: _headed(answer, saved.name, store, names)
    return found


def _headed(found, name: str, store, names: dict[str, str]):
    from kg.headings import headed
    return headed(found, name, store, names)
