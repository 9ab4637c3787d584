"""Likely owners with their evidence, loads, and how often the rule is right."""

from datetime import date

import pytest

from tests.portfolios import answers_of, column, needs

OWNERS = [
    {"id": "ann", "name": "Ann", "capacity_days_per_week": 7.0},
    {"id": "bob", "name": "Bob", "capacity_days_per_week": 7.0},
    {"id": "eve", "name": "Eve", "capacity_days_per_week": 7.0, "active": False},
]
THEMES = [{"id": "t", "name": "Theme"}, {"id": "u", "name": "Other"}]


def item(name, owner=None, **changes):
    return {"id": name, "lead": 10, "owner": owner, "theme": "t", "kind": "legal", **changes}


def suggestions(prerequisites, dependencies=(), **rows):
    """(rank, owner, score, is_suggested, evidence) for the item x."""
    connection = answers_of(
        prerequisites=prerequisites,
        dependencies=dependencies,
        owners=OWNERS,
        themes=THEMES,
        **rows,
    )
    return connection.execute(
        "select candidate_rank, owner, round(score, 4), is_suggested, evidence"
        " from report.owner_suggestions where item_id = 'x' order by candidate_rank"
    ).fetchall()


def test_shares_of_owned_neighbours_party_theme_and_kind_make_the_score():
    """Ann owns 2 of 3 in the theme, the one neighbour and the one item with the party."""
    found = suggestions(
        [
            item("x", external_party="Bank"),
            item("a1", "ann", kind="enabler"),
            item("a2", "ann", external_party="Bank"),
            item("b1", "bob", kind="enabler"),
        ],
        needs("x: a1"),
    )
    ann = 0.25 * 2 / 3 + 0.4 * 1 + 0.25 * 1 + 0.1 * 1
    bob = 0.25 * 1 / 3
    assert found == [
        (
            1,
            "Ann",
            round(ann, 4),
            True,
            "owns 1 of 1 neighbour; owns 1 of 1 with Bank; owns 2 of 3 in Theme;"
            " owns 1 of 1 of kind legal",
        ),
        (2, "Bob", round(bob, 4), False, "owns 1 of 3 in Theme"),
    ]


def test_soft_and_any_of_rows_make_neighbours_in_both_directions():
    """x helps a1 and is an alternative of a2; both count as neighbours."""
    found = suggestions(
        [item("x", theme="u", kind="decision"), item("a1", "ann"), item("a2", "ann")],
        [
            {"item": "a1", "requires": "x", "strength": "soft"},
            {"item": "a2", "requires": "x", "any_of": "or"},
        ],
    )
    assert found == [(1, "Ann", 0.4, True, "owns 2 of 2 neighbours")]


def test_inactive_owner_counts_in_the_shares_and_is_never_suggested():
    """Eve holds the neighbour, so nobody active has that clue."""
    assert (
        suggestions([item("x", theme="u", kind="decision"), item("e", "eve")], needs("x: e")) == []
    )


def test_dropped_items_give_no_clue_and_done_ones_do():
    """Only the done neighbour counts."""
    found = suggestions(
        [
            item("x", theme="u", kind="decision"),
            item("a", "ann", status="done"),
            item("b", "bob", status="dropped"),
        ],
        needs("x: a b"),
    )
    assert [row[1] for row in found] == ["Ann"]


def test_two_equal_candidates_are_no_clear_owner():
    """A tie lacks the margin; both are shown."""
    found = suggestions([item("x"), item("a", "ann"), item("b", "bob")], needs("x: a b"))
    assert [row[1] for row in found] == ["Ann", "Bob"]
    assert not any(row[3] for row in found)


def test_plan_names_the_likely_owner_or_says_that_none_is_clear():
    """An owned item suggests nobody."""
    connection = answers_of(
        prerequisites=[item("x"), item("a", "ann"), item("y", theme="u", kind="decision")],
        dependencies=needs("x: a"),
        owners=OWNERS,
        themes=THEMES,
    )
    assert column(connection, "plan", "item_id", "suggested_owner") == {
        "x": "Ann",
        "a": "",
        "y": "no clear owner",
    }


def test_backtest_hides_each_known_owner_in_turn():
    """Three of Ann's four items point at her once hidden; Bob's item points at Ann."""
    connection = answers_of(
        prerequisites=[
            *(item(f"a{number}", "ann") for number in range(4)),
            item("b", "bob"),
            item("none"),
        ],
        owners=OWNERS,
        themes=THEMES,
    )
    row = connection.execute(
        "select known_items, covered_items, top1_accuracy, top3_accuracy, majority_owner,"
        " majority_accuracy from report.owner_backtest"
    ).fetchone()
    assert row == (5, 5, pytest.approx(4 / 5), pytest.approx(4 / 5), "Ann", pytest.approx(4 / 5))


def test_load_counts_effort_that_must_or_could_start_before_the_review():
    """Capacity until the review is 90 days; x must start within it, y could."""
    connection = answers_of(
        directions=[
            {"id": "D", "target": date(2026, 2, 1)},
            {"id": "E", "target": date(2028, 1, 1)},
        ],
        prerequisites=[
            item("x", "ann", effort_days=45.0),
            item("y", "ann", effort_days=90.0),
            item("done", "ann", effort_days=9.0, status="done"),
        ],
        dependencies=needs("D: x\nE: y"),
        owners=OWNERS,
        themes=THEMES,
    )
    assert column(connection, "owners", "owner_id", "round(load, 6)")["ann"] == pytest.approx(0.5)
    assert column(connection, "owners", "owner_id", "could_load")["ann"] == pytest.approx(1.5)
    assert column(connection, "owners", "owner_id", "open_items")["ann"] == 2
