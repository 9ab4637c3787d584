"""Ways out and drivers against a second implementation that tries every change."""

from datetime import date

import pytest
from hypothesis import given, settings

from depmap.engine.options.rows import Aim, Laid
from depmap.engine.options.tries import Tries
from depmap.engine.sampling.ranges import sample
from depmap.engine.ways_out.enough import Enough
from depmap.engine.ways_out.resettle import Settlement
from depmap.engine.ways_out.rows import Gates
from depmap.engine.ways_out.search import Draws, Search, drivers
from depmap.engine.ways_out.state import State
from tests.engine.ways_out.brute import cases
from tests.thorough import times

AS_OF = date(2026, 1, 1)
thoroughly = settings(max_examples=times(60, 300), deadline=None)


def searches_of(case):
    """A case's ranges, its state, its draws, and a search for each direction with a target."""
    route = case.route()
    edges = case.edges(route)
    live = {name: target for name, target in case.targets.items() if name in route.finish}
    ranges = {name: item for name, item in case.items.items() if name in route.finish}
    sampled = sample(list(ranges.values()), sorted(edges), live, samples=case.samples, seed=1)
    state, draws = State(sampled), Draws(case.samples, 1)
    searches = {
        name: Search(state, number, target, case.goal, draws, frozenset())
        for number, (name, target) in enumerate(sampled.directions.items())
        if target is not None
    }
    return ranges, state, draws, searches


def answers(case):
    """What the product says of a case: {direction: (ways out, at best, drivers)}."""
    edges = case.edges(case.route())
    ranges, state, draws, searches = searches_of(case)
    network = case.network()
    settlement = Settlement(network, network.settle(case.pins), ranges, state, draws)
    gates = []
    for decision in sorted({decision for _, decision, _ in case.holds if decision}):
        decided = case.decided(decision)
        days = {
            name: item.gate
            for name, item in decided.items.items()
            if item.gate != case.items[name].gate
        }
        gates += [Gates(decision, days)] if days else []
    aims = {name: Aim("committed", target, 0.0) for name, target in case.targets.items()}
    tries = Tries(settlement, draws, aims)
    options = [Laid(decision, 1, name, pins=picks) for decision, name, picks in case.options]
    enough = Enough(
        settlement,
        searches,
        as_of=AS_OF,
        confidences=dict.fromkeys(edges, 1.0),
        gates=gates,
        options=[tries.on_time(tries.tried(laid)) for laid in options],
    )
    return {
        name: (*(enough.ways_out(search) if search.wanted > 0 else ([], None)), drivers(search))
        for name, search in searches.items()
    }


def changed(case, row):
    """The case after all changes of a way out."""
    if row.kind == "target":
        return case.moved(row.direction_id, case.targets[row.direction_id] + row.days)
    for change in row.what_if:
        case = case.under(change)
    return case


@thoroughly
@given(cases())
def test_every_way_out_reaches_the_goal_with_the_chance_it_says(case):
    """Computed again from the changed rows; whom it harms loses five points, nobody else does."""
    today = case.chances()
    for direction, (rows, at_best, _) in answers(case).items():
        assert bool(rows) == (today[direction] < case.goal)
        assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            after = changed(case, row).chances()
            assert (row.chance_before, row.chance_after) == (today[direction], after[direction])
            assert row.chance_after >= case.goal
            assert list(row.harms) == [
                name
                for name in today
                if name != direction and today[name] - after[name] >= 0.05 - 1e-9
            ]
        if at_best:
            for name in at_best.item_ids:
                case = case.at_most(name, case.items[name].low)
            assert at_best.chance == case.chances()[direction] < case.goal


@thoroughly
@given(cases())
def test_no_item_that_is_enough_alone_is_missing(case):
    """All items of the cone and all numbers of days: what is not listed changes the route."""
    edges, choices, today = case.edges(case.route()), case.choices(), case.chances()
    for direction, (rows, *_) in answers(case).items():
        listed = {row.item_id: row.days for row in rows if row.kind == "at most"}
        needed = case.needed(direction, edges)
        assert set(listed) <= needed
        if today[direction] >= case.goal:
            continue
        for name in needed:
            item = case.items[name]
            cases_of = {days: case.at_most(name, days) for days in range(item.low, item.high)}
            enough = {
                days
                for days, capped in cases_of.items()
                if capped.chances(edges)[direction] >= case.goal
            }
            if name in listed:
                assert listed[name] in enough
                assert listed[name] + 1 not in enough
            else:
                assert not enough or any(cases_of[days].choices() != choices for days in enough)


