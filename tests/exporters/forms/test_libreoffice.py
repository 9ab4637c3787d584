"""The workbook of the real map in LibreOffice: it opens, and what it saves holds the same answers.

Where CI runs, LibreOffice has to be there: .ci/run installs it.
"""

from __future__ import annotations

import math
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import python_calamine

from depmap.engine.database import build
from depmap.exporters.extract import Extract
from depmap.exporters.forms.xlsx import SHEETS, write
from depmap.inputs.syntax.workbook import read_book
from depmap.inputs.validate import read_portfolio
from tests.thorough import IS_THOROUGH, slow

ROOT = Path(__file__).resolve().parents[3]
SOFFICE = shutil.which("soffice")
SECONDS = 120
# LibreOffice writes fifteen digits of a number.
EXACT = 1e-14
Cells = dict[str, list[list[object]]]


def converted(source: Path, form: str, into: Path) -> Path:
    """What LibreOffice saves of a file in another form, in a profile of its own."""
    assert SOFFICE, "CI installs libreoffice-calc-nogui"
    profile = f"-env:UserInstallation={(into.parent / 'profile').as_uri()}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", form, "--outdir", into, source],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    return into / f"{source.stem}.{form}"


def cells(path: Path) -> Cells:
    """Every cell of every sheet, as its type."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def with_numbers_for_flags(ours: Cells) -> Cells:
    """The cells as calamine reads them from an .ods, where a flag is 0 or 1."""
    return {
        sheet: [[float(cell) if isinstance(cell, bool) else cell for cell in row] for row in rows]
        for sheet, rows in ours.items()
    }


def differing(ours: Cells, theirs: Cells) -> list[tuple[str, int, object, object]]:
    """The cells that are not the same: sheet, row, both values; numbers within EXACT."""
    return [
        (sheet, row, mine, other)
        for sheet, rows in ours.items()
        for row, pair in enumerate(zip(rows, theirs[sheet], strict=True))
        for mine, other in zip(*pair, strict=True)
        if not _same(mine, other)
    ]


def _same(mine: object, other: object) -> bool:
    if isinstance(mine, float) and isinstance(other, float):
        return math.isclose(mine, other, rel_tol=EXACT)
    return type(mine) is type(other) and mine == other


@slow
@pytest.mark.skipif(not SOFFICE and not IS_THOROUGH, reason="soffice is not on the PATH")
def test_libreoffice_reads_the_workbook_and_saves_the_same_answers(tmp_path: Path) -> None:
    """As .ods and from there as .xlsx: dates, numbers, texts, and that it is no input."""
    connection = build(read_portfolio(ROOT / "data"), date(2026, 11, 24), is_explained=True)
    workbook = tmp_path / "plan.xlsx"
    workbook.write_bytes(write(Extract(connection, "data")))
    ours = cells(workbook)
    assert {relation.name for relation in SHEETS} < set(ours)
    opened = converted(workbook, "ods", tmp_path / "opened")
    saved = converted(opened, "xlsx", tmp_path / "saved")
    for path, wanted in ((opened, with_numbers_for_flags(ours)), (saved, ours)):
        theirs = cells(path)
        assert list(theirs) == list(ours)
        assert differing(wanted, theirs) == []
        assert read_book(path.read_bytes()).is_export
