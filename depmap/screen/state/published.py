"""The one live portfolio of this server process, whoever asks for it.

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
from depmap.portfolio.scenario import Scenario
from depmap.scenarios.answers import KEPT as KEPT_SCENARIOS
from depmap.scenarios.answers import Scenarios
from depmap.scenarios.wanted import wanted
from depmap.screen.state import view
from depmap.screen.state.cached import KEPT, Cache, Same
from depmap.screen.state.places import OWN_DATA
from depmap.versions.live import LivePortfolio, Version
from depmap.versions.past import Past, Since, last_before


def folder() -> Path:
    """The folder the dashboard shows: DEPMAP_DATA when it is set, else our own data/."""
    return Path(os.environ.get("DEPMAP_DATA") or OWN_DATA)


def name() -> str:
    """What the portfolio is called."""
    return name_of(folder())


def last_imports() -> list[Imported]:
    """The last import from each tool into `folder()`, the newest first. Raises DamagedRecord."""
    return imports.last_imports(folder())


@functools.cache
def portfolio() -> LivePortfolio:
    """The live portfolio over `folder()`; the first call builds it."""
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
    day = last_review(data)
    state = last_before(past().known().states, day)
    return past().since(state, day, data) if state else None


def under(data: Version, texts: Sequence[str]) -> view.Scenario | None:
    """The scenario that these texts ask for on a data version; None for today's plan.

    Computed by whoever comes first. Raises InvalidScenario when it cannot be laid onto the data.
    """
    if not texts:
        return None
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
_shared_of_scenarios = Cache(limit=KEPT_SCENARIOS, weigh=lambda _: 1)


def shared(data: Version) -> view.Shared:
    """What all pages share of a data version; read once, by whoever comes first."""
    return _shared.get(Same(data.database), lambda: _read_shared(data))


def _read_shared(data: Version) -> view.Shared:
    # Nobody will ask any more for what was made of the version before.
    KEPT.clear()
    return _read(data.connection())


def _read(connection: DuckDBPyConnection) -> view.Shared:
    return view.read_shared(connection, filters.options(connection))
