"""Articles → build/: read what changed, put the graph together, switch to it in one step.

    build/facts/NAME.jsonl   what one article says, as it was read, and beside it, as NAME.corrections.json, the corrections it was built
                             with: they are applied when it is loaded
    build/graph.nq           the graph: sorted N-Quads, the truth; beside it previous.nq, the one before
    build/store/             the store made of it, disposable; RDF under imports/ is part of both (`kg.imports`)
    build/state.json         which article was built from what

An article is read again when its text, its sidecar, its corrections, the words or the program changed; the graph is put together
again when any of them or merges.toml changed.  An article that cannot be read any more keeps its last good facts until it is mended or removed.
Every file is written beside its place and renamed, and what is about to be read again is struck from the state first, so that a
build that is interrupted, or runs out of disk, leaves the last good graph where it was and is made up for by the next one.
"""
from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from kg import __version__, articles, chronicle, gazetteer, imports, ontology, places
from kg.accounts import accounts
from kg.collection import Collection, open_lexicon
from kg.conclusions import conclusion_quads
from kg.corrections import ENDING, apply, corrected_names, corrections_path, load_corrections, unplaced
from kg.equals import identity_quads
from kg.graph import Fix, Tenure, article_quads, office_quads
from kg.inference import axioms, inferred
from kg.lexicon import Lexicon
from kg.merge import merge
from kg.model import Article, Problem, Reading, UserError
from kg.places import place_quads
from kg.read import read
from kg.records import reading_from_lines, reading_to_lines
from kg.rows import keep
from kg.terms import lines
from kg.together import labelled, pins, pins_key, who_and_one
from kg.vocab import local


class Input(NamedTuple):
    """An article with its corrections and a key of the content of both; `given` is its reading where an imported file holds it."""
    article: Article
    key: str
    corrections: list[dict]
    given: Reading | None = None


class Built(NamedTuple):
    """What a build did: ids of articles read, kept and dropped, and what was wrong with inputs that could not be read.

    `kept` holds the `held` ones too, which cannot be read now and keep the facts of their last good reading; `problems` are corrections
    without effect.
    """
    read: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    errors: tuple[UserError, ...]
    changed: bool
    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...] = ()
    held: tuple[str, ...] = ()


def program_key() -> str:
    """A short name for the program as it is: its version and the text of its modules."""
    h = blake2b(__version__.encode(), digest_size=8)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        if "cli" not in path.parts:
            h.update(path.read_bytes())
    return h.hexdigest()


def write_atomically(path: Path, chunks: Iterable[str]) -> None:
    """Writes a file whole or not at all; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as f:
            f.writelines(chunks)
            f.flush()
            os.fsync(f.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException as e:
        Path(name).unlink(missing_ok=True)
        if isinstance(e, OSError):
            raise UserError(f"cannot be written: {e.strerror}", str(path), hint="the last good graph is untouched; make room and build again") from None
        raise


def gather(collection: Collection) -> tuple[list[Input], list[UserError]]:
    """The articles of a collection, sorted by id, and what could not be read.

    Imported facts take the place of what would be read in their article, or bring one along.  Corrections of which no article has the
    name stand as an article without text: facts known by hand.
    """
    found: dict[str, Input] = {}
    errors: list[UserError] = []
    by_hand = corrected_names(collection)
    for a in articles_of(collection, errors):
        _take(collection, a, found, errors)
    given, _ = imports.given(collection, {id: x.article for id, x in found.items()})
    errors += given.errors
    for id in (*given.readings, *given.broken):
        found.pop(id, None)
    for reading in given.readings.values():
        _take(collection, reading.article, found, errors, reading)
    taken = {corrections_path(collection, id) for id in (*found, *given.broken)} | {Path(e.path) for e in errors} | {Path(e.path).with_suffix(ENDING) for e in errors if e.path}
    for id in by_hand:
        if corrections_path(collection, id) not in taken:
            _take(collection, Article(id, "", str(corrections_path(collection, id))), found, errors)
    return [found[id] for id in sorted(found)], errors


def articles_of(collection: Collection, errors: list[UserError]) -> Iterator[Article]:
    """The articles in the collection's folder; what cannot be read is told in `errors`."""
    there = any(p.suffix in articles.SUFFIXES for p in collection.articles.iterdir()) if collection.articles.is_dir() else False
    if not there and (corrected_names(collection) or imports.listing(collection)):
        return
    for path in articles.find([collection.articles]):
        try:
            yield from articles.read_articles(path, skip=errors.append)
        except UserError as e:
            errors.append(e)


