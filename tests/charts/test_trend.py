"""The milestone trend: where its lines stand, and that they share one frame."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from depmap.charts import base, trend
from depmap.look.palette import LIGHT


def points(*rows):
    """(day of November, likely, 80 % date, target), dates as days of 2027 or None."""

    def of(number):
        return None if number is None else date.fromordinal(date(2027, 1, 1).toordinal() + number)

    return pd.DataFrame(
        {
            "direction_id": ["X"] * len(rows),
            "as_of": [date(2026, 11, row[0]) for row in rows],
            "forecast": [of(row[1]) for row in rows],
            "p80": [of(row[2]) for row in rows],
            "target": [of(row[3]) for row in rows],
            "chance_on_time": [0.5] * len(rows),
        }
    )  # fmt: skip


def drawn(rows, name="Launch"):
    """The picture of a direction that is late, in a frame of its own."""
    return trend.direction(rows, name, "critical", trend.frame(rows), LIGHT)


def lines(chart, name):
    """The traces of one name as (days of November, positions)."""
    return [
        (list(pd.to_datetime(trace.x, unit="ms").day), list(trace.y))
        for trace in chart.data
        if trace.name == name
    ]


def test_lines_stand_where_the_dates_are():
    """Likely, the band up to 4 in 5, and the target, at the day that they were forecast."""
    rows = points((1, 10, 40, 60), (11, 30, 70, 60))
    chart = drawn(rows)
    at = {day: base.position(date.fromordinal(date(2027, 1, 1).toordinal() + day))
          for day in (10, 30, 40, 60, 70)}  # fmt: skip
    assert lines(chart, "likely finish") == [([1, 11], [at[10], at[30]])]
    assert lines(chart, "4 in 5") == [([1, 11], [at[40], at[70]])]
    assert lines(chart, "target") == [([1, 11], [at[60], at[60]])]
    assert base.description(chart) == (
        "Launch: likely 11 Jan 2027 as of 1 Nov 2026, 31 Jan 2027 as of 11 Nov 2026, 20 days apart."
    )


def test_a_day_without_dates_is_a_gap():
    """The line ends and begins again; a direction that is blocked today has no names."""
    rows = points((1, 10, 40, None), (5, 12, 42, None), (8, None, None, None), (11, 30, 70, None))
    found = lines(drawn(rows), "likely finish")
    assert [days for days, _ in found] == [[1, 5], [11]]
    blocked = points((1, 10, 40, None), (8, None, None, None))
    assert [trace for trace in drawn(blocked).data if trace.mode == "text"] == []


def test_names_stand_apart():
    """Three dates on one day are still three names."""
    chart = drawn(points((1, 10, 10, 10), (11, 10, 10, 10)))
    low, high = chart.layout.yaxis.range
    pixels = trend.HEIGHT - 34
    at = sorted((trace.y[0] - low) / (high - low) * pixels
                for trace in chart.data if trace.mode == "text")  # fmt: skip
    assert len(at) == 3
    assert min(after - before for before, after in pairwise(at)) >= 13.9


@pytest.mark.parametrize("rows", [[], [(1, None, None, 60)]])
def test_without_a_date_there_is_no_frame(rows):
    """Nobody draws an empty picture."""
    assert trend.frame(points(*rows)) is None


def test_a_far_target_does_not_press_the_lines_together():
    """It leaves the picture instead."""
    rows = points((1, 10, 40, 3000), (11, 30, 70, 3000))
    found = trend.frame(rows)
    assert (found.lowest, found.first, found.last) == (
        date(2027, 1, 11), date(2026, 11, 1), date(2026, 11, 11),
    )  # fmt: skip
    assert found.highest < date(2031, 1, 1)


def test_levels_are_few_and_names_are_as_typed():
    """At most five quarters or years; a name that looks like a tag is read as it was typed."""
    rows = points((1, 10, 40, None), (11, 30, 900, None))
    chart = drawn(rows, "<b>Bold</b>")
    assert 1 <= len(chart.layout.yaxis.tickvals) <= 5
    assert "<b>" in base.description(chart)
