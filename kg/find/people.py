"""People whom no list knows: what can be a personal name, where it ends, and the words that introduce one."""
from __future__ import annotations

from kg.arabic import ADJECTIVE_ENDS, ARTICLE, CONJUNCTION, CONJUNCTIONS, GODLY, NASAB, PROCLITICS, fold
from kg.find.name import STOP, Name, nisba_at, state_id
from kg.find.sentence import Sentence
from kg.find.words import ordinary, says
from kg.model import Entity

UNNAMED = frozenset({*STOP, "mod", "adv"})


def person_at(s: Sentence, k: int, strict: bool = False) -> tuple[Entity | None, str, int, int]:
    """A personal name at token k: (known person or None, unknown name or '', position after it, index of the known one).

    `strict` wants a known person or a name that looks like nothing else, as behind a comma.
    """
    if k >= len(s.tokens) or not s.is_word(k) or k in s.times:
        return None, "", k, -1
    people = [x for x in s.lexicon.names_at(s.tokens, k, "e") if not x.conj and not x.prep and s.lexicon.entity(int(x.value.split(",")[0])).type == "Person"]
    if people:
        x = people[0]
        if strict and x.words == 1 and x.value.endswith("loose"):              # «العالم العربي»
            return None, "", k, -1
        if x.words == 1 and unit_of(s, k) == "given" and (end := unknown_end(s, k)) > k + 1 and unit_of(s, k + 1):       # «جون كندي» is no John whom the list knows
            known = _by_short_name(s, k, end, s.tokens[k].fold)
            return (s.lexicon.entity(known[0]), "", known[1], known[0]) if known else (None, s.text[s.tokens[k].start:s.finish(end - 1)], end, -1)
        if x.value.endswith("shared") and len({p.value for p in people}) > 1:
            return None, s.text[s.tokens[k].start:s.finish(k + x.words - 1)], k + x.words, -1
        return s.lexicon.entity(int(x.value.split(",")[0])), "", max(k + x.words, 0), int(x.value.split(",")[0])
    end = unknown_end(s, k)
    if end == k + 1 < len(s.tokens) and len(s.tokens[k].fold) < 3 and any(v.person[0] == "3" for v in s.words[end].verbs):      # «نفى الوزير ما ذكرته …»
        return None, "", k, -1
    if end <= k or (strict and end - k < 2) or (end == k + 1 or not unit_of(s, k)) and _place(s, k):      # «اتهم رئيس الوزراء العراقي واشنطن»
        return None, "", k, -1
    known = _by_short_name(s, k, end, s.tokens[k].fold)
    if known:
        return s.lexicon.entity(known[0]), "", known[1], known[0]
    return None, s.text[s.tokens[k].start:s.finish(end - 1)], end, -1


def _place(s: Sentence, k: int) -> bool:
    """Is token k the name of a known state, place or body?"""
    return any(s.lexicon.entity(int(x.value.split(",")[0])).type in ("State", "Place", "Organization", "Group") and not x.value.endswith(("head", "ambiguous", "loose"))
               for x in s.lexicon.names_at(s.tokens, k, "e"))


def _by_short_name(s: Sentence, k: int, end: int, given: str) -> tuple[int, int] | None:
    """«عادل بن أحمد الجبير» is the al-Jubeir whom the list knows by his short name: (index of the known one, position after)."""
    for n in range(k + 1, end):
        for x in s.lexicon.names_at(s.tokens, n, "e"):
            index = int(x.value.split(",")[0])
            entity = s.lexicon.entity(index)
            if n + x.words >= end and entity.type == "Person" and given in fold(entity.label("ar")).split():
                return index, n + x.words
    return None


def unit_of(s: Sentence, j: int, stem: str = "") -> str:
    """What the list of name words says of token j, or of its `stem` without clitics: given, alone (a name and nothing else), any, or '' where it is not
    listed; a function word is a name in one spelling at most («علي», not «على»): exact."""
    for value in s.lexicon.forms(stem or s.tokens[j].fold).get("u", ()):
        role, _, spelling = value.partition("=")
        if s.tokens[j].text == spelling if spelling else stem or not any(tag.split(":")[0] in STOP and not conj and not prep for tag, conj, prep in s.words[j].tags):
            return "exact" if spelling else role
    return ""


def _spoke(s: Sentence, i: int) -> bool:
    """Is token i a verb of saying in the third person («بين», «من أبرز» are none)?"""
    return i >= 0 and bool(s.words[i].verbs) and says(s.lexicon, s.tokens[i].fold) and not s.tag(i, "prep") and not (i and s.tag(i - 1, "prep"))


def bare_person_at(s: Sentence, i: int) -> Name | None:
    """«زار فلان الفلاني»: a person without a title, told by two name words in a row, by one right behind a verb of saying, or by the last name of somebody
    told before."""
    return _bare(s, i) or _heard(s, i)