def _take(collection: Collection, a: Article, found: dict[str, Input], errors: list[UserError], given: Reading | None = None) -> None:
    """Takes an article in with its key, its path as seen from the collection; refuses a second one of its name and broken corrections."""
    if a.id in found:
        errors.append(UserError(f"a second article {a.id!r}", a.path, hint=f"the first is {found[a.id].article.path}; ids come from file names and must differ"))
        return
    fixes = corrections_path(collection, a.id)
    try:
        corrections = load_corrections(fixes)
        for x in corrections:
            if not a.text and given is None and x["do"] != "add":
                raise UserError(f"this corrects the fact {x['fact']} of an article that is not here", str(fixes), hint=f"{a.id}.txt is gone: bring it back, or remove its corrections")
    except UserError as e:
        errors.append(e)
        return
    if given is None:
        a = replace(a, path=os.path.relpath(a.path, collection.folder))
    content = repr((a, corrections) if given is None else (given, corrections))
    found[a.id] = Input(a, blake2b(content.encode(), digest_size=16).hexdigest(), corrections, given)


def build(collection: Collection, tell: Callable[[str], None] = lambda line: None, progress: Callable[[Sequence], Iterable] = iter) -> Built:
    """Builds what changed; does nothing where no article at all could be read, and says why in `errors`."""
    inputs, errors = gather(collection)
    rdf = imports.key(collection)
    if not inputs and not rdf:
        return Built((), (), (), tuple(errors), False, ())
    rdf += pins_key(collection)
    words = open_lexicon(collection)
    stamp = f"{words.signature}-{program_key()}-{collection.base}"
    state = _state(collection)
    known = state["articles"] if state["stamp"] == stamp else {}
    there = {x.article.id for x in inputs}
    stale = [x for x in inputs if known.get(x.article.id) != x.key or not _fact_file(collection, x.article.id).exists()]
    held = _held(collection, state, there, errors)
    gone = sorted(set(state["articles"]) - there - set(held))
    kept = sorted(there - {x.article.id for x in stale} | set(held))
    if not stale and not gone and collection.quads.exists() and state["stamp"] == stamp and state.get("imports", "") == rdf:
        return Built((), tuple(kept), (), tuple(errors), False, (), held=tuple(held))
    valid = {id: known.get(id, "") for id in kept} | {id: "" for id in gone}
    _remember(collection, stamp, valid)
    fresh: dict[str, str] = {}
    for x in progress(stale):
        tell(f"reading {x.article.id}")
        try:
            _read_one(collection, x, words)
            fresh[x.article.id] = x.key
        except UserError as e:
            errors.append(e)
            if x.article.id in state["articles"] and _fact_file(collection, x.article.id).exists():
                held.append(x.article.id)
                valid[x.article.id] = ""
    kept = sorted({*kept, *held})
    tell("putting the graph together")
    readings, problems = assemble(collection, sorted({*fresh, *kept}), words)
    for id in gone:
        _fact_file(collection, id).unlink(missing_ok=True)
        _fixes_file(collection, id).unlink(missing_ok=True)
    _remember(collection, stamp, {id: valid[id] for id in kept} | fresh, rdf)
    return Built(tuple(fresh), tuple(kept), tuple(gone), tuple(errors), True, tuple(readings), tuple(problems), tuple(sorted(held)))


def _read_one(collection: Collection, x: Input, words: Lexicon) -> None:
    """Reads an article and keeps what it says beside its corrections; writes nothing where a correction says what no fact can."""
    reading = labelled(x.given or read(x.article, words))
    apply(reading, x.corrections, str(corrections_path(collection, x.article.id)))
    write_atomically(_fixes_file(collection, x.article.id), [json.dumps(x.corrections, ensure_ascii=False) + "\n"])
    write_atomically(_fact_file(collection, x.article.id), (line + "\n" for line in reading_to_lines(reading)))


