"""What is made once for everybody is right, is made once, and stays within its bounds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pandas import DataFrame
from pandas.testing import assert_frame_equal

from depmap.answers import filters, relations
from depmap.answers.filters import Filters
from depmap.answers.relations import Relation
from depmap.inputs.example import write_example
from depmap.look.palette import palette_for
from depmap.screen.state import cached, published
from depmap.screen.state.cached import Cache, Same, part, size
from depmap.screen.state.view import View
from depmap.versions.live import LivePortfolio
from tests.screen.drawn import PAGES, Drawn
from tests.thorough import slow, some

ASKERS = 20
RELATIONS = [found for found in vars(relations).values() if isinstance(found, Relation)]


def of_length(limit: int) -> Cache:
    """A cache of texts that weigh their length."""
    return Cache(limit, len)


def in_threads(work: Callable[[], Any], times: int) -> None:
    """Does the same in many threads at once and waits for all."""
    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)


# --- the cache ------------------------------------------------------------------------------------


def test_many_askers_have_it_made_once() -> None:
    """Single flight: 20 threads that ask at once get the one value of the first."""
    cache, made, got = of_length(100), [], []

    def make() -> str:
        time.sleep(0.1)
        made.append("made")
        return "value"

    in_threads(lambda: got.append(cache.get("key", make)), ASKERS)
    assert made == ["made"]
    assert got == ["value"] * ASKERS


def test_maker_that_is_stopped_stops_nobody_else() -> None:
    """Streamlit stops a run by an exception: it is that run's alone, and another makes it."""
    cache, made, got, stopped = of_length(100), [], [], []

    class Stopped(BaseException):
        pass

    def make() -> str:
        time.sleep(0.1)
        made.append("tried")
        if len(made) == 1:
            raise Stopped
        return "value"

    def ask() -> None:
        try:
            got.append(cache.get("key", make))
        except Stopped:
            stopped.append("stopped")

    in_threads(ask, ASKERS)
    assert made == ["tried"] * 2
    assert (got, stopped) == (["value"] * (ASKERS - 1), ["stopped"])


