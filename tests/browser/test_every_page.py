"""Every page, both sizes, both themes: quiet console, own host, inside the edge, accessible."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.browser.axe import serious
from tests.browser.conftest import Profiles, Visit
from tests.browser.server import ROOT
from tests.browser.visitor import SLOWEST, Visitor
from tests.thorough import slow, some

PAGES = sorted(path.stem for path in (ROOT / "pages").rglob("*.py"))
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
# Charts take their size from the page once they are drawn, so the edge is kept when all is settled.
FITS_THE_WIDTH = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return [document.documentElement, main].every(box => box.scrollWidth <= box.clientWidth);
}"""


FITS_THE_HEIGHT = """() => {
  const last = document.querySelector(".st-key-plot_points");
  return last && last.getBoundingClientRect().bottom <= 900;
}"""
# A comparison goes on behind the page, cause by cause; the page draws itself again when it is done.
COMPARED = 120_000
PLACES = {"overview": "", "item": "item?item=tenant-model", "my_work": "my_work?who=SEC"}
LOOKS = [
    [("wide", "light"), ("phone", "dark")],
    [("wide", "dark"), ("phone", "light")],
]


# Every page in one look, which take turns, and then in the one of the other size and theme.
SEEN = [
    (page, *LOOKS[number % 2][(number // 2 + turn) % 2])
    for turn in range(2)
    for number, page in enumerate(PAGES)
]


@pytest.mark.parametrize(("page", "size", "theme"), some(SEEN, 7))
def test_page(profiles: Profiles, server: str, page: str, size: str, theme: str) -> None:
    """A visit by link: no error, foreign request or sideways scroll, nothing serious for axe."""
    window = Visitor(profiles(SIZES[size], theme), server)
    path = PLACES.get(page, page)
    window.open(path)
    window.page.wait_for_timeout(600)
    assert window.complaints == []
    assert window.hosts == {urlsplit(window.server).netloc}
    assert window.page.locator('[data-testid="stException"], [data-testid="stAlert"]').count() == 0
    window.page.wait_for_function(FITS_THE_WIDTH, timeout=SLOWEST)
    assert serious(window) == []
    window.page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@slow
def test_ground_follows_the_theme(visit: Visit, theme: str) -> None:
    """Charts and page stand on the same ground, in either theme."""
    window = visit(theme=theme).open("")
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 28)"}[theme]
    colour = "e => getComputedStyle(e).backgroundColor"
    assert window.page.locator('[data-testid="stApp"]').evaluate(colour) == ground
    assert (
        window.page.locator(".js-plotly-plot .main-svg")
        .first.evaluate("e => getComputedStyle(e).background")
        .startswith(ground)
    )


def test_overview_fits_a_laptop(visit: Visit) -> None:
    """Everything on the Overview stands within 900 px at a width of 1440, what changed included."""
    window = visit().open("")
    window.page.locator(".dm-since").wait_for(timeout=COMPARED)
    window.page.locator(".st-key-plot_points .main-svg").first.wait_for()
    # The page draws itself again with the sentence, so the edge is kept when all is settled.
    window.page.wait_for_function(FITS_THE_HEIGHT, timeout=SLOWEST)


@slow
def test_tiles_have_one_height(visit: Visit) -> None:
    """Tiles are equal in height, whatever they say."""
    for size in SIZES.values():
        window = visit(size).open("")
        boxes = [tile.bounding_box() for tile in window.page.locator(".dm-tile").all()]
        rows: dict[float, set[int]] = {}
        for box in boxes:
            assert box
            rows.setdefault(round(box["y"]), set()).add(round(box["height"]))
        assert all(len(heights) == 1 for heights in rows.values()), rows
