"""Lead ranges: closed forms, sampled goldens and properties of ranges.md."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.engine.sampling import ranges as range_step
from depmap.engine.sampling.delays import delays
from depmap.engine.sampling.leads import RangeItem, remaining_quantiles, sampled_remaining
from depmap.engine.sampling.ranges import SHARES, Forecast, forecasts, sample


def item(item_id, low, likely, high, elapsed=None):
    """A range item; in progress it keeps what its likely lead leaves, at least a day."""
    remaining = likely if elapsed is None else max(min(1, likely), likely - elapsed)
    return RangeItem(item_id, low, likely, high, elapsed, remaining)


def forecast(items, requirements, directions, *, goal=0.8, samples=2000, seed=1):
    """Forecasts by direction id with the default settings."""
    network = sample(items, requirements, directions, samples=samples, seed=seed)
    found = forecasts(network, goal=goal)
    return {row.direction_id: row for row in found}


# --- the lead of one item -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "likely", "high", "elapsed", "share", "days"),
    [
        (0, 0, 100, None, 0.5, 12.94),
        (0, 0, 100, None, 0.8, 27.52),
        (0, 100, 100, None, 0.5, 87.06),
        (0, 100, 100, None, 0.8, 95.64),
        (0, 50, 100, None, 0.5, 50.0),
        (0, 50, 100, None, 0.8, 67.34),
        (0, 0, 100, 50, 0.5, 6.47),
    ],
)
def test_quantiles_of_one_lead_match_their_closed_forms(low, likely, high, elapsed, share, days):
    """A PERT-beta lead, fresh or in progress, has the quantile that its formula gives."""
    found = remaining_quantiles(item("a", low, likely, high, elapsed), np.array([share]))
    assert found[0] == pytest.approx(days, abs=0.01)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.3, 0.5, 0.9, 0.999])
def test_whole_quantile_function_of_the_right_skewed_lead(share):
    """(0, 0, 100) has the quantile function 100 (1 - (1 - p)^0.2) at every share."""
    found = remaining_quantiles(item("a", 0, 0, 100), np.array([share]))
    assert found[0] == pytest.approx(100 * (1 - (1 - share) ** 0.2), abs=0.02)


def test_there_is_one_draw_in_every_stratum():
    """Sample k in ascending order lies between the quantiles at k/n and (k+1)/n."""
    lead = item("legal", 3, 10, 40)
    ascending = np.sort(sampled_remaining(lead, samples=50, seed=7))
    borders = remaining_quantiles(lead, np.arange(51) / 50)
    assert (borders[:-1] <= ascending).all()
    assert (ascending <= borders[1:]).all()


def test_samples_are_the_same_on_every_machine():
    """The draws of an item are these, to the last bit, for this seed and id."""
    assert sampled_remaining(item("soc2-type2", 90, 180, 365), samples=4, seed=1).tolist() == [
        213.046875,
        153.1640625,
        191.375,
        234.09765625,
    ]


def test_another_seed_and_another_id_draw_other_samples():
    """Neither two seeds nor two items share their draws."""
    lead = item("a", 0, 10, 30)
    base = sampled_remaining(lead, samples=20, seed=1).tolist()
    assert sampled_remaining(lead, samples=20, seed=2).tolist() != base
    assert sampled_remaining(replace(lead, item_id="b"), samples=20, seed=1).tolist() != base


def test_what_was_drawn_stays_drawn():
    """The same range under another gate is the same samples, which nobody can write into."""
    lead = item("drawn-once", 0, 10, 30)
    base = sampled_remaining(lead, samples=20, seed=1)
    assert sampled_remaining(replace(lead, gate=9), samples=20, seed=1) is base
    assert sampled_remaining(replace(lead, elapsed=4), samples=20, seed=1) is not base
    with pytest.raises(ValueError, match="read-only"):
        base[0] = 0


@pytest.mark.parametrize(
    ("lead", "days"),
    [
        (item("a", 7, 7, 7), 7),
        (item("a", 0, 0, 0), 0),
        (item("a", 0, 0, 0, elapsed=0), 0),
        (item("a", 7, 7, 7, elapsed=3), 4),
        (item("a", 7, 7, 7, elapsed=30), 1),
        (item("a", 2, 5, 9, elapsed=9), 1),
        (item("a", 2, 5, 9, elapsed=90), 1),
    ],
)
def test_leads_without_spread_are_constants(lead, days):
    """A range of one number, or one that is used up, leaves the same days in every sample."""
    assert sampled_remaining(lead, samples=5, seed=1).tolist() == [days] * 5


def test_a_higher_high_may_lower_a_quantile():
    """A wider range leans to its low end: this is no property, and nothing may count on it."""
    share = np.array([0.05])
    narrow = remaining_quantiles(item("a", 0, 10, 10), share)
    wide = remaining_quantiles(item("a", 0, 10, 100), share)
    assert wide[0] < narrow[0]


ranges = st.lists(st.integers(0, 400), min_size=3, max_size=3).map(sorted)


@given(ranges, st.integers(1, 3000))
def test_moving_a_range_moves_every_sample_by_exactly_that(lead, days):
    """A whole range + k days gives the old samples + k, without a rounding error."""
    low, likely, high = lead
    before = sampled_remaining(item("a", low, likely, high), samples=40, seed=1)
    after = sampled_remaining(item("a", low + days, likely + days, high + days), samples=40, seed=1)
    assert (after - before).tolist() == [days] * 40


@given(ranges, st.integers(0, 400), st.integers(0, 300))
def test_a_higher_likely_lowers_no_quantile(lead, higher, elapsed):
    """Whoever expects longer is never told a shorter lead, in progress or not."""
    low, likely, high = lead
    if low == high:
        return
    shares = np.linspace(0, 1, 41)
    before = remaining_quantiles(item("a", low, likely, high, elapsed), shares)
    after = remaining_quantiles(
        item("a", low, min(high, max(likely, higher)), high, elapsed), shares
    )
    assert (after >= before).all()


@given(ranges, st.integers(0, 500))
def test_what_is_left_of_a_running_lead_stays_within_its_range(lead, elapsed):
    """In progress: at least a day unless none is likely, and at most what the high lead leaves."""
    low, likely, high = lead
    samples = sampled_remaining(item("a", low, likely, high, elapsed), samples=40, seed=1)
    assert samples.min() >= max(min(1, likely), low - elapsed)
    assert samples.max() <= max(min(1, likely), high - elapsed)


# --- directions: closed forms and goldens ---------------------------------------------------------


@pytest.mark.parametrize(
    ("parallel", "chance", "reserve_days"), [(1, 0.8065, 28), (2, 0.650, 37), (3, 0.525, 41)]
)
def test_parallel_items_multiply_their_chances(parallel, chance, reserve_days):
    """k items (0, 0, 100) due on day 28: chance .8065^k, reserve 100 (1 - (1 - .8^(1/k))^.2)."""
    items = [item(f"i{number}", 0, 0, 100) for number in range(parallel)]
    requirements = [("d", row.item_id) for row in items]
    row = forecast([*items, item("d", 0, 0, 0)], requirements, {"d": 28}, samples=20_000)["d"]
    assert row.chance_on_time == pytest.approx(chance, abs=0.005)
    assert row.reserve_days == reserve_days


MODEL_ITEMS = [
    item("A", 36, 60, 120),
    item("B", 18, 30, 60),
    item("C", 27, 45, 90),
    item("F", 54, 90, 180),
    item("D", 12, 20, 40),
    item("X", 0, 0, 0),
    item("Y", 0, 0, 0),
    item("Z", 0, 0, 0),
]
MODEL_REQUIREMENTS = [("B", "A"), ("X", "B"), ("X", "C"), ("Y", "C"), ("Y", "D"), ("Z", "F")]
MODEL_TARGETS = {"X": 181, "Y": 60, "Z": 60}

NETWORK_ITEMS = [
    item("A", 2, 4, 6),
    item("B", 4, 7, 16),
    item("C", 12, 18, 36),
    item("D", 8, 11, 20),
    item("E", 2, 9, 10),
    item("F", 8, 8, 20),
    item("G", 10, 13, 22),
    item("H", 10, 16, 34),
    item("I", 6, 15, 18),
    item("J", 6, 18, 18),
    item("K", 8, 8, 8),
    item("L", 2, 11, 14),
    item("M", 2, 4, 6),
    item("N", 10, 11, 18),
    item("due", 0, 0, 0),
]
NETWORK_REQUIREMENTS = [
    tuple(pair)
    for pair in ["BA", "CB", "DC", "EC", "FE", "GD", "HE", "HG", "IC", "JF", "JI", "KJ", "LJ", "MH"]
] + [("N", "K"), ("N", "L"), ("due", "M"), ("due", "N")]

GOLDENS = [
    # direction, p50, p80, chance, chance if all wait, reserve
    ("X", 97.9, 113.7, 1.000, 0.075, 27),
    ("Y", 48.4, 59.6, 0.81, 0.15, 15),
    ("Z", 96.9, 119.3, 0.014, 0.39, 30),
    ("due", 88.4, 93.6, 0.817, 0.009, 11),
]


@pytest.mark.parametrize(("direction", "p50", "p80", "chance", "if_all_wait", "reserve"), GOLDENS)
@pytest.mark.parametrize(
    ("samples", "days_off", "share_off"), [(2000, 2, 0.03), (100_000, 0.15, 0.005)]
)
def test_sampled_goldens(
    direction, p50, p80, chance, if_all_wait, reserve, samples, days_off, share_off
):
    """The portfolio of model.md 3 and a network of fourteen give the published numbers."""
    network = (
        (NETWORK_ITEMS, NETWORK_REQUIREMENTS, {"due": 94})
        if direction == "due"
        else (MODEL_ITEMS, MODEL_REQUIREMENTS, MODEL_TARGETS)
    )
    row = forecast(*network, samples=samples)[direction]
    assert row.finish_days[10] == pytest.approx(p50, abs=days_off)
    assert row.finish_days[16] == pytest.approx(p80, abs=days_off)
    assert row.chance_on_time == pytest.approx(chance, abs=share_off)
    assert row.chance_if_all_wait == pytest.approx(if_all_wait, abs=share_off)
    assert row.reserve_days == reserve


def test_days_are_rounded_up_and_quantiles_are_not():
    """P50 and P80 are the first whole days by which half and four fifths of the samples finish."""
    row = forecast(MODEL_ITEMS, MODEL_REQUIREMENTS, MODEL_TARGETS)["Y"]
    assert len(row.finish_days) == len(SHARES) == 21
    assert (row.p50_days - 1) < row.finish_days[10] <= row.p50_days
    assert (row.p80_days - 1) < row.finish_days[16] <= row.p80_days
    assert list(row.finish_days) == sorted(row.finish_days)


def test_leads_of_one_number_give_the_plain_forecast():
    """Constant leads: P50 = P80 = forecast, chance 0 or 1, no reserve, waiting costs nothing."""
    items = [item("A", 60, 60, 60), item("B", 30, 30, 30, elapsed=12), item("X", 5, 5, 5)]
    rows = forecast(
        [*items, item("Y", 0, 0, 0)],
        [("X", "A"), ("A", "B"), ("Y", "A")],
        {"Y": 77, "X": 83},
        samples=300,
    )
    assert list(rows.values()) == [
        Forecast("X", 83, 83, 1.0, 0, 1.0, (83.0,) * 21),
        Forecast("Y", 78, 78, 0.0, 0, 1.0, (78.0,) * 21),
    ]


def test_a_reserve_is_never_negative():
    """A lead that is likely to be short needs no reserve, and no start later than the start by."""
    row = forecast([item("a", 0, 100, 100), item("d", 0, 0, 0)], [("d", "a")], {"d": 200})["d"]
    assert (row.reserve_days, row.chance_if_all_wait) == (0, 1.0)


def test_the_share_of_the_goal_is_no_further_rank():
    """0.55 of 100 samples is the 55th, though the product of the two is a hair above 55."""
    lead = item("a", 0, 0, 100)
    day = float(np.sort(sampled_remaining(lead, samples=100, seed=1))[54])
    row = forecast([lead], [], {"a": 0}, goal=0.55, samples=100)["a"]
    assert row.finish_days[11] == day
    assert row.reserve_days == int(np.ceil(day))


def test_a_direction_without_target_has_dates_but_no_chance():
    """No target: quantiles stay, chance, reserve and chance if all wait are empty."""
    row = forecast([item("d", 2, 4, 6)], [], {"d": None})["d"]
    assert (row.p50_days, row.p80_days) == (4, 5)
    assert (row.chance_on_time, row.reserve_days, row.chance_if_all_wait) == (None, None, None)


def test_a_direction_may_require_another_one():
    """The lead of a required direction counts, its own target does not."""
    items = [item("first", 10, 10, 10), item("second", 5, 5, 5)]
    rows = forecast(items, [("second", "first")], {"first": 1, "second": 15})
    assert rows["second"] == Forecast("second", 15, 15, 1.0, 0, 1.0, (15.0,) * 21)
    assert rows["first"].chance_on_time == 0.0


def test_no_directions_no_forecasts():
    """An empty portfolio, and one whose directions are all blocked, give no rows."""
    assert forecast([], [], {}) == {}
    assert forecast([item("a", 1, 2, 3)], [], {}) == {}


@pytest.mark.parametrize(
    ("items", "requirements", "directions", "changes", "message"),
    [
        ([item("a", 3, 2, 4)], [], {"a": 9}, {}, "a: 3, 2, 4 is no range"),
        ([item("a", 1, 2, 4)] * 2, [], {"a": 9}, {}, "given twice"),
        ([item("a", 1, 2, 4)], [("a", "b")], {"a": 9}, {}, "a requires b: not among the items"),
        ([item("a", 1, 2, 4)], [], {"d": 9}, {}, "directions not among the items: d"),
        (
            [item("a", 1, 2, 4), item("b", 1, 2, 4)],
            [("a", "b"), ("b", "a")],
            {"a": 9},
            {},
            "a cycle holds a",
        ),
        ([item("a", 1, 2, 4)], [], {"a": 9}, {"samples": 0}, "samples must be at least 1"),
        ([item("a", 1, 2, 4)], [], {"a": 9}, {"goal": 0}, "goal must be over 0 and up to 1"),
        ([item("a", 1, 2, 4)], [], {"a": 9}, {"goal": 80}, "goal must be over 0 and up to 1"),
    ],
)
def test_bad_input_is_refused_by_name(items, requirements, directions, changes, message):
    """What cannot be sampled is said, with the id."""
    with pytest.raises(ValueError, match=message):
        forecast(items, requirements, directions, **changes)


# --- properties on random networks ----------------------------------------------------------------


@st.composite
def networks(draw):
    """Up to seven items, some in progress, an acyclic graph, and one to three live directions."""
    count = draw(st.integers(1, 7))
    items = []
    requirements = []
    for number in range(count):
        low, likely, high = draw(ranges)
        elapsed = draw(st.sampled_from([None, None, None, 0, 20]))
        items.append(item(f"i{number}", low, likely, high, elapsed))
        for required in range(number):
            if draw(st.booleans()):
                requirements.append((f"i{number}", f"i{required}"))
    names = draw(
        st.lists(
            st.sampled_from([row.item_id for row in items]), min_size=1, max_size=3, unique=True
        )
    )
    directions = {name: draw(st.integers(-100, 1500)) for name in names}
    return items, requirements, directions


def needed_by(direction, requirements):
    """The items that a direction needs, itself included."""
    found = {direction}
    while more := {needed for user, needed in requirements if user in found} - found:
        found |= more
    return found


def latest_starts(direction, target, items, requirements):
    """Latest start of all a direction needs, from its target alone, by the likely leads."""
    lead = {row.item_id: row.remaining for row in items}
    needed = needed_by(direction, requirements)

    def latest_start(item_id):
        if item_id == direction:
            return target - lead[item_id]
        users = [user for user, required in requirements if required == item_id and user in needed]
        return min(latest_start(user) for user in users) - lead[item_id]

    return {item_id: latest_start(item_id) for item_id in needed}


def finishes(direction, items, requirements, starts, samples, seed):
    """Finish of a direction, one per sample, when each item begins at its start or when it can."""
    lead = {
        row.item_id: sampled_remaining(row, samples=samples, seed=seed).astype(float)
        for row in items
    }

    def finish(item_id):
        begin = np.full(samples, float(starts[item_id]))
        for user, required in requirements:
            if user == item_id:
                begin = np.maximum(begin, finish(required))
        return begin + lead[item_id]

    return finish(direction)


@settings(deadline=None)
@given(networks(), st.sampled_from([0.5, 0.55, 0.8, 0.85, 1.0]), st.sampled_from([1, 10, 75, 100]))
def test_forecasts_equal_a_plain_simulation(network, goal, samples):
    """Shared work, dropped samples and sorting change no number of a naive simulation."""
    items, requirements, directions = network
    rows = forecast(items, requirements, directions, goal=goal, samples=samples)
    assert list(rows) == sorted(directions)
    for direction, target in directions.items():
        early = finishes(
            direction, items, requirements, dict.fromkeys([i.item_id for i in items], 0), samples, 1
        )
        starts = latest_starts(direction, target, items, requirements)
        waiting = finishes(direction, items, requirements, starts, samples, 1)
        row = rows[direction]
        assert row.chance_on_time == (early <= target).mean()
        assert row.chance_if_all_wait == (waiting <= target).mean()
        assert row.finish_days[0] == early.min()
        assert row.finish_days[20] == early.max()
        kept = (waiting <= target + row.reserve_days).mean()
        assert kept >= goal - 1e-9
        if row.reserve_days > 0:
            assert (waiting <= target + row.reserve_days - 1).mean() < goal


@settings(deadline=None)
@given(networks(), st.sampled_from([0.5, 0.8, 0.85, 0.95]), st.data())
def test_promise_of_the_safe_dates(network, goal, data):
    """Start every item by its safe date and each direction is on time in the goal's share.

    Safe start by is the smallest `latest_start - reserve` over the directions; whoever starts
    earlier than that, by any number of days, keeps the promise too.
    """
    items, requirements, directions = network
    samples = 40
    rows = forecast(items, requirements, directions, goal=goal, samples=samples)
    safe = {}
    for direction, target in directions.items():
        for item_id, start in latest_starts(direction, target, items, requirements).items():
            own = start - rows[direction].reserve_days
            safe[item_id] = min(own, safe.get(item_id, own))
    begins = {item_id: start - data.draw(st.integers(0, 60)) for item_id, start in safe.items()}
    for direction, target in directions.items():
        finish = finishes(direction, items, requirements, begins, samples, 1)
        assert (finish <= target).mean() >= goal - 1e-9


@given(networks(), st.integers(-2000, 2000))
def test_moving_a_target_moves_its_safe_dates_one_to_one(network, days):
    """The reserve and the chance if all wait do not depend on where the target lies."""
    items, requirements, directions = network
    before = forecast(items, requirements, directions, samples=50)
    moved = {direction: target + days for direction, target in directions.items()}
    after = forecast(items, requirements, moved, samples=50)
    for direction in directions:
        assert after[direction].reserve_days == before[direction].reserve_days
        assert after[direction].chance_if_all_wait == before[direction].chance_if_all_wait
        assert after[direction].finish_days == before[direction].finish_days


@given(networks(), st.randoms(use_true_random=False))
def test_order_of_rows_repeated_rows_and_unrelated_items_change_nothing(network, random):
    """Other rows and other items leave the same bytes."""
    items, requirements, directions = network
    shuffled = [*items, item("unrelated", 0, 10, 90), item("another", 1, 20, 30)]
    random.shuffle(shuffled)
    rows = [*requirements, *requirements, ("unrelated", "another"), ("unrelated", "i0")]
    random.shuffle(rows)
    targets = list(directions.items())
    random.shuffle(targets)
    assert forecast(shuffled, rows, dict(targets), samples=30) == forecast(
        items, requirements, directions, samples=30
    )


@given(networks(), ranges, st.data())
def test_a_changed_lead_moves_only_what_needs_it(network, lead, data):
    """Directions that do not need the changed item keep their forecast to the last bit."""
    items, requirements, directions = network
    changed = data.draw(st.integers(0, len(items) - 1))
    low, likely, high = lead
    others = [
        *items[:changed],
        item(items[changed].item_id, low, likely, high),
        *items[changed + 1 :],
    ]
    before = forecast(items, requirements, directions, samples=30)
    after = forecast(others, requirements, directions, samples=30)
    for direction in directions:
        if items[changed].item_id not in needed_by(direction, requirements):
            assert after[direction] == before[direction]


@given(networks())
def test_constant_leads_give_the_critical_path(network):
    """low = likely = high: P50 = P80 = the longest path, reserve 0, and waiting is on time."""
    items, requirements, directions = network
    items = [replace(row, low=row.likely, high=row.likely) for row in items]
    rows = forecast(items, requirements, directions, samples=3)
    for direction, target in directions.items():
        begins = dict.fromkeys([row.item_id for row in items], 0)
        days = int(finishes(direction, items, requirements, begins, 1, 1)[0])
        on_time = 1.0 if days <= target else 0.0
        assert rows[direction] == Forecast(
            direction, days, days, on_time, 0, 1.0, (float(days),) * 21
        )


# --- what waiting for one more review costs -------------------------------------------------------


def delays_of(items, requirements, directions, *, review=90, samples=50, seed=1):
    """Added delays by item and direction; pairs that lose nothing are absent."""
    network = sample(items, requirements, directions, samples=samples, seed=seed)
    reserves = {row.direction_id: row.reserve_days for row in forecasts(network, goal=0.8)}
    return {
        (row.item_id, row.direction_id): row.added_delay_days
        for row in delays(network, reserves, review=review)
    }


@pytest.mark.parametrize(
    ("earliest", "latest", "added"),
    [(90, 170, None), (0, -30, 90), (0, 40, 50), (45, 20, 45), (95, 20, None)],
)
def test_waiting_adds_only_what_is_not_lost_already(earliest, latest, added):
    """Leads of one number: the days past the latest start less those that are lost anyway."""
    items = [item("first", earliest, earliest, earliest), item("I", 0, 0, 0), item("D", 0, 0, 0)]
    found = delays_of(items, [("D", "I"), ("I", "first")], {"D": latest})
    assert found.get(("I", "D")) == added


def test_another_path_that_is_late_anyway_hides_a_wait():
    """The other path takes 110 of 100 days, so I, there on day 100 after its wait, adds none."""
    items = [item("I", 10, 10, 10), item("other", 110, 110, 110), item("D", 0, 0, 0)]
    found = delays_of(items, [("D", "I"), ("D", "other")], {"D": 100})
    assert found == {("other", "D"): 90.0}


def test_what_is_in_progress_does_not_wait():
    """It goes on, whatever its dates say."""
    items = [item("I", 30, 30, 30, elapsed=10), item("D", 0, 0, 0)]
    assert delays_of(items, [("D", "I")], {"D": 5}) == {("D", "D"): 70.0}


@given(networks(), st.sampled_from([1, 30, 90, 400]))
@settings(deadline=None)
def test_a_delay_is_that_of_starting_one_item_later(network, review):
    """One backward pass gives what running the network again with that one item held back gives."""
    items, requirements, directions = network
    by_id = {row.item_id: row for row in items}
    sampled = forecast(items, requirements, directions, samples=50)
    safe = {}
    for direction, target in directions.items():
        starts = latest_starts(direction, target, items, requirements)
        for item_id, start in starts.items():
            held = start - sampled[direction].reserve_days
            safe[item_id] = min(held, safe.get(item_id, held))
    starts = {
        item_id: 0 if by_id[item_id].elapsed is not None else max(0, start)
        for item_id, start in safe.items()
    }
    found = delays_of(items, requirements, directions, review=review)
    for direction, target in directions.items():
        usual = finishes(direction, items, requirements, starts, 50, 1)
        for item_id in needed_by(direction, requirements):
            later = starts | {item_id: max(starts[item_id], review)}
            late = finishes(direction, items, requirements, later, 50, 1)
            overrun = np.maximum(late - target, 0).mean() - np.maximum(usual - target, 0).mean()
            added = found.get((item_id, direction), 0.0)
            expected = 0.0 if by_id[item_id].elapsed is not None else overrun
            assert added == pytest.approx(expected, abs=1e-6)


def test_blocks_of_samples_give_the_answers_of_all_at_once(monkeypatch):
    """300 samples in blocks of 70: the same quantiles, and the same days that waiting adds."""
    items = [item("a", 5, 20, 60), item("b", 0, 10, 90), item("d", 1, 2, 3)]
    requirements = [("d", "a"), ("d", "b"), ("b", "a")]
    network = sample(items, requirements, {"d": 40}, samples=300, seed=1)
    whole = forecasts(network, goal=0.8)
    added = delays(network, {"d": 5}, review=30)
    monkeypatch.setattr(range_step, "BLOCK", 70)
    assert forecasts(network, goal=0.8) == whole
    assert [(row.item_id, round(row.added_delay_days, 9)) for row in added] == [
        (row.item_id, round(row.added_delay_days, 9))
        for row in delays(network, {"d": 5}, review=30)
    ]
    assert {row.item_id for row in added} == {"a", "b"}