def _state(collection: Collection) -> dict:
    """The stamp of the last build and the key of each article, as they stand in state.json; none where it cannot be read."""
    try:
        state = json.loads((collection.build / "state.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        state = {}
    return state if isinstance(state, dict) and isinstance(state.get("articles"), dict) and "stamp" in state else {"stamp": "", "articles": {}}


def _remember(collection: Collection, stamp: str, keys: dict[str, str], rdf: str = "?") -> None:
    """Writes state.json; `rdf` is the key of imported RDF and of merges.toml, '?' while that is about to change."""
    state = {"stamp": stamp, "articles": keys} | ({"imports": rdf} if rdf else {})
    write_atomically(collection.build / "state.json", [json.dumps(state, indent=1, sort_keys=True) + "\n"])


def _held(collection: Collection, state: dict, there: set[str], errors: Iterable[UserError]) -> list[str]:
    """Articles whose file, sidecar or corrections cannot be read now: their last good facts stay."""
    broken = {os.path.relpath(e.path, collection.folder).removesuffix(ENDING).removesuffix(Path(e.path).suffix) for e in errors if e.path}
    out = []
    for id in sorted(set(state["articles"]) - there):
        if _fact_file(collection, id).exists():
            raw = load_raw(collection, id)
            if any(path.removesuffix(ENDING).removesuffix(Path(path).suffix) in broken for path in (raw.article.path, raw.origin) if path):
                out.append(id)
    return out


def _fact_file(collection: Collection, id: str) -> Path:
    return collection.facts / f"{local(id)}.jsonl"


def _fixes_file(collection: Collection, id: str) -> Path:
    return collection.facts / f"{local(id)}.corrections.json"


def load_fixes(collection: Collection, id: str) -> list[dict]:
    """The corrections that an article was built with."""
    path = _fixes_file(collection, id)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def fixes_of(collection: Collection, id: str) -> list[Fix]:
    """What the corrections that an article was built with did to its facts."""
    corrections = load_fixes(collection, id)
    return apply(load_raw(collection, id), corrections)[1] if corrections else []


def load_raw(collection: Collection, id: str) -> Reading:
    """The stored reading of one article before any correction; UserError where the collection holds none of that id."""
    path = _fact_file(collection, id)
    if not path.exists():
        raise UserError(f"there is no article {id!r} in this graph", str(collection.facts), hint=_near(collection, id) or "kg build reads new articles")
    with path.open(encoding="utf-8") as f:
        return reading_from_lines(f, str(path))


def _near(collection: Collection, id: str) -> str:
    names = sorted(p.stem for p in collection.facts.glob("*.jsonl")) if collection.facts.is_dir() else []
    found = [n for n in names if id and id in n][:3] or get_close_matches(id, names, 3)
    return f"did you mean {', '.join(found)}?" if found else ""


def load_reading(collection: Collection, id: str) -> Reading:
    """The stored reading of one article with what a person corrected in it."""
    return apply(load_raw(collection, id), load_fixes(collection, id))[0]


def load_readings(collection: Collection) -> list[Reading]:
    """All stored readings, by article id."""
    if not collection.facts.is_dir() and not collection.quads.exists():      # of imported RDF alone there are no facts
        raise UserError("nothing has been built here", str(collection.build), hint="run kg build first")
    with_ids = (p.open(encoding="utf-8").readline() for p in sorted(collection.facts.glob("*.jsonl")))
    return [load_reading(collection, id) for id in sorted(json.loads(head)["doc"] for head in with_ids)]


def assemble(collection: Collection, ids: Sequence[str], words: Lexicon) -> tuple[list[Reading], list[Problem]]:
    """The stored readings of these articles → graph.nq and the store of it; gives them corrected, with the corrections that had no effect
    and what contradicts itself in the order that is told.

    The store is made of the new graph before either is switched to, so that both stay as they were where one cannot be written.
    """
    from kg import store
    quads: list = []
    done, problems = [], []
    for id in ids:
        raw, corrections = load_raw(collection, id), load_fixes(collection, id)
        corrected, fixes = apply(raw, corrections)
        problems += unplaced(raw, corrections, os.path.relpath(corrections_path(collection, id)))
        done.append(corrected)
        quads += article_quads(corrected, collection.base, __version__, fixes)
    who_is, one = who_and_one(collection, done, words)
    found = accounts(one, merge(one, pins(collection)))
    order = chronicle.order(found.happenings, one)
    problems += chronicle.problems(order, {r.article.id: os.path.relpath(r.article.path) if r.article.path else "" for r in done})
    quads += conclusion_quads(found, collection.base, ontology.labels()) + identity_quads(who_is, done, collection.base)
    quads += chronicle.order_quads(found.happenings, one, order, collection.base)
    quads += office_quads(tenures(done, words), collection.base)
    quads += imports.graphs(collection)
    quads += place_quads(places.named(done, words.state), gazetteer.locations([os.fspath(collection.words)]), gazetteer.areas(), collection.base)
    quads += inferred(quads, axioms(ontology.triples()), collection.base)
    fresh = collection.build / ".next" / collection.quads.name
    write_atomically(fresh, (row + "\n" for row in sorted(set(lines(quads)))))
    try:
        store.build(fresh, collection.build / "store")
        keep(collection.quads)
        os.replace(fresh, collection.quads)
    except OSError as e:
        raise UserError(f"the graph cannot be written: {e.strerror or e}", str(collection.build), hint="the last good graph is untouched; make room and build again") from None
    finally:
        shutil.rmtree(fresh.parent, ignore_errors=True)
    return done, problems


def tenures(readings: Iterable[Reading], words: Lexicon) -> list[Tenure]:
    """The dated offices of everybody whom the readings name."""
    named = {ref.entity.id for r in readings for m in r.mentions for ref in [m.ref] if ref.entity.type == "Person"}
    out = []
    for key, held in words.holders.items():
        office, of = key.split("@")
        owner = words.state(of) or (words.entity(words.by_id[of]) if of in words.by_id else None)
        for start, end, index in held:
            person = words.entity(index)
            if person.id in named and owner is not None:
                en, lemma = words.offices.get(office, (office,))[0], words.offices.get(office, ("",) * 5)[4]
                labels = (("ar", lemma), ("en", en)) if lemma else (("en", en),)
                out.append(Tenure(person, office, labels, owner, start if start[:4].isdecimal() else None, None if end and not end[:4].isdecimal() else end))
    return sorted(out, key=lambda t: (t.person.id, t.office, t.of.id, t.start or ""))
