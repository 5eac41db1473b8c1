"""Where a group of words hangs: at which head or noun, or at a clause above, as what stands before it tells."""
from __future__ import annotations

from collections.abc import Sequence

from kg.arabic import ABOUT, ARTICLE, BETWEEN, ON, TO, WITH
from kg.find.chunk import Chunk
from kg.find.heads import Clause, Head
from kg.find.subjects import TALKS, is_feminine


def sent_by(c: Chunk, of: Chunk) -> bool:
    """Does a group of officials, told by no name of its own, act for the states or bodies that stand behind «من»?"""
    return c.kind == "N" and c.names[0].kind == "group" and not c.definite and bool(c.refs) and c.refs[0].entity.sector == "GOV" and not c.refs[0].entity.country \
        and bool(of.refs) and all(r.entity.type in ("State", "Organization") for r in of.refs)


def deep_in(chunks: Sequence[Chunk], c: Chunk, group: list | None) -> str:
    """The preposition of the noun that an event noun is the genitive of: «لمراقبة تنفيذ وقف …»; '' where it is of none."""
    at = next((d for d in reversed(chunks[:c.k]) if d.kind != "F" or d.tag not in ("lightnoun", "quant", "dem")), None)
    if at is None or at.kind != "C" or at.definite or at.j != chunks[at.k + 1].i:
        return ""
    return at.prep or (getattr(group[0], "prep", "") if group and group[-1] is at else "")


def bare_craft(c: Chunk) -> bool:
    """«طائرات التحالف», «مدفعية الجيش»: arms told by their kind, without article or nationality, whose owner may stand behind them."""
    return c.kind == "N" and c.names[0].how == "kind" and not c.nisba and bool(c.refs) and c.refs[0].entity.type == "Weapon" and not c.refs[0].mention.text.startswith(ARTICLE)


def copula(c: Chunk, last: Chunk | None) -> bool:
    """«زيارة الأمير هي الأولى»: a pronoun behind a noun, which only joins subject and predicate; the long «إياها» is an object."""
    return c.kind == "N" and c.names[0].kind == "pronoun" and c.end - c.start < 4 and not c.prep and not c.conj and last is not None and last.kind in "NCE"


def predicate(c: Chunk, chunks: Sequence[Chunk]) -> bool:
    """«لقاء هو الأول من نوعه»: what a pronoun behind a noun joins to it."""
    return c.kind == "C" and not c.prep and not c.conj and c.k > 1 and c.j == c.i + 1 and chunks[c.k - 1].j == c.i and copula(chunks[c.k - 1], chunks[c.k - 2])


def described(c: Chunk, last: Chunk | None) -> bool:
    """«سمحت للمفتشين الدوليين بالدخول»: a word with the article behind a group that stands behind a preposition is its adjective."""
    return c.kind == "C" and c.definite and not c.prep and not c.conj and not c.nisba and last is not None and last.kind == "N" and bool(last.prep) and last.names[0].kind == "group" and not last.names[0].of and last.j == c.i


def above(clause: Clause, prep: str, deed: bool = False) -> Head | None:
    """«أعرب خلال مؤتمر جمعهما في باريس عن أسفه»: the verb above a relative clause in which nothing asks for the preposition, where it does; one that only
    carries a `deed` takes it behind any («تعرضت القاعدة التي تضم قوات X لهجوم»)."""
    asks = lambda head: any(use.role(prep) or use.get("takes") == prep for use in head.chunk.uses.values())
    verb = clause.parent.verb if clause.kind == "rel" and clause.verb is not None and clause.parent is not None else None
    if verb is None or prep in verb.slots or not asks(verb) or any(asks(head) for head in clause.heads):
        return None
    light = verb.chunk.uses.get("light")
    return verb if prep in (ABOUT, ON, TO) or deed and light is not None and light.get("takes") == prep and not light.get("links") and verb.chunk.event is None else None


