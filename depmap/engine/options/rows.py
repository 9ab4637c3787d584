"""What goes in and comes out: an option laid onto the rows, and what it makes of directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from depmap.engine.route import Item, Requirement
from depmap.engine.sampling.leads import RangeItem

# The place of "decided today, whatever the answer" among the options of a decision.
TODAY = 0


class Aim(NamedTuple):
    """What is wanted of a direction: its status, its target in days from as_of, its points."""

    status: str
    target_day: int | None
    expected_value_points: float


class Part(NamedTuple):
    """An item as an option leaves it; without a range when it is done or dropped."""

    item: Item
    range: RangeItem | None
    has_overrun: bool = False
    is_unowned: bool = False


@dataclass(frozen=True)
class Laid:
    """The changes of an option, laid onto the rows: only what is another row than today.

    rewired: for an item whose requirements are others, all it has. pins: what it picks. all_pins:
    every pin there is, in the order in which they are tried, where it is not today's and these.
    has_equal_rows: none of its changes differs from the rows as they stand. is_empty: it has
    neither picks nor changes.
    """

    decision_id: str
    position: int
    option_name: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    rewired: Mapping[str, Sequence[Requirement]] = field(default_factory=dict)
    pins: Sequence[Requirement] = ()
    aims: Mapping[str, Aim] = field(default_factory=dict)
    goal: float | None = None
    has_equal_rows: bool = True
    is_empty: bool = False
    all_pins: Sequence[Requirement] | None = None


@dataclass(frozen=True)
class Options:
    """All options of the open decisions, laid onto the rows, and what these are of today.

    aims: of every direction. unowned: prerequisites without an owner.
    """

    laid: Sequence[Laid]
    aims: Mapping[str, Aim]
    unowned: frozenset[str]


class Outlook(NamedTuple):
    """What becomes of a direction; without days and chance when it is not live.

    chance_on_time is empty without a target, too. Days count from as_of.
    """

    status: str
    target_day: int | None
    expected_value_points: float
    is_live: bool
    finish_day: int | None = None
    p80_day: int | None = None
    chance_on_time: float | None = None
    has_overrun: bool = False


class Tried(NamedTuple):
    """An option and what it makes of the directions that it moves.

    joining and leaving: open prerequisites that come onto or off the routes, sorted.
    stands: every pick and change of it stands in today's route and rows; picks_stand: its picks do,
    and it has some.
    """

    laid: Laid
    outlooks: Mapping[str, Outlook]
    effort_days_shift: float
    open_items_shift: int
    unowned_shift: int
    joining: Sequence[str]
    leaving: Sequence[str]
    stands: bool
    picks_stand: bool


class OutcomeRow(NamedTuple):
    """A row of calc.option_outcomes."""

    decision_id: str
    position: int
    direction_id: str
    status: str
    target_day: int | None
    expected_value_points: float
    is_live: bool
    finish_day: int | None
    p80_day: int | None
    chance_on_time: float | None
    has_overrun: bool
    confidence_goal: float


class OptionRow(NamedTuple):
    """A row of calc.option_routes."""

    decision_id: str
    position: int
    effort_days_shift: float
    open_items_shift: int
    unowned_shift: int
    joining: Sequence[str]
    leaving: Sequence[str]
    is_assumed: bool
    is_closest: bool


def outcome_rows(tried: Iterable[Tried], goal: float) -> list[OutcomeRow]:
    """A row per option and direction that it moves; `goal` where the option has none of its own."""
    return [
        OutcomeRow(
            one.laid.decision_id,
            one.laid.position,
            direction_id,
            *outlook,
            one.laid.goal or goal,
        )
        for one in tried
        for direction_id, outlook in one.outlooks.items()
    ]


def option_rows(tried: Iterable[Tried]) -> list[OptionRow]:
    """A row per option."""
    return [
        OptionRow(
            one.laid.decision_id,
            one.laid.position,
            one.effort_days_shift,
            one.open_items_shift,
            one.unowned_shift,
            one.joining,
            one.leaving,
            one.stands,
            one.picks_stand and not one.stands,
        )
        for one in tried
    ]
