"""Replicas behind nginx on the real portfolio: python -m tests.benchmark.bench_replicas

1, 2 and 4 replicas, as docs/deploy.md sets them up, have 25, 50 and 100 viewers, each of whom sets
something else every fifteen seconds. Each size is run calm, and again while a hostile client at
every replica empties Streamlit's caches ten times a second and the publisher publishes another
portfolio every fifteen seconds. An answer with the wrong number of rows is an error. Then one
replica takes over 300 publications beside five viewers: its memory may not grow by more than a
tenth from the hundredth to the last.

Viewers, nginx, publisher and replicas share the cores. Budget: scale.md, section 3.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from docs.deploy.local import Deployment, deployed
from tests.benchmark.bench_load import CLEAR_EVERY, Wish, resident, wishes
from tests.benchmark.bench_scenarios import shifts
from tests.benchmark.crowd import Crowd, crowd
from tests.browser.server import ROOT

REPLICAS, VIEWERS = (1, 2, 4), (25, 50, 100)
EVERY, ROUNDS = 15.0, 2
# Viewers come one after the other: so many in a second.
COMING = 5.0
PATIENCE = 60.0
BUDGET, MOST = 1.0, (4, 100)
RELOADS, SETTLED, FEW, GROWTH = 300, 100, 5, 0.1
# A replica looks once a second, and an open page asks every three.
RELOAD_EVERY = 1.5


@dataclass
class Result:
    """What one number of viewers got of so many replicas. Times in seconds, memory in MB.

    memory: of all replicas before anybody came, and after the last change. cores: how many of them
    kept the replicas busy while it was calm, which tells more than times where others work, too.
    """

    replicas: int
    viewers: int
    calm: list[float] = field(default_factory=list)
    attacked: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: tuple[float, float] = (0.0, 0.0)
    cores: float = 0.0

    @property
    def missed(self) -> list[str]:
        """What of the goal did not hold, in words."""
        found = [f"{len(self.errors)} errors: {self.errors[0]}"] if self.errors else []
        if (self.replicas, self.viewers) == MOST and p95(self.calm) > BUDGET:
            found.append(f"p95 {p95(self.calm):.2f} s, budget {BUDGET:g} s")
        return found


def p95(values: list[float]) -> float:
    """19 of 20 were quicker; 0 of none."""
    return quantiles(values, n=20, method="inclusive")[18] if len(values) > 1 else 0.0


def results(folder: Path) -> Iterator[Result]:
    """Every number of replicas with every number of viewers, each as soon as it is there."""
    offered, scenario = wishes(folder), shifts(folder)[0][0]
    for replicas in REPLICAS:
        with deployed(folder, replicas) as place:
            for viewers in VIEWERS:
                yield _one(place, folder, Result(replicas, viewers), offered, scenario)


def _one(
    place: Deployment, folder: Path, result: Result, offered: list[Wish], scenario: str
) -> Result:
    before = _memory(place)
    with crowd(place.address, result.viewers, PATIENCE) as viewers:
        try:
            viewers.open(offered[0], result.viewers / COMING)
            used, began = _seconds(place), time.perf_counter()
            for turn in range(ROUNDS):
                result.calm += viewers.change(_turned(offered, turn), scenario, EVERY)
            result.cores = (_seconds(place) - used) / (time.perf_counter() - began)
            with _attacked(place, folder):
                for turn in range(ROUNDS):
                    result.attacked += viewers.change(_turned(offered, turn + 7), scenario, EVERY)
        except* Exception as group:
            result.errors += [str(error) or type(error).__name__ for error in group.exceptions]
        result.memory = (before, _memory(place))
    return result


def _turned(offered: list[Wish], turn: int) -> list[Wish]:
    """The same wishes, so that each viewer has another one at each turn."""
    everything, *rest = offered
    return [everything, *rest[turn:], *rest[:turn]]


@contextmanager
def _attacked(place: Deployment, folder: Path) -> Iterator[None]:
    """Caches are emptied and other portfolios published until the block ends."""
    is_over = threading.Event()
    hostile = [Crowd(f"http://127.0.0.1:{one.port}", 1, PATIENCE) for one in place.replicas]
    for one in hostile:
        one.enter()

    def clear() -> None:
        while not is_over.wait(CLEAR_EVERY):
            for one in hostile:
                one.clear_caches()

    def publish() -> None:
        while True:
            edit(folder)
            place.publish()
            if is_over.wait(EVERY):
                return

    threads = [threading.Thread(target=act, daemon=True) for act in (clear, publish)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join()
        for one in hostile:
            one.leave()


def edit(folder: Path) -> None:
    """Another comment in a file, so that the portfolio is another one with the same answers."""
    with (folder / "directions.yaml").open("a", encoding="utf-8") as file:
        file.write(f"# Edited at {time.time()}\n")


def _seconds(place: Deployment) -> float:
    """Processor time of all replicas until now."""
    ticks = 0
    for one in place.replicas:
        fields = Path(f"/proc/{one.process.pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(place: Deployment) -> float:
    return sum(resident(one.process.pid) for one in place.replicas)


def reloads(folder: Path, count: int = RELOADS) -> list[float]:
    """Memory of one replica, MB, after each of so many publications, which a few open pages follow.

    Two versions are built and named in turn, which is as new to a replica as another one.
    """
    offered, scenario = wishes(folder), shifts(folder)[0][0]
    found: list[float] = []
    with deployed(folder, 1) as place, crowd(place.address, FEW, PATIENCE) as viewers:
        viewers.open(offered[0], 1.0)
        edit(folder)
        place.publish()
        pointer = place.home / "published" / "map.duckdb"
        for turn in range(count):
            link = pointer.with_name("next")
            with suppress(FileNotFoundError):
                link.unlink()
            link.symlink_to(f"map.{1 + turn % 2}.duckdb")
            link.replace(pointer)
            time.sleep(RELOAD_EVERY)
            found.append(_memory(place))
        viewers.change(offered, scenario, RELOAD_EVERY)
    return found


def main() -> int:
    """Runs, prints the table, and says by the exit code whether the goal holds."""
    print(
        f"replicas: a change per viewer every {EVERY:g} s, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f} before\n"
        "replicas  viewers   calm p95   cores  attacked p95   MB of all before, after"
    )
    missed = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(ROOT / "data", Path(place) / "portfolio"))
        for result in results(folder):
            before, after = result.memory
            print(
                f"{result.replicas:>8} {result.viewers:>8}   {p95(result.calm):>6.2f} s "
                f"{result.cores:>7.2f} {p95(result.attacked):>11.2f} s   "
                f"{before:>10.0f}, {after:.0f}"
                f"{''.join(f'  MISSED: {words}' for words in result.missed)}",
                flush=True,
            )
            missed += result.missed
        memory = reloads(folder)
    grown = memory[-1] / memory[SETTLED - 1] - 1
    verdict = "holds" if grown <= GROWTH else "MISSED"
    print(
        f"memory of a replica after 1, {SETTLED} and {RELOADS} publications: {memory[0]:.0f}, "
        f"{memory[SETTLED - 1]:.0f}, {memory[-1]:.0f} MB: {grown:+.0%} (at most {GROWTH:.0%}): "
        f"{verdict}"
    )
    return 1 if missed or verdict == "MISSED" else 0


if __name__ == "__main__":
    sys.exit(main())
