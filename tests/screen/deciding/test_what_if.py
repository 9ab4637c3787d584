"""Every page under a scenario: its band, its numbers, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.screen.drawn import PAGES, Drawn
from tests.thorough import slow

DONE = "a:status:done"
BOTH = ["a:lead_at_most:12", "b:lead_days:-3"]


Open = Callable[..., Drawn]


@pytest.fixture(scope="module")
def tiny(dashboard: Callable[[str], Drawn]) -> Open:
    """Opens a page of the tiny portfolio, each time in a session of its own, as a link does."""
    dashboard("tiny")
    return lambda page, **query: Drawn().open(page, **query)


@slow
def test_every_page_says_that_it_is_a_what_if(dashboard: Callable[[str], Drawn]) -> None:
    """The band asks the question on every page but the one that is about it."""
    shown = dashboard("tiny")
    for page in [page for page in PAGES if page != "what_if"]:
        shown.open(page, what_if=[DONE])
        assert not shown.errors, page
        assert "What if Sign the contract is done?" in shown.plain, page
    today = dashboard("tiny")
    for page in PAGES:
        assert "dm-what-if" not in today.open(page).html, page


def test_pages_show_the_answers_of_the_scenario(tiny: Open) -> None:
    """What is done under the scenario has no row on the plan any more, and its page says so."""
    assert "item?item=a" in tiny("plan").html
    assert "item?item=a" not in tiny("plan", what_if=[DONE]).html
    assert "Done on" in tiny("item", what_if=[DONE], item="a").plain


def test_a_chip_takes_its_change_out_and_the_way_back_all_of_them(tiny: Open) -> None:
    """Links of the band keep the rest of the address."""
    shown = tiny("plan", what_if=BOTH)
    links = [found.split('"')[0] for found in shown.html.split('href="')[1:]]
    asked = [parse_qs(urlsplit(link.replace("&amp;", "&")).query).get("what_if") for link in links]
    assert asked[:4] == [BOTH, None, [BOTH[1]], [BOTH[0]]]
    assert all(texts == BOTH for texts in asked[4:])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nobody:status:done", "nothing is called"),
        ("a:status:finished", "finished"),
        ("a", "no scenario is called"),
        ("a:lead_at_most:-1", "-1"),
        ("<b>x</b>:status:done", "&lt;b&gt;x&lt;/b&gt;"),
        ("'; drop table report.items; --:status:done", "nothing is called"),
        ("a:status:" + "x" * 3000, "1,500"),
    ],
)
def test_a_scenario_that_cannot_be_applied_says_why_and_shows_today(
    tiny: Open, text: str, said: str
) -> None:
    """Nothing of it is applied, and the page is the one of today's plan."""
    shown = tiny("plan", what_if=[DONE, text])
    assert not shown.errors
    assert said in shown.html
    assert "This is today’s plan" in shown.plain
    assert "dm-what-if" not in shown.html
    today = tiny("plan").plain
    assert shown.plain.endswith(today[today.index("What is the sequence?") :])


def test_the_page_says_what_moves_and_which_cells_make_it_real(tiny: Open) -> None:
    """The direction with both dates, and file, line, column, from and to."""
    shown = tiny("what_if", what_if=["a:lead_at_most:12"])
    assert not shown.errors
    assert "What if Sign the contract takes at most 12 days?" in shown.plain
    assert "Enter the market" in shown.words
    for column, before in (("lead_likely_days", 20), ("lead_high_days", 40)):
        assert f"prerequisites.csv, 2 {column} {before} 12" in shown.words
    assert "depmap apply" in shown.plain


def test_without_a_scenario_the_page_says_how_to_begin(tiny: Open) -> None:
    """Every direction stands there with its dates of today."""
    shown = tiny("what_if")
    assert "Today’s plan. Choose a thing and what changes about it." in shown.plain
    assert "Enter the market" in shown.words


def test_a_scenario_is_built_by_choosing(tiny: Open) -> None:
    """Choose a thing, what changes and the value: the address gets the change."""
    shown = tiny("what_if")
    test = shown.test
    thing = test.selectbox(key="if_thing")
    thing.select(next(one for one in thing.options if one.startswith("Sign the contract"))).run()
    test.number_input(key="if_days_a").set_value(12)  # and clicks before the page is drawn again
    test.button(key="if_add").click().run()
    assert not shown.errors
    assert parse_qs(urlsplit(test.session_state["_open"]["address"]).query) == {
        "what_if": ["a:lead_at_most:12"]
    }


def test_the_item_page_asks_the_likely_questions(tiny: Open) -> None:
    """Each is a link that opens its scenario, on top of the one in force."""
    shown = tiny("item", item="a", what_if=["b:lead_days:-3"])
    links = [found.split('"')[0] for found in shown.html.split('href="')[1:]]
    asked = [parse_qs(urlsplit(link.replace("&amp;", "&")).query).get("what_if") for link in links]
    own = [texts[1] for texts in asked if texts and len(texts) == 2]
    assert own == [
        "a:status:done",
        "a:lead_at_most:10",
        "a:lead_days:+30",
        "a:status:not_needed",
        "a>b:strength:soft",
    ]
