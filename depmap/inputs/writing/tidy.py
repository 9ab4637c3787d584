"""The files of a folder in the plain form in which they are read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from depmap.inputs.gentle.plain import make_plain
from depmap.inputs.layout.texts import texts_of
from depmap.inputs.reader import read_folder
from depmap.inputs.references import named_owners
from depmap.inputs.syntax.csv_rows import CsvRows
from depmap.inputs.validate import Reading, reading_of
from depmap.inputs.writing.files import CannotWrite, Edits
from depmap.inputs.writing.folder import Cells
from depmap.inputs.writing.splices import line_end
from depmap.portfolio.problem import Problems
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Value, forms

Contents = dict[str, bytes | None]


def tidied(folder: Path, order: str = "", plain: bool = False) -> Edits:
    """The files in the plain form in which they are read; nothing is written yet.

    order: which of month and day stands first in dates that leave it open. plain: also UTF-8 with
    commas, without empty rows and columns. Everything else stays, columns nobody knows included.
    Owners that are named and stand in no file get one. Raises InvalidPortfolio, and CannotWrite
    when the plain files would not give the same portfolio.
    """
    before = read_folder(folder, problems := Problems())
    start = {**before, **_missing_owners(folder, before)}
    reading = reading_of(folder, start, problems, order)
    after = {**start, **_plain(reading)}
    if plain:
        for name, data in _laid_out_anew(folder, after, order).items():
            after[name] = data
    if _meaning(reading_of(folder, after, Problems())) != _meaning(reading):
        raise CannotWrite("The plain files would not give the same portfolio. Nothing was written.")
    changed = {name: (before.get(name), data) for name, data in after.items()
               if data is not None and data != before.get(name)}  # fmt: skip
    return Edits(folder, changed)


def _plain(reading: Reading) -> dict[str, bytes]:
    """The files with every cell and header in its plain form."""
    cells = Cells(reading)
    for table, rows in reading.texts.items():
        if rows is not None and not rows.is_absent:
            cells.name_columns(table)
            for (row, column), value in rows.edits.items():
                cells.put(table, row, column, value)
    return cells.contents()


def _meaning(reading: Reading) -> dict[str, dict[str, list[Value]]]:
    """Every value but the lines, which a file without its empty rows has elsewhere."""
    return {
        table: {name: values for name, values in rows.columns.items() if name != "source_line"}
        for table, rows in reading.portfolio.tables.items()
    }


def _missing_owners(folder: Path, contents: Contents) -> dict[str, bytes]:
    """owners.csv with a line for every owner that is named, when there is none."""
    owners = next(table for table in TABLES if table.name == "owners")
    if any(name in contents for name in forms(owners)):
        return {}
    texts = texts_of(folder, contents, problems := Problems())
    if (rows := texts["owners"]) is None or not rows.is_absent:
        return {}  # A sheet of a workbook.
    make_plain(texts, problems)
    named = named_owners(texts)
    if not named:
        return {}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["id", "name", "capacity_days_per_week"])
    writer.writerows([name, name, ""] for name in sorted(named))
    return {owners.file: buffer.getvalue().encode()}


def _laid_out_anew(folder: Path, contents: Contents, order: str) -> dict[str, bytes]:
    """The files in UTF-8, those of CSV with commas and without empty rows and columns."""
    reading = reading_of(folder, contents, Problems(), order)
    cells = Cells(reading)
    written: dict[str, bytes] = {}
    for rows in reading.texts.values():
        if rows is None or rows.is_absent:
            continue
        name, sheet = cells.file_of(rows.table), rows.csv
        text = cells.text_of(rows.table)
        written[name] = (_with_commas(text, sheet) if sheet else text).encode()
    return written


def _with_commas(text: str, sheet: CsvRows) -> str:
    """The rows and columns that are read, and those nobody knows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=line_end(text))
    writer.writerow(sheet.header)
    writer.writerows(zip(*sheet.columns, strict=True))
    return buffer.getvalue()
