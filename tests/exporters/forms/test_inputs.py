"""Folder -> workbook -> folder: the same rows, to be edited where words and ids are offered."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from depmap.engine.database import build
from depmap.exporters.extract import CannotCarry, Extract
from depmap.exporters.forms.inputs import write
from depmap.exporters.forms.xlsx import LONGEST_TEXT
from depmap.inputs.example import write_example
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.typed import Portfolio
from tests.inputs.corpus.base import BASE, edited


def folder_of(place: Path, files: Mapping[str, bytes]) -> Path:
    """The small portfolio with these files in place of its own."""
    place.mkdir()
    for name, data in {**BASE, **files}.items():
        (place / name).write_bytes(data)
    return place


def workbook(folder: Path) -> bytes:
    """The workbook of a folder."""
    found = read_portfolio(folder)
    with build(found, date(2026, 11, 23)) as connection:
        return write(Extract(connection, "our map", inputs=found))


def back(book: bytes, place: Path) -> Portfolio:
    """The portfolio of a folder that holds nothing but this workbook."""
    place.mkdir()
    (place / "map.xlsx").write_bytes(book)
    return read_portfolio(place)


def values(portfolio: Portfolio) -> dict[str, dict[str, list[object]]]:
    """Every value, wherever it stands."""
    return {table: {name: list(column) for name, column in rows.columns.items()
                    if not name.startswith("source_")}
            for table, rows in portfolio.tables.items()}  # fmt: skip


def test_a_folder_comes_back_from_its_workbook(tmp_path: Path) -> None:
    """Every table, with options, picks, changes and scenarios in sheets of their own, and no word
    of a finding; written again it is the same byte by byte.
    """
    folder = tmp_path / "example"
    write_example(folder)
    book = workbook(folder)
    found = back(book, tmp_path / "back")
    assert values(found) == values(read_portfolio(folder))
    assert [table for table, rows in found.tables.items() if len(rows)].count("scenario_changes")
    assert found.notes == ()
    assert workbook(tmp_path / "back") == book


def test_what_spreadsheets_change_stays(tmp_path: Path) -> None:
    """Ids like numbers, names like formulas, line breaks, a target on the first of a month."""
    files = {
        **edited("prerequisites.csv", "bank,Bank account", "1.10,'=1+1"),
        **edited("dependencies.csv", "MARKET,bank", "MARKET,1.10"),
        "milestones.yaml": BASE["milestones.yaml"].replace(b"bank", b"'1.10'"),
        **edited("directions.yaml", "2027-Q2", "2027-06-01\n  description: |\n    One\n    two"),
    }
    folder = folder_of(tmp_path / "map", files)
    found = back(workbook(folder), tmp_path / "back")
    assert values(found) == values(read_portfolio(folder))
    assert found.tables["prerequisites"].columns["name"][0] == "=1+1"
    assert found.tables["directions"].columns["description"][0] == "One\ntwo"
    assert found.notes == ()


def test_words_and_ids_are_offered_in_their_cells(tmp_path: Path) -> None:
    """Choices by their words, owners from their own sheet, also in rows to come."""
    archive = zipfile.ZipFile(io.BytesIO(workbook(folder_of(tmp_path / "map", {}))))
    sheets = [archive.read(name).decode() for name in archive.namelist() if "/sheet" in name]
    (own,) = [text for text in sheets if "enabler,procurement" in text]
    assert "<formula1>owners!$A$2:$A$503</formula1>" in own
    assert '"not_started,in_progress,done,dropped,not_needed"' in own
    assert "depmap-answers" not in "".join(archive.read(name).decode("utf-8", "replace")
                                           for name in archive.namelist())  # fmt: skip


def test_what_no_cell_holds_is_refused(tmp_path: Path) -> None:
    """With its place; rows that are missing too."""
    long = edited("prerequisites.csv", ",judgement,\nterms", f",judgement,{'x' * 40_000}\nterms")
    where = f"holds {LONGEST_TEXT:,} signs; sheet prerequisites, row 2, column notes has more"
    with pytest.raises(CannotCarry, match=where):
        workbook(folder_of(tmp_path / "map", long))
    plain = read_portfolio(folder_of(tmp_path / "plain", {}))
    with build(plain) as connection, pytest.raises(CannotCarry, match="without the rows"):
        write(Extract(connection, "our map"))
