"""Owners: what must and what could start before the next review, against their capacity."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from depmap.answers.rows import Row, is_missing, records
from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.look.palette import CHART_TEXT, SMALL_TEXT, Palette
from depmap.words.formats import count, percent

CAPTION = (
    "Effort over capacity until the next review. Must: what must start by then, and what is left "
    "of work begun. Could: the earliest start does. Hatched: beyond capacity."
)
ROW = 27
_NAME_ROOM = 230
_MUST, _COULD = 58, 122
# Beyond this share of capacity a bar is cut, or one owner would flatten all others.
_MOST = 2.5


@as_typed
def capacity(owners: pd.DataFrame, palette: Palette, *, width: int = 470) -> go.Figure:
    """One row per owner, the most loaded first: must start solid, could start pale, hatched
    beyond capacity; both as percent of capacity in columns.

    Source: report.owners. Rows carry the owner's id. An owner without capacity has no bar
    and says so; an inactive one is named as such.
    """
    rows = owners.assign(
        load=owners["load"].astype(float), could_load=owners["could_load"].astype(float)
    ).sort_values(["load", "could_load", "name"], ascending=[False, False, True], ignore_index=True)
    listed = records(rows)
    names = [_name(row) for row in listed]
    left = max((text.width(name, CHART_TEXT) for name in names), default=0) + 12
    right = _COULD + 4
    drawn = rows[["load", "could_load"]].max(axis="columns")
    high = min(max(float(drawn.max()) if drawn.notna().any() else 1.0, 1.15), _MOST)
    scale = base.Scale(0, high, width - left - right - 8, left, right)

    over = int((rows["load"] > 1).sum())
    shown = (
        f"Load of {count(len(rows), 'owner')} until the next review against capacity; "
        f"{over or 'none'} must start more than fits."
    )
    chart = base.figure(palette, 34 + ROW * len(rows), (4, 26, 4, 8), shown)
    base.set_x(chart, range=scale.range, visible=False)
    base.set_y(chart, visible=False)
    base.rows_axis(chart, len(rows))
    _bars(chart, rows, high, palette)
    chart.add_shape(
        type="line",
        x0=1,
        x1=1,
        y0=-0.5,
        y1=max(len(rows), 1) - 0.5,
        line={"color": palette.ink, "width": 1.5},
    )
    at = list(range(len(rows)))
    base.write(chart, scale.before(10), at, names, palette.ink, "middle left")
    must, could = scale.after(_MUST), scale.after(_COULD)
    known = [row for row in at if not is_missing(listed[row]["load"])]
    musts = [f"<b>{percent(listed[row]['load'])}</b>" for row in known]
    coulds = [percent(listed[row]["could_load"]) for row in known]
    base.write(chart, must, known, musts, palette.ink, "middle left")
    base.write(chart, could, known, coulds, palette.muted, "middle left")
    unknown = [row for row in at if row not in known]
    words = ["no capacity given"] * len(unknown)
    base.write(chart, could, unknown, words, palette.muted, "middle left")
    heads = [(1, "capacity", "top center"), (must, "<b>must</b>", "top left")]
    for x, head, position in [*heads, (could, "could", "top left")]:
        base.write(chart, x, [-0.5], [head], palette.muted, position, SMALL_TEXT)
    base.hit_areas(
        chart,
        scale.range[0],
        np.full(len(rows), scale.range[1]),
        at,
        rows["owner_id"].tolist(),
        [_card(row) for row in listed],
    )
    return chart


def _name(row: Row) -> str:
    name = row["name"] if row["is_active"] else f"{row['name']} (inactive)"
    return text.cut(name, _NAME_ROOM, CHART_TEXT)


def _bars(chart: go.Figure, rows: pd.DataFrame, high: float, palette: Palette) -> None:
    """Could behind, must in front, each in two parts: up to capacity and, hatched, beyond."""
    pale = palette.pale(palette.slack)
    for name, column, colour, outline, stripes in (
        ("could start", "could_load", pale, palette.slack, palette.slack),
        ("must start", "load", palette.ink, palette.ink, palette.ground),
    ):
        shares = rows[column].clip(upper=high)
        beyond = {"shape": "/", "size": 6, "solidity": 0.3, "bgcolor": colour, "fgcolor": stripes}
        for part, start, drawn, pattern in (
            (name, 0.0, shares[shares > 0].clip(upper=1), {}),
            (f"{name}, beyond capacity", 1.0, shares[shares > 1], beyond),
        ):
            chart.add_bar(
                base=start,
                x=drawn.to_numpy() - start,
                y=drawn.index.to_numpy(dtype=float),
                orientation="h",
                width=0.52,
                marker={
                    "color": colour,
                    "line": {"color": outline, "width": 1},
                    "pattern": pattern,
                },
                customdata=rows.loc[drawn.index, "owner_id"].to_numpy(dtype=object),
                hoverinfo="skip",
                name=part,
            )


def _card(row: Row) -> str:
    lines = [f"<b>{row['name']}</b>", str(row["team"] or "")]
    if is_missing(row["load"]):
        lines.append("No capacity given")
    else:
        lines.append(f"Capacity until the review {count(round(row['capacity_days']), 'day')}")
    lines.append(f"Must start {row['must_start_effort_days']:,.4g} person-days")
    lines.append(f"Could start {row['could_start_effort_days']:,.4g} person-days")
    lines.append(f"{count(row['open_items'], 'open item')} in all")
    return "<br>".join(line for line in lines if line)
