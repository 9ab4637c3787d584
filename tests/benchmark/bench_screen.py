"""How long a person waits, in headless Chromium: python -m tests.benchmark.bench_screen

The first page, in a browser that has been here and in one that has loaded nothing yet, against a
plain Streamlit page of two bars; a filter change on every page against a rerun of an empty
Streamlit script; a timeline of 2,000 bars; and a click until its card stands. Servers of their own
serve the real portfolio, one of 2,000 items, and the plain scripts.

Times are taken in the page: from the click, or from the start of the navigation, to the first
frame in which the script has finished and what was asked for stands. The best of RUNS counts, for
other work on the machine can only slow a run down. Budgets: speed.md. The graph has its own
benchmark.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmark.bench_load import PAGES
from tests.browser.conftest import CHROMIUM, DESKTOP, SWITCHES, profile
from tests.browser.server import ROOT, free_port, running
from tests.browser.visitor import Visitor
from tests.screen import portfolios_on_disk

RUNS = 5
BARS = 2_000
FIRST_PAGE, TIMELINE, CARD = 1.5, 1.5, 0.5
# A filter change: so many times an empty rerun, and so many seconds.
FILTER_SHARE, FILTER_EXTRA = 1.5, 0.1
# A browser that has nothing yet loads 7 MB of Streamlit and Plotly: so many times a plain page.
NEW_BROWSER_SHARE = 1.5
SLOWEST = 15_000
EMPTY_SCRIPT = """
import streamlit as st
owners = st.multiselect("Owner", [f"Owner {number}" for number in range(12)], key="owner")
st.html(f'<p class="dm-count">{len(owners)} chosen</p>')
"""
PLAIN_CHARTS = """
import plotly.graph_objects as go
import streamlit as st
for key in ("first", "second"):
    st.plotly_chart(go.Figure(go.Bar(x=[1, 2, 3], y=[3, 2, 1])), key=key)
"""
# Remembers when the last click began, in the time of the page.
STOPWATCH = """() => addEventListener(
  "pointerdown", (event) => { window.clicked = event.timeStamp; }, { capture: true })"""
# What must stand in the page; `before` is what stood there before the click.
CHARTS = """() => {
  const charts = [...document.querySelectorAll(".js-plotly-plot")];
  return charts.length > 1 && charts.every((chart) => chart.querySelector(".main-svg"));
}"""
COUNT = "(before) => document.querySelector('.dm-count').textContent !== before"
ROWS = """(before) => {
  const drawn = document.querySelectorAll(".bars:last-child .point").length;
  return drawn > 0 && drawn !== before;
}"""
NAME = """(before) => {
  const name = document.querySelector(".dm-card h3");
  return name && name.textContent !== before;
}"""


@dataclass(frozen=True)
class Figure:
    """One time in seconds, and the most it may be; None where it is there to compare."""

    name: str
    seconds: float
    budget: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether the budget is missed."""
        return self.budget is not None and self.seconds > self.budget

    def __str__(self) -> str:
        limit = "" if self.budget is None else f"  budget {self.budget:.2f} s"
        return f"{self.name:44}{self.seconds:6.2f} s{limit}{'  OVER' if self.is_over else ''}"


def _elapsed(
    page: Page, stands: str, before: object = None, since: str = "window.clicked"
) -> float:
    """Seconds from `since` until no script runs and `stands(before)` holds."""
    found = page.wait_for_function(
        f"""(before) => {{
          const app = document.querySelector("[data-test-script-state]");
          const isDone = app && app.dataset.testScriptState === "notRunning";
          return isDone && ({stands})(before) && performance.now() - {since};
        }}""",
        arg=before,
        timeout=SLOWEST,
    )
    return float(found.json_value()) / 1000


def _visitor(browser: Browser, address: str) -> Visitor:
    return Visitor(profile(browser, DESKTOP, "light"), address)


