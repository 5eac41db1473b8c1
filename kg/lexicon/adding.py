"""A word of somebody's own: its entry as a line of a word file, what speaks against it, and the file with the line in its place.

Nothing is written here.  A line is put where the table ends, and the file must then hold what it held and the new entry, else it is refused.
"""
from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.arabic import ARTICLE, fold, tokenize
from kg.lexicon import Lexicon
from kg.lexicon.compile import key_of
from kg.lexicon.explain import Books
from kg.model import UserError
from kg.romanization import slug

SECTORS = "GOV MIL REB OPP PTY LEG JUD SPY COP JRN MED BUS EDU REL LAB IGO NGO UAF CVL CRM".split()


class Kind(NamedTuple):
    """What can be added: the file and table of its entries, the options it must have and those it may have, in the order they are written."""
    file: str
    table: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()


KINDS = {
    "verb": Kind("events/own.toml", "verbs", ("class", "example"), ("vowel", "args", "with")),
    "noun": Kind("events/own.toml", "nouns", ("class", "example"), ("plural", "args", "with")),
    "participle": Kind("events/own.toml", "participles", ("class", "example"), ("plural", "args", "with")),
    "person": Kind("people.toml", "people", ("en",), ("id", "alias", "country", "sector", "wikidata", "office", "of", "from", "to")),
    "organization": Kind("organizations.toml", "organizations", ("en",), ("id", "alias", "country", "sector", "wikidata")),
    "armed-group": Kind("organizations.toml", "organizations", ("en",), ("id", "alias", "country", "sector", "wikidata")),
    "place": Kind("places.toml", "places", ("en",), ("id", "alias", "country", "kind", "wikidata")),
    "group": Kind("groups.toml", "groups", ("en", "plural"), ("sector",)),
    "title": Kind("offices.toml", "offices", ("en",), ("id", "feminine", "plural", "kind", "sector")),
}
WORDS = ("verb", "noun", "participle")


def row(kind: str, word: str, given: Mapping[str, str | tuple[str, ...]]) -> dict:
    """The entry of a word by the options given; UserError where one is missing or belongs to another kind."""
    k = KINDS[kind]
    for name in given:
        if name not in (*k.must, *k.may):
            takes = ", ".join("--" + x for x in (*k.must, *k.may))
            raise UserError(f"a {kind} has no --{name}", hint=f"it takes {takes}")
    missing = [f"--{name}" for name in k.must if name not in given]
    if missing:
        raise UserError(f"a {kind} needs {' and '.join(missing)}", hint=f"kg lexicon add {kind} '{word}' " + " ".join(f"{m} …" for m in missing))
    if not any(t.kind == "w" for t in tokenize(word)):
        raise UserError(f"{word!r} is not written in Arabic letters", hint="the word first, then its English name as --en")
    if kind in WORDS:
        return {"lemma": word, **{name: given[name] for name in (*k.may, *k.must) if name in given}}
    named = {"id": given.get("id") or slug(str(given["en"])), "en": given["en"]}
    rest = {name: given[name] for name in ("country", "sector", "kind", "wikidata") if name in given}
    match kind:
        case "group":
            return {"lemma": word, "en": given["en"], "plural": given["plural"], "sector": given.get("sector", "CVL"), "type": "Group", "number": "plural", "alone": True}
        case "title":
            more = {name: given[name] for name in ("feminine", "plural") if name in given}
            return {"id": named["id"], "titles": [word], **more, "en": given["en"], "kind": given.get("kind", "official"), "of": "state", "sector": given.get("sector", "GOV")}
        case "organization" | "armed-group":
            rest = {"sector": "REB" if kind == "armed-group" else "NGO"} | rest | {"type": "Group" if kind == "armed-group" else "Organization"}
        case "person" if "office" in given:
            held = {"office": given["office"], "of": given.get("of") or given.get("country", "")} | {name: given[name] for name in ("from", "to") if name in given}
            rest["offices"] = [held]
    return {"id": named["id"], "ar": word, "en": named["en"], **({"aliases": list(given["alias"])} if "alias" in given else {}), **rest}


def line(entry: Mapping) -> str:
    """An entry as a line of TOML.

    >>> line({"id": "x", "ar": "س", "aliases": ["ص"], "alone": True})
    '{id="x", ar="س", aliases=["ص"], alone=true}'
    """
    def value(v) -> str:
        if isinstance(v, Mapping):
            return line(v)
        return "[" + ", ".join(map(value, v)) + "]" if isinstance(v, list | tuple) else json.dumps(v, ensure_ascii=False)
    return "{" + ", ".join(f"{k}={value(v)}" for k, v in entry.items()) + "}"


def placed(text: str, table: str, entry: Mapping, path: str) -> tuple[str, int]:
    """The text of a word file with the entry at the end of its table, and the line where it stands; UserError where no place is sure."""
    wanted = tomllib.loads(text)
    wanted[table] = [*wanted.get(table, ()), tomllib.loads(f"x = {line(entry)}")["x"]]
    lines = text.splitlines()
    if table not in tomllib.loads(text):
        return "\n".join([*lines, f"{table} = [", f"  {line(entry)},", "]"]) + "\n", len(lines) + 2
    start = next(n for n, x in enumerate(lines) if x.split("=")[0].strip() == table)
    for n in range(start, len(lines)):
        bare = lines[n].rstrip()
        if bare.endswith("]"):
            before = bare[:-1].rstrip()
            comma = "," if before.endswith("}") else ""
            if before:
                tried = [*lines[:n], before + comma, f"  {line(entry)}]", *lines[n + 1:]]
            else:
                last = lines[n - 1].rstrip()
                tried = [*lines[:n - 1], last + ("," if last.endswith("}") else ""), f"  {line(entry)},", *lines[n:]]
            try:
                if tomllib.loads("\n".join(tried)) == wanted:
                    return "\n".join(tried) + "\n", n + 1 + bool(before)
            except tomllib.TOMLDecodeError:
                continue
    raise UserError(f"the end of the table {table} was not found", path, start + 1, hint=f"add this line to it: {line(entry)},")


