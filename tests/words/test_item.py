"""What is said of one item."""

from typing import Any

import pytest
from pandas import NaT, Timestamp

from depmap.words.item import start

AS_OF = Timestamp("2026-11-24")


@pytest.mark.parametrize(
    ("safe", "earliest", "status", "said"),
    [
        ("2027-01-30", "2026-11-24", "not_started", ("30 Jan 2027", "")),
        ("2026-11-24", "2026-11-24", "not_started", ("24 Nov 2026", "")),
        ("2026-08-22", "2026-11-24", "not_started", ("now", "was 22 Aug 2026")),
        (
            "2026-08-22",
            "2027-01-25",
            "not_started",
            ("when ready", "from 25 Jan 2027"),
        ),
        (
            "2027-01-10",
            "2027-01-25",
            "not_started",
            ("when ready", "from 25 Jan 2027"),
        ),
        ("2026-08-22", None, "not_started", ("now", "was 22 Aug 2026")),
        (
            "2026-08-22",
            "2026-11-24",
            "in_progress",
            ("in progress", "until 1 Mar 2027"),
        ),
    ],
)
def test_a_date_that_cannot_be_met_is_not_shown_as_one(
    safe: str, earliest: str | None, status: str, said: tuple[str, str]
) -> None:
    """Past is now, and what waits for others is when ready."""
    item: dict[str, Any] = {
        "safe_start_by": Timestamp(safe),
        "earliest_start": Timestamp(earliest) if earliest else NaT,
        "earliest_finish": Timestamp("2027-03-01"),
        "status": status,
    }
    assert start(item, AS_OF) == said
