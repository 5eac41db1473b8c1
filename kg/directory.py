"""Who is meant by a name that a person typed: an id, a label in Arabic or English, any name of the lexicon, an ISO code.

Names are compared folded; what fits nothing, or several, is asked back with what it could have been and never guessed.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from kg.arabic import fold, tokenize
from kg.lexicon import Lexicon
from kg.model import Entity, Mention, Reading, Ref, Span, UserError
from kg.records import refs_of, to_json

_LABELLED = re.compile(r"(?P<id>\S+) \(.*\)\Z")


class Directory:
    """The entities of the lexicon and those that some readings met beyond it."""
    nowhere = Span(0, 0, "")

    def __init__(self, words: Lexicon, readings: Iterable[Reading] = ()):
        self.words = words
        self.met = {ref.entity.id: ref.entity for r in readings for ref in _refs(r)}

    def find(self, name: str) -> Entity:
        """The entity of an id (`putin`, `RUS`), of `id (label)` as a fact sheet prints it, or of a name; UserError where none or several fit."""
        labelled = _LABELLED.match(name.strip())
        found = self._of_id(name.strip()) or (self._of_id(labelled["id"]) if labelled else None)
        if found is not None:
            return found
        fits = self._of_name(name)
        if len(fits) == 1:
            return fits[0]
        if fits:
            raise UserError(f"{name!r} can mean {len(fits)} things", hint="; ".join(shown(e) for e in fits[:8]) + ": write the id")
        near = self._near(name)
        raise UserError(f"nobody and nothing known is called {name!r}", hint=("perhaps " + "; ".join(near)) if near else "write {id: …, type: Person, labels: {en: …}} for someone new")

    def _of_id(self, ident: str) -> Entity | None:
        if ident in self.met:
            return self.met[ident]
        for form in (ident, ident.upper(), ident.lower()):
            if form in self.words.by_id:
                return self.words.entity(self.words.by_id[form])
        return None

    def _all(self) -> dict[str, Entity]:
        return {id: self.words.entity(i) for id, i in self.words.by_id.items()} | self.met

    def _of_name(self, name: str) -> list[Entity]:
        """Those whose label it is; else those that the lexicon knows by it."""
        wanted = key(name)
        found = {e.id: e for e in self._all().values() if any(key(label) == wanted for _, label in e.labels)}
        if not found:
            indexes = (int(value.split(",")[0]) for value in self.words.get("e" + wanted))
            found = {e.id: e for e in map(self.words.entity, indexes)}
        return [found[id] for id in sorted(found)]

    def _near(self, name: str) -> list[str]:
        labels = {key(label): e for e in self._all().values() for label in (e.id, *(text for _, text in e.labels))}
        return list(dict.fromkeys(shown(labels[x]) for x in get_close_matches(key(name), labels, 4, 0.7)))[:3]

    @staticmethod
    def record(ref: Ref) -> dict:
        """The record of a reference, as facts hold it."""
        return to_json(Mention("", ref))["entity"]


def key(name: str) -> str:
    """A name as names are compared: folded words in lower case, marks left out.

    >>> key("Recep Tayyip Erdogan"), key("أنقرة")
    ('recep tayyip erdogan', 'انقره')
    """
    return " ".join(fold(t.text).casefold() for t in tokenize(name) if t.kind != "p")


def shown(e: Entity) -> str:
    """An entity by id and label.

    >>> shown(Entity("RUS", "State", (("en", "Russia"),)))
    'RUS (Russia)'
    """
    return f"{e.id} ({e.label('en')})"


def _refs(reading: Reading) -> Iterable[Ref]:
    yield from (m.ref for m in reading.mentions)
    for f in (*reading.events, *reading.claims, *reading.relations):
        yield from refs_of(f)
