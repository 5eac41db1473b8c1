"""`kg lexicon`: which words fire, which are written wrongly, and what the words of a text are."""
from __future__ import annotations

from pathlib import Path

import click

from kg.cli.screen import isolate, tell

ADDED = ("verb", "noun", "participle", "person", "organization", "armed-group", "place", "group", "title")


@click.group("lexicon", short_help="Look after the words: add, lint, stats, try.")
def lexicon_verb() -> None:
    """Look after the words: those that come with kg, overlaid by those in the collection's own words/.

    \b
    Examples:
      kg lexicon try "أجرى الرئيس الروسي محادثات في أنقرة"
      kg lexicon stats seeds
    """


@lexicon_verb.command("stats", short_help="Which words of events give facts on the texts of a folder, and which never.")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--never", is_flag=True, help="List the words that stand in the texts and never give a fact, and those that never stand there.")
@click.option("--most", default=10, show_default=True, help="How many words of each list.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True, help="jsonl: one JSON object a word.")
def stats(folder: Path | None, never: bool, most: int, form: str) -> int:
    """Count, of each word of events, how often it stands in the texts in FOLDER (the collection's by default) and how many facts it gives.

    A word stands in a text where one of its forms does, which may be another word's form too.

    \b
    Examples:
      kg lexicon stats seeds
      kg lexicon stats seeds --never --most 5
    """
    import json

    from kg.cli import collection, lexicon
    from kg.cli.measuring import read_all
    from kg.tally import tally
    words, faults = lexicon(), []
    readings = list(read_all([folder or collection().articles], words, faults))
    found = tally(readings, words)
    if form == "jsonl":
        for t in found:
            click.echo(json.dumps(t._asdict() | {"by_class": {cls: n for _, cls, n in t.by_class}}, ensure_ascii=False))
        return 1 if faults else 0
    click.echo(f"{len(readings)} text{'s' * (len(readings) != 1)}, {len(found)} words of events: {sum(t.occurs > 0 for t in found)} stand in the texts, {sum(t.facts > 0 for t in found)} give facts")
    _by_type(found)
    listed = [("facts, of how many times it stands there, word, class", [t for t in found if t.facts])]
    if never:
        listed += [("stand in the texts and give no fact", sorted((t for t in found if t.occurs and not t.facts), key=lambda t: (-t.occurs, t.lemma))),
                   ("stand in none of the texts", [t for t in found if not t.occurs and not t.facts])]
    for title, rows in listed:
        click.echo(f"{title}: {len(rows)}")
        for t in rows[:most]:
            _tally_line(t)
    return 1 if faults else 0


def _by_type(found) -> None:
    """A line a type, from conflict to cooperation as PLOVER scores them: words, those that stand in the texts, those that give facts, facts; then its classes."""
    from collections import Counter

    from kg.plover import TYPES
    from kg.tally import OUTSIDE
    click.echo(f"{'':16}{'words':>7}{'stand':>7}{'give':>7}{'facts':>7}  classes with most facts")
    for type_ in [*sorted(TYPES, key=lambda t: -TYPES[t]), OUTSIDE]:
        rows = [t for t in found if type_ in t.types]
        facts = [sum(n for kind, _, n in t.by_class if kind == type_) for t in rows]
        classes: Counter[str] = Counter()
        for t in rows:
            classes.update({cls: n for kind, cls, n in t.by_class if kind == type_})
        top = ", ".join(f"{c} {n}" for c, n in sorted(classes.items(), key=lambda x: (-x[1], x[0]))[:2] if n)
        click.echo(f"{type_:16}{len(rows):7}{sum(t.occurs > 0 for t in rows):7}{sum(n > 0 for n in facts):7}{sum(facts):7}  {top}".rstrip())


def _tally_line(t) -> None:
    from kg.terminal import pad
    click.echo(f"  {t.facts:5d} of {t.occurs:<5d}  {pad(isolate(t.lemma), 17)} {t.pos}  {', '.join(t.classes)[:36]}")


@lexicon_verb.command("add", short_help="Add a word to the collection's own, checked before it is written.")
@click.argument("kind", type=click.Choice(list(ADDED)))
@click.argument("word")
@click.option("--en", help="The English name or meaning.")
@click.option("--class", "cls", help="Verbs, nouns, participles: the class of event, as Support.")
@click.option("--example", help="Verbs, nouns, participles: a sentence with the word in it.")
@click.option("--args", help="Verbs, nouns, participles: who is who, as 'subject:actor object:recipient' (the default).")
@click.option("--vowel", type=click.Choice(["a", "i", "u"]), help="Verbs of three letters: the vowel of the present.")
@click.option("--with", "near", multiple=True, help="Only an event near this word; may be repeated.")
@click.option("--plural", multiple=True, help="A plural; may be repeated.")
@click.option("--feminine", multiple=True, help="Titles: the feminine.")
@click.option("--alias", multiple=True, help="Another name or spelling; may be repeated.")
@click.option("--id", "ident", help="The name in the graph; made of the English one by default.")
@click.option("--country", help="ISO 3166 alpha-3 code, as OMN.")
@click.option("--sector", help="PLOVER sector, as GOV, MIL, MED.")
@click.option("--kind", "sort", help="Places: town, city, region, …  Titles: minister, head, military, …")
@click.option("--wikidata", help="Wikidata number, only where it is certain.")
@click.option("--office", help="Persons: the id of the office held, as foreign-minister.")
@click.option("--of", help="Persons: the state (ISO) or body of the office; the country by default.")
@click.option("--from", "since", help="Persons: in office from this day, month or year.")
@click.option("--to", "until", help="Persons: in office until then; left out while it lasts.")
def add(kind: str, word: str, **given) -> int:
    """Add WORD to the words of the collection, beside its articles.

    It is checked first: an entry that stands already, an unknown class, code or office, or an example in which the word is not found
    is refused, and nothing is written.  What else the word means is told.  A verb is written with its vowels: طَمْأَنَ.

    \b
    Examples:
      kg lexicon add verb طَمْأَنَ --class Support --example "طمأن الرئيس ضيفه"
      kg lexicon add person "سالم الهنائي" --en "Salim al-Hinai" --country OMN \\
          --office foreign-minister --from 2024
    """
    from kg.cli import collection, complain, lexicon
    from kg.errors import UserError
    from kg.kept import write_atomically
    from kg.lexicon.adding import KINDS, against, line, placed, row
    from kg.lexicon.explain import Books
    names = {"cls": "class", "near": "with", "ident": "id", "sort": "kind", "since": "from", "until": "to"}
    entry = row(kind, word, {names.get(k, k): list(v) if isinstance(v, tuple) else v for k, v in given.items() if v})
    own, words = collection(), lexicon()
    found = list(against(kind, entry, words, Books(folders())))
    for severity, message in found:
        if severity == "error":
            complain(UserError(message))
    if any(severity == "error" for severity, _ in found):
        click.echo("nothing was written", err=True)
        return 2
    k = KINDS[kind]
    path = own.words / k.file
    text, at = placed(path.read_text(encoding="utf-8") if path.exists() else "", k.table, entry, _shown(path))
    after, doubts = _checked(own, path, text, at)
    write_atomically(path, [text])
    tell(f"{_shown(path)}:{at}: {line(entry)}")
    for message in [m for _, m in found] + doubts:
        tell(f"note: {message}")
    sample = str(entry.get("example", word))
    tell(sample)
    for when, known in (("was", words), ("now", after)):
        for n, told in enumerate(_read_as(sample, known, facts="example" in entry)):
            tell(f"{'' if n else f'  {when}: ':7}{told}", 7)
    return 0


def _checked(own, path: Path, text: str, at: int) -> tuple:
    """The words as they would be, compiled from a copy, and what lint doubts in the new line; UserError for what it finds wrong."""
    import shutil
    import tempfile

    from kg import data
    from kg.errors import UserError
    from kg.lexicon.adding import trial
    from kg.lexicon.compile import parse
    from kg.lexicon.lint import WORDS, entries, lint
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "words"
        if own.words.is_dir():
            shutil.copytree(own.words, copy)
        file = copy / path.relative_to(own.words)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        words = trial([Path(data.words()), copy], Path(data.ontology("diplomacy.ttl")))
        everything = [e for f in (Path(data.words()), copy) for x in sorted(f.rglob("*.toml")) for e in entries(str(x), x.read_text(encoding="utf-8"), parse(x), str(f))]
    new = next(e for e in everything if (e.path, e.line) == (str(file), at))
    near = [e for e in everything if e.table not in WORDS or e.row.get("lemma") == new.row.get("lemma")]     # what a new line can be at odds with
    problems = [p for p in lint(near, words) if (p.path, p.line) == (str(file), at)]
    for p in problems:
        if p.severity == "error":
            raise UserError(p.message, _shown(path), at, hint=f"{p.hint + '; ' if p.hint else ''}nothing was written")
    return words, [p.message for p in problems]


def _read_as(text: str, words, facts: bool) -> list[str]:
    """What a text is read as: its facts, or what its words are taken for."""
    from kg.cli.printing import fact_line
    from kg.lexicon.explain import Books, explain
    from kg.model import Article
    from kg.read import read
    if not facts:
        return [f"{r.text}  {r.what}" for r in explain(text, words, Books(folders()))]
    r = read(Article("text", text), words)
    return [fact_line(f) for f in sorted((*r.events, *r.claims, *r.relations), key=lambda f: (f.trigger.start, f.id))] or ["no fact"]


@lexicon_verb.command("lint", short_help="Look for slips in the word files.")
def lint() -> int:
    """Look for entries that stand twice, unknown classes, words without an example or not found in it, offices that overlap.

    The exit code is 1 where there is an error; warnings leave it 0.

    \b
    Examples:
      kg lexicon lint
      kg -C seeds lexicon lint
    """
    from kg.cli import lexicon
    from kg.lexicon.compile import parse
    from kg.lexicon.lint import entries, lint
    words = lexicon()
    found = [e for folder in folders() for path in sorted(folder.rglob("*.toml")) for e in entries(_shown(path), path.read_text(encoding="utf-8"), parse(path), str(folder))]
    problems = lint(found, words)
    for p in problems:
        tell(f"{p.path}:{p.line}: {p.severity}: {p.message}" + (f"  ({p.hint})" if p.hint else ""))
    errors = sum(p.severity == "error" for p in problems)
    click.echo(f"{len(found)} entries: {errors} errors, {len(problems) - errors} warnings")
    return 1 if errors else 0


def _shown(path: Path) -> str:
    """A path as seen from here, where it lies below."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


@lexicon_verb.command("try", short_help="What kg takes each word of a text for, where that stands, and the facts it reads.")
@click.argument("text", nargs=-1, required=True)
@click.option("--date", metavar="YYYY-MM-DD", help="When the text was written, for words such as yesterday.")
def try_text(text: tuple[str, ...], date: str | None) -> None:
    """Print what each word or name of TEXT can be, the file and line of its entry, and the facts that come out.

    \b
    Examples:
      kg lexicon try "أجرى الرئيس الروسي محادثات في أنقرة"
      kg lexicon try --date 2021-03-30 "التقى الوزير نظيره أمس"
    """
    tried(" ".join(text), date)


def tried(text: str, date: str | None = None) -> None:
    """Prints the words of a text, each with its senses, and its facts."""
    from kg.articles import iso_day
    from kg.cli import lexicon
    from kg.cli.printing import day, fact_line
    from kg.lexicon.explain import Books, explain
    from kg.model import Article
    from kg.read import read
    from kg.terminal import pad, width
    words = lexicon()
    reading = read(Article("text", text, date=iso_day(date) if date else None), words)
    met = [(t.span.start, t.span.end, f"time: {day(t.date)}") for t in reading.times]
    met += [(m.ref.mention.start, m.ref.mention.end, f"{m.ref.entity.type.lower()}: {m.ref.entity.label('en')}, a name that no list has")
            for m in reading.mentions if m.ref.entity.id not in words.by_id]
    rows = explain(text, words, Books(folders()), met)
    side = min(max((width(r.text) for r in rows), default=0), 22)
    last = None
    for r in rows:
        head = pad(isolate(r.text) if (r.begin, r.end) != last else "", side)
        last = (r.begin, r.end)
        entry = r.entry + (f"  {isolate(r.only)}" if r.only else "")
        gap = "  " if side + width(r.what) + width(entry) + 4 <= 80 else f"\n{' ' * (side + 4)}"
        click.echo(f"{head}  {isolate(r.what)}" + (gap + entry if entry else ""))
    facts = sorted((*reading.events, *reading.claims, *reading.relations), key=lambda f: (f.trigger.start, f.id))
    click.echo("facts:" if facts else "no facts")
    for f in facts:
        tell(f"  {fact_line(f)}", 4)
    for u in reading.unread:
        if u.kind != "silent-sentence":
            tell(f"  not coded: «{u.span.text}» {u.why}", 4)


def folders() -> list[Path]:
    """The folders of word files that this call reads with: the built-in one, then the collection's own."""
    from kg import data
    from kg.cli import here
    own = here()
    return [Path(data.words()), *([own.words] if own and own.words.is_dir() else [])]
