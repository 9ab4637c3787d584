"""Two open decisions together: the chance of a direction under every pair of their options.

Tried on the answers of a built database when somebody asks, because pairs are many and few are
looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from depmap.engine.inputs import portfolio_of
from depmap.engine.options.laid import aims, lay_together
from depmap.engine.options.rows import Options
from depmap.engine.range_step import (
    RouteRow,
    SamplingRow,
    known_samples,
    sampled_network,
    tries_on,
)
from depmap.engine.route_rows import LeadRow
from depmap.engine.step import Tables
from depmap.engine.ways_out.search import Draws
from depmap.engine.ways_out.state import State
from depmap.portfolio.change import Change

MOST_GRIDS = 3
MOST_OPTIONS = 4
# Pairs beyond these are not tried: those whose decisions move the chance most come first.
_MOST_PAIRS = 6


class Option(NamedTuple):
    """An option of an open decision by its place and name."""

    decision_id: str
    position: int
    name: str

    @property
    def change(self) -> Change:
        """The change that tries it."""
        return Change(self.decision_id, "option", self.name)


class Cell(NamedTuple):
    """The chance under two options, from 0 to 1; empty where the direction has none.

    is_excluded: the two options move one field to different values, so no plan has both.
    """

    chance: float | None
    is_excluded: bool = False


@dataclass(frozen=True)
class Grid:
    """The chances of one direction under the options of two decisions: a list per row."""

    rows: Sequence[Option]
    columns: Sequence[Option]
    cells: Sequence[Sequence[Cell]]

    @property
    def chances(self) -> list[float]:
        """All chances there are, the best first."""
        known = (cell.chance for row in self.cells for cell in row)
        return sorted((one for one in known if one is not None), reverse=True)

    @property
    def spread(self) -> float:
        """How far apart the best and the worst chance lie."""
        return self.chances[0] - self.chances[-1] if self.chances else 0.0


def grids(connection: DuckDBPyConnection, direction_id: str) -> list[Grid]:
    """The pairs of open decisions that both move a direction's chance, the widest spread first.

    At most MOST_GRIDS of at most MOST_OPTIONS each way. Source: report.decision_effects.
    """
    pairs = list(combinations(moving(connection, direction_id), 2))[:_MOST_PAIRS]
    if not pairs:
        return []
    asked = [(a, b) for rows, columns in pairs for a in rows for b in columns]
    found = dict(zip(asked, _tried(connection, direction_id, asked), strict=True))
    made = [
        Grid(rows, columns, [[found[a, b] for b in columns] for a in rows])
        for rows, columns in pairs
    ]
    return sorted(made, key=lambda grid: -grid.spread)[:MOST_GRIDS]


def moving(connection: DuckDBPyConnection, direction_id: str) -> list[list[Option]]:
    """The options of each open decision of which one moves the chance, the strongest first.

    A list per decision, of at most MOST_OPTIONS.
    """
    rows = connection.execute(
        "select options.decision_id, options.position, options.option,"
        " max(abs(effects.chance_shift)) over (partition by options.decision_id) as moves"
        " from report.decision_options as options left join report.decision_effects as effects"
        " on options.decision_id = effects.decision_id and options.position = effects.position"
        " and effects.direction_id = $direction where options.origin = 'decision'"
        " order by moves desc, options.decision_id, options.position",
        {"direction": direction_id},
    ).fetchall()
    by_decision: dict[str, list[Option]] = {}
    for decision, position, name, moves in rows:
        if moves:
            by_decision.setdefault(decision, []).append(Option(decision, position, name))
    return [options[:MOST_OPTIONS] for options in by_decision.values()]


def _tried(
    connection: DuckDBPyConnection, direction_id: str, asked: Sequence[tuple[Option, Option]]
) -> list[Cell]:
    tables = Tables(connection)
    portfolio = portfolio_of(connection)
    leads = tables.read("calc.lead_ranges", LeadRow)
    (sampling,) = tables.read("calc.settings", SamplingRow)
    known, _ = known_samples(tables)
    route = tables.read("calc.route", RouteRow)
    sampled = sampled_network(tables, leads, route, sampling, known)
    draws = Draws(sampling.samples, sampling.seed, known)
    options = Options((), aims(portfolio), frozenset())
    tries = tries_on(tables, leads, State(sampled), draws, options)
    cells: list[Cell] = []
    for laid in lay_together(portfolio, [(a.change, b.change) for a, b in asked]):
        if laid is None:
            cells.append(Cell(None, is_excluded=True))
            continue
        outlook = tries.tried(laid).outlooks.get(direction_id, tries.today[direction_id])
        cells.append(Cell(outlook.chance_on_time))
    return cells
