"""What a sentence tells and what it only mentions: force as background or topic is no fact, nor what befell nobody's envoys."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.arabic import BY, FOR, IN, ON, PROTESTED, QUESTION, SENTENCE_MARKS, TO, crude, fold
from kg.find.cast import Roles
from kg.find.clauses import Parse
from kg.find.fitting import FORCE
from kg.find.force import ARMED
from kg.find.heads import Head, owned_up
from kg.find.sentence import Sentence
from kg.lexicon import Lexicon, Use
from kg.model import Ref

PLANS = frozenset({"AGREE", "COOPERATE", "AID", "MOBILIZE"})
REACH = 14             # words behind a death in which its cause may be told
UNDONE = frozenset({"Killing", "Arrest", "Injury"})      # how he ends of whom something was told before
FALLEN = frozenset({"Killing", "Injury"})
PRIVATE = frozenset({"CVL", "LAB"})
OFFICES = frozenset({"GOV", "LEG", "PTY", "JUD", "REL", "OPP"})       # of people who attack in words; of bodies and groups only VOICES do
VOICES = frozenset({"LEG", "PTY", "MED", "NGO", "JUD", "EDU", "BUS"})
HIT = frozenset({"MIL", "COP", "REB", "UAF", "CVL", "LAB", "REF"})     # whom one attacks with one's hands


def plover_of(s: Sentence, use: Use | None) -> str | None:
    """The PLOVER type of a use of a word."""
    return s.lexicon.classes.get(use.cls, (None,))[0] if use else None


def passing(head: Head, s: Sentence, parse: Parse) -> bool:
    """Is force only mentioned, as the background or topic of what the sentence tells: «في قضية اغتيال X», «منذ الهجوم», «اتهمه بتفجير», «الرجل الذي خطف X»?

    It is told where a clause is about it: as a verb of its own that is no habit, under a support verb or one of reporting, as the
    means or outcome of force told in the sentence, or where the sentence opens with it («مقتل ثلاثة …»).  A question tells nothing.
    """
    k, chunks = head.chunk.k, parse.chunks
    if QUESTION in s.whole().text and any(c.tag == QUESTION for c in chunks[k:]) or head.clause.kind == "rel" and any(c.kind == "R" and c.j - c.i < 2 for c in chunks[max(0, k - 6):k]):
        return True
    if not head.verb and any(h.resumes and h.verb and head.chunk in h.antecedent and h.subject and h.subject[0].kind == "N" and "light" in h.chunk.uses for h in parse.heads):
        return False                                     # «الهجوم الذي تبنته الحركة»: a clause of its own says whose it was
    if head.verb and topical(head, s):
        return True
    if head.verb:
        return not _ended(head, s, parse) and head.chunk.form.tense == "i" and head.clause.kind != "main" and not head.chunk.form.future and not head.governs
    g = head.governor
    if head.chunk.form.number == "p" and head.chunk.definite and k and chunks[k - 1].tag == "quant" and s.tokens[chunks[k - 1].j - 1].fold in s.lexicon.most:
        return True                                      # «كان هذا أكثر الهجمات دموية»
    if g is not None and (head.role == FOR and plover_of(s, g.chunk.event) in PLANS or resolved(head)):
        return False                                     # «سمحت باستخدام القاعدة لشن هجمات»: what is agreed on is no background
    if owned_up(head):
        return False
    if k and chunks[k - 1].kind == "C" and chunks[k - 1].j == head.chunk.i and not s.lexicon.thwarting.isdisjoint(s.words[chunks[k - 1].i].bare):
        return True                                      # «أعلنت الشرطة إحباط هجوم»
    if g is not None and g.verb and "light" in g.chunk.uses and g.chunk.uses["light"].get("subject") == "actor" and g.subject and g.subject[0].kind == "N":
        return False                                     # «أعلنت الحركة مسؤوليتها عن التفجير»
    if topical(head, s):
        return True
    if g is not None and g.verb and head.chunk in g.subject and not head.chunk.definite and g.chunk.form.tense == "p" and g.clause.kind == "main" and not any(f.tag == "neg" for f in g.flags):
        return False                                     # «أصابت غارة للتحالف صالة»
    if g is not None and g.verb and "passive" in g.chunk.uses and g.chunk.uses["passive"].get("links") == "trend" and head.chunk.form.number == "p" and head.chunk.definite and not head.genitive:
        return True                                      # «تراجعت الهجمات بنسبة كبيرة»: how often, and no one of them
    if g is not None and g is not head and g.chunk.event is not None and plover_of(s, g.chunk.event) in FORCE:
        return not g.verb and passing(g, s, parse)
    if g is not None and g.verb and head.role in s.lexicon.causal and any(plover_of(s, c.event) in FORCE for c in g.subject):
        return False                                     # «جاء الاقتحام عقب إعدام …»
    if head.role in s.lexicon.temporal or head.role in s.lexicon.owing:
        return head.role not in s.lexicon.owing          # «قتل إثر هجوم» and «قطعت العلاقات بسبب اقتحام» tell it, «زارها بعد الهجوم» does not
    inner = head.chunk
    while k and not inner.prep and chunks[k - 1].kind == "E" and chunks[k - 1].event is None and not chunks[k - 1].definite:
        k, inner = k - 1, chunks[k - 1]                  # «بتهمة ارتكاب جرائم»
    before = chunks[k - 1] if k else None
    if before is not None and before.kind == "C" and before.tag == "w" and not before.definite and not before.nisba and not inner.prep:
        return not (g is not None and "speech" in g.chunk.uses and k - g.chunk.k < 6)      # «قضية اغتيال», but «أعلن مصدر أمني مقتل»
    if g is None or g is head:
        return head.chunk.definite or bool(before and before.kind not in "WQTS")
    if g.chunk.event is not None:
        return True
    if head.chunk.prep:
        return head.role not in {use.get("takes") for use in g.chunk.uses.values()} and not ("speech" in g.chunk.uses and head.role == BY)
    return not g.chunk.uses.keys() & {"light", "passive", "aux", "speech"}


def _ended(head: Head, s: Sentence, parse: Parse) -> bool:
    """«طعن ثلاثة قبل أن تقتله الشرطة»: is it told how he ended of whom something was told before?"""
    if not head.verb or head.chunk.form.pron[:1] != "3" or head.use.cls not in UNDONE or not head.chunk.k or not head.subject:
        return False
    that = parse.chunks[head.chunk.k - 1]
    return that.kind == "S" and s.tokens[that.i - 1].fold in s.lexicon.temporal


def resolved(head: Head) -> bool:
    """«عازمة على استعادة المدينة», «أعلن عزمه على القضاء على …»: is this what somebody is resolved to do?"""
    g = head.governor
    return g is not None and g.chunk.event is not None and g.chunk.event.cls == "Commitment" and head.role in (ON, TO, BY, FOR)


def topical(head: Head, s: Sentence) -> bool:
    """«في قضية اغتيال X», «التحقيق في الهجوم», «خطر التعذيب», a film, a question: does a word before it say that force is what a matter is about?"""
    i = head.chunk.i
    if any(t.text == QUESTION for t in s.tokens[i:]) or not s.bare.isdisjoint(s.lexicon.fiction) and any(not s.lexicon.fiction.isdisjoint(w.bare) for w in s.words[:i]):
        return True
    return not head.verb and not s.bare.isdisjoint(s.lexicon.topical) and any(not s.lexicon.topical.isdisjoint(s.words[n].bare) and s.words[n].opens.keys().isdisjoint("gtr") for n in range(max(0, i - (7 if head.chunk.prep == IN else 3)), i))


def unreal(head: Head, s: Sentence, parse: Parse) -> str | None:
    """The status of force that is only thought of: «بهدف اغتياله», «خشية أن تقصف», «قد … ويشنون هجمات», «لم يقتل أو يجرح»; None where it is told as done."""
    verb = head if head.verb else head.governor
    if not head.verb and head.role in s.lexicon.goals and head.role != FOR:
        return "hypothetical"
    if not head.verb and head.role == FOR and head.governor is not None and any(s.tag(i, "neg") for i in range(head.governor.chunk.j, head.chunk.i)):
        return "negated"                                 # «تعهد بعدم استخدام أراضيه لشن هجمات»
    if _ended(head, s, parse):
        return None
    if verb is None or not verb.verb or verb.chunk.form.tense != "i" or (verb is not head and verb.chunk.event is not None):
        return None
    k = verb.chunk.k
    that = parse.chunks[k - 1] if k else None
    if that is not None and that.kind == "S" and not that.pron and (s.tokens[that.i - 1].fold in s.lexicon.temporal or not _achieved(verb)):
        return "hypothetical"                            # also «قبل أن ينفذا هجوما»
    if that is not None and that.kind == "F" and s.tokens[that.i].fold in s.lexicon.whens:
        return "hypothetical"                            # «عندما تقرر الحكومة توجيه ضربة»
    either, before = that is not None and that.tag == "alt", verb.inherit
    while before is not None and before.verb and before.chunk.form.tense == "i" and (either or verb.chunk.conj) and before.clause is not verb.clause:
        tags = [f.tag for f in before.flags]
        if either and "neg" in tags:
            return "negated"
        if "fut" in tags or before.chunk.form.future or any(tag.startswith("modal:hypothetical") for tag in tags):
            return "hypothetical"
        verb, before = before, before.inherit
    return None


def _achieved(verb: Head) -> bool:
    """«استطاع أن يقتل», «تمكنوا من أن يخطفوا»: does the verb above say that it was done?"""
    opener = verb.clause.opener
    aux = opener.chunk.uses.get("aux") if opener is not None and opener.verb else None
    return aux is not None and not aux.weak and not aux.get("status")


def natural(head: Head, s: Sentence) -> bool:
    """«قتل عشرون في زلزال», «مصرع سبعة في حادث سير»: nobody's force, but nature or an accident, as the words behind say."""
    for i in range(head.chunk.j, min(head.chunk.j + REACH, len(s.tokens))):
        if s.tokens[i].text in SENTENCE_MARKS:
            return False
        after = s.words[i + 1].bare if i + 1 < len(s.words) else ()
        if any(word in s.lexicon.nature or any(f"{word} {more}" in s.lexicon.nature for more in after) for word in s.words[i].bare):
            return True
    return False


