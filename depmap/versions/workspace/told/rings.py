"""Which portfolios of a workspace are answered together, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from graphlib import TopologicalSorter


def rings_in_order(names: Mapping[str, Collection[str]]) -> Iterator[list[tuple[str, ...]]]:
    """Portfolios that name each other, directly or around, as one; those they name come before.

    names: the portfolios that each one names, all of them keys. Each list can be answered at the
    same time.
    """
    reached = {start: _reached(names, start) for start in names}
    ring_of = {
        start: tuple(sorted({start, *(one for one in found if start in reached[one])}))
        for start, found in reached.items()
    }
    sorter: TopologicalSorter[tuple[str, ...]] = TopologicalSorter()
    for start, others in names.items():
        ring = ring_of[start]
        sorter.add(ring, *{ring_of[other] for other in others} - {ring})
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        yield ready
        sorter.done(*ready)


def _reached(names: Mapping[str, Collection[str]], start: str) -> set[str]:
    found: set[str] = set()
    stack = [start]
    while stack:
        for other in names[stack.pop()]:
            if other not in found:
                found.add(other)
                stack.append(other)
    return found
