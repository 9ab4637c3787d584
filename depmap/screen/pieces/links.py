"""Addresses of our pages and how a click opens one.

A link is an ordinary `<a class="dm-link">` with a true address: it can be copied, opened in a
new tab, and works without our script. The script (static/links.js) opens it inside the session.
Clicks that only Python hears (a table's button, a bar of a chart) go through `open_page`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from depmap.answers.names import NONE
from depmap.screen.state import published, view
from depmap.screen.state.places import STATIC
from depmap.screen.state.view import WHAT_IF

OVERVIEW = "overview"
PORTFOLIOS = "portfolios"

_follow_links = st.components.v2.component(
    "depmap.links", js=(STATIC / "links.js").read_text(encoding="utf-8")
)


def home() -> str:
    """The first page: of a lake its portfolios."""
    return PORTFOLIOS if published.lake() else OVERVIEW


def address(page: str, item: str = "", **changes: str | Sequence[str]) -> str:
    """Relative address of a page of the portfolio that is shown, changed by `changes`.

    Filters and scenario in force stand in it.

    page: name of the file in pages/. item: the item the page is about.
    changes: a filter's key with its new label or labels ("" or () clears it), another `portfolio`,
    or a key of the page itself, such as `window`.
    """
    query: dict[str, Sequence[str]] = {"item": [item] if item else []}
    query |= view.current().labels
    query |= {key: [new] if isinstance(new, str) else new for key, new in changes.items()}
    pairs = [(key, label) for key, labels in query.items() for label in labels if label]
    place = "./" if page in (OVERVIEW, PORTFOLIOS) and page == home() else page
    return f"{place}?{urlencode(pairs)}" if pairs else place


def work_of(owner_id: str) -> str:
    """Address of what one owner has to do; for the empty id, of what nobody owns."""
    return address("my_work", who=owner_id or NONE)


def needs_inputs(page: str, changes: Mapping[str, object]) -> bool:
    """Whether a link leads under a scenario, or to what changed, where there are only answers."""
    leads = WHAT_IF in changes or page in (WHAT_IF, "changes")
    return leads and not view.current().data.has_inputs


def here() -> str:
    """The page that is shown, by the name of its file; empty before any has been."""
    page: str = st.session_state.get("_page", "")
    return page


def open_page(page: str, item: str = "", **changes: str | Sequence[str]) -> None:
    """Opens a page from a callback, as a click on `address(page, item, **changes)` would."""
    st.session_state["_open"] = {
        "turn": secrets.token_hex(8),
        "address": address(page, item, **changes),
    }


def mount() -> None:
    """Puts the script that follows links on the page; the frame calls it once per run."""
    with st.container(key="links"):
        _follow_links(key="depmap_links", data=st.session_state.get("_open"))
