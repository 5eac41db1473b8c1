"""Verb or verbal noun?  The readings of a word that tells something, and which of them stands here.

Print does not tell «بحث» the verb from «بحث» the noun; what stands before it does.
"""
from __future__ import annotations

from kg.arabic import ACCUSATIVE, ADJECTIVE_ENDS, ARTICLE, BARE_ENDS, BY, COMMAS, CONJUNCTION, DAMMA, FOR, HAMZA, HYPHENS, IN, MADDA, PLURAL_ENDS, PROCLITICS, TANWIN, articled, ends_in_ta
from kg.find.chunk import Chunk, opens_clause
from kg.find.fitting import fitting
from kg.find.name import Name
from kg.find.names import names_at
from kg.find.sentence import Sentence
from kg.find.words import bearing, pronominal, readings
from kg.lexicon import Use
from kg.lexicon.word import NounForm


def clause_start(out: list[Chunk]) -> bool:
    if out and out[-1].kind == "T":
        return len(out) == 1 or out[-2].kind in "WSRF" or dated_line(out)
    return not out or out[-1].kind in "WSRQ" or opens_clause(out[-1])


def wants(out: list[Chunk], prep: str) -> bool:
    """Does the last verb of speech or word of a commitment ask for this preposition, and has it not had it yet?"""
    asking = next((c for c in reversed(out) if c.kind in "VE" and c.event is not None and (c.kind == "V" and c.event.role(prep) == "recipient" or c.event.cls == "Commitment" and c.event.role(prep) is not None)), None)
    return asking is not None and not any(c.prep == prep or c.kind in "SR" for c in out[asking.k + 1:])


def dated_line(out: list[Chunk]) -> bool:
    """«غزة 12 أكتوبر أكد …»: does a text open with where and when it was sent, and no mark behind?"""
    return len(out) == 2 and out[0].kind == "N" and out[1].kind == "T" and not out[0].prep and out[0].names[0].entity is not None and out[0].names[0].entity.type == "Place" and not out[1].prep


