"""The Python steps of a build: settling the route and sampling the ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from depmap.engine.range_step import RANGES
from depmap.engine.route import Item, Network, Requirement, Route, without_cycles
from depmap.engine.step import Filled, Step, Tables


class ItemRow(NamedTuple):
    """A row of calc.items, as the settlement needs it."""

    item_id: str
    item_type: str
    remaining_days: int
    effort_days: float
    is_done: bool
    is_dropped: bool
    gate_days: int


class RequirementRow(NamedTuple):
    """A row of calc.requirements: a hard requirement, plain or as an alternative."""

    item_id: str
    requires_id: str
    any_of: str


class PinRow(NamedTuple):
    """A row of calc.pins, in the order in which pins are tried."""

    pin_number: int
    item_id: str
    requires_id: str
    any_of: str


class PickRow(NamedTuple):
    """A row of calc.open_picks: what an option of an open decision would pin."""

    decision_id: str
    position: int
    source_line: int
    item_id: str
    requires_id: str
    any_of: str


class PairRow(NamedTuple):
    """An item and one that it requires."""

    item_id: str
    requires_id: str


class ChoiceRow(NamedTuple):
    """The alternative that the route takes in a group."""

    item_id: str
    any_of: str
    requires_id: str


class BlockedRow(NamedTuple):
    """An item that can never start: the cycle in order, or the one dropped item."""

    item_id: str
    cause: list[str]


class EssentialRow(NamedTuple):
    """An item without which some live direction could not start."""

    item_id: str


class RejectedPinRow(NamedTuple):
    """A pin that is not followed, with the reason in words."""

    pin_number: int
    reason: str


class OptionEffectRow(NamedTuple):
    """A likely finish that an option moves, in days; negative is earlier."""

    decision_id: str
    position: int
    direction_id: str
    shift_days: int


def settle_route(tables: Tables) -> Filled:
    """Settles the any-of groups, and once more under each option of an open decision."""
    items = tables.read("calc.items", ItemRow)
    requirements = [Requirement(*row) for row in tables.read("calc.requirements", RequirementRow)]
    network = Network({row.item_id: Item(*row[2:]) for row in items}, requirements)
    pins = tables.read("calc.pins", PinRow)
    pinned = [Requirement(*row[1:]) for row in pins]
    route = network.settle(pinned)
    live = [
        row.item_id
        for row in items
        if row.item_type == "direction" and row.item_id in route.finish and not row.is_done
    ]
    numbers = {Requirement(*row[1:]): row.pin_number for row in reversed(pins)}
    return {
        "calc.choices": [
            ChoiceRow(group.item, group.any_of, member) for group, member in route.chosen.items()
        ],
        "calc.blocked": [
            BlockedRow(name, list(cause))
            for name, cause in network.why_blocked(route.blocked).items()
        ],
        "calc.essential": [
            EssentialRow(name) for name in sorted(network.essential(live, route.finish))
        ],
        "calc.rejected_pins": [
            RejectedPinRow(numbers[rejected.pin], rejected.reason)
            for rejected in route.rejected_pins
        ],
        "calc.advisory_pairs": [
            PairRow(*pair)
            for pair in _advisory_pairs(
                network, route, tables.read("calc.soft_requirements", PairRow)
            )
        ],
        "calc.option_effects": _option_effects(
            tables.read("calc.open_picks", PickRow), network, pinned, route, live
        ),
    }


def _advisory_pairs(
    network: Network, route: Route, soft: Sequence[PairRow]
) -> list[tuple[str, str]]:
    def is_open(name: str) -> bool:
        return name in route.finish and not network.items[name].is_done

    hard = [
        (name, required)
        for name, required_items in network.plain.items()
        if is_open(name)
        for required in required_items
        if is_open(required)
    ]
    hard += [(group.item, member) for group, member in route.chosen.items() if is_open(group.item)]
    usable = [(item, required) for item, required in soft if is_open(item) and is_open(required)]
    return without_cycles(hard, usable)


def _option_effects(
    open_picks: Sequence[PickRow],
    network: Network,
    pins: Sequence[Requirement],
    route: Route,
    live: Sequence[str],
) -> list[OptionEffectRow]:
    """What each option of an open decision moves: the graph settled anew, its picks first."""
    picks: dict[tuple[str, int], list[Requirement]] = {}
    for pick in open_picks:
        picked = Requirement(pick.item_id, pick.requires_id, pick.any_of)
        picks.setdefault((pick.decision_id, pick.position), []).append(picked)
    effects = []
    for (decision, position), first in picks.items():
        changed = network.settle([*first, *pins])
        for direction in live:
            shift = changed.finish[direction] - route.finish[direction]
            if shift:
                effects.append(OptionEffectRow(decision, position, direction, shift))
    return effects


STEPS = (
    Step(
        name="settle the route",
        reads=(
            "calc.items",
            "calc.requirements",
            "calc.pins",
            "calc.soft_requirements",
            "calc.open_picks",
        ),
        fills={
            "calc.choices": ChoiceRow,
            "calc.blocked": BlockedRow,
            "calc.essential": EssentialRow,
            "calc.rejected_pins": RejectedPinRow,
            "calc.advisory_pairs": PairRow,
            "calc.option_effects": OptionEffectRow,
        },
        run=settle_route,
    ),
    RANGES,
)
