"""Values of the input files are text: none runs, none loads anything, none changes the page.

Nor does a file that is dropped on a page.
"""

from __future__ import annotations

import csv
import itertools
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
import yaml
from playwright.sync_api import expect

from depmap.answers.filters import KEYS, SEARCH
from depmap.portfolio.schema import TABLES
from tests.browser.conftest import Visit
from tests.browser.server import running
from tests.browser.test_every_page import PAGES
from tests.browser.visitor import Visitor
from tests.imports.exported import EXPORTS
from tests.thorough import slow, some

RUN = "window.marked=1"
# The inputs refuse any address in which a quote or another scheme could hide.
ADDRESS = "https://outside.invalid/x"
PAYLOADS = [
    f'<img src=x onerror="{RUN}">',
    f"</script><script>{RUN}</script>",
    f'<a href="javascript:{RUN}">go</a> <a href="{ADDRESS}">x</a>',
    f"[go](javascript:{RUN}) ![](http://outside.invalid/x.png)",
    f'" onmouseover="{RUN}" x="',
    f"<svg onload={RUN}><style>* {{ display: none }}</style>",
]
SHORT_PAYLOAD = "<img src onerror=marked=1>"  # fits a short name
LONGEST = max(map(len, PAYLOADS))
LEAD = {"lead_low_days": 5, "lead_likely_days": 10, "lead_high_days": 20}
# What is no free text; every free text that is not given here becomes a payload.
ROWS: dict[str, list[dict[str, Any]]] = {
    "directions": [
        {"id": "D", "sponsor": "o", "value": 50, "target": "2031-06-30", "status": "proposed"}
        | LEAD
    ],
    "prerequisites": [
        {"id": "a", "theme": "t", "kind": "legal", "owner": "o", "status": "in_progress"}
        | {"started_on": "2026-01-01", "effort_days": 3, "lead_source": "s", "need_source": "s"}
        | LEAD,
        {"id": "b", "theme": "t", "kind": "enabler", "status": "not_started", "effort_days": 3}
        | {"short_name": "", "lead_source": "judgement", "need_source": "judgement"}
        | LEAD,
        {"id": "c", "theme": "t", "kind": "enabler", "effort_days": 3} | LEAD,
    ],
    "dependencies": [
        {"item": "D", "requires": "a", "strength": "hard", "any_of": ""},
        {"item": "a", "requires": "b", "strength": "hard"},
        {"item": "a", "requires": "c", "strength": "hard"},
    ],
    "owners": [{"id": "o", "capacity_days_per_week": 0, "active": "yes"}],
    "themes": [{"id": "t", "keywords": [PAYLOADS[0]]}],
    "decisions": [
        {"id": "q", "owner": "o", "blocks": ["a"], "lead_days": 5, "chosen": ""}
        | {"options": [{"name": PAYLOADS[0]}, {"name": PAYLOADS[2]}]}
    ],
    "milestones": [{"id": "m", "date": "2030-01-01", "items": ["a"]}],
    "parked": [{"id": "p", "source": "s"}],
    "sources": [{"id": "s", "url": ADDRESS, "grade": "primary"}],
}


def hostile(folder: Path) -> Path:
    """A small portfolio whose every text of every file is a payload."""
    folder.mkdir(parents=True)
    payloads = itertools.cycle(PAYLOADS)
    for table in TABLES:
        if table.name not in ROWS:
            continue
        texts = [column for column in table.columns if column.type == "text"]
        rows = [
            {
                column.field: next(payloads)
                if not column.max_characters or column.max_characters > LONGEST
                else SHORT_PAYLOAD
                for column in texts
            }
            | row
            for row in ROWS[table.name]
        ]
        if table.file.endswith(".csv"):
            with (folder / table.file).open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, [column.field for column in table.columns])
                writer.writeheader()
                writer.writerows(rows)
        else:
            (folder / table.file).write_text(yaml.safe_dump(rows), encoding="utf-8")
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
    """A server over the hostile portfolio, in a folder whose name is a payload too."""
    home = tmp_path_factory.mktemp("hostile")
    with running(hostile(home / PAYLOADS[0]), home / "cache") as address:
        yield address


def stands_untouched(window: Visitor) -> None:
    """No marker fired, no request left our host, and the page is one of ours."""
    assert window.measure("() => window.marked") is None
    assert window.hosts == {urlsplit(window.server).netloc}
    assert window.page.locator("a[href^='javascript:']").count() == 0
    assert window.page.locator(".js-plotly-plot svg a").count() == 0
    assert window.complaints == []


@pytest.mark.parametrize("page", some(["item?item=D", *PAGES, "item?item=b"], 20))
def test_no_value_of_a_file_runs(visit: Visit, hostile_server: str, page: str) -> None:
    """Whatever a text field or the folder's name holds, hovered over and clicked on."""
    window = visit(address=hostile_server)
    window.open({"overview": "", "item": "item?item=a"}.get(page, page))
    assert "does not load" not in window.page.locator("h1").first.inner_text()
    touch_everything(window)
    stands_untouched(window)


@slow
def test_no_value_of_a_problem_runs(visit: Visit, tmp_path: Path) -> None:
    """What a folder that does not load has wrong is shown as text."""
    folder = hostile(tmp_path / PAYLOADS[0])
    table = (folder / "prerequisites.csv").read_text()
    cell = PAYLOADS[5].replace('"', '""')
    (folder / "prerequisites.csv").write_text(table.replace(",legal,", f',"{cell}",'))
    with running(folder, tmp_path / "cache") as address:
        window = visit(address=address, is_new=True)
        window.open()
        assert PAYLOADS[5][:20] in window.page.locator("body").inner_text()
        touch_everything(window)
        stands_untouched(window)


IN_AN_ADDRESS = [
    (page, payload)
    for payload in (PAYLOADS[0], PAYLOADS[1], PAYLOADS[3])
    for page in ("plan", "graph", "timeline", "item", "prerequisites", "", "decisions")
]


@pytest.mark.parametrize(("page", "payload"), some(IN_AN_ADDRESS[::2], 20))
def test_no_value_of_an_address_runs(visit: Visit, page: str, payload: str) -> None:
    """Every filter, the search, the item, and keys that pages bind; unknown ones are named."""
    keys = (
        *KEYS,
        SEARCH,
        "item",
        "sort",
        "window",
        "group",
        "show",
        "part",
        "side",
        "depth",
        "fold",
    )
    window = visit()
    window.open(f"{page}?{urlencode(dict.fromkeys(keys, payload))}#{quote(payload)}")
    touch_everything(window)
    stands_untouched(window)


@slow
def test_a_file_is_dropped_told_and_gone(visit: Visit, tmp_path: Path) -> None:
    """What it gives stands below the box, which is empty; after a reload nothing is left."""
    window = visit(is_new=True).open("data")
    box = window.page.locator('[data-testid="stFileUploader"]')
    box.locator("input[type=file]").set_input_files(EXPORTS / "jira.csv")
    taken = window.page.get_by_text("Taken: 1 direction, 6 prerequisites")
    expect(taken).to_be_visible()
    expect(box.locator('[data-testid="stFileUploaderFile"]')).to_have_count(0)
    hostile = tmp_path / "<img src=x onerror=document.title=1>.csv"
    hostile.write_text("Issue key,Summary\n")
    box.locator("input[type=file]").set_input_files(hostile)
    expect(window.page.locator(".dm-banner")).to_contain_text("img src_x onerror_document.title_1")
    expect(taken).to_have_count(0)
    window.open("data")
    expect(window.page.locator(".dm-banner")).to_have_count(0)
    assert window.complaints == []
