"""Which rows of report.items a page means, and with which dates: by columns alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from depmap.answers.rows import Row, records

if TYPE_CHECKING:
    from pandas import DataFrame

# What stands in report.schedule in place of a column of report.items.
_OF_OWNERS = {
    "capacity_start": "earliest_start",
    "capacity_finish": "earliest_finish",
    "capacity_finish_low": "low_finish",
    "capacity_finish_high": "high_finish",
    "capacity_slack_days": "slack_days",
    "misses_safe_start_by_capacity": "misses_safe_start",
    "is_at_risk_by_capacity": "is_at_risk",
}


def on_route(items: DataFrame) -> DataFrame:
    """Open prerequisites that some direction needs, most urgent first."""
    is_needed = items["is_open"] & items["is_on_route"] & (items["item_type"] == "prerequisite")
    return items[is_needed].sort_values("safe_start_by", kind="stable")


def scored(items: DataFrame) -> DataFrame:
    """Prerequisites with an unlock score, the highest first."""
    has_score = (items["item_type"] == "prerequisite") & (items["unlock_score"] > 0)
    return items[has_score].sort_values(
        ["unlock_score", "item_id"], ascending=[False, True], ignore_index=True
    )


def prerequisites(items: DataFrame) -> DataFrame:
    """Rows of report.items that are prerequisites."""
    return items[items["item_type"] == "prerequisite"]


def waiting(items: DataFrame) -> DataFrame:
    """Needed prerequisites that are not started and have a date: what must start, then the rest."""
    needed = on_route(items)
    dated = needed[(needed["status"] != "in_progress") & needed["safe_start_by"].notna()]
    return dated.sort_values("must_start_by_review", ascending=False, kind="stable")


def as_owners_can(items: DataFrame, schedule: DataFrame) -> DataFrame:
    """The items with the dates that owners can keep in place of those by the map.

    items: rows of report.items; schedule: those of report.schedule. Dates, slack, late and at risk
    are replaced, `low_finish` and `high_finish` are new. Items on no route take nobody's days and
    keep the dates by the map; what no owner has time for has none.
    """
    from pandas import to_timedelta

    slack = schedule["capacity_slack_days"]
    kept = schedule.rename(columns=_OF_OWNERS).assign(
        days_late=(-slack).clip(lower=0),
        is_late=(slack < 0).fillna(False).astype(bool),
        is_critical=(slack <= 0).fillna(False).astype(bool),
        is_kept=True,
    )
    start = items["earliest_start"]
    shown = items.assign(
        low_finish=start + to_timedelta(items["remaining_low_days"], unit="D"),
        high_finish=start + to_timedelta(items["remaining_high_days"], unit="D"),
        is_kept=False,
    ).set_index("item_id", drop=False)
    # A column without a missing number has another type than one with.
    numbers = dict.fromkeys(("slack_days", "days_late"), "Int32")
    shown, kept = shown.astype(numbers), kept.set_index("item_id").astype(numbers)
    of_both = shown.index.intersection(kept.index)
    for column in (*_OF_OWNERS.values(), "days_late", "is_late", "is_critical", "is_kept"):
        shown.loc[of_both, column] = kept.loc[of_both, column]
    return shown.reset_index(drop=True)


def ways_by_direction(ways: DataFrame, is_of_owners: bool = False) -> dict[str, list[Row]]:
    """Rows of report.ways_out by the direction that misses its goal, in order of rank.

    More days a week of an owner are told with the dates that owners can keep, so they are left out,
    or stand alone where `is_of_owners`.
    """
    found: dict[str, list[Row]] = {}
    for way in records(ways[(ways["kind"] == "capacity") == is_of_owners]):
        found.setdefault(way["direction_id"], []).append(way)
    return found


def is_one_chain(edges: DataFrame, item_ids: Sequence[str]) -> bool:
    """Whether these items wait for each other, one behind another, along the route.

    edges: rows of report.edges.
    """
    required: dict[str, list[str]] = {}
    on_route = edges[edges["is_chosen"]]
    for item_id, other in zip(on_route["item_id"], on_route["requires_id"], strict=True):
        required.setdefault(item_id, []).append(other)
    wanted = set(item_ids)
    before = {item_id: len(wanted & _all_before(item_id, required)) for item_id in wanted}
    # In a chain the first waits for none of them, the second for one, and so on.
    return sorted(before.values()) == list(range(len(wanted)))


def _all_before(item_id: str, required: dict[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [item_id]
    while waiting:
        new = [other for other in required.get(waiting.pop(), ()) if other not in found]
        found.update(new)
        waiting += new
    return found
