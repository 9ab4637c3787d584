"""CSV text -> header and rows of text that know their physical lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from depmap.inputs.syntax.separators import COMMAS, Dialect, Sheet, dialect_of
from depmap.portfolio.looks import fold_word, trimmed
from depmap.portfolio.problem import READ_AS, Problems, quoted

MAX_ROW_CHARACTERS = 1_000_000
MAX_LINES = 3_000_000
PORTION_ROWS = 500

_BLANK_BEFORE_QUOTE = re.compile(r"[ \t]+\"")


@dataclass
class CsvRows:
    """A CSV file as text: header without surrounding blanks, one list of values per header, lines.

    Rows and unnamed columns without content are left out; positions are those of the columns in
    the file. loose holds the rows of another width, which were reported: their first cells still
    tell which ids exist. refused holds line and position of values that have their problem already.
    """

    header: list[str] = field(default_factory=list)
    header_line: int = 0
    columns: list[list[str]] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    loose: list[list[str]] = field(default_factory=list)
    dialect: Dialect = COMMAS
    refused: set[tuple[int, int]] = field(default_factory=set)

    def extend(self, rows: list[list[str]]) -> None:
        """Append rows, each as wide as the header."""
        for column, values in zip(self.columns, zip(*rows, strict=True), strict=False):
            column.extend(values)


class _RowTooLong(Exception):
    pass


class _Lines:
    """Feeds physical lines to csv.reader and knows where the current row began."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.given = 0
        self.row_start = 1
        self._row_characters = 0

    def __iter__(self) -> Iterator[str]:
        # newline='' splits at \n, \r\n and \r like an editor and keeps what it splits at.
        for line in io.StringIO(self._text, newline=""):
            self.given += 1
            self._row_characters += len(line)
            if self._row_characters > MAX_ROW_CHARACTERS or self.given > MAX_LINES:
                raise _RowTooLong
            yield line

    def start_row(self) -> None:
        self.row_start = self.given + 1
        self._row_characters = 0


def read_csv(
    file: str, text: str, problems: Problems, sheet: Sheet | None = None
) -> CsvRows | None:
    """The rows of the text, or None when it has no header or its quoting is broken.

    Strict RFC 4180 with the separator that the header shows. Rows of another width than the header
    are reported and kept apart. file is the name shown to people.
    """
    sheet = sheet or Sheet()
    dialect = dialect_of(file, text, sheet, problems)
    if dialect is None:
        return None
    result = CsvRows(dialect=dialect)
    lines = _Lines(text)
    rows = _Rows(file, result, sheet, problems)
    try:
        for row in csv.reader(lines, strict=True, delimiter=dialect.separator):
            start = lines.row_start
            lines.start_row()
            if start <= dialect.skipped_lines or (len(row) < 2 and not "".join(row).strip()):
                continue
            if dialect.is_wrapped:
                if len(row) > 1:
                    found = "some rows stand in quotes as a whole, and this one does not"
                    fix = "Export the file again, or put none of its rows in quotes as a whole."
                    problems.add(file, start, "", found, "every row alike", fix)
                    return None
                row = next(csv.reader(row, strict=True))
            if not result.header:
                if not rows.take_header(row, start):
                    return None
            else:
                rows.take(row, start)
        rows.finish()
    except csv.Error as error:
        _report_syntax(file, lines, str(error), problems)
        return None
    except _RowTooLong:
        found = f"a row is longer than {MAX_ROW_CHARACTERS:,} characters"
        if lines.given > MAX_LINES:
            found = f"the file has more than {MAX_LINES:,} lines"
        fix = "Look for a quote that is opened and never closed."
        problems.add(file, lines.row_start, "", found, "rows of ordinary length", fix)
        return None
    if not result.header:
        fix = "Add the header line; no rows below it is fine."
        problems.add(file, 0, "", "the file is empty", "a header line with column names", fix)
        return None
    if ' "' in text or '\t"' in text:
        _report_blank_before_quote(file, result, problems)
    return result


def rows_of_cells(
    file: str, rows: list[tuple[int, list[str]]], problems: Problems, sheet: Sheet
) -> CsvRows | None:
    """Rows that stand in cells already, by their number in the sheet; the first is the header."""
    result = CsvRows()
    laid = _Rows(file, result, sheet, problems)
    if not rows or not laid.take_header(rows[0][1], rows[0][0]):
        return None
    for line, row in rows[1:]:
        laid.take(row, line)
    laid.finish()
    return result


