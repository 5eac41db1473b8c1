"""Readings of invented articles, as many as are asked for, with the skew of news: a few states and classes make up most of it.

A hundred events a day, so that a larger collection is a longer one; of every happening that several articles may tell, as of everything
else, few are told often and most once.  What is drawn depends on the seed alone.
"""
from __future__ import annotations

import random
from datetime import date, timedelta

from kg.model import Article, Date, Entity, Event, Reading, Ref, Span

CLASSES = (("Meeting", "CONSULT"), ("Talks", "CONSULT"), ("Visit", "CONSULT"), ("Agreement", "AGREE"), ("Criticism", "ACCUSE"), ("Appeal", "REQUEST"), ("Airstrike", "ASSAULT"),
           ("Clash", "ASSAULT"), ("Killing", "ASSAULT"), ("Sanction", "SANCTION"), ("Support", "SUPPORT"), ("Summit", "CONSULT"), ("Withdrawal", "RETREAT"), ("Warning", "THREATEN"),
           ("PhoneCall", "CONSULT"), ("CeasefireAgreement", "CONCEDE"))
SAY = "التقى الوزير نظيره في العاصمة لبحث العلاقات الثنائية بين البلدين. "
STATES, CITIES, PEOPLE, AN_ARTICLE, A_DAY = 180, 5, 8, 10, 100


def _drawn(rng: random.Random, most: int) -> int:
    """One of so many, the first ones by far the oftenest."""
    return min(most - 1, int(most ** (rng.random() ** 1.6)) - 1)


def _who(rng: random.Random, state: str) -> Entity:
    if rng.random() < 0.4:
        return Entity(state, "State", (("en", state),), None, state)
    n = _drawn(rng, PEOPLE)
    return Entity(f"{state.lower()}-{n}", "Person", (("en", f"Minister {n} of {state}"),), None, state, "GOV")


def _when(rng: random.Random, written: date) -> Date | None:
    drawn = rng.random()
    if drawn < 0.35:
        day = (written - timedelta(rng.randrange(4))).isoformat()
        return Date(day, day, "day", "weekday")
    if drawn < 0.4:
        first = written.replace(day=1)
        return Date(first.isoformat(), ((first + timedelta(32)).replace(day=1) - timedelta(1)).isoformat(), "month", "absolute")
    return None


def _event(rng: random.Random, doc: str, n: int, written: date) -> Event:
    cls, plover = CLASSES[_drawn(rng, len(CLASSES))]
    at = n * len(SAY)
    ones, others = (f"S{_drawn(rng, STATES):02d}" for _ in range(2))
    ref = lambda e, start: Ref(e, Span(at + start, at + start + 4, SAY[start:start + 4]))
    city = Entity(f"city-{others}-{_drawn(rng, CITIES)}", "Place", (("en", f"a city of {others}"),), None, others)
    return Event(
        doc, f"event:{cls.lower()}-{doc}-{n}", plover, None, (), cls, (ref(_who(rng, ones), 6),), (ref(_who(rng, others), 13),) if rng.random() < 0.8 else (), (),
        _when(rng, written), (ref(city, 22),) if rng.random() < 0.4 else (), "actual", None, (), None, None, (), (), (), Span(at, at + 5, SAY[:5]),
        (Span(at, at + len(SAY) - 1, SAY[:-1]),), rng.choice(("verb:events/consult.toml: x", "verbal-noun:events/consult.toml: y")), 0.9)


def readings(events: int, seed: int = 1, a_day: int = A_DAY) -> list[Reading]:
    """Readings with so many events in all, `a_day` of them a day."""
    rng, out = random.Random(seed), []
    for n in range(max(1, events // AN_ARTICLE)):
        written = date(2010, 1, 1) + timedelta(rng.randrange(max(2, events // a_day)))
        doc, count = f"a{n:06d}", min(AN_ARTICLE, events)
        day = written.isoformat()
        out.append(Reading(Article(doc, "", "", None, day), Date(day, day, "day", "given"), (), tuple(_event(rng, doc, k, written) for k in range(count))))
    return out
