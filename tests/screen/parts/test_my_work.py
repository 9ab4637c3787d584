"""The page of one owner's work, and the ways to it from their name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from depmap.words.formats import count, day
from tests.screen.drawn import Drawn


@pytest.fixture(scope="module")
def real(dashboard: Callable[[str], Drawn]) -> Drawn:
    """One session over our own portfolio."""
    return dashboard("real")


@pytest.mark.parametrize("owner", ["SEC", "LEGAL", "none"])
def test_all_that_is_open_stands_there_once(real: Drawn, owner: str) -> None:
    """Every open prerequisite of the owner has a row, and nobody else's."""
    real.open("my_work", who=owner)
    assert real.errors == []
    theirs = real.rows(
        "select item_id from report.plan inner join report.items using (item_id)"
        " where owner_id = ?",
        "" if owner == "none" else owner,
    )
    rows = re.findall(r'data-label="What"><span.*?item=([\w.-]+)"', real.html)
    assert sorted(rows) == sorted(item for (item,) in theirs)
    assert theirs


def test_dates_are_those_that_the_owner_can_keep(real: Drawn) -> None:
    """From the first day of their time to the day it is there, as the schedule has them."""
    real.open("my_work", who="SEC")
    dated = real.rows(
        "select capacity_start, capacity_finish, capacity_slack_days from report.schedule"
        " where owner_id = 'SEC' and item_id in (select item_id from report.plan)"
    )
    for start, finish, slack in dated:
        late = f"■ {count(-slack, 'day')} late" if slack < 0 else ""
        assert f"{day(start)} to {day(finish)}{late}" in real.plain
    assert any(slack < 0 for *_, slack in dated)
    (owner,) = real.rows(
        "select capacity_days_per_week, wait_days_caused from report.owners where owner_id = 'SEC'"
    )
    assert f"With {count(owner[0], 'day')} a week they are full until" in real.plain
    assert f"their items wait {count(owner[1], 'day')} for that in all" in real.plain


def test_the_plan_says_the_same_dates_of_everybody(real: Drawn) -> None:
    """In the order of the plan: from when to when, and how late that is; off the routes none."""
    real.open("plan", window="Now")
    dated = real.rows(
        "select item_id, plan.capacity_start, plan.capacity_finish, slack.capacity_slack_days"
        " from report.plan as plan inner join report.items using (item_id)"
        " inner join report.schedule as slack using (item_id)"
        " where plan_window = 'now' order by sequence_number"
    )
    told = re.findall(r'item=([\w.-]+)"(?:(?!</tr>).)*With the days they have">(.*?)</td>',
                      real.html)  # fmt: skip
    cells = [(item, re.sub(r"<[^>]+>", "", cell)) for item, cell in told]
    assert [item for item, _ in cells] == [item for item, *_ in dated]
    for (_, start, finish, slack), (_, cell) in zip(dated, cells, strict=True):
        late = f"■ {count(-slack, 'day')} late" if slack < 0 else ""
        assert cell.startswith(f"{day(start)} to {day(finish)}{late}")
    assert "they are busy with SOC 2 readiness until" in dict(cells)["soc2-auditor"]


def test_who_waits_is_named_with_the_item(real: Drawn) -> None:
    """Behind each item of others stands whose it is, linked to their work."""
    real.open("my_work", who="SEC")
    cell = real.html.split(">Workforce access control</a></span>")[1].split("</tr>")[0]
    assert "ISO 27001 certificate" in cell
    assert 'href="my_work?who=none">No owner</a>' in cell


@pytest.mark.parametrize("page", ["overview", "plan", "prerequisites", "decisions", "owner_gaps"])
def test_names_of_owners_lead_to_their_work(real: Drawn, page: str) -> None:
    """In tables, cards and sentences."""
    real.open(page)
    named = set(re.findall(r'href="my_work\?who=(\w+)">', real.html))
    known = {owner for (owner,) in real.rows("select owner_id from report.owners")} | {"none"}
    assert named
    assert named <= known


def test_without_a_name_all_owners_are_listed(real: Drawn) -> None:
    """With what they have to do; a name that nobody has says so."""
    real.open("my_work")
    for name, owner in real.rows("select name, owner_id from report.owners where open_items > 0"):
        assert f'my_work?who={owner}">{name.replace("&", "&amp;")}</a>' in real.html
    real.open("my_work", who="<b>gone</b>")
    assert "The link names no owner of this portfolio." in real.words
    assert "<b>gone" not in real.html


def test_what_owners_delay_is_said_in_the_same_words(real: Drawn) -> None:
    """On Overview and, once, on the first decision that moves the direction; why, on its page."""
    real.open("overview")
    (sentence,) = re.findall(r"<p[^>]*>((?:(?!<p).)*, after its target.*?)</p>", real.html)
    # What Overview counts behind it is not about this direction.
    sentence = re.split(r' <a[^>]*href="owner_gaps"', sentence)[0]
    (late,) = re.findall(r'^<a[^>]*item=([\w-]+)"', sentence)
    why = sentence.split("</span>: ")[1].split(". ")[0].rstrip(".")
    assert " is busy with " in why
    real.open("decisions")
    assert real.html.count(sentence) == 1
    assert sentence in real.html.split("</article>")[0]
    real.open("item", item=late)
    assert why in real.html.split("Longest wait")[1]


def test_a_choice_opens_the_page_of_that_owner(dashboard: Callable[[str], Drawn]) -> None:
    """The list asks the browser for the address of the chosen one."""
    drawn = dashboard("tiny").open("my_work", who="o")
    assert "<h1>Olga</h1>" in drawn.html
    drawn.test.selectbox[0].select("No owner").run()
    assert drawn.test.session_state["_open"]["address"] == "my_work?who=none"
