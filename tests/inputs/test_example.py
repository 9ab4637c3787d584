"""The example portfolio is one a person can start from."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from depmap.inputs.example import write_example
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.schema import FILES, TABLES


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 1, 1), date(2031, 12, 31)])
def test_example_loads(tmp_path: Path, today: date) -> None:
    """It has no problems, every kind of file, and targets that lie ahead."""
    folder = tmp_path / "new" / "portfolio"
    written = write_example(folder, today)
    assert sorted(path.name for path in written) == sorted((*FILES, "README.md"))
    portfolio = read_portfolio(folder)
    assert {name: len(rows) for name, rows in portfolio.tables.items()} == {
        "directions": 2, "prerequisites": 8, "dependencies": 11, "owners": 3, "themes": 3,
        "theme_keywords": 8, "decisions": 1, "decision_options": 2, "decision_picks": 2,
        "decision_blocks": 2, "milestones": 1, "milestone_items": 2, "parked": 1, "sources": 1,
        "settings": 1, "route_pins": 0, "decision_changes": 0, "scenarios": 1,
        "scenario_changes": 1, "scenario_directions": 0, "scenario_prerequisites": 0,
        "scenario_dependencies": 0, "touches": 0, "more_sources": 0,
    }  # fmt: skip
    targets = portfolio.tables["directions"].columns["target"]
    assert all(isinstance(day, date) and day > today for day in targets)


def test_headers_and_comments_come_from_the_schema(tmp_path: Path) -> None:
    """The example knows columns of the schema only, in its order, and all that are required."""
    write_example(tmp_path)
    for table in TABLES:
        if table.parent:
            continue
        text = (tmp_path / table.file).read_text(encoding="utf-8")
        names = [column.field for column in table.typed_columns]
        if table.file.endswith(".csv"):
            shown = text.split("\n")[0].split(",")
        else:
            shown = re.findall(r"^#   ([\w.]+): ", text, re.MULTILINE)
            shown = [name for name in shown if name in names]
        assert shown == [name for name in names if name in shown]
        required = [column.field for column in table.typed_columns if column.required]
        assert set(required) <= set(shown)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """One file of the same name stops everything before the first write."""
    (tmp_path / "themes.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"themes\.yaml is already there"):
        write_example(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["themes.yaml"]
    assert (tmp_path / "themes.yaml").read_text(encoding="utf-8") == "mine"
