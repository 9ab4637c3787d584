"""A table of which the first rows stand, and the rest behind a click: a lake may be long."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.answers.rows import Row
from depmap.screen.pieces import ui
from depmap.screen.pieces.table import Column


def draw(
    rows: Sequence[Row], columns: Sequence[Column], relation: str, first: int, nothing: str
) -> None:
    """The first rows, and up to 300 more when asked for; the downloads hold all.

    relation: of lake, whose comments explain the heads. nothing: what stands there without rows.
    """
    ui.table(rows[:first], columns, f"lake.{relation}", nothing, is_framed=False)
    if rest := ui.rest_html(rows[first:], columns, "further down"):
        ui.html(rest)
