"""What all charts share: font, ground, margins, axes that do not zoom, dates as positions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from depmap.look.palette import AXIS_TEXT, CHART_TEXT, FONT, Palette

# A quarter narrower than this many pixels has no room for its name.
QUARTER_ROOM = 62
# Space between an axis and the text beside it; a text trace has no padding of its own.
GAP = "\u00a0\u00a0\u00a0"


def figure(
    palette: Palette, height: float, margin: tuple[float, float, float, float], description: str
) -> go.Figure:
    """An empty chart: `margin` is left, top, right, bottom in pixels, `height` the whole."""
    left, top, right, bottom = margin
    axis: dict[str, Any] = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "title": None,
        "tickfont": {"size": AXIS_TEXT, "color": palette.muted},
    }
    # All in one go: changing a figure takes Plotly ten times as long as making it.
    return go.Figure(
        layout={
            "height": max(round(height), 10),
            "margin": {"l": left, "t": top, "r": right, "b": bottom, "pad": 0},
            "autosize": True,
            "font": {"family": FONT, "size": CHART_TEXT, "color": palette.ink},
            "paper_bgcolor": palette.ground,
            "plot_bgcolor": palette.ground,
            "showlegend": False,
            "barmode": "overlay",
            "bargap": 0,
            "dragmode": False,
            "hovermode": "closest",
            "hoverdistance": 12,
            "hoverlabel": {
                "bgcolor": palette.ground,
                "bordercolor": palette.muted,
                "font": {"family": FONT, "size": CHART_TEXT, "color": palette.ink},
                "align": "left",
                "namelength": 0,
            },
            "meta": {"description": description},
            "xaxis": axis,
            "yaxis": axis | {"showticklabels": False},
        }
    )


def set_x(chart: go.Figure, **axis: Any) -> None:
    """Changes properties of the x axis; Plotly's own `update_xaxes` takes ten times as long."""
    chart.layout.xaxis = chart.layout.xaxis.to_plotly_json() | axis


def set_y(chart: go.Figure, **axis: Any) -> None:
    """Changes properties of the y axis, as `set_x` does."""
    chart.layout.yaxis = chart.layout.yaxis.to_plotly_json() | axis


def draw_shapes(chart: go.Figure, shapes: Iterable[dict[str, Any]]) -> None:
    """Adds shapes in their order, all in one go; each `add_shape` copies those before it."""
    chart.layout.shapes = (*chart.layout.shapes, *shapes)


def description(chart: go.Figure) -> str:
    """What the chart shows, in one or two sentences, for readers who cannot see it."""
    return str(chart.layout.meta["description"])


def days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with the named columns as datetime64, so None, dates and NaT compare alike."""
    return frame.assign(**{column: pd.to_datetime(frame[column]) for column in columns})


def positions(dates: pd.Series) -> np.ndarray:
    """Dates as positions on a time axis: milliseconds since 1970, NaN where missing."""
    stamps = pd.to_datetime(dates).to_numpy("datetime64[ms]")
    return np.where(np.isnat(stamps), np.nan, stamps.astype("int64").astype("float64"))


def position(at: date) -> float:
    """One date as a position on a time axis."""
    return pd.Timestamp(at).timestamp() * 1000


def strokes(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Coordinates of separate strokes in one line trace: start, end, gap, start, end, gap."""
    gaps = np.full(len(starts), np.nan)
    return np.column_stack([starts, ends, gaps]).ravel()


@dataclass(frozen=True)
class Scale:
    """A value axis from `low` to `high` in `room` pixels, with pixels for text on both sides.

    Text columns stand on the axis itself, beyond its values, so that a click on a name finds
    the row and columns grow with the chart.
    """

    low: float
    high: float
    room: float
    left: float = 0.0
    right: float = 0.0

    @property
    def pixel(self) -> float:
        """One pixel in units of the axis, at the width that the chart is laid out for."""
        return (self.high - self.low) / self.room

    @property
    def range(self) -> list[float]:
        """The whole axis with its text columns."""
        return [self.low - self.left * self.pixel, self.high + self.right * self.pixel]

    def before(self, pixels: float) -> float:
        """Position so many pixels left of the lowest value."""
        return self.low - pixels * self.pixel

    def after(self, pixels: float) -> float:
        """Position so many pixels right of the highest value."""
        return self.high + pixels * self.pixel


