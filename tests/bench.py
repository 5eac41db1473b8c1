"""How quick kg is, as ratios within one run, so that figures of different machines can be compared.

    python tests/bench.py [RUNS]             medians of RUNS runs, 7 by default; `make bench` calls it
    python tests/bench.py --query [RUNS]     only questions to a graph of a million triples, beside the `oxigraph` command where it is installed
    python tests/bench.py --merge SIZE...    only merging, of so many events; 300,000 take some minutes and four gigabytes

The yardstick of whole processes is an empty Python (`python -c pass`), measured in turn with them.  Reading is measured in processes
of its own, one core: all articles with a lexicon just opened, and then all of them again, for words met before are remembered, and a
batch of thousands of articles comes near to that; in Python, and with the reader that `make fast` compiled.  Its yardstick is to fold
and split the same texts into words and do nothing else with them.  Processor time, so that other programs disturb it little.  Works in a copy of the project's articles, and on the texts of `../shared/corpora/news` where they are there.

Merging is measured on invented readings (`tests/crowd.py`) of a thousand to three hundred thousand events, once each, processor time of
one core.  Its yardstick is what n log n would make of the least of them: a ratio that stays near 1 is what is asked for.
"""
from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))
NEWS = TOP.parent / "shared" / "corpora" / "news"
KG = (sys.executable, "-m", "kg")
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000)


def seconds(do: Callable[[], object]) -> float:
    """The wall time of one call, in seconds."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def process(folder: Path, *command: str) -> Callable[[], object]:
    """A whole process, from start to end, with its output thrown away; it must end well."""
    return lambda: subprocess.run(command, cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def environment() -> dict[str, str]:
    """This checkout first; modules are kept compiled, as they are wherever kg is installed."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(TOP), os.environ.get("PYTHONPATH", "")])), "PYTHONIOENCODING": "utf-8"}
    return {key: value for key, value in env.items() if key != "PYTHONDONTWRITEBYTECODE"}


