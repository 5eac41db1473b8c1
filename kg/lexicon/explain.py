"""What the words of a text are to the lexicon, said for somebody who reads Arabic and not Python, and where each entry stands.

    text ──▶ Row, Row, …        one for each sense of each word or name: the words, what they are taken for, file and line
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.arabic import ARTICLE, Token, crude, fold, tokenize
from kg.lexicon import Lexicon, Use
from kg.lexicon.compile import key_of
from kg.lexicon.word import VerbForm

QUOTED = re.compile(r'"([^"]+)"')
UNKNOWN = "not in the lexicon"
FUNCTIONS = {      # tags of particles.toml and of the phrases of speech.toml
    "prep": "preposition", "sub": "opens a clause", "neg": "negation", "fut": "marks the future", "perf": "marks what is done", "conj": "conjunction", "cond": "condition",
    "alt": "or", "dem": "demonstrative", "quant": "quantity", "lightnoun": "light noun, passed over", "namepart": "part of names", "mod": "qualifies a title",
    "own": "the state of the speaker", "here": "the state of the speaker", "there": "says that something is there", "rel": "relative pronoun", "placehead": "announces a place", "pron": "pronoun",
    "counterpart": "the same office of another state", "modal": "says how sure a thing is", "attribution": "names a source", "crew": "crew", "unit": "unit of measure"}
PLAIN = {"speech": "word of saying", "light": "lends its subject to an event word", "passive": "lends its subject to an event word", "plain": "verb that tells no event",
         "aux": "governs another verb", "tie": "tells a lasting tie"}
TENSES = {"p": "past", "i": "present"}


class Row(NamedTuple):
    """One sense: the words of the text, from which token to which, what they are taken for, `file:line` of the entry ('' where
    there is none), and under which condition it holds."""
    text: str
    begin: int
    end: int
    what: str
    entry: str
    only: str = ""


class Books:
    """The word files as text, looked through for the line of an entry: a collection's own folder before the built-in one."""

    def __init__(self, folders: Sequence[Path]):
        self.folders = [Path(f) for f in folders]
        self._lines: dict[Path, list[str]] = {}
        self._at: dict[str, str] = {}

    def files(self, name: str = "") -> Iterator[Path]:
        for folder in reversed(self.folders):
            yield from [folder / name] * (folder / name).is_file() if name else sorted(folder.rglob("*.toml"))

    def lines(self, path: Path) -> list[str]:
        if path not in self._lines:
            self._lines[path] = [re.sub(r"\s*=\s*", "=", line) for line in path.read_text(encoding="utf-8").splitlines()]
        return self._lines[path]

    def entry(self, *wanted: str, name: str = "") -> str:
        """`file:line` of the first entry that has all the wanted `key="value"`."""
        for path in self.files(name):
            for n, line in enumerate(self.lines(path), 1):
                if wanted[0] in line and all(w in line for w in wanted) and not line.startswith("#"):
                    found = f"{self.shown(path)}:{n}"
                    self._at[found] = line
                    return found
        return ""

    def conditions(self, entry: str) -> str:
        """The words near which an entry wants to stand, a few of them, as its line spells them."""
        if not entry:
            return ""
        line, out = self._at[entry], ""
        for key, name in (("with", "near"), ("before", "after")):
            found = re.search(rf"[ ,]{key}=\[([^\]]*)\]", line)
            words = QUOTED.findall(found[1]) if found else []
            out += f"only {name} {', '.join(words[:3])}{', …' if len(words) > 3 else ''}" if words else ""
        return out

    def spelled(self, stem: str, *names: str) -> str:
        """`file:line` where a word stands that is looked up by that stem."""
        for path in (p for name in names for p in self.files(name)):
            for n, line in enumerate(self.lines(path), 1):
                if not line.startswith("#") and any(key_of(m[1]) in (stem, ARTICLE + stem) for m in QUOTED.finditer(line)):
                    return f"{self.shown(path)}:{n}"
        return ""

    def listed(self, stem: str, name: str) -> str:
        """`file:line` of a word in one of the plain lists."""
        path = self.folders[0] / name
        return next((f"{self.shown(path)}:{n}" for n, line in enumerate(self.lines(path), 1) if line.split("#")[0].split() and fold(line.split()[0]) == stem), "")

    def shown(self, path: Path) -> str:
        """A built-in file by its place in the program, another as it is seen from here."""
        if path.is_relative_to(self.folders[0]):
            return f"kg/words/{path.relative_to(self.folders[0]).as_posix()}"
        return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def explain(text: str, lexicon: Lexicon, books: Books, met: Iterable[tuple[int, int, str]] = ()) -> list[Row]:
    """Each word or name of a text with all that it can be; `met` says of stretches of the text (from, to, what) what reading found there."""
    tokens, met = tokenize(text), sorted(met)
    out: list[Row] = []
    i = 0
    while i < len(tokens):
        if tokens[i].kind != "w":
            i += 1
            continue
        found = list(dict.fromkeys(_senses(text, tokens, i, lexicon, books)))
        size = max((r.end for r in found), default=i + 1)
        told = next((m for m in met if m[0] <= tokens[i].end and tokens[i].start < m[1]), None)
        if told and (told[2].startswith("time") or not found):
            last = max(k for k in range(i, len(tokens)) if tokens[k].start < told[1])
            found, size = [Row(text[tokens[i].start:tokens[last].end], i, last + 1, told[2], ""), *(r for r in found if r.end > last + 1)], max(size, last + 1)
        elif not found:
            found = [Row(tokens[i].text, i, i + 1, *_listed(tokens[i].fold, lexicon, books))]
        sure = any(r.end == size and not r.only for r in found)       # then what is shorter is not meant
        out += [r for r in sorted(found, key=lambda r: -r.end) if r.end == size or not sure]
        i = size
    return out


