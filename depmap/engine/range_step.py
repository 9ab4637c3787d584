"""The Python step that samples the lead ranges of what the live directions need."""

from __future__ import annotations

from typing import NamedTuple

from depmap.engine import ranges
from depmap.engine.delays import Delay, delays
from depmap.engine.leads import RangeItem
from depmap.engine.step import Filled, Step, Tables


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
    is_needed: bool

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


class RouteRow(NamedTuple):
    """A row of calc.route: an item and one that it requires."""

    item_id: str
    requires_id: str


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


class QuantileRow(NamedTuple):
    """By which day a share of the samples of a direction is finished."""

    direction_id: str
    share: float
    finish_day: float


def sample_ranges(tables: Tables) -> Filled:
    """Samples the lead ranges of what the live directions need, over the settled route."""
    leads = [row for row in tables.read("calc.lead_ranges", LeadRow) if row.is_needed]
    items = [row.range_item() for row in leads]
    needed = {item.item_id for item in items}
    route = [pair for pair in tables.read("calc.route", RouteRow) if pair.item_id in needed]
    (sampling,) = tables.read("calc.settings", SamplingRow)
    directions = dict(tables.read("calc.live_directions", TargetRow))

    def network(shared: dict[str, str] | None = None) -> ranges.Sampled:
        return ranges.sample(
            items,
            route,
            directions,
            samples=sampling.samples,
            seed=sampling.seed,
            shared=shared,
        )

    sampled = network()
    found = ranges.forecasts(sampled, goal=sampling.confidence_goal)
    reserves = {forecast.direction_id: forecast.reserve_days for forecast in found}
    waits = delays(sampled, reserves, review=sampling.review_days)
    del sampled  # Two networks at a time would be the peak of a large portfolio's memory.
    kinds = {row.item_id: f"kind {row.kind}" for row in leads if row.kind}
    together = ranges.early_forecasts(network(kinds))
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
    }


RANGES = Step(
    name="sample the ranges",
    reads=("calc.lead_ranges", "calc.route", "calc.settings", "calc.live_directions"),
    fills={
        "calc.ranges": RangeRow,
        "calc.finish_quantiles": QuantileRow,
        "calc.added_delays": Delay,
    },
    run=sample_ranges,
)
