"""`kg why`."""
from __future__ import annotations

import click


@click.command("why", short_help="Say why the graph says so: words, file, characters, rule, dates, names.")
@click.argument("facts", nargs=-1, required=True, metavar="FACT-OR-IRI...")
def why_verb(facts: tuple[str, ...]) -> None:
    """Explain a fact, a happening or an entity: the quote in its sentence, the file and characters, the rule and the lexicon entry that
    read it, how the date and each participant were resolved, what it was merged with, and what people corrected.

    \b
    Examples:
      kg why happening:visit-erdogan-rus-2016-08-09
      kg why putin
    """
    from kg.kept import fixes_of, load_readings
    from kg.cli import collection
    from kg.why import why
    c = collection()
    readings = load_readings(c)
    fixes = [fix for r in readings for fix in fixes_of(c, r.article.id)]
    for n, name in enumerate(facts):
        for m, found in enumerate(why(name, readings, c.base, fixes)):
            if n or m:
                click.echo()
            click.echo("\n".join(_lines(found)))


def _lines(w) -> list[str]:
    from kg.cli.printing import day, isolate
    out = [f"{w.id}  ({w.kind}: {w.name}, {w.status}{', ' + w.modality if w.modality else ''})"]
    for p in w.evidence:
        out.append(f"  says    {_quoted(p, w.trigger)}")
        place = f"{p.path or w.article.id}:{p.line}:{p.column}" if w.article.text else f"{w.article.id} (its text is not here)"
        out.append(f"  in      {place}, characters {p.start} to {p.end}")
    if w.trigger and w.trigger.text:
        out.append(f"  word    «{isolate(w.trigger.text)}», characters {w.trigger.start} to {w.trigger.end}")
    out.append(f"  rule    {w.rule}, confidence {w.confidence:.2f}" + (f"; lexicon entry {w.entry}" if w.entry else ""))
    if w.origin:
        out.append(f"  given   in {w.origin}, as it stands there")
    for p in w.parts:
        words = f" «{isolate(p.place.text)}»" if p.place and p.place.text else ""
        out.append(f"  {p.role:7s} {p.label} ({p.entity}){words}: {p.how}")
    out.append(f"  date    {day(w.date)}: {w.date_how}")
    for p in w.cues:
        out.append(f"  cue     «{isolate(p.text)}»")
    for cause in w.causes:
        out.append(f"  because {cause}")
    for effect in w.led_to:
        out.append(f"  led to  {effect}")
    if w.about:
        out.append(f"  about   {w.about}")
    for claim, stance, speakers in w.said:
        out.append(f"  said    {speakers} {stance} it ({claim})")
    if w.merged:
        out.append(f"  told in {w.merged.happening} ({w.merged.standing})")
        out += [f"          with {fact} of {doc}" for doc, fact in w.merged.others]
        out += [f"          joined {a} and {b} ({score:.2f}): {'; '.join(reasons)}" for a, b, score, reasons in w.merged.links]
    for tie, other in w.ties:
        out.append(f"  {tie:7s} {other}")
    for fix in w.fixes:
        changed = f" {fix.field}: {fix.old or 'nothing'} -> {fix.new or 'nothing'}" if fix.field else ""
        out.append(f"  fixed   {fix.kind} by hand{changed}" + (f" ({fix.why})" if fix.why else ""))
    return out


def _quoted(p, trigger) -> str:
    """The sentence with the word that tells the fact in brackets."""
    from kg.cli.printing import isolate
    text = p.text
    if trigger and p.start <= trigger.start < p.end and trigger.text:
        a, b = trigger.start - p.start, trigger.end - p.start
        text = f"{text[:a]}[{text[a:b]}]{text[b:]}"
    return isolate(" ".join(text.split()))
