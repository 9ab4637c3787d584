"""The dates ahead that somebody should know: last days of directions, and milestones."""

from __future__ import annotations

from pandas import DataFrame

from depmap.answers.names import Names
from depmap.answers.rows import Row, records
from depmap.words.formats import count, day
from depmap.words.sentence import Sentence, Words, say

LAST_DAYS = 3
MILESTONES = 2


def dates_ahead(last_days: DataFrame, milestones: DataFrame, names: Names) -> Sentence:
    """The next days after which a direction is late, and the next milestones.

    Rows of report.last_days and report.milestones, each in the order of their dates. Empty when
    nothing lies ahead.
    """
    by_item: dict[str, list[Row]] = {}
    for row in records(last_days.head(LAST_DAYS)):
        by_item.setdefault(row["item_id"], []).append(row)
    parts: list[str | Words] = []
    for item_id, (first, *others) in by_item.items():
        parts += [
            "; " if parts else "Last days ahead: ",
            Words(names.short(item_id), "strong", "item", item_id),
            f" {day(first['last_day'])}, after it {names.short(first['direction_id'])} is late",
            *(
                f", and {day(row['last_day'])}, {names.short(row['direction_id'])}"
                for row in others
            ),
        ]
    parts += ["."] if parts else []
    coming = records(milestones[milestones["open_items"] > 0].head(MILESTONES))
    stones = [f"{row['name']} {day(row['date'])}, {_outlook(row)}" for row in coming]
    if stones:
        parts.append(f"{' ' if parts else ''}Milestones: {'; '.join(stones)}.")
    return say(*parts)


def _outlook(milestone: Row) -> str:
    if milestone["is_blocked"]:
        return "blocked"
    if milestone["is_late"]:
        return f"likely {count(milestone['days_late'], 'day')} late"
    return f"likely {day(milestone['forecast'])}"
