"""Which row of the timeline each item has, and what is drawn there: dates, look, words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from depmap.answers.names import NO_OWNER
from depmap.answers.rows import Row, records
from depmap.charts import base
from depmap.look.palette import Palette
from depmap.words import item as item_words
from depmap.words.formats import count, day, days_from_now, points

GroupBy = Literal["theme", "owner", "direction"]
# The columns of report.items that the timeline reads, and those of its rows that are drawn: pandas
# takes rows from all columns of a frame, which for the whole of report.items is most of the work.
_READ = [
    *("item_id", "item_type", "name", "chart_name", "theme_id", "theme", "owner_id", "owner"),
    *("status", "is_blocked", "is_critical", "is_on_route", "earliest_start", "earliest_finish"),
    *("is_late", "is_at_risk", "misses_safe_start", "can_start_now", "plan_window", "revisit_on"),
    *("start_by", "safe_start_by", "advisory_start_by", "started_on", "binding_direction"),
    *("remaining_low_days", "remaining_days", "remaining_high_days", "slack_days"),
    *("direction_count", "unlock_score"),
]
# What rows with the dates that owners can keep have besides (selections.as_owners_can).
_KEPT = ("low_finish", "high_finish", "is_kept")
_DRAWN = [
    *("item_id", "chart_name", "owner_id", "status", "is_blocked", "is_late", "binding_direction"),
    *("slack_days", "earliest_start", "start_by", "low_end", "likely_end", "high_end", "due"),
    *("mark", "is_advisory", "is_dim", "colour", "mark_colour", "mark_symbol", "card", "nothing"),
    "is_kept",
]
# Shares of a colour that stay when something else is selected.
_DIM_SHAPE, _DIM_TEXT = 0.28, 0.5


@dataclass(frozen=True)
class Head:
    """The row above a group: its name and how many items follow."""

    row: int
    name: str
    items: int


@dataclass(frozen=True)
class Rows:
    """`items` indexed by row number; `heads` fill the other rows.

    Columns that report.items has not: low_end, likely_end, high_end (end of the lead), due (start
    by, else last day), mark (due, else the advisory date), is_advisory, is_dim, colour (of
    the bar), mark_colour, mark_symbol, card (hover text), nothing (why there is no bar), is_kept.
    """

    items: pd.DataFrame
    heads: tuple[Head, ...]

    @property
    def count(self) -> int:
        """Number of rows, heads included."""
        return len(self.items) + len(self.heads)


def arrange(
    items: pd.DataFrame,
    direction_names: dict[str, str],
    kept: set[str] | None,
    as_of: pd.Timestamp,
    palette: Palette,
    group_by: GroupBy,
) -> Rows:
    """Items in groups, both by the first date by which something must start.

    Source: report.items. `kept` are the ids that stay in full colour, None for all.
    """
    frame = with_dates(items[[*_READ, *(name for name in _KEPT if name in items)]])
    frame["group"] = _groups(frame, direction_names, group_by)
    frame["first_due"] = frame.groupby("group")["due"].transform("min")
    frame = frame.sort_values(
        ["first_due", "group", "due", "mark", "earliest_start", "chart_name"],
        na_position="last",
        ignore_index=True,
    )
    starts_group = frame["group"] != frame["group"].shift()
    frame.index = pd.Index(frame.index + starts_group.cumsum())
    sizes = frame["group"].value_counts()
    heads = tuple(
        Head(row - 1, name, int(sizes[name]))
        for row, name in zip(
            frame.index[starts_group.to_numpy()].tolist(),
            frame.loc[starts_group.to_numpy(), "group"],
            strict=True,
        )
    )
    return Rows(with_looks(frame, direction_names, kept, as_of, palette)[_DRAWN], heads)


def with_dates(items: pd.DataFrame) -> pd.DataFrame:
    """The items with the dates that `Rows` names, in their order."""
    frame = base.days(
        items,
        "earliest_start",
        "earliest_finish",
        "start_by",
        "safe_start_by",
        "advisory_start_by",
    )
    start = frame["earliest_start"]
    if "low_finish" in frame:
        frame["low_end"], frame["high_end"] = frame["low_finish"], frame["high_finish"]
    else:
        frame["low_end"] = start + pd.to_timedelta(frame["remaining_low_days"], unit="D")
        frame["high_end"] = start + pd.to_timedelta(frame["remaining_high_days"], unit="D")
    frame["likely_end"] = frame["earliest_finish"]
    if "is_kept" not in frame:
        frame["is_kept"] = False
    frame["due"] = frame["safe_start_by"].fillna(frame["start_by"])
    frame["is_advisory"] = frame["due"].isna() & frame["advisory_start_by"].notna()
    frame["mark"] = frame["due"].fillna(frame["advisory_start_by"])
    return frame


def _groups(frame: pd.DataFrame, direction_names: dict[str, str], group_by: GroupBy) -> pd.Series:
    if group_by == "owner":
        return frame["owner"].replace("", NO_OWNER)
    if group_by == "direction":
        binding = frame["binding_direction"]
        return binding.map(direction_names).fillna("No target waits for these")
    named = frame["theme"].replace("", "No theme")
    return named.mask(frame["item_type"] == "direction", "Directions")


def with_looks(
    frame: pd.DataFrame,
    direction_names: dict[str, str],
    kept: set[str] | None,
    as_of: pd.Timestamp,
    palette: Palette,
) -> pd.DataFrame:
    """The dated items with the colours, signs and words that `Rows` names."""
    listed = records(frame)
    frame["is_dim"] = [kept is not None and row["item_id"] not in kept for row in listed]
    frame["colour"] = [_bar_colour(row, palette) for row in listed]
    frame["mark_colour"] = [_mark_colour(row, palette) for row in listed]
    frame["mark_symbol"] = [
        "diamond-open" if row["is_advisory"] else "diamond-tall" if row["is_at_risk"] else "diamond"
        for row in listed
    ]
    frame["card"] = [_card(row, direction_names, as_of) for row in listed]
    frame["nothing"] = [without_bar(row) for row in listed]
    for column in ("colour", "mark_colour"):
        frame[column] = [
            faded(colour, is_dim, palette)
            for colour, is_dim in zip(frame[column], frame["is_dim"], strict=True)
        ]
    return frame


def faded(colour: str, is_dim: bool, palette: Palette) -> str:
    """The colour of a bar, line or mark; pale when it is dim."""
    return palette.pale(colour, _DIM_SHAPE) if is_dim else colour


def faded_text(colour: str, is_dim: bool, palette: Palette) -> str:
    """The colour of a text; less pale than a shape when it is dim, so it stays readable."""
    return palette.pale(colour, _DIM_TEXT) if is_dim else colour


def _bar_colour(row: Row, palette: Palette) -> str:
    if row["is_critical"]:
        return palette.critical
    if row["item_type"] == "direction":
        return palette.ink
    return palette.theme(row["theme_id"]) if row["is_on_route"] else palette.slack


def _mark_colour(row: Row, palette: Palette) -> str:
    if row["is_critical"]:
        return palette.critical
    if row["is_advisory"]:
        return palette.slack
    return palette.at_risk if row["is_at_risk"] else palette.ink


def without_bar(row: Row) -> str:
    """What stands in the row of an item that has no dates: why it has none."""
    if row["is_blocked"]:
        return "✕ blocked, so it has no dates"
    if row["is_kept"]:
        return "no date: somebody has no time for it"
    done = {"done": "✓ done", "delivered": "✓ delivered"}
    return (done | {"dropped": "dropped", "not_needed": "not needed"}).get(row["status"], "no date")


def _card(row: Row, direction_names: dict[str, str], as_of: pd.Timestamp) -> str:
    lines = [f"<b>{row['name']}</b>"]
    lines.append(", ".join(word for word in (row["owner"] or NO_OWNER, row["theme"]) if word))
    if pd.isna(row["earliest_start"]):
        return "<br>".join([*lines, without_bar(row).capitalize()])
    if pd.notna(row["safe_start_by"]):
        when = item_words.start(row)
        ahead = (row["safe_start_by"] - as_of).days
        far = when.was or ("" if when.note else days_from_now(ahead))
        lines.append(", ".join(part for part in (f"<b>{when.line}</b>", far) if part))
    if pd.notna(row["start_by"]):
        lines.append(f"Last day {day(row['start_by'])}")
    elif row["is_advisory"]:
        lines.append(f"Advisory: start by {day(row['advisory_start_by'])}, binds nothing")
    start, end = day(row["earliest_start"]), day(row["likely_end"])
    if row["is_kept"]:
        lines.append(f"Its owner starts {start}, likely done {end}")
    else:
        lines.append(f"Can start {start}, likely done {end}")
    lines.append(_lead(row))
    if row["status"] == "in_progress":
        since = f" since {day(row['started_on'])}" if pd.notna(row["started_on"]) else ""
        lines.append(f"◐ In progress{since}, days are what is left")
    waiting = direction_names.get(row["binding_direction"])
    if waiting and pd.notna(row["slack_days"]):
        lines.append(_slack(int(row["slack_days"]), waiting))
    if row["is_at_risk"]:
        lines.append(_risk(row))
    if row["direction_count"]:
        opened = f"Opens {count(row['direction_count'], 'direction')}"
        lines.append(f"{opened}, unlock score {points(row['unlock_score'])}")
    return "<br>".join(lines)


def _lead(row: Row) -> str:
    low, likely, high = (int(row[f"remaining_{name}days"]) for name in ("low_", "", "high_"))
    if low == high:
        return f"Takes {count(likely, 'day')}"
    return f"Takes {low} to {count(high, 'day')}, likely {likely}"


def _slack(slack: int, waiting: str) -> str:
    if slack < 0:
        return f"■ {count(-slack, 'day')} late for {waiting}"
    if slack == 0:
        return f"No slack to {waiting}"
    return f"{count(slack, 'day')} of slack, then {waiting} slips"


def _risk(row: Row) -> str:
    if row["misses_safe_start"]:
        return "▲ It can start only after its start by"
    return "▲ Late if its lead runs high"
