"""A name as the text gives it, and the names that the lexicon knows."""
from __future__ import annotations

from dataclasses import dataclass

from kg.arabic import ACCUSATIVE, ARTICLE, COMMAS, FOR, HYPHENS, QUOTE_CLOSE, QUOTE_OPEN, ends_in_ta, fold, to_nominative
from kg.find.sentence import Sentence
from kg.lexicon.word import Sense
from kg.model import Entity

APPOSED = COMMAS | HYPHENS | {"("}
RANK = {"": 0, "seat": 0, "capital": 1, "shared": 2, "generic": 3, "ambiguous": 4, "head": 5, "loose": 6}      # of the readings of a known name
QUOTED = RANK | {"loose": -1}
MONARCHS = ("king", "emir", "sultan")
STOP = ("crew", "unit", "attribution", "prep", "sub", "rel", "neg", "conj", "dem", "cond", "pron", "perf", "fut", "quant", "alt", "modal", "counterpart", "own", "lightnoun", "placehead")


@dataclass(slots=True)
class Name:
    """A name as the text gives it.

    `kind`: entity (known), office (a title, with or without a name), counterpart, sides, body (of a state), group, unknown
    (a name no list knows).  `of` is the id of the state or body it is tied to; `given` a person's unknown name; `title` the
    raw span of the title words; `number` s d p.
    """
    kind: str
    i: int
    j: int
    start: int
    end: int
    conj: str = ""
    prep: str = ""
    entity: Entity | None = None
    office: str = ""
    of: str | None = None
    given: str = ""
    gender: str = ""
    number: str = "s"
    how: str = "name"
    title: tuple[int, int] | None = None
    index: int = -1
    seat: int = -1         # the city by which a body is told: «الشرطة في مقديشو»


def printed(s: Sentence, i: int, start: int, end: int) -> str:
    """The words of a name that begins in token i as they stand alone: «للمسلحين» prints the article of «المسلحين» without its alif."""
    text = " ".join(s.text[start:end].split())
    if not text.startswith(FOR):
        return text
    stems = [definite for found in s.words[i].opens.values() for _, _, prep, definite, cut, _ in found if prep == FOR and s.begin(i, cut) == start]
    return ARTICLE + text[1:] if stems and all(stems) else text


def people_as_told(s: Sentence, name: Name) -> str:
    """The words of a group or one of it as a heading would have them: «مسلحين» are «مسلحون», «نائبا في البرلمان» is «نائب في البرلمان»."""
    first, *more = "".join(c for c in printed(s, name.i, name.start, name.end) if c not in QUOTE_OPEN and c not in QUOTE_CLOSE).split()      # «مسلحو "طالبان"»
    if first.endswith(ACCUSATIVE) and s.lexicon.get("g" + fold(first)[:-1]):
        first = first[:-1]
        more = [w[:-1] if w.endswith(ACCUSATIVE) and any(tag == "mod" for tag, _, _ in s.lexicon.tags(fold(w)[:-1])) else w for w in more]
    return " ".join(map(to_nominative, (first, *more)))


def known_at(s: Sentence, i: int, headed: bool = False) -> Name | None:
    senses = s.lexicon.names_at(s.tokens, i, "e")
    if not senses:
        return None
    quoted = i and s.tokens[i - 1].text in QUOTE_OPEN and i + senses[0].words < len(s.tokens) and s.tokens[i + senses[0].words].text in QUOTE_CLOSE
    rank = QUOTED if quoted else RANK                   # «"الشرق الأوسط"» is the paper
    x = senses[0] if len(senses) == 1 else min(senses, key=lambda x: (rank.get(x.value.split(",")[1], 9), len(x.prep) + len(x.conj), x.value))
    number, flag, *count = x.value.split(",")
    if flag in ("head", "ambiguous") and not _led(s, i, x):
        return None
    entity = s.lexicon.entity(int(number))
    if flag == "loose" and (not headed or entity.sector == "OPP" and entity.type == "Group" and not _spoken_of(s, entity.country)) and not (i and s.tokens[i - 1].text in "\"«“") and entity.id not in s.heard:
        return None
    if flag == "generic" and entity.type == "Document":
        return None
    if x.words == 1 and entity.type in ("Person", "Place", "Organization") and flag != "capital" and (x.conj or x.prep) and s.words[i].verbs and not _led(s, i, x):
        return None
    how = {"seat": "seat-of-government", "generic": "kind", "shared": "short-name"}.get(flag, "name")
    return Name("entity", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, x.prep, entity, gender="" if flag == "seat" else _gender(s, entity, i), number=count[0] if count else "s", how=how,
                of=s.lexicon.state_of.get(int(number)), index=int(number))


