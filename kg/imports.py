"""Files from elsewhere that belong to a collection, under `imports/`: kept as they were given, and read at every build.

    imports/NAME.ttl .trig .nt .nq .rdf .jsonld     RDF; all of it goes into one graph of its own, graph:imported-NAME
    imports/NAME.jsonl                              facts, held to the contract (`kg.contract`); they become the readings of their articles

They are inputs like the articles: with the same files a build gives the same graph, and a file that is removed takes with it what only
it said.  `check_rdf` and `check_facts` look at one before it is kept.
"""
from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import contract, data, ontology, store, vocab
from kg.articles import decode_bytes
from kg.checks import facts
from kg.collection import Collection
from kg.inference import axioms, particular
from kg.model import Article, Problem, Reading, UserError
from kg.store.foreign import foreign
from kg.terms import Quad

FACTS = "facts"
FORMS = {"ttl": "ttl", "turtle": "ttl", "trig": "trig", "nt": "nt", "nq": "nq", "rdf": "rdf", "xml": "rdf", "owl": "rdf", "jsonld": "jsonld", "json": "jsonld",
         "jsonl": FACTS, "ndjson": FACTS}      # by the ending of a file
ENDINGS = {"ttl": ".ttl", "trig": ".trig", "nt": ".nt", "nq": ".nq", "rdf": ".rdf", "jsonld": ".jsonld", FACTS: ".jsonl"}
_KG = f"<{vocab.ONTOLOGY}"


class Import(NamedTuple):
    """A file under `imports/`: its name, and its form: a format of RDF, or facts."""
    name: str
    form: str
    path: Path

    @property
    def shown(self) -> str:
        """The file as somebody who stands here would write it."""
        return os.path.relpath(self.path)

    @property
    def origin(self) -> str:
        """The file as seen from the collection."""
        return f"{self.path.parent.name}/{self.path.name}"


def form_of(path: str, data: bytes) -> str | None:
    """The form of a file by its ending; of one without, facts where its first line is a record of theirs; None where neither tells."""
    ending = path.rpartition(".")[2].lower() if "." in path else ""
    return FORMS.get(ending) or (FACTS if re.match(rb'\s*\{[^\n]*"kind"\s*:\s*"', data) else None)


def plain_name(name: str) -> str:
    """A name that can be a file's and a graph's."""
    return vocab.local(re.sub(r"\s+", "-", name.strip()).strip(".") or "import")


def listing(collection: Collection) -> list[Import]:
    """The files under `imports/`, by name; two of one name, or one of an unknown kind, are refused."""
    if not collection.imports.is_dir():
        return []
    found: dict[str, Import] = {}
    for path in sorted(collection.imports.iterdir()):
        if path.name.startswith(".") or path.is_dir():
            continue
        form = FORMS.get(path.suffix[1:].lower())
        if form is None:
            raise UserError("this file is of no kind that can be imported", os.path.relpath(path), hint="one of " + " ".join(f".{x}" for x in FORMS))
        if path.stem in found:
            raise UserError(f"a second file is called {path.stem!r}", os.path.relpath(path), hint=f"the first is {found[path.stem].path.name}; names must differ, for they name graphs")
        found[path.stem] = Import(path.stem, form, path)
    return list(found.values())


# ── RDF ───────────────────────────────────────────────────────────────────────────────────────────────────────────

def graph_iri(collection: Collection, name: str) -> str:
    """The graph that holds what a file of RDF says."""
    return vocab.kind_iri(collection.base, "graph", f"imported-{name}")


def rdf(collection: Collection, one: Import, data: bytes | None = None) -> list[Quad]:
    """The quads of a file of RDF, all in its own graph; UserError with line and column where it is broken."""
    data = _bytes(one) if data is None else data
    if one.form == "rdf":
        _well_formed(data, one.shown)
    quads = foreign(data, one.form, graph_iri(collection, one.name), vocab.kind_iri(collection.base, "genid", one.name) + "-", one.shown)
    if not quads:
        raise UserError("there is no triple in this file", one.shown)
    return quads


def _bytes(one: Import) -> bytes:
    try:
        return one.path.read_bytes()
    except OSError as e:
        raise UserError(f"cannot be read: {e.strerror}", one.shown) from None


