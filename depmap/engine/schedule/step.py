"""The Python step that plans under capacity: reads what is scheduled, fills sql/capacity/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from depmap.engine.schedule import why
from depmap.engine.schedule.needed import (
    MORE_DAYS,
    OVER,
    Goal,
    Relief,
    Trials,
    budget,
    daily,
)
from depmap.engine.schedule.plan import Item, Listed, Plan, listed, plan
from depmap.engine.schedule.weeks import Week, effort_until, weeks
from depmap.engine.step import Filled, Step, Tables
from depmap.portfolio.change import Change

_A_DAY = 1.0


class ScheduledRow(NamedTuple):
    """A row of calc.scheduled_items: an open item on a route, and what it takes."""

    item_id: str
    owner_id: str
    is_in_capacity: bool
    remaining_days: int
    lead_likely_days: int
    effort_days: float
    is_in_progress: bool
    gate_days: int
    act_day: int | None
    level: int
    unlock_score_points: float
    earliest_finish_day: int

    def item(self) -> Item:
        """The row as the plan takes it."""
        return Item(
            self.item_id,
            self.owner_id if self.is_in_capacity else "",
            self.remaining_days,
            self.lead_likely_days,
            self.effort_days,
            self.is_in_progress,
            self.gate_days,
            self.act_day,
            self.level,
            self.unlock_score_points,
        )


class PairRow(NamedTuple):
    """An item of the route and one that it requires."""

    item_id: str
    requires_id: str


class CapacityRow(NamedTuple):
    """A row of calc.capacities: an active owner and the days a week that are known."""

    owner_id: str
    capacity_days_per_week: float


class DirectionRow(NamedTuple):
    """A live direction: points a year, target in days from as_of, empty without one."""

    direction_id: str
    expected_value_points: float
    target_day: int | None


class SettingRow(NamedTuple):
    """The settings of the plan under capacity."""

    as_of: date
    max_plans: int
    review_days: int


class PlaceRow(NamedTuple):
    """A row of calc.schedule: days from as_of, and ids for what an item waits for."""

    item_id: str
    list_position: int
    ready_day: int | None
    start_day: int | None
    effort_end_day: int | None
    finish_day: int | None
    owner_wait_days: int | None
    waits_because: str
    waits_for: str
    busy_with: str


class ChainRow(NamedTuple):
    """The chain that decides when a live direction finishes under capacity, first item first."""

    direction_id: str
    capacity_chain: Sequence[str]


class OwnerRow(NamedTuple):
    """An owner in whose capacity something is scheduled, or nothing.

    review_effort_days: person-days that the plan takes of theirs until the next review.
    """

    owner_id: str
    busy_end_day: int | None
    review_effort_days: float
    is_least_capacity_tried: bool
    least_capacity_percent: int | None
    first_hit: str
    points_saved_by_a_day: float | None


class NeededRow(NamedTuple):
    """Whether the plan holds: one row."""

    capacity_needed_percent: int | None
    first_hit: str
    failing_directions: Sequence[str]
    plans_tried: int
    plans_allowed: int


class MoreDaysRow(NamedTuple):
    """An owner and the least days a week more with which a direction meets its target."""

    direction_id: str
    owner_id: str
    more_days: float
    finish_day: int
    what_if: Sequence[str]


# What other capacities bring takes some hundred plans more.
_ANSWERS: dict[str, type[tuple[Any, ...]]] = {
    "calc.owner_capacity": OwnerRow,
    "calc.capacity": NeededRow,
    "calc.more_days": MoreDaysRow,
}


def schedule(tables: Tables) -> Filled:
    """Plans under capacity: every item's dates, why, and with which capacity the plan holds."""
    rows = {row.item_id: row for row in tables.read("calc.scheduled_items", ScheduledRow)}
    requires: dict[str, list[str]] = {}
    for pair in tables.read("calc.route", PairRow):
        if pair.item_id in rows:
            requires.setdefault(pair.item_id, []).append(pair.requires_id)
    capacities = dict(tables.read("calc.capacities", CapacityRow))
    (settings,) = tables.read("calc.settings", SettingRow)
    directions = tables.read("calc.directions", DirectionRow)

    items = listed([row.item() for row in rows.values()], requires)
    places = {item.item_id: place for place, item in enumerate(items)}
    today = plan(items, daily(capacities))
    reasons = why.explain(items, today)
    answers: Filled = {}
    if tables.are_asked(*_ANSWERS):
        allowed = budget(settings.max_plans, len(items))
        allowed.spend()
        goals = [
            Goal(
                row.direction_id,
                places[row.direction_id],
                rows[row.direction_id].earliest_finish_day,
                row.target_day,
                row.expected_value_points,
            )
            for row in directions
            if row.target_day is not None
        ]
        trials = Trials(items, capacities, goals, today, allowed)
        soon = effort_until(items, today, settings.review_days)
        answers = _answers(trials, items, today, reasons, places, soon)
    return {
        "calc.schedule": _placed(items, today, reasons),
        "calc.capacity_chains": [
            ChainRow(
                row.direction_id,
                [items[at].item_id for at in why.chain(reasons, places[row.direction_id])],
            )
            for row in directions
        ],
        "calc.owner_weeks": weeks(items, today, lambda name: rows[name].owner_id),
        **answers,
    }


