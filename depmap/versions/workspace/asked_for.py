"""report.asked_for of every portfolio in a lake: what the others ask of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from depmap.versions.workspace import lake
from depmap.versions.workspace.job import KEPT, Outcome

RELATION = "asked_for"
_NOBODY = """
    create table asks as
    select null::varchar as home, null::varchar as asked_by, null::varchar as asked_by_title, *
    from read_parquet($part) limit 0
"""
_TAKE = """
    insert into asks by name
    select portfolio as home, $asked_by as asked_by, $title as asked_by_title,
        is_stale or $is_stale as is_stale, * exclude (portfolio, is_stale)
    from read_parquet($place, hive_partitioning = false)
"""
_WRITE = """
    copy (
        select
            item_id, name, asked_by, asked_by_title, required_by, required_by_name, directions,
            points, needed_by, finish, days_late, is_stale or $is_stale as is_stale
        from asks where home = $home order by all
    ) to $place (format parquet, compression zstd, kv_metadata {comments: $words})
"""


def fill_asked_for(build: Path, outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Writes the rows into the part of each portfolio; a digest for each that has any."""
    parts = lake.files(build, [one.id for one in outcomes]).get(RELATION, {})
    found: dict[str, str] = {}
    if not parts:
        return found
    with closing(duckdb.connect()) as connection:
        connection.execute("set threads = 1")
        connection.execute(_NOBODY, {"part": str(next(iter(parts.values())))})
        for one in outcomes:
            place = lake.part_of(build, lake.ASKS, one.id)
            if place.is_file():
                told = {"asked_by": one.id, "title": one.title, "is_stale": one.state == KEPT}
                connection.execute(_TAKE, {**told, "place": str(place)})
        asked = {home for (home,) in connection.execute("select home from asks").fetchall()}
        for one in outcomes:
            part = parts.get(one.id)
            if part is None or not (one.id in asked or _rows(connection, part)):
                continue
            # The file may be linked to one of the build before, which stays as it is.
            other = part.with_name(".part.parquet")
            words = json.dumps(lake.comments(connection, part), ensure_ascii=False)
            told = {"home": one.id, "is_stale": one.state == KEPT}
            connection.execute(_WRITE, {**told, "place": str(other), "words": words})
            other.replace(part)
            if one.id in asked:
                found[one.id] = hashlib.sha256(part.read_bytes()).hexdigest()[:16]
    return found


def _rows(connection: DuckDBPyConnection, part: Path) -> int:
    ((rows,),) = connection.execute(
        "select count(*) from read_parquet($part)", {"part": str(part)}
    ).fetchall()
    return int(rows)
