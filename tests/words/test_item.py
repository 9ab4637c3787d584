"""What is said of one item."""

from typing import Any

import pytest
from pandas import NaT, Timestamp

from depmap.words.item import When, start

ITEM: dict[str, Any] = {
    "status": "not_started",
    "plan_window": "now",
    "safe_start_by": Timestamp("2026-08-22"),
    "misses_safe_start": True,
    "level": 1,
    "earliest_start": Timestamp("2027-01-25"),
    "earliest_finish": Timestamp("2027-03-01"),
    "revisit_on": NaT,
}
LOOK_AGAIN = {"plan_window": "parked", "revisit_on": Timestamp("2027-02-21")}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"misses_safe_start": False}, When("22 Aug 2026", "Start by 22 Aug 2026")),
        ({}, When("now", "Start now", was="was 22 Aug 2026")),
        (
            {"level": 2},
            When("when ready", "Start when ready, from 25 Jan 2027", "from 25 Jan 2027"),
        ),
        (
            {"status": "in_progress"},
            When("in progress", "In progress until 1 Mar 2027", "until 1 Mar 2027"),
        ),
        (LOOK_AGAIN, When("look again", "Look again on 21 Feb 2027", "on 21 Feb 2027")),
    ],
)
def test_a_date_that_cannot_be_met_is_not_shown_as_one(changes: dict[str, Any], said: When) -> None:
    """Past is now, what waits for others is when ready, and what is parked is looked at again."""
    assert start(ITEM | changes) == said
