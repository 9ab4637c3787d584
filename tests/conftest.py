"""Opens the dashboard on a portfolio, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from depmap.screen.state import published
from tests.screen import portfolios_on_disk as portfolios
from tests.screen.drawn import Drawn

FOLDERS: dict[str, Callable[[Path], Path]] = {
    "real": portfolios.real,
    "empty": portfolios.empty,
    "tiny": portfolios.tiny,
    "large": portfolios.large,
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Path]]:
    """Folder and cache of a portfolio by name; written once per test run."""
    made: dict[str, tuple[Path, Path]] = {}

    def get(name: str) -> tuple[Path, Path]:
        if name not in made:
            home = tmp_path_factory.mktemp(name)
            made[name] = (FOLDERS[name](home / "portfolio"), home / "cache")
        return made[name]

    return get


@pytest.fixture(scope="module")
def dashboard(
    built: Callable[[str], tuple[Path, Path]],
) -> Iterator[Callable[[str], Drawn]]:
    """`dashboard("real")` is the frame over that portfolio, in a session of its own.

    Only the one asked for last may be used: a process shows one portfolio.
    """
    with pytest.MonkeyPatch.context() as patch:
        shown = ""

        def show(name: str) -> Drawn:
            nonlocal shown
            if name != shown:
                folder, cache = built(name)
                patch.setenv("DEPMAP_DATA", str(folder))
                patch.setenv("DEPMAP_CACHE", str(cache))
                published.portfolio.cache_clear()
                shown = name
            return Drawn()

        yield show
    published.portfolio.cache_clear()
