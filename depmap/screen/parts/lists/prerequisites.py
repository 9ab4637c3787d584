"""Order of a table by a column the reader picks; the pick lives in the address.

Names come from a fixed list, never from the address itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pandas import DataFrame

from depmap.answers.rows import Row
from depmap.screen.pieces import columns, ui
from depmap.screen.pieces.markup import tag, text
from depmap.screen.pieces.table import Column

KEY = "sort"


@dataclass(frozen=True)
class Order:
    """How rows are sorted: report columns, each ascending or not; missing values come last."""

    columns: tuple[str, ...]
    ascending: tuple[bool, ...]


PREREQUISITES: Mapping[str, Order] = {
    "Start by": Order(("safe_start_by", "item_id"), (True, True)),
    "Unlock score": Order(("unlock_score", "item_id"), (False, True)),
    "Name": Order(("name", "item_id"), (True, True)),
    "Owner": Order(("owner", "safe_start_by", "item_id"), (True, True, True)),
    "Theme": Order(("theme", "safe_start_by", "item_id"), (True, True, True)),
    "Effort": Order(("effort_days", "item_id"), (False, True)),
    "Lead": Order(("lead_likely_days", "item_id"), (False, True)),
}


def choose(orders: Mapping[str, Order]) -> Order:
    """Draws the picker and returns the order it names."""
    return orders.get(ui.switch("Sort by", orders, KEY), next(iter(orders.values())))


def shown(listed: Sequence[Column], order: Order) -> list[Column]:
    """The columns, of which the one that rows are sorted by stands on a phone too."""
    return [
        replace(column, on_phone="line")
        if column.explains == order.columns[0] and column.on_phone == "hide"
        else column
        for column in listed
    ]


def what(asked_touches: Sequence[str]) -> Column:
    """The name; under it all that the row touches, while the reader asks for some of it."""
    if not asked_touches:
        return columns.WHAT.wide("24%")

    def cell(row: Row) -> str:
        return columns.WHAT.cell(row) + tag("small", "dm-wrapped", text(", ".join(row["touches"])))

    return replace(columns.WHAT, cell=cell, width="24%")


def apply(rows: DataFrame, order: Order) -> DataFrame:
    """The rows in this order."""
    return rows.sort_values(
        list(order.columns), ascending=list(order.ascending), na_position="last"
    )
