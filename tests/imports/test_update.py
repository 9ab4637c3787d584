"""A folder brought up to date by its tickets: what follows the source and what stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from depmap.imports.folder import (
    DamagedRecord,
    Imported,
    files_of,
    last_imports,
    write_new,
)
from depmap.imports.readers import github, jira
from depmap.imports.registry import imported
from depmap.imports.update import Update, canonical, update
from depmap.inputs.validate import read_portfolio
from depmap.inputs.writing.files import CannotWrite
from depmap.portfolio.problem import InvalidPortfolio
from tests.inputs.corpus.base import BASE
from tests.inputs.syntax.test_workbook import cell_of

HEAD = (
    "Issue key,Summary,Issue Type,Status,Assignee,Due date,Parent,Resolved,Labels,"
    "Inward issue link (Blocks)\n"
)
BEFORE = f"""\
{HEAD}A-1,Marketplace,Epic,To Do,Olga,30/Jun/2027,,,,
A-2,Contract,Story,In Progress,Petr,,A-1,,,A-4
A-3,Account,Story,To Do,,,A-1,,,A-2
A-4,Company,Story,Done,Olga,,A-1,07/Oct/2026,,
"""
AFTER = f"""\
{HEAD}A-1,Marketplace EU,Epic,To Do,Olga,31/Jul/2027,,,,
A-2,Contract,Story,Done,,,A-1,20/Nov/2026,,
A-3,Account,Story,To Do,Jana,,A-1,,,A-5
A-5,Bank,Story,To Do,Petr,,A-1,,,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that was imported."""
    (tmp_path / "before.csv").write_text(BEFORE)
    (tmp_path / "after.csv").write_text(AFTER)
    found = imported(tmp_path / "before.csv")
    write_new(tmp_path / "map", files_of(found, "before.csv", date(2026, 11, 2)))
    return tmp_path / "map"


def updated(folder: Path, text: str = AFTER) -> Update:
    """The update of a folder from a source of this text, written."""
    source = folder.parent / "now.csv"
    source.write_text(text)
    found = update(folder, source)
    found.edits.write()
    return found


def changed_lines(found: Update) -> set[str]:
    """Lines of the diff that come and go in the input files."""
    diff = found.edits.diff().partition("import.json")[0]
    rest = found.edits.diff().partition("--- a/map/owners.csv")[2]
    return {line for line in f"{diff}\n{rest}".splitlines()
            if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")}  # fmt: skip


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Somebody changes a file by hand."""
    text = (folder / name).read_text()
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new))


def test_what_the_source_changed_is_written_and_nothing_else(folder: Path) -> None:
    """Cells of matching rows, new rows, links and owners; an empty assignee empties nothing."""
    found = updated(folder)
    assert (found.changed, found.added, found.kept) == (3, 3, [])
    assert sorted(found.gone) == [
        "A-1 requires A-4: the source has it no longer.",
        "A-2 requires A-4: the source has it no longer.",
        "A-3 requires A-2: the source has it no longer.",
        "A-4: the source has it no longer.",
    ]
    assert changed_lines(found) >= {
        "-A-2,Contract,operational,petr,in_progress,14,30,60,0,,,,assumed,,A-2",
        "+A-2,Contract,operational,petr,done,14,30,60,0,,2026-11-20,,assumed,,A-2",
        "-A-3,Account,operational,,not_started,14,30,60,0,,,,assumed,,A-3",
        "+A-3,Account,operational,jana,not_started,14,30,60,0,,,,assumed,,A-3",
        "+A-5,Bank,operational,petr,not_started,14,30,60,0,,,,assumed,,A-5",
        "+A-3,A-5,hard,", "+A-1,A-5,hard,", "+jana,Jana,",
        "-  name: Marketplace", "+  name: Marketplace EU",
        "-  target: 2027-06-30", "+  target: 2027-07-31",
    }  # fmt: skip
    assert len(changed_lines(found)) == 12
    read_portfolio(folder)


def test_a_second_run_changes_no_byte(folder: Path) -> None:
    """The same source again, after an import and after an update."""
    assert updated(folder, BEFORE).edits.files == {}
    updated(folder)
    again = updated(folder)
    assert (again.edits.files, again.changed, again.added) == ({}, 0, 0)


def test_what_people_changed_stays_and_is_said_once(folder: Path) -> None:
    """A name, an owner and a status set by hand; a link taken out; what they added."""
    edit(folder, "prerequisites.csv", "A-2,Contract,operational,petr,in_progress,14,30,60",
         "A-2,Signed contract,legal,olga,dropped,20,40,80")  # fmt: skip
    edit(folder, "dependencies.csv", "A-1,A-3,hard,\n", "A-3,A-4,soft,\n")
    found = updated(folder, AFTER.replace("A-2,Contract,Story,Done,,", "A-2,Deal,Story,Done,Jana,"))
    assert sorted(found.kept) == [
        "A-1 requires A-3: stays away, as somebody took it out.",
        'A-2, name: stays "Signed contract"; the source says "Deal".',
        'A-2, owner: stays "olga"; the source says "jana".',
        'A-2, status: stays "dropped"; the source says "done".',
    ]
    text = (folder / "prerequisites.csv").read_text()
    assert "A-2,Signed contract,legal,olga,dropped,20,40,80,0,,2026-11-20,," in text
    assert "A-3,A-4,soft," in (folder / "dependencies.csv").read_text()
    again = updated(folder, AFTER.replace("A-2,Contract,Story,Done,,", "A-2,Deal,Story,Done,Jana,"))
    assert again.edits.files == {}
    assert [text for text in again.kept if "A-2" in text] == []


