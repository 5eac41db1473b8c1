"""Bodies that no list knows, told by the head word before their name: parties, companies, papers, clubs, councils."""
from __future__ import annotations

from dataclasses import replace

from kg.arabic import ADJECTIVE_ENDS, ARTICLE, BY, FOR, IN, QUOTE_CLOSE, QUOTE_OPEN, feminine, fold
from kg.find.name import STOP, Name, in_quotes, known_at, nisba_at, printed, state_id
from kg.find.people import may_be_name, person_at, unit_of
from kg.find.sentence import Sentence
from kg.lexicon.word import Sense
from kg.model import Entity
from kg.romanization import slug

LEMMA, TYPE, SECTOR, WEAK, NAMED_FOR, PARTY = 0, 2, 3, 4, 6, "PTY"     # fields of a head word
GIVEN = ("given", "alone", "exact")
QUOTES = QUOTE_OPEN | QUOTE_CLOSE


def headed_at(s: Sentence, i: int) -> Name | None:
    """«حركة …»، «صحيفة …»، «تنظيم "…"»، «الاتحاد الدولي لكرة القدم»: a head word and a name that no list holds.

    What follows in quotation marks or is nothing but a name is one («نادي ليون»); everyday words are one with an adjective or a
    purpose («منظمة الصحة العالمية», «معهد بحوث السلام»), and else only tell which body is meant («لجنة الدفاع», how="described").
    """
    for x in s.lexicon.names_at(s.tokens, i, "h"):
        number, count = x.value.split(",")
        head = s.lexicon.heads[int(number)]
        k = i + x.words
        if count == "d" and k < len(s.tokens) and (both := _known_behind(s, i, k, x, head) or _first_of_two(s, i, k, x, head)):
            return both                                  # «حركتا فتح وحماس»: the first of two
        if count != "s" or k >= len(s.tokens) or head[WEAK] and x.prep == BY:       # «بقوة», «بقيادة»
            continue
        found = _quoted(s, i, k, x, head) or _known_behind(s, i, k, x, head) or _behind(s, i, k, x, head)
        if found:
            return found
    return None


def _quoted(s: Sentence, i: int, k: int, x: Sense, head: tuple) -> Name | None:
    """«تنظيم "…"»، «صحيفة «…» اللبنانية»."""
    if s.tokens[k].text not in QUOTES:
        return None
    close = next((m for m in range(k + 1, min(k + 7, len(s.tokens))) if s.tokens[m].text in QUOTES), 0)
    if close <= k + 1:
        return None
    of, j = _nation(s, close + 1)
    return _headed(s, i, close + 1, j, x, head, of, "head-word")


def _known_behind(s: Sentence, i: int, k: int, x: Sense, head: tuple) -> Name | None:
    """«حركة فتح»: a known body behind a head word that its name does not need."""
    known = known_at(s, k, headed=True)
    if known and not known.conj and not known.prep and known.entity.type in ("Organization", "Group") and (not head[WEAK] or known.entity.type == "Group" or head[SECTOR] == known.entity.sector):
        return replace(known, i=i, start=s.begin(i, x.cut), conj=x.conj, prep=x.prep)
    return None


def _first_of_two(s: Sentence, i: int, k: int, x: Sense, head: tuple) -> Name | None:
    """«حركتا "فتح" و"حماس"», «حركتا فتح وحماس»: a body that is known in quotation marks, or by the head word in the singular."""
    known = in_quotes(s, k)
    if known is not None:
        return replace(known, i=i, j=known.j + 1, start=s.begin(i, x.cut), conj=x.conj, prep=x.prep)
    found = s.lexicon.get(f"e{fold(head[LEMMA])} {s.tokens[k].fold}")
    entity = s.lexicon.entity(int(found[0].split(",")[0])) if len(found) == 1 else None
    if entity is None or entity.type not in ("Organization", "Group"):
        return None
    return Name("entity", i, k + 1, s.begin(i, x.cut), s.finish(k), x.conj, x.prep, entity, gender="f" if feminine(head[LEMMA]) else "m", index=int(found[0].split(",")[0]))


