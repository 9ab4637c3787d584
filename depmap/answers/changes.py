"""What differs between two databases of answers: a scenario and today's plan, or two revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection
from pandas import DataFrame

from depmap.answers.relations import read
from depmap.engine.database import lock
from depmap.engine.order import room
from depmap.engine.step import append, by_column

_DIRECTIONS = (
    "select direction_id, chart_name, forecast, p80, chance_on_time, outlook, target,"
    " expected_value, capacity_forecast, is_late_by_capacity, source_file, source_line"
    " from report.directions"
)
_ITEMS = (
    "select items.item_id, items.chart_name, items.safe_start_by, items.action,"
    " items.source_file, items.source_line,"
    " items.unlock_score, items.is_on_route, items.is_blocked,"
    " items.is_open and items.is_on_route and not coalesce(owners.is_active, false) as is_unowned,"
    " is_unowned and coalesce(items.safe_start_by"
    " <= settings.as_of + cast(settings.review_days as integer), false) as is_unowned_soon,"
    " schedule.capacity_finish"
    " from report.items as items cross join report.settings as settings"
    " left join report.owners as owners on items.owner_id = owners.owner_id"
    " left join report.schedule as schedule on items.item_id = schedule.item_id"
    " where items.item_type = 'prerequisite'"
)
_SIDES = ("earlier", "later")


@dataclass(frozen=True)
class Comparison:
    """Two sides of answers, as frames with only what moved; all empty when nothing did.

    directions: one row per direction, the largest loss of chance first, then the largest gain, then
    what becomes late or on time for want of owners, then by id. items: one row per prerequisite,
    by id. gate: one row per rule and item that is worse than before, by rule and id. What a column
    means stands beside its rule in sql/moves/.
    """

    directions: DataFrame
    items: DataFrame
    gate: DataFrame

    @property
    def by_map(self) -> Comparison:
        """What moves by the map, not only with the days that owners have."""
        directions, items = (
            rows[rows["moves_by_map"].astype(bool)] for rows in (self.directions, self.items)
        )
        return Comparison(directions, items, self.gate)


def compare(before: DuckDBPyConnection, after: DuckDBPyConnection) -> Comparison:
    """What moved from one database of answers to another; each a cursor of one's own.

    Source: report.directions, items, owners and schedule of both, through sql/moves/.
    """
    with duckdb.connect(":memory:") as connection:
        for side in _SIDES:
            connection.execute("create schema " + side)
        for relation, question in (("directions", _DIRECTIONS), ("items", _ITEMS)):
            places = [f"{side}.{relation}" for side in _SIDES]
            _copy_what_differs((before, after), question, connection, places)
        connection.execute("create schema moves")
        for text in room("moves"):
            connection.execute(text)
        lock(connection)
        return Comparison(
            read(
                connection,
                "from moves.directions order by"
                " least(coalesce(chance_after, 0) - coalesce(chance_before, 0), 0),"
                " coalesce(chance_before, 0) - coalesce(chance_after, 0),"
                " is_late_by_capacity_before is not distinct from is_late_by_capacity_after,"
                " direction_id",
            ),
            read(connection, "from moves.items order by item_id"),
            read(connection, "from moves.gate order by rule, item_id"),
        )


def _copy_what_differs(
    sides: Sequence[DuckDBPyConnection],
    question: str,
    connection: DuckDBPyConnection,
    places: Sequence[str],
) -> None:
    """The answers of both sides to a question as tables of another database, of these names.

    Without the rows that are the same on both: of most portfolios nearly all.
    """
    # Locked databases cannot be attached to each other, so rows go through here.
    answered = [answers.execute(question).fetchall() for answers in sides]
    same = set(answered[0]).intersection(answered[1])
    names = [name for name, *_ in sides[0].description or ()]
    columns = [f"{name} {kind}" for name, kind, *_ in sides[0].description or ()]
    for relation, rows in zip(places, answered, strict=True):
        connection.execute(f"create table {relation} ({', '.join(columns)})")
        differing = [row for row in rows if row not in same]
        append(connection, relation, by_column(names, differing))
