"""A lake as a server shows it: one build at a time, a portfolio or all of them."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from depmap.answers import filters, relations
from depmap.answers.filters import Filters
from depmap.answers.relations import Relation
from depmap.engine.database import build
from depmap.inputs.validate import read_portfolio
from depmap.portfolio.problem import InvalidPortfolio
from depmap.versions.workspace import lake, live, overall
from depmap.versions.workspace.live import LiveLake, NotInLake
from tests.versions.workspace.workspaces import rewrite, write_lake

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A lake that no test writes into."""
    return write_lake(tmp_path_factory.mktemp("read"))


@pytest.fixture
def own(place, tmp_path) -> Path:
    """A lake of a test's own."""
    return Path(shutil.copytree(place, tmp_path / "lake", symlinks=True))


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Every look is one."""
    monkeypatch.setattr(live, "SECONDS_BETWEEN_LOOKS", 0.0)


def publish(place: Path) -> None:
    """The same answers once more, as the next build."""
    build = lake.current(place)
    told = lake.manifest(place)
    with lake.unfinished(place) as built:
        shutil.copytree(build, built, dirs_exist_ok=True, copy_function=os.link)
        lake.switch_to(place, built, told)


def test_a_portfolio_is_read_as_its_own_database_is(place: Path) -> None:
    """Every relation that pages read, its words and its filters, equal to a build of the folder."""
    version = LiveLake(place).portfolio("pay")
    assert (version.title, version.number, version.is_stale) == ("Team pay", 2, False)
    mine = version.connection()
    folder = read_portfolio(place.parent / "teams" / "pay")
    with build(folder, DAY, is_explained=True) as own:
        named = [one for one in vars(relations).values() if isinstance(one, Relation)]
        assert len(named) > 20
        for relation in named:
            if relation.name not in ("items", "owners"):  # which the lake of this test changes
                assert relation.whole(mine).equals(relation.whole(own)), relation.name
            said = relations.column_comments(mine, relation.name)
            assert said == relations.column_comments(own, relation.name)
            assert all(said.values())
        asked = Filters(owner=("counsel",), search="terms")
        assert filters.kept(mine, asked) == filters.kept(own, asked)
        assert filters.options(mine) == filters.options(own)


@pytest.mark.parametrize(
    "statement",
    ["select * from read_text('/etc/hostname')", "set enable_external_access = true",
     "copy (select 1) to 'out.csv'", "attach 'other.duckdb'"],
)  # fmt: skip
def test_the_connections_reach_no_other_file(place: Path, statement: str) -> None:
    """A page that is tricked reads nothing but this build."""
    for version in (LiveLake(place).portfolio("pay"), LiveLake(place).together()):
        with pytest.raises(duckdb.Error):
            version.connection().execute(statement)


def test_what_is_not_in_the_lake_is_said(place: Path) -> None:
    """A name from an address is no path; one that could not be built says why."""
    shown = LiveLake(place)
    for name in ("nobody", "../builds", "", "pay/../ids"):
        with pytest.raises(NotInLake) as error:
            shown.portfolio(name)
        assert (error.value.name, error.value.why) == (name, "")
    with pytest.raises(NotInLake, match="the id is used again"):
        shown.portfolio("new")


def test_answers_of_another_release_are_refused_in_words(own: Path) -> None:
    """A column that pages read is missing, or a whole relation; all together read the rest."""
    part = lake.part_of(lake.current(own), "items", "app")
    part.rename(part.with_name("old"))
    rewrite(part.with_name("old"), part, "* exclude (shared_key)")
    with pytest.raises(InvalidPortfolio, match=r"another release .* \(items.shared_key"):
        LiveLake(own).portfolio("app")
    part.unlink()
    with pytest.raises(InvalidPortfolio, match=r"\(items is not there\)"):
        LiveLake(own).portfolio("app")


def test_an_older_lake_without_newer_relations_and_columns_is_told_together(own: Path) -> None:
    """No requests, and no shared keys of the portfolio whose answers are old."""
    build = lake.current(own)
    shutil.rmtree(build / "asked_for")
    part = lake.part_of(build, "items", "old")
    part.rename(part.with_name("old"))
    rewrite(part.with_name("old"), part, "* exclude (shared_key)")
    connection = LiveLake(own).together().connection()
    assert overall.waits.whole(connection).empty
    (key,) = connection.execute("select titles from lake.shared where kind = 'key'").fetchall()
    assert key == (["Team app", "Team ids", "Team pay"],)


def test_all_together_are_made_of_one_build(place: Path) -> None:
    """Portfolios, waits, shared things and people, by the rules of sql/lake/."""
    connection = LiveLake(place).together().connection()
    found = connection.execute(
        f"select portfolio, late, at_risk, is_stale, why from lake.portfolios"
        f" order by {overall.portfolios.order}"
    ).fetchall()
    assert found == [
        ("ids", 2, 0, False, ""),
        ("old", 0, 2, True, ""),
        ("app", 0, 0, False, ""),
        ("pay", 0, 0, False, ""),
        ("new", 0, 0, False, "new/owners.csv line 3: the id is used again"),
    ]
    waits = connection.execute("select asked_by, days_late, never_comes, holds_up from lake.waits")
    assert set(waits.fetchall()) == {
        ("app", 0, True, True),
        ("ids", 41, False, True),
        ("old", 0, False, False),
    }
    full = connection.execute("select name, round(load, 6) from lake.owners where is_over")
    assert full.fetchall() == [("General Counsel", 1.2)]


@pytest.mark.parametrize(
    ("search", "shown", "names"),
    [
        ("", "All", {"pay", "ids", "app", "old", "new"}),
        ("TEAM p", "All", {"pay", "app"}),
        ("", "Late", {"ids"}),
        ("", "At risk", {"old"}),
        ("", "Waiting", {"ids", "app"}),
        ("", "Not up to date", {"old", "new"}),
        ("nothing", "Late", set()),
    ],
)
def test_portfolios_are_narrowed_by_words_and_by_how_they_are(
    place: Path, search: str, shown: str, names: set[str]
) -> None:
    """All words, in title or id, whatever the case."""
    connection = LiveLake(place).together().connection()
    assert overall.kept(connection, search, shown) == names


def test_a_reader_takes_the_next_build_and_keeps_what_it_opened(own: Path) -> None:
    """What is opened stays of one build; the same portfolio is opened once a build."""
    shown = LiveLake(own)
    first = shown.portfolio("pay")
    assert shown.portfolio("pay") is first
    publish(own)
    assert shown.is_newer(first)
    second = shown.portfolio("pay")
    assert (first.number, second.number) == (2, 3)
    assert not shown.is_newer(second)
    rows = relations.items.whole(first.connection())
    assert rows.equals(relations.items.whole(second.connection()))


def test_a_build_that_is_removed_under_a_reader_is_an_error_that_tells_so(own: Path) -> None:
    """Publishers keep two; who still reads the third asks for the newest."""
    shown = LiveLake(own)
    first = shown.portfolio("pay")
    for _ in range(2):
        publish(own)
    with pytest.raises(duckdb.IOException):
        relations.items.whole(first.connection())
    assert shown.is_newer(first)
    assert shown.portfolio("pay").number == 4


def test_a_lake_that_loses_its_build_says_so_and_goes_on_with_the_next(own: Path) -> None:
    """No traceback, and the sentence names what to do."""
    shown = LiveLake(own)
    shown.together()
    (own / "current").rename(own / "away")
    with pytest.raises(InvalidPortfolio, match="the lake holds no build"):
        shown.portfolio("pay")
    (own / "away").rename(own / "current")
    assert shown.portfolio("pay").portfolio == "pay"


def test_a_build_that_goes_while_it_is_opened_is_followed_by_the_next(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the link and the first file two builds were published."""
    shown = LiveLake(own)
    shown.build()
    monkeypatch.setattr(live, "SECONDS_BETWEEN_LOOKS", 60.0)
    publish(own)
    publish(own)
    assert shown.portfolio("pay").number == 4
