"""When each live direction is finished, by route and sampling alone: the quick part of a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from depmap.engine.options.along import Along
from depmap.engine.options.rows import Outlook
from depmap.engine.options.standing import dates_on
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
    (found,) = dated([Along(portfolio, (), set(), as_of).outlooks(0)], as_of)
    return found


def dated(states: Sequence[Mapping[str, Outlook]], as_of: date) -> list[dict[str, Finish]]:
    """The finishes of the directions that have one, in each state."""
    live = [
        (found, name, outlook.finish_day, outlook.p80_day, outlook.chance_on_time)
        for found, state in enumerate(states)
        for name, outlook in state.items()
        if outlook.finish_day is not None and outlook.p80_day is not None
    ]
    dates = iter(dates_on(as_of, [day for row in live for day in row[2:4]]))
    finishes: list[dict[str, Finish]] = [{} for _ in states]
    for found, name, _, _, chance in live:
        finishes[found][name] = Finish(next(dates), next(dates), chance)
    return finishes
