"""What can be set, what is allowed, and where each value comes from.

A value is taken from the first of these that has one: an option of the call, the environment, `kg.toml` of the collection, the user's
own `kg.toml` (by the XDG base directory specification), the default.  What decides the graph (its base, where it lies) stands in the collection
alone, so that the same collection gives the same graph whoever builds it.
"""
from __future__ import annotations

import os
import re
from pathlib import Path

from kg import vocab
from kg.errors import UserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "kg.toml"
LANGUAGES = ("ar", "en")
BIDI = ("auto", "terminal", "visual", "isolate", "off")
COLOURS = ("auto", "always", "never")


class Key:
    """A key of kg.toml: what it means, its default, its values where they are few, the environment's variables for it with what each means,
    and whether users may set it for all their collections."""
    __slots__ = ("allowed", "default", "personal", "variables", "what")      # no NamedTuple: every start of kg pays for this module

    def __init__(self, what: str, default: str = "", allowed: tuple[str, ...] = (), variables: tuple[tuple[str, str], ...] = (), personal: bool = False):
        self.what, self.default, self.allowed, self.variables, self.personal = what, default, allowed, variables, personal


KEYS = {
    "base": Key("every identifier begins with this IRI, which ends in / or # or :", vocab.DEFAULT_BASE),
    "language": Key("labels in answers", "en", LANGUAGES, (("KG_LANGUAGE", ""),), True),
    "articles": Key("the folder of articles", "articles"),
    "build": Key("the folder of what is built", "build"),
    "store": Key("the URL of a SPARQL endpoint to ask in place of the graph here"),
    "bidi": Key("who orders Arabic on a terminal: it itself (terminal, isolate), kg (visual), nobody (off), or a guess", "auto", BIDI, (("KG_BIDI", ""),), True),
    "color": Key("colours: on a terminal (auto), always or never", "auto", COLOURS, (("KG_COLOR", ""), ("NO_COLOR", "never"), ("FORCE_COLOR", "always")), True),
    "pager": Key("the program that long answers are shown with", "", (), (("KG_PAGER", ""), ("PAGER", "")), True),
}
OPTIONS = ("bidi", "color")      # of the call


class Setting:
    """A value, what gave it (default, user, collection, environment, option), and where exactly."""
    __slots__ = ("origin", "place", "value")

    def __init__(self, value: str, origin: str, place: str = ""):
        self.value, self.origin, self.place = value, origin, place


def user_file(env: Mapping[str, str] = os.environ) -> Path:
    """The user's own kg.toml."""
    home = env.get("XDG_CONFIG_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path(os.path.expanduser("~/.config"))) / "kg" / FILE


def read_file(path: Path, personal: bool = False) -> dict[str, str]:
    """What a kg.toml says, {} where there is none; a broken file, unknown key or wrong value is refused where it stands."""
    text = _text(path)
    if not text:
        return {}
    import tomllib
    try:
        known = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        where = re.search(r"line (\d+), column (\d+)", str(e))
        line, column = (int(where[1]), int(where[2])) if where else (1, 1)
        raise UserError(str(e).split(" (at")[0], str(path), line, column, (text.splitlines() + [""])[line - 1]) from None
    for key, value in known.items():
        if wrong := fault(key, value, personal):
            line = _line(text, key)
            raise UserError(wrong[0], str(path), line, 1, text.splitlines()[line - 1], wrong[1])
    return known


def _text(path: Path) -> str:
    """The text of kg.toml; what is not UTF-8 is left to the module that knows encodings, which a start without fault need not load."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        from kg.articles import decode
        return decode(path)
    except OSError as e:
        raise UserError(f"cannot be read: {e.strerror}", str(path)) from None


def _line(text: str, key: str) -> int:
    """The line that sets a key, as a value or as a table."""
    wanted = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((n for n, row in enumerate(text.splitlines(), 1) if wanted.match(row)), 1)


def fault(key: str, value: object, personal: bool = False) -> tuple[str, str] | None:
    """What is wrong with a key and its value, and what to do about it."""
    if key not in KEYS:
        from difflib import get_close_matches
        near = get_close_matches(key, KEYS, 1)
        return f"unknown key {key!r}", (f"did you mean {near[0]!r}? " if near else "") + f"the keys are {', '.join(KEYS)}"
    known = KEYS[key]
    if personal and not known.personal:
        return f"{key} belongs to a collection", "here may stand " + ", ".join(k for k, x in KEYS.items() if x.personal)
    if not isinstance(value, str):
        return f"{key} must be a text in quotes", ""
    if key == "base" and not re.fullmatch(r"(?:https?://|urn:|tag:)[^\s<>\"{}|\\^`]+[/#:]", value):
        return "the base must be an absolute IRI that ends in / or # or :", 'base = "https://example.org/kg/"'
    if known.allowed and value not in known.allowed:
        return f"{key} is one of {', '.join(known.allowed)}", ""
    return None


def environment(env: Mapping[str, str] = os.environ) -> dict[str, Setting]:
    """What the environment sets; an empty variable sets nothing."""
    out = {}
    for key, known in KEYS.items():
        for variable, means in known.variables:
            if given := env.get(variable):
                if not means and (wrong := fault(key, given)):
                    raise UserError(f"{variable}={given}: {wrong[0]}", hint=wrong[1])
                out[key] = Setting(means or given, "environment", variable)
                break
    return out


def layered(folder: Path | None, options: Mapping[str, str | None] = {}, env: Mapping[str, str] = os.environ) -> dict[str, Setting]:
    """Every key with its value and where that comes from; `folder` is the collection's, None where there is none."""
    out = {key: Setting(known.default, "default") for key, known in KEYS.items()}
    own = user_file(env)
    out |= {key: Setting(value, "user", str(own)) for key, value in read_file(own, personal=True).items()}
    if folder is not None:
        out |= {key: Setting(value, "collection", str(folder / FILE)) for key, value in read_file(folder / FILE).items()}
    return out | environment(env) | {key: Setting(value, "option", f"--{key}") for key, value in options.items() if value}


def change(path: Path, key: str, value: str | None) -> str:
    """The text of a kg.toml with this key set, or without it; comments and order stay.  UserError where the value is not allowed."""
    if wrong := fault(key, value if value is not None else KEYS[key].default if key in KEYS else "", path == user_file()):
        raise UserError(wrong[0], hint=wrong[1])
    import tomlkit
    try:
        document = tomlkit.parse(_text(path))
    except tomlkit.exceptions.ParseError as e:
        raise UserError(f"this is no TOML, and is not changed: {str(e).split(' at line')[0]}", str(path), e.line, e.col) from None
    if value is None:
        document.pop(key, None)
    else:
        document[key] = value
    return tomlkit.dumps(document)
