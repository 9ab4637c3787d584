"""Jira's CSV export as rows, whole and damaged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from depmap.imports.folder import checked, files_of
from tests.imports.exported import EXPORTS, links, read, read_bytes, refused, rows, said

JIRA = (EXPORTS / "jira.csv").read_bytes()


def test_issues_become_rows() -> None:
    """Epics are directions; Won't Do is no longer needed; a stranger stands for OPS-7."""
    found = read("jira.csv")
    assert rows(found, "directions", "id sponsor value target status ticket") == [
        "PAY-1 olga-head 1 2027-06-30 proposed PAY-1"
    ]
    columns = "id owner status lead_low_days lead_likely_days effort_days started_on lead_source"
    assert rows(found, "prerequisites", columns) == [
        "PAY-2 petr-novak in_progress - 46 2 2026-12-01 -",
        "PAY-3 - not_started 14 30 0 - assumed",
        "PAY-4 petr-novak not_started 14 30 1 - assumed",
        "PAY-5 - not_needed - - 0 - -",
        "PAY-6 olga-head done - - 0 - -",
        "OPS-7 - not_started 14 30 0 - assumed",
    ]
    assert rows(found, "owners", "id name") == ["olga-head Olga Head", "petr-novak Petr Novák"]


def test_a_link_told_on_both_sides_is_one() -> None:
    """Inward: the other blocks this one; outward: this one blocks the other. Relates is none."""
    found = read("jira.csv")
    blocks = {"PAY-3>PAY-2", "PAY-4>PAY-2", "PAY-2>PAY-6", "PAY-5>OPS-7"}
    parts = {"PAY-1>PAY-2", "PAY-1>PAY-3", "PAY-1>PAY-4", "PAY-1>PAY-5"}
    assert links(found) == blocks | parts
    assert len(found.tables["dependencies"]) == 8
    flipped = {">".join(reversed(link.split(">"))) for link in blocks}
    assert links(read("jira.csv", flip=True)) == flipped | parts
    assert links(read("jira.csv", link_types=("Relates",))) == parts | {"PAY-9>PAY-2"}


def test_what_was_guessed_and_left_out_is_said_by_line() -> None:
    """Nothing is lost or made up in silence."""
    text = said(read("jira.csv"))
    assert "6 guessed OPS-7 is not in the export: an item with an assumed lead" in text
    assert "6 guessed PAY-5 was cancelled, so it no longer holds up PAY-1." in text
    assert "3 left out Due dates of tasks (1, here the first)" in text


def test_what_moves_a_date_comes_first() -> None:
    """PAY-3 ends the longest chain; OPS-7 is waited for by what nobody needs."""
    gaps = [(gap.id, gap.slack_days) for gap in read("jira.csv").gaps]
    assert gaps[:2] == [("PAY-3", 0), ("PAY-4", 0)]
    assert gaps[2][0] == "OPS-7"


def test_directions_by_name_and_on_top(tmp_path: Path) -> None:
    """Named ones replace epics; without epics, what nothing waits for is a direction."""
    named = read("jira.csv", directions=("PAY-3", "PAY-4"))
    assert rows(named, "directions", "id") == ["PAY-3", "PAY-4"]
    stories = read_bytes(tmp_path, "jira.csv", JIRA.replace(b"Epic", b"Story"))
    assert rows(stories, "directions", "id") == ["PAY-1"]
    assert "The source tells no directions" in said(stories)
    with pytest.raises(Exception, match="PAY-33"):
        read("jira.csv", directions=("PAY-33",))


GERMAN = (
    "Zusammenfassung;Vorgangsschlüssel;Vorgangs-ID;Vorgangstyp;Status;Zugewiesene Person;"
    "Fälligkeitsdatum;Eingehende Vorgangsverknüpfung (Blocks)\r\n"
    "Verkaufen;PAY-1;1;Epic;Zu erledigen;Olga Head;30.06.2027;PAY-2\r\n"
    "Vertrag;PAY-2;2;Story;In Arbeit;;;\r\n"
)


def test_headers_in_german_and_semicolons(tmp_path: Path) -> None:
    """Jira writes headers in the language of who exports."""
    found = read_bytes(tmp_path, "jira.csv", GERMAN.encode())
    assert rows(found, "directions", "id target sponsor") == ["PAY-1 2027-06-30 olga-head"]
    assert rows(found, "prerequisites", "id status") == ["PAY-2 in_progress"]
    assert links(found) == {"PAY-1>PAY-2"}


def changed(old: str, new: str) -> bytes:
    assert old.encode() in JIRA
    return JIRA.replace(old.encode(), new.encode())


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (JIRA[:-40] + b'"', "jira.csv line 7: a double quote is opened and never closed"),
        (JIRA[:440], "jira.csv line 3: the row has"),
        (changed("Summary,", "Title,"), 'jira.csv line 1: there is no column "Summary"'),
        (JIRA.splitlines()[0], "jira.csv: there are no tasks in it"),
        (JIRA.replace("á".encode(), b"\xe1"), "jira.csv line 3: the text is not UTF-8"),
    ],
    ids=["open quote", "cut off", "no summary", "no rows", "Latin-1"],
)
def test_a_damaged_export_is_a_located_problem(data: bytes, what: str, tmp_path: Path) -> None:
    """Each is refused as one problem, at its line where it has one."""
    (found,) = refused(tmp_path, "jira.csv", data)
    assert found.startswith(what)


def test_odd_rows_are_read_and_said(tmp_path: Path) -> None:
    """A circle, a link to itself, a key twice, no key, a date of two meanings, an odd status."""
    data = (
        b"Issue key,Summary,Status,Due date,Resolution,Inward issue link (Blocks)\n"
        b"A-1,Goal,To Do,3/4/2027,,A-2\n"
        b"A-2,Second,Frozen,,,A-3\n"
        b"A-3,Third,Done,,Duplicate,A-2\n"
        b"A-3,Third,To Do,,,A-3\n"
        b",None,To Do,,,\n"
        b'A-4,"#REF!",To Do,soon,,\n'
        b'A-5,"=1+1\nx",To Do,,,\n'
    )
    found = read_bytes(tmp_path, "jira.csv", data)
    text = said(found)
    assert '2 left out The due date "3/4/2027" is no day that can be read.' in text
    assert '3 guessed The status "Frozen" is not known: taken as not started.' in text
    assert "3 guessed A-2, A-3 wait for each other: blocked" in text
    assert "5 left out A-3 stands here again; the first is in line 4." in text
    assert "5 left out A-3 waits for itself." in text
    assert "6 left out The row has no issue key." in text
    folder = checked(
        tmp_path / "out", files_of(found, "export", date(2026, 11, 30))
    ).portfolio.tables
    names = [*folder["directions"].columns["name"], *folder["prerequisites"].columns["name"]]
    assert names == ["Goal", "A-4: #REF!", "=1+1 x", "Second", "Third"]


def test_a_thousand_issues_may_be_cut_off(tmp_path: Path) -> None:
    """Jira exports no more at once."""
    lines = ["Issue key,Summary,Status", *(f"A-{n},Issue,To Do" for n in range(1000))]
    data = "\n".join(lines)
    assert "Jira cuts exports there" in said(read_bytes(tmp_path, "jira.csv", data.encode()))
    assert "Jira cuts" not in said(read_bytes(tmp_path, "jira.csv", f"{data}\nB-1,,".encode()))
