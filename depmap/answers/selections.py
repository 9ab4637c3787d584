"""Which rows of report.items a page means: by columns of the relation alone."""

from __future__ import annotations

from collections.abc import Sequence

from pandas import DataFrame

from depmap.answers.rows import Row, records


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


def ways_by_direction(ways: DataFrame) -> dict[str, list[Row]]:
    """Rows of report.ways_out by the direction that misses its goal, in order of rank.

    More days a week of an owner are told with the dates that owners can keep.
    """
    found: dict[str, list[Row]] = {}
    for way in records(ways[ways["kind"] != "capacity"]):
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
