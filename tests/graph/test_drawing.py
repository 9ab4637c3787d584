"""What the graph shows of a portfolio, and what of it reaches the browser and the file."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import networkx
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from depmap.answers import relations
from depmap.answers.filters import Filters
from depmap.graph import drawing, scripts, standalone, views
from depmap.graph.lines import Line
from depmap.graph.views import View, collapse, focus, opening_view, whole_view
from depmap.look.palette import DARK, LIGHT
from depmap.screen.state.places import STATIC
from tests.portfolios import answers_of, needs

EVIL = '<img src=x onerror=alert(1)></script><script>alert(1)</script>\u2028 href="javascript:1"'


class Map:
    """The frames of a portfolio, as a page reads them."""

    def __init__(self, **rows: Iterable[dict[str, Any]]) -> None:
        connection = answers_of(**rows)
        self.items = relations.items(connection, Filters())
        self.edges = relations.edges(connection, Filters())
        self.directions = relations.directions(connection, Filters())

    def data(self, view: View, theme: str = "light", selected: str = "") -> dict[str, Any]:
        """What the browser gets of a view."""
        return drawing.browser_data(drawing.draw(view, self.directions), theme, selected)


# X needs B and C, B needs A; Y needs C and one of D and E, the route takes E; H only helps.
MODEL: dict[str, Any] = {
    "directions": [
        {"id": "X", "value": 100.0, "confidence": 0.8, "target": date(2026, 7, 1)},
        {"id": "Y", "value": 60.0, "confidence": 0.5, "target": date(2026, 3, 2)},
        {"id": "Z", "value": 40.0, "confidence": 0.9, "target": date(2026, 3, 2)},
    ],
    "owners": [{"id": "ops", "name": "Operations lead", "capacity_days_per_week": 5.0}],
    "themes": [{"id": "operations", "name": "Operations"}, {"id": "design", "name": "Design"}],
    "prerequisites": [
        {"id": "A", "lead": 60, "theme": "operations", "owner": "ops"},
        {"id": "B", "lead": 30, "theme": "operations", "kind": "legal"},
        {"id": "C", "lead": 45, "theme": "operations"},
        {"id": "D", "lead": 20, "theme": "design"},
        {"id": "E", "lead": 10, "theme": "design"},
        {"id": "F", "lead": 90, "theme": "design"},
        {"id": "H", "lead": 5, "theme": "design"},
    ],
    "dependencies": [
        *needs("B: A\nX: B C\nY: C (D|E)\nZ: F"),
        {"item": "B", "requires": "H", "strength": "soft"},
    ],
}


@pytest.fixture(scope="module")
def model() -> Map:
    """The portfolio of the comment above."""
    return Map(**MODEL)


def shown(view: View) -> set[str]:
    """Ids of the drawn items."""
    return set(view.items["item_id"])


def said(view: View) -> set[tuple[str, str, str]]:
    """The lines as (requirement, item, kind)."""
    return {(line.requirement, line.item, line.kind) for line in view.lines}


def by_id(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Nodes of the browser's data by id."""
    return {node["id"]: node for node in data["nodes"]}


# Which part is drawn


def test_opening_view_holds_directions_and_the_top_of_the_scores(model: Map) -> None:
    """With room for two prerequisites, the two that hold up most value are drawn."""
    assert shown(opening_view(model.items, model.edges, limit=2)) == {"X", "Y", "Z", "C", "F"}


def test_opening_view_begins_with_what_is_late() -> None:
    """L opens little, but it is late; of the others the highest score comes first."""
    portfolio = Map(
        directions=[
            {"id": "X", "value": 90.0, "target": date(2030, 1, 1)},
            {"id": "Y", "value": 1.0, "target": date(2026, 1, 9)},
        ],
        prerequisites=[{"id": "A", "lead": 9}, {"id": "B", "lead": 9}, {"id": "L", "lead": 90}],
        dependencies=needs("X: A B\nY: L"),
    )
    assert shown(opening_view(portfolio.items, portfolio.edges, limit=2)) == {"X", "Y", "A", "L"}


