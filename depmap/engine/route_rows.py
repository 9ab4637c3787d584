"""What a Python step reads of the graph of hard requirements, and the network made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from depmap.engine.route import Item, Network, Requirement, Route
from depmap.engine.sampling.leads import RangeItem
from depmap.engine.step import Tables


class ItemRow(NamedTuple):
    """A row of calc.items, as the settlement needs it."""

    item_id: str
    item_type: str
    remaining_days: int
    effort_days: float
    is_done: bool
    is_dropped: bool
    gate_days: int
    target_day: int | None

    def item(self) -> Item:
        """The row as the settlement takes it."""
        return Item(*self[2:7])


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

    def pin(self) -> Requirement:
        """The alternative it pins."""
        return Requirement(self.item_id, self.requires_id, self.any_of)


class LeadRow(NamedTuple):
    """A row of calc.lead_ranges: the lead range of an open item."""

    item_id: str
    lead_low_days: int
    lead_likely_days: int
    lead_high_days: int
    elapsed_days: int | None
    remaining_days: int
    gate_days: int
    kind: str
    has_overrun: bool

    def range_item(self) -> RangeItem:
        """The row as the sampling takes it."""
        return RangeItem(
            self.item_id,
            self.lead_low_days,
            self.lead_likely_days,
            self.lead_high_days,
            self.elapsed_days,
            self.remaining_days,
            self.gate_days,
        )


def read_network(tables: Tables, items: Sequence[ItemRow] = ()) -> Network:
    """The network of all items, read here unless given, and their hard requirements."""
    items = items or tables.read("calc.items", ItemRow)
    requirements = tables.read("calc.requirements", RequirementRow)
    return Network({row.item_id: row.item() for row in items}, requirements)


def open_pairs(network: Network, route: Route) -> list[tuple[str, str]]:
    """The route between items that are open and can start: an item and what it requires."""
    open_items = {name for name in route.finish if not network.items[name].is_done}
    plain = [
        (name, required)
        for name in open_items
        for required in network.plain.get(name, ())
        if required in open_items
    ]
    return plain + [
        (group.item, member) for group, member in route.chosen.items() if group.item in open_items
    ]
