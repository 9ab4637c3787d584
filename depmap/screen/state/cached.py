"""What is costly to make and the same for everyone: made once, kept for all sessions.

Kept in this process and not by st.cache_*: any websocket client can empty Streamlit's caches, and
all viewers would then make everything anew at the same time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from typing import Any, TypeVar, cast

import numpy as np
from cachetools import LRUCache, cached
from pandas import DataFrame
from plotly.graph_objects import Figure

T = TypeVar("T")

MOST_BYTES = 64_000_000
# All that pages read of one item: of a large portfolio more than the above is kept.
BYTES_PER_ITEM = 12_000
# Besides the value, an entry holds its key and the means to wait for it.
ENTRY_BYTES = 2_000
# What a cell of our tables, a figure, each point of it and any other object take, about.
CELL_BYTES = 40
FIGURE_BYTES, POINT_BYTES = 50_000, 400
OBJECT_BYTES = 60


class Cache:
    """Values by key, as long as they weigh no more than `limit` together; safe for many threads.

    The least recently used value goes first. Values are handed out as they are, to everyone:
    nobody changes one in place. `weigh` says what a value counts; one that weighs more than the
    limit is handed out and not kept.
    """

    def __init__(self, limit: int, weigh: Callable[[Any], int]) -> None:
        self.limit = limit
        # Each value counts the share of the limit that it takes when it comes.
        cache: LRUCache[Hashable, Any] = LRUCache(1, lambda value: weigh(value) / self.limit)
        by_key = cached(cache, key=lambda key, _: key, condition=threading.Condition())
        self._get = by_key(lambda _, make: make())

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key; the first who asks makes it, others wait for the same one.

        What `make` raises is the first one's alone (Streamlit stops a run by an exception); then
        one of those who wait makes it for the others.
        """
        return cast(T, self._get(key, make))

    def grow(self, limit: int) -> None:
        """Keeps as much as this from now on, were it less before."""
        self.limit = max(self.limit, limit)

    def clear(self) -> None:
        """Forgets all values but those in the making, whose askers still wait for them."""
        self._get.cache_clear()


class Same:
    """An object as part of a key: equal to nothing but itself, and alive as long as the key."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._value is other._value

    def __hash__(self) -> int:
        return id(self._value)


def part(argument: object) -> Hashable:
    """An argument as part of a key: by value where it has a hash, else (frames) by identity."""
    try:
        hash(argument)
    except TypeError:
        return Same(argument)
    return argument


def size(value: object) -> int:
    """About how many bytes of memory a value takes, with what it holds; a quick guess."""
    match value:
        case DataFrame():
            return CELL_BYTES * value.size
        case Figure():
            return FIGURE_BYTES + POINT_BYTES * sum(np.size(trace["x"]) for trace in value.data)
        case str() | bytes():
            return OBJECT_BYTES + len(value)
        case list() | tuple() | set() | frozenset():
            return OBJECT_BYTES + sum(map(size, value))
        case dict():
            return OBJECT_BYTES + sum(map(size, value)) + sum(map(size, value.values()))
    return OBJECT_BYTES + (size(vars(value)) if is_dataclass(value) else 0)


KEPT = Cache(MOST_BYTES, lambda value: ENTRY_BYTES + size(value))
