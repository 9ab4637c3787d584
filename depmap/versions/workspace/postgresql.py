"""The current build of a lake as tables of PostgreSQL, for tools that ask a server.

Schema `depmap` holds a table for each relation of report, with the id of the portfolio in its last
column, and the table `portfolios`. Tables stay and rows are exchanged, since a table that is
dropped takes the views and grants of other people with it. The schema is ours alone: every table in
it is taken for one of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import duckdb
from duckdb import DuckDBPyConnection

from depmap.versions.workspace import lake

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Cursor

SCHEMA = "depmap"
# What PostgreSQL calls the types that relations of report have.
TYPES = {
    "VARCHAR": "text",
    "VARCHAR[]": "text[]",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "DOUBLE": "double precision",
    "BOOLEAN": "boolean",
    "DATE": "date",
}
PORTFOLIOS = {
    "portfolio": ("VARCHAR", "Id of the portfolio, as in the other tables."),
    "title": ("VARCHAR", "What people call it."),
    "as_of": ("DATE", "Day its answers count from."),
    "is_stale": ("BOOLEAN", "Whether these are answers of an earlier day, as its files broke."),
    "key": ("VARCHAR", "Digest of its files, the day and the rules: equal keys, equal rows."),
}
_BEGIN = (
    # Two publishers come one after the other; the number only has to be the same for both.
    "select pg_advisory_xact_lock(hashtext('depmap'))",
    "create schema if not exists depmap",
    "set local search_path to depmap",
    "create temporary table exchanged (portfolio text) on commit drop",
)
_READ = """
    select * from read_parquet(
        $files, hive_partitioning = true, hive_types_autocast = false, union_by_name = true
    )
"""
_COLUMNS = """
    select relname::text, attname::text, format_type(atttypid, atttypmod)
    from pg_attribute
    inner join pg_class on pg_class.oid = attrelid
    where relnamespace = to_regnamespace('depmap')
        and relkind = 'r' and attnum > 0 and not attisdropped
"""

Tables = dict[str, dict[str, str]]


class NotPublished(Exception):
    """Why the tables are as they were, in a sentence."""


@dataclass(frozen=True)
class Published:
    """How many portfolios were written, and how many left since they are in the lake no longer."""

    written: int
    removed: int


def publish(place: Path, uri: str) -> Published:
    """Makes the tables hold the current build of a lake, in one transaction.

    Only portfolios whose key is another than in the table are written. uri: where libpq connects
    to. Raises NotPublished, and the tables are as they were.
    """
    try:
        from adbc_driver_postgresql import dbapi
    except ImportError as error:
        raise NotPublished("install what requirements-postgresql.txt names") from error
    build = lake.current(place)
    if build is None:
        raise NotPublished(f"{place} holds no build")
    told = lake.told_in(build)["portfolios"]
    try:
        with dbapi.connect(uri) as connection, connection.cursor() as cursor:
            done = _exchange(cursor, lake.files(build, told), told)
            connection.commit()
            return done
    except (dbapi.Error, duckdb.Error) as error:
        raise NotPublished(_without_password(str(error).strip(), uri)) from error


def _exchange(
    cursor: Cursor, files: Mapping[str, Mapping[str, Path]], told: Mapping[str, Mapping[str, Any]]
) -> Published:
    for statement in _BEGIN:
        cursor.execute(statement)
    there = _tables(cursor)
    known: dict[str, str] = {}
    if "portfolios" in there:
        cursor.execute("select portfolio, key from portfolios")
        known = dict(cursor.fetchall())
    with closing(duckdb.connect()) as engine:
        wanted = {name: _columns(engine, name, parts, told) for name, parts in files.items()}
        wanted["portfolios"] = {name: TYPES[kind] for name, (kind, _) in PORTFOLIOS.items()}
        # Rows went with a table or column that is missing, whatever the keys say.
        is_whole = _make(cursor, there, wanted)
        changed = [name for name in told if not is_whole or known.get(name) != told[name]["key"]]
        gone = [name for name in known if name not in told]
        # Also of a relation that no portfolio has any longer.
        _delete(cursor, {**there, **wanted}, [*changed, *gone])
        for name, parts in files.items():
            paths = [str(parts[one]) for one in changed if one in parts]
            if paths:
                rows = engine.sql(_READ, params={"files": paths}).to_arrow_reader()
                cursor.adbc_ingest(name, rows, mode="append", db_schema_name=SCHEMA)
            _say(cursor, name, lake.comments(engine, _newest(parts, told)))
    _say(cursor, "portfolios", {name: words for name, (_, words) in PORTFOLIOS.items()})
    _list(cursor, told)
    return Published(len(changed), len(gone))


def _tables(cursor: Cursor) -> Tables:
    """The columns and types of the tables that are there."""
    cursor.execute(_COLUMNS)
    found: Tables = {}
    for table, column, kind in cursor.fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _columns(
    engine: DuckDBPyConnection,
    relation: str,
    parts: Mapping[str, Path],
    told: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    """Names and types of the columns of a relation; answers of an earlier day may have others."""
    files = {str(_newest(parts, told))}
    files |= {str(path) for name, path in parts.items() if told[name]["is_stale"]}
    engine.execute(_READ + " limit 0", {"files": sorted(files)})
    found = {}
    for name, kind, *_ in engine.description or []:
        if str(kind) not in TYPES:
            raise NotPublished(f"{relation}.{name} is {kind}, for which no type is known")
        found[name] = TYPES[str(kind)]
    return found


def _newest(parts: Mapping[str, Path], told: Mapping[str, Mapping[str, Any]]) -> Path:
    """A file that today's rules wrote, where there is one."""
    return parts[min(parts, key=lambda name: bool(told[name]["is_stale"]))]


