"""Settles the any-of question: which alternative each group takes, and what can never start.

Pure: plain values in, plain values out. The any-of graph may hold cycles; what comes out is
acyclic, so every relation in sql/ that follows works on a plain graph.

Method: label setting with a heap, after Möhring, Skutella and Stork, "Scheduling with AND/OR
precedence constraints" (SIAM Journal on Computing 33, 2004).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

import networkx


class Item(NamedTuple):
    """What the settlement needs to know of one item. Days are calendar days, effort person-days.

    `gate_days`: days from as_of before which it cannot start, whatever is ready.
    """

    remaining_days: int
    effort_days: float = 0.0
    is_done: bool = False
    is_dropped: bool = False
    gate_days: int = 0


class Requirement(NamedTuple):
    """One hard row: `item` requires `requires`, plainly (`any_of` empty) or as an alternative."""

    item: str
    requires: str
    any_of: str = ""


class Group(NamedTuple):
    """An any-of group. Its name is local to the item."""

    item: str
    any_of: str


@dataclass(frozen=True)
class RejectedPin:
    """A pin that is not followed, with the reason in words."""

    pin: Requirement
    reason: str


@dataclass(frozen=True)
class Route:
    """What the graph looks like once every group has settled.

    finish: earliest finish in days from as_of, for every item that can start.
    chosen: the alternative of every open group whose item can start.
    blocked: items that can never start, dropped ones left out.
    """

    finish: dict[str, int]
    chosen: dict[Group, str]
    blocked: frozenset[str]
    rejected_pins: tuple[RejectedPin, ...] = ()


@dataclass
class Network:
    """The hard rows of one portfolio, indexed once and settled as often as a what-if needs it.

    Raises KeyError when a requirement names an item that `items` does not hold.
    """

    items: Mapping[str, Item]
    requirements: Iterable[Requirement]
    plain: dict[str, list[str]] = field(init=False)
    groups: dict[Group, list[str]] = field(init=False)
    open_groups: dict[str, list[Group]] = field(init=False)
    redundant_groups: list[Group] = field(init=False)

    def __post_init__(self) -> None:
        plain: defaultdict[str, set[str]] = defaultdict(set)
        members: defaultdict[Group, set[str]] = defaultdict(set)
        for item, requires, any_of in self.requirements:
            if any_of:
                members[Group(item, any_of)].add(requires)
            else:
                plain[item].add(requires)
        self.plain = {item: sorted(required) for item, required in plain.items()}
        self.groups = {group: sorted(members[group]) for group in sorted(members)}
        self.redundant_groups = [
            group for group in self.groups if not members[group].isdisjoint(plain[group.item])
        ]
        redundant = set(self.redundant_groups)
        self.open_groups = defaultdict(list)
        for group, alternatives in self.groups.items():
            satisfied = any(self.items[alternative].is_done for alternative in alternatives)
            if not satisfied and group not in redundant:
                self.open_groups[group.item].append(group)

    def settle(self, pins: Sequence[Requirement] = ()) -> Route:
        """The route under `pins`, tried one at a time in the given order."""
        followed: dict[Group, str] = {}
        rejected = []
        startable: set[str] | None = None
        for pin in pins:
            group = Group(pin.item, pin.any_of)
            if group in followed:
                if followed[group] != pin.requires:
                    rejected.append(RejectedPin(pin, "an earlier pin already settles this group"))
                continue
            if group in self.groups and group not in self.open_groups.get(pin.item, ()):
                # Satisfied or redundant: the group has dropped out, whatever is pinned.
                if reason := self._dropped_out(pin, group):
                    rejected.append(RejectedPin(pin, reason))
                continue
            if startable is None:
                startable = self._startable(followed)
            reason = self._objection(pin, group, startable)
            if not reason:
                with_pin = self._startable({**followed, group: pin.requires})
                if startable <= with_pin:
                    followed[group] = pin.requires
                    startable = with_pin
                    continue
                reason = "with it some item that could start no longer can"
            rejected.append(RejectedPin(pin, reason))
        return self._settle(followed, tuple(rejected))

    def essential(self, directions: Iterable[str], finish: Mapping[str, int]) -> set[str]:
        """Open items without which some of `directions` could no longer start, pins ignored.

        `finish` is that of a settled Route. The sets are the greatest solution of: an item
        depends on itself, on all that its plain requirements depend on, and on what all
        alternatives of a group depend on together. What is reached without a choice is essential
        at once, so only items behind a choice need a bit.
        """
        directions = [direction for direction in directions if direction in finish]
        certain = self._reach(directions, through_groups=False)
        reached = self._reach(directions, through_groups=True)
        in_doubt = sorted(item for item in reached - certain if item in finish)
        if not in_doubt:
            return certain - set(directions)
        bit = {item: 1 << position for position, item in enumerate(in_doubt)}
        order = sorted((item for item in reached if item in finish), key=lambda i: (finish[i], i))
        sets = self._depends_on(order, bit)
        together = 0
        for direction in directions:
            together |= sets[direction]
        found = {item for item in in_doubt if together & bit[item]}
        return (certain | found) - set(directions)

    def why_blocked(self, blocked: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """For each blocked item the cause, from following its smallest unmet requirement.

        A cycle comes as its items in order, each requiring the next and the last the first,
        beginning with the smallest id; a dropped item comes alone.
        """
        blocked = set(blocked)
        causes: dict[str, tuple[str, ...]] = {}
        for start in sorted(blocked):
            trail: list[str] = []
            position: dict[str, int] = {}
            item = start
            while item in blocked and item not in causes and item not in position:
                position[item] = len(trail)
                trail.append(item)
                item = self._smallest_unmet(item, blocked)
            if item in causes:
                cause = causes[item]
            elif item in position:
                cycle = trail[position[item] :]
                first = cycle.index(min(cycle))
                cause = tuple(cycle[first:] + cycle[:first])
            else:
                cause = (item,)
            causes.update(dict.fromkeys(trail, cause))
        return causes

    def _objection(self, pin: Requirement, group: Group, startable: set[str]) -> str:
        if group not in self.groups:
            return "the item has no such any-of group"
        if pin.requires not in self.groups[group]:
            return "it is not an alternative of this group"
        if self.items[pin.requires].is_dropped:
            return "it is dropped"
        if pin.requires not in startable:
            return "it cannot start"
        return ""

    def _dropped_out(self, pin: Requirement, group: Group) -> str:
        """Why the pin of a group that asks for nothing more is not followed; empty when it is."""
        if pin.requires not in self.groups[group]:
            return "it is not an alternative of this group"
        if self.items[pin.requires].is_done or self.items[pin.item].is_done:
            return ""
        if self.items[pin.requires].is_dropped:
            return "it is dropped"
        if group in self.redundant_groups:
            plain = pin.requires in self.plain[pin.item]
            return "" if plain else "an alternative of the group is also required plainly"
        return "another alternative is done"

    def _alternatives(self, group: Group, pins: Mapping[Group, str]) -> list[str]:
        return [pins[group]] if group in pins else self.groups[group]

    def _waits(
        self, pins: Mapping[Group, str]
    ) -> tuple[dict[str, int], dict[str, list[tuple[str, Group | None]]]]:
        """How many things each open item waits for, and who waits for an item (and as what)."""
        waiting: dict[str, int] = {}
        dependants: defaultdict[str, list[tuple[str, Group | None]]] = defaultdict(list)
        for name, item in self.items.items():
            if item.is_done or item.is_dropped:
                continue
            plain = self.plain.get(name, ())
            groups = self.open_groups.get(name, ())
            waiting[name] = len(plain) + len(groups)
            for required in plain:
                dependants[required].append((name, None))
            for group in groups:
                for alternative in self._alternatives(group, pins):
                    dependants[alternative].append((name, group))
        return waiting, dependants

    def _startable(self, pins: Mapping[Group, str]) -> set[str]:
        """The smallest set that can start, built up from what needs nothing; leads play no part."""
        waiting, dependants = self._waits(pins)
        ready = [name for name, item in self.items.items() if item.is_done]
        ready += [name for name, count in waiting.items() if count == 0]
        startable = set(ready)
        satisfied: set[Group] = set()
        while ready:
            for name, group in dependants.get(ready.pop(), ()):
                if group in satisfied:
                    continue
                if group is not None:
                    satisfied.add(group)
                waiting[name] -= 1
                if waiting[name] == 0:
                    startable.add(name)
                    ready.append(name)
        return startable

    def _settle(self, pins: Mapping[Group, str], rejected: tuple[RejectedPin, ...]) -> Route:
        waiting, dependants = self._waits(pins)
        finish: dict[str, int] = {}
        chosen: dict[Group, str] = {}
        heap: list[tuple[int, float, str]] = []
        for name, item in self.items.items():
            if item.is_done:
                heappush(heap, (0, item.effort_days, name))
            elif waiting.get(name) == 0:
                day = item.gate_days + item.remaining_days
                heappush(heap, (day, item.effort_days, name))
        while heap:
            day, _, settled = heappop(heap)
            finish[settled] = day
            for name, group in dependants.get(settled, ()):
                if group in chosen:
                    continue
                if group is not None:
                    chosen[group] = settled
                waiting[name] -= 1
                if waiting[name] == 0:
                    item = self.items[name]
                    ends = max(day, item.gate_days) + item.remaining_days
                    heappush(heap, (ends, item.effort_days, name))
        blocked = frozenset(name for name in waiting if name not in finish)
        chosen = {group: member for group, member in chosen.items() if group.item in finish}
        return Route(finish, chosen, blocked, rejected)

    def _reach(self, starts: Iterable[str], *, through_groups: bool) -> set[str]:
        """Open items at or behind `starts`."""
        stack = [name for name in starts if not self.items[name].is_done]
        reached = set(stack)
        while stack:
            name = stack.pop()
            required = list(self.plain.get(name, ()))
            if through_groups:
                for group in self.open_groups.get(name, ()):
                    required += self.groups[group]
            for other in required:
                if other not in reached and not self.items[other].is_done:
                    reached.add(other)
                    stack.append(other)
        return reached

    def _depends_on(self, order: Sequence[str], bit: Mapping[str, int]) -> dict[str, int]:
        """The greatest solution of the dependency sets, by passes in settling order until still.

        An alternative that cannot start, or is not settled yet in the first pass, counts as
        depending on everything: it leaves the meeting of its group unchanged.
        """
        sets: dict[str, int] = {}
        everything = (1 << len(bit)) - 1
        changed = True
        while changed:
            changed = False
            for name in order:
                needed = bit.get(name, 0)
                for required in self.plain.get(name, ()):
                    if not self.items[required].is_done:
                        needed |= sets.get(required, everything)
                for group in self.open_groups.get(name, ()):
                    common = everything
                    for alternative in self.groups[group]:
                        common &= sets.get(alternative, everything)
                    needed |= common
                if sets.get(name) != needed:
                    sets[name] = needed
                    changed = True
        return sets

    def _smallest_unmet(self, item: str, blocked: set[str]) -> str:
        def unmet(name: str) -> bool:
            return name in blocked or self.items[name].is_dropped

        candidates = [required for required in self.plain.get(item, ()) if unmet(required)]
        for group in self.open_groups.get(item, ()):
            if all(unmet(alternative) for alternative in self.groups[group]):
                candidates += self.groups[group]
        return min(candidates)


def without_cycles(
    route: Iterable[tuple[str, str]], soft: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The soft pairs (item, requires) that close no cycle with the route and each other.

    Advisory dates run backwards over route and soft pairs together, which needs an acyclic graph;
    soft pairs are not checked when they are typed in, so those inside a cycle are left out.
    """
    soft = sorted(set(soft))
    graph = networkx.DiGraph([*route, *soft])
    component = {
        item: number
        for number, members in enumerate(networkx.strongly_connected_components(graph))
        for item in members
    }
    return [(item, required) for item, required in soft if component[item] != component[required]]
