"""Sentences judged by coders in, precision, recall and F1 out: are the events of one PLOVER type found where they are told?

This is the form of the Arabic PLOVER gold of the Open Event Data Alliance: one JSON object a line, of two kinds.

    {"text", "event_type", "label"}                                          `yes` all coders saw such an event, `easy no` none did;
                                                                             any other label is left out
    {"text", "event_type", "spans", "source_gold", "target_gold", …}         who did it and to whom, as words of the sentence

A sentence is read as an article of its own, without a date; what counts is that an event of the type is read from it as having
happened (status `actual`), since the coders were asked for events that the sentence reports; how it stands with those of any status
is told beside it.  Of the second kind it is asked, where gold names somebody, whether a mention among the actors (recipients) of an event of the type shares a
word with one of the coders' spans; clitics and the article are no part of a word.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kg.arabic import splits, tokenize
from kg.evaluate import Score
from kg.model import Article, Event, Reading, Ref

SIDES = (("source", "actors"), ("target", "recipients"))


class Verdict(NamedTuple):
    """One sentence that was not read as the coders did: `kind` is missed, false, or the side that was not met; `why` says the reason."""
    type: str
    kind: str
    text: str
    why: str


class Result(NamedTuple):
    """Scores by event type; by type and side (actors, recipients) how many were met of how many named; every case for showing."""
    types: dict[str, Score]
    sides: dict[tuple[str, str], tuple[int, int]]
    verdicts: tuple[Verdict, ...]


def evaluate(rows: Iterable[dict], read: Callable[[Article], Reading]) -> Result:
    """Scores a reader against judged sentences; rows of both kinds may stand in one sequence."""
    types: dict[str, Score] = {}
    sides: dict[tuple[str, str], tuple[int, int]] = {}
    verdicts: list[Verdict] = []
    for row in rows:
        wanted, asked = row["event_type"], row.get("label") == "yes"
        if "spans" not in row and row.get("label") not in ("yes", "easy no"):
            continue
        reading = read(Article("sentence", row["text"]))
        found = [e for e in reading.events if e.event == wanted]
        if "spans" in row:
            for name, field in SIDES:
                gold = _gold(row, name)
                if gold:
                    refs = [r for e in found for r in getattr(e, field)]
                    met = any(_words(r.mention.text) & gold for r in refs)
                    hit, of = sides.get((wanted, field), (0, 0))
                    sides[wanted, field] = hit + met, of + 1
                    if not met:
                        verdicts.append(Verdict(wanted, field, row["text"], f"gold «{row.get(name + '_gold')}»; " + (_told(found) if found else _reason(reading, wanted))))
            continue
        real = [e for e in found if e.status == "actual"]
        for name, told in ((wanted, real), (f"{wanted} of any status", found)):
            types[name] = types.get(name, Score(0, 0, 0)).plus(Score(int(asked and bool(told)), int(bool(told)), int(asked)))
        found = real
        if asked != bool(found):
            verdicts.append(Verdict(wanted, "missed" if asked else "false", row["text"], _reason(reading, wanted) if asked else _told(found)))
    return Result(dict(sorted(types.items())), dict(sorted(sides.items())), tuple(verdicts))


def _words(text: str) -> set[str]:
    """The words of a text as they may be written without clitics, article included and left out."""
    out: set[str] = set()
    for t in tokenize(text, 0):
        if t.kind == "w":
            for s in splits(t.fold):
                out |= {s.stem, s.stem[2:] if s.definite else s.stem}
    return {w for w in out if len(w) > 2}


def _gold(row: dict, name: str) -> set[str]:
    """The words by which the coders named one side; a side that gold leaves empty is nobody."""
    if not row.get(f"{name}_gold"):
        return set()
    return _words(" ".join([row[f"{name}_gold"], *(" ".join(x.get(f"{name}_actor") or ()) for x in row["spans"])]))


def _told(events: Sequence[Event]) -> str:
    def names(refs: Sequence[Ref]) -> str:
        return ", ".join(r.mention.text for r in refs) or "-"
    return "; ".join(f"{e.cls} «{e.trigger.text}» {names(e.actors)} -> {names(e.recipients)} {names(e.place)} {e.status} {e.rule}" for e in events)


def _reason(reading: Reading, wanted: str) -> str:
    """Why no event of the type was read: the words seen without a participant, else the events of other types, else no word is known."""
    dropped = [f"«{u.span.text}» {u.why}" for u in reading.unread if u.kind in ("no-participant", "mention")]
    if dropped:
        return "not coded: " + "; ".join(dropped)
    others = [f"{e.event or e.cls} «{e.trigger.text}»" for e in reading.events]
    return "read as " + ", ".join(others) if others else "no event word"
