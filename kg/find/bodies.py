"""Bodies of states, groups told by what they are, and places behind their head words."""
from __future__ import annotations

from dataclasses import replace

from kg.arabic import ACCUSATIVE, ADJECTIVE_ENDS, ARTICLE, BY, CONJUNCTION, DUAL, FEMININE_PLURAL, FOR, FROM, IN, PLURAL_ENDS, ends_in_ta, feminine, fold
from kg.find.headed import headed_at, proper
from kg.find.name import Name, in_quotes, known_at, nisba_at, state_id
from kg.find.people import unit_of, unknown_end
from kg.find.sentence import MODIFIER, Sentence
from kg.lexicon.word import Sense
from kg.model import Entity
from kg.romanization import slug

CROWD = "crowds"
ANYBODY = frozenset({"CVL", "REF"})                  # of people who are of no body: «أشخاص في شبكة …» only were in it
FORCES = frozenset({"MIL", "COP"})
WITHIN = (IN, FROM)                               # behind which stands the body that somebody is of
STANDING = frozenset({"delegation", "side"})       # words that stand for whom they are of
SOUND = PLURAL_ENDS[:2]                             # the sound masculine plural, accusative and nominative


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
            inner = ("b" in s.words[k].opens and body_at(s, k)) or ("h" in s.words[k].opens and headed_at(s, k))
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
    genitive = k < len(s.tokens) and (x.definite or x.words > 1 and s.tokens[k - 1].fold.startswith(ARTICLE)) and not nisba_at(s, k) and not any(y.prep == FOR for y in s.lexicon.names_at(s.tokens, k, "e")) and not s.tag(k, "mod")
    of, k2 = owner_at(s, k) if not genitive else (None, k)      # «اتهمت الوزارة إيران»: no genitive stands behind the article
    seat = -1
    if of is None and k + 1 < len(s.tokens) and s.tokens[k].fold == IN and count != "short":
        of, k3 = owner_at(s, k + 1)
        seat = next((n for y in s.lexicon.names_at(s.tokens, k + 1, "e") if not y.conj and s.lexicon.entity(n := int(y.value.split(",")[0])).type == "Place"), -1) if of else -1
        k2 = k3 if of else k
    while of is None and k2 == k and k + 1 < len(s.tokens) and s.tokens[k].fold.startswith(CONJUNCTION + ARTICLE) and nisba_at(s, k + 1):
        of, k2 = owner_at(s, k + 1)
    if count == "short" and (nation := nisba_at(s, k)) and nation.value.split(",")[1][0] == "m":
        return None                                      # «الدفاع الروسية» is the ministry, «الدفاع الروسي» is defence
    if of is None and (count == "short" or not alone or not (x.definite or any(t.fold.startswith(ARTICLE) for t in s.tokens[i + 1:k]))):
        return None
    end = k2 if of else k
    return Name("body", i, end, s.begin(i, x.cut), s.finish(end - 1), x.conj, x.prep, None, id, of, lemma, gender=_gender(s.tokens[i].fold[x.cut:], lemma, count), number=count,
                how="body", index=int(number), seat=seat)


def _gender(word: str, lemma: str, count: str) -> str:
    """Gender of a body as its verb shows it: a plural of things counts as feminine («أوقفت السلطات»); '' where print does not tell."""
    if count == "short" and feminine(lemma) or feminine(word) or word.endswith(FEMININE_PLURAL):
        return "f"
    head = fold(lemma).split()[0]
    plural = word != head and head.endswith(FEMININE_PLURAL)      # «قوى الأمن», another name of its forces
    return "m" if count == "s" and not plural else ""


