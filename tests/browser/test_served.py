"""What the server answers: headers, our own routes, a base path, downloads, one printed page."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.error
import urllib.request
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import ROOT, running
from tests.thorough import slow

PLACES = ["", "timeline?theme=Design", "app/static/icon.png", "assets/graph.js", "api/plan.csv"]


def fetched(address: str) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of an address."""
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("place", [*PLACES, "_stcore/health", "healthz", "no/such/page"])
def test_every_response_carries_the_security_headers(server: str, place: str) -> None:
    """Pages, files, routes and errors alike."""
    _, headers, _ = fetched(f"{server}/{place}")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "connect-src 'self';" in policy
    script = re.search(r"script-src ([^;]+);", policy)
    assert script
    assert "unsafe-inline" not in script[1]
    assert "unsafe-eval" not in script[1]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_scripts_of_the_graph_are_cached_and_nothing_else_is_served(server: str) -> None:
    """Two scripts have an address; a path or another file has none."""
    for name in ("vis-network.min.js", "geometry.js", "find.js", "painting.js", "graph.js"):
        status, headers, body = fetched(f"{server}/assets/{name}")
        assert (status, headers.get_content_type()) == (200, "text/javascript")
        assert "max-age" in headers["Cache-Control"]
        assert len(body) > 3_000
    for name in ("frame.py", "..%2Fframe.py", "screen.css", "%2e%2e%2f%2e%2e%2fapp.py"):
        status, headers, body = fetched(f"{server}/assets/{name}")
        assert status in (400, 404) or b"<!DOCTYPE html>" in body, name
        assert b"import streamlit" not in body


def test_health_says_what_is_served(server: str) -> None:
    """A monitor sees that data is served, of which day, and how many problems there are."""
    status, _, body = fetched(f"{server}/healthz")
    assert status == 200
    assert json.loads(body)["status"] == "ok"
    assert json.loads(body)["problems"] == 0


def test_plan_by_address(server: str) -> None:
    """/api/plan.csv takes the filters of a page and refuses what it does not know."""
    _, headers, body = fetched(f"{server}/api/plan.csv?theme=Design&owner=No+owner")
    assert headers.get_content_type() == "text/csv"
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows
    assert {(row["theme"], row["owner"]) for row in rows} == {("Design", "No owner")}
    for query in ("theme=Nope", "themes=Design"):
        status, _, body = fetched(f"{server}/api/plan.csv?{query}")
        assert status == 400
        assert "does not have" in body.decode()


def test_shown_rows_are_downloaded_and_no_others(visit: Visit) -> None:
    """The file holds exactly the rows on the page, in their order."""
    window = visit().open("plan?theme=Operations&window=Now")
    shown = window.page.locator('td[data-label="#"]').all_inner_texts()
    with window.page.expect_download() as waiting:
        window.page.get_by_role("button", name="Download shown rows").click()
    text = Path(waiting.value.path()).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [row["sequence_number"] for row in rows] == [number for number in shown if number]
    assert {row["theme"] for row in rows} == {"Operations"}
    with window.page.expect_download() as waiting:
        window.page.get_by_role("button", name="Download whole plan").click()
    whole = Path(waiting.value.path()).read_text("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(whole)))) == 116


@pytest.mark.parametrize("page", ["timeline", "graph"])
@slow
def test_picture_is_downloaded_as_a_file_of_its_own(visit: Visit, page: str) -> None:
    """The HTML file opens without the server, under a policy of its own, and asks no other host."""
    window = visit().open(page)
    with window.page.expect_download() as waiting:
        window.page.get_by_role("button", name="Download as HTML").click()
    path = Path(waiting.value.path())
    asked: list[str] = []
    alone = window.context.new_page()
    said: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("console", lambda message: said.append(message.text))
    alone.goto(path.rename(path.with_suffix(".html")).as_uri())
    alone.wait_for_timeout(1500)
    assert alone.locator("canvas, svg").count() > 0
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data", "blob"}
    # No script but the file's own runs; the drawing itself broke no rule of the policy.
    refused = [words for words in said if "Content Security Policy" in words]
    alone.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s); }"
    )
    assert refused == []
    assert alone.evaluate("window.ran") is None


@slow
def test_everything_works_under_a_base_path(visit: Visit, tmp_path: Path) -> None:
    """Behind a proxy path: pages, links, filters, the graph's scripts and the plan's address."""
    with running(ROOT / "data", tmp_path / "cache", base="map") as address:
        window = visit(address=address).open("plan?theme=Design")
        assert window.chosen("theme") == ["Design"]
        window.page.locator("a[href^='item?']").first.click()
        window.page.locator(".st-key-facts").wait_for()
        assert window.place == "item"
        window.open("graph")
        window.page.locator("canvas").first.wait_for()
        status, headers, _ = fetched(f"{address}/assets/graph.js")
        assert (status, headers.get_content_type()) == (200, "text/javascript")
        status, headers, _ = fetched(f"{address}/api/plan.csv")
        assert (status, headers.get_content_type()) == (200, "text/csv")
        assert window.complaints == []
        assert window.hosts == {urlsplit(address).netloc}


def test_clearing_caches_from_a_client_changes_nothing(visit: Visit) -> None:
    """The C key, which empties Streamlit's caches, is no way to rebuild or blank the page."""
    window = visit().open("")
    tile = window.page.locator(".dm-tile-number").first
    before = tile.inner_text()
    window.page.keyboard.press("c")
    window.page.reload()
    window.wait("Overview")
    expect(tile).to_have_text(before)
