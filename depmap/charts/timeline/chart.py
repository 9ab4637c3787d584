"""The timeline: when each thing can start, how long it takes, and when it must start.

Everything stands on one pair of axes: days to the right, rows of 26 pixels downwards, the
head (quarters, targets, today) above row 0, and the names left of the first day. So a clear
bar per row answers to pointer and click over name and bar alike. Bars of one look share a
trace: colours per bar are what makes two thousand of them slow.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.charts.timeline import arrows as timeline_arrows
from depmap.charts.timeline import flags as timeline_flags
from depmap.charts.timeline import head as timeline_head
from depmap.charts.timeline import marks as timeline_marks
from depmap.charts.timeline import rows as timeline_rows
from depmap.charts.timeline.canvas import ROW, Canvas
from depmap.charts.timeline.rows import GroupBy, Rows
from depmap.look.palette import AXIS_TEXT, CHART_TEXT, Palette
from depmap.look.signs import NO_OWNER_MARK
from depmap.words.formats import count, day

_LABEL_ROOM = 240
_RING_ROOM = 24
_SIDE = 4
_DAY = pd.Timedelta(days=1)


@as_typed
def timeline(
    items: pd.DataFrame,
    directions: pd.DataFrame,
    milestones: pd.DataFrame,
    edges: pd.DataFrame,
    as_of: date,
    review_on: date,
    palette: Palette,
    *,
    group_by: GroupBy = "theme",
    selected: str | None = None,
    width: int = 900,
) -> go.Figure:
    """One bar per row of `items`, in bands by theme, owner or binding direction.

    Source: report.items, report.directions, report.milestones, report.edges. A bar starts at
    the earliest start; it is solid to the low lead and pale to the high one, with a tick at
    the likely finish. The diamond is the start by, the thin mark the last day. Items with the
    dates that owners can keep (selections.as_owners_can) are drawn at those.
    Every row carries the item's id as customdata, over its name too. A selected item and its
    neighbours keep their colour, and arrows show what it needs and what waits for it; an id
    that is not among the items selects nothing. No names meet at `width` pixels or wider.
    """
    today, review = pd.Timestamp(as_of), pd.Timestamp(review_on)
    names = dict(zip(directions["direction_id"], directions["chart_name"], strict=True))
    is_selected = selected is not None and bool((items["item_id"] == selected).any())
    kept = timeline_arrows.neighbours(edges, str(selected)) if is_selected else None
    rows = timeline_rows.arrange(items, names, kept, today, palette, group_by)
    canvas = _measure(rows, directions, today, review, width)
    flags = timeline_flags.gather(directions, milestones, canvas, palette)
    calendar = timeline_head.calendar(flags, today, review, canvas)

    height = (rows.count + calendar.rows_above) * ROW
    chart = base.figure(palette, height + 2 * _SIDE, (_SIDE,) * 4, _description(rows, canvas))
    base.set_x(
        chart, type="date", visible=False, range=[canvas.left_edge, base.position(canvas.last)]
    )
    base.set_y(chart, visible=False, range=[max(rows.count, 1) - 0.5, -0.5 - calendar.rows_above])
    _bands(chart, rows, selected, palette)
    timeline_head.draw_lines(chart, flags, calendar, canvas, rows.count, palette)
    timeline_marks.draw_bars(chart, rows.items, palette)
    timeline_marks.draw_slack(chart, rows.items, palette)
    timeline_marks.draw_likely(chart, rows.items, palette)
    timeline_marks.draw_marks(chart, rows.items[rows.items["mark"] >= canvas.first], palette)
    _names(chart, rows, canvas, selected, palette)
    timeline_head.draw_names(
        chart, flags, calendar, canvas, [head.row for head in rows.heads], palette
    )
    if is_selected:
        timeline_arrows.draw(chart, rows.items, edges, str(selected), canvas, palette)
    _hit_areas(chart, rows, canvas)
    return chart


def _measure(
    rows: Rows, directions: pd.DataFrame, today: pd.Timestamp, review: pd.Timestamp, width: int
) -> Canvas:
    """From 15 days before today or the first start by, to the last date that binds."""
    items = rows.items
    widest = max(
        [text.width(name, CHART_TEXT, is_bold=True) for name in items["chart_name"]]
        + [
            text.width(head.name, CHART_TEXT, is_bold=True) + _count_room(head)
            for head in rows.heads
        ],
        default=0,
    )
    label_room = min(widest, _LABEL_ROOM) + _RING_ROOM
    bound = directions[directions["direction_id"].isin(items["binding_direction"])]
    # What binds nothing must not stretch the calendar: no advisory dates, no high leads of it.
    firsts = [today, items["due"].min(), items["start_by"].min()]
    lasts = [review, pd.to_datetime(bound["target"]).max(), items["likely_end"].max()]
    lasts += [items.loc[~items["is_advisory"], end].max() for end in ("high_end", "mark")]
    first = min(value for value in firsts if pd.notna(value)) - 15 * _DAY
    last = max(value for value in lasts if pd.notna(value))
    last += max((last - first) * 0.03, 5 * _DAY)
    return Canvas(first, last, label_room, width - 2 * _SIDE - label_room)


def _count_room(head: timeline_rows.Head) -> float:
    return text.width(count(head.items, "item"), AXIS_TEXT) + 16


def _bands(chart: go.Figure, rows: Rows, selected: str | None, palette: Palette) -> None:
    shaded = [(head.row, palette.band) for head in rows.heads]
    chosen = rows.items.index[rows.items["item_id"] == selected]
    bands = [
        {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": row - 0.5,
            "y1": row + 0.5,
            "fillcolor": colour,
            "line": {"width": 0},
            "layer": "below",
        }
        for row, colour in [*shaded, *((int(row), palette.tint) for row in chosen)]
    ]
    base.draw_shapes(chart, bands)


def _names(
    chart: go.Figure, rows: Rows, canvas: Canvas, selected: str | None, palette: Palette
) -> None:
    """Names end at one line left of the first day, the ring of a missing owner after it."""
    room = canvas.label_room - _RING_ROOM
    end, ring = canvas.left_of_first(_RING_ROOM), canvas.left_of_first(_RING_ROOM / 2)
    heads = [head.row for head in rows.heads]
    titles = [
        f"<b>{text.cut(head.name, room - _count_room(head), CHART_TEXT, is_bold=True)}</b>"
        for head in rows.heads
    ]
    counted = [count(head.items, "item") for head in rows.heads]
    base.write(chart, canvas.left_edge, heads, titles, palette.ink, "middle right")
    base.write(chart, end, heads, counted, palette.muted, "middle left", AXIS_TEXT)
    for is_dim, items in rows.items.groupby("is_dim"):
        written = []
        for item_id, name in zip(items["item_id"], items["chart_name"], strict=True):
            is_bold = item_id == selected
            shown = text.cut(name, room, CHART_TEXT, is_bold)
            written.append(f"<b>{shown}</b>" if is_bold else shown)
        ink = timeline_rows.faded_text(palette.ink, bool(is_dim), palette)
        base.write(chart, end, list(items.index), written, ink, "middle left")
        unowned = list(items.index[items["owner_id"] == ""])
        base.write(chart, ring, unowned, [NO_OWNER_MARK] * len(unowned), ink, "middle center")
    undated = rows.items[rows.items["earliest_start"].isna()]
    reasons = undated["nothing"].tolist()
    start = base.position(canvas.first)
    base.write(chart, start, list(undated.index), reasons, palette.muted, "middle right")


def _hit_areas(chart: go.Figure, rows: Rows, canvas: Canvas) -> None:
    """From the name to the end of what is drawn in the row."""
    items = rows.items
    end = items[["high_end", "mark", "start_by"]].max(axis="columns")
    end = end.fillna(canvas.first + (canvas.last - canvas.first) / 3)
    base.hit_areas(
        chart,
        canvas.left_edge,
        base.positions(end),
        list(items.index),
        items["item_id"].tolist(),
        items["card"].tolist(),
    )


def _description(rows: Rows, canvas: Canvas) -> str:
    items = rows.items
    late = int(items["is_late"].sum())
    first = items["due"].min()
    start = f" The first must start by {day(first)}." if pd.notna(first) else ""
    kept = ", with the dates that owners can keep" if items["is_kept"].any() else ""
    return (
        f"Timeline of {count(len(items), 'item')} in {count(len(rows.heads), 'group')} from "
        f"{day(canvas.first)} to {day(canvas.last)}{kept}; {late or 'none'} late.{start}"
    )