def word_at(s: Sentence, i: int, out: list[Chunk], prep: str) -> list[Chunk]:
    """An event noun or a verb; where the word may be both, what stands before decides."""
    w = s.words[i]
    if w.verbs and w.tags and any(tag == "perf" for tag, _, _ in w.tags) and i + 1 < len(s.tokens) and any(v.tense == "p" and not v.pron and not v.conj for v in s.words[i + 1].verbs):
        return []                                        # «فقد تجمع الآلاف» is «قد», «فقد عمله» a loss
    noun = noun_at(s, i, out, prep, i) if w.nouns or "n" in w.opens else []
    if not w.verbs or (prep and prep in s.lexicon.governing):
        return noun
    verb = verb_at(s, i, bool(out) and out[-1].kind == "F" and out[-1].tag == "neg")
    if verb and noun and verb[0].form.person == "3md" and not prep and out and _therein(s, i + 1):
        return verb                                      # «تلقى اتصالا من X بحثا خلاله …»: the two who called
    if verb and not noun and out and out[-1].kind == "E" and not out[-1].definite and verb[0].form.person == "3md" and verb[0].form.tense == "p" and not verb[0].form.conj and not _therein(s, i + 1):
        return []                                        # «لقاء سريا»: its adjective, no dual
    if verb and out and (out[-1].kind == "V" or out[-1].tag in ("n", "quant") or out[-1].kind == "N" and not out[-1].conj and out[-1].names[0].kind != "sides" and any(c.kind == "V" for c in out[-3:])) and verb[0].form.person == "3md" and verb[0].form.tense == "p" and not verb[0].form.conj and (w.nouns or out[-1].tag in ("n", "quant") or out[-1].kind == "N" and not _therein(s, i + 1)):
        return noun                                      # «سيناقش طلبا», «85 هدفا», «خرج الرجل هاتفا»: an accusative, no dual
    if verb and not noun and verb[0].form.person == "3md" and s.tokens[i].fold.removesuffix(ACCUSATIVE) in s.lexicon.belonging and s.is_word(i + 1) and any(p == FOR for _, _, p, *_ in s.words[i + 1].starts):
        return []                                        # «مستودعا تابعا للحزب»: an adjective in its case
    if verb and not noun and verb[0].form.pron and out and not clause_start(out) and not _said_of_noun(out) and (bearer := bearer_at(s, i)):
        return bearer                                    # «أعلن X رغبته في …»
    if verb and not noun and (not _sure(s, i, out, verb[0]) or _carries(s, i, out, verb[0])):
        verb = []
    if verb and not noun and _decided(out, verb[0]):
        return []                                        # «قررت الحكومة منع فلان»: what was decided
    if verb and not noun and w.nouns and out and out[-1].kind == "C" and out[-1].j == i and not (out[-1].definite or out[-1].pron or out[-1].conj) and (verb[0].form.tense, verb[0].form.person, verb[0].form.pron, verb[0].form.conj) == ("p", "3ms", "", ""):
        return []                                        # «سبل دعم العلاقات»: a noun of none of its uses
    if verb and not noun and verb[0].form.pron and not verb[0].form.conj and out and out[-1].tag == "quant" and out[-1].j == i and out[-1].one:
        return []                                        # «مقتل أحد قادتها»: no verb stands behind «one of»
    if not noun or not verb:
        return verb or noun
    if prep or (out and out[-1].kind == "F" and out[-1].tag in ("dem", "quant", "lightnoun")):
        return noun
    two = next((c for c in reversed(out) if not (c.kind == "C" and c.nisba)), None)
    if two is not None and two.kind == "N" and not two.prep and two.names[0].kind == "sides" and two.names[0].number == "2" and verb[0].form.person == "3md":
        return verb                                      # «الجانبان المصري والروسي بحثا …»: a dual has a dual verb
    if out and out[-1].kind == "S" and s.tokens[out[-1].j - 1].fold.endswith(BARE_ENDS) and verb[0].form.tense == "p" and not verb[0].form.conj:
        return noun                                      # «إن فرض عقوبات …»: no perfect stands behind «إن»
    if out and out[-1].kind == "S" and out[-1].pron and verb[0].form.tense == "p" and (told := next((c for c in reversed(out) if c.speech is not None), None)) is not None and told.speech is not None and told.speech.get("stance") == "describes":
        return noun                                      # «وصف القرار بأنه تدخل في …»: what it is called
    if out and out[-1].kind == "F" and out[-1].tag in ("perf", "neg", "fut"):
        return verb
    event = verb[0].event
    if verb[0].form.pron and noun[0].form.pron and event is not None and event.role("object") is None and out:
        return noun                                      # «أكدت تونس، …، تضامنها»: such a verb has no object
    if verb[0].form.conj and out and noun[0].conj and not noun[0].form.pron and (out[-1].kind == "E" or _goes_on(out, verb[0])):
        return noun
    if verb[0].form.conj and _listed(out, noun[0].event, s):
        return noun
    after = names_at(s, i + 1) if (verb[0].form.tense, verb[0].form.person, verb[0].form.pron) == ("p", "3ms", "") and i + 1 < len(s.tokens) else ()
    if after and after[0].kind == "group" and not after[0].prep and s.tokens[i + 1].fold.endswith(PLURAL_ENDS[0]):
        return noun                                      # «… دعم الإرهابيين»: a genitive, no subject
    if verb[0].form.tense == "p" and not verb[0].form.conj and _awaited(out):
        return noun
    if clause_start(out) or verb[0].form.conj or verb[0].form.future:
        return verb if not noun[0].form.pron else (noun if noun[0].form.pron and not out else verb if verb[0].form.pron else noun)
    since = next((n for n, c in enumerate(reversed(out[-4:])) if c.kind == "S"), 4)      # «قال إن الوزير بحث مع …»
    if out[-1].kind == "N" and not out[-1].prep and not any(c.kind == "V" for c in out[-min(since, 4):]):
        return verb
    return noun


def _decided(out: list[Chunk], verb: Chunk) -> bool:
    """Does an auxiliary whose object is to come stand before it, with nothing but its subject between, so that no bare perfect can follow?"""
    if (verb.form.tense, verb.form.person, verb.form.pron, verb.form.conj) != ("p", "3ms", "", ""):
        return False
    before = next((c for c in reversed(out) if c.kind != "N" and not (c.kind == "C" and c.definite)), None)
    aux = before.uses.get("aux") if before is not None and before.kind == "V" and before is not (out[-1] if out else None) else None
    return aux is not None and aux.get("takes") == "object" and not before.form.pron and before.form.person[1:] != "ms"


