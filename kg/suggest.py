"""What may stand where the cursor is: keywords, prefixes, classes, properties, saved queries with their parameters, and everybody whom the
graph names, by any of their names in Arabic or Latin letters, however they are spelled.

    SELECT * { ?e kg:actor put      →  id:putin      Vladimir Putin · فلاديمير بوتين
    timeline a=بوت                  →  putin

Names are compared as `kg.lookup` folds them, word by word from the start of each, so that a family name finds its bearer; the article of an
Arabic word may be left out.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kg import query, terms, vocab
from kg.lines import is_sparql
from kg.lookup import fold
from kg.model import UserError
from kg.shell import COMMANDS, OTHERS
from kg.sparql import PIECE
from kg.store import Endpoint, Store
from kg.syntax import begins, keywords

MOST = 60       # suggestions shown of one kind
KINDS = ("Person", "State", "Organization", "Group", "Place", "Facility", "Weapon", "Document", "NamedOperation")
WHO = ("Person", "State", "Organization", "Group", "Place", "Facility")
_NAMED = f"""SELECT DISTINCT ?e ?type ?name ?whole {{ VALUES ?type {{ {" ".join(f"kg:{k}" for k in KINDS)} }} ?e a ?type .
  {{ ?e rdfs:label ?name BIND(true AS ?whole) }} UNION {{ ?e skos:altLabel ?name BIND(false AS ?whole) }} }}"""
_TERMS = """SELECT DISTINCT ?e ?type ?name (true AS ?whole) { VALUES ?type { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:NamedIndividual }
  ?e a ?type OPTIONAL { ?e rdfs:label ?name } }"""
_HAPPENED = "SELECT DISTINCT ?e ('Happening' AS ?type) ?name (true AS ?whole) { ?e a kg:Happening OPTIONAL { ?e rdfs:label ?name } }"
_USED = "SELECT DISTINCT ?e ('Property' AS ?type) (?none AS ?name) (false AS ?whole) { ?s ?e ?o }"
_EVENTS = "SELECT DISTINCT ?e ('Class' AS ?type) ?name (true AS ?whole) { ?e rdfs:subClassOf* kg:Event OPTIONAL { ?e rdfs:label ?name } }"
_TYPED = {"entity": KINDS, "party": WHO, "state": ("State",), "point": ("Place", "State", "Facility")}      # whom a parameter of that type can mean
_VALUE = re.compile(r"""(?:^|\s)(?:--)?([\w-]+)(?:=|\s+)("[^"]*|'[^']*|[^\s"'=]*)$""")
_RUN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,3}$")


class Suggestion(NamedTuple):
    """A text that may take the place of the last `back` characters, what it means, and the labels of what it names."""
    text: str
    back: int
    meta: str = ""
    labels: tuple[str, ...] = ()


class Thing(NamedTuple):
    """Something with an IRI: how it is written short, what kind it is, its labels, and the folded words of each of its names."""
    iri: str
    short: str
    kind: str
    labels: tuple[str, ...]
    names: tuple[tuple[frozenset[str], ...], ...]


def _words(name: str) -> tuple[frozenset[str], ...]:
    """The words of a name, folded; an Arabic one also without its article."""
    from kg.arabic import ARTICLE
    return tuple(frozenset((w, w.removeprefix(ARTICLE)) if len(w) > len(ARTICLE) + 1 else (w,)) for w in fold(name).split())


def rank(sought: list[str], names: Iterable[tuple[frozenset[str], ...]]) -> int | None:
    """How well a name fits what was typed: 0 from its start, 1 from a later word, None not at all.  The last word typed may go on.

    >>> names = [_words("Vladimir Putin")]
    >>> rank(["vlad"], names), rank(["put"], names), rank(["vladimir", "p"], names), rank(["vlad", "p"], names)
    (0, 1, 0, None)
    """
    best = None
    *whole, last = sought
    for words in names:
        for at in range(len(words) - len(whole)):
            if all(w in words[at + n] for n, w in enumerate(whole)) and any(w.startswith(last) for w in words[at + len(whole)]):
                best = min(at, 1, best if best is not None else 1)
                break
    return best


