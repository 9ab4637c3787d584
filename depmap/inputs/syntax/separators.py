"""How a CSV file separates its values, and in which line its header stands."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import islice

from depmap.portfolio.looks import fold_word
from depmap.portfolio.problem import READ_AS, Problems

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
ROWS_ABOVE = 4
MAX_COLUMNS = 200
# A header is looked for in this much of the text.
_CHARACTERS = 100_000
_SAID = re.compile(r"\ufeff?sep=([,;\t])(\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """What a file of a table may hold: its column names, those it must have, its yes/no columns.

    max_columns: more than that many are no header.
    """

    names: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    yes_or_no: tuple[str, ...] = ()
    max_columns: int = MAX_COLUMNS

    def known(self, row: list[str]) -> set[str]:
        """The columns of the table that a row names."""
        words = {fold_word(cell) for cell in row}
        return {name for name in self.names if fold_word(name) in words}


@dataclass(frozen=True)
class Dialect:
    """The separator, whether whole rows stand in quotes, and the lines above the header."""

    separator: str = ","
    is_wrapped: bool = False
    skipped_lines: int = 0


COMMAS = Dialect()


def dialect_of(file: str, text: str, sheet: Sheet, problems: Problems) -> Dialect | None:
    """The dialect under which the header names most columns; None and a problem for a tie."""
    said = _SAID.match(text)
    if said:
        problems.notes.add(READ_AS, file, "a first line sep=", 1, times=0)
    skipped = 1 if said else 0
    separators = said[1] if said else "".join(SEPARATORS)
    found: dict[Dialect, tuple[int, list[str]]] = {}
    for separator in separators:
        dialect, names, row = _header(text[:_CHARACTERS], separator, skipped, sheet)
        if names:
            found[dialect] = (len(names), row)
    if not found:
        return Dialect(separators[0], False, skipped)
    most = max(count for count, _ in found.values())
    best = [dialect for dialect, (count, _) in found.items() if count == most]
    rows = [found[dialect][1] for dialect in best]
    if any(row != rows[0] for row in rows):
        words = " or ".join(SEPARATORS[dialect.separator] for dialect in best)
        fix = "Separate the values with commas, and quote values that hold one."
        problems.add(file, 1, "", f"the header reads by {words}", "one separator", fix)
        return None
    dialect = best[0]
    if dialect.separator != ",":
        kind = f"values separated by {SEPARATORS[dialect.separator]}"
        problems.notes.add(READ_AS, file, kind, times=0)
    if dialect.is_wrapped:
        problems.notes.add(READ_AS, file, "rows in quotes as a whole", times=0)
    if dialect.skipped_lines > skipped:
        times = dialect.skipped_lines - skipped
        problems.notes.add(READ_AS, file, "lines above the header", skipped + 1, times=times)
    return dialect


def _header(
    head: str, separator: str, skipped: int, sheet: Sheet
) -> tuple[Dialect, set[str], list[str]]:
    """The first row with every required column, else the very first: how, its names, its cells."""
    first: tuple[Dialect, set[str], list[str]] | None = None
    for line, row in _first_rows(head, separator, skipped):
        is_wrapped = separator == "," and len(row) == 1 and "," in row[0]
        cells = _unwrapped(row) if is_wrapped else row
        names = sheet.known(cells)
        # What stands above a header is no header of fewer columns.
        is_header = names and names.issuperset(sheet.required)
        if is_header or first is None:
            above = line - 1 if is_header and first else skipped
            first_or_header = Dialect(separator, is_wrapped, above), names, cells
            if is_header:
                return first_or_header
            first = first_or_header
    return first or (Dialect(separator, False, skipped), set(), [])


def _first_rows(head: str, separator: str, skipped: int) -> list[tuple[int, list[str]]]:
    """The first rows with any content, each with the line it starts in."""
    rows: list[tuple[int, list[str]]] = []
    lines = io.StringIO(head, newline="")
    reader = csv.reader(lines, delimiter=separator)
    try:
        for row in islice(reader, ROWS_ABOVE + 1 + skipped + 50):
            start = reader.line_num - sum(_line_ends(cell) for cell in row)
            if start > skipped and any(map(str.strip, row)):
                rows.append((start, row))
            if len(rows) > ROWS_ABOVE:
                break
    except csv.Error:
        pass  # Said when the file is read in full.
    return rows


def _line_ends(cell: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", cell))


def _unwrapped(row: list[str]) -> list[str]:
    try:
        return next(csv.reader(row, strict=True), row)
    except csv.Error:
        return row
