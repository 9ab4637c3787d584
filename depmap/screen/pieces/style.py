"""The stylesheet of a run: the palette as --dm-* variables, then static/screen.css."""

from __future__ import annotations

import streamlit as st

from depmap.look.palette import Palette, css_variables
from depmap.screen.state.places import STATIC

STYLESHEET = STATIC / "screen.css"


def draw(colours: Palette) -> None:
    """Puts the stylesheet on the page; a block of style alone takes no room."""
    st.html(f"<style>:root {{ {css_variables(colours)} }}\n{_rules()}</style>")


def _rules() -> str:
    # Read on each run: the file is small, and an edit shows at once.
    return STYLESHEET.read_text(encoding="utf-8")
