"""Settles the any-of question: which alternative each group takes, and what can never start.

Pure: plain values in, plain values out. The any-of graph may hold cycles; what comes out is
acyclic, so every relation in sql/ that follows works on a plain graph. Ids become numbers here, and
engine/settling/ works on those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from depmap.engine.settling.altered import Values, altered
from depmap.engine.settling.dates import Dates
from depmap.engine.settling.essential import essential
from depmap.engine.settling.graph import NONE, Graph
from depmap.engine.settling.support import Support

_LOSES_SOMETHING = "with it some item that could start no longer can"


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
    dates: the same by numbers, for the network that settled it.
    """

    finish: dict[str, int]
    chosen: dict[Group, str]
    blocked: frozenset[str]
    rejected_pins: tuple[RejectedPin, ...]
    pins: tuple[Requirement, ...] = field(repr=False)
    support: Support = field(repr=False, compare=False)
    dates: Dates = field(repr=False, compare=False)


class Moved(NamedTuple):
    """What a change moves on a route: the finish, NONE for what no longer starts, and the choice.

    The choice is empty where the group asks for nothing any more.
    """

    finish: Mapping[str, int]
    chosen: Mapping[Group, str]


@dataclass
class Network:
    """The hard rows of one portfolio, indexed once and settled as often as a what-if needs it.

    Raises KeyError when a requirement names an item that `items` does not hold.
    """

    items: Mapping[str, Item]
    requirements: Iterable[tuple[str, str, str]]
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
        self._names = sorted(self.items)
        self._number = {name: number for number, name in enumerate(self._names)}
        self._numbered_groups = self._find_open_groups()
        self.open_groups = defaultdict(list)
        for group in self._numbered_groups:
            self.open_groups[group.item].append(group)
        self._group_number = {group: number for number, group in enumerate(self._numbered_groups)}
        self._graph = self._numbered()
        self._unpinned = Support(self._graph)

    def settle(self, pins: Sequence[Requirement] = ()) -> Route:
        """The route under `pins`, tried one at a time in the given order."""
        support = self._unpinned.copy()
        rejected = self._follow(pins, support)
        dates = Dates(self._graph, support.pinned)
        names, finish = self._names, dates.finish
        return Route(
            {names[item]: finish[item] for item in dates.order},
            {
                group: names[dates.chosen[number]]
                for number, group in enumerate(self._numbered_groups)
                if dates.chosen[number] != NONE
            },
            frozenset(
                name
                for item, name in enumerate(names)
                if finish[item] == NONE and not self._graph.is_dropped[item]
            ),
            tuple(rejected),
            tuple(pins),
            support,
            dates,
        )

    def moved(self, route: Route, picks: Sequence[Requirement]) -> dict[str, int]:
        """The finish, in days from as_of, of what moves when `picks` are tried before all pins."""
        support = self._with_first(route, picks)
        return {
            self._names[item]: day
            for item, day in route.dates.moved(support.pinned).items()
            if day != route.dates.finish[item]
        }

    def resettled(
        self,
        route: Route,
        pins: Sequence[Requirement],
        items: Mapping[str, Item],
        plain: Mapping[str, Iterable[str]],
    ) -> Moved | None:
        """What other items, other plain requirements, and other pins move on the route.

        `plain` holds all plain requirements of items none of whose groups is redundant, before and
        with these. None where who can start may change: that takes another network.
        """
        number = self._number
        required = {
            number[name]: sorted(number[other] for other in others)
            for name, others in plain.items()
        }
        values = {
            number[name]: Values(item.remaining_days, item.gate_days, item.effort_days, *item[2:4])
            for name, item in items.items()
        }
        other = altered(self._graph, self._unpinned, values, required)
        if other is None:
            return None
        known = len(route.pins)
        if not other.is_rewired and tuple(pins[:known]) == route.pins:
            support = route.support.copy()
            self._follow(pins[known:], support)
        else:
            support = other.support
            closed = {self._numbered_groups[group] for group in other.closed}
            self._follow((p for p in pins if Group(p.item, p.any_of) not in closed), support)
        dates, names = route.dates, self._names
        finish, chosen = dates.moved_on(other.graph, support.pinned, other.starting)
        finish |= dict.fromkeys(other.gone, NONE)
        chosen |= dict.fromkeys(other.closed, NONE)
        return Moved(
            {names[at]: day for at, day in finish.items() if day != dates.finish[at]},
            {
                self._numbered_groups[group]: "" if member == NONE else names[member]
                for group, member in chosen.items()
                if member != dates.chosen[group]
            },
        )

    def essential(self, directions: Iterable[str], route: Route) -> set[str]:
        """Open items without which some of `directions` could no longer start, pins ignored."""
        starts = [self._number[name] for name in directions if name in route.finish]
        found = essential(self._graph, starts, route.dates.order, route.dates.chosen)
        return {self._names[item] for item in found}

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

    def _find_open_groups(self) -> list[Group]:
        """Groups that ask for something: none of the alternatives is done or required plainly."""
        redundant = set(self.redundant_groups)
        return [
            group
            for group, alternatives in self.groups.items()
            if group not in redundant
            and not any(self.items[alternative].is_done for alternative in alternatives)
        ]

    def _numbered(self) -> Graph:
        number = self._number
        items = [self.items[name] for name in self._names]
        return Graph(
            remaining=[item.remaining_days for item in items],
            gate=[item.gate_days for item in items],
            effort=[item.effort_days for item in items],
            is_done=[item.is_done for item in items],
            is_dropped=[item.is_dropped for item in items],
            plain=[[number[other] for other in self.plain.get(name, ())] for name in self._names],
            groups_of=[
                [self._group_number[group] for group in self.open_groups.get(name, ())]
                for name in self._names
            ],
            item_of=[number[group.item] for group in self._numbered_groups],
            members=[
                [number[other] for other in self.groups[group]] for group in self._numbered_groups
            ],
        )

    def _follow(self, pins: Iterable[Requirement], support: Support) -> list[RejectedPin]:
        """Tries the pins on the support one at a time; those that are not followed."""
        rejected = []
        for pin in pins:
            if reason := self._refusal(pin, support):
                rejected.append(RejectedPin(pin, reason))
        return rejected

    def _refusal(self, pin: Requirement, support: Support) -> str:
        """Follows a pin on the support, or says why not."""
        group = Group(pin.item, pin.any_of)
        if group not in self.groups:
            return "the item has no such any-of group"
        number = self._group_number.get(group)
        if number is None:
            # Satisfied or redundant: the group has dropped out, whatever is pinned.
            return self._dropped_out(pin, group)
        alternative = self._number.get(pin.requires, NONE)
        if support.pinned[number] != NONE:
            followed = support.pinned[number] == alternative
            return "" if followed else "an earlier pin already settles this group"
        if pin.requires not in self.groups[group]:
            return "it is not an alternative of this group"
        if self.items[pin.requires].is_dropped:
            return "it is dropped"
        if not support.can_start(alternative):
            return "it cannot start"
        if support.follow(number, alternative):
            return ""
        return _LOSES_SOMETHING

    def _with_first(self, route: Route, picks: Sequence[Requirement]) -> Support:
        """The support when `picks` come before the pins of the route.

        Picks that go together with all pins of the route, and take none of their groups, leave
        those followed and the refused ones refused: then only the picks are new.
        """
        support = route.support.copy()
        taken: set[Group] = set()
        for pick in picks:
            group = Group(pick.item, pick.any_of)
            number = self._group_number.get(group)
            if number is None or group in taken:
                continue
            before = route.support.pinned[number]
            if before not in (NONE, self._number.get(pick.requires, NONE)):
                break
            if before == NONE and (reason := self._refusal(pick, support)):
                if reason == _LOSES_SOMETHING:
                    break
                continue
            taken.add(group)
        else:
            return support
        support = self._unpinned.copy()
        self._follow([*picks, *route.pins], support)
        return support

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

    def _smallest_unmet(self, item: str, blocked: set[str]) -> str:
        def unmet(name: str) -> bool:
            return name in blocked or self.items[name].is_dropped

        candidates = [required for required in self.plain.get(item, ()) if unmet(required)]
        for group in self.open_groups.get(item, ()):
            if all(unmet(alternative) for alternative in self.groups[group]):
                candidates += self.groups[group]
        return min(candidates)
