"""Properties that hold for every portfolio (model.md 4 and 7, ranges.md), on random ones.

A property that compares a portfolio with a changed one puts both into one database under different
prefixes; that portfolios without a common item leave each other alone is the first property.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depmap.answers.filters import ACTIONS, Filters
from depmap.answers.relations import plan
from tests.engine.strategies import (
    AS_OF,
    Network,
    apart,
    batches,
    builds,
    by,
    made_certain,
    merged,
    networks,
    portfolio,
    report,
    shuffled,
)
from tests.portfolios import AskedFor

RELATIONS = ("items", "directions", "edges", "unlocks", "unlock_parts", "finish_quantiles")
# What ranks over the whole portfolio moves with every other item, and so may file lines.
OF_THE_WHOLE = {"unlock_rank", "is_unowned_upper_half", "source_line"}
# Draws come from the id, so a renamed item draws other samples. Names hold ids here.
OF_THE_ID = {
    *("name", "chart_name", "safe_start_by", "safe_latest_start", "safe_binding_direction"),
    *("expected_loss", "cost_of_waiting", "break_even_confidence", "value_of_knowing"),
    *("action", "plan_window", "must_start_by_review", "is_overdue", "revisit_on"),
}


def without(columns: set[str], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without some columns, in an order that does not depend on the rows' own."""
    kept = [{name: value for name, value in row.items() if name not in columns} for row in rows]
    return sorted(kept, key=repr)