def _placed(items: Sequence[Listed], today: Plan, reasons: Sequence[why.Why]) -> list[PlaceRow]:
    """One row per item. What takes no effort starts when it is ready."""

    def name(place: int | None) -> str:
        return "" if place is None else items[place].item_id

    return [
        PlaceRow(
            item.item_id,
            place + 1,
            today.ready[place],
            runs[0].start if runs else None if finish is None else today.ready[place],
            runs[-1].end if runs else None,
            finish,
            reason.owner_wait_days,
            reason.because,
            name(reason.waits_for),
            name(reason.busy_with),
        )
        for place, (item, runs, finish, reason) in enumerate(
            zip(items, today.runs, today.finish, reasons, strict=True)
        )
    ]


def _answers(
    trials: Trials,
    items: Sequence[Listed],
    today: Plan,
    reasons: Sequence[why.Why],
    places: Mapping[str, int],
    soon: Mapping[str, float],
) -> Filled:
    """What other capacities bring: all together first, then owner by owner, most effort first.

    soon: person-days of each owner's until the next review.
    """
    together = trials.together()
    over: dict[str, str] = {}
    for name in trials.failing:
        for owner in why.waited_on(items, reasons, places[name]):
            over.setdefault(owner, name)
    effort = dict.fromkeys(trials.capacities, 0)
    for item in items:
        if item.owner_id in effort:
            effort[item.owner_id] += item.ticks
    owners = sorted(effort, key=lambda owner: (-effort[owner], owner))
    reliefs = _reliefs(trials, [owner for owner in owners if effort[owner]], over)
    ends = why.busy_until(items, today)
    found = []
    for owner in owners:
        if owner in over:
            percent, first_hit, is_tried = OVER, over[owner], True
        elif not effort[owner]:
            percent, first_hit, is_tried = None, "", True
        else:
            holds = trials.alone(owner)
            percent, first_hit = (holds.percent, holds.first_hit) if holds else (None, "")
            is_tried = holds is not None
        day_more = reliefs.get((owner, _A_DAY))
        saved = trials.points_saved(day_more.finish) if day_more else None
        planned = soon.get(owner, 0.0)
        found.append(OwnerRow(owner, ends.get(owner), planned, is_tried, percent, first_hit, saved))
    return {
        "calc.owner_capacity": found,
        "calc.capacity": [
            NeededRow(
                together.percent if together else None,
                together.first_hit if together else "",
                trials.failing,
                trials.budget.tried,
                trials.budget.allowed,
            )
        ],
        "calc.more_days": _enough(trials, owners, reliefs),
    }


def _reliefs(
    trials: Trials, owners: Sequence[str], over: Mapping[str, str]
) -> dict[tuple[str, float], Relief]:
    """The plans with more days of one owner; only where something is late because of capacity.

    First the owners in whose time a late direction waits.
    """
    found: dict[tuple[str, float], Relief] = {}
    if not trials.failing:
        return found
    for owner in sorted(owners, key=lambda owner: owner not in over):
        for more in MORE_DAYS:
            relief = trials.relief(owner, more)
            if relief is None:
                return found
            found[owner, more] = relief
    return found


def _enough(
    trials: Trials, owners: Sequence[str], reliefs: Mapping[tuple[str, float], Relief]
) -> list[MoreDaysRow]:
    """For each direction that is late because of capacity the owners of whom more is enough."""
    found = []
    for number, goal in enumerate(trials.goals):
        if goal.direction_id not in trials.failing:
            continue
        for owner in sorted(owners):
            for more in MORE_DAYS:
                relief = reliefs.get((owner, more))
                finish = relief.finish[number] if relief else None
                if finish is not None and finish <= goal.target:
                    days = trials.capacities[owner] + more
                    change = Change(owner, "capacity_days_per_week", f"{days:.15g}")
                    found.append(MoreDaysRow(goal.direction_id, owner, more, finish, [str(change)]))
                    break
    return found


SCHEDULE = Step(
    name="plan under capacity",
    reads=(
        "calc.scheduled_items",
        "calc.route",
        "calc.capacities",
        "calc.directions",
        "calc.settings",
    ),
    fills={
        "calc.schedule": PlaceRow,
        "calc.capacity_chains": ChainRow,
        "calc.owner_weeks": Week,
        **_ANSWERS,
    },
    run=schedule,
)
