"""Article, Lexicon → Reading: what `kg extract` prints.

The order of the steps is the order of understanding: words, times and names of a sentence; whom the names mean after all that
was said before; what governs what; then events, claims and ties, with dates; and in the end what was seen and not understood.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as day

from kg.arabic import ABOUT, BEHIND, BETWEEN, BY, FOR, IN, ON, TO, WITH, sentences, tokenize
from kg.dating import infer_written, resolve
from kg.find.attitudes import spoken
from kg.find.chunk import Chunk
from kg.find.chunks import chunk
from kg.find.claims import Said, attribution, find_claims
from kg.find.clauses import Parse
from kg.find.dateline import without_dateline
from kg.find.events import ACCORDS, Found, find_events
from kg.find.fitting import FORCE
from kg.find.heads import Head, part
from kg.find.joined import DEEDS, Joined, dated_elsewhere
from kg.find.names import remembered
from kg.find.numbers import quantities
from kg.find.ordered import ordered
from kg.find.relations import Tie, find_ties
from kg.find.roles import JOINT, VISITS, Roler, blaming, impersonal
from kg.find.sentence import Sentence
from kg.find.sides import gathered, met_before, name_sides, own_craft, pair, told_sides
from kg.find.subjects import TALKS, reason, stated, subject_of
from kg.find.times import find_times
from kg.find.told import counted, marching, named, public, topical
from kg.find.when import coming, own_time, planned
from kg.lexicon import Lexicon
from kg.link import Discourse
from kg.memory import OBSERVERS
from kg.model import Article, Claim, Date, Entity, Event, Mention, Participant, Reading, Ref, Relation, Span, TimeMention, Unread
from kg.once import forget
from kg.recast import told_as
from kg.vocab import fact_id

TRUCE = frozenset({"Ceasefire", "CeasefireAgreement", "CeasefireDeclaration"})
TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE"})
REPORTED = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
SAID = REPORTED | TOGETHER


def read(article: Article, lexicon: Lexicon) -> Reading:
    """Everything that one article says, in the order of its text."""
    forget()
    return _Reader(article, lexicon).run()


class _Reader:
    """One article on its way from text to facts; lives for one call of `read`."""

    def __init__(self, article: Article, lexicon: Lexicon):
        self.article, self.lexicon = article, lexicon
        self.spans = sentences(article.text)
        tokens = [tokenize(article.text, a, b) for a, b in self.spans]
        times = [find_times(t, lexicon.time_words) for t in tokens]
        self.written, self.reasons = self._written([x for line in times for x in line])
        self.discourse = Discourse(lexicon, self.written.end if self.written else None)
        self.roler = Roler(article.text, lexicon, self.discourse)
        self.heard: dict[str, Entity | None] = {}       # what may come back by a shorter name
        self.lines = [Sentence(article.text, t, lexicon, a, b, x, n, self.heard) for n, ((a, b), t, x) in enumerate(zip(self.spans, tokens, times))]
        self.events: list[Event] = []
        self.claims: list[Claim] = []
        self.relations: list[Relation] = []
        self.mentions: list[Mention] = []
        self.times: list[TimeMention] = []
        self.unread: list[Unread] = []
        self.previous: Date | None = None       # the last date that the text told
        self.current = self.written if self.written and self.written.precision == "day" else None    # the date of what is reported as news
        self.parties: tuple[Ref, ...] = ()      # the two sides of the last happening that had two
        self.together = False                   # do they stand so because they met or agreed?
        self.told = False                       # has the text itself said which day that is?
        self.ids: dict[tuple, int] = {}

    def _written(self, exprs: Sequence) -> tuple[Date | None, tuple[str, ...]]:
        if self.article.date:
            return Date(self.article.date, self.article.date, "day", "given"), ("the date was given beside the text",)
        return infer_written(exprs)

    def run(self) -> Reading:
        for s in self.lines:
            self._sentence(s)
        return told_as(Reading(self.article, self.written, self.reasons, tuple(dated_elsewhere(self.events)), tuple(self.claims), tuple(self.relations), tuple(self.mentions), tuple(self.times),
                               tuple(self.unread), tuple(self.spans)), self.discourse.named_later())

    # --- one sentence --------------------------------------------------------------------------------------------------------
    def _sentence(self, s: Sentence) -> None:
        chunks = without_dateline(chunk(s), s.number == 0)
        dates = self.dates = self._dates(s, [c.i for c in chunks if c.kind == "V" and (c.form.future or planned(c, chunks, self.lexicon))] if s.times else ())
        names = [name for c in chunks for name in c.names]
        for name in names:
            self.heard |= remembered(s, name)
        told = next((d.start for d in dates.values() if d.start and d.precision == "day"), None)
        pair(s, chunks, self.discourse)
        for c in chunks:
            if (c.kind == "C" or c.kind == "F" and c.tag in ("cond", "conj") and c.j == c.i + 1) and (self.discourse.people or self.discourse.bodies):      # «لولا», who is a conjunction as well
                met_before(s, c, self.discourse)
            if c.kind == "N":
                for name in c.names:
                    c.refs += self.discourse.resolve(s, name, told, c.prep)
                if not c.prep:
                    self.discourse.lead(c.refs, s.number)
                if c.refs and c.refs[0].entity.type == "Weapon" and c.refs[0].how == "kind":
                    own_craft(s, c, chunks, self.discourse)
        self.mentions += [Mention(self.article.id, ref) for c in chunks for ref in c.refs if ref.how != "theirs"]
        chunks = gathered(told_sides(name_sides(s, chunks)))
        parse = self.parse = Parse(chunks, self.lexicon.temporal, self.lexicon.about)
        self.discourse.women((h.chunk.form.person, self.roler.refs(h.subject)) for h in parse.heads if h.verb)
        parse.attributed = attribution(s, parse, chunks, self.roler)
        before = len(self.events) + len(self.claims)
        self._speaker(parse)
        found = find_events(s, parse, self.roler)
        said = find_claims(s, parse, self.roler)
        self.joined = Joined(parse, self.lexicon, self.events)
        made = self.joined([(f, e) for f in found if (e := self._event(s, f, dates)) is not None])
        made = ordered([(f, e) for f, e in made if e.recipients or f.use.get("subject") != "marchers"], s, parse, self.events)
        self.events += [e for _, e in made]
        self._parties([e for _, e in made])
        for claim in said:
            self._claim(s, claim, made)
        for tie in find_ties(s, parse, self.roler, self.discourse):
            self._relation(s, tie)
        self._subject(parse)
        part(parse.heads)
        if len(self.events) + len(self.claims) == before and any(t.kind == "w" for t in s.tokens):
            self.unread.append(Unread(self.article.id, "silent-sentence", s.whole(), "no fact was read from this sentence"))

    def _dates(self, s: Sentence, ahead: Sequence[int]) -> dict[int, Date]:
        """The dates of a sentence by the first token of each; `ahead` are the tokens of its verbs in the future."""
        out, self.since = {}, set()                      # of its dates those that say since when, which are no day of a meeting
        for first, expr in sorted(s.times.items()):
            tense = "future" if expr.ahead or expr.relation != "since" and any(i < first for i in ahead) or coming(s, first, expr.last) else None
            date = resolve(expr, self.written, self.previous, tense)
            self.times.append(TimeMention(self.article.id, s.span(expr.start, expr.end), date, expr.rule))
            first_of = expr.relation == "since" and any(t.fold in self.lexicon.firsts for t in s.tokens[max(0, first - 10):first])      # «أول سفير منذ عشرين عاما»
            if date is not None and expr.kind not in ("duration", "set") and not first_of:
                out[first] = date
                self.since |= {first} if expr.relation == "since" else set()
                self.previous = date
                self._news(date)
        return out

    def _news(self, date: Date) -> None:
        """The first day told that is close before the article's own is the day of its news."""
        if not self.told and date.precision == "day" and date.start and date.start == date.end and self.written and self.written.precision == "day" and self.written.start:
            if 0 <= (day.fromisoformat(self.written.start) - day.fromisoformat(date.start)).days <= 3:
                self.current, self.told = date, True

    def _speaker(self, parse: Parse) -> None:
        """Keeps who speaks: the subject of the last verb of speech, or of an act of speech («اعتذر»), that stands in no relative clause («وفق ما نقلته الوكالة»)
        and is not itself told by another speaker."""
        for head in parse.heads:
            act = head.verb and head.chunk.event is not None and head.clause.kind in ("main", "conj") and not head.chunk.quoted and self.lexicon.classes.get(head.chunk.event.cls, (None,))[0] in SAID
            if head.verb and (head.chunk.speech is not None or act) and head.chunk.form.person[0] == "3" and head.clause.kind != "rel" and not self.roler.retold(head):
                refs = [x for x in self.roler.refs(subject_of(head)) if x.entity.type != "Place"]
                if refs and (head.chunk.speech is not None or all(x.entity.type == "Person" for x in refs)):
                    self.discourse.speakers.append(tuple(refs))

    def _subject(self, parse: Parse) -> None:
        for head in parse.heads:
            if head.verb and head.clause.kind in ("main", "conj"):
                refs = self.roler.refs(subject_of(head))
                if refs:
                    self.discourse.subjects.append(tuple(refs))
                    return

    # --- facts ---------------------------------------------------------------------------------------------------------------
    def _id(self, kind: str, name: str, trigger: Span, s: Sentence) -> str:
        key = (kind, name, trigger.text, s.whole().text)
        self.ids[key] = self.ids.get(key, -1) + 1
        return fact_id(kind, self.article.id, name, trigger.text, key[3], self.ids[key])

    def _event(self, s: Sentence, f: Found, dates: dict[int, Date]) -> Event | None:
        use, roles, chunk_, above = f.use, f.roles, f.head.chunk, f.head.governor
        plover, mode, contexts = self.lexicon.classes.get(use.cls, (None, None, ()))
        trigger = s.span(chunk_.start, chunk_.end)
        earlier = self._told_before(f, plover) if self._definite(chunk_) and (not use.weak or len(roles.actor) > 1) else None
        actors, recipients, place = list(roles.actor), list(roles.recipient), list(roles.place)
        if self._repeats(f, plover):
            return None
        point = plover in SAID and not (f.head.verb and chunk_.form.tense == "p")
        when = own_time(f.head, {k: v for k, v in dates.items() if k not in self.since} if point and self.since else dates, self.lexicon.apart, self.parse.clauses, self._before(f))
        if when and f.status in ("future", "hypothetical") and when[1] in ("clause", "governor") and above is not None and above.verb and above.chunk.form.tense == "p" and not self._ahead(when[0]):
            when = None                                        # «أعرب أمس عن تفاؤله حيال فرص الاتفاق»: the day is that of the hope
        date, rule = (when[0], f"{f.rule}/{when[1]}") if when else (None, f.rule)
        if date is not None and when and when[1] == "said-on" and plover in REPORTED and self._own_words(f):
            date = replace(date, start=date.end, precision="day")     # «قال أمس إنه عازم على …»: by saying so
        if not actors and not recipients and not (len(place) == 1 and place[0].entity.type == "Place" and place[0].entity.country not in {x.entity.country or x.entity.id for x in self.parties}) and use.cls in JOINT and earlier is None and f.rule == "light-verb" and not chunk_.definite and not f.head.slots.keys() & {BETWEEN, WITH} and f.status in ("actual", "future") and f.head.role not in (FOR, IN) and not f.head.deep:
            actors = list(self.parties) if any(map(public, self.parties)) else []             # «ويتوقع توقيع اتفاقات»: between the two whom the text is about
        ours = (f.head.chunk.form.person if f.head.verb else f.head.chunk.form.pron) == "1p"
        actors += self._other(actors[0]) if use.cls in JOINT and len(actors) == 1 and not recipients and (ours or use.cls in TALKS) else []      # «قال X: "ناقشنا"», «لقاؤنا»
        if earlier is not None:
            if not actors and not recipients:
                actors, recipients = list(earlier.actors), list(earlier.recipients)
            place = place or list(earlier.place)
            date = date or earlier.date
        f, actors, recipients = spoken(f, plover, actors, recipients, any(e.event == plover and e.evidence[0] == s.whole() for e in self.events))
        if plover in ("SUPPORT", "ACCUSE", "REJECT") and use.cls not in JOINT and actors and not recipients:
            recipients = self._doers(f, actors)
        if f.rule == "judgement" and not recipients:          # «وصف هذا الحادث»: blame falls on whoever did it
            blamed = set(self.joined.meant(f.head.object))
            recipients = [r for e in self.events if e.id in blamed for r in e.actors if r.entity.id not in {x.entity.id for x in actors}]
        if plover == "CONSULT" and actors and not any(public(r) for r in actors + recipients):
            actors, place = [], []                             # «صيادون يزورون البحيرة»: nobody's envoys
        if use.get("subject") == "official" and not any(r.entity.type in ("Person", "State", "Organization", "Group") and (r.how != "nationality" or use.cls in VISITS) for r in actors):
            return None                                        # a letter or a convoy arrived
        if impersonal(f.head, use) and not recipients and f.status != "actual":
            self.unread.append(Unread(self.article.id, "no-participant", trigger, f"{use.cls}: it is asked of nobody whom the text names"))
            return None                                        # «يتعين بذل الجهود»
        if use.get("subject") == "marchers" and (not all(marching(r, self.lexicon) for r in actors) or any(e.event == plover for e in self.events)):
            return None                                        # «هتف المتظاهرون»: part of the demonstration that was told
        if (use.weak or plover == "COOPERATE" and chunk_.definite) and f.head.role == FOR and f.head.governor is not None and f.head.governor.chunk.event is not None and self.lexicon.classes.get(f.head.governor.chunk.event.cls, (None,))[0] == "CONSULT" and not (plover == "CONSULT" and f.head.governor.chunk.event.cls in VISITS and len(actors) > 1):
            return None                                        # what talks are for, but «وصل للقاء الأمير»: «بحثا … لتطوير التعاون»
        if use.weak and not (f.head.verb and len(actors) > 1) and f.head.clause.kind == "rel" and any(c.kind == "E" and c.event is not None for c in f.head.clause.antecedent):
            return None                                        # «محادثات تتصدرها الأزمة والتعاون»: what the talks are about
        if use.weak and len(actors) < 2 and not f.head.verb and (f.head.governor is None or f.head.governor.chunk.uses.keys() <= {"plain"}) and f.head.role in ("pre", "post") and f.head.clause.verb is not None:
            return None                                        # what a verb of no event is about: «تتصدرها الأزمة والتعاون»
        if use.cls in JOINT and len(actors) == 1 and not recipients and not f.head.verb and date is None and self._taken_up(f, actors[0]):
            return None
        recipients = [r for r in recipients if r.entity.id not in {x.entity.id for x in actors}] if recipients else recipients
        if (needs := use.get("needs")) and not any(needs == "recipient" or r.entity.type in ("Person", "Group") or r.how == "people" for r in recipients):
            self.unread.append(Unread(self.article.id, "no-participant", trigger, f"{use.cls}: this word wants somebody to whom it is done"))
            return None                                        # «أوقف العمل», but «أوقفت الشرطة أربعة مهربين»
        struck = plover in FORCE and not f.passing and bool(place or roles.weapon or roles.object or counted(f.head, use, self.parse))      # «انفجرت سيارة في السوق», «قتل عشرون»
        if not (actors or recipients or (place and not f.head.verb and not (f.head.deep and f.status != "actual")) or struck) or (use.weak and not (actors or recipients or struck and f.head.verb and place or (place and date and plover == "CONSULT" and f.rule == "light-verb"))):      # «عقد اجتماع في جنيف أمس»
            self.unread.append(Unread(self.article.id, "no-participant", trigger, f"{use.cls}: no participant or place was found for this word"))
            return None
        if f.passing and (topical(f.head, s) or not (named(actors) and (date or named(recipients) or use.cls == "CeasefireViolation")) and not any(r.entity.type == "State" for r in place)):
            self.unread.append(Unread(self.article.id, "mention", trigger, f"{use.cls}: only mentioned, and not who did it to whom"))
            return None
        if date is None:
            date = self._default_date(s, f, plover)
        status = f.status
        if status == "actual" and date is not None and date.start and self.written is not None and self.written.end and date.start > self.written.end:
            lent = above is not None and above.verb and f.head.role == "post" and above.chunk.form.tense == "p" and above.chunk.speech is None and "light" in above.chunk.uses
            date, status = (self._default_date(s, f, plover), status) if lent else (date, "future")      # «وجه دعوات لمحادثات في سبتمبر» was done already; «أعلن … عن عقد جلسة … بعد غد»
        if date is None:
            self.unread.append(Unread(self.article.id, "undated", trigger, f"{use.cls}: no date was found"))
        cls = use.cls or ""
        return Event(self.article.id, self._id("event", cls, trigger, s), plover, use.get("mode") or mode, contexts, cls, tuple(actors), tuple(recipients),
                     tuple([Participant(role, ref) for role, ref in roles.others]), date, tuple(place), status, f.modality, f.sources, roles.object, roles.weapon, tuple(roles.topics), quantities(s, self.parse, f.head, recipients if plover not in SAID else ()), (),
                     trigger, (s.whole(),), f"{rule}:{use.where}", f.confidence, f.cues)

    def _other(self, speaker: Ref) -> list[Ref]:
        """With whom somebody says «we» did something: him beside whom he speaks, else the other one of the last two who met."""
        beside = [r for h in self.parse.heads if h.verb and h.chunk.speech is not None for prep in (WITH, FOR) for r in self.roler.refs(h.slots.get(prep, ())) if r.entity.type == "Person"]
        met = self.discourse.met if any(r.entity.id == speaker.entity.id for r in self.discourse.met) else ()
        return [r for r in (beside or met) if r.entity.id != speaker.entity.id and r.entity.country != speaker.entity.country][:1]

    def _doers(self, f: Found, actors: Sequence[Ref]) -> list[Ref]:
        """«رحبت تركيا بالغارات»: whom it is about who did what is taken up again."""
        own = {r.entity.id for r in actors}
        denies = f.use.cls in ("Denial", "Rejection")
        for child in f.head.governs:
            if child.chunk.event is not None and child.chunk.definite and not child.genitive:
                plover = self.lexicon.classes.get(child.chunk.event.cls, (None,))[0]
                again = plover == "ACCUSE" if denies else plover in DEEDS or child.chunk.event.cls in ACCORDS      # «ترفض هذه الاتهامات»: who accused
                told = next((e for e in reversed(self.events) if e.event == plover and e.actors), None) if again else None
                if told is not None:
                    return [replace(r, how="told-before") for r in told.actors if r.entity.id not in own]
        return []

    def _taken_up(self, f: Found, one: Ref) -> bool:
        """«لدينا اتفاق»: does one of its parties speak again of what was told with all of them?"""
        side = one.entity.country or one.entity.id
        return any(e.cls == f.use.cls and len(e.actors) > 1 and side in {r.entity.country or r.entity.id for r in e.actors} for e in self.events)

    def _repeats(self, f: Found, plover: str | None) -> bool:
        """Does a noun merely take up a happening already told, with nobody and no day of its own?  Then it is a mention, not a fact."""
        head, c = f.head, f.head.chunk
        if head.verb or (f.rule == "light-verb" and head.role not in self.lexicon.temporal) or any(t.i in self.dates for t in head.times):
            return False
        own = {r.entity.country or r.entity.id for r in (*f.roles.actor, *f.roles.recipient)}
        if not own and not c.definite and head.role not in self.lexicon.during:
            return False
        for e in reversed(self.events):
            if e.cls == f.use.cls or e.cls in self.lexicon.instead.get(f.use.cls, ())[:1] or (plover == "CONSULT" == e.event and not own):
                theirs = {r.entity.country or r.entity.id for r in (*e.actors, *e.recipients)}
                if own <= theirs and (c.definite or head.role in self.lexicon.during or head.role in ("genitive", ABOUT, ON, TO, FOR, BY)) and e.status == f.status:
                    return not (plover == "CONSULT" and len(own) > 1)
        return False

    def _parties(self, events: Sequence[Event]) -> None:
        """Keeps the two sides of the last happening that had two, for «the two sides» and «the two countries»."""
        for e in sorted(events, key=lambda e: e.cls in JOINT):      # of a sentence, whose happening had two sides by its nature counts last
            if e.event == "CONSULT" and e.date is not None and e.date.precision == "day" and e.status == "actual" and (self.written is None or self.written.precision != "day"):
                self.current = e.date                          # an article without a date: what follows a meeting belongs to it
            sides = e.actors + e.recipients
            rivals = e.cls in JOINT and len({r.entity.id for r in sides}) == 2 and len({r.entity.type == "Person" for r in sides}) == 1 and all(r.entity.type in ("Person", "Organization", "Group") for r in sides)
            if len(sides) == 2 and (rivals or len({r.entity.country for r in sides} - {None}) == 2) and all(r.entity.type in ("Person", "State", "Organization", "Group") for r in sides):
                joint = e.event in TOGETHER or e.cls in JOINT
                if joint or not self.together:      # «الجانبان» are those who met, and not whom one of them praised since
                    self.discourse.sets.pop(2, None)
                    self.discourse.sets[2] = self.discourse.met = self.parties = sides
                    self.together = joint

    def _definite(self, c: Chunk) -> bool:
        return c.kind == "E" and c.definite and not c.nisba

    def _told_before(self, f: Found, plover: str | None) -> Event | None:
        """The happening that a definite noun takes up again: the last of its class or kind, with the same people where it names any."""
        own = {r.entity.country or r.entity.id for r in (*f.roles.actor, *f.roles.recipient)}
        alike = [e for e in reversed(self.events) if e.cls == f.use.cls or e.cls in self.lexicon.instead.get(f.use.cls, ())[:1] or (plover == "CONSULT" == e.event and (e.cls in JOINT) >= (not own) and f.use.cls in JOINT)
                 or (e.cls in TRUCE and f.use.cls in TRUCE)]
        if own:
            alike = [e for e in alike if len(own & {r.entity.country or r.entity.id for r in (*e.actors, *e.recipients)}) >= min(2, len(own))]
        dated = [e for e in alike if e.date is not None and (e.actors or e.recipients)]
        return next(iter(dated if own else [e for e in alike if e.actors or e.recipients]), next(iter(alike), None))

    def _before(self, f: Found) -> bool:
        """Is it a reason, or what somebody is accused of?  Then it was before what is told of that day."""
        h = f.head
        if not h.verb and (h.role in self.lexicon.reasons or h.role == "said" and not stated(h) or reason(h, self.lexicon)):
            return True
        outer = h.governor.chunk.event if h.governor is not None and not h.verb and h.role in (BY, ON, BEHIND) else None
        return outer is not None and self.lexicon.classes.get(outer.cls, (None,))[0] == "ACCUSE"

    def _own_words(self, f: Found) -> bool:
        """Does he who says it do it by saying so?"""
        if any(r.entity.id == a.entity.id for r in f.sources for a in f.roles.actor) or (f.sources and (impersonal(f.head, f.use) or blaming(f.head, f.use))):
            return True
        mine = {r.entity.country for r in f.roles.actor} - {None}
        told = f.head.verb and f.head.chunk.form.tense == "p"
        return not told and any(r.entity.country in mine and r.entity.sector not in OBSERVERS for r in f.sources)

    def _default_date(self, s: Sentence, f: Found, plover: str | None) -> Date | None:
        """An undated act of speech that the article reports in its own voice is the news itself: it has the day of the news."""
        head = f.head
        if f.use.cls == "Disagreement" or f.rule == "invitation" or plover == "CONSULT" and any(prep in self.lexicon.apart for prep in head.slots):
            return None                                  # «خلاف …» lasts, «زارها بعد القمة» has another time
        if head.role in self.lexicon.apart or head.role == "said" and not stated(head) or reason(head, self.lexicon) or f.status not in ("actual", "negated") or self.current is None or not (plover in REPORTED or (plover in ("CONSULT", "SANCTION") and head.verb and not head.inherit) or plover == "CONSULT" and self._spoken_at(head)):
            return None
        if any(t.fold in self.lexicon.vague for t in s.tokens[max(0, head.chunk.i - 2):head.chunk.j + 10]):
            return None                                  # «زار طهران مؤخرا»
        own = self._own_words(f)
        main = any(h is not None and (h.clause.kind == "main" or h.clause.kind == "sub" and not f.sources) for h in (head, head.governor))
        past = any(h.verb and "aux" in h.chunk.uses for h in head.governs)
        past = past or (head.verb and head.chunk.form.tense == "i" and s.number > 0)      # «تتهم بريطانيا …»: an attitude, of no day
        return replace(self.current, method="day-of-the-news", text="") if (main and f.sources in ((), self.parse.attributed) and not past) or own else None

    def _spoken_at(self, head: Head) -> bool:
        """«قال … خلال لقاء مع نظيره», «تلقى اتصالا»: is it where he who is quoted spoke, or what a support verb tells as done?"""
        g = head.governor
        if g is None or not g.verb or g.chunk.form.tense != "p" or g.clause.kind not in ("main", "conj") or head.chunk.definite and not head.chunk.form.pron:
            return False
        return head.role in self.lexicon.during or head.role == "post" and "light" in g.chunk.uses and g.chunk.event is None and not g.inherit

    def _ahead(self, date: Date) -> bool:
        """Is a date later than the article?"""
        return self.written is None or not self.written.end or not date.start or date.start > self.written.end

    def _claim(self, s: Sentence, c: Said, made: Sequence[tuple[Found, Event]]) -> None:
        trigger = s.span(c.head.chunk.start, c.head.chunk.end)
        about = next((e.id for f, e in made if c.content.start <= e.trigger.start < c.content.end and f.head is not c.head), None)
        stance = c.stance
        earlier = next((x for x in reversed(self.claims) if x.evidence and x.evidence[0].start == s.start), None)
        if earlier is not None and c.confirms:              # «الأمر الذي تؤكده …»: stands with the one before it
            stance, about = earlier.stance, earlier.about
        elif earlier is not None and c.negated and earlier.stance in ("alleges", "asserts") and stance == "asserts" and about is None:
            stance, about = "denies", earlier.about          # «فيما تقول … إن … لم …»: the contrary of what was just told
        if stance == "denies":
            about = self.joined.denied(c, about, [e for _, e in made], self.claims)
        if stance == "describes" and about is None:
            about = next(iter(self.joined.meant(c.head.object)), None)
        self.claims.append(Claim(self.article.id, self._id("claim", stance, trigger, s), c.speakers, stance, about, c.content, None, trigger, (s.whole(),), c.rule, 0.8))

    def _relation(self, s: Sentence, t: Tie) -> None:
        self.relations.append(Relation(self.article.id, self._id("relation", t.relation, t.trigger, s), t.subject, t.relation, t.object, t.role, None, t.trigger, (s.whole(),), t.rule, 0.85))