def _spoken_of(s: Sentence, country: str | None) -> bool:
    """Has the text spoken of that country before, or does this sentence: «قوات المعارضة» are an opposition of its own?"""
    return country in s.heard or any(s.lexicon.state_of.get(int(x.value.split(",")[0])) == country for w in s.words for x in w.nisba) \
        or any(s.lexicon.entity(int(x.value.split(",")[0])).country == country for k in range(len(s.tokens)) if "e" in s.words[k].opens for x in s.lexicon.names_at(s.tokens, k, "e") if x.value.split(",")[1] not in ("loose", "ambiguous"))


def _led(s: Sentence, i: int, x: Sense) -> bool:
    """Stands a preposition or a head word of places before the name at token i, or for a state what no adjective can follow: «قطعت مالي علاقاتها»,
    «النيجر ومالي», «عضوية مالي»?"""
    if i and (x.prep or s.tag(i - 1, "prep", "placehead")):
        return True
    if not i or s.lexicon.entity(int(x.value.split(",")[0])).type != "State":
        return False
    if x.conj:
        return any(not y.conj and n + y.words == i and s.lexicon.entity(int(y.value.split(",")[0])).type == "State" for n in (i - 1, i - 2) if n >= 0 for y in s.lexicon.names_at(s.tokens, n, "e"))
    before = s.words[i - 1]
    return s.tokens[i - 1].fold in s.lexicon.countries or not before.nouns and any(v.person == "3fs" and not v.pron for v in before.verbs)


def _gender(s: Sentence, entity: Entity, i: int) -> str:
    """Grammatical gender of a known name; '' where print does not tell."""
    if entity.id in s.lexicon.masculine:
        return "m"
    headed = entity.type in ("Organization", "Group") and " " in entity.label("ar") and ends_in_ta(s.tokens[i].text)      # «حركة X», «منظمة Y»
    return "f" if headed or entity.type in ("State", "Place") else ""


def people_at(s: Sentence, i: int) -> Name | None:
    """«الأتراك»، «الأميركيين»: a people that stands for its state."""
    for x in s.words[i].nisba:
        number, tag = x.value.split(",")
        if tag == "mp" and x.definite:
            return Name("entity", i, i + 1, s.begin(i, x.cut), s.finish(i), x.conj, x.prep, s.lexicon.entity(int(number)), number="p", how="people", index=int(number))
    return None


def own_at(s: Sentence, i: int) -> Name | None:
    for tag, conj, prep in s.words[i].tags:
        if tag in ("own", "here") and not (tag == "own" and ends_in_ta(s.tokens[i].text)):      # «بلدة» is a town
            return Name(tag, i, i + 1, s.begin(i, len(conj) + len(prep)), s.finish(i), conj, prep, how="own-state")
    return None


def nisba_at(s: Sentence, i: int, definite: bool | None = None) -> Sense | None:
    """The adjective of nationality at token i (clitics not allowed), of the wanted definiteness."""
    if i < len(s.tokens):
        for x in s.words[i].nisba:
            if not x.conj and not x.prep and (definite is None or x.definite == definite):
                return x
    return None


def state_id(s: Sentence, index: int) -> str:
    """The id under which a state or body owns offices: of a capital, its state's."""
    return s.lexicon.state_of.get(index) or s.lexicon.entity(index).id


def in_quotes(s: Sentence, k: int) -> Name | None:
    """A body that a list knows, alone in quotation marks that open at token k; the closing one stands behind its last token."""
    inner = known_at(s, k + 1) if k + 2 < len(s.tokens) and s.tokens[k].text in QUOTE_OPEN and s.is_word(k + 1) else None
    known = inner is not None and inner.entity is not None and inner.entity.type in ("Organization", "Group") and not inner.conj and not inner.prep
    return inner if known and inner.j < len(s.tokens) and s.tokens[inner.j].text in QUOTE_CLOSE else None
