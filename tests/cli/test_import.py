"""`depmap import` as a person uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from depmap.cli.main import commands

EXPORTS = Path(__file__).resolve().parents[1] / "imports" / "exports"


def run(*arguments: object) -> Result:
    """Runs one command; stdout and stderr stay apart."""
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


def test_import_writes_a_folder_that_loads(tmp_path: Path) -> None:
    """Its files, the page beside it, and the way on."""
    result = run("import", EXPORTS / "jira.csv", tmp_path / "map")
    assert result.exit_code == 0, result.stderr
    names = ["dependencies.csv", "directions.yaml", "import.json", "import.md", "owners.csv",
             "prerequisites.csv"]  # fmt: skip
    assert [Path(line).name for line in result.stdout.splitlines()] == names
    assert (
        "Taken: 1 direction, 6 prerequisites, 8 links between them and 2 owners." in result.stderr
    )
    page = (tmp_path / "map" / "import.md").read_text()
    assert "1. Leads that were assumed and move a date at once (2):\n   - PAY-3: Payout" in page
    checked = run("check", tmp_path / "map", "--as-of", "2026-11-24")
    assert checked.exit_code == 0
    assert "assumed leads" in checked.stdout
    assert "import.md" not in checked.stdout


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Exit code 1 and one sentence; an empty one is taken."""
    (tmp_path / "map").mkdir()
    assert run("import", EXPORTS / "jira.csv", tmp_path / "map").exit_code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "map").iterdir()}
    result = run("import", EXPORTS / "jira.csv", tmp_path / "map")
    assert result.exit_code == 1
    assert "is there and not empty. Name a new folder, or add --update" in result.stderr
    assert {path.name: path.read_bytes() for path in (tmp_path / "map").iterdir()} == before


def test_an_empty_folder_that_somebody_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is filled, not replaced."""
    (tmp_path / "map").mkdir()
    monkeypatch.chdir(tmp_path / "map")
    assert run("import", EXPORTS / "jira.csv", ".").exit_code == 0
    assert len(list(Path().iterdir())) == 6
    assert [path.name for path in tmp_path.iterdir()] == ["map"]


def test_a_source_with_problems_writes_nothing(tmp_path: Path) -> None:
    """Located on stderr, exit code 1, no folder, nothing beside it."""
    (tmp_path / "jira.csv").write_bytes((EXPORTS / "jira.csv").read_bytes()[:440])
    result = run("import", tmp_path / "jira.csv", tmp_path / "map")
    assert result.exit_code == 1
    assert result.stderr.startswith("jira.csv line 3: the row has")
    assert [path.name for path in tmp_path.iterdir()] == ["jira.csv"]
    assert run("import", tmp_path / "none.csv", tmp_path / "map").exit_code == 1
    assert run("import", tmp_path, tmp_path / "map").exit_code == 1
    wrong = run("import", tmp_path / "jira.csv", tmp_path / "map", "--from", "jir")
    assert wrong.exit_code == 2
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(1_000_000_000)
    huge = run("import", tmp_path / "huge.csv", tmp_path / "map")
    assert huge.stderr.startswith("huge.csv: the file has 1,000,000,000 bytes.")


def test_update_shows_a_diff_and_writes(tmp_path: Path) -> None:
    """--dry-run writes nothing; then the files, and a second run has nothing to do."""
    source = tmp_path / "jira.csv"
    source.write_bytes((EXPORTS / "jira.csv").read_bytes())
    assert run("import", source, tmp_path / "map").exit_code == 0
    source.write_bytes(source.read_bytes().replace(b"Payout account open", b"Payout account"))
    before = {path.name: path.read_bytes() for path in (tmp_path / "map").iterdir()}
    shown = run("import", source, tmp_path / "map", "--update", "--dry-run")
    assert "+PAY-3,Payout account,operational," in shown.stdout
    assert {path.name: path.read_bytes() for path in (tmp_path / "map").iterdir()} == before
    result = run("import", source, tmp_path / "map", "--update")
    assert [Path(line).name for line in result.stdout.splitlines()] == [
        "import.json", "prerequisites.csv"
    ]  # fmt: skip
    said = "line 3: Due dates of tasks (1, here the first): only directions have targets;"
    assert result.stderr.startswith("1 row changed, 0 rows added.\nGuessed:\n    line 6: OPS-7 is")
    assert f"\nLeft out:\n    {said}" in result.stderr
    assert "operational" not in result.stderr
    again = run("import", source, tmp_path / "map", "--update").stderr
    assert again.startswith("Nothing to change.\nGuessed:\n")
    assert run("import", source, tmp_path / "map", "--dry-run").exit_code == 2
    assert run("import", source, tmp_path / "none", "--update").exit_code == 1