class Suggester:
    """Suggests from the store that is open; what it tells is asked once, and kept until another is."""

    def __init__(self, store: Callable[[], Store | Endpoint], names: dict[str, str], folders: Iterable[str] = (), language: str = "en"):
        self._store, self._names, self._folders, self._language = store, names, tuple(folders), language
        self._kept: dict[str, list[Thing]] = {}
        self._of: Store | Endpoint | None = None

    def suggest(self, before: str) -> list[Suggestion]:
        """What may follow the text before the cursor; nothing where the graph cannot say."""
        text = before.lstrip()
        try:
            if text.startswith("\\"):
                return list(self._command(text))
            if is_sparql(text) and re.search(r"\W", text):
                return list(self._sparql(text))
            if not re.search(r"\s", text):
                return [*self._saved(text), *(Suggestion(k, len(text)) for k in _fitting(text, (*begins("Query"), *COMMANDS)))]
            return list(self._parameters(text))
        except UserError:
            return []

    # ── commands and saved queries ──

    def _saved(self, typed: str) -> Iterator[Suggestion]:
        about = {s.name: s.title(self._language) for s in query.listing(self._folders)}
        for name in _fitting(typed, about):
            yield Suggestion(name, len(typed), about[name])

    def _command(self, text: str) -> Iterator[Suggestion]:
        name, blank, rest = text.partition(" ")
        if not blank:
            yield from (Suggestion(c, len(name), COMMANDS[c].what) for c in _fitting(name, COMMANDS))
        elif (about := COMMANDS.get(OTHERS.get(name, name))) and about.choices:
            yield from (Suggestion(c, len(rest)) for c in _fitting(rest, about.choices))
        elif about and about.value == "query":
            yield from self._saved(rest)
        elif about and about.value == "entity":
            starts = [0, *(m.end() for m in re.finditer(r"[\s\"']+", rest))]
            yield from next(filter(None, (list(self.values("entity", rest[at:])) for at in starts)), ())

    def _parameters(self, text: str) -> Iterator[Suggestion]:
        saved = {s.name: s for s in query.listing(self._folders)}.get(text.split(None, 1)[0])
        if saved is None:
            return
        known = {p.name: p for p in saved.params}
        if (m := _VALUE.search(text)) and m[1] in known and m[0].strip() != saved.name:
            yield from (s._replace(back=len(m[2])) for s in self.values("language" if m[1] == "lang" else known[m[1]].type, m[2].lstrip("\"'")))
            return
        typed = re.search(r"\S*$", text)[0]
        free = [p for p in saved.params if not re.search(rf"\s(?:--)?{p.name}[=\s]", text)]
        for p in sorted(free, key=lambda p: p.default != "!"):
            if p.name.startswith(typed.removeprefix("--")):
                yield Suggestion(f"{p.name}=", len(typed), p.description + (" (required)" if p.default == "!" else ""))

    def values(self, kind: str, typed: str) -> Iterator[Suggestion]:
        """What a parameter of that type may be: local ids of entities and classes, each with its labels."""
        if kind == "language":
            yield from (Suggestion(x, len(typed)) for x in _fitting(typed, ("ar", "en")))
        elif kind == "class":
            found = _matching(typed, self._things(_EVENTS), local=True)
            yield from (Suggestion(t.short.partition(":")[2], len(typed), self._meta(t)) for t in found)
        elif typed.startswith("happening:"):
            yield from (Suggestion(t.short, len(typed), self._meta(t)) for t in self._things(_HAPPENED) if t.short.startswith(typed))
        elif kind in _TYPED:
            found = _matching(typed.removeprefix("id:"), [t for t in self._things(_NAMED) if t.kind in _TYPED[kind]], local=True)
            yield from (Suggestion(t.short.removeprefix("id:"), len(typed), self._meta(t), t.labels) for t in found)

    # ── SPARQL ──

    def _sparql(self, text: str) -> Iterator[Suggestion]:
        if _within(text):
            return
        if m := re.search(r"[?$]\w*$", text):
            seen = dict.fromkeys(re.findall(r"[?$]\w+", text[:m.start()]))
            yield from (Suggestion(v, len(m[0]), "variable") for v in seen if v.startswith(m[0]) and v != m[0])
        elif m := re.search(r"([\w.-]*):([\w.:-]*)$", text):
            yield from self._prefixed(m[1], m[2], len(m[0]))
        else:
            yield from self._bare(text)

    def _prefixed(self, prefix: str, typed: str, back: int) -> Iterator[Suggestion]:
        space = self._names.get(prefix)
        if space is None:
            return
        whose = _NAMED if prefix == "id" else _HAPPENED if prefix == "happening" else _TERMS
        things = [t for t in self._things(whose) if t.short.startswith(f"{prefix}:")] or [t for t in self._things(_USED) if t.short.startswith(f"{prefix}:")]
        yield from (Suggestion(t.short, back, self._meta(t)) for t in _matching(typed, things, local=True))

    def _bare(self, text: str) -> Iterator[Suggestion]:
        word = re.search(r"\w*$", text)[0]
        yield from (Suggestion(k, len(word)) for k in _fitting(word, keywords()))
        yield from (Suggestion(f"{p}:", len(word), self._names[p]) for p in _fitting(word, self._names))
        if len(word) < 2 and word.isascii():
            return
        run = _RUN.search(text)
        parts = re.split(r"(?<=[ -])", run[0]) if run else []
        for first in range(len(parts)):
            typed = "".join(parts[first:])
            if found := [*_matching(typed, self._things(_NAMED), local=len(parts) - first == 1), *_matching(typed, self._things(_TERMS))]:
                yield from (Suggestion(t.short, len(typed), self._meta(t)) for t in found)
                return

    # ── what the store tells ──

    def _things(self, question: str) -> list[Thing]:
        if self._of is not self._store():
            self._of = self._store()
            self._kept.clear()
        if question not in self._kept:
            told: dict[str, tuple[str, dict[str, str], set[str]]] = {}
            for e, kind, name, whole in self._store().ask(question, self._names).rows:
                about = told.setdefault(e, (re.split("[#:]", terms.value(kind))[-1], {}, set()))
                if name:
                    value, language = terms.value(name), (terms.split_literal(name)[1] or "")
                    about[2].add(value)
                    if "true" in (whole or ""):
                        about[1][language] = min(value, about[1].get(language, value))
            self._kept[question] = [self._thing(e, *about) for e, about in sorted(told.items())]
        return self._kept[question]

    def _thing(self, e: str, kind: str, labels: dict[str, str], names: set[str]) -> Thing:
        first = sorted(labels, key=lambda x: (x != self._language, x))
        return Thing(e, vocab.shorten(e[1:-1], self._names) or e, kind, tuple(dict.fromkeys(labels[x] for x in first)), tuple(_words(n) for n in sorted(names)))

    def _meta(self, t: Thing) -> str:
        return " · ".join((*t.labels[:2], *(() if t.kind in ("Property", "Happening") else (t.kind,))))


