"""The dashboard over a file that somebody published: it has the answers, and not the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from depmap.inputs.example import write_example
from depmap.inputs.validate import read_portfolio
from depmap.screen.state import published
from depmap.versions.publish import publish_version
from tests.screen.drawn import PAGES, Drawn

PATCH = "Download the patch"


@pytest.fixture(scope="module")
def pointer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published version, whose inputs are gone."""
    home = tmp_path_factory.mktemp("published")
    write_example(home / "inputs")
    publish_version(read_portfolio(home / "inputs"), home / "our-map.duckdb", 1)
    (home / "inputs").rename(home / "elsewhere")
    return home / "our-map.duckdb"


@pytest.fixture
def replica(pointer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    """A session over it."""
    monkeypatch.setenv("DEPMAP_DATA", str(pointer))
    monkeypatch.setenv("DEPMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DEPMAP_EDIT", "1")
    published.portfolio.cache_clear()
    yield Drawn()
    published.portfolio.cache_clear()


def test_every_page_opens_and_the_portfolio_has_the_name_of_the_file(replica: Drawn) -> None:
    """Also without a past; nothing is read of a folder."""
    assert published.name() == "our-map"
    for page in PAGES:
        assert replica.open(page).errors == [], page
    published.past().settle()
    assert "our-map.1.duckdb: it is no folder" in replica.open("changes").plain


def test_a_scenario_is_computed_and_offers_nothing_for_files(replica: Drawn) -> None:
    """Which cells it takes and the command that writes them; no patch, no writing, asked or not."""
    items = (
        published.portfolio()
        .current()
        .connection()
        .execute("select item_id from report.items where status = 'not_started' order by item_id")
    )
    asked = f"{items.fetchall()[0][0]}:lead_days:+30"
    shown = replica.open("what_if", what_if=asked)
    assert shown.errors == []
    assert "To make it real, change these cells" in shown.words
    assert f"depmap apply our-map --what-if {asked}" in shown.plain
    buttons = [*shown.test.button, *shown.test.get("download_button")]
    labels = [str(button.label) for button in buttons]
    assert not [label for label in labels if label == PATCH or "files" in label]
