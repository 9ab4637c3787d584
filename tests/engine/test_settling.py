"""Settling above a changed group equals settling all anew; pins and vital items by definition."""

from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.engine.route import Item, Network, Requirement
from depmap.engine.settling import essential
from depmap.engine.settling.graph import NONE
from depmap.engine.settling.look_back import look_back
from tests.thorough import times

NAMES = "abcdefgh"
LOSES = "with it some item that could start no longer can"

tries = settings(max_examples=times(100, 400), deadline=None)

items = st.fixed_dictionaries(
    {
        name: st.builds(
            Item,
            remaining_days=st.sampled_from([0, 0, 0, 1, 2, 5]),
            effort_days=st.sampled_from([0.0, 1.0, 2.0]),
            is_done=st.sampled_from([False] * 9 + [True]),
            gate_days=st.sampled_from([0, 0, 0, 2]),
        )
        | st.just(Item(1, is_dropped=True))
        for name in NAMES
    }
)
rows = st.lists(
    st.builds(
        Requirement,
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(["", "one", "one", "one", "two"]),
    ),
    max_size=24,
).map(lambda found: [row for row in found if row.item != row.requires])


@st.composite
def networks(draw):
    """A network, and pins and picks that name its alternatives and now and then nothing."""
    hard = draw(rows)
    names = [row for row in hard if row.any_of] + [Requirement("a", "b", "gone")]
    some = st.lists(st.sampled_from(names), max_size=4)
    return Network(draw(items), hard), hard, draw(some), draw(some)


def can_start(network, hard, pinned=(), without=()):
    """What can start, by trying again until nothing more does."""
    left = {
        group: [member for member in members if (group.item, member, group.any_of) in pinned]
        or members
        for group, members in network.groups.items()
    }
    started, before = set(), None
    while started != before:
        before = set(started)
        for name, item in network.items.items():
            plain = [row.requires for row in hard if row.item == name and not row.any_of]
            groups = [found for group, found in left.items() if group.item == name]
            is_ready = started.issuperset(plain) and all(started & {*found} for found in groups)
            if item.is_done or (is_ready and not item.is_dropped and name not in without):
                started.add(name)
    return started


@tries
@given(networks())
def test_what_picks_move_is_what_settling_anew_moves(drawn):
    """Picks before all pins: the same finishes as the graph settled with them from the start."""
    network, _, pins, picks = drawn
    route = network.settle(pins)
    anew = network.settle([*picks, *pins])
    assert network.moved(route, picks) == {
        name: day for name, day in anew.finish.items() if day != route.finish[name]
    }


def moves(before, after, empty):
    """What is another value after, `empty` for what is no longer there."""
    return {
        name: after.get(name, empty)
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }


@tries
@given(networks(), items, st.data())
def test_what_other_rows_move_is_what_settling_anew_moves(drawn, others, data):
    """Other items, other plain rows and other pins: finishes and choices of the graph made anew."""
    network, hard, pins, picks = drawn
    changed = {
        name: others[name] for name in data.draw(st.sets(st.sampled_from(NAMES), max_size=3))
    }
    free = {name for name in NAMES if all(g.item != name for g in network.redundant_groups)}
    plain = {
        name: set(data.draw(st.lists(st.sampled_from(NAMES), max_size=2)))
        - {name, *(row.requires for row in hard if row.item == name and row.any_of)}
        for name in data.draw(st.sets(st.sampled_from(NAMES), max_size=2)) & free
    }
    after = data.draw(st.sampled_from([pins, [*pins, *picks], picks]))
    route = network.settle(pins)
    moved = network.resettled(route, after, changed, plain)
    kept = [row for row in hard if row.any_of or row.item not in plain]
    kept += [Requirement(name, other) for name, required in plain.items() for other in required]
    anew = Network({**network.items, **changed}, kept).settle(after)
    if moved is None:
        return
    assert moved == (moves(route.finish, anew.finish, NONE), moves(route.chosen, anew.chosen, ""))


def test_a_row_is_settled_again_only_where_who_can_start_stays():
    """x needs a and b; a later, done or no longer needed moves x; a dropped takes x with it."""
    network = Network(
        {"x": Item(1), "a": Item(5), "b": Item(3)},
        [Requirement("x", "a"), Requirement("x", "b")],
    )
    route = network.settle()

    def moved(items, plain):
        return network.resettled(route, [], items, plain)

    assert moved({"a": Item(7)}, {}) == ({"a": 7, "x": 8}, {})
    assert moved({"a": Item(0, is_done=True)}, {}) == ({"a": 0, "x": 4}, {})
    assert moved({"a": Item(5, is_dropped=True)}, {"x": ["b"]}) == ({"a": NONE, "x": 4}, {})
    assert moved({}, {"x": ["b"]}) == ({"x": 4}, {})
    assert moved({}, {"b": ["a"]}) == ({"b": 8, "x": 9}, {})
    assert moved({"a": Item(5, is_dropped=True)}, {}) is None
    assert moved({}, {"a": ["x"]}) is None


@tries
@given(networks())
def test_pins_are_followed_unless_something_that_could_start_is_lost(drawn):
    """Each pin that is refused for that reason loses something; those that are followed do not."""
    network, hard, pins, _ = drawn
    route = network.settle(pins)
    free = can_start(network, hard)
    assert set(route.finish) == free
    refused = [rejected.pin for rejected in route.rejected_pins]
    losing = [rejected.pin for rejected in route.rejected_pins if rejected.reason == LOSES]
    followed = []
    for pin in pins:
        if pin in losing:
            assert can_start(network, hard, [*followed, pin]) < free
        elif pin not in refused:
            followed.append(pin)
    assert can_start(network, hard, followed) == free


@tries
@given(networks(), st.sampled_from([1, 2, 2048]))
def test_essential_is_what_no_live_direction_starts_without(drawn, block):
    """An open item is essential when, without it, one of the directions no longer starts."""
    network, hard, pins, _ = drawn
    route = network.settle(pins)
    live = [name for name in "ab" if name in route.finish and not network.items[name].is_done]
    whole, essential.BLOCK = essential.BLOCK, block
    try:
        found = network.essential(live, route)
    finally:
        essential.BLOCK = whole
    assert found == {
        name
        for name, item in network.items.items()
        if name not in live
        and not item.is_done
        and not can_start(network, hard, without=name).issuperset(live)
    }


def test_look_back_takes_the_earliest_of_all_that_need_an_item():
    """d by day 20 needs a and b, a needs b: b starts by 20 - 2 - 4 - 3; e has no target."""
    reached, starts = look_back(
        [("d", "a"), ("d", "b"), ("a", "b"), ("e", "c"), ("other", "c")],
        {"d": 20, "e": None},
        {"d": 2, "e": 1, "a": 4, "b": 3, "c": 5, "other": 1},
    )
    assert reached == {"d", "e", "a", "b", "c"}
    assert starts == {"d": 18, "a": 14, "b": 11}
