"""Every way out of the real portfolio, opened as the scenario that it names."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.change import Change, read_changes
from tests.portfolios import AskedFor, column, needs
from tests.portfolios import portfolio as portfolio_of_rows
from tests.thorough import slow, some

AS_OF = date(2026, 11, 26)
GOAL = 0.8


@pytest.fixture(scope="module")
def portfolio():
    return read_portfolio(Path(__file__).resolve().parents[3] / "data")


@pytest.fixture(scope="module")
def rows(portfolio):
    """Direction, kind, days, chance before and after, harms and changes, in order."""
    with AskedFor(portfolio, AS_OF) as connection:
        return connection.execute(
            "select direction_id, kind, days, chance_before, chance_after, harms, what_if"
            " from report.ways_out where kind <> 'capacity' order by direction_id, rank"
        ).fetchall()


def chances(portfolio, *changes):
    """The chance of every direction under these changes."""
    laid = with_changes(portfolio, changes, as_of=AS_OF).portfolio
    with AskedFor(laid, AS_OF) as connection:
        return column(connection, "directions", "direction_id", "chance_on_time")


def test_every_way_out_reaches_the_goal_as_a_scenario(portfolio, rows):
    """With exactly the chance it says; who is harmed is named; one day more of a cap misses."""
    today = chances(portfolio)
    for direction, kind, days, before, after, harms, what_if in some(rows, 5):
        changes = read_changes(what_if)
        found = chances(portfolio, *changes)
        assert (before, after) == (today[direction], found[direction])
        assert after >= GOAL
        assert harms == [
            name
            for name in sorted(today)
            if name != direction and today[name] - found[name] >= 0.05
        ]
        if kind == "at most":
            longer = Change(changes[0].id, changes[0].field, str(days + 1))
            assert chances(portfolio, longer)[direction] < GOAL


@slow
def test_pins_options_and_decisions_open_as_the_scenarios_they_name():
    """M needs A or B; DP holds M for 15 days and has an option that picks B: each as it says."""
    pick = {"decision": "DP", "option_position": 1, "item": "M", "any_of": "one", "requires": "B"}
    today = portfolio_of_rows(
        directions=[{"id": "X", "target": AS_OF + timedelta(days=20)}],
        prerequisites=[
            {"id": "A", "lead_low_days": 0, "lead_likely_days": 10, "lead_high_days": 100},
            {"id": "B", "lead": 12},
            {"id": "M", "lead_low_days": 0, "lead_likely_days": 4, "lead_high_days": 9},
        ],
        dependencies=needs("X: M\nM: (A|B)"),
        owners=[{"id": "o", "name": "O", "capacity_days_per_week": 5.0}],
        decisions=[
            {"id": "DP", "question": "Which?", "status": "open", "lead_days": 12, "owner": "o"}
        ],
        decision_options=[{"decision": "DP", "position": 1, "name": "Sure: B"}],
        decision_picks=[pick],
        decision_blocks=[{"decision": "DP", "item": "M"}],
    )
    with AskedFor(today, AS_OF) as connection:
        rows = connection.execute(
            "select kind, chance_before, chance_after, what_if from report.ways_out order by rank"
        ).fetchall()
    assert [kind for kind, *_ in rows] == ["at most", "alternative", "option", "no wait", "target"]
    assert chances(today)["X"] == rows[0][1] < GOAL
    for _, _, after, what_if in rows:
        assert chances(today, *read_changes(what_if))["X"] == after >= GOAL


def test_the_real_portfolio_says_what_the_research_found(rows):
    """The days at which each item alone is enough, on the day of the research."""
    caps = {
        (direction, read_changes(what_if)[0].id): days
        for direction, kind, days, *_, what_if in rows
        if kind == "at most"
    }
    assert caps == {
        ("DIR-SSO", "soc2-window"): 143,
        ("DIR-LAUNCH", "tenant-model"): 27,
        ("DIR-LAUNCH", "authz-core"): 27,
        ("DIR-LAUNCH", "embed-rls"): 20,
        ("DIR-LAUNCH", "pentest"): 35,
    }
