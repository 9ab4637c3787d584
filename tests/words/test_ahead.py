"""The dates ahead."""

import pandas as pd

from depmap.answers.names import Names
from depmap.words.ahead import dates_ahead
from depmap.words.sentence import plain

NAMES = Names({}, {"a": "Contract", "b": "Audit", "X": "Billing", "Y": "Identity"})
LAST_DAYS = pd.DataFrame(
    {
        "direction_id": ["X", "Y"],
        "item_id": ["a", "b"],
        "last_day": pd.to_datetime(["2026-12-05", "2027-02-01"]),
    }
)
MILESTONES = pd.DataFrame(
    {
        "name": ["Reached", "Beta", "Launch", "Later"],
        "date": pd.to_datetime(["2026-11-01", "2027-01-15", "2027-03-01", "2027-09-01"]),
        "open_items": [0, 2, 1, 1],
        "is_blocked": [False, False, True, False],
        "is_late": [False, True, False, False],
        "days_late": [0, 4, None, 0],
        "forecast": pd.to_datetime(["2026-11-01", "2027-01-19", None, "2027-08-01"]),
    }
)


def test_last_days_and_the_next_two_milestones():
    """What was reached is not ahead; a milestone says how it stands."""
    assert plain(dates_ahead(LAST_DAYS, MILESTONES, NAMES)) == (
        "Last days ahead: Contract 5 Dec 2026, after it Billing is late; "
        "Audit 1 Feb 2027, after it Identity is late. "
        "Milestones: Beta 15 Jan 2027, likely 4 days late; Launch 1 Mar 2027, blocked."
    )


def test_an_item_that_is_the_last_day_of_two_is_named_once():
    """Its later day follows the first one."""
    last_days = LAST_DAYS.assign(item_id=["a", "a"])
    assert plain(dates_ahead(last_days, MILESTONES[:0], NAMES)) == (
        "Last days ahead: Contract 5 Dec 2026, after it Billing is late, and 1 Feb 2027, Identity."
    )


def test_nothing_ahead():
    """No rows, no words."""
    assert dates_ahead(LAST_DAYS[:0], MILESTONES[:1], NAMES) == ()