def group_at(s: Sentence, i: int) -> Name | None:
    """«مسلحون تركمان سوريون»، «مقاتلو المعارضة السورية»، «متظاهرون»: people told by what they are."""
    senses = s.lexicon.names_at(s.tokens, i, "g")
    if not senses:
        return None
    x = min(senses, key=lambda x: (len(x.conj) + len(x.prep), -x.words, x.value))
    number, count = x.value.split(",")
    _, lemma, en, sector, type, wants, alone, one, _, foreign = s.lexicon.groups[int(number)]
    if wants == "singular" and s.words[i].nouns and s.tokens[i].fold.endswith(DUAL) and not lemma.endswith(DUAL):
        return None                                      # «العدوان» is an aggression, and no two enemies
    if wants == "plural" and count == "s" and not _counted(s, i) and not (one and _single(s, i, x.definite, bool(x.conj or x.prep), one)):
        return None if x.definite else _member(s, i, x)
    k, of, tied, around, apart = i + x.words, None, None, False, False
    if jets(s, i, k):
        return None
    case = _case(s, k - 1)
    definite = x.definite or any(t.fold.startswith(ARTICLE) for t in s.tokens[i + 1:k])      # also «رجال الشرطة»
    closed = definite or bool(case)                      # «المسلحون», «مسلحون»: no genitive can follow, «مسلحو» takes one
    if not closed and (inner := in_quotes(s, k)) is not None:
        tied, k = inner, inner.j + 1                     # «مسلحو "طالبان"», «ممثلون عن "فتح"»
    while k < len(s.tokens) and k - i < 6 and s.is_word(k) and k not in s.times:
        if tied is None and k > i + x.words - 1 and s.tokens[k].fold.removeprefix(ARTICLE) in s.lexicon.belonging and (tie := _tie(s, k + 1)):
            tied, k = tie, tie.j                         # «جهات تابعة للنظام», «مسلحون موالون لفلان»
            break
        nation = nisba_at(s, k, definite if closed else None) if closed or not s.lexicon.names_at(s.tokens, k, "e") else None      # «وفد روسيا»
        if nation and not (case and _case(s, k) not in ("", case)) and not (case and nation.value[-1] == "s"):
            around = nation.value[-1] == "s"             # «دول الجوار الليبي»: whose neighbours they are
            of, k, case, closed = state_id(s, int(nation.value.split(",")[0])), k + 1, case or _case(s, k), closed or not nation.definite
            continue
        if of is None and tied is None and not closed and k == i + x.words:
            inner = known_at(s, k) or body_at(s, k) or headed_at(s, k)
            if inner and not inner.conj and not inner.prep and (inner.entity is None or inner.entity.type not in ("Person", "Weapon")):
                tied, k = inner, inner.j
                if inner.seat >= 0 and sector == "GOV":  # «وزراء الخارجية في القاهرة» met there
                    tied, apart, k = None, True, next(n for n in range(i, k) if s.tokens[n].fold == IN)
                    break
                continue
            if (foes := _foes(s, k)) is not None and not ("h" in s.words[i].opens and headed_at(s, i)):            # «قادة المعارضة»: they act for it
                return replace(foes, i=i, start=s.begin(i, x.cut), conj=x.conj, prep=x.prep)
        if nation or tied is not None or not _adjective(s, k, closed) or closed and s.tokens[k].fold.startswith(ARTICLE) != definite or case and _case(s, k) not in ("", case):
            break
        k, case, closed = k + 1, case or ("" if s.tokens[k].fold.startswith(ARTICLE) and not closed else _case(s, k)), closed or not s.tokens[k].fold.startswith(ARTICLE)
    while of is not None and k < len(s.tokens) and s.words[k] is MODIFIER:
        k += 1                                           # «القوات الكورية الجنوبية»
    id = s.lexicon.groups[int(number)][0]
    if tied is None and wants == "singular" and k < len(s.tokens):
        for at in (k, k + 1):
            tied, end = _represented(s, at) if at < len(s.tokens) and tied is None and s.is_word(at) else (tied, k)
            if tied:
                k = end
                break
    if of is None and tied is None and s.tokens[k - 1].fold.removeprefix(ARTICLE) in s.lexicon.belonging and (tie := _tie(s, k)):
        tied, k = tie, tie.j                             # «قوات موالية لفلان»
    if of is None and tied is None and wants == "plural" and sector not in ANYBODY and (alone or s.tokens[i].fold.endswith(ACCUSATIVE)):
        tied, end = _body_of(s, _qualified(s, k))
        k = end if tied is not None else k
    if of is None and tied is None and wants == "plural" and not alone and sector in FORCES:
        tied, k = _body_of(s, k)
        if tied is not None:
            return replace(tied, i=i, j=k, conj=x.conj, prep=x.prep, how="some-of-it")      # «وحدات من الجيش»: it acts
    if tied is not None and of is None:                   # «فصائل عراقية موالية لإيران» are Iraqi
        of = _owner(tied)
    if id in STANDING:
        if tied is not None and tied.kind in ("entity", "body", "group"):
            return replace(tied, i=i, j=k, conj=x.conj, prep=x.prep, how=id)
        state = s.lexicon.state(of)
        return Name("entity", i, k, s.begin(i, x.cut), s.finish(k - 1), x.conj, x.prep, state, how=id) if state else None
    if of is None and tied is None and not (alone or apart) or (id == CROWD and k < len(s.tokens) and s.tokens[k].fold == FROM):
        return None                                      # «الآلاف من العمال» are the workers
    of = None if foreign and (tied is not None or around) else of
    return Name("group", i, k, s.begin(i, x.cut), s.finish(k - 1), x.conj, x.prep, None, "", of, lemma, "" if count != "s" else "f" if feminine(s.tokens[i].fold) else "m", "s" if s.tokens[i].fold.endswith(ACCUSATIVE) else "p",
                "counted" if count == "s" and wants == "plural" and k == i + x.words else "group", index=int(number))