def test_the_last_import_of_each_tool_is_kept_with_its_day(folder: Path) -> None:
    """The day on which it last brought anything new; another tool has its own."""
    first = Imported("Jira CSV", "before.csv", date(2026, 11, 2), 4)
    assert last_imports(folder) == [first]
    same = update(folder, folder.parent / "before.csv", on=date(2026, 11, 9))
    assert same.edits.files == {}
    update(folder, folder.parent / "after.csv", on=date(2026, 11, 16)).edits.write()
    second = Imported("Jira CSV", "after.csv", date(2026, 11, 16), 4)
    assert last_imports(folder) == [second]
    source = folder.parent / "flow.mmd"
    source.write_text('flowchart LR\n    n1["bank · Bank"] --> n2["shop · Shop"]\n')
    update(folder, source, on=date(2026, 11, 23)).edits.write()
    assert last_imports(folder) == [Imported("Mermaid", "flow.mmd", date(2026, 11, 23), 2), second]


def test_no_import_is_none_and_a_damaged_record_is_said(folder: Path, tmp_path: Path) -> None:
    """A folder that was written by hand has no record."""
    assert last_imports(tmp_path) == []
    for text in ("{", "[]", '{"sources": {"Jira": {"file": "a.csv", "on": "soon", "tasks": 1}}}'):
        (folder / "import.json").write_text(text)
        with pytest.raises(DamagedRecord, match=r"import\.json is damaged"):
            last_imports(folder)


def test_a_damaged_record_is_none(folder: Path) -> None:
    """Then names and owners of the map stay, as where no import was."""
    for text in ("{", "[]", '{"rows": {"A-2": 1}, "links": [1]}'):
        (folder / "import.json").write_text(text)
        found = update(folder, folder.parent / "after.csv")
        assert 'A-1, name: stays "Marketplace"; the source says "Marketplace EU".' in found.kept


def test_what_opens_again_gets_its_leads(folder: Path) -> None:
    """A done row needs none, an open one does."""
    found = updated(folder, BEFORE.replace("Done,Olga,,A-1,07/Oct/2026", "To Do,Olga,,A-1,"))
    assert found.changed == 1
    tables = read_portfolio(folder).tables["prerequisites"].columns
    row = tables["id"].index("A-4")
    assert [tables[name][row] for name in ("status", "lead_likely_days", "lead_source")] == [
        "not_started", 30, "assumed"
    ]  # fmt: skip


def test_rows_of_a_map_by_ticket_and_by_label(tmp_path: Path) -> None:
    """Nothing was imported: an end, names and owners are people's; what is empty is filled."""
    folder = tmp_path / "map"
    folder.mkdir()
    files = dict(BASE)
    head, *rest = files["prerequisites.csv"].decode().splitlines()
    tickets = ["https://jira.example/browse/A-2", "a-3", "", "", ""]
    lines = [f"{line},{ticket}" for line, ticket in zip(rest, tickets, strict=True)]
    files["prerequisites.csv"] = "\n".join([f"{head},ticket", *lines, ""]).encode()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    text = AFTER.replace("A-5,Bank,Story,To Do,Petr,,A-1,,,", "A-5,Bank,Story,In Progress,Bob,,"
                         "A-1,,depmap-choose,")  # fmt: skip
    found = updated(folder, text)
    assert sorted(found.kept) == [
        'bank, name: stays "Bank account"; the source says "Contract".',
        'choose, name: stays "Buy or make"; the source says "Bank".',
        'choose, owner: stays "ann"; the source says "bob".',
        'terms, name: stays "Signed terms"; the source says "Account".',
    ]
    columns = read_portfolio(folder).tables["prerequisites"].columns
    rows = dict(zip(columns["id"], zip(columns["owner"], columns["status"], columns["ticket"],
                                       strict=True), strict=True))  # fmt: skip
    assert rows["bank"] == ("ann", "done", "https://jira.example/browse/A-2")
    assert rows["terms"] == ("jana", "not_started", "a-3")
    assert rows["choose"] == ("ann", "in_progress", "A-5")
    assert updated(folder, text).edits.files == {}


def test_a_ticket_on_two_rows_is_refused(folder: Path) -> None:
    """Written as key and as address it is one ticket."""
    edit(
        folder, "prerequisites.csv", "assumed,,A-3", "assumed,,https://jira.example/browse/A-2?x=1"
    )
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InvalidPortfolio) as error:
        updated(folder)
    (problem,) = error.value.problems
    assert (problem.file, problem.line, problem.field) == ("map/prerequisites.csv", 3, "ticket")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_workbook_is_not_written_into(tmp_path: Path) -> None:
    """What to change by hand is printed."""
    folder = tmp_path / "map"
    folder.mkdir()
    for name, data in BASE.items():
        if not name.endswith(".csv"):
            (folder / name).write_bytes(data)
    (folder / "map.xlsx").write_bytes(cell_of("owners", 2, "name", "Ann"))
    with pytest.raises(CannotWrite, match="a new row: id A-2"):
        updated(folder, BEFORE.replace("Epic", "Story").replace("A-1,,", ",,"))


@pytest.mark.parametrize(
    ("reader", "one", "other"),
    [
        (jira.READER, "PAY-1", "https://jira.example/browse/PAY-1"),
        (jira.READER, "PAY-1", "jira:pay-1"),
        (jira.READER, "PAY-1", "https://jira.example/browse/PAY-1?focus=2#comment"),
        (github.READER, "https://github.com/a/b/issues/1", "http://GitHub.com/a/b/issues/1/"),
    ],
)
def test_one_ticket_in_several_forms(reader: object, one: str, other: str) -> None:
    """Compared as tool and key."""
    assert canonical(one, reader) == canonical(other, reader)
    assert canonical(one, reader) != canonical(f"{one}2", reader)
