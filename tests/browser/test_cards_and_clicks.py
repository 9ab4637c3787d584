"""A click on a bar, a node or a row leads to the item."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.thorough import slow

AT_ONCE = 500  # milliseconds from a click to its card, on an idle machine
LOADED = 6  # how much slower a busy test machine may be


@slow
def test_bar_shows_its_card_and_the_card_opens_the_item(visit: Visit) -> None:
    """The timeline's bars answer to a click over name and bar; the address keeps the choice."""
    window = visit().open("timeline")
    name = window.page.locator(".js-plotly-plot text", has_text="Vulnerability management").first
    box = name.bounding_box()
    assert box
    window.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = window.page.locator(".dm-card")
    expect(card).to_contain_text("Vulnerability management (dependency")
    assert window.query["item"]
    expect(window.page.locator("h2", has_text="Selected")).to_be_visible()
    window.link("Open item").click()
    window.wait("Vulnerability management")
    assert window.place == "item"
    assert window.complaints == []


def test_node_shows_its_card_and_the_card_opens_the_item(visit: Visit) -> None:
    """A node of the graph, clicked on the canvas, comes back to Python as a card."""
    window = visit().open("graph")
    canvas = window.page.locator("canvas").first
    canvas.wait_for()
    window.page.wait_for_timeout(1500)
    box = canvas.bounding_box()
    assert box
    started = time.monotonic()
    window.page.mouse.click(box["x"] + 100, box["y"] + 70)
    card = window.page.locator(".dm-card")
    expect(card).to_be_visible()
    taken = (time.monotonic() - started) * 1000
    assert taken < AT_ONCE * LOADED
    name = card.locator("h3").inner_text()
    assert window.query["item"]
    window.link("Open item").click()
    window.wait(name)
    assert window.complaints == []


@slow
def test_finding_an_item_in_the_graph_selects_it(visit: Visit) -> None:
    """The search box of the graph shows the card of what was found."""
    window = visit().open("graph")
    box = window.page.get_by_placeholder("Find an item")
    box.wait_for()
    window.page.wait_for_timeout(1000)
    box.fill("Role model")
    box.press("Enter")
    expect(window.page.locator(".dm-card h3")).to_contain_text("Central authentication")
    assert window.query["item"] == ["authz-core"]


def test_selection_of_a_link_can_be_cleared(visit: Visit) -> None:
    """A link shows its item's card; clearing takes card and address away."""
    window = visit().open("graph?item=tenant-model")
    card = window.page.locator(".dm-card h3")
    expect(card).to_have_text("Stable tenant identity and isolation boundary")
    window.page.get_by_text("Clear selection").click()
    expect(card).to_have_count(0)
    window.wait("Graph")
    assert window.query == {}


@pytest.mark.parametrize(
    ("page", "chart", "label", "aside", "leads_to"),
    [
        ("unlock_scores", "ranking", "Tenant identity", 0, "Stable tenant identity"),
        ("", "forecast", "Usage billing", 150, "Usage-based"),
    ],
)
@slow
def test_mark_of_a_chart_opens_what_it_stands_for(
    visit: Visit, page: str, chart: str, label: str, aside: int, leads_to: str
) -> None:
    """Names and bars (`aside` px to the right) open the item, direction or owner's plan."""
    window = visit().open(page)
    name = window.page.locator(f".st-key-plot_{chart} text", has_text=label).first
    box = name.bounding_box()
    assert box
    window.page.mouse.click(box["x"] + box["width"] / 2 + aside, box["y"] + box["height"] / 2)
    window.wait(leads_to)
    assert window.complaints == []
    window.page.go_back()
    window.wait()
    assert window.place == page
