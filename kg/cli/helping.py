"""`kg --help` on one screen of 80 by 24, and so few words of each verb that shells can show them beside what they complete."""
from __future__ import annotations

BRIEF = {
    "init": "begin a collection", "build": "articles into a graph", "extract": "print facts of articles", "facts": "correct an article",
    "same": "say that two are one", "different": "say that two are not", "export": "RDF, tables, networks", "import": "take in RDF or facts",
    "ask": "a saved question", "query": "SPARQL 1.1", "show": "who is it, what is told", "search": "words, however spelled", "path": "who stands between two",
    "timeline": "what happened in order", "relations": "how two stood, by month", "why": "the words behind a fact", "shell": "ask in a dialogue", "report": "write pages to browse",
    "serve": "SPARQL and pages, HTTP", "stats": "what is in the graph", "schema": "what can be asked", "diff": "what a rebuild changed",
    "validate": "check the graph", "eval": "measure the reading", "ledger": "what was not understood", "lexicon": "look after the words", "doctor": "what is amiss, and mend",
    "config": "list, change settings", "completion": "for bash, zsh, fish", "man": "print the manual page",
}
OPTIONS = {"-C FOLDER": "the collection", "--bidi MODE": "who orders Arabic", "--color WHEN": "auto, always, never", "-q, --quiet": "answers, faults only", "-v, --verbose": "what was decided", "--version": ""}
SIDE, HALF = 10, 35         # columns of the titles, and of a name with its text


def page(groups: dict[str, dict[str, str]], about: str) -> str:
    """The help: each group of verbs, and the options, in two columns beside its title; a verb without a text of its own here by its name alone."""
    out = ["Usage: kg [OPTIONS] VERB [ARGS]…       kg VERB --help tells more, with examples.", about]
    for title, verbs in groups.items():
        out += [*_columns(title, {verb: BRIEF.get(verb, "") for verb in verbs}, 11), ""]
    return "\n".join(out + _columns("Options", OPTIONS, 14))


def _columns(title: str, texts: dict[str, str], name: int) -> list[str]:
    from itertools import zip_longest
    from textwrap import wrap
    cells = [f"{x:{name}}{text}" for x, text in texts.items()]
    rows = (len(cells) + 1) // 2
    return [f"{side:{SIDE}}{a:{HALF}}{b}".rstrip() for side, a, b in zip_longest(wrap(title, SIDE - 1), cells[:rows], cells[rows:], fillvalue="")]
