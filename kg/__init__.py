"""kg: a knowledge-graph builder for Arabic political news."""
__version__ = "0.1.0"
