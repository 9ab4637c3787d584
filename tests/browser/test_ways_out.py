"""The page of a direction below its goal in a browser: strips, a fold, links that try a change."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import serious
from tests.browser.conftest import Visit
from tests.browser.test_every_page import FITS_THE_WIDTH, SIZES

LATE = "item?item=DIR-SSO"


@pytest.mark.parametrize(("size", "theme"), [("wide", "dark"), ("phone", "light")])
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
    window.page.wait_for_function(FITS_THE_WIDTH, timeout=5_000)
    assert window.complaints == []
    assert serious(window) == []


def test_what_need_not_wait_is_folded_until_asked_for(visit: Visit) -> None:
    """By the keyboard too, and each row has its link."""
    window = visit().open(LATE)
    rows = window.page.locator(".dm-fold tbody tr")
    expect(rows.first).to_be_hidden()
    window.page.locator(".dm-fold summary").focus()
    window.page.keyboard.press("Enter")
    expect(rows.first).to_be_visible()
    expect(rows.first).to_contain_text("need not wait for")


def test_trying_a_way_out_reaches_the_goal(visit: Visit) -> None:
    """The link opens What if under the change; the direction's page under it has no ways out."""
    window = visit().open(LATE)
    window.page.get_by_role("link", name="Try it").first.click()
    window.page.wait_for_url("**/what_if?*")
    assert "what_if=soc2-window" in window.page.url
    window.open(f"{LATE}&{window.page.url.split('?')[1]}")
    expect(window.page.get_by_text("What drives the date")).to_be_visible()
    expect(window.page.get_by_role("heading", name="Ways out")).to_have_count(0)
