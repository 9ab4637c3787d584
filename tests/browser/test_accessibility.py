"""axe finds nothing serious that is ours; what Streamlit itself causes is listed by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest

from tests.browser.conftest import Profiles
from tests.browser.test_every_page import PAGES, SIZES
from tests.browser.visitor import Visitor

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Rule and the element it names: markup of Streamlit 1.67 that an app cannot change.
STREAMLITS_OWN = {
    ("list", '<ul data-testid="stSidebarNavItems"'),  # groups of the menu on a phone
    ("listitem", '<li class="st-emotion-cache-'),  # its entries
}


def serious(window: Visitor) -> list[tuple[str, str]]:
    """Rule and element of every serious or critical violation that is not Streamlit's own."""
    window.page.evaluate(AXE)
    found: dict[str, Any] = window.page.evaluate("axe.run({ resultTypes: ['violations'] })")
    named = [
        (violation["id"], node["html"])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    return [
        (rule, html)
        for rule, html in named
        if not any(rule == own and html.startswith(start) for own, start in STREAMLITS_OWN)
    ]


@pytest.mark.parametrize(
    ("size", "theme"), [("wide", "light"), ("wide", "dark"), ("phone", "light")]
)
@pytest.mark.parametrize("page", PAGES)
def test_page_is_accessible(
    profiles: Profiles, server: str, page: str, size: str, theme: str
) -> None:
    """Contrast, names, roles, lists and headings of every page, in both sizes and both themes."""
    window = Visitor(profiles(SIZES[size], theme), server)
    window.open({"overview": "", "item": "item?item=subprocessors"}.get(page, page))
    window.page.wait_for_timeout(800)
    assert serious(window) == []
    window.page.close()


def test_links_can_be_reached_by_keyboard(profiles: Profiles, server: str) -> None:
    """Tab reaches a tile, its frame shows where one is, and Enter opens it."""
    window = Visitor(profiles(SIZES["wide"], "light"), server).open("")
    tile = window.page.locator("a.dm-tile", has_text="Decisions due")
    for _ in range(40):
        window.page.keyboard.press("Tab")
        if tile.evaluate("e => e === document.activeElement"):
            break
    assert tile.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    window.page.keyboard.press("Enter")
    window.wait("Decisions")
    window.page.close()
