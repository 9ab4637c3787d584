"""The only reader of report.*: one function per relation, each a DataFrame.

Every function takes a cursor of its own thread and Filters. Filters narrow rows after everything
is computed, so a value, a rank or a date never changes because someone filtered. Lists are Python
lists of ids, dates are datetime64, and text columns never hold nulls. An empty frame keeps its
columns. What a column means stands beside its rule in sql/ and is read with `column_comments`.
"""

from dataclasses import astuple, dataclass
from typing import Any

import pandas
from duckdb import DuckDBPyConnection
from pandas import DataFrame

# The one action of every open prerequisite, most urgent first.
ACTIONS = (
    "start now",
    "start when ready",
    "in progress",
    "decide",
    "later",
    "park",
    "helps",
    "alternative",
    "blocked",
    "not needed",
)


@dataclass(frozen=True)
class Filters:
    """What a reader narrowed the rows to. Ids; an empty tuple filters nothing.

    The owner '' stands for "no owner". `search` is looked for in id, name, external party, first
    step and notes, whatever the case.
    """

    themes: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    search: str = ""

    def __bool__(self) -> bool:
        return any(astuple(self))


def _matching(filters: Filters) -> dict[str, Any]:
    return {
        "themes": list(filters.themes),
        "owners": list(filters.owners),
        "directions": list(filters.directions),
        "actions": list(filters.actions),
        "search": filters.search,
    }


def _read(
    connection: DuckDBPyConnection, statement: str, parameters: dict[str, Any] | None = None
) -> DataFrame:
    frame = connection.execute(statement, parameters or {}).df()
    for column in frame.select_dtypes(include=["object"], exclude=["str"]):
        frame[column] = [list(value) for value in frame[column]]
    return frame


# Filters as one parameterised relation; every statement below is a constant.
_MATCHING = "report.matching($themes, $owners, $directions, $actions, $search)"


