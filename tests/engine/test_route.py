"""The any-of question, settled on hand-made graphs."""

import pytest

from depmap.engine.route import Group, Item, Network, Requirement
from depmap.engine.settling.cycles import without_cycles


def network(days, rows, **changes):
    """days: id -> remaining days, None for dropped, "done" for done. rows: as in `needs`."""
    items = {
        name: Item(
            remaining_days=length if isinstance(length, int) else 0,
            is_done=length == "done",
            is_dropped=length is None,
            **changes.get(name, {}),
        )
        for name, length in days.items()
    }
    return Network(items, [Requirement(*row) for row in rows])


def test_earliest_finish_waits_for_all_plain_and_the_first_alternative():
    """g(5) needs a(4) and any of b(6) and c(3): finishes on day 9; e(2) any of g and b on day 8."""
    settled = network(
        {"a": 4, "b": 6, "c": 3, "g": 5, "e": 2},
        [("g", "a"), ("g", "b", "or"), ("g", "c", "or"), ("e", "g", "or"), ("e", "b", "or")],
    ).settle()
    assert settled.finish == {"a": 4, "b": 6, "c": 3, "g": 9, "e": 8}
    assert settled.chosen == {Group("g", "or"): "c", Group("e", "or"): "b"}


def test_cycle_that_an_alternative_avoids_is_settled():
    """x(2) any of y and z, y(3) needs x, z(7): x is there on day 9 and y on day 12."""
    settled = network(
        {"x": 2, "y": 3, "z": 7}, [("x", "y", "or"), ("x", "z", "or"), ("y", "x")]
    ).settle()
    assert settled.finish == {"z": 7, "x": 9, "y": 12}
    assert settled.blocked == frozenset()


def test_group_whose_alternatives_all_wait_for_it_is_blocked():
    """x any of y and w, where both need x: none of the three can ever start."""
    graph = network(
        {"x": 1, "y": 1, "w": 1}, [("x", "y", "or"), ("x", "w", "or"), ("y", "x"), ("w", "x")]
    )
    settled = graph.settle()
    assert settled.blocked == {"x", "y", "w"}
    assert graph.why_blocked(settled.blocked)["y"] == ("w", "x")


def test_cycle_of_items_without_leads_is_still_blocked():
    """Leads of 0 do not make a cycle startable."""
    assert network({"a": 0, "b": 0}, [("a", "b"), ("b", "a")]).settle().blocked == {"a", "b"}


def test_what_waits_for_a_dropped_item_is_blocked_and_the_dropped_item_is_not():
    """d is dropped: c and b wait for it for ever, a does not."""
    graph = network({"a": 1, "b": 1, "c": 1, "d": None}, [("b", "c"), ("c", "d")])
    settled = graph.settle()
    assert settled.blocked == {"b", "c"}
    assert graph.why_blocked(settled.blocked) == {"b": ("d",), "c": ("d",)}


def test_cycle_is_listed_in_order_from_its_smallest_id():
    """e waits for the cycle b, d, c without being in it."""
    graph = network(
        {"b": 1, "c": 1, "d": 1, "e": 1}, [("b", "d"), ("d", "c"), ("c", "b"), ("e", "d")]
    )
    assert graph.why_blocked(graph.settle().blocked)["e"] == ("b", "d", "c")


@pytest.mark.parametrize(
    ("effort", "chosen"),
    [({"p": 1.0, "q": 2.0}, "p"), ({"p": 2.0, "q": 1.0}, "q"), ({"p": 1.0, "q": 1.0}, "p")],
)
def test_ties_go_to_less_effort_and_then_to_the_smaller_id(effort, chosen):
    """Both alternatives are there on day 5."""
    graph = network(
        {"x": 1, "p": 5, "q": 5},
        [("x", "p", "or"), ("x", "q", "or")],
        **{name: {"effort_days": days} for name, days in effort.items()},
    )
    assert graph.settle().chosen == {Group("x", "or"): chosen}


