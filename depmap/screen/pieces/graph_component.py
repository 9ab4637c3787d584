"""The graph as a Streamlit component: registered once, mounted by the pages."""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from depmap.graph import scripts

# The browser loads both scripts from our own routes, below the folder of the page, as Streamlit
# loads its own: that holds under server.baseUrlPath too.
VIS_NETWORK = "assets/vis-network.min.js"
GRAPH = "assets/graph.js"

LOADER = """
let scripts;

function load(address) {
  const folder = location.origin + location.pathname.replace(/[^/]*$/, "");
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL(address, folder);
    script.onload = done;
    script.onerror = () => failed(new Error(`The graph could not load ${script.src}`));
    document.head.appendChild(script);
  });
}

export default function (component) {
  const holder = component.parentElement;
  holder.component = component;
  const { data } = component;
  const inTurn = (before, next) => before.then(() => load(next));
  scripts = scripts || data.scripts.reduce(inTurn, Promise.resolve());
  scripts.then(() => {
    const latest = holder.component;
    if (!latest) return;
    if (holder.graph) {
      holder.graph.update(latest.data);
    } else {
      holder.graph = window.depmapGraph.mount(holder, latest.data, (id) => {
        if (holder.component) holder.component.setStateValue("selected", id);
      });
    }
  });
  return () => {
    if (holder.graph) holder.graph.destroy();
    holder.graph = holder.component = null;
  };
}
"""

_component = st.components.v2.component(
    "depmap.graph",
    css=scripts.STYLESHEET.read_text(encoding="utf-8"),
    js=LOADER,
)


def mount(graph_data: dict[str, Any], key: str, height: int | None = None) -> str | None:
    """Draw `graph.browser_data`; the id of the item the reader chose, or None.

    `height` is that of the canvas in px, without the tools above it; the drawing's own without
    one. A choice outlives a change of the drawing: the id may stand for an item not drawn now.
    """
    version = hashlib.sha256(scripts.GRAPH.read_bytes()).hexdigest()[:8]
    data = {
        **graph_data,
        "height": height or graph_data["height"],
        "scripts": [VIS_NETWORK, f"{GRAPH}?{version}"],
    }
    result = _component(data=data, key=key, on_selected_change=_rerun)
    return result.get("selected") or None


def _rerun() -> None:
    """A choice needs no work of its own: the run it causes reads it."""
