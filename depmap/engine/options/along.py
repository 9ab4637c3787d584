"""What becomes of directions in one state of a portfolio after another, without a build of each.

The first state is settled and sampled whole. Of each other one only what lies above the rows that
differ is settled and sampled again; where an item comes to start that could not, or no longer can,
that state is settled whole and the next ones start from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from depmap.engine.options.laid import aims
from depmap.engine.options.rows import TODAY, Aim, Laid, Outlook, Part
from depmap.engine.options.standing import Numbered, Standing, standings
from depmap.engine.options.tries import Tries
from depmap.engine.route import Network
from depmap.engine.route_rows import open_pairs
from depmap.engine.sampling.ranges import sample
from depmap.engine.step import without_looking_for_rings
from depmap.engine.ways_out.resettle import Settlement
from depmap.engine.ways_out.search import Draws
from depmap.engine.ways_out.state import State
from depmap.portfolio.typed import Portfolio


class Along:
    """States of one portfolio, to be asked for in their order.

    others: rows that stand in place of those of the same id in `first`, and all pins and
    decisions. For the items `rewired` they hold all dependency rows, and the rows of all that these
    name. Every item of theirs is one of `first`. Settings are those of `first`.
    """

    def __init__(
        self, first: Portfolio, others: Sequence[Portfolio], rewired: set[str], as_of: date
    ) -> None:
        self._rewired = rewired
        rows = Numbered(first)
        with without_looking_for_rings():
            for number, portfolio in enumerate((first, *others)):
                rows.take_all(number, portfolio)
            found = standings(rows.rows(), as_of)
            self._as_of, self._first, self._last = as_of, found.first, found.last
            self._states = [
                _State(found.of(number), aims(portfolio, as_of))
                for number, portfolio in enumerate((first, *others))
            ]
        self._draws = Draws(*first.draws)
        self._base = self._states[0]
        self._tries: Tries | None = None

    def outlooks(self, number: int) -> Mapping[str, Outlook]:
        """What becomes of every direction of the first state in another; 0 is the first itself."""
        with without_looking_for_rings():
            return self._outlooks(self._states[number])

    def date_on(self, day: int) -> date:
        """The date so many days from as_of, within the calendar, as calc.date_on has it."""
        first, last = ((end - self._as_of).days for end in (self._first, self._last))
        return self._as_of + timedelta(days=min(max(day, first), last))

    def _outlooks(self, state: _State) -> Mapping[str, Outlook]:
        if self._tries is not None:
            laid = self._base.laid(state, self._rewired)
            found = self._tries.outlooks(laid)
            if found is not None:
                return found
            self._tries = None  # Two at a time would be the peak of a large portfolio's memory.
        if state is not self._states[0]:
            self._base = self._base.under(state, self._rewired)
        self._tries = self._base.tries(self._draws)
        return self._tries.today


@dataclass(frozen=True)
class _State:
    """How a portfolio stands, or the part of it that differs, and what is wanted of directions."""

    rows: Standing
    aims: Mapping[str, Aim]

    def laid(self, other: _State, rewired: set[str]) -> Laid:
        """What is another row in the other state than here."""
        own, rows = self.rows, other.rows
        parts = {
            name: _part(rows, name)
            for name, item in rows.items.items()
            if item != own.items[name] or rows.leads.get(name) != own.leads.get(name)
        }
        requirements = {
            name: rows.requirements.get(name, [])
            for name in sorted(rewired)
            if rows.requirements.get(name) != own.requirements.get(name)
        }
        goals = {name: aim for name, aim in other.aims.items() if aim != self.aims.get(name)}
        return Laid("", TODAY, "", parts, requirements, aims=goals, all_pins=rows.pins)

    def under(self, other: _State, rewired: set[str]) -> _State:
        """This state with the rows of the other in place of its own."""
        own, rows = self.rows, other.rows
        return _State(
            Standing(
                own.items | rows.items,
                {n: lead for n, lead in own.leads.items() if n not in rows.items} | rows.leads,
                {n: r for n, r in own.requirements.items() if n not in rewired}
                | {n: r for n, r in rows.requirements.items() if n in rewired},
                rows.pins,
            ),
            {**self.aims, **other.aims},
        )

    def tries(self, draws: Draws) -> Tries:
        """The state settled and sampled."""
        items = {name: row.item() for name, row in self.rows.items.items()}
        ranges = {name: row.range_item() for name, row in self.rows.leads.items()}
        network = Network(items, [row for rows in self.rows.requirements.values() for row in rows])
        route = network.settle(self.rows.pins)
        live = {
            name: aim.target_day
            for name, aim in self.aims.items()
            if name in route.finish and not items[name].is_done
        }
        sampled = sample(
            list(ranges.values()), open_pairs(network, route), live,
            samples=draws.samples, seed=draws.seed,
        )  # fmt: skip
        settlement = Settlement(network, route, ranges, State(sampled), draws)
        return Tries(settlement, draws, self.aims)


def _part(rows: Standing, name: str) -> Part:
    lead = rows.leads.get(name)
    return Part(rows.items[name].item(), lead.range_item() if lead else None)
