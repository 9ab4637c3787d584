"""The graph as a Streamlit component: registered once, mounted by the pages."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import streamlit as st

from depmap.graph import scripts

# The browser loads the scripts from our own routes, below the folder of the page, as Streamlit
# loads its own: that holds under server.baseUrlPath too.
ASSETS = "assets"

_component = st.components.v2.component(
    "depmap.graph",
    css=scripts.STYLESHEET.read_text(encoding="utf-8"),
    js=scripts.LOADER.read_text(encoding="utf-8"),
)


def mount(graph_data: dict[str, Any], key: str, height: int | None = None) -> str | None:
    """Draw `graph.browser_data`; the id of the item the reader chose, or None.

    `height` is that of the canvas in px, without the tools above it; the drawing's own without
    one. A choice outlives a change of the drawing: the id may stand for an item not drawn now.
    """
    data = {
        **graph_data,
        "height": height or graph_data["height"],
        "scripts": [f"{ASSETS}/{name}?{version}" for name, version in _versions().items()],
    }
    result = _component(data=data, key=key, on_selected_change=_rerun)
    return result.get("selected") or None


@cache
def _versions() -> dict[str, str]:
    """The scripts in the order to load them, and a word that changes when one does."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:8]
        for path in (scripts.VIS_NETWORK, *scripts.GRAPH)
    }


def _rerun() -> None:
    """A choice needs no work of its own: the run it causes reads it."""
