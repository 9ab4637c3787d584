"""Another version of typed rows in the making, which keeps the cells that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from depmap.portfolio.table import Value
from depmap.portfolio.typed import Portfolio, Rows

# The source_file of a row that only a scenario has; no file is called so (they have a folder).
WHAT_IF = "what-if"


@dataclass(frozen=True)
class Cell:
    """One value that a scenario changes, and where it stands: file, line, column, from, to.

    position is that of the change in its list, from 1. id names the row as a change does. before
    and after are texts as a person types them. row is its place in the table, -1 for a new pin. Of
    a pin, group holds item and group; without an alternative after, its row goes.
    """

    position: int
    table: str
    id: str
    column: str
    source_file: str
    source_line: int
    before: str
    after: str
    row: int
    group: tuple[str, str] = ("", "")


class Draft:
    """The rows of a portfolio that may be changed; the portfolio itself stays as it is."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._columns: dict[tuple[str, str], list[Value]] = {}
        self._cells: dict[tuple[str, int, str], Cell] = {}
        self._notes: list[Cell] = []

    def get(self, table: str, row: int, column: str) -> Value:
        """A value as it stands in the draft."""
        own = self._columns.get((table, column))
        return own[row] if own is not None else self.before(table, row, column)

    def before(self, table: str, row: int, column: str) -> Value:
        """A value as it stands in the portfolio."""
        return self._portfolio.tables[table].columns[column][row]

    def set(
        self, at: int, table: str, row: int, column: str, value: Value, typed: str | None = None
    ) -> None:
        """Write a value for the change at this position; typed is its text where that is known."""
        self._own(table, column)[row] = value
        rows = self._portfolio.tables[table].columns
        before = typed_text(self.before(table, row, column))
        after = typed_text(value) if typed is None else typed
        where = str(rows["source_file"][row]), int(str(rows["source_line"][row]))
        cell = Cell(at, table, _name(table, rows, row), column, *where, before, after, row)
        self._cells[table, row, column] = cell

    def add(self, table: str, values: Mapping[str, Value], at: int) -> None:
        """Add a row that no file has; what is not given is empty."""
        given = {**values, "source_file": WHAT_IF, "source_line": at}
        for column in self._portfolio.tables[table].columns:
            self._own(table, column).append(given.get(column))

    def note(self, cell: Cell) -> None:
        """Keep a cell that is no value of a row of its own: a pin that replaces others."""
        self._notes.append(cell)

    def cells(self) -> tuple[Cell, ...]:
        """Every cell that differs, by the change that caused it."""
        changed = [
            cell
            for (table, row, column), cell in self._cells.items()
            if self.get(table, row, column) != self.before(table, row, column)
        ]
        return tuple(sorted([*changed, *self._notes], key=lambda cell: cell.position))

    def portfolio(self) -> Portfolio:
        """The portfolio with what was written, beside what was not."""
        tables = dict(self._portfolio.tables)
        for name in {table for table, _ in self._columns}:
            own = {column: list_ for (table, column), list_ in self._columns.items()
                   if table == name}  # fmt: skip
            tables[name] = Rows({**tables[name].columns, **own})
        return replace(self._portfolio, tables=tables)

    def _own(self, table: str, column: str) -> list[Value]:
        key = (table, column)
        if key not in self._columns:
            self._columns[key] = list(self._portfolio.tables[table].columns[column])
        return self._columns[key]


def typed_text(value: Value) -> str:
    """A value as a person types it into a file."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.12f}".rstrip("0").rstrip(".")
        case date():
            return value.isoformat()
    return str(value)


def _name(table: str, rows: Mapping[str, list[Value]], row: int) -> str:
    if table == "dependencies":
        return f"{rows['item'][row]}>{rows['requires'][row]}"
    return str(rows["id"][row]) if "id" in rows else table
