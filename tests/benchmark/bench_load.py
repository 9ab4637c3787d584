"""Many viewers at once on the real portfolio: python -m tests.benchmark.bench_load

A server of its own serves a copy of the portfolio. 1, 10, 25 and 50 viewers open its pages, every
kind of page in turn, and each sets another theme or owner every five seconds. Each size is run
calm, and again while a hostile client empties Streamlit's caches ten times a second and the
portfolio is saved anew every four seconds, so that new versions are built and published.

Time is from sending a filter to the end of the script that shows its rows; an answer with the
wrong number of rows is an error. Budgets: trust.md, promise 18, on 2 cores; they are judged under
attack. The viewers run on the same cores, in one process beside the server.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from websockets.exceptions import WebSocketException

from depmap.answers import filters, relations
from depmap.answers.filters import Filters
from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio
from tests.benchmark.viewer import Failed, Viewer
from tests.browser.server import ROOT, running

SIZES = (1, 10, 25, 50)
CALM_SECONDS, ATTACK_SECONDS = 15.0, 30.0
CHANGE_EVERY = 5.0
CLEAR_EVERY = 0.1
EDIT_EVERY = 4.0
LOOK_EVERY = 0.5
# p95 of a filter change, seconds, by number of viewers. Fifty only have to be served.
BUDGETS = {10: 1.0, 25: 2.5}
PAGES = (
    *("overview", "timeline", "plan", "graph", "decisions", "unlock_scores"),
    *("themes", "owner_gaps", "prerequisites", "brief", "data"),
)


@dataclass(frozen=True)
class Wish:
    """What a viewer may set: labels per filter, and how many prerequisites must then be shown."""

    chosen: dict[str, list[str]]
    expected: int


@dataclass
class Result:
    """What one number of viewers got. Times in seconds, memory in MB for each viewer."""

    viewers: int
    is_attacked: bool
    first: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unhealthy: int = 0
    slowest_health: float = 0.0
    memory: float = 0.0
    versions: int = 0

    @property
    def median(self) -> float:
        """Half of the changes were quicker, seconds."""
        return _share(self.changes, 50)

    @property
    def p95(self) -> float:
        """19 of 20 changes were quicker, seconds."""
        return _share(self.changes, 95)

    @property
    def missed(self) -> list[str]:
        """What of promise 18 did not hold, in words; under attack only, as it is stated."""
        budget = BUDGETS.get(self.viewers)
        found = [f"{len(self.errors)} errors: {self.errors[0]}"] if self.errors else []
        if self.unhealthy:
            found.append(f"health was not 200 {self.unhealthy} times")
        if self.is_attacked and budget is not None and self.p95 > budget:
            found.append(f"p95 {self.p95:.2f} s, budget {budget:g} s")
        return found


def _share(values: Sequence[float], percent: int) -> float:
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def wishes(folder: Path) -> list[Wish]:
    """Every theme, every owner and every pair of them, with the rows that are right for it."""
    connection = build(read_portfolio(folder))
    offered = filters.options(connection)
    items = relations.items(connection, Filters())
    found = []
    for theme in ("", *offered["theme"]):
        for owner in ("", *offered["owner"]):
            chosen = {key: [label] for key, label in (("theme", theme), ("owner", owner)) if label}
            wanted = filters.read(offered, chosen).filters
            rows = relations.items.narrow(items, filters.kept(connection, wanted))
            found.append(Wish(chosen, int((rows["item_type"] == "prerequisite").sum())))
    connection.close()
    return found


async def phase(
    address: str, folder: Path, cache: Path, offered: Sequence[Wish], result: Result, seconds: float
) -> None:
    """Fills `result`: its viewers open their pages, then change filters for `seconds`."""
    chance = random.Random(result.viewers)
    server = server_process()
    memory, versions = resident(server), _newest_version(cache)
    async with AsyncExitStack() as stack:
        background = [asyncio.create_task(_watch(address, result))]
        if result.is_attacked:
            hostile = await stack.enter_async_context(Viewer(address, "overview"))
            background += [
                asyncio.create_task(_clear(hostile)),
                asyncio.create_task(_edit(folder)),
            ]
        viewers = [
            await stack.enter_async_context(Viewer(address, PAGES[number % len(PAGES)]))
            for number in range(result.viewers)
        ]
        end = time.monotonic() + seconds
        await asyncio.gather(
            *(
                _live(viewer, CHANGE_EVERY * number / len(viewers), end, offered, chance, result)
                for number, viewer in enumerate(viewers)
            )
        )
        result.memory = (resident(server) - memory) / result.viewers
        result.versions = _newest_version(cache) - versions
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)


async def _live(
    viewer: Viewer,
    start: float,
    end: float,
    offered: Sequence[Wish],
    chance: random.Random,
    result: Result,
) -> None:
    """One viewer: opens the page at its turn, then sets something every CHANGE_EVERY seconds."""
    everything = offered[0]
    turn = time.monotonic() + start
    await asyncio.sleep(start)
    try:
        result.first.append(await viewer.open(everything.expected))
        last = everything
        while (turn := turn + CHANGE_EVERY) < end:
            await asyncio.sleep(max(0.0, turn - time.monotonic()))
            last = chance.choice([wish for wish in offered if wish is not last])
            result.changes.append(await viewer.choose(last.chosen, last.expected))
    except (Failed, OSError, WebSocketException) as error:
        result.errors.append(str(error) or type(error).__name__)


async def _clear(hostile: Viewer) -> None:
    while True:
        await hostile.clear_cache()
        await asyncio.sleep(CLEAR_EVERY)


async def _edit(folder: Path) -> None:
    """Saves the portfolio again and again, each time with other notes, so all rows are new."""
    file = folder / "directions.yaml"
    content = file.read_text(encoding="utf-8")
    for turn in itertools.count(1):
        file.write_text(f"{content}\n# Edit {turn}\n", encoding="utf-8")
        await asyncio.sleep(EDIT_EVERY)


async def _watch(address: str, result: Result) -> None:
    """Asks for Streamlit's health all the time; anything but 200 in time is counted."""
    while True:
        began = time.perf_counter()
        if not await asyncio.to_thread(_is_healthy, address):
            result.unhealthy += 1
        result.slowest_health = max(result.slowest_health, time.perf_counter() - began)
        await asyncio.sleep(LOOK_EVERY)


