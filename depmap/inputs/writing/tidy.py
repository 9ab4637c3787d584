"""The files of a folder in the plain form in which they are read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from depmap.inputs.gentle.plain import make_plain
from depmap.inputs.layout.texts import Texts, texts_of
from depmap.inputs.reader import decode, encoding_of, read_folder
from depmap.inputs.text_rows import TextRows
from depmap.inputs.validate import Reading, reading_of
from depmap.inputs.writing.cells import Span, write_csv_cells, write_yaml_scalars
from depmap.portfolio.problem import Problems
from depmap.portfolio.schema import TABLES, forms
from depmap.portfolio.table import Value

Write = Callable[[str, list[TextRows]], str]
Contents = dict[str, bytes | None]


class NotTheSame(Exception):
    """What would be written reads otherwise than what is there: a fault of ours."""


def tidied(
    folder: Path, order: str = "", plain: bool = False
) -> dict[str, tuple[bytes | None, bytes]]:
    """The files that change: their bytes now, None for a new one, and in the plain form.

    order: which of month and day stands first in dates that leave it open. plain: also UTF-8 with
    commas, without empty rows and columns. Everything else stays, columns nobody knows included.
    Owners that are named and stand in no file get one. Raises InvalidPortfolio, and NotTheSame
    when the plain files would not give the same portfolio.
    """
    before = read_folder(folder, problems := Problems())
    start = {**before, **_missing_owners(folder, before)}
    reading = reading_of(folder, start, problems, order)
    after = dict(start)
    for name, data in start.items():
        if data is not None:
            after[name] = _plain_bytes(folder, name, data, reading.texts, plain)
    if _meaning(reading_of(folder, after, Problems())) != _meaning(reading):
        raise NotTheSame("the plain files would not give the same portfolio: nothing was written")
    return {
        name: (before.get(name), data)
        for name, data in after.items()
        if data is not None and data != before.get(name)
    }


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
    make_plain(texts, problems)
    named = {
        text
        for rows in texts.values()
        for column in (rows.table.columns if rows is not None else ())
        if column.refers_to == "owner" and rows is not None
        for text in rows.columns[column.name]
        if text
    }
    if not named:
        return {}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["id", "name", "capacity_days_per_week"])
    writer.writerows([name, name, ""] for name in sorted(named))
    return {owners.file: buffer.getvalue().encode()}


def _plain_bytes(folder: Path, name: str, data: bytes, texts: Texts, plain: bool) -> bytes:
    tables = [
        rows
        for rows in texts.values()
        if rows is not None and not rows.is_absent and rows.file.rpartition("/")[2] == name
    ]
    text = decode(name, data, Problems())
    if text is None or not tables:
        return data
    encoding, mark = encoding_of(data)
    new = _write_csv(text, tables[0], plain) if name.endswith(".csv") else _write_yaml(text, tables)
    if plain and encoding != "utf-8":
        return new.encode()
    return mark + new.encode(encoding)


def _write_yaml(text: str, tables: list[TextRows]) -> str:
    changes: dict[Span, str] = {}
    for rows in tables:
        for (row, column), value in rows.edits.items():
            changes[rows.spans[column][row]] = value
    return write_yaml_scalars(text, changes)


def _write_csv(text: str, rows: TextRows, plain: bool) -> str:
    sheet = rows.csv
    if sheet is None:
        return text
    named = {rows.positions[column.name]: column.field for column in rows.table.columns
             if column.name in rows.positions}  # fmt: skip
    if plain:
        return _laid_out_anew(text, rows, named)
    changes = {
        (sheet.header_line, sheet.positions[place]): field
        for place, field in named.items()
        if sheet.header[place] != field
    }
    for (row, column), value in rows.edits.items():
        changes[rows.lines[row], sheet.positions[rows.positions[column]]] = value
    return write_csv_cells(text, changes, sheet.dialect)


def _laid_out_anew(text: str, rows: TextRows, named: dict[int, str]) -> str:
    """The rows and columns that are read, and those nobody knows, with commas."""
    sheet = rows.csv
    assert sheet is not None
    header = [named.get(place, name) for place, name in enumerate(sheet.header)]
    columns = [list(column) for column in sheet.columns[: len(header)]]
    for (row, column), value in rows.edits.items():
        columns[rows.positions[column]][row] = value
    line_end = re.search(r"\r\n|\r|\n", text)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=line_end[0] if line_end else "\n")
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue()
