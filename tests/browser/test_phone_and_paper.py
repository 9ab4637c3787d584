"""On a phone and on paper: lists stand in for pictures, and a page is one of its size."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.thorough import slow, some

PHONE = (390, 844)
A4_LANDSCAPE = (841.92, 594.96)  # points
PAPER_PX = (1040, 720)  # CSS pixels within the margins of that page
# A word may end a line after a hyphen or a slash, and nowhere else.
BROKEN_WORDS = """() => [...document.querySelectorAll(".dm-table :is(td, th)")].flatMap(cell => {
  const broken = [];
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/[^\\s\\-\\/–]+/g)) {
      const range = document.createRange();
      range.setStart(walker.currentNode, word.index);
      range.setEnd(walker.currentNode, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
      if (lines.size > 1) broken.push(word[0]);
    }
  }
  return broken;
})"""


@slow
def test_nothing_of_a_picture_stays_where_its_list_stands(visit: Visit) -> None:
    """The timeline's bands, camera, file and legend are of the picture; its rows are not."""
    window = visit(PHONE).open("timeline")
    of_the_picture = (".st-key-group", ".st-key-picture", ".dm-legend", ".stDownloadButton")
    for place in of_the_picture:
        expect(window.page.locator(place)).to_be_hidden()
    expect(window.page.get_by_text("What matters", exact=True)).to_be_visible()
    wide = visit().open("timeline")
    for place in of_the_picture:
        expect(wide.page.locator(place)).to_be_visible()


@slow
def test_lists_mark_what_is_late_or_at_risk(visit: Visit) -> None:
    """With the sign and the words that the picture says by colour."""
    rows = visit(PHONE).open("timeline").page.locator(".dm-list li:visible")
    expect(rows.filter(has_text="SOC 2 readiness")).to_contain_text("■")
    expect(rows.filter(has_text="Tenant identity")).to_contain_text("▲ at risk")
    expect(rows.filter(has_text="Master agreement")).not_to_contain_text("at risk")


@pytest.mark.parametrize(("sort", "label"), [("Unlock score", "Unlock"), ("Effort", "Effort")])
@slow
def test_rows_show_what_they_are_sorted_by(visit: Visit, sort: str, label: str) -> None:
    """A column that a phone leaves out is there while it decides the order."""
    cell = f".dm-table tbody tr:first-child td[data-label^='{label}']"
    window = visit(PHONE).open("prerequisites")
    expect(window.page.locator(cell)).to_be_hidden()
    window.open(f"prerequisites?sort={sort.replace(' ', '+')}")
    expect(window.page.locator(cell)).to_be_visible()


@pytest.mark.parametrize(
    ("page", "name", "leads_to", "filtered"),
    [
        ("", "Architecture", "plan", {"theme": ["Architecture"]}),
        (
            "themes", "Salesforce app", "plan",
            {"theme": ["Architecture"], "direction": ["Salesforce app"]},
        ),
    ],
)  # fmt: skip
@slow
def test_names_of_lists_lead_where_a_click_on_the_picture_leads(
    visit: Visit, page: str, name: str, leads_to: str, filtered: dict[str, list[str]]
) -> None:
    """Also the smallest cell of the theme map, which is in the list like the largest."""
    window = visit(PHONE).open(page)
    rows = window.page.locator(".dm-list li:visible", has_text=name)
    rows = rows.filter(has_text="Architecture") if page == "themes" else rows
    address = urlsplit(str(rows.first.get_by_role("link").first.get_attribute("href")))
    assert (address.path, parse_qs(address.query)) == (leads_to, filtered)


def sheets(printed: bytes) -> list[tuple[float, float]]:
    """Width and height of each page of a PDF, in points."""
    number = len(re.findall(rb"/Type\s*/Page[^s]", printed))
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(boxes) == number
    return [(round(float(width), 1), round(float(height), 1)) for width, height in boxes]


@slow
def test_brief_is_one_side_of_a4(visit: Visit) -> None:
    """The printed Brief is one page, in either theme."""
    for theme in ("light", "dark"):
        window = visit(theme=theme).open("brief")
        window.page.locator(".dm-note").last.wait_for()
        assert len(sheets(window.page.pdf(prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("theme", some(["light", "dark"], 2))
def test_plan_is_six_sides_of_a4(visit: Visit, theme: str) -> None:
    """All 116 rows and the decisions between them, across; no word is broken."""
    window = visit(theme=theme).open("plan")
    printed = sheets(window.page.pdf(prefer_css_page_size=True))
    # Six sides hold 110 rows; the real plan has more.
    assert len(printed) <= 7
    assert set(printed) == {tuple(round(side, 1) for side in A4_LANDSCAPE)}
    window.page.emulate_media(media="print")
    window.page.set_viewport_size({"width": PAPER_PX[0], "height": PAPER_PX[1]})
    assert window.page.locator(".dm-table tbody tr").count() >= 116
    assert window.measure(BROKEN_WORDS) == []
    assert window.measure("document.documentElement.scrollWidth <= innerWidth")
    window.page.emulate_media(media="screen")


@pytest.mark.parametrize("page", ["brief", "plan"])
@slow
def test_a_button_opens_the_print_dialogue(visit: Visit, page: str) -> None:
    """Browsers save a PDF there; the button itself is not printed."""
    window = visit(is_new=True).open(page)
    window.measure("() => { window.print = () => { window.asked = (window.asked ?? 0) + 1; }; }")
    button = window.page.get_by_role("button", name="Print or save as PDF")
    # The script that follows clicks comes a moment after the page.
    window.page.wait_for_function("() => window[Symbol.for('depmap.links')]")
    button.click()
    assert window.measure("window.asked") == 1
    window.page.emulate_media(media="print")
    assert not button.is_visible()
    assert window.complaints == []
