"""Lead ranges -> chances, dates that hold four times in five, and the reserve before a target.

Pure: no clock, no database, numpy only. Every time is a number of days counted from as_of. What is
left of each lead is sampled in leads.py; here the samples run through the network.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from depmap.engine.sampling.leads import Days, RangeItem, drawn, remaining_at, sampled_remaining

# Samples go through the network in blocks, so that what waits for its users stays small.
BLOCK = 8192

SHARES = tuple(step / 20 for step in range(21))


@dataclass(frozen=True)
class Forecast:
    """When a direction is finished, in days from as_of.

    `p50_days` and `p80_days` are rounded up to whole days. `chance_on_time`: share of the samples
    finished by the target when everything starts as early as it can. `reserve_days`: days to keep
    free before the target. `chance_if_all_wait`: the share when every item waits for its latest
    start. These three are None without a target. `finish_days`: the quantiles SHARES, not rounded.
    """

    direction_id: str
    p50_days: int
    p80_days: int
    chance_on_time: float | None
    reserve_days: int | None
    chance_if_all_wait: float | None
    finish_days: tuple[float, ...]


class EarlyForecast(NamedTuple):
    """When a direction is finished, and its chance, when everything starts as early as it can."""

    direction_id: str
    p80_days: int
    chance_on_time: float | None


@dataclass(frozen=True)
class Sampled:
    """The items that some direction needs, by position: requirements stand before their users.

    `leads` holds a row of samples per position, in days; `position` the place of every id;
    `directions` the live ones: id -> target in days from as_of, or None, sorted by id.
    """

    items: list[RangeItem]
    requires: list[list[int]]
    leads: Days
    position: dict[str, int]
    directions: dict[str, int | None]


def sample(
    items: Sequence[RangeItem],
    requirements: Sequence[tuple[str, str]],
    directions: Mapping[str, int | None],
    *,
    samples: int,
    seed: int,
    shared: Mapping[str, str] | None = None,
    known: Mapping[str, Days] | None = None,
) -> Sampled:
    """The network with its sampled leads.

    `shared` names a draw per item id; items under one name share it and slip together. Without a
    name an item has a draw of its own. `known` holds the samples of items that are not to be drawn.

    `items` are the open items that can start, directions with their own lead among them.
    `requirements` are pairs (item, what it requires) of the route between them; a repeated pair
    counts once. `directions` are the live ones: id -> target in days from as_of, or None.

    Raises ValueError for a range that is not low <= likely <= high, an item given twice, an id
    that is not among the items, a cycle or fewer than one sample.
    """
    if samples < 1:
        raise ValueError(f"samples must be at least 1, found {samples}")
    ordered, requires = _requirements_first(items, requirements, directions)
    # One block of memory: many small arrays would keep the heap large after they are gone.
    leads = np.empty((len(ordered), samples), dtype=np.float32)
    together = {
        name: drawn(name, samples=samples, seed=seed) for name in sorted({*(shared or {}).values()})
    }
    alike: dict[tuple[str, RangeItem], Days] = {}
    for row, item in zip(leads, ordered, strict=True):
        if known and item.item_id in known:
            row[:] = known[item.item_id]
            continue
        name = shared.get(item.item_id) if shared else None
        if name is None:
            row[:] = sampled_remaining(item, samples=samples, seed=seed)
            continue
        # Equal ranges that slip together have equal leads, whatever they are called and wait for.
        key = name, replace(item, item_id="", gate=0)
        drawn_already = alike.get(key)
        row[:] = remaining_at(item, together[name]) if drawn_already is None else drawn_already
        alike[key] = row
    position = {item.item_id: index for index, item in enumerate(ordered)}
    return Sampled(ordered, requires, leads, position, dict(sorted(directions.items())))


def forecasts(network: Sampled, *, goal: float) -> list[Forecast]:
    """One forecast per direction, sorted by direction id (rules 3 and 4 of ranges.md).

    `goal` is the share of samples that the reserve keeps on time, over 0 and up to 1.
    A quantile is the smallest sample that at least that share of the samples does not exceed.

    Raises ValueError for a goal outside 0..1.
    """
    if not 0 < goal <= 1:
        raise ValueError(f"goal must be over 0 and up to 1, found {goal}")
    position = network.position
    results = []
    for direction_id, finish in _early_finishes(network):
        end, target = position[direction_id], network.directions[direction_id]
        chance = reserve = chance_if_all_wait = None
        if target is not None:
            chance = _share_up_to(finish, target)
            # A gate is of today, the reserve is not: dates backwards from the target ignore it.
            waiting = np.sort(finishes(network, latest_starts(network, end, target), {end})[end])
            reserve = max(0, math.ceil(quantile(waiting, goal) - target))
            chance_if_all_wait = _share_up_to(waiting, target)
        results.append(
            Forecast(
                direction_id,
                math.ceil(quantile(finish, 0.5)),
                math.ceil(quantile(finish, 0.8)),
                chance,
                reserve,
                chance_if_all_wait,
                tuple(quantile(finish, share) for share in SHARES),
            )
        )
    return results


def early_forecasts(network: Sampled) -> list[EarlyForecast]:
    """What everything starting as early as it can gives, sorted by direction id."""
    targets = network.directions
    return [
        EarlyForecast(
            direction_id,
            math.ceil(quantile(finish, 0.8)),
            None if (target := targets[direction_id]) is None else _share_up_to(finish, target),
        )
        for direction_id, finish in _early_finishes(network)
    ]


def _early_finishes(network: Sampled) -> list[tuple[str, Days]]:
    """Every direction, sorted by id, with its finishes in ascending order."""
    ends = {network.position[direction_id] for direction_id in network.directions}
    found = finishes(network, {at: item.gate for at, item in enumerate(network.items)}, ends)
    return [(name, np.sort(found[network.position[name]])) for name in network.directions]


def _requirements_first(
    items: Sequence[RangeItem],
    requirements: Sequence[tuple[str, str]],
    directions: Mapping[str, int | None],
) -> tuple[list[RangeItem], list[list[int]]]:
    """What the directions need, requirements first, and for each the positions it requires."""
    by_id = {item.item_id: item for item in items}
    if len(by_id) < len(items):
        raise ValueError("an item is given twice")
    for item in items:
        if not item.low <= item.likely <= item.high:
            raise ValueError(f"{item.item_id}: {item.low}, {item.likely}, {item.high} is no range")
    required: dict[str, dict[str, None]] = {item_id: {} for item_id in by_id}
    for item_id, required_id in requirements:
        if item_id not in by_id or required_id not in by_id:
            raise ValueError(f"{item_id} requires {required_id}: not among the items")
        required[item_id][required_id] = None
    if unknown := sorted(set(directions) - set(by_id)):
        raise ValueError(f"directions not among the items: {', '.join(unknown)}")

    needed: dict[str, None] = dict.fromkeys(directions)
    users: dict[str, list[str]] = {}
    queue = deque(needed)
    while queue:
        item_id = queue.popleft()
        for required_id in required[item_id]:
            users.setdefault(required_id, []).append(item_id)
            if required_id not in needed:
                needed[required_id] = None
                queue.append(required_id)

    waits_for = {item_id: len(required[item_id]) for item_id in needed}
    position: dict[str, int] = {}
    queue.extend(item_id for item_id in needed if not waits_for[item_id])
    while queue:
        item_id = queue.popleft()
        position[item_id] = len(position)
        for user in users.get(item_id, ()):
            waits_for[user] -= 1
            if not waits_for[user]:
                queue.append(user)
    if len(position) < len(needed):
        raise ValueError(f"a cycle holds {min(set(needed) - set(position))}")
    requires = [sorted(position[other] for other in required[item_id]) for item_id in position]
    return [by_id[item_id] for item_id in position], requires


def latest_starts(network: Sampled, end: int, target: int) -> dict[int, int]:
    """Latest start of each position that `end` needs, itself included, requirements first."""
    starts: list[int] = [0] * (end + 1)
    is_needed = bytearray(end + 1)
    starts[end] = target - network.items[end].remaining
    is_needed[end] = 1
    found: list[int] = []
    position = end
    while position >= 0:
        found.append(position)
        for required in network.requires[position]:
            start = starts[position] - network.items[required].remaining
            if not is_needed[required] or start < starts[required]:
                starts[required] = start
                is_needed[required] = 1
        position = is_needed.rfind(1, 0, position)
    return {position: starts[position] for position in reversed(found)}


def finishes(network: Sampled, starts: Mapping[int, int], ends: set[int]) -> dict[int, Days]:
    """Sampled finishes of `ends` when each position begins at its start or when it can, if later.

    `starts` holds all positions that the ends need, requirements first. An item's samples are
    dropped after its last user, so memory follows the width of the network and not its size.
    """
    last_user = {required: user for user in starts for required in network.requires[user]}
    blocks = [
        _finishes(network, starts, ends, last_user, columns)
        for columns in blocks_of(network.leads.shape[1])
    ]
    if len(blocks) == 1:
        return blocks[0]
    return {end: np.concatenate([block[end] for block in blocks]) for end in ends}


def blocks_of(samples: int) -> list[slice]:
    """The columns of all samples, in blocks."""
    return [slice(first, first + BLOCK) for first in range(0, samples, BLOCK)]


def _finishes(
    network: Sampled,
    starts: Mapping[int, int],
    ends: set[int],
    last_user: Mapping[int, int],
    columns: slice,
) -> dict[int, Days]:
    leads = network.leads[:, columns]
    found: dict[int, Days] = {}
    for position, start in starts.items():
        required_positions = network.requires[position]
        if required_positions:
            finish = np.maximum(found[required_positions[0]], start)
            for required in required_positions[1:]:
                np.maximum(finish, found[required], out=finish)
            finish += leads[position]
        else:
            finish = leads[position] + start
        found[position] = finish
        for required in required_positions:
            if last_user[required] == position and required not in ends:
                del found[required]
    return found


def quantile(ascending: Days, share: float) -> float:
    """The smallest sample that at least this share of the samples does not exceed."""
    # share * size may come out a hair above a whole number (0.55 * 100): that is no further rank.
    rank = math.ceil(round(share * len(ascending), 6))
    return float(ascending[max(rank, 1) - 1])


def _share_up_to(ascending: Days, day: int) -> float:
    """Share (0..1) of the samples that are at most `day`."""
    return int(np.searchsorted(ascending, day, side="right")) / len(ascending)
