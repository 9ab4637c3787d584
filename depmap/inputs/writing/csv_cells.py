"""CSV text with single cells written anew, rows added and taken away; every other sign stays."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from depmap.inputs.syntax.csv_rows import CsvRows
from depmap.inputs.syntax.separators import COMMAS, Dialect
from depmap.inputs.writing.splices import LINE_END, Splices, line_end
from depmap.portfolio.looks import fold_word

Span = tuple[int, int]

_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def write_csv_cells(
    text: str, changes: Mapping[Span, str], dialect: Dialect = COMMAS, width: int = 0
) -> str:
    """The CSV text with other values in the given cells.

    changes: value by the physical line in which the row starts, from 1, and the column, from 0.
    A cell that was quoted stays so; another one is when its new value needs it. A row that ends
    before one of the first `width` columns is filled up to it. Raises KeyError for any other row or
    column that the text does not have.
    """
    splices = Splices(text)
    _put_cells(splices, text, changes, dialect, width)
    return splices.text()


class CsvCells:
    """The rows of a CSV text as they were read, to be written anew."""

    def __init__(self, text: str, sheet: CsvRows) -> None:
        self._text = text
        self._sheet = sheet
        self._places = {
            fold_word(name): place
            for name, place in zip(sheet.header, sheet.positions, strict=True)
        }
        self._changes: dict[Span, str] = {}
        self._added: list[Mapping[str, str]] = []
        self._gone: set[int] = set()
        self._new: list[str] = []
        rows = self._rows()
        header = next(cells for line, cells in rows if line == sheet.header_line)
        self._width, self._look = len(header), [*map(fold_word, header)]

    def has(self, column: str) -> bool:
        """Whether the header names the column, in whatever look."""
        return fold_word(column) in self._places

    def put(self, place: Span, value: str, entry: int | None = None) -> None:
        """Write a value into the cell of a physical line and column.

        entry: the place of one value, from 0, in a cell that holds a list joined with semicolons.
        """
        if entry is not None:
            value = _in_list(self._changes.get(place, self._read(place)), entry, value)
        self._changes[place] = value

    def name_columns(self, names: Mapping[int, str]) -> None:
        """Write the names of columns by their place, also where the header stands again."""
        for line in [line for line, cells in self._rows() if self._is_header(cells)]:
            self._changes |= {(line, column): name for column, name in names.items()}

    def set(self, line: int, column: str, value: str) -> None:
        """Write a value into the row of a line; a column that the header lacks is added."""
        self._changes[line, self._place(column)] = value

    def add(self, values: Mapping[str, str]) -> None:
        """Add a row at the end; what is not given is empty."""
        self._added.append(values)
        for column in [name for name, value in values.items() if value]:
            self._place(column)

    def take_away(self, line: int) -> None:
        """Remove the row that starts in a line."""
        self._gone.add(line)

    def text(self) -> str:
        """The text with everything that was written."""
        splices, changes = Splices(self._text), dict(self._changes)
        dialect = self._sheet.dialect
        total = self._width + len(self._new)
        for line, cells in self._rows() if self._new else ():
            for column, name in enumerate(self._new, start=self._width):
                changes.setdefault((line, column), name if self._is_header(cells) else "")
        kept = {place: value for place, value in changes.items() if place[0] not in self._gone}
        _put_cells(splices, self._text, kept, dialect, total)
        starts = _starts(self._text) if self._gone else []
        for line in self._gone:
            start = starts[line - 1]
            *_, (_, end) = _cells(self._text, start, dialect.separator)
            after = LINE_END.match(self._text, end)
            splices.put(start, after.end() if after else end, "")
        if self._added:
            ends, last = line_end(self._text), len(self._text)
            lines = "".join(self._row(values, total) + ends for values in self._added)
            splices.put(last, last, lines if self._text.endswith(("\n", "\r")) else ends + lines)
        return splices.text()

    def _is_header(self, cells: list[str]) -> bool:
        """Whether a row is the header, or the header again in a sheet that was joined of two."""
        return [*map(fold_word, cells)] == self._look

    def _place(self, column: str) -> int:
        look = fold_word(column)
        if look not in self._places:
            self._places[look] = self._width + len(self._new)
            self._new.append(column)
        return self._places[look]

    def _row(self, values: Mapping[str, str], total: int) -> str:
        cells = [""] * total
        for name, value in values.items():
            if fold_word(name) in self._places:
                cells[self._places[fold_word(name)]] = value
        separator = self._sheet.dialect.separator
        row = separator.join(_written(cell, separator) for cell in cells)
        return _in_quotes(row) if self._sheet.dialect.is_wrapped else row

    def _read(self, place: Span) -> str:
        line, column = place
        row = self._sheet.lines.index(line)
        return self._sheet.columns[self._sheet.positions.index(column)][row]

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row from the header on that is not blank, by the physical line it starts in."""
        dialect = self._sheet.dialect
        reader = csv.reader(
            io.StringIO(self._text, newline=""), strict=True, delimiter=dialect.separator
        )
        line = 1
        for row in reader:
            if line >= self._sheet.header_line and (len(row) > 1 or "".join(row).strip()):
                yield line, next(csv.reader(row, strict=True)) if dialect.is_wrapped else row
            line = reader.line_num + 1


