"""`depmap query` as a person uses it."""

import json

import pytest
from click.testing import CliRunner

from depmap.cli.main import commands


def run(*arguments):
    """Runs one command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The commented example, which is small."""
    folder = tmp_path_factory.mktemp("query") / "my-map"
    assert run("init", folder).exit_code == 0
    return folder


def test_csv_is_safe_in_a_spreadsheet(example):
    """As every other CSV of ours."""
    statement = "select '=1+1' as \"=x\", date '2026-01-02' as day, ['a', 'b'] as list, null as no"
    result = run("query", example, statement)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["'=x,day,list,no", "'=1+1,2026-01-02,a; b,"]


def test_json_has_numbers_dates_and_nothing_for_what_is_missing(example):
    """One object a row; what is no number is null."""
    statement = "select date '2026-01-02' as d, 1.5 as n, 'nan'::double as x, null as m, [1] as l"
    found = json.loads(run("query", example, statement, "--format", "json").stdout)
    assert found == [{"d": "2026-01-02", "n": 1.5, "x": None, "m": None, "l": [1]}]


def test_the_report_can_be_asked_under_a_scenario_and_its_columns_explain_themselves(example):
    """The same file as `build` writes."""
    statement = "select comment from duckdb_columns() where column_name = 'slack_days'"
    assert "negative when late" in run("query", example, statement).stdout
    ids = run("query", example, "select item_id from report.plan").stdout.split()[1:]
    done = f"{ids[0]}:status:done"
    under = run("query", example, "select item_id from report.plan", "--what-if", done)
    assert under.stdout.split()[1:] == ids[1:]


def test_what_is_not_answered_is_a_sentence_and_exit_code_1(example):
    """No traceback, nothing on stdout."""
    result = run("query", example, "drop view report.plan")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "Only one SELECT is answered" in result.stderr


def test_more_rows_than_the_limit_are_cut_and_it_is_said(example):
    """The first ten thousand."""
    result = run("query", example, "select * from range(10001)")
    assert len(result.stdout.split()) == 1 + 10_000
    assert "Only the first 10,000 rows" in result.stderr
