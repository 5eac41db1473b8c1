"""The words of kg: files of lines (`kg/words`), compiled once, opened in a millisecond by `kg.lexicon.cache`, asked a million times."""
from kg.lexicon.opened import Lexicon, Use

__all__ = ["Lexicon", "Use"]
