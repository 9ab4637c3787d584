"""Two decisions together: every pair of options says what the scenario of both says."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from depmap.answers.pairs import grids
from depmap.engine.database import build
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from tests.portfolios import AS_OF, AskedFor, answers_of, needs, portfolio

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 29)


def options(decision, changed, **leads):
    """The rows of a decision's options: each makes an item take more days."""
    named = list(enumerate(leads.items(), start=1))
    rows = [{"decision": decision, "position": at, "name": name} for at, (name, _) in named]
    moved = [
        {
            "decision": decision,
            "option_position": at,
            "position": at,
            "changed": changed.get(name, changed[""]),
            "field": "lead_days",
            "value": f"+{days}",
        }
        for at, (name, days) in named
    ]
    return rows, moved


def test_options_of_two_decisions_and_what_excludes_each_other():
    """D needs a and b within 10 days, each of which takes 5; the third of q also moves a."""
    p, p_moves = options("p", {"": "a"}, short=0, long=15)
    q, q_moves = options("q", {"": "b", "other": "a"}, small=0, large=25, other=4)
    given = portfolio(
        directions=[{"id": "D", "target": AS_OF + timedelta(days=10)}],
        prerequisites=[{"id": "a", "lead": 5}, {"id": "b", "lead": 5}],
        dependencies=needs("D: a b"),
        decisions=[{"id": "p", "question": "P?"}, {"id": "q", "question": "Q?"}],
        decision_options=p + q,
        decision_changes=p_moves + q_moves,
    )
    with build(given, AS_OF) as connection:
        (grid,) = grids(connection, "D")
    assert [option.name for option in grid.rows] == ["short", "long"]
    assert [option.name for option in grid.columns] == ["small", "large", "other"]
    assert [[cell.chance for cell in row] for row in grid.cells] == [[1, 0, None], [0, 0, None]]
    assert [[cell.is_excluded for cell in row] for row in grid.cells] == 2 * [[False, False, True]]
    assert grid.spread == 1


def test_one_decision_alone_makes_no_grid():
    """There is no pair."""
    p, p_moves = options("p", {"": "a"}, short=0, long=15)
    connection = answers_of(
        directions=[{"id": "D", "target": AS_OF + timedelta(days=10)}],
        prerequisites=[{"id": "a", "lead": 5}],
        dependencies=needs("D: a"),
        decisions=[{"id": "p", "question": "P?"}],
        decision_options=p,
        decision_changes=p_moves,
    )
    assert grids(connection, "D") == []


@pytest.mark.parametrize(("direction", "at"), [("DIR-SSO", (1, 1)), ("DIR-LAUNCH", (0, 1))])
def test_a_pair_is_the_scenario_of_both(direction, at):
    """On the real portfolio, where audit and identity layer, and audit and health data, meet."""
    today = read_portfolio(ROOT / "data")
    with build(today, DAY) as connection:
        (grid,) = grids(connection, direction)
    row, column = at
    both = [grid.rows[row].change, grid.columns[column].change]
    with AskedFor(with_changes(today, both, as_of=DAY).portfolio, DAY) as connection:
        ((chance,),) = connection.execute(
            "select chance_on_time from report.directions where direction_id = $id",
            {"id": direction},
        ).fetchall()
    assert grid.cells[row][column].chance == chance
    assert grid.spread > 0.4
