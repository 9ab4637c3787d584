"""Whether a change leaves the route as it is, and each direction's chance when it does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple

import numpy as np

from depmap.engine.route import Group, Item, Moved, Network, Requirement, Route
from depmap.engine.sampling.leads import RangeItem
from depmap.engine.settling.graph import NONE
from depmap.engine.ways_out.search import Draws
from depmap.engine.ways_out.state import Samples, State


class Differing(NamedTuple):
    """What is other than today: items, all requirements of some items, and every pin there is."""

    items: Mapping[str, Item]
    rewired: Mapping[str, Sequence[Requirement]]
    pins: Sequence[Requirement]


def plain_of(rewired: Mapping[str, Sequence[Requirement]]) -> dict[str, list[str]]:
    """The plain requirements among all requirements of some items."""
    return {
        name: sorted({row.requires for row in rows if not row.any_of})
        for name, rows in rewired.items()
    }


class Settlement:
    """The settled route, what depends on what, and the sampled state on it.

    `ranges` holds the lead range of every open item, for those that another route would need.
    """

    def __init__(
        self,
        network: Network,
        route: Route,
        ranges: Mapping[str, RangeItem],
        state: State,
        draws: Draws,
    ) -> None:
        self.network, self.route, self.ranges = network, route, ranges
        self.state, self._draws = state, draws
        self.pins = pins = route.pins
        rejected = {rejected.pin for rejected in route.rejected_pins}
        self._pinned: dict[Group, str] = {}
        for pin in pins:
            if pin not in rejected:
                self._pinned.setdefault(Group(pin.item, pin.any_of), pin.requires)
        self._users: dict[str, set[str]] = {}
        for item, required_items in network.plain.items():
            for required in required_items:
                self._users.setdefault(required, set()).add(item)
        for groups in network.open_groups.values():
            for group in groups:
                for member in self._alternatives(group):
                    self._users.setdefault(member, set()).add(group.item)
        # What a live direction needs and might have otherwise.
        self._choices = [
            (chosen, others)
            for group, chosen in self.route.chosen.items()
            if group.item in state.network.position
            and (others := [other for other in self._alternatives(group) if other != chosen])
        ]

    # --- does the route stay? ---------------------------------------------------------------------

    def stays(self, changed: Mapping[str, Item], without: tuple[str, str] | None = None) -> bool:
        """Whether every group that a live direction needs keeps its choice.

        `changed` are items that can be had earlier than today, `without` an item and what it need
        not wait for. Only what becomes earlier is looked at; where two alternatives are then there
        on the same day everything is settled again.
        """
        if without and any(
            without[1] in self.network.groups[group]
            for group in self.network.redundant_groups
            if group.item == without[0]
        ):
            return self._keeps_choices(self.settled_again(changed, without))
        if not self._choices:
            return True
        earlier = self._earlier(changed, without)
        for chosen, others in self._choices:
            if not any(other in earlier for other in others):
                continue
            first = min(self._finish(earlier, other) for other in others)
            if first < self._finish(earlier, chosen):
                return False
            if first == self._finish(earlier, chosen):
                return self._keeps_choices(self.settled_again(changed, without))
        return True

    def settled_again(
        self, changed: Mapping[str, Item], without: tuple[str, str] | None = None
    ) -> Moved:
        """What moves when these items are others and one plain requirement is soft."""
        rewired: dict[str, list[Requirement]] = {}
        if without:
            user, required = without
            network = self.network
            own = [Requirement(user, other, "") for other in network.plain[user]]
            own += [
                Requirement(user, member, group.any_of)
                for group, members in network.groups.items()
                if group.item == user
                for member in members
            ]
            rewired[user] = [row for row in own if row != (user, required, "")]
        return self.moved(Differing(changed, rewired, self.pins))

    def pinned(self, pin: Requirement) -> Moved | None:
        """What moves under a pin to another alternative than the route takes.

        None for one that is not followed: then the group keeps its choice.
        """
        moved = self.moved(Differing({}, {}, self.pins_with([pin])))
        is_followed = moved.chosen.get(Group(pin.item, pin.any_of)) == pin.requires
        return moved if is_followed else None

    def pins_with(self, picks: Sequence[Requirement]) -> list[Requirement]:
        """Today's pins and these, which replace any of the same group and are tried last."""
        groups = {Group(pick.item, pick.any_of) for pick in picks}
        kept = [pin for pin in self.pins if Group(pin.item, pin.any_of) not in groups]
        ordered = sorted(picks, key=lambda pick: (pick.item, pick.any_of))
        return [*kept, *ordered]

    def moved(self, other: Differing) -> Moved:
        """What moves on the route, whatever changes."""
        moved = self.moved_above(other)
        return self._moved_anew(other) if moved is None else moved

    def moved_above(self, other: Differing) -> Moved | None:
        """What moves on the route, settling only what lies above the change.

        None where an item may come to start, or no longer, or has other groups: only another
        network tells what that moves.
        """
        if not (other.items or other.rewired) and tuple(other.pins) == self.pins:
            return Moved({}, {})
        plain = plain_of(other.rewired)
        if self._has_other_groups(other.rewired, plain):
            return None
        return self.network.resettled(self.route, other.pins, other.items, plain)

    def _moved_anew(self, differing: Differing) -> Moved:
        """The same by another network."""
        route = self.route
        rows: list[tuple[str, str, str]] = [
            row for row in self.network.requirements if row[0] not in differing.rewired
        ]
        for own in differing.rewired.values():
            rows += own
        items = {**self.network.items, **differing.items}
        other = Network(items, rows).settle(differing.pins)
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

    def _has_other_groups(
        self, rewired: Mapping[str, Sequence[Requirement]], plain: Mapping[str, Sequence[str]]
    ) -> bool:
        """Whether an item with other requirements has other groups, or one that is redundant."""
        network = self.network
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
            or any(not found.isdisjoint(plain[g.item]) for g, found in after.items())
        )

    def _keeps_choices(self, moved: Moved) -> bool:
        position = self.state.network.position
        return not any(group.item in position for group in moved.chosen)

    def _earlier(
        self, changed: Mapping[str, Item], without: tuple[str, str] | None
    ) -> dict[str, float]:
        """The earliest finishes that move, in the order in which the route settles."""
        found: dict[str, float] = {}
        starting = {*changed, *([without[0]] if without else [])}
        known = self.route.finish

        def finish(name: str) -> float:
            item = changed.get(name) or self.network.items[name]
            start: float = item.gate_days
            for required in self.network.plain.get(name, ()):
                if (name, required) != without:
                    start = max(start, self._finish(found, required))
            for group in self.network.open_groups.get(name, ()):
                members = self._alternatives(group)
                start = max(start, min(self._finish(found, member) for member in members))
            return start + item.remaining_days

        heap = [(finish(name), name) for name in sorted(starting) if name in known]
        heapify(heap)
        while heap:
            day, name = heappop(heap)
            if day >= self._finish(found, name):
                continue
            found[name] = day
            for user in self._users.get(name, ()):
                if user in known and not self.network.items[user].is_done:
                    heappush(heap, (finish(user), user))
        return found

    def _finish(self, earlier: Mapping[str, float], name: str) -> float:
        return earlier.get(name, self.route.finish.get(name, inf))

    def _alternatives(self, group: Group) -> list[str]:
        return [self._pinned[group]] if group in self._pinned else self.network.groups[group]

    # --- when it does not stay --------------------------------------------------------------------

    def on_time(
        self,
        moved: Moved,
        *,
        state: State | None = None,
        gates: Mapping[str, int] | None = None,
    ) -> list[int | None]:
        """The samples on time of each direction when the route moves; None without a target.

        0 for a direction that can no longer start. `state` holds other leads, `gates` other gates.
        Only what the change reaches is computed again.
        """
        state = state or self.state
        network, gates = state.network, gates or {}
        starting = {*gates, *(group.item for group in moved.chosen)}
        reached = self.reached([network.position[n] for n in starting if n in network.position])
        found: dict[str, Samples] = {}

        def required_by(name: str) -> list[str]:
            # A group that asks for nothing any more has "" for its choice.
            taken = [
                moved.chosen.get(group, self.route.chosen.get(group, ""))
                for group in self.network.open_groups.get(name, ())
            ]
            plain = self.network.plain.get(name, ())
            return [r for r in (*plain, *taken) if r and not self.network.items[r].is_done]

        def settle(direction: str) -> Samples:
            stack = [direction]
            while stack:
                name = stack[-1]
                at = network.position.get(name)
                if at is not None and at not in reached:
                    found[name] = state.finish[at]
                elif waits := [r for r in required_by(name) if r not in found]:
                    stack += waits
                    continue
                else:
                    item = self.ranges[name]
                    start: Samples | int = gates.get(name, item.gate)
                    for required in required_by(name):
                        start = np.maximum(found[required], start)
                    leads = self._draws.leads(item) if at is None else state.leads[at]
                    found[name] = leads + start
                stack.pop()
            return found[direction]

        return [
            None
            if target is None
            else 0
            if moved.finish.get(direction, self.route.finish.get(direction, NONE)) == NONE
            else int(np.count_nonzero(settle(direction) <= target))
            for direction, target in network.directions.items()
        ]

    def reached(self, positions: Sequence[int]) -> set[int]:
        """These positions and all that wait for them."""
        found, stack = set(positions), list(positions)
        while stack:
            for user in self.state.users[stack.pop()]:
                if user not in found:
                    found.add(user)
                    stack.append(user)
        return found