class _Rows:
    """Lays rows out by column, in portions, so that no row lives long enough to burden memory."""

    def __init__(self, file: str, result: CsvRows, sheet: Sheet, problems: Problems) -> None:
        self._file, self._result, self._sheet, self._problems = file, result, sheet, problems
        self._portion: list[list[str]] = []
        self._width = 0
        # Of a row with nothing else in it these columns may say no: a sheet's ticked boxes.
        self._boxes: set[int] = set()
        self._header_look: list[str] = []

    def take_header(self, row: list[str], line: int) -> bool:
        """Whether the row can be the header."""
        result, names = self._result, [trimmed(name) for name in row]
        result.header, result.header_line = names, line
        result.columns = [[] for _ in row]
        result.positions = list(range(len(row)))
        self._width = max((place + 1 for place, name in enumerate(names) if name), default=0)
        self._header_look = [fold_word(name) for name in names]
        boxes = {fold_word(name) for name in self._sheet.yes_or_no}
        self._boxes = {place for place, look in enumerate(self._header_look) if look in boxes}
        return _is_header(self._file, line, row, self._problems, self._sheet.max_columns)

    def take(self, row: list[str], line: int) -> None:
        """Keep a row, leave it out when nothing is in it, or report its width."""
        header = self._result.header
        if len(row) != len(header):
            if not any(map(str.strip, row)):
                return self._leave_out("empty rows", line)
            if len(row) > len(header) and not any(map(str.strip, row[len(header) :])):
                row = row[: len(header)]
            elif self._width <= len(row) < len(header):
                row = [*row, *([""] * (len(header) - len(row)))]
            else:
                _report_width(self._file, line, header, row, self._problems)
                self._result.loose.append(row)
                return None
        # Almost every row has an id, so most rows are seen to be full at their first cell.
        elif not (row[0] or any(map(str.strip, row))):
            return self._leave_out("empty rows", line)
        if self._boxes and self._has_only_empty_boxes(row):
            return self._leave_out("rows of unticked boxes", line)
        if row[0] == header[0] and [fold_word(cell) for cell in row] == self._header_look:
            return self._leave_out("repeated header lines", line)
        self._portion.append(row)
        self._result.lines.append(line)
        if len(self._portion) == PORTION_ROWS:
            self._result.extend(self._portion)
            self._portion.clear()
        return None

    def _has_only_empty_boxes(self, row: list[str]) -> bool:
        if row[0] and 0 not in self._boxes:
            return False
        rest = any(cell and place not in self._boxes for place, cell in enumerate(row))
        return not rest and all(
            row[place].strip().casefold() in ("", "false", "0") for place in self._boxes
        )

    def _leave_out(self, kind: str, line: int) -> None:
        self._problems.notes.add(READ_AS, self._file, kind, line)

    def finish(self) -> None:
        """Lay out what is left, and forget columns without name and content."""
        result = self._result
        result.extend(self._portion)
        unnamed = [
            place
            for place, name in enumerate(result.header)
            if not name and not any(map(str.strip, result.columns[place]))
        ]
        if unnamed:
            kept = [place for place in range(len(result.header)) if place not in set(unnamed)]
            result.header = [result.header[place] for place in kept]
            result.columns = [result.columns[place] for place in kept]
            result.positions = kept
            line = result.header_line
            self._problems.notes.add(READ_AS, self._file, "empty columns", line, times=len(unnamed))


def _is_header(file: str, line: int, row: list[str], problems: Problems, most: int) -> bool:
    """Whether the first row can be a header, with a problem when it is clearly something else."""
    first = row[0].strip()
    if first.startswith("#"):
        found = "the first line is a comment, which CSV does not have"
        fix = "Delete the comment lines."
    elif first.startswith(("{", "[")):
        found, fix = "the content looks like JSON", "Export it as CSV."
    elif len(row) > most:
        found = f"the header has {len(row):,} columns"
        fix = "Remove what no input file has."
    else:
        return True
    problems.add(file, line, "", found, "a header line with column names", fix)
    return False


def _report_width(
    file: str, line: int, header: list[str], row: list[str], problems: Problems
) -> None:
    if row[0].lstrip().startswith("#"):
        found, fix = "the line is a comment, which CSV does not have", "Delete the line."
    elif len(row) < len(header):
        ends_before = quoted(header[len(row)]) if header[len(row)] else str(len(row) + 1)
        found = f"the row has {_count(row)}; it ends before column {ends_before}"
        fix = "Add the missing values; an empty value still needs its comma."
    else:
        found = f"the row has {_count(row)}, the last is {quoted(row[-1])}"
        fix = "Put values that hold a comma in double quotes, or remove what is too much."
    problems.add(file, line, "", found, f"{_count(header)}, as in the header line", fix)


def _count(row: list[str]) -> str:
    return f"{len(row)} value{'' if len(row) == 1 else 's'}"


def _report_syntax(file: str, lines: _Lines, message: str, problems: Problems) -> None:
    line = lines.row_start
    if "unexpected end of data" in message:
        found = "a double quote is opened and never closed"
        fix = "Close it; a quote inside a quoted value is written twice."
    elif "expected after" in message:
        line = lines.given
        found = "there is text after a closing double quote"
        fix = 'Write a quote inside a quoted value twice: "a ""b"" c"; a backslash does not help.'
    elif "field larger" in message:
        found = f"a value is longer than {csv.field_size_limit():,} characters"
        fix = "Shorten it, or look for a quote that is opened and never closed."
    else:
        found, fix = f"the line cannot be read as CSV ({message})", "Check its quotes."
    problems.add(file, line, "", found, "values separated by commas", fix)


def _report_blank_before_quote(file: str, result: CsvRows, problems: Problems) -> None:
    found, fix = "there is a blank before an opening double quote", "Remove the blank."
    for name, cells in zip(result.header, result.columns, strict=True):
        for cell, line in zip(cells, result.lines, strict=True):
            if _BLANK_BEFORE_QUOTE.match(cell):
                problems.add(file, line, name, found, "the quote right after the comma", fix)
