"""Ways out and drivers on the pages are the rows of report.ways_out and report.drivers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from depmap.words.formats import chance, count, day, percent
from tests.screen.drawn import Drawn
from tests.thorough import slow


@pytest.fixture(scope="module")
def real(dashboard: Callable[[str], Drawn]) -> Drawn:
    """One session over the real portfolio."""
    return dashboard("real")


def cells(drawn: Drawn, label: str) -> list[str]:
    """The words of all cells of a column."""
    found = re.findall(rf'data-label="{label}">(.*?)</td>', drawn.html)
    return [" ".join(re.sub(r"<[^>]+>", " ", html.unescape(cell)).split()) for cell in found]


def tried(drawn: Drawn) -> list[list[str]]:
    """The changes that each link to What if carries, in the order of the page."""
    addresses = re.findall(r'href="(what_if\?[^"]*)"', drawn.html)
    return [parse_qs(urlsplit(html.unescape(one)).query)["what_if"] for one in addresses]


def below_goal(drawn: Drawn) -> list[str]:
    """The directions that have ways out."""
    drawn.open("overview")
    rows = drawn.rows("select distinct direction_id from report.ways_out order by all")
    return [direction_id for (direction_id,) in rows]


@slow
def test_every_way_out_has_a_row_and_a_link_that_tries_it(real: Drawn) -> None:
    """In order of rank, with the chance that it gives."""
    directions = below_goal(real)
    assert directions
    for direction in directions:
        real.open("item", item=direction)
        rows = real.rows(
            "select kind, days, chance_after, what_if from report.ways_out"
            " where direction_id = ? order by rank",
            direction,
        )
        assert tried(real) == [list(what_if) for *_, what_if in rows]
        assert cells(real, "Chance") == [chance(after) for _, _, after, _ in rows]
        agreed = [count(days, "day") for kind, days, *_ in rows if kind == "at most"]
        said = cells(real, "Agreed at")
        assert [words.split(" or less")[0] for words in said] == agreed
        ((today, target),) = real.rows(
            "select chance_on_time, target from report.directions where direction_id = ?", direction
        )
        assert f"{chance(today)} to be on time by {day(target)}. " in real.plain


def test_drivers_stand_on_the_page_of_every_direction_with_a_target(real: Drawn) -> None:
    """The most frequent first, those under half a percent left out; ways out only where needed."""
    missing = set(below_goal(real))
    for (direction,) in real.rows("select distinct direction_id from report.drivers"):
        real.open("item", item=direction)
        rows = real.rows(
            "select critical_share, chance_at_low from report.drivers where direction_id = ?"
            " and critical_share >= 0.005 order by critical_share desc, item_id",
            direction,
        )
        assert cells(real, "Share") == [f"decides {percent(share)}" for share, _ in rows]
        best = cells(real, "Chance at its best")
        assert [words.split(" at ")[0] for words in best] == [chance(low) for _, low in rows]
        assert ("each is enough by itself" in real.plain) == (direction in missing)


def test_a_direction_that_reaches_its_goal_keeps_its_sentence(real: Drawn) -> None:
    """Likely, the date that holds in 4 of 5 cases, target, chance and reserve."""
    below = below_goal(real)
    ((direction,),) = real.rows(
        "select min(direction_id) from report.directions where outlook = 'on_time'"
    )
    assert direction not in below
    assert "in hand" in real.open("item", item=direction).plain
    assert tried(real) == []


def test_overview_and_brief_name_ways_out_of_every_direction_below_its_goal(real: Drawn) -> None:
    """Each is a link to the direction's page under the change; the target is always among them."""
    below = below_goal(real)
    targets = {
        direction: list(what_if)
        for direction, what_if in real.rows(
            "select direction_id, what_if from report.ways_out where kind = 'target'"
        )
    }
    for page in ("overview", "brief"):
        queries = [
            parse_qs(urlsplit(html.unescape(address)).query)
            for address in re.findall(r'href="(item\?[^"]*what_if[^"]*)"', real.open(page).html)
        ]
        opened = {query["item"][0]: query["what_if"] for query in queries}
        assert opened == {direction: targets[direction] for direction in below}
        named = [query["item"][0] for query in queries]
        # On Overview the first way out, the target, and more days of an owner.
        assert max(map(named.count, below)) <= 3


@slow
def test_two_decisions_together_are_tried_when_asked(real: Drawn) -> None:
    """Every pair of options with its chance, and a link that opens both as a scenario."""
    drawn = real.open("item", item="DIR-SSO")
    assert "Build in-house" not in drawn.plain
    drawn.test.toggle(key="pairs").set_value(True).run()
    assert drawn.errors == []
    queries = [
        parse_qs(urlsplit(html.unescape(address)).query)["what_if"]
        for address in re.findall(r'href="(what_if\?[^"]*)"', drawn.html)
    ]
    both = {tuple(change.split(":")[0] for change in query) for query in queries}
    assert ("DP-SOC2", "DP-SSO") in both
    for query in [query for query in queries if len(query) == 2][:1]:
        assert "What if" in Drawn().open("what_if", what_if=query).plain
    assert len([query for query in queries if len(query) == 2]) == 4 * 3
