"""An edit of the input files reaches an open page; a broken one leaves it standing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import running
from tests.thorough import slow

SECONDS = 30_000


@slow
def test_edit_shows_in_the_open_page(visit: Visit, copied_data: Path, tmp_path: Path) -> None:
    """A new name, a broken file, another slip instead, a good file: shown, named, shown again."""
    rows = copied_data / "prerequisites.csv"
    good = rows.read_text(encoding="utf-8")
    with running(copied_data, tmp_path / "cache") as address:
        window = visit(address=address).open("item?item=tenant-model")
        title = window.page.locator("h1")
        expect(title).to_have_text("Stable tenant identity and isolation boundary")

        renamed = good.replace("Stable tenant identity and isolation boundary", "One tenant id", 1)
        rows.write_text(renamed, encoding="utf-8")
        expect(title).to_have_text("One tenant id", timeout=SECONDS)

        rows.write_text(renamed.replace(",architecture,", ",archi,", 2), encoding="utf-8")
        banner = window.page.locator(".dm-banner")
        expect(banner).to_contain_text("The newest files do not load", timeout=SECONDS)
        expect(banner).to_contain_text("prerequisites.csv line 2, column theme")
        expect(title).to_have_text("One tenant id")
        assert str(copied_data) not in window.page.content()

        rows.write_text(renamed.replace(",legal,", ",leagl,", 1), encoding="utf-8")
        expect(banner).to_contain_text("leagl", timeout=SECONDS)
        expect(banner).not_to_contain_text("archi")

        rows.write_text(good, encoding="utf-8")
        expect(title).to_have_text("Stable tenant identity and isolation boundary", timeout=SECONDS)
        expect(banner).to_have_count(0)
        assert window.complaints == []


@slow
def test_folder_that_never_loaded_lists_its_problems(
    visit: Visit, copied_data: Path, tmp_path: Path
) -> None:
    """Without any good data the page names every problem, and starts once they are solved."""
    rows = copied_data / "prerequisites.csv"
    good = rows.read_text(encoding="utf-8")
    rows.write_text(good.replace(",architecture,", ",archi,", 1), encoding="utf-8")
    with running(copied_data, tmp_path / "cache") as address:
        window = visit(address=address).open("plan")
        expect(window.page.locator("h1")).to_have_text("The portfolio does not load yet")
        banner = window.page.locator(".dm-banner")
        expect(banner).to_contain_text("line 2, column theme")
        said = (tmp_path / "cache" / "server.log").read_text(encoding="utf-8")
        assert "does not load; there is nothing to show yet" in said
        assert "prerequisites.csv line 2, column theme" in said
        rows.write_text(good.replace(",legal,", ",leagl,", 1), encoding="utf-8")
        expect(banner).to_contain_text("leagl", timeout=SECONDS)
        expect(banner).not_to_contain_text("archi")
        rows.write_text(good, encoding="utf-8")
        expect(window.page.locator("h1")).to_have_text("Plan", timeout=SECONDS)