def test_opening_view_holds_no_more_of_one_step_than_fit_into_a_column(model: Map) -> None:
    """C, F and A are the highest of those that can start now; with room for two A stays away."""
    whole = opening_view(model.items, model.edges)
    two = opening_view(model.items, model.edges, per_step=2)
    assert {"A", "C", "F"} < shown(whole)
    assert shown(two) == {"X", "Y", "Z", "C", "F", "B"}


def test_hidden_items_become_lines_through_them(model: Map) -> None:
    """A leads to X over B: with B filtered away, one line says so; A to B to X draws no third."""
    without_b = opening_view(model.items, model.edges, only=set("ACDEFHXYZ"))
    whole = opening_view(model.items, model.edges)

    assert ("A", "X", "through") in said(without_b)
    assert {("A", "B", "requires"), ("B", "X", "requires")} <= said(whole)
    assert ("A", "X", "through") not in said(whole)


def test_a_row_that_others_imply_is_left_out_of_the_opening_view() -> None:
    """C needs A directly and through B: only the longer way is drawn."""
    portfolio = Map(
        directions=[{"id": "X", "value": 1.0}],
        prerequisites=[{"id": name, "lead": 1} for name in "ABC"],
        dependencies=needs("B: A\nC: A B\nX: C"),
    )

    opened = opening_view(portfolio.items, portfolio.edges)

    assert said(opened) == {("A", "B", "requires"), ("B", "C", "requires"), ("C", "X", "requires")}


def test_done_items_and_delivered_directions_are_not_opened() -> None:
    """The opening view is about what is still to do; the whole map shows what is done, first."""
    portfolio = Map(
        directions=[{"id": "X"}, {"id": "Y", "status": "delivered"}],
        prerequisites=[{"id": "A", "status": "done"}, {"id": "B", "lead": 1}],
        dependencies=needs("X: A B\nY: A"),
    )

    assert shown(opening_view(portfolio.items, portfolio.edges)) == {"X", "B"}
    columns = portfolio.data(whole_view(portfolio.items, portfolio.edges))["columns"]
    assert [column["heading"] for column in columns] == ["Done", "Can start now", "Directions"]


def test_focus_reaches_as_far_as_asked(model: Map) -> None:
    """One step around B, both steps up, and only what it opens."""
    assert shown(focus(model.items, model.edges, "B")) == {"A", "H", "B", "X"}
    assert shown(focus(model.items, model.edges, "X", 2, "up")) == {"X", "B", "C", "A", "H"}
    assert shown(focus(model.items, model.edges, "A", 5, "down")) == {"A", "B", "X"}


def test_focus_does_not_follow_what_only_helps(model: Map) -> None:
    """H helps B: it is shown next to B, but B is not a reason to show what lies beyond, from H."""
    assert shown(focus(model.items, model.edges, "H", 3, "down")) == {"H", "B"}


def test_focus_on_an_unknown_item_is_refused(model: Map) -> None:
    """A page asks only for items that are there."""
    with pytest.raises(KeyError):
        focus(model.items, model.edges, "nowhere")


def test_path_holds_every_way_between_two_items(model: Map) -> None:
    """From A to X over B, whichever end is named first; the two alone when nothing joins them."""
    forwards = views.path(model.items, model.edges, "A", "X")

    assert shown(forwards) == {"A", "B", "X"}
    assert shown(views.path(model.items, model.edges, "X", "A")) == {"A", "B", "X"}
    assert forwards.marked == ("A", "X")
    apart = views.path(model.items, model.edges, "A", "Z")
    assert (shown(apart), apart.lines) == ({"A", "Z"}, ())


def test_path_falls_back_to_rows_off_the_route(model: Map) -> None:
    """D is not on the route to Y, and H only helps: the way is shown as what it is."""
    assert said(views.path(model.items, model.edges, "D", "Y")) == {("D", "Y", "other")}
    helped = views.path(model.items, model.edges, "H", "X")
    assert said(helped) == {("H", "B", "helps"), ("B", "X", "requires")}


