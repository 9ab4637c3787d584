"""A lake in the browser: all portfolios, one of them, a copied link, and the way back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.axe import serious
from tests.browser.conftest import Visit
from tests.browser.server import running
from tests.thorough import slow
from tests.versions.workspace.workspaces import write_lake


@slow
def test_from_all_portfolios_into_one_and_back(visit: Visit, tmp_path: Path) -> None:
    """Narrow, choose, filter, open the link elsewhere, go back: the address carries all of it."""
    place = write_lake(tmp_path / "work")
    with running(place, tmp_path / "cache") as address:
        window = visit(address=address).open()
        expect(window.page.locator("h1")).to_have_text("Portfolios")
        assert serious(window) == []

        window.page.get_by_text("Late", exact=True).first.click()
        expect(window.page.get_by_text("1 of 5 portfolios")).to_be_visible()
        assert window.query == {"show": ["Late"]}

        window.link("Team ids").click()
        window.wait("Overview")
        assert (window.place, window.query) == ("overview", {"portfolio": ["ids"]})
        expect(window.page.get_by_text("2 of 2 directions are late")).to_be_visible()

        window.menu("Act", "Plan")
        window.choose("owner", "General Counsel")
        asked = {"portfolio": ["ids"], "owner": ["General Counsel"]}
        assert (window.place, window.query) == ("plan", asked)
        expect(window.page.get_by_text("of 8 prerequisites")).to_be_visible()
        assert window.page.locator('a[href*="what_if"], a[href*="changes"]').count() == 0

        other = visit(address=address, is_new=True)
        other.page.goto(window.page.url)
        other.wait("Plan")
        assert other.chosen("owner") == ["General Counsel"]
        assert window.shows_the_same(other)
        other.link("Portfolios").click()
        other.wait("Portfolios")
        expect(other.page.get_by_text("5 of 5 portfolios")).to_be_visible()

        for page, title in (("plan", "Plan"), ("overview", "Overview"), ("", "Portfolios")):
            while window.place != page:
                window.page.go_back()
            window.wait(title)
        expect(window.page.get_by_text("1 of 5 portfolios")).to_be_visible()
        assert window.query == {"show": ["Late"]}
        assert window.complaints == other.complaints == []


@slow
def test_lists_of_a_phone_stay_inside_the_edge(visit: Visit, tmp_path: Path) -> None:
    """390 pixels wide, light and dark, nothing to scroll sideways and nothing serious for axe."""
    place = write_lake(tmp_path / "work")
    with running(place, tmp_path / "cache") as address:
        for theme in ("light", "dark"):
            window = visit(size=(390, 844), theme=theme, address=address)
            for path in ("", "overview?portfolio=ids", "plan", "what_if?portfolio=ids"):
                window.open(path)
                window.page.wait_for_timeout(600)
                assert window.measure(
                    "() => document.documentElement.scrollWidth"
                    " <= document.documentElement.clientWidth"
                )
                assert serious(window) == []
                assert window.complaints == []
