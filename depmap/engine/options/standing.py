"""How a portfolio stands: its items, requirements and pins by the rules of single rows in `sql/`.

These rules look at a row and the rows beside it, never at the graph. So several portfolios fit into
one small database, the ids of each with its number before them, and do not see each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import NamedTuple

import duckdb

from depmap.engine.inputs import FEW_ROWS, load_inputs
from depmap.engine.order import SQL_FOLDER, SqlFile, made_of, sql_files
from depmap.engine.route import Requirement
from depmap.engine.route_rows import ItemRow, LeadRow, PinRow, RequirementRow
from depmap.engine.step import Tables
from depmap.portfolio.table import Value
from depmap.portfolio.typed import Portfolio, Rows

_RELATIONS = (
    "calc.items", "calc.lead_ranges", "calc.requirements", "calc.pins",
    "calc.settings", "calc.date_on",
)  # fmt: skip
# Stands around the number in an id; no id has it, as no text of a portfolio has.
_MARK = "\x1f"
# Days beyond either end of every calendar.
_FAR = 1_000_000
_INPUTS = re.compile(r"\binput\.(\w+)")
# Columns that hold ids, by table.
_IDS = {
    "prerequisites": ("id",),
    "directions": ("id",),
    "dependencies": ("item", "requires"),
    "route_pins": ("item", "requires"),
    "decisions": ("id", "item"),
    "decision_blocks": ("decision", "item"),
    "decision_options": ("decision",),
    "decision_picks": ("decision", "item", "requires"),
    "foreign_items": ("id",),
    "foreign_waits": ("item", "requires"),
}


@dataclass
class Standing:
    """Items, the lead ranges of the open ones, hard requirements by item, pins in their order."""

    items: dict[str, ItemRow] = field(default_factory=dict)
    leads: dict[str, LeadRow] = field(default_factory=dict)
    requirements: dict[str, list[Requirement]] = field(default_factory=dict)
    pins: list[Requirement] = field(default_factory=list)


class Numbered:
    """Rows of several portfolios as rows of one; each id has the number of its portfolio before it.

    Those of number 0 have none: it may be a large one.
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._columns: dict[str, dict[str, list[Value]]] = {
            name: {column: [] for column in portfolio.tables[name].columns}
            for name in _IDS
            if name in portfolio.tables
        }

    def take(self, number: int, table: str, source: Portfolio, rows: Sequence[int]) -> None:
        """Adds some rows of a portfolio."""
        for column, values in source.tables[table].columns.items():
            taken: list[Value] = [values[row] for row in rows]
            if number and column in _IDS[table]:
                taken = [None if value is None else _numbered(number, value) for value in taken]
            self._columns[table][column] += taken

    def take_all(self, number: int, source: Portfolio) -> None:
        """Adds every row of a portfolio that the rules look at."""
        for table in self._columns:
            self.take(number, table, source, range(len(source.tables[table])))

    def rows(self) -> Portfolio:
        """A portfolio of these rows and the first one's settings; it is no valid one."""
        tables = {name: Rows(columns) for name, columns in self._columns.items()}
        return replace(self._portfolio, tables={**self._portfolio.tables, **tables})


class Standings(NamedTuple):
    """How each numbered portfolio stands; one of which no row is there has none.

    first and last: the ends of the calendar, which dates outside of it are cut to.
    """

    by_number: dict[int, Standing]
    first: date
    last: date

    def of(self, number: int) -> Standing:
        """How one portfolio stands."""
        return self.by_number.get(number, Standing())


def standings(rows: Portfolio, as_of: date | None = None) -> Standings:
    """How the portfolios stand by the rules of single rows.

    as_of: the day that all dates count from; else the one of the settings.
    """
    with by_single_rows(rows, as_of) as tables:
        found = _by_number(tables)
        ((first, last),) = tables.connection.execute(
            "select calc.date_on(as_of, -$far), calc.date_on(as_of, $far) from calc.settings",
            {"far": _FAR},
        ).fetchall()
    return Standings(found, first, last)


@contextmanager
def by_single_rows(rows: Portfolio, as_of: date | None = None) -> Iterator[Tables]:
    """The relations that the rules of single rows make of the rows."""
    files, inputs = _files()
    with duckdb.connect(":memory:") as connection:
        if sum(map(len, rows.tables.values())) < FEW_ROWS:
            connection.execute("set threads = 1")
        load_inputs(connection, rows, as_of, inputs)
        connection.execute("create schema calc")
        for file in files:
            connection.execute(file.text)
        yield Tables(connection)


def _by_number(tables: Tables) -> dict[int, Standing]:
    found: defaultdict[int, Standing] = defaultdict(Standing)
    for item in tables.read("calc.items", ItemRow):
        number, name = parted(item.item_id)
        own = ItemRow(name, *item[1:]) if number else item
        found[number].items[name] = own
    for lead in tables.read("calc.lead_ranges", LeadRow):
        number, name = parted(lead.item_id)
        found[number].leads[name] = LeadRow(name, *lead[1:]) if number else lead
    for row in tables.read("calc.requirements", RequirementRow):
        number, name = parted(row.item_id)
        required = Requirement(name, parted(row.requires_id)[1], row.any_of)
        found[number].requirements.setdefault(name, []).append(required)
    for pin in tables.read("calc.pins", PinRow):
        number, name = parted(pin.item_id)
        pinned = Requirement(name, parted(pin.requires_id)[1], pin.any_of)
        found[number].pins.append(pinned)
    return found


@cache
def _files() -> tuple[tuple[SqlFile, ...], frozenset[str]]:
    """The files that make the relations, in order, and the inputs that these read."""
    files = tuple(made_of(sql_files(SQL_FOLDER), _RELATIONS))
    return files, frozenset(name for file in files for name in _INPUTS.findall(file.text))


def _numbered(number: int, name: Value) -> str:
    return f"{_MARK}{number}{_MARK}{name}"


def parted(name: str) -> tuple[int, str]:
    """The number of the portfolio before an id, and the id."""
    if not name.startswith(_MARK):
        return 0, name
    _, number, name = name.split(_MARK, 2)
    return int(number), name
