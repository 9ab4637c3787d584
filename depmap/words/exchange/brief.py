"""What the brief says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.words.formats import count, day
from depmap.words.item import goal_words
from depmap.words.sentence import Settings


def title(portfolio: str, owners: Sequence[str]) -> str:
    """Whose brief of what it is."""
    return f"Brief for {', '.join(owners)}: {portfolio}" if owners else f"Brief: {portfolio}"


def dates(settings: Settings) -> str:
    """The day it counts from and the next review."""
    return f"As of {day(settings['as_of'])}; next review {day(settings['review_on'])}."


def more(number: int) -> str:
    """How many more there are than are listed; empty when all are."""
    return f"And {number:,} more." if number > 0 else ""


def foot(settings: Settings) -> str:
    """What the dates rest on."""
    goal = goal_words(settings["confidence_goal"])
    days = count(settings["review_days"], "day")
    return (
        f"A date to start by keeps every direction on time in {goal}; the last day holds at likely "
        f"leads only. Reviews are {days} apart."
    )
