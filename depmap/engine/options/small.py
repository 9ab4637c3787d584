"""Rows that options change, worked out by the rules of `sql/`: all options in one small database.

Every id in it has the number of its option before it, so options do not see each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import duckdb

from depmap.engine.inputs import load_inputs
from depmap.engine.order import SQL_FOLDER, SqlFile, made_of, sql_files
from depmap.engine.route import Requirement
from depmap.engine.route_rows import ItemRow, LeadRow, RequirementRow
from depmap.engine.step import Tables
from depmap.portfolio.change import Change
from depmap.portfolio.overlay import Overlay, overlay
from depmap.portfolio.table import Value
from depmap.portfolio.things import Things
from depmap.portfolio.typed import Portfolio, Rows

_WANTED = ("calc.items", "calc.lead_ranges", "calc.requirements")
_INPUTS = re.compile(r"\binput\.(\w+)")
# Columns that hold ids, by table.
_IDS = {
    "prerequisites": ("id",),
    "directions": ("id",),
    "dependencies": ("item", "requires"),
    "decisions": ("id", "item"),
    "decision_blocks": ("decision", "item"),
}


@dataclass(frozen=True)
class Other:
    """What is another row under an option: items, and items with other requirements."""

    items: set[str]
    rewired: set[str]


class Index:
    """What is looked up in the rows of a portfolio again and again, found once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self.things = Things(portfolio)
        (as_of,) = portfolio.tables["settings"].columns["as_of"]
        assert isinstance(as_of, date)
        self.as_of = as_of
        self.rows_of_item: dict[Value, list[int]] = {}
        self.users: dict[Value, set[Value]] = {}
        dependencies = portfolio.tables["dependencies"].columns
        for row, (item, required) in enumerate(
            zip(dependencies["item"], dependencies["requires"], strict=True)
        ):
            self.rows_of_item.setdefault(item, []).append(row)
            self.users.setdefault(required, set()).add(item)
        self.blocked_by: dict[Value, set[Value]] = {}
        self.blocks_of: dict[Value, list[int]] = {}
        blocks = portfolio.tables["decision_blocks"].columns
        for row, (decision, item) in enumerate(
            zip(blocks["decision"], blocks["item"], strict=True)
        ):
            self.blocked_by.setdefault(decision, set()).add(item)
            self.blocks_of.setdefault(item, []).append(row)

    def overlay(self, changes: Sequence[Change]) -> Overlay:
        """Changes laid onto the portfolio. Raises InvalidScenario.

        The limits are those of an address; what a file says may be longer.
        """
        return overlay(self._portfolio, changes, self.as_of, self.things, is_limited=False)

    def others(self, portfolio: Portfolio, laid: Overlay) -> Other:
        """The items that an option changes, and those whose requirements it does."""
        items: set[Value] = set()
        rewired: set[Value] = set()
        for cell in laid.cells:
            columns = portfolio.tables[cell.table].columns
            if cell.table in ("prerequisites", "directions"):
                name = columns["id"][cell.row]
                items.add(name)
                # Nothing waits for what is not needed.
                if "not_needed" in (cell.before, cell.after):
                    rewired |= self.users.get(name, set())
            elif cell.table == "dependencies":
                rewired.add(columns["item"][cell.row])
            elif cell.table == "decisions":
                items |= self.blocked_by.get(columns["id"][cell.row], set())
        return Other(set(map(str, items)), set(map(str, rewired)))


class _Small:
    """Input rows of several options, every id with the number of its option before it."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.columns: dict[str, dict[str, list[Value]]] = {
            name: {column: [] for column in portfolio.tables[name].columns} for name in _IDS
        }
        self._taken: set[tuple[int, str, int]] = set()

    def take(self, number: int, table: str, row: int, source: Portfolio) -> None:
        """Adds one row as it stands under an option, once."""
        if (number, table, row) in self._taken:
            return
        self._taken.add((number, table, row))
        for column, values in source.tables[table].columns.items():
            value = values[row]
            is_id = column in _IDS[table] and value is not None
            self.columns[table][column].append(f"{number}:{value}" if is_id else value)

    def rows(self) -> Portfolio:
        """A portfolio of these rows and today's settings; it is no valid one."""
        tables = {name: Rows(columns) for name, columns in self.columns.items()}
        return replace(self.portfolio, tables={**self.portfolio.tables, **tables})


def small(
    portfolio: Portfolio, index: Index, under: Sequence[Overlay], others: Sequence[Other]
) -> Portfolio | None:
    """All rows that the options change, with what their rules look at; None without any."""
    if not any(other.items or other.rewired for other in others):
        return None
    small = _Small(portfolio)
    for number, (laid, other) in enumerate(zip(under, others, strict=True)):
        source = laid.portfolio
        needed = set(other.items)
        for item in other.rewired:
            for row in index.rows_of_item.get(item, ()):
                small.take(number, "dependencies", row, source)
                needed.add(str(source.tables["dependencies"].columns["requires"][row]))
        for name in needed:
            small.take(number, *place(index.things, name), source)
        for name in other.items:
            for row in index.blocks_of.get(name, ()):
                small.take(number, "decision_blocks", row, source)
                decision = source.tables["decision_blocks"].columns["decision"][row]
                at = index.things.row("decisions", str(decision))
                small.take(number, "decisions", at, source)
    return small.rows()


def place(things: Things, name: str) -> tuple[str, int]:
    """Table and row of a prerequisite or direction."""
    try:
        return "prerequisites", things.row("prerequisites", name)
    except KeyError:
        return "directions", things.row("directions", name)


@cache
def _files() -> tuple[tuple[SqlFile, ...], frozenset[str]]:
    """The files that the rules of single rows need, and the inputs that these read."""
    files = tuple(made_of(sql_files(SQL_FOLDER), _WANTED))
    return files, frozenset(name for file in files for name in _INPUTS.findall(file.text))


Found = tuple[dict[str, tuple[ItemRow, LeadRow | None]], dict[str, list[Requirement]]]


def worked_out(rows: Portfolio | None) -> dict[int, Found]:
    """By option: its items, and the requirements of its items."""
    found: dict[int, Found] = {}
    if rows is None:
        return found
    files, inputs = _files()
    with duckdb.connect(":memory:") as connection:
        load_inputs(connection, rows, names=inputs)
        connection.execute("create schema calc")
        for file in files:
            connection.execute(file.text)
        tables = Tables(connection)
        leads = {row.item_id: row for row in tables.read("calc.lead_ranges", LeadRow)}
        for item in tables.read("calc.items", ItemRow):
            number, name = _parted(item.item_id)
            found.setdefault(number, ({}, {}))[0][name] = item, leads.get(item.item_id)
        for row in tables.read("calc.requirements", RequirementRow):
            number, name = _parted(row.item_id)
            requirement = Requirement(name, _parted(row.requires_id)[1], row.any_of)
            found.setdefault(number, ({}, {}))[1].setdefault(name, []).append(requirement)
    return found


def _parted(name: str) -> tuple[int, str]:
    number, _, name = name.partition(":")
    return int(number), name
