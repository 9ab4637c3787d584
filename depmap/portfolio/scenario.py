"""Scenarios of a folder: changes to try, by name, and rows that they add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from depmap.portfolio.change import Change
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Value
from depmap.portfolio.typed import Portfolio, Rows

# The tables that a scenario may add rows to, and where these rows stand.
ADDING = {table.adds_to: table.name for table in TABLES if table.adds_to}


@dataclass(frozen=True)
class Scenario:
    """One row of scenarios.yaml: an ordered list of changes, and rows by the table they join.

    lines has one line per change. rows hold the tables with rows only.
    """

    id: str
    name: str
    why: str
    changes: tuple[Change, ...]
    rows: Mapping[str, Rows] = field(default_factory=dict)
    source_file: str = ""
    source_line: int = 0
    lines: tuple[int, ...] = ()


def scenarios_of(tables: Mapping[str, Rows]) -> dict[str, Scenario]:
    """The scenarios of a portfolio's tables by id, in the order of the file."""
    columns = tables["scenarios"].columns
    return {str(name): _scenario(tables, row) for row, name in enumerate(columns["id"])}


def _scenario(tables: Mapping[str, Rows], row: int) -> Scenario:
    own, changes = tables["scenarios"].columns, tables["scenario_changes"].columns
    name = own["id"][row]
    at = list(rows_of(tables["scenario_changes"], "scenario", name))
    rows = {table: _cut(tables[adding], name) for table, adding in ADDING.items()}
    return Scenario(
        str(name),
        str(own["name"][row]),
        str(own["why"][row] or ""),
        tuple(change_at(changes, place) for place in at),
        {table: added for table, added in rows.items() if len(added)},
        str(own["source_file"][row]),
        int(str(own["source_line"][row])),
        tuple(int(str(changes["source_line"][place])) for place in at),
    )


def change_at(columns: Mapping[str, list[Value]], row: int) -> Change:
    """The change in a row of scenario_changes or decision_changes."""
    return Change(*(str(columns[name][row] or "") for name in ("changed", "field", "value")))


def rows_of(rows: Rows, column: str, value: Value) -> Iterator[int]:
    """The places of the rows that hold a value in a column."""
    return (row for row, own in enumerate(rows.columns[column]) if own == value)


def _cut(rows: Rows, scenario: Value) -> Rows:
    """The rows of one scenario, without the column that names it."""
    at = list(rows_of(rows, "scenario", scenario))
    return Rows({name: [values[row] for row in at] for name, values in rows.columns.items()
                 if name != "scenario"})  # fmt: skip


def with_rows(portfolio: Portfolio, added: Mapping[str, Rows]) -> Portfolio:
    """The portfolio with more rows, by the table they join, after its own."""
    tables = dict(portfolio.tables)
    for table, rows in added.items():
        own = tables[table].columns
        tables[table] = Rows({name: [*own[name], *rows.columns[name]] for name in own})
    return replace(portfolio, tables=tables)
