"""One question of somebody's own to a built database: read only, limited in rows, memory and time.

DuckDB of a portfolio can be asked anything, so the question is one SELECT, on a connection that
reaches neither files nor the network, and it is stopped when it takes too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import duckdb

from depmap.engine.database import open_read_only

MOST_ROWS = 10_000
SECONDS = 10.0
MEMORY = "1GiB"
THREADS = 2


class Refused(Exception):
    """A question that is not answered, and why, in a sentence."""


@dataclass(frozen=True)
class Answer:
    """The columns of an answer and its rows; is_cut when there are more rows than MOST_ROWS."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    is_cut: bool


def ask(path: Path, statement: str, seconds: float = SECONDS, most: int = MOST_ROWS) -> Answer:
    """What a SELECT says on a file made by `build`. Raises Refused with the reason."""
    with open_read_only(path, MEMORY, THREADS) as connection:
        _check(connection, statement)
        timer = Timer(seconds, connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            found = connection.execute(statement)
            columns = [name for name, *_ in found.description or ()]
            rows = found.fetchmany(most + 1)
        except duckdb.InterruptException as error:
            raise Refused(f"The query took longer than {seconds:g} seconds.") from error
        except duckdb.Error as error:
            raise Refused(_first_lines(error)) from error
        finally:
            timer.cancel()
    return Answer(columns, rows[:most], len(rows) > most)


def _check(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """One statement, and it reads."""
    try:
        found = connection.extract_statements(statement)
    except duckdb.Error as error:
        raise Refused(_first_lines(error)) from error
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise Refused("Only one SELECT is answered, such as: select * from report.plan")


def _first_lines(error: duckdb.Error) -> str:
    """What DuckDB says, without the picture of the place."""
    return str(error).partition("\n\n")[0].strip()
