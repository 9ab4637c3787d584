"""How long the engine takes for a large portfolio: python -m tests.benchmark.bench_engine

Writes a portfolio of 10,000 items, 20,000 dependencies and 100 directions to a temporary folder and
reads and builds it in a process of its own, so that the peak of memory is the engine's alone. The
peers networkx and rustworkx answer two of the same questions on the same graph (what each
direction needs, and the earliest dates); their answers must be equal to ours.

Prints one line per figure beside its budget (speed.md, ranges.md and decide.md: a quiet machine
with 2 cores) and exits with 1 when one is over. Takes the best of RUNS runs, for other work on the
machine can only slow a run down.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx
import rustworkx

from depmap.engine import range_step, ranges
from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.schema import TABLES

ITEMS, DEPENDENCIES, DIRECTIONS = 10_000, 20_000, 100
GROUPS, SOFT_ROWS, LAYERS = 500, 1_000, 40
RUNS = 3
AS_OF = date(2026, 1, 1)
REAL_PORTFOLIO = Path(__file__).resolve().parents[2] / "data"

# Figure, unit, budget. A figure without a budget is there to compare.
BUDGETS: tuple[tuple[str, str, float | None], ...] = (
    ("read and validate", "s", None),
    ("build without ranges", "s", None),
    ("read, validate and build without ranges", "s", 1.5),
    ("range step", "s", 6.0),
    ("peak memory", "MB", 500),
    ("range step, real portfolio", "s", 0.1),
    ("ways out and drivers", "s", 1.0),
    ("ways out and drivers, real portfolio", "s", 0.05),
    ("networkx: needs", "s", None),
    ("networkx: earliest dates", "s", None),
    ("rustworkx: needs", "s", None),
    ("rustworkx: earliest dates", "s", None),
    ("pairs of direction and needed item", "", None),
)


# --- the portfolio --------------------------------------------------------------------------------


def write_portfolio(folder: Path) -> None:
    """A layered random portfolio: most items lie under several directions, some under none."""
    order = random.Random(1)
    prerequisites = [f"item-{number:05}" for number in range(ITEMS - DIRECTIONS)]
    per_layer = len(prerequisites) // LAYERS
    _write_csv(folder, "prerequisites", _prerequisites(prerequisites, order))
    _write_csv(folder, "dependencies", _dependencies(prerequisites, per_layer, order))
    _write_csv(
        folder,
        "owners",
        (
            {"id": f"owner-{number}", "name": f"Owner {number}", "capacity_days_per_week": 4}
            for number in range(40)
        ),
    )
    themes = [f"- {{id: theme-{number}, name: Theme {number}}}\n" for number in range(5)]
    (folder / "themes.yaml").write_text("".join(themes), encoding="utf-8")
    directions = []
    for number in range(DIRECTIONS):
        target = AS_OF + timedelta(days=order.randint(200, 2000))
        directions.append(
            f"- {{id: direction-{number:03}, name: Direction {number}, target: {target}, "
            f"value: {order.randint(1, 100)}, confidence: {order.choice([0.4, 0.7, 1])}, "
            "lead_low_days: 3, lead_likely_days: 7, lead_high_days: 20}\n"
        )
    (folder / "directions.yaml").write_text("".join(directions), encoding="utf-8")
    (folder / "settings.yaml").write_text(f"as_of: {AS_OF}\n", encoding="utf-8")


def _prerequisites(names: Sequence[str], order: random.Random) -> Iterable[dict[str, object]]:
    for number, name in enumerate(names):
        likely = order.randint(1, 60)
        status = order.choices(["not_started", "in_progress", "done"], [92, 5, 3])[0]
        started = AS_OF - timedelta(days=order.randint(1, 30))
        yield {
            "id": name,
            "name": f"Contract {number}",
            "theme": f"theme-{order.randrange(5)}",
            "kind": order.choice(["legal", "procurement", "enabler", "operational"]),
            "owner": f"owner-{order.randrange(40)}" if order.random() < 0.8 else "",
            "status": status,
            "lead_low_days": round(likely * order.uniform(0.4, 0.9)),
            "lead_likely_days": likely,
            "lead_high_days": round(likely * order.uniform(1.2, 2.5)) + 1,
            "effort_days": order.randint(0, 20),
            "needed_confidence": order.choice([1, 1, 0.5]),
            "started_on": started if status == "in_progress" else "",
            "done_on": AS_OF if status == "done" else "",
        }


def _dependencies(
    names: Sequence[str], per_layer: int, order: random.Random
) -> Iterable[dict[str, object]]:
    """Rows to one of the three layers below, then those of the directions to the upper half."""
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < DEPENDENCIES - 4 * DIRECTIONS - 2 * GROUPS:
        place = order.randrange(per_layer, len(names))
        layer_start = place // per_layer * per_layer
        below = order.randrange(max(0, layer_start - 3 * per_layer), layer_start)
        pairs[names[place], names[below]] = None
    for number, (item, requires) in enumerate(pairs):
        yield _row(item, requires, strength="soft" if number < SOFT_ROWS else "hard")
    for number in range(DIRECTIONS):
        for requires in order.sample(names[len(names) // 2 :], 4):
            yield _row(f"direction-{number:03}", requires)
    for place in order.sample(range(3 * per_layer, len(names)), GROUPS):
        for requires in order.sample(names[: place // per_layer * per_layer], 2):
            yield _row(names[place], requires, any_of="way")


def _row(item: str, requires: str, strength: str = "hard", any_of: str = "") -> dict[str, object]:
    return {"item": item, "requires": requires, "strength": strength, "any_of": any_of}


def _write_csv(folder: Path, name: str, rows: Iterable[dict[str, object]]) -> None:
    table = next(table for table in TABLES if table.name == name)
    with (folder / table.file).open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, [column.field for column in table.columns])
        writer.writeheader()
        writer.writerows(rows)


# --- one run, in a process of its own -------------------------------------------------------------


def measure(folder: Path) -> dict[str, float]:
    """All figures of one run on the portfolio of a folder. Seconds, megabytes, a count."""
    sampling, searching = [0.0], [0.0]
    for owner, name in (
        (ranges, "sample"),
        (ranges, "forecasts"),
        (ranges, "early_forecasts"),
        (range_step, "delays"),
    ):
        _count_time(owner, name, sampling)
    _count_time(range_step, "ways_out", searching)
    read_seconds, portfolio = _timed(lambda: read_portfolio(folder))
    build_seconds, connection = _timed(lambda: build(portfolio))
    range_seconds, ways_out_seconds = sampling[0], searching[0]
    others = build_seconds - range_seconds - ways_out_seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    build(read_portfolio(REAL_PORTFOLIO)).close()

    pairs = set(
        connection.execute("select direction_id, item_id from report.unlock_parts").fetchall()
    )
    figures = {
        "read and validate": read_seconds,
        "build without ranges": others,
        "read, validate and build without ranges": read_seconds + others,
        "range step": range_seconds,
        "peak memory": peak,
        "range step, real portfolio": sampling[0] - range_seconds,
        "ways out and drivers": ways_out_seconds,
        "ways out and drivers, real portfolio": searching[0] - ways_out_seconds,
        "pairs of direction and needed item": len(pairs),
    }
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
    """Runs, prints the table, and says by the exit code whether all budgets hold."""
    with tempfile.TemporaryDirectory() as folder:
        write_portfolio(Path(folder))
        runs = []
        for _ in range(RUNS):
            command = [sys.executable, "-m", "tests.benchmark.bench_engine", folder]
            output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            runs.append(json.loads(output))
    within = True
    print(f"{ITEMS:,} items, {DEPENDENCIES:,} dependencies, {DIRECTIONS} directions")
    for figure, unit, budget in BUDGETS:
        best = min(run[figure] for run in runs)
        over = budget is not None and best > budget
        within = within and not over
        limit = "" if budget is None else f"budget {budget:g} {unit}{'  OVER' if over else ''}"
        shown = f"{best:,.2f}" if unit == "s" else f"{best:,.0f}"
        print(f"{figure:42}{shown:>10} {unit:3} {limit}".rstrip())
    return 0 if within else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Path(sys.argv[1]))))
    else:
        sys.exit(main())