def test_least_recently_used_goes_first() -> None:
    """Three values of weight 4 do not fit into 10: the one nobody asked for again is made anew."""
    cache, made = of_length(10), []

    def ask(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key * 4

        return cache.get(key, make)

    for key in ("a", "b", "a", "c", "a", "b"):
        assert ask(key) == key * 4
    assert made == ["a", "b", "c", "b"]


def test_value_above_the_limit_is_handed_out_and_not_kept_for_long() -> None:
    """A value larger than the whole cache is right, and the next one takes its place."""
    cache, made = of_length(10), []

    def make() -> str:
        made.append("made")
        return "x" * 50

    assert cache.get("large", make) == "x" * 50
    assert cache.get("small", lambda: "y") == "y"
    assert cache.get("large", make) == "x" * 50
    assert len(made) == 2


def test_a_large_portfolio_makes_room() -> None:
    """What did not fit is kept once the limit has grown; it never shrinks."""
    cache, made = of_length(10), []

    def make() -> str:
        made.append("made")
        return "x" * 50

    cache.grow(60)
    cache.grow(5)
    assert cache.get("large", make) == cache.get("large", make) == "x" * 50
    assert cache.get("small", lambda: "y" * 10) == "y" * 10
    assert cache.get("large", make) == "x" * 50
    assert len(made) == 1


def test_cleared_while_a_value_is_in_the_making() -> None:
    """What is forgotten is made again; who waits for a value still gets it."""
    cache, got = of_length(100), []
    begun, may_end = threading.Event(), threading.Event()

    def make() -> str:
        begun.set()
        may_end.wait(timeout=10)
        return "slow"

    assert cache.get("quick", lambda: "old") == "old"
    asker = threading.Thread(target=lambda: got.append(cache.get("slow", make)))
    asker.start()
    begun.wait(timeout=10)
    cache.clear()
    may_end.set()
    asker.join(timeout=10)
    assert got == ["slow"]
    assert cache.get("slow", lambda: "made again") == "slow"
    assert cache.get("quick", lambda: "new") == "new"


def test_frames_are_the_same_when_they_are_one_object() -> None:
    """Equal frames are two keys, one frame is one; values with a hash count by value."""
    frame = DataFrame({"a": [1]})
    assert part(frame) == part(frame)
    assert part(frame) != part(frame.copy())
    assert part(("a", 1)) == part(("a", 1))
    assert Same(frame) != frame


def test_size_grows_with_what_a_value_holds() -> None:
    """Rows, characters and nested values count."""
    assert size(DataFrame({"a": range(1000)})) == 1000 * size(DataFrame({"a": [1]}))
    assert size("x" * 1000) - size("x") == 999
    assert size({"a": ["x" * 1000]}) > 1000
    assert size(Filters(search="x" * 1000)) > 1000


# --- what the pages get from it -------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small portfolio that a test may edit."""
    write_example(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def served(folder: Path, tmp_path: Path) -> LivePortfolio:
    """That portfolio, served."""
    return LivePortfolio(folder, tmp_path / "cache")


def view_of(served: LivePortfolio, wanted: Filters | None = None) -> View:
    """What a run of the script that begins now sees."""
    data = served.current()
    shared = published.shared(data)
    palette = palette_for("light")
    return View(data, data.connection(), shared, wanted or Filters(), palette, shared)


def rename_first_owner(folder: Path, name: str) -> None:
    """Gives the first owner of the file another name."""
    path = folder / "owners.csv"
    lines = path.read_text().splitlines()
    key, _, rest = lines[1].split(",", 2)
    path.write_text("\n".join([lines[0], f"{key},{name},{rest}", *lines[2:]]) + "\n")


def test_a_run_sees_one_version_although_a_newer_one_is_published(
    served: LivePortfolio, folder: Path
) -> None:
    """What a page reads after a reload is still of the version that it began with."""
    before = view_of(served)
    rename_first_owner(folder, "Newcomer")
    served.refresh()
    after = view_of(served)
    assert "Newcomer" in set(after.read(relations.owners)["name"])
    assert "Newcomer" not in set(before.read(relations.owners)["name"])
    assert "Newcomer" not in set(before.once(names_of, before.read(relations.owners)))
    assert "Newcomer" in set(after.once(names_of, after.read(relations.owners)))


def names_of(rows: DataFrame) -> list[str]:
    """The names in a frame."""
    return list(rows["name"])


@slow
def test_filtered_rows_are_those_of_a_fresh_query(served: LivePortfolio) -> None:
    """Narrowed from what is kept, or read from the database: the same rows, of every relation."""
    offered = published.shared(served.current()).options
    wanted = [Filters(), Filters(search="zzz"), Filters(owner=("",))]
    wanted += [Filters(theme=(theme,)) for theme in offered["theme"].values()]
    for narrowing in some(wanted, 4):
        view, again = view_of(served, narrowing), view_of(served, narrowing)
        for relation in RELATIONS:
            assert_frame_equal(view.read(relation), relation(view.connection, narrowing))
            assert view.read(relation) is again.read(relation)


def test_filters_and_colours_never_share_what_was_made(served: LivePortfolio) -> None:
    """The same function of the same frame, seen with other filters or colours, is made anew."""
    made = []

    def note(rows: DataFrame) -> int:
        made.append(len(rows))
        return len(made)

    light = view_of(served)
    dark = View(
        light.data, light.connection, light.shared, light.filters, palette_for("dark"), light.shared
    )
    searched = view_of(served, Filters(search="a"))
    rows = light.read(relations.items)
    turns = [one.once(note, rows) for one in (light, dark, searched, light, dark, searched)]
    assert turns == [1, 2, 3, 1, 2, 3]


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement sent to report.* from now on."""
    sent: list[str] = []
    read = relations.read

    def noting(connection: Any, statement: str, parameters: Any = None) -> DataFrame:
        sent.append(statement)
        return read(connection, statement, parameters)

    monkeypatch.setattr(relations, "read", noting)
    return sent


@pytest.fixture
def real(dashboard: Callable[[str], Drawn]) -> Iterator[Callable[[str], Drawn]]:
    """The dashboard, with nothing kept before and after."""
    cached.KEPT.clear()
    yield dashboard
    cached.KEPT.clear()


@slow
def test_emptied_streamlit_caches_cost_nothing_and_change_nothing(
    real: Callable[[str], Drawn], queries: list[str]
) -> None:
    """What any client may send, clear_cache, makes no page read the database again."""
    drawn = real("real")
    first = {page: drawn.open(page).html for page in PAGES}
    queries.clear()
    for page in PAGES:
        st.cache_data.clear()
        st.cache_resource.clear()
        assert drawn.open(page).html == first[page]
    assert queries == []


@slow
def test_pages_change_no_frame_they_are_handed(real: Callable[[str], Drawn]) -> None:
    """After all pages were drawn, with and without filters, what is kept is as it was read."""
    drawn = real("real")
    data = published.portfolio().current()
    shared = published.shared(data)
    theme = next(iter(shared.options["theme"]))
    narrowed = filters.read(shared.options, {"theme": [theme]}).filters
    for query in ({}, {"theme": theme}):
        for page in PAGES:
            drawn.open(page, **query)
            assert drawn.errors == []
    for wanted in (Filters(), narrowed):
        view = View(data, data.connection(), shared, wanted, palette_for("light"), shared)
        for relation in RELATIONS:
            assert_frame_equal(view.read(relation), relation(view.connection, wanted))
