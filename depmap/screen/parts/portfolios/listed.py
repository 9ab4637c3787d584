"""A table of which the first rows stand, and the rest behind a click: a lake may be long."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.answers.rows import Row
from depmap.screen.pieces import ui
from depmap.screen.pieces.table import MOST_ROWS, Column


def draw(
    rows: Sequence[Row], columns: Sequence[Column], relation: str, first: int, nothing: str
) -> None:
    """The first rows, and up to MOST_ROWS more when asked for; the downloads hold all.

    relation: of lake, whose comments explain the heads. nothing: what stands there without rows.
    """
    ui.table(rows[:first], columns, f"lake.{relation}", nothing, is_framed=False)
    rest = rows[first:]
    if rest:
        note = f"the first {MOST_ROWS} of them" if len(rest) > MOST_ROWS else "further down"
        content = ui.table_html(rest[:MOST_ROWS], columns)
        ui.html(ui.fold(f"{len(rest):,} more,", note, content))
