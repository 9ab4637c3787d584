"""What an address or a command asks for, and what it is refused for."""

import pytest

from depmap.portfolio.change import Change, InvalidScenario
from depmap.portfolio.scenario import scenarios_of
from depmap.scenarios.wanted import Wanted, wanted
from tests.portfolios import portfolio

SAVED = scenarios_of(
    portfolio(
        scenarios=[{"id": "quick", "name": "Quick terms"}],
        scenario_changes=[
            {"scenario": "quick", "position": n, "changed": "terms", "field": field, "value": value}
            for n, (field, value) in enumerate((("lead_at_most", "14"), ("owner", "ann")), start=1)
        ],
    ).tables
)
TERMS = (Change("terms", "lead_at_most", "14"), Change("terms", "owner", "ann"))


def test_a_saved_scenario_stands_for_its_changes():
    """Changes come in order; what the address holds is the id of the saved one."""
    asked = wanted(["bank:status:done", "quick", "terms:owner:bob"], SAVED)
    assert asked.changes == (
        Change("bank", "status", "done"), *TERMS, Change("terms", "owner", "bob"),
    )  # fmt: skip
    assert asked.texts == ("bank:status:done", "quick", "terms:owner:bob")
    assert asked.without("quick") == ("bank:status:done", "terms:owner:bob")
    assert [scenario.name for scenario in asked.saved] == ["Quick terms"]


def test_nothing_wanted_is_todays_plan():
    """No text is no scenario."""
    assert wanted([], SAVED) == Wanted()
    assert not wanted([], SAVED)


def test_the_same_scenario_has_the_same_key():
    """Written by name, change by change, encoded or in another order: computed once."""
    spelled = wanted(["terms:owner:ann", "terms:lead%5Fat%5Fmost:14"], SAVED)
    assert spelled.key == wanted(["quick"], SAVED).key
    assert spelled.key != wanted(["quick", "terms:owner:bob"], SAVED).key


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            ["bank:status:done", "quik"],
            'Change 2, "quik": no scenario is called "quik". Expected the id of a scenario in'
            ' scenarios.yaml, or id:field:value. Did you mean "quick"?',
        ),
        (
            ["quick", *(f"a{n}:status:done" for n in range(19))],
            "The scenario has 21 changes. Expected at most 20. Try fewer changes at once, or write"
            " the others into the files.",
        ),
        (
            ["quick", "bank:status"],
            'Change 2, "bank:status": it has no value. Expected id:field:value. Write what changes,'
            " which field, and the new value, with colons between.",
        ),
    ],
)
def test_what_is_refused(texts, said):
    """A text that is neither, and too many changes, are told by their place."""
    with pytest.raises(InvalidScenario) as error:
        wanted(texts, SAVED)
    assert str(error.value) == said
