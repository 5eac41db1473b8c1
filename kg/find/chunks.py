"""A sentence cut into chunks: names, event words, verbs, times, prepositions, clause openers, and what is left.

Everything later reads chunks and never tokens.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.arabic import (
    ACCUSATIVE,
    ADJECTIVE_ENDS,
    ARTICLE,
    BARE_ENDS,
    BY,
    COMMAS,
    CONJUNCTION,
    CONJUNCTIONS,
    FEMININE_PLURAL,
    FOR,
    FROM,
    FUTURE,
    LIKE,
    MATTER,
    ON,
    ONE,
    PERSON,
    PLURAL_ENDS,
    PREFIXES,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SENTENCE_MARKS,
    SHADDA,
    TA,
    WHAT,
    articled,
    ends_in_ta,
    feminine,
    splits,
    unsuffixed,
)
from kg.find.chunk import Chunk, bears, opens_clause, round_of
from kg.find.fitting import fitting
from kg.find.name import Name
from kg.find.names import names_at
from kg.find.sentence import Sentence
from kg.find.verbal import bearer_at, clause_start, has_said, nationality, noun_at, opposition, verb_wins, wants, word_at
from kg.find.words import bearing, plain, pronominal
from kg.lexicon.word import BARE, NEGATING, Sense, VerbForm

ORDER = {"sub": 0, "rel": 0, "unit": 0, "neg": 1, "fut": 1, "perf": 1, "cond": 1, "modal": 2, "conj": 3, "dem": 4, "quant": 5}     # of what a function word is; 6 for others
GLUED = "glued"        # of a preposition whose last word is glued to the noun behind it
HARM = frozenset({"Killing", "Injury", "CrowdControl", "Arrest", "Kidnapping"})      # which befalls people: the word behind its noun is whom, and no adjective
PAUSES = COMMAS | SENTENCE_MARKS
LETTERS = (f" {FOR} ", f" {BY} ", f" {LIKE} ")      # prepositions of one letter, as the last word of a compound
AFFIXED = frozenset({BY, FOR})      # prepositions that are printed apart only before a quotation mark


def chunk(s: Sentence) -> list[Chunk]:
    """The chunks of a sentence, in order."""
    out: list[Chunk] = []
    i, prep, conj, quoted, glued, called = 0, "", "", False, False, False
    size = len(s.tokens)
    while i < size:
        t = s.tokens[i]
        if t.fold == CONJUNCTION and i + 1 < size and (s.tokens[i + 1].kind in "wn" or s.tokens[i + 1].text in QUOTE_OPEN) and out:
            conj, i = CONJUNCTION, i + 1                 # «و المبعوث», «إيران و"حماس"»: written apart
            continue
        if prep and out and out[-1].tag == "dem" and any(v.conj for v in s.words[i].verbs):
            prep, glued = "", False                      # «منعوهم من ذلك وأطلقوا …»
        if i in s.times:
            made = _time(s, i)
        elif t.kind == "p":
            made = _mark(s, i, quoted)
        else:
            made = _told(s, i, out, prep)
        last = out[-1] if out else None
        for c in made:
            kind = c.kind
            if quoted:
                c.quoted = True
            if conj and kind != "Q":
                c.names = (replace(c.names[0], conj=conj), *c.names[1:]) if c.names else ()
                c.conj, conj = c.conj or conj, ""
            if kind == "P":
                if c.tag == "called":
                    prep, called = c.prep or prep, True              # «على ما وصفه بالعدوان»
                elif not (c.prep == FROM and not c.conj and last is not None and (last.tag in ("quant", "n") and last.j == i or round_of(out, i))):
                    prep, glued = c.prep, c.tag == GLUED             # «في كل من سوريا والعراق», «عدد من الشبان», «ثمانية من الجنود»: they are meant
                continue
            if kind == "Q":
                quoted = c.tag == "open"
            elif kind == "F":
                c.prep = prep if glued else c.prep or prep
                prep, glued = ("", False) if bears(c) else (c.prep, glued)
            else:
                if kind in "NECT":
                    quantity = last is not None and last.tag == "quant"
                    if quantity and kind == "N" and c.prep == FROM and c.names[0].kind == "pronoun":
                        c.prep = ""                      # «قتلت ثلاثة منهم»
                    if called and kind != "T":
                        c.prep, called = "" if c.prep == BY else c.prep, False
                    c.against = kind == "N" and c.prep in AFFIXED and c.i > 0 and not s.lexicon.hostile.isdisjoint(s.words[c.i - 1].bare)
                    if prep and (not c.prep or prep == "attribution" or glued):
                        c.prep = prep
                    if quantity and kind != "T" and not c.conj and last.kind == "F" and last.j == c.i:
                        c.conj = last.conj               # «وبعض دول المنطقة»
                    if kind == "E" and last is not None and last.kind == "F" and bears(last):
                        c.prep, c.pron = last.prep, last.pron      # «أعلن رغبته في سحب …»: the noun before it only carries it
                elif kind == "S" and prep == ON and last is not None and last.kind == "W":
                    c.tag = "sub:fut"                    # «…، على أن يلتقي …»: what will come next
                elif kind == "V" and len(out) > 1 and out[-1].kind == "C" and s.tokens[i - 1].fold == WHAT and "light" in c.uses and c.uses["light"].get("links") == "causes":
                    out[-1].kind, out[-1].tag = "F", "conj:outcome"      # «…، ما أدى إلى مقتله»
                elif kind == "V" and len(out) > 1 and out[-1].kind == "R" and out[-2].kind == "C" and s.tokens[out[-2].i].fold == MATTER and "light" in c.uses and c.uses["light"].get("links") == "causes":
                    out[-2].kind, out[-2].tag, out[-2].j = "F", "conj:outcome", out.pop().j      # «الأمر الذي أدى إلى مقتله»
                prep, glued = "", False
            c.k = len(out)
            out.append(c)
            last = c
        i = made[-1].j
    return out


def _told(s: Sentence, i: int, out: list[Chunk], prep: str) -> list[Chunk]:
    """The chunks that the word at token i opens; a finder is asked only where the word may be what it looks for."""
    word, fold = s.words[i], s.tokens[i].fold
    function = s.lexicon.names_at(s.tokens, i, "f") if "f" in word.opens else ()
    return ((function and _phrase(s, i, function)) or ("f" in word.seconds and _glued_compound(s, i)) or (function and _preposition(s, i, out, function)) or (fold in AFFIXED and _glued(s, i))
            or (("f" in word.suffixes or len(fold) < 6) and not ends_in_ta(s.tokens[i].text) and (pronoun := pronominal(s.lexicon, fold)) and _suffixed_preposition(s, i, *pronoun)) or ((names := names_at(s, i)) and _name(s, i, out, names))
            or (function and _perfect(s, i, function)) or ((word.verbs or word.nouns or "n" in word.opens) and word_at(s, i, out, prep))
            or (_function(s, i, function) if function else (("f" in word.suffixes or fold[-1] == ACCUSATIVE) and bearing(s.lexicon, fold) and bearer_at(s, i))) or _guessed(s, i, out) or _common(s, i))


def _time(s: Sentence, i: int) -> list[Chunk]:
    t = s.times[i]
    c = Chunk("T", i, t.last, t.start, t.end)
    c.time = t
    return [c]


def _mark(s: Sentence, i: int, quoted: bool) -> list[Chunk]:
    t = s.tokens[i]
    if t.text in QUOTE_CLOSE and quoted:
        kind, tag = "Q", "close"
    elif t.text in QUOTE_OPEN:
        kind, tag = "Q", "open"
    else:
        kind, tag = "W", t.text
    c = Chunk(kind, i, i + 1, t.start, t.end)
    c.tag = tag
    return [c]


def _phrase(s: Sentence, i: int, senses: Sequence[Sense]) -> list[Chunk]:
    """A function word of several words, which says more than the preposition or verb that it begins with: «من جهته»، «يذكر أن»."""
    for x in senses:
        if (x.words > 1 and x.value.startswith("conj") or x.value == "adv") and not x.prep or x.value == "called":
            called = x.value == "called"                 # «ما وصفه ب…»
            c = Chunk("P" if called else "F", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, x.prep if called else "")
            c.tag = x.value
            return [c]
    return []


def _preposition(s: Sentence, i: int, out: list[Chunk], senses: Sequence[Sense]) -> list[Chunk]:
    word, behind = s.words[i], s.tokens[i + 1] if i + 1 < len(s.tokens) else None
    for x in senses:
        if x.value == "attribution:source" and not x.prep:
            return [Chunk("P", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, "attribution")]
        if x.value.startswith("prep") and (x.words > 1 or not x.prep):
            if "e" in word.opens and (longer := s.lexicon.names_at(s.tokens, i, "e")) and longer[0].words > x.words and any(n.words > x.words and n.conj == x.conj and not n.prep for n in longer):
                continue                                 # «جنوب أفريقيا»
            if x.words == 1 and word.verbs and (SHADDA in s.tokens[i].text or (clause_start(out) and any(n.kind == "office" or n.given or (n.entity is not None and n.entity.type == "Person") for n in names_at(s, i + 1)))):
                continue                                 # «عبّر الوزير عن …»
            if x.words == 1 and not x.conj and word.verbs and clause_start(out) and has_said(s, i):
                continue                                 # «عبر مجلس الأمن عن قلقه»
            if x.words == 1 and word.verbs and not out and any(fitting(s, i, i + 1, v.lemma)[1].keys() - {"plain"} and any(u.near for u in fitting(s, i, i + 1, v.lemma)[1].values()) for v in word.verbs if v.tense == "p"):
                continue                                 # «خلف القصف عشرات القتلى»
            if x.words == 1 and word.verbs and behind and any(u.get("takes") == behind.fold for v in word.verbs for u in s.lexicon.senses(v.lemma)):
                continue                                 # «الوزير عبر عن …»
            if x.words == 1 and not x.conj and word.nouns and s.tokens[i].fold[0] == BY and wants(out, BY):
                continue                                 # «أشاد بدعم هولندا»: what is praised
            if x.conj and x.conj != CONJUNCTION and x.words == 1 and any(u.source != "plain" for v in word.verbs for u in s.lexicon.senses(v.lemma)):
                continue                                 # «فتحت النار» is no «ف» and «تحت»
            if x.words == 1 and behind and (behind.text in PAUSES or (behind.kind == "n" or s.tag(i + 1, "quant")) and s.tag(i, "quant")):
                continue                                 # «نحو 30 متظاهرا»
            meant = x.value[5:] or (s.tokens[i].fold if x.words == 1 else " ".join([t.fold for t in s.tokens[i:i + x.words]]))[x.cut:]
            return [Chunk("P", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, meant)]
    return (s.tokens[i].fold in AFFIXED and _glued(s, i)) or ("f" in word.seconds and _suffixed_compound(s, i)) or []


def _glued_compound(s: Sentence, i: int) -> list[Chunk]:
    """«تلبية لدعوة»، «فيما يتعلق بالسد»: a preposition of several words whose last is glued to the noun, and says nothing of its own."""
    second = s.words[i].seconds["f"]
    whole = i + 1 < len(s.tokens) and f" {s.tokens[i + 1].fold} " in second      # may the next word be part of it, and not only its first letter?
    if not whole and not (LETTERS[0] in second or LETTERS[1] in second or LETTERS[2] in second):
        return []
    for n in range(1, 4 if whole else 2):
        if i + n >= len(s.tokens) or s.tokens[i + n].kind != "w":
            return []
        starts = s.words[i + n].starts
        for last in {prep for _, conj, prep, _, _, _ in starts[1:] if prep and not conj} if len(starts) > 1 else ():
            head = " ".join([t.fold for t in s.tokens[i:i + n]])
            value = next((v for v in s.lexicon.get(f"f{head} {last}") if v.startswith("prep:")), None)
            if value is not None and not s.tag(i - 1, "prep"):
                c = Chunk("P", i, i + n, s.tokens[i].start, s.tokens[i + n - 1].end, "", value[5:])
                c.tag = GLUED
                return [c]
    return []


def _glued(s: Sentence, i: int) -> list[Chunk]:
    """«ب"دعم من …"»: a preposition before a quotation mark."""
    if i + 1 < len(s.tokens) and s.tokens[i + 1].text in QUOTE_OPEN:
        return [Chunk("P", i, i + 1, s.begin(i, 0), s.finish(i), "", s.tokens[i].fold)]
    return []


def _suffixed_compound(s: Sentence, i: int) -> list[Chunk]:
    """«إلى جانبه»، «من قبلهم»: a preposition of two words with its pronoun."""
    if not s.is_word(i) or not s.is_word(i + 1) or not s.tag(i, "prep"):
        return []
    for stem, pron in unsuffixed(s.tokens[i + 1].fold):
        for value in s.lexicon.get(f"f{s.tokens[i].fold} {stem}"):
            if value.startswith("prep:") and PERSON[pron][0] == "3":
                c = Chunk("N", i, i + 2, s.tokens[i].start, s.tokens[i + 1].end, "", value[5:])
                c.definite, c.names = True, (Name("pronoun", i, i + 2, c.start, c.end, "", value[5:], how="pronoun", gender=PERSON[pron]),)
                return [c]
    return []


def _suffixed_preposition(s: Sentence, i: int, conj: str, base: str, pron: str) -> list[Chunk]:
    """«معه»، «عليها»، «بينهما»: a preposition with its pronoun, a name of its own."""
    t = s.tokens[i]
    c = Chunk("N", i, i + 1, t.start, t.end, conj, base)
    c.definite, c.names = True, (Name("pronoun", i, i + 1, t.start, t.end, conj, base, how="pronoun", gender=PERSON[pron]),)
    return [c]


def _name(s: Sentence, i: int, out: list[Chunk], names: Sequence[Name]) -> list[Chunk]:
    event = bool(s.words[i].nouns) or "n" in s.words[i].opens
    if names[0].kind in ("group", "office") and names[0].j <= i + 2 and (names[0].kind == "group" or not names[0].given) and s.words[i].nouns and s.tokens[i].fold.endswith(FEMININE_PLURAL) and (talks := noun_at(s, i, out, "", i)):
        return talks                                     # «مفاوضات تقنية» are talks, and no women who negotiate
    if len(names) == 1 and names[0].kind in ("office", "group") and names[0].j == i + 1 and s.tag(i, "modal", "lightnoun"):
        return []                                        # «من المقرر أن …»
    if event and (longer := noun_at(s, i, out, "", names[-1].j)):
        return longer
    if event and len(names) == 1 and names[0].j == i + 1 and (names[0].kind in ("office", "sides", "group") or names[0].how == "kind") and (names[0].kind == "group" or not names[0].given) and (made := noun_at(s, i, out, "", i)) and not (names[0].kind == "group" and made[0].uses.keys() == {"tie"} and not _for(s, i + 1) and (not feminine(s.tokens[i].fold) or opposition(s, names[0], out))):
        return []
    if len(names) == 1 and (names[0].j == i + 1 or names[0].kind == "group") and verb_wins(s, i, out, names[0]):
        return []
    if names[0].kind in ("office", "group", "body") and names[0].j == i + 1 and (s.tokens[i].fold.endswith(ADJECTIVE_ENDS[0]) if names[0].kind == "body" else not names[0].given) and not names[0].conj and not names[0].prep and out and out[-1].j == i and s.tokens[i].fold.startswith(ARTICLE) and _described(s, out[-1]):
        return []                                        # «التمثيل الدبلوماسي»: an adjective
    if event and len(names) == 1 and names[0].kind == "body" and names[0].j == i + 1 < len(s.tokens) and s.tokens[i + 1].fold == ON and noun_at(s, i, out, "", i):
        return []                                        # «القضاء على المسلحين» is no judiciary
    before = out[-1] if out else None
    if names[0].kind == "body" and names[0].conj and names[0].j == i + 1 and s.tokens[i].fold.endswith(ADJECTIVE_ENDS[0]) and before is not None and before.kind == "C" and before.j == i and before.definite and s.tokens[i - 1].fold.endswith(ADJECTIVE_ENDS[0]):
        return []                                        # «المنافذ البرية والبحرية»
    if names[0].kind == "group" and names[0].number == "s" and before is not None and before.kind == "C" and before.adverbial and before.j == i and not before.definite and not names[0].conj and not names[0].prep and s.tokens[i].fold.endswith(ADJECTIVE_ENDS[1] + ACCUSATIVE):
        return []                                        # «موقعا عسكريا إسرائيليا»: its adjective
    if names[0].kind == "group" and before is not None and before.kind == "E" and before.j == i and not names[0].conj and before.event is not None and not before.event.near.isdisjoint(s.words[i].bare) and not (before.event.cls in HARM and s.tokens[i].fold.endswith(PLURAL_ENDS[:2])):
        return []                                        # «دعم عسكري»: the adjective that the noun asked for, but no «تفريق المتظاهرين»
    if names[0].kind == "group" and before is not None and before.kind == "E" and not before.definite and not names[0].conj and not names[0].prep and any(v.pron and v.tense == "p" and v.person[0] == "3" for v in s.words[i].verbs) and not ends_in_ta(s.tokens[i].text):
        return []                                        # «وساطة قادها الاتحاد»: a verb that takes the noun up
    made = []
    for n in names:
        c = Chunk("N", n.i, n.j, n.start, n.end, n.conj, n.prep)
        c.names, c.definite = (n,), n.kind != "group"
        c.oblique = (n.kind == "group" or n.how == "people") and not n.prep and (s.tokens[n.i].fold.endswith(PLURAL_ENDS[0]) or n.kind == "group" and n.number == "s" and not n.gender and _accusative(s, n.i)) and not (before is not None and before.tag in ("quant", "n"))      # «الإرهابيين» are no subject, «آلاف المحتجين» are
        made.append(c)
        if n.how == "kind":
            nationality(s, c, c.j)
    return made


def _accusative(s: Sentence, i: int) -> bool:
    """«رتلا للتحالف», «جنديا روسيا»: does a word for people stand in the accusative?  What is no dual («نائبا الرئيس») has no noun right behind it."""
    after = s.tokens[i + 1] if i + 1 < len(s.tokens) else None
    return s.tokens[i].fold.endswith(ACCUSATIVE) and bool(s.lexicon.get("g" + s.tokens[i].fold[:-1])) and (after is None or after.kind == "p" or after.fold.endswith(ACCUSATIVE) or bool(s.tag(i + 1, "prep")) or _for(s, i + 1))


def _for(s: Sentence, i: int) -> bool:
    """Does «ل» stand before token i, as behind an adjective that says whom people are against: «معارضون للحكومة»?"""
    return i < len(s.tokens) and any(prep == FOR for _, _, prep, *_ in s.words[i].starts)


def _described(s: Sentence, c: Chunk) -> bool:
    """Is a definite word behind this chunk its adjective rather than a noun of its own?"""
    return c.kind in "CE" and (c.definite or (c.kind == "C" and any(s.tokens[c.i].fold.endswith(p) for p in PERSON)) or (c.kind == "E" and c.j - c.i > 1 and s.tokens[c.j - 1].fold.startswith(ARTICLE)))


def _perfect(s: Sentence, i: int, found: Sequence[Sense]) -> list[Chunk]:
    """«فقد رحبت»: «قد» before a perfect, and no verb of losing."""
    after = s.words[i + 1].verbs if i + 1 < len(s.tokens) else ()
    return _function(s, i, found) if s.tag(i, "perf") and any(v.tense == "p" and not v.conj for v in after) else []


def _function(s: Sentence, i: int, found: Sequence[Sense]) -> list[Chunk]:
    senses = [x for x in found if not (x.prep and x.value.split(":")[0] in BARE and x.value != NEGATING) and not (x.prep == LIKE and x.value.startswith(("modal", "lightnoun")))]
    if not senses:
        return bearer_at(s, i)
    x = min(senses, key=lambda x: (ORDER.get(x.value.split(":")[0], 6), x.value))
    if x.value == "perf" and i + 1 < len(s.tokens) and (verbs := s.words[i + 1].verbs) and all(v.tense == "i" for v in verbs):
        x = next((y for y in senses if y.value.startswith("modal")), x)      # «قد يزور» may happen, «قد زار» has
    tag = x.value.split(":")[0]
    if tag in ("crew", "namepart", "mod", "own", "here", "counterpart", "placehead"):
        return []
    if tag == "pron":
        c = Chunk("N", i, i + 1, s.begin(i, x.cut), s.finish(i), x.conj, x.prep)
        c.definite, c.names = True, (Name("pronoun", i, i + 1, c.start, c.end, x.conj, x.prep, how="pronoun", gender=x.value[5:]),)
        return [c]
    c = Chunk({"sub": "S", "rel": "R"}.get(tag, "F"), i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, x.prep)
    c.one = tag == "quant" and s.tokens[i].fold[x.cut:] in ONE
    c.tag = x.value if tag in ("modal", "unit", "attribution", "rel", "conj") else tag
    if c.kind == "S":
        c.pron = next((PERSON[p] for stem, p in unsuffixed(s.tokens[c.j - 1].fold) if stem.endswith(BARE_ENDS)), "")      # «إنه», «بأنهما»
    return [c]


def _guessed(s: Sentence, i: int, out: list[Chunk]) -> list[Chunk]:
    """An imperfect that no list knows, told by its prefix, where a clause begins and a noun follows: it only marks the border."""
    t, w = s.tokens[i], s.words[i]
    word = t.fold[1:] if t.fold[0] in CONJUNCTIONS and len(t.fold) > 5 else t.fold
    if not out or not (out[-1].kind in "SR" or opens_clause(out[-1]) or out[-1].tag == "modal"):
        return _to_come(s, i, word)
    if out[-1].kind == "R" and t.kind == "w" and len(word) > 3 and word[0] not in PREFIXES and not (ends_in_ta(t.text) or w.nouns or w.nisba or w.tags or word.startswith(ARTICLE) or s.lexicon.get("c" + t.fold)):
        c = Chunk("V", i, i + 1, t.start, t.end)         # «الذي انتظم …»: a perfect behind «الذي» that no list knows
        c.form = VerbForm(-1, "p", "3fs" if word.endswith(TA) else "3ms", "a", "", False, "", 0, False, len(word))
        return [c]
    if t.kind != "w" or len(word) < 4 or word[0] not in PREFIXES or ends_in_ta(t.text) or w.nouns or w.nisba or i + 1 >= len(s.tokens):
        return []
    if out[-1].kind != "R" and not (s.tokens[i + 1].fold.startswith(ARTICLE) or names_at(s, i + 1)):
        return []
    c = Chunk("V", i, i + 1, t.start, t.end, t.fold[0] if word != t.fold else "")
    c.form = VerbForm(-1, "i", "3fs" if word[0] == PREFIXES[1] else "3ms", "a", c.conj, False, "", 0, False, len(word))
    return [c]


def _to_come(s: Sentence, i: int, word: str) -> list[Chunk]:
    """«اللقاء سيحدد …»: the future of a verb that no list knows, wherever it stands, for nothing but a verb begins so."""
    future = next((x.stem for x in splits(word) if x.future and len(x.stem) > 3), "") if FUTURE in word[:2] else ""
    if not future or not s.lexicon.get("c" + future) or s.words[i].nouns or s.words[i].nisba or s.lexicon.get("c" + word) or names_at(s, i):
        return []
    t = s.tokens[i]
    c = Chunk("V", i, i + 1, t.start, t.end, t.fold[0] if word != t.fold else "")
    c.form = VerbForm(-1, "i", "3fs" if future[0] == PREFIXES[1] else "3ms", "a", c.conj, True, "", 0, False, len(word))
    return [c]


def _common(s: Sentence, i: int) -> list[Chunk]:
    """Any other word: nouns and adjectives without a clitic before them run together into one chunk."""
    t = s.tokens[i]
    counted = i + 2 if i + 1 < len(s.tokens) and s.tokens[i + 1].fold == FROM else i + 1
    if t.kind == "n" and counted < len(s.tokens) and any(n.kind == "group" for n in names_at(s, counted)):
        c = Chunk("F", i, i + 1, t.start, t.end)          # «18 شخصا», «500 من المتظاهرين»
        c.tag = "quant"
        return [c]
    conj, prep, cut, definite, statement, nisba, dated, qualifies, adverbial = plain(s.lexicon, t.fold)
    definite = definite and (cut > 0 or articled(t.text))
    c = Chunk("C", i, i + 1, s.begin(i, cut), t.end, conj, prep)
    c.definite, c.statement, c.nisba, c.dated, c.qualifies, c.adverbial = definite, statement, nisba, definite and dated, not definite and qualifies, not definite and adverbial
    if not definite and not ends_in_ta(t.text) and "c" not in s.lexicon.forms(t.fold):
        c.pron = next((PERSON[pron] for stem, pron in unsuffixed(t.fold[cut:]) if PERSON[pron][0] == "3" and s.lexicon.get("c" + stem)), "")      # «هامشها»
    c.bare = s.words[i].bare
    c.tag, c.feminine, c.place = t.kind, True if ends_in_ta(t.text) else False if nisba and t.fold.endswith(PLURAL_ENDS) else None, bool(s.words[i].tags and s.tag(i, "placehead"))
    return [c]