def _behind(s: Sentence, i: int, k: int, x: Sense, head: tuple) -> Name | None:
    """The words behind a head word, as far as they are its name."""
    if x.definite:
        j = _adjectives(s, k)
        end = _purpose(s, j) if j > k and head[TYPE] == "Organization" else j
        of = next((state_id(s, int(n.value.split(",")[0])) for n in (nisba_at(s, m) for m in range(k, j)) if n), None)
        return _headed(s, i, end, end, x, head, of, "head-word") if end > j else None
    j = _proper_end(s, k, head)
    if j > k:
        if s.tokens[k].fold.startswith(ARTICLE):
            j = _adjectives(s, j)
        end = _purpose(s, j)
        of, after = _nation(s, end)
        return _headed(s, i, end, after, x, head, of, "head-word")
    return _told(s, i, k, x, head)


def _told(s: Sentence, i: int, k: int, x: Sense, head: tuple) -> Name | None:
    """«منظمة الصحة العالمية»، «معهد بحوث السلام»، «لجنة الدفاع»: everyday words behind a head word."""
    j = k
    while j < len(s.tokens) and j - k < 3 and not s.tokens[j].fold.startswith(ARTICLE) and _common(s, j):
        j += 1
    if j >= len(s.tokens) or not s.tokens[j].fold.startswith(ARTICLE) or not _common(s, j):
        return None
    several, j = j > k, j + 1
    end = _adjectives(s, j)
    more = end > j
    of = next((state_id(s, int(n.value.split(",")[0])) for n in (nisba_at(s, m) for m in range(j, end)) if n), None)
    after = _purpose(s, end)
    if head[WEAK] and (of is None or any(v.person[0] == "3" for v in s.words[i].verbs)):
        return None
    return _headed(s, i, after, after, x, head, of, "head-word" if several or more or after > end or head[SECTOR] == PARTY else "described")


def _headed(s: Sentence, i: int, end: int, j: int, x: Sense, head: tuple, of: str | None, how: str) -> Name:
    """A name that a head word opens: tokens i to `end`, of a chunk that ends at j."""
    start, finish = s.begin(i, x.cut), s.finish(end - 1)
    return Name("unknown", i, j, start, finish, x.conj, x.prep, _minted(s, printed(s, i, start, finish), head[TYPE], head[SECTOR], of), of=of, how=how)


def _nation(s: Sentence, j: int) -> tuple[str | None, int]:
    """(the state of the adjective of nationality at token j, position after it)."""
    nation = nisba_at(s, j)
    return (state_id(s, int(nation.value.split(",")[0])), j + 1) if nation else (None, j)


def _proper_end(s: Sentence, k: int, head: tuple) -> int:
    """Where the words at token k end that are nothing but a name; a known place or person may stand among them («نادي ريال مدريد»)."""
    if head[WEAK] and unit_of(s, k) in GIVEN:
        return k
    j = _dedication(s, k) if head[NAMED_FOR] else k
    while j < len(s.tokens) and j - k < 4 and (proper(s, j, head[LEMMA]) or (j > k or j + 1 < len(s.tokens) and proper(s, j + 1, head[LEMMA])) and _known_word(s, j)):
        j += 1
    return j


def _known_word(s: Sentence, j: int) -> bool:
    """Is token j alone the name of a known place, state or person?"""
    return s.tokens[j].kind == "w" and any(s.lexicon.entity(int(v.split(",")[0])).type in ("Place", "State", "Person") for v in s.lexicon.get("e" + s.tokens[j].fold))


