"""What docs/deploy.md promises, as its files set it up: replicas behind nginx, and many viewers."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from docs.deploy import local
from tests.benchmark.bench_load import wishes
from tests.benchmark.bench_scenarios import shifts
from tests.benchmark.crowd import crowd
from tests.browser.conftest import DESKTOP, profile
from tests.browser.visitor import PAUSE, SLOWEST, Visitor
from tests.thorough import slow

REPLICAS, VIEWERS = 4, 100
# On two cores with everything else a session does; the benchmark says how long they wait.
OPENING, CHANGING, PATIENCE = 20.0, 15.0, 90.0
HAS_NGINX = pytest.mark.skipif(local.nginx() is None, reason="needs nginx (Debian: nginx-light)")
SEAT = "depmap_replica"
BLOCK = '[data-testid="stMainBlockContainer"]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The publisher's inputs, of which no replica knows."""
    return Path(shutil.copytree(local.ROOT / "data", tmp_path / "inputs"))


@slow
@HAS_NGINX
def test_a_hundred_viewers_and_a_rolling_restart(folder: Path, browser: Browser) -> None:
    """No error, and every view comes back by itself, as it was and at another replica.

    Everybody opens a page and changes it; then each replica is restarted, without a pause. What
    stands in the address stays: filters, the item, what if. Afterwards changes, downloads and a new
    publication reach everybody, also whom the restart has moved.
    """
    offered, (scenario, *_) = wishes(folder), shifts(folder)[0]
    with (
        local.deployed(folder, REPLICAS) as place,
        crowd(place.address, VIEWERS, PATIENCE) as viewers,
    ):
        assert len(viewers.open(offered[0], OPENING)) == VIEWERS
        assert len(viewers.change(offered, scenario, CHANGING)) == VIEWERS
        before = seats(viewers)
        assert len(before) == REPLICAS
        assert sum(before.values()) == VIEWERS

        context = profile(browser, DESKTOP, "light")
        asked = f"theme=Design&what_if={scenario.replace('+', '%2B')}"
        listed = Visitor(context, place.address).open(f"prerequisites?{asked}")
        item = Visitor(context, place.address).open(f"item?item=tenant-model&{asked}")
        # Charts draw after their page: these are words of both.
        expect(item.page.locator(BLOCK)).to_contain_text("together", timeout=SLOWEST)
        expect(item.page.locator(BLOCK)).to_contain_text("likely 75", timeout=SLOWEST)
        shown = [window.page.locator(BLOCK).inner_text() for window in (listed, item)]
        assert "Stable tenant identity" in shown[1]
        places = [window.page.url for window in (listed, item)]

        for replica in place.replicas:
            place.restart(replica)
        viewers.come_back()
        assert all(viewer.absences for viewer in viewers.viewers)

        for window, words, url in zip((listed, item), shown, places, strict=True):
            window.wait()
            expect(window.page.locator(".dm-what-if").first).to_be_visible(timeout=SLOWEST)
            assert settled(window, words) == words
            assert window.page.url == url

        assert len(viewers.change([offered[0], *offered[:0:-1]], scenario, CHANGING)) == VIEWERS
        # Its two windows may be with two replicas now, of which the cookie names either.
        for replica in place.replicas:
            named = f"127.0.0.1:{replica.port}"
            context.add_cookies([{"name": SEAT, "value": named, "url": place.address}])
            with listed.page.expect_download(timeout=SLOWEST) as download:
                listed.page.locator('[data-testid="stDownloadButton"] button').first.click()
            assert download.value.failure() is None
            assert Path(download.value.path()).read_bytes().startswith(b"\xef\xbb\xbf")

        rows = folder / "prerequisites.csv"
        renamed = rows.read_text().replace("Stable tenant identity and isolation", "One tenant", 1)
        rows.write_text(renamed)
        place.publish()
        expect(item.page.locator("h1")).to_have_text("One tenant boundary", timeout=SLOWEST)
        context.close()
        viewers.come_back()


def settled(window: Visitor, words: str) -> str:
    """What a window shows, once it shows these words; at the end of patience whatever it shows."""
    for _ in range(SLOWEST // PAUSE):
        shown: str = window.page.locator(BLOCK).inner_text()
        if shown == words:
            break
        window.page.wait_for_timeout(PAUSE)
    return shown


def seats(viewers) -> Counter[str]:
    """How many viewers each replica has, by what their cookies say."""
    return Counter(viewer.cookies[SEAT] for viewer in viewers.viewers)
