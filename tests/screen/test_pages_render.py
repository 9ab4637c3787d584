"""Every page opens on every size of portfolio, and says what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.screen.drawn import PAGES, Drawn
from tests.thorough import slow, some

# "None" is a word of our language too, so only a cell that holds nothing else is suspicious.
TECHNICAL = re.compile(r"\b(?:nan|NaT|NaN|inf)\b|<NA>|>\s*None\s*<|\bNone\b(?=[,;)])")


@pytest.fixture(scope="module", params=some(["real", "large", "tiny", "empty"], 2))
def shown(request: pytest.FixtureRequest, dashboard: Callable[[str], Drawn]) -> Drawn:
    """One session over each portfolio, which goes from page to page."""
    return dashboard(request.param)


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_without_an_error(shown: Drawn, page: str) -> None:
    """A page draws on real, empty, tiny and large data, and prints no technical word."""
    drawn = shown.open(page)
    assert drawn.errors == []
    assert "<h1>" in drawn.html
    assert not TECHNICAL.search(drawn.html), TECHNICAL.search(drawn.html)


def test_empty_portfolio_says_so(dashboard: Callable[[str], Drawn]) -> None:
    """A page without rows says in words that there is nothing, instead of drawing an empty box."""
    drawn = dashboard("empty")
    for page in PAGES:
        words = drawn.open(page).words.lower()
        assert any(said in words for said in ("no ", "none", "nothing")), (page, words)


def test_filter_without_a_match_says_so(dashboard: Callable[[str], Drawn]) -> None:
    """A search that finds nothing keeps every page standing and counts 0 of all."""
    drawn = dashboard("real")
    for page in PAGES:
        drawn.open(page, search="' OR 1=1 --")
        assert drawn.errors == [], page
        assert "0 of 116 prerequisites" in drawn.words


def test_item_page_of_a_tiny_portfolio(dashboard: Callable[[str], Drawn]) -> None:
    """Prerequisites and directions have a page each, reached by their id."""
    drawn = dashboard("tiny")
    for item, name in {
        "a": "Sign the contract",
        "b": "Open the account",
        "D": "Enter the market",
    }.items():
        drawn.open("item", item=item)
        assert drawn.errors == []
        assert f"<h1>{name}</h1>" in drawn.html
        ticket = '<a href="https://tracker.example/D-1" target="_blank"'
        assert (ticket in drawn.html) == (item == "D")


@slow
def test_every_item_of_the_real_portfolio_has_a_page(dashboard: Callable[[str], Drawn]) -> None:
    """There are 128 items; every fifteenth is opened: its name, its file, its line."""
    drawn = dashboard("real").open("item", item="tenant-model")
    rows = drawn.rows("select item_id, name, source_file, source_line from report.items")
    assert len(rows) == 128
    for item_id, name, file, line in rows[::15]:
        drawn.test.query_params["item"] = item_id
        drawn.test.run()
        assert drawn.errors == []
        assert name in drawn.words
        assert f"{file}, line {line}" in drawn.words


@pytest.mark.parametrize("page", ["timeline", "graph"])
def test_link_to_an_item_that_is_gone_says_so(dashboard: Callable[[str], Drawn], page: str) -> None:
    """The picture shows what it shows without a selection, and the frame names what it lacks."""
    drawn = dashboard("real").open(page, item="gone")
    said = "The link asks for item “gone”, which this portfolio does not have. It was ignored."
    assert said in drawn.plain
    assert "Selected" not in drawn.plain


def test_unknown_item_says_where_to_look(dashboard: Callable[[str], Drawn]) -> None:
    """A link to an item that does not exist is answered in words."""
    drawn = dashboard("real").open("item", item="<script>alert(1)</script>")
    assert drawn.errors == []
    assert "names no item of this portfolio" in drawn.words
    assert "<script>" not in drawn.html
