"""The page Changes, and the sentence of it on the pages that are about today."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from depmap.screen.state import published
from depmap.versions import past
from tests.screen import portfolios_on_disk as portfolios
from tests.screen.drawn import Drawn
from tests.thorough import slow, some
from tests.versions.repositories import commit, edit, git

Open = Callable[..., Drawn]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny, with commits of 2 Nov and 1 Dec 2026 and edits since; it counts from 12 Dec 2026.

    The second commit cannot be loaded.
    """
    root = tmp_path_factory.mktemp("changes")
    folder = portfolios.tiny(root / "plan")
    git(root, "init", "--quiet")
    (folder / "settings.yaml").write_text("review_days: 30\n")
    commit(root)
    edit(folder, "owners.csv", "o,Olga", "x,Olga")
    commit(root, day="2026-12-01")
    edit(folder, "owners.csv", "x,Olga", "o,Olga")
    (folder / "settings.yaml").write_text("review_days: 30\nas_of: 2026-12-12\n")
    edit(folder, "prerequisites.csv", "Sign the contract,,architecture,enabler,o,not_started,10,20",
         "Sign the contract,,architecture,enabler,,in_progress,10,35")  # fmt: skip
    edit(folder, "prerequisites.csv", "3,,,,,Write to them,,,\nb", "3,,,2026-12-05,,Write,,,\nb")
    return folder


@pytest.fixture(scope="module")
def settled(home: Path) -> Iterator[Open]:
    """Opens a page twice: once to ask, and again when everything is computed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEPMAP_DATA", str(home))
        patch.setenv("DEPMAP_CACHE", str(home.parent / "cache"))
        patch.setattr(past, "SECONDS_BETWEEN_LOOKS", 0)
        published.portfolio.cache_clear()

        def open(page: str, **query: str | list[str]) -> Drawn:
            Drawn().open(page, **query)
            published.past().settle()
            Drawn().open(page, **query)  # what was listed is compared now
            published.past().settle()
            return Drawn().open(page, **query)

        yield open
    published.portfolio.cache_clear()


def moved(shown: Drawn) -> str:
    """The row of the direction in the table of what moved."""
    rows = shown.html.split("<tr>")
    return next(row for row in rows if 'data-label="Why, in days"' in row)


def test_the_page_says_what_moved_and_why(settled: Open) -> None:
    """The sentence, both dates with days by cause, each edit with its line, what happened."""
    shown = settled("changes")
    assert not shown.errors
    assert shown.plain.count("Since 12 Nov 2026 the direction moved") == 1
    assert "edits in 1 file, 1 direction compared" in shown.plain
    row = moved(shown)
    words = re.sub(r"<[^>]+>", " ", row)
    assert "time " in words
    assert "Sign the contract " in words
    assert "prerequisites.csv, 2" in shown.plain
    assert re.search(r"lead likely 20 → <strong[^>]*>35", shown.html)
    assert re.search(r"Started.*Sign the contract.*Finished.*Nothing", shown.words)
    assert re.search(
        r"Lost its owner.*Sign the contract.*was Olga.*New owner.*Nothing", shown.words
    )


def test_causes_on_the_page_add_up(settled: Open) -> None:
    """Days by cause are together those by which the date moved."""
    row = moved(settled("changes"))
    cells = dict(re.findall(r'data-label="([^"]*)">(.*?)</td>', row, re.DOTALL))
    whole, *_ = re.findall(r"[−\d]+", re.sub(r"<[^>]+>", "", cells["Later by, days"]))
    parts = re.findall(r"<strong[^>]*>([+−]\d+)<", cells["Why, in days"])
    assert len(parts) >= 2
    days = [int(number.replace("−", "-")) for number in [whole, *parts]]
    assert days[0] == sum(days[1:])


def test_the_trend_is_drawn_and_says_what_it_left_out(settled: Open) -> None:
    """Two days have a forecast; the version of another day is named with its problem."""
    shown = settled("changes")
    assert "the forecast on 2 days since 2 Nov 2026" in shown.plain
    assert len(shown.test.get("plotly_chart")) == 1
    assert "1 Dec 2026 is left out" in shown.plain


@slow
def test_a_revision_by_choice(settled: Open) -> None:
    """One of the list by its day; one that cannot be loaded says so; no other text reaches git."""
    shown = settled("changes", since="Revision")
    (choice,) = [box for box in shown.test.selectbox if box.key == "revision"]
    assert [name[:11].strip(" ,") for name in choice.options] == ["1 Dec 2026", "2 Nov 2026"]
    assert "The version of 1 Dec 2026 cannot be loaded." in shown.plain
    shown = settled("changes", since="Revision", revision=choice.options[1])
    assert "Since 2 Nov 2026 the direction moved" in shown.plain
    shown = settled("changes", since="Revision", revision="--output=x")
    assert not shown.errors
    assert "The version of 1 Dec 2026 cannot be loaded." in shown.plain


@pytest.mark.parametrize("page", some(["overview", "brief"], 2))
def test_pages_about_today_say_it_in_a_sentence(settled: Open, page: str) -> None:
    """With a link to the page; not where filters or a scenario show something else."""
    shown = settled(page)
    assert "Since 12 Nov 2026 the direction moved" in shown.plain
    assert 'href="changes"' in shown.html
    assert "Since 12 Nov" not in settled(page, q="contract", search="contract").plain
    assert "Since 12 Nov" not in settled(page, what_if=["a:status:done"]).plain


def test_under_a_scenario_the_page_is_about_today(settled: Open) -> None:
    """And says so."""
    shown = settled("changes", what_if=["a:status:done"])
    assert "Compared is today’s plan, without the scenario." in shown.plain
    assert "Since 12 Nov 2026 the direction moved" in shown.plain


def test_a_page_does_not_wait_for_the_comparison(
    settled: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is computed the page says so, and the others lack one sentence."""
    settled("overview")
    monkeypatch.setattr(past.Past, "since", lambda *_: None)
    assert "today’s plan is being compared with that of" in Drawn().open("changes").plain
    assert "Since " not in Drawn().open("overview").plain
    monkeypatch.setattr(past.Past, "known", lambda *_, **__: past.Known())
    assert "earlier versions are being looked up" in Drawn().open("changes").plain


@slow
def test_outside_of_git(settled: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says what would give an earlier version; dated folders do."""
    home = published.folder()
    shutil.copytree(home, tmp_path / "plan")
    monkeypatch.setenv("DEPMAP_DATA", str(tmp_path / "plan"))
    published.portfolio.cache_clear()
    shown = settled("changes")
    assert "No earlier version. plan: the folder is in no git repository." in shown.plain
    assert "DEPMAP_SNAPSHOTS" in shown.plain
    shutil.copytree(home, tmp_path / "kept" / "2026-11-20")
    monkeypatch.setenv("DEPMAP_SNAPSHOTS", str(tmp_path / "kept"))
    shown = settled("changes", since="Revision")
    assert not shown.errors
    assert "no direction moved" in shown.plain
    assert "Nothing was edited" in shown.plain
    published.portfolio.cache_clear()
