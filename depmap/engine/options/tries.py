"""Options tried on the settled, sampled network: only what lies above a change is run again.

Pure. An item that an option leaves alone keeps its draws, and one that another range gets draws by
its own name, so what comes out is what a build of the scenario would say, to the last sample.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from depmap.engine.options.rows import TODAY, Aim, Laid, Outlook, Tried
from depmap.engine.route import Group, Item, Moved, Network, Requirement
from depmap.engine.sampling.ranges import quantile
from depmap.engine.settling.graph import NONE
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
        self.chosen: dict[str, dict[Group, str]] = {}
        for group, member in settlement.route.chosen.items():
            self.chosen.setdefault(group.item, {})[group] = member
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
        on_route = self.settlement.state.network.position
        came, went = one.rerouted()
        # What stays on the routes as it is need not be added up.
        other = {name for name in laid.parts if name in on_route and name not in went}
        effort, count, unowned = one.work(came | other)
        had_effort, had_count, had_unowned = self._nothing.work(went | other)
        joining, leaving = (
            sorted(name for name in names if name not in self.aims) for names in (came, went)
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
        network = settlement.network
        changed = {
            name: part.item for name, part in laid.parts.items() if part.item != network.items[name]
        }
        self._plain = {
            name: sorted({row.requires for row in rows if not row.any_of})
            for name, rows in laid.rewired.items()
        }
        self._moved = self._settled_again(changed)
        self._chosen: dict[str, dict[Group, str]] = {}
        for group, member in self._moved.chosen.items():
            if group.item not in self._chosen:
                self._chosen[group.item] = dict(tries.chosen.get(group.item, {}))
            self._chosen[group.item][group] = member
        self._rewired = {*self._chosen, *laid.rewired}
        for name, item in changed.items():
            if item.is_done != network.items[name].is_done:
                self._rewired |= {name, *tries.users.get(name, ())}
        position = self._state.network.position
        self._touched = self._rewired | laid.parts.keys()
        self._reached = settlement.reached([position[n] for n in self._touched if n in position])
        self._finish: dict[str, Samples] = {}
        # Items with the samples of today.
        self._same: set[str] = set()
        self._overrun: dict[str, bool] = {}

    def _settled_again(self, changed: Mapping[str, Item]) -> Moved:
        """What moves; another network only where an option can change who can start."""
        settlement, laid = self._tries.settlement, self._laid
        network, route = settlement.network, settlement.route
        if not (changed or laid.rewired or laid.pins):
            return Moved({}, {})
        pins = settlement.pins_with(laid.pins)
        if not self._has_other_groups():
            moved = network.resettled(route, pins, changed, self._plain)
            if moved is not None:
                return moved
        rows = [row for row in network.requirements if row[0] not in laid.rewired]
        for own in laid.rewired.values():
            rows += own
        other = Network({**network.items, **changed}, rows).settle(pins)
        return Moved(
            {
                name: other.finish.get(name, NONE)
                for name in route.finish.keys() | other.finish.keys()
                if route.finish.get(name) != other.finish.get(name)
            },
            {
                group: other.chosen.get(group, "")
                for group in route.chosen.keys() | other.chosen.keys()
                if route.chosen.get(group) != other.chosen.get(group)
            },
        )

    def _has_other_groups(self) -> bool:
        """Whether an item with other requirements has other groups, or one that is redundant."""
        rewired, network = self._laid.rewired, self._tries.settlement.network
        before: dict[Group, list[str]] = {}
        if rewired:
            before = {g: found for g, found in network.groups.items() if g.item in rewired}
        after: defaultdict[Group, set[str]] = defaultdict(set)
        for name, rows in rewired.items():
            for row in rows:
                if row.any_of:
                    after[Group(name, row.any_of)].add(row.requires)
        return (
            before != {group: sorted(found) for group, found in after.items()}
            or any(group.item in rewired for group in network.redundant_groups)
            or any(not found.isdisjoint(self._plain[g.item]) for g, found in after.items())
        )

    def _item(self, name: str) -> Item:
        part = self._laid.parts.get(name)
        return self._tries.settlement.network.items[name] if part is None else part.item

    def _finish_day(self, name: str) -> int:
        """The earliest finish in days from as_of; NONE for what can never start."""
        known = self._tries.settlement.route.finish
        return self._moved.finish.get(name, known.get(name, NONE))

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
        samples = self._settled(name)
        if known and name in self._same and aim == self._tries.aims[name]:
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
            plain = self._tries.settlement.network.plain.get(name, [])
        chosen = self._chosen.get(name)
        if chosen is None:
            chosen = self._tries.chosen.get(name, {})
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
                finish[name], overrun[name] = self._state.finish[at], self._tries.overrun[at]
                self._same.add(name)
            elif waits := [other for other in self._required_by(name) if other not in finish]:
                stack += waits
                continue
            else:
                self._run(name, at)
            stack.pop()
        return finish[direction]

    def _run(self, name: str, at: int | None) -> None:
        part, required = self._laid.parts.get(name), self._required_by(name)
        own = part.has_overrun if part else name in self._tries.overrun_items
        self._overrun[name] = own or any(self._overrun[other] for other in required)
        known = None if at is None else self._state.finish[at]
        if known is not None and name not in self._touched and self._same.issuperset(required):
            self._finish[name] = known
            self._same.add(name)
            return
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
        if known is not None and np.array_equal(self._finish[name], known):
            self._same.add(name)

    # --- the work on the routes -------------------------------------------------------------------

    def rerouted(self) -> tuple[set[str], set[str]]:
        """The open items that come onto the routes, and those that leave them.

        Counts for each item who waits for it on the routes; the routes have no cycles.
        """
        network, aims = self._state.network, self._tries.aims
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
        names = sorted(name for name in needed if name not in self._tries.aims)
        return (
            math.fsum(self._item(name).effort_days for name in names),
            len(names),
            sum(map(self._is_unowned, names)),
        )

    def _is_unowned(self, name: str) -> bool:
        part = self._laid.parts.get(name)
        return name in self._tries.unowned if part is None else part.is_unowned
