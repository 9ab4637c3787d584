"""When each live direction is finished, by route and sampling alone: the quick part of a build."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from depmap.engine.database import build_some
from depmap.engine.range_step import RouteRow, SamplingRow, sampled_network
from depmap.engine.route_rows import LeadRow
from depmap.engine.sampling.ranges import early_forecasts
from depmap.engine.step import Tables
from depmap.portfolio.typed import Portfolio

_RELATIONS = (
    "calc.date_on",
    "calc.earliest",
    "calc.lead_ranges",
    "calc.route",
    "calc.settings",
    "calc.live_directions",
)


class Finish(NamedTuple):
    """The likely finish of a direction, the day by which 4 of 5 cases are finished, its chance.

    The chance to be on time is missing without a target.
    """

    forecast: date
    p80: date
    chance_on_time: float | None


class _EarliestRow(NamedTuple):
    item_id: str
    earliest_finish_day: int


def finishes(portfolio: Portfolio, as_of: date) -> dict[str, Finish]:
    """The finishes of the live directions, as report.directions has them in a whole build."""
    with build_some(portfolio, as_of, _RELATIONS) as connection:
        tables = Tables(connection)
        leads = tables.read("calc.lead_ranges", LeadRow)
        (sampling,) = tables.read("calc.settings", SamplingRow)
        network = sampled_network(tables, leads, tables.read("calc.route", RouteRow), sampling)
        likely = dict(tables.read("calc.earliest", _EarliestRow))
        found = early_forecasts(network)
        chances = [one.chance_on_time for one in found]
        days = [[likely[one.direction_id] for one in found], [one.p80_days for one in found]]
        dates = [_dates(connection, as_of, column) for column in days]
    names = [one.direction_id for one in found]
    rows = zip(*dates, chances, strict=True)
    return {name: Finish(*row) for name, row in zip(names, rows, strict=True)}


def _dates(connection: DuckDBPyConnection, as_of: date, days: list[int]) -> list[date]:
    """Days from as_of as dates within the calendar."""
    return [
        row[0]
        for row in connection.execute(
            "select calc.date_on($as_of, day) from (select unnest($days) as day)",
            {"as_of": as_of, "days": days},
        ).fetchall()
    ]
