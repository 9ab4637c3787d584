"""The one live portfolio of this server process, whoever asks for it.

A plain module-level value and not st.cache: any websocket client can empty Streamlit's caches,
and that must not rebuild the database.
"""

from __future__ import annotations

import functools
import os
import threading
from pathlib import Path

from duckdb import DuckDBPyConnection

from depmap.engine.live import LivePortfolio, Version
from depmap.screen import filters, view

OWN_DATA = Path(__file__).resolve().parents[2] / "data"


def folder() -> Path:
    """The folder the dashboard shows: DEPMAP_DATA when it is set, else our own data/."""
    return Path(os.environ.get("DEPMAP_DATA") or OWN_DATA)


@functools.cache
def portfolio() -> LivePortfolio:
    """The live portfolio over `folder()`; the first call builds it."""
    return LivePortfolio(folder())


_latest: tuple[DuckDBPyConnection, view.Shared] | None = None
_reading = threading.Lock()


def shared(data: Version) -> view.Shared:
    """What all pages share of a data version; read once, by whoever comes first."""
    global _latest
    with _reading:
        if _latest is None or _latest[0] is not data.database:
            connection = data.connection()
            read = view.read_shared(connection, filters.options(connection))
            _latest = (data.database, read)
        return _latest[1]
