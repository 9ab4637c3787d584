"""Values of the input files are text: none runs, none loads anything, none changes the page."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Visit
from tests.browser.server import running
from tests.browser.test_every_page import PAGES
from tests.browser.visitor import Visitor
from tests.screen import portfolios_on_disk as portfolios

RUN = "window.marked=1"
# The inputs refuse any address in which a quote or another scheme could hide.
ADDRESS = "https://outside.invalid/x"
PAYLOADS = [
    f'<img src=x onerror="{RUN}">',
    f"</script><script>{RUN}</script>",
    f'<a href="javascript:{RUN}">go</a> <b href>x</b>',
    f"[go](javascript:{RUN}) ![](http://outside.invalid/x.png)",
    f'" onmouseover="{RUN}" x="',
    f"<svg onload={RUN}><style>* {{ display: none }}</style>",
]


def hostile(folder: Path) -> Path:
    """A small portfolio whose every text field holds a payload."""
    portfolios.tiny(folder)
    quoted = ["'" + payload.replace("'", "''") + "'" for payload in PAYLOADS]
    texts = [payload.replace('"', '""') for payload in PAYLOADS]
    prerequisites = (folder / "prerequisites.csv").read_text()
    for name, text in zip(("Sign the contract", "Open the account"), texts, strict=False):
        prerequisites = prerequisites.replace(name, f'"{text}"')
    prerequisites = prerequisites.replace("Write to them", f'"{texts[2]}"')
    (folder / "prerequisites.csv").write_text(prerequisites)
    owners = (folder / "owners.csv").read_text()
    (folder / "owners.csv").write_text(owners.replace("Olga", f'"{texts[4]}"'))
    (folder / "themes.yaml").write_text(
        f"- {{id: architecture, name: {quoted[0]}, description: {quoted[1]}}}\n"
    )
    (folder / "directions.yaml").write_text(
        f"- {{id: D, name: {quoted[5]}, description: {quoted[2]}, area: {quoted[3]}, value: 50,\n"
        "   target: 2031-06-30, lead_low_days: 5, lead_likely_days: 10, lead_high_days: 20}\n"
    )
    (folder / "decisions.yaml").write_text(
        f"- {{id: q, question: {quoted[1]}, owner: o, blocks: [a], lead_days: 5,\n"
        f"   options: [{{name: {quoted[0]}}}, {{name: {quoted[2]}}}]}}\n"
    )
    (folder / "parked.yaml").write_text(
        f"- {{id: p, name: {quoted[0]}, why_not_now: {quoted[3]}, source: s,\n"
        f"   would_change_our_mind: {quoted[4]}}}\n"
    )
    (folder / "sources.yaml").write_text(
        f"- {{id: s, title: {quoted[4]}, url: {ADDRESS}, states: {quoted[5]},\n"
        "   grade: primary}\n"
    )
    (folder / "milestones.yaml").write_text(
        f"- {{id: m, name: {quoted[5]}, date: 2030-01-01, meaning: {quoted[0]}, items: [a]}}\n"
    )
    return folder


def touch_everything(window: Visitor) -> None:
    """Moves over the whole page and clicks into its pictures."""
    for x in range(60, 1400, 190):
        for y in range(120, 880, 95):
            window.page.mouse.move(x, y)
    for picture in window.page.locator("canvas, .js-plotly-plot").all()[:2]:
        box = picture.bounding_box()
        if box:
            window.page.mouse.click(box["x"] + 100, box["y"] + 70)
    window.page.wait_for_timeout(400)


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A server over the hostile portfolio."""
    home = tmp_path_factory.mktemp("hostile")
    with running(hostile(home / "portfolio"), home / "cache") as address:
        yield address


@pytest.mark.parametrize("page", [*PAGES, "item?item=D", "item?item=b"])
def test_no_value_runs(visit: Visit, hostile_server: str, page: str) -> None:
    """No marker fires, no request leaves our host, and the page stands as it should."""
    window = visit(address=hostile_server)
    window.open({"overview": "", "item": "item?item=a"}.get(page, page))
    touch_everything(window)
    assert window.measure("() => window.marked") is None
    assert window.hosts == {urlsplit(hostile_server).netloc}
    assert "does not load" not in window.page.locator("h1").first.inner_text()
    assert window.page.locator("a[href^='javascript:']").count() == 0
    assert window.complaints == []
