"""On a phone lists stand in the place of pictures, and say and lead to the same."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

PHONE = (390, 844)


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


def test_lists_mark_what_is_late_or_at_risk(visit: Visit) -> None:
    """With the sign and the words that the picture says by colour."""
    rows = visit(PHONE).open("timeline").page.locator(".dm-list li:visible")
    expect(rows.filter(has_text="SOC 2 readiness")).to_contain_text("■")
    expect(rows.filter(has_text="Tenant identity")).to_contain_text("▲ at risk")
    expect(rows.filter(has_text="Master agreement")).not_to_contain_text("at risk")


@pytest.mark.parametrize(("sort", "label"), [("Unlock score", "Unlock"), ("Effort", "Effort")])
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
        ("owner_gaps", "General Counsel", "plan", {"owner": ["General Counsel"]}),
        (
            "themes", "Salesforce app", "plan",
            {"theme": ["Architecture"], "direction": ["Salesforce app"]},
        ),
    ],
)  # fmt: skip
def test_names_of_lists_lead_where_a_click_on_the_picture_leads(
    visit: Visit, page: str, name: str, leads_to: str, filtered: dict[str, list[str]]
) -> None:
    """Also the smallest cell of the theme map, which is in the list like the largest."""
    window = visit(PHONE).open(page)
    rows = window.page.locator(".dm-list li:visible", has_text=name)
    rows = rows.filter(has_text="Architecture") if page == "themes" else rows
    address = urlsplit(str(rows.first.get_by_role("link").first.get_attribute("href")))
    assert (address.path, parse_qs(address.query)) == (leads_to, filtered)
