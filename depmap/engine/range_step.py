"""The Python step that samples the lead ranges: chances, dates, and what would be enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from depmap.engine.inputs import foreign_samples
from depmap.engine.options.laid import laid_options
from depmap.engine.options.rows import (
    TODAY,
    OptionRow,
    Options,
    OutcomeRow,
    Tried,
    option_rows,
    outcome_rows,
)
from depmap.engine.options.tries import Tries
from depmap.engine.route_rows import LeadRow, PinRow, read_network
from depmap.engine.sampling import ranges
from depmap.engine.sampling.delays import Delay, delays
from depmap.engine.sampling.leads import FLOATS, Days
from depmap.engine.step import Filled, Step, Tables
from depmap.engine.ways_out.enough import Enough
from depmap.engine.ways_out.resettle import Settlement
from depmap.engine.ways_out.rows import AtBest, Driver, Gates, WayOut
from depmap.engine.ways_out.search import Draws, Search, drivers
from depmap.engine.ways_out.state import State


class RouteRow(NamedTuple):
    """A row of calc.route: an item, one that it requires, and how sure that is."""

    item_id: str
    requires_id: str
    confidence: float


class TargetRow(NamedTuple):
    """A live direction and its target in days from as_of, empty without one."""

    direction_id: str
    target_day: int | None


class SamplingRow(NamedTuple):
    """The settings of the sampling."""

    confidence_goal: float
    samples: int
    seed: int
    review_days: int
    as_of: date


class HoldRow(NamedTuple):
    """A row of calc.holds: how long something holds an item; a decision, or its own not_before."""

    item_id: str
    decision_id: str
    gate_days: int


class RangeRow(NamedTuple):
    """What sampling says of a direction, in days from as_of and shares of samples."""

    direction_id: str
    p50_days: int
    p80_days: int
    chance_on_time: float | None
    reserve_days: int | None
    chance_if_all_wait: float | None
    p80_if_together_days: int
    chance_if_together: float | None


# What options change, what drives each date and what would be enough: half the work.
_TRIED: dict[str, type[tuple[Any, ...]]] = {
    "calc.ways_out": WayOut,
    "calc.at_best": AtBest,
    "calc.drivers": Driver,
    "calc.option_outcomes": OutcomeRow,
    "calc.option_routes": OptionRow,
}


class QuantileRow(NamedTuple):
    """By which day a share of the samples of a direction is finished."""

    direction_id: str
    share: float
    finish_day: float


def sample_ranges(tables: Tables) -> Filled:
    """Samples the lead ranges of what the live directions need, over the settled route."""
    leads = tables.read("calc.lead_ranges", LeadRow)
    route = tables.read("calc.route", RouteRow)
    (sampling,) = tables.read("calc.settings", SamplingRow)
    known, known_together = known_samples(tables)
    sampled = sampled_network(tables, leads, route, sampling, known)
    found = ranges.forecasts(sampled, goal=sampling.confidence_goal)
    reserves = {forecast.direction_id: forecast.reserve_days for forecast in found}
    waits = delays(sampled, reserves, review=sampling.review_days)
    enough: Filled = {}
    if tables.are_asked(*_TRIED):
        enough = _tried(tables, sampled, leads, route, sampling, known)
    del sampled  # Two networks at a time would be the peak of a large portfolio's memory.
    kinds = {row.item_id: f"kind {row.kind}" for row in leads if row.kind}
    together = ranges.early_forecasts(
        sampled_network(tables, leads, route, sampling, known_together, kinds)
    )
    return {
        "calc.ranges": [
            RangeRow(
                forecast.direction_id,
                forecast.p50_days,
                forecast.p80_days,
                forecast.chance_on_time,
                forecast.reserve_days,
                forecast.chance_if_all_wait,
                slipping.p80_days,
                slipping.chance_on_time,
            )
            for forecast, slipping in zip(found, together, strict=True)
        ],
        "calc.finish_quantiles": [
            QuantileRow(forecast.direction_id, share, day)
            for forecast in found
            for share, day in zip(ranges.SHARES, forecast.finish_days, strict=True)
        ],
        "calc.added_delays": waits,
        **enough,
    }


def sampled_network(
    tables: Tables,
    leads: Sequence[LeadRow],
    route: Sequence[RouteRow],
    sampling: SamplingRow,
    known: Mapping[str, Days],
    shared: Mapping[str, str] | None = None,
) -> ranges.Sampled:
    """What the live directions need, with samples of what is left of each lead."""
    return ranges.sample(
        [row.range_item() for row in leads],
        [row[:2] for row in route],
        dict(tables.read("calc.live_directions", TargetRow)),
        samples=sampling.samples,
        seed=sampling.seed,
        shared=shared,
        known=known,
    )


def known_samples(tables: Tables) -> tuple[dict[str, Days], dict[str, Days]]:
    """The samples of items of other portfolios: by themselves, and when kinds slip together."""
    found = foreign_samples(tables.connection)
    return (
        {name: np.frombuffer(one.days, FLOATS) for name, one in found.items()},
        {name: np.frombuffer(one.days_if_together, FLOATS) for name, one in found.items()},
    )


def _tried(
    tables: Tables,
    sampled: ranges.Sampled,
    leads: Sequence[LeadRow],
    route: Sequence[RouteRow],
    sampling: SamplingRow,
    known: Mapping[str, Days],
) -> Filled:
    """What options change, what drives each date, and what would be enough for a goal missed."""
    state = State(sampled)
    draws = Draws(sampling.samples, sampling.seed, known)
    # What has overrun, and what others do, nobody here agrees on.
    fixed_items = {row.item_id for row in leads if row.has_overrun} | known.keys()
    fixed = frozenset(sampled.position[name] for name in fixed_items & sampled.position.keys())
    searches = {
        direction_id: Search(state, number, target, sampling.confidence_goal, draws, fixed)
        for number, (direction_id, target) in enumerate(sampled.directions.items())
        if target is not None
    }
    missing = [search for search in searches.values() if search.wanted > 0]
    options = laid_options(tables)
    found: list[WayOut] = []
    at_best: list[AtBest] = []
    tried: list[Tried] = []
    if missing or options.laid:
        tries = tries_on(tables, leads, state, draws, options)
        tried = [tries.tried(laid) for laid in options.laid]
        enough = Enough(
            tries.settlement,
            searches,
            as_of=sampling.as_of,
            confidences={(row.item_id, row.requires_id): row.confidence for row in route},
            gates=_gates_once_decided(tables.read("calc.holds", HoldRow)) if missing else [],
            options=[tries.on_time(one) for one in tried if one.laid.position != TODAY],
        )
        for search in missing:
            rows, best = enough.ways_out(search)
            found += rows
            at_best += [best] if best else []
    return {
        "calc.ways_out": found,
        "calc.at_best": at_best,
        "calc.drivers": [row for search in searches.values() for row in drivers(search)],
        "calc.option_outcomes": outcome_rows(tried, sampling.confidence_goal),
        "calc.option_routes": option_rows(tried),
    }


def tries_on(
    tables: Tables, leads: Sequence[LeadRow], state: State, draws: Draws, options: Options
) -> Tries:
    """What tries options on the sampled plan of a database."""
    network = read_network(tables)
    settlement = Settlement(
        network,
        network.settle([row.pin() for row in tables.read("calc.pins", PinRow)]),
        {row.item_id: row.range_item() for row in leads},
        state,
        draws,
    )
    overrun = {row.item_id for row in leads if row.has_overrun}
    return Tries(settlement, draws, options.aims, overrun, options.unowned)


def _gates_once_decided(holds: Sequence[HoldRow]) -> list[Gates]:
    """For each decision the gates that open earlier once it is taken, and how early."""
    found = []
    for decision in sorted({hold.decision_id for hold in holds if hold.decision_id}):
        days = {}
        for item in {hold.item_id for hold in holds if hold.decision_id == decision}:
            held = [(hold.gate_days, hold.decision_id) for hold in holds if hold.item_id == item]
            left = max((day for day, by in held if by != decision), default=0)
            if left < max(day for day, _ in held):
                days[item] = left
        if days:
            found.append(Gates(decision, days))
    return found


RANGES = Step(
    name="sample the ranges",
    reads=(
        "calc.lead_ranges",
        "calc.route",
        "calc.settings",
        "calc.live_directions",
        "calc.items",
        "calc.requirements",
        "calc.pins",
        "calc.holds",
    ),
    fills={
        "calc.ranges": RangeRow,
        "calc.finish_quantiles": QuantileRow,
        "calc.added_delays": Delay,
        **_TRIED,
    },
    run=sample_ranges,
)
