"""Which uses of a word fit its neighbours: the words that a use wants before or behind it, and those that it must not have."""
from __future__ import annotations

from kg.arabic import COMMAS, IN, QUESTION, QUOTE_OPEN, SENTENCE_MARKS, WHAT
from kg.find.sentence import Sentence
from kg.find.words import leads_away
from kg.lexicon import Lexicon, Use
from kg.once import once

NEAR, NEAR_VERB, NEAR_LIGHT, BEFORE, ASIDE = 6, 8, 12, 3, 20      # words; a verb's object stands behind its subject and the subject's titles
VERBAL = frozenset({"light", "passive", "aux", "speech"})
FORCE = frozenset({"ASSAULT", "PROTEST"})       # whose verbs look beyond one preposition: «أوقع هجوم على الحافلة سبعة قتلى»
PEOPLE = frozenset("tgro")      # kinds of names that begin with an office, a word for many people, a trade or a word of respect
WEIGHT = {"event": 4, "speech": 5, "light": 3, "passive": 3, "aux": 3}       # of what a word means by its source; 1 for others


def _passes(s: Sentence, i: int, j: int, use: Use) -> int:
    """How well the neighbours of a word fit one of its uses: 2 a wanted neighbour is there, 1 none is asked for, 0 it does not fit."""
    if use.before or (use.not_before and not s.bare.isdisjoint(use.not_before)):
        behind = [s.words[k].bare for k in range(max(0, i - BEFORE), i)]
        if not all(use.not_before.isdisjoint(bare) for bare in behind) or (use.before and all(use.before.isdisjoint(bare) for bare in behind)):
            return 0
    if use.extra and use.extra.get("needs") == "person" and not _people(s, j):
        return 0
    if not use.near and (not use.not_near or s.bare.isdisjoint(use.not_near)):
        return 2 if use.before else 1
    around = _ahead(s, j, use)
    if not around.isdisjoint(use.not_near) or (use.near and around.isdisjoint(use.near)):
        return 0
    return 2 if use.near or use.before else 1


def _people(s: Sentence, j: int) -> bool:
    """May the object of a verb be people: does a title, an occupation, a word for many or a people stand among the next few?"""
    return any(not s.words[k].opens.keys().isdisjoint(PEOPLE) or any(x.value.split(",")[1] == "mp" for x in s.words[k].nisba) for k in range(j, min(j + NEAR_VERB, len(s.tokens))))


def _ahead(s: Sentence, j: int, use: Use) -> frozenset[str]:
    """The words after token j that a use looks at: a few behind a noun, more behind a verb, none behind a preposition of its own.
    A title counts as one of them, and nationalities and the words of personal names as none: a verb's object stands behind its subject."""
    verbal = use.source in VERBAL or next(iter(use.args), "") == "subject"
    wide = verbal or s.lexicon.classes.get(use.cls, (None,))[0] in ("SANCTION", "COERCE")      # «منع وزير إسرائيلي من دخول …»
    if not verbal and (j, wide) in s.ahead:
        return s.ahead[j, wide]
    most = NEAR_LIGHT if use.source in VERBAL or s.tag(j, "rel") else NEAR_VERB if verbal else NEAR      # «العمليات التي يقوم بها الجيش ضد …»
    around, seen, titled, inside, away = [], 0, j, j, 0 if s.lexicon.classes.get(use.cls, (None,))[0] in FORCE else 1
    skipped = 0
    for k in range(j, len(s.tokens)):
        t, w = s.tokens[k], s.words[k]
        if k < skipped:
            continue
        if t.kind == "p":
            if t.text in SENTENCE_MARKS:
                break
            skipped = _aside(s, k) if verbal and k > j and t.text in COMMAS else 0
            continue
        if verbal and titled > j and k <= titled + 1 and (k == titled or s.words[k - 1].nisba or s.tag(k - 1, "mod")) and s.tag(k, "prep") and s.is_word(k + 1) and "e" in s.words[k + 1].opens:
            titled = k + 2                               # «وجه المبعوث الدولي إلى اليمن دعوات …»: his post
        if "f" in w.opens and t.fold == WHAT and k >= inside:
            inside = k + max((x.words for x in s.lexicon.names_at(s.tokens, k, "f") if x.value == "quant"), default=0)      # «ما لا يقل عن سبعة»
        if k < inside and s.tag(k, "prep"):
            continue
        if verbal and k >= inside and "e" in w.opens:
            inside = k + max((x.words for x in s.lexicon.names_at(s.tokens, k, "e")), default=0)      # «نشر حلف شمال الأطلسي كتائب»
        if verbal and w.tags and k >= max(titled, inside) and leads_away(s.lexicon, t.fold) and not (t.fold == IN and not use.weak and _place(s, k + 1)) and t.fold not in use.near and use.role(t.fold) is None and not s.tag(k, "quant") and not (k > j and s.tag(k - 1, "quant")):
            away += 1
        if seen == most or away > 1:
            break
        seen += k >= titled and not (w.nisba and wide or verbal and "u" in w.opens and "u" in s.lexicon.forms(t.fold))
        around.append(w.bare)
        if verbal and "t" in w.opens and k >= titled:
            titled = k + max((x.words for x in s.lexicon.names_at(s.tokens, k, "t")), default=1)
    if verbal and j > 1 and (at := next((k for k in (j - 2, j - 3) if k > 0 and s.tag(k, "rel")), 0)) and (at == j - 2 or s.tag(j - 2, "perf", "neg", "fut")) and not s.tag(at, "rel").endswith("p"):
        around += [s.words[k].bare for k in range(max(0, at - BEFORE), at)]      # «مشروع القرار الذي تقدمت به …»: what it is said of
    found = frozenset().union(*around)
    if not verbal:
        s.ahead[j, wide] = found
    return found


