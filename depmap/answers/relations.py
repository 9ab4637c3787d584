"""The relations of report.* as frames: what each holds, its order, and what filters leave of it.

Filters narrow rows after everything is computed, so a value, a rank or a date never changes
because someone filtered. Lists are Python lists of ids, dates are datetime64, and text columns
never hold nulls. An empty frame keeps its columns. What a column means stands beside its rule in
sql/ and is read with `column_comments`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any, Protocol

from duckdb import DuckDBPyConnection

from depmap.answers.filters import Filters, Kept, kept

if TYPE_CHECKING:
    from pandas import DataFrame


class Columns(Protocol):
    """Rows by column: a frame, or lists by name."""

    def __getitem__(self, name: str, /) -> Iterable[Any]: ...


Stays = Callable[[Columns, Kept], list[bool]]


@dataclass(frozen=True)
class Relation:
    """A relation of report.*: called with a cursor of one's own and filters, the rows these leave.

    `order` holds the columns its rows come by; `stays` tells which of all rows remain when the
    items are narrowed, None that filters leave it whole. Who answers many filters from the same
    data reads `whole` once and narrows it. A relation that is not of report names its schema.
    """

    name: str
    order: str
    stays: Stays | None = None
    schema: str = "report"

    def __call__(self, connection: DuckDBPyConnection, filters: Filters | None = None) -> DataFrame:
        rows = self.whole(connection)
        return self.narrow(rows, kept(connection, filters)) if filters else rows

    def whole(self, connection: DuckDBPyConnection) -> DataFrame:
        """All rows."""
        return read(connection, self._all)

    def columns(
        self, connection: DuckDBPyConnection, filters: Filters | None = None
    ) -> Mapping[str, Sequence[Any]]:
        """The rows that the filters leave as lists by column, for whoever needs no frame.

        A command that only prints them ends before pandas would be there. Dates are days, what is
        missing is None.
        """
        found = connection.execute(self._all)
        names = [name for name, *_ in found.description or ()]
        rows = found.fetchall()
        by_name = dict(
            zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True)
        )
        if not filters or self.stays is None:
            return by_name
        stays = self.stays(by_name, kept(connection, filters))
        return {name: [*compress(column, stays)] for name, column in by_name.items()}

    @property
    def _all(self) -> str:
        return f"select * from {self.schema}.{self.name} order by {self.order}"

    def narrow(self, rows: DataFrame, kept: Kept) -> DataFrame:
        """Those of all rows that the filters behind `kept` leave, in their order."""
        if self.stays is None:
            return rows
        return rows.loc[self.stays(rows, kept)].reset_index(drop=True)

    def where(self, connection: DuckDBPyConnection, column: str, value: str) -> DataFrame:
        """The rows that hold `value` in one of the relation's columns, whatever the filters."""
        return read(
            connection,
            f"select * from {self.schema}.{self.name}"
            f" where {column} = $value order by {self.order}",
            {"value": value},
        )


def read(
    connection: DuckDBPyConnection, statement: str, parameters: dict[str, Any] | None = None
) -> DataFrame:
    """The rows of a statement with the types that all frames here have."""
    import numpy as np
    import pandas as pd

    # Pages take rows from frames of few rows and many texts all the time; texts held as Python
    # objects are taken twice as fast as texts in Arrow buffers.
    text = pd.StringDtype("python", na_value=np.nan)
    frame = connection.execute(statement, parameters or {}).df()
    texts = [name for name, kind, *_ in connection.description or () if kind == "VARCHAR"]
    for column in frame.select_dtypes(include=["object"], exclude=["str"]):
        if column not in texts:
            frame[column] = pd.Series([list(value) for value in frame[column]], dtype="object")
    # Without a row the driver does not know text from lists, and joins would fail.
    return frame.astype(dict.fromkeys(texts, text))


def _about(*columns: str) -> Stays:
    """Rows stay whose ids in these columns all stay."""

    def stays(rows: Columns, kept: Kept) -> list[bool]:
        return [
            kept.items.issuperset(ids) for ids in zip(*map(rows.__getitem__, columns), strict=True)
        ]

    return stays


def _any_of(column: str) -> Stays:
    """Rows stay of whose list of items one stays."""

    def stays(rows: Columns, kept: Kept) -> list[bool]:
        return [not kept.items.isdisjoint(ids) for ids in rows[column]]

    return stays


def _decided(rows: Columns, kept: Kept) -> list[bool]:
    return [key in kept.decisions for key in zip(rows["decision_id"], rows["origin"], strict=True)]


def _lacking(rows: Columns, kept: Kept) -> list[bool]:
    """Gaps of remaining items, owners and decisions: the rule says which of them it is about."""
    decisions = {decision_id for decision_id, origin in kept.decisions if origin == "decision"}
    about = {
        "overloaded_owner": kept.owners,
        "concentration": kept.owners,
        "decision_without_owner": decisions,
        "inactive_decider": decisions,
    }
    found = zip(rows["rule"], rows["subject_id"], strict=True)
    return [key in about.get(rule, kept.items) for rule, key in found]


