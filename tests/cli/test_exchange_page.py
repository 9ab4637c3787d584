"""docs/exchange.md: every command on it runs, and what it shows is what comes out."""

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from depmap.cli.main import commands
from depmap.exporters.forms import FORMS
from tests.thorough import slow

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The folder in which all commands of the page ran in order, and what each printed."""
    place = tmp_path_factory.mktemp("exchange")
    before = Path.cwd()
    os.chdir(place)
    try:
        results = {}
        for line in LINES:
            words = shlex.split(line)
            assert words[0] == "depmap"
            arguments = words[1 : words.index(">")] if ">" in words else words[1:]
            results[line] = CliRunner().invoke(commands, arguments)
    finally:
        os.chdir(before)
    return place, results


@slow
def test_every_command_runs(done):
    """In the order of the page, in one folder."""
    _, results = done
    assert len(results) > 15
    assert {line: run.output for line, run in results.items() if run.exit_code} == {}


def test_every_form_has_its_example():
    """A form that is added comes with one."""
    assert {name for name in FORMS if f"--to {name} " not in PAGE} == set()


@slow
def test_the_flowchart_on_the_page_is_what_comes_out(done):
    """Line by line."""
    place, _ = done
    (shown,) = re.findall(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    assert (place / "map.mmd").read_text(encoding="utf-8") == shown


@slow
def test_what_the_page_names_is_written(done):
    """Files and folders under the names that the text uses."""
    place, _ = done
    files = "plan.xlsx dates.ics jira.csv linear.csv plan.xml map.duckdb"
    for name in (*files.split(), "tasks/index.md", "github/create.sh", "github/issues.jsonl"):
        assert (place / name).is_file(), name
    index = (place / "later" / "index.md").read_text(encoding="utf-8")
    assert "start-vendor-contract.md" in index
