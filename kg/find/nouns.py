"""Where a noun group goes: a genitive, an object, one more of a list, a group behind a preposition, or a subject not yet known as one."""
from __future__ import annotations

from collections.abc import Sequence

from kg.arabic import AGENT, BETWEEN, BY, COMMAS, FOR, FROM
from kg.find.chunk import Chunk, apposed, joins
from kg.find.hanging import above, among, apart, asking, bare_craft, copula, described, of_noun, predicate, sent_by, wanted_by
from kg.find.heads import Clause, Head, awaited, comes_late, placed, touches


class Nouns:
    """The part of the walk over the chunks of a sentence that puts noun groups where they belong; `kg.find.clauses` has the rest."""

    chunks: Sequence[Chunk]
    heads: list[Head]
    clause: Clause
    group: list | None
    last: Chunk | None
    bearer: list[Chunk]
    loose: list | None        # the noun group that some of those told before are named in, and nobody behind a comma
    host: tuple
    ones: bool
    temporal: frozenset[str]
    about: frozenset[str]

    def _c(self, c: Chunk) -> None:
        if self.last is not None and self.last.kind == "F" and self.last.tag == "neg" and self.last in self.clause.pending:
            self.clause.pending.remove(self.last)        # «لا أخلاقي»: of the word behind it alone
        behind = self.chunks[c.k - 2] if self.last and self.last.tag == "quant" and c.k > 1 else self.last
        if behind and behind.kind == "C" and not c.conj and not c.prep and self.group and self.group[-1] is behind and (behind is self.last or behind.prep or not behind.definite):
            self.group.append(c)                         # «قادة العديد …», «لاتخاذ المزيد من الإجراءات»: one run of words
            return
        if c.nisba and not c.conj and not c.prep and self.group and self.last in (self.group[-1], self.chunks[c.k - 1]) and self.group[-1].kind == "N" and any(r.entity.type == "Weapon" for r in self.group[-1].refs):
            self.group[-1].nisba = (*self.group[-1].nisba, *c.nisba)      # «صواريخ "إس-400" الروسية»
            return
        if c.nisba and c.definite and not c.conj and not c.prep and self.last is not None and self.last.kind == "N" and self.last.j == c.i and self.last.refs and all(r.entity.type in ("Place", "Facility") for r in self.last.refs):
            return                                       # «في قاعدة حميميم الروسية»
        self._n(c)

    def _n(self, c: Chunk) -> None:
        cl = self.clause
        if c.names and c.names[0].office == "member" and not c.prep and not c.conj and self.group and self.last is self.group[-1] and self.last.kind == "N":
            return                                       # «تركيا، عضو الحلف»: said of the one before
        if self.ones and apposed(c, self.chunks) or c.kind == "N" and copula(c, self.last) or described(c, self.last) or predicate(c, self.chunks):
            return
        if self.bearer and (self.last is self.bearer[-1] or self.last.tag == "quant") and (not (c.conj or c.prep) if len(self.bearer) == 1 else c.conj and not c.prep) and c.kind == "N" and not self.bearer[0].pron:
            self.bearer.append(c)                        # «رغبة الحكومة في …»
            self.group = None
            return
        if c.conj and not c.prep and c.kind == "N" and cl.kind == "rel" and cl.host and cl.host[0].kind == "N" and cl.verb and self.last and self.last.kind == "W":
            cl.host.append(c)                            # «بين وفد …، الذي …، ووفد …»: the list goes on behind the relative clause
            self.clause, self.group = cl.parent or cl, cl.host
            return
        if c.conj and not c.prep and c.kind in ("N", self.host and self.host[1] and self.host[1][0].kind) and self.host and self.host[1] and cl.heads and cl.heads[-1] is self.host[0] and self.last and self.last.kind == "W":
            self.group = self.host[1]                    # «… الجبهة المدعومة من X، وفصائل …»: the list goes on behind the adjective
            self.group.append(c)
            return
        if c.conj and self.group is not None and self.last and (not c.prep or c.prep == getattr(self.group[0], "prep", "")) and joins(c, self.group[-1], self.last):
            self.group.append(c)
            return
        if not c.prep and not c.conj and self.group and self.group is not self.loose and self.last and self.last.kind == "W" and self.last.tag in COMMAS and c.kind == "N" and self.group[-1].kind == "N" and len(self.group) > 1 and c.names[0].kind != "pronoun":
            self.group.append(c)
            return
        before = self.last
        if c.kind == "N" and c.names[0].how == "people" and not c.conj and not c.prep and before is not None and before.kind == "C" and before.definite and before.j == c.i:
            before.nisba = (*before.nisba, c.names[0].index)       # «الدبلوماسيين الإيرانيين»: an adjective
            return
        if c.kind == "N" and not c.conj and not c.prep and before is not None and self.group and self.group[-1] is before and (before.kind == "C" and before.tag == "w" and not before.definite and not before.pron and not before.nisba and not (before.conj and before.qualifies) and not any(d.nisba for d in self.group) or bare_craft(before) and before.j == c.i and c.names[0].kind in ("entity", "body")):
            self.group.append(c)                         # «مواقع التنظيم»: a genitive, which is who is meant
            return
        if c.kind == "N" and not c.conj and not c.prep and before is not None and before.tag == "quant" and not before.prep and self.group and self.group[-1].kind == "C" and self.group[-1].j == before.i and cl.verb and cl.verb.chunk.event is not None and not cl.verb.chunk.event.near.isdisjoint(self.group[-1].bare):
            self.group.append(c)                         # «أودى بحياة عشرين شخصا», «أطلق سراح خمسين أسيرا»: a genitive of the word that the verb wants
            return
        if c.kind == "N" and c.prep in (FOR, FROM) and self.group and before is self.group[-1] and before.kind == "C" and (before.prep or before.conj and self.group[0].prep) and not before.definite and c.names[0].kind != "pronoun":
            self.group.append(c)                         # «على مواقع للتنظيم», «مع شخصيات من المعارضة»
            return
        if c.kind == "N" and c.prep == FROM and self.group and before is self.group[-1] and sent_by(before, c):
            before.refs = ()                             # «مسؤولون من روسيا وتركيا»: these two by their officials
            self.group.append(c)
            return
        group = self.group = [c]
        if c.prep:
            self._attach(c.prep, group)
            return
        if (cl.verb is not None or cl.pre) and among(c, self.chunks):      # «خمسة بينهم طفل», «خمسة أشخاص بينهم شرطيان قتلوا»: some of them
            told = (cl.verb.post if cl.verb is not None and cl.verb.post else cl.pre)[-1:]
            if told and told[0][-1].kind == "C" and c.kind == "N" and c.refs and c.refs[0].entity.type == "State":
                told[0].append(c)                        # «دول عدة، من بينها مصر والأردن»: and nobody else has a name
                self.group = told[0]
            self.loose = self.group
            return
        last_head = cl.heads[-1] if cl.heads else None
        if last_head and not last_head.verb and c.kind == "C" and c.adverbial and last_head.chunk.adverbial and self.last is last_head.chunk and not c.conj:
            self.group = [last_head.chunk]
            return                                       # «اجتماعا رباعيا يضم …»: its adjective, in its case
        if last_head and not last_head.verb and not c.conj and touches(last_head, c, self.chunks) and not awaited(last_head, c):
            frame = last_head.chunk.event or last_head.chunk.light
            if not last_head.genitive and (not last_head.chunk.definite or last_head.chunk.open) and not (c.kind == "N" and c.oblique and c.names[0].number == "s" and cl.verb is not None):      # «التدخل في شؤون X»; but «استهدف هجوم موكبا» has no genitive
                last_head.genitive = group
                return
            if last_head.genitive and c.kind == "C" and last_head.genitive[-1] is self.last and self.last.kind == "N" and (self.last.names[0].kind == "group" if c.definite else self.last.names[0].how == "title" and not c.adverbial):
                return                                   # «محاربة الجهاديين السنة», «منع وزير متطرف»: an adjective
            if (last_head.genitive or last_head.chunk.form.pron) and not last_head.object and frame and not (c.kind == "N" and placed(last_head.genitive) and not frame.role("object")) and not (last_head.genitive and last_head.genitive[-1].kind == "C" and c.kind == "C"):
                last_head.object = group
                return
        if last_head and comes_late(last_head, c):
            last_head.object = group                     # «خلال استقباله في رام الله وزيرة …»
        elif cl.verb:
            cl.verb.post.append(group)
        else:
            cl.pre.append(group)

    def _unborne(self) -> None:
        """«رحب بقرار ترامب»: no event noun came, so that whose the noun is stands for himself."""
        (first, *names), self.bearer = self.bearer, []
        if first.prep:
            self._attach(first.prep, names)
        else:
            (self.clause.verb.post if self.clause.verb else self.clause.pre).append(names)

    def _attach(self, prep: str, group: list) -> None:
        """A prepositional group to the nearest head whose frame asks for the preposition, else to the nearest head."""
        cl = self.clause
        if self.last is not None and of_noun(prep, group, self.last):
            return
        if above(cl, prep) is not None:
            cl = self.clause = cl.parent or cl
        line = cl.heads[::-1]
        if prep == BETWEEN and line and line[0].role in self.temporal and apart(line[0], self.chunks[line[0].chunk.k + 1:group[0].k]):
            return                                       # «خلال الاتصال العلاقات بين البلدين»
        if prep == FROM and line and not line[0].verb and not line[0].chunk.definite and line[0].chunk.event and not line[0].chunk.event.role(FROM) and line[0].chunk.prep == BY and touches(line[0], group[0], self.chunks):
            line[0].slots.setdefault(AGENT, []).extend(group)      # «بدعم من», «بتواطؤ من»: whose it is
            self.group = line[0].slots[AGENT]
            return
        up = cl
        while up.kind in ("rel", "conj") and up.parent and not line:
            up = up.parent
            line += list(reversed(up.heads))
        for head in [asking(line, prep)] if line else ():
            head.slots.setdefault(prep, []).extend(group)
            self.group = head.slots[prep]
        if not line and cl.verb is None:
            cl.waiting.append((prep, group))

    def _governor(self, c: Chunk, previous: Head | None, prep: str) -> Head | None:
        line, up = list(reversed(self.clause.heads)), self.clause
        while not line and up.parent:
            up = up.parent
            line = list(reversed(up.heads))
        if prep in self.about and previous is not None and not previous.verb:
            return previous
        if prep in self.temporal and c.form.pron and previous is not None and not previous.verb and previous.chunk.event is not None and previous.deep:
            return previous                              # «إثر حادث إسقاط القاذفة، نتيجة لاستهدافها»
        if prep in self.temporal:
            return next((h for h in line if h.verb), line[0] if line else None)
        if (asked := wanted_by(line, prep)) is not None:
            return asked
        if previous is not None and not previous.verb and previous.chunk.event is not None and previous.chunk.k == c.k - 1:
            return previous
        return next((h for h in line if h.verb), line[0] if line else None)

    def _closes(self, c: Chunk) -> bool:
        """«بحث X، في اتصال تلقاه من Y، تطورات …»: does a comma close an aside with a relative clause in it, behind which the object of the verb above stands?"""
        rel, after = self.clause, self.chunks[c.k + 1] if c.k + 1 < len(self.chunks) else None
        noun = rel.antecedent[0] if rel.kind == "rel" and rel.verb is not None and rel.antecedent else None
        above = rel.parent.verb if noun is not None and rel.parent is not None else None
        return above is not None and bool(noun.prep) and noun.k > 0 and self.chunks[noun.k - 1].kind == "W" and after is not None and not after.conj and (after.kind in "NCE" or after.kind == "F" and bool(after.prep)) and any(g[0].k < noun.k for g in [above.pre, *above.post] if g)
