"""Ways out of the real portfolio, opened as the scenarios that they are."""

from datetime import date
from pathlib import Path

import pytest

from depmap.engine.database import build
from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.change import read_changes
from tests.portfolios import column
from tests.thorough import some

AS_OF = date(2026, 11, 26)
REAL = read_portfolio(Path(__file__).resolve().parents[2] / "data")
TODAY = build(REAL, AS_OF)
WAYS = TODAY.execute(
    "select direction_id, kind, days, chance_after, what_if from report.ways_out"
    " where kind <> 'capacity' order by kind, direction_id, rank"
).fetchall()
MORE_DAYS = TODAY.execute(
    "select direction_id, what_if, capacity_forecast_after from report.ways_out"
    " where kind = 'capacity' order by direction_id, rank"
).fetchall()
(GOAL,) = TODAY.execute("select confidence_goal from report.settings").fetchone()


def chance(direction, texts):
    """The chance of a direction to be on time under a scenario."""
    with build(with_changes(REAL, read_changes(texts), as_of=AS_OF).portfolio, AS_OF) as found:
        return found.execute(
            "select chance_on_time from report.directions where direction_id = $direction",
            {"direction": direction},
        ).fetchone()[0]


@pytest.mark.parametrize(
    ("direction", "kind", "days", "after", "texts"),
    some(WAYS, 6),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_way_out_opened_as_a_scenario(direction, kind, days, after, texts):
    """It reaches the goal with the chance it says; one day more of what is agreed misses it."""
    assert chance(direction, texts) == after >= GOAL
    if kind == "at most":
        assert chance(direction, [texts[0].replace(f":{days}", f":{days + 1}")]) < GOAL


def test_more_days_of_an_owner_opened_as_a_scenario():
    """The direction is there on the day it says, on time; half a day a week less is too late."""
    assert [(name, texts) for name, texts, _ in MORE_DAYS] == [
        ("DIR-LAUNCH", ["SEC:capacity_days_per_week:5.5"])
    ]
    ((_, texts, after),) = MORE_DAYS
    with build(with_changes(REAL, read_changes(texts), as_of=AS_OF).portfolio, AS_OF) as found:
        kept = column(found, "directions", "direction_id", "capacity_forecast")["DIR-LAUNCH"]
        assert not column(found, "directions", "direction_id", "is_late_by_capacity")["DIR-LAUNCH"]
    target = column(TODAY, "directions", "direction_id", "target")["DIR-LAUNCH"]
    today = column(TODAY, "directions", "direction_id", "capacity_forecast")["DIR-LAUNCH"]
    assert after == kept <= target < today
    assert column(TODAY, "owners", "owner_id", "capacity_days_per_week")["SEC"] == 5.0
