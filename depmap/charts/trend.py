"""The milestone trend: how the forecast of one direction went from review to review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from depmap.answers.rows import records
from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.look.palette import AXIS_TEXT, Palette
from depmap.words.formats import chance, count, day

HEIGHT = 190
_LEFT, _TOP, _RIGHT, _BOTTOM = 62, 10, 62, 24
_LINE = 14
_DAY = 86_400_000.0
# More lines than these would come closer than their names are high.
_LEVELS = 5
_STEPS = (1, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Frame:
    """What all pictures of a page share: the days looked from, and the days looked at."""

    first: date
    last: date
    lowest: date
    highest: date


def frame(points: pd.DataFrame) -> Frame | None:
    """The frame that holds all points; None when none of them has a date.

    points: rows with as_of, forecast, p80 and target.
    """
    rows = base.days(points, "as_of", "forecast", "p80", "target")
    known = rows[rows["forecast"].notna()]
    if known.empty:
        return None
    ends = known[["forecast", "p80", "target"]]
    lowest, highest = ends.min().min(), ends.max().max()
    # A target in the far future would press all lines together, so it may leave the picture.
    highest = min(highest, known[["forecast", "p80"]].max().max() + (highest - lowest) / 3)
    looked = rows["as_of"].min().date(), rows["as_of"].max().date()
    return Frame(*looked, lowest.date(), highest.date())


@as_typed
def direction(
    points: pd.DataFrame, name: str, outlook_token: str, within: Frame, palette: Palette
) -> go.Figure:
    """One direction: likely finish (ink), band up to the 4-in-5 date, target (dashed).

    points: its rows by day, with as_of, forecast, p80, target and chance_on_time; a day without
    dates is a gap. outlook_token: the colour of the band. A line that rises slips.
    """
    rows = base.days(points, "as_of", "forecast", "p80", "target").reset_index(drop=True)
    chart = base.figure(palette, HEIGHT, (_LEFT, _TOP, _RIGHT, _BOTTOM), _description(rows, name))
    colour = palette.token(outlook_token)
    low, high = base.position(within.lowest), base.position(within.highest)
    pad = max((high - low) * 0.06, 10 * _DAY)
    first, last = base.position(within.first), base.position(within.last)
    room = max(last - first, _DAY) * 0.03
    ticks = _ticks(within)
    base.set_y(
        chart, type="date", range=[low - pad, high + pad], showticklabels=True, showgrid=True,
        gridcolor=palette.grid, tickvals=[base.position(at) for at in ticks],
        ticktext=[f"Q{at.month // 3 + 1} {at.year}" for at in ticks],
    )  # fmt: skip
    shown = dict.fromkeys([within.first, _middle(within), within.last])
    base.set_x(
        chart, type="date", range=[first - room, last + room], showline=True,
        linecolor=palette.line, tickvals=[base.position(at) for at in shown],
        ticktext=[_looked(at, within) for at in shown],
    )  # fmt: skip
    for run in _runs(rows):
        _band(chart, run, colour, palette)
    for run in _runs(rows):
        _likely(chart, run, palette)
    _target(chart, rows, palette)
    words = palette.token(
        {"slack": "muted", "at_risk": "at_risk_text"}.get(outlook_token, outlook_token)
    )
    _names(chart, rows, words, (low - pad, high + pad), last + room, palette)
    return chart


def _runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The stretches of days that have dates."""
    known = rows["forecast"].notna()
    numbers = (known != known.shift()).cumsum()
    return [run for _, run in rows[known].groupby(numbers[known])]


def _band(chart: go.Figure, run: pd.DataFrame, colour: str, palette: Palette) -> None:
    at = base.positions(run["as_of"])
    ends = run[["forecast", "p80"]]
    for name, dates, line, fill in (
        ("likely", ends.min(axis="columns"), "rgba(0,0,0,0)", "none"),
        ("4 in 5", ends.max(axis="columns"), colour, "tonexty"),
    ):
        chart.add_scatter(
            x=at, y=base.positions(dates), mode="lines", line={"color": line, "width": 1},
            fill=fill, fillcolor=palette.pale(colour, 0.28), hoverinfo="skip", name=name,
        )  # fmt: skip


