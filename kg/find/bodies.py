"""Bodies of states, groups told by what they are, unknown bodies and places behind their head words."""
from __future__ import annotations

from kg.arabic import ADJECTIVE_ENDS, ARTICLE, BY, CONJUNCTION, FEMININE_PLURAL, FOR, FROM, IN, PLURAL_ENDS, QUOTE_CLOSE, QUOTE_OPEN, feminine, slug
from kg.find.name import STOP, Name, known_at, nisba_at, state_id
from kg.find.people import _may_be_name, _unit, _unknown_end, person_at
from kg.find.sentence import Sentence
from kg.lexicon import Sense
from kg.model import Entity

STANDING = frozenset({"delegation", "side"})       # words that stand for whom they are of
TYPE, SECTOR, WEAK, NAMED_FOR, PARTY = 2, 3, 4, 6, "PTY"     # fields of a head word
GIVEN = ("given", "alone", "exact")
SOUND = PLURAL_ENDS[:2]                             # the sound masculine plural, accusative and nominative
QUOTES = QUOTE_OPEN | QUOTE_CLOSE


def owner_at(s: Sentence, k: int) -> tuple[str | None, int]:
    """What a title belongs to, read from token k: (id of state or body, position after it)."""
    of, start = None, k
    while k < len(s.tokens):
        if s.tag(k, "mod") and not nisba_at(s, k):
            k += 1
            continue
        x = nisba_at(s, k)
        if x and of is None:
            of, k = state_id(s, int(x.value.split(",")[0])), k + 1
            continue
        if of is None and s.is_word(k) and k not in s.times:
            known = next((y for y in s.lexicon.names_at(s.tokens, k, "e") if not y.conj and y.value.split(",")[1] not in ("generic", "head") and y.prep in ("", FOR)
                          and s.lexicon.entity(int(y.value.split(",")[0])).type in ("State", "Organization", "Group", "Place")), None)
            if known and not (known.prep == "" and s.lexicon.entity(int(known.value.split(",")[0])).type == "Place" and k > start):
                of, k = state_id(s, int(known.value.split(",")[0])), k + known.words
                continue
            inner = body_at(s, k) or headed_at(s, k)
            if inner and not inner.conj and inner.prep in ("", FOR):
                if inner.of or inner.entity:
                    of, k = inner.of if inner.kind == "body" else inner.entity.id, inner.j
                    continue
            if s.tag(k, "placehead") and k + 1 < len(s.tokens):
                k += 1
                continue
        break
    return of, k


def body_at(s: Sentence, i: int) -> Name | None:
    """«وزارة الدفاع الروسية»، «الجيش التركي»، «حكومة بغداد»: what every state has."""
    senses = s.lexicon.names_at(s.tokens, i, "b")
    if not senses:
        return None
    x = min(senses, key=lambda x: (len(x.conj) + len(x.prep), x.value))
    number, count = x.value.split(",")
    id, lemma, en, sector, type, alone = s.lexicon.bodies[int(number)]
    k = i + x.words
    of, k2 = owner_at(s, k)
    if of is None and k + 1 < len(s.tokens) and s.tokens[k].fold == IN and count != "short":
        of, k3 = owner_at(s, k + 1)
        k2 = k3 if of else k
    while of is None and k2 == k and k + 1 < len(s.tokens) and s.tokens[k].fold.startswith(CONJUNCTION + ARTICLE) and nisba_at(s, k + 1):
        of, k2 = owner_at(s, k + 1)
    if of is None and (count == "short" or not alone or not (x.definite or any(t.fold.startswith(ARTICLE) for t in s.tokens[i + 1:k]))):
        return None
    end = k2 if of else k
    return Name("body", i, end, s.begin(i, x.cut), s.finish(end - 1), x.conj, x.prep, None, id, of, lemma, gender=_gender(s.tokens[i].fold[x.cut:], lemma, count), number=count,
                how="body", index=int(number))


def _gender(word: str, lemma: str, count: str) -> str:
    """Gender of a body as its verb shows it: a plural of things counts as feminine («أوقفت السلطات»); '' where print does not tell."""
    if feminine(lemma) or feminine(word) or word.endswith(FEMININE_PLURAL):
        return "f"
    return "m" if count == "s" else ""


