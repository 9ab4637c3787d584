"""Which rows of report.items a page means: by columns of the relation alone."""

from __future__ import annotations

from pandas import DataFrame


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