def _likely(chart: go.Figure, run: pd.DataFrame, palette: Palette) -> None:
    cards = [
        f"<b>{day(row['as_of'])}</b><br>Likely {day(row['forecast'])}, 4 in 5 by {day(row['p80'])}"
        + ("" if pd.isna(row["target"]) else
           f"<br>Target {day(row['target'])}, chance {chance(row['chance_on_time'])}")
        for row in records(run)
    ]  # fmt: skip
    chart.add_scatter(
        x=base.positions(run["as_of"]), y=base.positions(run["forecast"]), mode="lines+markers",
        line={"color": palette.ink, "width": 2},
        marker={"color": palette.ink, "size": 6 if len(run) < 30 else 4},
        hovertext=cards, hoverinfo="text", cliponaxis=False, name="likely finish",
    )  # fmt: skip


def _target(chart: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """A dashed level that steps where the target was moved."""
    aimed = rows[rows["target"].notna()]
    chart.add_scatter(
        x=base.positions(aimed["as_of"]), y=base.positions(aimed["target"]), mode="lines",
        line={"color": palette.ink, "width": 1.5, "dash": "5px,4px", "shape": "hv"},
        hoverinfo="skip", name="target",
    )  # fmt: skip


def _names(
    chart: go.Figure,
    rows: pd.DataFrame,
    colour: str,
    ends: tuple[float, float],
    right: float,
    palette: Palette,
) -> None:
    """The names of the lines at their right end, apart from each other."""
    now = records(rows)[-1]
    low, high = ends
    named = sorted(
        (base.position(now[column]), words, shade)
        for column, words, shade in (
            ("forecast", "likely", palette.ink),
            ("p80", "4 in 5", colour),
            ("target", "target", palette.ink),
        )
        if pd.notna(now[column]) and base.position(now[column]) <= high
    )
    pixels = HEIGHT - _TOP - _BOTTOM
    centres = [(at - low) / (high - low) * pixels for at, _, _ in named]
    placed = text.spread(centres, [_LINE] * len(named), 0, pixels)
    for (_, words, shade), pixel in zip(named, placed, strict=True):
        at = low + pixel / pixels * (high - low)
        base.write(chart, right, [at], [f"\u00a0{words}"], shade, "middle right", AXIS_TEXT)


def _ticks(within: Frame) -> list[date]:
    """First days of quarters or years, few enough to be read."""
    low, high = within.lowest, within.highest
    quarters = [
        date(year, month, 1) for year in range(low.year, high.year + 2) for month in (1, 4, 7, 10)
    ]
    for step in _STEPS[1:]:
        shown = [at for at in quarters if (at.year * 12 + at.month - 1) % step == 0]
        inside = [at for at in shown if low <= at <= high]
        if len(inside) <= _LEVELS:
            return inside
    return inside[:: len(inside) // _LEVELS + 1]


def _middle(within: Frame) -> date:
    return date.fromordinal((within.first.toordinal() + within.last.toordinal()) // 2)


def _looked(at: date, within: Frame) -> str:
    is_far = (within.last - within.first).days > 300
    return f"{at:%b %Y}" if is_far else f"{at.day} {at:%b}"


def _description(rows: pd.DataFrame, name: str) -> str:
    known = [row for row in records(rows) if pd.notna(row["forecast"])]
    if not known:
        return f"{name}: no date."
    moved = abs((known[-1]["forecast"] - known[0]["forecast"]).days)
    return (
        f"{name}: likely {day(known[0]['forecast'])} as of {day(known[0]['as_of'])}, "
        f"{day(known[-1]['forecast'])} as of {day(known[-1]['as_of'])}, "
        f"{count(moved, 'day')} apart."
    )
