"""Who builds the portfolios of a workspace on this machine: this process, or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context

from depmap.versions.workspace.job import Job, Outcome, work

TRIES = 3


def on_this_machine(workers: int, jobs: Sequence[Job]) -> Iterator[Outcome]:
    """The outcome of each job as it comes, from this process or from as many others.

    A worker that dies is replaced and what it had is built again. Raises what `work` raises, and
    OSError when workers died TRIES times.
    """
    if workers <= 1:
        yield from map(work, jobs)
        return
    left = list(jobs)
    for last in range(1, TRIES + 1):
        done: set[str] = set()
        try:
            # A fresh interpreter: a fork would copy the threads of DuckDB in whatever state.
            with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
                try:
                    for future in as_completed([pool.submit(work, job) for job in left]):
                        outcome = future.result()
                        done.add(outcome.id)
                        yield outcome
                except BaseException:
                    # What waits would still be built before the error is told.
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        except BrokenProcessPool:
            if last == TRIES:
                raise OSError(f"workers died {TRIES} times") from None
        left = [job for job in left if job.member.id not in done]
        if not left:
            return


one_process = partial(on_this_machine, 1)
