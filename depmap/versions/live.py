"""The version of a portfolio that a server shows, kept up with its folder and the day.

Every version is a database file of its own, built off the page's thread under a temporary name
and published by rename; a replica copies what a publisher built in place of building. When the
newest state cannot be loaded, or the disk is full, the last good version stays up and carries the
problems and since when.
"""

import hashlib
import logging
import math
import os
import re
import threading
import time
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from depmap.engine.database import open_read_only, release
from depmap.portfolio.problem import InvalidPortfolio, Problem
from depmap.versions.publish import remove_unfinished
from depmap.versions.source import source

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
VERSIONS_KEPT = 2
PROBLEMS_SAID = 5
# Seconds until what the machine refused is tried again: full disks empty themselves at times.
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
_PUBLISHED = re.compile(r"(?P<number>\d+)\.duckdb")


@dataclass(frozen=True)
class Version:
    """One complete state of the data, and what stands in the way of a newer one.

    number: grows with every publication. content: short hash of the input files, or of the file
    that a publisher wrote. load_seconds: reading, validating and building, or copying; 0 for a
    version found from an earlier run.
    problems and failing_since are set while the newest state of the folder cannot be loaded.
    has_inputs: whether the database holds the rows that the answers were computed from, too. A lake
    (workspace/live.py) has answers alone: portfolio and title say whose they are, empty for all
    together, and is_stale that they are of an earlier day than the lake.
    """

    number: int
    content: str
    as_of: date
    built_at: datetime
    load_seconds: float
    database: DuckDBPyConnection
    problems: tuple[Problem, ...] = ()
    failing_since: datetime | None = None
    has_inputs: bool = True
    portfolio: str = ""
    title: str = ""
    is_stale: bool = False

    @property
    def key(self) -> Hashable:
        """Equal for equal data on the same day: what scenarios on it are kept by."""
        return self.content, self.as_of

    def connection(self) -> DuckDBPyConnection:
        """A cursor for one reader on one thread. One shared by threads gives wrong rows."""
        return self.database.cursor()


class LivePortfolio:
    """The published version of one folder, or of one published file. Safe for many threads.

    cache: where version files live; by default a folder of this portfolio's own under the user's
    cache. The folder is looked at no more than once per `SECONDS_BETWEEN_LOOKS`.
    """

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self._source = source(folder)
        self.folder = self._source.path
        self.cache = cache or _cache_folder(self.folder)
        self._lock = threading.Lock()
        self._build_lock = threading.Lock()
        self._version: Version | None = None
        self._seen: Hashable = None
        self._looked_at = 0.0
        self._pause = 0.0
        self._try_again_at = math.inf
        self._said: tuple[Problem, ...] = ()

    def current(self) -> Version:
        """The newest good version, at once; a change of the folder or day starts a rebuild.

        The first call builds. Raises InvalidPortfolio when there is no good version at all.
        """
        version = self._version
        if version is None:
            return self.refresh()
        with self._lock:
            is_due = time.monotonic() - self._looked_at >= SECONDS_BETWEEN_LOOKS
            if is_due:
                self._looked_at = time.monotonic()
        if is_due and self._is_behind(self._source.state()) and not self._build_lock.locked():
            threading.Thread(target=self._refresh_quietly, daemon=True).start()
        return self._version or version

    def refresh(self) -> Version:
        """Loads the folder's state of now unless it is loaded already; waits for the result.

        Only one thread builds; others wait for it. Raises InvalidPortfolio as `current` does.
        """
        with self._build_lock:
            state = self._source.state()
            if self._version is None or self._is_behind(state):
                self._version = self._load()
                self._seen = state
            return self._version

    def _is_behind(self, state: Hashable) -> bool:
        return state != self._seen or time.monotonic() >= self._try_again_at

    def _refresh_quietly(self) -> None:
        try:
            self.refresh()
        except Exception:
            log.exception("The portfolio could not be refreshed")

    def _load(self) -> Version:
        started = time.perf_counter()
        self._try_again_at = math.inf
        try:
            self.cache.mkdir(parents=True, exist_ok=True)
            # Numbers only grow, also when somebody empties the cache while we serve from it.
            shown = self._version.number if self._version else 0
            number = max(self._newest_number(), shown) + 1
            path = self.cache / f"{number}.duckdb"
            version = _open(path, number, self._source.write(path))
        except InvalidPortfolio as error:
            return self._fall_back(error.problems)
        except (OSError, duckdb.Error) as error:
            log.exception("The database could not be built")
            self._pause = min(max(FIRST_PAUSE, 2 * self._pause), LONGEST_PAUSE)
            self._try_again_at = time.monotonic() + self._pause
            problem = Problem(
                file=self.folder.name,
                line=0,
                field="",
                found="the database could not be written",
                expected="room and permission to write it",
                fix=f"Look at the server's log ({type(error).__name__}) and at the disk.",
            )
            return self._fall_back((problem,))
        self._pause = 0.0
        self._said = ()
        self._remove_old_versions()
        return replace(version, load_seconds=time.perf_counter() - started)

    def _fall_back(self, problems: tuple[Problem, ...]) -> Version:
        last_good = self._version or self._found_from_earlier()
        self._say(problems, last_good)
        if last_good is None:
            raise InvalidPortfolio(problems)
        since = last_good.failing_since or datetime.now()
        return replace(last_good, problems=problems, failing_since=since)

    def _say(self, problems: tuple[Problem, ...], last_good: Version | None) -> None:
        """Tells the terminal of whoever runs the server; once, however often it is tried again."""
        if problems == self._said:
            return
        self._said = problems
        shown = "the last good data stays up" if last_good else "there is nothing to show yet"
        named = "\n".join(map(str, problems[:PROBLEMS_SAID]))
        rest = len(problems) - PROBLEMS_SAID
        more = f"\n… and {rest} more: `depmap check` lists them." if rest > 0 else ""
        log.warning("%s does not load; %s.\n%s%s", self.folder, shown, named, more)

    def _found_from_earlier(self) -> Version | None:
        """The newest version file of an earlier run, so that a restart serves on."""
        if not self.cache.is_dir():
            return None
        remove_unfinished(self.cache)
        for number in sorted(self._numbers(), reverse=True):
            with suppress(duckdb.Error):
                return _open(self.cache / f"{number}.duckdb", number, "")
        return None

    def _numbers(self) -> list[int]:
        matches = (_PUBLISHED.fullmatch(path.name) for path in self.cache.iterdir())
        return [int(match["number"]) for match in matches if match]

    def _newest_number(self) -> int:
        return max(self._numbers(), default=0)

    def _remove_old_versions(self) -> None:
        # Readers of an old version keep their open file; only its name goes.
        for number in sorted(self._numbers())[:-VERSIONS_KEPT]:
            with suppress(OSError):
                (self.cache / f"{number}.duckdb").unlink()


def _open(path: Path, number: int, content: str) -> Version:
    database = open_read_only(path)
    rows = database.execute("select as_of from report.settings").fetchall()
    return Version(
        number=number,
        content=content,
        as_of=rows[0][0],
        built_at=datetime.fromtimestamp(path.stat().st_mtime),
        load_seconds=0.0,
        database=database,
    )


def cache_root() -> Path:
    """Where this user's answers are kept between runs."""
    return Path(os.environ.get("DEPMAP_CACHE") or Path.home() / ".cache" / "depmap")


def _cache_folder(folder: Path) -> Path:
    # Another release has other columns: it never shows what an older one has left here.
    words = f"{folder} {release()}"
    return cache_root() / hashlib.sha256(words.encode()).hexdigest()[:12]
