"""Which item a picture has selected: it stands in the address as `item`, so a link shows it too."""

from __future__ import annotations

import streamlit as st

from depmap.screen.state import view

KEY = "item"
# What a component that was not touched yet has said.
NEVER = object()


def selected() -> str:
    """The id in the address; empty when nothing is selected, or something that is not there."""
    asked: str = st.query_params.get(KEY, "")
    return asked if asked in view.current().shared.items else ""


def missing() -> tuple[tuple[str, str], ...]:
    """Key and id of an item that the address asks for and the portfolio does not have."""
    asked = st.query_params.get(KEY, "")
    return ((KEY, asked),) if asked and not selected() else ()


def select(item_id: str | None) -> None:
    """Writes the selection into the address; from a callback, before the script runs again."""
    if item_id:
        st.query_params[KEY] = item_id
    elif KEY in st.query_params:
        del st.query_params[KEY]


def follow(component: str, chosen: str | None) -> str:
    """Takes over what a component says is chosen in it; the id that is selected now, or empty.

    component: its key; `chosen` is its state `selected`. Until somebody touched it that state does
    not exist, which clears nothing: a link may have selected the item. A component knows its own
    choice, so it need not be drawn again.
    """
    memory = f"_chosen_{component}"
    is_touched = "selected" in (st.session_state.get(component) or {})
    if is_touched and chosen != st.session_state.get(memory, NEVER):
        st.session_state[memory] = chosen
        if chosen != (selected() or None):
            select(chosen)
    return selected()
