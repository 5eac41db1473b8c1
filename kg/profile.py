"""What merging needs to know of one fact, taken from its article once: class and family, days, word, and how it is told.

A pair of facts is compared many times over, an article is read once, so all that asks for the text is done here.  A profile depends on
its own article alone: whoever adds an article makes the profiles of that article and leaves all others as they are.
"""
from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.arabic import ARTICLE, FOR, ROUND, TO, fold, folded, several, stem, tokenize
from kg.families import family_of, stated
from kg.model import Date, Event, Reading, Ref, Span

Key = tuple[str, str]                # (doc, fact id)
Days = tuple[int, int]               # first and last day, as ordinals
LOOSE = frozenset({"approximate", "before", "after", "end-of-month"})
BORROWED = frozenset({"day-of-the-news", "said-on", "meanwhile", "told-elsewhere"})       # methods that date by something else than the event's own words
OLD = 3                              # days that news may be old
NOUNS = ("light-verb", "verbal-noun")                # rules that read an event from a noun
CONTENT, PHRASE = 12, 4              # words behind a trigger that may tell what it is about, and those of its own phrase
AROUND = 300                         # characters in which a name stands around an event
ROUNDS = 3                           # words before a noun in which it is said to be one of several
LONG = 4                             # letters of a word that tells something


@dataclass(frozen=True, slots=True)
class Profile:
    """One fact as merging sees it.

    `sentence` counts those of the article that facts quote, from 1, `order` is its place among the events of its article, `back` that of what a noun of its kind would go back to (`_traces`), and `last` that of the last one of its family, -1 for none; `reach` is
    `days` stretched by how imprecise the date is, and `firm` says that the date stands in words of its own.  `entry` is the lexicon's
    word, `content` what stands behind it, each word with what it weighs, `modifiers` the adjectives and genitives of its own phrase
    («الاتفاق النووي»), `named` the entities right behind it («قمة أنقرة»), `around` those named not far from it in its sentence.  `round`: told as one of several («جولة ثالثة من المحادثات»); `known`: with the article, `definite`: with that, a suffix
    or a genitive; `many`: in the dual or plural; `marked`: the words themselves say whether it happened.
    """
    event: Event
    key: Key
    family: str
    sentence: int
    order: int
    back: int
    last: int
    days: Days | None
    reach: Days | None
    firm: bool
    entry: str
    content: tuple[tuple[str, float], ...]
    modifiers: frozenset[str]
    named: frozenset[str]
    around: frozenset[str]
    many: bool
    round: bool
    known: bool
    definite: bool
    noun: bool
    marked: bool


def key(fact) -> Key:
    """What names a fact across readings."""
    return fact.doc, fact.id


def days(d: Date | None) -> Days | None:
    """(first, last) ordinal day; an open side is a month away, which is how far newsrooms look back with "earlier"."""
    if d is None or not (d.start or d.end):
        return None
    a = date.fromisoformat(d.start) if d.start else date.fromisoformat(d.end) - timedelta(31)
    b = date.fromisoformat(d.end) if d.end else a + timedelta(31)
    return a.toordinal(), b.toordinal()


def stretched(d: Date | None) -> Days | None:
    """The days an imprecise date may mean: half a month to either side of an approximate one, a month before a `before`.

    What is dated by nothing but the news that tell it may be some days old."""
    span = days(d)
    if span is not None and d.method == "day-of-the-news":
        return span[0] - OLD, span[1]
    if span is None or d.precision not in LOOSE:
        return span
    back = 31 if d.precision == "before" else 15 if d.precision == "approximate" else 3
    ahead = 31 if d.precision == "after" else 15 if d.precision == "approximate" else 3
    return span[0] - back, span[1] + ahead


def written_day(reading: Reading) -> int | None:
    """The day an article was written, where it is known within a week."""
    span = days(reading.written)
    return span[0] if span and span[1] - span[0] <= 7 else None


class _Text:
    """What the facts of one article quote of it: its sentences as far as facts rest on them, the names in them, and what a word weighs.

    Only what facts carry is asked for, so that facts which came without their article are put together no otherwise than with it.
    """

    def __init__(self, events: Sequence[Event]):
        quoted = {(x.start, x.text) for e in events for x in e.evidence if x.text}
        self.starts = sorted({start for start, _ in quoted})
        self.names = sorted({(r.mention.start, r.mention.end, r.entity.id) for e in events for r in _refs(e) if r.mention.text})
        self.folded, self.known = folded("\n".join(text for _, text in sorted(quoted))), {}

    def names_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The names that lie in a stretch of text."""
        return [x for x in self.names[bisect_left(self.names, (start - 64,)):bisect_left(self.names, (end,))] if x[1] > start]

    def weight(self, word: str) -> float:
        """What a stem of this article tells: 1 for one that stands there once or twice, less for one that runs through it."""
        if word not in self.known:
            self.known[word] = min(1.0, 2 / max(1, self.folded.count(word)))
        return self.known[word]


def _refs(e: Event) -> tuple[Ref, ...]:
    return (*e.actors, *e.recipients, *(p.ref for p in e.participants), *e.place, *e.sources, *filter(None, (e.object, e.weapon)))


def _quote(e: Event) -> Span | None:
    """The quoted words in which an event's own word stands."""
    return next((x for x in e.evidence if x.start <= e.trigger.start and e.trigger.end <= x.start + len(x.text)), None) if e.trigger.text else None


