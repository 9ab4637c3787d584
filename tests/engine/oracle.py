"""What model.md 3 and 4 say, worked out by brute force for portfolios of a few items.

Written from the page alone, never from the engine: every way to choose alternatives is tried, and
numbers are fractions. Slow on purpose, so that each rule stands as the page words it.
Days count from as_of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import ceil, factorial

# A group is (item, any_of); a choice gives each group one alternative.
Group = tuple[str, str]
Choice = Mapping[Group, str]


@dataclass(frozen=True)
class Item:
    """A direction or a prerequisite. status: open, in_progress, done or dropped.

    `elapsed`: days since it was started, None when the day is not known. `gate`: the day before
    which it cannot start unless it was started. `value`, `confidence`,
    `target` belong to directions; `effort`, `needed_confidence` to prerequisites.
    """

    is_direction: bool = False
    status: str = "open"
    low: int = 0
    likely: int = 0
    high: int = 0
    elapsed: int | None = None
    gate: int = 0
    effort: Fraction = Fraction(0)
    needed_confidence: Fraction = Fraction(1)
    value: Fraction = Fraction(0)
    confidence: Fraction = Fraction(1)
    target: int | None = None

    @property
    def has_overrun(self) -> bool:
        """In progress for longer than its high lead."""
        return self.status == "in_progress" and (self.elapsed or 0) > self.high

    @property
    def opens(self) -> int:
        """Point 5 of one-answer.md: when its gate lets it start."""
        return self.gate if self.status == "open" else 0

    def remaining(self, lead: str = "likely") -> int:
        """Rule 3.1, with point 4 of one-answer.md; `lead` is low, likely or high."""
        days: int = getattr(self, lead)
        if self.status == "done":
            return 0
        if self.status != "in_progress":
            return days
        elapsed = self.elapsed or 0
        over = elapsed - self.high
        if self.has_overrun:
            return {"low": 1, "likely": over, "high": 2 * over}[lead]
        least = min(1, self.likely)
        if lead == "likely":
            least = max(least, min(days, ceil(Fraction(-over, 4))))
        return max(least, days - elapsed)


@dataclass(frozen=True)
class Row:
    """One dependency row: `item` requires `requires`."""

    item: str
    requires: str
    any_of: str = ""
    is_soft: bool = False
    confidence: Fraction = Fraction(1)


@dataclass(frozen=True)
class Pin:
    """A wish to settle a group by one alternative."""

    item: str
    any_of: str
    requires: str


class Oracle:
    """All answers of sections 3 and 4 for one portfolio."""

    def __init__(
        self, items: Mapping[str, Item], rows: tuple[Row, ...], pins: tuple[Pin, ...] = ()
    ) -> None:
        self.items = dict(items)
        self.plain: dict[str, set[str]] = {item_id: set() for item_id in items}
        self.groups: dict[Group, set[str]] = {}
        for row in rows:
            if row.is_soft:
                continue
            if row.any_of:
                self.groups.setdefault((row.item, row.any_of), set()).add(row.requires)
            else:
                self.plain[row.item].add(row.requires)
        self.rows = rows
        for group, alternatives in list(self.groups.items()):
            # Rule 3.4: satisfied groups drop out, whatever is pinned.
            done = any(self.items[member].status == "done" for member in alternatives)
            if done or alternatives & self.plain[group[0]]:
                del self.groups[group]

        self.could_start = self.startable(self.groups)
        self.pinned = self._follow(pins)
        self.best_finish = self._best_finishes({**self.groups, **self.pinned})
        self.chosen = self._choose()
        self.route = self._route()
        self.live = sorted(
            item_id
            for item_id, item in self.items.items()
            if item.is_direction and item.status not in ("done", "dropped")
            if item_id in self.could_start
        )

    # --- rule 3.2: who can start, and when, over every way to choose ----------------------------

    def _under(self, choice: Choice, item_id: str) -> set[str]:
        """What an item requires under a choice; a done item requires nothing any more."""
        if self.items[item_id].status == "done":
            return set()
        chosen = {choice[group] for group in choice if group[0] == item_id}
        return self.plain[item_id] | chosen

    def _finish_under(self, choice: Choice, item_id: str, path: tuple[str, ...]) -> int | None:
        """Earliest finish under one choice; None when a cycle or a dropped item is in the way."""
        item = self.items[item_id]
        if item.status == "dropped" or item_id in path:
            return None
        start = item.opens
        for required in self._under(choice, item_id):
            finish = self._finish_under(choice, required, (*path, item_id))
            if finish is None:
                return None
            start = max(start, finish)
        return start + item.remaining()

    def _best_finishes(self, groups: Mapping[Group, set[str]]) -> dict[str, int]:
        """Earliest finish of every item that can start: the best over all choices."""
        names = sorted(groups)
        best: dict[str, int] = {}
        for members in product(*(sorted(groups[group]) for group in names)):
            choice = dict(zip(names, members, strict=True))
            for item_id in self.items:
                finish = self._finish_under(choice, item_id, ())
                if finish is not None:
                    best[item_id] = min(finish, best.get(item_id, finish))
        return best

    def startable(self, groups: Mapping[Group, set[str]], without: str = "") -> set[str]:
        """Items that can start, built up from those without requirements; `without` is dropped."""
        found: set[str] = set()
        while True:
            more = {
                item_id
                for item_id, item in self.items.items()
                if item_id not in found and item_id != without and item.status != "dropped"
                if item.status == "done"
                or (
                    self.plain[item_id] <= found
                    and all(groups[group] & found for group in groups if group[0] == item_id)
                )
            }
            if not more:
                return found
            found |= more

    # --- rules 3.3 to 3.5: pins, choices, route ---------------------------------------------------

    def _follow(self, pins: tuple[Pin, ...]) -> dict[Group, set[str]]:
        """The pins that are followed: of each group the first one that can be."""
        followed: dict[Group, set[str]] = {}
        for pin in pins:
            group = (pin.item, pin.any_of)
            if group in followed or group not in self.groups:
                continue
            with_it = {**self.groups, **followed, group: {pin.requires}}
            if (
                pin.requires in self.groups[group]
                and pin.requires in self.could_start
                and self.startable(with_it) == self.could_start
            ):
                followed[group] = {pin.requires}
        return followed

    def _choose(self) -> dict[Group, str]:
        """Label setting: each group takes its alternative that is settled first."""
        groups = {**self.groups, **self.pinned}
        settled: list[str] = []
        while True:
            ready = [
                (self.best_finish[item_id], self.items[item_id].effort, item_id)
                for item_id in self.could_start
                if item_id not in settled
                if self.items[item_id].status == "done"
                or (
                    self.plain[item_id] <= set(settled)
                    and all(groups[group] & set(settled) for group in groups if group[0] == item_id)
                )
            ]
            if not ready:
                break
            settled.append(min(ready)[2])
        return {
            group: min(alternatives & set(settled), key=settled.index)
            for group, alternatives in groups.items()
            if group[0] in self.could_start and self.is_open(group[0])
        }

    def is_open(self, item_id: str) -> bool:
        """Neither done nor dropped."""
        return self.items[item_id].status in ("open", "in_progress")

    def _route(self) -> dict[str, set[str]]:
        """What each open item that can start requires on the route, open requirements only."""
        return {
            item_id: {
                required
                for required in self._under(self.chosen, item_id)
                if self.items[required].status != "done"
            }
            for item_id in self.could_start
            if self.is_open(item_id)
        }

    def blocked(self, item_id: str) -> bool:
        """Cannot start, and nobody dropped it."""
        return item_id not in self.could_start and self.items[item_id].status != "dropped"

    def needed_by(self, item_id: str) -> set[str]:
        """Everything on the route of an item, itself included."""
        found = {item_id}
        for required in self.route[item_id]:
            found |= self.needed_by(required)
        return found

    # --- rules 3.2, 3.6, 3.7, 3.8 over the route --------------------------------------------------

    def earliest_start(self, item_id: str, lead: str = "likely") -> int:
        """First day on which an open item can start, with all leads `low`, `likely` or `high`."""
        finishes = [self.earliest_finish(required, lead) for required in self.route[item_id]]
        return max([self.items[item_id].opens, *finishes])

    def earliest_finish(self, item_id: str, lead: str = "likely") -> int:
        """Day on which an open item is finished at the earliest."""
        item = self.items[item_id]
        return self.earliest_start(item_id, lead) + item.remaining(lead)

    def latest_start(self, item_id: str, direction: str) -> int | None:
        """latest_start(i, d), by the target of d alone; None when d does not need i."""
        finish = self.latest_finish(item_id, direction)
        item = self.items[item_id]
        return None if finish is None else finish - item.remaining()

    def latest_finish(self, item_id: str, direction: str) -> int | None:
        """latest_finish(i, d); None when d has no target or does not need i."""
        if item_id == direction:
            return self.items[direction].target
        starts = [
            self.latest_start(user, direction)
            for user, required in self.route.items()
            if item_id in required
        ]
        return min((start for start in starts if start is not None), default=None)

    def binding(self, item_id: str, reserves: Mapping[str, int] | None = None) -> tuple[int, str]:
        """Smallest latest start less reserve over the live directions, and the direction it is of.

        Raises ValueError when no live direction with a target needs the item.
        """
        return min(
            (start - (reserves or {}).get(direction, 0), direction)
            for direction in self.live
            if (start := self.latest_start(item_id, direction)) is not None
        )

    def has_start_by(self, item_id: str) -> bool:
        """Whether a live direction with a target needs the item."""
        return any(self.latest_start(item_id, direction) is not None for direction in self.live)

    def binding_path(self, item_id: str) -> list[str]:
        """From the item to its binding direction."""
        _, direction = self.binding(item_id)
        path = [item_id]
        while path[-1] != direction:
            finish = self.latest_finish(path[-1], direction)
            path.append(
                min(
                    user
                    for user, required in self.route.items()
                    if path[-1] in required and self.latest_start(user, direction) == finish
                )
            )
        return path

    def level(self, item_id: str) -> int:
        """1 without an open route requirement, else one above the highest of them."""
        return 1 + max([self.level(required) for required in self.route[item_id]], default=0)

    # --- section 4 --------------------------------------------------------------------------------

    def route_items(self, direction: str) -> set[str]:
        """R(d): the open prerequisites on the route of a live direction."""
        return {
            item_id for item_id in self.needed_by(direction) if not self.items[item_id].is_direction
        }

    def expected_value(self, direction: str) -> Fraction:
        """EV(d), points per year."""
        return self.items[direction].value * self.items[direction].confidence

    def _row_confidence(self, item_id: str, required: str) -> Fraction:
        """The largest confidence of the route rows between two items."""
        return max(
            row.confidence
            for row in self.rows
            if (row.item, row.requires) == (item_id, required) and not row.is_soft
            if not row.any_of or self.chosen.get((item_id, row.any_of)) == required
        )

    def need(self, item_id: str, direction: str) -> Fraction:
        """n(i, d): the largest product over all route paths from d to i."""
        best = Fraction(0)

        def walk(at: str, so_far: Fraction) -> None:
            nonlocal best
            if at == item_id:
                best = max(best, so_far)
            for required in self.route[at]:
                factor = self._row_confidence(at, required)
                if not self.items[required].is_direction:
                    factor *= self.items[required].needed_confidence
                walk(required, so_far * factor)

        walk(direction, Fraction(1))
        return best

    def users(self, item_id: str) -> list[str]:
        """The live directions on whose route the prerequisite lies."""
        return [direction for direction in self.live if item_id in self.route_items(direction)]

    def contribution(self, item_id: str, direction: str) -> Fraction:
        """The part of the unlock score that comes from one direction."""
        share = Fraction(1, len(self.route_items(direction)))
        return self.expected_value(direction) * self.need(item_id, direction) * share

    def unlock_score(self, item_id: str) -> Fraction:
        """Sum of the contributions."""
        return sum((self.contribution(item_id, d) for d in self.users(item_id)), Fraction(0))

    def at_stake(self, item_id: str) -> Fraction:
        """Expected value of all that waits for the item."""
        return sum(
            (self.expected_value(d) * self.need(item_id, d) for d in self.users(item_id)),
            Fraction(0),
        )

    def unlocks_now(self, item_id: str) -> Fraction:
        """Expected value of the directions that lack this item alone."""
        return sum(
            (
                self.expected_value(d) * self.need(item_id, d)
                for d in self.users(item_id)
                if len(self.route_items(d)) == 1
            ),
            Fraction(0),
        )

    def p_used(self, item_id: str) -> Fraction:
        """How likely at least one direction uses the item."""
        unused = Fraction(1)
        for direction in self.users(item_id):
            unused *= 1 - self.items[direction].confidence * self.need(item_id, direction)
        return 1 - unused

    def is_essential(self, item_id: str) -> bool:
        """Some live direction could not start any more if it were dropped; pins ignored."""
        return not set(self.live) <= self.startable(self.groups, without=item_id)

    def shapley(self) -> dict[str, Fraction]:
        """Shapley value of the game in which a set of items earns the directions it completes.

        By brute force over all orders of the open items on routes.
        """
        players = sorted({i for direction in self.live for i in self.route_items(direction)})
        value = dict.fromkeys(players, Fraction(0))

        def worth(done: set[str]) -> Fraction:
            return sum(
                (self.expected_value(d) for d in self.live if self.route_items(d) <= done),
                Fraction(0),
            )

        for order in permutations(players):
            for place, player in enumerate(order):
                before = set(order[:place])
                value[player] += worth(before | {player}) - worth(before)
        return {player: total / factorial(len(players)) for player, total in value.items()}
