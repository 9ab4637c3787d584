"""Lead ranges and finish dates: how sure we are of a number of days or of a date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.look.palette import AXIS_TEXT, Palette
from depmap.words.formats import chance, count, day

_LABEL_HEIGHT = 20
_HALF_LABEL = 46
_SAMPLES, _STEPS = 600, 160
_DAY = 86_400_000.0


@as_typed
def lead_range(item: Mapping[Any, Any], palette: Palette, *, width: int = 320) -> go.Figure:
    """One item's lead in calendar days: solid to low, pale to high, a tick at likely.

    Source: one row of report.items. Equal numbers share one label.
    """
    low, likely, high = (int(item[f"lead_{name}_days"]) for name in ("low", "likely", "high"))
    named: dict[int, list[str]] = {}
    for name, value in (("low", low), ("likely", likely), ("high", high)):
        named.setdefault(value, []).append(name)
    labels = {value: " and ".join(names) for value, names in named.items()}
    if len(labels) == 1:
        labels = {likely: "always"}
    room = width - 8
    widths = [
        text.width(f"{words} ", AXIS_TEXT) + text.width(str(value), AXIS_TEXT, is_bold=True) + 8
        for value, words in labels.items()
    ]
    longest = max(high, 1)
    wanted = [value / longest * room for value in labels]
    centres = text.spread(wanted, widths, 0, room)

    chart = base.figure(
        palette,
        2 * _LABEL_HEIGHT + 14,
        (4, 4, 4, 4),
        f"Lead of {item['name']}: {low} to {count(high, 'calendar day')}, likely {likely}.",
    )
    base.set_x(chart, range=[0, longest], visible=False)
    base.set_y(chart, range=[0, 2 * _LABEL_HEIGHT + 6], visible=False)
    colour = palette.theme(item["theme_id"])
    if item["item_type"] == "direction":
        colour = palette.ink
    solid, outline = {"width": 0}, {"color": colour, "width": 1}
    for name, start, end, fill, line in (
        ("low to high", low, high, palette.pale(colour), outline),
        ("to low", 0, low, colour, solid),
    ):
        marker = {"color": fill, "line": line, "cornerradius": 2}
        base.bars(chart, name, start, [end - start], [11], 16, marker)
    chart.add_scatter(
        x=[likely, likely],
        y=[1, 21],
        mode="lines",
        line={"color": palette.ink, "width": 2},
        cliponaxis=False,
        hoverinfo="skip",
        name="likely",
    )
    written = [f"{words} <b>{value}</b>" for value, words in labels.items()]
    at = [centre / room * longest for centre in centres]
    lines = [_LABEL_HEIGHT + 14] * len(written)
    base.write(chart, at, lines, written, palette.ink, "middle center", AXIS_TEXT)
    return chart


@as_typed
def finish_distribution(
    quantiles: pd.DataFrame, direction: Mapping[Any, Any], palette: Palette, *, width: int = 420
) -> go.Figure:
    """When one direction finishes, over all sampled leads: how often, by date.

    Source: report.finish_quantiles of the direction, its row of report.directions. The area
    after the target is hatched. Lines: likely finish, the date that holds in 4 of 5 cases,
    the target. The height has no unit. Without a range there are only the lines.
    """
    target = pd.to_datetime(direction["target"])
    marks = [
        ("likely", pd.to_datetime(direction["forecast"]), palette.ink, "2px,3px", 1.5),
        ("4 in 5 by", pd.to_datetime(direction["p80"]), palette.ink, "6px,4px", 1.5),
        ("target", target, palette.ink, "solid", 2.5),
    ]
    known = sorted([mark for mark in marks if pd.notna(mark[1])], key=lambda mark: mark[1])
    finishes = base.positions(quantiles.sort_values("share")["finish"])
    ends = [*finishes, *(base.position(mark[1]) for mark in known)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    side, above, curve = 8, 44, 92
    room = width - 2 * side
    # Half a label on each side, so that the outer ones stand straight above their lines.
    pad = max((high - low) * _HALF_LABEL / (room - 2 * _HALF_LABEL), _DAY)
    low, high = low - pad, high + pad

    chart = base.figure(
        palette, above + curve + 26, (side, 4, side, 22), _finish_words(direction, target)
    )
    base.set_y(chart, range=[0, (above + curve) / curve], visible=False)
    base.quarter_axis(
        chart,
        palette,
        pd.Timestamp(low, unit="ms"),
        pd.Timestamp(high, unit="ms"),
        room,
    )
    base.set_x(chart, side="bottom", showgrid=False)
    _area(chart, finishes, target, palette)

    widths = [
        max(text.width(words, AXIS_TEXT), text.width(day(at), AXIS_TEXT, True)) + 12
        for words, at, *_ in known
    ]
    places = [(base.position(at) - low) / (high - low) * room for _, at, *_ in known]
    centres = text.spread(places, widths, 0, room)
    for (words, at, colour, dash, stroke), centre in zip(known, centres, strict=True):
        x = base.position(at)
        label = low + centre / room * (high - low)
        for trace, across, upwards, line in (
            (words, [x, x], [0, 1.02], {"color": colour, "width": stroke, "dash": dash}),
            ("leader", [x, label], [1.02, 1 + 9 / curve], {"color": palette.muted, "width": 1}),
        ):
            chart.add_scatter(
                x=across, y=upwards, mode="lines", line=line, hoverinfo="skip", name=trace
            )
        said = f"{words}<br><b>{day(at)}</b>"
        base.write(chart, label, [1 + 10 / curve], [said], colour, "top center", AXIS_TEXT)
    return chart


def _finish_words(direction: Mapping[Any, Any], target: pd.Timestamp) -> str:
    words = (
        f"{direction['name']}: likely {day(direction['forecast'])}, "
        f"4 in 5 by {day(direction['p80'])}"
    )
    if pd.isna(target):
        return f"{words}, no target."
    held = chance(direction["chance_on_time"])
    return f"{words}, target {day(target)}, chance {held}."


def _area(chart: go.Figure, finishes: np.ndarray, target: pd.Timestamp, palette: Palette) -> None:
    """The density, smoothed from the quantiles, plain up to the target and hatched after it."""
    if len(finishes) < 2 or finishes[-1] <= finishes[0]:
        return
    middles = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    samples = np.interp(middles, np.linspace(0, 1, len(finishes)), finishes)
    # Silverman's rule; the ends stay inside what was sampled.
    bandwidth = max(1.06 * float(samples.std()) * _SAMPLES**-0.2, _DAY)
    grid = np.linspace(finishes[0], finishes[-1], _STEPS)
    density = np.exp(-0.5 * ((grid[:, None] - samples[None, :]) / bandwidth) ** 2).sum(axis=1)
    density /= density.max()
    limit = np.inf if pd.isna(target) else base.position(target)
    after = grid >= limit
    hatch = {"shape": "/", "size": 6, "solidity": 0.3, "bgcolor": palette.ground}
    for name, kept, colour, pattern in (
        ("in time", ~after, palette.slack, {}),
        ("after the target", after, palette.at_risk, {"fgcolor": palette.at_risk, **hatch}),
    ):
        if kept.sum() < 2:
            continue
        chart.add_scatter(
            x=grid[kept],
            y=density[kept],
            mode="lines",
            line={"color": colour, "width": 1.5, "shape": "linear"},
            fill="tozeroy",
            fillcolor=palette.pale(colour),
            fillpattern=pattern,
            hoverinfo="skip",
            name=name,
        )
