"""Files become typed rows; nothing is repaired, dropped or typed in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.portfolio.table import Value
from depmap.portfolio.typed import Portfolio
from tests.inputs.corpus.base import BASE, PREREQUISITES, prerequisite


def load(tmp_path: Path, **files: str) -> Portfolio:
    """BASE with some files replaced, given by stem, loaded."""
    folder = tmp_path / "p"
    folder.mkdir()
    for name, data in BASE.items():
        replaced = files.get(name.split(".")[0])
        (folder / name).write_bytes(data if replaced is None else replaced.encode())
    return read_portfolio(folder)


def row(portfolio: Portfolio, table: str, number: int) -> dict[str, Value]:
    """One row of a table as a mapping, without what is empty."""
    columns = portfolio.tables[table].columns
    return {name: values[number] for name, values in columns.items() if values[number] is not None}


def test_rows_are_typed_and_defaults_filled(tmp_path: Path) -> None:
    """Numbers, dates and yes or no are converted, empty text is None or the default."""
    portfolio = load(tmp_path)
    assert row(portfolio, "directions", 0) == {
        "id": "MARKET", "name": "Marketplace listing", "sponsor": "ann", "value": 40.0,
        "confidence": 0.5, "target": date(2027, 6, 30), "lead_low_days": 0,
        "lead_likely_days": 0, "lead_high_days": 0, "status": "proposed",
        "source_file": "p/directions.yaml", "source_line": 1,
    }  # fmt: skip
    assert row(portfolio, "prerequisites", 1) == {
        "id": "terms", "name": "Signed terms", "theme": "approvals", "kind": "legal",
        "status": "not_started", "lead_low_days": 10, "lead_likely_days": 30,
        "lead_high_days": 60, "effort_days": 4.5, "needed_confidence": 1.0,
        "external_party": "Operator", "first_step": "Read", "lead_source": "judgement",
        "source_file": "p/prerequisites.csv", "source_line": 3,
    }  # fmt: skip
    assert row(portfolio, "dependencies", 3) == {
        "item": "SIGN-IN", "requires": "make", "strength": "hard", "any_of": "layer",
        "confidence": 1.0, "reason": "or", "source_file": "p/dependencies.csv", "source_line": 5,
    }  # fmt: skip
    assert portfolio.tables["owners"].columns["active"] == [True, False]


def test_nested_lists_are_tables_of_their_own(tmp_path: Path) -> None:
    """Options, picks, blocks, keywords, milestone items and pins know what they belong to."""
    portfolio = load(tmp_path)
    decisions = {"source_file": "p/decisions.yaml"}
    assert row(portfolio, "decision_options", 1) == {
        "decision": "layer", "position": 2, "name": "Make", "source_line": 9, **decisions,
    }  # fmt: skip
    assert row(portfolio, "decision_picks", 0) == {
        "decision": "layer", "option_position": 1, "item": "SIGN-IN", "any_of": "layer",
        "requires": "buy", "source_line": 8, **decisions,
    }  # fmt: skip
    assert row(portfolio, "decision_blocks", 0) == {
        "decision": "layer", "item": "SIGN-IN", "source_line": 10, **decisions,
    }  # fmt: skip
    assert portfolio.tables["theme_keywords"].columns["keyword"] == ["bank", "terms"]
    assert portfolio.tables["milestone_items"].columns["item"] == ["MARKET", "bank"]
    assert row(portfolio, "route_pins", 0) == {
        "position": 1, "item": "SIGN-IN", "any_of": "layer", "requires": "make",
        "source_file": "p/settings.yaml", "source_line": 5,
    }  # fmt: skip


def test_settings_are_one_row_with_every_default(tmp_path: Path) -> None:
    """What the file does not set has the default of the schema."""
    assert row(load(tmp_path), "settings", 0).items() >= {
        "as_of": date(2026, 11, 23), "review_days": 90, "park_below_confidence": 0.5,
        "decide_min_points": 0.1,
        "concentration_limit": 0.3, "suggest_min_score": 0.25, "suggest_min_margin": 0.05,
        "suggest_weight_theme": 0.3, "suggest_weight_neighbours": 0.4,
        "suggest_weight_party": 0.25, "suggest_weight_kind": 0.1, "confidence_goal": 0.8,
        "samples": 2000, "seed": 1, "max_plans": 500, "source_file": "p/settings.yaml",
        "source_line": 1,
    }.items()  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-Q1", date(2027, 3, 31)),
        ("2027-Q4", date(2027, 12, 31)),
        ("2028-Q1", date(2028, 3, 31)),
        ("2100-Q4", date(2100, 12, 31)),
        ("2028-02-29", date(2028, 2, 29)),
        ("2000-01-01", date(2000, 1, 1)),
    ],
)
def test_a_quarter_is_its_last_day(tmp_path: Path, typed: str, day: date) -> None:
    """Targets are days or quarters within the years 2000 to 2100."""
    text = BASE["directions.yaml"].decode().replace("2027-Q2", typed)
    assert load(tmp_path, directions=text).tables["directions"].columns["target"][0] == day


def test_text_is_kept_but_for_blanks_around_it(tmp_path: Path) -> None:
    """Inner blanks, line ends, quotes, commas and leading zeros of a name are what was typed."""
    line = prerequisite("x", name='"  012, ""no"" \n  1.10 "')
    portfolio = load(tmp_path, prerequisites=BASE["prerequisites.csv"].decode() + line)
    assert portfolio.tables["prerequisites"].columns["name"][-1] == '012, "no" \n  1.10'


def test_rows_keep_their_order_and_lines(tmp_path: Path) -> None:
    """Rows come in file order with the physical line each starts in."""
    lines = [prerequisite("b"), "\n", prerequisite("a", notes='"one\ntwo"'), prerequisite("c")]
    portfolio = load(
        tmp_path,
        prerequisites=PREREQUISITES + "".join(lines),
        dependencies="item,requires,strength,any_of,confidence,reason\n",
        settings="{}", decisions="[]", milestones="[]",
    )  # fmt: skip
    columns = portfolio.tables["prerequisites"].columns
    assert columns["id"] == ["b", "a", "c"]
    assert columns["source_line"] == [2, 4, 6]


def test_numbers_have_one_type_per_column(tmp_path: Path) -> None:
    """Days are int, other numbers float, so that no column mixes the two."""
    columns = load(tmp_path).tables["prerequisites"].columns
    assert {type(value) for value in columns["lead_likely_days"]} == {int}
    assert {type(value) for value in columns["effort_days"]} == {float}


def test_problems_are_sorted_by_file_and_line(tmp_path: Path) -> None:
    """Problems of all checks come in one list, in reading order."""
    dependencies = BASE["dependencies.csv"].decode() + "a,bank,hard,,2,\nMARKET,MARKET,hard,,,\n"
    with pytest.raises(InvalidPortfolio) as raised:
        load(tmp_path, dependencies=dependencies, owners="id,nam\n")
    places = [(problem.file, problem.line, problem.field) for problem in raised.value.problems]
    assert places == sorted(places)
    assert ("p/dependencies.csv", 7, "confidence") in places
    assert ("p/dependencies.csv", 8, "requires") in places
    assert ("p/owners.csv", 1, "") in places


def test_the_real_portfolio_is_valid() -> None:
    """The portfolio that ships loads without a problem."""
    portfolio = read_portfolio(Path(__file__).parents[2] / "data")
    assert len(portfolio.tables["directions"]) == 12
    assert len(portfolio.tables["prerequisites"]) == 116


def test_more_draws_than_memory_holds_are_refused(tmp_path: Path) -> None:
    """100,000 samples of 2,501 items and more: the line, the product and the most that goes."""
    many = BASE["prerequisites.csv"].decode() + "".join(prerequisite(f"p{n}") for n in range(2501))
    with pytest.raises(InvalidPortfolio) as caught:
        load(tmp_path, prerequisites=many, settings="seed: 3\nsamples: 100000\n")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.field) == ("p/settings.yaml", 2, "samples")
    assert problem.found.startswith("100,000 samples of 2,5")
    assert problem.expected == "at most 250,000,000 draws"
