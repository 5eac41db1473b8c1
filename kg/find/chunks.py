"""A sentence cut into chunks: names, event words, verbs, times, prepositions, clause openers, and what is left.

The one hard choice of this step is whether an unvocalised word is a verb or its verbal noun («بحث»، «قصف»، «دعم»): print does
not tell, so what stands before it does.  Everything later reads chunks and never tokens.
"""
from __future__ import annotations

from kg.arabic import (
    ADJECTIVE_ENDS,
    ARTICLE,
    BY,
    COMMAS,
    CONJUNCTION,
    CONJUNCTIONS,
    DAMMA,
    FEMININE_PLURAL,
    FOR,
    FROM,
    HAMZA,
    HYPHENS,
    PERSON,
    PREFIXES,
    PROCLITICS,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SENTENCE_MARKS,
    SHADDA,
    TANWIN,
    ends_in_ta,
    unsuffixed,
)
from kg.find.fitting import fitting
from kg.find.name import Name
from kg.find.names import names_at
from kg.find.sentence import Sentence
from kg.find.words import bearing, plain, pronominal
from kg.lexicon import BARE, NounForm, Use, VerbForm

ACCUSATIVE = "ا"      # «ضمنا», «قريبا»: how an adverb ends, and an indefinite object
LIKE = "ك"            # «كامل» is no «ك» and «أمل»
ONE = frozenset({"احد", "احدي"})
BARE_ENDS = "ن"       # «أن», «إن», «لأن» without a suffix
ORDER = {"sub": 0, "rel": 0, "unit": 0, "neg": 1, "fut": 1, "perf": 1, "cond": 1, "modal": 2, "conj": 3, "dem": 4, "quant": 5}     # of what a function word is; 6 for others
PAUSES = COMMAS | SENTENCE_MARKS


class Chunk:
    """A piece of a sentence.

    `kind`: N name, E event noun, V verb, C other noun, T time, S subordinator, R relative, F function word, W mark, Q quotation mark.
    `prep` is the preposition that governs it ('' for none), `conj` the و or ف glued to it; `uses` what a word of the lexicon means
    here, by source; `refs` whom a name stands for, once `kg.link` has said so.
    """
    __slots__ = ("adverbial", "bare", "conj", "definite", "end", "feminine", "form", "i", "j", "k", "kind", "light", "names", "nisba", "one", "place", "prep", "pron", "quoted", "refs", "start", "statement", "tag", "time", "uses")

    def __init__(self, kind: str, i: int, j: int, start: int, end: int, conj: str = "", prep: str = ""):
        self.kind, self.i, self.j, self.start, self.end, self.conj, self.prep = kind, i, j, start, end, conj, prep
        self.names: tuple[Name, ...] = ()
        self.refs: tuple = ()
        self.form: VerbForm | NounForm | None = None
        self.uses: dict[str, Use] = {}
        self.feminine: bool | None = None
        self.bare: frozenset[str] = frozenset()
        self.place, self.pron, self.adverbial, self.one = False, "", False, False
        self.tag, self.time, self.nisba, self.definite, self.quoted, self.light, self.k, self.statement = "", None, (), False, False, False, -1, False

    def __repr__(self) -> str:
        return f"{self.kind}[{self.i}:{self.j}{' ' + self.prep if self.prep else ''}{' ' + self.tag if self.tag else ''}{' ' + ','.join(self.uses) if self.uses else ''}]"

    def bare_words(self, s: Sentence) -> set[str]:
        """The words of the chunk without clitics and endings."""
        return set().union(*(s.words[i].bare for i in range(self.i, self.j)))

    @property
    def event(self) -> Use | None:
        return self.uses.get("event")

    @property
    def speech(self) -> Use | None:
        return self.uses.get("speech")


