"""The engine against the brute-force oracle, on the examples of model.md and on random portfolios.

The oracle is tested first, by the numbers that model.md prints.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from depmap.engine.sampling.leads import RangeItem
from depmap.engine.sampling.ranges import forecasts, sample
from tests.engine.oracle import Item, Oracle, Pin, Row
from tests.engine.strategies import Network, apart, batches, builds, by, merged, networks, report


def lead(days: int) -> dict[str, int]:
    """A lead of one number."""
    return {"low": days, "likely": days, "high": days}


def direction(value: int, confidence: str, target: int) -> Item:
    """A direction with no own lead."""
    return Item(
        is_direction=True, value=Fraction(value), confidence=Fraction(confidence), target=target
    )


GOLDEN = Network(
    items={
        "A": Item(**lead(60)),
        "B": Item(**lead(30)),
        "C": Item(**lead(45)),
        "D": Item(**lead(20)),
        "E": Item(**lead(10)),
        "F": Item(**lead(90)),
        "X": direction(100, "0.8", 181),
        "Y": direction(60, "0.5", 60),
        "Z": direction(40, "0.9", 60),
    },
    rows=(
        Row("B", "A"),
        Row("X", "B"),
        Row("X", "C"),
        Row("Y", "C"),
        Row("Y", "D", "store"),
        Row("Y", "E", "store"),
        Row("Z", "F"),
    ),
    pins=(Pin("Y", "store", "D"),),
)


# --- the oracle by the printed numbers ------------------------------------------------------------


@pytest.mark.parametrize(
    ("item_id", "earliest", "start_by", "binding_path"),
    [
        ("A", (0, 60), 91, ["A", "B", "X"]),
        ("B", (60, 90), 151, ["B", "X"]),
        ("C", (0, 45), 15, ["C", "Y"]),
        ("D", (0, 20), 40, ["D", "Y"]),
        ("F", (0, 90), -30, ["F", "Z"]),
    ],
)
def test_oracle_has_the_dates_of_the_model(item_id, earliest, start_by, binding_path):
    """Dates, slack and binding paths of the example in model.md 3."""
    oracle = GOLDEN.oracle()
    assert (oracle.earliest_start(item_id), oracle.earliest_finish(item_id)) == earliest
    assert oracle.binding(item_id) == (start_by, binding_path[-1])
    assert oracle.binding_path(item_id) == binding_path


def test_oracle_takes_the_fastest_alternative_without_a_pin():
    """Without the pin the route takes E, whose start by is day 50; with it E has none."""
    assert not GOLDEN.oracle().has_start_by("E")
    free = Oracle(GOLDEN.items, GOLDEN.rows)
    assert free.binding("E") == (50, "Y")
    assert not free.has_start_by("D")


def test_oracle_has_the_scores_of_the_model():
    """Unlock score, at stake, unlocks now and the chance of use of the example in model.md 4."""
    oracle = GOLDEN.oracle()
    names = "ABCDEF"
    assert [round(float(oracle.unlock_score(name)), 2) for name in names] == [
        *(26.67, 26.67, 41.67),
        *(15, 0, 36),
    ]
    assert [oracle.at_stake(name) for name in names] == [80, 80, 110, 30, 0, 36]
    assert [oracle.unlocks_now(name) for name in names] == [0, 0, 0, 0, 0, 36]
    assert [float(oracle.p_used(name)) for name in names] == [0.8, 0.8, 0.9, 0.5, 0, 0.9]
    after = GOLDEN.with_item("A", status="done").oracle()
    assert [after.unlock_score(name) for name in "BCDEF"] == [40, 55, 15, 0, 36]


@pytest.mark.parametrize(
    ("leads", "rows", "finishes"),
    [
        (
            {"a": 4, "b": 6, "c": 3, "g": 5},
            (Row("g", "a"), Row("g", "b", "n"), Row("g", "c", "n")),
            {"g": 9},
        ),
        ({"e": 2, "g": 9, "b": 6}, (Row("e", "g", "n"), Row("e", "b", "n")), {"e": 8}),
        (
            {"x": 2, "y": 3, "z": 7},
            (Row("x", "y", "n"), Row("x", "z", "n"), Row("y", "x")),
            {"x": 9, "y": 12},
        ),
        (
            {"x": 1, "y": 1, "w": 1},
            (Row("x", "y", "n"), Row("x", "w", "n"), Row("y", "x"), Row("w", "x")),
            {"x": None, "y": None, "w": None},
        ),
        (
            {"x": 0, "y": 0, "z": 7},
            (Row("x", "y", "n"), Row("x", "z", "n"), Row("y", "x")),
            {"x": 7, "y": 7},
        ),
    ],
)
def test_oracle_settles_alternatives(leads, rows, finishes):
    """The any-of examples of model.md 3, and a cycle without leads that must not hold itself up."""
    oracle = Oracle({name: Item(**lead(days)) for name, days in leads.items()}, rows)
    assert {name: oracle.best_finish.get(name) for name in finishes} == finishes


@given(networks())
def test_oracle_agrees_with_itself(network):
    """The greedy route reaches the finish that no choice of alternatives can beat."""
    oracle = network.oracle()
    assert set(oracle.best_finish) == oracle.could_start
    for item_id in oracle.route:
        assert oracle.earliest_finish(item_id) == oracle.best_finish[item_id]


# --- the engine by the oracle ---------------------------------------------------------------------


def near(value: Fraction | int) -> Any:
    """Equal but for the last digits of a float."""
    return pytest.approx(float(value), rel=1e-9, abs=1e-9)


def compare_items(oracle: Oracle, items: dict[str, dict[str, Any]], reserves: Any) -> None:
    """report.items has the route and the dates of the oracle."""
    for item_id, item in oracle.items.items():
        row = items[item_id]
        assert row["is_blocked"] == oracle.blocked(item_id), item_id
        assert row["is_open"] == oracle.is_open(item_id), item_id
        if item.status != "done":
            compare_earliest(oracle, item_id, row)
        compare_latest(oracle, item_id, row, reserves)


def compare_earliest(oracle: Oracle, item_id: str, row: dict[str, Any]) -> None:
    """Earliest dates and level, none for dropped and blocked items."""
    found = (row["earliest_start"], row["earliest_finish"], row["level"])
    if item_id not in oracle.route:
        assert found == (None, None, None), item_id
        return
    assert found == (
        oracle.earliest_start(item_id),
        oracle.earliest_finish(item_id),
        oracle.level(item_id),
    ), item_id


def compare_latest(oracle: Oracle, item_id: str, row: dict[str, Any], reserves: Any) -> None:
    """Start by, slack, binding and safe dates, none where no live direction with a target leads."""
    if item_id not in oracle.route or not oracle.has_start_by(item_id):
        assert (row["start_by"], row["slack_days"], row["safe_start_by"]) == (None,) * 3, item_id
        for name in ("is_critical", "days_late", "binding_direction", "binding_path"):
            assert not row[name], (item_id, name)
        return
    start_by, binding = oracle.binding(item_id)
    slack = start_by - oracle.earliest_start(item_id)
    assert (row["start_by"], row["slack_days"]) == (start_by, slack), item_id
    assert (row["days_late"], row["is_critical"]) == (max(0, -slack), slack <= 0), item_id
    assert row["binding_direction"] == binding, item_id
    assert row["binding_path"] == oracle.binding_path(item_id), item_id
    safe = (row["safe_start_by"], row["safe_binding_direction"])
    assert safe == oracle.binding(item_id, reserves), item_id


def compare_scores(oracle: Oracle, unlocks: dict[str, dict[str, Any]], parts: Any) -> None:
    """report.unlocks and report.unlock_parts have the scores of the oracle."""
    for item_id, item in oracle.items.items():
        if item.is_direction:
            assert item_id not in unlocks
            continue
        users = oracle.users(item_id) if item_id in oracle.route else []
        if item_id not in unlocks:
            assert not users, item_id
            continue
        row = unlocks[item_id]
        assert row["unlock_score"] == near(oracle.unlock_score(item_id) if users else 0), item_id
        assert row["at_stake"] == near(oracle.at_stake(item_id) if users else 0), item_id
        assert row["unlocks_now"] == near(oracle.unlocks_now(item_id) if users else 0), item_id
        assert row["p_used"] == near(oracle.p_used(item_id) if users else 0), item_id
        assert row["direction_count"] == len(users), item_id
        if oracle.is_open(item_id):
            assert row["is_essential"] == oracle.is_essential(item_id), item_id
        own_parts = {part["direction_id"]: part for part in parts if part["item_id"] == item_id}
        assert sorted(own_parts) == users, item_id
        for user, part in own_parts.items():
            assert part["contribution"] == near(oracle.contribution(item_id, user))
            assert part["expected_value"] == near(oracle.expected_value(user))
            assert part["need_confidence"] == near(oracle.need(item_id, user))
            assert part["open_prerequisite_count"] == len(oracle.route_items(user))
            assert part["latest_start"] == oracle.latest_start(item_id, user)
        assert sum(part["contribution"] for part in own_parts.values()) == near(
            Fraction(row["unlock_score"])
        )


def range_of(item_id: str, item: Item) -> RangeItem:
    """What is sampled of an item; what has overrun its range begins a new one."""
    left = item.remaining()
    if item.has_overrun:
        return RangeItem(item_id, 1, left, 2 * left, 0, left)
    elapsed = (item.elapsed or 0) if item.status == "in_progress" else None
    return RangeItem(item_id, item.low, item.likely, item.high, elapsed, left, item.opens)


def range_forecasts(oracle: Oracle) -> dict[str, Any]:
    """The sampled forecasts over the oracle's route, with the default settings."""
    network = sample(
        [
            range_of(item_id, item)
            for item_id, item in oracle.items.items()
            if item_id in oracle.route
        ],
        [(item_id, other) for item_id, required in oracle.route.items() for other in required],
        {direction_id: oracle.items[direction_id].target for direction_id in oracle.live},
        samples=100,
        seed=1,
    )
    return {row.direction_id: row for row in forecasts(network, goal=0.8)}