def items(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Directions and prerequisites, one row per item, by item id. Source: report.items."""
    return _read(
        connection,
        f"select items.* from report.items as items semi join {_MATCHING} using (item_id)"
        " order by item_id",
        _matching(filters),
    )


def item(connection: DuckDBPyConnection, item_id: str) -> DataFrame:
    """One item whatever the filters, or no row when nothing has this id. Source: report.items."""
    return _read(
        connection, "select * from report.items where item_id = $item_id", {"item_id": item_id}
    )


def plan(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """The sequenced plan, one row per open prerequisite, in sequence order.

    Source: report.plan. Dates are calendar dates; leads in calendar days; effort in person-days.
    Sequence numbers are those of the whole plan, so filtering leaves holes.
    """
    return _read(
        connection,
        f"select plan.* from report.plan as plan semi join {_MATCHING} using (item_id)"
        " order by sequence_number",
        _matching(filters),
    )


def directions(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Directions that are asked for or that a remaining prerequisite opens, by target.

    Source: report.directions. Values in points per year, chances from 0 to 1, reserve in days.
    """
    return _read(
        connection,
        "select directions.* from report.directions as directions"
        f" semi join {_MATCHING} as matching on directions.direction_id = matching.item_id"
        " order by target nulls last, direction_id",
        _matching(filters),
    )


def finish_quantiles(connection: DuckDBPyConnection, direction_id: str) -> DataFrame:
    """By when which share of the samples of a direction is finished; 21 rows, by share.

    Source: report.finish_quantiles.
    """
    return _read(
        connection,
        "select * from report.finish_quantiles where direction_id = $direction_id order by share",
        {"direction_id": direction_id},
    )


def edges(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Dependency rows between two remaining items. Source: report.edges."""
    return _read(
        connection,
        f"with matching as (from {_MATCHING})"
        " select * from report.edges"
        " where item_id in (from matching) and requires_id in (from matching)"
        " order by source_line",
        _matching(filters),
    )


def edges_of(connection: DuckDBPyConnection, item_id: str) -> DataFrame:
    """Dependency rows that begin or end at one item, whatever the filters. Source: report.edges."""
    return _read(
        connection,
        "select * from report.edges where item_id = $item_id or requires_id = $item_id"
        " order by source_line",
        {"item_id": item_id},
    )


def themes(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Themes in file order; filtered, those that still have an item. Source: report.themes."""
    return _read(
        connection,
        "select themes.* from report.themes as themes where not $is_filtered or theme_id in ("
        f" select theme_id from report.items semi join {_MATCHING} using (item_id))",
        {**_matching(filters), "is_filtered": bool(filters)},
    )


def owners(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Owners, the highest load first; filtered, those that still have an item.

    Source: report.owners. Loads are shares of the capacity until the next review.
    """
    return _read(
        connection,
        "select owners.* from report.owners as owners where not $is_filtered or owner_id in ("
        f" select owner_id from report.items semi join {_MATCHING} using (item_id)"
        " where item_type = 'prerequisite')"
        " order by load desc nulls last, could_load desc nulls last, owner_id",
        {**_matching(filters), "is_filtered": bool(filters)},
    )


def owner_gaps(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Gaps, the highest unlock score first; filtered, those of remaining items.

    Source: report.owner_gaps.
    """
    return _read(
        connection,
        "select * from report.owner_gaps where not $is_filtered"
        f" or subject_id in (select item_id from {_MATCHING})"
        " order by unlock_score desc, rule, subject_id",
        {**_matching(filters), "is_filtered": bool(filters)},
    )


def owner_suggestions(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Up to three candidates per remaining unowned open prerequisite, best first.

    Source: report.owner_suggestions. Scores from 0 to 1.
    """
    return _read(
        connection,
        "select suggestions.* from report.owner_suggestions as suggestions"
        f" semi join {_MATCHING} using (item_id) order by item_id, candidate_rank",
        _matching(filters),
    )


def owner_backtest(connection: DuckDBPyConnection) -> DataFrame:
    """How often the rule finds the owner already named; one row. Source: report.owner_backtest."""
    return _read(connection, "select * from report.owner_backtest")


def unlock_parts(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """The parts of the scores of the remaining prerequisites, one row per direction.

    Source: report.unlock_parts, in points; by item, largest contribution first.
    """
    return _read(
        connection,
        "select parts.* from report.unlock_parts as parts"
        f" semi join {_MATCHING} using (item_id)"
        " order by item_id, contribution desc, direction_id",
        _matching(filters),
    )


def decisions(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Decision points, most urgent first; filtered, those that are or block a remaining item.

    Source: report.decisions.
    """
    return _read(
        connection,
        f"with matching as (from {_MATCHING})"
        " select * from report.decisions where not $is_filtered or item_id in (from matching)"
        " or list_has_any(blocks, (select list(item_id) from matching))"
        " order by decide_by nulls last, decision_id",
        {**_matching(filters), "is_filtered": bool(filters)},
    )


def decision_options(connection: DuckDBPyConnection) -> DataFrame:
    """Options of all decision points, with their effect in words.

    Source: report.decision_options.
    """
    return _read(connection, "select * from report.decision_options order by decision_id, position")


def milestones(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Milestones by date; filtered, those with a remaining item. Source: report.milestones."""
    return _read(
        connection,
        f"with matching as (from {_MATCHING})"
        " select * from report.milestones where not $is_filtered"
        " or list_has_any(items, (select list(item_id) from matching))"
        " order by date, milestone_id",
        {**_matching(filters), "is_filtered": bool(filters)},
    )


def parked(connection: DuckDBPyConnection) -> DataFrame:
    """Ideas nobody plans yet, in file order. Source: report.parked."""
    return _read(connection, "select * from report.parked")


def findings(connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """What loads but is questionable; filtered, what is about a remaining item.

    Source: report.findings.
    """
    return _read(
        connection,
        "select * from report.findings where not $is_filtered"
        f" or subject_id in (select item_id from {_MATCHING})"
        " order by rule, source_file, source_line, subject_id",
        {**_matching(filters), "is_filtered": bool(filters)},
    )


def settings(connection: DuckDBPyConnection) -> DataFrame:
    """Every number that tunes a rule, and the sums that the pages quote; one row.

    Source: report.settings.
    """
    return _read(connection, "select * from report.settings")


def column_comments(connection: DuckDBPyConnection, relation: str) -> dict[str, str]:
    """What each column of a report relation means, in plain words with its unit."""
    frame = _read(
        connection,
        "select column_name, comment from duckdb_columns()"
        " where schema_name = 'report' and table_name = $relation order by column_index",
        {"relation": relation},
    )
    return {
        name: comment if pandas.notna(comment) else ""
        for name, comment in zip(frame["column_name"], frame["comment"], strict=True)
    }
