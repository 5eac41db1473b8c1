"""A piece of a sentence: what every step after `chunks` reads."""
from __future__ import annotations

from collections.abc import Sequence

from kg.arabic import ARTICLE, COMMAS
from kg.find.name import Name
from kg.find.sentence import Sentence
from kg.find.time_expr import TimeExpr
from kg.lexicon import Use
from kg.lexicon.word import NounForm, VerbForm

NOTHING: dict[str, Use] = {}


class Chunk:
    """A piece of a sentence.

    `kind`: N name, E event noun, V verb, C other noun, T time, S subordinator, R relative, F function word, W mark, Q quotation mark.
    `prep` is the preposition that governs it ('' for none), `conj` the و or ف glued to it; `uses` what a word of the lexicon means
    here, by source; `refs` whom a name stands for, once `kg.link` has said so.
    """
    __slots__ = ("adverbial", "against", "bare", "conj", "dated", "definite", "end", "event", "feminine", "form", "i", "j", "k", "kind", "light", "names", "nisba", "oblique", "one", "open", "place", "prep", "pron", "qualifies", "quoted", "refs", "speech", "start", "statement", "tag", "time", "uses")

    def __init__(self, kind: str, i: int, j: int, start: int, end: int, conj: str = "", prep: str = ""):
        self.kind, self.i, self.j = kind, i, j
        self.start, self.end, self.conj, self.prep = start, end, conj, prep
        self.names: tuple[Name, ...] = ()
        self.refs: tuple = ()
        self.form: VerbForm | NounForm | None = None
        self.uses: dict[str, Use] = NOTHING
        self.event: Use | None = None       # of these the ones asked for most
        self.speech: Use | None = None
        self.feminine: bool | None = None
        self.bare: tuple[str, ...] = ()
        self.nisba: tuple[int, ...] = ()
        self.time: TimeExpr | None = None
        self.place, self.pron, self.adverbial, self.against, self.one, self.dated, self.qualifies, self.open = False, "", False, False, False, False, False, False
        self.oblique = False
        self.tag, self.definite, self.quoted, self.light, self.k, self.statement = "", False, False, False, -1, False

    def __repr__(self) -> str:
        return f"{self.kind}[{self.i}:{self.j}{' ' + self.prep if self.prep else ''}{' ' + self.tag if self.tag else ''}{' ' + ','.join(self.uses) if self.uses else ''}]"

    def bare_words(self, s: Sentence) -> set[str]:
        """The words of the chunk without clitics and endings."""
        found = set(s.words[self.i].bare)
        for i in range(self.i + 1, self.j):
            found.update(s.words[i].bare)
        return found

    def told(self, form: VerbForm | NounForm | None, uses: dict[str, Use]) -> None:
        """Makes it a word of that form with these uses."""
        self.form, self.uses, self.event, self.speech = form, uses, uses.get("event"), uses.get("speech")


def bears(c: Chunk) -> bool:
    """Is this a noun that only carries the event noun after it, with the suffix or genitive of whoever does it: «رغبته في سحب», «بعد شنها هجوما»?"""
    return c.kind == "F" and (bool(c.pron) or c.tag.endswith(":noun"))


def round_of(out: Sequence[Chunk], i: int) -> bool:
    """«جولة ثالثة من المحادثات», «سلسلة من اللقاءات»: does a noun that only carries an event noun stand before «من», with an adjective or none?"""
    last = out[-2] if len(out) > 1 and out[-1].kind == "C" and not out[-1].prep and not out[-1].conj and not out[-1].definite and out[-1].j == i else out[-1]
    return last.kind == "F" and last.tag == "lightnoun" and last.j == (out[-1].i if last is not out[-1] else i) and not last.prep


def apposed(c: Chunk, chunks: Sequence[Chunk]) -> bool:
    """«إيران، أحد أبرز حلفاء دمشق، ستقدم …»: one of many, said of the one named before."""
    one = next((d for d in reversed(chunks[max(0, c.k - 3):c.k]) if d.kind != "F" or d.tag != "quant"), None)
    first = chunks[one.k + 1] if one is not None and one.k + 1 < c.k else None
    return first is not None and first.one and one.kind == "W" and one.tag in COMMAS and one.k > 0 and chunks[one.k - 1].kind == "N" and not first.prep


def unmarked(c: Chunk) -> bool:
    """«صواريخ», «طائرة مسيرة»: arms told by their kind without an article, so that a clause may be said of them without «التي»."""
    return c.kind == "N" and c.names[0].how == "kind" and bool(c.refs) and not c.refs[0].mention.text.startswith(ARTICLE)


def opens_clause(c: Chunk) -> bool:
    """«فيما», «قد», «لم», «سوف»: is it a conjunction of any kind, or a particle behind which a verb stands?"""
    return c.kind == "F" and (c.tag in ("perf", "neg", "fut") or c.tag.startswith("conj"))


def flag(c: Chunk, tag: str) -> Chunk:
    """A function word of that tag that stands in for what another chunk says: «على X أن» owes, «على أن» is yet to come."""
    made = Chunk("F", c.i, c.j, c.start, c.end)
    made.tag = tag
    return made


def joins(c: Chunk, end: Chunk, last: Chunk) -> bool:
    """May a «و…» noun join the group that ends with `end`?  People join people, other nouns other nouns, and nothing stands between but a comma."""
    if "E" in (end.kind, c.kind) or last is not end and last.kind not in "WQ" and not (last.tag == "quant" and last.conj) and not (last.names and last.names[0].office == "member"):
        return False
    return end.kind == c.kind or "N" in (c.kind, end.kind)


def aside(chunks: Sequence[Chunk], c: Chunk) -> bool:
    """«وفي المدينة (فلان)، تجمع …»: a name in brackets behind a place, who wrote it or what else it is called, and nobody who acts."""
    return c.kind == "N" and 1 < c.k < len(chunks) - 1 and chunks[c.k - 1].tag == "(" and chunks[c.k + 1].tag == ")" and bool(chunks[c.k - 2].prep)