def compare_directions(oracle: Oracle, directions: dict[str, dict[str, Any]]) -> None:
    """report.directions has the forecasts and the outlook of the oracle."""
    sampled = range_forecasts(oracle)
    for item_id, item in oracle.items.items():
        if not item.is_direction:
            continue
        row = directions[item_id]
        if item_id not in oracle.live:
            outlook = {"done": "delivered", "dropped": "dropped"}.get(item.status, "blocked")
            assert row["outlook"] == outlook
            assert row["chance_on_time"] is None
            continue
        forecast = oracle.earliest_finish(item_id)
        assert row["forecast"] == forecast, item_id
        assert row["forecast_low"] == oracle.earliest_finish(item_id, "low"), item_id
        assert row["forecast_high"] == oracle.earliest_finish(item_id, "high"), item_id
        assert row["earliest_start"] == oracle.earliest_start(item_id), item_id
        assert row["expected_value"] == near(oracle.expected_value(item_id))
        assert row["open_prerequisite_count"] == len(oracle.route_items(item_id))
        chances = sampled[item_id]
        assert (row["p50"], row["p80"]) == (chances.p50_days, chances.p80_days), item_id
        assert row["chance_on_time"] == chances.chance_on_time, item_id
        assert row["reserve_days"] == chances.reserve_days, item_id
        assert row["chance_if_all_wait"] == chances.chance_if_all_wait, item_id
        if item.target is None:
            assert row["outlook"] == "no_target"
            continue
        assert row["days_early"] == item.target - forecast
        overrun = any(oracle.items[name].has_overrun for name in oracle.needed_by(item_id))
        is_likely = chances.chance_on_time >= 0.8 and not overrun
        reached = "on_time" if is_likely else "at_risk"
        assert row["outlook"] == ("late" if forecast > item.target else reached), item_id