@st.composite
def maps(draw: st.DrawFn) -> tuple[DataFrame, DataFrame]:
    """Frames of up to 9 items with plain rows in any direction, circles too."""
    names = [f"i{number}" for number in range(draw(st.integers(2, 9)))]
    pairs = [(one, other) for one in names for other in names if one != other]
    rows = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=24))
    items = DataFrame({"item_id": names})
    items = items.assign(
        item_type="prerequisite",
        is_open=True,
        unlock_score=1.0,
        direction_count=0,
        level=1,
        is_late=False,
    )
    edges = DataFrame(rows, columns=["requires_id", "item_id"])
    return items, edges.assign(strength="hard", any_of="", is_chosen=True)


@settings(deadline=None)
@given(maps())
def test_path_equals_networkx(frames: tuple[DataFrame, DataFrame]) -> None:
    """On random graphs the drawn items are those that networkx finds between the two."""
    items, edges = frames
    rows = edges[["requires_id", "item_id"]].itertuples(index=False, name=None)
    reference = networkx.DiGraph(rows)
    reference.add_nodes_from(items["item_id"])
    start, end = "i0", "i1"
    if not networkx.has_path(reference, start, end):
        start, end = end, start
    between = {
        node
        for node in reference
        if networkx.has_path(reference, start, node) and networkx.has_path(reference, node, end)
    }

    found = views.path(items, edges, "i0", "i1")

    assert shown(found) == between | {"i0", "i1"}
    if between:
        drawn = networkx.DiGraph((line.requirement, line.item) for line in found.lines)
        assert networkx.shortest_path_length(drawn, start, end) == (
            networkx.shortest_path_length(reference, start, end)
        )


@settings(deadline=None)
@given(maps(), st.sets(st.sampled_from([f"i{number}" for number in range(9)])))
def test_hiding_items_keeps_what_leads_where(
    frames: tuple[DataFrame, DataFrame], hidden: set[str]
) -> None:
    """Between drawn items there is a way in the opening view exactly when there is one in all."""
    items, edges = frames
    kept = set(items["item_id"]) - hidden
    rows = edges[["requires_id", "item_id"]].itertuples(index=False, name=None)
    reference = networkx.transitive_closure(networkx.DiGraph(rows))

    view = opening_view(items, edges, limit=9, only=kept)

    drawn = networkx.DiGraph((line.requirement, line.item) for line in view.lines)
    for one, other in networkx.transitive_closure(drawn).edges:
        assert reference.has_edge(one, other)
    drawn.add_nodes_from(kept)
    for one, other in reference.edges:
        if one in kept and other in kept and one != other:
            assert networkx.has_path(drawn, one, other)


def test_a_folded_theme_is_one_card_per_step(model: Map) -> None:
    """A and C, both of step 1, become one card; B, alone in step 2, stays; lines are merged."""
    view = collapse(whole_view(model.items, model.edges), ["operations"])

    (card,) = view.folded
    assert card.item_ids == ("A", "C")
    assert shown(view) == set("BDEFHXYZ")
    assert {("B", "requires"), ("X", "requires"), ("Y", "requires")} == {
        (line.item, line.kind) for line in view.lines if line.requirement == card.id
    }
    face = by_id(Map(**MODEL).data(view))[card.id]
    assert (face["label"], face["second"]) == ("Operations", "2 items, 68 points")


def test_a_folded_theme_says_what_it_holds(model: Map) -> None:
    """Its largest items by name, what they carry together, and what is wrong among them."""
    view = collapse(whole_view(model.items, model.edges), ["operations", "design"])
    faces = by_id(model.data(view))
    said = {
        (card.theme, card.step): (faces[card.id]["says"], faces[card.id]["facts"], face)
        for card in view.folded
        for face in [faces[card.id]["frame"]]
    }
    assert said == {
        ("Operations", 1): ("holds C, A", ["Unlock score 68 together", "1 without an owner"], ""),
        ("Design", 1): (
            "holds F, E, D, H",
            ["Unlock score 51 together", "1 late, 4 without an owner"],
            "critical",
        ),
    }
    assert sorted(view.drawn["item_id"]) == sorted(model.items["item_id"])


# What stands on the cards


