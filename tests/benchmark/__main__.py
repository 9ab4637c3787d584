"""All figures of the project, each beside its budget: python -m tests.benchmark, or make bench

Runs the engine, the graph, the past, scenarios, the screen, pages of a large portfolio, the load
and replicas one after the other and exits with 1 when a budget is over. Budgets hold for a quiet
machine with 2 cores.
"""

import sys

from tests.benchmark import (
    bench_engine,
    bench_graph,
    bench_large,
    bench_load,
    bench_past,
    bench_replicas,
    bench_scenarios,
    bench_screen,
)
from tests.benchmark.printed import printed


def main() -> int:
    """Prints the figures of all eight and says whether any is over its budget."""
    over = bench_engine.main()
    for figures in (bench_graph.figures, bench_past.figures, bench_scenarios.figures):
        over |= printed(figures())
    over |= bench_screen.main()
    over |= bench_large.main()
    over |= bench_load.main()
    over |= bench_replicas.main()
    return int(bool(over))


if __name__ == "__main__":
    sys.exit(main())
