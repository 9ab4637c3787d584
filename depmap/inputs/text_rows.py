"""Rows of text under the columns of the schema; CSV rows laid out that way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from depmap.inputs.syntax.csv_rows import CsvRows
from depmap.inputs.syntax.separators import Sheet
from depmap.inputs.syntax.yaml_tree import NOWHERE
from depmap.portfolio.looks import fold_word
from depmap.portfolio.problem import (
    NOT_READ,
    READ_AS,
    Problems,
    has_columns,
    nearest,
    printable,
    quoted,
)
from depmap.portfolio.schema import family, nested_tables, path
from depmap.portfolio.table import ID_TABLES, Column, Table

NEARLY_THE_SAME = 0.85
Span = tuple[int, int]


@dataclass
class TextRows:
    """The rows of one table, by column; '' stands for an empty or absent value.

    lines has one line per row. cell_lines has one per value where a file knows better (YAML).
    missing_columns are those the header lacks. loose_ids are ids in rows that could
    not be used (reported), so that references to them raise no second problem. reported holds
    (row, column) of values that have their problem already. is_absent: there is no such file.
    is_shared: a workspace holds them for all its portfolios.
    edits are the plain forms of cells that stand in the file in another. csv is the sheet, where
    the file is one; spans and positions say where in the file a value stands, which `place` tells.
    """

    table: Table
    file: str
    columns: dict[str, list[str]]
    lines: list[int] = dataclass_field(default_factory=list)
    cell_lines: dict[str, list[int]] = dataclass_field(default_factory=dict)
    missing_columns: set[str] = dataclass_field(default_factory=set)
    loose_ids: set[str] = dataclass_field(default_factory=set)
    reported: set[tuple[int, str]] = dataclass_field(default_factory=set)
    is_absent: bool = False
    is_shared: bool = False
    edits: dict[tuple[int, str], str] = dataclass_field(default_factory=dict)
    spans: dict[str, list[Span]] = dataclass_field(default_factory=dict)
    csv: CsvRows | None = None
    positions: dict[str, int] = dataclass_field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def line_of(self, row: int, column: str) -> int:
        """The physical line of one value."""
        return self.cell_lines.get(column, self.lines)[row]

    def place(self, row: int, column: str) -> Span | None:
        """Where a value stands: its characters in YAML, its physical line and column in CSV.

        None where the file has no such value; the values of a list in one cell share its place.
        """
        if self.csv is not None and column in self.positions:
            return self.lines[row], self.csv.positions[self.positions[column]]
        spans = self.spans.get(column)
        return spans[row] if spans and spans[row] != NOWHERE else None

    def is_written(self, row: int, column: str) -> bool:
        """Whether the file itself has a text for a value, rather than the reader filling it in."""
        place = self.place(row, column)
        if self.csv is not None and column in self.positions:
            return bool(self.csv.columns[self.positions[column]][row].strip())
        return place is not None and (self.csv is not None or place[0] != place[1])

    def field(self, column: Column) -> str:
        """The column's name as a person finds it in the file, below the lists that enclose it."""
        own = () if self.table.plain_list else (column.field,)
        return ".".join((*path(self.table), *own))


Texts = dict[str, TextRows | None]


def shared(table: str) -> str:
    """The key in Texts of the rows of a table that a workspace holds for all its portfolios."""
    return f"shared {table}"


def tables_of(texts: Texts, space: str) -> list[TextRows | None]:
    """The tables whose ids a reference to `space` may hold; None where one cannot be read."""
    names = ID_TABLES[space]
    return [texts[name] for name in (*names, *map(shared, names)) if name in names or name in texts]


def empty_rows(table: Table, file: str) -> TextRows:
    """No rows yet, ready to be filled value by value. file is the name shown to people."""
    columns: dict[str, list[str]] = {column.name: [] for column in table.columns}
    cell_lines: dict[str, list[int]] = {column.name: [] for column in table.columns}
    spans: dict[str, list[Span]] = {column.name: [] for column in table.columns}
    return TextRows(table, file, columns, cell_lines=cell_lines, spans=spans)


def absent_rows(table: Table, file: str) -> dict[str, TextRows]:
    """An optional file that is not there, by table: no rows, or one row without values (line 0)."""
    rows = {own.name: empty_rows(own, file) for own in family(table)}
    for own in rows.values():
        own.is_absent = True
    if table.one_row:
        columns = {column.name: [""] for column in table.columns}
        rows[table.name] = TextRows(table, file, columns, lines=[0], is_absent=True)
    return rows


def sheet_of(table: Table) -> Sheet:
    """What a CSV file of the table may hold."""
    return Sheet(
        (*(column.field for column in table.typed_columns), *list_columns(table)),
        tuple(c.field for c in table.typed_columns if c.required and not c.filled),
        tuple(column.field for column in table.typed_columns if column.type == "yes or no"),
    )


