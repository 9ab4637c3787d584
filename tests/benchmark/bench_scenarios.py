"""Scenarios as a server computes them: python -m tests.benchmark.bench_scenarios

From the click to the page under a scenario that nobody asked for before, on the real portfolio and
on 10,000 items (budgets: decide.md 2). Then 25 viewers at once on the real one, each under a
scenario of its own, beside one reader of today's plan: how long that reader waits, against 25
viewers of today's plan, and what the server's memory grows by from the first to the second 25.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from depmap.inputs.validate import read_portfolio
from tests.benchmark import foreign
from tests.benchmark.bench_load import resident, server_process
from tests.benchmark.printed import printed
from tests.benchmark.viewer import WHAT_IF, Viewer
from tests.browser.server import ROOT, running

T = TypeVar("T")
DATA = ROOT / "data"
CLICKS = 3
# From the click to the page, seconds, by number of items; 0 is the real portfolio.
BUDGETS = {0: 0.4, 10_000: 3.0}
VIEWERS = 25
# Scenarios are computed one after the other: the last of them waits for all.
PATIENCE = 300.0
QUIET_ROUNDS = 5


@dataclass
class Beside:
    """What one reader of today's plan waited beside others, seconds.

    memory: of the server in MB, before any scenario and after each set of them.
    """

    quiet: list[float] = field(default_factory=list)
    among_scenarios: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def shifts(folder: Path) -> tuple[list[str], int]:
    """A change for each prerequisite that is open, and how many prerequisites there are."""
    rows = read_portfolio(folder).tables["prerequisites"].columns
    changes = [
        f"{name}:lead_days:+30"
        for name, status in zip(rows["id"], rows["status"], strict=True)
        if status == "not_started"
    ]
    return changes, len(rows["id"])


async def clicks(address: str, changes: Sequence[str], count: int) -> list[float]:
    """Seconds to the page under each of these, one after the other, from a page that stands."""
    async with Viewer(address, "prerequisites") as viewer:
        await viewer.open(count)
        return [await viewer.choose({WHAT_IF: [change]}, count) for change in changes]


async def beside(address: str, changes: Sequence[str], count: int, viewers: int) -> Beside:
    """One reader of today's plan beside viewers of it, then beside as many under scenarios."""
    found = Beside()
    server = server_process()
    async with AsyncExitStack() as stack:
        reader = await stack.enter_async_context(Viewer(address, "plan"))
        await reader.open(count)
        others = [
            await stack.enter_async_context(Viewer(address, "prerequisites", PATIENCE))
            for _ in range(viewers)
        ]
        for other in others:
            await other.open(count)
        sets = [changes[:viewers], changes[viewers : 2 * viewers]]
        asked = [[{WHAT_IF: [change]} for change in own] for own in sets]
        nothing: list[dict[str, list[str]]] = [{}] * viewers
        for waits, wishes in (
            *[(found.quiet, nothing)] * QUIET_ROUNDS,
            *((found.among_scenarios, wishes) for wishes in asked),
        ):
            if wishes is not nothing and not found.memory:
                found.memory.append(resident(server))
            busy = asyncio.gather(
                *(other.choose(wish, count) for other, wish in zip(others, wishes, strict=True))
            )
            while not busy.done():
                waits.append(await reader.choose({}, count))
            await busy
            if wishes is not nothing:
                found.memory.append(resident(server))
    return found


def reader_beside(viewers: int = VIEWERS) -> Beside:
    """The reader of today's plan on a server of the real portfolio."""
    changes, count = shifts(DATA)
    with tempfile.TemporaryDirectory() as place, running(DATA, Path(place)) as address:
        return _run(beside(address, changes[: 2 * viewers], count, viewers))


def figures() -> Iterator[str]:
    """One line per figure, with its budget and whether it holds."""
    for items, budget in BUDGETS.items():
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "portfolio"
            folder.mkdir()
            if items:
                foreign.write_portfolio(folder, items)
            changes, count = shifts(folder if items else DATA)
            with running(folder if items else DATA, Path(place) / "cache") as address:
                best = min(_run(clicks(address, changes[:CLICKS], count)))
        verdict = "holds" if best <= budget else "MISSED"
        what = f"{items:,} items" if items else "the real portfolio"
        yield f"scenario: click to page, {what}: {best:.2f} s (budget {budget:g} s: {verdict})"
    found = reader_beside()
    before, first, second = found.memory
    yield (
        f"scenario: a reader of today's plan waits {median(found.quiet):.2f} s beside {VIEWERS}"
        f" viewers of it, {median(found.among_scenarios):.2f} s beside {VIEWERS} scenarios;"
        f" these take {first - before:.0f} MB, another {VIEWERS} {second - first:.0f} MB more"
    )


def _run(task: Coroutine[Any, Any, T]) -> T:
    """In a thread: the caller's may have a running loop, as browser tests do."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, task).result()


def main() -> int:
    """Prints the figures and says by the exit code whether the budgets hold."""
    return printed(figures())


if __name__ == "__main__":
    sys.exit(main())
