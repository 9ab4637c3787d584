"""Of long lists pages draw the first rows and say of how many they are."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from depmap.screen.parts import timeline
from depmap.screen.parts.decisions import ideas
from depmap.screen.parts.lists import unlock_scores
from depmap.screen.parts.plan import table
from depmap.screen.pieces.table import MOST_ROWS

FIRST = date(2026, 1, 1)
SETTINGS = {"review_on": FIRST}
NO_DECISIONS = pd.DataFrame({"plan_window": [], "decide_by": [], "item_id": []})


def days(numbers: range) -> pd.Series:
    """Days after the first, as report relations hold them."""
    return pd.Series(pd.to_datetime([FIRST + timedelta(days=number) for number in numbers]))


def test_a_window_of_the_plan_has_its_first_tasks_and_counts_all() -> None:
    """The first 300 of 302 tasks, in the order of the plan; another window's are none of them."""
    shown = pd.DataFrame(
        {
            "item_id": [f"item-{number}" for number in range(303)],
            "plan_window": ["now"] * 302 + ["later"],
            "safe_start_by": days(range(303)),
        }
    )
    now, *_ = table.windows(SETTINGS)
    listed = table.rows(shown, NO_DECISIONS, now, SETTINGS)
    assert listed.count == 302
    assert [row["item_id"] for row in listed.rows] == [f"item-{n}" for n in range(MOST_ROWS)]


def test_a_timeline_of_too_many_bars_draws_those_to_start_first() -> None:
    """Of 2,001 the 200 that begin first stay, in the order of the chart; 2,000 are drawn."""
    most = timeline.MOST_BARS
    rows = pd.DataFrame({"safe_start_by": days(range(most, -1, -1)), "number": range(most + 1)})
    assert list(timeline.first(rows)["number"]) == list(range(most - 199, most + 1))
    assert len(timeline.first(rows.head(most))) == most


def test_a_timeline_leaves_what_has_no_date_for_last() -> None:
    """Where some have no day to start by, those with one are drawn."""
    rows = pd.DataFrame(
        {
            "safe_start_by": [*[pd.NaT] * timeline.MOST_BARS, *days(range(200))],
            "number": range(timeline.MOST_BARS + 200),
        }
    )
    assert list(timeline.first(rows)["number"]) == list(range(timeline.MOST_BARS, len(rows)))


def test_the_scatter_of_scores_draws_the_highest() -> None:
    """Rows come with the highest score first."""
    scored = pd.DataFrame({"unlock_score": range(3000, 0, -1)})
    marked = list(unlock_scores.marked(scored)["unlock_score"])
    assert marked == list(range(3000, 3000 - unlock_scores.MOST_MARKS, -1))


def test_none_parked_is_an_empty_list() -> None:
    """Then the page says so."""
    nothing = pd.DataFrame({"action": ["start"], "revisit_on": [pd.NaT]})
    assert ideas.to_revisit(nothing) == ""