def figures() -> Iterator[Figure]:
    """All times, each as soon as it is there."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        with _running_script(Path(place) / "empty.py", EMPTY_SCRIPT) as address:
            window = _visitor(browser, address)
            window.page.goto(address)
            empty = _filter_change(window, 0)
            window.context.close()
            yield Figure("filter change of an empty script", empty)
        with _running_script(Path(place) / "plain.py", PLAIN_CHARTS) as address:
            plain = _first_page(browser, address, is_new=True)
            yield Figure("plain page of two bars in a new browser", plain)
        with running(ROOT / "data", Path(place) / "real") as address:
            seconds = _first_page(browser, address, is_new=True)
            yield Figure("first page in a new browser", seconds, NEW_BROWSER_SHARE * plain)
            seconds = _first_page(browser, address, is_new=False)
            yield Figure("first page in a browser that was here", seconds, FIRST_PAGE)
            window = _visitor(browser, address)
            for number, page in enumerate(PAGES):
                window.open("" if page == "overview" else page)
                seconds = _filter_change(window, number)
                budget = FILTER_SHARE * empty + FILTER_EXTRA
                yield Figure(f"filter change on {page.replace('_', ' ')}", seconds, budget)
            yield Figure("card after a click on a bar", _card_of_a_bar(window), CARD)
            yield Figure("card after a click on a node", _card_of_a_node(window), CARD)
            window.context.close()
        folder = portfolios_on_disk.large(Path(place) / "large", BARS)
        with running(folder, Path(place) / "cache") as address:
            seconds = _all_bars(_visitor(browser, address))
            yield Figure(f"timeline of {BARS:,} bars", seconds, TIMELINE)
        browser.close()


def _first_page(browser: Browser, address: str, *, is_new: bool) -> float:
    """is_new: a browser without anything stored for each visit, else one that stays."""
    times = []
    window = _visitor(browser, address)
    for _ in range(RUNS):
        window.page.goto(address, wait_until="commit")
        times.append(_elapsed(window.page, CHARTS, since="0"))
        if is_new:
            window.context.close()
            window = _visitor(browser, address)
    window.context.close()
    return min(times)


def _filter_change(window: Visitor, first: int) -> float:
    """Adds owners, from the one at place `first` on, so that pages differ in what they ask for."""
    page = window.page
    page.locator(".dm-count").wait_for()
    page.evaluate(STOPWATCH)
    times = []
    for _ in range(RUNS):
        before = page.locator(".dm-count").text_content()
        page.locator(".st-key-owner input").click()
        page.get_by_role("option").nth(1 + first % 8).click()  # the first one selects all
        times.append(_elapsed(page, COUNT, before))
        page.keyboard.press("Escape")
    return min(times)


def _card_of_a_bar(window: Visitor) -> float:
    window.open("timeline").page.evaluate(STOPWATCH)
    times = []
    for row in range(RUNS):
        before = window.page.locator(".dm-card h3").text_content()
        # The second row and on: the first has its card from the start.
        area = window.page.locator(".bars").last.locator(".point").nth(row + 1).bounding_box()
        assert area
        window.page.mouse.click(area["x"] + 40, area["y"] + area["height"] / 2)
        times.append(_elapsed(window.page, NAME, before))
    return min(times)


def _card_of_a_node(window: Visitor) -> float:
    times = []
    for _ in range(RUNS):
        window.open("graph").page.evaluate(STOPWATCH)
        window.page.locator(".dm-graph[data-drawn]").wait_for()
        area = window.page.locator("canvas").first.bounding_box()
        assert area
        window.page.mouse.click(area["x"] + 100, area["y"] + 70)
        times.append(_elapsed(window.page, NAME))
    return min(times)


def _all_bars(window: Visitor) -> float:
    window.open("timeline").page.evaluate(STOPWATCH)
    times = []
    for _ in range(RUNS):
        for switch in ("All", "What matters"):
            before = window.page.locator(".bars").last.locator(".point").count()
            window.page.get_by_text(switch, exact=True).click()
            seconds = _elapsed(window.page, ROWS, before)
            times += [seconds] if switch == "All" else []
    return min(times)


@contextmanager
def _running_script(script: Path, words: str) -> Iterator[str]:
    """A server of a plain script under our own configuration; yields its address."""
    script.write_text(words, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet, env=os.environ)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def main() -> int:
    """Runs, prints the figures, and says by the exit code whether all budgets hold."""
    is_within = True
    for figure in figures():
        print(figure, flush=True)
        is_within = is_within and not figure.is_over
    return 0 if is_within else 1


if __name__ == "__main__":
    sys.exit(main())