def _put_cells(
    splices: Splices, text: str, changes: Mapping[Span, str], dialect: Dialect, width: int
) -> None:
    starts = _starts(text)
    by_row: dict[int, dict[int, str]] = {}
    for (line, column), value in changes.items():
        by_row.setdefault(line, {})[column] = value
    for line, values in by_row.items():
        if not 1 <= line <= len(starts):
            raise KeyError((line, 0))
        cells = list(_cells(text, starts[line - 1], dialect.separator))
        if dialect.is_wrapped:
            start, end = cells[0]
            inner = write_csv_cells(
                text[start + 1 : end - 1].replace('""', '"'),
                {(1, column): value for column, value in values.items()},
                width=width,
            )
            splices.put(start, end, _in_quotes(inner))
            continue
        if max(values) >= max(width, len(cells)):
            raise KeyError((line, max(values)))
        for column, value in values.items():
            if column < len(cells):
                was_quoted = text[cells[column][0] : cells[column][0] + 1] == '"'
                splices.put(*cells[column], _written(value, dialect.separator, was_quoted))
        added = (values.get(column, "") for column in range(len(cells), max(values) + 1))
        end = cells[-1][1]
        written = (dialect.separator + _written(value, dialect.separator) for value in added)
        splices.put(end, end, "".join(written))


def _starts(text: str) -> list[int]:
    """Where each physical line starts."""
    return [0, *(match.end() for match in LINE_END.finditer(text))]


def _cells(text: str, place: int, separator: str) -> Iterator[Span]:
    """Where the cells of the row stand that begins at a place, their quotes included."""
    plain = re.compile(f"[^{re.escape(separator)}\r\n]*")
    while True:
        match = _QUOTED.match(text, place) or plain.match(text, place)
        assert match is not None  # The plain form fits everywhere.
        yield match.span()
        place = match.end() + 1
        if text[match.end() : place] != separator:
            return


def _in_list(cell: str, entry: int, value: str) -> str:
    """The list of a cell with another value in one place; blanks and semicolons around it stay."""
    parts = cell.split(";")
    at = [place for place, part in enumerate(parts) if part.strip()][entry]
    parts[at] = parts[at].replace(parts[at].strip(), value)
    return ";".join(parts)


def _written(value: str, separator: str, is_quoted: bool = False) -> str:
    needs_quotes = value != value.strip() or any(sign in value for sign in (separator, *'"\r\n'))
    return _in_quotes(value) if is_quoted or needs_quotes else value


def _in_quotes(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