def chunk(s: Sentence) -> list[Chunk]:
    """The chunks of a sentence, in order."""
    out: list[Chunk] = []
    i, prep, conj, quoted = 0, "", "", False
    while i < len(s.tokens):
        if s.tokens[i].fold == CONJUNCTION and i + 1 < len(s.tokens) and s.tokens[i + 1].kind in "wn" and out:
            conj, i = CONJUNCTION, i + 1                 # «و المبعوث»: written apart
            continue
        if i in s.times:
            made = _time(s, i)
        elif s.tokens[i].kind == "p":
            made = _mark(s, i, quoted)
        else:
            made = _phrase(s, i) or _preposition(s, i, out) or _name(s, i, out) or _word(s, i, out, prep) or _function(s, i) or _guessed(s, i, out) or _common(s, i)
        for c in made:
            c.quoted = quoted
            c.conj, conj = c.conj or conj, ""
            if c.prep == FROM and c.kind == "N" and out and out[-1].tag == "quant" and c.names[0].kind == "pronoun":
                c.prep = ""                              # «قتلت ثلاثة منهم»
            if c.kind == "Q":
                quoted = c.tag == "open"
            elif c.kind == "P":
                if not (c.prep == FROM and not c.conj and out and (out[-1].tag == "quant" or out[-1].tag == "n") and out[-1].j == i):
                    prep = c.prep                        # «في كل من سوريا والعراق», «عدد من الشبان», «ثمانية من الجنود»: they are meant
                continue
            if prep and c.kind in "NECT" and (not c.prep or prep == "attribution"):
                c.prep = prep
            if c.kind in "NCE" and not c.conj and out and out[-1].kind == "F" and out[-1].tag == "quant" and out[-1].j == c.i:
                c.conj = out[-1].conj                    # «وبعض دول المنطقة»
            if c.kind == "E" and out and bears(out[-1]):
                c.prep, c.pron = out[-1].prep, out[-1].pron      # «أعلن رغبته في سحب …»: the noun before it only carries it
            if bears(c):
                c.prep, prep = c.prep or prep, ""
            elif c.kind == "F":
                c.prep = prep = c.prep or prep
            elif c.kind != "Q":
                prep = ""
            c.k = len(out)
            out.append(c)
        i = made[-1].j
    return out


def bears(c: Chunk) -> bool:
    """Is this a noun that only carries the event noun after it, with the suffix or genitive of whoever does it: «رغبته في سحب», «بعد شنها هجوما»?"""
    return c.kind == "F" and (bool(c.pron) or c.tag.endswith(":noun"))


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


def _phrase(s: Sentence, i: int) -> list[Chunk]:
    """A function word of several words, which says more than the preposition or verb that it begins with: «من جهته»، «يذكر أن»."""
    senses = s.lexicon.names_at(s.tokens, i, "f") if "f" in s.words[i].opens else ()
    x = next((x for x in senses if (x.words > 1 and x.value.startswith("conj") or x.value == "adv") and not x.prep), None)
    if x is None:
        return []
    c = Chunk("F", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, "")
    c.tag = x.value
    return [c]


def _preposition(s: Sentence, i: int, out: list[Chunk]) -> list[Chunk]:
    for x in s.lexicon.names_at(s.tokens, i, "f") if "f" in s.words[i].opens else ():
        if x.value == "attribution:source" and not x.prep:
            return [Chunk("P", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, "attribution")]
        if x.value.startswith("prep") and (x.words > 1 or not x.prep):
            if any(n.words > x.words and n.conj == x.conj and not n.prep for n in s.lexicon.names_at(s.tokens, i, "e")):
                continue                                 # «جنوب أفريقيا»
            if x.words == 1 and s.words[i].verbs and (SHADDA in s.tokens[i].text or (_clause_start(out) and any(n.kind == "office" or n.given or (n.entity is not None and n.entity.type == "Person") for n in names_at(s, i + 1)))):
                continue                                 # «عبّر الوزير عن …»
            if x.conj and x.conj != CONJUNCTION and x.words == 1 and any(u.source != "plain" for v in s.words[i].verbs for u in s.lexicon.senses(v.lemma)):
                continue                                 # «فتحت النار» is no «ف» and «تحت»
            if x.words == 1 and i + 1 < len(s.tokens) and (s.tokens[i + 1].text in PAUSES or s.tag(i, "quant") and (s.tokens[i + 1].kind == "n" or s.tag(i + 1, "quant"))):
                continue                                 # «نحو 30 متظاهرا»
            word = x.value[5:] or " ".join(t.fold for t in s.tokens[i:i + x.words])[x.cut:]
            return [Chunk("P", i, i + x.words, s.begin(i, x.cut), s.finish(i + x.words - 1), x.conj, word)]
    if s.tokens[i].fold in (BY, FOR) and i + 1 < len(s.tokens) and s.tokens[i + 1].text in QUOTE_OPEN:
        return [Chunk("P", i, i + 1, s.begin(i, 0), s.finish(i), "", s.tokens[i].fold)]      # «ب"دعم من …"»
    pron = _suffixed_compound(s, i) or _suffixed_preposition(s, i)
    return [pron] if pron else []


