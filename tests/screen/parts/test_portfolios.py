"""The dashboard on a lake: all portfolios first, then the usual pages of the chosen one."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
from starlette.applications import Starlette

from depmap.screen.pieces import notices
from depmap.screen.server import web
from depmap.screen.state import published
from depmap.versions.workspace import lake
from depmap.versions.workspace.build import build_lake
from depmap.versions.workspace.read import read_workspace
from depmap.words.exchange import portfolios as words
from tests.screen.drawn import PAGES, Drawn
from tests.thorough import slow, some
from tests.versions.workspace.workspaces import two, write_lake

NEED_INPUTS = {"what_if", "changes"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A lake that the process shows; no test writes into it."""
    home = tmp_path_factory.mktemp("shown")
    place = write_lake(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPMAP_DATA", str(place))
        patch.setenv("DEPMAP_CACHE", str(home / "cache"))
        yield place


@pytest.fixture
def shown(place: Path) -> Drawn:
    """The frame over the lake, in a session of its own."""
    return Drawn("portfolios")


def test_the_first_page_says_who_is_in_trouble_who_waits_and_what_to_procure_once(
    shown: Drawn,
) -> None:
    """One sentence, from all portfolios; each of them leads to its Overview."""
    shown.open("portfolios")
    assert shown.errors == []
    assert (
        "1 of 4 portfolios has a late direction: Team ids. Team pay holds up 2 others, Team app "
        "for good. Verified seller account is asked for by 4 portfolios and begun by Team app: "
        "procure it once."
    ) in shown.plain
    assert 'href="overview?portfolio=ids"' in shown.html
    assert 'href="item?item=usage-records&amp;portfolio=pay"' in shown.html
    assert "As of 29 Nov 2026" in shown.plain
    assert "5 portfolios" in shown.plain


def test_old_answers_and_missing_ones_are_named_with_day_and_reason(shown: Drawn) -> None:
    """In the table, where their portfolio stands."""
    shown.open("portfolios")
    assert "as of 20 Nov 2026, 9 days ago" in shown.plain
    assert "no answers: new/owners.csv line 3: the id is used again" in shown.plain
    assert 'portfolio=new"' not in shown.html


def test_people_over_their_days_are_named_with_the_rule(shown: Drawn) -> None:
    """3 and 3 of 5 days a week are 120 %, linked to what they have to do."""
    shown.open("portfolios")
    assert "General Counsel" in shown.plain
    assert "120 %" in shown.plain
    assert "of 5 days a week" in shown.plain
    assert "A person’s days are not added" in shown.plain
    assert 'href="my_work?portfolio=ids&amp;who=counsel"' in shown.html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"find": "team app"}, "1 of 5 portfolios"),
        ({"show": "Not up to date"}, "2 of 5 portfolios"),
        ({"find": "nobody"}, "No portfolio is like this."),
    ],
)
def test_the_address_narrows_the_portfolios(shown: Drawn, asked: dict[str, str], said: str) -> None:
    """By words in title or id, and by how they are."""
    shown.open("portfolios", **asked)
    assert shown.errors == []
    assert said in shown.plain


def test_what_is_told_besides_is_about_the_portfolios_that_are_shown(shown: Drawn) -> None:
    """Who they wait for, also where that one is not shown; whom others ask for is left out."""
    shown.open("portfolios", find="team app")
    assert "41 days" not in shown.plain
    assert "✕ for good" in shown.plain
    assert "General Counsel" not in shown.plain
    assert "kyb" in shown.plain.lower()


@pytest.mark.parametrize("page", ["item SIGN-IN", *some(PAGES, 4)])
def test_the_usual_pages_show_the_chosen_portfolio(shown: Drawn, page: str) -> None:
    """Its name stands above, every link keeps it, and none leads where there are no inputs."""
    name, _, item = page.partition(" ")
    shown.open(name, portfolio="ids", item=item or "vendor-contract")
    assert shown.errors == []
    assert "Portfolios › Team ids" in shown.plain
    found = [html.unescape(one) for one in re.findall(r'dm-link[^>]* href="([^"]*)"', shown.html)]
    assert found
    others = [one for one in found if one != "./" and "portfolio=ids" not in one]
    assert others == []
    assert [one for one in found if one.startswith("changes") or "what_if" in one] == []


@slow
@pytest.mark.parametrize("page", ["item", "overview", "plan", "timeline", "graph", "data"])
def test_pages_show_an_item_of_another_portfolio(tmp_path, monkeypatch, page: str) -> None:
    """What waits for it says so, and its own page says whose it is and nothing of starting it."""
    home = two(tmp_path)
    build_lake(read_workspace(home), home / "lake")
    monkeypatch.setenv("DEPMAP_DATA", str(home / "lake"))
    monkeypatch.setenv("DEPMAP_CACHE", str(tmp_path / "cache"))
    shown = Drawn("portfolios").open(page, portfolio="ent", item="pay//kyc")
    assert shown.errors == []
    if page == "item":
        late = "9 days late: Team pay has it likely on 29 Dec 2026, so Direction X misses"
        assert late in shown.plain
        assert "Its portfolio says." in shown.plain
        assert "No owner" not in shown.plain


