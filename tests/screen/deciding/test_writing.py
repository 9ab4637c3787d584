"""A scenario written into the files from the page What if."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit import config

from depmap.screen.state import published
from tests.screen import portfolios_on_disk as portfolios
from tests.screen.drawn import Drawn
from tests.thorough import slow

ASKED = "a:lead_at_most:12"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A tiny portfolio of its own, shown by a server that was started to write."""
    folder = portfolios.tiny(tmp_path / "plan")
    monkeypatch.setenv("DEPMAP_DATA", str(folder))
    monkeypatch.setenv("DEPMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DEPMAP_EDIT", "1")
    monkeypatch.setitem(config.get_config_options()["server.address"].__dict__, "value", "::1")
    published.portfolio.cache_clear()
    yield folder
    published.portfolio.cache_clear()


def keys(shown: Drawn) -> set[str]:
    """The keys of the buttons of a page that write."""
    return {str(button.key) for button in shown.test.button if "write" in str(button.key)}


def test_the_diff_is_shown_and_then_written(home: Path) -> None:
    """Nothing is written before the diff was seen; then the scenario is today's plan."""
    before = (home / "prerequisites.csv").read_bytes()
    shown = Drawn().open("what_if", what_if=[ASKED])
    assert keys(shown) == {"write_ask"}
    shown.test.button(key="write_ask").click().run()
    (code,) = shown.test.code
    lines = [line for line in code.value.splitlines() if line[:1] in "-+"]
    assert [line.split(",")[7:10] for line in lines[2:]] == [["10", "20", "40"], ["10", "12", "12"]]
    assert (home / "prerequisites.csv").read_bytes() == before
    shown.test.button(key="write_now").click().run()
    assert not shown.errors
    assert (home / "prerequisites.csv").read_bytes() == before.replace(b"10,20,40", b"10,12,12")
    assert "Written into prerequisites.csv." in shown.plain
    opened = urlsplit(shown.test.session_state["_open"]["address"])
    assert (opened.path, parse_qs(opened.query)) == ("what_if", {})
    rows = shown.rows("select lead_high_days from report.items where item_id = 'a'")
    assert rows == [(12,)]


def test_a_file_that_changed_is_refused_in_words(home: Path) -> None:
    """Between the diff and the click somebody saved the file: it stays as they saved it."""
    shown = Drawn().open("what_if", what_if=[ASKED])
    shown.test.button(key="write_ask").click().run()
    theirs = (home / "prerequisites.csv").read_bytes().replace(b"10,20,40", b"10,20,41")
    (home / "prerequisites.csv").write_bytes(theirs)
    shown.test.button(key="write_now").click().run()
    assert "plan/prerequisites.csv has changed since it was read. Nothing was" in shown.plain
    assert (home / "prerequisites.csv").read_bytes() == theirs
    assert "Written into" not in shown.plain


@slow
def test_nothing_is_offered_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not without a scenario, not on other pages, not on a server that was not started for it."""
    assert keys(Drawn().open("what_if")) == set()
    assert keys(Drawn().open("item", what_if=[ASKED], item="a")) == set()
    monkeypatch.delenv("DEPMAP_EDIT")
    assert keys(Drawn().open("what_if", what_if=[ASKED])) == set()


@slow
def test_a_quick_edit_opens_as_a_scenario_that_can_be_written(home: Path) -> None:
    """Owner, status and day of start of an item; without an edit there is no link."""
    shown = Drawn().open("item", item="a")
    assert "See what it does" not in shown.plain
    shown.test.selectbox(key="edit_status_a").select("in_progress").run()
    addresses = re.findall(r'href="(what_if[^"]*)">See what it does', shown.html)
    (asked,) = (parse_qs(urlsplit(html.unescape(one)).query)["what_if"] for one in addresses)
    day = published.portfolio().current().as_of
    assert asked == ["a:status:in_progress", f"a:started_on:{day}"]
    opened = Drawn().open("what_if", what_if=asked)
    opened.test.button(key="write_ask").click().run()
    opened.test.button(key="write_now").click().run()
    assert not opened.errors
    with (home / "prerequisites.csv").open(newline="") as file:
        written = next(csv.DictReader(file))
    assert (written["status"], written["started_on"]) == ("in_progress", str(day))


def test_no_quick_edit_on_a_server_that_only_shows(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form is not there."""
    monkeypatch.delenv("DEPMAP_EDIT")
    shown = Drawn().open("item", item="a")
    assert not shown.errors
    assert not [box for box in shown.test.selectbox if str(box.key).startswith("edit_")]
