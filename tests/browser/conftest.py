"""The dashboard on the real portfolio in headless Chromium. Nothing here is ever skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.server import ROOT, running
from tests.browser.visitor import SLOWEST, Visitor
from tests.versions.repositories import with_a_past

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESKTOP = (1440, 900)

Visit = Callable[..., Visitor]
Profiles = Callable[..., BrowserContext]

# A slow machine is no fault of the page.
expect.set_options(timeout=SLOWEST)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one Playwright brings where there is none."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server over the real portfolio, with a short past, for all tests that change nothing."""
    home = tmp_path_factory.mktemp("served")
    with running(with_a_past(ROOT / "data", home), home / "cache") as address:
        yield address


@pytest.fixture(scope="session")
def profiles(browser: Browser) -> Iterator[Profiles]:
    """One profile per size, theme and server that keeps what it loaded: many pages in little time.

    Servers never share one: cookies do not tell the ports of a machine apart.
    """
    made: dict[tuple[tuple[int, int], str, str], BrowserContext] = {}

    def get(size: tuple[int, int], theme: str, address: str = "") -> BrowserContext:
        if (size, theme, address) not in made:
            made[size, theme, address] = profile(browser, size, theme)
        return made[size, theme, address]

    yield get
    for context in made.values():
        context.close()


@pytest.fixture
def visit(browser: Browser, server: str, profiles: Profiles) -> Iterator[Visit]:
    """`visit(...)` opens a window; see Visitor. `is_new` gives it a browser profile of its own.

    Other windows share the profile of their size and theme, which keeps what it loaded: addresses
    carry all there is to know of a page, so the windows do not see each other.
    """
    own: list[BrowserContext] = []
    windows: list[Visitor] = []

    def start(
        size: tuple[int, int] = DESKTOP,
        theme: str = "light",
        address: str = "",
        is_new: bool = False,
    ) -> Visitor:
        if is_new:
            own.append(profile(browser, size, theme))
        context = own[-1] if is_new else profiles(size, theme, address)
        windows.append(Visitor(context, address or server))
        return windows[-1]

    yield start
    for window in windows:
        window.page.close()
    for context in own:
        context.close()


def profile(browser: Browser, size: tuple[int, int], theme: str) -> BrowserContext:
    """A new browser profile with nothing in its cache."""
    width, height = size
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        accept_downloads=True,
    )


@pytest.fixture
def copied_data(tmp_path: Path) -> Path:
    """A copy of the real portfolio that a test may edit."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "portfolio"))
