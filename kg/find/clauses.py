"""Who governs what: chunks → heads with their slots, clause by clause.

News Arabic is regular enough for one walk from left to right: a verb opens a clause, the bare noun groups after it are its
subject and object in that order unless a subject stands before it or the verb agrees with something said before; a noun group
behind an event noun is its genitive; a preposition belongs to the nearest word whose frame asks for it.
"""
from __future__ import annotations

from collections.abc import Sequence

from kg.arabic import BESIDES, COMMAS, FOR, FROM, IN, ON, SENTENCE_MARKS, TO, fold
from kg.find.chunk import Chunk, aside, bears, flag, unmarked
from kg.find.hanging import above, deep_in, from_above, goes_on_of, goes_on_with
from kg.find.heads import OWED, Clause, Head, carry, counted, due, goes_back, govern, numbered, owes, placed, qualifies, share, speaks, touches
from kg.find.nouns import Nouns
from kg.find.subjects import agrees, look_ahead, may_mean, settle, transparent


class Parse(Nouns):
    """The walk over the chunks of one sentence; `heads` and `clauses` are its result."""

    def __init__(self, chunks: Sequence[Chunk], temporal: frozenset[str] = frozenset(), about: frozenset[str] = frozenset()):
        self.chunks, self.temporal, self.about = chunks, temporal, about
        self.attributed: tuple = ()
        self.heads: list[Head] = []
        self.clause = Clause("main")
        self.clauses = [self.clause]
        self.group: list | None = None        # the noun group that a following «و…» would join
        self.last: Chunk | None = None
        self.loose: list | None = None
        self.ahead: list[Chunk] = []          # what negates or puts off the verb that comes, which opens a clause of its own
        self.host: tuple = ()                 # an adjective that is an event word, and the noun group of what it is said of
        self.bearer: list[Chunk] = []         # a noun that carries an event noun, and its genitive
        walk = {"W": self._w, "Q": self._q, "F": self._f, "S": self._s, "R": self._r, "T": self._t, "N": self._n, "C": self._c, "E": self._e, "V": self._v}
        self.units = [c for c in chunks if c.kind == "F" and c.tag.startswith("unit") and c.k]      # of measure
        self.ones = any(c.one for c in chunks)      # stands «أحد» or its like anywhere?
        for c in chunks:
            if len(self.bearer) > 1 and not (c.kind == "E" or (c.kind in "FTC" and not c.prep)):
                self._unborne()
            (self._w if c.kind == "N" and self.clause.verb is None and aside(chunks, c) else walk[c.kind])(c)      # a name in brackets is a mark
            if c.kind != "Q":
                self.last = c
            if c.kind == "F" and (bears(c) or c.tag == "lightnoun" and [(d.kind, d.prep + d.conj) for d in chunks[c.k + 1:c.k + 3]] == [("N", ""), ("E", "")]):
                self.bearer = [c]                        # «بعد توجيه الرئيس انتقادات …»
            elif c.kind in "VWSR":
                self.bearer = []
        if len(self.bearer) > 1:
            self._unborne()
        for head in self.heads:
            if head.verb:
                head.counted, head.numbered = counted(head, chunks), numbered(head, chunks)
                settle(head)
                carry(head, self.heads)
        if self.chunks and self.chunks[0].tag == "conj:cause":
            look_ahead([h for h in self.heads if h.verb])
        for clause in self.clauses:
            if clause.waiting:                           # «إن على X الاعتذار»
                due(clause, self.chunks)
        for head in share(self.heads):
            if not head.verb:
                govern(head)

    def open(self, kind: str, opener: Head | None = None) -> Clause:
        """Opens a clause under the present one."""
        self.clause = Clause(kind, self.clause, opener, len(self.clauses))
        self.clauses.append(self.clause)
        self.group = None
        return self.clause

    # --- marks and function words --------------------------------------------------------------------------------------------
    def _w(self, c: Chunk) -> None:
        self.clause.comma = True
        if c.tag in COMMAS and self.clause.kind == "rel" and self.clause.parent is not None and self.clause.antecedent and self.clause.antecedent[0].prep == "attribution":
            self.clause, self.group = self.clause.parent, None      # «تونس، وفق بيان أصدرته الوزارة، تضامنها …»: goes on as before
        elif c.tag in COMMAS and self._closes(c):
            self.clause, self.group = self.clause.parent or self.clause, None
        if c.tag in SENTENCE_MARKS:
            self.group = None
            verb = self.clause.verb
            if c.tag != ":":
                self.open("main")
            elif verb and verb.chunk.speech and self.clause.kind in ("main", "conj") and self.chunks[min(c.k + 1, len(self.chunks) - 1)].kind != "Q":
                self.open("sub", verb)               # «قال X: يجب أن …»

    def _q(self, c: Chunk) -> None:
        if c.tag == "open" and self.clause.verb and self.clause.verb.chunk.speech and not (self.last and self.last.prep):
            self.open("sub", self.clause.verb)
        if c.tag == "close" and not (c.k > 1 and self.chunks[c.k - 1].kind == "N" and self.chunks[c.k - 2].kind == "Q"):      # but «"فتح" و"حماس"»
            self.group = None

    def _f(self, c: Chunk) -> None:
        if c.tag == "perf" and c.conj and self.clause.verb and not c.quoted:
            before = self.clause                         # «…، وقد قدمت»: goes on as a clause of its own
            self.open("conj", before.opener)
            self.clause.carry, self.clause.before = before.verb, before
        if c.tag.startswith("conj") or c.tag == "cond":
            if self.clause.verb or self.clause.pre or c.tag == "cond":
                before, on = self.clause, c.tag.startswith("conj") and c.tag != "conj:cause"
                while on and before.kind == "rel" and before.comma and before.parent is not None and before.parent.verb is not None:
                    before = before.parent               # «الاتفاق الذي وقعه الحلفاء، لكنه …»: goes on above
                before = goes_back(before, c, self.chunks[c.k + 1:c.k + 2])
                self.open("cond" if c.tag == "cond" else "conj", before.opener)
                self.clause.times, self.clause.parent = list(before.times) if on else [], before
                self.clause.carry, self.clause.before = before.verb, before if on else None
                self.clause.cause_of = before if c.tag == "conj:cause" else None
                self.clause.turn = c.tag.partition(":")[2]
                if before.verb is None and before.pre and on and before.kind in ("main", "conj"):
                    self.clause.pre = [g for g in before.pre if g[0].kind == "N"]
            if c.tag == "cond":
                self.clause.pending.append(c)
        elif c.tag == "neg" and c.j - c.i > 1 and self.clause.verb is not None:
            before = self.clause                         # «دون أن تسفر عن …»
            self.open("purpose", before.verb)
            self.clause.before, self.clause.carry = before, before.verb
            self.clause.pending.append(c)
        elif c.tag in ("neg", "fut", "perf") or c.tag.startswith("modal"):
            if c.tag.startswith("modal") and self.heads and not c.prep and qualifies(c, self.last, self.heads[-1]):
                self.heads[-1].flags.append(c)          # «القمة المقبلة»: an adjective of its noun
            else:
                self.clause.pending.append(c)

    def _s(self, c: Chunk) -> None:
        if self.clause.kind == "rel" and self.clause.verb and not speaks(self.clause.heads[-1]):
            up: Clause | None = self.clause                 # «أكد الرؤساء بعد قمة جمعتهم أنهم …»: said by the verb above
            while up is not None and not (up.verb and "speech" in up.verb.chunk.uses):
                up = up.parent
            self.clause = up or self.clause
        opener = self.clause.heads[-1] if self.clause.heads else self.clause.opener
        hoped = opener is not None and not opener.verb and opener.chunk.speech is not None and opener.chunk.speech.get("stance") in ("hopes", "expects")      # «أعرب عن أمله في أن …»
        if self.clause.verb and self.clause.verb.chunk.speech and not hoped:
            opener = self.clause.verb
        flags = [f for f in self.clause.pending if f.tag.startswith("modal") or f.tag == "cond"]
        before = self.clause
        owed = before.waiting[-1][1] if before.verb is None and before.waiting and before.waiting[-1][0] == ON and self.last in before.waiting[-1][1] and not c.pron and not c.conj else []
        if c.conj and before.kind == "sub":             # «وأنّ …» stands beside the «أنّ» before it
            self.clause, opener = before.parent or before, before.opener
        self.open("sub", opener)
        self.clause.pronoun = c.pron
        if opener is not None and opener.verb and opener.chunk.speech is None and opener.chunk.event is None and self.last is not None and self.last in opener.slots.get(FOR, ()):
            self.clause.pre = [[self.last]]              # «سبق للوزير أن زار …»
        if owed:                                         # «على X أن يعتذر»
            before.waiting.pop()
            owes(self.clause, owed, flag(c, OWED))
            self.clause.pre = [owed]
        self.clause.pending += [f for f in flags if before.verb is None or f not in before.verb.flags]
        if c.tag == "sub:fut":
            self.clause.pending.append(flag(c, "fut"))

    def _r(self, c: Chunk) -> None:
        antecedent = list(self.group or ([self.last] if self.last and self.last.kind in "NCE" else []))
        wanted = c.tag[-1]
        if wanted in "mf" and len(antecedent) > 1 and antecedent[-1].kind == "N" and antecedent[-1].conj and not (antecedent[0].kind == "N" and antecedent[0].names[0].kind == "sides"):
            antecedent = antecedent[-1:]                 # «ترامب والزعيم الكوري الذي قدم …»: said of the last alone
        if antecedent and wanted in "mf" and not may_mean(antecedent[-1], wanted):
            antecedent = [x for x in reversed(self.chunks[max(0, c.k - 8):c.k]) if x.kind in "NCE" and may_mean(x, wanted)][:1] or antecedent
        if c.j - c.i > 1:                                # «…، وهو ما أدى إلى …»: said of what was told, and of nobody
            antecedent = [c]
        if not antecedent:
            antecedent = [x for x in reversed(self.chunks[:c.k]) if x.kind in "NCE"][:1]
        owner = next(reversed(self.clause.heads), None)
        if owner and not owner.verb and placed(owner.genitive) and antecedent and antecedent[-1] in owner.genitive and may_mean(owner.chunk, wanted):
            antecedent = [owner.chunk]                   # «قمة يالطا التي انعقدت …»: the summit, and not the town
        host = self.group
        self.open("rel", self.clause.opener)
        self.clause.antecedent, self.clause.host = antecedent, host

    def _t(self, c: Chunk) -> None:
        heads = self.clause.heads
        after = next(iter(self.chunks[c.k + 1:c.k + 2]), None)
        if after is not None and after.kind in "EF" and after.prep == FROM and fold(c.time.text).split()[0] in self.temporal:
            after.prep = fold(c.time.text).split()[0]    # «بعد شهرين من شنها هجوما»: how long after, and no day of its own
            return
        if self.last and self.last.kind == "F" and self.last.tag.startswith("modal") and self.last.j == c.i and self.chunks[self.last.k - 1].kind in "CE":
            if heads and heads[-1].chunk is self.chunks[self.last.k - 1]:
                heads[-1].times.append(c)
            return                                       # «الاستفتاء المقرر عام 2011»: when that will be
        if self.last and self.last.kind == "C" and self.last.j in (c.i, c.i - 1) and (self.last.dated or self.last.j == c.i and not self.last.prep and not any(x.isalpha() for x in c.time.text)):
            if heads and not heads[-1].verb and heads[-1].chunk.k == self.last.k - 1 and not heads[-1].chunk.prep:
                heads[-1].times.append(c)
            return                                       # «الاتفاق الموقع في 2015», «مخطط التنمية 2016-2020»: the paper's own
        self.clause.times.append(c)
        if heads and self.last and heads[-1].chunk is self.last and not c.prep and self.last.kind == "E":
            heads[-1].times.append(c)

    # --- heads ---------------------------------------------------------------------------------------------------------------
    def _e(self, c: Chunk) -> None:
        if c.prep and above(self.clause, c.prep, True) is not None:
            self.clause = self.clause.parent or self.clause
        cl = self.clause
        if self.bearer and len(self.bearer) > 1 and (self.last is self.bearer[-1] or self.last.kind == "T"):
            c.prep = self.bearer[0].prep
        head = Head(c, cl)
        head.owner, self.bearer = self.bearer[1:], []
        if c.form.pron and not c.prep and self.last is not None and self.last.kind == "N" and self.last.j == c.i and c.k > 1 and self.chunks[c.k - 2].tag == "lightnoun":
            head.owner = [self.last]                     # «لمواصلة X غاراتها»
        cl.pending = [] if cl.verb else [f for f in cl.pending if f.tag == "cond"]
        previous = cl.heads[-1] if cl.heads else None
        bare = c.event is not None and not c.event.role("genitive")      # a participle takes none
        many = bare and self.last is not None and self.last.kind == "N" and self.last.names[0].kind == "group" and not (self.last.definite or c.definite) and getattr(c.form, "number", "s") in ("p", "d")      # «من محتجين رافضين لـX»
        if self.last is not None and (self.last.kind == "N" or bare and self.last.kind == "C") and self.last.j == c.i and (self.last.definite and c.definite or many) and not (c.prep or c.conj or c.form.pron) and (bare or not cl.verb or self.last.prep and (c.qualifies or self.last.kind == "N" and self.last.names[0].kind == "pronoun")):
            head.antecedent, head.role = list(self.group) if self.group and self.group[-1] is self.last and getattr(c.form, "number", "s") != "s" else [self.last], "said"      # «الجبهة المدعومة من X، ستسحب …»: an adjective of the name
            self.host = (head, self.group)
        elif c.prep == BESIDES and previous is not None and not previous.verb and previous.governor is not None:
            head.governor, head.role = previous.governor, previous.role      # «قررت خفض …، إضافة إلى تخفيض …»
        elif c.prep or (c.conj and previous is not None and not previous.verb and previous.role not in ("post", "pre", "said", "")):
            role = c.prep or previous.role
            head.governor, head.role = self._governor(c, previous, role) if c.prep or role in self.about else previous.governor, role
            if c.prep and head.governor is not None:
                head.governor.slots.setdefault(c.prep, []).append(c)
        elif cl.verb and cl.verb.chunk.event is not None and not cl.verb.chunk.event.near.isdisjoint(c.bare) and not c.conj and previous is not None and previous.chunk.prep:
            cl.verb.post.append([c])                     # «فرض بمرسوم عقوبات»: the noun that the verb wants is its object
            head.governor, head.role = cl.verb, "post"
        elif previous is not None and not previous.verb and not c.conj and not previous.chunk.form.definite and not (previous.chunk.form.pron and previous.object) and touches(previous, c, self.chunks):
            head.governor, head.role = previous, "genitive"
            if previous.chunk.event is None and previous.governor is not None:      # «قدم رسالة اعتذار»: the letter only carries it
                head.governor, head.role = previous.governor, previous.role
        elif cl.verb and not c.conj and (deep := deep_in(self.chunks, c, self.group)):
            head.governor, head.role, head.deep = cl.verb, deep, True     # «لمراقبة تنفيذ وقف النار»
        elif c.conj and not (c.definite or c.form.pron) and (resolve := next(((h, p) for h in reversed(cl.heads) if not h.verb and h.chunk.event is not None and h.chunk.event.cls == "Commitment" for p in (ON, TO, FOR) if p in h.slots), None)) is not None:
            head.governor, head.role = resolve           # «عزمهم على تسريع جهودهم … وتسهيل وصول …»
        elif cl.verb:
            if c.event is not None or c.speech is None or self.last.kind != "W":      # «…، قائلا إن …» is no object
                cl.verb.post.append([c])
            head.governor, head.role = cl.verb, "post"
        else:
            cl.pre.append([c])
            head.role = "pre"
        cl.heads.append(head)
        self.heads.append(head)
        self.group = [c]

    def _v(self, c: Chunk) -> None:
        cl = self.clause
        verb = cl.verb
        if verb is None:
            if c.conj and cl.pronoun and cl.pre and cl.opener is not None and cl.opener.verb and not c.quoted and goes_on_with(c, cl.opener):
                above = cl.opener.clause                 # «وصفها بأنها خطيرة، ودعا …»: who spoke goes on
                cl = self.open(above.kind if above.kind in ("sub", "rel") else "main", above.opener)
                cl.parent, cl.before, cl.carry = above.parent or above, above, above.verb
            self._start(c, cl, cl.carry)
            return
        self.ahead, cl.pending = cl.pending, []
        c.conj = c.conj or next((f.conj for f in self.ahead if f.conj and f.k == c.k - 1), "")      # «ولم يلتق …»
        after = self.chunks[min(c.k + 1, len(self.chunks) - 1)]
        resumed = c.form.pron or (after.kind == "N" and after.prep in self.temporal and after.names[0].kind == "pronoun")      # «يجري خلالها»
        told = next((h.chunk for h in reversed(cl.heads) if not h.verb and not h.chunk.definite and (resumed or not h.genitive)), None)
        there = self.chunks[verb.chunk.k + 1].tag == "there"          # «كان هناك تطابق …، ننتظر …»: complete without another verb
        if not c.conj and transparent(verb) and not there and not c.form.purpose and not (told is not None and (resumed or told is self.last and "light" in verb.chunk.uses)):
            said = [g for g in verb.post if g[0].kind in "NCE"]
            pre = [g for g in said if g[0].kind == "N"][:1] or said[:1] or cl.pre[-1:]
            cl.pre, carried = pre, verb
            head = self._start(c, cl, None)
            head.flags += carried.flags
            head.antecedent = carried.antecedent
            head.governs = [carried]
            return
        if c.form.purpose:
            new = self.open("purpose", verb)
            new.before = cl
            self._start(c, new, verb)
            return
        before = cl
        if c.conj:
            opener = before.opener
            if before.kind == "sub" and opener is not None and opener.verb and not c.quoted and from_above(c, opener, verb):
                before = opener.clause                   # «وصفها بأنها …، ودعا …»: who spoke goes on
            while before.kind == "rel" and before.parent and before.comma and before.parent.verb and before.parent.kind != "rel" and not goes_on_of(c, before):
                before = before.parent
            new = self.open(before.kind if before.kind in ("sub", "rel") else "main", before.opener)
            new.parent, new.before = before.parent or before, before
            head = self._start(c, new, before.verb)
            head.antecedent = before.antecedent
            return
        if c.form.tense == "p" and verb.chunk.form.tense == "i" and verb.pre and verb.pre[-1].k == verb.chunk.k - 1 and verb.pre[-1].kind == "N" and not verb.pre[-1].definite and not c.form.pron and agrees(c.form, verb.pre):
            new = self.open(before.kind, before.opener)      # «انتحاري يقود شاحنة فجر نفسه»: what he drove is told between
            new.pre = [verb.pre]
            self._start(c, new, None)
            return
        previous = self.chunks[c.k - 1] if c.k else None
        loose = [g for g in verb.post if g[0].kind in "NC"]
        if told is not None and (resumed or (told.k > verb.chunk.k and may_mean(told, c.form.person[1]) and c.form.person[2:] == "s")):
            # «مفاوضات بين … استضافتها …»، «اجتماع في عمان ضم …»: the clause is said of the noun
            new = self.open("rel", before.opener)
            new.antecedent, new.before = [told], before
            self._start(c, new, None)
            return
        if previous is not None and previous.kind in "NCE" and (not previous.definite or c.form.pron and unmarked(previous)) and not (c.form.person == "3mp" and previous.kind == "N" and previous.names[0].gender == "f"):
            new = self.open("rel", before.opener)
            new.antecedent, new.before = list(self.group or [previous]), before
            self._start(c, new, None)
            return
        if before.kind == "rel" and before.parent is not None and before.parent.kind == "main" and before.parent.verb is None and c.form.person[0] == "3" and (c.form.tense == "p" or c.form.future) and not c.form.pron:
            self.clause, self.group, before.parent.pre = before.parent, None, [g for g in before.parent.pre if g[0].kind == "N"]    # «وفي القمة التي انعقدت في يالطا اتفق …», «الوزير الذي وصل أمس التقى …»
            self._start(c, self.clause, None)
            return
        if before.kind == "rel" and before.antecedent and before.antecedent[-1].kind == "E" and previous is not None and (previous.kind in "TC" or resumed and previous.kind == "W"):
            new = self.open("rel", before.opener)        # «زيارة تستغرق يوما تجري خلالها محادثات»: said of the same noun
            new.antecedent, new.before = before.antecedent, before
            self._start(c, new, None)
            return
        new = self.open("main" if before.kind == "main" else before.kind, before.opener)
        if before.kind == "main" and before.parent is None and any(t.start < verb.chunk.start for t in before.times):
            new.before = before                          # «وفي عام 1956 صدر قرار، وافق بموجبه …»: of the time that opens the sentence
        if loose and previous is not None and previous in loose[-1] and len(verb.post) > 1:
            new.pre = [loose[-1]]
            verb.post.remove(loose[-1])
        self._start(c, new, before.verb)

    def _start(self, c: Chunk, cl: Clause, inherit: Head | None) -> Head:
        cl.pending += self.ahead
        head, self.ahead = Head(c, cl), []
        head.pre = cl.pre[-1] if cl.pre else []
        head.inherit, head.antecedent = inherit, cl.antecedent
        cl.pending = []
        for prep, group in cl.waiting:
            head.slots.setdefault(prep, []).extend(group)
        cl.waiting = []
        for early in cl.heads:                           # «وخلال لقاء مع نظيره، أكد الوزير …»: whose meeting it was is said behind
            if not early.verb and early.governor is None and (early.role in self.temporal or early.role in (IN, BESIDES)):
                early.governor = head
        cl.verb = head
        cl.heads.append(head)
        self.heads.append(head)
        self.group = None
        return head
