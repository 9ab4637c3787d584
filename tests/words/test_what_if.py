"""A scenario in words."""

import pandas as pd
import pytest

from depmap.portfolio.change import read_changes
from depmap.words import what_if

NAMES = {"w": "Window", "a": "Audit", "X": "Launch", "SEC": "Security", "D": "“Which audit”"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("w:lead_at_most:140", "Window takes at most 140 days"),
        ("w:lead_days:-1", "Window takes 1 fewer day"),
        ("w:lead_days:30", "Window takes 30 more days"),
        ("w:status:not_needed", "Window is not needed"),
        ("w:owner:SEC", "Window is owned by Security"),
        ("w:owner:", "Window is owned by nobody"),
        ("X/route:pin:a", "Launch takes Audit"),
        ("X/route:pin:", "Launch takes what is fastest in route"),
        ("X>w:strength:soft", "Launch need not wait for Window"),
        ("X:target:2027-Q4", "the target of Launch moves to 2027-Q4"),
        ("X:target:", "Launch has no target"),
        ("DP:option:Buy", "DP is answered with “Buy”"),
        ("DP:chosen:Buy", "DP is decided today with “Buy”"),
        ("D:chosen:Buy: at once", "“Which audit” is decided today with “Buy”"),
        ("D:lead_days:0", "“Which audit” is decided today"),
        ("DP:lead_days:0", "DP is decided today"),
        ("DP:lead_days:9", "DP takes 9 days"),
        ("settings:confidence_goal:0.9", "confidence goal is 0.9"),
        ("w:effort_days:3", "effort days of Window is 3"),
        ("SEC:capacity_days_per_week:10", "Security has 10 days a week"),
    ],
)
def test_a_change_is_a_clause(text, said):
    """Items, owners and alternatives by name, what has none by its id."""
    (change,) = read_changes([text])
    assert what_if.change(change, NAMES) == said


def test_a_scenario_is_a_question():
    """Its changes in order."""
    changes = read_changes(["w:lead_at_most:140", "a:status:done", "X:target:"])
    assert what_if.question(changes, NAMES) == (
        "What if Window takes at most 140 days, Audit is done and Launch has no target?"
    )


def direction(**moved):
    """A direction that did not move, but for what is given: each (before, after)."""
    day, later = pd.Timestamp("2027-01-10"), {"days_moved": 0, "p80_days_moved": 0}
    later |= {"capacity_days_moved": moved.get("days_moved", 0), "moves_by_map": True}
    row = {"chart_name": "Launch", "target_days_moved": 0, **later}
    sides = {
        "forecast": (day, day), "p80": (day, day), "chance": (0.46, 0.46), "target": (day, day),
        "outlook": ("late", "late"), "value": (45.0, 45.0), "capacity_forecast": (day, day),
        "is_late_by_capacity": (False, False), **{k: v for k, v in moved.items()
                                                               if isinstance(v, tuple)},
    }  # fmt: skip
    for name, (before, after) in sides.items():
        row |= {f"{name}_before": before, f"{name}_after": after}
    return row | {k: v for k, v in moved.items() if not isinstance(v, tuple)}


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        ({"chance": (0.46, 0.14)}, "Launch 46 % → 14 %"),
        ({"days_moved": 23}, "Launch 23 days later"),
        ({"p80_days_moved": -1}, "Launch 1 day earlier"),
        ({"target_days_moved": 181}, "Launch with its target 181 days later"),
        ({"value": (45.0, 63.0)}, "Launch worth 45.0 → 63.0 points"),
        ({"chance": (0.46, None), "outlook": ("late", "blocked")}, "Launch late → blocked"),
        ({"outlook": (None, "late")}, "Launch is new"),
    ],
)
def test_what_moves_is_said_by_what_matters_most(moved, said):
    """The chance where there is one, else the outlook, dates, target or value."""
    assert what_if.moved(direction(**moved)) == said


def item(**moved):
    """A row of what moves by prerequisite: nothing but what is named."""
    nothing = {
        "moves_by_map": False, "days_moved": 0, "action_before": "wait", "action_after": "wait",
        "is_newly_blocked": False, "is_blocked_no_more": False, "is_newly_unowned": False,
        "is_unowned_no_more": False, "capacity_days_moved": 0,
        "capacity_finish_before": pd.Timestamp("2027-01-10"),
        "capacity_finish_after": pd.Timestamp("2027-01-10"),
    }  # fmt: skip
    return nothing | moved


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No prerequisite has another start by, action or score."),
        (
            [item(moves_by_map=True, days_moved=9, capacity_days_moved=-9)],
            "1 prerequisite may start later. With the days owners have 1 is there earlier.",
        ),
        (
            [item(capacity_days_moved=-9), item(capacity_days_moved=4)],
            "No prerequisite has another start by, action or score. "
            "With the days owners have 1 is there earlier, 1 is there later.",
        ),
        (
            [item(capacity_days_moved=None, capacity_finish_after=None)],
            "No prerequisite has another start by, action or score. "
            "With the days owners have 1 is without a date.",
        ),
    ],
)
def test_prerequisites_that_owners_move_are_told_behind(rows, said):
    """First what differs by the map, then what is there on another day with the owners' days."""
    assert what_if.differences(rows) == said


def test_the_sum_of_what_moves():
    """Three directions by name, then how many more; none says so."""
    rows = [direction(chance=(0.5, share / 10)) for share in range(1, 5)]
    assert what_if.summary(rows) == (
        "Launch 50 % → 10 %, Launch 50 % → 20 %, Launch 50 % → 30 %, and 1 more."
    )
    assert what_if.summary([]) == "No direction moves."


EARLIER = {"moves_by_map": False, "capacity_days_moved": -13}
NO_MORE = {"is_late_by_capacity": (True, False)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [direction(**EARLIER, **NO_MORE), direction(**EARLIER | {"capacity_days_moved": 40})],
            "No direction moves by the map. With the days owners have: Launch 13 days earlier and "
            "no longer late for want of them, Launch 40 days later.",
        ),
        (
            [direction(days_moved=23, capacity_days_moved=30, is_late_by_capacity=(False, True))],
            "Launch 23 days later. With the days owners have: Launch 30 days later and late for "
            "want of them.",
        ),
        ([direction(days_moved=23)], "Launch 23 days later."),
        (
            [
                direction(
                    moves_by_map=False,
                    capacity_days_moved=None,
                    capacity_forecast=(pd.Timestamp("2027-01-10"), None),
                )
            ],
            "No direction moves by the map. With the days owners have: Launch without a date.",
        ),
    ],
)
def test_what_only_owners_move_is_told_behind(rows, said):
    """Where the date that owners can keep moves otherwise than the date by the map."""
    assert what_if.summary(rows) == said
