"""Articles → build/: read what changed, put the graph together, switch to it in one step.

    build/facts/NAME.jsonl   what one article says, as it was read, and beside it, as NAME.corrections.json, the corrections it was built
                             with: they are applied when it is loaded
    build/store/, graph.nq   the graph; beside it previous.nq, the one before; RDF under imports/ is part of it (`kg.imports`, `kg.assembly`)
    build/state.json         which article was built from what

An article is read again when its text, its sidecar, its corrections, the words or the program changed; the graph is put together
again when any of them or merges.toml changed.  An article that cannot be read any more keeps its last good facts until it is mended or removed.
Every file is written beside its place and renamed, and what is about to be read again is struck from the state first, so that a
build that is interrupted, or runs out of disk, leaves the last good graph where it was and is made up for by the next one.
"""
from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import __version__, imports
from kg.articles import headline
from kg.assembly import assemble, standing
from kg.collection import Collection, open_lexicon
from kg.corrections import ENDING, apply, corrections_path
from kg.gathering import Checked, Gathered, Input, changed_of, gather
from kg.kept import fact_file, facts_name, fixes_file, load_raw, write_atomically
from kg.lexicon import Lexicon
from kg.model import Problem, UserError
from kg.read import read
from kg.records import reading_to_lines
from kg.together import labelled, pins_key


class Built(NamedTuple):
    """What a build did: ids of articles read, kept and dropped, and what was wrong with inputs that could not be read.

    `kept` holds the `held` ones too, which cannot be read now and keep the facts of their last good reading; `problems` are corrections
    without effect, `headed` those of the read ones whose text seems to begin with a headline.
    """
    read: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    errors: tuple[UserError, ...]
    changed: bool
    problems: tuple[Problem, ...] = ()
    held: tuple[str, ...] = ()
    headed: tuple[str, ...] = ()


def program_key() -> str:
    """A short name for the program as it is: its version and the text of its modules."""
    h = blake2b(__version__.encode(), digest_size=8)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        if "cli" not in path.parts:
            h.update(path.read_bytes())
    return h.hexdigest()


class Plan(NamedTuple):
    """What a build would do: what it found, the articles that it would read with the reason of each, and what else changed."""
    found: Gathered
    words: Lexicon
    stamp: str
    rdf: str                                  # the key of imported RDF and of merges.toml
    state: dict
    stale: list[tuple[Input, str]]
    held: list[str]
    gone: list[str]
    kept: list[str]
    idle: bool                                # whether the graph is up to date

    def others(self) -> list[str]:
        """Reasons besides its articles for which the graph is put together again."""
        said = [f"{len(self.gone)} article{'s' * (len(self.gone) != 1)} gone"] * bool(self.gone) + ["imports/ or merges.toml changed"] * (self.state.get("imports", "") not in (self.rdf, "?"))
        return said or ["it is not there as it was left"] * (not self.idle and not self.stale)


def plan(collection: Collection, found: Gathered | None = None) -> Plan | None:
    """What is to be built, None where there is nothing to build from."""
    state, rdf = _state(collection), imports.key(collection)
    found = found or looked_at(collection)
    if not found.inputs and not rdf:
        return None
    rdf += pins_key(collection)
    words = open_lexicon(collection)
    stamp = f"{words.signature}-{program_key()}-{collection.base}"
    there = {x.article.id for x in found.inputs}
    facts = {p.name for p in os.scandir(collection.facts)} if collection.facts.is_dir() else set()
    stale = [(x, why) for x in found.inputs if (why := _why(collection, x, state, stamp, facts))]
    held = _held(collection, state, there, found.errors)
    gone = sorted(set(state["articles"]) - there - set(held))
    kept = sorted(there - {x.article.id for x, _ in stale} | set(held))
    idle = not stale and not gone and state["stamp"] == stamp and state.get("imports", "") == rdf and standing(collection, stamp, rdf)
    return Plan(found, words, stamp, rdf, state, stale, held, gone, kept, idle)


def looked_at(collection: Collection) -> Gathered:
    """The collection's articles; what looks as it did at the last build is not opened, and imported facts that this program found right stay so."""
    state = _state(collection)
    return gather(collection, state.get("seen", {}), state["articles"], _checked(state) if "facts" in state and program_key() in state["stamp"].split("-") else None)


def _checked(state: dict) -> Checked | None:
    return Checked(*state["facts"]) if "facts" in state else None


def _why(collection: Collection, x: Input, state: dict, stamp: str, facts: set[str]) -> str:
    """Why an article is to be read, '' where it is not."""
    id, known = x.article.id, state["articles"]
    if id not in known:
        return "its last reading was not finished" if facts_name(id) in facts else "new"
    if state["stamp"] != stamp:
        before, now = (s.split("-", 2) for s in (state["stamp"], stamp))
        return " and ".join(what for what, a, b in zip(("the words", "the program", "the base"), before, now) if a != b) + " changed"
    if known[id] != x.key:
        return f"its {changed_of(collection, id, state.get('seen', {}))} changed" if known[id] else "it could not be read the last time"
    return "" if facts_name(id) in facts else "its facts were gone"