def own(prefix: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows whose first column, an id, has the prefix."""
    return [row for row in rows if str(next(iter(row.values()))).startswith(prefix)]


def scores(unlocks: list[dict[str, Any]], prefix: str) -> dict[str, float]:
    """Unlock score by item id, of the items with the prefix, the prefix taken off."""
    return {
        row["item_id"].removeprefix(prefix): row["unlock_score"] for row in own(prefix, unlocks)
    }


def all_scores(*parts: Network) -> list[dict[str, float]]:
    """Unlock scores of portfolios that are built together, by their own ids."""
    [unlocks] = report(merged(apart(parts)), "unlocks")
    return [scores(unlocks, f"{number}-") for number in range(len(parts))]


def paired(parts: list[Network], others: list[Network]) -> list[tuple[Any, Any]]:
    """Scores of each portfolio and of the changed one beside it."""
    found = all_scores(*parts, *others)
    return list(zip(found[: len(parts)], found[len(parts) :], strict=True))


@builds
@given(batches(networks()))
def test_an_unrelated_portfolio_changes_nothing(parts):
    """A portfolio has the same rows alone and beside others, ranks over the whole apart.

    The price of a day of work is set, for its default is a price over the whole.
    """
    parts = apart(parts)
    together = report(merged(parts), *RELATIONS, points_per_effort_day=2.0)
    alone = report(parts[0], *RELATIONS, points_per_effort_day=2.0)
    for relation, beside, by_itself in zip(RELATIONS, together, alone, strict=True):
        assert without(OF_THE_WHOLE, own("0-", beside)) == without(OF_THE_WHOLE, by_itself), (
            relation
        )


@builds
@given(batches(networks()), st.integers(0, 2**32))
def test_the_order_of_rows_changes_nothing(parts, seed):
    """Items and dependency rows in another order give the same report, lines apart.

    A finding's way out names lines too.
    """
    network = merged(apart(parts))
    relations = (*RELATIONS, "plan", "decisions", "findings", "themes", "settings")
    before = report(network, *relations)
    after = report(shuffled(network, seed), *relations)
    for relation, first, second in zip(relations, before, after, strict=True):
        lines = {"source_line", "fix"}
        assert without(lines, first) == without(lines, second), relation


@builds
@given(batches(networks()))
def test_renaming_in_the_same_order_changes_nothing(parts):
    """Other ids in the same order give the same routes, dates, scores and actions."""
    renamed = [
        part.renamed({name: f"item-{rank:02}" for rank, name in enumerate(sorted(part.items))})
        for part in parts
    ]
    relations = ("items", "edges", "unlocks", "unlock_parts")
    network = merged(apart([*parts, *renamed]))
    for relation, rows in zip(relations, report(network, *relations), strict=True):
        for number, part in enumerate(parts):
            back = {
                f"{number + len(parts)}-item-{rank:02}": f"{number}-{name}"
                for rank, name in enumerate(sorted(part.items))
            }
            theirs = [
                {name: in_other_words(value, back) for name, value in row.items()}
                for row in own(f"{number + len(parts)}-", rows)
            ]
            apart_from = OF_THE_WHOLE | OF_THE_ID
            assert without(apart_from, theirs) == without(apart_from, own(f"{number}-", rows)), (
                relation
            )


def in_other_words(value: Any, names: dict[str, str]) -> Any:
    """An id, or the ids of a list, by their other name; anything else as it is."""
    if isinstance(value, list):
        return [names.get(each, each) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


@builds
@given(batches(networks()))
def test_scores_add_up_to_what_is_certain(parts):
    """Scores sum to the expected value of directions with open items, or less where in doubt.

    An item's score is at most what is at stake, and nothing where no direction needs the item.
    """
    parts = apart([*parts, *map(made_certain, parts)])
    items, directions, unlocks = report(merged(parts), "items", "directions", "unlocks")
    on_route = {row["item_id"] for row in items if row["is_on_route"]}
    for row in unlocks:
        assert 0 <= row["unlock_score"] <= row["at_stake"] + 1e-9
        assert row["unlocks_now"] <= row["unlock_score"] + 1e-9
        if row["item_id"] not in on_route:
            assert (row["unlock_score"], row["at_stake"], row["p_used"]) == (0, 0, 0)
    for number in range(len(parts)):
        total = sum(scores(unlocks, f"{number}-").values())
        waiting = sum(
            row["expected_value"]
            for row in own(f"{number}-", directions)
            if row["open_prerequisite_count"]
            and row["outlook"] not in ("blocked", "delivered", "dropped")
        )
        assert total <= waiting + 1e-9
        if number >= len(parts) // 2:
            assert total == pytest.approx(waiting)


@builds
@given(batches(networks()), st.randoms(use_true_random=False))
def test_no_score_falls_when_a_value_or_a_confidence_rises(parts, order):
    """Raise a value, a confidence, a need or a row's confidence: no score falls."""
    for before, after in paired(parts, [raised(part, order) for part in parts]):
        for item_id, score in before.items():
            assert after[item_id] >= score - 1e-9


def raised(network: Network, order: random.Random) -> Network:
    """One number of the portfolio at its highest."""
    choices = [("item", item_id) for item_id in network.items]
    choices += [("row", row) for row in network.rows]
    kind, what = order.choice(choices)
    if kind == "row":
        rows = [
            replace(row, confidence=Fraction(1)) if row is what else row for row in network.rows
        ]
        return replace(network, rows=tuple(rows))
    column = (
        order.choice(["value", "confidence"])
        if network.items[what].is_direction
        else "needed_confidence"
    )
    return network.with_item(what, **{column: Fraction(100 if column == "value" else 1)})


@builds
@given(batches(networks()))
def test_doubling_all_values_doubles_every_score(parts):
    """Scores are proportional to values."""
    doubled = [
        replace(
            part,
            items={name: replace(item, value=2 * item.value) for name, item in part.items.items()},
        )
        for part in parts
    ]
    for before, after in paired(parts, doubled):
        assert after == pytest.approx({item_id: 2 * score for item_id, score in before.items()})


@builds
@given(batches(networks(with_any_of=False)), st.randoms(use_true_random=False))
def test_finishing_an_item_lowers_only_what_it_required(parts, order):
    """Without alternatives: when an item is done, only it and what it requires may lose score."""
    finished = []
    lowered = []
    for part in parts:
        open_items = [
            name
            for name, item in part.items.items()
            if not item.is_direction and item.status in ("open", "in_progress")
        ]
        done = order.choice(open_items) if open_items else ""
        finished.append(part.with_item(done, status="done") if done else part)
        lowered.append(requirements(part, done) | {done})
    for (before, after), allowed in zip(paired(parts, finished), lowered, strict=True):
        for item_id, score in before.items():
            assert item_id in allowed or after[item_id] >= score - 1e-9


def requirements(network: Network, item_id: str) -> set[str]:
    """All hard requirements of an item, near and far."""
    found: set[str] = set()
    while (
        more := {
            row.requires
            for row in network.rows
            if not row.is_soft and (row.item == item_id or row.item in found)
        }
        - found
    ):
        found |= more
    return found


@builds
@given(batches(networks(with_any_of=False, certain=True)))
def test_the_score_is_the_shapley_value(parts):
    """Without alternatives and doubt, the score is each item's Shapley value."""
    for part, found in zip(parts, all_scores(*parts), strict=True):
        fair = part.oracle().shapley()
        for item_id, score in found.items():
            assert score == pytest.approx(float(fair.get(item_id, 0)))


@builds
@given(batches(networks()))
def test_leads_of_one_number_need_no_reserve(parts):
    """low = likely = high: P50 = P80 = forecast, no reserve, safe dates are the start by dates."""
    constant = [
        replace(
            part,
            items={
                # What has overrun its lead has a range again, whatever the lead is.
                name: replace(
                    item,
                    low=item.likely,
                    high=item.likely,
                    elapsed=min(item.elapsed, item.likely) if item.elapsed else item.elapsed,
                )
                for name, item in part.items.items()
            },
        )
        for part in parts
    ]
    items, directions = report(merged(apart(constant)), "items", "directions")
    for row in directions:
        assert row["p50"] == row["p80"] == row["forecast"] == row["forecast_high"]
        if row["forecast"] is not None and row["target"] is not None:
            assert row["chance_on_time"] == (1 if row["forecast"] <= row["target"] else 0)
            assert (row["reserve_days"], row["chance_if_all_wait"]) == (0, 1)
            assert row["outlook"] in ("on_time", "late")
    for row in items:
        assert row["safe_start_by"] == row["start_by"]
        assert row["safe_binding_direction"] == row["binding_direction"]


@builds
@given(batches(networks()))
def test_the_plan_has_every_open_item_after_what_it_requires(parts):
    """One row and one action per open prerequisite; no item stands before one it requires."""
    items, edges, rows = report(merged(apart(parts)), "items", "edges", "plan")
    place = {row["item_id"]: row["sequence_number"] for row in rows}
    assert sorted(place.values()) == list(range(1, len(rows) + 1))
    assert set(place) == {
        row["item_id"] for row in items if row["is_open"] and row["item_type"] == "prerequisite"
    }
    assert {row["action"] for row in rows} <= set(ACTIONS)
    on_route = {row["item_id"] for row in items if row["is_on_route"]} & set(place)
    for edge in edges:
        if edge["is_chosen"] and {edge["item_id"], edge["requires_id"]} <= on_route:
            assert place[edge["requires_id"]] < place[edge["item_id"]]


@builds
@given(batches(networks()), st.data())
def test_filters_narrow_rows_and_change_no_number(parts, data):
    """A filtered plan is a part of the whole plan, with the same numbers in the same order."""
    network = merged(apart(parts))
    directions = [name for name, item in network.items.items() if item.is_direction]
    filters = data.draw(
        st.builds(
            Filters,
            owner=st.sampled_from([(), ("",)]),
            direction=st.lists(st.sampled_from(directions), max_size=2, unique=True).map(tuple),
            action=st.lists(st.sampled_from(sorted(ACTIONS)), max_size=4, unique=True).map(tuple),
            search=st.sampled_from(["", "a", "Prerequisite 0-"]),
        )
    )
    with AskedFor(portfolio(network, samples=100), AS_OF) as answers:
        whole = by("item_id", plan(answers, Filters()).to_dict("records"))
        narrow = plan(answers, filters).to_dict("records")
    assert [repr(row) for row in narrow] == [repr(whole[row["item_id"]]) for row in narrow]
    numbers = [row["sequence_number"] for row in narrow]
    assert numbers == sorted(numbers)
    if filters.ids("action"):
        assert {row["action"] for row in narrow} <= set(filters.ids("action"))
