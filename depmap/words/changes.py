"""What was edited between two states of a portfolio, what moved and because of what, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from depmap.answers.causes import Cause
from depmap.answers.edits import ADDED, CHANGED, Edit
from depmap.answers.rows import Row, is_missing
from depmap.portfolio.problem import located
from depmap.words.formats import count
from depmap.words.what_if import NAMED, moved, shift

Names = Mapping[str, str]

_CAUSES = {
    "time": "time", "progress": "what progressed", "leads": "leads", "other": "other edits",
    "pins": "the pins of the settings", "decision": "decisions",
}  # fmt: skip
RULES = {
    "newly_late": "is late now",
    "newly_at_risk": "is at risk now",
    "new_blocked": "can never start now",
    "new_unowned": "is to be started before the next review and has no active owner now",
}


def summary(directions: Sequence[Row], causes: Sequence[Cause], names: Names) -> str:
    """What moved and because of what, the largest loss of chance first.

    directions: rows of Comparison.directions. names: what items and decisions are called, by id.
    """
    if not directions:
        return "No direction moved."
    said = [_because(row, causes, names) for row in directions[:NAMED]]
    more = len(directions) - NAMED
    words = f"{count(len(directions), 'direction')} moved: {'; '.join(said)}"
    return f"{words}{f'; and {more} more' if more > 0 else ''}."


def _because(row: Row, causes: Sequence[Cause], names: Names) -> str:
    said, days = moved(row), row["days_moved"]
    if not is_missing(days) and days and shift(days) not in said:
        said += f", {shift(days)}"
    own = [cause for cause in causes if cause.direction_id == row["direction_id"]]
    if parts := reasons(own, names, is_p80=False):
        said += f", because of {parts}"
    return said


def reasons(causes: Sequence[Cause], names: Names, is_p80: bool) -> str:
    """The causes of one direction, the largest first: "pentest (+14), time (+9)"."""
    days = {place: cause.p80_days if is_p80 else cause.days for place, cause in enumerate(causes)}
    order = sorted(days, key=lambda place: -abs(days[place] or 0))
    return ", ".join(
        f"{cause_name(causes[place], names)} ({signed(days[place])})"
        for place in order
        if days[place] != 0
    )


def cause_name(cause: Cause, names: Names) -> str:
    """What moved a direction: an item or decision by name, else what kind of thing."""
    return names.get(cause.item_id, cause.item_id) if cause.item_id else _CAUSES[cause.cause]


def signed(days: int | None) -> str:
    """Days with their sign; "blocked" where one side of a step has no date."""
    return "blocked" if days is None else f"{days:+d}"


def edit(one: Edit) -> str:
    """An edit with its place: "data/owners.csv line 4, name of LEGAL: Legal → Legal team"."""
    if one.change == CHANGED:
        return f"{place(one)}: {one.before or '(empty)'} → {one.after or '(empty)'}"
    what = one.after if one.change == ADDED else one.before
    return f"{place(one)}: {one.change}{f' “{what}”' if what and what != one.id else ''}"


def place(one: Edit) -> str:
    """Where an edit stands and of what it is; a new row of a scenario stands nowhere yet."""
    what = f"{one.field} of {one.id}" if one.field else one.id
    if not one.source_line:
        return f"new: {what}"
    return f"{located(one.source_file, one.source_line)}, {what}"


def broken(row: Row) -> str:
    """A broken rule of the gate as a sentence. row: one of Comparison.gate."""
    return f"{row['chart_name']} ({row['item_id']}) {RULES[row['rule']]}."
