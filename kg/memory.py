"""What a reader carries from sentence to sentence of one article: whom it has met and what it remembers of them.

It is fed in the order of the text and asked as it goes; `kg.link` decides by it who is meant.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.arabic import ARTICLE, HERS, feminine_head, fold
from kg.find.name import MONARCHS, Name
from kg.find.sentence import Sentence
from kg.lexicon import Lexicon
from kg.model import Entity, Ref, Span

PERSONS = frozenset({"person", "minister", "president"})      # «الوزيران» are two who hold an office of that kind
HEADS_OF_STATE = ("president", *MONARCHS, "prime-minister", "chancellor", "supreme-leader")
OBSERVERS = frozenset({"MED", "JRN", "EDU", "CVL"})
MANY = "p"          # for a gender: people, of whom nothing is said in the masculine singular


class Memory:
    """What has been said so far in one article."""

    def __init__(self, lexicon: Lexicon, day: str | None):
        self.lexicon, self.day = lexicon, day
        self.people: dict[str, Entity] = {}             # folded full name, surname or title → person
        self.offices: dict[str, tuple[str, str | None]] = {}   # person id → (office, of)
        self.holders: dict[str, dict[str, Entity]] = {}      # office@state → who was told by it, by id
        self.office_held: dict[str, Entity] = {}        # office → the last person who was named by it
        self.untitled: dict[str, Entity] = {}           # office → who was named by it without a state, as the text's own country does
        self.recent: list[tuple[Ref, int, bool]] = []   # (who, sentence number, is a person) in order of mention
        self.states: list[str] = []                     # ISO codes in order of mention, the last one last
        self.sets: dict[int, tuple[Ref, ...]] = {}      # size → the last who were set side by side, or stood on the two sides of a happening
        self.located: set[int] = set()                  # where in the text those stand
        self.apart = False                              # stand they behind «في», where nobody acts?
        self.told_in: dict[int, int] = {}               # size → the sentence that set them side by side
        self.met: tuple[Ref, ...] = ()                  # the two sides of the last happening that had two
        self.run: list[Ref] = []                        # those who are being set side by side: «A وB وC»
        self.speakers: list[tuple[Ref, ...]] = []       # who spoke, the last one last
        self.subjects: list[tuple[Ref, ...]] = []       # whom the verbs of main clauses had as their subject, the last one last
        self.leading: tuple[int, str] = (-1, "")        # sentence number and state of the first in it who stands behind no preposition
        self.gender: dict[str, str] = {}                # id of a person or body → f or m, as its title or name shows; of many people MANY
        self.bodies: dict[str, Entity] = {}             # head word («تنظيم») → the body of that kind spoken of last
        self.craft: tuple[int, ...] = ()                # whose the craft is that was spoken of last
        self.crews: list[tuple[Ref, Ref, Span]] = []    # (person, craft, words) for relations
        self.ties: list[tuple[Ref, str, str, Span, Name]] = []  # (person, office, of, title's span) for relations

    def holds(self, office: str, of: str, person: Entity) -> None:
        """Remembers that somebody was told by an office of a state."""
        self.people[f"{office}@{of}"] = person
        self.holders.setdefault(f"{office}@{of}", {})[person.id] = person

    def named_later(self) -> dict[str, Entity]:
        """«الرئيس التركي», and only later «الرئيس التركي فلان»: the id of who was told by an office alone → the one man whom the text names by it."""
        out = {}
        for key, held in self.holders.items():
            alone = key.replace("@", "-").lower()
            named = [e for ident, e in held.items() if ident != alone]
            if alone in held and len(named) == 1 and self.lexicon.offices.get(key.split("@")[0], ("", ""))[1] in ("head", "minister"):      # of ambassadors there are many
                out[alone] = named[0]
        return out

    def note(self, ref: Ref, number: int) -> None:
        """Remembers that somebody was mentioned in sentence `number`."""
        e = ref.entity
        if e.type in ("Weapon", "Document"):
            return
        self.recent.append((ref, number, e.type == "Person"))
        if e.type in ("Organization", "Group") and ref.how not in ("told-before", "group"):
            for text in (e.label("ar"), ref.mention.text):
                head = fold(text).split(maxsplit=1)
                if len(head) == 2:
                    self.bodies[head[0].removeprefix(ARTICLE)] = e
        iso = e.id if e.type == "State" else e.country if e.type in ("Person", "Organization", "Group") and e.country != "IGO" and e.sector not in ("BUS", "MED", "JRN") else None
        if e.type == "Place" and ref.how in ("capital-of", "capital"):
            iso = e.country
        if iso:
            if iso in self.states:
                self.states.remove(iso)
            self.states.append(iso)

    def lead(self, refs: Iterable[Ref], number: int) -> None:
        """Remembers whose state comes first in sentence `number`: the likely one of a ministry without an adjective."""
        if self.leading[0] != number:
            iso = next((r.entity.id if r.entity.type == "State" else r.entity.country for r in refs if r.entity.type in ("State", "Person", "Organization") and r.entity.sector not in OBSERVERS), None)
            if iso and iso != "IGO":
                self.leading = (number, iso)

    def teller(self, s: Sentence, name: Name) -> Entity | None:
        """«أكد X، خلال استقباله Y، أن بلاده …»: whose state «بلاده» is, his who says so, else his who was spoken of last."""
        people = [r for r, _, person in self.recent if person and r.entity.country and r.entity.country != "IGO"]
        that = next((k for k in reversed(range(name.i)) if s.tag(k, "sub")), 0)
        says = lambda k: any(u.source == "speech" for v in s.words[k].verbs if v.person[0] == "3" for u in self.lexicon.senses(v.lemma))
        own = next((k for k in range(that, name.i) if says(k) and not s.tag(k, "prep")), -1)      # a verb of saying of its own, with no «أن» behind it
        verb = own if own >= 0 else next((k for k in reversed(range(that)) if says(k)), that)
        end = s.tokens[that if own < 0 else name.i].start
        gender = "f" if s.tokens[name.i].fold.endswith(HERS) else "m"
        said = [r for r in people if (verb < that or own >= 0) and s.tokens[verb].start < r.mention.start < end and self.gender.get(r.entity.id, gender) == gender]
        first = next((r for r, n, person in self.recent if person and n == s.number and r.mention.start < name.start and r.entity.country and r.entity.country != "IGO"), None)
        goes_on = (own >= 0 or verb < that) and any(v.conj for v in s.words[verb].verbs)      # «التقى X بـY وأكد دعم بلاده …»: he who acted
        if goes_on and not said and first is None:           # «وصل X … التقى Y. وقال إن بلاده …»: he who acted there
            told = next((r for person in dict.fromkeys(v.person for v in s.words[verb].verbs if v.conj) for r in self.subject(person)), None)
            if told is not None and told.entity.type == "Person" and told.entity.country:
                return told.entity
        if not said and people and (people[-1].how == "counterpart" or goes_on) and first is not None:
            return first.entity                              # «أكد X لنظيره Y وقوف بلاده …»: he is told it
        return (said[0] if said else people[-1]).entity if people else None

    def _office_told(self, person: Entity, day: str | None) -> tuple[str, str | None] | None:
        """The office that the text gives a person, where it says only «الوزير» the one that the list does."""
        told = self.offices.get(person.id)
        known = self._office_of(person, day) if told is not None and told[0] in PERSONS else None
        return known if known is not None and self.lexicon.offices.get(known[0], ("", ""))[1] == told[0] else told

    def _office_of(self, person: Entity, day: str | None) -> tuple[str, str] | None:
        """An office that a known person held on a day, heads of state first."""
        index = self.lexicon.by_id.get(person.id)
        if index is None or not day:
            return None
        found = [key.split("@") for key, a, b in self.lexicon.held_by.get(index, ()) if (a + "-01-01")[:10] <= day and (not b or day <= b + "~")]
        found.sort(key=lambda x: (HEADS_OF_STATE.index(x[0]) if x[0] in HEADS_OF_STATE else 99, x))
        return (found[0][0], found[0][1]) if found else None

    def peer(self, office: str, of: str | None, day: str | None) -> str:
        """The office of a state that is that of a monarch elsewhere: the counterpart of an emir may be a president."""
        other = ("president", "king", "emir", "sultan")
        return next((o for o in other if self.lexicon.holder(o, of, day)), office) if office in other and of and not self.lexicon.holder(office, of, day) else office

    def serves(self, person: Entity, day: str | None) -> bool:
        """Is the person in an office on an ISO day?"""
        index = self.lexicon.by_id.get(person.id)
        held = self.lexicon.held_by.get(index, ()) if index is not None and day else ()
        return any((a + "-01-01")[:10] <= day and (not b or b == "?" or day <= b + "~") for _, a, b in held)

    def capital(self, e: Entity) -> bool:
        """Is the place a capital, which may stand for its state?"""
        index = self.lexicon.by_id.get(e.id)
        return index is not None and self.lexicon.kind(index) == "capital"

    def many(self, s: Sentence, name: Name) -> str:
        """MANY for people («متظاهرون», «24 شخصا»); '' for one, and for forces, which may be spoken of as one («قوات»)."""
        if name.kind != "group" or self.lexicon.groups[name.index][5] != "plural":
            return ""
        counted = name.how == "counted" and name.i > 0 and (s.tokens[name.i - 1].kind == "n" or bool(s.tag(name.i - 1, "quant")))
        if not counted and (name.gender or name.number == "s"):
            return ""
        return MANY if self.lexicon.groups[name.index][7] else ""

    def where(self) -> str | None:
        """The country of the places told of, where all lie in one: whose police a text means that has named no state."""
        told = {r.entity.country for r, _, _ in self.recent if r.entity.type == "Place"}
        return told.pop() if len(told) == 1 else None

    def women(self, subjects: Iterable[tuple[str, Sequence[Ref]]]) -> None:
        """«قالت بوتو»: verbs in the feminine, by their person, show who of their subjects are women."""
        for person, refs in subjects:
            if person == "3fs" and len(refs) == 1 and refs[0].entity.type == "Person":
                self.gender.setdefault(refs[0].entity.id, "f")

    def home(self) -> str | None:
        """The article's own country: that of the first whose office was told without a state."""
        return next((p.country for p in self.untitled.values() if p.country and p.country != "IGO"), None)

    def agrees(self, refs: Sequence[Ref], person: str) -> bool:
        """Can these be the subject of a verb of that person, gender and number (3ms, 3fs, 3md …) that names none?"""
        if person[0] != "3":
            return False
        if person[2] != "s":
            return len(refs) > 1 or (person[2] == "p" and refs[0].entity.type == "Group")
        e = refs[0].entity
        known = self.gender.get(e.id) or ("f" if e.type == "Organization" and feminine_head(e.label("ar")) else person[1])
        if e.type in ("State", "Place"):
            known = "m" if e.id in self.lexicon.masculine else "f"
        return len(refs) == 1 and known == person[1]

    def speaker(self, person: str = "") -> tuple[Ref, ...]:
        """Who spoke last, of those who agree with the verb that goes on («وأضافت»); () where none does."""
        return next((refs for refs in reversed(self.speakers[-4:]) if not person or self.agrees(refs, person)), ())

    def subject(self, person: str) -> tuple[Ref, ...]:
        """Who acted last, of those who agree with a verb that names nobody; () where none does."""
        return next((refs for refs in reversed(self.subjects[-3:]) if self.agrees(refs, person)), ())

    def _theirs(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        """«جنوده»: forces act and fall for whom the suffix means: the last state, body or group of its gender, as it was named there."""
        found = next(((replace(r, how="theirs"),) for r, _, person in reversed(self.recent) if not person and r.entity.type != "Place" and r.entity.sector not in OBSERVERS
                      and r.mention.start < name.start and self.agrees((r,), name.gender)), ())
        return found or (self._spoken_for(name) if name.gender == "3mp" else ())

    def _spoken_for(self, name: Name) -> tuple[Ref, ...]:
        """«قال المتحدث باسم الجماعة إن قواتهم …»: the body for which he who was named last speaks."""
        for r, _, person in reversed(self.recent):
            of = self.offices.get(r.entity.id, ("", None))[1] if person and r.mention.start < name.start else None
            if of and of in self.lexicon.by_id:
                return (Ref(self.lexicon.entity(self.lexicon.by_id[of]), r.mention, "theirs"),)
        return ()

    def is_woman(self, refs: Sequence[Ref], form: str) -> bool:
        """«لقاءاتها»: is it a woman, as her title shows, whom a feminine suffix means?"""
        return form == "3fs" and len(refs) == 1 and refs[0].entity.type == "Person" and self.gender.get(refs[0].entity.id) == "f"

    def person_since(self, ref: Ref, span: Span, barred: Iterable[str]) -> Entity | None:
        """The last person who was named between somebody's mention and a span."""
        return next((r.entity for r, _, person in reversed(self.recent) if person and ref.mention.start < r.mention.start < span.start and r.entity.id not in barred), None)

    def know(self, person: Entity, text: str) -> None:
        """Remembers a person under full name and last name."""
        words = fold(text).split()
        self.people[" ".join(words)] = person
        if len(words) > 1:
            self.people[words[-1]] = person
            if len(words) > 2 and any(tag == "namepart" for tag, _, _ in self.lexicon.word(words[-2]).tags):
                self.people[" ".join(words[-2:])] = person


def last(refs: Sequence[Ref], size: int) -> list[Ref]:
    """The last `size` distinct ones, in the order of the text."""
    out: list[Ref] = []
    for r in reversed(refs):
        if all(r.entity.id != o.entity.id for o in out):
            out.append(r)
        if len(out) == size:
            break
    return out[::-1]