def _content(quote: Span, at: int, names: list[tuple[int, int, str]], t: _Text) -> tuple[tuple[str, float], ...]:
    """The telling words that follow in the sentence, sorted, with their weights; names are left out."""
    found, start = {}, at - quote.start
    for token in tokenize(quote.text, start, min(len(quote.text), start + 12 * CONTENT))[:CONTENT]:
        if token.kind == "w" and token.start > start and not any(a < token.end + quote.start and token.start + quote.start < b for a, b, _ in names):
            word = stem(token.fold)
            if len(word) >= LONG:
                found[word] = t.weight(word)
    return tuple(sorted(found.items()))


def _modifiers(quote: Span, at: int, names: list[tuple[int, int, str]]) -> frozenset[str]:
    """The words with an article that stand right behind a noun, names among them passed over («الاتفاق النووي الإيراني»)."""
    found, start = [], at - quote.start
    for token in tokenize(quote.text, start, min(len(quote.text), start + 60))[:PHRASE]:
        if token.start <= start and token.end <= start + 3:         # its own suffix
            continue
        if token.kind != "w" or not token.fold.startswith(ARTICLE):
            break
        word = stem(token.fold)
        if len(word) < LONG:
            break
        if not any(a <= token.start + quote.start < b for a, b, _ in names):
            found.append(word)
    return frozenset(found)


def _round(quote: Span, at: int) -> bool:
    """Is an event noun the genitive of «جولة», or of an adjective behind it?"""
    before = [t for t in tokenize(quote.text, max(0, at - quote.start - 16 * ROUNDS), at - quote.start) if t.start < at - quote.start][-ROUNDS:]
    return any(t.fold.endswith(ROUND) for t in before)


def _profile(e: Event, order: int, back: int, last: int, t: _Text) -> Profile:
    kind, _, entry = e.rule.partition(":")
    quote, at = _quote(e), e.trigger.end
    noun, names = kind.startswith(NOUNS) and quote is not None, t.names_in(at, quote.start + len(quote.text)) if quote else []
    modifiers = _modifiers(quote, at, names) if noun else frozenset()
    named = frozenset(x for a, _, x in names if at <= a <= at + 2) if noun else frozenset()
    word, lemma = fold(e.trigger.text), fold(entry.rpartition(":")[2].strip())
    joined = word.startswith(FOR) and not lemma.startswith(FOR) and quote is not None and quote.text[max(0, e.trigger.start - quote.start - 1):e.trigger.start - quote.start] == FOR
    goal = quote is not None and fold(quote.text[at - quote.start:at - quote.start + 5]).strip() == TO
    known = noun and (joined or word.startswith(ARTICLE)) and not (goal and e.status != "actual")      # «للاقتراح» is «ل» and «الاقتراح»; «نأمل التوصل إلى اتفاق» knows of none
    suffixed = noun and quote.text[at - quote.start:at - quote.start + 1].isalpha()
    near = t.names_in(max(quote.start, e.trigger.start - AROUND), min(quote.start + len(quote.text), at + AROUND)) if quote else []
    return Profile(
        event=e, key=key(e), family=family_of(e.cls), sentence=bisect_right(t.starts, e.trigger.start), order=order, back=back, last=last, days=days(e.date), reach=stretched(e.date),
        firm=e.date is not None and (e.date.method not in BORROWED or e.date.precision == "before"), entry=lemma,
        content=_content(quote, at, names, t) if quote else (), modifiers=modifiers, named=named, around=frozenset(x for *_, x in near), many=noun and bool(lemma) and several(word, lemma), round=noun and _round(quote, e.trigger.start), known=known,
        definite=known or suffixed or bool(modifiers) or bool(named), noun=noun,
        marked=not noun or bool(e.cues) and not (known and e.status == "hypothetical"))      # «نأمل أن يكون الاتفاق مفيدا»: it was made


def _traces(e: Event) -> list[tuple[str, ...]]:
    """By what a later noun goes back to an event, the surest first: of what is said by who said it and by the word, of all else by the class."""
    family, word = family_of(e.cls), e.rule.rpartition(": ")[2]
    if not stated(e.event, e.cls):
        return [(e.cls,)]
    parties = [r.entity.country if r.entity.country and r.entity.country != "IGO" else r.entity.id for r in e.actors]
    return [*((family, party, word) for party in parties), *((family, party) for party in parties)] or [(family,)]


def profiles(reading: Reading) -> list[Profile]:
    """The profiles of a reading's events in the order of the text."""
    told = sorted(reading.events, key=lambda e: (e.trigger.start, e.id))
    t, last, out = _Text(told), {}, []
    for n, e in enumerate(told):
        family, traces = family_of(e.cls), _traces(e)
        out.append(_profile(e, n, next((last[x] for x in traces if x in last), -1), last.get((family,), -1), t))
        last.update(dict.fromkeys((*traces, (family,)), n))
    return out
