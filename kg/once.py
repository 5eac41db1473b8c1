"""What is found out once and kept: a word is the same in every article.

A cache that drops the answer asked for longest ago moves an answer whenever it is asked for, and with so many answers that costs more
than most of them.  So these memories only grow, and `forget` empties the full ones between two articles.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast
from weakref import WeakSet

FULL = 1 << 16      # answers that a memory may hold when an article begins
_MEMORIES: WeakSet = WeakSet()
Asked = TypeVar("Asked", bound=Callable)


def once(ask: Asked) -> Asked:
    """The function, with a memory of all its answers until `forget` finds that full.

    >>> asked = []
    >>> double = once(lambda word: asked.append(word) or word * 2)
    >>> double("a"), double("a"), asked
    ('aa', 'aa', ['a'])
    """
    memory = cache(ask)
    _MEMORIES.add(memory)
    return cast(Asked, memory)


def forget() -> None:
    """Empties the memories that are full."""
    for memory in _MEMORIES:
        if memory.cache_info().currsize > FULL:
            memory.cache_clear()