def _heard(s: Sentence, i: int) -> Name | None:
    """«الفلاني»: the last name of a person, or the short name of a body, of whom the article has told before."""
    for stem, conj, prep, _, cut, _ in s.words[i].starts if s.heard else ():
        if len(stem) > 2 and stem in s.heard and i not in s.times:
            w, unit = s.lexicon.word(stem), unit_of(s, i, stem)
            verb = w.nisba or any(v.person[0] == "3" for v in w.verbs)
            if unit != "exact" and not w.tags and not w.nouns and (unit or not verb) and not s.lexicon.get("c" + stem) and not s.lexicon.get("c" + stem.removeprefix(ARTICLE)):
                who = s.heard[stem]
                if who is not None and who.type != "Person":
                    return Name("unknown", i, i + 1, s.begin(i, cut), s.finish(i), conj, prep, who, how="short-name")
                return Name("unknown", i, i + 1, s.begin(i, cut), s.finish(i), conj, prep, given=s.text[s.begin(i, cut):s.finish(i)], gender="m", how="name")
    return None


def _bare(s: Sentence, i: int) -> Name | None:
    t, word, spoke = s.tokens[i], s.words[i], _spoke(s, i - 1)
    if t.kind != "w" or i in s.times or word.tags and s.tag(i, *STOP) and not unit_of(s, i):
        return None
    opened = next(((stem, conj, prep, cut) for stem, conj, prep, _, cut, _ in word.starts if unit_of(s, i, stem if cut else "")), None) if "u" in word.opens else None
    if opened is None and not spoke:
        return _nation_told(s, i)
    stem, conj, prep, cut = opened or (t.fold, "", "", 0)
    godly = i + 1 < len(s.tokens) and s.tokens[i + 1].fold in GODLY                 # «زين الدين», where «زين» alone is a verb
    if not godly and (word.nouns or any(v.person[0] == "3" and not v.pron for v in word.verbs) and (cut or not spoke)):
        return None
    end = unknown_end(s, i) if not cut else unknown_end(s, i + 1, opened=True)
    least = i + 3 if not cut and (s.tag(i, "namepart") or i + 1 < end and s.tokens[i + 1].fold in GODLY) else i + 2      # «عبد العاطي», «صلاح الدين» are one name
    while end > least and not _ends_name(s, end - 1):
        end -= 1
    if end <= i or not _told(s, i, end, stem, cut, spoke):
        return None
    known = _by_short_name(s, i, end, stem)
    start, j = s.begin(i, cut), known[1] if known else end
    return Name("entity" if known else "unknown", i, j, start, s.finish(j - 1), conj, prep, s.lexicon.entity(known[0]) if known else None,
                given="" if known else s.text[start:s.finish(end - 1)], gender="m", how="name", index=known[0] if known else -1)


def _nation_told(s: Sentence, i: int) -> Name | None:
    """«سجل الفرنسي فلان الفلاني»: two words that are nothing else, behind a man's nationality."""
    nation = nisba_at(s, i - 1, True) if i and s.words[i - 1].nisba else None
    if nation is None or not nation.value.endswith("ms") or s.tokens[i].text.startswith(ARTICLE) or not (may_be_name(s, i, True) and may_be_name(s, i + 1, True) if s.is_word(i + 1) else False):
        return None
    end = i + 2
    return Name("unknown", i, end, s.begin(i, 0), s.finish(end - 1), given=s.text[s.begin(i, 0):s.finish(end - 1)], gender="m", how="name")


def _ends_name(s: Sentence, j: int) -> bool:
    """Does a name without a title go as far as token j?  To a name word, an article's word behind one, or what «بن» introduces."""
    return bool(unit_of(s, j) or unit_of(s, j - 1) and s.tokens[j].fold.startswith(ARTICLE) or s.tag(j - 1, "namepart") and s.tokens[j - 1].fold not in GODLY)


def _told(s: Sentence, i: int, end: int, stem: str, cut: int, spoke: bool) -> bool:
    """Is that enough to see a person in tokens i to end?  `stem` is the first word without its clitics of `cut` letters."""
    first = unit_of(s, i, stem if cut else "")
    more = [j for j in range(i + 1, end) if s.is_word(j)]
    listed = bool(first) + sum(bool(unit_of(s, j)) for j in more)
    if spoke and not cut and first != "exact" and (listed or len(more) == 1):
        return True
    if stem.startswith(ARTICLE) and ARTICLE in s.tokens[i].text[:cut + 2]:         # «ألبرت» has none
        return False
    if first == "given" and more and (not cut or s.tokens[i + 1].fold.startswith(ARTICLE)):
        return True
    return listed >= 2 or first == "alone"


