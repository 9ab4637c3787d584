"""Puts a finished database file in place, whole or not at all.

A file is built under a name that carries the process id and renamed when it is complete. Whatever
a killed process left behind is removed by the next one that publishes in the same folder.
"""

import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from depmap.engine.database import build
from depmap.portfolio.typed import Portfolio

_UNFINISHED = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.building(\.wal)?")


def publish(portfolio: Portfolio, path: Path, as_of: date | None = None) -> None:
    """Builds the database and renames it to `path`, replacing what was there.

    Raises OSError or duckdb.Error when it cannot be written; `path` is then as it was.
    """
    remove_unfinished(path.parent)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.building")
    try:
        build(portfolio, as_of, unfinished).close()
        unfinished.replace(path)
    except BaseException:
        for left_over in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
            with suppress(OSError):
                left_over.unlink()
        raise


def remove_unfinished(folder: Path) -> None:
    """Removes unfinished files of processes that no longer run."""
    for path in folder.iterdir():
        match = _UNFINISHED.fullmatch(path.name)
        if match and not _is_running(int(match["process"])):
            with suppress(OSError):
                path.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # someone else's process
    return True