def proper(s: Sentence, j: int, lemma: str = "") -> bool:
    """Is token j nothing but a name: Latin letters, a name word, or a word that is no everyday one?

    Behind a head word of that `lemma` no word can be a name that is spelled like its adjective («مستشفى ميداني», «مؤسسة بنكية»).
    """
    t = s.tokens[j]
    if t.kind == "l":
        return True
    if t.kind != "w" or j in s.times or nisba_at(s, j) or s.lexicon.get("e" + t.fold) or any(s.lexicon.get("c" + bare) for bare in s.words[j].bare):
        return False
    endings = ADJECTIVE_ENDS[:2] if not lemma else ADJECTIVE_ENDS[:1] if feminine(lemma) else ADJECTIVE_ENDS[1:2]
    if len(t.fold) > 4 and t.fold.endswith(endings) and not unit_of(s, j):
        return False
    if any(cut and any(s.lexicon.get(kind + stem) for kind in "ue") for stem, _, _, _, cut, _ in s.words[j].starts):
        return False
    bare = t.fold.removeprefix(ARTICLE)
    return may_be_name(s, j, True) and not any(s.lexicon.get(kind + bare) for kind in "cn")


def _dedication(s: Sentence, k: int) -> int:
    """«جامعة زيورخ»، «مستشفى الملك حسين»: where the place or the person ends that a house is called after; k where there is none."""
    known = known_at(s, k)
    if known and not known.conj and not known.prep and known.entity.type in ("Place", "State", "Person"):
        return known.j
    if k + 1 < len(s.tokens) and (s.lexicon.get("o" + s.tokens[k].fold) or s.lexicon.names_at(s.tokens, k, "t")):
        return max(person_at(s, k + 1)[2], k) if person_at(s, k + 1)[2] > k + 1 else k
    return k


def _common(s: Sentence, j: int) -> bool:
    """Can token j be a noun or adjective of a body's name: no function word, verb, time, nationality, clitic or name of another?"""
    t = s.tokens[j]
    if not s.is_word(j) or j in s.times or nisba_at(s, j) or _stops(s, j) or s.lexicon.names_at(s.tokens, j, "e"):
        return False
    if any(not x.value.endswith("short") for x in s.lexicon.names_at(s.tokens, j, "b")):
        return False
    bare = t.fold.removeprefix(ARTICLE)
    return t.fold.startswith(ARTICLE) or bool(s.lexicon.get("c" + bare) or s.lexicon.get("n" + bare))


def _adjectives(s: Sentence, j: int) -> int:
    """Where the definite adjectives at token j end, nationalities among them."""
    k = j
    while k < len(s.tokens) and k - j < 3 and s.is_word(k) and k not in s.times and s.tokens[k].fold.startswith(ARTICLE):
        if not nisba_at(s, k) and (_stops(s, k) or not s.tokens[k].fold.endswith(ADJECTIVE_ENDS) and not s.tag(k, "mod") or any(s.lexicon.get(kind + s.tokens[k].fold[2:]) for kind in "teobr")):
            break
        if not nisba_at(s, k) and s.tag(k + 1, "prep") and s.tokens[k + 1].fold != IN:       # «الخارجة عن …», «المطلة على …»
            break
        k += 1
    return k


def _purpose(s: Sentence, j: int) -> int:
    """«للطاقة الذرية»، «لكرة القدم»، «لحقوق الإنسان»: where the purpose at token j ends, j where none stands there."""
    if j >= len(s.tokens) or not s.is_word(j) or j in s.times:
        return j
    for stem, conj, prep, definite, _, _ in s.words[j].starts:
        bare = stem.removeprefix(ARTICLE)
        if prep != FOR or conj or not (s.lexicon.get("c" + bare) or s.lexicon.get("n" + bare)) or any(s.lexicon.get(kind + bare) for kind in "teobrg"):
            continue
        if definite:
            return _adjectives(s, j + 1)
        if j + 1 < len(s.tokens) and s.tokens[j + 1].fold.startswith(ARTICLE) and _common(s, j + 1):
            return _adjectives(s, j + 2)
    return j


def _stops(s: Sentence, j: int) -> bool:
    w = s.words[j]
    return bool(any(tag.split(":")[0] in STOP for tag, _, _ in w.tags) or any(v.person[0] == "3" for v in w.verbs))


def _minted(s: Sentence, words: str, type: str, sector: str | None, of: str | None) -> Entity:
    text = " ".join("".join(c for c in words if c not in QUOTES).split())
    state = s.lexicon.state(of)
    return Entity(slug(text), type, (("ar", text),), None, state.country if state else None, sector)
