"""The sampled network with everything starting as early as it can, and what a change makes of it.

Sets of samples are whole numbers with a bit per sample: whether a sample lies in two sets is then
one operation on all of them. Sampled days are multiples of 1/256 and sums of them are exact, so an
item on a longest chain starts exactly when what it waits for has finished.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from copy import copy
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from depmap.engine.sampling.ranges import Sampled, finishes

Columns = NDArray[np.intp]
Samples = NDArray[np.floating[Any]]
_ALL = slice(None)
Edge = tuple[int, int]


def bits(samples: NDArray[np.bool_]) -> int:
    """The set of the samples that are true."""
    return int.from_bytes(np.packbits(samples).tobytes(), "big")


def flags(samples: int, size: int) -> NDArray[np.bool_]:
    """For each of `size` samples whether it lies in the set; the reverse of `bits`."""
    packed = np.frombuffer(samples.to_bytes(-(-size // 8), "big"), dtype=np.uint8)
    return np.unpackbits(packed, count=size).astype(np.bool_)


class State:
    """Leads and finishes of every position of a network, and which directions need it.

    `ends` are the positions of the directions, sorted by id; a set of directions is a whole number
    with bit k for the k-th of them, and `needed_by` holds that set for every position.
    """

    def __init__(self, network: Sampled) -> None:
        self.network = network
        self.size: int = network.leads.shape[1]
        self.gates = {at: item.gate for at, item in enumerate(network.items)}
        self.finish: dict[int, Samples] = dict(
            finishes(network, self.gates, set(self.gates)).items()
        )
        self.leads: dict[int, Samples] = dict(enumerate(network.leads))
        self.ends = [network.position[direction_id] for direction_id in network.directions]
        self.users: list[list[int]] = [[] for _ in network.items]
        self.needed_by = [0] * len(network.items)
        for number, end in enumerate(self.ends):
            self.needed_by[end] |= 1 << number
        for at in reversed(range(len(network.items))):
            for required in network.requires[at]:
                self.users[required].append(at)
                self.needed_by[required] |= self.needed_by[at]
        self._tight: dict[int, list[tuple[int, int]]] = {}
        self._latest: dict[int, float] = {}

    def latest(self, at: int) -> float:
        """The largest sampled finish of a position."""
        known = self._latest.get(at)
        if known is None:
            known = self._latest[at] = float(self.finish[at].max())
        return known

    def critical(self, end: int) -> dict[int, int]:
        """The samples in which each position lies on a longest chain to `end`, where it does.

        Walks back from the end: a requirement is critical in the samples in which its user is and
        starts exactly when it finishes.
        """
        found = {end: bits(np.ones(self.size, dtype=np.bool_))}
        heap = [-end]
        while heap:
            at = -heappop(heap)
            for required, tight in self.tight(at):
                if both := found[at] & tight:
                    if required not in found:
                        found[required] = 0
                        heappush(heap, -required)
                    found[required] |= both
        return found

    def tight(self, at: int) -> list[tuple[int, int]]:
        """Each requirement of a position with the samples in which it decides the start."""
        known = self._tight.get(at)
        if known is None:
            required_positions = self.network.requires[at]
            start = self.finish[at] - self.leads[at] if required_positions else None
            found = [(other, bits(self.finish[other] == start)) for other in required_positions]
            known = self._tight[at] = [(other, tight) for other, tight in found if tight]
        return known

    def after(
        self,
        leads: Mapping[int, Samples] | None = None,
        *,
        among: int,
        columns: Columns | slice = _ALL,
        gates: Mapping[int, int] | None = None,
        without: Set[Edge] = frozenset(),
    ) -> dict[int, Samples]:
        """Finishes that a change moves, by position, on the way to the directions `among`.

        A change is other leads (given for `columns` alone), other gates, or edges (position, what
        it need not wait for). Only the samples `columns` are looked at.
        """
        leads, gates = leads or {}, gates or {}
        found: dict[int, Samples] = {}
        queued = {*leads, *gates, *(user for user, _ in without)}
        heap = sorted(at for at in queued if self.needed_by[at] & among)
        while heap:
            at = heappop(heap)
            start: Samples | int = gates.get(at, self.gates[at])
            for required in self.network.requires[at]:
                if (at, required) not in without:
                    moved = found.get(required)
                    known = self.finish[required][columns] if moved is None else moved
                    start = np.maximum(known, start)
            finish = leads[at] + start if at in leads else self.leads[at][columns] + start
            if np.array_equal(finish, self.finish[at][columns]):
                continue
            found[at] = finish
            for user in self.users[at]:
                if user not in queued and self.needed_by[user] & among:
                    queued.add(user)
                    heappush(heap, user)
        return found

    def changed(self, leads: Mapping[int, Samples], *, among: int) -> State:
        """The state with other leads, right for the directions `among` and what they need."""
        moved = self.after(leads, among=among)
        other = copy(self)
        other.finish = self.finish | moved
        other.leads = self.leads | dict(leads)
        stale = {*leads, *moved, *(user for at in moved for user in self.users[at])}
        other._tight = {at: found for at, found in self._tight.items() if at not in stale}
        other._latest = {at: found for at, found in self._latest.items() if at not in moved}
        return other