def test_a_card_says_who_when_and_how_much(model: Map) -> None:
    """Words for the hover card and the screen reader are ready, with singular and plural."""
    cards = by_id(model.data(whole_view(model.items, model.edges)))

    assert cards["A"]["says"] == "needs no open item before it, opens 1 direction"
    assert cards["B"]["says"] == "needs 1 open item before it, opens 1 direction"
    assert cards["A"]["facts"] == [
        "Operations · Enabler",
        "Operations lead",
        "Start by 2 Apr 2026",
        "Unlock score 26.7",
    ]
    assert cards["X"]["second"].startswith("Jul 2026, ")


def test_colour_is_never_the_only_sign(model: Map) -> None:
    """No owner is a ring, lateness a red frame with words, kind a mark, score a size."""
    cards = by_id(model.data(whole_view(model.items, model.edges)))

    assert "unowned" not in cards["A"]
    assert cards["B"]["unowned"] is True
    assert (cards["A"]["mark"], cards["B"]["mark"]) == ("enabler", "legal")
    assert cards["C"]["radius"] > cards["A"]["radius"] > cards["D"]["radius"]
    assert cards["F"]["frame"] == "critical"
    assert cards["F"]["facts"][2] == "2 Dec 2025 was its last day: 30 days late"
    assert (cards["Z"]["frame"], cards["Z"]["second"]) == ("critical", "Mar 2026, late")


def test_alternatives_meet_in_a_junction(model: Map) -> None:
    """D and E lead to one dot before Y; the line on the route is thick, the other dotted."""
    data = model.data(whole_view(model.items, model.edges))

    (junction,) = [node for node in data["nodes"] if node["role"] == "junction"]
    into = {(edge["from"], edge["kind"]) for edge in data["edges"] if edge["to"] == junction["id"]}
    assert into == {("D", "other"), ("E", "chosen")}
    out_of = [edge["to"] for edge in data["edges"] if edge["from"] == junction["id"]]
    assert out_of == ["Y"]


def test_one_drawn_alternative_needs_no_junction(model: Map) -> None:
    """With D hidden, E leads straight to Y."""
    data = model.data(whole_view(model.items, model.edges, only=set("CEY")))

    assert ("E", "Y") in {(edge["from"], edge["to"]) for edge in data["edges"]}
    assert all(node["role"] != "junction" for node in data["nodes"])


def test_blocked_items_stand_after_the_last_step() -> None:
    """Items that wait for each other can never start: their column says so."""
    portfolio = Map(
        directions=[{"id": "X"}],
        prerequisites=[{"id": name, "lead": 1} for name in "ABC"],
        dependencies=needs("A: B\nB: A\nX: A C"),
    )

    data = portfolio.data(whole_view(portfolio.items, portfolio.edges))

    headings = [column["heading"] for column in data["columns"]]
    assert headings[0] == "Can start now"
    assert "Blocked" in headings
    assert headings[-1] == "Directions"
    assert by_id(data)["A"]["facts"][-1] == "Blocked"


# The network and the browser's data


def test_the_network_is_placed_and_has_no_physics(model: Map) -> None:
    """pyvis holds every node with its column and height, every edge, and physics off."""
    network = drawing.draw(whole_view(model.items, model.edges), model.directions).network

    assert network.options["physics"]["enabled"] is False
    assert {node["shape"] for node in network.nodes} == {"custom"}
    assert all({"column", "fold", "y"} <= node.keys() for node in network.nodes)
    assert len(network.edges) == len(model.edges) + 1  # and one from the junction


def test_no_node_has_a_title(model: Map) -> None:
    """vis-network reads titles as HTML, so none is ever set."""
    network = drawing.draw(whole_view(model.items, model.edges), model.directions).network

    assert all("title" not in part for part in [*network.nodes, *network.edges])


def test_data_is_plain_json_and_knows_itself(model: Map) -> None:
    """It survives JSON, and its id changes with the drawing, not with theme or selection."""
    view = whole_view(model.items, model.edges)
    light, dark = model.data(view), model.data(view, "dark", selected="A")
    part = model.data(focus(model.items, model.edges, "B"))

    assert json.loads(json.dumps(light)) == light
    assert light["id"] == dark["id"] != part["id"]
    assert (dark["theme"], dark["selected"]) == ("dark", "A")
    assert light["palettes"]["light"]["ink"] != light["palettes"]["dark"]["ink"]


