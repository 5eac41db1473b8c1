"""PLOVER's conflict–cooperation scores: what an event of a type and mode counts on the scale from -10 to 10.

From the PLOVER manual of the Open Event Data Alliance, 2021 edition; a mode without a figure of its own has its type's, and
ACCUSE has -3 (the manual prints 3 against its own modes).  `tests/test_graph.py` holds them to the ontology's annotations.
"""
from __future__ import annotations

TYPES = {
    "AGREE": 2.5, "CONSULT": 2.5, "SUPPORT": 5, "CONCEDE": 4.5, "COOPERATE": 9.5, "AID": 10, "RETREAT": 6.5, "REQUEST": 0, "ACCUSE": -3, "REJECT": -2,
    "THREATEN": -3.5, "PROTEST": -5, "SANCTION": -6, "MOBILIZE": -5.5, "COERCE": -7, "ASSAULT": -9,
}
MODES = {
    "CONSULT": {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5},
    "RETREAT": {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    "REQUEST": {"assist": 0.5, "change": -1, "yield": -1, "meet": 0},
    "ACCUSE": {"disapprove": -2, "investigate": -3.5, "allege": -3.5},
    "REJECT": {"assist": -1.5, "change": -2, "yield": -2, "meet": -2},
    "THREATEN": {"restrict": -3, "territory": -4},
    "PROTEST": {"riot": -7, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5},
    "SANCTION": {"expel": -5.5},
    "MOBILIZE": {"troops": -6.5, "weapons": -6.5, "militia": -6},
    "COERCE": {"censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "misinformation": -6.5},
    "ASSAULT": {"abduct": -8.5, "beat": -7.5, "torture": -8.5, "sexual": -8.5, "targeted": -9.5, "destroy": -8.5, "primitive": -8, "suicide-attack": -9.5,
                "aerial": -9.5, "drone": -9.5, "heavy-weapons": -9.5, "crowd-control": -7.5, "unconventional": -10},
}


def score(event: str | None, mode: str | None) -> float | None:
    """The score of a type and mode; None outside PLOVER.

    >>> score("CONSULT", "visit"), score("SANCTION", "discontinue"), score(None, None)
    (4, -6, None)
    """
    return None if event is None else MODES.get(event, {}).get(mode or "", TYPES[event])


QUAD_CLASSES = {t: name for name, types in {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}.items() for t in types}
