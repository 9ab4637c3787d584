"""Scenarios on the command line."""

import csv
import io
import json
from contextlib import closing

import duckdb
import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from tests.inputs.corpus.base import BASE
from tests.inputs.test_scenario_checks import SCENARIO, WITH_ROWS, folder


def run(*arguments):
    """Runs one command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def home(tmp_path):
    """The small valid portfolio with a scenario."""
    return folder(tmp_path, scenarios_yaml=SCENARIO)


def leads(result):
    """Item -> high lead of a plan that was printed."""
    rows = csv.DictReader(io.StringIO(result.stdout))
    return {row["item_id"]: row["lead_high_days"] for row in rows}


@pytest.mark.parametrize("text", ["quick", "terms:lead_at_most:14", "terms:lead%5Fat_most:14"])
def test_plan_under_a_scenario(home, text):
    """The id of a saved scenario, or a change written out, plain or encoded."""
    assert leads(run("plan", home))["terms"] == "60"
    assert leads(run("plan", home, "--what-if", text))["terms"] == "14"


def test_a_file_of_scenarios(home, tmp_path):
    """A file of the same shape adds its changes and rows; its ids need not be new."""
    path = tmp_path / "mine.yaml"
    path.write_text(WITH_ROWS.replace("id: boat", "id: quick"))
    result = run("plan", home, "--what-if", "bank:lead_at_most:7", "--what-if", path)
    assert result.exit_code == 0
    found = leads(result)
    assert (found["bank"], found["harbour"]) == ("7", "3")


def test_build_under_a_scenario(home, tmp_path):
    """The database holds the answers of the scenario."""
    out = tmp_path / "map.duckdb"
    assert run("build", home, "--out", out, "--what-if", "bank:status:not_needed").exit_code == 0
    with closing(duckdb.connect(str(out), read_only=True)) as database:
        assert database.execute(
            "select status, action from report.items where item_id = 'bank'"
        ).fetchone() == ("not_needed", "")


def test_check_under_a_scenario(home):
    """Findings are those of the scenario."""
    result = run("check", home, "--what-if", "bank:status:dropped")
    assert result.exit_code == 0
    assert "dropped requirement" in result.stdout
    assert "dropped requirement" not in run("check", home).stdout


@pytest.mark.parametrize("command", ["plan", "check", "compare"])
def test_a_scenario_that_is_refused(home, command):
    """Every wrong change by its place, exit code 2, and nothing is printed of the plan."""
    texts = ("quik", "bank:status:gone", "bank")
    result = run(command, home, *(part for text in texts for part in ("--what-if", text)))
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'Change 1, "quik": no scenario is called "quik".' in result.stderr
    assert 'Did you mean "quick"?' in result.stderr
    assert 'Change 3, "bank": no scenario is called "bank".' in result.stderr
    result = run(command, home, "--what-if", "bank:status:gone")
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'no status is called "gone"' in result.stderr


def test_a_file_that_is_no_scenario(home, tmp_path):
    """What is wrong in a file is told with its line."""
    path = tmp_path / "mine.yaml"
    assert "the file cannot be read" in run("plan", home, "--what-if", path).stderr
    path.write_text("- id: a\n  nme: b\n")
    result = run("plan", home, "--what-if", path)
    assert result.exit_code == 2
    assert 'mine.yaml line 2: there is no key "nme"' in result.stderr


def test_compare_tells_what_moves(home):
    """The question, what moves, and the cells that would make it real."""
    result = run("compare", home, "--what-if", "bank:lead_days:-5")
    assert result.exit_code == 0
    assert result.stdout.startswith("What if Bank account takes 5 fewer days? ")
    assert "p/prerequisites.csv line 2, lead_low_days of bank: 5 → 0" in result.stdout


def test_compare_for_programs(home):
    """One object with a list per relation; keys are column names, dates ISO."""
    change = ("--what-if", "MARKET:target:2026-Q4")
    found = json.loads(run("compare", home, *change, "--format", "json").stdout)
    assert found["changes"] == [
        {
            "file": "directions.yaml", "id": "MARKET", "change": "changed", "field": "target",
            "before": "2027-06-30", "after": "2026-Q4",
            "source_file": "p/directions.yaml", "source_line": 1,
        }
    ]  # fmt: skip
    (move,) = found["moves"]
    assert (move["direction_id"], move["days_moved"], move["target_days_moved"]) == (
        "MARKET", 0, -181,
    )  # fmt: skip
    assert (move["target_before"], move["target_after"]) == ("2027-06-30", "2026-12-31")
    assert all(item["days_moved"] == -181 for item in found["item_moves"])


def test_compare_keeps_names_text(tmp_path):
    """In Markdown no name becomes a cell, a tag or emphasis."""
    data = BASE["prerequisites.csv"].decode().replace("Bank account", "A | <b>*x*</b>")
    home = folder(tmp_path, prerequisites_csv=data)
    told = run("compare", home, "--what-if", "bank:status:done", "--format", "markdown").stdout
    assert "What if A \\| \\<b\\>\\*x\\*\\</b\\> is done?" in told


def test_nothing_moves(home):
    """A scenario without effect says so."""
    told = run("compare", home, "--what-if", "bank:lead_days:0").stdout
    assert told == "What if Bank account takes 0 more days? No direction moves.\n"


def test_a_name_that_ends_like_a_file(tmp_path):
    """An option may be called after a file: a text with two colons is a change."""
    data = BASE["decisions.yaml"].decode().replace("name: Make", "name: make.yaml")
    home = folder(tmp_path, decisions_yaml=data)
    told = run("compare", home, "--what-if", "layer:option:make.yaml")
    assert told.stdout.startswith("What if “Buy or make?” is answered with “make.yaml”?")
