"""Whom demonstrators are against and whose deed a speaker blames, where no preposition of the frame says so."""
from __future__ import annotations

from collections.abc import Sequence

from kg.arabic import AGAINST, ON
from kg.find.doers import Doers
from kg.find.heads import Head
from kg.model import Ref

ADJECTIVE = 20         # letters that an adjective may take between a group and whom it is against


class Streets(Doers):
    """Reads the objects of anger around the head of a protest."""

    def defied(self, head: Head, actors: Sequence[Ref]) -> list[Ref]:
        """«متظاهرون مناهضون للحكومة», «هتفوا بشعارات معادية لفلان»: whom hostile adjectives name."""
        return self.refs(c for h in self.heads if h.clause is head.clause for g in (*h.slots.values(), *h.post) for c in g if c.against and c.kind == "N"
                         and (h is head or any(0 < c.start - x.mention.end < ADJECTIVE for x in actors)))

    def resented(self, head: Head) -> list[Ref]:
        """«احتجاجا على أحكام أصدرها القضاء»: whose doing they protest at."""
        theirs = [c for prep in (ON, AGAINST) for c in head.slots.get(prep, ())]
        return [x for h in self.heads if h.resumes and h.antecedent and h.antecedent[-1] in theirs for x in self.refs(h.subject)]

    def doers_of(self, head: Head) -> list[Ref]:
        """«القرار الذي اتخذه البرلمان يمثل …»، «نشر X قواته يعد …»، «المناورات الصينية تشكل …»: who did what the subject of a verb tells."""
        group, up = head.pre or head.antecedent or (head.inherit.antecedent if head.inherit is not None else []), head.clause.before
        while not head.pre and up is not None and up.kind == "rel":
            group, up = up.antecedent or group, up.before
        if all(c.kind == "N" for c in group):            # «الضربات على سوريا، التي تمثل …»: a state is no deed
            return []
        told = [x for h in self.heads if not h.verb and h.chunk in group and h.chunk.event is not None for x in self.refs(h.genitive) or self._owners([h.chunk])]
        return told or self.refs(group) or self._owners(group) or [x for h in self.heads if h.verb and h.resumes and h.antecedent and h.antecedent[-1] in group for x in self.refs(h.subject)]
