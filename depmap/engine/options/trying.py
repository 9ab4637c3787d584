"""One option on the settled, sampled network: only what lies above a change is run again.

Pure. An item that an option leaves alone keeps its draws, and one that another range gets draws by
its own name, so what comes out is what a build of the scenario would say, to the last sample.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from depmap.engine.options.rows import Aim, Laid, Outlook
from depmap.engine.route import Group, Item, Moved
from depmap.engine.sampling.ranges import quantile
from depmap.engine.settling.graph import NONE
from depmap.engine.ways_out.resettle import Settlement, plain_of
from depmap.engine.ways_out.search import Draws
from depmap.engine.ways_out.state import Samples
from depmap.portfolio.table import is_foreign

_P80 = 0.8


class Today:
    """The plan as it stands, indexed for what is tried on it, and what it says of directions.

    overrun: open items whose range has proved wrong. unowned: prerequisites without an owner.
    """

    def __init__(
        self,
        settlement: Settlement,
        draws: Draws,
        aims: Mapping[str, Aim],
        overrun: Iterable[str],
        unowned: Iterable[str],
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
        self.chosen: dict[str, dict[Group, str]] = {}
        for group, member in settlement.route.chosen.items():
            self.chosen.setdefault(group.item, {})[group] = member
        self.outlooks: dict[str, Outlook] = {}

    def changed(self, laid: Laid) -> dict[str, Item]:
        """The items that are others for the route."""
        items = self.settlement.network.items
        return {name: part.item for name, part in laid.parts.items() if part.item != items[name]}


class Try:
    """One option on the settled, sampled network, with what it moves on the route.

    before: another one, tried already; what lies above no difference to it is taken from there.
    """

    def __init__(self, today: Today, laid: Laid, moved: Moved, before: Try | None = None) -> None:
        self._today, self._laid, self._moved = today, laid, moved
        settlement = today.settlement
        self._state = settlement.state
        network = settlement.network
        changed = today.changed(laid)
        self._plain = plain_of(laid.rewired)
        self._chosen: dict[str, dict[Group, str]] = {}
        for group, member in self._moved.chosen.items():
            if group.item not in self._chosen:
                self._chosen[group.item] = dict(today.chosen.get(group.item, {}))
            self._chosen[group.item][group] = member
        self._rewired = {*self._chosen, *laid.rewired}
        for name, item in changed.items():
            if item.is_done != network.items[name].is_done:
                self._rewired |= {name, *today.users.get(name, ())}
        position = self._state.network.position
        self._touched = self._rewired | laid.parts.keys()
        self._reached = settlement.reached([position[n] for n in self._touched if n in position])
        self._finish: dict[str, Samples] = {}
        # Items with the samples of today.
        self._same: set[str] = set()
        self._overrun: dict[str, bool] = {}
        self._outlooks: dict[str, Outlook] = {}
        if before is not None:
            self._take_over(before)

    def _take_over(self, before: Try) -> None:
        """Takes from another one what lies above nothing that differs between the two."""
        position = self._state.network.position
        again = self._above_what_differs(before)
        for name, samples in before._finish.items():
            if position.get(name, NONE) in again or name not in position:
                continue
            self._finish[name], self._overrun[name] = samples, before._overrun[name]
            if name in before._same:
                self._same.add(name)
        aims, others = self._laid.aims, before._laid.aims
        self._outlooks = {
            name: outlook
            for name, outlook in before._outlooks.items()
            if name in position
            and position[name] not in again
            and aims.get(name) == others.get(name)
        }

    def _above_what_differs(self, before: Try) -> set[int]:
        """The positions that another one may leave otherwise than this one."""
        own, parts = self._laid.parts, before._laid.parts
        differing = {name for name in own.keys() | parts.keys() if own.get(name) != parts.get(name)}
        rewired = self._rewired | before._rewired
        differing |= {n for n in rewired if self._required_by(n) != before._required_by(n)}
        position = self._state.network.position
        again: set[int] = set()
        while differing:
            again |= self._today.settlement.reached(
                [position[n] for n in differing & position.keys()]
            )
            # What waits for these on no route of today.
            differing = {
                name
                for name in rewired & position.keys()
                if position[name] not in again
                and any(
                    position.get(n) is None or position[n] in again for n in self._required_by(name)
                )
            }
        return again

    def _item(self, name: str) -> Item:
        part = self._laid.parts.get(name)
        return self._today.settlement.network.items[name] if part is None else part.item

    def _finish_day(self, name: str) -> int:
        """The earliest finish in days from as_of; NONE for what can never start."""
        known = self._today.settlement.route.finish
        return self._moved.finish.get(name, known.get(name, NONE))

    def outlooks(self) -> dict[str, Outlook]:
        """What becomes of every direction."""
        self._outlooks = {
            name: self._outlooks.get(name) or self._outlook(name, self._laid.aims.get(name, aim))
            for name, aim in self._today.aims.items()
        }
        return self._outlooks

    def _outlook(self, name: str, aim: Aim) -> Outlook:
        if not self._is_live(name):
            return Outlook(*aim, False)
        at = self._state.network.position.get(name)
        known = self._today.outlooks.get(name)
        if known and at is not None and at not in self._reached and aim == self._today.aims[name]:
            return known
        samples = self._settled(name)
        if known and name in self._same and aim == self._today.aims[name]:
            day, overrun = self._finish_day(name), self._overrun[name]
            return known._replace(finish_day=day, has_overrun=overrun)
        finish = np.sort(samples)
        chance = None
        if aim.target_day is not None:
            chance = int(np.searchsorted(finish, aim.target_day, side="right")) / len(finish)
        return Outlook(
            *aim,
            True,
            self._finish_day(name),
            math.ceil(quantile(finish, _P80)),
            chance,
            self._overrun[name],
        )

    def _is_live(self, name: str) -> bool:
        return self._finish_day(name) != NONE and not self._item(name).is_done

    def _required_by(self, name: str) -> list[str]:
        """What an open item waits for on the route."""
        plain = self._plain.get(name)
        if plain is None:
            plain = self._today.settlement.network.plain.get(name, [])
        chosen = self._chosen.get(name)
        if chosen is None:
            chosen = self._today.chosen.get(name, {})
        # Empty where the group asks for nothing any more; one item may stand in two groups.
        required = dict.fromkeys((*plain, *filter(None, chosen.values())))
        return [other for other in required if not self._item(other).is_done]

    def _settled(self, direction: str) -> Samples:
        """The sampled finish of a direction; what the option does not reach keeps its samples."""
        finish, overrun, network = self._finish, self._overrun, self._state.network
        stack = [direction]
        while stack:
            name = stack[-1]
            at = network.position.get(name)
            if at is not None and at not in self._reached:
                finish[name], overrun[name] = self._state.finish[at], self._today.overrun[at]
                self._same.add(name)
            else:
                required = self._required_by(name)
                if waits := [other for other in required if other not in finish]:
                    stack += waits
                    continue
                self._run(name, at, required)
            stack.pop()
        return finish[direction]

    def _run(self, name: str, at: int | None, required: Sequence[str]) -> None:
        part = self._laid.parts.get(name)
        own = part.has_overrun if part else name in self._today.overrun_items
        self._overrun[name] = own or any(self._overrun[other] for other in required)
        known = None if at is None else self._state.finish[at]
        if known is not None and name not in self._touched and self._same.issuperset(required):
            self._finish[name] = known
            self._same.add(name)
            return
        item = self._today.settlement.ranges.get(name) if part is None else part.range
        assert item is not None, f"{name} is open"
        start: Samples | int = item.gate
        for other in required:
            start = np.maximum(self._finish[other], start)
        is_known = at is not None and item == self._state.network.items[at]
        leads = (
            self._state.leads[at] if is_known and at is not None else self._today.draws.leads(item)
        )
        self._finish[name] = leads + start
        if known is not None and np.array_equal(self._finish[name], known):
            self._same.add(name)

    # --- the work on the routes -------------------------------------------------------------------

    def rerouted(self) -> tuple[set[str], set[str]]:
        """The open items that come onto the routes, and those that leave them.

        Counts for each item who waits for it on the routes; the routes have no cycles.
        """
        network, aims = self._state.network, self._today.aims
        came: set[str] = set()
        went: set[str] = set()
        shifts: Counter[str] = Counter()
        stack: list[str] = []

        def wait_for(name: str) -> None:
            shifts[name] += 1
            if name not in network.position and name not in came:
                came.add(name)
                stack.append(name)

        def before(name: str) -> list[str]:
            required = network.requires[network.position[name]]
            return [network.items[at].item_id for at in required]

        for name in aims:
            if name not in network.directions and self._is_live(name):
                wait_for(name)
            elif name in network.directions and not self._is_live(name):
                shifts[name] -= 1
        for name in self._rewired:
            if name in network.position:
                for other in self._required_by(name):
                    wait_for(other)
                shifts.subtract(before(name))
        while stack:
            for other in self._required_by(stack.pop()):
                wait_for(other)
        losing = [name for name, shift in shifts.items() if shift < 0]
        losing += came
        while losing:
            name = losing.pop()
            at = network.position.get(name)
            own = 0 if at is None else len(self._state.users[at]) + (name in network.directions)
            if own + shifts[name] > 0 or name in went:
                continue
            went.add(name)
            is_other = at is None or name in self._rewired
            required = self._required_by(name) if is_other else before(name)
            shifts.subtract(required)
            losing += required
        return came - went, went & network.position.keys()

    def work(self, needed: Iterable[str]) -> tuple[float, int, int]:
        """Person-days, number, and number without an owner of the prerequisites among these."""
        # What other portfolios do is no work of ours.
        own = (name for name in needed if not is_foreign(name))
        names = sorted(name for name in own if name not in self._today.aims)
        return (
            math.fsum(self._item(name).effort_days for name in names),
            len(names),
            sum(map(self._is_unowned, names)),
        )

    def _is_unowned(self, name: str) -> bool:
        part = self._laid.parts.get(name)
        return name in self._today.unowned if part is None else part.is_unowned