def _well_formed(data: bytes, path: str) -> None:
    """The engine takes XML that ends too early for whole; this does not."""
    from xml.parsers import expat
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as e:
        rows = data.decode("utf-8", "replace").splitlines()
        raise UserError(f"broken XML: {expat.errors.messages[e.code]}", path, e.lineno, e.offset + 1, rows[e.lineno - 1][:200] if 0 < e.lineno <= len(rows) else "") from None


def graphs(collection: Collection) -> list[Quad]:
    """The quads of all files of RDF: what a build puts beside the articles' graphs."""
    return [q for one in listing(collection) if one.form != FACTS for q in rdf(collection, one)]


def key(collection: Collection) -> str:
    """A short name for all files of RDF as they are, '' where there is none."""
    return _key([one for one in listing(collection) if one.form != FACTS])


def facts_key(collection: Collection) -> str:
    """The same for all files of facts, and for the ontology that they are held to."""
    files = [one for one in listing(collection) if one.form == FACTS]
    return files and _key(files) + store.fingerprint([data.ontology("diplomacy.ttl")]) or ""


def _key(files: list[Import]) -> str:
    h = blake2b(digest_size=12)
    for one in files:
        data = _bytes(one)
        h.update(f"{one.path.name}\0{len(data)}\0".encode() + data)
    return h.hexdigest() if files else ""


def check_rdf(quads: list[Quad], path: str) -> tuple[Problem, ...]:
    """What is wrong with imported RDF: what breaks the shapes, and terms of the ontology that it has not."""
    from kg import shapes
    known = ontology.triples()
    declared = {s for s, *_ in known}
    used = Counter(t for s, p, o, _ in quads for t in {s, p, o} if t.startswith(_KG) and t not in declared)
    unknown = tuple(Problem("warning", "unknown-term", f"the ontology has no kg:{t[len(_KG):-1]}, used in {n} triple{'s' * (n > 1)}: no saved question asks for it", path=path)
                    for t, n in sorted(used.items()))
    return shapes.check(particular(quads, axioms(known)), path) + unknown


# ── facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

def check_facts(one: Import, data: bytes, articles: Mapping[str, Article]) -> contract.Given:
    """The readings of a file of facts, and what is wrong with it."""
    return contract.readings(decode_bytes(data, one.shown).split("\n"), one.shown, one.origin, articles, ontology.known())


def named(reading: Reading) -> list[str]:
    """What a reading lays claim to: its article, and the ids of its facts, by which alone the graph knows them."""
    return [f"article {reading.article.id}", *(f"fact {f.id}" for f in facts(reading))]


def given(collection: Collection, articles: Mapping[str, Article], but: str = "") -> tuple[contract.Given, dict[str, str]]:
    """The readings that all files of facts give, but for the one called `but`, and which file lays claim to what; an article or a fact of
    which two of them speak is refused."""
    out = contract.Given({}, [], set())
    source: dict[str, str] = {}
    for one in listing(collection):
        if one.form != FACTS or one.name == but:
            continue
        found = check_facts(one, _bytes(one), articles)
        out.errors.extend(found.errors)
        out.broken.update(found.broken)
        for doc, reading in found.readings.items():
            twice = next((x for x in named(reading) if x in source), None)
            if twice:
                out.errors.append(UserError(f"the {twice} stands in a second file", one.shown, hint=f"the first is {source[twice]}"))
                out.broken.add(doc)
            else:
                out.readings[doc] = reading
                source |= dict.fromkeys(named(reading), one.shown)
    for doc in out.broken:
        out.readings.pop(doc, None)
    return out, source


# ── keeping and removing ──────────────────────────────────────────────────────────────────────────────────────────

def place(collection: Collection, name: str, form: str) -> Import:
    """Where a file of that name and form is kept."""
    return Import(name, form, collection.imports / f"{name}{ENDINGS[form]}")


def remove(collection: Collection, name: str) -> Import:
    """Removes a file; UserError with the names there are where none has this one."""
    there = {one.name: one for one in listing(collection)}
    if name not in there:
        raise UserError(f"nothing is imported as {name!r}", hint=("there is " + ", ".join(there)) if there else "kg import FILE takes something in")
    there[name].path.unlink()
    return there[name]


def empty(collection: Collection) -> None:
    """Removes what was built: for a collection from which the last file was taken."""
    for path in (collection.facts, collection.build / "store"):
        shutil.rmtree(path, ignore_errors=True)
    for path in (collection.quads, collection.build / "index.db", collection.build / "state.json"):
        path.unlink(missing_ok=True)
