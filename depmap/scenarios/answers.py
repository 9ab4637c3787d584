"""The answers of a scenario, computed in memory and kept for all who ask for the same."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass

from cachetools import LRUCache, cached
from duckdb import DuckDBPyConnection

from depmap.answers.changes import Comparison, compare
from depmap.engine.database import build
from depmap.engine.inputs import portfolio_of
from depmap.inputs.scenario_checks import with_changes
from depmap.portfolio.draft import Cell
from depmap.portfolio.scenario import Scenario, scenarios_of
from depmap.portfolio.typed import Portfolio
from depmap.scenarios.wanted import Wanted

KEPT = 8


@dataclass(frozen=True)
class Answers:
    """A scenario on one version of the data: its database, and what it does to today's plan.

    cells are the values of the inputs that differ, with file and line. comparison holds what moved
    against today's plan.
    """

    database: DuckDBPyConnection
    cells: tuple[Cell, ...]
    comparison: Comparison

    def connection(self) -> DuckDBPyConnection:
        """A cursor for one reader on one thread."""
        return self.database.cursor()


class Scenarios:
    """The scenarios of one server, over whatever version of the data is up. Safe for threads.

    KEPT scenarios stay in memory, the least recently used goes first. Who asks for one that is
    being computed waits for it; no two are computed at the same time, so that readers of today's
    plan keep a processor. Readers of a scenario that has gone keep what they hold.
    """

    def __init__(self) -> None:
        cache: LRUCache[Hashable, Answers] = LRUCache(KEPT)
        inputs: LRUCache[Hashable, Portfolio] = LRUCache(1)
        by_key = cached(cache, key=lambda key, *_: key, condition=threading.Condition())
        self._answers = by_key(self._compute)
        read = cached(inputs, key=lambda key, _: key, condition=threading.Condition())
        self._portfolio = read(lambda _, today: portfolio_of(today))
        self._turn = threading.Lock()

    def answers(self, version: Hashable, today: DuckDBPyConnection, scenario: Wanted) -> Answers:
        """The answers of a scenario on the data of a database, computed once.

        version: equal for equal data, also the day that it is built for. today: a cursor of one's
        own on that database. Raises InvalidScenario when it cannot be laid onto the data.
        """
        return self._answers((version, scenario.key), version, today, scenario)

    def saved(self, version: Hashable, today: DuckDBPyConnection) -> dict[str, Scenario]:
        """The scenarios that the data holds, by id, in the order of the file."""
        return scenarios_of(self._portfolio(version, today).tables)

    def portfolio(self, version: Hashable, today: DuckDBPyConnection) -> Portfolio:
        """The rows of today's plan, as a scenario starts from them."""
        return self._portfolio(version, today)

    def _compute(
        self, _key: Hashable, version: Hashable, today: DuckDBPyConnection, scenario: Wanted
    ) -> Answers:
        portfolio = self._portfolio(version, today)
        laid = with_changes(portfolio, scenario.changes, scenario.rows)
        with self._turn:
            database = build(laid.portfolio)
        return Answers(database, laid.cells, compare(today, database))
