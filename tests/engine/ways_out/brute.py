"""A second implementation of what is enough: every change tried, everything computed again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from hypothesis import strategies as st

from depmap.engine.route import Group, Item, Network, Requirement, Route
from depmap.engine.sampling.leads import RangeItem, sampled_remaining


def remaining(likely, high, elapsed):
    """What is left of the likely lead, in days."""
    if elapsed is None:
        return likely
    return max(min(1, likely), likely - elapsed, min(likely, -((elapsed - high) // 4)))


@dataclass(frozen=True)
class Case:
    """A small portfolio: items with ranges, hard rows, directions with targets, decisions.

    `holds` are (item, decision or "", days); `options` (decision, name, pins).
    """

    items: dict[str, RangeItem]
    rows: tuple[Requirement, ...]
    targets: dict[str, int | None]
    goal: float
    samples: int
    pins: tuple[Requirement, ...] = ()
    holds: tuple[tuple[str, str, int], ...] = ()
    options: tuple[tuple[str, str, tuple[Requirement, ...]], ...] = ()
    soft: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def network(self) -> Network:
        """The hard rows, as the settlement takes them."""
        items = {
            name: Item(item.remaining, 0.0, False, False, item.gate)
            for name, item in self.items.items()
        }
        return Network(items, [row for row in self.rows if row.any_of or row[:2] not in self.soft])

    def route(self) -> Route:
        """The settled route."""
        return self.network().settle(self.pins)

    def edges(self, route: Route) -> set[tuple[str, str]]:
        """The pairs (item, what it requires) of the route between items that can start."""
        plain = {row[:2] for row in self.rows if not row.any_of and row[:2] not in self.soft}
        taken = {(group.item, member) for group, member in route.chosen.items()}
        return {pair for pair in plain | taken if set(pair) <= set(route.finish)}

    def finishes(self, edges, nudged=None):
        """Sampled finish of every item over these edges; the nudged one takes 1/256 day longer."""
        required = {name: [other for user, other in edges if user == name] for name in self.items}
        known = {}

        def finish(name):
            if name not in known:
                item = self.items[name]
                start = np.full(self.samples, float(item.gate))
                for other in required[name]:
                    start = np.maximum(start, finish(other))
                lead = sampled_remaining(item, samples=self.samples, seed=1).astype(float)
                known[name] = start + lead + (1 / 256 if name == nudged else 0)
            return known[name]

        return finish

    def chances(self, edges=None):
        """The chance of each direction with a target; 0 for a blocked one. Over its own route."""
        route = self.route()
        over = self.edges(route) if edges is None else edges
        finish = self.finishes(over)
        return {
            name: float((finish(name) <= target).mean()) if name in route.finish else 0.0
            for name, target in self.targets.items()
            if target is not None
        }

    def needed(self, direction, edges):
        """The items a direction needs, itself included."""
        found = {direction}
        while more := {other for user, other in edges if user in found} - found:
            found |= more
        return found

    def choices(self):
        """What the groups take of items that some direction that can start needs."""
        route = self.route()
        edges = self.edges(route)
        live = [name for name in self.targets if name in route.finish]
        needed = set(chain.from_iterable(self.needed(name, edges) for name in live))
        return {group: member for group, member in route.chosen.items() if group.item in needed}

    # --- changes ----------------------------------------------------------------------------------

    def at_most(self, name, days):
        """One item agreed at so many days."""
        item = self.items[name]
        cap = days if item.elapsed is None else max(days, item.elapsed + 1)
        low, likely, high = (min(lead, cap) for lead in (item.low, item.likely, item.high))
        left = remaining(likely, high, item.elapsed)
        changed = RangeItem(name, low, likely, high, item.elapsed, left, item.gate)
        return replace(self, items={**self.items, name: changed})

    def pinned(self, *picks):
        """Groups pinned, whatever pinned them before."""
        groups = {Group(pick.item, pick.any_of) for pick in picks}
        kept = [pin for pin in self.pins if Group(pin.item, pin.any_of) not in groups]
        tried_last = sorted(picks, key=lambda pick: (pick.item, pick.any_of))
        return replace(self, pins=(*kept, *tried_last))

    def softened(self, item, requires):
        """One plain row soft."""
        return replace(self, soft=frozenset({(item, requires)}))

    def decided(self, decision):
        """One decision taken today."""
        return held(replace(self, holds=tuple(h for h in self.holds if h[1] != decision)))

    def moved(self, direction, day):
        """Another target."""
        return replace(self, targets={**self.targets, direction: day})

    def under(self, what_if):
        """The case after a change in the grammar of scenarios."""
        name, what, value = what_if.split(":")
        if what == "lead_at_most":
            return self.at_most(name, int(value))
        if what == "pin":
            item, any_of = name.split("/")
            return self.pinned(Requirement(item, value, any_of))
        if what == "strength":
            return self.softened(*name.split(">"))
        if what == "lead_days":
            return self.decided(name)
        if what == "option":
            (picks,) = [picks for d, option, picks in self.options if (d, option) == (name, value)]
            return self.pinned(*picks)
        raise AssertionError(what_if)


def held(case):
    """The case with the gates that its holds make; what is in progress passes them."""
    items = {}
    for name, item in case.items.items():
        days = [days for held_item, _, days in case.holds if held_item == name]
        items[name] = replace(item, gate=max(days, default=0) if item.elapsed is None else 0)
    return replace(case, items=items)


LEADS = st.lists(st.integers(0, 9), min_size=3, max_size=3).map(sorted)


@st.composite
def cases(draw, with_any_of=True):
    """Up to eight items, one to three of them directions, with decisions that hold and pick."""
    count = draw(st.integers(2, 8))
    names = draw(st.permutations("abcdefgh"))[:count]
    items = {}
    for name in names:
        low, likely, high = draw(LEADS)
        elapsed = draw(st.sampled_from([None, None, None, None, 0, 2]))
        elapsed = None if elapsed is None else min(elapsed, high)
        left = remaining(likely, high, elapsed)
        items[name] = RangeItem(name, low, likely, high, elapsed, left)
    rows = []
    for place, name in enumerate(names[1:], start=1):
        some = st.lists(st.sampled_from(names[:place]), max_size=3, unique=True)
        rows += [Requirement(name, other) for other in draw(some)]
        if with_any_of and draw(st.booleans()):
            rows += [Requirement(name, other, "g") for other in draw(some)]
    groups = [row for row in rows if row.any_of]
    directions = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    target = st.none() | st.integers(0, 25) | st.integers(4, 16)
    holds = st.tuples(st.sampled_from(names), st.sampled_from(["", "p", "q"]), st.integers(1, 15))
    pins = st.lists(st.sampled_from(groups), max_size=2) if groups else st.just([])
    picks = st.lists(st.sampled_from(groups), min_size=1, max_size=2) if groups else st.nothing()
    option = st.tuples(st.sampled_from(["p", "q"]), st.sampled_from(["one", "two"]), picks)
    options = draw(st.lists(option, max_size=2, unique_by=lambda o: o[:2])) if groups else []
    return held(
        Case(
            items=items,
            rows=tuple(rows),
            targets={name: draw(target) for name in sorted(directions)},
            goal=draw(st.sampled_from([0.3, 0.5, 0.8, 0.9])),
            samples=draw(st.sampled_from([20, 40])),
            pins=tuple(draw(pins)),
            holds=tuple(draw(st.lists(holds, max_size=3, unique_by=lambda hold: hold[:2]))),
            options=tuple((decision, name, tuple(given)) for decision, name, given in options),
        )
    )