def _suffixed_compound(s: Sentence, i: int) -> Chunk | None:
    """«إلى جانبه»، «من قبلهم»: a preposition of two words with its pronoun."""
    if not s.is_word(i) or not s.is_word(i + 1) or not s.tag(i, "prep"):
        return None
    for stem, pron in unsuffixed(s.tokens[i + 1].fold):
        for value in s.lexicon.get(f"f{s.tokens[i].fold} {stem}"):
            if value.startswith("prep:") and PERSON[pron][0] == "3":
                c = Chunk("N", i, i + 2, s.tokens[i].start, s.tokens[i + 1].end, "", value[5:])
                c.definite, c.names = True, (Name("pronoun", i, i + 2, c.start, c.end, "", value[5:], how="pronoun", gender=PERSON[pron]),)
                return c
    return None


def _suffixed_preposition(s: Sentence, i: int) -> Chunk | None:
    """«معه»، «عليها»، «بينهما»: a preposition with its pronoun, a name of its own."""
    found = pronominal(s.lexicon, s.tokens[i].fold) if s.is_word(i) else None
    if found is None:
        return None
    conj, base, pron = found
    c = Chunk("N", i, i + 1, s.tokens[i].start, s.tokens[i].end, conj, base)
    c.definite, c.names = True, (Name("pronoun", i, i + 1, s.tokens[i].start, s.tokens[i].end, conj, base, how="pronoun", gender=PERSON[pron]),)
    return c


def _name(s: Sentence, i: int, out: list[Chunk]) -> list[Chunk]:
    names = names_at(s, i)
    if not names:
        return []
    if names[0].kind == "group" and names[0].j <= i + 2 and s.words[i].nouns and s.tokens[i].fold.endswith(FEMININE_PLURAL) and (event := _noun(s, i, out, "", i)):
        return event                                     # «مفاوضات تقنية» are talks, and no women who negotiate
    if len(names) == 1 and names[0].kind == "office" and names[0].j == i + 1 and s.tag(i, "modal"):
        return []                                        # «من المقرر أن …»
    longer = _noun(s, i, out, "", names[-1].j)
    if longer:
        return longer
    if len(names) == 1 and names[0].j == i + 1 and (names[0].kind in ("office", "sides", "group") or names[0].how == "kind") and (names[0].kind == "group" or not names[0].given) and _noun(s, i, out, "", i):
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
            _nationality(s, c, c.j)
    return made


def _described(s: Sentence, c: Chunk) -> bool:
    """Is a definite word behind this chunk its adjective rather than a noun of its own?"""
    return c.kind in "CE" and (c.definite or (c.kind == "C" and any(s.tokens[c.i].fold.endswith(p) for p in PERSON)) or (c.kind == "E" and c.j - c.i > 1 and s.tokens[c.j - 1].fold.startswith(ARTICLE)))


def _verb_wins(s: Sentence, i: int, out: list[Chunk], name: Name) -> bool:
    """A one-word name that is also a verb of the lexicon, at the head of a clause: «أسعد»، «يزيد», or a real verb?"""
    return name.kind == "entity" and name.how == "kind" and bool(s.words[i].verbs) and _clause_start(out)


def _clause_start(out: list[Chunk]) -> bool:
    if out and out[-1].kind == "T":
        return len(out) == 1 or out[-2].kind in "WSRF"
    return not out or out[-1].kind in "WSRQ" or (out[-1].kind == "F" and out[-1].tag in ("conj", "conj:cause", "perf", "neg", "fut"))


