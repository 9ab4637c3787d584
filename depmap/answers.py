"""The only reader of report.*: one function per relation, each a DataFrame.

Every function takes a cursor of its own thread and Filters. Filters narrow rows after everything
is computed, so a value, a rank or a date never changes because someone filtered. Lists are Python
lists of ids, dates are datetime64, and text columns never hold nulls. An empty frame keeps its
columns. What a column means stands beside its rule in sql/ and is read with `column_comments`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import pandas
from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series

# Pages take rows from frames of few rows and many texts all the time; texts held as Python objects
# are taken twice as fast as texts in Arrow buffers.
pandas.options.mode.string_storage = "python"

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


@dataclass(frozen=True)
class Kept:
    """What filters leave: ids of items, and the themes and owners that these still have."""

    items: frozenset[str]
    themes: frozenset[str]
    owners: frozenset[str]

    def any_of(self, lists: Iterable[Sequence[str]]) -> "Series[bool]":
        """Per list of item ids, whether one of them is left."""
        return Series([not self.items.isdisjoint(ids) for ids in lists], dtype="bool")


def kept(connection: DuckDBPyConnection, filters: Filters) -> Kept:
    """What the filters leave, by the one rule for it. Source: report.matching.

    Prerequisites that fit all filters, and the directions that are asked for or that a remaining
    prerequisite opens. Owners are those of prerequisites.
    """
    rows = connection.execute(
        "select item_id, item_type, theme_id, owner_id"
        " from report.matching($themes, $owners, $directions, $actions, $search)",
        {
            "themes": list(filters.themes),
            "owners": list(filters.owners),
            "directions": list(filters.directions),
            "actions": list(filters.actions),
            "search": filters.search,
        },
    ).fetchall()
    return Kept(
        items=frozenset(item_id for item_id, *_ in rows),
        themes=frozenset(theme_id for _, _, theme_id, _ in rows),
        owners=frozenset(owner_id for _, kind, _, owner_id in rows if kind == "prerequisite"),
    )


class Relation:
    """A relation of report.*: called with a cursor and filters, the rows that these leave.

    `whole` reads all rows, `narrow` picks those that a call would give. Who answers many filters
    from the same data reads the whole once and narrows it.
    """

    def __init__(
        self,
        whole: Callable[[DuckDBPyConnection], DataFrame],
        stays: Callable[[DataFrame, Kept], "Series[bool]"],
    ) -> None:
        self.whole = whole
        self._stays = stays
        self.__doc__ = whole.__doc__

    def __call__(self, connection: DuckDBPyConnection, filters: Filters) -> DataFrame:
        rows = self.whole(connection)
        return self.narrow(rows, kept(connection, filters)) if filters else rows

    def narrow(self, rows: DataFrame, kept: Kept) -> DataFrame:
        """Those of all rows that the filters behind `kept` leave, in their order."""
        return rows[self._stays(rows, kept)].reset_index(drop=True)


def _stays_where(
    stays: Callable[[DataFrame, Kept], "Series[bool]"],
) -> Callable[[Callable[[DuckDBPyConnection], DataFrame]], Relation]:
    """Makes a relation of a function that reads all rows, by the rule that says which stay."""
    return lambda whole: Relation(whole, stays)


def _read(
    connection: DuckDBPyConnection, statement: str, parameters: dict[str, Any] | None = None
) -> DataFrame:
    frame = connection.execute(statement, parameters or {}).df()
    texts = [name for name, kind, *_ in connection.description or () if kind == "VARCHAR"]
    for column in frame.select_dtypes(include=["object"], exclude=["str"]):
        if column in texts:
            # Without a row the driver does not know text from lists, and joins would fail.
            frame[column] = frame[column].astype("str")
        else:
            frame[column] = Series([list(value) for value in frame[column]], dtype="object")
    return frame


@_stays_where(lambda rows, kept: rows["item_id"].isin(kept.items))
def items(connection: DuckDBPyConnection) -> DataFrame:
    """Directions and prerequisites, one row per item, by item id. Source: report.items."""
    return _read(connection, "select * from report.items order by item_id")


def item(connection: DuckDBPyConnection, item_id: str) -> DataFrame:
    """One item by id; empty when there is none. Source: report.items."""
    return _read(
        connection, "select * from report.items where item_id = $item_id", {"item_id": item_id}
    )


@_stays_where(lambda rows, kept: rows["item_id"].isin(kept.items))
def plan(connection: DuckDBPyConnection) -> DataFrame:
    """The sequenced plan, one row per open prerequisite, in sequence order.

    Source: report.plan. Dates are calendar dates; leads in calendar days; effort in person-days.
    Sequence numbers are those of the whole plan, so filtering leaves holes.
    """
    return _read(connection, "select * from report.plan order by sequence_number")


@_stays_where(lambda rows, kept: rows["direction_id"].isin(kept.items))
def directions(connection: DuckDBPyConnection) -> DataFrame:
    """Directions that are asked for or that a remaining prerequisite opens, by target.

    Source: report.directions. Values in points per year, chances from 0 to 1, reserve in days.
    """
    return _read(
        connection, "select * from report.directions order by target nulls last, direction_id"
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


@_stays_where(
    lambda rows, kept: rows["item_id"].isin(kept.items) & rows["requires_id"].isin(kept.items)
)
def edges(connection: DuckDBPyConnection) -> DataFrame:
    """Dependency rows between two remaining items. Source: report.edges."""
    return _read(connection, "select * from report.edges order by source_line")


def edges_of(connection: DuckDBPyConnection, item_id: str) -> DataFrame:
    """Dependency rows that begin or end at one item, whatever the filters. Source: report.edges."""
    return _read(
        connection,
        "select * from report.edges where item_id = $item_id or requires_id = $item_id"
        " order by source_line",
        {"item_id": item_id},
    )


@_stays_where(lambda rows, kept: rows["theme_id"].isin(kept.themes))
def themes(connection: DuckDBPyConnection) -> DataFrame:
    """Themes in file order; filtered, those that still have an item. Source: report.themes."""
    return _read(connection, "select * from report.themes")


@_stays_where(lambda rows, kept: rows["owner_id"].isin(kept.owners))
def owners(connection: DuckDBPyConnection) -> DataFrame:
    """Owners, the highest load first; filtered, those that still have an item.

    Source: report.owners. Loads are shares of the capacity until the next review.
    """
    return _read(
        connection,
        "select * from report.owners"
        " order by load desc nulls last, could_load desc nulls last, owner_id",
    )


@_stays_where(lambda rows, kept: rows["subject_id"].isin(kept.items))
def owner_gaps(connection: DuckDBPyConnection) -> DataFrame:
    """Gaps, the highest unlock score first; filtered, those of remaining items.

    Source: report.owner_gaps.
    """
    return _read(
        connection,
        "select * from report.owner_gaps order by unlock_score desc, rule, subject_id",
    )


@_stays_where(lambda rows, kept: rows["item_id"].isin(kept.items))
def owner_suggestions(connection: DuckDBPyConnection) -> DataFrame:
    """Up to three candidates per remaining unowned open prerequisite, best first.

    Source: report.owner_suggestions. Scores from 0 to 1.
    """
    return _read(
        connection, "select * from report.owner_suggestions order by item_id, candidate_rank"
    )


def owner_backtest(connection: DuckDBPyConnection) -> DataFrame:
    """How often the rule finds the owner already named; one row. Source: report.owner_backtest."""
    return _read(connection, "select * from report.owner_backtest")


@_stays_where(lambda rows, kept: rows["item_id"].isin(kept.items))
def unlock_parts(connection: DuckDBPyConnection) -> DataFrame:
    """The parts of the scores of the remaining prerequisites, one row per direction.

    Source: report.unlock_parts, in points; by item, largest contribution first.
    """
    return _read(
        connection,
        "select * from report.unlock_parts order by item_id, contribution desc, direction_id",
    )


@_stays_where(lambda rows, kept: rows["item_id"].isin(kept.items) | kept.any_of(rows["blocks"]))
def decisions(connection: DuckDBPyConnection) -> DataFrame:
    """Decision points, most urgent first; filtered, those that are or block a remaining item.

    Source: report.decisions.
    """
    return _read(
        connection, "select * from report.decisions order by decide_by nulls last, decision_id"
    )


def decision_options(connection: DuckDBPyConnection) -> DataFrame:
    """Options of all decision points, with their effect in words.

    Source: report.decision_options.
    """
    return _read(connection, "select * from report.decision_options order by decision_id, position")


@_stays_where(lambda rows, kept: kept.any_of(rows["items"]))
def milestones(connection: DuckDBPyConnection) -> DataFrame:
    """Milestones by date; filtered, those with a remaining item. Source: report.milestones."""
    return _read(connection, "select * from report.milestones order by date, milestone_id")


def parked(connection: DuckDBPyConnection) -> DataFrame:
    """Ideas nobody plans yet, in file order. Source: report.parked."""
    return _read(connection, "select * from report.parked")


@_stays_where(lambda rows, kept: rows["subject_id"].isin(kept.items))
def findings(connection: DuckDBPyConnection) -> DataFrame:
    """What loads but is questionable; filtered, what is about a remaining item.

    Source: report.findings.
    """
    return _read(
        connection,
        "select * from report.findings order by rule, source_file, source_line, subject_id",
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
