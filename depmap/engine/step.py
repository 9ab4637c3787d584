"""A Python step of a build: what it reads and fills, and how rows go through it.

A step reads relations of `calc` whole, as rows of a NamedTuple whose fields are the columns, and
fills tables that a file of `sql/` creates with rows of another. engine/order.py puts it between the
files that it reads and those that read what it fills.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
from duckdb import DuckDBPyConnection

Row = TypeVar("Row", bound=tuple[Any, ...])


class Tables:
    """The relations a step may read, by rows of its NamedTuples, and the tables it is to fill."""

    def __init__(self, connection: DuckDBPyConnection, asked: Container[str] = ()) -> None:
        self.connection = connection
        self._asked = asked

    def are_asked(self, *tables: str) -> bool:
        """Whether one of these tables is to be filled; most builds fill all."""
        return any(table in self._asked for table in tables)

    def read(self, relation: str, kind: type[Row]) -> list[Row]:
        """All rows of a relation as `kind`, in order of its fields, the first field first."""
        columns = ", ".join(getattr(kind, "_fields"))  # noqa: B009 (mypy knows no bound for it)
        rows = self.connection.execute(f"select {columns} from {relation} order by all").fetchall()
        return list(map(getattr(kind, "_make"), rows))  # noqa: B009


Filled = Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass(frozen=True)
class Step:
    """`run` gets what `reads` names and returns rows for every table that `fills` names.

    Where a build makes only some tables, `run` may leave out the others.
    """

    name: str
    reads: tuple[str, ...]
    fills: Mapping[str, type[tuple[Any, ...]]]
    run: Callable[[Tables], Filled]

    def __call__(self, connection: DuckDBPyConnection) -> None:
        with without_looking_for_rings():
            filled = self.run(Tables(connection, self.fills))
            for table, kind in self.fills.items():
                names: tuple[str, ...] = getattr(kind, "_fields")  # noqa: B009
                append(connection, table, by_column(names, filled[table]))

    def only(self, tables: Container[str]) -> Step:
        """This step as it fills only those of its tables that are among these."""
        return replace(self, fills={k: v for k, v in self.fills.items() if k in tables})


@contextmanager
def without_looking_for_rings() -> Iterator[None]:
    """For what makes many rows and no rings; the collector would walk all rows again and again."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def by_column(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Rows of as many values as names, as columns; every name has one, also without rows."""
    kept = rows if isinstance(rows, Sequence) else list(rows)
    return {name: list(map(itemgetter(at), kept)) for at, name in enumerate(names)}


def append(
    connection: DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[Any]]
) -> None:
    """Adds rows by column name; objects keep None apart from NaN, DuckDB does the typing."""
    if not any(columns.values()):
        return
    arrays = {name: np.empty(len(values), dtype=object) for name, values in columns.items()}
    for name, values in columns.items():
        arrays[name][:] = values
    connection.register("rows_to_append", arrays)
    connection.execute(f"insert into {table} by name select * from rows_to_append")
    connection.unregister("rows_to_append")
