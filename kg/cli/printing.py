"""How facts read on a terminal and in a pipe: plain lines, in logical order; `kg.cli.screen.tell` prints them."""
from __future__ import annotations

from kg.model import Claim, Date, Event, Reading, Ref, Relation


def shown(refs: tuple[Ref, ...], language: str = "en") -> str:
    """Entities by their labels."""
    return ", ".join(r.entity.label(language) for r in refs) or "?"


def day(d: Date | None) -> str:
    """A date as people read it: a day, an open side, or both ends."""
    if d is None:
        return "no date"
    if d.start == d.end and d.start:
        return d.start
    mark = {"approximate": "about "}.get(d.precision, "")
    if not d.start or not d.end:
        return f"until {d.end}" if not d.start else f"from {d.start}"
    return f"{mark}{d.start}..{d.end}"


def fact_line(f: Event | Claim | Relation, language: str = "en") -> str:
    """One fact in one line: its type, who, to whom, when, where, and the word that tells it."""
    if isinstance(f, Event):
        status = "" if f.status == "actual" else f" [{f.status}]"
        place = f" @ {shown(f.place, language)}" if f.place else ""
        source = f" says {shown(f.sources, language)}" if f.sources else ""
        to = f" -> {shown(f.recipients, language)}" if f.recipients else ""
        return f"{f.event or '-'}/{f.cls}{status}  {shown(f.actors, language)}{to}  {day(f.date)}{place}{source}  «{f.trigger.text}»"
    if isinstance(f, Claim):
        return f"CLAIM/{f.stance}  {shown(f.speakers, language)}  «{f.trigger.text}»"
    return f"TIE/{f.relation}  {shown((f.subject,), language)} -> {shown((f.object,), language)}{' as ' + f.role if f.role else ''}  «{f.trigger.text}»"


def fact_lines(reading: Reading, facts) -> list[str]:
    """The facts of an article under its name and date."""
    return [f"{reading.article.id}  written {day(reading.written)}", *(f"  {fact_line(f)}" for f in facts)]
