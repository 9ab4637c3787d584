"""The graph: which part of the map to draw, where every card lies, and what the browser draws from.

Pure functions from report frames and a Palette; `static/` holds the scripts of the browser.
"""