def _fitting(typed: str, pool: Iterable[str]) -> list[str]:
    """Those that begin as typed; where none does, those that do but for the case of letters."""
    pool = list(pool)
    return sorted({x for x in pool if x.startswith(typed)} or {x for x in pool if typed and x.casefold().startswith(typed.casefold())})


def _matching(typed: str, things: list[Thing], local: bool = False) -> list[Thing]:
    """The things whose id (`local`) or name fits, the best first."""
    sought, bare = fold(typed).split(), typed.casefold()
    found = []
    for t in things:
        at = t.short.partition(":")[2].casefold()
        fits = 0 if local and at.startswith(bare) else rank(sought, t.names) if sought else None
        if fits is not None:
            found.append((fits, len(t.short), t.short, t))
    return [x[-1] for x in sorted(found)[:MOST]]


def _within(text: str) -> bool:
    """Whether the text ends in a string, an IRI or a comment."""
    whole = [m for m in PIECE.finditer(text) if m["iri"] or m["string"] or m["comment"] or m["quote"]]
    if not whole or whole[-1]["iri"] or whole[-1]["string"]:
        return bool(re.search(r"<\S+$", text[whole[-1].end() if whole else 0:]))
    return bool(whole[-1]["quote"]) or whole[-1].end() == len(text)
