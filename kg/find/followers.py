"""People told by whose they are: «أنصار الرئيس», «سكان القرية», «عمال المناجم», «جنوده»."""
from __future__ import annotations

from kg.arabic import ARTICLE, FROM, feminine
from kg.find.bodies import SOUND, body_at, jets, place_at
from kg.find.headed import headed_at
from kg.find.name import STOP, Name, known_at, nisba_at, state_id
from kg.find.people import bare_person_at
from kg.find.sentence import Sentence
from kg.find.titles import honoured_at, titled_at
from kg.find.words import forces

OWNED, FOREIGN = 8, 9                                    # fields of a group: may it be anybody's?  are they of another country than whose they are?


def followers_at(s: Sentence, i: int) -> Name | None:
    """«أنصار الرئيس», «سكان القرية»: a plural of people and whose they are, be it a name, a title or any noun with the article."""
    for x in s.lexicon.names_at(s.tokens, i, "g"):
        number, count = x.value.split(",")
        k = i + x.words
        head = s.tokens[k - 1].fold
        if count != "p" or x.definite or head.endswith(SOUND) or feminine(head) or not s.lexicon.groups[int(number)][OWNED] or not s.is_word(k) or k in s.times or jets(s, i, k):
            continue
        some = s.tokens[k].fold == FROM                  # «عناصر من العشائر»; of «عناصر من الجيش» the army is meant
        at = k + some
        owner = _whose(s, at) if at < len(s.tokens) else None
        j = _noun(s, at) if owner is None else at if some else owner.j
        if j > at:
            nation = nisba_at(s, j) if owner is None and not some and j < len(s.tokens) else None
            nation = nation if nation is not None and nation.value.endswith("mp") else None      # «سائقو الشاحنات البولنديون»
            j = j + 1 if nation else j
            of = state_id(s, int(nation.value.split(",")[0])) if nation else owner.of if owner and not s.lexicon.groups[int(number)][FOREIGN] else None      # «جيران ليبيا» are no Libyans
            return Name("group", i, j, s.begin(i, x.cut), s.finish(j - 1), x.conj, x.prep, None, "", of, s.lexicon.groups[int(number)][1], "", "p", "group", index=int(number))
    return None


def _whose(s: Sentence, k: int) -> Name | None:
    """The person or body at token k who may own somebody: a title with or without its holder, or a name."""
    held = titled_at(s, k) or honoured_at(s, k)
    one = held[0] if len(held) == 1 else known_at(s, k) or body_at(s, k) or headed_at(s, k) or place_at(s, k) or bare_person_at(s, k)
    return one if one is not None and not one.conj and not one.prep and (one.entity is None or one.entity.type not in ("Weapon", "Document")) else None


def _noun(s: Sentence, k: int) -> int:
    """The position after a noun with the article at token k, or after «طلبة جامعة الشمال»'s two; k where other words stand there."""
    if k + 1 < len(s.tokens) and s.lexicon.get("c" + s.tokens[k].fold) and not s.words[k].tags and not s.tokens[k].fold.startswith(ARTICLE) and _definite(s, k + 1):
        return k + 2
    return k + 1 if _definite(s, k) else k


def _definite(s: Sentence, k: int) -> bool:
    """Is token k a noun with the article, and no nationality or function word?"""
    return s.is_word(k) and k not in s.times and s.tokens[k].text.startswith(ARTICLE) and not nisba_at(s, k) and not any(tag.split(":")[0] in STOP + ("mod",) for tag, _, _ in s.words[k].tags)


def theirs_at(s: Sentence, i: int) -> Name | None:
    """«جنوده», «قواتها»: forces, and the suffix that says whose they are."""
    found = forces(s.lexicon, s.tokens[i].fold) if s.is_word(i) and i not in s.times else None
    if found is None:
        return None
    conj, prep, pron = found
    return Name("theirs", i, i + 1, s.begin(i, len(conj) + len(prep)), s.finish(i), conj, prep, gender=pron, number="p", how="theirs")
