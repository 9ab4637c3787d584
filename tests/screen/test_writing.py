"""A scenario written into the files from the page What if."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit import config

from depmap.screen.state import published
from tests.screen import portfolios_on_disk as portfolios
from tests.screen.drawn import Drawn

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


def test_nothing_is_offered_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not without a scenario, not on other pages, not on a server that was not started for it."""
    assert keys(Drawn().open("what_if")) == set()
    assert keys(Drawn().open("item", what_if=[ASKED], item="a")) == set()
    monkeypatch.delenv("DEPMAP_EDIT")
    assert keys(Drawn().open("what_if", what_if=[ASKED])) == set()
