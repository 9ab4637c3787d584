"""Which rows a page means."""

import pytest
from pandas import DataFrame, Series, Timedelta, Timestamp

from depmap.answers.selections import as_owners_can, is_one_chain, ways_by_direction

# a waits for b, b for c by another way than x; d waits for c.
EDGES = DataFrame(
    [("a", "b", True), ("b", "x", False), ("b", "m", True), ("m", "c", True), ("d", "c", True)],
    columns=["item_id", "requires_id", "is_chosen"],
)


@pytest.mark.parametrize(
    ("item_ids", "together"),
    [
        (("c", "a", "b"), True),
        (("a", "c"), True),
        (("a", "b", "d"), False),
        (("a", "x"), False),
    ],
)
def test_items_stand_in_one_chain_when_each_waits_for_the_one_before(item_ids, together):
    """Along the route, whatever stands between them."""
    assert is_one_chain(EDGES, item_ids) is together


def test_a_circle_is_no_chain():
    """Each waits for the other, none comes first; and the search ends."""
    circle = DataFrame(
        [("a", "b", True), ("b", "a", True)], columns=["item_id", "requires_id", "is_chosen"]
    )
    assert not is_one_chain(circle, ("a", "b"))


def test_ways_out_are_found_by_their_direction():
    """In their order; more days a week of an owner are no way to the goal and stand alone."""
    kinds = ["at most", "target", "target", "capacity"]
    ways = DataFrame({"direction_id": [*"XYXZ"], "rank": [1, 1, 2, 1], "kind": kinds})
    found = ways_by_direction(ways)
    assert {name: [way["rank"] for way in rows] for name, rows in found.items()} == {
        "X": [1, 2],
        "Y": [1],
    }
    assert list(ways_by_direction(ways, is_of_owners=True)) == ["Z"]


def day(number):
    """The date so many days into 2027."""
    return Timestamp("2027-01-01") + Timedelta(days=number)


def test_dates_that_owners_can_keep_stand_in_place_of_those_by_the_map():
    """a is 20 days later and late by 5, b on no route keeps its own, c has none at all."""
    ids = ["a", "b", "c"]
    items = DataFrame(
        {
            "item_id": ids,
            "earliest_start": day(0),
            "earliest_finish": day(30),
            "remaining_low_days": 10,
            "remaining_high_days": 40,
            "slack_days": Series([15, None, 3], dtype="Int32"),
            "days_late": Series([0, None, 0], dtype="Int32"),
            "is_late": False,
            "is_critical": False,
            "is_at_risk": True,
            "misses_safe_start": False,
        },
        index=[7, 8, 9],
    )
    schedule = DataFrame(
        {
            "item_id": ["c", "a"],
            "capacity_start": [None, day(20)],
            "capacity_finish": [None, day(50)],
            "capacity_finish_low": [None, day(25)],
            "capacity_finish_high": [None, day(60)],
            "capacity_slack_days": Series([None, -5], dtype="Int32"),
            "misses_safe_start_by_capacity": [False, True],
            "is_at_risk_by_capacity": False,
        }
    ).astype({"capacity_start": "datetime64[us]", "capacity_finish": "datetime64[us]"})
    found = as_owners_can(items, schedule).set_index("item_id")
    assert list(found.index) == ids
    assert list(found.loc["a", ["earliest_start", "earliest_finish"]]) == [day(20), day(50)]
    assert list(found.loc["a", ["low_finish", "high_finish"]]) == [day(25), day(60)]
    assert list(found.loc["b", ["earliest_start", "low_finish"]]) == [day(0), day(10)]
    assert found["earliest_start"].isna().tolist() == [False, False, True]
    assert found["is_late"].tolist() == [True, False, False]
    assert found.loc["a", "days_late"] == 5
    assert found["is_at_risk"].tolist() == [False, True, False]
    assert found["misses_safe_start"].tolist() == [True, False, False]
    assert found["is_kept"].tolist() == [True, False, True]
    assert items["is_late"].tolist() == [False] * 3
