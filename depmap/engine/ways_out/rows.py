"""The rows that come of it: ways out, drivers, and what the five best items give together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class WayOut(NamedTuple):
    """A change after which a direction reaches its goal; `days` are those that its kind counts.

    at most: the longest lead; target: the days by which the target moves. `ease`: the share of
    today's range at or below the longest lead; what is nearly always so nobody needs to agree.
    `harms`: the directions whose chance falls by five points or more. `what_if`: the changes in
    the grammar of scenarios.
    """

    direction_id: str
    rank: int
    kind: str
    item_id: str
    requires_id: str
    any_of: str
    decision_id: str
    option_name: str
    days: int | None
    ease: float | None
    is_nearly_always: bool
    chance_before: float
    chance_after: float
    harms: Sequence[str]
    what_if: Sequence[str]


class Driver(NamedTuple):
    """How often an item decides a direction's date, and the chance if it came at its low lead."""

    direction_id: str
    item_id: str
    critical_share: float
    chance_at_low: float


class AtBest(NamedTuple):
    """Up to five items of which no single one is enough, and the chance with all at their best."""

    direction_id: str
    item_ids: Sequence[str]
    chance: float


class Outcome(NamedTuple):
    """An option of an open decision and the samples on time of each direction under it.

    Directions without a target have None. In order of the file.
    """

    decision_id: str
    option_name: str
    on_time: Sequence[int | None]


class Gates(NamedTuple):
    """The gates in days, by item, that are left once an open decision is taken."""

    decision_id: str
    days: Mapping[str, int]
