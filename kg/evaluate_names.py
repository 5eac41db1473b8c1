"""Tagged sentences in, precision, recall and F1 of names out: how well the finders see who and what is named.

Gold is what tagged news corpora give: one token a line with its tag in the BIO scheme (B-PERS opens a person, I-PERS goes on, O is
no name), a blank line between sentences.  A name counts only when kind and both borders agree.  Such corpora tag whole written
words («وإسرائيل» is one token), so a name found is first widened to the words it lies in; and they tag names alone, so titles,
nationalities, peoples, bodies that every state has («الحكومة»، «وزارة الداخلية») and people told by what they are («المسلحون») are
not asked for.
"""
from __future__ import annotations

from collections import ChainMap, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.arabic import tokenize
from kg.evaluate import Score
from kg.find.name import Name, nisba_at
from kg.find.names import names_at, remembered
from kg.find.sentence import NOTHING, Sentence
from kg.find.times import find_times
from kg.lexicon import Lexicon
from kg.model import Entity, UserError

Tagged = tuple[str, str]                    # a word and its tag
Spot = tuple[int, int, str]                 # first word, position after the last, kind
KINDS = ("PERS", "LOC", "ORG")
KIND_OF = {"Person": "PERS", "Place": "LOC", "State": "LOC", "Facility": "LOC", "Organization": "ORG", "Group": "ORG"}
NO_NAME = frozenset({"people", "kind", "own-state", "pronoun", "body", "side", "sides", "delegation", "crew", "described"})   # told otherwise than by a name
OF_STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})      # sectors of what every state has
APART = 5                                                             # field of a head word
ARTICLE_LENGTH = 25                                                   # sentences: such corpora do not say where an article ends
BUILT = frozenset({"site", "square", "venue"})                        # kinds of places that the corpora do not call places


