"""Puts a finished database file in place, whole or not at all.

A file is built under a name that carries the process id and renamed when it is complete. Whatever
a killed process left behind is removed by the next one that publishes in the same folder.
"""

import os
import re
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import duckdb

from depmap.engine.database import build, open_read_only
from depmap.portfolio.typed import Portfolio

_UNFINISHED = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.building(\.wal)?")


def publish(portfolio: Portfolio, path: Path, as_of: date | None = None) -> None:
    """Builds the database and renames it to `path`, replacing an older database of ours.

    Raises FileExistsError when something else stands there, OSError or duckdb.Error when it cannot
    be written; `path` is then as it was.
    """
    if not _may_replace(path):
        raise FileExistsError(f"{path} is there and is no database of depmap: it is left alone")
    remove_unfinished(path.parent)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.building")
    try:
        with closing(build(portfolio, as_of, unfinished)) as connection:
            # Closing hides a checkpoint that fails on a full disk: it is asked for by itself.
            connection.execute("checkpoint")
        if not is_ours(unfinished) or unfinished.with_name(f"{unfinished.name}.wal").exists():
            raise OSError(f"{path} was not written whole")
        unfinished.replace(path)
    except BaseException:
        for left_over in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
            with suppress(OSError):
                left_over.unlink()
        raise


def is_ours(path: Path) -> bool:
    """Whether a file is a complete database of answers."""
    try:
        with closing(open_read_only(path)) as connection:
            return len(connection.execute("select as_of from report.settings").fetchall()) == 1
    except duckdb.Error:
        return False


def _may_replace(path: Path) -> bool:
    if path.is_symlink():
        return False
    return not path.exists() or (path.is_file() and is_ours(path))


def remove_unfinished(folder: Path) -> None:
    """Removes unfinished files of processes that no longer run."""
    for path in folder.iterdir():
        match = _UNFINISHED.fullmatch(path.name)
        if match and not is_running(int(match["process"])):
            with suppress(OSError):
                path.unlink()


def is_running(process: int) -> bool:
    """Whether a process of this id runs on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # someone else's process
    return True
