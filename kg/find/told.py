"""What a sentence tells and what it only mentions: force as background or topic is no fact, nor what befell nobody's envoys."""
from __future__ import annotations

from collections.abc import Iterable

from kg.arabic import BY, FOR, QUESTION
from kg.find.clauses import Parse
from kg.find.heads import Head
from kg.find.sentence import Sentence
from kg.lexicon import Use
from kg.model import Ref

FORCE = frozenset({"ASSAULT", "PROTEST"})
PLANS = frozenset({"AGREE", "COOPERATE", "AID", "MOBILIZE"})
PRIVATE = frozenset({"CVL", "LAB"})


def plover_of(s: Sentence, use: Use | None) -> str | None:
    """The PLOVER type of a use of a word."""
    return s.lexicon.classes.get(use.cls, (None,))[0] if use else None


def passing(head: Head, s: Sentence, parse: Parse) -> bool:
    """Is force only mentioned, as the background or topic of what the sentence tells: «في قضية اغتيال X», «منذ الهجوم», «اتهمه بتفجير», «الرجل الذي خطف X»?

    It is told where a clause is about it: as a verb of its own that is no habit, under a support verb or one of reporting, as the
    means or outcome of force told in the sentence, or where the sentence opens with it («مقتل ثلاثة …»).  A question tells nothing.
    """
    k, chunks = head.chunk.k, parse.chunks
    if QUESTION in s.whole().text and any(c.tag == QUESTION for c in chunks[k:]) or head.clause.kind == "rel" and any(c.kind == "R" for c in chunks[max(0, k - 6):k]):
        return True
    if head.verb:
        return head.chunk.form.tense == "i" and head.clause.kind != "main" and not head.chunk.form.future and not head.governs
    g = head.governor
    if head.role == FOR and g is not None and plover_of(s, g.chunk.event) in PLANS:
        return False                                     # «سمحت باستخدام القاعدة لشن هجمات»: what is agreed on is no background
    if any(not s.lexicon.topical.isdisjoint(s.words[i].bare) for i in range(max(0, head.chunk.i - 3), head.chunk.i)):
        return True
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


def named(refs: Iterable[Ref]) -> bool:
    """Is somebody among them whom the words name or tell, not only a pronoun?"""
    return any(r.how != "pronoun" for r in refs)


def public(ref: Ref) -> bool:
    """May somebody act for a state or body?  Not people told by a trade, nor a person of whom neither office nor country is told."""
    e = ref.entity
    return e.sector not in PRIVATE if e.type == "Group" else e.type != "Person" or bool(e.country or e.sector or e.wikidata)