def of_noun(prep: str, group: Sequence[Chunk], last: Chunk) -> bool:
    """Does a prepositional group belong to the noun before it, and to no head?  «حسب بيان للرئاسة» is the source's, «الاتفاق النووي مع إيران» what
    the paper is called, «فصائل من بينها …» one of them."""
    if last.prep == "attribution" and last.kind == "C" or prep == WITH and last.kind == "N" and last.refs and last.refs[0].entity.type == "Document":
        return True
    return prep == BETWEEN and len(group) == 1 and group[0].kind == "N" and group[0].names[0].kind == "pronoun" and group[0].names[0].gender[2:] == "s"


def among(c: Chunk, chunks: Sequence[Chunk]) -> bool:
    """«… بينهم شرطيان», «… بينهم 3 نساء»: does a noun say who some of those told before are?"""
    k = c.k - 1
    while k > 0 and chunks[k].kind == "F" and chunks[k].tag == "quant":
        k -= 1
    return k >= 0 and chunks[k].kind == "N" and chunks[k].prep == BETWEEN and chunks[k].names[0].kind == "pronoun"


def apart(head: Head, between: Sequence[Chunk]) -> bool:
    """Does a noun with an article, no genitive of the event noun nor an adjective, stand between it and «بين …», which then is its own?"""
    own = head.genitive + head.object
    return any(c.kind == "C" and c.tag == "w" and c.definite and not c.prep and not c.conj and c not in own and not c.nisba and c.feminine is None and head.chunk.definite for c in between)


def asking(line: list[Head], prep: str) -> Head:
    """Whose the group behind a preposition is: the nearest head whose frame asks for it, up to a verb that stands between («خلافها لن يؤثر على
    المحادثات»), else the nearest.  Talks whose parties are told leave the partner to the verb that wants one («ناقش المحادثات السورية مع X»)."""
    found: list[Head] = []
    for head in line:
        use = head.chunk.event or head.chunk.uses.get("light") or head.chunk.uses.get("aux") or head.chunk.speech
        if use and (prep in use.args or use.get("takes") == prep) and not (prep == TO and head.verb and TO in head.slots):      # nobody turns to two in a row
            found.append(head)
        if head.verb and not head.chunk.uses.keys() & {"light", "aux", "passive"}:
            break
    if len(found) > 1 and prep == WITH and not found[0].verb and (found[0].genitive or found[0].chunk.nisba) and found[1].verb and found[1].chunk.event is not None and found[1].chunk.event.cls in TALKS and WITH not in found[1].slots:
        return found[1]
    return (found or line)[0]


def wanted_by(line: list[Head], prep: str) -> Head | None:
    """The nearest head any of whose frames asks for an event noun behind the preposition, or the verb that stands between."""
    for head in line:
        if any(use.role(prep) or use.get("takes") == prep for use in head.chunk.uses.values()) or (head.verb and not head.chunk.uses.keys() & {"light", "aux", "passive"}):
            return head
    return None


def goes_on_of(c: Chunk, rel: Clause) -> bool:
    """«التفجيرات التي أودت بحياة …، وجرحت …»: does a coordinated verb agree with the noun of a relative clause, and not with the verb above it?"""
    above = rel.parent.verb.chunk.form
    return c.form.person[2:] == "s" and c.form.person[1] != above.person[1] and bool(rel.antecedent) and is_feminine(rel.antecedent[-1:]) == (c.form.person[1] == "f")


def from_above(c: Chunk, opener: Head, verb: Head) -> bool:
    """Does a coordinated verb go on from the verb that opened the clause, rather than from the clause's own verb?"""
    if c.form.person != opener.chunk.form.person:
        return False
    if verb.chunk.form.tense == "i" and goes_on_with(c, opener):
        return True
    return c.form.person[1:2] != verb.chunk.form.person[1:2] or (c.speech is not None and opener.chunk.speech is not None and verb.chunk.speech is None)


def goes_on_with(c: Chunk, opener: Head) -> bool:
    """Is a coordinated verb told as the one that opened the clause is, of the same person and done: «قال إن الوضع خطير، ودعا …»?"""
    return c.form.person == opener.chunk.form.person and c.form.tense == opener.chunk.form.tense == "p"
