"""The filter bar, drawn once per run by the frame; its values live in the address.

Widgets are drawn on every page with the same keys, else Streamlit would drop their values on a
page change. What a link asks for in vain is said until somebody changes a filter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from depmap.answers import filters
from depmap.answers.filters import KEYS, LISTS, SEARCH, Chosen, Options
from depmap.screen.pieces.markup import tag, text


def asked() -> Mapping[str, Sequence[str]]:
    """What the address asks for, as it came in, before Streamlit drops what it does not know."""
    return {key: st.query_params.get_all(key) for key in (*KEYS, SEARCH)}


def draw(offered: Options) -> Chosen:
    """Draws the filters and returns what is chosen, with what the link asked in vain."""
    ignored = _ignored(offered)
    is_open = st.toggle(f"Filters ({_set_count()})", key="show_filters")
    with st.container(key="filters_open" if is_open else "filters_shut"):
        shown = [found for found in LISTS if offered[found.key] or not found.is_optional]
        columns = st.columns([*[10] * len(shown), 9, 13], vertical_alignment="center", gap="small")
        for column, found in zip(columns, shown, strict=False):
            column.multiselect(
                found.key.capitalize(),
                list(offered[found.key]),
                key=found.key,
                bind="query-params",
                placeholder=found.everything,
                label_visibility="collapsed",
                on_change=_forget_ignored,
            )
        columns[-2].text_input(
            "Search names, owners and notes",
            key=SEARCH,
            bind="query-params",
            placeholder="Search",
            label_visibility="collapsed",
            icon=":material/search:",
            on_change=_forget_ignored,
        )
        st.session_state["_count"] = columns[-1].empty()
    given = {key: st.session_state.get(key, []) for key in KEYS}
    search = st.session_state[SEARCH]
    chosen = filters.read(offered, {**given, SEARCH: [search] if search else []})
    return Chosen(chosen.filters, ignored)


def show_count(shown: int, total: int) -> None:
    """Says at the end of the bar how many of how many prerequisites are shown."""
    noun = "prerequisite" if total == 1 else "prerequisites"
    words = f"{shown:,} of {total:,} {noun}"
    st.session_state["_count"].html(tag("p", "dm-count", text(words)))


def _ignored(offered: Options) -> tuple[tuple[str, str], ...]:
    """Unknown values of the address and of filters set before the data changed."""
    for key in KEYS:
        held = st.session_state.get(key)
        if held:
            st.session_state[key] = [label for label in held if label in offered[key]]
    now = filters.read(offered, asked()).ignored
    if now:
        st.session_state["_ignored"] = now
    found: tuple[tuple[str, str], ...] = st.session_state.get("_ignored", ())
    return found


def _forget_ignored() -> None:
    st.session_state.pop("_ignored", None)


def _set_count() -> int:
    address = asked()
    return sum(1 for key in (*KEYS, SEARCH) if st.session_state.get(key) or address[key])
