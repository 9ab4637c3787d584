"""What the Timeline page adds to the chart: its rows, switches, legend, narrow twin and file."""

from __future__ import annotations

import base64
from typing import Any

import plotly.graph_objects as go
import plotly.io
import streamlit as st
from pandas import DataFrame

from depmap.answers.rows import Row, is_missing, records
from depmap.answers.selections import on_route, prerequisites, waiting
from depmap.charts.timeline.rows import GroupBy
from depmap.exporters import page
from depmap.look.palette import Palette
from depmap.screen.pieces import columns, markup, ui
from depmap.screen.pieces.markup import tag, text
from depmap.words import formats

GROUPS: dict[str, GroupBy] = {"Theme": "theme", "Owner": "owner", "Direction": "direction"}
WHAT_MATTERS, ALL = "What matters", "All"
BY_MAP, KEPT = "Dates by the map", "Dates owners can keep"
FIRST_ROWS = 40
# As many bars can be scrolled through; of more only the first are drawn.
MOST_BARS, FIRST_BARS = 2_000, 200
# The chart's column at a window of 1440 px.
WIDTH = 1015
PICTURES = ("PNG", "SVG")


def choose_group() -> GroupBy:
    """Draws the switch for the bands and returns the choice."""
    chosen = ui.switch("Bands by", GROUPS, "group")
    return GROUPS.get(chosen, "theme")


def choose_scope() -> str:
    """Draws the switch between what matters and everything."""
    return ui.switch("Show", [WHAT_MATTERS, ALL], "show")


def choose_dates() -> bool:
    """Draws the switch between the dates; whether those that owners can keep are chosen."""
    return ui.switch("Dates", [BY_MAP, KEPT], "dates") == KEPT


def choose_picture() -> None:
    """Draws the switch for the kind of picture that the chart's camera saves."""
    ui.switch("Camera saves", PICTURES, "picture")


def config() -> dict[str, Any]:
    """The chart with a camera that saves a picture of the kind that was chosen."""
    kind = str(st.session_state.get("picture") or PICTURES[0]).lower()
    return {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"format": kind, "filename": "timeline", "scale": 2},
    }


def rows(items: DataFrame, scope: str) -> DataFrame:
    """The prerequisites to draw: all open ones, or those late, without slack, or due in time.

    What matters: no slack to a target, late, in progress, to be started or decided by the next
    review; when nothing of that kind is shown, the first that hold up a direction.
    """
    if scope == ALL:
        return prerequisites(items[items["is_open"]])
    needed = on_route(items)
    pressing = needed["is_critical"] | needed["is_late"]
    soon = needed["plan_window"].isin(["now", "decide", "in_progress"])
    matters = needed[pressing | soon]
    return matters if len(matters) else needed.head(FIRST_ROWS)


def first(rows: DataFrame) -> DataFrame:
    """The rows that one chart draws, in their order: of too many those to be started first."""
    if len(rows) <= MOST_BARS:
        return rows
    return rows.loc[rows["safe_start_by"].sort_values().index[:FIRST_BARS].sort_values()]


def most_urgent(items: DataFrame) -> str:
    """The id of the prerequisite to start first; empty without any."""
    first = waiting(items)
    return str(first.iloc[0]["item_id"]) if len(first) else ""


def list_twin(shown: DataFrame) -> str:
    """The rows as a list for phones: name, who and lead, sign, start by; ready HTML."""
    return ui.list_rows(
        [
            (
                markup.item_link(row["item_id"], row["chart_name"]),
                markup.owner(row["owner_id"], row["owner"])
                + text(f", {_length(row)}")
                + columns.sign(row),
                columns.start_in_a_line(row),
            )
            for row in records(shown.sort_values("safe_start_by"))
        ]
    )


def _length(row: Row) -> str:
    """How long it takes; from when to when where its owner's days say so."""
    if row.get("is_kept") and not is_missing(row["earliest_finish"]):
        return f"{formats.day(row['earliest_start'])} to {formats.day(row['earliest_finish'])}"
    return f"{formats.count(row['lead_likely_days'], 'day')} of lead"


def standalone(figure: go.Figure) -> bytes:
    """The chart as one HTML file that opens without a network."""
    return page.sealed(plotly.io.to_html(figure, include_plotlyjs=True, full_html=True))


def legend(colours: Palette, is_kept: bool) -> str:
    """What each mark of the chart means; ready HTML with small pictures.

    is_kept: whether the dates that owners can keep are drawn, else those by the map.
    """
    begins, at_risk, late = (
        (
            "From the first day its owner gives to it: solid to low, pale to high lead, tick when "
            "it is likely there",
            "At risk: it is there later than its start by allows, or too late if its lead runs "
            "high",
            "Late: with the days owners have it is there too late for a target",
        )
        if is_kept
        else (
            "Lead from the earliest start, as if no owner were short of time: solid to low, pale "
            "to high, tick at likely",
            "At risk: it can start only after its start by, or ends too late if its lead runs high",
            "Late: it must start before it can",
        )
    )
    pale = colours.pale(colours.architecture)
    bar = (
        f'<rect x="0" y="5" width="22" height="8" fill="{colours.architecture}"/>'
        f'<rect x="22.5" y="5.5" width="33" height="7" rx="2" fill="{pale}" '
        f'stroke="{colours.architecture}"/><path d="M38 3V15" stroke="{colours.ink}" '
        'stroke-width="1.5"/>'
    )
    samples = [
        (bar, begins),
        (
            f'<path d="M2 9H44" stroke="{colours.slack}" stroke-width="1.5"/>'
            + _diamond(47, colours.ink),
            "Slack, ending at its start by",
        ),
        (f'<path d="M28 3V15" stroke="{colours.ink}" stroke-width="2"/>', "Last day to start"),
        (
            _diamond(28, colours.at_risk, 4),
            at_risk,
        ),
        (_diamond(28, colours.critical), late),
        (
            f'<rect x="0.5" y="5.5" width="26" height="7" rx="2" stroke="{colours.slack}" '
            f'fill="{colours.pale(colours.slack)}"/><path d="M27 9H42" stroke="{colours.slack}" '
            'stroke-width="1.5"/>'
            f'<path d="M47 4L52 9L47 14L42 9Z" fill="none" stroke="{colours.slack}"/>',
            "Grey: on no route. Hollow: an advisory day, where no target sets a date",
        ),
        (
            f'<rect x="0" y="5" width="56" height="8" fill="{colours.critical}"/>',
            "No slack to a target",
        ),
        (
            f'<circle cx="28" cy="9" r="6" fill="none" stroke="{colours.ink}" '
            'stroke-width="1.5" stroke-dasharray="2.4 2"/>',
            "No owner",
        ),
        (
            f'<path d="M28 1V17" stroke="{colours.muted}" stroke-width="1.5" '
            'stroke-dasharray="2 2"/>',
            "Target of a direction, or a milestone",
        ),
    ]
    rows = "".join(
        tag("li", "", f'<img alt="" width="56" height="18" src="{_picture(shape)}">', text(words))
        for shape, words in samples
    )
    return tag("ul", "dm-legend", rows)


def _diamond(x: int, colour: str, half: int = 6) -> str:
    outline = f"M{x} 2L{x + half} 9L{x} 16L{x - half} 9Z"
    return f'<path d="{outline}" fill="{colour}"/>'


def _picture(shape: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="56" height="18">{shape}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