def counted(head: Head, use: Use, parse: Parse) -> bool:
    """«قتل عشرون», «سبعة قتلى», «سقوط 21 قتيلا»: are those whom force befell told by how many they were?"""
    if head.verb:
        return head.counted
    if use.cls not in FALLEN:
        return False
    k = head.chunk.k
    beside = [parse.chunks[k - 1]] if k and parse.chunks[k - 1].j == head.chunk.i else []
    beside += [c for c in parse.chunks[k + 1:k + 2] if c.i == head.chunk.j and not c.prep]
    return any(c.tag in ("quant", "n") for c in beside)


def marching(ref: Ref, lexicon: Lexicon) -> bool:
    """Are these demonstrators, as their own name says?"""
    return ref.entity.type == "Group" and not lexicon.marchers.isdisjoint(crude(fold(w)) for w in ref.entity.label("ar").split())


def named(refs: Iterable[Ref]) -> bool:
    """Is somebody among them whom the words name or tell, not only a pronoun?"""
    return any(r.how != "pronoun" for r in refs)


def public(ref: Ref) -> bool:
    """May somebody act for a state or body?  Not people told by a trade, nor a person of whom neither office nor country is told."""
    e = ref.entity
    return e.sector not in PRIVATE if e.type == "Group" else e.type != "Person" or bool(e.country or e.sector or e.wikidata)


