"""Working on the portfolios of a workspace on a Dask cluster, whose machines share our folders."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from depmap.versions.workspace.job import Task, work

if TYPE_CHECKING:
    from distributed import Client

SECONDS_TO_CONNECT = 10
SECONDS_FOR_A_WORKER = 30


class ClusterFailed(Exception):
    """Why nothing could be built on the cluster, in a sentence that says what to do."""


def on_cluster(address: str, jobs: Sequence[Task]) -> Iterator[Any]:
    """The result of each job as it comes, one task each, from the workers of a scheduler.

    address: of the scheduler, tcp:// or tls://. Dask gives the task of a worker that dies to
    another one. Raises ClusterFailed, what `work` raises of the lake, and OtherCode.
    """
    try:
        import distributed
    except ImportError as error:
        raise ClusterFailed("Install what requirements-cluster.txt names.") from error
    # What goes wrong is raised here; it would be told twice.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with _client(address) as client:
        # A name of its own for each task: a scheduler remembers what it has been asked before.
        tasks = {
            client.submit(work, job.anywhere(), pure=False, priority=-place): job
            for place, job in enumerate(jobs)
        }
        for task in distributed.as_completed(tasks, loop=client.loop):
            name = tasks[task].name
            try:
                result = task.result()
            except distributed.KilledWorker as error:
                told = f"{name}: its workers died, {error.allowed_failures + 1} of them."
                raise ClusterFailed(f"{told} Give them more memory, or build it here.") from error
            except CancelledError as error:
                told = f"The scheduler at {address} went away."
                raise ClusterFailed(f"{told} Start it again, and then this build.") from error
            except (ImportError, AttributeError) as error:
                told = f"A worker cannot run this release ({error})."
                raise ClusterFailed(f"{told} Install the same one on all machines.") from error
            yield result


def _client(address: str) -> Client:
    """A connection to a scheduler that has a worker."""
    import distributed

    # Dask fails on any other address as well, and then once more when Python ends.
    if not address.startswith(("tcp://", "tls://")):
        raise ClusterFailed(f"{address} is no scheduler: name one as tcp://HOST:PORT or tls://….")
    try:
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        told = f"No scheduler answers at {address}."
        raise ClusterFailed(f"{told} Start one, or leave --cluster out.") from error
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
    except TimeoutError as error:
        client.close()
        told = f"The scheduler at {address} has no worker after {SECONDS_FOR_A_WORKER} seconds."
        raise ClusterFailed(f"{told} Start some, or leave --cluster out.") from error
    return client
