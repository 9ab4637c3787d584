"""What a direction loses when one item alone waits for the next review, over sampled leads.

Pure, as ranges.py is: no clock, no database. Every time is a number of days counted from as_of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from depmap.engine.sampling.leads import Days
from depmap.engine.sampling.ranges import Sampled, blocks_of, finishes, latest_starts


class Delay(NamedTuple):
    """What a direction loses when one item alone waits for the next review.

    `added_delay_days`: mean over the samples of the days by which the direction overruns its
    target more than it does when everybody keeps to the safe dates.
    """

    item_id: str
    direction_id: str
    added_delay_days: float


def delays(network: Sampled, reserves: Mapping[str, int | None], *, review: int) -> list[Delay]:
    """What waiting for the next review costs, per item not started and direction that needs it.

    Everybody else keeps to the safe dates: an item starts when its requirements are there, but not
    before its gate or its smallest latest start less the reserve. One item waits until day
    `review` instead. Its wait reaches a direction along the longest path of sampled leads, so one
    backward pass per direction is exact. Pairs without any delay are left out.

    `reserves` are those of `forecasts`, in days by direction. Sorted by direction and place.
    Source: one-answer.md 1.
    """
    targets = {
        network.position[direction_id]: (direction_id, target)
        for direction_id, target in network.directions.items()
        if target is not None
    }
    needed = {end: latest_starts(network, end, target) for end, (_, target) in targets.items()}
    safe: dict[int, int] = {}
    for end, latest in needed.items():
        reserve = reserves[targets[end][0]] or 0
        for at, start in latest.items():
            safe[at] = min(start - reserve, safe.get(at, start - reserve))
    starts = {
        at: 0 if item.elapsed is not None else max(item.gate, safe.get(at, 0))
        for at, item in enumerate(network.items)
    }
    ends = finishes(network, starts, set(needed))
    longest = network.leads.max(axis=1).tolist() if len(network.leads) else []
    found = []
    for end, latest in needed.items():
        direction_id, target = targets[end]
        added: dict[int, float] = {}
        for columns in blocks_of(network.leads.shape[1]):
            # An overrun is what lies beyond this. The usual finish is never earlier than the path
            # through an item, so a wait matters only where it ends later than both.
            usual = np.maximum(ends[end][columns], np.float32(target))
            high = _can_matter(network, latest, longest, float(usual.min()) - review)
            for at, days in _overruns(network, end, high, usual, columns, review):
                added[at] = added.get(at, 0.0) + days
        found += [
            Delay(network.items[at].item_id, direction_id, days / len(ends[end]))
            for at, days in added.items()
        ]
    return found


def _overruns(
    network: Sampled, end: int, high: Mapping[int, float], usual: Days, columns: slice, review: int
) -> Iterator[tuple[int, float]]:
    """Positions not started whose wait adds days beyond `usual`, and how many over the samples.

    `high` are the positions that can matter, users first, with a bound of their tails.
    """
    usual_days = float(usual.sum(dtype=np.float64))
    earliest = float(usual.min())
    late = np.empty_like(usual)
    tails: dict[int, Days] = {end: np.zeros_like(usual)}
    for at, longest_tail in high.items():
        waiting = tails.pop(at)
        waiting += network.leads[at, columns]
        for required in network.requires[at]:
            if required not in high:
                continue
            known = tails.get(required)
            if known is None:
                tails[required] = waiting.copy()
            else:
                np.maximum(known, waiting, out=known)
        if network.items[at].elapsed is not None or longest_tail + review <= earliest:
            continue
        np.add(waiting, np.float32(review), out=late)
        np.maximum(late, usual, out=late)
        added = float(late.sum(dtype=np.float64)) - usual_days
        if added > 0:
            yield at, added


def _can_matter(
    network: Sampled, latest: Mapping[int, int], longest: list[float], over: float
) -> dict[int, float]:
    """The positions through which some tail may be longer than `over` days, users first.

    With each a bound of its own tail: the longest path to the direction by the longest leads. A day
    is added, for what float32 may round up. `latest` holds what the direction needs, requirements
    first.
    """
    high: dict[int, float] = {}
    for at in reversed(latest):
        tail = high[at] = high.get(at, 1.0) + longest[at]
        for required in network.requires[at]:
            if tail > high.get(required, 0.0):
                high[required] = tail
    deepest: dict[int, float] = {}
    for at in latest:
        deepest[at] = max((deepest[other] for other in network.requires[at]), default=high[at])
    return {at: high[at] for at in reversed(latest) if deepest[at] > over}
