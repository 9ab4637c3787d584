"""Where the points sit: one bar of all value, by theme, with what is in doubt."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from depmap.answers.rows import records
from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.look.palette import CHART_TEXT, Palette
from depmap.words.formats import total_points

_IN_DOUBT = "In doubt, unassigned"
_BAR, _LINE = 24, 19


def points_parts(themes: pd.DataFrame, unassigned: float) -> list[tuple[str, str, float]]:
    """(id, name, points) of each theme with points, the largest first; what is in doubt last."""
    scored = themes[themes["unlock_score"] > 0].sort_values(
        ["unlock_score", "name"], ascending=[False, True]
    )
    parts = [
        (str(row["theme_id"]), str(row["name"]), float(row["unlock_score"]))
        for row in records(scored)
    ]
    return [*parts, ("", _IN_DOUBT, float(unassigned))] if unassigned > 0.5 else parts


@as_typed
def points_bar(
    themes: pd.DataFrame, unassigned: float, total: float, palette: Palette, *, width: int = 960
) -> go.Figure:
    """One bar of `total` points: each theme by its unlock score, then, hatched, `unassigned`.

    Source: report.themes, report.settings. Themes without points are left out. Every part
    carries the theme's id, the hatched one "". Labels stand above; where two would meet, one
    goes a line higher with a line down to its part.
    """
    parts = points_parts(themes, unassigned)
    whole = max(total, sum(value for *_, value in parts), 1e-9)
    room = width - 4
    starts = [sum(value for *_, value in parts[:index]) for index in range(len(parts))]
    widths = [
        text.width(f"{name} ", CHART_TEXT)
        + text.width(total_points(value), CHART_TEXT, is_bold=True)
        + 4
        for _, name, value in parts
    ]
    lines = text.lift([start / whole * room for start in starts], widths, room)
    above = (max(lines, default=0) + 1) * _LINE + 4

    said = ", ".join(f"{name} {total_points(value)}" for _, name, value in parts)
    chart = base.figure(
        palette,
        above + _BAR + 4,
        (2, 0, 2, 4),
        f"Where the {total_points(total)} points of unlock sit: {said or 'nowhere yet'}.",
    )
    base.set_x(chart, range=[0, whole], visible=False)
    # Pixels upwards from the bar's lower edge, so that label lines keep their height.
    base.set_y(chart, range=[0, above + _BAR], visible=False)
    for (theme_id, name, value), start in zip(parts, starts, strict=True):
        _part(chart, theme_id, name, value, start, total, palette)
    for (theme_id, name, value), start, label, line in zip(
        parts, starts, widths, lines, strict=True
    ):
        is_cut = start / whole * room + label > room
        at = _BAR + 4 + line * _LINE
        base.write(
            chart,
            start + value if is_cut else start,
            [at],
            [f"{name} <b>{total_points(value)}</b>"],
            palette.ink if theme_id else palette.muted,
            "top left" if is_cut else "top right",
        )
        if line:
            x = start + value / 2 if is_cut else start + min(value / 2, 8 / room * whole)
            chart.add_shape(
                type="line",
                x0=x,
                x1=x,
                y0=_BAR,
                y1=at,
                line={"color": palette.muted, "width": 1},
            )
    return chart


def _part(
    chart: go.Figure,
    theme_id: str,
    name: str,
    value: float,
    start: float,
    total: float,
    palette: Palette,
) -> None:
    colour = palette.theme(theme_id) if theme_id else palette.ground
    hatch = {
        "shape": "/",
        "size": 6,
        "solidity": 0.2,
        "fgcolor": palette.muted,
        "bgcolor": palette.ground,
    }
    share = f"{100 * value / total:.0f} % of {total_points(total)} points" if total else ""
    line, pattern = {"color": palette.ground, "width": 2}, {} if theme_id else hatch
    marker = {"color": colour, "line": line, "pattern": pattern}
    card = f"<b>{name}</b><br>{share}"
    base.bars(chart, name, start, [value], [_BAR / 2], _BAR, marker, [theme_id], card)
