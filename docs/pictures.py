"""The pictures of the README, made anew from the real portfolio: python -m docs.pictures"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, DESKTOP, SWITCHES, profile
from tests.browser.server import ROOT, running

# Picture -> its page, and the last that the script of that page writes.
PICTURES = {
    "overview": ("", ".dm-since"),
    "timeline": ("timeline", "h1"),
    "graph": ("graph", "h1"),
}
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Charts and the graph draw after the script has ended.
DRAWING_MS = 12_000
# What moved since the last review is compared behind the page.
LONGEST_COMPARISON_MS = 120_000


def main() -> None:
    """Writes one PNG per picture into docs/, in a desktop window and the light theme."""
    docs = Path(__file__).parent
    with (
        tempfile.TemporaryDirectory() as cache,
        running(ROOT / "data", Path(cache)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for name, (path, last) in PICTURES.items():
            page = profile(browser, DESKTOP, "light").new_page()
            page.goto(f"{address}/{path}")
            page.wait_for_selector(last, timeout=LONGEST_COMPARISON_MS)
            page.wait_for_selector(SETTLED)
            page.wait_for_timeout(DRAWING_MS)
            page.screenshot(path=docs / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
