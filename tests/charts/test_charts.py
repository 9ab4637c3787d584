"""The charts: what is drawn, where it stands, and that it can be read."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from depmap.answers.names import cut_at_word
from depmap.charts import base, forecast, heatmap, item, spread, text, themes, unlock
from depmap.look.palette import (
    DARK,
    FONT,
    LIGHT,
    THEME_TOKENS,
    Palette,
    contrast,
    css_variables,
    on_fill,
    palettes,
)
from depmap.look.signs import BADGES, MARKS
from depmap.words import formats

AS_OF = date(2026, 1, 1)


def direction(direction_id: str, **changed: Any) -> dict[str, Any]:
    """A row of report.directions: on time for 1 Jul 2026."""
    row: dict[str, Any] = {
        "direction_id": direction_id,
        "name": f"{direction_id} in full",
        "chart_name": direction_id,
        "outlook": "on_time",
        "target": "2026-07-01",
        "forecast_low": "2026-04-01",
        "forecast": "2026-05-01",
        "forecast_high": "2026-07-20",
        "p80": "2026-06-01",
        "chance_on_time": 0.995,
        "days_early": 61,
        "reserve_days": 30,
    }
    row |= changed
    dates = ("target", "forecast_low", "forecast", "forecast_high", "p80")
    return row | {column: pd.to_datetime(row[column]) for column in dates}


def prerequisite(item_id: str, **changed: Any) -> dict[str, Any]:
    """A row of report.items as the score and lead charts read it."""
    row: dict[str, Any] = {
        "item_id": item_id,
        "item_type": "prerequisite",
        "name": f"{item_id} in full",
        "chart_name": item_id,
        "theme_id": "operations",
        "theme": "Operations",
        "kind": "enabler",
        "owner_id": "sre",
        "owner": "SRE Lead",
        "unlock_score": 10.0,
        "at_stake": 40.0,
        "effort_days": 5.0,
        "is_essential": True,
        "lead_low_days": 20,
        "lead_likely_days": 45,
        "lead_high_days": 90,
    }
    return row | changed


def part(item_id: str, direction_id: str, contribution: float, **changed: Any) -> dict[str, Any]:
    """A row of report.unlock_parts."""
    row: dict[str, Any] = {
        "item_id": item_id,
        "direction_id": direction_id,
        "contribution": contribution,
        "expected_value": 80.0,
        "need_confidence": 0.5,
        "open_prerequisite_count": 8,
    }
    return row | changed


def traces(chart: go.Figure, name: str) -> list[Any]:
    """The traces of that name, in drawing order."""
    return [trace for trace in chart.data if trace.name == name]


def texts(chart: go.Figure) -> list[Any]:
    """The traces that only write."""
    return [trace for trace in chart.data if trace.type == "scatter" and trace.mode == "text"]


def words(chart: go.Figure) -> list[str]:
    """Everything written on the chart, without mark-up and blanks at the ends."""
    written = [str(entry) for trace in chart.data if trace.text is not None for entry in trace.text]
    plain = [entry.replace("<b>", "").replace("</b>", "") for entry in written]
    return [entry.replace("\u00a0", " ").strip() for entry in plain]


def at(day: str) -> float:
    """A day as its position on a time axis."""
    return base.position(date.fromisoformat(day))


# Tokens ------------------------------------------------------------------------------------


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("token", ["ink", "muted", "accent", "critical", "at_risk_text", "ok"])
def test_every_text_colour_is_readable_on_ground_and_band(palette: Palette, token: str) -> None:
    """Text keeps 4.5 to 1 on both grounds, in light and in dark."""
    grounds = (palette.ground, palette.band)
    assert min(contrast(palette.token(token), ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_mark_colour_stands_out_from_the_ground(palette: Palette) -> None:
    """Themes, risk, critical and slack keep the 3 to 1 of graphics on both grounds."""
    for token in (*THEME_TOKENS, "critical", "at_risk", "slack", "ok"):
        for ground in (palette.ground, palette.band):
            assert contrast(palette.token(token), ground) >= 3, token


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_badge_is_readable(palette: Palette) -> None:
    """The text of each action badge keeps 4.5 to 1 on its own fill."""
    for action, badge in BADGES.items():
        fill = palette.token(badge.fill)
        ink = on_fill(fill) if badge.text == "on_fill" else palette.token(badge.text)
        assert contrast(ink, fill) >= 4.5, action


def test_themes_have_the_colours_of_the_portfolio() -> None:
    """A colour of ours comes with its dark pair, another one only as far as it stands out."""
    given = {"legal": "#a65e1f", "operations": "#1f6cca", "sales": "#ffee00", "hr": "#101010"}
    found = palettes(given | {"other": "", "design": ""})
    assert {theme: found["light"].theme(theme) for theme in (*given, "other", "design")} == {
        "legal": "#a65e1f",
        "operations": "#1f6cca",
        "sales": "#998f00",
        "hr": "#101010",
        "other": LIGHT.muted,
        "design": LIGHT.design,
    }
    assert found["dark"].theme("legal") == "#a65e1f"
    assert found["dark"].theme("operations") == "#6985ba"
    assert found["dark"].theme("sales") == "#ffee00"
    assert contrast(found["dark"].theme("hr"), DARK.band) >= 3


def test_no_two_kinds_share_a_mark() -> None:
    """A reader who sees no colour still tells the kinds apart."""
    assert len({mark.symbol for mark in MARKS.values()}) == len(MARKS)


def test_stylesheet_gets_every_token() -> None:
    """One --dm- variable per colour, named like the token."""
    lines = css_variables(LIGHT).splitlines()
    assert lines[0] == "--dm-ink: #1b2230;"
    assert "--dm-at-risk-text: #8f5f00;" in lines
    assert len(lines) == len(LIGHT.tokens())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.day(date(2027, 1, 3)), "3 Jan 2027"),
        (formats.day(None), "no date"),
        (formats.day(pd.NaT), "no date"),
        (formats.month(date(2027, 6, 30)), "Jun 2027"),
        (formats.points(28.66), "28.7"),
        (formats.points(0.01), "<0.1"),
        (formats.points(0), "0.0"),
        (formats.total_points(557.5), "558"),
        (formats.total_points(0.3), "<1"),
        (formats.chance(1.0), "over 99 %"),
        (formats.chance(0.99), "99 %"),
        (formats.chance(0.81), "81 %"),
        (formats.chance(0.0), "under 1 %"),
        (formats.percent(1.84), "184 %"),
        (formats.percent(None), "unknown"),
        (formats.count(1, "direction"), "1 direction"),
        (formats.count(12, "direction"), "12 directions"),
        (formats.days_from_now(68), "in 68 days"),
        (formats.days_from_now(1), "tomorrow"),
        (formats.days_from_now(0), "today"),
        (formats.days_from_now(-1), "1 day ago"),
        (formats.days_early(107), "107 days early"),
        (formats.days_early(-1), "1 day late"),
        (cut_at_word("Okta: listing (US)"), "Okta: listing (US)"),
        (cut_at_word("one two three four", longest=12), "one two…"),
        (cut_at_word("one two three four", longest=14), "one two three…"),
        (cut_at_word("Unbreakable", longest=6), "Unbre…"),
    ],
)
def test_formats(written: str, expected: str) -> None:
    """Dates, points, chances, counts and names are written as the look asks."""
    assert written == expected


# Text -----------------------------------------------------------------------------------------


def test_a_name_without_blanks_costs_no_more_than_what_is_shown_of_it() -> None:
    """Of 30,000 letters as much is measured as of 300, and the same is shown."""
    shown = text.cut("n" * 300, 190, 12)
    before = text.width.cache_info().misses
    assert text.cut("n" * 30_000, 190, 12) == shown
    assert text.width.cache_info().misses - before == 0


def test_text_is_cut_at_a_word_to_the_room_it_has() -> None:
    """What is cut fits, ends with … and loses whole words."""
    cut = text.cut("Master agreement and marketplace choice", 150, 13)
    assert cut == "Master agreement and…"
    assert text.width(cut, 13) <= 150


def test_labels_at_lines_step_up_where_they_would_cross_an_earlier_line() -> None:
    """The second label reaches back over the first line, so it goes above it; the third not."""
    assert text.stagger([100, 150, 400], [80, 80, 80], [2, 1, 1]) == [0, 2, 0]


def test_spread_labels_touch_neither_each_other_nor_the_edges() -> None:
    """Three labels at nearly one place end up side by side inside the room."""
    centres = text.spread([0, 3, 5], [40, 40, 40], 0, 200)
    assert centres == [20, 60, 100]
    assert text.spread([190, 198], [40, 40], 0, 200) == [140, 180]


# Forecast ----------------------------------------------------------------------------------


def test_forecast_has_a_bar_from_likely_to_four_in_five_for_every_direction() -> None:
    """One bar per direction, by target, from the likely finish to the P80."""
    rows = pd.DataFrame(
        [direction("Later", target="2026-09-01"), direction("Sooner", p80="2026-06-15")]
    )
    chart = forecast.directions(rows, AS_OF, LIGHT)
    (bars,) = traces(chart, "likely to 4 in 5")
    assert list(bars.customdata) == ["Sooner", "Later"]
    assert list(bars.base) == [at("2026-05-01")] * 2
    ends = [start + length for start, length in zip(bars.base, bars.x, strict=True)]
    assert ends == [at("2026-06-15"), at("2026-06-01")]


def test_forecast_says_each_outlook_in_words_and_signs() -> None:
    """At risk, late, blocked and without a target are told apart without colour."""
    rows = pd.DataFrame(
        [
            direction("A", target="2026-06-01"),
            direction("B", target="2026-06-02", outlook="at_risk", chance_on_time=0.62),
            direction(
                "C", target="2026-06-03", outlook="late", chance_on_time=0.004, days_early=-9
            ),
            direction(
                "D",
                target="2026-06-04",
                outlook="blocked",
                forecast=None,
                forecast_low=None,
                forecast_high=None,
                p80=None,
                chance_on_time=None,
                reserve_days=None,
            ),
            direction("E", target=None, outlook="no_target", chance_on_time=None),
        ]
    )
    chart = forecast.directions(rows, AS_OF, LIGHT)
    said = ["over 99 %", "▲ 62 %", "■ under 1 %, 9 days late", "✕ blocked", "no target"]
    assert [entry for entry in words(chart) if entry in said] == said
    assert list(traces(chart, "likely to 4 in 5")[0].customdata) == ["A", "B", "C", "E"]


def test_every_forecast_row_answers_to_a_click() -> None:
    """The clear bars cover all rows, also those without a bar of their own."""
    rows = pd.DataFrame([direction("A"), direction("B", forecast=None, outlook="blocked")])
    (hits,) = traces(forecast.directions(rows, AS_OF, LIGHT), "row")
    assert list(hits.customdata) == ["A", "B"]


# Unlock scores ---------------------------------------------------------------------------------


def test_ranking_stacks_the_parts_of_the_highest_scores() -> None:
    """The blocks of an item lie end to end, largest first, and add up to its score."""
    items = pd.DataFrame(
        [
            prerequisite("high", unlock_score=9.0),
            prerequisite("low", unlock_score=4.0),
        ]
    )
    parts = pd.DataFrame([part("high", "Y", 3.0), part("high", "X", 6.0), part("low", "X", 4.0)])
    chart = unlock.ranking(items, parts, pd.DataFrame([direction("X"), direction("Y")]), LIGHT)
    (blocks,) = traces(chart, "contribution")
    drawn = list(zip(blocks.customdata, blocks.base, blocks.x, blocks.y, strict=True))
    assert drawn == [("high", 0, 6, 0), ("high", 6, 3, 0), ("low", 0, 4, 1)]
    assert [entry for entry in words(chart) if entry in ("9.0", "4.0")] == ["9.0", "4.0"]


def test_text_after_the_longest_bar_ends_inside_the_chart() -> None:
    """The axis leaves room for the directions written behind each bar."""
    items = pd.DataFrame([prerequisite("item", unlock_score=30.0)])
    parts = pd.DataFrame([part("item", f"Direction number {n}", 10.0) for n in range(3)])
    rows = pd.DataFrame([direction(f"Direction number {n}") for n in range(3)])
    chart = unlock.ranking(items, parts, rows, LIGHT, width=700)
    low, high = chart.layout.xaxis.range
    pixels = (700 - 8) / (high - low)
    said = next(
        entry
        for trace in chart.data
        if trace.text is not None
        for entry in trace.text
        if "Direction number" in entry
    )
    assert (30.0 - low) * pixels + text.width(said, 12) <= 700


def test_what_is_not_essential_is_called_replaceable() -> None:
    """An item that no direction needs for sure says so beside its bar."""
    items = pd.DataFrame([prerequisite("item", is_essential=False)])
    chart = unlock.ranking(
        items, pd.DataFrame([part("item", "X", 10.0)]), pd.DataFrame([direction("X")]), LIGHT
    )
    assert "X (replaceable)" in words(chart)


def test_scatter_draws_every_scored_item_with_the_mark_of_its_kind() -> None:
    """Points stand at effort and score; kinds differ by mark."""
    items = pd.DataFrame(
        [
            prerequisite("a", effort_days=5.0, unlock_score=20.0),
            prerequisite("b", effort_days=60.0, unlock_score=7.0, kind="legal"),
        ]
    )
    chart = unlock.effort_scatter(items, LIGHT)
    points = [trace for trace in chart.data if trace.mode == "markers"]
    assert [(p.customdata[0], p.x[0], p.y[0], p.marker.symbol) for p in points] == [
        ("a", 5, 20, "circle"),
        ("b", 60, 7, "triangle-up"),
    ]
    assert all(trace.marker.opacity == 1 for trace in points)


def test_names_beside_points_cover_neither_points_nor_names() -> None:
    """A label goes to a free side of its point and stays away where there is none."""
    x = np.array([100.0, 130.0, 120.0])
    y = np.array([100.0, 100.0, 112.0])
    sides = text.beside_points(x, y, [60, 60, 60], 12, 5, (300, 200))
    assert sides == ["middle left", "middle right", "bottom center"]


# Themes -----------------------------------------------------------------------------------


def theme(theme_id: str, name: str, score: float) -> dict[str, Any]:
    """A row of report.themes."""
    return {"theme_id": theme_id, "name": name, "unlock_score": score}


def test_points_bar_adds_up_to_the_portfolio() -> None:
    """Themes from the largest, end to end, then what is in doubt, hatched, up to the total."""
    rows = pd.DataFrame([theme("design", "Design", 20.0), theme("operations", "Operations", 60.0)])
    chart = themes.points_bar(rows, 20.0, 100.0, LIGHT)
    bars = [trace for trace in chart.data if trace.type == "bar"]
    assert [(bar.customdata[0], bar.base, bar.x[0]) for bar in bars] == [
        ("operations", 0, 60),
        ("design", 60, 20),
        ("", 80, 20),
    ]
    assert bars[-1].marker.pattern.shape == "/"
    assert words(chart) == ["Operations 60", "Design 20", "In doubt, unassigned 20"]


def test_labels_of_narrow_parts_do_not_meet() -> None:
    """With parts narrower than their names, no two labels share a place."""
    rows = pd.DataFrame(
        [
            theme(f"t{n}", f"A long theme name {n}", score)
            for n, score in enumerate((90, 4, 3, 2, 1))
        ]
    )
    chart = themes.points_bar(rows, 5.0, 105.0, LIGHT, width=700)
    pixels = 696 / 105
    boxes = []
    for trace in texts(chart):
        wide = text.width(str(trace.text[0]).replace("<b>", "").replace("</b>", ""), 13, True)
        left = trace.x[0] * pixels - (wide if trace.textposition == "top left" else 0)
        boxes.append((left, trace.y[0], left + wide, trace.y[0] + 17))
    assert len(boxes) == 6
    assert not [
        pair
        for pair in combinations(boxes, 2)
        if pair[0][0] < pair[1][2]
        and pair[1][0] < pair[0][2]
        and pair[0][1] < pair[1][3]
        and pair[1][1] < pair[0][3]
    ]


def test_heat_map_has_a_cell_where_a_theme_holds_up_a_direction() -> None:
    """Columns by target date; points summed; blank where a direction needs nothing."""
    parts = pd.DataFrame(
        [
            part("a", "Late", 3.0) | {"theme_id": "design"},
            part("b", "Late", 4.0) | {"theme_id": "design"},
            part("c", "Soon", 5.0) | {"theme_id": "operations"},
        ]
    )
    rows = pd.DataFrame([direction("Late", target="2027-01-01"), direction("Soon")])
    kinds = pd.DataFrame([theme("design", "Design", 7.0), theme("operations", "Operations", 5.0)])
    chart = heatmap.theme_direction(parts, rows, kinds, LIGHT)
    (cells,) = traces(chart, "cells")
    assert [tuple(cell) for cell in cells.customdata] == [
        ("design", "Late"),
        ("operations", "Soon"),
    ]
    assert [(round(x + 0.49), y) for x, y in zip(cells.base, cells.y, strict=True)] == [
        (1, 0),
        (0, 1),
    ]
    assert cells.marker.color[0] == LIGHT.accent
    assert any(entry.startswith("7<br>") and "2 open" in entry for entry in words(chart))


def test_heat_map_gathers_what_has_no_room() -> None:
    """Of twenty directions the largest keep a column, the rest share the last one."""
    parts = pd.DataFrame(
        [part("a", f"D{n:02}", 1.0 + n) | {"theme_id": "design"} for n in range(20)]
    )
    rows = pd.DataFrame([direction(f"D{n:02}") for n in range(20)])
    chart = heatmap.theme_direction(
        parts, rows, pd.DataFrame([theme("design", "Design", 9.0)]), LIGHT
    )
    (cells,) = traces(chart, "cells")
    assert len(cells.x) == 14
    assert tuple(cells.customdata[-1]) in {("design", ""), ("design", "D19")}
    assert ("design", "") in {tuple(cell) for cell in cells.customdata}


# One item --------------------------------------------------------------------------------------


def test_parts_show_their_arithmetic_and_sum_the_rest() -> None:
    """The largest one by one, the others as one hatched bar, all adding up to the score."""
    rows = pd.DataFrame([part("a", f"D{n}", float(9 - n)) for n in range(6)])
    names = pd.DataFrame([direction(f"D{n}") for n in range(6)])
    chart = item.parts(rows, names, "operations", LIGHT, top=3)
    plain, rest = traces(chart, "points")
    assert (list(plain.x), list(rest.x)) == ([9, 8, 7], [15])
    assert list(plain.customdata) == ["D0", "D1", "D2"]
    assert rest.marker.pattern.shape == "/"
    assert {"9.0  = 80 × 0.50 ÷ 8", "3 more directions", "15.0  together"} <= set(words(chart))


def test_lead_range_places_low_likely_and_high() -> None:
    """Solid to low, pale to high, and three labels that do not meet."""
    chart = spread.lead_range(prerequisite("a", lead_low_days=1, lead_likely_days=2), LIGHT)
    (solid,), (pale,) = traces(chart, "to low"), traces(chart, "low to high")
    assert (solid.base, solid.x[0], pale.base, pale.x[0]) == (0, 1, 1, 89)
    assert words(chart) == ["low 1", "likely 2", "high 90"]
    (labels,) = texts(chart)
    pixels = [x / 90 * 312 for x in labels.x]
    assert pixels[1] - pixels[0] >= (text.width("low 1", 12) + text.width("likely 2", 12)) / 2


def test_a_lead_without_a_range_is_said_once() -> None:
    """Equal numbers share one label."""
    same = {"lead_low_days": 30, "lead_likely_days": 30, "lead_high_days": 30}
    assert words(spread.lead_range(prerequisite("a", **same), LIGHT)) == ["always 30"]
    half = {"lead_low_days": 30, "lead_likely_days": 30}
    assert words(spread.lead_range(prerequisite("a", **half), LIGHT)) == [
        "low and likely 30",
        "high 90",
    ]


def quantiles(first: str, step_days: int) -> pd.DataFrame:
    """Rows of report.finish_quantiles, evenly spaced."""
    finishes = pd.date_range(first, periods=21, freq=f"{max(step_days, 1)}D")
    if step_days == 0:
        finishes = pd.DatetimeIndex([pd.Timestamp(first)] * 21)
    return pd.DataFrame({"share": [n / 20 for n in range(21)], "finish": finishes})


def test_finish_distribution_marks_likely_four_in_five_and_target() -> None:
    """The three lines stand at their dates, with the date in words; late time is hatched."""
    chart = spread.finish_distribution(quantiles("2026-04-01", 6), direction("X"), LIGHT)
    for name, day in (
        ("likely", "2026-05-01"),
        ("4 in 5 by", "2026-06-01"),
        ("target", "2026-07-01"),
    ):
        assert traces(chart, name)[0].x[0] == at(day)
    assert {"likely<br>1 May 2026", "4 in 5 by<br>1 Jun 2026"} <= set(words(chart))
    (late,) = traces(chart, "after the target")
    assert min(late.x) >= at("2026-07-01")
    assert late.fillpattern.shape == "/"


def test_finish_distribution_without_a_range_draws_only_lines() -> None:
    """One certain date has no area."""
    chart = spread.finish_distribution(quantiles("2026-05-01", 0), direction("X"), LIGHT)
    assert not traces(chart, "in time")


def test_labels_over_the_finish_distribution_do_not_meet() -> None:
    """Dates a day apart still get labels side by side."""
    near = direction("X", forecast="2026-05-01", p80="2026-05-02", target="2026-05-03")
    chart = spread.finish_distribution(quantiles("2026-01-01", 10), near, LIGHT, width=400)
    low, high = chart.layout.xaxis.range
    centres = sorted((trace.x[0] - low) / (high - low) * 384 for trace in texts(chart))
    wide = text.width("1 May 2026", 12, is_bold=True)
    assert all(right - left >= wide for left, right in pairwise(centres))
    assert centres[0] >= wide / 2
    assert centres[-1] <= 384 - wide / 2


# All ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_charts_use_their_palette_and_describe_themselves(palette: Palette) -> None:
    """Ground, font and description are set on every chart, in light and in dark."""
    items, parts = pd.DataFrame([prerequisite("a")]), pd.DataFrame([part("a", "X", 10.0)])
    rows = pd.DataFrame([direction("X")])
    kinds = pd.DataFrame([theme("operations", "Operations", 10.0)])
    charts = [
        forecast.directions(rows, AS_OF, palette),
        unlock.ranking(items, parts, rows, palette),
        unlock.effort_scatter(items, palette),
        heatmap.theme_direction(parts.assign(theme_id="operations"), rows, kinds, palette),
        themes.points_bar(kinds, 0.0, 10.0, palette),
        item.parts(parts, rows, "operations", palette),
        spread.lead_range(prerequisite("a"), palette),
        spread.finish_distribution(quantiles("2026-04-01", 6), direction("X"), palette),
    ]
    other = DARK if palette is LIGHT else LIGHT
    for chart in charts:
        assert chart.layout.paper_bgcolor == palette.ground
        assert chart.layout.font.family == FONT
        assert len(base.description(chart)) > 20
        drawn = chart.to_json()
        assert other.ink not in drawn
        assert other.ground not in drawn


def test_empty_frames_draw_nothing_and_raise_nothing() -> None:
    """Callers skip empty charts; one that slips through is empty, not an error."""
    no_items = pd.DataFrame([prerequisite("a")]).head(0)
    no_parts = pd.DataFrame([part("a", "X", 1.0)]).head(0)
    no_directions = pd.DataFrame([direction("X")]).head(0)
    no_themes = pd.DataFrame([theme("design", "Design", 1.0)]).head(0)
    for chart in (
        forecast.directions(no_directions, AS_OF, LIGHT),
        unlock.ranking(no_items, no_parts, no_directions, LIGHT),
        unlock.effort_scatter(no_items, LIGHT),
        heatmap.theme_direction(no_parts.assign(theme_id=""), no_directions, no_themes, LIGHT),
        themes.points_bar(no_themes, 0.0, 0.0, LIGHT),
        item.parts(no_parts, no_directions, "", LIGHT),
    ):
        assert sum(len(trace.y) for trace in chart.data if trace.type == "bar") == 0