def test_pin_to_a_slower_alternative_moves_the_finish():
    """x(1) any of p(5) and q(2): on day 3 unpinned, on day 6 with p pinned."""
    graph = network({"x": 1, "p": 5, "q": 2}, [("x", "p", "or"), ("x", "q", "or")])
    assert graph.settle().finish["x"] == 3
    assert graph.settle([Requirement("x", "p", "or")]).finish["x"] == 6


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        (("x", "q", "none"), "the item has no such any-of group"),
        (("x", "z", "or"), "it is not an alternative of this group"),
        (("x", "q", "or"), "it is dropped"),
        (("x", "r", "or"), "it cannot start"),
        (("x", "y", "or"), "with it some item that could start no longer can"),
    ],
)
def test_pin_that_cannot_be_followed_is_rejected_with_its_reason(pin, reason):
    """p is fine, q is dropped, r waits for q, y needs x, z is not in the group."""
    graph = network(
        {"x": 1, "p": 5, "q": None, "r": 1, "y": 1, "z": 1},
        [*(("x", name, "or") for name in "pqry"), ("r", "q"), ("y", "x")],
    )
    settled = graph.settle([Requirement(*pin)])
    assert [rejected.reason for rejected in settled.rejected_pins] == [reason]
    assert settled.chosen == {Group("x", "or"): "p"}


def test_first_pin_of_a_group_counts():
    """A later pin of the same group to another alternative is rejected."""
    graph = network({"x": 1, "p": 5, "q": 2}, [("x", "p", "or"), ("x", "q", "or")])
    settled = graph.settle([Requirement("x", "p", "or"), Requirement("x", "q", "or")])
    assert settled.chosen == {Group("x", "or"): "p"}
    assert [rejected.pin.requires for rejected in settled.rejected_pins] == ["q"]


@pytest.mark.parametrize(
    ("pinned", "reasons"),
    [
        ("p", ["another alternative is done"]),
        ("q", []),
        ("r", ["it is dropped"]),
        ("x", ["it is not an alternative of this group"]),
    ],
)
def test_group_with_a_done_alternative_drops_out_whatever_is_pinned(pinned, reasons):
    """q is done, so x can start at once; a pin to anything else is not followed and says so."""
    graph = network(
        {"x": 1, "p": 5, "q": "done", "r": None},
        [("x", "p", "or"), ("x", "q", "or"), ("x", "r", "or")],
    )
    settled = graph.settle([Requirement("x", pinned, "or")])
    assert settled.finish["x"] == 1
    assert settled.chosen == {}
    assert [rejected.reason for rejected in settled.rejected_pins] == reasons


def test_group_with_a_plainly_required_alternative_drops_out():
    """x needs p plainly, so its group of p and q chooses nothing."""
    graph = network({"x": 1, "p": 5, "q": 2}, [("x", "p"), ("x", "p", "or"), ("x", "q", "or")])
    assert graph.settle().chosen == {}
    assert graph.settle().finish["x"] == 6
    assert graph.redundant_groups == [Group("x", "or")]


def test_essential_is_what_no_choice_can_avoid():
    """d needs a, and any of p and q which both need b: a and b are essential, p and q are not."""
    graph = network(
        {"d": 0, "a": 1, "b": 1, "p": 1, "q": 1, "other": 1},
        [("d", "a"), ("d", "p", "or"), ("d", "q", "or"), ("p", "b"), ("q", "b")],
    )
    assert graph.essential(["d"], graph.settle()) == {"a", "b"}


def test_only_startable_alternative_is_essential():
    """q can never start, so p has become the only way."""
    graph = network(
        {"d": 0, "p": 1, "q": 1, "gone": None}, [("d", "p", "or"), ("d", "q", "or"), ("q", "gone")]
    )
    assert graph.essential(["d"], graph.settle()) == {"p"}


def test_soft_pairs_inside_a_cycle_are_left_out():
    """a requires b on the route; b is helped by a and by c."""
    assert without_cycles([("a", "b")], [("b", "a"), ("b", "c")]) == [("b", "c")]
