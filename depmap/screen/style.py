"""The stylesheet of a run: the palette as --dm-* variables, then static/screen.css."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from depmap.screen.tokens import Palette, css_variables

STYLESHEET = Path(__file__).parent / "static" / "screen.css"


def draw(colours: Palette) -> None:
    """Puts the stylesheet on the page; a block of style alone takes no room."""
    st.html(f"<style>:root {{ {css_variables(colours)} }}\n{_rules()}</style>")


def _rules() -> str:
    # Read on each run: the file is small, and an edit shows at once.
    return STYLESHEET.read_text(encoding="utf-8")