def trial(folders: Iterable[Path], ontology: Path) -> Lexicon:
    """The lexicon of some folders of word files, compiled and not kept."""
    import marisa_trie

    from kg.lexicon.classes import read_classes
    from kg.lexicon.compile import Builder
    builder = Builder(read_classes(ontology))
    for folder in folders:
        builder.read(folder)
    forms, table = builder.write()
    return Lexicon(marisa_trie.Trie().frombytes(forms), memoryview(table), "")


def against(kind: str, entry: Mapping, lexicon: Lexicon, books: Books) -> Iterator[tuple[str, str]]:
    """(severity, message) of what speaks against a new entry: error where it stands already or names what is not there, note where it overlaps."""
    from difflib import get_close_matches
    def missing(what: str, name: str, among) -> tuple[str, str]:
        near = get_close_matches(name, sorted(among), 3)
        return "error", f"there is no {what} {name!r}" + (f": {', '.join(near)}?" if near else "")
    if kind in WORDS:
        cls, pos = entry["class"], kind[0]
        marks = [unicodedata.name(c, "") for c in entry["lemma"] if unicodedata.category(c) == "Mn"]
        if kind == "verb" and not marks:
            yield "error", f"«{entry['lemma']}» has no vowel signs: a verb is conjugated by them"
        elif kind == "verb" and len(fold(entry["lemma"])) == 3 and "ARABIC SHADDA" not in marks and "vowel" not in entry:
            yield "error", f"«{entry['lemma']}» has three letters: --vowel says the vowel of its present, a, i or u"
        if cls not in lexicon.classes:
            yield missing("class", cls, lexicon.classes)
        for index, (p, lemma, _) in enumerate(lexicon.lemmas):
            if p == pos and key_of(lemma) == key_of(entry["lemma"]):
                for use in lexicon.senses(index):
                    at = books.entry(f'lemma="{lemma}"', *((f'class="{use.cls}"',) if use.cls else ()), name=use.where.partition(":")[0])
                    same = use.cls == cls and not entry.get("with") and lemma == entry["lemma"]
                    yield "error" if same else "note", f"«{lemma}» {'stands already' if same else 'is also ' + (use.cls or 'a word of ' + use.source)}: {at}"
        return
    codes = {lexicon.entity(i).country for i in lexicon.state_of}
    if entry.get("country") and entry["country"] not in codes | {"IGO"}:
        yield missing("state with the code", entry["country"], {c for c in codes if c})
    if entry.get("sector") and entry["sector"] not in SECTORS:
        yield missing("sector", entry["sector"], SECTORS)
    if entry.get("wikidata") and not (entry["wikidata"][:1] == "Q" and entry["wikidata"][1:].isdigit()):
        yield "error", f"{entry['wikidata']!r} is no Wikidata number: Q and figures"
    for held in entry.get("offices", ()):
        if held["office"] not in lexicon.offices:
            yield missing("office", held["office"], lexicon.offices)
        if held["of"] not in lexicon.by_id:
            yield missing("state or body for --of", held["of"], lexicon.by_id)
    ident = entry.get("id")
    if kind == "title" and ident in lexicon.offices:
        yield "error", f"the id {ident} is taken: " + books.entry(f'id="{ident}"', "titles=") + "; give another as --id"
    elif kind != "title" and ident in lexicon.by_id:
        yield "error", f"the id {ident} is taken: " + books.entry(f'"{ident}"', "ar=") + "; give another as --id"
    for name in (*entry.get("titles", ()), *filter(None, (entry.get("ar"), entry.get("lemma"))), *entry.get("aliases", ())):
        yield from _taken(name, "t" if kind == "title" else "g" if kind == "group" else "e", lexicon, books)


def _taken(name: str, kind: str, lexicon: Lexicon, books: Books) -> Iterator[tuple[str, str]]:
    """What a name already is: of its own kind an error, as another word a note."""
    key = key_of(name)
    for v in lexicon.get("e" + key):
        e = lexicon.entity(int(v.split(",")[0]))
        yield "error" if kind == "e" else "note", f"«{name}» is {e.label('en')} ({e.id}) already: " + books.entry(f'"{e.id}"', "ar=")
    for v in lexicon.get("t" + key):
        office = v.split(",")[0]
        yield "error" if kind == "t" else "note", f"«{name}» is the title {lexicon.offices[office][0]} already: " + books.entry(f'id="{office}"', "titles=")
    for v in lexicon.get("g" + key.removeprefix(ARTICLE)):
        group = lexicon.groups[int(v.split(",")[0])]
        yield "error" if kind == "g" else "note", f"«{name}» is the group {group[2]} already: " + books.entry(f'lemma="{group[1]}"', f'en="{group[2]}"')
    if " " not in key:
        word = lexicon.word(fold(name))
        for lemma in dict.fromkeys(x.lemma for x in (*word.verbs, *word.nouns)):
            use = lexicon.senses(lemma)[0]
            yield "note", f"«{name}» is also the {'verb' if lexicon.lemmas[lemma][0] == 'v' else 'noun'} {lexicon.lemmas[lemma][1]} ({use.cls or use.source})"
        if kind == "e" and lexicon.get("u" + key):
            yield "note", f"«{name}» is a word of personal names: whoever is called so may be taken for the new entry"
        if word.tags or lexicon.get("c" + key):
            yield "note", f"«{name}» is also an everyday word: it will be taken for the new entry wherever it stands"