def group_at(s: Sentence, i: int) -> Name | None:
    """«مسلحون تركمان سوريون»، «مقاتلو المعارضة السورية»، «متظاهرون»: people told by what they are."""
    senses = s.lexicon.names_at(s.tokens, i, "g")
    if not senses:
        return None
    x = min(senses, key=lambda x: (len(x.conj) + len(x.prep), x.value))
    number, count = x.value.split(",")
    _, lemma, en, sector, type, wants, alone = s.lexicon.groups[int(number)]
    if wants == "plural" and count == "s":
        return None
    k, of, tied = i + x.words, None, None
    case = _case(s, k - 1)
    closed = x.definite or bool(case)                # «المسلحون», «مسلحون»: no genitive can follow, «مسلحو» takes one
    while k < len(s.tokens) and k - i < 6 and s.is_word(k) and k not in s.times:
        nation = nisba_at(s, k, x.definite if closed else None)
        if nation and not (case and _case(s, k) not in ("", case)) and not (case and nation.value[-1] == "s"):
            of, k, case, closed = state_id(s, int(nation.value.split(",")[0])), k + 1, case or _case(s, k), closed or not nation.definite
            continue
        if of is None and tied is None and not closed and k == i + x.words:
            inner = known_at(s, k) or body_at(s, k) or headed_at(s, k)
            if inner and not inner.conj and not inner.prep and (inner.entity is None or inner.entity.type != "Person"):
                tied, k = inner, inner.j
                continue
        if nation or tied is not None or not _adjective(s, k, closed) or closed and s.tokens[k].fold.startswith(ARTICLE) != x.definite or case and _case(s, k) not in ("", case):
            break
        k, case = k + 1, case or ("" if s.tokens[k].fold.startswith(ARTICLE) and not closed else _case(s, k))
    id = s.lexicon.groups[int(number)][0]
    if tied is None and wants == "singular" and k < len(s.tokens):
        for at in (k, k + 1):
            tied, end = _represented(s, at) if at < len(s.tokens) and tied is None and s.is_word(at) else (tied, k)
            if tied:
                k = end
                break
    if tied is not None:
        of = tied.of if tied.kind == "body" else (tied.entity.id if tied.entity else None)
    if id in STANDING:
        if tied is not None and tied.kind in ("entity", "body", "group"):
            return tied._replace(i=i, j=k, conj=x.conj, prep=x.prep, how=id)
        state = s.lexicon.state(of)
        return Name("entity", i, k, s.begin(i, x.cut), s.finish(k - 1), x.conj, x.prep, state, how=id) if state else None
    if of is None and not alone:
        return None
    return Name("group", i, k, s.begin(i, x.cut), s.finish(k - 1), x.conj, x.prep, None, "", of, lemma, "m" if count == "s" else "", "p", "group", index=int(number))


def _represented(s: Sentence, k: int) -> tuple[Name | None, int]:
    """«وفد من الأمم المتحدة», «وفد للفصائل»: whom a delegation stands for, behind a preposition."""
    at = k + 1 if s.tokens[k].fold == FROM else k
    if at < len(s.tokens) and s.is_word(at):
        inner = known_at(s, at) or body_at(s, at)
        if inner and inner.prep == ("" if at > k else FOR) and not inner.conj and (inner.entity is None or inner.entity.type in ("State", "Organization", "Group")):
            return inner, inner.j
    return None, k


def _case(s: Sentence, k: int) -> str:
    """The ending of a sound masculine plural at token k, which its adjectives share: ون or ين, '' for other words."""
    return next((end for end in SOUND if s.tokens[k].fold.endswith(end)), "")


def _adjective(s: Sentence, k: int, closed: bool) -> bool:
    """An adjective after a group's head: «مجهولون»، «المسلحة»، «الأكراد»، «تركمان»; told by its ending and by being nothing else.

    Behind a head that is not `closed` also another group («نواب وزراء»).
    """
    t, w = s.tokens[k], s.words[k]
    if w.tags or w.nouns or any(v.person[0] == "3" for v in w.verbs) or s.lexicon.get("e" + t.fold):
        return False
    lemmas = [s.lexicon.groups[int(v.split(",")[0])][1] for v in s.lexicon.get("g" + t.fold.removeprefix(ARTICLE))]
    return t.fold.endswith(PLURAL_ENDS) or bool(lemmas) and not s.lexicon.get("g" + t.fold[:-1]) and (not closed or t.fold.startswith(ARTICLE) or lemmas[0].endswith(ADJECTIVE_ENDS[1]))


def headed_at(s: Sentence, i: int) -> Name | None:
    """«حركة …»، «صحيفة …»، «تنظيم "…"»، «الاتحاد الدولي لكرة القدم»: a head word and a name that no list holds.

    What follows in quotation marks or is nothing but a name is one («نادي ليون»); everyday words are one with an adjective or a
    purpose («منظمة الصحة العالمية», «معهد بحوث السلام»), and else only tell which body is meant («لجنة الدفاع», how="described").
    """
    for x in s.lexicon.names_at(s.tokens, i, "h"):
        number, count = x.value.split(",")
        head = s.lexicon.heads[int(number)]
        k = i + x.words
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
        return known._replace(i=i, start=s.begin(i, x.cut), conj=x.conj, prep=x.prep)
    return None


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
    return Name("unknown", i, j, start, finish, x.conj, x.prep, _minted(s, start, finish, head[TYPE], head[SECTOR], of), of=of, how=how)


