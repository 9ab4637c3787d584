"""One portfolio of a workspace, read, built and written wherever a worker runs."""

from __future__ import annotations

import functools
import hashlib
import shutil
import socket
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy

from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions.history import code
from depmap.versions.publish import publish
from depmap.versions.workspace import lake
from depmap.versions.workspace.read import Member

BUILT, UNCHANGED, KEPT, MISSING = "built", "unchanged", "kept", "missing"
# What DuckDB raises when the disk is full: while it writes, when it commits, at a checkpoint.
_CANNOT_WRITE = (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)


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


@dataclass(frozen=True)
class Job:
    """One portfolio for one worker.

    place: the build that is being made. known: the key of its answers in the build before. rules:
    those of the one who asks.
    """

    member: Member
    as_of: date
    place: Path
    known: str
    rules: str


@functools.cache
def rules() -> str:
    """A word that changes with whatever makes the files of a lake out of those of a portfolio."""
    sha = hashlib.sha256(f"{code()} {duckdb.__version__} {numpy.__version__}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        sha.update(path.read_bytes())
    return sha.hexdigest()[:12]


def work(job: Job) -> Outcome:
    """Reads, builds and writes one portfolio; what is wrong with it is an outcome, too.

    Raises OSError when the lake cannot be written, OtherCode when this worker has other rules.
    """
    member, started = job.member, time.monotonic()
    if rules() != job.rules:
        told = f"The worker on {socket.gethostname()} has other code ({rules()}, not {job.rules})."
        raise OtherCode(f"{told} Install the same release on all machines and start it again.")

    def outcome(state: str, key: str = "", why: str = "") -> Outcome:
        seconds = round(time.monotonic() - started, 3)
        return Outcome(member.id, member.title, state, job.as_of, key, seconds, why)

    try:
        portfolio = read_portfolio(member.folder)
    except InvalidPortfolio as error:
        return outcome(MISSING, why=str(error.problems[0]).splitlines()[0])
    text = f"{portfolio.version} {job.as_of} {job.rules}"
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    if key == job.known:
        return outcome(UNCHANGED, key)
    attempt = lake.attempt(job.place)
    try:
        publish(portfolio, attempt / "answers.duckdb", job.as_of)
        lake.write(attempt / "answers.duckdb", attempt, member.id)
        lake.move(attempt, job.place, member.id)
    except _CANNOT_WRITE as error:
        # Not the fault of this portfolio: the others would fare no better.
        raise OSError(str(error)) from error
    except duckdb.Error as error:
        return outcome(MISSING, why=f"it could not be computed: {error}")
    finally:
        shutil.rmtree(attempt, ignore_errors=True)
    return outcome(BUILT, key)
