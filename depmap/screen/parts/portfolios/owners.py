"""People whom several portfolios together ask for more days than they have."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.answers.rows import Row
from depmap.screen.parts.portfolios import listed
from depmap.screen.pieces import links, ui
from depmap.screen.pieces.markup import link, tag, text
from depmap.screen.pieces.table import Column
from depmap.words.exchange import portfolios as words

FIRST = 8


def draw(owners: Sequence[Row]) -> None:
    """Those over what they have, the fullest first, and how many others share their days."""
    full = [row for row in owners if row["is_over"]]
    columns = [
        Column("Who", _who, "name", "title", "68%"),
        Column("Load", _load, "load", "right", "32%", True),
    ]
    listed.draw(full, columns, "owners", FIRST, words.none_is_full(len(owners)))
    if full:
        ui.note(words.how_days_are_added(len(owners) - len(full)))


def _who(row: Row) -> str:
    address = links.address("my_work", portfolio=row["portfolios"][0], who=row["owner_id"])
    others = [name for name in row["names"] if name != row["name"]]
    also = f"also called {', '.join(others[:2])}" if others else ""
    lines = (words.days_a_week(row), also)
    small = "".join(tag("small", "dm-wrapped", text(line)) for line in lines if line)
    return link(row["name"], address) + small


def _load(row: Row) -> str:
    return tag("strong", "dm-late-text", text(words.load(row))) + tag(
        "small", "dm-wrapped", text(f"of {words.has(row)}")
    )
