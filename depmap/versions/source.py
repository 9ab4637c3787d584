"""What a server shows: a folder that it builds answers from, or a file that a publisher writes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Hashable
from datetime import date
from pathlib import Path
from typing import Protocol

from depmap.engine.database import release
from depmap.inputs.reader import fingerprint
from depmap.inputs.validate import read_portfolio
from depmap.versions.git import refused
from depmap.versions.publish import made_of, publish, whole

CHUNK = 1 << 20


class Source(Protocol):
    """Where the answers come from."""

    path: Path

    def state(self) -> Hashable:
        """Equal as long as there is nothing new to load, cheap enough to be asked every second."""

    def write(self, path: Path) -> str:
        """Writes the newest answers as a database file; the digest of what they are made of.

        Raises InvalidPortfolio where there are none, OSError or duckdb.Error when the file cannot
        be written.
        """


class Built:
    """A folder of inputs, whose answers are computed here, anew on every day."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def state(self) -> Hashable:
        """The files and the day."""
        return fingerprint(self.path), date.today()

    def write(self, path: Path) -> str:
        """Reads, validates and builds."""
        portfolio = read_portfolio(self.path)
        publish(portfolio, path)
        return portfolio.version


class Published:
    """A database file that `depmap build` writes elsewhere, or a link that names its newest one.

    It is copied: whoever replaces or removes it, or takes its disk away, disturbs no reader, and a
    database that is open under a name cannot be opened anew under the same one. Its day is the
    publisher's.
    """

    def __init__(self, path: Path) -> None:
        # Not resolved: a link that is set to another file is what there is to follow.
        self.path = path.absolute()

    def state(self) -> Hashable:
        """Which file is there now; None of none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def write(self, path: Path) -> str:
        """Copies the file, if it is whole and of our own release."""
        try:
            file = self.path.open("rb")
        except OSError as error:
            found = f"it cannot be read ({error.strerror})"
            raise self._refused(found, "Run `depmap build … --out` to it.") from error
        digest = hashlib.sha256()
        with file, whole(path) as unfinished:
            with unfinished.open("wb") as copy:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
            built_at = os.fstat(file.fileno()).st_mtime_ns
            os.utime(unfinished, ns=(built_at, built_at))
            made = made_of(unfinished)
            if made is None:
                raise self._refused("it is no whole database of answers", "Publish it anew.")
            if made.release != release():
                fix = "Let the publisher and the replicas run the same release of depmap."
                raise self._refused(f"it is of another release ({made.release})", fix)
        return digest.hexdigest()[:12]

    def _refused(self, found: str, fix: str) -> Exception:
        expected = f"a file that release {release()} of the rules has built"
        return refused(self.path.name, found, expected, fix)


def source(path: Path) -> Source:
    """The source at a path: what is a file, or is to be one by its name, is published there."""
    is_file = path.is_file() or (path.suffix == ".duckdb" and not path.is_dir())
    return Published(path) if is_file else Built(path)
