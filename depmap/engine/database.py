"""Typed rows -> one DuckDB database that holds every answer.

The files of `sql/` and the Python steps run in the order that engine/order.py finds. Afterwards
the connection is locked: it can neither reach files or the network nor change its own settings.
"""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from depmap.engine.inputs import FEW_ROWS, load_inputs
from depmap.engine.order import SQL_FOLDER, SqlFile, in_order, parts_of, sql_files
from depmap.engine.step import Step
from depmap.engine.steps import STEPS
from depmap.portfolio.schema import TABLES
from depmap.portfolio.typed import Portfolio

# What one reader's question may take; it fails beyond that, and nobody else notices.
READER_MEMORY = "4GiB"
# Nothing is laid on a disk that nobody named: by default that is the working folder's .tmp.
NO_SPILL = "set temp_directory = ''"
LOCKS = (
    NO_SPILL,
    "set enable_external_access = false",
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set python_enable_replacements = false",
    "set lock_configuration = true",
)


def build(
    portfolio: Portfolio,
    as_of: date | None = None,
    path: Path | None = None,
    is_explained: bool = False,
    only: Collection[str] = (),
) -> DuckDBPyConnection:
    """A locked connection to a database with the schemas input, calc and report.

    as_of: the day all dates count from; else the one in settings.yaml; else today.
    path: a file to create, which must not exist; in memory when left out. A file says what its
    columns mean, memory only where is_explained: comments take a fifth of the time, and hardly
    anybody looks for them there.
    only: the relations that are asked for, such as "report.plan"; the rest is not made, but for
    what these are made of. All of them when left out.
    Raises duckdb.Error when the file cannot be written.
    """
    connection = duckdb.connect(str(path) if path else ":memory:")
    files = sql_files(SQL_FOLDER)
    try:
        parts = parts_of(files, STEPS, only) if only else in_order(files, STEPS)
        _fill(connection, portfolio, as_of, parts)
        if path or is_explained:
            _comment(connection, [part for part in parts if isinstance(part, SqlFile)])
        lock(connection)
    except BaseException:
        connection.close()
        if path:
            with suppress(OSError):
                path.unlink()
        raise
    return connection


def _fill(
    connection: DuckDBPyConnection,
    portfolio: Portfolio,
    as_of: date | None,
    parts: Sequence[SqlFile | Step],
) -> None:
    connection.execute(NO_SPILL)
    if sum(map(len, portfolio.tables.values())) < FEW_ROWS:
        connection.execute("set threads = 1")
    load_inputs(connection, portfolio, as_of)
    connection.execute("create schema calc; create schema report")
    for part in parts:
        if isinstance(part, SqlFile):
            connection.execute(part.text)
        else:
            part(connection)


def open_read_only(
    path: Path, memory: str = READER_MEMORY, threads: int | None = None
) -> DuckDBPyConnection:
    """A locked, read-only connection to a database file made by `build`.

    It is what may be handed on: nothing can be dropped, changed or spilled to a disk with it.
    memory and threads: what one reader's questions may take; all threads when left out.
    """
    connection = duckdb.connect(str(path), read_only=True)
    connection.execute("set memory_limit = $memory", {"memory": memory})
    if threads:
        connection.execute("set threads = $threads", {"threads": threads})
    lock(connection)
    return connection


def release() -> str:
    """A word that changes with any rule or input column, so with what a database holds."""
    rules = [path.read_bytes() for path in sorted(SQL_FOLDER.glob("*/*.sql"))]
    return hashlib.sha256(b"".join([repr(TABLES).encode(), *rules])).hexdigest()[:12]


def lock(connection: DuckDBPyConnection) -> None:
    """Closes the database's doors to files, network, extensions, Python objects and settings."""
    for statement in LOCKS:
        connection.execute(statement)


def _comment(connection: DuckDBPyConnection, files: Sequence[SqlFile]) -> None:
    """Says what columns mean; a report column without a comment gets that of its namesake.

    A name means one thing in all of report.*, so its words stand in one file; a relation that
    means something else by it says so with a comment of its own.
    """
    for file in files:
        if file.comments:
            connection.execute(file.comments)
    columns = connection.execute(
        "select table_name, column_name, comment from duckdb_columns()"
        " where schema_name = 'report' order by table_name, column_name"
    ).fetchall()
    words = {column: comment for _, column, comment in reversed(columns) if comment}
    words |= {column: comment for table, column, comment in columns if table == "items" and comment}
    for table, column, comment in columns:
        if not comment and column in words:
            quoted = words[column].replace("'", "''")
            connection.execute(f"comment on column report.{table}.{column} is '{quoted}'")
