"""Who holds up whom: a row per pair of portfolios, the longest wait first."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.answers.rows import Row
from depmap.screen.parts.portfolios import listed
from depmap.screen.pieces import links
from depmap.screen.pieces.markup import link, muted, tag, text
from depmap.screen.pieces.table import Column
from depmap.words.formats import count, total_points

FIRST = 10


def draw(waits: Sequence[Row]) -> None:
    """The pairs, those in time last."""
    columns = [
        Column("Waits", _waiter, "asked_by_title", "title", "34%"),
        Column("for", _holder, "title", "plain", "42%"),
        Column("Days", _days, "days_late", "right", "24%", True),
    ]
    listed.draw(waits, columns, "waits", FIRST, "No portfolio asks another one for anything.")


def _waiter(row: Row) -> str:
    return link(row["asked_by_title"], links.address(links.OVERVIEW, portfolio=row["asked_by"]))


def _holder(row: Row) -> str:
    address = links.address("item", row["item_id"], portfolio=row["portfolio"])
    rest = f" and {row['items'] - 1} more" if row["items"] > 1 else ""
    what = link(row["name"], address, "dm-who") + text(rest)
    waits = tag("span", "dm-only-phone-inline", "waits for ")
    return waits + text(row["title"]) + tag("small", "dm-wrapped", what)


def _days(row: Row) -> str:
    below = tag("small", "", text(f"{total_points(row['points'])} points"))
    if row["never_comes"]:
        return tag("span", "dm-late-text", "✕ for good") + below
    if not row["holds_up"]:
        return muted("in time") + below
    return tag("strong", "", text(count(row["days_late"], "day"))) + below