def _senses(text: str, tokens: list[Token], i: int, lexicon: Lexicon, books: Books) -> Iterator[Row]:
    """What begins at a word: event and other verbs and nouns, names, titles, bodies, groups, function words."""
    word = lexicon.word(tokens[i].fold)
    def row(what: str, entry: str, only: str = "", words: int = 1) -> Row:
        return Row(text[tokens[i].start:tokens[i + words - 1].end], i, i + words, what, entry, only)
    for kind in "etbghodr":
        for s in lexicon.names_at(tokens, i, kind):
            yield row(*_named(kind, s.value.split(","), tokens[i:i + s.words], lexicon, books), words=s.words)
    for s in word.nisba:
        entity = lexicon.entity(int(s.value.split(",")[0]))
        yield row(f"adjective of {entity.label('en')} ({entity.id})", books.entry(f'"{entity.id}"', f'ar="{entity.label("ar")}"'))
    forms = [(v, _verb(v, [f for f in word.verbs if f.lemma == v], lexicon), 1) for v in dict.fromkeys(f.lemma for f in word.verbs)]
    forms += [(n.lemma, f"{'participle' if lexicon.lemmas[n.lemma][0] == 'p' else 'noun'} {lexicon.lemmas[n.lemma][1]}", 1) for n in word.nouns]
    for lemma, form, words in [*forms, *_phrases(tokens, i, lexicon)]:
        for use in lexicon.senses(lemma):
            where, _, name = use.where.partition(": ")
            entry = books.entry(f'lemma="{name}"', *((f'class="{use.cls}"',) if use.cls else ()), name=where)
            yield row(_use(use, form, lexicon), entry or where, books.conditions(entry), words)
    for tag, conj, prep in word.tags:
        stem = tokens[i].fold[len(conj) + len(prep):]
        yield row(f"function word: {FUNCTIONS.get(tag.split(':')[0], tag)}", books.spelled(stem, "particles.toml", "speech.toml", "relations.toml", "offices.toml"))