def _word(s: Sentence, i: int, out: list[Chunk], prep: str) -> list[Chunk]:
    """An event noun or a verb; where the word may be both, what stands before decides."""
    w = s.words[i]
    noun = _noun(s, i, out, prep, i)
    if not w.verbs or (prep and prep in s.lexicon.governing):
        return noun
    verb = _verb(s, i, bool(out) and out[-1].kind == "F" and out[-1].tag == "neg")
    if verb and out and (out[-1].kind == "V" or out[-1].tag in ("n", "quant")) and verb[0].form.person == "3md" and verb[0].form.tense == "p" and not verb[0].form.conj and w.nouns:
        return noun                                      # «سيناقش طلبا»: an accusative, no dual
    if verb and not noun and verb[0].form.pron and out and not _clause_start(out) and (bearer := _suffixed_bearer(s, i)):
        return bearer                                    # «أعلن X رغبته في …»
    if verb and not noun and not _sure(s, i, out, verb[0]):
        verb = []
    if not noun or not verb:
        return verb or noun
    if prep or (out and out[-1].kind == "F" and out[-1].tag in ("dem", "quant", "lightnoun")):
        return noun
    if out and out[-1].kind == "S" and s.tokens[out[-1].j - 1].fold.endswith(BARE_ENDS) and verb[0].form.tense == "p" and not verb[0].form.conj:
        return noun                                      # «إن فرض عقوبات …»: no perfect stands behind «إن»
    if out and out[-1].kind == "F" and out[-1].tag in ("perf", "neg", "fut"):
        return verb
    if verb[0].form.conj and out and noun[0].conj and not noun[0].form.pron and (out[-1].kind == "E" or _goes_on(out, verb[0])):
        return noun
    if verb[0].form.conj and _listed(out, noun[0].event, s):
        return noun
    if _clause_start(out) or verb[0].form.conj or verb[0].form.future:
        return verb if not noun[0].form.pron else (noun if noun[0].form.pron and not out else verb if verb[0].form.pron else noun)
    if out[-1].kind == "N" and not out[-1].prep and not any(c.kind == "V" for c in out[-4:]):
        return verb
    return noun


def _goes_on(out: list[Chunk], verb: Chunk) -> bool:
    """«أعلنت إغلاق السفارة وسحب …»: a second verbal noun of what was announced, decided or asked, rather than a verb of its own."""
    for c in reversed(out):
        if c.kind in "WSR":
            return False
        if c.kind == "V":
            decided = c.uses.keys() & {"speech", "aux"} or (c.event is not None and c.event.cls in ("Demand", "Appeal", "Order", "Commitment"))
            return bool(decided) and any(d.kind == "E" and not d.definite for d in out[c.k + 1:]) and (c.form.person[1] != verb.form.person[1] or "aux" in c.uses or c.event is not None)
    return False


def _listed(out: list[Chunk], use: Use | None, s: Sentence) -> bool:
    """«مقتل أربعة وجرح خامس», «خطف فلان وقتله»: a word of the same kind of event goes on with the noun before it, unless a verb or comma is between."""
    last = next((c for c in reversed(out) if c.kind in "VEWSR"), None)
    kind = lambda u: s.lexicon.classes.get(u.cls, (None,))[0] if u else None
    return last is not None and last.kind == "E" and kind(use) is not None and kind(use) == kind(last.event) == "ASSAULT"


def _sure(s: Sentence, i: int, out: list[Chunk], verb: Chunk) -> bool:
    """Is an everyday word a verb here?  A function word is none, and a bare perfect («سير», «حيز») only where a clause begins."""
    if verb.uses.keys() - {"plain"}:
        return True
    if any(not conj and not prep and tag.split(":")[0] not in ("namepart", "mod", "crew") for tag, conj, prep in s.words[i].tags):
        return False
    form = verb.form
    return form.tense == "i" or form.person != "3ms" or bool(form.conj) or form.pron != "" or _clause_start(out) or (out[-1].kind in "NF" and not verb.uses["plain"].weak)


