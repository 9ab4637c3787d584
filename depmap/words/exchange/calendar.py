"""What an entry of a calendar is called, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping

from depmap.answers.names import Names
from depmap.answers.rows import Row
from depmap.words.exchange.follow_up import problem
from depmap.words.formats import chance, day
from depmap.words.item import start
from depmap.words.sentence import Settings

# The verbs that `start` begins its line with; an entry has its own day, so it needs no date.
_HEADS = {"when ready": "Start when ready", "now": "Start now", "next in line": "Next in line"}


def task(row: Row) -> str:
    """An item to start: "Start by: Broker contract", "Start now: …"."""
    return f"{_HEADS.get(start(row).head, 'Start by')}: {row['chart_name']}"


def task_says(
    row: Row, directions: Mapping[str, Row], settings: Settings, names: Names
) -> list[str]:
    """Who, why, the first step."""
    step = [f"First step: {row['first_step']}"] if row["first_step"] else []
    last = f"Last day: {day(row['start_by'])}"
    return [f"Who: {row['owner']}", *problem(row, directions, settings, names), *step, last]


def decision(row: Row) -> str:
    """A question to answer."""
    return f"Decide by: {row['question']}"


def decision_says(row: Row) -> list[str]:
    """Who, and what happens otherwise."""
    return [f"Who: {row['owner']}", row["if_undecided"]]


def target(row: Row) -> str:
    """A direction's target."""
    return f"Target: {row['chart_name']}"


def target_says(row: Row) -> list[str]:
    """Its likely finish and chance."""
    return [
        f"Sponsor: {row['sponsor']}",
        f"Likely {day(row['forecast'])}, chance {chance(row['chance_on_time'])}",
    ]


def milestone(row: Row) -> str:
    """A milestone."""
    return f"Milestone: {row['name']}"


def milestone_says(row: Row) -> list[str]:
    """What is true on that day, and when it is likely."""
    return [*([row["meaning"]] if row["meaning"] else []), f"Likely {day(row['forecast'])}"]
