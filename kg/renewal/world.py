"""What the steps of a renewal share: the kept state of a collection, and what stands beside it."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kg import terms
from kg.graph import Tenure, office_quads
from kg.index import Index
from kg.index.articles import Articles
from kg.index.counted import Units
from kg.index.parts import Parts
from kg.index.people import People
from kg.index.told import Tellings
from kg.inference import Axioms, inferred
from kg.likeness import Link
from kg.merge import Happening, Scores, happening, link
from kg.model import Entity
from kg.pins import Pins
from kg.rulings import Rulings
from kg.tellings import Telling


def lines(quads: Iterable[terms.Quad]) -> list[str]:
    """The rows of quads, as they stand in the file."""
    return [terms.line(q) + "\n" for q in quads]


@dataclass
class World:
    """The kept state of a collection.  `labels` are the ontology's, `offices` everybody's offices, `fresh` says that nothing was kept;
    then rows go to `spill` as they come."""
    index: Index
    base: str
    pins: Pins
    axioms: Axioms
    labels: Mapping[str, Mapping[str, str]]
    offices: Mapping[str, list[Tenure]]
    fresh: bool
    spill: Callable[[list[str]], None]
    units: Units = field(init=False)
    people: People = field(init=False)
    tellings: Tellings = field(init=False)
    parts: Parts = field(init=False)
    articles: Articles = field(init=False)

    def __post_init__(self) -> None:
        self.units, self.people, self.tellings, self.parts, self.articles = Units(self.index, self.fresh), People(self.index), Tellings(self.index), Parts(self.index), Articles(self.index)
        self.rulings = Rulings(self.pins)
        self.scores = Scores(self.rulings)
        self.made: dict[int, Happening] = {}

    def put(self, unit: str, quads: Iterable[terms.Quad], entities: Iterable[Entity] = ()) -> None:
        """What a unit says, and what follows from that."""
        quads = list(quads)
        self.units.put(unit, lines([*quads, *inferred(quads, self.axioms, self.base)]), entities)

    def settle(self) -> None:
        """Sees which rows come, where all is new and so many came together that they should be written."""
        if self.units.full():
            self.spill(sorted(self.units.settled()[1]))

    def settled(self) -> tuple[set[str], set[str]]:
        """(the rows that are in the graph no more, those that were not in it), but for what was written before."""
        return self.units.settled()

    def told(self, h: int) -> list[tuple[int, Telling]]:
        """The tellings of a happening with their numbers, sorted."""
        return sorted(((n, self.tellings.get(n)) for n in self.tellings.telling(h)), key=lambda x: x[1].key)

    def happening(self, h: int) -> Happening:
        """A happening under its name."""
        if h not in self.made:
            told = self.told(h)
            made = happening([t for _, t in told], self._links(told) if len(told) > 1 else ())
            self.made[h] = made.called(self.tellings.name(h))
        return self.made[h]

    def _links(self, told: list[tuple[int, Telling]]) -> list[Link]:
        place = {n: i for i, (n, _) in enumerate(told)}
        pairs = sorted((i, place[b]) for i, (n, _) in enumerate(told) for b in self.tellings.paired(n, 1) if b in place and i < place[b])
        return [link(told[i][1], told[j][1], self.scores) for i, j in pairs]

    def office_quads(self, person: str) -> list[terms.Quad]:
        """What the graph says of somebody's offices."""
        held = self.offices.get(person)
        return office_quads(held, self.base) if held else []
