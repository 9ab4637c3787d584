"""What a Python step reads of the graph of hard requirements, and the network made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from depmap.engine.route import Item, Network, Requirement
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


class PickRow(NamedTuple):
    """A row of calc.open_picks: what an option of an open decision would pin."""

    decision_id: str
    position: int
    source_line: int
    option_name: str
    item_id: str
    requires_id: str
    any_of: str
    has_changes: bool

    def pin(self) -> Requirement:
        """The alternative it would pin."""
        return Requirement(self.item_id, self.requires_id, self.any_of)


def read_network(tables: Tables, items: Sequence[ItemRow] = ()) -> Network:
    """The network of all items, read here unless given, and their hard requirements."""
    items = items or tables.read("calc.items", ItemRow)
    requirements = tables.read("calc.requirements", RequirementRow)
    return Network({row.item_id: Item(*row[2:7]) for row in items}, requirements)