def tagged_sentences(text: str, path: str = "") -> list[list[Tagged]]:
    """The sentences of a tagged file, one `word tag` a line; a UserError for a line of another shape.

    >>> tagged_sentences("زار O\\nبوتين B-PERS\\n\\nأنقرة B-LOC")
    [[('زار', 'O'), ('بوتين', 'B-PERS')], [('أنقرة', 'B-LOC')]]
    """
    out: list[list[Tagged]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split()
        if not parts:
            out.append([])
        elif len(parts) == 2:
            out[-1].append((parts[0], parts[1]))
        else:
            raise UserError("a word and its tag were expected", path, number, 1, line, "one word a line: the word, a blank, and O, B-PERS, I-PERS, B-LOC …")
    return [sentence for sentence in out if sentence]


def spots(tags: Sequence[str]) -> set[Spot]:
    """The names that BIO tags mark; an I- without its B- opens one too.

    >>> sorted(spots(["B-PERS", "I-PERS", "O", "I-LOC", "B-LOC", "B-MISC"]))
    [(0, 2, 'PERS'), (3, 4, 'LOC'), (4, 5, 'LOC')]
    """
    out, first = set(), 0
    for i in range(len(tags) + 1):
        kind = tags[first][2:] if first < len(tags) else ""
        if i == len(tags) or tags[i][:2] != "I-" or tags[i][2:] != kind:
            if i > first and kind in KINDS:
                out.add((first, i, kind))
            first = i
    return out


def named(text: str, lexicon: Lexicon, heard: Mapping[str, Entity | None] = NOTHING) -> tuple[list[tuple[int, int, str]], dict[str, Entity | None]]:
    """(the names of one sentence as (raw start, raw end, kind), of a title also the names within it; what the sentence adds to `heard`)."""
    tokens = tokenize(text)
    s = Sentence(text, tokens, lexicon, 0, len(text), find_times(tokens, lexicon.time_words), heard=heard)
    out: list[tuple[int, int, str]] = []
    new: dict[str, Entity | None] = {}
    i = 0
    while i < len(tokens):
        names = names_at(s, i)
        for name in names:
            spot = _spot(s, name)
            if spot:
                out.append(spot)
                new |= remembered(s, name)
            if name.title or name.kind == "office" or spot is None:
                out += _within(s, name)
        i = max(i + 1, names[-1].j) if names else i + 1
    return out, new


def _spot(s: Sentence, name: Name) -> tuple[int, int, str] | None:
    """A name as (raw start, raw end, kind), bare; None for what is no name in the eyes of a tagged corpus."""
    kind = kind_of(name)
    inside = [k for k in range(name.i, name.j) if name.start < s.tokens[k].end and s.tokens[k].start < name.end and s.tokens[k].kind != "p"]
    if kind in (None, "PERS") or not inside:
        return (name.start, name.end, kind) if kind and inside else None
    first, last = inside[0], inside[-1]
    if kind == "LOC":
        if name.index >= 0 and s.lexicon.kind(name.index) in BUILT:
            return None
        after = _place_begins(s, first, last, name.entity)
    elif first < last and _of_every_state(s, first, last, name.entity):
        return None
    else:
        after = _body_begins(s, first, last)
    while last > after and (nisba_at(s, last) or s.tag(last, "mod") or s.tokens[last].kind == "p") and name.entity.type != "State" and (after > first or _known(s, after, last - 1)):
        last -= 1
    return s.tokens[after].start if after > first else name.start, s.finish(last), kind


def _known(s: Sentence, first: int, last: int, other: str = "") -> set[str]:
    """The types of what tokens `first` to `last` name, another than the entity of id `other`."""
    return {e.type for x in s.lexicon.names_at(s.tokens, first, "e")
            if not x.conj and not x.prep and first + x.words == last + 1 and x.value.split(",")[1] not in ("loose", "ambiguous", "generic")
            and (e := s.lexicon.entity(int(x.value.split(",")[0]))).id != other}


def _place_begins(s: Sentence, first: int, last: int, entity: Entity) -> int:
    """Where the name of a place begins: behind «مدينة», «نهر», «جنوب»; of a state («جنوب أفريقيا») only behind «دولة» and its like."""
    if first < last and not any(definite for _, _, _, definite, _, _ in s.words[first].starts):
        if s.tag(first, "placehead") or entity.type != "State" and _known(s, first + 1, last, entity.id) & {"Place", "State"}:
            return first + 1
    return first


def _body_begins(s: Sentence, first: int, last: int) -> int:
    """Where the name of a body begins: behind a head word that stands apart, or before quotation marks."""
    for x in s.lexicon.names_at(s.tokens, first, "h"):
        k = first + x.words
        if not x.definite and k <= last and (s.lexicon.heads[int(x.value.split(",")[0])][APART] or s.tokens[k].kind == "p"):
            return next(m for m in range(k, last + 1) if s.tokens[m].kind != "p")
    common = s.lexicon.get("c" + s.tokens[first].fold) or s.lexicon.names_at(s.tokens, first, "g")
    return first + 1 if first < last and common and not s.lexicon.names_at(s.tokens, first, "h") and _known(s, first + 1, last) & {"Organization", "Group"} else first


def _of_every_state(s: Sentence, first: int, last: int, entity: Entity) -> bool:
    """Has every state such a body, told by common nouns («الجيش الإسرائيلي»)?"""
    common = s.lexicon.names_at(s.tokens, first, "h") or s.lexicon.names_at(s.tokens, first, "b") or nisba_at(s, last)
    return entity.sector in OF_STATE and entity.country != "IGO" and bool(common)


def kind_of(name: Name) -> str | None:
    """PERS, LOC or ORG; None for what is no name in the eyes of a tagged corpus."""
    if name.how in NO_NAME or name.kind in ("group", "sides") or name.entity is not None and name.entity.type == "Group" and name.entity.country == "IGO":
        return None
    if name.how == "seat-of-government":
        return "ORG" if name.j == name.i + 1 else None
    if name.given or (name.entity is not None and name.kind in ("office", "counterpart") and name.how != "title"):
        return "PERS"
    return KIND_OF.get(name.entity.type) if name.entity is not None and name.kind in ("entity", "unknown") else None


def _within(s: Sentence, name: Name) -> Iterator[tuple[int, int, str]]:
    """«الأمم المتحدة» in «الأمين العام للأمم المتحدة», «العراق» in «شعب العراق»."""
    start, end = name.title or (name.start, name.end)
    k = name.i + 1
    while k < name.j:
        inner = names_at(s, k) if start <= s.tokens[k].start < end else ()
        for n in inner:
            spot = _spot(s, n)
            if spot and n.end <= end:
                yield spot
        k = max(k + 1, inner[-1].j) if inner else k + 1


def found(words: Sequence[str], lexicon: Lexicon, heard: Mapping[str, Entity | None] = NOTHING) -> tuple[set[Spot], dict[str, Entity | None]]:
    """(the names that the finders see in a sentence given as words, widened to whole words; what it adds to `heard`)."""
    text, owner = "", []
    for n, word in enumerate(words):
        text += (" " if n else "") + word
        owner += [n] * (len(text) - len(owner))
    names, new = named(text, lexicon, heard)
    return {(owner[start], owner[end - 1] + 1, kind) for start, end, kind in names if end > start}, new


class NameCase(NamedTuple):
    """One sentence that did not come out as tagged: its number (from 1), its words, what was missed and what is false."""
    sentence: int
    words: tuple[str, ...]
    missed: tuple[Spot, ...]
    false: tuple[Spot, ...]

    def told(self, spot: Spot) -> str:
        """A name in its sentence: the kind, and the words with the name in brackets."""
        first, after, kind = spot
        return f"{kind}  " + " ".join([*self.words[:first], "[" + " ".join(self.words[first:after]) + "]", *self.words[after:]])


class NameResult(NamedTuple):
    """Scores by kind and under "all", and the sentences that differ, for showing."""
    scores: dict[str, Score]
    cases: tuple[NameCase, ...]


def half(gold: Sequence, which: str | None) -> tuple[int, Sequence]:
    """(number of the first sentence, the sentences): the first or second half, so that one can be read and the other only measured; all of them for None.

    >>> half("abcde", "first"), half("abcde", "second"), half("abcde", None)
    ((1, 'ab'), (3, 'cde'), (1, 'abcde'))
    """
    middle = len(gold) // 2
    return (middle + 1, gold[middle:]) if which == "second" else (1, gold[:middle] if which == "first" else gold)


def evaluate_names(gold: Iterable[Sequence[Tagged]], lexicon: Lexicon, number: int = 1) -> NameResult:
    """Scores of tagged sentences, exact borders and kind; `number` is that of the first sentence."""
    total = {kind: Score(0, 0, 0) for kind in KINDS}
    told: deque[dict[str, Entity | None]] = deque(maxlen=ARTICLE_LENGTH)
    cases = []
    for n, sentence in enumerate(gold, number):
        words = tuple(word for word, _ in sentence)
        asked = spots([tag for _, tag in sentence])
        seen, new = found(words, lexicon, ChainMap(*told))
        told.appendleft(new)
        for kind in KINDS:
            a, b = {x for x in asked if x[2] == kind}, {x for x in seen if x[2] == kind}
            total[kind] = total[kind].plus(Score(len(a & b), len(b), len(a)))
        if asked != seen:
            cases.append(NameCase(n, words, tuple(sorted(asked - seen)), tuple(sorted(seen - asked))))
    return NameResult(total | {"all": Score(*map(sum, zip(*total.values())))}, tuple(cases))
