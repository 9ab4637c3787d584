"""Every portfolio of a workspace built into a lake: what changed anew, the rest as it was."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import numpy

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions.history import code
from depmap.versions.publish import publish
from depmap.versions.workspace import lake
from depmap.versions.workspace.read import Member, Workspace

BUILT, UNCHANGED, KEPT, MISSING = "built", "unchanged", "kept", "missing"
TRIES = 3


@dataclass(frozen=True)
class Outcome:
    """What became of one portfolio.

    state: built anew; unchanged since the build before; kept with the answers of an earlier day,
    because it could not be loaded or written; missing, where there are none. as_of: the day its
    answers count from. key: digest of its files, the day and our rules. why: what stood in the way.
    """

    id: str
    title: str
    state: str
    as_of: date | None
    key: str = ""
    seconds: float = 0.0
    why: str = ""


def build_lake(
    workspace: Workspace,
    out: Path,
    workers: int = 1,
    done: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Builds what changed and makes readers take it; outcomes in order of the workspace.

    `done` hears of every portfolio as it is finished. A worker that dies is replaced and what it
    had is built again. Raises OSError when the lake cannot be written; it is then as it was.
    """
    as_of = workspace.as_of or date.today()
    before: Mapping[str, Any] = lake.manifest(out)["portfolios"]
    earlier = lake.current(out)
    found: dict[str, Outcome] = {}
    with lake.unfinished(out) as place:
        jobs = [_Job(one, as_of, place, before.get(one.id, {}).get("key", ""))
                for one in workspace.members]  # fmt: skip
        # The longest first, so that no worker begins it when the others are through.
        jobs.sort(key=lambda job: -before.get(job.member.id, {}).get("seconds", 0.0))
        for outcome in _finished(jobs, workers):
            known = before.get(outcome.id)
            settled = _with_files(outcome, known, earlier, place)
            found[outcome.id] = settled
            done(settled)
        outcomes = [found[one.id] for one in workspace.members]
        lake.switch_to(out, place, _told(as_of, outcomes))
    return outcomes


@dataclass(frozen=True)
class _Job:
    """One portfolio for one worker, and the key of its answers in the build before."""

    member: Member
    as_of: date
    place: Path
    known: str


def _finished(jobs: Sequence[_Job], workers: int) -> Iterator[Outcome]:
    """The outcome of each job as it comes, in this process or in as many others."""
    if workers <= 1:
        yield from map(_work, jobs)
        return
    left = list(jobs)
    for last in range(1, TRIES + 1):
        waiting: dict[Future[Outcome], _Job] = {}
        done: set[str] = set()
        try:
            # A fresh interpreter: a fork would copy the threads of DuckDB in whatever state.
            with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
                waiting = {pool.submit(_work, job): job for job in left}
                for future in as_completed(waiting):
                    outcome = future.result()
                    done.add(outcome.id)
                    yield outcome
        except BrokenProcessPool:
            if last == TRIES:
                raise OSError(f"workers died {TRIES} times") from None
        left = [job for job in left if job.member.id not in done]
        if not left:
            return


def _work(job: _Job) -> Outcome:
    """Reads, builds and writes one portfolio; what stands in the way is an outcome, too."""
    member, started = job.member, time.monotonic()

    def outcome(state: str, key: str = "", why: str = "") -> Outcome:
        seconds = round(time.monotonic() - started, 3)
        return Outcome(member.id, member.title, state, job.as_of, key, seconds, why)

    try:
        portfolio = read_portfolio(member.folder)
    except InvalidPortfolio as error:
        return outcome(MISSING, why=str(error.problems[0]).splitlines()[0])
    text = f"{portfolio.version} {job.as_of} {code()} {duckdb.__version__} {numpy.__version__}"
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    if key == job.known:
        return outcome(UNCHANGED, key)
    # A worker that died may have left a part of it.
    database = job.place / f"{hashlib.sha256(member.id.encode()).hexdigest()[:16]}.duckdb"
    lake.remove(job.place, member.id)
    database.unlink(missing_ok=True)
    try:
        publish(portfolio, database, job.as_of)
        lake.write(database, job.place, member.id)
    except (OSError, duckdb.Error) as error:
        lake.remove(job.place, member.id)
        return outcome(MISSING, why=f"it could not be written: {error}")
    finally:
        database.unlink(missing_ok=True)
    return outcome(BUILT, key)


def _with_files(
    outcome: Outcome, known: Mapping[str, Any] | None, earlier: Path | None, place: Path
) -> Outcome:
    """The outcome with the files of the build before, where it has none of its own."""
    if outcome.state == BUILT:
        return outcome
    linked = known is not None and earlier is not None and lake.link(earlier, place, outcome.id)
    if not linked or known is None:
        return Outcome(outcome.id, outcome.title, MISSING, None, "", outcome.seconds, outcome.why)
    state = outcome.state if outcome.state == UNCHANGED else KEPT
    return Outcome(
        outcome.id,
        outcome.title,
        state,
        lake.day_of(known),
        known["key"],
        known["seconds"],
        outcome.why,
    )


def _told(as_of: date, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The manifest of a build: portfolios with answers, and those without by their reason."""
    return {
        "as_of": str(as_of),
        "rules": code(),
        "portfolios": {
            one.id: {
                "title": one.title,
                "as_of": str(one.as_of),
                "key": one.key,
                "seconds": one.seconds,
                "is_stale": one.state == KEPT,
            }
            for one in outcomes
            if one.state != MISSING
        },
        "missing": {one.id: one.why for one in outcomes if one.state == MISSING},
    }
