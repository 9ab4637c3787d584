"""What a workbook says of itself: the day, the rules behind its dates and scores."""

from __future__ import annotations

from collections.abc import Sequence

from depmap.words.formats import count, day, total_points
from depmap.words.item import goal_words
from depmap.words.sentence import Settings


def about(
    portfolio: str, settings: Settings, scenario: str = "", narrowed: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Headings with a sentence each: where the rows are from, and how to read them.

    settings: the row of report.settings. scenario: what is asked, empty for today's plan.
    narrowed: one line a filter in force.
    """
    goal = goal_words(settings["confidence_goal"])
    total = total_points(settings["total_expected_value"] or 0)
    return [
        ("portfolio", portfolio),
        ("as of", f"{day(settings['as_of'])}; next review {day(settings['review_on'])}"),
        ("plan", scenario or "Today’s plan"),
        ("filters", "; ".join(narrowed) or "none: every row is here"),
        ("start by", f"safe_start_by keeps every direction on time in {goal}. Act on it."),
        ("last day", "start_by is the last day at likely leads; after it a direction is late."),
        ("unlock score", f"Fair share of the expected value of all directions, {total} points."),
        ("at stake", "Counts a direction once for everything that holds it up: never sum it."),
        ("lists", "Entries of a list are joined by a semicolon; after 50 it says how many more."),
        ("not an input", "This file holds answers. A change in it changes nothing on the map."),
    ]


def about_all(
    lake: str, settings: Settings, scenario: str = "", narrowed: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The same of all portfolios of a lake together, which nobody asks what if.

    settings: the row of lake.settings.
    """
    assert not scenario
    return [
        ("lake", lake),
        ("as of", f"{day(settings['as_of'])}; next review {day(settings['review_on'])}"),
        ("portfolios", count(settings["portfolios"], "portfolio")),
        ("filters", "; ".join(narrowed) or "none: every row is here"),
        ("points", "Value that waits. Two rows may count one direction: never sum it."),
        ("days a week", "A person’s days are not added: the largest number counts."),
        ("not an input", "This file holds answers. A change in it changes nothing on the map."),
    ]


def rows(number: int) -> str:
    """How many rows a sheet has."""
    return count(number, "row")
