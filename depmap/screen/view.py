"""What one run of the script shows: a data version, its filters, its colours.

The frame makes it, the pages read it. It is kept for the session so that a fragment that reruns
alone still sees the version its page was drawn from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import streamlit as st
from duckdb import DuckDBPyConnection
from pandas import DataFrame

from depmap import answers
from depmap.answers import Filters
from depmap.engine.live import Version
from depmap.screen.filters import Options
from depmap.screen.rows import RowsById
from depmap.screen.tokens import Palette, chart_name

Relation = Callable[[DuckDBPyConnection, Filters], DataFrame]


@dataclass(frozen=True)
class Names:
    """Names of items, directions and decisions by id; an id nobody knows is said as "unknown"."""

    full: Mapping[str, str]
    chart: Mapping[str, str]

    def of(self, item_id: str) -> str:
        """The whole name."""
        return self.full.get(item_id, "unknown item")

    def short(self, item_id: str) -> str:
        """The name for charts and narrow cells."""
        return self.chart.get(item_id, "unknown item")


@dataclass(frozen=True)
class Shared:
    """What every page needs of one data version, read once per version and shared by sessions.

    `whole` keeps relations read without filters. Nobody changes a frame in place.
    """

    options: Options
    settings: Mapping[str, Any]
    names: Names
    prerequisite_count: int
    best_score: float
    items: RowsById
    directions: RowsById
    whole: dict[Relation, DataFrame]


@dataclass(frozen=True)
class View:
    """One run: its own cursor on one data version, the filters in force, the palette."""

    data: Version
    connection: DuckDBPyConnection
    shared: Shared
    filters: Filters
    colours: Palette
    narrowed: dict[Relation, DataFrame] = field(default_factory=dict)

    def read(self, relation: Relation) -> DataFrame:
        """The rows of a relation that the filters leave; not to be changed in place."""
        if not self.filters:
            return self.read_all(relation)
        if relation not in self.narrowed:
            self.narrowed[relation] = relation(self.connection, self.filters)
        return self.narrowed[relation]

    def read_all(self, relation: Relation) -> DataFrame:
        """All rows of a relation, whatever the filters; not to be changed in place."""
        if relation not in self.shared.whole:
            self.shared.whole[relation] = relation(self.connection, Filters())
        return self.shared.whole[relation]

    @property
    def items_by_id(self) -> RowsById:
        """Rows of report.items, whatever the filters."""
        return self.shared.items

    @property
    def directions_by_id(self) -> RowsById:
        """Rows of report.directions, whatever the filters."""
        return self.shared.directions

    @property
    def settings(self) -> Mapping[str, Any]:
        """The one row of report.settings by column."""
        return self.shared.settings

    @property
    def names(self) -> Names:
        """Names by id."""
        return self.shared.names

    @property
    def as_of(self) -> date:
        """The day all dates count from."""
        return cast(date, self.settings["as_of"].date())

    @property
    def total_points(self) -> float:
        """Expected value of all directions, in points: the 558 of "of 558 points"."""
        return float(self.settings["total_expected_value"] or 0)

    @property
    def is_filtered(self) -> bool:
        """True when any filter is set."""
        return bool(self.filters)

    def comments(self, relation: str) -> Mapping[str, str]:
        """What each column of a relation means, from the comments in sql/."""
        found: Mapping[str, str] = answers.column_comments(self.connection, relation)
        return found


def keep(view: View) -> None:
    """Makes `view` the one `current` returns for the rest of this run."""
    st.session_state["_view"] = view


def current() -> View:
    """The view of this run; KeyError outside the frame."""
    view: View = st.session_state["_view"]
    return view


def read_shared(connection: DuckDBPyConnection, options: Options) -> Shared:
    """Reads what all pages share from one data version."""
    items = answers.items(connection, Filters())
    directions = answers.directions(connection, Filters())
    full = dict(zip(items["item_id"], items["name"], strict=True))
    short = dict(zip(items["item_id"], items["chart_name"], strict=True))
    return Shared(
        options=options,
        settings=_first(answers.settings(connection)),
        names=Names(full, {item: chart_name(name) for item, name in short.items()}),
        prerequisite_count=int((items["item_type"] == "prerequisite").sum()),
        best_score=float(items["unlock_score"].max()) if len(items) else 0.0,
        items=RowsById(items, "item_id"),
        directions=RowsById(directions, "direction_id"),
        whole={answers.items: items, answers.directions: directions},
    )


def _first(frame: DataFrame) -> dict[str, Any]:
    return {str(name): value for name, value in frame.iloc[0].items()}
