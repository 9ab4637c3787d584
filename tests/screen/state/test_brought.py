"""What a viewer brings is read apart, whatever is in it, and told in words."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from depmap.inputs.syntax import apart
from depmap.inputs.syntax.apart import NoAnswer, answer_of
from depmap.screen.state import brought, brought_apart
from depmap.screen.state.brought import Told
from depmap.screen.state.brought_apart import told
from tests.inputs.syntax.test_workbook import book

JIRA = b"""\
Issue key,Summary,Issue Type,Status,Assignee,Due date,Parent,Inward issue link (Blocks)
A-1,Marketplace,Epic,To Do,Olga,30/Jun/2037,,
A-2,Contract,Story,In Progress,Petr,,A-1,
A-3,<b>Account</b>,Story,To Do,,,A-1,A-2
"""


def test_an_export_is_told_as_the_import_would_be() -> None:
    """Its tool, what was taken, the Overview, what was guessed, the findings: by a process."""
    found = brought.read("../up/jira.csv", JIRA)
    assert (found.file, found.tool, found.problems) == ("jira.csv", "Jira CSV", ())
    assert found.taken == (
        "Taken: 1 direction, 2 prerequisites, 3 links between them and 2 owners."
    )
    assert found.overview[1].startswith("Marketplace is on time")
    assert "The kind of every prerequisite is operational (2)." in found.guessed
    assert {one.rule: one.about for one in found.findings}["no owner"] == "<b>Account</b>"


TABLES = {
    "directions": [["id", "name", "value", "target"], ["D", "Shop", 5, "2037-06-30"]],
    "prerequisites": [
        ["id", "name", "kind", "owner", "status", "lead_likely_days", "effort_days"],
        ["a", "Contract", "legal", "o", "not_started", 20, 3],
    ],
    "dependencies": [["item", "requires", "strength"], ["D", "a", "hard"]],
    "owners": [["id", "name", "capacity_days_per_week", "active"], ["o", "Olga", 5, "yes"]],
}


def test_a_workbook_of_tables_is_read_as_a_folder_is() -> None:
    """Its sheets are the tables; a row that means nothing is a problem with sheet and row."""
    found = told("map.xlsx", book(TABLES))
    assert found.problems == ()
    assert (found.tool, found.guessed) == ("", ())
    assert found.taken == "Taken: 1 direction, 1 prerequisite, 1 link between them and 1 owner."
    assert found.overview[1].startswith("Shop is on time")
    broken = {**TABLES, "dependencies": [TABLES["dependencies"][0], ["D", "b", "hard"]]}
    (problem,) = told("map.xlsx", book(broken)).problems
    assert (problem.file, problem.line) == ("brought/map.xlsx, sheet dependencies", 2)


def test_a_large_export_is_read_and_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and all else is told."""
    monkeypatch.setattr(brought_apart, "MOST_COMPUTED", 1)
    found = told("jira.csv", JIRA)
    assert found.overview == (
        "Overview and findings are left out here: it has more than 1 prerequisites.",
    )
    assert (found.findings, len(found.guessed) > 1) == ((), True)
    assert found.taken.startswith("Taken: 1 direction, 2 prerequisites")


def answers() -> bytes:
    """A workbook of answers."""
    return book({"plan": [["a"]]}, lambda one: one.set_custom_property("depmap-answers", "plan"))


def bomb() -> bytes:
    """A small archive that unpacks to 300 MB."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", bytes(300_000_000))
    return data.getvalue()


@pytest.mark.parametrize(
    ("file", "made", "said"),
    [
        ("nothing", lambda: b"", "the file is empty"),
        ("noise.xlsx", lambda: bytes(range(256)) * 9, "the content is no workbook"),
        ("answers.xlsx", answers, "holds answers that depmap wrote"),
        ("bomb.xlsx", bomb, "unpacks from"),
        ("cut.csv", lambda: JIRA[:-60], "it ends before column"),
        ("entity.xml", lambda: b'<!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>', "entit"),
    ],
)
def test_what_cannot_be_read_is_a_problem(file: str, made: Callable[[], bytes], said: str) -> None:
    """Located by the name that the viewer knows; no exception, and nothing else is told."""
    found = told(file, made())
    assert found == Told(file, problems=found.problems)
    assert said in str(found.problems[0])
    assert file in found.problems[0].file


def test_what_takes_too_long_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many seconds the process is gone, and the viewer is told why."""
    monkeypatch.setattr(apart, "MAX_SECONDS", 0.05)
    (problem,) = brought.read("slow.csv", JIRA).problems
    assert str(problem).startswith("slow.csv: it takes more than 2 GB of memory or 20 seconds")


def test_what_takes_too_much_memory_ends() -> None:
    """The limit is one of the process, whatever allocates there."""
    filling = "print(len(bytes(2_000_000_000)))"
    limited = f"from depmap.inputs.syntax.apart import limit; limit(); {filling}"
    assert answer_of(["-c", filling], b"") == 2_000_000_000
    with pytest.raises(NoAnswer):
        answer_of(["-c", limited], b"")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("-c.csv", "c.csv"),
        ("..\\..\\a b.csv", "a b.csv"),
        ("a\0\n<b>.csv", "a___b_.csv"),
        ("", "file"),
    ],
)
def test_a_name_is_made_plain(monkeypatch: pytest.MonkeyPatch, given: str, shown: str) -> None:
    """It becomes no option of a command, no path and no markup."""
    monkeypatch.setattr(apart, "MAX_SECONDS", 0.01)
    assert brought.read(given, b"").file == shown