def list_columns(table: Table) -> dict[str, Table]:
    """The plain lists in the rows of a table, by the column of a CSV file that holds them."""
    return {nested.key: nested for nested in nested_tables(table) if nested.plain_list}


def rows_from_csv(table: Table, file: str, csv_rows: CsvRows, problems: Problems) -> TextRows:
    """The rows of a CSV file under the table's columns, matched by name.

    A header in other case, or with blanks or dashes, is the known one. Unknown columns are kept
    out and noted, unless one is nearly a known one that is missing. Repeated headers are problems,
    and so is a missing one whose value must be there; any other counts as empty in every row.
    """
    rows = TextRows(table, file, {}, lines=csv_rows.lines, csv=csv_rows)
    rows.positions = _header_positions(rows, csv_rows, problems)
    for column in table.columns:
        position = rows.positions.get(column.name)
        empty = [""] * len(csv_rows.lines)
        rows.columns[column.name] = empty if position is None else csv_rows.columns[position]
    id_position = rows.positions.get("id", 0)
    names = {csv_rows.positions[place]: name for name, place in rows.positions.items()}
    row_of = {line: row for row, line in enumerate(rows.lines)} if csv_rows.refused else {}
    rows.reported = {
        (row_of[line], names[position])
        for line, position in csv_rows.refused
        if line in row_of and position in names
    }
    rows.loose_ids = {row[id_position].strip() for row in csv_rows.loose if len(row) > id_position}
    return rows


def _header_positions(rows: TextRows, csv_rows: CsvRows, problems: Problems) -> dict[str, int]:
    """Where each column stands in the header."""
    header, place = csv_rows.header, (rows.file, csv_rows.header_line)
    by_look = {fold_word(column.field): column for column in rows.table.typed_columns}
    expected = f"the columns {', '.join(column.field for column in rows.table.typed_columns)}"
    lists = {fold_word(name) for name in list_columns(rows.table)}
    positions: dict[str, int] = {}
    unknown: list[str] = []
    for position, name in enumerate(header):
        column = by_look.get(fold_word(name))
        if not name:
            found = f"column {csv_rows.positions[position] + 1} has values and no name"
            problems.add(*place, "", found, expected, "Name it, or delete its values.")
        elif column is None:
            if fold_word(name) not in lists:
                unknown.append(name)
        elif column.name in positions:
            first = csv_rows.positions[positions[column.name]] + 1
            found = f"the column stands at places {first} and {csv_rows.positions[position] + 1}"
            problems.add(*place, name, found, "each column once", "Remove one of the two.")
        else:
            positions[column.name] = position
            if name != column.field:
                note = f"{printable(name)} → {column.field}"
                problems.notes.add(READ_AS, rows.file, "headers", place[1], note)
    missing = [column for column in rows.table.columns if column.name not in positions]
    rows.missing_columns = {column.name for column in missing}
    if not positions:
        found = f"the first line is no header: {quoted(','.join(header))}"
        problems.add(*place, "", found, expected, "Put the header line on top.")
        return positions
    # A column that an unknown one was probably meant to be is not reported as missing too.
    excused = keep_out(rows.file, unknown, dict.fromkeys(unknown, place[1]), missing, problems)
    for column in missing:
        if column.required and not column.filled and column.name not in excused:
            fix = "Add it to the header and to every row."
            problems.add(*place, column.field, "the column is missing", expected, fix)
    return positions


def keep_out(
    file: str,
    unknown: Collection[str],
    lines: Mapping[str, int],
    missing: Collection[Column],
    problems: Problems,
    path: str = "",
) -> set[str]:
    """Notes columns or keys that nobody knows; the missing columns that some were meant to be.

    Only a name that is nearly that of a missing column is a problem: ordinary sheets have columns
    of their own, and many of their names look a little like ours.
    """
    excused: set[str] = set()
    what = "column" if has_columns(file) else "key"
    fields = {column.field.rpartition(".")[2]: column for column in missing if column.is_typed}
    for name in unknown:
        meant = nearest(name, fields, NEARLY_THE_SAME)
        if meant:
            excused.add(fields[meant].name)
            found = f"there is no {what} {quoted(name)}"
            fix = f"Did you mean {quoted(meant)}? If not, give it another name."
            place = (file, lines[name], path)
            problems.add(*place, found, f"the {what} {meant}, which is missing", fix)
            continue
        hint = nearest(name, fields)
        note = quoted(name) + (f", did you mean {quoted(hint)}?" if hint else "")
        problems.notes.add(NOT_READ, file, f"{what}s", lines[name], note)
    return excused
