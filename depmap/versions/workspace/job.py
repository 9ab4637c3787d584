"""What a worker does wherever it runs; of a portfolio: reads, builds and writes it."""

from __future__ import annotations

import functools
import hashlib
import shutil
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import duckdb

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions.code import code_and_engines
from depmap.versions.publish import publish
from depmap.versions.workspace import lake
from depmap.versions.workspace.read import Member
from depmap.versions.workspace.told.between import Between

BUILT, UNCHANGED, KEPT, MISSING = "built", "unchanged", "kept", "missing"


class OtherCode(Exception):
    """Which worker has another release of depmap, DuckDB or numpy, and what to do."""


@dataclass(frozen=True)
class Outcome:
    """What became of one portfolio.

    state: built anew; unchanged since the build before; kept with the answers of an earlier day,
    because it could not be loaded or computed; missing, where there are none. as_of: the day its
    answers count from. key: digest of its files, the day and our rules. why: what stood in the way.
    """

    id: str
    title: str
    state: str
    as_of: date | None
    key: str = ""
    seconds: float = 0.0
    why: str = ""


class Task(Protocol):
    """A piece of work of its own name. rules: those of the one who asks. `run` gives its result."""

    @property
    def rules(self) -> str: ...
    @property
    def name(self) -> str: ...
    def anywhere(self) -> Task:
        """The same with paths that do not depend on the folder that a process runs in."""

    def run(self) -> Any: ...


class Workers(Protocol):
    """Who runs tasks: gives the result of each as it comes."""

    def __call__(self, tasks: Sequence[Any], /) -> Iterator[Any]: ...


def work(task: Task) -> Any:
    """The result of a task. Raises OtherCode when this worker has other rules, and what it does."""
    if rules() != task.rules:
        told = f"The worker on {socket.gethostname()} has other code ({rules()}, not {task.rules})."
        raise OtherCode(f"{told} Install the same release on all machines and start it again.")
    return task.run()


@dataclass(frozen=True)
class Job:
    """One portfolio for one worker.

    place: the build that is being made. known: the key of its answers in the build before. between:
    what it is told of other portfolios, and what they ask.
    """

    member: Member
    as_of: date
    place: Path
    known: str
    rules: str
    between: Between = field(default_factory=Between)

    @property
    def name(self) -> str:
        """The id of the portfolio."""
        return self.member.id

    def anywhere(self) -> Job:
        """The same with paths that do not depend on the folder that a process runs in."""
        between = self.between.anywhere()
        place = self.place.absolute()
        return replace(self, member=self.member.anywhere(), place=place, between=between)

    def run(self) -> Outcome:
        """Reads, builds and writes the portfolio; what is wrong with it is an outcome, too.

        Raises OSError when the lake cannot be written.
        """
        return _built(self)


@functools.cache
def rules() -> str:
    """A word that changes with whatever makes the files of a lake out of those of a portfolio."""
    sha = hashlib.sha256(code_and_engines().encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        sha.update(path.read_bytes())
    return sha.hexdigest()[:12]


def _built(job: Job) -> Outcome:
    member, between, started = job.member, job.between, time.monotonic()

    def outcome(state: str, key: str = "", why: str = "") -> Outcome:
        seconds = round(time.monotonic() - started, 3)
        return Outcome(member.id, member.title, state, job.as_of, key, seconds, why)

    try:
        portfolio = read_portfolio(member.folder, between.others(member))
    except InvalidPortfolio as error:
        return outcome(MISSING, why=str(error.problems[0]).splitlines()[0])
    if not between.tells_all(portfolio):
        return outcome(MISSING, why="its files were written while they were read")
    text = f"{portfolio.version} {job.as_of} {job.rules} {between.key}"
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    if key == job.known:
        return outcome(UNCHANGED, key)
    attempt = lake.attempt(job.place)
    try:
        portfolio = between.joined(portfolio, job.as_of)
        publish(portfolio, attempt / "answers.duckdb", job.as_of)
        lake.write(attempt / "answers.duckdb", attempt, member.id)
        lake.move(attempt, job.place, member.id)
    except lake.CANNOT_WRITE as error:
        # Not the fault of this portfolio: the others would fare no better.
        raise OSError(str(error)) from error
    except duckdb.Error as error:
        return outcome(MISSING, why=f"it could not be computed: {error}")
    finally:
        shutil.rmtree(attempt, ignore_errors=True)
    return outcome(BUILT, key)
