"""What this server process shows, whoever asks for it: one live portfolio, or a lake of many.

A plain module-level value and not st.cache: any websocket client can empty Streamlit's caches,
and that must not rebuild the database.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from duckdb import DuckDBPyConnection

from depmap.answers import filters
from depmap.exporters.extract import name_of
from depmap.imports import folder as imports
from depmap.imports.folder import Imported
from depmap.portfolio.change import InvalidScenario
from depmap.portfolio.scenario import Scenario
from depmap.scenarios.answers import KEPT as KEPT_SCENARIOS
from depmap.scenarios.answers import Scenarios
from depmap.scenarios.wanted import wanted
from depmap.screen.state import view
from depmap.screen.state.cached import BYTES_PER_ITEM, KEPT, Cache, Same
from depmap.screen.state.places import OWN_DATA
from depmap.versions.live import LivePortfolio, Version
from depmap.versions.past import Past, Since, last_before
from depmap.versions.workspace.lake import is_lake
from depmap.versions.workspace.live import KEPT as KEPT_PORTFOLIOS
from depmap.versions.workspace.live import LiveLake
from depmap.words.exchange import portfolios as words


def folder() -> Path:
    """What the dashboard shows: DEPMAP_DATA when it is set, else our own data/.

    A folder of inputs, or a database file that somebody publishes, where this is a replica.
    """
    return Path(os.environ.get("DEPMAP_DATA") or OWN_DATA)


def lake() -> LiveLake | None:
    """The lake that `folder()` is; None when it is the folder of one portfolio."""
    return _lake(folder())


@functools.cache
def _lake(place: Path) -> LiveLake | None:
    # Decided once: a server whose lake loses its build waits for the next one.
    return LiveLake(place) if is_lake(place) else None


def current(chosen: str = "") -> Version:
    """What is shown now: of a lake the chosen portfolio, or all together where none is chosen.

    Raises InvalidPortfolio without any good data, of a lake also NotInLake and, when the build goes
    meanwhile, duckdb.IOException.
    """
    found = lake()
    if found is None:
        return portfolio().current()
    return found.portfolio(chosen) if chosen else found.together()


def is_outdated(shown: Version) -> bool:
    """Whether the build of a lake that is shown has been followed by another one."""
    found = lake()
    return found is not None and found.is_newer(shown)


def name(chosen: str = "") -> str:
    """What the portfolio is called; of a lake the chosen one by its id."""
    shown = folder()
    return chosen or name_of(shown.with_suffix("") if shown.suffix == ".duckdb" else shown)


def last_imports() -> list[Imported]:
    """The last import from each tool into `folder()`, the newest first. Raises DamagedRecord."""
    return imports.last_imports(folder())


@functools.cache
def portfolio() -> LivePortfolio:
    """The live portfolio over `folder()`; the first call builds or copies it."""
    return LivePortfolio(folder())


@functools.cache
def scenarios() -> Scenarios:
    """The scenarios of this server, whoever asks for them."""
    return Scenarios()


def past() -> Past:
    """The past of `folder()`, of whose revisions DEPMAP_SNAPSHOTS may take the place."""
    return _past(folder(), os.environ.get("DEPMAP_SNAPSHOTS") or "")


@functools.cache
def _past(folder: Path, snapshots: str) -> Past:
    return Past(folder, Path(snapshots) if snapshots else None)


def last_review(data: Version) -> date:
    """The day that lies as long before the data's as the next review lies after it."""
    return data.as_of - timedelta(days=int(shared(data).settings["review_days"]))


def since_review(data: Version) -> Since | None:
    """What changed since the last review; None without a past, and while it is computed."""
    if not data.has_inputs:
        return None
    day = last_review(data)
    state = last_before(past().known().states, day)
    return past().since(state, day, data) if state else None


def under(data: Version, texts: Sequence[str]) -> view.Scenario | None:
    """The scenario that these texts ask for on a data version; None for today's plan.

    Computed by whoever comes first. Raises InvalidScenario when it cannot be laid onto the data,
    and where there are only answers.
    """
    if not texts:
        return None
    if not data.has_inputs:
        raise InvalidScenario([words.no_scenario()])
    asked = wanted(texts, saved(data))
    if not asked:
        return None
    answers = scenarios().answers(data.key, data.connection(), asked)
    return view.Scenario(asked, answers, _shared_of_scenarios.get(
        Same(answers.database), lambda: _read(answers.connection())
    ))  # fmt: skip


def saved(data: Version) -> Mapping[str, Scenario]:
    """The scenarios of scenarios.yaml by id, in the order of the file."""
    return scenarios().saved(data.key, data.connection())


# While a new version comes up, runs that began with the one before it still end with that one.
_shared = Cache(limit=2, weigh=lambda _: 1)
_shared_of_lake = Cache(limit=KEPT_PORTFOLIOS, weigh=lambda _: 1)
_shared_of_scenarios = Cache(limit=KEPT_SCENARIOS, weigh=lambda _: 1)


def shared(data: Version) -> view.Shared:
    """What all pages share of a data version; read once, by whoever comes first."""
    if not data.has_inputs:
        read = _read if data.portfolio else view.read_together
        return _shared_of_lake.get(Same(data.database), lambda: read(data.connection()))
    return _shared.get(Same(data.database), lambda: _read_shared(data))


def _read_shared(data: Version) -> view.Shared:
    # Nobody will ask any more for what was made of the version before.
    KEPT.clear()
    return _read(data.connection())


def _read(connection: DuckDBPyConnection) -> view.Shared:
    found = view.read_shared(connection, filters.options(connection))
    KEPT.grow(BYTES_PER_ITEM * len(found.items))
    return found