def unknown_end(s: Sentence, k: int, longest: int = 6, opened: bool = False) -> int:
    """Where a sequence that can be a personal name ends: word by word, stopped by anything that a name does not hold.

    `opened` says that the word before k, clitics off, has opened the name.
    """
    j, wanted = k, False
    while j < len(s.tokens) and j - k < longest:
        t, w = s.tokens[j], s.words[j]
        if t.kind == "p" and t.text in "#_" and j > k:
            j += 1
            continue
        if t.kind != "w" or j in s.times:
            break
        fathered = j + 2 < len(s.tokens) and s.tokens[j + 1].fold in NASAB and not t.fold.startswith(ARTICLE)      # «مساعد بن محمد»
        unit = unit_of(s, j) or fathered and "any"
        if not unit and (j > k or opened) and _another(s, j):
            break
        if not unit and w.tags and any(tag.split(":")[0] in STOP and not conj and not prep for tag, conj, prep in w.tags):
            break
        if j > k and unit_of(s, j - 1) == "given" and t.fold.startswith(ARTICLE) and nisba_at(s, j, True):      # «فيصل السويدي»
            j, wanted = j + 1, False
            continue
        if s.tag(j, "namepart") and (j > k or opened or t.fold not in GODLY):
            j, wanted = j + 1, t.fold not in GODLY
            continue
        if not wanted and not unit and not may_be_name(s, j, j > k or opened or (j + 1 < len(s.tokens) and s.tokens[j + 1].fold in GODLY)):
            break
        if (j > k or opened) and not wanted and _place(s, j):
            break
        if unit and j > k and not wanted and t.fold[0] in PROCLITICS and s.tag(j, *STOP):
            break
        j, wanted = j + 1, False
    while j > k and s.tag(j - 1, "namepart") and s.tokens[j - 1].fold not in GODLY:
        j -= 1
    while j > k and s.tokens[j - 1].kind == "p":
        j -= 1
    return j


def _another(s: Sentence, j: int) -> bool:
    """«وفرج», «وعبد»: does token j, with its «و» off, open another name?"""
    return any(conj == CONJUNCTION and cut == 1 and (unit_of(s, j, stem) in ("given", "alone") or any(tag == "namepart" for tag in s.lexicon.get("f" + stem))) for stem, conj, _, _, cut, _ in s.words[j].starts)


def may_be_name(s: Sentence, j: int, inner: bool) -> bool:
    """Can a word that no list of names holds be part of one?  No function word, verb, event noun, title, nationality or common noun is."""
    t, w = s.tokens[j], s.words[j]
    if ordinary(s.lexicon, t.fold) or any(tag.split(":")[0] in UNNAMED for tag, _, _ in w.tags) or any(not x.prep for x in w.nisba):
        return False
    if t.fold[0] in CONJUNCTIONS and inner and len(t.fold) > 4 and (t.fold[0] == CONJUNCTION or _means(s, t.fold[1:])):
        return False
    return inner or not t.text.startswith(ARTICLE)


def _means(s: Sentence, word: str) -> bool:
    """Is a folded word anything that a list knows?"""
    w = s.lexicon.word(word)
    return bool(w.verbs or w.nouns or w.tags or w.nisba or any(s.lexicon.get(kind + x) for x in (word, word.removeprefix(ARTICLE)) for kind in "cuetgbhr"))


def _adjective(s: Sentence, k: int) -> bool:
    """«الناشط السياسي فلان»: a definite adjective in «ي», which is nothing else and before a name."""
    t, w = s.tokens[k], s.words[k]
    return t.fold.startswith(ARTICLE) and t.fold.endswith(ADJECTIVE_ENDS) and not w.tags and not w.verbs and not w.nouns and person_at(s, k, strict=True)[2] == k and k + 1 < len(s.tokens) and s.is_word(k + 1)


def occupied_at(s: Sentence, i: int) -> Name | None:
    """«المحلل فلان»، «الناشطة فلانة»: a definite occupation and the name that it introduces."""
    for x in s.lexicon.names_at(s.tokens, i, "r"):
        if not x.value.endswith("s"):
            continue
        k = i + x.words
        while k < len(s.tokens) and (nisba_at(s, k) or s.tag(k, "mod") or s.tokens[k].text in "#_" or x.definite and k < i + x.words + 2 and _adjective(s, k)):
            k += 1
        nation = next((n for n in (nisba_at(s, m) for m in range(i + x.words, k)) if n), None)
        entity, given, end, index = person_at(s, k, strict=True)
        if end > k and (nation or x.definite or any(t.fold.startswith(ARTICLE) for t in s.tokens[i:i + x.words])):      # also «رجل الأعمال فلان الفلاني»
            of = state_id(s, int(nation.value.split(",")[0])) if nation else None
            return Name("entity" if entity else "unknown", i, end, s.begin(k, 0), s.finish(end - 1), x.conj, x.prep, entity, of=of, given=given, gender="m", how="name", index=index)
    return None
