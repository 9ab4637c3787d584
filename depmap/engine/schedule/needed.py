"""How much of their capacity owners must give for the plan to hold, and what more of it brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from depmap.engine.schedule.plan import HORIZON, Listed, Plan, plan

_STEP = 5
_MOST = 200
OVER = 100 + _STEP
# Days a week more that a way out may add to an owner.
MORE_DAYS = (0.5, 1.0, 1.5, 2.0)
_WEEKS_OF_A_YEAR, _DAYS_OF_A_WEEK = 52, 7
# In all at most so many items are placed, whatever the number of plans.
MOST_ITEMS_PLACED = 250_000


class Goal(NamedTuple):
    """A live direction with a target: its place on the list, days from as_of and points a year."""

    direction_id: str
    place: int
    forecast: int
    target: int
    expected_value: float


class Holds(NamedTuple):
    """The least share of capacity at which the plan holds, and what fails first below it."""

    percent: int | None
    first_hit: str


class Relief(NamedTuple):
    """An owner with so many days a week more, and the finish of every goal then, in its order."""

    owner_id: str
    more_days: float
    finish: Sequence[int | None]


@dataclass
class Budget:
    """How many plans may be made and how many were."""

    allowed: int
    tried: int = 0

    def spend(self) -> bool:
        """Whether one more may be made; counts it."""
        if self.tried >= self.allowed:
            return False
        self.tried += 1
        return True


def budget(max_plans: int, items: int) -> Budget:
    """As many plans as are set, and fewer for many items; the first plan is always made."""
    return Budget(max(1, min(max_plans, MOST_ITEMS_PLACED // max(1, items))))


def daily(
    capacities: Mapping[str, float], percents: Mapping[str, int] | int = 100
) -> dict[str, int]:
    """Ticks a day by owner, from days a week, when owners give so many percent of them."""
    if isinstance(percents, int):
        return {owner: round(days * percents) for owner, days in capacities.items()}
    return {owner: round(days * percents.get(owner, 100)) for owner, days in capacities.items()}


@dataclass
class Trials:
    """Plans with other capacities than today's, within a budget.

    today: the plan at 100 %. goals: the live directions with a target, by id.
    """

    items: Sequence[Listed]
    capacities: Mapping[str, float]
    goals: Sequence[Goal]
    today: Plan
    budget: Budget
    failing: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self._counting = [goal for goal in self.goals if goal.forecast <= goal.target]
        self.failing = self._missed(self.today)

    def _missed(self, made: Plan) -> list[str]:
        """The directions that count and fail, by id."""
        return sorted(
            goal.direction_id
            for goal in self._counting
            if (finish := made.finish[goal.place]) is None or finish > goal.target
        )

    def _fails(self, percents: Mapping[str, int] | int) -> list[str] | None:
        """What fails when owners give so many percent; None when no plan is left."""
        if not self.budget.spend():
            return None
        return self._missed(plan(self.items, daily(self.capacities, percents)))

    def together(self) -> Holds | None:
        """All capacities at the same share: down until one fails, or up until none does.

        Percent is empty where the plan holds at every share, or at none; None is as in `alone`.
        """
        if not self.failing:
            return self._down(lambda percent: percent)
        for percent in range(OVER, _MOST + _STEP, _STEP):
            fails = self._fails(percent)
            if fails is None:
                return None
            if not fails:
                return Holds(percent, self.failing[0])
        return Holds(None, self.failing[0])

    def alone(self, owner: str) -> Holds | None:
        """One owner at a smaller share, all others at 100 %; None when no plan is left.

        Directions that fail at 100 % are left out.
        """
        return self._down(lambda percent: {owner: percent})

    def _down(self, given: Callable[[int], Mapping[str, int] | int]) -> Holds | None:
        if len(self.failing) == len(self._counting):
            return Holds(None, "")
        for percent in range(100 - _STEP, 0, -_STEP):
            fails = self._fails(given(percent))
            if fails is None:
                return None
            if new := [name for name in fails if name not in self.failing]:
                return Holds(percent + _STEP, new[0])
        return Holds(None, "")

    def relief(self, owner: str, more_days: float) -> Relief | None:
        """The finishes when one owner has more days a week; None when no plan is left."""
        if not self.budget.spend():
            return None
        more = {**self.capacities, owner: self.capacities[owner] + more_days}
        return Relief(owner, more_days, self.finishes(plan(self.items, daily(more))))

    def finishes(self, made: Plan) -> list[int | None]:
        """The finish of every goal, in its order."""
        return [made.finish[goal.place] for goal in self.goals]

    def points_saved(self, finishes: Sequence[int | None]) -> float:
        """Points of lateness that other finishes save; what has no date today does not count."""
        today = self.finishes(self.today)
        known = [place for place, finish in enumerate(today) if finish is not None]
        goals = [self.goals[place] for place in known]
        before, after = ([found[place] for place in known] for found in (today, finishes))
        return weighted_lateness(goals, before) - weighted_lateness(goals, after)


def weighted_lateness(goals: Sequence[Goal], finishes: Sequence[int | None]) -> float:
    """Expected value by the week, in points, times the weeks by which each direction is late."""
    return sum(
        goal.expected_value
        / _WEEKS_OF_A_YEAR
        * max(0, (HORIZON if finish is None else finish) - goal.target)
        / _DAYS_OF_A_WEEK
        for goal, finish in zip(goals, finishes, strict=True)
    )
