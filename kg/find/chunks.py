"""A sentence cut into chunks: names, event words, verbs, times, prepositions, clause openers, and what is left.

Everything later reads chunks and never tokens.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.arabic import (
    ACCUSATIVE,
    ARTICLE,
    BARE_ENDS,
    BY,
    COMMAS,
    CONJUNCTION,
    CONJUNCTIONS,
    FEMININE_PLURAL,
    FOR,
    FROM,
    HYPHENS,
    LIKE,
    ONE,
    PERSON,
    PREFIXES,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SENTENCE_MARKS,
    SHADDA,
    TA,
    ends_in_ta,
    unsuffixed,
)
from kg.find.chunk import Chunk, bears
from kg.find.name import Name
from kg.find.names import names_at
from kg.find.sentence import Sentence
from kg.find.verbal import bearer_at, clause_start, nationality, noun_at, word_at
from kg.find.words import bearing, plain, pronominal
from kg.lexicon.word import BARE, Sense, VerbForm

ORDER = {"sub": 0, "rel": 0, "unit": 0, "neg": 1, "fut": 1, "perf": 1, "cond": 1, "modal": 2, "conj": 3, "dem": 4, "quant": 5}     # of what a function word is; 6 for others
PAUSES = COMMAS | SENTENCE_MARKS
GLUED = frozenset({BY, FOR})        # prepositions that are printed apart only before a quotation mark


def chunk(s: Sentence) -> list[Chunk]:
    """The chunks of a sentence, in order."""
    out: list[Chunk] = []
    i, prep, conj, quoted = 0, "", "", False
    size = len(s.tokens)
    while i < size:
        t = s.tokens[i]
        if t.fold == CONJUNCTION and i + 1 < size and s.tokens[i + 1].kind in "wn" and out:
            conj, i = CONJUNCTION, i + 1                 # «و المبعوث»: written apart
            continue
        if i in s.times:
            made = _time(s, i)
        elif t.kind == "p":
            made = _mark(s, i, quoted)
        else:
            made = _told(s, i, out, prep)
        last = out[-1] if out else None
        for c in made:
            c.quoted = quoted
            if conj and c.names:
                c.names = (replace(c.names[0], conj=conj), *c.names[1:])
            c.conj, conj = c.conj or conj, ""
            kind, tag = c.kind, last.tag if last is not None else ""
            if kind == "P":
                if not (c.prep == FROM and not c.conj and (tag == "quant" or tag == "n") and last.j == i):
                    prep = c.prep                        # «في كل من سوريا والعراق», «عدد من الشبان», «ثمانية من الجنود»: they are meant
                continue
            if kind == "Q":
                quoted = c.tag == "open"
            elif kind == "F":
                if bears(c):
                    c.prep, prep = c.prep or prep, ""
                else:
                    c.prep = prep = c.prep or prep
            else:
                if kind in "NECT":
                    if kind == "N" and tag == "quant" and c.prep == FROM and c.names[0].kind == "pronoun":
                        c.prep = ""                      # «قتلت ثلاثة منهم»
                    if prep and (not c.prep or prep == "attribution"):
                        c.prep = prep
                    if tag == "quant" and kind != "T" and not c.conj and last.kind == "F" and last.j == c.i:
                        c.conj = last.conj               # «وبعض دول المنطقة»
                    if kind == "E" and last is not None and bears(last):
                        c.prep, c.pron = last.prep, last.pron      # «أعلن رغبته في سحب …»: the noun before it only carries it
                prep = ""
            c.k = len(out)
            out.append(c)
            last = c
        i = made[-1].j
    return out


def _told(s: Sentence, i: int, out: list[Chunk], prep: str) -> list[Chunk]:
    """The chunks that the word at token i opens; a finder is asked only where the word may be what it looks for."""
    word, fold = s.words[i], s.tokens[i].fold
    function = s.lexicon.names_at(s.tokens, i, "f") if "f" in word.opens else ()
    return ((function and (_phrase(s, i, function) or _preposition(s, i, out, function))) or (fold in GLUED and _glued(s, i))
            or ((word.bearing or len(fold) < 6) and (pronoun := pronominal(s.lexicon, fold)) and _suffixed_preposition(s, i, *pronoun)) or _name(s, i, out)
            or ((word.verbs or word.nouns or "n" in word.opens) and word_at(s, i, out, prep))
            or (_function(s, i, function) if function else ((word.bearing or fold[-1] == ACCUSATIVE) and bearing(s.lexicon, fold) and bearer_at(s, i))) or (out and out[-1].kind in "SRF" and _guessed(s, i, out)) or _common(s, i))


def without_dateline(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks of a lead without «دبي (CNN)--»: where and by whom it was sent is no part of what it tells."""
    for n, c in enumerate(chunks[:14]):
        if c.kind == "W" and c.tag in HYPHENS and n and chunks[n - 1].kind == "W" and chunks[n - 1].tag == ")":
            while n < len(chunks) and chunks[n].kind == "W":
                n += 1
            for k, d in enumerate(chunks[n:]):
                d.k = k
            return chunks[n:]
        if c.kind == "V":
            break
    return chunks


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
        if (x.words > 1 and x.value.startswith("conj") or x.value == "adv") and not x.prep:
            c = Chunk("F", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, "")
            c.tag = x.value
            return [c]
    return []


