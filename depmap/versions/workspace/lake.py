"""The lake: builds of a workspace as Parquet files that DuckDB, Spark and Polars read as they are.

    LAKE/builds/N/<relation>/portfolio=ID/part.parquet   a hive table per relation of report
    LAKE/builds/N/manifest.json                          what was built, from what, as of when
    LAKE/builds/N/_asks, LAKE/builds/N/_answers          what portfolios ask each other, and answer
    LAKE/current                                         a link to the build that readers take

A build is made under a name of its own and renamed when it is whole, then `current` is switched by
renaming a link: a reader sees the old build or the new one. Files of a portfolio that has not
changed are linked from the build before. What a killed process left behind is removed by the next.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from depmap.versions.publish import is_running

KEPT_BUILDS = 2
MANIFEST = "manifest.json"
# What DuckDB raises when the disk is full: while it writes, when it commits, at a checkpoint.
CANNOT_WRITE = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
# What portfolios ask of others, a hive table that is no relation of report.
ASKS = "_asks"
_UNFINISHED = re.compile(r"\.(?P<process>\d+)\.building")
_ID_IN_A_PATH = re.compile(r"[^A-Za-z0-9_.-]")


def is_lake(place: Path) -> bool:
    """Whether a folder is a lake that readers can take."""
    return (place / "current" / MANIFEST).is_file()


def current(lake: Path) -> Path | None:
    """The folder of the build that readers take; None before the first."""
    found = lake / "current"
    return found.resolve() if (found / MANIFEST).is_file() else None


def manifest(lake: Path) -> dict[str, Any]:
    """What the current build holds: its portfolios by id; empty before the first."""
    build = current(lake)
    return told_in(build) if build else {"portfolios": {}}


def told_in(build: Path) -> dict[str, Any]:
    """The manifest of a build."""
    found: dict[str, Any] = json.loads((build / MANIFEST).read_text(encoding="utf-8"))
    return found


@contextmanager
def unfinished(lake: Path) -> Iterator[Path]:
    """A folder to build in, which `switch_to` makes the current build; else it is removed."""
    builds = lake / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    for left_over in builds.iterdir():
        match = _UNFINISHED.fullmatch(left_over.name)
        if match and not is_running(int(match["process"])):
            shutil.rmtree(left_over, ignore_errors=True)
    place = builds / f".{os.getpid()}.building"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def switch_to(lake: Path, built: Path, told: Mapping[str, Any]) -> Path:
    """Writes the manifest, gives the build the next number and makes readers take it."""
    for left_over in built.glob(".*"):  # of workers that died
        shutil.rmtree(left_over, ignore_errors=True)
    text = json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    with (built / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    numbers = [int(path.name) for path in built.parent.iterdir() if path.name.isdecimal()]
    number = max(numbers, default=0)
    while True:
        number += 1
        target = built.parent / str(number)
        # Another publisher may take the same number: a folder that is there is not replaced.
        with suppress(OSError):
            target.mkdir()
            built.replace(target)
            break
    link = lake / f".current.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("builds") / target.name)
    link.replace(lake / "current")
    _remove_old(built.parent, number)
    return target


def _remove_old(builds: Path, newest: int) -> None:
    for path in builds.iterdir():
        if path.name.isdecimal() and int(path.name) <= newest - KEPT_BUILDS:
            shutil.rmtree(path, ignore_errors=True)


def write(database: Path, build: Path, portfolio: str) -> None:
    """Writes every relation of report of a database as a file of this portfolio, and what it asks.

    Rows are in order of all columns and one thread writes, so equal answers are equal bytes.
    """
    with closing(duckdb.connect()) as connection:
        connection.execute("set threads = 1")
        connection.execute("attach $place as answers (read_only)", {"place": str(database)})
        names = connection.execute(
            "select table_name from information_schema.tables"
            " where table_catalog = 'answers' and table_schema = 'report' order by table_name"
        ).fetchall()
        for (name,) in names:
            part = part_of(build, name, portfolio)
            _make_room(part)
            comments = dict(
                connection.execute(
                    "select column_name, comment from duckdb_columns()"
                    " where database_name = 'answers' and schema_name = 'report'"
                    " and table_name = $name and comment is not null order by column_index",
                    {"name": name},
                ).fetchall()
            )
            # The name comes from the database that we built.
            table = f"answers.report.{name}"
            connection.execute(
                f"copy (select * from {table} order by all) to $place"
                " (format parquet, compression zstd, kv_metadata {comments: $words})",
                {"place": str(part), "words": json.dumps(comments, ensure_ascii=False)},
            )
        if connection.execute("select 1 from answers.calc.asks limit 1").fetchall():
            part = part_of(build, ASKS, portfolio)
            _make_room(part)
            connection.execute(
                "copy (select * from answers.calc.asks order by all) to $place"
                " (format parquet, compression zstd)",
                {"place": str(part)},
            )


def _make_room(part: Path) -> None:
    """Makes the folder of a file; never the build itself, which may have been given up by now."""
    for folder in (part.parents[1], part.parent):
        folder.mkdir(exist_ok=True)


def link(earlier: Path, build: Path, portfolio: str) -> bool:
    """Takes the files of a portfolio over from an earlier build; False when it has none there."""
    found = _parts(earlier, portfolio)
    for path in found:
        part = build / path.relative_to(earlier)
        _make_room(part)
        link_file(path, part)
    return bool(found)


def link_file(path: Path, target: Path) -> None:
    """Makes a file be there under another name as well."""
    target.parent.mkdir(exist_ok=True)
    try:
        os.link(path, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, target)


def file_of(build: Path, folder: str, portfolio: str) -> Path:
    """A file of a portfolio that is no relation; the folder is made."""
    place = build / folder / f"{_in_a_path(portfolio)}.parquet"
    place.parent.mkdir(exist_ok=True)
    return place


def attempt(build: Path) -> Path:
    """A folder of its own to write one portfolio in, below a build that is not finished.

    A worker that seems dead may still write when another has its portfolio: each has a place.
    Raises FileNotFoundError when the build is finished or given up.
    """
    place = build / f".{uuid.uuid4().hex}"
    place.mkdir()
    return place


def move(attempt: Path, build: Path, portfolio: str) -> None:
    """Puts the files of a portfolio that were written in an attempt into the build."""
    for path in _parts(attempt, portfolio):
        part = build / path.relative_to(attempt)
        _make_room(part)
        path.replace(part)


def remove(build: Path, portfolio: str) -> None:
    """Takes all files of a portfolio out of a build that is not finished."""
    for path in _parts(build, portfolio):
        shutil.rmtree(path.parent, ignore_errors=True)


def _parts(build: Path, portfolio: str) -> list[Path]:
    return sorted(build.glob(f"*/portfolio={_in_a_path(portfolio)}/part.parquet"))


def files(build: Path, portfolios: Iterable[str]) -> dict[str, dict[str, Path]]:
    """The files of a build by relation and id of the portfolio."""
    found: dict[str, dict[str, Path]] = {}
    relations = sorted(
        path.name for path in build.iterdir() if path.is_dir() and path.name[0] != "_"
    )
    for relation, portfolio in product(relations, portfolios):
        part = part_of(build, relation, portfolio)
        if part.is_file():
            found.setdefault(relation, {})[portfolio] = part
    return found


def comments(connection: DuckDBPyConnection, part: Path) -> dict[str, str]:
    """What the columns of a file mean."""
    ((words,),) = connection.execute(
        "select decode(value) from parquet_kv_metadata($place) where decode(key) = 'comments'",
        {"place": str(part)},
    ).fetchall()
    found: dict[str, str] = json.loads(words)
    return found


def part_of(build: Path, relation: str, portfolio: str) -> Path:
    """Where the rows of one relation of one portfolio stand."""
    return build / relation / f"portfolio={_in_a_path(portfolio)}" / "part.parquet"


def _in_a_path(portfolio: str) -> str:
    """An id as hive tables write it: percent signs for whatever a path may not hold."""
    return _ID_IN_A_PATH.sub(
        lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), portfolio
    )


def day_of(told: Mapping[str, Any]) -> date:
    """The day that a portfolio's answers in a manifest count from."""
    return date.fromisoformat(told["as_of"])
