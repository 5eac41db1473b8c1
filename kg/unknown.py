"""Names of the ontology that a query uses and that there are not: a class with a letter amiss is no fault to SPARQL, it only never answers.

A query that names none costs one small question to the store; the grammar, the labels and the nearest names are looked at only where one is missing.
"""
from __future__ import annotations

import re

from kg.store import Store
from kg.vocab import ONTOLOGY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.errors import UserError
    from kg.store import Endpoint

_NAME = re.compile(r"([^\W\d_][\w.-]*)?:(\w[\w-]*)")
_OWN = re.compile(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^<>\s]*)>")
_TERMS = """SELECT DISTINCT ?e ?name { VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:NamedIndividual }
  ?e a ?type OPTIONAL { ?e rdfs:label ?name } }"""


def unknown(sparql: str, store: Store | Endpoint, names: dict[str, str], path: str = "") -> list[UserError]:
    """What to say of each of these names, in order, with where it stands and what is near it.  Nothing of a query that is asked of an
    endpoint, which need not hold the ontology."""
    if not isinstance(store, Store):
        return []
    meant = names | {m[1]: m[2] for m in _OWN.finditer(sparql)}
    used = {m[0]: m[2] for m in _NAME.finditer(sparql) if meant.get(m[1] or "") == ONTOLOGY}
    used |= {f"<{ONTOLOGY}{local}>": local for local in re.findall(rf"<{ONTOLOGY}(\w[\w-]*)>", sparql)}
    if not used:
        return []
    asked = " ".join(sorted({f"<{ONTOLOGY}{local}>" for local in used.values()}))
    missing = {e[len(ONTOLOGY) + 1:-1] for e, in store.ask(f"SELECT ?e {{ VALUES ?e {{ {asked} }} FILTER NOT EXISTS {{ ?e ?p ?o }} FILTER NOT EXISTS {{ ?s ?e ?o }} }}", names).rows}
    return _told(sparql, {name: local for name, local in used.items() if local in missing}, store, names, path) if missing else []


def _told(sparql: str, missing: dict[str, str], store: Store, names: dict[str, str], path: str) -> list[UserError]:
    """A warning for each, where it first stands as a name: not within a text or a comment, nor as a function, of which the engine itself complains."""
    from kg.errors import UserError
    from kg.sparql import place
    from kg.syntax import tokens
    words = tokens(sparql)
    at: dict[str, int] = {}
    for word, following in zip(words, words[1:]):
        if word.kind in ("NAME", "IRI") and word.text in missing and following.kind != "(":
            at.setdefault(word.text, word.start)
    known = _known(store, names) if at else {}
    return [UserError(f"warning: the ontology has no {name}", path, *place(sparql, start)[:2], hint=_near(name, missing[name], known)) for name, start in at.items()]


def _known(store: Store, names: dict[str, str]) -> dict[str, str]:
    """Every name of the ontology by how it may be typed: itself in small letters, and its labels."""
    from kg import terms
    from kg.lookup import fold
    found: dict[str, str] = {}
    for e, name in sorted(store.ask(_TERMS, names).rows, key=lambda row: (row[0], row[1] or "")):
        if e.startswith(f"<{ONTOLOGY}"):
            local = e[len(ONTOLOGY) + 1:-1]
            found.setdefault(local.casefold(), local)
            if name:
                found.setdefault(fold(terms.value(name)).replace(" ", ""), local)
    return found


def _near(name: str, local: str, known: dict[str, str]) -> str:
    """What somebody may have meant: the nearest name or label, of those that begin with a letter of the same case if there are, for so classes
    are told from properties."""
    from difflib import get_close_matches

    from kg.lookup import fold
    typed = local.casefold() if local.isascii() else fold(local.replace("_", " "))
    near = [known[x] for x in get_close_matches(typed, known, 4, 0.7) or get_close_matches(typed.replace("_", ""), known, 4, 0.7)]
    alike = [x for x in near if x[:1].isupper() == local[:1].isupper() and known.get(typed) is None] or near
    if not alike:
        return "kg schema lists the classes and properties that are in use"
    return f"did you mean <{ONTOLOGY}{alike[0]}>?" if name[0] == "<" else f"did you mean {name.partition(':')[0]}:{alike[0]}?"
