"""The sheets of workbooks -> the rows of the tables they are named after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from depmap.inputs.reader import is_workbook, shown_name
from depmap.inputs.syntax.csv_rows import CsvRows, rows_of_cells
from depmap.inputs.syntax.separators import Sheet
from depmap.inputs.syntax.workbook import Book, BookSheet, Cell, UnreadableBook, read_book
from depmap.portfolio.convert import Unfit
from depmap.portfolio.draft import typed_text
from depmap.portfolio.expected import expected
from depmap.portfolio.looks import fold_word
from depmap.portfolio.problem import (
    IN_SHEET,
    NOT_READ,
    ODD,
    READ_AS,
    Problems,
    nearest,
    quoted,
)
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Column, forms

ROWS_ABOVE = 19
_EXCEL_TURNED = "Excel made it of 1.10 or 1-2: format the column as text and type it again."
# The CSV file that a sheet stands for, by the name of the sheet.
_FORMS = {name.removesuffix(".csv"): name for table in TABLES for name in forms(table)
          if name.endswith(".csv")}  # fmt: skip


@dataclass(frozen=True)
class TableSheet:
    """A sheet that is a table. file: the name shown to people, workbook and sheet."""

    file: str
    cells: BookSheet


def sheets_of(
    folder: Path, contents: Mapping[str, bytes | None], problems: Problems
) -> dict[str, TableSheet]:
    """The tables that stand in workbooks, by the CSV file they stand for.

    A sheet is named as its table; in a workbook named as a table its only filled sheet is it. A
    table that also stands in a file or in another workbook is a problem with both, and so are two
    workbooks of several tables. Workbooks without a table are noted.
    """
    found: dict[str, TableSheet] = {}
    several: list[str] = []
    unreadable: dict[str, UnreadableBook] = {}
    books = sorted(filter(is_workbook, contents))
    for name in books:
        data = contents[name]
        if data is None:
            continue  # Why stands in a problem.
        try:
            book = read_book(data)
        except UnreadableBook as error:
            unreadable[name] = error
            continue
        tables = {} if book.is_export else _tables(name, book)
        if len(tables) > 1:
            several.append(name)
        if tables:
            _note_others(folder, name, book, tables, problems)
        else:
            problems.notes.add(NOT_READ, shown_name(folder), "other files", 0, name)
        for form, cells in tables.items():
            sheet = TableSheet(f"{shown_name(folder, name)}{IN_SHEET}{cells.name}", cells)
            _report_both(folder, form, sheet, found, contents, problems)
            found[form] = sheet
            _note_hidden(sheet, problems)
    if len(several) > 1 and not problems.total:
        where, other = shown_name(folder, several[1]), several[0]
        fix = "Delete or move one of the two, or keep all tables in one."
        problems.add(where, 0, "", f"{other} holds tables too", "one workbook of tables", fix)
    if books:
        _report_missing(folder, contents, found, unreadable, problems)
    return found


def _tables(name: str, book: Book) -> dict[str, BookSheet]:
    """The sheets that are tables, by the CSV file they stand for."""
    by_form = {_FORMS[look]: sheet for sheet in book.sheets
               if (look := fold_word(sheet.name)) in _FORMS}  # fmt: skip
    filled = [sheet for sheet in book.sheets if sheet.rows]
    own = _FORMS.get(fold_word(PurePath(name).stem))
    if own and len(filled) == 1 and fold_word(filled[0].name) not in _FORMS:
        return {own: filled[0]}
    return by_form


def _note_others(
    folder: Path, name: str, book: Book, tables: Mapping[str, BookSheet], problems: Problems
) -> None:
    for sheet in book.sheets:
        if sheet not in tables.values() and sheet.rows:
            meant = nearest(sheet.name, [form for form in _FORMS if _FORMS[form] not in tables])
            example = quoted(sheet.name) + (f", did you mean {quoted(meant)}?" if meant else "")
            problems.notes.add(NOT_READ, shown_name(folder, name), "sheets", 0, example)


def _note_hidden(sheet: TableSheet, problems: Problems) -> None:
    if sheet.cells.is_hidden:
        problems.notes.add(READ_AS, sheet.file, "a sheet that is hidden", times=0)
    if hidden := sheet.cells.hidden_rows:
        problems.notes.add(READ_AS, sheet.file, "hidden rows", times=hidden)


def _report_both(
    folder: Path,
    form: str,
    sheet: TableSheet,
    found: Mapping[str, TableSheet],
    contents: Mapping[str, bytes | None],
    problems: Problems,
) -> None:
    """A table that stands somewhere else too."""
    table = next(table for table in TABLES if form in forms(table))
    others = [name for name in forms(table) if name in contents]
    others += [found[form].file.rpartition("/")[2]] if form in found else []
    for other in others[:1]:
        fix = "Keep one of the two: delete the sheet, or move the other away."
        what = f"{other} holds the same table"
        problems.add(sheet.file, 0, "", what, "each table in one place", fix)


def _report_missing(
    folder: Path,
    contents: Mapping[str, bytes | None],
    found: Mapping[str, TableSheet],
    unreadable: Mapping[str, UnreadableBook],
    problems: Problems,
) -> None:
    """Tables that must be there and are not, and what keeps a workbook that may hold them shut."""
    there = {*contents, *found}
    missing = [table for table in TABLES if table.required and there.isdisjoint(forms(table))]
    for name, error in unreadable.items():
        is_table = fold_word(PurePath(name).stem) in _FORMS
        if missing or is_table:
            what = "a workbook that can be read"
            problems.add(shown_name(folder, name), 0, "", error.found, what, error.fix)
        else:
            problems.notes.add(NOT_READ, shown_name(folder), "other files", 0, name)
    if unreadable and missing:
        problems.raise_if_any()  # All else would only follow from the tables that nobody can see.
    for table in missing if not unreadable and None not in contents.values() else ():
        fix = f"Name the sheet {table.name}, or add the file; only its header line is enough."
        what = f"a sheet {table.name} or a file of this name"
        place = (shown_name(folder, table.file), 0, "")
        problems.add(*place, "the table is missing", what, fix)


def rows_of(
    sheet: TableSheet, layout: Sheet, columns: tuple[Column, ...], problems: Problems
) -> CsvRows | None:
    """The rows of a sheet as text, as if they stood in a CSV file of the table.

    The header is the first of the first rows that holds all required columns. What a cell cannot
    mean in its column is a problem: a date in a column of numbers, an error, a formula without its
    value. layout: what a file of the table may hold; columns: those a person types.
    """
    file, cells = sheet.file, sheet.cells.rows
    filled = [at for at, row in enumerate(cells) if any(cell != "" for cell in row)]
    if not filled:
        fix = "Add the header line; no rows below it is fine."
        problems.add(file, 0, "", "the sheet is empty", "a header with column names", fix)
        return None
    candidates = [at for at in filled if at <= ROWS_ABOVE and _names(cells[at], layout)]
    top = next(iter(candidates), filled[0])
    if above := [at for at in filled if at < top]:
        problems.notes.add(READ_AS, file, "rows above the header", above[0] + 1, times=len(above))
    width = max(len(row) for row in cells[top:])
    header = [_header_text(cell) for cell in [*cells[top], *[""] * (width - len(cells[top]))]]
    by_look = {fold_word(column.field): column for column in columns}
    own = [by_look.get(fold_word(name)) for name in header]
    filler = _Filler(file, own, problems)
    filler.unmerge(cells, sheet.cells.merged, top)
    rows = [(top + 1, header)]
    rows += [(at + 1, filler.texts(at, cells[at], width)) for at in filled if at > top]
    _note_percent(file, own, rows[1:], problems)
    result = rows_of_cells(file, rows, problems, layout)
    if result is not None:
        result.refused = filler.refused
    return result


def _names(row: list[Cell], layout: Sheet) -> bool:
    known = layout.known([cell for cell in row if isinstance(cell, str)])
    return bool(known) and known.issuperset(layout.required)


def _header_text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else "" if isinstance(cell, dict) else str(cell)


class _Filler:
    """The cells below a header as texts. own: the column of the table at each place, if any."""

    def __init__(self, file: str, own: list[Column | None], problems: Problems) -> None:
        self._file, self._own, self._problems = file, own, problems
        self.refused: set[tuple[int, int]] = set()

    def unmerge(self, cells: list[list[Cell]], merged: list[list[int]], top: int) -> None:
        """Give every row that a merged cell covers its reference or word; only said for others."""
        for first, left, last, _ in merged:
            column = self._own[left] if left < len(self._own) else None
            if first <= top or first == last or column is None or left >= len(cells[first]):
                continue
            self._problems.notes.add(READ_AS, self._file, "merged cells", first + 1)
            if column.type not in ("reference", "choice", "yes or no"):
                continue
            for row in cells[first + 1 : last + 1]:
                row += [""] * (left + 1 - len(row))
                row[left] = cells[first][left]

    def texts(self, at: int, row: list[Cell], width: int) -> list[str]:
        """A row as wide as the header; what means nothing in its column is a problem and empty."""
        texts = [
            cell if isinstance(cell, str) else self._text(at, place, cell)
            for place, cell in enumerate(row[:width])
        ]
        return texts + [""] * (width - len(texts))

    def _text(self, at: int, place: int, cell: Cell) -> str:
        column = self._own[place]
        try:
            if column is None:
                return _shown(cell)
            if column.type == "date or quarter" and isinstance(cell, dict):
                self._note_first(at, column, cell)
            return _in_column(column, cell)
        except Unfit as reason:
            field = column.field if column else ""
            self._problems.add(self._file, at + 1, field, reason.found, reason.expected, reason.fix)
            self.refused.add((at + 1, place))
            return ""

    def _note_first(self, at: int, column: Column, cell: Mapping[str, str]) -> None:
        """A month that Excel took for its first day, where the last one is meant."""
        if cell.get("date", "").endswith("-01"):
            kind = f"{column.field}s on the first of a month (Excel makes 2028-06 into 1 June)"
            self._problems.notes.add(ODD, self._file, kind, at + 1, cell["date"])


def _in_column(column: Column, cell: Cell) -> str:
    """The text of a cell that is no text; raises Unfit for what its column cannot hold."""
    what = expected(column)
    if isinstance(cell, dict):
        ((kind, value),) = cell.items()
        if kind == "error":
            raise Unfit(f"the cell holds the error {value}", what, "Correct its formula.")
        if kind == "formula":
            fix = "Open the workbook, let it compute, and save it."
            raise Unfit("the cell is a formula without a value", what, fix)
        if kind == "time":
            fix = "Format it as a day without a time."
            raise Unfit(f"{quoted(value)} is a time of day", what, fix)
        if column.type in ("whole number", "number"):
            raise Unfit(f"the cell is the date {value}", what, "Format it as a number.")
    is_fraction = isinstance(cell, float) and not cell.is_integer()
    if column.type in ("id", "reference") and (isinstance(cell, dict | bool) or is_fraction):
        raise Unfit(f"the id is the value {quoted(_shown(cell))}", what, _EXCEL_TURNED)
    return _shown(cell)


def _shown(cell: Cell) -> str:
    return next(iter(cell.values())) if isinstance(cell, dict) else _plain(cell)


def _plain(cell: str | int | float | bool) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return typed_text(cell)


def _note_percent(
    file: str, own: list[Column | None], rows: list[tuple[int, list[str]]], problems: Problems
) -> None:
    """Points that all lie between 0 and 1: maybe a percentage that lost its format."""
    for place, column in enumerate(own):
        if column is None or column.unit != "points" or column.high is None:
            continue
        given = {row[place] for _, row in rows if row[place]}
        if given - {"0", "1"} and all(text.startswith("0.") or text in "01" for text in given):
            kind = f"{column.field}s from 0 to 1 (percent? points go up to {column.high:g})"
            problems.notes.add(ODD, file, kind, times=len(given))