# Directions and prerequisites, one row per item.
items = Relation("items", "item_id", _about("item_id"))
# The sequenced plan, one row per open prerequisite. Sequence numbers are those of the whole plan,
# so filtering leaves holes.
plan = Relation("plan", "sequence_number", _about("item_id"))
# Directions that are asked for or that a remaining prerequisite opens.
directions = Relation("directions", "target nulls last, direction_id", _about("direction_id"))
# By when which share of the samples of a direction is finished: 21 rows each.
finish_quantiles = Relation("finish_quantiles", "direction_id, share", _about("direction_id"))
# What would be enough for the remaining directions that miss their goal, in order of rank.
ways_out = Relation("ways_out", "direction_id, rank", _about("direction_id"))
# What drives the dates of the remaining directions, the most frequent first.
drivers = Relation("drivers", "direction_id, critical_share desc, item_id", _about("direction_id"))
# Dependency rows between two remaining items.
edges = Relation("edges", "source_line", _about("item_id", "requires_id"))
# Themes in file order that still have an item.
themes = Relation(
    "themes", "source_line", lambda rows, kept: [name in kept.themes for name in rows["theme_id"]]
)
# Owners that still have an item, the highest load first.
owners = Relation(
    "owners",
    "load desc nulls last, could_load desc nulls last, owner_id",
    lambda rows, kept: [name in kept.owners for name in rows["owner_id"]],
)
# Dates with the days that owners have, of remaining items, in order of the list.
schedule = Relation("schedule", "list_position", _about("item_id"))
# Whether the plan holds with the days that owners have; one row.
capacity = Relation("capacity", "all")
# Effort by owner and week, of owners that still have an item, and of nobody likewise.
owner_weeks = Relation(
    "owner_weeks",
    "owner_id, week_start",
    lambda rows, kept: [name in kept.owners for name in rows["owner_id"]],
)
# Gaps of remaining items, owners and decisions, the highest unlock score first.
owner_gaps = Relation("owner_gaps", "unlock_score desc, rule, subject_id", _lacking)
# Up to three candidates per remaining unowned open prerequisite, best first.
owner_suggestions = Relation("owner_suggestions", "item_id, candidate_rank", _about("item_id"))
# How often the rule for owners finds the owner already named; one row.
owner_backtest = Relation("owner_backtest", "all")
# The parts of the scores of the remaining prerequisites, one row per direction.
unlock_parts = Relation(
    "unlock_parts", "item_id, contribution desc, direction_id", _about("item_id")
)


# Decision points about a remaining item or found by their own words, most urgent first.
decisions = Relation(
    "decisions",
    "decide_by nulls last, decision_id",
    _decided,
)
# What each option of an open decision moves; position 0 is deciding today.
decision_effects = Relation("decision_effects", "decision_id, position, direction_id")
# Options of all decision points, with their effect in words.
decision_options = Relation("decision_options", "decision_id, position")
# What today's dates assume of open decisions on which a remaining item rests, a row per option.
assumed_options = Relation("assumed_options", "decision_id, position", _any_of("items"))
# Milestones with a remaining item.
milestones = Relation("milestones", "date, milestone_id", _any_of("items"))
# The day after which each direction is late, the first ones first; of remaining directions.
last_days = Relation("last_days", "last_day, direction_id", _about("direction_id"))
# Ideas nobody plans yet, in file order.
parked = Relation("parked", "source_line")
# What loads but is questionable, about a remaining item.
findings = Relation("findings", "rule, source_file, source_line, subject_id", _about("subject_id"))
# Remaining prerequisites that rest on judgement and decide a date, the most value first.
judgements = Relation("judgements", "value_it_dates desc, item_id", _about("item_id"))
# Finished prerequisites of those that remain, with what they took beside their range.
calibration = Relation("calibration", "item_id", _about("item_id"))
# What the lead, the need and the notes of the remaining prerequisites rest on.
item_sources = Relation("item_sources", "item_id, place, source_line", _about("item_id"))
# Every number that tunes a rule, and the sums that the pages quote; one row.
settings = Relation("settings", "all")


def edges_of(connection: DuckDBPyConnection, item_id: str) -> DataFrame:
    """Dependency rows that begin or end at one item, whatever the filters. Source: report.edges."""
    rows = edges.whole(connection)
    return rows[(rows["item_id"] == item_id) | (rows["requires_id"] == item_id)]


def column_comments(connection: DuckDBPyConnection, relation: str) -> dict[str, str]:
    """What each column of a relation means, in plain words with its unit.

    relation: of report, or of another schema with that before it, such as "lake.waits".
    """
    schema, _, name = relation.rpartition(".")
    rows = connection.execute(
        "select column_name, coalesce(comment, '') from duckdb_columns()"
        " where schema_name = $schema and table_name = $name order by column_index",
        {"schema": schema or "report", "name": name},
    ).fetchall()
    return dict(rows)
