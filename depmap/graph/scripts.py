"""The files that draw the graph in a browser: vis-network as pyvis ships it, and ours."""

from __future__ import annotations

from pathlib import Path

import pyvis

STATIC = Path(__file__).parent / "static"
VIS_NETWORK = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
GRAPH = STATIC / "graph.js"
STYLESHEET = STATIC / "graph.css"