def jets(s: Sentence, i: int, k: int) -> bool:
    """«المقاتلات الروسية», «مقاتلات التحالف», «مستوطنات»: are these craft or places, and no women, whose adjective would be plural as well?"""
    return s.tokens[k - 1].fold.endswith(FEMININE_PLURAL) and not (k < len(s.tokens) and s.tokens[k].fold.endswith(FEMININE_PLURAL)) and (bool(s.tag(i, "placehead")) or any(s.lexicon.entity(int(y.value.split(",")[0])).type == "Weapon" for y in s.lexicon.names_at(s.tokens, i, "e")))


def _member(s: Sentence, i: int, x: Sense) -> Name | None:
    """«مسؤول كبير في حركة فتح»، «عضو في حزب البعث»: one without a name, told by what he is and of which body."""
    tied, j = _body_of(s, _qualified(s, i + x.words))
    return tied and Name("group", i, j, s.begin(i, x.cut), s.finish(j - 1), x.conj, x.prep, None, "", _owner(tied), "", "m", "s", "group", index=int(x.value.split(",")[0]))


def _qualified(s: Sentence, k: int) -> int:
    """Where the adjectives of one man end: «مسؤول كبير», «قياديا بارزا»."""
    end = k + 3
    while k < len(s.tokens) and k < end and s.is_word(k) and not s.tag(k, "prep") and (s.tag(k, "mod") or any(tag == "mod" for tag, _, _ in s.lexicon.tags(s.tokens[k].fold.removesuffix(ACCUSATIVE))) or s.tokens[k].fold.removesuffix(ACCUSATIVE).endswith(ADJECTIVE_ENDS[1]) and not s.words[k].nisba):
        k += 1
    return k


def _body_of(s: Sentence, k: int) -> tuple[Name | None, int]:
    """«… في حركة فتح»، «… من قوات الأمن»، «… بالجيش»: the body that people are of, behind a preposition at token k, and where it ends."""
    at = k + 1 if k < len(s.tokens) and s.tokens[k].fold in WITHIN else k
    if at > k and (quoted := in_quotes(s, at)) is not None:
        return quoted, quoted.j + 1                      # «قيادي في "حماس"»
    if at < len(s.tokens) and s.is_word(at) and at not in s.times and (at > k or BY in s.tokens[k].fold[:1]):
        inner = known_at(s, at) or body_at(s, at) or headed_at(s, at)
        if inner and not inner.conj and inner.prep == ("" if at > k else BY) and (inner.entity is None or inner.entity.type in ("Organization", "Group")):
            return inner, inner.j
    return None, k


def _tie(s: Sentence, k: int) -> Name | None:
    """«… لحزب الله», «… من الحكومة»: whose people are, behind an adjective that says so and its preposition."""
    at = k + 1 if k < len(s.tokens) and s.tag(k, "prep") else k
    inner = known_at(s, at) or body_at(s, at) or headed_at(s, at) if at < len(s.tokens) and s.is_word(at) and at not in s.times else None
    return inner if inner is not None and not inner.conj and bool(inner.prep) != (at > k) and (inner.entity is None or inner.entity.type != "Document") else None


def _foes(s: Sentence, k: int) -> Name | None:
    """«المعارضة»: those who oppose, told by the one word with its article."""
    inner = group_at(s, k) if "g" in s.words[k].opens and s.tokens[k].fold.startswith(ARTICLE) else None
    return inner if inner is not None and s.lexicon.groups[inner.index][3] == "OPP" and s.lexicon.groups[inner.index][5] == "singular" else None


def _owner(tied: Name) -> str | None:
    return tied.of if tied.kind == "body" else tied.entity.id if tied.entity else None


def _counted(s: Sentence, i: int) -> bool:
    """«15 متظاهرا»، «عشرون جنديا»: a number stands before, so one word means many."""
    return i > 0 and (s.tokens[i - 1].kind == "n" or bool(s.tag(i - 1, "quant")) and not s.tokens[i].fold.startswith(ARTICLE))


