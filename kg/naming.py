"""Entities of a Reading named otherwise: with a Latin label of their own, or as the one that all articles mean.  The words stay as printed."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.identity import Identity
from kg.model import Entity, Reading
from kg.recast import renamed, told_as
from kg.spelling import Forms, latin


def spelled(reading: Reading, known: Forms) -> Reading:
    """A reading whose people, places and bodies have a Latin label each; what has one keeps it."""
    return renamed(reading, lambda e: e if any(language == "en" for language, _ in e.labels) or not e.labels else replace(e, labels=(*e.labels, ("en", latin(e.label("ar"), known.latin)))))


def united(readings: Iterable[Reading], found: Identity) -> list[Reading]:
    """The readings with each entity as the one that it is in all of them: what merging works on.  Their own graphs are made without."""
    places: dict[str, dict[str, Entity]] = {}
    for (doc, ident), e in found.places().items():
        places.setdefault(doc, {})[ident] = e
    return [told_as(r, places.get(r.article.id, {})) for r in readings]
