"""`depmap tidy` as a person uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from depmap.cli.main import commands

DATA = Path(__file__).resolve().parents[2] / "data"


def run(*arguments: object) -> Result:
    """Runs one command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The real portfolio with one yes and one owner in other words."""
    folder = tmp_path / "map"
    shutil.copytree(DATA, folder)
    text = (folder / "owners.csv").read_text().replace("engineering,3,yes", "engineering,3,TRUE", 1)
    (folder / "owners.csv").write_text(text.replace("leadership,3,yes", "leadership,3,TRUE", 1))
    items = (folder / "prerequisites.csv").read_text()
    (folder / "prerequisites.csv").write_text(items.replace("enabler,PLAT", "enabler,plat", 1))
    return folder


def test_tidy_writes_the_plain_form_and_says_which_files(folder: Path) -> None:
    """Afterwards the files are what they were, and a second run has nothing to do."""
    result = run("tidy", folder)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.endswith("Wrote owners.csv, prerequisites.csv\n")
    for name in ("owners.csv", "prerequisites.csv"):
        assert (folder / name).read_bytes() == (DATA / name).read_bytes()
    assert run("tidy", folder).stderr.endswith("Everything is plain already.\n")


def test_dry_run_prints_the_lines_and_writes_nothing(folder: Path) -> None:
    """The old and the new line of each change, by file."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = run("tidy", folder, "--dry-run")
    lines = result.stdout.splitlines()
    assert lines[:2] == ["--- a/map/owners.csv", "+++ b/map/owners.csv"]
    assert [line for line in lines if line[:1] in "+-" and "HOE," in line] == [
        "-HOE,Head of Engineering,Engineering leadership,3,TRUE",
        "+HOE,Head of Engineering,Engineering leadership,3,yes",
    ]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_tidy_does_not_write_into_a_folder_with_problems(folder: Path) -> None:
    """The problems are printed, and every file stays."""
    (folder / "owners.csv").write_text("id\n")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    result = run("tidy", folder)
    assert result.exit_code == 1
    assert "no owner is called" in result.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_one_sentence(folder: Path) -> None:
    """The reason stands in one line, without a traceback."""
    (folder / "owners.csv").rename(folder / "kept")
    (folder / "owners.csv").symlink_to("kept")
    (folder / ".kept.writing").mkdir()
    result = run("tidy", folder)
    assert result.exit_code in (0, 1)
    assert "Traceback" not in result.output
