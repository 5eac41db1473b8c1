"""The words of a report: captions of its own and the ontology's labels, in one language of the interface."""
from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg import data, terms, vocab
from kg.model import Date
from kg.nodes import ROLE_PROPERTY, TYPE_CLASS
from kg.plover import QUAD_CLASSES
from kg.store import parse_file

_LABEL = "<" + vocab.STANDARD["rdfs"] + "label>"


@dataclass(frozen=True, slots=True)
class Wording:
    """`language` is ar or en; `offices` are known by their ids.  A term that the ontology lacks is shown by its own name, so that nothing is ever hidden."""
    language: str
    captions: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Mapping[str, str]]
    offices: Mapping[str, Mapping[str, str]]

    def say(self, key: str) -> str:
        """A caption of the report."""
        return self.captions[key][self.language]

    def term(self, name: str) -> str:
        """A class or property of the ontology: `Visit`, `holdsOffice`; a role or an entity's type by its record name."""
        name = ROLE_PROPERTY.get(name, name)
        found = self.labels.get(vocab.ONTOLOGY + name, {})
        return found.get(self.language) or found.get("en") or name

    def value(self, notation: str) -> str:
        """A value of a record: a status, stance, standing, precision."""
        name = vocab.individual(notation)
        return self.term(name[len(vocab.ONTOLOGY):]) if name in self.labels else notation

    def kind(self, type: str) -> str:
        """An entity's type."""
        return self.term(TYPE_CLASS.get(type, type))

    def plover(self, type: str | None) -> str:
        """A PLOVER type: its name in capitals, and what it means."""
        if type is None:
            return self.say("outside-plover")
        label = self.term(type.capitalize())
        return type if label.upper() == type else f"{type} ({label})"

    def office(self, role: str) -> str:
        """An office by its name in the words; one that they do not know as it was given."""
        return self.offices.get(role.replace(" ", "-"), {}).get(self.language) or role

    def reason(self, sentence: str) -> str:
        """How it is known when an article was written: the record's English sentence, in Arabic where that is known."""
        if self.language == "en":
            return sentence
        known, named = _reasons()
        for pattern, said in known:
            if m := pattern.fullmatch(sentence):
                spoken = {place: " ".join(named.get(w, w) for w in text.split()) if place in ("month", "next", "weekday") else text for place, text in m.groupdict().items()}
                return said.format(**spoken)
        return sentence

    def unit(self, unit: str) -> str:
        """What was counted: a class's label where it is one."""
        return self.labels.get(vocab.ONTOLOGY + unit.capitalize(), {}).get(self.language, unit)

    def aspect(self, name: str) -> str:
        """What a difference is about: a caption, else a term."""
        return self.say(name) if name in ("count", "duration", "distance", "money", "date") else self.term(name)

    def comma(self) -> str:
        """What stands between the names of a list."""
        return self.say("list-comma")

    def day(self, d: Date | None) -> str:
        """A date as people read it."""
        if d is None or not (d.start or d.end):
            return self.say("no-date")
        if d.start == d.end:
            return self.iso(d.start)
        if not d.start or not d.end:
            return self.say("from").format(self.iso(d.start)) if d.start else self.say("until").format(self.iso(d.end))
        return self.say("approximate" if d.precision == "approximate" else "interval").format(self.iso(d.start), self.iso(d.end))

    def iso(self, day: str) -> str:
        """An ISO day; behind Arabic words a browser would print it backwards, so there a left-to-right mark goes before it."""
        return f"\u200e{day}" if self.language == "ar" else day


def quad(event: str | None) -> str:
    """The quad class of a PLOVER type as a name for captions and colours: `material-conflict`, `outside-plover`."""
    return QUAD_CLASSES.get(event, "outside PLOVER").lower().replace(" ", "-")


@lru_cache(1)
def _reasons() -> tuple[list[tuple[re.Pattern, str]], dict[str, str]]:
    """The sentences of reasons.toml as patterns, each with its Arabic; and the names of months and weekdays."""
    known = tomllib.loads((Path(__file__).parent / "reasons.toml").read_text(encoding="utf-8"))
    pattern = lambda text: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(text)), re.DOTALL)
    return [(pattern(s["en"]), s["ar"]) for s in known["sentences"]], known["months"] | known["weekdays"]


def load(language: str) -> Wording:
    """The wording in a language."""
    captions = tomllib.loads((Path(__file__).parent / "captions.toml").read_text(encoding="utf-8"))
    labels: dict[str, dict[str, str]] = {}
    for s, p, o, _ in sorted(parse_file(data.ontology("diplomacy.ttl"))):
        if p == _LABEL:
            text, tongue, _ = terms.split_literal(o)
            labels.setdefault(s[1:-1], {}).setdefault(tongue, text)
    offices = tomllib.loads((Path(data.words()) / "offices.toml").read_text(encoding="utf-8"))["offices"]
    return Wording(language, captions, labels, {o["id"]: {"ar": o["titles"][0], "en": o.get("en", o["id"])} for o in offices if o.get("titles")})
