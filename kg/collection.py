"""A collection: a folder with `kg.toml`, its articles, what people corrected, and the place of what is built from them.

`kg.toml` is optional in a folder of articles; every key has a default.  A collection is looked for in the folder given, then in
the current folder and those above it, then in `seeds/` below the current folder, so that `kg` works at the top of this project
as it does inside any collection.
"""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg import vocab
from kg.errors import UserError
from kg.settings import FILE, layered

if TYPE_CHECKING:
    from kg.lexicon import Lexicon



class Collection(NamedTuple):
    """Where things lie and how they are named.  `store` is a folder, or the URL of a SPARQL 1.1 endpoint."""
    folder: Path
    articles: Path
    build: Path
    base: str = vocab.DEFAULT_BASE
    language: str = "en"
    store: str = ""
    bidi: str = "auto"

    @property
    def facts(self) -> Path:
        """The folder of fact files, one an article."""
        return self.build / "facts"

    @property
    def quads(self) -> Path:
        """The graph itself: sorted N-Quads."""
        return self.build / "graph.nq"

    @property
    def imports(self) -> Path:
        """Files from elsewhere that are built into the graph: RDF, and facts that another program or a person wrote."""
        return self.folder / "imports"

    @property
    def words(self) -> Path:
        """Words of the collection's own, which overlay the built-in ones."""
        return self.folder / "words"


def find(start: str | Path | None = None) -> Collection:
    """The collection of a folder, or the nearest one from the current folder; UserError where there is none."""
    return read(folder_of(start))


def folder_of(start: str | Path | None = None) -> Path:
    """Where that collection lies, whatever its `kg.toml` says."""
    if start is not None:
        folder = Path(start)
        if not folder.is_dir():
            raise UserError("there is no such folder", str(folder), hint="kg init FOLDER makes one")
        return folder
    found = _nearest()
    if found is None:
        raise UserError("this is no collection: there is no kg.toml here or above", str(Path.cwd()), hint="kg init FOLDER makes a collection; -C FOLDER names one elsewhere")
    return found


def nearest() -> Collection | None:
    """The collection of the current folder, of the nearest one above it, or in `seeds/` below it; None where there is none."""
    folder = _nearest()
    return read(folder) if folder else None


def _nearest() -> Path | None:
    here = Path.cwd()
    return next((f for f in (here, *here.parents, here / "seeds") if (f / FILE).exists()), None)


def read(folder: Path) -> Collection:
    """The collection of a folder by its `kg.toml`; a broken file, unknown key or wrong value is refused where it stands."""
    known = layered(folder)
    value = lambda key: known[key].value
    place = lambda key, default: (folder / (value(key) if known[key].origin != "default" else default)).resolve()
    store = value("store")
    articles = place("articles", "articles" if (folder / "articles").is_dir() else ".")
    return Collection(folder.resolve(), articles, place("build", "build"), value("base"), value("language"),
                      store if store.startswith(("http://", "https://")) else "", value("bidi"))


_TOML = '''# A collection of kg: its articles lie in articles/, what is built from them in build/.
base = "urn:kg:id:"       # every identifier begins with this; an IRI of your own that ends in / or # or :
language = "en"           # labels in answers: ar or en
articles = "articles"
build = "build"
'''
_MAKE = '''# make: read the articles that changed and rebuild the graph; make help lists the rest.
KG ?= kg
.PHONY: build export validate query shell report clean help
build:    ; @$(KG) build
export:   ; @$(KG) export -o build/graph.ttl
validate: ; @$(KG) validate
query:    ; @$(KG) $(if $(NAME),ask $(NAME),query "$(Q)")
shell:    ; @$(KG) shell
report:   ; @$(KG) report
clean:    ; @rm -rf build
help:     ; @echo "make build | export | validate | query Q='SELECT ...' or NAME=contradictions | shell | report | clean"
'''


def init(folder: Path) -> list[Path]:
    """Makes a collection of a new or existing folder; writes nothing over what is there.  Returns what it wrote."""
    if folder.exists() and not folder.is_dir():
        raise UserError("this is a file, not a folder", str(folder))
    made = []
    try:
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        for name, text in ((FILE, _TOML), ("Makefile", _MAKE), (".gitignore", "build/\n")):
            path = folder / name
            if not path.exists():
                path.write_text(text, encoding="utf-8")
                made.append(path)
    except OSError as e:
        raise UserError(f"the folder cannot be made: {e.strerror}", str(folder)) from None
    return made


def open_lexicon(collection: Collection | None = None) -> Lexicon:
    """The built-in words, overlaid by the collection's own."""
    from kg import data
    from kg.lexicon.cache import load
    own = (collection.words,) if collection and collection.words.is_dir() else ()
    if own:      # before the built-in words are compiled for them
        from kg.articles import decode
        from kg.lexicon.compile import parse
        for path in sorted(collection.words.rglob("*.toml")):
            decode(path)
            parse(path)
    try:
        return load(data.words(), data.ontology("diplomacy.ttl"), own)
    except UserError as e:
        if e.line:
            raise
        from kg.lexicon.lint import culprit
        raise culprit(e, (Path(data.words()), *own)) from None
