"""The layered layout: columns, order, heights and lanes."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from depmap.graph.column_order import crossings, untangled
from depmap.graph.layout import BESIDE, SLOT, Edge, layered, ranks

NAMES = [f"item-{number:02}" for number in range(14)]


@st.composite
def acyclic_graphs(draw: st.DrawFn) -> tuple[list[str], list[Edge]]:
    """Up to 14 nodes in a shuffled order and edges that never run in a circle."""
    nodes = NAMES[: draw(st.integers(1, len(NAMES)))]
    pairs = [(one, other) for i, one in enumerate(nodes) for other in nodes[i + 1 :]]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return draw(st.permutations(nodes)), edges


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[Edge]]:
    """Up to 14 nodes and any edges between them, circles and self-loops too."""
    nodes = NAMES[: draw(st.integers(1, len(NAMES)))]
    pairs = [(one, other) for one in nodes for other in nodes]
    return nodes, draw(st.lists(st.sampled_from(pairs), unique=True))


def test_columns_are_the_longest_way_from_the_start() -> None:
    """An item stands one column after the last thing that it requires."""
    edges = [("a", "b"), ("b", "d"), ("a", "d"), ("c", "d")]

    assert ranks(["d", "c", "b", "a"], edges) == {"a": 1, "b": 2, "c": 1, "d": 3}


def test_a_level_moves_an_item_to_the_right() -> None:
    """An item whose requirements are not drawn still stands at its level, what needs it later."""
    edges = [("a", "b")]

    assert ranks(["a", "b"], edges, levels={"a": 4, "b": 2}) == {"a": 4, "b": 5}


def test_directions_share_the_last_column() -> None:
    """Directions stand after every item, and in one column although one needs the other."""
    edges = [("a", "X"), ("X", "Y"), ("a", "b"), ("b", "c")]

    found = ranks(["a", "b", "c", "X", "Y"], edges, last=["X", "Y"])

    assert found == {"a": 1, "b": 2, "c": 3, "X": 4, "Y": 4}


def test_an_item_that_needs_a_direction_stands_after_it() -> None:
    """The last column gives way to what needs a direction, and to the direction behind that."""
    edges = [("a", "X"), ("X", "b"), ("b", "Y")]

    assert ranks(["a", "b", "X", "Y"], edges, last=["X", "Y"]) == {"a": 1, "X": 2, "b": 3, "Y": 4}


def test_empty_columns_are_left_out() -> None:
    """Levels 1 and 5 with nothing between stand next to each other."""
    placed = layered(["a", "b"], [], [], levels={"a": 1, "b": 5})

    assert placed.columns == (("a",), ("b",))
    assert placed.ranks == {"a": 1, "b": 5}


def test_nothing_gives_an_empty_layout() -> None:
    """No nodes: no columns, no height."""
    placed = layered([], [], [])

    assert (placed.columns, placed.height, placed.ways) == ((), 0.0, {})


def test_a_long_edge_passes_between_the_cards() -> None:
    """An edge over two columns has a lane in the one between, beside the card that stands there."""
    placed = layered(
        ["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")], [("a", "b"), ("b", "c")]
    )

    ((column, height),) = placed.ways["a", "c"].lanes
    assert column == 1
    assert abs(height - placed.heights["b"]) >= BESIDE - 0.1
    assert placed.ways["a", "b"].lanes == ()


def test_lines_that_lead_to_one_card_share_their_lanes() -> None:
    """Two long edges to the same target pass the column between at the same height."""
    edges = [("a", "c"), ("b", "c"), ("x", "y"), ("y", "c")]

    placed = layered(["a", "b", "c", "x", "y"], edges, edges)

    assert placed.ways["a", "c"].lanes == placed.ways["b", "c"].lanes


def test_an_edge_that_is_not_of_the_route_may_run_back() -> None:
    """A soft edge against the route keeps the columns, and its lanes go from right to left."""
    route = [("a", "b"), ("b", "c"), ("c", "d")]

    placed = layered(["a", "b", "c", "d"], [*route, ("d", "a")], route)

    assert [placed.column_of[node] for node in "abcd"] == [0, 1, 2, 3]
    assert [column for column, _ in placed.ways["d", "a"].lanes] == [2, 1]


def test_crossings_of_a_drawing_by_hand() -> None:
    """Two crossed lines cross once, three against three in reverse order three times."""
    left = [("a", -1), ("b", -1), ("c", -1)]
    right = [("x", -1), ("y", -1), ("z", -1)]
    reverse = list(zip(left, right[::-1], strict=True))

    assert crossings([left, right], reverse) == 3
    assert crossings([left, right], reverse[:2]) == 1
    assert crossings([left, right[::-1]], reverse) == 0
    assert crossings([left, right], [(left[0], right[0]), (left[0], right[1])]) == 0


def test_a_tangle_that_can_be_undone_is_undone() -> None:
    """A ladder given in a mixed order ends without a crossing."""
    columns = [
        [(f"{side}{n}", -1) for n in order]
        for side, order in (("l", [3, 0, 2, 1]), ("m", [1, 2, 0, 3]), ("r", [0, 3, 1, 2]))
    ]
    segments = [
        ((f"{one}{n}", -1), (f"{other}{n}", -1)) for one, other in ("lm", "mr") for n in range(4)
    ]

    assert crossings(untangled(columns, segments), segments) == 0


def test_a_tower_is_folded() -> None:
    """A column of 100 cards stands in three side by side, so it is no higher than 100 / 3 cards."""
    nodes = [f"n{number}" for number in range(100)]

    placed = layered(nodes, [], [])

    assert placed.folds == (3,)
    assert placed.height <= SLOT * 34
    assert set(placed.fold_of.values()) == {0, 1, 2}


@settings(deadline=None)
@given(acyclic_graphs())
def test_a_route_edge_never_runs_backwards(graph: tuple[list[str], list[Edge]]) -> None:
    """On any graph without circles every edge leads to a column further right."""
    nodes, edges = graph

    placed = layered(nodes, edges, edges)

    assert all(placed.column_of[one] < placed.column_of[other] for one, other in edges)


@settings(deadline=None)
@given(graphs())
def test_any_graph_is_placed_without_overlap(graph: tuple[list[str], list[Edge]]) -> None:
    """Every node has a place, cards of a column keep their distance, every line has a way."""
    nodes, edges = graph

    placed = layered(nodes, edges, edges)

    assert sorted(node for column in placed.columns for node in column) == sorted(nodes)
    for column in placed.columns:
        heights = [placed.heights[node] for node in column]
        assert all(low - high >= SLOT - 0.2 for high, low in pairwise(heights))
    assert set(placed.ways) == {(one, other) for one, other in edges if one != other}


@settings(deadline=None)
@given(acyclic_graphs())
def test_the_same_graph_is_always_drawn_the_same(graph: tuple[list[str], list[Edge]]) -> None:
    """Nothing depends on chance: two runs give equal places."""
    nodes, edges = graph

    assert layered(nodes, edges, edges) == layered(nodes, edges, edges)


@settings(deadline=None)
@given(acyclic_graphs())
def test_lanes_and_cards_are_one_proper_drawing(graph: tuple[list[str], list[Edge]]) -> None:
    """Each edge over n columns has n - 1 lanes, and all segments join neighbouring columns."""
    nodes, edges = graph

    placed = layered(nodes, edges, edges)

    for (one, other), way in placed.ways.items():
        assert len(way.lanes) == placed.column_of[other] - placed.column_of[one] - 1
    column_of = {place: number for number, column in enumerate(placed.order) for place in column}
    assert all(column_of[right] - column_of[left] == 1 for left, right in placed.segments)
