"""The Python steps of a build: settling the route, sampling the ranges, planning."""

from __future__ import annotations

from typing import NamedTuple

from depmap.engine.range_step import RANGES
from depmap.engine.route_rows import ItemRow, PinRow, open_pairs, read_network
from depmap.engine.schedule.step import SCHEDULE
from depmap.engine.settling.cycles import without_cycles
from depmap.engine.settling.look_back import look_back
from depmap.engine.step import Filled, Step, Tables

# Every blocked item names its cycle: the whole of a long one would be a square.
MOST_OF_A_CYCLE = 50


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
    """An item that can never start: the cycle in order, or the one dropped item.

    A cycle longer than MOST_OF_A_CYCLE is cut there; `more` counts what is left out.
    """

    item_id: str
    cause: list[str]
    more: int


class EssentialRow(NamedTuple):
    """An item without which some live direction could not start."""

    item_id: str


class RejectedPinRow(NamedTuple):
    """A pin that is not followed, with the reason in words."""

    pin_number: int
    reason: str


class AdvisoryRow(NamedTuple):
    """An item and the last day to start it over route and soft pairs, in days from as_of."""

    item_id: str
    advisory_start_day: int


class HelperRow(NamedTuple):
    """An item off the route that some live direction reaches when soft pairs count too."""

    item_id: str


def settle_route(tables: Tables) -> Filled:
    """Settles the any-of groups."""
    items = tables.read("calc.items", ItemRow)
    network = read_network(tables, items)
    pins = tables.read("calc.pins", PinRow)
    pinned = [row.pin() for row in pins]
    route = network.settle(pinned)
    live = [
        row.item_id
        for row in items
        if row.item_type == "direction" and row.item_id in route.finish and not row.is_done
    ]
    numbers = {row.pin(): row.pin_number for row in reversed(pins)}
    open_items = {name for name in route.finish if not network.items[name].is_done}
    hard = open_pairs(network, route)
    soft = [
        pair for pair in tables.read("calc.soft_requirements", PairRow) if open_items >= {*pair}
    ]
    advisory_pairs = without_cycles(hard, soft)
    days = {row.item_id: row.remaining_days for row in items}
    targets = {row.item_id: row.target_day for row in items}
    live_targets = {name: targets[name] for name in live}
    needed, _ = look_back(hard, live_targets, days)
    reached, starts = look_back([*hard, *advisory_pairs], live_targets, days)
    return {
        "calc.choices": [
            ChoiceRow(group.item, group.any_of, member) for group, member in route.chosen.items()
        ],
        "calc.blocked": [
            BlockedRow(name, list(cause[:MOST_OF_A_CYCLE]), max(len(cause) - MOST_OF_A_CYCLE, 0))
            for name, cause in network.why_blocked(route.blocked).items()
        ],
        "calc.essential": [EssentialRow(name) for name in sorted(network.essential(live, route))],
        "calc.rejected_pins": [
            RejectedPinRow(numbers[rejected.pin], rejected.reason)
            for rejected in route.rejected_pins
        ],
        "calc.advisory_dates": [AdvisoryRow(*start) for start in starts.items()],
        "calc.helpers": [HelperRow(name) for name in sorted(reached - needed)],
    }


STEPS = (
    Step(
        name="settle the route",
        reads=(
            "calc.items",
            "calc.requirements",
            "calc.pins",
            "calc.soft_requirements",
        ),
        fills={
            "calc.choices": ChoiceRow,
            "calc.blocked": BlockedRow,
            "calc.essential": EssentialRow,
            "calc.rejected_pins": RejectedPinRow,
            "calc.advisory_dates": AdvisoryRow,
            "calc.helpers": HelperRow,
        },
        run=settle_route,
    ),
    RANGES,
    SCHEDULE,
)
