"""The files of a folder that was read, as cells to be written anew in their own form."""

from __future__ import annotations

from collections.abc import Mapping

from depmap.inputs.reader import decode, encoding_of
from depmap.inputs.syntax.csv_rows import CsvRows
from depmap.inputs.syntax.separators import Dialect
from depmap.inputs.text_rows import TextRows
from depmap.inputs.validate import Reading
from depmap.inputs.writing.csv_cells import CsvCells
from depmap.inputs.writing.files import CannotWrite
from depmap.inputs.writing.splices import line_end
from depmap.inputs.writing.yaml_cells import YamlCells
from depmap.portfolio.problem import IN_SHEET, Problems, located
from depmap.portfolio.schema import TABLES, family, path
from depmap.portfolio.table import Table, forms

_TABLES = {table.name: table for table in TABLES}


class Cells:
    """The cells of every file of a folder; each file keeps its encoding, mark and separators."""

    def __init__(self, reading: Reading) -> None:
        self._texts = reading.texts
        self._contents = reading.contents
        self._files: dict[str, CsvCells | YamlCells] = {}
        self._by_hand: list[str] = []

    def rows(self, table: str) -> TextRows:
        """The rows of a table as texts. A table of a valid folder was read."""
        rows = self._texts[table]
        assert rows is not None
        return rows

    def file_of(self, table: Table) -> str:
        """The name of the file that holds a table, or would."""
        own = next((name for name in forms(table) if name in self._contents), "")
        return own or (self.file_of(_TABLES[table.parent]) if table.parent else table.file)

    def put(self, table: str, row: int, column: str, value: str) -> None:
        """Write one value of a table, whose row and column are counted as they were read.

        A column or key that the row lacks is added; a setting gets a line.
        """
        rows = self.rows(table)
        if self._is_sheet(rows):
            where = located(rows.file, rows.line_of(row, column))
            self._by_hand.append(f"{where}, {column}: {value or 'empty'}")
            return
        file, place = self._file(rows.table), rows.place(row, column)
        fields = {known.name: known.field for known in rows.table.typed_columns}
        if isinstance(file, YamlCells):
            if place is None:
                file.set(path(rows.table), row, fields[column], value, [*fields.values()])
            else:
                file.put(place, value)
        elif place is not None:
            file.put(place, value, self._entry(rows, row, column))
        elif rows.table.one_row:
            file.add({"name": fields[column], "value": value})
        else:
            file.set(rows.lines[row], fields[column], value)

    def name_columns(self, table: str) -> None:
        """Write the headers of a CSV file as the schema calls its columns."""
        rows = self.rows(table)
        if self._is_sheet(rows):
            return
        file, sheet = self._file(rows.table), rows.csv
        if isinstance(file, CsvCells) and sheet is not None:
            fields = ((rows.positions.get(c.name), c.field) for c in rows.table.typed_columns)
            other = {
                sheet.positions[place]: field
                for place, field in fields
                if place is not None and sheet.header[place] != field
            }
            if other:
                file.name_columns(other)

    def has(self, table: Table, column: str) -> bool:
        """Whether the CSV file of a table has a column."""
        file = self._file(table)
        return isinstance(file, CsvCells) and file.has(column)

    def add(self, table: Table, values: Mapping[str, str]) -> None:
        """Add a row to a table of its own file, or to the one that all rows of a list stand in."""
        rows = self.rows(table.name)
        if self._is_sheet(rows):
            cells = ", ".join(f"{name} {value}" for name, value in values.items() if value)
            self._by_hand.append(f"{rows.file}, a new row: {cells}")
            return
        if table.parent and (sheet := self.rows(table.parent).csv) is not None:
            self._begin(table, sheet, list(values))
        file = self._file(table)
        if isinstance(file, CsvCells):
            file.add(values)
        else:
            file.add(path(table), 0, values)

    def take_away(self, table: str, row: int) -> None:
        """Remove a row, with the rows of CSV files of their own that are nested in it."""
        rows = self.rows(table)
        if self._is_sheet(rows):
            self._by_hand.append(f"{located(rows.file, rows.lines[row])}: delete it")
            return
        file = self._file(rows.table)
        if isinstance(file, CsvCells):
            file.take_away(rows.lines[row])
        else:
            file.take_away(path(rows.table), row)
        for nested in family(rows.table)[1:] if "id" in rows.columns else ():
            below, parent = self.rows(nested.name), self.file_of(_TABLES[nested.parent])
            own = next(column for column in nested.columns if column.parent)
            if self.file_of(nested) != parent:
                for at, name in enumerate(below.columns[own.name]):
                    if name == rows.columns["id"][row]:
                        self.take_away(nested.name, at)

    def text_of(self, table: Table) -> str:
        """The text of the file of a table, with what was written."""
        return self._file(table).text()

    def contents(self) -> dict[str, bytes]:
        """The bytes of every file that was touched, by name.

        Raises CannotWrite with the cells to change by hand when some stand in a workbook.
        """
        if self._by_hand:
            cells = "\n".join(f"    {line}" for line in self._by_hand)
            raise CannotWrite(f"A workbook is not written into. Change there by hand:\n{cells}")
        return {name: self._encoded(name, file.text()) for name, file in self._files.items()}

    def _is_sheet(self, rows: TextRows) -> bool:
        """Whether rows stand in a workbook, or would: a nested list of rows that do."""
        if rows.is_absent and rows.table.parent:
            return self._is_sheet(self.rows(rows.table.parent))
        return IN_SHEET in rows.file

    def _encoded(self, name: str, text: str) -> bytes:
        encoding, mark = encoding_of(self._contents.get(name) or b"")
        return mark + text.encode(encoding)

    def _entry(self, rows: TextRows, row: int, column: str) -> int | None:
        """Which value of a list in one cell a row is, from 0; None where no list is in a cell."""
        if not rows.table.plain_list or self.file_of(rows.table) in forms(rows.table):
            return None
        place = rows.place(row, column)
        first = row
        while first and rows.place(first - 1, column) == place:
            first -= 1
        return row - first

    def _begin(self, table: Table, like: CsvRows, columns: list[str]) -> None:
        """A nested table gets a CSV file of its own, in the manner of its parent's."""
        (name,) = forms(table)
        if name not in self._contents and name not in self._files:
            parent = decode(name, self._contents[self.file_of(table)] or b"", Problems()) or ""
            dialect = Dialect(like.dialect.separator)
            text = dialect.separator.join(columns) + line_end(parent)
            sheet = CsvRows(
                columns, 1, [[] for _ in columns], [*range(len(columns))], dialect=dialect
            )
            self._files[name] = CsvCells(text, sheet)

    def _file(self, table: Table) -> CsvCells | YamlCells:
        name = self.file_of(table)
        if table.parent and forms(table)[0] in self._files:
            (name,) = forms(table)
        if name not in self._files:
            text = decode(name, self._contents.get(name) or b"", Problems()) or ""
            sheet = self.rows(table.name).csv
            if sheet is None and table.parent:
                sheet = self.rows(table.parent).csv
            self._files[name] = YamlCells(text) if sheet is None else CsvCells(text, sheet)
        return self._files[name]