def _make(cursor: Cursor, there: Tables, wanted: Tables) -> bool:
    """Makes what is missing of tables and columns; whether nothing was."""
    was_whole = True
    for name, kinds in wanted.items():
        old = there.get(name, {})
        for column, kind in kinds.items():
            if old.get(column, kind) != kind:
                has = f"the column {column} of {SCHEMA}.{name} is {old[column]}"
                raise NotPublished(f"{has} and has to be {kind}: change its type there")
        table = _quoted(name)
        new = [f"{_quoted(column)} {kind}" for column, kind in kinds.items() if column not in old]
        if not old:
            columns = ", ".join(new)
            cursor.execute(f"create table {table} ({columns})")
        elif new:
            columns = ", ".join(f"add column {one}" for one in new)
            cursor.execute(f"alter table {table} {columns}")
        was_whole = was_whole and not new
    return was_whole


def _delete(cursor: Cursor, tables: Iterable[str], portfolios: Sequence[str]) -> None:
    """Takes the rows of portfolios out of all tables, in one pass over each."""
    if not portfolios:
        return
    cursor.executemany("insert into exchanged values ($1)", [(name,) for name in portfolios])
    for table in map(_quoted, tables):
        cursor.execute(f"delete from {table} where portfolio in (select portfolio from exchanged)")


def _say(cursor: Cursor, relation: str, comments: Mapping[str, str]) -> None:
    """Says what columns mean, in the words of the files."""
    table = _quoted(relation)
    for name, words in comments.items():
        column, quoted = _quoted(name), words.replace("'", "''")
        cursor.execute(f"comment on column {table}.{column} is '{quoted}'")


def _list(cursor: Cursor, told: Mapping[str, Mapping[str, Any]]) -> None:
    """Lists all portfolios: one that broke keeps its key, and is stale from now on."""
    cursor.execute("delete from portfolios")
    if told:
        cursor.executemany(
            "insert into portfolios (portfolio, title, as_of, is_stale, key)"
            " values ($1, $2, $3, $4, $5)",
            [
                (name, one["title"], lake.day_of(one), one["is_stale"], one["key"])
                for name, one in told.items()
            ],
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_password(text: str, uri: str) -> str:
    """An error of libpq, which may quote the address."""
    password = urlsplit(uri).password
    return text.replace(password, "***") if password else text
