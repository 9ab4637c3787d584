"""Ways out of the real portfolio, opened as the scenarios that they are."""

from datetime import date
from pathlib import Path

import pytest

from depmap.engine.database import build
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.change import read_changes
from tests.portfolios import AskedFor, column
from tests.thorough import some

AS_OF = date(2026, 11, 26)
PARTS = 6


@pytest.fixture(scope="module")
def real():
    """The real portfolio as it was read."""
    return read_portfolio(Path(__file__).resolve().parents[2] / "data")


@pytest.fixture(scope="module")
def today(real):
    """Its answers, of which no test changes any."""
    with build(real, AS_OF) as answers:
        yield answers


def under(real, texts):
    """Its answers under a scenario."""
    return AskedFor(with_changes(real, read_changes(texts), as_of=AS_OF).portfolio, AS_OF)


def chance(real, direction, texts):
    """The chance of a direction to be on time under a scenario."""
    with under(real, texts) as found:
        return column(found, "directions", "direction_id", "chance_on_time")[direction]


@pytest.mark.parametrize("part", some(range(PARTS), PARTS))
def test_a_way_out_opened_as_a_scenario(real, today, part):
    """It reaches the goal with the chance it says; one day more of what is agreed misses it."""
    ((goal,),) = today.execute("select confidence_goal from report.settings").fetchall()
    ways = today.execute(
        "select direction_id, kind, days, chance_after, what_if from report.ways_out"
        " where kind <> 'capacity' order by kind, direction_id, rank"
    ).fetchall()
    assert len(ways) >= PARTS
    for direction, kind, days, after, texts in ways[part::PARTS]:
        assert chance(real, direction, texts) == after >= goal, texts
        if kind == "at most":
            more = [texts[0].replace(f":{days}", f":{days + 1}")]
            assert chance(real, direction, more) < goal, more


def test_more_days_of_an_owner_opened_as_a_scenario(real, today):
    """The direction is there on the day it says, on time; half a day a week less is too late."""
    more_days = today.execute(
        "select direction_id, what_if, capacity_forecast_after from report.ways_out"
        " where kind = 'capacity' order by direction_id, rank"
    ).fetchall()
    assert [(name, texts) for name, texts, _ in more_days] == [
        ("DIR-LAUNCH", ["SEC:capacity_days_per_week:5.5"])
    ]
    ((_, texts, after),) = more_days
    with under(real, texts) as found:
        ((kept, is_late),) = found.execute(
            "select capacity_forecast, is_late_by_capacity from report.directions"
            " where direction_id = 'DIR-LAUNCH'"
        ).fetchall()
    assert not is_late
    target = column(today, "directions", "direction_id", "target")["DIR-LAUNCH"]
    before = column(today, "directions", "direction_id", "capacity_forecast")["DIR-LAUNCH"]
    assert after == kept <= target < before
    assert column(today, "owners", "owner_id", "capacity_days_per_week")["SEC"] == 5.0
