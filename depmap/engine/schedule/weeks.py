"""The effort of the plan by owner and week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from depmap.engine.schedule.plan import TICKS_OF_A_PERSON_DAY, Listed, Plan

_WEEK = 7
# Five years: nobody reads further, and a slow owner would fill a century.
WEEKS = 260


class Week(NamedTuple):
    """The effort of one owner in one week from as_of, and the items it goes to, the most first."""

    owner_id: str
    week: int
    effort_days: float
    items: Sequence[str]


def weeks(items: Sequence[Listed], plan: Plan, owner_of: Callable[[str], str]) -> list[Week]:
    """Who has how much to do in which week.

    Effort in nobody's capacity is spread evenly from the day its item is ready to its finish.
    owner_of: who owns an item, also where nobody's capacity counts; empty without an owner.
    """
    ticks: dict[tuple[str, int], dict[str, Fraction | int]] = {}
    for place, item in enumerate(items):
        for start, end, daily in _spread(item, plan, place):
            owner = owner_of(item.item_id)
            for week in range(start // _WEEK, min(-(-end // _WEEK), WEEKS)):
                days = min(end, (week + 1) * _WEEK) - max(start, week * _WEEK)
                found = ticks.setdefault((owner, week), {})
                found[item.item_id] = found.get(item.item_id, 0) + days * daily
    return [
        Week(
            owner,
            week,
            float(sum(found.values()) / TICKS_OF_A_PERSON_DAY),
            sorted(found, key=lambda name: (-found[name], name)),
        )
        for (owner, week), found in sorted(ticks.items())
    ]


def effort_until(items: Sequence[Listed], plan: Plan, end_day: int) -> dict[str, float]:
    """Person-days that the plan takes of each owner's before a day, counted from as_of."""
    ticks: dict[str, int] = {}
    for item, runs in zip(items, plan.runs, strict=True):
        for start, end, daily in runs:
            days = max(0, min(end, end_day) - start)
            ticks[item.owner_id] = ticks.get(item.owner_id, 0) + days * daily
    return {owner: found / TICKS_OF_A_PERSON_DAY for owner, found in ticks.items()}


def _spread(item: Listed, plan: Plan, place: int) -> Sequence[tuple[int, int, Fraction | int]]:
    if plan.runs[place]:
        return plan.runs[place]
    ready, finish = plan.ready[place], plan.finish[place]
    if ready is None or finish is None or not item.ticks:
        return ()
    days = max(1, finish - ready)
    return [(ready, ready + days, Fraction(item.ticks, days))]