@pytest.mark.parametrize("page", sorted(NEED_INPUTS))
def test_a_page_that_needs_inputs_says_what_to_open_instead(shown: Drawn, page: str) -> None:
    """One sentence in place of the page, which the menu leaves out."""
    shown.open(page, portfolio="pay")
    assert shown.errors == []
    title, sentence = words.no_inputs({"what_if": "What if", "changes": "Changes"}[page])
    assert f"<h1>{title}</h1>" in shown.html
    assert sentence in shown.plain
    assert "DEPMAP_DATA=FOLDER" in sentence


def test_a_scenario_in_the_address_is_refused_in_words(shown: Drawn) -> None:
    """Today's plan is shown; nothing is computed from rows that are not there."""
    shown.open("overview", portfolio="pay", what_if="vendor-contract:lead_at_most:5")
    assert shown.errors == []
    assert "This is today’s plan" in shown.plain
    assert "A lake holds answers alone" in shown.plain


@pytest.mark.parametrize("asked", [{"search": "kyb"}, {"owner": "Head of Product"}])
def test_filters_narrow_a_chosen_portfolio(shown: Drawn, asked: dict[str, str]) -> None:
    """By the rules of the database; the search finds the shared key."""
    shown.open("prerequisites", portfolio="pay", **asked)
    assert shown.errors == []
    assert "1 of 8 prerequisites" in shown.plain


def test_old_answers_say_so_above_their_pages(shown: Drawn) -> None:
    """With the day, and the Data page does not claim that the files load."""
    shown.open("data", portfolio="old")
    assert shown.errors == []
    assert "These are the answers of 20 Nov 2026" in shown.plain
    assert "All files load" not in shown.plain


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Which portfolio?"),
        ({"portfolio": "nobody"}, "The lake has no portfolio “nobody”."),
        ({"portfolio": "<script>x</script>"}, "The lake has no portfolio “<script>x</script>”."),
        ({"portfolio": "new"}, "It could not be built: new/owners.csv line 3"),
    ],
)
def test_an_address_without_answers_says_why(
    shown: Drawn, asked: dict[str, str], said: str
) -> None:
    """And leads to all portfolios; no name is taken for a path or for HTML."""
    shown.open("plan", **asked)
    assert shown.errors == []
    assert said in shown.plain
    assert 'href="./"' in shown.html
    assert "<script>" not in shown.html


def test_a_build_that_goes_while_a_page_is_drawn_is_drawn_anew(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are removed in the middle of a run: the page comes up from the next build."""
    own = Path(shutil.copytree(place, tmp_path / "lake", symlinks=True))
    monkeypatch.setenv("DEPMAP_DATA", str(own))
    told = lake.manifest(own)
    show = notices.show_ignored

    def publish(ignored: object) -> None:
        monkeypatch.setattr(notices, "show_ignored", show)
        for _ in range(2):
            with lake.unfinished(own) as built:
                shutil.copytree(lake.current(own) or own, built, dirs_exist_ok=True)
                lake.switch_to(own, built, told)
        show(())

    monkeypatch.setattr(notices, "show_ignored", publish)
    shown = Drawn("portfolios").open("plan", portfolio="pay")
    assert shown.errors == []
    assert "Portfolios › Team pay" in shown.plain
    assert published.current("pay").number == 4
    # A file that is missing in the newest build is no reason to look again, for ever.
    lake.part_of(own / "current", "plan", "pay").unlink()
    with pytest.raises(duckdb.IOException):
        published.current("pay").connection().execute("from report.plan")


def get(address: str) -> httpx.Response:
    """The answer of our routes."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(Starlette(routes=web.routes()))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as one:
            return await one.get(address)

    return asyncio.run(ask())


def test_the_plan_and_the_calendar_are_of_a_portfolio(place: Path) -> None:
    """Named in their address; without it, or with another one, a sentence and no rows."""
    assert place.is_dir()
    plan = get("/api/plan.csv?portfolio=pay&owner=General Counsel")
    rows = list(csv.DictReader(io.StringIO(plan.content.decode("utf-8-sig"))))
    assert {row["owner"] for row in rows} == {"General Counsel"}
    calendar = get("/calendar.ics?portfolio=pay&owner=counsel")
    assert "@pay" in calendar.text
    for address, status in (("/api/plan.csv", 400), ("/calendar.ics", 404)):
        assert get(address).status_code == status
        assert "?portfolio=ID" in get(address).text
        assert "no portfolio “nobody”" in get(f"{address}?portfolio=nobody").text
    assert get("/healthz").json() == {"status": "ok", "as_of": "2026-11-29", "problems": 0}
    assert get("/portfolios?show=Late").headers["location"] == "/?show=Late"
    assert get("/overview?portfolio=pay").status_code == 404  # Streamlit's, which is not here