def _verb(s: Sentence, i: int, negated: bool = False) -> list[Chunk]:
    if ends_in_ta(s.tokens[i].text) or TANWIN in s.tokens[i].text[-2:]:
        return []
    best, chosen = 0, None
    fits: dict[int, tuple[int, dict[str, Use]]] = {}      # by lemma, of which a form may be several persons
    for v in s.words[i].verbs:
        if (v.person == "1s" and v.tense == "i" and not v.future) or (v.purpose and v.person[0] == "1"):
            continue
        if v.person == "3md" and v.tense == "p" and v.pron == "" and s.tokens[i].text.endswith(HAMZA):      # the dual of «هنأ» is «هنآ»
            continue
        if v.conj and v.pron and any(s.lexicon.get(kind + stem) for stem, _ in unsuffixed(s.tokens[i].fold) for kind in "bh"):      # «وزارته» is his ministry
            continue
        if v.lemma not in fits:
            fits[v.lemma] = fitting(s, i, i + 1, v.lemma)
        score, uses = fits[v.lemma]
        unlike = v.voice == "p" and DAMMA not in s.tokens[i].text
        shared = unlike and any(o.voice == "a" and o.person[0] == "3" for o in s.words[i].verbs)
        score = score * 10 - (45 if shared else 12 if unlike else 0) - (5 if v.person == "3fp" else 0) - (3 if v.pron else 0) - (3 if v.purpose else 0) - (40 if v.person == "1s" else 0) - len(v.conj) - (30 if negated and v.tense == "p" else 0)
        if uses and score > best:
            best, chosen = score, (v, uses)
    if chosen is None:
        return []
    v, uses = chosen
    if all(u.weak for u in uses.values()) and not uses:
        return []
    c = Chunk("V", i, i + 1, s.begin(i, v.cut), s.finish(i, v.cut + v.length), v.conj)
    c.form, c.uses = v, uses
    c.light = bool(uses.keys() & {"light", "passive", "aux"})
    return [c]


def _noun(s: Sentence, i: int, out: list[Chunk], prep: str, at_least: int) -> list[Chunk]:
    """An event noun at token i that is longer than `at_least` says a name is."""
    best: tuple = ()
    if not s.words[i].nouns and "n" not in s.words[i].opens:
        return []
    for x in s.lexicon.names_at(s.tokens, i, "n"):
        if x.words > 1 and i + x.words > at_least:
            lemma, number = x.value.split(",")
            score, uses = fitting(s, i, i + x.words, int(lemma))
            if uses and (not best or score > best[0]):
                best = (score, NounForm(int(lemma), number, x.definite, x.conj, x.prep, "", x.cut, len(s.tokens[i].fold) - x.cut), uses, i + x.words)
    if not best and i + 1 > at_least:
        for n in s.words[i].nouns:
            score, uses = fitting(s, i, i + 1, n.lemma)
            score = score * 10 - (3 if n.pron else 0) - len(n.conj) - len(n.prep)
            if uses and (not best or score > best[0]):
                best = (score, n, uses, i + 1)
    if not best:
        return []
    _, n, uses, j = best
    end = s.finish(j - 1) if j > i + 1 or not n.pron else s.finish(i, n.cut + n.length)
    c = Chunk("E", i, j, s.begin(i, n.cut), end, n.conj, n.prep)
    c.bare = s.words[i].bare
    c.form, c.uses, c.definite, c.feminine = n, uses, n.definite or bool(n.pron), True if ends_in_ta(s.tokens[i].text) else None
    return [c] + ([] if j >= len(s.tokens) else _nationality(s, c, j))


