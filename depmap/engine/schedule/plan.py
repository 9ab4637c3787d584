"""The list of what is scheduled, and one pass over it that places the effort of every item."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import NamedTuple

# No effort is placed later than this many days from as_of.
HORIZON = 36_500
# An owner offers a hundredth of a weekly day as one tick on each of seven equal days.
TICKS_OF_A_PERSON_DAY = 700


class Item(NamedTuple):
    """An item of the plan as it is given; days count from as_of.

    act_day: the day to act on, None without one. `owner_id` is empty where nobody's capacity
    counts: no owner, an inactive one, an unknown capacity.
    """

    item_id: str
    owner_id: str
    remaining_days: int
    lead_likely_days: int
    effort_days: float
    is_in_progress: bool
    gate_days: int
    act_day: int | None
    level: int
    unlock_score: float

    @property
    def ticks(self) -> int:
        """The ticks that are left of its effort: of work begun in the share of its lead."""
        whole = round(TICKS_OF_A_PERSON_DAY * self.effort_days)
        if not self.is_in_progress or self.remaining_days >= self.lead_likely_days:
            return whole
        return round(Fraction(whole * self.remaining_days, self.lead_likely_days))


class Run(NamedTuple):
    """Days from `start` to before `end`, so many ticks on each of them."""

    start: int
    end: int
    ticks: int


class Listed(NamedTuple):
    """An item in its place on the list; `requires` are places before it."""

    item_id: str
    owner_id: str
    remaining_days: int
    gate_days: int
    ticks: int
    requires: Sequence[int]


@dataclass(frozen=True)
class Plan:
    """By place on the list: the day an item is ready, its effort, its finish; None without a date.

    An item without effort, or in nobody's capacity, has no runs.
    """

    ready: Sequence[int | None]
    runs: Sequence[Sequence[Run]]
    finish: Sequence[int | None]


def listed(items: Sequence[Item], requires: Mapping[str, Sequence[str]]) -> list[Listed]:
    """The items in the order in which they may take their owner's time.

    Always the first to act on among those whose requirements are listed, items in progress before
    all others. requires: what each item waits for, in ids of items; acyclic.
    """
    by_id = {item.item_id: item for item in items}
    users: dict[str, list[str]] = {}
    open_count = {}
    for name in by_id:
        needed = set(requires.get(name, ()))
        open_count[name] = len(needed)
        for other in needed:
            users.setdefault(other, []).append(name)
    heap = [_urgency(by_id[name]) for name, count in open_count.items() if not count]
    heapify(heap)
    place: dict[str, int] = {}
    found: list[Listed] = []
    while heap:
        item = by_id[heappop(heap)[-1]]
        place[item.item_id] = len(found)
        found.append(
            Listed(
                item.item_id,
                item.owner_id,
                item.remaining_days,
                item.gate_days,
                item.ticks,
                sorted(place[other] for other in set(requires.get(item.item_id, ()))),
            )
        )
        for user in users.get(item.item_id, ()):
            open_count[user] -= 1
            if not open_count[user]:
                heappush(heap, _urgency(by_id[user]))
    return found


_Urgency = tuple[bool, bool, int, int, float, str]


def _urgency(item: Item) -> _Urgency:
    return (
        not item.is_in_progress,
        item.act_day is None,
        item.act_day or 0,
        item.level,
        -item.unlock_score,
        item.item_id,
    )


def plan(items: Sequence[Listed], daily: Mapping[str, int]) -> Plan:
    """Places the effort of every item, in order of the list, in what its owner has left.

    daily: ticks a day by owner. An owner who offers none, or has no room left within the horizon,
    leaves the item and all that need it without a date.
    """
    free = {owner: [Run(0, HORIZON, ticks)] if ticks else [] for owner, ticks in daily.items()}
    ready: list[int | None] = []
    runs: list[Sequence[Run]] = []
    finish: list[int | None] = []
    for _, owner, remaining, gate, ticks, requires in items:
        start = _ready(gate, requires, finish)
        ready.append(start)
        taken: Sequence[Run] = ()
        end: int | None = None
        if start is None:
            pass
        elif not ticks or owner not in free:
            end = start + remaining
        elif taken := _take(free[owner], start, ticks):
            busy = -(-ticks // daily[owner])
            end = taken[-1].end + max(0, remaining - busy)
        runs.append(taken)
        finish.append(end)
    return Plan(ready, runs, finish)


def _ready(gate: int, requires: Sequence[int], finish: Sequence[int | None]) -> int | None:
    """The day when the gate is open and all that an item requires is there; None when never."""
    start = gate
    for place in requires:
        required = finish[place]
        if required is None:
            return None
        if required > start:
            start = required
    return start


def _take(free: list[Run], ready: int, ticks: int) -> list[Run]:
    """Takes ticks from what is free, day by day from `ready`; takes nothing where they do not fit.

    free: runs in order of days, none without ticks; changed in place.
    """
    first = bisect_right(free, (ready, HORIZON)) - 1
    if first < 0 or free[first][1] <= ready:
        first += 1
    taken: list[Run] = []
    left: list[Run] = []
    for at in range(first, len(free)):
        start, end, offered = free[at]
        if start < ready:
            left.append(Run(start, ready, offered))
            start = ready
        until = start + min(end - start, ticks // offered)
        if until > start:
            taken.append(Run(start, until, offered))
            ticks -= (until - start) * offered
        if ticks and until < end:
            taken.append(Run(until, until + 1, ticks))
            left.append(Run(until, until + 1, offered - ticks))
            until += 1
            ticks = 0
        if not ticks:
            if until < end:
                left.append(Run(until, end, offered))
            free[first : at + 1] = left
            return taken
    return []