def _aside(s: Sentence, k: int) -> int:
    """«شدد X، في ختام اجتماع عقد في أنقرة، على ضرورة …»: where an aside ends that a preposition opens behind the comma at token k, if a preposition or noun goes on there; 0 where none stands."""
    if k + 1 >= len(s.tokens) or not (s.tag(k + 1, "prep") or k + 1 in s.times):
        return 0
    for m in range(k + 2, min(k + ASIDE, len(s.tokens) - 1)):
        if s.tokens[m].text in SENTENCE_MARKS or s.tokens[m].text == QUESTION:
            return 0
        if s.tokens[m].text in COMMAS:
            return m if not any(conj for _, conj, *_ in s.words[m + 1].starts[1:]) and not any(v.conj for v in s.words[m + 1].verbs) else 0
    return 0


def _place(s: Sentence, k: int) -> bool:
    """«أمرت محكمة في النيجر بحبس …»: does a place stand there, which tells where he is who acts?"""
    return s.is_word(k) and "e" in s.words[k].opens and any(not x.conj and not x.prep and s.lexicon.entity(int(x.value.split(",")[0])).type in ("Place", "State") for x in s.lexicon.names_at(s.tokens, k, "e"))


@once
def unaided(lexicon: Lexicon, lemma: int) -> tuple[frozenset[str], int, dict[str, Use]]:
    """What a lemma means where none of the words that its uses look for stands anywhere in the sentence: those words, and what `fitting` finds then;
    worth -1 where that still depends on the sentence."""
    uses = lexicon.senses(lemma)
    watched = frozenset().union(*(words for use in uses for words in (use.near, use.not_near, use.before, use.not_before)))
    found: dict[str, Use] = {}
    best = 0
    for use in uses:
        if not use.near and not use.before:
            found.setdefault(use.source, use)
            best = max(best, WEIGHT.get(use.source, 1))
    unsure = any(use.weak and use.source == "speech" or use.get("needs") for use in uses)      # what follows decides
    return watched, -1 if unsure else best, found


def fitting(s: Sentence, i: int, j: int, lemma: int) -> tuple[int, dict[str, Use]]:
    """The uses of a lemma at tokens i to j, by source, with how much the best of them is worth; not to be changed."""
    watched, best, found = unaided(s.lexicon, lemma)
    if best >= 0 and s.bare.isdisjoint(watched):
        return best, found
    return sought(s, i, j, lemma)


def sought(s: Sentence, i: int, j: int, lemma: int) -> tuple[int, dict[str, Use]]:
    """`fitting` with every use held against the sentence, which is what it does where `unaided` cannot say."""
    found: dict[str, Use] = {}
    best, bare = 0, s.bare
    for use in s.lexicon.senses(lemma):
        if (use.near and bare.isdisjoint(use.near)) or (use.before and bare.isdisjoint(use.before)):
            continue                                     # none of the wanted words stands anywhere in the sentence
        fit = _passes(s, i, j, use)
        if not fit or (use.weak and use.source == "speech" and not _said(s, j)):
            continue
        held = found.get(use.source)
        if held is None or (fit == 2 and _passes(s, i, j, held) < 2):
            found[use.source] = use
        best = max(best, WEIGHT.get(use.source, 1) + (3 if fit == 2 else 0))
    return best, found


def _said(s: Sentence, j: int) -> bool:
    """Does a clause or quotation follow within a few words, as behind a verb of saying?"""
    for k in range(j, min(j + 10, len(s.tokens))):
        if s.tokens[k].text in QUOTE_OPEN or s.tokens[k].text == ":" or s.tag(k, "sub"):
            return True
    return False
