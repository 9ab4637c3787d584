"""A lake as a server shows it: the newest build, and whatever of it is asked for.

The link `current` is resolved once a look, so what is opened is of one build. A build that readers
still have open may be removed by publishers; who then asks for more gets duckdb.IOException, asks
whether there `is_newer` than what they hold, and begins again.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from cachetools import LRUCache, cached

from depmap.portfolio.problem import InvalidPortfolio, Problem
from depmap.versions.live import SECONDS_BETWEEN_LOOKS, Version
from depmap.versions.workspace import lake, opened

# Portfolios that are kept open, the last asked for; each takes some MB.
KEPT = 24


_STALE = Problem(
    "", 0, "", "the files of this portfolio could not be read for the newest build",
    "files that load", "depmap build --workspace names what stands in the way.",
)  # fmt: skip


class NotInLake(Exception):
    """A portfolio without answers in the lake: its id, and why, empty when nobody knows it."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(name, why)
        self.name, self.why = name, why


@dataclass(frozen=True)
class Build:
    """One build of a lake. told: its manifest. made: when; with the number it names the build."""

    folder: Path
    number: int
    made: datetime
    told: Mapping[str, Any]


class LiveLake:
    """The published builds of one lake. Safe to use from many threads."""

    def __init__(self, place: Path) -> None:
        self.place = place.resolve()
        self._lock = threading.Lock()
        self._build: Build | None = None
        self._looked_at = 0.0
        kept: LRUCache[Hashable, Version] = LRUCache(KEPT)
        whole: LRUCache[Hashable, Version] = LRUCache(1)
        self._portfolio = _kept(kept, self._open)
        self._together = _kept(whole, self._open_all)

    def build(self, at_once: bool = False) -> Build:
        """The newest build; looked for once per SECONDS_BETWEEN_LOOKS, or `at_once`.

        Raises InvalidPortfolio when there is none.
        """
        with self._lock:
            is_due = time.monotonic() - self._looked_at >= SECONDS_BETWEEN_LOOKS
            if self._build is None or is_due or at_once:
                self._build = self._look(self._build)
                self._looked_at = time.monotonic()
            return self._build

    def portfolio(self, name: str) -> Version:
        """The answers of a portfolio in the newest build.

        Raises NotInLake, InvalidPortfolio when another release has made them or there is no build,
        and duckdb.IOException when the build is removed meanwhile.
        """
        return self._newest(lambda build: self._of(build, name))

    def together(self) -> Version:
        """What is said of all portfolios of the newest build; raises as `portfolio` does."""
        return self._newest(lambda build: self._together((build.number, build.made), build))

    def _newest(self, ask: Callable[[Build], Version]) -> Version:
        """What a build answers, and once more the newest when it goes while it is opened."""
        build = self.build()
        try:
            return ask(build)
        except duckdb.IOException:
            newest = self.build(at_once=True)
            if newest == build:
                raise
            return ask(newest)

    def _of(self, build: Build, name: str) -> Version:
        if name not in build.told["portfolios"]:
            raise NotInLake(name, build.told["missing"].get(name, ""))
        return self._portfolio((build.number, build.made, name), build, name)

    def is_newer(self, shown: Version) -> bool:
        """Whether another build has taken the place of the one that is shown, as of right now.

        Raises InvalidPortfolio when there is none any more.
        """
        build = self.build(at_once=True)
        return (build.number, build.made) != (shown.number, shown.built_at)

    def _look(self, known: Build | None) -> Build:
        for _ in range(3):
            folder = lake.current(self.place)
            if folder is None:
                break
            try:
                manifest = folder / lake.MANIFEST
                made = datetime.fromtimestamp(manifest.stat().st_mtime)
                if known and (known.folder, known.made) == (folder, made):
                    return known
                told = lake.told_in(folder)
            except (FileNotFoundError, json.JSONDecodeError):
                continue  # removed between two looks: publishers have been quick
            return Build(folder, int(folder.name), made, told)
        raise InvalidPortfolio(
            (
                Problem(
                    file=self.place.name,
                    line=0,
                    field="",
                    found="the lake holds no build",
                    expected="current, a link to a build",
                    fix="Build it: depmap build --workspace DIR --out LAKE.",
                ),
            )
        )

    def _open(self, build: Build, name: str) -> Version:
        started, told = time.perf_counter(), build.told["portfolios"][name]
        return Version(
            number=build.number,
            content=told["key"],
            as_of=lake.day_of(told),
            built_at=build.made,
            database=opened.portfolio(build.folder, name),
            load_seconds=time.perf_counter() - started,
            has_inputs=False,
            portfolio=name,
            title=told["title"],
            is_stale=told["is_stale"],
            problems=(_STALE,) if told["is_stale"] else (),
        )

    def _open_all(self, build: Build) -> Version:
        started = time.perf_counter()
        return Version(
            number=build.number,
            content="",
            as_of=date.fromisoformat(build.told["as_of"]),
            built_at=build.made,
            database=opened.together(build.folder, build.told),
            load_seconds=time.perf_counter() - started,
            has_inputs=False,
        )


def _kept(
    cache: LRUCache[Hashable, Version], make: Callable[..., Version]
) -> Callable[..., Version]:
    """`make`, asked with a key first: the first asker makes it, others wait for the same one."""
    by_key = cached(cache, key=lambda key, *_: key, condition=threading.Condition())
    found: Callable[..., Version] = by_key(lambda _, *rest: make(*rest))
    return found
