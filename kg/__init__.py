"""kg: a knowledge-graph builder for Arabic political news."""
__version__ = "0.1.0"

from kg.compiled import prefer as _prefer

_prefer()