def compare_edges(oracle: Oracle, edges: list[dict[str, Any]]) -> None:
    """report.edges marks the requirements of open items that lie on the route."""
    chosen = {(edge["item_id"], edge["requires_id"]) for edge in edges if edge["is_chosen"]}
    for item_id, required in oracle.route.items():
        open_ones = {other for user, other in chosen if user == item_id and oracle.is_open(other)}
        assert open_ones == required, item_id


def compare(parts: list[Network]) -> None:
    """One build of all parts, then each part by an oracle of its own."""
    parts = apart(parts)
    items, directions, unlocks, shares, edges = report(
        merged(parts), "items", "directions", "unlocks", "unlock_parts", "edges"
    )
    item_rows = by("item_id", items)
    direction_rows = by("direction_id", directions)
    assert set(item_rows) == {item_id for part in parts for item_id in part.items}
    reserves = {
        direction_id: row["reserve_days"]
        for direction_id, row in direction_rows.items()
        if row["reserve_days"] is not None
    }
    for part in parts:
        oracle = part.oracle()
        compare_items(oracle, item_rows, reserves)
        compare_scores(oracle, by("item_id", unlocks), shares)
        compare_directions(oracle, direction_rows)
        compare_edges(oracle, edges)


def test_engine_equals_the_oracle_on_the_example_of_the_model():
    """The portfolio of model.md, with its pin and without."""
    compare([GOLDEN, Network(GOLDEN.items, GOLDEN.rows)])


@builds
@given(batches(networks()))
def test_engine_equals_the_oracle(parts):
    """Routes, dates, forecasts, needs and scores of random portfolios, several in one database."""
    compare(parts)