def _preposition(s: Sentence, i: int, out: list[Chunk], senses: Sequence[Sense]) -> list[Chunk]:
    word, behind = s.words[i], s.tokens[i + 1] if i + 1 < len(s.tokens) else None
    for x in senses:
        if x.value == "attribution:source" and not x.prep:
            return [Chunk("P", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, "attribution")]
        if x.value.startswith("prep") and (x.words > 1 or not x.prep):
            if "e" in word.opens and any(n.words > x.words and n.conj == x.conj and not n.prep for n in s.lexicon.names_at(s.tokens, i, "e")):
                continue                                 # «جنوب أفريقيا»
            if x.words == 1 and word.verbs and (SHADDA in s.tokens[i].text or (clause_start(out) and any(n.kind == "office" or n.given or (n.entity is not None and n.entity.type == "Person") for n in names_at(s, i + 1)))):
                continue                                 # «عبّر الوزير عن …»
            if x.words == 1 and word.verbs and behind and any(u.get("takes") == behind.fold for v in word.verbs for u in s.lexicon.senses(v.lemma)):
                continue                                 # «الوزير عبر عن …»
            if x.conj and x.conj != CONJUNCTION and x.words == 1 and any(u.source != "plain" for v in word.verbs for u in s.lexicon.senses(v.lemma)):
                continue                                 # «فتحت النار» is no «ف» and «تحت»
            if x.words == 1 and behind and (behind.text in PAUSES or (behind.kind == "n" or s.tag(i + 1, "quant")) and s.tag(i, "quant")):
                continue                                 # «نحو 30 متظاهرا»
            meant = x.value[5:] or " ".join([t.fold for t in s.tokens[i:i + x.words]])[x.cut:]
            return [Chunk("P", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, meant)]
    return (s.tokens[i].fold in GLUED and _glued(s, i)) or _suffixed_compound(s, i)


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


def _name(s: Sentence, i: int, out: list[Chunk]) -> list[Chunk]:
    names = names_at(s, i)
    if not names:
        return []
    event = bool(s.words[i].nouns) or "n" in s.words[i].opens
    if names[0].kind == "group" and names[0].j <= i + 2 and s.words[i].nouns and s.tokens[i].fold.endswith(FEMININE_PLURAL) and (talks := noun_at(s, i, out, "", i)):
        return talks                                     # «مفاوضات تقنية» are talks, and no women who negotiate
    if len(names) == 1 and names[0].kind == "office" and names[0].j == i + 1 and s.tag(i, "modal"):
        return []                                        # «من المقرر أن …»
    if event and (longer := noun_at(s, i, out, "", names[-1].j)):
        return longer
    if event and len(names) == 1 and names[0].j == i + 1 and (names[0].kind in ("office", "sides", "group") or names[0].how == "kind") and (names[0].kind == "group" or not names[0].given) and noun_at(s, i, out, "", i):
        return []
    if len(names) == 1 and names[0].j == i + 1 and _verb_wins(s, i, out, names[0]):
        return []
    if names[0].kind in ("office", "group") and names[0].j == i + 1 and not names[0].given and not names[0].conj and not names[0].prep and out and out[-1].j == i and s.tokens[i].fold.startswith(ARTICLE) and _described(s, out[-1]):
        return []                                        # «التمثيل الدبلوماسي»: an adjective
    made = []
    for n in names:
        c = Chunk("N", n.i, n.j, n.start, n.end, n.conj, n.prep)
        c.names, c.definite = (n,), n.kind != "group"
        made.append(c)
        if n.how == "kind":
            nationality(s, c, c.j)
    return made


def _described(s: Sentence, c: Chunk) -> bool:
    """Is a definite word behind this chunk its adjective rather than a noun of its own?"""
    return c.kind in "CE" and (c.definite or (c.kind == "C" and any(s.tokens[c.i].fold.endswith(p) for p in PERSON)) or (c.kind == "E" and c.j - c.i > 1 and s.tokens[c.j - 1].fold.startswith(ARTICLE)))


def _verb_wins(s: Sentence, i: int, out: list[Chunk], name: Name) -> bool:
    """A one-word name that is also a verb of the lexicon, at the head of a clause: «أسعد»، «يزيد», or a real verb?"""
    return name.kind == "entity" and name.how == "kind" and bool(s.words[i].verbs) and clause_start(out)


def _function(s: Sentence, i: int, found: Sequence[Sense]) -> list[Chunk]:
    senses = [x for x in found if not (x.prep and x.value.split(":")[0] in BARE) and not (x.prep == LIKE and x.value.startswith(("modal", "lightnoun")))]
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
    opens = out[-1].kind in "SR" or (out[-1].kind == "F" and out[-1].tag in ("conj", "conj:cause", "neg", "fut", "perf", "modal"))
    if not opens:
        return []
    t, w = s.tokens[i], s.words[i]
    word = t.fold[1:] if t.fold[0] in CONJUNCTIONS and len(t.fold) > 5 else t.fold
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


def _common(s: Sentence, i: int) -> list[Chunk]:
    """Any other word: nouns and adjectives without a clitic before them run together into one chunk."""
    t = s.tokens[i]
    if t.kind == "n" and i + 1 < len(s.tokens) and any(n.kind == "group" for n in names_at(s, i + 1)):
        c = Chunk("F", i, i + 1, t.start, t.end)          # «18 شخصا»
        c.tag = "quant"
        return [c]
    conj, prep, cut, definite, statement, nisba, dated, qualifies, adverbial = plain(s.lexicon, t.fold)
    c = Chunk("C", i, i + 1, s.begin(i, cut), t.end, conj, prep)
    c.definite, c.statement, c.nisba, c.dated, c.qualifies, c.adverbial = definite, statement, nisba, dated, qualifies, adverbial
    c.tag, c.feminine, c.place = t.kind, True if ends_in_ta(t.text) else None, bool(s.words[i].tags and s.tag(i, "placehead"))
    return [c]
