"""How long the engine takes, and how that grows: python -m tests.benchmark.bench_engine

Writes portfolios of the foreign kind (foreign.py) of 1,000, 10,000 and 100,000 items to a temporary
folder and reads and builds each in a process of its own, so that the peak of memory is the engine's
alone. Prints for every step what ten times the items cost: a step that grows faster than n log n is
marked. The peers networkx and rustworkx answer two of the same questions on the graph of 10,000
(what each direction needs, and the earliest dates); their answers must be equal to ours.

Prints one line per figure beside its budget (scale.md, decide.md, capacity.md: a quiet machine with
2 cores; what ways out, options and the plan under capacity take has budgets of its own) and exits
with 1 when one is over. What the answers under capacity take is time of the processor. Takes the
best of RUNS runs, for other work on the machine can only slow a run down; steps are compared by the
time of the processor.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import rustworkx

from depmap.engine import database, range_step
from depmap.engine.database import build
from depmap.engine.order import SQL_FOLDER, SqlFile
from depmap.engine.sampling import ranges
from depmap.engine.schedule import step as schedule_step
from depmap.engine.schedule.step import SCHEDULE
from depmap.inputs.validate import read_portfolio
from tests.benchmark.foreign import write_portfolio

# Items of a portfolio -> how often it is read and built.
RUNS = {1_000: 3, 10_000: 3, 100_000: 1}
PEERS_AT = 10_000
# Growth is looked at in steps that take at least so many seconds at the larger size.
WORTH_A_LOOK = 0.2
# The relations of which the answers under capacity are made.
UNDER_CAPACITY = [f"calc.{path.stem}" for path in (SQL_FOLDER / "capacity").glob("*.sql")]
REAL_PORTFOLIO = Path(__file__).resolve().parents[2] / "data"

# Figure, unit, and its budget by number of items. A figure without one is there to compare.
BUDGETS: tuple[tuple[str, str, dict[int, float]], ...] = (
    ("read and validate", "s", {}),
    ("read, validate and build without ranges", "s", {10_000: 1.2, 100_000: 11}),
    ("read, validate and build", "s", {10_000: 2.0, 100_000: 15}),
    ("all of it", "s", {}),
    ("range step", "s", {}),
    ("peak memory", "MB", {10_000: 500, 100_000: 1500}),
    ("range step, real portfolio", "s", {1_000: 0.1}),
    ("ways out, options and drivers", "s", {10_000: 2.0}),
    ("of which options", "s", {}),
    ("one plan under capacity", "s", {10_000: 0.2}),
    ("all answers under capacity", "s", {10_000: 3.0}),
    ("ways out, options and drivers, real portfolio", "s", {1_000: 0.3}),
    ("networkx: needs", "s", {}),
    ("networkx: earliest dates", "s", {}),
    ("rustworkx: needs", "s", {}),
    ("rustworkx: earliest dates", "s", {}),
    ("pairs of direction and needed item", "", {}),
)


# --- one run, in a process of its own -------------------------------------------------------------


def measure(folder: Path, with_peers: bool) -> dict[str, Any]:
    """All figures of one run on the portfolio of a folder. Seconds, megabytes, a count, steps."""
    sampling, searching, trying = [0.0], [0.0], [0.0]
    for owner, name in (
        (ranges, "sample"),
        (ranges, "forecasts"),
        (ranges, "early_forecasts"),
        (range_step, "delays"),
    ):
        _count_time(owner, name, sampling)
    _count_time(range_step, "_tried", searching)
    # Part of it: what the options would change.
    for owner, name in ((range_step, "laid_options"), (range_step.Tries, "tried")):
        _count_time(owner, name, trying)
    planning = [0.0]
    # The plan of today alone: the others are made by the trials with other capacities.
    _count_time(schedule_step, "plan", planning)
    taken, waited = _time_the_parts()
    before = time.process_time()
    read_seconds, portfolio = _timed(lambda: read_portfolio(folder))
    taken["read and validate"] = time.process_time() - before
    build_seconds, connection = _timed(lambda: build(portfolio))
    range_seconds, ways_out_seconds, options_seconds = sampling[0], searching[0], trying[0]
    others = build_seconds - range_seconds - ways_out_seconds - waited[SCHEDULE.name]
    plan_seconds = planning[0]
    under_capacity = sum(taken[name] for name in (SCHEDULE.name, *UNDER_CAPACITY) if name in taken)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    parts = dict(taken)
    build(read_portfolio(REAL_PORTFOLIO)).close()

    pairs = set(
        connection.execute("select direction_id, item_id from report.unlock_parts").fetchall()
    )
    figures: dict[str, Any] = {
        "read and validate": read_seconds,
        "read, validate and build without ranges": read_seconds + others,
        "read, validate and build": read_seconds + others + range_seconds,
        "all of it": read_seconds + build_seconds,
        "range step": range_seconds,
        "peak memory": peak,
        "range step, real portfolio": sampling[0] - range_seconds,
        "of which options": options_seconds,
        "one plan under capacity": plan_seconds,
        "all answers under capacity": under_capacity,
        "ways out, options and drivers": ways_out_seconds,
        "ways out, options and drivers, real portfolio": searching[0] - ways_out_seconds,
        "pairs of direction and needed item": len(pairs),
        "parts": parts,
    }
    if not with_peers:
        return figures
    earliest = dict(
        connection.execute(
            "select item_id, earliest_start - (select as_of from report.settings)"
            " from report.items where is_open and not is_blocked"
        ).fetchall()
    )
    leads = dict(connection.execute("select item_id, remaining_days from report.items").fetchall())
    edges = connection.execute(
        "select distinct edges.item_id, edges.requires_id from report.edges as edges"
        " inner join report.items as users on users.item_id = edges.item_id"
        " inner join report.items as required on required.item_id = edges.requires_id"
        " where is_chosen and users.is_open and required.is_open"
        " and not users.is_blocked and not required.is_blocked"
    ).fetchall()
    for name, peer in (("networkx", _ask_networkx), ("rustworkx", _ask_rustworkx)):
        needs_seconds, needs, dates_seconds, dates = peer(list(earliest), leads, edges)
        if needs != pairs or dates != earliest:
            raise AssertionError(f"{name} has other answers")
        figures[f"{name}: needs"] = needs_seconds
        figures[f"{name}: earliest dates"] = dates_seconds
    return figures


def _time_the_parts() -> tuple[dict[str, float], dict[str, float]]:
    """Seconds of the processor that each file of sql/ and each step takes in a build, and of ours.

    The first build counts.
    """
    taken: dict[str, float] = {}
    waited: dict[str, float] = {}
    in_order = database.in_order

    def timed(part: Any) -> Callable[[Any], None]:
        def run(connection: Any) -> None:
            start, began = time.process_time(), time.perf_counter()
            if isinstance(part, SqlFile):
                connection.execute(part.text)
            else:
                part(connection)
            name = part.relation if isinstance(part, SqlFile) else part.name
            taken.setdefault(name, time.process_time() - start)
            waited.setdefault(name, time.perf_counter() - began)

        return run

    def in_order_timed(files: Any, parts: Any) -> Any:
        return [timed(part) for part in in_order(files, parts)]

    setattr(database, "in_order", in_order_timed)  # noqa: B010
    return taken, waited


def _count_time(owner: Any, name: str, spent: list[float]) -> None:
    """Adds up what a function of the range step takes."""
    work = getattr(owner, name)

    def timed(*given: Any, **named: Any) -> Any:
        seconds, found = _timed(lambda: work(*given, **named))
        spent[0] += seconds
        return found

    setattr(owner, name, timed)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


Peer = tuple[float, set[tuple[str, str]], float, dict[str, int]]


def _ask_networkx(names: list[str], leads: dict[str, int], edges: list[tuple[str, str]]) -> Peer:
    """Needs by a search from each direction, dates in topological order."""
    graph = networkx.DiGraph(edges)
    graph.add_nodes_from(names)

    def needs() -> set[tuple[str, str]]:
        return {
            (name, required)
            for name in names
            if name.startswith("direction")
            for required in networkx.descendants(graph, name)
        }

    def dates() -> dict[str, int]:
        starts: dict[str, int] = {}
        for name in reversed(list(networkx.topological_sort(graph))):
            starts[name] = max((starts[r] + leads[r] for r in graph.successors(name)), default=0)
        return starts

    return (*_timed(needs), *_timed(dates))


def _ask_rustworkx(names: list[str], leads: dict[str, int], edges: list[tuple[str, str]]) -> Peer:
    """The same with rustworkx."""
    graph = rustworkx.PyDiGraph()
    node = dict(zip(names, graph.add_nodes_from(names), strict=True))
    graph.add_edges_from_no_data([(node[item], node[required]) for item, required in edges])

    def needs() -> set[tuple[str, str]]:
        return {
            (name, graph[required])
            for name in names
            if name.startswith("direction")
            for required in rustworkx.descendants(graph, node[name])
        }

    def dates() -> dict[str, int]:
        starts: dict[str, int] = {}
        for index in reversed(rustworkx.topological_sort(graph)):
            required = graph.successors(index)
            starts[graph[index]] = max((starts[r] + leads[r] for r in required), default=0)
        return starts

    return (*_timed(needs), *_timed(dates))


def main() -> int:
    """Runs, prints the tables, and says by the exit code whether all budgets hold."""
    best: dict[int, dict[str, Any]] = {}
    for items, runs in RUNS.items():
        with tempfile.TemporaryDirectory() as folder:
            write_portfolio(Path(folder), items)
            best[items] = _best([_run(folder, items == PEERS_AT) for _ in range(runs)])
    within = _print_figures(best)
    _print_growth({items: figures["parts"] for items, figures in best.items()})
    return 0 if within else 1


def _run(folder: str, with_peers: bool) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmark.bench_engine", folder]
    command += ["peers"] if with_peers else []
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(output)
    return found


def _best(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The smallest of every figure and part."""
    figures = {name: min(run[name] for run in runs) for name in runs[0] if name != "parts"}
    parts = runs[0]["parts"]
    figures["parts"] = {name: min(run["parts"][name] for run in runs) for name in parts}
    return figures


