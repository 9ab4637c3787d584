"""Arrows of the selected item on the timeline: what it needs, what waits for it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from depmap.answers.rows import records
from depmap.charts import base
from depmap.charts.timeline.canvas import Canvas
from depmap.look.palette import Palette

# Half the bar's height in rows, where an arrow from above or below ends.
_EDGE = 0.32


def _shown(edges: pd.DataFrame, selected: str) -> pd.DataFrame:
    """Edges of the item that hold or help: on the route or soft, no unchosen alternatives."""
    touches = (edges["item_id"] == selected) | (edges["requires_id"] == selected)
    return edges[touches & (edges["is_chosen"].astype(bool) | (edges["strength"] == "soft"))]


def neighbours(edges: pd.DataFrame, selected: str) -> set[str]:
    """The selected id, what it directly needs and what directly waits for it."""
    shown = _shown(edges, selected)
    return {selected, *shown["item_id"], *shown["requires_id"]}


def draw(
    chart: go.Figure,
    rows: pd.DataFrame,
    edges: pd.DataFrame,
    selected: str,
    canvas: Canvas,
    palette: Palette,
) -> None:
    """Elbows from the likely finish of what is required to the start of what requires it.

    Down the day of finish, then along the row to the bar; where the bar starts that day
    already, straight onto its edge. Neighbours that are not shown get no arrow.
    """
    dated = rows[rows["earliest_start"].notna()]
    row_of: dict[str, int] = dict(zip(dated["item_id"], dated.index.tolist(), strict=True))
    starts = dict(zip(dated["item_id"], dated["earliest_start"], strict=True))
    ends = dict(zip(dated["item_id"], dated["likely_end"], strict=True))
    heads: list[tuple[pd.Timestamp, float, str]] = []
    pixel = pd.Timedelta(days=1 / canvas.pixels_per_day)
    for strength, dash in (("hard", "solid"), ("soft", "4px,3px")):
        x: list[float | None] = []
        y: list[float | None] = []
        for edge in records(_shown(edges, selected)):
            source, target = edge["requires_id"], edge["item_id"]
            if edge["strength"] != strength or source not in row_of or target not in row_of:
                continue
            leave, arrive = ends[source], starts[target]
            below = 1 if row_of[target] > row_of[source] else -1
            first, last = row_of[source] + below * _EDGE, row_of[target]
            if arrive - leave > 12 * pixel:
                along = arrive - 5 * pixel
                x += [base.position(leave), base.position(leave), base.position(along), None]
                y += [first, last, last, None]
                heads.append((along, last, "triangle-right"))
            else:
                tip = last - below * (_EDGE + 0.1)
                x += [base.position(leave), base.position(leave), None]
                y += [first, tip, None]
                heads.append((leave, tip, "triangle-down" if below > 0 else "triangle-up"))
        if x:
            chart.add_scatter(
                x=x,
                y=y,
                mode="lines",
                line={"color": palette.ink, "width": 1.3, "dash": dash},
                hoverinfo="skip",
                name="requires" if strength == "hard" else "helps",
            )
    chart.add_scatter(
        x=[base.position(at) for at, _, _ in heads],
        y=[row for _, row, _ in heads],
        mode="markers",
        marker={
            "symbol": [symbol for _, _, symbol in heads],
            "color": palette.ink,
            "size": 9,
            "opacity": 1,
        },
        hoverinfo="skip",
        name="arrow heads",
    )