def _awaited(out: list[Chunk]) -> bool:
    """«أكد X، خلال لقائه Y، دعم بلاده لـZ»: has a verb of saying or a support verb its subject, and behind that only an aside between commas, so that its object is still to come?"""
    k = len(out) - 1
    if k < 3 or out[k].tag not in COMMAS:
        return False
    opened = False                                       # does an aside open with a preposition or a time?
    while k and out[k].kind in "WNCET":
        opened, k = opened or out[k - 1].kind == "W" and (bool(out[k].prep) or out[k].kind == "T"), k - 1
    return opened and out[k].kind == "V" and (out[k].speech is not None or out[k].uses.get("light") is not None and out[k].uses["light"].get("takes") == "object") and out[k].event is None and out[k + 1].kind == "N" and not out[k + 1].prep \
        and not any(c.kind in "CE" and not c.prep and not c.nisba for c in out[k + 1:next(n for n in range(k, len(out)) if out[n].kind == "W")])


def _therein(s: Sentence, k: int) -> bool:
    """«خلاله», «فيها»: does a preposition of time or place stand there with its pronoun, which takes up the noun that a verb is said of?"""
    found = pronominal(s.lexicon, s.tokens[k].fold) if s.is_word(k) else None
    return found is not None and not found[0] and (found[1] in s.lexicon.temporal or found[1] == IN)


def _said_of_noun(out: list[Chunk]) -> bool:
    """«مفاوضات بين X وY استضافتها …»: does an event noun without an article stand there with what belongs to it, so that a verb is said of it?"""
    k = len(out) - 1
    while k > 0 and out[k].kind in "NC" and not out[k].prep and out[k].conj:
        k -= 1
    if k <= 0 or out[k].kind not in "NC" or not out[k].prep:
        return False
    noun = next((c for c in reversed(out[:k]) if c.prep or c.kind not in "CF"), out[0])      # «مفاوضات غير مباشرة بين …»
    return noun.kind == "E" and not noun.definite


def _carries(s: Sentence, i: int, out: list[Chunk], verb: Chunk) -> bool:
    """«أعلنت مانيلا فرض حظر», «طلبت تركيا عقد جلسة»: a noun that carries the event noun, where a verb that wants one and its subject stand right before."""
    if verb.form.conj or verb.form.pron or (verb.form.tense, verb.form.person) != ("p", "3ms") or not s.tag(i, "lightnoun"):
        return False
    for c in reversed(out[-3:]):
        if c.kind == "V":
            return c.speech is not None or c.event is not None or any(use.get("takes") for use in c.uses.values())
        if c.kind not in "NCT":
            return False
    return False


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
    return form.tense == "i" or form.person != "3ms" or bool(form.conj) or form.pron != "" or clause_start(out) or (out[-1].kind in "NF" and not verb.uses["plain"].weak)


def verb_at(s: Sentence, i: int, negated: bool = False) -> list[Chunk]:
    text = s.tokens[i].text
    if ends_in_ta(text) or TANWIN in text[-2:]:
        return []
    best, chosen, shown = 0, None, DAMMA in text
    opens = i == 0 and s.tokens[i].fold.startswith(CONJUNCTION) and any(v.conj and fitting(s, i, i + 1, v.lemma)[1].keys() - {"plain"} for v in s.words[i].verbs)      # «وافق» is no «و»
    fits: dict[int, tuple[int, dict[str, Use]]] = {}      # by lemma, of which a form may be several persons
    for v, unlikely, unseen in readings(s.lexicon, s.tokens[i].fold):
        if v.person == "3md" and v.pron == "" and text.endswith(HAMZA):      # the dual of «هنأ» is «هنآ», of «يبدأ» «يبدآ»
            continue
        if text[v.cut:v.cut + 1] == MADDA and s.lexicon.lemmas[v.lemma][1][:1] == HAMZA and v.tense == "p" or v.person == "3fp" and s.tag(i, "quant"):      # «آثار» is no «أثار», «اثنين» no «أثنين»
            continue
        if v.lemma not in fits:
            fits[v.lemma] = fitting(s, i, i + 1, v.lemma)
        score, uses = fits[v.lemma]
        score -= 4 if opens and not v.conj and not uses.keys() - {"plain"} else 0      # «وردت» at the head of a sentence is «و» and a verb, but «وافق», «واصل» are none
        score = score * 10 - unlikely - (0 if shown else unseen) - (30 if negated and v.tense == "p" else 0) - (25 if v.tense == "i" and v.person == "3fs" and _his(s, i + 1) else 0)
        if uses and score > best:
            best, chosen = score, (v, uses)
    if chosen is None:                                   # of none of its uses, but still a verb: «انتشرت», «تتجاهل»
        plain = next((v for v, _, _ in readings(s.lexicon, s.tokens[i].fold) if v.voice == "a" and not v.pron and not v.purpose and (v.person == "3mp" or v.person == "3fs" and v.tense == "p" or v.person[:1] == "3" and v.tense == "i")), None)
        if plain is None or s.lexicon.names_at(s.tokens, i, "e") or s.words[i].nouns or s.words[i].nisba:
            return []
        chosen = plain, {}
    v, uses = chosen
    c = Chunk("V", i, i + 1, s.begin(i, v.cut), s.finish(i, v.cut + v.length), v.conj)
    c.told(v, uses)
    c.light = bool(uses.keys() & {"light", "passive", "aux"})
    return [c]


