"""The Data page on what came in: the last imports, and a file that a viewer brings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from depmap.imports.folder import KEPT, Imported, record
from depmap.screen.state import published
from tests.screen import portfolios_on_disk as portfolios
from tests.screen.drawn import Drawn
from tests.screen.state.test_brought import JIRA
from tests.thorough import slow


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A tiny portfolio of its own, on a server for this machine alone."""
    folder = portfolios.tiny(tmp_path / "plan")
    monkeypatch.setenv("DEPMAP_DATA", str(folder))
    monkeypatch.setenv("DEPMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DEPMAP_ALLOW_OPEN", raising=False)
    monkeypatch.setitem(config.get_config_options()["server.address"].__dict__, "value", "::1")
    published.portfolio.cache_clear()
    yield folder
    published.portfolio.cache_clear()


def drop(shown: Drawn, name: str, data: bytes) -> None:
    """Lets a file fall into the box."""
    shown.test.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert shown.errors == []


@slow
def test_what_is_brought_is_told_to_its_viewer_alone_and_kept_nowhere(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The box is empty again at once; another viewer sees nothing; Clear takes the words away."""
    forgotten: list[str] = []
    remove = MemoryUploadedFileManager.remove_file
    monkeypatch.setattr(
        MemoryUploadedFileManager,
        "remove_file",
        lambda own, session_id, file_id: (
            forgotten.append(file_id), remove(own, session_id, file_id)),
    )  # fmt: skip
    shown = Drawn().open("data")
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    drop(shown, "jira.csv", JIRA)
    assert "Taken: 1 direction, 2 prerequisites, 3 links between them and 2 owners." in shown.plain
    assert "&lt;b&gt;Account&lt;/b&gt;" in shown.html
    assert shown.test.file_uploader[0].value is None
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert shown.rows("select count(*) from report.items") == [(3,)]
    assert "Taken:" not in Drawn().open("data").plain
    drop(shown, "notes.txt", b"hello")
    assert "It does not load: 1 problem." in shown.plain
    assert "notes.txt: the file looks like no export that is known." in shown.plain
    assert "Taken:" not in shown.plain
    assert len(set(forgotten)) == 2, "the bytes leave the memory of the server"
    shown.test.button(key="button_Clear").click().run()
    assert "notes.txt" not in shown.plain


def test_the_last_imports_are_shown_and_strangers_bring_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which file, when, how many tasks; a damaged record is said. No box where all may come."""
    shown = Drawn().open("data")
    assert "Nothing was imported into this folder." in shown.plain
    sources = [
        Imported("Jira CSV", "<jira>.csv", date(2026, 11, 2), 40),
        Imported("Mermaid", "map.mmd", date(2026, 11, 23), 1),
    ]
    (home / KEPT).write_bytes(record(sources, {}, []))
    shown.test.run()
    newest, older = "Mermaid map.mmd on 23 Nov 2026, 1 task", "<jira>.csv on 2 Nov 2026, 40 tasks"
    assert f"{newest} Jira CSV {older}" in shown.words
    assert shown.test.file_uploader
    (home / KEPT).write_text("[]")
    monkeypatch.setenv("DEPMAP_ALLOW_OPEN", "1")
    shown.test.run()
    assert "import.json is damaged. Take it from an earlier version." in shown.plain
    assert "Bring your own" not in shown.plain
    assert not shown.test.file_uploader