def write(
    chart: go.Figure,
    x: float | Sequence[float],
    rows: Sequence[float],
    written: Sequence[str],
    colour: str,
    position: str,
    size: float = CHART_TEXT,
) -> None:
    """Texts of one look as one trace; one x for all of them or one each; nothing if empty."""
    if not len(rows):
        return
    chart.add_scatter(
        x=np.broadcast_to(np.asarray(x, dtype=float), len(rows)),
        y=np.asarray(rows, dtype=float),
        text=np.array(written, dtype=object),
        mode="text",
        textposition=position,
        textfont={"color": colour, "size": size},
        # Without a colour for the selected, a click elsewhere would fade all text.
        selected={"textfont": {"color": colour}},
        cliponaxis=False,
        hoverinfo="skip",
        name="text",
    )


def bars(
    chart: go.Figure,
    name: str,
    start: Any,
    length: Any,
    rows: Any,
    thickness: float,
    marker: Mapping[str, Any],
    ids: Any = None,
    cards: Any = None,
) -> None:
    """Level bars, each from `start` on, `length` long, on its row; one trace called `name`.

    ids: what a click tells of each. cards: what each says under the pointer; without them they say
    nothing there, and with them a click on one fades no other.
    """
    told: dict[str, Any] = {"hoverinfo": "skip"}
    if cards is not None:
        unfaded = {"marker": {"opacity": 1}}
        told = {"hovertext": cards, "hoverinfo": "text", "unselected": unfaded}
    chart.add_bar(
        base=start,
        x=length,
        y=rows,
        orientation="h",
        width=thickness,
        marker=marker,
        customdata=ids,
        name=name,
        **told,
    )


def hit_areas(
    chart: go.Figure,
    start: float | np.ndarray,
    end: float | np.ndarray,
    rows: Sequence[float],
    ids: Sequence[str],
    cards: Sequence[str],
) -> None:
    """A clear bar over each row, so that all of it answers to pointer and click with its id."""
    bars(
        chart,
        "row",
        start,
        np.broadcast_to(np.asarray(end - np.asarray(start), dtype=float), len(rows)),
        np.asarray(rows, dtype=float),
        1,
        {"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        np.array(ids, dtype=object),
        np.array(cards, dtype=object),
    )


@dataclass(frozen=True)
class Note:
    """One text beside the bars: x is 0 at the left end of the axis and 1 at its right end."""

    x: float
    y: float
    text: str
    color: str
    position: str = "middle right"
    size: float = CHART_TEXT


def notes(chart: go.Figure, written: Sequence[Note], name: str) -> None:
    """All notes as one text trace on an axis of its own, which may reach into the margin.

    A trace, not annotations: those are placed by a measured box, so they sit askew when the
    browser measures before the font has arrived, and hundreds of them are slow.
    """
    chart.add_scatter(
        x=[note.x for note in written],
        y=[note.y for note in written],
        text=[note.text for note in written],
        mode="text",
        textposition=[note.position for note in written],
        textfont={
            "color": [note.color for note in written],
            "size": [note.size for note in written],
        },
        # Without a colour for the selected, a click elsewhere would fade all text.
        selected={"textfont": {"color": chart.layout.font.color}},
        cliponaxis=False,
        hoverinfo="skip",
        xaxis="x2",
        name=name,
    )
    chart.layout.xaxis2 = {"range": [0, 1], "visible": False, "fixedrange": True, "overlaying": "x"}


def rows_axis(chart: go.Figure, rows: int) -> None:
    """Rows 0, 1, 2… from the top, each with the same height."""
    set_y(chart, range=[max(rows, 1) - 0.5, -0.5])


def is_yearly(first: pd.Timestamp, last: pd.Timestamp, room: float) -> bool:
    """Whether quarters in first..last are too narrow for their names in `room` pixels."""
    return room / max((last - first).days / 91.3, 1) < QUARTER_ROOM


def quarter_axis(
    chart: go.Figure, palette: Palette, first: pd.Timestamp, last: pd.Timestamp, room: float
) -> None:
    """Time on x from first to last, quarters (or years) named above, as `room` pixels allow."""
    yearly = is_yearly(first, last, room)
    set_x(
        chart,
        type="date",
        range=[position(first), position(last)],
        side="top",
        dtick="M12" if yearly else "M3",
        tick0="2000-01-01",
        tickformat="%Y" if yearly else "Q%q %Y",
        ticklabelmode="period",
        showgrid=True,
        gridcolor=palette.grid,
        gridwidth=1,
        showline=True,
        linecolor=palette.line,
    )
