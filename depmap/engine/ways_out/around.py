"""What the way to a direction is worth at every position, from one pass back from its end.

A chain to the end either goes through a position or passes it by, and one that passes it by does so
along one edge from before it to after it, or begins after it. So what is late without a position is
known for all positions together, at the cost of looking at each edge once.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from depmap.engine.ways_out.state import Samples, State, bits


class Around:
    """The longest way from each position to `end`, and in which samples the others are too long.

    `rest` holds the days from the finish of a position to that of the end, for all positions that
    the direction `number` needs; `late_beside` the samples in which a chain that does not touch a
    position ends after `target`, as a set of bits.
    """

    def __init__(self, state: State, number: int, target: int) -> None:
        self._state, self._target = state, target
        end = state.ends[number]
        self._needed = [at for at in range(end + 1) if state.needed_by[at] >> number & 1]
        self.rest: dict[int, Samples] = {end: np.zeros_like(state.finish[end])}
        self.late_beside = self._late_beside()

    def _late_beside(self) -> dict[int, int]:
        state = self._state
        place = {at: index for index, at in enumerate(self._needed)}
        late = [0] * len(self._needed)
        beginning_later = 0
        # By power of two and first place: what is late beside that many places from there on.
        blocks: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        for index in reversed(range(len(self._needed))):
            at = self._needed[index]
            late[index] = beginning_later
            way = self.rest[at] + state.leads[at]
            most = float(way.max())
            if state.gates[at] + most > self._target:
                beginning_later |= bits(way > self._target - state.gates[at])
            for required in state.network.requires[at]:
                known = self.rest.get(required)
                self.rest[required] = way if known is None else np.maximum(known, way)
                first, count = place[required] + 1, index - place[required] - 1
                if count and state.latest(required) + most > self._target:
                    found = bits(state.finish[required] + way > self._target)
                    power = count.bit_length() - 1
                    blocks[power][first] |= found
                    blocks[power][index - (1 << power)] |= found
        for power in range(max(blocks, default=0), 0, -1):
            for first, found in blocks[power].items():
                blocks[power - 1][first] |= found
                blocks[power - 1][first + (1 << power - 1)] |= found
        for first, found in blocks[0].items():
            late[first] |= found
        return dict(zip(self._needed, late, strict=True))
