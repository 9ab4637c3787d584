"""Pages of a large portfolio as a server draws them: python -m tests.benchmark.bench_large

A replica serves the answers to 100,000 items of the foreign kind. Each page is opened twice; the
second time is *warm*. Then it is narrowed to each of three owners, one after the other, the best of
which counts. Budgets: scale.md 1.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from depmap.inputs.validate import read_portfolio
from depmap.versions.publish import publish
from tests.benchmark import foreign
from tests.benchmark.bench_load import PAGES, resident, server_process
from tests.benchmark.printed import printed
from tests.benchmark.viewer import Viewer
from tests.browser.server import running

ITEMS = 100_000
WARM, CHANGE = 2.0, 0.5
OWNERS = 3
PATIENCE = 120.0


async def times(address: str, page: str, count: int, owners: Counter[str]) -> tuple[float, float]:
    """Seconds to a page that was opened before, and the least to it for one more owner."""
    async with Viewer(address, page, PATIENCE) as first:
        await first.open(count)
    async with Viewer(address, page, PATIENCE) as viewer:
        warm = await viewer.open(count)
        return warm, min(
            [await viewer.choose({"owner": [name]}, owned) for name, owned in owners.items()]
        )


def figures() -> Iterator[str]:
    """One line per page, with its budgets and whether they hold, then the memory of the server."""
    with tempfile.TemporaryDirectory() as place:
        folder, built = Path(place) / "portfolio", Path(place) / "map.duckdb"
        folder.mkdir()
        foreign.write_portfolio(folder, ITEMS)
        portfolio = read_portfolio(folder)
        publish(portfolio, built)
        names = portfolio.tables["owners"].columns
        called = dict(zip(names["id"], map(str, names["name"]), strict=True))
        owned = Counter(
            called[owner] for owner in portfolio.tables["prerequisites"].columns["owner"] if owner
        )
        count = len(portfolio.tables["prerequisites"])
        del portfolio
        with running(built, Path(place) / "cache") as address:
            for page in PAGES:
                chosen = Counter(dict(owned.most_common(OWNERS)))
                warm, change = asyncio.run(times(address, page, count, chosen))
                verdict = "holds" if warm <= WARM and change <= CHANGE else "MISSED"
                yield (
                    f"large: {page} of {ITEMS:,} items {warm:.2f} s warm, {change:.2f} s for an"
                    f" owner (budgets {WARM:g} and {CHANGE:g} s: {verdict})"
                )
            yield f"large: its server takes {resident(server_process()):,.0f} MB"


def main() -> int:
    """Prints the figures and says by the exit code whether the budgets hold."""
    return printed(figures())


if __name__ == "__main__":
    sys.exit(main())
