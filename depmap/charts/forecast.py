"""Directions: what we forecast against what we promised."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from depmap.answers.rows import Row, records
from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.look.palette import AXIS_TEXT, CHART_TEXT, SMALL_TEXT, Palette
from depmap.look.signs import OUTLOOKS
from depmap.words.formats import chance, count, day, days_early

CAPTION = "Dot: likely finish. Bar: to the 4-in-5 date. Thin line: leads low to high. Tick: target."
ROW = 23
_LABEL_ROOM = 170
_HEAD = "chance on time"


@as_typed
def directions(
    directions: pd.DataFrame, as_of: date, palette: Palette, *, width: int = 560
) -> go.Figure:
    """One row per direction, by target date, those without a target last.

    Source: report.directions. The bar runs from the likely finish (the dot) to the date that
    holds in 4 of 5 cases; the thin line from all leads low to all leads high, which almost
    never happens together; the tick is the target. Rows carry the direction's id.
    """
    rows = base.days(
        directions, "target", "forecast_low", "forecast", "forecast_high", "p80"
    ).sort_values(["target", "chart_name"], na_position="last", ignore_index=True)
    labels = [text.cut(name, _LABEL_ROOM, CHART_TEXT) for name in rows["chart_name"]]
    verdicts = [_verdict(row) for row in records(rows)]
    left = max((text.width(label, CHART_TEXT) for label in labels), default=0) + 14
    right = 16 + max(
        text.width(_HEAD, SMALL_TEXT),
        *(text.width(words, CHART_TEXT, is_bold=True) for words, _, _ in verdicts),
        0,
    )
    chart = base.figure(palette, 52 + ROW * len(rows) + 6, (left, 52, right, 6), _description(rows))
    today = pd.Timestamp(as_of)
    last = rows[["target", "forecast_high", "p80"]].max().max()
    last = today + pd.Timedelta(days=365) if pd.isna(last) else max(last, today)
    pad = (last - today) * 0.03
    base.rows_axis(chart, len(rows))
    base.quarter_axis(chart, palette, today - pad, last + pad, width - left - right)

    _ranges(chart, rows, palette)
    _targets_and_today(chart, rows, today, palette)
    _hit_areas(chart, rows, today - pad)
    written = [
        base.Note(0, index, label + base.GAP, palette.ink, "middle left")
        for index, label in enumerate(labels)
    ]
    written += [
        base.Note(1, index, base.GAP + _weight(words, is_bold), palette.token(token))
        for index, (words, token, is_bold) in enumerate(verdicts)
    ]
    # The empty second line lifts the heading above the quarters' names.
    head = f"{base.GAP}{_HEAD}<br>\u00a0"
    written.append(base.Note(1, -0.5, head, palette.muted, "top right", SMALL_TEXT))
    base.notes(chart, written, "names and chances")
    return chart


def _verdict(row: Row) -> tuple[str, str, bool]:
    """Words of the right column, the token of their colour, and whether they are bold."""
    outlook = OUTLOOKS[row["outlook"]]
    if row["outlook"] == "on_time":
        return chance(row["chance_on_time"]), "muted", False
    if row["outlook"] == "at_risk":
        return f"{outlook.symbol} {chance(row['chance_on_time'])}", outlook.token, True
    if row["outlook"] == "late":
        words = f"{outlook.symbol} {chance(row['chance_on_time'])}, {days_early(row['days_early'])}"
        return words, outlook.token, True
    return outlook.label(), outlook.token, row["outlook"] == "blocked"


def _weight(words: str, is_bold: bool) -> str:
    return f"<b>{words}</b>" if is_bold else words


def _colour(outlook: str, palette: Palette) -> str:
    return {"at_risk": palette.at_risk, "late": palette.critical}.get(outlook, palette.slack)


def _ranges(chart: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    known = rows[rows["forecast"].notna()]
    colours = [_colour(outlook, palette) for outlook in known["outlook"]]
    at = known.index.to_numpy(dtype=float)
    first = known[["forecast", "p80"]].min(axis="columns")
    last = known[["forecast", "p80"]].max(axis="columns")
    # In two strokes around the bar, because Plotly draws lines over bars.
    chart.add_scatter(
        x=np.concatenate(
            [
                base.strokes(base.positions(known["forecast_low"]), base.positions(first)),
                base.strokes(base.positions(last), base.positions(known["forecast_high"])),
            ]
        ),
        y=np.tile(base.strokes(at, at), 2),
        mode="lines",
        line={"color": palette.slack, "width": 1.2},
        name="all leads low to all leads high",
        hoverinfo="skip",
    )
    base.bars(
        chart,
        "likely to 4 in 5",
        base.positions(first),
        base.positions(last) - base.positions(first),
        at,
        0.46,
        {
            "color": [palette.pale(colour) for colour in colours],
            "line": {"color": colours, "width": 1},
            "cornerradius": 3,
        },
        list(known["direction_id"]),
    )
    chart.add_scatter(
        x=base.positions(known["forecast"]),
        y=at,
        mode="markers",
        marker={
            "color": colours,
            "size": 10,
            "opacity": 1,
            "line": {"color": palette.ground, "width": 1.5},
        },
        name="likely",
        hoverinfo="skip",
    )


def _targets_and_today(
    chart: go.Figure, rows: pd.DataFrame, today: pd.Timestamp, palette: Palette
) -> None:
    aimed = rows[rows["target"].notna()]
    dates = base.positions(aimed["target"])
    at = aimed.index.to_numpy(dtype=float)
    chart.add_scatter(
        x=base.strokes(dates, dates),
        y=base.strokes(at - 0.36, at + 0.36),
        mode="lines",
        line={"color": palette.ink, "width": 2.5},
        name="target",
        hoverinfo="skip",
    )
    line = base.position(today)
    chart.add_shape(
        type="line",
        x0=line,
        x1=line,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": palette.accent, "width": 2},
        layer="below",
    )
    chart.add_annotation(
        text="<b>Today</b>",
        font={"size": AXIS_TEXT, "color": palette.accent},
        x=line,
        yref="paper",
        y=1,
        yshift=24,
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
    )


def _hit_areas(chart: go.Figure, rows: pd.DataFrame, first: pd.Timestamp) -> None:
    end = rows[["target", "forecast_high"]].max(axis="columns").fillna(first)
    base.hit_areas(
        chart,
        base.position(first),
        base.positions(end),
        list(rows.index),
        rows["direction_id"].tolist(),
        [_card(row) for row in records(rows)],
    )


def _card(row: Row) -> str:
    outlook = OUTLOOKS[row["outlook"]]
    lines = [f"<b>{row['name']}</b>", outlook.label()]
    if pd.notna(row["forecast"]):
        lines.append(f"Likely {day(row['forecast'])}, 4 in 5 by {day(row['p80'])}")
        lines.append(
            f"{day(row['forecast_low'])} if every lead is low, "
            f"{day(row['forecast_high'])} if every lead is high"
        )
    if pd.notna(row["target"]):
        held = count(row["reserve_days"], "day") if pd.notna(row["reserve_days"]) else ""
        lines.append(f"Target {day(row['target'])}, chance {chance(row['chance_on_time'])}")
        lines += [f"Keep {held} in hand"] if held else []
    return "<br>".join(lines)


def _description(rows: pd.DataFrame) -> str:
    counted = [
        f"{(rows['outlook'] == key).sum()} {outlook.words}"
        for key, outlook in OUTLOOKS.items()
        if (rows["outlook"] == key).any()
    ]
    return (
        f"Forecast against target of {count(len(rows), 'direction')}, by target date: "
        f"{', '.join(counted) or 'none'}."
    )
