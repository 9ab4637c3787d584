"""The files that draw the graph in a browser: vis-network as pyvis ships it, and ours."""

from __future__ import annotations

from pathlib import Path

import pyvis

STATIC = Path(__file__).parent / "static"
VIS_NETWORK = Path(pyvis.__file__).parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
# In the order to load them; each adds to window.depmapGraph.
GRAPH = tuple(STATIC / f"{name}.js" for name in ("geometry", "find", "painting", "graph"))
LOADER = STATIC / "loader.js"
STANDALONE, STANDALONE_PAGE = STATIC / "standalone.js", STATIC / "standalone.html"
STYLESHEET = STATIC / "graph.css"
