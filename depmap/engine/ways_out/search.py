"""Which changes are enough for one direction, on the route as it stands.

A chance is counted in samples here. Only what lies on a longest chain in enough late samples is
tried: nothing else can mend them while the route stays.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from depmap.engine.sampling.leads import Days, Draw, RangeItem, at_most, drawn, remaining_at
from depmap.engine.ways_out.around import Around
from depmap.engine.ways_out.rows import Driver
from depmap.engine.ways_out.state import Columns, Edge, Samples, State, bits, flags

# Days beyond every target; sums with it stay exact in float64.
_ENDLESS = float(1 << 20)
# Where more positions are to be tried, one pass over all edges is cheaper than each by itself.
_FEW = 64
# Of one direction no more are tried of a kind: nobody reads on, and each costs a settling.
MOST_TRIED = 100
_AT_BEST = 5
_DRIVERS = 8
_SMALLEST_GAIN = 0.005


class Cap(NamedTuple):
    """An item agreed at `days` or less: its new range, its leads, and the samples on time then."""

    item: RangeItem
    days: int
    leads: Days
    on_time: int


class Draws:
    """The leads of items under other ranges, by the draws they have today.

    `known` are the samples of items of other portfolios, which nobody draws here.
    """

    def __init__(self, samples: int, seed: int, known: Mapping[str, Days] | None = None) -> None:
        self.samples, self.seed, self._known = samples, seed, known or {}
        self._of = lru_cache(maxsize=256)(self._drawn)

    def _drawn(self, item_id: str) -> Draw:
        return drawn(item_id, samples=self.samples, seed=self.seed)

    def leads(self, item: RangeItem) -> Days:
        """The sampled days of an item, as `sampled_remaining` gives them, or those known of it."""
        if item.item_id in self._known:
            return self._known[item.item_id]
        if item.low == item.high:
            return np.full(self.samples, item.remaining, dtype=np.float32)
        return remaining_at(item, self._of(item.item_id))


class Search:
    """One direction in one state of the network: `number` is its place, `fixed` what no cap moves.

    `goal` is the share of samples that shall be on time.
    """

    def __init__(
        self,
        state: State,
        number: int,
        target: int,
        goal: float,
        draws: Draws,
        fixed: frozenset[int],
    ) -> None:
        self.state, self.number, self.target, self.goal = state, number, target, goal
        self.draws, self.fixed = draws, fixed
        self.direction_id = list(state.network.directions)[number]
        self.end = state.ends[number]
        self.finish = state.finish[self.end]
        self.in_time = self.finish <= target
        self.on_time = int(np.count_nonzero(self.in_time))
        self._late = bits(~self.in_time)
        self._around: Around | None = None
        self._mendable: dict[int, Columns] = {}

    @cached_property
    def critical(self) -> dict[int, int]:
        """The samples in which each position lies on a longest chain to the direction."""
        return self.state.critical(self.end)

    @cached_property
    def _least_lateness(self) -> float:
        """By how many days the direction misses its target in the best of the late samples."""
        return float(np.min(self.finish[~self.in_time], initial=np.inf)) - self.target

    @cached_property
    def needed(self) -> int:
        """The number of samples on time at which the chance reaches the goal."""
        needed = math.ceil(round(self.goal * self.state.size, 6))
        return needed if needed / self.state.size >= self.goal else needed + 1

    @property
    def wanted(self) -> int:
        """How many late samples have yet to be mended."""
        return self.needed - self.on_time

    def late_and_critical(self, at: int) -> int:
        """The late samples in which a position lies on a longest chain."""
        return self.critical.get(at, 0) & self._late

    def prepare(self, positions: int) -> None:
        """Looks at all positions at once where many are to be tried."""
        if positions > _FEW and not self._around:
            self._around = Around(self.state, self.number, self.target)

    def forget(self) -> None:
        """Lets go of what was looked up: as much again as the samples of all that is needed."""
        self._around = None
        self._mendable.clear()

    @cached_property
    def critical_often(self) -> list[int]:
        """The positions that lie on a longest chain in enough late samples."""
        return sorted(
            at for at in self.critical if self.late_and_critical(at).bit_count() >= self.wanted
        )

    @cached_property
    def candidates(self) -> list[int]:
        """The positions whose own low lead may mend enough samples; of many those that mend most.

        No more than MOST_TRIED.
        """
        mendable = {at: len(self.mendable(at)) for at in self.critical_often}
        enough = [at for at, count in mendable.items() if count >= self.wanted]
        return sorted(enough, key=lambda at: (-mendable[at], at))[:MOST_TRIED]

    @cached_property
    def edges(self) -> list[Edge]:
        """The edges, user first, without which enough samples may be mended; chosen likewise."""
        spared = {
            (at, required): len(self.spared((at, required)))
            for at in self.critical_often
            for required, tight in self.state.tight(at)
            if (self.late_and_critical(at) & tight).bit_count() >= self.wanted
        }
        enough = [edge for edge, count in spared.items() if count >= self.wanted]
        return sorted(enough, key=lambda edge: (-spared[edge], edge))[:MOST_TRIED]

    # --- an item at its best ----------------------------------------------------------------------

    def least_leads(self, at: int) -> Samples:
        """The leads of a position agreed at its low lead."""
        item = self.state.network.items[at]
        return self.draws.leads(at_most(item, item.low))

    def mendable(self, at: int) -> Columns:
        """The late samples that the low lead of a position may mend: no others."""
        known = self._mendable.get(at)
        if known is None:
            known = self._mendable[at] = self._mendable_at(at)
        return known

    def _mendable_at(self, at: int) -> Columns:
        late = self.late_and_critical(at)
        item = self.state.network.items[at]
        if not late or at in self.fixed or item.high - item.low < self._least_lateness:
            return np.empty(0, dtype=np.intp)
        shorter = self.state.leads[at] - self.least_leads(at)
        return np.flatnonzero(flags(late, self.state.size) & (self.finish - shorter <= self.target))

    def at_best(self, at: int, columns: Columns) -> NDArray[np.bool_]:
        """Which of these mendable samples are on time when the position comes at its low lead."""
        if self._around:
            return ~flags(self._around.late_beside[at], self.state.size)[columns]
        moved = self.state.after(
            {at: self.least_leads(at)[columns]}, among=1 << self.number, columns=columns
        )
        return moved.get(self.end, self.finish[columns]) <= self.target

    def on_time_at_low(self, at: int) -> int:
        """The samples on time when the position comes at its low lead, and all else as it does."""
        columns = self.mendable(at)
        if not len(columns):
            return self.on_time
        return self.on_time + int(np.count_nonzero(self.at_best(at, columns)))

    # --- an item agreed at so many days -----------------------------------------------------------

    def cap(self, at: int) -> Cap | None:
        """The largest whole number of days at which one item alone is enough; None without any.

        Begins where today's samples would be mended and confirms by drawing the item anew with
        the capped range, because that is another range: upwards while the goal holds, else
        downwards. At its low lead it holds.
        """
        item = self.state.network.items[at]
        elapsed = item.elapsed or 0
        least = item.low if item.elapsed is None else max(item.low, elapsed + 1)
        columns = self.mendable(at)
        if least >= item.high or len(columns) < self.wanted:
            return None
        mended = columns[self.at_best(at, columns)]
        if len(mended) < self.wanted:
            return None
        allowed = self._allowed(at, mended)

        def agreed(days: int) -> Cap:
            capped = at_most(item, days)
            leads = self.draws.leads(capped)
            return Cap(capped, days, leads, int(np.count_nonzero(leads <= allowed)))

        longest = np.sort(allowed[mended])[len(mended) - self.wanted]
        found = agreed(min(max(math.floor(elapsed + longest), least), item.high - 1))
        if found.on_time < self.needed:
            while found.on_time < self.needed and found.days > least:
                found = agreed(found.days - 1)
            return found
        while (
            found.days < item.high - 1 and (more := agreed(found.days + 1)).on_time >= self.needed
        ):
            found = more
        return found

    def _allowed(self, at: int, mended: Columns) -> Samples:
        """The longest lead of a position with which each sample is on time; -1 when none is."""
        state = self.state
        others: Samples
        if self._around:
            others = state.finish[at] - state.leads[at] + self._around.rest[at]
        else:
            endless = np.full(state.size, _ENDLESS)
            others = state.after({at: endless}, among=1 << self.number)[self.end] - _ENDLESS
        possible = self.in_time.copy()
        possible[mended] = True
        return np.where(possible, self.target - others, -1.0)

    # --- several items together -------------------------------------------------------------------

    def together(self) -> list[int]:
        """Positions that bring the most at their low leads, one after the other, at most five.

        Ends when the goal holds or none adds half a point. Ties go to the smaller distance from
        low to likely, then to the id.
        """
        search, chosen = self, list[int]()
        while len(chosen) < _AT_BEST and search.on_time < search.needed:
            best = search.best(chosen)
            if best is None:
                break
            chosen.append(best)
            search = search.with_leads({best: search.least_leads(best)})
        return chosen

    def best(self, taken: Container[int]) -> int | None:
        """The position that mends most late samples at its low lead; None when none does enough."""
        least = math.ceil(_SMALLEST_GAIN * self.state.size)
        ranked: tuple[int, int, str, int] | None = None
        late = {at: self.late_and_critical(at).bit_count() for at in self.critical}
        many = [at for at, count in late.items() if count >= least and at not in taken]
        self.prepare(sum(len(self.mendable(at)) >= least for at in many))
        for at in sorted(many, key=lambda at: (-late[at], at)):
            columns = self.mendable(at)
            if len(columns) < least:
                continue
            item = self.state.network.items[at]
            mended = int(np.count_nonzero(self.at_best(at, columns)))
            rank = (-mended, item.likely - item.low, item.item_id, at)
            if mended >= least and (ranked is None or rank < ranked):
                ranked, least = rank, mended
        return ranked[3] if ranked else None

    def with_leads(self, leads: Mapping[int, Samples]) -> Search:
        """The same search when these positions have other leads."""
        state = self.state.changed(leads, among=1 << self.number)
        return Search(state, self.number, self.target, self.goal, self.draws, self.fixed)

    # --- what need not be waited for --------------------------------------------------------------

    def spared(self, edge: Edge) -> Columns:
        """The late samples that the position by itself allows once it need not wait for the other.

        It lies on a longest chain there, so from its start on the way to the end is known.
        """
        at, state = edge[0], self.state
        late = self.late_and_critical(at)
        start: Samples | int = state.gates[at]
        for required in state.network.requires[at]:
            if required != edge[1]:
                start = np.maximum(state.finish[required], start)
        earlier = state.finish[at] - state.leads[at] - start
        return np.flatnonzero(flags(late, state.size) & (self.finish - earlier <= self.target))

    def on_time_without(self, edge: Edge) -> int:
        """The samples on time when a position need not wait for one that it requires."""
        columns = self.spared(edge)
        if self._around:
            mended = ~flags(self._around.late_beside[edge[0]], self.state.size)[columns]
        else:
            moved = self.state.after(among=1 << self.number, columns=columns, without={edge})
            mended = moved.get(self.end, self.finish[columns]) <= self.target
        return self.on_time + int(np.count_nonzero(mended))


def drivers(search: Search) -> list[Driver]:
    """The items that decide a direction's date most often, the most frequent first, at most eight.

    Prerequisites and other directions; the direction itself when it takes any time.
    """
    network = search.state.network
    shares = sorted(
        (-samples.bit_count(), network.items[at].item_id, at)
        for at, samples in search.critical.items()
        if at != search.end or network.items[at].high > 0
    )
    size = search.state.size
    return [
        Driver(search.direction_id, item_id, -count / size, search.on_time_at_low(at) / size)
        for count, item_id, at in shares[:_DRIVERS]
    ]
