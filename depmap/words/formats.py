"""How dates, points, shares and counts are written, the same everywhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from depmap.answers.rows import is_missing

NO_DATE = "no date"
STATUSES = {
    "not_started": "not started",
    "in_progress": "in progress",
    "done": "done",
    "dropped": "dropped",
    "not_needed": "not needed",
    "proposed": "proposed",
    "committed": "committed",
    "delivered": "delivered",
    # Of an item of another portfolio.
    "open": "not there yet",
    "blocked": "can never start",
}

GRADES = {
    "primary": "Primary source",
    "secondary": "Secondary source: a vendor or consultant",
    "old": "An old source, to be checked",
    "judgement": "Our judgement, no published figure",
    "assumed": "Assumed by an import; nobody has said it yet",
}


def day(value: date | None) -> str:
    """A date as "30 Jan 2027"; "no date" when it is missing, "after 2200" beyond the calendar."""
    if is_missing(value) or value is None:
        return NO_DATE
    return beyond(value) or f"{value.day} {value:%b %Y}"


def dates(settings: Mapping[str, Any]) -> str:
    """The day a page counts from and its next review; of a lake also how many portfolios it holds.

    settings: the row of report.settings, or of lake.settings.
    """
    said = f"As of {day(settings['as_of'])}, next review {day(settings['review_on'])}"
    if "portfolios" not in settings:
        return said
    first = " at the earliest" if settings["reviews_differ"] else ""
    return f"{said}{first}, {count(settings['portfolios'], 'portfolio')}"


def month(value: date | None) -> str:
    """A date as "Jun 2027"; the same words as `day` where there is none to show."""
    if is_missing(value) or value is None:
        return NO_DATE
    return beyond(value) or f"{value:%b %Y}"


def beyond(value: date) -> str:
    """What is said of the two days at which sql/base/date_on.sql stops counting; else nothing."""
    ends = {(1900, 1, 1): "before 1900", (2200, 1, 1): "after 2200"}
    return ends.get((value.year, value.month, value.day), "")


def points(value: float) -> str:
    """One item's points with one decimal, such as "28.7"; "<0.1" rather than a false 0.0."""
    return "<0.1" if 0 < value < 0.05 else f"{value:,.1f}"


def total_points(value: float) -> str:
    """A sum of points without decimals, such as "558"; "<1" rather than a false 0."""
    return "<1" if 0 < value < 0.5 else f"{math.floor(value + 0.5):,}"


def percent(share: float | None) -> str:
    """A share as whole percent, such as "52 %"; "unknown" when it is missing."""
    return "unknown" if is_missing(share) or share is None else f"{100 * share:,.0f} %"


def chance(share: float | None) -> str:
    """A sampled chance as whole percent; its ends are "over 99 %" and "under 1 %"."""
    if is_missing(share) or share is None:
        return "unknown"
    if share > 0.99:
        return "over 99 %"
    return "under 1 %" if share < 0.01 else percent(share)


def count(number: float, singular: str, plural: str | None = None) -> str:
    """A number with its noun: "1 direction", "12 directions"."""
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,.0f} {noun}"


def days_from_now(days: int) -> str:
    """Distance from today: "in 68 days", "tomorrow", "today", "12 days ago"."""
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"


def days_early(days: int) -> str:
    """Target less forecast: "107 days early", "81 days late", "on the day"."""
    if days == 0:
        return "on the day"
    return f"{count(abs(days), 'day')} {'early' if days > 0 else 'late'}"