def in_the_street(use: Use, roles: Roles, s: Sentence) -> Use:
    """What demonstrators do is protest: their attack is a riot, their siege a road blocked, and people who protest demonstrate.  What the armed do is none:
    they block a road as a siege, and loot by force."""
    if use.cls == "Demonstration" and roles.actor and fold(use.lemma).startswith(PROTESTED) and not any(r.how in ("people", "nationality") for r in roles.actor) and all(r.entity.type == "State" or r.entity.type == "Organization" and r.entity.sector == "GOV" for r in roles.actor):
        return replace(use, cls="DiplomaticProtest")         # «احتجت الخارجية على …»
    instead = s.lexicon.instead.get(use.cls)
    if instead is None or not roles.actor:
        return use
    cls, sectors = instead
    mild = plover_of(s, use) == "PROTEST"
    return replace(use, cls=cls) if all((mild or r.entity.type == "Group") and r.entity.sector in sectors or not mild and marching(r, s.lexicon) for r in roles.actor) else use


def in_words(use: Use, roles: Roles) -> Use:
    """«هاجم الرئيس المعارضة», «شن الحزب هجوما على الحكومة»: who holds an office or speaks for a party attacks in words, unless it is a state or with a weapon."""
    if use.cls != "Attack" or not roles.actor:
        return use
    talkers = all(r.entity.sector in OFFICES if r.entity.type == "Person" else r.entity.sector in VOICES for r in roles.actor)
    if not talkers or roles.weapon or roles.place or any(r.entity.type in ("State", "Place") or r.entity.sector in HIT for r in roles.recipient):
        return use
    return replace(use, cls="Criticism")


def to_where(use: Use, roles: Roles) -> Use:
    """«أرسلت غواصة إلى الشرق الأوسط»: arms that go to a sea or a region, and to nobody in it, are moved there."""
    if use.cls == "Visit" and roles.actor and all(r.entity.type == "Group" and r.entity.sector in ARMED and r.how != "delegation" for r in roles.actor):      # «وصلت قوات روسية إلى قاعدة»
        roles.place, roles.recipient = [*roles.place, *(r for r in roles.recipient if r.entity.type in ("Place", "State"))], []
        return replace(use, cls="Deployment")
    if use.cls != "MilitaryAid" or not roles.recipient or any(r.entity.type != "Place" or r.entity.country for r in roles.recipient):
        return use
    roles.place, roles.recipient = [*roles.place, *roles.recipient], []
    return replace(use, cls="Deployment")
