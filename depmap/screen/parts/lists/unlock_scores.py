"""What the Unlock page adds to its charts: the ranked rows, their list on phones, the click."""

from __future__ import annotations

from pandas import DataFrame

from depmap.answers.rows import records
from depmap.screen.pieces import columns, links, markup
from depmap.screen.pieces.markup import text
from depmap.screen.pieces.ui import list_rows
from depmap.words.formats import count, points

SHOWN = 20
# Marks that can still be told apart; of more the highest scores are drawn.
MOST_MARKS = 2_000


def top(scored: DataFrame) -> DataFrame:
    """The rows that the ranking draws."""
    return scored.head(SHOWN)


def marked(scored: DataFrame) -> DataFrame:
    """The rows that the scatter draws."""
    return scored.head(MOST_MARKS)


def ranking_title(rows: DataFrame) -> str:
    """What the ranking shows."""
    return f"Highest {len(rows)}, split by direction" if len(rows) > 1 else "Split by direction"


def list_twin(rows: DataFrame) -> str:
    """The ranking as a list for phones; ready HTML."""
    return list_rows(
        [
            (
                markup.item_link(row["item_id"], row["chart_name"]),
                text(
                    f"{count(row['direction_count'], 'direction')}, "
                    f"{'essential' if row['is_essential'] else 'can be replaced'}"
                )
                + columns.sign(row),
                text(points(row["unlock_score"])),
            )
            for row in records(rows)
        ]
    )


def open_item(item_id: str | None) -> None:
    """Opens the page of a clicked bar or mark."""
    if item_id:
        links.open_page("item", item_id)
