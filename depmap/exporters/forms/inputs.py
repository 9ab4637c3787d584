"""The input tables as a workbook, a sheet each: who edits it may read it as the folder's input.

Words of a choice and ids of other sheets are offered in their cells; a column says in a note what
it means. What is nested in YAML has a sheet of its own, whose rows name the row they belong to.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from depmap.exporters.extract import CannotCarry, Extract
from depmap.exporters.forms.xlsx import LONGEST_TEXT, STYLE, cell
from depmap.portfolio.draft import typed_text
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import ID_TABLES, Column, Table, Value, forms
from depmap.portfolio.typed import Portfolio

# Rows below the last one that still offer words and ids.
MORE_ROWS = 500
# What a list of words may hold in a cell; longer ones are not offered.
LONGEST_LIST = 255
WIDTH = 22
SETTINGS = ("name", "value")


@dataclass(frozen=True)
class _Sheet:
    """Rows under a head; columns: those of the schema by heading, where a heading is one."""

    name: str
    head: tuple[str, ...]
    rows: list[list[Value]]
    columns: Mapping[str, Column]


def write(extract: Extract) -> bytes:
    """Every table that must be there or has rows. Raises CannotCarry for what no cell can hold.

    Under a scenario the tables are those that it asks for.
    """
    if extract.filters:
        raise CannotCarry("The inputs are those of the whole map: leave the filters out.")
    if extract.inputs is None:
        raise CannotCarry("These answers are without the rows they are of.")
    sheets = list(_sheets(extract.inputs))
    buffer = io.BytesIO()
    guesses = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **dict.fromkeys(guesses, False)})
    made_on = datetime.combine(extract.as_of, time())
    book.set_properties({"title": extract.portfolio, "created": made_on})
    number, day = book.add_format(), book.add_format({"num_format": "yyyy-mm-dd"})
    for at, sheet in enumerate(sheets, 1):
        page = book.add_worksheet(sheet.name)
        _head(page, at, sheet)
        for line, row in enumerate(sheet.rows, 1):
            for place, value in enumerate(row):
                if isinstance(value, str) and len(value) > LONGEST_TEXT:
                    where = f"sheet {sheet.name}, row {line + 1}, column {sheet.head[place]}"
                    raise CannotCarry(f"A cell holds {LONGEST_TEXT:,} signs; {where} has more.")
                cell(page, line, place, value, number, day)
        _offer(page, sheet, {other.name: len(other.rows) for other in sheets})
    book.close()
    return buffer.getvalue()


def _sheets(portfolio: Portfolio) -> Iterator[_Sheet]:
    for table in TABLES:
        if table.one_row:
            yield _settings(table, portfolio)
        elif table.required or _is_written(table, portfolio):
            yield _sheet(table, portfolio)


def _is_written(table: Table, portfolio: Portfolio) -> bool:
    """Whether there are rows, and in a file: the standard themes stand in none."""
    return any(portfolio.tables[table.name].columns["source_line"])


def _settings(table: Table, portfolio: Portfolio) -> _Sheet:
    """The settings that differ from what holds without them."""
    columns = portfolio.tables[table.name].columns
    rows: list[list[Value]] = [
        [column.field, columns[column.name][0]]
        for column in table.typed_columns
        if columns[column.name][0] != column.default
    ]
    return _Sheet(table.name, SETTINGS, rows, {})


def _sheet(table: Table, portfolio: Portfolio) -> _Sheet:
    own = {column.field: column for column in table.typed_columns}
    found = portfolio.tables[table.name].columns
    cells = [*_parents(table, portfolio), *(
        [_plain(column, value) for value in found[column.name]] for column in own.values()
    )]  # fmt: skip
    (name, *_) = (form for form in forms(table) if form.endswith(".csv"))
    head = (*table.parent_keys, *own)
    rows = [list(row) for row in zip(*cells, strict=True)]
    return _Sheet(name.removesuffix(".csv"), head, rows, own)


def _parents(table: Table, portfolio: Portfolio) -> Iterator[list[Value]]:
    """What names the row that each row of a nested table belongs to: ids, and options by name."""
    columns = portfolio.tables[table.name].columns
    for word in table.parent_keys:
        if f"{word}_position" not in columns:
            yield columns[word]
            continue
        options = portfolio.tables[table.parent].columns
        keys = zip(options["decision"], options["position"], strict=True)
        named = dict(zip(keys, options["name"], strict=True))
        places = zip(columns["decision"], columns[f"{word}_position"], strict=True)
        yield [named[place] for place in places]


def _plain(column: Column, value: Value) -> Value:
    """The value as a cell. The first of a month, which may be a month that Excel read as a day, is
    a text, so that it is told from one.
    """
    is_first = column.type == "date or quarter" and isinstance(value, date) and value.day == 1
    return typed_text(value) if is_first or isinstance(value, bool) else value


def _head(page: Worksheet, number: int, sheet: _Sheet) -> None:
    heads = [{"header": name} for name in sheet.head]
    page.add_table(
        0, 0, max(len(sheet.rows), 1), len(heads) - 1,
        {"name": f"table_{number}", "style": STYLE, "columns": heads},
    )  # fmt: skip
    page.freeze_panes(1, 0)
    page.set_column(0, len(heads) - 1, WIDTH)
    for place, name in enumerate(sheet.head):
        if name in sheet.columns:
            page.write_comment(0, place, sheet.columns[name].meaning)


def _offer(page: Worksheet, sheet: _Sheet, rows: Mapping[str, int]) -> None:
    """Offer words and ids in their cells. Anything else may be typed; reading tells of it."""
    last = len(sheet.rows) + MORE_ROWS
    for place, name in enumerate(sheet.head):
        column = sheet.columns.get(name)
        source = _source(column, rows) if column else None
        if source:
            page.data_validation(
                1, place, last, place,
                {"validate": "list", "source": source, "error_type": "information"},
            )  # fmt: skip


def _source(column: Column, rows: Mapping[str, int]) -> list[str] | str | None:
    if column.type == "yes or no":
        return ["yes", "no"]
    if column.type == "choice":
        return list(column.allowed) if len(",".join(column.allowed)) <= LONGEST_LIST else None
    tables = ID_TABLES.get(column.refers_to, ())
    # A list of a cell is one range, so what may be of two tables is not offered.
    if len(tables) != 1 or tables[0] not in rows or column.allowed:
        return None
    ids = xl_col_to_name(0, col_abs=True)
    return f"={tables[0]}!{ids}$2:{ids}${rows[tables[0]] + MORE_ROWS + 1}"
