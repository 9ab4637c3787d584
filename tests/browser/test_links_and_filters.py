"""Addresses and filters: what a link asks for is shown, and what is shown stands in the link."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import serious
from tests.browser.conftest import Visit
from tests.browser.server import ROOT, running
from tests.browser.test_every_page import FITS_THE_WIDTH, SIZES
from tests.browser.visitor import SLOWEST
from tests.thorough import slow, some

WINDOW = "soc2-window:lead_at_most:120"
READY = "soc2-t1:status:done"
LATE = "item?item=DIR-SSO"


@slow
def test_first_deep_link_on_a_fresh_server(visit: Visit, tmp_path: Path) -> None:
    """The very first visitor of a server may come by a link with filters."""
    with running(ROOT / "data", tmp_path / "cache") as address:
        window = visit(address=address).open("timeline?theme=Design&owner=No+owner")
        expect(window.page.locator("h1")).to_have_text("Timeline")
        assert window.chosen("theme") == ["Design"]
        assert window.chosen("owner") == ["No owner"]
        assert window.query == {"theme": ["Design"], "owner": ["No owner"]}
        assert window.complaints == []


@slow
def test_filter_survives_the_menu_and_the_way_back(visit: Visit) -> None:
    """Filter, go to another page by the menu, go back: page and filter are those of before."""
    window = visit().open("")
    window.choose("theme", "Design")
    assert window.query == {"theme": ["Design"]}
    window.menu("Act", "Plan")
    assert (window.place, window.query) == ("plan", {"theme": ["Design"]})
    assert window.chosen("theme") == ["Design"]
    window.page.go_back()
    window.wait("Overview")
    assert (window.place, window.query) == ("", {"theme": ["Design"]})
    assert window.chosen("theme") == ["Design"]


@pytest.mark.parametrize("before", ["", "theme=Operations"])
@slow
def test_number_opens_the_rows_behind_it(visit: Visit, before: str) -> None:
    """A click on a tile opens its page with its filter set, and keeps a filter of before."""
    window = visit().open(f"?{before}")
    window.page.locator("a.dm-tile", has_text="Unowned in the half").click()
    window.wait("Owners")
    kept = {"theme": ["Operations"]} if before else {}
    assert window.place == "owner_gaps"
    assert window.query == {"owner": ["No owner"]} | kept
    assert window.chosen("owner") == ["No owner"]
    assert window.chosen("theme") == kept.get("theme", [])
    window.page.go_back()
    window.wait("Overview")
    assert window.query == kept
    assert window.chosen("owner") == []


@slow
def test_tile_of_directions_opens_them_on_the_timeline(visit: Visit) -> None:
    """The directions a tile counts are the ones the timeline is filtered to."""
    window = visit().open("")
    tile = window.page.locator("a.dm-tile", has_text="Directions on time")
    number = int(tile.locator(".dm-tile-number").inner_text().split()[0])
    tile.click()
    window.wait("Timeline")
    assert len(window.query["direction"]) == number
    assert len(window.chosen("direction")) == number


@slow
def test_tile_of_what_must_start_opens_that_window_of_the_plan(visit: Visit) -> None:
    """The Plan shows the rows that the tile counts, and only those."""
    window = visit().open("")
    tile = window.page.locator("a.dm-tile", has_text="Must start by")
    number = int(tile.locator(".dm-tile-number").inner_text().split()[0])
    tile.click()
    window.wait("Plan")
    assert window.query == {"window": ["Now"]}
    rows = window.page.locator('td[data-label="#"]').all_inner_texts()
    assert len([row for row in rows if row.strip()]) == number


@slow
def test_row_opens_the_item_and_each_click_is_one_step_back(visit: Visit) -> None:
    """From the table to an item, on to a second one, and back the same way."""
    window = visit().open("prerequisites?theme=Architecture")
    window.link("Stable tenant identity and isolation boundary").click()
    window.wait("Stable tenant identity")
    assert window.query == {"item": ["tenant-model"], "theme": ["Architecture"]}
    window.link("Central authentication and role model with per-tenant policies").click()
    window.wait("Central authentication")
    assert window.query["item"] == ["authz-core"]
    window.page.go_back()
    window.wait("Stable tenant identity")
    window.page.go_back()
    window.wait("Prerequisites")
    assert window.chosen("theme") == ["Architecture"]


@slow
def test_filters_never_hide_the_item_of_a_link(visit: Visit) -> None:
    """An item link shows its item, whatever else the link filters."""
    window = visit().open("item?item=tenant-model&theme=Design&search=nothing+like+it")
    expect(window.page.locator("h1")).to_have_text("Stable tenant identity and isolation boundary")


COPIED = [
    "plan?theme=Design&owner=No+owner&window=Can+wait",
    "timeline?item=tenant-model&group=Owner&show=All",
    "item?item=DIR-SSO",
    "prerequisites?sort=Effort&search=SOC",
    "graph?item=oauth-server&part=Around+an+item&depth=1+step",
]


@pytest.mark.parametrize("path", some(COPIED, 3))
@slow
def test_copied_link_shows_the_same_in_a_new_browser(visit: Visit, path: str) -> None:
    """What one reader sees, another sees by the address, word for word."""
    first = visit(is_new=True).open(path)
    second = visit(is_new=True).open(first.page.url.removeprefix(f"{first.server}/"))
    assert second.shows_the_same(first)
    assert second.page.url == first.page.url


def test_unknown_value_in_a_link_is_named(visit: Visit) -> None:
    """A link that asks for what does not exist says so, and shows the rest of what it asks."""
    window = visit().open("plan?theme=Design&theme=Nope&owner=%27+OR+1%3D1+--")
    banner = window.page.locator(".dm-banner")
    expect(banner).to_contain_text("theme “Nope”, owner “' OR 1=1 --”")
    assert window.query == {"theme": ["Design"]}
    window.choose("owner", "No owner")
    expect(banner).to_have_count(0)


@slow
def test_a_link_opens_in_a_new_tab_as_well(visit: Visit) -> None:
    """Links are true addresses: opened anew they lead to the same place."""
    window = visit().open("")
    target = window.page.locator("a.dm-tile", has_text="Decisions due").get_attribute("href")
    assert target
    window.open(target.removeprefix("./"))
    expect(window.page.locator("h1")).to_have_text("Decisions")


@slow
def test_filters_fold_on_a_phone(visit: Visit) -> None:
    """At 390 px the bar stands behind one switch that counts what is set."""
    window = visit((390, 844)).open("plan?theme=Design&owner=No+owner")
    switch = window.page.locator(".st-key-show_filters")
    expect(switch).to_contain_text("Filters (2)")
    expect(window.page.locator(".st-key-theme")).to_be_hidden()
    switch.locator("label").first.click()
    expect(window.page.locator(".st-key-theme")).to_be_visible()
    assert window.chosen("theme") == ["Design"]


@slow
def test_links_can_be_reached_by_keyboard(visit: Visit) -> None:
    """Tab reaches a tile, its frame shows where one is, and Enter opens it."""
    window = visit().open("")
    tile = window.page.locator("a.dm-tile", has_text="Decisions due")
    for _ in range(40):
        window.page.keyboard.press("Tab")
        if tile.evaluate("e => e === document.activeElement"):
            break
    assert tile.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    window.page.keyboard.press("Enter")
    window.wait("Decisions")


@slow
def test_the_name_of_the_first_page_leads_to_it(visit: Visit) -> None:
    """/overview is no page of its own, and keeps its filters."""
    window = visit().open("overview?theme=Design")
    assert window.place == ""
    assert window.query == {"theme": ["Design"]}


@slow
def test_build_a_scenario_copy_it_take_it_apart_and_go_back(visit: Visit) -> None:
    """Choose a thing and a value; a copied address shows the same; a chip goes; back returns it."""
    window = visit().open("what_if")
    window.page.locator(".st-key-if_thing input").fill("SOC 2 Type II observation window")
    window.page.get_by_role("option").first.click()
    window.page.locator(".st-key-if_days_soc2-window input").fill("120")
    window.page.keyboard.press("Enter")
    window.page.get_by_role("button", name="Add to this scenario").click()
    said = "What if SOC 2 observation window takes at most 120 days?"
    expect(window.page.locator(".dm-answer")).to_contain_text(said)
    assert window.query == {"what_if": [WINDOW]}

    other = visit(is_new=True).open(f"what_if?what_if={WINDOW}")
    assert other.shows_the_same(window)
    other.page.close()

    window.menu("Act", "Plan")
    assert (window.place, window.query) == ("plan", {"what_if": [WINDOW]})
    expect(window.page.locator(".dm-what-if")).to_contain_text(said)
    window.page.locator(".dm-chip a").click()
    expect(window.page.locator(".dm-what-if")).to_have_count(0)
    assert (window.place, window.query) == ("plan", {})
    window.page.go_back()
    expect(window.page.locator(".dm-what-if")).to_contain_text(said)
    assert window.query == {"what_if": [WINDOW]}
    assert window.complaints == []


@slow
def test_the_way_back_shows_todays_plan_exactly(visit: Visit) -> None:
    """Under two changes and a filter; closing it keeps the filter and nothing else."""
    window = visit().open(f"plan?theme=Operations&what_if={WINDOW}&what_if={READY}")
    expect(window.page.locator(".dm-chip")).to_have_count(2)
    with window.page.expect_download() as told:
        window.page.get_by_role("button", name="Download shown rows").click()
    assert "what-if" in told.value.suggested_filename
    window.link("Back to today’s plan").click()
    expect(window.page.locator(".dm-what-if")).to_have_count(0)
    window.wait("Plan")
    assert window.query == {"theme": ["Operations"]}
    today = visit(is_new=True).open("plan?theme=Operations")
    assert today.shows_the_same(window)


@pytest.mark.parametrize(("size", "theme"), [("wide", "dark"), ("phone", "light")])
@slow
def test_ways_out_fit_and_can_be_read(visit: Visit, size: str, theme: str) -> None:
    """No sideways scroll, nothing serious for axe, the scale stands once above the strips."""
    window = visit(SIZES[size], theme).open(LATE)
    heading = window.page.get_by_role("heading", name="Ways out")
    expect(heading).to_be_visible()
    for scale in window.page.locator(".dm-scale").all():
        expect(scale).to_be_visible()
    strip = window.page.locator("tbody .dm-strip:visible").first.bounding_box()
    assert strip
    assert strip["width"] > 150
    window.page.wait_for_function(FITS_THE_WIDTH, timeout=SLOWEST)
    assert window.complaints == []
    assert serious(window) == []


@slow
def test_what_need_not_wait_is_folded_until_asked_for(visit: Visit) -> None:
    """By the keyboard too, and each row has its link."""
    window = visit().open(LATE)
    rows = window.page.locator(".dm-fold tbody tr")
    expect(rows.first).to_be_hidden()
    window.page.locator(".dm-fold summary").focus()
    window.page.keyboard.press("Enter")
    expect(rows.first).to_be_visible()
    expect(rows.first).to_contain_text("need not wait for")


@slow
def test_trying_a_way_out_reaches_the_goal(visit: Visit) -> None:
    """The link opens What if under the change; the direction's page under it is at its goal."""
    window = visit().open(LATE)
    window.page.get_by_role("link", name="Try it").first.click()
    window.page.wait_for_url("**/what_if?*")
    assert "what_if=soc2-window" in window.page.url
    window.open(f"{LATE}&{window.page.url.split('?')[1]}")
    expect(window.page.get_by_text("What drives the date")).to_be_visible()
    expect(window.page.locator(".dm-answer")).not_to_contain_text("Enough for")