def _is_healthy(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def server_process() -> int:
    """The process of the server: the one child of ours that runs Streamlit."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue  # it ended meanwhile
        if parent == os.getpid() and b"streamlit" in command:
            return int(status.parent.name)
    raise ProcessLookupError("no server of ours is running")


def resident(process: int) -> float:
    """Memory of a process that is in RAM, MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _newest_version(cache: Path) -> int:
    return max((int(path.stem) for path in cache.glob("*/*.duckdb")), default=0)


def results(sizes: Sequence[int], calm: float, attack: float) -> Iterator[Result]:
    """One result per size, calm and then attacked, each as soon as it is there.

    calm, attack: seconds for each size; 0 leaves that half out.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(ROOT / "data", Path(place) / "portfolio"))
        cache = Path(place) / "cache"
        offered = wishes(folder)
        with running(folder, cache) as address:
            for is_attacked, seconds in ((False, calm), (True, attack)):
                for size in sizes if seconds else ():
                    result = Result(size, is_attacked)
                    # In a thread: the caller's may have a running loop, as browser tests do.
                    with ThreadPoolExecutor(1) as thread:
                        task = phase(address, folder, cache, offered, result, seconds)
                        thread.submit(asyncio.run, task).result()
                    yield result


def main() -> int:
    """Runs, prints the table, and says by the exit code whether promise 18 holds."""
    print(
        f"load: a filter change per viewer every {CHANGE_EVERY:g} s, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f} before\n"
        "viewers            changes   first p50   p50     p95     MB each  versions  health up to"
    )
    missed = []
    for result in results(SIZES, CALM_SECONDS, ATTACK_SECONDS):
        print(
            f"{result.viewers:>3} {'attacked' if result.is_attacked else 'calm':12}"
            f"{len(result.changes):>8}   {_share(result.first, 50):>6.2f} s  "
            f"{result.median:>5.2f} s {result.p95:>5.2f} s {result.memory:>8.1f} "
            f"{result.versions:>9}  {result.slowest_health:>7.2f} s"
            f"{''.join(f'  MISSED: {words}' for words in result.missed)}",
            flush=True,
        )
        missed += result.missed
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
