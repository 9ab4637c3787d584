"""Themes against directions: where the points of unlock sit."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from depmap.answers.rows import Row, records
from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.look.palette import CHART_TEXT, SMALL_TEXT, Palette, on_fill
from depmap.words.formats import count, day, month, points, total_points

CAPTION = (
    "Number: points. Below it: open prerequisites. Blank: the direction needs nothing of that "
    "theme. Directions by target date."
)
ROW = 48
_HEAD_LINE = 15
_GAP = 6
# More columns than this leave no room for their names; the smallest share one column.
_COLUMNS = 14
_REST = "\uffff rest"
_PALEST = 0.08


@as_typed
def theme_direction(
    parts: pd.DataFrame,
    directions: pd.DataFrame,
    themes: pd.DataFrame,
    palette: Palette,
    *,
    width: int = 1100,
) -> go.Figure:
    """One cell per theme and direction: points of unlock, and how many items hold them.

    Source: report.unlock_parts with the theme_id of each item, report.directions,
    report.themes. Columns by target date, the smallest of more than 14 in one last column.
    Cells carry [theme_id, direction_id]; direction_id is "" in that last column.
    """
    columns = _columns(parts, directions)
    named = parts.assign(
        column=parts["direction_id"].where(
            parts["direction_id"].isin(columns["direction_id"]), _REST
        )
    )
    cells = (
        named.groupby(["theme_id", "column"])
        .agg(total=("contribution", "sum"), items=("item_id", "nunique"))
        .reset_index()
    )
    rows = themes.reset_index(drop=True)
    row_of = {theme: row for row, theme in enumerate(rows["theme_id"])}
    column_of = {direction: column for column, direction in enumerate(columns["direction_id"])}
    cells = cells[cells["theme_id"].isin(row_of) & cells["column"].isin(column_of)]

    names = [text.cut(name, 180, CHART_TEXT) for name in rows["name"]]
    left = max((text.width(name, CHART_TEXT) for name in names), default=0) + 40
    room = (width - left - 8) / max(len(columns), 1)
    heads = [_head(column, room) for column in records(columns)]
    above = _HEAD_LINE * max((head.count("<br>") + 1 for head in heads), default=1) + 8
    chart = base.figure(
        palette,
        above + _GAP + ROW * len(rows) + 6,
        (left, above, 8, 6),
        f"Points of unlock of {count(len(rows), 'theme')} in "
        f"{count(len(column_of), 'direction')}. {_largest(cells, rows, columns)}",
    )
    base.set_x(chart, range=[-0.5, max(len(columns), 1) - 0.5], visible=False)
    base.set_y(chart, visible=False)
    # A little above the first row, or the column heads would touch their cells.
    base.set_y(chart, range=[max(len(rows), 1) - 0.5, -0.5 - _GAP / ROW])
    _cells(chart, cells, row_of, column_of, rows, columns, palette)
    base.write(
        chart,
        list(range(len(columns))),
        [-0.5 - _GAP / ROW] * len(columns),
        heads,
        palette.ink,
        "top center",
        SMALL_TEXT,
    )
    base.notes(
        chart,
        [
            base.Note(0, row, _label(name, palette.theme(theme)), palette.ink, "middle left")
            for row, (name, theme) in enumerate(zip(names, rows["theme_id"], strict=True))
        ],
        "themes",
    )
    return chart


def _columns(parts: pd.DataFrame, directions: pd.DataFrame) -> pd.DataFrame:
    """Directions with points, by target date; the smallest beyond the limit as one rest."""
    sums = parts.groupby("direction_id")["contribution"].sum()
    kept = sums.sort_values(ascending=False).index
    has_rest = len(kept) > _COLUMNS
    kept = kept[: _COLUMNS - 1] if has_rest else kept
    columns = base.days(directions, "target")
    columns = columns[columns["direction_id"].isin(kept)].sort_values(
        ["target", "chart_name"], na_position="last", ignore_index=True
    )[["direction_id", "chart_name", "name", "target"]]
    if has_rest:
        words = f"{len(sums) - len(kept)} more directions"
        rest = {"direction_id": _REST, "chart_name": words, "name": words, "target": pd.NaT}
        columns = pd.concat([columns, pd.DataFrame([rest])], ignore_index=True)
    return columns


def _head(column: Row, room: float) -> str:
    lines = text.wrap(column["chart_name"], room - 8, SMALL_TEXT)
    said = "" if column["direction_id"] == _REST else month(column["target"])
    return "<br>".join([*lines, said or "\u00a0"])


def _label(name: str, colour: str) -> str:
    square = f'<span style="color:{colour}">■</span>'
    return f"{name}\u00a0\u00a0{square}{base.GAP}"


def _cells(
    chart: go.Figure,
    cells: pd.DataFrame,
    row_of: dict[str, int],
    column_of: dict[str, int],
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    palette: Palette,
) -> None:
    """Bars, not a heat map trace: only points of bars can be selected by a click."""
    most = max(float(cells["total"].max()), 1e-9) if len(cells) else 1.0
    listed = records(cells)
    shares = [_PALEST + (1 - _PALEST) * cell["total"] / most for cell in listed]
    fills = [palette.pale(palette.accent, share) for share in shares]
    x = [column_of[cell["column"]] for cell in listed]
    y = [row_of[cell["theme_id"]] for cell in listed]
    theme_names = dict(zip(rows["theme_id"], rows["name"], strict=True))
    head_names = dict(zip(columns["direction_id"], columns["name"], strict=True))
    targets = dict(zip(columns["direction_id"], columns["target"], strict=True))
    base.bars(
        chart,
        "cells",
        [column - 0.49 for column in x],
        [0.98] * len(x),
        y,
        0.96,
        {"color": fills, "line": {"width": 0}},
        ids=[
            [cell["theme_id"], "" if cell["column"] == _REST else cell["column"]] for cell in listed
        ],
        cards=[
            f"<b>{theme_names[cell['theme_id']]}, {head_names[cell['column']]}</b><br>"
            f"{points(cell['total'])} points in {count(cell['items'], 'open prerequisite')}"
            + ("" if cell["column"] == _REST else f"<br>Target {day(targets[cell['column']])}")
            for cell in listed
        ],
    )
    for colour in sorted({on_fill(fill) for fill in fills}):
        at = [index for index, fill in enumerate(fills) if on_fill(fill) == colour]
        base.write(
            chart,
            [x[index] for index in at],
            [y[index] for index in at],
            [
                f"<b>{total_points(listed[index]['total'])}</b>"
                f"<br><span style='font-size:{SMALL_TEXT}px'>{listed[index]['items']} open</span>"
                for index in at
            ],
            colour,
            "middle center",
        )


def _largest(cells: pd.DataFrame, rows: pd.DataFrame, columns: pd.DataFrame) -> str:
    if cells.empty:
        return "No points yet."
    cell = cells.sort_values("total").iloc[-1]
    theme = dict(zip(rows["theme_id"], rows["name"], strict=True))[cell["theme_id"]]
    direction = dict(zip(columns["direction_id"], columns["name"], strict=True))[cell["column"]]
    return f"Most in {theme} for {direction}: {total_points(cell['total'])}."
