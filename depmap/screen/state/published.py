"""The one live portfolio of this server process, whoever asks for it.

A plain module-level value and not st.cache: any websocket client can empty Streamlit's caches,
and that must not rebuild the database.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

from depmap.answers import filters
from depmap.screen.state import view
from depmap.screen.state.cached import KEPT, Cache, Same
from depmap.screen.state.places import OWN_DATA
from depmap.versions.live import LivePortfolio, Version


def folder() -> Path:
    """The folder the dashboard shows: DEPMAP_DATA when it is set, else our own data/."""
    return Path(os.environ.get("DEPMAP_DATA") or OWN_DATA)


@functools.cache
def portfolio() -> LivePortfolio:
    """The live portfolio over `folder()`; the first call builds it."""
    return LivePortfolio(folder())


# While a new version comes up, runs that began with the one before it still end with that one.
_shared = Cache(limit=2, weigh=lambda _: 1)


def shared(data: Version) -> view.Shared:
    """What all pages share of a data version; read once, by whoever comes first."""
    return _shared.get(Same(data.database), lambda: _read_shared(data))


def _read_shared(data: Version) -> view.Shared:
    # Nobody will ask any more for what was made of the version before.
    KEPT.clear()
    connection = data.connection()
    return view.read_shared(connection, filters.options(connection))
