"""Lead ranges -> chances, dates that hold four times in five, and the reserve before a target.

Pure: no clock, no database, numpy only. Every time is a number of days counted from as_of.
Each range low..likely..high is PERT-beta. Every item draws from a generator of its own, seeded by
its id, so no other item's draws move when an item is added, a row moves or a lead changes.

The same input and numpy give the same bytes on every machine. Sampled leads are rounded to 1/256
of a day: sums and maxima are then exact in float32 up to 65,536 days, and noise in the last digit
never pushes `ceil` to the next day. The beta density is built from products and square roots,
because numpy's power gives other last digits on other processors.
"""

from __future__ import annotations

import math
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.float32]
Numbers = NDArray[np.float64]

SHARES = tuple(step / 20 for step in range(21))

_CELLS = 4000
_EDGES: Numbers = np.arange(_CELLS + 1) / _CELLS
_PARTS_OF_A_DAY = 256
_MODE_BITS = 20


@dataclass(frozen=True)
class RangeItem:
    """An open item that can start: its lead range and what is left of it.

    All in days. `elapsed` counts from the day it was started, None = not started. `remaining` is
    what is left of the likely lead: the latest starts use it, and so does a range of one number.
    """

    item_id: str
    low: int
    likely: int
    high: int
    elapsed: int | None
    remaining: int


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
) -> Sampled:
    """The network with its sampled leads.

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
    for row, item in zip(leads, ordered, strict=True):
        row[:] = sampled_remaining(item, samples=samples, seed=seed)
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
    ends = {position[direction_id] for direction_id in network.directions}
    as_early_as_possible = finishes(network, dict.fromkeys(range(len(network.items)), 0), ends)
    results = []
    for direction_id, target in network.directions.items():
        end = position[direction_id]
        finish = np.sort(as_early_as_possible[end])
        chance = reserve = chance_if_all_wait = None
        if target is not None:
            chance = _share_up_to(finish, target)
            waiting = np.sort(finishes(network, latest_starts(network, end, target), {end})[end])
            reserve = max(0, math.ceil(_quantile(waiting, goal) - target))
            chance_if_all_wait = _share_up_to(waiting, target)
        results.append(
            Forecast(
                direction_id,
                math.ceil(_quantile(finish, 0.5)),
                math.ceil(_quantile(finish, 0.8)),
                chance,
                reserve,
                chance_if_all_wait,
                tuple(_quantile(finish, share) for share in SHARES),
            )
        )
    return results


def sampled_remaining(item: RangeItem, *, samples: int, seed: int) -> Days:
    """Sampled days until the item is done once it can go on, one per sample, a multiple of 1/256.

    One draw from each of `samples` equal strata, in an order of the item's own. The numbers depend
    on this item, `samples` and `seed` alone. An item in progress needs at least one more day.
    """
    if item.low == item.high:
        return np.full(samples, item.remaining, dtype=np.float32)
    generator = np.random.Generator(np.random.PCG64([seed, zlib.crc32(item.item_id.encode())]))
    stratum = generator.permutation(samples)
    within = np.empty(samples)
    within[stratum] = generator.random(samples)
    ascending = remaining_quantiles(item, (np.arange(samples) + within) / samples)
    return ascending.astype(np.float32)[stratum]


def remaining_quantiles(item: RangeItem, shares: Numbers) -> Numbers:
    """The days still needed that a share (0..1) of all cases does not exceed, per share.

    Rounded to 1/256 of a day. In progress: given that the lead exceeds the elapsed days, less
    these, at least 1. The item's range is wider than one number.
    """
    width = item.high - item.low
    cumulative = _beta_cumulative(_mode(item))
    elapsed = item.elapsed or 0
    if elapsed:
        spent = np.interp((elapsed - item.low) / width, _EDGES, cumulative)
        shares = spent + shares * (1 - spent)
    over_low = np.interp(shares, cumulative, _EDGES) * width
    # Round before adding whole days: a range moved by k days then moves each sample by exactly k.
    days = item.low - elapsed + np.round(over_low * _PARTS_OF_A_DAY) / _PARTS_OF_A_DAY
    return days if item.elapsed is None else np.maximum(days, min(1.0, item.likely))


def _mode(item: RangeItem) -> int:
    """Where likely lies between low and high, 0..2**20. Whole numbers, so that it can be a key."""
    return round((item.likely - item.low) / (item.high - item.low) * (1 << _MODE_BITS))


@cache
def _odds_powers() -> tuple[Numbers, list[Numbers]]:
    """(1 - x)^4 and (x / (1 - x))^(4 / 2^k) for k = 0..20 at the midpoints x of the cells."""
    middle = (np.arange(_CELLS) + 0.5) / _CELLS
    against = 1 - middle
    power = (middle / against) ** 2
    powers = [power * power, power]
    for _ in range(_MODE_BITS - 1):
        power = np.sqrt(power)
        powers.append(power)
    against *= against
    return against * against, powers


@lru_cache(maxsize=512)
def _beta_cumulative(mode: int) -> Numbers:
    """Cumulative shares at the cell edges of Beta(1 + 4m, 5 - 4m), m = mode / 2**20.

    The density x^(4m) (1-x)^(4-4m) is (1-x)^4 times the odds to the power 4m, and that power is
    the product of the ready-made ones at the binary digits of m.
    """
    density, powers = _odds_powers()
    for digit, power in enumerate(powers):
        if mode >> (_MODE_BITS - digit) & 1:
            density = density * power
    cumulative = np.zeros(_CELLS + 1)
    np.cumsum(density, out=cumulative[1:])
    cumulative /= cumulative[-1]
    return cumulative


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
    latest = {end: target - network.items[end].remaining}
    for position in range(end, -1, -1):
        if position not in latest:
            continue
        for required in network.requires[position]:
            start = latest[position] - network.items[required].remaining
            latest[required] = min(start, latest.get(required, start))
    return dict(sorted(latest.items()))


def finishes(network: Sampled, starts: Mapping[int, int], ends: set[int]) -> dict[int, Days]:
    """Sampled finishes of `ends` when each position begins at its start or when it can, if later.

    `starts` holds all positions that the ends need, requirements first. An item's samples are
    dropped after its last user, so memory follows the width of the network and not its size.
    """
    last_user = {required: user for user in starts for required in network.requires[user]}
    found: dict[int, Days] = {}
    for position, start in starts.items():
        required_positions = network.requires[position]
        if required_positions:
            finish = np.maximum(found[required_positions[0]], start)
            for required in required_positions[1:]:
                np.maximum(finish, found[required], out=finish)
            finish += network.leads[position]
        else:
            finish = network.leads[position] + start
        found[position] = finish
        for required in required_positions:
            if last_user[required] == position and required not in ends:
                del found[required]
    return found


def _quantile(ascending: Days, share: float) -> float:
    """The smallest sample that at least this share of the samples does not exceed."""
    # share * size may come out a hair above a whole number (0.55 * 100): that is no further rank.
    rank = math.ceil(round(share * len(ascending), 6))
    return float(ascending[max(rank, 1) - 1])


def _share_up_to(ascending: Days, day: int) -> float:
    """Share (0..1) of the samples that are at most `day`."""
    return int(np.searchsorted(ascending, day, side="right")) / len(ascending)