@thoroughly
@given(cases())
def test_no_other_single_change_is_missing(case):
    """Soft rows and pins that change nothing else, options and decisions: all that are enough."""
    edges, choices, today = case.edges(case.route()), case.choices(), case.chances()
    for direction, (rows, *_) in answers(case).items():
        if today[direction] >= case.goal:
            continue
        listed = {what for row in rows for what in row.what_if}
        needed = case.needed(direction, edges)
        possible = {}
        for row in case.rows:
            if row.item in needed and not row.any_of and row[:2] in edges:
                soft = case.softened(*row[:2])
                if soft.choices() == choices:
                    possible[f"{row.item}>{row.requires}:strength:soft"] = soft
            group = (row.item, row.any_of)
            if row.item in needed and group in choices and choices[group] != row.requires:
                pinned = case.pinned(row)
                if pinned.route().chosen == {**case.route().chosen, group: row.requires}:
                    possible[f"{row.item}/{row.any_of}:pin:{row.requires}"] = pinned
        for decision in "pq":
            possible[f"{decision}:lead_days:0"] = case.decided(decision)
        for decision, option, picks in case.options:
            possible[f"{decision}:option:{option}"] = case.pinned(*picks)
        enough = {
            what for what, other in possible.items() if other.chances()[direction] >= case.goal
        }
        assert enough <= listed


@thoroughly
@given(cases())
def test_drivers_are_what_a_little_delay_would_delay(case):
    """An item decides the date in the samples that end later when it takes 1/256 day longer."""
    edges = case.edges(case.route())
    for direction, (*_, found) in answers(case).items():
        finish = case.finishes(edges)(direction)
        shares = {
            name: float((case.finishes(edges, nudged=name)(direction) > finish).mean())
            for name in case.needed(direction, edges)
        }
        if case.items[direction].high == 0:
            del shares[direction]
        ranked = sorted((-share, name) for name, share in shares.items() if share)
        assert [(row.item_id, row.critical_share) for row in found] == [
            (name, pytest.approx(-share)) for share, name in ranked[:8]
        ]
        for row in found:
            at_low = case.at_most(row.item_id, case.items[row.item_id].low)
            assert row.chance_at_low == at_low.chances(edges)[direction]


@thoroughly
@given(cases(with_any_of=False))
def test_together_begins_with_the_item_that_helps_most(case):
    """The first of the items that are best together mends the most; each adds half a point."""
    today = case.chances()
    for direction, (rows, at_best, _) in answers(case).items():
        together = [row for row in rows if row.kind == "together"]
        if not at_best and not together:
            continue
        assert not [row for row in rows if row.kind == "at most"]
        names = at_best.item_ids if at_best else [w.split(":")[0] for w in together[0].what_if]
        assert len(set(names)) == len(names) <= 5
        gains = {
            name: case.at_most(name, case.items[name].low).chances()[direction]
            for name in case.needed(direction, case.edges(case.route()))
        }
        assert gains[names[0]] == max(gains.values()) > today[direction]


@thoroughly
@given(cases())
def test_a_pass_over_all_positions_says_what_each_by_itself_says(case):
    """Caps, samples at the low lead, and samples without an edge, for whatever is late."""

    def found(search):
        caps = [search.cap(at) for at in search.critical]
        return (
            [cap and (cap.days, cap.on_time) for cap in caps],
            [search.on_time_at_low(at) for at in search.critical],
            [
                search.on_time_without((at, required))
                for at in search.critical
                for required, _ in search.state.tight(at)
            ],
            search.together(),
        )

    for search in searches_of(case)[-1].values():
        if search.wanted <= 0:
            continue
        each = found(search)
        search.prepare(positions=1000)
        assert found(search) == each
