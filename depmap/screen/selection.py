"""Which item a picture has selected: it stands in the address as `item`, so a link shows it too."""

from __future__ import annotations

import streamlit as st

KEY = "item"


def selected() -> str:
    """The id in the address; empty when nothing is selected."""
    return st.query_params.get(KEY, "")


def select(item_id: str | None) -> None:
    """Writes the selection into the address; from a callback, before the script runs again."""
    if item_id:
        st.query_params[KEY] = item_id
    elif KEY in st.query_params:
        del st.query_params[KEY]


def follow(picture: str, chosen: str | None) -> str:
    """Takes over what a picture says is chosen in it; the id that is selected now, or empty.

    A picture that was not touched yet says nothing, which clears nothing: a link may have
    selected the item. A picture knows its own choice, so it need not be drawn again.
    """
    memory = f"_chosen_{picture}"
    if chosen != st.session_state.get(memory):
        st.session_state[memory] = chosen
        if chosen != (selected() or None):
            select(chosen)
    return selected()
