"""The plan under capacity: goldens, a second implementation, and what always holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.engine.schedule import why
from depmap.engine.schedule.plan import listed, plan
from tests.engine.schedule import slow
from tests.engine.schedule.cases import Case, cases, dates, earliest, item
from tests.thorough import times

thoroughly = settings(max_examples=times(30, 200), deadline=None)

AT_5, AT_3 = {"kim": 500}, {"kim": 300}


def test_higher_items_interrupt_a_lower_one():
    """Q waits for R and takes days 14 to 21 out of the middle of P, which ends 7 days later."""
    items = [
        item("P", 42, 30, act_day=2),
        item("Q", 7, 5, act_day=1, level=2),
        item("R", 14, owner="", act_day=0),
    ]
    found = dates(items, {"Q": ["R"]}, AT_5)
    assert found["Q"] == (14, 14, 21, 21, "requirement", "R", "")
    assert found["P"] == (0, 0, 49, 49, "owner", "", "Q")


def test_two_items_share_a_day():
    """The second takes what the first leaves of the third day."""
    found = dates([item("a", 3, 1), item("b", 3, 1)], {}, AT_3)
    assert found["a"] == (0, 0, 3, 3, "nothing", "", "")
    assert found["b"] == (0, 2, 5, 5, "owner", "", "a")


def test_effort_that_does_not_fit_its_lead_says_so():
    """8 person-days at 3 a week take 19 days, not 14."""
    assert dates([item("a", 14, 8)], {}, AT_3)["a"] == (0, 0, 19, 19, "own effort", "", "")


def test_work_begun_takes_the_share_that_is_left_and_goes_first():
    """Of 30 days over 60, 40 are left: 20 days of effort, then the next item."""
    items = [
        item("a", 40, 30, lead_likely_days=60, is_in_progress=True, act_day=9),
        item("b", 30, 10, act_day=0),
    ]
    found = dates(items, {}, AT_5)
    assert found["a"] == (0, 0, 28, 40, "nothing", "", "")
    assert found["b"] == (0, 28, 42, 58, "owner", "", "a")


def test_the_list_is_blind_to_value():
    """X comes first for its earlier date although Y is worth ten times as much."""
    items = [item("x", 14, 10, act_day=6), item("y", 14, 10, act_day=7)]
    found = dates(items, {}, AT_5)
    assert (found["x"][3], found["y"][3]) == (14, 28)


def test_without_capacity_nothing_that_needs_it_has_a_date():
    """A tenth of a person-day of an owner who offers none stops what follows, and nothing else."""
    items = [item("a", 5, 0.1), item("b", 5, owner="", level=2), item("c", 5)]
    found = dates(items, {"b": ["a"]}, {"kim": 0})
    assert found["a"] == (0, None, None, None, "no capacity", "", "")
    assert found["b"] == (None, None, None, None, "requirement", "a", "")
    assert found["c"][3] == 5


def test_effort_beyond_the_horizon_has_no_date_and_takes_no_time():
    """One tick a day for a hundred years is not enough for 60 person-days, and b goes ahead."""
    found = dates([item("a", 5, 60, act_day=0), item("b", 5, 0.1, act_day=1)], {}, {"kim": 1})
    assert found["a"][3:5] == (None, "no capacity")
    assert found["b"][:4] == (0, 0, 70, 70)


def test_a_gate_that_decides_is_named():
    """The gate of day 30 opens after what the item requires."""
    items = [item("a", 10), item("b", 5, 5, gate_days=30, level=2)]
    assert dates(items, {"b": ["a"]}, AT_5)["b"] == (30, 30, 37, 37, "own effort", "", "")
    assert dates(items, {"b": ["a"]}, {"kim": 700})["b"] == (30, 30, 35, 35, "gate", "", "")


@settings(max_examples=times(100, 600), deadline=None)
@given(cases())
def test_a_second_implementation_says_the_same(case):
    """Dates and reasons are those of the rules, followed day by day."""
    assert dates(*case) == slow.schedule(*case)


@thoroughly
@given(cases())
def test_never_earlier_than_without_capacity(case):
    """Capacity delays and never brings forward."""
    found = dates(*case)
    for name, day in earliest(case).items():
        assert found[name][3] is None or found[name][3] >= day


@thoroughly
@given(cases(least_lead=1))
def test_unlimited_capacity_gives_the_dates_of_the_model(case):
    """When every owner can do everything in a day, nothing waits for an owner."""
    unlimited = Case(case.items, case.requires, dict.fromkeys(("kim", "lee", "max"), 10**9))
    assert {name: row[3] for name, row in dates(*unlimited).items()} == earliest(case)


@thoroughly
@given(cases(), st.data())
def test_nothing_later_in_the_list_matters(case, data):
    """Without the items after a place, those up to it keep every date and reason."""
    names = [work.item_id for work in listed(case.items, case.requires)]
    kept = set(names[: data.draw(st.integers(0, len(names)))])
    fewer = [one for one in case.items if one.item_id in kept]
    found = dates(*case)
    assert dates(fewer, case.requires, case.daily) == {name: found[name] for name in kept}


@thoroughly
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case, random):
    """Rows, requirements and owners may come in any order."""
    items, owners = list(case.items), list(case.daily.items())
    requires = {name: list(others) for name, others in case.requires.items()}
    for rows in (items, owners, *requires.values()):
        random.shuffle(rows)
    assert dates(items, requires, dict(owners)) == dates(*case)


@thoroughly
@given(cases())
def test_the_chain_adds_up(case):
    """Remaining days, owner waits and the first gate along a chain make the finish."""
    works = listed(case.items, case.requires)
    made = plan(works, case.daily)
    reasons = why.explain(works, made)
    for end, finish in enumerate(made.finish):
        if finish is None:
            continue
        chain = why.chain(reasons, end)
        days = sum(works[at].remaining_days + reasons[at].owner_wait_days for at in chain)
        assert works[chain[0]].gate_days + days == finish


@thoroughly
@given(cases())
def test_no_day_is_overfull_or_idle(case):
    """An owner never gives more than a day has, and nothing while an item waits for it."""
    works = listed(case.items, case.requires)
    made = plan(works, case.daily)
    given_days = {}
    for work, runs in zip(works, made.runs, strict=True):
        for run in runs:
            for day in range(run.start, run.end):
                key = work.owner_id, day
                given_days[key] = given_days.get(key, 0) + run.ticks
    assert all(given <= case.daily[owner] for (owner, _), given in given_days.items())
    for work, ready, runs in zip(works, made.ready, made.runs, strict=True):
        if runs:
            for day in range(ready, runs[-1].end - 1):
                assert given_days.get((work.owner_id, day)) == case.daily[work.owner_id]


@pytest.mark.parametrize("ticks", [50, 5000])
def test_the_effort_of_one_owner_ends_when_all_of_it_is_done(ticks):
    """A thousand items of five person-days each leave no day of their owner idle."""
    items = [item(f"i{number:04}", 5, 5) for number in range(1000)]
    made = plan(listed(items[: ticks // 5], {}), {"kim": ticks})
    done = min(1000, ticks // 5)
    assert made.runs[-1][-1].end == -(-done * 3500 // ticks)
