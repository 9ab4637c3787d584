"""The head of the timeline and its vertical lines: quarters, flags, today, the next review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from depmap.charts import base, text
from depmap.charts.timeline.canvas import AXIS, LINE, ROW, Canvas
from depmap.charts.timeline.flags import Flag, lines_needed
from depmap.look.palette import AXIS_TEXT, Palette

_GAP = 10
_TODAY = "Today"


@dataclass(frozen=True)
class Calendar:
    """Today and the next review, and the line of the head, counted upwards, of each name."""

    today: pd.Timestamp
    review: pd.Timestamp
    today_line: int
    review_line: int

    @property
    def rows_above(self) -> float:
        """Height of the whole head in rows of the chart."""
        return (AXIS + (self.review_line + 1) * LINE) / ROW


def calendar(
    flags: list[Flag], as_of: pd.Timestamp, review_on: pd.Timestamp, canvas: Canvas
) -> Calendar:
    """Today and the next review above all names, in one line where both fit."""
    top = lines_needed(flags)
    room = canvas.pixel(review_on) - canvas.pixel(as_of)
    fits = room > text.width(_TODAY, AXIS_TEXT, is_bold=True) + _GAP
    return Calendar(as_of, review_on, top, top if fits else top + 1)


def _above(line: float) -> float:
    """Row coordinate of a line of the head, which are counted upwards from 0."""
    return -0.5 - (AXIS + line * LINE) / ROW


def draw_lines(
    chart: go.Figure,
    flags: list[Flag],
    calendar: Calendar,
    canvas: Canvas,
    rows: int,
    palette: Palette,
) -> None:
    """Quarter grid, dotted lines up to the names of their flags, today, the next review."""
    bottom, top = max(rows, 1) - 0.5, -0.5
    drawn = [
        (base.position(start), bottom, top, palette.grid, 1.0, "solid")
        for start in pd.date_range(canvas.first, canvas.last, freq=period(canvas))
    ]
    for flag in flags:
        end = _above(flag.first_line + len(flag.labels))
        drawn.append((base.position(flag.date), bottom, end, palette.muted, 1.2, "2px,3px"))
    review, today = base.position(calendar.review), base.position(calendar.today)
    drawn.append((review, bottom, top, palette.accent, 1.5, "8px,5px"))
    drawn.append((today, bottom, top, palette.accent, 2.0, "solid"))
    lines: list[dict[str, Any]] = [
        {"x0": x, "x1": x, "y0": y0, "y1": y1, "line": {"color": c, "width": width, "dash": dash}}
        for x, y0, y1, c, width, dash in drawn
    ]
    lines.append(
        {
            "x0": base.position(canvas.first),
            "x1": base.position(canvas.last),
            "y0": top,
            "y1": top,
            "line": {"color": palette.line, "width": 1},
        }
    )
    base.draw_shapes(chart, ({"type": "line", "layer": "below"} | line for line in lines))


def draw_names(
    chart: go.Figure,
    flags: list[Flag],
    calendar: Calendar,
    canvas: Canvas,
    head_rows: list[int],
    palette: Palette,
) -> None:
    """Everything written in the head, and the quarters once more in each later group head.

    A tall chart scrolls its axis away, so the bands repeat it. Targets and milestones, which
    may be gathered, say all of their date on hover; targets carry their direction's id.
    """
    flagged = [
        (flag, _above(flag.first_line + line + 0.5), *label)
        for flag in flags
        for line, label in enumerate(zip(flag.labels, flag.colours, flag.ids, strict=True))
    ]
    chart.add_scatter(
        x=np.array([base.position(flag.date) for flag, *_ in flagged]),
        y=np.array([row for _, row, *_ in flagged]),
        text=[f"{label}\u00a0" for _, _, label, *_ in flagged],
        mode="text",
        textposition="middle left",
        textfont={"color": [colour for *_, colour, _ in flagged], "size": AXIS_TEXT},
        selected={"textfont": {"color": palette.ink}},
        customdata=[item_id or None for *_, item_id in flagged],
        hovertext=[flag.hover for flag, *_ in flagged],
        hoverinfo="text",
        name="targets and milestones",
    )
    lines = [calendar.today, calendar.review, *(flag.date for flag in flags)]
    named = periods(canvas, lines)
    written = [
        (base.position(place), row, name, palette.muted, side)
        for row in (-0.5 - AXIS / 2 / ROW, *(row for row in head_rows if row > 0))
        for place, name, side in named
    ]
    for day, line, name in (
        (calendar.today, calendar.today_line, f"<b>{_TODAY}</b>"),
        (calendar.review, calendar.review_line, "Next review"),
    ):
        written.append((base.position(day), _above(line + 0.5), name, palette.accent, "right"))
    chart.add_scatter(
        x=np.array([x for x, *_ in written]),
        y=np.array([y for _, y, *_ in written]),
        text=[label for _, _, label, *_ in written],
        mode="text",
        textposition=[f"middle {side}" for *_, side in written],
        textfont={"color": [colour for *_, colour, _ in written], "size": AXIS_TEXT},
        selected={"textfont": {"color": palette.ink}},
        hoverinfo="skip",
        name="calendar",
    )


def period(canvas: Canvas) -> str:
    """Pandas' name of the grid's period: "QS" for quarters, "YS" where those are narrow."""
    return "YS" if base.is_yearly(canvas.first, canvas.last, canvas.time_room) else "QS"


def periods(canvas: Canvas, lines: list[pd.Timestamp]) -> list[tuple[pd.Timestamp, str, str]]:
    """Where each quarter is named, its name, and the side of that date on which it stands.

    Years where quarters are narrow. In the middle, or at its beginning or end where one of
    the vertical lines would run through the name; not at all where it fits nowhere.
    """
    is_yearly = period(canvas) == "YS"
    crossed = [canvas.pixel(line) for line in lines]
    free_from = 0.0
    found = []
    for start in pd.date_range(canvas.first, canvas.last, freq=period(canvas), normalize=True):
        end = start + (
            pd.offsets.YearBegin() if is_yearly else pd.offsets.QuarterBegin(startingMonth=1)
        )
        name = f"{start:%Y}" if is_yearly else f"Q{start.quarter} {start:%Y}"
        room = text.width(name, AXIS_TEXT) + 6
        length = end - start
        for at, side, before in (
            *((start + share * length, "center", 0.5) for share in (0.5, 0.4, 0.6, 0.3, 0.7)),
            (start, "right", 0.0),
            (end - pd.Timedelta(days=1), "left", 1.0),
        ):
            left = canvas.pixel(at) - before * room
            is_crossed = any(left < line < left + room for line in crossed)
            if not is_crossed and left >= free_from and left + room <= canvas.time_room:
                free_from = left + room
                found.append((at, f"\u00a0{name}\u00a0", side))
                break
    return found
