"""Options tried on the settled, sampled network: only what lies above a change is run again.

Pure. An item that an option leaves alone keeps its draws, and one that another range gets draws by
its own name, so what comes out is what a build of the scenario would say, to the last sample.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from depmap.engine.options.rows import TODAY, Aim, Laid, Outlook, Tried
from depmap.engine.route import Item, Network, Requirement, Route
from depmap.engine.sampling.ranges import quantile
from depmap.engine.ways_out.resettle import Settlement
from depmap.engine.ways_out.rows import Outcome
from depmap.engine.ways_out.search import Draws
from depmap.engine.ways_out.state import Samples

_P80 = 0.8


class Tries:
    """Tries one option after another on the plan as it stands today.

    overrun: open items whose range has proved wrong. unowned: prerequisites without an owner.
    """

    def __init__(
        self,
        settlement: Settlement,
        draws: Draws,
        aims: Mapping[str, Aim],
        overrun: Iterable[str] = (),
        unowned: Iterable[str] = (),
    ) -> None:
        self.settlement, self.draws, self.aims = settlement, draws, aims
        self.unowned = frozenset(unowned)
        self.users: dict[str, set[str]] = {}
        for row in settlement.network.requirements:
            self.users.setdefault(row[1], set()).add(row[0])
        state = settlement.state
        self.overrun = [False] * len(state.network.items)
        self.overrun_items = frozenset(overrun)
        for at, item in enumerate(state.network.items):
            self.overrun[at] = item.item_id in self.overrun_items or any(
                self.overrun[required] for required in state.network.requires[at]
            )
        self.today: dict[str, Outlook] = {}
        self._nothing = _Try(self, Laid("", TODAY, ""))
        self.today = self._nothing.outlooks()

    def tried(self, laid: Laid) -> Tried:
        """What an option makes of the directions, and of the work on the routes."""
        one = _Try(self, laid)
        outlooks = {
            name: outlook
            for name, outlook in one.outlooks().items()
            if laid.goal is not None or outlook != self.today[name]
        }
        before, after = set(self.settlement.state.network.position), one.needed()
        # What stays on the routes as it is need not be added up.
        other = (before ^ after) | (after & laid.parts.keys())
        effort, count, unowned = one.work(after & other)
        had_effort, had_count, had_unowned = self._nothing.work(before & other)
        joining, leaving = (
            sorted(name for name in names if name not in self.aims)
            for names in (after - before, before - after)
        )
        picks_stand = all(self._stands(pin) for pin in laid.pins)
        return Tried(
            laid,
            outlooks,
            effort - had_effort,
            count - had_count,
            unowned - had_unowned,
            joining,
            leaving,
            stands=laid.has_equal_rows and picks_stand and not laid.is_empty,
            picks_stand=bool(laid.pins) and picks_stand,
        )

    def on_time(self, tried: Tried) -> Outcome:
        """The samples on time of each direction of the network under an option."""
        counts = []
        for name in self.settlement.state.network.directions:
            outlook = tried.outlooks.get(name, self.today[name])
            share = outlook.chance_on_time
            size = self.settlement.state.size
            missing = None if outlook.target_day is None else 0
            counts.append(missing if share is None else round(share * size))
        return Outcome(tried.laid.decision_id, tried.laid.option_name, counts)

    def _stands(self, pin: Requirement) -> bool:
        """Whether the route takes an alternative, or what asks for it is done with it."""
        network, chosen = self.settlement.network, self.settlement.route.chosen
        taken = [member for group, member in chosen.items() if group == (pin.item, pin.any_of)]
        return taken == [pin.requires] or (not taken and network.items[pin.requires].is_done)


class _Try:
    """One option on the settled, sampled network."""

    def __init__(self, tries: Tries, laid: Laid) -> None:
        self._tries, self._laid = tries, laid
        settlement = tries.settlement
        self._state = settlement.state
        changed = {
            name: part.item
            for name, part in laid.parts.items()
            if part.item != settlement.network.items[name]
        }
        self.network = self._network(changed)
        self.route = self._route()
        self._chosen: dict[str, list[str]] = {}
        for group, member in self.route.chosen.items():
            self._chosen.setdefault(group.item, []).append(member)
        position = self._state.network.position
        starting = [position[name] for name in self._touched(changed) if name in position]
        self._reached = settlement.reached(starting)
        self._finish: dict[str, Samples] = {}
        self._overrun: dict[str, bool] = {}

    def _network(self, changed: Mapping[str, Item]) -> Network:
        network, rewired = self._tries.settlement.network, self._laid.rewired
        if not changed and not rewired:
            return network
        requirements = [Requirement(*row) for row in network.requirements if row[0] not in rewired]
        for rows in rewired.values():
            requirements += rows
        return Network({**network.items, **changed}, requirements)

    def _route(self) -> Route:
        settlement, pins = self._tries.settlement, self._laid.pins
        if self.network is settlement.network and not pins:
            return settlement.route
        return self.network.settle(settlement.pins_with(pins))

    def _touched(self, changed: Mapping[str, Item]) -> set[str]:
        """Items that start, wait or last otherwise than today by what the option changes there."""
        before = self._tries.settlement.route.chosen
        after = self.route.chosen
        groups = before.keys() | after.keys()
        found = {group.item for group in groups if before.get(group) != after.get(group)}
        self._is_same_graph = not found and not self._laid.rewired
        found |= self._laid.parts.keys() | self._laid.rewired.keys()
        for name, item in changed.items():
            if item.is_done != self._tries.settlement.network.items[name].is_done:
                found |= self._tries.users.get(name, set())
                self._is_same_graph = False
        return found

    def outlooks(self) -> dict[str, Outlook]:
        """What becomes of every direction."""
        return {
            name: self._outlook(name, self._laid.aims.get(name, aim))
            for name, aim in self._tries.aims.items()
        }

    def _outlook(self, name: str, aim: Aim) -> Outlook:
        if not self._is_live(name):
            return Outlook(*aim, False)
        at = self._state.network.position.get(name)
        known = self._tries.today.get(name)
        if known and at is not None and at not in self._reached and aim == self._tries.aims[name]:
            return known
        finish = np.sort(self._settled(name))
        chance = None
        if aim.target_day is not None:
            chance = int(np.searchsorted(finish, aim.target_day, side="right")) / len(finish)
        return Outlook(
            *aim,
            True,
            self.route.finish[name],
            math.ceil(quantile(finish, _P80)),
            chance,
            self._overrun[name],
        )

    def _is_live(self, name: str) -> bool:
        return name in self.route.finish and not self.network.items[name].is_done

    def _required_by(self, name: str) -> list[str]:
        """What an open item waits for on the route."""
        required = (*self.network.plain.get(name, ()), *self._chosen.get(name, ()))
        return [other for other in required if not self.network.items[other].is_done]

    def _settled(self, direction: str) -> Samples:
        """The sampled finish of a direction; what the option does not reach keeps its samples."""
        finish, overrun, network = self._finish, self._overrun, self._state.network
        stack = [direction]
        while stack:
            name = stack[-1]
            at = network.position.get(name)
            if at is not None and at not in self._reached:
                finish[name], overrun[name] = self._state.finish[at], self._tries.overrun[at]
            elif waits := [other for other in self._required_by(name) if other not in finish]:
                stack += waits
                continue
            else:
                self._run(name, at)
            stack.pop()
        return finish[direction]

    def _run(self, name: str, at: int | None) -> None:
        part, required = self._laid.parts.get(name), self._required_by(name)
        item = self._tries.settlement.ranges.get(name) if part is None else part.range
        assert item is not None, f"{name} is open"
        start: Samples | int = item.gate
        for other in required:
            start = np.maximum(self._finish[other], start)
        is_known = at is not None and item == self._state.network.items[at]
        leads = (
            self._state.leads[at] if is_known and at is not None else self._tries.draws.leads(item)
        )
        self._finish[name] = leads + start
        own = part.has_overrun if part else name in self._tries.overrun_items
        self._overrun[name] = own or any(self._overrun[other] for other in required)

    # --- the work on the routes -------------------------------------------------------------------

    def needed(self) -> set[str]:
        """Every open item that a live direction needs on the route."""
        position = self._state.network.position
        stack = [name for name in self._tries.aims if self._is_live(name)]
        if self._is_same_graph and set(stack) == set(self._state.network.directions):
            return set(position)
        found = set(stack)
        while stack:
            for other in self._required_by(stack.pop()):
                if other not in found:
                    found.add(other)
                    stack.append(other)
        return found

    def work(self, needed: Iterable[str]) -> tuple[float, int, int]:
        """Person-days, number, and number without an owner of the prerequisites among these."""
        names = sorted(name for name in needed if name not in self._tries.aims)
        return (
            math.fsum(self.network.items[name].effort_days for name in names),
            len(names),
            sum(map(self._is_unowned, names)),
        )

    def _is_unowned(self, name: str) -> bool:
        part = self._laid.parts.get(name)
        return name in self._tries.unowned if part is None else part.is_unowned
