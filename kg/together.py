"""A collection's articles as one account: who is who in all of them, by their names and by what a person decided in merges.toml."""
from __future__ import annotations

from collections.abc import Sequence

from kg.collection import Collection
from kg.identity import Identity, identify
from kg.lexicon import Lexicon
from kg.lexicon.latin import forms
from kg.model import Reading
from kg.namesakes import sights
from kg.naming import spelled, united
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


def who_and_one(collection: Collection, readings: Sequence[Reading], words: Lexicon) -> tuple[Identity, list[Reading]]:
    """Who is who, and the readings with everybody as the one that all of them mean: what happenings are merged from."""
    found = who(collection, readings, words)
    return found, united(readings, found)


def as_one(collection: Collection, readings: Sequence[Reading]) -> list[Reading]:
    """The readings with everybody as the one that all of them mean."""
    from kg.collection import open_lexicon
    return who_and_one(collection, readings, open_lexicon(collection))[1]


def labelled(reading: Reading) -> Reading:
    """A reading whose names have a Latin label each."""
    return spelled(reading, forms())
