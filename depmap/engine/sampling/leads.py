"""What is left of one lead range, as samples and as quantiles.

Pure: no clock, no database, numpy only. Each range low..likely..high is PERT-beta. Every item draws
from a generator of its own, seeded by its id, so no other item's draws move when an item is added,
a row moves or a lead changes.

The same input and numpy give the same bytes on every machine. Sampled leads are rounded to 1/256
of a day: sums and maxima are then exact in float32 up to 65,536 days, and noise in the last digit
never pushes `ceil` to the next day. The beta density is built from products and square roots,
because numpy's power gives other last digits on other processors.
"""

from __future__ import annotations

import zlib
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached
from cachetools.keys import hashkey
from numpy.typing import NDArray

Days = NDArray[np.float32]
Numbers = NDArray[np.float64]
# Samples as bytes, the same on every machine.
FLOATS = np.dtype("<f4")

_CELLS = 4000
_EDGES: Numbers = np.arange(_CELLS + 1) / _CELLS
_PARTS_OF_A_DAY = 256
_MODE_BITS = 20
# Bytes of the sampled leads used last: ten thousand items of 2,000 samples. Builds of one portfolio
# follow each other, and drawing anew what no change touched would be most of what they take.
_REMEMBERED = 80 << 20


@dataclass(frozen=True)
class RangeItem:
    """An open item that can start: its lead range and what is left of it.

    All in days. `elapsed` counts from the day it was started, None = not started. `remaining` is
    what is left of the likely lead: the latest starts use it, and so does a range of one number.
    `gate` counts from as_of: the item cannot start before it, whatever is ready.
    """

    item_id: str
    low: int
    likely: int
    high: int
    elapsed: int | None
    remaining: int
    gate: int = 0


@dataclass(frozen=True)
class Draw:
    """One draw from each of n equal strata: the shares ascending, and the stratum of each sample.

    Who shares a draw slips together: a long lead of one is a long lead of the other.
    """

    shares: Numbers
    stratum: NDArray[np.intp]


def drawn(name: str, *, samples: int, seed: int) -> Draw:
    """The draw under a name. It depends on the name, `samples` and `seed` alone."""
    generator = np.random.Generator(np.random.PCG64([seed, zlib.crc32(name.encode())]))
    stratum = generator.permutation(samples)
    within = np.empty(samples)
    within[stratum] = generator.random(samples)
    return Draw((np.arange(samples) + within) / samples, stratum)


def sampled_remaining(item: RangeItem, *, samples: int, seed: int) -> Days:
    """Sampled days until the item is done once it can go on, one per sample, a multiple of 1/256.

    One draw from each of `samples` equal strata, in an order of the item's own. The numbers depend
    on this item, `samples` and `seed` alone. An item in progress needs at least one more day.
    """
    if item.low == item.high:
        return np.full(samples, item.remaining, dtype=np.float32)
    return _sampled(item, samples, seed)


def _drawn_from(item: RangeItem, samples: int, seed: int) -> tuple[Hashable, ...]:
    """All that the samples of a range depend on: its gate and what is likely left do not count."""
    return hashkey(item.item_id, item.low, item.likely, item.high, item.elapsed, samples, seed)


@cached(LRUCache(_REMEMBERED, getsizeof=lambda days: days.nbytes), key=_drawn_from, lock=Lock())
def _sampled(item: RangeItem, samples: int, seed: int) -> Days:
    found = remaining_at(item, drawn(item.item_id, samples=samples, seed=seed))
    found.setflags(write=False)  # it is handed out again
    return found


def remaining_at(item: RangeItem, draw: Draw) -> Days:
    """The sampled days of an item that slips by this draw, one per sample."""
    if item.low == item.high:
        return np.full(len(draw.shares), item.remaining, dtype=np.float32)
    return remaining_quantiles(item, draw.shares).astype(np.float32)[draw.stratum]


def at_most(item: RangeItem, days: int) -> RangeItem:
    """The item agreed at `days` or less: low, likely and high that are longer become `days`.

    In progress none of them falls below the elapsed days and one, for agreeing makes nothing
    overrun. What is left of the likely lead follows as in sql/base/items.sql.
    """
    elapsed = item.elapsed or 0
    cap = days if item.elapsed is None else max(days, elapsed + 1)
    low, likely, high = min(item.low, cap), min(item.likely, cap), min(item.high, cap)
    remaining = likely
    if item.elapsed is not None:
        quarter = min(likely, -((elapsed - high) // 4))
        remaining = max(min(1, likely), likely - elapsed, quarter)
    return replace(item, low=low, likely=likely, high=high, remaining=remaining)


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
