"""Rows of text under the columns of the schema; CSV rows laid out that way."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field

from depmap.inputs.csv_rows import CsvRows
from depmap.portfolio.problem import Problems, quoted
from depmap.portfolio.schema import family, path
from depmap.portfolio.table import Column, Table


@dataclass
class TextRows:
    """The rows of one table, by column; '' stands for an empty or absent value.

    lines has one line per row. cell_lines has one per value where a file knows better (YAML).
    missing_columns are those the header lacks. loose_ids are ids in rows that could
    not be used (reported), so that references to them raise no second problem. reported holds
    (row, column) of values that are no text and have their problem already.
    """

    table: Table
    file: str
    columns: dict[str, list[str]]
    lines: list[int] = dataclass_field(default_factory=list)
    cell_lines: dict[str, list[int]] = dataclass_field(default_factory=dict)
    missing_columns: set[str] = dataclass_field(default_factory=set)
    loose_ids: set[str] = dataclass_field(default_factory=set)
    reported: set[tuple[int, str]] = dataclass_field(default_factory=set)

    def __len__(self) -> int:
        return len(self.lines)

    def line_of(self, row: int, column: str) -> int:
        """The physical line of one value."""
        return self.cell_lines.get(column, self.lines)[row]

    def field(self, column: Column) -> str:
        """The column's name as a person finds it in the file, below the lists that enclose it."""
        own = () if self.table.plain_list else (column.field,)
        return ".".join((*path(self.table), *own))


def empty_rows(table: Table, file: str) -> TextRows:
    """No rows yet, ready to be filled value by value. file is the name shown to people."""
    columns: dict[str, list[str]] = {column.name: [] for column in table.columns}
    cell_lines: dict[str, list[int]] = {column.name: [] for column in table.columns}
    return TextRows(table, file, columns, cell_lines=cell_lines)


def absent_rows(table: Table, file: str) -> dict[str, TextRows]:
    """An optional file that is not there, by table: no rows, or one row without values (line 0)."""
    rows = {own.name: empty_rows(own, file) for own in family(table)}
    if table.one_row:
        columns = {column.name: [""] for column in table.columns}
        rows[table.name] = TextRows(table, file, columns, lines=[0])
    return rows


def rows_from_csv(table: Table, file: str, csv_rows: CsvRows, problems: Problems) -> TextRows:
    """The rows of a CSV file under the table's columns, matched by name.

    Unknown, repeated and empty headers are problems, and so is a missing one whose value must be
    there; any other missing column counts as empty in every row.
    """
    rows = TextRows(table, file, {}, lines=csv_rows.lines)
    positions = _header_positions(rows, csv_rows, problems)
    for column in table.columns:
        position = positions.get(column.name)
        empty = [""] * len(csv_rows.lines)
        rows.columns[column.name] = empty if position is None else csv_rows.columns[position]
    id_position = positions.get("id", 0)
    rows.loose_ids = {row[id_position].strip() for row in csv_rows.loose if len(row) > id_position}
    return rows


def _header_positions(rows: TextRows, csv_rows: CsvRows, problems: Problems) -> dict[str, int]:
    """Where each column stands in the header."""
    header, place = csv_rows.header, (rows.file, csv_rows.header_line)
    names = [column.name for column in rows.table.columns]
    required = {column.name for column in rows.table.columns if column.required}
    expected = f"the columns {', '.join(names)}"
    positions: dict[str, int] = {}
    if not set(names).intersection(header):
        found = f"the first line is no header: {quoted(','.join(header))}"
        problems.add(*place, "", found, expected, "Put the header line on top.")
        rows.missing_columns = set(names)
        return positions
    # A column that an unknown one was probably meant to be is not reported as missing too.
    excused: set[str] = set()
    for position, name in enumerate(header):
        if not name:
            found = f"column {position + 1} has no name"
            fix = "Name it, or remove the comma and the column."
            problems.add(*place, "", found, expected, fix)
        elif name in positions:
            found = f"the column stands at places {positions[name] + 1} and {position + 1}"
            problems.add(*place, name, found, "each column once", "Remove one of the two.")
        elif name in names:
            positions[name] = position
        else:
            hint = problems.suggest(name, set(names).difference(header))
            excused.update(other for other in names if hint == f"Did you mean {quoted(other)}?")
            found = f"there is no column {quoted(name)}"
            problems.add(*place, "", found, expected, hint or "Remove the column.")
    rows.missing_columns = set(names).difference(positions)
    for name in names:
        if name in rows.missing_columns and name in required and name not in excused:
            fix = "Add it to the header and to every row."
            problems.add(*place, name, "the column is missing", expected, fix)
    return positions
