"""Word files → an open lexicon: compiled when they changed, else the compiled files of the last time mapped into memory."""
from __future__ import annotations

import os
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from pathlib import Path

from kg.lexicon import Lexicon

FORMAT = 26     # of the compiled files: raised when their meaning changes
KEPT = 24       # compiled lexicons that stay in the cache, the ones opened last: some 90 MB


def cache_folder() -> Path:
    """Where compiled lexicons lie: the user's cache folder, else a temporary one."""
    base = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(base) if base else Path.home() / ".cache") / "kg"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    except OSError:
        import tempfile
        return Path(tempfile.gettempdir())


def load(words: str | Path, ontology: str | Path, own: tuple[Path, ...] = ()) -> Lexicon:
    """Opens the lexicon of the word files under `words` and of a collection's own folders; compiles it first where they changed.

    Raises UserError with file and line for a word file that cannot be read.
    """
    import marisa_trie
    here = os.path.dirname(__file__)
    files = [os.path.join(at, name) for folder in (words, *own) for at, _, names in os.walk(folder) for name in names if name.endswith((".toml", ".txt", ".tsv"))]
    files = [*sorted(files), str(ontology), os.path.join(here, "compile.py"), os.path.join(here, "inflect.py")]
    stats = [(name, (s := os.stat(name)).st_size, s.st_mtime_ns) for name in files]
    signature = blake2b(repr((FORMAT, stats)).encode(), digest_size=10).hexdigest()
    base = cache_folder() / f"lexicon-{signature}"
    forms, tables = base.with_suffix(".trie"), base.with_suffix(".table")
    trie = marisa_trie.Trie()
    try:
        with tables.open("rb") as f:
            _touch(tables)
            return Lexicon(trie.mmap(str(forms)), memoryview(mmap(f.fileno(), 0, access=ACCESS_READ)), signature)
    except (OSError, ValueError, EOFError, TypeError, RuntimeError):
        pass
    from kg.lexicon.classes import read_classes
    from kg.lexicon.compile import Builder
    builder = Builder(read_classes(Path(ontology)))
    for folder in (words, *own):
        builder.read(Path(folder))
    trie_bytes, table_bytes = builder.write()
    for path, content in ((forms, trie_bytes), (tables, table_bytes)):
        _replace(path, content)
    _sweep(tables.parent)
    return Lexicon(trie.frombytes(trie_bytes), memoryview(table_bytes), signature)


def _touch(path: Path) -> None:
    """Says that a compiled lexicon was wanted now."""
    try:
        os.utime(path)
    except OSError:
        pass


def _sweep(folder: Path) -> None:
    """Removes the compiled lexicons that nobody wanted for longest; one that a process has open stays its own until it ends."""
    try:
        found = sorted(((p.stat().st_mtime_ns, p) for p in folder.glob("lexicon-*.table")), reverse=True)
        for _, path in found[KEPT:]:
            path.unlink(missing_ok=True)
            path.with_suffix(".trie").unlink(missing_ok=True)
    except OSError:
        pass


def _replace(path: Path, content: bytes) -> None:
    """Writes a cache file whole or not at all; a folder that cannot be written only costs the next start its time."""
    import tempfile
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as f:
            f.write(content)
        os.replace(name, path)
    except OSError:
        pass
