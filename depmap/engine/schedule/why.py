"""Why an item of the plan starts and finishes when it does, so that the days of a chain add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from depmap.engine.schedule.plan import Listed, Plan

# A chain is told from its end; more of it nobody reads.
LONGEST_CHAIN = 500


class Why(NamedTuple):
    """What an item waits for.

    because: owner, own effort, no capacity, gate, requirement or nothing. `waits_for` is what it
    requires and finished last, where that decides when it is ready; `busy_with` what its owner did.
    """

    because: str
    owner_wait_days: int | None
    waits_for: int | None
    busy_with: int | None


def explain(items: Sequence[Listed], plan: Plan) -> list[Why]:
    """Why each item finishes when it does, by place on the list."""
    busy: dict[str, _Busy] = {}
    found = []
    for place, item in enumerate(items):
        ready, runs, finish = plan.ready[place], plan.runs[place], plan.finish[place]
        last = _last(items, item, plan)
        wait = None if ready is None or finish is None else finish - ready - item.remaining_days
        busy_with = None
        if ready is not None and runs and wait:
            owner = busy.get(item.owner_id)
            busy_with = owner.most(ready, runs[-1].end, items) if owner else None
        if runs:
            owner = busy.setdefault(item.owner_id, _Busy(len(items)))
            owner.add(place, runs)
        if finish is None and ready is not None:
            because = "no capacity"
        elif wait:
            because = "own effort" if busy_with is None else "owner"
        elif last is not None:
            because = "requirement"
        else:
            because = "gate" if ready else "nothing"
        found.append(Why(because, wait, last, busy_with))
    return found


def _last(items: Sequence[Listed], item: Listed, plan: Plan) -> int | None:
    """The requirement that decides when an item is ready: the last to finish, or one without date.

    None where nothing or a gate decides it. Ties go to the smallest id.
    """

    def rank(place: int) -> tuple[bool, int, str]:
        finish = plan.finish[place]
        return (finish is not None, -(finish or 0), items[place].item_id)

    last = min(item.requires, key=rank, default=None)
    if last is None:
        return None
    finish = plan.finish[last]
    return last if finish is None or finish > item.gate_days else None


class _Busy:
    """What an owner is busy with so far: runs in order of the list."""

    def __init__(self, size: int) -> None:
        self._rows = np.empty((3, 8), dtype=np.int64)
        self._count = 0
        self._places: list[int] = []
        self._begins: list[int] = []

    def add(self, place: int, runs: Sequence[tuple[int, int, int]]) -> None:
        """The effort of one more item."""
        self._places.append(place)
        self._begins.append(self._count)
        while self._count + len(runs) > self._rows.shape[1]:
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)], axis=1)
        self._rows[:, self._count : self._count + len(runs)] = np.array(runs).T
        self._count += len(runs)

    def most(self, start: int, end: int, items: Sequence[Listed]) -> int | None:
        """The item with most ticks in these days, ties to the smallest id; None without any."""
        starts, ends, ticks = self._rows[:, : self._count]
        days = np.minimum(ends, end) - np.maximum(starts, start)
        sums = np.add.reduceat(np.maximum(days, 0) * ticks, self._begins)
        most = int(sums.max())
        if not most:
            return None
        equal = (self._places[at] for at in np.flatnonzero(sums == most))
        return min(equal, key=lambda place: items[place].item_id)


def chain(reasons: Sequence[Why], end: int) -> list[int]:
    """The places that decide when one finishes, the first one first; the last ones of a long chain.

    Its remaining days, its owner waits and the gate of its first item add up to the finish.
    """
    found = [end]
    while len(found) < LONGEST_CHAIN and (before := reasons[found[-1]].waits_for) is not None:
        found.append(before)
    return found[::-1]


def waited_on(items: Sequence[Listed], reasons: Sequence[Why], end: int) -> set[str]:
    """The owners in whose time the chain to one item waits."""
    found: set[str] = set()
    place: int | None = end
    while place is not None:
        why = reasons[place]
        if why.owner_wait_days or why.because == "no capacity":
            found.add(items[place].owner_id)
        place = why.waits_for
    return found


def busy_until(items: Sequence[Listed], plan: Plan) -> Mapping[str, int]:
    """By owner the day after the last one with effort."""
    found: dict[str, int] = {}
    for item, runs in zip(items, plan.runs, strict=True):
        if runs:
            found[item.owner_id] = max(runs[-1].end, found.get(item.owner_id, 0))
    return found
