"""Who works on the portfolios of a workspace on this machine: this process, or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from typing import Any

from depmap.versions.workspace.job import Task, work

TRIES = 3


def on_this_machine(workers: int, tasks: Sequence[Task]) -> Iterator[Any]:
    """The result of each task as it comes, from this process or from as many others.

    A worker that dies is replaced and what it had is done again. Raises what `work` raises, and
    OSError when workers died TRIES times.
    """
    if workers <= 1:
        yield from map(work, tasks)
        return
    left = list(tasks)
    for last in range(1, TRIES + 1):
        done: set[str] = set()
        try:
            # A fresh interpreter: a fork would copy the threads of DuckDB in whatever state.
            with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
                try:
                    given = {pool.submit(work, task): task.name for task in left}
                    for future in as_completed(given):
                        result = future.result()
                        done.add(given[future])
                        yield result
                except BaseException:
                    # What waits would still be built before the error is told.
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        except BrokenProcessPool:
            if last == TRIES:
                raise OSError(f"workers died {TRIES} times") from None
        left = [task for task in left if task.name not in done]
        if not left:
            return


one_process = partial(on_this_machine, 1)
