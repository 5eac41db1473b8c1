"""`kg eval` and `kg ledger`."""
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click


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
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--plover", is_flag=True, help="GOLD holds single sentences judged by coders for one PLOVER type each; no FOLDER.")
@click.option("--predicted", type=click.Path(path_type=Path), help="Facts as `kg extract` prints them; else the articles are read now.")
@click.option("--show", is_flag=True, help="Also what was missed and what is false, in their sentences.")
@click.option("--by", type=click.Choice(["type", "rule"]), multiple=True, help="Also the figures by event type or by rule.")
def eval_verb(gold: Path, folder: Path | None, plover: bool, predicted: Path | None, show: bool, by: tuple[str, ...]) -> None:
    """Compare the facts read from the articles in FOLDER with GOLD.

    \b
    Examples:
      kg eval gold.jsonl articles/
      kg eval gold.jsonl articles/ --show --by type
      kg eval --plover judged_sentences.jsonl --show
    """
    if plover:
        _plover(_records(gold), show)
        return
    if folder is None:
        raise click.UsageError("FOLDER is missing: where the articles are that GOLD tells of.")
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
        readings = [read(read_article(folder / f"{doc}.txt"), words) for doc in docs]
        found = [to_json(f) for r in readings for f in (*r.events, *r.claims, *r.relations)]
    result = evaluate(wanted, found, texts.__getitem__)
    if show:
        for case in result.cases:
            if case.gold is None or (case.level < 3 and not case.gold.get("optional")):
                click.echo(_case(case))
    tables = [("", result.levels)] + [(f"by {name}", getattr(result, name + "s")) for name in by]
    for title, table in tables:
        if title:
            click.echo(title)
        for name, s in table.items():
            click.echo(f"{name}: P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f}  ({s.right} of {s.asked} gold, {s.predicted} predicted)")


def _plover(rows: list[dict], show: bool) -> None:
    from kg.cli import lexicon
    from kg.evaluate_plover import evaluate
    from kg.read import read
    words = lexicon()
    result = evaluate(rows, lambda article: read(article, words))
    if show:
        for v in result.verdicts:
            click.echo(f"{v.type} {v.kind}: {v.why}\n    {v.text}")
    for name, s in result.types.items():
        click.echo(f"{name}: P {s.precision:.3f} R {s.recall:.3f} F1 {s.f1:.3f}  ({s.right} of {s.asked} gold, {s.predicted} predicted)")
    for (name, side), (met, of) in result.sides.items():
        click.echo(f"{name} {side}: {met / of:.3f}  ({met} of {of})")


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
@click.option("--kind", help="Only this kind: event-word, mention, no-participant, undated, silent-sentence.")
@click.option("--most", default=20, show_default=True, help="How many words of each kind.")
def ledger_verb(files: tuple[Path, ...], kind: str | None, most: int) -> None:
    """List what the articles say that was not coded, by kind and word.  Without FILES, of the collection.

    \b
    Examples:
      kg ledger seeds
      kg ledger seeds --kind undated --most 5
    """
    from kg.articles import find, read_articles
    from kg.build import load_readings
    from kg.cli import collection, lexicon
    from kg.read import read
    if files:
        words = lexicon()
        readings = [read(a, words) for p in find(files) for a in read_articles(p)]
    else:
        readings = load_readings(collection())
    table: dict[str, Counter] = {}
    for r in readings:
        for u in r.unread:
            if kind in (None, u.kind):
                table.setdefault(u.kind, Counter())[u.span.text if u.kind != "silent-sentence" else r.article.id] += 1
    for name in sorted(table):
        click.echo(f"{name}: {sum(table[name].values())}")
        for word, count in sorted(table[name].items(), key=lambda x: (-x[1], x[0]))[:most]:
            click.echo(f"  {count:5d}  {word}")
