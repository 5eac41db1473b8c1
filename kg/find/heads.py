"""The frame of a sentence as the walk over its chunks leaves it: heads with what fills their slots, and the clauses they stand in."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.arabic import BY, ON, TO
from kg.find.chunk import Chunk, flag
from kg.lexicon import Use

FELLING = frozenset({"Killing", "Injury", "Arrest", "Kidnapping", "Execution"})
OWED = "modal:hypothetical:demanded"


class Head:
    """A verb or event noun with what fills its slots; noun groups are lists of chunks, event groups lists of heads."""
    __deletable__ = ("clause", "governor", "governs", "inherit")      # asked for by mypyc: see `part`
    __slots__ = ("antecedent", "chunk", "clause", "counted", "deep", "flags", "genitive", "governor", "governs", "inherit", "numbered", "object", "owner", "post", "pre", "resumes", "role", "slots", "subject", "times", "verb")

    def __init__(self, chunk: Chunk, clause: Clause):
        self.chunk, self.clause, self.verb = chunk, clause, chunk.kind == "V"
        self.subject: list[Chunk] = []
        self.object: list[Chunk] = []
        self.genitive: list[Chunk] = []
        self.slots: dict[str, list[Chunk]] = {}
        self.post: list[list] = []
        self.pre: list[Chunk] = []
        self.inherit: Head | None = None
        self.governor: Head | None = None
        self.role = ""
        self.flags: list[Chunk] = list(clause.pending)
        self.times: list[Chunk] = []
        self.antecedent: list = []
        self.governs: list[Head] = []
        self.owner: list[Chunk] = []  # whose the noun is that carries it: «رغبة الحكومة في سحب …»
        self.deep = False             # the genitive of a noun that stands behind a preposition, and no argument of its governor
        self.resumes = False          # its suffix leads back to the noun that its relative clause is said of
        self.numbered = False         # a number or quantity stands before its subject
        self.counted = False          # a number or quantity stands right behind the verb, where its subject would

    @property
    def use(self) -> Use:
        """What the word of an event head means."""
        assert self.chunk.event is not None, "an event"
        return self.chunk.event


class Clause:
    """A stretch under one verb: how it was opened (main, sub, rel, cond, conj), by which head, and what stands in it."""
    __slots__ = ("antecedent", "before", "carry", "cause_of", "comma", "heads", "host", "kind", "number", "opener", "owing", "parent", "pending", "pre", "pronoun", "times", "turn", "verb", "waiting")

    def __init__(self, kind: str, parent: Clause | None = None, opener: Head | None = None, number: int = 0):
        self.kind, self.parent, self.opener, self.number = kind, parent, opener, number
        self.verb: Head | None = None
        self.pre: list[list[Chunk]] = []
        self.heads: list[Head] = []
        self.pending: list[Chunk] = []
        self.antecedent: list = []
        self.times: list[Chunk] = []
        self.comma = False
        self.turn = ""                         # outcome: it tells what came of the happening before («مما أدى إلى …»); contrast: what another did («فيما دعت …»); cause
        self.cause_of: Clause | None = None    # the clause whose happening this one led to («بعدما …»)
        self.waiting: list[tuple[str, list]] = []     # prepositional groups that stand before their verb
        self.carry: Head | None = None         # the verb whose subject it goes on with where it names none
        self.pronoun = ""                      # the person of the suffix of «إنه», which is the subject of what follows
        self.host: list | None = None          # the noun group that a relative clause stands in
        self.owing: list[Chunk] = []           # who must do what it tells: «على X أن …»
        self.before: Clause | None = None      # the clause that it carries on, whose time is its own where it tells none


def owes(clause: Clause, who: list[Chunk], mark: Chunk) -> None:
    """Makes a noun group behind «على» the subject of a clause that tells what it must do."""
    for n in who:
        n.prep = ""                                      # a subject, which a capital too may be
    clause.owing = who
    clause.pending.append(mark)


def due(clause: Clause, chunks: Sequence[Chunk]) -> None:
    """«إن على X احترام القانون»: what somebody must do, told by a noun; of a clause that has no verb."""
    prep, who = clause.waiting[0]
    deed = clause.pre[0] if clause.pre else []
    if prep != ON or clause.kind != "sub" or clause.verb is not None or not deed or who[0].k == 0 or chunks[who[0].k - 1].kind != "S" or any(n.kind != "N" for n in who):
        return
    if deed[0].k == who[-1].k + 1 and deed[0].kind in "CE" and not (deed[0].definite or deed[0].prep or deed[0].conj):
        owes(clause, who, flag(who[0], OWED))
        for head in clause.heads:
            if head.chunk is deed[0]:
                head.owner = who
                head.flags.append(clause.pending[-1])


def speaks(head: Head) -> bool:
    """May a clause with «أن» hang on this word?"""
    return bool(head.chunk.uses.keys() & {"speech", "aux"})


def placed(group: list) -> bool:
    """«قمة كامب ديفيد»: is it told by where it was?"""
    return bool(group) and all(c.kind == "N" and c.refs and all(r.entity.type == "Place" for r in c.refs) for c in group)


def owned_up(head: Head) -> bool:
    """«أقر الجيش بقتل ثلاثة رهائن»: is this what somebody admits, who then did it?"""
    g = head.governor
    return not head.verb and head.role == BY and g is not None and g.verb and g.chunk.speech is not None and g.chunk.speech.get("stance") == "admits"


def govern(head: Head) -> None:
    """Tells the governor of an event noun that it governs it."""
    if head.governor is not None:
        head.governor.governs.append(head)


def touches(head: Head, c: Chunk, chunks: Sequence[Chunk]) -> bool:
    """Does the chunk stand right behind the head or behind what already fills its slots?"""
    if c.k == head.chunk.k + 1:
        return True
    own = head.genitive + head.object
    return all(x in own or (x.kind == "F" and x.tag in ("quant", "dem", "lightnoun")) or x.kind == "Q" or (x.kind == "C" and own and x.conj == "" and x.prep == "") for x in chunks[head.chunk.k + 1:c.k])


def goes_back(before: Clause, c: Chunk, after: Sequence[Chunk]) -> Clause:
    """The clause that a conjunction goes on from: «…، معتبرة أنه …، بينما …», and «أجاب عما إذا كان يعتبره …، كما توعد بأن …» from the verb above, told as done as it is."""
    above = before.opener if before.kind == "sub" else before.parent.verb if before.kind == "cond" and before.parent is not None else None
    if above is None or c.quoted or c.tag != "conj":
        return before
    verb, goes = next((h for h in reversed(before.heads) if h.verb), None), after[0] if after and after[0].kind == "V" and not after[0].conj else None
    done = goes is not None and above.verb and verb is not None and verb.chunk.form.tense == "i" and goes.form.tense == above.chunk.form.tense == "p" and goes.form.person == above.chunk.form.person
    return above.clause if done or before.kind == "sub" and (not above.verb or verb is not None and verb.chunk.quoted) else before


def comes_late(head: Head, c: Chunk) -> bool:
    """«أكد الملك، خلال استقباله في القصر وزير …، أن …»: is this the object of a noun that has its subject as a suffix, behind where it was?

    The verb of the clause takes a clause with «أن», so that a name behind its subject is none of its own.
    """
    verb, frame = head.clause.verb, head.chunk.event
    return (not head.verb and bool(head.chunk.form.pron) and not head.object and not head.genitive and bool(head.slots) and c.kind == "N" and not c.conj and frame is not None and frame.role("object") is not None
            and (verb is None or verb.chunk.speech is not None and bool(verb.post or verb.pre)))


def awaited(head: Head, c: Chunk) -> bool:
    """«التقى الرئيس خلال زيارته وزير الدفاع»: behind a visit with a suffix, does the verb of the clause still want this person as its object?"""
    verb, frame = head.clause.verb, head.chunk.event
    if verb is None or frame is None or frame.role(TO) != "recipient" or not head.chunk.form.pron or c.kind != "N" or len(c.refs) != 1 or c.refs[0].entity.type != "Person":
        return False
    wants = verb.chunk.event
    return wants is not None and wants.role("object") is not None and len(verb.post) + len(verb.pre) == 1


def counted(head: Head, chunks: Sequence[Chunk]) -> bool:
    """«قتل أكثر من ثلاثين شخصا»: does a number or quantity stand where the subject of the verb would?"""
    after = next(iter(chunks[head.chunk.k + 1:head.chunk.k + 2]), None)
    if after is None or after.tag == "there":
        return after is not None
    quantity = (after.tag == "quant" or after.kind == "C" and after.tag == "n") and not after.prep
    return quantity and not any(c.kind == "N" for g in head.post[:1] for c in g) and not (head.chunk.uses.keys() & {"light"} and "event" not in head.chunk.uses)


def numbered(head: Head, chunks: Sequence[Chunk]) -> bool:
    """«قتل ثمانية من جنود الجيش»: does a number or quantity stand between the verb and those who come first behind it?"""
    after = chunks[head.chunk.k + 1:head.chunk.k + 4]
    first = next((c for c in after if c.kind != "F"), None)
    return first is not None and first.kind == "N" and not first.prep and chunks[first.k - 1].tag == "quant"


def means_speaker(head: Head) -> bool:
    """«قالت كييف إنها أسقطت 20 مسيرة»: does the suffix of «إنها» act?  That of «أنه قتل ثلاثة» may mean nobody, where she who speaks is no man."""
    form, opener = head.chunk.form, head.clause.opener
    if head.clause.pronoun != form.person:
        return False
    return not head.counted or head.chunk.event is not None and (form.person != "3ms" or opener is not None and opener.verb and opener.chunk.form.person == "3ms")


def fell_before(before: Head, frame: Use) -> bool:
    """«قتل جنديان وجرح ثلاثة جنود»: were those told before killed or hurt themselves, so that they do not go on to hurt others?"""
    use, who = before.chunk.event, before.subject[:1]
    return frame.cls in FELLING and use is not None and use.cls in FELLING and before.chunk.form.person == "3ms" and not before.object and bool(who) and (who[0].kind == "C" or who[0].names[0].kind == "group" or who[0].names[0].how == "people")


def relative_to(head: Head) -> bool:
    """Does the verb stand in a relative clause, whose noun may be its subject?"""
    return bool(head.antecedent) and head.clause.kind == "rel"


def calls(head: Head) -> bool:
    """Is it a verb that calls something something: «اعتبره تدخلا», «وصفها بالخطيرة»?"""
    event, speech = head.chunk.event, head.chunk.speech
    return event is not None and event.cls == "Criticism" or speech is not None and speech.get("stance") == "describes"


def carry(verb: Head, heads: Sequence[Head]) -> None:
    """«المحادثات ستستمر»: an event noun that is the subject of a support verb is governed by it."""
    aux = verb.chunk.uses.get("aux") if not verb.chunk.uses.keys() & {"passive", "light"} else None
    full = aux is not None and aux.get("takes", "object") == "object" and bool(verb.object) and verb.object[0].kind in "CN"      # «القصف سيجعل موقفها صعبا»
    if verb.chunk.uses.keys() & {"passive", "light", "aux"} and verb.chunk.event is None and not full:
        for head in heads:
            if not head.verb and head.governor is None and head.chunk in (verb.object if verb.resumes and verb.clause.kind != "rel" else verb.subject):
                head.governor, head.role = verb, "post"


def share(heads: Sequence[Head]) -> Sequence[Head]:
    """«قتل وإصابة جنود», «قصف وتدمير مواقع للحركة»: of event nouns side by side, befalling somebody alike, the first has no genitive of its own, and what
    stands behind the last is of both."""
    for n in range(len(heads) - 2, -1, -1):              # from the last, for there may be three
        one, two = heads[n], heads[n + 1]
        c, d = one.chunk, two.chunk
        if one.verb or two.verb or c.event is None or d.event is None or not d.conj or d.k != c.k + 1 or d.prep not in ("", c.prep) or c.definite or c.form.pron or one.genitive or one.object:
            continue
        if c.adverbial == d.adverbial and c.event.role("genitive") == d.event.role("genitive"):
            one.genitive, one.object = two.genitive, two.object
            for prep, group in two.slots.items():
                one.slots.setdefault(prep, group)
    return heads


def part(heads: Iterable[Head]) -> None:
    """Lets heads and clauses go of each other when all is read, so that they vanish at once and no collector need look for them."""
    for head in heads:
        del head.clause, head.governor, head.governs, head.inherit


def qualifies(adjective: Chunk, before: Chunk | None, noun: Head) -> bool:
    """Does a word like «المقبلة» stand behind an event noun, or behind a name that belongs to it («قمة أنقرة المقبلة»)?"""
    if before is None or before.kind != "N":
        return before is not None and before.kind == "E"
    return not noun.verb and before.j == adjective.i and adjective.tag.startswith("modal:future") and any(before in names for names in (noun.genitive, *noun.slots.values()))
