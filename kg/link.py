"""Who is meant: from names as printed to entities, with the reason for each.

A `Discourse` is what a reader carries from sentence to sentence of one article: whom it has met, under which surname and
office, which states were spoken of last, who spoke last.  It is fed in the order of the text and asked as it goes, so that
«the minister», «his counterpart» and «the two sides» mean whoever they mean at that point and not in the article as a whole.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kg.arabic import ARTICLE, FOR, HERS, IN, THEIRS, fold
from kg.find.name import MONARCHS, Name, people_as_told, printed
from kg.find.sentence import Sentence
from kg.memory import HEADS_OF_STATE, OBSERVERS, PERSONS, Memory, last
from kg.model import Entity, Ref, Span
from kg.romanization import slug

ANYBODY = frozenset({"official", "diplomat", "leader"})      # offices that may be anybody's who serves a state


class Discourse(Memory):
    """Who is meant by a name, after all that was said before it."""

    def resolve(self, s: Sentence, name: Name, day: str | None = None, prep: str = "") -> tuple[Ref, ...]:
        """Whom a name means here, behind the preposition `prep`; () where nobody can be told."""
        how = getattr(self, "_" + name.kind, None)
        refs = how(s, name, day or self.day) if how else ()
        for ref in refs if name.office != "member" else ():       # «تركيا عضو الحلف» speaks of nobody new
            self.note(ref, s.number)
        gender = (self.many(s, name) if all(ref.how == "group" for ref in refs) else "") or name.gender
        for ref in refs if gender else ():
            if ref.entity.type in ("Person", "Organization", "Group") and (name.office or name.kind == "counterpart" or ref.entity.id not in self.gender):
                self.gender[ref.entity.id] = gender
        if name.kind not in ("sides", "pronoun"):
            self._beside(name, refs if name.office != "member" else (), s.number)
        self.apart = prep == IN or (self.apart and (bool(name.conj) or s.tokens[name.i - 1].text == "("))      # «في أبوظبي (الإمارات)»
        if self.apart:                                   # «في سوريا والعراق»: where, not who
            self.located.update(r.mention.start for r in refs)
        return refs

    @property
    def parties(self) -> tuple[Ref, ...]:
        """The last two."""
        return self.sets.get(2, ())

    def _beside(self, name: Name, refs: Sequence[Ref], number: int) -> None:
        acting = [r for r in refs if r.entity.type in ("Person", "State", "Organization", "Group") or self.capital(r.entity)]
        self.run = [*self.run, *acting] if name.conj else acting
        if len(self.run) > 1:
            if len(self.run) > 2 and self.sets.get(len(self.run) - 1) == tuple(self.run[:-1]):
                self.sets.pop(len(self.run) - 1)
            self.sets.pop(len(self.run), None)
            self.sets[len(self.run)] = tuple(self.run)
            self.told_in[len(self.run)] = number

    def _span(self, s: Sentence, name: Name) -> Span:
        return s.span(name.start, name.end)

    def _entity(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        span, entity = self._span(s, name), name.entity
        if entity is None:
            return ()
        if name.how == "short-name":
            entity = self._short(s, name, day) or entity
        elif entity.type == "State" and name.j == name.i + 1 and s.tag(name.i, "here"):
            entity = self._kingdom(span, day) or entity
        if entity.type == "Person":
            self.know(entity, entity.label("ar"))
            self.know(entity, span.text)
        return (Ref(entity, span, name.how),)

    def _short(self, s: Sentence, name: Name, day: str | None) -> Entity | None:
        """Which of the people who share a short name: the one met before, else the one in office that day."""
        senses = [x for x in s.lexicon.names_at(s.tokens, name.i, "e") if x.value.endswith("shared")]
        people = [s.lexicon.entity(int(x.value.split(",")[0])) for x in senses]
        known = [p for p in people if p.id in {e.id for e in self.people.values()}]
        if known:
            return known[-1]
        serving = [p for p in people if self.serves(p, day)]
        return serving[0] if len(serving) == 1 else people[0] if len(people) == 1 else None

    def _unknown(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        span = self._span(s, name)
        if name.entity is not None:
            return (Ref(name.entity, span, name.how),)
        person = self._person(name.given, name.of, None)
        return (Ref(person, span, "unknown-name"),)

    def _person(self, given: str, of: str | None, sector: str | None) -> Entity:
        """A person whom no list knows: the same one under full name and surname throughout the article."""
        key = " ".join(fold(given.replace("#", " ").replace("_", " ")).split())
        if key in self.people:
            return self.people[key]
        if " " not in key and len(first := {p.id: p for p in self.people.values() if fold(p.label("ar")).split()[0] == key}) == 1:
            return first.popitem()[1]                    # «الشيخ محمد», told before by his whole name
        clean = " ".join(given.replace("#", " ").replace("_", " ").split())
        country = owner.country if (owner := self.lexicon.state(of)) else None
        person = Entity(slug(clean), "Person", (("ar", clean),), None, country, sector)
        self.know(person, clean)
        return person

    def _office(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        span, of = self._span(s, name), name.of
        sector = self.lexicon.offices.get(name.office, ("", "", "", "GOV"))[3]
        person, how = name.entity, "name"
        if person is None and name.given:
            person, how = self._person(name.given, of, sector), "unknown-name"
        elif person is None:
            person, how = (None, "") if name.how == "to-be" else self._holder(s, name, day, of)      # nobody holds it yet
        if person is None:
            return ()
        if how in ("name", "unknown-name"):
            self.know(person, person.label("ar"))
            self.know(person, span.text)
        of = of or (person.country if person.country and name.entity else None)
        if of:
            held = self.offices.get(person.id)
            if held is None or held[1] != of or self.lexicon.offices.get(held[0], ("", ""))[1] != name.office:      # «وزير الخارجية فلان … الوزير فلان»
                self.offices[person.id] = (name.office, of)
            self.holds(name.office, of, person)
        self.office_held[name.office] = person
        if name.of is None and how in ("name", "unknown-name"):
            self.untitled[name.office] = person
        ref = Ref(person, span, how)
        if name.title and of:
            self.ties.append((ref, name.office, of, s.span(*name.title), name))
        return (ref,)

    def _holder(self, s: Sentence, name: Name, day: str | None, of: str | None) -> tuple[Entity | None, str]:
        """«الرئيس الروسي» on a day; «الوزير»: the one spoken of; else a person known by the title alone."""
        if of is None:
            person = self.untitled.get(name.office) or self.office_held.get(name.office) or self._kindred(name.office, name.gender)
            home = self.home()
            held = None if person or home is None else self.lexicon.holder(name.office, home, day)
            return (person, "told-before") if person else (held[0], "office-holder") if held else (None, "")
        met = self.people.get(f"{name.office}@{of}")
        if met is not None:
            return met, "told-before"
        if name.office in ANYBODY and name.title and (fold(s.text[name.title[0]:name.title[1]]).startswith(ARTICLE) or s.tokens[name.i].fold.startswith(2 * FOR)):
            told = next((r.entity for r, _, person in reversed(self.recent) if person and r.how != "title" and r.entity.country == of and r.entity.sector not in OBSERVERS), None)
            if told is not None:                         # «الدبلوماسي الأميركي», told before by name and office
                return told, "told-before"
        held = self.lexicon.holder(name.office, of, day)
        if held:
            return held[0], "office-holder"
        kind = self.lexicon.offices.get(name.office, ("", ""))[1]
        kin = next((person for key, person in reversed(self.people.items()) if key.endswith("@" + of) and kind and self.lexicon.offices.get(key.split("@")[0], ("", ""))[1] == kind == name.office), None)
        if kin is not None:
            return kin, "told-before"                    # «الوزير المصري», told before as the foreign minister
        text = printed(s, name.i, *name.title) if name.title else name.given
        owner = self.lexicon.state(of)
        country = owner.country if owner else None
        en, _, _, sector = self.lexicon.offices.get(name.office, (name.office.replace("-", " "), "", "", "GOV"))[:4]
        label = f"{en} of {owner.label('en')}" if owner else en
        return Entity(f"{name.office}-{of.lower()}", "Person", (("ar", text), ("en", label)), None, country, sector), "title"

    def _kindred(self, office: str, gender: str) -> Entity | None:
        """«الوزير» after «وزير الخارجية فلان»: the last person of an office of the same kind."""
        kind = self.lexicon.offices.get(office, ("", ""))[1]
        for held, person in [*reversed(self.office_held.items()), *self.untitled.items()]:
            other = self.lexicon.offices.get(held, ("", ""))[1]
            if self.gender.get(person.id, gender) == gender and (other == kind or held.endswith(office) or (office == "president" and held in HEADS_OF_STATE)):
                return person
        return None

    def _counterpart(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        """The same office of another state, on that day."""
        span = self._span(s, name)
        anchor = next((r.entity for r, n, person in reversed(self.recent) if person and r.entity.id in self.offices and (not name.of or self.offices[r.entity.id][1] != name.of)), None)
        if anchor is None:
            anchor = next((r.entity for r, n, person in reversed(self.recent) if person and self._office_of(r.entity, day)), None)
        if anchor is None and name.entity is None and not name.given:      # «مباحثاته مع نظيره الصيني», of whom nothing was told: somebody of that state
            owner = self.lexicon.state(name.of)
            return (Ref(Entity(f"official-{owner.id.lower()}", "Person", (("ar", span.text), ("en", f"official of {owner.label('en')}")), None, owner.country, "GOV"), span, "title"),) if owner else ()
        office = self.peer((self._office_told(anchor, day) or self._office_of(anchor, day))[0], name.of, day) if anchor else "president"
        shown = replace(name, office=office)
        if name.entity is not None or name.given:
            return self._office(s, shown, day)
        if name.of is None:
            return ()
        person, how = self._holder(s, shown, day, name.of)
        if person is None:
            return ()
        self.offices[person.id] = (office, name.of)
        self.holds(office, name.of, person)
        ref = Ref(person, span, "counterpart")
        if name.title:
            self.ties.append((ref, office, name.of, s.span(*name.title), name))
        return (ref,)

    def _sides(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        """The last two (three, four) whom the text set side by side, of the kind that the word asks for."""
        span, wanted = self._span(s, name), name.office
        size = int(name.number) if name.number.isdigit() else next(reversed(self.sets), 2)
        told = self.sets.get(size, ())
        near = [r for r, n, _ in self.recent if n == s.number and r.mention.start < name.start and r.how != "place"]
        here = [r for r in near if r.mention.start not in self.located]
        if wanted == "state":
            beside = self._states(told, size) if self.told_in.get(size) == s.number else []      # «بين المغرب والجزائر … البلدين»
            states = beside or self._states(here, size) or self._states(near, size) or self._states(told, size) or [e for iso in self.states[-size:] if (e := self.lexicon.state(iso))]
            return tuple(Ref(e, span, "sides") for e in states) if len(states) >= 2 else ()
        people = [r for r, _, person in self.recent if person and r.entity.sector not in OBSERVERS and r.entity.country]
        if wanted == "of-states":                        # «زعيما البلدين»
            states = self._states(here, size) or self._states(told, size)
            heads = [next((r.entity for r in reversed(people) if r.entity.country == e.id and self.offices.get(r.entity.id, ("",))[0] in HEADS_OF_STATE), e) for e in states]
            return tuple(Ref(e, span, "sides") for e in heads)
        if wanted in PERSONS:
            kind = wanted if wanted != "person" else ""
            of_kind = last([r for r in people if self.offices.get(r.entity.id, ("",))[0].endswith(kind)], size) if kind else []
            if len(of_kind) == size and len({r.entity.country for r in of_kind}) == size:
                return tuple(Ref(r.entity, span, "sides") for r in of_kind)
            known = [r for r in told if r.entity.type == "Person"]
            chosen = known if len(known) == size else last(people, size)
            return tuple(Ref(r.entity, span, "sides") for r in chosen) if len(chosen) >= 2 else ()
        acting = [r for r in here if r.entity.type != "Place" and r.entity.sector not in OBSERVERS]
        chosen = list(self.met) if size == 2 and self.met and {r.entity.id for r in self.met} <= {r.entity.id for r in acting} else last(acting, size)
        if len(chosen) < size or len({r.entity.country for r in chosen}) < size:
            chosen = list(self.met if name.number == "2" and self.met else told) or last([r for r, _, _ in self.recent if r.entity.type in ("Person", "State", "Organization", "Group") and r.entity.sector not in OBSERVERS], size)
        return tuple(Ref(r.entity, span, "sides") for r in chosen) if len(chosen) == size else ()

    def _states(self, refs: Iterable[Ref], size: int) -> list[Entity]:
        """The last `size` distinct states of some people, states and capitals; [] where they are fewer."""
        codes: list[str] = []
        for r in refs:
            e = r.entity
            iso = e.id if e.type == "State" else e.country if e.type == "Person" or (e.type == "Place" and self.capital(e)) or e.sector == "GOV" else None
            if iso and iso != "IGO" and e.sector not in OBSERVERS:
                codes = [c for c in codes if c != iso] + [iso]
        return [state for c in codes[-size:] if (state := self.lexicon.state(c))] if len(codes) >= size else []

    def _body(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        """A ministry, army or parliament: its own state's where it says which, else the state spoken of last."""
        span = self._span(s, name)
        id, lemma, en, sector, type, alone = self.lexicon.bodies[name.index]
        of, how = name.of, "body"
        if of is None:
            before = next((r.entity for r, _, _ in reversed(self.recent) if r.entity.id.endswith(f"-{id}") or r.entity.sector == sector and fold(r.entity.label("ar")).split()[0] == fold(span.text)), None)
            if before is not None:
                return (Ref(before, span, "told-before"),)
            minister = self.untitled.get(id.replace("ministry", "minister"))
            of = minister.country if minister else self.leading[1] if self.leading[0] == s.number else self.home() or (self.states[-1] if self.states else self.where())
            how = "body-of-the-state-spoken-of"
        owner = self.lexicon.state(of)
        if owner is None:
            return (Ref(Entity(id, type, (("ar", span.text), ("en", en)), None, None, sector), span, "body"),)
        if owner.type == "Place" and owner.country:
            owner = self.lexicon.state(owner.country)
        text = printed(s, name.i, name.start, name.end) if name.of else f"{lemma}"
        return (Ref(Entity(f"{owner.id.lower()}-{id}", type, (("ar", text), ("en", f"{en} of {owner.label('en')}")), None, owner.country, sector), span, how),)

    def _group(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        span = self._span(s, name)
        id, lemma, en, sector, type, *_ = self.lexicon.groups[name.index]
        owner = self.lexicon.state(name.of)
        beside = self.run[-1].entity.country if name.conj and self.run and owner is None and sector in ("OPP", "REB") else None
        theirs = next((e for x in s.lexicon.names_at(s.tokens, name.i, "e") if (e := s.lexicon.entity(int(x.value.split(",")[0]))).country == beside), None) if beside else None
        if theirs is not None:                               # «الحكومة السورية وقوات المعارضة»: that of the same country
            return (Ref(theirs, span, "beside-its-government"),)
        country = owner.country if owner else beside
        label = lemma if name.how == "counted" else people_as_told(s, name)
        english = f"{owner.label('en')} {en}" if owner else en
        if owner and owner.sector in ("REB", "OPP", "UAF"):
            sector = owner.sector
        return (Ref(Entity(slug(label), type, (("ar", label), ("en", english)), None, country, sector), span, "group"),)

    def _crew(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        """Somebody who flies or sails something: a person, and a tie to the craft."""
        person = name.entity or self._person(name.given, name.of, "MIL")
        ref = Ref(person, self._span(s, name), "crew")
        craft = self.lexicon.entity(self.lexicon.by_id[name.office])
        words = s.span(name.title[0], name.title[1])
        self.crews.append((ref, Ref(craft, words, "kind"), words))
        return (ref,)

    def _own(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        """«بلاده»: the state of the person spoken of last; «بلادهم»: of each whom the sentence has named."""
        if s.tokens[name.i].fold.endswith(THEIRS):
            here = [r for r, n, person in self.recent if person and n == s.number and r.mention.start < name.start and r.entity.sector not in OBSERVERS]
            return tuple(Ref(e, self._span(s, name), "own-state") for e in self._states(here, max(2, len({r.entity.country for r in here}))))
        person = self.teller(s, name)
        if person is not None and s.tokens[name.i].fold.endswith(HERS) and self.gender.get(person.id) == "m":
            hers = self.pronoun(self._span(s, name), "3fs")    # «هاجم X إسرائيل واتهم حكومتها»
            owner = self.lexicon.state(hers[0].entity.id if hers[0].entity.type == "State" else hers[0].entity.country) if hers else None
            return (Ref(owner, self._span(s, name), "own-state"),) if owner else ()
        state = self.lexicon.state(person.country if person else self.states[-1] if self.states else None)
        return (Ref(state, self._span(s, name), "own-state"),) if state else ()

    def _here(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        """«المملكة»، «البلاد»: the state told of by a name with that word, else the one spoken of last."""
        span = self._span(s, name)
        state = self._named_by(span) or (self._kingdom(span, day) if s.tokens[name.i].fold in self.lexicon.realms else None) or (self.lexicon.state(self.states[-1]) if self.states else None)
        return (Ref(state, span, "told-before"),) if state else ()

    def _named_by(self, span: Span) -> Entity | None:
        return next((r.entity for r, _, _ in reversed(self.recent) if r.entity.type == "State" and fold(span.text).removeprefix(ARTICLE) in fold(r.mention.text)), None)

    def _kingdom(self, span: Span, day: str | None) -> Entity | None:
        """«إلى المملكة»: so again, else the monarchy spoken of last."""
        return self._named_by(span) or next((self.lexicon.state(iso) for iso in reversed(self.states) if any(self.lexicon.holder(office, iso, day) for office in MONARCHS)), None)

    def _pronoun(self, s: Sentence, name: Name, day: str | None) -> tuple[Ref, ...]:
        return self.pronoun(s.span(name.start, name.end), name.gender)

    def pronoun(self, span: Span, form: str, exclude: Collection[str] = ()) -> tuple[Ref, ...]:
        """Whom a suffix or pronoun means: the last who can be meant by its gender and number."""
        out = [r for r, _, _ in self.recent if r.mention.start < span.start and r.entity.id not in exclude]
        if form == "3md":
            beside = [r for r in self.sets.get(2, ()) if r.mention.start < span.start and r.entity.id not in exclude]
            if len(beside) == 2 and self.told_in.get(2) == self.recent[-1][1]:
                return tuple(Ref(r.entity, span, "pronoun") for r in beside)      # «السويد وفنلندا … انضمامهما»
            two = last([r for r in out if r.mention.start not in self.located] or out, 2)
            mixed = len(self.met) == 2 and {r.entity.type for r in two} == {"Person", "State"}      # «واتفقا»: the two who met
            return tuple(Ref(r.entity, span, "pronoun") for r in (self.met if mixed else two))
        if form == "3ms":
            found = [r for r in out if r.entity.type == "Person"] or [r for r in out if r.entity.type in ("Organization", "Group", "State") and self.agrees((r,), form)]
        elif form == "3fs" and (own := [r for r, n, _ in self.recent if r.how == "own-state" and n == self.recent[-1][1] and r in out]):
            found = own                                  # «عن تقدير بلاده لجهود تونس، مؤكدا دعمها …»: the country that speaks
        elif form == "3fs":
            found = [r for r in out if r.entity.type in ("State", "Organization", "Group") or self.is_woman((r,), form)]
        elif form == "3mp":
            found = [r for r in out if r.entity.type == "Group"]
        else:
            return ()
        return (Ref(found[-1].entity, span, "pronoun"),) if found else ()
