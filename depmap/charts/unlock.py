"""Unlock scores: what opens the most doors, and what that costs us in effort."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from depmap.answers.names import NO_OWNER
from depmap.answers.rows import Row, records
from depmap.charts import base, text
from depmap.charts.as_typed import as_typed
from depmap.look.palette import AXIS_TEXT, CHART_TEXT, SMALL_TEXT, Palette
from depmap.look.signs import MARKS, NO_OWNER_MARK
from depmap.words.formats import count, points

ROW = 27
_NUMBER_ROOM, _NAME_ROOM, _RING_ROOM = 34, 240, 26
# Each direction's block is a fifth paler than the one before, down to what still stands out.
_PALING, _PALEST = 0.8, 0.34
_MARKER = 10
_LABELLED = 8


@as_typed
def ranking(
    rows: pd.DataFrame,
    parts: pd.DataFrame,
    directions: pd.DataFrame,
    palette: Palette,
    *,
    width: int = 820,
) -> go.Figure:
    """The unlock score of `rows` in their order, each bar split by direction, largest first.

    Source: report.items, report.unlock_parts, report.directions. Points; every row has a score.
    Bars carry the item's id; what is not essential says so.
    """
    names = dict(zip(directions["direction_id"], directions["chart_name"], strict=True))
    shares = {
        str(item): group.sort_values("contribution", ascending=False)
        for item, group in parts[parts["item_id"].isin(rows["item_id"])].groupby("item_id")
    }
    listed = records(rows)
    beside = [_beside(row, shares, names) for row in listed]
    name_room = min(
        max((text.width(name, CHART_TEXT) for name in rows["chart_name"]), default=0), _NAME_ROOM
    )
    left = _NUMBER_ROOM + name_room + _RING_ROOM
    scale = base.Scale(0, _longest(rows, beside, width - left - 8), width - left - 8, left)

    shown = f"Unlock score of the first {count(len(rows), 'prerequisite')}, split by direction."
    chart = base.figure(palette, 12 + ROW * len(rows), (4, 4, 4, 8), shown)
    base.set_x(chart, range=scale.range, visible=False)
    base.set_y(chart, visible=False)
    base.rows_axis(chart, len(rows))
    _blocks(chart, listed, shares, palette)
    at = list(range(len(rows)))
    shown_names = [text.cut(name, name_room, CHART_TEXT) for name in rows["chart_name"]]
    start, rank = scale.before(left - _NUMBER_ROOM), scale.before(left - _NUMBER_ROOM + 12)
    base.write(chart, rank, at, [str(row + 1) for row in at], palette.muted, "middle left")
    base.write(chart, start, at, shown_names, palette.ink, "middle right")
    unowned = [row for row in at if not listed[row]["owner_id"]]
    ring = scale.before(_RING_ROOM / 2)
    rings = [NO_OWNER_MARK] * len(unowned)
    base.write(chart, ring, unowned, rings, palette.ink, "middle center")
    scores = rows["unlock_score"].tolist()
    for position, words, colour in (
        ("middle right", [f"{base.GAP}<b>{bold}</b>" for bold, _ in beside], palette.ink),
        ("middle right", [_indent(bold) + said for bold, said in beside], palette.muted),
    ):
        base.write(chart, scores, at, words, colour, position, AXIS_TEXT)
    base.hit_areas(
        chart,
        scale.range[0],
        np.array(scores),
        at,
        rows["item_id"].tolist(),
        [_card(row, shares, names) for row in listed],
    )
    return chart


def _beside(row: Row, shares: dict[str, pd.DataFrame], names: dict[str, str]) -> tuple[str, str]:
    """The score, and what it opens most, as written after the bar."""
    opened = shares.get(row["item_id"], pd.DataFrame({"direction_id": []}))["direction_id"]
    said = ", ".join(names.get(direction, direction) for direction in opened[:2])
    said += f", +{len(opened) - 2}" if len(opened) > 2 else ""
    said += "" if row["is_essential"] else " (replaceable)"
    return points(row["unlock_score"]), said


def _indent(score: str) -> str:
    """Blanks as wide as the bold score, so that the second text starts after it."""
    pixels = text.width(base.GAP + score, AXIS_TEXT, is_bold=True) + 8
    return "\u00a0" * round(pixels / text.width("\u00a0", AXIS_TEXT))


def _longest(rows: pd.DataFrame, beside: list[tuple[str, str]], room: float) -> float:
    """Highest value of the axis, so that every bar and the text after it fit in `room`."""
    needed = [
        score * room / max(room - text.width(_indent(bold) + said, AXIS_TEXT) - 6, room / 5)
        for score, (bold, said) in zip(rows["unlock_score"], beside, strict=True)
    ]
    return max(needed, default=1.0)


def _blocks(
    chart: go.Figure,
    listed: list[Row],
    shares: dict[str, pd.DataFrame],
    palette: Palette,
) -> None:
    starts: list[float] = []
    lengths: list[float] = []
    rows: list[int] = []
    colours: list[str] = []
    ids: list[str] = []
    for number, row in enumerate(listed):
        theme = palette.theme(row["theme_id"])
        contributions = shares.get(row["item_id"], pd.DataFrame({"contribution": []}))
        start = 0.0
        for order, value in enumerate(contributions["contribution"]):
            starts.append(start)
            lengths.append(float(value))
            rows.append(number)
            colours.append(palette.pale(theme, max(_PALING**order, _PALEST)))
            ids.append(row["item_id"])
            start += float(value)
    marker = {"color": colours, "line": {"color": palette.ground, "width": 1}}
    base.bars(chart, "contribution", starts, lengths, rows, 0.54, marker, ids)


def _card(row: Row, shares: dict[str, pd.DataFrame], names: dict[str, str]) -> str:
    lines = [
        f"<b>{row['name']}</b>",
        ", ".join(word for word in (row["owner"] or NO_OWNER, row["theme"]) if word),
        f"<b>{points(row['unlock_score'])} points</b>, value that waits on it "
        f"{points(row['at_stake'])}",
    ]
    opened = shares.get(row["item_id"], pd.DataFrame({"direction_id": [], "contribution": []}))
    lines += [
        f"{points(value)}  {names.get(direction, direction)}"
        for direction, value in zip(
            opened["direction_id"][:6], opened["contribution"][:6], strict=True
        )
    ]
    if len(opened) > 6:
        rest = opened["contribution"][6:].sum()
        lines.append(f"{points(rest)}  {count(len(opened) - 6, 'more direction')}")
    if not row["is_essential"]:
        lines.append("Replaceable: every direction could start without it")
    return "<br>".join(lines)


@as_typed
def effort_scatter(scored: pd.DataFrame, palette: Palette, *, width: int = 440) -> go.Figure:
    """Unlock score (points) against effort (our person-days) of the scored prerequisites.

    Source: report.items, the highest score first. Colour is the theme, the mark is the kind. The
    first few are named where their name fits beside the mark without meeting another.
    """
    height = 340
    margin = (44, 8, 10, 44)
    chart = base.figure(
        palette,
        height,
        margin,
        f"Unlock score against effort of {count(len(scored), 'prerequisite')}; up and to the "
        "left is much opened for little work.",
    )
    most_effort = max(float(scored["effort_days"].max()), 1.0) if len(scored) else 1.0
    most_score = max(float(scored["unlock_score"].max()), 1.0) if len(scored) else 1.0
    x_range = [-0.03 * most_effort, 1.06 * most_effort]
    y_range = [-0.03 * most_score, 1.08 * most_score]
    grid = {"showgrid": True, "gridcolor": palette.grid, "nticks": 6}
    title = {"font": {"size": AXIS_TEXT, "color": palette.muted}, "standoff": 8}
    base.set_x(chart, range=x_range, **grid, title={"text": "Effort, our person-days", **title})
    base.set_y(
        chart,
        range=y_range,
        **grid,
        title={"text": "Unlock score, points", **title},
        showticklabels=True,
    )
    for (theme, kind), group in scored.groupby(["theme_id", "kind"], sort=False):
        chart.add_scatter(
            x=group["effort_days"].to_numpy(dtype=float),
            y=group["unlock_score"].to_numpy(dtype=float),
            mode="markers",
            marker={
                "symbol": MARKS[str(kind)].symbol if str(kind) in MARKS else "circle",
                "color": palette.theme(str(theme)),
                "size": _MARKER,
                "opacity": 1,
                "line": {"color": palette.ground, "width": 1},
            },
            unselected={"marker": {"opacity": 1}},
            customdata=group["item_id"].to_numpy(dtype=object),
            hovertext=[_point_card(row) for row in records(group)],
            hoverinfo="text",
            name=str(kind),
        )
    plot = (width - margin[0] - margin[2], height - margin[1] - margin[3])
    _point_names(chart, scored, (x_range, y_range), plot, palette)
    return chart


def _point_card(row: Row) -> str:
    kind = MARKS[row["kind"]].words if row["kind"] in MARKS else row["kind"]
    return (
        f"<b>{row['name']}</b><br>{row['theme'] or 'No theme'}, {kind.lower()}<br>"
        f"{points(row['unlock_score'])} points for {row['effort_days']:,.4g} person-days"
    )


def _point_names(
    chart: go.Figure,
    scored: pd.DataFrame,
    ranges: tuple[list[float], list[float]],
    plot: tuple[float, float],
    palette: Palette,
) -> None:
    """Names at the highest marks, on the first side where nothing is met."""
    (left, right), (bottom, top) = ranges
    x = (scored["effort_days"].to_numpy(dtype=float) - left) / (right - left) * plot[0]
    y = (top - scored["unlock_score"].to_numpy(dtype=float)) / (top - bottom) * plot[1]
    labels = [text.cut(name, 190, SMALL_TEXT) for name in scored["chart_name"][:_LABELLED]]
    spots = text.beside_points(
        x, y, [text.width(label, SMALL_TEXT) for label in labels], SMALL_TEXT, _MARKER / 2, plot
    )
    lift = (top - bottom) / plot[1] * (_MARKER / 2 + 2)
    lifts = {"top": lift, "bottom": -lift}
    for position in sorted(set(spots) - {""}):
        at = [index for index, spot in enumerate(spots) if spot == position]
        side, _ = position.split()
        blank = base.GAP if side == "middle" else ""
        base.write(
            chart,
            scored["effort_days"].iloc[at].tolist(),
            (scored["unlock_score"].iloc[at] + lifts.get(side, 0)).tolist(),
            [f"{blank}{labels[index]}{blank}" for index in at],
            palette.ink,
            position,
            SMALL_TEXT,
        )
