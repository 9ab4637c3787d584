"""`depmap export` as a person uses it."""

import os
from pathlib import Path

import pytest
import python_calamine
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.exporters.forms import FORMS
from tests.thorough import some

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = ("--as-of", "2026-11-24")


def run(*arguments):
    """Runs one command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def example(tmp_path):
    """The commented example, which is small."""
    folder = tmp_path / "my-map"
    assert run("init", folder).exit_code == 0
    return folder


@pytest.mark.parametrize("form", some(list(FORMS), 3))
def test_every_form_is_written(form, example, tmp_path):
    """A file or a folder where it was asked for, a sentence on stderr, nothing on stdout."""
    out = tmp_path / "out"
    result = run("export", example, "--to", form, "--out", out)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "\nWrote " in "\n" + result.stderr
    assert out.is_file() == bool(FORMS[form].ending)
    assert sorted(os.listdir(tmp_path)) == ["my-map", "out"]


def test_filters_and_scenario_narrow_the_workbook_of_the_real_map(tmp_path):
    """As `plan` does: the same ids; the sheet says what was asked."""
    out = tmp_path / "plan.xlsx"
    asked = ("--owner", "LEGAL", "--what-if", "soc2-window:lead_at_most:14", *DAY)
    assert run("export", DATA, "--to", "xlsx", "--out", out, *asked).exit_code == 0
    plan = run("plan", DATA, *asked).stdout.splitlines()
    book = python_calamine.CalamineWorkbook.from_path(str(out))
    sheet = book.get_sheet_by_name("plan").to_python()
    assert [int(row[0]) for row in sheet[1:]] == [int(row.split(",")[0]) for row in plan[1:]]
    said = {row[0]: row[1] for row in book.get_sheet_by_name("read me").to_python()[:10]}
    assert said["filters"] == "owner: LEGAL"
    assert said["plan"] == "What if SOC 2 observation window takes at most 14 days?"
    assert said["portfolio"] == "data"


def test_a_calendar_written_again_says_what_moved_and_another_one_stays(example, tmp_path):
    """In the same file; a calendar of other filters would cancel what it does not hold."""
    out = tmp_path / "dates.ics"
    for day in ("2026-11-30", "2027-06-01"):
        assert run("export", example, "--to", "ics", "--out", out, "--as-of", day).exit_code == 0
    written = out.read_bytes()
    assert b"SEQUENCE:1" in written
    result = run("export", example, "--to", "ics", "--out", out, "--owner", "counsel")
    assert result.exit_code == 2
    assert "dates.ics holds no earlier state of what is written." in result.stderr
    assert out.read_bytes() == written


def test_an_existing_folder_in_the_place_of_a_file_is_refused(example, tmp_path):
    """A sentence and exit code 2; the folder stays."""
    result = run("export", example, "--to", "xlsx", "--out", example)
    assert result.exit_code == 2
    assert "is a folder, not a file" in result.stderr


def test_the_inputs_under_a_scenario_are_those_it_asks_for(example, tmp_path):
    """A folder of the workbook alone gives the plan that the scenario gave; filters are refused."""
    asked = ("--what-if", "reseller-terms:lead_days:99")
    out = tmp_path / "new" / "map.xlsx"
    out.parent.mkdir()
    assert run("export", example, "--to", "inputs", "--out", out, *asked).exit_code == 0
    assert run("plan", out.parent, *DAY).stdout == run("plan", example, *asked, *DAY).stdout
    refused = run("export", example, "--to", "inputs", "--out", out, "--owner", "counsel")
    assert refused.exit_code == 1
    assert "leave the filters out" in refused.stderr


def test_a_wrong_id_names_those_there_are(example, tmp_path):
    """As on the other commands, and nothing is written."""
    result = run("export", example, "--to", "xlsx", "--out", tmp_path / "x", "--owner", "nobody")
    assert result.exit_code == 2
    assert 'no owner is called "nobody". There are:' in result.stderr
    assert os.listdir(tmp_path) == ["my-map"]
