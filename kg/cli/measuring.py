"""`kg eval` and `kg ledger`."""
from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli import speaking
from kg.cli.screen import tell


def _records(path: Path) -> list[dict]:
    from kg.errors import UserError
    out = []
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except OSError as e:
        raise UserError(f"cannot be read: {e.strerror}", str(path)) from None
    for n, row in enumerate(rows, 1):
        if row.strip():
            try:
                out.append(json.loads(row))
            except json.JSONDecodeError as e:
                raise UserError(f"not JSON: {e.msg}", str(path), n, e.colno, row[:80], "gold is one JSON record a line") from None
    return out


@click.command("eval", short_help="Measure the reading against gold: precision, recall, F1.")
@click.argument("gold", required=False, type=click.Path(path_type=Path))
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--predicted", type=click.Path(path_type=Path), help="Facts as `kg extract` prints them; else the articles are read now.")
@click.option("--show", is_flag=True, help="Also what was missed and what is false, in their sentences.")
@click.option("--by", type=click.Choice(["type", "rule"]), multiple=True, help="Also the figures by event type or by rule.")
@click.option("--names", type=click.Path(path_type=Path), metavar="TAGGED", help="Measure names instead: a file with a word and its BIO tag (PERS, LOC, ORG) a line.")
@click.option("--same", type=click.Path(path_type=Path), metavar="GOLD", help="Measure merging instead: mentions of events with the cluster that each belongs to.")
@click.option("--half", type=click.Choice(["first", "second", "even", "odd"]), help="Of the tagged sentences only the first or second half; of the articles of --same those whose name hashes so.")
@click.option("--plover", type=click.Path(path_type=Path), metavar="JUDGED", help="Measure single sentences instead, judged by coders for one PLOVER type each.")
@speaking.talking
def eval_verb(gold: Path | None, folder: Path | None, predicted: Path | None, show: bool, by: tuple[str, ...], names: Path | None, same: Path | None, half: str | None,
              plover: Path | None) -> None:
    """Compare the facts read from the articles in FOLDER with GOLD, the names read from a TAGGED file with its tags, what is read from JUDGED
    sentences, or which facts were taken for one happening with --same GOLD.

    \b
    Examples:
      kg eval gold.jsonl articles/
      kg eval gold.jsonl articles/ --show --by type
      kg eval --names tagged.txt --half second
      kg eval --plover judged.jsonl --show
      kg eval --same clusters.jsonl articles/
    """
    if sum(map(bool, (names, plover, same))) > 1:
        raise click.UsageError("--names, --plover and --same are measures of their own: choose one")
    if names or plover:
        if gold or predicted or by:
            raise click.UsageError("--names and --plover measure a file of their own: leave GOLD, --predicted and --by out")
        return _names(names, half, show) if names else _plover(_records(plover), show)
    if same:
        if gold is None or folder or predicted or by:
            raise click.UsageError("--same takes its gold and the folder of the articles, nothing else")
        return _same(same, gold, half, show)
    if half:
        raise click.UsageError("--half goes with --names or --same")
    if gold is None or folder is None:
        raise click.UsageError("GOLD and FOLDER are needed, or --names, or --plover")
    from kg.articles import decode, read_article
    from kg.cli import lexicon
    from kg.evaluate import evaluate
    from kg.read import read
    from kg.records import to_json
    wanted = _records(gold)
    docs = sorted({g["doc"] for g in wanted})
    texts = {doc: decode(folder / f"{doc}.txt") for doc in docs}
    if predicted:
        found = _records(predicted)
    else:
        words = lexicon()
        with speaking.progress() as progress:
            readings = [read(read_article(folder / f"{doc}.txt"), words) for doc in progress.each(docs, "reading")]
        found = [to_json(f) for r in readings for f in (*r.events, *r.claims, *r.relations)]
    result = evaluate(wanted, found, texts.__getitem__)
    if show:
        for case in result.cases:
            if case.gold is None or (case.level < 3 and not case.gold.get("optional")):
                tell(_case(case), 4)
    tables = [("", result.levels)] + [(f"by {name}", getattr(result, name + "s")) for name in by]
    for title, table in tables:
        if title:
            click.echo(title)
        _table(table)


def _table(scores: dict) -> None:
    for name, s in scores.items():
        click.echo(f"{name}: P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f}  ({s.right} of {s.asked} gold, {s.predicted} predicted)")


def _names(tagged: Path, which: str | None, show: bool) -> None:
    from kg.articles import decode
    from kg.cli import lexicon
    from kg.evaluate_names import evaluate_names, half, tagged_sentences
    number, gold = half(tagged_sentences(decode(tagged), str(tagged)), which)
    with speaking.progress() as progress:
        result = evaluate_names(progress.each(gold, "reading", "sentences"), lexicon(), number)
    if show:
        for case in result.cases:
            for side, spots in (("MISSED", case.missed), ("FALSE", case.false)):
                for spot in spots:
                    click.echo(f"{case.sentence} {side}  {case.told(spot)}")
    _table(result.scores)


def _plover(rows: list[dict], show: bool) -> None:
    from kg.cli import lexicon
    from kg.evaluate_plover import evaluate
    from kg.read import read
    words = lexicon()
    with speaking.progress() as progress:
        result = evaluate(progress.each(rows, "reading", "sentences"), lambda article: read(article, words))
    if show:
        for v in result.verdicts:
            tell(f"{v.type} {v.kind}: {v.why}")
            tell(f"    {v.text}", 4)
    for name, s in result.types.items():
        click.echo(f"{name}: P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f}  ({s.right} of {s.asked} gold, {s.predicted} predicted)")
    for (name, side), (met, of) in result.sides.items():
        click.echo(f"{name} {side}: {met / of:.3f}  ({met} of {of})")


