"""A second reading of input files, written differently, to count and compare rows with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Column, Table, Value

Row = dict[str, str]


def csv_records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record that is not a blank line: the physical line it starts in, and its cells.

    A character machine for RFC 4180; a quote that does not open a cell is an ordinary character.
    """
    line = start = 1
    cells: list[str] = []
    cell: list[str] = []
    state = "start"  # of a cell; else plain, quoted, closed
    previous = ""
    for character in text + "\n":
        is_end = character in "\r\n" and not (character == "\n" and previous == "\r")
        if state == "quoted":
            if character == '"':
                state = "closed"
            else:
                cell.append(character)
        elif character == '"' and state == "closed":
            cell.append(character)
            state = "quoted"
        elif character == '"' and state == "start":
            state = "quoted"
        elif character == "," or is_end:
            cells.append("".join(cell))
            cell, state = [], "start"
            if is_end:
                if len(cells) > 1 or cells[0].strip():
                    yield start, cells
                cells = []
        elif character not in "\r\n":
            cell.append(character)
            state = "plain"
        line += is_end
        if not cells and not cell and state == "start":
            start = line
        previous = character


def csv_rows(data: bytes) -> tuple[list[Row], list[int]]:
    """The rows by header, and the lines they start in."""
    (_, header), *records = csv_records(data.decode("utf-8-sig"))
    names = [name.strip() for name in header]
    rows = [dict(zip(names, cells, strict=True)) for _, cells in records]
    return rows, [line for line, _ in records]


def yaml_rows(table: Table, data: bytes) -> dict[str, list[Row]]:
    """The rows of the file's table and of those nested in it, by PyYAML's own constructors.

    The pure Python parser refuses some tabs that YAML allows; then the C parser reads.
    """
    text = data.decode("utf-8-sig")
    try:
        content = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        content = yaml.load(text, Loader=yaml.CBaseLoader)
    rows: dict[str, list[Row]] = {own.name: [] for own in TABLES if own.file == table.file}
    for entry in [content] if table.one_row else content:
        _collect(table, entry, {}, 1, rows)
    return rows


def _collect(
    table: Table, entry: Any, parent: Row, position: int, rows: dict[str, list[Row]]
) -> None:
    row: Row = {}
    for column in table.columns:
        if column.parent:
            row[column.name] = parent[column.parent]
        elif column.type == "position":
            row[column.name] = str(position)
        elif table.plain_list:
            row[column.name] = entry
        else:
            value: Any = entry
            for key in column.field.split("."):
                value = value.get(key, "") if isinstance(value, Mapping) else ""
            row[column.name] = value
    rows[table.name].append(row)
    for nested in TABLES:
        if nested.parent == table.name and not table.plain_list:
            for place, below in enumerate(entry.get(nested.key) or [], start=1):
                _collect(nested, below, row, place, rows)


def means(column: Column, text: str, value: Value) -> bool:
    """Whether the loaded value is what the text says, and nothing else."""
    word = text.strip()
    if not word:
        return value == column.default
    if isinstance(value, bool):
        return word == ("yes" if value else "no")
    if isinstance(value, int | float):
        return Decimal(word) == Decimal(str(value))
    if isinstance(value, date):
        quarter = f"{value.year}-Q{(value.month + 2) // 3}"
        return word == value.isoformat() or (word == quarter and column.name == "target")
    if column.type == "colour":
        return value == word.lower()
    return value == word
