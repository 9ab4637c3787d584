"""Scenarios and what options change, checked with everything else in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from depmap.inputs.scenario_checks import with_changes
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.scenario import scenarios_of
from tests.inputs.corpus.base import BASE

SCENARIO = """\
- id: quick
  name: Quick terms
  why: Counsel knows them.
  changes:
    - id: terms
      field: lead_at_most
      value: 14
    - {id: layer, field: chosen, value: Buy}
"""
WITH_ROWS = """\
- id: boat
  name: And a boat
  rows:
    directions:
      - id: BOAT
        name: A boat
        target: 2027-Q4
    prerequisites:
      - {id: harbour, name: Harbour, kind: legal, lead_low_days: 1, lead_likely_days: 2,
         lead_high_days: 3, effort_days: 1}
    dependencies:
      - {item: BOAT, requires: harbour, strength: hard}
      - {item: harbour, requires: bank, strength: hard}
  changes:
    - {id: harbour, field: status, value: in_progress}
"""


def folder(tmp_path: Path, **files: str) -> Path:
    """The small valid portfolio with some files replaced."""
    home = tmp_path / "p"
    home.mkdir()
    named = {name.replace("_", "."): text.encode() for name, text in files.items()}
    for name, data in {**BASE, **named}.items():
        (home / name).write_bytes(data)
    return home


def option(changes: str) -> str:
    """decisions.yaml of the small portfolio, its second option with these changes."""
    text = BASE["decisions.yaml"].decode()
    return text.replace("    - name: Make\n", f"    - name: Make\n      changes:\n{changes}")


def problems(home: Path) -> list[str]:
    """Every problem of a folder as a person reads it."""
    with pytest.raises(InvalidPortfolio) as error:
        read_portfolio(home)
    return [" ".join(str(problem).split()) for problem in error.value.problems]


def test_scenarios_are_read(tmp_path: Path) -> None:
    """Changes in order with their lines, and nothing of the portfolio is another than without."""
    found = read_portfolio(folder(tmp_path, scenarios_yaml=SCENARIO))
    (scenario,) = scenarios_of(found.tables).values()
    assert (scenario.id, scenario.name, scenario.why) == (
        "quick", "Quick terms", "Counsel knows them.",
    )  # fmt: skip
    assert [str(change) for change in scenario.changes] == [
        "terms:lead_at_most:14", "layer:chosen:Buy",
    ]  # fmt: skip
    assert scenario.lines == (5, 8)
    assert found.tables["decisions"].columns["status"] == ["open"]


def test_a_scenario_adds_rows(tmp_path: Path) -> None:
    """They join the rows of their tables under the scenario alone, and may be changed by it."""
    today = read_portfolio(folder(tmp_path, scenarios_yaml=WITH_ROWS))
    (scenario,) = scenarios_of(today.tables).values()
    under = with_changes(today, scenario.changes, scenario.rows).portfolio.tables
    assert under["directions"].columns["id"] == ["MARKET", "SIGN-IN", "BOAT"]
    assert under["prerequisites"].columns["status"][-1] == "in_progress"
    assert under["prerequisites"].columns["source_line"][-1] == 9
    assert under["dependencies"].columns["requires"][-2:] == ["harbour", "bank"]
    assert today.tables["directions"].columns["id"] == ["MARKET", "SIGN-IN"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "id: terms", "id: term",
            'p/scenarios.yaml line 5, field changes.id: nothing is called "term". Expected the id'
            ' of a prerequisite, direction, decision or owner, or settings. Did you mean "terms"?',
        ),
        (
            "lead_at_most", "lead_atmost",
            'line 5, field changes.field: a prerequisite has no field "lead_atmost".',
        ),
        ("value: 14", "value: soon", 'line 5, field changes.value: "soon" is no whole number.'),
        ("value: 14", "value:", "line 5, field changes.value: the value is missing."),
        ("value: Buy", "value: Bye", 'line 8, field changes.value: "layer" has no option "Bye".'),
        ("id: terms\n", "field: x\n", "the key"),
        ("name: Quick terms", "title: Quick", 'field name: the value is missing'),
    ],
)  # fmt: skip
def test_a_scenario_that_does_not_fit(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A change that names nothing, or has no legal value, is a problem at its line."""
    home = folder(tmp_path, scenarios_yaml=SCENARIO.replace(old, new))
    assert said in " ".join(problems(home))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "id: BOAT", "id: bank",
            'p/scenarios.yaml line 5, field id: the id "bank" is used again. Expected each id once;'
            " the first is in p/prerequisites.csv line 2.",
        ),
        (
            "requires: harbour", "requires: harbor",
            'p/scenarios.yaml line 12, field requires: no item is called "harbor".',
        ),
        (
            "lead_high_days: 3", "lead_high_days: 1",
            "p/scenarios.yaml line 9, field lead_high_days: the leads 1, 2, 1 are not in order.",
        ),
        ("target: 2027-Q4", "target: later", 'line 7, field rows.directions.target: "later" is no'),
        (
            "requires: bank", "requires: harbour",
            'p/scenarios.yaml line 13, field requires: "harbour" requires itself.',
        ),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Rows that a scenario adds are checked as those of the files, at their own line."""
    home = folder(tmp_path, scenarios_yaml=WITH_ROWS.replace(old, new, 1))
    assert said in " ".join(problems(home))


def test_an_option_that_changes_rows_is_read(tmp_path: Path) -> None:
    """While it is open it changes nothing."""
    change = "        - {id: make, field: lead_days, value: -9}\n"
    home = folder(tmp_path, decisions_yaml=option(change))
    found = read_portfolio(home).tables
    assert found["decision_changes"].columns["changed"] == ["make"]
    assert found["prerequisites"].columns["lead_likely_days"] == [10, 30, 45, 90, 14]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "{id: choose, field: status, value: done}",
            "p/decisions.yaml line 9, field options.changes.value: its option changes the status of"
            ' "choose", the decision itself. Expected changes of other items. Leave it out; chosen'
            " does it by itself.",
        ),
        (
            "{id: layer, field: lead_days, value: 0}",
            "",
        ),
        (
            "{id: layer, field: chosen, value: Buy}",
            'its option answers the decision "layer". Expected changes of rows.',
        ),
        (
            "{id: mke, field: status, value: done}",
            'p/decisions.yaml line 11, field options.changes.id: nothing is called "mke".',
        ),
        (
            "{id: make, field: lead_high_days, value: 5}",
            "line 11, field options.changes.value: the leads 60, 90, 5 are not in order.",
        ),
    ],
)
def test_an_option_that_does_not_fit(tmp_path: Path, change: str, said: str) -> None:
    """What an option changes is legal, and its own question is not among it."""
    home = folder(tmp_path, decisions_yaml=option(f"        - {change}\n"))
    if said:
        assert said in " ".join(problems(home))
    else:
        assert read_portfolio(home)