def verb_wins(s: Sentence, i: int, out: list[Chunk], name: Name) -> bool:
    """A name whose first word is also a verb of the lexicon, at the head of a clause: «أسعد»، «يزيد», or a real verb?  Before somebody who may be
    its subject it is one («طالب عدد من …», «طالب وزير الخارجية …», which is no student of his)."""
    if not s.words[i].verbs or not clause_start(out):
        return False
    if name.kind == "group" and not name.prep and s.is_word(i + 1):
        return any(v.person == "3ms" and v.tense == "p" for v in s.words[i].verbs) and (bool(s.tag(i + 1, "quant")) or bool(names_at(s, i + 1)))
    return name.kind == "entity" and name.how == "kind"


def opposition(s: Sentence, name: Name, out: list[Chunk]) -> bool:
    """«دعت المعارضة إلى …», «الحكومة والمعارضة»: those who oppose, where the word has an article and is no adjective («القوى المعارضة»)."""
    word = s.tokens[name.i].fold.removeprefix(name.conj).removeprefix(name.prep)
    return (word.startswith(ARTICLE) or name.prep == FOR) and not (not name.conj and not name.prep and out and out[-1].j == name.i and s.tokens[name.i - 1].fold.startswith(ARTICLE))


def _his(s: Sentence, k: int) -> bool:
    """«تسلم الرئيس», «تسلم ولي العهد», «تسلم الجيش»: does a man's title or a masculine body with an article stand at token k, so that the verb before it is no feminine one?"""
    if not s.is_word(k) or s.words[k].opens.keys().isdisjoint("tb") or s.tokens[k].fold.endswith(ADJECTIVE_ENDS[2]):
        return False
    return any((x.definite or kind == "t") and not x.conj and not x.prep and (x.words == 1 or kind == "t") and x.value.split(",")[1] in ("ms", "s") for kind in "tb" for x in s.lexicon.names_at(s.tokens, k, kind))


def noun_at(s: Sentence, i: int, out: list[Chunk], prep: str, at_least: int) -> list[Chunk]:
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
            if n.pron and ends_in_ta(s.tokens[i].text):
                continue                                 # «موافقة» is no «موافق» of his
            score, uses = fitting(s, i, i + 1, n.lemma)
            score = score * 10 - (3 if n.pron else 0) - len(n.conj) - len(n.prep)
            if uses and (not best or score > best[0]):
                best = (score, n, uses, i + 1)
    if not best:
        return []
    _, n, uses, j = best
    if n.number == "p" and j > i + 1 and any(m.number == "s" for m in s.words[i].nouns):
        n = n._replace(number="s")                       # of «إطلاق الصواريخ» only the second is many, «هجوم انتحاري» is only another name
    end = s.finish(j - 1) if j > i + 1 or not n.pron else s.finish(i, n.cut + n.length)
    c = Chunk("E", i, j, s.begin(i, n.cut), end, n.conj, n.prep)
    c.bare = s.words[i].bare
    c.adverbial = not n.definite and not n.pron and s.tokens[j - 1].fold.endswith(ACCUSATIVE)
    c.told(n, uses)
    c.qualifies, c.open = s.lexicon.participle(n.lemma), j > i + 1 and n.definite and not s.tokens[j - 1].fold.startswith(ARTICLE)
    c.definite, c.feminine = n.definite or bool(n.pron), True if ends_in_ta(s.tokens[i].text) else None
    return [c] + ([] if j >= len(s.tokens) else nationality(s, c, j))


