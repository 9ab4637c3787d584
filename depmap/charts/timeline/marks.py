"""Bars, lines and diamonds of the timeline; one trace per look, because that is what is fast."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from depmap.charts import base
from depmap.charts.timeline import rows as timeline_rows
from depmap.look.palette import Palette

# Height of a bar in rows.
BAR = 0.46


def draw_bars(chart: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """Solid from the earliest start to the low lead, pale and outlined to the high lead."""
    dated = rows[rows["earliest_start"].notna()]
    for colour, items in dated.groupby("colour"):
        pale = {"color": palette.pale(str(colour)), "line": {"color": colour, "width": 1}}
        solid = {"color": colour, "line": {"width": 0}}
        for name, start, end, marker in (
            ("low to high lead", "low_end", "high_end", pale),
            ("to low lead", "earliest_start", "low_end", solid),
        ):
            begin = base.positions(items[start])
            length = base.positions(items[end]) - begin
            at, ids = items.index.to_numpy(dtype=float), items["item_id"].to_numpy(dtype=object)
            base.bars(chart, name, begin, length, at, BAR, {"cornerradius": 2} | marker, ids)


def draw_slack(chart: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """From the bar's end to the mark, on to the last day to start, and, in red, days late."""
    slack = rows["mark"] > rows["high_end"]
    reserve = rows["start_by"] > rows["mark"]
    late = rows["is_late"]
    grey, ink, red = palette.slack, palette.ink, palette.critical
    _strokes(chart, "slack", rows[slack], ("high_end", "mark"), 0, grey, palette)
    _strokes(
        chart, "reserve", rows[reserve], ("mark", "start_by"), 0, grey, palette, dash="2px,2px"
    )
    last_day = ("start_by", "start_by")
    _strokes(chart, "last start by", rows[reserve], last_day, 0.18, ink, palette, width=1)
    _strokes(chart, "days late", rows[late], ("start_by", "earliest_start"), 0, red, palette)


def draw_likely(chart: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """An upright tick at the likely finish of each bar."""
    dated = rows[rows["earliest_start"].notna()]
    finish = ("likely_end", "likely_end")
    _strokes(chart, "likely finish", dated, finish, 0.31, palette.ink, palette)


def _strokes(
    chart: go.Figure,
    name: str,
    rows: pd.DataFrame,
    columns: tuple[str, str],
    half_height: float,
    colour: str,
    palette: Palette,
    width: float = 1.5,
    dash: str = "solid",
) -> None:
    """One line per row from one date to the other: along the row, or upright at one date."""
    for is_dim, items in rows.groupby("is_dim"):
        at = items.index.to_numpy(dtype=float)
        start, end = (base.positions(items[column]) for column in columns)
        chart.add_scatter(
            x=base.strokes(start, end),
            y=base.strokes(at - half_height, at + half_height),
            mode="lines",
            line={
                "color": timeline_rows.faded(colour, bool(is_dim), palette),
                "width": width,
                "dash": dash,
            },
            hoverinfo="skip",
            name=name,
        )


def draw_marks(chart: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """The diamond: ink; red without slack; tall and amber at risk; hollow when advisory."""
    marked = rows[rows["mark"].notna()]
    for (colour, symbol), items in marked.groupby(["mark_colour", "mark_symbol"]):
        chart.add_scatter(
            x=base.positions(items["mark"]),
            y=items.index.to_numpy(dtype=float),
            mode="markers",
            marker={
                "symbol": symbol,
                "color": colour,
                "size": 14 if symbol == "diamond-tall" else 10,
                "opacity": 1,
                "line": {
                    "color": colour if symbol == "diamond-open" else palette.ground,
                    "width": 1,
                },
            },
            hoverinfo="skip",
            name="start by",
        )
