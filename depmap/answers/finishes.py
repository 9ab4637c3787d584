"""When each live direction is finished, by route and sampling alone: the quick part of a build."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from depmap.engine.options.along import Along
from depmap.portfolio.typed import Portfolio


class Finish(NamedTuple):
    """The likely finish of a direction, the day by which 4 of 5 cases are finished, its chance.

    The chance to be on time is missing without a target.
    """

    forecast: date
    p80: date
    chance_on_time: float | None


def finishes(portfolio: Portfolio, as_of: date) -> dict[str, Finish]:
    """The finishes of the live directions, as report.directions has them in a whole build."""
    alone = Along(portfolio, (), set(), as_of)
    return dated(alone, 0)


def dated(states: Along, number: int) -> dict[str, Finish]:
    """The finishes of the directions that have one, in one of several states."""
    return {
        name: Finish(
            states.date_on(found.finish_day), states.date_on(found.p80_day), found.chance_on_time
        )
        for name, found in states.outlooks(number).items()
        if found.finish_day is not None and found.p80_day is not None
    }
