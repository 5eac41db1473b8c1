"""Answers to saved questions as a reader of Arabic sees them: columns under Arabic headings, and fixed values (day, told, asserts) by their labels.

A question's columns and fixed values are names that programs rely on, so they stay in every format made for programs.  What they are called
is in `headings.toml`; notations of the ontology have their labels there.  English readers are shown the names as they are.
"""
from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from importlib.resources import files

from kg import data, terms
from kg.store import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LABELS = 'SELECT ?notation ?label { ?x a kg:%s ; skos:notation ?notation ; rdfs:label ?label FILTER(LANG(?label) = "ar") }'


@lru_cache(maxsize=1)
def _words() -> dict:
    return tomllib.loads((files("kg") / "headings.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def offices() -> dict[str, str]:
    """The Arabic title of each office, by what it is called in English."""
    with open(os.path.join(data.words(), "offices.toml"), "rb") as f:
        return {office["en"]: office["titles"][0] for office in reversed(tomllib.load(f)["offices"])}


def headed(answer: Answer, question: str, store, names: dict[str, str]) -> Answer:
    """An answer to the saved question of that name, its columns and fixed values in Arabic; what has no Arabic stays as it is."""
    words = _words()
    known = lambda table, column: table.get(f"{question}.{column}", table.get(column))
    shown: list[Callable[[str], str] | None] = []
    for column in answer.variables:
        values = dict(known(words["values"], column) or {})
        if of := known(words["notations"], column):
            values |= {terms.value(n): terms.value(label) for n, label in store.ask(_LABELS % of, names).rows}
        listed = words["lists"]["columns"]
        if values:
            shown.append(_valued(values))
        elif f"{question}.{column}" in words["offices"]["columns"]:
            shown.append(_valued(offices()))
        else:
            shown.append(_joined(words["lists"]["comma"]) if column in listed or f"{question}.{column}" in listed else None)
    headings = tuple(known(words["columns"], column) or column for column in answer.variables)
    return Answer("rows", headings, (tuple(show(t) if t and show else t for show, t in zip(shown, row)) for row in answer.rows))


def _valued(values: Mapping[str, str]) -> Callable[[str], str]:
    """Puts the label of a fixed value in its place."""
    return lambda term: terms.text(values[value], "ar") if (value := terms.value(term)) in values else term


def _joined(comma: str) -> Callable[[str], str]:
    """Joins names as Arabic does."""
    return lambda term: terms.text(terms.value(term).replace(", ", comma)) if term[0] == '"' else term
