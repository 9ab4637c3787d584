"""The timeline: every bar at its dates, every name readable, every click resolvable."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.charts import base, item, text
from depmap.charts.timeline import chart as gantt
from depmap.look.palette import AXIS_TEXT, CHART_TEXT, DARK, LIGHT, Palette

AS_OF = date(2026, 1, 1)
REVIEW = date(2026, 4, 1)
DATES = ("earliest_start", "earliest_finish", "start_by", "safe_start_by", "advisory_start_by")
WIDTH = 900


def prerequisite(item_id: str, **changed: Any) -> dict[str, Any]:
    """A row of report.items: 20, 45 or 90 days from 1 Jan; safe 1 Jun, last day 1 Jul 2026."""
    row: dict[str, Any] = {
        "item_id": item_id,
        "item_type": "prerequisite",
        "name": f"{item_id} in full",
        "chart_name": item_id,
        "theme_id": "operations",
        "theme": "Operations",
        "owner_id": "sre",
        "owner": "SRE Lead",
        "status": "not_started",
        "remaining_low_days": 20,
        "remaining_days": 45,
        "remaining_high_days": 90,
        "earliest_start": "2026-01-01",
        "earliest_finish": "2026-02-15",
        "start_by": "2026-07-01",
        "safe_start_by": "2026-06-01",
        "advisory_start_by": None,
        "started_on": None,
        "slack_days": 181,
        "is_late": False,
        "is_critical": False,
        "misses_safe_start": False,
        "can_start_now": True,
        "plan_window": "now",
        "revisit_on": None,
        "is_at_risk": False,
        "is_blocked": False,
        "is_on_route": True,
        "binding_direction": "X",
        "direction_count": 1,
        "unlock_score": 12.5,
    }
    row |= changed
    return row | {column: pd.to_datetime(row[column]) for column in DATES}


def target(direction_id: str, day: str | None, **changed: Any) -> dict[str, Any]:
    """A row of report.directions."""
    row: dict[str, Any] = {
        "direction_id": direction_id,
        "name": direction_id,
        "chart_name": direction_id,
        "target": pd.to_datetime(day),
        "outlook": "on_time",
        "is_open": True,
        "chance_on_time": 0.9,
    }
    return row | changed


def milestone(name: str, day: str, days_late: int = 0) -> dict[str, Any]:
    """A row of report.milestones."""
    return {
        "name": name,
        "date": pd.to_datetime(day),
        "days_late": days_late,
        "is_late": days_late > 0,
        "is_blocked": False,
    }


def edge(item_id: str, requires_id: str, **changed: Any) -> dict[str, Any]:
    """A row of report.edges on the route."""
    row = {"item_id": item_id, "requires_id": requires_id, "strength": "hard", "is_chosen": True}
    return row | changed


def timeline(
    items: list[dict[str, Any]],
    directions: list[dict[str, Any]] | None = None,
    milestones: list[dict[str, Any]] | None = None,
    edges: list[dict[str, Any]] | None = None,
    palette: Palette = LIGHT,
    **options: Any,
) -> go.Figure:
    """The chart of these rows on 1 Jan 2026, next review 1 Apr."""
    return gantt.timeline(
        pd.DataFrame(items),
        pd.DataFrame(directions or [target("X", "2026-09-30")]),
        pd.DataFrame(milestones or [milestone("-", "2020-01-01")]),
        pd.DataFrame(edges or [edge("-", "-")]),
        AS_OF,
        REVIEW,
        palette,
        width=WIDTH,
        **options,
    )


def traces(chart: go.Figure, name: str) -> list[Any]:
    """The traces of that name, in drawing order."""
    return [trace for trace in chart.data if trace.name == name]


def drawn(chart: go.Figure, name: str) -> list[tuple[str, float, float]]:
    """Bars of that name as (item, first day, days), in the order of their rows."""
    bars = [
        (row, item_id, start, length)
        for trace in traces(chart, name)
        for row, item_id, start, length in zip(
            trace.y, trace.customdata, trace.base, trace.x, strict=True
        )
    ]
    return [(item_id, start, length / 86_400_000) for _, item_id, start, length in sorted(bars)]


def written(chart: go.Figure) -> list[tuple[str, float, float, str, float]]:
    """Every text as (words, x, y, textposition, size), without mark-up."""
    found = []
    for trace in chart.data:
        if trace.type != "scatter" or trace.mode != "text":
            continue
        positions = np.broadcast_to(trace.textposition, len(trace.text))
        for words, x, y, position in zip(trace.text, trace.x, trace.y, positions, strict=True):
            plain = words.replace("<b>", "").replace("</b>", "")
            found.append((plain, float(x), float(y), str(position), float(trace.textfont.size)))
    return found


def words(chart: go.Figure) -> list[str]:
    """Everything written on the chart."""
    return [entry.replace("\u00a0", " ").strip() for entry, *_ in written(chart)]


def boxes(chart: go.Figure) -> list[tuple[str, float, float, float, float]]:
    """Every text as (words, left, top, right, bottom) in pixels at the width it is laid out for."""
    low, high = chart.layout.xaxis.range
    bottom, top = chart.layout.yaxis.range
    per_x = (WIDTH - 8) / (high - low)
    per_y = (chart.layout.height - 8) / (bottom - top)
    found = []
    for entry, x, y, position, size in written(chart):
        wide = text.width(entry, size)
        left = (x - low) * per_x - {"left": wide, "center": wide / 2, "right": 0}[
            position.split()[1]
        ]
        middle = (y - top) * per_y
        found.append((entry, left, middle - size * 0.6, left + wide, middle + size * 0.6))
    return found


def meeting(chart: go.Figure) -> list[tuple[str, str]]:
    """Pairs of texts that overlap."""
    return [
        (one[0], other[0])
        for one, other in combinations(boxes(chart), 2)
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]


def crossed(chart: go.Figure) -> list[str]:
    """Names of targets and milestones with the line of another one through them."""
    low, high = chart.layout.xaxis.range
    bottom, top = chart.layout.yaxis.range
    per_y = (chart.layout.height - 8) / (bottom - top)
    lines = [
        ((shape.x0 - low) / (high - low) * (WIDTH - 8), (min(shape.y0, shape.y1) - top) * per_y)
        for shape in chart.layout.shapes
        if shape.x0 == shape.x1 and shape.line.color == LIGHT.muted
    ]
    (flags,) = traces(chart, "targets and milestones")
    names = [box for box in boxes(chart) if box[0] in set(flags.text)]
    return [
        name
        for name, left, upper, right, lower in names
        for line, end in lines
        if left < line < right - 3 and end < (upper + lower) / 2
    ]


def at(day: str) -> float:
    """A day as its position on the axis."""
    return base.position(date.fromisoformat(day))


# Bars, lines and diamonds ------------------------------------------------------------------


def test_a_bar_is_solid_to_the_low_and_pale_to_the_high_lead() -> None:
    """From the earliest start: 20 days solid, then pale up to day 90, a tick at day 45."""
    chart = timeline([prerequisite("A"), prerequisite("B", earliest_start="2026-03-01")])
    assert drawn(chart, "to low lead") == [("A", at("2026-01-01"), 20), ("B", at("2026-03-01"), 20)]
    assert drawn(chart, "low to high lead") == [
        ("A", at("2026-01-21"), 70),
        ("B", at("2026-03-21"), 70),
    ]
    (ticks,) = traces(chart, "likely finish")
    assert list(ticks.x[:2]) == [at("2026-02-15")] * 2


def test_bars_stand_at_the_dates_that_owners_can_keep() -> None:
    """From the first day of the owner to the day it is there; the card and the picture say so."""
    own = {"low_finish": pd.Timestamp("2026-03-10"), "high_finish": pd.Timestamp("2026-05-20")}
    own |= {"earliest_start": "2026-02-20", "earliest_finish": "2026-04-06", "is_kept": True}
    nothing = {"earliest_start": None, "earliest_finish": None}
    gone = own | nothing | {"low_finish": pd.NaT, "high_finish": pd.NaT}
    chart = timeline([prerequisite("A", **own), prerequisite("B", **gone)])
    assert drawn(chart, "to low lead") == [("A", at("2026-02-20"), 18)]
    assert drawn(chart, "low to high lead") == [("A", at("2026-03-10"), 71)]
    (hits,) = traces(chart, "row")
    assert "Its owner starts 20 Feb 2026, likely done 6 Apr 2026" in hits.hovertext[0]
    assert "No date: somebody has no time for it" in hits.hovertext[1]
    assert "with the dates that owners can keep" in base.description(chart)


def test_every_row_carries_its_item_from_the_name_to_the_last_mark() -> None:
    """A click anywhere on the row, over the name too, finds the item, also one without dates."""
    chart = timeline([prerequisite("A"), prerequisite("B", earliest_start=None, is_blocked=True)])
    (hits,) = traces(chart, "row")
    assert sorted(hits.customdata) == ["A", "B"]
    row = list(hits.customdata).index("A")
    assert hits.base == chart.layout.xaxis.range[0]
    assert hits.base + hits.x[row] == at("2026-07-01")
    assert "A in full" in hits.hovertext[row]


def test_the_diamond_is_the_safe_start_by_and_the_thin_mark_the_last_day() -> None:
    """Slack leads from the bar to the diamond, the dotted reserve from there to the last day."""
    chart = timeline([prerequisite("A")])
    (diamond,) = traces(chart, "start by")
    assert (diamond.x[0], diamond.marker.symbol, diamond.marker.color) == (
        at("2026-06-01"),
        "diamond",
        LIGHT.ink,
    )
    assert list(traces(chart, "slack")[0].x[:2]) == [at("2026-04-01"), at("2026-06-01")]
    assert list(traces(chart, "reserve")[0].x[:2]) == [at("2026-06-01"), at("2026-07-01")]
    assert list(traces(chart, "last start by")[0].x[:2]) == [at("2026-07-01")] * 2


def test_slack_is_drawn_only_beyond_the_bar() -> None:
    """A diamond inside the bar has no slack line."""
    assert not traces(timeline([prerequisite("A", safe_start_by="2026-02-01")]), "slack")


@pytest.mark.parametrize(
    ("misses", "words"),
    [
        (True, "▲ It can start only after its start by"),
        (False, "▲ Late if its lead runs high"),
    ],
)
def test_at_risk_is_a_tall_amber_diamond(misses: bool, words: str) -> None:
    """The mark follows the column, and the words say which of its two reasons holds."""
    chart = timeline([prerequisite("A", is_at_risk=True, misses_safe_start=misses)])
    (diamond,) = traces(chart, "start by")
    assert (diamond.marker.symbol, diamond.marker.color) == ("diamond-tall", LIGHT.at_risk)
    (hits,) = traces(chart, "row")
    assert words in hits.hovertext[0]


def test_without_slack_bar_and_diamond_are_red_and_days_late_are_a_line() -> None:
    """A late item is red, and its axis starts early enough to show the missed day."""
    late = {
        "start_by": "2025-11-01",
        "safe_start_by": "2025-10-01",
        "is_late": True,
        "is_critical": True,
        "slack_days": -61,
    }
    chart = timeline([prerequisite("A", **late), prerequisite("B")])
    colours = {t.customdata[0]: t.marker.color for t in traces(chart, "to low lead")}
    assert colours == {"A": LIGHT.critical, "B": LIGHT.operations}
    assert {d.marker.color for d in traces(chart, "start by")} == {LIGHT.critical, LIGHT.ink}
    assert list(traces(chart, "days late")[0].x[:2]) == [at("2025-11-01"), at("2026-01-01")]
    (hits,) = traces(chart, "row")
    assert "■ 61 days late for X" in hits.hovertext[0]


def test_advisory_dates_are_hollow_and_grey_and_do_not_stretch_the_axis() -> None:
    """What binds nothing is grey; its date before the axis is not drawn into the names."""
    helps = {
        "is_on_route": False,
        "start_by": None,
        "safe_start_by": None,
        "slack_days": None,
        "binding_direction": "",
    }
    chart = timeline(
        [
            prerequisite("A"),
            prerequisite("B", advisory_start_by="2026-05-01", **helps),
            prerequisite("C", advisory_start_by="2020-01-01", **helps),
        ]
    )
    hollow = [t for t in traces(chart, "start by") if t.marker.symbol == "diamond-open"]
    assert [list(t.x) for t in hollow] == [[at("2026-05-01")]]
    assert hollow[0].marker.color == LIGHT.slack
    assert chart.layout.xaxis.range[0] > at("2024-01-01")


def test_what_has_no_dates_says_why() -> None:
    """Blocked and done items keep a row with words instead of a bar."""
    none = {
        "earliest_start": None,
        "earliest_finish": None,
        "start_by": None,
        "safe_start_by": None,
        "slack_days": None,
    }
    chart = timeline(
        [
            prerequisite("A", is_blocked=True, **none),
            prerequisite("B", status="done", **none),
            prerequisite("C"),
        ]
    )
    assert {"✕ blocked, so it has no dates", "✓ done"} <= set(words(chart))
    assert [item_id for item_id, *_ in drawn(chart, "to low lead")] == ["C"]


# Groups and names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group_by", "heads"),
    [
        ("theme", ["Design", "1 item", "Operations", "2 items"]),
        ("owner", ["SRE Lead", "2 items", "No owner", "1 item"]),
        ("direction", ["X", "2 items", "No target waits for these", "1 item"]),
    ],
)
def test_bands_are_ordered_by_their_first_date(group_by: gantt.GroupBy, heads: list[str]) -> None:
    """Each group has a head with its name and count, the most urgent group on top."""
    items = [
        prerequisite("A", binding_direction="", start_by=None, safe_start_by=None),
        prerequisite("B", safe_start_by="2026-05-01", theme_id="design", theme="Design"),
        prerequisite("C", owner_id="", owner="No owner", safe_start_by="2026-05-15"),
    ]
    chart = timeline(items, group_by=group_by)
    rows = sorted(
        (y, x, entry) for entry, x, y, _, _ in written(chart) if entry in heads and y >= 0
    )
    assert [entry for _, _, entry in rows] == heads
    bands = [shape for shape in chart.layout.shapes if shape.fillcolor == LIGHT.band]
    assert [shape.y0 + 0.5 for shape in bands] == [rows[0][0], rows[2][0]]


def test_a_ring_marks_what_has_no_owner() -> None:
    """The ring stands in the row of the unowned item only."""
    chart = timeline([prerequisite("A"), prerequisite("B", owner_id="", owner="No owner")])
    rings = [y for entry, _, y, *_ in written(chart) if entry == "◌"]
    names = {entry: y for entry, _, y, *_ in written(chart)}
    assert rings == [names["B"]]


def test_height_grows_with_the_rows() -> None:
    """26 pixels for every further item of a group."""
    few, more = ([prerequisite(f"A{n}") for n in range(count)] for count in (2, 12))
    assert timeline(more).layout.height - timeline(few).layout.height == 260


def test_long_names_are_cut_at_a_word_and_stay_left_of_the_bars() -> None:
    """A name that is longer than the column ends with … and does not reach the first day."""
    name = "A prerequisite with a very long name that nobody could ever fit into any column"
    chart = timeline([prerequisite("A", chart_name=name)])
    (shown,) = [box for box in boxes(chart) if box[0].startswith("A prerequisite")]
    assert shown[0].endswith("…")
    assert name.startswith(shown[0].removesuffix("…"))
    assert shown[1] >= 0


# Targets, milestones, calendar ------------------------------------------------------------------


def test_targets_and_milestones_stand_over_their_lines() -> None:
    """Names with the sign of their outlook; a milestone named like a target stands once."""
    chart = timeline(
        [prerequisite("A")],
        [
            target("X", "2026-06-30", chart_name="Launch", outlook="at_risk"),
            target("Y", "2026-08-31", chart_name="Partners", outlook="late"),
            target("Z", None, outlook="no_target"),
        ],
        [
            milestone("Launch", "2026-06-30"),
            milestone("Papers", "2026-03-31", days_late=3),
            milestone("Far", "2031-01-01"),
        ],
    )
    (flags,) = traces(chart, "targets and milestones")
    shown = {entry.strip("\u00a0"): x for entry, x in zip(flags.text, flags.x, strict=True)}
    assert shown == {"⚑ Papers ■": at("2026-03-31"), "Launch ▲": at("2026-06-30")}
    assert list(flags.customdata) == [None, "X"]


def test_many_names_are_gathered_by_date() -> None:
    """Thirty targets on ten days keep a readable head: first name, then how many more."""
    directions = [
        target(f"D{n:02}", f"2026-{2 + n % 10:02}-15", chart_name=f"A long direction name {n:02}")
        for n in range(30)
    ]
    chart = timeline(
        [prerequisite("A", binding_direction="D09", start_by="2026-11-01")], directions
    )
    (flags,) = traces(chart, "targets and milestones")
    assert any("+2" in entry for entry in flags.text)
    assert not meeting(chart)
    assert chart.layout.height < 26 * 2 + 260


def test_a_line_without_a_name_keeps_the_sign_of_what_is_late() -> None:
    """Sixty targets on sixty days are too many to name; each late one has its sign or its name."""
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-02-15", "2026-11-15", periods=60)]
    directions = [
        target(f"D{n:02}", day, chart_name=f"A very long name of a direction, number {n:02}")
        | {"outlook": "late" if n % 7 == 0 else "on_time"}
        for n, day in enumerate(days)
    ]
    chart = timeline(
        [prerequisite("A", binding_direction="D59", start_by="2026-11-01")], directions
    )
    (flags,) = traces(chart, "targets and milestones")
    signed = {x for x, entry in zip(flags.x, flags.text, strict=True) if "■" in entry}
    assert signed == {at(day) for day in days[::7]}
    assert "■" in [entry.strip("\u00a0") for entry in flags.text]
    assert not meeting(chart)


def test_a_sign_stands_for_all_that_a_number_hides() -> None:
    """Two late targets and a late milestone on one crowded day."""
    directions = [
        target(f"D{n:02}", f"2026-{2 + n % 10:02}-15", chart_name=f"A long direction name {n:02}")
        | ({"outlook": "late"} if n % 10 == 3 else {})
        for n in range(30)
    ]
    late = milestone("A milestone", "2026-05-15", days_late=3)
    chart = timeline(
        [prerequisite("A", binding_direction="D09", start_by="2026-11-01")], directions, [late]
    )
    (flags,) = traces(chart, "targets and milestones")
    (said,) = [entry.strip("\u00a0") for entry in flags.text if "■" in entry]
    assert said == "A long direction name 03 ■ +2■ ⚑■"


def test_the_axis_starts_before_today_and_ends_after_the_last_date() -> None:
    """15 days before the earlier of today and the first start by; the binding target is inside."""
    chart = timeline([prerequisite("A", safe_start_by="2025-12-01")])
    start = next(shape for shape in chart.layout.shapes if shape.y0 == shape.y1)
    assert start.x0 == at("2025-11-16")
    assert start.x1 > at("2026-09-30")


def test_quarter_names_are_not_crossed_by_the_lines() -> None:
    """A name moves aside for today, the review, targets and milestones."""
    chart = timeline(
        [prerequisite("A"), prerequisite("B", theme="Design", theme_id="design")],
        [target("X", "2026-05-15"), target("Y", "2026-08-14")],
    )
    low, high = chart.layout.xaxis.range
    lines = [
        (shape.x0 - low) / (high - low) * (WIDTH - 8)
        for shape in chart.layout.shapes
        if shape.x0 == shape.x1 and shape.line.color in (LIGHT.accent, LIGHT.muted)
    ]
    named = [box for box in boxes(chart) if box[0].strip("\u00a0").startswith("Q")]
    assert len(named) >= 4
    assert not [(box[0], line) for box in named for line in lines if box[1] + 3 < line < box[3] - 3]


@settings(deadline=None, max_examples=40)
@given(
    days=st.lists(st.integers(0, 700), min_size=1, max_size=14),
    long=st.lists(st.booleans(), min_size=14, max_size=14),
)
def test_no_names_meet_whatever_the_dates(days: list[int], long: list[bool]) -> None:
    """Rows, heads, targets, milestones, quarters, today and review keep apart at the laid width."""
    day = [AS_OF + timedelta(days=offset) for offset in days]
    chart = timeline(
        [
            prerequisite(
                f"Item {n} of a usual length",
                earliest_start=str(start),
                theme=f"Theme {n % 3}",
                owner_id="" if is_long else "sre",
            )
            for n, (start, is_long) in enumerate(zip(day, long, strict=False))
        ],
        [
            target(f"D{n}", str(on), chart_name=f"Direction {n} " + "of some length" * is_long)
            for n, (on, is_long) in enumerate(zip(day, long, strict=False))
        ],
        [milestone(f"Milestone {n}", str(on)) for n, on in enumerate(day[::2])],
    )
    assert not meeting(chart)
    assert not crossed(chart)


# Selection --------------------------------------------------------------------------------------


def test_selecting_an_item_fades_all_but_its_neighbours() -> None:
    """What it needs and what waits for it keep their colour, the rest is pale."""
    items = [prerequisite(name) for name in ("Needs", "Chosen", "Opens", "Other")]
    edges = [edge("Chosen", "Needs"), edge("Opens", "Chosen"), edge("Other", "Needs")]
    chart = timeline(items, edges=edges, selected="Chosen")
    by_colour = {t.marker.color: set(t.customdata) for t in traces(chart, "to low lead")}
    assert by_colour == {
        LIGHT.operations: {"Needs", "Chosen", "Opens"},
        LIGHT.pale(LIGHT.operations, 0.28): {"Other"},
    }
    tinted = [shape for shape in chart.layout.shapes if shape.fillcolor == LIGHT.tint]
    row = next(y for entry, _, y, *_ in written(chart) if entry == "Chosen")
    assert [shape.y0 + 0.5 for shape in tinted] == [row]


def test_arrows_lead_from_the_likely_finish_to_the_start() -> None:
    """Down the day of finish and along the row; unchosen alternatives and hidden items get none."""
    items = [
        prerequisite("First"),
        prerequisite("Chosen", earliest_start="2026-04-01", safe_start_by="2026-06-02"),
        prerequisite("Unused", safe_start_by="2026-06-03"),
    ]
    edges = [
        edge("Chosen", "First"),
        edge("Chosen", "Unused", is_chosen=False),
        edge("Hidden", "Chosen"),
    ]
    chart = timeline(items, edges=edges, selected="Chosen")
    (arrow,) = traces(chart, "requires")
    assert list(arrow.x[:2]) == [at("2026-02-15")] * 2
    assert at("2026-03-01") < arrow.x[2] < at("2026-04-01")
    assert list(arrow.y[1:3]) == [2, 2]
    (heads,) = traces(chart, "arrow heads")
    assert list(heads.marker.symbol) == ["triangle-right"]


def test_soft_edges_are_dashed_arrows() -> None:
    """What only helps is drawn dashed."""
    edges = [edge("B", "A", strength="soft", is_chosen=False)]
    chart = timeline([prerequisite("A"), prerequisite("B")], edges=edges, selected="A")
    assert traces(chart, "helps")[0].line.dash == "4px,3px"
    assert not traces(chart, "requires")


def test_an_unknown_selection_changes_nothing() -> None:
    """An id that is not drawn selects nothing and raises nothing."""
    items = [prerequisite("A"), prerequisite("B")]
    assert timeline(items, selected="gone").to_json() == timeline(items).to_json()


# Size, palette, the chain ---------------------------------------------------------------------


def test_two_thousand_bars_share_few_traces() -> None:
    """Drawing time grows with traces and shapes, so both depend on looks, not on rows."""
    items = [
        prerequisite(f"A{n}", theme_id=("design", "operations")[n % 2], is_critical=n % 7 == 0)
        for n in range(2000)
    ]
    chart = timeline(items)
    assert len(traces(chart, "row")[0].customdata) == 2000
    assert len(chart.data) <= 30
    assert len(chart.layout.shapes) <= 30


def test_dark_is_drawn_in_dark_colours() -> None:
    """No colour of the light palette is left on the dark ground."""
    shown = timeline([prerequisite("A")], palette=DARK, selected="A").to_json()
    assert DARK.ground in shown
    assert not [
        token
        for token, light in LIGHT.tokens()
        if light in shown and light != dict(DARK.tokens())[token]
    ]


def test_no_items_draw_an_empty_calendar() -> None:
    """An empty frame raises nothing."""
    chart = gantt.timeline(
        pd.DataFrame([prerequisite("A")]).head(0),
        pd.DataFrame([target("X", "2026-09-30")]).head(0),
        pd.DataFrame([milestone("M", "2026-09-30")]).head(0),
        pd.DataFrame([edge("A", "B")]).head(0),
        AS_OF,
        REVIEW,
        LIGHT,
    )
    assert not traces(chart, "row") or not len(traces(chart, "row")[0].y)


def test_the_chain_is_a_stair_with_both_dates_in_words() -> None:
    """Each step from its start for its likely days, and from its finish down to the next."""
    steps = [
        prerequisite("A"),
        prerequisite(
            "X",
            item_type="direction",
            earliest_start="2026-03-01",
            earliest_finish="2026-03-31",
            safe_start_by="2026-07-01",
            start_by="2026-08-31",
        ),
    ]
    chart = item.chain(pd.DataFrame(steps), target("X", "2026-09-30"), AS_OF, LIGHT)
    assert drawn(chart, "to low lead") == [("A", at("2026-01-01"), 45), ("X", at("2026-03-01"), 30)]
    (stair,) = traces(chart, "then")
    assert list(stair.x[:3]) == [at("2026-02-15"), at("2026-02-15"), at("2026-03-01")]
    assert {"1 Jun 2026", "1 Jul 2026", "31 Aug 2026", "Target 30 Sep 2026"} <= set(words(chart))


def test_text_sizes_are_those_of_the_look() -> None:
    """Names 13 pixels, the calendar 12, nothing under 11.5."""
    sizes = {size for *_, size in written(timeline([prerequisite("A")]))}
    assert sizes == {float(CHART_TEXT), float(AXIS_TEXT)}
