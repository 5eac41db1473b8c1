"""Who did what to whom: every case of `cases/roles.toml`, read as an article of its own."""
from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.arabic import sentences, tokenize
from kg.collection import open_lexicon
from kg.find.fitting import fitting, sought
from kg.find.sentence import Sentence
from kg.model import Article, Event, Ref
from kg.read import read

FORMS = tomllib.loads((Path(__file__).parent / "cases" / "roles.toml").read_text(encoding="utf-8"))
STATUSES = {"actual", "future", "hypothetical", "negated"}
MODALITIES = {"demanded", "promised", "alleged", "denied", "expected", "possible"}
WANTED = re.compile(r"(?:(?P<standing>[a-z/]+) )?(?P<classes>[A-Za-z/]+):(?P<actors>[^>@]*)(?:>(?P<recipients>[^@]*))?(?:@(?P<sources>.*))?")


class Wanted(NamedTuple):
    """One event of a case: what is compared of it.  A participant is the set of the names it may go by; None where a side is not compared."""
    classes: frozenset[str]
    statuses: frozenset[str]
    modality: str | None
    actors: list[frozenset[str]]
    recipients: list[frozenset[str]]
    sources: list[frozenset[str]] | None

    @classmethod
    def parse(cls, line: str) -> Wanted:
        m = WANTED.fullmatch(line)
        assert m, f"not an event: {line}"
        standing = set((m["standing"] or "actual").split("/"))
        assert standing <= STATUSES | MODALITIES and len(standing & MODALITIES) <= 1, f"no such status: {line}"
        return cls(frozenset(m["classes"].split("/")), frozenset(standing & STATUSES), next(iter(standing & MODALITIES), None),
                   people(m["actors"]), people(m["recipients"] or ""), None if m["sources"] is None else people(m["sources"]))

    def fits(self, e: Event) -> bool:
        return (e.cls in self.classes and e.status in self.statuses and self.modality in (None, e.modality) and same(self.actors, e.actors)
                and same(self.recipients, e.recipients) and (self.sources is None or same(self.sources, e.sources)))


def people(names: str) -> list[frozenset[str]]:
    return [frozenset(name.strip().split("/")) for name in names.split(",") if name.strip()]


def same(wanted: list[frozenset[str]], refs: tuple[Ref, ...]) -> bool:
    """Each wanted participant is one of those told, each told is wanted."""
    left = [{r.entity.id, r.entity.label("en"), r.entity.label("ar")} for r in refs]
    for names in wanted:
        one = next((x for x in left if x & names), None)
        if one is None:
            return False
        left.remove(one)
    return not left


def told(e: Event) -> str:
    """An event in the words of the case file."""
    def side(refs: tuple[Ref, ...]) -> str:
        return ", ".join(f"{r.entity.id} ({r.entity.label('ar')})" for r in refs)
    standing = "/".join(x for x in (e.status, e.modality) if x)
    return f"{standing} {e.cls}: {side(e.actors)} > {side(e.recipients)} @ {side(e.sources)}   read from «{e.trigger.text}»"


def params() -> list:
    """The cases, known failures marked so that mending one fails until it is promoted."""
    return [pytest.param(c, id=f"{form}-{n}", marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=c["fails"])] if "fails" in c else [])
            for form, cases in FORMS.items() for n, c in enumerate(cases, 1)]


@pytest.fixture(scope="module")
def lexicon():
    return open_lexicon()


@pytest.mark.parametrize("case", params())
def test_who_did_what_to_whom(case: dict, lexicon) -> None:
    """Every event of the case is read, each with exactly its participants, and nothing else is."""
    left = list(read(Article("case", case["say"], date=case["on"]), lexicon).events)
    found, lacking = [told(e) for e in left], []
    for line in case.get("is", ()):
        wanted = Wanted.parse(line)
        one = next((e for e in left if wanted.fits(e)), None)
        if one is None:
            lacking.append(line)
        else:
            left.remove(one)
    assert not lacking and not left, "\n".join([case["say"], *(f"  lacking  {x}" for x in lacking), *(f"  unasked  {told(e)}" for e in left), *(f"  read     {x}" for x in found)])


def test_cases_are_well_formed() -> None:
    """Every form but the negative twins asks for events in every case, and no sentence stands twice."""
    for form, cases in FORMS.items():
        assert all(c.keys() <= {"say", "on", "is", "fails"} and ("is" in c) == (form != "nothing") for c in cases), form
        for c in cases:
            [Wanted.parse(line) for line in c.get("is", ())]
    said = [c["say"] for cases in FORMS.values() for c in cases]
    assert len(said) == len(set(said)) >= 130
    assert sum("fails" in c for cases in FORMS.values() for c in cases) <= len(said) // 4


def test_what_is_known_of_a_lemma_beforehand_is_what_the_sentence_says(lexicon) -> None:
    looked = 0
    for cases in FORMS.values():
        for text in (case["say"] for case in cases):
            for a, b in sentences(text):
                s = Sentence(text, tokenize(text, a, b), lexicon, a, b)
                for i, word in enumerate(s.words):
                    for lemma in {v.lemma for v in word.verbs} | {n.lemma for n in word.nouns}:
                        looked += 1
                        assert fitting(s, i, i + 1, lemma) == sought(s, i, i + 1, lemma), (text, s.tokens[i].text)
    assert looked > 1500


@pytest.mark.parametrize(("say", "people"), [
    ("اعتقلت الشرطة البيلاروسية 43 متظاهرا.", [("43", "43 متظاهرا")]),
    ("أوقفت الشرطة البيلاروسية متظاهرا 43 في مينسك.", [("43", "متظاهرا 43")]),       # the figures swapped in print
    ("قتل ثمانية من الجنود النيجيريين.", [("8", "ثمانية من الجنود النيجيريين")]),
    ("قتل مئة وخمسة وعشرون مدنيا في القصف.", [("125", "مئة وخمسة وعشرون مدنيا")]),
    ("قتل 12 جنديا وأصيب 30 آخرون في هجوم.", [("12", "12 جنديا")]),                # how many others is not the number of the first
    ("دمر الجيش الأوكراني ثلاث دبابات روسية.", []),                                  # arms are no people
    ("قتل في عام 2014 جنود أوكرانيون.", []),
    ("اعتقلت الشرطة البيلاروسية عشرات المتظاهرين.", []),
])
def test_how_many_people_it_befell(lexicon, say: str, people: list[tuple[str, str]]) -> None:
    counts = [q for e in read(Article("case", say, date="2020-08-11"), lexicon).events for q in e.quantities if q.kind == "count"]
    assert [(q.value, q.span.text) for q in counts] == people and all(q.unit == "person" for q in counts)