def _nation(s: Sentence, j: int) -> tuple[str | None, int]:
    """(the state of the adjective of nationality at token j, position after it)."""
    nation = nisba_at(s, j)
    return (state_id(s, int(nation.value.split(",")[0])), j + 1) if nation else (None, j)


def _proper_end(s: Sentence, k: int, head: tuple) -> int:
    """Where the words at token k end that are nothing but a name; a known place or person may stand among them («نادي ريال مدريد»)."""
    if head[WEAK] and _unit(s, k) in GIVEN:
        return k
    j = _dedication(s, k) if head[NAMED_FOR] else k
    while j < len(s.tokens) and j - k < 4 and (_proper(s, j) or (j > k or j + 1 < len(s.tokens) and _proper(s, j + 1)) and _known_word(s, j)):
        j += 1
    return j


def _known_word(s: Sentence, j: int) -> bool:
    """Is token j alone the name of a known place, state or person?"""
    return s.tokens[j].kind == "w" and any(s.lexicon.entity(int(v.split(",")[0])).type in ("Place", "State", "Person") for v in s.lexicon.get("e" + s.tokens[j].fold))


def _proper(s: Sentence, j: int) -> bool:
    """Is token j nothing but a name: Latin letters, a name word, or a word that is no everyday one?"""
    t = s.tokens[j]
    if t.kind == "l":
        return True
    if t.kind != "w" or j in s.times or nisba_at(s, j) or s.lexicon.get("e" + t.fold) or any(s.lexicon.get("c" + bare) for bare in s.words[j].bare):
        return False
    if len(t.fold) > 4 and t.fold.endswith(ADJECTIVE_ENDS[:2]) and not _unit(s, j):       # «ميداني», «بنكية»
        return False
    if any(cut and any(s.lexicon.get(kind + stem) for kind in "ue") for stem, _, _, _, cut, _ in s.words[j].starts):
        return False
    bare = t.fold.removeprefix(ARTICLE)
    return _may_be_name(s, j, True) and not any(s.lexicon.get(kind + bare) for kind in "cn")


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


def _minted(s: Sentence, start: int, end: int, type: str, sector: str | None, of: str | None) -> Entity:
    text = " ".join("".join(c for c in s.text[start:end] if c not in QUOTES).split())
    state = s.lexicon.state(of)
    return Entity(slug(text), type, (("ar", text),), None, state.country if state else None, sector)


def place_at(s: Sentence, i: int) -> Name | None:
    """«مدينة إدلب»، «العاصمة الكازاخستانية أستانا»، «بلدة خان شيخون»: a place after its head word, known or not."""
    for tag, conj, prep in s.words[i].tags:
        if not tag.startswith("placehead"):
            continue
        k = i + 1
        nation = nisba_at(s, k)
        if nation:
            k += 1
        if k >= len(s.tokens) or not s.is_word(k) or k in s.times:
            return None
        known = [x for x in s.lexicon.names_at(s.tokens, k, "e") if not x.conj and s.lexicon.entity(int(x.value.split(",")[0])).type in ("Place", "State")]
        if known:
            x = known[0]
            index = int(x.value.split(",")[0])
            j = k + x.words
            return Name("entity", i, j + (1 if nisba_at(s, j) else 0), s.begin(k, 0), s.finish(j - 1), conj, prep, s.lexicon.entity(index), how="name", index=index)
        if nation and "capital" in s.tag(i, "placehead"):
            state = state_id(s, int(nation.value.split(",")[0]))
            capital = next((n for n, iso in s.lexicon.state_of.items() if iso == state and s.lexicon.kind(n) == "capital"), None)
            if capital is not None:
                return Name("entity", i, k, s.begin(i, len(conj) + len(prep)), s.finish(k - 1), conj, prep, s.lexicon.entity(capital), how="capital-of", index=capital)
        if tag == "placehead:one" and not s.tokens[i].fold.startswith(ARTICLE):
            end = min(_unknown_end(s, k), k + 2)
            if end > k:
                text = s.text[s.tokens[k].start:s.finish(end - 1)]
                return Name("unknown", i, end, s.tokens[k].start, s.finish(end - 1), conj, prep, Entity(slug(text), "Place", (("ar", text),)), how="head-word")
    return None
