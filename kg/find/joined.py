"""What the happenings of one sentence tell of each other: to whom a word was said, what led to what, and on which day."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.arabic import FOR, IN, ON, TO
from kg.find.chunk import Chunk
from kg.find.claims import Said
from kg.find.clauses import Parse
from kg.find.events import Found
from kg.find.subjects import subject_of
from kg.lexicon import Lexicon
from kg.model import Claim, Date, Event, Ref

DEEDS = frozenset({"ASSAULT", "AID", "RETREAT", "SANCTION", "COOPERATE", "COERCE", "MOBILIZE", "PROTEST"})
NEAR = 6        # happenings told last, of which a denial may be
DEALS = frozenset({"ArmsDeal", "TradeDeal", "Delivery"})


class Joined:
    """Completes the events of one sentence from each other and from those told before it; none is dropped or added."""

    def __init__(self, parse: Parse, lexicon: Lexicon, events: Sequence[Event]):
        self.parse, self.lexicon, self.events = parse, lexicon, events

    def __call__(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """(what was found, the event made of it), in the order of the words → the same with what the others add."""
        return [] if not made else self._before_that(self._caused(self._against(self._continued(self._denied(self._addressed(made))))))

    def _addressed(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """«اعتذر خلال اتصال مع X»: what is said during a meeting or call is said to the other one there."""
        out = []
        for f, e in made:
            # «أيد خلال لقائه X الحل السياسي», «انتقد خلال لقائه X العقوبات», «دعا خلال لقائه X إلى وقف القتال»: not X
            spoken_of = e.event in ("SUPPORT", "ACCUSE") and f.head.verb and f.head.object and (e.event == "ACCUSE" or f.head.object[0].kind == "N") or e.event == "SUPPORT" and not f.head.verb and FOR in f.head.slots or e.event == "ACCUSE" and f.head.slots.keys() & {FOR, ON} or e.event == "REQUEST" and f.head.slots.keys() & {TO, ON}
            if not spoken_of and (e.event in ("CONCEDE", "SUPPORT", "ACCUSE", "REQUEST") or e.cls in DEALS or e.cls == "Offer") and e.actors and not e.recipients:
                own = {r.entity.id for r in e.actors}
                met = next((o for g, o in made if (g.head.role in self.lexicon.temporal or e.cls in DEALS) and o.event == "CONSULT" and own & {r.entity.id for r in o.actors} and (len(o.actors) == 2 or e.cls == "Offer")), None)
                if met is not None:
                    e = replace(e, recipients=tuple(r for r in met.actors if r.entity.id not in own))
                elif e.event == "CONCEDE":
                    e = replace(e, recipients=self._written_to(own))
            elif e.cls == "Apology" and e.actors:              # «اعتذر … عن إسقاط الطائرة»: to whom it is sent, rather than whom the deed befell
                e = replace(e, recipients=self._written_to({r.entity.id for r in e.actors}) or e.recipients)
            out.append((f, e))
        return out

    def _written_to(self, own: set[str]) -> tuple[Ref, ...]:
        """«وجه رسالة إلى X اعتذر فيها»: whom a letter of the sentence goes to."""
        return tuple(r for c in self.parse.chunks if c.kind == "N" and c.prep == TO for r in c.refs if r.entity.type in ("Person", "State") and r.entity.id not in own)[:1]

    def _continued(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """«قطعت علاقاتها مع X … وسحبت سفيرها»: a sanction that names nobody strikes whom the one told just before it struck."""
        out: list[tuple[Found, Event]] = []
        for f, e in made:
            if e.event == "SANCTION" and e.actors and not e.recipients:
                own = {r.entity.country or r.entity.id for r in e.actors}
                last = next((o for o in [*self.events[-3:], *(o for _, o in out)][::-1] if o.event == "SANCTION" and o.recipients and own & {r.entity.country or r.entity.id for r in o.actors}), None)
                if last is not None:
                    e = replace(e, recipients=tuple(replace(r, how="told-before") for r in last.recipients if (r.entity.country or r.entity.id) not in own))
            out.append((f, e))
        return out

    def _denied(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """«اتهمت X Y بـ…، الأمر الذي تنفيه Y»: a denial that names nobody is of what X said of him."""
        out: list[tuple[Found, Event]] = []
        for f, e in made:
            if e.cls == "Denial" and e.actors and not e.recipients:
                own = {r.entity.country or r.entity.id for r in e.actors}
                blamed = next((o for o in [*self.events[-3:], *(o for _, o in out)][::-1] if o.event == "ACCUSE" and own & {r.entity.country or r.entity.id for r in o.recipients}), None)
                if blamed is not None:
                    e = replace(e, recipients=tuple(replace(r, how="told-before") for r in blamed.actors if (r.entity.country or r.entity.id) not in own))
            out.append((f, e))
        return out

    def _against(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """«تظاهروا … مطالبين الحكومة بـ…», «مظاهرات تندد بـ…»: whom demonstrators blame, refuse or ask is whom they are against."""
        out = []
        for f, e in made:
            if e.event == "PROTEST" and not e.recipients:
                own = {r.entity.id for r in e.actors}
                found = next((r for g, o in made if o.event in ("ACCUSE", "REQUEST", "REJECT") and (own & {r.entity.id for r in o.actors} or f.head.chunk in g.head.antecedent)
                              and (r := tuple(r for r in o.recipients if r.entity.id not in own))), ())
                e = replace(e, recipients=found)
            out.append((f, e))
        return out

    def _before_that(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """«… اعتذر …، وبعدها أمر … نهاية يونيو»: what is told before «after that» was over by then."""
        after = next((c for c in self.parse.chunks if c.kind == "N" and c.names and c.names[0].kind == "pronoun" and c.prep in self.lexicon.apart), None)
        then = next((e.date for f, e in made if after is not None and e.trigger.start > after.start and e.date is not None and e.date.end), None)
        if then is None:
            return list(made)
        return [(f, replace(e, date=Date(None, then.end, "before", "before-that", then.text)) if e.date is None and e.trigger.start < after.start and e.status == "actual" else e) for f, e in made]

    def _caused(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """What led to what: «بعد إسقاط …», «بسبب …», «أدى هذا الحادث إلى مقتل …»."""
        ids = {id(f.head): e.id for f, e in made}
        causes: dict[str, list[str]] = {}
        for f, e in made:
            h = f.head
            within = h.role == IN and e.event == "ASSAULT"       # «قتل جنود في هجوم»
            if (within or h.role in self.lexicon.causal) and h.governor is not None:
                for g, o in made:
                    if o.id != e.id and (not within or (g.head is h.governor and o.event == "ASSAULT")) and (g.head is h.governor or g.head.governor is h.governor or g.head.clause.before is h.clause) and g.head is not h:
                        causes.setdefault(o.id, []).append(e.id)
            if h.clause.cause_of is not None:
                for g, o in made:
                    if g.head.clause is h.clause.cause_of and o.id != e.id:
                        causes.setdefault(o.id, []).append(e.id)
            if h.governor is not None and h.governor.verb and (light := h.governor.chunk.uses.get("light")) is not None and light.get("links") == "causes":
                subject = subject_of(h.governor)
                told = [ids[id(k)] for k in self.parse.heads if k.chunk in subject and id(k) in ids]
                causes.setdefault(e.id, []).extend(told or self.meant(subject))
        by_id = {e.id: e for e in (*self.events, *(e for _, e in made))} if causes else {}
        made = [(f, self._of_cause(e, sorted((by_id[c] for c in causes[e.id] if c in by_id and c != e.id), key=lambda c: c.evidence != e.evidence)) if e.id in causes else e) for f, e in made]
        made = self._meanwhile(self._within(made))
        return [(f, replace(e, causes=tuple(dict.fromkeys(c for c in causes[e.id] if c != e.id))) if e.id in causes else e) for f, e in made]

    def _within(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """«عرض هدنة خلال القمة»: what a happening took place in has its day."""
        days = {id(f.head): e.date for f, e in made if e.date is not None}
        return [(f, replace(e, date=replace(days[id(f.head.governor)], method="within", text="")) if e.date is None and f.head.role in self.lexicon.during and id(f.head.governor) in days else e) for f, e in made]

    def _meanwhile(self, made: Sequence[tuple[Found, Event]]) -> list[tuple[Found, Event]]:
        """«… فيما تمكنت القوات من …»: a deed told beside another in one sentence is of its day."""
        out, last = [], None
        for f, e in made:
            if e.date is None and f.head.clause.kind == "conj" and e.status == "actual" and e.event in DEEDS and last is not None:
                e = replace(e, date=replace(last, method="meanwhile", text=""))
            last = e.date or last
            out.append((f, e))
        return out

    def _of_cause(self, e: Event, causes: Sequence[Event]) -> Event:
        """A death that comes of an attack is the attacker's doing, and of its day where it tells none."""
        for c in causes:
            if e.event == c.event == "ASSAULT":
                own = {r.entity.id for r in e.recipients}
                e = replace(e, actors=e.actors or tuple(r for r in c.actors if r.entity.id not in own), date=e.date or c.date)
            elif e.date is None and c.date is not None and e.event is not None and e.status == "actual":
                e = replace(e, date=c.date)
        return e

    def meant(self, group: Sequence[Chunk]) -> list[str]:
        """«هذا الحادث»: the happening told last."""
        named = next((c.event.cls for c in group if c.kind == "E" and c.event is not None), None)
        told = [e for e in self.events if e.status == "actual" and not e.sources and (e.cls == named or e.event in ("ASSAULT", "COERCE", "SANCTION", "PROTEST"))]
        same = [e for e in told if e.cls == named]
        if same:
            return [same[-1].id]
        if not any(c.definite and c.kind in "CE" for c in group) or not told:
            return []
        cited = [c for e in self.events for c in e.causes]      # «الحادث» is what the rest came of, else what was told last
        most = max(cited.count(e.id) for e in told)
        return [next(e for e in told if cited.count(e.id) == most).id if most else told[-1].id]

    def denied(self, c: Said, about: str | None, made: Sequence[Event], claims: Sequence[Claim]) -> str | None:
        """What is denied is what was claimed before, if it was; where a word for it tells nothing else, the deed that was told of who denies it
        («اتهمت مصر إثيوبيا بقصف قرية. ونفت إثيوبيا أن تكون قصفت القرية»)."""
        told = [*self.events, *made]
        if about is not None:
            kinds = {e.id: e.cls for e in told}
            return next((x.about for x in reversed(claims) if x.about and x.stance != "denies" and kinds.get(x.about) == kinds.get(about)), about)
        classes = {h.chunk.event.cls for h in self.parse.heads if h.chunk.event is not None and c.content.start <= h.chunk.start < c.content.end}
        own = {r.entity.id for r in c.speakers}
        return next((e.id for e in reversed(told[-NEAR:]) if e.cls in classes and e.event in DEEDS and e.status == "actual" and own & {r.entity.id for r in e.actors}), None)


def dated_elsewhere(events: Sequence[Event]) -> list[Event]:
    """A sanction or visit told twice, once with its day, has that day: «الانسحاب الأميركي … أعلن ترامب الثلاثاء الانسحاب»."""
    sides = lambda refs: frozenset(r.entity.country or r.entity.id for r in refs)
    days: dict[tuple, set[Date]] = {}
    for e in events:
        if (e.event == "SANCTION" or e.cls == "Visit") and e.date is not None and e.date.text:
            days.setdefault((e.cls, sides(e.actors), sides(e.recipients)), set()).add(e.date)
    return [replace(e, date=replace(next(iter(found)), method="told-elsewhere", text="")) if (e.event == "SANCTION" or e.cls == "Visit") and e.date is None and e.status == "actual"
            and len(found := days.get((e.cls, sides(e.actors), sides(e.recipients)), ())) == 1 else e for e in events]