def _print_figures(best: dict[int, dict[str, Any]]) -> bool:
    """One line per figure and size; whether all are within their budgets."""
    within = True
    for items, figures in best.items():
        print(f"{items:,} items of the foreign kind")
        for figure, unit, budgets in BUDGETS:
            if figure not in figures:
                continue
            budget, value = budgets.get(items), figures[figure]
            over = budget is not None and value > budget
            within = within and not over
            limit = "" if budget is None else f"budget {budget:g} {unit}{'  OVER' if over else ''}"
            shown = f"{value:,.2f}" if unit == "s" else f"{value:,.0f}"
            print(f"{figure:42}{shown:>10} {unit:3} {limit}".rstrip())
    return within


def _print_growth(parts: dict[int, dict[str, float]]) -> None:
    """Per step the seconds at each size, and how often the smaller size the larger one takes."""
    sizes = list(parts)
    print("seconds of the processor" + "".join(f"{size:>14,}" for size in sizes))
    largest = parts[sizes[-1]]
    for name in sorted(largest, key=largest.__getitem__, reverse=True):
        seconds = [parts[size][name] for size in sizes]
        if max(seconds) < WORTH_A_LOOK:
            continue
        cells = [f"{seconds[0]:14.3f}"]
        for place in range(1, len(sizes)):
            small, large = sizes[place - 1], sizes[place]
            growth = seconds[place] / max(seconds[place - 1], 1e-6)
            n_log_n = large * math.log(large) / (small * math.log(small))
            faster = growth > 1.5 * n_log_n and seconds[place] > WORTH_A_LOOK
            cells.append(f"{seconds[place]:8.3f} x{growth:<3.0f}{'!' if faster else ' '}")
        print(f"{name:24}" + "".join(cells))
    print("! grows faster than n log n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]), with_peers=len(sys.argv) > 2)))
    else:
        sys.exit(main())