def _nationality(s: Sentence, c: Chunk, j: int) -> list[Chunk]:
    """Adjectives behind an event noun: nationalities fill its slot («الانسحاب الأميركي»، «العلاقات الروسية التركية»), others are passed over."""
    found, steps = [], 0
    while j < len(s.tokens) and steps < 4 and s.is_word(j) and j not in s.times:
        w = s.words[j]
        x = next((x for x in w.nisba if not x.prep and (not x.conj or found)), None)
        if x and ((c.definite and not x.definite) or (c.kind == "E" and x.value.split(",")[1] == "mp" and getattr(c.form, "number", "") == "s")):
            break                                        # «مكنت المساعدات أوكرانيا …», «قتل عراقيين»: no adjectives
        if x and x.value.split(",")[1] in ("ms", "fs", "md", "fd", "mp", "fp"):
            if s.lexicon.names_at(s.tokens, j, "e") and not x.definite and not c.definite and not found:
                break
            found.append(int(x.value.split(",")[0]))
        elif not _plain_adjective(s, j, c.definite) or any(n.kind == "group" for n in names_at(s, j)):
            break
        j, steps = j + 1, steps + 1
    c.nisba, c.j = tuple(found), j
    return []


def _plain_adjective(s: Sentence, j: int, definite: bool) -> bool:
    w, t = s.words[j], s.tokens[j]
    if w.nouns or w.tags or any(v.person[0] == "3" for v in w.verbs) or s.lexicon.get("e" + t.fold) or t.fold[0] in PROCLITICS:
        return False
    return t.fold.startswith(ARTICLE) == definite and t.fold.endswith(ADJECTIVE_ENDS)


def _function(s: Sentence, i: int) -> list[Chunk]:
    if "f" not in s.words[i].opens:
        return _suffixed_bearer(s, i)
    senses = [x for x in s.lexicon.names_at(s.tokens, i, "f") if not (x.prep and x.value.split(":")[0] in BARE) and not (x.prep == LIKE and x.value.startswith(("modal", "lightnoun")))]
    if not senses:
        return _suffixed_bearer(s, i)
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


def _suffixed_bearer(s: Sentence, i: int) -> list[Chunk]:
    """«رغبته»، «شنها»، «قرارا»: a noun that carries an event noun, with the suffix that says whose it is or the ending of its case."""
    found = bearing(s.lexicon, s.tokens[i].fold) if s.is_word(i) else None
    if found is None:
        return []
    tag, conj, prep, pron = found
    c = Chunk("F", i, i + 1, s.begin(i, len(conj) + len(prep)), s.tokens[i].end, conj, prep)
    c.tag, c.pron = tag, pron
    return [c]


def _guessed(s: Sentence, i: int, out: list[Chunk]) -> list[Chunk]:
    """An imperfect that no list knows, told by its prefix, where a clause begins and a noun follows: it only marks the border."""
    t, w = s.tokens[i], s.words[i]
    word = t.fold[1:] if t.fold[0] in CONJUNCTIONS and len(t.fold) > 5 else t.fold
    opens = out and (out[-1].kind in "SR" or (out[-1].kind == "F" and out[-1].tag in ("conj", "conj:cause", "neg", "fut", "perf", "modal")))
    if out and out[-1].kind == "R" and t.kind == "w" and len(word) > 3 and word[0] not in PREFIXES and not (ends_in_ta(t.text) or w.nouns or w.nisba or w.tags or word.startswith(ARTICLE) or s.lexicon.get("c" + t.fold)):
        c = Chunk("V", i, i + 1, t.start, t.end)         # «الذي انتظم …»: a perfect behind «الذي» that no list knows
        c.form = VerbForm(-1, "p", "3fs" if word.endswith("ت") else "3ms", "a", "", False, "", 0, False, len(word))
        return [c]
    if not opens or t.kind != "w" or len(word) < 4 or word[0] not in PREFIXES or ends_in_ta(t.text) or w.nouns or w.nisba or i + 1 >= len(s.tokens):
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
    conj, prep, cut, definite, statement, nisba = plain(s.lexicon, t.fold)
    c = Chunk("C", i, i + 1, s.begin(i, cut), t.end, conj, prep)
    c.definite, c.statement, c.tag, c.feminine, c.nisba = definite, statement, t.kind, True if ends_in_ta(t.text) else None, nisba
    c.place = bool(s.tag(i, "placehead"))
    c.adverbial = not definite and not conj and not prep and t.fold.endswith(ACCUSATIVE)
    return [c]
