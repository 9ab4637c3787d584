"""What items are called, and the words that stand where a name is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pandas import DataFrame

# As report.* writes them.
NO_OWNER = "No owner"
NO_CLEAR_OWNER = "no clear owner"
# What a person writes for the empty id, in a command and in an address.
NONE = "none"
LONGEST_IN_CHARTS = 38


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


def names_of(items: DataFrame) -> Names:
    """The names of the rows of report.items."""
    full = dict(zip(items["item_id"], items["name"], strict=True))
    short = zip(items["item_id"], items["chart_name"], strict=True)
    return Names(full, {item_id: cut_at_word(name) for item_id, name in short})


def cut_at_word(name: str, longest: int = LONGEST_IN_CHARTS) -> str:
    """The name, cut after a word with "…" to `longest` signs."""
    if len(name) <= longest:
        return name
    kept = name[: longest - 1]
    if not name[longest - 1].isspace() and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(" ,-/") + "…"


def called(connection: DuckDBPyConnection) -> dict[str, str]:
    """What items and owners are called in a sentence, by id."""
    statement = (
        "select owner_id, name from report.owners union all"
        " select item_id, chart_name from report.items"
    )
    return dict(connection.execute(statement).fetchall())
