"""What stands on all articles, renewed after some changed, is what all of them at once give: crowded slots, reprints, denials and all."""
from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import crowd
import pytest

from kg import chronicle, ontology, places, vocab
from kg.accounts import accounts
from kg.blocks import FULL, slots
from kg.collection import open_lexicon
from kg.conclusions import conclusion_quads
from kg.equals import identity_quads
from kg.identity import identify
from kg.index import Index
from kg.inference import axioms, inferred
from kg.lexicon.latin import forms
from kg.merge import merge
from kg.model import Article, Claim, Reading, Span, TimeTie
from kg.namesakes import sights
from kg.naming import united
from kg.pins import Pins
from kg.renewal import Beside, renew
from kg.renewal.world import World, lines
from kg.rulings import Rulings
from kg.tellings import tellings

BASE, PINS = vocab.DEFAULT_BASE, Pins()


class Kept:
    """A collection of readings whose graph is kept up article by article."""

    def __init__(self, path: Path):
        self.path, self.there, self.rows = path, {}, set()
        self.index = Index(path, new=True)

    def change(self, changes: dict[str, Reading | None]) -> None:
        fresh, spilled = not self.there, []
        gone = [d for d, r in changes.items() if r is None]
        self.there = {d: r for d, r in (self.there | changes).items() if r is not None}
        world = World(self.index, BASE, PINS, axioms(ontology.triples()), {}, {}, fresh, spilled.extend)
        renew(world, ((d, r) for d, r in sorted(changes.items()) if r is not None), gone, Beside(self.there.__getitem__, open_lexicon(), dict, dict))
        lost, come = world.settled()
        self.rows = (self.rows - (lost - come)) | set(spilled) | (come - lost)

    def at_once(self) -> set[str]:
        words, done = open_lexicon(), [self.there[d] for d in sorted(self.there)]
        who = identify([s for r in done for s in sights(r, words)], forms())
        one = united(done, who)
        found = accounts(one, merge(one))
        quads = conclusion_quads(found) + identity_quads(who, done) + chronicle.order_quads(found.happenings, one, chronicle.order(found.happenings, one))
        quads += places.place_quads(places.named(done, words.state), {}, {})
        return set(lines({*quads, *inferred(quads, axioms(ontology.triples()))}))


def variations(rng: random.Random, r: Reading) -> Reading:
    """A reading with words of its own, some of its events denied, in an order, and claims about them."""
    text = crowd.SAY * len(r.events) + (f"{rng.choice('ابتثجح')} " * 40 if rng.random() < 0.5 else "")
    events = [replace(e, status="negated") if rng.random() < 0.1 else e for e in r.events]
    if len(events) > 1 and rng.random() < 0.5:
        events[0] = replace(events[0], order=(TimeTie("after", events[1].id, None, None, events[0].trigger),), causes=(events[-1].id,))
    claims = tuple(Claim(r.article.id, f"claim:{r.article.id}-{n}", e.actors, rng.choice(("denies", "asserts")), e.id, Span(e.trigger.start, e.trigger.end, e.trigger.text), None,
                         e.trigger, e.evidence, "x", 0.9) for n, e in enumerate(events) if rng.random() < 0.2)
    return replace(r, events=tuple(events), claims=claims, article=Article(r.article.id, text, "", None, r.article.date, rng.choice((None, "one", "other"))))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_comes_and_goes(tmp_path: Path, seed: int) -> None:
    """Few days and few states: slots that are full, become full and are so no longer."""
    rng = random.Random(seed)
    some = [variations(rng, r) for r in crowd.readings(700, seed, a_day=300)]
    told = [t for r in some for t in tellings(r, Rulings(PINS))]
    sizes: dict = {}
    for t in told:
        for slot, _ in slots(t):
            sizes[slot] = sizes.get(slot, 0) + 1
    assert max(sizes.values()) > 2 * FULL and any(FULL - 3 < n < FULL + 4 for n in sizes.values()), "slots on both sides of full"
    kept = Kept(tmp_path / "index.db")
    kept.change({r.article.id: r for r in some[:60]})
    assert kept.rows == kept.at_once()
    for _ in range(8):
        changes: dict[str, Reading | None] = {}
        for r in rng.sample(some, rng.randint(1, 4)):
            changes[r.article.id] = None if r.article.id in kept.there and rng.random() < 0.5 else variations(rng, r)
        kept.change(changes)
        want = kept.at_once()
        assert kept.rows == want, (sorted(kept.rows - want)[:5], sorted(want - kept.rows)[:5])
    kept.change({d: None for d in kept.there})
    assert not kept.rows
