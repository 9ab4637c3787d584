"""Which portfolio of a lake the address names, as `portfolio`; every page of it carries it on.

A widget that nobody sees holds it, because only what a widget holds survives a click in Streamlit's
navigation, and the back button.
"""

from __future__ import annotations

import streamlit as st

KEY = "portfolio"


def asked() -> str:
    """The id in the address, empty when none is named; the frame calls it once per run."""
    with st.container(key="chosen_portfolio"):
        name: str = st.text_input("Portfolio", key=KEY, bind="query-params")
    return name.strip()
