"""An entity as one article knows it, and whether two such sights are of one: the name first, then what is told of it; with reasons.

A name of two words that agrees wholly is enough, unless a multitude bears both words; other spellings, fuller names and surnames need what
is told of both.  The figures are whole and half points chosen by hand, and checked on the news with the list of people taken out of the
program, so that its own people are strangers to it (`tests/test_identity.py`): precision comes first.
"""
from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from kg.lexicon import Lexicon
from kg.model import Entity, Reading
from kg.records import refs_of
from kg.spelling import Forms, words_of

THRESHOLD = 3.0
NAMED = frozenset({"name", "unknown-name", "head-word", "described"})      # how a mention is resolved that gives a name
SETTLED = 31            # days within which a rare surname is one man's
Key = tuple[str, str]   # (article, entity id)


class Sight(NamedTuple):
    """An entity as one article knows it.  `names` are the folded words of each of its names, the fullest first; `posts` its offices."""
    doc: str
    entity: Entity
    names: tuple[tuple[str, ...], ...]
    posts: frozenset[tuple[str, str]]
    written: int | None
    known: bool
    loose: bool = False      # nothing but a description («the importing company»)

    @property
    def key(self) -> Key:
        return self.doc, self.entity.id


class Verdict(NamedTuple):
    """`score` None for a veto; `reasons` say what agreed, or what forbade it."""
    score: float | None
    reasons: tuple[str, ...]


# ── what one article knows ────────────────────────────────────────────────────────────────────────────────────────

def sights(reading: Reading, words: Lexicon) -> list[Sight]:
    """The entities of one article that have a name; depends on that article alone."""
    posts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for r in reading.relations:
        if r.role and r.relation in ("holdsOffice", "leaderOf"):
            posts[r.subject.entity.id].add((r.role.casefold(), r.object.entity.id))
    refs = [m.ref for m in reading.mentions] + [ref for f in (*reading.events, *reading.claims, *reading.relations) for ref in refs_of(f)]
    found: dict[str, tuple[Entity, set[str], set[str]]] = {}
    for ref in refs:
        e, texts, hows = found.setdefault(ref.entity.id, (ref.entity, set(), set()))
        hows.add(ref.how)
        if ref.how in ("name", "unknown-name"):
            texts.add(ref.mention.text)
    day = reading.written and (reading.written.start or reading.written.end)
    written = date.fromisoformat(day).toordinal() if day else None
    out = []
    for ident, (e, texts, hows) in sorted(found.items(), key=lambda x: x[0]):
        known = ident in words.by_id or words.state(ident) is not None
        if e.type in ("State", "Group") or not known and not hows & NAMED:
            continue
        labels = [text for language, text in e.labels if language == "ar"] or [e.label("ar")]
        names = {n for text in (labels if known else (*labels, *texts)) if (n := words_of(text)) and (text in labels or len(n) > 1 or e.type != "Person")}
        out.append(Sight(reading.article.id, e, tuple(sorted(names, key=lambda n: (-len(n), n))), frozenset(posts[ident]), written, known, hows & NAMED == {"described"}))
    return [s for s in out if s.names]


# ── are two one? ──────────────────────────────────────────────────────────────────────────────────────────────────

def names(spell: Forms, a: tuple[str, ...], b: tuple[str, ...]) -> tuple[float, str]:
    """How far two names agree: 3 word by word, 2.5 in other spelling, 2 where one leaves words out, 1 a surname of the other."""
    if len(a) > len(b):
        a, b = b, a
    if len(a) == len(b):
        fits = [spell.alike(x, y) for x, y in zip(a, b)]
        if not all(fits):
            return 0.0, ""
        if len(a) == 1:
            return (1.0, "one word") if min(fits) == 1 else (0.5, "one word, spelled otherwise")
        if min(fits) == 0.25:
            return (2.0, "one name, a short word of it spelled otherwise") if fits.count(1.0) > 1 else (0.0, "")
        return (3.0, "one name") if min(fits) == 1 else (2.5, "one name, spelled otherwise")
    if len(a) == 1:
        return (1.0, "a surname of the other") if a[0] == b[-1] else (0.0, "")
    rest = iter(b)
    if a[0] == b[0] and (a[-1] == b[-1] or a == b[:len(a)]) and all(x in rest for x in a):
        return 2.0, "one name, told more fully"
    return 0.0, ""


def like(a: Sight, b: Sight, spell: Forms) -> Verdict:
    """Are two sights one entity?  A name of two words that agrees wholly is enough, unless both words are everybody's given names;
    other agreements need what is told of both: an office 2, a country 1, a sector ½, one article or nearby days ½."""
    x, y = a.entity, b.entity
    if x.type != y.type:
        return Verdict(None, ("another kind of thing",))
    if a.known and b.known:
        return Verdict(9.0, ("a known name",)) if x.id == y.id else Verdict(None, ("two that the lists know",))
    if x.country and y.country and x.country != y.country and "IGO" not in (x.country, y.country):
        return Verdict(None, (f"another country: {x.country}, {y.country}",))
    score, why, m, n = max((*names(spell, m, n), m, n) for m in a.names for n in b.names)
    if not score or score < 1 and x.type == "Person" or (len(a.names[0]) > 1 and len(b.names[0]) > 1 and score < 2):
        return Verdict(None, ("another name",))
    reasons = [f"{why}: {' '.join(m)}" + (f", {' '.join(n)}" if m != n else "")]
    if x.type != "Person":
        return _thing(a, b, score, m, n, spell, reasons)
    posts = a.posts & b.posts
    apart = abs(a.written - b.written) if a.written is not None and b.written is not None else None
    if score == 1.0 and not posts:
        if a.doc == b.doc or apart is None or apart > SETTLED or not spell.rare((m if len(m) < len(n) else n)[-1]):
            return Verdict(0.0, ("only a surname, and no office in common",))
        score, reasons = score + 1.5, [*reasons, "a rare surname"]
    if score >= 2 and len(min(m, n, key=len)) < 3 and all(map(spell.crowded, {*m, *n})):
        score, reasons = score - 1, [*reasons, "a name that many bear"]
    for points, reason in ((2.0 * bool(posts), "both " + ", ".join(f"{role} ({of})" for role, of in sorted(posts))), (float(bool(x.country) and x.country == y.country), f"both of {x.country}"),
                           (0.5 * bool(x.sector and x.sector == y.sector), f"both {x.sector}"), (0.5 * (a.doc == b.doc), "in one article"),
                           (0.5 * (apart is not None and a.doc != b.doc and apart <= SETTLED), "written within a month of each other")):
        if points:
            score += points
            reasons.append(reason)
    return Verdict(score, tuple(reasons))


def _thing(a: Sight, b: Sight, score: float, m: tuple[str, ...], n: tuple[str, ...], spell: Forms, reasons: list[str]) -> Verdict:
    """Bodies and places: the whole name must agree, but for a head word («the channel Phoenix»); another spelling needs one article or country."""
    if a.loose or b.loose or score == 2.0:
        return Verdict(2.0, tuple(reasons))
    if len(m) == len(n) == 1:
        score += 2.0
    elif score == 1.0 and a.entity.type == "Organization" and len(m) + len(n) == 3 and spell.rare((m if len(m) < len(n) else n)[0]):
        score, reasons = 3.0, [reasons[0].replace("a surname of the other", "one name, without its head word")]
    beside = a.doc == b.doc or bool(a.entity.country and a.entity.country == b.entity.country)
    return Verdict(score + 0.5 * beside, (*reasons, *(["in one article" if a.doc == b.doc else f"both of {a.entity.country}"] if beside else [])))