def build(collection: Collection, tell: Callable[[str], None] = lambda line: None, progress: Callable[[Sequence, str], Iterable] = lambda items, what: items) -> Built:
    """Builds what changed; does nothing where no article at all could be read, and says why in `errors`."""
    found = looked_at(collection)
    errors, todo = found.errors, plan(collection, found)
    if todo is None:
        return Built((), (), (), tuple(errors), False)
    state, held = todo.state, todo.held
    if todo.idle:
        if found.seen != state.get("seen", {}) or found.checked != _checked(state):
            _remember(collection, todo.stamp, state["articles"], todo.rdf, found)
        return Built((), tuple(todo.kept), (), tuple(errors), False, held=tuple(held))
    known = state["articles"] if state["stamp"] == todo.stamp else {}
    valid = {id: known.get(id, "") for id in todo.kept} | {id: "" for id in todo.gone}
    _remember(collection, todo.stamp, valid)
    fresh: dict[str, str] = {}
    headed: list[str] = []
    for x, why in progress(todo.stale, "reading"):
        tell(f"reading {x.article.id}: {why}")
        try:
            whole = found.whole(x)
            _read_one(collection, whole, todo.words)
            fresh[x.article.id] = x.key
            headed += [x.article.id] * bool(headline(whole.article.text))
        except UserError as e:
            errors.append(e)
            if x.article.id in state["articles"] and fact_file(collection, x.article.id).exists():
                held.append(x.article.id)
                valid[x.article.id] = ""
    kept = sorted({*todo.kept, *held})
    tell(": ".join(filter(None, ("putting the graph together", ", ".join(todo.others())))))
    problems = assemble(collection, sorted({*fresh, *kept}), todo.words, todo.stamp, todo.rdf, tell, progress)
    for id in todo.gone:
        fact_file(collection, id).unlink(missing_ok=True)
        fixes_file(collection, id).unlink(missing_ok=True)
    _remember(collection, todo.stamp, {id: valid[id] for id in kept} | fresh, todo.rdf, found)
    return Built(tuple(fresh), tuple(kept), tuple(todo.gone), tuple(errors), True, tuple(problems), tuple(sorted(held)), tuple(headed))


def _read_one(collection: Collection, x: Input, words: Lexicon) -> None:
    """Reads an article and keeps what it says beside its corrections; writes nothing where a correction says what no fact can."""
    reading = labelled(x.given or read(x.article, words))
    apply(reading, x.corrections, str(corrections_path(collection, x.article.id)))
    write_atomically(fixes_file(collection, x.article.id), [json.dumps(x.corrections, ensure_ascii=False) + "\n"])
    write_atomically(fact_file(collection, x.article.id), (line + "\n" for line in reading_to_lines(reading)))


def _state(collection: Collection) -> dict:
    """The stamp of the last build and the key of each article, as they stand in state.json; none where it cannot be read."""
    try:
        state = json.loads((collection.build / "state.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        state = {}
    whole = isinstance(state, dict) and isinstance(state.get("articles"), dict) and "stamp" in state and isinstance(state.get("seen", {}), dict) and len(state.get("facts", "ab")) == 2
    return state if whole else {"stamp": "", "articles": {}}


def _remember(collection: Collection, stamp: str, keys: dict[str, str], rdf: str = "?", found: Gathered | None = None) -> None:
    """Writes state.json; `rdf` is the key of imported RDF and of merges.toml, '?' while that is about to change; `found` what files look like
    that need not be opened again."""
    seen = {name: x for name, x in found.seen.items() if keys.get(x[0])} if found else {}
    checked = {"facts": list(found.checked)} if found and found.checked else {}
    state = {"stamp": stamp, "articles": keys} | ({"imports": rdf} if rdf else {}) | ({"seen": seen} if seen else {}) | checked
    write_atomically(collection.build / "state.json", [json.dumps(state, sort_keys=True) + "\n"])


def _held(collection: Collection, state: dict, there: set[str], errors: Iterable[UserError]) -> list[str]:
    """Articles whose file, sidecar or corrections cannot be read now: their last good facts stay."""
    broken = {os.path.relpath(e.path, collection.folder).removesuffix(ENDING).removesuffix(Path(e.path).suffix) for e in errors if e.path}
    out = []
    for id in sorted(set(state["articles"]) - there):
        if fact_file(collection, id).exists():
            raw = load_raw(collection, id)
            if any(path.removesuffix(ENDING).removesuffix(Path(path).suffix) in broken for path in (raw.article.path, raw.origin) if path):
                out.append(id)
    return out