def _single(s: Sentence, i: int, definite: bool, glued: bool, one: str) -> bool:
    """«فجر انتحاري نفسه»، «مقتل شرطي»: somebody without a name, told by what he is.

    A word that is an adjective as well («هجوم انتحاري») is somebody only where no noun can stand right before it.
    """
    if one == "bare" and not definite and i + 1 < len(s.tokens) and s.tokens[i + 1].fold.startswith(ARTICLE) and not nisba_at(s, i + 1):
        return False                                     # «رجل الدين» is more than a man
    if definite:
        return i + 1 < len(s.tokens) and nisba_at(s, i + 1, True) is not None and one == "noun"
    before = s.words[i - 1] if i else None
    if before is None or glued or s.tokens[i - 1].kind == "p" or one in ("noun", "bare"):
        return True
    opens = i == 1 or s.tokens[i - 2].kind == "p" or any(v.conj for v in before.verbs)
    return bool(before.tags) or (any(v.person[0] == "3" for v in before.verbs) and (opens or not before.nouns))


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
    if w.tags or w.nouns or any(v.person[0] == "3" for v in w.verbs) and not ends_in_ta(t.text) or s.lexicon.get("e" + t.fold):
        return False
    told = [s.lexicon.groups[int(v.split(",")[0])] for v in s.lexicon.get("g" + t.fold.removeprefix(ARTICLE))]
    lemmas = [row[1] for row in told if row[0] not in STANDING]      # «القوات الإسرائيلية الجانب الفلسطيني»: a side is no adjective
    return t.fold.endswith(PLURAL_ENDS) or bool(lemmas) and not s.lexicon.get("g" + t.fold[:-1]) and (not closed or t.fold.startswith(ARTICLE) or lemmas[0].endswith(ADJECTIVE_ENDS[1]))


def _capital(s: Sentence, state: str) -> int | None:
    """The index of a state's capital, None where no list has one."""
    return next((n for n, iso in s.lexicon.state_of.items() if iso == state and s.lexicon.kind(n) == "capital"), None)


def place_at(s: Sentence, i: int) -> Name | None:
    """«مدينة إدلب»، «العاصمة الكازاخستانية أستانا»، «بلدة خان شيخون»: a place after its head word, known or not."""
    for tag, conj, prep in s.words[i].tags:
        if not tag.startswith("placehead"):
            continue
        k = i + 1
        nation = nisba_at(s, k)
        if nation:
            k += 1
        inside = k < len(s.tokens) and s.is_word(k) and k not in s.times
        if not inside and not nation:
            return None
        known = [] if not inside else [x for x in s.lexicon.names_at(s.tokens, k, "e") if not x.conj and s.lexicon.entity(int(x.value.split(",")[0])).type in ("Place", "State")]
        if known:
            x = known[0]
            index = int(x.value.split(",")[0])
            j = k + x.words
            if s.lexicon.entity(index).type == "State" and tag == "placehead:capital" and (capital := _capital(s, s.lexicon.entity(index).id)) is not None:
                return Name("entity", i, j, s.begin(i, len(conj) + len(prep)), s.finish(j - 1), conj, prep, s.lexicon.entity(capital), how="capital-of", index=capital)      # «عاصمة اليابان»
            return Name("entity", i, j + (1 if nisba_at(s, j) else 0), s.begin(k, 0), s.finish(j - 1), conj, prep, s.lexicon.entity(index), how="name", index=index)
        if nation and "capital" in s.tag(i, "placehead"):
            capital = _capital(s, state_id(s, int(nation.value.split(",")[0])))
            if capital is not None:
                return Name("entity", i, k, s.begin(i, len(conj) + len(prep)), s.finish(k - 1), conj, prep, s.lexicon.entity(capital), how="capital-of", index=capital)
        if inside and not s.tokens[i].fold.startswith(ARTICLE) and (tag == "placehead:one" or proper(s, k) and not unit_of(s, k)):
            end = min(unknown_end(s, k), k + 2)
            if end == k + 2 and not proper(s, k + 1):             # «إقليم فلان القريب»
                end -= 1
            if end > k:
                text, behind = s.text[s.tokens[k].start:s.finish(end - 1)], nisba_at(s, end, True)      # «مدينة ريازان الروسية»
                state = s.lexicon.state(state_id(s, int((nation or behind).value.split(",")[0]))) if nation or behind else None
                j = end + 1 if behind and state else end
                return Name("unknown", i, j, s.tokens[k].start, s.finish(end - 1), conj, prep, Entity(slug(text), "Place", (("ar", text),), None, state.country if state else None), how="head-word")
    return None
