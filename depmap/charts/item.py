"""One item: why by then (the chain), why it matters (the parts), how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from depmap.answers.rows import Row, records
from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.charts.timeline import head as timeline_head
from depmap.charts.timeline import marks as timeline_marks
from depmap.charts.timeline import rows as timeline_rows
from depmap.charts.timeline.canvas import Canvas
from depmap.look.palette import AXIS_TEXT, CHART_TEXT, SMALL_TEXT, Palette
from depmap.words.formats import count, day, points

_CHAIN_ROW, _PART_ROW = 34, 26
_NAME_ROOM = 250
_SAFE, _LAST = 92, 184
_DAY = pd.Timedelta(days=1)


@as_typed
def chain(
    items: pd.DataFrame,
    direction: Mapping[Any, Any],
    as_of: pd.Timestamp,
    palette: Palette,
    *,
    width: int = 820,
) -> go.Figure:
    """The binding path as a stair of likely times, with the dates by which each must start.

    Source: report.items in the order of binding_path, the direction's own row last, and its
    row of report.directions. Marks are those of the timeline: diamond start by, thin
    mark the last day to start, both in words on the right. Rows carry the item's id.
    """
    names = {direction["direction_id"]: str(direction["chart_name"])}
    dated = timeline_rows.with_dates(items.reset_index(drop=True))
    # The chain is about likely days, so the bar and its slack begin where those end.
    dated["low_end"] = dated["high_end"] = dated["likely_end"]
    rows = timeline_rows.with_looks(dated, names, None, pd.Timestamp(as_of), palette)
    labels = [_step_name(row) for row in records(rows)]
    widest = max((text.width(label, CHART_TEXT, is_bold=True) for label in labels), default=0)
    label_room = min(widest, _NAME_ROOM) + 14
    canvas = _chain_canvas(rows, direction, pd.Timestamp(as_of), label_room, width)

    bottom = max(len(rows), 1) - 0.5
    chart = base.figure(
        palette, _CHAIN_ROW * max(len(rows), 1) + 30 + 24, (4, 4, 4, 4), _steps(rows, direction)
    )
    right = canvas.first + (canvas.time_room + _LAST + 6) / canvas.pixels_per_day * _DAY
    base.set_x(chart, type="date", visible=False, range=[canvas.left_edge, base.position(right)])
    base.set_y(chart, visible=False, range=[bottom + 24 / _CHAIN_ROW, -0.5 - 30 / _CHAIN_ROW])
    _chain_calendar(chart, canvas, direction, pd.Timestamp(as_of), bottom, palette)
    _stair(chart, rows, palette)
    timeline_marks.draw_bars(chart, rows, palette)
    timeline_marks.draw_slack(chart, rows, palette)
    timeline_marks.draw_marks(chart, rows, palette)
    _chain_words(chart, rows, labels, canvas, palette)
    base.hit_areas(
        chart,
        canvas.left_edge,
        base.position(right),
        rows.index.tolist(),
        rows["item_id"].tolist(),
        rows["card"].tolist(),
    )
    return chart


def _step_name(row: Row) -> str:
    return (
        f"{row['chart_name']}, delivery" if row["item_type"] == "direction" else row["chart_name"]
    )


def _steps(rows: pd.DataFrame, direction: Mapping[Any, Any]) -> str:
    said = "; ".join(
        f"{row['name']} {day(row['earliest_start'])} to {day(row['likely_end'])}"
        for row in records(rows)
    )
    return f"The chain to {direction['name']}, target {day(direction['target'])}: {said}."


def _chain_canvas(
    rows: pd.DataFrame,
    direction: Mapping[Any, Any],
    today: pd.Timestamp,
    label_room: float,
    width: int,
) -> Canvas:
    dates = [rows[column] for column in ("earliest_start", "due", "start_by", "likely_end")]
    known = pd.concat([*dates, pd.Series([today, pd.to_datetime(direction["target"])])]).dropna()
    pad = max((known.max() - known.min()) * 0.02, 3 * _DAY)
    return Canvas(known.min() - pad, known.max() + pad, label_room, width - 8 - label_room - _LAST)


def _chain_calendar(
    chart: go.Figure,
    canvas: Canvas,
    direction: Mapping[Any, Any],
    today: pd.Timestamp,
    bottom: float,
    palette: Palette,
) -> None:
    """Quarters above, the lines of today and the target with their words below."""
    target = pd.to_datetime(direction["target"])
    lines = [(today, palette.accent, 2.0)]
    lines += [] if pd.isna(target) else [(target, palette.ink, 2.5)]
    for start in pd.date_range(canvas.first, canvas.last, freq=timeline_head.period(canvas)):
        lines.insert(0, (start, palette.grid, 1.0))
    base.draw_shapes(
        chart,
        (
            {
                "type": "line",
                "x0": base.position(at),
                "x1": base.position(at),
                "y0": -0.5,
                "y1": bottom,
                "line": {"color": colour, "width": width},
                "layer": "below",
            }
            for at, colour, width in lines
        ),
    )
    for at, name, side in timeline_head.periods(canvas, []):
        row = -0.5 - 12 / _CHAIN_ROW
        base.write(
            chart, base.position(at), [row], [name], palette.muted, f"middle {side}", AXIS_TEXT
        )
    # Away from each other, whichever comes first.
    is_late = not pd.isna(target) and target < today
    foot = bottom + 11 / _CHAIN_ROW
    side = "middle right" if is_late else "middle left"
    room_left = canvas.label_room + canvas.pixel(today)
    if not is_late and room_left < text.width("Today", AXIS_TEXT, is_bold=True):
        side = "middle right"
    base.write(
        chart, base.position(today), [foot], ["<b>Today</b>"], palette.accent, side, AXIS_TEXT
    )
    if not pd.isna(target):
        words = f"Target {day(target)}"
        side = "middle left" if is_late else "middle right"
        base.write(chart, base.position(target), [foot], [words], palette.ink, side, AXIS_TEXT)


def _stair(chart: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """From each likely finish down to the next row, and along it where that one starts later."""
    x: list[float] = []
    y: list[float] = []
    half = timeline_marks.BAR / 2
    for row in range(len(rows) - 1):
        leave = base.position(rows["likely_end"][row])
        arrive = max(leave, base.position(rows["earliest_start"][row + 1]))
        level = row + 1 - (half if arrive == leave else 0)
        x += [leave, leave, arrive, np.nan]
        y += [row + half, level, level, np.nan]
    chart.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": palette.muted, "width": 1.3},
        hoverinfo="skip",
        name="then",
    )


def _chain_words(
    chart: go.Figure, rows: pd.DataFrame, labels: list[str], canvas: Canvas, palette: Palette
) -> None:
    end = base.position(canvas.last)
    pixel = base.position(canvas.first + _DAY / canvas.pixels_per_day) - base.position(canvas.first)
    shown = [text.cut(label, canvas.label_room - 14, CHART_TEXT, is_bold=True) for label in labels]
    shown[:1] = [f"<b>{label}</b>" for label in shown[:1]]
    at = rows.index.tolist()
    base.write(chart, canvas.left_of_first(12), at, shown, palette.ink, "middle left")
    safe = [f"<b>{day(value)}</b>" for value in rows["safe_start_by"]]
    last = [day(value) for value in rows["start_by"]]
    base.write(chart, end + _SAFE * pixel, at, safe, palette.ink, "middle left")
    base.write(chart, end + _LAST * pixel, at, last, palette.muted, "middle left")
    for room, head in ((_SAFE, "start by"), (_LAST, "last day")):
        row = -0.5 - 12 / _CHAIN_ROW
        base.write(
            chart, end + room * pixel, [row], [head], palette.muted, "middle left", SMALL_TEXT
        )


@as_typed
def parts(
    parts: pd.DataFrame,
    directions: pd.DataFrame,
    theme_id: str,
    palette: Palette,
    top: int = 8,
    *,
    width: int = 820,
) -> go.Figure:
    """What one item's unlock score is made of: points per direction with their arithmetic.

    Source: report.unlock_parts of the item, report.directions. The largest `top` one by one,
    the others as one hatched bar. Rows carry the direction's id, "" for the others.
    """
    names = dict(zip(directions["direction_id"], directions["chart_name"], strict=True))
    ranked = parts.sort_values(["contribution", "direction_id"], ascending=[False, True])
    # One row for "1 more direction" would say less than the direction itself.
    top = top if len(ranked) > top + 1 else top + 1
    shown, rest = ranked.head(top), ranked.iloc[top:]
    labels = [names.get(direction, direction) for direction in shown["direction_id"]]
    values = shown["contribution"].tolist()
    words = [_arithmetic(row) for row in records(shown)]
    ids = shown["direction_id"].tolist()
    if len(rest):
        labels.append(count(len(rest), "more direction"))
        values.append(float(rest["contribution"].sum()))
        words.append("together")
        ids.append("")
    cut = [text.cut(label, _NAME_ROOM, CHART_TEXT) for label in labels]
    left = max((text.width(label, CHART_TEXT) for label in cut), default=0) + 14
    after = 30 + max((text.width(f"000.0  {said}", CHART_TEXT) for said in words), default=0)
    room = width - left - after - 8
    scale = base.Scale(0, max(values, default=1.0), room, left, after)

    total = float(parts["contribution"].sum())
    chart = base.figure(
        palette,
        _PART_ROW * len(values) + 8,
        (4, 4, 4, 4),
        f"Unlock score of {points(total)} points from {count(len(parts), 'direction')}: "
        + ", ".join(f"{n} {points(v)}" for n, v in zip(labels, values, strict=True)),
    )
    base.set_x(chart, range=scale.range, visible=False)
    base.set_y(chart, visible=False)
    base.rows_axis(chart, len(values))
    theme = palette.theme(theme_id)
    rest_hatch = {"shape": "/", "size": 6, "solidity": 0.3, "bgcolor": palette.ground}
    for start, end, pattern in (
        (0, len(shown), {}),
        (len(shown), len(values), {"fgcolor": theme, **rest_hatch}),
    ):
        marker = {"color": theme, "line": {"color": theme, "width": 1}, "pattern": pattern}
        at = list(range(start, end))
        base.bars(chart, "points", 0, values[start:end], at, 0.5, marker, ids[start:end])
    at = list(range(len(values)))
    said = [
        f"{base.GAP}<b>{points(value)}</b>\u00a0 {word}"
        for value, word in zip(values, words, strict=True)
    ]
    base.write(chart, scale.before(10), at, cut, palette.ink, "middle left")
    base.write(chart, values, at, said, palette.ink, "middle right")
    return chart


def _arithmetic(row: Row) -> str:
    """The sum of one part, such as "= 81 x 0.86 / 10" in proper signs."""
    value = f"{row['expected_value']:,.1f}".removesuffix(".0")
    return f"= {value} × {row['need_confidence']:.2f} ÷ {row['open_prerequisite_count']}"
