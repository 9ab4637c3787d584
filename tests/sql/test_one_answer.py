"""One measure, one answer: what pages call late, at risk, overdue or a share is a column."""

from datetime import timedelta

import pytest

from tests.portfolios import AS_OF, answers_of, column, needs


def day(number):
    return AS_OF + timedelta(days=number)


def test_a_theme_and_the_page_divide_by_the_same_whole():
    """What lacks nothing is no part of the whole: A holds all 100 points that still wait."""
    found = answers_of(
        directions=[{"id": "X", "value": 100.0}, {"id": "Y", "value": 100.0}],
        themes=[{"id": "t", "name": "T"}],
        owners=[{"id": "o", "name": "O", "capacity_days_per_week": 5.0}],
        prerequisites=[{"id": "A", "lead": 10, "theme": "t", "owner": "o"}],
        dependencies=needs("X: A"),
    )
    assert column(found, "themes", "theme_id", "unlock_share") == {"t": 1.0}
    assert column(found, "owners", "owner_id", "unlock_share") == {"o": 1.0}
    (totals,) = found.execute(
        "select total_expected_value, unassigned_value from report.settings"
    ).fetchall()
    assert totals == (100.0, 0.0)


@pytest.mark.parametrize(
    ("target", "leads", "late", "at_risk", "misses", "overdue"),
    [
        # Lead 10 to 40, likely 20. The reserve of such a range at 80 % is 6 days.
        (200, (10, 20, 40), False, False, False, False),
        (30, (10, 20, 40), False, True, False, False),  # too late if the lead runs high
        (22, (10, 20, 40), False, True, True, True),  # the reserve is in use already
        (20, (10, 20, 40), False, False, True, True),  # no slack is not at risk but critical
        (10, (20, 20, 20), True, False, True, True),
    ],
)
def test_late_at_risk_and_overdue(target, leads, late, at_risk, misses, overdue):
    """The marks of one item with one direction, as its target comes nearer."""
    low, likely, high = leads
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": day(target)}],
        prerequisites=[
            {"id": "A", "lead_low_days": low, "lead_likely_days": likely, "lead_high_days": high}
        ],
        dependencies=needs("X: A"),
    )
    assert found.execute(
        "select is_late, is_at_risk, misses_safe_start, is_overdue from report.items"
        " where item_id = 'A'"
    ).fetchall() == [(late, at_risk, misses, overdue)]


def test_a_used_up_reserve_puts_at_risk_what_varies_by_nothing_itself():
    """A takes a day, always; B behind it varies, and its reserve is larger than the 5 days left."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": day(26)}],
        prerequisites=[
            {"id": "A", "lead": 1},
            {"id": "B", "lead_low_days": 10, "lead_likely_days": 20, "lead_high_days": 60},
        ],
        dependencies=needs("X: B\nB: A"),
    )
    assert found.execute(
        "select slack_days, misses_safe_start, is_at_risk from report.items where item_id = 'A'"
    ).fetchall() == [(5, True, True)]


def test_a_direction_has_an_outlook_and_no_mark_of_its_own():
    """At risk is said of a direction by its chance alone."""
    found = answers_of(
        directions=[
            {"id": "X", "value": 10.0, "target": day(38)}
            | {"lead_low_days": 10, "lead_likely_days": 20, "lead_high_days": 40}
        ],
        prerequisites=[],
        dependencies=[],
    )
    assert column(found, "directions", "direction_id", "outlook") == {"X": "on_time"}
    assert column(found, "items", "item_id", "is_at_risk") == {"X": False}


@pytest.mark.parametrize(
    ("target", "window", "due", "overdue"),
    [
        (10, "decide", True, True),
        (110, "decide", True, False),
        (200, "later", False, False),
        (400, "later", False, False),
    ],
)
def test_a_decision_stands_in_the_window_of_its_date(target, window, due, overdue):
    """Decide by is the last day of what it blocks, here the target less 30 days of lead."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "target": day(target)}],
        prerequisites=[{"id": "A", "lead": 30}],
        dependencies=needs("X: A"),
        decisions=[{"id": "d", "question": "Which?", "status": "open", "lead_days": 0}],
        decision_blocks=[{"decision": "d", "item": "A"}],
    )
    assert found.execute(
        "select plan_window, is_due_by_review, is_overdue from report.decisions"
        " where decision_id = 'd'"
    ).fetchall() == [(window, due, overdue)]


@pytest.mark.parametrize(
    ("status", "lead", "is_open", "is_live"),
    [("committed", 5, True, True), ("delivered", 5, False, False), ("dropped", 5, False, False)],
)
def test_open_and_live_directions(status, lead, is_open, is_live):
    """Delivered and dropped ones are neither."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0, "status": status}],
        prerequisites=[{"id": "A", "lead": lead}],
        dependencies=needs("X: A"),
    )
    assert column(found, "directions", "direction_id", "is_open") == {"X": is_open}
    assert column(found, "directions", "direction_id", "is_live") == {"X": is_live}


def test_a_blocked_direction_is_open_and_not_live():
    """Nobody has given it up, but it counts for no date and no score."""
    found = answers_of(
        directions=[{"id": "X", "value": 10.0}],
        prerequisites=[{"id": "A", "lead": 5, "status": "dropped"}],
        dependencies=needs("X: A"),
    )
    assert column(found, "directions", "direction_id", "is_open") == {"X": True}
    assert column(found, "directions", "direction_id", "is_live") == {"X": False}


@pytest.mark.parametrize(("due", "late"), [(30, False), (29, True)])
def test_a_milestone_is_late_when_its_forecast_is_after_its_date(due, late):
    """Its only item is there on day 30."""
    found = answers_of(
        prerequisites=[{"id": "A", "lead": 30}],
        milestones=[{"id": "m", "name": "M", "date": day(due)}],
        milestone_items=[{"milestone": "m", "item": "A"}],
    )
    assert column(found, "milestones", "milestone_id", "is_late") == {"m": late}