def test_too_many_items_give_a_message(model: Map) -> None:
    """Above the cap nothing is placed or sent: the reader is told what to do."""
    many = pandas.concat([model.items.iloc[[0]]] * (drawing.CAP + 1))
    view = View(many, (), {}, {}, 0.0)

    data = model.data(view)

    assert (data["nodes"], data["edges"]) == ([], [])
    assert data["message"].startswith("2,001 items are too many to draw")


def test_an_empty_portfolio_gives_a_message() -> None:
    """No item: a sentence rather than an empty frame."""
    portfolio = Map()

    data = portfolio.data(opening_view(portfolio.items, portfolio.edges))

    assert data["message"].startswith("Nothing to draw")


def test_one_direction_and_two_items_are_drawn_whole() -> None:
    """The smallest real portfolio: two columns, no line missing."""
    portfolio = Map(
        directions=[{"id": "X", "value": 1.0}],
        prerequisites=[{"id": "A", "lead": 5}, {"id": "B", "lead": 5}],
        dependencies=needs("X: A B"),
    )

    data = portfolio.data(opening_view(portfolio.items, portfolio.edges))

    assert [column["heading"] for column in data["columns"]] == ["Can start now", "Directions"]
    assert len(data["edges"]) == 2


def test_a_view_of_many_lines_counts_needs_over_the_whole_map() -> None:
    """An item says how many open items it needs in all, drawn or not, done ones left out."""
    portfolio = Map(
        directions=[{"id": "X"}],
        prerequisites=[
            {"id": "A", "status": "done"},
            *({"id": name, "lead": 1} for name in "BCD"),
        ],
        dependencies=needs("B: A\nC: B\nD: C\nX: D"),
    )

    view = focus(portfolio.items, portfolio.edges, "D")

    assert view.needs == {"C": 1, "D": 2, "X": 3}
    assert Line("C", "D", "requires") in view.lines


# The file and the legend


@pytest.fixture(scope="module")
def evil() -> Map:
    """A portfolio with a payload in every text that the graph shows."""
    rows = {name: [dict(row) for row in rows] for name, rows in MODEL.items()}
    for name in ("directions", "prerequisites", "themes", "owners"):
        for row in rows[name]:
            row["name"] = EVIL
    return Map(**rows)


def test_payloads_stay_data_in_the_file(evil: Map) -> None:
    """The file has its own scripts only; from the JSON the payload comes back as it was."""
    view = whole_view(evil.items, evil.edges)
    data = evil.data(view)

    page = standalone.standalone_html(data, EVIL, EVIL, standalone.legend(view, LIGHT), STATIC)

    assert re.findall(r"</script>|\n<script[^>]*>", page) == [
        '\n<script type="application/json" id="data">',
        "</script>",
        *["\n<script>", "</script>"] * 6,
    ]
    assert "<img src=x" not in page
    inside = page.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    assert not set("<>&\u2028") & set(inside)
    assert {node["name"] for node in json.loads(inside)["nodes"]} >= {EVIL}


def test_the_file_needs_no_network(model: Map) -> None:
    """No address is loaded."""
    view = opening_view(model.items, model.edges)

    page = standalone.standalone_html(model.data(view), "Map", "", "", STATIC)

    assert 'src="http' not in page
    assert "<link" not in page


def test_the_legend_names_what_is_shown(model: Map) -> None:
    """Only the kinds and lines of the view, themes by name, never an svg element of its own."""
    part = standalone.legend(focus(model.items, model.edges, "A"), DARK)
    whole = standalone.legend(whole_view(model.items, model.edges), DARK)

    assert "Operations" in part
    assert "Design" not in part
    assert "Helps, never binding" not in part
    for words in ("Design", "Legal", "Direction", "Alternative not taken", "Helps, never binding"):
        assert words in whole
    assert "<svg" not in whole


@pytest.mark.parametrize("script", sorted(scripts.STATIC.glob("*.js")), ids=lambda path: path.name)
def test_no_script_reads_text_as_html(script: Path) -> None:
    """They set text only: nothing in them could turn a value into an element."""
    content = script.read_text(encoding="utf-8")

    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in content
