"""The saved questions as people meet them: listed, and each with what it takes."""
from __future__ import annotations

import sys

from kg.cli.asking import own_folders


def meant(option: str, options) -> str:
    """What somebody may have meant by an option that is none."""
    from difflib import get_close_matches
    near = get_close_matches(option, options, 1)
    return f" Did you mean {near[0]}?" if near else ""


def listed(whole: bool) -> list[str]:
    """The saved questions, a sentence each, with `whole` also what each takes; fitted to the screen."""
    from shutil import get_terminal_size

    from kg import query
    from kg.cli import here
    from kg.cli.screen import isolate
    from kg.terminal import fold
    c, out = here(), []
    language = c.language if c else "en"
    room = max(40, min(get_terminal_size((80, 24)).columns, 120) - 22) if sys.stdout.isatty() else 1000
    for saved in query.listing(own_folders()):
        first, *rest = fold(saved.title(language), room)
        out += [f"{saved.name:20s}  {isolate(first)}", *(f"{'':22s}{isolate(line)}" for line in rest)]
        if whole:
            out += [f"{'':22s}--{p.name} {p.type}: {p.description}{_default(p)}" for p in saved.params]
    return out


def _default(p) -> str:
    if p.name == "lang" and p.default == "en":
        return " (default: the collection's)"
    return " (required)" if p.default == "!" else "" if p.default == "-" else f" (default {p.default})"


SAMPLES = {"entity": "putin", "party": "RUS", "state": "TUR", "class": "Visit", "point": "Moscow", "since": "2016-06", "until": "2017", "number": "30", "text": "en"}
TAKES = {"entity": "anybody or anything, by any name or id", "party": "a person, a body, or a state with all who stand for it", "state": "a state, by a name or ISO code", "class": "a class of events, by its name",
         "point": "a place, or latitude,longitude", "since": "a day, month or year", "until": "a day, month or year", "number": "a number", "text": "a word"}


def told(name: str) -> str:
    """What one saved question asks and takes, with an example."""
    from kg import query
    saved = query.load(name, own_folders())
    example = " ".join(f"--{p.name} {SAMPLES[p.type]}" for p in saved.params if p.default == "!") or next((f"--{p.name} {SAMPLES[p.type]}" for p in saved.params if p.type != "text"), "")
    out = [f"Usage: kg ask {saved.name} [--param value]", "", *(f"  {t}" for t in saved.titles.values()), ""]
    side = max((len(p.name) for p in saved.params), default=0) + 2
    out += [f"  {'--' + p.name:{side}}  {p.description}{_default(p)}; {TAKES[p.type]}" for p in saved.params]
    return "\n".join([*out, "", "Example:", f"  kg ask {saved.name} {example}".rstrip(), "", "kg ask --help tells the options of all questions."])
