"""A collection's articles as one account: who is who in all of them, by their names and by what a person decided in merges.toml."""
from __future__ import annotations

from collections.abc import Sequence

from kg.collection import Collection
from kg.identity import Identity, identify
from kg.lexicon import Lexicon
from kg.lexicon.latin import forms
from kg.model import Reading
from kg.namesakes import sights
from kg.naming import united
from kg.pins import FILE, Pins, load


def pins(collection: Collection) -> Pins:
    """What merges.toml says; UserError where it is broken."""
    return load(collection.folder / FILE)


def pins_key(collection: Collection) -> str:
    """A short name of what merges.toml says, whatever the order of its entries; '' where it says nothing."""
    from hashlib import blake2b
    said = pins(collection)
    if said == Pins():
        return ""
    return blake2b(repr([sorted(map(sorted, part)) for part in (said.same, said.different)]).encode(), digest_size=8).hexdigest()


def who(collection: Collection, readings: Sequence[Reading], words: Lexicon) -> Identity:
    """Who is who in these readings."""
    return identify((s for r in readings for s in sights(r, words)), forms(), pins(collection))


def as_one(collection: Collection, readings: Sequence[Reading]) -> list[Reading]:
    """The readings with everybody as the one that all of them mean: what happenings are merged from."""
    from kg.collection import open_lexicon
    return united(readings, who(collection, readings, open_lexicon(collection)))
