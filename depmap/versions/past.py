"""The past of one folder, for pages: its revisions, their trend, and what changed since one.

Everything is computed by one thread behind the pages, one thing at a time, and kept by content.
Who asks gets what is known by now and never waits for the rest.
"""

from __future__ import annotations

import atexit
import functools
import logging
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import cast

from cachetools import LRUCache
from duckdb import DuckDBPyConnection

from depmap.engine.database import build
from depmap.engine.inputs import portfolio_of
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions.between import Between, between
from depmap.versions.history import Gap, Point, State, dated_folders, head, points, revisions
from depmap.versions.live import Version
from depmap.versions.side import Side, with_settings_of

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 15.0
KEPT = 6
ENDS = ("low", "likely", "high")
# Low, likely and high, in calendar days.
Lead = tuple[int, int, int]


@dataclass(frozen=True)
class Known:
    """What is known of a folder's past by now.

    states: every earlier state, oldest first. trend and gaps: of the `counted` first looked at of
    them, which are the newest. ends: where history begins to lack. problem: why there is none.
    is_listed: whether the states are known yet.
    """

    is_listed: bool = False
    states: tuple[State, ...] = ()
    trend: tuple[Point, ...] = ()
    gaps: tuple[Gap, ...] = ()
    counted: int = 0
    ends: tuple[Gap, ...] = ()
    problem: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing more is to come."""
        return self.is_listed and self.counted == len(self.states)


@dataclass(frozen=True)
class Since:
    """What changed since a state: the day it is counted from, and the comparison with today.

    problem: why the state cannot be compared, with everything else empty.
    """

    state: State
    as_of: date
    found: Between | None = None
    problem: str = ""


class _Overtaken(Exception):
    """Newer data is published, or the process ends: nobody asks for this any more."""


class Past:
    """The past of a folder in git, or of dated folders beside it. Safe to use from many threads.

    snapshots: a folder of folders named YYYY-MM-DD that serve in place of revisions.
    """

    def __init__(self, folder: Path, snapshots: Path | None = None) -> None:
        self.folder = folder.resolve()
        self._snapshots = snapshots
        self._lock = threading.RLock()
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._known = Known()
        self._listed_as: Hashable = None
        self._head = ""
        self._newest = 0
        self._is_over = False
        self._is_counting = False
        self._compared = 0
        self._looked_at = -SECONDS_BETWEEN_LOOKS
        self._kept_ranges: LRUCache[Hashable, Future[Mapping[str, Lead]]] = LRUCache(1)
        self._kept: LRUCache[Hashable, Future[Since]] = LRUCache(KEPT)

    def known(self, with_trend: bool = False) -> Known:
        """What is known by now, at once; new commits are looked for now and then.

        with_trend: whether the trend is asked for, which takes longest and begins then.
        """
        with self._lock:
            is_due = time.monotonic() - self._looked_at >= SECONDS_BETWEEN_LOOKS
            if is_due:
                self._looked_at = time.monotonic()
            begins = with_trend and not self._is_counting
            self._is_counting |= with_trend
        if is_due:
            self._later(self._list)
        if begins:
            self._later(lambda: self._next(self._listed_as))
        return self._known

    def since(self, state: State, day: date, today: Version) -> Since | None:
        """What changed since a state; None while that is computed, which the first asker begins.

        day: the day asked for; a state that is older counts from it, as it stood on that day.
        """
        key = (state.content, state.revision, day, today.content, today.number, today.as_of)

        with self._lock:
            future = self._kept.get(key)
            if future is None:
                future = self._kept[key] = Future()
                self._newest = max(self._newest, today.number)
                self._later(functools.partial(self._compare, future, state, day, today))
        return future.result() if future.done() else None

    def ranges(self, started: tuple[tuple[str, date], ...]) -> Mapping[str, Lead]:
        """The leads that prerequisites had in the last version before the day they were started.

        started: id and day of each. Empty while they are looked up, which the first asker begins;
        without those whose version is not there or does not hold them.
        """
        states = self.known().states
        found: dict[State, list[str]] = {}
        for name, day in started:
            state = last_before(states, day - timedelta(days=1))
            if state is not None and state.as_of < day:
                found.setdefault(state, []).append(name)
        if not found:
            return {}
        key = tuple((state.content, *names) for state, names in found.items())
        with self._lock:
            future = self._kept_ranges.get(key)
            if future is None:
                future = self._kept_ranges[key] = Future()
                self._later(functools.partial(self._look_up, future, found))
        return future.result() if future.done() else {}

    def _look_up(
        self, future: Future[Mapping[str, Lead]], wanted: Mapping[State, list[str]]
    ) -> None:
        found: dict[str, Lead] = {}
        for state, names in wanted.items():
            try:
                columns = state.read().tables["prerequisites"].columns
            except InvalidPortfolio:
                continue
            leads = zip(*(columns[f"lead_{end}_days"] for end in ENDS), strict=True)
            known = dict(zip(columns["id"], leads, strict=True))
            found |= {name: cast(Lead, known[name]) for name in names if name in known}
        future.set_result(found)
        self._compared += 1

    @property
    def compared(self) -> int:
        """How many comparisons and look-ups are done: grows when a page may have more to show."""
        return self._compared

    def settle(self) -> None:
        """Waits until everything that was asked for so far is computed."""
        while True:
            done = threading.Event()
            self._later(done.set)
            done.wait()
            if self._known.is_whole or (self._known.is_listed and not self._is_counting):
                return

    def _later(self, act: Callable[[], None]) -> None:
        self._work.put(act)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, daemon=True)
                self._thread.start()
                # A thread that is inside the database while Python ends takes the process down.
                atexit.register(self._end, self._thread)

    def _end(self, thread: threading.Thread) -> None:
        self._is_over = True
        self._work.put(lambda: None)
        thread.join()

    def _serve(self) -> None:
        while not self._is_over:
            act = self._work.get()
            if self._is_over:
                return
            try:
                act()
            except Exception:
                log.exception("The past of the folder could not be computed")

    def _list(self) -> None:
        """Finds the states; when they are others than before, the trend begins anew."""
        try:
            at = head(self.folder) if self._snapshots is None else ""
            if at and at == self._head:
                return
            states, ends = self._states()
            self._head = at
        except InvalidPortfolio as error:
            self._listed_as, self._head = None, ""
            self._known = Known(is_listed=True, problem=str(error.problems[0]))
            return
        identity = tuple((state.revision, state.content) for state in states)
        if identity == self._listed_as:
            return
        self._listed_as = identity
        self._known = Known(True, tuple(states), ends=tuple(ends))
        if self._is_counting:
            self._later(lambda: self._next(identity))

    def _states(self) -> tuple[list[State], list[Gap]]:
        if self._snapshots is not None:
            return dated_folders(self._snapshots), []
        return revisions(self.folder)

    def _next(self, identity: Hashable) -> None:
        """The points of one more state, the newest first; then it stands in the queue again."""
        known = self._known
        if identity != self._listed_as or not known.is_listed or known.is_whole:
            return
        state = known.states[-1 - known.counted]
        trend, gaps = list(known.trend), list(known.gaps)
        try:
            trend = [*points(state), *trend]
        except InvalidPortfolio as error:
            gaps = [Gap(state.as_of, state.revision, str(error.problems[0])), *gaps]
        except Exception as error:
            log.exception("A revision could not be answered for")
            gaps = [Gap(state.as_of, state.revision, type(error).__name__), *gaps]
        counted = known.counted + 1
        self._known = Known(True, known.states, tuple(trend), tuple(gaps), counted, known.ends)
        self._later(lambda: self._next(identity))

    def _compare(self, future: Future[Since], state: State, day: date, today: Version) -> None:
        as_of = min(max(state.as_of, day), today.as_of)
        try:
            found = self._since(state, as_of, today)
        except _Overtaken:
            return
        except InvalidPortfolio as error:
            found = Since(state, as_of, problem=str(error.problems[0]))
        except Exception as error:
            log.exception("A revision could not be compared")
            found = Since(state, as_of, problem=type(error).__name__)
        future.set_result(found)
        self._compared += 1

    def _since(self, state: State, as_of: date, today: Version) -> Since:
        def go_on() -> None:
            if self._is_over or today.number < self._newest:
                raise _Overtaken

        go_on()
        portfolio = state.read()
        as_of = portfolio.as_of or as_of
        after: DuckDBPyConnection = today.connection()
        old = Side(state.revision, portfolio, as_of, self.folder)
        new = Side(self.folder.name, portfolio_of(after), today.as_of, self.folder)
        with build(with_settings_of(old.portfolio, new.portfolio), as_of) as before:
            return Since(state, as_of, between(old, new, before, after, go_on))


def last_before(states: tuple[State, ...], day: date) -> State | None:
    """The state as it stood on a day; the first one when history begins later."""
    before = [state for state in states if state.as_of <= day]
    return before[-1] if before else next(iter(states), None)
