"""CSV text -> header and rows of text that know their physical lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from depmap.portfolio.problem import Problems, quoted

MAX_ROW_CHARACTERS = 1_000_000
MAX_LINES = 1_000_000
MAX_COLUMNS = 200
PORTION_ROWS = 500

_BLANK_BEFORE_QUOTE = re.compile(r"[ \t]+\"")


@dataclass
class CsvRows:
    """A CSV file as text: header without surrounding blanks, one list of values per header, lines.

    Blank lines are left out. loose holds the rows of another width, which were reported: their
    first cells still tell which ids exist.
    """

    header: list[str] = field(default_factory=list)
    header_line: int = 0
    columns: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    loose: list[list[str]] = field(default_factory=list)

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


def read_csv(file: str, text: str, problems: Problems) -> CsvRows | None:
    """The rows of the text, or None when it has no header or its quoting is broken.

    Strict RFC 4180 with commas. Rows of another width than the header, or without any content,
    are reported and kept apart. file is the name shown to people.
    """
    result = CsvRows()
    lines = _Lines(text)
    # Laid out by column in portions, so that no row lives long enough to burden the collector.
    portion: list[list[str]] = []
    try:
        for row in csv.reader(lines, strict=True):
            start = lines.row_start
            lines.start_row()
            if len(row) < 2 and not "".join(row).strip():
                continue
            if not result.header:
                result.header, result.header_line = [name.strip() for name in row], start
                result.columns = [[] for _ in row]
                if not _is_header(file, start, row, problems):
                    return None
            elif len(row) != len(result.header):
                _report_width(file, start, result.header, row, problems)
                result.loose.append(row)
            elif not any(row):
                found, fix = "the row is empty", "Delete the line."
                problems.add(file, start, "", found, "a row with values", fix)
            else:
                portion.append(row)
                result.lines.append(start)
                if len(portion) == PORTION_ROWS:
                    result.extend(portion)
                    portion.clear()
        result.extend(portion)
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


def _is_header(file: str, line: int, row: list[str], problems: Problems) -> bool:
    """Whether the first row can be a header, with a problem when it is clearly something else."""
    first = row[0].strip()
    if first.startswith("#"):
        found = "the first line is a comment, which CSV does not have"
        fix = "Delete the comment lines."
    elif first.lower().startswith("sep="):
        found = 'the first line is "sep=", which only one spreadsheet program reads'
        fix = "Delete that line and separate the values with commas."
    elif first.startswith(("{", "[")):
        found, fix = "the content looks like JSON", "Export it as CSV."
    elif len(row) == 1 and (";" in first or "\t" in row[0]):
        found = f"the values are separated by {'semicolons' if ';' in first else 'tabs'}"
        fix = "Export it with commas as separators."
    elif len(row) > MAX_COLUMNS:
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