def nationality(s: Sentence, c: Chunk, j: int) -> list[Chunk]:
    """Adjectives behind an event noun: nationalities fill its slot («الانسحاب الأميركي»، «العلاقات الروسية التركية»), others are passed over."""
    found: list[int] = []
    steps = 0
    while j < len(s.tokens) and steps < 4 and j not in s.times:
        if found and s.tokens[j].text in HYPHENS and s.is_word(j + 1) and s.words[j + 1].nisba:
            j += 1                                       # «الاتفاق الروسي - التركي»
        if not s.is_word(j):
            break
        w = s.words[j]
        x = next((x for x in w.nisba if not x.prep and (not x.conj or found or steps)), None) if w.nisba else None
        if x and ((c.definite and not x.definite) or (c.kind == "E" and x.value.split(",")[1] == "mp" and getattr(c.form, "number", "") == "s")):
            break                                        # «مكنت المساعدات أوكرانيا …», «قتل عراقيين»: no adjectives
        if x and x.value.split(",")[1] in ("ms", "fs", "md", "fd", "mp", "fp"):
            if s.lexicon.names_at(s.tokens, j, "e") and not x.definite and not c.definite and not found:
                break
            found.append(int(x.value.split(",")[0]))
        elif not _plain_adjective(s, j, c.definite) or _unlike(s, c, j) or any(n.kind == "group" or n.kind == "office" and n.j > j + 1 and not s.tokens[j].fold.endswith(ADJECTIVE_ENDS[0]) for n in names_at(s, j)):
            break                                        # «استقباله السفيرة الفرنسية», «زيارة رئيسة البرلمان»: no adjective
        j, steps = j + 1, steps + 1
    c.nisba, c.j = tuple(found), j
    return []


def _unlike(s: Sentence, c: Chunk, j: int) -> bool:
    """«مقتل خادمة فلبينية»: a feminine word is no adjective of a masculine singular; war alone is feminine without an ending."""
    return c.kind == "E" and getattr(c.form, "number", "") == "s" and c.j == c.i + 1 and not ends_in_ta(s.tokens[c.i].text) and ends_in_ta(s.tokens[j].text) and not c.form.pron and c.event is not None and c.event.cls != "War"


def _plain_adjective(s: Sentence, j: int, definite: bool) -> bool:
    w, t = s.words[j], s.tokens[j]
    if "f" in w.seconds and any(v.startswith("prep") for last in (BY, FOR) for v in s.lexicon.get(f"f{t.fold} {last}")):
        return False                                     # «قمة مخصصة لسوريا»
    if w.nouns or w.tags or any(v.person[0] == "3" for v in w.verbs) or s.lexicon.get("e" + t.fold) or t.fold[0] in PROCLITICS:
        return False
    return articled(t.text) == definite and t.fold.endswith(ADJECTIVE_ENDS)


def bearer_at(s: Sentence, i: int) -> list[Chunk]:
    """«رغبته»، «شنها»، «قرارا»: a noun that carries an event noun, with the suffix that says whose it is or the ending of its case."""
    found = bearing(s.lexicon, s.tokens[i].fold) if s.is_word(i) else None
    if found is None:
        return []
    tag, conj, prep, pron = found
    c = Chunk("F", i, i + 1, s.begin(i, len(conj) + len(prep)), s.tokens[i].end, conj, prep)
    c.tag, c.pron = tag, pron
    return [c]


def has_said(s: Sentence, i: int) -> bool:
    """Does a verb of saying at token i have its subject, a body or state, and the preposition it takes right behind?"""
    takes = {u.get("takes") for v in s.words[i].verbs if v.person == "3ms" for u in s.lexicon.senses(v.lemma) if u.source in ("speech", "light")}
    return any(n.j < len(s.tokens) and s.tokens[n.j].fold in takes for n in names_at(s, i + 1)) if takes and i + 1 < len(s.tokens) else False