def _phrases(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> Iterator[tuple[int, str, int]]:
    """Event nouns of several words, and nouns of saying, that begin at token i: (lemma, form, words)."""
    for stem, *_ in lexicon.word(tokens[i].fold).starts:
        for head in {stem, stem.removeprefix(ARTICLE)}:
            key = head
            for j in range(i, min(i + 5, len(tokens))):
                key += " " + tokens[j].fold if j > i else ""
                for kind in "ns" if j > i else "s":
                    yield from ((int(v.split(",")[0]), f"noun {lexicon.lemmas[int(v.split(',')[0])][1]}", j - i + 1) for v in lexicon.get(kind + key))


def _verb(lemma: int, forms: Sequence[VerbForm], lexicon: Lexicon) -> str:
    """«verb زَارَ, past»; passive only where it can be nothing else."""
    tenses = " or ".join(dict.fromkeys(TENSES[f.tense] for f in forms))
    return f"verb {lexicon.lemmas[lemma][1]}, {tenses}{', passive' if all(f.voice == 'p' for f in forms) else ''}"


def _use(use: Use, form: str, lexicon: Lexicon) -> str:
    """What one line of the event files, or of the other files of verbs and nouns, makes of a word."""
    if use.source != "event":
        return f"{PLAIN[use.source]} ({form})"
    return f"event word {lexicon.classes.get(use.cls, (None,))[0] or 'outside PLOVER'}, {use.cls} ({form})"


def _named(kind: str, value: list[str], tokens: Sequence[Token], lexicon: Lexicon, books: Books) -> tuple[str, ...]:
    """(what a name, title, body, group or head word is, where its entry stands, its condition)."""
    if kind == "e":
        entity, flags = lexicon.entity(int(value[0])), value[1:]
        about = ", ".join(x for x in (entity.id, entity.wikidata, entity.country if entity.country != entity.id else None) if x)
        remark = {"ambiguous": "only behind a preposition", "head": "only behind a head word", "loose": "only behind a head word or title", "shared": "a name of others too"}.get(flags[0], "")
        what = "seat of the state" if flags[0] == "seat" else "capital" if lexicon.kind(int(value[0])) == "capital" else "operation" if entity.type == "MilitaryOperation" else entity.type.lower()
        return f"{what}: {entity.label('en')} ({about})", books.entry(f'"{entity.id}"', f'ar="{entity.label("ar")}"'), remark
    if kind == "t":
        row = lexicon.offices.get(value[0], (value[0],) * 5)
        of = f" of {value[2]}" if len(value) > 2 else ""
        return f"title: {row[0]}{of}", books.spelled(" ".join(t.fold for t in tokens), "offices.toml") if of else books.entry(f'id="{value[0]}"', "titles=")
    if kind in "bgh":
        row = {"b": lexicon.bodies, "g": lexicon.groups, "h": lexicon.heads}[kind][int(value[0])]
        lemma, en = row[:2] if kind == "h" else row[1:3]
        what = {"b": "body of a state", "g": "group", "h": "head word of a name"}[kind]
        return f"{what}: {en}", books.entry(f'lemma="{lemma}"', f'en="{en}"')
    stem = " ".join(t.fold for t in tokens)
    entry = books.spelled(stem, "offices.toml") or books.spelled(crude(stem), "offices.toml")
    if kind == "r":
        return f"occupation: {value[1]}" if value[1] else "occupation", entry
    return {"o": "word of respect", "d": f"deputy: {value[0]}"}[kind], entry


def _listed(folded: str, lexicon: Lexicon, books: Books) -> tuple[str, str]:
    """What the plain lists say of a word that is nothing else."""
    for stem, *_ in lexicon.word(folded).starts:
        if lexicon.get("u" + stem):
            return "word of personal names", books.listed(stem, "names.txt")
        if lexicon.get("c" + stem):
            return "everyday word, in no name", books.listed(stem, "common.txt")
    return UNKNOWN, ""
