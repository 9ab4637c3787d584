"""One build of a lake as databases: a portfolio as pages read it, and all of them together.

Nothing is read before it is asked for: relations are views over the files of that one build. The
connections reach no other file.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from depmap.answers import relations
from depmap.answers.relations import Relation
from depmap.engine.database import NO_SPILL, READER_MEMORY, build, lock
from depmap.engine.order import SQL_FOLDER, sql_files
from depmap.engine.step import append, by_column
from depmap.portfolio.problem import InvalidPortfolio, Problem
from depmap.portfolio.schema import TABLES
from depmap.portfolio.typed import Portfolio, Rows
from depmap.versions.workspace import lake, overall
from depmap.versions.workspace.overall import EVERY, TOLD

# Readers of a lake are many, each with threads of its own.
THREADS = 2
Columns = Mapping[str, str]
_HIVE = "hive_partitioning = true, hive_types_autocast = false,"


def portfolio(found: Path, name: str) -> DuckDBPyConnection:
    """The answers of one portfolio of a build, with the words of their columns; see `report`.

    Raises InvalidPortfolio when another release has made them, whose columns are others, and
    duckdb.IOException when the build has gone.
    """
    connection = duckdb.connect()
    try:
        connection.execute(NO_SPILL)
        connection.execute("set memory_limit = $memory", {"memory": READER_MEMORY})
        connection.execute("set threads = $threads", {"threads": THREADS})
        connection.execute("create schema report; set schema = 'report'")
        parts = {
            relation: part
            for relation in columns_of_this_release()
            if (part := lake.part_of(found, relation, name)).is_file()
        }
        for relation, part in parts.items():
            rows = connection.read_parquet(str(part), hive_partitioning=False)
            rows.create_view(relation)
        connection.execute("set schema = 'main'")
        if not (found / lake.MANIFEST).is_file():
            raise duckdb.IOException(f"{found} has been removed")
        _check(connection, name)
        for relation, part in parts.items():
            _comment(connection, relation, lake.comments(connection, part))
        for text in _macros():
            connection.execute(text)
        connection.execute("set allowed_directories = $folders", {"folders": [str(found)]})
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def together(found: Path, told: Mapping[str, Any]) -> DuckDBPyConnection:
    """What is said of all portfolios of a build: lake.* as tables, made by sql/lake/.

    told: its manifest. Of a thousand portfolios that reads a few columns and keeps a row or two of
    each. Raises duckdb.IOException when the build has gone.
    """
    connection = duckdb.connect()
    try:
        connection.execute(NO_SPILL)
        connection.execute("set memory_limit = $memory", {"memory": READER_MEMORY})
        # What is read once need not be kept.
        connection.execute("set enable_external_file_cache = false")
        _tell(connection, told)
        connection.execute("create schema every")
        for relation, kinds in EVERY.items():
            _union(connection, found, relation, kinds, told["portfolios"])
        overall.make(connection)
        connection.execute("drop schema every cascade; drop schema told cascade")
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _tell(connection: DuckDBPyConnection, told: Mapping[str, Any]) -> None:
    """Writes down what the manifest says of the build and its portfolios."""
    connection.execute("create schema told")
    for relation, columns in TOLD.items():
        connection.execute(f"create table told.{relation} ({columns})")
    connection.execute("insert into told.days values ($day)", {"day": told["as_of"]})
    rows: list[tuple[Any, ...]] = [
        (name, one["title"], lake.day_of(one), one["is_stale"], "")
        for name, one in told["portfolios"].items()
    ]
    rows += [(name, name, None, False, why) for name, why in told["missing"].items()]
    names = [column.split()[0] for column in TOLD["portfolios"].split(", ")]
    append(connection, "told.portfolios", by_column(names, rows))


def _union(
    connection: DuckDBPyConnection,
    found: Path,
    relation: str,
    kinds: str,
    portfolios: Mapping[str, Mapping[str, Any]],
) -> None:
    """A relation of all portfolios as a view, with null for what a file does not have.

    Answers of an earlier day may have other columns; all the rest have the same ones, and are read
    without looking for differences, which takes half as long.
    """
    columns = f"portfolio varchar, {kinds}"
    connection.execute(f"create table every.no_{relation} ({columns})")
    columns = ", ".join(column.split()[0] for column in columns.split(", "))
    text = f"create view every.{relation} as select {columns} from (from every.no_{relation}"
    for is_stale, name, by_name in ((False, "fresh", "false"), (True, "stale", "true")):
        parts = (
            lake.part_of(found, relation, one)
            for one, known in portfolios.items()
            if known["is_stale"] == is_stale
        )
        there = [str(part) for part in parts if part.is_file()]
        if there:
            variable = f"{relation}_{name}"
            connection.execute(f"set variable {variable} = $files", {"files": there})
            text += f" union all by name from read_parquet(getvariable('{variable}'), {_HIVE}"
            text += f" union_by_name = {by_name})"
    connection.execute(text + ")")


def _comment(connection: DuckDBPyConnection, relation: str, words: Mapping[str, str]) -> None:
    """Says what columns mean, in the words of the file."""
    for name, said in words.items():
        column, quoted = name.replace('"', '""'), said.replace("'", "''")
        connection.execute(f"comment on column report.{relation}.\"{column}\" is '{quoted}'")


def _check(connection: DuckDBPyConnection, name: str) -> None:
    """Raises InvalidPortfolio when what pages read is not all there."""
    there = _columns(connection)
    read = (one for one in vars(relations).values() if isinstance(one, Relation))
    for relation in sorted({one.name for one in read} & columns_of_this_release().keys()):
        expected, known = columns_of_this_release()[relation], there.get(relation, {})
        other = [column for column, kind in expected.items() if known.get(column) != kind]
        if other:
            what = f"{relation}.{other[0]}" if known else relation
            raise InvalidPortfolio(
                (
                    Problem(
                        file=f"portfolio {name}",
                        line=0,
                        field="",
                        found=f"another release has computed its answers ({what} is not there)",
                        expected="the columns that these pages read",
                        fix="Build the lake with this release: depmap build --workspace.",
                    ),
                )
            )


@functools.cache
def columns_of_this_release() -> Mapping[str, Columns]:
    """Names and types of the columns of report, by relation."""
    with build(_nothing()) as connection:
        return _columns(connection)


def _columns(connection: DuckDBPyConnection) -> dict[str, dict[str, str]]:
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where schema_name = 'report' order by table_name, column_index"
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


@functools.cache
def _macros() -> tuple[str, ...]:
    """The rules of report that are asked for and not kept, such as what filters leave."""
    files = [file for file in sql_files(SQL_FOLDER) if file.folder == "report"]
    return tuple(file.text for file in files if "\ncreate macro " in file.text)


def _nothing() -> Portfolio:
    """A portfolio without any row but its settings."""
    tables = {}
    for table in TABLES:
        columns = {
            column.name: [column.default] if table.name == "settings" else []
            for column in table.columns
        }
        is_row = table.name == "settings"
        columns |= {"source_file": [table.file] * is_row, "source_line": [0] * is_row}
        tables[table.name] = Rows(columns)
    return Portfolio("", tables, "")
