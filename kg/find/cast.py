"""Who plays what in one event: the lists that rules fill."""
from __future__ import annotations

from collections.abc import Iterable

from kg.find.doers import put
from kg.model import Ref, Span


class Roles:
    """Who plays what in one event; each list keeps the order of the text and holds nobody twice."""
    __slots__ = ("actor", "between", "object", "others", "place", "recipient", "rules", "topics", "weapon")

    def __init__(self) -> None:
        self.actor: list[Ref] = []
        self.recipient: list[Ref] = []
        self.others: list[tuple[str, Ref]] = []
        self.place: list[Ref] = []
        self.object: Ref | None = None
        self.weapon: Ref | None = None
        self.topics: list[Span] = []
        self.rules: list[str] = []
        self.between: list[Ref] = []

    def add(self, role: str, refs: Iterable[Ref]) -> None:
        """Puts people, states, bodies and places where the role wants them; a weapon or paper is never an actor."""
        for ref in refs:
            kind = ref.entity.type
            if role in ("actor", "with"):
                if ref.entity.sector == "MED" and ref.how != "unknown-name" and kind == "Organization":
                    continue                                    # an agency tells; it does not act
                if kind in ("Weapon", "Document", "MilitaryOperation"):
                    self.weapon = self.weapon or (ref if kind == "Weapon" else None)
                    continue
                put(self.actor, ref)
            elif role == "recipient":
                if kind == "Weapon" or kind in ("Document", "MilitaryOperation"):
                    self.object = self.object or ref
                else:
                    put(self.recipient, ref)
            elif role == "place":
                if kind in ("Place", "State", "Facility"):
                    put(self.place, ref)
            elif role in ("object", "theme"):
                self.object = self.object or (ref if kind in ("Weapon", "Document", "Facility") else None)
            elif role == "weapon":
                self.weapon = self.weapon or ref
            elif role in ("mediator", "initiator", "host", "headOfDelegation", "victim", "source"):
                self.others.append((role, ref))
