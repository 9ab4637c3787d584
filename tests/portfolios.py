"""Small portfolios written down in a test, as the tables that the engine takes."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from duckdb import DuckDBPyConnection

from depmap.engine.database import build
from depmap.engine.order import SQL_FOLDER, SqlFile, in_order, parts_of, sql_files
from depmap.engine.step import Step
from depmap.engine.steps import STEPS
from depmap.portfolio.schema import TABLES
from depmap.portfolio.table import Table
from depmap.portfolio.typed import Portfolio, Rows

AS_OF = date(2026, 1, 1)

Row = Mapping[str, Any]


def portfolio(**rows: Iterable[Row]) -> Portfolio:
    """A portfolio of the given rows by table; what a row leaves out has its default.

    A row gets its file from the schema and its place in the list, from 2, as its line. The name
    of an item is its id, `lead` stands for all three leads.
    """
    known = {table.name for table in TABLES}
    assert rows.keys() <= known, rows.keys() - known
    given = {"settings": [{}], **rows}
    tables = {table.name: _rows(table, list(given.get(table.name, ()))) for table in TABLES}
    return Portfolio(folder="test", tables=tables, version="test")


def answers_of(as_of: date = AS_OF, **rows: Iterable[Row]) -> "AskedFor":
    """The database built from `portfolio(**rows)`, of which only what is asked for is made."""
    return AskedFor(portfolio(**rows), as_of)


class AskedFor:
    """Answers of a portfolio as a connection gives them, of which only those asked for are made.

    Most tests ask for one relation, and all of them take three times as long as that one. What a
    later question needs besides is made beside what is there.
    """

    def __init__(self, portfolio: Portfolio, as_of: date | None = None) -> None:
        self.portfolio, self.as_of = portfolio, as_of
        self.asked: set[str] = set()
        self.made: set[str] = set()
        self.filled: set[str] = set()
        self.connection: DuckDBPyConnection | None = None

    def execute(self, query: str, *parameters: object) -> DuckDBPyConnection:
        """What a connection to the whole database answers."""
        wanted = {*re.findall(r"\b(?:calc|report)\.\w+", query)}
        if self.connection is None:
            self.connection = build(self.portfolio, self.as_of, only=wanted)
            self._missing(wanted)
        elif not wanted <= self.asked:
            for part in self._missing(wanted):
                if isinstance(part, SqlFile):
                    self.connection.execute(part.text)
                else:
                    part(self.connection)
        return self.connection.execute(query, *parameters)

    def _missing(self, wanted: set[str]) -> list[SqlFile | Step]:
        """What the wanted relations are made of, in order, and is not there; from now on it is."""
        self.asked |= wanted
        files = sql_files(SQL_FOLDER)
        missing: list[SqlFile | Step] = []
        for part in parts_of(files, STEPS, self.asked) if self.asked else in_order(files, STEPS):
            if isinstance(part, SqlFile):
                if part.relation not in self.made:
                    missing.append(part)
                self.made.add(part.relation)
            elif tables := part.fills.keys() - self.filled:
                missing.append(part.only(tables))
                self.filled |= tables
        return missing

    def cursor(self) -> "AskedFor":
        """Itself: for one thread."""
        return self

    @property
    def description(self) -> Any:
        """The columns of the last answer."""
        return self.connection and self.connection.description

    def __enter__(self) -> "AskedFor":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the memory back."""
        if self.connection is not None:
            self.connection.close()


def needs(text: str) -> list[dict[str, Any]]:
    """Dependency rows from lines such as "X: A B (C|D)": plain requirements, then one group."""
    rows: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        item, required = line.split(":")
        plain, _, group = required.partition("(")
        rows += [{"item": item, "requires": name} for name in plain.split()]
        alternatives = group.rstrip(") ").split("|") if group else []
        rows += [{"item": item, "requires": name, "any_of": "one"} for name in alternatives]
    return rows


def column(connection: DuckDBPyConnection, relation: str, key: str, value: str) -> dict[Any, Any]:
    """key -> value over the rows of a report relation."""
    return dict(connection.execute(f"select {key}, {value} from report.{relation}").fetchall())


def _rows(table: Table, given: list[Row]) -> Rows:
    rows = [_row(table, number, row) for number, row in enumerate(given)]
    names = [*(column.name for column in table.columns), "source_file", "source_line"]
    return Rows({name: [row[name] for row in rows] for name in names})


def _row(table: Table, number: int, given: Row) -> dict[str, Any]:
    row: dict[str, Any] = {column.name: column.default for column in table.columns}
    row |= {"source_file": f"test/{table.file}", "source_line": number + 2}
    row |= {name: value for name, value in given.items() if name != "lead"}
    assert row.keys() <= {c.name for c in table.columns} | {"source_file", "source_line"}, given
    if "name" in row and row["name"] is None:
        row["name"] = row["id"]
    if "lead" in given:
        row |= dict.fromkeys(("lead_low_days", "lead_likely_days", "lead_high_days"), given["lead"])
    if table.name == "prerequisites":
        row["kind"] = row["kind"] or "enabler"
        row["effort_days"] = row["effort_days"] or 0.0
    return row
