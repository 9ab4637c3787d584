"""What was read gently is one finding per file and rule, whatever the number of cells."""

from __future__ import annotations

from dataclasses import replace

from depmap.engine.database import build
from depmap.portfolio.problem import NOT_READ, ONLY_LIKELY, READ_AS, Notes
from tests.portfolios import AS_OF, portfolio


def found(notes: Notes) -> list[tuple[str, str, str, int]]:
    with build(replace(portfolio(), notes=notes.all()), AS_OF) as connection:
        return connection.execute(
            "select rule, source_file, what, source_line from report.findings"
        ).fetchall()


def test_a_file_read_as_it_stands_has_no_finding() -> None:
    """Without notes there is none."""
    assert found(Notes()) == []


def test_kinds_of_one_file_share_a_finding() -> None:
    """Each kind with its number, first case and first lines; facts about the file without."""
    notes = Notes()
    for line in range(2, 9):
        notes.add(READ_AS, "p/a.csv", "dates", line, 'done_on "1.1.2026" → "2026-01-01"')
    notes.add(READ_AS, "p/a.csv", "words", 4, '"Hard" → "hard"')
    notes.add(READ_AS, "p/a.csv", "values separated by tabs", times=0)
    notes.add(NOT_READ, "p", "other files", example="notes.txt")
    notes.add(ONLY_LIKELY, "p/a.csv", "rows", 5)
    notes.add(ONLY_LIKELY, "p/a.csv", "rows", 6)
    assert found(notes) == [
        ("not read", "p", "Left alone: other files: 1 (notes.txt).", 0),
        ("only the likely lead", "p/a.csv", "Leads without a range: rows: 2 in lines 5, 6.", 5),
        (
            "read as",
            "p/a.csv",
            'Read in its plain form: dates: 7 (done_on "1.1.2026" → "2026-01-01") in lines 2, 3, 4,'
            ' 5, 6, …; values separated by tabs; words: 1 ("Hard" → "hard") in line 4.',
            0,
        ),
    ]
