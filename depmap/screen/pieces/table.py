"""Tables as HTML: real text that can be read aloud, copied and printed, and that folds on a phone.

A column says how its cell is made from a row, which comment of sql/ explains it, and where it
goes when the row becomes a block below 640 px.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from depmap.answers.rows import Row
from depmap.screen.pieces.markup import text

# What a page can draw without making the browser slow; the rest is one click or a download away.
MOST_ROWS = 300
# Key under which a row of another kind (a decision between tasks) brings its cells by label.
READY = "ready_cells"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    cell: HTML from a row. explains: the report column whose comment is the header's tooltip.
    on_phone: title of the block, its right side, a line with or without label, half a line (the
    last one at its right end), or left out.
    width: CSS width that keeps sibling tables aligned.
    """

    label: str
    cell: Callable[[Row], str]
    explains: str = ""
    on_phone: Literal["title", "right", "line", "plain", "half", "hide"] = "line"
    width: str = ""
    is_number: bool = False
    # Ready HTML of the header, such as the scale of a column of strips; the label stands on phones.
    head: str = ""

    def wide(self, width: str) -> Column:
        """The same column with another CSS width."""
        return replace(self, width=width)


def markup(rows: Sequence[Row], columns: Sequence[Column], comments: Mapping[str, str]) -> str:
    """The whole table. Rows are drawn in the order given, none is left out."""
    widths = "".join(f'<col style="width:{c.width or "auto"}">' for c in columns)
    head = "".join(_header(column, comments.get(column.explains, "")) for column in columns)
    body = "".join(_row(row, columns) for row in rows)
    return (
        f'<table class="dm-table"><colgroup>{widths}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _header(column: Column, comment: str) -> str:
    css = "dm-number" if column.is_number else ""
    words = column.head or text(column.label)
    if comment:
        words = f'<span class="dm-tip" tabindex="0" data-tip="{text(comment)}">{words}</span>'
    return f'<th scope="col" class="{css}">{words}</th>'


def _row(row: Row, columns: Iterable[Column]) -> str:
    ready: Mapping[str, str] = row.get(READY, {})
    cells = "".join(
        f'<td class="dm-{c.on_phone}{" dm-number" if c.is_number else ""}" '
        f'data-label="{text(c.label)}">{_cell(row, c, ready)}</td>'
        for c in columns
    )
    return f"<tr>{cells}</tr>"


def _cell(row: Row, column: Column, ready: Mapping[str, str]) -> str:
    return ready.get(column.label, "") if ready else column.cell(row)
