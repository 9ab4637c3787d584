"""Which rows a page means."""

import pytest
from pandas import DataFrame

from depmap.answers.selections import is_one_chain, ways_by_direction

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
    """In their order; more days a week of an owner are no way to the goal."""
    kinds = ["at most", "target", "target", "capacity"]
    ways = DataFrame({"direction_id": [*"XYXZ"], "rank": [1, 1, 2, 1], "kind": kinds})
    found = ways_by_direction(ways)
    assert {name: [way["rank"] for way in rows] for name, rows in found.items()} == {
        "X": [1, 2],
        "Y": [1],
    }
