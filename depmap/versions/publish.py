"""Puts a finished database file in place, whole or not at all, also as one version of many.

A file is built under a name that carries the process id and renamed when it is complete. Whatever
a killed process left behind is removed by the next one that publishes in the same folder.
"""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb
from duckdb import DuckDBPyConnection

from depmap.engine.database import build, open_read_only, release
from depmap.portfolio.typed import Portfolio
from depmap.versions.code import code_and_engines

_UNFINISHED = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.building(\.wal)?")


class Made(NamedTuple):
    """What a database file was made of: digest of the inputs, the day, and by whose rules.

    release: of the columns and rules that a reader relies on. code: of all that computes answers.
    """

    content: str
    as_of: date
    release: str
    code: str


def publish(portfolio: Portfolio, path: Path, as_of: date | None = None) -> None:
    """Builds the database and renames it to `path`, replacing an older database of ours.

    Raises FileExistsError when something else stands there, OSError or duckdb.Error when it cannot
    be written; `path` is then as it was.
    """
    if not _may_replace(path):
        raise FileExistsError(f"{path} is there and is no database of depmap: it is left alone")
    with whole(path) as unfinished:
        with closing(build(portfolio, as_of, unfinished)) as connection:
            _sign(connection, portfolio)
            # Closing hides a checkpoint that fails on a full disk: it is asked for by itself.
            connection.execute("checkpoint")
        if not is_ours(unfinished) or unfinished.with_name(f"{unfinished.name}.wal").exists():
            raise OSError(f"{path} was not written whole")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A name to write a file under, which takes the place of `path` when the block ends well."""
    remove_unfinished(path.parent)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.building")
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        for left_over in (unfinished, unfinished.with_name(unfinished.name + ".wal")):
            with suppress(OSError):
                left_over.unlink()
        raise


def publish_version(
    portfolio: Portfolio, pointer: Path, kept: int, as_of: date | None = None
) -> tuple[Path, bool]:
    """Publishes a version NAME.N.duckdb beside `pointer`, a link that then names it.

    Readers follow the link; the last `kept` versions stay, so that it can be set back by hand. One
    that is made of the same inputs, day and code as the version it names is not built again. Gives
    the version that it names now, and whether it is new. Raises as `publish` does.
    """
    named = _named_by(pointer)
    day = as_of or portfolio.as_of or date.today()
    if named and made_of(named) == Made(portfolio.version, day, release(), code_and_engines()):
        return named, False
    number = max(_numbers(pointer), default=0) + 1
    version = _version(pointer, number)
    publish(portfolio, version, day)
    with whole(pointer) as link:
        link.unlink(missing_ok=True)
        link.symlink_to(version.name)
    for old in sorted(_numbers(pointer))[:-kept]:
        with suppress(OSError):
            _version(pointer, old).unlink()
    return version, True


def made_of(path: Path) -> Made | None:
    """What a database file was made of; None of one that is damaged, foreign or does not say."""
    try:
        with closing(open_read_only(path)) as connection:
            (found,) = connection.execute(
                "select content, as_of, release, code from input.made_of, report.settings"
            ).fetchall()
    except (duckdb.Error, ValueError):
        return None
    return Made(*found)


def _sign(connection: DuckDBPyConnection, portfolio: Portfolio) -> None:
    connection.execute(
        "create table input.made_of as select $content as content, $release as release,"
        " $code as code",
        {"content": portfolio.version, "release": release(), "code": code_and_engines()},
    )


def _named_by(pointer: Path) -> Path | None:
    """The version that a pointer names; None where there is none, or a file of ours.

    Raises FileExistsError where something else stands, which is left alone.
    """
    if not pointer.is_symlink():
        if not _may_replace(pointer):
            raise FileExistsError(f"{pointer} is there and is no database of depmap: it stays")
        return None
    named = pointer.readlink()
    if named.name != str(named) or _number(pointer, named.name) is None:
        raise FileExistsError(f"{pointer} is a link to something else than a version: it stays")
    return pointer.with_name(named.name)


def _version(pointer: Path, number: int) -> Path:
    return pointer.with_name(f"{pointer.stem}.{number}{pointer.suffix}")


def _number(pointer: Path, name: str) -> int | None:
    """The number of a version by the name of its file; None of any other file."""
    pattern = rf"{re.escape(pointer.stem)}\.(\d+){re.escape(pointer.suffix)}"
    match = re.fullmatch(pattern, name)
    return int(match[1]) if match else None


def _numbers(pointer: Path) -> list[int]:
    """The numbers of the versions beside a pointer."""
    found = (_number(pointer, path.name) for path in pointer.parent.iterdir())
    return [number for number in found if number is not None]


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