def medians(doings: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The median seconds of each of some doings, measured in turn so that a busy moment hurts all of them; the first turn only warms."""
    times: dict[str, list[float]] = {name: [] for name in doings}
    for turn in range(runs + 1):
        for name, do in doings.items():
            taken = seconds(do)
            if turn:
                times[name].append(taken)
    return {name: statistics.median(found) for name, found in times.items()}


def processes(folder: Path, runs: int) -> list[tuple[str, str, str]]:
    """What a user waits for: whole processes, against an empty Python."""
    article = folder / "seeds" / "ula-summit-2021.txt"

    def afresh() -> None:
        shutil.rmtree(folder / "build", ignore_errors=True)
        process(folder, *KG, "build", "--quiet")()

    found = medians({
        "an empty Python": process(folder, sys.executable, "-c", "pass"),
        "build four articles afresh": afresh,
        "build again, nothing changed": process(folder, *KG, "build", "--quiet"),
        "answer a saved question": process(folder, *KG, "ask", "timeline", "--a", "RUS", "--b", "TUR"),
        "answer SPARQL": process(folder, *KG, "query", "ASK { ?e a kg:Visit }"),
        "start and extract one article": process(folder, *KG, "extract", str(article)),
        "export the graph as Turtle": process(folder, *KG, "export", "--output", str(folder / "graph.ttl")),
        "say why": process(folder, *KG, "why", "putin"),
    }, runs)
    least = found["an empty Python"]
    return [(name, f"{taken * 1000:.0f} ms", f"{taken / least:.1f} × an empty Python") for name, taken in found.items()]


def reading(title: str, folder: Path, runs: int) -> Iterator[tuple[str, str, str]]:
    """Sentences that one core reads in a second, with the reader in Python and in machine code where it was compiled, the two measured in turn."""
    from kg.compiled import NO, fits
    from kg.compiled import folder as code
    readers = {"Python": NO} | ({"machine code": code()} if code() and fits(code()) else {})
    command = [sys.executable, __file__, "--read", str(folder)]
    found: dict[str, list] = {name: [] for name in readers}
    for _ in range(runs):
        for name, where in readers.items():
            found[name].append(json.loads(subprocess.run(command, env=environment() | {"KG_COMPILED": where}, check=True, stdout=subprocess.PIPE).stdout))
    for name, measured in found.items():
        yield from told(f"{title}, in {name}", measured)


def told(title: str, found: list) -> list[tuple[str, str, str]]:
    """Rows of some readings of the same articles, against folding and splitting them into words: the median of the runs, and the best of them,
    which is nearest to what a machine does that has nothing else to do."""
    rows = []
    for part, name in enumerate(("a first time", "again, every word known")):
        count = found[0][part][0]
        taken = [run[part][1] for run in found]
        ratio = statistics.median(run[part][1] / run[part][2] for run in found)
        rows.append((f"read {title}, {name} ({count} sentences)", f"{count / statistics.median(taken):.0f} sentences a second of one core (at best {count / min(taken):.0f})",
                     f"{ratio:.0f} × only folding and splitting them"))
    return rows


def read_once(folder: Path) -> list[tuple[int, float, float]]:
    """Reads every article of a folder, then all again: sentences, seconds to read and seconds to split, of either time."""
    from kg.arabic import fold, tokenize
    from kg.articles import read_articles
    from kg.cli import prepare
    from kg.collection import open_lexicon
    from kg.read import read
    prepare()
    lexicon = open_lexicon()
    articles = [a for path in sorted(folder.glob("*.txt")) for a in read_articles(path)]
    out = []
    for _ in range(2):
        began = time.process_time()
        count = sum(len(read(a, lexicon).sentences) for a in articles)
        out.append([count, time.process_time() - began])
    fold.cache_clear()
    for row in out:
        began = time.process_time()
        for a in articles:
            tokenize(a.text)
        row.append(time.process_time() - began)
    return [tuple(row) for row in out]


def merging(sizes: Sequence[int]) -> Iterator[tuple[str, str, str]]:
    """Merging so many events, against the same work growing as n log n from the first size on."""
    from crowd import readings

    from kg.merge import merge
    first = None
    for size in sizes:
        found = readings(size)
        began = time.process_time()
        count = len(merge(found))
        each = (time.process_time() - began) / (size * math.log(size))
        first = first or each
        yield f"merge {size:,} events", f"{each * size * math.log(size):.1f} s", f"{each / first:.2f} × n log n; {count:,} happenings"


def opening(runs: int) -> tuple[str, str, str]:
    """Opening the compiled lexicon."""
    from kg.collection import open_lexicon
    taken = medians({"open": open_lexicon}, max(runs, 20))["open"]
    size = len(open_lexicon().lemmas)
    return ("open the compiled lexicon", f"{taken * 1000:.1f} ms", f"{size} lemmas")


def table(rows: Sequence[tuple[str, str, str]]) -> str:
    """Rows in columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    return "\n".join(f"{a:{widths[0]}}  {b:>{widths[1]}}  {c}".rstrip() for a, b, c in rows)


ASKED = {
    "one thing": "SELECT ?p ?o { <urn:kg:id:event:e123456> ?p ?o }",
    "a join of three, sorted": "SELECT ?e ?d { ?e kg:actor id:p77 ; a kg:Visit ; kg:startDate ?d } ORDER BY ?d ?e",
    "count by class": "SELECT ?c (COUNT(*) AS ?n) { ?e a ?c ; kg:actor ?a } GROUP BY ?c ORDER BY ?c",
    "a million rows": "SELECT ?s ?p ?o { ?s ?p ?o }"}
EVENTS = 250_000      # of four triples each


def million(folder: Path) -> str:
    """A collection of a million triples; gives the folder of its store."""
    from kg.store import build, current
    (folder / "kg.toml").write_text("", encoding="utf-8")
    a, ontology = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "urn:kg:ontology#"
    with open(folder / "graph.nq", "w", encoding="utf-8") as f:
        for i in range(EVENTS):
            event, graph = f"<urn:kg:id:event:e{i}>", f"<urn:kg:id:graph:a{i % 1000}> ."
            f.write(f'{event} <{a}> <{ontology}{("Visit", "PhoneCall", "Meeting", "Shootdown")[i // 7 % 4]}> {graph}\n'
                    f'{event} <{ontology}startDate> "20{i % 20:02}-{i % 12 + 1:02}-{i % 28 + 1:02}"^^<http://www.w3.org/2001/XMLSchema#date> {graph}\n'
                    f'{event} <{ontology}actor> <urn:kg:id:p{i % 5000}> {graph}\n'
                    f'{event} <http://www.w3.org/2000/01/rdf-schema#label> "زيارة {i}"@ar {graph}\n')
    build(folder / "graph.nq", folder / "build" / "store")
    return current(folder / "build" / "store")


def first_rows(folder: Path, *command: str) -> Callable[[], object]:
    """A whole process until its first rows are there; the rest is not waited for."""
    def do() -> None:
        with subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
            assert len(child.stdout.read(200)) == 200, "two rows, or the head and one"
            child.kill()
    return do


def asking(folder: Path, runs: int) -> Iterator[tuple[str, str, str]]:
    """Whole processes that ask a graph of a million triples, against the fastest other command for the same store, and an empty Python."""
    from kg.sparql import declared
    from kg.vocab import prefixes
    store, other = million(folder), shutil.which("oxigraph", path=os.pathsep.join((os.path.dirname(sys.executable), os.environ.get("PATH", ""))))
    doings = {"an empty Python": process(folder, sys.executable, "-c", "pass")}
    for name, text in ASKED.items():
        doings[name] = process(folder, *KG, "query", "--format", "tsv", text)
        if other:
            doings[f"{name}, oxigraph"] = process(folder, other, "query", "--location", store, "--results-format", "tsv", "--query", declared(text, prefixes()))
    for form in ("tsv", "csv", "json", "xml", "jsonl", "md"):
        doings[f"first row of a million, {form}"] = first_rows(folder, *KG, "query", "--format", form, ASKED["a million rows"])
    doings["first triple of many, nt"] = first_rows(folder, *KG, "query", "--format", "nt", "CONSTRUCT WHERE { ?s ?p ?o }")
    found = medians(doings, runs)
    for name, taken in found.items():
        theirs = found.get(f"{name}, oxigraph")
        yield name, f"{taken * 1000:.0f} ms", f"{taken / found['an empty Python']:.1f} × an empty Python" + (f"; {(taken - 0.1) / theirs:.2f} × oxigraph, but for 100 ms" if theirs else "")
    if not other:
        yield "oxigraph", "-", "not installed: pip install oxigraph"


def main(arguments: list[str]) -> None:
    """Measures and prints."""
    if arguments[:1] == ["--read"]:
        print(json.dumps(read_once(Path(arguments[1]))))
        return
    if arguments[:1] == ["--merge"]:
        print(table(list(merging([int(x) for x in arguments[1:]]))))
        return
    if arguments[:1] == ["--query"]:
        with tempfile.TemporaryDirectory() as name:
            print(table(list(asking(Path(name), int(arguments[1]) if arguments[1:] else 5))))
        return
    runs = int(arguments[0]) if arguments else 7
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(TOP / "seeds", folder / "seeds", ignore=shutil.ignore_patterns("build"))
        rows = [*processes(folder, runs), opening(runs), *reading("the articles of seeds/", folder / "seeds", runs)]
        if NEWS.is_dir():
            rows += reading("other news", NEWS, runs)
    rows += merging(SIZES)
    print(f"medians of {runs} runs, Python {sys.version.split()[0]}")
    print(table(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
