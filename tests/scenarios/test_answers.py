"""The answers of scenarios: computed once, beside today's plan, eight kept."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from depmap.engine.database import build
from depmap.engine.inputs import portfolio_of
from depmap.portfolio.change import InvalidScenario
from depmap.scenarios import answers as module
from depmap.scenarios.answers import Scenarios
from depmap.scenarios.wanted import wanted
from depmap.words.what_if import summary
from tests.portfolios import AS_OF, column, needs, portfolio
from tests.thorough import slow

TABLES = {
    "directions": [{"id": "X", "value": 100.0, "target": date(2026, 3, 1)}],
    "prerequisites": [{"id": "A", "lead": 60}, {"id": "B", "lead": 30}],
    "dependencies": needs("X: A B"),
}


def asked(*texts):
    """A scenario of these changes."""
    return wanted(texts, {})


def test_a_scenario_beside_todays_plan():
    """Its database holds its answers, the comparison what moved, the cells what was changed."""
    today = build(portfolio(**TABLES), AS_OF)
    found = Scenarios().answers(1, today.cursor(), asked("A:lead_days:-20"))
    assert column(found.connection(), "directions", "direction_id", "forecast") == {
        "X": date(2026, 2, 10)
    }
    (move,) = found.comparison.directions.to_dict("records")
    assert (move["direction_id"], move["days_moved"], move["p80_days_moved"]) == ("X", -20, -20)
    assert (move["outlook_before"], move["outlook_after"]) == ("late", "on_time")
    (item,) = found.comparison.items.to_dict("records")
    assert (item["item_id"], item["days_moved"]) == ("A", 20)
    assert [(cell.column, cell.after) for cell in found.cells] == [
        ("lead_low_days", "40"), ("lead_likely_days", "40"), ("lead_high_days", "40"),
    ]  # fmt: skip


def test_more_days_of_an_owner_move_what_owners_can_keep():
    """A and B share kim: X is there on day 84 at five days a week and 60 at ten, B 33 earlier."""
    rows = [one | {"owner": "kim", "effort_days": 30.0} for one in TABLES["prerequisites"]]
    owners = [{"id": "kim", "capacity_days_per_week": 5.0}]
    today = build(portfolio(**TABLES | {"prerequisites": rows, "owners": owners}), AS_OF)
    found = Scenarios().answers(1, today.cursor(), asked("kim:capacity_days_per_week:10"))
    (move,) = found.comparison.directions.to_dict("records")
    assert (move["direction_id"], move["days_moved"], move["moves_by_map"]) == ("X", 0, False)
    assert found.comparison.by_map.directions.empty
    assert move["capacity_days_moved"] < 0
    days = [move[f"capacity_forecast_{side}"].date() for side in ("before", "after")]
    assert days == [AS_OF + timedelta(days=84), AS_OF + timedelta(days=60)]
    assert summary([move]) == (
        "No direction moves by the map. With the days owners have: X 24 days earlier."
    )
    assert found.comparison.gate.empty
    (item,) = found.comparison.items.to_dict("records")
    assert (item["item_id"], item["capacity_days_moved"], item["moves_by_map"]) == ("B", -33, False)
    assert found.comparison.by_map.items.empty


def test_a_database_gives_back_its_portfolio():
    """The rows that a database was built from, with the day it was built for, build it again."""
    given = portfolio(**TABLES)
    found = portfolio_of(build(given, AS_OF), "test")
    assert found.tables["settings"].columns["as_of"] == [AS_OF]
    names = [name for name in given.tables if name != "settings"]
    assert [found.tables[name] for name in names] == [given.tables[name] for name in names]


def test_a_scenario_that_changes_nothing_moves_nothing():
    """Both frames of the comparison are empty."""
    today = build(portfolio(**TABLES), AS_OF)
    found = Scenarios().answers(1, today.cursor(), asked("A:lead_days:0")).comparison
    assert (len(found.directions), len(found.items)) == (0, 0)


def test_who_asks_for_the_same_gets_the_same(monkeypatch):
    """However it is spelled, and however many ask at the same time, it is computed once."""
    built = []

    def counted(*args):
        built.append(threading.get_ident())
        return build(*args)

    monkeypatch.setattr(module, "build", counted)
    today, scenarios = build(portfolio(**TABLES), AS_OF), Scenarios()
    texts = [("A:lead_days:-9", "B:lead_days:9"), ("B:lead_days:9", "A:lead_days:-9")] * 4
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda text: scenarios.answers(1, today.cursor(), asked(*text)), texts)
        )
    assert len({id(answer) for answer in found}) == len(built) == 1
    assert scenarios.answers(2, today.cursor(), asked(*texts[0])) is not found[0]


@slow
def test_eight_are_kept(monkeypatch):
    """The ninth scenario takes the place of the one that nobody asked for longest."""
    built = []
    monkeypatch.setattr(module, "build", lambda rows: built.append(rows) or build(rows))
    today, scenarios = build(portfolio(**TABLES), AS_OF), Scenarios()
    for days in (*range(1, 10), 9, 2, 1):
        scenarios.answers(1, today.cursor(), asked(f"A:lead_days:{days}"))
    assert len(built) == 10


def test_a_refused_scenario_is_computed_by_nobody():
    """What cannot be laid onto the data is refused for every asker, and kept for none."""
    today, scenarios = build(portfolio(**TABLES), AS_OF), Scenarios()
    for _ in range(2):
        with pytest.raises(InvalidScenario, match='nothing is called "C"'):
            scenarios.answers(1, today.cursor(), asked("C:status:done"))