def _same(path: Path, folder: Path, which: str | None, show: bool) -> None:
    """Merging against gold, over the articles that gold names."""
    from kg.articles import read_article
    from kg.cli import lexicon
    from kg.evaluate_same import evaluate_same, half_of, mentions
    from kg.merge import merge
    from kg.near import compared
    from kg.parts import parts
    from kg.profile import key
    from kg.read import read
    gold = [m for m in mentions(_records(path), str(path)) if which in (None, half_of(m.doc))]
    words = lexicon()
    with speaking.progress() as progress:
        readings = [read(read_article(folder / f"{doc}.txt"), words) for doc in progress.each(sorted({m.doc for m in gold}), "reading")]
        progress.stage("merging")
        found = merge(readings)
    result = evaluate_same(gold, found, parts(found))
    if show:
        for pair in result.faults:
            click.echo(_fault(pair, compared(key(pair.first), key(pair.second), found)))
    click.echo(f"{result.read} of {result.asked} mentions were read")
    _table(result.pairs)
    p, r = result.bcubed
    click.echo(f"B-cubed: P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r or 1):.3f}")
    _table({"parts": result.parts})


def _fault(pair, verdict) -> str:
    """A pair on which gold and merging do not agree, and what speaks for and against it."""
    from kg.likeness import told
    event = lambda e: f"{e.doc}:{e.trigger.start} «{e.trigger.text}» {e.cls}, {e.status}"
    clusters = pair.clusters[0] if pair.kind == "missed" else " / ".join(pair.clusters)
    points = "forbidden" if verdict.score is None else f"{verdict.score:g}"
    return f"{pair.kind.upper()} {clusters}\n    {event(pair.first)}\n    {event(pair.second)}\n    {points}: {told(verdict.reasons)}"


def _case(case) -> str:
    side = lambda r, key: ", ".join(e.get("en") or (e.get("labels") or {}).get("en") or e.get("ar") or e.get("id", "?") for e in r.get(key) or [])
    def line(r):
        d = r.get("date") if isinstance(r.get("date"), dict) else {}
        kind = "|".join(r["event"]) if isinstance(r["event"], list) else r["event"]
        return f"{kind} {side(r, 'actors')} -> {side(r, 'recipients')} {d.get('start')}..{d.get('end')} {r.get('status')}"
    if case.gold is None:
        return f"{case.doc}:{case.sentence} FALSE  {line(case.predicted)} «{(case.predicted.get('trigger') or {}).get('text')}» {case.predicted.get('rule')}"
    reached = ("MISSED", "found", "who-to-whom")[case.level]
    return f"{case.doc}:{case.sentence} {reached}  gold {line(case.gold)}" + (f"  read {line(case.predicted)}" if case.predicted else "")


@click.command("ledger", short_help="List what was seen and not understood, the most frequent first.")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--kind", help="Only this kind: unknown-word, unknown-name, unknown-holder, no-participant, mention, undated, silent-sentence.")
@click.option("--most", default=10, show_default=True, help="How many of each kind.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True, help="jsonl: one JSON object a word, with its example.")
def ledger_verb(files: tuple[Path, ...], kind: str | None, most: int, form: str) -> int:
    """List what the articles say that was not coded, by kind, each word with its count and an example, so that the next line of a word
    file is plain to see.  Without FILES, of the collection; FILES may be folders.

    \b
    Examples:
      kg ledger seeds
      kg ledger seeds --kind undated --most 5
    """
    from kg.cli import collection, lexicon
    from kg.errors import UserError
    from kg.kept import load_readings
    from kg.ledger import KINDS, rows
    if kind is not None and kind not in KINDS:
        raise UserError(f"there is no kind {kind!r}", hint=f"the kinds are {', '.join(KINDS)}")
    words, faults = lexicon(), []
    readings = read_all(files, words, faults) if files else load_readings(collection())
    found = [r for r in rows(readings, words) if kind in (None, r.kind)]
    for name, what in KINDS.items():
        mine = [r for r in found if r.kind == name]
        if form == "jsonl":
            for r in mine[:most]:
                click.echo(json.dumps({"kind": r.kind, "word": r.word, "about": r.about, "count": r.count,
                                       "example": {"path": r.path, "line": r.line, "text": " ".join(filter(None, (r.before, f"[{r.text}]", r.after)))}}, ensure_ascii=False))
        elif mine:
            click.echo(f"{name}: {sum(r.count for r in mine)}  ({what})")
            for r in mine[:most]:
                _ledger_line(r)
    return 1 if faults else 0


def _ledger_line(r) -> None:
    """A word with its count, and below it where it stands first."""
    tell(f"{r.count:5d}  {r.word}" + (f"  {r.about}" if r.about else ""), 7)
    if r.kind != "silent-sentence":
        tell(f"         {Path(r.path).name}:{r.line}: " + " ".join(filter(None, (r.before, f"[{r.text}]", r.after))), 9)


def read_all(files, words, faults: list):
    """The readings of files and folders; what cannot be read is complained of, of one file three times at most, and the rest goes on."""
    from kg.articles import find, read_articles
    from kg.cli import complain
    from kg.errors import UserError
    from kg.read import read
    for path in find(files):
        wrong: list[UserError] = []
        try:
            for article in read_articles(path, skip=wrong.append):
                yield read(article, words)
        except UserError as e:
            wrong.append(e)
        for e in wrong[:3]:
            complain(e)
        if len(wrong) > 3:
            complain(UserError(f"{len(wrong) - 3} more records that cannot be read", str(path)))
        faults += wrong
